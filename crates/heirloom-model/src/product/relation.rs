// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! How one component uses another.

use crate::{ComponentId, Evidence, Facts, Tri, combined_strength};

/// How the user B uses the used one A.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RelationKind {
    /// B holds a snippet or file of A.
    Copies,
    /// B is a changed version of A.
    Modifies,
    /// A is compiled into the executable of B and used through its interface.
    CompiledIn,
    /// A's object code is linked into B's executable.
    StaticLink,
    /// A is a shared library that B is linked with.
    DynamicLink,
    /// A is loaded when needed (dlopen, a plugin found at run time).
    OptionalLoad,
    /// B uses A's headers: macros, inlines, templates; with the number of lines, if known.
    HeaderUse {
        /// Lines of code that come into B.
        lines: Option<u32>,
    },
    /// B extends classes of A.
    Subclass,
    /// B is loaded by A, which is a program made for that.
    Plugin,
    /// B is a module of the kernel A.
    KernelModule,
    /// B asks the kernel A by system calls.
    Syscall,
    /// B runs A as a process of its own: arguments, pipes, files.
    Exec,
    /// B and A are processes that share memory or messages.
    Ipc {
        /// Whether they share structures of the inside.
        intimate: Tri,
    },
    /// A is a server, B its client.
    NetworkClient,
    /// A is a client, B its server.
    NetworkServer,
    /// Both are on one medium; neither uses the other.
    Aggregate,
    /// A builds B.
    BuildTool,
    /// B was written by the program A.
    OutputOf,
    /// B is a model trained on the data A.
    TrainsOn,
    /// B's weights are made from A's.
    DerivesWeights,
    /// B is a database made from the database A.
    DerivesDatabase,
    /// B is a work, such as a picture, produced from the database A.
    ProducesWork,
    /// B is a collection that holds A unchanged beside others.
    Collects,
}

impl RelationKind {
    /// Every kind, those with details without them.
    pub const ALL: &[RelationKind] = &[
        RelationKind::Copies,
        RelationKind::Modifies,
        RelationKind::CompiledIn,
        RelationKind::StaticLink,
        RelationKind::DynamicLink,
        RelationKind::OptionalLoad,
        RelationKind::HeaderUse { lines: None },
        RelationKind::Subclass,
        RelationKind::Plugin,
        RelationKind::KernelModule,
        RelationKind::Syscall,
        RelationKind::Exec,
        RelationKind::Ipc { intimate: Tri::Unknown },
        RelationKind::NetworkClient,
        RelationKind::NetworkServer,
        RelationKind::Aggregate,
        RelationKind::BuildTool,
        RelationKind::OutputOf,
        RelationKind::TrainsOn,
        RelationKind::DerivesWeights,
        RelationKind::DerivesDatabase,
        RelationKind::ProducesWork,
        RelationKind::Collects,
    ];

    /// The stable name, without details.
    pub fn name(self) -> &'static str {
        match self {
            RelationKind::Copies => "copies",
            RelationKind::Modifies => "modifies",
            RelationKind::CompiledIn => "compiled_in",
            RelationKind::StaticLink => "static_link",
            RelationKind::DynamicLink => "dynamic_link",
            RelationKind::OptionalLoad => "optional_load",
            RelationKind::HeaderUse { .. } => "header_use",
            RelationKind::Subclass => "subclass",
            RelationKind::Plugin => "plugin",
            RelationKind::KernelModule => "kernel_module",
            RelationKind::Syscall => "syscall",
            RelationKind::Exec => "exec",
            RelationKind::Ipc { .. } => "ipc",
            RelationKind::NetworkClient => "network_client",
            RelationKind::NetworkServer => "network_server",
            RelationKind::Aggregate => "aggregate",
            RelationKind::BuildTool => "build_tool",
            RelationKind::OutputOf => "output_of",
            RelationKind::TrainsOn => "trains_on",
            RelationKind::DerivesWeights => "derives_weights",
            RelationKind::DerivesDatabase => "derives_database",
            RelationKind::ProducesWork => "produces_work",
            RelationKind::Collects => "collects",
        }
    }

    /// The kind of a stable name, with unknown details.
    pub fn from_name(name: &str) -> Option<RelationKind> {
        RelationKind::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// What a relation serves; only what serves the product as delivered reaches its recipients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Scope {
    /// The product as it runs.
    #[default]
    Runtime,
    /// An optional part of the product as it runs.
    Optional,
    /// Brought by the recipient: peer dependencies, provided scope.
    Provided,
    /// Building it.
    Build,
    /// Testing it.
    Test,
    /// Developing it.
    Development,
}

impl Scope {
    /// Every scope.
    pub const ALL: &[Scope] = &[
        Scope::Runtime,
        Scope::Optional,
        Scope::Provided,
        Scope::Build,
        Scope::Test,
        Scope::Development,
    ];

    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            Scope::Runtime => "runtime",
            Scope::Optional => "optional",
            Scope::Provided => "provided",
            Scope::Build => "build",
            Scope::Test => "test",
            Scope::Development => "development",
        }
    }

    /// The scope of a stable name.
    pub fn from_name(name: &str) -> Option<Scope> {
        Scope::ALL.iter().copied().find(|scope| scope.name() == name)
    }

    /// Whether what is used in this scope becomes part of the product as it runs.
    pub fn is_delivered(self) -> bool {
        matches!(self, Scope::Runtime | Scope::Optional | Scope::Provided)
    }
}

/// One component's use of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// The user, B.
    pub from: ComponentId,
    /// The used one, A.
    pub to: ComponentId,
    /// How.
    pub kind: RelationKind,
    /// What for.
    pub scope: Scope,
    /// What is known about it.
    pub facts: Facts,
    /// What shows it.
    pub evidence: Vec<Evidence>,
    /// What speaks against it; kept, never averaged away.
    pub against: Vec<Evidence>,
}

impl Relation {
    /// A relation for the product as it runs, of which nothing else is known.
    pub fn new(from: ComponentId, to: ComponentId, kind: RelationKind) -> Relation {
        Relation {
            from,
            to,
            kind,
            scope: Scope::Runtime,
            facts: Facts::default(),
            evidence: Vec::new(),
            against: Vec::new(),
        }
    }

    /// Whether it exists: yes from a combined strength of 0.5 on; unknown below, and where as much
    /// speaks against it.
    pub fn exists(&self) -> Tri {
        match (combined_strength(&self.evidence) >= 0.5, combined_strength(&self.against) >= 0.5) {
            (true, false) => Tri::Yes,
            (false, true) => Tri::No,
            _ => Tri::Unknown,
        }
    }

    /// Whether evidence for and against it is strong.
    pub fn is_contradicted(&self) -> bool {
        combined_strength(&self.evidence) >= 0.5 && combined_strength(&self.against) >= 0.5
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_kinds_are_unique() {
        for kind in RelationKind::ALL {
            assert_eq!(RelationKind::from_name(kind.name()), Some(*kind));
        }
    }

    #[test]
    fn contradicted_relations_are_unknown() {
        let id = |text| ComponentId::new(text).unwrap();
        let mut relation = Relation::new(id("b"), id("a"), RelationKind::Exec);
        assert_eq!(relation.exists(), Tri::Unknown);
        relation.evidence.push(Evidence::statement(None, None, "said"));
        assert_eq!(relation.exists(), Tri::Yes);
        relation.against.push(Evidence::statement(None, None, "denied"));
        assert_eq!(relation.exists(), Tri::Unknown);
        assert!(relation.is_contradicted());
    }
}
