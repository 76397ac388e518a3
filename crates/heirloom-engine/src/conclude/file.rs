// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What holds for one file.

use heirloom_model::{
    Concluded, ConcludedReason, Curation, Expression, FileContext, FileFacts, FileRecord, FileRole,
    JoiningMethod, Precedence, ResolvedReference, TreePath,
};
use heirloom_package::license::declared_expression;

use super::{
    annotations::Annotations,
    names,
    references::Targets,
    role::{self, Place},
};

pub(super) fn context(
    record: &FileRecord,
    place: &mut Place,
    annotations: &Annotations,
    targets: &Targets,
    curated: Option<&Curation>,
) -> FileContext {
    let facts = &record.facts;
    let role = role::role(&record.path, facts, place);
    let resolved = targets.resolve(&record.path, facts);
    let annotated = annotations.find(&record.path);
    let sidecar = annotations.sidecar(&record.path);
    let precedence = annotated.as_ref().map(|found| found.precedence);
    let annotation = annotated.as_ref().and_then(|found| {
        let expression = found.license.expression.clone()?;
        let source = Some(found.license.source.clone());
        Some(Concluded { expression, reason: ConcludedReason::Annotation, source })
    });
    let is_overriding = precedence == Some(Precedence::Override);
    let beside = || {
        let sidecar = sidecar?;
        let expression = sidecar.expression.clone()?;
        let source = Some(sidecar.source.clone());
        Some(Concluded { expression, reason: ConcludedReason::Annotation, source })
    };
    let curation = curated.map(|curation| Concluded {
        expression: curation.expression.clone(),
        reason: ConcludedReason::Curation,
        source: None,
    });
    let concluded = curation
        .or_else(|| annotation.clone().filter(|_| is_overriding))
        .or_else(|| {
            // What a lock file says is said of the packages it locks.
            let of_itself = || {
                tagged_or_declared(facts, own(record, role, &resolved))
                    .filter(|_| !names::is_lock_name(record.path.file_name()))
            };
            let own = beside().or_else(of_itself);
            match (own, &annotation) {
                (Some(own), Some(annotation)) if precedence == Some(Precedence::Aggregate) => {
                    Some(both(own, annotation))
                }
                (own, _) => own,
            }
        })
        .or(annotation);
    let spoken = match sidecar {
        Some(sidecar) if !is_overriding => Some(sidecar.clone()),
        _ => annotated.map(|found| found.license),
    };
    // Packages are joined later.
    FileContext { role, resolved, annotated: spoken, concluded, package: None, layer: None }
}

/// Takes back what was concluded from a file's own words: it belongs to a collection of license
/// texts, which is the data of a license tool and says nothing of the tool.
pub(super) fn drop_own(context: &mut FileContext) {
    context.role = FileRole::LicenseText;
    context.concluded.take_if(|concluded| {
        matches!(concluded.reason, ConcludedReason::Detected | ConcludedReason::Reference)
    });
}

/// What the file says itself, references followed.
fn own(record: &FileRecord, role: FileRole, resolved: &[ResolvedReference]) -> Option<Concluded> {
    let facts = &record.facts;
    let pointed = || {
        let known = resolved.iter().filter_map(|reference| reference.expression.clone());
        Expression::all(known.filter(|expression| !names::is_vague(expression)))
    };
    let by_reference = |expression| Concluded {
        expression,
        reason: ConcludedReason::Reference,
        source: sole_target(resolved),
    };
    // What an annotating file says is said of others.
    if !facts.annotations.is_empty() {
        return None;
    }
    let detection = facts.detection.as_ref().filter(|_| {
        let is_settings = names::is_license_settings_name(record.path.file_name());
        !role::only_mentions(record, role) && (!is_settings || has_tag(facts))
    });
    let Some(detection) = detection else {
        return pointed().map(by_reference);
    };
    let reason = if has_tag(facts) { ConcludedReason::Tag } else { ConcludedReason::Detected };
    let detected = |expression| Concluded { expression, reason, source: None };
    if !names::is_vague(&detection.expression) {
        return Some(detected(detection.expression.clone()));
    }
    // Words that only point elsewhere give way to what they point to, and say nothing beside a
    // license that is known.
    let known = without_vague(&detection.expression);
    match (known, pointed()) {
        (None, Some(pointed)) => Some(by_reference(pointed)),
        (Some(known), pointed) => Expression::all([known].into_iter().chain(pointed)).map(detected),
        (None, None) => Some(detected(detection.expression.clone())),
    }
}

fn has_tag(facts: &FileFacts) -> bool {
    let mut steps = facts.detection.iter().flat_map(|detection| &detection.because);
    steps.any(|step| matches!(step.method, JoiningMethod::TagDecides | JoiningMethod::TagDisagrees))
}

fn sole_target(resolved: &[ResolvedReference]) -> Option<TreePath> {
    let mut known = resolved.iter().filter(|reference| reference.expression.is_some());
    let first = known.next()?;
    known.all(|other| other.target == first.target).then(|| first.target.clone())
}

/// The operands that are known; an alternative that is not known is no offer.
fn without_vague(expression: &Expression) -> Option<Expression> {
    match expression {
        Expression::Term(term) => (!term.license.is_unrecognized()).then(|| expression.clone()),
        Expression::And(operands) => Expression::all(operands.iter().filter_map(without_vague)),
        Expression::Or(operands) => Expression::any(operands.iter().filter_map(without_vague)),
    }
}

fn both(own: Concluded, annotation: &Concluded) -> Concluded {
    let expression = Expression::all([own.expression.clone(), annotation.expression.clone()]);
    match expression {
        Some(expression) if expression != own.expression => Concluded {
            expression,
            reason: ConcludedReason::Annotation,
            source: annotation.source.clone(),
        },
        _ => own,
    }
}

/// The fields of a manifest are clearer than its words, but not than its tag.
fn tagged_or_declared(facts: &FileFacts, own: Option<Concluded>) -> Option<Concluded> {
    match own {
        Some(own) if own.reason == ConcludedReason::Tag => Some(own),
        own => declared(facts).or(own),
    }
}

fn declared(facts: &FileFacts) -> Option<Concluded> {
    let declared = facts.manifests.iter().filter_map(declared_expression);
    let expression = Expression::all(declared)?;
    Some(Concluded { expression, reason: ConcludedReason::Declared, source: None })
}
