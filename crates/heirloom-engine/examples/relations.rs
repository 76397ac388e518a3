// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Writes the relations of a tree as tab-separated lines, to judge whether they are right:
//! `cargo run --release -p heirloom-engine --example relations -- DIR >relations.tsv`.
//!
//! Columns: kind, scope, whether it exists, strength, user, used one, its license, then the place
//! and note of the first evidence with a place. Components and problems follow as lines of their
//! own.

use std::{
    error::Error,
    io::{self, Write},
    num::NonZeroUsize,
    sync::{Arc, atomic::AtomicBool},
};

use heirloom_engine::{
    CacheConfig, Gate, Limits, ScanRequest, Selection, Silent, SourceSpec, StatedProduct, Want,
    check::{CheckRequest, survey},
    policy::Date,
};
use heirloom_model::{DeliveryKind, combined_strength};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder")?;
    let temporary = std::env::temp_dir();
    let scan = ScanRequest {
        source: SourceSpec::Path(folder.clone().into()),
        source_name: folder.into(),
        selection: Selection::everything(),
        limits: Limits::standard(),
        threads: NonZeroUsize::MIN.saturating_add(1),
        cache: None::<CacheConfig>,
        is_bill: false,
        temporary,
        rules: Arc::new(heirloom_engine::built_in()),
        curations: Vec::new(),
        want: Want::ALL,
        repositories: Vec::new(),
        bases: Vec::new(),
    };
    let as_of = Date::new(2026, 1, 1).expect("a day");
    let gate = Gate::standard(as_of);
    let request = CheckRequest {
        scan,
        stated: StatedProduct::default(),
        assumed: DeliveryKind::Binary,
        gate,
        sources: None,
    };
    let (scan, product) = survey(&request, &Silent, &AtomicBool::new(false))?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    for relation in &product.relations {
        let used = product.components.iter().find(|component| component.id == relation.to);
        let license = used.and_then(|used| used.license.effective());
        let license = license.map_or_else(|| "?".to_owned(), ToString::to_string);
        let shown = relation.evidence.iter().find(|one| one.source.is_some());
        let shown = shown.or(relation.evidence.first());
        let place = shown.map_or_else(String::new, |one| {
            let line = one.span.map(|span| format!(":{}", span.first_line));
            let source = one.source.as_ref().map(ToString::to_string);
            format!("{}{}\t{}", source.unwrap_or_default(), line.unwrap_or_default(), one.note)
        });
        writeln!(
            out,
            "{}\t{}\t{:?}\t{:.2}\t{}\t{}\t{license}\t{place}",
            relation.kind.name(),
            relation.scope.name(),
            relation.exists(),
            combined_strength(&relation.evidence),
            relation.from,
            relation.to,
        )?;
    }
    for component in &product.components {
        let license = component.license.effective();
        let license = license.map_or_else(|| "?".to_owned(), ToString::to_string);
        let path = component.path.as_ref().map(|path| format!("/{path}")).unwrap_or_default();
        let (owner, form, id) = (component.owner, component.form.name(), &component.id);
        writeln!(out, "component\t{owner:?}\t{form}\t{id}\t{license}\t{path}")?;
    }
    for problem in &scan.summary.problems {
        let place = problem.path.as_ref().map(ToString::to_string).unwrap_or_default();
        let line = problem.line.map(|line| format!(":{line}")).unwrap_or_default();
        writeln!(out, "problem\t{}\t{place}{line}\t{:?}", problem.code.as_str(), problem.args)?;
    }
    for delivery in &product.deliveries {
        let roots: Vec<String> = delivery.roots.iter().map(ToString::to_string).collect();
        writeln!(out, "delivery\t{}\t{}", delivery.name, roots.join(" "))?;
    }
    Ok(out.flush()?)
}
