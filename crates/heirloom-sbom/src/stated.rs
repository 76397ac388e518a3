// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What people state in `heirloom.toml` about bills of materials, where no file of the source says it.
//!
//! ```toml
//! [bom]
//! name = "example"
//! version = "1.2.0"
//! author = "Example GmbH"
//! author_email = "sbom@example.org"
//! stage = "build"
//! supplier = "Example GmbH"
//!
//! [[bom.components]]
//! match = "pkg:cargo/example-*"
//! supplier = "Example GmbH"
//! supplier_url = "https://example.org"
//! ```
//!
//! What is stated of a component wins over what was found. Of several tables that match, later ones
//! win. All errors are collected and say where they are; unknown keys are errors.

use std::ops::Range;

use heirloom_model::{ConfigError, Expression};
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{
    Agent, AgentKind, Bill, Item, Licensing, Stage,
    artifact::{ARCHIVE, EXECUTABLE, FILENAME, STRUCTURED},
    is_address,
};

/// The key of `heirloom.toml` that speaks of bills of materials.
pub const KEY: &str = "bom";

/// What is stated.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Statements {
    /// Who makes the bills.
    pub author: Option<Agent>,
    /// At which stage of the software's life they are made.
    pub stage: Option<Stage>,
    /// The name, version and package URL of what the source is as a whole.
    pub whole: [Option<String>; 3],
    /// Who hands it out.
    pub supplier: Option<Agent>,
    /// What is said of components, in order.
    pub components: Vec<Stated>,
}

/// What is said of the components that a pattern matches.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Stated {
    /// Matches package URLs, else names; `*` stands for any characters.
    pub pattern: String,
    /// What is said, by key.
    pub values: Vec<(&'static str, String)>,
}

const TOP: &[&str] = &[
    "name",
    "version",
    "purl",
    "author",
    "author_email",
    "author_url",
    "author_kind",
    "stage",
    "supplier",
    "supplier_email",
    "supplier_url",
    "components",
];

/// The keys of a component but for `match`.
const COMPONENT: &[&str] = &[
    "supplier",
    "supplier_email",
    "supplier_url",
    "version",
    "license",
    "copyright",
    "cpe",
    "website",
    "vcs",
    "distribution",
    "source_distribution",
    "filename",
    "executable",
    "archive",
    "structured",
    "sha256",
    "sha512",
    "reason",
    "author",
];

/// Reads what a `heirloom.toml` states of bills of materials.
///
/// # Errors
/// Everything that is wrong under its key `bom`, in the order of its lines; a file that is no TOML.
pub fn parse(bytes: &[u8]) -> Result<Statements, Vec<ConfigError>> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        vec![ConfigError::at(&before, before.len(), "the file is not UTF-8")]
    })?;
    let table = DeTable::parse(text).map_err(|error| {
        vec![ConfigError::at(text, error.span().map_or(0, |span| span.start), error.message())]
    })?;
    let mut reader = Reader { text, errors: Vec::new() };
    let mut found = Statements::default();
    let own = table.get_ref().iter().find(|(key, _)| &**key.get_ref() == KEY);
    if let Some((_, value)) = own {
        match value.get_ref() {
            DeValue::Table(table) => found = reader.top(table),
            _ => reader.error(&value.span(), "`bom` is a table: write `[bom]`"),
        }
    }
    if reader.errors.is_empty() {
        return Ok(found);
    }
    reader.errors.sort_by_key(|error| (error.line, error.column));
    Err(reader.errors)
}

struct Reader<'a> {
    text: &'a str,
    errors: Vec<ConfigError>,
}

impl Reader<'_> {
    fn error(&mut self, span: &Range<usize>, message: &str) {
        self.errors.push(ConfigError::at(self.text, span.start, message));
    }

    fn string(&mut self, key: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        match value.get_ref() {
            DeValue::String(text) if !text.trim().is_empty() => Some(text.to_string()),
            DeValue::String(_) => {
                self.error(&value.span(), &format!("`{key}` is empty"));
                None
            }
            DeValue::Boolean(flag) => Some(flag.to_string()),
            _ => {
                self.error(&value.span(), &format!("`{key}` is a string"));
                None
            }
        }
    }

    fn top(&mut self, table: &DeTable<'_>) -> Statements {
        let mut found = Statements::default();
        let [mut author, mut supplier] = [Agent::default(), Agent::default()];
        for (key, value) in table {
            let name: &str = key.get_ref();
            if name == "components" {
                found.components = self.components(value);
                continue;
            }
            if !TOP.contains(&name) {
                let known = TOP.join(", ");
                self.error(&key.span(), &format!("unknown key `bom.{name}`; known: {known}"));
                continue;
            }
            let Some(text) = self.string(name, value) else { continue };
            match name {
                "name" => found.whole[0] = Some(text),
                "version" => found.whole[1] = Some(text),
                "purl" if !text.starts_with("pkg:") => {
                    self.error(&value.span(), "`purl` is a package URL: pkg:TYPE/NAME@VERSION");
                }
                "purl" => found.whole[2] = Some(text),
                "author" => author.name = text,
                "author_email" => author.email = Some(text),
                "author_url" => author.url = Some(text),
                "supplier" => supplier.name = text,
                "supplier_email" => supplier.email = Some(text),
                "supplier_url" if !is_address(&text) => {
                    self.error(&value.span(), "`supplier_url` is an address");
                }
                "supplier_url" => supplier.url = Some(text),
                "author_kind" => match text.as_str() {
                    "organization" => author.kind = AgentKind::Organization,
                    "person" => author.kind = AgentKind::Person,
                    _ => self.error(&value.span(), "`author_kind` is organization or person"),
                },
                _ => match Stage::from_name(&text) {
                    Some(stage) => found.stage = Some(stage),
                    None => {
                        let known: Vec<&str> = Stage::names().collect();
                        let message = format!("`stage` is one of: {}", known.join(", "));
                        self.error(&value.span(), &message);
                    }
                },
            }
        }
        found.author = self.named(author, "author", "who makes the bill");
        found.supplier = self.named(supplier, "supplier", "who hands out the source");
        found
    }

    /// Somebody of whom something is said, who must have a name then.
    fn named(&mut self, agent: Agent, key: &str, who: &str) -> Option<Agent> {
        if agent.name.is_empty() && agent != Agent::default() {
            self.error(&(0..0), &format!("`bom.{key}` is missing: the name of {who}"));
        }
        Some(agent).filter(|agent| !agent.name.is_empty())
    }

    fn components(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<Stated> {
        let DeValue::Array(items) = value.get_ref() else {
            self.error(
                &value.span(),
                "`components` is a list of tables: write `[[bom.components]]`",
            );
            return Vec::new();
        };
        let mut found = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::Table(table) => found.extend(self.component(table, &item.span())),
                _ => self.error(&item.span(), "a component is a table"),
            }
        }
        found
    }

    fn component(&mut self, table: &DeTable<'_>, span: &Range<usize>) -> Option<Stated> {
        let mut stated = Stated::default();
        for (key, value) in table {
            let name: &str = key.get_ref();
            let Some(text) = self.string(name, value) else { continue };
            if name == "match" {
                stated.pattern = text;
                continue;
            }
            let Some(known) = COMPONENT.iter().find(|known| **known == name) else {
                let known = COMPONENT.join(", ");
                self.error(&key.span(), &format!("unknown key `{name}`; known: match, {known}"));
                continue;
            };
            if let Err(message) = checked(known, &text) {
                self.error(&value.span(), &message);
            }
            stated.values.push((known, text));
        }
        if stated.pattern.is_empty() {
            self.error(
                span,
                "`match` is missing: a package URL or name, where `*` stands for anything",
            );
            return None;
        }
        Some(stated)
    }
}

fn checked(key: &str, text: &str) -> Result<(), String> {
    let is_hex =
        |length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let is_right = match key {
        "license" => {
            return Expression::parse(text)
                .map(|_| ())
                .map_err(|error| format!("`license` is no SPDX expression: {error}"));
        }
        "supplier_url" | "website" | "vcs" | "distribution" | "source_distribution" => {
            is_address(text)
        }
        "executable" | "archive" | "structured" => matches!(text, "true" | "false"),
        "sha256" => is_hex(64),
        "sha512" => is_hex(128),
        "filename" => !text.contains(['/', '\\']),
        "cpe" => text.starts_with("cpe:"),
        _ => true,
    };
    let wanted = match key {
        "executable" | "archive" | "structured" => "true or false",
        "sha256" => "64 hexadecimal digits",
        "sha512" => "128 hexadecimal digits",
        "filename" => "the name of a file without folders",
        "cpe" => "a name that starts with cpe:",
        _ => "an address",
    };
    if is_right { Ok(()) } else { Err(format!("`{key}` is {wanted}")) }
}

impl Statements {
    /// Puts what is stated into a bill.
    pub fn apply(&self, bill: &mut Bill) {
        bill.authors.extend(self.author.clone());
        bill.stage = self.stage.or(bill.stage);
        if let [at] = bill.about[..] {
            let item = &mut bill.items[at];
            let [name, version, purl] = self.whole.clone();
            if let Some(name) = name {
                (item.group, item.name) = (None, name.clone());
                bill.name = Some(name);
            }
            item.version = version.or(item.version.take());
            item.purl = purl.or(item.purl.take());
            item.supplier = self.supplier.clone().or(item.supplier.take());
        }
        for item in &mut bill.items {
            for stated in &self.components {
                if is_match(&stated.pattern, item) {
                    stated.values.iter().for_each(|(key, value)| state(item, key, value));
                }
            }
        }
    }
}

fn state(item: &mut Item, key: &str, value: &str) {
    let text = || value.to_owned();
    let mut property = |name: &str, value: String| {
        item.properties.retain(|(known, _)| known != name);
        item.properties.push((name.to_owned(), value));
    };
    let word = |yes: &str, no: &str| if value == "true" { yes.to_owned() } else { no.to_owned() };
    match key {
        "supplier" => item.supplier.get_or_insert_default().name = text(),
        "supplier_email" => item.supplier.get_or_insert_default().email = Some(text()),
        "supplier_url" => item.supplier.get_or_insert_default().url = Some(text()),
        "version" => item.version = Some(text()),
        "license" => item.concluded = Licensing::Stated(text()),
        "copyright" => item.copyright = Some(text()),
        "cpe" => item.cpes.push(text()),
        "website" | "vcs" | "distribution" | "source_distribution" => {
            let kind = key.replace('_', "-");
            item.addresses.retain(|(known, _)| *known != kind);
            item.addresses.push((kind, text()));
        }
        "filename" => property(FILENAME, text()),
        "executable" => property(EXECUTABLE, word("executable", "non-executable")),
        "archive" => property(ARCHIVE, word("archive", "no archive")),
        "structured" => property(STRUCTURED, word("structured", "unstructured")),
        "sha256" => item.checksums.push(("SHA-256".into(), value.to_ascii_lowercase())),
        "sha512" => item.checksums.push(("SHA-512".into(), value.to_ascii_lowercase())),
        // Why, and who says so, stay in the file.
        _ => {}
    }
}

fn is_match(pattern: &str, item: &Item) -> bool {
    item.purl.as_deref().is_some_and(|purl| matches(pattern, purl))
        || matches(pattern, &item.full_name())
}

/// Whether `*` of a pattern can stand for what is between the rest.
fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stated_fills_a_bill() {
        let text = r#"
            [bom]
            author = "Example GmbH"
            author_email = "sbom@example.org"
            stage = "build"
            supplier = "The makers"
            [[bom.components]]
            match = "pkg:npm/*"
            supplier = "somebody"
            [[bom.components]]
            match = "pkg:npm/left-*@1"
            supplier_url = "https://example.org"
            license = "MIT"
            archive = true
            [[deliveries]]
            name = "not of this reader"
        "#;
        let stated = parse(text.as_bytes()).unwrap();
        let item = |purl: &str| Item { purl: Some(purl.into()), ..Item::default() };
        let items =
            vec![item("pkg:npm/left-pad@1"), item("pkg:npm/other@1"), item("pkg:cargo/a@1")];
        let mut bill = Bill { items, ..Bill::default() };
        stated.apply(&mut bill);
        assert_eq!(bill.authors[0].email.as_deref(), Some("sbom@example.org"));
        assert_eq!(bill.stage, Some(Stage::Build));
        assert_eq!(stated.supplier.map(|one| one.name).as_deref(), Some("The makers"));
        let supplier = bill.items[0].supplier.clone().unwrap();
        assert_eq!(
            (supplier.name.as_str(), supplier.url.as_deref()),
            ("somebody", Some("https://example.org"))
        );
        assert_eq!(bill.items[0].concluded.expression(), Some("MIT"));
        assert_eq!(bill.items[0].properties, [(ARCHIVE.to_owned(), "archive".to_owned())]);
        assert_eq!(bill.items[1].supplier.clone().unwrap().name, "somebody");
        assert_eq!(bill.items[2], item("pkg:cargo/a@1"));
    }

    #[test]
    fn every_error_is_told_with_its_place() {
        let text = "[bom]\nsupplier_url = 'x y'\nauthr = 'a'\nstage = 'late'\n[[bom.components]]\nlicense = 'MIT OR'\n\
                    [[bom.components]]\nmatch = 'a'\nsha512 = 'xx'\ncolor = 'red'\n";
        let errors = parse(text.as_bytes()).unwrap_err();
        let lines: Vec<usize> = errors.iter().map(|error| error.line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6, 9, 10], "{errors:?}");
        assert_eq!(parse(b"bom = 1").unwrap_err().len(), 1);
        assert_eq!(parse(b"[x").unwrap_err().len(), 1);
        assert_eq!(parse(b"\xff").unwrap_err().len(), 1);
        assert_eq!(parse(b"").unwrap(), Statements::default());
    }

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, text, is_one) in [
            ("a", "a", true),
            ("a", "ab", false),
            ("a*", "ab", true),
            ("*b", "ab", true),
            ("a*b*c", "axbyc", true),
            ("a*b*c", "acb", false),
            ("ab*b", "ab", false),
            ("*", "", true),
        ] {
            assert_eq!(matches(pattern, text), is_one, "{pattern} {text}");
        }
    }
}
