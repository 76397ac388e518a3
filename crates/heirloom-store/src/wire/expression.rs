// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! License expressions: the only recursive value, so depth is limited on both sides.

use heirloom_model::{Expression, LicenseId, LicenseTerm};

use super::{Input, Wire, WireError, write_bytes};

const TERM: u8 = 0;
const AND: u8 = 1;
const OR: u8 = 2;

impl Wire for LicenseId {
    fn write(&self, out: &mut Vec<u8>) {
        write_bytes(self.as_str().as_bytes(), out);
    }

    fn read(input: &mut Input<'_>) -> Result<LicenseId, WireError> {
        LicenseId::new(input.str()?).map_err(|_| WireError::OutOfRange)
    }
}

impl Wire for Expression {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Expression::Term(term) => {
                out.push(TERM);
                term.license.write(out);
                term.or_later.write(out);
                term.exception.write(out);
            }
            Expression::And(operands) => {
                out.push(AND);
                operands.write(out);
            }
            Expression::Or(operands) => {
                out.push(OR);
                operands.write(out);
            }
        }
    }

    fn read(input: &mut Input<'_>) -> Result<Expression, WireError> {
        read_nested(input, 0)
    }
}

fn read_nested(input: &mut Input<'_>, depth: usize) -> Result<Expression, WireError> {
    // Brackets may nest `MAX_DEPTH` times, each with an `And` in an `Or`; twice leaves room.
    if depth > 2 * Expression::MAX_DEPTH {
        return Err(WireError::OutOfRange);
    }
    let operator = input.byte()?;
    match operator {
        TERM => Ok(Expression::Term(LicenseTerm {
            license: LicenseId::read(input)?,
            or_later: bool::read(input)?,
            exception: Option::read(input)?,
        })),
        AND | OR => {
            let n_operands = input.length()?;
            let mut operands = Vec::with_capacity(n_operands.min(16));
            for _ in 0..n_operands {
                operands.push(read_nested(input, depth + 1)?);
            }
            let same = |operand: &Expression| match operand {
                Expression::Term(_) => false,
                Expression::And(_) => operator == AND,
                Expression::Or(_) => operator == OR,
            };
            if operands.len() < 2 || operands.iter().any(same) {
                return Err(WireError::OutOfRange);
            }
            Ok(if operator == AND { Expression::And(operands) } else { Expression::Or(operands) })
        }
        _ => Err(WireError::OutOfRange),
    }
}
