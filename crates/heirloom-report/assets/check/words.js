// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// Words for verdicts, uses, evidence and claims. A level is told by sign and word, color repeats it.

const SIGNS = ["✓", "§", "⇄", "?", "▲", "✕"];
const BESIDE = ["interface_note", "source_to_users", "unknown"];

function levelChip(level, beside) {
  const tokens = BESIDE.filter((_, bit) => beside & (1 << bit)).map((token) => t("verdict-token." + token));
  return h("span", { class: "chip level-" + LEVELS[level] }, h("span", { class: "sign", "aria-hidden": "true" }, SIGNS[level]),
    h("span", {}, [t("level." + LEVELS[level]), ...tokens].join(" + ")));
}

/** A verdict given by its tokens. */
function tokensChip(tokens) {
  const beside = BESIDE.reduce((bits, token, bit) => bits | (tokens.includes(token) ? 1 << bit : 0), 0);
  return levelChip(LEVELS.indexOf(tokens[0]), beside);
}

/** The name of a component by number, or as it is; package URLs without what all of them share. */
function idOf(component) {
  return typeof component === "number" ? components.id[component] : String(component);
}

function labelOf(component) {
  return idOf(component).replace(/^pkg:/, "").replace(/%40/g, "@");
}

/** Text cut in the middle, so that versions stay readable. */
function cut(text, max) {
  const signs = Array.from(text);
  if (signs.length <= max) return text;
  const headLength = Math.ceil((max - 1) / 2);
  return signs.slice(0, headLength).join("") + "…" + signs.slice(signs.length - (max - 1 - headLength)).join("");
}

function componentName(component) {
  return name(cut(labelOf(component), 200));
}

/** A component that can be looked at. */
function componentLink(delivery, component) {
  if (typeof component !== "number") return componentName(component);
  return h("a", { href: graphHash(delivery, component) }, componentName(component));
}

function graphHash(delivery, component, relation) {
  return `#graph/${delivery}/${component}` + (relation === undefined ? "" : "/" + relation);
}

function licenseName(license) {
  return license === null || license === undefined || license === -1 ? h("span", { class: "faint" }, t("tri.unknown"))
    : name(typeof license === "number" ? head.licenses[license] : license);
}

/** A use as words; kinds are numbers in columns and words elsewhere. */
function useWords(delivery, [from, kind, to]) {
  return [componentLink(delivery, from), " ", h("span", { class: "use" }, t("relation." + kind)), " ", componentLink(delivery, to)];
}

/** The relation of a use, or undefined. */
function relationOf([from, kind, to]) {
  if (typeof from !== "number" || typeof to !== "number") return undefined;
  return usesOf(from).find((at) => relations.to[at] === to && head.kinds[relations.kind[at]] === kind);
}

function relationUse(relation) {
  return [relations.from[relation], head.kinds[relations.kind[relation]], relations.to[relation]];
}

function subjectWords(delivery, [sort, value, source]) {
  if (sort === "use") return useWords(delivery, value);
  if (sort === "existence") return [t("view.exists"), " ", useWords(delivery, value)];
  if (sort === "license") return [t("view.license-of"), " ", componentLink(delivery, value)];
  if (sort === "licenses") {
    return [t("view.licenses-of", { n: grouped(value.length) }), " ", name(source, { class: "code" }), ": ",
      shortened(value, 6, (rows) => h("span", {}, rows.map((component, at) => [at ? ", " : "", componentLink(delivery, component)])))];
  }
  if (sort === "modified") return [t("view.whether-changed"), " ", componentLink(delivery, value)];
  return sort === "delivery" ? name(value) : componentLink(delivery, value);
}

/** Where something was seen, and what. */
function evidenceItem([path, first, last, method, strength, note]) {
  const place = path === null ? null : h("span", { class: "code place-of" }, name(path + (first ? ":" + first + (last > first ? "–" + last : "") : "")));
  return h("li", { class: "evidence" }, place, place && " ", note && name(cut(note, 400)), " ",
    h("span", { class: "faint" }, `(${t("view.method-" + method)}, ${strength.toFixed(2)})`));
}

function evidenceList(list) {
  return shortened(list, 6, (rows) => h("ul", { class: "plain" }, rows.map(evidenceItem)));
}
