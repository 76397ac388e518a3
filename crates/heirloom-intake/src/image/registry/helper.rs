// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Programs that keep credentials for container engines (`docker-credential-NAME`).
//!
//! They are programs of the user, named by files of the user, and looked for in absolute folders
//! alone: nothing that is scanned can name one or be one. They get the name of a registry and have
//! to answer in time.

use std::{
    io::{Read, Write},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use serde::Deserialize;

use super::credentials::{Credentials, Known};

/// Bytes of an answer.
const ANSWER_BYTES: u64 = 1 << 20;
/// The name that says that the secret is an identity token.
const TOKEN_USER: &str = "<token>";

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Answer {
    username: String,
    secret: String,
}

/// Asks the helper `name` for what it keeps for `server`.
pub(super) fn ask(programs: &[PathBuf], name: &str, server: &str, patience: Duration) -> Known {
    let program = format!("docker-credential-{name}");
    let obstacle = |what: &str| Known {
        obstacle: Some(format!("the program {program} {what}")),
        ..Known::default()
    };
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if name.is_empty() || !name.chars().all(is_name) {
        return Known {
            obstacle: Some("a file of credentials names a helper that has no name".to_owned()),
            ..Known::default()
        };
    }
    let places = programs.iter().filter(|folder| folder.is_absolute());
    let Some(path) = places.map(|folder| folder.join(&program)).find(|path| path.is_file()) else {
        return obstacle("is not there");
    };
    let mut command = Command::new(path);
    // It looks at nothing that is scanned, not even by chance.
    command.arg("get").current_dir("/");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let Ok(mut child) = command.spawn() else { return obstacle("cannot be run") };
    let bytes = answer(&mut child, server, patience);
    end(&mut child);
    let Some(bytes) = bytes else {
        return obstacle(&format!("says nothing for {} s", patience.as_secs_f32()));
    };
    match serde_json::from_slice::<Answer>(&bytes) {
        Ok(Answer { secret, .. }) if secret.is_empty() => obstacle("knows no secret"),
        Ok(Answer { username, secret }) if username == TOKEN_USER => {
            Known { identity: Some(secret), ..Known::default() }
        }
        Ok(Answer { username, secret }) => Known {
            credentials: Some(Credentials { user: username, password: secret }),
            ..Known::default()
        },
        Err(_) => obstacle(&format!("knows nothing of {server}")),
    }
}

/// What it prints until it ends its output; `None` when that takes too long.
fn answer(child: &mut Child, server: &str, patience: Duration) -> Option<Vec<u8>> {
    if let Some(mut input) = child.stdin.take() {
        // One that does not read its input may know the answer all the same.
        let _written = input.write_all(server.as_bytes());
    }
    let output = child.stdout.take()?;
    let (sender, receiver) = mpsc::channel();
    // A thread of its own: whatever the helper started may hold the output open for ever.
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = output.take(ANSWER_BYTES).read_to_end(&mut bytes);
        let _received = sender.send(read.map(|_| bytes).unwrap_or_default());
    });
    receiver.recv_timeout(patience).ok()
}

/// Lets a program end, and ends it where it does not.
fn end(child: &mut Child) {
    for _ in 0..20 {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        thread::sleep(Duration::from_millis(10));
    }
    // It is gone one way or the other.
    let _killed = child.kill();
    let _waited = child.wait();
}
