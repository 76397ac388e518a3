// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What SPDX 2 asks for in words. Clauses are those of SPDX 2.3.
//!
//! A package whose files are said to be analyzed may do without a verification code: its cardinality is
//! "0..1 if `FilesAnalyzed` is `true` or omitted" (clause 7.9.1). Lists of licenses may hold expressions
//! (clauses 7.14.1, 8.6.1, 9.6.1), which SPDX 2.2 did not allow for packages.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{
    Meaning, elements,
    licenses::{self, Known},
    texts, values, walk,
};

/// Looks at names, values and expressions.
pub(super) fn check(document: &Value, meaning: &mut Meaning) {
    let names = Names::new(document, meaning);
    relations(document, &names, meaning);
    creation(document, meaning);
    for (pointer, package) in elements(document, "", "packages") {
        self::package(package, &pointer, &names, meaning);
        checksums(package, &pointer, meaning);
    }
    for (pointer, file) in elements(document, "", "files") {
        self::file(file, &pointer, meaning);
        checksums(file, &pointer, meaning);
    }
    for (pointer, snippet) in elements(document, "", "snippets") {
        self::snippet(snippet, &pointer, &names, meaning);
    }
    expressions(document, &names, meaning);
}

/// What things are called.
struct Names<'a> {
    /// The elements, with the place of each.
    elements: HashMap<&'a str, String>,
    files: HashSet<&'a str>,
    /// Packages of which it is said that their files were not analyzed.
    without_files: HashSet<&'a str>,
    /// Other documents: `DocumentRef-…`.
    documents: HashSet<&'a str>,
    /// Licenses that the document defines.
    licenses: HashSet<&'a str>,
}

impl<'a> Names<'a> {
    fn new(document: &'a Value, meaning: &mut Meaning) -> Names<'a> {
        let ids = |list| elements(document, "", list).filter_map(|(_, one)| one["SPDXID"].as_str());
        let unread = elements(document, "", "packages");
        let unread = unread.filter(|(_, package)| package["filesAnalyzed"] == false);
        let mut names = Names {
            elements: HashMap::new(),
            files: ids("files").collect(),
            without_files: unread.filter_map(|(_, one)| one["SPDXID"].as_str()).collect(),
            documents: HashSet::new(),
            licenses: HashSet::new(),
        };
        let lists = ["packages", "files", "snippets"];
        let all = lists.into_iter().flat_map(|list| elements(document, "", list));
        for (pointer, element) in std::iter::once((String::new(), document)).chain(all) {
            names.element(pointer, element, meaning);
        }
        for (pointer, reference) in elements(document, "", "externalDocumentRefs") {
            let Some(id) = reference["externalDocumentId"].as_str() else { continue };
            // Clause 6.6.1: letters, numbers, `.`, `-` and `+`.
            if !licenses::is_own(&id.replace('+', "-"), "DocumentRef-") {
                let what = format!("{id:?} is not DocumentRef- and a name");
                meaning.tell(format!("{pointer}/externalDocumentId"), what);
            }
            names.documents.insert(id);
            checksum(&reference["checksum"], &format!("{pointer}/checksum"), meaning);
        }
        for (pointer, license) in elements(document, "", "hasExtractedLicensingInfos") {
            let Some(id) = license["licenseId"].as_str() else { continue };
            let pointer = format!("{pointer}/licenseId");
            // Clauses 10.1.1 and 10.1.2: letters, numbers, `.` and `-`, and unique.
            if !licenses::is_own(id, "LicenseRef-") {
                meaning.tell(pointer, format!("{id:?} is not LicenseRef- and a name"));
            } else if names.licenses.contains(id) {
                meaning.tell(pointer, format!("{id:?} is the name of another license already"));
            }
            names.licenses.insert(id);
        }
        names
    }

    fn element(&mut self, pointer: String, element: &'a Value, meaning: &mut Meaning) {
        let Some(name) = element["SPDXID"].as_str() else { return };
        let place = format!("{pointer}/SPDXID");
        if let Some(first) = self.elements.get(name) {
            meaning.tell(place, format!("{name:?} is the name of {first} already"));
            return;
        }
        if !values::is_spdx_id(name) {
            let what = "is not SPDXRef- and a name of letters, numbers, points and strokes";
            meaning.tell(place, format!("{name:?} {what}"));
        }
        self.elements.insert(name, if pointer.is_empty() { "/".into() } else { pointer });
    }

    /// Tells of a name that leads nowhere.
    fn leads(&self, name: &str, pointer: String, meaning: &mut Meaning) {
        if let Some((document, _)) = name.split_once(':')
            && document.starts_with("DocumentRef-")
        {
            // Clause 6.6: elements of other documents are named through these.
            if !self.documents.contains(document) {
                meaning.tell(pointer, format!("{document} is in no externalDocumentRefs"));
            }
        } else if !self.elements.contains_key(name) {
            meaning.tell(pointer, format!("nothing is called {name:?}"));
        }
    }
}

fn relations(document: &Value, names: &Names<'_>, meaning: &mut Meaning) {
    for (pointer, name) in texts(document, "", "documentDescribes") {
        names.leads(name, pointer, meaning);
    }
    for (pointer, relation) in elements(document, "", "relationships") {
        for field in ["spdxElementId", "relatedSpdxElement"] {
            for (pointer, name) in texts(relation, &pointer, field) {
                // A whole document may be related as well (clause 11.1).
                let is_whole = names.documents.contains(name);
                if !matches!(name, "NONE" | "NOASSERTION") && !is_whole {
                    names.leads(name, pointer, meaning);
                }
            }
        }
        let [from, to] = ["spdxElementId", "relatedSpdxElement"]
            .map(|field| relation[field].as_str().unwrap_or_default());
        let (holder, held, field) = match relation["relationshipType"].as_str() {
            Some("CONTAINS") => (from, to, "spdxElementId"),
            Some("CONTAINED_BY") => (to, from, "relatedSpdxElement"),
            _ => continue,
        };
        if names.without_files.contains(holder) && names.files.contains(held) {
            let pointer = format!("{pointer}/{field}");
            meaning.tell(pointer, format!("{holder:?} contains files, and filesAnalyzed is false"));
        }
    }
}

fn creation(document: &Value, meaning: &mut Meaning) {
    for (pointer, creator) in texts(&document["creationInfo"], "/creationInfo", "creators") {
        if let Some(wrong) = values::wrong_actor(creator, &["Person", "Organization", "Tool"]) {
            meaning.tell(pointer, wrong);
        }
    }
    let mut annotated = |pointer: &str, element: &Value| {
        for (pointer, annotation) in elements(element, pointer, "annotations") {
            for (pointer, actor) in texts(annotation, &pointer, "annotator") {
                let words = ["Person", "Organization", "Tool"];
                if let Some(wrong) = values::wrong_actor(actor, &words) {
                    meaning.tell(pointer, wrong);
                }
            }
        }
    };
    annotated("", document);
    for list in ["packages", "files", "snippets"] {
        elements(document, "", list).for_each(|(pointer, element)| annotated(&pointer, element));
    }
}

fn package(package: &Value, pointer: &str, names: &Names<'_>, meaning: &mut Meaning) {
    for field in ["supplier", "originator"] {
        for (pointer, text) in texts(package, pointer, field) {
            if text != "NOASSERTION"
                && let Some(wrong) = values::wrong_actor(text, &["Person", "Organization"])
            {
                meaning.tell(pointer, wrong);
            }
        }
    }
    for (pointer, text) in texts(package, pointer, "downloadLocation") {
        if let Some(wrong) = values::wrong_location(text) {
            meaning.tell(pointer, wrong);
        }
    }
    for (pointer, reference) in elements(package, pointer, "externalRefs") {
        for (pointer, text) in texts(reference, &pointer, "referenceLocator") {
            // Annex F, sections 2 and 3.
            let wrong = match reference["referenceType"].as_str() {
                Some("purl") => values::wrong_purl(text),
                Some("cpe22Type" | "cpe23Type") => values::wrong_cpe(text),
                _ => None,
            };
            if let Some(wrong) = wrong {
                meaning.tell(pointer, wrong);
            }
        }
    }
    for (pointer, name) in texts(package, pointer, "hasFiles") {
        names.leads(name, pointer, meaning);
    }
    let code = "packageVerificationCode";
    for (pointer, value) in
        texts(&package[code], &format!("{pointer}/{code}"), "packageVerificationCodeValue")
    {
        if let Some(wrong) = values::wrong_checksum("SHA1", value) {
            meaning.tell(pointer, wrong);
        }
    }
    if package["filesAnalyzed"] == false {
        // Clauses 7.8.1, 7.9.1, 7.14.1: such a package contains no files, and says nothing of them.
        for field in [code, "licenseInfoFromFiles", "hasFiles"] {
            let value = &package[field];
            if !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()) {
                let what = format!("{field} must be omitted where filesAnalyzed is false");
                meaning.tell(format!("{pointer}/{field}"), what);
            }
        }
    }
}

fn file(file: &Value, pointer: &str, meaning: &mut Meaning) {
    // Clause 8.4.1: one checksum by SHA1, any number of others.
    let mut sums = elements(file, pointer, "checksums");
    if !sums.any(|(_, sum)| sum["algorithm"] == "SHA1") {
        meaning.tell(format!("{pointer}/checksums"), "there is no checksum by SHA1".into());
    }
    for (pointer, name) in texts(file, pointer, "fileName") {
        // Clause 8.1.1: paths are relative to the root of what contains the file.
        if name.starts_with('/') {
            meaning.tell(pointer, format!("{name:?} is an absolute path"));
        }
    }
}

fn checksums(element: &Value, pointer: &str, meaning: &mut Meaning) {
    for (pointer, sum) in elements(element, pointer, "checksums") {
        checksum(sum, &pointer, meaning);
    }
}

fn checksum(sum: &Value, pointer: &str, meaning: &mut Meaning) {
    let (Some(algorithm), Some(value)) = (sum["algorithm"].as_str(), sum["checksumValue"].as_str())
    else {
        return;
    };
    if let Some(wrong) = values::wrong_checksum(algorithm, value) {
        meaning.tell(format!("{pointer}/checksumValue"), wrong);
    }
}

fn snippet(snippet: &Value, pointer: &str, names: &Names<'_>, meaning: &mut Meaning) {
    let mut of_file = |pointer: String, name: &str| {
        let is_elsewhere = name.starts_with("DocumentRef-");
        if is_elsewhere || !names.elements.contains_key(name) {
            names.leads(name, pointer, meaning);
        } else if !names.files.contains(name) {
            meaning.tell(pointer, format!("{name:?} is no file"));
        }
    };
    for (pointer, name) in texts(snippet, pointer, "snippetFromFile") {
        of_file(pointer, name);
    }
    for (pointer, range) in elements(snippet, pointer, "ranges") {
        for end in ["startPointer", "endPointer"] {
            let pointer = format!("{pointer}/{end}");
            for (pointer, name) in texts(&range[end], &pointer, "reference") {
                of_file(pointer, name);
            }
        }
    }
    for (pointer, range) in elements(snippet, pointer, "ranges") {
        // Clauses 9.3.1 and 9.4.1: from 1 on, and no end before the start.
        for field in ["offset", "lineNumber"] {
            let [start, end] = ["startPointer", "endPointer"].map(|end| range[end][field].as_i64());
            let (Some(start), Some(end)) = (start, end) else { continue };
            if start < 1 || end < start {
                let what = format!("{start}:{end} is no range, which counts from 1 and ends last");
                meaning.tell(pointer.clone(), what);
            }
        }
    }
}

fn expressions(document: &Value, names: &Names<'_>, meaning: &mut Meaning) {
    const FIELDS: [&str; 5] = [
        "licenseConcluded",
        "licenseDeclared",
        "licenseInfoFromFiles",
        "licenseInfoInFiles",
        "licenseInfoInSnippets",
    ];
    let version = document["creationInfo"]["licenseListVersion"].as_str();
    let known = Known {
        own: Some(names.licenses.clone()),
        documents: Some(names.documents.clone()),
        is_later: version.is_some_and(licenses::is_later),
        has_additions: false,
    };
    let is_older = document["spdxVersion"] == "SPDX-2.2";
    // Large documents say the same of many files.
    let mut seen: HashMap<&str, Vec<String>> = HashMap::new();
    walk(document, &mut String::new(), &mut |pointer, value| {
        for field in FIELDS {
            for (pointer, text) in texts(value, pointer, field) {
                if matches!(text, "NONE" | "NOASSERTION") {
                    continue;
                }
                let wrong = seen.entry(text).or_insert_with(|| licenses::wrong(text, &known));
                wrong.iter().for_each(|wrong| meaning.tell(pointer.clone(), wrong.clone()));
                if is_older && field == "licenseInfoFromFiles" && text.contains(' ') {
                    let what = format!("{text:?} is an expression, and this is a list of licenses");
                    meaning.tell(pointer, what);
                }
            }
        }
    });
}
