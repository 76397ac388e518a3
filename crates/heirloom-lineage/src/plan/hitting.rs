// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The cheapest choice of options that breaks every known conflict: a weighted hitting set in which
//! each subject takes one option.
//!
//! Conflicts that share no subject are solved apart. Within such a part: options that another one
//! outdoes go first, then branch and bound, with a lower bound by paying each conflict from what
//! its options still cost (the dual of the linear relaxation, ascended greedily; Bar-Yehuda and
//! Even, A local-ratio theorem for approximating the weighted vertex cover problem, 1985).

use std::collections::{BTreeMap, HashMap};

/// A place in the list of subjects.
pub(super) type SubjectIndex = u32;
/// An option of a subject; 0 leaves it as it is.
pub(super) type OptionIndex = u8;
/// One option of one subject.
pub(super) type Choice = (SubjectIndex, OptionIndex);

/// One of these has to be chosen.
pub(super) type Conflict = Vec<Choice>;

/// A choice that breaks all conflicts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Hit {
    /// The option of each subject that does not stay as it is.
    pub(super) chosen: BTreeMap<SubjectIndex, OptionIndex>,
    /// What it costs.
    pub(super) cost: u64,
    /// No choice costs less than this.
    pub(super) bound: u64,
}

/// Solves growing lists of conflicts; parts that did not change are known from before.
#[derive(Debug, Default)]
pub(super) struct Hitter {
    known: HashMap<Vec<u32>, Option<Hit>>,
}

impl Hitter {
    /// Finds the cheapest choice; `None` if some conflict cannot be broken.
    ///
    /// `nodes` is how many nodes may still be searched; where it runs out, the best one found.
    pub(super) fn hit(
        &mut self,
        conflicts: &[Conflict],
        cost: &impl Fn(Choice) -> u64,
        nodes: &mut u64,
    ) -> Option<Hit> {
        let mut all = Hit::default();
        for part in parts(conflicts) {
            let hit = match self.known.get(&part) {
                Some(hit) => hit.clone(),
                None => {
                    let conflicts: Vec<&Conflict> =
                        part.iter().map(|index| &conflicts[*index as usize]).collect();
                    let hit = Part::new(&conflicts, cost).solve(nodes);
                    self.known.insert(part, hit.clone());
                    hit
                }
            }?;
            all.cost += hit.cost;
            all.bound += hit.bound;
            all.chosen.extend(hit.chosen);
        }
        Some(all)
    }
}

/// The conflicts by parts that share no subject.
fn parts(conflicts: &[Conflict]) -> Vec<Vec<u32>> {
    let mut leader: Vec<u32> = (0..).take(conflicts.len()).collect();
    fn find(leader: &mut [u32], mut at: u32) -> u32 {
        while leader[at as usize] != at {
            leader[at as usize] = leader[leader[at as usize] as usize];
            at = leader[at as usize];
        }
        at
    }
    let mut first: HashMap<SubjectIndex, u32> = HashMap::new();
    for (index, conflict) in (0..).zip(conflicts) {
        for (subject, _) in conflict {
            let other = *first.entry(*subject).or_insert(index);
            let (a, b) = (find(&mut leader, index), find(&mut leader, other));
            leader[a.max(b) as usize] = a.min(b);
        }
    }
    let mut parts: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for index in (0..).take(conflicts.len()) {
        parts.entry(find(&mut leader, index)).or_default().push(index);
    }
    parts.into_values().collect()
}

/// Conflicts that hang together, by small numbers.
struct Part {
    /// The choices, each with its cost; those outdone are left out.
    choices: Vec<(Choice, u64)>,
    /// The choices of each subject.
    of_subject: HashMap<SubjectIndex, Vec<u32>>,
    /// The conflicts that each choice breaks.
    breaks: Vec<Vec<u32>>,
    /// The choices that break each conflict, cheapest first.
    broken_by: Vec<Vec<u32>>,
}

impl Part {
    fn new(conflicts: &[&Conflict], cost: &impl Fn(Choice) -> u64) -> Part {
        let mut breaks: BTreeMap<Choice, Vec<u32>> = BTreeMap::new();
        for (index, conflict) in (0..).zip(conflicts) {
            for choice in *conflict {
                breaks.entry(*choice).or_default().push(index);
            }
        }
        let mut all: Vec<(Choice, u64, Vec<u32>)> =
            breaks.into_iter().map(|(choice, breaks)| (choice, cost(choice), breaks)).collect();
        for (_, _, breaks) in &mut all {
            breaks.dedup();
        }
        let kept = undominated(&all);
        let mut part = Part {
            choices: Vec::new(),
            of_subject: HashMap::new(),
            breaks: Vec::new(),
            broken_by: vec![Vec::new(); conflicts.len()],
        };
        for ((choice, cost, breaks), _) in all.into_iter().zip(kept).filter(|(_, kept)| *kept) {
            let number = u32::try_from(part.choices.len()).expect("fewer choices than 2^32");
            for conflict in &breaks {
                part.broken_by[*conflict as usize].push(number);
            }
            part.of_subject.entry(choice.0).or_default().push(number);
            part.choices.push((choice, cost));
            part.breaks.push(breaks);
        }
        for choices in &mut part.broken_by {
            choices.sort_by_key(|choice| (part.choices[*choice as usize].1, *choice));
        }
        part
    }

    fn cost(&self, choice: u32) -> u64 {
        self.choices[choice as usize].1
    }

    fn solve(&self, nodes: &mut u64) -> Option<Hit> {
        if self.broken_by.iter().any(Vec::is_empty) {
            return None;
        }
        let greedy = self.greedy();
        let bound = self.bound(&vec![0; self.broken_by.len()], &vec![false; self.choices.len()])?;
        let mut search = Search {
            part: self,
            nodes,
            best: greedy.as_ref().map_or(u64::MAX, |chosen| self.total(chosen)),
            chosen_best: greedy,
            chosen: Vec::new(),
            hits: vec![0; self.broken_by.len()],
            barred: vec![false; self.choices.len()],
            cut: false,
        };
        if search.best > bound {
            search.descend(0);
        }
        let (cut, best) = (search.cut, search.best);
        let chosen = search.chosen_best?;
        Some(Hit {
            chosen: chosen.iter().map(|choice| self.choices[*choice as usize].0).collect(),
            cost: best,
            bound: if cut { bound } else { best },
        })
    }

    fn total(&self, chosen: &[u32]) -> u64 {
        chosen.iter().map(|choice| self.cost(*choice)).sum()
    }

    /// By the best of what is broken for the cost, then without those that are not needed.
    fn greedy(&self) -> Option<Vec<u32>> {
        let mut hits = vec![0_u32; self.broken_by.len()];
        let mut barred = vec![false; self.choices.len()];
        let mut chosen = Vec::new();
        while hits.contains(&0) {
            let gain = |choice: u32| {
                self.breaks[choice as usize].iter().filter(|hit| hits[**hit as usize] == 0).count()
            };
            // Compared by cost per conflict, without division.
            let best = (0..)
                .take(self.choices.len())
                .filter(|choice| !barred[*choice as usize] && gain(*choice) > 0)
                .min_by(|a, b| {
                    let (gain_a, gain_b) = (gain(*a) as u64, gain(*b) as u64);
                    (self.cost(*a) * gain_b).cmp(&(self.cost(*b) * gain_a)).then(a.cmp(b))
                })?;
            chosen.push(best);
            self.breaks[best as usize].iter().for_each(|hit| hits[*hit as usize] += 1);
            for sibling in &self.of_subject[&self.choices[best as usize].0.0] {
                barred[*sibling as usize] = true;
            }
        }
        let mut order = chosen.clone();
        order.sort_by_key(|choice| std::cmp::Reverse(self.cost(*choice)));
        for choice in order {
            let breaks = &self.breaks[choice as usize];
            if breaks.iter().all(|hit| hits[*hit as usize] > 1) {
                breaks.iter().for_each(|hit| hits[*hit as usize] -= 1);
                chosen.retain(|other| *other != choice);
            }
        }
        Some(chosen)
    }

    /// What breaking the rest costs at least; `None` if it cannot be broken.
    fn bound(&self, hits: &[u32], barred: &[bool]) -> Option<u64> {
        let mut left: Vec<u64> = self.choices.iter().map(|(_, cost)| *cost).collect();
        let mut open: Vec<(usize, usize)> = Vec::new();
        for (index, choices) in self.broken_by.iter().enumerate() {
            if hits[index] == 0 {
                let n = choices.iter().filter(|choice| !barred[**choice as usize]).count();
                if n == 0 {
                    return None;
                }
                open.push((n, index));
            }
        }
        open.sort_unstable();
        let mut bound = 0;
        for (_, index) in open {
            let usable =
                || self.broken_by[index].iter().filter(|choice| !barred[**choice as usize]);
            let least = usable().map(|choice| left[*choice as usize]).min().unwrap_or(0);
            if least > 0 {
                usable().for_each(|choice| left[*choice as usize] -= least);
                bound += least;
            }
        }
        Some(bound)
    }
}

/// Which choices no other one outdoes: breaks as much for no more.
fn undominated(all: &[(Choice, u64, Vec<u32>)]) -> Vec<bool> {
    /// With more choices the comparison costs more than it saves.
    const MOST: usize = 2_000;
    let mut kept = vec![true; all.len()];
    if all.len() > MOST {
        return kept;
    }
    // All that some option of a subject breaks: only one that breaks it all can stand in for
    // choices of other subjects, since its subject may need another option else.
    let mut of_subject: HashMap<SubjectIndex, Vec<u32>> = HashMap::new();
    for ((subject, _), _, breaks) in all {
        let union = of_subject.entry(*subject).or_default();
        union.extend(breaks);
    }
    for union in of_subject.values_mut() {
        union.sort_unstable();
        union.dedup();
    }
    for (a, (choice_a, cost_a, breaks_a)) in all.iter().enumerate() {
        for (b, (choice_b, cost_b, breaks_b)) in all.iter().enumerate() {
            if a == b || !kept[b] || cost_b > cost_a || !is_within(breaks_a, breaks_b) {
                continue;
            }
            let same_subject = choice_a.0 == choice_b.0;
            if !same_subject && of_subject[&choice_b.0].len() != breaks_b.len() {
                continue;
            }
            let equal = cost_a == cost_b && breaks_a.len() == breaks_b.len();
            if !equal || b < a {
                kept[a] = false;
                break;
            }
        }
    }
    kept
}

/// Whether a sorted list is within another.
fn is_within(inner: &[u32], outer: &[u32]) -> bool {
    let mut outer = outer.iter();
    inner.len() <= outer.len() && inner.iter().all(|one| outer.any(|other| other == one))
}

struct Search<'p, 'n> {
    part: &'p Part,
    nodes: &'n mut u64,
    best: u64,
    chosen_best: Option<Vec<u32>>,
    chosen: Vec<u32>,
    hits: Vec<u32>,
    barred: Vec<bool>,
    /// Whether the nodes ran out.
    cut: bool,
}

impl Search<'_, '_> {
    fn descend(&mut self, cost: u64) {
        if *self.nodes == 0 {
            self.cut = true;
            return;
        }
        *self.nodes -= 1;
        let Some(bound) = self.part.bound(&self.hits, &self.barred) else { return };
        if cost.saturating_add(bound) >= self.best {
            return;
        }
        let free = |conflict: usize| {
            self.part.broken_by[conflict].iter().filter(|choice| !self.barred[**choice as usize])
        };
        let open = (0..self.hits.len())
            .filter(|conflict| self.hits[*conflict] == 0)
            .min_by_key(|conflict| (free(*conflict).count(), *conflict));
        let Some(conflict) = open else {
            self.best = cost;
            self.chosen_best = Some(self.chosen.clone());
            return;
        };
        let branches: Vec<u32> = free(conflict).copied().collect();
        let mut barred_here = Vec::new();
        for choice in branches {
            let subject = self.part.choices[choice as usize].0.0;
            let siblings: Vec<u32> = self.part.of_subject[&subject]
                .iter()
                .copied()
                .filter(|sibling| !self.barred[*sibling as usize])
                .collect();
            self.take(choice, &siblings, cost);
            // From here on, plans with this choice have been seen.
            self.barred[choice as usize] = true;
            barred_here.push(choice);
            if self.cut {
                break;
            }
        }
        for choice in barred_here {
            self.barred[choice as usize] = false;
        }
    }

    /// Searches with a choice, its subject's other options barred.
    fn take(&mut self, choice: u32, siblings: &[u32], cost: u64) {
        let breaks = &self.part.breaks[choice as usize];
        siblings.iter().for_each(|sibling| self.barred[*sibling as usize] = true);
        breaks.iter().for_each(|hit| self.hits[*hit as usize] += 1);
        self.chosen.push(choice);
        self.descend(cost + self.part.cost(choice));
        self.chosen.pop();
        breaks.iter().for_each(|hit| self.hits[*hit as usize] -= 1);
        siblings.iter().for_each(|sibling| self.barred[*sibling as usize] = false);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Every assignment of options, one after another.
    fn brute(conflicts: &[Conflict], costs: &[Vec<u64>]) -> Option<u64> {
        let mut best = None;
        let n: usize = costs.iter().map(Vec::len).product();
        for mut code in 0..n {
            let mut cost = 0;
            let mut chosen = Vec::new();
            for (subject, options) in (0..).zip(costs) {
                let option = code % options.len();
                code /= options.len();
                cost += options[option];
                chosen.push((subject, u8::try_from(option).unwrap()));
            }
            let hits = conflicts.iter().all(|one| one.iter().any(|choice| chosen.contains(choice)));
            if hits && best.is_none_or(|best| cost < best) {
                best = Some(cost);
            }
        }
        best
    }

    proptest! {
        #[test]
        fn the_cheapest_choice_is_found(
            costs in prop::collection::vec(prop::collection::vec(1_u64..9, 1..4), 1..6),
            picks in prop::collection::vec(prop::collection::vec((0_usize..6, 0_usize..4), 1..4), 0..8),
        ) {
            let costs: Vec<Vec<u64>> =
                costs.into_iter().map(|options| [vec![0], options].concat()).collect();
            let conflicts: Vec<Conflict> = picks
                .into_iter()
                .map(|picks| {
                    let mut conflict: Conflict = picks
                        .into_iter()
                        .map(|(subject, option)| {
                            let subject = subject % costs.len();
                            let option = 1 + option % (costs[subject].len() - 1);
                            (u32::try_from(subject).unwrap(), u8::try_from(option).unwrap())
                        })
                        .collect();
                    conflict.sort_unstable();
                    conflict.dedup();
                    conflict
                })
                .collect();
            let cost = |(subject, option): Choice| costs[subject as usize][option as usize];
            let hit = Hitter::default().hit(&conflicts, &cost, &mut 100_000);
            prop_assert_eq!(hit.as_ref().map(|hit| hit.cost), brute(&conflicts, &costs));
            if let Some(hit) = hit {
                prop_assert_eq!(hit.bound, hit.cost);
                let broken = |one: &Conflict| {
                    one.iter().any(|(subject, option)| hit.chosen.get(subject) == Some(option))
                };
                prop_assert!(conflicts.iter().all(broken));
            }
        }
    }
}
