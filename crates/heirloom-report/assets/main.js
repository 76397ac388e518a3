// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// Which view is shown, in which language and theme. The address names the view, so that going back
// works; language and theme are kept where the browser allows it.

language = kept("language", Object.keys(catalogs), language);

function topBar(view) {
  const tab = (to, key) => h("a", { href: "#" + to, "aria-current": view === to ? "page" : false }, t(key));
  return h("header", {},
    h("div", { class: "brand" }, h("h1", {}, name(scan.source)), h("span", { class: "faint" }, t("page.subtitle"))),
    h("nav", { class: "tabs", "aria-label": t("page.views") },
      tab("overview", "page.overview"), tab("map", "page.map"), tab("files", "page.files"),
      packages.length > 0 ? tab("components", "page.components") : null,
      scan.image ? tab("image", "image.layers") : null),
    choices(render));
}

function render() {
  const [path, query] = location.hash.slice(1).split("?");
  const [view, argument] = path.split("/");
  document.documentElement.lang = language;
  document.documentElement.dataset.theme = theme;
  document.title = t("page.title", { source: plain(scan.source) });
  const main = {
    map: () => map(Number(argument || 0)),
    files: () => fileTable(new URLSearchParams(query || "")),
    file: () => fileView(Number(argument)),
    components: () => packageTable(new URLSearchParams(query || "")),
    component: () => packageView(Number(argument)),
    image: scan.image && imageView,
  }[view];
  const tab = { map: "map", files: "files", file: "files", components: "components", component: "components", image: "image" }[view] || "overview";
  const content = h("main", { id: "content", tabindex: "-1" });
  app.replaceChildren(h("a", { class: "skip", href: "#" + tab, onclick: (event) => {
    event.preventDefault();
    content.focus();
  } }, t("page.skip")), topBar(tab), content);
  content.append((main || overview)());
  return content;
}

const app = document.getElementById("app");
window.addEventListener("hashchange", () => {
  const content = render();
  window.scrollTo(0, 0);
  const grid = content.querySelector(".viewport");
  (grid || content).focus({ preventScroll: true });
});
window.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    const search = document.getElementById("search");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
  if (event.key === "Escape" && /^#(file|component)\//.test(location.hash)) history.back();
});
render();
