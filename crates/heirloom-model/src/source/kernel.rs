// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a file says as a part of the Linux kernel or of a module for it.

use crate::Span;

/// A symbol that a file gives to modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedSymbol {
    /// Its name.
    pub name: Box<str>,
    /// Whether only modules that say they are under the GPL may use it.
    pub is_gpl_only: bool,
    /// Where it is exported.
    pub span: Span,
}

/// What a file says as a part of the kernel.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct KernelModule {
    /// The texts of `MODULE_LICENSE`, as written: `GPL`, `Dual MIT/GPL`, `Proprietary`.
    pub licenses: Vec<(Box<str>, Span)>,
    /// Where it names the function that starts the module (`module_init` and its like).
    pub start: Option<Span>,
    /// The symbols it exports.
    pub exports: Vec<ExportedSymbol>,
    /// Whether it includes headers of the kernel's inside, outside `uapi`.
    pub uses_inside: bool,
    /// Functions that it calls and that the kernel gives to modules under the GPL alone, each once.
    pub gpl_only: Vec<(Box<str>, Span)>,
}

impl KernelModule {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self == &KernelModule::default()
    }

    /// Whether the file is part of a loadable module, not of a library of the kernel alone.
    pub fn is_module(&self) -> bool {
        !self.licenses.is_empty() || self.start.is_some()
    }

    /// Whether the kernel takes a `MODULE_LICENSE` for one under the GPL, and so gives it symbols
    /// for such modules. The texts are those of `include/linux/license.h` of Linux.
    pub fn is_gpl_compatible(license: &str) -> bool {
        matches!(
            license,
            "GPL"
                | "GPL v2"
                | "GPL and additional rights"
                | "Dual BSD/GPL"
                | "Dual MIT/GPL"
                | "Dual MPL/GPL"
        )
    }
}
