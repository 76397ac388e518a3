// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! When a use makes one work of both, as the checker states it: the condition of each rule.

use heirloom_model::{
    FactKind::{self, *},
    Reading::{self, Interface, StewardStrict, Text},
    RelationKind as Kind,
    Tri::{self, No, Unknown, Yes},
};

/// What the law says about one use under one reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Law {
    /// Two works.
    Two,
    /// Open in law.
    Open,
    /// Open for want of evidence.
    Untold,
    /// One work.
    One,
}

/// A ruling: its answer, its rule's stable name and the facts without which it does not stand.
pub(super) struct Ruling {
    pub(super) law: Law,
    pub(super) rule: &'static str,
    pub(super) needs: Vec<FactKind>,
}

fn ruling(law: Law, rule: &'static str, needs: &[FactKind]) -> Ruling {
    Ruling { law, rule, needs: needs.to_vec() }
}

/// How near a kind of use is: 3 inside, 2 in one address space, 1 programs that talk, 0 beside.
pub(super) fn near(kind: Kind) -> u8 {
    match kind {
        Kind::Copies | Kind::Modifies | Kind::CompiledIn | Kind::StaticLink => 3,
        Kind::HeaderUse { .. } | Kind::DerivesWeights | Kind::DerivesDatabase => 3,
        Kind::DynamicLink | Kind::OptionalLoad | Kind::Subclass => 2,
        Kind::Plugin | Kind::KernelModule => 2,
        Kind::Exec | Kind::Ipc { .. } | Kind::NetworkClient | Kind::NetworkServer => 1,
        Kind::Syscall | Kind::Aggregate | Kind::BuildTool | Kind::OutputOf => 0,
        Kind::TrainsOn | Kind::ProducesWork | Kind::Collects => 0,
    }
}

/// Rules on a use; `shim` says that the used one opens symbols that the kernel keeps for GPL modules.
pub(super) fn rule(
    kind: Kind,
    reading: Reading,
    shim: bool,
    known: &dyn Fn(FactKind) -> Tri,
) -> Ruling {
    match kind {
        Kind::HeaderUse { lines } => header(lines, reading),
        Kind::KernelModule if shim => ruling(Law::One, "shim", &[]),
        Kind::KernelModule => kernel_module(reading, known),
        Kind::Exec => programs(known(IntimateData) == Yes, reading, &[IntimateData]),
        Kind::Ipc { intimate: Yes } => programs(true, reading, &[]),
        Kind::Ipc { intimate } => match (intimate, known(IntimateData)) {
            (_, Yes) => programs(true, reading, &[IntimateData]),
            (No, No) => programs(false, reading, &[IntimateData]),
            _ => ruling(Law::Untold, "intimate_programs", &[IntimateData]),
        },
        Kind::NetworkClient | Kind::NetworkServer => network(reading, known),
        Kind::Syscall => ruling(Law::Two, "syscall", &[]),
        Kind::Aggregate | Kind::BuildTool => ruling(Law::Two, "aggregate", &[]),
        Kind::TrainsOn | Kind::ProducesWork | Kind::Collects => ruling(Law::Two, "data", &[]),
        Kind::OutputOf => {
            let (law, rule) = match known(OutputContainsTool) {
                Yes => (Law::One, "tool_parts"),
                No => (Law::Two, "tool_output"),
                Unknown => (Law::Untold, "tool_output"),
            };
            ruling(law, rule, &[OutputContainsTool])
        }
        _ if near(kind) == 3 => ruling(Law::One, "inside", &[]),
        _ => address_space(reading, known),
    }
}

/// A shared library, plug-in or subclass: one address space and two files.
fn address_space(reading: Reading, known: &dyn Fn(FactKind) -> Tri) -> Ruling {
    match (reading, known(StewardPermits)) {
        (Interface, _) => ruling(Law::Two, "interface_use", &[]),
        (StewardStrict, Yes) => ruling(Law::Two, "steward_permits", &[StewardPermits]),
        (StewardStrict, _) => ruling(Law::One, "steward_address_space", &[StewardPermits]),
        (Text, _) => ruling(
            substance(known),
            "substance",
            &[Replaceable, Core, MostFunctionLost, WrittenForAOnly],
        ),
    }
}

/// The tests of substance in words: one work if nothing can replace the used one and the user was
/// written for it alone, or has it as its core and loses most without it; two if something can, or if
/// the user is neither; else open.
fn substance(known: &dyn Fn(FactKind) -> Tri) -> Law {
    let is = |kind, value| known(kind) == value;
    let bound = is(Replaceable, No)
        && (is(WrittenForAOnly, Yes) || (is(Core, Yes) && is(MostFunctionLost, Yes)));
    let free = is(Replaceable, Yes) || (is(Core, No) && is(MostFunctionLost, No));
    match (bound, free) {
        (true, _) => Law::One,
        (false, true) => Law::Two,
        (false, false) => Law::Open,
    }
}

fn kernel_module(reading: Reading, known: &dyn Fn(FactKind) -> Tri) -> Ruling {
    let name = "kernel_module";
    match (reading, known(GplOnlySymbol)) {
        (StewardStrict, _) => ruling(Law::One, name, &[]),
        (Text, Yes) => ruling(Law::One, name, &[GplOnlySymbol]),
        (Text, _) => {
            let law = if known(WrittenForAOnly) == Yes { Law::One } else { Law::Open };
            ruling(law, name, &[GplOnlySymbol, WrittenForAOnly])
        }
        (Interface, gpl_only) => {
            let free = gpl_only == No && known(PreExisting) == Yes;
            let law = if free { Law::Two } else { Law::Open };
            ruling(law, name, &[GplOnlySymbol, PreExisting])
        }
    }
}

/// Two processes: one work at most where they share structures of the inside.
fn programs(intimate: bool, reading: Reading, needs: &[FactKind]) -> Ruling {
    match (intimate, reading) {
        (false, _) => ruling(Law::Two, "separate_programs", needs),
        (true, Text) => ruling(Law::Open, "intimate_programs", needs),
        (true, StewardStrict) => ruling(Law::One, "intimate_programs", needs),
        (true, Interface) => ruling(Law::Two, "intimate_programs", needs),
    }
}

fn network(reading: Reading, known: &dyn Fn(FactKind) -> Tri) -> Ruling {
    if reading == StewardStrict && known(StewardClaimsWhole) == Yes {
        return ruling(Law::One, "steward_claims", &[StewardClaimsWhole]);
    }
    let needs: &[FactKind] = match reading {
        StewardStrict => &[StewardClaimsWhole, IntimateData],
        Text | Interface => &[IntimateData],
    };
    match programs(known(IntimateData) == Yes, reading, needs) {
        Ruling { law: Law::Two, needs, .. } => ruling(Law::Two, "network", &needs),
        other => other,
    }
}

/// Ten lines of a header are the border (LGPL-2.1 §5; LGPL-3.0 §3).
fn header(lines: Option<u32>, reading: Reading) -> Ruling {
    let small = lines.map(|lines| lines <= 10);
    let (law, rule) = match (reading, small) {
        (Interface, _) => (Law::Two, "interface_use"),
        (Text, Some(true)) => (Law::Two, "small_header"),
        (StewardStrict, Some(true)) => (Law::Open, "small_header"),
        (Text, None) => (Law::Untold, "large_header"),
        (Text, Some(false)) | (StewardStrict, _) => (Law::One, "large_header"),
    };
    ruling(law, rule, &[])
}
