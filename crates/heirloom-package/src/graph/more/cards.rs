// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Cards of models and datasets: the front matter of a `README.md` in the words of Hugging Face's
//! specifications `modelcard.md` and `datasetcard.md`.

use heirloom_model::{CardMetric, CardNature, ModelCard, PackageFact};

use super::{items, request, root};
use crate::{
    graph::input::Input,
    value::{Data, Value},
};

/// Words that only cards of models have.
const OF_MODELS: &[&str] = &[
    "base_model",
    "base_model_relation",
    "library_name",
    "model-index",
    "model_name",
    "pipeline_tag",
];
/// Words that only cards of datasets have.
const OF_DATASETS: &[&str] = &[
    "annotations_creators",
    "dataset_info",
    "language_creators",
    "size_categories",
    "source_datasets",
    "task_categories",
];
/// More references, results or words of one card are not read.
const MAX_ITEMS: usize = 1_000;
/// Longer words are cut.
const MAX_WORD: usize = 512;

/// A README with such a head; every other one is none.
pub(super) fn card(input: &mut Input<'_>) -> bool {
    let Some((start, front)) = front_matter(input.text()) else { return false };
    // Most heads are those of web pages, and need no reader.
    let has = |words: &[&str]| words.iter().any(|word| front.contains(word));
    if !has(OF_MODELS) && !has(OF_DATASETS) {
        return false;
    }
    // Damage is told by the reader of manifests, which reads the same head for licenses.
    let (mut head, _) = input.yaml_part(front);
    head.shift(start);
    let has = |words: &[&str]| words.iter().any(|word| head.get(word).is_some());
    let nature = match (has(OF_MODELS), has(OF_DATASETS)) {
        (true, _) => CardNature::Model,
        (false, true) => CardNature::Dataset,
        // A page that shows a model, not the model.
        (false, false) => return false,
    };
    let mut package = root(input, "", start..start + front.len());
    package.about.card = Some(Box::new(facts(&head, nature)));
    input.declare("license", &mut package);
    add_references(input, &head, &mut package);
    input.add_package(package);
    true
}

/// The head between two lines of `---`, and where it begins.
fn front_matter(text: &str) -> Option<(usize, &str)> {
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rest = body.strip_prefix("---\n").or_else(|| body.strip_prefix("---\r\n"))?;
    let end = rest.find("\n---")?;
    Some((text.len() - rest.len(), &rest[..=end]))
}

fn facts(head: &Value<'_>, nature: CardNature) -> ModelCard {
    let words = |keys: &[&str]| {
        let values = keys.iter().filter_map(|key| head.get(key)).flat_map(Value::one_or_many);
        let mut found: Vec<Box<str>> = values.filter_map(word).take(MAX_ITEMS).collect();
        found.dedup();
        found
    };
    ModelCard {
        nature,
        tasks: words(&["pipeline_tag", "task_categories"]),
        architecture: None,
        library: head.get("library_name").and_then(word),
        languages: words(&["language", "languages"]),
        modalities: words(&["modalities"]),
        n_bytes: n_bytes(head),
        sizes: words(&["size_categories"]),
        metrics: metrics(head),
    }
}

/// A word or number, cut where it is too long.
fn word(value: &Value<'_>) -> Option<Box<str>> {
    let text = value.as_scalar().map(str::trim).filter(|text| !text.is_empty())?;
    Some(text.chars().take(MAX_WORD).collect::<String>().into())
}

/// The size of all configurations of a dataset together.
fn n_bytes(head: &Value<'_>) -> Option<u64> {
    let infos = head.get("dataset_info").map(Value::one_or_many).unwrap_or_default();
    let sizes = infos.iter().filter_map(|info| info.scalar("dataset_size")?.parse::<u64>().ok());
    sizes.fold(None, |sum: Option<u64>, size| Some(sum.unwrap_or(0).saturating_add(size)))
}

/// The results in `model-index`.
fn metrics(head: &Value<'_>) -> Vec<CardMetric> {
    let models = items(head, "model-index").iter();
    let results = models.flat_map(|model| items(model, "results"));
    let each = results.flat_map(|result| {
        let dataset = result.get("dataset");
        let named = |key: &str| dataset.and_then(|dataset| dataset.get(key)).and_then(word);
        let dataset = named("name").or_else(|| named("type"));
        items(result, "metrics").iter().filter_map(move |metric| {
            let name = metric.get("type").or_else(|| metric.get("name")).and_then(word)?;
            let value = metric.get("value").and_then(word)?;
            Some(CardMetric { name, value, dataset: dataset.clone() })
        })
    });
    each.take(MAX_ITEMS).collect()
}

/// What the model or data were made from.
fn add_references(input: &Input<'_>, head: &Value<'_>, package: &mut PackageFact) {
    for (key, folder) in
        [("base_model", ""), ("datasets", "datasets/"), ("source_datasets", "datasets/")]
    {
        let values = head.get(key).map(Value::one_or_many).unwrap_or_default();
        for value in values.iter().take(MAX_ITEMS) {
            let Data::Text(name) = &value.data else { continue };
            let name = name.trim();
            let name = name.strip_prefix("extended|").unwrap_or(name);
            if is_reference(name) {
                let name = format!("{folder}{name}");
                package.requirements.push(request(input, &name, None, value.range.clone()));
            }
        }
    }
}

/// `owner/name`, or the name alone of the hub's oldest models; paths and `original` are none.
fn is_reference(name: &str) -> bool {
    let is_part = |part: &str| {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
        !part.is_empty() && !part.starts_with('.') && part.chars().all(is_plain)
    };
    name != "original" && name.split('/').count() <= 2 && name.split('/').all(is_part)
}
