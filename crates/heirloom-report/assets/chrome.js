// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// Language and theme, kept where the browser allows it, and lists that show their start first.

const THEMES = ["auto", "light", "dark"];

function kept(key, allowed, otherwise) {
  try {
    const value = localStorage.getItem("heirloom-" + key);
    return allowed.includes(value) ? value : otherwise;
  } catch {
    return otherwise;
  }
}

function keep(key, value) {
  try {
    localStorage.setItem("heirloom-" + key, value);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}

let theme = kept("theme", THEMES, "auto");

/** The choices of language and theme; `change` draws the page anew. */
function choices(change) {
  const choice = (label, values, current, set) => h("label", {}, h("span", { class: "visually-hidden" }, label),
    h("select", { onchange: (event) => set(event.target.value), "aria-label": label },
      values.map(([value, text]) => h("option", { value, selected: value === current }, text))));
  return h("div", { class: "choices" },
    choice(t("page.language"), [["en", "English"], ["zh-Hans", "简体中文"], ["zh-Hant", "繁體中文"]], language, (value) => {
      language = value;
      keep("language", value);
      change();
    }),
    choice(t("page.theme"), THEMES.map((value) => [value, t("page.theme-" + value)]), theme, (value) => {
      theme = value;
      keep("theme", value);
      change();
    }));
}

/** A list that shows its first rows and the rest on demand. */
function shortened(rows, max, show) {
  const place = h("div", {});
  const draw = (all) => {
    place.replaceChildren(show(all ? rows : rows.slice(0, max)));
    if (!all && rows.length > max) {
      place.append(h("button", { class: "more", onclick: () => draw(true) },
        t("page.show-all", { n: grouped(rows.length) })));
    }
  };
  draw(false);
  return place;
}

/** A list that grows by a few hundred rows at a time. */
function shortenedBy(rows, max, show) {
  const place = h("div", {});
  const draw = (n) => {
    place.replaceChildren(show(rows.slice(0, n)));
    if (rows.length > n) {
      place.append(h("button", { class: "more", onclick: () => draw(n + 500) },
        t("page.more-of", { n: grouped(Math.min(500, rows.length - n)), of: grouped(rows.length - n) })));
    }
  };
  draw(max);
  return place;
}
