// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What names of files and folders tell about licensing.

use std::{borrow::Cow, collections::BTreeSet};

use heirloom_model::{
    ContentKind, Detection, Expression, FileFacts, FindKind, Joining, JoiningMethod, LicenseId,
    TreePath,
};

/// Endings of texts, behind a name that is a license file's.
const TEXT_ENDS: [&str; 9] = ["txt", "md", "rst", "html", "htm", "adoc", "rtf", "markdown", "text"];

/// Endings of programs and data: `license.py` is no license.
const CODE_ENDS: [&str; 40] = [
    "rs", "py", "js", "ts", "jsx", "tsx", "mjs", "cjs", "c", "h", "cc", "cpp", "hpp", "go", "java",
    "kt", "rb", "php", "cs", "swift", "m", "pl", "pm", "sh", "lua", "json", "yaml", "yml", "toml",
    "xml", "css", "scss", "svg", "png", "ico", "gif", "jpg", "pdf", "lock", "license",
];

/// Whether a file of this name usually holds the license of the folder it stands in.
pub(super) fn is_license_name(name: &[u8]) -> bool {
    let Some(name) = lower(name) else {
        return false;
    };
    let (stem, end) = name.rsplit_once('.').unwrap_or((&name, ""));
    let words = ["license", "licence", "copying", "unlicense", "licensing"];
    let is_named = |word: &str| {
        let starts = name.strip_prefix(word);
        let ends = stem.strip_suffix(word);
        starts.is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
            || ends.is_some_and(|rest| rest.ends_with(['-', '_', '.']))
    };
    (words.into_iter().any(is_named) || stem == "copyright")
        && !stem.is_empty()
        && !CODE_ENDS.contains(&end)
}

/// Whether the name is that of the one license file of a project, without a license's own name.
pub(super) fn is_main_license_name(name: &[u8]) -> bool {
    let Some(name) = lower(name) else {
        return false;
    };
    let stem = match name.rsplit_once('.') {
        Some((stem, end)) if TEXT_ENDS.contains(&end) => stem,
        _ => &name,
    };
    ["license", "licence", "copying", "unlicense"].contains(&stem)
}

/// Whether the name says that the licenses are those of others' parts.
pub(super) fn is_third_party_name(name: &[u8]) -> bool {
    lower(name).is_some_and(|name| {
        ["third", "3rd", "vendor", "bundled", "dependenc", "deps", "extern"]
            .iter()
            .any(|part| name.contains(part))
    })
}

/// Whether the file locks dependencies: what it tells of licenses is told of them.
pub(super) fn is_lock_name(name: &[u8]) -> bool {
    const LOCKS: [&str; 18] = [
        ".package-lock.json",
        "bun.lock",
        "cargo.lock",
        "composer.lock",
        "deno.lock",
        "flake.lock",
        "gemfile.lock",
        "mix.lock",
        "npm-shrinkwrap.json",
        "package-lock.json",
        "packages.lock.json",
        "pdm.lock",
        "pipfile.lock",
        "pnpm-lock.yaml",
        "poetry.lock",
        "pubspec.lock",
        "uv.lock",
        "yarn.lock",
    ];
    lower(name).is_some_and(|name| LOCKS.contains(&&*name))
}

/// Whether a file of this name says which licenses people accept or decided on, for a tool that
/// handles licenses: they are not its own.
pub(super) fn is_license_settings_name(name: &[u8]) -> bool {
    const NAMES: [&str; 10] = [
        "heirloom.toml",
        "about.toml",
        "deny.toml",
        "licenserc.toml",
        ".licenserc.yaml",
        ".licenserc.yml",
        ".licensee.json",
        ".licensed.yml",
        ".ort.yml",
        ".fossa.yml",
    ];
    lower(name).is_some_and(|name| NAMES.contains(&&*name))
}

/// Whether the file introduces its folder.
pub(super) fn is_readme_name(name: &[u8]) -> bool {
    lower(name).is_some_and(|name| {
        name.strip_prefix("readme").is_some_and(|rest| {
            let end = rest.strip_prefix('.').unwrap_or(rest);
            rest.is_empty() || TEXT_ENDS.contains(&end)
        })
    })
}

/// What a license file says of the project itself, without what it says of parts.
pub(super) fn said_of_the_whole(detection: &Detection) -> Expression {
    let is_of_whole = |step: &&Joining| step.method != JoiningMethod::OfPart;
    let steps = detection.because.iter();
    if !steps.clone().any(|step| step.method == JoiningMethod::OfPart) {
        return detection.expression.clone();
    }
    let whole = steps.filter(is_of_whole).map(|step| step.expression.clone());
    Expression::all(whole).unwrap_or_else(|| detection.expression.clone())
}

/// What a license file says of parts of the project, beside what it says of the project itself.
pub(crate) fn said_of_parts(path: &TreePath, detection: &Detection) -> Option<Expression> {
    let is_license = is_license_name(path.file_name()) && !is_third_party_name(path.file_name());
    let parts = detection.because.iter().filter(|step| step.method == JoiningMethod::OfPart);
    Expression::all(parts.filter(|_| is_license).map(|step| step.expression.clone()))
}

/// The folder that a manifest speaks for: its own, or the one above, when it stands in a folder of
/// metadata. A folder of license texts is none: a package may well be named `license`.
pub(super) fn declared_for(path: &TreePath) -> TreePath {
    above_shelves(path, &[])
}

/// The folder that a license file speaks for: its own, or the one above, when it stands in a
/// folder kept for such files.
pub(super) fn spoken_for(path: &TreePath) -> TreePath {
    above_shelves(path, &SHELVES)
}

fn above_shelves(path: &TreePath, shelves: &[&str]) -> TreePath {
    let folder = path.parent().unwrap_or_default();
    // `META-INF/maven/GROUP/ARTIFACT/pom.xml` of a JAR.
    if let Some(at) = position(folder.as_bytes(), b"!/META-INF/maven/") {
        return TreePath::parse(&folder.as_bytes()[..=at]).unwrap_or(folder);
    }
    let mut spoken = folder.clone();
    let mut at = Some(folder);
    for depth in 0..MAX_SHELF_DEPTH {
        let Some(shelf) = at else {
            break;
        };
        let name = lower(shelf.file_name()).unwrap_or_default();
        let above = shelf.parent();
        let is_shelf = shelves.contains(&&*name)
            || (depth == 0 && ["debian", "meta-inf", ".reuse"].contains(&&*name));
        if let Some(above) = above.clone().filter(|_| is_shelf) {
            spoken = above;
        }
        at = above;
    }
    spoken
}

/// Folders kept for license texts, which may sort them in folders of their own.
const SHELVES: [&str; 6] = ["licenses", "licences", "license", "licence", "legal", "license_files"];
const MAX_SHELF_DEPTH: usize = 4;

/// Whether most of the file is the text of licenses. A font may carry the text of its own and is
/// still a font.
pub(super) fn is_license_text(facts: &FileFacts) -> bool {
    if facts.text.content == ContentKind::Binary {
        return false;
    }
    let texts = facts.licenses.iter().filter(|find| find.kind == FindKind::Text);
    let n_lines: u32 =
        texts.map(|find| find.span.last_line.saturating_sub(find.span.first_line) + 1).sum();
    n_lines > 0 && u64::from(n_lines) * 10 >= u64::from(facts.text.n_lines) * 6
}

/// Whether the file names more licenses than any file can be under: a list of them.
pub(super) fn is_list(facts: &FileFacts) -> bool {
    const LIST: usize = 40;
    if facts.licenses.len() < LIST {
        return false;
    }
    let ids = facts.licenses.iter().flat_map(|find| find.expression.ids());
    ids.collect::<BTreeSet<_>>().len() >= LIST
}

/// Whether the file holds licenses of several works by its name or folder: they are not its own.
pub(super) fn is_collection(path: &TreePath) -> bool {
    let folder = path.folder_bytes().rsplit(|&byte| byte == b'/').next().and_then(lower);
    if ["licenses", "licences", "license_files"].contains(&&*folder.unwrap_or_default()) {
        return true;
    }
    let Some(name) = lower(path.file_name()) else {
        return false;
    };
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    let words = ["licenses", "licences", "notice", "attribution", "credits", "copyrights"];
    (end.is_empty() || TEXT_ENDS.contains(&end)) && words.iter().any(|word| name.contains(word))
}

/// Whether any part of the expression was not recognized.
pub(super) fn is_vague(expression: &Expression) -> bool {
    expression.ids().into_iter().any(LicenseId::is_unrecognized)
}

/// The identifier without what says which versions: the same text holds for all of them. The
/// license of Python's foundation is a part of that of Python, and comes with it.
pub(super) fn text_id(id: &LicenseId) -> &str {
    match id.base() {
        "PSF-2.0" => "Python-2.0",
        other => other,
    }
}

/// The name in lower case; `None` when it is not UTF-8. Most names are in lower case already.
pub(super) fn lower(name: &[u8]) -> Option<Cow<'_, str>> {
    let name = str::from_utf8(name).ok()?;
    let has_upper = name.bytes().fold(false, |upper, byte| upper | byte.is_ascii_uppercase());
    Some(if has_upper { name.to_ascii_lowercase().into() } else { name.into() })
}

fn position(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn license_files_are_known_by_name() {
        for name in ["LICENSE", "License.txt", "COPYING.LESSER", "LICENSE-MIT", "MIT-LICENSE.txt"] {
            assert!(is_license_name(name.as_bytes()), "{name}");
        }
        for name in ["license.py", "licenses.json", "README", "copyingx", "a.license", "LICENSES"] {
            assert!(!is_license_name(name.as_bytes()), "{name}");
        }
        assert!(is_main_license_name(b"COPYING") && !is_main_license_name(b"LICENSE-MIT"));
        assert!(is_third_party_name(b"LICENSE-3rdparty.txt"));
        assert!(is_license_settings_name(b"heirloom.toml") && !is_license_settings_name(b"a.toml"));
        assert!(is_readme_name(b"README.md") && !is_readme_name(b"readme.py"));
        let collection = |path: &str| is_collection(&TreePath::parse(path.as_bytes()).unwrap());
        assert!(collection("LICENSES/MIT.txt") && collection("THIRD_PARTY_LICENSES.txt"));
        assert!(!collection("src/notice.rs") && !collection("LICENSE"));
    }

    #[test]
    fn shelves_speak_for_the_folder_above() {
        let folder =
            |path: &str| spoken_for(&TreePath::parse(path.as_bytes()).unwrap()).to_string();
        assert_eq!(folder("a/LICENSE"), "a");
        assert_eq!(folder("a/debian/copyright"), "a");
        assert_eq!(folder("LICENSES/MIT.txt"), "");
        assert_eq!(folder("p.dist-info/licenses/src/sub/LICENSE"), "p.dist-info");
        assert_eq!(folder("debian/x/LICENSE"), "debian/x");
        assert_eq!(folder("x/b.jar!/META-INF/LICENSE"), "x/b.jar!");
        assert_eq!(folder("x/b.jar!/META-INF/maven/g/a/pom.xml"), "x/b.jar!");
        let declared =
            |path: &str| declared_for(&TreePath::parse(path.as_bytes()).unwrap()).to_string();
        assert_eq!(declared("vendor/license/Cargo.toml"), "vendor/license");
        assert_eq!(declared("a/debian/copyright"), "a");
    }
}
