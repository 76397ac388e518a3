// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The summary for people: what needs attention, then what the project is under and why.
//!
//! Columns are counted as terminals do, so that Chinese fits too. Color repeats what the words say.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use heirloom_model::{Clarity, Concluded, FolderRecord, Inventory, ScanSummary, Tallies};

use crate::{
    Files, TerminalOptions,
    attention::{self, Example, Group},
    messages::{Messages, grouped},
    visible::visible,
    wire::{ReasonWire, Word},
};

mod image;
mod table;

pub(crate) use table::{Column, GAP, cut_middle, laid_out, padded, width, wrapped};
use table::{NO_BREAK, table};

/// Rows of a table before the rest is only counted.
const MAX_ROWS: usize = 10;

pub(crate) fn write(
    summary: &ScanSummary,
    files: Files<'_>,
    options: &TerminalOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let messages = Messages::for_language(options.language);
    let (groups, n_notes) = attention::gather(summary, files, &messages)?;
    let width = options.width.clamp(60, 100);
    let mut page = Page { messages, color: options.color, width, text: String::new() };
    page.head(summary);
    page.attention(&groups, n_notes);
    page.project(&summary.project, &summary.tallies);
    page.licenses(summary);
    page.holders(summary);
    page.components(&summary.inventory);
    if let Some(image) = &summary.image {
        page.image(image);
    }
    page.folders(&summary.folders);
    page.curations(summary);
    page.rules(summary);
    page.next(summary, !groups.is_empty());
    out.write_all(page.text.as_bytes())
}

/// What a stretch of text is, which its color repeats.
#[derive(Clone, Copy)]
pub(crate) enum Style {
    Heading,
    Bad,
    Odd,
    Good,
    Faint,
}

/// A stretch of text in its color, if colors are wanted.
pub(crate) fn paint(color: bool, style: Style, text: &str) -> String {
    if !color || text.is_empty() {
        return text.to_owned();
    }
    let code = match style {
        Style::Heading => "1",
        Style::Bad => "1;31",
        Style::Odd => "33",
        Style::Good => "32",
        Style::Faint => "2",
    };
    format!("\x1b[{code}m{text}\x1b[0m")
}

struct Page {
    messages: Messages,
    color: bool,
    width: usize,
    text: String,
}

impl Page {
    fn paint(&self, style: Style, text: &str) -> String {
        paint(self.color, style, text)
    }

    fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    fn heading(&mut self, key: &str) {
        let heading = self.paint(Style::Heading, self.messages.label(key));
        self.line("");
        self.line(&heading);
    }

    /// Text in lines behind an indentation.
    fn block(&mut self, indent: usize, text: &str) {
        for line in wrapped(text, self.width - indent) {
            self.line(&format!("{}{line}", " ".repeat(indent)));
        }
    }

    fn head(&mut self, summary: &ScanSummary) {
        let tallies = &summary.tallies;
        let program = format!("Heirloom {}", summary.version);
        let source = cut_middle(&visible(&summary.source), self.width - width(&program) - 2);
        let title = format!(
            "{}  {}",
            self.paint(Style::Heading, &source),
            self.paint(Style::Faint, &program)
        );
        self.line(&title);
        let mut facts = vec![
            self.messages.count("label.files", tallies.n_files),
            bytes(tallies.n_bytes),
            self.messages.count("terminal.distinct", tallies.n_distinct),
        ];
        if tallies.n_binary > 0 {
            facts.push(self.messages.count("terminal.n-binary", tallies.n_binary));
        }
        let facts = facts.join(" · ");
        self.block(0, &facts);
    }

    fn attention(&mut self, groups: &[Group], n_notes: u64) {
        if groups.is_empty() {
            let text = self.paint(Style::Good, self.messages.label("label.attention-none"));
            self.line("");
            self.line(&text);
        } else {
            self.heading("label.attention");
        }
        for group in groups {
            self.group(group);
        }
        if n_notes > 0 {
            let notes = self.messages.count("terminal.n-notes", n_notes);
            let notes = self.paint(Style::Faint, &notes);
            self.line(&format!("  {notes}"));
        }
    }

    fn group(&mut self, group: &Group) {
        let (mark, style) = if group.unread { ("x", Style::Bad) } else { ("!", Style::Odd) };
        let heading = format!("{mark} {}", self.messages.count(group.key, group.n));
        let heading = self.paint(style, &heading);
        self.line(&format!("  {heading}"));
        for Example { place, words, n_more } in &group.examples {
            let words = match n_more {
                0 => words.clone(),
                _ => format!("{words} {}", self.messages.count("terminal.like-it", *n_more)),
            };
            let place = cut_middle(place, self.width - 6);
            let one_line = [place.as_str(), &words].join("  ");
            if width(&one_line) + 6 <= self.width || place.is_empty() {
                self.block(6, one_line.trim());
            } else {
                self.line(&format!("      {place}"));
                self.block(8, &words);
            }
        }
        self.and_more(6, group.n_unshown());
    }

    fn and_more(&mut self, indent: usize, n: u64) {
        if n > 0 {
            let more = self.messages.text("label.and-more", &[("n", &grouped(n))]);
            let more = self.paint(Style::Faint, &more);
            self.line(&format!("{}{more}", " ".repeat(indent)));
        }
    }

    fn project(&mut self, project: &FolderRecord, tallies: &Tallies) {
        self.heading("label.project");
        let concluded = match &project.concluded {
            Some(concluded) => {
                let license = self.paint(Style::Good, &concluded.expression.to_string());
                self.field("label.concluded", &license);
                let because = self.because(concluded);
                self.field("", &because);
                None
            }
            None => Some(self.paint(Style::Odd, self.messages.label("label.concluded-none"))),
        };
        if let Some(text) = concluded {
            self.field("label.concluded", &text);
        }
        let declared = match &project.declared {
            Some(expression) => expression.to_string(),
            None => self.messages.label("label.declared-none").to_owned(),
        };
        self.field("label.declared", &declared);
        let found = self.found(tallies);
        self.field("label.detected", &found);
        if let Some(contents) = self.contents(project) {
            self.field("label.contents", &contents);
        }
        if let Some(clarity) = project.clarity {
            let score = (clarity.score() / 10).to_string();
            let score = self.messages.text("label.score-of", &[("score", &score)]);
            self.field("label.clarity", &score);
            let parts = self.clarity_parts(clarity);
            self.field("", &parts);
        }
    }

    /// The licenses of what the project consists of; `None` when they are its own alone.
    fn contents(&self, project: &FolderRecord) -> Option<String> {
        let names: Vec<(String, u64)> =
            project.contents.iter().map(|(term, &n_files)| (term.to_string(), n_files)).collect();
        (names.len() > 1)
            .then(|| self.counted_list(names.iter().map(|(name, n)| (&**name, *n)).collect(), 6))?
    }

    /// The license identifiers that most files name.
    fn found(&self, tallies: &Tallies) -> String {
        let counted = tallies.licenses.iter().map(|(id, &count)| (&**id, count)).collect();
        match self.counted_list(counted, 6) {
            Some(list) => list,
            None => self.messages.label("label.detected-none").to_owned(),
        }
    }

    /// The most frequent names with their counts; `None` without any.
    fn counted_list(&self, mut counted: Vec<(&str, u64)>, max: usize) -> Option<String> {
        counted.sort_by_key(|&(name, count)| (std::cmp::Reverse(count), name));
        let item = |(name, count): &(&str, u64)| {
            format!("{}{NO_BREAK}({})", visible(name), grouped(*count))
        };
        let mut list: Vec<String> = counted.iter().take(max).map(item).collect();
        if counted.len() > max {
            let n_more = grouped((counted.len() - max) as u64);
            list.push(self.messages.text("label.and-more", &[("n", &n_more)]));
        }
        (!list.is_empty()).then(|| list.join(", "))
    }

    fn because(&self, concluded: &Concluded) -> String {
        let word = ReasonWire::from(concluded.reason).word();
        let key = format!("reason.{word}");
        let reason = self.messages.label(&key);
        match &concluded.source {
            Some(source) => {
                let source = source.to_string();
                let args = [("reason", reason), ("source", &visible(&source))];
                self.messages.text("label.because-source", &args)
            }
            None => self.messages.text("label.because", &[("reason", reason)]),
        }
    }

    fn clarity_parts(&self, clarity: Clarity) -> String {
        let part = |key, points: u16, of: u16| {
            format!("{} {points}/{of}", self.messages.label(key)).replace(' ', NO_BREAK)
        };
        [
            part("label.clarity-declared", 40 * u16::from(clarity.declared), 40),
            part("label.clarity-one", 20 * u16::from(clarity.one_expression), 20),
            part("label.clarity-text", 20 * u16::from(clarity.text_present), 20),
            part("label.clarity-headers", clarity.headers_agree / 50, 20),
        ]
        .join(" · ")
    }

    fn field(&mut self, key: &str, value: &str) {
        const LABEL: usize = 10;
        let label = if key.is_empty() { "" } else { self.messages.label(key) };
        let label = self.paint(Style::Faint, &padded(label, LABEL));
        // A painted value is short; only plain text needs breaking.
        let lines = match value.starts_with('\x1b') {
            true => vec![value.to_owned()],
            false => wrapped(value, self.width - LABEL - 2),
        };
        for (position, line) in lines.iter().enumerate() {
            let before = if position == 0 { label.clone() } else { " ".repeat(LABEL) };
            self.line(format!("  {before}{line}").trim_end());
        }
    }

    fn rows<const N: usize>(&mut self, set: [Column; N], rows: &[[String; N]]) {
        for (position, line) in table(set, rows, self.width - 2).iter().enumerate() {
            let line = if position == 0 { self.paint(Style::Faint, line) } else { line.clone() };
            self.line(&format!("  {line}"));
        }
    }

    fn licenses(&mut self, summary: &ScanSummary) {
        let licenses = &summary.project.licenses;
        let n_files: u64 = licenses.values().sum();
        if n_files == 0 {
            return;
        }
        self.heading("label.licenses");
        let mut counted: Vec<_> =
            licenses.iter().filter(|(license, _)| license.is_some()).collect();
        counted.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        let mut rows = vec![self.labels(["label.license", "label.n-files", "label.share", ""])];
        let none = licenses.get_key_value(&None);
        for (license, count) in counted.iter().take(MAX_ROWS).copied().chain(none) {
            let name = match license {
                Some(expression) => expression.to_string(),
                None => self.messages.label("label.no-license").to_owned(),
            };
            rows.push([name, grouped(*count), percent(*count, n_files), bar(*count, n_files)]);
        }
        self.rows([Column::Text, Column::Number, Column::Number, Column::Text], &rows);
        self.and_more(2, counted.len().saturating_sub(MAX_ROWS) as u64);
        self.hidden(summary);
    }

    /// Names licenses that files mention but no conclusion holds.
    fn hidden(&mut self, summary: &ScanSummary) {
        let concluded = summary.project.licenses.keys().flatten().flat_map(|e| e.ids());
        let concluded: Vec<&str> = concluded.map(|id| id.as_str()).collect();
        let named = summary.tallies.licenses.iter().map(|(id, &count)| (&**id, count));
        let hidden = named.filter(|(id, _)| !concluded.contains(id)).collect();
        if let Some(list) = self.counted_list(hidden, MAX_ROWS) {
            let text = self.messages.text("terminal.hidden", &[("list", &list)]);
            self.block(2, &text);
        }
    }

    fn labels<const N: usize>(&self, keys: [&str; N]) -> [String; N] {
        keys.map(
            |key| if key.is_empty() { String::new() } else { self.messages.label(key).to_owned() },
        )
    }

    fn holders(&mut self, summary: &ScanSummary) {
        let holders = &summary.tallies.holders;
        if holders.is_empty() {
            return;
        }
        self.heading("label.holders");
        let mut counted: Vec<_> = holders.iter().collect();
        counted.sort_by_key(|(name, count)| (std::cmp::Reverse(**count), *name));
        let mut rows = vec![self.labels(["label.holder", "label.n-files"])];
        for (name, count) in counted.iter().take(MAX_ROWS).map(|(name, n)| (*name, **n)) {
            rows.push([visible(name).into_owned(), grouped(count)]);
        }
        self.rows([Column::Text, Column::Number], &rows);
        self.and_more(2, counted.len().saturating_sub(MAX_ROWS) as u64);
    }

    fn folders(&mut self, folders: &[FolderRecord]) {
        if folders.is_empty() {
            return;
        }
        self.heading("label.sub-projects");
        let mut ordered: Vec<&FolderRecord> = folders.iter().collect();
        ordered.sort_by_key(|folder| std::cmp::Reverse(folder.n_files));
        let mut rows = vec![self.labels(["label.folder", "label.license", "label.n-files"])];
        for folder in ordered.iter().take(MAX_ROWS) {
            let license = match &folder.concluded {
                Some(concluded) => concluded.expression.to_string(),
                None => self.messages.label("label.no-license").to_owned(),
            };
            let path = folder.path.to_string();
            rows.push([visible(&path).into_owned(), license, grouped(folder.n_files)]);
        }
        self.rows([Column::Text, Column::Text, Column::Number], &rows);
        self.and_more(2, folders.len().saturating_sub(MAX_ROWS) as u64);
    }

    /// How many packages of which ecosystem, and which of them need a look.
    fn components(&mut self, inventory: &Inventory) {
        if inventory.is_empty() {
            return;
        }
        self.heading("terminal.components");
        let graph = &inventory.graph;
        let counts = [
            self.messages.count("terminal.n-components", graph.packages.len() as u64),
            self.messages.count("terminal.n-roots", graph.roots.len() as u64),
            self.messages.count("terminal.n-edges", graph.edges.len() as u64),
        ];
        self.block(2, &counts.join(" · "));
        let mut ecosystems: BTreeMap<&str, u64> = BTreeMap::new();
        let mut licenses: BTreeMap<String, u64> = BTreeMap::new();
        for (_, package, contents) in inventory.iter() {
            *ecosystems.entry(&package.ecosystem).or_default() += 1;
            if let Some(concluded) = &contents.concluded {
                *licenses.entry(concluded.expression.to_string()).or_default() += 1;
            }
        }
        if let Some(list) = self.counted_list(ecosystems.into_iter().collect(), MAX_ROWS) {
            self.block(2, &list);
        }
        let licenses = licenses.iter().map(|(name, &n)| (&**name, n)).collect();
        if let Some(list) = self.counted_list(licenses, MAX_ROWS) {
            self.block(2, &list);
        }
        let n_odd = inventory.contents.iter().filter(|one| !one.undeclared().is_empty()).count();
        if n_odd > 0 {
            let text = self.messages.count("terminal.undeclared", n_odd as u64);
            self.block(2, &text);
        }
    }

    fn curations(&mut self, summary: &ScanSummary) {
        if summary.curations.is_empty() {
            return;
        }
        self.heading("label.curations");
        for curation in summary.curations.iter().take(MAX_ROWS) {
            let expression = curation.expression.to_string();
            let args = [
                ("expression", &*expression),
                ("reason", &visible(&curation.reason)),
                ("author", &visible(&curation.author)),
            ];
            let words = self.messages.text("terminal.curation-line", &args);
            let files = self.messages.count("label.files", curation.n_files);
            let heading = format!("{}  {files}", visible(&curation.pattern));
            self.block(2, &heading);
            self.block(4, &words);
        }
        self.and_more(2, summary.curations.len().saturating_sub(MAX_ROWS) as u64);
    }

    fn rules(&mut self, summary: &ScanSummary) {
        if summary.rules.is_empty() {
            return;
        }
        self.heading("label.rules");
        for rules in &summary.rules {
            let n_rules = self.messages.count("terminal.n-rules", u64::from(rules.n_rules));
            let name = format!("{} {}", rules.name, rules.version);
            let parts = [name.trim(), &n_rules, &rules.license];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            self.block(2, &visible(&parts.join(" · ")));
            if !rules.attribution.is_empty() {
                self.block(4, &visible(&rules.attribution));
            }
        }
    }

    fn next(&mut self, summary: &ScanSummary, unclear: bool) {
        self.heading("terminal.next");
        let source = shell_word(&visible(&summary.source));
        self.hint(
            "terminal.next-html",
            Some(&format!("heirloom scan --html report.html {source}")),
        );
        if !summary.inventory.is_empty() {
            let command = format!("heirloom scan --components {source}");
            self.hint("terminal.next-components", Some(&command));
            let command = format!("heirloom scan --tree {source}");
            self.hint("terminal.next-tree", Some(&command));
        }
        if unclear {
            self.hint("terminal.next-curate", None);
        }
        if summary.rules.iter().all(|rules| &*rules.name == "built-in") {
            self.hint("terminal.next-rules", Some("heirloom rules add FILE"));
        }
    }

    /// What can be done next; a command is never broken, so that it can be copied.
    fn hint(&mut self, key: &str, command: Option<&str>) {
        let words = self.messages.label(key).to_owned();
        self.block(2, &words);
        if let Some(command) = command {
            self.line(&format!("    {command}"));
        }
    }
}

fn bytes(n: u64) -> String {
    const UNITS: [&str; 4] = ["KiB", "MiB", "GiB", "TiB"];
    if n < 1024 {
        return format!("{n} B");
    }
    let power = (n.ilog2() / 10).min(UNITS.len() as u32);
    let tenths = u128::from(n) * 10 / (1_u128 << (10 * power));
    let unit = UNITS[power as usize - 1];
    format!("{}.{} {unit}", tenths / 10, tenths % 10)
}

fn percent(n: u64, of: u64) -> String {
    let of = u128::from(of.max(1));
    let tenths = (u128::from(n) * 1000 + of / 2) / of;
    if tenths == 0 { "<0.1%".to_owned() } else { format!("{}.{}%", tenths / 10, tenths % 10) }
}

fn bar(n: u64, of: u64) -> String {
    let length = (u128::from(n) * 12).div_ceil(u128::from(of.max(1)));
    "#".repeat(usize::try_from(length).unwrap_or(12))
}

/// The text as one word for a shell.
fn shell_word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:@%+=,~".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}
