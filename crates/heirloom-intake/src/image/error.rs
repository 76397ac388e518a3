// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Why an image has no files to show.

use std::io;

/// Why an image cannot be read as a whole; smaller troubles are problems of the result.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    /// The system or the network says no.
    #[error("read {place}")]
    Io {
        /// What was read.
        place: String,
        /// The reason.
        #[source]
        source: io::Error,
    },
    /// The source is not made like an image.
    #[error("read {place} as a container image: {reason}")]
    NotAnImage {
        /// The source as given.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
    /// Bytes are not what a manifest states.
    #[error("trust {place}: {what} is {found}, but {stated} is stated")]
    Lies {
        /// The source as given.
        place: String,
        /// What of which part.
        what: String,
        /// As stated.
        stated: String,
        /// As found.
        found: String,
    },
    /// A part that a manifest names is not there.
    #[error("find {part} in {place}")]
    Missing {
        /// The source as given.
        place: String,
        /// The part.
        part: String,
    },
    /// It holds something else, such as a signature or a chart.
    #[error("scan {place}: it holds {kind}, which is no container image")]
    Artifact {
        /// The source as given.
        place: String,
        /// The type that it states.
        kind: String,
    },
    /// Several images, and nothing says which.
    #[error("tell which image of {place} is meant")]
    Several {
        /// The source as given.
        place: String,
        /// What they are called.
        names: Vec<String>,
    },
    /// No image has that name.
    #[error("find the image `{name}` in {place}")]
    UnknownName {
        /// The source as given.
        place: String,
        /// The name as given.
        name: String,
        /// What there is.
        names: Vec<String>,
    },
    /// No image is for the platform.
    #[error("find an image for {wanted} in {place}")]
    NoPlatform {
        /// The source as given.
        place: String,
        /// The platform.
        wanted: String,
        /// Those there are.
        available: Vec<String>,
    },
    /// A registry, or the way to it, fails.
    #[error("fetch {place}: {reason}")]
    Registry {
        /// The image as a reference.
        place: String,
        /// What happened.
        reason: String,
    },
    /// A registry does not give the image to everyone.
    #[error("be let in to {place}: {reason}")]
    NotLetIn {
        /// The image as a reference.
        place: String,
        /// What was missing.
        reason: String,
    },
    /// It was told to stop.
    #[error("finish: it was interrupted")]
    Stopped,
}

impl ImageError {
    pub(crate) fn io(place: &str, source: io::Error) -> ImageError {
        ImageError::Io { place: place.to_owned(), source }
    }

    pub(crate) fn not_an_image(place: &str, reason: impl Into<String>) -> ImageError {
        ImageError::NotAnImage { place: place.to_owned(), reason: reason.into() }
    }

    pub(crate) fn lies(
        place: &str,
        what: impl Into<String>,
        stated: impl ToString,
        found: impl ToString,
    ) -> ImageError {
        ImageError::Lies {
            place: place.to_owned(),
            what: what.into(),
            stated: stated.to_string(),
            found: found.to_string(),
        }
    }
}
