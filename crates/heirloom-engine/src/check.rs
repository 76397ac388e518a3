// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What follows for a product: a scan, the product it shows, and the conclusions.

use std::sync::atomic::{AtomicBool, Ordering};

use heirloom_lineage::{
    book::{BookError, LicenseBook},
    conclude::{self, ConcludeLimits, Consequence, conclude},
    judge::Judge,
    matrix,
    stated::{StatedDates, StatedProduct, apply_dates},
    verify::{Rejection, verify, verify_duty},
};
use heirloom_model::{
    Component, ComponentId, Delivery, DeliveryConclusion, DeliveryKind, DutyKind, Ending, Evidence,
    Expression, Facts, Level, PolicyConclusion, Problem, Product, Proof, Question, Relation,
    RelationKind, Tri, Verdict,
};

use crate::{
    Gate, Progress, ScanError, ScanRequest, ScanResult, Want,
    archives::Archives,
    gate,
    product::Found,
    scan::{by_place, scan},
    unjudged,
};

/// What a check is asked for.
#[derive(Clone, Debug)]
pub struct CheckRequest {
    /// The scan before it.
    pub scan: ScanRequest,
    /// What people state.
    pub stated: StatedProduct,
    /// The delivery where none is stated.
    pub assumed: DeliveryKind,
    /// What is accepted.
    pub gate: Gate,
    /// A folder with archives of source, as a scan of it: they give licenses to components of which
    /// the source holds nothing but the name.
    pub sources: Option<ScanRequest>,
}

/// Why a check has no result.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// The scan has none.
    #[error(transparent)]
    Scan(#[from] ScanError),
    /// The license facts cannot be read.
    #[error(transparent)]
    Book(#[from] BookError),
}

/// What was found and what follows.
#[derive(Debug)]
pub struct CheckResult {
    /// The scan.
    pub scan: ScanResult,
    /// The product.
    pub product: Product,
    /// What follows for each delivery.
    pub deliveries: Vec<DeliveryConclusion>,
    /// What the policy says.
    pub policy: PolicyConclusion,
    /// What could not be judged.
    pub problems: Vec<Problem>,
}

/// Scans a source and concludes what follows.
///
/// # Errors
/// [`CheckError`] when there is no result at all.
pub fn check(
    request: &CheckRequest,
    book: &LicenseBook,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<CheckResult, CheckError> {
    let (scan, product) = survey(request, progress, cancel)?;
    let Judged { product, deliveries, policy, problems } = judged(book, product, &request.gate);
    Ok(CheckResult { scan, product, deliveries, policy, problems })
}

/// A scan, the product it shows, and the archives that were asked.
#[derive(Debug)]
pub(crate) struct Survey {
    pub(crate) scan: ScanResult,
    pub(crate) product: Product,
    pub(crate) archives: Archives,
}

/// Scans a source and gives the product that it shows.
///
/// # Errors
/// [`CheckError`] when the scan has no result.
pub fn survey(
    request: &CheckRequest,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<(ScanResult, Product), CheckError> {
    let Survey { scan, product, .. } = survey_all(request, progress, cancel)?;
    Ok((scan, product))
}

/// As [`survey`], with the archives.
pub(crate) fn survey_all(
    request: &CheckRequest,
    progress: &dyn Progress,
    cancel: &AtomicBool,
) -> Result<Survey, CheckError> {
    let want = Want { uses: true, ..request.scan.want };
    let mut scan = scan(&ScanRequest { want, ..request.scan.clone() }, progress, cancel)?;
    let mut found = Found::default();
    for record in scan.files.iter_with_uses().map_err(ScanError::from)? {
        if cancel.load(Ordering::Relaxed) {
            return Err(ScanError::Cancelled.into());
        }
        found.observe(record.map_err(ScanError::from)?);
    }
    found.settle();
    let (mut product, problems) =
        crate::product::product(&mut found, &scan, &request.stated, request.assumed);
    scan.summary.problems.extend(problems);
    scan.summary.problems.sort_by(by_place);
    // The scan told what it could not join of packages, too.
    scan.summary.problems.dedup();
    // Facts are read once more only where somebody states days.
    if request.stated.components.iter().any(|one| one.dates != StatedDates::default()) {
        apply_dates(&license_book()?, &request.stated, request.gate.as_of, &mut product);
    }
    let archives = match &request.sources {
        Some(sources) => Archives::read(sources, progress, cancel)?,
        None => Archives::default(),
    };
    archives.inform(&mut product);
    Ok(Survey { scan, product, archives })
}

/// A product with what follows.
#[derive(Debug)]
pub struct Judged {
    /// The product.
    pub product: Product,
    /// What follows for each delivery.
    pub deliveries: Vec<DeliveryConclusion>,
    /// What the policy says.
    pub policy: PolicyConclusion,
    /// What could not be judged.
    pub problems: Vec<Problem>,
}

/// What follows for a product, delivery by delivery, and what a policy says of it.
pub fn judged(book: &LicenseBook, product: Product, gate: &Gate) -> Judged {
    let mut judge = Judge::new(book, product);
    let deliveries = conclusions(&mut judge);
    let policy = gate::decide(&judge, &deliveries, gate);
    let product = judge.product();
    let problems = judge.problems().iter().map(|one| unjudged::problem(one, product)).collect();
    Judged { product: product.clone(), deliveries, policy, problems }
}

/// What follows for each delivery of a judged product.
pub(crate) fn conclusions(judge: &mut Judge) -> Vec<DeliveryConclusion> {
    let deliveries = 0..judge.product().deliveries.len();
    deliveries.map(|delivery| conclude(judge, delivery, &ConcludeLimits::standard())).collect()
}

/// The license facts of this program.
///
/// # Errors
/// [`CheckError::Book`] with every problem of the facts; tests show there is none.
pub fn license_book() -> Result<LicenseBook, CheckError> {
    Ok(LicenseBook::built_in()?)
}

/// The families of the table of inheritance, each with the licenses it stands for.
pub fn families() -> Vec<(String, Vec<Expression>)> {
    let expression = |id: &&str| Expression::parse(id).expect("the families are SPDX identifiers");
    let families = matrix::FAMILIES.iter();
    families
        .map(|(name, licenses)| ((*name).to_owned(), licenses.iter().map(expression).collect()))
        .collect()
}

/// The rows of the table of inheritance.
pub fn rows() -> Vec<(String, RelationKind)> {
    matrix::ROWS.iter().map(|row| (row.name.to_owned(), row.kind)).collect()
}

/// A cell of the table, computed from the terms.
pub fn matrix_cell(book: &LicenseBook, licenses: &[Expression], kind: RelationKind) -> Verdict {
    matrix::family(book, licenses, kind)
}

/// Whether licenses can meet in one work.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// Whether some license suits all of them.
    pub is_possible: bool,
    /// Why.
    pub proof: Proof,
}

/// Puts parts under these licenses into one program of ours, delivered as binary.
pub fn meeting(book: &LicenseBook, parts: &[Expression]) -> Meeting {
    let name = |text: &str| ComponentId::new(text).expect("a name without white space at its ends");
    let work = name("work");
    let mut product =
        Product { components: vec![Component::own(work.clone())], ..Product::default() };
    for (index, license) in parts.iter().enumerate() {
        let mut part = Component::third_party(name(&format!("part-{}", index + 1)));
        part.license.concluded = Some(license.clone());
        let mut relation = Relation::new(work.clone(), part.id.clone(), RelationKind::StaticLink);
        relation.evidence.push(Evidence::statement(None, None, "asked"));
        product.relations.push(relation);
        product.components.push(part);
    }
    product.deliveries.push(Delivery {
        name: DeliveryKind::Binary.name().into(),
        kind: DeliveryKind::Binary,
        roots: vec![work],
        monthly_users: None,
        facts: Facts::default(),
    });
    let judge = Judge::new(book, product);
    let is_possible = judge.verdict(0, 0).verdict.level != Level::Conflict;
    Meeting { is_possible, proof: conclude::prove(&judge, 0, 0) }
}

/// A proof, with what the checker of proofs, which knows nothing of how it was made, has against it.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The proof.
    pub proof: Proof,
    /// The steps that do not stand; none, unless the program is wrong.
    pub rejections: Vec<Rejection>,
    /// What ends the rights under the licenses that it rests on.
    pub endings: Vec<Ending>,
}

impl Explained {
    /// Why the first step that does not stand does not.
    pub fn fault(&self) -> Option<String> {
        let first = self.rejections.first()?;
        Some(format!("a step of this proof does not stand ({}): {}", first.rule.name(), first.why))
    }
}

/// The proof of the verdict on a whole, by its short name or the name of its component, replayed.
pub fn explain(book: &LicenseBook, product: Product, id: &str) -> Option<Explained> {
    let judge = Judge::new(book, product);
    let by_component = || {
        let component = judge.component(&standing_for(judge.product(), id)?)?;
        let deliveries = 0..judge.product().deliveries.len();
        deliveries
            .into_iter()
            .find(|delivery| judge.wholes(*delivery).any(|root| root == component))
            .map(|delivery| (delivery, component))
    };
    let (delivery, root) = conclude::find(&judge, id).or_else(by_component)?;
    let proof = conclude::prove(&judge, delivery, root);
    let rejections = verify(book, judge.product(), delivery, &proof).err().unwrap_or_default();
    let endings = conclude::endings_of(book, &proof);
    Some(Explained { proof, rejections, endings })
}

/// What follows for a product as things stand, or if a question were answered in one way.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The answer; unknown as things stand.
    pub answer: Tri,
    /// What is proved then.
    pub explained: Vec<Explained>,
}

/// A question with what it rests on.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The question.
    pub question: Question,
    /// What follows as things stand and under each answer.
    pub answers: Vec<Answered>,
}

/// Why something is asked and what each answer leads to, by the short name of a question; all proofs
/// are replayed on the product with that answer.
pub fn explain_question(book: &LicenseBook, product: Product, id: &str) -> Option<Asked> {
    let mut judge = Judge::new(book, product);
    let found = conclusions(&mut judge).into_iter().enumerate().find_map(|(at, delivery)| {
        let mut questions = delivery.questions.into_iter();
        questions.find(|question| *question.id == *id).map(|question| (at, question))
    });
    let (delivery, question) = found?;
    let mut answers: Vec<Answered> = Vec::new();
    conclude::answers(&mut judge, delivery, &question, |answer, judge, consequences| {
        let explained = consequences.into_iter().map(|consequence| {
            let (proof, rejections) = match consequence {
                Consequence::Verdict(proof) => {
                    let replayed = verify(book, judge.product(), delivery, &proof);
                    (proof, replayed.err())
                }
                Consequence::Duty(proof) => {
                    let replayed = verify_duty(book, judge.product(), delivery, &proof);
                    (proof, replayed.err())
                }
            };
            Explained { proof, rejections: rejections.unwrap_or_default(), endings: Vec::new() }
        });
        answers.push(Answered { answer, explained: explained.collect() });
    });
    Some(Asked { question, answers })
}

/// The component of this name, or the one that stands for it.
fn standing_for(product: &Product, id: &str) -> Option<ComponentId> {
    let own = ComponentId::new(id).ok()?;
    if product.components.iter().any(|one| one.id == own) {
        return Some(own);
    }
    let (module, name) = id.rsplit_once('#')?;
    let stands = |one: &&Component| {
        let is_sibling = one.id.as_str().rsplit_once('#').is_some_and(|(of, _)| of == module);
        is_sibling && one.alike.iter().any(|alike| **alike == *name)
    };
    product.components.iter().find(stands).map(|one| one.id.clone())
}

/// The proofs of a duty that is owed for a component, by its name, replayed; one for each delivery and
/// term.
pub fn explain_duty(
    book: &LicenseBook,
    product: Product,
    about: &str,
    duty: DutyKind,
) -> Vec<Explained> {
    let mut judge = Judge::new(book, product);
    let conclusions = conclusions(&mut judge);
    let Some(about) = conclude::component_named(&judge, about) else { return Vec::new() };
    let proofs = conclude::prove_duties(&judge, &conclusions, &about, duty);
    let explained = |(delivery, proof): (usize, Proof)| {
        let rejections = verify_duty(book, judge.product(), delivery, &proof).err();
        let endings = conclude::endings_of(book, &proof);
        Explained { proof, rejections: rejections.unwrap_or_default(), endings }
    };
    proofs.into_iter().map(explained).collect()
}

/// Explains what a policy says of a product, by the short name of a finding.
pub fn explain_finding<'g>(
    book: &LicenseBook,
    product: Product,
    gate: &'g Gate,
    id: &str,
) -> Option<gate::Explained<'g>> {
    let mut judge = Judge::new(book, product);
    let conclusions = conclusions(&mut judge);
    gate::explain(&judge, &conclusions, gate, id)
}
