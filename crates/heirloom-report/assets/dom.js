// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// Elements, messages and numbers. Foreign text becomes text nodes only, never markup.

/** Makes an element; on… are listeners, other properties attributes, false ones are left out. */
function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** The same for pictures. */
function s(tag, props, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, String(value));
  }
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

// The same characters as in visible.rs; new line and tab are dealt with by the caller.
const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/gu;

function hiddenName(character) {
  return "U+" + character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
}

/** Foreign text as a plain string with hidden characters written out. */
function plain(text) {
  return String(text).replace(HIDDEN, (character) => `<${hiddenName(character)}>`);
}

/** Foreign text as nodes with hidden characters made visible, apart from those in `keep`. */
function visible(text, keep) {
  const nodes = [];
  let end = 0;
  for (const match of String(text).matchAll(HIDDEN)) {
    if (keep && keep.includes(match[0])) continue;
    if (match.index > end) nodes.push(text.slice(end, match.index));
    nodes.push(h("span", { class: "hidden-character" }, hiddenName(match[0])));
    end = match.index + match[0].length;
  }
  if (end < text.length) nodes.push(text.slice(end));
  return nodes;
}

/** Foreign text that cannot turn the direction of what is around it. */
function name(text, props) {
  return h("bdi", props, visible(String(text)));
}

let language = "en";
let catalogs = {};

/** The message of a key with `{name}` filled in. */
function t(key, args) {
  const text = catalogs[language][key] ?? key;
  return args ? text.replace(/\{([a-z-]+)\}/g, (whole, word) => args[word] ?? whole) : text;
}

/** The message for a number of things. */
function count(key, n) {
  const one = key + "-one";
  return t(n === 1 && one in catalogs[language] ? one : key, { n: grouped(n) });
}

function grouped(n) {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ",");
}

function percent(n, of) {
  const share = of > 0 ? (100 * n) / of : 0;
  return n > 0 && share < 0.1 ? "<0.1%" : share.toFixed(1) + "%";
}

function bytes(n) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let power = 0;
  while (n >= 1024 && power < units.length - 1) {
    n /= 1024;
    power += 1;
  }
  return (power ? n.toFixed(1) : n) + " " + units[power];
}

function card(title, props, ...children) {
  return h("section", { class: "card", ...props }, h("h2", {}, title), children);
}
