// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What was found that speaks of the product, gathered file by file.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use heirloom_model::{
    BuildLineKind, Expression, FileRecord, FileRole, Manifest, PackageFacts, Scope, SourceFacts,
    SourceLanguage, Span, TreePath, UseFacts,
};
use heirloom_package::{graph::MODEL_CARD, purl::Purl};
use heirloom_source::{
    OTHER_NAME,
    parts::{Gathered, Part, Parts},
};

use crate::conclude::said_of_parts;

use super::{
    gomains::GoPackages,
    holders::Holders,
    installed::Copyrights,
    not_followed, notices,
    outgoing::Said,
    reserved::Withheld,
    scope::{scope_at, scope_of_unread},
    vendored::Installed,
};

/// What a source file says, with what it is for.
pub(crate) struct SourceFile {
    pub(super) path: TreePath,
    pub(super) role: FileRole,
    pub(super) facts: SourceFacts,
    /// What it serves where no part of what is delivered is made of it.
    pub(super) beside: Option<Scope>,
}

/// What was found that speaks of the product.
#[derive(Default)]
pub(crate) struct Found {
    pub(super) packages: Vec<(TreePath, PackageFacts)>,
    /// Folders whose package files serve tests or building.
    pub(super) aside: BTreeSet<TreePath>,
    /// Folders with package files that serve the product.
    packaged: BTreeSet<TreePath>,
    pub(super) sources: Vec<SourceFile>,
    /// Files with a license of their own that are part of what is built.
    pub(super) licensed: Vec<Licensed>,
    /// Packages of Go.
    pub(super) go: GoPackages,
    /// Who holds the copyright in files of the product.
    pub(super) holders: Holders,
    /// The licenses that files say, with what becomes of them.
    pub(super) said: Said,
    /// Names by which the tree's own programs are run: scripts, and folders of programs in Go.
    pub(super) own_programs: HashSet<Box<str>>,
    /// Names of libraries and programs that the tree's build files make.
    pub(super) own_targets: HashSet<Box<str>>,
    /// Packages that lie installed or vendored in the tree.
    pub(super) installed: Installed,
    /// The package URLs of packages by the folders of their manifests.
    pub(super) purls: BTreeMap<TreePath, Box<str>>,
    /// Files of code, by their folders.
    code: BTreeMap<TreePath, Code>,
    /// What files say on which programs are made of them.
    gathered: Gathered,
    /// Which files programs are made of, once all are known.
    pub(super) parts: Parts,
    /// What copyright files of installed packages say in words.
    pub(super) copyrights: Copyrights,
    /// Files that reserve all rights and grant none.
    pub(super) reserved: Vec<Withheld>,
    /// Lists of licenses of what is bundled.
    pub(super) notices: Vec<(TreePath, Expression)>,
    /// What license files say of parts of their project.
    pub(super) parts_told: Vec<(TreePath, Expression)>,
    /// Build files of tools whose files are not read.
    pub(super) unread_build: Vec<(TreePath, &'static str)>,
    /// Files of C and Rust that serve tests or building, by where they lie.
    tests: HashSet<TreePath>,
    /// Folders with signs of being a kernel's: its settings, and its own headers.
    settings: BTreeSet<TreePath>,
    headers: BTreeSet<TreePath>,
}

/// A file with a license of its own.
#[derive(Debug)]
pub(super) struct Licensed {
    pub(super) path: TreePath,
    pub(super) expression: Expression,
    /// Whether an interpreter runs it as it stands.
    pub(super) is_script: bool,
    /// Whether a compiler makes a part of the program of it.
    pub(super) is_compiled: bool,
    /// What it serves.
    pub(super) scope: Scope,
    /// What shows that no program is made of it, if so.
    pub(super) beside: Option<Aside>,
}

/// A file that no program that is delivered is made of.
#[derive(Clone, Debug)]
pub(super) struct Aside {
    /// What it serves instead.
    pub(super) scope: Scope,
    /// The build file that tells, with the place where it names what the file is a part of.
    pub(super) file: TreePath,
    pub(super) span: Option<Span>,
    /// What the build file tells.
    pub(super) note: String,
}

/// Numbers of files of code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Code {
    /// In languages that are compiled and linked.
    pub(super) compiled: usize,
    /// In languages that are loaded when they run.
    pub(super) loaded: usize,
    /// Of a kernel's inside.
    pub(super) kernel: usize,
}

impl Found {
    /// Takes in what one file says.
    pub(crate) fn observe(&mut self, file: FileRecord) {
        let FileRecord { path, facts, context, .. } = file;
        let UseFacts { packages, mut source } = facts.uses;
        // What a card says of a model is read with the source text, where the tree's own are known.
        let packages = packages.filter(|facts| &*facts.format != MODEL_CARD);
        let role = context.role;
        self.gathered.observe(&path, source.as_deref_mut());
        self.observe_program(&path, role);
        self.observe_kernel(&path);
        self.observe_installed(&path, &facts.manifests);
        if let Some(detection) = facts.detection.as_ref().filter(|_| notices::is_list(&path)) {
            self.notices.push((path.clone(), detection.expression.clone()));
        }
        if let Some(detection) = facts.detection.as_ref().filter(|_| packages.is_none()) {
            self.copyrights.observe(&path, &detection.expression);
        }
        let told = facts.detection.as_ref().and_then(|found| said_of_parts(&path, found));
        self.parts_told.extend(told.map(|expression| (path.clone(), expression)));
        if let Some(tool) = not_followed::tool(&path) {
            self.unread_build.push((path.clone(), tool));
        }
        let is_code =
            || source.as_deref().is_some_and(|facts| is_compiled(&path, Some(facts.language)));
        if !matches!(role, FileRole::Source | FileRole::Generated) && is_code() {
            self.tests.insert(path.clone());
        }
        if packages.is_some() {
            let folder = path.parent().unwrap_or_else(TreePath::root);
            match is_aside(&path, role) {
                true => self.aside.insert(folder),
                false => self.packaged.insert(folder),
            };
        }
        self.packages.extend(packages.map(|facts| (path.clone(), *facts)));
        let language = source.as_ref().map(|facts| facts.language);
        if let Some(facts) = source {
            self.observe_source(&path, role, *facts);
        }
        if matches!(role, FileRole::Source | FileRole::Generated) {
            let license = context.concluded.as_ref().map(|concluded| &concluded.expression);
            self.holders.observe(&path, license, &facts.copyrights);
        }
        if matches!(role, FileRole::Source | FileRole::Generated)
            && facts.text.reserved
            && is_compiled(&path, language)
            && context.concluded.is_none()
        {
            self.reserved.extend(Withheld::new(&path, &facts.copyrights));
        }
        // What a manifest declares is said of the whole.
        let Some(concluded) = context.concluded.filter(|_| facts.manifests.is_empty()) else {
            return;
        };
        let expression = concluded.expression;
        self.said.observe(&path, role, language, &expression);
        if matches!(role, FileRole::Source | FileRole::Generated) {
            let is_script = is_script(&path, language);
            let is_compiled = is_compiled(&path, language);
            let scope = match language {
                Some(one) => scope_at(&path, role, one).unwrap_or(Scope::Runtime),
                None => scope_of_unread(&path),
            };
            let beside = None;
            self.licensed.push(Licensed {
                path,
                expression,
                is_script,
                is_compiled,
                scope,
                beside,
            });
        }
    }

    /// Says that all files are known: which of them programs are made of follows.
    pub(crate) fn settle(&mut self) {
        self.settle_names();
        self.parts = std::mem::take(&mut self.gathered).parts();
        // Settings of a tool beside a manifest leave it what it is, and the tree itself is never aside.
        let packaged = std::mem::take(&mut self.packaged);
        self.aside.retain(|folder| !folder.is_root() && !packaged.contains(folder));
        let parts = &self.parts;
        for file in &mut self.licensed {
            file.beside = aside(parts, &file.path);
            // Examples that a target is made of go out with it.
            let is_shown = file.scope == Scope::Development && !file.is_script && !file.is_compiled;
            if is_shown && matches!(parts.of(&file.path), Part::Inside(_)) {
                file.scope = Scope::Runtime;
            }
        }
        for file in &mut self.sources {
            file.beside = aside(parts, &file.path).map(|aside| aside.scope);
        }
    }

    /// Other names of libraries are the tree's own where what they stand for is, and else names of what
    /// comes from elsewhere.
    fn settle_names(&mut self) {
        let others: Vec<Box<str>> =
            self.own_targets.extract_if(|name| name.starts_with(OTHER_NAME)).collect();
        let others = others.iter().filter_map(|name| name[1..].split_once(OTHER_NAME));
        let mut others: Vec<(&str, &str)> = others.collect();
        // A name may stand for another such name.
        while let before = others.len()
            && before > 0
        {
            others.retain(|(name, of)| {
                let is_own = of.contains('$') || self.own_targets.contains(*of);
                if is_own {
                    self.own_targets.insert((*name).into());
                }
                !is_own
            });
            if others.len() == before {
                break;
            }
        }
    }

    /// Whether no program that is delivered is made of a file.
    pub(super) fn is_beside(&self, path: &TreePath) -> bool {
        matches!(self.parts.of(path), Part::Work(_) | Part::Beside(_))
    }

    /// Whether a file serves tests or building by where it lies.
    pub(super) fn is_test(&self, path: &TreePath) -> bool {
        self.tests.contains(path)
    }

    /// Scripts in languages that are not read are programs of the tree too.
    fn observe_program(&mut self, path: &TreePath, role: FileRole) {
        if is_script(path, None)
            && matches!(role, FileRole::Source | FileRole::BuildTool | FileRole::Test)
        {
            self.own_programs.extend(str::from_utf8(path.file_name()).map(Box::from));
        }
    }

    /// Kernels bring settings and headers of their own: Linux, and those that take its drivers.
    fn observe_kernel(&mut self, path: &TreePath) {
        if path.file_name() == b"Kconfig" {
            self.settings.extend(path.parent());
        } else if path.file_name() == b"kernel.h"
            && let Some(above) = path.as_bytes().strip_suffix(b"include/linux/kernel.h")
        {
            self.headers.extend(TreePath::parse(above.strip_suffix(b"/").unwrap_or(above)));
        }
    }

    /// The folders of kernels.
    pub(super) fn kernels(&self) -> Vec<TreePath> {
        self.headers.intersection(&self.settings).cloned().collect()
    }

    fn observe_installed(&mut self, path: &TreePath, manifests: &[Manifest]) {
        // One that describes several packages is none of an installed one.
        let [manifest] = manifests else { return };
        let (Some(name), Some(version)) = (&manifest.name, &manifest.version) else { return };
        let Some(purl) = purl(&manifest.ecosystem, name, version) else { return };
        let folder = path.parent().unwrap_or_default();
        self.purls.entry(folder.clone()).or_insert_with(|| purl.clone());
        let license = heirloom_package::license::declared_expression(manifest);
        self.installed.entry(purl).or_insert((folder, license));
    }

    /// The folders that hold files of code.
    pub(super) fn folders_of_code(&self) -> impl Iterator<Item = &TreePath> {
        self.code.iter().filter(|(_, code)| **code != Code::default()).map(|(path, _)| path)
    }

    /// The numbers of files of code in a folder and below it.
    pub(super) fn code_below(&self, folder: &TreePath) -> Code {
        let below = self.code.range(folder.clone()..);
        let below = below.take_while(|(path, _)| path.as_bytes().starts_with(folder.as_bytes()));
        let below = below.filter(|(path, _)| path.is_within(folder));
        below.fold(Code::default(), |sum, (_, code)| Code {
            compiled: sum.compiled + code.compiled,
            loaded: sum.loaded + code.loaded,
            kernel: sum.kernel + code.kernel,
        })
    }

    fn observe_source(&mut self, path: &TreePath, role: FileRole, mut facts: SourceFacts) {
        use SourceLanguage as L;
        let code = self.code.entry(path.parent().unwrap_or_default()).or_default();
        // Tests are often in another language than what they try.
        match facts.language {
            _ if role == FileRole::Test => {}
            L::C | L::Cpp if facts.module.is_some() => code.kernel += 1,
            L::C | L::Cpp | L::Go | L::Rust => code.compiled += 1,
            L::Java | L::JavaScript | L::Python | L::TypeScript => code.loaded += 1,
            _ => {}
        }
        let is_program = facts.build.iter().any(|line| line.kind == BuildLineKind::Program);
        self.own_programs.extend(program_of(path, facts.language, is_program));
        let names = std::mem::take(&mut facts.functions);
        match facts.language {
            L::Autoconf | L::Cmake | L::Make | L::Meson => self.own_targets.extend(names),
            _ => self.own_programs.extend(names),
        }
        // What nothing is made from yet takes most of the room.
        let imports = std::mem::take(&mut facts.imports);
        let is_part = matches!(role, FileRole::Source | FileRole::Generated);
        if facts.language == L::Go && is_part {
            self.go.observe(path, imports, &std::mem::take(&mut facts.build));
        } else if facts.language == L::Go {
            self.go.observe_test(imports);
        }
        facts.includes = Vec::new();
        if facts.language == L::Go {
            facts.build = Vec::new();
        }
        if !facts.is_empty() {
            self.sources.push(SourceFile { path: path.clone(), role, facts, beside: None });
        }
    }
}

/// What shows that no program that is delivered is made of a file; `None` where one is, or nobody
/// knows.
fn aside(parts: &Parts, path: &TreePath) -> Option<Aside> {
    match parts.of(path) {
        Part::Work(targets) => {
            let target = &parts.targets()[*targets.first()?];
            let what = if target.is_program { "the program" } else { "the library" };
            let more = match targets.len() {
                1 => String::new(),
                n => format!(" and {} more", n - 1),
            };
            Some(Aside {
                scope: Scope::Test,
                file: target.file.clone(),
                span: Some(target.span),
                note: format!(
                    "only {what} {}{more}, which is not delivered, is made of it",
                    target.name
                ),
            })
        }
        Part::Beside(file) => Some(Aside {
            scope: Scope::Development,
            note: format!("no target of {file} is made of it"),
            file,
            span: None,
        }),
        Part::Inside(_) | Part::Unknown => None,
    }
}

/// Whether an interpreter runs a file as it stands.
fn is_script(path: &TreePath, language: Option<SourceLanguage>) -> bool {
    let ends: [&[u8]; 8] = [b".awk", b".exp", b".pl", b".pm", b".ps1", b".rb", b".sed", b".tcl"];
    matches!(language, Some(SourceLanguage::Shell | SourceLanguage::Python))
        || ends.iter().any(|end| path.file_name().ends_with(end))
}

/// Whether a file is in a language that is compiled and linked.
fn is_compiled(path: &TreePath, language: Option<SourceLanguage>) -> bool {
    use SourceLanguage as L;
    let ends: [&[u8]; 5] = [b".asm", b".f90", b".m", b".s", b".S"];
    matches!(language, Some(L::C | L::Cpp | L::Go | L::Java | L::Rust))
        || ends.iter().any(|end| path.file_name().ends_with(end))
}

/// The name by which a file is run as a program of the tree's own, if it is one.
fn program_of(path: &TreePath, language: SourceLanguage, is_program: bool) -> Option<Box<str>> {
    use SourceLanguage as L;
    let name: Vec<u8> = match language {
        L::Shell | L::Python | L::JavaScript => path.file_name().into(),
        L::Go if is_program => path.parent()?.file_name().into(),
        L::Rust if path.parent()?.file_name() == b"bin" => {
            path.file_name().strip_suffix(b".rs")?.into()
        }
        _ => return None,
    };
    String::from_utf8(name).ok().map(Box::from)
}

/// The package URL of a manifest's package.
fn purl(ecosystem: &str, name: &str, version: &str) -> Option<Box<str>> {
    let (namespace, last) = match name.rsplit_once(['/', ':']) {
        Some((namespace, last)) => (Some(namespace), last),
        None => (None, name),
    };
    let purl = Purl::new(ecosystem, namespace, last, Some(version)).ok()?;
    Some(purl.to_string().into())
}

/// Whether a package file at this place speaks of something that is not delivered.
pub(super) fn is_aside(path: &TreePath, role: FileRole) -> bool {
    let hidden = path.components().any(|part| part.starts_with(b"."));
    let is_ci = path.folder_bytes().split(|byte| *byte == b'/').any(|part| part == b"ci");
    hidden
        || is_ci
        || matches!(role, FileRole::Test | FileRole::BuildTool | FileRole::Documentation)
}
