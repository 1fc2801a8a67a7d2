//! `_re`: regular expressions as Python has them (`Lib/re/_parser.py`, `Modules/_sre`): a pattern becomes a
//! program, which is tried at each place, going back to the last choice when it fails.
//!
//! A program is a row of 32-bit words: first the numbers of groups and of registers, then the operations, with
//! distances instead of addresses, so that parts can be put together.

use crate::builtins::arguments::{at, wrong_receiver};
use crate::builtins::{function, inside};
use crate::error::{Fault, Outcome};
use crate::function::{Args, Native, Reply};
use crate::list::may_grow;
use crate::object::Ref;
use crate::text::is_space;
use crate::value::{Text, Value};

const IGNORE_CASE: u32 = 2;
const MULTILINE: u32 = 8;
const DOT_ALL: u32 = 16;
const VERBOSE: u32 = 64;
const ASCII: u32 = 256;

/// How many operations a call may take: it cannot be stopped between two of them.
const MAX_STEPS: usize = 30_000_000;

/// How many choices may be open.
const MAX_CHOICES: usize = 1 << 20;

/// How many words a program may have, and how deeply parentheses may be nested.
const MAX_PROGRAM: usize = 1 << 20;
const MAX_DEPTH: usize = 100;

const MANY: u32 = u32::MAX;

/// Operations, with the words that follow them.
mod op {
    /// The end: of the program, or of what `LOOK` looks for.
    pub(super) const END: u32 = 0;
    /// A character; whether its case matters.
    pub(super) const CHAR: u32 = 1;
    /// Any character; whether that includes a line feed.
    pub(super) const ANY: u32 = 2;
    /// A set: flags, number of words, pairs of words.
    pub(super) const SET: u32 = 3;
    /// Goes on there.
    pub(super) const JUMP: u32 = 4;
    /// Goes on here, or else there.
    pub(super) const OR: u32 = 5;
    /// Goes on there, or else here.
    pub(super) const RATHER: u32 = 6;
    /// Where a group begins or ends.
    pub(super) const MARK: u32 = 7;
    /// Something about the place: which.
    pub(super) const PLACE: u32 = 8;
    /// What a group has matched: number, whether case does not matter.
    pub(super) const BACK: u32 = 9;
    /// The operations behind are tried on their own: kind, characters back, words.
    pub(super) const LOOK: u32 = 10;
    /// Whether the group has matched: number, or goes on there.
    pub(super) const IF: u32 = 11;
    /// One of the first three operations, so often: least, most, kind.
    pub(super) const RUN: u32 = 12;
    /// A loop begins: its register.
    pub(super) const START: u32 = 13;
    /// Its head: register, least, most, kind, words of the body.
    pub(super) const LOOP: u32 = 14;
}

/// How often something is repeated: as often as possible, as rarely, or without a way back.
const GREEDY: u32 = 0;
const LAZY: u32 = 1;
const POSSESSIVE: u32 = 2;

/// What `LOOK` does.
const ATOMIC: u32 = 0;
const AHEAD: u32 = 1;
const NOT_AHEAD: u32 = 2;
const BEHIND: u32 = 3;
const NOT_BEHIND: u32 = 4;

/// In a set, in the place of a range's first character: a class, whose letter follows.
const CLASS: u32 = u32::MAX;

/// Its functions.
pub(super) static FUNCTIONS: &[Native] = &[
    // compile(pattern, flags) -> (program, number of groups, names of groups, flags), or (message, place)
    function("compile", |args, _| {
        let [Value::Str(pattern), Value::Int(flags)] = args.positional else {
            return Err(wrong_receiver());
        };
        let mut parser = Parser {
            pattern: pattern.text.chars().collect(),
            at: 0,
            flags: *flags as u32,
            groups: 0,
            open: Vec::new(),
            names: Vec::new(),
            registers: 0,
        };
        Ok(match parser.program() {
            Ok(program) => {
                let names = crate::dict::Dict::default();
                for (name, group) in parser.names {
                    names.set(Value::text(name), Value::Int(group.into()))?;
                }
                Value::tuple(vec![
                    Value::bytes(
                        program
                            .iter()
                            .flat_map(|word| word.to_le_bytes())
                            .collect::<Vec<u8>>(),
                    ),
                    Value::Int(parser.groups.into()),
                    Value::Dict(Ref::new(names)),
                    Value::Int(parser.flags.into()),
                ])
            }
            Err(wrong) => {
                let place = if wrong.1 == NOWHERE {
                    Value::None
                } else {
                    Value::Int(wrong.1 as i64)
                };
                Value::tuple(vec![Value::text(wrong.0), place])
            }
        }
        .into())
    }),
    function("scan", scan),
];

// Patterns

/// What is wrong with a pattern, and where.
struct Wrong(String, usize);

/// In the place of a place.
const NOWHERE: usize = usize::MAX;

type Parsed<T> = Result<T, Wrong>;

/// Operations, and how many characters they take at least and at most.
#[derive(Default)]
struct Part {
    code: Vec<u32>,
    least: u32,
    most: u32,
    /// Whether it is one of the operations that `RUN` repeats.
    is_single: bool,
    /// Whether it is something that has no length and cannot be repeated.
    is_place: bool,
}

struct Parser {
    pattern: Vec<char>,
    at: usize,
    flags: u32,
    groups: u32,
    /// Groups that are not closed yet.
    open: Vec<u32>,
    names: Vec<(String, u32)>,
    registers: u32,
}

fn wrong<T>(message: impl Into<String>, place: usize) -> Parsed<T> {
    Err(Wrong(message.into(), place))
}

impl Parser {
    fn program(&mut self) -> Parsed<Vec<u32>> {
        // Flags for all stand at the beginning.
        let part = self.alternatives(0)?;
        if self.at < self.pattern.len() {
            return wrong("unbalanced parenthesis", self.at);
        }
        let mut program = vec![self.groups, self.registers];
        program.extend(part.code);
        program.push(op::END);
        Ok(program)
    }

    fn peek(&self) -> Option<char> {
        self.pattern.get(self.at).copied()
    }

    fn accept(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn has(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }

    fn alternatives(&mut self, depth: usize) -> Parsed<Part> {
        if depth > MAX_DEPTH {
            return wrong("parentheses nested too deeply", self.at);
        }
        let mut parts = vec![self.sequence(depth)?];
        while self.accept('|') {
            parts.push(self.sequence(depth)?);
        }
        let mut whole = parts.pop().unwrap_or_default();
        while let Some(part) = parts.pop() {
            let mut code = vec![op::OR, part.code.len() as u32 + 2];
            code.extend(part.code);
            code.extend([op::JUMP, whole.code.len() as u32]);
            code.extend(whole.code);
            whole = Part {
                code,
                least: part.least.min(whole.least),
                most: part.most.max(whole.most),
                ..Part::default()
            };
        }
        Ok(whole)
    }

    fn sequence(&mut self, depth: usize) -> Parsed<Part> {
        let mut whole = Part::default();
        while let Some(character) = self.peek() {
            if matches!(character, '|' | ')') {
                break;
            }
            let start = self.at;
            self.at += 1;
            if self.has(VERBOSE) && (is_space(character) || character == '#') {
                if character == '#' {
                    while self.peek().is_some_and(|character| character != '\n') {
                        self.at += 1;
                    }
                }
                continue;
            }
            let part = match character {
                '.' => single(vec![op::ANY, u32::from(self.has(DOT_ALL))]),
                '^' => place(if self.has(MULTILINE) { '^' } else { 'A' }),
                '$' => place(if self.has(MULTILINE) { '$' } else { '/' }),
                '(' => match self.group(start, depth)? {
                    Some(part) => part,
                    None => continue,
                },
                '[' => self.set(start)?,
                '\\' => self.escape(start)?,
                '*' | '+' | '?' => return wrong("nothing to repeat", start),
                '{' if self.bounds(start)?.is_some() => return wrong("nothing to repeat", start),
                character => self.literal(character),
            };
            let part = self.repeated(part)?;
            whole.code.extend(part.code);
            whole.least = whole.least.saturating_add(part.least);
            whole.most = whole.most.saturating_add(part.most);
            if whole.code.len() > MAX_PROGRAM {
                return wrong("this pattern is too large", start);
            }
        }
        Ok(whole)
    }

    fn literal(&self, character: char) -> Part {
        let ignore = self.has(IGNORE_CASE);
        let character = if ignore {
            lower(character.into())
        } else {
            character.into()
        };
        single(vec![op::CHAR, character, u32::from(ignore)])
    }

    /// `{m,n}` behind its brace; `None`, with nothing read, if it is none.
    fn bounds(&mut self, start: usize) -> Parsed<Option<(u32, u32)>> {
        let back = self.at;
        let least = self.digits();
        let most = if self.accept(',') {
            self.digits()
        } else {
            least.clone()
        };
        if !self.accept('}') || least.is_empty() && most.is_empty() && self.at == back + 1 {
            self.at = back;
            return Ok(None);
        }
        let number = |digits: &str, default| match digits {
            "" => Ok(default),
            digits => digits
                .parse()
                .or_else(|_| wrong("the repetition number is too large", start)),
        };
        let (least, most) = (number(&least, 0)?, number(&most, MANY)?);
        if least > most {
            return wrong("min repeat greater than max repeat", start + 1);
        }
        Ok(Some((least, most)))
    }

    fn digits(&mut self) -> String {
        let mut digits = String::new();
        while let Some(digit) = self.peek().filter(char::is_ascii_digit) {
            digits.push(digit);
            self.at += 1;
        }
        digits
    }

    /// What may follow an item: `*`, `+?`, `{2,3}+` …
    fn repeated(&mut self, part: Part) -> Parsed<Part> {
        let mark = self.at;
        let bounds = match self.peek() {
            Some('*') => Some((0, MANY)),
            Some('+') => Some((1, MANY)),
            Some('?') => Some((0, 1)),
            Some('{') => {
                self.at += 1;
                let bounds = self.bounds(mark)?;
                self.at = mark;
                bounds
            }
            _ => None,
        };
        let Some((least, most)) = bounds else {
            return Ok(part);
        };
        self.at += 1;
        if self.pattern.get(mark) == Some(&'{') {
            self.bounds(mark)?;
        }
        if part.is_place || part.code.is_empty() {
            return wrong("nothing to repeat", mark);
        }
        let kind = if self.accept('?') {
            LAZY
        } else if self.accept('+') {
            POSSESSIVE
        } else {
            GREEDY
        };
        let behind = self.at;
        if matches!(self.peek(), Some('*' | '+' | '?')) {
            return wrong("multiple repeat", behind);
        }
        if self.accept('{') {
            if self.bounds(behind)?.is_some() {
                return wrong("multiple repeat", behind);
            }
            self.at = behind;
        }
        let words = part.code.len() as u32;
        let mut code = Vec::with_capacity(part.code.len() + 10);
        if part.is_single {
            code.extend([op::RUN, least, most, kind]);
            code.extend(part.code);
        } else if (least, most) == (0, 1) && kind != POSSESSIVE {
            code.extend([if kind == LAZY { op::RATHER } else { op::OR }, words]);
            code.extend(part.code);
        } else {
            if kind == POSSESSIVE {
                code.extend([op::LOOK, ATOMIC, 0, words + 11]);
            }
            let register = self.registers;
            self.registers += 1;
            code.extend([op::START, register]);
            code.extend([
                op::LOOP,
                register,
                least,
                most,
                u32::from(kind == LAZY),
                words + 2,
            ]);
            code.extend(part.code);
            // Back to the head.
            code.extend([op::JUMP, (words + 8).wrapping_neg()]);
            if kind == POSSESSIVE {
                code.push(op::END);
            }
        }
        Ok(Part {
            code,
            least: part.least.saturating_mul(least),
            most: part.most.saturating_mul(most),
            ..Part::default()
        })
    }

    /// What stands in parentheses; `None` for a comment, and for flags.
    fn group(&mut self, start: usize, depth: usize) -> Parsed<Option<Part>> {
        let mut name = None;
        let flags = self.flags;
        let mut look = None;
        let mut is_group = true;
        if self.accept('?') {
            is_group = false;
            let mark = self.at;
            let Some(kind) = self.peek() else {
                return wrong("unexpected end of pattern", self.at);
            };
            self.at += 1;
            match kind {
                ':' => {}
                '>' => look = Some(ATOMIC),
                '=' => look = Some(AHEAD),
                '!' => look = Some(NOT_AHEAD),
                '<' if self.accept('=') => look = Some(BEHIND),
                '<' if self.accept('!') => look = Some(NOT_BEHIND),
                '<' => {
                    let Some(character) = self.peek() else {
                        return wrong("unexpected end of pattern", self.at);
                    };
                    return wrong(format!("unknown extension ?<{character}"), start + 1);
                }
                '#' => {
                    while let Some(character) = self.peek() {
                        self.at += 1;
                        if character == ')' {
                            return Ok(None);
                        }
                    }
                    return wrong("missing ), unterminated comment", start);
                }
                'P' if self.accept('<') => {
                    name = Some(self.name('>')?);
                    is_group = true;
                }
                'P' if self.accept('=') => {
                    let place = self.at;
                    let name = self.name(')')?;
                    let Some(group) = self.named(&name) else {
                        return wrong(format!("unknown group name '{name}'"), place);
                    };
                    return self.back(group, place).map(Some);
                }
                'P' => {
                    let Some(character) = self.peek() else {
                        return wrong("unexpected end of pattern", self.at);
                    };
                    return wrong(format!("unknown extension ?P{character}"), start + 1);
                }
                '(' => return self.condition(start, depth).map(Some),
                'a' | 'i' | 'L' | 'm' | 's' | 'u' | 'x' | '-' => {
                    self.at = mark;
                    if self.set_flags(start)? {
                        return Ok(None);
                    }
                }
                other => return wrong(format!("unknown extension ?{other}"), start + 1),
            }
        }
        let mut number = 0;
        if is_group {
            self.groups += 1;
            number = self.groups;
            self.open.push(number);
            if let Some(name) = name {
                if let Some(other) = self.named(&name) {
                    let message = format!(
                        "redefinition of group name '{name}' as group {number}; was group {other}"
                    );
                    return wrong(message, start + 4);
                }
                self.names.push((name, number));
            }
        }
        let part = self.alternatives(depth + 1)?;
        if !self.accept(')') {
            return wrong("missing ), unterminated subpattern", start);
        }
        if is_group {
            self.open.pop();
        }
        // Flags within parentheses hold there.
        self.flags = flags;
        let words = part.code.len() as u32 + 1;
        let mut whole = Part {
            least: part.least,
            most: part.most,
            ..Part::default()
        };
        match look {
            None if is_group => {
                whole.code.extend([op::MARK, number * 2]);
                whole.code.extend(part.code);
                whole.code.extend([op::MARK, number * 2 + 1]);
            }
            None => {
                whole = Part {
                    is_single: false,
                    ..part
                }
            }
            Some(kind) => {
                let back = if matches!(kind, BEHIND | NOT_BEHIND) {
                    part.least
                } else {
                    0
                };
                if matches!(kind, BEHIND | NOT_BEHIND) && part.least != part.most {
                    return wrong("look-behind requires fixed-width pattern", NOWHERE);
                }
                whole.code.extend([op::LOOK, kind, back, words]);
                whole.code.extend(part.code);
                whole.code.push(op::END);
                if kind != ATOMIC {
                    (whole.least, whole.most) = (0, 0);
                }
            }
        }
        Ok(Some(whole))
    }

    fn named(&self, name: &str) -> Option<u32> {
        self.names
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, group)| *group)
    }

    fn name(&mut self, end: char) -> Parsed<String> {
        let start = self.at;
        let mut name = String::new();
        while let Some(character) = self.peek() {
            self.at += 1;
            if character == end {
                if name.is_empty() {
                    return wrong("missing group name", start);
                }
                let is_name = name
                    .chars()
                    .all(|character| is_word(character.into(), false))
                    && !name.starts_with(|first: char| first.is_numeric());
                if !is_name {
                    return wrong(format!("bad character in group name '{name}'"), start);
                }
                return Ok(name);
            }
            name.push(character);
        }
        match name.is_empty() {
            true => wrong("missing group name", start),
            false => wrong(format!("missing {end}, unterminated name"), start),
        }
    }

    /// `(?(group)yes|no)`, behind its second parenthesis.
    fn condition(&mut self, start: usize, depth: usize) -> Parsed<Part> {
        let place = self.at;
        let digits = self.digits();
        let group = if digits.is_empty() {
            let name = self.name(')')?;
            match self.named(&name) {
                Some(group) => group,
                None => return wrong(format!("unknown group name '{name}'"), place),
            }
        } else {
            let group = digits.parse().unwrap_or(MANY);
            if !self.accept(')') || group == 0 {
                return wrong("bad group number", place);
            }
            if group > self.groups {
                return wrong(format!("invalid group reference {digits}"), place);
            }
            group
        };
        let yes = self.sequence(depth + 1)?;
        let no = if self.accept('|') {
            self.sequence(depth + 1)?
        } else {
            Part::default()
        };
        if !self.accept(')') {
            let is_more = self.peek() == Some('|');
            let message = if is_more {
                "conditional backref with more than two branches"
            } else {
                "missing ), unterminated subpattern"
            };
            return wrong(message, if is_more { self.at } else { start });
        }
        let mut code = vec![op::IF, group, yes.code.len() as u32 + 2];
        code.extend(yes.code);
        code.extend([op::JUMP, no.code.len() as u32]);
        code.extend(no.code);
        Ok(Part {
            code,
            least: yes.least.min(no.least),
            most: yes.most.max(no.most),
            ..Part::default()
        })
    }

    /// `(?i)` for all, at the beginning, or `(?i-s:` for what is inside: whether it is the former.
    fn set_flags(&mut self, start: usize) -> Parsed<bool> {
        let (mut on, mut off, mut is_off) = (0, 0, false);
        while let Some(character) = self.peek() {
            self.at += 1;
            let flag = match character {
                'a' => ASCII,
                'i' => IGNORE_CASE,
                'm' => MULTILINE,
                's' => DOT_ALL,
                'x' => VERBOSE,
                'L' | 'u' => 0,
                '-' if !is_off => {
                    is_off = true;
                    continue;
                }
                ')' if !is_off => {
                    if start != 0 {
                        return wrong("global flags not at the start of the expression", start);
                    }
                    self.flags |= on;
                    return Ok(true);
                }
                ':' => {
                    self.flags = (self.flags | on) & !off;
                    return Ok(false);
                }
                _ => return wrong("unknown flag", self.at - 1),
            };
            if is_off { off |= flag } else { on |= flag }
        }
        wrong("missing -, : or )", self.at)
    }

    fn back(&self, group: u32, place: usize) -> Parsed<Part> {
        if group > self.groups {
            return wrong(format!("invalid group reference {group}"), place);
        }
        if self.open.contains(&group) {
            return wrong("cannot refer to an open group", place);
        }
        let code = vec![op::BACK, group, u32::from(self.has(IGNORE_CASE))];
        Ok(Part {
            code,
            least: 0,
            most: MANY,
            ..Part::default()
        })
    }

    /// What follows a backslash, outside of a set.
    fn escape(&mut self, start: usize) -> Parsed<Part> {
        let Some(letter) = self.peek() else {
            return wrong("bad escape (end of pattern)", start);
        };
        self.at += 1;
        Ok(match letter {
            'A' | 'b' | 'B' | 'Z' => {
                let is_plain = matches!(letter, 'b' | 'B') && self.has(ASCII);
                let letter = if is_plain {
                    (letter as u8 + 1) as char
                } else {
                    letter
                };
                place(letter)
            }
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => {
                single(vec![op::SET, self.set_bits(false), 2, CLASS, letter.into()])
            }
            '1'..='9' => {
                self.at -= 1;
                let end = (self.at + 2).min(self.pattern.len());
                let digits: String = self
                    .pattern
                    .get(self.at..end)
                    .unwrap_or_default()
                    .iter()
                    .take_while(|digit| digit.is_ascii_digit())
                    .collect();
                self.at += digits.len();
                self.back(digits.parse().unwrap_or(MANY), start + 1)?
            }
            letter => {
                let character = self.character(letter, start)?;
                self.literal(character)
            }
        })
    }

    /// What a backslash and this letter mean in a set as well.
    fn character(&mut self, letter: char, start: usize) -> Parsed<char> {
        let count = match letter {
            'n' => return Ok('\n'),
            't' => return Ok('\t'),
            'r' => return Ok('\r'),
            'f' => return Ok('\x0c'),
            'v' => return Ok('\x0b'),
            'a' => return Ok('\x07'),
            '0' => {
                let (mut code, mut count) = (0, 0);
                while let Some(digit) = self
                    .peek()
                    .and_then(|digit| digit.to_digit(8))
                    .filter(|_| count < 2)
                {
                    code = code * 8 + digit;
                    count += 1;
                    self.at += 1;
                }
                return Ok(char::from_u32(code).unwrap_or('\0'));
            }
            'x' => 2,
            'u' => 4,
            'U' => 8,
            letter if letter.is_ascii_alphanumeric() => {
                return wrong(format!("bad escape \\{letter}"), start);
            }
            letter => return Ok(letter),
        };
        let digits: String = self.pattern.iter().skip(self.at).take(count).collect();
        let code = u32::from_str_radix(&digits, 16)
            .ok()
            .filter(|_| digits.len() == count);
        match code.and_then(char::from_u32) {
            Some(character) => {
                self.at += count;
                Ok(character)
            }
            None => wrong(format!("incomplete escape \\{letter}{digits}"), start),
        }
    }

    fn set_bits(&self, negated: bool) -> u32 {
        u32::from(negated) | u32::from(self.has(IGNORE_CASE)) << 1 | u32::from(self.has(ASCII)) << 2
    }

    fn set(&mut self, start: usize) -> Parsed<Part> {
        let negated = self.accept('^');
        let first = self.at;
        let mut pairs = Vec::new();
        loop {
            let here = self.at;
            let Some(low) = self.peek() else {
                return wrong("unterminated character set", start);
            };
            self.at += 1;
            if low == ']' && here != first {
                break;
            }
            let low = self.member(low, here)?;
            if self.peek() == Some('-')
                && self
                    .pattern
                    .get(self.at + 1)
                    .is_some_and(|next| *next != ']')
            {
                self.at += 1;
                let place = self.at;
                let high = self.peek().unwrap_or('-');
                self.at += 1;
                let high = self.member(high, place)?;
                match (low, high) {
                    (Ok(low), Ok(high)) if low <= high => {
                        pairs.extend([u32::from(low), u32::from(high)])
                    }
                    _ => {
                        let range: String = self
                            .pattern
                            .get(here..self.at)
                            .unwrap_or_default()
                            .iter()
                            .collect();
                        return wrong(format!("bad character range {range}"), here);
                    }
                }
                continue;
            }
            match low {
                Ok(character) => pairs.extend([u32::from(character); 2]),
                Err(class) => pairs.extend([CLASS, u32::from(class)]),
            }
        }
        let mut code = vec![op::SET, self.set_bits(negated), pairs.len() as u32];
        code.extend(pairs);
        Ok(single(code))
    }

    /// A character of a set, or the letter of a class.
    fn member(&mut self, character: char, start: usize) -> Parsed<Result<char, char>> {
        if character != '\\' {
            return Ok(Ok(character));
        }
        let Some(letter) = self.peek() else {
            return wrong("unterminated character set", start);
        };
        self.at += 1;
        Ok(match letter {
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => Err(letter),
            'b' => Ok('\x08'),
            letter => Ok(self.character(letter, start)?),
        })
    }
}

fn single(code: Vec<u32>) -> Part {
    Part {
        code,
        least: 1,
        most: 1,
        is_single: true,
        is_place: false,
    }
}

fn place(letter: char) -> Part {
    Part {
        code: vec![op::PLACE, letter.into()],
        is_place: true,
        ..Part::default()
    }
}

// Characters

fn lower(character: u32) -> u32 {
    let Some(character) = char::from_u32(character) else {
        return character;
    };
    let mut lower = character.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) => lower.into(),
        _ => character.into(),
    }
}

fn upper(character: u32) -> u32 {
    let mut upper = char::from_u32(character)
        .into_iter()
        .flat_map(char::to_uppercase);
    match (upper.next(), upper.next()) {
        (Some(upper), None) => upper.into(),
        _ => character,
    }
}

fn is_word(character: u32, ascii: bool) -> bool {
    char::from_u32(character).is_some_and(|character| {
        character == '_'
            || if ascii {
                character.is_ascii_alphanumeric()
            } else {
                character.is_alphanumeric()
            }
    })
}

fn is_of_class(character: u32, class: u32, ascii: bool) -> bool {
    let letter = char::from_u32(class).unwrap_or('d');
    let character = char::from_u32(character).filter(|character| !ascii || character.is_ascii());
    let belongs = character.is_some_and(|character| match letter.to_ascii_lowercase() {
        'd' => crate::builtins::is_decimal(character),
        's' => is_space(character),
        _ => is_word(character.into(), ascii),
    });
    belongs != letter.is_ascii_uppercase()
}

// Matching

/// What is searched: of a str that is not ASCII, places are those of its bytes.
enum Subject<'a> {
    Bytes(&'a [u8]),
    Text(&'a str),
}

/// A choice that is open, or what to undo on the way back to one.
enum Choice {
    /// Goes on there, at that place.
    Go(usize, usize),
    /// Goes once more through the loop with that head.
    Once(usize, usize),
    /// The slot had another value.
    Undo(usize, usize),
    /// A greedy run, which can give back characters: behind it, its start, and its end.
    Shorter(usize, usize, usize),
    /// A lazy run, which can take more: its operation, where the code goes on, the end, and how many more.
    Longer(usize, usize, usize, u32),
}

const UNSET: usize = usize::MAX;

struct Matcher<'a> {
    program: &'a [u32],
    subject: Subject<'a>,
    end: usize,
    /// What the registers and groups hold: first the number of the group that was closed last, then the ends of
    /// each group, then the counter and the last place of each register.
    slots: Vec<usize>,
    choices: Vec<Choice>,
    steps: usize,
    groups: usize,
    whole: bool,
    /// An empty match must not be here.
    not_empty_at: usize,
    start: usize,
}

impl Matcher<'_> {
    fn word(&self, at: usize) -> u32 {
        self.program.get(at).copied().unwrap_or(op::END)
    }

    fn next(&self, place: usize) -> Option<(u32, usize)> {
        if place >= self.end {
            return None;
        }
        match self.subject {
            Subject::Bytes(bytes) => bytes.get(place).map(|byte| ((*byte).into(), place + 1)),
            Subject::Text(text) => {
                let character = text.get(place..)?.chars().next()?;
                Some((character.into(), place + character.len_utf8()))
            }
        }
    }

    fn before(&self, place: usize) -> Option<(u32, usize)> {
        match self.subject {
            Subject::Bytes(bytes) => {
                let before = place.checked_sub(1)?;
                bytes.get(before).map(|byte| ((*byte).into(), before))
            }
            Subject::Text(text) => {
                let character = text.get(..place)?.chars().next_back()?;
                Some((character.into(), place - character.len_utf8()))
            }
        }
    }

    /// One of the operations that take one character: where it ends.
    fn one(&self, at: usize, place: usize) -> Option<usize> {
        let (character, next) = self.next(place)?;
        let argument = self.word(at + 1);
        let matches = match self.word(at) {
            op::CHAR if self.word(at + 2) != 0 => lower(character) == argument,
            op::CHAR => character == argument,
            op::ANY => argument != 0 || character != u32::from(b'\n'),
            _ => self.in_set(at, character),
        };
        matches.then_some(next)
    }

    fn in_set(&self, at: usize, character: u32) -> bool {
        let bits = self.word(at + 1);
        let pairs = self
            .program
            .get(at + 3..at + 3 + self.word(at + 2) as usize)
            .unwrap_or_default();
        let has = |character: u32| {
            pairs.chunks_exact(2).any(|pair| match *pair {
                [CLASS, class] => is_of_class(character, class, bits & 4 != 0),
                [low, high] => (low..=high).contains(&character),
                _ => false,
            })
        };
        let found =
            has(character) || bits & 2 != 0 && (has(lower(character)) || has(upper(character)));
        found != (bits & 1 != 0)
    }

    /// How many words such an operation has.
    fn size(&self, at: usize) -> usize {
        match self.word(at) {
            op::SET => 3 + self.word(at + 2) as usize,
            op::CHAR => 3,
            _ => 2,
        }
    }

    fn holds(&self, letter: u32, place: usize) -> bool {
        let is_word = |found: Option<(u32, usize)>, ascii| {
            found.is_some_and(|(character, _)| is_word(character, ascii))
        };
        let line_end =
            |found: Option<(u32, usize)>| found.is_none_or(|(it, _)| it == u32::from(b'\n'));
        match char::from_u32(letter).unwrap_or('A') {
            'A' => place == 0,
            '^' => line_end(self.before(place)),
            '$' => line_end(self.next(place)),
            'Z' => place == self.end,
            // Before a line feed at the very end, too.
            '/' => match self.next(place) {
                None => true,
                Some((character, next)) => character == u32::from(b'\n') && next == self.end,
            },
            letter => {
                let ascii = matches!(letter, 'c' | 'C');
                let differs =
                    is_word(self.before(place), ascii) != is_word(self.next(place), ascii);
                differs != letter.is_ascii_uppercase()
            }
        }
    }

    fn set(&mut self, slot: usize, value: usize) {
        if let Some(place) = self.slots.get_mut(slot) {
            let old = std::mem::replace(place, value);
            self.choices.push(Choice::Undo(slot, old));
        }
    }

    fn slot(&self, slot: usize) -> usize {
        self.slots.get(slot).copied().unwrap_or(UNSET)
    }

    fn group(&self, group: u32) -> Option<(usize, usize)> {
        let (start, end) = (
            self.slot(group as usize * 2 + 1),
            self.slot(group as usize * 2 + 2),
        );
        (start != UNSET && end != UNSET && start <= end).then_some((start, end))
    }

    /// The place behind what a group has matched, if that is here again.
    fn again(&self, group: u32, ignore: bool, mut place: usize) -> Option<usize> {
        let (mut at, end) = self.group(group)?;
        while at < end {
            let (wanted, next) = self.next(at)?;
            let (found, behind) = self.next(place)?;
            if wanted != found && !(ignore && lower(wanted) == lower(found)) {
                return None;
            }
            (at, place) = (next, behind);
        }
        Some(place)
    }

    /// Runs operations from there: where the match ends.
    fn run(&mut self, mut at: usize, mut place: usize, depth: usize) -> Outcome<Option<usize>> {
        let bottom = self.choices.len();
        loop {
            self.steps += 1;
            if self.steps > MAX_STEPS || depth > MAX_DEPTH {
                return Err(Fault::unsupported(
                    "a regular expression that takes this many steps",
                ));
            }
            if self.choices.len() > MAX_CHOICES {
                return Err(Fault::memory());
            }
            let argument = self.word(at + 1);
            let fits = match self.word(at) {
                op::CHAR | op::ANY | op::SET => match self.one(at, place) {
                    Some(next) => {
                        at += self.size(at);
                        place = next;
                        true
                    }
                    None => false,
                },
                op::JUMP => {
                    at = (at + 2).wrapping_add_signed(argument as i32 as isize);
                    true
                }
                op::OR => {
                    self.choices
                        .push(Choice::Go(at + 2 + argument as usize, place));
                    at += 2;
                    true
                }
                op::RATHER => {
                    self.choices.push(Choice::Go(at + 2, place));
                    at += 2 + argument as usize;
                    true
                }
                op::MARK => {
                    // Slot 0 has the group that was closed last.
                    self.set(argument as usize + 1, place);
                    if argument % 2 == 1 {
                        self.set(0, argument as usize / 2);
                    }
                    at += 2;
                    true
                }
                op::PLACE => {
                    let holds = self.holds(argument, place);
                    at += 2;
                    holds
                }
                op::BACK => match self.again(argument, self.word(at + 2) != 0, place) {
                    Some(behind) => {
                        at += 3;
                        place = behind;
                        true
                    }
                    None => false,
                },
                op::LOOK => {
                    let (back, words) = (self.word(at + 2), self.word(at + 3) as usize);
                    match self.look(at + 4, argument, back, place, depth)? {
                        Some(behind) => {
                            at += 4 + words;
                            place = behind;
                            true
                        }
                        None => false,
                    }
                }
                op::IF => {
                    let distance = self.word(at + 2) as usize;
                    at += 3 + if self.group(argument).is_some() {
                        0
                    } else {
                        distance
                    };
                    true
                }
                op::RUN => {
                    let (most, kind) = (self.word(at + 2), self.word(at + 3));
                    let (single, behind) = (at + 4, at + 4 + self.size(at + 4));
                    let (mut count, mut first) = (0, place);
                    let wanted = if kind == LAZY { argument } else { most };
                    while count < wanted {
                        match self.one(single, place) {
                            Some(next) => place = next,
                            None => break,
                        }
                        count += 1;
                        if count == argument {
                            first = place;
                        }
                        self.steps += 1;
                    }
                    at = behind;
                    if kind == LAZY && (argument..most).contains(&count) {
                        self.choices
                            .push(Choice::Longer(single, behind, place, most - count));
                    } else if kind == GREEDY && count > argument {
                        self.choices.push(Choice::Shorter(behind, first, place));
                    }
                    count >= argument
                }
                op::START => {
                    let slot = self.register(argument);
                    self.set(slot, 0);
                    self.set(slot + 1, UNSET);
                    at += 2;
                    true
                }
                op::LOOP => {
                    let (least, most, lazy) =
                        (self.word(at + 2), self.word(at + 3), self.word(at + 4));
                    let (body, behind) = (at + 6, at + 6 + self.word(at + 5) as usize);
                    let slot = self.register(argument);
                    let count = self.slot(slot);
                    let may = count < most as usize && self.slot(slot + 1) != place;
                    if count < least as usize {
                        self.set(slot, count + 1);
                        at = body;
                    } else if !may {
                        at = behind;
                    } else if lazy != 0 {
                        self.choices.push(Choice::Once(at, place));
                        at = behind;
                    } else {
                        self.choices.push(Choice::Go(behind, place));
                        self.set(slot, count + 1);
                        self.set(slot + 1, place);
                        at = body;
                    }
                    true
                }
                _ => {
                    let is_part = depth > 0;
                    let is_refused = self.whole && place != self.end
                        || place == self.start && place == self.not_empty_at;
                    if is_part || !is_refused {
                        return Ok(Some(place));
                    }
                    false
                }
            };
            if !fits {
                loop {
                    if self.choices.len() <= bottom {
                        return Ok(None);
                    }
                    match self.choices.pop() {
                        None => return Ok(None),
                        Some(Choice::Undo(slot, old)) => {
                            if let Some(place) = self.slots.get_mut(slot) {
                                *place = old;
                            }
                        }
                        Some(Choice::Go(there, then)) => {
                            (at, place) = (there, then);
                            break;
                        }
                        Some(Choice::Once(head, then)) => {
                            let slot = self.register(self.word(head + 1));
                            self.set(slot, self.slot(slot) + 1);
                            self.set(slot + 1, then);
                            (at, place) = (head + 6, then);
                            break;
                        }
                        Some(Choice::Shorter(behind, first, last)) => {
                            let (_, before) = self.before(last).unwrap_or((0, first));
                            if before > first {
                                self.choices.push(Choice::Shorter(behind, first, before));
                            }
                            (at, place) = (behind, before);
                            break;
                        }
                        Some(Choice::Longer(single, behind, last, left)) => {
                            if let Some(next) = self.one(single, last) {
                                if left > 1 {
                                    self.choices.push(Choice::Longer(
                                        single,
                                        behind,
                                        next,
                                        left - 1,
                                    ));
                                }
                                (at, place) = (behind, next);
                                break;
                            }
                        }
                    }
                }
            }
        }
    }

    fn register(&self, register: u32) -> usize {
        self.groups * 2 + 3 + register as usize * 2
    }

    /// Tries operations on their own: where the match goes on.
    fn look(
        &mut self,
        at: usize,
        kind: u32,
        back: u32,
        place: usize,
        depth: usize,
    ) -> Outcome<Option<usize>> {
        let mut from = place;
        for _ in 0..back {
            match self.before(from) {
                Some((_, before)) => from = before,
                None => return Ok((kind == NOT_BEHIND).then_some(place)),
            }
        }
        let bottom = self.choices.len();
        let found = self.run(at, from, depth + 1)?;
        let is_not = matches!(kind, NOT_AHEAD | NOT_BEHIND);
        // There is no way back into it; what it has set is undone on the way back behind it.
        let choices = self.choices.split_off(bottom);
        for choice in choices {
            if let Choice::Undo(..) = choice {
                self.choices.push(choice);
            }
        }
        if is_not {
            while self.choices.len() > bottom {
                if let Some(Choice::Undo(slot, old)) = self.choices.pop()
                    && let Some(place) = self.slots.get_mut(slot)
                {
                    *place = old;
                }
            }
            return Ok(found.is_none().then_some(place));
        }
        Ok(found.map(|end| if kind == ATOMIC { end } else { place }))
    }

    /// Tries it there.
    fn try_at(&mut self, start: usize) -> Outcome<Option<usize>> {
        // Most places are refused by the first character already.
        if self.word(2) == op::CHAR && self.one(2, start).is_none() {
            return Ok(None);
        }
        self.choices.clear();
        self.slots.fill(UNSET);
        self.start = start;
        self.run(2, start, 0)
    }
}

/// `scan(program, subject, start, end, mode, most)`: a list of matches, each a tuple of the places of its groups
/// (-1 where there is none), with the number of the group that was closed last behind them. `mode` is 0 to search, 1
/// to match at the start, 2 to match all.
fn scan(args: Args, _: &crate::thread::Caller) -> Outcome<Reply> {
    let [
        Value::Bytes(program),
        subject,
        Value::Int(start),
        Value::Int(end),
        Value::Int(mode),
        Value::Int(most),
    ] = args.positional
    else {
        return Err(wrong_receiver());
    };
    let words = program
        .0
        .chunks_exact(4)
        .filter_map(|word| Some(u32::from_le_bytes(word.try_into().ok()?)));
    let words: Vec<u32> = words.collect();
    let held = inside(subject);
    let bytes;
    let (subject, len, text): (Subject, usize, Option<&Ref<Text>>) = match &held {
        Value::Str(text) if text.is_ascii() => {
            (Subject::Bytes(text.text.as_bytes()), text.chars, None)
        }
        Value::Str(text) => (Subject::Text(&text.text), text.chars, Some(text)),
        other => match crate::operators::bytes_of(other) {
            Some(found) => {
                bytes = found;
                (Subject::Bytes(&bytes), bytes.len(), None)
            }
            None => {
                return Err(Fault::type_error(format!(
                    "expected string or bytes-like object, got '{}'",
                    at(args.positional, 1).type_name()
                )));
            }
        },
    };
    // Places of characters to places of bytes, and back.
    let byte_of = |place: i64| {
        let place = place.clamp(0, len as i64) as usize;
        match text {
            None => place,
            Some(text) => text
                .text
                .char_indices()
                .nth(place)
                .map_or(text.text.len(), |(byte, _)| byte),
        }
    };
    let mut known = (0, 0);
    let mut place_of = |byte: usize| {
        let (Some(text), true) = (text, byte != UNSET) else {
            return if byte == UNSET { -1 } else { byte as i64 };
        };
        let count = |from: usize, to: usize| {
            text.text
                .get(from..to)
                .map_or(0, |part| part.chars().count())
        };
        let place = if byte >= known.0 {
            known.1 + count(known.0, byte)
        } else {
            known.1 - count(byte, known.0)
        };
        known = (byte, place);
        place as i64
    };
    let (groups, registers) = (
        words.first().copied().unwrap_or(0),
        words.get(1).copied().unwrap_or(0),
    );
    let mut matcher = Matcher {
        program: &words,
        subject,
        end: byte_of(*end),
        slots: vec![UNSET; (groups as usize + registers as usize) * 2 + 3],
        choices: Vec::new(),
        steps: 0,
        groups: groups as usize,
        whole: *mode == 2,
        not_empty_at: UNSET,
        start: 0,
    };
    let mut found = Vec::new();
    let mut place = byte_of(*start);
    while place <= matcher.end {
        may_grow(found.len())?;
        let Some(end) = matcher.try_at(place)? else {
            let Some((_, next)) = matcher.next(place).filter(|_| *mode == 0) else {
                break;
            };
            matcher.steps += 1;
            place = next;
            continue;
        };
        let mut places = vec![Value::Int(place_of(place)), Value::Int(place_of(end))];
        for group in 1..=groups {
            let (start, end) = matcher.group(group).unwrap_or((UNSET, UNSET));
            places.extend([Value::Int(place_of(start)), Value::Int(place_of(end))]);
        }
        let last = matcher.slot(0);
        places.push(if last == UNSET {
            Value::None
        } else {
            Value::Int(last as i64)
        });
        found.push(Value::tuple(places));
        if found.len() as i64 == *most {
            break;
        }
        // Behind an empty match the next one may begin here, if it is not empty.
        matcher.not_empty_at = if end == place { end } else { UNSET };
        place = end;
    }
    Ok(Value::list(found).into())
}
