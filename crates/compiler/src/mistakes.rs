//! What CPython says about a source that is no program (`Parser/tokenizer`, `Parser/pegen_errors.c` and
//! the rules of its grammar that begin with `invalid_`).
//!
//! Where its words aren't known for sure, they are `invalid syntax`.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{self as ast, Expr, Mod};
use ruff_python_parser::{
    InterpolatedStringErrorType, LexicalErrorType, Mode, ParseErrorType, ParseOptions, Parsed,
    UnsupportedSyntaxErrorKind, parse_unchecked,
};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::error::{ErrorKind, Problem};
use crate::source::Lines;

/// The error of a source that was parsed, if there is one.
pub(crate) fn first(source: &str, parsed: &Parsed<Mod>) -> Option<Box<Problem>> {
    let versions = parsed.unsupported_syntax_errors();
    let errors = parsed.errors();
    if errors.is_empty() && versions.is_empty() {
        return None;
    }
    let tokens = parsed.tokens().iter();
    let tokens = tokens.map(|token| (token.kind(), token.range()));
    let tokens = tokens
        .filter(|(kind, _)| !matches!(kind, TokenKind::Comment | TokenKind::NonLogicalNewline));
    let reader = Reader {
        source,
        lines: Lines::new(source),
        tokens: tokens.collect(),
    };
    // The parser's first error.
    let mut parsing = errors.iter();
    let mut parsing = parsing
        .by_ref()
        .filter(|error| reader.lexical(&error.error, error.location).is_none());
    let mut wrong = parsing.next();
    // A lambda in an f-string is found after what follows its colon.
    let lambda =
        ParseErrorType::FStringError(InterpolatedStringErrorType::LambdaWithoutParentheses);
    wrong = errors.iter().find(|error| error.error == lambda).or(wrong);
    let place = wrong.map_or(u32::MAX, |error| error.location.start().to_u32());
    // The tokenizer's first error. It goes on to the end of the file when the parser has failed, and what
    // it finds there comes first; but not a wrong indentation, which only stops it.
    let lexical = errors.iter().find_map(|error| {
        let problem = reader.lexical(&error.error, error.location)?;
        Some((error.location.start().to_u32(), problem))
    });
    let token = reader
        .bad_token()
        .map(|token| (token.range.start().to_u32(), token));
    let first = match (lexical, token) {
        (Some(lexical), Some(token)) if lexical.0 <= token.0 => Some(lexical),
        (_, Some(token)) => Some(token),
        (lexical, None) => lexical,
    };
    let Some(wrong) = wrong else {
        return match (first, versions.first()) {
            (Some((_, first)), _) => Some(first),
            (None, error) => error.map(|error| reader.version(&error.kind, error.range)),
        };
    };
    let problem = reader.parser(&wrong.error, wrong.location);
    if reader.f_string_start(wrong.location.start()).is_some()
        && first.as_ref().is_none_or(|(at, _)| *at > place)
    {
        // What the parser's tokenizer says after a mistake in an f-string is not to be trusted.
        return Some(problem);
    }
    let unexpected = problem.message.starts_with("unexpected ");
    match first {
        Some((at, first)) if at <= place => return Some(first),
        Some((_, first)) if first.kind == ErrorKind::SyntaxError && !unexpected => {
            return Some(first);
        }
        _ => {}
    }
    if let Some(unclosed) = reader.unclosed().filter(|_| !unexpected) {
        // The parser's tokenizer ends a line in brackets when it has failed.
        let next = reader.index(place.into());
        let at = match reader.token(next).0 {
            TokenKind::Newline => reader.token(next + 1).1.start().to_u32(),
            _ => place,
        };
        let at = reader.lines.line(at);
        let opened = reader.lines.line(unclosed.range.start().to_u32());
        let at_end = place as usize >= source.trim_end().len();
        if at > opened || at_end {
            return Some(unclosed);
        }
    }
    if let ParseErrorType::Lexical(LexicalErrorType::Eof) = wrong.error
        && let Some(unclosed) = reader.unclosed()
    {
        return Some(unclosed);
    }
    Some(problem)
}

struct Reader<'a> {
    source: &'a str,
    lines: Lines,
    /// Without comments and line feeds in brackets.
    tokens: Vec<(TokenKind, TextRange)>,
}

fn at(start: TextSize) -> TextRange {
    TextRange::at(start, TextSize::from(1))
}

/// From one place to another; nothing when the other comes first.
fn between(start: TextSize, end: TextSize) -> TextRange {
    TextRange::new(start, end.max(start))
}

fn one_before(place: TextSize) -> TextSize {
    place.checked_sub(TextSize::from(1)).unwrap_or_default()
}

impl Reader<'_> {
    fn text(&self, range: TextRange) -> &str {
        let range = range.start().to_usize()..range.end().to_usize();
        self.source.get(range).unwrap_or_default()
    }

    fn from(&self, start: TextSize) -> &str {
        self.source.get(start.to_usize()..).unwrap_or_default()
    }

    /// The token that begins at a place, or the next one.
    fn index(&self, start: TextSize) -> usize {
        self.tokens
            .partition_point(|(_, range)| range.start() < start)
    }

    fn token(&self, index: usize) -> (TokenKind, TextRange) {
        let end = TextRange::empty(TextSize::of(self.source));
        self.tokens
            .get(index)
            .copied()
            .unwrap_or((TokenKind::EndOfFile, end))
    }

    /// The same, but for changes of the indentation.
    fn visible(&self, start: TextSize) -> (TokenKind, TextRange) {
        let index = self.index(start);
        let rest = self.tokens.iter().skip(index);
        let blank = |(kind, _): &&(TokenKind, TextRange)| {
            matches!(kind, TokenKind::Indent | TokenKind::Dedent)
        };
        self.token(index + rest.take_while(blank).count())
    }

    fn before(&self, start: TextSize) -> (TokenKind, TextRange) {
        match self.index(start) {
            0 => (TokenKind::Newline, TextRange::default()),
            index => self.token(index - 1),
        }
    }

    /// What a piece of the source is, read as an expression.
    fn expression(&self, range: TextRange) -> Option<Expr> {
        let text = format!("({})", self.text(range));
        let parsed = parse_unchecked(&text, ParseOptions::from(Mode::Expression));
        match parsed.into_syntax() {
            Mod::Expression(module) => Some(*module.body),
            Mod::Module(_) => None,
        }
    }

    /// The place of the expression that begins somewhere, up to a comma.
    fn expression_from(&self, start: TextSize) -> Option<TextRange> {
        let parsed = parse_unchecked(self.from(start), ParseOptions::from(Mode::Expression));
        match parsed.into_syntax() {
            Mod::Expression(module) => {
                let range = match &*module.body {
                    Expr::Tuple(tuple) if !tuple.parenthesized => tuple.elts.first()?.range(),
                    body => body.range(),
                };
                (!range.is_empty()).then(|| between(start, start + range.end()))
            }
            Mod::Module(_) => None,
        }
    }

    /// Errors that CPython's tokenizer would find.
    fn lexical(&self, error: &ParseErrorType, range: TextRange) -> Option<Box<Problem>> {
        let start = range.start();
        let line = self.lines.line(start.to_u32());
        let last = self.lines.count(self.source);
        let problem = match error {
            ParseErrorType::Lexical(LexicalErrorType::UnclosedStringError) => {
                let quotes = self.from(start);
                let quotes = quotes.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
                if quotes.starts_with("\"\"\"") || quotes.starts_with("'''") {
                    let message = format!(
                        "unterminated triple-quoted string literal (detected at line {last})"
                    );
                    Problem::new(at(start), message)
                } else {
                    let message = format!("unterminated string literal (detected at line {line})");
                    Problem::new(at(start), message)
                }
            }
            ParseErrorType::Lexical(LexicalErrorType::FStringError(
                InterpolatedStringErrorType::UnterminatedString,
            )) => {
                let opened = self.f_string_start(start)?;
                let line = self.lines.line(opened.start().to_u32());
                if self.text(opened).ends_with("\"\"\"") || self.text(opened).ends_with("'''") {
                    return self.unclosed_in_f_string(start);
                }
                let message = format!("unterminated f-string literal (detected at line {line})");
                Problem::new(at(opened.start()), message)
            }
            ParseErrorType::Lexical(LexicalErrorType::FStringError(
                InterpolatedStringErrorType::UnterminatedTripleQuotedString,
            )) => {
                let opened = self.f_string_start(start)?;
                let message = format!(
                    "unterminated triple-quoted f-string literal (detected at line {last})"
                );
                Problem::new(at(opened.start()), message)
            }
            ParseErrorType::Lexical(LexicalErrorType::FStringError(
                InterpolatedStringErrorType::SingleRbrace,
            )) if self.before(start).0 == TokenKind::FStringStart
                || self.before(start).0 == TokenKind::FStringMiddle =>
            {
                Problem::new(at(start), "f-string: single '}' is not allowed")
            }
            ParseErrorType::Lexical(LexicalErrorType::IndentationError) => {
                return Some(self.indentation(range));
            }
            ParseErrorType::Lexical(LexicalErrorType::UnrecognizedToken { tok }) => {
                let number = u32::from(*tok);
                if tok.is_ascii() && !tok.is_control() {
                    return None;
                }
                let message = if tok.is_control() || tok.is_whitespace() || *tok == '\u{feff}' {
                    format!("invalid non-printable character U+{number:04X}")
                } else {
                    format!("invalid character '{tok}' (U+{number:04X})")
                };
                Problem::new(at(start), message)
            }
            ParseErrorType::Lexical(LexicalErrorType::LineContinuationError) => Problem::new(
                at(start + TextSize::from(1)),
                "unexpected character after line continuation character",
            ),
            ParseErrorType::Lexical(LexicalErrorType::InvalidByteLiteral) => {
                let literal = self.before(start + TextSize::from(1)).1;
                let message = "bytes can only contain ASCII literal characters";
                Problem::new(literal, message)
            }
            ParseErrorType::Lexical(LexicalErrorType::UnicodeError) => return self.escape(start),
            ParseErrorType::Lexical(LexicalErrorType::OtherError(_))
                if self
                    .from(start)
                    .starts_with(|first: char| first.is_ascii_digit()) =>
            {
                return self.number(range);
            }
            _ => return None,
        };
        Some(problem)
    }

    /// Where the f-string around a place begins.
    fn f_string_start(&self, start: TextSize) -> Option<TextRange> {
        let mut depth = 0;
        let before = self.tokens.iter().take(self.index(start)).rev();
        for (kind, range) in before {
            match kind {
                TokenKind::FStringEnd => depth += 1,
                TokenKind::FStringStart if depth == 0 => return Some(*range),
                TokenKind::FStringStart => depth -= 1,
                _ => {}
            }
        }
        None
    }

    /// Whether a brace opens a replacement field.
    fn is_field(&self, brace: TextRange) -> bool {
        let (before, _) = self.before(brace.start());
        matches!(before, TokenKind::FStringStart | TokenKind::FStringMiddle)
            || before == TokenKind::Rbrace && self.f_string_start(brace.start()).is_some()
    }

    fn unclosed_in_f_string(&self, start: TextSize) -> Option<Box<Problem>> {
        let before = self.tokens.iter().take(self.index(start)).rev();
        let mut before = before.map(|(kind, range)| (*kind, *range));
        let (_, brace) = before.find(|(kind, _)| *kind == TokenKind::Lbrace)?;
        Some(Problem::new(brace, "'{' was never closed"))
    }

    /// An indentation that none of the lines above has.
    fn indentation(&self, range: TextRange) -> Box<Problem> {
        let line = self.lines.line(range.start().to_u32().max(1));
        let text = self.lines.text(self.source, line);
        let start = self.lines.start(line);
        let blank = &text[..text.len() - text.trim_start_matches([' ', '\t', '\x0c']).len()];
        let above = (1..line)
            .rev()
            .map(|line| self.lines.text(self.source, line));
        let mut above = above.filter(|line| !line.trim().is_empty());
        let mixed = above.next().is_some_and(|line| {
            let first = line
                .chars()
                .next()
                .filter(|first| matches!(first, ' ' | '\t'));
            let here = blank.chars().next();
            first.is_some() && here.is_some() && first != here
        });
        let end = TextRange::empty(TextSize::from(start + text.len() as u32));
        if mixed {
            let message = "inconsistent use of tabs and spaces in indentation";
            let mut problem = Problem::indentation(at(start.into()), message);
            problem.kind = ErrorKind::TabError;
            return problem;
        }
        Problem::indentation(end, "unindent does not match any outer indentation level")
    }

    /// A character in a string that can't be what its escape says.
    fn escape(&self, start: TextSize) -> Option<Box<Problem>> {
        let index = self
            .tokens
            .partition_point(|(_, range)| range.end() < start);
        let (_, literal) = self.token(index);
        let text = self.text(literal);
        let before = self.source.get(..start.to_usize()).unwrap_or_default();
        let escape = before.rfind('\\')?;
        if self.source.get(escape..)?.starts_with("\\N{") {
            // The parser is built without the table of names, so it knows none of them.
            let range = at(TextSize::from(escape as u32));
            return Some(Problem::unsupported(range, "a character by its name"));
        }
        let quotes = text.len()
            - text
                .trim_start_matches(|letter: char| letter.is_ascii_alphabetic())
                .len();
        let content = literal.start().to_usize() + quotes + 1;
        let (from, rest) = (escape.checked_sub(content)?, self.source.get(escape + 2..)?);
        let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
        let (name, needed) = match self.source.as_bytes().get(escape + 1)? {
            b'x' => ("\\xXX", 2),
            b'u' => ("\\uXXXX", 4),
            b'U' => ("\\UXXXXXXXX", 8),
            _ => return None,
        };
        let to = from + 1 + digits.min(needed);
        let what = match digits < needed {
            true => format!("truncated {name} escape"),
            false => "illegal Unicode character".into(),
        };
        let message = format!(
            "(unicode error) 'unicodeescape' codec can't decode bytes in position {from}-{to}: {what}"
        );
        Some(Problem::new(literal, message))
    }

    /// What numbers with such a prefix are called.
    fn radix(&self, number: TextRange) -> Option<&'static str> {
        match self.text(number).get(..2) {
            Some("0x" | "0X") => Some("hexadecimal"),
            Some("0o" | "0O") => Some("octal"),
            Some("0b" | "0B") => Some("binary"),
            _ => None,
        }
    }

    /// A digit that the radix doesn't have.
    fn digit(&self, radix: &str, place: TextSize) -> Box<Problem> {
        let digit = self.text(at(place));
        Problem::new(
            at(place),
            format!("invalid digit '{digit}' in {radix} literal"),
        )
    }

    /// A number that goes wrong.
    fn number(&self, range: TextRange) -> Option<Box<Problem>> {
        let text = self.text(range);
        if let Some(radix) = self.radix(range) {
            let next = self.from(range.end());
            if next.starts_with(|first: char| first.is_ascii_digit()) {
                return Some(self.digit(radix, range.end()));
            }
            let last = one_before(range.end());
            return Some(Problem::new(at(last), format!("invalid {radix} literal")));
        }
        if text.starts_with('0') {
            let zeros = text.len() - text.trim_start_matches(['0', '_']).len();
            let range = TextRange::at(range.start(), TextSize::from(zeros as u32));
            return Some(Problem::new(
                range,
                "leading zeros in decimal integer literals are not permitted; \
                 use an 0o prefix for octal integers",
            ));
        }
        None
    }

    /// A token that CPython's tokenizer refuses and the parser's doesn't: a bracket that closes nothing,
    /// or a number that runs into a name.
    fn bad_token(&self) -> Option<Box<Problem>> {
        let mut open: Vec<(TokenKind, TextRange, char)> = Vec::new();
        for (index, (kind, range)) in self.tokens.iter().copied().enumerate() {
            let closing = match kind {
                TokenKind::Lpar => {
                    open.push((TokenKind::Rpar, range, '('));
                    continue;
                }
                TokenKind::Lsqb => {
                    open.push((TokenKind::Rsqb, range, '['));
                    continue;
                }
                TokenKind::Lbrace => {
                    open.push((TokenKind::Rbrace, range, '{'));
                    continue;
                }
                TokenKind::Rpar => ')',
                TokenKind::Rsqb => ']',
                TokenKind::Rbrace => '}',
                TokenKind::Int | TokenKind::Float | TokenKind::Complex => {
                    let (next, after) = self.token(index + 1);
                    let known = matches!(
                        next,
                        TokenKind::And
                            | TokenKind::Else
                            | TokenKind::For
                            | TokenKind::If
                            | TokenKind::In
                            | TokenKind::Is
                            | TokenKind::Not
                            | TokenKind::Or
                    );
                    let word = self.text(after);
                    let radix = self.radix(range);
                    if after.start() == range.end()
                        && let (Some(radix), TokenKind::Int) = (radix, next)
                    {
                        return Some(self.digit(radix, range.end()));
                    }
                    let runs_on = after.start() == range.end()
                        && word.starts_with(|first: char| first.is_alphabetic() || first == '_');
                    if runs_on && !known {
                        return Some(self.number_end(kind, range));
                    }
                    continue;
                }
                _ => continue,
            };
            match open.pop() {
                None => return Some(Problem::new(range, format!("unmatched '{closing}'"))),
                Some((expected, ..)) if expected == kind => {}
                Some((_, opened, '{')) if self.is_field(opened) => {
                    let message = format!("f-string: unmatched '{closing}'");
                    return Some(Problem::new(range, message));
                }
                Some((_, opened, opening)) => {
                    let first = self.lines.line(opened.start().to_u32());
                    let line = self.lines.line(range.start().to_u32());
                    let on_line = match first == line {
                        true => String::new(),
                        false => format!(" on line {first}"),
                    };
                    let message = format!(
                        "closing parenthesis '{closing}' does not match opening parenthesis '{opening}'{on_line}"
                    );
                    return Some(Problem::new(range, message));
                }
            }
        }
        None
    }

    fn number_end(&self, kind: TokenKind, range: TextRange) -> Box<Problem> {
        let what = match kind {
            TokenKind::Complex => "imaginary",
            _ => self.radix(range).unwrap_or("decimal"),
        };
        // The caret is at what goes wrong or, before a letter, at the last digit.
        let last = match self.from(range.end()).starts_with('_') {
            true => range.end(),
            false => one_before(range.end()),
        };
        Problem::new(at(last), format!("invalid {what} literal"))
    }

    /// The bracket that the file ends in.
    fn unclosed(&self) -> Option<Box<Problem>> {
        let mut open = Vec::new();
        for (kind, range) in &self.tokens {
            match kind {
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => open.push(*range),
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                    open.pop();
                }
                _ => {}
            }
        }
        let range = open.pop()?;
        let message = format!("'{}' was never closed", self.text(range));
        Some(Problem::new(range, message))
    }

    /// The brackets around a place.
    fn is_in_brackets(&self, start: TextSize) -> bool {
        let mut depth = 0usize;
        for (kind, _) in self.tokens.iter().take(self.index(start)) {
            match kind {
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => depth += 1,
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                    depth = depth.saturating_sub(1);
                }
                _ => {}
            }
        }
        depth > 0
    }

    /// Syntax that is younger than 3.13.
    fn version(&self, kind: &UnsupportedSyntaxErrorKind, range: TextRange) -> Box<Problem> {
        match kind {
            UnsupportedSyntaxErrorKind::UnparenthesizedExceptionTypes => {
                Problem::new(range, "multiple exception types must be parenthesized")
            }
            UnsupportedSyntaxErrorKind::UnpackingInComprehension(_) => {
                if self.text(range).starts_with("**") {
                    let message = "dict unpacking cannot be used in dict comprehension";
                    return Problem::new(TextRange::at(range.start(), TextSize::from(2)), message);
                }
                let message = "iterable unpacking cannot be used in comprehension";
                Problem::new(range, message)
            }
            _ => Problem::new(at(range.start()), "invalid syntax"),
        }
    }

    /// What CPython's parser says.
    fn parser(&self, error: &ParseErrorType, range: TextRange) -> Box<Problem> {
        let generic = || Problem::new(range, "invalid syntax");
        let (found, here) = self.token(self.index(range.start()));
        let generic_here = || {
            let (found, here) = self.visible(range.start());
            let range = match found {
                TokenKind::Newline | TokenKind::EndOfFile => at(here.start()),
                _ if here.start() >= range.start() => here,
                _ => range,
            };
            Problem::new(range, "invalid syntax")
        };
        match error {
            ParseErrorType::UnexpectedIndentation => self.unexpected_indent(range),
            ParseErrorType::InvalidAssignmentTarget => self.target(range),
            ParseErrorType::InvalidAugmentedAssignmentTarget => {
                let message = format!(
                    "'{}' is an illegal expression for augmented assignment",
                    self.describe(range)
                );
                Problem::new(range, message)
            }
            ParseErrorType::InvalidDeleteTarget => {
                Problem::new(range, format!("cannot delete {}", self.describe(range)))
            }
            ParseErrorType::InvalidNamedAssignmentTarget => {
                let what = self.describe(range);
                let message = format!("cannot use assignment expressions with {what}");
                Problem::new(range, message)
            }
            ParseErrorType::InvalidAnnotatedAssignmentTarget => {
                let (after, _) = self.token(self.index(range.end()) + 1);
                if matches!(after, TokenKind::Newline | TokenKind::EndOfFile) {
                    let (_, colon) = self.token(self.index(range.end()));
                    return Problem::new(colon, "invalid syntax");
                }
                Problem::new(range, "illegal target for annotation")
            }
            ParseErrorType::PositionalAfterKeywordArgument => {
                let message = "positional argument follows keyword argument";
                Problem::new(self.closing(range), message)
            }
            ParseErrorType::PositionalAfterKeywordUnpacking => {
                let message = "positional argument follows keyword argument unpacking";
                Problem::new(self.closing(range), message)
            }
            ParseErrorType::InvalidArgumentUnpackingOrder => {
                let message = "iterable argument unpacking follows keyword argument unpacking";
                let (_, comma) = self.before(range.start());
                Problem::new(between(comma.start(), range.end()), message)
            }
            ParseErrorType::UnparenthesizedGeneratorExpression => {
                let (kind, _) = self.statement_start(range.start());
                let (after, _) = self.token(self.index(range.end()));
                let alone = self.before(range.start()).0 == TokenKind::Lpar;
                if kind == TokenKind::Class && alone && after == TokenKind::Rpar {
                    let word = self.tokens.iter().skip(self.index(range.start()));
                    let mut words = word.filter(|(kind, _)| *kind == TokenKind::For);
                    let place = words.next().map_or(range, |(_, range)| *range);
                    return Problem::new(place, "invalid syntax");
                }
                Problem::new(range, "Generator expression must be parenthesized")
            }
            ParseErrorType::EmptyImportNames
                if matches!(found, TokenKind::Newline | TokenKind::EndOfFile) =>
            {
                let message = "Expected one or more names after 'import'";
                Problem::new(at(here.start()), message)
            }
            ParseErrorType::NonDefaultParamAfterDefaultParam => {
                let message = "parameter without a default follows parameter with a default";
                Problem::new(range, message)
            }
            ParseErrorType::ExpectedKeywordParam => {
                if self.is_lambda(range.start()) {
                    let (_, colon) = self.token(self.index(range.end()));
                    return Problem::new(colon, "named arguments must follow bare *");
                }
                let star = self.tokens.iter().take(self.index(range.end())).rev();
                let mut stars = star.filter(|(kind, _)| *kind == TokenKind::Star);
                let star = stars.next().map_or(range, |(_, range)| *range);
                Problem::new(star, "named arguments must follow bare *")
            }
            ParseErrorType::ParamAfterVarKeywordParam => {
                Problem::new(range, "arguments cannot follow var-keyword argument")
            }
            ParseErrorType::VarParameterWithDefault => {
                let before = self.tokens.iter().take(self.index(range.start())).rev();
                let mut stars = before
                    .filter(|(kind, _)| matches!(kind, TokenKind::Star | TokenKind::DoubleStar));
                let keyword = stars
                    .next()
                    .is_some_and(|(kind, _)| *kind == TokenKind::DoubleStar);
                let message = match keyword {
                    true => "var-keyword argument cannot have default value",
                    false => "var-positional argument cannot have default value",
                };
                Problem::new(here, message)
            }
            ParseErrorType::InvalidStarredExpressionUsage
                if self.before(range.start()).0 == TokenKind::Colon
                    && self
                        .innermost(range.start())
                        .is_some_and(|(kind, _)| kind == TokenKind::Lbrace) =>
            {
                let message = "cannot use a starred expression in a dictionary value";
                Problem::new(range, message)
            }
            ParseErrorType::InvalidStarredExpressionUsage => {
                Problem::new(at(range.start()), "invalid syntax")
            }
            ParseErrorType::InvalidMatchPatternTarget => {
                Problem::new(range, "cannot use '_' as a target")
            }
            ParseErrorType::EmptyTypeParams => {
                Problem::new(range, "Type parameter list cannot be empty")
            }
            ParseErrorType::SimpleStatementsOnSameLine
                if found == TokenKind::From
                    && self.statement_start(range.start()).0 == TokenKind::Import =>
            {
                let (_, first) = self.statement_start(range.start());
                let rest = self.tokens.iter().skip(self.index(range.start()));
                let line = rest.take_while(|(kind, _)| *kind != TokenKind::Newline);
                let end = line.last().map_or(range.end(), |(_, last)| last.end());
                let message = "Did you mean to use 'from ... import ...' instead?";
                Problem::new(between(first.start(), end), message)
            }
            ParseErrorType::SimpleStatementsOnSameLine => self.two_expressions(range.start()),
            ParseErrorType::FStringError(error) => self.f_string(error, range),
            ParseErrorType::ExpectedExpression => self.missing_expression(here, found),
            ParseErrorType::ExpectedToken {
                expected: TokenKind::Colon,
                found: TokenKind::Newline,
            } => Problem::new(at(range.start()), "expected ':'"),
            ParseErrorType::ExpectedToken {
                expected: TokenKind::Colon,
                found: TokenKind::Equal,
            } => self.assignment_in_condition(range),
            ParseErrorType::ExpectedToken {
                expected: TokenKind::Lpar,
                ..
            } if matches!(
                self.statement_start(range.start()).0,
                TokenKind::Def | TokenKind::Async
            ) =>
            {
                Problem::new(range, "expected '('")
            }
            ParseErrorType::ExpectedToken {
                expected: TokenKind::Else,
                ..
            } => self.missing_else(range.start()).unwrap_or_else(generic),
            ParseErrorType::ExpectedToken {
                expected: TokenKind::Rpar | TokenKind::Colon,
                found: TokenKind::Lpar,
            } if self.in_parameters(range.start()) => {
                let what = match self.is_lambda(range.start()) {
                    true => "Lambda expression parameters",
                    false => "Function parameters",
                };
                let end = self.closing(here).end().max(here.end());
                let message = format!("{what} cannot be parenthesized");
                Problem::new(between(here.start(), end), message)
            }
            ParseErrorType::ExpectedToken {
                expected: TokenKind::Colon,
                found: TokenKind::Rbrace,
            } => self.missing_colon(range),
            ParseErrorType::ExpectedToken {
                expected: TokenKind::Colon,
                found: TokenKind::Int | TokenKind::Float | TokenKind::Name,
            } if self.before(self.before(range.start()).1.start()).0 == TokenKind::Comma
                && self
                    .innermost(range.start())
                    .is_some_and(|(kind, _)| kind == TokenKind::Lbrace) =>
            {
                self.missing_colon(range)
            }
            ParseErrorType::ExpectedToken {
                expected: TokenKind::Comma,
                found: TokenKind::Star,
            } if self.before(range.start()).0 == TokenKind::Slash => {
                Problem::new(here, "expected comma between / and *")
            }
            ParseErrorType::ExpectedToken {
                expected: TokenKind::Rsqb | TokenKind::Rbrace,
                found: TokenKind::For,
            } => self.bare_element(range).unwrap_or_else(generic),
            ParseErrorType::ExpectedToken {
                expected: TokenKind::In,
                found: TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace,
            } => Problem::new(range, "'in' expected after for-loop variables"),
            ParseErrorType::ExpectedToken {
                expected: TokenKind::Comma | TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace,
                ..
            } => self.two_expressions(range.start()),
            ParseErrorType::OtherError(text) => {
                self.other(text, range).unwrap_or_else(generic_here)
            }
            ParseErrorType::Lexical(LexicalErrorType::Eof) => {
                let end = self.source.trim_end().len() as u32;
                Problem::new(at(end.into()), "unexpected EOF while parsing")
            }
            _ => generic_here(),
        }
    }

    /// `{a: b, c}`
    fn missing_colon(&self, range: TextRange) -> Box<Problem> {
        let (_, key) = self.before(range.start());
        let last = one_before(key.end());
        Problem::new(at(last), "':' expected after dictionary key")
    }

    fn unexpected_indent(&self, range: TextRange) -> Box<Problem> {
        let mut problem = Problem::indentation(range, "unexpected indent");
        problem.carets = false;
        problem
    }

    fn other(&self, text: &str, range: TextRange) -> Option<Box<Problem>> {
        if let Some(kind) = text.strip_prefix("Expected an indented block after ") {
            return Some(self.indented_block(&kind.replace('`', "'"), range));
        }
        if let Some(rest) = text.strip_prefix("Only single target (not ") {
            let message = format!("only single target (not {rest}");
            let first = self.expression(range);
            let range = match first {
                // A tuple without parentheses is called by its first element.
                Some(Expr::Tuple(_)) if !self.text(range).starts_with('(') => self
                    .expression_from(range.start())
                    .map_or(range, |_| self.token(self.index(range.start())).1),
                _ => range,
            };
            return Some(Problem::new(range, message));
        }
        let message = match text {
            "Multiple exception types must be parenthesized when using `as`" => {
                let rest = self.tokens.iter().skip(self.index(range.start()));
                let line = rest.take_while(|(kind, _)| *kind != TokenKind::Colon);
                let end = line.last().map_or(range.end(), |(_, last)| last.end());
                let message = "multiple exception types must be parenthesized";
                return Some(Problem::new(between(range.start(), end), message));
            }
            _ if text.starts_with("Expected an expression or a") && self.text(range) == "=" => {
                return self.assignment_in_brackets(range);
            }
            "Expected a parameter name" => return Some(self.keyword_name(range)),
            "Expected `except` or `finally` after `try` block" => {
                let (_, place) = self.visible(range.start());
                let problem = Problem::new(place, "expected 'except' or 'finally' block");
                return Some(match self.from(range.start()).trim().is_empty() {
                    true => self.at_end(problem),
                    false => problem,
                });
            }
            "Position-only parameter separator not allowed as first parameter" => {
                "at least one argument must precede /"
            }
            "'/' parameter must appear before '*' parameter" => "/ must be ahead of *",
            _ if text.starts_with("Expected class, function definition")
                && self.before(range.start()).0 == TokenKind::Indent =>
            {
                return Some(self.unexpected_indent(range));
            }
            "Boolean 'not' expression cannot be used here" => {
                let whole = self.expression_from(range.start()).unwrap_or(range);
                let message = "'not' after an operator must be parenthesized";
                return Some(Problem::new(whole, message));
            }
            "Only one '/' separator allowed" => "/ may appear only once",
            "Only one '*' parameter allowed" => {
                let message = "* argument may appear only once";
                return Some(Problem::new(at(range.start()), message));
            }
            "Trailing comma not allowed" => {
                let (kind, _) = self.statement_start(range.start());
                if kind != TokenKind::From {
                    let (_, after) = self.token(self.index(range.end()));
                    return Some(Problem::new(at(after.start()), "invalid syntax"));
                }
                let (_, after) = self.token(self.index(range.end()));
                let message = "trailing comma not allowed without surrounding parentheses";
                return Some(Problem::new(at(after.start()), message));
            }
            "Star import must be the only import" => {
                let (_, comma) = self.token(self.index(range.start()) + 1);
                return Some(Problem::new(comma, "invalid syntax"));
            }
            "Positional patterns cannot follow keyword patterns" => {
                return Some(Problem::new(
                    range,
                    "positional patterns follow keyword patterns",
                ));
            }
            "Expected one or more exception types" => "expected one or more exception types",
            "Cannot have both 'except' and 'except*' on the same 'try'" => {
                let message = "cannot have both 'except' and 'except*' on the same 'try'";
                let mut after = self.tokens.iter().skip(self.index(range.start()));
                let except = after.find(|(kind, _)| *kind == TokenKind::Except);
                let mut word = except.map_or(range, |(_, except)| *except);
                if let Some((TokenKind::Star, star)) = after.next() {
                    word = between(word.start(), star.end());
                }
                return Some(Problem::new(word, message));
            }
            "Bytes literal cannot be mixed with non-bytes literals" => {
                let (_, after) = self.token(self.index(range.end()));
                let message = "cannot mix bytes and nonbytes literals";
                return Some(Problem::new(at(after.start()), message));
            }
            _ => return None,
        };
        Some(Problem::new(range, message))
    }

    /// At the end of the file CPython shows the last line, and no place in it.
    fn at_end(&self, mut problem: Box<Problem>) -> Box<Problem> {
        let last = self.lines.count(self.source);
        problem.range = TextRange::empty(self.lines.start(last).into());
        problem.carets = false;
        problem
    }

    /// The words for what stands somewhere, as in `cannot assign to …`.
    fn describe(&self, range: TextRange) -> &'static str {
        self.expression(range)
            .as_ref()
            .map_or("expression", describe)
    }

    /// The closing bracket of a call.
    fn closing(&self, range: TextRange) -> TextRange {
        let mut depth = 0;
        for (kind, place) in self.tokens.iter().skip(self.index(range.end())) {
            match kind {
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => depth += 1,
                TokenKind::Rpar if depth == 0 => return *place,
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => depth -= 1,
                _ => {}
            }
        }
        range
    }

    /// The first token of the statement that a place is in.
    fn statement_start(&self, start: TextSize) -> (TokenKind, TextRange) {
        let index = self.index(start);
        let before = self.tokens.iter().take(index).rev();
        let words = before.take_while(|(kind, _)| {
            !matches!(
                kind,
                TokenKind::Newline | TokenKind::Semi | TokenKind::Indent | TokenKind::Dedent
            )
        });
        words.last().copied().unwrap_or_else(|| self.token(index))
    }

    /// The innermost bracket that is open at a place, and its index.
    fn innermost(&self, start: TextSize) -> Option<(TokenKind, usize)> {
        let mut open = Vec::new();
        for (index, (kind, _)) in self.tokens.iter().take(self.index(start)).enumerate() {
            match kind {
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => open.push((*kind, index)),
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => {
                    open.pop();
                }
                _ => {}
            }
        }
        open.pop()
    }

    /// Whether a place is among the parameters of a function or a lambda.
    fn in_parameters(&self, start: TextSize) -> bool {
        let open = self.innermost(start).map_or(0, |(_, index)| index);
        let inside = self.tokens.get(open..self.index(start)).unwrap_or_default();
        let lambda = inside.iter().rev().find(|(kind, _)| {
            matches!(
                kind,
                TokenKind::Lambda | TokenKind::Colon | TokenKind::Newline
            )
        });
        if lambda.is_some_and(|(kind, _)| *kind == TokenKind::Lambda) {
            return true;
        }
        open > 1 && self.token(open - 2).0 == TokenKind::Def
    }

    /// `[x, y for …]`
    fn bare_element(&self, word: TextRange) -> Option<Box<Problem>> {
        let (_, open) = self.innermost(word.start())?;
        let (_, first) = self.token(open + 1);
        let (_, last) = self.before(word.start());
        let message = "did you forget parentheses around the comprehension target?";
        Some(Problem::new(between(first.start(), last.end()), message))
    }

    /// Whether parameters are those of a lambda.
    fn is_lambda(&self, start: TextSize) -> bool {
        let before = self.tokens.iter().take(self.index(start)).rev();
        let mut words =
            before.filter(|(kind, _)| matches!(kind, TokenKind::Lambda | TokenKind::Def));
        words
            .next()
            .is_some_and(|(kind, _)| *kind == TokenKind::Lambda)
    }

    /// Something that can't be assigned to.
    fn target(&self, range: TextRange) -> Box<Problem> {
        let expression = self.expression(range);
        let what = expression.as_ref().map_or("expression", describe);
        let (_, first) = self.statement_start(range.start());
        let opening = self.text(between(first.start().min(range.start()), range.start()));
        let grouped = opening.starts_with('(');
        if what == "yield expression" && !grouped {
            return Problem::new(range, "assignment to yield expression not possible");
        }
        let whole = opening.chars().all(|letter| letter == '(');
        let index = self
            .tokens
            .partition_point(|(_, token)| token.start() < range.end());
        let rest = self.tokens.iter().skip(index);
        let rest = rest.skip_while(|(kind, _)| *kind == TokenKind::Rpar);
        let mut rest = rest.take_while(|(kind, _)| *kind != TokenKind::Newline);
        let assigned = rest
            .next()
            .is_some_and(|(kind, _)| *kind == TokenKind::Equal);
        let once = !rest.any(|(kind, _)| *kind == TokenKind::Equal);
        let simple = !expression.as_ref().is_some_and(is_never_compared);
        let compound = matches!(
            expression,
            Some(Expr::Compare(_) | Expr::BoolOp(_) | Expr::If(_) | Expr::Lambda(_))
        );
        if whole && assigned && once && simple && (grouped || !compound) {
            let message =
                format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?");
            return Problem::new(range, message);
        }
        Problem::new(range, format!("cannot assign to {what}"))
    }

    /// `f(a.b=1)`
    fn keyword_name(&self, range: TextRange) -> Box<Problem> {
        let (_, sign) = self.token(self.index(range.end()));
        let both = between(range.start(), sign.end().max(range.end()));
        match self.text(range) {
            text if text.starts_with('*') => {
                let (_, next) = self.token(self.index(sign.end()));
                let value = self.expression_from(next.start()).unwrap_or(next);
                let message = "cannot assign to iterable argument unpacking";
                Problem::new(between(range.start(), value.end()), message)
            }
            name @ ("True" | "False" | "None") => {
                Problem::new(both, format!("cannot assign to {name}"))
            }
            _ => {
                let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
                Problem::new(both, message)
            }
        }
    }

    /// `if x = 1:`
    fn assignment_in_condition(&self, sign: TextRange) -> Box<Problem> {
        let index = self.index(sign.start());
        let before = self.tokens.iter().take(index).rev();
        let operand = before.take_while(|(kind, _)| {
            !matches!(
                kind,
                TokenKind::If
                    | TokenKind::Elif
                    | TokenKind::While
                    | TokenKind::And
                    | TokenKind::Or
                    | TokenKind::Not
                    | TokenKind::Newline
            )
        });
        let Some((_, first)) = operand.last() else {
            return Problem::new(sign, "invalid syntax");
        };
        let (_, last) = self.before(sign.start());
        let left = between(first.start(), last.end());
        let expression = self.expression(left);
        match expression {
            Some(Expr::Name(_)) => {
                let (_, next) = self.token(index + 1);
                let right = self.expression_from(next.start()).unwrap_or(next);
                let range = between(left.start(), right.end());
                let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
                Problem::new(range, message)
            }
            Some(other) if !other.is_compare_expr() && !is_never_compared(&other) => {
                let what = describe(&other);
                let message =
                    format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?");
                Problem::new(left, message)
            }
            _ => Problem::new(sign, "invalid syntax"),
        }
    }

    /// `[x = 1]`
    fn assignment_in_brackets(&self, sign: TextRange) -> Option<Box<Problem>> {
        let left = self.operand_before(sign.start())?;
        let (_, next) = self.token(self.index(sign.end()));
        let right = self.expression_from(next.start()).unwrap_or(next);
        let (before, stars) = self.before(left.start());
        if before == TokenKind::DoubleStar {
            let message = "cannot assign to keyword argument unpacking";
            return Some(Problem::new(between(stars.start(), right.end()), message));
        }
        let (_, open) = self.innermost(sign.start())?;
        let (called, _) = self.token(open.checked_sub(1)?);
        let is_call = matches!(called, TokenKind::Name | TokenKind::Rpar | TokenKind::Rsqb);
        if is_call || !self.expression(left)?.is_name_expr() {
            return None;
        }
        let range = between(left.start(), right.end());
        let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
        Some(Problem::new(range, message))
    }

    /// Two expressions with nothing between them.
    fn two_expressions(&self, start: TextSize) -> Box<Problem> {
        let (found, here) = self.token(self.index(start));
        let generic = match found {
            TokenKind::Newline | TokenKind::EndOfFile => at(here.start()),
            // `in` was expected behind it.
            TokenKind::Not => self.token(self.index(start) + 1).1,
            _ => here,
        };
        let generic = Problem::new(generic, "invalid syntax");
        if found == TokenKind::Equal {
            return self.assignment_in_brackets(here).unwrap_or(generic);
        }
        let augments = self.text(here).ends_with('=') && found != TokenKind::ColonEqual;
        if augments && !self.is_in_brackets(start) {
            let (_, first) = self.statement_start(start);
            let range = between(first.start(), self.before(here.start()).1.end());
            if let Some(Expr::Tuple(_)) = self.expression(range) {
                let message = "'tuple' is an illegal expression for augmented assignment";
                return Problem::new(range, message);
            }
        }
        let starts = matches!(
            found,
            TokenKind::Name
                | TokenKind::Int
                | TokenKind::Float
                | TokenKind::Complex
                | TokenKind::String
                | TokenKind::FStringStart
                | TokenKind::True
                | TokenKind::False
                | TokenKind::None
                | TokenKind::Lambda
                | TokenKind::Await
                | TokenKind::Lbrace
                | TokenKind::Ellipsis
        ) || found.is_soft_keyword();
        let Some(second) = self.expression_from(here.start()).filter(|_| starts) else {
            return generic;
        };
        let (first_kind, first) = self.statement_start(start);
        let name = self.text(first);
        if first_kind == TokenKind::Name
            && matches!(name, "print" | "exec")
            && self.before(here.start()).1 == first
        {
            let message =
                format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
            let second = self.list_end(second);
            let range = between(first.start(), second.end());
            return Problem::new(range, message);
        }
        if !self.is_in_brackets(here.start()) {
            return generic;
        }
        let Some(left) = self.operand_before(here.start()) else {
            return generic;
        };
        let words = self.index(here.start()) - self.index(left.start());
        let named = self.token(self.index(left.start())).0 == TokenKind::Name;
        if words == 1 && named && found == TokenKind::String {
            return generic;
        }
        let range = between(left.start(), second.end());
        Problem::new(range, "invalid syntax. Perhaps you forgot a comma?")
    }

    /// With further elements behind commas.
    fn list_end(&self, first: TextRange) -> TextRange {
        let mut whole = first;
        while let (TokenKind::Comma, comma) = self.token(self.index(whole.end())) {
            match self.expression_from(self.token(self.index(comma.end())).1.start()) {
                Some(next) => whole = between(whole.start(), next.end()),
                None => break,
            }
        }
        whole
    }

    /// The expression that ends before a place, back to what separates it from others.
    fn operand_before(&self, start: TextSize) -> Option<TextRange> {
        let mut depth = 0;
        let mut first = None;
        for (kind, range) in self.tokens.iter().take(self.index(start)).rev() {
            match kind {
                TokenKind::Rpar | TokenKind::Rsqb | TokenKind::Rbrace => depth += 1,
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace if depth == 0 => break,
                TokenKind::Lpar | TokenKind::Lsqb | TokenKind::Lbrace => depth -= 1,
                TokenKind::Comma
                | TokenKind::Colon
                | TokenKind::Equal
                | TokenKind::ColonEqual
                | TokenKind::In
                | TokenKind::For
                | TokenKind::If
                | TokenKind::Else
                | TokenKind::Lambda
                | TokenKind::Star
                | TokenKind::DoubleStar
                | TokenKind::Newline
                    if depth == 0 =>
                {
                    break;
                }
                _ => {}
            }
            first = Some(*range);
        }
        let (_, last) = self.before(start);
        first.map(|first| between(first.start(), last.end()))
    }

    /// `a if b` without `else`
    fn missing_else(&self, start: TextSize) -> Option<Box<Problem>> {
        let (_, last) = self.before(start);
        if self.token(self.index(start)).0 == TokenKind::Colon {
            return None;
        }
        let before = self.tokens.iter().take(self.index(start)).rev();
        let mut before = before.skip_while(|(kind, _)| *kind != TokenKind::If);
        let (_, word) = before.next()?;
        let mut words = before.filter(|(kind, _)| matches!(kind, TokenKind::For | TokenKind::In));
        if self.is_in_brackets(word.start())
            && words
                .next()
                .is_some_and(|(kind, _)| *kind == TokenKind::For)
        {
            let message = "'in' expected after for-loop variables";
            return Some(Problem::new(*word, message));
        }
        let value = self.operand_before(word.start())?;
        let range = between(value.start(), last.end());
        Some(Problem::new(range, "expected 'else' after 'if' expression"))
    }

    fn missing_expression(&self, here: TextRange, found: TokenKind) -> Box<Problem> {
        let (before, _) = self.before(here.start());
        let in_f_string = self.f_string_start(here.start()).is_some();
        if in_f_string && before == TokenKind::Lbrace {
            let sign = self.text(here);
            if matches!(sign, "}" | "!" | ":" | "=") {
                let message = format!("f-string: valid expression required before '{sign}'");
                return Problem::new(here, message);
            }
        }
        let (_, sign) = self.before(here.start());
        let operand = self.before(sign.start()).0;
        let is_operand = operand == TokenKind::Name
            || matches!(
                operand,
                TokenKind::Int | TokenKind::Float | TokenKind::String
            )
            || matches!(operand, TokenKind::Rpar | TokenKind::Rsqb);
        if found == TokenKind::Rbrace
            && is_operand
            && before.as_binary_operator().is_some()
            && let Some((_, open)) = self.innermost(here.start())
            && self.is_field(self.token(open).1)
        {
            let message = "f-string: expecting '=', or '!', or ':', or '}'";
            return Problem::new(sign, message);
        }
        if before == TokenKind::Equal
            && matches!(found, TokenKind::Comma | TokenKind::Rpar | TokenKind::Colon)
            && self.is_in_brackets(here.start()) | self.is_lambda(here.start())
        {
            let (_, sign) = self.before(here.start());
            if self.in_parameters(here.start()) {
                return Problem::new(sign, "expected default value expression");
            }
            let (_, name) = self.before(sign.start());
            let range = between(name.start(), sign.end());
            return Problem::new(range, "expected argument value expression");
        }
        if before == TokenKind::Colon && found == TokenKind::Rbrace {
            let (_, colon) = self.before(here.start());
            let message = "expression expected after dictionary key and ':'";
            return Problem::new(colon, message);
        }
        match found {
            TokenKind::Newline | TokenKind::EndOfFile => {
                Problem::new(at(here.start()), "invalid syntax")
            }
            // `<>` is one token in CPython.
            TokenKind::Greater if before == TokenKind::Less => {
                let (_, less) = self.before(here.start());
                Problem::new(between(less.start(), here.end()), "invalid syntax")
            }
            _ => Problem::new(here, "invalid syntax"),
        }
    }

    fn f_string(&self, error: &InterpolatedStringErrorType, range: TextRange) -> Box<Problem> {
        match error {
            InterpolatedStringErrorType::UnclosedLbrace => {
                let (found, here) = self.token(self.index(range.start()));
                if !matches!(found, TokenKind::FStringEnd | TokenKind::FStringMiddle) {
                    return self.two_expressions(range.start());
                }
                let colon = self.before(here.start()).0;
                let message = match colon {
                    TokenKind::Rbrace | TokenKind::Colon => {
                        "f-string: expecting '}', or format specs"
                    }
                    _ => "f-string: expecting '}'",
                };
                Problem::new(here, message)
            }
            InterpolatedStringErrorType::InvalidConversionFlag => {
                let name = self.text(range);
                let message = format!(
                    "f-string: invalid conversion character '{name}': expected 's', 'r', or 'a'"
                );
                Problem::new(range, message)
            }
            InterpolatedStringErrorType::LambdaWithoutParentheses => Problem::new(
                range,
                "f-string: lambda expressions are not allowed without parentheses",
            ),
            InterpolatedStringErrorType::SingleRbrace => {
                Problem::new(range, "f-string: single '}' is not allowed")
            }
            _ => Problem::new(range, "invalid syntax"),
        }
    }

    /// A statement with a colon and nothing below it.
    fn indented_block(&self, kind: &str, range: TextRange) -> Box<Problem> {
        // The line feed behind the colon.
        let index = self.index(range.start());
        let index = match self.token(index).0 {
            TokenKind::Newline => index,
            _ => index.saturating_sub(1),
        };
        let (_, head) = self.statement_start(self.token(index).1.start());
        let line = self.lines.line(head.start().to_u32());
        let kind = match kind {
            "'class' definition" => "class definition",
            "'elif' clause" => "'elif' statement",
            "'else' clause" => "'else' statement",
            "'finally' clause" => "'finally' statement",
            "'except' clause" if self.token(self.index(head.end())).0 == TokenKind::Star => {
                "'except*' statement"
            }
            "'except' clause" => "'except' statement",
            "'except*' clause" => "'except*' statement",
            "'case' block" => "'case' statement",
            other => other,
        };
        let message = format!("expected an indented block after {kind} on line {line}");
        let mut problem = Problem::indentation(range, message);
        let mut after = self.tokens.iter().skip(index + 1);
        if let Some((TokenKind::Dedent, _)) = after.clone().next() {
            problem.carets = false;
        }
        let shown = after.find(|(kind, _)| {
            !matches!(
                kind,
                TokenKind::Newline | TokenKind::Dedent | TokenKind::Indent
            )
        });
        match shown {
            Some((TokenKind::EndOfFile, _)) | None => self.at_end(problem),
            Some((_, place)) => {
                problem.range = *place;
                problem
            }
        }
    }
}

/// Left of a `=`: nobody has meant `==` there (`invalid_named_expression` in CPython's grammar).
fn is_never_compared(expression: &Expr) -> bool {
    matches!(
        expression,
        Expr::List(_)
            | Expr::Tuple(_)
            | Expr::Generator(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
    )
}

/// The words for an expression (`_PyPegen_get_expr_name`).
fn describe(expression: &Expr) -> &'static str {
    match expression {
        Expr::Attribute(_) => "attribute",
        Expr::Subscript(_) => "subscript",
        Expr::Starred(_) => "starred",
        Expr::Name(_) => "name",
        Expr::List(_) => "list",
        Expr::Tuple(_) => "tuple",
        Expr::Lambda(_) => "lambda",
        Expr::Call(_) => "function call",
        Expr::Generator(_) => "generator expression",
        Expr::Yield(_) | Expr::YieldFrom(_) => "yield expression",
        Expr::Await(_) => "await expression",
        Expr::ListComp(_) => "list comprehension",
        Expr::SetComp(_) => "set comprehension",
        Expr::DictComp(_) => "dict comprehension",
        Expr::Dict(_) => "dict literal",
        Expr::Set(_) => "set display",
        Expr::FString(_) => "f-string expression",
        Expr::Compare(_) => "comparison",
        Expr::If(_) => "conditional expression",
        Expr::Named(_) => "named expression",
        Expr::NoneLiteral(_) => "None",
        Expr::BooleanLiteral(ast::ExprBooleanLiteral { value: true, .. }) => "True",
        Expr::BooleanLiteral(_) => "False",
        Expr::EllipsisLiteral(_) => "ellipsis",
        Expr::NumberLiteral(_) | Expr::StringLiteral(_) | Expr::BytesLiteral(_) => "literal",
        _ => "expression",
    }
}
