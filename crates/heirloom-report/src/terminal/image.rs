// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The layers of an image for people: what made each and what it brought.

use heirloom_model::{BaseEvidence, Image};

use super::{Column, Page, Style, bytes, cut_middle};
use crate::{messages::grouped, visible::visible};

/// Layers before the rest is only counted.
const MAX_LAYERS: usize = 30;
/// Folders of files of no package that are named.
const MAX_FOLDERS: usize = 5;

impl Page {
    pub(super) fn image(&mut self, image: &Image) {
        self.heading("image.heading");
        let digest = image.digest.as_deref().unwrap_or(&image.id);
        let platform = image.platform.as_ref().map(ToString::to_string);
        let parts = [image.names.first().map(|name| visible(name).into_owned()), platform];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if !parts.is_empty() {
            self.block(2, &parts.join(" · "));
        }
        self.line(&format!("  {}", visible(digest)));
        self.base(image);
        self.layers(image);
        if image.loose.n_files > 0 {
            let folders = image.loose.folders.iter().take(MAX_FOLDERS);
            let list: Vec<String> = folders
                .map(|(path, n)| {
                    let path = if path.is_empty() { "/" } else { path };
                    format!("{} ({})", visible(path), grouped(*n))
                })
                .collect();
            let n = grouped(image.loose.n_files);
            let args = [("n", &*n), ("list", &list.join(", "))];
            let text = self.messages.text("image.loose", &args);
            self.block(2, &text);
        }
    }

    fn base(&mut self, image: &Image) {
        let Some(base) = &image.base else { return };
        let name = base.name.as_deref().or(base.digest.as_deref()).unwrap_or_default();
        let name = visible(name);
        let n_layers = base.n_layers.unwrap_or_default().to_string();
        let args = [("name", &*name), ("n", &n_layers)];
        let key = match base.known_by {
            BaseEvidence::Layers if base.n_layers == Some(1) => "image.base-layers-one",
            BaseEvidence::Layers => "image.base-layers",
            BaseEvidence::Stated => "image.base-stated",
        };
        let text = self.messages.text(key, &args);
        self.block(2, &text);
    }

    fn layers(&mut self, image: &Image) {
        let mut rows = vec![self.labels([
            "image.layer",
            "label.n-files",
            "image.bytes",
            "image.packages",
            "image.loose-column",
            "image.instruction",
        ])];
        for (at, layer) in image.layers.iter().enumerate().take(MAX_LAYERS) {
            let made = layer.instruction.and_then(|made| image.instructions.get(made as usize));
            let command = made.map(|made| visible(made.short()).into_owned()).unwrap_or_default();
            let words: Vec<&str> = command.split_whitespace().collect();
            let mark = if layer.is_base { "=" } else { "" };
            rows.push([
                format!("{}{mark}", at + 1),
                grouped(layer.n_files),
                bytes(layer.n_bytes),
                grouped(layer.n_packages),
                grouped(layer.n_loose),
                cut_middle(&words.join(" "), self.width.saturating_sub(48)),
            ]);
        }
        let number = Column::Number;
        self.rows([Column::Text, number, number, number, number, Column::Text], &rows);
        self.and_more(2, image.layers.len().saturating_sub(MAX_LAYERS) as u64);
        if image.layers.iter().any(|layer| layer.is_base) {
            let text = self.paint(Style::Faint, self.messages.label("image.base-mark"));
            self.line(&format!("  {text}"));
        }
    }
}
