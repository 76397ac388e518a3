// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What of a product cannot be judged, as problems with codes.

use heirloom_lineage::ProductProblem;
use heirloom_model::{Problem, ProblemCode, Product};

/// What could not be judged, as a problem that every language has a sentence for.
pub(crate) fn problem(problem: &ProductProblem, product: &Product) -> Problem {
    let by_use = |relation: u32| {
        let text = product
            .relations
            .get(relation as usize)
            .map_or_else(String::new, |one| format!("{} {} {}", one.from, one.kind.name(), one.to));
        ("use", text.into())
    };
    match problem {
        ProductProblem::DuplicateComponent(id) => {
            Problem::new(ProblemCode::COMPONENT_DUPLICATE, vec![("component", id.as_str().into())])
        }
        ProductProblem::UnknownComponent { relation, missing } => Problem::new(
            ProblemCode::RELATION_COMPONENT_MISSING,
            vec![by_use(*relation), ("component", missing.as_str().into())],
        ),
        ProductProblem::SelfRelation(relation) => {
            let component =
                product.relations.get(*relation as usize).map_or("", |one| one.from.as_str());
            Problem::new(ProblemCode::RELATION_ITSELF, vec![("component", component.into())])
        }
        ProductProblem::DuplicateRelation { first, .. } => {
            Problem::new(ProblemCode::RELATION_DUPLICATE, vec![by_use(*first)])
        }
        ProductProblem::ContradictedRelation(relation) => {
            Problem::new(ProblemCode::RELATION_CONTRADICTED, vec![by_use(*relation)])
        }
        ProductProblem::ModuleCannotLoad(relation) => {
            Problem::new(ProblemCode::MODULE_UNLOADABLE, vec![by_use(*relation)])
        }
        ProductProblem::UnknownRoot { delivery, missing } => Problem::new(
            ProblemCode::DELIVERY_ROOT_MISSING,
            vec![("delivery", (&**delivery).into()), ("component", missing.as_str().into())],
        ),
        ProductProblem::UnknownLicense(id) => {
            Problem::new(ProblemCode::LICENSE_UNDESCRIBED, vec![("license", id.as_str().into())])
        }
        ProductProblem::UnknownException(id) => Problem::new(
            ProblemCode::EXCEPTION_UNDESCRIBED,
            vec![("exception", id.as_str().into())],
        ),
        ProductProblem::MisplacedException { exception, license } => Problem::new(
            ProblemCode::EXCEPTION_MISPLACED,
            vec![("exception", exception.as_str().into()), ("license", license.as_str().into())],
        ),
    }
}
