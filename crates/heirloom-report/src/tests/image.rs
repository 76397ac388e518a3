// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! How a container image is shown.

use std::{convert::Infallible, io};

use heirloom_model::{
    BaseEvidence, BaseImage, FileRecord, Image, ImageLayer, Instruction, Language, LayerIndex,
    LooseFiles, Platform, ScanSummary,
};

use super::sample;
use crate::TerminalOptions;

fn summary() -> ScanSummary {
    let layer = |size, n_files, instruction, is_base| ImageLayer {
        digest: Some(format!("sha256:{size:064x}").into()),
        diff_id: format!("sha256:{n_files:064x}").into(),
        size,
        n_bytes: size * 3,
        n_files,
        n_hidden: 1,
        n_loose: 2,
        n_packages: 3,
        instruction,
        is_base,
    };
    let made = |command: &str, layer| Instruction {
        command: command.into(),
        layer,
        ..Instruction::default()
    };
    let mut summary = sample::summary();
    let packages = summary.inventory.graph.packages.iter().map(|_| Some(LayerIndex(1))).collect();
    summary.image = Some(Image {
        names: vec!["r.example/team/app:1".into()],
        digest: Some(format!("sha256:{}", "d".repeat(64)).into()),
        id: "sha256:c0".into(),
        platform: Platform::parse("linux/arm64/v8"),
        created: Some("2026-01-02T03:04:05Z".into()),
        layers: vec![layer(70_000_000, 9_000, Some(0), true), layer(512, 7, Some(2), false)],
        instructions: vec![
            made("/bin/sh -c #(nop) ADD file:1 in / ", Some(LayerIndex(0))),
            made("ENV A=1", None),
            made("RUN apt-get install\u{1b}[31m -y curl # buildkit", Some(LayerIndex(1))),
        ],
        base: Some(BaseImage {
            name: Some("debian:12".into()),
            digest: None,
            n_layers: Some(1),
            known_by: BaseEvidence::Layers,
        }),
        labels: vec![("a".into(), "b".into())],
        packages,
        loose: LooseFiles {
            n_files: 4,
            n_bytes: 100,
            folders: vec![("opt/app".into(), 3), ("".into(), 1)],
        },
    });
    summary
}

fn written(
    write: impl FnOnce(
        &ScanSummary,
        &mut dyn Iterator<Item = Result<FileRecord, Infallible>>,
        &mut Vec<u8>,
    ) -> io::Result<()>,
) -> String {
    let mut out = Vec::new();
    write(&summary(), &mut std::iter::empty(), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn terminal(language: Language) -> String {
    let options = TerminalOptions { language, color: false, width: 80 };
    written(|summary, files, out| crate::terminal(summary, files, &options, out))
}

#[test]
fn layers_are_shown_with_what_made_them() {
    let english = terminal(Language::English);
    for expect in [
        "\nImage\n  r.example/team/app:1 · linux/arm64/v8\n  sha256:dddd",
        "Built on debian:12: its 1 layer is the lowest one.",
        "ADD file:1 in /\n",
        "1=     9,000",
        "4 files belong to no package, most of them in opt/app (3), / (1).",
    ] {
        assert!(english.contains(expect), "{expect}\n{english}");
    }
    // What an image says of itself cannot move the cursor.
    assert!(!english.contains('\u{1b}'));
    let chinese = terminal(Language::SimplifiedChinese);
    assert!(chinese.contains("构建于 debian:12 之上"), "{chinese}");
}

#[test]
fn pages_hold_the_image_and_the_layer_of_each_file() {
    let options = crate::HtmlOptions::standard(Language::English);
    let mut file = sample::files().remove(0);
    file.context.layer = Some(LayerIndex(1));
    file.context.package = None;
    let mut out = Vec::new();
    let files = &mut std::iter::once(Ok::<_, Infallible>(file));
    crate::html(&summary(), files, &mut |_| None, &options, &mut out).unwrap();
    let page = String::from_utf8(out).unwrap();
    assert!(page.contains(r#""layer":[1]"#) && page.contains(r#""known_by":"layers""#));
    // The bit of files of no package, which the script knows too.
    let flags = page.split(r#""flags":["#).nth(1).unwrap().split(']').next().unwrap();
    assert!(flags.parse::<u32>().unwrap() & 4096 != 0, "{flags}");
    assert!(page.contains("\"no-package\": 4096"));
}

#[test]
fn documents_hold_the_image_and_the_layer_of_each_component() {
    let text = written(|summary, files, out| crate::json(summary, files, out));
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    let image = &document["image"];
    assert_eq!(image["base"]["known_by"], "layers");
    assert_eq!(image["layers"][1]["instruction"], 2);
    assert_eq!(image["unpackaged"]["folders"][0]["path"], "opt/app");
    assert_eq!(document["components"][0]["layer"], 1);
}
