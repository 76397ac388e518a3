// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Trees in, conclusions out. Files say their licenses in one-word lines, so that no license rule
//! takes part: `TEXT X` is a license text, `NOTICE X` a header, `SEE NAME` a reference.

use std::fmt::Write;

use heirloom_model::{
    CopyrightFind, Detection, Expression, FileContext, FindKind, Joining, JoiningMethod,
    LicenseFind, Matcher, RuleId, Span,
};
use heirloom_package::ManifestLimits;
use heirloom_testkit::World;
use heirloom_text::{annotations, decode::Text};

use super::*;

/// One line a file: `path: license reason source`; then one line a project: declared, concluded,
/// clarity, disagreeing files.
#[track_caller]
fn check(world: &str, expect: &str) {
    assert_eq!(conclude(world, Vec::new()).trim(), expect.trim());
}

fn conclude(world: &str, curations: Vec<Curation>) -> String {
    let (records, tree) = concluded(world, curations);
    let mut out = String::new();
    for record in &records {
        let concluded = record.context.concluded.as_ref().map(said);
        writeln!(out, "{}: {}", record.path, concluded.unwrap_or_default()).unwrap();
    }
    for folder in std::iter::once(&tree.project).chain(&tree.folders) {
        let declared = folder.declared.as_ref().map(|e| e.to_string());
        let concluded = folder.concluded.as_ref().map(said);
        let clarity = folder.clarity.map_or("-".to_owned(), |clarity| {
            let flag = |flag: bool, name: char| if flag { name } else { '-' };
            let flags = [
                flag(clarity.declared, 'd'),
                flag(clarity.one_expression, 'o'),
                flag(clarity.text_present, 't'),
            ];
            format!("{}{}", String::from_iter(flags), clarity.headers_agree)
        });
        let names: Vec<String> = folder.disagreeing.iter().map(ToString::to_string).collect();
        let declared = declared.as_deref().unwrap_or("-");
        let concluded = concluded.as_deref().unwrap_or("-");
        let n_files = folder.n_files;
        write!(out, "/{} {n_files} [{declared}] {concluded} {clarity}", folder.path).unwrap();
        writeln!(out, " {}", names.join(" ")).unwrap();
    }
    for problem in tree.problems {
        writeln!(out, "! {} {}", problem.code.as_str(), problem.args[0].1).unwrap();
    }
    out.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn concluded(world: &str, curations: Vec<Curation>) -> (Vec<FileRecord>, TreeConclusion) {
    let world = World::parse(world);
    let mut collector = Collector::new(ConcludeLimits::standard());
    let mut records: Vec<FileRecord> = Vec::new();
    for (path, bytes) in world.entries() {
        let facts = facts(path, bytes);
        collector.observe(path, &facts);
        let context = FileContext::default();
        let size = bytes.len() as u64;
        records.push(FileRecord { path: path.clone(), size, digest: None, facts, context });
    }
    let mut conclusions = collector.conclude(curations);
    records.iter_mut().for_each(|record| conclusions.finalize(record));
    (records, conclusions.finish())
}

fn said(concluded: &heirloom_model::Concluded) -> String {
    let source = concluded.source.as_ref().map(|source| format!(" {source}"));
    format!("{} {:?}{}", concluded.expression, concluded.reason, source.unwrap_or_default())
}

fn facts(path: &TreePath, bytes: &[u8]) -> FileFacts {
    let text = str::from_utf8(bytes).unwrap();
    let mut facts = FileFacts::default();
    facts.text.n_lines = text.lines().count() as u32;
    let (manifests, _) = heirloom_package::read(path, bytes, &ManifestLimits::standard());
    facts.manifests = manifests;
    (facts.annotations, _) = annotations::read(path, &Text::plain(text));
    for (line, number) in text.lines().zip(1..) {
        let span = Span { first_line: number, last_line: number, ..Span::default() };
        if let Some(statement) = line.strip_prefix("SPDX-FileCopyrightText: ") {
            let statement = statement.into();
            facts.copyrights.push(CopyrightFind {
                statement,
                holders: Vec::new(),
                years: Vec::new(),
                span,
            });
        }
        facts.licenses.extend(find(line, span));
    }
    let is_tag = |find: &&LicenseFind| find.matcher == Matcher::SpdxTag;
    let tags = facts.licenses.iter().filter(is_tag).map(|find| find.expression.clone());
    let all = facts.licenses.iter().map(|find| find.expression.clone());
    let (method, expression) = match Expression::all(tags) {
        Some(tag) => (JoiningMethod::TagDecides, Some(tag)),
        None => (JoiningMethod::Together, Expression::all(all)),
    };
    facts.detection = expression.map(|expression| Detection {
        because: vec![Joining { method, expression: expression.clone(), lines: (1, 1) }],
        expression,
    });
    facts
}

fn find(line: &str, span: Span) -> Option<LicenseFind> {
    let (word, rest) = line.trim_start_matches(['/', '#', ' ']).split_once(' ')?;
    let (kind, matcher) = match word {
        "SPDX-License-Identifier:" => (FindKind::Tag, Matcher::SpdxTag),
        "TEXT" => (FindKind::Text, Matcher::Exact),
        "NOTICE" => (FindKind::Notice, Matcher::Exact),
        "SEE" | "MENTION" => (FindKind::Reference, Matcher::Exact),
        _ => return None,
    };
    let (written, refers_to) = match word {
        "SEE" => ("LicenseRef-scancode-unknown-license-reference", vec![rest.into()]),
        _ => (rest, Vec::new()),
    };
    Some(LicenseFind {
        expression: Expression::parse(written).ok()?,
        kind,
        matcher,
        rule: RuleId("test".into()),
        coverage: 1_000,
        relevance: 100,
        n_words: 10,
        span,
        refers_to,
        text: None,
    })
}

#[test]
fn what_is_mentioned_in_passing_is_not_concluded() {
    check(
        "
        //- COPYING
        TEXT MIT
        //- README.md
        MENTION MIT
        //- docs/tools.md
        MENTION GPL-1.0-or-later
        MENTION BSD-3-Clause
        //- docs/guide.md
        NOTICE CC-BY-4.0
        //- tool.1
        MENTION MIT
        //- deny.toml
        MENTION Zlib
        //- heirloom.toml
        SPDX-License-Identifier: MIT
        NOTICE GPL-2.0-only
        //- NEWS
        MENTION LGPL-2.1-only
        ",
        "
COPYING: MIT Detected
NEWS:
README.md: MIT Detected
deny.toml:
docs/guide.md: CC-BY-4.0 Detected
docs/tools.md:
heirloom.toml: MIT Tag
tool.1: MIT Detected
/ 8 [-] MIT LicenseText COPYING dot666 docs/guide.md
",
    );
}

#[test]
fn poms_inherit_from_parents_in_the_tree() {
    let text = conclude(
        "
        //- pom.xml
        <project><artifactId>a</artifactId><licenses><license><name>MIT</name></license></licenses></project>
        //- core/pom.xml
        <project><parent><artifactId>a</artifactId></parent><artifactId>b</artifactId></project>
        //- core/deep/pom.xml
        <project><parent><artifactId>b</artifactId></parent><artifactId>c</artifactId></project>
        //- other/pom.xml
        <project><parent><artifactId>c</artifactId><relativePath>../core/deep</relativePath></parent><artifactId>d</artifactId></project>
        //- spring/pom.xml
        <project><parent><artifactId>starter</artifactId></parent><artifactId>f</artifactId></project>
        //- lost/pom.xml
        <project><parent><artifactId>x</artifactId><relativePath/></parent><artifactId>e</artifactId></project>
        ",
        Vec::new(),
    );
    for folder in ["core", "core/deep", "other"] {
        assert!(
            text.contains(&format!("/{folder} 1 [MIT] MIT Declared"))
                || text.contains(&format!("/{folder} 2 [MIT] MIT Declared")),
            "{folder}: {text}"
        );
    }
    assert!(text.contains("/lost 1 [-] -"), "{text}");
    assert!(text.contains("/spring 1 [-] -"), "{text}");
}

/// The licenses of what the whole consists of, with the number of files.
#[track_caller]
fn check_contents(world: &str, expect: &str) {
    let (_, tree) = concluded(world, Vec::new());
    let contents = tree.project.contents.iter();
    let contents: Vec<String> =
        contents.map(|(term, n_files)| format!("{term} {n_files}")).collect();
    assert_eq!(contents.join(", "), expect);
}

#[test]
fn contents_are_what_the_software_consists_of() {
    check_contents(
        "
        //- COPYING
        TEXT MIT
        //- configure
        NOTICE FSFUL
        //- m4/ax_check.m4
        NOTICE GPL-3.0-or-later
        //- NEWS
        NOTICE LGPL-2.0-only
        //- src/a.c
        NOTICE MIT AND Zlib
        //- tests/b.c
        NOTICE ISC
        //- vendor/x/LICENSE
        TEXT BSD-2-Clause
        //- vendor/x/c.c
        NOTICE BSD-2-Clause
        ",
        "BSD-2-Clause 1, ISC 1, MIT 1, Zlib 1",
    );
}

#[test]
fn what_is_said_weakly_gives_way() {
    check_contents(
        "
        //- src/a.c
        NOTICE GPL-2.0-or-later
        //- src/b.c
        MENTION GPL-1.0-or-later
        //- src/c.c
        TEXT GPL-2.0-only
        //- src/d.c
        MENTION LGPL-2.0-or-later
        ",
        "GPL-2.0-or-later 1, LGPL-2.0-or-later 1",
    );
}

#[test]
fn a_project_consists_of_its_own_license_at_least() {
    check_contents("//- LICENSE\nTEXT MIT\n//- a.c\nint a;", "MIT 0");
}

/// Once the license of vendored code without headers was left out of what holds it.
#[test]
fn files_that_say_nothing_are_under_the_license_of_their_own_project() {
    check_contents(
        "
        //- a.c
        NOTICE MIT
        //- vendor/x/COPYING
        TEXT Zlib
        //- vendor/x/x.c
        int x;
        //- vendor/y/COPYING
        TEXT ISC
        //- vendor/y/y.c
        NOTICE BSD-2-Clause
        ",
        "BSD-2-Clause 1, MIT 1, Zlib 0",
    );
}

#[test]
fn a_file_is_not_under_what_it_names_besides() {
    check_contents(
        "
        //- a.c
        NOTICE MIT
        MENTION Zlib
        //- b.c
        MENTION ISC
        ",
        "ISC 1, MIT 1",
    );
}

#[test]
fn references_are_followed_upward() {
    check(
        "
        //- COPYING
        TEXT GPL-2.0-only
        //- a/COPYING.txt
        TEXT MIT
        //- a/b/x.c
        // SEE COPYING
        //- a/y.c
        // NOTICE ISC
        // SEE copying
        //- c/z.c
        // SEE legal/COPYING
        //- c/w.c
        // SEE NOWHERE
        ",
        "
COPYING: GPL-2.0-only Detected
a/COPYING.txt: MIT Detected
a/b/x.c: MIT Reference a/COPYING.txt
a/y.c: ISC AND MIT Detected
c/w.c: LicenseRef-scancode-unknown-license-reference Detected
c/z.c: GPL-2.0-only Reference COPYING
/ 6 [-] GPL-2.0-only LicenseText COPYING dot1000
/a 3 [-] MIT LicenseText a/COPYING.txt dot500 a/y.c
",
    );
}

#[test]
fn fields_of_a_manifest_are_clearer_than_its_words() {
    check(
        "
        //- a/METADATA
        Metadata-Version: 2.1
        Name: a
        License: MIT OR Apache-2.0
        NOTICE MIT
        NOTICE Apache-2.0
        //- b/setup.py
        # SPDX-License-Identifier: ISC
        setup(name='b', license='MIT')
        ",
        "
a/METADATA: MIT OR Apache-2.0 Declared
b/setup.py: ISC Tag
/ 2 [-] - -
/a 1 [MIT OR Apache-2.0] MIT OR Apache-2.0 Declared a/METADATA do-1000
/b 1 [MIT] MIT Declared b/setup.py do-0 b/setup.py
",
    );
}

#[test]
fn reuse_annotations_have_their_order() {
    check(
        r#"
        //- REUSE.toml
        version = 1
        [[annotations]]
        path = "**"
        SPDX-License-Identifier = "MIT"
        [[annotations]]
        path = "docs/*.md"
        precedence = "override"
        SPDX-License-Identifier = "CC-BY-4.0"
        [[annotations]]
        path = "both.c"
        precedence = "aggregate"
        SPDX-License-Identifier = "ISC"
        //- a.png
        x
        //- both.c
        // SPDX-License-Identifier: Zlib
        //- b.c
        // SPDX-License-Identifier: Zlib
        //- docs/a.md
        SPDX-License-Identifier: Zlib
        //- docs/b/c.md
        x
        //- img.bin
        SPDX-License-Identifier: Zlib
        //- img.bin.license
        SPDX-License-Identifier: 0BSD
        //- sub/REUSE.toml
        version = 1
        [[annotations]]
        path = "d.png"
        SPDX-License-Identifier = "0BSD"
        //- sub/d.png
        x
        "#,
        "
REUSE.toml:
a.png: MIT Annotation REUSE.toml
b.c: Zlib Tag
both.c: Zlib AND ISC Annotation REUSE.toml
docs/a.md: CC-BY-4.0 Annotation REUSE.toml
docs/b/c.md: MIT Annotation REUSE.toml
img.bin: 0BSD Annotation img.bin.license
img.bin.license: 0BSD Tag
sub/REUSE.toml: MIT Annotation REUSE.toml
sub/d.png: 0BSD Annotation sub/REUSE.toml
/ 10 [-] - -
",
    );
}

#[test]
fn debian_copyright_speaks_for_the_package() {
    check(
        "
        //- debian/copyright
        Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

        Files: *
        Copyright: A
        License: GPL-2+

        Files: lib/*.c ui/?.js
        Copyright: B
        License: Expat

        Files: lib/own.c
        Copyright: C
        License: BSD-3-clause

        Files: ui/odd
        Copyright: D
        License: my-words
        //- lib/deep/a.c
        x
        //- lib/own.c
        x
        //- main.c
        // NOTICE GPL-2.0-only
        //- other/copyright
        Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

        Files: *
        Copyright: E
        License: ISC
        //- ui/b.js
        x
        //- ui/odd
        x
        ",
        "
debian/copyright: GPL-2.0-or-later Declared
lib/deep/a.c: MIT Annotation debian/copyright
lib/own.c: BSD-3-Clause Annotation debian/copyright
main.c: GPL-2.0-only Detected
other/copyright: ISC Declared
ui/b.js: MIT Annotation debian/copyright
ui/odd: LicenseRef-my-words Annotation debian/copyright
/ 7 [GPL-2.0-or-later] GPL-2.0-or-later Declared debian/copyright do-0 main.c
/other 1 [ISC] ISC Declared other/copyright do-1000
",
    );
}

#[test]
fn a_rust_workspace_gives_its_license_to_members() {
    check(
        r#"
        //- Cargo.toml
        [workspace.package]
        license = "MIT OR Apache-2.0"
        //- LICENSE-APACHE
        TEXT Apache-2.0
        //- LICENSE-MIT
        TEXT MIT
        //- crates/a/Cargo.toml
        [package]
        name = "a"
        license.workspace = true
        //- crates/a/src/lib.rs
        // SPDX-License-Identifier: MIT
        //- crates/a/src/odd.rs
        // SPDX-License-Identifier: MPL-2.0
        "#,
        "
Cargo.toml: MIT OR Apache-2.0 Declared
LICENSE-APACHE: Apache-2.0 Detected
LICENSE-MIT: MIT Detected
crates/a/Cargo.toml:
crates/a/src/lib.rs: MIT Tag
crates/a/src/odd.rs: MPL-2.0 Tag
/ 6 [MIT OR Apache-2.0] MIT OR Apache-2.0 DeclaredAndText Cargo.toml dot1000
/crates/a 3 [MIT OR Apache-2.0] MIT OR Apache-2.0 Declared crates/a/Cargo.toml do-500 crates/a/src/odd.rs
",
    );
}

#[test]
fn a_file_with_words_of_its_own_says_how_the_texts_beside_it_apply() {
    check(
        "
        //- Copyright
        NOTICE GPL-2.0-or-later
        //- LICENSE.GPL
        TEXT GPL-2.0-only
        //- a.c
        // nothing
        ",
        "
Copyright: GPL-2.0-or-later Detected
LICENSE.GPL: GPL-2.0-only Detected
a.c:
/ 3 [-] GPL-2.0-or-later LicenseText Copyright dot1000
",
    );
}

#[test]
fn where_headers_say_nothing_the_readme_tells_of_later_versions() {
    let world = "
        //- COPYING
        TEXT GPL-2.0-only
        //- README
        NOTICE GPL-2.0-or-later
        //- a.c
        // nothing
        ";
    let (_, tree) = concluded(world, Vec::new());
    let whole = tree.project.concluded.expect("there is a license");
    assert_eq!(whole.expression.to_string(), "GPL-2.0-or-later");
}

#[test]
fn vendored_projects_do_not_disagree_with_their_parent() {
    check(
        r#"
        //- package.json
        {"name": "top", "license": "Apache-2.0"}
        //- LICENSE
        TEXT Apache-2.0
        //- src/a.js
        // NOTICE MIT
        //- vendor/z/LICENSE
        TEXT Zlib
        //- vendor/z/z.js
        // NOTICE Zlib
        "#,
        "
LICENSE: Apache-2.0 Detected
package.json: Apache-2.0 Declared
src/a.js: MIT Detected
vendor/z/LICENSE: Zlib Detected
vendor/z/z.js: Zlib Detected
/ 5 [Apache-2.0] Apache-2.0 DeclaredAndText package.json dot500 src/a.js
/vendor/z 2 [-] Zlib LicenseText vendor/z/LICENSE dot1000
",
    );
}

#[test]
fn a_contradicting_text_wins_over_a_manifest() {
    check(
        r#"
        //- LICENSE
        TEXT MIT
        //- package.json
        {"name": "top", "license": "ISC"}
        "#,
        "
LICENSE: MIT Detected
package.json: ISC Declared
/ 2 [ISC] MIT LicenseText LICENSE d-t0 package.json
",
    );
}

#[test]
fn headers_tell_whether_later_versions_are_allowed() {
    check(
        "
        //- COPYING
        TEXT GPL-3.0-only
        NOTICE GPL-1.0-or-later
        //- a.c
        // NOTICE GPL-3.0-or-later
        // NOTICE LicenseRef-scancode-warranty-disclaimer
        //- aa.c
        // NOTICE GPL-3.0-or-later
        //- b.c
        // NOTICE GPL-3.0-or-later
        //- c.c
        // NOTICE GPL-3.0-only
        ",
        "
COPYING: GPL-3.0-only AND GPL-1.0-or-later Detected
a.c: GPL-3.0-or-later AND LicenseRef-scancode-warranty-disclaimer Detected
aa.c: GPL-3.0-or-later Detected
b.c: GPL-3.0-or-later Detected
c.c: GPL-3.0-only Detected
/ 5 [-] GPL-3.0-or-later LicenseText COPYING dot750 c.c
",
    );
}

#[test]
fn headers_tell_whether_texts_are_a_choice() {
    check(
        "
        //- COPYING
        TEXT GPL-2.0-only
        //- LICENSE
        TEXT BSD-3-Clause
        //- a.c
        // NOTICE BSD-3-Clause OR GPL-2.0-only
        //- b.c
        // NOTICE BSD-3-Clause
        // NOTICE GPL-2.0-only
        //- c.c
        // NOTICE BSD-3-Clause OR GPL-2.0-only
        ",
        "
COPYING: GPL-2.0-only Detected
LICENSE: BSD-3-Clause Detected
a.c: BSD-3-Clause OR GPL-2.0-only Detected
b.c: BSD-3-Clause AND GPL-2.0-only Detected
c.c: BSD-3-Clause OR GPL-2.0-only Detected
/ 5 [-] BSD-3-Clause OR GPL-2.0-only LicenseText COPYING dot1000
",
    );
}

#[test]
fn the_lesser_text_needs_the_other() {
    check(
        "
        //- COPYING
        TEXT GPL-3.0-only
        //- COPYING.LESSER
        TEXT LGPL-3.0-only
        ",
        "
COPYING: GPL-3.0-only Detected
COPYING.LESSER: LGPL-3.0-only Detected
/ 2 [-] LGPL-3.0-only LicenseText COPYING.LESSER dot1000
",
    );
}

#[test]
fn exceptions_of_the_project_are_no_disagreement() {
    check(
        "
        //- COPYING
        NOTICE GPL-2.0-only WITH Linux-syscall-note
        //- LICENSES/preferred/GPL-2.0
        TEXT GPL-2.0-only
        //- a.c
        // SPDX-License-Identifier: GPL-2.0-only
        ",
        "
COPYING: GPL-2.0-only WITH Linux-syscall-note Detected
LICENSES/preferred/GPL-2.0: GPL-2.0-only Detected
a.c: GPL-2.0-only Tag
/ 3 [-] GPL-2.0-only WITH Linux-syscall-note LicenseText COPYING dot1000
",
    );
}

#[test]
fn most_files_speak_when_nothing_else_does() {
    check(
        "
        //- a.c
        // NOTICE MIT
        //- b.c
        // NOTICE MIT
        //- c.c
        // NOTICE ISC
        ",
        "
a.c: MIT Detected
b.c: MIT Detected
c.c: ISC Detected
/ 3 [-] MIT Files ---666 c.c
",
    );
}

#[test]
fn an_unpacked_archive_is_its_only_folder() {
    check(
        "
        //- a.zip!/p-1.0/LICENSE
        TEXT MIT
        //- a.zip!/p-1.0/a.c
        x
        ",
        "
a.zip!/p-1.0/LICENSE: MIT Detected
a.zip!/p-1.0/a.c:
/ 2 [-] MIT LicenseText a.zip!/p-1.0/LICENSE dot1000
/a.zip!/p-1.0 2 [-] MIT LicenseText a.zip!/p-1.0/LICENSE dot1000
",
    );
}

#[test]
fn a_lock_file_speaks_of_others() {
    check(
        "
        //- package-lock.json
        NOTICE MIT
        NOTICE ISC
        //- a.js
        x
        ",
        "
a.js:
package-lock.json:
/ 2 [-] - -
",
    );
}

#[test]
fn a_package_may_be_named_like_a_folder_of_texts() {
    check(
        "
        //- license/Cargo.toml
        [package]
        name = 'license'
        license = 'MIT'
        //- license/LICENSE
        TEXT MIT
        //- other/a.c
        NOTICE ISC
        ",
        "
license/Cargo.toml: MIT Declared
license/LICENSE: MIT Detected
other/a.c: ISC Detected
/ 3 [-] ISC Files ---1000
/license 2 [MIT] MIT DeclaredAndText license/Cargo.toml dot1000
",
    );
}

#[test]
fn a_collection_of_license_texts_is_data() {
    let tree = |n_texts: u32| {
        let mut world = String::from("//- Cargo.toml\n[package]\nname = 'tool'\nlicense = 'MIT'\n");
        for number in 0..n_texts {
            write!(world, "//- data/{number}.json\nTEXT LicenseRef-{number}\n").unwrap();
        }
        let (records, tree) = concluded(&world, Vec::new());
        let said = records.iter().filter(|record| record.context.concluded.is_some()).count();
        (said, tree.project.contents.len())
    };
    assert_eq!(tree(49), (50, 50));
    assert_eq!(tree(50), (1, 1));
}

#[test]
fn a_file_that_names_every_license_is_a_list() {
    let ids = |n: u32| (0..n).map(|id| format!("NOTICE LicenseRef-{id}\n")).collect::<String>();
    let said = |n: u32| {
        let (records, _) = concluded(&format!("//- ids.json\n{}", ids(n)), Vec::new());
        records[0].context.concluded.is_some()
    };
    assert!(said(39) && !said(40));
}

#[test]
fn curations_decide_and_unused_ones_are_reported() {
    let curation = |pattern: &str, license: &str| Curation {
        pattern: pattern.into(),
        expression: Expression::parse(license).unwrap(),
        reason: "because".into(),
        author: "A".into(),
        n_files: 0,
    };
    let world = "
        //- LICENSE
        TEXT MIT
        //- v/LICENSE
        TEXT GPL-2.0-only
        //- v/a.c
        // NOTICE GPL-2.0-only
        //- w/b.c
        // NOTICE ISC
        ";
    let curations =
        vec![curation("v/**", "BSD-3-Clause"), curation("v/a.*", "Zlib"), curation("x", "0BSD")];
    let expect = "
LICENSE: MIT Detected
v/LICENSE: BSD-3-Clause Curation
v/a.c: Zlib Curation
w/b.c: ISC Detected
/ 4 [-] MIT LicenseText LICENSE dot0 w/b.c
/v 2 [-] BSD-3-Clause Curation do-1000
! curation-unused x
";
    assert_eq!(conclude(world, curations).trim(), expect.trim());
}

#[test]
fn limits_bound_what_is_kept() {
    let limits =
        ConcludeLimits { max_projects: 2, max_targets: 1, max_rules: 1, max_expressions: 1 };
    let world = World::parse(
        "
        //- a/LICENSE
        TEXT MIT
        //- b/LICENSE
        TEXT ISC
        //- c/LICENSE
        TEXT Zlib
        //- c/x.c.license
        SPDX-License-Identifier: MIT
        //- c/y.c.license
        SPDX-License-Identifier: MIT
        //- d/x.c
        // NOTICE 0BSD
        ",
    );
    let mut collector = Collector::new(limits);
    for (path, bytes) in world.entries() {
        collector.observe(path, &facts(path, bytes));
    }
    let mut conclusions = collector.conclude(Vec::new());
    for (path, bytes) in world.entries() {
        let facts = facts(path, bytes);
        let context = FileContext::default();
        conclusions.finalize(&mut FileRecord {
            path: path.clone(),
            size: 1,
            digest: None,
            facts,
            context,
        });
    }
    let tree = conclusions.finish();
    assert_eq!(tree.folders.len(), 2);
    assert_eq!(tree.project.n_files, 6);
}

/// git counted as GPL-2.0-or-later, as most headers that say a version say so.
#[test]
fn a_notice_beside_the_text_fixes_the_version() {
    let headers = "//- a.c\nNOTICE GPL-2.0-or-later\n//- b.c\nNOTICE GPL-2.0-or-later";
    let license = |copying: &str| {
        let (_, tree) = concluded(&format!("//- COPYING\n{copying}\n{headers}"), Vec::new());
        tree.project.concluded.map(|concluded| concluded.expression.to_string())
    };
    let fixed = license("NOTICE GPL-2.0-only\nTEXT GPL-2.0-only");
    assert_eq!(fixed.as_deref(), Some("GPL-2.0-only"));
    assert_eq!(license("TEXT GPL-2.0-only").as_deref(), Some("GPL-2.0-or-later"));
}
