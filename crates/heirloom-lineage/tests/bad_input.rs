// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Bad input, as a list: what is wrong is told with its place, and what can be judged is judged.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use heirloom_lineage::{
    ProductProblem,
    book::LicenseBook,
    conclude::{ConcludeLimits, conclude, prove},
    judge::Judge,
    stated,
    verify::verify,
};
use heirloom_model::{
    Component, ComponentId, Delivery, DeliveryKind, Evidence, Expression, Facts, Product, Relation,
    RelationKind, TreePath,
};

fn id(text: &str) -> ComponentId {
    ComponentId::new(text).unwrap()
}

fn used(from: &str, kind: RelationKind, to: &str) -> Relation {
    let mut relation = Relation::new(id(from), id(to), kind);
    relation.evidence.push(Evidence::statement(None, None, "stated"));
    relation
}

/// A product of our `app`, of others' components with their licenses, and uses.
fn product(licenses: &[(&str, &str)], relations: Vec<Relation>) -> Product {
    let mut components = vec![Component::own(id("app"))];
    for (name, license) in licenses {
        let mut component = Component::third_party(id(name));
        component.license.concluded = Some(Expression::parse(license).unwrap());
        components.push(component);
    }
    let delivery = Delivery {
        name: "shipped".into(),
        kind: DeliveryKind::Binary,
        roots: vec![id("app")],
        monthly_users: None,
        facts: Facts::default(),
    };
    Product { components, relations, deliveries: vec![delivery] }
}

/// Judges a product: the problems, and the verdict on `app`, whose proof stands.
fn judged(product: Product) -> (Vec<ProductProblem>, String) {
    let book = LicenseBook::built_in().unwrap();
    let mut judge = Judge::new(&book, product);
    let conclusion = conclude(&mut judge, 0, &ConcludeLimits::standard());
    let root = judge.component(&id("app")).unwrap();
    let proof = prove(&judge, 0, root);
    assert_eq!(verify(&book, judge.product(), 0, &proof), Ok(()));
    let app = conclusion.wholes.iter().find(|whole| whole.root == id("app")).unwrap();
    (judge.problems().to_vec(), app.verdict.to_string())
}

/// The errors of a `heirloom.toml`, each as `LINE:COLUMN MESSAGE`.
fn errors(text: &str) -> Vec<String> {
    let errors = stated::parse(&TreePath::root(), text.as_bytes()).unwrap_err();
    errors
        .iter()
        .map(|error| format!("{}:{} {}", error.line, error.column, error.message))
        .collect()
}

#[track_caller]
fn check_errors(text: &str, expect: &[(&str, &str)]) {
    let errors = errors(text);
    assert_eq!(errors.len(), expect.len(), "{errors:#?}");
    for (error, (place, words)) in errors.iter().zip(expect) {
        assert!(
            error.starts_with(place) && error.contains(words),
            "{error} is not {place} {words}"
        );
    }
}

#[test]
fn contradicting_evidence_is_told_and_leaves_the_use_open() {
    let mut denied = used("app", RelationKind::StaticLink, "lib");
    denied.against.push(Evidence::statement(None, None, "denied"));
    let also = used("app", RelationKind::StaticLink, "mit");
    let licenses = [("lib", "GPL-3.0-only"), ("mit", "MIT")];
    let (problems, verdict) = judged(product(&licenses, vec![denied, also]));
    assert_eq!(problems, [ProductProblem::ContradictedRelation(0)]);
    assert_eq!(verdict, "duties_only+unknown");
}

#[test]
fn circles_of_any_length_are_judged() {
    for length in [1, 2, 3, 50, 20_000] {
        let names: Vec<String> = (0..length).map(|index| format!("c{index}")).collect();
        let licenses: Vec<(&str, &str)> = names
            .iter()
            .enumerate()
            .map(|(index, name)| {
                (&**name, if index + 1 == length { "GPL-3.0-only" } else { "MIT" })
            })
            .collect();
        let link = RelationKind::StaticLink;
        let mut relations = vec![used("app", link, "c0")];
        for (index, name) in names.iter().enumerate() {
            let next = &names[(index + 1) % length];
            if next != name {
                relations.push(used(name, link, next));
            }
        }
        assert_eq!(judged(product(&licenses, relations)).1, "inherits_whole", "{length}");
    }
}

#[test]
fn slow_a_star_of_a_million_uses_is_judged() {
    let book = LicenseBook::built_in().unwrap();
    let licenses = ["MIT", "Apache-2.0", "LGPL-2.1-only"];
    let mut star = product(&[], Vec::new());
    for index in 0..1_000_000 {
        let name = format!("c{index}");
        let mut component = Component::third_party(id(&name));
        let license = Expression::parse(licenses[index % licenses.len()]).unwrap();
        component.license.concluded = Some(license);
        star.components.push(component);
        star.relations.push(used("app", RelationKind::DynamicLink, &name));
    }
    let judge = Judge::new(&book, star);
    assert!(judge.problems().is_empty());
    assert_eq!(judge.verdict(0, 0).verdict.to_string(), "replaceability_required");
}

#[test]
fn an_unknown_license_is_told_and_the_rest_judged() {
    let licenses = [("lib", "LicenseRef-nobody-knows"), ("gpl", "GPL-3.0-only")];
    let link = |to| used("app", RelationKind::StaticLink, to);
    let (problems, verdict) = judged(product(&licenses, vec![link("lib"), link("gpl")]));
    let [ProductProblem::UnknownLicense(license)] = &problems[..] else { panic!("{problems:?}") };
    assert_eq!(license.as_str(), "LicenseRef-nobody-knows");
    assert_eq!(verdict, "inherits_whole+unknown");
}

#[test]
fn an_unknown_exception_is_told_and_lifts_nothing() {
    let licenses = [("lib", "GPL-3.0-only WITH LicenseRef-made-up-exception")];
    let relations = vec![used("app", RelationKind::StaticLink, "lib")];
    let (problems, verdict) = judged(product(&licenses, relations));
    assert!(matches!(&problems[..], [ProductProblem::UnknownException(_)]), "{problems:?}");
    assert_eq!(verdict, "inherits_whole");
}

#[test]
fn an_exception_on_the_wrong_license_is_told_and_lifts_nothing() {
    let licenses = [("lib", "AGPL-3.0-only WITH GCC-exception-3.1")];
    let relations = vec![used("app", RelationKind::StaticLink, "lib")];
    let (problems, verdict) = judged(product(&licenses, relations));
    assert!(matches!(&problems[..], [ProductProblem::MisplacedException { .. }]), "{problems:?}");
    assert!(verdict.starts_with("inherits_whole"), "{verdict}");
}

#[test]
fn a_malformed_license_has_a_place() {
    check_errors(
        "[[components]]\nid = \"lib\"\nlicense = \"GPL-2.0-only OR\"\n",
        &[("3:11", "read the expression")],
    );
}

#[test]
fn brackets_without_end_are_an_error_and_no_overflow() {
    for text in ["(".repeat(200_000), format!("{}MIT{}", "(".repeat(100_000), ")".repeat(100_000))]
    {
        // Whether so many brackets are read or refused, nothing breaks.
        let _read = Expression::parse(&text).is_ok();
    }
    assert!(Expression::parse(&"(".repeat(200_000)).is_err());
}

#[test]
fn more_choices_than_anybody_can_try_are_bounded() {
    let choice = "(MIT OR GPL-2.0-only)";
    let many = vec![choice; 40].join(" AND ");
    let distinct: Vec<String> = ["MIT", "ISC", "Zlib", "X11", "NTP", "BSL-1.0", "curl", "0BSD"]
        .iter()
        .map(|id| format!("({id} OR GPL-2.0-only OR Apache-2.0)"))
        .collect();
    for license in [many, distinct.join(" AND ")] {
        let relations = vec![used("app", RelationKind::StaticLink, "lib")];
        judged(product(&[("lib", &license)], relations));
    }
}

#[test]
fn unknown_keys_are_told_all_together() {
    check_errors(
        "[[deliveries]]\nkind = \"binary\"\nroot = [\"app\"]\n\n\
         [[components]]\nid = \"app\"\nlicence = \"MIT\"\n\n\
         [[relations]]\nfrom = \"app\"\nto = \"lib\"\nkind = \"exec\"\nfacts = { cor = \"yes\" }\n",
        &[
            ("3:1", "unknown key `root`"),
            ("7:1", "unknown key `licence`"),
            ("13:11", "`cor` is no fact"),
        ],
    );
}

#[test]
fn wrong_types_are_told_all_together() {
    check_errors(
        "[[deliveries]]\nkind = 5\nroots = \"app\"\nmonthly_users = -1\n\n\
         [[components]]\nid = [\"app\"]\nown = \"yes\"\n\n\
         [[relations]]\nfrom = \"app\"\nto = \"lib\"\nkind = \"linked\"\nfacts = [\"core\"]\n",
        &[
            ("2:8", "`kind` is a text"),
            ("3:9", "`roots` is a list"),
            ("4:17", "`monthly_users` is a whole number"),
            ("7:6", "`id` is a text"),
            ("8:7", "`own` is true or false"),
            ("13:8", "`linked` is not one of"),
            ("14:9", "`facts` is a table"),
        ],
    );
}

#[test]
fn lists_that_are_none_and_missing_keys_are_told() {
    check_errors(
        "deliveries = 1\ncomponents = [2]\n",
        &[("1:14", "list of tables"), ("2:15", "tables")],
    );
    check_errors(
        "[[relations]]\nfrom = \"app\"\n",
        &[("1:1", "there is no `to`"), ("1:1", "there is no `kind`")],
    );
}

#[test]
fn facts_of_a_device_belong_to_its_delivery() {
    check_errors(
        "[[relations]]\nfrom = \"a\"\nto = \"b\"\nkind = \"exec\"\nfacts = { locked = \"yes\" }\n",
        &[("5:11", "`locked` is no fact")],
    );
}

#[test]
fn what_is_no_toml_and_no_text_is_told() {
    assert_eq!(errors("[[relations]\n").len(), 1);
    let errors = stated::parse(&TreePath::root(), &[0xff, 0xfe]).unwrap_err();
    assert!(errors[0].message.contains("UTF-8"));
}

#[test]
fn names_that_nobody_can_read_are_refused() {
    check_errors("[[components]]\nid = \" lib\"\n", &[("2:6", "white space")]);
    check_errors("[[components]]\nid = \"a\\u0007b\"\n", &[("2:6", "control")]);
}

#[test]
fn relations_stated_twice_are_told_and_count_once() {
    let link = || used("app", RelationKind::StaticLink, "lib");
    let (problems, verdict) = judged(product(&[("lib", "GPL-3.0-only")], vec![link(), link()]));
    assert_eq!(problems, [ProductProblem::DuplicateRelation { first: 0, second: 1 }]);
    assert_eq!(verdict, "inherits_whole");
}

#[test]
fn what_is_not_there_is_told_and_the_rest_judged() {
    let relations = vec![
        used("app", RelationKind::StaticLink, "nowhere"),
        used("app", RelationKind::StaticLink, "app"),
        used("app", RelationKind::StaticLink, "lib"),
    ];
    let mut product = product(&[("lib", "GPL-3.0-only"), ("lib", "MIT")], relations);
    product.deliveries[0].roots.push(id("elsewhere"));
    let (problems, verdict) = judged(product);
    let told: Vec<&str> = problems
        .iter()
        .map(|problem| match problem {
            ProductProblem::DuplicateComponent(_) => "duplicate component",
            ProductProblem::UnknownComponent { .. } => "unknown component",
            ProductProblem::SelfRelation(1) => "self relation",
            ProductProblem::UnknownRoot { .. } => "unknown root",
            _ => "another",
        })
        .collect();
    assert_eq!(told, ["duplicate component", "unknown component", "self relation", "unknown root"]);
    // Of two components of one name the first counts.
    assert_eq!(verdict, "inherits_whole");
}

#[test]
fn a_module_that_cannot_load_is_told_and_judged() {
    let mut module = used("app", RelationKind::KernelModule, "linux");
    let evidence = vec![Evidence::statement(None, None, "imports")];
    module.facts.set(
        heirloom_model::FactKind::GplOnlySymbol,
        heirloom_model::Statement { value: heirloom_model::Tri::Yes, evidence },
    );
    let mut product = product(&[("linux", "GPL-2.0-only WITH Linux-syscall-note")], vec![module]);
    product.components[0].license.concluded =
        Some(Expression::parse("LicenseRef-proprietary").unwrap());
    let (problems, verdict) = judged(product);
    assert!(problems.contains(&ProductProblem::ModuleCannotLoad(0)), "{problems:?}");
    assert_eq!(verdict, "contested");
}

#[test]
fn nothing_at_all_is_judged_too() {
    let stated = stated::parse(&TreePath::root(), b"").unwrap();
    let book = LicenseBook::built_in().unwrap();
    let judge = Judge::new(&book, stated.product(DeliveryKind::Binary));
    assert!(judge.problems().is_empty());
    assert_eq!(judge.wholes(0).count(), 0);
}
