// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What build files make: programs and libraries with the files they are made of.

use std::collections::{BTreeSet, HashMap, HashSet};

use heirloom_model::{BuildLine, BuildLineKind as Kind, SourceLanguage, Span};

use super::{
    Linkage,
    expand::BuildFiles,
    files::{FileId, Files, is_source},
    rules,
};
use crate::build::{LINKAGE, is_for_work, is_of_compiler};

/// What a build file makes.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) name: String,
    pub(super) is_program: bool,
    /// Whether it serves those alone who work on the project.
    pub(super) is_for_work: bool,
    /// Whether the build says that it is installed.
    pub(super) is_installed: bool,
    /// The build file and the place that names it.
    pub(super) file: usize,
    pub(super) span: Span,
    pub(super) sources: BTreeSet<FileId>,
    /// What it is linked with: names of others, and files of libraries.
    pub(super) uses: Vec<String>,
    /// Names of others whose objects are files of it.
    pub(super) takes: Vec<String>,
    /// How it is linked with those who use it.
    pub(super) linkage: Linkage,
    /// Whether some line says what it is linked with.
    pub(super) has_links: bool,
    /// How Automake calls it in variables.
    pub(super) variable: Option<String>,
}

impl Made {
    /// A target of which no more is known than its name and the place that names it.
    pub(super) fn new(name: String, is_program: bool, file: usize, span: Span) -> Made {
        Made {
            linkage: if is_program { Linkage::Program } else { Linkage::Unsaid },
            name,
            is_program,
            is_for_work: false,
            is_installed: false,
            file,
            span,
            sources: BTreeSet::new(),
            uses: Vec::new(),
            takes: Vec::new(),
            has_links: false,
            variable: None,
        }
    }
}

/// What all build files make.
#[derive(Debug, Default)]
pub(super) struct Makes {
    pub(super) all: Vec<Made>,
    /// Build files with lists of files that could not be read, with the place.
    pub(super) open: HashMap<usize, Span>,
}

/// Where what is made is gathered.
pub(super) struct Gather<'t> {
    pub(super) build: &'t BuildFiles,
    pub(super) files: &'t Files,
    pub(super) makes: Makes,
    memo: HashMap<(usize, String), Vec<FileId>>,
}

/// Everything that build files make.
pub(super) fn makes(build: &BuildFiles, files: &Files) -> Makes {
    let mut gather = Gather { build, files, makes: Makes::default(), memo: HashMap::new() };
    let folders: HashSet<&[u8]> = build
        .files
        .iter()
        .filter(|file| file.path.file_name().eq_ignore_ascii_case(b"makefile.am"))
        .map(|file| &*file.folder)
        .collect();
    for (at, file) in build.files.iter().enumerate() {
        let is_template =
            file.path.file_name() == b"Makefile.in" && folders.contains(&*file.folder);
        match file.language {
            SourceLanguage::Make if is_template => {}
            SourceLanguage::Make => {
                automake(at, &mut gather);
                rules::gather(at, &mut gather);
            }
            SourceLanguage::Cmake | SourceLanguage::Meson => direct(at, &mut gather),
            _ => {}
        }
    }
    further(&mut gather);
    if build.is_exhausted() {
        gather.makes.open.extend((0..build.files.len()).map(|file| (file, Span::default())));
    }
    gather.makes
}

impl Gather<'_> {
    /// The files that words of a list of source name; what cannot be read is noted.
    pub(super) fn sources<'w>(
        &mut self,
        file: usize,
        words: impl IntoIterator<Item = &'w str>,
        (span, is_kept): (Span, bool),
        into: &mut BTreeSet<FileId>,
    ) {
        for word in words {
            let expanded = self.build.expand(file, word);
            if is_kept && expanded.unset.as_deref().is_some_and(is_of_files) {
                self.makes.open.entry(file).or_insert(span);
            }
            for (value, from) in expanded.values {
                if value == "*" {
                    // What a command or function gives.
                    if is_kept {
                        self.makes.open.entry(file).or_insert(span);
                    }
                    continue;
                }
                let found = self.files(file, from, &value);
                into.extend(found);
            }
        }
    }

    /// The files that one value names, seen from the folder of the file that has it, else from that of
    /// the file that uses it.
    pub(super) fn files(&mut self, file: usize, from: usize, value: &str) -> Vec<FileId> {
        let value = value.trim_start_matches("%D%/").trim_start_matches("%reldir%/");
        let is_named = is_of_compiler(value) || value.ends_with(".rs");
        if !(is_named || value.contains('*') && value != "*") {
            return Vec::new();
        }
        if let Some(known) = self.memo.get(&(from, value.to_owned())) {
            return known.clone();
        }
        let near = &self.build.files[file].folder;
        let own = &self.build.files[from].folder;
        let mut found = self.files.resolve(own, value);
        let is_outside = |found: &[FileId]| {
            found.iter().all(|id| !super::files::is_within(self.files.path(*id), own))
        };
        if near != own && is_outside(&found) {
            let other = self.files.resolve(near, value);
            if !other.is_empty() {
                found = other;
            }
        }
        found.retain(|id| is_source(self.files.path(*id)));
        self.memo.insert((from, value.to_owned()), found.clone());
        found
    }

    pub(super) fn add(&mut self, made: Made) {
        self.makes.all.push(made);
    }
}

/// Whether a variable that nothing sets may hold files of source.
fn is_of_files(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let says = ["OBJ", "SRC", "SOURCE", "FILES"].iter().any(|word| upper.contains(word));
    let other = ["LIBOBJ", "OBJEXT", "FLAGS", "DIR", "OBJC", "OBJCOPY"];
    says && !other.iter().any(|word| upper.contains(word))
}

/// Automake: `bin_PROGRAMS = x`, `x_SOURCES = a.c b.c`.
fn automake(file: usize, gather: &mut Gather<'_>) {
    let build = gather.build;
    let mut lists: Vec<(&str, &str, &BuildLine)> = Vec::new();
    let mut sources: HashSet<&str> = HashSet::new();
    // Plain makefiles have lists of such names with other meanings.
    let is_automake = build.files[file].path.file_name().ends_with(b".am")
        || build.files[file].path.file_name().ends_with(b".mk")
        || !build.files[file].read_by.is_empty();
    let known = ["bin", "sbin", "lib", "libexec", "pkglib", "pkglibexec", "noinst", "check"];
    for line in build.files[file].lines.iter().filter(|line| line.kind == Kind::Set) {
        for end in ["_PROGRAMS", "_LTLIBRARIES", "_LIBRARIES"] {
            if let Some(prefix) = line.name.strip_suffix(end)
                && (is_automake || known.contains(&prefix))
            {
                lists.push((prefix, end, line));
                break;
            }
        }
        if line.name.ends_with("_SOURCES") {
            sources.insert(&line.name);
        }
    }
    if lists.is_empty() {
        return;
    }
    for (prefix, end, line) in lists {
        let prefix = prefix.trim_start_matches("nobase_").trim_start_matches("dist_");
        let names: Vec<String> = line
            .words
            .iter()
            .flat_map(|word| build.expand(file, word).values)
            .map(|(name, _)| name.trim_end_matches(".*").trim_end_matches('*').to_owned())
            .map(|name| name.replace("%reldir%", "%D%"))
            .filter(|name| !name.is_empty() && !name.contains('*'))
            .collect();
        for name in names.into_iter().take(2_000) {
            let is_helper = matches!(prefix, "noinst" | "EXTRA");
            let is_for_work =
                prefix == "check" || line.is_for_work || is_helper && is_named_for_work(&name);
            let is_installed = !is_helper && prefix != "check";
            let linkage = match end {
                "_PROGRAMS" => Linkage::Program,
                "_LTLIBRARIES" if is_installed => Linkage::Shared,
                _ => Linkage::Static,
            };
            let made = Made {
                is_for_work,
                is_installed,
                linkage,
                has_links: true,
                ..Made::new(name, end == "_PROGRAMS", file, line.span)
            };
            automake_target(file, made, &sources, gather);
        }
    }
}

fn automake_target(file: usize, mut made: Made, known: &HashSet<&str>, gather: &mut Gather<'_>) {
    let canonical = super::canonical(&made.name);
    let span = made.span;
    let mut has_sources = false;
    let mut found = BTreeSet::new();
    for start in ["", "nodist_", "dist_", "EXTRA_", "EXTRA_dist_", "am_"] {
        let variable = format!("{start}{canonical}_SOURCES");
        has_sources |= known.contains(&*variable);
        let word = format!("${{{variable}}}");
        gather.sources_if_set(file, &word, (span, !made.is_for_work), &mut found);
    }
    if !has_sources && found.is_empty() {
        let own = format!("{}.c", made.name.trim_end_matches(".la").trim_end_matches(".a"));
        found.extend(gather.files(file, file, &own));
    }
    let mut links = Vec::new();
    for end in ["LDADD", "LIBADD", "DEPENDENCIES"] {
        links.extend(gather.build.expand(file, &format!("${{{canonical}_{end}}}")).values);
    }
    // What is loaded while a program runs is no library that others are linked with.
    let flags = gather.build.expand(file, &format!("${{{canonical}_LDFLAGS}}")).values;
    if made.linkage == Linkage::Shared && flags.iter().any(|(value, _)| value == "-module") {
        made.linkage = Linkage::Plugin;
    }
    if links.is_empty() && made.is_program {
        links.extend(gather.build.expand(file, "${LDADD}").values);
    }
    for (value, from) in links {
        let is_library = [".la", ".a", ".so"].iter().any(|end| value.ends_with(end));
        if is_library {
            made.uses.push(value);
        } else if let Some(name) = value.strip_prefix("-l") {
            made.uses.push(name.to_owned());
        } else if is_of_compiler(&value) {
            found.extend(gather.files(file, from, &value));
        }
    }
    // Functions that the system may lack come along wherever they are asked for.
    made.sources = found;
    made.variable = Some(canonical);
    if let Some((_, last)) = made.name.rsplit_once('/') {
        made.name = last.to_owned();
    }
    gather.add(made);
}

impl Gather<'_> {
    /// As [`Gather::sources`], of a variable that need not be there.
    fn sources_if_set(
        &mut self,
        file: usize,
        word: &str,
        span: (Span, bool),
        into: &mut BTreeSet<FileId>,
    ) {
        let expanded = self.build.expand(file, word);
        if expanded.values.is_empty() {
            return;
        }
        self.sources(file, [word], span, into);
    }
}

/// Whether the name of a target says that it serves work on the project.
pub(super) fn is_named_for_work(name: &str) -> bool {
    let plain = name.rsplit('/').next().unwrap_or(name);
    is_for_work(plain)
        || plain.split(['-', '_', '.']).any(|word| word.starts_with("test") && word.len() <= 7)
}

/// CMake and Meson, which name what they make.
fn direct(file: usize, gather: &mut Gather<'_>) {
    let build = gather.build;
    let language = build.files[file].language;
    let lines = &build.files[file].lines;
    for line in lines {
        let is_target = matches!(line.kind, Kind::Program | Kind::Library);
        let is_command = line.kind == Kind::Recipe;
        let is_loose = line.kind == Kind::Sources && line.name.is_empty() || is_command;
        if line.kind == Kind::Open && !line.is_for_work {
            gather.makes.open.entry(file).or_insert(line.span);
        }
        if !is_target && !is_loose {
            continue;
        }
        let mut sources = BTreeSet::new();
        let folder = &build.files[file].folder;
        let is_at_work = folder.split(|byte| *byte == b'/').any(super::is_work_folder);
        let is_work = line.is_for_work || is_at_work || is_named_for_work(&line.name);
        let how = (line.span, !is_work && !is_command);
        gather.sources(file, line.words.iter().map(|word| &**word), how, &mut sources);
        if is_command && sources.is_empty() {
            continue;
        }
        let names = build.expand(file, &line.name).values;
        let names: Vec<String> = names.into_iter().map(|(name, _)| name).take(50).collect();
        let names = if names.is_empty() { vec![line.name.to_string()] } else { names };
        let parts = parts_of(file, line, gather);
        for name in names {
            let made = Made {
                is_for_work: line.is_for_work || is_named_for_work(&name),
                sources: sources.clone(),
                takes: parts.clone(),
                has_links: language == SourceLanguage::Meson,
                linkage: match line.kind {
                    Kind::Program => Linkage::Program,
                    _ => linkage(file, &line.name, build),
                },
                ..Made::new(name, line.kind == Kind::Program, file, line.span)
            };
            gather.add(made);
        }
    }
}

/// The targets whose objects stand among the files of another.
fn parts_of(file: usize, line: &BuildLine, gather: &Gather<'_>) -> Vec<String> {
    let is_name = |word: &str| !word.is_empty() && !word.contains(['.', '/', '*', '$', '-']);
    let values = line.words.iter().flat_map(|word| match word.contains("${") {
        true => gather.build.expand(file, word).values,
        false => vec![(word.to_string(), file)],
    });
    values.map(|(value, _)| value).filter(|value| is_name(value)).take(1_000).collect()
}

/// How a library is linked, as the line of its own says that follows the one that names it.
fn linkage(file: usize, name: &str, build: &BuildFiles) -> Linkage {
    let variable = format!("{LINKAGE}{name}");
    let mut lines = build.files[file].lines.iter();
    let line = lines.find(|line| line.kind == Kind::Set && *line.name == *variable);
    match line.and_then(|line| line.words.first()).map_or("", |word| word) {
        "shared" => Linkage::Shared,
        "static" => Linkage::Static,
        "module" => Linkage::Plugin,
        "object" => Linkage::Objects,
        _ => Linkage::Unsaid,
    }
}

/// What files say of targets that they or others name: more files, what they are linked with, that
/// they are installed.
fn further(gather: &mut Gather<'_>) {
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, made) in gather.makes.all.iter().enumerate() {
        by_name.entry(made.name.clone()).or_default().push(at);
    }
    let build = gather.build;
    for (file, one) in build.files.iter().enumerate() {
        if !matches!(one.language, SourceLanguage::Cmake | SourceLanguage::Meson) {
            continue;
        }
        for line in &one.lines {
            let is_named = match line.kind {
                Kind::Sources => !line.name.is_empty(),
                Kind::Links | Kind::Install => true,
                _ => false,
            };
            if is_named {
                further_line(file, line, &by_name, gather);
            }
        }
    }
}

fn further_line(
    file: usize,
    line: &BuildLine,
    by_name: &HashMap<String, Vec<usize>>,
    gather: &mut Gather<'_>,
) {
    let build = gather.build;
    let mut sources = BTreeSet::new();
    let words = line.words.iter().map(|word| &**word);
    if line.kind == Kind::Sources {
        gather.sources(file, words.clone(), (line.span, !line.is_for_work), &mut sources);
    }
    let values: Vec<String> =
        words.flat_map(|word| build.expand(file, word).values).map(|(value, _)| value).collect();
    if line.kind == Kind::Links {
        for value in &values {
            sources.extend(gather.files(file, file, value));
        }
    }
    let names: Vec<String> = match line.kind {
        Kind::Install => values.clone(),
        Kind::Links => build.names(file, &line.name),
        _ => build.expand(file, &line.name).values.into_iter().map(|(name, _)| name).collect(),
    };
    let met = names.iter().filter_map(|name| by_name.get(name)).flatten();
    let met: BTreeSet<usize> = met.copied().collect();
    let parts = match line.kind {
        Kind::Sources => parts_of(file, line, gather),
        _ => Vec::new(),
    };
    let language = build.files[file].language;
    for at in &met {
        let made = &mut gather.makes.all[*at];
        // Targets of other build tools may be called the same.
        if build.files[made.file].language != language {
            continue;
        }
        match line.kind {
            Kind::Install => made.is_installed = true,
            Kind::Links => {
                made.uses.extend(values.iter().cloned());
                made.has_links = true;
            }
            _ => made.takes.extend(parts.iter().cloned()),
        }
        made.sources.extend(&sources);
    }
    if met.is_empty() && !sources.is_empty() {
        // The target is named elsewhere, or by a name that is computed.
        let name = names.into_iter().next().unwrap_or_else(|| line.name.to_string());
        let is_for_work = line.is_for_work || is_named_for_work(&name);
        let name = if name.contains(['$', '*']) { String::new() } else { name };
        let made = Made { is_for_work, sources, ..Made::new(name, false, file, line.span) };
        gather.add(made);
    }
}
