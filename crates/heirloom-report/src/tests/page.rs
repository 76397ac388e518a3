// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The HTML page as a file: what it holds and what it must never hold.

use std::convert::Infallible;

use heirloom_model::{FileRecord, Language};
use serde_json::Value;

use super::sample;
use crate::HtmlOptions;

const OPTIONS: HtmlOptions =
    HtmlOptions { language: Language::English, max_files: 1000, max_excerpt_bytes: 100_000 };

#[track_caller]
fn page(files: Vec<FileRecord>, options: &HtmlOptions) -> String {
    let text = format!("{}\n</script><b>&\u{202e}{}", "x".repeat(19), "y".repeat(600));
    let mut contents = |_: &FileRecord| Some(text.clone().into_bytes());
    let mut out = Vec::new();
    let files = &mut files.into_iter().map(Ok::<_, Infallible>);
    crate::html(&sample::summary(), files, &mut contents, options, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The page of the made-up scan.
pub(super) fn sample_page() -> String {
    page(sample::files(), &OPTIONS)
}

/// The data blocks of a kind.
pub(crate) fn blocks(page: &str, class: &str) -> Vec<Value> {
    let start = format!("<script type=\"application/json\" class=\"{class}\">");
    let parts = page.split(&start).skip(1);
    parts
        .map(|part| serde_json::from_str(part.split("</script>").next().unwrap()).unwrap())
        .collect()
}

#[test]
fn page_holds_every_file_with_its_finds() {
    let page = page(sample::files(), &OPTIONS);
    let files = &blocks(&page, "files")[0];
    let n_files = sample::files().len();
    let columns =
        ["folder", "name", "size", "role", "concluded", "found", "reason", "flags", "finds"];
    for column in columns {
        assert_eq!(files[column].as_array().unwrap().len(), n_files, "{column}");
    }
    // A `/` in a name of the sample makes it a folder.
    let odd = "caf\\xe9 \u{202e}gnp.<";
    assert_eq!(files["folders"], serde_json::json!(["art", "docs", odd, "src", "vendor", "zlib"]));
    assert_eq!(files["parents"], serde_json::json!([0, 0, 2, 0, 0, 5]));
    let details = &blocks(&page, "details")[0];
    assert_eq!(details["files"].as_array().unwrap().len(), n_files);
    let names: Vec<&str> =
        files["name"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let at = |name| names.iter().position(|known| *known == name).unwrap();
    insta::assert_snapshot!(details["files"][at("split.c")].to_string());
    assert_eq!(files["flags"][at("split.c")], 8 | 16);
    assert_eq!(files["flags"][at("data.zip")], 1 | 64);
}

#[test]
fn foreign_text_never_leaves_its_string() {
    let page = page(sample::files(), &OPTIONS);
    assert_eq!(page.matches("<script").count(), page.matches("</script>").count());
    assert!(!page.contains("<b>") && !page.contains('\u{202e}'));
    let texts = blocks(&page, "texts")[0].to_string();
    assert!(texts.contains("</script><b>&\u{202e}"), "the text itself is whole: {texts}");
}

#[test]
fn page_needs_nothing_else() {
    // The heads of arrows stand in the page, and the name of the language of pictures is no address.
    let page = page(Vec::new(), &OPTIONS);
    let page = page.replace("url(#arrow)", "").replace("http://www.w3.org/2000/svg", "");
    for outside in
        ["src=", "@import", "url(", "fetch(", "XMLHttp", "innerHTML", "eval(", "onclick=\""]
    {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("default-src 'none'; script-src 'sha256-"));
    let links = page.matches("http").filter(|_| true).count() - page.matches("http-equiv").count();
    assert_eq!(links, 0, "no address at all");
}

#[test]
fn notable_files_are_listed_beyond_the_limit() {
    let page = page(sample::files(), &HtmlOptions { max_files: 2, ..OPTIONS });
    let names = &blocks(&page, "files")[0]["name"];
    let expect = ["Cargo.toml", "LICENSE", "data.zip", "授權.md", "broken.c", "split.c"];
    assert_eq!(*names, serde_json::json!(expect));
}

#[test]
fn texts_stay_within_their_room() {
    let without = page(sample::files(), &HtmlOptions { max_excerpt_bytes: 0, ..OPTIONS });
    assert_eq!(blocks(&without, "texts")[0], serde_json::json!([]));
    let little = page(sample::files(), &HtmlOptions { max_excerpt_bytes: 600, ..OPTIONS });
    assert!(blocks(&little, "texts")[0].as_array().unwrap().len() <= 2);
}

#[test]
fn every_message_of_the_page_exists() {
    let messages = crate::messages::Messages::for_language(Language::English);
    let scripts = ["dom", "chrome", "data", "overview", "map", "files", "file", "main"].map(
        |name| match name {
            "chrome" => include_str!("../../assets/chrome.js"),
            "dom" => include_str!("../../assets/dom.js"),
            "data" => include_str!("../../assets/data.js"),
            "overview" => include_str!("../../assets/overview.js"),
            "map" => include_str!("../../assets/map.js"),
            "files" => include_str!("../../assets/files.js"),
            "file" => include_str!("../../assets/file.js"),
            _ => include_str!("../../assets/main.js"),
        },
    );
    let groups = ["page.", "label.", "attention.", "flag.", "column.", "file-role."];
    let mut n_found = 0;
    for word in scripts.iter().flat_map(|script| script.split('"')) {
        let is_key = groups.iter().any(|group| word.starts_with(group) && word.len() > group.len());
        if is_key && !word.ends_with(['.', '-']) {
            assert_ne!(messages.label(word), word);
            n_found += 1;
        }
    }
    assert!(n_found > 60, "{n_found}");
}

/// The colors of a rule of a style, by the names of their variables.
#[track_caller]
pub(crate) fn colors(style: &'static str, rule: &str) -> Vec<(&'static str, f64)> {
    let body = style.split_once(rule).unwrap().1.split('}').next().unwrap();
    let parts = body.split("--").filter_map(|part| part.split_once(": #"));
    parts.map(|(name, value)| (name, luminance(&value[..6]))).collect()
}

/// Relative luminance (WCAG 2.2) of a color in hexadecimal.
fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

pub(crate) fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn text_has_contrast_in_light_and_dark() {
    let style = include_str!("../../assets/report.css");
    let chosen = colors(style, ":root[data-theme=\"dark\"] {");
    assert_eq!(
        chosen,
        colors(style, ":root:not([data-theme=\"light\"]) {"),
        "dark by choice and by system"
    );
    for theme in [colors(style, ":root {"), chosen] {
        let color = |name: &str| theme.iter().find(|(known, _)| *known == name).unwrap().1;
        let grounds = ["ground", "card", "hover", "code-ground"];
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        for ink in ["ink", "faint", "link"] {
            pairs.extend(grounds.map(|ground| (ink, ground)));
        }
        pairs.extend([
            ("odd", "odd-ground"),
            ("bad", "bad-ground"),
            ("good", "card"),
            ("ink", "meter"),
        ]);
        let marks = theme.iter().filter(|(name, _)| name.starts_with("mark-"));
        pairs.extend(marks.map(|(name, _)| ("ink", *name)));
        for (ink, ground) in pairs {
            let found = contrast(color(ink), color(ground));
            assert!(found >= 4.5, "{ink} on {ground}: {found:.2}");
        }
    }
    let map = include_str!("../../assets/map.js");
    let ink = luminance("14181c");
    for part in map.split("\"#").skip(1).filter(|part| part.as_bytes()[6] == b'"') {
        assert!(contrast(luminance(&part[..6]), ink) >= 4.5 || &part[..6] == "14181c");
    }
}
