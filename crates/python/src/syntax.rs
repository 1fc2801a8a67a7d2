//! Source → syntax tree, and the errors of that step as CPython prints them.

use ruff_python_ast::ModModule;
use ruff_python_ast::token::TokenKind;
use ruff_python_parser::{LexicalErrorType, Mode, ParseError, ParseErrorType, ParseOptions, lexer};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::error::{CompileError, ErrorKind};
use crate::traceback;

/// CPython's tokenizer allows this many brackets in one another (`MAXLEVEL`).
const MAX_BRACKETS: usize = 200;

/// CPython's tokenizer allows this many levels of indentation (`MAXINDENT`).
const MAX_INDENTS: usize = 99;

/// How many operators one expression may nest or chain: the parser, the compiler and the drop of the
/// tree recurse.
const MAX_OPERATORS: usize = 300;

/// Parses a module whose nesting is bounded.
pub(crate) fn parse(source: &str, file: &str) -> Result<ModModule, CompileError> {
    check_nesting(source, file)?;
    match ruff_python_parser::parse_module(source) {
        Ok(parsed) => Ok(parsed.into_syntax()),
        Err(problem) => Err(translate(source, file, &problem)),
    }
}

/// Refuses what would recurse too deeply, at the line that goes too far.
fn check_nesting(source: &str, file: &str) -> Result<(), CompileError> {
    let Some(problem) = nesting_problem(source) else {
        return Ok(());
    };
    // The lexer keeps its places to itself, so the line is the first with which the problem is there.
    let start = source.as_ptr().addr();
    let lines: Vec<TextRange> = traceback::lines(source)
        .map(|line| {
            let offset = (line.as_ptr().addr() - start) as u32;
            TextRange::at(TextSize::from(offset), TextSize::from(line.len() as u32))
        })
        .collect();
    let first =
        lines.partition_point(|line| nesting_problem(&source[..line.end().to_usize()]).is_none());
    let range = lines.get(first).copied().unwrap_or_default();
    let place = TextRange::at(range.start(), TextSize::from(1));
    Err(match problem {
        Nesting::Brackets => error(
            source,
            file,
            place,
            ErrorKind::SyntaxError,
            "too many nested parentheses",
        ),
        Nesting::Indents => error(
            source,
            file,
            place,
            ErrorKind::IndentationError,
            "too many levels of indentation",
        ),
        Nesting::Operators => unsupported(source, file, place, "an expression nested this deeply"),
    })
}

/// What is nested too deeply.
enum Nesting {
    Brackets,
    Indents,
    /// CPython's own limit is higher.
    Operators,
}

/// Walks the tokens, without recursion.
fn nesting_problem(source: &str) -> Option<Nesting> {
    let mut tokens = lexer::lex(source, Mode::Module);
    // For each open bracket: the operators since its last comma, and those further out.
    let mut open: Vec<usize> = Vec::new();
    let mut operators = 0usize;
    let mut indents = 0usize;
    loop {
        match tokens.next_token() {
            TokenKind::EndOfFile => return None,
            TokenKind::Lpar
            | TokenKind::Lsqb
            | TokenKind::Lbrace
            | TokenKind::FStringStart
            | TokenKind::TStringStart => {
                open.push(operators);
                operators += 1;
                if open.len() > MAX_BRACKETS {
                    return Some(Nesting::Brackets);
                }
            }
            TokenKind::Rpar
            | TokenKind::Rsqb
            | TokenKind::Rbrace
            | TokenKind::FStringEnd
            | TokenKind::TStringEnd => {
                // A call or a subscript of what stands before it is one level more.
                operators = open.pop().unwrap_or(0) + 1;
            }
            TokenKind::Comma => operators = open.last().map_or(0, |outside| outside + 1),
            TokenKind::Newline | TokenKind::Semi => {
                open.clear();
                operators = 0;
            }
            TokenKind::Indent => {
                indents += 1;
                if indents > MAX_INDENTS {
                    return Some(Nesting::Indents);
                }
            }
            TokenKind::Dedent => indents = indents.saturating_sub(1),
            kind if nests(kind) => operators += 1,
            _ => {}
        }
        if operators > MAX_OPERATORS {
            return Some(Nesting::Operators);
        }
    }
}

/// Whether a token makes the tree around it one level deeper.
fn nests(kind: TokenKind) -> bool {
    !matches!(
        kind,
        TokenKind::Name
            | TokenKind::Int
            | TokenKind::Float
            | TokenKind::Complex
            | TokenKind::String
            | TokenKind::FStringMiddle
            | TokenKind::TStringMiddle
            | TokenKind::Comment
            | TokenKind::NonLogicalNewline
            | TokenKind::True
            | TokenKind::False
            | TokenKind::None
            | TokenKind::Exclamation
    )
}

/// An error with its line and carets, as `traceback._format_syntax_error` shows it.
pub(crate) fn error(
    source: &str,
    file: &str,
    range: TextRange,
    kind: ErrorKind,
    message: &str,
) -> CompileError {
    let (line, column) = traceback::place(source, range.start().to_u32());
    let (last, last_column) = traceback::place(source, range.end().to_u32());
    let text = traceback::lines(source)
        .nth(line as usize - 1)
        .unwrap_or("");
    let shown = text.trim_start_matches([' ', '\t', '\x0c']).trim_end();
    let cut = text.chars().count() - text.trim_start_matches([' ', '\t', '\x0c']).chars().count();
    let from = (column as usize - 1).saturating_sub(cut);
    let to = if last == line {
        (last_column as usize - 1).saturating_sub(cut)
    } else {
        shown.chars().count()
    };
    let carets = "^".repeat(to.saturating_sub(from).max(1));
    let name = kind.name();
    let text = if shown.is_empty() {
        format!("  File \"{file}\", line {line}\n{name}: {message}")
    } else {
        format!(
            "  File \"{file}\", line {line}\n    {shown}\n    {}{carets}\n{name}: {message}",
            " ".repeat(from)
        )
    };
    CompileError {
        kind,
        message: message.into(),
        line,
        column,
        text,
    }
}

/// CPython can do it, this interpreter can't.
pub(crate) fn unsupported(source: &str, file: &str, range: TextRange, what: &str) -> CompileError {
    let (line, column) = traceback::place(source, range.start().to_u32());
    let message = format!("{what} is not supported here (line {line}, column {column})");
    error(
        source,
        file,
        range,
        ErrorKind::NotImplementedError,
        &message,
    )
}

/// CPython's error for what the parser found. Where its words aren't known for sure it says no more than
/// `invalid syntax`.
fn translate(source: &str, file: &str, problem: &ParseError) -> CompileError {
    let range = problem.range();
    let at = |range: TextRange, message: &str| {
        error(source, file, range, ErrorKind::SyntaxError, message)
    };
    let before = source.get(..range.start().to_usize()).unwrap_or_default();
    if before.ends_with("\\N{") {
        // The parser is built without the table of names, so it knows none of them.
        return unsupported(source, file, range, "a character by its name");
    }
    let in_string = matches!(
        problem.error,
        ParseErrorType::Lexical(LexicalErrorType::UnclosedStringError)
            | ParseErrorType::FStringError(_)
    );
    if !in_string && let Some((place, message)) = bracket_problem(source) {
        return at(place, &message);
    }
    match &problem.error {
        ParseErrorType::Lexical(LexicalErrorType::UnclosedStringError) => {
            let text = source.get(range.start().to_usize()..).unwrap_or_default();
            let quotes = text.trim_start_matches(|letter: char| letter.is_ascii_alphabetic());
            let (line, _) = traceback::place(source, range.start().to_u32());
            let first = TextRange::at(range.start(), TextSize::from(1));
            if quotes.starts_with("\"\"\"") || quotes.starts_with("'''") {
                let last = traceback::lines(source).count();
                return at(
                    first,
                    &format!("unterminated triple-quoted string literal (detected at line {last})"),
                );
            }
            at(
                first,
                &format!("unterminated string literal (detected at line {line})"),
            )
        }
        ParseErrorType::Lexical(LexicalErrorType::IndentationError) => {
            let message = "unindent does not match any outer indentation level";
            // The caret stands behind the line.
            let rest = source.get(range.start().to_usize()..).unwrap_or_default();
            let line = rest
                .trim_start_matches([' ', '\t'])
                .split(['\n', '\r'])
                .next()
                .unwrap_or("");
            let end = line.as_ptr().addr() - source.as_ptr().addr() + line.len();
            let range = TextRange::empty(TextSize::from(end as u32));
            error(source, file, range, ErrorKind::IndentationError, message)
        }
        ParseErrorType::UnexpectedIndentation => {
            // Here CPython shows no caret.
            let mut error = error(
                source,
                file,
                range,
                ErrorKind::IndentationError,
                "unexpected indent",
            );
            let lines: Vec<&str> = error
                .text
                .lines()
                .filter(|line| line.trim() != "^".repeat(line.trim().len()))
                .collect();
            error.text = lines.join("\n");
            error
        }
        ParseErrorType::ExpectedToken {
            expected: TokenKind::Colon,
            found: TokenKind::Newline,
        } => at(
            TextRange::at(range.start(), TextSize::from(1)),
            "expected ':'",
        ),
        ParseErrorType::InvalidAssignmentTarget => {
            let text = source
                .get(range.start().to_usize()..range.end().to_usize())
                .unwrap_or_default();
            let literal = text
                .starts_with(|first: char| first.is_ascii_digit() || first == '"' || first == '\'');
            match text.ends_with(')') && text.starts_with(|first: char| first.is_alphabetic()) {
                true => at(
                    range,
                    "cannot assign to function call here. Maybe you meant '==' instead of '='?",
                ),
                false if literal => at(
                    range,
                    "cannot assign to literal here. Maybe you meant '==' instead of '='?",
                ),
                false => at(range, "invalid syntax"),
            }
        }
        ParseErrorType::OtherError(text) if text.starts_with("Expected an indented block") => {
            let kind = text
                .trim_start_matches("Expected an indented block after ")
                .trim_end_matches('.')
                .replace('`', "'");
            let message = indented_block(source, range, &kind);
            error(source, file, range, ErrorKind::IndentationError, &message)
        }
        _ => at(range, "invalid syntax"),
    }
}

/// The words behind "expected an indented block".
fn indented_block(source: &str, range: TextRange, kind: &str) -> String {
    // The statement above: the last line before that has something on it.
    let (line, _) = traceback::place(source, range.start().to_u32());
    let lines: Vec<&str> = traceback::lines(source).take(line as usize - 1).collect();
    let above = lines
        .iter()
        .rposition(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'));
    format!(
        "expected an indented block after {kind} on line {}",
        above.map_or(line, |index| index as u32 + 1)
    )
}

/// A bracket that closes nothing, or is never closed.
fn bracket_problem(source: &str) -> Option<(TextRange, String)> {
    let parsed = ruff_python_parser::parse_unchecked(source, ParseOptions::from(Mode::Module));
    let mut open: Vec<(TokenKind, TextRange, char)> = Vec::new();
    for token in parsed.tokens().iter() {
        let (kind, range) = (token.kind(), token.range());
        let closing = match kind {
            TokenKind::EndOfFile => break,
            // The end of the file inside brackets is a token the lexer doesn't know.
            TokenKind::Unknown if range.start().to_usize() < source.len() => return None,
            TokenKind::Unknown => break,
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
            _ => continue,
        };
        match open.pop() {
            None => return Some((range, format!("unmatched '{closing}'"))),
            Some((expected, ..)) if expected == kind => {}
            Some((_, opened, opening)) => {
                let (first, _) = traceback::place(source, opened.start().to_u32());
                let (line, _) = traceback::place(source, range.start().to_u32());
                let on_line = if first == line {
                    String::new()
                } else {
                    format!(" on line {first}")
                };
                let message = format!(
                    "closing parenthesis '{closing}' does not match opening parenthesis '{opening}'{on_line}"
                );
                return Some((range, message));
            }
        }
    }
    let (_, range, opening) = open.pop()?;
    Some((range, format!("'{opening}' was never closed")))
}
