// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What edits cost, so that plans can be compared.

use heirloom_model::{Action, Component, FactKind, Owner, Relation, RelationKind, Scope, Tri};

/// The cost of each kind of edit.
///
/// The standard values are rough days of one person for a component of middle size, fees and lost
/// function counted in; they order plans and promise nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Costs {
    /// Going without something optional: 20.
    pub drop_optional: u64,
    /// Going without something: 100.
    pub drop: u64,
    /// Going without something that the user cannot do without: 400.
    pub drop_core: u64,
    /// Writing it anew: 80.
    pub rewrite: u64,
    /// Putting another component in its place: 20.
    pub replace: u64,
    /// Obtaining another license: 30.
    pub obtain: u64,
    /// Linking it dynamically: 5.
    pub link_dynamically: u64,
    /// Running it as a process of its own: 15.
    pub run_apart: u64,
    /// Talking to it by other means than starting it, memory or a network: 20.
    pub talk_apart: u64,
    /// Handing over plain data alone: 10.
    pub plain_data: u64,
    /// Leaving it to the recipient: 8.
    pub withhold: u64,
    /// A layer between, with more than one implementation: 25.
    pub layer: u64,
    /// Moving a driver to user space: 60.
    pub user_space: u64,
    /// How many times as much it costs inside somebody else's component: 3.
    pub foreign_factor: u64,
}

impl Costs {
    /// The standard values.
    pub const STANDARD: Costs = Costs {
        drop_optional: 20,
        drop: 100,
        drop_core: 400,
        rewrite: 80,
        replace: 20,
        obtain: 30,
        link_dynamically: 5,
        run_apart: 15,
        talk_apart: 20,
        plain_data: 10,
        withhold: 8,
        layer: 25,
        user_space: 60,
        foreign_factor: 3,
    };

    /// The names of the values.
    pub const NAMES: &[&str] = &[
        "drop_optional",
        "drop",
        "drop_core",
        "rewrite",
        "replace",
        "obtain",
        "link_dynamically",
        "run_apart",
        "talk_apart",
        "plain_data",
        "withhold",
        "layer",
        "user_space",
        "foreign_factor",
    ];

    /// Sets a value by its name; `false` if there is none of that name.
    pub fn set(&mut self, name: &str, cost: u64) -> bool {
        let value = match name {
            "drop_optional" => &mut self.drop_optional,
            "drop" => &mut self.drop,
            "drop_core" => &mut self.drop_core,
            "rewrite" => &mut self.rewrite,
            "replace" => &mut self.replace,
            "obtain" => &mut self.obtain,
            "link_dynamically" => &mut self.link_dynamically,
            "run_apart" => &mut self.run_apart,
            "talk_apart" => &mut self.talk_apart,
            "plain_data" => &mut self.plain_data,
            "withhold" => &mut self.withhold,
            "layer" => &mut self.layer,
            "user_space" => &mut self.user_space,
            "foreign_factor" => &mut self.foreign_factor,
            _ => return false,
        };
        *value = cost;
        true
    }

    /// The cost of an action on a relation of this user.
    pub fn of_use(&self, action: &Action, relation: &Relation, user: &Component) -> u64 {
        let base = match action {
            Action::Drop if relation.scope == Scope::Optional => self.drop_optional,
            Action::Drop => match relation.facts.value(FactKind::Core) {
                Tri::Yes => self.drop_core,
                Tri::No => self.drop_optional,
                Tri::Unknown => self.drop,
            },
            Action::Become(RelationKind::DynamicLink | RelationKind::OptionalLoad) => {
                self.link_dynamically
            }
            Action::Become(RelationKind::Exec) => self.run_apart,
            Action::Become(_) => self.talk_apart,
            other => self.of_component(other),
        };
        match user.owner {
            Owner::Own => base,
            Owner::ThirdParty => base.saturating_mul(self.foreign_factor),
        }
    }

    /// The cost of an action on a component.
    pub fn of_component(&self, action: &Action) -> u64 {
        match action {
            Action::Drop => self.drop,
            Action::Rewrite => self.rewrite,
            Action::ReplaceBy(_) => self.replace,
            Action::Obtain(_) => self.obtain,
            Action::Become(_) => self.talk_apart,
            Action::PlainData => self.plain_data,
            Action::Withhold => self.withhold,
            Action::Layer => self.layer,
            Action::UserSpace => self.user_space,
        }
    }
}
