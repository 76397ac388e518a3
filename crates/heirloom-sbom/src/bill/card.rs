// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Cards of models and datasets. CycloneDX has model cards and SPDX 3.0.1 two profiles for them, neither
//! of which has a field for all that cards say; what each can hold stands there, and the whole in one
//! line of text, which every form can hold: `task=text-generation; language=en`.

use std::{borrow::Cow, collections::BTreeMap};

use heirloom_model::{CardMetric, CardNature, ModelCard};
use serde_json::{Value, json};

use super::{Item, ItemKind};

/// What the line begins with where it is a line of a remark.
const CARD: &str = "card: ";
/// Parts of a result stand between them.
const BAR: char = '|';

impl Item {
    /// Its remarks and, on a line of its own, its card.
    pub(crate) fn told_comment(&self) -> Option<Cow<'_, str>> {
        let comment = self.comment.as_deref();
        let Some(card) = &self.card else { return comment.map(Cow::Borrowed) };
        let card = format!("{CARD}{}", told(card));
        Some(comment.map_or_else(|| card.clone(), |comment| format!("{comment}\n{card}")).into())
    }

    /// Takes back what [`Item::told_comment`] wrote.
    pub(crate) fn take_told_comment(&mut self, comment: Option<String>) {
        let Some(text) = comment else { return };
        let (before, last) = text.rsplit_once('\n').unwrap_or(("", &text));
        // What would come back in other words is somebody's remark.
        let card = last.strip_prefix(CARD).filter(|words| !words.is_empty());
        match card.filter(|words| told(&parsed(words, self.nature())) == *words) {
            Some(card) => {
                self.take_card(card);
                self.comment = Some(before.to_owned()).filter(|rest| !rest.is_empty());
            }
            None => self.comment = Some(text),
        }
    }

    fn nature(&self) -> CardNature {
        match self.kind {
            ItemKind::Data => CardNature::Dataset,
            _ => CardNature::Model,
        }
    }

    /// Its card, where it is what the card is of.
    pub(crate) fn own_card(&self) -> Option<&ModelCard> {
        let is_own = |card: &&ModelCard| {
            let kind = match card.nature {
                CardNature::Model => ItemKind::Model,
                CardNature::Dataset => ItemKind::Data,
            };
            kind == self.kind
        };
        self.card.as_deref().filter(is_own)
    }

    /// Takes back what [`told`] wrote.
    pub(crate) fn take_card(&mut self, text: &str) {
        self.card = Some(Box::new(parsed(text, self.nature())));
    }
}

/// A card as one line.
pub(crate) fn told(card: &ModelCard) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut add = |name: &str, value: &str| parts.push(format!("{name}={}", plain(value)));
    let lists = [
        ("task", &card.tasks),
        ("language", &card.languages),
        ("modality", &card.modalities),
        ("examples", &card.sizes),
    ];
    for (name, words) in lists {
        words.iter().for_each(|word| add(name, word));
    }
    for (name, word) in [("architecture", &card.architecture), ("library", &card.library)] {
        word.iter().for_each(|word| add(name, word));
    }
    if let Some(n_bytes) = card.n_bytes {
        add("bytes", &n_bytes.to_string());
    }
    for CardMetric { name, value, dataset } in &card.metrics {
        let clear = |text: &str| text.replace(BAR, "/");
        let on = dataset.as_deref().map(|dataset| format!("{BAR}{}", clear(dataset)));
        let on = on.unwrap_or_default();
        add("metric", &format!("{}{BAR}{}{on}", clear(name), clear(value)));
    }
    parts.join("; ")
}

/// What parts a line is taken out of words.
fn plain(text: &str) -> String {
    text.replace(|c: char| c == ';' || c.is_control(), " ")
}

fn parsed(text: &str, nature: CardNature) -> ModelCard {
    let mut card = ModelCard { nature, ..ModelCard::default() };
    for (name, value) in text.split("; ").filter_map(|part| part.split_once('=')) {
        let word: Box<str> = value.into();
        match name {
            "task" => card.tasks.push(word),
            "language" => card.languages.push(word),
            "modality" => card.modalities.push(word),
            "examples" => card.sizes.push(word),
            "architecture" => card.architecture = Some(word),
            "library" => card.library = Some(word),
            "bytes" => card.n_bytes = value.parse().ok(),
            "metric" => {
                let mut parts = value.split(BAR).map(Box::<str>::from);
                if let (Some(name), Some(value)) = (parts.next(), parts.next()) {
                    card.metrics.push(CardMetric { name, value, dataset: parts.next() });
                }
            }
            _ => {}
        }
    }
    card
}

/// `modelCard` of CycloneDX; `datasets` are the names of the components that it was trained on.
pub(crate) fn cyclonedx(card: &ModelCard, datasets: &[&str]) -> Value {
    let mut parameters = json!({});
    if !card.tasks.is_empty() {
        parameters["task"] = card.tasks.join(", ").into();
    }
    if let Some(family) = &card.architecture {
        parameters["architectureFamily"] = (**family).into();
    }
    if !datasets.is_empty() {
        let refs: Vec<Value> = datasets.iter().map(|name| json!({ "ref": name })).collect();
        parameters["datasets"] = refs.into();
    }
    let metrics: Vec<Value> = card
        .metrics
        .iter()
        .map(|metric| {
            let mut made = json!({"type": metric.name, "value": metric.value});
            if let Some(dataset) = &metric.dataset {
                made["slice"] = (**dataset).into();
            }
            made
        })
        .collect();
    let mut made = json!({ "modelParameters": parameters });
    if !metrics.is_empty() {
        made["quantitativeAnalysis"] = json!({ "performanceMetrics": metrics });
    }
    made
}

/// What `modelCard` of CycloneDX says, in documents of others.
pub(crate) fn of_cyclonedx(made: &Value, kind: ItemKind) -> ModelCard {
    let text = |value: &Value| value.as_str().map(Box::<str>::from);
    let parameters = &made["modelParameters"];
    let metrics = made["quantitativeAnalysis"]["performanceMetrics"].as_array();
    let metric = |metric: &Value| {
        let (name, value) = (text(&metric["type"])?, text(&metric["value"])?);
        Some(CardMetric { name, value, dataset: text(&metric["slice"]) })
    };
    ModelCard {
        nature: match kind {
            ItemKind::Data => CardNature::Dataset,
            _ => CardNature::Model,
        },
        tasks: text(&parameters["task"]).into_iter().collect(),
        architecture: text(&parameters["architectureFamily"]),
        metrics: metrics.into_iter().flatten().filter_map(metric).collect(),
        ..ModelCard::default()
    }
}

/// Properties of the AI or dataset profile of SPDX 3.0.1.
pub(crate) fn spdx3(card: &ModelCard) -> BTreeMap<&'static str, Value> {
    let words = |words: &[Box<str>]| -> Value {
        words.iter().map(|word| Value::from(&**word)).collect::<Vec<_>>().into()
    };
    let mut made = BTreeMap::new();
    match card.nature {
        CardNature::Model => {
            if !card.tasks.is_empty() {
                made.insert("ai_domain", words(&card.tasks));
            }
            if let Some(family) = &card.architecture {
                made.insert("ai_typeOfModel", json!([family]));
            }
            if let Some(library) = &card.library {
                made.insert(
                    "ai_informationAboutApplication",
                    format!("loaded by {library}").into(),
                );
            }
            let metrics = card.metrics.iter().map(|CardMetric { name, value, dataset }| {
                let on = dataset.as_deref().map(|dataset| format!(" on {dataset}"));
                let key = format!("{name}{}", on.unwrap_or_default());
                json!({"type": "DictionaryEntry", "key": key, "value": value})
            });
            let metrics: Vec<Value> = metrics.collect();
            if !metrics.is_empty() {
                made.insert("ai_metric", metrics.into());
            }
        }
        CardNature::Dataset => {
            if !card.tasks.is_empty() {
                made.insert("dataset_intendedUse", card.tasks.join(", ").into());
            }
            if let Some(n_bytes) = card.n_bytes {
                made.insert("dataset_datasetSize", n_bytes.into());
            }
        }
    }
    made
}

/// The types of SPDX 3.0.1 for what data consist of; `noAssertion` where nothing is said.
pub(crate) fn spdx3_types(card: Option<&ModelCard>) -> Vec<&'static str> {
    let known = |modality: &str| match modality.to_ascii_lowercase().as_str() {
        "text" | "document" => Some("text"),
        "image" => Some("image"),
        "audio" => Some("audio"),
        "video" => Some("video"),
        "tabular" => Some("structured"),
        "timeseries" | "time-series" => Some("timeseries"),
        "geospatial" | "3d" => Some("other"),
        _ => None,
    };
    let modalities = card.map(|card| card.modalities.as_slice()).unwrap_or_default();
    let mut types: Vec<&str> = modalities.iter().filter_map(|modality| known(modality)).collect();
    types.sort_unstable();
    types.dedup();
    if types.is_empty() {
        types.push("noAssertion");
    }
    types
}

/// What the profiles of SPDX 3.0.1 say, in documents of others.
pub(crate) fn of_spdx3(field: &dyn Fn(&str) -> Option<Value>, nature: CardNature) -> ModelCard {
    let words = |name: &str| -> Vec<Box<str>> {
        let values = field(name);
        let values = values.as_ref().and_then(Value::as_array).into_iter().flatten();
        values.filter_map(Value::as_str).map(Into::into).collect()
    };
    let entries = field("ai_metric");
    let entries = entries.as_ref().and_then(Value::as_array).into_iter().flatten();
    let metrics = entries.filter_map(|entry| {
        let value = entry["value"].as_str().unwrap_or_default().into();
        Some(CardMetric { name: entry["key"].as_str()?.into(), value, dataset: None })
    });
    let purpose = field("dataset_intendedUse");
    let purpose = purpose.as_ref().and_then(Value::as_str).map(Into::into);
    let mut modalities = words("dataset_datasetType");
    modalities.retain(|word| **word != *"noAssertion");
    ModelCard {
        nature,
        tasks: words("ai_domain").into_iter().chain(purpose).collect(),
        architecture: words("ai_typeOfModel").into_iter().next(),
        modalities,
        n_bytes: field("dataset_datasetSize").and_then(|size| size.as_u64()),
        metrics: metrics.collect(),
        ..ModelCard::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_the_whole_card() {
        let words = |words: &[&str]| words.iter().map(|&word| word.into()).collect();
        let metric = |dataset: Option<&str>| CardMetric {
            name: "f1".into(),
            value: "0.9".into(),
            dataset: dataset.map(Into::into),
        };
        let card = ModelCard {
            nature: CardNature::Dataset,
            tasks: words(&["text-generation", "a=b"]),
            architecture: Some("llama".into()),
            library: Some("transformers".into()),
            languages: words(&["en", "zh"]),
            modalities: words(&["text"]),
            n_bytes: Some(7),
            sizes: words(&["10K<n<100K"]),
            metrics: vec![metric(None), metric(Some("squad"))],
        };
        assert_eq!(parsed(&told(&card), CardNature::Dataset), card);
        let mut item = Item {
            kind: ItemKind::Data,
            comment: Some("two\nlines".into()),
            card: Some(Box::new(card)),
            ..Item::default()
        };
        let said = item.told_comment().map(Cow::into_owned);
        let before = item.clone();
        (item.comment, item.card) = (None, None);
        item.take_told_comment(said);
        assert_eq!(item, before);
    }

    #[test]
    fn remarks_of_others_stay() {
        for words in ["card: ", "card: see the back of the box", "card: task=a;  language=b"] {
            let mut item = Item::default();
            item.take_told_comment(Some(words.into()));
            assert_eq!((item.comment.as_deref(), item.card), (Some(words), None));
        }
    }

    #[test]
    fn words_cannot_forge_other_parts() {
        let card = ModelCard { tasks: vec!["a; library=b\nc".into()], ..ModelCard::default() };
        let read = parsed(&told(&card), CardNature::Model);
        assert_eq!(read.library, None);
        assert_eq!(read.tasks.len(), 1);
    }
}
