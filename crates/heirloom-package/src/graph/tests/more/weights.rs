// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Headers of weights, made here.

use heirloom_model::TreePath;

use super::super::{GraphLimits, dump, read, resolve};

fn text(text: &str) -> Vec<u8> {
    [&(text.len() as u64).to_le_bytes()[..], text.as_bytes()].concat()
}

fn gguf() -> Vec<u8> {
    let pairs = [
        ("general.architecture", "llama"),
        ("general.name", "My Model"),
        ("general.license", "apache-2.0"),
        ("general.author", "Somebody"),
        ("general.base_model.0.repo_url", "https://huggingface.co/org/base"),
    ];
    let mut bytes = b"GGUF".to_vec();
    bytes.extend(3_u32.to_le_bytes());
    bytes.extend(0_u64.to_le_bytes());
    bytes.extend((pairs.len() as u64 + 2).to_le_bytes());
    // A list of texts and a number are passed over.
    bytes.extend(text("tokenizer.ggml.tokens"));
    bytes.extend([9, 0, 0, 0, 8, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]);
    bytes.extend([text("a"), text("b")].concat());
    bytes.extend(text("llama.block_count"));
    bytes.extend([4, 0, 0, 0, 7, 0, 0, 0]);
    for (key, value) in pairs {
        bytes.extend(text(key));
        bytes.extend(8_u32.to_le_bytes());
        bytes.extend(text(value));
    }
    bytes
}

fn safetensors() -> Vec<u8> {
    let head = r#"{"__metadata__":{"modelspec.title":"Style","modelspec.license":"CC-BY-4.0"}}"#;
    [text(head), vec![0; 40]].concat()
}

#[track_caller]
fn check(name: &str, bytes: &[u8], expect: &str) {
    let path = TreePath::parse(name.as_bytes()).unwrap();
    let limits = GraphLimits::standard();
    let (facts, problems) = read(&path, bytes, &limits);
    let files: Vec<_> = facts.into_iter().map(|facts| (path.clone(), facts)).collect();
    let graph = resolve(&files, &limits);
    let expect: String = expect.trim().lines().flat_map(|line| [line.trim(), "\n"]).collect();
    assert_eq!(dump(&graph, &problems), expect);
}

#[test]
fn headers_say_what_a_model_is() {
    check(
        "a/m.gguf",
        &gguf(),
        r#"
        *huggingface:a/My Model in "a" [apache-2.0]
        pkg:huggingface/org/base
        My Model@? -> org/base@? runtime | a/m.gguf:1
        "#,
    );
    check("s.safetensors", &safetensors(), r#"*huggingface:/Style in "" [CC-BY-4.0]"#);
}

#[test]
fn cards_tell_of_models_and_data() {
    check(
        "m/README.md",
        b"---\nlicense: mit\npipeline_tag: fill-mask\nbase_model: bert-base\ndatasets:\n- a/b\n- ./local\n---\n",
        r#"
        pkg:huggingface/bert-base
        pkg:huggingface/datasets/a/b
        *huggingface:m/m in "m" [mit]
        m@? -> bert-base@? runtime | m/README.md:4
        m@? -> datasets/a/b@? runtime | m/README.md:6
        "#,
    );
    check(
        "README.md",
        b"---\nlicense: odbl\nsize_categories: [10K<n<100K]\n---\n",
        r#"*huggingface:/. in "" [odbl]"#,
    );
}

#[test]
fn heads_of_pages_are_no_cards() {
    let limits = GraphLimits::standard();
    let heads: [&[u8]; 5] = [
        b"---\ntitle: My page\nlicense: mit\n---\n",
        b"---\nsdk: gradio\nmodels: [a/b]\n---\n",
        b"# base_model\n",
        b"---\nbase_model: a/b\n",
        b"---\n---\nbase_model: a/b\n",
    ];
    for head in heads {
        let (facts, problems) = read(&TreePath::parse(b"README.md").unwrap(), head, &limits);
        assert!(facts.is_none() && problems.is_empty(), "{}", String::from_utf8_lossy(head));
    }
}

#[test]
fn damaged_headers_are_told() {
    check(
        "m.gguf",
        &gguf()[..40],
        r#"
        *huggingface:/m in ""
        ! manifest-damaged :0 pair 0 of 7 of the header is damaged
        "#,
    );
    let limits = GraphLimits::standard();
    for (name, bytes) in [("m.gguf", gguf()), ("s.safetensors", safetensors())] {
        let path = TreePath::parse(name.as_bytes()).unwrap();
        for at in 0..bytes.len() {
            for byte in [0, 0xff, 9, 8] {
                let mut spoiled = bytes.clone();
                spoiled[at] = byte;
                if let (Some(facts), _) = read(&path, &spoiled, &limits) {
                    resolve(&[(path.clone(), facts)], &limits);
                }
            }
        }
    }
}
