// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Dockerfiles and compose files.

use heirloom_model::DeliveredForm;

use super::{check, component, roots};

#[test]
fn an_image_holds_its_base_its_packages_and_the_tree() {
    let product = check(
        "
        //- Dockerfile
        FROM golang:1.22 AS build
        RUN apt-get install -y gcc
        COPY . /src
        FROM alpine:3.20
        RUN apk add --no-cache git curl=8.5.0-r0
        COPY --from=build /app /app
        ENTRYPOINT [\"rsync\", \"--daemon\"]
        ",
        &[
            "build_tool build app -> pkg:deb/debian/gcc Dockerfile:2",
            "build_tool build app -> pkg:docker/golang@1.22 Dockerfile:1",
            "build_tool build app -> pkg:generic/apk Dockerfile:5",
            "build_tool build app -> pkg:generic/apt-get Dockerfile:2",
            "exec runtime app -> pkg:generic/rsync Dockerfile:7",
            "aggregate runtime app#Dockerfile -> app Dockerfile:3",
            "aggregate runtime app#Dockerfile -> pkg:apk/alpine/curl@8.5.0-r0 Dockerfile:5",
            "aggregate runtime app#Dockerfile -> pkg:apk/alpine/git Dockerfile:5",
            "aggregate runtime app#Dockerfile -> pkg:docker/alpine@3.20 Dockerfile:4",
        ],
    );
    assert_eq!(roots(&product), ["app#Dockerfile"]);
    assert_eq!(component(&product, "pkg:docker/golang@1.22").form, DeliveredForm::None);
    assert_eq!(component(&product, "pkg:docker/alpine@3.20").form, DeliveredForm::Object);
}

#[test]
fn services_that_name_each_other_talk() {
    let product = check(
        "
        //- compose.yaml
        services:
          web:
            build: .
            environment:
              DB: postgres://db:5432/app
            depends_on: [cache]
          db:
            image: postgres:16
          cache:
            image: ${CACHE:-redis:7}
          mail:
            image: ghcr.io/mail/mail
        ",
        &[
            "aggregate runtime app -> pkg:docker/mail/mail?repository_url=ghcr.io compose.yaml:11",
            "network_client runtime app -> pkg:docker/postgres@16 compose.yaml:2",
            "network_client runtime app -> pkg:docker/redis@7 compose.yaml:2",
        ],
    );
    // Whoever starts the services fetches the images.
    assert_eq!(component(&product, "pkg:docker/postgres@16").form, DeliveredForm::None);
    assert_eq!(roots(&product), ["app"]);
}

#[test]
fn images_for_tests_are_not_delivered() {
    let product = check(
        "
        //- tests/Dockerfile
        FROM debian:12
        ",
        &["aggregate runtime app#tests/Dockerfile -> pkg:docker/debian@12 tests/Dockerfile:1"],
    );
    assert_eq!(roots(&product), ["app"]);
}

#[test]
fn names_of_databases_and_users_are_no_hosts() {
    check(
        "
        //- compose.yaml
        services:
          wiki:
            image: wiki
            environment:
              - DB_HOST=db
          db:
            image: mariadb:11
            environment:
              MARIADB_DATABASE: wiki
              MARIADB_USER: wiki
        ",
        &[
            "aggregate runtime app -> pkg:docker/mariadb@11 compose.yaml:6",
            "aggregate runtime app -> pkg:docker/wiki compose.yaml:2",
            "network_client runtime pkg:docker/wiki -> pkg:docker/mariadb@11 compose.yaml:2",
        ],
    );
}

#[test]
fn what_a_layer_removes_again_is_not_in_the_image() {
    check(
        "
        //- Dockerfile
        FROM alpine
        RUN apk add --virtual .deps libpng-dev gcc && apk add zip && make && apk del .deps
        ",
        &[
            "build_tool build app -> pkg:apk/alpine/gcc Dockerfile:2",
            "build_tool build app -> pkg:apk/alpine/libpng-dev Dockerfile:2",
            "build_tool build app -> pkg:generic/apk Dockerfile:2",
            "build_tool build app -> pkg:generic/make Dockerfile:2",
            "aggregate runtime app#Dockerfile -> pkg:apk/alpine/zip Dockerfile:2",
            "aggregate runtime app#Dockerfile -> pkg:docker/alpine Dockerfile:1",
        ],
    );
}

#[test]
fn an_image_holds_what_it_copies() {
    let product = check(
        "
        //- api/Cargo.toml
        [package]
        name = 'api'
        version = '1.0.0'
        //- web/package.json
        { \"name\": \"web\", \"version\": \"1.0.0\" }
        //- web/Dockerfile
        FROM node AS deps
        COPY package.json ./
        FROM nginx
        COPY nginx.conf /etc/nginx/
        COPY . /srv
        //- compose.yaml
        services:
          web:
            build: ./web
          api:
            build:
              context: api
              dockerfile: ../docker/api.Dockerfile
            depends_on: [web]
        //- docker/api.Dockerfile
        FROM scratch
        ADD target/api /api
        ",
        &[
            "aggregate runtime app#docker/api.Dockerfile -> pkg:cargo/api@1.0.0 docker/api.Dockerfile:2",
            "network_client runtime app#docker/api.Dockerfile -> pkg:npm/web@1.0.0#web/Dockerfile compose.yaml:4",
            "build_tool build pkg:npm/web@1.0.0 -> pkg:docker/node web/Dockerfile:1",
            "aggregate runtime pkg:npm/web@1.0.0#web/Dockerfile -> pkg:docker/nginx web/Dockerfile:3",
            "aggregate runtime pkg:npm/web@1.0.0#web/Dockerfile -> pkg:npm/web@1.0.0 web/Dockerfile:5",
        ],
    );
    assert_eq!(component(&product, "pkg:npm/web@1.0.0#web/Dockerfile").form, DeliveredForm::Object);
}

#[test]
fn an_image_to_work_in_is_no_delivery() {
    let product = check(
        "
        //- Dockerfile
        FROM debian:12
        RUN useradd dev
        CMD [\"bash\"]
        ",
        &[
            "exec runtime app -> pkg:generic/bash Dockerfile:3",
            "build_tool build app -> pkg:generic/useradd Dockerfile:2",
            "aggregate runtime app#Dockerfile -> pkg:docker/debian@12 Dockerfile:1",
        ],
    );
    assert_eq!(roots(&product), ["app"]);
}

/// The web service of OCRmyPDF is under the AGPL and goes into an image of the whole tree.
#[test]
fn a_script_under_a_copyleft_of_its_own_is_a_program_of_an_image() {
    let (_, product) = super::surveyed(
        "
        //- pyproject.toml
        [project]
        name = 'lamp'
        version = '1'
        license = 'MPL-2.0'
        [build-system]
        requires = ['hatchling']
        build-backend = 'hatchling.build'
        [tool.hatch.build.targets.wheel]
        packages = ['src/lamp']
        //- src/lamp/main.py
        # SPDX-License-Identifier: MPL-2.0
        print(1)
        //- misc/serve.py
        # SPDX-License-Identifier: AGPL-3.0-or-later
        import subprocess
        subprocess.run(['lamp'])
        //- misc/_inner.py
        # SPDX-License-Identifier: AGPL-3.0-or-later
        import subprocess
        subprocess.run(['lamp'])
        //- misc/count.py
        # SPDX-License-Identifier: MIT
        import subprocess
        subprocess.run(['lamp'])
        //- .docker/Dockerfile
        FROM debian:12
        RUN apt-get install -y ghostscript
        COPY . /app
        ENTRYPOINT [\"lamp\"]
        ",
        "",
    );
    let held = product.relations.iter().filter(|one| one.from.as_str().ends_with("Dockerfile"));
    let held: Vec<&str> = held.map(|one| one.to.as_str()).collect();
    let expect = [
        "pkg:deb/debian/ghostscript",
        "pkg:docker/debian@12",
        "pkg:pypi/lamp@1",
        "pkg:pypi/lamp@1#misc/serve.py",
    ];
    assert_eq!(held, expect);
    let serve = component(&product, "pkg:pypi/lamp@1#misc/serve.py");
    assert_eq!(serve.license.effective().unwrap().to_string(), "AGPL-3.0-or-later");
}
