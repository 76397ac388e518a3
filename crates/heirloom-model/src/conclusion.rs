// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What follows for a product, with the proofs: what `heirloom-lineage` concludes and others show.

use std::sync::Arc;

use crate::{
    ComponentId, Cure, DeliveryKind, DutyKind, Evidence, Expression, FactKind, Level, Means,
    OwedTo, ProhibitionKind, Reading, RelationKind, Reviewed, TreePath, Tri, Verdict, named::named,
};

/// A term of a license, by its name and place.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TermRef {
    /// Its name, unique among all, such as `GPL-2.0-only#whole`.
    pub id: Arc<str>,
    /// Where it stands in the license, such as `§2(b)`.
    pub clause: Arc<str>,
    /// Who looked at it.
    pub reviewed: Reviewed,
}

/// One component's use of another, as proofs and duties name it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UseRef {
    /// The user.
    pub from: ComponentId,
    /// How.
    pub kind: RelationKind,
    /// The used one.
    pub to: ComponentId,
}

named! {
    /// Whether a duty is met.
    pub enum Fulfilment {
        /// It is.
        Met = "met",
        /// It is not.
        Unmet = "unmet",
        /// Nobody said and nothing shows.
        Unknown = "unknown",
    }
}

/// Something that whoever delivers the product has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// What.
    pub kind: DutyKind,
    /// By which term.
    pub term: TermRef,
    /// For which components; sorted.
    pub about: Vec<ComponentId>,
    /// For which use, where the term asks for one.
    pub by_use: Option<UseRef>,
    /// For whom.
    pub owed_to: OwedTo,
    /// Until when, in the license's words.
    pub until: Option<Arc<str>>,
    /// Under which readings it is owed; all where they agree.
    pub readings: Vec<Reading>,
    /// Whether it is owed for certain, or only if unknown facts are so.
    pub certain: bool,
    /// Whether it is met.
    pub fulfilment: Fulfilment,
    /// The fact whose statement would settle whether it is met.
    pub settled_by: Option<FactKind>,
    /// The ways of which one is enough, where the license names several.
    pub means: Vec<DutyMeans>,
}

/// One of the ways to meet a duty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyMeans {
    /// Which.
    pub by: Means,
    /// Where it stands in the license.
    pub clause: Arc<str>,
    /// Whether it is open here, such as to those without a commercial purpose.
    pub open: Tri,
}

/// Something that whoever delivers the product may not do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prohibition {
    /// What.
    pub kind: ProhibitionKind,
    /// By which term.
    pub term: TermRef,
    /// With which components; sorted.
    pub about: Vec<ComponentId>,
    /// By which use, where the term speaks of one.
    pub by_use: Option<UseRef>,
    /// Under which readings it holds; all where they agree.
    pub readings: Vec<Reading>,
    /// Whether it holds for certain, or only if unknown facts are so.
    pub certain: bool,
}

/// That rights under a license end, because of duties that are not met or terms that conflict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The term that ends them.
    pub term: TermRef,
    /// How they come back; empty where the term knows no cure.
    pub cures: Vec<Cure>,
    /// The terms that give the cures: of the license, or of an exception behind it.
    pub cured_by: Vec<TermRef>,
    /// The components under the license; sorted.
    pub about: Vec<ComponentId>,
    /// The duties that are not met; sorted.
    pub unmet: Vec<DutyKind>,
    /// The wholes that no license suits, because of this one among others; sorted.
    pub conflicts: Vec<ComponentId>,
}

/// What a question is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum QuestionSubject {
    /// A use of one component by another.
    Use(UseRef),
    /// Whether a use exists, for which evidence is weak or contradicts itself.
    Existence(UseRef),
    /// A component.
    Component(ComponentId),
    /// The license of a component.
    License(ComponentId),
    /// The licenses of several components that one file names.
    Licenses {
        /// The components: those that are asked for directly come first, sorted.
        of: Vec<ComponentId>,
        /// The file, such as a lock.
        source: TreePath,
        /// Whether they are needed in any case, and others that the file names are not.
        is_needed: bool,
    },
    /// Whether a component was changed.
    Modified(ComponentId),
    /// A delivery.
    Delivery(Arc<str>),
}

/// Something nobody knows that would change verdicts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// A short name within the product.
    pub id: Arc<str>,
    /// About what.
    pub subject: QuestionSubject,
    /// Which fact; `None` where the subject says it all.
    pub fact: Option<FactKind>,
    /// The verdict if the answer is yes, and if it is no, of the first whole and under the first
    /// reading that it changes; `None` where it decides together with other answers only, or duties
    /// alone.
    pub outcomes: Option<(Verdict, Verdict)>,
    /// How many wholes it could change.
    pub decides: usize,
    /// The duties that are owed or not by the answer; sorted.
    pub duties: Vec<DutyKind>,
}

named! {
    /// The rule of one step of a proof.
    pub enum ProofRule {
        /// A verdict over all readings: agreed, or contested.
        Readings = "readings",
        /// The verdict of a whole under one reading: the heaviest of what it carries.
        Heaviest = "heaviest",
        /// Nothing that is carried brings more.
        NothingMore = "nothing_more",
        /// What follows whatever the law and missing evidence say.
        Certain = "certain",
        /// What follows if disputes go against the user; as for certain where the step is missing.
        Disputed = "disputed",
        /// What follows if missing evidence does too; as disputed where the step is missing.
        Possible = "possible",
        /// No license suits all that the whole carries.
        NoOutbound = "no_outbound",
        /// A license that the whole may have to go out under, and what does not suit it.
        Candidate = "candidate",
        /// The whole can go out under a license that suits all it carries.
        Outbound = "outbound",
        /// A part does not suit a license of the whole.
        Misfit = "misfit",
        /// A whole carries what it is joined with, through others.
        Way = "way",
        /// A use joins user and used one, or does not.
        Join = "join",
        /// A term applies to a use or component.
        Term = "term",
        /// An exception lifts terms, or fails to.
        Exception = "exception",
        /// A choice among licenses.
        Election = "election",
        /// A use, with its evidence.
        Use = "use",
        /// A fact, with its evidence.
        Fact = "fact",
        /// The license of a component.
        License = "license",
        /// How the product is delivered.
        Delivery = "delivery",
        /// Something is owed.
        Duty = "duty",
    }
}

/// What a step of a proof says.
#[derive(Clone, Debug, PartialEq)]
pub enum Claim {
    /// The verdict on a whole, under one reading or over all.
    Verdict {
        /// The whole, by its root.
        whole: ComponentId,
        /// The reading; `None` over all.
        reading: Option<Reading>,
        /// The verdict.
        verdict: Verdict,
    },
    /// What one carried thing brings upon a whole.
    Brings {
        /// The whole, by its root.
        whole: ComponentId,
        /// The last use on the way to it.
        by: UseRef,
        /// How much follows from it.
        level: Level,
        /// Whether only if disputes or unknown facts go against the user.
        certainty: Tri,
    },
    /// Whether a use makes one work of both.
    Joined {
        /// The use.
        by: UseRef,
        /// Under which reading.
        reading: Reading,
        /// The rule, by its stable name.
        rule: Arc<str>,
        /// Whether it does: unknown where disputed or not known.
        joined: Tri,
        /// Whether the law is what leaves it open, and not missing evidence.
        disputed: bool,
    },
    /// Whether a term applies.
    Applies {
        /// To which component.
        to: ComponentId,
        /// Whether it does.
        applies: Tri,
    },
    /// A use exists.
    Uses {
        /// The use.
        by: UseRef,
        /// Whether it does, by its evidence.
        exists: Tri,
    },
    /// A fact has a value.
    Fact {
        /// What it is about.
        subject: QuestionSubject,
        /// Its stable name.
        name: Arc<str>,
        /// The value.
        value: Tri,
    },
    /// A component is under a license.
    License {
        /// The component.
        of: ComponentId,
        /// The license; `None` if nobody knows.
        license: Option<Expression>,
    },
    /// Of a choice, these were taken.
    Elected {
        /// For which component.
        of: ComponentId,
        /// What was taken.
        taken: Expression,
    },
    /// The whole goes out under this license.
    Outbound {
        /// The license; `None` if none suits.
        license: Option<Arc<str>>,
    },
    /// A part may not be in a whole under a license.
    Misfit {
        /// The part's license.
        part: Arc<str>,
        /// The whole's license.
        whole: Arc<str>,
        /// The reason's stable name: `stays_alike`, `burden`, `prohibited`, `unknown`.
        reason: Arc<str>,
    },
    /// Something is owed for a component.
    Owed {
        /// What.
        duty: DutyKind,
        /// For which component.
        about: ComponentId,
        /// To whom.
        to: OwedTo,
        /// Whether it is met.
        fulfilment: Fulfilment,
    },
    /// A delivery.
    Delivered {
        /// Its name.
        name: Arc<str>,
        /// Its way.
        kind: DeliveryKind,
    },
}

/// Why something follows: a step with the steps it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// By which rule.
    pub rule: ProofRule,
    /// What it says.
    pub claim: Claim,
    /// The terms it rests on: of the part first, then of what stands against it.
    pub terms: Vec<TermRef>,
    /// What shows it, for leaves.
    pub evidence: Vec<Evidence>,
    /// What it rests on.
    pub because: Vec<Proof>,
    /// What would have changed it, and why it does not: guards that failed, exceptions that do not
    /// reach.
    pub despite: Vec<Proof>,
}

impl Proof {
    /// A step without terms, evidence or premises.
    pub fn new(rule: ProofRule, claim: Claim) -> Proof {
        Proof {
            rule,
            claim,
            terms: Vec::new(),
            evidence: Vec::new(),
            because: Vec::new(),
            despite: Vec::new(),
        }
    }

    /// The number of steps.
    pub fn len(&self) -> usize {
        1 + self.because.iter().chain(&self.despite).map(Proof::len).sum::<usize>()
    }

    /// Never: a proof has at least the step it ends with.
    pub fn is_empty(&self) -> bool {
        false
    }
}

/// One thing that makes a whole's verdict what it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause {
    /// The way from the whole to the component that causes it.
    pub way: Vec<UseRef>,
    /// The component's license.
    pub license: Option<Expression>,
    /// How much follows from it.
    pub level: Level,
}

/// What follows for a whole under one reading.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadConclusion {
    /// The reading.
    pub reading: Reading,
    /// The verdict.
    pub verdict: Verdict,
    /// The license the whole has to go out under, if one claims it.
    pub outbound: Option<Arc<str>>,
    /// What makes it so, the heaviest first.
    pub causes: Vec<Cause>,
}

/// What follows for a whole of a delivery.
#[derive(Clone, Debug, PartialEq)]
pub struct WholeConclusion {
    /// A short name, the same for the same whole and delivery.
    pub id: Arc<str>,
    /// The whole, by its root.
    pub root: ComponentId,
    /// The names of others that are alike, for which it stands.
    pub alike: Vec<Arc<str>>,
    /// Whether it is ours.
    pub own: bool,
    /// The verdict over all readings.
    pub verdict: Verdict,
    /// Each reading.
    pub readings: Vec<ReadConclusion>,
    /// What lies beside it, as programs in an image do; `None` where nothing does.
    pub beside: Option<Beside>,
    /// What courts have decided of what makes it so, by jurisdiction.
    pub courts: Vec<CourtReading>,
}

/// What lies beside a whole on the same medium. It asks nothing of the whole, and whoever delivers
/// the one delivers the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    /// The wholes of ours among it, and those that ask for more than duties; ours first, the
    /// heavier first.
    pub wholes: Vec<BesideWhole>,
    /// The number of components.
    pub n_components: usize,
    /// How many of them have no license that anybody knows.
    pub n_unlicensed: usize,
}

/// A whole that lies beside another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BesideWhole {
    /// The whole, by its root.
    pub root: ComponentId,
    /// Whether it is ours.
    pub own: bool,
    /// Its own verdict.
    pub verdict: Verdict,
}

named! {
    /// What a court has decided about a license.
    pub enum CourtTopic {
        /// Its terms bind whoever uses the work.
        TermsBind = "terms_bind",
        /// Who breaks it loses the rights.
        RightsEnd = "rights_end",
        /// Who breaks it infringes copyright.
        BreachInfringes = "breach_infringes",
        /// A whole that holds the work changed comes under it.
        WholeComesUnder = "whole_comes_under",
        /// Claims from it as a contract stand beside those of copyright law.
        ClaimInContract = "claim_in_contract",
        /// Whether recipients may claim what it promises them is for a trial to say.
        RecipientsMayClaimOpen = "recipients_may_claim_open",
        /// It does not ask that a changed version works on the device as before.
        NoReinstallation = "no_reinstallation",
        /// Whoever has a program lawfully may decompile it to correct errors.
        DecompileForErrors = "decompile_for_errors",
        /// The two ends of a web site are programs of their own, though they work together.
        EndsAreApart = "ends_are_apart",
    }
}

/// A decision of a court.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Its stable name.
    pub id: Arc<str>,
    /// The court.
    pub court: Arc<str>,
    /// The file number.
    pub docket: Arc<str>,
    /// The day, where it is known.
    pub date: Option<Arc<str>>,
    /// The parties.
    pub parties: Arc<str>,
    /// What was decided.
    pub about: Vec<CourtTopic>,
    /// Where it can be read.
    pub source: Arc<str>,
    /// How it was read: `decision`, `summary` or `reports`.
    pub read: Arc<str>,
}

/// What the courts of a jurisdiction have decided of what makes a verdict what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourtReading {
    /// The jurisdiction: a country by ISO 3166, or `EU`.
    pub jurisdiction: Arc<str>,
    /// The verdict, where decisions settle all on which the readings disagree.
    pub verdict: Option<Verdict>,
    /// The decisions about its licenses.
    pub decided: Vec<Decided>,
}

/// What follows for a delivery.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveryConclusion {
    /// Its name.
    pub name: Arc<str>,
    /// Its way.
    pub kind: DeliveryKind,
    /// Its wholes, ours first, the heavier verdict first.
    pub wholes: Vec<WholeConclusion>,
    /// What is owed, by kind.
    pub duties: Vec<Duty>,
    /// What may not be done, by kind.
    pub prohibitions: Vec<Prohibition>,
    /// What ends the rights under a license, as things stand.
    pub endings: Vec<Ending>,
    /// What nobody knows, the most decisive first.
    pub questions: Vec<Question>,
}
