// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The layers of an image, read twice: first the names of all, which decide what the image holds and
//! check every digest, then the bytes of the files that are left. Nothing is unpacked to disk.

use std::{
    io::{self, BufReader, Cursor, Read},
    ops::ControlFlow,
    rc::Rc,
    sync::Arc,
};

use heirloom_model::{LayerIndex, Problem, ProblemCode, TreePath};

use super::{
    Stage,
    blobs::{Blob, Part},
    digest::{Checked, ContentDigest},
    error::ImageError,
    plan::{Plan, PlannedLayer},
    view::{FileId, Misplaced, Put, View},
};
use crate::{
    Entry, Limits,
    archive::{self, Budget, Item, ItemKind, Layer, Metered, Wanted, next_item},
    problems::{self, ProblemList, problem, shown},
    selection::Filter,
};

/// Bytes of names and link targets of all layers that stand in memory.
const NAMES_BYTES: usize = 512 << 20;
/// A link to more bytes than any system takes is none.
const TARGET_BYTES: usize = 4096;

/// What a walk of an image needs besides it.
pub(super) struct Context<'a> {
    pub(super) limits: &'a Limits,
    pub(super) watch: &'a dyn Fn(Stage) -> ControlFlow<()>,
    pub(super) problems: ProblemList,
}

impl Context<'_> {
    fn step(&self, stage: Stage) -> Result<(), ImageError> {
        match (self.watch)(stage) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(ImageError::Stopped),
        }
    }
}

/// Reads the names in all layers.
pub(super) fn view(plan: &Plan, context: &mut Context<'_>) -> Result<(View, Vec<u64>), ImageError> {
    let mut view = View::new(context.limits.folder_depth);
    let mut sizes = Vec::new();
    fetch(plan, context)?;
    for (at, layer) in plan.layers.iter().enumerate() {
        let index = LayerIndex(at as u16);
        sizes.push(names(plan, index, layer, &mut view, context)?);
    }
    Ok((view, sizes))
}

/// Fetches the layers from where reading them would have to wait.
fn fetch(plan: &Plan, context: &Context<'_>) -> Result<(), ImageError> {
    let of = plan.layers.iter().filter_map(|layer| layer.size).fold(0, u64::saturating_add);
    let mut n_bytes = 0;
    for layer in &plan.layers {
        plan.blobs.prepare(&layer.part, layer.size, &mut |more| {
            n_bytes += more;
            (context.watch)(Stage::Fetching { n_bytes, of })
        })?;
    }
    Ok(())
}

/// Applies one layer to the view and checks it; the bytes of its blob.
fn names(
    plan: &Plan,
    index: LayerIndex,
    layer: &PlannedLayer,
    view: &mut View,
    context: &mut Context<'_>,
) -> Result<u64, ImageError> {
    let place = plan.blobs.place();
    let of_layer = |what: &str| format!("the {what} of layer {}", number(index));
    let Blob { size, reader } = plan.blobs.open(&layer.part)?;
    if let Some(stated) = layer.size.filter(|&stated| stated != size) {
        return Err(ImageError::lies(place, of_layer("size"), stated, size));
    }
    let stated = match &layer.part {
        Part::Blob(digest) => Some(digest),
        Part::Manifest(_) | Part::Member(_) => None,
    };
    let mut raw = Checked::new(reader, stated);
    let Applied { diff_id, damage } = apply_all(&mut raw, size, layer, index, view, context)?;
    raw.drain().map_err(|error| ImageError::io(&of_layer("bytes"), error))?;
    let (n_bytes, found) = raw.finish();
    if n_bytes != size {
        return Err(ImageError::lies(place, of_layer("size"), size, n_bytes));
    }
    if let (Some(stated), Some(found)) = (stated, found)
        && *stated != found
    {
        return Err(ImageError::lies(place, of_layer("digest"), stated, found));
    }
    if let Some(found) = diff_id.filter(|found| *found != layer.diff_id) {
        let what = of_layer("contents' digest");
        return Err(ImageError::lies(place, what, &layer.diff_id, found));
    }
    context.problems.extend(damage);
    Ok(size)
}

/// What became of a layer.
struct Applied {
    /// The digest of its contents, if all of them could be read.
    diff_id: Option<ContentDigest>,
    damage: Option<Problem>,
}

fn apply_all(
    raw: &mut dyn Read,
    size: u64,
    layer: &PlannedLayer,
    index: LayerIndex,
    view: &mut View,
    context: &mut Context<'_>,
) -> Result<Applied, ImageError> {
    let budget = Rc::new(Budget::new(size, context.limits));
    let limit = |limit: &str, value: u64| {
        let args = vec![("limit", limit.into()), ("value", value.to_string().into())];
        Problem::new(ProblemCode::ARCHIVE_LIMIT, args)
    };
    let applied = unpacked(raw, |contents| {
        let contents = Metered::new(contents, &budget);
        let mut contents = Checked::new(contents, Some(&layer.diff_id));
        let mut broken = match apply_members(&mut contents, index, view, context) {
            Ok(()) => None,
            Err(Halt::Stopped) => return Ok(Err(ImageError::Stopped)),
            Err(Halt::Limit(name, value)) => {
                let damage = Some(limit(name, value));
                return Ok(Ok(Applied { diff_id: None, damage }));
            }
            Err(Halt::Broken(error)) => Some(error),
        };
        if let Err(error) = contents.drain() {
            broken.get_or_insert(error);
        }
        let has_all = !contents.has_failed();
        let diff_id = contents.finish().1.filter(|_| has_all);
        // What was hashed to its end was not cut: some tools leave the end mark out.
        let is_whole = diff_id.as_ref() == Some(&layer.diff_id);
        broken = broken.filter(|error| !is_whole || error.kind() != io::ErrorKind::UnexpectedEof);
        let damage = match budget.hit() {
            Some((name, value)) => Some(limit(name, value)),
            None => broken.map(|error| damaged(index, &error)),
        };
        Ok(Ok(Applied { diff_id, damage }))
    });
    match applied {
        Ok(applied) => applied,
        Err(error) => Ok(Applied { diff_id: None, damage: Some(damaged(index, &error)) }),
    }
}

/// Why a layer is not read on.
enum Halt {
    Stopped,
    Limit(&'static str, u64),
    Broken(io::Error),
}

impl From<io::Error> for Halt {
    fn from(error: io::Error) -> Halt {
        Halt::Broken(error)
    }
}

fn apply_members(
    contents: &mut dyn Read,
    index: LayerIndex,
    view: &mut View,
    context: &mut Context<'_>,
) -> Result<(), Halt> {
    let mut member = 0;
    while let Some(item) = next_item(contents)? {
        if let Err(why) = apply(&item, member, index, view) {
            let args = vec![
                ("name", shown(&item.name).into()),
                ("layer", number(index).to_string().into()),
                ("reason", why.into()),
            ];
            context.problems.push(Problem::new(ProblemCode::IMAGE_ENTRY_MISPLACED, args));
        }
        let (n_nodes, n_bytes) = view.extent();
        if n_nodes as u64 > context.limits.archive_members {
            return Err(Halt::Limit("archive_members", context.limits.archive_members));
        }
        if n_bytes > NAMES_BYTES {
            return Err(Halt::Limit("names", NAMES_BYTES as u64));
        }
        member += 1;
        if member % 1024 == 0 {
            context.step(Stage::Names { layer: index }).map_err(|_| Halt::Stopped)?;
        }
        item.skip(contents)?;
    }
    Ok(())
}

fn apply(item: &Item, member: u32, index: LayerIndex, view: &mut View) -> Result<(), Misplaced> {
    let put = match item.kind {
        ItemKind::File => Put::File { member, size: item.size() },
        ItemKind::Folder => Put::Folder,
        ItemKind::SymbolicLink | ItemKind::HardLink if item.link.len() > TARGET_BYTES => {
            return Err("it is a link to an overlong name");
        }
        ItemKind::SymbolicLink => Put::SymbolicLink(&item.link),
        ItemKind::HardLink => Put::HardLink(&item.link),
        ItemKind::Device | ItemKind::Pipe => Put::Special,
    };
    view.apply(index, &item.name, put)
}

/// Gives what a layer holds to `read`, without the layer's compression.
fn unpacked<T>(
    raw: &mut dyn Read,
    read: impl FnOnce(&mut dyn Read) -> io::Result<T>,
) -> io::Result<T> {
    const HEAD_BYTES: u64 = 512;
    let mut head = Vec::new();
    (&mut *raw).take(HEAD_BYTES).read_to_end(&mut head)?;
    let mut whole = Cursor::new(&head).chain(raw);
    match Layer::of_head(&head) {
        Some(layer) => {
            let opened = layer.open(&mut whole, 1)?;
            read(&mut BufReader::with_capacity(64 << 10, opened))
        }
        None => read(&mut whole),
    }
}

/// Visits the files of an image, layer by layer from the lowest, each in the order of its layer.
pub(super) fn files(
    plan: &Plan,
    view: &View,
    filter: &Arc<Filter>,
    context: &mut Context<'_>,
    visit: &mut dyn FnMut(Entry) -> ControlFlow<()>,
) -> Result<(), ImageError> {
    let mut n_bytes = 0;
    for (at, files) in view.files_by_layer(plan.layers.len()).into_iter().enumerate() {
        let index = LayerIndex(at as u16);
        if files.is_empty() {
            continue;
        }
        let mut walk = Files { view, filter, context, visit, n_bytes: &mut n_bytes };
        let Blob { reader, .. } = plan.blobs.open(&plan.layers[at].part)?;
        let mut reader = reader;
        match unpacked(&mut reader, |contents| Ok(walk.members(contents, &files))) {
            Ok(Ok(())) => {}
            Ok(Err(Halt::Stopped)) => return Ok(()),
            // Both were told when the names were read, or the source changed meanwhile.
            Ok(Err(Halt::Limit(name, value))) => {
                let args = vec![("limit", name.into()), ("value", value.to_string().into())];
                context.problems.push(Problem::new(ProblemCode::ARCHIVE_LIMIT, args));
                return Ok(());
            }
            Ok(Err(Halt::Broken(error))) | Err(error) => {
                context.problems.push(damaged(index, &error));
            }
        }
    }
    Ok(())
}

/// One layer whose files are visited.
struct Files<'a, 'b> {
    view: &'a View,
    filter: &'a Arc<Filter>,
    context: &'a mut Context<'b>,
    visit: &'a mut dyn FnMut(Entry) -> ControlFlow<()>,
    /// Bytes that were handed over, those of hard links each time.
    n_bytes: &'a mut u64,
}

impl Files<'_, '_> {
    fn members(&mut self, contents: &mut dyn Read, files: &[(u32, FileId)]) -> Result<(), Halt> {
        let mut rest = files;
        let mut member = 0;
        while let Some(&(next, _)) = rest.first() {
            let Some(item) = next_item(contents)? else { return Ok(()) };
            if member != next {
                member += 1;
                item.skip(contents)?;
                continue;
            }
            let n_names = rest.iter().take_while(|&&(other, _)| other == next).count();
            let (names, others) = rest.split_at(n_names);
            rest = others;
            member += 1;
            let size = item.size();
            item.read(contents, |data| self.file(names, size, data))?;
        }
        Ok(())
    }

    /// Visits one file under each of its names.
    fn file(
        &mut self,
        names: &[(u32, FileId)],
        size: u64,
        data: &mut dyn Read,
    ) -> Result<(), Halt> {
        let limits = self.context.limits;
        let mut wanted = Vec::new();
        for &(_, file) in names {
            let path = self.view.path(file);
            if path.len() > limits.path_bytes {
                let limit = problem(ProblemCode::PATH_TOO_LONG, "limit", limits.path_bytes);
                self.context.problems.push(limit);
                continue;
            }
            let path = tree_path(&path);
            if self.filter.takes(path.as_bytes()) {
                let opens = self.filter.opens(&path);
                wanted.push((path, opens));
            }
        }
        if wanted.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::new();
        // One byte more tells an end from a cut.
        let mut read = |limit: u64, bytes: &mut Vec<u8>| {
            let room = limit.saturating_add(1).saturating_sub(bytes.len() as u64);
            Read::take(&mut *data, room).read_to_end(bytes)
        };
        read(limits.file_bytes, &mut bytes)?;
        let limit = limits.bytes_of(&bytes);
        read(limit, &mut bytes)?;
        if size > limit && wanted.iter().any(|(_, opens)| *opens) {
            return self.large_archive(&wanted, size, &bytes, data);
        }
        let complete = bytes.len() as u64 <= limit;
        bytes.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        for (path, _) in wanted {
            *self.n_bytes = self.n_bytes.saturating_add(bytes.len() as u64);
            // What has many names is read as often as it has.
            if *self.n_bytes > limits.archive_bytes.saturating_mul(4) {
                return Err(Halt::Limit("archive_bytes", limits.archive_bytes));
            }
            let partial = (!complete).then(|| problems::too_large(&path, limit, size));
            let entry = Entry::closed(path, bytes.as_slice().into(), size, partial, self.filter);
            if (self.visit)(entry).is_break() {
                return Err(Halt::Stopped);
            }
        }
        Ok(())
    }

    /// Visits the members of an archive that is not held whole, once, as a stream.
    fn large_archive(
        &mut self,
        names: &[(TreePath, bool)],
        size: u64,
        start: &[u8],
        data: &mut dyn Read,
    ) -> Result<(), Halt> {
        let Some((path, _)) = names.first() else { return Ok(()) };
        let mut whole = Cursor::new(start).chain(data);
        let wanted = Wanted::Filtered(self.filter);
        let mut flow = ControlFlow::Continue(());
        let limits = self.context.limits;
        let told = archive::expand_member(path, &mut whole, size, limits, wanted, &mut |member| {
            flow = (self.visit)(Entry::held(member, self.filter));
            flow
        });
        self.context.problems.extend(told);
        if flow.is_break() { Err(Halt::Stopped) } else { Ok(()) }
    }
}

/// The path of a file whose components were checked.
fn tree_path(path: &[u8]) -> TreePath {
    TreePath::parse(path).unwrap_or_else(|_| {
        // `C:` is a name like any other.
        let names = path.split(|&byte| byte == b'/');
        names.fold(TreePath::root(), |folder, name| folder.child(name).unwrap_or(folder))
    })
}

fn number(index: LayerIndex) -> u32 {
    u32::from(index.0) + 1
}

fn damaged(index: LayerIndex, error: &io::Error) -> Problem {
    let args = vec![
        ("layer", number(index).to_string().into()),
        ("reason", problems::reason(error).into()),
    ];
    Problem::new(ProblemCode::IMAGE_LAYER_DAMAGED, args)
}
