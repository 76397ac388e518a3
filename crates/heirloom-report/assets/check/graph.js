// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// The graph of the product. A small product is shown whole; of a large one what makes a verdict and
// the neighborhood of what is selected, the rest behind counts that open.

const WHOLE_GRAPH = 60;
const MOST_SHOWN = 70;
const MOST_LINES = 60;
const STEP = 20;

const graphState = { delivery: 0, focus: -1, relation: undefined, base: -1, opened: new Map(), zoom: 1 };

/** The component that a delivery starts with: the root of its first whole, which is the heaviest of ours. */
function firstOf(at) {
  const root = deliveries[at].root.find((one) => typeof one === "number");
  return root === undefined ? 0 : root;
}

function graphView(argument) {
  if (deliveries.length === 0 || components.id.length === 0) return card(t("view.graph"), {}, h("p", {}, t("check.nothing-found")));
  const [atText, focusText, relationText] = argument;
  const at = Math.min(deliveries.length - 1, Math.max(0, Number(atText) || 0));
  const wanted = focusText === undefined || focusText === "" ? firstOf(at) : Number(focusText);
  const focus = wanted >= 0 && wanted < components.id.length ? wanted : firstOf(at);
  const relation = relationText === undefined ? undefined : Number(relationText);
  graphState.relation = relation !== undefined && relation >= 0 && relation < nRelations ? relation : undefined;
  if (graphState.delivery !== at) Object.assign(graphState, { base: -1, opened: new Map() });
  Object.assign(graphState, { delivery: at, focus });
  const shown = shownNodes(at);
  const { svg, width, height } = drawing(at, shown);
  const scroller = h("div", { class: "graph-scroll", tabindex: "0", role: "group", "aria-label": t("view.graph-label") }, svg);
  const size = () => {
    svg.setAttribute("width", width * graphState.zoom);
    svg.setAttribute("height", height * graphState.zoom);
  };
  size();
  const zoom = (factor) => {
    graphState.zoom = Math.min(2, Math.max(0.25, factor === 0 ? Math.min(1, (scroller.clientWidth - 4) / width) : graphState.zoom * factor));
    size();
  };
  const root = proofRoot(at);
  const view = h("div", { class: "graph" },
    h("section", { class: "card graph-card" },
      h("div", { class: "row" }, deliveryChoice(at), searchBox(at),
        h("div", { class: "segmented" },
          h("button", { onclick: () => zoom(0.8), "aria-label": t("view.smaller"), title: t("view.smaller") }, "−"),
          h("button", { onclick: () => zoom(1.25), "aria-label": t("view.larger"), title: t("view.larger") }, "+"),
          h("button", { onclick: () => zoom(0) }, t("view.fit")))),
      scroller, legend(at),
      h("p", { class: "faint" }, shown.length < components.id.length
        ? t("view.part-shown", { n: grouped(shown.length), of: grouped(components.id.length) }) : t("view.keys"))),
    h("section", { class: "card panel-card", "aria-live": "polite" },
      graphState.relation === undefined ? componentPanel(at, focus) : relationPanel(at, graphState.relation, root)));
  requestAnimationFrame(() => reveal(scroller, svg));
  return view;
}

/** The whole whose proof is shown for a use: the one in focus, else the first that the user belongs to. */
function proofRoot(at) {
  const delivery = deliveries[at];
  if (delivery.at.has(graphState.focus)) return graphState.focus;
  if (delivery.at.has(graphState.base)) return graphState.base;
  const first = delivery.root.find((root) => typeof root === "number" && proofPlaces.has(at + ":" + root));
  return first;
}

function deliveryChoice(at) {
  if (deliveries.length < 2) return h("h2", {}, name(deliveries[at].name));
  return h("label", {}, h("span", { class: "visually-hidden" }, t("view.delivery")),
    h("select", { onchange: (event) => { location.hash = "#graph/" + event.target.value; }, "aria-label": t("view.delivery") },
      deliveries.map((delivery, place) => h("option", { value: place, selected: place === at }, plain(delivery.name)))));
}

function searchBox(at) {
  const list = h("ul", { class: "hits", role: "listbox", hidden: true });
  const find = (text) => {
    const wanted = text.trim().toLowerCase();
    if (wanted === "") return [];
    const heat = heatOf(at);
    const hits = [];
    for (let component = 0; component < components.id.length && hits.length < 2000; component += 1) {
      if (labelOf(component).toLowerCase().includes(wanted)) hits.push(component);
    }
    return hits.sort((a, b) => heat[b] - heat[a] || labelOf(a).length - labelOf(b).length || a - b).slice(0, 12);
  };
  const show = (text) => {
    const hits = find(text);
    list.hidden = text.trim() === "";
    list.replaceChildren(...(hits.length === 0 ? [h("li", { class: "faint" }, t("view.none-found"))]
      : hits.map((component) => h("li", { role: "option" }, componentLink(at, component)))));
    return hits;
  };
  return h("div", { class: "search" },
    h("input", { type: "search", id: "search", placeholder: t("view.search"), "aria-label": t("view.search"),
      oninput: (event) => show(event.target.value),
      onkeydown: (event) => {
        if (event.key === "Enter") {
          const [first] = show(event.target.value);
          if (first !== undefined) location.hash = graphHash(at, first);
        }
        if (event.key === "ArrowDown") list.querySelector("a")?.focus();
      } }), list);
}

/** Which components are drawn, the first of them those that stand on the left. */
function shownNodes(at) {
  const heat = heatOf(at);
  if (components.id.length <= WHOLE_GRAPH) {
    const all = components.id.map((_, component) => component);
    return all.sort((a, b) => (usersOf(a).length === 0 ? 0 : 1) - (usersOf(b).length === 0 ? 0 : 1) || heat[b] - heat[a] || a - b);
  }
  const shown = new Set();
  // What somebody walks to from the picture stays in the picture.
  if (!graphState.last || !graphState.last.has(graphState.focus)) {
    graphState.base = graphState.focus;
    graphState.opened = new Map();
  }
  const add = (component) => { if (shown.size < MOST_SHOWN) shown.add(component); };
  const base = graphState.base < 0 ? graphState.focus : graphState.base;
  add(base);
  const delivery = deliveries[at];
  const whole = delivery.at.get(base);
  const told = whole === undefined ? null : telling(delivery.readings[whole]);
  for (const [way] of told && told[1] > 1 ? told[4] : []) {
    for (const [from, , to] of way) for (const one of [from, to]) if (typeof one === "number") add(one);
  }
  const near = (component, n) => {
    const by = (list, ends) => Array.from(new Set(Array.from(list, (relation) => ends[relation])))
      .sort((a, b) => heat[b] - heat[a] || usesOf(b).length - usesOf(a).length || a - b);
    by(usersOf(component), relations.from).slice(0, Math.ceil(n / 2)).forEach(add);
    by(usesOf(component), relations.to).slice(0, n).forEach(add);
  };
  near(base, STEP);
  for (const [component, n] of graphState.opened) {
    for (const one of hidden(component, shown, usesOf, relations.to).concat(hidden(component, shown, usersOf, relations.from)).slice(0, n)) shown.add(one);
  }
  shown.add(graphState.focus);
  if (graphState.relation !== undefined) {
    shown.add(relations.from[graphState.relation]);
    shown.add(relations.to[graphState.relation]);
  }
  graphState.last = shown;
  return Array.from(shown);
}

/** Neighbors that are not drawn, the heavier first. */
function hidden(component, shown, of, ends) {
  const heat = heatOf(graphState.delivery);
  return Array.from(new Set(Array.from(of(component), (relation) => ends[relation])))
    .filter((one) => !shown.has(one)).sort((a, b) => heat[b] - heat[a] || a - b);
}

const LOOSE = new Set(["exec", "ipc", "network_client", "network_server", "syscall"]);
const ASIDE = new Set(["aggregate", "build_tool", "output_of", "collects"]);

function drawing(at, shown) {
  const place = new Map(shown.map((component, index) => [component, index]));
  // Uses of one pair are drawn as one line.
  const pairs = new Map();
  for (const component of shown) {
    for (const relation of usesOf(component)) {
      const to = relations.to[relation];
      if (!place.has(to) || to === component) continue;
      const key = component + ">" + to;
      if (!pairs.has(key)) pairs.set(key, []);
      pairs.get(key).push(relation);
    }
  }
  const lines = fewer(at, Array.from(pairs.values()));
  const layout = layered(shown.length, lines.map((list) => [place.get(relations.from[list[0]]), place.get(relations.to[list[0]])]));
  const heat = heatOf(at);
  const shownSet = new Set(shown);
  const edges = lines.map((list, index) => edge(at, list, layout.paths[index], heat, lines.length <= 16 && shown.length === components.id.length));
  const nodes = shown.map((component, index) => node(at, component, layout.nodes[index], heat, shownSet));
  const svg = s("svg", { viewBox: `0 0 ${layout.width} ${layout.height}`, class: "graph-svg", role: "group", "aria-label": t("view.graph-label") },
    s("defs", {}, s("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" },
      s("path", { d: "M0 0L8 4L0 8z", class: "arrow" }))),
    s("g", {}, edges), s("g", {}, nodes));
  return { svg, width: layout.width, height: layout.height };
}

/** Of a thicket only the uses of what was chosen or opened, and those that make the verdict. */
function fewer(at, lines) {
  if (lines.length <= MOST_LINES) return lines;
  const delivery = deliveries[at];
  const centers = new Set([graphState.base, graphState.focus, ...graphState.opened.keys()]);
  const whole = delivery.at.get(graphState.base);
  const told = whole === undefined ? null : telling(delivery.readings[whole]);
  const causes = new Set((told ? told[4] : []).flatMap(([way]) => way.map(([from, , to]) => from + ">" + to)));
  return lines.filter(([first]) => {
    const [from, , to] = relationUse(first);
    return first === graphState.relation || centers.has(from) || centers.has(to) || causes.has(from + ">" + to);
  });
}

function edge(at, list, path, heat, isLabeled) {
  const relation = list.includes(graphState.relation) ? graphState.relation : list[0];
  const kinds = Array.from(new Set(list.map((one) => head.kinds[relations.kind[one]])));
  const [from, , to] = relationUse(relation);
  const words = `${cut(plain(labelOf(from)), 60)} — ${kinds.map((kind) => t("relation." + kind)).join(", ")} — ${cut(plain(labelOf(to)), 60)}`;
  const sort = kinds.every((kind) => ASIDE.has(kind)) ? "aside" : kinds.every((kind) => LOOSE.has(kind)) ? "loose" : "tight";
  const isSelected = list.includes(graphState.relation);
  const isNear = from === graphState.focus || to === graphState.focus;
  const go = () => { location.hash = graphHash(at, graphState.focus, relation); };
  const level = sort === "aside" ? 0 : Math.max(0, heat[to]);
  const isHeavy = level > 1 && !deliveries[at].at.has(to);
  return s("g", { class: `edge ${sort} ${isSelected ? "selected" : ""} ${isHeavy ? "heavy level-" + LEVELS[level] : ""}`, role: "button", tabindex: isSelected || isNear ? "0" : "-1",
    "aria-label": words, "data-relation": relation, onclick: go, onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); go(); } } },
    s("title", {}, words),
    s("path", { d: path.d, class: "hit" }),
    s("path", { d: path.d, class: "line", [path.turned ? "marker-start" : "marker-end"]: "url(#arrow)" }),
    (isLabeled || isSelected) && s("text", { x: path.at[0] - 12, y: path.at[1] - 5, class: "edge-label" }, cut(t("relation." + kinds[0]), 18) + (kinds.length > 1 ? " +" + (kinds.length - 1) : "")));
}

function node(at, component, { x, y }, heat, shown) {
  const delivery = deliveries[at];
  const level = heat[component];
  const isWhole = delivery.at.has(component);
  const label = plain(labelOf(component));
  const license = components.license[component] === -1 ? t("tri.unknown") : plain(head.licenses[components.license[component]]);
  const words = [label, license, level >= 0 ? t("level." + LEVELS[level]) : null].filter(Boolean).join(", ");
  const isSelected = component === graphState.focus && graphState.relation === undefined;
  const go = () => { location.hash = graphHash(at, component); };
  const group = s("g", { class: `node ${level >= 0 ? "level-" + LEVELS[level] : "level-none"} ${isSelected ? "selected" : ""} ${components.own[component] ? "own" : ""}`, role: "button",
    tabindex: isSelected ? "0" : "-1", "aria-label": cut(words, 300), "aria-pressed": isSelected, "data-component": component, transform: `translate(${x} ${y})`,
    onclick: go, onkeydown: (event) => walk(event, at, component, go) },
    s("title", {}, cut(words, 300)),
    s("rect", { width: BOX.width, height: BOX.height, rx: 7, class: "box" }),
    s("rect", { width: 22, height: BOX.height, rx: 7, class: "side" }),
    s("text", { x: 11, y: 26, class: "node-sign" }, level >= 0 ? SIGNS[level] : "·"),
    s("text", { x: 28, y: 18, class: "node-name" }, fitted(label, components.own[component] ? 23 : 26)),
    s("text", { x: 28, y: 33, class: "node-license" }, fitted((isWhole && level >= 0 ? t("level." + LEVELS[level]) + " · " : "") + license, 29)));
  const more = (list, dx, key, sign) => list.length > 0 && s("g", { class: "pill", role: "button", tabindex: isSelected ? "0" : "-1", transform: `translate(${dx} ${BOX.height / 2})`,
    "aria-label": t(key, { n: grouped(list.length) }), onclick: (event) => open(event), onkeydown: (event) => { if (event.key === "Enter" || event.key === " ") open(event); } },
    s("title", {}, t(key, { n: grouped(list.length) })),
    s("rect", { x: -17, y: -9, width: 34, height: 18, rx: 9 }), s("text", { y: 4 }, sign(list.length > 999 ? "999" : String(list.length))));
  const open = (event) => {
    event.stopPropagation();
    event.preventDefault();
    graphState.opened.set(component, (graphState.opened.get(component) || 0) + STEP);
    redraw();
  };
  group.append(...[more(hidden(component, shown, usesOf, relations.to), BOX.width + 19, "view.open-used", (n) => "+" + n),
    more(hidden(component, shown, usersOf, relations.from), -19, "view.open-users", (n) => n + "+")].filter(Boolean));
  return group;
}

/** Arrow keys walk along uses, or to the next box above or below. */
function walk(event, at, component, go) {
  if (event.target.closest(".pill")) return;
  const svg = event.currentTarget.ownerSVGElement;
  const boxes = Array.from(svg.querySelectorAll(".node"));
  const find = (wanted) => boxes.find((box) => Number(box.dataset.component) === wanted);
  const along = (list, ends) => Array.from(list, (relation) => find(ends[relation])).find(Boolean);
  const spot = (box) => box.getAttribute("transform").match(/-?[\d.]+/g).map(Number);
  const beside = (direction) => {
    const [x, y] = spot(event.currentTarget);
    const column = boxes.filter((box) => spot(box)[0] === x && (spot(box)[1] - y) * direction > 0);
    return column.sort((a, b) => (spot(a)[1] - spot(b)[1]) * direction)[0];
  };
  const target = { ArrowRight: () => along(usesOf(component), relations.to), ArrowLeft: () => along(usersOf(component), relations.from),
    ArrowDown: () => beside(1), ArrowUp: () => beside(-1) }[event.key];
  if (target) {
    event.preventDefault();
    target()?.focus();
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    go();
  }
}

function legend() {
  return h("ul", { class: "legend" },
    LEVELS.map((_, level) => h("li", { title: t("level-help." + LEVELS[level]) }, levelChip(level, 0))),
    [["tight", "view.line-tight"], ["loose", "view.line-loose"], ["aside", "view.line-aside"]].map(([sort, key]) =>
      h("li", {}, s("svg", { width: 34, height: 10, class: "edge " + sort, "aria-hidden": "true" }, s("path", { d: "M1 5H33", class: "line" })), " ", t(key))));
}
