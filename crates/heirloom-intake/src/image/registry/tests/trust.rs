// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Registries that speak TLS.

use heirloom_testkit::authority::{Authority, Identity};

use super::*;

/// Pulls with access that `change` makes, from a folder to put files in.
fn pulled(
    registry: &Registry,
    change: impl FnOnce(&mut ImageAccess, &Path),
) -> Result<Vec<String>, String> {
    let folder = tempfile::tempdir().unwrap();
    let mut spec = spec(&registry.host(), ":1", &[], folder.path());
    change(&mut spec.access, folder.path());
    read(&spec)
}

fn written(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn authorities_are_believed_that_the_user_names() {
    let (known, other) = (Authority::new(), Authority::new());
    let registry = Registry::start_encrypted(&image(), Behavior::default(), &known);
    let named = |authority: &Authority| {
        let pem = authority.pem();
        pulled(&registry, |access, folder| {
            access.authorities = vec![written(folder, "ca.pem", &pem)]
        })
    };
    assert_eq!(named(&known).unwrap(), ["b two"]);
    let told = named(&other).unwrap_err();
    assert!(told.contains("invalid peer certificate"), "{told}");
    let told = pulled(&registry, |_, _| {}).unwrap_err();
    assert!(told.contains("certificates are told by `--registry-ca`"), "{told}");
    // To name it insecure lets in no certificate that is not believed.
    let host = registry.host();
    let told = pulled(&registry, |access, _| access.insecure = vec![host]).unwrap_err();
    assert!(told.contains("invalid peer certificate"), "{told}");
    // That of the system is believed as well, and so is one kept for the host.
    let system = |access: &mut ImageAccess, folder: &Path| {
        access.certificates = vec![folder.join("none"), written(folder, "all.pem", &known.pem())];
    };
    assert_eq!(pulled(&registry, system).unwrap(), ["b two"]);
    let kept = |access: &mut ImageAccess, folder: &Path| {
        written(folder, &format!("certs.d/{}/ca.crt", registry.host()), &known.pem());
        access.certificate_folders = vec![folder.join("certs.d")];
    };
    assert_eq!(pulled(&registry, kept).unwrap(), ["b two"]);
    let elsewhere = |access: &mut ImageAccess, folder: &Path| {
        written(folder, "certs.d/other.example/ca.crt", &known.pem());
        access.certificate_folders = vec![folder.join("certs.d")];
    };
    assert!(pulled(&registry, elsewhere).is_err());
}

#[test]
fn files_that_are_no_certificates_are_told() {
    let registry = Registry::start_encrypted(&image(), Behavior::default(), &Authority::new());
    let empty = |access: &mut ImageAccess, folder: &Path| {
        access.authorities = vec![written(folder, "ca.pem", "nothing")];
    };
    assert!(pulled(&registry, empty).unwrap_err().ends_with("ca.pem holds no certificate"));
    let none = |access: &mut ImageAccess, folder: &Path| {
        access.authorities = vec![folder.join("none.pem")];
    };
    assert!(pulled(&registry, none).unwrap_err().ends_with("none.pem"));
}

#[test]
fn certificates_of_clients_are_shown_to_their_registry() {
    let authority = Authority::asking_clients();
    let registry = Registry::start_encrypted(&image(), Behavior::default(), &authority);
    let Identity { certificate, key } = authority.identity();
    let believed = |access: &mut ImageAccess, folder: &Path| {
        let host = registry.host();
        written(folder, &format!("certs.d/{host}/ca.crt"), &authority.pem());
        access.certificate_folders = vec![folder.join("certs.d")];
    };
    assert!(pulled(&registry, believed).is_err());
    let shown = |access: &mut ImageAccess, folder: &Path| {
        believed(access, folder);
        let host = registry.host();
        written(folder, &format!("certs.d/{host}/client.cert"), &certificate);
        written(folder, &format!("certs.d/{host}/client.key"), &key);
    };
    assert_eq!(pulled(&registry, shown).unwrap(), ["b two"]);
}

#[test]
fn encrypted_registries_do_not_lead_to_plain_ones() {
    let authority = Authority::new();
    let plain = Registry::start(&image(), Behavior::default());
    let behavior =
        Behavior { blobs_at: Some(format!("http://{}", plain.host())), ..Behavior::default() };
    let registry = Registry::start_encrypted(&image(), behavior, &authority);
    let told = pulled(&registry, |access, folder| {
        access.authorities = vec![written(folder, "ca.pem", &authority.pem())];
    });
    assert!(told.unwrap_err().contains("redirects to where nothing is fetched from"));
    assert_eq!(plain.requests(), []);
}
