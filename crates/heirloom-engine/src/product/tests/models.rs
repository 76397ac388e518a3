// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Models and datasets.

use super::{check, component};

#[test]
fn a_model_derives_from_its_base_and_its_data() {
    let product = check(
        "
        //- README.md
        ---
        license: apache-2.0
        base_model: org/Base-7B
        datasets:
        - org/corpus
        - plain
        ---
        # Tuned
        //- adapter/README.md
        ---
        license: mit
        base_model: app
        ---
        //- serve.py
        from transformers import AutoModel
        model = AutoModel.from_pretrained('other/embedder')
        ",
        &[
            "trains_on runtime app -> pkg:huggingface/datasets/org/corpus README.md:5",
            "trains_on runtime app -> pkg:huggingface/datasets/plain README.md:6",
            "derives_weights runtime app -> pkg:huggingface/org/Base-7B README.md:3",
            "optional_load runtime app -> pkg:huggingface/other/embedder serve.py:2",
            "derives_weights runtime app#adapter -> app adapter/README.md:3",
        ],
    );
    let license = |id| component(&product, id).license.effective().map(ToString::to_string);
    assert_eq!(license("app").as_deref(), Some("Apache-2.0"));
    assert_eq!(license("app#adapter").as_deref(), Some("MIT"));
}
