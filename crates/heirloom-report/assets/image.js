// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// A container image: what it is, its layers, and the instruction that made each.

/** A command without what builders put around it. */
function shortCommand(command) {
  let text = command.trim().replace(/^\/bin\/sh -c #\(nop\)\s*/, "").replace(/^\/bin\/sh -c /, "RUN ").replace(/ # buildkit$/, "");
  return text.replace(/\s+/g, " ");
}

function imageView() {
  const { image } = scan;
  const row = (key, ...values) => values.flat().some((value) => value !== null && value !== undefined && value !== false)
    ? [h("dt", {}, t(key)), h("dd", {}, values)] : null;
  const code = (text) => text && name(text, { class: "code" });
  const labels = Object.entries(image.labels);
  return h("div", {},
    h("section", { class: "card" },
      h("h2", {}, t("image.heading")),
      h("p", { class: "big" }, name(image.names[0] || scan.source)),
      baseText(image.base),
      h("dl", {},
        row("image.other-names", image.names.length > 1 && image.names.slice(1).map((text) => h("div", {}, name(text)))),
        row("image.platform", image.platform && name(image.platform)),
        row("image.created", image.created && name(image.created)),
        row("image.digest", code(image.digest)),
        row("image.id", code(image.id)),
        row("image.unpackaged", image.unpackaged.files > 0 && [
          h("a", { href: filesHash({ flag: "no-package" }) }, count("label.files", image.unpackaged.files)), ` · ${bytes(image.unpackaged.bytes)} · `,
          countedList(image.unpackaged.folders.map(({ path, files: n }) => [path || "/", n]))]),
        row("image.labels", labels.length > 0 && h("details", {}, h("summary", {}, grouped(labels.length)),
          h("dl", {}, labels.map(([key, value]) => [h("dt", {}, name(key, { class: "code" })), h("dd", {}, name(value, { class: "code" }))])))))),
    layerCard(image));
}

function baseText(base) {
  if (!base) return null;
  const key = base.known_by === "layers" ? (base.layers === 1 ? "image.base-layers-one" : "image.base-layers") : "image.base-stated";
  return h("p", {}, t(key, { name: plain(base.name || base.digest || ""), n: grouped(base.layers || 0) }));
}

/** Layers with what made them, and the steps in between that made none. */
function layerCard(image) {
  const most = image.layers.reduce((most, layer) => Math.max(most, layer.bytes), 1);
  const rows = [];
  const shown = new Set();
  image.instructions.forEach((step) => {
    if (step.layer === null) {
      rows.push(h("tr", { class: "step" }, h("td", {}), h("td", { colspan: 7 }, command(step))));
      return;
    }
    shown.add(step.layer);
    rows.push(layerRow(image, step.layer, step, most));
  });
  image.layers.forEach((_, at) => {
    if (!shown.has(at)) rows.push(layerRow(image, at, null, most));
  });
  const column = (key, style) => h("th", { scope: "col", class: style || false }, t(key));
  return card(`${t("image.layers")} (${grouped(image.layers.length)})`, {},
    shortenedBy(rows, 200, (some) => h("div", { class: "scroll" }, h("table", { class: "list layers" },
      h("thead", {}, h("tr", {}, column("image.layer", "number"), column("image.instruction"), column("image.bytes", "number"), h("th", { scope: "col" }),
        column("label.n-files", "number"), column("image.packages", "number"), column("image.hidden", "number"), column("image.loose-column", "number"))),
      h("tbody", {}, some)))),
    h("p", { class: "faint" }, t("image.layers-hint")));
}

function layerRow(image, at, step, most) {
  const layer = image.layers[at];
  const linked = (n, href) => n > 0 ? h("a", { href }, grouped(n)) : "0";
  return h("tr", {},
    h("th", { scope: "row", class: "number" }, grouped(at + 1)),
    h("td", {}, step ? command(step) : h("span", { class: "faint" }, t("image.unknown-instruction")),
      layer.is_base ? [" ", h("span", { class: "badge" }, t("image.of-base"))] : null,
      h("div", { class: "faint code", title: plain(layer.digest || layer.diff_id) }, name((layer.digest || layer.diff_id).slice(0, 19) + "…"))),
    h("td", { class: "number" }, bytes(layer.bytes)),
    h("td", { class: "bar", "aria-hidden": "true" }, h("span", { class: "meter" }, fill(layer.bytes / most))),
    h("td", { class: "number" }, linked(layer.files, filesHash({ layer: String(at) }))),
    h("td", { class: "number" }, linked(layer.components, packagesHash({ layer: String(at) }))),
    h("td", { class: "number" }, grouped(layer.hidden_files)),
    h("td", { class: "number" }, linked(layer.unpackaged_files, filesHash({ layer: String(at), flag: "no-package" }))));
}

/** A command; a long one shows its start and the rest on demand. */
function command(step) {
  const MAX = 160;
  const text = shortCommand(step.command);
  if (text.length <= MAX) return name(text || "—", { class: "code" });
  return h("details", { class: "command" }, h("summary", {}, name(text.slice(0, MAX) + "…", { class: "code" })),
    h("pre", {}, visible(step.command, "\n\t")));
}

/** The choice of a layer above a list; nothing where the source is no image. */
function layerChoice(current, set) {
  const { image } = scan;
  if (!image) return null;
  const option = (value, text) => h("option", { value, selected: value === current }, text);
  return h("label", {}, h("span", {}, t("image.layer")),
    h("select", { onchange: set }, option("", t("image.all-layers")), image.layers.map((layer, at) => {
      const step = layer.instruction === null ? null : image.instructions[layer.instruction];
      return option(String(at), `${grouped(at + 1)} · ${step ? plain(shortCommand(step.command)).slice(0, 48) : ""}`);
    })));
}

/** The image in a few words on the overview. */
function imageCard() {
  const { image } = scan;
  if (!image) return null;
  return card(t("image.heading"), {},
    h("p", { class: "strong" }, name([image.names[0], image.platform].filter(Boolean).join(" · "))),
    baseText(image.base),
    h("p", {}, h("a", { href: "#image" }, `${t("image.layers")} (${grouped(image.layers.length)})`)),
    image.unpackaged.files > 0 ? h("p", {}, h("a", { href: filesHash({ flag: "no-package" }) }, t("image.unpackaged")), ` (${grouped(image.unpackaged.files)})`) : null);
}
