// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What the process is told by its environment, read once.

use std::{
    env,
    ffi::OsString,
    io::{self, IsTerminal},
    path::PathBuf,
};

use heirloom_model::Language;

/// The parts of the environment that matter.
#[derive(Clone, Debug)]
pub(crate) struct Environment {
    /// Compiled rule packs and other data; `None` without a home.
    pub(crate) data: Option<PathBuf>,
    /// The fact cache; `None` without a home.
    pub(crate) cache: Option<PathBuf>,
    /// For temporary files.
    pub(crate) temporary: PathBuf,
    /// Files that container engines keep credentials for registries in, the first counts.
    pub(crate) credentials: Vec<PathBuf>,
    /// Where the certificates of the system may be.
    pub(crate) certificates: Vec<PathBuf>,
    /// Where container engines keep certificates of single registries.
    pub(crate) certificate_folders: Vec<PathBuf>,
    /// Absolute folders of programs.
    pub(crate) programs: Vec<PathBuf>,
    /// The language of the locale.
    pub(crate) language: Language,
    /// What `NO_COLOR`, `CLICOLOR_FORCE` and `TERM` say; `None` leaves it to the terminal.
    pub(crate) color: Option<bool>,
    pub(crate) stdin_is_terminal: bool,
    pub(crate) stdout_is_terminal: bool,
    pub(crate) stderr_is_terminal: bool,
    /// Columns of the terminal.
    pub(crate) width: usize,
}

impl Environment {
    pub(crate) fn of_process() -> Environment {
        let set = |name| env::var_os(name).filter(|value: &OsString| !value.is_empty());
        let home = set("HEIRLOOM_HOME").map(PathBuf::from);
        let below = |variable, fallback: &str| {
            // The XDG specification has relative paths ignored.
            let folder = set(variable).map(PathBuf::from).filter(|path| path.is_absolute());
            let folder = folder.or_else(|| Some(PathBuf::from(set("HOME")?).join(fallback)));
            Some(folder?.join("heirloom"))
        };
        Environment {
            data: home.clone().or_else(|| below("XDG_DATA_HOME", ".local/share")),
            cache: match home {
                Some(home) => Some(home.join("cache")),
                None => below("XDG_CACHE_HOME", ".cache"),
            },
            temporary: env::temp_dir(),
            credentials: credentials(&set),
            certificates: certificates(&set),
            certificate_folders: certificate_folders(&set),
            // What lies in the folder that happens to be the current one is nobody's program.
            programs: set("PATH")
                .map(|path| env::split_paths(&path).filter(|one| one.is_absolute()).collect())
                .unwrap_or_default(),
            language: language(&["LC_ALL", "LC_MESSAGES", "LANG"].map(&set)),
            color: color(set("NO_COLOR").is_some(), set("CLICOLOR_FORCE"), set("TERM")),
            stdin_is_terminal: io::stdin().is_terminal(),
            stdout_is_terminal: io::stdout().is_terminal(),
            stderr_is_terminal: io::stderr().is_terminal(),
            width: width(set("COLUMNS")),
        }
    }
}

/// The places that podman, skopeo and docker look at, in their order.
fn credentials(set: &dyn Fn(&'static str) -> Option<OsString>) -> Vec<PathBuf> {
    let below = |variable, name: &str| Some(PathBuf::from(set(variable)?).join(name));
    let engine = below("XDG_CONFIG_HOME", "containers/auth.json")
        .or_else(|| below("HOME", ".config/containers/auth.json"));
    let docker =
        below("DOCKER_CONFIG", "config.json").or_else(|| below("HOME", ".docker/config.json"));
    let files = [
        set("REGISTRY_AUTH_FILE").map(PathBuf::from),
        below("XDG_RUNTIME_DIR", "containers/auth.json"),
        engine,
        docker,
    ];
    files.into_iter().flatten().collect()
}

/// The bundle that is set, else those of the usual systems.
fn certificates(set: &dyn Fn(&'static str) -> Option<OsString>) -> Vec<PathBuf> {
    let usual = [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ];
    let set = set("SSL_CERT_FILE").map(PathBuf::from);
    set.into_iter().chain(usual.map(PathBuf::from)).collect()
}

/// The places that podman and docker look at, in their order.
fn certificate_folders(set: &dyn Fn(&'static str) -> Option<OsString>) -> Vec<PathBuf> {
    let own = set("HOME").map(|home| PathBuf::from(home).join(".config/containers/certs.d"));
    let usual = ["/etc/containers/certs.d", "/etc/docker/certs.d"].map(PathBuf::from);
    own.into_iter().chain(usual).collect()
}

/// The first variable that is set decides, as POSIX has it.
fn language(variables: &[Option<OsString>]) -> Language {
    let first = variables.iter().flatten().next();
    first.and_then(|locale| Language::from_tag(locale.to_str()?)).unwrap_or_default()
}

fn color(no_color: bool, force: Option<OsString>, term: Option<OsString>) -> Option<bool> {
    if no_color || term.is_some_and(|term| term == "dumb") {
        return Some(false);
    }
    force.filter(|value| value != "0").map(|_| true)
}

fn width(columns: Option<OsString>) -> usize {
    let told = columns.and_then(|columns| columns.to_str()?.parse().ok());
    let seen = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    told.or_else(seen).filter(|&width| width > 0).unwrap_or(80)
}
