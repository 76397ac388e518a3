// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Reads `setup.cfg`, and the literal arguments of `setup.py`; nothing is evaluated.

use std::collections::HashSet;

use heirloom_model::{PackageFact, Requirement, Scope};

use super::{
    normalized,
    requirements::specifier,
    values::{self, Values},
};
use crate::{
    code::{self, Syntax},
    graph::input::Input,
    lines::lines,
};

pub(super) fn setup_cfg(input: &mut Input<'_>) -> bool {
    let mut package = PackageFact::new("", "", input.span(0..1));
    package.is_root = true;
    let mut known = Known::new();
    let (mut section, mut key) = (String::new(), String::new());
    let mut is_one = false;
    for line in lines(input.text()) {
        let (plain, words) = (line.text, line.words());
        if words.is_empty() || words.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = plain.strip_prefix('[') {
            name.trim_end_matches(']').trim().clone_into(&mut section);
            key.clear();
            continue;
        }
        let mut value = words;
        if line.depth() == 0 {
            let (name, rest) = plain.split_once(['=', ':']).unwrap_or((plain, ""));
            name.trim().replace('-', "_").clone_into(&mut key);
            value = rest.trim();
        }
        let span = input.span(line.range());
        match (&*section, &*key) {
            ("metadata", "name") if !value.is_empty() => {
                package.name = normalized(value).into();
                package.span = span;
                is_one = true;
            }
            ("metadata", "version") if !value.contains(':') && !value.is_empty() => {
                package.version = Some(value.into());
            }
            ("options", "install_requires" | "setup_requires" | "tests_require") => {
                let scope = match &*key {
                    "install_requires" => Scope::Runtime,
                    "setup_requires" => Scope::Build,
                    _ => Scope::Test,
                };
                for one in value.split(if line.depth() > 0 { '\n' } else { ',' }) {
                    is_one |= add(&mut package, &mut known, one, scope, None, span);
                }
            }
            ("options.extras_require", extra) => {
                let condition = format!("extra {extra}");
                is_one |=
                    add(&mut package, &mut known, value, Scope::Optional, Some(&condition), span);
            }
            _ => {}
        }
    }
    if is_one {
        input.declare("", &mut package);
        input.add_package(package);
    }
    is_one
}

/// Requirements as they are compared: name, request, scope and condition.
type Known = HashSet<(Box<str>, Option<Box<str>>, Scope, Option<Box<str>>)>;

/// Adds a requirement that is not known yet: programs give a list several names, and each is read.
fn add(
    package: &mut PackageFact,
    known: &mut Known,
    text: &str,
    scope: Scope,
    condition: Option<&str>,
    span: heirloom_model::Span,
) -> bool {
    let text = text.split(" #").next().unwrap_or(text);
    let Some(specifier) = specifier(text) else {
        return false;
    };
    let mut requirement: Requirement = specifier.requirement(span);
    requirement.scope = scope;
    requirement.condition = match (condition, requirement.condition.take()) {
        (Some(condition), Some(marker)) => Some(format!("{condition}, {marker}").into()),
        (Some(condition), None) => Some(condition.into()),
        (None, marker) => marker,
    };
    let Requirement { name, requested, condition, .. } = &requirement;
    if known.insert((name.clone(), requested.clone(), scope, condition.clone())) {
        package.requirements.push(requirement);
    }
    true
}

pub(super) fn setup_py(input: &mut Input<'_>) -> bool {
    let tokens = code::tokens(input.text(), Syntax::Python, 500_000);
    if !tokens.iter().any(|token| token.is_word("setup")) {
        return false;
    }
    let found = code::arguments(&tokens, "setup");
    let of = |key: &str| found.iter().find(|(name, _)| *name == key).map(|(_, literal)| literal);
    let given = values::given(&tokens);
    let text = |key: &str| {
        let of_given = given.iter().find(|(name, _)| *name == key).map(|(_, text)| &**text);
        of(key).and_then(|literal| literal.text()).or(of_given)
    };
    let name = text("name").unwrap_or_default();
    let mut package = PackageFact::new("", &normalized(name), input.span(0..1));
    package.is_root = true;
    package.version = text("version").map(Into::into);
    let mut is_one = !name.is_empty();
    let mut known = Known::new();
    let values = Values::new(input.text(), &tokens);
    for (key, scope) in [
        ("install_requires", Scope::Runtime),
        ("requires", Scope::Runtime),
        ("setup_requires", Scope::Build),
        ("tests_require", Scope::Test),
    ] {
        for found in values.of(key) {
            let (condition, span) = (found.condition.as_deref(), input.span(found.range));
            is_one |= add(&mut package, &mut known, &found.text, scope, condition, span);
        }
    }
    for (extra, found) in values.extras() {
        let condition = format!("extra {extra}");
        let span = input.span(found.range);
        is_one |=
            add(&mut package, &mut known, &found.text, Scope::Optional, Some(&condition), span);
    }
    if is_one {
        input.declare("", &mut package);
        input.add_package(package);
    }
    is_one
}
