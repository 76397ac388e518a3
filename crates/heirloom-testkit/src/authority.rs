// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! An authority of its own for each test: its certificate, and those that it gives to servers on this
//! machine. The few parts of X.509 (RFC 5280) that this takes are written here.

use std::sync::Arc;

use ring::{
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair},
};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivatePkcs8KeyDer},
    server::WebPkiClientVerifier,
};

const NAME: &str = "An authority for tests";

/// Object identifiers, encoded.
const COMMON_NAME: &[u8] = &[0x55, 4, 3];
const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
const ECDSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
const ALTERNATIVE_NAME: &[u8] = &[0x55, 0x1d, 17];
const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 19];

const INTEGER: u8 = 2;
const BITS: u8 = 3;
const OCTETS: u8 = 4;
const OBJECT: u8 = 6;
const TEXT: u8 = 12;
const TIME: u8 = 23;
const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;

/// Signs certificates that nobody else knows.
#[derive(Debug)]
pub struct Authority {
    key: EcdsaKeyPair,
    certificate: Vec<u8>,
    asks_clients: bool,
}

/// A certificate and its key, as files hold them.
#[derive(Clone, Debug)]
pub struct Identity {
    /// In PEM.
    pub certificate: String,
    /// In PEM.
    pub key: String,
}

impl Default for Authority {
    fn default() -> Authority {
        Authority::new()
    }
}

impl Authority {
    /// Makes an authority.
    ///
    /// # Panics
    /// When the system has no random numbers.
    pub fn new() -> Authority {
        let (key, _) = key_pair();
        let is_authority = der(SEQUENCE, &[&[1, 1, 0xff]]);
        let certificate = certificate(&key, &key, NAME, 1, BASIC_CONSTRAINTS, &is_authority);
        Authority { key, certificate, asks_clients: false }
    }

    /// Makes one whose servers let in those alone who have a certificate by it.
    pub fn asking_clients() -> Authority {
        Authority { asks_clients: true, ..Authority::new() }
    }

    /// Its certificate in PEM.
    pub fn pem(&self) -> String {
        pem("CERTIFICATE", &self.certificate)
    }

    /// A certificate for `127.0.0.1` and `localhost`, or for a client of them.
    pub fn identity(&self) -> Identity {
        let (certificate, key) = self.signed();
        Identity { certificate: pem("CERTIFICATE", &certificate), key: pem("PRIVATE KEY", &key) }
    }

    fn signed(&self) -> (Vec<u8>, Vec<u8>) {
        let (key, secret) = key_pair();
        let names = der(SEQUENCE, &[&der(0x82, &[b"localhost"]), &der(0x87, &[&[127, 0, 0, 1]])]);
        (certificate(&self.key, &key, "localhost", 2, ALTERNATIVE_NAME, &names), secret)
    }

    pub(crate) fn server(&self) -> Arc<ServerConfig> {
        let (certificate, key) = self.signed();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider));
        let builder = builder.with_safe_default_protocol_versions().expect("ring knows them");
        let builder = if self.asks_clients {
            let mut roots = rustls::RootCertStore::empty();
            roots.add(CertificateDer::from(self.certificate.clone())).expect("it is one");
            let verifier =
                WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build();
            builder.with_client_cert_verifier(verifier.expect("there is a root"))
        } else {
            builder.with_no_client_auth()
        };
        let chain = vec![CertificateDer::from(certificate)];
        let key = PrivatePkcs8KeyDer::from(key).into();
        Arc::new(builder.with_single_cert(chain, key).expect("they belong together"))
    }
}

fn key_pair() -> (EcdsaKeyPair, Vec<u8>) {
    let random = SystemRandom::new();
    let algorithm = &ECDSA_P256_SHA256_ASN1_SIGNING;
    let secret = EcdsaKeyPair::generate_pkcs8(algorithm, &random).expect("random numbers");
    let key = EcdsaKeyPair::from_pkcs8(algorithm, secret.as_ref(), &random).expect("we made it");
    (key, secret.as_ref().to_vec())
}

/// A certificate by `issuer` for `subject`, with one extension.
fn certificate(
    issuer: &EcdsaKeyPair,
    subject: &EcdsaKeyPair,
    name: &str,
    serial: u8,
    extension: &[u8],
    value: &[u8],
) -> Vec<u8> {
    let object = |id: &[u8]| der(OBJECT, &[id]);
    let named = |name: &str| {
        let pair = der(SEQUENCE, &[&object(COMMON_NAME), &der(TEXT, &[name.as_bytes()])]);
        der(SEQUENCE, &[&der(SET, &[&pair])])
    };
    let signed_by = der(SEQUENCE, &[&object(ECDSA_SHA256)]);
    let times = [b"200101000000Z", b"491231235959Z"].map(|time| der(TIME, &[time]));
    let key_kind = der(SEQUENCE, &[&object(EC_PUBLIC_KEY), &object(P256)]);
    let public = der(BITS, &[&[0], subject.public_key().as_ref()]);
    let extension = der(SEQUENCE, &[&object(extension), &der(OCTETS, &[value])]);
    let body = der(
        SEQUENCE,
        &[
            &der(0xa0, &[&der(INTEGER, &[&[2]])]),
            &der(INTEGER, &[&[serial]]),
            &signed_by,
            &named(NAME),
            &der(SEQUENCE, &[&times[0], &times[1]]),
            &named(name),
            &der(SEQUENCE, &[&key_kind, &public]),
            &der(0xa3, &[&der(SEQUENCE, &[&extension])]),
        ],
    );
    let signature = issuer.sign(&SystemRandom::new(), &body).expect("random numbers");
    der(SEQUENCE, &[&body, &signed_by, &der(BITS, &[&[0], signature.as_ref()])])
}

/// One value in the distinguished encoding.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let body = parts.concat();
    let mut bytes = vec![tag];
    match u16::try_from(body.len()).expect("certificates are small") {
        length @ 0..128 => bytes.push(length as u8),
        length => {
            bytes.push(0x82);
            bytes.extend(length.to_be_bytes());
        }
    }
    // The shortest form of a length is asked for.
    if let [_, 0x82, 0, length, ..] = bytes.as_slice() {
        bytes = vec![tag, 0x81, *length];
    }
    bytes.extend(body);
    bytes
}

fn pem(kind: &str, bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = format!("-----BEGIN {kind}-----\n");
    for line in bytes.chunks(48) {
        for chunk in line.chunks(3) {
            let word = chunk.iter().fold(0_u32, |word, &byte| (word << 8) | u32::from(byte));
            let word = word << (8 * (3 - chunk.len()));
            for place in 0..4 {
                let letter = ALPHABET[(word >> (18 - 6 * place)) as usize & 63];
                text.push(if place <= chunk.len() { char::from(letter) } else { '=' });
            }
        }
        text.push('\n');
    }
    text + &format!("-----END {kind}-----\n")
}
