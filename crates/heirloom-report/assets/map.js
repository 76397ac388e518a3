// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// The map: folders as nested boxes, sized by files or bytes, colored by license. Drawn on a canvas;
// the table below it holds the same for keyboards and screen readers.

/** Fills that carry dark text at 4.5:1 or better, most frequent license first. */
const FILLS = ["#8ecae6", "#95d5b2", "#f4a261", "#cdb4db", "#ffd166", "#e5989b", "#7fd1c7", "#b5c99a", "#a9b8ff", "#e0b999"];
const FILL_OTHER = "#b8c0c8";
const FILL_NONE = "#e9ecef";
const INK = "#14181c";
const MAX_BOXES = 2000;

let mapBySize = false;

function fillOf(license) {
  if (license < 0) return FILL_NONE;
  return FILLS[licenseRank.get(license)] ?? FILL_OTHER;
}

function swatch(license) {
  const box = h("span", { class: "swatch", "aria-hidden": "true" });
  box.style.background = fillOf(license);
  return box;
}

function map(folder) {
  if (!(folder in folders.name)) folder = 0;
  const canvas = h("canvas", { class: "map", role: "img", "aria-label": t("page.map-label") });
  const tip = h("div", { class: "tip", hidden: true });
  const holder = h("div", { class: "map-holder" }, canvas, tip);
  const view = h("div", {},
    h("section", { class: "card" },
      h("div", { class: "row" }, crumbs(folder), measureSwitch(folder)),
      holder, legend(folder)),
    folderConclusion(folder), folderTable(folder));
  let boxes = [];
  let drawnWidth = 0;
  new ResizeObserver(() => requestAnimationFrame(() => {
    if (holder.clientWidth === drawnWidth) return;
    drawnWidth = holder.clientWidth;
    boxes = drawMap(canvas, folder);
  })).observe(holder);
  const boxAt = (event) => {
    const { left, top } = canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    return boxes.findLast((box) => x >= box.x && x < box.x + box.w && y >= box.y && y < box.y + box.h);
  };
  canvas.addEventListener("click", (event) => {
    const box = boxAt(event);
    if (box) location.hash = box.folder === undefined ? "#file/" + box.file : "#map/" + box.folder;
  });
  canvas.addEventListener("mousemove", (event) => showTip(tip, holder, boxAt(event), event));
  canvas.addEventListener("mouseleave", () => { tip.hidden = true; });
  return view;
}

/** What is known of a folder that is a project of its own. */
function folderConclusion(folder) {
  const path = folderPath(folder).slice(0, -1);
  const project = folder === 0 ? null : scan.folders.find((project) => project.path === path);
  if (!project) return null;
  return conclusionCard(project, t("page.own-license"), h("dt", {}, t("label.licenses")),
    h("dd", {}, countedList(project.licenses.map((tally) => [tally.expression ?? t("label.no-license"), tally.files]))),
    h("dt", {}, t("label.n-files")),
    h("dd", {}, count("label.files", project.files) + " · " + bytes(project.bytes)));
}

function crumbs(folder) {
  const links = [];
  for (let at = folder; at >= 0; at = folders.parent[at]) {
    const label = at === 0 ? plain(scan.source) : folders.name[at];
    links.unshift(at === folder ? h("strong", { "aria-current": "location" }, name(label))
      : h("a", { href: "#map/" + at }, name(label)));
  }
  return h("nav", { class: "crumbs", "aria-label": t("label.folder") },
    links.flatMap((link, at) => (at ? [h("span", { class: "faint" }, "/"), link] : [link])));
}

function measureSwitch(folder) {
  const choice = (bySize, label) => h("button", { "aria-pressed": String(mapBySize === bySize), onclick: () => {
    mapBySize = bySize;
    render();
  } }, label);
  return h("div", { class: "segmented", role: "group", "aria-label": t("page.measure") },
    choice(false, t("page.by-files")), choice(true, t("page.by-size")),
    h("a", { class: "button", href: filesHash({ folder: String(folder) }) }, t("page.list-files")));
}

function weight(entry) {
  if (entry.file !== undefined) return mapBySize ? Math.max(files.size[entry.file], 1) : 1;
  return mapBySize ? Math.max(sums[entry.folder].bytes, 1) : sums[entry.folder].files;
}

/** What stands in a folder, the heaviest first; files of one license count as one when many. */
function entriesOf(folder, max) {
  const entries = folders.children[folder].map((child) => ({ folder: child }));
  const own = folders.files[folder];
  if (own.length + entries.length <= max) {
    entries.push(...own.map((file) => ({ file })));
  } else {
    const groups = new Map();
    for (const file of own) {
      const license = files.concluded[file];
      if (!groups.has(license)) groups.set(license, { group: folder, license, weight: 0, n: 0, file });
      const group = groups.get(license);
      group.weight += weight({ file });
      group.n += 1;
    }
    entries.push(...groups.values());
  }
  for (const entry of entries) entry.weight ??= weight(entry);
  return entries.sort((a, b) => b.weight - a.weight).slice(0, max);
}

/** Squarified layout (Bruls, Huizing, van Wijk): rows along the shorter side. */
function squarify(entries, x, y, w, h) {
  const total = entries.reduce((sum, entry) => sum + entry.weight, 0);
  if (total === 0 || w <= 0 || h <= 0) return [];
  const scale = (w * h) / total;
  const placed = [];
  let at = 0;
  while (at < entries.length && w > 0.5 && h > 0.5) {
    const side = Math.min(w, h);
    let sum = 0;
    let worst = Infinity;
    let end = at;
    while (end < entries.length) {
      const next = sum + entries[end].weight * scale;
      const thickness = next / side;
      const largest = entries[at].weight * scale / thickness;
      const smallest = entries[end].weight * scale / thickness;
      const ratio = Math.max(largest / thickness, thickness / Math.max(smallest, 1e-9));
      if (ratio > worst) break;
      [worst, sum, end] = [ratio, next, end + 1];
    }
    const thickness = sum / side;
    let offset = 0;
    for (; at < end; at += 1) {
      const length = entries[at].weight * scale / thickness;
      placed.push(w < h ? { ...entries[at], x: x + offset, y, w: length, h: thickness }
        : { ...entries[at], x, y: y + offset, w: thickness, h: length });
      offset += length;
    }
    if (w < h) [y, h] = [y + thickness, h - thickness];
    else [x, w] = [x + thickness, w - thickness];
  }
  return placed;
}

function drawMap(canvas, folder) {
  const width = canvas.parentElement.clientWidth;
  const height = Math.max(260, Math.min(620, Math.round(window.innerHeight * 0.6)));
  const scale = window.devicePixelRatio || 1;
  [canvas.width, canvas.height] = [width * scale, height * scale];
  [canvas.style.width, canvas.style.height] = [width + "px", height + "px"];
  const context = canvas.getContext("2d");
  context.scale(scale, scale);
  context.font = "12px system-ui, sans-serif";
  context.textBaseline = "middle";
  const boxes = [];
  let queue = [{ folder, x: 0, y: 0, w: width, h: height, depth: 0 }];
  while (queue.length > 0 && boxes.length < MAX_BOXES) {
    const next = [];
    for (const frame of queue) {
      const room = Math.min(MAX_BOXES - boxes.length, Math.ceil((frame.w * frame.h) / 60));
      for (const box of squarify(entriesOf(frame.folder, room), frame.x, frame.y, frame.w, frame.h)) {
        if (box.w < 2 || box.h < 2) continue;
        drawBox(context, box);
        boxes.push(box);
        const inner = { folder: box.folder, x: box.x + 3, y: box.y + 18, w: box.w - 6, h: box.h - 21, depth: frame.depth + 1 };
        if (box.folder !== undefined && frame.depth < 3 && inner.w > 24 && inner.h > 18) next.push(inner);
      }
    }
    queue = next.sort((a, b) => b.w * b.h - a.w * a.h);
  }
  return boxes;
}

function licenseOf(box) {
  if (box.folder === undefined) return box.license ?? files.concluded[box.file];
  return mainLicense(box.folder);
}

/** The license of most files of a folder; files without one count only when no file has any. */
function mainLicense(folder) {
  return byFrequency(sums[folder].licenses)[0]?.[0] ?? -1;
}

function boxLabel(box) {
  if (box.folder !== undefined) return plain(folders.name[box.folder]) + "/";
  if (box.group !== undefined) return count("label.files", box.n);
  return plain(files.name[box.file]);
}

function drawBox(context, box) {
  const license = licenseOf(box);
  context.fillStyle = fillOf(license);
  context.fillRect(box.x + 0.5, box.y + 0.5, box.w - 1, box.h - 1);
  if (license < 0 && box.w > 6 && box.h > 6) hatch(context, box);
  if (box.folder !== undefined && box.w > 24 && box.h > 30) stripes(context, box);
  if (box.w > 5 && box.h > 5) {
    context.strokeStyle = box.folder === undefined ? "rgba(20, 24, 28, 0.22)" : "rgba(20, 24, 28, 0.55)";
    context.strokeRect(box.x + 0.5, box.y + 0.5, box.w - 1, box.h - 1);
  }
  if (box.w < 34 || box.h < 15) return;
  context.save();
  context.beginPath();
  context.rect(box.x + 2, box.y, box.w - 4, box.h);
  context.clip();
  context.fillStyle = INK;
  context.font = (box.folder === undefined ? "" : "600 ") + "12px system-ui, sans-serif";
  context.fillText(fitted(context, boxLabel(box), box.w - 8), box.x + 4, box.y + 10);
  if (box.folder === undefined && box.h > 34 && box.w > 60) {
    context.font = "11px system-ui, sans-serif";
    context.fillText(fitted(context, licenseName(license), box.w - 8), box.x + 4, box.y + 25);
  }
  context.restore();
}

/** The shares of licenses in a folder whose contents may not be drawn one by one. */
function stripes(context, box) {
  const sum = sums[box.folder];
  let x = box.x + 3;
  for (const [license, n] of byFrequency(sum.licenses).slice(0, 24)) {
    const width = ((box.w - 6) * n) / sum.files;
    context.fillStyle = fillOf(license);
    context.fillRect(x, box.y + 18, width, box.h - 21);
    x += width;
  }
}

function hatch(context, box) {
  context.save();
  context.beginPath();
  context.rect(box.x + 1, box.y + 1, box.w - 2, box.h - 2);
  context.clip();
  context.strokeStyle = "rgba(20, 24, 28, 0.13)";
  context.beginPath();
  for (let at = -box.h; at < box.w; at += 7) {
    context.moveTo(box.x + at, box.y + box.h);
    context.lineTo(box.x + at + box.h, box.y);
  }
  context.stroke();
  context.restore();
}

function fitted(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (context.measureText(text.slice(0, middle) + "…").width <= width) low = middle;
    else high = middle - 1;
  }
  return low > 0 ? text.slice(0, low) + "…" : "";
}

function showTip(tip, holder, box, event) {
  if (!box) {
    tip.hidden = true;
    return;
  }
  const lines = box.folder !== undefined
    ? [h("strong", {}, name(folderPath(box.folder))),
      h("div", {}, count("label.files", sums[box.folder].files) + " · " + bytes(sums[box.folder].bytes)),
      byFrequency(sums[box.folder].licenses).slice(0, 6).map(([license, n]) =>
        h("div", {}, swatch(license), name(licenseName(license)), " ", percent(n, sums[box.folder].files)))]
    : [h("strong", {}, box.group === undefined ? name(filePath(box.file)) : count("label.files", box.n)),
      h("div", {}, swatch(licenseOf(box)), name(licenseName(licenseOf(box))))];
  tip.replaceChildren(...lines.flat());
  tip.hidden = false;
  const { left, top, width, height } = holder.getBoundingClientRect();
  const [x, y] = [event.clientX - left + 14, event.clientY - top + 14];
  tip.style.left = Math.max(0, Math.min(x, width - tip.offsetWidth)) + "px";
  tip.style.top = (y + tip.offsetHeight > height ? Math.max(0, y - tip.offsetHeight - 24) : y) + "px";
}

function legend(folder) {
  const all = byFrequency(sums[folder].licenses);
  const named = all.filter(([license]) => license < 0 || licenseRank.get(license) < FILLS.length);
  const others = all.filter(([license]) => license >= 0 && licenseRank.get(license) >= FILLS.length);
  const item = (box, text, n) => h("li", {}, box, text, " ", h("span", { class: "faint" }, percent(n, sums[folder].files)));
  const items = named.map(([license, n]) => item(swatch(license), name(licenseName(license)), n));
  if (others.length > 0) {
    const box = h("span", { class: "swatch" });
    box.style.background = FILL_OTHER;
    items.push(item(box, t("page.other-licenses", { n: grouped(others.length) }), others.reduce((sum, [, n]) => sum + n, 0)));
  }
  return h("ul", { class: "legend" }, items);
}

function folderTable(folder) {
  const rows = folders.children[folder].slice().sort((a, b) => sums[b].files - sums[a].files);
  if (rows.length === 0) return null;
  const row = (child) => {
    const licenses = byFrequency(sums[child].licenses);
    return h("tr", {},
      h("th", { scope: "row" }, h("a", { href: "#map/" + child }, name(folders.name[child] + "/"))),
      h("td", {}, h("span", { class: "stack", "aria-hidden": "true" }, licenses.slice(0, 8).map(([license, n]) => {
        const part = h("span", {});
        part.style.background = fillOf(license);
        part.style.width = (100 * n) / sums[child].files + "%";
        return part;
      }))),
      h("td", {}, licenses.slice(0, 3).map(([license, n], at) => [at ? ", " : "", name(licenseName(license)), " " + percent(n, sums[child].files)]),
        licenses.length > 3 ? h("span", { class: "faint" }, " +" + (licenses.length - 3)) : null),
      h("td", { class: "number" }, grouped(sums[child].files)),
      h("td", { class: "number" }, bytes(sums[child].bytes)));
  };
  const show = (rows) => h("div", { class: "scroll" }, h("table", { class: "list" },
    h("thead", {}, h("tr", {}, [t("label.folder"), "", t("label.license"), t("label.n-files"), t("page.size")]
      .map((label, at) => h("th", { scope: "col", class: at > 2 && "number" }, label)))),
    h("tbody", {}, rows.map(row))));
  return card(t("page.folders"), {}, shortened(rows, 100, show));
}
