// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Files that lie in the tree and in no program.

use super::check;

#[test]
fn files_that_no_delivered_target_takes_lie_beside() {
    check(
        "
        //- Makefile
        all: prog
        prog: main.o list.o
        \tcc -o $@ main.o list.o
        check: getgroups
        getgroups: getgroups.o
        \tcc -o $@ getgroups.o
        //- main.c
        // SPDX-License-Identifier: GPL-3.0-or-later
        int main(void) { return 0; }
        //- list.c
        // SPDX-License-Identifier: MPL-2.0
        int list;
        //- getgroups.c
        // SPDX-License-Identifier: GPL-3.0-only
        int main(void) { system(\"id\"); }
        //- old.c
        // SPDX-License-Identifier: GPL-2.0-only
        int old;
        //- COPYING
        SPDX-License-Identifier: GPL-3.0-or-later
        ",
        &[
            "aggregate development app -> app#GPL-2.0-only old.c",
            "aggregate test app -> app#GPL-3.0-only getgroups.c",
            "compiled_in runtime app -> app#MPL-2.0 list.c",
            "build_tool build app -> pkg:generic/cc Makefile:3",
            "exec test app -> pkg:generic/id getgroups.c:2",
        ],
    );
}

#[test]
fn a_copy_of_others_is_linked_where_a_build_file_takes_it() {
    check(
        "
        //- CMakeLists.txt
        add_executable(app main.c third_party/used/u.c)
        //- main.c
        // SPDX-License-Identifier: MIT
        int main(void) { return 0; }
        //- third_party/used/u.c
        // SPDX-License-Identifier: Zlib
        int u;
        //- third_party/used/LICENSE
        SPDX-License-Identifier: Zlib
        //- third_party/beside/b.c
        // SPDX-License-Identifier: GPL-2.0-only
        int b;
        //- third_party/beside/LICENSE
        SPDX-License-Identifier: GPL-2.0-only
        //- LICENSE
        SPDX-License-Identifier: MIT
        ",
        &[
            "aggregate runtime app -> pkg:generic/beside CMakeLists.txt",
            "static_link runtime app -> pkg:generic/used CMakeLists.txt:1",
        ],
    );
}

#[test]
fn an_image_holds_the_programs_whose_names_it_copies() {
    let product = check(
        "
        //- go.mod
        module example.org/app
        go 1.22
        //- cmd/one/start.go
        package main
        func main() {}
        //- cmd/one-more/start.go
        package main
        func main() {}
        //- cmd/helper/start.go
        //go:build ignore

        package main
        func main() {}
        //- Dockerfile
        FROM golang AS builder
        COPY . .
        RUN go build ./...
        FROM scratch
        COPY --from=builder /src/one-linux-$ARCH /bin/one
        ",
        &[
            "build_tool build pkg:golang/example.org/app -> pkg:docker/golang Dockerfile:1",
            "build_tool build pkg:golang/example.org/app -> pkg:generic/go Dockerfile:3",
            "aggregate runtime pkg:golang/example.org/app#Dockerfile -> \
             pkg:golang/example.org/app#cmd/one Dockerfile:2",
            "static_link runtime pkg:golang/example.org/app#cmd/one -> pkg:golang/stdlib go.mod:2",
            "static_link runtime pkg:golang/example.org/app#cmd/one-more -> \
             pkg:golang/stdlib go.mod:2",
        ],
    );
    assert_eq!(product.components.iter().filter(|one| one.id.as_str().contains("#cmd")).count(), 2);
}
