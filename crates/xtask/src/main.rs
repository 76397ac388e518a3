// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

#![doc = include_str!("../README.md")]
#![expect(clippy::disallowed_methods, reason = "automation reads files and runs programs")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "this is a command line program")]

mod ci;
mod generate;
mod measure;
mod osadl;
mod repository;
mod sbom_schemas;
mod self_bill;
mod self_scan;
mod status;
mod tidy;

use std::{error::Error, process::ExitCode};

use clap::Parser;

use crate::repository::Repository;

/// How a command ends: with nothing more to say, or with what went wrong.
type Outcome = Result<(), Box<dyn Error>>;

/// Automation of the Heirloom workspace.
#[derive(Parser)]
#[command(name = "cargo xtask")]
enum Args {
    /// Runs everything that must pass before a change lands.
    Ci,
    /// Checks crate edges, sizes, absences, headers and documents.
    Tidy,
    /// Writes the files that are made from code.
    Generate(generate::GenerateArgs),
    /// Counts the words of programs and manuals, against which legal words are told.
    CommonWords(generate::legal_words::CommonWordsArgs),
    /// Scores heirloom against annotated files.
    Accuracy(measure::accuracy::AccuracyArgs),
    /// Compares time and memory with another program on given trees.
    Bench(measure::bench::BenchArgs),
    BenchBills(measure::bench_bills::BenchBillsArgs),
    /// Scores heirloom against what others wrote about real software.
    Truth(measure::truth::TruthArgs),
    /// Reads the source files of trees and prints speed and counts.
    Sources(measure::sources::SourcesArgs),
    /// Draws findings at random to be read one by one.
    Sample(measure::sample::SampleArgs),
    /// Scans source files without any legal word: none may yield a find.
    Silence(measure::silence::SilenceArgs),
    /// Times every reader on package files that are made to be slow.
    Hostile(measure::hostile::HostileArgs),
    /// Reads bills of materials that others wrote to test readers.
    SbomSuite(measure::sbom::SbomSuiteArgs),
    /// Scores bills of materials beside those of Syft and cdxgen.
    SbomPeers(measure::sbom_peers::SbomPeersArgs),
    ValidateSbom(measure::validate_sbom::ValidateSbomArgs),
    /// Takes the facts of the official schemas of bills of materials.
    SbomSchemas(sbom_schemas::SbomSchemasArgs),
    /// Compares the license facts with OSADL's matrix and checklists.
    Osadl(osadl::OsadlArgs),
    #[command(hide = true)]
    Measured(measure::child::MeasuredArgs),
    /// Pulls images from a registry that is not ours, `docker-registry` of Debian.
    Registry,
    /// Checks docs/status.toml and runs its quick commands.
    Status(status::StatusArgs),
}

fn main() -> ExitCode {
    match run(Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: Args) -> Outcome {
    let repository = Repository::find()?;
    match args {
        Args::Ci => ci::ci(&repository),
        Args::Tidy => tidy::tidy(&repository),
        Args::Generate(args) => generate::generate(&repository, &args),
        Args::CommonWords(args) => generate::legal_words::common_words(&repository, &args),
        Args::Accuracy(args) => measure::accuracy::accuracy(&repository, &args),
        Args::Bench(args) => measure::bench::bench(&repository, &args),
        Args::BenchBills(args) => measure::bench_bills::bench_bills(&repository, &args),
        Args::Truth(args) => measure::truth::truth(&repository, &args),
        Args::Silence(args) => measure::silence::silence(&repository, &args),
        Args::Sources(args) => measure::sources::sources(&args),
        Args::Hostile(args) => measure::hostile::hostile(&args),
        Args::SbomSuite(args) => measure::sbom::sbom_suite(&args),
        Args::SbomPeers(args) => measure::sbom_peers::sbom_peers(&args),
        Args::ValidateSbom(args) => measure::validate_sbom::validate_sbom(&args),
        Args::SbomSchemas(args) => sbom_schemas::sbom_schemas(&repository, &args),
        Args::Osadl(args) => osadl::osadl(&repository, &args),
        Args::Sample(args) => measure::sample::sample(&repository, &args),
        Args::Measured(args) => measure::child::measured(&args),
        Args::Registry => ci::registry(&repository),
        Args::Status(args) => status::status(&repository, &args),
    }
}
