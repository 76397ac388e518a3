// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a file says about other files: `REUSE.toml`, `.reuse/dep5` and `debian/copyright`.
//!
//! Only the name of the file and its words count, not its folder, so that facts can be kept by
//! contents and name. Whoever applies an annotation looks at the folder: one of DEP-5 speaks only
//! from a folder `debian` or `.reuse`. Sidecar files (`x.license`) need nothing here: they are
//! files with tags.

mod dep5;
mod reuse;

use heirloom_model::{Annotation, Problem, ProblemCode, TreePath};

use crate::decode::Text;

/// Annotations of one file beyond this number are not kept.
const MAX_ANNOTATIONS: usize = 50_000;

/// Reads the annotations of a file; nothing for files of other names.
pub fn read(path: &TreePath, text: &Text<'_>) -> (Vec<Annotation>, Vec<Problem>) {
    let (mut annotations, mut problems) = match path.file_name() {
        b"REUSE.toml" => reuse::read(text),
        b"dep5" | b"copyright" => dep5::read(text),
        _ => return (Vec::new(), Vec::new()),
    };
    if annotations.len() > MAX_ANNOTATIONS {
        annotations.truncate(MAX_ANNOTATIONS);
        problems.push(damaged(text, 0, format!("more than {MAX_ANNOTATIONS} annotations")));
    }
    (annotations, problems)
}

/// Something is wrong at a byte of the text.
fn damaged(text: &Text<'_>, offset: usize, reason: impl Into<Box<str>>) -> Problem {
    let args = vec![("reason", reason.into())];
    Problem::new(ProblemCode::ANNOTATION_DAMAGED, args).at_line(text.line(offset))
}

#[cfg(test)]
mod tests;
