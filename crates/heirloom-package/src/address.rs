// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Addresses without those who use them: what opens a door must not stand in a bill of materials.

use std::borrow::Cow;

use heirloom_model::{PackageAbout, PackageSource};

/// The text without the users and passwords of the addresses in it: `https://me:secret@host/a` is
/// `https://host/a`. The user of a `ssh` address stays, for it names the service (`git`), not a
/// person; its password goes.
pub(crate) fn public(text: &str) -> Cow<'_, str> {
    if !text.contains("://") || !text.contains('@') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (scheme, after) = rest.split_at(at + "://".len());
        out.push_str(scheme);
        let ends = |c: char| c.is_whitespace() || "/\\?#\"'<>,".contains(c);
        let (authority, tail) = after.split_at(after.find(ends).unwrap_or(after.len()));
        rest = tail;
        let Some((user, host)) = authority.rsplit_once('@') else {
            out.push_str(authority);
            continue;
        };
        if is_ssh(scheme) && !user.is_empty() {
            out.push_str(user.split(':').next().unwrap_or_default());
            out.push('@');
        }
        out.push_str(host);
    }
    out.push_str(rest);
    out.into()
}

/// Whether a text ends with the scheme of an address that is reached by SSH: `ssh://`, `git+ssh://`.
fn is_ssh(text: &str) -> bool {
    let text = text.trim_end_matches("://");
    let is_part = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    let scheme = &text[text.trim_end_matches(is_part).len()..];
    scheme.split('+').any(|part| part.eq_ignore_ascii_case("ssh"))
}

/// As [`public`], in place.
pub(crate) fn make_public(text: &mut Box<str>) {
    if let Cow::Owned(cut) = public(text) {
        *text = cut.into();
    }
}

/// The source by addresses that all may see.
pub(crate) fn public_source(mut source: PackageSource) -> PackageSource {
    match &mut source {
        PackageSource::Unknown | PackageSource::Registry { url: None } => {}
        PackageSource::Registry { url: Some(url) } | PackageSource::Archive { url } => {
            make_public(url);
        }
        PackageSource::Git { url, revision } => {
            make_public(url);
            revision.iter_mut().for_each(make_public);
        }
        PackageSource::Path { path } => make_public(path),
    }
    source
}

/// Makes what a package says to people fit for all to see.
pub(crate) fn make_about_public(about: &mut PackageAbout) {
    let PackageAbout { homepage, repository, download, source_archive, .. } = about;
    let all = [homepage, repository, download, source_archive];
    all.into_iter().flatten().for_each(make_public);
}

/// The address of a file as locks write it, without the checksum behind it. `None` for what is not
/// fetched over the web, and for addresses that are signed for one person: they open a door, and are
/// no use tomorrow.
pub(crate) fn fetched(written: &str) -> Option<Box<str>> {
    const SIGNS: [&str; 6] = ["token", "sig", "secret", "credential", "password", "key"];
    let url = written.split('#').next().unwrap_or(written);
    if !url.starts_with("https://") && !url.starts_with("http://") {
        return None;
    }
    let (_, query) = url.split_once('?').unwrap_or_default();
    let names = query.split('&').filter_map(|part| part.split('=').next());
    let mut names = names.map(str::to_ascii_lowercase);
    let is_signed = names.any(|name| SIGNS.iter().any(|sign| name.contains(sign)));
    (!is_signed).then(|| url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_fetched_over_the_web() {
        for (written, expect) in [
            ("https://host.example/a/-/a-1.tgz#0123abcd", Some("https://host.example/a/-/a-1.tgz")),
            ("http://host.example/get?file=a.tgz", Some("http://host.example/get?file=a.tgz")),
            ("https://host.example/a.tgz?x=1&X-Amz-Signature=abc", None),
            ("https://host.example/a.tgz?access_token=abc", None),
            ("git+ssh://git@host.example/a.git", None),
            ("file:../a.tgz", None),
        ] {
            assert_eq!(fetched(written).as_deref(), expect, "{written}");
        }
    }

    #[test]
    fn users_and_passwords_are_cut() {
        for (written, expect) in [
            ("https://me:secret@host.example/a?b@c", "https://host.example/a?b@c"),
            (
                "git+https://oauth2:glpat-x@host.example/a.git@v1",
                "git+https://host.example/a.git@v1",
            ),
            ("https://me@corp:secret@host.example", "https://host.example"),
            ("ssh://git@host.example/a", "ssh://git@host.example/a"),
            ("a@git+ssh://git:secret@host.example:22/a", "a@git+ssh://git@host.example:22/a"),
            ("git@host.example:a/b.git", "git@host.example:a/b.git"),
            ("https://host.example/@a/b", "https://host.example/@a/b"),
            ("https://host.example <me@host.example>", "https://host.example <me@host.example>"),
            ("x://a@b, https://c:d@e/f", "x://b, https://e/f"),
            ("://", "://"),
        ] {
            assert_eq!(public(written), expect);
            assert_eq!(public(expect), expect);
        }
    }
}
