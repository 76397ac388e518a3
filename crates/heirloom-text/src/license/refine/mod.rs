// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Refinement: from everything that matched to what the text says.
//!
//! Matching is generous; most of the accuracy is made here. The steps and their order matter:
//! matches that do not stand on their own go first, so that they cannot push out better ones;
//! then those that lie inside others; what shares no word with the survivors comes back; last go
//! rules that say "this is no license", together with what they covered.

mod lists;
mod merge;
mod overlap;
mod single;

pub(crate) use merge::merge;
pub(crate) use single::is_substantial;

use super::{
    index::Index,
    layout::flag,
    matches::{Licensing, Match},
    query::Query,
};

/// Whether words of rules that say "this is no license" are taken out yet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum FalsePositives {
    Keep,
    Drop,
}

/// What refinement looks at beside the matches.
pub(crate) struct Context<'c, 'a> {
    pub(crate) query: &'c Query,
    pub(crate) index: &'a Index<'a>,
    pub(crate) text: &'c str,
    pub(crate) is_binary: bool,
}

/// Refines matches.
pub(crate) fn refine<'a>(
    mut matches: Vec<Match<'a>>,
    context: &Context<'_, 'a>,
    false_positives: FalsePositives,
    licensing: &mut Licensing,
) -> Vec<Match<'a>> {
    if matches.is_empty() {
        return matches;
    }
    let Context { query, index, text, is_binary } = *context;
    matches.retain(|found| single::has_required_phrases(found, query));
    matches.retain(|found| single::is_dense(found, query));
    matches.retain(single::covers_enough);
    matches.retain(|found| single::grants(found, query, text));
    matches.retain(|found| single::is_not_lonely(found, query));
    matches.retain(single::is_long_enough);
    matches.retain(|found| single::names_its_version(found, index));
    if matches.len() > 1 {
        matches.retain(|found| single::is_not_scattered(found, query));
    }
    if is_binary {
        matches.retain(|found| single::is_not_noise(found, query, text));
    }
    matches = merge(matches, index);
    let contained = overlap::drop_contained(matches);
    let overlapping = overlap::drop_overlapping(contained.kept, licensing);
    matches = overlapping.kept;
    for discarded in [contained.discarded, overlapping.discarded] {
        let back = overlap::restore(&matches, merge(discarded, index));
        matches.extend(back);
    }
    matches = overlap::drop_contained(matches).kept;
    if false_positives == FalsePositives::Drop {
        matches.retain(|found| !found.rule_is(flag::FALSE_POSITIVE));
        matches = lists::drop_lists(matches);
    }
    matches
}
