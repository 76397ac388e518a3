// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Bills that speak of the same things, as one.

use super::*;
use crate::Licensing;

fn item(name: &str, version: &str, license: &str) -> Item {
    Item {
        key: name.to_owned(),
        name: name.to_owned(),
        version: Some(version.to_owned()),
        declared: match license {
            "" => Licensing::Unknown,
            text => Licensing::Stated(text.to_owned()),
        },
        ..Item::default()
    }
}

fn bill(items: Vec<Item>) -> Bill {
    let needs = (1..items.len()).map(|to| Relation {
        from: 0,
        kind: RelationKind::DependsOn,
        to,
        comment: None,
    });
    let about = (0..items.len().min(1)).collect();
    Bill { about, relations: needs.collect(), items, ..Bill::default() }
}

#[test]
fn the_same_item_is_one_and_what_differs_is_told() {
    let mut zlib = item("zlib", "1", "Zlib");
    zlib.checksums.push(("SHA-1".into(), "aa".into()));
    let mut other = item("zlib", "1", "MIT");
    other.checksums.push(("SHA-1".into(), "bb".into()));
    other.copyright = Some("Copyright Ana".into());
    let one = bill(vec![item("app", "1", "MIT"), zlib, item("old", "1", "")]);
    let two = bill(vec![
        item("tool", "1", "MIT"),
        other,
        item("zlib", "2", "Zlib"),
        item("old", "1", "ISC"),
    ]);
    let merged = merge(vec![one, two], None);
    let names: Vec<String> =
        merged.bill.items.iter().map(|one| format!("{} {}", one.key, one.name)).collect();
    assert_eq!(
        names,
        [
            "app app",
            "zlib zlib",
            "old old",
            "tool tool",
            "zlib-2 zlib",
            "heirloom:merged app + tool"
        ]
    );
    let conflicts: Vec<(&str, &str, &str)> = merged
        .conflicts
        .iter()
        .map(|one| (one.field.as_str(), one.kept.0.as_str(), one.other.0.as_str()))
        .collect();
    assert_eq!(conflicts, [("SHA-1", "aa", "bb"), ("declared license", "Zlib", "MIT")]);
    assert_eq!(merged.bill.items[2].declared, Licensing::Stated("ISC".into()));
    assert_eq!(merged.bill.items[1].copyright.as_deref(), Some("Copyright Ana"));
    assert_eq!(merged.bill.about, [5]);
    // Both contain what both are about, and each still needs what it needed.
    assert_eq!(merged.bill.relations.len(), 2 + 3 + 2);
    let itself = merge(vec![merged.bill.clone(), merged.bill.clone()], None);
    assert_eq!(itself.bill, merged.bill);
    assert_eq!(itself.conflicts, []);
}

#[test]
fn two_texts_of_one_name_stay_two() {
    let with = |text: &str| {
        let text = LicenseText {
            id: "LicenseRef-own".into(),
            text: Some(text.into()),
            ..LicenseText::default()
        };
        let item = item(&text.text.clone().unwrap_or_default(), "1", "MIT OR (LicenseRef-own)");
        Bill { texts: vec![text], ..bill(vec![item]) }
    };
    let merged = merge(vec![with("one"), with("two"), with("one")], Some("all"));
    let licenses: Vec<Option<&str>> =
        merged.bill.items.iter().map(|item| item.declared.expression()).collect();
    let (one, two) = ("MIT OR (LicenseRef-own)", "MIT OR (LicenseRef-own-2)");
    assert_eq!(licenses, [Some(one), Some(two), None]);
    assert_eq!(merged.bill.texts.len(), 2);
}

#[test]
fn a_text_that_only_the_second_has_is_kept() {
    let with = |text: Option<&str>| {
        let text = text.map(str::to_owned);
        let text = LicenseText { id: "LicenseRef-own".into(), text, ..LicenseText::default() };
        Bill { texts: vec![text], ..bill(vec![item("a", "1", "LicenseRef-own")]) }
    };
    let merged = merge(vec![with(None), with(Some("words"))], None);
    assert_eq!(merged.bill.texts.len(), 1);
    assert_eq!(merged.bill.texts[0].text.as_deref(), Some("words"));
}

/// An item with a package URL.
fn with_purl(purl: &str, name: &str, version: &str) -> Item {
    Item { purl: Some(purl.into()), ..item(name, version, "") }
}

/// The names of what is in the merged bill.
fn names(items: [Vec<Item>; 2]) -> Vec<String> {
    let merged = merge(items.map(bill).to_vec(), None);
    let items = merged.bill.items.into_iter().filter(|item| item.key != "heirloom:merged");
    items.map(|item| item.purl.unwrap_or(item.name)).collect()
}

#[test]
fn the_same_package_of_two_programs_is_one() {
    let debian = |rest: &str| {
        vec![with_purl(&format!("pkg:deb/debian/adduser@3.134?{rest}"), "adduser", "3.134")]
    };
    let both = names([
        debian("arch=all&distro=debian-12"),
        debian("arch=all&distro=debian-12&upstream=adduser"),
    ]);
    assert_eq!(both, ["pkg:deb/debian/adduser@3.134?arch=all&distro=debian-12&upstream=adduser"]);
    assert_eq!(names([debian("arch=amd64"), debian("arch=arm64")]).len(), 2);
    let requests = |purl: &str| vec![with_purl(purl, "requests", "2.34.2")];
    let both =
        [requests("pkg:PyPI/Requests@2.34.2"), requests("pkg:pypi/requests@2.34.2?extension=whl")];
    assert_eq!(names(both).len(), 1);
    let plain = || vec![item("b", "1", "MIT")];
    let npm = || vec![with_purl("pkg:npm/b@1", "b", "1")];
    assert_eq!(names([plain(), npm()]), ["pkg:npm/b@1"]);
    assert_eq!(names([npm(), plain()]), ["pkg:npm/b@1"]);
    // Which of two is meant nobody says, and what one bill tells apart are two.
    let two = || vec![npm().remove(0), with_purl("pkg:pypi/b@1", "b", "1")];
    assert_eq!(names([plain(), two()]).len(), 3);
    assert_eq!(names([two(), plain()]).len(), 3);
    assert_eq!(names([[plain(), npm()].concat(), Vec::new()]).len(), 2);
    assert_eq!(names([npm(), vec![item("b", "2", "")]]).len(), 2);
    let grouped =
        Item { group: Some("@scope".into()), ..with_purl("pkg:npm/%40scope/b@1", "b", "1") };
    assert_eq!(names([vec![grouped], vec![item("@scope/b", "1", "")]]).len(), 1);
}

#[test]
fn every_field_that_differs_is_told() {
    let one = Item {
        kind: ItemKind::Framework,
        need: Some(crate::Need::Optional),
        description: Some("first".into()),
        publisher: Some("one".into()),
        comment: Some("same".into()),
        ..with_purl("pkg:deb/debian/a@1?distro=a", "a", "1")
    };
    let two = Item {
        kind: ItemKind::Application,
        need: Some(crate::Need::Required),
        description: Some("second".into()),
        publisher: Some("two".into()),
        comment: Some("same".into()),
        license_comment: Some("why".into()),
        ..with_purl("pkg:deb/debian/a@1?distro=b", "a", "1")
    };
    let bills = [one, two]
        .map(|item| Bill { comment: Some(format!("{:?}", item.kind)), ..bill(vec![item]) });
    let merged = merge(bills.to_vec(), None);
    let told: Vec<(&str, &str, usize, &str)> = merged
        .conflicts
        .iter()
        .map(|one| (one.field.as_str(), one.kept.0.as_str(), one.kept.1, one.other.0.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("description", "first", 0, "second"),
            ("how it is needed", "required", 1, "optional"),
            ("kind", "framework", 0, "application"),
            ("package URL", "pkg:deb/debian/a@1?distro=a", 0, "pkg:deb/debian/a@1?distro=b"),
            ("publisher", "one", 0, "two"),
            ("remark", "Framework", 0, "Application"),
        ]
    );
    let [item] = &merged.bill.items[..] else { panic!("{:?}", merged.bill) };
    assert_eq!(item.license_comment.as_deref(), Some("why"));
    // Packages that fill a bill say other words than it.
    let filled = fill(bills[0].clone(), vec![bills[1].clone()]);
    assert_eq!(filled.conflicts, []);
}

#[test]
fn what_no_bill_holds_is_told() {
    let text = br#"{"bomFormat":"CycloneDX","specVersion":"1.6","version":1,
        "components":[{"type":"library","name":"a","version":"1","tags":["x"],"description":"d"}],
        "services":[{"name":"s"}],"vulnerabilities":[{"id":"CVE-1"}]}"#;
    let losses = unmerged(text).unwrap();
    let fields: Vec<&str> = losses.iter().map(|loss| loss.field.as_str()).collect();
    for field in ["components[].tags[]", "services[].name", "vulnerabilities[].id"] {
        assert!(fields.contains(&field), "{field} in {fields:?}");
    }
    assert!(
        !fields.iter().any(|field| field.contains("description") || field.contains(": ")),
        "{fields:?}"
    );
}
