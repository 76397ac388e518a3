// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// The first view: what the policy says, the wholes with their verdicts, what could not be judged.

function overview() {
  return h("div", {}, summaryCard(), policyCard(), deliveries.map((_, at) => wholesCard(at)), problemsCard());
}

function summaryCard() {
  const counts = LEVELS.map(() => 0);
  for (const delivery of deliveries) for (const level of delivery.level) counts[level] += 1;
  const duties = deliveries.flatMap((delivery) => delivery.duties);
  const unmet = duties.filter((duty) => duty[9] === "unmet").length;
  const questions = deliveries.reduce((n, delivery) => n + delivery.questions.length, 0);
  const fact = (key, n, hash) => h("li", {}, h("a", { href: hash }, h("span", { class: "big" }, grouped(n)), " ", t(key)));
  return h("section", { class: "card" },
    h("div", { class: "row" }, h("h2", {}, name(head.source)),
      h("span", { class: "faint" }, t("check.product", { components: grouped(nComponents), relations: grouped(nRelations) }))),
    head.is_assumed ? h("p", { class: "notice" }, t("check.assumed")) : null,
    h("ul", { class: "figures" },
      LEVELS.map((_, level) => LEVELS.length - 1 - level).filter((level) => counts[level] > 0).map((level) =>
        h("li", {}, h("span", { class: "big" }, grouped(counts[level])), " ", levelChip(level, 0))),
      fact("view.duties-unmet", unmet, "#duties"), fact("view.duties-all", duties.length, "#duties"), fact("view.questions", questions, "#questions")),
    h("p", { class: "faint" }, t("check.not-advice")));
}

const OUTCOMES = { rejected: "bad", needs_approval: "odd", asks: "odd", accepted: "good" };

function policyCard() {
  const policy = head.policy;
  if (!policy) return null;
  const groups = new Map();
  for (const finding of policy.findings) {
    const key = finding.outcome + " " + finding.rule;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(finding);
  }
  return card([t("gate.policy", { policy: plain(policy.name), day: policy.day }), " ", outcomeBadge(policy.outcome)], { class: "card policy" },
    policy.findings.length === 0 ? h("p", { class: "good" }, t("view.all-accepted")) : null,
    Array.from(groups.values()).map(findingGroup),
    policy.problems.length > 0 ? h("ul", { class: "plain faint" }, policy.problems.map((problem) => h("li", {}, problemWords(problem)))) : null);
}

function outcomeBadge(outcome) {
  return h("span", { class: "outcome " + OUTCOMES[outcome] }, t("outcome." + outcome));
}

function problemWords(problem) {
  const args = Object.fromEntries(Object.entries(problem.args).map(([key, value]) => [key, plain(value)]));
  return t("problem." + problem.code, args);
}

function findingGroup(group) {
  const first = group[0];
  const rule = first.rule !== null ? name(first.rule, { class: "code" }) : t(first.outcome === "accepted" ? "gate.by-waiver" : "gate.no-rule");
  return h("details", { class: "group", open: first.outcome === "rejected" || group.length <= 3 },
    h("summary", {}, outcomeBadge(first.outcome), " ", rule, " ", h("span", { class: "badge" }, grouped(group.length))),
    first.reason ? h("p", {}, name(first.reason)) : null,
    first.reference ? h("p", { class: "faint" }, t("form.see", { reference: plain(first.reference) })) : null,
    shortened(group, 20, (rows) => h("ul", { class: "findings" }, rows.map(findingItem))));
}

function findingItem(finding) {
  const at = deliveries.findIndex((delivery) => delivery.name === finding.delivery);
  const what = finding.use ? useWords(at, finding.use) : componentLink(at, finding.whole);
  const relation = finding.use ? relationOf(finding.use) : undefined;
  const hash = relation === undefined ? graphHash(at, finding.whole) : graphHash(at, finding.whole, relation);
  return h("li", {},
    h("div", {}, what, finding.license ? [" (", name(finding.license), ")"] : null, " ",
      h("span", { class: "faint" }, [t("view.in-delivery"), " ", name(finding.delivery)]), " ",
      typeof finding.whole === "number" ? h("a", { href: hash }, t("view.why")) : null, " ", h("span", { class: "code faint" }, name(finding.id))),
    finding.waived.map(([rule, reason, by, expires]) => h("div", { class: "faint" },
      t("gate.waived-by", { rule: rule === null ? t("gate.no-rule") : plain(rule), day: plain(expires), by: plain(by), reason: plain(reason) }))),
    finding.evidence.length > 0 ? evidenceList(finding.evidence) : null);
}

function wholesCard(at) {
  const delivery = deliveries[at];
  const title = [name(delivery.name), delivery.name === delivery.kind ? null : [" · ", t("delivery." + delivery.kind)], " ",
    h("span", { class: "badge" }, count("check.wholes", delivery.id.length))];
  if (delivery.id.length === 0) return card(title, {}, h("p", {}, t("check.nothing-found")));
  const place = h("div", {});
  const draw = (filter) => {
    const wanted = filter.toLowerCase();
    const rows = delivery.root.map((_, whole) => whole).filter((whole) => labelOf(delivery.root[whole]).toLowerCase().includes(wanted));
    place.replaceChildren(rows.length === 0 ? h("p", { class: "faint" }, t("view.none-found"))
      : shortenedBy(rows, 50, (some) => wholesTable(at, some)));
  };
  draw("");
  return card(title, {},
    delivery.id.length > 10 ? h("div", { class: "filters" }, h("label", {}, t("view.search-wholes"),
      h("input", { type: "search", id: at === 0 ? "search" : null, oninput: (event) => draw(event.target.value) }))) : null,
    place);
}

function wholesTable(at, rows) {
  const delivery = deliveries[at];
  const readings = (delivery.readings[rows[0]] || []).map((reading) => reading[0]);
  const row = (whole) => {
    const root = delivery.root[whole];
    const told = telling(delivery.readings[whole]);
    const cause = told && told[1] > 1 && told[4].length > 0 ? told[4][0] : null;
    return h("tr", {},
      h("th", { scope: "row" }, componentLink(at, root), " ", delivery.own[whole] ? h("span", { class: "badge" }, t("view.own")) : null,
        delivery.alike[whole].length > 0 ? h("div", { class: "faint" }, t("check.alike", { names: delivery.alike[whole].join(", ") })) : null,
        h("div", { class: "faint" }, licenseName(typeof root === "number" ? components.license[root] : null),
          told && told[3] ? [" · ", t("check.outbound", { license: plain(told[3]) })] : null),
        cause ? h("div", { class: "faint" }, t("check.because"), " ", cause[0].length > 0 ? useWords(at, cause[0][cause[0].length - 1]) : null,
          " (", licenseName(cause[1]), ")", told[4].length > 1 ? " " + t("view.and-more", { n: grouped(told[4].length - 1) }) : null) : null),
      h("td", {}, levelChip(delivery.level[whole], delivery.beside[whole])),
      readings.map((reading) => {
        const read = delivery.readings[whole].find((one) => one[0] === reading);
        return h("td", { class: "by-reading", "data-label": t("reading." + reading) }, read ? levelChip(read[1], read[2]) : "—");
      }));
  };
  return h("div", { class: "scroll" }, h("table", { class: "list wholes" },
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("view.whole")), h("th", { scope: "col" }, t("view.verdict")),
      readings.map((reading) => h("th", { scope: "col" }, t("reading." + reading))))),
    h("tbody", {}, rows.map(row))));
}

function problemsCard() {
  if (head.problems.length === 0) return null;
  return card(t("view.problems"), {}, shortened(head.problems, 30, (rows) => h("ul", { class: "plain" }, rows.map((text) => h("li", {}, name(text))))));
}
