// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The conclusions about a tree, field by field.

use std::collections::BTreeMap;

use heirloom_model::{
    Clarity, ComponentId, Curation, EvidenceMethod, FolderRecord, Inventory, LayerIndex, Owner,
    Package, PackageContents, PackageEdge, PackageGraph, PackageIndex, PackagePlace, RelationKind,
    ScanSummary, Tallies,
};

use super::{Input, Wire, WireError, write_bytes};

structs! {
    Clarity { declared, one_expression, text_present, headers_agree }
    Curation { pattern, expression, reason, author, n_files }
    FolderRecord {
        path, n_files, n_bytes, declared, concluded, licenses, contents, clarity, disagreeing,
        n_disagreeing,
    }
    Inventory { graph, contents }
    PackageContents { role, declared, concluded, n_files, n_bytes, licenses, holders, notices }
    PackageGraph { packages, edges, roots, problems }
    Package {
        id, purl, ecosystem, name, version, owner, nature, folder, licenses, source, checksums,
        about, built_from, files, places,
    }
    PackagePlace { file, span, method }
    PackageEdge {
        from, to, scope, scope_is_known, condition, requested, direct, linkage, places,
    }
    Tallies {
        n_files, n_bytes, n_unread, n_binary, n_unknown, n_distinct, licenses, holders,
    }
}

enums! {
    Owner { Own = 0, ThirdParty = 1 }
    EvidenceMethod {
        Statement = 0,
        Lockfile = 1,
        Manifest = 2,
        EcosystemDefault = 3,
        SourceCode = 4,
        LicenseFind = 5,
        ObjectFile = 6,
        Layout = 7,
    }
}

impl Wire for LayerIndex {
    fn write(&self, out: &mut Vec<u8>) {
        u32::from(self.0).write(out);
    }

    fn read(input: &mut Input<'_>) -> Result<LayerIndex, WireError> {
        u16::try_from(u32::read(input)?).map(LayerIndex).map_err(|_| WireError::OutOfRange)
    }
}

/// What ecosystems do by default has a name and nothing more.
impl Wire for RelationKind {
    fn write(&self, out: &mut Vec<u8>) {
        write_bytes(self.name().as_bytes(), out);
    }

    fn read(input: &mut Input<'_>) -> Result<RelationKind, WireError> {
        RelationKind::from_name(input.str()?).ok_or(WireError::OutOfRange)
    }
}

impl Wire for PackageIndex {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }

    fn read(input: &mut Input<'_>) -> Result<PackageIndex, WireError> {
        u32::read(input).map(PackageIndex)
    }
}

impl Wire for ComponentId {
    fn write(&self, out: &mut Vec<u8>) {
        write_bytes(self.as_str().as_bytes(), out);
    }

    fn read(input: &mut Input<'_>) -> Result<ComponentId, WireError> {
        ComponentId::new(input.str()?).map_err(|_| WireError::OutOfRange)
    }
}

/// What names the scan (its source, the version, the rules, the image) is not kept: it is not concluded.
impl Wire for ScanSummary {
    fn write(&self, out: &mut Vec<u8>) {
        let ScanSummary {
            source: _,
            version: _,
            rules: _,
            image: _,
            project,
            folders,
            curations,
            inventory,
            tallies,
            problems,
        } = self;
        project.write(out);
        folders.write(out);
        curations.write(out);
        inventory.write(out);
        tallies.write(out);
        problems.write(out);
    }

    fn read(input: &mut Input<'_>) -> Result<ScanSummary, WireError> {
        Ok(ScanSummary {
            project: Wire::read(input)?,
            folders: Wire::read(input)?,
            curations: Wire::read(input)?,
            inventory: Wire::read(input)?,
            tallies: Wire::read(input)?,
            problems: Wire::read(input)?,
            ..ScanSummary::default()
        })
    }
}

impl<K: Wire + Ord> Wire for BTreeMap<K, u64> {
    fn write(&self, out: &mut Vec<u8>) {
        (self.len() as u64).write(out);
        for (key, count) in self {
            key.write(out);
            count.write(out);
        }
    }

    fn read(input: &mut Input<'_>) -> Result<BTreeMap<K, u64>, WireError> {
        let length = input.length()?;
        (0..length).map(|_| Ok((K::read(input)?, u64::read(input)?))).collect()
    }
}
