// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// What differs between two bills of materials: components by what became of them, and relations.

const head = JSON.parse(document.querySelector("script.head").textContent);
catalogs = Object.fromEntries(head.messages);
language = kept("language", Object.keys(catalogs), head.language);

const KINDS = ["added", "removed", "version", "license", "checksum", "field"];
const SIGNS = { added: "+", removed: "−", version: "↑", license: "§", checksum: "!", field: "~" };

/** Components in order, each with all that differs of it. */
const byName = new Map();
for (const item of [...head.diff.items, ...head.diff.fields.map((one) => ({ ...one, change: "field" }))]) {
  if (!byName.has(item.name)) byName.set(item.name, { name: item.name, changes: [] });
  byName.get(item.name).changes.push(item);
}
const components = [...byName.values()];
const relations = head.diff.relations.added.map((text) => ["added", text])
  .concat(head.diff.relations.removed.map((text) => ["removed", text]));
const has = (component, kind) => component.changes.some(({ change }) => change === kind);
const counts = Object.fromEntries(KINDS.map((kind) => [kind, components.filter((one) => has(one, kind)).length]));

const state = { text: "", kind: "" };

function matches(text) {
  return state.text.toLowerCase().split(/\s+/).filter(Boolean).every((word) => text.toLowerCase().includes(word));
}

function textOf({ name, changes }) {
  return [name, ...changes.flatMap(({ version, license, field, from, to }) => [version, license, field, from, to])].join(" ");
}

function value(text) {
  return text === null || text === undefined ? h("span", { class: "faint" }, t("bom.not-said")) : name(text);
}

function badge(kind) {
  return h("span", { class: "badge change-" + kind }, h("span", { "aria-hidden": "true" }, SIGNS[kind], " "), t("bom-diff." + kind));
}

function changeLine(change) {
  if (change.change === "added" || change.change === "removed") {
    return [value(change.version), h("span", { class: "faint" }, " · "), value(change.license)];
  }
  const code = change.change === "checksum" ? "code" : "";
  const field = change.change === "field" ? [h("span", { class: "faint" }, name(change.field), " · ")] : [];
  return h("span", { class: code }, ...field, value(change.from), h("span", { class: "arrow", "aria-label": t("bom-diff.becomes") }, " → "), value(change.to));
}

function componentRows(rows) {
  return h("div", { class: "scroll" }, h("table", { class: "list changes" },
    h("thead", {}, h("tr", {}, ["bom-diff.component", "bom-diff.change", "bom-diff.what"].map((key) => h("th", { scope: "col" }, t(key))))),
    h("tbody", {}, rows.flatMap(({ name: label, changes }) => changes.map((change, at) => h("tr", { class: at > 0 && "again" },
      at === 0 ? h("th", { scope: "rowgroup", rowspan: changes.length }, name(label)) : null,
      h("td", { class: "nowrap" }, badge(change.change)),
      h("td", {}, changeLine(change))))))));
}

function lists() {
  const found = components.filter((one) => (!state.kind || has(one, state.kind)) && matches(textOf(one)));
  const foundRelations = relations.filter(([kind, text]) => (!state.kind || state.kind === kind) && matches(text));
  const relationList = (rows) => h("ul", { class: "plain" }, rows.map(([kind, text]) =>
    h("li", {}, badge(kind), " ", name(text, { class: "code" }))));
  return [
    card(t("bom-diff.components", { n: grouped(found.length), of: grouped(components.length) }), {},
      found.length ? shortenedBy(found, 300, componentRows) : h("p", { class: "faint" }, t("page.nothing"))),
    relations.length === 0 ? null : card(t("bom-diff.relations", { n: grouped(foundRelations.length), of: grouped(relations.length) }), {},
      foundRelations.length ? shortenedBy(foundRelations, 300, relationList) : h("p", { class: "faint" }, t("page.nothing"))),
  ].filter(Boolean);
}

function side(key, document) {
  return h("div", { class: "side" }, h("div", { class: "faint" }, t(key)), h("div", { class: "strong" }, name(document.name)),
    h("div", {}, name(document.form), " · ", count("bom-diff.n-components", document.components)));
}

function render() {
  document.documentElement.lang = language;
  document.documentElement.dataset.theme = theme;
  document.title = t("bom-diff.title");
  const place = h("div", {});
  const draw = () => place.replaceChildren(...lists());
  const pressed = (kind) => () => {
    state.kind = state.kind === kind ? "" : kind;
    render();
  };
  const app = document.getElementById("app");
  app.replaceChildren(
    h("header", {}, h("div", { class: "brand" }, h("h1", {}, t("bom-diff.title"))), choices(render)),
    h("main", { id: "content" },
      h("section", { class: "card" }, h("div", { class: "sides" }, side("bom-diff.before", head.before), h("div", { class: "arrow", "aria-hidden": "true" }, "→"), side("bom-diff.after", head.after)),
        components.length + relations.length === 0 ? h("p", { class: "good" }, t("bom.same")) : null),
      components.length + relations.length === 0 ? null : h("section", { class: "card" },
        h("div", { class: "filters" },
          h("label", {}, h("span", {}, t("page.search")),
            h("input", { type: "search", id: "search", value: state.text, placeholder: t("bom-diff.search-hint"), oninput: (event) => {
              state.text = event.target.value;
              draw();
            } })),
          h("div", { class: "segmented", role: "group", "aria-label": t("page.show-only") }, KINDS.filter((kind) => counts[kind] > 0).map((kind) =>
            h("button", { "aria-pressed": String(state.kind === kind), onclick: pressed(kind) }, `${SIGNS[kind]} ${t("bom-diff." + kind)} (${grouped(counts[kind])})`))))),
      place),
    h("footer", { class: "faint" }, t("page.made-by", { version: plain(head.version) })));
  if (components.length + relations.length > 0) draw();
}

window.addEventListener("keydown", (event) => {
  if (event.key !== "/" || /^(INPUT|SELECT)$/.test(event.target.tagName)) return;
  event.preventDefault();
  document.getElementById("search")?.focus();
});
render();
