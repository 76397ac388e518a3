// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// Proofs as trees that open step by step.

/** What a step says. */
function claimWords(at, claim) {
  const tri = (value) => t("tri." + value);
  switch (claim[0]) {
    case "verdict": return [claim[2] === null ? componentLink(at, claim[1]) : t("reading." + claim[2]), ": ", tokensChip(claim[3])];
    case "brings": return [componentLink(at, claim[1][2]), " → ", levelChip(LEVELS.indexOf(claim[2]), 0)];
    case "joined": return [useWords(at, claim[1]), ": ", h("span", { class: "strong" }, tri(claim[3])), " — ", t("join-rule." + claim[2])];
    case "applies": return [componentLink(at, claim[1]), ": ", h("span", { class: "strong" }, tri(claim[2]))];
    case "uses": return [useWords(at, claim[1]), ": ", tri(claim[2])];
    case "fact": return [subjectWords(at, claim[1]), ": ", factName(claim[2]), ": ", h("span", { class: "strong" }, tri(claim[3]))];
    case "license": return [componentLink(at, claim[1]), ": ", licenseName(claim[2])];
    case "elected": return [componentLink(at, claim[1]), ": ", name(claim[2])];
    case "outbound": return claim[1] === null ? "—" : name(claim[1]);
    case "misfit": return [name(claim[1]), claim[2] ? [" ∉ ", name(claim[2])] : null, ": ", t("misfit." + claim[3])];
    case "owed": return [componentLink(at, claim[1]), ": ", t("duty." + claim[2]), " — ", t("fulfilment." + claim[3])];
    case "delivered": return [name(claim[1]), " — ", t("delivery." + claim[2])];
    default: return name(String(claim[0]));
  }
}

function factName(fact) {
  const key = "fact." + fact;
  return key in catalogs[language] ? t(key) : name(fact);
}

/** The uses that a claim speaks of. */
function claimUse(claim) {
  if (["brings", "joined", "uses"].includes(claim[0])) return claim[1];
  if (claim[0] === "fact" && (claim[1][0] === "use" || claim[1][0] === "existence")) return claim[1][1];
  return null;
}

function proofTree(at, step) {
  return h("div", { class: "proof" }, proofStep(at, step, 0, false));
}

function proofStep(at, step, depth, despite) {
  const terms = (step.t || []).map(([id, clause, reviewed]) => h("span", { class: "term", title: id + " · " + t("view.reviewed-" + reviewed) },
    name(id.replace(/#[^#]*$/, "")), " ", name(clause)));
  const line = [despite ? h("span", { class: "despite", title: t("view.despite") }, "× ") : null,
    h("span", { class: "rule-name" }, t("proof." + step.r)), " ", claimWords(at, step.c), " ", terms];
  const evidence = step.e ? evidenceList(step.e) : null;
  const inner = [...(step.b || []).map((one) => [one, false]), ...(step.d || []).map((one) => [one, true])];
  if (inner.length === 0) return h("div", { class: "step leaf" }, h("div", {}, line), evidence);
  const body = h("div", { class: "inner" });
  const fill = () => {
    if (body.childElementCount === 0) body.append(...inner.map(([one, isDespite]) => proofStep(at, one, depth + 1, isDespite)));
  };
  const open = depth < 2;
  if (open) fill();
  return h("details", { class: "step", open, ontoggle: fill }, h("summary", {}, line), evidence, body);
}

/** The outermost steps of a proof that speak of a use. */
function stepsAbout(step, use) {
  const found = claimUse(step.c);
  if (found && found[0] === use[0] && found[1] === use[1] && found[2] === use[2]) return [step];
  return [...(step.b || []), ...(step.d || [])].flatMap((one) => stepsAbout(one, use));
}

/** The same step is told once. */
function distinct(steps) {
  const seen = new Map(steps.map((step) => [JSON.stringify(step), step]));
  return Array.from(seen.values());
}
