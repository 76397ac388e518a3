// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Modules of Go with several programs.

use heirloom_model::DeliveredForm;

use super::{check, component, roots, surveyed};

const MODULE: &str = "
    //- go.mod
    module example.org/app
    go 1.22
    require (
    \texample.org/a v1.0.0
    \texample.org/a/v2/sub v2.0.0
    \texample.org/b v1.0.0
    \texample.org/t v1.0.0
    \texample.org/far v1.0.0 // indirect
    )
    //- cmd/one/main.go
    package main
    import \"example.org/app/pkg/x\"
    func main() { x.X() }
    //- cmd/two/main.go
    package main
    import (
    \t\"os/exec\"
    \t\"example.org/b/inside\"
    \t\"example.org/a/v2/sub/deep\"
    )
    func main() { exec.Command(\"rsync\") }
    //- pkg/x/x.go
    // SPDX-License-Identifier: MPL-2.0
    package x
    import \"example.org/a\"
    func X() {}
    //- pkg/x/x_test.go
    package x
    import \"example.org/t\"
    func f() { t.T() }
    //- tools/gen/main.go
    package main
    func main() {}
    //- LICENSE
    SPDX-License-Identifier: Apache-2.0
    ";

#[test]
fn each_program_holds_the_packages_that_it_reaches() {
    let product = check(
        MODULE,
        &[
            "static_link runtime pkg:golang/example.org/app -> \
             pkg:golang/example.org/t@v1.0.0 go.mod:7",
            "static_link runtime pkg:golang/example.org/app#cmd/one -> \
             pkg:golang/example.org/a@v1.0.0 pkg/x/x.go:3",
            "compiled_in runtime pkg:golang/example.org/app#cmd/one -> \
             pkg:golang/example.org/app#MPL-2.0 pkg/x/x.go",
            "static_link runtime pkg:golang/example.org/app#cmd/one -> \
             pkg:golang/example.org/far@v1.0.0 go.mod:8",
            "static_link runtime pkg:golang/example.org/app#cmd/one -> pkg:golang/stdlib go.mod:2",
            "exec runtime pkg:golang/example.org/app#cmd/two -> \
             pkg:generic/rsync cmd/two/main.go:7",
            "static_link runtime pkg:golang/example.org/app#cmd/two -> \
             pkg:golang/example.org/a/v2/sub@v2.0.0 cmd/two/main.go:5",
            "static_link runtime pkg:golang/example.org/app#cmd/two -> \
             pkg:golang/example.org/b@v1.0.0 cmd/two/main.go:4",
            "static_link runtime pkg:golang/example.org/app#cmd/two -> \
             pkg:golang/example.org/far@v1.0.0 go.mod:8",
            "static_link runtime pkg:golang/example.org/app#cmd/two -> pkg:golang/stdlib go.mod:2",
        ],
    );
    let programs = ["pkg:golang/example.org/app#cmd/one", "pkg:golang/example.org/app#cmd/two"];
    assert_eq!(roots(&product), programs);
    let one = component(&product, programs[0]);
    assert_eq!(one.license.effective().unwrap().to_string(), "Apache-2.0");
    assert_eq!(component(&product, "pkg:golang/example.org/app").form, DeliveredForm::None);
}

#[test]
fn whoever_says_that_the_module_is_delivered_means_the_module() {
    let stated = "
        [[deliveries]]
        kind = 'binary'
        roots = ['pkg:golang/example.org/app']
        ";
    let (_, product) = surveyed(MODULE, stated);
    assert_eq!(roots(&product), ["pkg:golang/example.org/app"]);
    assert!(product.components.iter().all(|one| !one.id.as_str().ends_with("#cmd/one")));
}
