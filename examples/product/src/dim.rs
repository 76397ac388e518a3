/*
 * Copyright (c) 2021-2023 灯笼科技有限公司
 * 版权所有 (C) 2019 深圳市明灯电子有限公司
 * 作者：李雷 <lilei@lantern.example>
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 */

/// The level of a lamp, 0 to 100, by the hour and the number of people below.
pub fn level(hour: u8, people: u32) -> u8 {
    match (hour, people) {
        (8..=16, _) => 0,
        (_, 0) => 20,
        _ => 100,
    }
}
