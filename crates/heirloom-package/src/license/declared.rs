// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What all license fields of one manifest mean together.

use heirloom_model::{DeclaredLicense, Expression, LicenseId, Manifest};

/// The license a manifest declares by all its fields together, or `None` when none is understood.
///
/// Fields of the first kind that is understood count: an expression field before free text before
/// classifiers and addresses. Several values of one field are a choice where the format says so
/// (Maven, Composer, citation files, the old `licenses` of npm; gems by custom) and all apply elsewhere.
/// A value that is not understood beside others becomes `LicenseRef-unknown` where all apply, so
/// that it is not lost; in a choice it is no alternative.
pub fn declared_expression(manifest: &Manifest) -> Option<Expression> {
    let kinds = [Kind::Expression, Kind::Text, Kind::Classifier, Kind::Address];
    kinds.into_iter().find_map(|kind| {
        let fields: Vec<_> =
            manifest.licenses.iter().filter(|license| Kind::of(&license.field) == kind).collect();
        together(manifest, kind, &fields)
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Expression,
    Text,
    Classifier,
    Address,
}

impl Kind {
    fn of(field: &str) -> Kind {
        let field = field.to_ascii_lowercase();
        if field.contains("classifier") {
            Kind::Classifier
        } else if field.ends_with("url") || field.ends_with("uri") || field.ends_with("link") {
            Kind::Address
        } else if field.contains("expression") {
            Kind::Expression
        } else {
            Kind::Text
        }
    }
}

fn together(manifest: &Manifest, kind: Kind, fields: &[&DeclaredLicense]) -> Option<Expression> {
    let understood = || fields.iter().filter_map(|license| license.expression.clone());
    let first = understood().next()?;
    if is_choice(manifest, kind) {
        return Expression::any(understood());
    }
    let unknown = || LicenseId::new("LicenseRef-unknown").map(Expression::license).ok();
    // A vague classifier ("BSD License") beside a plain one says nothing more; a file named
    // beside a license is its text.
    let is_lost = |license: &&&DeclaredLicense| {
        let stands_elsewhere = matches!(&*license.as_written, "other" | "true");
        let is_text = kind == Kind::Text && !stands_elsewhere;
        is_text && license.expression.is_none() && license.refers_to.is_none()
    };
    let lost = fields.iter().filter(is_lost).take(1).filter_map(|_| unknown());
    let says_less = |vague: &Expression| understood().any(|precise| names_version(&precise, vague));
    let precise = understood().filter(|expression| !says_less(expression));
    Expression::all(precise.chain(lost)).or(Some(first))
}

/// Whether one expression names a version of the GNU license that the other names without.
pub fn names_version(precise: &Expression, vague: &Expression) -> bool {
    let (Expression::Term(precise), Expression::Term(vague)) = (precise, vague) else {
        return false;
    };
    precise.license.is_version_of(&vague.license)
}

fn is_choice(manifest: &Manifest, kind: Kind) -> bool {
    match &*manifest.ecosystem {
        "maven" | "composer" | "npm" | "bower" | "gem" | "cff" => true,
        // "Dual License" beside classifiers that say which.
        "pypi" if kind == Kind::Classifier => manifest.licenses.iter().any(|license| {
            let written = license.as_written.to_ascii_lowercase();
            Kind::of(&license.field) == Kind::Text
                && (written.contains("dual") || written.contains(" or "))
        }),
        _ => false,
    }
}
