// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Build files that could not be followed, where that leaves open what a file is a part of.

use std::collections::BTreeMap;

use heirloom_model::{Problem, ProblemCode, Span, TreePath};
use heirloom_source::parts::Part;

use super::{Draft, Found};

/// Files that are named in a message.
const MAX_NAMED: usize = 3;

/// Names of build files that are not read, with their tools.
const TOOLS: [(&str, &str); 14] = [
    ("BUILD.bazel", "Bazel"),
    ("MODULE.bazel", "Bazel"),
    ("WORKSPACE", "Bazel"),
    ("WORKSPACE.bazel", "Bazel"),
    ("SConstruct", "SCons"),
    ("SConscript", "SCons"),
    ("wscript", "Waf"),
    ("BUILD.gn", "GN"),
    ("Android.bp", "Soong"),
    ("build.zig", "Zig"),
    ("xmake.lua", "xmake"),
    ("premake5.lua", "Premake"),
    ("Jamroot", "B2"),
    ("project.pbxproj", "Xcode"),
];

/// Endings of build files that are not read, with their tools.
const ENDINGS: [(&str, &str); 4] =
    [(".vcxproj", "Visual Studio"), (".pro", "qmake"), (".gyp", "GYP"), (".xcconfig", "Xcode")];

/// The tool of a build file that is not read.
pub(super) fn tool(path: &TreePath) -> Option<&'static str> {
    let name = str::from_utf8(path.file_name()).ok()?;
    let known = TOOLS.iter().find(|(known, _)| *known == name);
    let known = known.or_else(|| ENDINGS.iter().find(|(end, _)| name.ends_with(end)));
    known.map(|(_, tool)| *tool)
}

/// Files of ours of which nobody knows what they are a part of, by the build file that leaves it open.
pub(super) fn tell(found: &Found, draft: &mut Draft) {
    let mut lists: BTreeMap<&TreePath, (Span, Vec<&TreePath>)> = BTreeMap::new();
    let mut tools: BTreeMap<&str, (&TreePath, Vec<&TreePath>)> = BTreeMap::new();
    let around = |path: &TreePath, place: &TreePath| {
        place.parent().is_none_or(|folder| folder.is_root() || path.is_within(&folder))
    };
    for (path, part) in found.parts.sources() {
        if part != Part::Unknown || draft.owner_of(path).is_none() || found.is_test(path) {
            continue;
        }
        let depth = |place: &TreePath| place.components().count();
        let open = found.parts.not_followed().iter().filter(|(place, _)| around(path, place));
        if let Some((place, span)) = open.max_by_key(|(place, _)| depth(place)) {
            lists.entry(place).or_insert((*span, Vec::new())).1.push(path);
            continue;
        }
        let unread = found.unread_build.iter().filter(|(place, _)| around(path, place));
        if let Some((place, tool)) = unread.max_by_key(|(place, _)| depth(place)) {
            tools.entry(tool).or_insert((place, Vec::new())).1.push(path);
        }
    }
    for (place, (span, files)) in lists {
        let what = String::from_utf8_lossy(place.file_name()).into_owned();
        let problem = problem(ProblemCode::BUILD_LIST_OPEN, ("what", &what), &files);
        let problem = problem.at_path(place.clone());
        draft.problem(match span.first_line {
            0 => problem,
            line => problem.at_line(line),
        });
    }
    for (tool, (place, files)) in tools {
        let problem = problem(ProblemCode::BUILD_TOOL_UNREAD, ("tool", tool), &files);
        draft.problem(problem.at_path(place.clone()));
    }
}

fn problem(code: ProblemCode, (key, value): (&'static str, &str), files: &[&TreePath]) -> Problem {
    let named: Vec<String> = files.iter().take(MAX_NAMED).map(ToString::to_string).collect();
    let more = if files.len() > MAX_NAMED { ", …" } else { "" };
    let named = format!("{}{more}", named.join(", "));
    let n = files.len().to_string();
    Problem::new(code, vec![(key, value.into()), ("n", n.into()), ("files", named.into())])
}
