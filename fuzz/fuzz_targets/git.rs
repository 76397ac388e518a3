// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Git objects: the input is a list of objects, packed here so that their compression is right.

#![no_main]

use std::{fs, io::Write, ops::ControlFlow, path::Path};

use heirloom_intake::{Limits, Selection, SourceSpec, open};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    write_repository(folder.path(), input).expect("written");
    let limits = Limits { git_entries: 500, folder_depth: 20, ..Limits::standard() };
    for rev in ["HEAD", "0101", "HEAD~1"] {
        let spec = SourceSpec::GitRevision { repo: folder.path().into(), rev: rev.into() };
        let Ok(source) = open(&spec, &Selection::everything(), &limits) else { continue };
        let mut buffer = Vec::new();
        let walked = source.walk(&mut |entry| {
            drop(entry.read(&limits, &mut buffer));
            ControlFlow::Continue(())
        });
        drop(walked);
    }
});

/// Objects are `kind length bytes`; object number n has the hash of twenty bytes n + 1.
fn write_repository(folder: &Path, mut input: &[u8]) -> std::io::Result<()> {
    let mut pack = b"PACK\0\0\0\x02\0\0\0\0".to_vec();
    let mut places = Vec::new();
    while let [kind, length, rest @ ..] = input {
        let (bytes, after) = rest.split_at(rest.len().min(usize::from(*length)));
        input = after;
        if places.len() == 100 {
            break;
        }
        places.push(u32::try_from(pack.len()).expect("small"));
        write_object(&mut pack, *kind, bytes)?;
    }
    let objects = folder.join("objects/pack");
    fs::create_dir_all(&objects)?;
    fs::write(objects.join("p.pack"), &pack)?;
    fs::write(objects.join("p.idx"), index(&places))?;
    fs::write(folder.join("HEAD"), "01".repeat(20))
}

fn write_object(pack: &mut Vec<u8>, kind: u8, bytes: &[u8]) -> std::io::Result<()> {
    let start = pack.len();
    let size = bytes.len();
    pack.push((kind & 7) << 4 | (size & 15) as u8 | if size > 15 { 0x80 } else { 0 });
    if size > 15 {
        pack.push((size >> 4) as u8);
    }
    match kind & 7 {
        6 => pack.push((start.min(127) as u8).min(kind >> 1)),
        7 => pack.extend([kind >> 3; 20]),
        _ => {}
    }
    let mut encoder = flate2::write::ZlibEncoder::new(pack, flate2::Compression::none());
    encoder.write_all(bytes)?;
    encoder.finish().map(drop)
}

fn index(places: &[u32]) -> Vec<u8> {
    let mut index = b"\xfftOc\0\0\0\x02".to_vec();
    for byte in 0..256 {
        let n_hashes = places.len().min(byte);
        index.extend(u32::try_from(n_hashes).expect("few").to_be_bytes());
    }
    (0..places.len()).for_each(|number| index.extend([number as u8 + 1; 20]));
    places.iter().for_each(|_| index.extend([0; 4]));
    places.iter().for_each(|place| index.extend(place.to_be_bytes()));
    index
}
