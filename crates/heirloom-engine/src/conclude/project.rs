// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What holds for folders where a project starts.

use std::collections::{BTreeSet, HashMap};

use heirloom_model::{
    Clarity, Concluded, ConcludedReason, Expression, FileRecord, FolderRecord, LicenseId,
    LicenseTerm, TreePath,
};

use super::{
    contents::Contents,
    curate::Curations,
    inherited::Inherited,
    names,
    references::Targets,
    seeds::{Declaration, LicenseFile, Seed, Seeds},
};

/// All projects of a tree.
#[derive(Debug)]
pub(super) struct Projects {
    list: Vec<Project>,
    by_path: HashMap<TreePath, usize>,
    /// The project of the folder seen last.
    last: Option<(TreePath, usize)>,
    common: TreePath,
    max_expressions: usize,
}

#[derive(Debug, Default)]
struct Project {
    path: TreePath,
    curated: Option<Expression>,
    /// What the manifests declare together, and which did.
    declared: Option<(Expression, TreePath)>,
    /// Whether all manifests that declare say the same.
    is_one: bool,
    text: Option<(Expression, TreePath)>,
    /// Whether license texts alone say it.
    text_is_bare: bool,
    /// Whether a notice in a license file rules later versions out.
    text_is_fixed: bool,
    readme: Option<(Expression, TreePath)>,
    text_ids: BTreeSet<Box<str>>,
    n_files: u64,
    n_bytes: u64,
    /// Its own files that are a part of it and say nothing of licenses.
    n_silent: u64,
    /// The licenses of what it consists of, one by one.
    contents: Contents,
    /// Its own files by what holds for them.
    files: HashMap<Option<Expression>, Tally>,
}

#[derive(Debug, Default)]
struct Tally {
    /// The expression as it was written first.
    written: Option<Expression>,
    n_files: u64,
    /// Of these, neither license texts nor files that speak of others.
    n_covered: u64,
    /// Of these, files that can disagree: not those whose license others tell (curations and
    /// annotations).
    n_speaking: u64,
    /// The first of the speaking files.
    paths: BTreeSet<TreePath>,
}

impl Projects {
    pub(super) fn new(
        mut seeds: Seeds,
        targets: &Targets,
        curations: &Curations,
        max_expressions: usize,
    ) -> Projects {
        seeds.settle();
        let common = seeds.common.take().unwrap_or_default();
        seeds.folders.entry(TreePath::root()).or_default();
        let inherited = std::mem::take(&mut seeds.inherited);
        let mut list: Vec<Project> = Vec::new();
        let mut by_path = HashMap::new();
        let mut loose = Vec::new();
        for (path, seed) in seeds.folders {
            if !path.is_root() && !seed.is_project() {
                loose.push((path, seed.text_ids));
                continue;
            }
            by_path.insert(path.clone(), list.len());
            let curated = curations.of_folder(&path).map(|curation| curation.expression.clone());
            list.push(Project { curated, ..Project::new(path, seed, targets, &inherited) });
        }
        let mut projects = Projects { list, by_path, last: None, common, max_expressions };
        // Texts kept in other folders are those of the project around them.
        for (path, text_ids) in loose {
            let project = projects.around(&path);
            projects.list[project].text_ids.extend(text_ids);
        }
        projects
    }

    /// The folders where a project starts, sorted, with what their license texts say.
    pub(super) fn folders(&self) -> impl Iterator<Item = (&TreePath, Option<&Expression>)> {
        let projects = self.list.iter();
        projects.map(|project| (&project.path, project.text.as_ref().map(|(text, _)| text)))
    }

    /// The project that a folder belongs to.
    fn around(&mut self, folder: &TreePath) -> usize {
        let mut above = folder.clone();
        let project = loop {
            if let Some(&project) = self.by_path.get(&above) {
                break project;
            }
            above = above.parent().expect("the root is a project");
        };
        self.last = Some((folder.clone(), project));
        project
    }

    /// Counts a file for its project.
    pub(super) fn count(&mut self, record: &FileRecord) {
        let folder = record.path.folder_bytes();
        let project = match &self.last {
            Some((known, project)) if known.as_bytes() == folder => *project,
            _ => self.around(&record.path.parent().unwrap_or_default()),
        };
        let project = &mut self.list[project];
        project.n_files += 1;
        project.n_bytes += record.size;
        let concluded = record.context.concluded.as_ref();
        let key = concluded.map(|concluded| concluded.expression.normalized());
        let is_full = project.files.len() >= self.max_expressions;
        let key = if is_full && !project.files.contains_key(&key) { Some(other()) } else { key };
        let tally = project.files.entry(key).or_default();
        tally.n_files += 1;
        let Some(concluded) = concluded else {
            project.n_silent += u64::from(record.context.role.is_content());
            return;
        };
        tally.written.get_or_insert_with(|| concluded.expression.clone());
        project.contents.count(record, concluded, self.max_expressions);
        let name = record.path.file_name();
        let speaks_of_others = names::is_license_settings_name(name)
            || !record.facts.annotations.is_empty()
            || name.ends_with(b".license");
        let is_text = names::is_license_name(name)
            || names::is_license_text(&record.facts)
            || names::is_collection(&record.path);
        let is_told =
            matches!(concluded.reason, ConcludedReason::Curation | ConcludedReason::Annotation);
        if is_text || speaks_of_others {
            return;
        }
        tally.n_covered += 1;
        if is_told {
            return;
        }
        tally.n_speaking += 1;
        tally.paths.insert(record.path.clone());
        if tally.paths.len() > FolderRecord::MAX_DISAGREEING {
            tally.paths.pop_last();
        }
    }

    /// The root and the projects below it.
    pub(super) fn finish(self) -> (FolderRecord, Vec<FolderRecord>) {
        let parents: Vec<Option<usize>> =
            self.list.iter().map(|project| self.parent(&project.path)).collect();
        let mut records: Vec<FolderRecord> = self.list.iter().map(Project::record).collect();
        let mut contents: Vec<Contents> =
            self.list.iter().map(|project| project.contents.clone()).collect();
        // Paths below come after their folders, so children are complete when they are added.
        for position in (0..records.len()).rev() {
            let Some(parent_at) = parents[position] else {
                continue;
            };
            let (head, tail) = records.split_at_mut(position);
            let (parent, child) = (&mut head[parent_at], &tail[0]);
            parent.n_files += child.n_files;
            parent.n_bytes += child.n_bytes;
            for (expression, n_files) in &child.licenses {
                *parent.licenses.entry(expression.clone()).or_default() += n_files;
            }
            let (above, below) = contents.split_at_mut(position);
            let above = &mut above[parent_at];
            above.add(&below[0]);
            // Files that say nothing are under what their own project says.
            if let Some(own) = child.concluded.as_ref().filter(|_| self.list[position].n_silent > 0)
            {
                above.add_own(own);
            }
        }
        for (record, contents) in records.iter_mut().zip(contents) {
            let own = record.concluded.as_ref().map(|concluded| &concluded.expression);
            record.contents = contents.finish(own);
        }
        let common = self.by_path.get(&self.common).copied().unwrap_or(0);
        let mut records = records.into_iter();
        let mut root = records.next().unwrap_or_default();
        let folders: Vec<FolderRecord> = records.collect();
        // An unpacked archive has all its files in one folder: that folder is the project.
        if root.declared.is_none()
            && root.concluded.is_none()
            && let Some(only) = common.checked_sub(1).map(|position| &folders[position])
        {
            root.declared = only.declared.clone();
            root.concluded = only.concluded.clone();
            root.clarity = only.clarity;
            root.disagreeing = only.disagreeing.clone();
            root.n_disagreeing = only.n_disagreeing;
        }
        (root, folders)
    }

    fn parent(&self, path: &TreePath) -> Option<usize> {
        let mut above = path.parent();
        while let Some(folder) = above {
            if let Some(&project) = self.by_path.get(&folder) {
                return Some(project);
            }
            above = folder.parent();
        }
        None
    }
}

impl Project {
    fn new(path: TreePath, seed: Seed, targets: &Targets, inherited: &Inherited) -> Project {
        let mut declared: Vec<(Expression, TreePath)> = Vec::new();
        for declaration in seed.manifests {
            if let Some(expression) = declared_by(&declaration, targets, inherited) {
                declared.push((expression, declaration.path));
            }
        }
        let distinct: BTreeSet<Expression> =
            declared.iter().map(|(expression, _)| expression.normalized()).collect();
        let together = Expression::all(declared.iter().map(|(expression, _)| expression.clone()));
        let together = match distinct.len() {
            // The same in another order is the same.
            1 => declared.first().map(|(expression, _)| expression.clone()),
            _ => together,
        };
        let source = declared.into_iter().next().map(|(_, source)| source);
        Project {
            path,
            declared: together.zip(source),
            is_one: distinct.len() <= 1,
            text: said_by_texts(&seed.texts),
            text_is_bare: seed.texts.iter().all(|file| file.is_bare),
            text_is_fixed: seed.texts.iter().any(|file| file.is_fixed),
            readme: seed.readme.map(|(path, expression)| (expression, path)),
            text_ids: seed.text_ids,
            ..Project::default()
        }
    }

    fn record(&self) -> FolderRecord {
        let concluded = self.concluded();
        let licenses = self.files.values().map(|tally| (tally.written.clone(), tally.n_files));
        let mut record = FolderRecord {
            path: self.path.clone(),
            n_files: self.n_files,
            n_bytes: self.n_bytes,
            declared: self.declared.as_ref().map(|(expression, _)| expression.clone()),
            licenses: licenses.collect(),
            ..FolderRecord::default()
        };
        let mut disagreeing = BTreeSet::new();
        let (mut n_agreeing, mut n_disagreeing) = (0, 0);
        if let Some(concluded) = &concluded {
            let whole = without_exceptions(&concluded.expression);
            for (expression, tally) in &self.files {
                let Some(expression) = expression.as_ref().filter(|e| !names::is_vague(e)) else {
                    continue;
                };
                if names_nothing_else(expression, &whole) {
                    n_agreeing += tally.n_speaking;
                } else {
                    n_disagreeing += tally.n_speaking;
                    disagreeing.extend(tally.paths.iter().cloned());
                }
            }
        }
        record.disagreeing = disagreeing.into_iter().take(FolderRecord::MAX_DISAGREEING).collect();
        record.n_disagreeing = n_disagreeing;
        let is_project = !self.path.is_root() || concluded.is_some();
        record.clarity =
            is_project.then(|| self.clarity(concluded.as_ref(), n_agreeing, n_disagreeing));
        record.concluded = concluded;
        record
    }

    fn concluded(&self) -> Option<Concluded> {
        let conclude = |expression: &Expression, reason, source: Option<&TreePath>| {
            Some(Concluded { expression: expression.clone(), reason, source: source.cloned() })
        };
        if let Some(expression) = &self.curated {
            return conclude(expression, ConcludedReason::Curation, None);
        }
        match (&self.declared, &self.text) {
            (Some((declared, source)), Some((text, _))) if agree(declared, text) => {
                conclude(declared, ConcludedReason::DeclaredAndText, Some(source))
            }
            (_, Some((text, source))) => {
                conclude(&self.with_headers(text), ConcludedReason::LicenseText, Some(source))
            }
            (Some((declared, source)), None) => {
                conclude(declared, ConcludedReason::Declared, Some(source))
            }
            (None, None) => match &self.readme {
                Some((said, source)) => conclude(said, ConcludedReason::Declared, Some(source)),
                None => conclude(self.most()?, ConcludedReason::Files, None),
            },
        }
    }

    /// What more than half of the files that say something say.
    fn most(&self) -> Option<&Expression> {
        let speaking = self.files.iter().filter_map(|(expression, tally)| {
            let expression = expression.as_ref().filter(|e| !names::is_vague(e))?;
            Some((tally.n_covered, expression, tally.written.as_ref()?))
        });
        let all: u64 = self.files.values().map(|tally| tally.n_covered).sum();
        let most = speaking.max_by(|left, right| (left.0, right.1).cmp(&(right.0, left.1)))?;
        (most.0 * 2 > all).then_some(most.2)
    }

    /// What license texts cannot say by themselves, headers and the `README` do: whether several
    /// texts are a choice, and whether later versions of a GNU license are allowed.
    fn with_headers(&self, text: &Expression) -> Expression {
        let ids = |expression: &Expression| {
            bare(expression).ids().into_iter().cloned().collect::<BTreeSet<LicenseId>>()
        };
        let term = match text {
            Expression::Term(term) => term,
            Expression::And(_) => {
                let said = self.most().into_iter().chain(self.readme.iter().map(|(said, _)| said));
                let mut said = said.filter(|said| matches!(said, Expression::Or(_)));
                return said.find(|said| ids(said) == ids(text)).unwrap_or(text).clone();
            }
            Expression::Or(_) => return text.clone(),
        };
        let Some(license) = term.license.with_later().filter(|_| !self.text_is_fixed) else {
            return text.clone();
        };
        let later = Expression::Term(LicenseTerm { license, ..term.clone() });
        let n_saying = |expression: &Expression| {
            self.files.get(&Some(expression.clone())).map_or(0, |tally| tally.n_speaking)
        };
        // Where the headers do not tell, the `README` may.
        let readme = self.readme.iter().filter(|_| self.text_is_bare && n_saying(text) == 0);
        let says_later = readme.map(|(said, _)| said).any(|said| *said == later);
        if says_later || n_saying(&later) > n_saying(text) { later } else { text.clone() }
    }

    fn clarity(
        &self,
        concluded: Option<&Concluded>,
        n_agreeing: u64,
        n_disagreeing: u64,
    ) -> Clarity {
        let Some(concluded) = concluded else {
            return Clarity::default();
        };
        let declared = self.declared.is_some() || self.text.is_some() || self.readme.is_some();
        let texts_agree = match (&self.declared, &self.text) {
            (Some((declared, _)), Some((text, _))) => agree(declared, text),
            _ => true,
        };
        let mut text_present = true;
        concluded.expression.visit(&mut |term| {
            text_present &= self.text_ids.contains(names::text_id(&term.license));
        });
        let all = n_agreeing + n_disagreeing;
        let headers_agree = match all {
            0 => u64::from(declared) * 1_000,
            _ => n_agreeing * 1_000 / all,
        };
        Clarity {
            declared,
            one_expression: declared && self.is_one && texts_agree,
            text_present,
            headers_agree: headers_agree as u16,
        }
    }
}

fn declared_by(
    declaration: &Declaration,
    targets: &Targets,
    inherited: &Inherited,
) -> Option<Expression> {
    if declaration.expression.is_some() {
        return declaration.expression.clone();
    }
    let of_workspace =
        || inherited.of_workspace(&declaration.path).filter(|_| declaration.inherits);
    let of_others = of_workspace().or_else(|| inherited.of_parents(&declaration.path));
    if of_others.is_some() {
        return of_others.cloned();
    }
    let named = declaration.refers_to.iter();
    Expression::all(named.filter_map(|name| targets.license_of(&declaration.path, name)))
}

/// Whether all that a file names is within what holds for the project. A file that names both
/// licenses of a choice, one by one, does not disagree with the choice.
fn names_nothing_else(expression: &Expression, whole: &Expression) -> bool {
    match expression {
        Expression::And(operands) => {
            operands.iter().all(|operand| names_nothing_else(operand, whole))
        }
        Expression::Term(term) if term.license.is_aside() => true,
        other => other.is_within(whole),
    }
}

/// What the license files of a folder say together. A file without a license's name in its own
/// speaks for the folder; others count when there is none, and all of them apply. The text of the
/// LGPL 3.0 needs that of the GPL beside it, which says nothing more then.
fn said_by_texts(texts: &[LicenseFile]) -> Option<(Expression, TreePath)> {
    let is_main = |file: &&LicenseFile| names::is_main_license_name(file.path.file_name());
    let is_lesser = |file: &&LicenseFile| {
        file.expression.ids().iter().any(|id| id.as_str().starts_with("LGPL-3.0"))
    };
    let is_plain_gpl = |file: &&LicenseFile| {
        file.expression.ids().iter().all(|id| id.as_str().starts_with("GPL-3.0"))
    };
    let mains: Vec<&LicenseFile> = texts.iter().filter(is_main).collect();
    let speaking = match (mains.is_empty(), texts.iter().find(is_lesser)) {
        (false, Some(lesser)) if mains.iter().all(is_plain_gpl) => vec![lesser],
        (false, _) => mains,
        (true, _) => texts.iter().collect(),
    };
    let speaking = without_bare(speaking);
    let together = Expression::all(speaking.iter().map(|file| file.expression.clone()))?;
    Some((without_unversioned(together), speaking.first()?.path.clone()))
}

/// A file with words of its own, such as `COPYRIGHT`, says how the texts beside it apply: whether as a
/// choice, and whether in later versions too.
fn without_bare(speaking: Vec<&LicenseFile>) -> Vec<&LicenseFile> {
    let ids = |file: &LicenseFile| {
        let ids = bare(&file.expression);
        ids.ids().into_iter().cloned().collect::<BTreeSet<LicenseId>>()
    };
    let told: BTreeSet<LicenseId> =
        speaking.iter().filter(|file| !file.is_bare).flat_map(|file| ids(file)).collect();
    let (silent, speaking): (Vec<_>, Vec<_>) =
        speaking.into_iter().partition(|file| file.is_bare && ids(file).is_subset(&told));
    if speaking.is_empty() { silent } else { speaking }
}

/// A text of the GPL speaks of itself without version, too; that says nothing beside its version.
fn without_unversioned(together: Expression) -> Expression {
    let Expression::And(operands) = &together else {
        return together;
    };
    let says_less = |vague: &Expression| {
        operands.iter().any(|precise| heirloom_package::license::names_version(precise, vague))
    };
    let kept = operands.iter().filter(|operand| !says_less(operand)).cloned();
    Expression::all(kept).unwrap_or(together)
}

/// Whether a declaration and a license text can both be right: one is within the other when it
/// does not matter which versions they allow.
fn agree(declared: &Expression, text: &Expression) -> bool {
    let (declared, text) = (bare(declared), bare(text));
    declared.is_within(&text) || text.is_within(&declared)
}

/// The expression without versions allowed and exceptions: what a text alone can show.
fn bare(expression: &Expression) -> Expression {
    map_terms(expression, &|term| LicenseTerm {
        license: LicenseId::new(names::text_id(&term.license))
            .unwrap_or_else(|_| term.license.clone()),
        or_later: false,
        exception: None,
    })
}

/// An exception adds a permission; headers often leave it out without meaning to.
fn without_exceptions(expression: &Expression) -> Expression {
    map_terms(expression, &|term| LicenseTerm { exception: None, ..term.clone() })
}

fn map_terms(expression: &Expression, map: &impl Fn(&LicenseTerm) -> LicenseTerm) -> Expression {
    let all = |operands: &[Expression]| {
        operands.iter().map(|operand| map_terms(operand, map)).collect::<Vec<_>>()
    };
    match expression {
        Expression::Term(term) => Expression::Term(map(term)),
        Expression::And(operands) => Expression::all(all(operands)).expect("an `And` has operands"),
        Expression::Or(operands) => Expression::any(all(operands)).expect("an `Or` has operands"),
    }
}

/// Stands for expressions beyond the limit.
fn other() -> Expression {
    Expression::license(LicenseId::new("LicenseRef-unknown-others").expect("a plain identifier"))
}
