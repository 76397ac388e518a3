// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! "Or later" behind a name, in many languages: "oder jede spätere Version", "或更高版本".
//!
//! Rules have a GNU license's name and version in any language's sentence; what follows they know
//! in English, and not in all of its forms. Words behind a find that allow later versions make it say so.

use heirloom_model::{Expression, LicenseTerm};

/// What may stand between the version and the words, once brackets are left out.
const BETWEEN: [&str; 12] = [
    "der lizenz",
    "der license",
    "de la licence",
    "de la licencia",
    "da licença",
    "della licenza",
    "van de licentie",
    "license",
    "licence",
    "version",
    "版本",
    "版",
];

/// Beginnings of what allows later versions, in small letters, without what stands in brackets.
const LATER: [&str; 67] = [
    // English, where a rule has the name alone.
    "or any later",
    "or any newer",
    "or a later",
    "or later",
    "or newer",
    "or higher",
    // German, Dutch.
    "oder jede spätere",
    "oder jeder späteren",
    "oder einer späteren",
    "oder eine spätere",
    "oder jede neuere",
    "oder jeder neueren",
    "oder einer neueren",
    "oder neuer",
    "oder höher",
    "oder später",
    "of later",
    "of hoger",
    "of nieuwer",
    "of elke latere",
    "of een latere",
    // French.
    "ou ultérieure",
    "ou toute version ultérieure",
    "ou toute autre version ultérieure",
    "ou une version ultérieure",
    "ou supérieure",
    "ou plus récente",
    // Spanish, Portuguese, Italian.
    "o posterior",
    "o cualquier versión posterior",
    "o cualquier otra versión posterior",
    "o superior",
    "ou posterior",
    "ou qualquer versão posterior",
    "ou superior",
    "o successiva",
    "o successive",
    "o versioni successive",
    "o qualsiasi versione successiva",
    "o una versione successiva",
    // Polish, Czech, Russian, Ukrainian, Belarusian.
    "або новіш",
    "або пізніш",
    "або навей",
    "lub nowsz",
    "lub późniejsz",
    "lub dowolnej późniejsz",
    "nebo novější",
    "nebo pozdější",
    "nebo vyšší",
    "или более поздн",
    "или любой более поздн",
    "или любая более поздн",
    "или выше",
    "или новее",
    // Chinese in both scripts, Japanese, Korean.
    "或更高",
    "或更新",
    "或以上",
    "或以后",
    "或以後",
    "或之后",
    "或之後",
    "或其后",
    "或其後",
    "或任何更",
    "或任意更",
    "以降",
    "またはそれ以降",
    "이상",
];

/// How much of the text behind a find is read, in bytes.
const BEHIND: usize = 160;

/// The expression of a find with the words behind it: `GPL-2.0-or-later` of `GPL-2.0-only` when
/// they allow later versions, `None` when they do not.
pub(super) fn with_later(expression: &Expression, behind: &str) -> Option<Expression> {
    let Expression::Term(LicenseTerm { license, or_later: false, exception: None }) = expression
    else {
        return None;
    };
    let later = license.with_later()?;
    allows_later(behind).then(|| Expression::license(later))
}

fn allows_later(behind: &str) -> bool {
    let behind = &behind[..behind.floor_char_boundary(BEHIND)];
    if !behind.chars().any(char::is_alphabetic) {
        return false;
    }
    let plain = without_brackets(&behind.to_lowercase());
    let mut rest = plain.as_str();
    let is_mark = |c: char| c.is_whitespace() || ",;.:)）、，。\"'*/#".contains(c);
    loop {
        rest = rest.trim_start_matches(is_mark);
        match BETWEEN.iter().find_map(|words| rest.strip_prefix(words)) {
            Some(shorter) => rest = shorter,
            None => break,
        }
    }
    LATER.iter().any(|words| rest.starts_with(words))
}

/// The text on one line, without what stands in brackets and without marks of comments.
fn without_brackets(text: &str) -> String {
    let mut depth = 0u32;
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            '*' | '#' | '/' => plain.push(' '),
            c => plain.push(c),
        }
    }
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(id: &str, behind: &str, expect: Option<&str>) {
        let expression = Expression::parse(id).unwrap();
        let later = with_later(&expression, behind).map(|expression| expression.to_string());
        assert_eq!(later.as_deref(), expect, "{id} {behind}");
    }

    #[test]
    fn later_versions_are_allowed_in_many_languages() {
        let later = Some("GPL-2.0-or-later");
        let check = |behind, expect| check("GPL-2.0-only", behind, expect);
        check(" oder (nach Ihrer Wahl) jeder späteren Version.", later);
        check(
            " der Lizenz oder (nach\n# Ihrer Wahl) jeder neueren veröffentlichten Version",
            later,
        );
        check(" de la Licence, ou (à votre discrétion) toute version ultérieure", later);
        check(" o posterior", later);
        check(" or (at your option) any later version", later);
        check(" 或更高版本许可。", later);
        check(" 版或（您选择的）任何更高版本", later);
        check(" 以降", later);
        check(" или (по вашему выбору) любой более поздней версии", later);
        check(" oder die MIT-Lizenz", None);
        check(".", None);
        check(" only", None);
    }

    #[test]
    fn only_versions_of_gnu_licenses_have_later_ones() {
        check("LGPL-2.1-only", " ou ultérieure", Some("LGPL-2.1-or-later"));
        check("Apache-2.0", " oder neuer", None);
        check("GPL-2.0-only WITH GCC-exception-2.0", " oder neuer", None);
    }
}
