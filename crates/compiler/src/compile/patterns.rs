//! `match` (PEP 634).
//!
//! Each pattern takes its subject from the stack. Names are stored only when the whole pattern has
//! matched: until then their values lie on the stack, below what the pattern still needs.

use std::collections::HashSet;

use ruff_python_ast as ast;
use ruff_python_ast::{CmpOp, Pattern};
use ruff_text_size::{Ranged, TextRange};

use crate::code::{Binary, Compare, Const, Op, Operator};
use crate::compile::graph::Loc;
use crate::compile::{Compiler, Label};
use crate::dis;
use crate::error::{Outcome, Problem};
use crate::fold;

/// How far a pattern has come.
#[derive(Default)]
struct Progress<'a> {
    /// The names to be stored; their values are on the stack in this order.
    stores: Vec<&'a str>,
    /// A pattern that always matches is allowed here.
    irrefutable: bool,
    /// Where it goes on without a match, by how many values are to be popped.
    fail: Vec<Label>,
    /// How many values are on the stack above those to be stored.
    on_top: usize,
}

fn is_wildcard(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::MatchAs(pattern) if pattern.name.is_none() && pattern.pattern.is_none())
}

fn is_star_wildcard(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::MatchStar(pattern) if pattern.name.is_none())
}

impl<'a> Compiler<'a> {
    pub(super) fn match_statement(&mut self, statement: &'a ast::StmtMatch) -> Outcome {
        self.expression(&statement.subject)?;
        let end = self.label();
        let cases = &statement.cases[..];
        let default = match cases {
            [_, .., last] if is_wildcard(&last.pattern) => Some(last),
            _ => None,
        };
        let count = cases.len() - usize::from(default.is_some());
        for (index, case) in cases.iter().take(count).enumerate() {
            let loc = self.loc(&case.pattern);
            let is_last = index + 1 == count;
            if !is_last {
                self.op(Op::Copy(1), loc);
            }
            let mut progress = Progress {
                irrefutable: case.guard.is_some() || index + 1 == cases.len(),
                ..Progress::default()
            };
            self.pattern(&case.pattern, &mut progress)?;
            for name in &progress.stores {
                self.store(name, loc)?;
            }
            if let Some(guard) = &case.guard {
                let fail = self.fail(&mut progress, 0);
                self.jump_if(guard, fail, false)?;
            }
            if !is_last {
                self.op(Op::PopTop, loc);
            }
            self.statements(&case.body)?;
            self.jump(end, Loc::NONE);
            self.place_fails(&mut progress, loc);
        }
        if let Some(case) = default {
            let loc = self.loc(&case.pattern);
            self.op(Op::Nop, loc);
            if let Some(guard) = &case.guard {
                self.jump_if(guard, end, false)?;
            }
            self.statements(&case.body)?;
        }
        self.place(end);
        Ok(())
    }

    /// Where it goes on after so many values have been popped.
    fn fail(&mut self, progress: &mut Progress<'a>, pops: usize) -> Label {
        while progress.fail.len() <= pops {
            let label = self.label();
            progress.fail.push(label);
        }
        progress.fail[pops]
    }

    fn fail_if(&mut self, progress: &mut Progress<'a>, jump: fn(u32) -> Op, loc: Loc) {
        let label = self.fail(progress, progress.on_top + progress.stores.len());
        self.op(jump(label.0), loc);
    }

    /// The places where a failed match gets rid of what is on the stack.
    fn place_fails(&mut self, progress: &mut Progress<'a>, loc: Loc) {
        while let Some(label) = progress.fail.pop() {
            self.place(label);
            if !progress.fail.is_empty() {
                self.op(Op::PopTop, loc);
            }
        }
    }

    /// Moves the top so many values down.
    fn rotate(&mut self, count: usize, loc: Loc) {
        for count in (2..=count).rev() {
            self.op(Op::Swap(count as u32), loc);
        }
    }

    fn capture(
        &mut self,
        name: Option<&'a ast::Identifier>,
        progress: &mut Progress<'a>,
        range: TextRange,
    ) -> Outcome {
        let loc = self.loc(&range);
        let Some(name) = name else {
            self.op(Op::PopTop, loc);
            return Ok(());
        };
        self.keep_store(name.as_str(), progress, range)?;
        self.rotate(progress.on_top + progress.stores.len(), loc);
        Ok(())
    }

    fn keep_store(
        &mut self,
        name: &'a str,
        progress: &mut Progress<'a>,
        range: TextRange,
    ) -> Outcome {
        if progress.stores.contains(&name) {
            let message = format!("multiple assignments to name '{name}' in pattern");
            return Err(Problem::new(range, message));
        }
        progress.stores.push(name);
        self.check_size(range)
    }

    /// A pattern inside another one may always match.
    fn sub_pattern(&mut self, pattern: &'a Pattern, progress: &mut Progress<'a>) -> Outcome {
        let before = std::mem::replace(&mut progress.irrefutable, true);
        self.pattern(pattern, progress)?;
        progress.irrefutable = before;
        Ok(())
    }

    fn pattern(&mut self, pattern: &'a Pattern, progress: &mut Progress<'a>) -> Outcome {
        let loc = self.loc(pattern);
        match pattern {
            Pattern::MatchValue(of) => {
                let known = fold::constant(&of.value).is_some();
                if !known && !of.value.is_attribute_expr() {
                    let message = "patterns may only match literals and attribute lookups";
                    return Err(Problem::new(of.range, message));
                }
                self.expression(&of.value)?;
                self.compare_op(CmpOp::Eq, loc);
                self.op(Op::ToBool, loc);
                self.fail_if(progress, Op::PopJumpIfFalse, loc);
                Ok(())
            }
            Pattern::MatchSingleton(of) => {
                let value = match of.value {
                    ast::Singleton::None => Const::None,
                    ast::Singleton::True => Const::Bool(true),
                    ast::Singleton::False => Const::Bool(false),
                };
                self.load_const(value, loc);
                self.op(Op::IsOp(false), loc);
                self.fail_if(progress, Op::PopJumpIfFalse, loc);
                Ok(())
            }
            Pattern::MatchSequence(of) => self.sequence_pattern(of, progress),
            Pattern::MatchMapping(of) => self.mapping_pattern(of, progress),
            Pattern::MatchClass(of) => self.class_pattern(of, progress),
            Pattern::MatchStar(of) => self.capture(of.name.as_ref(), progress, of.range),
            Pattern::MatchAs(of) => self.as_pattern(of, progress),
            Pattern::MatchOr(of) => self.or_pattern(of, progress),
        }
    }

    fn as_pattern(&mut self, of: &'a ast::PatternMatchAs, progress: &mut Progress<'a>) -> Outcome {
        let Some(inner) = &of.pattern else {
            if !progress.irrefutable {
                let what = match &of.name {
                    Some(name) => format!("name capture '{name}'"),
                    None => "wildcard".into(),
                };
                let message = format!("{what} makes remaining patterns unreachable");
                return Err(Problem::new(of.range, message));
            }
            return self.capture(of.name.as_ref(), progress, of.range);
        };
        let loc = self.loc(of);
        progress.on_top += 1;
        self.op(Op::Copy(1), loc);
        self.pattern(inner, progress)?;
        progress.on_top -= 1;
        self.capture(of.name.as_ref(), progress, of.range)
    }

    fn sequence_pattern(
        &mut self,
        of: &'a ast::PatternMatchSequence,
        progress: &mut Progress<'a>,
    ) -> Outcome {
        let loc = self.loc(of);
        let patterns = &of.patterns[..];
        let mut stars = patterns.iter().enumerate();
        let mut stars = stars
            .by_ref()
            .filter(|(_, pattern)| pattern.is_match_star());
        let star = stars.next();
        if stars.next().is_some() {
            let message = "multiple starred names in sequence pattern";
            return Err(Problem::new(of.range, message));
        }
        let size = patterns.len();
        progress.on_top += 1;
        self.op(Op::MatchSequence, loc);
        self.fail_if(progress, Op::PopJumpIfFalse, loc);
        let length = match star {
            None => Some((size, Compare::Eq)),
            Some(_) if size > 1 => Some((size - 1, Compare::GreaterEq)),
            Some(_) => None,
        };
        if let Some((length, compare)) = length {
            self.op(Op::GetLen, loc);
            self.load_const(Const::Int(length as i64), loc);
            self.op(Op::CompareOp(compare, false), loc);
            self.fail_if(progress, Op::PopJumpIfFalse, loc);
        }
        progress.on_top -= 1;
        if patterns
            .iter()
            .all(|pattern| is_wildcard(pattern) || is_star_wildcard(pattern))
        {
            self.op(Op::PopTop, loc);
            return Ok(());
        }
        match star {
            Some((star, pattern)) if is_star_wildcard(pattern) => {
                self.indexed_elements(patterns, star, progress, loc)
            }
            star => {
                let op = match star {
                    None => Op::UnpackSequence(size as u32),
                    Some((before, _)) => {
                        let Ok(few) = u8::try_from(before) else {
                            let message = "too many expressions in star-unpacking sequence pattern";
                            return Err(Problem::new(of.range, message));
                        };
                        Op::UnpackEx(few, (size - before - 1) as u32)
                    }
                };
                self.op(op, loc);
                self.unpacked(patterns.iter(), size, progress)
            }
        }
    }

    /// The values are on the stack, the first on top.
    fn unpacked(
        &mut self,
        patterns: impl Iterator<Item = &'a Pattern>,
        count: usize,
        progress: &mut Progress<'a>,
    ) -> Outcome {
        progress.on_top += count;
        for pattern in patterns {
            progress.on_top -= 1;
            self.sub_pattern(pattern, progress)?;
        }
        Ok(())
    }

    /// With `*_` only the elements that matter are taken.
    fn indexed_elements(
        &mut self,
        patterns: &'a [Pattern],
        star: usize,
        progress: &mut Progress<'a>,
        loc: Loc,
    ) -> Outcome {
        progress.on_top += 1;
        for (index, pattern) in patterns.iter().enumerate() {
            if index == star || is_wildcard(pattern) {
                continue;
            }
            self.op(Op::Copy(1), loc);
            if index < star {
                self.load_const(Const::Int(index as i64), loc);
            } else {
                // The subject may not know negative indices.
                self.op(Op::GetLen, loc);
                let from_end = (patterns.len() - index) as i64;
                self.load_const(Const::Int(from_end), loc);
                let minus = Binary {
                    operator: Operator::Sub,
                    in_place: false,
                };
                self.op(Op::BinaryOp(minus), loc);
            }
            self.op(Op::BinarySubscr, loc);
            self.sub_pattern(pattern, progress)?;
        }
        progress.on_top -= 1;
        self.op(Op::PopTop, loc);
        Ok(())
    }

    /// `MATCH_CLASS` and `MATCH_KEYS` give `None` when there is no match.
    fn fail_if_none(&mut self, progress: &mut Progress<'a>, loc: Loc) {
        self.op(Op::Copy(1), loc);
        self.load_const(Const::None, loc);
        self.op(Op::IsOp(true), loc);
        self.fail_if(progress, Op::PopJumpIfFalse, loc);
    }

    fn class_pattern(
        &mut self,
        of: &'a ast::PatternMatchClass,
        progress: &mut Progress<'a>,
    ) -> Outcome {
        let loc = self.loc(of);
        let (positional, keywords) = (&of.arguments.patterns, &of.arguments.keywords);
        let mut seen = HashSet::new();
        for keyword in keywords {
            if !seen.insert(Box::<str>::from(keyword.attr.as_str())) {
                let name = &keyword.attr;
                let message = format!("attribute name repeated in class pattern: {name}");
                return Err(Problem::new(keyword.pattern.range(), message));
            }
        }
        self.expression(&of.cls)?;
        let names = keywords.iter();
        let names = names.map(|keyword| Const::Str(keyword.attr.as_str().into()));
        self.load_const(Const::Tuple(names.collect()), loc);
        self.op(Op::MatchClass(positional.len() as u32), loc);
        progress.on_top += 1;
        self.fail_if_none(progress, loc);
        let count = positional.len() + keywords.len();
        self.op(Op::UnpackSequence(count as u32), loc);
        progress.on_top += count;
        progress.on_top -= 1;
        let keywords = keywords.iter().map(|keyword| &keyword.pattern);
        for pattern in positional.iter().chain(keywords) {
            progress.on_top -= 1;
            if is_wildcard(pattern) {
                self.op(Op::PopTop, loc);
            } else {
                self.sub_pattern(pattern, progress)?;
            }
        }
        Ok(())
    }

    fn mapping_pattern(
        &mut self,
        of: &'a ast::PatternMatchMapping,
        progress: &mut Progress<'a>,
    ) -> Outcome {
        let loc = self.loc(of);
        let size = of.keys.len();
        progress.on_top += 1;
        self.op(Op::MatchMapping, loc);
        self.fail_if(progress, Op::PopJumpIfFalse, loc);
        if size == 0 && of.rest.is_none() {
            progress.on_top -= 1;
            self.op(Op::PopTop, loc);
            return Ok(());
        }
        if size > 0 {
            self.op(Op::GetLen, loc);
            self.load_const(Const::Int(size as i64), loc);
            self.op(Op::CompareOp(Compare::GreaterEq, false), loc);
            self.fail_if(progress, Op::PopJumpIfFalse, loc);
        }
        let mut seen = HashSet::new();
        for key in &of.keys {
            match fold::constant(key) {
                Some(value) => {
                    let text = dis::repr(&value).into_boxed_str();
                    if seen.contains(&text) {
                        let message = format!("mapping pattern checks duplicate key ({text})");
                        return Err(Problem::new(of.range, message));
                    }
                    seen.insert(text);
                }
                None if !key.is_attribute_expr() => {
                    let message =
                        "mapping pattern keys may only match literals and attribute lookups";
                    return Err(Problem::new(of.range, message));
                }
                None => {}
            }
            self.expression(key)?;
        }
        self.op(Op::BuildTuple(size as u32), loc);
        self.op(Op::MatchKeys, loc);
        progress.on_top += 2;
        self.fail_if_none(progress, loc);
        self.op(Op::UnpackSequence(size as u32), loc);
        progress.on_top += size;
        progress.on_top -= 1;
        for pattern in &of.patterns {
            progress.on_top -= 1;
            self.sub_pattern(pattern, progress)?;
        }
        progress.on_top -= 2;
        let Some(rest) = &of.rest else {
            self.op(Op::PopTop, loc);
            self.op(Op::PopTop, loc);
            return Ok(());
        };
        // A copy without the keys that have been matched.
        self.op(Op::BuildMap(0), loc);
        self.op(Op::Swap(3), loc);
        self.op(Op::DictUpdate(2), loc);
        self.op(Op::UnpackSequence(size as u32), loc);
        for left in (1..=size).rev() {
            self.op(Op::Copy(1 + left as u32), loc);
            self.op(Op::Swap(2), loc);
            self.op(Op::DeleteSubscr, loc);
        }
        self.capture(Some(rest), progress, of.range)
    }

    fn or_pattern(&mut self, of: &'a ast::PatternMatchOr, progress: &mut Progress<'a>) -> Outcome {
        let end = self.label();
        let whole = self.loc(of);
        let size = of.patterns.len();
        let differ = || {
            let message = "alternative patterns bind different names";
            Err(Problem::new(of.range, message))
        };
        // The names of the first alternative, in whose order all leave their values.
        let mut control: Option<Vec<&'a str>> = None;
        for (index, alternative) in of.patterns.iter().enumerate() {
            let loc = self.loc(alternative);
            let mut inner = Progress {
                irrefutable: index + 1 == size && progress.irrefutable,
                ..Progress::default()
            };
            self.op(Op::Copy(1), loc);
            self.pattern(alternative, &mut inner)?;
            let Some(names) = &control else {
                control = Some(inner.stores.clone());
                self.jump(end, loc);
                self.place_fails(&mut inner, loc);
                continue;
            };
            if names.len() != inner.stores.len() {
                return differ();
            }
            for wanted in (0..names.len()).rev() {
                let Some(found) = inner.stores.iter().position(|name| *name == names[wanted])
                else {
                    return differ();
                };
                if found == wanted {
                    continue;
                }
                if found > wanted {
                    return differ();
                }
                let rotations = found + 1;
                let rotated: Vec<&str> = inner.stores.drain(..rotations).collect();
                let at = wanted - found;
                inner.stores.splice(at..at, rotated);
                for _ in 0..rotations {
                    self.rotate(wanted + 1, loc);
                }
                self.check_size(of.range)?;
            }
            self.jump(end, loc);
            self.place_fails(&mut inner, loc);
        }
        self.op(Op::PopTop, whole);
        let label = self.fail(progress, progress.on_top + progress.stores.len());
        self.jump(label, whole);
        self.place(end);
        let names = control.unwrap_or_default();
        let rotations = names.len() + 1 + progress.on_top + progress.stores.len();
        for name in names {
            self.rotate(rotations, whole);
            self.keep_store(name, progress, of.range)?;
        }
        self.op(Op::PopTop, whole);
        Ok(())
    }
}
