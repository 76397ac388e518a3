// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// The packages: a table with search, and one of them with who requires it and what it requires.

const MOST_NEIGHBORS = 300;
const FIRST_NEIGHBORS = 40;
const OPENED_AT_ONCE = 20;
const SCOPES = ["runtime", "optional", "provided", "build", "test", "development"];

const packages = scan.components;
const packageAt = new Map(packages.map((component, at) => [component.id, at]));
/** Numbers of dependencies by the package that requires and by the one that is required. */
const requires = packages.map(() => []);
const requiredBy = packages.map(() => []);
scan.dependencies.forEach((edge, at) => {
  requires[packageAt.get(edge.from)].push(at);
  requiredBy[packageAt.get(edge.to)].push(at);
});
const usedAt = (edge) => packageAt.get(scan.dependencies[edge].to);
const userAt = (edge) => packageAt.get(scan.dependencies[edge].from);

let packageState = { text: "", ecosystem: "", only: "", scope: "", layer: "", sort: "", down: "", view: "" };
let neighborhood = { of: -1, shown: new Set() };

function packageLicense(component) {
  return component.concluded ? component.concluded.expression : component.declared;
}

function packageLabel(component) {
  return component.name || component.id;
}

function packageLink(at) {
  const component = packages[at];
  return h("a", { href: "#component/" + at }, name(packageLabel(component)),
    component.version ? [" ", name(component.version, { class: "faint" })] : null);
}

function packagesHash(state) {
  const params = new URLSearchParams(Object.entries(state).filter(([, value]) => value !== ""));
  return "#components" + (params.size ? "?" + params : "");
}

/** What the choice "show only" knows: a name, and whether a package is one. */
const KINDS = {
  own: (component) => component.owner === "own",
  "third-party": (component) => component.owner !== "own",
  direct: (component) => component.direct && !component.root,
  transitive: (component) => !component.direct && !component.root && component.scope !== null,
  undeclared: (component) => component.undeclared.length > 0,
  "no-license": (component) => !packageLicense(component),
};

function packageTable(params) {
  packageState = Object.fromEntries(Object.keys(packageState).map((key) => [key, params.get(key) ?? ""]));
  const place = h("div", {});
  const status = h("p", { class: "faint", role: "status" });
  const refresh = () => {
    const found = foundPackages();
    status.replaceChildren(t("page.components-shown", { n: grouped(found.length), of: grouped(packages.length) }));
    place.replaceChildren(shortenedBy(found, 200, (rows) => packageRows(rows, sortBy)));
    history.replaceState(null, "", packagesHash(packageState));
  };
  const set = (key) => (event) => {
    packageState[key] = event.target.value;
    refresh();
  };
  const sortBy = (column) => {
    const down = packageState.sort === column ? packageState.down !== "1" : PACKAGE_COLUMNS[column].number === true;
    Object.assign(packageState, { sort: column, down: down ? "1" : "" });
    refresh();
    place.querySelector(`[data-column="${column}"]`)?.focus();
  };
  const tallies = new Map();
  for (const { ecosystem } of packages) tallies.set(ecosystem, (tallies.get(ecosystem) || 0) + 1);
  const ecosystems = Array.from(tallies).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const option = (value, text, current) => h("option", { value, selected: value === current }, text);
  const scopes = SCOPES.map((scope) => [scope, packages.filter((component) => component.scope === scope).length]).filter(([, n]) => n > 0);
  const only = Object.keys(KINDS).map((key) => [key, packages.filter(KINDS[key]).length]).filter(([key, n]) => n > 0 || key === packageState.only);
  if (packageState.view === "tree") return packageTree();
  refresh();
  return h("section", { class: "card" },
    packageViews(),
    h("div", { class: "filters" },
      h("label", {}, h("span", {}, t("page.search")),
        h("input", { type: "search", id: "search", value: packageState.text, placeholder: t("page.components-hint"), oninput: set("text") })),
      h("label", {}, h("span", {}, t("page.ecosystem")),
        h("select", { onchange: set("ecosystem") }, option("", t("page.all-ecosystems"), packageState.ecosystem),
          ecosystems.map(([key, n]) => option(key, `${plain(key)} (${grouped(n)})`, packageState.ecosystem)))),
      h("label", {}, h("span", {}, t("page.show-only")),
        h("select", { onchange: set("only") }, option("", t("page.all-components"), packageState.only),
          only.map(([key, n]) => option(key, `${t("page.only-" + key)} (${grouped(n)})`, packageState.only)))),
      h("label", {}, h("span", {}, t("list.scope")),
        h("select", { onchange: set("scope") }, option("", t("page.all-scopes"), packageState.scope),
          scopes.map(([key, n]) => option(key, `${t("scope." + key)} (${grouped(n)})`, packageState.scope)))),
      layerChoice(packageState.layer, set("layer")),
      h("a", { class: "button", href: "#components" }, t("page.clear"))),
    status, place);
}

function foundPackages() {
  const words = packageState.text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = [];
  packages.forEach((component, at) => {
    if (packageState.ecosystem && component.ecosystem !== packageState.ecosystem) return;
    if (packageState.layer && component.layer !== Number(packageState.layer)) return;
    if (packageState.scope && component.scope !== packageState.scope) return;
    if (packageState.only && !KINDS[packageState.only](component, at)) return;
    const text = [component.name, component.version, component.id, packageLicense(component), component.folder].join(" ").toLowerCase();
    if (words.every((word) => text.includes(word))) found.push(at);
  });
  const column = PACKAGE_COLUMNS[packageState.sort];
  if (!column) return found;
  const turn = packageState.down ? -1 : 1;
  const keys = new Map(found.map((at) => [at, column.key(packages[at], at)]));
  // Equal ones stay in the order of names and versions.
  return found.sort((a, b) => turn * compared(keys.get(a), keys.get(b)) || a - b);
}

function compared(a, b) {
  return typeof a === "number" ? a - b : a < b ? -1 : a > b ? 1 : 0;
}

/** How near a package is to what the tree is. */
function useOf(component) {
  if (component.root) return "root";
  if (component.direct) return "direct";
  return component.scope === null ? "unused" : "transitive";
}

const USES = ["root", "direct", "transitive", "unused"];
const distinct = (edges, end) => new Set(edges.map(end)).size;
/** How those that require a package use it by default, each way once. */
const linkages = (at) => Array.from(new Set(requiredBy[at].map((edge) => scan.dependencies[edge].linkage).filter(Boolean))).sort();

/** Columns of the table: the message, what rows are sorted by, what a cell shows. */
const PACKAGE_COLUMNS = {
  component: { label: "page.component", key: (component) => packageLabel(component).toLowerCase() },
  license: { label: "label.license", key: (component) => (packageLicense(component) || "").toLowerCase() },
  ecosystem: { label: "page.ecosystem", key: (component) => component.ecosystem },
  scope: { label: "list.scope", key: (component) => (component.scope === null ? SCOPES.length : SCOPES.indexOf(component.scope)) },
  use: { label: "list.use", key: (component) => USES.indexOf(useOf(component)) },
  linkage: { label: "page.linkage", key: (component, at) => linkages(at).join() || "~" },
  "required-by": { label: "page.required-by", number: true, key: (component, at) => distinct(requiredBy[at], userAt) },
  requires: { label: "page.requires", number: true, key: (component, at) => distinct(requires[at], usedAt) },
  files: { label: "label.n-files", number: true, key: (component) => component.files },
};

function packageRows(rows, sortBy) {
  const head = ([column, { label, number }]) => {
    const current = packageState.sort === column;
    const mark = current ? (packageState.down ? " ▼" : " ▲") : "";
    return h("th", { scope: "col", class: number ? "number" : false, "aria-sort": current ? (packageState.down ? "descending" : "ascending") : false },
      h("button", { class: "sort", "data-column": column, "aria-label": t("page.sort-by", { column: t(label) }), onclick: () => sortBy(column) }, t(label) + mark));
  };
  return h("div", { class: "scroll" }, h("table", { class: "list" },
    h("thead", {}, h("tr", {}, Object.entries(PACKAGE_COLUMNS).map(head))),
    h("tbody", {}, rows.map((at) => {
      const component = packages[at];
      const license = packageLicense(component);
      return h("tr", {}, h("th", { scope: "row" }, packageLink(at), component.folder ? h("div", { class: "faint" }, name(component.folder, { class: "code" })) : null),
        h("td", {}, license ? name(license) : h("span", { class: "faint" }, t("label.no-license")),
          component.undeclared.length ? [" ", h("span", { class: "badge odd" }, t("page.only-undeclared"))] : null),
        h("td", {}, name(component.ecosystem)),
        h("td", {}, component.scope === null ? "–" : t("scope." + component.scope)),
        h("td", {}, component.root ? h("span", { class: "badge" }, t("list.root")) : t("list." + useOf(component))),
        h("td", { class: "short" }, linkages(at).map((kind) => h("div", {}, t("linkage." + kind)))),
        h("td", { class: "number" }, grouped(distinct(requiredBy[at], userAt))),
        h("td", { class: "number" }, grouped(distinct(requires[at], usedAt))),
        h("td", { class: "number" }, component.files ? grouped(component.files) : ""));
    }))));
}

function packageView(at) {
  const component = packages[at];
  if (!component) return card(t("page.components"), {}, h("p", {}, t("page.no-component")));
  if (neighborhood.of !== at) neighborhood = { of: at, shown: firstNeighbors(at) };
  return h("div", {},
    h("p", {}, h("a", { href: packagesHash(packageState) }, t("page.back"))),
    packageCard(component),
    waysCard(at),
    neighborhoodCard(at),
    h("div", { class: "columns" },
      edgeCard("page.requires", requires[at], usedAt), edgeCard("page.required-by", requiredBy[at], userAt)));
}

function packageCard(component) {
  const row = (key, ...values) => {
    const shown = values.flat(9).filter((value) => value !== null && value !== undefined && value !== false && value !== "");
    return shown.length ? [h("dt", {}, t(key)), h("dd", {}, values)] : null;
  };
  const lines = (values) => values.map((value) => h("div", {}, value));
  const { concluded, source } = component;
  const detected = component.detected.map((tally) => [tally.expression, tally.files]);
  return h("section", { class: "card" },
    h("h2", {}, name(packageLabel(component)), component.version ? [" ", name(component.version)] : null),
    h("p", { class: "big" }, packageLicense(component) ? name(packageLicense(component)) : t("label.concluded-none")),
    concluded ? h("p", {}, reasonText(concluded, component.folder)) : null,
    component.description ? h("p", { class: "faint" }, name(component.description)) : null,
    h("dl", {},
      row("page.identity", name(component.purl || component.id, { class: "code" })),
      row("label.declared", component.declared ? name(component.declared) : null,
        component.declared_as_written.length && component.declared_as_written.join() !== component.declared
          ? h("div", { class: "faint" }, lines(component.declared_as_written.map((text) => name(text, { class: "code" })))) : null),
      row("label.detected", detected.length ? countedList(detected) : null),
      row("page.only-undeclared", lines(component.undeclared.map((text) => name(text)))),
      row("image.layer", component.layer !== undefined && component.layer !== null && scan.image
        ? h("a", { href: packagesHash({ layer: String(component.layer) }) }, grouped(component.layer + 1)) : null),
      row("list.use", component.root ? t("list.root") : component.scope === null ? null
        : [t("list." + useOf(component)), ", ", t("view.scope-" + component.scope)]),
      row("page.folder", component.folder === null ? null : component.folder === "" ? name(scan.source) : name(component.folder, { class: "code" })),
      row("label.n-files", component.files ? `${grouped(component.files)} · ${bytes(component.bytes)}` : null),
      row("label.holders", component.holders.length ? shortened(component.holders, 8, (some) => h("div", {}, lines(some.map((text) => name(text))))) : null),
      row("page.from", lines([
        source ? [t("page.source-" + source.kind), " ", source.url ? name(source.url, { class: "code" }) : null,
          source.revision ? [" ", name(source.revision, { class: "code" })] : null] : null,
        ...[component.download, component.source_archive].map((url) => url ? name(url, { class: "code" }) : null),
      ].filter(Boolean))),
      row("page.checksums", lines(component.checksums.map(({ algorithm, value }) => [name(algorithm), " ", name(value, { class: "code" })]))),
      row("page.homepage", component.homepage ? name(component.homepage) : null),
      row("page.parties", lines(component.parties.map((party) => [t("role." + party.role), ": ", name(party.name)]))),
      row("page.built-from", component.built_from ? [name(component.built_from.name), " ", component.built_from.version ? name(component.built_from.version) : null] : null),
      row("page.described-by", lines(component.described_by.map(placeText)))));
}

function placeText(place) {
  return [pathLink(place.path), place.first_line ? `:${place.first_line}` : "", " ",
    h("span", { class: "faint" }, t("view.method-" + place.method))];
}

function edgeCard(key, edges, end) {
  if (edges.length === 0) return card(t(key), {}, h("p", { class: "faint" }, t("page.nothing")));
  const sorted = edges.slice().sort((a, b) => SCOPES.indexOf(scan.dependencies[a].scope) - SCOPES.indexOf(scan.dependencies[b].scope) || a - b);
  return card(`${t(key)} (${grouped(edges.length)})`, {}, shortenedBy(sorted, 30, (some) => h("ul", { class: "plain" }, some.map((edge) => {
    const { scope, condition, requested, direct, linkage, described_by: places } = scan.dependencies[edge];
    return h("li", {}, packageLink(end(edge)), " ",
      scope === "runtime" ? null : h("span", { class: "badge" }, t("view.scope-" + scope)), " ",
      direct ? null : h("span", { class: "badge" }, t("page.indirect")), " ",
      requested ? name(requested, { class: "code faint" }) : null, " ",
      condition ? h("span", { class: "faint" }, t("page.if", { condition: plain(condition) })) : null, " ",
      linkage ? h("span", { class: "faint" }, t("linkage." + linkage)) : null,
      places.length ? h("div", { class: "faint" }, placeText(places[0])) : null);
  }))));
}

/** The package with what it requires and who requires it, nearer ones first; no others on the way. */
function firstNeighbors(at) {
  const shown = new Set([at]);
  const ring = (from, edges, end) => {
    const next = new Set(from.flatMap((one) => edges[one].map(end)));
    return Array.from(next).filter((one) => !shown.has(one));
  };
  let [below, above] = [[at], [at]];
  while ((below.length || above.length) && shown.size < FIRST_NEIGHBORS) {
    [below, above] = [ring(below, requires, usedAt), ring(above, requiredBy, userAt)];
    for (const one of [...below, ...above]) {
      if (shown.size < FIRST_NEIGHBORS) shown.add(one);
    }
    if (shown.size > 12) break;
  }
  return shown;
}

/** Neighbors that are not shown: what it requires, then who requires it. */
function unshown(at, shown) {
  const near = requires[at].map(usedAt).concat(requiredBy[at].map(userAt));
  return Array.from(new Set(near)).filter((one) => !shown.has(one));
}

function neighborhoodCard(at) {
  const shown = Array.from(neighborhood.shown);
  if (shown.length < 2) return null;
  const place = new Map(shown.map((one, index) => [one, index]));
  const pairs = new Map();
  for (const one of shown) {
    for (const edge of requires[one]) {
      const to = usedAt(edge);
      if (place.has(to) && to !== one) pairs.set(one + ">" + to, [one, to, scan.dependencies[edge].scope]);
    }
  }
  const lines = Array.from(pairs.values());
  const picture = layered(shown.length, lines.map(([from, to]) => [place.get(from), place.get(to)]));
  const edges = lines.map(([from, to, scope], index) => s("g", { class: "edge " + (scope === "runtime" ? "tight" : "aside") },
    s("title", {}, `${plain(packageLabel(packages[from]))} → ${plain(packageLabel(packages[to]))} (${t("view.scope-" + scope)})`),
    s("path", { d: picture.paths[index].d, class: "line", [picture.paths[index].turned ? "marker-start" : "marker-end"]: "url(#arrow)" })));
  const svg = s("svg", { viewBox: `0 0 ${picture.width} ${picture.height}`, width: picture.width, height: picture.height, class: "graph-svg component-graph", role: "group", "aria-label": t("page.neighborhood") },
    s("defs", {}, s("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" },
      s("path", { d: "M0 0L8 4L0 8z", class: "arrow" }))),
    s("g", {}, edges), s("g", {}, shown.map((one, index) => packageBox(one, picture.nodes[index], one === at))));
  const scroller = h("div", { class: "graph-scroll", tabindex: "0", role: "group", "aria-label": t("page.neighborhood") }, svg);
  requestAnimationFrame(() => reveal(scroller, svg));
  return card(t("page.neighborhood"), {}, scroller,
    h("p", { class: "faint" }, t("page.neighborhood-hint", { n: grouped(shown.length), of: grouped(packages.length) }),
      shown.length >= MOST_NEIGHBORS && shown.some((one) => unshown(one, neighborhood.shown).length > 0)
        ? [" ", t("page.neighborhood-full", { n: grouped(MOST_NEIGHBORS) })] : null));
}

function packageBox(at, { x, y }, isSelected) {
  const component = packages[at];
  const label = plain(packageLabel(component)) + (component.version ? " " + plain(component.version) : "");
  const license = packageLicense(component) ? plain(packageLicense(component)) : t("label.no-license");
  const go = () => { location.hash = "#component/" + at; };
  const pressed = (act) => (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const hidden = unshown(at, neighborhood.shown);
  const open = () => {
    for (const one of hidden.slice(0, OPENED_AT_ONCE)) {
      if (neighborhood.shown.size < MOST_NEIGHBORS) neighborhood.shown.add(one);
    }
    render();
  };
  const more = t("page.open-neighbors", { n: grouped(hidden.length) });
  return s("g", { class: `node ${isSelected ? "selected" : ""} ${component.owner === "own" ? "own" : ""}`, role: "button", tabindex: "0",
    "aria-label": `${label}, ${license}`, transform: `translate(${x} ${y})`, onclick: go, onkeydown: pressed(go) },
    s("title", {}, `${label}\n${license}`),
    s("rect", { width: BOX.width, height: BOX.height, rx: 7, class: "box" }),
    s("text", { x: 10, y: 18, class: "node-name" }, nodeLabel(component)),
    s("text", { x: 10, y: 33, class: "node-license" }, fitted(license, 30)),
    hidden.length > 0 && neighborhood.shown.size < MOST_NEIGHBORS && s("g", { class: "pill", role: "button", tabindex: "0", transform: `translate(${BOX.width + 19} ${BOX.height / 2})`, "aria-label": more,
      onclick: (event) => { event.stopPropagation(); open(); }, onkeydown: pressed(open) },
      s("title", {}, more), s("rect", { x: -17, y: -9, width: 34, height: 18, rx: 9 }), s("text", { y: 4 }, "+" + (hidden.length > 999 ? "999" : hidden.length))));
}

/** Name and version in one line: the name gives way, for versions tell packages of one name apart. */
function nodeLabel(component) {
  const [wide, most] = [27, 14];
  if (!component.version) return fitted(plain(packageLabel(component)), wide);
  const version = fitted(plain(component.version), most);
  return fitted(plain(packageLabel(component)), wide - version.length - 1) + " " + version;
}

/** How many packages of which ecosystem, on the overview. */
function packageTally() {
  if (packages.length === 0) return null;
  const tallies = new Map();
  for (const { ecosystem } of packages) tallies.set(ecosystem, (tallies.get(ecosystem) || 0) + 1);
  const n = Object.keys(KINDS).map((key) => [key, packages.filter(KINDS[key]).length]).filter(([, many]) => many > 0);
  return card(t("page.components"), {},
    h("p", {}, h("a", { href: "#components" }, t("page.components-shown", { n: grouped(packages.length), of: grouped(packages.length) })), ": ",
      countedList(Array.from(tallies).sort((a, b) => b[1] - a[1]))),
    h("ul", { class: "plain" }, n.map(([key, many]) => h("li", {}, h("a", { href: packagesHash({ only: key }) }, t("page.only-" + key)), ` (${grouped(many)})`))));
}
