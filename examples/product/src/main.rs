// SPDX-FileCopyrightText: 2021-2024 灯笼科技有限公司
// SPDX-License-Identifier: Apache-2.0

mod color;
mod dim;

fn main() {
    let level = dim::level(22, 3);
    println!("{:?}", color::warm(level));
}
