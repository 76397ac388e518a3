use heirloom_text::decode::*;
use std::{path::PathBuf, time::Instant};
fn main() {
    let mut files: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    let mut stack: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    while let Some(p) = stack.pop() {
        if p.is_symlink() {
            continue;
        }
        if p.is_dir() {
            stack.extend(std::fs::read_dir(&p).unwrap().map(|e| e.unwrap().path()));
        } else if let Ok(b) = std::fs::read(&p) {
            files.push((p, b));
        }
    }
    let limits = TextLimits::standard();
    let mut by: std::collections::BTreeMap<String, (u64, u64, f64)> = Default::default();
    let mut total = 0.0;
    for round in 0..3 {
        by.clear();
        total = 0.0;
        for (p, b) in &files {
            let name = p.file_name().unwrap().as_encoded_bytes();
            let t = Instant::now();
            let (text, problems) = decode(name, b, &limits);
            let s = t.elapsed().as_secs_f64();
            total += s;
            let key = format!(
                "{:?} {:?} {}",
                text.facts().encoding.as_deref(),
                text.form(),
                problems.len()
            );
            if round == 0 && std::env::var("SHOW").is_ok_and(|v| key.contains(&v)) {
                println!("{} {key}", p.display());
            }
            let e = by.entry(key).or_default();
            e.0 += 1;
            e.1 += b.len() as u64;
            e.2 += s;
        }
    }
    let n: usize = files.iter().map(|f| f.1.len()).sum();
    println!("{} files {n} bytes {total:.4} s {:.2} GB/s", files.len(), n as f64 / total / 1e9);
    for (k, v) in by {
        println!("{k}: {} files {} bytes {:.2} GB/s", v.0, v.1, v.1 as f64 / v.2 / 1e9);
    }
}
