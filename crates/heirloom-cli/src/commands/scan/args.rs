// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The arguments of `heirloom scan` as they are typed.

use std::{ffi::OsString, num::NonZeroUsize, path::PathBuf};

/// Find licenses, copyrights and declared licenses
///
/// Without an output option a summary is printed. Several outputs may be asked for in one run; `-`
/// means stdout.
#[derive(Debug, clap::Args)]
pub(crate) struct ScanArgs {
    /// A folder, a file, an archive, git:REPO@REV, or an image: docker-archive:FILE or oci:PATH (with
    /// :NAME behind where there are several), registry:HOST/NAME:TAG [default: the current folder]
    pub(in crate::commands) source: Option<OsString>,
    #[command(flatten)]
    pub(in crate::commands) selection: SelectionArgs,
    #[command(flatten)]
    pub(in crate::commands) outputs: OutputArgs,
    #[command(flatten)]
    pub(in crate::commands) tree: TreeArgs,
    #[command(flatten)]
    pub(in crate::commands) running: RunningArgs,
    #[command(flatten)]
    pub(in crate::commands) limits: LimitArgs,
}

/// How packages are shown.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Packages")]
pub(crate) struct TreeArgs {
    /// Print the packages as a table, in place of the summary: name, version, license, ecosystem, what
    /// for, direct or transitive, files
    #[arg(long, group = "packages")]
    pub(super) components: bool,
    /// Print the packages as a tree of who requires whom, in place of the summary
    #[arg(long, group = "packages")]
    pub(super) tree: bool,
    /// Show this many levels below the roots
    #[arg(long, value_name = "N", requires = "tree")]
    pub(super) depth: Option<usize>,
    /// Only what is required for: runtime, optional, provided, build, test, development
    #[arg(long, value_name = "SCOPE", value_delimiter = ',', requires = "packages")]
    pub(super) scope: Vec<String>,
    /// Show what a package requires each time it is met
    #[arg(long, requires = "tree")]
    pub(super) unfold: bool,
    /// Sort the table by: name, ecosystem, license, scope, files [default: name]
    #[arg(long, value_name = "KEY", requires = "components")]
    pub(super) sort: Option<String>,
}

/// Which files, and what of them.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Selection")]
pub(crate) struct SelectionArgs {
    /// Only files that match; may be repeated (`*.c`, `src/**`, `docs/`)
    #[arg(long, value_name = "GLOB")]
    pub(super) include: Vec<String>,
    /// Leave out files and folders that match; may be repeated
    #[arg(long, value_name = "GLOB")]
    pub(super) exclude: Vec<String>,
    /// Leave out what the tree's .gitignore files name
    #[arg(long)]
    pub(super) gitignore: bool,
    /// Do not look into archives
    #[arg(long)]
    pub(super) no_archives: bool,
    /// Do not look for licenses in files
    #[arg(long)]
    pub(super) no_licenses: bool,
    /// Do not look for copyright statements and authors
    #[arg(long)]
    pub(super) no_copyrights: bool,
    /// Do not read manifests of packages
    #[arg(long)]
    pub(super) no_packages: bool,
    /// A folder with POM files that tell what packages of Maven need; may be repeated
    ///
    /// As Maven (`~/.m2/repository`), Coursier and Gradle (`…/files-2.1`) keep them. Nothing is
    /// fetched, and packages that the source does not need are left out.
    #[arg(long, value_name = "DIR")]
    pub(super) maven_repository: Vec<PathBuf>,
    /// A module cache of Go that tells what modules need (`go env GOMODCACHE`); may be repeated
    #[arg(long, value_name = "DIR")]
    pub(super) go_modules: Vec<PathBuf>,
    /// A registry of vcpkg at the baseline that projects name: versions, and what ports need
    ///
    /// A folder with `versions/baseline.json` and `ports`. Of several the first counts.
    #[arg(long, value_name = "DIR")]
    pub(super) vcpkg_registry: Vec<PathBuf>,
}

impl SelectionArgs {
    /// Nothing but what matches; everything where there is no pattern.
    pub(in crate::commands) fn only(include: Vec<String>) -> SelectionArgs {
        SelectionArgs { include, ..SelectionArgs::default() }
    }
}

/// Where results go.
#[derive(Debug, Default, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Write one JSON document (form heirloom-scan/1)
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    pub(in crate::commands) json: Option<OsString>,
    /// Write one JSON object per file and line
    ///
    /// A single path after `--jsonl` (or `--json`, `--csv`) is SOURCE, and the result goes to
    /// stdout; with SOURCE, or written as `--jsonl=FILE`, it is the file to write.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    pub(in crate::commands) jsonl: Option<OsString>,
    /// Write CSV, one row per fact
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    pub(in crate::commands) csv: Option<OsString>,
    /// Write one HTML page that works offline
    #[arg(long, value_name = "FILE")]
    pub(in crate::commands) html: Option<OsString>,
    /// Exit with 0 even when some input could not be read
    #[arg(long)]
    pub(in crate::commands) allow_partial: bool,
}

/// How to run.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Running")]
pub(crate) struct RunningArgs {
    /// License rules: `built-in` or the name of a pack [default: the pack, if one was added]
    #[arg(long, value_name = "NAME")]
    pub(super) rules: Option<String>,
    /// Configuration [default: heirloom.toml in SOURCE, if it is a folder and has one]
    #[arg(long, value_name = "FILE")]
    pub(in crate::commands) config: Option<PathBuf>,
    /// Read no configuration
    #[arg(long, conflicts_with = "config")]
    pub(in crate::commands) no_config: bool,
    /// Threads that read files [default: all cores]
    #[arg(long, short = 'j', value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,
    /// Neither use nor fill the cache
    #[arg(long)]
    pub(super) no_cache: bool,
    /// Folder of the cache [default: $HEIRLOOM_HOME/cache or $XDG_CACHE_HOME/heirloom]
    #[arg(long, value_name = "DIR", conflicts_with = "no_cache")]
    pub(super) cache_dir: Option<PathBuf>,
    /// Let the cache grow to this size
    #[arg(long, value_name = "MIB", conflicts_with = "no_cache")]
    pub(super) cache_size: Option<u64>,
    /// Of an image for several platforms take this one: OS/ARCHITECTURE[/VARIANT] [default: Linux on
    /// the processor of this machine]
    #[arg(long, value_name = "PLATFORM", help_heading = "Images")]
    pub(super) platform: Option<String>,
    /// An image that SOURCE may be built on; its layers are told apart. May be repeated
    #[arg(long, value_name = "IMAGE", help_heading = "Images")]
    pub(super) base: Vec<OsString>,
    /// Believe the certificates in this file for registries, besides those of the system. May be
    /// repeated
    #[arg(long, value_name = "FILE", help_heading = "Images")]
    pub(super) registry_ca: Vec<PathBuf>,
    /// Let this registry (HOST or HOST:PORT) be spoken to without encryption where it knows none. May be
    /// repeated
    #[arg(long, value_name = "HOST", help_heading = "Images")]
    pub(super) insecure_registry: Vec<String>,
}

impl RunningArgs {
    /// The same for a source that has no configuration of ours.
    pub(in crate::commands) fn without_config(self) -> RunningArgs {
        RunningArgs { config: None, no_config: true, ..self }
    }
}

/// How much of hostile input is read.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Limits")]
pub(crate) struct LimitArgs {
    /// Read this much of a larger file [default: 32, of programs 256]
    #[arg(long, value_name = "MIB")]
    pub(super) max_file: Option<u64>,
    /// Let one archive expand to this size
    #[arg(long, value_name = "MIB")]
    pub(super) max_archive: Option<u64>,
    /// Let one archive have this many files
    #[arg(long, value_name = "N")]
    pub(super) max_archive_files: Option<u64>,
    /// Open archives inside archives this deep
    #[arg(long, value_name = "N")]
    pub(super) max_archive_depth: Option<usize>,
}
