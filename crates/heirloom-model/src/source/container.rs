// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What containers are built from and how they stand together.

use crate::Span;

/// A package that a Dockerfile or script installs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackageInstall {
    /// The type of its package URL: `deb`, `apk`, `rpm`, `pypi`, `npm`, `golang`, `cargo`, `gem`.
    pub ecosystem: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// The version or range behind the name, as written.
    pub version: Option<Box<str>>,
    /// Whether it reaches the image of a Dockerfile's last stage; elsewhere always.
    pub is_delivered: bool,
    /// Where it stands.
    pub span: Span,
}

/// An image that a Dockerfile starts from or copies from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageUse {
    /// The image as written; `None` when it is computed.
    pub image: Option<Box<str>>,
    /// The number of the stage that uses it, from 0.
    pub stage: u32,
    /// Whether files are copied from it (`COPY --from`); else the stage starts from it.
    pub is_copied: bool,
    /// Whether what it brings reaches the image of the last stage.
    pub is_delivered: bool,
    /// Where it stands.
    pub span: Span,
}

/// Files of the tree that a Dockerfile brings into a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageCopy {
    /// The paths as written, from the folder that the image is built in; `.` is all of it.
    pub sources: Vec<Box<str>>,
    /// The number of the stage that they come into, from 0.
    pub stage: u32,
    /// Whether they reach the image of the last stage: as they are, or as what a stage makes of
    /// them from which that one copies.
    pub is_delivered: bool,
    /// Whether another stage stands in between, which may build something of them.
    pub is_built: bool,
    /// Where it stands.
    pub span: Span,
}

/// A port that a Dockerfile opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExposedPort {
    /// As written: `8080`, `53/udp`, `$PORT`.
    pub port: Box<str>,
    /// Where it stands.
    pub span: Span,
}

/// A service of a compose file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComposeService {
    /// Its name in the file.
    pub name: Box<str>,
    /// The image that it runs.
    pub image: Option<Box<str>>,
    /// The folder that it is built from.
    pub build: Option<Box<str>>,
    /// The Dockerfile that builds it, from that folder, where it is named.
    pub dockerfile: Option<Box<str>>,
    /// Ports published to the outside, as written.
    pub published: Vec<Box<str>>,
    /// Ports open to the other services alone.
    pub exposed: Vec<Box<str>>,
    /// Services that it waits for.
    pub depends_on: Vec<Box<str>>,
    /// Services that it is linked to by name.
    pub links: Vec<Box<str>>,
    /// Networks that it is in; the default one when none is named.
    pub networks: Vec<Box<str>>,
    /// Services whose names stand in its environment or command, as in `redis://cache:6379`: a
    /// sign that it talks to them.
    pub mentions: Vec<Box<str>>,
    /// Where it stands.
    pub span: Span,
}
