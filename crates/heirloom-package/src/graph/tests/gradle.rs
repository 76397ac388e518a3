// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Gradle, sbt and JAR files.

use super::check;

pub(super) const GRADLE: &str = r#"
//- gradle/libs.versions.toml
[versions]
ktor = "2.3.0"
[libraries]
ktor-core = { module = "io.ktor:ktor-core", version.ref = "ktor" }
guava = "com.google.guava:guava:31.1-jre"
[bundles]
all = ["ktor-core", "guava"]
[plugins]
shadow = { id = "x.shadow", version = "8.1" }
//- gradle.properties
junit=5.9
//- app/build.gradle.kts
plugins { alias(libs.plugins.shadow) }
val slf4j = "2.0.7"
dependencies {
    // implementation("no:no:1")
    implementation(libs.bundles.all)
    implementation(project(":lib"))
    implementation(platform("org.acme:bom:1"))
    api("org.slf4j:slf4j-api:$slf4j")
    testImplementation("org.junit:junit:${junit}") { exclude(group = "a", module = "b") }
    compileOnly(group = "g", name = "n", version = "3")
    implementation("com.acme:open:1.+")
}
//- lib/build.gradle
dependencies { implementation group: 'com.acme', name: 'locked' }
//- lib/gradle.lockfile
# c
com.acme:locked:1.5=compileClasspath,runtimeClasspath
com.acme:inner:2=testRuntimeClasspath
empty=annotationProcessor
//- gradle/verification-metadata.xml
<verification-metadata><components><component group="com.acme" name="locked" version="1.5">
<artifact name="locked-1.5.jar"><sha256 value="aa"/></artifact></component></components></verification-metadata>
"#;

#[test]
fn gradle_aliases_and_locks() {
    check(
        GRADLE,
        r#"
*maven:app/app in "app"
pkg:maven/com.acme/inner@2
pkg:maven/com.acme/locked@1.5 sha256:aa
pkg:maven/com.acme/open
pkg:maven/com.google.guava/guava@31.1-jre
pkg:maven/g/n@3
pkg:maven/io.ktor/ktor-core@2.3.0
*maven:lib/lib in "lib"
pkg:maven/org.acme/bom@1
pkg:maven/org.junit/junit@5.9
pkg:maven/org.slf4j/slf4j-api@2.0.7
pkg:maven/x.shadow/x.shadow.gradle.plugin@8.1
app@? -> com.acme:open@? runtime 1.+ | app/build.gradle.kts:11
app@? -> com.google.guava:guava@31.1-jre runtime 31.1-jre | app/build.gradle.kts:5 gradle/libs.versions.toml:5
app@? -> g:n@3 provided 3 | app/build.gradle.kts:10
app@? -> io.ktor:ktor-core@2.3.0 runtime 2.3.0 | app/build.gradle.kts:5 gradle/libs.versions.toml:4
app@? -> lib@? runtime | app/build.gradle.kts:6
app@? -> org.acme:bom@1 runtime 1 | app/build.gradle.kts:7
app@? -> org.junit:junit@5.9 test 5.9 | app/build.gradle.kts:9
app@? -> org.slf4j:slf4j-api@2.0.7 runtime 2.0.7 | app/build.gradle.kts:8
app@? -> x.shadow:x.shadow.gradle.plugin@8.1 build 8.1 | app/build.gradle.kts:1 gradle/libs.versions.toml:9
lib@? -> com.acme:inner@2 test indirect | lib/gradle.lockfile:3
lib@? -> com.acme:locked@1.5 runtime | lib/gradle.lockfile:2 lib/build.gradle:1
! lock-missing app/build.gradle.kts:1
"#,
    );
}

pub(super) const SBT: &str = r#"
//- build.sbt
val cats = "2.9.0"
ThisBuild / scalaVersion := "2.13.10"
organization := "org.acme"
name := "tool"
libraryDependencies ++= Seq(
  "org.typelevel" %% "cats-core" % cats,
  "junit" % "junit" % "4.13" % Test
)
//- x/app-1.0.war/META-INF/maven/g/app/pom.properties
version=1.0
groupId=g
artifactId=app
//- x/app-1.0.war/META-INF/maven/g/app/pom.xml
<project><parent><groupId>far</groupId><artifactId>p</artifactId><version>1</version></parent><artifactId>app</artifactId>
<licenses><license><name>MIT</name></license></licenses></project>
//- x/app-1.0.war/META-INF/maven/h/shaded/pom.properties
groupId = h
artifactId = shaded
version = 2
"#;

#[test]
fn sbt_requests_and_packed_poms() {
    check(
        SBT,
        r#"
pkg:maven/g/app@1.0 [MIT]
pkg:maven/h/shaded@2
pkg:maven/junit/junit@4.13
*pkg:maven/org.acme/tool in ""
pkg:maven/org.typelevel/cats-core_2.13@2.9.0
g:app@1.0 -> h:shaded@2 runtime indirect if packed into it | x/app-1.0.war/META-INF/maven/h/shaded/pom.properties:1
org.acme:tool@? -> junit:junit@4.13 test 4.13 | build.sbt:7
org.acme:tool@? -> org.typelevel:cats-core_2.13@2.9.0 runtime 2.9.0 | build.sbt:6
"#,
    );
}

#[test]
fn gradle_projects_are_named_from_the_root_of_the_build() {
    check(
        r#"
//- app/ui/build.gradle
dependencies {
  implementation project(":lib:core")
  api projects.lib.netIo
}
//- lib/core/build.gradle
dependencies { implementation "g:a:1" }
//- lib/net-io/build.gradle.kts
dependencies { implementation(project(":lib:core")) }
"#,
        r#"
*maven:lib/core/core in "lib/core"
pkg:maven/g/a@1
*maven:lib/net-io/net-io in "lib/net-io"
*maven:app/ui/ui in "app/ui"
core@? -> g:a@1 runtime 1 | lib/core/build.gradle:1
net-io@? -> core@? runtime | lib/net-io/build.gradle.kts:1
ui@? -> core@? runtime | app/ui/build.gradle:2
ui@? -> net-io@? runtime | app/ui/build.gradle:3
"#,
    );
}

pub(super) const JARS: &str = r#"
//- x/app-1.0.war/META-INF/MANIFEST.MF
Manifest-Version: 1.0
Implementation-Title: The app
Implementation-Version: 1.0
//- x/app-1.0.war/WEB-INF/lib/tools-2.3-jre.jar/META-INF/MANIFEST.MF
Manifest-Version: 1.0
Bundle-SymbolicName: org.example.tools;singleton:=true
Bundle-Version: 2.3.0.jre
Bundle-License: MIT
//- x/app-1.0.war/WEB-INF/lib/plain-1.1.jar/META-INF/MANIFEST.MF
Manifest-Version: 1.0
Created-By: somebody
//- x/app-1.0.war/WEB-INF/lib/stated.jar/META-INF/MANIFEST.MF
Manifest-Version: 1.0
Implementation-Title: Stated
Implementation-Vendor-Id: com.acme
Implementation-Version: 7
//- x/app-1.0.war/WEB-INF/lib/known-1.jar/META-INF/MANIFEST.MF
Manifest-Version: 1.0
Bundle-SymbolicName: g.known
//- x/app-1.0.war/WEB-INF/lib/known-1.jar/META-INF/maven/g/known/pom.properties
groupId=g
artifactId=known
version=1
//- src/main/resources/META-INF/MANIFEST.MF
Manifest-Version: 1.0
Implementation-Title: ours
//- lib/empty.jar/META-INF/MANIFEST.MF
Manifest-Version: 1.0
"#;

#[test]
fn jars_of_maven_are_one_package_each() {
    check(
        r#"
//- app.war!/WEB-INF/lib/in-1.0.jar!/META-INF/maven/com.x/in/pom.properties
groupId=com.x
artifactId=in
version=1.0
//- app.war!/WEB-INF/lib/in-1.0.jar!/META-INF/maven/com.x/in/pom.xml
<project><groupId>com.x</groupId><artifactId>in</artifactId><version>1.0</version>
<dependencies><dependency><groupId>com.y</groupId><artifactId>dep</artifactId><version>2</version></dependency></dependencies></project>
//- app.war!/WEB-INF/lib/dep-2.jar!/META-INF/maven/com.y/dep/pom.properties
groupId=com.y
artifactId=dep
version=2
//- lib/maven3-core.jar!/META-INF/MANIFEST.MF
Manifest-Version: 1.0
Implementation-Version: 3.8.7
//- lib/maven3-core.jar!/META-INF/maven/org.apache.maven/maven-core/pom.properties
groupId=org.apache.maven
artifactId=maven-core
version=3.8.7
//- lib/guice.jar!/META-INF/MANIFEST.MF
Manifest-Version: 1.0
Bundle-SymbolicName: com.google.inject
Automatic-Module-Name: com.google.guice
Bundle-Version: 4.2.3
//- lib/guice.jar!/META-INF/maven/cglib/cglib/pom.properties
groupId=cglib
artifactId=cglib
version=3.2.12
"#,
        r#"
maven:/app
pkg:maven/cglib/cglib@3.2.12
pkg:maven/com.x/in@1.0
pkg:maven/com.y/dep@2
maven:/guice
pkg:maven/org.apache.maven/maven-core@3.8.7
app@? -> com.x:in@1.0 runtime if packed into it | app.war!/WEB-INF/lib/in-1.0.jar!/META-INF/maven/com.x/in/pom.properties:1
app@? -> com.y:dep@2 runtime if packed into it | app.war!/WEB-INF/lib/dep-2.jar!/META-INF/maven/com.y/dep/pom.properties:1
com.x:in@1.0 -> com.y:dep@2 runtime 2 | app.war!/WEB-INF/lib/in-1.0.jar!/META-INF/maven/com.x/in/pom.xml:2
guice@4.2.3 -> cglib:cglib@3.2.12 runtime indirect if packed into it | lib/guice.jar!/META-INF/maven/cglib/cglib/pom.properties:1
"#,
    );
}

#[test]
fn jars_with_a_manifest_alone() {
    check(
        JARS,
        r#"
maven:/app
pkg:maven/com.acme/stated@7
pkg:maven/g/known@1
pkg:maven/org.example/tools@2.3-jre [MIT]
maven:/plain
app@1.0 -> com.acme:stated@7 runtime if packed into it | x/app-1.0.war/WEB-INF/lib/stated.jar/META-INF/MANIFEST.MF:1
app@1.0 -> g:known@1 runtime if packed into it | x/app-1.0.war/WEB-INF/lib/known-1.jar/META-INF/maven/g/known/pom.properties:1
app@1.0 -> org.example:tools@2.3-jre runtime if packed into it | x/app-1.0.war/WEB-INF/lib/tools-2.3-jre.jar/META-INF/MANIFEST.MF:1
app@1.0 -> plain@1.1 runtime if packed into it | x/app-1.0.war/WEB-INF/lib/plain-1.1.jar/META-INF/MANIFEST.MF:1
"#,
    );
}

/// Group and version were read past, so that own projects had neither coordinates nor a version, and
/// what a build says for all projects hung on its root.
#[test]
fn gradle_builds_name_their_projects() {
    check(
        r#"
//- settings.gradle.kts
rootProject.name = "demo"
include(":app", ":libs:core")
include(
    "bare",
)
project(":moved").projectDir = file("elsewhere/moved")
include(":moved")
//- gradle.properties
version=3.0
//- build.gradle.kts
allprojects {
    group = "com.acme"
}
subprojects {
    dependencies {
        testImplementation("org.assertj:assertj-core:3.25")
    }
}
//- app/build.gradle.kts
group = "com.acme.app"
version = "4"
dependencies {
    implementation(project(":libs:core"))
    implementation(project(":not-there"))
    implementation(project(":core"))
    implementation(libs.not.there)
    implementation("com.google.guava:guava") {
        version { strictly("[30,32["); prefer("31.1-jre") }
    }
    implementation("a:b:$unknown")
}
//- libs/core/build.gradle
dependencies { }
def x = '1'
//- gradle/libs.versions.toml
[libraries]
here = "x:here:1"
[bundles]
all = ["here", "gone"]
"#,
        r#"
pkg:maven/a/b
*pkg:maven/com.acme.app/app@4 in "app"
*pkg:maven/com.acme/bare@3.0 in "bare"
*pkg:maven/com.acme/core@3.0 in "libs/core"
*pkg:maven/com.acme/demo@3.0 in ""
*pkg:maven/com.acme/moved@3.0 in "elsewhere/moved"
pkg:maven/com.google.guava/guava@31.1-jre
pkg:maven/org.assertj/assertj-core@3.25
com.acme.app:app@4 -> a:b@? runtime ${unknown} | app/build.gradle.kts:11
com.acme.app:app@4 -> com.acme:core@3.0 runtime | app/build.gradle.kts:4 app/build.gradle.kts:6
com.acme.app:app@4 -> com.google.guava:guava@31.1-jre runtime [30,32[ prefer 31.1-jre | app/build.gradle.kts:8
com.acme.app:app@4 -> org.assertj:assertj-core@3.25 test 3.25 | build.gradle.kts:6
com.acme:bare@3.0 -> org.assertj:assertj-core@3.25 test 3.25 | build.gradle.kts:6
com.acme:core@3.0 -> org.assertj:assertj-core@3.25 test 3.25 | build.gradle.kts:6
com.acme:moved@3.0 -> org.assertj:assertj-core@3.25 test 3.25 | build.gradle.kts:6
! package-unknown gradle/libs.versions.toml:4 gone
! lock-missing app/build.gradle.kts:1
! package-file-missing app/build.gradle.kts:5 not-there
! package-unknown app/build.gradle.kts:7 not.there
! package-version-unknown app/build.gradle.kts:11 a:b, ${unknown}
"#,
    );
}

/// Projects of a build of sbt were one, and libraries of Scala.js had coordinates that are none.
#[test]
fn sbt_builds_have_projects() {
    check(
        r#"
//- build.sbt
ThisBuild / scalaVersion := "2.13.10"
ThisBuild / organization := "org.acme"
lazy val root = (project in file(".")).settings(name := "demo").dependsOn(core)
lazy val core = project
  .settings(libraryDependencies += "org.typelevel" %% "cats-core" % "2.9.0")
lazy val web = (project in file("modules/web"))
  .enablePlugins(ScalaJSPlugin)
  .dependsOn(core % "test->test")
  .settings(name := "acme-web", libraryDependencies += "org.scala-js" %%% "scalajs-dom" % "2.4.0")
//- other/build.sbt
name := "plain"
libraryDependencies += "x" %%% "y" % "1"
"#,
        r#"
*pkg:maven/org.acme/acme-web in "modules/web"
*pkg:maven/org.acme/core in "core"
*pkg:maven/org.acme/demo in ""
pkg:maven/org.scala-js/scalajs-dom_sjs1_2.13@2.4.0
pkg:maven/org.typelevel/cats-core_2.13@2.9.0
*maven:other/plain in "other"
pkg:maven/x/y@1
org.acme:acme-web@? -> org.acme:core@? test | build.sbt:8
org.acme:acme-web@? -> org.scala-js:scalajs-dom_sjs1_2.13@2.4.0 runtime 2.4.0 | build.sbt:9
org.acme:core@? -> org.typelevel:cats-core_2.13@2.9.0 runtime 2.9.0 | build.sbt:5
org.acme:demo@? -> org.acme:core@? runtime | build.sbt:3
plain@? -> x:y@1 runtime 1 | other/build.sbt:2
! package-unknown other/build.sbt:2 x %%% y
"#,
    );
}
