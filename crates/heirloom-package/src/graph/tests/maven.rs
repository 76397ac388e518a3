// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Maven: reactors with parents, properties, management and bills of materials.

use super::{check, check_relations};

pub(super) const REACTOR: &str = r#"
//- pom.xml
<project><groupId>g</groupId><artifactId>parent</artifactId><version>${revision}</version>
<packaging>pom</packaging>
<licenses><license><name>MIT</name></license></licenses>
<properties><revision>1.0</revision><v>2.${minor}</v><minor>1</minor></properties>
<modules><module>core</module><module>app</module><module>gone</module></modules>
<dependencyManagement><dependencies>
<dependency><groupId>x</groupId><artifactId>managed</artifactId><version>${v}</version></dependency>
<dependency><groupId>x</groupId><artifactId>tested</artifactId><version>1</version><scope>test</scope></dependency>
<dependency><groupId>g</groupId><artifactId>bom</artifactId><version>7</version><type>pom</type><scope>import</scope></dependency>
<dependency><groupId>h</groupId><artifactId>far-bom</artifactId><version>8</version><type>pom</type><scope>import</scope></dependency>
</dependencies></dependencyManagement>
<build><pluginManagement><plugins><plugin><groupId>m</groupId><artifactId>q</artifactId><version>4</version></plugin></plugins></pluginManagement></build>
<dependencies><dependency><groupId>x</groupId><artifactId>everywhere</artifactId><version>5</version><scope>provided</scope></dependency></dependencies>
</project>
//- bom/pom.xml
<project><groupId>g</groupId><artifactId>bom</artifactId><version>7</version><packaging>pom</packaging>
<dependencyManagement><dependencies>
<dependency><groupId>x</groupId><artifactId>from-bom</artifactId><version>${project.version}.1</version></dependency>
</dependencies></dependencyManagement></project>
//- core/pom.xml
<project><parent><groupId>g</groupId><artifactId>parent</artifactId><version>${revision}</version></parent>
<artifactId>core</artifactId>
<properties><minor>2</minor></properties>
<dependencies>
<dependency><groupId>x</groupId><artifactId>managed</artifactId></dependency>
<dependency><groupId>x</groupId><artifactId>tested</artifactId></dependency>
<dependency><groupId>x</groupId><artifactId>from-bom</artifactId><classifier></classifier></dependency>
<dependency><groupId>x</groupId><artifactId>far</artifactId></dependency>
<dependency><groupId>x</groupId><artifactId>odd</artifactId><version>${nobody}</version></dependency>
<dependency><groupId>x</groupId><artifactId>range</artifactId><version>[1,2)</version><optional>true</optional></dependency>
</dependencies>
<build><pluginManagement><plugins><plugin><groupId>m</groupId><artifactId>q</artifactId></plugin></plugins></pluginManagement>
<plugins><plugin><artifactId>maven-jar-plugin</artifactId><version>3</version></plugin><plugin><groupId>m</groupId><artifactId>q</artifactId></plugin></plugins></build>
</project>
//- app/pom.xml
<project><parent><groupId>g</groupId><artifactId>parent</artifactId><version>${revision}</version></parent>
<artifactId>app</artifactId>
<licenses><license><name>Apache-2.0</name></license></licenses>
<dependencies>
<dependency><groupId>${project.groupId}</groupId><artifactId>core</artifactId><version>${project.version}</version></dependency>
</dependencies>
<profiles><profile><id>p</id><dependencies>
<dependency><groupId>x</groupId><artifactId>zip</artifactId><version>1</version><type>zip</type><classifier>c</classifier></dependency>
</dependencies></profile></profiles>
</project>
"#;

#[test]
fn reactors_inherit_and_manage() {
    check(
        REACTOR,
        r#"
*pkg:maven/g/app@1.0 in "app" [Apache-2.0]
*pkg:maven/g/bom@7 platform in "bom"
*pkg:maven/g/core@1.0 in "core" [MIT]
*pkg:maven/g/parent@1.0 platform in "" [MIT]
pkg:maven/m/q@4
pkg:maven/org.apache.maven.plugins/maven-jar-plugin@3
pkg:maven/x/everywhere@5
pkg:maven/x/far
pkg:maven/x/from-bom@7.1
pkg:maven/x/managed@2.2
pkg:maven/x/odd
pkg:maven/x/range
pkg:maven/x/tested@1
pkg:maven/x/zip@1?classifier=c&type=zip
g:app@1.0 -> g:core@1.0 runtime ${project.version} | app/pom.xml:5
g:app@1.0 -> x:everywhere@5 provided 5 | pom.xml:13
g:app@1.0 -> x:zip@1 runtime 1 if profile p | app/pom.xml:8
g:core@1.0 -> m:q@4 build 4 | core/pom.xml:13 pom.xml:12
g:core@1.0 -> org.apache.maven.plugins:maven-jar-plugin@3 build 3 | core/pom.xml:13
g:core@1.0 -> x:everywhere@5 provided 5 | pom.xml:13
g:core@1.0 -> x:far@? runtime | core/pom.xml:8
g:core@1.0 -> x:from-bom@7.1 runtime ${project.version}.1 | bom/pom.xml:3 core/pom.xml:7
g:core@1.0 -> x:managed@2.2 runtime ${v} | core/pom.xml:5 pom.xml:7
g:core@1.0 -> x:odd@? runtime ${nobody} | core/pom.xml:9
g:core@1.0 -> x:range@? optional [1,2) | core/pom.xml:10
g:core@1.0 -> x:tested@1 test 1 | core/pom.xml:6 pom.xml:8
g:parent@1.0 -> g:app@1.0 runtime if module | pom.xml:5
g:parent@1.0 -> g:core@1.0 runtime if module | pom.xml:5
g:parent@1.0 -> x:everywhere@5 provided 5 | pom.xml:13
! lock-missing pom.xml:1
! package-file-missing pom.xml:5 gone
! package-parent-missing pom.xml:10 h:far-bom:8
! package-version-unknown core/pom.xml:9 x:odd, ${nobody}
"#,
    );
}

#[test]
fn classes_are_loaded_and_plugins_build() {
    let world = r#"
//- a/pom.xml
<project><parent><groupId>q</groupId><artifactId>corporate</artifactId><version>1</version></parent>
<artifactId>a</artifactId><version>2</version><dependencies>
<dependency><groupId>x</groupId><artifactId>y</artifactId><version>1</version></dependency>
<dependency><groupId>x</groupId><artifactId>t</artifactId><version>1</version><scope>test</scope></dependency>
</dependencies><build><plugins><plugin><artifactId>p</artifactId></plugin></plugins></build></project>
"#;
    check_relations(
        world,
        "
pkg:maven/q/a@2 build_tool pkg:maven/org.apache.maven.plugins/p build
pkg:maven/q/a@2 dynamic_link pkg:maven/x/t@1 test
pkg:maven/q/a@2 dynamic_link pkg:maven/x/y@1 runtime
",
    );
}

#[test]
fn loops_of_parents_imports_and_properties_end() {
    check(
        r#"
//- a/pom.xml
<project><parent><groupId>g</groupId><artifactId>b</artifactId><relativePath>../b</relativePath></parent><artifactId>a</artifactId>
<properties><x>${y}${y}</x><y>${x}${x}</y></properties>
<dependencyManagement><dependencies><dependency><groupId>g</groupId><artifactId>a</artifactId><type>pom</type><scope>import</scope></dependency></dependencies></dependencyManagement>
<dependencies><dependency><groupId>d</groupId><artifactId>d</artifactId><version>${x}</version></dependency></dependencies>
</project>
//- b/pom.xml
<project><parent><groupId>g</groupId><artifactId>a</artifactId><relativePath>../a</relativePath></parent><artifactId>b</artifactId></project>
"#,
        r#"
pkg:maven/d/d
*pkg:maven/g/a in "a"
*pkg:maven/g/b in "b"
g:a@? -> d:d@? runtime ${x} | a/pom.xml:4
g:b@? -> d:d@? runtime ${x} | a/pom.xml:4
! package-parent-missing a/pom.xml:1 g:b
! package-parent-missing b/pom.xml:1 g:a
! package-version-unknown a/pom.xml:4 d:d, ${x}
"#,
    );
}

pub(super) const REPOSITORY: &str = r#"
//- app/pom.xml
<project><groupId>o</groupId><artifactId>app</artifactId><version>1</version>
<parent><groupId>r</groupId><artifactId>base</artifactId><version>9</version></parent>
<dependencyManagement><dependencies>
<dependency><groupId>x</groupId><artifactId>managed</artifactId><version>7</version></dependency>
</dependencies></dependencyManagement>
<dependencies>
<dependency><groupId>x</groupId><artifactId>a</artifactId><version>${av}</version>
<exclusions><exclusion><groupId>x</groupId><artifactId>unwanted</artifactId></exclusion></exclusions></dependency>
<dependency><groupId>x</groupId><artifactId>b</artifactId><version>[1,3)</version></dependency>
<dependency><groupId>x</groupId><artifactId>near</artifactId><version>1</version></dependency>
<dependency><groupId>x</groupId><artifactId>soft</artifactId><version>5</version></dependency>
</dependencies></project>
//- m2/r/base/9/base-9.pom
<project><groupId>r</groupId><artifactId>base</artifactId><version>9</version><packaging>pom</packaging>
<properties><av>1.0</av><project.version>none</project.version></properties></project>
//- m2/x/a/1.0/a-1.0.pom
<project><parent><groupId>x</groupId><artifactId>up</artifactId><version>3</version></parent><artifactId>a</artifactId><version>1.0</version>
<dependencies>
<dependency><groupId>x</groupId><artifactId>managed</artifactId></dependency>
<dependency><groupId>x</groupId><artifactId>unwanted</artifactId><version>1</version></dependency>
<dependency><groupId>x</groupId><artifactId>near</artifactId><version>2</version></dependency>
<dependency><groupId>x</groupId><artifactId>gone</artifactId><version>${project.version}</version></dependency>
<dependency><groupId>x</groupId><artifactId>tests</artifactId><version>1</version><scope>test</scope></dependency>
<dependency><groupId>x</groupId><artifactId>perhaps</artifactId><version>1</version><optional>true</optional></dependency>
</dependencies></project>
//- m2/x/up/3/up-3.pom
<project><groupId>x</groupId><artifactId>up</artifactId><version>3</version><packaging>pom</packaging>
<licenses><license><name>MIT</name></license></licenses>
<dependencyManagement><dependencies>
<dependency><groupId>x</groupId><artifactId>managed</artifactId><version>6</version></dependency>
</dependencies></dependencyManagement></project>
//- m2/x/b/1/b-1.pom
<project><groupId>x</groupId><artifactId>b</artifactId><version>1</version></project>
//- m2/x/b/2/b-2.pom
<project><groupId>x</groupId><artifactId>b</artifactId><version>2</version>
<dependencies><dependency><groupId>x</groupId><artifactId>soft</artifactId><version>[4]</version></dependency></dependencies></project>
//- m2/x/managed/7/managed-7.pom
<project><groupId>x</groupId><artifactId>managed</artifactId><version>7</version></project>
//- m2/x/near/1/near-1.pom
<project><groupId>x</groupId><artifactId>near</artifactId><version>1</version></project>
//- m2/x/soft/4/soft-4.pom
<project><groupId>x</groupId><artifactId>soft</artifactId><version>4</version></project>
"#;

/// A repository beside a project: what is nearer wins, management and exclusions of the project hold
/// below it, ranges insist, and what nobody uses lies there all the same.
#[test]
fn repositories_tell_what_dependencies_need() {
    check(
        REPOSITORY,
        r#"
*pkg:maven/o/app@1 in "app"
pkg:maven/x/a@1.0 in "m2/x/a/1.0" [MIT]
pkg:maven/x/b@1 in "m2/x/b/1"
pkg:maven/x/b@2 in "m2/x/b/2"
pkg:maven/x/gone@1.0
pkg:maven/x/managed@7 in "m2/x/managed/7"
pkg:maven/x/near@1 in "m2/x/near/1"
pkg:maven/x/soft@4 in "m2/x/soft/4"
o:app@1 -> x:a@1.0 runtime ${av} | app/pom.xml:7
o:app@1 -> x:b@2 runtime [1,3) | app/pom.xml:9
o:app@1 -> x:near@1 runtime 1 | app/pom.xml:10
o:app@1 -> x:soft@4 runtime 5 | app/pom.xml:11
x:a@1.0 -> x:gone@1.0 runtime ${project.version} | m2/x/a/1.0/a-1.0.pom:6
x:a@1.0 -> x:managed@7 runtime 6 | m2/x/a/1.0/a-1.0.pom:3
x:a@1.0 -> x:near@1 runtime 2 | m2/x/a/1.0/a-1.0.pom:5
x:b@2 -> x:soft@4 runtime [4] | m2/x/b/2/b-2.pom:2
"#,
    );
}

/// Packages that moved are taken where they are, also with another version or more than once; one
/// that moves in a circle ends.
#[test]
fn packages_that_moved_are_taken_where_they_are() {
    check(
        r#"
//- app/pom.xml
<project><groupId>o</groupId><artifactId>app</artifactId><version>1</version><dependencies>
<dependency><groupId>old</groupId><artifactId>a</artifactId><version>1</version></dependency>
<dependency><groupId>x</groupId><artifactId>b</artifactId><version>1</version></dependency>
</dependencies></project>
//- m2/old/a/1/a-1.pom
<project><groupId>old</groupId><artifactId>a</artifactId><version>1</version><packaging>pom</packaging>
<distributionManagement><relocation><groupId>new</groupId></relocation></distributionManagement></project>
//- m2/new/a/1/a-1.pom
<project><groupId>new</groupId><artifactId>a</artifactId><version>1</version><packaging>pom</packaging>
<distributionManagement><relocation><version>2</version></relocation></distributionManagement></project>
//- m2/new/a/2/a-2.pom
<project><groupId>new</groupId><artifactId>a</artifactId><version>2</version></project>
//- m2/x/b/1/b-1.pom
<project><groupId>x</groupId><artifactId>b</artifactId><version>1</version><dependencies>
<dependency><groupId>old</groupId><artifactId>a</artifactId><version>1</version></dependency>
<dependency><groupId>x</groupId><artifactId>round</artifactId><version>1</version></dependency>
</dependencies></project>
//- m2/x/round/1/round-1.pom
<project><groupId>x</groupId><artifactId>round</artifactId><version>1</version><packaging>pom</packaging>
<distributionManagement><relocation><version>2</version></relocation></distributionManagement></project>
//- m2/x/round/2/round-2.pom
<project><groupId>x</groupId><artifactId>round</artifactId><version>2</version><packaging>pom</packaging>
<distributionManagement><relocation><version>1</version></relocation></distributionManagement></project>
"#,
        r#"
pkg:maven/new/a@2 in "m2/new/a/2"
*pkg:maven/o/app@1 in "app"
pkg:maven/x/b@1 in "m2/x/b/1"
pkg:maven/x/round@1 platform in "m2/x/round/1"
o:app@1 -> new:a@2 runtime 1 | app/pom.xml:2
o:app@1 -> x:b@1 runtime 1 | app/pom.xml:3
x:b@1 -> new:a@2 runtime 1 | m2/x/b/1/b-1.pom:2
x:b@1 -> x:round@1 runtime 1 | m2/x/b/1/b-1.pom:3
"#,
    );
}
