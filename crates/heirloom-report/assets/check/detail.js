// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// What is known about a component or a use, and the proof behind it.

function componentPanel(at, component) {
  const delivery = deliveries[at];
  const whole = delivery.at.get(component);
  const facts = [
    [t("view.license"), licenseName(components.license[component])],
    [t("view.whose"), t(components.own[component] ? "view.own" : "view.foreign")],
    components.own[component] ? null : [t("fact.modified"), t("tri." + components.modified[component])],
    [t("view.form"), t("view.form-" + components.form[component])],
    components.path[component] === null ? null : [t("view.path"), name("./" + components.path[component], { class: "code" })],
  ].filter(Boolean);
  return h("div", { class: "panel" },
    h("h2", { class: "panel-name" }, name(labelOf(component))),
    h("dl", { class: "facts" }, facts.map(([label, value]) => [h("dt", {}, label), h("dd", {}, value)])),
    whole === undefined ? h("p", { class: "faint" }, t("view.no-whole")) : wholePart(at, whole),
    dutiesAbout(at, component),
    prohibitionsAbout(at, component),
    usePart(at, t("view.uses"), usesOf(component), relations.to),
    usePart(at, t("view.used-by"), usersOf(component), relations.from));
}

function wholePart(at, whole) {
  const delivery = deliveries[at];
  const proof = proofOf(at, delivery.root[whole]);
  const told = telling(delivery.readings[whole]);
  return [
    h("h3", {}, t("view.verdict"), " ", h("span", { class: "code faint" }, name(delivery.id[whole]))),
    h("p", {}, levelChip(delivery.level[whole], delivery.beside[whole]), " ", h("span", { class: "faint" }, t("level-help." + LEVELS[delivery.level[whole]]))),
    h("dl", { class: "facts" }, delivery.readings[whole].map(([reading, level, beside, outbound]) => [
      h("dt", {}, t("reading." + reading)),
      h("dd", {}, levelChip(level, beside), outbound ? h("div", { class: "faint" }, t("check.outbound", { license: plain(outbound) })) : null)])),
    told && told[4].length > 0 ? [h("h3", {}, t("view.causes")),
      shortened(told[4], 6, (rows) => h("ul", { class: "findings" }, rows.map(([way, license, level]) => h("li", {},
        levelChip(level, 0), " ", licenseName(license),
        h("ol", { class: "way" }, way.map((use) => h("li", {}, useWords(at, use))))))))] : null,
    courtPart(delivery.courts[whole], LEVELS[delivery.level[whole]] === "contested"),
    h("h3", {}, t("view.proof")),
    proof === null ? h("p", { class: "faint" }, t("check.explain", { id: delivery.id[whole] })) : proofTree(at, proof),
  ];
}

function courtPart(readings, isContested) {
  if (readings.length === 0) return null;
  return [h("h3", {}, t("view.courts")), h("ul", { class: "findings" }, readings.map(([jurisdiction, verdict, decisions]) => h("li", {},
    verdict ? [t("check.court", { jurisdiction: plain(jurisdiction) }), " ", tokensChip(verdict)]
      : t(isContested ? "check.court-open" : "check.court", { jurisdiction: plain(jurisdiction) }),
    h("ul", { class: "plain" }, decisions.map(([about, parties, court, docket, day, source]) => h("li", {},
      about.map((topic) => t("court-topic." + topic)).join("; "), " ",
      h("span", { class: "faint", title: plain(source) }, "(" + [parties, court, docket, day].filter(Boolean).map(plain).join(", ") + ")")))))))];
}

function dutiesAbout(at, component) {
  const duties = deliveries[at].duties.filter((duty) => duty[3].includes(component));
  if (duties.length === 0) return null;
  return [h("h3", {}, t("check.duties"), " ", h("span", { class: "badge" }, grouped(duties.length))),
    shortened(duties, 6, (rows) => h("ul", { class: "plain" }, rows.map((duty) => h("li", {},
      h("span", { class: "outcome " + { unmet: "bad", unknown: "odd", met: "good" }[duty[9]] }, t("fulfilment." + duty[9])), " ",
      t("duty." + duty[0]), " ", h("span", { class: "faint" }, name(duty[1].replace(/#[^#]*$/, "")), " ", name(duty[2]))))))];
}

function prohibitionsAbout(at, component) {
  const all = deliveries[at].prohibitions.filter((one) => one[3].includes(component));
  if (all.length === 0) return null;
  return [h("h3", {}, t("check.prohibitions"), " ", h("span", { class: "badge" }, grouped(all.length))),
    shortened(all, 6, (rows) => h("ul", { class: "plain" }, rows.map((one) => h("li", {},
      t("prohibition." + one[0]), " ", h("span", { class: "faint" }, name(licenseOf(one[1])), " ", name(one[2]))))))];
}

function usePart(at, title, list, ends) {
  if (list.length === 0) return null;
  const heat = heatOf(at);
  const sorted = Array.from(list).sort((a, b) => heat[ends[b]] - heat[ends[a]] || ends[a] - ends[b]);
  return [h("h3", {}, title, " ", h("span", { class: "badge" }, grouped(list.length))),
    shortened(sorted, 8, (rows) => h("ul", { class: "plain" }, rows.map((relation) => h("li", {},
      h("a", { href: graphHash(at, graphState.focus, relation) }, t("relation." + head.kinds[relations.kind[relation]])), " ",
      componentLink(at, ends[relation]), " ", heat[ends[relation]] > 1 ? levelChip(heat[ends[relation]], 0) : null))))];
}

function relationPanel(at, relation, root) {
  const use = relationUse(relation);
  const [shownBy, against, facts, lines] = evidenceOf(relation);
  const proof = root === undefined ? null : proofOf(at, root);
  const steps = proof === null ? [] : distinct(stepsAbout(proof, use));
  return h("div", { class: "panel" },
    h("h2", { class: "panel-name" }, useWords(at, use)),
    h("dl", { class: "facts" },
      h("dt", {}, t("view.scope")), h("dd", {}, t("view.scope-" + relations.scope[relation])),
      h("dt", {}, t("view.is-there")), h("dd", {}, t("tri." + relations.exists[relation])),
      lines === null ? null : [h("dt", {}, t("view.header-lines")), h("dd", {}, grouped(lines))],
      facts.map(([fact, value]) => [h("dt", {}, factName(fact)), h("dd", {}, t("tri." + value))])),
    h("h3", {}, t("view.evidence")),
    shownBy.length > 0 ? evidenceList(shownBy) : h("p", { class: "faint" }, t("view.no-evidence")),
    against.length > 0 ? [h("h3", {}, t("view.against")), evidenceList(against)] : null,
    root === undefined ? null : [h("h3", {}, t("view.proof-for"), " ", componentLink(at, root)),
      steps.length > 0 ? steps.map((step) => proofTree(at, step)) : h("p", { class: "faint" }, t(proof === null ? "view.no-proof" : "view.not-in-proof"))]);
}
