// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Package databases of operating systems.

use super::{check, check_relations};

mod rpm;

pub(super) const DEBIAN: &str = r#"
    //- etc/os-release
    ID=debian
    VERSION_ID="12"
    HOME_URL="https://www.debian.org/"
    //- var/lib/dpkg/status
    Package: a
    Status: install ok installed
    Maintainer: Somebody <a@example.org>
    Architecture: amd64
    Version: 1:2.0-3+b1
    Source: a-source (1:2.0-3)
    Depends: libb1 (>= 1.0), default-mta | mail-transport-agent, d:any
    Recommends: libb1, none-here
    Conffiles:
     /etc/a.conf 00112233445566778899aabbccddeeff
     /etc/old.conf 00112233445566778899aabbccddeeff obsolete
    Description: the first
     more of it
    
    Package: libb1
    Status: install ok installed
    Architecture: amd64
    Multi-Arch: same
    Version: 1.0-1
    Depends: gone (= 3)
    
    Package: removed
    Status: deinstall ok config-files
    Architecture: amd64
    Version: 9
    
    Package: mailer
    Status: install ok installed
    Architecture: all
    Version: 4
    Provides: mail-transport-agent, d (= 1)
    //- var/lib/dpkg/info/a.list
    /.
    /etc
    /etc/a.conf
    /usr
    /usr/bin
    /usr/bin/a
    //- var/lib/dpkg/info/a.md5sums
    ffeeddccbbaa99887766554433221100  usr/bin/a
    //- var/lib/dpkg/info/libb1:amd64.list
    /.
    /usr
    /usr/lib
    /usr/lib/libb.so.1
    //- var/lib/apt/extended_states
    Package: libb1
    Architecture: amd64
    Auto-Installed: 1
    //- usr/share/doc/a/copyright
    Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
    
    Files: *
    Copyright: 2020 Somebody
    License: GPL-2+
    //- src/debian/copyright
    Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
    
    Files: *
    License: MIT
"#;

#[test]
fn dpkg_lists_what_is_installed() {
    check(
        DEBIAN,
        r#"
        pkg:deb/debian/a@1:2.0-3%2Bb1?arch=amd64&distro=debian-12 [GPL-2+]
        pkg:deb/debian/libb1@1.0-1?arch=amd64&distro=debian-12
        pkg:deb/debian/mailer@4?arch=all&distro=debian-12
        *os:/debian in ""
        a@1:2.0-3+b1 -> libb1@1.0-1 runtime >= 1.0 | var/lib/dpkg/status:7
        a@1:2.0-3+b1 -> libb1@1.0-1 optional if recommended | var/lib/dpkg/status:8
        a@1:2.0-3+b1 -> mailer@4 runtime default-mta | mail-transport-agent | var/lib/dpkg/status:7 var/lib/dpkg/status:7
        debian@12 -> a@1:2.0-3+b1 runtime | var/lib/dpkg/status:1
        debian@12 -> mailer@4 runtime | var/lib/dpkg/status:27
        ! package-unknown var/lib/dpkg/status:20 gone
        "#,
    );
}

#[test]
fn packages_of_a_system_have_files_and_people() {
    let (graph, _) = super::graph_of(&heirloom_testkit::World::parse(DEBIAN));
    let package = graph.packages.iter().find(|package| &*package.name == "a").unwrap();
    let files: Vec<String> = package
        .files
        .iter()
        .map(|file| {
            let sum = file.checksum.as_ref().map_or("", |checksum| &checksum.value);
            format!("{} {}", String::from_utf8_lossy(&file.path), sum)
        })
        .collect();
    let expect = [
        "etc/a.conf 00112233445566778899aabbccddeeff",
        "usr/bin/a ffeeddccbbaa99887766554433221100",
    ];
    assert_eq!(files, expect);
    assert_eq!(package.built_from, Some(("a-source".into(), Some("1:2.0-3".into()))));
    assert_eq!(package.about.description.as_deref(), Some("the first"));
    let people: Vec<&str> = package.about.parties.iter().map(|party| &*party.name).collect();
    assert_eq!(people, ["Somebody <a@example.org>", "2020 Somebody"]);
    let library = graph.packages.iter().find(|package| &*package.name == "libb1").unwrap();
    assert_eq!(&*library.files[0].path, b"usr/lib/libb.so.1");
}

#[test]
fn packages_lie_side_by_side_and_load_libraries() {
    check_relations(
        DEBIAN,
        "
        os:/debian aggregate pkg:deb/debian/a@1:2.0-3%2Bb1?arch=amd64&distro=debian-12 runtime
        os:/debian aggregate pkg:deb/debian/mailer@4?arch=all&distro=debian-12 runtime
        pkg:deb/debian/a@1:2.0-3%2Bb1?arch=amd64&distro=debian-12 dynamic_link pkg:deb/debian/libb1@1.0-1?arch=amd64&distro=debian-12 runtime
        pkg:deb/debian/a@1:2.0-3%2Bb1?arch=amd64&distro=debian-12 perhaps optional_load pkg:deb/debian/libb1@1.0-1?arch=amd64&distro=debian-12 optional
        pkg:deb/debian/a@1:2.0-3%2Bb1?arch=amd64&distro=debian-12 exec pkg:deb/debian/mailer@4?arch=all&distro=debian-12 runtime
        ",
    );
}

/// Half of an image was in dispute, because libc suggests one package and recommends another.
#[test]
fn what_is_suggested_or_recommended_is_not_used_for_certain() {
    let world = "
        //- var/lib/dpkg/status
        Package: libc6
        Status: install ok installed
        Version: 2
        Recommends: libidn2
        Suggests: debconf, libmore

        Package: libidn2
        Status: install ok installed
        Version: 1

        Package: debconf
        Status: install ok installed
        Version: 1

        Package: libmore
        Status: install ok installed
        Version: 1
        ";
    let (graph, _) = super::graph_of(&heirloom_testkit::World::parse(world));
    let (_, relations) = crate::graph::relations(&graph);
    let optional = relations.iter().filter(|one| one.scope == heirloom_model::Scope::Optional);
    let shown: Vec<String> =
        optional.map(|one| format!("{} {} {:?}", one.kind.name(), one.to, one.exists())).collect();
    assert_eq!(
        shown,
        [
            "aggregate pkg:deb/debconf@1 Yes",
            "optional_load pkg:deb/libidn2@1 Unknown",
            "aggregate pkg:deb/libmore@1 Yes",
        ]
    );
}

#[test]
fn images_without_a_package_manager_have_parts() {
    check(
        r#"
        //- image/usr/lib/os-release
        ID=debian
        //- image/var/lib/dpkg/status.d/base
        Package: base-files
        Version: 12.4
        Architecture: amd64
        Depends: awk
        //- image/var/lib/dpkg/status.d/base.md5sums
        ffeeddccbbaa99887766554433221100  etc/debian_version
        "#,
        r#"
        pkg:deb/debian/base-files@12.4?arch=amd64&distro=debian
        *os:image/debian in "image"
        debian@? -> base-files@12.4 runtime | image/var/lib/dpkg/status.d/base:1
        "#,
    );
}

pub(super) const ALPINE: &str = r#"
    //- etc/os-release
    ID=alpine
    VERSION_ID=3.20.1
    //- etc/apk/world
    a>1
    !b
    cmd:c
    //- lib/apk/db/installed
    C:Q1dGhlIGZpcnN0IGFwayBzdW0=
    P:a
    V:1.2-r3
    A:x86_64
    T:the first
    U:https://example.org/a
    L:MIT AND GPL-2.0-only
    o:a-origin
    m:Somebody <a@example.org>
    D:so:libb.so.1 !other /bin/c x>=2
    p:cmd:a=1.2-r3
    F:usr
    F:usr/bin
    R:a
    a:0:0:755
    Z:Q1YW5vdGhlciBhcGsgc3VtIQ=
    
    P:b
    V:3
    A:x86_64
    L:BSD
    p:so:libb.so.1=1.0 x=2
    
    P:c
    V:4
    A:x86_64
    p:/bin/c cmd:c=4
"#;

#[test]
fn apk_lists_what_is_installed() {
    check(
        ALPINE,
        r#"
        pkg:apk/alpine/a@1.2-r3?arch=x86_64&distro=alpine-3.20.1 [MIT AND GPL-2.0-only] sha1:dGhlIGZpcnN0IGFwayBzdW0=
        pkg:apk/alpine/b@3?arch=x86_64&distro=alpine-3.20.1 [BSD]
        pkg:apk/alpine/c@4?arch=x86_64&distro=alpine-3.20.1
        *os:/alpine in ""
        a@1.2-r3 -> b@3 runtime >=2 | lib/apk/db/installed:10 lib/apk/db/installed:10
        a@1.2-r3 -> c@4 runtime | lib/apk/db/installed:10
        alpine@3.20.1 -> a@1.2-r3 runtime | lib/apk/db/installed:2
        alpine@3.20.1 -> c@4 runtime | lib/apk/db/installed:24
        "#,
    );
}

pub(super) const ARCH: &str = r#"
    //- usr/lib/os-release
    ID=arch
    //- var/lib/pacman/local/a-1:2-1/desc
    %NAME%
    a
    
    %VERSION%
    1:2-1
    
    %BASE%
    a-base
    
    %URL%
    https://example.org/
    
    %ARCH%
    x86_64
    
    %LICENSE%
    GPL-2.0-or-later
    
    %DEPENDS%
    b>=1
    libx.so=1-64
    
    %OPTDEPENDS%
    b: for more
    //- var/lib/pacman/local/a-1:2-1/files
    %FILES%
    usr/
    usr/bin/
    usr/bin/a
    //- var/lib/pacman/local/b-1-1/desc
    %NAME%
    b
    
    %VERSION%
    1-1
    
    %REASON%
    1
    
    %PROVIDES%
    libx.so=1-64
"#;

#[test]
fn pacman_lists_what_is_installed() {
    check(
        ARCH,
        r#"
        pkg:alpm/arch/a@1:2-1?arch=x86_64&distro=arch [GPL-2.0-or-later]
        pkg:alpm/arch/b@1-1?distro=arch
        *os:/arch in ""
        a@1:2-1 -> b@1-1 runtime >=1 | var/lib/pacman/local/a-1:2-1/desc:20 var/lib/pacman/local/a-1:2-1/desc:21
        a@1:2-1 -> b@1-1 optional if for more | var/lib/pacman/local/a-1:2-1/desc:24
        arch@? -> a@1:2-1 runtime | var/lib/pacman/local/a-1:2-1/desc:2
        "#,
    );
}

pub(super) const GENTOO: &str = r#"
    //- etc/os-release
    ID=gentoo
    VERSION_ID=2.15
    //- var/lib/portage/world
    app-misc/a
    //- var/db/pkg/app-misc/a-1.2-r3/PF
    a-1.2-r3
    //- var/db/pkg/app-misc/a-1.2-r3/CATEGORY
    app-misc
    //- var/db/pkg/app-misc/a-1.2-r3/LICENSE
    || ( GPL-2 MIT ) BSD-2
    //- var/db/pkg/app-misc/a-1.2-r3/RDEPEND
    >=dev-libs/b-1:0= || ( x/none dev-libs/b ) gone/c
    //- var/db/pkg/app-misc/a-1.2-r3/CONTENTS
    dir /usr
    obj /usr/bin/a 00112233445566778899aabbccddeeff 1700000000
    sym /usr/bin/b -> a 1700000000
    //- var/db/pkg/dev-libs/b-2/PF
    b-2
    //- LICENSE
    MIT
"#;

#[test]
fn portage_lists_what_is_installed() {
    check(
        GENTOO,
        r#"
        pkg:ebuild/app-misc/a@1.2-r3?distro=gentoo-2.15 [|| ( GPL-2 MIT ) BSD-2]
        pkg:ebuild/dev-libs/b@2?distro=gentoo-2.15
        *os:/gentoo in ""
        app-misc/a@1.2-r3 -> dev-libs/b@2 runtime >=dev-libs/b-1:0= | var/db/pkg/app-misc/a-1.2-r3/RDEPEND:1 var/db/pkg/app-misc/a-1.2-r3/RDEPEND:1
        gentoo@2.15 -> app-misc/a@1.2-r3 runtime | var/db/pkg/app-misc/a-1.2-r3/PF:1
        ! package-unknown var/db/pkg/app-misc/a-1.2-r3/RDEPEND:1 gone/c
        "#,
    );
    let (graph, _) = super::graph_of(&heirloom_testkit::World::parse(GENTOO));
    let license = graph.packages[0].licenses[0].expression.as_ref().unwrap();
    assert_eq!(license.to_string(), "(GPL-2.0-only OR MIT) AND BSD-2-Clause");
}

#[test]
fn opkg_lists_what_is_installed() {
    check(
        r#"
        //- etc/os-release
        ID="openwrt"
        VERSION_ID="23.05"
        //- usr/lib/opkg/status
        Package: a
        Version: 1-2
        Depends: libc
        Status: install user installed
        Architecture: mips
        
        Package: libc
        Version: 3
        Status: install ok installed
        Architecture: mips
        //- usr/lib/opkg/info/a.control
        Package: a
        Version: 1-2
        License: GPL-2.0-or-later
        SourceName: a-src
        "#,
        r#"
        pkg:opkg/openwrt/a@1-2?arch=mips&distro=openwrt-23.05 [GPL-2.0-or-later]
        pkg:opkg/openwrt/libc@3?arch=mips&distro=openwrt-23.05
        *os:/openwrt in ""
        a@1-2 -> libc@3 runtime | usr/lib/opkg/status:3
        openwrt@23.05 -> a@1-2 runtime | usr/lib/opkg/status:1
        "#,
    );
}

/// Many packages that all answer to one name and all require it cost no more than their number.
#[test]
fn hostile_names_stay_cheap() {
    let stanza = |at: usize| {
        format!(
            "Package: p{at}\nVersion: 1\nProvides: x\nDepends: x, y | x | {}\n\n",
            "z|".repeat(9)
        )
    };
    let status: String = (0..20_000).map(stanza).collect();
    let path = heirloom_model::TreePath::parse(b"var/lib/dpkg/status").unwrap();
    let limits = super::GraphLimits::standard();
    let (facts, _) = super::read(&path, status.as_bytes(), &limits);
    let graph = super::resolve(&[(path, facts.unwrap())], &limits);
    assert_eq!(graph.packages.len(), 20_001);
}
