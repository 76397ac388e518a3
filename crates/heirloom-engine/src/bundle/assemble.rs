// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! One bundle: each demand is met from what is at hand, or stands among what is missing.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use heirloom_lineage::stated::StatedPiece;
use heirloom_model::{
    Bundle, BundledFile, Component, ComponentId, DeliveryConclusion, Demand, Demands, FileRecord,
    Means, MissingPiece, MissingReason, NoticeEntry, OwedTo, PieceKind, SourceEntry, Tri,
};

use super::{
    BundleRequest, Stock,
    texts::{Texts, exception_text, license_text},
};
use crate::{
    Contents,
    archives::{self, Archive, Material},
};

/// A bundle in the making.
pub(super) struct Assembly<'a> {
    stock: &'a Stock<'a>,
    request: &'a BundleRequest,
    texts: Texts,
    notices: BTreeMap<&'a ComponentId, NoticeEntry>,
    bundle: Bundle,
}

/// The files of the source and of its archives, to be read again.
pub(super) struct Readers<'a> {
    pub(super) tree: Contents<'a>,
    pub(super) archives: Option<Contents<'a>>,
}

impl<'a> Readers<'a> {
    fn of(&mut self, in_archive: bool) -> Option<&mut Contents<'a>> {
        if in_archive { self.archives.as_mut() } else { Some(&mut self.tree) }
    }
}

/// What is at hand of a component, and whether it lies in an archive of source.
struct AtHand<'a> {
    material: &'a Material,
    in_archive: bool,
}

impl<'a> Assembly<'a> {
    pub(super) fn new(
        stock: &'a Stock<'a>,
        request: &'a BundleRequest,
        delivery: &DeliveryConclusion,
        demands: Demands,
    ) -> Assembly<'a> {
        let bundle = Bundle {
            delivery: delivery.name.clone(),
            kind: delivery.kind,
            demands,
            notices: Vec::new(),
            texts: Vec::new(),
            files: Vec::new(),
            sources: Vec::new(),
            offered: Vec::new(),
            is_written_offer: request.is_written_offer,
            offered_in_writing: Vec::new(),
            offerer: request.check.stated.offerer.clone(),
            missing: Vec::new(),
            open: Vec::new(),
        };
        let notices = BTreeMap::new();
        Assembly { stock, request, texts: Texts::default(), notices, bundle }
    }

    /// Nobody knows what is owed for components without a license.
    pub(super) fn miss_licenses(&mut self, unlicensed: Vec<ComponentId>) {
        for about in unlicensed {
            let expected = self.component(&about).map(archives::expected).unwrap_or_default();
            let demand = Demand {
                kind: PieceKind::Notice,
                about,
                duties: Vec::new(),
                certain: true,
                owed_to: OwedTo::Recipient,
                until: None,
                means: Vec::new(),
            };
            self.miss(&demand, MissingReason::NoLicense, &expected);
        }
    }

    /// Meets every demand.
    pub(super) fn bundle(mut self, readers: &mut Readers<'_>) -> Bundle {
        let pieces = std::mem::take(&mut self.bundle.demands.pieces);
        let licenses = licenses(&pieces);
        for demand in &pieces {
            match demand.kind {
                PieceKind::Notice | PieceKind::LicenseText => {
                    let taken = licenses.get(&demand.about).cloned().unwrap_or_default();
                    self.notice(demand, &taken, readers);
                }
                PieceKind::NoticeFile => {
                    self.notice_file(demand, readers);
                }
                PieceKind::Source => self.source(demand),
                PieceKind::SourcePage => self.source_page(demand),
                PieceKind::BuildScripts => self.build_scripts(demand, readers),
                PieceKind::ChangeRecord
                | PieceKind::InstallationInformation
                | PieceKind::RelinkKit
                | PieceKind::Database => self.stated(demand, readers),
                // Both are lines of their own in the list of what is to be shown and said.
                PieceKind::DisplayedNotice | PieceKind::Terms => {}
            }
        }
        self.bundle.demands.pieces = pieces;
        self.bundle.notices = self.notices.into_values().collect();
        self.bundle.notices.sort_by(|a, b| {
            (a.name.to_lowercase(), &a.component).cmp(&(b.name.to_lowercase(), &b.component))
        });
        self.bundle.texts = self.texts.texts;
        self.bundle
            .sources
            .sort_by(|a, b| (&a.archive, &a.component).cmp(&(&b.archive, &b.component)));
        self.bundle.sources.dedup();
        self.bundle.offered_in_writing.sort();
        self.bundle.offered_in_writing.dedup();
        self.bundle
    }

    fn component(&self, id: &ComponentId) -> Option<&'a Component> {
        self.stock.components.get(id).copied()
    }

    fn miss(&mut self, demand: &Demand, reason: MissingReason, looked_for: &str) {
        let missing =
            MissingPiece { demand: demand.clone(), reason, looked_for: looked_for.into() };
        if demand.certain { &mut self.bundle.missing } else { &mut self.bundle.open }.push(missing);
    }

    /// The files of a component: in the source, else in its archive.
    fn at_hand(&self, id: &ComponentId) -> Option<AtHand<'a>> {
        if let Some(material) = self.stock.found.get(id).filter(|material| material.n_files > 0) {
            return Some(AtHand { material, in_archive: false });
        }
        let archive = self.archive(id).ok()?;
        let is_open = archive.material.n_files > 0;
        is_open.then_some(AtHand { material: &archive.material, in_archive: true })
    }

    /// The archive of a component: as stated, else by its name.
    fn archive(&self, id: &ComponentId) -> Result<&'a Archive, (MissingReason, String)> {
        let archives = &self.stock.archives;
        if let Some(stated) = self.statements(PieceKind::Source, id).first() {
            let name = String::from_utf8_lossy(stated.file.as_bytes()).into_owned();
            return archives.get(&name).ok_or((MissingReason::FileNotFound, name));
        }
        let Some(component) = self.component(id) else {
            return Err((MissingReason::NoArchive, id.to_string()));
        };
        match archives.matching(component).as_slice() {
            [] => Err((MissingReason::NoArchive, archives::expected(component))),
            [archive] => Ok(archive),
            several => {
                let names: Vec<&str> = several.iter().map(|one| one.name.as_str()).collect();
                Err((MissingReason::SeveralArchives, names.join(", ")))
            }
        }
    }

    /// What people named for a component; what they named for it alone goes first.
    fn statements(&self, kind: PieceKind, id: &ComponentId) -> Vec<&'a StatedPiece> {
        let is_here = |piece: &&StatedPiece| {
            let delivery = piece.delivery.as_deref();
            piece.kind == kind
                && delivery.is_none_or(|delivery| *delivery == *self.bundle.delivery)
                && piece.component.as_ref().is_none_or(|component| component == id)
        };
        let mut found: Vec<_> = self.request.check.stated.pieces.iter().filter(is_here).collect();
        found.sort_by_key(|piece| piece.component.is_none());
        found
    }

    /// The entry of a component in the file of notices, with the texts that hold for it.
    fn notice(&mut self, demand: &Demand, taken: &BTreeSet<Box<str>>, readers: &mut Readers<'_>) {
        let Some((id, component)) = self.stock.components.get_key_value(&demand.about) else {
            return;
        };
        if self.notices.contains_key(*id) {
            return;
        }
        let at_hand = self.at_hand(id);
        if at_hand.is_none() && demand.kind == PieceKind::Notice {
            self.miss(demand, MissingReason::NoFiles, &archives::expected(component));
        }
        let mut texts = Vec::new();
        let mut covered: BTreeSet<Box<str>> = BTreeSet::new();
        if let Some(AtHand { material, in_archive }) = &at_hand
            && let Some(contents) = readers.of(*in_archive)
        {
            self.own_texts(material, taken, contents, &mut texts, &mut covered);
        }
        for license in taken.iter().filter(|license| !covered.contains(*license)) {
            match license_text(license) {
                Some(text) => texts.push(self.texts.place(license, text, None)),
                None => self.miss(demand, MissingReason::NoText, license),
            }
        }
        self.exceptions(component, taken, &mut texts);
        texts.sort_unstable();
        texts.dedup();
        let copyrights = at_hand.map(|one| one.material.copyrights.iter().cloned().collect());
        let entry = NoticeEntry {
            component: (*id).clone(),
            name: component.name.clone(),
            version: component.version.clone(),
            license: component.license.effective().cloned(),
            copyrights: copyrights.unwrap_or_default(),
            texts,
            modified: component.modified == Tri::Yes,
        };
        self.notices.insert(*id, entry);
    }

    /// The component's own license texts: those of the licenses that were taken, and those of which
    /// nobody knows what they are.
    fn own_texts(
        &mut self,
        material: &Material,
        taken: &BTreeSet<Box<str>>,
        contents: &mut Contents<'_>,
        texts: &mut Vec<usize>,
        covered: &mut BTreeSet<Box<str>>,
    ) {
        for file in &material.texts {
            let ids = file.facts.detection.as_ref().map(|found| found.expression.ids());
            let names: BTreeSet<Box<str>> =
                ids.iter().flatten().map(|id| Box::from(id.as_str())).collect();
            let fits = |name: &str| taken.iter().any(|one| same_text(one, name));
            if !names.is_empty() && !names.iter().any(|name| fits(name)) {
                continue;
            }
            let Some(text) = text(contents, file) else { continue };
            let title = title(file, &names);
            texts.push(self.texts.place(&title, &text, Some(&file.path)));
            covered.extend(
                taken.iter().filter(|one| names.iter().any(|name| same_text(one, name))).cloned(),
            );
        }
    }

    /// The texts of exceptions to the licenses that were taken.
    fn exceptions(
        &mut self,
        component: &Component,
        taken: &BTreeSet<Box<str>>,
        texts: &mut Vec<usize>,
    ) {
        let Some(license) = component.license.effective() else { return };
        let mut wanted = BTreeSet::new();
        license.visit(&mut |term| {
            if let Some(exception) = &term.exception
                && taken.contains(term.license.as_str())
            {
                wanted.insert(exception.as_str().to_owned());
            }
        });
        for exception in wanted {
            if let Some(text) = exception_text(&exception) {
                texts.push(self.texts.place(&exception, text, None));
            }
        }
    }

    /// The component's NOTICE files; where its files are at hand and there is none, none is owed.
    fn notice_file(&mut self, demand: &Demand, readers: &mut Readers<'_>) {
        if !self.statements(PieceKind::NoticeFile, &demand.about).is_empty() {
            return self.stated(demand, readers);
        }
        let Some(AtHand { material, in_archive }) = self.at_hand(&demand.about) else {
            let expected = self.component(&demand.about).map(archives::expected);
            return self.miss(demand, MissingReason::NoFiles, &expected.unwrap_or_default());
        };
        let Some(reader) = readers.of(in_archive) else { return };
        for file in &material.notices {
            match reader.read_whole(file) {
                Some(bytes) => self.take(demand, file, bytes.into()),
                None => self.miss(demand, MissingReason::Unreadable, &file.path.to_string()),
            }
        }
    }

    fn take(&mut self, demand: &Demand, file: &FileRecord, bytes: Arc<[u8]>) {
        self.bundle.files.push(BundledFile {
            kind: demand.kind,
            about: demand.about.clone(),
            source: file.path.clone(),
            bytes,
        });
    }

    fn source(&mut self, demand: &Demand) {
        match self.archive(&demand.about) {
            Ok(archive) => {
                let license = self.component(&demand.about);
                let license = license.and_then(|one| one.license.effective().cloned());
                self.bundle.sources.push(SourceEntry {
                    component: demand.about.clone(),
                    license,
                    archive: archive.name.as_str().into(),
                    size: archive.size,
                    sha256: None,
                });
            }
            // Where the license lets choose and somebody makes offers, one takes the archive's place.
            Err((MissingReason::NoArchive, _)) if self.may_offer(demand) => {
                self.bundle.offered_in_writing.push(demand.about.clone());
                return;
            }
            Err((reason, looked_for)) => self.miss(demand, reason, &looked_for),
        }
        if self.request.is_written_offer && self.bundle.offerer.is_none() {
            self.miss(demand, MissingReason::NoOfferer, "[offerer]");
        }
    }

    /// Whether a written offer meets a demand, and somebody is named who makes it.
    fn may_offer(&self, demand: &Demand) -> bool {
        self.bundle.offerer.is_some() && demand.means.contains(&Means::WrittenOffer)
    }

    /// Users over a network are told where the source is, which has to be at hand.
    fn source_page(&mut self, demand: &Demand) {
        self.source(demand);
        self.bundle.offered.push(demand.about.clone());
        let has_address = self.bundle.offerer.as_ref().is_some_and(|one| one.url.is_some());
        if !has_address {
            self.miss(demand, MissingReason::NoAddress, "[offerer] url");
        }
    }

    /// Scripts stand in the source as a rule; else somebody has to name them.
    fn build_scripts(&mut self, demand: &Demand, readers: &mut Readers<'_>) {
        // They come with the source, which is offered.
        if self.bundle.offered_in_writing.contains(&demand.about) {
            return;
        }
        let in_source = self
            .archive(&demand.about)
            .is_ok_and(|archive| archive.material.build_script.is_some());
        if !in_source || !self.statements(PieceKind::BuildScripts, &demand.about).is_empty() {
            self.stated(demand, readers);
        }
    }

    /// What only people can name.
    fn stated(&mut self, demand: &Demand, readers: &mut Readers<'_>) {
        let statements = self.statements(demand.kind, &demand.about);
        if statements.is_empty() {
            return self.miss(demand, MissingReason::NotStated, demand.kind.name());
        }
        for stated in statements {
            let name = stated.file.to_string();
            let Some(file) = self.stock.named.get(&stated.file) else {
                self.miss(demand, MissingReason::FileNotFound, &name);
                continue;
            };
            match readers.tree.read_whole(file) {
                Some(bytes) => self.take(demand, file, bytes.into()),
                None => self.miss(demand, MissingReason::Unreadable, &name),
            }
        }
    }
}

/// The title of a component's own text: the folder and name of the file, and the licenses in it.
fn title(file: &FileRecord, licenses: &BTreeSet<Box<str>>) -> String {
    let path = file.path.to_string();
    let mut parts = path.rsplit('/');
    let (name, folder) = (parts.next().unwrap_or_default(), parts.next());
    let place = folder.map_or_else(|| name.to_owned(), |folder| format!("{folder}/{name}"));
    let licenses: Vec<&str> = licenses.iter().map(|license| &**license).collect();
    if licenses.is_empty() { place } else { format!("{place} ({})", licenses.join(", ")) }
}

/// The licenses that were taken of each component, by the terms that ask for something.
fn licenses(pieces: &[Demand]) -> BTreeMap<ComponentId, BTreeSet<Box<str>>> {
    let mut licenses: BTreeMap<ComponentId, BTreeSet<Box<str>>> = BTreeMap::new();
    for demand in pieces {
        let names = demand.duties.iter().filter_map(|(_, term)| term.id.split('#').next());
        licenses.entry(demand.about.clone()).or_default().extend(names.map(Box::from));
    }
    licenses
}

/// Whether two licenses are told by one text: a version with and without "or later".
fn same_text(a: &str, b: &str) -> bool {
    let plain = |id: &str| {
        let id = id.strip_suffix("-only").or_else(|| id.strip_suffix("-or-later")).unwrap_or(id);
        id.trim_end_matches('+').to_owned()
    };
    plain(a) == plain(b)
}

fn text(contents: &mut Contents<'_>, file: &FileRecord) -> Option<String> {
    let bytes = contents.read(file)?;
    let limits = heirloom_text::decode::TextLimits::standard();
    let (text, _) = heirloom_text::decode::decode(file.path.file_name(), &bytes, &limits);
    Some(text.as_str().to_owned())
}
