// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a file is for, by its place, its name and what it says of itself.
//!
//! Names are those that build tools and people use everywhere; nothing here knows a project.

use heirloom_model::{
    ConcludedReason, ContentKind, FileFacts, FileRecord, FileRole, FindKind, LicenseFind, TreePath,
};

use super::names::{self, lower};

/// Files that autotools, gettext, libtool, gnulib and texinfo copy into a tree.
const COPIED: [&str; 58] = [
    "aclocal.m4",
    "acinclude.m4",
    "announce-gen",
    "ar-lib",
    "boldquot.sed",
    "bootstrap.sh",
    "compile",
    "config.guess",
    "config.h.in",
    "config.libpath",
    "config.rpath",
    "config.sub",
    "configure",
    "depcomp",
    "do-release-commit-and-tag",
    "elisp-comp",
    "en@boldquot.header",
    "en@quot.header",
    "gendocs.sh",
    "gendocs_template",
    "gendocs_template_min",
    "git-version-gen",
    "gitlog-to-changelog",
    "gnulib.mk",
    "gnumakefile",
    "gnupload",
    "gradlew",
    "gradlew.bat",
    "insert-header.sin",
    "insert-header.sed",
    "install",
    "install-sh",
    "install.txt",
    "ltmain.sh",
    "maint.mk",
    "makefile.in",
    "makefile.in.in",
    "makevars.template",
    "mdate-sh",
    "missing",
    "mkinstalldirs",
    "move-if-change",
    "mvnw",
    "mvnw.cmd",
    "po-make",
    "py-compile",
    "quot.sed",
    "remove-potcdate.sed",
    "remove-potcdate.sin",
    "rules-quot",
    "shtool",
    "symlink-tree",
    "tap-driver.sh",
    "test-driver",
    "texinfo.tex",
    "update-copyright",
    "vc-list-files",
    "ylwrap",
];

/// Folders where build tools keep such files.
const COPIED_FOLDERS: [&str; 6] =
    ["m4", "build-aux", "autoconf", "aclocal", "autotools", "config-aux"];

const TEST_FOLDERS: [&str; 18] = [
    "t",
    "test",
    "tests",
    "testsuite",
    "testsuites",
    "testdata",
    "test-data",
    "testcases",
    "unittest",
    "unittests",
    "selftest",
    "selftests",
    "__tests__",
    "spec",
    "fixtures",
    "fuzz",
    "fuzzing",
    "regress",
];

const DOCUMENT_FOLDERS: [&str; 7] =
    ["doc", "docs", "documentation", "man", "manual", "manpages", "htdocs"];

const DOCUMENT_ENDS: [&str; 16] = [
    "md", "markdown", "txt", "rst", "adoc", "asciidoc", "html", "htm", "texi", "texinfo", "tex",
    "info", "pod", "roff", "pdf", "rtf",
];

const DATA_ENDS: [&str; 22] = [
    "po",
    "pot",
    "svg",
    "json",
    "csv",
    "tsv",
    "xml",
    "xpm",
    "xbm",
    "ppm",
    "pgm",
    "uu",
    "b64",
    "hex",
    "ics",
    "plist",
    "dat",
    "gif",
    "png",
    "jpg",
    "ttf",
    "lintian-overrides",
];

/// Ends of programs, which may be called like texts that people read.
const PROGRAM_ENDS: [&str; 24] = [
    "bat", "c", "cc", "cjs", "cpp", "cs", "css", "go", "h", "java", "js", "jsx", "kt", "lua",
    "mjs", "php", "pl", "ps1", "py", "rb", "rs", "sh", "ts", "tsx",
];

/// Names, without their ends, of files that tell what happened or is to happen.
const HISTORIES: [&str; 16] = [
    "about-nls",
    "authors",
    "changelog",
    "changelogs",
    "changes",
    "contributors",
    "faq",
    "history",
    "maintainers",
    "news",
    "relnotes",
    "releasenotes",
    "release-notes",
    "thanks",
    "todo",
    "whatsnew",
];

/// What the folders above a file tell, kept for the files beside it.
#[derive(Debug)]
pub(super) struct Place {
    folder: Box<[u8]>,
    is_text: bool,
    of_build_tools: bool,
    of_tests: bool,
    of_documents: bool,
}

impl Place {
    fn new(folder: &[u8]) -> Place {
        let names = lower(folder);
        let is_below = |known: &[&str]| {
            let mut names = names.iter().flat_map(|names| names.split('/'));
            names.any(|name| known.contains(&name.trim_end_matches('!')))
        };
        Place {
            folder: folder.into(),
            is_text: names.is_some(),
            of_build_tools: is_below(&COPIED_FOLDERS),
            of_tests: is_below(&TEST_FOLDERS),
            of_documents: is_below(&DOCUMENT_FOLDERS),
        }
    }

    fn moved_to(&mut self, folder: &[u8]) -> &Place {
        if *self.folder != *folder {
            *self = Place::new(folder);
        }
        self
    }
}

impl Default for Place {
    fn default() -> Place {
        Place::new(b"")
    }
}

/// What the file is for; `place` is that of the file seen before.
pub(super) fn role(path: &TreePath, facts: &FileFacts, place: &mut Place) -> FileRole {
    let place = place.moved_to(path.folder_bytes());
    let Some(name) = lower(path.file_name()).filter(|_| place.is_text) else {
        return FileRole::default();
    };
    let name = &*name;
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    // A text may be called like its license: `CDDL-1.0`.
    let is_numbered = end.bytes().all(|byte| byte.is_ascii_digit());
    let reads = is_numbered || DOCUMENT_ENDS.contains(&end);
    let holds_texts = names::is_license_name(path.file_name())
        || names::is_collection(path)
        || (reads && names::is_license_text(facts) && !place.of_documents);
    if holds_texts || name.ends_with(".license") {
        FileRole::LicenseText
    } else if is_build_tool(name, end, place.of_build_tools) {
        FileRole::BuildTool
    } else if facts.text.content == ContentKind::Binary {
        FileRole::Data
    } else if is_history(name, reads) {
        FileRole::History
    } else if place.of_tests || is_test_name(name) {
        FileRole::Test
    } else if DATA_ENDS.contains(&end) {
        FileRole::Data
    } else if is_document(path, name, end) || place.of_documents {
        FileRole::Documentation
    } else if facts.text.generated {
        FileRole::Generated
    } else {
        FileRole::Source
    }
}

/// Whether the tools that run tests know them by such a name (Go's and Rust's, pytest, Jest, RSpec).
fn is_test_name(name: &str) -> bool {
    let Some((stem, end)) = name.rsplit_once('.') else { return false };
    match end {
        "go" | "rb" => stem.ends_with("_test") || stem.ends_with("_spec"),
        "rs" => stem == "tests" || stem.ends_with("_test") || stem.ends_with("_tests"),
        "py" => stem.starts_with("test_") || stem.ends_with("_test") || stem == "conftest",
        "js" | "jsx" | "mjs" | "cjs" | "ts" | "tsx" | "mts" | "cts" => {
            stem.ends_with(".test") || stem.ends_with(".spec")
        }
        _ => false,
    }
}

/// Whether the licenses of the file are those of what its package consists of.
///
/// In documents and data a name or an address says which license something is under, mostly
/// something else; a notice, a tag or what others say of the file speaks of itself. So do the names
/// in a font: strings of other binary files are clues, from which nothing is concluded.
pub(super) fn tells_contents(record: &FileRecord, role: FileRole) -> bool {
    let Some(concluded) = &record.context.concluded else {
        return false;
    };
    if !role.is_content() {
        return false;
    }
    let is_own = concluded.reason == ConcludedReason::Detected;
    let is_prose = matches!(role, FileRole::Documentation | FileRole::Data)
        && record.facts.text.content != ContentKind::Binary;
    let speaks = |kind| matches!(kind, FindKind::Text | FindKind::Notice | FindKind::Tag);
    !is_own || !is_prose || record.facts.licenses.iter().any(|find| speaks(find.kind))
}

/// Whether all licenses that a document names are named in passing: it compares them, or tells of
/// other software. A `README` speaks of the software beside it, and a page of the manual of itself.
pub(super) fn only_mentions(record: &FileRecord, role: FileRole) -> bool {
    let is_prose = match role {
        FileRole::History => true,
        FileRole::Documentation => {
            let name = record.path.file_name();
            let end = name.rsplit(|&byte| byte == b'.').next().and_then(lower);
            !names::is_readme_name(name) && !end.is_some_and(|end| is_manual_page(&end))
        }
        _ => false,
    };
    let speaks = |find: &LicenseFind| {
        !matches!(find.kind, FindKind::Reference | FindKind::Clue | FindKind::Unknown)
            || !find.refers_to.is_empty()
    };
    is_prose && !record.facts.licenses.iter().any(speaks)
}

fn is_build_tool(name: &str, end: &str, is_below: bool) -> bool {
    COPIED.contains(&name)
        || (is_below && !matches!(end, "c" | "h" | "cc" | "cpp" | "py"))
        // Of `.frame` files Coco/R makes scanners and parsers, which are not under their license.
        || matches!(end, "m4" | "cmake" | "frame")
        || name.ends_with(".cmake.in")
}

/// `CHANGELOG.md`, `NEWS-2.0`, `ChangeLog-2007`.
fn is_history(name: &str, reads: bool) -> bool {
    let is_named = |history: &&str| {
        name.strip_prefix(*history).is_some_and(|rest| {
            rest.is_empty() || (rest.starts_with(['.', '-', '_']) && (reads || is_number(rest)))
        })
    };
    HISTORIES.iter().any(is_named)
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || b".-_".contains(&byte))
}

fn is_document(path: &TreePath, name: &str, end: &str) -> bool {
    DOCUMENT_ENDS.contains(&end)
        || is_manual_page(end)
        || names::is_readme_name(path.file_name())
        || is_readme_of_something(name, end)
}

/// `README.wolfssl`, `readme-windows`: what people read of one system, option or other part.
fn is_readme_of_something(name: &str, end: &str) -> bool {
    let rest = name.strip_prefix("readme").unwrap_or_default();
    rest.len() > 1 && rest.starts_with(['.', '-', '_']) && !PROGRAM_ENDS.contains(&end)
}

/// `printf.3`, `tool.1x`: a section of the manual.
fn is_manual_page(end: &str) -> bool {
    let section = end.strip_suffix(|c: char| c.is_ascii_alphabetic()).unwrap_or(end);
    section.len() == 1 && section.bytes().all(|byte| (b'1'..=b'9').contains(&byte))
}

#[cfg(test)]
mod tests {
    use heirloom_model::{Expression, LicenseFind, Matcher, RuleId, Span, TextFacts};

    use super::*;

    #[track_caller]
    fn check(path: &str, expect: FileRole) {
        let text = TextFacts { content: ContentKind::Text, n_lines: 9, ..TextFacts::default() };
        let facts = FileFacts { text, ..FileFacts::default() };
        let path = TreePath::parse(path.as_bytes()).unwrap();
        assert_eq!(role(&path, &facts, &mut Place::default()), expect, "{path}");
    }

    #[test]
    fn places_and_names_tell_what_files_are_for() {
        check("src/main.c", FileRole::Source);
        check("Makefile.am", FileRole::Source);
        check("lib/install.c", FileRole::Source);
        check("autoconf/main.c", FileRole::Source);
        check("configure", FileRole::BuildTool);
        check("po/Makefile.in.in", FileRole::BuildTool);
        check("build/autoconf/iconv.m4", FileRole::BuildTool);
        check("cmake/FindFoo.cmake", FileRole::BuildTool);
        check("filter/Parser.frame", FileRole::BuildTool);
        check("INSTALL", FileRole::BuildTool);
        check("ChangeLog", FileRole::History);
        check("ChangeLog-2007", FileRole::History);
        check("doc/NEWS.md", FileRole::History);
        check("news.c", FileRole::Source);
        check("debian/changelog", FileRole::History);
        check("tests/a/run.sh", FileRole::Test);
        check("tests/COPYING", FileRole::LicenseText);
        check("internal/catalog_test.go", FileRole::Test);
        check("src/latest.go", FileRole::Source);
        check("web/app.spec.ts", FileRole::Test);
        check("LICENSES/MIT.txt", FileRole::LicenseText);
        check("doc/guide.texi", FileRole::Documentation);
        check("tool.1", FileRole::Documentation);
        check("README", FileRole::Documentation);
        check("README.wolfssl", FileRole::Documentation);
        check("lib/readme-windows", FileRole::Documentation);
        check("readme.py", FileRole::Source);
        check("po/de.po", FileRole::Data);
        check("lib.so.12", FileRole::Source);
    }

    /// Linux keeps texts in `LICENSES/dual`; one counted as a part of the kernel.
    #[test]
    fn a_text_may_be_called_like_its_license() {
        let path = TreePath::parse(b"LICENSES/dual/CDDL-1.0").unwrap();
        let mut facts = FileFacts::default();
        facts.text.n_lines = 10;
        assert_eq!(role(&path, &facts, &mut Place::default()), FileRole::Source);
        facts.licenses.push(LicenseFind {
            expression: Expression::parse("CDDL-1.0").unwrap(),
            kind: FindKind::Text,
            matcher: Matcher::Exact,
            rule: RuleId("test".into()),
            coverage: 1000,
            relevance: 100,
            n_words: 90,
            span: Span { first_line: 2, last_line: 10, ..Span::default() },
            refers_to: Vec::new(),
            text: None,
        });
        assert_eq!(role(&path, &facts, &mut Place::default()), FileRole::LicenseText);
    }

    #[test]
    fn what_a_file_says_of_itself_counts() {
        let path = TreePath::parse(b"src/parse.c").unwrap();
        let text =
            TextFacts { content: ContentKind::Text, generated: true, ..TextFacts::default() };
        let facts = FileFacts { text, ..FileFacts::default() };
        assert_eq!(role(&path, &facts, &mut Place::default()), FileRole::Generated);
        let text = TextFacts { content: ContentKind::Binary, ..TextFacts::default() };
        let facts = FileFacts { text, ..FileFacts::default() };
        assert_eq!(role(&path, &facts, &mut Place::default()), FileRole::Data);
    }
}
