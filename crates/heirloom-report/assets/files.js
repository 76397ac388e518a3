// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// The table of all files. Only the rows in sight exist; filters and order work on numbers.

const ROW_HEIGHT = 32;
const COLUMNS = ["path", "license", "found", "finds", "size"];

let filterState = { text: "", license: "", flag: "", role: "", folder: "", layer: "", sort: "path", down: "" };
let activeRow = 0;
let lowerPaths = null;
let lastOrder = [];

function filesHash(filter) {
  const params = new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== ""));
  return "#files" + (params.size ? "?" + params : "");
}

function fileTable(params) {
  const state = Object.fromEntries(Object.keys(filterState).map((key) => [key, params.get(key) ?? ""]));
  state.sort ||= "path";
  filterState = state;
  lastOrder = ordered(state);
  const grid = virtualGrid(lastOrder);
  const status = h("p", { class: "faint", role: "status" }, statusText(lastOrder));
  const refresh = () => {
    lastOrder = ordered(filterState);
    status.replaceChildren(statusText(lastOrder));
    grid.show(lastOrder);
    history.replaceState(null, "", filesHash({ ...filterState, sort: filterState.sort === "path" ? "" : filterState.sort }));
  };
  return h("section", { class: "card files" }, filterBar(refresh), status, grid.element);
}

function statusText(order) {
  const shown = t("page.shown", { n: grouped(order.length), of: grouped(files.n) });
  const left = scan.tallies.files - files.n;
  return left > 0 ? shown + " · " + count("page.not-listed", left) : shown;
}

function filterBar(refresh) {
  const set = (key) => (event) => {
    filterState[key] = event.target.value;
    refresh();
  };
  let timer = 0;
  const typed = (event) => {
    filterState.text = event.target.value;
    clearTimeout(timer);
    timer = setTimeout(refresh, files.n > 20000 ? 150 : 0);
  };
  const licenses = byFrequency(sums[0].licenses);
  const options = (all, chosen) => all.map(([value, label]) =>
    h("option", { value, selected: String(value) === chosen }, label));
  const flags = Object.keys(FLAGS).filter((flag) => flagCounts[flag] > 0 || flag === filterState.flag);
  return h("div", { class: "filters" },
    h("label", {}, h("span", {}, t("page.search")),
      h("input", { type: "search", id: "search", value: filterState.text, placeholder: t("page.search-hint"), oninput: typed })),
    h("label", {}, h("span", {}, t("label.license")),
      h("select", { onchange: set("license") },
        options([["", t("page.all-licenses")]].concat(licenses.slice(0, 2000).map(([license, n]) =>
          [license, `${licenseName(license)} (${grouped(n)})`])), filterState.license))),
    h("label", {}, h("span", {}, t("page.show-only")),
      h("select", { onchange: set("flag") },
        options([["", t("page.all-files")]].concat(flags.map((flag) =>
          [flag, `${t("flag." + flag)} (${grouped(flagCounts[flag])})`])), filterState.flag))),
    h("label", {}, h("span", {}, t("label.role")),
      h("select", { onchange: set("role") },
        options([["", t("page.all-roles")]].concat(head.roles.map((_, role) =>
          [role, `${roleName(role)} (${grouped(roleCounts[role])})`]).filter(([role]) => roleCounts[role] > 0)), filterState.role))),
    layerChoice(filterState.layer, set("layer")),
    filterState.folder
      ? h("a", { class: "button", href: filesHash({ ...filterState, folder: "" }) },
        name(folderPath(Number(filterState.folder)) || plain(scan.source)), " ×") : null,
    h("a", { class: "button", href: "#files" }, t("page.clear")));
}

/** The numbers of the files that pass the filters, in order. */
function ordered(state) {
  const flag = FLAGS[state.flag] || 0;
  const role = state.role === "" ? null : Number(state.role);
  const license = state.license === "" ? null : Number(state.license);
  const layer = state.layer === "" ? null : Number(state.layer);
  const words = state.text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length > 0 && !lowerPaths) {
    lowerPaths = files.name.map((_, id) => filePath(id).toLowerCase());
  }
  const inFolder = state.folder === "" || state.folder === "0" ? null : foldersBelow(Number(state.folder));
  const order = [];
  for (let id = 0; id < files.n; id += 1) {
    if (flag && !(files.flags[id] & flag)) continue;
    if (role !== null && files.role[id] !== role) continue;
    if (layer !== null && files.layer[id] !== layer) continue;
    if (license !== null && files.concluded[id] !== license) continue;
    if (inFolder && !inFolder.has(files.folder[id])) continue;
    if (words.length > 0 && !words.every((word) => matches(id, word))) continue;
    order.push(id);
  }
  const key = sortKey(state.sort);
  if (key) order.sort((a, b) => key(a) - key(b) || a - b);
  if (state.down) order.reverse();
  return order;
}

const lowerExpressions = expressions.map((text) => text.toLowerCase());

function matches(id, word) {
  return lowerPaths[id].includes(word)
    || (files.concluded[id] >= 0 && lowerExpressions[files.concluded[id]].includes(word))
    || (files.found[id] >= 0 && lowerExpressions[files.found[id]].includes(word));
}

function foldersBelow(folder) {
  const below = new Set([folder]);
  for (let id = folder + 1; id < folders.name.length; id += 1) {
    if (below.has(folders.parent[id])) below.add(id);
  }
  return below;
}

let expressionRanks = null;

function sortKey(column) {
  expressionRanks ??= (() => {
    const byName = expressions.map((_, id) => id).sort((a, b) => (expressions[a] < expressions[b] ? -1 : 1));
    const ranks = new Int32Array(expressions.length);
    byName.forEach((id, rank) => { ranks[id] = rank; });
    return ranks;
  })();
  const rank = (id) => (id < 0 ? expressions.length : expressionRanks[id]);
  return {
    license: (id) => rank(files.concluded[id]),
    found: (id) => rank(files.found[id]),
    finds: (id) => files.finds[id],
    size: (id) => files.size[id],
  }[column];
}

/** Browsers cannot scroll over more than some ten million pixels; longer lists scroll faster. */
const MAX_HEIGHT = 8e6;

/** Rows that exist only while they are in sight, moved by scrolling and by keys. */
function virtualGrid(order) {
  const body = h("div", { class: "rows" });
  const viewport = h("div", { class: "viewport", tabindex: "0", role: "grid", "aria-label": t("page.files"),
    "aria-colcount": String(COLUMNS.length) }, body);
  const heading = gridHead();
  let shown = order;
  let scheduled = false;
  /** How many pixels of the list one pixel of scrolling is. */
  const speed = () => {
    const [whole, seen] = [shown.length * ROW_HEIGHT, viewport.clientHeight];
    return whole <= MAX_HEIGHT ? 1 : (whole - seen) / (MAX_HEIGHT - seen);
  };
  const draw = () => {
    scheduled = false;
    const top = viewport.scrollTop * speed();
    const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - 6);
    const n = Math.ceil((viewport.clientHeight || 600) / ROW_HEIGHT) + 12;
    const rows = [];
    for (let at = first; at < Math.min(shown.length, first + n); at += 1) {
      const row = fileRow(shown[at], at);
      row.style.top = viewport.scrollTop + at * ROW_HEIGHT - top + "px";
      rows.push(row);
    }
    body.replaceChildren(...rows);
    if (shown.length === 0) body.append(h("p", { class: "empty faint" }, t("page.none")));
  };
  const schedule = () => {
    if (!scheduled) requestAnimationFrame(draw);
    scheduled = true;
  };
  const show = (next) => {
    shown = next;
    activeRow = Math.min(activeRow, Math.max(0, shown.length - 1));
    body.style.height = Math.min(MAX_HEIGHT, shown.length * ROW_HEIGHT) + "px";
    viewport.setAttribute("aria-rowcount", String(shown.length));
    draw();
  };
  /** Brings the active row into sight. */
  const follow = () => {
    const top = activeRow * ROW_HEIGHT;
    const seen = viewport.scrollTop * speed();
    const last = seen + viewport.clientHeight - ROW_HEIGHT;
    if (top < seen) viewport.scrollTop = top / speed();
    if (top > last) viewport.scrollTop = (top + ROW_HEIGHT - viewport.clientHeight) / speed();
    draw();
    viewport.setAttribute("aria-activedescendant", "row-" + activeRow);
  };
  viewport.addEventListener("scroll", schedule);
  viewport.addEventListener("keydown", (event) => {
    const page = Math.max(1, Math.floor(viewport.clientHeight / ROW_HEIGHT) - 1);
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity }[event.key];
    if (event.key === "Enter" && event.target === viewport && shown[activeRow] !== undefined) {
      location.hash = "#file/" + shown[activeRow];
    }
    if (step === undefined) return;
    event.preventDefault();
    activeRow = Math.max(0, Math.min(shown.length - 1, activeRow + step));
    follow();
  });
  let sized = false;
  new ResizeObserver(() => requestAnimationFrame(() => {
    heading.style.paddingRight = `calc(.8rem + ${viewport.offsetWidth - viewport.clientWidth}px)`;
    if (!sized && activeRow > 0) follow();
    sized = true;
    draw();
  })).observe(viewport);
  show(order);
  return { element: h("div", { class: "grid" }, heading, viewport), show };
}

function gridHead() {
  return h("div", { class: "file-row grid-head" }, COLUMNS.map((column) => {
    const current = filterState.sort === column;
    const down = current && filterState.down === "";
    return h("div", { class: "cell-" + column }, h("button", {
      "aria-label": t("page.sort-by", { column: t("column." + column) }),
      onclick: () => { location.hash = filesHash({ ...filterState, sort: column, down: down ? "1" : "" }); },
    }, t("column." + column), h("span", { class: "arrow", "aria-hidden": "true" }, current ? (down ? " ▲" : " ▼") : "")));
  }));
}

function fileRow(id, at) {
  const cell = (column, ...content) => h("div", { class: "cell-" + column, role: "gridcell" }, content);
  const license = (value) => (value < 0 ? h("span", { class: "faint" }, "—") : [swatch(value), name(expressions[value])]);
  const badges = NOTABLE.filter((flag) => files.flags[id] & FLAGS[flag] && !(flag === "warning" && files.flags[id] & FLAGS["broken-tag"]))
    .map((flag) => h("span", { class: "badge " + (flag === "unread" ? "unread" : "odd"), title: t("flag." + flag) },
      h("span", {}, t("flag." + flag))));
  const row = h("div", { class: "file-row" + (at === activeRow ? " active" : ""), role: "row", id: "row-" + at,
    "aria-rowindex": String(at + 1), onclick: () => {
      activeRow = at;
      location.hash = "#file/" + id;
    } },
    cell("path", h("a", { href: "#file/" + id, tabindex: "-1", title: plain(filePath(id)) },
      h("span", { class: "path-folder" }, name(folderPath(files.folder[id]))), name(files.name[id], { class: "path-name" })), badges),
    cell("license", license(files.concluded[id])), cell("found", files.found[id] === files.concluded[id] && files.found[id] >= 0
      ? h("span", { class: "faint" }, t("page.same")) : license(files.found[id])),
    cell("finds", files.finds[id] ? grouped(files.finds[id]) : ""), cell("size", bytes(files.size[id])));
  return row;
}
