// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// Layers of boxes: users on the left, what they use on the right. Circles are cut where a search
// from the first nodes meets them again; long edges run through places of their own (Sugiyama,
// Tagawa, Toda, 1981). The same input gives the same picture.

const BOX = { width: 208, height: 42, gap: 14, lane: 12, layers: 128, margin: 44 };

/** Places for nodes; edges are pairs of positions in `nodes`. */
function layered(nNodes, edges) {
  const forward = cutCircles(nNodes, edges);
  const layer = layersOf(nNodes, forward);
  const { items, links, routes } = withLanes(nNodes, forward, layer);
  const rows = orderedRows(items, links);
  return placed(items, links, rows, routes, edges);
}

/** The edges, those that close a circle turned. */
function cutCircles(nNodes, edges) {
  const out = Array.from({ length: nNodes }, () => []);
  edges.forEach(([from, to], at) => out[from].push([to, at]));
  const state = new Uint8Array(nNodes);
  const turned = new Set();
  for (let start = 0; start < nNodes; start += 1) {
    if (state[start]) continue;
    const stack = [[start, 0]];
    state[start] = 1;
    while (stack.length > 0) {
      const top = stack[stack.length - 1];
      if (top[1] === out[top[0]].length) {
        state[top[0]] = 2;
        stack.pop();
        continue;
      }
      const [to, at] = out[top[0]][top[1]];
      top[1] += 1;
      if (state[to] === 1) turned.add(at);
      else if (state[to] === 0) {
        state[to] = 1;
        stack.push([to, 0]);
      }
    }
  }
  return edges.map(([from, to], at) => (turned.has(at) ? [to, from] : [from, to]));
}

/** Longest ways from the nodes that nobody uses. */
function layersOf(nNodes, edges) {
  const layer = new Array(nNodes).fill(0);
  const waiting = new Array(nNodes).fill(0);
  const out = Array.from({ length: nNodes }, () => []);
  for (const [from, to] of edges) {
    if (from === to) continue;
    out[from].push(to);
    waiting[to] += 1;
  }
  const ready = layer.map((_, at) => at).filter((at) => waiting[at] === 0);
  while (ready.length > 0) {
    const node = ready.shift();
    for (const to of out[node]) {
      layer[to] = Math.max(layer[to], layer[node] + 1);
      waiting[to] -= 1;
      if (waiting[to] === 0) ready.push(to);
    }
  }
  return layer;
}

/** Lanes where an edge crosses layers. */
function withLanes(nNodes, edges, layer) {
  const items = layer.map((at) => ({ layer: at, lane: false }));
  const links = [];
  const routes = edges.map(([from, to]) => {
    const route = [from];
    for (let at = layer[from] + 1; at < layer[to]; at += 1) {
      items.push({ layer: at, lane: true });
      route.push(items.length - 1);
    }
    if (from !== to) route.push(to);
    for (let at = 1; at < route.length; at += 1) links.push([route[at - 1], route[at]]);
    return route;
  });
  return { items, links, routes };
}

/** The order within each layer, with few crossings: means of neighbors, to and fro. */
function orderedRows(items, links) {
  const rows = [];
  items.forEach((item, at) => (rows[item.layer] ||= []).push(at));
  const before = items.map(() => []);
  const after = items.map(() => []);
  for (const [from, to] of links) {
    after[from].push(to);
    before[to].push(from);
  }
  const place = new Array(items.length).fill(0);
  const settle = (row) => row.forEach((item, at) => { place[item] = at; });
  rows.forEach(settle);
  const sweep = (row, neighbors) => {
    const mean = new Map(row.map((item) => {
      const list = neighbors[item];
      return [item, list.length ? list.reduce((sum, one) => sum + place[one], 0) / list.length : place[item]];
    }));
    row.sort((a, b) => mean.get(a) - mean.get(b) || place[a] - place[b]);
    settle(row);
  };
  for (let round = 0; round < 6; round += 1) {
    for (let at = 1; at < rows.length; at += 1) sweep(rows[at], before);
    for (let at = rows.length - 2; at >= 0; at -= 1) sweep(rows[at], after);
  }
  return rows.map((row) => row || []);
}

function placed(items, links, rows, routes, edges) {
  const height = (item) => (items[item].lane ? BOX.lane : BOX.height);
  const y = new Array(items.length).fill(0);
  const total = (row) => row.reduce((sum, item) => sum + height(item) + BOX.gap, -BOX.gap);
  const tallest = Math.max(0, ...rows.map(total));
  for (const row of rows) {
    let next = (tallest - total(row)) / 2;
    for (const item of row) {
      y[item] = next;
      next += height(item) + BOX.gap;
    }
  }
  const near = items.map(() => []);
  for (const [from, to] of links) {
    near[from].push(to);
    near[to].push(from);
  }
  for (let round = 0; round < 8; round += 1) for (const row of round % 2 ? [...rows].reverse() : rows) settleRow(row, y, near, height);
  const top = Math.min(...y, 0);
  const x = (item) => BOX.margin + items[item].layer * (BOX.width + BOX.layers);
  const middle = (item) => y[item] - top + BOX.margin + height(item) / 2;
  const nodes = edges === undefined ? [] : items.filter((item) => !item.lane).map((_, at) => ({ x: x(at), y: y[at] - top + BOX.margin }));
  const paths = routes.map((route, at) => pathOf(route, items, x, middle, edges[at]));
  const bottom = Math.max(0, ...items.map((_, at) => y[at] - top + height(at)));
  return { nodes, paths, width: rows.length * (BOX.width + BOX.layers) - BOX.layers + 2 * BOX.margin, height: bottom + 2 * BOX.margin };
}

/** Moves the items of a row toward their neighbors, without changing their order. */
function settleRow(row, y, near, height) {
  const wanted = row.map((item) => {
    const list = near[item];
    if (list.length === 0) return y[item];
    return list.reduce((sum, one) => sum + y[one] + height(one) / 2, 0) / list.length - height(item) / 2;
  });
  // Pushed down in order, then up again by half of what was too much.
  let end = -Infinity;
  const low = row.map((item, at) => {
    const place = Math.max(wanted[at], end);
    end = place + height(item) + BOX.gap;
    return place;
  });
  let start = Infinity;
  for (let at = row.length - 1; at >= 0; at -= 1) {
    const place = Math.min(wanted[at], start - height(row[at]) - BOX.gap);
    start = place;
    y[row[at]] = (low[at] + place) / 2;
  }
  end = -Infinity;
  for (const item of row) {
    y[item] = Math.max(y[item], end);
    end = y[item] + height(item) + BOX.gap;
  }
}

/** A curve from box to box, through its lanes; from the user's side to that of the used one. */
function pathOf(route, items, x, middle, edge) {
  const points = [];
  route.forEach((item, at) => {
    if (at > 0) points.push([x(item), middle(item)]);
    if (at < route.length - 1) points.push([x(item) + BOX.width, middle(item)]);
  });
  if (points.length === 0) return { d: "", at: [0, 0], turned: false };
  let d = `M${points[0][0]} ${points[0][1]}`;
  for (let at = 1; at < points.length; at += 1) {
    const [[ax, ay], [bx, by]] = [points[at - 1], points[at]];
    const half = (bx - ax) / 2;
    d += at % 2 ? ` C${ax + half} ${ay} ${bx - half} ${by} ${bx} ${by}` : ` L${bx} ${by}`;
  }
  return { d, at: points[points.length - 1], turned: route[0] !== edge[0] };
}

/** Text of about this many columns; wide characters take two. */
function fitted(text, columns) {
  let used = 0;
  let kept = "";
  for (const sign of text) {
    used += sign.codePointAt(0) > 0x2e7f ? 2 : 1;
    if (used > columns - 1) return kept + "…";
    kept += sign;
  }
  return kept;
}

/** Scrolls the picture to what is selected. */
function reveal(scroller, svg) {
  const selected = svg.querySelector(".selected");
  if (!selected) return;
  const [box, frame] = [selected.getBoundingClientRect(), scroller.getBoundingClientRect()];
  scroller.scrollLeft += box.left + box.width / 2 - frame.left - Math.min(frame.width / 2, BOX.width);
  scroller.scrollTop += box.top + box.height / 2 - frame.top - frame.height / 2;
}
