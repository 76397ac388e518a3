// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// The table of ways of use against licenses, and plans with verdicts before and after.

function matrixView() {
  const [licenses, rows] = head.matrix || [[], []];
  if (rows.length === 0 || licenses.length === 0) return card(t("view.matrix"), {}, h("p", { class: "faint" }, t("view.no-matrix")));
  return card(t("view.matrix"), {},
    h("p", { class: "faint" }, t("check.matrix-assumptions")),
    h("div", { class: "scroll matrix-scroll", tabindex: "0", role: "group", "aria-label": t("view.matrix") }, h("table", { class: "matrix" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("view.way")), licenses.map((license) => h("th", { scope: "col" }, name(cut(license, 80)))))),
      h("tbody", {}, rows.map(([row, kind, cells]) => h("tr", {},
        h("th", { scope: "row" }, row === kind ? null : [name(row), " "], h("span", { class: "faint" }, t("relation." + kind))),
        cells.map((tokens) => h("td", { class: "level-" + tokens[0] }, tokensChip(tokens)))))))),
    h("ul", { class: "plain level-help" }, LEVELS.map((level, at) => h("li", {}, levelChip(at, 0), " ", h("span", { class: "faint" }, t("level-help." + level))))));
}

function plansView() {
  const plans = head.plans;
  const missing = plans.missing.length === 0 ? h("p", { class: "good" }, t("view.goal-met"))
    : h("ul", { class: "findings" }, plans.missing.map((change) => h("li", {}, changeWords(change))));
  return h("div", {},
    card(t("view.goal-missed"), {}, missing),
    plans.plans.map((plan, at) => planCard(plan, at)),
    plans.missing.length > 0 && plans.plans.length === 0 ? card(t("view.plans"), {}, h("p", {}, t("view.no-plan"))) : null,
    plans.refused.length > 0 ? card(t("view.refused"), {}, h("ul", { class: "findings" }, plans.refused.map(([from, to, rule]) =>
      h("li", {}, componentLink(0, from), " → ", componentLink(0, to), h("div", { class: "faint" }, t("refusal." + rule)))))) : null);
}

function planCard(plan, at) {
  const families = plan.families.map((family) => t("family." + family)).join(", ");
  return card([t("view.plan", { n: at + 1 }), " · ", families], {},
    h("p", {}, t("view.cost", { n: grouped(plan.cost) }), " · ",
      h("span", { class: plan.cost === plan.bound ? "good" : "faint" }, plan.cost === plan.bound ? t("view.minimal") : t("view.best-found", { n: grouped(plan.bound) }))),
    h("ol", { class: "findings" }, plan.edits.map((edit, place) => h("li", {},
      h("span", { class: "badge" }, t("family." + edit.family)), " ", h("span", { class: "strong" }, editWords(edit)),
      h("div", { class: "code faint" }, name(cut(edit.text, 300))),
      plan.risks.filter((risk) => risk[0] === place).map(([, reading, risk]) => h("div", { class: "risk" }, t("reading." + reading), ": ", t("risk." + risk)))))),
    h("div", { class: "scroll" }, h("table", { class: "list" },
      h("thead", {}, h("tr", {}, ["whole", "before", "after"].map((key) => h("th", { scope: "col" }, t("view." + key))))),
      h("tbody", {}, plan.changes.map(([delivery, whole, before, after]) => h("tr", {},
        h("th", { scope: "row" }, componentLink(Math.max(0, deliveries.findIndex((one) => one.name === delivery)), whole), h("div", { class: "faint" }, name(delivery))),
        h("td", {}, verdictsWords(before)), h("td", {}, verdictsWords(after))))))),
    plan.owners.length > 0 ? h("ul", { class: "plain faint" }, plan.owners.map(([component, duty, owner]) =>
      h("li", {}, componentName(component), ": ", t("duty." + duty), " — ", t("owed-by." + owner)))) : null);
}

function editWords(edit) {
  const short = (component) => cut(plain(labelOf(component)), 80);
  return t("action." + edit.action, { from: short(edit.from), to: short(edit.to), other: plain(edit.other || ""), license: plain(edit.license || ""),
    kind: edit.becomes ? t("relation." + edit.becomes) : "", before: edit.before ? t("relation." + edit.before) : "" });
}

function verdictsWords(verdicts) {
  if (verdicts === null) return h("span", { class: "faint" }, t("view.no-whole-then"));
  const [all, readings] = verdicts;
  const differ = readings.some(([, tokens]) => tokens.join() !== all.join());
  return [tokensChip(all), differ ? readings.map(([reading, tokens]) => h("div", { class: "faint" }, t("reading." + reading), ": ", tokensChip(tokens))) : null];
}

function changeWords([delivery, whole, before]) {
  const at = Math.max(0, deliveries.findIndex((one) => one.name === delivery));
  return [componentLink(at, whole), " ", h("span", { class: "faint" }, name(delivery)), " ", verdictsWords(before)];
}
