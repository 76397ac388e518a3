// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

// The overview: what the project is under and why, what needs attention, tallies.

function overview() {
  return h("div", { class: "overview" },
    conclusion(), attention(), imageCard(),
    h("div", { class: "columns" }, licenseTally(), h("div", {}, holderTally(), roleTally())),
    packageTally(), subProjects(), curations(), problems(), rules());
}

/** Why a license was concluded; the deciding file relative to `folder`. */
function reasonText(concluded, folder) {
  const reason = t("reason." + concluded.reason);
  let source = concluded.source;
  if (source && folder && source.startsWith(folder + "/")) source = source.slice(folder.length + 1);
  return source
    ? t("label.because-source", { reason, source: plain(source) })
    : t("label.because", { reason });
}

/** Names with their counts in one line, the first few and the rest on demand. */
function countedList(entries) {
  const MAX = 8;
  const item = ([text, n], at) => [at ? " " : "",
    h("span", { class: "nowrap" }, name(text), ` (${grouped(n)})`, at + 1 < entries.length ? "," : "")];
  const place = h("span", {}, entries.slice(0, MAX).map(item));
  if (entries.length > MAX) {
    place.append(" ", h("button", { class: "link", onclick: () => place.replaceChildren(...entries.map(item).flat()) },
      t("label.and-more", { n: grouped(entries.length - MAX) })));
  }
  return place;
}

function conclusion() {
  const { project, tallies } = scan;
  const found = Object.entries(tallies.licenses).sort((a, b) => b[1] - a[1]);
  return conclusionCard(project, t("label.concluded"),
    h("dt", {}, t("label.detected")), h("dd", {}, found.length ? countedList(found) : t("label.detected-none")),
    h("dt", {}, t("label.n-files")),
    h("dd", {}, [count("label.files", tallies.files), bytes(tallies.bytes),
      count("page.distinct", tallies.distinct), count("page.binary", tallies.binary)].join(" · ")));
}

/** What a project is under and why, what it consists of, how clear that is, who disagrees. */
function conclusionCard(project, title, ...facts) {
  const concluded = project.concluded;
  const contents = project.contents.map((tally) => [tally.expression, tally.files]);
  return h("section", { class: "card conclusion" },
    h("div", { class: "verdict" },
      h("h2", {}, title),
      h("p", { class: "big" }, concluded ? name(concluded.expression) : t("label.concluded-none")),
      concluded && h("p", {}, reasonText(concluded, project.path)),
      h("dl", {},
        h("dt", {}, t("label.declared")),
        h("dd", {}, project.declared ? name(project.declared) : t("label.declared-none")),
        contents.length ? [h("dt", {}, t("label.contents")), h("dd", {}, countedList(contents),
          h("div", { class: "faint" }, t("page.contents-hint")))] : null,
        facts,
        project.disagreeing.length ? [h("dt", {}, t("page.disagreeing")), h("dd", {}, disagreeing(project))] : null)),
    project.clarity && clarity(project.clarity));
}

/** The files that disagree with their project, folded. */
function disagreeing(project) {
  const show = (paths) => h("ul", { class: "plain" }, paths.map((path) => h("li", {}, pathLink(path))));
  const unnamed = project.disagreeing_files - project.disagreeing.length;
  return h("details", {}, h("summary", {}, count("label.files", project.disagreeing_files)),
    shortened(project.disagreeing, 10, show),
    unnamed > 0 ? h("p", { class: "faint" }, t("label.and-more", { n: grouped(unnamed) })) : null);
}

function clarity(parts) {
  const row = (key, points, of) => h("li", {},
    h("span", {}, t("label.clarity-" + key)),
    h("span", { class: "meter", "aria-hidden": "true" }, fill(points / of)),
    h("span", { class: "number" }, `${Math.floor(points)}/${of}`));
  return h("div", { class: "clarity" },
    h("h2", {}, t("label.clarity")),
    h("p", { class: "big" }, t("label.score-of", { score: String(Math.floor(parts.score * 100 + 1e-6)) })),
    h("ul", {},
      row("declared", 40 * parts.declared, 40), row("one", 20 * parts.one_expression, 20),
      row("text", 20 * parts.text_present, 20), row("headers", 20 * parts.headers_agree, 20)));
}

function fill(share) {
  const bar = h("span", { class: "fill" });
  bar.style.width = Math.max(0, Math.min(1, share)) * 100 + "%";
  return bar;
}

function attention() {
  const problems = (test) => scan.problems.filter(test).length;
  const unread = problems((problem) => problem.severity === "unread");
  const items = [
    ["unread", "attention.unread", Math.max(unread, flagCounts.unread, scan.tallies.unread), "unread"],
    ["odd", "attention.unknown", scan.tallies.unknown, "unknown"],
    ["odd", "attention.tag", problems((problem) => problem.code === "spdx-tag-broken"), "broken-tag"],
    ["odd", "attention.disagree", scan.project.disagreeing_files, "disagrees"],
    ["odd", "attention.tag-text", flagCounts["tag-text"], "tag-text"],
    ["odd", "attention.curation", scan.curations.filter((curation) => curation.files === 0).length, null],
    ["odd", "attention.other", problems((problem) => problem.severity === "warning"
      && !["spdx-tag-broken", "curation-unused"].includes(problem.code)), "warning"],
  ].filter(([, , n]) => n > 0);
  const body = items.length === 0
    ? h("p", { class: "good" }, t("label.attention-none"))
    : h("ul", { class: "attention" }, items.map(([style, key, n, flag]) => h("li", { class: style },
      flag && flagCounts[flag] > 0
        ? h("a", { href: filesHash({ flag }) }, count(key, n))
        : flag ? h("a", { href: "#problems" , onclick: toProblems }, count(key, n)) : count(key, n))));
  const clues = scan.project.disagreeing_files > scan.project.disagreeing.length
    ? h("p", { class: "faint" }, t("page.disagree-some", { n: grouped(scan.project.disagreeing.length) })) : null;
  return card(t("label.attention"), {}, body, clues);
}

function toProblems(event) {
  event.preventDefault();
  const target = document.getElementById("problems");
  if (target) {
    target.scrollIntoView();
    target.focus();
  }
}

function tallyRows(rows, total, most) {
  return h("table", { class: "tally" }, h("tbody", {}, rows.map((row) => h("tr", {},
    h("th", { scope: "row" }, row.link ? h("a", { href: row.link }, row.swatch, name(row.text)) : name(row.text)),
    h("td", { class: "bar", "aria-hidden": "true" }, row.none ? null : h("span", { class: "meter" }, fill(row.n / most))),
    h("td", { class: "number" }, grouped(row.n)),
    total ? h("td", { class: "number" }, percent(row.n, total)) : null))));
}

function licenseTally() {
  const total = scan.project.licenses.reduce((sum, tally) => sum + tally.files, 0);
  const rank = new Map(expressions.map((text, id) => [text, id]));
  const rows = scan.project.licenses.map((tally) => {
    const license = tally.expression === null ? -1 : rank.get(tally.expression);
    const text = tally.expression === null ? t("label.no-license") : tally.expression;
    const link = license === undefined ? null : filesHash({ license: String(license) });
    return { text, n: tally.files, link, none: tally.expression === null, swatch: license === undefined ? null : swatch(license) };
  });
  const none = rows.filter((row) => row.none);
  const some = rows.filter((row) => !row.none);
  const most = some.reduce((most, row) => Math.max(most, row.n), 1);
  return card(t("label.licenses"), {}, shortened(some, none.length ? 11 : 12, (rows) => tallyRows(rows.concat(none), total, most)));
}

function holderTally() {
  const rows = Object.entries(scan.tallies.holders)
    .map(([text, n]) => ({ text, n }))
    .sort((a, b) => b.n - a.n || (a.text < b.text ? -1 : 1));
  if (rows.length === 0) return null;
  const more = head.left_out[0] > 0
    ? h("p", { class: "faint" }, t("label.and-more", { n: grouped(head.left_out[0]) })) : null;
  return card(t("label.holders"), {}, shortened(rows, 12, (shown) => tallyRows(shown, 0, rows[0].n)), more);
}

function roleTally() {
  const rows = head.roles.map((_, role) => ({
    text: roleName(role), n: roleCounts[role], link: filesHash({ role: String(role) }),
  })).filter((row) => row.n > 0).sort((a, b) => b.n - a.n);
  if (rows.length < 2) return null;
  return card(t("page.roles"), {}, tallyRows(rows, files.n, rows[0].n));
}

function folderOfPath(path) {
  let folder = 0;
  for (const part of path.split("/")) {
    if (part === "") continue;
    folder = folders.children[folder].find((child) => folders.name[child] === part);
    if (folder === undefined) return -1;
  }
  return folder;
}

function subProjects() {
  if (scan.folders.length === 0) return null;
  const ordered = scan.folders.slice().sort((a, b) => b.files - a.files);
  const row = (project) => {
    const folder = folderOfPath(project.path);
    const concluded = project.concluded;
    const contents = project.contents.map((tally) => [tally.expression, tally.files]);
    return h("tr", {},
      h("th", { scope: "row" }, folder < 0 ? name(project.path)
        : h("a", { href: "#map/" + folder }, name(project.path))),
      h("td", {}, concluded ? name(concluded.expression) : t("label.no-license"),
        concluded && h("div", { class: "faint" }, reasonText(concluded, project.path)),
        contents.length > 1 && h("div", { class: "faint" }, t("label.contents"), ": ", countedList(contents))),
      h("td", {}, project.declared ? name(project.declared) : ""),
      h("td", { class: "number" }, project.clarity ? String(Math.floor(project.clarity.score * 100 + 1e-6)) : ""),
      h("td", { class: "number" }, grouped(project.files)));
  };
  const show = (rows) => h("div", { class: "scroll" }, h("table", { class: "list" },
    h("thead", {}, h("tr", {}, ["label.folder", "label.license", "label.declared", "label.clarity", "label.n-files"]
      .map((key, at) => h("th", { scope: "col", class: at > 2 && "number" }, t(key))))),
    h("tbody", {}, rows.map(row))));
  return card(t("label.sub-projects"), {}, shortened(ordered, 12, show));
}

function curations() {
  if (scan.curations.length === 0) return null;
  return card(t("label.curations"), {}, h("ul", { class: "plain" }, scan.curations.map((curation) =>
    h("li", {}, name(curation.pattern, { class: "code" }), " → ", name(curation.expression, { class: "strong" }), " ",
      h("span", { class: curation.files ? "badge" : "badge odd" }, count("label.files", curation.files)),
      h("div", { class: "faint" }, name(curation.reason), " — ", name(curation.author))))));
}

function problemText(problem) {
  return t("problem." + problem.code, Object.fromEntries(
    Object.entries(problem.args).map(([key, value]) => [key, plain(value)])));
}

function problems() {
  if (scan.problems.length === 0) return null;
  const groups = new Map();
  for (const problem of scan.problems) {
    if (!groups.has(problem.code)) groups.set(problem.code, []);
    groups.get(problem.code).push(problem);
  }
  const order = { unread: 0, warning: 1, note: 2 };
  const sorted = Array.from(groups.values()).sort((a, b) =>
    order[a[0].severity] - order[b[0].severity] || b.length - a.length);
  const item = (problem) => {
    const file = problem.path === undefined ? -1 : fileOfPath(problem.path);
    const place = problem.path === undefined ? null
      : name(problem.path + (problem.line ? ":" + problem.line : ""), { class: "code" });
    return h("li", {}, place && (file < 0 ? place : h("a", { href: "#file/" + file }, place)), place && " ",
      problemText(problem));
  };
  return card(t("label.problems"), { id: "problems", tabindex: "-1" }, sorted.map((group) =>
    h("details", { class: "group", open: group.length <= 5 && group[0].severity !== "note" },
      h("summary", {}, h("span", { class: "badge " + group[0].severity }, t("severity." + group[0].severity)), " ",
        h("span", { class: "code" }, group[0].code), " ", h("span", { class: "number" }, grouped(group.length))),
      shortened(group, 50, (rows) => h("ul", { class: "plain" }, rows.map(item))))),
    head.left_out[1] > 0 ? h("p", { class: "faint" }, t("label.and-more", { n: grouped(head.left_out[1]) })) : null);
}

function rules() {
  return card(t("label.rules"), {}, h("ul", { class: "plain" }, scan.rules.map((rules) => h("li", {},
    name(rules.name, { class: "strong" }), " ", name(rules.version), " · ", count("page.rules", rules.rules), " · ", name(rules.license),
    h("div", { class: "faint" }, name(rules.attribution)), h("div", { class: "faint code" }, "BLAKE3 ", rules.digest)))),
    h("p", { class: "faint" }, t("page.made-by", { version: plain(scan.tool.version) })));
}
