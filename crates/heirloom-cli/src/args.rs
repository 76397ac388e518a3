// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What can be typed; each command's own arguments are in its file.

use std::{process::ExitCode, str::FromStr};

use clap::{Parser, Subcommand, ValueEnum};
use heirloom_model::Language;

use crate::commands::{
    bom::BomArgs,
    bundle::BundleArgs,
    cache::CacheArgs,
    check::{CheckArgs, ExplainArgs},
    compat::CompatArgs,
    generate::GenerateArgs,
    init::InitArgs,
    matrix::MatrixArgs,
    plan::PlanArgs,
    policy::PolicyCommandArgs,
    rules::RulesArgs,
    scan::ScanArgs,
    why::WhyArgs,
};

/// Finds the licenses and copyrights of any source tree, and what follows from them.
#[derive(Debug, Parser)]
#[command(name = "heirloom", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 clean, 1 rejected by policy, 2 usage or configuration, \
    3 some input could not be read, 4 internal error, 130 interrupted.")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: GlobalArgs,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct GlobalArgs {
    /// Say nothing but errors; no summary when another output was asked for
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// When to color
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
    /// Language of summaries and pages: en, zh-Hans, zh-Hant [default: the locale's]
    #[arg(long, global = true, value_name = "LANGUAGE")]
    pub(crate) lang: Option<Lang>,
    /// Show progress on stderr even when it is not a terminal
    #[arg(long, global = true)]
    pub(crate) progress: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a heirloom.toml to start from: what is yours, how is it delivered
    Init(Box<InitArgs>),
    /// Find licenses, copyrights and declared licenses
    Scan(Box<ScanArgs>),
    /// Write a software bill of materials (CycloneDX, SPDX)
    Bom(Box<BomArgs>),
    /// Show why a component is there: who requires it
    Why(Box<WhyArgs>),
    /// Say what follows: verdicts, duties and questions of each delivered whole
    Check(Box<CheckArgs>),
    /// Show the proof of a verdict, down to clauses and evidence
    Explain(Box<ExplainArgs>),
    /// Gather what has to go with a delivery: notices, license texts, source, offers
    Bundle(Box<BundleArgs>),
    /// Show what each way of use means under each license
    Matrix(MatrixArgs),
    /// Say whether licenses can meet in one work, and under which license it goes out
    Compat(CompatArgs),
    /// Find the cheapest remedies: edits under which every whole may leave the house
    Plan(Box<PlanArgs>),
    /// List, show and test policies, and explain what one decided
    Policy(PolicyCommandArgs),
    /// Add, list, remove or test license rules
    Rules(RulesArgs),
    /// Show or clear what was kept of earlier scans
    Cache(CacheArgs),
    /// Print shell completions or write manual pages
    #[command(hide = true)]
    Generate(GenerateArgs),
}

/// When to color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    Auto,
    Always,
    Never,
}

/// A language that can be typed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lang(pub(crate) Language);

impl FromStr for Lang {
    type Err = String;

    fn from_str(text: &str) -> Result<Lang, String> {
        Language::from_tag(text).map(Lang).ok_or_else(|| {
            let tags: Vec<_> = Language::ALL.iter().map(|language| language.tag()).collect();
            format!("known languages are {}", tags.join(", "))
        })
    }
}

/// Shows help, the version or a usage error in clap's own form.
pub(crate) fn show_clap(error: &clap::Error) -> ExitCode {
    // A closed pipe is no reason to complain about a complaint.
    drop(error.print());
    u8::try_from(error.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}
