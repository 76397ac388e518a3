// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What nobody knows that would change verdicts, weighed by trying the answers.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque, hash_map::Entry},
};

use heirloom_model::{
    Component, ComponentId, DeliveredForm, EvidenceMethod, Expression, FactKind, Level, Owner,
    Question, QuestionSubject, Reading, Scope, TreePath, Tri, Verdict,
};

use super::{
    ConcludeLimits, causes,
    open::{self, Candidate, OpenDuties},
    reach,
};
use crate::{
    graph::{ComponentIndex, RelationIndex},
    join::{Joined, Nearness, nearness},
    judge::{Certainty, Judge, WholeVerdict},
    uses::{self, Alternative},
};

/// The questions of a delivery: those that change verdicts, the most decisive first, then those that
/// change duties alone.
pub(super) fn questions(
    judge: &mut Judge,
    delivery: usize,
    verdicts: &[WholeVerdict],
    mut open: OpenDuties,
    limits: &ConcludeLimits,
) -> Vec<Question> {
    let mut asked: BTreeMap<Candidate, Vec<ComponentIndex>> = BTreeMap::new();
    for whole in verdicts {
        for candidate in candidates(judge, delivery, whole, limits.max_causes) {
            let wholes = asked.entry(candidate).or_default();
            if wholes.last() != Some(&whole.root) {
                wholes.push(whole.root);
            }
        }
    }
    let mut questions = licenses(judge, &mut asked);
    let mut ordered: Vec<_> = asked.into_iter().collect();
    ordered.sort_by_key(|(candidate, wholes)| (Reverse(wholes.len()), *candidate));
    ordered.truncate(limits.max_questions);
    questions.extend(ordered.into_iter().filter_map(|(candidate, wholes)| {
        let question = weighed(judge, delivery, candidate, &wholes)?;
        let duties = open.remove(&candidate).unwrap_or_default();
        Some(Question { duties: duties.into_iter().collect(), ..question })
    }));
    questions.sort_by_key(|question| Reverse(question.decides));
    questions.truncate(limits.max_questions);
    let mut of_duties: Vec<_> = open.into_iter().collect();
    of_duties.sort_by_key(|(candidate, duties)| (Reverse(duties.len()), *candidate));
    let room = limits.max_questions - questions.len();
    questions.extend(of_duties.into_iter().take(room).map(|(candidate, duties)| {
        let (subject, fact) = candidate.asked(judge, delivery);
        let duties = duties.into_iter().collect();
        Question { id: Default::default(), subject, fact, outcomes: None, decides: 0, duties }
    }));
    questions
}

/// Takes the unknown licenses out of what is asked. Uses that come to the same are judged once, so
/// one component stands for all of the same license there; those that one file names are one
/// question, answered by looking into the packages that this file has installed.
fn licenses(judge: &Judge, asked: &mut BTreeMap<Candidate, Vec<ComponentIndex>>) -> Vec<Question> {
    let mut wholes: HashMap<Option<&Expression>, BTreeSet<ComponentIndex>> = HashMap::new();
    let components = &judge.product().components;
    asked.retain(|candidate, roots| {
        let Candidate::License(component) = candidate else { return true };
        let license = components[*component as usize].license.effective();
        wholes.entry(license).or_default().extend(roots.iter());
        false
    });
    if wholes.is_empty() {
        return Vec::new();
    }
    let sources = sources(judge);
    let mut groups: BTreeMap<(usize, Option<&TreePath>), Vec<ComponentId>> = BTreeMap::new();
    for (license, wholes) in &wholes {
        // Of the same license, but not of the same wholes.
        let n_wholes = reach::wholes_of(judge.product(), wholes);
        for (component, n_wholes) in components.iter().zip(n_wholes) {
            if component.license.effective() != *license || n_wholes == 0 {
                continue;
            }
            if let Some(source) = sources.get(&component.id) {
                let group = groups.entry((n_wholes as usize, *source)).or_default();
                group.push(component.id.clone());
            }
        }
    }
    let mut questions = Vec::new();
    let needed = Needed::new(judge);
    for ((decides, source), is_needed, of) in groups.into_iter().flat_map(|(key, of)| {
        let parts = needed.part(of);
        parts.into_iter().map(move |(is_needed, of)| (key, is_needed, of))
    }) {
        let one = |subject| Question {
            id: Default::default(),
            subject,
            fact: None,
            outcomes: None,
            decides,
            duties: Vec::new(),
        };
        match source {
            Some(source) if of.len() >= MIN_GROUP => {
                let source = source.clone();
                questions.push(one(QuestionSubject::Licenses { of, source, is_needed }));
            }
            _ => questions.extend(of.into_iter().map(|id| one(QuestionSubject::License(id)))),
        }
    }
    questions.sort_by_key(|question| match &question.subject {
        QuestionSubject::Licenses { of, is_needed, .. } => (!is_needed, Reverse(of.len())),
        _ => (true, Reverse(1)),
    });
    questions
}

/// What is needed in any case by what is ours and delivered: no option, platform or extra decides.
struct Needed<'a> {
    /// By components, how many steps they are away.
    steps: HashMap<&'a ComponentId, usize>,
}

impl<'a> Needed<'a> {
    fn new(judge: &'a Judge) -> Needed<'a> {
        let product = judge.product();
        let mut users: HashMap<&ComponentId, Vec<&ComponentId>> = HashMap::new();
        for relation in &product.relations {
            if relation.scope == Scope::Runtime && relation.exists() == Tri::Yes {
                users.entry(&relation.from).or_default().push(&relation.to);
            }
        }
        let is_ours = |one: &&Component| one.owner == Owner::Own && one.form != DeliveredForm::None;
        let roots = product.components.iter().filter(is_ours).map(|one| &one.id);
        let mut steps: HashMap<&ComponentId, usize> = roots.map(|id| (id, 0)).collect();
        let mut waiting: VecDeque<&ComponentId> = steps.keys().copied().collect();
        while let Some(id) = waiting.pop_front() {
            let next = steps[id] + 1;
            for used in users.get(id).into_iter().flatten() {
                if let Entry::Vacant(entry) = steps.entry(*used) {
                    entry.insert(next);
                    waiting.push_back(*used);
                }
            }
        }
        Needed { steps }
    }

    /// Components, each with those that are needed apart from the others where there are both; those that
    /// are asked for directly come first.
    fn part(&self, of: Vec<ComponentId>) -> Vec<(bool, Vec<ComponentId>)> {
        let order = |of: &mut Vec<ComponentId>| {
            of.sort_by(|a, b| {
                let is_direct = |id: &ComponentId| self.steps.get(id).is_some_and(|n| *n <= 1);
                (!is_direct(a), a).cmp(&(!is_direct(b), b))
            });
        };
        let (mut needed, mut others): (Vec<_>, Vec<_>) =
            of.into_iter().partition(|id| self.steps.contains_key(id));
        order(&mut needed);
        order(&mut others);
        if needed.is_empty() || others.is_empty() {
            needed.extend(others);
            return vec![(false, needed)];
        }
        vec![(true, needed), (false, others)]
    }
}

/// Components of others that reach recipients or are linked with what does, with the file that names
/// them: a lock before a manifest before any other.
fn sources<'a>(judge: &'a Judge) -> HashMap<&'a ComponentId, Option<&'a TreePath>> {
    let product = judge.product();
    let foreign: HashMap<&ComponentId, DeliveredForm> = product
        .components
        .iter()
        .filter(|one| one.owner != Owner::Own)
        .map(|one| (&one.id, one.form))
        .collect();
    // What only parts of ours that stay in the house use does not reach anybody.
    let stays = |one: &&Component| one.owner == Owner::Own && one.form == DeliveredForm::None;
    let staying: HashSet<&ComponentId> =
        product.components.iter().filter(stays).map(|one| &one.id).collect();
    let mut best: HashMap<&ComponentId, Option<(u8, &TreePath)>> = HashMap::new();
    for relation in product.relations.iter().filter(|relation| relation.scope.is_delivered()) {
        let form = foreign.get(&relation.to);
        let is_there = form.is_some_and(|form| *form != DeliveredForm::None);
        // A library that the recipient has is one work with what it is linked with all the same.
        let is_linked = form.is_some() && nearness(relation.kind) >= Nearness::Bound;
        let reaches = (is_there || is_linked) && !staying.contains(&relation.from);
        if !reaches || relation.exists() == Tri::No {
            continue;
        }
        let rank = |method| match method {
            EvidenceMethod::Lockfile => 0,
            EvidenceMethod::Manifest => 1,
            _ => 2,
        };
        let named = relation.evidence.iter();
        let named = named.filter_map(|one| Some((rank(one.method), one.source.as_ref()?))).min();
        let known = best.entry(&relation.to).or_insert(named);
        *known = [*known, named].into_iter().flatten().min();
    }
    best.into_iter().map(|(id, best)| (id, best.map(|(_, source)| source))).collect()
}

/// Fewer are asked about one by one.
const MIN_GROUP: usize = 3;

/// Whether something is open about a whole.
pub(super) fn asks(
    judge: &Judge,
    delivery: usize,
    whole: &WholeVerdict,
    candidate: Candidate,
    limits: &ConcludeLimits,
) -> bool {
    candidates(judge, delivery, whole, limits.max_causes).contains(&candidate)
}

/// The first of some wholes whose verdict an answer changes.
pub(super) fn changed(
    judge: &mut Judge,
    delivery: usize,
    candidate: Candidate,
    wholes: &[ComponentIndex],
) -> Option<ComponentIndex> {
    let before = all_readings(judge, delivery, wholes);
    let [yes, no] = [Tri::Yes, Tri::No].map(|answer| {
        candidate
            .with_answer(judge, delivery, answer, |judge| all_readings(judge, delivery, wholes))
    });
    let is_changed = |index: &usize| yes[*index] != before[*index] || no[*index] != before[*index];
    (0..wholes.len()).find(is_changed).map(|index| wholes[index])
}

/// What is open about a whole: facts that the law asks for, weak evidence, unknown licenses.
fn candidates(judge: &Judge, delivery: usize, whole: &WholeVerdict, max: usize) -> Vec<Candidate> {
    let mut found = Vec::new();
    for read in &whole.readings {
        let open = read.solutions[Certainty::Possible as usize].effects
            != read.solutions[Certainty::Certain as usize].effects;
        if !open {
            continue;
        }
        for cause in causes::causes(judge, delivery, whole.root, read, max) {
            for relation in &cause.way {
                found.extend(about(judge, delivery, *relation, read.reading));
            }
        }
    }
    let root = &judge.product().components[whole.root as usize];
    if root.owner == Owner::Own
        && (whole.verdict.unknown || uses::binds(judge.book(), root))
        && root.facts.value(FactKind::SoleHolder) == Tri::Unknown
    {
        found.push(Candidate::Component(whole.root, FactKind::SoleHolder));
    }
    // Nobody knows what an unknown license asks for, nor whether doubtful uses are there.
    if whole.verdict.unknown {
        for relation in judge.possible(delivery, whole.root) {
            let (_, used) = judge.use_number(delivery, relation).expect("it is carried");
            let component = &judge.product().components[used as usize];
            let is_known = component.license.effective().is_some_and(|expression| {
                expression.ids().iter().all(|id| {
                    let described = judge.book().license(id).is_some_and(|one| one.described);
                    described || judge.book().exception(id).is_some()
                })
            });
            if !is_known && component.owner != heirloom_model::Owner::Own {
                found.push(Candidate::License(used));
            }
            if judge.product().relations[relation as usize].exists() == Tri::Unknown {
                found.push(Candidate::Existence(relation));
            }
            found.extend(about(judge, delivery, relation, Reading::Text));
            found.extend(open::of_use(judge, delivery, relation));
        }
        found.extend(open::of_whole(judge, delivery, whole.root));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The unknown facts that a rule asked for.
fn about(
    judge: &Judge,
    delivery: usize,
    relation: RelationIndex,
    reading: Reading,
) -> Vec<Candidate> {
    let Some((_, join)) = judge.use_of(delivery, relation, reading) else { return Vec::new() };
    // What the way of use says by itself needs no answer, and whether the use is there comes first.
    let is_there = judge.product().relations[relation as usize].exists() == Tri::Yes;
    if !is_there || matches!(join.joined, Joined::Yes | Joined::No) {
        return Vec::new();
    }
    join.asked
        .iter()
        .filter(|(fact, value)| {
            // The steward's word is not ours to give.
            let theirs = matches!(fact, FactKind::StewardPermits | FactKind::StewardClaimsWhole);
            *value == Tri::Unknown && !theirs
        })
        .map(|(fact, _)| Candidate::Fact(relation, *fact))
        .collect()
}

/// Tries both answers; `None` where neither changes a verdict.
fn weighed(
    judge: &mut Judge,
    delivery: usize,
    candidate: Candidate,
    wholes: &[ComponentIndex],
) -> Option<Question> {
    let (subject, fact) = candidate.asked(judge, delivery);
    let alone = Question {
        id: Default::default(),
        subject,
        fact,
        outcomes: None,
        decides: wholes.len(),
        duties: Vec::new(),
    };
    // These were taken out before.
    if let Candidate::License(_) = candidate {
        return None;
    }
    if let Some((outcomes, decides)) = tried(judge, delivery, candidate, wholes) {
        return Some(Question { outcomes: Some(outcomes), decides, ..alone });
    }
    match candidate {
        // Some facts decide together with others only.
        Candidate::Fact(relation, fact) => {
            let decides = joining_matters(judge, delivery, relation)
                && decides_with_others(judge, delivery, relation, fact);
            decides.then_some(alone)
        }
        Candidate::Existence(relation) => would_inherit(judge, delivery, relation).then_some(alone),
        _ => None,
    }
}

/// Whether a use, if it is there, puts the whole under a license by one reading at least: the whole
/// may have to go out under another one then, even where the verdict stays.
fn would_inherit(judge: &Judge, delivery: usize, relation: RelationIndex) -> bool {
    let used = &judge.product().relations[relation as usize].to;
    let is_known = judge
        .product()
        .components
        .iter()
        .any(|component| component.id == *used && component.license.effective().is_some());
    is_known
        && Reading::ALL.iter().any(|reading| {
            judge.use_of(delivery, relation, *reading).is_some_and(|(ways, join)| {
                join.joined != Joined::No
                    && ways.iter().all(|way| way.joined.most.level >= Level::InheritsWhole)
            })
        })
}

/// Whether anything more than duties follows where user and used one are one work: from the used one
/// itself, or from what comes along with it. Of unknown licenses the license is asked for.
fn joining_matters(judge: &Judge, delivery: usize, relation: RelationIndex) -> bool {
    let Some((_, used)) = judge.use_number(delivery, relation) else { return false };
    let weighs = |ways: &[Alternative]| {
        let heavy =
            |way: &Alternative| !way.terms.is_empty() && way.joined.most.level > Level::DutiesOnly;
        !ways.is_empty() && ways.iter().all(heavy)
    };
    Reading::ALL.iter().any(|reading| {
        let by_itself = judge.use_of(delivery, relation, *reading);
        let along = judge.carried(delivery, used, *reading, Certainty::Possible);
        by_itself.is_some_and(|(ways, _)| weighs(ways))
            || along.iter().any(|(_, joined, ways)| *joined && weighs(ways))
    })
}

/// Whether some answers to the other open facts make this one decide whether both are one work.
fn decides_with_others(
    judge: &Judge,
    delivery: usize,
    relation: RelationIndex,
    fact: FactKind,
) -> bool {
    let kind = judge.product().relations[relation as usize].kind;
    Reading::ALL.iter().any(|reading| {
        let Some((_, join)) = judge.use_of(delivery, relation, *reading) else { return false };
        let open: Vec<FactKind> = join
            .asked
            .iter()
            .filter(|(other, value)| *value == Tri::Unknown && *other != fact)
            .map(|(other, _)| *other)
            .collect();
        let known = |kind: FactKind| {
            join.asked.iter().find(|(known, _)| *known == kind).map_or(Tri::Unknown, |(_, v)| *v)
        };
        (0..1_u32 << open.len().min(8)).any(|answers| {
            let [yes, no] = [Tri::Yes, Tri::No].map(|answer| {
                crate::join::join(kind, *reading, false, |asked| {
                    if asked == fact {
                        return answer;
                    }
                    match open.iter().position(|other| *other == asked) {
                        Some(place) => Tri::from(answers >> place & 1 == 1),
                        None => known(asked),
                    }
                })
                .joined
            });
            yes != no
        })
    })
}

/// What both answers come to for the first whole that they change, and how many they change.
fn tried(
    judge: &mut Judge,
    delivery: usize,
    candidate: Candidate,
    wholes: &[ComponentIndex],
) -> Option<((Verdict, Verdict), usize)> {
    let before = all_readings(judge, delivery, wholes);
    let [yes, no] = [Tri::Yes, Tri::No].map(|answer| {
        candidate
            .with_answer(judge, delivery, answer, |judge| all_readings(judge, delivery, wholes))
    });
    let decided: Vec<usize> = (0..wholes.len())
        .filter(|index| yes[*index] != before[*index] || no[*index] != before[*index])
        .collect();
    let first = *decided.first()?;
    // The text's verdict, or that of the first reading that changes.
    let changed = |reading: &usize| yes[first][*reading] != no[first][*reading];
    let reading = (0..Reading::ALL.len()).find(changed).unwrap_or(0);
    Some(((yes[first][reading], no[first][reading]), decided.len()))
}

/// The verdicts on wholes under each reading.
fn all_readings(judge: &Judge, delivery: usize, wholes: &[ComponentIndex]) -> Vec<Vec<Verdict>> {
    let verdicts = judge.verdicts_of(delivery, wholes);
    let readings = verdicts.iter().map(|whole| &whole.readings);
    readings.map(|readings| readings.iter().map(|read| read.verdict).collect()).collect()
}
