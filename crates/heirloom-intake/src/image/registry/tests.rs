// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Pulls from a registry on this machine, and from bad ones.

mod broken;
mod permits;
mod real;
mod trust;

use std::{ops::ControlFlow, path::Path};

use heirloom_testkit::{
    images::{Packing, TestImage, layer},
    registry::{Behavior, Ranges, Registry},
};
use tempfile::TempDir;

use crate::{ImageAt, ImageSpec, Limits, Selection, SourceSpec, Stage, open};

use super::*;

const BASIC: &str = "Basic dXNlcjpzZWNyZXQ=";

fn image() -> TestImage {
    TestImage::new("amd64", &[layer("+ a one"), layer("+ b two\n + .wh.a")], Packing::Gzip)
}

/// What a file of credentials says of a host, in a folder of its own.
fn credentials_for(host: &str) -> (TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.json");
    let text = format!(r#"{{"auths": {{"{host}": {{"auth": "dXNlcjpzZWNyZXQ="}}}}}}"#);
    std::fs::write(&path, text).unwrap();
    (folder, vec![path])
}

fn spec(host: &str, rest: &str, credentials: &[PathBuf], temporary: &Path) -> ImageSpec {
    let reference = Reference::parse(&format!("{host}/team/app{rest}")).unwrap();
    let access = ImageAccess {
        credentials: credentials.to_vec(),
        patience: Duration::from_millis(700),
        ..ImageAccess::new(temporary.to_owned())
    };
    ImageSpec { at: ImageAt::Registry(reference), platform: None, access: access.into() }
}

/// The files as `path contents`, or the error.
fn read(spec: &ImageSpec) -> Result<Vec<String>, String> {
    let spec = SourceSpec::Image(spec.clone());
    let shown = |error: &dyn std::error::Error| error.to_string();
    let source = open(&spec, &Selection::everything(), &Limits::standard())
        .map_err(|error| shown(&error))?;
    let mut found = Vec::new();
    let problems = source.walk_closed(&mut |entry| {
        let mut bytes = Vec::new();
        entry.read(&Limits::standard(), &mut bytes).unwrap();
        found.push(format!("{} {}", entry.path, String::from_utf8_lossy(&bytes)));
        ControlFlow::Continue(())
    });
    assert_eq!(problems.map_err(|error| shown(&error))?, []);
    Ok(found)
}

/// Pulls and gives what the registry was asked.
#[track_caller]
fn check(registry: &Registry, credentials: &[PathBuf], expect: Result<&[&str], &str>) {
    let temporary = tempfile::tempdir().unwrap();
    let found = read(&spec(&registry.host(), ":1", credentials, temporary.path()));
    match (found, expect) {
        (Ok(found), Ok(expect)) => assert_eq!(found, expect),
        (Err(found), Err(expect)) => {
            let found = found.replace(&registry.host(), "HOST");
            assert!(found.contains(expect), "{found}");
        }
        (found, expect) => panic!("{found:?} in place of {expect:?}"),
    }
}

#[test]
fn images_are_pulled_by_tag_and_digest_once() {
    let image = image();
    let registry = Registry::start(&image, Behavior::default());
    let temporary = tempfile::tempdir().unwrap();
    let one = spec(&registry.host(), ":1", &[], temporary.path());
    assert_eq!(read(&one).unwrap(), ["b two"]);
    let n_requests = registry.requests().len();
    // The manifest is asked for again; what it names was fetched.
    assert_eq!(read(&one).unwrap(), ["b two"]);
    assert_eq!(registry.requests().len(), n_requests + 1);
    assert!(registry.requests().iter().all(|request| request.authorization.is_none()));
    let digest = image.manifest["digest"].as_str().unwrap();
    let by_digest = spec(&registry.host(), &format!("@{digest}"), &[], temporary.path());
    assert_eq!(read(&by_digest).unwrap(), ["b two"]);
    let gone = spec(&registry.host(), ":2", &[], temporary.path());
    assert!(read(&gone).unwrap_err().starts_with("find what http://127.0.0.1:"));
    assert_eq!(std::fs::read_dir(temporary.path()).unwrap().count(), 0);
}

#[test]
fn fetching_is_told_and_can_be_stopped() {
    let registry = Registry::start(&image(), Behavior::default());
    let temporary = tempfile::tempdir().unwrap();
    let spec = SourceSpec::Image(spec(&registry.host(), ":1", &[], temporary.path()));
    let source = open(&spec, &Selection::everything(), &Limits::standard()).unwrap();
    let told = std::cell::Cell::new(0);
    let stopped = source.walk_watched(
        &|stage| match stage {
            Stage::Fetching { n_bytes, of } => {
                assert!(n_bytes > 0 && n_bytes <= of);
                told.set(told.get() + 1);
                ControlFlow::Break(())
            }
            Stage::Names { .. } => ControlFlow::Continue(()),
        },
        &mut |_| ControlFlow::Continue(()),
    );
    assert!(stopped.is_err() && told.get() == 1);
}

#[test]
fn names_and_passwords_go_to_the_registry_they_are_kept_for() {
    let behavior = Behavior { permit: Some(BASIC.into()), ..Behavior::default() };
    let registry = Registry::start(&image(), behavior);
    let (_folder, own) = credentials_for(&registry.host());
    check(&registry, &own, Ok(&["b two"]));
    let n_before = registry.requests().len();
    let (_folder, others) = credentials_for("other.example");
    let told = "be let in to HOST/team/app:1: the registry asks for a name and a password, and no \
                file holds credentials for HOST";
    check(&registry, &others, Err(told));
    let later = registry.requests().split_off(n_before);
    assert!(later.iter().all(|request| request.authorization.is_none()));
}

#[test]
fn tokens_are_asked_for_with_what_is_kept_for_their_host() {
    let registry = Registry::start(&image(), Behavior::default());
    let page = "/token?scope=repository:team/app:pull&service=r";
    let challenge =
        |host: &str| Some(format!("Bearer realm=\"http://{host}/token\",service=\"r\""));
    let pages =
        |needed: Option<String>| vec![(page.to_owned(), needed, r#"{"token": "t0k"}"#.to_owned())];
    let bearer = || Some("Bearer t0k".to_owned());
    let own = Behavior {
        permit: bearer(),
        challenge: challenge(&registry.host()),
        pages: pages(Some(BASIC.into())),
        ..Behavior::default()
    };
    registry.behave(own);
    let (_folder, kept) = credentials_for(&registry.host());
    check(&registry, &kept, Ok(&["b two"]));
    check(&registry, &[], Err("gives out no token (401 Unauthorized), and no file holds"));
    // Another host that gives out tokens to everyone is fine, and learns nothing.
    let other = Registry::start(&image(), Behavior { pages: pages(None), ..Behavior::default() });
    registry.behave(Behavior {
        permit: bearer(),
        challenge: challenge(&other.host()),
        ..Behavior::default()
    });
    check(&registry, &kept, Ok(&["b two"]));
    // One that wants the credentials of the registry does not get them.
    other.behave(Behavior { pages: pages(Some(BASIC.into())), ..Behavior::default() });
    check(&registry, &kept, Err("which they were not sent to"));
    assert!(other.requests().iter().all(|request| request.authorization.is_none()));
    // What is kept for it is sent.
    let (_folder, of_other) = credentials_for(&other.host());
    check(&registry, &of_other, Ok(&["b two"]));
}

#[test]
fn redirects_to_other_hosts_carry_nothing_that_lets_in() {
    let store = Registry::start(&image(), Behavior::default());
    let behavior = Behavior {
        permit: Some(BASIC.into()),
        blobs_at: Some(format!("http://{}", store.host())),
        ..Behavior::default()
    };
    let registry = Registry::start(&image(), behavior);
    let (_folder, kept) = credentials_for(&registry.host());
    check(&registry, &kept, Ok(&["b two"]));
    let asked = store.requests();
    assert!(!asked.is_empty() && asked.iter().all(|request| request.authorization.is_none()));
    let round = format!("http://{}", registry.host());
    registry.behave(Behavior { blobs_at: Some(round), ..Behavior::default() });
    check(&registry, &[], Err("the registry redirects more than 5 times"));
    registry.behave(Behavior { blobs_at: Some("file://".into()), ..Behavior::default() });
    check(&registry, &[], Err("redirects to where nothing is fetched from"));
}

#[test]
fn registries_that_stall_lie_or_fail_are_told() {
    let stalling = Behavior { stalls: true, ..Behavior::default() };
    let registry = Registry::start(&image(), stalling);
    check(&registry, &[], Err("nothing came for 0.7 s"));
    registry.behave(Behavior { lies: true, ..Behavior::default() });
    check(&registry, &[], Err("trust HOST/team/app:1: the digest of the blob sha256:"));
    registry.behave(Behavior { n_failures: 2, ..Behavior::default() });
    check(&registry, &[], Ok(&["b two"]));
    registry.behave(Behavior { n_failures: 100, ..Behavior::default() });
    check(&registry, &[], Err("the registry answers 503 Service Unavailable"));
    // A manifest that is not what its digest says.
    let mut lying = image();
    let digest = lying.manifest["digest"].as_str().unwrap().to_owned();
    lying.blobs.get_mut(&digest).unwrap().push(b' ');
    let registry = Registry::start(&lying, Behavior::default());
    let temporary = tempfile::tempdir().unwrap();
    let by_digest = spec(&registry.host(), &format!("@{digest}"), &[], temporary.path());
    assert!(read(&by_digest).unwrap_err().contains("the digest of the manifest is sha256:"));
    let closed = spec("127.0.0.1:1", ":1", &[], temporary.path());
    assert!(read(&closed).unwrap_err().starts_with("fetch 127.0.0.1:1/team/app:1: 127.0.0.1:1: "));
}
