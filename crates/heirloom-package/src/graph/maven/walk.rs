// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What dependencies need in turn, by the POM files of a repository: nearest first, as Maven
//! chooses.
//!
//! Each of our projects is walked on its own: its dependency management and exclusions hold for
//! everything below it, so one package may need different versions for two of them. Optional,
//! provided and test dependencies of others are not taken, nor those of their profiles.

use std::{
    collections::{HashMap, VecDeque},
    rc::Rc,
};

use heirloom_model::{Requirement, Scope};

use super::{
    model::{Effective, Managed, Place, Projects},
    resolve::{self, Own},
    stored,
};
use crate::{
    graph::{
        builder::{Builder, NewEdge, Node, place},
        tree::File,
    },
    vers,
};

/// A walk is begun again this often because of a range that what is nearer does not fit.
const MAX_RESTARTS: usize = 32;

/// A dependency that a project of ours states itself.
pub(super) struct Asked<'a> {
    pub(super) name: String,
    /// Type and classifier, where they are not the usual ones.
    pub(super) alias: String,
    /// The version requested, its properties replaced.
    pub(super) requested: Option<String>,
    pub(super) version: Option<String>,
    pub(super) scope: Scope,
    pub(super) file: File<'a>,
    pub(super) requirement: &'a Requirement,
    pub(super) managed: Option<Managed<'a>>,
}

/// What a project's dependencies come to.
pub(super) struct Walked<'a> {
    /// The versions of those that it states itself.
    pub(super) direct: Vec<Option<String>>,
    /// Whether some dependency leads to a POM that is not there.
    pub(super) is_open: bool,
    picks: Vec<Pick>,
    edges: Vec<Edge<'a>>,
}

/// A package that was chosen.
struct Pick {
    /// Its name, and type with classifier.
    key: Key,
    version: Option<String>,
}

struct Edge<'a> {
    from: usize,
    to: usize,
    file: File<'a>,
    requirement: &'a Requirement,
    requested: Option<&'a str>,
}

type Key = (String, String);

/// What must not be taken in, from the inside out.
struct Excluded<'a> {
    names: Vec<&'a [Box<str>]>,
    around: Option<Rc<Excluded<'a>>>,
}

impl<'a> Excluded<'a> {
    fn below(
        around: Option<&Rc<Excluded<'a>>>,
        requirements: [Option<&'a Requirement>; 3],
    ) -> Option<Rc<Excluded<'a>>> {
        let lists = requirements.into_iter().flatten().map(|one| &*one.excludes);
        let names: Vec<&'a [Box<str>]> = lists.filter(|names| !names.is_empty()).collect();
        if names.is_empty() {
            return around.cloned();
        }
        Some(Rc::new(Excluded { names, around: around.cloned() }))
    }

    fn has(mut excluded: Option<&Rc<Excluded<'a>>>, name: &str) -> bool {
        while let Some(one) = excluded {
            if one.names.iter().copied().flatten().any(|pattern| fits(pattern, name)) {
                return true;
            }
            excluded = one.around.as_ref();
        }
        false
    }
}

/// `*` stands for any group or artifact.
fn fits(pattern: &str, name: &str) -> bool {
    let parts = pattern.split(':').zip(name.split(':'));
    let is_part = |(pattern, part): (&str, &str)| pattern == "*" || pattern == part;
    !pattern.is_empty() && parts.into_iter().all(is_part)
}

struct Task<'a> {
    pick: usize,
    effective: Rc<Effective<'a>>,
    excluded: Option<Rc<Excluded<'a>>>,
}

struct Walk<'a, 'b> {
    projects: &'b Projects<'a>,
    root: &'b Effective<'a>,
    own: &'b Own<'a>,
    /// Versions that ranges insist on.
    forced: &'b HashMap<Key, String>,
    /// The place in the picks.
    chosen: HashMap<Key, usize>,
    tasks: VecDeque<Task<'a>>,
    walked: Walked<'a>,
}

/// Follows the direct dependencies of a project.
pub(super) fn walk<'a>(
    projects: &Projects<'a>,
    root: &Effective<'a>,
    direct: &[Asked<'a>],
    own: &Own<'a>,
) -> Walked<'a> {
    let mut forced = HashMap::new();
    loop {
        let walked =
            Walked { direct: Vec::new(), is_open: false, picks: Vec::new(), edges: Vec::new() };
        let mut walk = Walk {
            projects,
            root,
            own,
            forced: &forced,
            chosen: HashMap::new(),
            tasks: VecDeque::new(),
            walked,
        };
        match walk.follow(direct) {
            Some((key, version)) if forced.len() < MAX_RESTARTS => {
                forced.insert(key, version);
            }
            _ => return walk.walked,
        }
    }
}

impl<'a> Walk<'a, '_> {
    /// Follows everything, or up to a range that a version chosen before does not fit.
    fn follow(&mut self, direct: &[Asked<'a>]) -> Option<(Key, String)> {
        for asked in direct {
            let key = (asked.name.clone(), asked.alias.clone());
            let version = self.forced.get(&key).or(asked.version.as_ref()).cloned();
            self.walked.direct.push(version.clone());
            let managed = asked.managed.as_ref().map(|managed| managed.requirement);
            let excluded = Excluded::below(None, [Some(asked.requirement), managed, None]);
            self.pick(key, version, excluded);
        }
        while let Some(task) = self.tasks.pop_front() {
            let requirements = resolve::requirements(&task.effective);
            if !self.projects.take_steps(1 + requirements.len()) {
                break;
            }
            for (project, requirement) in requirements {
                let is_taken =
                    requirement.scope == Scope::Runtime && requirement.condition.is_none();
                if is_taken
                    && let Some(conflict) = self.take(&task, project.file, requirement)
                    && !self.forced.contains_key(&conflict.0)
                {
                    return Some(conflict);
                }
            }
        }
        None
    }

    /// Chooses a package, and takes its POM up for later where it is there.
    fn pick(
        &mut self,
        key: Key,
        version: Option<String>,
        excluded: Option<Rc<Excluded<'a>>>,
    ) -> usize {
        let pick = self.walked.picks.len();
        let named = (key.0.clone(), version.clone());
        let effective = match self.own.get(&named) {
            // Without POM files of others nothing below is new.
            Some(_) if self.projects.stored.is_empty() => None,
            Some((_, effective)) => Some(effective.clone()),
            None => {
                let asked = version.as_deref();
                let project = asked.and_then(|version| self.projects.foreign(&key.0, version));
                self.walked.is_open |= project.is_none();
                project.map(|project| self.projects.effective(project))
            }
        };
        self.tasks.extend(effective.map(|effective| Task { pick, effective, excluded }));
        self.chosen.entry(key.clone()).or_insert(pick);
        self.walked.picks.push(Pick { key, version });
        pick
    }

    /// Takes what a package needs; gives back a range that the chosen version does not fit.
    fn take(
        &mut self,
        task: &Task<'a>,
        file: File<'a>,
        requirement: &'a Requirement,
    ) -> Option<(Key, String)> {
        let effective = &task.effective;
        let key = effective.key(requirement);
        if Excluded::has(task.excluded.as_ref(), &key.0) {
            return None;
        }
        let (by_root, managed) = (self.root.managed_by(&key), effective.managed(requirement));
        let (by_root, managed) = (by_root.as_ref(), managed.as_ref());
        let own_scope = requirement.has_own_scope.then_some(requirement.scope);
        let scope = by_root.and_then(|managed| managed.scope).or(own_scope);
        let scope = scope.or_else(|| managed.and_then(|managed| managed.scope));
        if scope.is_some_and(|scope| scope != Scope::Runtime) {
            return None;
        }
        let written = requirement.requested.as_deref();
        let requested = by_root.and_then(|managed| managed.version.clone()).or_else(|| {
            let own = written.and_then(|written| effective.filled(written));
            own.or_else(|| managed.filter(|_| written.is_none())?.version.clone())
        });
        let requested = requested.as_deref().unwrap_or_default();
        let (key, version) = self.located(key, requested);
        let to = match self.chosen.get(&key) {
            Some(&to) => {
                if let Some(version) = self.conflict(&self.walked.picks[to], requested) {
                    return Some((key, version));
                }
                to
            }
            None => {
                let lists = [by_root, managed].map(|one| one.map(|one| one.requirement));
                let around = task.excluded.as_ref();
                let excluded = Excluded::below(around, [Some(requirement), lists[0], lists[1]]);
                self.pick(key, version, excluded)
            }
        };
        // What our own projects need is said when it is their turn.
        if to != task.pick && effective.chain[0].place != Place::Own {
            let requested = written.or_else(|| managed?.requirement.requested.as_deref());
            self.walked.edges.push(Edge { from: task.pick, to, file, requirement, requested });
        }
        None
    }

    /// The name and version that a request comes to, where the package may have moved to.
    fn located(&self, key: Key, requested: &str) -> (Key, Option<String>) {
        let forced = self.forced.get(&key).cloned();
        let version = forced.or_else(|| self.projects.stored.chosen(&key.0, requested));
        let moved = version.as_deref().and_then(|one| self.projects.relocated(&key.0, one));
        match moved {
            Some((name, version)) => ((name, key.1), Some(version)),
            None => (key, version),
        }
    }

    /// The version that a range insists on, where another one was chosen.
    fn conflict(&self, pick: &Pick, requested: &str) -> Option<String> {
        if !stored::is_range(requested) {
            return None;
        }
        let version = pick.version.as_deref()?;
        let range = vers::from_native("maven", requested).ok()?;
        if range.contains(version).unwrap_or(true) {
            return None;
        }
        self.projects.stored.chosen(&pick.key.0, requested)
    }
}

impl Walked<'_> {
    /// Adds what dependencies need to the graph.
    pub(super) fn connect(&self, projects: &Projects<'_>, builder: &mut Builder, own: &Own<'_>) {
        let node = |builder: &mut Builder, pick: &Pick| {
            let (name, alias) = &pick.key;
            resolve::node_of(projects, builder, name, alias, pick.version.as_deref(), own)
        };
        let nodes: Vec<Option<Node>> = self.picks.iter().map(|pick| node(builder, pick)).collect();
        for edge in &self.edges {
            let (Some(from), Some(to)) = (nodes[edge.from], nodes[edge.to]) else {
                continue;
            };
            let new = NewEdge {
                scope: Scope::Runtime,
                scope_is_known: true,
                condition: None,
                requested: edge.requested,
                direct: true,
                places: vec![place(edge.file, edge.requirement.span)],
            };
            builder.connect(from, to, new);
        }
    }
}
