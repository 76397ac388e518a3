// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// One file: what holds for it and why, every find, and the text around the finds.

function fileView(id) {
  if (!(id >= 0 && id < files.n)) return card(t("page.no-file"), {});
  const { detail, strings } = detailOf(id);
  const finds = (detail.finds || []).map((find) => ({
    expression: expressions[find[0]], kind: find[1], matcher: find[2], rule: strings[find[3]], coverage: find[4],
    relevance: find[5], words: find[6], place: find[7],
    refersTo: find[8].map((at) => strings[at]), text: find[9] === null ? null : strings[find[9]],
  }));
  const copyrights = (detail.copyrights || []).map(([statement, holders, years, place]) => ({
    kind: "copyright", expression: strings[statement], years, place,
    holders: holders.map((pair) => pair.map((at) => strings[at])),
  }));
  const text = textOf(detail);
  return h("div", { class: "file" },
    fileHead(id, detail, strings),
    findTable(finds, text !== null),
    textCard(text, finds.concat(copyrights), detail),
    copyrightCard(copyrights, detail, strings),
    manifestCard(detail), annotationCard(detail), problemCard(detail));
}

function fileHead(id, detail, strings) {
  const at = lastOrder.indexOf(id);
  const step = (label, key, to) => (at >= 0 && to !== undefined
    ? h("a", { class: "button", href: "#file/" + to, "aria-label": t(key), title: t(key) }, label) : null);
  const concluded = files.concluded[id];
  const reason = files.reason[id];
  const facts = [
    t("label.role") + ": " + roleName(files.role[id]), t("content." + contentOf(id, detail)), bytes(files.size[id]),
    detail.lines ? count("page.lines", detail.lines) : null,
    detail.encoding === undefined ? null : plain(strings[detail.encoding]),
    files.flags[id] & FLAGS.generated ? t("flag.generated") : null,
  ].filter(Boolean).join(" · ");
  return h("section", { class: "card" },
    h("div", { class: "row" }, fileCrumbs(id),
      h("div", { class: "segmented" }, step("←", "page.previous", lastOrder[at - 1]), step("→", "page.next", lastOrder[at + 1]),
        h("a", { class: "button", href: filesHash({ ...filterState, sort: filterState.sort === "path" ? "" : filterState.sort }) }, t("page.back")))),
    h("p", { class: "faint" }, facts),
    h("dl", { class: "facts" },
      h("dt", {}, t("label.concluded")),
      h("dd", {}, h("span", { class: "strong" }, concluded < 0 ? t("label.concluded-none") : [swatch(concluded), name(expressions[concluded])]),
        reason && h("div", { class: "faint" }, t("label.because", { reason: t("reason." + reason) }),
          detail.source ? [" ", pathLink(detail.source)] : null)),
      h("dt", {}, t("label.detected")),
      h("dd", {}, files.found[id] < 0 ? t("label.detected-none") : name(expressions[files.found[id]]), steps(detail)),
      (detail.resolved || []).map(([written, target, expression]) => [h("dt", {}, t("kind.reference")),
        h("dd", {}, name(written, { class: "code" }), " → ", pathLink(target), " ", expression === null ? "" : name(expressions[expression]))]),
      detail.annotated ? [h("dt", {}, t("page.annotated")), h("dd", {}, pathLink(detail.annotated[0]), " ",
        detail.annotated[1] === null ? "" : name(expressions[detail.annotated[1]], { class: "strong" }),
        detail.annotated[2].map((text) => h("div", {}, name(text))))] : null,
      detail.hex ? [h("dt", {}, t("page.path-bytes")), h("dd", { class: "code" }, detail.hex)] : null,
      detail.digest ? [h("dt", {}, "BLAKE3"), h("dd", { class: "code faint" }, hexOf(detail.digest))] : null));
}

function contentOf(id, detail) {
  if (files.flags[id] & FLAGS.binary) return "binary";
  return files.size[id] === 0 ? "empty" : "text";
}

function hexOf(base64) {
  return Array.from(atob(base64), (character) => character.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

function steps(detail) {
  const list = (detail.because || []).filter((step) => step[0] !== "alone");
  if (list.length === 0) return null;
  return h("ul", { class: "plain faint" }, list.map(([method, expression, first, last]) => h("li", {},
    lineRange(first, last), ": ", t("joining." + method), " → ", name(expressions[expression]))));
}

function lineRange(first, last) {
  return first === last ? t("label.line", { n: grouped(first) }) : t("page.line-range", { first: grouped(first), last: grouped(last) });
}

/** Lines, with the bytes when pointed at. */
function lines([first, last, start, end]) {
  return h("span", { title: t("page.byte-range", { start: grouped(start), end: grouped(end) }) }, lineRange(first, last));
}

/** The place of a span as the machine formats have it. */
function spanLines(span) {
  return lines([span.first_line, span.last_line, span.start, span.end]);
}

function yearsText(years) {
  return years.map(([first, last]) => (last === null ? t("page.years-on", { first })
    : first === last ? String(first) : `${first}–${last}`)).join(", ");
}

function pathLink(path) {
  const file = fileOfPath(path);
  return file < 0 ? name(path, { class: "code" }) : h("a", { href: "#file/" + file }, name(path, { class: "code" }));
}

function fileCrumbs(id) {
  const links = [h("h2", { class: "path-name" }, name(files.name[id]))];
  for (let at = files.folder[id]; at >= 0; at = folders.parent[at]) {
    const label = at === 0 ? plain(scan.source) : folders.name[at];
    links.unshift(h("a", { href: "#map/" + at }, name(label)), h("span", { class: "faint" }, "/"));
  }
  return h("nav", { class: "crumbs" }, links);
}

function findTable(finds, hasText) {
  if (finds.length === 0) return null;
  const row = (find, at) => h("tr", {},
    h("td", { class: "place" }, hasText ? h("button", { class: "link", onclick: () => toMark(at) }, lines(find.place)) : lines(find.place)),
    h("th", { scope: "row" }, name(find.expression),
      find.refersTo.length ? h("div", { class: "faint" }, "→ ", find.refersTo.map((file, at) => [at ? ", " : "", name(file)])) : null),
    h("td", {}, h("span", { class: "kind kind-" + find.kind }, t("kind." + find.kind))),
    h("td", {}, t("matcher." + find.matcher)),
    h("td", { class: "number" }, (find.coverage / 10).toFixed(find.coverage % 10 ? 1 : 0) + "%"),
    h("td", { class: "number" }, grouped(find.words)),
    h("td", { class: "rule" }, name(find.rule, { class: "code" }), h("div", { class: "faint" }, t("page.relevance", { n: find.relevance }))));
  const show = (rows) => h("div", { class: "scroll" }, h("table", { class: "list" },
    h("thead", {}, h("tr", {}, ["place", "license", "kind", "matcher", "coverage", "words", "rule"].map((key) =>
      h("th", { scope: "col", class: ["coverage", "words"].includes(key) && "number" }, t("column." + key))))),
    h("tbody", {}, rows.map((find) => row(find, finds.indexOf(find))))));
  return card(t("page.finds"), {}, shortened(finds, 100, show),
    finds.filter((find) => find.text).map((find) => h("figure", {}, h("figcaption", { class: "faint" }, t("kind.unknown"), ", ", lines(find.place)),
      h("pre", {}, visible(find.text, "\n\t")))));
}

function toMark(at) {
  const mark = document.querySelector(`mark[data-finds~="${at}"]`);
  if (!mark) return;
  mark.scrollIntoView({ block: "center" });
  document.querySelectorAll("mark.current").forEach((other) => other.classList.remove("current"));
  document.querySelectorAll(`mark[data-finds~="${at}"]`).forEach((same) => same.classList.add("current"));
  mark.focus();
}

function textCard(hunks, marks, detail) {
  if (marks.length === 0) return null;
  if (!hunks) return card(t("page.text"), {}, h("p", { class: "faint" }, t("page.no-text")));
  const kinds = Array.from(new Set(marks.map((mark) => mark.kind)));
  return card(t("page.text"), {},
    h("ul", { class: "legend" }, kinds.map((kind) => h("li", {}, h("span", { class: "kind kind-" + kind }, kind === "copyright" ? t("label.copyrights") : t("kind." + kind))))),
    h("div", { class: "text", tabindex: "0", role: "region", "aria-label": t("page.text") }, hunks.map((hunk, at) => [at ? h("div", { class: "gap" }, "⋯") : null, hunkView(hunk, marks)])));
}

/** A stretch of text, line by line with numbers. */
function hunkView([firstLine, pieces], marks) {
  const rows = [];
  let line = firstLine;
  let cells = [];
  const flush = () => {
    rows.push(h("div", { class: "line" }, h("span", { class: "line-number" }, String(line)), h("span", { class: "line-text" }, cells)));
    cells = [];
    line += 1;
  };
  for (const piece of pieces) {
    const [text, covering] = typeof piece === "string" ? [piece, []] : piece;
    text.replace(/\r\n?/g, "\n").split("\n").forEach((part, at) => {
      if (at > 0) flush();
      if (part === "") return;
      const nodes = visible(part, "\t");
      cells.push(covering.length === 0 ? nodes : mark(nodes, covering, marks));
    });
  }
  if (cells.length > 0) flush();
  return h("div", { class: "hunk" }, rows);
}

function mark(nodes, covering, marks) {
  const finds = covering.map((at) => marks[at]).filter(Boolean);
  const strongest = ["unknown", "tag", "text", "notice", "reference", "intro", "copyright", "clue"]
    .find((kind) => finds.some((find) => find.kind === kind)) || "clue";
  const title = finds.map((find) => `${find.kind === "copyright" ? t("label.copyrights") : t("kind." + find.kind)}: ${plain(find.expression)}`).join("\n");
  return h("mark", { class: "kind-" + strongest, "data-finds": covering.join(" "), title, tabindex: "-1" }, nodes);
}

function copyrightCard(copyrights, detail, strings) {
  const authors = detail.authors || [];
  if (copyrights.length + authors.length === 0) return null;
  const show = (rows) => h("ul", { class: "plain" }, rows.map((find) => h("li", {}, name(find.expression), " ",
    h("div", { class: "faint" }, lines(find.place), find.years.length ? " · " + yearsText(find.years) : null,
      find.holders.length ? [" · ", t("label.holder"), ": ", find.holders.map(([holder, normalized], at) =>
        [at ? "; " : "", h("span", { title: plain(normalized) }, name(holder))])] : null))));
  const authorList = h("ul", { class: "plain" }, authors.map(([author, place]) =>
    h("li", {}, name(strings[author]), " ", h("span", { class: "faint" }, lines(place)))));
  if (copyrights.length === 0) return card(t("label.authors"), {}, authorList);
  return card(t("label.copyrights"), {}, shortened(copyrights, 50, show),
    authors.length ? [h("h3", {}, t("label.authors")), authorList] : null);
}

function manifestCard(detail) {
  return (detail.manifests || []).map((manifest) => card(t("page.manifest"), {},
    h("p", {}, name([manifest.ecosystem, manifest.name, manifest.version].filter(Boolean).join(" "), { class: "strong" })),
    h("ul", { class: "plain" },
      manifest.licenses.map((license) => h("li", {}, name(license.field, { class: "code" }), ": ", name(license.as_written),
        license.expression === null ? h("span", { class: "badge odd" }, t("page.not-understood"))
          : license.expression === license.as_written ? null : [" → ", name(license.expression, { class: "strong" })],
        license.refers_to ? [" → ", name(license.refers_to, { class: "code" })] : null, " ",
        h("span", { class: "faint" }, spanLines(license.span)))),
      manifest.parties.map((party) => h("li", {}, t("role." + party.role), ": ", name(party.name))),
      manifest.homepage ? h("li", {}, name(manifest.homepage, { class: "code" })) : null)));
}

function annotationCard(detail) {
  const annotations = detail.annotations || [];
  if (annotations.length === 0) return null;
  const show = (rows) => h("ul", { class: "plain" }, rows.map((annotation) => h("li", {},
    name(annotation.patterns.join(" "), { class: "code" }), " → ",
    annotation.license ? annotationLicense(annotation.license) : t("label.no-license"),
    h("div", { class: "faint" }, t("convention." + annotation.convention), " · ", t("precedence." + annotation.precedence), " · ",
      annotation.base > 0 ? ["../".repeat(annotation.base), " · "] : null, spanLines(annotation.span)),
    annotation.copyrights.map((text) => h("div", {}, name(text))))));
  return card(t("page.annotations"), {}, shortened(annotations, 50, show));
}

function annotationLicense(license) {
  const written = license.expression === license.as_written ? null
    : h("span", { class: "faint" }, " ", name(license.field, { class: "code" }), ": ", name(license.as_written));
  return [name(license.expression || t("page.not-understood"), { class: "strong" }), written];
}

function problemCard(detail) {
  if (!detail.problems) return null;
  return card(t("label.problems"), {}, h("ul", { class: "plain" }, detail.problems.map((problem) => h("li", {},
    h("span", { class: "badge " + problem.severity }, t("severity." + problem.severity)), " ",
    problem.line ? lineRange(problem.line, problem.line) + ": " : "", problemText(problem)))));
}
