// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `heirloom check` and `heirloom explain`: what follows for a product, and why.

pub(super) mod outputs;

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use heirloom_engine::{
    ScanRequest, Selection, SourceSpec, Want,
    check::{self, Asked, CheckRequest, CheckResult, Explained},
    plan,
    proofs::Prover,
};
use heirloom_model::{DeliveryKind, DutyKind, Outcome, ScanSummary};
use heirloom_report::{CheckView, TerminalOptions, messages::Messages};

use self::outputs::{CheckOutputArgs, CheckOutputs};
use super::{
    policy::{PolicyArgs, gate_of},
    scan::{
        LimitArgs, OutputArgs, RunningArgs, ScanArgs, SelectionArgs, Surveyed, TreeArgs, surveyed,
    },
};
use crate::{
    environment::Environment,
    error::{CliError, Exit, Kind},
    interrupt,
    output::{self, Target},
    progress::ProgressLine,
    ui::Ui,
};

/// Say what follows: verdicts, duties and questions of each delivered whole
///
/// Scans SOURCE, joins packages, programs that are run and what heirloom.toml states into a
/// product, judges it, and decides by a policy. Exits with 1 if the policy rejects something.
#[derive(Debug, clap::Args)]
pub(crate) struct CheckArgs {
    /// Exit with 1 also where the policy asks or somebody has to approve
    #[arg(long)]
    strict: bool,
    /// Exit with 0 even when some input could not be read
    #[arg(long)]
    allow_partial: bool,
    #[command(flatten)]
    outputs: CheckOutputArgs,
    #[command(flatten)]
    product: ProductArgs,
}

/// What is judged, and as what.
#[derive(Debug, clap::Args)]
pub(crate) struct ProductArgs {
    /// How the product is delivered, where heirloom.toml does not say: binary, source, device, …
    #[arg(long, value_name = "KIND")]
    delivery: Option<String>,
    /// A folder with archives of source, such as `busybox-1.36.1.tar.bz2`: they tell the licenses of
    /// components that only a lock file names
    #[arg(long, value_name = "DIR")]
    pub(super) sources: Option<PathBuf>,
    /// A folder, a file, an archive, or git:REPO@REV [default: the current folder]
    source: Option<OsString>,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    selection: SelectionArgs,
    #[command(flatten)]
    running: RunningArgs,
    #[command(flatten)]
    limits: LimitArgs,
}

impl ProductArgs {
    /// The source as it was typed.
    pub(super) fn source(&self) -> Option<&OsString> {
        self.source.as_ref()
    }

    /// The way of delivery as it was typed.
    pub(super) fn delivery(&self) -> Option<&String> {
        self.delivery.as_ref()
    }

    /// The policy as it was typed.
    pub(super) fn policy_name(&self) -> Option<String> {
        self.policy.policy.as_ref().map(|name| name.to_string_lossy().into_owned())
    }

    /// Leaves the configuration alone.
    pub(super) fn read_no_config(&mut self) {
        self.running.no_config = true;
        self.running.config = None;
    }

    pub(super) fn set_source(&mut self, source: Option<OsString>) {
        self.source = source;
    }
}

/// Show the proof of a verdict, down to clauses and evidence
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// The name of a whole or a question, as `heirloom check` shows it, or the component's own
    id: String,
    /// Show the proof of a duty for this component instead, such as `provide_source`
    #[arg(long, value_name = "KIND")]
    duty: Option<String>,
    #[command(flatten)]
    product: ProductArgs,
}

pub(crate) fn run(
    ui: &Ui,
    environment: &Environment,
    args: CheckArgs,
    typed: &[OsString],
) -> Result<Exit, CliError> {
    let CheckArgs { outputs, mut product, strict, allow_partial } = args;
    let outputs = CheckOutputs::new(ui, outputs, &mut product.source, typed)?;
    let is_delivery_given = product.delivery.is_some();
    let request = request(ui, environment, product, typed)?;
    let cancel = interrupt::flag();
    let progress = ProgressLine::new(ui.progress, ui.width);
    let book = check::license_book()?;
    let result = check::check(&request, &book, &progress, &cancel)?;
    drop(progress);
    let problems = problems(ui, &result);
    let view = view(&request, &result, &problems, is_delivery_given);
    let plans = outputs
        .with_plans()
        .then(|| {
            super::plan::standard(&request).map(|asked| plan::plans(&book, &result.product, &asked))
        })
        .transpose()?;
    outputs.write(ui, &view, &Prover::new(&book, &result.product), plans.as_ref())?;
    Ok(exit(ui, &result, strict, allow_partial))
}

/// What is shown of a check.
pub(super) fn view<'a>(
    request: &'a CheckRequest,
    result: &'a CheckResult,
    problems: &'a [String],
    is_delivery_given: bool,
) -> CheckView<'a> {
    CheckView {
        source: &request.scan.source_name,
        version: env!("CARGO_PKG_VERSION"),
        product: &result.product,
        is_assumed: request.stated.deliveries.is_empty() && !is_delivery_given,
        deliveries: &result.deliveries,
        policy: Some(&result.policy),
        problems,
    }
}

/// What is wrong with the product or could not be read, in words.
pub(super) fn problems(ui: &Ui, result: &CheckResult) -> Vec<String> {
    let messages = Messages::for_language(ui.language);
    let mut problems: Vec<String> =
        result.problems.iter().map(|one| messages.problem(one)).collect();
    problems.extend(unread(&messages, &result.scan.summary));
    problems
}

pub(crate) fn explain(
    ui: &Ui,
    environment: &Environment,
    args: ExplainArgs,
    typed: &[OsString],
) -> Result<Exit, CliError> {
    let request = request(ui, environment, args.product, typed)?;
    let cancel = interrupt::flag();
    let progress = ProgressLine::new(ui.progress, ui.width);
    let book = check::license_book()?;
    let (_, product) = check::survey(&request, &progress, &cancel)?;
    drop(progress);
    let explained = match &args.duty {
        Some(duty) => check::explain_duty(&book, product, &args.id, duty_kind(duty)?),
        None => match check::explain(&book, product.clone(), &args.id) {
            Some(explained) => vec![explained],
            None => match check::explain_question(&book, product, &args.id) {
                Some(asked) => return show_asked(ui, &asked),
                None => Vec::new(),
            },
        },
    };
    if explained.is_empty() {
        let what = match &args.duty {
            Some(duty) => format!("`{duty}` is not owed for `{}`", args.id),
            None => format!("no whole or question of this product is called `{}`", args.id),
        };
        let hint = "`heirloom check` shows the names of all wholes, questions and duties";
        return Err(CliError::new(Kind::User, what).hint(hint));
    }
    for one in &explained {
        show(ui, one)?;
    }
    Ok(Exit::Clean)
}

fn duty_kind(name: &str) -> Result<DutyKind, CliError> {
    DutyKind::from_name(name).ok_or_else(|| {
        let known: Vec<_> = DutyKind::ALL.iter().map(|kind| kind.name()).collect();
        CliError::new(Kind::User, format!("`{name}` is no duty"))
            .hint(format!("known: {}", known.join(", ")))
    })
}

fn show(ui: &Ui, explained: &Explained) -> Result<(), CliError> {
    let Explained { proof, endings, .. } = explained;
    let options = TerminalOptions { language: ui.language, color: ui.color, width: ui.width };
    output::write(&Target::Stdout, |out| {
        heirloom_report::proof_terminal(proof, endings, &options, out)
    })?;
    stands(explained)
}

/// Shows why something is asked, and what each answer leads to.
fn show_asked(ui: &Ui, asked: &Asked) -> Result<Exit, CliError> {
    let options = TerminalOptions { language: ui.language, color: ui.color, width: ui.width };
    let answers: Vec<_> = asked
        .answers
        .iter()
        .map(|one| (one.answer, one.explained.iter().map(|one| &one.proof).collect()))
        .collect();
    output::write(&Target::Stdout, |out| {
        heirloom_report::question_terminal(&asked.question, &answers, &options, out)
    })?;
    for one in asked.answers.iter().flat_map(|one| &one.explained) {
        stands(one)?;
    }
    Ok(Exit::Clean)
}

/// Nobody should rely on a proof that its checker does not follow.
fn stands(explained: &Explained) -> Result<(), CliError> {
    match explained.fault() {
        Some(what) => {
            let hint = "please report it with the product";
            Err(CliError::new(Kind::Internal, what).hint(hint))
        }
        None => Ok(()),
    }
}

pub(super) fn request(
    ui: &Ui,
    environment: &Environment,
    args: ProductArgs,
    typed: &[OsString],
) -> Result<CheckRequest, CliError> {
    let assumed = match &args.delivery {
        None => DeliveryKind::Binary,
        Some(name) => DeliveryKind::from_name(name).ok_or_else(|| {
            let known: Vec<_> = DeliveryKind::ALL.iter().map(|kind| kind.name()).collect();
            CliError::new(Kind::User, format!("`{name}` is no way of delivery"))
                .hint(format!("known: {}", known.join(", ")))
        })?,
    };
    let outputs =
        OutputArgs { json: None, jsonl: None, csv: None, html: None, allow_partial: false };
    let ProductArgs { source, sources, selection, running, limits, policy, .. } = args;
    let tree = TreeArgs::default();
    let scan = ScanArgs { source, selection, outputs, tree, running, limits };
    let Surveyed { request: scan, stated, folder } = surveyed(ui, environment, scan, typed)?;
    let gate = gate_of(ui, &policy, stated.policy.as_ref().zip(folder.as_deref()))?;
    let sources = sources.as_deref().map(|folder| archives(folder, &scan)).transpose()?;
    Ok(CheckRequest { scan, stated, assumed, gate, sources })
}

/// A scan of the folder of archives, read as the source is.
fn archives(folder: &Path, like: &ScanRequest) -> Result<ScanRequest, CliError> {
    if !folder.is_dir() {
        let name = folder.display();
        return Err(CliError::new(Kind::User, format!("`{name}` is no folder"))
            .hint("--sources takes the folder that holds archives of source"));
    }
    Ok(ScanRequest {
        source: SourceSpec::Path(folder.into()),
        source_name: folder.display().to_string().into(),
        selection: Selection::everything(),
        is_bill: false,
        curations: Vec::new(),
        want: Want::ALL,
        repositories: Vec::new(),
        bases: Vec::new(),
        ..like.clone()
    })
}

/// What could not be read of the source, with its place.
fn unread(messages: &Messages, summary: &ScanSummary) -> impl Iterator<Item = String> {
    summary.problems.iter().map(move |problem| {
        let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
        let place = problem.path.as_ref().map(|path| format!("{path}{line}: "));
        place.unwrap_or_default() + &messages.problem(problem)
    })
}

/// What is rejected weighs more than what could not be read.
fn exit(ui: &Ui, result: &CheckResult, strict: bool, allow_partial: bool) -> Exit {
    let unread = super::scan::unread(ui, &result.scan.summary, allow_partial);
    match result.policy.outcome {
        Outcome::Rejected => Exit::Rejected,
        Outcome::NeedsApproval | Outcome::Asks if strict => Exit::Rejected,
        _ => unread,
    }
}
