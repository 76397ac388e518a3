// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The files of an image as a container would see them: layers laid on each other.
//!
//! Only names stand in memory, one node a file; the bytes stay in their layers. Layers are applied
//! from the lowest, as container engines do it: whiteouts remove what lower layers brought, links in
//! the folders of a name are followed inside the root, and what cannot stand there is told and left
//! out.

use std::{collections::BTreeMap, sync::Arc};

use heirloom_model::LayerIndex;

/// Links that are followed for one name.
const MAX_LINKS: usize = 40;

const WHITEOUT: &[u8] = b".wh.";
const OPAQUE: &[u8] = b".wh..wh..opq";
/// Notes of old storage drivers.
const NOTES: &[u8] = b".wh..wh.";

type NodeId = u32;
const ROOT: NodeId = 0;

/// Where the bytes of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Content {
    pub(super) layer: LayerIndex,
    /// The place of the member in the layer.
    pub(super) member: u32,
}

/// What a member of a layer puts into the image.
#[derive(Clone, Copy, Debug)]
pub(super) enum Put<'a> {
    File {
        member: u32,
        size: u64,
    },
    Folder,
    SymbolicLink(&'a [u8]),
    HardLink(&'a [u8]),
    /// A device or a pipe.
    Special,
}

/// Why a member has no place in the image.
pub(super) type Misplaced = &'static str;

/// The files of an image.
#[derive(Debug)]
pub(crate) struct View {
    nodes: Vec<Node>,
    hidden: Vec<u64>,
    max_depth: usize,
    /// Bytes of names and of what links name.
    n_bytes: usize,
}

#[derive(Debug)]
struct Node {
    parent: NodeId,
    name: Arc<[u8]>,
    /// The layer that brought it; of a folder the last one that named it.
    layer: LayerIndex,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    File { content: Content, size: u64 },
    Folder(BTreeMap<Arc<[u8]>, NodeId>),
    SymbolicLink(Box<[u8]>),
    Special,
}

impl View {
    pub(super) fn new(max_depth: usize) -> View {
        let kind = Kind::Folder(BTreeMap::new());
        let root = Node { parent: ROOT, name: [].into(), layer: LayerIndex(0), kind };
        View { nodes: vec![root], hidden: Vec::new(), max_depth, n_bytes: 0 }
    }

    /// The number of names that were ever there, and their bytes: what memory grows with.
    pub(super) fn extent(&self) -> (usize, usize) {
        (self.nodes.len(), self.n_bytes)
    }

    /// Applies one member of a layer.
    pub(super) fn apply(
        &mut self,
        layer: LayerIndex,
        name: &[u8],
        put: Put<'_>,
    ) -> Result<(), Misplaced> {
        let components = components(name)?;
        let Some((last, folders)) = components.split_last() else {
            // The root itself.
            return Ok(());
        };
        if folders.len() >= self.max_depth {
            return Err("its folders nest too deep");
        }
        if *last == OPAQUE {
            if let Some(folder) = self.find_folder(folders) {
                self.hide_below(folder, layer);
            }
            return Ok(());
        }
        if components.iter().any(|name| name.starts_with(NOTES)) {
            return Ok(());
        }
        if let Some(hidden) = last.strip_prefix(WHITEOUT) {
            if let Some(folder) = self.find_folder(folders).filter(|_| !hidden.is_empty()) {
                self.hide(folder, hidden, layer);
            }
            return Ok(());
        }
        let kind = match put {
            Put::File { member, size } => Kind::File { content: Content { layer, member }, size },
            Put::Folder => Kind::Folder(BTreeMap::new()),
            Put::SymbolicLink(target) => Kind::SymbolicLink(target.into()),
            Put::HardLink(target) => self.linked(target)?,
            Put::Special => Kind::Special,
        };
        let folder = self.make_folders(folders, layer)?;
        self.put(folder, last, layer, kind);
        Ok(())
    }

    /// What a hard link names; a link to a link is that link.
    fn linked(&self, target: &[u8]) -> Result<Kind, Misplaced> {
        let components = components(target)?;
        let missing = "it is a hard link to nothing in the image";
        let (last, folders) = components.split_last().ok_or(missing)?;
        let found = self.find_folder(folders).and_then(|folder| self.child(folder, last));
        match &self.node(found.ok_or(missing)?).kind {
            Kind::File { content, size } => Ok(Kind::File { content: *content, size: *size }),
            Kind::SymbolicLink(target) => Ok(Kind::SymbolicLink(target.clone())),
            Kind::Special => Ok(Kind::Special),
            Kind::Folder(_) => Err("it is a hard link to a folder"),
        }
    }

    fn put(&mut self, folder: NodeId, name: &[u8], layer: LayerIndex, kind: Kind) {
        let known = self.child(folder, name);
        if let Some(known) = known {
            let both_folders =
                matches!(kind, Kind::Folder(_)) && matches!(self.node(known).kind, Kind::Folder(_));
            if both_folders {
                self.nodes[known as usize].layer = layer;
                return;
            }
            self.count_hidden(known, layer);
        }
        let name: Arc<[u8]> = match known {
            Some(known) => Arc::clone(&self.node(known).name),
            None => name.into(),
        };
        let id = self.nodes.len() as NodeId;
        self.n_bytes += name.len();
        if let Kind::SymbolicLink(target) = &kind {
            self.n_bytes += target.len();
        }
        self.nodes.push(Node { parent: folder, name: Arc::clone(&name), layer, kind });
        if let Kind::Folder(children) = &mut self.nodes[folder as usize].kind {
            children.insert(name, id);
        }
    }

    /// Goes down, following links, and makes the folders that are missing.
    fn make_folders(&mut self, folders: &[&[u8]], layer: LayerIndex) -> Result<NodeId, Misplaced> {
        let mut at = ROOT;
        for name in folders {
            let next = match self.child(at, name) {
                Some(next) => self.follow(next).ok_or("a folder of its name is a broken link")?,
                None => {
                    self.put(at, name, layer, Kind::Folder(BTreeMap::new()));
                    self.child(at, name).expect("it was put there")
                }
            };
            if !matches!(self.node(next).kind, Kind::Folder(_)) {
                return Err("a folder of its name is a file");
            }
            at = next;
        }
        Ok(at)
    }

    fn find_folder(&self, folders: &[&[u8]]) -> Option<NodeId> {
        let found = self.walk(ROOT, folders.iter().copied(), &mut 0)?;
        matches!(self.node(found).kind, Kind::Folder(_)).then_some(found)
    }

    /// Goes from a folder along names; links are followed inside the root.
    fn walk<'a>(
        &self,
        from: NodeId,
        names: impl Iterator<Item = &'a [u8]>,
        n_links: &mut usize,
    ) -> Option<NodeId> {
        let mut at = from;
        for name in names {
            at = match name {
                b"" | b"." => at,
                b".." => self.node(at).parent,
                _ => {
                    let child = self.child(at, name)?;
                    self.follow_counted(child, n_links)?
                }
            };
        }
        Some(at)
    }

    fn follow(&self, id: NodeId) -> Option<NodeId> {
        self.follow_counted(id, &mut 0)
    }

    fn follow_counted(&self, id: NodeId, n_links: &mut usize) -> Option<NodeId> {
        let node = self.node(id);
        let Kind::SymbolicLink(target) = &node.kind else { return Some(id) };
        *n_links += 1;
        if *n_links > MAX_LINKS {
            return None;
        }
        let from = if target.starts_with(b"/") { ROOT } else { node.parent };
        self.walk(from, target.split(|&byte| byte == b'/'), n_links)
    }

    /// Removes what lower layers brought under a name.
    fn hide(&mut self, folder: NodeId, name: &[u8], layer: LayerIndex) {
        let Some(id) = self.child(folder, name) else { return };
        if self.hide_lower(id, layer)
            && let Kind::Folder(children) = &mut self.nodes[folder as usize].kind
        {
            children.remove(name);
        }
    }

    /// Removes what lower layers brought into a folder.
    fn hide_below(&mut self, folder: NodeId, layer: LayerIndex) {
        let Kind::Folder(children) = &self.node(folder).kind else { return };
        let children: Vec<(Arc<[u8]>, NodeId)> =
            children.iter().map(|(name, &id)| (Arc::clone(name), id)).collect();
        for (name, id) in children {
            if self.hide_lower(id, layer)
                && let Kind::Folder(children) = &mut self.nodes[folder as usize].kind
            {
                children.remove(&name);
            }
        }
    }

    /// Hides a node if all of it is of lower layers, else that part of it; whether all is.
    fn hide_lower(&mut self, id: NodeId, layer: LayerIndex) -> bool {
        if matches!(self.node(id).kind, Kind::Folder(_)) {
            self.hide_below(id, layer);
            let is_empty =
                matches!(&self.node(id).kind, Kind::Folder(children) if children.is_empty());
            return is_empty && self.node(id).layer < layer;
        }
        let is_lower = self.node(id).layer < layer;
        if is_lower {
            self.count_hidden(id, layer);
        }
        is_lower
    }

    /// Counts the files at and below a node that a layer hides.
    fn count_hidden(&mut self, id: NodeId, layer: LayerIndex) {
        let mut n_hidden = 0;
        let mut waiting = vec![id];
        while let Some(id) = waiting.pop() {
            let node = self.node(id);
            match &node.kind {
                Kind::Folder(children) => waiting.extend(children.values()),
                Kind::File { .. } => n_hidden += u64::from(node.layer < layer),
                Kind::SymbolicLink(_) | Kind::Special => {}
            }
        }
        let at = usize::from(layer.0);
        self.hidden.resize(self.hidden.len().max(at + 1), 0);
        self.hidden[at] += n_hidden;
    }

    /// Files of lower layers that a layer replaced or removed.
    pub(super) fn n_hidden(&self, layer: LayerIndex) -> u64 {
        self.hidden.get(usize::from(layer.0)).copied().unwrap_or(0)
    }

    /// The files by the layer that holds their bytes, each in the order of the layer.
    pub(super) fn files_by_layer(&self, n_layers: usize) -> Vec<Vec<(u32, FileId)>> {
        let mut files: Vec<Vec<(u32, FileId)>> = vec![Vec::new(); n_layers];
        self.each_file(|id, content, _| {
            files[usize::from(content.layer.0)].push((content.member, FileId(id)));
        });
        // Of several names of one file the first in the order of the tree comes first.
        files.iter_mut().for_each(|files| files.sort_by_key(|&(member, _)| member));
        files
    }

    /// Files and their bytes by the layer that brought them.
    pub(super) fn tallies(&self, n_layers: usize) -> Vec<(u64, u64)> {
        let mut tallies = vec![(0, 0); n_layers];
        self.each_file(|id, _, size| {
            let (n_files, n_bytes) = &mut tallies[usize::from(self.node(id).layer.0)];
            *n_files += 1;
            *n_bytes = u64::saturating_add(*n_bytes, size);
        });
        tallies
    }

    fn each_file(&self, mut visit: impl FnMut(NodeId, Content, u64)) {
        let mut waiting = vec![ROOT];
        while let Some(id) = waiting.pop() {
            match &self.node(id).kind {
                Kind::Folder(children) => waiting.extend(children.values().rev()),
                Kind::File { content, size } => visit(id, *content, *size),
                Kind::SymbolicLink(_) | Kind::Special => {}
            }
        }
    }

    /// The path of a file from the root.
    pub(super) fn path(&self, FileId(mut id): FileId) -> Vec<u8> {
        let mut names = Vec::new();
        while id != ROOT {
            let node = self.node(id);
            names.push(&*node.name);
            id = node.parent;
        }
        names.reverse();
        names.join(&b'/')
    }

    /// The layer that brought a file; links are followed.
    pub(super) fn layer_of(&self, path: &[u8]) -> Option<LayerIndex> {
        let found = self.walk(ROOT, path.split(|&byte| byte == b'/'), &mut 0)?;
        match self.node(found).kind {
            Kind::File { .. } | Kind::Special => Some(self.node(found).layer),
            Kind::Folder(_) | Kind::SymbolicLink(_) => None,
        }
    }

    fn child(&self, folder: NodeId, name: &[u8]) -> Option<NodeId> {
        match &self.node(folder).kind {
            Kind::Folder(children) => children.get(name).copied(),
            _ => None,
        }
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }
}

/// A file of a view.
#[derive(Clone, Copy, Debug)]
pub(super) struct FileId(NodeId);

/// The components of a name. A `/` before it is that of the image's root.
fn components(name: &[u8]) -> Result<Vec<&[u8]>, Misplaced> {
    if name.contains(&0) {
        return Err("its name has a NUL byte");
    }
    let mut components = Vec::new();
    for component in name.split(|&byte| byte == b'/') {
        match component {
            b"" | b"." => {}
            b".." => return Err("its name leads out of the image"),
            _ => components.push(component),
        }
    }
    Ok(components)
}

#[cfg(test)]
mod tests;
