//! f-strings, and `%` with what is known of it.

use ruff_python_ast as ast;
use ruff_python_ast::{Expr, InterpolatedStringElement};
use ruff_text_size::{TextRange, TextSize};

use crate::code::{Const, Conversion, Op};
use crate::compile::graph::Loc;
use crate::compile::{Compiler, STACK_GUIDELINE};
use crate::error::Outcome;
use crate::fold;

/// What an f-string is made of.
enum Piece<'a> {
    Text(String, Loc),
    Field(&'a ast::InterpolatedElement),
    /// A value of a tuple that `%` formats, with its conversion and format.
    Value(&'a Expr, Conversion, String),
}

impl<'a> Compiler<'a> {
    pub(super) fn f_string(&mut self, string: &'a ast::ExprFString) -> Outcome {
        let mut pieces = Vec::new();
        for part in &string.value {
            match part {
                ast::FStringPart::Literal(literal) => {
                    let loc = self.loc(literal);
                    add_text(&mut pieces, &literal.value, loc);
                }
                ast::FStringPart::FString(part) => self.pieces(&part.elements, &mut pieces),
            }
        }
        let loc = self.loc(string);
        self.join(pieces, loc)
    }

    fn pieces(&mut self, elements: &'a [InterpolatedStringElement], pieces: &mut Vec<Piece<'a>>) {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => {
                    let loc = self.loc(literal);
                    add_text(pieces, &literal.value, loc);
                }
                InterpolatedStringElement::Interpolation(field) => {
                    if let Some(debug) = &field.debug_text {
                        // Behind the brace, up to where the text ends.
                        let start = field.range.start() + TextSize::from(1);
                        let end = start + TextSize::of(debug.as_str());
                        let loc = self.loc(&TextRange::new(start, end));
                        add_text(pieces, debug.as_str(), loc);
                    }
                    pieces.push(Piece::Field(field));
                }
            }
        }
    }

    fn join(&mut self, pieces: Vec<Piece<'a>>, loc: Loc) -> Outcome {
        let count = pieces.len();
        if count > STACK_GUIDELINE {
            self.load_str("", loc);
            let join = self.name("join");
            self.op(Op::LoadMethod(join), loc);
            self.op(Op::BuildList(0), loc);
            for piece in pieces {
                self.piece(piece)?;
                self.op(Op::ListAppend(1), loc);
            }
            self.op(Op::Call(1), loc);
            return Ok(());
        }
        for piece in pieces {
            self.piece(piece)?;
        }
        match count {
            0 => self.load_str("", loc),
            1 => {}
            count => self.op(Op::BuildString(count as u32), loc),
        }
        Ok(())
    }

    fn piece(&mut self, piece: Piece<'a>) -> Outcome {
        match piece {
            Piece::Text(text, loc) => {
                self.load_const(Const::Str(text.into()), loc);
                Ok(())
            }
            Piece::Field(field) => self.field(field),
            Piece::Value(value, conversion, format) => {
                self.expression(value)?;
                let loc = self.loc(value);
                self.op(Op::ConvertValue(conversion), loc);
                if format.is_empty() {
                    self.op(Op::FormatSimple, loc);
                } else {
                    self.load_const(Const::Str(format.into()), Loc::NONE);
                    self.op(Op::FormatWithSpec, loc);
                }
                Ok(())
            }
        }
    }

    fn field(&mut self, field: &'a ast::InterpolatedElement) -> Outcome {
        let loc = self.loc(field);
        self.expression(&field.expression)?;
        let conversion = match field.conversion {
            ast::ConversionFlag::None
                if field.debug_text.is_some() && field.format_spec.is_none() =>
            {
                Some(Conversion::Repr)
            }
            ast::ConversionFlag::None => None,
            ast::ConversionFlag::Str => Some(Conversion::Str),
            ast::ConversionFlag::Repr => Some(Conversion::Repr),
            ast::ConversionFlag::Ascii => Some(Conversion::Ascii),
        };
        if let Some(conversion) = conversion {
            self.op(Op::ConvertValue(conversion), loc);
        }
        match &field.format_spec {
            Some(spec) => {
                let mut pieces = Vec::new();
                self.pieces(&spec.elements, &mut pieces);
                // CPython counts the colon.
                let start = spec.range.start() - TextSize::from(1);
                let at = self.loc(&TextRange::new(start, spec.range.end()));
                self.join(pieces, at)?;
                self.op(Op::FormatWithSpec, loc);
            }
            None => self.op(Op::FormatSimple, loc),
        }
        Ok(())
    }

    /// `'%s …' % (…)` with nothing but `%s`, `%r` and `%a` is an f-string. Says whether it was one.
    pub(super) fn percent_format(&mut self, operation: &'a ast::ExprBinOp) -> Outcome<bool> {
        let (ast::Operator::Mod, Expr::Tuple(tuple)) = (operation.op, &*operation.right) else {
            return Ok(false);
        };
        if tuple.elts.iter().any(Expr::is_starred_expr) || fold::constants(&tuple.elts).is_some() {
            return Ok(false);
        }
        let Some(Const::Str(format)) = fold::constant(&operation.left) else {
            return Ok(false);
        };
        let Some(pieces) = percent_pieces(&format, &tuple.elts) else {
            return Ok(false);
        };
        let loc = self.loc(operation);
        self.join(pieces, loc)?;
        Ok(true)
    }
}

/// Adds a text to the one before it, if there is one.
fn add_text(pieces: &mut Vec<Piece>, text: &str, loc: Loc) {
    if text.is_empty() {
        return;
    }
    if let Some(Piece::Text(before, at)) = pieces.last_mut() {
        before.push_str(text);
        at.end = loc.end;
        return;
    }
    pieces.push(Piece::Text(text.into(), loc));
}

/// The pieces of a `%` format, if all of it is simple and there are as many values as it takes.
fn percent_pieces<'a>(format: &str, values: &'a [Expr]) -> Option<Vec<Piece<'a>>> {
    let mut pieces = Vec::new();
    let mut values = values.iter();
    let mut rest = format;
    let mut text = String::new();
    loop {
        let Some((before, after)) = rest.split_once('%') else {
            text.push_str(rest);
            break;
        };
        text.push_str(before);
        if let Some(after) = after.strip_prefix('%') {
            text.push('%');
            rest = after;
            continue;
        }
        add_text(&mut pieces, &std::mem::take(&mut text), Loc::NONE);
        let flags = after.len() - after.trim_start_matches(['-', '+', ' ', '#', '0']).len();
        let (flags, after) = after.split_at(flags);
        let (width, after) = digits(after)?;
        let (precision, after) = match after.strip_prefix('.') {
            Some(after) => {
                let (precision, after) = digits(after)?;
                (
                    Some(if precision.is_empty() { "0" } else { precision }),
                    after,
                )
            }
            None => (None, after),
        };
        let mut letters = after.chars();
        let conversion = match letters.next()? {
            's' => Conversion::Str,
            'r' => Conversion::Repr,
            'a' => Conversion::Ascii,
            _ => return None,
        };
        let mut spec = String::new();
        let width = width.trim_start_matches('0');
        if !flags.contains('-') && !width.is_empty() {
            spec.push('>');
        }
        spec.push_str(width);
        if let Some(precision) = precision {
            spec.push('.');
            let short = precision.trim_start_matches('0');
            spec.push_str(if short.is_empty() { "0" } else { short });
        }
        pieces.push(Piece::Value(values.next()?, conversion, spec));
        rest = letters.as_str();
    }
    add_text(&mut pieces, &text, Loc::NONE);
    values.next().is_none().then_some(pieces)
}

/// Up to two digits; more are left to the run.
fn digits(text: &str) -> Option<(&str, &str)> {
    let count = text.bytes().take_while(u8::is_ascii_digit).count();
    (count <= 2).then(|| text.split_at(count))
}
