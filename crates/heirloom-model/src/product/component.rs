// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The parts of a product.

use std::{fmt, sync::Arc};

use crate::{Expression, Facts, TreePath, Tri};

/// The identity of a component: its package URL where it has one, else a name unique in the product.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ComponentId(Arc<str>);

/// Why a text cannot name a component.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ComponentIdError {
    /// Nothing at all.
    #[error("name a component by an empty text")]
    Empty,
    /// White space at the ends or a control character.
    #[error("name a component `{0}`: no white space at the ends, no control characters")]
    BadCharacter(Box<str>),
}

impl ComponentId {
    /// Takes a package URL or name.
    ///
    /// # Errors
    /// [`ComponentIdError`] for an empty text, control characters or white space at the ends.
    pub fn new(text: &str) -> Result<ComponentId, ComponentIdError> {
        ComponentId::shared(text.into())
    }

    /// As [`ComponentId::new`], of a text that others hold too.
    ///
    /// # Errors
    /// Those of [`ComponentId::new`].
    pub fn shared(text: Arc<str>) -> Result<ComponentId, ComponentIdError> {
        if text.is_empty() {
            return Err(ComponentIdError::Empty);
        }
        if text.trim().len() != text.len() || text.chars().any(char::is_control) {
            return Err(ComponentIdError::BadCharacter(text.escape_debug().to_string().into()));
        }
        Ok(ComponentId(text))
    }

    /// The identity as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ComponentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whose a component is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Owner {
    /// Ours: its license is ours to choose.
    Own,
    /// Somebody else's: its license is given.
    #[default]
    ThirdParty,
}

/// In which form a component leaves the house, where the product that holds it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum DeliveredForm {
    /// As source.
    Source,
    /// As object code: compiled, packed or minified.
    #[default]
    Object,
    /// As both.
    Both,
    /// Not at all: the recipient has it or brings it.
    None,
}

impl DeliveredForm {
    /// The stable name.
    pub fn name(self) -> &'static str {
        match self {
            DeliveredForm::Source => "source",
            DeliveredForm::Object => "object",
            DeliveredForm::Both => "both",
            DeliveredForm::None => "none",
        }
    }

    /// The form of a stable name.
    pub fn from_name(name: &str) -> Option<DeliveredForm> {
        [DeliveredForm::Source, DeliveredForm::Object, DeliveredForm::Both, DeliveredForm::None]
            .into_iter()
            .find(|form| form.name() == name)
    }
}

/// What a part with a license of its own is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartKind {
    /// Program text.
    Code,
    /// The structure of a database.
    Structure,
    /// The contents of a database.
    Contents,
    /// A schema or interface description.
    Schema,
    /// Documentation.
    Documentation,
    /// Pictures, fonts, sounds.
    Asset,
    /// Weights of a model.
    Weights,
}

/// A part of a component under a license of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: PartKind,
    /// Its license.
    pub license: Expression,
}

/// The licenses of a component, by where they were learned.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ComponentLicense {
    /// What its manifest states.
    pub declared: Option<Expression>,
    /// What its files say.
    pub detected: Option<Expression>,
    /// What holds after all.
    pub concluded: Option<Expression>,
    /// What the project behind it usually goes out under, where nothing in the tree says more: known
    /// of many projects, and not read from this copy.
    pub usual: Option<Expression>,
    /// The file that tells the concluded license where that is the one of the tree around, as the
    /// component itself says none.
    pub around: Option<TreePath>,
}

impl ComponentLicense {
    /// The license to judge by: concluded, else declared, else detected, else the usual one.
    pub fn effective(&self) -> Option<&Expression> {
        let read = self.concluded.as_ref().or(self.declared.as_ref()).or(self.detected.as_ref());
        read.or(self.usual.as_ref())
    }

    /// Whether the license to judge by is what the project usually has, and nobody read it.
    pub fn is_assumed(&self) -> bool {
        let is_read =
            self.concluded.is_some() || self.declared.is_some() || self.detected.is_some();
        self.usual.is_some() && !is_read
    }
}

/// A part of a product that has an identity of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Component {
    /// Its identity, unique in the product.
    pub id: ComponentId,
    /// Its name for people.
    pub name: Arc<str>,
    /// Its version.
    pub version: Option<Arc<str>>,
    /// Its licenses.
    pub license: ComponentLicense,
    /// Whether it was changed after it was received; for own ones no.
    pub modified: Tri,
    /// Whose it is.
    pub owner: Owner,
    /// In which form it leaves the house.
    pub form: DeliveredForm,
    /// Parts with licenses of their own.
    pub parts: Vec<Part>,
    /// Where in the tree it lies, if it does.
    pub path: Option<TreePath>,
    /// What is known about it.
    pub facts: Facts,
    /// The names of other programs or libraries of ours that are alike and for which it stands.
    pub alike: Vec<Arc<str>>,
}

impl Component {
    /// A component of somebody else, of which nothing else is known.
    pub fn third_party(id: ComponentId) -> Component {
        let name = id.as_str().into();
        Component {
            id,
            name,
            version: None,
            license: ComponentLicense::default(),
            modified: Tri::Unknown,
            owner: Owner::ThirdParty,
            form: DeliveredForm::Object,
            parts: Vec::new(),
            path: None,
            facts: Facts::default(),
            alike: Vec::new(),
        }
    }

    /// A component of our own, of which nothing else is known.
    pub fn own(id: ComponentId) -> Component {
        Component { owner: Owner::Own, modified: Tri::No, ..Component::third_party(id) }
    }
}
