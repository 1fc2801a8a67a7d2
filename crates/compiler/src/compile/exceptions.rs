//! `try`, `with`, and what has to be done on the way out of blocks.

use ruff_python_ast as ast;
use ruff_python_ast::{ExceptHandler, Stmt};

use crate::code::{Awaited, Const, Intrinsic2, Op};
use crate::compile::graph::{Action, Loc};
use crate::compile::{Compiler, Label, range};
use crate::error::{Outcome, Problem};

/// CPython allows this many blocks in one another (`CO_MAXBLOCKS`).
const MAX_BLOCKS: usize = 21;

/// What is around a statement.
#[derive(Clone, Copy)]
pub(super) enum Around<'a> {
    /// Where loops go on, and where they end.
    While(Label, Label),
    For(Label, Label),
    AsyncFor(Label, Label),
    /// A `try` with `except`.
    Try,
    /// A `try` with that `finally`.
    TryFinally(&'a [Stmt]),
    /// A `finally` after an exception.
    Finally,
    With(Loc),
    AsyncWith(Loc),
    /// `except`; what it does on the way out is done by the next.
    Handler,
    GroupHandler,
    /// The body of an `except`, and the name it binds.
    HandlerBody(Option<&'a str>),
    /// A value on the stack that a `return` has left there.
    Value,
    /// Nothing to do; it only counts.
    Other,
}

impl<'a> Compiler<'a> {
    pub(super) fn push(&mut self, around: Around<'a>, loc: Loc) -> Outcome {
        if self.frame.blocks.len() >= MAX_BLOCKS {
            let message = "too many statically nested blocks";
            return Err(Problem::new(range(loc), message));
        }
        self.frame.blocks.push(around);
        Ok(())
    }

    pub(super) fn pop(&mut self) {
        self.frame.blocks.pop();
    }

    /// Leaves all blocks, as `return` does. With `keeps` the value on the stack stays there.
    pub(super) fn unwind_all(&mut self, loc: &mut Loc, keeps: bool) -> Outcome {
        self.unwind_to(loc, keeps, false)?;
        Ok(())
    }

    /// Leaves the blocks up to the innermost loop, if there is one.
    fn unwind_to(&mut self, loc: &mut Loc, keeps: bool, stop: bool) -> Outcome<Option<Around<'a>>> {
        let mut left = Vec::new();
        let mut found = None;
        while let Some(around) = self.frame.blocks.pop() {
            left.push(around);
            if matches!(around, Around::GroupHandler) {
                let message = "'break', 'continue' and 'return' cannot appear in an except* block";
                return Err(Problem::new(range(*loc), message));
            }
            let is_loop = matches!(
                around,
                Around::While(..) | Around::For(..) | Around::AsyncFor(..)
            );
            if stop && is_loop {
                found = Some(around);
                break;
            }
            self.unwind(around, loc, keeps)?;
        }
        self.frame.blocks.extend(left.into_iter().rev());
        Ok(found)
    }

    fn unwind(&mut self, around: Around<'a>, loc: &mut Loc, keeps: bool) -> Outcome {
        match around {
            Around::While(..) | Around::Handler | Around::GroupHandler | Around::Other => {}
            Around::For(..) | Around::AsyncFor(..) | Around::Value => {
                if keeps {
                    self.op(Op::Swap(2), *loc);
                }
                self.op(Op::PopTop, *loc);
            }
            Around::Try => self.emit(Action::PopBlock, *loc),
            Around::TryFinally(body) => {
                self.emit(Action::PopBlock, *loc);
                if keeps {
                    self.push(Around::Value, *loc)?;
                }
                self.statements(body)?;
                if keeps {
                    self.pop();
                }
                // What comes after the `finally` is at no line.
                *loc = Loc::NONE;
            }
            Around::Finally => {
                if keeps {
                    self.op(Op::Swap(2), *loc);
                }
                self.op(Op::PopTop, *loc);
                if keeps {
                    self.op(Op::Swap(2), *loc);
                }
                self.emit(Action::PopBlock, *loc);
                self.op(Op::PopExcept, *loc);
            }
            Around::With(at) | Around::AsyncWith(at) => {
                *loc = at;
                self.emit(Action::PopBlock, at);
                if keeps {
                    self.op(Op::Swap(2), at);
                }
                self.exit_without_exception(at);
                if matches!(around, Around::AsyncWith(_)) {
                    self.awaited(Awaited::Exit, at);
                }
                self.op(Op::PopTop, at);
                *loc = Loc::NONE;
            }
            Around::HandlerBody(name) => {
                if name.is_some() {
                    self.emit(Action::PopBlock, *loc);
                }
                if keeps {
                    self.op(Op::Swap(2), *loc);
                }
                self.emit(Action::PopBlock, *loc);
                self.op(Op::PopExcept, *loc);
                self.forget(name, *loc)?;
            }
        }
        Ok(())
    }

    pub(super) fn break_statement(&mut self, loc: Loc) -> Outcome {
        self.op(Op::Nop, loc);
        let mut at = loc;
        let found = self.unwind_to(&mut at, false, true)?;
        let Some(around) = found else {
            return Err(Problem::new(range(loc), "'break' outside loop"));
        };
        self.unwind(around, &mut at, false)?;
        if let Around::While(_, end) | Around::For(_, end) | Around::AsyncFor(_, end) = around {
            self.jump(end, at);
        }
        Ok(())
    }

    pub(super) fn continue_statement(&mut self, loc: Loc) -> Outcome {
        self.op(Op::Nop, loc);
        let mut at = loc;
        match self.unwind_to(&mut at, false, true)? {
            Some(Around::While(start, _) | Around::For(start, _) | Around::AsyncFor(start, _)) => {
                self.jump(start, at);
                Ok(())
            }
            _ => Err(Problem::new(range(loc), "'continue' not properly in loop")),
        }
    }

    /// `__exit__(None, None, None)`.
    fn exit_without_exception(&mut self, loc: Loc) {
        for _ in 0..3 {
            self.load_const(Const::None, loc);
        }
        self.op(Op::Call(2), loc);
    }

    /// The name that an `except` has bound is unbound at its end.
    fn forget(&mut self, name: Option<&str>, loc: Loc) -> Outcome {
        if let Some(name) = name {
            self.load_const(Const::None, loc);
            self.store(name, loc)?;
            self.delete(name, loc)?;
        }
        Ok(())
    }

    fn reraise(&mut self) {
        for op in [Op::Copy(3), Op::PopExcept, Op::Reraise(1)] {
            self.op(op, Loc::NONE);
        }
    }

    pub(super) fn try_statement(&mut self, statement: &'a ast::StmtTry) -> Outcome {
        if statement.finalbody.is_empty() {
            return self.try_except(statement);
        }
        let loc = self.loc(statement);
        let (end, exit, cleanup) = (self.label(), self.label(), self.label());
        self.emit(Action::SetupFinally(end.0), loc);
        self.push(Around::TryFinally(&statement.finalbody), loc)?;
        if statement.handlers.is_empty() {
            self.statements(&statement.body)?;
        } else {
            self.try_except(statement)?;
        }
        self.emit(Action::PopBlock, Loc::NONE);
        self.pop();
        self.statements(&statement.finalbody)?;
        self.skip_to(exit);
        self.place(end);
        self.emit(Action::SetupCleanup(cleanup.0), Loc::NONE);
        self.op(Op::PushExcInfo, Loc::NONE);
        self.push(Around::Finally, loc)?;
        self.statements(&statement.finalbody)?;
        self.pop();
        self.op(Op::Reraise(0), Loc::NONE);
        self.place(cleanup);
        self.reraise();
        self.place(exit);
        Ok(())
    }

    fn try_except(&mut self, statement: &'a ast::StmtTry) -> Outcome {
        if statement.is_star {
            return self.try_except_star(statement);
        }
        let loc = self.loc(statement);
        let (except, end, cleanup) = (self.label(), self.label(), self.label());
        self.tried(statement, except, end, cleanup)?;
        self.push(Around::Handler, loc)?;
        let count = statement.handlers.len();
        for (index, ExceptHandler::ExceptHandler(handler)) in statement.handlers.iter().enumerate()
        {
            let loc = self.loc(handler);
            if handler.type_.is_none() && index + 1 < count {
                let message = "default 'except:' must be last";
                return Err(Problem::new(range(loc), message));
            }
            let next = self.label();
            if let Some(of) = &handler.type_ {
                self.expression(of)?;
                self.op(Op::CheckExcMatch, loc);
                self.op(Op::PopJumpIfFalse(next.0), loc);
            }
            let name = handler.name.as_ref().map(|name| name.as_str());
            let unbind = self.label();
            match name {
                Some(name) => {
                    self.store(name, loc)?;
                    self.emit(Action::SetupCleanup(unbind.0), loc);
                }
                None => self.op(Op::PopTop, loc),
            }
            self.push(Around::HandlerBody(name), loc)?;
            self.statements(&handler.body)?;
            self.pop();
            if name.is_some() {
                self.emit(Action::PopBlock, Loc::NONE);
            }
            self.emit(Action::PopBlock, Loc::NONE);
            self.op(Op::PopExcept, Loc::NONE);
            self.forget(name, Loc::NONE)?;
            self.skip_to(end);
            if name.is_some() {
                self.place(unbind);
                self.forget(name, Loc::NONE)?;
                self.op(Op::Reraise(1), Loc::NONE);
            }
            self.place(next);
        }
        self.pop();
        self.op(Op::Reraise(0), Loc::NONE);
        self.place(cleanup);
        self.reraise();
        self.place(end);
        Ok(())
    }

    /// What is tried, up to where its handlers begin: at `except`, with `cleanup` around them. Without an exception it
    /// goes on at `behind`; the `else` of an `except*` stands there.
    fn tried(
        &mut self,
        statement: &'a ast::StmtTry,
        except: Label,
        behind: Label,
        cleanup: Label,
    ) -> Outcome {
        let loc = self.loc(statement);
        self.emit(Action::SetupFinally(except.0), loc);
        self.push(Around::Try, loc)?;
        self.statements(&statement.body)?;
        self.pop();
        self.emit(Action::PopBlock, Loc::NONE);
        if !statement.is_star {
            self.statements(&statement.orelse)?;
        }
        self.skip_to(behind);
        self.place(except);
        self.emit(Action::SetupCleanup(cleanup.0), Loc::NONE);
        self.op(Op::PushExcInfo, Loc::NONE);
        Ok(())
    }

    /// On the stack are the group that was raised, a list of what the handlers raise, and the rest that
    /// nothing has matched yet.
    fn try_except_star(&mut self, statement: &'a ast::StmtTry) -> Outcome {
        let loc = self.loc(statement);
        let (except, orelse, end) = (self.label(), self.label(), self.label());
        let (cleanup, done, raise) = (self.label(), self.label(), self.label());
        self.tried(statement, except, orelse, cleanup)?;
        self.push(Around::GroupHandler, loc)?;
        let count = statement.handlers.len();
        for (index, ExceptHandler::ExceptHandler(handler)) in statement.handlers.iter().enumerate()
        {
            let loc = self.loc(handler);
            let (matched, unbind) = (self.label(), self.label());
            let (unmatched, raised) = (self.label(), self.label());
            if index == 0 {
                self.op(Op::BuildList(0), loc);
                self.op(Op::Copy(2), loc);
            }
            if let Some(of) = &handler.type_ {
                self.expression(of)?;
                self.op(Op::CheckEgMatch, loc);
                self.op(Op::Copy(1), loc);
                self.op(Op::PopJumpIfNone(unmatched.0), loc);
            }
            let name = handler.name.as_ref().map(|name| name.as_str());
            match name {
                Some(name) => self.store(name, loc)?,
                None => self.op(Op::PopTop, loc),
            }
            self.emit(Action::SetupCleanup(unbind.0), loc);
            self.push(Around::HandlerBody(name), loc)?;
            self.statements(&handler.body)?;
            self.pop();
            self.emit(Action::PopBlock, Loc::NONE);
            self.forget(name, Loc::NONE)?;
            self.skip_to(matched);
            self.place(unbind);
            self.forget(name, Loc::NONE)?;
            self.op(Op::ListAppend(3), Loc::NONE);
            self.op(Op::PopTop, Loc::NONE);
            self.skip_to(raised);
            self.place(matched);
            // Holds a line that is handed down to it.
            self.op(Op::Nop, Loc::NONE);
            self.skip_to(raised);
            self.place(unmatched);
            self.op(Op::PopTop, loc);
            self.place(raised);
            if index + 1 == count {
                self.op(Op::ListAppend(1), Loc::NONE);
                self.skip_to(done);
            }
        }
        self.pop();
        self.place(done);
        let prepare = Op::CallIntrinsic2(Intrinsic2::PrepReraiseStar);
        self.op(prepare, Loc::NONE);
        self.op(Op::Copy(1), Loc::NONE);
        self.op(Op::PopJumpIfNotNone(raise.0), Loc::NONE);
        self.op(Op::PopTop, Loc::NONE);
        self.emit(Action::PopBlock, Loc::NONE);
        self.op(Op::PopExcept, Loc::NONE);
        self.skip_to(end);
        self.place(raise);
        self.emit(Action::PopBlock, Loc::NONE);
        for op in [Op::Swap(2), Op::PopExcept, Op::Reraise(0)] {
            self.op(op, Loc::NONE);
        }
        self.place(cleanup);
        self.reraise();
        self.place(orelse);
        self.statements(&statement.orelse)?;
        self.place(end);
        Ok(())
    }

    /// `with` with these items; each but the first is a `with` in the one before.
    pub(super) fn with(
        &mut self,
        statement: &'a ast::StmtWith,
        items: &'a [ast::WithItem],
    ) -> Outcome {
        let Some((item, others)) = items.split_first() else {
            return self.statements(&statement.body);
        };
        let is_async = statement.is_async;
        if is_async {
            let whole = self.loc(statement);
            self.check_async(whole, "'async with' outside async function")?;
        }
        let (failed, exit, cleanup) = (self.label(), self.label(), self.label());
        self.expression(&item.context_expr)?;
        let loc = self.loc(&item.context_expr);
        if is_async {
            self.op(Op::BeforeAsyncWith, loc);
            self.awaited(Awaited::Enter, loc);
        } else {
            self.op(Op::BeforeWith, loc);
        }
        self.emit(Action::SetupWith(failed.0), loc);
        let around = if is_async {
            Around::AsyncWith(loc)
        } else {
            Around::With(loc)
        };
        self.push(around, loc)?;
        match &item.optional_vars {
            Some(target) => self.target(target)?,
            None => self.op(Op::PopTop, loc),
        }
        self.with(statement, others)?;
        let end = if is_async { loc } else { Loc::NONE };
        self.emit(Action::PopBlock, end);
        self.pop();
        self.exit_without_exception(loc);
        if is_async {
            self.awaited(Awaited::Exit, loc);
        }
        self.op(Op::PopTop, loc);
        self.jump(exit, loc);
        self.place(failed);
        self.emit(Action::SetupCleanup(cleanup.0), loc);
        self.op(Op::PushExcInfo, loc);
        self.op(Op::WithExceptStart, loc);
        if is_async {
            self.awaited(Awaited::Exit, loc);
        }
        let suppress = self.label();
        self.op(Op::ToBool, Loc::NONE);
        self.op(Op::PopJumpIfTrue(suppress.0), Loc::NONE);
        self.op(Op::Reraise(2), Loc::NONE);
        self.place(suppress);
        self.op(Op::PopTop, Loc::NONE);
        self.emit(Action::PopBlock, Loc::NONE);
        for op in [Op::PopExcept, Op::PopTop, Op::PopTop] {
            self.op(op, Loc::NONE);
        }
        self.skip_to(exit);
        self.place(cleanup);
        self.reraise();
        self.place(exit);
        Ok(())
    }
}
