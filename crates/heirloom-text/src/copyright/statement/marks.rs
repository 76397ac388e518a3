// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The marks at the start of a statement: words, signs, tags of fields.

use crate::copyright::{grammar::Tokens, token::Kind};

/// The marks at the start of a statement.
pub(super) struct Marks {
    pub(super) n_tokens: usize,
    pub(super) n_words: usize,
    pub(super) n_signs: usize,
    /// The word is written in small letters, as in prose.
    pub(super) is_lower: bool,
    /// `SPDX-FileCopyrightText`, `@copyright`, `Copyright:`: a field that holds nothing else.
    pub(super) is_field: bool,
    /// `SPDX-FileCopyrightText`, `@copyright`.
    pub(super) is_tag: bool,
    /// No word stands before it on its line.
    pub(super) starts_line: bool,
    /// A comma stands behind the word.
    pub(super) has_comma: bool,
    /// "the holder is …".
    pub(super) is_holder: bool,
    /// "copyright is held by …".
    pub(super) is_held: bool,
}

impl Marks {
    /// Whether it is a tag of SPDX in use, and not one that is spoken of.
    pub(super) fn holds_line(&self, tokens: &mut Tokens<'_, '_>) -> bool {
        let is_spdx = tokens.get(0).is_some_and(|token| token.lower.starts_with("spdx"));
        is_spdx
            && self.is_field
            && (tokens.kind(self.n_tokens) == Kind::Year || tokens.is_name(self.n_tokens))
    }

    /// What stands before a line of a field behind its first.
    pub(super) fn of_field() -> Marks {
        Marks {
            n_tokens: 0,
            n_words: 1,
            n_signs: 0,
            is_lower: false,
            is_field: true,
            is_tag: false,
            starts_line: true,
            has_comma: false,
            is_holder: false,
            is_held: false,
        }
    }

    pub(super) fn read(tokens: &mut Tokens<'_, '_>) -> Option<Marks> {
        let mut marks = Marks {
            n_tokens: 0,
            n_words: 0,
            n_signs: 0,
            is_lower: false,
            is_field: false,
            is_tag: false,
            starts_line: false,
            has_comma: false,
            is_holder: false,
            is_held: false,
        };
        loop {
            let index = marks.n_tokens;
            match tokens.kind(index) {
                Kind::Mark => {
                    let token = tokens.get(index)?;
                    let lower = &token.lower;
                    marks.is_tag |= lower.starts_with("spdx") || token.text.starts_with('@');
                    marks.is_field |= token.colon;
                    marks.has_comma |= token.comma;
                    if marks.n_words == 0 {
                        marks.is_lower = token.is_lower();
                    }
                    let ended = token.stop;
                    marks.n_words += 1;
                    if ended {
                        return None;
                    }
                }
                Kind::Sign => marks.n_signs += 1,
                Kind::Caps if marks.n_words > 0 && tokens.get(index)?.text == "A9" => {
                    marks.n_signs += 1
                }
                Kind::Holder if index == 0 => {
                    // "the holder is Tim Hudson (…)".
                    if tokens.get(1)?.text != "is" {
                        return None;
                    }
                    marks.n_tokens += 1;
                    marks.is_holder = true;
                }
                Kind::Word | Kind::Initial
                    if marks.n_words > 0
                        && tokens.kind(index + 1) == Kind::Year
                        && tokens.get(index)?.core().eq_ignore_ascii_case("c") =>
                {
                    marks.n_signs += 1;
                }
                Kind::And if marks.n_words > 0 && tokens.kind(index + 1) == Kind::Mark => {}
                // "Copyright is held by NAME".
                Kind::Stop | Kind::Word
                    if marks.n_words == 1 && held_by(tokens, index).is_some() =>
                {
                    marks.n_tokens += held_by(tokens, index).unwrap_or(1);
                    marks.is_held = true;
                    break;
                }
                // "Copyright notice (1999) NAME".
                Kind::Stop
                    if marks.n_words > 0
                        && tokens.lower(index) == "notice"
                        && tokens.kind(index + 1) == Kind::Year => {}
                Kind::Newline if matches!(tokens.kind(index + 1), Kind::Sign) => {}
                Kind::Dash | Kind::Comma
                    if matches!(tokens.kind(index + 1), Kind::Sign | Kind::Mark) => {}
                Kind::Blank if matches!(tokens.kind(index + 1), Kind::Sign) => {}
                _ => break,
            }
            marks.n_tokens += 1;
            if marks.n_tokens > 8 {
                break;
            }
        }
        (marks.n_words + marks.n_signs > 0 || marks.is_holder).then_some(marks)
    }
}

/// The number of tokens of "is held by", "owned by" and their like at `index`.
fn held_by(tokens: &mut Tokens<'_, '_>, index: usize) -> Option<usize> {
    let verb = usize::from(tokens.lower(index) == "is");
    let is_held = matches!(tokens.lower(index + verb), "held" | "owned" | "retained");
    (is_held && tokens.kind(index + verb + 1) == Kind::By && tokens.is_name(index + verb + 2))
        .then_some(verb + 2)
}
