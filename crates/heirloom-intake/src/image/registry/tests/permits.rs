// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Credentials from helpers, and identity tokens.

use super::*;

/// Where the helpers of these tests are.
fn helpers() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/image/registry/tests/helpers")
}

/// Pulls with a file of credentials; `HOST` in it is the registry.
fn pulled(registry: &Registry, file: &str, programs: Vec<PathBuf>) -> Result<Vec<String>, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.json");
    std::fs::write(&path, file.replace("HOST", &registry.host())).unwrap();
    let mut spec = spec(&registry.host(), ":1", std::slice::from_ref(&path), folder.path());
    spec.access.programs = programs;
    read(&spec).map_err(|error| {
        error.replace(&registry.host(), "HOST").replace(&path.display().to_string(), "FILE")
    })
}

#[test]
fn helpers_are_asked_for_the_registry() {
    let behavior = Behavior { permit: Some(BASIC.into()), ..Behavior::default() };
    let registry = Registry::start(&image(), behavior);
    let store = r#"{"auths": {"HOST": {}}, "credsStore": "heirloom-test"}"#;
    let own = r#"{"credHelpers": {"HOST": "heirloom-test"}}"#;
    for file in [store, own] {
        assert_eq!(pulled(&registry, file, vec![helpers()]).unwrap(), ["b two"], "{file}");
    }
    // One that is not for this host is left alone, and so is one in a folder that is not absolute.
    let other = r#"{"credHelpers": {"other.example": "heirloom-test"}}"#;
    let told = pulled(&registry, other, vec![helpers()]).unwrap_err();
    assert!(told.ends_with("and no file holds credentials for HOST"), "{told}");
    let relative = PathBuf::from("src/image/registry/tests/helpers");
    let told = pulled(&registry, store, vec![relative]).unwrap_err();
    let expect = "and the program docker-credential-heirloom-test is not there, which FILE names";
    assert!(told.ends_with(expect), "{told}");
}

#[test]
fn helpers_that_know_nothing_stall_or_are_none_are_told() {
    let behavior = Behavior { permit: Some(BASIC.into()), ..Behavior::default() };
    let registry = Registry::start(&image(), behavior);
    let with = |name: &str| {
        let file = format!(r#"{{"credsStore": "{name}"}}"#);
        pulled(&registry, &file, vec![helpers()]).unwrap_err()
    };
    let told = with("heirloom-empty");
    assert!(told.contains("docker-credential-heirloom-empty knows nothing of HOST"), "{told}");
    let told = with("heirloom-stalling");
    assert!(told.contains("docker-credential-heirloom-stalling says nothing for 0.7 s"), "{told}");
    for name in ["../heirloom-test", "", "a b"] {
        let told = with(name);
        assert!(told.contains("names a helper that has no name"), "{told}");
    }
    assert!(registry.requests().iter().all(|request| request.authorization.is_none()));
}

#[test]
fn identity_tokens_are_changed_for_tokens() {
    let registry = Registry::start(&image(), Behavior::default());
    let behave = |host: &str, needed: &str| Behavior {
        permit: Some(needed.to_owned()),
        challenge: Some(format!("Bearer realm=\"http://{host}/token\",service=\"r\"")),
        pages: vec![("/token".to_owned(), None, r#"{"access_token": "t0k"}"#.to_owned())],
        ..Behavior::default()
    };
    registry.behave(behave(&registry.host(), "Bearer t0k"));
    let held = r#"{"auths": {"HOST": {"auth": "dXNlcjo=", "identitytoken": "s3 cret"}}}"#;
    let helped = r#"{"credsStore": "heirloom-identity"}"#;
    for file in [held, helped] {
        assert_eq!(pulled(&registry, file, vec![helpers()]).unwrap(), ["b two"], "{file}");
        let asked = registry.requests().into_iter().rfind(|one| one.path == "/token").unwrap();
        assert_eq!((asked.method.as_str(), asked.authorization), ("POST", None));
        let expect = "grant_type=refresh_token&client_id=heirloom&scope=repository:team/app:pull&\
                      service=r&refresh_token=s3%20cret";
        assert_eq!(asked.body, expect);
    }
    // Another host that gives out tokens is not told the one for the registry.
    let pages = vec![(
        "/token?scope=repository:team/app:pull&service=r".to_owned(),
        Some("Bearer never".to_owned()),
        String::new(),
    )];
    let other = Registry::start(&image(), Behavior { pages, ..Behavior::default() });
    registry.behave(behave(&other.host(), "Bearer t0k"));
    let told = pulled(&registry, held, Vec::new()).unwrap_err();
    assert!(told.contains("which they were not sent to"), "{told}");
    assert!(other.requests().iter().all(|one| one.body.is_empty()));
}

#[test]
fn tokens_that_ran_out_are_asked_for_again() {
    let registry = Registry::start(&image(), Behavior::default());
    let host = registry.host();
    let page = "/token?scope=repository:team/app:pull";
    let with = |token: &str| Behavior {
        permit: Some(format!("Bearer {token}")),
        challenge: Some(format!("Bearer realm=\"http://{host}/token\"")),
        pages: vec![(page.to_owned(), None, format!(r#"{{"token": "{token}"}}"#))],
        ..Behavior::default()
    };
    registry.behave(with("first"));
    let temporary = tempfile::tempdir().unwrap();
    let spec = SourceSpec::Image(spec(&host, ":1", &[], temporary.path()));
    let source = open(&spec, &Selection::everything(), &Limits::standard()).unwrap();
    // The manifest was given for the first token; the layers are not.
    registry.behave(with("second"));
    let problems = source.walk_closed(&mut |_| ControlFlow::Continue(()));
    assert_eq!(problems.unwrap(), []);
    let n_tokens = registry.requests().iter().filter(|one| one.path == page).count();
    assert_eq!(n_tokens, 2);
}
