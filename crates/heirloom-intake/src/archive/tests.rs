// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Archives of every kind, good and hostile, and what is read from them.

use std::io::Write;

use super::*;

mod forms;
mod hostile;
mod sevenz;
mod tars;
mod zips;

/// Members as `path=text`, problems as `code path`.
pub(super) fn expanded(name: &str, bytes: &[u8], limits: &Limits) -> (Vec<String>, Vec<String>) {
    let mut members = Vec::new();
    let path = TreePath::parse(name.as_bytes()).unwrap();
    let problems = expand(&path, bytes, limits, &mut |member| {
        let mut text = shown(&member.bytes[..member.bytes.len().min(40)]);
        if member.bytes.len() > 40 {
            text = format!("{} bytes", member.bytes.len());
        }
        let partial = member.partial.map(|p| format!(" ({})", p.code.as_str()));
        members.push(format!("{}={text}{}", member.path, partial.unwrap_or_default()));
        ControlFlow::Continue(())
    });
    let problems = problems.iter().map(|problem| {
        let path = problem.path.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{} {path}", problem.code.as_str())
    });
    (members, problems.collect())
}

#[track_caller]
pub(super) fn check(name: &str, bytes: &[u8], members: &[&str], problems: &[&str]) {
    let (found, troubles) = expanded(name, bytes, &Limits::standard());
    assert_eq!(found, members);
    assert_eq!(troubles, problems);
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A tar archive of these files, made by another library.
pub(super) fn tar_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = ::tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = ::tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

/// A zip archive of these files, made by another library.
pub(super) fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    zip_with(::zip::CompressionMethod::Deflated, files)
}

pub(super) fn zip_with(method: ::zip::CompressionMethod, files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ::zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    let options = ::zip::write::SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in files {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A tar header by hand: what no library writes.
pub(super) fn tar_header(name: &[u8], kind: u8, size: u64) -> Vec<u8> {
    let mut block = vec![0; 512];
    block[..name.len()].copy_from_slice(name);
    block[100..107].copy_from_slice(b"0000644");
    block[124..135].copy_from_slice(format!("{size:011o}").as_bytes());
    block[156] = kind;
    block[257..263].copy_from_slice(b"ustar\0");
    sign(&mut block);
    block
}

/// What ends a tar archive.
pub(super) fn tar_end() -> Vec<u8> {
    vec![0; 1024]
}

/// Sets a tar header's checksum.
pub(super) fn sign(block: &mut [u8]) {
    block[148..156].fill(b' ');
    let sum: u32 = block[..512].iter().map(|&byte| u32::from(byte)).sum();
    block[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
}

/// Data padded to a block.
pub(super) fn padded(bytes: &[u8]) -> Vec<u8> {
    let mut block = bytes.to_vec();
    block.resize(bytes.len().next_multiple_of(512), 0);
    block
}
