// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Functions of the languages that make texts of texts, and lists of lists.

use heirloom_model::{SourceGround, SourceLanguage};
use tree_sitter::Node;

use super::{Evaluator, strings};
use crate::{
    nodes::{children, field},
    paths,
    value::{Found, Shape, Template},
};

/// What members of the language's own modules are.
pub(super) fn constant_of(written: &str) -> Option<&'static str> {
    match written {
        "sys.executable" => Some("python"),
        "process.execPath" => Some("node"),
        _ => None,
    }
}

/// What a function makes of its arguments.
enum Makes {
    /// The first argument, as it is.
    Same,
    /// A path of all arguments.
    Path,
    /// The first argument, split into words.
    Words,
    /// The first argument, a format in the manner of `printf`.
    Printf,
    /// A list of the arguments.
    List,
    /// The second argument, unless the environment says otherwise.
    Default,
    /// The path at which the first argument is found.
    Lookup,
    /// The first list with what stands behind it.
    Append,
}

fn makes(function: &str, language: SourceLanguage) -> Option<Makes> {
    use SourceLanguage as L;
    Some(match (language, function) {
        (L::Python, "os.path.join" | "posixpath.join") => Makes::Path,
        (L::Python, "pathlib.Path" | "Path" | "pathlib.PurePath") => Makes::Path,
        (L::Python, "str" | "os.fspath" | "list" | "tuple" | "os.path.expanduser") => Makes::Same,
        (L::Python, "os.path.abspath" | "os.path.realpath" | "os.path.normpath") => Makes::Same,
        (L::Python, "shlex.quote" | "pipes.quote") => Makes::Same,
        (L::Python, "shlex.split") => Makes::Words,
        (L::Python, "os.environ.get" | "os.getenv") => Makes::Default,
        (L::Python, "shutil.which" | "distutils.spawn.find_executable") => Makes::Lookup,
        (L::Python, "ctypes.util.find_library") => Makes::Lookup,
        (L::JavaScript | L::TypeScript, "path.join" | "path.resolve") => Makes::Path,
        (L::JavaScript | L::TypeScript, "String" | "require.resolve") => Makes::Same,
        (L::JavaScript | L::TypeScript, "which.sync" | "which") => Makes::Lookup,
        (L::Go, "path/filepath.Join" | "path.Join") => Makes::Path,
        (L::Go, "path/filepath.Clean" | "string") => Makes::Same,
        (L::Go, "fmt.Sprintf") => Makes::Printf,
        (L::Go, "strings.Fields") => Makes::Words,
        (L::Go, "os/exec.LookPath") => Makes::Lookup,
        (L::Go, "append") => Makes::Append,
        (
            L::Rust,
            "String::from" | "OsStr::new" | "Path::new" | "PathBuf::from" | "OsString::from",
        )
        | (L::Rust, "std::path::Path::new" | "std::path::PathBuf::from")
        | (L::Rust, "std::ffi::OsStr::new" | "std::ffi::OsString::from") => Makes::Same,
        (L::Rust, "CString::new" | "std::ffi::CString::new") => Makes::Same,
        (L::Rust, "which::which" | "which") => Makes::Lookup,
        (L::Java, "Arrays.asList" | "List.of" | "ImmutableList.of" | "Lists.newArrayList") => {
            Makes::List
        }
        (L::Java, "String.format") => Makes::Printf,
        (L::Java, "new String" | "String.valueOf" | "new File" | "Paths.get" | "Path.of") => {
            Makes::Path
        }
        (L::Java, "new ArrayList" | "new ArrayList<>" | "new ArrayList<String>") => Makes::Same,
        (L::C | L::Cpp, "TEXT" | "_T" | "_TEXT" | "strdup" | "g_strdup" | "xstrdup") => Makes::Same,
        (L::C | L::Cpp, "g_strdup_printf" | "xasprintf" | "xstrfmt") => Makes::Printf,
        (L::Cpp, "std::string" | "QStringLiteral" | "QString" | "QLatin1String") => Makes::Same,
        _ => return None,
    })
}

/// Methods that give the text they are called on.
const SAME_METHODS: &[&str] = &[
    "as_posix",
    "as_ref",
    "as_str",
    "c_str",
    "clone",
    "decode",
    "encode",
    "expanduser",
    "getPath",
    "getAbsolutePath",
    "into",
    "resolve",
    "rstrip",
    "strip",
    "toString",
    "to_owned",
    "to_path_buf",
    "to_string",
    "to_str",
    "trim",
    "unwrap",
    "expect",
    "absolute",
    "String",
    "as_ptr",
    "lower",
];

impl<'t> Evaluator<'_, 't> {
    pub(super) fn call(&self, node: Node<'t>, scope: u32) -> Vec<Found<'t>> {
        if node.kind() == "macro_invocation" {
            return self.rust_macro(node, scope);
        }
        let arguments = self.names.arguments(node).positional;
        let function = paths::callee(node, scope, self.names).unwrap_or_default();
        if let Some(makes) = makes(&function, self.names.language) {
            return self.made(&makes, &arguments, scope);
        }
        self.method(node, &arguments, scope)
    }

    fn made(&self, makes: &Makes, arguments: &[Node<'t>], scope: u32) -> Vec<Found<'t>> {
        let Some(&first) = arguments.first() else {
            return Vec::new();
        };
        let values = |node| self.values_at(node, scope);
        match makes {
            Makes::Same => values(first),
            Makes::Path => {
                let mut path = Template::default();
                let mut ground = SourceGround::Literal;
                for (index, argument) in arguments.iter().enumerate() {
                    let (part, part_ground) = self.template_at(*argument, scope);
                    if index > 0 {
                        path.push_text("/");
                    }
                    path.append(&part);
                    ground = ground.max(part_ground);
                }
                vec![Found::literal(Shape::Text(path)).at_most(ground)]
            }
            Makes::Words => values(first)
                .into_iter()
                .map(|found| match &found.shape {
                    Shape::Text(text) => found.clone().with(Shape::Words(text.clone())),
                    _ => found,
                })
                .collect(),
            Makes::Printf => values(first)
                .into_iter()
                .map(|found| {
                    let text = strings::printf_holes(&found.template());
                    found.with(Shape::Text(text))
                })
                .collect(),
            Makes::List => {
                vec![Found::literal(Shape::List(self.items(arguments, scope)))]
            }
            Makes::Default => match arguments.get(1) {
                Some(&default) => values(default)
                    .into_iter()
                    .map(|found| found.at_most(SourceGround::Alternative))
                    .collect(),
                None => Vec::new(),
            },
            Makes::Lookup => values(first)
                .into_iter()
                .map(|found| found.at_most(SourceGround::Constant))
                .collect(),
            Makes::Append => values(first)
                .into_iter()
                .map(|found| match found.shape.clone() {
                    Shape::List(mut items) => {
                        items.extend(self.items(&arguments[1..], scope));
                        found.with(Shape::List(items))
                    }
                    _ => found,
                })
                .collect(),
        }
    }

    /// Methods of texts and lists.
    fn method(&self, node: Node<'t>, arguments: &[Node<'t>], scope: u32) -> Vec<Found<'t>> {
        let function = field(node, "function").unwrap_or(node);
        let object = ["object", "value", "argument", "operand"]
            .iter()
            .find_map(|name| field(function, name));
        let member = ["attribute", "property", "field", "name"]
            .iter()
            .find_map(|name| field(function, name));
        let (Some(object), Some(member)) = (object, member) else {
            return Vec::new();
        };
        let values = || self.values_at(object, scope).into_iter();
        match self.names.text(member) {
            "split" | "split_whitespace" => values()
                .filter_map(|found| match found.shape.clone() {
                    Shape::Text(text) => Some(found.with(Shape::Words(text))),
                    _ => None,
                })
                .collect(),
            "format" => values()
                .map(|found| {
                    let text = strings::brace_holes(&found.template());
                    found.with(Shape::Text(text))
                })
                .collect(),
            "concat" => values()
                .map(|found| match found.shape.clone() {
                    Shape::List(mut items) => {
                        items.push(None);
                        found.with(Shape::List(items))
                    }
                    _ => Found::unknown(),
                })
                .collect(),
            "join" if self.names.language == SourceLanguage::Python => {
                self.joined_words(arguments, scope)
            }
            "join" if self.names.language == SourceLanguage::Rust => {
                let parts = [&[object], arguments].concat();
                self.made(&Makes::Path, &parts, scope)
            }
            name if SAME_METHODS.contains(&name) => values().collect(),
            _ => Vec::new(),
        }
    }

    /// `" ".join(["git", "status"])`: a text of the items.
    fn joined_words(&self, arguments: &[Node<'t>], scope: u32) -> Vec<Found<'t>> {
        let Some(&list) = arguments.first() else { return Vec::new() };
        let lists = self.values_at(list, scope).into_iter();
        lists
            .map(|found| {
                let text = match &found.shape {
                    Shape::List(items) => {
                        let words = self.words(items);
                        let mut text = Template::default();
                        for (index, word) in words.iter().enumerate() {
                            if index > 0 {
                                text.push_text(" ");
                            }
                            text.append(word);
                        }
                        text
                    }
                    _ => Template::hole(),
                };
                found.with(Shape::Text(text))
            })
            .collect()
    }

    fn rust_macro(&self, node: Node<'t>, scope: u32) -> Vec<Found<'t>> {
        let name = field(node, "macro").map_or("", |name| self.names.text(name));
        let tokens = children(node).into_iter().find(|child| child.kind() == "token_tree");
        let Some(tokens) = tokens else { return Vec::new() };
        let parts = children(tokens);
        match name {
            "vec" => vec![Found::literal(Shape::List(self.items(&parts, scope)))],
            "format" => match parts.first() {
                Some(format) if strings::is_string(format.kind()) => {
                    let (format, _) = self.template(*format, scope);
                    let text = strings::brace_holes(&format);
                    vec![Found::literal(Shape::Text(text))]
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }
}
