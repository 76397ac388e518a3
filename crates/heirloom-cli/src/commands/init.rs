// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `heirloom init`: writes a `heirloom.toml` to start from, by asking.

mod questions;

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

use heirloom_engine::{
    StatedProduct,
    check::{self, CheckRequest, Judged},
    policy::Starter,
};
use heirloom_model::{
    ComponentId, Delivery, DeliveryKind, Facts, Owner, Product, ServiceUsers, TreePath, Tri,
};
use heirloom_report::{ConfigView, TerminalOptions, messages::Messages};

use self::questions::Answers;
use super::check::{ProductArgs, request};
use crate::{
    environment::Environment,
    error::{CliError, Exit, Kind},
    interrupt,
    output::{self, Target},
    progress::ProgressLine,
    ui::Ui,
};

const CONFIG_FILE: &str = "heirloom.toml";

/// Write a heirloom.toml to start from: what is yours, how is it delivered
///
/// Scans SOURCE and asks. What nobody knows yet is written as statements to fill in, as comments;
/// read as it is, the file states the delivery and what is not yours. With `--yes` or any of the
/// answers as an option nothing is asked.
#[derive(Debug, clap::Args)]
pub(crate) struct InitArgs {
    /// Ask nothing; what no option says is as found
    #[arg(long)]
    yes: bool,
    /// What is yours: these components alone; may be repeated [default: as found]
    #[arg(long, value_name = "COMPONENT")]
    own: Vec<String>,
    /// What was found as yours and is not; may be repeated
    #[arg(long, value_name = "COMPONENT", conflicts_with = "own")]
    not_own: Vec<String>,
    /// What the delivery is called [default: its kind]
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Of a device: whether it refuses changed software: yes, no, unknown
    #[arg(long, value_name = "ANSWER")]
    locked: Option<String>,
    /// Of a device: whether it is for consumers: yes, no, unknown
    #[arg(long, value_name = "ANSWER")]
    user_product: Option<String>,
    /// Of a network service: whom it serves: public, internal
    #[arg(long, value_name = "WHOM")]
    users: Option<String>,
    /// Your name, for what you state
    #[arg(long, value_name = "NAME")]
    author: Option<String>,
    /// The file to write; `-` is stdout [default: heirloom.toml in SOURCE]
    #[arg(long, short, value_name = "FILE")]
    output: Option<OsString>,
    /// Write over a file that is there
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    product: ProductArgs,
}

pub(crate) fn run(
    ui: &Ui,
    environment: &Environment,
    args: InitArgs,
    typed: &[OsString],
) -> Result<Exit, CliError> {
    let target = target(&args)?;
    let is_told = args.yes || args.product.delivery().is_some() || !args.own.is_empty();
    if !is_told && !environment.stdin_is_terminal {
        return Err(CliError::new(Kind::User, "there is nobody to ask: stdin is no terminal")
            .hint("`--yes` takes what is found, `--delivery KIND` says how it is delivered"));
    }
    let asks = !is_told;
    let kind = args.product.delivery().cloned();
    let policy = args.product.policy_name();
    let InitArgs { own, not_own, name, locked, user_product, users, author, mut product, .. } =
        args;
    product.read_no_config();
    let request = request(ui, environment, product, typed)?;
    let given = Given {
        kind: kind.map(|_| request.assumed),
        locked: answer(locked.as_deref())?,
        user_product: answer(user_product.as_deref())?,
        users: users.as_deref().map(service_users).transpose()?,
        author,
    };
    let book = check::license_book()?;
    let found = survey(ui, &request)?;
    let messages = Messages::for_language(ui.language);
    let ownership = ownership(&found, &own, &not_own)?;
    let answers = if asks {
        questions::ask(ui, &messages, &found, ownership, given)?
    } else {
        Answers::of(ownership, given)
    };
    let delivery = Delivery {
        name: name.as_deref().unwrap_or(answers.kind.name()).into(),
        kind: answers.kind,
        roots: Vec::new(),
        monthly_users: None,
        facts: Facts::default(),
    };
    let product = delivered(found, &answers, delivery);
    let Judged { product, deliveries, .. } = check::judged(&book, product, &request.gate);
    let view = ConfigView {
        product: &product,
        delivery: &product.deliveries[0],
        conclusion: &deliveries[0],
        policy: policy.as_deref().unwrap_or(suggested(answers.kind)),
        foreign: &answers.foreign,
        own: &answers.own,
        author: answers.author.as_deref().unwrap_or_default(),
    };
    let options = TerminalOptions { language: ui.language, color: false, width: ui.width };
    output::write(&target, |out| heirloom_report::config_toml(&view, &options, out))?;
    if let Target::File(path) = &target {
        let n = deliveries[0].questions.len() as u64;
        let args = [("file", &*path.display().to_string())];
        ui.note(&format!(
            "{} {}",
            messages.text("init.wrote", &args),
            messages.count("init.open", n)
        ));
    }
    Ok(Exit::Clean)
}

/// What was said on the command line.
pub(super) struct Given {
    pub(super) kind: Option<DeliveryKind>,
    pub(super) locked: Option<Tri>,
    pub(super) user_product: Option<Tri>,
    pub(super) users: Option<ServiceUsers>,
    pub(super) author: Option<String>,
}

/// What differs from what was found.
#[derive(Default)]
pub(super) struct Ownership {
    /// Found as ours, and is not.
    pub(super) foreign: Vec<ComponentId>,
    /// Not found as ours, and is.
    pub(super) own: Vec<ComponentId>,
}

/// Where the file goes; nothing is written over unless told.
fn target(args: &InitArgs) -> Result<Target, CliError> {
    let source = args.product.source().map_or(Path::new("."), Path::new);
    let path: PathBuf = match &args.output {
        Some(file) if file == "-" => return Ok(Target::Stdout),
        Some(file) => file.into(),
        None if source.is_dir() => source.join(CONFIG_FILE),
        None => {
            let message = format!("{} is no folder to write {CONFIG_FILE} to", source.display());
            return Err(CliError::new(Kind::User, message)
                .hint("name a folder, or the file to write with `--output`"));
        }
    };
    if path.exists() && !args.force {
        return Err(CliError::new(Kind::User, format!("{} is there already", path.display()))
            .hint("`--force` writes over it, `--output -` prints what would be written"));
    }
    Ok(Target::File(path))
}

fn survey(ui: &Ui, request: &CheckRequest) -> Result<Product, CliError> {
    let cancel = interrupt::flag();
    let progress = ProgressLine::new(ui.progress, ui.width);
    let (_, product) = check::survey(request, &progress, &cancel)?;
    drop(progress);
    Ok(product)
}

/// What the options say to be ours, or not.
fn ownership(found: &Product, own: &[String], not_own: &[String]) -> Result<Ownership, CliError> {
    let find = |name: &String| {
        let mut named = found
            .components
            .iter()
            .filter(|component| component.id.as_str() == name || *component.name == **name);
        named.next().ok_or_else(|| {
            CliError::new(Kind::User, format!("no component of this tree is called `{name}`"))
                .hint("`heirloom check` shows the names of components")
        })
    };
    let mut ownership = Ownership::default();
    for name in not_own {
        ownership.foreign.push(find(name)?.id.clone());
    }
    if own.is_empty() {
        return Ok(ownership);
    }
    let mut ours = Vec::new();
    for name in own {
        let component = find(name)?;
        ours.push(&component.id);
        if component.owner != Owner::Own {
            ownership.own.push(component.id.clone());
        }
    }
    for component in &found.components {
        if component.owner == Owner::Own && !ours.contains(&&component.id) {
            ownership.foreign.push(component.id.clone());
        }
    }
    Ok(ownership)
}

/// The product as it will be read with the answers.
fn delivered(mut product: Product, answers: &Answers, delivery: Delivery) -> Product {
    for component in &mut product.components {
        if answers.foreign.contains(&component.id) {
            component.owner = Owner::ThirdParty;
        } else if answers.own.contains(&component.id) {
            component.owner = Owner::Own;
        }
    }
    let stated = StatedProduct { deliveries: vec![delivery], ..StatedProduct::default() };
    product.deliveries =
        stated.deliveries_of(&product.components, &product.relations, answers.kind);
    product
}

/// The policy to start from for a way of delivery.
fn suggested(kind: DeliveryKind) -> &'static str {
    let name = match kind {
        DeliveryKind::Device { .. } => "device",
        DeliveryKind::NetworkService { users: ServiceUsers::Internal } => "internal",
        DeliveryKind::InternalOnly | DeliveryKind::Contractor => "internal",
        DeliveryKind::NetworkService { .. }
        | DeliveryKind::ManagedService
        | DeliveryKind::JavascriptToBrowser => "saas",
        DeliveryKind::Source => "open-source",
        DeliveryKind::Model | DeliveryKind::Dataset | DeliveryKind::ProducedWork => "data",
        DeliveryKind::Binary => "default",
    };
    debug_assert!(Starter::of_name(name).is_some() && TreePath::parse(name.as_bytes()).is_ok());
    name
}

fn answer(text: Option<&str>) -> Result<Option<Tri>, CliError> {
    let Some(text) = text else { return Ok(None) };
    Tri::from_name(text).map(Some).ok_or_else(|| {
        CliError::new(Kind::User, format!("`{text}` is no answer")).hint("known: yes, no, unknown")
    })
}

fn service_users(text: &str) -> Result<ServiceUsers, CliError> {
    match text {
        "public" => Ok(ServiceUsers::Public),
        "internal" => Ok(ServiceUsers::Internal),
        _ => Err(CliError::new(Kind::User, format!("`{text}` is no sort of users"))
            .hint("known: public, internal")),
    }
}
