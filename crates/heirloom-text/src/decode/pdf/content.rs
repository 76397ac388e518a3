// SPDX-FileCopyrightText: 2026 The Heirloom authors
// SPDX-License-Identifier: Apache-2.0 OR MIT

//! The text that the contents of pages show, in their order.
//!
//! Places on the page matter only to tell words and lines apart: a move down or up is a new line,
//! a gap on the line a space.

use std::{collections::HashMap, ops::Range, rc::Rc};

use super::{
    Budget, Extract, Part,
    font::Font,
    lexer::{Dict, Lexer, Value},
    objects::Objects,
};

/// Contents within contents.
const MAX_DEPTH: u32 = 6;
/// Operands of one operator.
const MAX_OPERANDS: usize = 4096;
/// A gap of this share of the size separates words.
const WORD_GAP: f64 = 0.11;

/// What a name of a font or form costs of the budget.
const WORK_PER_NAME: usize = 64;

pub(super) struct Reader<'a> {
    objects: &'a Objects<'a>,
    budget: Budget,
    fonts: HashMap<u32, Rc<Font>>,
    view: String,
    parts: Vec<Part>,
}

/// Where text goes and how it looks.
#[derive(Clone)]
struct State {
    font: Option<Rc<Font>>,
    size: f64,
    leading: f64,
    /// What is added behind every letter and every space.
    letter_gap: f64,
    word_gap: f64,
    /// The matrix at the start of the line.
    line: [f64; 6],
    /// How far the text on the line reaches, in its own units.
    advance: f64,
    /// Where the last text ended on the page.
    last: Option<(f64, f64)>,
}

/// What names mean in one stream of contents.
struct Scope {
    fonts: HashMap<Vec<u8>, Value>,
    forms: HashMap<Vec<u8>, Value>,
    /// Fonts that were used already.
    made: HashMap<Vec<u8>, Option<Rc<Font>>>,
    resources: Dict,
}

const IDENTITY: [f64; 6] = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

impl<'a> Reader<'a> {
    pub(super) fn new(objects: &'a Objects<'a>, budget: Budget) -> Reader<'a> {
        Reader { objects, budget, fonts: HashMap::new(), view: String::new(), parts: Vec::new() }
    }

    /// What was read, and whether something was packed in a way that is not known.
    pub(super) fn finish(self) -> (Extract, bool) {
        let is_cut = self.budget.is_cut || self.objects.are_spent();
        (Extract { view: self.view, parts: self.parts, is_cut }, self.budget.is_foreign)
    }

    pub(super) fn page(&mut self, page: &Dict, resources: &Dict) {
        let streams: Vec<u32> = match page.get("Contents") {
            Some(Value::Reference(number)) => match self.objects.object(*number) {
                Value::Array(parts) => references(&parts),
                _ => vec![*number],
            },
            Some(Value::Array(parts)) => references(parts),
            _ => return,
        };
        let mut state = State::new();
        for number in streams {
            self.stream(number, resources, &mut state, 0);
        }
        self.end_line();
    }

    fn stream(&mut self, number: u32, resources: &Dict, state: &mut State, depth: u32) {
        if self.budget.work == 0 || self.budget.text == 0 {
            self.budget.is_cut = true;
            return;
        }
        let Some((dict, bytes, place)) = self.objects.unpacked(number, &mut self.budget) else {
            return;
        };
        let own = self.objects.dict(dict.get("Resources"));
        let mut scope = Scope::new(own.as_ref().unwrap_or(resources), self.objects);
        self.budget.work = self.budget.work.saturating_sub(scope.n_names() * WORK_PER_NAME);
        self.start_part(place);
        self.interpret(&bytes, &mut scope, state, depth);
    }

    fn start_part(&mut self, disk: Range<usize>) {
        self.parts.push(Part { view: self.view.len(), disk });
    }

    fn interpret(&mut self, bytes: &[u8], scope: &mut Scope, state: &mut State, depth: u32) {
        let mut lexer = Lexer::new(bytes, 0);
        let mut operands: Vec<Value> = Vec::new();
        while let Some(value) = lexer.value() {
            if self.budget.text == 0 {
                return;
            }
            match value {
                Value::Word(word) if &*word == b"ID" => {
                    pass_image(bytes, &mut lexer);
                    operands.clear();
                }
                Value::Word(word) if &*word == b"Do" => {
                    self.form(&operands, scope, state, depth);
                    operands.clear();
                }
                Value::Word(word) => {
                    self.operator(&word, &operands, scope, state);
                    operands.clear();
                }
                value if operands.len() < MAX_OPERANDS => operands.push(value),
                _ => {}
            }
        }
    }

    /// Contents that are used like a picture.
    fn form(&mut self, operands: &[Value], scope: &Scope, state: &State, depth: u32) {
        let Some(Value::Name(name)) = operands.last() else { return };
        let Some(Value::Reference(number)) = scope.forms.get(name) else { return };
        let dict = self.objects.dict(Some(&Value::Reference(*number)));
        if depth >= MAX_DEPTH || !dict.is_some_and(|dict| dict.is("Subtype", "Form")) {
            return;
        }
        let place = self.parts.last().map(|part| part.disk.clone());
        let mut inner = State { line: IDENTITY, ..state.clone() };
        self.stream(*number, &scope.resources, &mut inner, depth + 1);
        if let Some(place) = place {
            self.start_part(place);
        }
    }

    fn operator(&mut self, word: &[u8], operands: &[Value], scope: &mut Scope, state: &mut State) {
        match (word, operands) {
            (b"BT", _) => {
                state.line = IDENTITY;
                state.advance = 0.0;
            }
            (b"Tf", [Value::Name(name), Value::Number(size)]) => {
                state.size = *size;
                state.font = self.font(name, scope);
            }
            (b"Tc", [Value::Number(gap)]) => state.letter_gap = *gap,
            (b"Tw", [Value::Number(gap)]) => state.word_gap = *gap,
            (b"TL", [Value::Number(leading)]) => state.leading = *leading,
            (b"Td", [Value::Number(x), Value::Number(y)]) => state.move_by(*x, *y),
            (b"TD", [Value::Number(x), Value::Number(y)]) => {
                state.leading = -y;
                state.move_by(*x, *y);
            }
            (b"T*", _) => state.move_by(0.0, -state.leading),
            (b"Tm", [a, b, c, d, e, f]) => {
                let number = |value: &Value| if let Value::Number(n) = value { *n } else { 0.0 };
                state.line = [a, b, c, d, e, f].map(number);
                state.advance = 0.0;
            }
            (b"Tj", [Value::String(codes)]) => self.show(codes, state),
            (b"'", [Value::String(codes)]) | (b"\"", [_, _, Value::String(codes)]) => {
                if let [Value::Number(word_gap), Value::Number(letter_gap), _] = operands {
                    (state.word_gap, state.letter_gap) = (*word_gap, *letter_gap);
                }
                state.move_by(0.0, -state.leading);
                self.show(codes, state);
            }
            (b"TJ", [Value::Array(parts)]) => {
                for part in parts {
                    match part {
                        Value::String(codes) => self.show(codes, state),
                        Value::Number(gap) => state.advance -= gap / 1000.0 * state.size,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn show(&mut self, codes: &[u8], state: &mut State) {
        let Some(font) = state.font.clone() else { return };
        let (x, y) = state.place();
        let scale = state.scale();
        if let Some((last_x, last_y)) = state.last {
            let size = (state.size * scale).abs().max(0.1);
            if (y - last_y).abs() > size * 0.3 {
                self.end_line();
            } else if x - last_x > size * WORD_GAP || last_x - x > size * 2.0 {
                self.end_word();
            }
        }
        let before = self.view.len();
        let written = font.write(codes, &mut self.view);
        state.advance += written.width / 1000.0 * state.size
            + written.n_codes * state.letter_gap
            + written.n_spaces * state.word_gap;
        self.spend(self.view.len() - before);
        state.last = Some(state.place());
    }

    fn spend(&mut self, n_bytes: usize) {
        self.budget.is_cut |= n_bytes >= self.budget.text;
        self.budget.text = self.budget.text.saturating_sub(n_bytes);
    }

    fn end_word(&mut self) {
        if !self.view.ends_with([' ', '\n']) && !self.view.is_empty() {
            self.view.push(' ');
            self.spend(1);
        }
    }

    fn end_line(&mut self) {
        if !self.view.ends_with('\n') && !self.view.is_empty() {
            self.view.push('\n');
            self.spend(1);
        }
    }

    fn font(&mut self, name: &[u8], scope: &mut Scope) -> Option<Rc<Font>> {
        if let Some(font) = scope.made.get(name) {
            return font.clone();
        }
        let value = scope.fonts.get(name)?;
        let font = match value {
            Value::Reference(number) if self.fonts.contains_key(number) => {
                self.fonts.get(number).cloned()
            }
            value => self.objects.dict(Some(value)).map(|dict| {
                let font = Rc::new(Font::read(&dict, self.objects, &mut self.budget));
                if let Value::Reference(number) = value {
                    self.fonts.insert(*number, font.clone());
                }
                font
            }),
        };
        scope.made.insert(name.to_vec(), font.clone());
        font
    }
}

impl Scope {
    fn new(resources: &Dict, objects: &Objects<'_>) -> Scope {
        let names = |kind| {
            let dict = objects.dict(resources.get(kind)).unwrap_or_default();
            dict.0.into_iter().collect::<HashMap<_, _>>()
        };
        let (fonts, forms) = (names("Font"), names("XObject"));
        Scope { fonts, forms, made: HashMap::new(), resources: resources.clone() }
    }

    fn n_names(&self) -> usize {
        self.fonts.len() + self.forms.len() + self.resources.0.len()
    }
}

impl State {
    fn new() -> State {
        State {
            font: None,
            size: 1.0,
            leading: 0.0,
            letter_gap: 0.0,
            word_gap: 0.0,
            line: IDENTITY,
            advance: 0.0,
            last: None,
        }
    }

    fn move_by(&mut self, x: f64, y: f64) {
        let [a, b, c, d, e, f] = self.line;
        self.line = [a, b, c, d, e + x * a + y * c, f + x * b + y * d];
        self.advance = 0.0;
    }

    /// Where the next letter stands on the page.
    fn place(&self) -> (f64, f64) {
        let [a, b, _, _, e, f] = self.line;
        (e + self.advance * a, f + self.advance * b)
    }

    fn scale(&self) -> f64 {
        let [a, b, ..] = self.line;
        (a * a + b * b).sqrt()
    }
}

fn references(parts: &[Value]) -> Vec<u32> {
    let number = |part: &Value| match part {
        Value::Reference(number) => Some(*number),
        _ => None,
    };
    parts.iter().filter_map(number).collect()
}

/// Passes over the bytes of a picture in the contents: ` EI` ends it.
fn pass_image(bytes: &[u8], lexer: &mut Lexer<'_>) {
    let rest = &bytes[lexer.at.min(bytes.len())..];
    let is_word = |at: &usize| {
        let is_space = |at: usize| rest.get(at).is_none_or(u8::is_ascii_whitespace);
        at.checked_sub(1).is_none_or(is_space) && is_space(at + 2)
    };
    let end = memchr::memmem::find_iter(rest, b"EI").find(is_word);
    lexer.at += end.map_or(rest.len(), |at| at + 2);
}
