// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The verdict on one use by itself: what the used component means for its user.

use heirloom_model::{Level, Reading, Verdict};

use crate::{
    book::LicenseBook,
    join::{Join, Joined, join},
    uses::{Alternative, Effects, Situation, alternatives},
};

/// A verdict under one reading, with how it came about.
#[derive(Clone, Debug)]
pub struct ReadVerdict {
    /// The reading.
    pub reading: Reading,
    /// The verdict.
    pub verdict: Verdict,
    /// Whether they are one work.
    pub join: Join,
    /// The choice among the component's licenses.
    pub chosen: Alternative,
}

/// A verdict under all readings.
#[derive(Clone, Debug)]
pub struct Cell {
    /// All readings together.
    pub verdict: Verdict,
    /// Each reading, in the order of [`Reading::ALL`].
    pub readings: Vec<ReadVerdict>,
}

/// Judges one use by itself.
///
/// `over_shim` says that the used one itself opens symbols that the kernel keeps for GPL modules.
pub fn cell(book: &LicenseBook, situation: &Situation, over_shim: bool) -> Cell {
    let readings: Vec<ReadVerdict> =
        Reading::ALL.iter().map(|reading| read(book, situation, *reading, over_shim)).collect();
    let verdict = over_readings(readings.iter().map(|read| read.verdict));
    Cell { verdict, readings }
}

fn read(
    book: &LicenseBook,
    situation: &Situation,
    reading: Reading,
    over_shim: bool,
) -> ReadVerdict {
    let join = join(situation.kind, reading, over_shim, |fact| situation.fact(fact));
    let (verdict, chosen) = alternatives(book, situation, reading)
        .into_iter()
        .map(|alternative| (verdict(&alternative, join.joined), alternative))
        .min_by_key(|(verdict, _)| *verdict)
        .expect("there is always a way to choose");
    ReadVerdict { reading, verdict, join, chosen }
}

/// The verdict for one choice of licenses.
fn verdict(alternative: &Alternative, joined: Joined) -> Verdict {
    let certain =
        if joined == Joined::Yes { alternative.joined.least } else { alternative.apart.least };
    let disputed = match joined {
        Joined::Yes | Joined::Disputed => alternative.joined.least,
        _ => alternative.apart.least,
    };
    let most = if joined == Joined::No { alternative.apart.most } else { alternative.joined.most };
    weigh(certain, certain.join(disputed), most)
}

/// The verdict where something follows for certain, more if the law is against the user, and at
/// most something if unknown facts are too.
pub(crate) fn weigh(certain: Effects, disputed: Effects, most: Effects) -> Verdict {
    // What is certain is not undone by a dispute about more; and a dispute that is not about more than
    // duties is none: they hang on a use that is delivered, whoever its user is one work with.
    let level = if disputed.level > Level::ReplaceabilityRequired && disputed.level > certain.level
    {
        certain.level.max(Level::Contested)
    } else {
        certain.level.max(disputed.level)
    };
    let unknown = most.level > disputed.level
        || most.source_to_users != disputed.source_to_users
        || disputed.unreviewed
        || most.unreviewed;
    Verdict {
        level,
        source_to_users: disputed.source_to_users,
        interface_note: disputed.interface_note,
        unknown,
    }
}

/// The verdict of all readings: theirs where they agree, else contested or, if heavier, the
/// lightest, which none of them disputes; the heaviest where they disagree about duties alone.
pub(crate) fn over_readings(verdicts: impl Iterator<Item = Verdict> + Clone) -> Verdict {
    let levels = verdicts.clone().map(|verdict| verdict.level);
    let lightest = levels.clone().min().unwrap_or(Level::Clear);
    let heaviest = levels.max().unwrap_or(Level::Clear);
    let level = if lightest == heaviest || heaviest <= Level::ReplaceabilityRequired {
        heaviest
    } else {
        lightest.max(Level::Contested)
    };
    let all = verdicts.fold(Verdict::CLEAR, Verdict::join);
    Verdict { level, ..all }
}

#[cfg(test)]
mod tests;
