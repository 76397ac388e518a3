// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The grammar of annex D, by recursive descent.

use super::{Expression, LicenseId, LicenseTerm, ParseExpressionError};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    And,
    Or,
    With,
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

pub(super) fn expression(text: &str) -> Result<Expression, ParseExpressionError> {
    let mut parser = Parser { text, at: 0 };
    parser.skip_space();
    if parser.at == text.len() {
        return Err(ParseExpressionError::Empty);
    }
    let expression = parser.any(0)?;
    if parser.at == text.len() {
        Ok(expression)
    } else {
        Err(ParseExpressionError::Unexpected(parser.at))
    }
}

impl<'a> Parser<'a> {
    fn any(&mut self, depth: usize) -> Result<Expression, ParseExpressionError> {
        let mut operands = vec![self.all(depth)?];
        while self.take(Operator::Or) {
            operands.push(self.all(depth)?);
        }
        Ok(Expression::any(operands).expect("at least one operand was read"))
    }

    fn all(&mut self, depth: usize) -> Result<Expression, ParseExpressionError> {
        let mut operands = vec![self.operand(depth)?];
        while self.take(Operator::And) {
            operands.push(self.operand(depth)?);
        }
        Ok(Expression::all(operands).expect("at least one operand was read"))
    }

    fn operand(&mut self, depth: usize) -> Result<Expression, ParseExpressionError> {
        if self.text.as_bytes().get(self.at) == Some(&b'(') {
            if depth == Expression::MAX_DEPTH {
                return Err(ParseExpressionError::TooDeep);
            }
            self.at += 1;
            self.skip_space();
            let inner = self.any(depth + 1)?;
            if self.text.as_bytes().get(self.at) != Some(&b')') {
                return Err(ParseExpressionError::Unexpected(self.at));
            }
            self.at += 1;
            self.skip_space();
            return Ok(inner);
        }
        let word = self.word()?;
        let (id, or_later) = match word.strip_suffix('+') {
            Some(id) => (id, true),
            None => (word, false),
        };
        let license = LicenseId::new(id)?;
        let exception =
            if self.take(Operator::With) { Some(LicenseId::new(self.word()?)?) } else { None };
        Ok(Expression::Term(LicenseTerm { license, or_later, exception }))
    }

    fn peek(&self) -> &'a str {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| c.is_whitespace() || c == '(' || c == ')');
        &rest[..end.unwrap_or(rest.len())]
    }

    fn word(&mut self) -> Result<&'a str, ParseExpressionError> {
        let word = self.peek();
        if word.is_empty() || operator(word).is_some() {
            return Err(ParseExpressionError::Unexpected(self.at));
        }
        self.at += word.len();
        self.skip_space();
        Ok(word)
    }

    fn take(&mut self, wanted: Operator) -> bool {
        let word = self.peek();
        let found = operator(word) == Some(wanted);
        if found {
            self.at += word.len();
            self.skip_space();
        }
        found
    }

    fn skip_space(&mut self) {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start().len();
    }
}

fn operator(word: &str) -> Option<Operator> {
    [("AND", Operator::And), ("OR", Operator::Or), ("WITH", Operator::With)]
        .into_iter()
        .find_map(|(name, operator)| word.eq_ignore_ascii_case(name).then_some(operator))
}
