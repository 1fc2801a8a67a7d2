//! Expressions.

use ruff_python_ast as ast;
use ruff_python_ast::{CmpOp, Expr};
use ruff_text_size::Ranged;

use crate::code::{Awaited, Binary, Compare, Const, Intrinsic1, Op};
use crate::compile::graph::{Action, Loc};
use crate::compile::{Compiler, FrameKind, Label, STACK_GUIDELINE};
use crate::error::{Outcome, Problem};
use crate::fold;

impl<'a> Compiler<'a> {
    pub(super) fn expressions(&mut self, expressions: &'a [Expr]) -> Outcome {
        expressions
            .iter()
            .try_for_each(|expression| self.expression(expression))
    }

    /// Puts an expression's value on the stack.
    pub(super) fn expression(&mut self, expression: &'a Expr) -> Outcome {
        let loc = self.loc(expression);
        if let Some(value) = fold::constant(expression) {
            self.load_const(value, loc);
            return Ok(());
        }
        match expression {
            Expr::Name(name) => self.load(&name.id, loc)?,
            Expr::Named(named) => {
                self.expression(&named.value)?;
                self.op(Op::Copy(1), loc);
                self.target(&named.target)?;
            }
            Expr::BoolOp(operation) => {
                let end = self.label();
                let count = operation.values.len();
                for (index, value) in operation.values.iter().enumerate() {
                    self.expression(value)?;
                    if index + 1 < count {
                        self.op(Op::Copy(1), loc);
                        self.op(Op::ToBool, loc);
                        let jump = match operation.op {
                            ast::BoolOp::And => Op::PopJumpIfFalse(end.0),
                            ast::BoolOp::Or => Op::PopJumpIfTrue(end.0),
                        };
                        self.op(jump, loc);
                        self.op(Op::PopTop, loc);
                    }
                }
                self.place(end);
            }
            Expr::BinOp(operation) => {
                if self.percent_format(operation)? {
                    return Ok(());
                }
                self.expression(&operation.left)?;
                self.expression(&operation.right)?;
                let binary = Binary {
                    operator: fold::operator(operation.op),
                    in_place: false,
                };
                self.op(Op::BinaryOp(binary), loc);
            }
            Expr::UnaryOp(operation) => {
                if operation.op == ast::UnaryOp::Not
                    && let Expr::Compare(comparison) = &*operation.operand
                    && let Some(inverted) = fold::inverted(comparison)
                {
                    return self.comparison(comparison, Some(inverted));
                }
                self.expression(&operation.operand)?;
                let op = match operation.op {
                    ast::UnaryOp::USub => Op::UnaryNegative,
                    ast::UnaryOp::UAdd => Op::CallIntrinsic1(Intrinsic1::UnaryPositive),
                    ast::UnaryOp::Invert => Op::UnaryInvert,
                    ast::UnaryOp::Not => {
                        self.op(Op::ToBool, loc);
                        Op::UnaryNot
                    }
                };
                self.op(op, loc);
            }
            Expr::Lambda(lambda) => self.lambda(lambda)?,
            Expr::If(conditional) => {
                let (otherwise, end) = (self.label(), self.label());
                self.jump_if(&conditional.test, otherwise, false)?;
                self.expression(&conditional.body)?;
                self.skip_to(end);
                self.place(otherwise);
                self.expression(&conditional.orelse)?;
                self.place(end);
            }
            Expr::Dict(dict) => self.dict(dict)?,
            Expr::Set(set) => self.elements(&set.elts, Sequence::Set, 0, None, loc)?,
            Expr::List(list) => self.elements(&list.elts, Sequence::List, 0, None, loc)?,
            Expr::Tuple(tuple) => self.elements(&tuple.elts, Sequence::Tuple, 0, None, loc)?,
            Expr::ListComp(_) | Expr::SetComp(_) | Expr::DictComp(_) | Expr::Generator(_) => {
                self.comprehension(expression)?;
            }
            Expr::Await(of) => {
                if !self.scope().is_function_like() {
                    return Err(Problem::new(of.range, "'await' outside function"));
                }
                let kind = self.frame.kind;
                if !matches!(kind, FrameKind::AsyncFunction | FrameKind::Comprehension) {
                    return Err(Problem::new(of.range, "'await' outside async function"));
                }
                self.expression(&of.value)?;
                self.awaited(Awaited::Value, loc);
            }
            Expr::Yield(of) => {
                if !self.scope().is_function_like() {
                    return Err(Problem::new(of.range, "'yield' outside function"));
                }
                match &of.value {
                    Some(value) => self.expression(value)?,
                    None => self.load_const(Const::None, loc),
                }
                self.yield_value(loc);
            }
            Expr::YieldFrom(of) => {
                if !self.scope().is_function_like() {
                    return Err(Problem::new(of.range, "'yield from' outside function"));
                }
                if self.frame.kind == FrameKind::AsyncFunction {
                    let message = "'yield from' inside async function";
                    return Err(Problem::new(of.range, message));
                }
                self.expression(&of.value)?;
                self.op(Op::GetYieldFromIter, loc);
                self.load_const(Const::None, loc);
                self.yield_from(loc);
            }
            Expr::Compare(comparison) => self.comparison(comparison, None)?,
            Expr::Call(call) => self.call(call)?,
            Expr::FString(string) => self.f_string(string)?,
            Expr::TString(string) => {
                return Err(Problem::new(string.range, "invalid syntax"));
            }
            Expr::Attribute(attribute) => {
                if let Some(two) = self.super_call(attribute) {
                    self.super_attribute(attribute, two, false)?;
                    return Ok(());
                }
                self.expression(&attribute.value)?;
                let loc = self.at_attribute(loc, attribute);
                let name = self.name(&attribute.attr.id);
                self.op(Op::LoadAttr(name), loc);
            }
            Expr::Subscript(subscript) => {
                self.expression(&subscript.value)?;
                if self.two_part_slice(&subscript.slice)? {
                    self.op(Op::BinarySlice, loc);
                } else {
                    self.expression(&subscript.slice)?;
                    self.op(Op::BinarySubscr, loc);
                }
            }
            Expr::Slice(slice) => {
                self.bounds(slice)?;
                let mut count = 2;
                if let Some(step) = &slice.step {
                    self.expression(step)?;
                    count = 3;
                }
                self.op(Op::BuildSlice(count), loc);
            }
            Expr::Starred(starred) => {
                let message = "can't use starred expression here";
                return Err(Problem::new(starred.range, message));
            }
            Expr::NumberLiteral(_)
            | Expr::StringLiteral(_)
            | Expr::BytesLiteral(_)
            | Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::EllipsisLiteral(_)
            | Expr::IpyEscapeCommand(_) => {
                return Err(Problem::unsupported(expression.range(), "this expression"));
            }
        }
        Ok(())
    }

    /// An access that goes over several lines belongs to the line of the attribute's name.
    pub(super) fn at_attribute(&self, loc: Loc, attribute: &ast::ExprAttribute) -> Loc {
        let mut name = self.loc(&attribute.attr);
        if name.line == loc.line {
            return loc;
        }
        name.end = name.end.max(loc.end);
        name
    }

    /// The two ends of a slice without a step. Says whether it is one.
    pub(super) fn two_part_slice(&mut self, slice: &'a Expr) -> Outcome<bool> {
        match slice {
            Expr::Slice(slice) if slice.step.is_none() => {
                self.bounds(slice)?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    fn bounds(&mut self, slice: &'a ast::ExprSlice) -> Outcome {
        let loc = self.loc(slice);
        for bound in [&slice.lower, &slice.upper] {
            match bound {
                Some(bound) => self.expression(bound)?,
                None => self.load_const(Const::None, loc),
            }
        }
        Ok(())
    }

    /// What is iterated over; a list may be a tuple there.
    pub(super) fn iterable(&mut self, iter: &'a Expr) -> Outcome {
        let loc = self.loc(iter);
        if let Some(value) = fold::iterated(iter) {
            self.load_const(value, loc);
            return Ok(());
        }
        match iter {
            Expr::List(list) if !list.elts.iter().any(Expr::is_starred_expr) => {
                self.elements(&list.elts, Sequence::Tuple, 0, None, loc)
            }
            other => self.expression(other),
        }
    }

    /// A list, tuple or set of the `pushed` values on the stack, the elements, and the value of a name.
    pub(super) fn elements(
        &mut self,
        elements: &'a [Expr],
        sequence: Sequence,
        pushed: u32,
        injected: Option<&str>,
        loc: Loc,
    ) -> Outcome {
        let (build, add, extend) = match sequence {
            Sequence::Set => (
                Op::BuildSet as fn(u32) -> Op,
                Op::SetAdd(1),
                Op::SetUpdate(1),
            ),
            _ => (
                Op::BuildList as fn(u32) -> Op,
                Op::ListAppend(1),
                Op::ListExtend(1),
            ),
        };
        let is_tuple = sequence == Sequence::Tuple;
        let to_tuple = Op::CallIntrinsic1(Intrinsic1::ListToTuple);
        if elements.len() > 2
            && injected.is_none()
            && let Some(values) = fold::constants(elements)
        {
            if is_tuple && pushed == 0 {
                self.load_const(Const::Tuple(values), loc);
                return Ok(());
            }
            self.op(build(pushed), loc);
            let values = match sequence {
                Sequence::Set => Const::FrozenSet(values),
                _ => Const::Tuple(values),
            };
            self.load_const(values, loc);
            self.op(extend, loc);
            if is_tuple {
                self.op(to_tuple, loc);
            }
            return Ok(());
        }
        let count = elements.len() as u32 + pushed + u32::from(injected.is_some());
        let big = count as usize > STACK_GUIDELINE;
        if !big && !elements.iter().any(Expr::is_starred_expr) {
            self.expressions(elements)?;
            if let Some(name) = injected {
                self.load(name, loc)?;
            }
            let op = if is_tuple {
                Op::BuildTuple(count)
            } else {
                build(count)
            };
            self.op(op, loc);
            return Ok(());
        }
        let mut built = big;
        if big {
            self.op(build(pushed), loc);
        }
        for (index, element) in elements.iter().enumerate() {
            if let Expr::Starred(starred) = element {
                if !built {
                    self.op(build(index as u32 + pushed), loc);
                    built = true;
                }
                self.expression(&starred.value)?;
                self.op(extend, loc);
            } else {
                self.expression(element)?;
                if built {
                    self.op(add, loc);
                }
            }
        }
        if let Some(name) = injected {
            self.load(name, loc)?;
            self.op(add, loc);
        }
        if is_tuple {
            self.op(to_tuple, loc);
        }
        Ok(())
    }

    fn dict(&mut self, dict: &'a ast::ExprDict) -> Outcome {
        let loc = self.loc(dict);
        let mut built = false;
        let mut first = 0;
        for (index, item) in dict.items.iter().enumerate() {
            if item.key.is_some() {
                if (index - first) * 2 > STACK_GUIDELINE {
                    self.sub_dict(&dict.items[first..=index], &mut built, loc)?;
                    first = index + 1;
                }
                continue;
            }
            self.sub_dict(&dict.items[first..index], &mut built, loc)?;
            first = index + 1;
            if !built {
                self.op(Op::BuildMap(0), loc);
                built = true;
            }
            self.expression(&item.value)?;
            self.op(Op::DictUpdate(1), loc);
        }
        self.sub_dict(&dict.items[first..], &mut built, loc)?;
        if !built {
            self.op(Op::BuildMap(0), loc);
        }
        Ok(())
    }

    /// Some items without `**`, added to the dict that there is already.
    fn sub_dict(&mut self, items: &'a [ast::DictItem], built: &mut bool, loc: Loc) -> Outcome {
        if items.is_empty() {
            return Ok(());
        }
        let count = items.len() as u32;
        let big = items.len() * 2 > STACK_GUIDELINE;
        let keys = items.iter().filter_map(|item| item.key.as_ref());
        let constant: Option<Vec<Const>> = keys.map(fold::constant).collect();
        match constant {
            Some(keys) if count > 1 && !big => {
                for item in items {
                    self.expression(&item.value)?;
                }
                self.load_const(Const::Tuple(keys), loc);
                self.op(Op::BuildConstKeyMap(count), loc);
            }
            _ => {
                if big {
                    self.op(Op::BuildMap(0), loc);
                }
                for item in items {
                    if let Some(key) = &item.key {
                        self.expression(key)?;
                    }
                    self.expression(&item.value)?;
                    if big {
                        self.op(Op::MapAdd(1), loc);
                    }
                }
                if !big {
                    self.op(Op::BuildMap(count), loc);
                }
            }
        }
        if *built {
            self.op(Op::DictUpdate(1), loc);
        }
        *built = true;
        Ok(())
    }

    pub(super) fn compare_op(&mut self, op: CmpOp, loc: Loc) {
        let op = match op {
            CmpOp::Eq => Op::CompareOp(Compare::Eq, false),
            CmpOp::NotEq => Op::CompareOp(Compare::NotEq, false),
            CmpOp::Lt => Op::CompareOp(Compare::Less, false),
            CmpOp::LtE => Op::CompareOp(Compare::LessEq, false),
            CmpOp::Gt => Op::CompareOp(Compare::Greater, false),
            CmpOp::GtE => Op::CompareOp(Compare::GreaterEq, false),
            CmpOp::Is => Op::IsOp(false),
            CmpOp::IsNot => Op::IsOp(true),
            CmpOp::In => Op::ContainsOp(false),
            CmpOp::NotIn => Op::ContainsOp(true),
        };
        self.op(op, loc);
    }

    /// The right side of the last comparison; what `in` looks into may be a tuple.
    fn last_operand(&mut self, operand: &'a Expr, op: CmpOp) -> Outcome {
        if matches!(op, CmpOp::In | CmpOp::NotIn) {
            self.iterable(operand)
        } else {
            self.expression(operand)
        }
    }

    fn comparison(&mut self, comparison: &'a ast::ExprCompare, other: Option<CmpOp>) -> Outcome {
        let loc = self.loc(comparison);
        self.expression(&comparison.left)?;
        let (Some((last, ops)), Some((operand, operands))) = (
            comparison.ops.split_last(),
            comparison.comparators.split_last(),
        ) else {
            return Ok(());
        };
        let last = other.unwrap_or(*last);
        if ops.is_empty() {
            self.last_operand(operand, last)?;
            self.compare_op(last, loc);
            return Ok(());
        }
        let (cleanup, end) = (self.label(), self.label());
        for (op, operand) in ops.iter().zip(operands) {
            self.expression(operand)?;
            self.op(Op::Swap(2), loc);
            self.op(Op::Copy(2), loc);
            self.compare_op(*op, loc);
            self.op(Op::Copy(1), loc);
            self.op(Op::ToBool, loc);
            self.op(Op::PopJumpIfFalse(cleanup.0), loc);
            self.op(Op::PopTop, loc);
        }
        self.last_operand(operand, last)?;
        self.compare_op(last, loc);
        self.skip_to(end);
        self.place(cleanup);
        self.op(Op::Swap(2), loc);
        self.op(Op::PopTop, loc);
        self.place(end);
        Ok(())
    }

    /// Jumps if the expression is true, or false.
    pub(super) fn jump_if(&mut self, expression: &'a Expr, next: Label, wanted: bool) -> Outcome {
        let loc = self.loc(expression);
        let folded = fold::constant(expression).is_some();
        match expression {
            Expr::UnaryOp(operation) if operation.op == ast::UnaryOp::Not && !folded => {
                let invertible = match &*operation.operand {
                    Expr::Compare(comparison) => fold::inverted(comparison).is_some(),
                    _ => false,
                };
                if !invertible {
                    return self.jump_if(&operation.operand, next, !wanted);
                }
                self.expression(expression)?;
                // The comparison takes the place of the `not`.
                let loc = self.loc(&*operation.operand);
                self.jump_on(next, wanted, loc);
                return Ok(());
            }
            Expr::BoolOp(operation) => {
                let is_or = operation.op == ast::BoolOp::Or;
                let inner = if is_or == wanted { next } else { self.label() };
                if let Some((last, others)) = operation.values.split_last() {
                    for value in others {
                        self.jump_if(value, inner, is_or)?;
                    }
                    self.jump_if(last, next, wanted)?;
                }
                if inner != next {
                    self.place(inner);
                }
                return Ok(());
            }
            Expr::If(conditional) => {
                let (end, otherwise) = (self.label(), self.label());
                self.jump_if(&conditional.test, otherwise, false)?;
                self.jump_if(&conditional.body, next, wanted)?;
                self.skip_to(end);
                self.place(otherwise);
                self.jump_if(&conditional.orelse, next, wanted)?;
                self.place(end);
                return Ok(());
            }
            Expr::Compare(comparison) if comparison.ops.len() > 1 => {
                return self.jump_if_chain(comparison, next, wanted);
            }
            _ => {}
        }
        self.expression(expression)?;
        self.jump_on(next, wanted, loc);
        Ok(())
    }

    fn jump_on(&mut self, next: Label, wanted: bool, loc: Loc) {
        self.op(Op::ToBool, loc);
        let jump = if wanted {
            Op::PopJumpIfTrue(next.0)
        } else {
            Op::PopJumpIfFalse(next.0)
        };
        self.op(jump, loc);
    }

    fn jump_if_chain(
        &mut self,
        comparison: &'a ast::ExprCompare,
        next: Label,
        wanted: bool,
    ) -> Outcome {
        let loc = self.loc(comparison);
        let (cleanup, end) = (self.label(), self.label());
        self.expression(&comparison.left)?;
        let count = comparison.ops.len();
        for (index, (op, operand)) in comparison
            .ops
            .iter()
            .zip(&comparison.comparators)
            .enumerate()
        {
            if index + 1 == count {
                self.last_operand(operand, *op)?;
                self.compare_op(*op, loc);
                self.jump_on(next, wanted, loc);
                break;
            }
            self.expression(operand)?;
            self.op(Op::Swap(2), loc);
            self.op(Op::Copy(2), loc);
            self.compare_op(*op, loc);
            self.jump_on(cleanup, false, loc);
        }
        self.skip_to(end);
        self.place(cleanup);
        self.op(Op::PopTop, loc);
        if !wanted {
            self.skip_to(next);
        }
        self.place(end);
        Ok(())
    }

    pub(super) fn yield_value(&mut self, loc: Loc) {
        let scope = self.scope();
        if scope.generator && scope.coroutine {
            self.op(Op::CallIntrinsic1(Intrinsic1::AsyncGenWrap), loc);
        }
        self.op(Op::YieldValue(false), loc);
        self.op(Op::Resume, loc);
    }

    /// Waits for what is on the stack.
    pub(super) fn awaited(&mut self, what: Awaited, loc: Loc) {
        self.op(Op::GetAwaitable(what), loc);
        self.load_const(Const::None, loc);
        self.yield_from(loc);
    }

    pub(super) fn yield_from(&mut self, loc: Loc) {
        let (send, fail, exit) = (self.label(), self.label(), self.label());
        self.place(send);
        self.op(Op::Send(exit.0), loc);
        self.emit(Action::SetupFinally(fail.0), loc);
        self.op(Op::YieldValue(true), loc);
        self.emit(Action::PopBlock, Loc::NONE);
        self.op(Op::Resume, loc);
        self.emit(Action::JumpNoInterrupt(send.0), loc);
        self.place(fail);
        self.op(Op::CleanupThrow, loc);
        self.place(exit);
        self.op(Op::EndSend, loc);
    }

    /// Waits for the next value of an asynchronous iterator; its end leads to the label.
    pub(super) fn next_awaited(&mut self, except: Label, loc: Loc) {
        self.emit(Action::SetupFinally(except.0), loc);
        self.op(Op::GetAnext, loc);
        self.load_const(Const::None, loc);
        self.yield_from(loc);
        self.emit(Action::PopBlock, loc);
    }

    /// `async` only works in a function that is so.
    pub(super) fn check_async(&self, loc: Loc, message: &str) -> Outcome {
        if self.frame.kind != FrameKind::AsyncFunction {
            return Err(Problem::new(super::range(loc), message));
        }
        Ok(())
    }
}

/// What is made of elements.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sequence {
    List,
    Tuple,
    Set,
}
