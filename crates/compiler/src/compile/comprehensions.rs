//! Comprehensions, compiled into the function around (PEP 709), and generator expressions.

use ruff_python_ast as ast;
use ruff_python_ast::Expr;
use ruff_text_size::Ranged;

use crate::code::{Awaited, Op};
use crate::compile::exceptions::Around;
use crate::compile::functions::Extras;
use crate::compile::graph::{Action, Loc};
use crate::compile::{Compiler, FrameKind, Label};
use crate::error::{Outcome, Problem};
use crate::scope::{self, Access, Comprehension, Kind, Opens, Symbol};

/// What the innermost loop does.
#[derive(Clone, Copy)]
struct Body<'a> {
    kind: Comprehension,
    /// The element, or the key.
    element: &'a Expr,
    value: Option<&'a Expr>,
    /// The whole comprehension.
    loc: Loc,
}

/// What an inlined comprehension has changed.
struct Inlined {
    /// Locals whose values are kept on the stack,
    kept: Vec<Box<str>>,
    /// and where that is undone after an exception.
    cleanup: Label,
    /// How names are reached around the comprehension.
    symbols: Vec<(Box<str>, Symbol)>,
    hidden: Vec<Box<str>>,
}

impl<'a> Compiler<'a> {
    pub(super) fn comprehension(&mut self, expression: &'a Expr) -> Outcome {
        let mut loc = self.loc(expression);
        if let (Expr::Generator(_), Some(parentheses)) = (expression, self.parentheses.take()) {
            loc = self.loc(&parentheses);
        }
        let (scope, generators, kind, element, value, name) = match expression {
            Expr::ListComp(of) => (
                self.table.of(of, Opens::Comprehension),
                &of.generators[..],
                Comprehension::List,
                &*of.elt,
                None,
                "<listcomp>",
            ),
            Expr::SetComp(of) => (
                self.table.of(of, Opens::Comprehension),
                &of.generators[..],
                Comprehension::Set,
                &*of.elt,
                None,
                "<setcomp>",
            ),
            Expr::DictComp(of) => (
                self.table.of(of, Opens::Comprehension),
                &of.generators[..],
                Comprehension::Dict,
                of.key.as_deref().unwrap_or(&of.value),
                Some(&*of.value),
                "<dictcomp>",
            ),
            Expr::Generator(of) => (
                self.table.of(of, Opens::Comprehension),
                &of.generators[..],
                Comprehension::Generator,
                &*of.elt,
                None,
                "<genexpr>",
            ),
            _ => return Ok(()),
        };
        let Some((first, others)) = generators.split_first() else {
            return Ok(());
        };
        let body = Body {
            kind,
            element,
            value,
            loc,
        };
        let is_async = self.table.scope(scope).coroutine && kind != Comprehension::Generator;
        let here = self.frame.kind;
        if is_async && !matches!(here, FrameKind::AsyncFunction | FrameKind::Comprehension) {
            let message = "asynchronous comprehension outside of an asynchronous function";
            return Err(Problem::new(expression.range(), message));
        }
        if self.table.scope(scope).inlined {
            self.iterator(first)?;
            let inlined = self.begin_inlined(scope, loc);
            self.build_empty(kind, loc);
            self.op(Op::Swap(2), loc);
            self.loops(first, others, body, 1)?;
            self.end_inlined(inlined, loc);
            return Ok(());
        }
        let (code, frees) = match self.done(scope) {
            Some(done) => done,
            None => self.own_function(scope, name, first, others, body)?,
        };
        self.make_function(code, &frees, Extras::default(), loc);
        self.iterator(first)?;
        self.op(Op::Call(0), loc);
        if is_async {
            self.awaited(Awaited::Value, loc);
        }
        Ok(())
    }

    fn iterator(&mut self, first: &'a ast::Comprehension) -> Outcome {
        let loc = self.loc(&first.iter);
        if first.is_async {
            self.expression(&first.iter)?;
            self.op(Op::GetAiter, loc);
        } else {
            self.iterable(&first.iter)?;
            self.op(Op::GetIter, loc);
        }
        Ok(())
    }

    /// A function that is called with the first iterator.
    fn own_function(
        &mut self,
        scope: usize,
        name: &str,
        first: &'a ast::Comprehension,
        others: &'a [ast::Comprehension],
        body: Body<'a>,
    ) -> Outcome<(u32, Vec<Box<str>>)> {
        self.enter(FrameKind::Comprehension, scope, name, body.loc.line as u32);
        self.frame.argcount = 1;
        let stops = (body.kind == Comprehension::Generator).then(|| self.guard_stop());
        self.build_empty(body.kind, body.loc);
        self.op(Op::LoadFast(0), body.loc);
        self.loops(first, others, body, 1)?;
        match stops {
            Some(handler) => self.end_guard(handler),
            None => self.op(Op::ReturnValue, body.loc),
        }
        Ok(self.leave(true))
    }

    fn build_empty(&mut self, kind: Comprehension, loc: Loc) {
        let op = match kind {
            Comprehension::List => Op::BuildList(0),
            Comprehension::Set => Op::BuildSet(0),
            Comprehension::Dict => Op::BuildMap(0),
            Comprehension::Generator => return,
        };
        self.op(op, loc);
    }

    /// One `for` and those in it; its iterator is on the stack. What is built is `depth` below the value.
    fn loops(
        &mut self,
        generator: &'a ast::Comprehension,
        others: &'a [ast::Comprehension],
        body: Body<'a>,
        depth: u32,
    ) -> Outcome {
        let (start, next, end) = (self.label(), self.label(), self.label());
        let iter = self.loc(&generator.iter);
        self.place(start);
        if generator.is_async {
            self.push(Around::Other, body.loc)?;
            self.next_awaited(end, body.loc);
        } else {
            self.op(Op::ForIter(end.0), iter);
        }
        self.target(&generator.target)?;
        let element = self.filtered(generator, others, body, depth + 1, next)?;
        self.place(next);
        self.jump(start, element);
        if generator.is_async {
            self.pop();
            self.place(end);
            self.op(Op::EndAsyncFor, body.loc);
        } else {
            self.place(end);
            self.op(Op::EndFor, Loc::NONE);
            self.op(Op::PopTop, Loc::NONE);
        }
        Ok(())
    }

    /// The conditions of a `for` and what comes after them. Gives the place of the element.
    fn filtered(
        &mut self,
        generator: &'a ast::Comprehension,
        others: &'a [ast::Comprehension],
        body: Body<'a>,
        depth: u32,
        next: Label,
    ) -> Outcome<Loc> {
        for condition in &generator.ifs {
            self.jump_if(condition, next, false)?;
        }
        let loc = self.loc(body.element);
        let Some((inner, others)) = others.split_first() else {
            return self.element(body, depth, loc);
        };
        // `for y in [f(x)]` is an assignment.
        let single = match &inner.iter {
            Expr::List(list) => &list.elts[..],
            Expr::Tuple(tuple) => &tuple.elts[..],
            _ => &[],
        };
        if let [value] = single
            && !inner.is_async
            && !value.is_starred_expr()
        {
            self.expression(value)?;
            self.target(&inner.target)?;
            let skip = self.label();
            self.filtered(inner, others, body, depth, skip)?;
            self.place(skip);
            return Ok(loc);
        }
        self.iterator(inner)?;
        self.loops(inner, others, body, depth)?;
        Ok(loc)
    }

    fn element(&mut self, body: Body<'a>, depth: u32, loc: Loc) -> Outcome<Loc> {
        self.expression(body.element)?;
        let mut loc = loc;
        match (body.kind, body.value) {
            (Comprehension::Generator, _) => {
                self.yield_value(loc);
                self.op(Op::PopTop, loc);
            }
            (Comprehension::List, _) => self.op(Op::ListAppend(depth), loc),
            (Comprehension::Set, _) => self.op(Op::SetAdd(depth), loc),
            (Comprehension::Dict, value) => {
                if let Some(value) = value {
                    self.expression(value)?;
                    loc = self.loc_over(body.element, value);
                }
                self.op(Op::MapAdd(depth), loc);
            }
        }
        Ok(loc)
    }

    /// Puts aside the locals whose names the comprehension uses itself.
    fn begin_inlined(&mut self, scope: usize, loc: Loc) -> Inlined {
        let in_class = self.scope().kind == Kind::Class && self.frame.inlined == 0;
        self.frame.inlined += 1;
        let mut inlined = Inlined {
            kept: Vec::new(),
            cleanup: self.label(),
            symbols: Vec::new(),
            hidden: Vec::new(),
        };
        let function_like = self.scope().is_function_like();
        for (name, symbol) in self.table.scope(scope).symbols.clone() {
            let outer = self.scope().symbol(&name);
            let stays_free = symbol.access == Access::Free
                || symbol.access == Access::Cell && outer.access == Access::Free;
            if symbol.access != outer.access && !stays_free || in_class {
                inlined.symbols.push((name.clone(), outer));
                let here = self.frame.scope;
                *self.table.scope_mut(here).symbol_mut(&name) = symbol;
            }
            let is_local = symbol.seen & scope::LOCAL != 0 && symbol.seen & scope::NONLOCAL == 0;
            if !is_local && !in_class {
                continue;
            }
            if !function_like && !self.frame.hidden.contains(&name) {
                self.frame.hidden.insert(name.clone());
                inlined.hidden.push(name.clone());
            }
            let slot = self.frame.variables.add(&name);
            self.op(Op::LoadFastAndClear(slot), loc);
            if symbol.access == Access::Cell {
                let free = self.frame.frees.get(&name);
                let cell = match free.filter(|_| outer.access == Access::Free) {
                    Some(free) => self.frame.cells.len() + free,
                    None => self.frame.cells.add(&name),
                };
                self.op(Op::MakeCell(cell), loc);
            }
            inlined.kept.push(name);
        }
        if !inlined.kept.is_empty() {
            self.op(Op::Swap(inlined.kept.len() as u32 + 1), loc);
            self.emit(Action::SetupFinally(inlined.cleanup.0), loc);
        }
        inlined
    }

    fn end_inlined(&mut self, inlined: Inlined, loc: Loc) {
        self.frame.inlined = self.frame.inlined.saturating_sub(1);
        for (name, symbol) in inlined.symbols {
            let here = self.frame.scope;
            *self.table.scope_mut(here).symbol_mut(&name) = symbol;
        }
        if !inlined.kept.is_empty() {
            let end = self.label();
            self.emit(Action::PopBlock, Loc::NONE);
            self.skip_to(end);
            self.place(inlined.cleanup);
            self.op(Op::Swap(2), Loc::NONE);
            self.op(Op::PopTop, Loc::NONE);
            self.restore(&inlined.kept, loc);
            self.op(Op::Reraise(0), Loc::NONE);
            self.place(end);
            self.restore(&inlined.kept, loc);
        }
        for name in inlined.hidden {
            self.frame.hidden.remove(&name);
        }
    }

    fn restore(&mut self, kept: &[Box<str>], loc: Loc) {
        self.op(Op::Swap(kept.len() as u32 + 1), loc);
        for name in kept.iter().rev() {
            let slot = self.frame.variables.add(name);
            self.emit(Action::StoreMaybeNull(slot), loc);
        }
    }
}
