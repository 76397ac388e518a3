// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What annotating files say about other files: `REUSE.toml`, DEP-5, sidecar files.

use std::collections::{BTreeMap, HashMap};

use heirloom_model::{
    AnnotatedLicense, Annotation, AnnotationConvention, Expression, FileFacts, FindKind, Matcher,
    Precedence, TreePath,
};

use super::globs::Glob;

/// Everything that annotates, by the folder it starts from.
#[derive(Debug)]
pub(super) struct Annotations {
    n_left: usize,
    /// Annotating files by the folder their patterns start from.
    sources: BTreeMap<TreePath, Vec<Source>>,
    /// What sidecar files say, by the file they stand beside.
    sidecars: HashMap<TreePath, AnnotatedLicense>,
}

#[derive(Debug)]
struct Source {
    path: TreePath,
    rules: Vec<Rule>,
    /// Rules of patterns without wildcards, by path; of several the last.
    literal: HashMap<Vec<u8>, usize>,
    /// Other patterns with their rules, in order.
    globs: Vec<(Glob, usize)>,
}

#[derive(Debug)]
struct Rule {
    expression: Option<Expression>,
    copyrights: Vec<Box<str>>,
    precedence: Precedence,
}

/// What was found for one file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Annotated {
    pub(super) license: AnnotatedLicense,
    pub(super) precedence: Precedence,
}

impl Annotations {
    pub(super) fn new(max_rules: usize) -> Annotations {
        Annotations { n_left: max_rules, sources: BTreeMap::new(), sidecars: HashMap::new() }
    }

    pub(super) fn observe(&mut self, path: &TreePath, facts: &FileFacts) {
        if let Some(stem) = path.as_bytes().strip_suffix(b".license")
            && !stem.is_empty()
            && !stem.ends_with(b"/")
        {
            self.observe_sidecar(path, stem, facts);
        }
        let convention = facts.annotations.first().map(|annotation| annotation.convention);
        let Some(folder) = convention.and_then(|convention| base(path, convention)) else {
            return;
        };
        let mut source = Source {
            path: path.clone(),
            rules: Vec::new(),
            literal: HashMap::new(),
            globs: Vec::new(),
        };
        for annotation in &facts.annotations {
            self.n_left = match self.n_left.checked_sub(annotation.patterns.len().max(1)) {
                Some(n_left) => n_left,
                None => break,
            };
            source.add(annotation);
        }
        self.sources.entry(folder).or_default().push(source);
    }

    fn observe_sidecar(&mut self, path: &TreePath, stem: &[u8], facts: &FileFacts) {
        let tags = facts
            .licenses
            .iter()
            .filter(|find| find.kind == FindKind::Tag && find.matcher == Matcher::SpdxTag);
        let expression = Expression::all(tags.map(|find| find.expression.clone()));
        let Ok(beside) = TreePath::parse(stem) else {
            return;
        };
        if (expression.is_none() && facts.copyrights.is_empty()) || self.n_left == 0 {
            return;
        }
        self.n_left -= 1;
        let copyrights = facts.copyrights.iter().map(|find| find.statement.clone()).collect();
        let license = AnnotatedLicense { source: path.clone(), expression, copyrights };
        self.sidecars.insert(beside, license);
    }

    /// The sidecar of a file.
    pub(super) fn sidecar(&self, path: &TreePath) -> Option<&AnnotatedLicense> {
        self.sidecars.get(path)
    }

    /// The rule that speaks of a file: the outermost that overrides, else the innermost.
    pub(super) fn find(&self, path: &TreePath) -> Option<Annotated> {
        if self.sources.is_empty() {
            return None;
        }
        let mut innermost = None;
        let mut overriding = None;
        let mut folder = path.parent();
        while let Some(above) = folder {
            let sources = self.sources.get(&above).map(Vec::as_slice).unwrap_or_default();
            let inner = path.as_bytes()[above.as_bytes().len()..].strip_prefix(b"/");
            let inner = inner.unwrap_or(&path.as_bytes()[above.as_bytes().len()..]);
            for source in sources.iter().filter(|source| source.path != *path) {
                let Some(rule) = source.find(inner) else {
                    continue;
                };
                if rule.precedence == Precedence::Override {
                    overriding = Some((source, rule));
                }
                innermost.get_or_insert((source, rule));
            }
            folder = above.parent();
        }
        let (source, rule) = overriding.or(innermost)?;
        let license = AnnotatedLicense {
            source: source.path.clone(),
            expression: rule.expression.clone(),
            copyrights: rule.copyrights.clone(),
        };
        Some(Annotated { license, precedence: rule.precedence })
    }
}

impl Source {
    fn add(&mut self, annotation: &Annotation) {
        let position = self.rules.len();
        for pattern in &annotation.patterns {
            let glob = Glob::new(pattern, annotation.convention);
            match glob.literal() {
                Some(path) => {
                    self.literal.insert(path, position);
                }
                None => self.globs.push((glob, position)),
            }
        }
        self.rules.push(Rule {
            expression: expression(annotation),
            copyrights: annotation.copyrights.clone(),
            precedence: annotation.precedence,
        });
    }

    /// The last rule that matches.
    fn find(&self, path: &[u8]) -> Option<&Rule> {
        let literal = self.literal.get(path).copied();
        let later =
            self.globs.iter().rev().take_while(|(_, rule)| literal.is_none_or(|l| *rule > l));
        let glob = later.into_iter().find(|(glob, _)| glob.matches(path)).map(|&(_, rule)| rule);
        self.rules.get(glob.or(literal)?)
    }
}

/// The license of a rule; what its reader did not understand may be a name the ecosystem knows.
fn expression(annotation: &Annotation) -> Option<Expression> {
    let license = annotation.license.as_ref()?;
    if license.expression.is_some() {
        return license.expression.clone();
    }
    let ecosystem = match annotation.convention {
        AnnotationConvention::Dep5 => "deb",
        AnnotationConvention::ReuseToml => "reuse",
    };
    heirloom_package::license::parse_declared(ecosystem, &license.as_written)
}

/// The folder that the patterns of an annotating file start from. A file of DEP-5 speaks only from
/// a folder `debian` or `.reuse`.
fn base(path: &TreePath, convention: AnnotationConvention) -> Option<TreePath> {
    let folder = path.parent()?;
    match convention {
        AnnotationConvention::ReuseToml => Some(folder),
        AnnotationConvention::Dep5 => {
            let is_known = matches!(folder.file_name(), b"debian" | b".reuse");
            if is_known { folder.parent() } else { None }
        }
    }
}
