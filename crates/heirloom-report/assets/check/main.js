// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// Which view is shown; the address names it, so that going back works.

const isTable = deliveries.length === 0 && head.matrix !== null;

const VIEWS = [
  ["overview", "page.overview", !isTable, () => overview()],
  ["graph", "view.graph", !isTable, (argument) => graphView(argument)],
  ["duties", "check.duties", !isTable, () => dutiesView()],
  ["questions", "check.questions", !isTable, () => questionsView()],
  ["matrix", "view.licenses", head.matrix !== null, () => matrixView()],
  ["plans", "view.plans", head.plans !== null, () => plansView()],
].filter(([, , isThere]) => isThere);

function topBar(view) {
  return h("header", {},
    h("div", { class: "brand" }, h("h1", {}, isTable ? t("view.matrix") : name(head.source)),
      h("span", { class: "faint" }, t("view.subtitle"))),
    VIEWS.length < 2 ? null : h("nav", { class: "tabs", "aria-label": t("page.views") },
      VIEWS.map(([to, key]) => h("a", { href: "#" + to, "aria-current": view === to ? "page" : false }, t(key)))),
    choices(render));
}

function render() {
  const [wanted, ...argument] = location.hash.slice(1).split("/");
  const [view, , , draw] = VIEWS.find(([known]) => known === wanted) || VIEWS[0];
  document.documentElement.lang = language;
  document.documentElement.dataset.theme = theme;
  document.title = isTable ? t("view.matrix") : t("view.title", { source: plain(head.source) });
  const content = h("main", { id: "content", tabindex: "-1", class: "view-" + view });
  app.replaceChildren(h("a", { class: "skip", href: "#" + view, onclick: (event) => {
    event.preventDefault();
    content.focus();
  } }, t("page.skip")), topBar(view), content,
  h("footer", { class: "faint" }, t("page.made-by", { version: plain(head.version) }), " ", t("check.not-advice")));
  content.append(...[draw(argument)].flat().filter(Boolean));
  return content;
}

/** Draws again without losing the place. */
function redraw() {
  const [left, top] = [window.scrollX, window.scrollY];
  render();
  window.scrollTo(left, top);
}

const app = document.getElementById("app");
let lastView = "";
window.addEventListener("hashchange", () => {
  const view = location.hash.slice(1).split("/")[0];
  const [left, top] = [window.scrollX, window.scrollY];
  const content = render();
  if (view === "graph" && lastView === "graph") {
    window.scrollTo(left, top);
    const selected = content.querySelector(".node.selected, .edge.selected");
    (selected || content).focus({ preventScroll: true });
  } else {
    window.scrollTo(0, 0);
    content.focus({ preventScroll: true });
  }
  lastView = view;
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
});
lastView = location.hash.slice(1).split("/")[0];
render();
