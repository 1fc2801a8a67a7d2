//! Source → syntax tree.

use ruff_python_ast::token::TokenKind;
use ruff_python_ast::{Mod, ModModule, PythonVersion};
use ruff_python_parser::{Mode, ParseOptions, lexer, parse_unchecked};
use ruff_text_size::{TextRange, TextSize};

use crate::error::{Outcome, Problem};
use crate::mistakes;
use crate::source::Lines;

/// CPython's tokenizer allows this many brackets in one another (`MAXLEVEL`).
const MAX_BRACKETS: usize = 200;

/// CPython's tokenizer allows this many levels of indentation (`MAXINDENT`).
const MAX_INDENTS: usize = 99;

/// How many operators one expression may nest or chain: the parser, the compiler and the drop of the
/// tree recurse.
const MAX_OPERATORS: usize = 300;

/// Parses a module whose nesting is bounded.
pub(crate) fn parse(source: &str) -> Outcome<ModModule> {
    check_nesting(source)?;
    let options = ParseOptions::from(Mode::Module).with_target_version(PythonVersion::PY313);
    let parsed = parse_unchecked(source, options);
    if let Some(problem) = mistakes::first(source, &parsed) {
        return Err(problem);
    }
    match parsed.into_syntax() {
        Mod::Module(module) => Ok(module),
        Mod::Expression(_) => Err(Problem::new(TextRange::default(), "invalid syntax")),
    }
}

/// Refuses what would recurse too deeply, at the line that goes too far.
fn check_nesting(source: &str) -> Outcome {
    if nesting_problem(source).is_none() {
        return Ok(());
    }
    // The lexer keeps its places to itself, so the line is the first with which the problem is there.
    let lines = Lines::new(source);
    let numbers: Vec<u32> = (1..=lines.count(source)).collect();
    let end = |line: u32| lines.start(line) as usize + lines.text(source, line).len();
    let found = numbers.partition_point(|line| {
        let before = source.get(..end(*line)).unwrap_or_default();
        nesting_problem(before).is_none()
    });
    let line = numbers.get(found).copied().unwrap_or(1);
    let place = TextRange::at(lines.start(line).into(), TextSize::from(1));
    let upto = source.get(..end(line)).unwrap_or_default();
    Err(match nesting_problem(upto) {
        Some(Nesting::Brackets) => Problem::new(place, "too many nested parentheses"),
        Some(Nesting::Indents) => Problem::indentation(place, "too many levels of indentation"),
        _ => Problem::unsupported(place, "an expression nested this deeply"),
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
