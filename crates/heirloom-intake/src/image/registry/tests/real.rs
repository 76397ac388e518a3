// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Pulls from a registry that is not ours: Debian's `docker-registry`, a process of its own.
//!
//! They are left out where that program is not installed; `cargo xtask registry` runs them.

use std::{
    net::TcpListener,
    process::{Child, Command, Stdio},
};

use heirloom_testkit::images::sha256;
use serde_json::{Value, json};

use super::*;

const OCI: &str = "application/vnd.oci.image.manifest.v1+json";
const DOCKER: &str = "application/vnd.docker.distribution.manifest.v2+json";
const LIST: &str = "application/vnd.docker.distribution.manifest.list.v2+json";

/// The process and the folder that it keeps everything in.
struct Real {
    process: Child,
    host: String,
    folder: TempDir,
    agent: ureq::Agent,
}

impl Drop for Real {
    fn drop(&mut self) {
        // It is gone one way or the other.
        let _killed = self.process.kill();
        let _waited = self.process.wait();
    }
}

impl Real {
    fn start() -> Real {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let host = format!("127.0.0.1:{port}");
        let root = folder.path().join("kept");
        let settings = json!({
            "version": "0.1",
            "log": {"level": "error", "accesslog": {"disabled": true}},
            "storage": {"filesystem": {"rootdirectory": root}},
            "http": {"addr": host},
        });
        let path = folder.path().join("registry.yml");
        std::fs::write(&path, settings.to_string()).unwrap();
        let process = Command::new("docker-registry")
            .arg("serve")
            .arg(&path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("docker-registry is installed");
        let agent = ureq::Agent::config_builder().http_status_as_error(false).build().new_agent();
        let real = Real { process, host, folder, agent };
        let is_up = || real.agent.get(format!("http://{}/v2/", real.host)).call().is_ok();
        while !is_up() {
            thread::sleep(Duration::from_millis(50));
        }
        real
    }

    /// Uploads the parts of an image but its manifests.
    fn push_blobs(&self, image: &TestImage) {
        for (digest, bytes) in &image.blobs {
            let start = format!("http://{}/v2/team/app/blobs/uploads/", self.host);
            let answer = self.agent.post(&start).send_empty().unwrap();
            let place = answer.headers()["location"].to_str().unwrap().to_owned();
            let end = format!("{place}&digest={digest}");
            let put = self.agent.put(&end).header("Content-Type", "application/octet-stream");
            assert_eq!(put.send(bytes.as_slice()).unwrap().status(), 201);
        }
    }

    fn push_manifest(&self, tag: &str, kind: &str, bytes: &[u8]) {
        let address = format!("http://{}/v2/team/app/manifests/{tag}", self.host);
        let answer = self.agent.put(&address).header("Content-Type", kind).send(bytes).unwrap();
        assert_eq!(answer.status(), 201, "{kind}");
    }

    /// Where the registry keeps the bytes of a part.
    fn kept(&self, digest: &str) -> PathBuf {
        let hex = digest.strip_prefix("sha256:").unwrap();
        let blobs = self.folder.path().join("kept/docker/registry/v2/blobs/sha256");
        blobs.join(&hex[..2]).join(hex).join("data")
    }

    fn pulled(&self, rest: &str) -> Result<Vec<String>, String> {
        read(&spec(&self.host, rest, &[], self.folder.path()))
    }
}

/// The manifest as Docker writes it.
fn of_docker(image: &TestImage) -> Vec<u8> {
    let mut document = image.manifest_document();
    document["mediaType"] = json!(DOCKER);
    document["config"]["mediaType"] = json!("application/vnd.docker.container.image.v1+json");
    for layer in document["layers"].as_array_mut().unwrap() {
        layer["mediaType"] = json!("application/vnd.docker.image.rootfs.diff.tar.gzip");
    }
    document.to_string().into_bytes()
}

fn described(kind: &str, bytes: &[u8], architecture: &str) -> Value {
    json!({
        "mediaType": kind,
        "digest": sha256(bytes),
        "size": bytes.len(),
        "platform": {"os": "linux", "architecture": architecture},
    })
}

#[test]
#[ignore = "needs docker-registry, see `cargo xtask registry`"]
fn real_registries_give_out_every_form() {
    let real = Real::start();
    let zstd = TestImage::new("amd64", &[layer("+ z three")], Packing::Zstd);
    let arm = TestImage::new("arm64", &[layer("+ c four")], Packing::Gzip);
    for image in [&image(), &zstd, &arm] {
        real.push_blobs(image);
    }
    let oci = |image: &TestImage| image.manifest_document().to_string().into_bytes();
    real.push_manifest("oci", OCI, &oci(&image()));
    real.push_manifest("zstd", OCI, &oci(&zstd));
    let (amd64, arm64) = (of_docker(&image()), of_docker(&arm));
    real.push_manifest("docker", DOCKER, &amd64);
    real.push_manifest("arm", DOCKER, &arm64);
    let manifests = [described(DOCKER, &amd64, "amd64"), described(DOCKER, &arm64, "arm64")];
    let list = json!({"schemaVersion": 2, "mediaType": LIST, "manifests": manifests}).to_string();
    real.push_manifest("list", LIST, list.as_bytes());
    for tag in [":oci", ":docker", &format!("@{}", sha256(&amd64))] {
        assert_eq!(real.pulled(tag).unwrap(), ["b two"], "{tag}");
    }
    assert_eq!(real.pulled(":zstd").unwrap(), ["z three"]);
    let mut on_arm = spec(&real.host, ":list", &[], real.folder.path());
    on_arm.platform = heirloom_model::Platform::parse("linux/arm64");
    assert_eq!(read(&on_arm).unwrap(), ["c four"]);
    on_arm.platform = heirloom_model::Platform::parse("linux/amd64");
    assert_eq!(read(&on_arm).unwrap(), ["b two"]);
    assert!(real.pulled(":none").unwrap_err().starts_with("find what http://127.0.0.1:"));
}

#[test]
#[ignore = "needs docker-registry, see `cargo xtask registry`"]
fn real_registries_that_lost_or_changed_parts_are_told() {
    let real = Real::start();
    let image = image();
    real.push_blobs(&image);
    real.push_manifest("1", OCI, image.manifest_document().to_string().as_bytes());
    let digest = image.manifest_document()["layers"][1]["digest"].as_str().unwrap().to_owned();
    let whole = std::fs::read(real.kept(&digest)).unwrap();
    let mut changed = whole.clone();
    *changed.last_mut().unwrap() ^= 1;
    std::fs::write(real.kept(&digest), changed).unwrap();
    let told = real.pulled(":1").unwrap_err();
    assert!(told.contains(&format!("the digest of the blob {digest} is sha256:")), "{told}");
    std::fs::write(real.kept(&digest), &whole[..whole.len() - 1]).unwrap();
    assert!(real.pulled(":1").is_err());
    std::fs::remove_file(real.kept(&digest)).unwrap();
    assert!(real.pulled(":1").is_err());
    std::fs::write(real.kept(&digest), &whole).unwrap();
    assert_eq!(real.pulled(":1").unwrap(), ["b two"]);
}
