// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A bill of materials as a source: what it says, as if package files had said it.

use heirloom_model::{
    CardNature, Checksum, DeclaredLicense, Expression, ModelCard, PackageFact, PackageFacts,
    PackageFileKind, PackageSource, Party, PartyRole, Problem, ProblemCode, Requirement, Scope,
    Span,
};
use heirloom_package::{graph, purl::Purl};
use heirloom_sbom::{
    Bill, DESCENDANT_OF, Item, ItemKind, Licensing, Need, RelationKind, TRAINED_ON,
};

/// Whether bytes start as a bill of materials does.
pub fn is_bill(head: &[u8]) -> bool {
    heirloom_sbom::is_one(head)
}

/// What a bill of materials says of packages.
pub(crate) fn read(bytes: &[u8]) -> (Option<PackageFacts>, Vec<Problem>) {
    match heirloom_sbom::read_bill(bytes) {
        Ok((_, bill)) => (Some(facts(bill)), Vec::new()),
        Err(error) => {
            // It is the whole source: nothing is known of it then.
            let args = vec![("reason", error.to_string().into())];
            (None, vec![Problem::new(ProblemCode::FILE_UNREADABLE, args)])
        }
    }
}

/// The facts of a bill, which is taken apart: of a large one there is not room for two.
fn facts(mut bill: Bill) -> PackageFacts {
    let mut facts = PackageFacts::new(graph::BILL, "bill-of-materials", PackageFileKind::Lock);
    // Files are evidence of the packages that hold them, unless they are all there is.
    let has_packages = bill.items.iter().any(|item| !is_file(item));
    let is_listed = |item: &Item| !has_packages || !is_file(item);
    let has_root = bill.about.iter().any(|&at| is_listed(&bill.items[at]));
    if !has_root {
        let name = bill.name.as_deref().unwrap_or("bill of materials");
        facts
            .packages
            .push(PackageFact { is_root: true, ..PackageFact::new("", name, Span::default()) });
    }
    let mut requirements: Vec<Vec<Requirement>> = vec![Vec::new(); bill.items.len()];
    for relation in std::mem::take(&mut bill.relations) {
        let item = &bill.items[relation.to];
        let Some(scope) = scope(&relation.kind, bill.items[relation.from].kind) else { continue };
        if !is_listed(&bill.items[relation.from]) || !is_listed(item) {
            continue;
        }
        let scope = match (scope, item.need) {
            (Scope::Runtime, Some(Need::Excluded)) => Scope::Development,
            (Scope::Runtime, Some(Need::Optional)) => Scope::Optional,
            (scope, _) => scope,
        };
        let mut requirement = Requirement::new(&item.name, Span::default());
        requirement.resolved = Some(item.key.as_str().into());
        requirement.scope = scope;
        requirement.has_own_scope = true;
        requirement.condition = relation.comment.as_deref().map(Into::into);
        requirements[relation.from].push(requirement);
    }
    for (at, item) in bill.items.into_iter().enumerate().filter(|(_, item)| is_listed(item)) {
        let mut fact = package(&item, bill.about.contains(&at));
        fact.requirements = std::mem::take(&mut requirements[at]);
        facts.packages.push(fact);
    }
    facts
}

fn is_file(item: &Item) -> bool {
    item.kind == ItemKind::File && item.purl.is_none()
}

fn scope(kind: &RelationKind, of: ItemKind) -> Option<Scope> {
    Some(match kind {
        RelationKind::DependsOn
        | RelationKind::Contains
        | RelationKind::StaticLink
        | RelationKind::DynamicLink => Scope::Runtime,
        RelationKind::OptionallyDependsOn => Scope::Optional,
        RelationKind::ExpectsProvided => Scope::Provided,
        RelationKind::BuildDependsOn => Scope::Build,
        RelationKind::TestDependsOn => Scope::Test,
        RelationKind::DevelopmentDependsOn => Scope::Development,
        // What a model was made of is none of what it needs, but its license may follow.
        RelationKind::Other(name)
            if matches!(of, ItemKind::Model | ItemKind::Data)
                && (name == TRAINED_ON || name == DESCENDANT_OF) =>
        {
            Scope::Runtime
        }
        RelationKind::Generates | RelationKind::Other(_) => return None,
    })
}

fn package(item: &Item, is_root: bool) -> PackageFact {
    let purl = item.purl.as_deref().and_then(|purl| Purl::parse(purl).ok());
    let name = match &purl {
        None => item.full_name(),
        Some(purl) => match (purl.namespace(), purl.package_type()) {
            (None, _) => purl.name().to_owned(),
            (Some(namespace), "maven") => format!("{namespace}:{}", purl.name()),
            (Some(namespace), _) => format!("{namespace}/{}", purl.name()),
        },
    };
    let mut fact = PackageFact::new(&item.key, &name, Span::default());
    fact.is_root = is_root;
    fact.version = item.version.as_deref().map(Into::into);
    if let Some(purl) = &purl {
        fact.ecosystem = Some(purl.package_type().into());
        fact.version = purl.version().map(Into::into).or(fact.version);
        let qualifiers = purl.qualifiers().iter();
        fact.qualifiers =
            qualifiers.map(|(key, value)| (key.as_str().into(), value.as_str().into())).collect();
    }
    fact.scope = item.need.map(|need| match need {
        Need::Required => Scope::Runtime,
        Need::Optional => Scope::Optional,
        Need::Excluded => Scope::Development,
    });
    // What somebody concluded stands before what the package says of itself.
    let stated = [("concluded", &item.concluded), ("declared", &item.declared)];
    let stated = stated.into_iter().find_map(|(field, licensing)| match licensing {
        Licensing::Stated(text) => Some((field, text)),
        _ => None,
    });
    fact.licenses.extend(stated.map(|(field, text)| DeclaredLicense {
        field: field.into(),
        as_written: text.as_str().into(),
        expression: Expression::parse(text).ok(),
        refers_to: None,
        span: Span::default(),
    }));
    fact.checksums.extend(item.checksums.iter().map(|(algorithm, value)| Checksum {
        algorithm: algorithm.to_ascii_lowercase().replace('-', "").into(),
        value: value.as_str().into(),
    }));
    // The repository of its source is not where it was taken from.
    let archive =
        item.address("distribution").map(|url| PackageSource::Archive { url: url.into() });
    fact.source = archive.unwrap_or_default();
    fact.about.description = item.description.as_deref().map(Into::into);
    fact.about.homepage = item.address("website").map(Into::into);
    fact.about.repository = item.address("vcs").map(Into::into);
    fact.about.source_archive = item.address("source-distribution").map(Into::into);
    fact.about.card.clone_from(&item.card);
    // That it is a model, or data, is all that many documents say.
    let nature = match item.kind {
        ItemKind::Model => Some(CardNature::Model),
        ItemKind::Data => Some(CardNature::Dataset),
        _ => None,
    };
    if let (Some(nature), None) = (nature, &item.card) {
        fact.about.card = Some(Box::new(ModelCard { nature, ..ModelCard::default() }));
    }
    let party = |name: &str, role| Party { name: name.into(), role };
    let authors = item.authors.iter().map(|agent| party(&agent.name, PartyRole::Author));
    fact.about.parties.extend(authors);
    let publisher =
        item.publisher.as_deref().or(item.supplier.as_ref().map(|one| one.name.as_str()));
    fact.about.parties.extend(publisher.map(|name| party(name, PartyRole::Publisher)));
    fact
}
