// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! Binary forms of plain structures and enumerations, field by field.

macro_rules! structs {
    ($($ty:ident { $($field:ident),* $(,)? })*) => {$(
        impl Wire for $ty {
            fn write(&self, out: &mut Vec<u8>) {
                // Every field is named, so that a new one cannot be forgotten.
                let $ty { $($field),* } = self;
                $($field.write(out);)*
            }

            fn read(input: &mut Input<'_>) -> Result<$ty, WireError> {
                $(let $field = Wire::read(input)?;)*
                Ok($ty { $($field),* })
            }
        }
    )*};
}

macro_rules! enums {
    ($($ty:ident { $($variant:ident = $number:literal),* $(,)? })*) => {$(
        impl Wire for $ty {
            fn write(&self, out: &mut Vec<u8>) {
                out.push(match self { $($ty::$variant => $number),* });
            }

            fn read(input: &mut Input<'_>) -> Result<$ty, WireError> {
                match input.byte()? {
                    $($number => Ok($ty::$variant),)*
                    _ => Err(WireError::OutOfRange),
                }
            }
        }
    )*};
}
