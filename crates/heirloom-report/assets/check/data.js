// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// The data of the page: components and relations in columns, wholes by delivery; evidence and
// proofs are parsed when somebody looks.

const blocks = (kind) => Array.from(document.querySelectorAll(`script.${kind}`));
const parsed = (node) => JSON.parse(node.textContent);

const head = parsed(blocks("head")[0]);
catalogs = Object.fromEntries(head.messages);
language = kept("language", Object.keys(catalogs), head.language);

/** Puts the columns of all blocks of a kind behind each other. */
function columns(kind, names) {
  const all = Object.fromEntries(names.map((column) => [column, []]));
  for (const node of blocks(kind)) {
    const block = parsed(node);
    node.remove();
    for (const column of names) for (const value of block[column]) all[column].push(value);
  }
  return all;
}

const components = columns("components", ["id", "license", "own", "form", "modified", "path"]);
const evidenceNodes = blocks("evidence");
const EVIDENCE_CHUNK = 5000;
const relations = columns("relations", ["from", "to", "kind", "scope", "exists"]);
const nComponents = components.id.length;
const nRelations = relations.from.length;

// Relations may name components that are not listed; they get numbers of their own.
const unlisted = new Map();
for (const end of ["from", "to"]) {
  for (let at = 0; at < nRelations; at += 1) {
    const value = relations[end][at];
    if (typeof value === "number") continue;
    if (!unlisted.has(value)) {
      unlisted.set(value, components.id.length);
      components.id.push(value);
      components.license.push(-1);
      components.own.push(0);
      components.form.push("object");
      components.modified.push("unknown");
      components.path.push(null);
    }
    relations[end][at] = unlisted.get(value);
  }
}

/** The relations of each component, by one of their ends. */
function byEnd(end) {
  const start = new Uint32Array(components.id.length + 1);
  for (const value of end) start[value + 1] += 1;
  for (let at = 1; at < start.length; at += 1) start[at] += start[at - 1];
  const next = start.slice();
  const list = new Uint32Array(end.length);
  end.forEach((value, at) => {
    list[next[value]] = at;
    next[value] += 1;
  });
  return (component) => list.subarray(start[component], start[component + 1]);
}

const usesOf = byEnd(relations.from);
const usersOf = byEnd(relations.to);

const LEVELS = head.levels;
const CONFLICT = LEVELS.length - 1;

/** Wholes of each delivery, in their order. */
const deliveries = head.deliveries.map(([deliveryName, kind]) => ({
  name: deliveryName, kind, id: [], root: [], alike: [], own: [], level: [], beside: [], readings: [], courts: [], duties: [], prohibitions: [], endings: [], questions: [], at: new Map(),
}));
for (const node of blocks("wholes")) {
  const block = parsed(node);
  node.remove();
  const delivery = deliveries[block.delivery];
  for (const column of ["id", "root", "alike", "own", "level", "beside", "readings", "courts"]) {
    for (const value of block[column]) delivery[column].push(value);
  }
}
for (const delivery of deliveries) delivery.root.forEach((root, at) => delivery.at.set(root, at));
for (const kind of ["duties", "prohibitions", "endings", "questions"]) {
  for (const node of blocks(kind)) {
    const [at, list] = parsed(node);
    deliveries[at][kind] = list;
    node.remove();
  }
}

const proofNodes = blocks("proofs");
const proofPlaces = new Map();
blocks("proof-keys").forEach((node, block) => parsed(node).forEach(([delivery, root], at) => {
  proofPlaces.set(delivery + ":" + root, [block, at]);
}));

const opened = new Map();
function openedBlock(nodes, kind, at) {
  const key = kind + at;
  if (!opened.has(key)) {
    if (opened.size > 6) opened.clear();
    opened.set(key, parsed(nodes[at]));
  }
  return opened.get(key);
}

/** What shows a relation: for, against, facts, lines of headers. */
function evidenceOf(relation) {
  return openedBlock(evidenceNodes, "evidence", Math.floor(relation / EVIDENCE_CHUNK))[relation % EVIDENCE_CHUNK];
}

function proofOf(delivery, root) {
  const place = proofPlaces.get(delivery + ":" + root);
  return place ? openedBlock(proofNodes, "proofs", place[0])[place[1]] : null;
}

/** The reading whose verdict is heaviest, with what makes it so. */
function telling(readings) {
  return readings.reduce((most, one) => (most === null || one[1] > most[1] ? one : most), null);
}

/** How heavy each component is in a delivery: its own verdict, or what it brings upon a whole; -1 if nothing is said. */
const heats = new Map();
function heatOf(at) {
  if (!heats.has(at)) {
    const heat = new Int8Array(components.id.length).fill(-1);
    const delivery = deliveries[at];
    delivery.root.forEach((root, whole) => {
      if (typeof root === "number") heat[root] = Math.max(heat[root], delivery.level[whole]);
      const told = telling(delivery.readings[whole]);
      for (const [way, , level] of told ? told[4] : []) {
        const last = way.length > 0 ? way[way.length - 1][2] : null;
        if (typeof last === "number") heat[last] = Math.max(heat[last], level);
      }
    });
    heats.set(at, heat);
  }
  return heats.get(at);
}
