// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Functions that run programs, load libraries or fetch models, by language.

use heirloom_model::{ModelReferenceKind, SourceLanguage};

/// What a function does that others must know of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// It runs a program.
    Run(Style),
    /// It loads the library named by an argument.
    Load(usize),
    /// It fetches or loads a model or data named by an argument, or by a keyword.
    Model(ModelReferenceKind, usize, &'static str),
}

/// How a function is told what to run; numbers are places of arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// A text for a shell.
    Shell(usize),
    /// A text that is split at white space, or a list.
    Words(usize),
    /// A list, or a text: for a shell if the keyword `shell` says so, else the program.
    Python(usize),
    /// A list of words.
    List(usize),
    /// The program, then a list of arguments.
    ProgramAndList(usize, usize),
    /// The program, then a list whose first item is the program's name again.
    ProgramAndArgv(usize, usize),
    /// The program, then arguments one by one.
    Spread(usize, usize),
    /// A list, or words one by one.
    Each,
    /// The interpreter of the language itself runs a script.
    Interpreter(&'static str),
    /// A template with a command line.
    Template,
}

use Action::{Load, Model, Run};
use ModelReferenceKind::{Dataset, Model as ModelKind};
use Style as S;

/// What a function does; `path` is as [`crate::paths::callee`] gives it.
pub(crate) fn find(language: SourceLanguage, path: &str) -> Option<Action> {
    match language {
        SourceLanguage::Python => python(path),
        SourceLanguage::JavaScript | SourceLanguage::TypeScript => javascript(path),
        SourceLanguage::Go => go(path),
        SourceLanguage::Rust => rust(path),
        SourceLanguage::C | SourceLanguage::Cpp => c(path),
        SourceLanguage::Java => java(path),
        _ => None,
    }
}

fn python(path: &str) -> Option<Action> {
    // The same interface under other names.
    let path = path.strip_prefix("gevent.").unwrap_or(path);
    let path = path.strip_prefix("eventlet.green.").unwrap_or(path);
    let path = path.strip_prefix("six.moves.").unwrap_or(path);
    let path = match path.strip_prefix("subprocess32.") {
        Some(name) => &format!("subprocess.{name}"),
        None => path,
    };
    Some(match path {
        "subprocess.run"
        | "subprocess.call"
        | "subprocess.check_call"
        | "subprocess.check_output"
        | "subprocess.Popen"
        | "psutil.Popen" => Run(S::Python(0)),
        "subprocess.getoutput"
        | "subprocess.getstatusoutput"
        | "commands.getoutput"
        | "commands.getstatusoutput"
        | "os.system"
        | "os.popen"
        | "os.popen2"
        | "os.popen3"
        | "os.popen4"
        | "popen2.popen2"
        | "popen2.popen3"
        | "popen2.popen4"
        | "asyncio.create_subprocess_shell"
        | "asyncio.subprocess.create_subprocess_shell" => Run(S::Shell(0)),
        "asyncio.create_subprocess_exec"
        | "asyncio.subprocess.create_subprocess_exec"
        | "trio.lowlevel.open_process" => Run(S::Spread(0, 1)),
        // What is looked for is to be run.
        "shutil.which" | "distutils.spawn.find_executable" => Run(S::Spread(0, 9)),
        "os.execl" | "os.execle" | "os.execlp" | "os.execlpe" => Run(S::Spread(0, 2)),
        "os.execv" | "os.execve" | "os.execvp" | "os.execvpe" | "os.posix_spawn"
        | "os.posix_spawnp" => Run(S::ProgramAndArgv(0, 1)),
        "os.spawnl" | "os.spawnle" | "os.spawnlp" | "os.spawnlpe" => Run(S::Spread(1, 3)),
        "os.spawnv" | "os.spawnve" | "os.spawnvp" | "os.spawnvpe" => Run(S::ProgramAndArgv(1, 2)),
        "trio.run_process"
        | "anyio.run_process"
        | "anyio.open_process"
        | "pty.spawn"
        | "distutils.spawn.spawn" => Run(S::Words(0)),
        "pexpect.spawn" | "pexpect.run" | "pexpect.spawnu" | "delegator.run" | "invoke.run" => {
            Run(S::Words(0))
        }
        "ctypes.CDLL"
        | "ctypes.PyDLL"
        | "ctypes.WinDLL"
        | "ctypes.OleDLL"
        | "ctypes.cdll.LoadLibrary"
        | "ctypes.pydll.LoadLibrary"
        | "ctypes.windll.LoadLibrary"
        | "ctypes.oledll.LoadLibrary"
        | "numpy.ctypeslib.load_library" => Load(0),
        "datasets.load_dataset" | "load_dataset" => Model(Dataset, 0, "path"),
        "transformers.pipeline" => Model(ModelKind, 1, "model"),
        "sentence_transformers.SentenceTransformer" => Model(ModelKind, 0, "model_name_or_path"),
        "vllm.LLM" => Model(ModelKind, 0, "model"),
        "huggingface_hub.snapshot_download"
        | "huggingface_hub.hf_hub_download"
        | "huggingface_hub.hf_hub_url" => Model(ModelKind, 0, "repo_id"),
        "torch.hub.load" => Model(ModelKind, 0, "repo_or_dir"),
        "spacy.load" => Model(ModelKind, 0, "name"),
        _ if path.ends_with(".from_pretrained") => {
            Model(ModelKind, 0, "pretrained_model_name_or_path")
        }
        _ if path.ends_with(".dlopen") => Load(0),
        _ if path.ends_with(".subprocess_exec") => Run(S::Spread(1, 2)),
        _ if path.ends_with(".subprocess_shell") => Run(S::Shell(1)),
        _ => return None,
    })
}

fn javascript(path: &str) -> Option<Action> {
    Some(match path {
        "child_process.exec"
        | "child_process.execSync"
        | "child_process.default.exec"
        | "shelljs.exec"
        | "Bun.$" => Run(S::Shell(0)),
        "child_process.spawn"
        | "child_process.spawnSync"
        | "child_process.execFile"
        | "child_process.execFileSync"
        | "cross-spawn"
        | "cross-spawn.sync"
        | "cross-spawn.spawn"
        | "cross-spawn.default"
        | "cross-spawn-promise"
        | "nano-spawn"
        | "nano-spawn.default"
        | "tinyexec.x"
        | "tinyexec.exec"
        | "node-pty.spawn"
        | "@lydell/node-pty.spawn" => Run(S::ProgramAndList(0, 1)),
        "execa" | "execa.execa" | "execa.sync" | "execa.execaSync" | "execa.default"
        | "execa.node" => Run(S::ProgramAndList(0, 1)),
        "execa.command" | "execa.commandSync" | "execa.execaCommand" | "execa.execaCommandSync" => {
            Run(S::Words(0))
        }
        "@actions/exec.exec" | "@actions/exec.getExecOutput" => Run(S::ProgramAndList(0, 1)),
        "which" | "which.sync" | "which.default.sync" | "@actions/io.which" => Run(S::Spread(0, 9)),
        "child_process.fork" => Run(S::Interpreter("node")),
        "execa.$" | "execa.$.sync" | "zx.$" | "bun.$" => Run(S::Template),
        "new Deno.Command" => Run(S::ProgramAndList(0, 1)),
        "Deno.run" | "Bun.spawn" | "Bun.spawnSync" | "bun.spawn" | "bun.spawnSync" => {
            Run(S::List(0))
        }
        "Deno.dlopen" | "bun:ffi.dlopen" | "koffi.load" | "ffi-napi.Library" | "ffi.Library"
        | "new ffi.Library" => Load(0),
        "process.dlopen" => Load(1),
        "@huggingface/transformers.pipeline" | "@xenova/transformers.pipeline" => {
            Model(ModelKind, 1, "model")
        }
        _ if path.ends_with(".from_pretrained") => Model(ModelKind, 0, "model"),
        _ => return None,
    })
}

fn go(path: &str) -> Option<Action> {
    Some(match path {
        "os/exec.Command"
        | "golang.org/x/sys/execabs.Command"
        | "k8s.io/utils/exec.New().Command"
        | "github.com/cli/safeexec.Command" => Run(S::Spread(0, 1)),
        "os/exec.LookPath"
        | "golang.org/x/sys/execabs.LookPath"
        | "github.com/cli/safeexec.LookPath" => Run(S::Spread(0, 9)),
        "os/exec.CommandContext"
        | "golang.org/x/sys/execabs.CommandContext"
        | "k8s.io/utils/exec.New().CommandContext" => Run(S::Spread(1, 2)),
        "syscall.Exec"
        | "golang.org/x/sys/unix.Exec"
        | "os.StartProcess"
        | "syscall.ForkExec"
        | "syscall.StartProcess" => Run(S::ProgramAndArgv(0, 1)),
        "github.com/magefile/mage/sh.Run"
        | "github.com/magefile/mage/sh.RunV"
        | "github.com/magefile/mage/sh.Output" => Run(S::Spread(0, 1)),
        "plugin.Open"
        | "github.com/ebitengine/purego.Dlopen"
        | "syscall.LoadLibrary"
        | "syscall.LoadDLL"
        | "syscall.MustLoadDLL"
        | "syscall.NewLazyDLL"
        | "golang.org/x/sys/windows.LoadLibrary"
        | "golang.org/x/sys/windows.LoadDLL"
        | "golang.org/x/sys/windows.NewLazyDLL"
        | "golang.org/x/sys/windows.MustLoadDLL"
        | "golang.org/x/sys/windows.NewLazySystemDLL" => Load(0),
        _ => return None,
    })
}

fn rust(path: &str) -> Option<Action> {
    const COMMANDS: &[&str] = &[
        "process::Command::new",
        "tokio::process::Command::new",
        "async_process::Command::new",
        "smol::process::Command::new",
        "assert_cmd::Command::new",
        "assert_cmd::cmd::Command::new",
        "tokio_process::Command::new",
    ];
    // The standard library and its async twin.
    let path =
        path.strip_prefix("std::").or_else(|| path.strip_prefix("async_std::")).unwrap_or(path);
    Some(match path {
        _ if COMMANDS.contains(&path) => Run(S::Spread(0, 1)),
        "which::which" | "which::which_global" => Run(S::Spread(0, 9)),
        "duct::cmd" => Run(S::ProgramAndList(0, 1)),
        "duct::cmd!" | "cmd!" | "xshell::cmd!" => Run(S::Template),
        "nix::unistd::execv"
        | "nix::unistd::execvp"
        | "nix::unistd::execve"
        | "nix::unistd::execvpe"
        | "libc::execv"
        | "libc::execvp"
        | "libc::execve" => Run(S::ProgramAndArgv(0, 1)),
        "libc::system" => Run(S::Shell(0)),
        "libloading::Library::new"
        | "Library::new"
        | "libloading::os::unix::Library::new"
        | "libc::dlopen"
        | "libloading::os::unix::Library::open" => Load(0),
        _ => return None,
    })
}

fn c(path: &str) -> Option<Action> {
    let path = path.strip_prefix("std::").unwrap_or(path);
    Some(match path {
        "system" | "_wsystem" | "popen" | "_popen" | "_wpopen" | "curlx_popen" => Run(S::Shell(0)),
        "execl" | "execle" | "execlp" | "_execl" | "_execle" | "_execlp" => Run(S::Spread(0, 2)),
        "execv" | "execve" | "execvp" | "execvpe" | "_execv" | "_execve" | "_execvp"
        | "_execvpe" | "execveat" => Run(S::ProgramAndArgv(0, 1)),
        "posix_spawn" | "posix_spawnp" => Run(S::ProgramAndArgv(1, 4)),
        "spawnl" | "_spawnl" | "spawnlp" | "_spawnlp" | "_spawnle" | "_spawnlpe" => {
            Run(S::Spread(1, 3))
        }
        "spawnv" | "_spawnv" | "spawnvp" | "_spawnvp" | "_spawnve" | "_spawnvpe" => {
            Run(S::ProgramAndArgv(1, 2))
        }
        "WinExec" => Run(S::Words(0)),
        "CreateProcess" | "CreateProcessA" | "CreateProcessW" => Run(S::Words(1)),
        "ShellExecute" | "ShellExecuteA" | "ShellExecuteW" => Run(S::Spread(2, 3)),
        "g_spawn_command_line_sync" | "g_spawn_command_line_async" => Run(S::Words(0)),
        "g_spawn_sync"
        | "g_spawn_async"
        | "g_spawn_async_with_pipes"
        | "g_spawn_async_with_fds"
        | "g_spawn_async_with_pipes_and_fds" => Run(S::List(1)),
        "g_subprocess_new" => Run(S::Spread(2, 3)),
        "g_subprocess_newv" => Run(S::List(0)),
        "g_subprocess_launcher_spawn" => Run(S::Spread(2, 3)),
        "call_usermodehelper" | "call_usermodehelper_setup" => Run(S::ProgramAndArgv(0, 1)),
        "QProcess::execute" | "QProcess::startDetached" => Run(S::ProgramAndList(0, 1)),
        "dlopen" | "LoadLibrary" | "LoadLibraryA" | "LoadLibraryW" | "LoadLibraryEx"
        | "LoadLibraryExA" | "LoadLibraryExW" | "g_module_open" | "lt_dlopen" | "lt_dlopenext"
        | "SDL_LoadObject" => Load(0),
        "dlmopen" => Load(1),
        _ => return None,
    })
}

fn java(path: &str) -> Option<Action> {
    Some(match path {
        "Runtime.getRuntime().exec" | "java.lang.Runtime.getRuntime().exec" => Run(S::Words(0)),
        "new ProcessBuilder" | "new ProcessBuilder().command" | "new java.lang.ProcessBuilder" => {
            Run(S::Each)
        }
        "CommandLine.parse" | "new CommandLine" => Run(S::Words(0)),
        "System.loadLibrary"
        | "System.load"
        | "Native.load"
        | "Native.loadLibrary"
        | "Native.register"
        | "NativeLibrary.getInstance"
        | "SymbolLookup.libraryLookup" => Load(0),
        _ => return None,
    })
}
