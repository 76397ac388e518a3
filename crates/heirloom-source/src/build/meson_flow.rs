// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Which values a variable of Meson can have at a place of its file.
//!
//! One variable is often set anew for each library that is looked for: `prov_lib = cc.find_library('x')`
//! and, further down, `prov_lib = cc.find_library('y')`. What a line takes is what was set last before
//! it, and not all that the variable ever held. Other files see all of it.

use std::collections::HashMap;

use crate::links::meson::{Kind, Token};

/// Names are followed in files with so many statements at most.
const MAX_DEFINITIONS: usize = 20_000;
/// Values of one variable beyond this number are not told apart.
const MAX_VALUES: usize = 200;

/// The blocks around a place, the outer first, each with whether it is a loop.
type Blocks = Vec<(u32, bool)>;

/// A statement that sets a variable or adds to it.
#[derive(Debug)]
struct Definition {
    /// Tokens: its first one, and the end of its line.
    start: usize,
    end: usize,
    /// Whether what the variable held before is gone.
    is_new: bool,
    blocks: Blocks,
}

/// The statements that set variables which hold one library after the other.
#[derive(Debug, Default)]
pub(super) struct Flow<'a> {
    by_name: HashMap<&'a str, Vec<Definition>>,
    /// The blocks that begin or end at tokens, by these.
    blocks: Vec<(usize, Blocks)>,
}

impl<'a> Flow<'a> {
    pub(super) fn new(tokens: &[Token<'a>]) -> Flow<'a> {
        let mut flow = Flow::default();
        let mut open: Blocks = Vec::new();
        let mut next = 0_u32;
        let mut n_definitions = 0;
        let mut begins = true;
        for (at, token) in tokens.iter().enumerate() {
            let is_start = std::mem::replace(&mut begins, token.kind == Kind::Line);
            if !is_start || token.kind != Kind::Word {
                continue;
            }
            let is_turn = matches!(token.text, "elif" | "else");
            let is_end = matches!(token.text, "endif" | "endforeach");
            let is_loop = token.text == "foreach";
            if is_turn || is_end {
                open.pop();
            }
            if is_turn || is_loop || token.text == "if" {
                next += 1;
                open.push((next, is_loop));
            }
            if is_turn || is_end || is_loop || token.text == "if" {
                flow.blocks.push((at, open.clone()));
            } else if n_definitions < MAX_DEFINITIONS
                && let Some((end, is_new)) = definition(tokens, at)
            {
                n_definitions += 1;
                let blocks = open.clone();
                let all = flow.by_name.entry(token.text).or_default();
                all.push(Definition { start: at, end, is_new, blocks });
            }
        }
        let is_followed = |all: &Vec<Definition>| {
            let looks = |one: &Definition| {
                let mut words = tokens[one.start..one.end].iter();
                words.any(|word| matches!(word.text, "dependency" | "find_library"))
            };
            all.iter().filter(|one| one.is_new).count() > 1
                && all.len() <= MAX_VALUES
                && all.iter().any(looks)
        };
        flow.by_name.retain(|_, all| is_followed(all));
        flow
    }

    /// The name of a value that a statement gives to a variable.
    pub(super) fn value_at(&self, name: &str, start: usize) -> Option<String> {
        let all = self.by_name.get(name)?;
        let number = all.iter().position(|one| one.start == start)?;
        Some(value(name, number))
    }

    /// The names of the values that a variable can have where it is named; `None` where it is not followed.
    pub(super) fn values(&self, name: &str, at: usize) -> Option<Vec<String>> {
        let all = self.by_name.get(name)?;
        let around = self.blocks[..self.blocks.partition_point(|(start, _)| *start <= at)].last();
        let around: &[(u32, bool)] = around.map_or(&[], |(_, blocks)| blocks);
        let mut values = Vec::new();
        let mut last: Option<&Definition> = None;
        for (number, one) in all.iter().enumerate().rev().filter(|(_, one)| one.end <= at) {
            values.push(value(name, number));
            // Set anew in a block that is open here: nothing before it is left.
            if one.is_new && around.starts_with(&one.blocks) {
                last = Some(one);
                break;
            }
        }
        // What a loop sets further down is there in its next round.
        let round = around.iter().rposition(|(_, is_loop)| *is_loop).map(|place| around[place].0);
        if let Some(round) = round {
            let is_inside = |one: &Definition| one.blocks.iter().any(|(id, _)| *id == round);
            if !last.is_some_and(is_inside) {
                let later = all.iter().enumerate().filter(|(_, one)| one.end > at);
                values.extend(
                    later.filter(|(_, one)| is_inside(one)).map(|(number, _)| value(name, number)),
                );
            }
        }
        (!values.is_empty()).then_some(values)
    }
}

fn value(name: &str, number: usize) -> String {
    format!("{name}#{number}")
}

/// The end of the line of a statement that sets a variable, and whether it sets it anew.
fn definition(tokens: &[Token<'_>], at: usize) -> Option<(usize, bool)> {
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text);
    let is_new = match (text(at + 1), text(at + 2)) {
        ("+", "=") => false,
        ("=", next) if next != "=" => true,
        _ => return None,
    };
    let end = tokens[at..].iter().position(|token| token.kind == Kind::Line);
    Some((end.map_or(tokens.len(), |n| at + n), is_new))
}
