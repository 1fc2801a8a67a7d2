//! Statements.

use ruff_python_ast as ast;
use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextRange, TextSize};

use crate::code::{Binary, Const, Intrinsic1, Op};
use crate::compile::exceptions::Around;
use crate::compile::graph::Loc;
use crate::compile::{Compiler, FrameKind};
use crate::error::{Outcome, Problem};
use crate::fold;

/// What `from __future__ import` knows.
const FEATURES: [&str; 10] = [
    "annotations",
    "absolute_import",
    "barry_as_FLUFL",
    "division",
    "generator_stop",
    "generators",
    "nested_scopes",
    "print_function",
    "unicode_literals",
    "with_statement",
];

/// The imports from `__future__` at the beginning: whether annotations stay text, and where the last of
/// these imports is.
pub(super) fn future(body: &[Stmt]) -> Outcome<(bool, u32)> {
    let (mut annotations, mut last) = (false, 0);
    for (index, statement) in body.iter().enumerate() {
        let is_doc = index == 0 && docstring(body).is_some();
        let Stmt::ImportFrom(import) = statement else {
            if is_doc {
                continue;
            }
            break;
        };
        if !is_future(import) {
            break;
        }
        last = import.range.start().to_u32();
        let start = TextRange::at(import.range.start(), TextSize::from(1));
        for alias in &import.names {
            match alias.name.as_str() {
                "annotations" => annotations = true,
                "braces" => return Err(Problem::new(start, "not a chance")),
                name if !FEATURES.contains(&name) => {
                    let message = format!("future feature {name} is not defined");
                    return Err(Problem::new(start, message));
                }
                _ => {}
            }
        }
    }
    Ok((annotations, last))
}

fn is_future(import: &ast::StmtImportFrom) -> bool {
    let module = import.module.as_ref();
    import.level == 0 && module.is_some_and(|module| module.as_str() == "__future__")
}

/// The string that a body begins with.
pub(super) fn docstring(body: &[Stmt]) -> Option<&ast::ExprStringLiteral> {
    match body.first() {
        Some(Stmt::Expr(statement)) => statement.value.as_string_literal_expr(),
        _ => None,
    }
}

/// A docstring without the indentation of its lines, as since 3.13.
pub(super) fn clean_doc(text: &str) -> String {
    let mut expanded = String::new();
    let mut column = 0;
    for letter in text.chars() {
        match letter {
            '\t' => {
                let width = 8 - column % 8;
                expanded.extend(std::iter::repeat_n(' ', width));
                column += width;
            }
            '\n' | '\r' => {
                expanded.push(letter);
                column = 0;
            }
            _ => {
                expanded.push(letter);
                column += 1;
            }
        }
    }
    let (first, rest) = match expanded.split_once('\n') {
        Some((first, rest)) => (first, Some(rest)),
        None => (&*expanded, None),
    };
    let mut clean = first.trim_start_matches(' ').to_owned();
    let Some(rest) = rest else {
        return clean;
    };
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let lines = rest.split('\n');
    let written = lines.clone().filter(|line| line.len() > indent(line));
    let margin = written.map(indent).min().unwrap_or(0);
    for line in lines {
        clean.push('\n');
        clean.push_str(&line[indent(line).min(margin)..]);
    }
    clean
}

/// Whether a body has an annotated variable, in whatever statement.
fn annotates(body: &[Stmt]) -> bool {
    body.iter().any(|statement| match statement {
        Stmt::AnnAssign(_) => true,
        Stmt::For(statement) => annotates(&statement.body) || annotates(&statement.orelse),
        Stmt::While(statement) => annotates(&statement.body) || annotates(&statement.orelse),
        Stmt::If(statement) => {
            let mut clauses = statement.elif_else_clauses.iter();
            annotates(&statement.body) || clauses.any(|clause| annotates(&clause.body))
        }
        Stmt::With(statement) => annotates(&statement.body),
        Stmt::Match(statement) => statement.cases.iter().any(|case| annotates(&case.body)),
        Stmt::Try(statement) => {
            let mut handlers = statement.handlers.iter();
            annotates(&statement.body)
                || annotates(&statement.orelse)
                || annotates(&statement.finalbody)
                || handlers
                    .any(|ast::ExceptHandler::ExceptHandler(handler)| annotates(&handler.body))
        }
        _ => false,
    })
}

impl<'a> Compiler<'a> {
    /// The body of the module or a class, with its docstring.
    pub(super) fn body(&mut self, body: &'a [Stmt], loc: Loc) -> Outcome {
        if annotates(body) {
            self.op(Op::SetupAnnotations, loc);
        }
        let mut rest = body;
        if let Some(doc) = docstring(body) {
            let loc = self.loc(doc);
            self.load_str(&clean_doc(doc.value.to_str()), loc);
            self.store("__doc__", Loc::NONE)?;
            rest = body.get(1..).unwrap_or_default();
        }
        self.statements(rest)
    }

    pub(super) fn statement(&mut self, statement: &'a Stmt) -> Outcome {
        let loc = self.loc(statement);
        match statement {
            Stmt::FunctionDef(function) => self.function(function)?,
            Stmt::ClassDef(class) => self.class(class)?,
            Stmt::TypeAlias(alias) => self.type_alias(alias)?,
            Stmt::Return(statement) => self.return_statement(statement)?,
            Stmt::Delete(statement) => {
                for target in &statement.targets {
                    self.target(target)?;
                }
            }
            Stmt::Assign(assign) => {
                self.expression(&assign.value)?;
                for (index, target) in assign.targets.iter().enumerate() {
                    if index + 1 < assign.targets.len() {
                        self.op(Op::Copy(1), loc);
                    }
                    self.target(target)?;
                }
            }
            Stmt::AugAssign(assign) => self.augmented(assign)?,
            Stmt::AnnAssign(assign) => self.annotated(assign)?,
            Stmt::For(statement) if statement.is_async => self.async_for(statement)?,
            Stmt::For(statement) => self.for_loop(statement)?,
            Stmt::While(statement) => self.while_loop(statement)?,
            Stmt::If(statement) => self.if_statement(statement)?,
            Stmt::With(statement) => self.with(statement, &statement.items)?,
            Stmt::Match(statement) => self.match_statement(statement)?,
            Stmt::Raise(statement) => {
                let values = statement.exc.iter().chain(&statement.cause);
                let mut count = 0;
                for value in values {
                    self.expression(value)?;
                    count += 1;
                }
                self.op(Op::RaiseVarargs(count), loc);
            }
            Stmt::Try(statement) => self.try_statement(statement)?,
            Stmt::Assert(statement) => self.assert(statement)?,
            Stmt::Import(import) => self.import(import)?,
            Stmt::ImportFrom(import) => self.import_from(import)?,
            Stmt::Global(_) | Stmt::Nonlocal(_) => {}
            Stmt::Expr(statement) => {
                if fold::is_constant(&statement.value) {
                    self.op(Op::Nop, loc);
                } else {
                    self.expression(&statement.value)?;
                    self.op(Op::PopTop, Loc::NONE);
                }
            }
            Stmt::Pass(_) => self.op(Op::Nop, loc),
            Stmt::Break(_) => self.break_statement(loc)?,
            Stmt::Continue(_) => self.continue_statement(loc)?,
            Stmt::IpyEscapeCommand(command) => {
                return Err(Problem::new(command.range, "invalid syntax"));
            }
        }
        self.check_size(statement.range())
    }

    fn augmented(&mut self, assign: &'a ast::StmtAugAssign) -> Outcome {
        let mut loc = self.loc(&*assign.target);
        let op = Op::BinaryOp(Binary {
            operator: fold::operator(assign.op),
            in_place: true,
        });
        let whole = self.loc(assign);
        match &*assign.target {
            Expr::Name(name) => {
                self.load(&name.id, loc)?;
                self.expression(&assign.value)?;
                self.op(op, whole);
                self.store(&name.id, loc)?;
            }
            Expr::Attribute(attribute) => {
                self.expression(&attribute.value)?;
                self.op(Op::Copy(1), loc);
                loc = self.at_attribute(loc, attribute);
                let name = self.name(&attribute.attr.id);
                self.op(Op::LoadAttr(name), loc);
                self.expression(&assign.value)?;
                self.op(op, whole);
                self.op(Op::Swap(2), loc);
                self.op(Op::StoreAttr(name), loc);
            }
            Expr::Subscript(subscript) => {
                self.expression(&subscript.value)?;
                let slice = self.two_part_slice(&subscript.slice)?;
                if slice {
                    for op in [Op::Copy(3), Op::Copy(3), Op::Copy(3), Op::BinarySlice] {
                        self.op(op, loc);
                    }
                } else {
                    self.expression(&subscript.slice)?;
                    for op in [Op::Copy(2), Op::Copy(2), Op::BinarySubscr] {
                        self.op(op, loc);
                    }
                }
                self.expression(&assign.value)?;
                self.op(op, whole);
                if slice {
                    for op in [Op::Swap(4), Op::Swap(3), Op::Swap(2), Op::StoreSlice] {
                        self.op(op, loc);
                    }
                } else {
                    for op in [Op::Swap(3), Op::Swap(2), Op::StoreSubscr] {
                        self.op(op, loc);
                    }
                }
            }
            other => return Err(Problem::new(other.range(), "invalid syntax")),
        }
        Ok(())
    }

    fn annotated(&mut self, assign: &'a ast::StmtAnnAssign) -> Outcome {
        let loc = self.loc(assign);
        if let Some(value) = &assign.value {
            self.expression(value)?;
            self.target(&assign.target)?;
        }
        let keeps = matches!(self.frame.kind, FrameKind::Module | FrameKind::Class);
        match &*assign.target {
            Expr::Name(name) if name.id.as_str() == "__debug__" => {
                return Err(Problem::new(name.range, "cannot assign to __debug__"));
            }
            Expr::Name(name) if assign.simple && keeps => {
                self.annotation(&assign.annotation)?;
                self.load_annotations(loc);
                let mangled = self.mangled(&name.id);
                self.load_str(&mangled, loc);
                self.op(Op::StoreSubscr, loc);
            }
            Expr::Attribute(attribute) if assign.value.is_none() => {
                self.evaluated(&attribute.value)?;
            }
            Expr::Subscript(subscript) if assign.value.is_none() => {
                self.evaluated(&subscript.value)?;
                self.evaluated_index(&subscript.slice)?;
            }
            _ => {}
        }
        // The annotation of anything but a name is only evaluated.
        if !assign.simple && keeps && !self.future_annotations {
            self.evaluated(&assign.annotation)?;
        }
        Ok(())
    }

    /// `__annotations__`, which is no name like others: it isn't mangled and has no scope.
    fn load_annotations(&mut self, loc: Loc) {
        if self.frame.kind == FrameKind::Class {
            let (name, slot) = self.class_name("__annotations__");
            self.op(Op::LoadClassName(name, slot), loc);
        } else {
            let slot = self.global("__annotations__");
            self.op(Op::LoadName(slot), loc);
        }
    }

    /// An annotation's value, or its text.
    pub(super) fn annotation(&mut self, annotation: &'a Expr) -> Outcome {
        if !self.future_annotations {
            return self.expression(annotation);
        }
        let loc = self.loc(annotation);
        let text = self.source.get(loc.start as usize..loc.end as usize);
        self.load_str(text.unwrap_or_default(), loc);
        Ok(())
    }

    fn evaluated(&mut self, expression: &'a Expr) -> Outcome {
        let loc = self.loc(expression);
        self.expression(expression)?;
        self.op(Op::PopTop, loc);
        Ok(())
    }

    fn evaluated_index(&mut self, index: &'a Expr) -> Outcome {
        match index {
            Expr::Slice(slice) => {
                let parts = slice.lower.iter().chain(&slice.upper).chain(&slice.step);
                parts.into_iter().try_for_each(|part| self.evaluated(part))
            }
            Expr::Tuple(tuple) => {
                let mut elements = tuple.elts.iter();
                elements.try_for_each(|element| self.evaluated_index(element))
            }
            other => self.evaluated(other),
        }
    }

    fn for_loop(&mut self, statement: &'a ast::StmtFor) -> Outcome {
        let (start, exhausted, end) = (self.label(), self.label(), self.label());
        let whole = self.loc(statement);
        self.push(Around::For(start, end), whole)?;
        self.iterable(&statement.iter)?;
        let loc = self.loc(&*statement.iter);
        self.op(Op::GetIter, loc);
        self.place(start);
        self.op(Op::ForIter(exhausted.0), loc);
        // Holds the line of the target when it is another one.
        let target = self.loc(&*statement.target);
        self.op(Op::Nop, target);
        self.target(&statement.target)?;
        self.statements(&statement.body)?;
        self.jump(start, Loc::NONE);
        self.place(exhausted);
        self.op(Op::EndFor, Loc::NONE);
        self.op(Op::PopTop, Loc::NONE);
        self.pop();
        self.statements(&statement.orelse)?;
        self.place(end);
        Ok(())
    }

    fn async_for(&mut self, statement: &'a ast::StmtFor) -> Outcome {
        let whole = self.loc(statement);
        self.check_async(whole, "'async for' outside async function")?;
        let (start, except, end) = (self.label(), self.label(), self.label());
        self.expression(&statement.iter)?;
        let iter = self.loc(&*statement.iter);
        self.op(Op::GetAiter, iter);
        self.place(start);
        self.push(Around::AsyncFor(start, end), whole)?;
        self.next_awaited(except, whole);
        self.target(&statement.target)?;
        self.statements(&statement.body)?;
        self.jump(start, Loc::NONE);
        self.pop();
        self.place(except);
        self.op(Op::EndAsyncFor, iter);
        self.statements(&statement.orelse)?;
        self.place(end);
        Ok(())
    }

    fn while_loop(&mut self, statement: &'a ast::StmtWhile) -> Outcome {
        let (start, body, exhausted, end) =
            (self.label(), self.label(), self.label(), self.label());
        let loc = self.loc(statement);
        self.place(start);
        self.push(Around::While(start, end), loc)?;
        self.jump_if(&statement.test, exhausted, false)?;
        self.place(body);
        self.statements(&statement.body)?;
        // The test stands at the bottom once more.
        self.jump_if(&statement.test, body, true)?;
        self.pop();
        self.place(exhausted);
        self.statements(&statement.orelse)?;
        self.place(end);
        Ok(())
    }

    fn if_statement(&mut self, statement: &'a ast::StmtIf) -> Outcome {
        let end = self.label();
        let first = (Some(&*statement.test), &statement.body);
        let clauses = &statement.elif_else_clauses;
        let others = clauses
            .iter()
            .map(|clause| (clause.test.as_ref(), &clause.body));
        for (index, (test, body)) in std::iter::once(first).chain(others).enumerate() {
            let is_last = index == clauses.len();
            let next = if is_last { end } else { self.label() };
            if let Some(test) = test {
                self.jump_if(test, next, false)?;
            }
            self.statements(body)?;
            if !is_last {
                self.skip_to(end);
                self.place(next);
            }
        }
        self.place(end);
        Ok(())
    }

    fn return_statement(&mut self, statement: &'a ast::StmtReturn) -> Outcome {
        let mut loc = self.loc(statement);
        if !self.scope().is_function_like() {
            return Err(Problem::new(statement.range, "'return' outside function"));
        }
        let scope = self.scope();
        if statement.value.is_some() && scope.coroutine && scope.generator {
            let message = "'return' with value in async generator";
            return Err(Problem::new(statement.range, message));
        }
        let constant = match statement.value.as_deref() {
            None => Some(Const::None),
            Some(value) => fold::constant(value),
        };
        let line = loc.line;
        if let Some(value) = statement.value.as_deref() {
            let at_value = self.loc(value);
            if constant.is_none() {
                self.expression(value)?;
            } else {
                loc = at_value;
                self.op(Op::Nop, loc);
            }
            if at_value.line != line {
                loc = self.loc(statement);
                self.op(Op::Nop, loc);
            }
        } else {
            self.op(Op::Nop, loc);
        }
        self.unwind_all(&mut loc, constant.is_none())?;
        if let Some(constant) = constant {
            self.load_const(constant, loc);
        }
        self.op(Op::ReturnValue, loc);
        Ok(())
    }

    fn assert(&mut self, statement: &'a ast::StmtAssert) -> Outcome {
        let end = self.label();
        let loc = self.loc(statement);
        self.jump_if(&statement.test, end, true)?;
        self.op(Op::LoadAssertionError, loc);
        if let Some(message) = &statement.msg {
            self.expression(message)?;
            self.op(Op::Call(0), loc);
        }
        let test = self.loc(&*statement.test);
        self.op(Op::RaiseVarargs(1), test);
        self.place(end);
        Ok(())
    }

    fn import(&mut self, import: &'a ast::StmtImport) -> Outcome {
        let loc = self.loc(import);
        for alias in &import.names {
            self.load_const(Const::Int(0), loc);
            self.load_const(Const::None, loc);
            let path = alias.name.as_str();
            let name = self.name(path);
            self.op(Op::ImportName(name), loc);
            let mut parts = path.split('.');
            let first = parts.next().unwrap_or(path);
            let Some(wanted) = &alias.asname else {
                self.store(first, loc)?;
                continue;
            };
            let mut parts = parts.peekable();
            let dotted = parts.peek().is_some();
            while let Some(part) = parts.next() {
                let name = self.name(part);
                self.op(Op::ImportFrom(name), loc);
                if parts.peek().is_some() {
                    self.op(Op::Swap(2), loc);
                    self.op(Op::PopTop, loc);
                }
            }
            self.store(&wanted.id, loc)?;
            if dotted {
                self.op(Op::PopTop, loc);
            }
        }
        Ok(())
    }

    fn import_from(&mut self, import: &'a ast::StmtImportFrom) -> Outcome {
        let loc = self.loc(import);
        if is_future(import) && import.range.start().to_u32() > self.last_future {
            let message = "from __future__ imports must occur at the beginning of the file";
            return Err(Problem::new(import.range, message));
        }
        if import.level > 0 {
            return Err(Problem::unsupported(import.range, "a relative import"));
        }
        self.load_const(Const::Int(0), loc);
        let names = import.names.iter();
        let names = names.map(|alias| Const::Str(alias.name.as_str().into()));
        self.load_const(Const::Tuple(names.collect()), loc);
        let module = import.module.as_ref().map_or("", |module| module.as_str());
        let module = self.name(module);
        self.op(Op::ImportName(module), loc);
        for alias in &import.names {
            if alias.name.as_str() == "*" {
                self.op(Op::CallIntrinsic1(Intrinsic1::ImportStar), loc);
                self.op(Op::PopTop, Loc::NONE);
                return Ok(());
            }
            let name = self.name(&alias.name);
            self.op(Op::ImportFrom(name), loc);
            let bound = alias.asname.as_ref().unwrap_or(&alias.name);
            self.store(&bound.id, loc)?;
        }
        self.op(Op::PopTop, loc);
        Ok(())
    }

    /// Stores to a target, or deletes it.
    pub(super) fn target(&mut self, target: &'a Expr) -> Outcome {
        let loc = self.loc(target);
        match target {
            Expr::Name(name) => self.name_op(&name.id, name.ctx, loc),
            Expr::Attribute(attribute) => {
                self.check_assigned(&attribute.attr, target.range())?;
                let stores = attribute.ctx == ast::ExprContext::Store;
                if stores
                    && attribute
                        .value
                        .as_name_expr()
                        .is_some_and(|name| name.id == *"self")
                {
                    self.note_attribute(&attribute.attr.id);
                }
                self.expression(&attribute.value)?;
                let loc = self.at_attribute(loc, attribute);
                let name = self.name(&attribute.attr.id);
                let op = if stores {
                    Op::StoreAttr(name)
                } else {
                    Op::DeleteAttr(name)
                };
                self.op(op, loc);
                Ok(())
            }
            Expr::Subscript(subscript) => {
                self.expression(&subscript.value)?;
                if subscript.ctx == ast::ExprContext::Del {
                    self.expression(&subscript.slice)?;
                    self.op(Op::DeleteSubscr, loc);
                } else if self.two_part_slice(&subscript.slice)? {
                    self.op(Op::StoreSlice, loc);
                } else {
                    self.expression(&subscript.slice)?;
                    self.op(Op::StoreSubscr, loc);
                }
                Ok(())
            }
            Expr::Tuple(ast::ExprTuple { elts, ctx, .. })
            | Expr::List(ast::ExprList { elts, ctx, .. }) => {
                if *ctx == ast::ExprContext::Del {
                    return elts.iter().try_for_each(|element| self.target(element));
                }
                self.unpack(elts, loc, target.range())
            }
            Expr::Starred(starred) => Err(Problem::new(
                starred.range,
                "starred assignment target must be in a list or tuple",
            )),
            other => Err(Problem::new(other.range(), "invalid syntax")),
        }
    }

    fn check_assigned(&self, name: &ast::Identifier, range: TextRange) -> Outcome {
        if name.as_str() == "__debug__" {
            return Err(Problem::new(range, "cannot assign to __debug__"));
        }
        Ok(())
    }

    fn unpack(&mut self, elements: &'a [Expr], loc: Loc, range: TextRange) -> Outcome {
        let mut stars = elements.iter().enumerate();
        let mut stars = stars
            .by_ref()
            .filter(|(_, element)| element.is_starred_expr());
        let op = match stars.next() {
            None => Op::UnpackSequence(elements.len() as u32),
            Some((before, _)) => {
                if stars.next().is_some() {
                    let message = "multiple starred expressions in assignment";
                    return Err(Problem::new(range, message));
                }
                let Ok(few) = u8::try_from(before) else {
                    let message = "too many expressions in star-unpacking assignment";
                    return Err(Problem::new(range, message));
                };
                Op::UnpackEx(few, (elements.len() - before - 1) as u32)
            }
        };
        self.op(op, loc);
        elements.iter().try_for_each(|element| match element {
            Expr::Starred(starred) => self.target(&starred.value),
            other => self.target(other),
        })
    }
}
