// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The license texts of a bundle, each once.

use std::{collections::HashMap, sync::Arc};

use heirloom_model::{BundledText, TreePath};

/// Texts by what they say, white space aside.
#[derive(Default)]
pub(super) struct Texts {
    pub(super) texts: Vec<BundledText>,
    places: HashMap<String, usize>,
}

impl Texts {
    /// The place of a text; titles of equal texts are joined.
    pub(super) fn place(&mut self, title: &str, text: &str, source: Option<&TreePath>) -> usize {
        let key: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(place) = self.places.get(&key) {
            let known = &mut self.texts[*place];
            // A title of the SPDX list says more than the name of a file.
            if known.source.is_some() && source.is_none() {
                known.title = title.into();
                known.source = None;
            } else if source.is_none() && !known.title.split(", ").any(|one| one == title) {
                known.title = format!("{}, {title}", known.title).into();
            }
            return *place;
        }
        let place = self.texts.len();
        self.places.insert(key, place);
        let text: Arc<str> = text.into();
        self.texts.push(BundledText { title: title.into(), text, source: source.cloned() });
        place
    }
}

/// The text of a license of the SPDX list.
pub(super) fn license_text(id: &str) -> Option<&'static str> {
    let listed = spdx::license_id(id)?;
    (listed.name == id || listed.name.eq_ignore_ascii_case(id)).then(|| listed.text())
}

/// The text of an exception of the SPDX list.
pub(super) fn exception_text(id: &str) -> Option<&'static str> {
    Some(spdx::exception_id(id)?.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_stand_once_under_all_their_names() {
        let mut texts = Texts::default();
        let file = TreePath::parse(b"COPYING").unwrap();
        assert_eq!(texts.place("COPYING", "Do as  you\nlike.", Some(&file)), 0);
        assert_eq!(texts.place("X-1.0", "Do as you like.", None), 0);
        assert_eq!(texts.place("X-1.0-or-later", "Do as you like.", None), 0);
        assert_eq!(texts.place("Y", "Do not.", None), 1);
        assert_eq!(&*texts.texts[0].title, "X-1.0, X-1.0-or-later");
        assert_eq!(texts.texts[0].source, None);
    }

    #[test]
    fn texts_of_the_list_are_there() {
        for id in ["MIT", "GPL-2.0-or-later", "AGPL-3.0-only", "curl"] {
            assert!(license_text(id).is_some_and(|text| text.len() > 500), "{id}");
        }
        assert_eq!(license_text("LicenseRef-heirloom-llama-3"), None);
        assert!(exception_text("Classpath-exception-2.0").is_some());
    }
}
