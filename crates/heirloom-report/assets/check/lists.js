// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// Duties by kind, and questions by what they decide.

const FULFILMENTS = ["unmet", "unknown", "met"];

function dutiesView() {
  return deliveries.length === 0 ? null : deliveries.flatMap((delivery, at) => [
    delivery.endings.length === 0 ? null : card([t("check.endings"), " · ", name(delivery.name)], {},
      h("ul", { class: "findings" }, delivery.endings.map((ending) => endingItem(at, ending)))),
    card([t("check.duties"), " · ", name(delivery.name)], {},
      delivery.duties.length === 0 ? h("p", { class: "faint" }, t("view.no-duties")) : dutyGroups(at)),
    delivery.prohibitions.length === 0 ? null : card([t("check.prohibitions"), " · ", name(delivery.name)], {}, prohibitionGroups(at)),
  ]);
}

const licenseOf = (term) => term.replace(/#[^#]*$/, "");

function endingItem(at, [term, clause, cures, curedBy, about, unmet, conflicts]) {
  const links = (list) => shortened(list, 8, (rows) => h("span", {}, rows.map((component, place) => [place ? ", " : "", componentLink(at, component)])));
  return h("li", {},
    h("div", {}, h("span", { class: "strong" }, name(licenseOf(term)), " ", name(clause)), " ",
      h("span", { class: "faint" }, t("check.ends-at-once"))),
    unmet.length === 0 ? null : h("div", {}, t("check.ends-unmet"), " ", unmet.map((duty) => t("duty." + duty)).join("; "), " — ", links(about)),
    conflicts.length === 0 ? null : h("div", {}, t("check.ends-conflict"), " ", links(conflicts)),
    cures.length === 0 ? h("div", { class: "faint" }, t("check.no-cure"))
      : h("div", {}, t("check.cure"), h("ul", { class: "plain" }, cures.map(([from, days]) => h("li", {}, t("cure." + from, { days: days })))),
        h("span", { class: "faint" }, curedBy.map(([id, place]) => plain(licenseOf(id)) + " " + plain(place)).join("; "))));
}

function prohibitionGroups(at) {
  const groups = new Map();
  for (const one of deliveries[at].prohibitions) {
    if (!groups.has(one[0])) groups.set(one[0], []);
    groups.get(one[0]).push(one);
  }
  const sorted = Array.from(groups.values()).sort((a, b) => Number(b[0][7]) - Number(a[0][7]));
  return sorted.map((all) => h("details", { class: "group", open: all[0][7] },
    h("summary", {}, h("span", { class: "strong" }, t("prohibition." + all[0][0])), " ",
      h("span", { class: "faint" }, t("view.for-components", { n: grouped(new Set(all.flatMap((one) => one[3])).size) }))),
    shortened(all, 30, (rows) => h("ul", { class: "findings" }, rows.map(([, term, clause, about, nAbout, use, certain]) => h("li", {},
      h("div", {}, h("span", { class: "strong" }, name(licenseOf(term)), " ", name(clause)), certain ? null : h("span", { class: "faint" }, " · " + t("view.uncertain"))),
      use ? h("div", {}, useWords(at, use)) : null,
      shortened(about, 8, (list) => h("span", {}, list.map((component, place) => [place ? ", " : "", componentLink(at, component)]))),
      nAbout > about.length ? h("span", { class: "faint" }, " ", t("view.and-more", { n: grouped(nAbout - about.length) })) : null))))));
}

function dutyGroups(at) {
  const groups = new Map();
  for (const duty of deliveries[at].duties) {
    const key = FULFILMENTS.indexOf(duty[9]) + " " + duty[0];
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(duty);
  }
  const sorted = Array.from(groups.entries()).sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return sorted.map(([, duties]) => {
    const first = duties[0];
    const about = new Set(duties.flatMap((duty) => duty[3]));
    return h("details", { class: "group", open: first[9] === "unmet" },
      h("summary", {}, h("span", { class: "outcome " + { unmet: "bad", unknown: "odd", met: "good" }[first[9]] }, t("fulfilment." + first[9])), " ",
        h("span", { class: "strong" }, t("duty." + first[0])), " ", h("span", { class: "faint" }, t("view.for-components", { n: grouped(about.size) }))),
      shortened(duties, 30, (rows) => h("ul", { class: "findings" }, rows.map((duty) => dutyItem(at, duty)))));
  });
}

function dutyItem(at, [, term, clause, about, nAbout, use, owedTo, until, certain, , settledBy, means]) {
  const license = licenseOf(term);
  const open = means.filter(([, , isOpen]) => isOpen !== "no");
  return h("li", {},
    h("div", {}, h("span", { class: "strong" }, name(license), " ", name(clause)), " ",
      h("span", { class: "faint" }, t("view.owed-to", { to: t("owed-to." + owedTo) }), until ? [" · ", name(until)] : null,
        certain ? null : " · " + t("view.uncertain"))),
    use ? h("div", {}, useWords(at, use)) : null,
    shortened(about, 8, (rows) => h("span", {}, rows.map((component, place) => [place ? ", " : "", componentLink(at, component)]))),
    nAbout > about.length ? h("span", { class: "faint" }, " ", t("view.and-more", { n: grouped(nAbout - about.length) })) : null,
    open.length === 0 ? null : h("div", { class: "faint" }, t("check.one-of"), " ", open.map(([by, place]) => t("means." + by) + " (" + plain(place) + ")").join("; ")),
    settledBy ? h("div", { class: "faint" }, t("view.settled-by"), " ", h("span", { class: "code" }, settledBy), ": ", t("fact." + settledBy)) : null);
}

function questionsView() {
  return deliveries.map((delivery, at) => card([t("check.questions"), " · ", name(delivery.name)], {},
    delivery.questions.length === 0 ? h("p", { class: "faint" }, t("view.no-questions"))
      : [h("p", { class: "faint" }, t("form.question-help")),
        shortened(delivery.questions, 50, (rows) => h("ol", { class: "findings" }, rows.map((question) => questionItem(at, question))))]));
}

/** Whom questions are about that are one but for that. */
function groupWords(at, [sort, value], others) {
  const first = sort === "existence" ? value[0] : value;
  const all = shortened([first, ...others], 6, (rows) => h("span", {}, rows.map((component, place) => [place ? ", " : "", componentLink(at, component)])));
  return sort !== "existence" ? all : [t("view.exists"), " ", all, " ", t("relation." + value[1]), " ", componentLink(at, value[2])];
}

function questionItem(at, [subject, fact, outcomes, decides, others]) {
  return h("li", {},
    h("div", {}, others.length === 0 ? subjectWords(at, subject) : groupWords(at, subject, others), fact ? [": ", h("span", { class: "strong" }, t("fact." + fact)), " ", h("span", { class: "code faint" }, fact)] : null),
    h("div", { class: "faint" }, count("check.decides", decides), outcomes
      ? [" · ", t("tri.yes"), " → ", tokensChip(outcomes[0]), " · ", t("tri.no"), " → ", tokensChip(outcomes[1])]
      : fact ? [" · ", t("check.with-others")] : null));
}
