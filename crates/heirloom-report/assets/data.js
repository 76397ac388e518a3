// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// The data of the page: columns of all files at once, details of a file when asked.

const blocks = (kind) => Array.from(document.querySelectorAll(`script.${kind}`));
const parsed = (node) => JSON.parse(node.textContent);

const head = parsed(blocks("head")[0]);
const scan = head.scan;
catalogs = Object.fromEntries(head.messages);
language = head.language;

/** The bits of `html/chunk.rs`. */
const FLAGS = {
  unread: 1, unknown: 2, "broken-tag": 4, "tag-text": 8, disagrees: 16, warning: 32,
  "no-license": 64, declares: 128, copyright: 256, clue: 512, binary: 1024, generated: 2048, "no-package": 4096,
};
const NOTABLE = ["unread", "unknown", "broken-tag", "tag-text", "disagrees", "warning"];

const files = { n: 0, folder: [], name: [], size: [], role: [], concluded: [], found: [], reason: [], flags: [], finds: [], layer: [] };
const expressions = [];
const folders = { parent: [-1], name: [""], children: [[]], files: [[]] };
const blockStarts = [];

for (const node of blocks("files")) {
  const block = parsed(node);
  node.remove();
  block.folders.forEach((name, at) => {
    const id = folders.name.length;
    folders.parent.push(block.parents[at]);
    folders.name.push(name);
    folders.children.push([]);
    folders.files.push([]);
    folders.children[block.parents[at]].push(id);
  });
  for (const expression of block.expressions) expressions.push(expression);
  blockStarts.push(files.n);
  for (const column of Object.keys(files)) {
    if (column === "n") continue;
    const into = files[column];
    for (const value of block[column]) into.push(value);
  }
  for (let at = files.n; at < files.name.length; at += 1) folders.files[files.folder[at]].push(at);
  files.n = files.name.length;
}

const detailNodes = blocks("details");
const textNodes = blocks("texts");
const opened = new Map();

function openedBlock(nodes, kind, at) {
  const key = kind + at;
  if (!opened.has(key)) {
    if (opened.size > 8) opened.clear();
    opened.set(key, parsed(nodes[at]));
  }
  return opened.get(key);
}

/** The details of a file, with the strings their numbers mean. */
function detailOf(id) {
  let block = blockStarts.length - 1;
  while (blockStarts[block] > id) block -= 1;
  const details = openedBlock(detailNodes, "details", block);
  return { detail: details.files[id - blockStarts[block]], strings: details.strings };
}

function textOf(detail) {
  return detail.text ? openedBlock(textNodes, "texts", detail.text[0])[detail.text[1]] : null;
}

const folderPaths = new Map([[0, ""]]);

/** The path of a folder, with a `/` at its end unless it is the root. */
function folderPath(id) {
  if (!folderPaths.has(id)) {
    folderPaths.set(id, folderPath(folders.parent[id]) + folders.name[id] + "/");
  }
  return folderPaths.get(id);
}

function filePath(id) {
  return folderPath(files.folder[id]) + files.name[id];
}

/** Finds the file of a path; -1 when it is not listed. */
function fileOfPath(path) {
  const parts = path.split("/");
  const fileName = parts.pop();
  let folder = 0;
  for (const part of parts) {
    folder = folders.children[folder].find((child) => folders.name[child] === part) ?? -1;
    if (folder < 0) return -1;
  }
  return folders.files[folder].find((file) => files.name[file] === fileName) ?? -1;
}

/** Per folder and all below it: files, bytes, files by concluded expression. */
const sums = folders.name.map(() => ({ files: 0, bytes: 0, licenses: new Map() }));
for (let id = folders.name.length - 1; id >= 0; id -= 1) {
  const sum = sums[id];
  const add = (license, n) => sum.licenses.set(license, (sum.licenses.get(license) || 0) + n);
  for (const file of folders.files[id]) {
    sum.files += 1;
    sum.bytes += files.size[file];
    add(files.concluded[file], 1);
  }
  for (const child of folders.children[id]) {
    sum.files += sums[child].files;
    sum.bytes += sums[child].bytes;
    for (const [license, n] of sums[child].licenses) add(license, n);
  }
}

const byFrequency = (licenses) =>
  Array.from(licenses).sort((a, b) => (a[0] < 0) - (b[0] < 0) || b[1] - a[1] || a[0] - b[0]);

/** The expression's place by frequency in the whole tree, which gives its color. */
const licenseRank = new Map(byFrequency(sums[0].licenses).map(([license], rank) => [license, rank]));

function licenseName(license) {
  return license < 0 ? t("label.no-license") : expressions[license];
}

const flagCounts = Object.fromEntries(Object.keys(FLAGS).map((flag) => [flag, 0]));
for (const flags of files.flags) {
  for (const flag of Object.keys(FLAGS)) if (flags & FLAGS[flag]) flagCounts[flag] += 1;
}

const roleCounts = head.roles.map(() => 0);
for (const role of files.role) roleCounts[role] += 1;

function roleName(role) {
  return t("file-role." + head.roles[role]);
}
