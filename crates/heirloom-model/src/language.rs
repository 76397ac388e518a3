// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Languages of what people read.

/// A language of the message catalogs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// 简体中文.
    SimplifiedChinese,
    /// 繁體中文.
    TraditionalChinese,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 3] =
        [Language::English, Language::SimplifiedChinese, Language::TraditionalChinese];

    /// The BCP 47 tag: `en`, `zh-Hans`, `zh-Hant`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::SimplifiedChinese => "zh-Hans",
            Language::TraditionalChinese => "zh-Hant",
        }
    }

    /// Reads a BCP 47 tag or a POSIX locale name such as `zh_TW.UTF-8`; `None` for other
    /// languages.
    pub fn from_tag(text: &str) -> Option<Language> {
        let text = text.split(['.', '@']).next().unwrap_or_default();
        let mut parts = text.split(['-', '_']).map(str::to_ascii_lowercase);
        match parts.next()?.as_str() {
            "en" | "c" | "posix" => Some(Language::English),
            "zh" => {
                let rest: Vec<String> = parts.collect();
                let has = |names: &[&str]| rest.iter().any(|part| names.contains(&part.as_str()));
                let traditional = has(&["hant"]) || (!has(&["hans"]) && has(&["tw", "hk", "mo"]));
                Some(if traditional {
                    Language::TraditionalChinese
                } else {
                    Language::SimplifiedChinese
                })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_locales() {
        let read = |text| Language::from_tag(text).map(Language::tag);
        assert_eq!(read("zh_TW.UTF-8"), Some("zh-Hant"));
        assert_eq!(read("zh-Hans-HK"), Some("zh-Hans"));
        assert_eq!(read("zh_CN"), Some("zh-Hans"));
        assert_eq!(read("C.UTF-8"), Some("en"));
        assert_eq!(read("de_DE"), None);
    }
}
