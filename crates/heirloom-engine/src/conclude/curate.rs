// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! What people decided, by path.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use heirloom_model::{Curation, Problem, ProblemCode, TreePath};

/// Curations with their patterns compiled. `*` does not cross folders, `**` does; a pattern that
/// names a folder means all below it.
#[derive(Debug)]
pub(super) struct Curations {
    list: Vec<Curation>,
    globs: GlobSet,
    /// The curation of each glob.
    owners: Vec<usize>,
}

impl Curations {
    pub(super) fn new(mut list: Vec<Curation>) -> Curations {
        let mut builder = GlobSetBuilder::new();
        let mut owners = Vec::new();
        for (position, curation) in list.iter_mut().enumerate() {
            curation.n_files = 0;
            let pattern = plain(&curation.pattern);
            for pattern in [pattern.to_owned(), format!("{pattern}/**")] {
                let glob = GlobBuilder::new(&pattern).literal_separator(true).build();
                // Whoever read the file has reported patterns that cannot be read.
                if let Ok(glob) = glob {
                    builder.add(glob);
                    owners.push(position);
                }
            }
        }
        let globs = builder.build().unwrap_or_else(|_| GlobSet::empty());
        Curations { list, globs, owners }
    }

    /// The curation that decides a file, which is counted.
    pub(super) fn find(&mut self, path: &TreePath) -> Option<&Curation> {
        let position = self.position(path)?;
        let curation = &mut self.list[position];
        curation.n_files += 1;
        Some(curation)
    }

    /// The curation that decides a whole folder.
    pub(super) fn of_folder(&self, folder: &TreePath) -> Option<&Curation> {
        let name = folder.to_string();
        self.list.iter().rfind(|curation| {
            let pattern = plain(&curation.pattern);
            match pattern.strip_suffix("**") {
                Some(above) => above.strip_suffix('/').unwrap_or(above) == name,
                None => pattern == name,
            }
        })
    }

    fn position(&self, path: &TreePath) -> Option<usize> {
        if self.globs.is_empty() {
            return None;
        }
        let matches = self.globs.matches(path.to_string());
        matches.into_iter().filter_map(|glob| self.owners.get(glob).copied()).max()
    }

    pub(super) fn finish(self) -> (Vec<Curation>, Vec<Problem>) {
        let unused = self.list.iter().filter(|curation| curation.n_files == 0);
        let problems = unused.map(|curation| {
            let args = vec![("pattern", curation.pattern.clone())];
            Problem::new(ProblemCode::CURATION_UNUSED, args)
        });
        let problems = problems.collect();
        (self.list, problems)
    }
}

fn plain(pattern: &str) -> &str {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern).trim_matches('/');
    if pattern == "." { "**" } else { pattern }
}
