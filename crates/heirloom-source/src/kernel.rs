// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a file declares as a part of the Linux kernel.

use std::{ops::Range, sync::LazyLock};

use heirloom_model::{CompiledFor, ExportedSymbol, KernelModule, SourceLanguage, Tri};

use crate::{
    code,
    collect::{Collector, MAX_WRITTEN},
    conditions,
    imports::searcher,
    tokens::Tokens,
    words::Words,
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

/// Functions that drivers call, and macros for such, whose symbol Linux 6.1 exports by
/// `EXPORT_SYMBOL_GPL`. A few of some twenty thousand: what is not here is not known.
const GPL_ONLY: [&str; 64] = [
    "alloc_workqueue",
    "call_rcu",
    "class_create",
    "class_destroy",
    "clk_prepare",
    "clk_prepare_enable",
    "create_singlethread_workqueue",
    "create_workqueue",
    "crypto_alloc_aead",
    "crypto_alloc_ahash",
    "crypto_alloc_shash",
    "crypto_alloc_skcipher",
    "debugfs_create_dir",
    "debugfs_create_file",
    "device_create",
    "device_create_file",
    "device_destroy",
    "device_register",
    "devm_gpiod_get",
    "devm_kmalloc",
    "devm_kzalloc",
    "driver_register",
    "find_get_pid",
    "find_vpid",
    "get_task_mm",
    "get_user_pages_fast",
    "gpiod_get",
    "gpiod_get_value",
    "gpiod_set_value",
    "hid_hw_start",
    "hid_register_driver",
    "hrtimer_init",
    "init_srcu_struct",
    "iommu_map",
    "kobject_create_and_add",
    "kobject_init_and_add",
    "ktime_get",
    "mmu_notifier_register",
    "orderly_poweroff",
    "platform_driver_register",
    "platform_driver_unregister",
    "power_supply_register",
    "register_ftrace_function",
    "register_kprobe",
    "register_kretprobe",
    "register_pernet_subsys",
    "regmap_read",
    "regmap_write",
    "regulator_enable",
    "regulator_get",
    "spi_register_driver",
    "spi_sync",
    "synchronize_rcu",
    "sysfs_create_group",
    "sysfs_create_groups",
    "sysfs_remove_group",
    "usb_alloc_urb",
    "usb_bulk_msg",
    "usb_control_msg",
    "usb_deregister",
    "usb_register",
    "usb_submit_urb",
    "v4l2_device_register",
    "vb2_queue_init",
];

/// The searcher of [`GPL_ONLY`]; of two names that start alike the longer.
static GPL_ONLY_WORDS: LazyLock<Words> = LazyLock::new(|| Words::new(&GPL_ONLY));

/// Reads the declarations of a C file; its headers were read before.
pub(crate) fn read(file: &[u8], text: &str, collector: &mut Collector<'_>) {
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
    module.uses_inside = includes.any(|include| {
        let is_taken = !include.conditions.leave_out(CompiledFor::KernelModule);
        is_taken && !include.is_uapi && is_inside(&include.name)
    });
    if module.uses_inside || module.is_module() {
        gpl_only(file, text, &mut module, collector);
    }
    if !module.is_empty() {
        collector.facts.module = Some(module);
    }
}

/// Calls of functions that only modules under the GPL may use.
fn gpl_only(file: &[u8], text: &str, module: &mut KernelModule, collector: &mut Collector<'_>) {
    let directives = conditions::Directives::of(text);
    let out = directives.left_out(&|name| defined_in_module(name, file));
    code::words(text, SourceLanguage::C, &GPL_ONLY_WORDS, |start, word, _| {
        let before = code::before_on_line(text, start);
        let mut tokens = Tokens::from(text, SourceLanguage::C, start);
        let is_call = tokens.next().is_some_and(|name| name.is_word(word))
            && tokens.next().is_some_and(|sign| sign.is_sign(b'('))
            && !before.ends_with(['.', '>'])
            // Compatibility headers define such names themselves.
            && !before.trim_start().starts_with('#')
            && !conditions::holds(&out, start);
        if is_call && module.gpl_only.iter().all(|(known, _)| **known != *word) {
            let span = collector.source.span(start..start + word.len());
            module.gpl_only.push((word.into(), span));
        }
    });
}

/// Whether a name is defined where a file is compiled into a module that is loaded. Its own option is set to
/// make a module of it, which is known of an option that the file's name begins with.
fn defined_in_module(name: &str, file: &[u8]) -> Tri {
    let own = name.strip_prefix("CONFIG_").and_then(|rest| rest.strip_suffix("_MODULE"));
    match name {
        "MODULE" | "__KERNEL__" | "_KERNEL" => Tri::Yes,
        _ if own.is_some_and(|own| is_own(own.as_bytes(), file)) => Tri::Yes,
        _ => Tri::Unknown,
    }
}

fn is_own(option: &[u8], file: &[u8]) -> bool {
    let (start, rest) = file.split_at(option.len().min(file.len()));
    start.eq_ignore_ascii_case(option) && !rest.first().is_some_and(u8::is_ascii_alphanumeric)
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
