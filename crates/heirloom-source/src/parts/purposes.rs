// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! For what the files of targets are compiled: programs, or modules of the Linux kernel.
//!
//! That decides conditions of the preprocessor. Where a build file or a file of C gives the names that
//! conditions ask for a meaning of its own, nothing is known.

use std::collections::{HashMap, HashSet};

use heirloom_model::{
    BuildLineKind, CompiledFor, HeaderIncludeKind, SourceFacts, SourceLanguage, TreePath,
};

use super::{
    Linkage, Parts, TargetId,
    expand::BuildFiles,
    files::{FileId, Files, is_header},
    targets::Made,
};

/// Headers of systems that compilers for Windows do not have.
const NOT_OF_WINDOWS: [&str; 16] = [
    "grp.h",
    "pwd.h",
    "sys/epoll.h",
    "sys/eventfd.h",
    "sys/inotify.h",
    "sys/ioctl.h",
    "sys/mman.h",
    "sys/prctl.h",
    "sys/resource.h",
    "sys/signalfd.h",
    "sys/timerfd.h",
    "sys/un.h",
    "sys/wait.h",
    "syslog.h",
    "termios.h",
    "utmpx.h",
];

/// What files say on for what they are compiled.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Headers outside of Windows that each file includes without a condition.
    unix: HashMap<FileId, Vec<&'static str>>,
    /// Files that say to be modules of Linux.
    modules: HashSet<FileId>,
    /// Files of C that give names of conditions a meaning.
    defining: HashSet<FileId>,
    /// Whether a header does, which may be read by any file.
    is_open: bool,
}

impl Told {
    /// Takes in what a file of C says; its lines that define names are taken out.
    pub(super) fn observe(&mut self, id: FileId, path: &TreePath, facts: &mut SourceFacts) {
        if !matches!(facts.language, SourceLanguage::C | SourceLanguage::Cpp) {
            return;
        }
        let n_lines = facts.build.len();
        facts.build.retain(|line| line.kind != BuildLineKind::Defines);
        if facts.build.len() < n_lines {
            self.is_open |= is_header(path);
            self.defining.insert(id);
        }
        if facts.module.as_ref().is_some_and(|module| !module.licenses.is_empty()) {
            self.modules.insert(id);
        }
        if is_header(path) {
            return;
        }
        let plain = facts.includes.iter().filter(|one| !one.conditions.are_any());
        let plain = plain.filter(|one| one.kind == HeaderIncludeKind::System);
        let unix =
            plain.filter_map(|one| NOT_OF_WINDOWS.into_iter().find(|header| *header == &*one.name));
        let unix: Vec<&'static str> = unix.collect();
        if !unix.is_empty() {
            self.unix.insert(id, unix);
        }
    }
}

/// For what the files of each target are compiled.
#[derive(Debug, Default)]
pub(super) struct Purposes {
    of_target: Vec<Option<CompiledFor>>,
    /// Files that are not compiled for Windows.
    unix: HashSet<FileId>,
    /// Files after which nothing is known.
    defining: HashSet<FileId>,
}

impl Purposes {
    pub(super) fn new(told: Told, parts: &Parts, made: &[Made], build: &BuildFiles) -> Purposes {
        let Told { unix, modules, defining, is_open } = told;
        let mut purposes = Purposes { defining, ..Purposes::default() };
        if is_open {
            return purposes;
        }
        let unix = unix
            .into_iter()
            .filter(|(_, headers)| headers.iter().any(|header| !has_own(&parts.files, header)));
        purposes.unix = unix.map(|(id, _)| id).collect();
        let defines = |file: usize| {
            build.files[file].lines.iter().any(|line| line.kind == BuildLineKind::Defines)
        };
        let mut handed: HashMap<usize, bool> = HashMap::new();
        for (target, one) in made.iter().enumerate() {
            let is_handed = *handed.entry(one.file).or_insert_with(|| {
                let near = build.with_read(one.file).into_iter().chain(build.above(one.file));
                near.into_iter().any(defines)
            });
            let is_kernel = parts.targets[target].linkage == Linkage::Kernel;
            let is_module = || parts.made_of[target].iter().any(|file| modules.contains(file));
            purposes.of_target.push(match (is_kernel, is_handed) {
                (true, true) if is_module() => Some(CompiledFor::PortedModule),
                (true, false) if is_module() => Some(CompiledFor::KernelModule),
                (true, _) | (false, true) => None,
                (false, false) => Some(CompiledFor::Program),
            });
        }
        purposes
    }

    /// For what a file is compiled as one of a target's; `None` where nothing is known.
    pub(super) fn of(&self, file: FileId, target: TargetId) -> Option<CompiledFor> {
        let purpose = self.of_target.get(target).copied().flatten()?;
        match purpose {
            CompiledFor::Program if self.unix.contains(&file) => Some(CompiledFor::UnixProgram),
            _ => Some(purpose),
        }
    }

    /// For what a file is compiled that another includes.
    pub(super) fn behind(&self, file: FileId, purpose: Option<CompiledFor>) -> Option<CompiledFor> {
        purpose.filter(|_| !self.defining.contains(&file))
    }
}

/// Whether the tree brings a header of a system itself, also where it is made while building
/// (`sys_wait.in.h`).
fn has_own(files: &Files, header: &str) -> bool {
    let template = header.replace('/', "_").replace(".h", ".in.h");
    [header, &template].into_iter().any(|name| !files.included(b"", name, false).is_empty())
}
