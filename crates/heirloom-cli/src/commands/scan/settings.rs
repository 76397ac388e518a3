// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Arguments and environment merged; nothing outside is touched before [`Settings::request`].

use std::{
    ffi::{OsStr, OsString},
    io::Read,
    num::NonZeroUsize,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use heirloom_engine::{
    CacheConfig, ImageAccess, KnownBase, Limits, PackFolder, Repository, RepositoryKind, Rules,
    ScanRequest, Selection, SourceSpec, StatedBase, StatedProduct, Want,
};
use heirloom_model::{ConfigError, Curation, Platform, Scope, TreePath};
use heirloom_report::SortKey;
use heirloom_sbom::{Bill, stated::Statements};

use super::args::{LimitArgs, OutputArgs, RunningArgs, ScanArgs, SelectionArgs};
use crate::{
    environment::Environment,
    error::{CliError, Kind, open_error},
    output::Target,
    ui::Ui,
};

/// The name of the rules that come with Heirloom.
const BUILT_IN: &str = "built-in";
const CONFIG_FILE: &str = "heirloom.toml";

/// A scan as the user wants it.
#[derive(Debug)]
pub(crate) struct Settings {
    source: OsString,
    spec: SourceSpec,
    /// Images that the source may be built on, as typed.
    bases: Vec<(OsString, SourceSpec)>,
    selection: Selection,
    repositories: Vec<Repository>,
    want: Want,
    limits: Limits,
    running: RunningArgs,
    cache: Option<CacheConfig>,
    pub(super) outputs: Vec<Output>,
    pub(super) allow_partial: bool,
    pub(super) tree: TreeSettings,
}

/// What of a tree of packages is shown.
#[derive(Clone, Debug)]
pub(super) struct TreeSettings {
    pub(super) depth: Option<usize>,
    pub(super) scopes: Vec<Scope>,
    pub(super) unfold: bool,
    pub(super) sort: SortKey,
    /// The columns of a table.
    pub(super) width: usize,
}

/// Wider than any row of a table.
const UNCUT: usize = 10_000;

/// One result to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Output {
    pub(super) format: Format,
    pub(super) target: Target,
}

/// The form of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Json,
    Jsonl,
    Csv,
    Html,
    Summary,
    Components,
    Tree,
}

impl Settings {
    pub(super) fn new(
        ui: &Ui,
        environment: &Environment,
        args: ScanArgs,
        typed: &[OsString],
    ) -> Result<Settings, CliError> {
        let ScanArgs { source, selection, outputs, tree, running, limits } = args;
        let allow_partial = outputs.allow_partial;
        let (source, mut outputs) = source_and_outputs(ui, source, outputs, typed)?;
        // An option that needs one of two that exclude each other is not refused beside the other.
        let misplaced = match (tree.components, tree.tree) {
            (true, _) if tree.depth.is_some() || tree.unfold => {
                Some("`--depth` and `--unfold` are")
            }
            (_, true) if tree.sort.is_some() => Some("`--sort` is"),
            _ => None,
        };
        if let Some(options) = misplaced {
            let other = if tree.tree { "--components" } else { "--tree" };
            let message = format!("{options} for `{other}`");
            return Err(CliError::new(Kind::User, message).hint("leave it out"));
        }
        let shown = match (tree.components, tree.tree) {
            (true, _) => Some(Format::Components),
            (_, true) => Some(Format::Tree),
            _ => None,
        };
        if let Some(format) = shown {
            if selection.no_packages {
                return Err(CliError::new(Kind::User, "there is nothing to show without packages")
                    .hint("leave out `--no-packages`"));
            }
            outputs.retain(|output| output.format != Format::Summary);
            outputs.push(Output { format, target: Target::Stdout });
            if outputs.iter().filter(|output| output.target == Target::Stdout).count() > 1 {
                return Err(two_on_stdout());
            }
        }
        let scopes = scopes(&tree.scope)?;
        let sort = sort_key(tree.sort.as_deref())?;
        // What is no terminal has no edge at which cells would be cut.
        let width = if environment.stdout_is_terminal { ui.width } else { UNCUT };
        let platform = platform(running.platform.as_deref())?;
        let spec = source_spec(environment, &running, &source, platform.as_ref())?;
        let bases: Vec<(OsString, SourceSpec)> = running
            .base
            .iter()
            .map(|base| {
                let spec = source_spec(environment, &running, base, platform.as_ref())?;
                Ok((base.clone(), spec))
            })
            .collect::<Result<_, CliError>>()?;
        let cache = cache(ui, environment, &running);
        let want = want(&selection);
        let repositories = repositories(&selection);
        Ok(Settings {
            source,
            spec,
            bases,
            selection: selected(selection),
            repositories,
            want,
            limits: limited(&limits),
            running,
            cache,
            outputs,
            allow_partial,
            tree: TreeSettings { depth: tree.depth, scopes, unfold: tree.unfold, sort, width },
        })
    }

    /// Reads what the settings name: the configuration and the rules.
    pub(super) fn request(&self, environment: &Environment) -> Result<ScanRequest, CliError> {
        let threads = self.running.threads.or_else(|| thread::available_parallelism().ok());
        let is_bill = is_bill(&self.spec);
        let mut limits = self.limits.clone();
        if is_bill && limits.intake.file_bytes == Limits::standard().intake.file_bytes {
            limits.intake.file_bytes = BILL;
        }
        Ok(ScanRequest {
            source: self.spec.clone(),
            source_name: self.source.to_string_lossy().into(),
            selection: self.selection.clone(),
            limits,
            threads: threads.unwrap_or(NonZeroUsize::MIN),
            cache: self.cache.clone(),
            temporary: environment.temporary.clone(),
            is_bill,
            rules: Arc::new(self.rules(environment)?),
            curations: self.curations()?,
            want: self.want,
            repositories: self.repositories.clone(),
            bases: self.known_bases(environment)?,
        })
    }

    /// The bill of materials that the source is, where it is one.
    pub(super) fn bill(&self) -> Result<Option<Bill>, CliError> {
        let SourceSpec::Path(path) = &self.spec else { return Ok(None) };
        if !is_bill(&self.spec) {
            return Ok(None);
        }
        let name = path.display();
        let failed = |why: String| CliError::new(Kind::User, format!("{name}: {why}"));
        let limit = match self.limits.intake.file_bytes {
            standard if standard == Limits::standard().intake.file_bytes => BILL,
            stated => stated,
        };
        let mut bytes = Vec::new();
        let file = std::fs::File::open(path).map_err(|error| failed(error.to_string()))?;
        let read = file.take(limit.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| failed(error.to_string()))?;
        if bytes.len() as u64 > limit {
            return Err(failed(format!("it is larger than {} MiB", limit >> 20))
                .hint("`--max-file` lets more be read"));
        }
        let read = heirloom_sbom::read_bill(&bytes);
        read.map(|(_, bill)| Some(bill)).map_err(|error| failed(error.to_string()))
    }

    fn known_bases(&self, environment: &Environment) -> Result<Vec<KnownBase>, CliError> {
        let is_image = matches!(self.spec, SourceSpec::Image(_));
        if !is_image && !self.bases.is_empty() {
            return Err(CliError::new(Kind::User, "`--base` is for images, and SOURCE is none")
                .hint("leave it out, or name an image such as `oci:PATH`"));
        }
        let one = |(typed, spec): &(OsString, SourceSpec)| {
            let typed = typed.to_string_lossy();
            let base = heirloom_engine::known_base(&typed, spec).map_err(|e| open_error(&e))?;
            base.ok_or_else(|| {
                CliError::new(Kind::User, format!("`--base {typed}` names no image"))
                    .hint("an image is `docker-archive:FILE`, `oci:PATH` or `registry:HOST/NAME`")
            })
        };
        let mut known: Vec<KnownBase> =
            self.bases.iter().map(one).collect::<Result<_, CliError>>()?;
        // What the configuration states matters to images alone; nothing is opened for others.
        if let (true, Some((path, bytes))) = (is_image, self.config()?) {
            let stated = heirloom_engine::parse_bases(&bytes)
                .map_err(|errors| config_errors(&path, &errors))?;
            for base in stated {
                known.push(self.stated_base(environment, base)?);
            }
        }
        Ok(known)
    }

    fn stated_base(
        &self,
        environment: &Environment,
        base: StatedBase,
    ) -> Result<KnownBase, CliError> {
        let (name, reference) = match base {
            StatedBase::Layers(base) => return Ok(base),
            StatedBase::Reference { name, reference } => (name, reference),
        };
        let platform = platform(self.running.platform.as_deref())?;
        let typed = OsStr::new(&*reference);
        let spec = source_spec(environment, &self.running, typed, platform.as_ref())?;
        let called = name.unwrap_or_else(|| reference.clone());
        let found = heirloom_engine::known_base(&called, &spec).map_err(|e| open_error(&e))?;
        found.ok_or_else(|| {
            CliError::new(Kind::Config, format!("`image.base`: `{reference}` names no image"))
                .hint("an image is `docker-archive:FILE`, `oci:PATH` or `registry:HOST/NAME`")
        })
    }

    fn rules(&self, environment: &Environment) -> Result<Rules, CliError> {
        let folder = environment.data.as_ref().map(|data| PackFolder::new(&data.join("rules")));
        let name = self.running.rules.as_deref();
        match (name, folder) {
            (Some(BUILT_IN), _) | (None, None) => Ok(heirloom_engine::built_in()),
            (Some(_), None) => Err(CliError::new(Kind::User, "there is no home folder with rules")
                .hint("set HEIRLOOM_HOME to the folder that rules were added to")),
            (Some(name), Some(folder)) => Ok(Rules::open(&folder, name)?),
            (None, Some(folder)) => match folder.list()?.as_slice() {
                [] => Ok(heirloom_engine::built_in()),
                [only] => Ok(Rules::open(&folder, &only.source.name)?),
                several => {
                    let names: Vec<&str> = several.iter().map(|pack| &*pack.source.name).collect();
                    Err(CliError::new(Kind::User, "there are several rule packs to choose from")
                        .hint(format!("choose with `--rules`: built-in, {}", names.join(", "))))
                }
            },
        }
    }

    fn curations(&self) -> Result<Vec<Curation>, CliError> {
        let Some((path, bytes)) = self.config()? else { return Ok(Vec::new()) };
        let curations = heirloom_engine::curations::parse(&bytes);
        // What it says of the product is told too, so that all errors are shown together.
        let stated = heirloom_engine::parse_stated(&TreePath::root(), &bytes);
        let of_bills = heirloom_sbom::stated::parse(&bytes);
        let bases = heirloom_engine::parse_bases(&bytes);
        match (curations, stated, of_bills, bases) {
            (Ok(curations), Ok(_), Ok(_), Ok(_)) => Ok(curations),
            (curations, stated, of_bills, bases) => {
                let mut errors = curations.err().unwrap_or_default();
                errors.extend(stated.err().unwrap_or_default());
                errors.extend(of_bills.err().unwrap_or_default());
                errors.extend(bases.err().unwrap_or_default());
                errors.sort_unstable();
                errors.dedup();
                Err(config_errors(&path, &errors))
            }
        }
    }

    /// What the configuration states about the product, and its folder.
    pub(super) fn stated(&self) -> Result<(StatedProduct, Option<PathBuf>), CliError> {
        let Some((path, bytes)) = self.config()? else {
            return Ok((StatedProduct::default(), None));
        };
        let name = path.file_name().unwrap_or(path.as_os_str()).as_encoded_bytes();
        let name = TreePath::parse(name).unwrap_or_else(|_| TreePath::root());
        let stated = heirloom_engine::parse_stated(&name, &bytes)
            .map_err(|errors| config_errors(&path, &errors))?;
        let folder = path.parent().map(Path::to_owned);
        Ok((stated, folder))
    }

    /// What the configuration states about bills of materials.
    pub(super) fn stated_of_bills(&self) -> Result<Statements, CliError> {
        let Some((path, bytes)) = self.config()? else { return Ok(Statements::default()) };
        heirloom_sbom::stated::parse(&bytes).map_err(|errors| config_errors(&path, &errors))
    }

    /// The configuration's path and bytes, if there is one.
    fn config(&self) -> Result<Option<(PathBuf, Vec<u8>)>, CliError> {
        let found = |path: &Path| path.is_file().then(|| path.to_owned());
        let path: Option<PathBuf> = match (&self.running.config, &self.spec) {
            _ if self.running.no_config => None,
            (Some(path), _) => Some(path.clone()),
            (None, SourceSpec::Path(source)) => found(&source.join(CONFIG_FILE)),
            (None, _) => None,
        };
        let Some(path) = path else { return Ok(None) };
        let bytes = std::fs::read(&path).map_err(|error| {
            CliError::new(Kind::User, format!("failed to read {}: {error}", path.display()))
        })?;
        Ok(Some((path, bytes)))
    }
}

/// Everything that is wrong with a configuration, a line each.
fn config_errors(path: &Path, errors: &[ConfigError]) -> CliError {
    let shown: Vec<String> =
        errors.iter().map(|error| format!("{}:{error}", path.display())).collect();
    CliError::new(Kind::Config, shown.join("\n"))
}

/// Without SOURCE, a single path after an output option is SOURCE.
fn source_and_outputs(
    ui: &Ui,
    source: Option<OsString>,
    args: OutputArgs,
    typed: &[OsString],
) -> Result<(OsString, Vec<Output>), CliError> {
    let OutputArgs { mut json, mut jsonl, mut csv, html, .. } = args;
    let mut source = source;
    if source.is_none() {
        let options = [("--json", &mut json), ("--jsonl", &mut jsonl), ("--csv", &mut csv)];
        let mut loose: Vec<&mut Option<OsString>> = options
            .into_iter()
            .filter(|(name, value)| {
                value.as_ref().is_some_and(|value| value != "-") && !joined(typed, name)
            })
            .map(|(_, value)| value)
            .collect();
        if let [only] = loose.as_mut_slice() {
            source = only.replace("-".into());
        }
    }
    let machine =
        [(Format::Json, json), (Format::Jsonl, jsonl), (Format::Csv, csv), (Format::Html, html)];
    let mut outputs: Vec<Output> = machine
        .into_iter()
        .filter_map(|(format, value)| Some(Output { format, target: target(value?) }))
        .collect();
    let n_stdout = outputs.iter().filter(|output| output.target == Target::Stdout).count();
    if n_stdout > 1 {
        return Err(two_on_stdout());
    }
    if n_stdout == 0 && (!ui.quiet || outputs.is_empty()) {
        outputs.push(Output { format: Format::Summary, target: Target::Stdout });
    }
    Ok((source.unwrap_or_else(|| ".".into()), outputs))
}

fn platform(typed: Option<&str>) -> Result<Option<Platform>, CliError> {
    let read = |text: &str| {
        Platform::parse(text).ok_or_else(|| {
            CliError::new(Kind::User, format!("`{text}` is no platform"))
                .hint("a platform is OS/ARCHITECTURE[/VARIANT], such as `linux/arm64`")
        })
    };
    typed.map(read).transpose()
}

fn source_spec(
    environment: &Environment,
    running: &RunningArgs,
    typed: &OsStr,
    platform: Option<&Platform>,
) -> Result<SourceSpec, CliError> {
    let mut spec = SourceSpec::parse(typed).map_err(|error| open_error(&error))?;
    if let SourceSpec::Image(image) = &mut spec {
        image.platform = platform.cloned();
        let mut access = ImageAccess::new(environment.temporary.clone());
        access.credentials.clone_from(&environment.credentials);
        access.certificates.clone_from(&environment.certificates);
        access.certificate_folders.clone_from(&environment.certificate_folders);
        access.programs.clone_from(&environment.programs);
        access.authorities.clone_from(&running.registry_ca);
        access.insecure.clone_from(&running.insecure_registry);
        *image.access = access;
    }
    Ok(spec)
}

fn two_on_stdout() -> CliError {
    CliError::new(Kind::User, "two results cannot both go to stdout")
        .hint("name a file for all but one of them")
}

fn scopes(names: &[String]) -> Result<Vec<Scope>, CliError> {
    let one = |name: &String| {
        Scope::from_name(name).ok_or_else(|| {
            let known: Vec<&str> = Scope::ALL.iter().map(|scope| scope.name()).collect();
            CliError::new(Kind::User, format!("there is no scope {name:?}"))
                .hint(format!("known ones: {}", known.join(", ")))
        })
    };
    names.iter().map(one).collect()
}

fn sort_key(name: Option<&str>) -> Result<SortKey, CliError> {
    const KEYS: [(&str, SortKey); 5] = [
        ("name", SortKey::Name),
        ("ecosystem", SortKey::Ecosystem),
        ("license", SortKey::License),
        ("scope", SortKey::Scope),
        ("files", SortKey::Files),
    ];
    let Some(name) = name else { return Ok(SortKey::default()) };
    let found = KEYS.iter().find(|(known, _)| *known == name).map(|(_, key)| *key);
    found.ok_or_else(|| {
        let known: Vec<&str> = KEYS.iter().map(|(known, _)| *known).collect();
        CliError::new(Kind::User, format!("the table cannot be sorted by {name:?}"))
            .hint(format!("known keys: {}", known.join(", ")))
    })
}

/// Whether an option was typed with its value, as `--jsonl=FILE`.
fn joined(typed: &[OsString], name: &str) -> bool {
    let with_value = format!("{name}=");
    typed.iter().any(|arg| arg.as_encoded_bytes().starts_with(with_value.as_bytes()))
}

fn target(value: OsString) -> Target {
    if value == OsStr::new("-") { Target::Stdout } else { Target::File(value.into()) }
}

fn cache(ui: &Ui, environment: &Environment, args: &RunningArgs) -> Option<CacheConfig> {
    if args.no_cache {
        return None;
    }
    let folder = args.cache_dir.clone().or_else(|| environment.cache.clone());
    if folder.is_none() {
        ui.note("no home folder, so nothing is kept for the next scan; see `--cache-dir`");
    }
    let max_bytes = args.cache_size.map_or(CacheConfig::STANDARD_BYTES, mebibytes);
    Some(CacheConfig { folder: folder?, max_bytes })
}

fn want(args: &SelectionArgs) -> Want {
    Want {
        uses: false,
        licenses: !args.no_licenses,
        copyrights: !args.no_copyrights,
        packages: !args.no_packages,
    }
}

fn selected(args: SelectionArgs) -> Selection {
    Selection {
        include: args.include,
        exclude: args.exclude,
        gitignore: args.gitignore,
        archives: !args.no_archives,
    }
}

fn repositories(args: &SelectionArgs) -> Vec<Repository> {
    let of = |kind: RepositoryKind, folders: &[PathBuf]| -> Vec<Repository> {
        folders.iter().map(|folder| Repository { kind, folder: folder.clone() }).collect()
    };
    let mut all = of(RepositoryKind::Maven, &args.maven_repository);
    all.extend(of(RepositoryKind::Go, &args.go_modules));
    all.extend(of(RepositoryKind::Vcpkg, &args.vcpkg_registry));
    all
}

fn limited(args: &LimitArgs) -> Limits {
    let mut limits = Limits::standard();
    if let Some(max_file) = args.max_file {
        limits.intake.file_bytes = mebibytes(max_file);
        limits.text.max_text_bytes = usize::try_from(mebibytes(max_file)).unwrap_or(usize::MAX);
    }
    if let Some(max_archive) = args.max_archive {
        limits.intake.archive_bytes = mebibytes(max_archive);
    }
    if let Some(n_files) = args.max_archive_files {
        limits.intake.archive_members = n_files;
    }
    if let Some(depth) = args.max_archive_depth {
        limits.intake.archive_depth = depth;
    }
    limits
}

fn mebibytes(n: u64) -> u64 {
    n.saturating_mul(1 << 20)
}

/// Bytes read of a bill of materials that is the whole source, where nobody says how many.
const BILL: u64 = 1 << 30;

/// Whether the source is one file that is a bill of materials. What cannot be read is told when the
/// scan opens it.
fn is_bill(source: &SourceSpec) -> bool {
    const HEAD: u64 = 64 << 10;
    let SourceSpec::Path(path) = source else { return false };
    if !path.is_file() {
        return false;
    }
    let Ok(file) = std::fs::File::open(path) else { return false };
    let mut head = Vec::new();
    let read = file.take(HEAD).read_to_end(&mut head);
    read.is_ok() && heirloom_engine::is_bill(&head)
}
