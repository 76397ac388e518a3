// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The nouns of `heirloom-model`, field by field.

use std::sync::Arc;

use heirloom_model::{
    AnnotatedLicense, Annotation, AnnotationConvention, AuthorFind, Concluded, ConcludedReason,
    ContentKind, CopyrightFind, DeclaredLicense, Detection, Digest, FileContext, FileFacts,
    FileRole, FindKind, Holder, Joining, JoiningMethod, LicenseFind, Manifest, Matcher, Party,
    PartyRole, Precedence, Problem, ProblemCode, ResolvedReference, RuleId, Span, TextFacts,
    TreePath, UseFacts, YearRange,
};

use super::{Input, Wire, WireError, write_bytes};

structs! {
    FileContext { role, resolved, annotated, concluded, package, layer }
    ResolvedReference { name, target, expression }
    AnnotatedLicense { source, expression, copyrights }
    Concluded { expression, reason, source }
    TextFacts { content, encoding, n_lines, generated, reserved }
    LicenseFind {
        expression, kind, matcher, rule, coverage, relevance, n_words, span, refers_to, text,
    }
    Detection { expression, because }
    Joining { method, expression, lines }
    CopyrightFind { statement, holders, years, span }
    Holder { name, normalized }
    YearRange { first, last }
    AuthorFind { name, span }
    Manifest { ecosystem, name, version, licenses, parties, homepage, repository }
    DeclaredLicense { field, as_written, expression, refers_to, span }
    Party { role, name }
    Annotation { convention, patterns, base, license, copyrights, precedence, span }
}

enums! {
    ContentKind { Empty = 0, Text = 1, Binary = 2 }
    FindKind { Text = 0, Notice = 1, Reference = 2, Tag = 3, Intro = 4, Clue = 5, Unknown = 6 }
    Matcher { Hash = 0, Exact = 1, Approximate = 2, SpdxTag = 3, Grammar = 4, Unknown = 5 }
    JoiningMethod {
        Alone = 0, Choice = 1, Together = 2, Introduced = 3, Exception = 4, TagDecides = 5,
        TagDisagrees = 6, OfPart = 7,
    }
    PartyRole { Author = 0, Maintainer = 1, Publisher = 2, Holder = 3 }
    AnnotationConvention { ReuseToml = 0, Dep5 = 1 }
    Precedence { Closest = 0, Aggregate = 1, Override = 2 }
    FileRole {
        Source = 0,
        BuildTool = 1,
        Generated = 2,
        Documentation = 3,
        History = 4,
        Test = 5,
        LicenseText = 6,
        Data = 7,
    }
    ConcludedReason {
        Curation = 0, Annotation = 1, Tag = 2, Detected = 3, Reference = 4, DeclaredAndText = 5,
        Declared = 6, LicenseText = 7, Files = 8,
    }
}

/// All but what it says of other software, which has a place of its own in caches and records.
impl Wire for FileFacts {
    fn write(&self, out: &mut Vec<u8>) {
        let FileFacts {
            text,
            licenses,
            detection,
            copyrights,
            authors,
            manifests,
            annotations,
            uses: _,
            problems,
        } = self;
        text.write(out);
        licenses.write(out);
        detection.write(out);
        copyrights.write(out);
        authors.write(out);
        manifests.write(out);
        annotations.write(out);
        problems.write(out);
    }

    fn read(input: &mut Input<'_>) -> Result<FileFacts, WireError> {
        Ok(FileFacts {
            text: Wire::read(input)?,
            licenses: Wire::read(input)?,
            detection: Wire::read(input)?,
            copyrights: Wire::read(input)?,
            authors: Wire::read(input)?,
            manifests: Wire::read(input)?,
            annotations: Wire::read(input)?,
            uses: UseFacts::default(),
            problems: Wire::read(input)?,
        })
    }
}

impl Wire for Span {
    fn write(&self, out: &mut Vec<u8>) {
        let Span { start, end, first_line, last_line } = *self;
        start.write(out);
        end.wrapping_sub(start).write(out);
        first_line.write(out);
        last_line.wrapping_sub(first_line).write(out);
    }

    fn read(input: &mut Input<'_>) -> Result<Span, WireError> {
        let start = u64::read(input)?;
        let end = start.wrapping_add(u64::read(input)?);
        let first_line = u32::read(input)?;
        let last_line = first_line.wrapping_add(u32::read(input)?);
        Ok(Span { start, end, first_line, last_line })
    }
}

impl Wire for RuleId {
    fn write(&self, out: &mut Vec<u8>) {
        write_bytes(self.0.as_bytes(), out);
    }

    fn read(input: &mut Input<'_>) -> Result<RuleId, WireError> {
        Ok(RuleId(Arc::from(input.str()?)))
    }
}

impl Wire for Digest {
    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.0);
    }

    fn read(input: &mut Input<'_>) -> Result<Digest, WireError> {
        let bytes = input.take(32)?;
        Ok(Digest(bytes.try_into().expect("32 bytes were taken")))
    }
}

impl Wire for TreePath {
    fn write(&self, out: &mut Vec<u8>) {
        write_bytes(self.as_bytes(), out);
    }

    fn read(input: &mut Input<'_>) -> Result<TreePath, WireError> {
        let length = input.length()?;
        let bytes = input.take(length)?;
        if let Ok(path) = TreePath::parse(bytes) {
            return Ok(path);
        }
        // A name such as `C:`, which a folder may hold but nobody may type.
        bytes.split(|&byte| byte == b'/').try_fold(TreePath::root(), |folder, name| {
            folder.child(name).map_err(|_| WireError::OutOfRange)
        })
    }
}

/// Codes go by name: their order changes when one is added.
impl Wire for Problem {
    fn write(&self, out: &mut Vec<u8>) {
        let Problem { code, path, line, args } = self;
        write_bytes(code.as_str().as_bytes(), out);
        path.write(out);
        line.write(out);
        let position = |name| code.arg_names().iter().position(|known| known == name);
        let known = || args.iter().filter_map(|(name, value)| Some((position(name)?, value)));
        out.push(known().count() as u8);
        for (position, value) in known() {
            out.push(position as u8);
            value.write(out);
        }
    }

    fn read(input: &mut Input<'_>) -> Result<Problem, WireError> {
        let code = ProblemCode::from_name(input.str()?).ok_or(WireError::OutOfRange)?;
        let path = Option::read(input)?;
        let line = Option::read(input)?;
        let mut args = Vec::new();
        for _ in 0..input.byte()? {
            let position = usize::from(input.byte()?);
            let name = code.arg_names().get(position).ok_or(WireError::OutOfRange)?;
            args.push((*name, Wire::read(input)?));
        }
        Ok(Problem { code, path, line, args })
    }
}
