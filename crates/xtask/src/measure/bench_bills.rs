// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! `cargo xtask bench-bills`: time and memory of bills of materials of made-up packages: written from
//! a lock, read as a source, and whatever is done with documents.
//!
//! Each figure covers the whole program, its output on disk included.

use std::{
    error::Error,
    ffi::OsString,
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use super::{accuracy::program, child};
use crate::{Outcome, repository::Repository};

/// Measures bills of materials of made-up packages.
#[derive(clap::Args)]
pub(crate) struct BenchBillsArgs {
    /// How many packages there are.
    #[arg(long, default_value_t = 100_000)]
    packages: usize,
    /// How many components the document has that is read as a source; some 520 bytes each.
    #[arg(long, default_value_t = 100_000)]
    components: usize,
    /// A folder for what is made.
    #[arg(long)]
    work: PathBuf,
    /// The program; built when not given.
    #[arg(long)]
    heirloom: Option<PathBuf>,
}

/// Forms that are written, the others being other versions of these.
const FORMS: [&str; 5] =
    ["cyclonedx-1.6", "cyclonedx-1.6-xml", "spdx-2.3", "spdx-2.3-tag-value", "spdx-3"];

/// Runs `cargo xtask bench-bills`.
pub(crate) fn bench_bills(repository: &Repository, args: &BenchBillsArgs) -> Outcome {
    let heirloom = program(args.heirloom.as_ref(), repository)?;
    let place = |name: &str| args.work.join(name);
    fs::create_dir_all(place("lock"))?;
    lock(&place("lock/package-lock.json"), args.packages)?;
    document(&place("a.json"), args.components, 0)?;
    document(&place("b.json"), args.components, 10)?;
    println!("| what | wall, s | CPU, s | MiB | exit code | bytes written |");
    println!("|---|---|---|---|---|---|");
    let run = |what: &str, words: &str, files: &[&str], out: &str| {
        row(&heirloom, args, what, words, (files, out))
    };
    let made = "--quiet --no-cache --no-config --rules built-in";
    for form in FORMS {
        let words = format!("bom {made} --no-timestamp -f {form}");
        run(&format!("lock as {form}"), &words, &["lock"], form)?;
    }
    for form in FORMS {
        let document = place(form).into_os_string().into_string().unwrap_or_default();
        run(&format!("{form} scanned"), &format!("scan {made} --json"), &[&document], "scan")?;
    }
    run("document scanned", &format!("scan {made} --json"), &["a.json"], "scan")?;
    let words = format!("bom {made} --no-timestamp");
    run("document as a bill", &words, &["a.json"], "bill")?;
    for form in FORMS.iter().chain(&["cyclonedx-1.4"]) {
        let words = format!("bom convert -f {form}");
        run(&format!("converted to {form}"), &words, &["a.json"], "converted")?;
    }
    run("merged", "bom merge", &["a.json", "b.json"], "merged")?;
    run("compared", "bom diff", &["a.json", "b.json"], "compared")?;
    run("validated", "bom validate", &["a.json"], "validated")?;
    run("scored", "bom score", &["a.json"], "scored")
}

/// Runs the program once and prints what it used.
fn row(
    heirloom: &Path,
    args: &BenchBillsArgs,
    what: &str,
    words: &str,
    (files, out): (&[&str], &str),
) -> Outcome {
    let mut arguments: Vec<OsString> = words.split(' ').map(OsString::from).collect();
    arguments.extend(files.iter().map(|file| args.work.join(file).into_os_string()));
    let out = args.work.join(out);
    let usage = child::run(heirloom, &arguments, &[], &out)?;
    // 1: documents differ; 3: some of the input could not be read.
    if !matches!(usage.code, 0 | 1 | 3) {
        return Err(format!("{what}: exit code {}", usage.code).into());
    }
    let n_bytes = fs::metadata(&out)?.len();
    let child::Usage { code, cpu_s, wall_s, peak_mib } = usage;
    println!("| {what} | {wall_s:.1} | {cpu_s:.1} | {peak_mib} | {code} | {n_bytes} |");
    Ok(())
}

/// The packages that one requires.
fn required(package: usize, n_packages: usize) -> [usize; 3] {
    [1, 7, 31].map(|step| (package + step) % n_packages)
}

fn license(package: usize) -> &'static str {
    ["MIT", "ISC", "Apache-2.0", "BSD-3-Clause", "(MIT OR CC0-1.0)"][package % 5]
}

/// Writes a lock of npm.
fn lock(path: &Path, n_packages: usize) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(path)?);
    writeln!(out, "{{\"name\": \"made\", \"version\": \"1.0.0\", \"lockfileVersion\": 3,")?;
    write!(out, "\"packages\": {{\"\": {{\"name\": \"made\", \"version\": \"1.0.0\", ")?;
    // All others are needed by way of the first.
    write!(out, "\"dependencies\": {{\"p0\": \"^1\"}}}}")?;
    for package in 0..n_packages {
        let required = required(package, n_packages).map(|other| format!("\"p{other}\": \"^1\""));
        writeln!(out, ",\n\"node_modules/p{package}\": {{\n \"version\": \"1.0.{package}\",")?;
        let address = format!("https://registry.example/p{package}/-/p{package}-1.0.tgz");
        writeln!(out, " \"resolved\": \"{address}\",")?;
        writeln!(out, " \"integrity\": \"sha512-{}\",", "ab+/".repeat(21) + "aA==")?;
        writeln!(out, " \"license\": \"{}\",", license(package))?;
        write!(out, " \"dependencies\": {{{}}}}}", required.join(", "))?;
    }
    writeln!(out, "}}}}")?;
    Ok(out.flush()?)
}

/// Writes a CycloneDX document, in which one of each `changed` components has another version.
fn document(path: &Path, n_components: usize, changed: usize) -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(File::create(path)?);
    let purl = |package: usize| {
        let is_changed = changed > 0 && package.is_multiple_of(changed);
        format!("pkg:npm/p{package}@{}.0.{package}", if is_changed { 2 } else { 1 })
    };
    write!(out, "{{\"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"version\": 1,")?;
    write!(out, "\"metadata\": {{\"component\": {{\"type\": \"application\", ")?;
    write!(out, "\"bom-ref\": \"root\", \"name\": \"made\"}}}}, \"components\": [")?;
    for package in 0..n_components {
        let separator = if package > 0 { "," } else { "" };
        let (purl, license) = (purl(package), license(package));
        let version = purl.rsplit('@').next().unwrap_or_default();
        write!(out, "{separator}\n{{\"type\": \"library\", \"bom-ref\": \"{purl}\", ")?;
        write!(
            out,
            "\"name\": \"p{package}\", \"version\": \"{version}\", \"purl\": \"{purl}\", "
        )?;
        write!(out, "\"licenses\": [{{\"expression\": \"{license}\"}}], ")?;
        write!(
            out,
            "\"hashes\": [{{\"alg\": \"SHA-512\", \"content\": \"{}\"}}], ",
            "ab".repeat(64)
        )?;
        write!(out, "\"externalReferences\": [{{\"type\": \"distribution\", ")?;
        write!(out, "\"url\": \"https://registry.example/p{package}.tgz\"}}]}}")?;
    }
    write!(out, "], \"dependencies\": [{{\"ref\": \"root\", \"dependsOn\": [\"{}\"]}}", purl(0))?;
    for package in 0..n_components {
        let needed = required(package, n_components).map(|other| format!("\"{}\"", purl(other)));
        write!(
            out,
            ",\n{{\"ref\": \"{}\", \"dependsOn\": [{}]}}",
            purl(package),
            needed.join(", ")
        )?;
    }
    writeln!(out, "]}}")?;
    Ok(out.flush()?)
}
