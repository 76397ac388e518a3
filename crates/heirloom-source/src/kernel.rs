// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a file declares as a part of the Linux kernel.

use std::ops::Range;

use heirloom_model::{ExportedSymbol, KernelModule, SourceLanguage};

use crate::{
    code,
    collect::{Collector, MAX_WRITTEN},
    imports::searcher,
    tokens::Tokens,
};

/// Headers of the kernel that programs in user space do not have.
const INSIDE: &[&str] = &[
    "linux/bitops.h",
    "linux/cdev.h",
    "linux/clk.h",
    "linux/debugfs.h",
    "linux/delay.h",
    "linux/device.h",
    "linux/err.h",
    "linux/export.h",
    "linux/gfp.h",
    "linux/init.h",
    "linux/interrupt.h",
    "linux/kobject.h",
    "linux/module.h",
    "linux/moduleparam.h",
    "linux/mutex.h",
    "linux/of.h",
    "linux/platform_device.h",
    "linux/printk.h",
    "linux/proc_fs.h",
    "linux/regmap.h",
    "linux/skbuff.h",
    "linux/slab.h",
    "linux/spinlock.h",
    "linux/uaccess.h",
    "linux/workqueue.h",
];

/// Reads the declarations of a C file; its headers were read before.
pub(crate) fn read(text: &str, collector: &mut Collector<'_>) {
    let mut module = KernelModule::default();
    let bytes = text.as_bytes();
    let has = |word: &str| memchr::memmem::find(bytes, word.as_bytes()).is_some();
    if has("MODULE_LICENSE") || has("EXPORT_") || has("module_") {
        declarations(text, &mut module, collector);
    }
    let is_part = !module.is_empty();
    let is_inside = |name: &str| {
        let folders = ["linux/", "asm/", "asm-generic/", "net/", "drm/", "crypto/", "acpi/"];
        INSIDE.contains(&name) || is_part && folders.iter().any(|folder| name.starts_with(folder))
    };
    let mut includes = collector.facts.includes.iter();
    module.uses_inside = includes.any(|include| !include.is_uapi && is_inside(&include.name));
    if !module.is_empty() {
        collector.facts.module = Some(module);
    }
}

fn declarations(text: &str, module: &mut KernelModule, collector: &mut Collector<'_>) {
    let words = searcher!("MODULE_LICENSE", "EXPORT_", "module_");
    code::words(text, SourceLanguage::C, words, |start, word, _| {
        let before = code::before_on_line(text, start);
        // Definitions of the macros themselves.
        if before.trim_start().starts_with('#') {
            return;
        }
        let mut tokens = Tokens::from(text, SourceLanguage::C, start);
        let Some(name) = tokens.next() else { return };
        let name = name.word().unwrap_or_default();
        match word {
            "MODULE_LICENSE" if name == word => {
                if let Some((license, end)) = joined_text(&mut tokens)
                    && module.licenses.len() < 100
                {
                    module.licenses.push((license.into(), collector.source.span(start..end)));
                }
            }
            "EXPORT_" if name.contains("SYMBOL") => {
                if let Some((symbol, range)) = argument(&mut tokens)
                    && module.exports.len() < collector.limits.max_facts
                {
                    module.exports.push(ExportedSymbol {
                        name: symbol.into(),
                        is_gpl_only: name.contains("_GPL"),
                        span: collector.source.span(start..range.end),
                    });
                }
            }
            "module_"
                if before.is_empty()
                    && module.start.is_none()
                    && is_start(name)
                    && argument(&mut tokens).is_some() =>
            {
                module.start = Some(collector.source.span(start..start + name.len()));
            }
            _ => {}
        }
    });
}

/// `module_init` and the macros that stand for it, such as `module_platform_driver`.
fn is_start(word: &str) -> bool {
    word == "module_init"
        || word.strip_prefix("module_").is_some_and(|rest| rest.ends_with("_driver"))
}

/// The texts in brackets, joined, and where they end.
fn joined_text(tokens: &mut Tokens<'_>) -> Option<(String, usize)> {
    if !tokens.next()?.is_sign(b'(') {
        return None;
    }
    let mut joined = String::new();
    for token in tokens.take(16) {
        match token.text() {
            Some(text) => joined.push_str(text),
            None => {
                let is_end = token.is_sign(b')') && joined.len() <= MAX_WRITTEN;
                return is_end.then_some((joined, token.range.end));
            }
        }
    }
    None
}

/// The first name in brackets.
fn argument<'a>(tokens: &mut Tokens<'a>) -> Option<(&'a str, Range<usize>)> {
    if !tokens.next()?.is_sign(b'(') {
        return None;
    }
    let name = tokens.next()?;
    Some((name.word()?, name.range))
}
