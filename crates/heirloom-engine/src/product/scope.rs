// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What a file's text serves: the product as it runs, building it, testing it.

use heirloom_model::{FileRole, Scope, SourceLanguage, TreePath};

use super::found::SourceFile;

/// Folders of scripts for whoever builds and releases a project.
const BUILD_FOLDERS: [&str; 28] = [
    "build",
    "build-aux",
    "buildscripts",
    "build_scripts",
    "build-scripts",
    "ci",
    "cmake",
    "debian",
    "dev",
    "devel",
    "devscripts",
    "devtools",
    "hack",
    "installer",
    "installers",
    "maint",
    "maintainer",
    "packaging",
    "packages",
    "release",
    "releng",
    "rpm",
    "script",
    "scripts",
    "tool",
    "tools",
    "vagrant",
    "workflows",
];

/// Folders of what shows or measures a project.
const SHOW_FOLDERS: [&str; 15] = [
    "bench",
    "benches",
    "benchmark",
    "benchmarks",
    "demo",
    "demos",
    "example",
    "examples",
    "sample",
    "samples",
    "screencast",
    "screencasts",
    "screenshot",
    "screenshots",
    "tutorials",
];

/// Folders of images and services for whoever works on a project.
const WORK_FOLDERS: [&str; 7] = ["ci", "dev", "devel", "hack", "script", "scripts", "tools"];

/// Folders of what a browser gets.
const WEB_FOLDERS: [&str; 8] =
    ["assets", "htdocs", "module", "public", "static", "webapp", "www", "wwwroot"];

/// How names of files start that build tools and people use for building.
const BUILD_NAMES: [&str; 29] = [
    "appveyor",
    "autogen",
    "bootstrap",
    "build-",
    "build.",
    "build_",
    "buildconf",
    "configure",
    "dodo.py",
    "gen-",
    "gen_",
    "generate",
    "gruntfile",
    "gulpfile",
    "magefile",
    "make-",
    "make_",
    "maketgz",
    "mkrelease",
    "noxfile",
    "release.",
    "rollup.config",
    "sconstruct",
    "setup.py",
    "travis",
    "update-",
    "vite.config",
    "webpack.",
    "wscript",
];

/// What a file's text serves; `None` for text that only tells about programs.
pub(super) fn scope_of(file: &SourceFile) -> Option<Scope> {
    file.beside.or_else(|| scope_at(&file.path, file.role, file.facts.language))
}

/// As [`scope_of`], of a file that is not kept.
pub(super) fn scope_at(path: &TreePath, role: FileRole, language: SourceLanguage) -> Option<Scope> {
    match role {
        FileRole::Test => return Some(Scope::Test),
        FileRole::BuildTool => return Some(Scope::Build),
        FileRole::Documentation | FileRole::History | FileRole::LicenseText => return None,
        FileRole::Source | FileRole::Generated | FileRole::Data => {}
    }
    if language == SourceLanguage::Make {
        return Some(Scope::Build);
    }
    let path = path.to_string().to_ascii_lowercase();
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let is_below = |names: &[&str]| folders.split('/').any(|folder| names.contains(&folder));
    let is_container = matches!(language, SourceLanguage::Dockerfile | SourceLanguage::Compose);
    // Images are kept out of sight in folders of their own; other hidden folders serve the makers.
    let is_of_images = |folder: &str| is_container && folder == ".docker";
    let is_hidden = folders
        .split('/')
        .any(|folder| folder.starts_with('.') && folder.len() > 1 && !is_of_images(folder));
    if is_container && let Some(scope) = container_scope(name) {
        return Some(scope);
    }
    let is_for_work = |folder: &str| WORK_FOLDERS.contains(&folder) || folder.ends_with("-dev");
    if is_container && folders.split('/').any(is_for_work) {
        return Some(Scope::Development);
    }
    // Completions of a shell call its own functions.
    let is_completion = name.starts_with('_') || is_below(&["completion", "completions"]);
    if language == SourceLanguage::Shell && is_completion {
        return Some(Scope::Development);
    }
    if language == SourceLanguage::Shell
        && let Some(scope) = script_scope(name)
    {
        return Some(scope);
    }
    // Modules of programs are called `check` and `update` too.
    if language == SourceLanguage::Python && script_scope(name) == Some(Scope::Test) {
        return Some(Scope::Test);
    }
    if is_below(&["configure"]) {
        return Some(Scope::Build);
    }
    Some(if is_below(&SHOW_FOLDERS) {
        Scope::Development
    } else if is_hidden
        || is_build_folder(folders, language)
        || BUILD_NAMES.iter().any(|start| name.starts_with(start))
    {
        Scope::Build
    } else {
        Scope::Runtime
    })
}

/// What a file serves that is in no language that is read: what lies among examples, screenshots and the
/// like shows the project, and what lies in a hidden folder serves its makers.
pub(super) fn scope_of_unread(path: &TreePath) -> Scope {
    let mut folders = path.folder_bytes().split(|byte| *byte == b'/');
    let shows = |folder: &[u8]| {
        SHOW_FOLDERS.iter().any(|name| folder.eq_ignore_ascii_case(name.as_bytes()))
    };
    if path.components().any(|part| part.starts_with(b".")) {
        Scope::Build
    } else if folders.any(shows) {
        Scope::Development
    } else {
        Scope::Runtime
    }
}

/// What the name of a Dockerfile or compose file says: `compose.test.yaml`, `Dockerfile.dev`.
fn container_scope(name: &str) -> Option<Scope> {
    let mut words = name.split(['.', '-', '_']);
    words.find_map(|word| match word {
        "test" | "tests" | "testing" | "e2e" | "integration" => Some(Scope::Test),
        "dev" | "develop" | "development" | "debug" | "local" => Some(Scope::Development),
        "build" | "builder" | "ci" => Some(Scope::Build),
        _ => None,
    })
}

/// What the name of a script says: whoever tests, checks, installs, releases or brings a project up to
/// date runs it.
fn script_scope(name: &str) -> Option<Scope> {
    let mut words = name.split(['.', '-', '_']);
    words.find_map(|word| match word {
        "runtest" | "runtests" | "selftest" | "test" | "tests" => Some(Scope::Test),
        "check" | "deploy" | "format" | "install" | "installer" | "lint" | "makefile"
        | "nightly" | "provision" | "publish" | "release" | "sync" | "uninstall" | "update"
        | "validate" | "verify" => Some(Scope::Build),
        _ => None,
    })
}

/// Modules of programs may lie in folders of such names; scripts there are for those who build.
fn is_build_folder(folders: &str, language: SourceLanguage) -> bool {
    use SourceLanguage as L;
    let is_script = matches!(language, L::Shell | L::Python | L::JavaScript);
    let is_build = |folder: &str| {
        let is_named = folder.ends_with("-scripts") || folder.ends_with("_scripts");
        BUILD_FOLDERS.contains(&folder) || is_named
    };
    // Below what a browser gets, scripts are those of pages.
    let is_page = |folder: &&str| WEB_FOLDERS.contains(folder);
    let mut folders = folders.split('/');
    let web = language == L::JavaScript && folders.clone().any(|folder| is_page(&folder));
    is_script && !web && folders.any(is_build)
}
