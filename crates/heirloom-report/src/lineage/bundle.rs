// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The files of a bundle: notices, texts, lists, offers, and the index of all of it.

mod names;
mod offer;
mod wire;

use std::{collections::HashMap, fmt::Write};

use heirloom_model::{Bundle, Demand, DutyKind, Language, MissingPiece, PieceKind, TermRef};

use self::names::Names;
pub(crate) use self::wire::BundleWire;
use crate::{TerminalOptions, lineage::terminal::Page, messages::Messages, visible::visible};

/// A file of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BundleFile {
    /// Where it stands in the folder of the bundle; parts are split by `/` and hold letters,
    /// digits, `.`, `_` and `-` alone.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The files of a bundle, in the order of their paths. Archives of source are not among them: they
/// are copied into the folder `sources`, and their digests must be known before.
pub fn bundle_files(bundle: &Bundle, version: &str, language: Language) -> Vec<BundleFile> {
    let writer = Writer { bundle, messages: Messages::for_language(language) };
    let mut files = Vec::new();
    let mut add = |path: &str, text: String| {
        if !text.is_empty() {
            files.push(BundleFile { path: path.to_owned(), bytes: text.into_bytes() });
        }
    };
    add("NOTICE.txt", writer.notices());
    add("SOURCES.txt", writer.sources());
    add("OFFER.txt", offer::written(bundle));
    add("source.html", offer::page(bundle));
    add("RELINK.txt", writer.relink());
    add("TERMS.txt", writer.duties_of(PieceKind::Terms, "bundle.terms"));
    add("DISPLAY.txt", writer.duties_of(PieceKind::DisplayedNotice, "bundle.displayed"));
    add("DUTIES.txt", writer.acts());
    add("MISSING.txt", writer.missing());
    let mut names = Names::default();
    for text in &bundle.texts {
        let path = names.text(&text.title);
        add(&path, ended(&text.text));
    }
    let taken: Vec<String> = bundle.files.iter().map(|file| names.file(file)).collect();
    add("bundle.json", wire::json(bundle, version, &taken));
    for (path, file) in taken.into_iter().zip(&bundle.files) {
        files.push(BundleFile { path, bytes: file.bytes.to_vec() });
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// Says for people how complete a bundle is and what it lacks.
pub fn bundle_terminal(bundle: &Bundle, is_written: bool, options: &TerminalOptions) -> String {
    let messages = Messages::for_language(options.language);
    let width = options.width.clamp(60, 100);
    let mut page = Page { messages, color: options.color, width, text: String::new() };
    let kind = page.messages.word("delivery", bundle.kind.name()).to_owned();
    page.heading(&format!("{} · {kind}", visible(&bundle.delivery)));
    let n_pieces = bundle.demands.pieces.len() as u64;
    if n_pieces == 0 && bundle.demands.acts.is_empty() {
        let nothing = page.messages.label("bundle.nothing").to_owned();
        page.block(2, &nothing);
        return page.text;
    }
    let (n_missing, key) = match (bundle.missing.len() as u64, is_written) {
        (0, _) => (n_pieces, "bundle.complete"),
        (n, true) => (n, "bundle.incomplete-written"),
        (n, false) => (n, "bundle.incomplete"),
    };
    let state = page.messages.count(key, n_missing);
    page.block(2, &state);
    if !bundle.demands.acts.is_empty() {
        let to_do = page.messages.count("bundle.to-do", bundle.demands.acts.len() as u64);
        page.block(2, &to_do);
    }
    for (heading, pieces) in [("bundle.missing", &bundle.missing), ("bundle.open", &bundle.open)] {
        if pieces.is_empty() {
            continue;
        }
        page.line("");
        let heading = page.messages.label(heading).to_owned();
        page.block(2, &heading);
        for line in missing_lines(&page.messages, pieces).iter().take(MAX_LINES) {
            page.block(4, line);
        }
        page.more(pieces.len(), MAX_LINES);
    }
    page.text
}

/// Missing pieces shown before the rest is only counted.
const MAX_LINES: usize = 40;

/// One line for each missing piece.
fn missing_lines(messages: &Messages, pieces: &[MissingPiece]) -> Vec<String> {
    let line = |missing: &MissingPiece| {
        let piece = messages.word("piece", missing.demand.kind.name());
        let why = messages.text(
            &format!("missing.{}", missing.reason.name()),
            &[("name", &visible(&missing.looked_for))],
        );
        let terms = match terms(&missing.demand) {
            none if none.is_empty() => none,
            terms => format!(" ({terms})"),
        };
        format!("{}: {piece}{terms}: {why}", visible(missing.demand.about.as_str()))
    };
    pieces.iter().map(line).collect()
}

/// The terms of a demand: license and clause.
fn terms(demand: &Demand) -> String {
    let mut terms: Vec<String> = demand.duties.iter().map(|(_, term)| clause(term)).collect();
    terms.sort();
    terms.dedup();
    terms.join("; ")
}

fn clause(term: &TermRef) -> String {
    let license = term.id.split('#').next().unwrap_or(&term.id);
    format!("{license} {}", term.clause)
}

/// Statements and texts that parts may have in common.
type Same<'a> = (&'a [Box<str>], &'a [usize]);

struct Writer<'a> {
    bundle: &'a Bundle,
    messages: Messages,
}

/// A line of this sign under a heading.
fn heading(out: &mut String, text: &str, sign: char) {
    let width = unicode_width::UnicodeWidthStr::width(text);
    let line: String = std::iter::repeat_n(sign, width).collect();
    writeln!(out, "{text}\n{line}").expect("a string takes any text");
}

/// A text that ends with one line feed.
fn ended(text: &str) -> String {
    format!("{}\n", text.trim_matches(['\n', '\r', '\u{c}']))
}

impl Writer<'_> {
    fn label(&self, key: &str) -> String {
        self.messages.label(key).to_owned()
    }

    /// Parts that have the same license texts and the same statements stand together.
    fn notices(&self) -> String {
        let mut out = String::new();
        if self.bundle.notices.is_empty() {
            return out;
        }
        heading(&mut out, &self.label("bundle.notices"), '=');
        writeln!(out, "\n{}", self.label("bundle.notices-intro")).expect("a string takes any text");
        let mut places: HashMap<Same<'_>, usize> = HashMap::new();
        let mut groups: Vec<(Same<'_>, Vec<usize>)> = Vec::new();
        for (index, entry) in self.bundle.notices.iter().enumerate() {
            let same: Same<'_> = (&entry.copyrights, &entry.texts);
            let place = *places.entry(same).or_insert(groups.len());
            match groups.get_mut(place) {
                Some((_, members)) => members.push(index),
                None => groups.push((same, vec![index])),
            }
        }
        for ((copyrights, texts), members) in groups {
            out.push('\n');
            for member in members {
                self.entry(&mut out, member);
            }
            if copyrights.is_empty() {
                writeln!(out, "  {}", self.label("bundle.no-copyright"))
                    .expect("a string takes any text");
            }
            for statement in copyrights {
                writeln!(out, "  {}", visible(statement)).expect("a string takes any text");
            }
            let numbers: Vec<String> = texts.iter().map(|text| format!("[{}]", text + 1)).collect();
            if !numbers.is_empty() {
                writeln!(out, "  {}", numbers.join(" ")).expect("a string takes any text");
            }
        }
        self.texts(&mut out);
        out
    }

    fn entry(&self, out: &mut String, index: usize) {
        let entry = &self.bundle.notices[index];
        let version = entry.version.as_ref().map(|version| format!(" {version}"));
        let license = entry.license.as_ref().map(|license| format!(" — {license}"));
        let changed = if entry.modified { self.label("bundle.changed") } else { String::new() };
        let changed = if changed.is_empty() { changed } else { format!(" ({changed})") };
        let line = format!(
            "{}{}{}{changed}",
            entry.name,
            version.unwrap_or_default(),
            license.unwrap_or_default()
        );
        writeln!(out, "{}", visible(&line)).expect("a string takes any text");
    }

    fn texts(&self, out: &mut String) {
        if self.bundle.texts.is_empty() {
            return;
        }
        out.push('\n');
        heading(out, &self.label("bundle.texts"), '=');
        for (index, text) in self.bundle.texts.iter().enumerate() {
            out.push('\n');
            heading(out, &format!("[{}] {}", index + 1, visible(&text.title)), '-');
            write!(out, "\n{}", ended(&text.text)).expect("a string takes any text");
        }
    }

    fn sources(&self) -> String {
        let mut out = String::new();
        if self.bundle.sources.is_empty() && self.bundle.offered_in_writing.is_empty() {
            return out;
        }
        heading(&mut out, &self.label("bundle.sources"), '=');
        self.offered_in_writing(&mut out);
        if self.bundle.sources.is_empty() {
            return out;
        }
        let how = if self.bundle.is_written_offer { "sources-offered" } else { "sources-along" };
        writeln!(out, "\n{}\n", self.label(&format!("bundle.{how}")))
            .expect("a string takes any text");
        for entry in &self.bundle.sources {
            let license = entry.license.as_ref().map(|one| format!(" — {one}")).unwrap_or_default();
            writeln!(out, "{}{license}", visible(entry.component.as_str()))
                .expect("a string takes any text");
            let digest = entry.sha256.as_deref().unwrap_or_default();
            writeln!(out, "  {}  {}  SHA-256 {digest}", visible(&entry.archive), entry.size)
                .expect("a string takes any text");
        }
        out
    }

    /// Parts whose source is promised and not at hand.
    fn offered_in_writing(&self, out: &mut String) {
        if self.bundle.offered_in_writing.is_empty() {
            return;
        }
        writeln!(out, "\n{}\n", self.label("bundle.sources-promised"))
            .expect("a string takes any text");
        for id in &self.bundle.offered_in_writing {
            writeln!(out, "{}", visible(id.as_str())).expect("a string takes any text");
        }
    }

    fn relink(&self) -> String {
        let mut out = String::new();
        let is_kit = |demand: &&Demand| demand.kind == PieceKind::RelinkKit && demand.certain;
        let kits: Vec<&Demand> = self.bundle.demands.pieces.iter().filter(is_kit).collect();
        if kits.is_empty() {
            return out;
        }
        heading(&mut out, &self.label("bundle.relink"), '=');
        writeln!(out, "\n{}\n", self.label("bundle.relink-text")).expect("a string takes any text");
        for kit in kits {
            writeln!(out, "{} ({})", visible(kit.about.as_str()), terms(kit))
                .expect("a string takes any text");
            let is_its = |file: &&heirloom_model::BundledFile| {
                file.kind == PieceKind::RelinkKit && file.about == kit.about
            };
            for file in self.bundle.files.iter().filter(is_its) {
                writeln!(out, "  {}", visible(&file.source.to_string()))
                    .expect("a string takes any text");
            }
        }
        out
    }

    /// What is to be said or shown, by duty and component.
    fn duties_of(&self, kind: PieceKind, title: &str) -> String {
        let mut out = String::new();
        let mut lines: Vec<(DutyKind, String)> = Vec::new();
        for demand in self.bundle.demands.pieces.iter().filter(|demand| demand.kind == kind) {
            for (duty, term) in &demand.duties {
                let about = visible(demand.about.as_str());
                lines.push((*duty, format!("{about} ({})", clause(term))));
            }
        }
        if lines.is_empty() {
            return out;
        }
        lines.sort();
        heading(&mut out, &self.label(title), '=');
        self.by_duty(&mut out, &lines);
        out
    }

    fn by_duty(&self, out: &mut String, lines: &[(DutyKind, String)]) {
        let mut last = None;
        for (duty, line) in lines {
            if last != Some(*duty) {
                let word = self.messages.word("duty", duty.name());
                write!(out, "\n{word}:\n").expect("a string takes any text");
                last = Some(*duty);
            }
            writeln!(out, "  {line}").expect("a string takes any text");
        }
    }

    fn acts(&self) -> String {
        let mut out = String::new();
        let mut lines: Vec<(DutyKind, String)> = Vec::new();
        for duty in &self.bundle.demands.acts {
            for about in &duty.about {
                let about = visible(about.as_str());
                lines.push((duty.kind, format!("{about} ({})", clause(&duty.term))));
            }
        }
        if lines.is_empty() {
            return out;
        }
        lines.sort();
        heading(&mut out, &self.label("bundle.duties"), '=');
        writeln!(out, "\n{}", self.label("bundle.duties-text")).expect("a string takes any text");
        self.by_duty(&mut out, &lines);
        out
    }

    fn missing(&self) -> String {
        let mut out = String::new();
        for (title, pieces) in
            [("bundle.missing", &self.bundle.missing), ("bundle.open", &self.bundle.open)]
        {
            if pieces.is_empty() {
                continue;
            }
            if !out.is_empty() {
                out.push('\n');
            }
            heading(&mut out, &self.label(title), '=');
            out.push('\n');
            for line in missing_lines(&self.messages, pieces) {
                writeln!(out, "{line}").expect("a string takes any text");
            }
        }
        out
    }
}

#[cfg(test)]
mod tests;
