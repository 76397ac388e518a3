// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a model of machine learning or a dataset says of itself, as written: its card (the front
//! matter of a `README.md` on model hubs) or the header of its weights.

/// The facts of a card that others ask for: the AI and dataset profiles of SPDX 3.0.1, the model cards
/// of CycloneDX.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ModelCard {
    /// What it describes.
    pub nature: CardNature,
    /// What it is for: `text-generation`.
    pub tasks: Vec<Box<str>>,
    /// The family that the model is of: `llama`.
    pub architecture: Option<Box<str>>,
    /// The library that loads it: `transformers`.
    pub library: Option<Box<str>>,
    /// The languages that people speak in it: `en`.
    pub languages: Vec<Box<str>>,
    /// What the data consist of: `text`, `image`, `audio`, `tabular`.
    pub modalities: Vec<Box<str>>,
    /// The size of the data in bytes.
    pub n_bytes: Option<u64>,
    /// How many examples there are, in the hub's classes: `10K<n<100K`.
    pub sizes: Vec<Box<str>>,
    /// How well it did.
    pub metrics: Vec<CardMetric>,
}

impl ModelCard {
    /// Takes from another what is not said here: weights name their architecture, the card beside them
    /// what they are for.
    pub fn fill_from(&mut self, other: &ModelCard) {
        let lists = [
            (&mut self.tasks, &other.tasks),
            (&mut self.languages, &other.languages),
            (&mut self.modalities, &other.modalities),
            (&mut self.sizes, &other.sizes),
        ];
        for (own, other) in lists.into_iter().filter(|(own, _)| own.is_empty()) {
            own.clone_from(other);
        }
        for (own, other) in
            [(&mut self.architecture, &other.architecture), (&mut self.library, &other.library)]
        {
            if own.is_none() {
                own.clone_from(other);
            }
        }
        self.n_bytes = self.n_bytes.or(other.n_bytes);
        if self.metrics.is_empty() {
            self.metrics.clone_from(&other.metrics);
        }
    }
}

/// What a card describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum CardNature {
    /// A model.
    #[default]
    Model,
    /// Data that models are made or tested with.
    Dataset,
}

/// A result of a test of a model.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct CardMetric {
    /// What was measured: `accuracy`.
    pub name: Box<str>,
    /// The result as written.
    pub value: Box<str>,
    /// On which data.
    pub dataset: Option<Box<str>>,
}
