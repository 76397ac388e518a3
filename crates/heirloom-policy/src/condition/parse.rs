// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! From tokens to a tree, by CEL's order of operators.

use std::ops::Range;

use super::{Fault, Misplaced, lex::Token};

/// How deep brackets, choices and signs before a value may nest.
const MAX_DEPTH: usize = 24;

/// A part of a condition with its place in the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tree {
    pub(super) kind: TreeKind,
    pub(super) span: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum TreeKind {
    Bool(bool),
    Int(i64),
    Text(String),
    List(Vec<Tree>),
    Name(String),
    Select(Box<Tree>, String),
    Call { target: Option<Box<Tree>>, function: String, arguments: Vec<Tree> },
    Not(Box<Tree>),
    Binary(Operator, Box<Tree>, Box<Tree>),
    Choice(Box<[Tree; 3]>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
}

pub(super) fn expression(tokens: &[(Token, Range<usize>)], len: usize) -> Result<Tree, Misplaced> {
    let mut parser = Parser { tokens, at: 0, depth: 0, len };
    let tree = parser.choice()?;
    match parser.tokens.get(parser.at) {
        None => Ok(tree),
        Some((Token::Sign(sign @ ("+" | "-" | "*" | "/" | "%")), span)) => {
            Err(Misplaced::new(span, Fault::new("condition-calculates").text("text", sign)))
        }
        Some((_, span)) => Err(Misplaced::new(span, Fault::new("condition-operator-missing"))),
    }
}

struct Parser<'t> {
    tokens: &'t [(Token, Range<usize>)],
    at: usize,
    depth: usize,
    len: usize,
}

impl<'t> Parser<'t> {
    fn here(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.len..self.len, |(_, span)| span.clone())
    }

    fn next(&mut self) -> Option<&'t Token> {
        let (token, _) = self.tokens.get(self.at)?;
        self.at += 1;
        Some(token)
    }

    fn takes(&mut self, sign: &str) -> bool {
        let found =
            matches!(self.tokens.get(self.at), Some((Token::Sign(next), _)) if *next == sign);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), Misplaced> {
        if self.takes(sign) {
            return Ok(());
        }
        Err(Misplaced::new(&self.here(), Fault::new("condition-missing").text("text", sign)))
    }

    /// Runs a reader one level deeper.
    fn deeper(
        &mut self,
        read: fn(&mut Self) -> Result<Tree, Misplaced>,
    ) -> Result<Tree, Misplaced> {
        if self.depth == MAX_DEPTH {
            return Err(Misplaced::new(&self.here(), Fault::new("condition-deep")));
        }
        self.depth += 1;
        let tree = read(self);
        self.depth -= 1;
        tree
    }

    fn choice(&mut self) -> Result<Tree, Misplaced> {
        let condition = self.binary(0)?;
        if !self.takes("?") {
            return Ok(condition);
        }
        // CEL wants brackets around a choice that stands here.
        let then = self.binary(0)?;
        self.expect(":")?;
        let otherwise = self.deeper(Self::choice)?;
        let span = condition.span.start..otherwise.span.end;
        Ok(Tree { kind: TreeKind::Choice(Box::new([condition, then, otherwise])), span })
    }

    /// Operators of a level, which group to the left; the last level is the value.
    fn binary(&mut self, level: usize) -> Result<Tree, Misplaced> {
        if level == 3 {
            return self.signed();
        }
        let mut left = self.binary(level + 1)?;
        while let Some(operator) = self.operator(level) {
            self.at += 1;
            let right = self.binary(level + 1)?;
            let span = left.span.start..right.span.end;
            let kind = TreeKind::Binary(operator, Box::new(left), Box::new(right));
            left = Tree { kind, span };
        }
        Ok(left)
    }

    fn operator(&self, level: usize) -> Option<Operator> {
        let (token, _) = self.tokens.get(self.at)?;
        let (of_level, operator) = match token {
            Token::Sign("||") => (0, Operator::Or),
            Token::Sign("&&") => (1, Operator::And),
            Token::Sign("==") => (2, Operator::Equal),
            Token::Sign("!=") => (2, Operator::NotEqual),
            Token::Sign("<") => (2, Operator::Less),
            Token::Sign("<=") => (2, Operator::LessOrEqual),
            Token::Sign(">") => (2, Operator::Greater),
            Token::Sign(">=") => (2, Operator::GreaterOrEqual),
            Token::Name(name) if name == "in" => (2, Operator::In),
            _ => return None,
        };
        (of_level == level).then_some(operator)
    }

    fn signed(&mut self) -> Result<Tree, Misplaced> {
        let start = self.here().start;
        if self.takes("!") {
            let inner = self.deeper(Self::signed)?;
            let span = start..inner.span.end;
            return Ok(Tree { kind: TreeKind::Not(Box::new(inner)), span });
        }
        if self.takes("-") {
            let number = self.here();
            let Some(Token::Int(value)) = self.next() else {
                return Err(Misplaced::new(&number, Fault::new("condition-minus")));
            };
            return Ok(Tree { kind: TreeKind::Int(-value), span: start..number.end });
        }
        self.member()
    }

    fn member(&mut self) -> Result<Tree, Misplaced> {
        let mut tree = self.primary()?;
        loop {
            if self.takes("[") {
                return Err(Misplaced::new(&self.here(), Fault::new("condition-index")));
            }
            if !self.takes(".") {
                return Ok(tree);
            }
            let at = self.here();
            let Some(Token::Name(name)) = self.next() else {
                return Err(Misplaced::new(&at, Fault::new("condition-field-missing")));
            };
            let start = tree.span.start;
            let kind = if self.takes("(") {
                let arguments = self.arguments()?;
                TreeKind::Call { target: Some(Box::new(tree)), function: name.clone(), arguments }
            } else {
                TreeKind::Select(Box::new(tree), name.clone())
            };
            tree = Tree { kind, span: start..self.end() };
        }
    }

    /// Where the last token that was taken ends.
    fn end(&self) -> usize {
        self.tokens[..self.at].last().map_or(0, |(_, span)| span.end)
    }

    fn primary(&mut self) -> Result<Tree, Misplaced> {
        let at = self.here();
        let missing = || Misplaced::new(&at, Fault::new("condition-value-missing"));
        let kind = match self.next().ok_or_else(missing)? {
            Token::Int(value) => TreeKind::Int(*value),
            Token::Text(text) => TreeKind::Text(text.clone()),
            Token::Name(name) if name == "true" || name == "false" => {
                TreeKind::Bool(name == "true")
            }
            Token::Name(name) if name == "in" => return Err(missing()),
            Token::Name(name) if self.takes("(") => {
                let arguments = self.arguments()?;
                TreeKind::Call { target: None, function: name.clone(), arguments }
            }
            Token::Name(name) => TreeKind::Name(name.clone()),
            Token::Sign("(") => {
                let inner = self.deeper(Self::choice)?;
                self.expect(")")?;
                inner.kind
            }
            Token::Sign("[") => TreeKind::List(self.elements()?),
            Token::Sign(_) => return Err(missing()),
        };
        Ok(Tree { kind, span: at.start..self.end() })
    }

    /// The elements of a list literal; a comma behind the last one is allowed.
    fn elements(&mut self) -> Result<Vec<Tree>, Misplaced> {
        let mut items = Vec::new();
        while !self.takes("]") {
            items.push(self.deeper(Self::choice)?);
            if !self.takes(",") {
                self.expect("]")?;
                break;
            }
        }
        Ok(items)
    }

    /// The arguments of a function, up to its bracket.
    fn arguments(&mut self) -> Result<Vec<Tree>, Misplaced> {
        let mut items = Vec::new();
        if self.takes(")") {
            return Ok(items);
        }
        loop {
            items.push(self.deeper(Self::choice)?);
            if !self.takes(",") {
                self.expect(")")?;
                return Ok(items);
            }
        }
    }
}
