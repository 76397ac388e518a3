// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Whose certificates are believed, and which is shown.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
};

use ureq::tls::{Certificate, ClientCert, PemItem, PrivateKey, RootCerts, TlsConfig, parse_pem};

use super::ImageAccess;
use crate::image::error::ImageError;

/// Bytes of a file of certificates.
const CERTIFICATE_BYTES: u64 = 16 << 20;

/// What is believed of the registry, and of other hosts.
pub(super) fn of(
    access: &ImageAccess,
    host: &str,
    place: &str,
) -> Result<(TlsConfig, TlsConfig), ImageError> {
    let mut roots = Vec::new();
    // What of the system cannot be read certifies nothing, and the connection says so.
    if let Some(items) = access.certificates.iter().find_map(|path| read(path).ok()) {
        roots.extend(certificates(items));
    }
    for path in &access.authorities {
        let shown = path.display().to_string();
        let found = certificates(read(path).map_err(|error| ImageError::io(&shown, error))?);
        if found.is_empty() {
            let reason = format!("{shown} holds no certificate");
            return Err(ImageError::Registry { place: place.to_owned(), reason });
        }
        roots.extend(found);
    }
    let others = config(roots.clone(), None);
    let mut own = None;
    for path in access.certificate_folders.iter().flat_map(|folder| files(&folder.join(host))) {
        let Ok(items) = read(&path) else { continue };
        match path.extension().and_then(|end| end.to_str()) {
            Some("crt") => roots.extend(certificates(items)),
            Some("cert") => own = own.or_else(|| identity(items, &path.with_extension("key"))),
            _ => {}
        }
    }
    Ok((config(roots, own), others))
}

fn config(roots: Vec<Certificate<'static>>, own: Option<ClientCert>) -> TlsConfig {
    TlsConfig::builder()
        .root_certs(RootCerts::Specific(Arc::new(roots)))
        .client_cert(own)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build()
}

fn identity(items: Vec<PemItem<'static>>, key: &Path) -> Option<ClientCert> {
    let chain = certificates(items);
    let key: PrivateKey<'static> = read(key).ok()?.into_iter().find_map(|item| match item {
        PemItem::PrivateKey(key) => Some(key),
        _ => None,
    })?;
    (!chain.is_empty()).then(|| ClientCert::new_with_certs(&chain, key))
}

fn certificates(items: Vec<PemItem<'static>>) -> Vec<Certificate<'static>> {
    let certificates = items.into_iter().filter_map(|item| match item {
        PemItem::Certificate(certificate) => Some(certificate),
        _ => None,
    });
    certificates.collect()
}

fn read(path: &Path) -> io::Result<Vec<PemItem<'static>>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(CERTIFICATE_BYTES).read_to_end(&mut bytes)?;
    Ok(parse_pem(&bytes).filter_map(Result::ok).collect())
}

/// The files of a folder by their names; none where there is no folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.sort();
    files
}
