// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Libraries that programs load while they run: `dlopen`, `LoadLibrary`, `ctypes`, `loadLibrary`.

use heirloom_model::{DeliveredForm, RelationKind};

use super::{Draft, Found, RelationSource, scope::scope_of};

pub(super) struct Loads;

/// Libraries that are the system itself, by their stems in lower case. Whoever runs a program on a
/// system has them, and no license reaches from them to it.
const SYSTEM: [&str; 58] = [
    "aaudio",
    "advapi32",
    "android",
    "avrt",
    "bcrypt",
    "c",
    "combase",
    "comctl32",
    "corefoundation",
    "crypt32",
    "d2d1",
    "d3d11",
    "dbghelp",
    "dl",
    "dnsapi",
    "dsound",
    "dwmapi",
    "dwrite",
    "dxgi",
    "egl",
    "gdi32",
    "glesv2",
    "glu32",
    "iphlpapi",
    "kernel32",
    "kernelbase",
    "log",
    "m",
    "mediandk",
    "mf",
    "mfplat",
    "mscoree",
    "msvcrt",
    "netapi32",
    "ntdll",
    "ole32",
    "oleaut32",
    "opengl32",
    "powrprof",
    "psapi",
    "pthread",
    "rt",
    "secur32",
    "setupapi",
    "shcore",
    "shell32",
    "shlwapi",
    "system",
    "ucrtbase",
    "user32",
    "userenv",
    "uxtheme",
    "version",
    "winhttp",
    "wininet",
    "winmm",
    "ws2_32",
    "wtsapi32",
];

impl RelationSource for Loads {
    fn join(&self, found: &Found, draft: &mut Draft) {
        for file in &found.sources {
            let Some(user) = draft.owner_of(&file.path) else { continue };
            let Some(scope) = scope_of(file) else { continue };
            for load in &file.facts.loads {
                let Some(stem) = load.stem().map(stem) else { continue };
                if is_system(&stem) || !is_name(&stem) {
                    continue;
                }
                let used = draft.third_party(&format!("pkg:generic/{stem}"), &stem, |component| {
                    component.form = DeliveredForm::None;
                });
                if let Some(used) = used.filter(|used| *used != user) {
                    let evidence = load.evidence(&file.path);
                    draft.relate(&user, &used, RelationKind::OptionalLoad, scope, evidence);
                }
            }
        }
    }
}

/// The stem as packages are named: names of Windows come in any case.
fn stem(stem: &str) -> String {
    let lower = stem.to_lowercase();
    let plain = lower.strip_prefix("lib").filter(|rest| !rest.is_empty());
    plain.map(str::to_owned).unwrap_or(lower)
}

fn is_system(stem: &str) -> bool {
    // Families of interfaces of Windows.
    let family = ["api-ms-win-", "d3d", "dxva", "ext-ms-", "wasapi"];
    SYSTEM.contains(&stem) || family.iter().any(|start| stem.starts_with(start))
}

/// Whether it can name a library at all: patterns and fragments of texts cannot.
fn is_name(stem: &str) -> bool {
    stem.chars().any(char::is_alphabetic)
        && stem.chars().all(|c| c.is_alphanumeric() || "._+-".contains(c))
}
