// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Downloads Debian source packages with `apt-get`, in a private configuration: nothing of the
//! machine's own is changed.

use std::{
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::Outcome;

/// Packages of many kinds whose maintainers keep per-file records.
const PACKAGES: &[&str] = &[
    "brotli",
    "bzip2",
    "dropbear",
    "expat",
    "flac",
    "gzip",
    "jansson",
    "jq",
    "libarchive",
    "libconfig",
    "libevent",
    "libgcrypt20",
    "libpng1.6",
    "libsndfile",
    "libtasn1-6",
    "libuv1",
    "libwebp",
    "lz4",
    "nettle",
    "nghttp2",
    "opus",
    "p11-kit",
    "pcre2",
    "popt",
    "rsync",
    "sed",
    "snappy",
    "socat",
    "tmux",
    "xz-utils",
    "zlib",
    "zstd",
];

pub(super) fn fetch(into: &Path, packages: &[String]) -> Outcome {
    fs::create_dir_all(into)?;
    let into = into.canonicalize()?;
    let private = tempfile::tempdir()?;
    for folder in ["lists/partial", "cache/archives/partial"] {
        fs::create_dir_all(private.path().join(folder))?;
    }
    fs::write(private.path().join("own.sources"), source_entries(Path::new("/etc/apt"))?)?;
    let apt = |arguments: &[&str], folder: &Path| {
        let at = |name: &str| private.path().join(name).display().to_string();
        let mut command = Command::new("apt-get");
        command
            .args(["--quiet", "-o", &format!("Dir::Etc::sourcelist={}", at("own.sources"))])
            .args([
                "-o",
                "Dir::Etc::sourceparts=-",
                "-o",
                &format!("Dir::State::lists={}", at("lists")),
            ])
            .args(["-o", &format!("Dir::Cache={}", at("cache")), "-o", "APT::Sandbox::User=root"])
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::null());
        let status = command.status();
        status.is_ok_and(|status| status.success())
    };
    if !apt(&["update"], &into) {
        return Err("apt-get update failed".into());
    }
    let chosen: Vec<&str> = match packages {
        [] => PACKAGES.to_vec(),
        some => some.iter().map(String::as_str).collect(),
    };
    for package in chosen {
        let target = into.join(package);
        if target.exists() {
            continue;
        }
        let download = tempfile::tempdir_in(&into)?;
        if !apt(&["source", "--download-only", package], download.path()) {
            println!("{package}: cannot be had");
            continue;
        }
        let unpacked = download.path().join("unpacked");
        unpack(download.path(), &unpacked)?;
        fs::rename(unpacked, target)?;
        println!("{package}: ready");
    }
    Ok(())
}

/// The machine's own Debian sources with `deb-src` instead of `deb`.
fn source_entries(apt: &Path) -> Result<String, Box<dyn Error>> {
    let mut files = vec![apt.join("sources.list")];
    if let Ok(parts) = fs::read_dir(apt.join("sources.list.d")) {
        files.extend(parts.flatten().map(|entry| entry.path()));
    }
    let mut entries = String::new();
    for text in files.iter().filter_map(|file| fs::read_to_string(file).ok()) {
        for stanza in text.split("\n\n").filter(|stanza| stanza.contains("debian-archive-keyring"))
        {
            writeln!(entries, "{}\n", stanza.trim().replace("Types: deb", "Types: deb-src"))?;
        }
        for line in text.lines().filter(|line| line.starts_with("deb ") && line.contains("/debian"))
        {
            let words: Vec<&str> = line.split_whitespace().collect();
            if let [_, uri, suite, components @ ..] = &words[..] {
                let components = components.join(" ");
                writeln!(
                    entries,
                    "Types: deb-src\nURIs: {uri}\nSuites: {suite}\nComponents: {components}\n"
                )?;
            }
        }
    }
    if entries.is_empty() { Err("no Debian sources on this machine".into()) } else { Ok(entries) }
}

/// Unpacks the upstream archives and Debian's own on top, without running anything of theirs.
fn unpack(download: &Path, target: &Path) -> Outcome {
    let mut archives: Vec<PathBuf> = fs::read_dir(download)?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().contains(".tar."))
        .filter(|path| path.extension().is_none_or(|end| end != "asc"))
        .collect();
    // Upstream first: `.orig` sorts after `.debian`.
    archives.sort_by_key(|path| path.to_string_lossy().contains(".debian.tar."));
    fs::create_dir_all(target)?;
    for archive in archives {
        let name = archive.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut tar = Command::new("tar");
        tar.arg("-xf").arg(&archive).arg("-C");
        if name.contains(".debian.tar.") {
            tar.arg(target);
        } else if let Some((_, component)) = name.split_once(".orig-") {
            let component = component.split(".tar").next().unwrap_or_default();
            let folder = target.join(component);
            fs::create_dir_all(&folder)?;
            tar.arg(folder).arg("--strip-components=1");
        } else {
            tar.arg(target).arg("--strip-components=1");
        }
        if !tar.stdin(Stdio::null()).status()?.success() {
            return Err(format!("{name} cannot be unpacked").into());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::source_entries;

    #[test]
    fn sources_are_turned_around() {
        let disk = heirloom_testkit::World::parse(
            "
            //- sources.list
            deb http://mirror.example/debian stable main contrib
            deb http://other.example/stuff stable main
            //- sources.list.d/debian.sources
            Types: deb
            URIs: http://mirror.example/debian
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
            ",
        )
        .on_disk();
        let entries = source_entries(disk.root()).unwrap();
        assert_eq!(entries.matches("Types: deb-src").count(), 2);
        assert!(entries.contains("Components: main contrib"));
        assert!(!entries.contains("stuff"));
    }
}
