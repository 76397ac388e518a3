// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From what the user names to something that can be walked.

use std::{
    ffi::OsStr,
    fs::File,
    io,
    ops::ControlFlow,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
    sync::Arc,
};

use heirloom_model::{Problem, TreePath};

use crate::{
    Entry, Limits, Selection,
    archive::{Form, Wanted, expand_input},
    disk::{DiskRoot, stamp},
    entry::Body,
    folder::{self, Archives},
    git,
    image::{self, ImageAt, ImageError, ImageSpec, OpenImage, Reference, Stage},
    problems::ProblemList,
    selection::Filter,
};

/// What the user names as SOURCE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceSpec {
    /// A folder, a file or an archive; which of them shows when it is opened.
    Path(PathBuf),
    /// The tree of a revision of a git repository.
    GitRevision {
        /// The repository: its work tree, a folder inside it, or a bare one.
        repo: PathBuf,
        /// A branch, a tag, a commit, an abbreviation of one.
        rev: String,
    },
    /// A container image.
    Image(ImageSpec),
}

/// Forms of SOURCE that are planned but cannot be read yet.
const UNSUPPORTED: &[(&str, &str)] = &[
    ("docker:", "an image of a container engine"),
    ("docker-daemon:", "an image of a container engine"),
    ("containers-storage:", "an image of a container engine"),
    ("k8s:", "a Kubernetes cluster"),
    ("http://", "a network address"),
    ("https://", "a network address"),
    ("ssh://", "a network address"),
    ("git://", "a network address"),
];

impl SourceSpec {
    /// Reads an argument: `git:REPO@REV` (`HEAD` without `@REV`), an image
    /// (`docker-archive:FILE`, `oci:PATH`, `registry:HOST/NAME`), or a path.
    ///
    /// # Errors
    /// [`OpenError::Unsupported`] for forms that are not supported yet; `./` before a path keeps
    /// it a path whatever its name.
    pub fn parse(argument: &OsStr) -> Result<SourceSpec, OpenError> {
        let bytes = argument.as_bytes();
        let unsupported = |bytes: &[u8]| {
            let found = UNSUPPORTED.iter().find(|(prefix, _)| bytes.starts_with(prefix.as_bytes()));
            found.map(|&(_, what)| OpenError::Unsupported {
                what,
                argument: argument.to_string_lossy().into_owned(),
            })
        };
        let after = |prefix: &str| {
            let rest = bytes.strip_prefix(prefix.as_bytes()).filter(|rest| !rest.is_empty())?;
            Some(OsStr::from_bytes(rest).to_owned())
        };
        if let Some(rest) = after("docker-archive:") {
            return Ok(SourceSpec::Image(ImageSpec::new(ImageAt::DockerArchive(rest))));
        }
        if let Some(rest) = after("oci:").or_else(|| after("oci-archive:")) {
            return Ok(SourceSpec::Image(ImageSpec::new(ImageAt::Oci(rest))));
        }
        if let Some(rest) = after("registry:") {
            let reference = Reference::parse(&rest.to_string_lossy()).map_err(|reason| {
                OpenError::BadReference { argument: argument.to_string_lossy().into(), reason }
            })?;
            return Ok(SourceSpec::Image(ImageSpec::new(ImageAt::Registry(reference))));
        }
        let Some(rest) = bytes.strip_prefix(b"git:").filter(|rest| !rest.starts_with(b"//")) else {
            return match unsupported(bytes) {
                Some(error) => Err(error),
                None => Ok(SourceSpec::Path(argument.into())),
            };
        };
        if let Some(error) = unsupported(rest) {
            return Err(error);
        }
        let at = (0..rest.len())
            .rfind(|&at| rest[at] == b'@' && rest.get(at + 1).is_none_or(|&next| next != b'{'));
        let (repo, rev) = match at {
            Some(at) => (&rest[..at], String::from_utf8_lossy(&rest[at + 1..]).into_owned()),
            None => (rest, String::from("HEAD")),
        };
        let repo = if repo.is_empty() { b".".as_slice() } else { repo };
        Ok(SourceSpec::GitRevision { repo: OsStr::from_bytes(repo).into(), rev })
    }
}

impl SourceSpec {
    /// What people call the source: the name of its folder or file, of its repository, of its image;
    /// `None` where it has none, as the top of a disk has. A folder named by `.` has a name too.
    pub fn label(&self) -> Option<String> {
        let of_path = |path: &Path| {
            let whole = path.canonicalize().ok()?;
            Some(whole.file_name()?.to_string_lossy().into_owned())
        };
        match self {
            SourceSpec::Path(path) => of_path(path),
            SourceSpec::GitRevision { repo, .. } => {
                let name = of_path(repo)?;
                Some(name.strip_suffix(".git").map_or(name.clone(), str::to_owned))
            }
            SourceSpec::Image(_) => None,
        }
    }
}

/// Why a source cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Nothing has that path.
    #[error("find {}", path.display())]
    NotFound {
        /// The path as given.
        path: PathBuf,
    },
    /// The system forbids it.
    #[error("open {}: permission denied", path.display())]
    PermissionDenied {
        /// The path as given.
        path: PathBuf,
    },
    /// A device, a pipe or a socket.
    #[error("scan {}, which is neither a file nor a folder", path.display())]
    Special {
        /// The path as given.
        path: PathBuf,
    },
    /// The system says no for another reason.
    #[error("open {}", path.display())]
    Io {
        /// The path as given.
        path: PathBuf,
        /// The reason.
        #[source]
        source: io::Error,
    },
    /// A pattern of the selection is not a glob.
    #[error("read the pattern `{pattern}`")]
    BadPattern {
        /// The pattern as given.
        pattern: String,
        /// What is wrong with it.
        #[source]
        source: globset::Error,
    },
    /// No git repository is at the path or around it.
    #[error("find a git repository at {}", path.display())]
    NotARepository {
        /// The path as given.
        path: PathBuf,
    },
    /// The repository cannot be read as a whole.
    #[error("read the git repository {}: {reason}", repo.display())]
    RepositoryDamaged {
        /// The path as given.
        repo: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The repository has no such revision.
    #[error("find the revision `{rev}` in {}", repo.display())]
    UnknownRevision {
        /// The path as given.
        repo: PathBuf,
        /// The revision as given.
        rev: String,
    },
    /// An abbreviation of more than one object.
    #[error("tell which object `{rev}` means")]
    AmbiguousRevision {
        /// The revision as given.
        rev: String,
        /// The objects it may mean.
        candidates: Vec<String>,
    },
    /// An image cannot be read.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// A reference to an image in a registry is not one.
    #[error("read {argument}: {reason}")]
    BadReference {
        /// The argument as given.
        argument: String,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A form of SOURCE that is not supported yet.
    #[error("scan {argument}: {what} is not supported yet")]
    Unsupported {
        /// What it would be.
        what: &'static str,
        /// The argument as given.
        argument: String,
    },
}

impl OpenError {
    pub(crate) fn io(path: PathBuf, source: io::Error) -> OpenError {
        match source.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => OpenError::NotFound { path },
            io::ErrorKind::PermissionDenied => OpenError::PermissionDenied { path },
            _ => OpenError::Io { path, source },
        }
    }
}

/// Why a walk could not begin or go on at all; smaller troubles are [`Problem`]s.
#[derive(Debug, thiserror::Error)]
pub enum WalkError {
    /// The root cannot be listed.
    #[error("list the folder")]
    Root(#[source] io::Error),
    /// The root of a revision cannot be read.
    #[error("read the revision: {0}")]
    Tree(String),
    /// An image cannot be read, or is not what it states.
    #[error(transparent)]
    Image(#[from] ImageError),
}

/// An open source.
#[derive(Debug)]
pub struct Source {
    root: Root,
    filter: Arc<Filter>,
    limits: Limits,
}

#[derive(Debug)]
enum Root {
    Folder(Arc<DiskRoot>),
    File(Box<Entry>),
    Archive(Box<[u8]>, File),
    Git(git::Revision),
    Image(Arc<OpenImage>),
}

/// Opens what `spec` names.
///
/// # Errors
/// [`OpenError`] says what is wrong with the source as a whole.
pub fn open(
    spec: &SourceSpec,
    selection: &Selection,
    limits: &Limits,
) -> Result<Source, OpenError> {
    let filter = Filter::new(selection)
        .map_err(|bad| OpenError::BadPattern { pattern: bad.pattern, source: bad.source })?;
    let filter = Arc::new(filter);
    let root = match spec {
        SourceSpec::Path(path) => open_path(path.clone(), &filter)?,
        SourceSpec::GitRevision { repo, rev } => Root::Git(git::open(repo, rev, limits)?),
        SourceSpec::Image(spec) => Root::Image(Arc::new(image::open(spec, limits)?)),
    };
    Ok(Source { root, filter, limits: limits.clone() })
}

fn open_path(path: PathBuf, filter: &Arc<Filter>) -> Result<Root, OpenError> {
    let metadata = match std::fs::metadata(&path) {
        Ok(metadata) => metadata,
        Err(source) => return Err(OpenError::io(path, source)),
    };
    if !metadata.is_dir() && !metadata.is_file() {
        return Err(OpenError::Special { path });
    }
    let mut file = match File::open(&path) {
        Ok(file) => file,
        Err(source) => return Err(OpenError::io(path, source)),
    };
    if metadata.is_dir() {
        return Ok(Root::Folder(Arc::new(DiskRoot::new(file.into()))));
    }
    let stamp = match rustix::fs::fstat(&file) {
        Ok(stat) => stamp(&stat),
        Err(source) => return Err(OpenError::io(path, source.into())),
    };
    let name = path.file_name().unwrap_or(OsStr::new("file"));
    match Form::of_input(name.as_bytes(), &mut file) {
        Ok(Some(_)) => return Ok(Root::Archive(name.as_bytes().into(), file)),
        Ok(None) => {}
        Err(source) => return Err(OpenError::io(path, source)),
    }
    let tree_path = TreePath::root().child(name.as_bytes()).unwrap_or_default();
    Ok(Root::File(Box::new(Entry {
        path: tree_path,
        size: stamp.size,
        stamp: Some(stamp),
        body: Body::Named(Arc::new(path)),
        filter: Arc::clone(filter),
    })))
}

impl Source {
    /// Streams the files, depth first, in the byte order of their whole paths (a folder sorts as
    /// if its name ended in `/`, an archive's members as if its name ended in `!/`), in memory
    /// that does not grow with the tree. Members of one archive come in the archive's own order;
    /// they hold their bytes, so the visitor must not collect them without end. `visit` may stop
    /// the walk.
    ///
    /// Problems are those of the walk itself; reading an entry gives its own.
    ///
    /// # Errors
    /// [`WalkError`] when the source as a whole cannot be walked.
    pub fn walk(
        self,
        visit: &mut dyn FnMut(Entry) -> ControlFlow<()>,
    ) -> Result<Vec<Problem>, WalkError> {
        self.walk_with(Archives::Opened, &|_| ControlFlow::Continue(()), visit)
    }

    /// Like [`Source::walk`] but leaves archives inside the source closed, so that workers can
    /// open them in parallel with [`Entry::expand`]. A source that is itself an archive is opened.
    ///
    /// # Errors
    /// [`WalkError`] when the source as a whole cannot be walked.
    pub fn walk_closed(
        self,
        visit: &mut dyn FnMut(Entry) -> ControlFlow<()>,
    ) -> Result<Vec<Problem>, WalkError> {
        self.walk_with(Archives::Closed, &|_| ControlFlow::Continue(()), visit)
    }

    /// Like [`Source::walk_closed`] and tells `watch` what is done before the first file can be
    /// visited; it may stop that.
    ///
    /// # Errors
    /// [`WalkError`] when the source as a whole cannot be walked.
    pub fn walk_watched(
        self,
        watch: &dyn Fn(Stage) -> ControlFlow<()>,
        visit: &mut dyn FnMut(Entry) -> ControlFlow<()>,
    ) -> Result<Vec<Problem>, WalkError> {
        self.walk_with(Archives::Closed, watch, visit)
    }

    /// The image that the source is, if it is one.
    pub fn image(&self) -> Option<Arc<OpenImage>> {
        match &self.root {
            Root::Image(image) => Some(Arc::clone(image)),
            _ => None,
        }
    }

    fn walk_with(
        self,
        archives: Archives,
        watch: &dyn Fn(Stage) -> ControlFlow<()>,
        visit: &mut dyn FnMut(Entry) -> ControlFlow<()>,
    ) -> Result<Vec<Problem>, WalkError> {
        let Source { root, filter, limits } = self;
        match root {
            Root::Folder(root) => folder::walk(&root, &filter, &limits, archives, visit),
            Root::Git(revision) => git::walk(revision, &filter, &limits, archives, visit),
            Root::Image(image) if archives == Archives::Closed => {
                Ok(image.walk(&filter, &limits, watch, visit)?)
            }
            Root::Image(image) => {
                let mut problems = ProblemList::new(limits.problems_per_code);
                let told = image.walk(&filter, &limits, watch, &mut |entry| {
                    let archive = entry.copy_of_archive();
                    visit(entry)?;
                    match archive {
                        Some(archive) => archive.visit_members(&limits, &mut problems, visit),
                        None => ControlFlow::Continue(()),
                    }
                })?;
                problems.extend(told);
                Ok(problems.finish())
            }
            Root::File(entry) => {
                let _stopped = visit(*entry);
                Ok(Vec::new())
            }
            Root::Archive(name, mut file) => {
                let root = TreePath::root();
                let wanted = Wanted::Filtered(&filter);
                Ok(expand_input(&root, &name, &mut file, &limits, wanted, &mut |member| {
                    visit(Entry::held(member, &filter))
                }))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(argument: &str, expect: Result<SourceSpec, &str>) {
        let parsed = SourceSpec::parse(OsStr::new(argument)).map_err(|error| error.to_string());
        assert_eq!(parsed, expect.map_err(str::to_owned));
    }

    fn git(repo: &str, rev: &str) -> SourceSpec {
        SourceSpec::GitRevision { repo: repo.into(), rev: rev.into() }
    }

    #[test]
    fn arguments_are_paths_revisions_or_not_supported_yet() {
        check("a/b", Ok(SourceSpec::Path("a/b".into())));
        check("./k8s:x", Ok(SourceSpec::Path("./k8s:x".into())));
        check("git:repo@v1.0", Ok(git("repo", "v1.0")));
        check("git:me@host/repo@main", Ok(git("me@host/repo", "main")));
        check("git:repo@HEAD@{1}", Ok(git("repo", "HEAD@{1}")));
        check("git:repo", Ok(git("repo", "HEAD")));
        check("git:@main", Ok(git(".", "main")));
        let image = |at| Ok(SourceSpec::Image(ImageSpec::new(at)));
        check("oci:alpine:3", image(ImageAt::Oci("alpine:3".into())));
        check("oci-archive:a.tar", image(ImageAt::Oci("a.tar".into())));
        check("docker-archive:a.tar", image(ImageAt::DockerArchive("a.tar".into())));
        check(
            "docker:a",
            Err("scan docker:a: an image of a container engine is not supported yet"),
        );
        check(
            "git:https://x.example/y@main",
            Err("scan git:https://x.example/y@main: a network address is not supported yet"),
        );
    }
}
