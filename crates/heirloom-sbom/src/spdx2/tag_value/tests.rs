// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Documents of tags and values, and tags that the form does not have.

use crate::{Form, check, convert, spdx2::tag_value};

#[test]
fn tags_and_values_hold_what_json_holds() {
    let text = "SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\n\
        DocumentName: d\nDocumentNamespace: https://example.org/d\nCreator: Tool: t-1.0\n\
        Created: 2026-01-01T00:00:00Z\n\nPackageName: p\nSPDXID: SPDXRef-p\n\
        PackageDownloadLocation: NONE\nFilesAnalyzed: true\n\
        PackageVerificationCode: d6a770ba38583ed4bb4525bd96e50461655d2758 (excludes: ./a, ./b)\n\
        PackageLicenseComments: <text>one\ntwo: three</text>\n\nFileName: ./f\nSPDXID: SPDXRef-f\n\
        FileChecksum: SHA1: 85ed0817af83a24ad8da68c2b5094de69833983c\nLicenseInfoInFile: MIT\n\n\
        Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-p\nAnnotator: Person: Ana\n\
        AnnotationDate: 2026-01-01T00:00:00Z\nAnnotationType: REVIEW\nSPDXREF: SPDXRef-p\n\
        AnnotationComment: fine\n";
    let value = tag_value::to_json(text).unwrap();
    let package = &value["packages"][0];
    assert_eq!(package["licenseComments"], "one\ntwo: three");
    assert_eq!(package["hasFiles"][0], "SPDXRef-f");
    assert_eq!(package["annotations"][0]["comment"], "fine");
    let excluded = &package["packageVerificationCode"]["packageVerificationCodeExcludedFiles"];
    assert_eq!(excluded[1], "./b");
    let (again, left) = tag_value::from_json(&value);
    assert_eq!(left, [""; 0]);
    assert_eq!(tag_value::to_json(&again).unwrap(), value);
    for (wrong, line) in [
        ("SPDXVersion: SPDX-2.3\nno tag", 2),
        ("SPDXVersion: SPDX-2.3\nno such: tag", 2),
        ("SPDXVersion: SPDX-2.3\n\nDocumentComment: <text>x", 3),
        ("SPDXVersion: SPDX-2.3\nPackageVersion: 1", 2),
        ("SPDXVersion: SPDX-2.3\nRelationship: a b", 2),
    ] {
        assert_eq!(tag_value::to_json(wrong).unwrap_err().line, line, "{wrong}");
    }
}

#[test]
fn tags_of_others_are_kept_and_told() {
    let head = "SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\n\
        DocumentName: d\nDocumentNamespace: https://example.org/d\nXOrigin: here\n\
        Creator: Tool: t-1.0\nCreated: 2026-01-01T00:00:00Z\n";
    let package = "\nPackageName: p\nSPDXID: SPDXRef-p\nPackageDownloadLocation: NONE\n\
        XColor: <text>red\nand blue</text>\nXColor: green\n";
    let relation = "\nRelationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-p\n";
    let text = format!("{head}{package}{relation}");
    let same = convert(text.as_bytes(), Form::Spdx2Tags).unwrap();
    assert!(same.losses.is_empty(), "{:?}", same.losses);
    let again = String::from_utf8(same.bytes).unwrap();
    let value = |text: &str| tag_value::to_json(text).unwrap();
    assert_eq!(value(&again), value(&text));
    let (_, found) = check(text.as_bytes()).unwrap();
    let told: Vec<String> =
        found.iter().map(|one| format!("{} {}", one.pointer, one.what)).collect();
    assert_eq!(
        told,
        [
            "/XOrigin line 6: there is no tag \"XOrigin\"",
            "/packages/0/XColor line 13: there is no tag \"XColor\"",
            "/packages/0/XColor line 13: there is no tag \"XColor\"",
        ]
    );
    let json = convert(text.as_bytes(), Form::Spdx2).unwrap();
    let lost: Vec<(&str, usize)> =
        json.losses.iter().map(|loss| (loss.field.as_str(), loss.n)).collect();
    assert_eq!(lost, [("XOrigin", 1), ("packages[].XColor", 2)]);
    assert!(check(&json.bytes).unwrap().1.is_empty());
    assert!(!convert(text.as_bytes(), Form::Spdx3).unwrap().losses.is_empty());
    // Values that the form refuses are told with the line of their tag.
    let wrong = text.replace("PackageDownloadLocation: NONE", "PackageLicenseDeclared: MIT OR");
    let (_, found) = check(wrong.as_bytes()).unwrap();
    let places: Vec<&str> = found.iter().map(|one| one.what.split(':').next().unwrap()).collect();
    assert!(places.contains(&"line 12"), "{found:?}");
}
