// Copyright (c) 2018 Noor Haddad
// SPDX-License-Identifier: MIT

/// A warm white of the given level.
pub fn warm(level: u8) -> (u8, u8, u8) {
    (level, level - level / 8, level - level / 3)
}
