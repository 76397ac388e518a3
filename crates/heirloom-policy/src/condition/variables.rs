// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What conditions can speak of.

use std::{borrow::Cow, fmt};

use heirloom_model::{
    DeliveredForm, DeliveryKind, DutyKind, FactKind, Level, LicenseKind, Owner, Reading,
    RelationKind, Scope, ServiceUsers, Tri,
};

use crate::{Date, policy::License, subject::Subject};

/// A subject as a condition sees it: with one of its licenses, on a day.
#[derive(Clone, Copy, Debug)]
pub(super) struct View<'a> {
    pub(super) subject: &'a Subject,
    pub(super) license: License<'a>,
    pub(super) as_of: Option<Date>,
}

/// A value of a condition.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Bool(bool),
    Int(i64),
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Value<'a> {
        Value::Text(Cow::Borrowed(text))
    }
}

impl fmt::Display for Value<'_> {
    /// As conditions write it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Bool(value) => write!(f, "{value}"),
            Value::Int(value) => write!(f, "{value}"),
            Value::Text(text) => write!(f, "'{text}'"),
            Value::List(values) => {
                let values: Vec<String> = values.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", values.join(", "))
            }
        }
    }
}

/// A fixed vocabulary from which a text is taken; the empty text stands for "not known".
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    /// What they are, as a thing that faults name.
    pub(super) what: &'static str,
    pub(super) known: fn(&str) -> bool,
}

impl PartialEq for Words {
    fn eq(&self, other: &Words) -> bool {
        self.what == other.what
    }
}

/// What sort of values a part of a condition has.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Type {
    Bool,
    Int,
    Text,
    Word(Words),
    /// A list of texts.
    Texts,
    /// A list of words.
    WordList(Words),
    /// A list of numbers.
    Ints,
}

impl Type {
    pub(super) fn name(self) -> &'static str {
        match self {
            Type::Bool => "bool",
            Type::Int => "int",
            Type::Text | Type::Word(_) => "string",
            Type::Texts | Type::WordList(_) => "list(string)",
            Type::Ints => "list(int)",
        }
    }

    /// The type as a thing that faults name.
    pub(super) fn told(self) -> &'static str {
        match self {
            Type::Bool => "cel-bool",
            Type::Int => "cel-int",
            Type::Text | Type::Word(_) => "cel-string",
            Type::Texts | Type::WordList(_) => "cel-strings",
            Type::Ints => "cel-ints",
        }
    }
}

/// Something conditions can speak of.
#[derive(Clone, Copy, Debug)]
pub struct Variable {
    pub(super) path: &'static str,
    pub(super) kind: Type,
    about: &'static str,
    pub(super) value: for<'a> fn(&View<'a>) -> Value<'a>,
}

impl PartialEq for Variable {
    fn eq(&self, other: &Variable) -> bool {
        self.path == other.path
    }
}

impl Variable {
    /// How conditions write it.
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// The type of its values, in CEL's words.
    pub fn type_name(&self) -> &'static str {
        self.kind.name()
    }

    /// What it says.
    pub fn about(&self) -> &'static str {
        self.about
    }
}

/// Everything conditions can speak of, beside `facts.` with the name of a fact.
pub fn variables() -> &'static [Variable] {
    VARIABLES
}

/// Names that stand before a field and have no value by themselves.
pub(super) const VARIABLES_WITH_FIELDS: &[&str] =
    &["license", "delivery", "component", "verdict", "duties", "whole", "facts"];

pub(super) const ANSWERS: Words =
    Words { what: "answer", known: |word| Tri::from_name(word).is_some() };

pub(super) fn fact(view: &View<'_>, kind: FactKind) -> Value<'static> {
    view.subject.fact(kind).name().into()
}

macro_rules! words {
    ($what:literal, $type:ty) => {
        Words { what: $what, known: |word| <$type>::from_name(word).is_some() }
    };
}

const DUTIES: Words = words!("duty", DutyKind);

const LEVELS: Words = words!("level", Level);

const USERS: Words = Words { what: "users", known: |word| matches!(word, "public" | "internal") };

const fn variable(
    path: &'static str,
    kind: Type,
    about: &'static str,
    value: for<'a> fn(&View<'a>) -> Value<'a>,
) -> Variable {
    Variable { path, kind, about, value }
}

fn level(view: &View<'_>, reading: Reading) -> Value<'static> {
    view.subject.level(reading).map_or("", Level::name).into()
}

/// Sorted by what they are about, as the documentation lists them.
static VARIABLES: &[Variable] = &[
    variable(
        "license.id",
        Type::Text,
        "the license's identifier; empty if there is none",
        |view| view.license.term.map_or("", |term| term.license.as_str()).into(),
    ),
    variable(
        "license.kind",
        Type::Word(words!("kind-of-license", LicenseKind)),
        "what sort of license it is",
        |view| view.license.kind.name().into(),
    ),
    variable("license.or_later", Type::Bool, "whether later versions may be taken", |view| {
        Value::Bool(
            view.license
                .term
                .is_some_and(|term| term.or_later || term.license.as_str().ends_with("-or-later")),
        )
    }),
    variable("license.exception", Type::Text, "the exception; empty if there is none", |view| {
        let exception = view.license.term.and_then(|term| term.exception.as_ref());
        exception.map_or("", |id| id.as_str()).into()
    }),
    variable("license.copyleft", Type::Bool, "whether changed versions stay under it", |view| {
        Value::Bool(view.license.kind.is_copyleft())
    }),
    variable("license.expression", Type::Text, "the component's whole expression", |view| {
        let expression = view.subject.license.as_ref();
        Value::Text(expression.map_or(Cow::Borrowed(""), |whole| whole.to_string().into()))
    }),
    variable(
        "relation",
        Type::Word(words!("relation", RelationKind)),
        "how the component is used; empty if not known",
        |view| view.subject.relation.map_or("", RelationKind::name).into(),
    ),
    variable("scope", Type::Word(words!("scope", Scope)), "what for", |view| {
        view.subject.scope.name().into()
    }),
    variable(
        "delivery.kind",
        Type::Word(words!("delivery", DeliveryKind)),
        "how it leaves the house; empty if not known",
        |view| view.subject.delivery.map_or("", DeliveryKind::name).into(),
    ),
    variable("delivery.name", Type::Text, "what the delivery is called", |view| {
        (&*view.subject.delivery_name).into()
    }),
    variable("delivery.user_product", Type::Word(ANSWERS), "of a device: for consumers", |view| {
        match view.subject.delivery {
            Some(DeliveryKind::Device { user_product, .. }) => user_product.name().into(),
            _ => "no".into(),
        }
    }),
    variable("delivery.locked", Type::Word(ANSWERS), "of a device: refuses changes", |view| {
        match view.subject.delivery {
            Some(DeliveryKind::Device { locked, .. }) => locked.name().into(),
            _ => "no".into(),
        }
    }),
    variable(
        "delivery.users",
        Type::Word(USERS),
        "of a service: whom it serves",
        |view| match view.subject.delivery {
            Some(DeliveryKind::NetworkService { users: ServiceUsers::Public }) => "public".into(),
            Some(DeliveryKind::NetworkService { users: ServiceUsers::Internal }) => {
                "internal".into()
            }
            _ => "".into(),
        },
    ),
    variable("delivery.monthly_users", Type::Int, "users in a month; -1 if not known", |view| {
        let users = view.subject.monthly_users;
        Value::Int(users.map_or(-1, |users| i64::try_from(users).unwrap_or(i64::MAX)))
    }),
    variable("component.id", Type::Text, "the package URL or name that identifies it", |view| {
        view.subject.component.as_str().into()
    }),
    variable("component.type", Type::Text, "the type of the package URL, such as `npm`", |view| {
        let url = view.subject.component.as_str().strip_prefix("pkg:");
        url.and_then(|url| url.split('/').next()).unwrap_or("").into()
    }),
    variable("component.name", Type::Text, "its name for people", |view| {
        (&*view.subject.name).into()
    }),
    variable("component.version", Type::Text, "its version; empty if not known", |view| {
        view.subject.version.as_deref().unwrap_or("").into()
    }),
    variable("component.own", Type::Bool, "whether it is ours", |view| {
        Value::Bool(view.subject.owner == Owner::Own)
    }),
    variable("component.modified", Type::Word(ANSWERS), "whether it was changed", |view| {
        view.subject.modified.name().into()
    }),
    variable(
        "component.form",
        Type::Word(words!("form", DeliveredForm)),
        "in which form it leaves the house",
        |view| view.subject.form.name().into(),
    ),
    variable(
        "verdict.level",
        Type::Word(LEVELS),
        "what follows from the use; empty if nobody has judged",
        |view| view.subject.verdict.map_or("", |verdict| verdict.level.name()).into(),
    ),
    variable(
        "verdict.text",
        Type::Word(LEVELS),
        "the same as the words of the license have it",
        |view| level(view, Reading::Text),
    ),
    variable(
        "verdict.steward_strict",
        Type::Word(LEVELS),
        "the same as the license's steward has it",
        |view| level(view, Reading::StewardStrict),
    ),
    variable(
        "verdict.interface",
        Type::Word(LEVELS),
        "the same where relying on an interface is no derivation",
        |view| level(view, Reading::Interface),
    ),
    variable("verdict.source_to_users", Type::Bool, "remote users are owed source", |view| {
        Value::Bool(view.subject.verdict.is_some_and(|verdict| verdict.source_to_users))
    }),
    variable("verdict.interface_note", Type::Bool, "the interface is to be noted", |view| {
        Value::Bool(view.subject.verdict.is_some_and(|verdict| verdict.interface_note))
    }),
    variable("verdict.unknown", Type::Bool, "missing evidence could change it", |view| {
        Value::Bool(view.subject.verdict.is_some_and(|verdict| verdict.unknown))
    }),
    variable("duties.unmet", Type::WordList(DUTIES), "duties that are not met", |view| {
        Value::List(view.subject.unmet.iter().map(|duty| duty.name().into()).collect())
    }),
    variable("duties.open", Type::WordList(DUTIES), "duties that may not be met", |view| {
        Value::List(view.subject.open.iter().map(|duty| duty.name().into()).collect())
    }),
    variable("whole.id", Type::Text, "the delivered whole; empty if not known", |view| {
        view.subject.whole.as_ref().map_or("", |whole| whole.id.as_str()).into()
    }),
    variable("whole.own", Type::Bool, "whether the whole is ours", |view| {
        Value::Bool(view.subject.whole.as_ref().is_some_and(|whole| whole.owner == Owner::Own))
    }),
    variable("whole.license", Type::Text, "the license the whole leaves under", |view| {
        let license = view.subject.whole.as_ref().and_then(|whole| whole.license.as_ref());
        Value::Text(license.map_or(Cow::Borrowed(""), |license| license.to_string().into()))
    }),
    variable("as_of", Type::Text, "the day of the decision, such as `2026-12-31`", |view| {
        Value::Text(view.as_of.map_or(Cow::Borrowed(""), |day| day.to_string().into()))
    }),
];
