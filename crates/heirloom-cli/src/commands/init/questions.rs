// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What `heirloom init` asks on a terminal.

use heirloom_model::{ComponentId, DeliveryKind, Owner, Product, ServiceUsers, Tri};
use heirloom_report::messages::Messages;

use super::{Given, Ownership};
use crate::{error::CliError, ui::Ui};

/// Components of ours that are shown to choose from.
const MAX_SHOWN: usize = 40;

/// What was said, typed or asked.
pub(super) struct Answers {
    pub(super) kind: DeliveryKind,
    pub(super) foreign: Vec<ComponentId>,
    pub(super) own: Vec<ComponentId>,
    pub(super) author: Option<String>,
}

impl Answers {
    /// What was said on the command line, the rest as found.
    pub(super) fn of(ownership: Ownership, given: Given) -> Answers {
        let kind = detailed(
            given.kind.unwrap_or(DeliveryKind::Binary),
            given.locked.unwrap_or_default(),
            given.user_product.unwrap_or_default(),
            given.users.unwrap_or(ServiceUsers::Public),
        );
        let Ownership { foreign, own } = ownership;
        Answers { kind, foreign, own, author: given.author }
    }
}

fn detailed(
    kind: DeliveryKind,
    locked: Tri,
    user_product: Tri,
    users: ServiceUsers,
) -> DeliveryKind {
    match kind {
        DeliveryKind::Device { .. } => DeliveryKind::Device { user_product, locked },
        DeliveryKind::NetworkService { .. } => DeliveryKind::NetworkService { users },
        other => other,
    }
}

/// Asks for what the command line does not say.
pub(super) fn ask(
    ui: &Ui,
    messages: &Messages,
    found: &Product,
    mut ownership: Ownership,
    given: Given,
) -> Result<Answers, CliError> {
    let own: Vec<&ComponentId> = found
        .components
        .iter()
        .filter(|component| component.owner == Owner::Own)
        .map(|component| &component.id)
        .collect();
    if ownership.foreign.is_empty() {
        ownership.foreign = not_ours(ui, messages, &own)?;
    }
    let kind = match given.kind {
        Some(kind) => kind,
        None => delivery(ui, messages)?,
    };
    let tri = |key: &str, said: Option<Tri>| match said {
        Some(said) => Ok(said),
        None => asked(ui, messages, key, "unknown", Tri::from_name),
    };
    let (mut locked, mut user_product, mut users) =
        (Tri::Unknown, Tri::Unknown, ServiceUsers::Public);
    match kind {
        DeliveryKind::Device { .. } => {
            locked = tri("init.ask-locked", given.locked)?;
            user_product = tri("init.ask-user-product", given.user_product)?;
        }
        DeliveryKind::NetworkService { .. } => {
            users = match given.users {
                Some(users) => users,
                None => asked(ui, messages, "init.ask-users", "public", |text| match text {
                    "public" => Some(ServiceUsers::Public),
                    "internal" => Some(ServiceUsers::Internal),
                    _ => None,
                })?,
            };
        }
        _ => {}
    }
    let author = match given.author {
        Some(author) => author,
        None => ui.ask(messages.label("init.ask-author"))?,
    };
    let author = Some(author).filter(|author| !author.is_empty());
    let Ownership { foreign, own } = ownership;
    Ok(Answers { kind: detailed(kind, locked, user_product, users), foreign, own, author })
}

/// Which of what was found as ours is not.
fn not_ours(
    ui: &Ui,
    messages: &Messages,
    own: &[&ComponentId],
) -> Result<Vec<ComponentId>, CliError> {
    ui.tell(&messages.count("init.found", own.len() as u64));
    for (number, id) in own.iter().take(MAX_SHOWN).enumerate() {
        ui.tell(&format!("  {:3}  {id}", number + 1));
    }
    if own.len() > MAX_SHOWN {
        ui.tell(&messages.count("check.more", (own.len() - MAX_SHOWN) as u64));
    }
    loop {
        let line = ui.ask(messages.label("init.ask-own"))?;
        let words = line.split([',', ' ', '、', '，']).filter(|word| !word.is_empty());
        let chosen: Option<Vec<ComponentId>> = words
            .map(|word| match word.parse::<usize>() {
                Ok(number) => own.get(number.checked_sub(1)?).map(|id| (*id).clone()),
                Err(_) => own.iter().find(|id| id.as_str() == word).map(|id| (*id).clone()),
            })
            .collect();
        match chosen {
            Some(chosen) => return Ok(chosen),
            None => ui.tell(messages.label("init.again")),
        }
    }
}

fn delivery(ui: &Ui, messages: &Messages) -> Result<DeliveryKind, CliError> {
    ui.tell(messages.label("init.ways"));
    for (number, kind) in DeliveryKind::ALL.iter().enumerate() {
        let words = messages.label(&format!("delivery.{}", kind.name())).to_owned();
        ui.tell(&format!("  {:3}  {:22}{words}", number + 1, kind.name()));
    }
    asked(ui, messages, "init.ask-delivery", "binary", |text| match text.parse::<usize>() {
        Ok(number) => DeliveryKind::ALL.get(number.checked_sub(1)?).copied(),
        Err(_) => DeliveryKind::from_name(text),
    })
}

/// Asks until the answer is one; nothing typed means the usual one.
fn asked<T>(
    ui: &Ui,
    messages: &Messages,
    key: &str,
    usual: &str,
    read: impl Fn(&str) -> Option<T>,
) -> Result<T, CliError> {
    loop {
        let line = ui.ask(&format!("{} [{usual}]: ", messages.label(key)))?;
        let text = if line.is_empty() { usual } else { &line };
        match read(text) {
            Some(value) => return Ok(value),
            None => ui.tell(messages.label("init.again")),
        }
    }
}
