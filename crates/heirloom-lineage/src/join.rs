// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! When a user and what it uses are one work, under each reading.
//!
//! The rules follow what licenses leave to the law: a copy inside is part of the work, a process of
//! its own is not, and between them lie the uses on which people disagree. Sources: GPL-2.0 §0, §2;
//! the GPL FAQ on aggregates, plug-ins and linking; LGPL-2.1 §5; the design's matrix.

use heirloom_model::{FactKind, Reading, RelationKind, Tri};

/// How near a use brings two components.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Nearness {
    /// Neither knows the other: they lie on one medium, or one built the other.
    Beside,
    /// Programs of their own that talk.
    Apart,
    /// One address space: each is a file of its own.
    Bound,
    /// The used one's code or data are inside the user's.
    Inside,
}

/// Whether user and used one are one work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Joined {
    /// They are not.
    No,
    /// The law leaves it open, or the facts that its tests ask for are not known.
    Disputed,
    /// Evidence is missing.
    Unknown,
    /// They are.
    Yes,
}

/// The rule by which an answer was reached; names are stable and have a message in each language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JoinRule {
    /// The used one is inside: a copy is delivered.
    Inside,
    /// The user loads a module that opens symbols kept for GPL modules.
    Shim,
    /// By the tests of substance: core, most of the function, replaceable.
    Substance,
    /// The steward holds that sharing an address space makes one work.
    StewardAddressSpace,
    /// The steward says that this use makes none.
    StewardPermits,
    /// Relying on an interface is use.
    InterfaceUse,
    /// A module of the kernel.
    KernelModule,
    /// Few lines of a header.
    SmallHeader,
    /// Headers of unknown or large size.
    LargeHeader,
    /// Programs of their own that hand data over.
    SeparatePrograms,
    /// Programs that share structures of the inside.
    IntimatePrograms,
    /// They talk over a network.
    Network,
    /// The steward claims the whole.
    StewardClaims,
    /// System calls are the border of the kernel.
    Syscall,
    /// On one medium.
    Aggregate,
    /// A tool's output is not the tool.
    ToolOutput,
    /// The output holds parts of the tool.
    ToolParts,
    /// Data and models: the terms name what they reach.
    Data,
}

impl JoinRule {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            JoinRule::Inside => "inside",
            JoinRule::Shim => "shim",
            JoinRule::Substance => "substance",
            JoinRule::StewardAddressSpace => "steward_address_space",
            JoinRule::StewardPermits => "steward_permits",
            JoinRule::InterfaceUse => "interface_use",
            JoinRule::KernelModule => "kernel_module",
            JoinRule::SmallHeader => "small_header",
            JoinRule::LargeHeader => "large_header",
            JoinRule::SeparatePrograms => "separate_programs",
            JoinRule::IntimatePrograms => "intimate_programs",
            JoinRule::Network => "network",
            JoinRule::StewardClaims => "steward_claims",
            JoinRule::Syscall => "syscall",
            JoinRule::Aggregate => "aggregate",
            JoinRule::ToolOutput => "tool_output",
            JoinRule::ToolParts => "tool_parts",
            JoinRule::Data => "data",
        }
    }
}

/// An answer, with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// Whether they are one work.
    pub joined: Joined,
    /// By which rule.
    pub rule: JoinRule,
    /// The facts that were asked, with their values.
    pub asked: Vec<(FactKind, Tri)>,
}

/// How near a kind of use brings two components.
pub fn nearness(kind: RelationKind) -> Nearness {
    match kind {
        RelationKind::Copies
        | RelationKind::Modifies
        | RelationKind::CompiledIn
        | RelationKind::StaticLink
        | RelationKind::HeaderUse { .. }
        | RelationKind::DerivesWeights
        | RelationKind::DerivesDatabase => Nearness::Inside,
        RelationKind::DynamicLink
        | RelationKind::OptionalLoad
        | RelationKind::Subclass
        | RelationKind::Plugin
        | RelationKind::KernelModule => Nearness::Bound,
        RelationKind::Exec
        | RelationKind::Ipc { .. }
        | RelationKind::NetworkClient
        | RelationKind::NetworkServer => Nearness::Apart,
        RelationKind::Syscall
        | RelationKind::Aggregate
        | RelationKind::BuildTool
        | RelationKind::OutputOf
        | RelationKind::TrainsOn
        | RelationKind::ProducesWork
        | RelationKind::Collects => Nearness::Beside,
    }
}

/// Whether a use makes one work of user and used one under a reading.
///
/// `fact` gives what is known about the relation; `over_shim` says that the used one itself opens
/// symbols that the kernel keeps for GPL modules.
pub fn join(
    kind: RelationKind,
    reading: Reading,
    over_shim: bool,
    fact: impl Fn(FactKind) -> Tri,
) -> Join {
    let mut asker = Asker { fact, asked: Vec::new() };
    let (joined, rule) = asker.decide(kind, reading, over_shim);
    Join { joined, rule, asked: asker.asked }
}

struct Asker<F> {
    fact: F,
    asked: Vec<(FactKind, Tri)>,
}

impl<F: Fn(FactKind) -> Tri> Asker<F> {
    fn ask(&mut self, kind: FactKind) -> Tri {
        let value = (self.fact)(kind);
        if self.asked.iter().all(|(known, _)| *known != kind) {
            self.asked.push((kind, value));
        }
        value
    }

    fn decide(
        &mut self,
        kind: RelationKind,
        reading: Reading,
        over_shim: bool,
    ) -> (Joined, JoinRule) {
        match kind {
            RelationKind::Copies
            | RelationKind::Modifies
            | RelationKind::CompiledIn
            | RelationKind::StaticLink
            | RelationKind::DerivesWeights
            | RelationKind::DerivesDatabase => (Joined::Yes, JoinRule::Inside),
            RelationKind::HeaderUse { lines } => header(lines, reading),
            RelationKind::DynamicLink
            | RelationKind::OptionalLoad
            | RelationKind::Subclass
            | RelationKind::Plugin => self.address_space(reading),
            RelationKind::KernelModule if over_shim => (Joined::Yes, JoinRule::Shim),
            RelationKind::KernelModule => self.kernel_module(reading),
            RelationKind::Exec => {
                let intimate = self.ask(FactKind::IntimateData);
                // Arguments, pipes and files are what the kind means.
                self.programs(intimate == Tri::Yes, reading)
            }
            RelationKind::Ipc { intimate: Tri::Yes } => self.programs(true, reading),
            RelationKind::Ipc { intimate } => match intimate.or(self.ask(FactKind::IntimateData)) {
                Tri::Unknown => (Joined::Unknown, JoinRule::IntimatePrograms),
                intimate => self.programs(intimate == Tri::Yes, reading),
            },
            RelationKind::NetworkClient | RelationKind::NetworkServer => self.network(reading),
            RelationKind::Syscall => (Joined::No, JoinRule::Syscall),
            RelationKind::Aggregate | RelationKind::BuildTool => (Joined::No, JoinRule::Aggregate),
            RelationKind::OutputOf => match self.ask(FactKind::OutputContainsTool) {
                Tri::Yes => (Joined::Yes, JoinRule::ToolParts),
                Tri::No => (Joined::No, JoinRule::ToolOutput),
                Tri::Unknown => (Joined::Unknown, JoinRule::ToolOutput),
            },
            RelationKind::TrainsOn | RelationKind::ProducesWork | RelationKind::Collects => {
                (Joined::No, JoinRule::Data)
            }
        }
    }

    /// One address space, each a file of its own.
    fn address_space(&mut self, reading: Reading) -> (Joined, JoinRule) {
        match reading {
            Reading::Interface => (Joined::No, JoinRule::InterfaceUse),
            Reading::StewardStrict => match self.ask(FactKind::StewardPermits) {
                Tri::Yes => (Joined::No, JoinRule::StewardPermits),
                _ => (Joined::Yes, JoinRule::StewardAddressSpace),
            },
            Reading::Text => (self.substance(), JoinRule::Substance),
        }
    }

    /// The tests of substance: whether the user is more than a user.
    ///
    /// Written for the used one alone, or dead without it and not able to take another: one work.
    /// Replaceable, or alive without it in kind and in amount: two.
    fn substance(&mut self) -> Joined {
        let replaceable = self.ask(FactKind::Replaceable);
        let core = self.ask(FactKind::Core);
        let most_lost = self.ask(FactKind::MostFunctionLost);
        let written_for = self.ask(FactKind::WrittenForAOnly);
        let separate = replaceable.or(core.negated().and(most_lost.negated()));
        let bound = replaceable.negated().and(written_for.or(core.and(most_lost)));
        match (separate, bound) {
            (_, Tri::Yes) => Joined::Yes,
            (Tri::Yes, _) => Joined::No,
            _ => Joined::Disputed,
        }
    }

    fn kernel_module(&mut self, reading: Reading) -> (Joined, JoinRule) {
        let joined = match reading {
            Reading::StewardStrict => Joined::Yes,
            Reading::Text if self.ask(FactKind::GplOnlySymbol) == Tri::Yes => Joined::Yes,
            Reading::Text => match self.ask(FactKind::WrittenForAOnly) {
                Tri::Yes => Joined::Yes,
                _ => Joined::Disputed,
            },
            Reading::Interface => {
                let gpl_only = self.ask(FactKind::GplOnlySymbol);
                match self.ask(FactKind::PreExisting).and(gpl_only.negated()) {
                    Tri::Yes => Joined::No,
                    _ => Joined::Disputed,
                }
            }
        };
        (joined, JoinRule::KernelModule)
    }

    /// Two processes on one machine.
    fn programs(&mut self, intimate: bool, reading: Reading) -> (Joined, JoinRule) {
        if !intimate {
            return (Joined::No, JoinRule::SeparatePrograms);
        }
        let joined = match reading {
            Reading::Text => Joined::Disputed,
            Reading::StewardStrict => Joined::Yes,
            Reading::Interface => Joined::No,
        };
        (joined, JoinRule::IntimatePrograms)
    }

    fn network(&mut self, reading: Reading) -> (Joined, JoinRule) {
        if reading == Reading::StewardStrict && self.ask(FactKind::StewardClaimsWhole) == Tri::Yes {
            return (Joined::Yes, JoinRule::StewardClaims);
        }
        let intimate = self.ask(FactKind::IntimateData) == Tri::Yes;
        match self.programs(intimate, reading) {
            (Joined::No, _) => (Joined::No, JoinRule::Network),
            other => other,
        }
    }
}

/// Lines of a header that come into the user. Ten lines or less are nothing of substance (LGPL-2.1
/// §5; LGPL-3.0 §3); the interface reading takes no header for a copy.
fn header(lines: Option<u32>, reading: Reading) -> (Joined, JoinRule) {
    match (lines, reading) {
        (_, Reading::Interface) => (Joined::No, JoinRule::InterfaceUse),
        (Some(0..=10), Reading::Text) => (Joined::No, JoinRule::SmallHeader),
        (Some(0..=10), Reading::StewardStrict) => (Joined::Disputed, JoinRule::SmallHeader),
        (Some(_), _) => (Joined::Yes, JoinRule::LargeHeader),
        (None, Reading::StewardStrict) => (Joined::Yes, JoinRule::LargeHeader),
        (None, Reading::Text) => (Joined::Unknown, JoinRule::LargeHeader),
    }
}
