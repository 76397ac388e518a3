// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// The packages as a tree of who requires whom, and the ways from roots to one of them.

const BRANCHES_AT_ONCE = 200;
const WAYS_AT_ONCE = 5;

/** The choice between table and tree. */
function packageViews() {
  const tab = (view, key) => h("a", { href: packagesHash({ view }), "aria-current": packageState.view === view ? "page" : false }, t(key));
  return h("nav", { class: "tabs inner", "aria-label": t("page.views") }, tab("", "page.table"), tab("tree", "page.tree"));
}

function packageTree() {
  const tops = treeTops();
  return h("section", { class: "card" }, packageViews(),
    h("p", { class: "faint" }, t("page.tree-hint")),
    shortenedBy(tops, BRANCHES_AT_ONCE, (some) => h("ul", { class: "tree" },
      some.map((at) => branch(at, null, new Set(), tops.length <= 3)))));
}

/** Roots that nothing requires, then the first of each circle that they do not lead to, then the same of packages that no root leads to. */
function treeTops() {
  const reached = new Set();
  const tops = [];
  const take = (at) => {
    if (reached.has(at)) return;
    tops.push(at);
    const waiting = [at];
    while (waiting.length > 0) {
      const one = waiting.pop();
      if (reached.has(one)) continue;
      reached.add(one);
      waiting.push(...requires[one].map(usedAt));
    }
  };
  const all = packages.map((_, at) => at);
  const isFree = (at) => requiredBy[at].every((edge) => userAt(edge) === at);
  const roots = all.filter((at) => packages[at].root);
  for (const some of [roots.filter(isFree), roots, all.filter(isFree), all]) some.forEach(take);
  return tops;
}

/** A package with what it requires below it, which is made when it is opened. */
function branch(at, edge, above, isOpen) {
  const component = packages[at];
  const license = packageLicense(component);
  const { scope, condition, requested } = edge === null ? { scope: "runtime" } : scan.dependencies[edge];
  const where = component.root && component.folder && component.folder !== component.name ? component.folder : null;
  const title = [packageLink(at), " ", where ? [name(where, { class: "code faint" }), " "] : null,
    license ? h("span", { class: "license" }, name(license)) : h("span", { class: "faint" }, t("label.no-license")), " ",
    scope === "runtime" ? null : h("span", { class: "badge" }, t("scope." + scope)), " ",
    requested ? name(requested, { class: "code faint" }) : null, " ",
    condition ? h("span", { class: "faint" }, t("page.if", { condition: plain(condition) })) : null];
  const below = firstEdges(at);
  if (below.length === 0) return h("li", { class: "leaf" }, title);
  if (above.has(at)) return h("li", { class: "leaf" }, title, " ", h("span", { class: "badge odd" }, t("page.circle")));
  const place = h("div", {});
  const inner = new Set(above).add(at);
  const fill = () => {
    if (place.firstChild) return;
    place.append(shortenedBy(below, BRANCHES_AT_ONCE, (some) => h("ul", { class: "tree" },
      some.map((one) => branch(usedAt(one), one, inner, false)))));
  };
  if (isOpen) fill();
  return h("li", {}, h("details", { open: isOpen, ontoggle: (event) => { if (event.target.open) fill(); } },
    h("summary", {}, title, " ", h("span", { class: "faint" }, `(${grouped(below.length)})`)), place));
}

/** Of the edges from a package the first to each other, those for the product first. */
function firstEdges(at) {
  const seen = new Set([at]);
  const sorted = requires[at].slice().sort((a, b) => SCOPES.indexOf(scan.dependencies[a].scope) - SCOPES.indexOf(scan.dependencies[b].scope) || a - b);
  return sorted.filter((edge) => !seen.has(usedAt(edge)) && seen.add(usedAt(edge)));
}

/** For each root that reaches a package the edges of a shortest way, the shortest way first. */
function waysTo(at) {
  const next = new Map([[at, null]]);
  let ring = [at];
  while (ring.length > 0) {
    const further = [];
    for (const one of ring) {
      for (const edge of requiredBy[one]) {
        const user = userAt(edge);
        if (next.has(user)) continue;
        next.set(user, edge);
        further.push(user);
      }
    }
    ring = further;
  }
  const ways = [];
  packages.forEach((component, root) => {
    if (!component.root || root === at || !next.has(root)) return;
    const edges = [];
    for (let edge = next.get(root); edge !== null; edge = next.get(usedAt(edge))) edges.push(edge);
    ways.push([root, edges]);
  });
  return ways.sort((a, b) => a[1].length - b[1].length);
}

function waysCard(at) {
  if (packages[at].root) return null;
  const ways = waysTo(at);
  if (ways.length === 0) return card(t("page.why"), {}, h("p", { class: "faint" }, t("page.no-way")));
  const step = (edge) => {
    const { scope, condition, requested, described_by: places } = scan.dependencies[edge];
    return h("li", {}, packageLink(usedAt(edge)), " ",
      scope === "runtime" ? null : h("span", { class: "badge" }, t("scope." + scope)), " ",
      requested ? name(requested, { class: "code faint" }) : null, " ",
      condition ? h("span", { class: "faint" }, t("page.if", { condition: plain(condition) })) : null, " ",
      places.length ? h("span", { class: "faint" }, placeText(places[0])) : null);
  };
  return card(t("page.why"), {}, shortenedBy(ways, WAYS_AT_ONCE, (some) => h("div", {}, some.map(([root, edges]) =>
    h("ol", { class: "way" }, h("li", {}, packageLink(root), " ", h("span", { class: "badge" }, t("list.root"))), edges.map(step))))));
}
