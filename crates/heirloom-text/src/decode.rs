// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From the bytes of a file to a UTF-8 view of its words, with a map back to the bytes on disk.
//!
//! Valid UTF-8 is borrowed and costs one validation and one count of its lines; every other
//! encoding is decoded once into a string. Nothing here fails: a byte that fits no encoding is
//! kept as well as can be and said as a [`Problem`].
//!
//! Escapes of string literals, comment marks, HTML tags and the like stay in the view: the readers
//! of words pass over them.

mod binary;
mod font;
mod generated;
mod lines;
mod map;
mod notebook;
mod pdf;
mod reserved;
mod rtf;
mod sniff;
mod text;
mod transcode;

use heirloom_model::{ContentKind, Problem, ProblemCode, TextFacts};

use map::Map;
use sniff::Guess;
pub use text::Text;

/// Limits of decoding, all in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TextLimits {
    /// Bytes of a file on disk that are looked at; at most 1 GiB counts.
    pub max_text_bytes: usize,
    /// Bytes of strings kept of a binary file.
    pub max_binary_string_bytes: usize,
    /// Bytes of text kept of a PDF file; some times as many are unpacked for it.
    pub max_pdf_text_bytes: usize,
    /// Bytes kept of the outputs of a notebook.
    pub max_notebook_output_bytes: usize,
}

impl TextLimits {
    /// Offsets are kept in 32 bits and a view can be three times as long as its file.
    const MAX_TEXT_BYTES: usize = 1 << 30;

    /// The limits of a normal scan: 64 MiB of text, 8 MiB of strings and of text in
    /// PDF files, 256 KiB of outputs.
    pub fn standard() -> TextLimits {
        TextLimits {
            max_text_bytes: 64 << 20,
            max_binary_string_bytes: 8 << 20,
            max_pdf_text_bytes: 8 << 20,
            max_notebook_output_bytes: 256 << 10,
        }
    }
}

/// What stands between a [`Text`] and the bytes of its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TextForm {
    /// The whole text of the file.
    Plain,
    /// The whole text of an HTML or XML file, tags included.
    Markup,
    /// Words pulled out of a format that is not meant to be read raw: RTF, notebooks, PDF, fonts.
    Extracted,
    /// The strings of a binary file, one a line.
    BinaryStrings,
}

/// Reads the bytes of a file as text; `file_name` is its last path component.
pub fn decode<'a>(
    file_name: &[u8],
    bytes: &'a [u8],
    limits: &TextLimits,
) -> (Text<'a>, Vec<Problem>) {
    let mut problems = Vec::new();
    let max_bytes = limits.max_text_bytes.min(TextLimits::MAX_TEXT_BYTES);
    let truncated = bytes.len() > max_bytes;
    let head = &bytes[..bytes.len().min(max_bytes)];
    if truncated {
        problems.push(too_large(max_bytes, bytes.len()));
    }
    let text = decode_head(file_name, head, truncated, limits, &mut problems);
    (text, problems)
}

fn decode_head<'a>(
    file_name: &[u8],
    bytes: &'a [u8],
    truncated: bool,
    limits: &TextLimits,
    problems: &mut Vec<Problem>,
) -> Text<'a> {
    if rtf::is_rtf(bytes) {
        return decode_rtf(bytes, problems);
    }
    if sniff::is_pdf(bytes)
        && let Some(text) = decode_pdf(bytes, limits, problems)
    {
        return text;
    }
    if let Some(text) = decode_font(bytes, limits, problems) {
        return text;
    }
    match sniff::guess(bytes, truncated) {
        Guess::Empty => Text::plain(""),
        Guess::Binary => binary::text(bytes, limits, problems),
        Guess::Utf8 { text, shift: 0 } if notebook::is_notebook(file_name) => {
            decode_notebook(file_name, text, limits)
        }
        Guess::Utf8 { text, shift } => {
            let form = form(file_name, text);
            Text::new(text.into(), form, Map::Shifted(shift), facts("UTF-8", text))
        }
        Guess::Scheme { scheme, shift } => {
            let (view, checkpoints, broken) = transcode::decode(scheme, bytes, shift);
            if broken {
                let args = vec![("encoding", scheme.name().into())];
                problems.push(Problem::new(ProblemCode::ENCODING_BROKEN, args));
            }
            let facts = facts(scheme.name(), &view);
            let form = form(file_name, &view);
            Text::new(view.into(), form, Map::Transcoded(checkpoints), facts)
        }
    }
}

fn decode_notebook<'a>(file_name: &[u8], text: &'a str, limits: &TextLimits) -> Text<'a> {
    match notebook::extract(text, limits.max_notebook_output_bytes) {
        Some((view, pieces)) => {
            let facts = facts("UTF-8", &view);
            Text::new(view.into(), TextForm::Extracted, Map::Extracted(pieces), facts)
        }
        None => {
            let form = form(file_name, text);
            Text::new(text.into(), form, Map::Shifted(0), facts("UTF-8", text))
        }
    }
}

fn decode_rtf<'a>(bytes: &'a [u8], problems: &mut Vec<Problem>) -> Text<'a> {
    let (view, pieces, n_read) = rtf::extract(bytes);
    if n_read < bytes.len() {
        problems.push(too_large(n_read, bytes.len()));
    }
    // The format itself is ASCII; how it writes other characters differs from group to group.
    let facts = facts("windows-1252", &view);
    Text::new(view.into(), TextForm::Extracted, Map::Extracted(pieces), facts)
}

/// The text of a PDF file; without any its strings are read as those of other binary files.
fn decode_pdf<'a>(
    bytes: &'a [u8],
    limits: &TextLimits,
    problems: &mut Vec<Problem>,
) -> Option<Text<'a>> {
    let pdf::Outcome { extract, unread } = pdf::extract(bytes, limits.max_pdf_text_bytes);
    if let Some(reason) = unread {
        problems.push(Problem::new(ProblemCode::PDF_UNREAD, vec![("reason", reason.into())]));
    }
    let pdf::Extract { view, parts, is_cut } = extract?;
    if is_cut {
        let limit = limits.max_pdf_text_bytes.to_string().into();
        problems.push(Problem::new(ProblemCode::BINARY_STRINGS_LIMIT, vec![("limit", limit)]));
    }
    let facts = TextFacts {
        content: ContentKind::Text,
        encoding: None,
        n_lines: 0,
        generated: generated::says_generated(&view),
        reserved: reserved::says_reserved(&view),
    };
    Some(Text::new(view.into(), TextForm::Extracted, Map::Parts(parts), facts))
}

/// What a font says of itself; its other strings are none of a text.
fn decode_font<'a>(
    bytes: &'a [u8],
    limits: &TextLimits,
    problems: &mut Vec<Problem>,
) -> Option<Text<'a>> {
    let font::Names { view, parts, is_cut } = font::names(bytes, limits.max_binary_string_bytes)?;
    if is_cut {
        let limit = limits.max_binary_string_bytes.to_string().into();
        problems.push(Problem::new(ProblemCode::BINARY_STRINGS_LIMIT, vec![("limit", limit)]));
    }
    let facts = TextFacts { content: ContentKind::Binary, ..TextFacts::default() };
    Some(Text::new(view.into(), TextForm::Extracted, Map::Parts(parts), facts))
}

fn too_large(limit: usize, size: usize) -> Problem {
    let args = vec![("limit", limit.to_string().into()), ("size", size.to_string().into())];
    Problem::new(ProblemCode::FILE_TOO_LARGE, args)
}

fn facts(encoding: &str, view: &str) -> TextFacts {
    TextFacts {
        content: ContentKind::Text,
        encoding: Some(encoding.into()),
        n_lines: 0,
        generated: generated::says_generated(view),
        reserved: reserved::says_reserved(view),
    }
}

/// Extensions of HTML and XML files.
const MARKUP_EXTENSIONS: &[&str] = &[
    "csproj", "fsproj", "htm", "html", "nuspec", "plist", "pom", "props", "qhp", "rdf", "resx",
    "shtml", "svg", "targets", "ui", "vbproj", "vcxproj", "wsdl", "xaml", "xhtml", "xlf", "xml",
    "xsd", "xsl", "xslt",
];

fn form(file_name: &[u8], view: &str) -> TextForm {
    let extension = file_name.rsplit(|&byte| byte == b'.').next().unwrap_or_default();
    let named = extension.len() < file_name.len()
        && MARKUP_EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known.as_bytes()));
    if named || starts_as_markup(view) { TextForm::Markup } else { TextForm::Plain }
}

fn starts_as_markup(view: &str) -> bool {
    let start = view.trim_start().as_bytes();
    ["<?xml", "<!doctype", "<html", "<svg", "<head", "<body"].iter().any(|tag| {
        start.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag.as_bytes()))
    })
}

#[cfg(test)]
mod tests;
