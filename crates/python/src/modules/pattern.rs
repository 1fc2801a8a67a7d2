//! Python's syntax of regular expressions (`Lib/re/_parser.py`), checked as Python checks it and written anew in
//! the syntax of `fancy-regex`.
//!
//! Flags do not come along: each item is written such that it means what it means under them. What is neither a
//! letter nor a digit is written as a number, so that nothing is special by chance.

use std::fmt::Write as _;

use crate::text::is_space;

const IGNORE_CASE: u32 = 2;
const MULTILINE: u32 = 8;
const DOT_ALL: u32 = 16;
const VERBOSE: u32 = 64;
const ASCII: u32 = 256;

/// How many items a pattern may have, each counted as often as it has to match.
const MAX_ITEMS: u32 = 1 << 16;

/// The number from which on there are no groups, as in CPython (`MAXGROUPS`).
const MAX_GROUPS: u32 = (1 << 30) - 1;

/// How deeply parentheses may be nested.
const MAX_DEPTH: usize = 50;

const MANY: u32 = u32::MAX;

/// What is wrong with a pattern, and where.
pub(super) struct Wrong(pub(super) String, pub(super) Option<usize>);

type Parsed<T> = Result<T, Wrong>;

fn wrong<T>(message: impl Into<String>, place: usize) -> Parsed<T> {
    Err(Wrong(message.into(), Some(place)))
}

/// A part of a pattern, and how many characters it takes at least and at most.
#[derive(Clone, Default)]
struct Part {
    text: String,
    least: u32,
    most: u32,
    items: u32,
    /// Whether it is something about the place, which cannot be repeated.
    is_place: bool,
}

impl Part {
    /// What takes one character.
    fn single(text: String) -> Part {
        Part {
            text,
            least: 1,
            most: 1,
            items: 1,
            is_place: false,
        }
    }

    /// Something about the place.
    fn place(text: &str) -> Part {
        Part {
            text: text.into(),
            items: 1,
            is_place: true,
            ..Part::default()
        }
    }
}

/// A pattern that is read, and what is known about it.
#[derive(Debug)]
pub(super) struct Parser {
    pattern: Vec<char>,
    at: usize,
    pub(super) flags: u32,
    /// How many characters each group takes, if that is always the same number; none for one that is not closed.
    widths: Vec<Option<Option<u32>>>,
    /// The number of groups before the look-behind that this is in.
    behind: Option<usize>,
    /// Whether a look-behind takes now more characters, now fewer.
    is_loose: bool,
    pub(super) names: Vec<(String, u32)>,
    /// The groups in the order in which they are closed.
    pub(super) closing: Vec<u32>,
    /// Whether a group is repeated, and whether one stands in a look-around.
    pub(super) repeats_groups: bool,
    looks_groups: bool,
    /// The groups that a condition asked for before they began, and where.
    ahead: Vec<(u32, usize)>,
    /// What the crate does otherwise than Python.
    pub(super) refused: Option<&'static str>,
    /// Whether each place has to be tried on its own, with a way back.
    pub(super) goes_back: bool,
    /// Whether it matters which characters Unicode has in words, and which in other cases.
    pub(super) has_words: bool,
    pub(super) has_cases: bool,
    /// Whether it compares what a group has matched, without cases but for those of ASCII.
    pub(super) compares_ascii: bool,
}

impl Parser {
    pub(super) fn new(pattern: &str, flags: u32) -> Parser {
        Parser {
            pattern: pattern.chars().collect(),
            at: 0,
            flags,
            widths: Vec::new(),
            behind: None,
            is_loose: false,
            names: Vec::new(),
            closing: Vec::new(),
            repeats_groups: false,
            looks_groups: false,
            ahead: Vec::new(),
            refused: None,
            goes_back: false,
            has_words: false,
            has_cases: false,
            compares_ascii: false,
        }
    }

    pub(super) fn groups(&self) -> u32 {
        self.widths.len() as u32
    }

    /// The pattern in the crate's syntax, and how many items it has.
    pub(super) fn read(&mut self) -> Parsed<(String, u32)> {
        // Flags for all stand at the beginning.
        let part = self.alternatives(0)?;
        if self.at < self.pattern.len() {
            return wrong("unbalanced parenthesis", self.at);
        }
        for (group, place) in &self.ahead {
            if *group > self.groups() {
                return wrong(format!("invalid group reference {group}"), *place);
            }
            self.refused = Some("asks for a group further on");
        }
        if self.is_loose {
            let message = "look-behind requires fixed-width pattern";
            return Err(Wrong(message.into(), None));
        }
        if self.repeats_groups && self.looks_groups && self.closing.len() > 1 {
            // Which of them was closed last cannot be told from where they end.
            self.refused = Some("has groups in a look-around and in a repetition");
        }
        Ok((part.text, part.items))
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
        let mut whole = self.sequence(depth)?;
        while self.accept('|') {
            let part = self.sequence(depth)?;
            whole.text.push('|');
            whole.text.push_str(&part.text);
            whole.least = whole.least.min(part.least);
            whole.most = whole.most.max(part.most);
            whole.items = whole.items.saturating_add(part.items);
        }
        Ok(whole)
    }

    fn sequence(&mut self, depth: usize) -> Parsed<Part> {
        let mut whole = Part::default();
        loop {
            self.skip_space();
            let Some(character) = self.peek() else { break };
            if matches!(character, '|' | ')') {
                break;
            }
            let (start, closed) = (self.at, self.closing.len());
            self.at += 1;
            let part = match character {
                '.' => Part::single(if self.has(DOT_ALL) { "(?s:.)" } else { "." }.into()),
                '^' => Part::place(if self.has(MULTILINE) { "(?m:^)" } else { "\\A" }),
                '$' if self.has(MULTILINE) => Part::place("(?m:$)"),
                // Before a line feed at the very end, too.
                '$' => self.going_back(Part::place("(?=\\n?\\z)")),
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
            let part = self.repeated(part, closed)?;
            whole.text.push_str(&part.text);
            whole.least = whole.least.saturating_add(part.least);
            whole.most = whole.most.saturating_add(part.most);
            whole.items = whole.items.saturating_add(part.items);
            if whole.items > MAX_ITEMS {
                return wrong("this pattern is too large", start);
            }
        }
        Ok(whole)
    }

    /// Spaces and comments, where they do not count.
    fn skip_space(&mut self) {
        let mut is_comment = false;
        while let Some(character) = self.peek().filter(|_| self.has(VERBOSE)) {
            is_comment = character == '#' || is_comment && character != '\n';
            if !is_comment && !is_space(character) {
                break;
            }
            self.at += 1;
        }
    }

    fn going_back(&mut self, part: Part) -> Part {
        self.goes_back = true;
        part
    }

    fn literal(&mut self, character: char) -> Part {
        let mut text = String::new();
        if !self.has(IGNORE_CASE) {
            write_character(&mut text, character);
        } else if !self.has(ASCII) {
            self.has_cases = true;
            text.push_str("(?i:");
            write_character(&mut text, character);
            text.push(')');
        } else if character.is_ascii_alphabetic() {
            let (lower, upper) = (
                character.to_ascii_lowercase(),
                character.to_ascii_uppercase(),
            );
            text.extend(['[', lower, upper, ']']);
        } else {
            write_character(&mut text, character);
        }
        Part::single(text)
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
    fn repeated(&mut self, part: Part, closed: usize) -> Parsed<Part> {
        self.skip_space();
        let mark = self.at;
        let sign = self.peek();
        self.at += 1;
        let bounds = match sign {
            Some('*') => Some((0, MANY)),
            Some('+') => Some((1, MANY)),
            Some('?') => Some((0, 1)),
            Some('{') => self.bounds(mark)?,
            _ => None,
        };
        let Some((least, most)) = bounds else {
            self.at = mark;
            return Ok(part);
        };
        if part.is_place {
            return wrong("nothing to repeat", mark);
        }
        let mut text = part.text;
        let is_empty = text == "(?:)";
        let _ = match most {
            _ if is_empty => Ok(()),
            MANY => write!(text, "{{{least},}}"),
            most => write!(text, "{{{least},{most}}}"),
        };
        if self.accept('?') {
            text.push_str(if is_empty { "" } else { "?" });
        } else if self.accept('+') {
            self.goes_back = true;
            text.push_str(if is_empty { "" } else { "+" });
        }
        let counts = most != MANY || self.closing.len() > closed;
        if part.least == 0 && most > 1 && counts && !is_empty {
            self.refused = Some("repeats a group that may be empty");
        }
        self.repeats_groups |= most > 1 && self.closing.len() > closed;
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
        let times = if most == MANY { least.max(1) } else { most };
        Ok(Part {
            text,
            least: part.least.saturating_mul(least),
            most: part.most.saturating_mul(most),
            items: part.items.saturating_mul(times),
            is_place: false,
        })
    }

    /// What stands in parentheses; `None` for a comment, and for flags.
    fn group(&mut self, start: usize, depth: usize) -> Parsed<Option<Part>> {
        let mut name = None;
        let flags = self.flags;
        let mut look = "(?:";
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
                '>' => look = "(?>",
                '=' => look = "(?=",
                '!' => look = "(?!",
                '<' if self.accept('=') => look = "(?<=",
                '<' if self.accept('!') => look = "(?<!",
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
        let number = self.groups() + 1;
        if is_group {
            look = "(";
            self.widths.push(None);
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
        let behind = self.behind;
        if look.starts_with("(?<") {
            self.behind = behind.or(Some(self.widths.len()));
        }
        let closed = self.closing.len();
        let mut part = self.alternatives(depth + 1)?;
        if !self.accept(')') {
            return wrong("missing ), unterminated subpattern", start);
        }
        self.behind = behind;
        // Flags within parentheses hold there.
        self.flags = flags;
        if is_group {
            let width = (part.least == part.most).then_some(part.least);
            if let Some(known) = self.widths.get_mut(number as usize - 1) {
                *known = Some(width);
            }
            self.closing.push(number);
        }
        if !matches!(look, "(" | "(?:") {
            if look.starts_with("(?<") && part.least != part.most {
                self.is_loose = true;
            }
            if look != "(?>" {
                (part.least, part.most) = (0, 0);
            }
            self.goes_back = true;
        }
        if matches!(look, "(?=" | "(?<=") && self.closing.len() > closed {
            self.looks_groups = true;
            // The crate goes back into it, for other groups.
            part.text = format!("(?>{})", part.text);
        }
        part.is_place = false;
        part.text.insert_str(0, look);
        part.text.push(')');
        Ok(Some(part))
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
                    .all(|character| character == '_' || character.is_alphanumeric())
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
            if group >= MAX_GROUPS {
                return wrong(format!("invalid group reference {digits}"), place);
            }
            if group > self.groups() {
                self.ahead.push((group, place));
            }
            group
        };
        self.check_behind(group)?;
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
        if self.widths.get(group as usize - 1) == Some(&None) {
            self.refused = Some("asks for a group within itself");
        }
        self.goes_back = true;
        let mut text = format!("(?({group}){}|{})", yes.text, no.text);
        if yes.text.is_empty() && no.text.is_empty() {
            text = "(?:)".into();
        }
        Ok(Part {
            text,
            least: yes.least.min(no.least),
            most: yes.most.max(no.most),
            items: yes.items.saturating_add(no.items),
            is_place: false,
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

    /// Look-behinds are matched from their beginning on, so that groups in them are not known yet.
    fn check_behind(&self, group: u32) -> Parsed<()> {
        let Some(before) = self.behind else {
            return Ok(());
        };
        if !matches!(self.widths.get(group as usize - 1), Some(Some(_))) {
            return wrong("cannot refer to an open group", self.at);
        }
        if group as usize > before {
            let message = "cannot refer to group defined in the same lookbehind subpattern";
            return wrong(message, self.at);
        }
        Ok(())
    }

    fn back(&mut self, group: u32, place: usize) -> Parsed<Part> {
        let Some(width) = self.widths.get((group as usize).wrapping_sub(1)) else {
            return wrong(format!("invalid group reference {group}"), place + 1);
        };
        let Some(width) = *width else {
            return wrong("cannot refer to an open group", place);
        };
        self.check_behind(group)?;
        self.goes_back = true;
        let ignores = self.has(IGNORE_CASE);
        self.compares_ascii |= ignores && self.has(ASCII);
        self.has_cases |= ignores && !self.has(ASCII);
        Ok(Part {
            text: format!("(?{}:\\{group})", if ignores { "i" } else { "" }),
            least: width.unwrap_or(0),
            most: width.unwrap_or(MANY),
            items: 1,
            is_place: false,
        })
    }

    /// What follows a backslash, outside of a set.
    fn escape(&mut self, start: usize) -> Parsed<Part> {
        let Some(letter) = self.peek() else {
            return wrong("bad escape (end of pattern)", start);
        };
        self.at += 1;
        Ok(match letter {
            'A' => Part::place("\\A"),
            'Z' => Part::place("\\z"),
            'b' | 'B' if self.has(ASCII) => {
                // The crate's own has the words of all languages.
                let word = "[0-9A-Za-z_]";
                let (behind, ahead) = if letter == 'b' {
                    ("!", "=")
                } else {
                    ("=", "!")
                };
                let text = format!(
                    "(?:(?<={word})(?{behind}{word})|(?<!{word})(?{ahead}{word}){})",
                    if letter == 'b' { "" } else { NOT_EMPTY }
                );
                self.going_back(Part::place(&text))
            }
            'b' => {
                self.has_words = true;
                Part::place("\\b")
            }
            'B' => {
                self.has_words = true;
                self.going_back(Part::place(&format!("(?:\\B{NOT_EMPTY})")))
            }
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => {
                let mut text = "[".into();
                self.write_class(&mut text, letter);
                text.push(']');
                Part::single(text)
            }
            '1'..='9' => {
                let digits: Vec<u32> = (self.pattern.iter().skip(self.at - 1).take(3))
                    .map_while(|digit| digit.to_digit(10))
                    .collect();
                let is_octal = digits.len() == 3 && digits.iter().all(|digit| *digit < 8);
                if is_octal {
                    let character = self.octal(start)?;
                    return Ok(self.literal(character));
                }
                let digits = digits.get(..digits.len().min(2)).unwrap_or_default();
                self.at += digits.len() - 1;
                self.back(digits.iter().fold(0, |all, digit| all * 10 + digit), start)?
            }
            letter => {
                let character = self.character(letter, start)?;
                self.literal(character)
            }
        })
    }

    /// A number of up to three octal digits, of which the first is read.
    fn octal(&mut self, start: usize) -> Parsed<char> {
        let first = self.at - 1;
        while self.at < first + 3 && self.peek().is_some_and(|digit| digit.is_digit(8)) {
            self.at += 1;
        }
        let digits: String = self.pattern.iter().take(self.at).skip(first).collect();
        match u8::from_str_radix(&digits, 8) {
            Ok(code) => Ok(code.into()),
            Err(_) => wrong(
                format!("octal escape value \\{digits} outside of range 0-0o377"),
                start,
            ),
        }
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
            '0' => return self.octal(start),
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

    fn set(&mut self, start: usize) -> Parsed<Part> {
        let mut text = String::from("[");
        if self.accept('^') {
            text.push('^');
        }
        let first = self.at;
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
            let mut high = low;
            if self.peek() == Some('-')
                && self
                    .pattern
                    .get(self.at + 1)
                    .is_some_and(|next| *next != ']')
            {
                self.at += 1;
                let place = self.at;
                let character = self.peek().unwrap_or('-');
                self.at += 1;
                high = self.member(character, place)?;
                if !matches!((low, high), (Ok(low), Ok(high)) if low <= high) {
                    let range: String = self
                        .pattern
                        .get(here..self.at)
                        .unwrap_or_default()
                        .iter()
                        .collect();
                    return wrong(format!("bad character range {range}"), here);
                }
            }
            match (low, high) {
                (Err(class), _) | (_, Err(class)) => self.write_class(&mut text, class),
                (Ok(low), Ok(high)) => {
                    write_range(&mut text, low, high);
                    if self.has(IGNORE_CASE) && self.has(ASCII) {
                        for (first, last) in [('a', 'z'), ('A', 'Z')] {
                            let swapped = |character: char| char::from(character as u8 ^ 32);
                            let (low, high) = (low.max(first), high.min(last));
                            if low <= high {
                                write_range(&mut text, swapped(low), swapped(high));
                            }
                        }
                    }
                }
            }
        }
        text.push(']');
        if self.has(IGNORE_CASE) && !self.has(ASCII) {
            self.has_cases = true;
            text = format!("(?i:{text})");
        }
        Ok(Part::single(text))
    }

    /// `\d`, `\s` or `\w`, or what is not in them, within a set.
    fn write_class(&mut self, text: &mut String, letter: char) {
        let small = letter.to_ascii_lowercase();
        let is_ascii = self.has(ASCII);
        self.has_words |= small == 'w' && !is_ascii;
        let members = match (small, is_ascii) {
            ('d', true) => "0-9",
            ('d', false) => "\\d",
            ('s', true) => "\\x09-\\x0D\\x20",
            ('s', false) => "\\s\\x1C-\\x1F",
            (_, true) => "0-9A-Za-z_",
            (_, false) => "\\w",
        };
        let _ = match letter == small {
            true => write!(text, "{members}"),
            false => write!(text, "[^{members}]"),
        };
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
            '0'..='7' => Ok(self.octal(start)?),
            letter => Ok(self.character(letter, start)?),
        })
    }
}

/// A text that is empty has no place that is not the edge of a word, either.
const NOT_EMPTY: &str = "(?!\\A\\z)";

fn write_character(text: &mut String, character: char) {
    if character.is_ascii_alphanumeric() {
        text.push(character);
    } else {
        let _ = write!(text, "\\x{{{:X}}}", u32::from(character));
    }
}

fn write_range(text: &mut String, low: char, high: char) {
    write_character(text, low);
    if low < high {
        text.push('-');
        write_character(text, high);
    }
}
