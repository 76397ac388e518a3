// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! One set of small numbers for each component, all of one width.

/// Rows of bits.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bits {
    words: Vec<u64>,
    /// Words of one row.
    width: usize,
}

impl Bits {
    /// `n` empty rows for numbers below `numbers`.
    pub(crate) fn new(n: usize, numbers: usize) -> Bits {
        let width = numbers.div_ceil(64).max(1);
        Bits { words: vec![0; n * width], width }
    }

    /// Makes room for numbers below `numbers`.
    pub(crate) fn widen(&mut self, numbers: usize) {
        let width = numbers.div_ceil(64).max(1);
        if width <= self.width {
            return;
        }
        let n = self.words.len() / self.width;
        let mut words = vec![0; n * width];
        for row in 0..n {
            let old = &self.words[row * self.width..(row + 1) * self.width];
            words[row * width..row * width + self.width].copy_from_slice(old);
        }
        *self = Bits { words, width };
    }

    /// One row's words.
    pub(crate) fn row(&self, row: u32) -> &[u64] {
        let start = row as usize * self.width;
        &self.words[start..start + self.width]
    }

    fn row_mut(&mut self, row: u32) -> &mut [u64] {
        let start = row as usize * self.width;
        &mut self.words[start..start + self.width]
    }

    /// The numbers in a row, ascending.
    pub(crate) fn numbers(&self, row: u32) -> impl Iterator<Item = u32> {
        self.row(row).iter().zip(0u32..).flat_map(|(word, index)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros())?;
                rest &= rest - 1;
                Some(index * 64 + bit)
            })
        })
    }

    /// Puts a number into a row; whether it was new.
    pub(crate) fn set(&mut self, row: u32, number: u32) -> bool {
        let word = &mut self.row_mut(row)[number as usize / 64];
        let before = *word;
        *word |= 1 << (number % 64);
        before != *word
    }

    /// Replaces a row; whether it changed.
    pub(crate) fn replace(&mut self, row: u32, words: &[u64]) -> bool {
        let target = self.row_mut(row);
        let changed = target != words;
        target.copy_from_slice(words);
        changed
    }

    /// Words of one row.
    pub(crate) fn width(&self) -> usize {
        self.width
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn rows_hold_numbers() {
        let mut bits = Bits::new(2, 70);
        assert!(bits.set(0, 3));
        assert!(bits.set(0, 69));
        assert!(!bits.set(0, 3));
        let row = bits.row(0).to_vec();
        assert!(bits.replace(1, &row));
        assert!(!bits.replace(1, &row));
        bits.widen(500);
        assert_eq!(bits.numbers(1).collect::<Vec<_>>(), [3, 69]);
    }
}
