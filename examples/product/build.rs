// SPDX-FileCopyrightText: 2021-2024 灯笼科技有限公司
// SPDX-License-Identifier: Apache-2.0

//! Compiles what the program shares with the lamp controller.

fn main() {
    cc::Build::new()
        .file("src/queue.c")
        .file("src/settings.c")
        .file("firmware/radio.c")
        .file("firmware/start.S")
        .compile("lamp");
}
