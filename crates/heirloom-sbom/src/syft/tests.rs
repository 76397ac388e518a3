// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! A made-up document of Syft, and what is said of what is lost.

use serde_json::json;

use crate::{Form, ItemKind, convert, read_bill};

fn document() -> Vec<u8> {
    let text = json!({
        "artifacts": [
            {"id": "a1", "name": "adduser", "version": "3.134", "type": "deb",
             "foundBy": "dpkg-db-cataloger", "language": "",
             "purl": "pkg:deb/debian/adduser@3.134?arch=all&distro=debian-12",
             "locations": [{"path": "/var/lib/dpkg/status", "layerID": "sha256:11"}],
             "licenses": [{"value": "GPL-2", "spdxExpression": "GPL-2.0-only", "type": "declared",
                "urls": null, "locations": [{"path": "/usr/share/doc/adduser/copyright"}]},
                {"value": "Own License", "spdxExpression": "", "type": "declared",
                 "urls": ["https://example.org/own"], "contents": "Do as you like.", "locations": []}],
             "cpes": [{"cpe": "cpe:2.3:a:adduser:adduser:3.134:*:*:*:*:*:*:*", "source": "x"}],
             "metadataType": "dpkg-db-entry",
             "metadata": {"package": "adduser", "version": "3.134", "source": "shadow",
                "sourceVersion": "1:4", "installedSize": 686,
                "maintainer": "Adduser Developers <adduser@example.org>", "depends": ["passwd"],
                "files": [{"path": "/usr/sbin/adduser", "isConfigFile": false,
                    "digest": {"algorithm": "md5", "value": "cc3493ecd2d09837ffdcc3e25fdfff18"}},
                    {"path": "/usr/sbin/other", "isConfigFile": false}]}},
            {"id": "a2", "name": "left-pad", "version": "1.3.0", "type": "npm", "licenses": [],
             "cpes": null, "locations": [{"path": "/yarn.lock"}, {"path": "/yarn.lock"}],
             "metadataType": "javascript-yarn-lock-entry",
             "metadata": {"resolved": "https://example.org/left-pad-1.3.0.tgz#00ff",
                "integrity": "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
                "authors": ["Ana <ana@example.org>", {"name": "Ben", "email": "ben@example.org"}]}},
            {"id": "a3", "name": "own", "version": "UNKNOWN", "type": "python", "licenses": [],
             "cpes": [], "locations": [],
             "metadata": {"sitePackagesRootPath": "/lib/site-packages", "author": "Eva",
                "authorEmail": "eva@example.org",
                "directUrlOrigin": {"url": "https://example.org/own.git", "commitId": "abc"},
                "files": [{"path": "../../bin/own", "digest": {"algorithm": "sha1",
                    "value": "2jmj7l5rSw0yVb_vlWAYkK_YBwk"}}, {"path": "../../../../out"}]}}
        ],
        "artifactRelationships": [
            {"parent": "a2", "child": "a3", "type": "dependency-of"},
            {"parent": "a1", "child": "f1", "type": "contains"},
            {"parent": "a1", "child": "f1", "type": "evident-by"}
        ],
        "files": [{"id": "f1", "location": {"path": "/usr/sbin/adduser", "layerID": "sha256:11"},
            "digests": [{"algorithm": "sha1", "value": "da39a3ee5e6b4b0d3255bfef95601890afd80709"}],
            "metadata": {"mode": 755}}],
        "source": {"id": "s", "name": "shop", "version": "1", "type": "image",
            "metadata": {"imageID": "sha256:22", "manifestDigest":
                "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "layers": [{"digest": "sha256:11"}], "tags": ["shop:1"], "repoDigests": null,
                "os": "linux", "architecture": "arm64"}},
        "distro": {"id": "debian", "prettyName": "Debian 12", "versionID": "12",
            "homeURL": "https://www.debian.org/"},
        "descriptor": {"name": "syft", "version": "1.18.1"},
        "schema": {"version": "16.0.18", "url": "https://example.org/syft/schema-16.0.18.json"}
    });
    serde_json::to_vec(&text).unwrap()
}

#[test]
fn what_ecosystems_say_becomes_facts() {
    let (form, bill) = read_bill(&document()).unwrap();
    assert_eq!(form, Form::Syft);
    let item = |name: &str| bill.items.iter().find(|item| item.name == name).unwrap();
    let image = &bill.items[0];
    assert_eq!((image.name.as_str(), image.kind), ("shop", ItemKind::Container));
    assert_eq!(image.property("heirloom:image:layer"), Some("0 sha256:11"));
    assert_eq!(image.property("heirloom:image:platform"), Some("linux/arm64"));
    assert_eq!(image.checksums[0].0, "SHA-256");
    assert_eq!(item("debian").kind, ItemKind::OperatingSystem);
    let adduser = item("adduser");
    let supplier = adduser.supplier.as_ref().unwrap();
    assert_eq!(supplier.email.as_deref(), Some("adduser@example.org"));
    assert_eq!(adduser.property("heirloom:built-from"), Some("shadow 1:4"));
    assert_eq!(adduser.property("heirloom:layer"), Some("sha256:11"));
    assert_eq!(adduser.property("syft:metadata:installedSize"), Some("686"));
    assert_eq!(adduser.declared.expression(), Some("GPL-2.0-only AND LicenseRef-Own-License"));
    assert_eq!(
        adduser.license_comment.as_deref(),
        Some("stated in usr/share/doc/adduser/copyright")
    );
    let [own] = &bill.texts[..] else { panic!("{:?}", bill.texts) };
    assert_eq!(own.text.as_deref(), Some("Do as you like."));
    assert_eq!(own.addresses, ["https://example.org/own"]);
    let program = item("usr/sbin/adduser");
    let sums: Vec<&str> = program.checksums.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(sums, ["SHA-1", "MD5"]);
    assert_eq!(item("usr/sbin/other").kind, ItemKind::File);
    let pad = item("left-pad");
    assert_eq!(pad.address("distribution"), Some("https://example.org/left-pad-1.3.0.tgz"));
    assert_eq!(pad.checksums[0].1, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    assert_eq!((pad.authors.len(), pad.places.len()), (2, 1));
    let own = item("own");
    assert_eq!(own.version, None);
    assert_eq!(own.address("vcs"), Some("https://example.org/own.git"));
    assert_eq!(own.property("heirloom:revision"), Some("abc"));
    assert_eq!(item("bin/own").checksums[0].1, "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    let mut told: Vec<String> = bill
        .relations
        .iter()
        .map(|one| {
            let [from, to] = [one.from, one.to].map(|at| bill.items[at].name.as_str());
            format!("{from} {} {to}", one.kind.name())
        })
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            "adduser contains usr/sbin/adduser",
            "adduser contains usr/sbin/other",
            "own contains bin/own",
            "own depends-on left-pad",
            "shop contains adduser",
            "shop contains debian",
            "shop contains own",
        ]
    );
}

#[test]
fn what_no_field_holds_is_told() {
    let done = convert(&document(), Form::from_name("cyclonedx-1.6").unwrap()).unwrap();
    let lost: Vec<(&str, usize)> =
        done.losses.iter().map(|loss| (loss.field.as_str(), loss.n)).collect();
    assert_eq!(
        lost,
        [
            ("artifacts[].cpes[].source", 1),
            ("artifacts[].licenses[].value", 1),
            ("artifacts[].metadata.depends[]", 1),
            ("artifacts[].metadata.files[].isConfigFile", 2),
            ("files[].metadata.mode", 1),
            // Only the newest version has a place for texts of licenses in expressions.
            ("license address", 1),
            ("license text", 1),
        ]
    );
}
