//! Syntax tree → bytecode, as `Python/compile.c` and `flowgraph.c` of CPython 3.13 would make it.
//! What this slice doesn't have is refused here, even in code that is never reached.

use std::collections::HashMap;
use std::sync::Arc;

use num_traits::{Signed, ToPrimitive};
use ruff_python_ast as ast;
use ruff_python_ast::{CmpOp, Expr, ExprContext, InterpolatedStringElement, Stmt};
use ruff_text_size::{Ranged, TextRange};

use crate::builtins::{Builtin, Method};
use crate::bytecode::{Binary, Code, Compare, Conversion, Global, Op, Operator, Program, Span};
use crate::error::{CompileError, ErrorKind};
use crate::modules::Module;
use crate::names::{self, Name};
use crate::number::{self, Number};
use crate::operators;
use crate::scope::{self, Scope};
use crate::syntax;
use crate::value::Value;

/// The longest source that is read, in bytes.
const MAX_SOURCE: usize = 256 << 10;

/// The most parameters of a function and keyword arguments of a call: each is looked for among the others.
const MAX_NAMED: usize = 1000;

/// CPython allows this many loops in one another (`CO_MAXBLOCKS`).
const MAX_BLOCKS: usize = 21;

/// CPython folds no product, power or shift with more bits (`MAX_INT_SIZE`).
const MAX_FOLDED_BITS: u64 = 128;

/// The builtin types that make annotations like `list[int] | None`.
const ANNOTATING: [&str; 12] = [
    "bool",
    "bytes",
    "complex",
    "dict",
    "float",
    "frozenset",
    "int",
    "list",
    "object",
    "set",
    "str",
    "tuple",
];

/// Compiles a source text; `file` is the name that tracebacks show.
///
/// Fails with the error CPython would print, or with `NotImplementedError: … is not supported here`.
pub fn compile(source: &str, file: &str) -> Result<Arc<Program>, CompileError> {
    let whole = TextRange::default();
    if source.len() > MAX_SOURCE {
        return Err(syntax::unsupported(
            source,
            file,
            whole,
            "a source of more than 256 KB",
        ));
    }
    let module = syntax::parse(source, file)?;
    let scope = scope::scope(None, &module.body).map_err(|(range, message)| {
        syntax::error(source, file, range, ErrorKind::SyntaxError, &message)
    })?;
    let mut compiler = Compiler {
        source,
        file,
        codes: vec![None],
        globals: Vec::new(),
        slots: HashMap::new(),
        names: Vec::new(),
        name_slots: HashMap::new(),
        module: Scope::default(),
        units: Vec::new(),
    };
    compiler.module.imports = scope.imports;
    compiler.units.push(Unit::new(
        "<module>".into(),
        "<module>".into(),
        Scope::default(),
        0,
        false,
    ));
    compiler.unit().emit(Op::Resume, whole);
    compiler.body(&module.body)?;
    compiler.finish(0)?;
    let Compiler {
        codes,
        globals,
        names,
        ..
    } = compiler;
    let codes = codes.into_iter().flatten().collect();
    Ok(Arc::new(Program {
        file: file.into(),
        source: source.into(),
        codes,
        globals,
        names,
    }))
}

/// Compilation's result, or why there is none.
type Compiled<T = ()> = Result<T, CompileError>;

struct Compiler<'a> {
    source: &'a str,
    file: &'a str,
    /// Reserved when a function is begun, filled when it is finished.
    codes: Vec<Option<Code>>,
    globals: Vec<Global>,
    slots: HashMap<String, u32>,
    names: Vec<Name>,
    name_slots: HashMap<String, u32>,
    /// What the module imports: calls of its attributes aren't method calls.
    module: Scope,
    /// The function being compiled, last, and those around it.
    units: Vec<Unit>,
}

/// A place to jump to, not known yet.
#[derive(Clone, Copy)]
struct Label(u32);

/// A loop around the current statement.
#[derive(Clone, Copy)]
struct Loop {
    next: Label,
    end: Label,
    /// A `for` has its iterator on the stack.
    iterator: bool,
}

/// One function on its way to a `Code`.
struct Unit {
    name: Arc<str>,
    qualname: String,
    is_function: bool,
    ops: Vec<Op>,
    spans: Vec<Span>,
    consts: Vec<Value>,
    params: usize,
    scope: Scope,
    slots: HashMap<String, u32>,
    labels: Vec<Option<u32>>,
    loops: Vec<Loop>,
    /// Names of the comprehensions around the current expression.
    inlined: Vec<HashMap<String, u32>>,
}

impl Unit {
    fn new(
        name: Arc<str>,
        qualname: String,
        scope: Scope,
        params: usize,
        is_function: bool,
    ) -> Unit {
        let slots = scope.locals.iter().cloned().zip(0..).collect();
        Unit {
            name,
            qualname,
            is_function,
            ops: Vec::new(),
            spans: Vec::new(),
            consts: Vec::new(),
            params,
            scope,
            slots,
            labels: Vec::new(),
            loops: Vec::new(),
            inlined: Vec::new(),
        }
    }

    fn emit(&mut self, op: Op, range: TextRange) {
        self.ops.push(op);
        self.spans.push(Span {
            start: range.start().to_u32(),
            end: range.end().to_u32(),
        });
    }

    fn label(&mut self) -> Label {
        self.labels.push(None);
        Label(self.labels.len() as u32 - 1)
    }

    /// The label means the next instruction.
    fn place(&mut self, label: Label) {
        if let Some(slot) = self.labels.get_mut(label.0 as usize) {
            *slot = Some(self.ops.len() as u32);
        }
    }

    fn constant(&mut self, value: Value) -> u32 {
        let same = |known: &Value| match (known, &value) {
            (Value::None, Value::None) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Float(a), Value::Float(b)) => a.to_bits() == b.to_bits(),
            (Value::Str(a), Value::Str(b)) => a.text == b.text,
            _ => false,
        };
        // Only among the last ones: a list of a million numbers is not searched for each of them.
        let from = self.consts.len().saturating_sub(64);
        if let Some(index) = self.consts.iter().skip(from).position(same) {
            return (from + index) as u32;
        }
        self.consts.push(value);
        self.consts.len() as u32 - 1
    }

    fn load_constant(&mut self, value: Value, range: TextRange) {
        let index = self.constant(value);
        self.emit(Op::LoadConst(index), range);
    }

    /// A local slot that no name of the source has.
    fn hidden_slot(&mut self, name: &str) -> u32 {
        self.scope.locals.push(name.into());
        self.scope.locals.len() as u32 - 1
    }

    fn local(&self, name: &str) -> Option<u32> {
        let inlined = self.inlined.iter().rev().find_map(|names| names.get(name));
        inlined.or_else(|| self.slots.get(name)).copied()
    }

    /// Jumps become indices; the depth of the stack is measured along all paths.
    fn finish(mut self) -> Option<Code> {
        for op in &mut self.ops {
            if let Some(target) = op.target() {
                *target = self.labels.get(*target as usize).copied().flatten()?;
            }
        }
        let mut deepest = 0;
        let mut seen = vec![false; self.ops.len()];
        let mut work = vec![(0usize, 0i64)];
        while let Some((mut at, mut depth)) = work.pop() {
            while let (Some(op), Some(seen)) = (self.ops.get(at).copied(), seen.get_mut(at)) {
                if std::mem::replace(seen, true) {
                    break;
                }
                let mut jump = op;
                if let Some(target) = jump.target() {
                    let there = if matches!(op, Op::ForIter(_)) {
                        depth - 1
                    } else {
                        depth + op.effect()
                    };
                    work.push((*target as usize, there));
                }
                depth += op.effect();
                deepest = deepest.max(depth);
                if op.ends_block() {
                    break;
                }
                at += 1;
            }
        }
        Some(Code {
            name: self.name,
            qualname: self.qualname,
            ops: self.ops,
            spans: self.spans,
            consts: self.consts,
            locals: self.scope.locals,
            params: self.params,
            // One slot for the pair that a call is made of when its callee is a plain value.
            stack: usize::try_from(deepest).unwrap_or(0) + 1,
        })
    }
}

impl Compiler<'_> {
    /// The function being compiled.
    fn unit(&mut self) -> &mut Unit {
        if self.units.is_empty() {
            self.units.push(Unit::new(
                "".into(),
                String::new(),
                Scope::default(),
                0,
                false,
            ));
        }
        let last = self.units.len() - 1;
        &mut self.units[last]
    }

    fn emit(&mut self, op: Op, range: TextRange) {
        self.unit().emit(op, range);
    }

    fn constant(&mut self, value: Value, range: TextRange) {
        self.unit().load_constant(value, range);
    }

    fn unsupported<T>(&self, range: TextRange, what: &str) -> Compiled<T> {
        Err(syntax::unsupported(self.source, self.file, range, what))
    }

    fn syntax_error<T>(&self, range: TextRange, message: &str) -> Compiled<T> {
        Err(syntax::error(
            self.source,
            self.file,
            range,
            ErrorKind::SyntaxError,
            message,
        ))
    }

    /// Ends the current function: its code goes to the reserved place.
    fn finish(&mut self, index: usize) -> Compiled {
        let none = self.unit().constant(Value::None);
        let range = TextRange::default();
        self.emit(Op::ReturnConst(none), range);
        // An implicit return belongs to the last line.
        let unit = self.unit();
        if let [.., before, last] = &mut unit.spans[..] {
            *last = *before;
        }
        let Some(code) = self.units.pop().and_then(Unit::finish) else {
            return self.unsupported(range, "this program");
        };
        if let Some(slot) = self.codes.get_mut(index) {
            *slot = Some(code);
        }
        Ok(())
    }

    fn name(&mut self, name: &str) -> u32 {
        if let Some(slot) = self.name_slots.get(name) {
            return *slot;
        }
        let slot = self.names.len() as u32;
        self.names.push(Name {
            text: name.into(),
            method: Method::find(name),
        });
        self.name_slots.insert(name.into(), slot);
        slot
    }

    fn global(&mut self, name: &str) -> u32 {
        if let Some(slot) = self.slots.get(name) {
            return *slot;
        }
        let slot = self.globals.len() as u32;
        let builtin = Builtin::global(name).map_or(Value::Null, Value::Builtin);
        self.globals.push(Global {
            name: name.into(),
            builtin,
        });
        self.slots.insert(name.into(), slot);
        slot
    }

    fn load_name(&mut self, name: &str, range: TextRange) -> Compiled {
        if let Some(slot) = self.unit().local(name) {
            self.emit(Op::LoadFast(slot), range);
            return Ok(());
        }
        let declared = self.unit().scope.globals.contains(name);
        let around = self.units.len().saturating_sub(1);
        if !declared
            && self
                .units
                .iter()
                .take(around)
                .any(|unit| unit.is_function && unit.local(name).is_some())
        {
            return self.unsupported(range, "a closure");
        }
        let slot = self.global(name);
        let op = if self.unit().is_function {
            Op::LoadGlobal(slot)
        } else {
            Op::LoadName(slot)
        };
        self.emit(op, range);
        Ok(())
    }

    fn store_name(&mut self, name: &str, range: TextRange) -> Compiled {
        if name == "__debug__" {
            return self.syntax_error(range, "cannot assign to __debug__");
        }
        let op = match self.unit().local(name) {
            Some(slot) => Op::StoreFast(slot),
            None => {
                let slot = self.global(name);
                if self.unit().is_function {
                    Op::StoreGlobal(slot)
                } else {
                    Op::StoreName(slot)
                }
            }
        };
        self.emit(op, range);
        Ok(())
    }

    fn body(&mut self, body: &[Stmt]) -> Compiled {
        body.iter()
            .try_for_each(|statement| self.statement(statement))
    }

    fn statement(&mut self, statement: &Stmt) -> Compiled {
        let range = statement.range();
        match statement {
            Stmt::Expr(expression) => {
                if constant(&expression.value).is_some()
                    || expression.value.is_string_literal_expr()
                {
                    self.emit(Op::Nop, range);
                    return Ok(());
                }
                self.expression(&expression.value)?;
                self.emit(Op::PopTop, range);
                Ok(())
            }
            Stmt::Assign(assign) => self.assign(assign),
            Stmt::AugAssign(assign) => self.augmented(assign),
            Stmt::AnnAssign(assign) => {
                match (&assign.value, &*assign.target) {
                    (Some(value), target) => {
                        self.expression(value)?;
                        self.store(target)?;
                    }
                    (None, Expr::Name(_)) => self.emit(Op::Nop, range),
                    (None, target) => {
                        return self.unsupported(target.range(), "an annotation without a value");
                    }
                }
                if self.unit().is_function {
                    return Ok(());
                }
                self.annotation(&assign.annotation)
            }
            Stmt::For(statement) => self.for_loop(statement),
            Stmt::While(statement) => self.while_loop(statement),
            Stmt::If(statement) => self.if_statement(statement),
            Stmt::FunctionDef(function) => self.function(function),
            Stmt::Return(statement) => self.return_statement(statement),
            Stmt::Break(_) | Stmt::Continue(_) => {
                let is_break = matches!(statement, Stmt::Break(_));
                let Some(innermost) = self.unit().loops.last().copied() else {
                    let message = if is_break {
                        "'break' outside loop"
                    } else {
                        "'continue' not properly in loop"
                    };
                    return self.syntax_error(range, message);
                };
                if is_break {
                    if innermost.iterator {
                        self.emit(Op::PopTop, range);
                    }
                    self.emit(Op::JumpForward(innermost.end.0), range);
                } else {
                    self.emit(Op::JumpBackward(innermost.next.0), range);
                }
                Ok(())
            }
            Stmt::Pass(_) => {
                self.emit(Op::Nop, range);
                Ok(())
            }
            Stmt::Global(_) => Ok(()),
            Stmt::Import(import) => self.import(import),
            Stmt::ImportFrom(import) => self.import_from(import),
            Stmt::ClassDef(_) => self.unsupported(range, "a class"),
            Stmt::Delete(_) => self.unsupported(range, "del"),
            Stmt::TypeAlias(_) => self.unsupported(range, "a type alias"),
            Stmt::With(_) => self.unsupported(range, "with"),
            Stmt::Match(_) => self.unsupported(range, "match"),
            Stmt::Raise(_) => self.unsupported(range, "raise"),
            Stmt::Try(_) => self.unsupported(range, "try"),
            Stmt::Assert(_) => self.unsupported(range, "assert"),
            Stmt::Nonlocal(_) => self.unsupported(range, "nonlocal"),
            Stmt::IpyEscapeCommand(_) => self.unsupported(range, "a shell command"),
        }
    }

    fn assign(&mut self, assign: &ast::StmtAssign) -> Compiled {
        // `a, b = b, a` builds no tuple; plain locals are stored from the top down.
        if let ([Expr::Tuple(targets)], Expr::Tuple(values)) = (&assign.targets[..], &*assign.value)
        {
            let count = targets.elts.len();
            let starred = targets
                .elts
                .iter()
                .chain(&values.elts)
                .any(Expr::is_starred_expr);
            if (2..=3).contains(&count)
                && count == values.elts.len()
                && !starred
                && constant(&assign.value).is_none()
            {
                for value in &values.elts {
                    self.expression(value)?;
                }
                let mut slots = Vec::new();
                for target in &targets.elts {
                    if let Expr::Name(name) = target
                        && let Some(slot) = self.unit().local(&name.id)
                        && !slots.contains(&slot)
                    {
                        slots.push(slot);
                    }
                }
                if slots.len() == count {
                    return targets
                        .elts
                        .iter()
                        .rev()
                        .try_for_each(|target| self.store(target));
                }
                self.emit(Op::Swap(count as u32), assign.range);
                return targets
                    .elts
                    .iter()
                    .try_for_each(|target| self.store(target));
            }
        }
        self.expression(&assign.value)?;
        for (index, target) in assign.targets.iter().enumerate() {
            if index + 1 < assign.targets.len() {
                self.emit(Op::Copy(1), assign.range);
            }
            self.store(target)?;
        }
        Ok(())
    }

    fn store(&mut self, target: &Expr) -> Compiled {
        let range = target.range();
        match target {
            Expr::Name(name) => self.store_name(&name.id, range),
            Expr::Tuple(ast::ExprTuple { elts, .. }) | Expr::List(ast::ExprList { elts, .. }) => {
                if let Some(starred) = elts.iter().find(|element| element.is_starred_expr()) {
                    return self.unsupported(starred.range(), "a starred target");
                }
                self.emit(Op::UnpackSequence(elts.len() as u32), range);
                elts.iter().try_for_each(|element| self.store(element))
            }
            Expr::Subscript(subscript) => {
                if subscript.slice.is_slice_expr() {
                    return self.unsupported(range, "assignment to a slice");
                }
                self.expression(&subscript.value)?;
                self.expression(&subscript.slice)?;
                self.emit(Op::StoreSubscr, range);
                Ok(())
            }
            Expr::Starred(_) => self.unsupported(range, "a starred target"),
            _ => self.unsupported(range, "assignment to an attribute"),
        }
    }

    fn augmented(&mut self, assign: &ast::StmtAugAssign) -> Compiled {
        let range = assign.range;
        let Some(operator) = operator(assign.op) else {
            return self.unsupported(range, "the operator @=");
        };
        let op = Op::BinaryOp(Binary {
            operator,
            in_place: true,
        });
        match &*assign.target {
            Expr::Name(name) => {
                self.load_name(&name.id, name.range)?;
                self.expression(&assign.value)?;
                self.emit(op, range);
                self.store_name(&name.id, name.range)
            }
            Expr::Subscript(subscript) if !subscript.slice.is_slice_expr() => {
                self.expression(&subscript.value)?;
                self.expression(&subscript.slice)?;
                for copy in [Op::Copy(2), Op::Copy(2), Op::BinarySubscr] {
                    self.emit(copy, subscript.range);
                }
                self.expression(&assign.value)?;
                self.emit(op, range);
                for store in [Op::Swap(3), Op::Swap(2), Op::StoreSubscr] {
                    self.emit(store, subscript.range);
                }
                Ok(())
            }
            Expr::Subscript(_) => self.unsupported(range, "assignment to a slice"),
            _ => self.unsupported(range, "assignment to an attribute"),
        }
    }

    fn for_loop(&mut self, statement: &ast::StmtFor) -> Compiled {
        if statement.is_async {
            return self.unsupported(statement.range, "async");
        }
        let range = statement.iter.range();
        let (next, exhausted, end) = (
            self.unit().label(),
            self.unit().label(),
            self.unit().label(),
        );
        self.iterable(&statement.iter)?;
        self.emit(Op::GetIter, range);
        self.unit().place(next);
        self.emit(Op::ForIter(exhausted.0), range);
        self.store(&statement.target)?;
        let around = Loop {
            next,
            end,
            iterator: true,
        };
        self.loop_body(around, &statement.body, statement.range)?;
        self.emit(Op::JumpBackward(next.0), range);
        self.end_for(exhausted, range);
        self.body(&statement.orelse)?;
        self.unit().place(end);
        Ok(())
    }

    fn loop_body(&mut self, around: Loop, body: &[Stmt], range: TextRange) -> Compiled {
        if self.unit().loops.len() >= MAX_BLOCKS {
            return self.syntax_error(range, "too many statically nested blocks");
        }
        self.unit().loops.push(around);
        self.body(body)?;
        self.unit().loops.pop();
        Ok(())
    }

    /// `END_FOR` and `POP_TOP`, which are only there to be jumped over.
    fn end_for(&mut self, exhausted: Label, range: TextRange) {
        self.emit(Op::EndFor, range);
        self.emit(Op::PopTop, range);
        self.unit().place(exhausted);
    }

    /// An expression that is only iterated over: a list of constants may be a tuple.
    fn iterable(&mut self, iter: &Expr) -> Compiled {
        if let Expr::List(list) = iter
            && let Some(items) = constants(&list.elts)
        {
            self.constant(Value::tuple(items), iter.range());
            return Ok(());
        }
        self.expression(iter)
    }

    fn while_loop(&mut self, statement: &ast::StmtWhile) -> Compiled {
        let (next, body, exhausted, end) = (
            self.unit().label(),
            self.unit().label(),
            self.unit().label(),
            self.unit().label(),
        );
        let forever = constant(&statement.test).map(|test| test.truth());
        let test = statement.test.range();
        self.unit().place(next);
        if forever.is_some() {
            self.emit(Op::Nop, test);
        }
        match forever {
            Some(true) => {}
            Some(false) => self.emit(Op::JumpForward(exhausted.0), test),
            None => self.jump_if(&statement.test, exhausted, false)?,
        }
        self.unit().place(body);
        let around = Loop {
            next,
            end,
            iterator: false,
        };
        self.loop_body(around, &statement.body, statement.range)?;
        // The test stands at the bottom once more, as in CPython.
        if forever.is_none() {
            self.jump_if(&statement.test, exhausted, false)?;
        }
        self.emit(Op::JumpBackward(body.0), test);
        self.unit().place(exhausted);
        self.body(&statement.orelse)?;
        self.unit().place(end);
        Ok(())
    }

    fn if_statement(&mut self, statement: &ast::StmtIf) -> Compiled {
        let end = self.unit().label();
        let first = (Some(&*statement.test), &statement.body);
        let others = statement
            .elif_else_clauses
            .iter()
            .map(|clause| (clause.test.as_ref(), &clause.body));
        let count = statement.elif_else_clauses.len();
        for (index, (test, body)) in std::iter::once(first).chain(others).enumerate() {
            let next = self.unit().label();
            if let Some(test) = test {
                match constant(test) {
                    Some(test) if test.truth() => {}
                    Some(_) => self.emit(Op::JumpForward(next.0), test.range()),
                    None => self.jump_if(test, next, false)?,
                }
            }
            self.body(body)?;
            if index < count {
                self.emit(Op::JumpForward(end.0), statement.range);
            }
            self.unit().place(next);
        }
        self.unit().place(end);
        Ok(())
    }

    fn return_statement(&mut self, statement: &ast::StmtReturn) -> Compiled {
        let range = statement.range;
        if !self.unit().is_function {
            return self.syntax_error(range, "'return' outside function");
        }
        let iterators = self
            .unit()
            .loops
            .iter()
            .filter(|around| around.iterator)
            .count();
        let value = statement
            .value
            .as_deref()
            .map_or(Some(Value::None), constant);
        match (value, &statement.value) {
            (None, Some(value)) => {
                self.expression(value)?;
                for _ in 0..iterators {
                    self.emit(Op::Swap(2), range);
                    self.emit(Op::PopTop, range);
                }
                self.emit(Op::ReturnValue, range);
            }
            (value, _) => {
                for _ in 0..iterators {
                    self.emit(Op::PopTop, range);
                }
                let index = self.unit().constant(value.unwrap_or(Value::None));
                self.emit(Op::ReturnConst(index), range);
            }
        }
        Ok(())
    }

    fn function(&mut self, function: &ast::StmtFunctionDef) -> Compiled {
        let range = function.range;
        let head = function.name.range;
        if function.is_async {
            return self.unsupported(range, "async");
        }
        if let Some(decorator) = function.decorator_list.first() {
            return self.unsupported(decorator.range, "a decorator");
        }
        if let Some(params) = &function.type_params {
            return self.unsupported(params.range, "a type parameter");
        }
        let parameters = &*function.parameters;
        if let Some(parameter) = parameters.vararg.as_ref().or(parameters.kwarg.as_ref()) {
            return self.unsupported(parameter.range, "a starred parameter");
        }
        if let Some(parameter) = parameters.kwonlyargs.first() {
            return self.unsupported(parameter.range, "a keyword-only parameter");
        }
        if let Some(parameter) = parameters.posonlyargs.first() {
            return self.unsupported(parameter.range, "a positional-only parameter");
        }
        if parameters.args.len() > MAX_NAMED {
            return self.unsupported(head, "a function with this many parameters");
        }
        let defaults: Vec<&Expr> = parameters
            .args
            .iter()
            .filter_map(|parameter| parameter.default.as_deref())
            .collect();
        if !defaults.is_empty() {
            self.tuple(&defaults, head)?;
        }
        let annotations = parameters
            .args
            .iter()
            .filter_map(|parameter| parameter.parameter.annotation.as_deref());
        for annotation in annotations.chain(function.returns.as_deref()) {
            self.annotation(annotation)?;
        }

        let scope =
            scope::scope(Some(parameters), &function.body).map_err(|(range, message)| {
                syntax::error(
                    self.source,
                    self.file,
                    range,
                    ErrorKind::SyntaxError,
                    &message,
                )
            })?;
        let name: Arc<str> = Arc::from(function.name.id.as_str());
        let outer = self.unit();
        let declared_global = outer.scope.globals.contains(&*name);
        let qualname = if outer.is_function && !declared_global {
            format!("{}.<locals>.{name}", outer.qualname)
        } else {
            name.to_string()
        };
        let index = self.codes.len();
        self.codes.push(None);
        self.units.push(Unit::new(
            name,
            qualname,
            scope,
            parameters.args.len(),
            true,
        ));
        self.emit(Op::Resume, head);
        self.body(&function.body)?;
        self.finish(index)?;

        self.unit().consts.push(Value::Int(index as i64));
        let constant = self.unit().consts.len() as u32 - 1;
        self.emit(Op::LoadConst(constant), head);
        self.emit(Op::MakeFunction, head);
        if !defaults.is_empty() {
            self.emit(Op::SetDefaults, head);
        }
        self.store_name(&function.name.id, head)
    }

    /// Evaluates an annotation, which nothing can look at, for the errors it may raise.
    fn annotation(&mut self, annotation: &Expr) -> Compiled {
        let mut root = annotation;
        while let Expr::Attribute(attribute) = root {
            root = &attribute.value;
        }
        let builtin = annotation
            .as_name_expr()
            .is_some_and(|name| names::BUILTINS.contains(&name.id.as_str()));
        if builtin || constant(annotation).is_some() || is_type(annotation) {
            Ok(())
        } else if root.is_name_expr() {
            self.expression(annotation)?;
            self.emit(Op::PopTop, annotation.range());
            Ok(())
        } else {
            self.unsupported(annotation.range(), "this annotation")
        }
    }

    fn import(&mut self, import: &ast::StmtImport) -> Compiled {
        for alias in &import.names {
            let module = alias.name.id.as_str();
            self.known_module(module, alias.range)?;
            self.constant(Value::Int(0), import.range);
            self.constant(Value::None, import.range);
            let name = self.name(module.split('.').next().unwrap_or(module));
            self.emit(Op::ImportName(name), import.range);
            let target = alias.asname.as_ref().unwrap_or(&alias.name);
            self.store_name(&target.id, import.range)?;
        }
        Ok(())
    }

    /// Refuses modules that CPython has and this slice doesn't; unknown ones fail when they are imported.
    fn known_module(&self, module: &str, range: TextRange) -> Compiled {
        let root = module.split('.').next().unwrap_or(module);
        let known = names::STDLIB.contains(&root) || root == "main";
        if known && Module::find(module).is_none() {
            return self.unsupported(range, &format!("the module '{module}'"));
        }
        Ok(())
    }

    fn import_from(&mut self, import: &ast::StmtImportFrom) -> Compiled {
        let range = import.range;
        let Some(module) = import.module.as_ref().filter(|_| import.level == 0) else {
            return self.unsupported(range, "a relative import");
        };
        let module = module.id.as_str();
        self.known_module(module, range)?;
        let mut imported = Vec::new();
        for alias in &import.names {
            let name = alias.name.id.as_str();
            if name == "*" {
                return self.unsupported(alias.range, "import *");
            }
            if let Some(known) = Module::find(module)
                && !known.supports(name)
            {
                return self
                    .unsupported(alias.range, &format!("importing '{name}' from '{module}'"));
            }
            imported.push(Value::text(name));
        }
        self.constant(Value::Int(0), range);
        self.constant(Value::tuple(imported), range);
        let name = self.name(module.split('.').next().unwrap_or(module));
        self.emit(Op::ImportName(name), range);
        for alias in &import.names {
            let name = self.name(&alias.name.id);
            self.emit(Op::ImportFrom(name), range);
            let target = alias.asname.as_ref().unwrap_or(&alias.name);
            self.store_name(&target.id, range)?;
        }
        self.emit(Op::PopTop, range);
        Ok(())
    }

    fn expressions(&mut self, expressions: &[Expr]) -> Compiled {
        expressions
            .iter()
            .try_for_each(|expression| self.expression(expression))
    }

    fn expression(&mut self, expression: &Expr) -> Compiled {
        let range = expression.range();
        if let Some(value) = constant(expression) {
            if let Expr::StringLiteral(literal) = expression {
                self.check_escapes(literal.range)?;
            }
            self.check_constant(expression)?;
            self.constant(value, range);
            return Ok(());
        }
        match expression {
            Expr::Name(name) => self.load_name(&name.id, range),
            Expr::BinOp(operation) => {
                self.expression(&operation.left)?;
                self.expression(&operation.right)?;
                let Some(operator) = operator(operation.op) else {
                    return self.unsupported(range, "the operator @");
                };
                self.emit(
                    Op::BinaryOp(Binary {
                        operator,
                        in_place: false,
                    }),
                    range,
                );
                Ok(())
            }
            Expr::UnaryOp(operation) => {
                self.expression(&operation.operand)?;
                let op = match operation.op {
                    ast::UnaryOp::USub => Op::UnaryNegative,
                    ast::UnaryOp::UAdd => Op::UnaryPositive,
                    ast::UnaryOp::Invert => Op::UnaryInvert,
                    ast::UnaryOp::Not => {
                        if !is_bool(&operation.operand) {
                            self.emit(Op::ToBool, range);
                        }
                        Op::UnaryNot
                    }
                };
                self.emit(op, range);
                Ok(())
            }
            Expr::BoolOp(operation) => {
                let end = self.unit().label();
                for (index, value) in operation.values.iter().enumerate() {
                    if index > 0 {
                        self.emit(Op::PopTop, range);
                    }
                    self.expression(value)?;
                    if index + 1 < operation.values.len() {
                        self.emit(Op::Copy(1), range);
                        self.emit(Op::ToBool, range);
                        self.emit(
                            match operation.op {
                                ast::BoolOp::And => Op::PopJumpIfFalse(end.0),
                                ast::BoolOp::Or => Op::PopJumpIfTrue(end.0),
                            },
                            range,
                        );
                    }
                }
                self.unit().place(end);
                Ok(())
            }
            Expr::Compare(comparison) => self.comparison(comparison),
            Expr::If(conditional) => {
                let (otherwise, end) = (self.unit().label(), self.unit().label());
                self.jump_if(&conditional.test, otherwise, false)?;
                self.expression(&conditional.body)?;
                self.emit(Op::JumpForward(end.0), range);
                self.unit().place(otherwise);
                self.expression(&conditional.orelse)?;
                self.unit().place(end);
                Ok(())
            }
            Expr::Call(call) => self.call(call),
            Expr::Attribute(attribute) => {
                self.expression(&attribute.value)?;
                let name = self.name(&attribute.attr.id);
                self.emit(Op::LoadAttr(name), range);
                Ok(())
            }
            Expr::Subscript(subscript) => {
                self.expression(&subscript.value)?;
                match &*subscript.slice {
                    Expr::Slice(slice) => {
                        for bound in [&slice.lower, &slice.upper] {
                            self.bound(bound.as_deref(), slice.range)?;
                        }
                        if slice.step.is_none() {
                            self.emit(Op::BinarySlice, range);
                            return Ok(());
                        }
                        self.bound(slice.step.as_deref(), slice.range)?;
                        self.emit(Op::BuildSlice(3), slice.range);
                    }
                    index => self.expression(index)?,
                }
                self.emit(Op::BinarySubscr, range);
                Ok(())
            }
            Expr::List(list) => self.list(list),
            Expr::Tuple(tuple) => {
                let elements: Vec<&Expr> = tuple.elts.iter().collect();
                self.tuple(&elements, range)
            }
            Expr::FString(string) => self.f_string(string),
            Expr::StringLiteral(literal) => {
                self.check_escapes(range)?;
                self.constant(Value::text(literal.value.to_str()), range);
                Ok(())
            }
            Expr::ListComp(comprehension) => self.comprehension(comprehension),
            Expr::NumberLiteral(_) => self.refused_number(expression),
            Expr::Starred(_) => self.unsupported(range, "unpacking with *"),
            Expr::Named(_) => self.unsupported(range, "an assignment expression"),
            Expr::Lambda(_) => self.unsupported(range, "a lambda"),
            Expr::Dict(_) => self.unsupported(range, "a dict"),
            Expr::Set(_) => self.unsupported(range, "a set"),
            Expr::SetComp(_) => self.unsupported(range, "a set comprehension"),
            Expr::DictComp(_) => self.unsupported(range, "a dict comprehension"),
            Expr::Generator(_) => self.unsupported(range, "a generator expression"),
            Expr::Await(_) => self.unsupported(range, "await"),
            Expr::Yield(_) | Expr::YieldFrom(_) => self.unsupported(range, "yield"),
            Expr::TString(_) => self.unsupported(range, "a template string"),
            Expr::BytesLiteral(_) => self.unsupported(range, "a bytes literal"),
            Expr::EllipsisLiteral(_) => self.unsupported(range, "an ellipsis"),
            Expr::BooleanLiteral(_)
            | Expr::NoneLiteral(_)
            | Expr::Slice(_)
            | Expr::IpyEscapeCommand(_) => self.unsupported(range, "this expression"),
        }
    }

    /// A number that is no constant of this slice.
    fn refused_number(&self, number: &Expr) -> Compiled {
        let range = number.range();
        let text = self
            .source
            .get(range.start().to_usize()..range.end().to_usize())
            .unwrap_or_default();
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        if text.ends_with(['j', 'J']) {
            self.unsupported(range, "a complex number")
        } else if digits == text.bytes().filter(|byte| *byte != b'_').count() && digits > 4300 {
            let message = format!(
                "Exceeds the limit (4300 digits) for integer string conversion: value has {digits} digits; \
                 use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer \
                 literals to avoid decimal conversion limits."
            );
            self.syntax_error(range, &message)
        } else {
            self.unsupported(range, "a number this long")
        }
    }

    /// Folding looks into expressions, which may hold strings with surrogates.
    fn check_constant(&self, expression: &Expr) -> Compiled {
        match expression {
            Expr::StringLiteral(literal) => self.check_escapes(literal.range),
            Expr::Tuple(tuple) => tuple
                .elts
                .iter()
                .try_for_each(|element| self.check_constant(element)),
            Expr::BinOp(operation) => {
                self.check_constant(&operation.left)?;
                self.check_constant(&operation.right)
            }
            Expr::UnaryOp(operation) => self.check_constant(&operation.operand),
            _ => Ok(()),
        }
    }

    /// A lone surrogate can't be kept in a Rust string.
    fn check_escapes(&self, range: TextRange) -> Compiled {
        let text = self
            .source
            .get(range.start().to_usize()..range.end().to_usize())
            .unwrap_or_default();
        let lower = text.to_ascii_lowercase();
        let surrogate = lower.match_indices("\\u").any(|(at, _)| {
            let digits = lower
                .get(at + 2..)
                .unwrap_or_default()
                .trim_start_matches('0');
            matches!(digits.as_bytes(), [b'd', b'8'..=b'9' | b'a'..=b'f', ..])
        });
        if surrogate {
            self.unsupported(range, "a surrogate in a str")
        } else {
            Ok(())
        }
    }

    fn bound(&mut self, bound: Option<&Expr>, range: TextRange) -> Compiled {
        match bound {
            Some(bound) => self.expression(bound),
            None => {
                self.constant(Value::None, range);
                Ok(())
            }
        }
    }

    fn tuple(&mut self, elements: &[&Expr], range: TextRange) -> Compiled {
        let folded: Option<Vec<Value>> = elements.iter().map(|element| constant(element)).collect();
        match folded {
            Some(items) => {
                for element in elements {
                    self.check_constant(element)?;
                }
                self.constant(Value::tuple(items), range);
            }
            None => {
                for element in elements {
                    self.expression(element)?;
                }
                self.emit(Op::BuildTuple(elements.len() as u32), range);
            }
        }
        Ok(())
    }

    fn list(&mut self, list: &ast::ExprList) -> Compiled {
        if list.elts.len() > 2
            && let Some(items) = constants(&list.elts)
        {
            list.elts
                .iter()
                .try_for_each(|element| self.check_constant(element))?;
            self.emit(Op::BuildList(0), list.range);
            self.constant(Value::tuple(items), list.range);
            self.emit(Op::ListExtend(1), list.range);
            return Ok(());
        }
        // CPython builds long displays piece by piece, so that its stack stays small.
        if list.elts.len() > 30 {
            self.emit(Op::BuildList(0), list.range);
            for element in &list.elts {
                self.expression(element)?;
                self.emit(Op::ListAppend(1), list.range);
            }
            return Ok(());
        }
        self.expressions(&list.elts)?;
        self.emit(Op::BuildList(list.elts.len() as u32), list.range);
        Ok(())
    }

    fn compare_op(&mut self, op: CmpOp, range: TextRange) {
        let op = match op {
            CmpOp::Eq => Op::CompareOp(Compare::Eq),
            CmpOp::NotEq => Op::CompareOp(Compare::NotEq),
            CmpOp::Lt => Op::CompareOp(Compare::Less),
            CmpOp::LtE => Op::CompareOp(Compare::LessEq),
            CmpOp::Gt => Op::CompareOp(Compare::Greater),
            CmpOp::GtE => Op::CompareOp(Compare::GreaterEq),
            CmpOp::Is => Op::IsOp(false),
            CmpOp::IsNot => Op::IsOp(true),
            CmpOp::In => Op::ContainsOp(false),
            CmpOp::NotIn => Op::ContainsOp(true),
        };
        self.emit(op, range);
    }

    /// Left operand and, one by one, the others; before each but the last, `between` decides.
    fn comparison(&mut self, comparison: &ast::ExprCompare) -> Compiled {
        let range = comparison.range;
        self.expression(&comparison.left)?;
        let Some((last, others)) = comparison.comparators.split_last() else {
            return Ok(());
        };
        let (cleanup, end) = (self.unit().label(), self.unit().label());
        for (comparator, op) in others.iter().zip(&comparison.ops) {
            self.operand(comparator, *op)?;
            self.emit(Op::Swap(2), range);
            self.emit(Op::Copy(2), range);
            self.compare_op(*op, range);
            self.emit(Op::Copy(1), range);
            self.emit(Op::ToBool, range);
            self.emit(Op::PopJumpIfFalse(cleanup.0), range);
            self.emit(Op::PopTop, range);
        }
        let op = comparison.ops.last().copied().unwrap_or(CmpOp::Eq);
        self.operand(last, op)?;
        self.compare_op(op, range);
        if !others.is_empty() {
            self.emit(Op::JumpForward(end.0), range);
            self.unit().place(cleanup);
            self.emit(Op::Swap(2), range);
            self.emit(Op::PopTop, range);
        }
        self.unit().place(end);
        Ok(())
    }

    /// The right operand; behind `in` a list of constants is a tuple.
    fn operand(&mut self, operand: &Expr, op: CmpOp) -> Compiled {
        if matches!(op, CmpOp::In | CmpOp::NotIn) {
            self.iterable(operand)
        } else {
            self.expression(operand)
        }
    }

    /// Jumps if the truth of the expression is `wanted` (`compiler_jump_if`).
    fn jump_if(&mut self, expression: &Expr, target: Label, wanted: bool) -> Compiled {
        let range = expression.range();
        match expression {
            Expr::UnaryOp(operation) if operation.op == ast::UnaryOp::Not => {
                self.jump_if(&operation.operand, target, !wanted)
            }
            Expr::BoolOp(operation) => {
                let Some((last, others)) = operation.values.split_last() else {
                    return Ok(());
                };
                let decided = operation.op == ast::BoolOp::Or;
                let end = self.unit().label();
                for value in others {
                    self.jump_if(value, if decided == wanted { target } else { end }, decided)?;
                }
                self.jump_if(last, target, wanted)?;
                self.unit().place(end);
                Ok(())
            }
            Expr::If(conditional) => {
                let (otherwise, end) = (self.unit().label(), self.unit().label());
                self.jump_if(&conditional.test, otherwise, false)?;
                self.jump_if(&conditional.body, target, wanted)?;
                self.emit(Op::JumpForward(end.0), range);
                self.unit().place(otherwise);
                self.jump_if(&conditional.orelse, target, wanted)?;
                self.unit().place(end);
                Ok(())
            }
            Expr::Compare(comparison) if comparison.ops.len() > 1 => {
                let (cleanup, end) = (self.unit().label(), self.unit().label());
                self.expression(&comparison.left)?;
                let count = comparison.ops.len();
                for (index, (comparator, op)) in comparison
                    .comparators
                    .iter()
                    .zip(&comparison.ops)
                    .enumerate()
                {
                    self.operand(comparator, *op)?;
                    if index + 1 < count {
                        self.emit(Op::Swap(2), range);
                        self.emit(Op::Copy(2), range);
                    }
                    self.compare_op(*op, range);
                    let jump = match (index + 1 < count, wanted) {
                        (true, _) => Op::PopJumpIfFalse(cleanup.0),
                        (false, true) => Op::PopJumpIfTrue(target.0),
                        (false, false) => Op::PopJumpIfFalse(target.0),
                    };
                    self.emit(jump, range);
                }
                self.emit(Op::JumpForward(end.0), range);
                self.unit().place(cleanup);
                self.emit(Op::PopTop, range);
                if !wanted {
                    self.emit(Op::JumpForward(target.0), range);
                }
                self.unit().place(end);
                Ok(())
            }
            Expr::Compare(ast::ExprCompare {
                left,
                ops,
                comparators,
                ..
            }) if matches!(
                (&ops[..], &comparators[..]),
                ([CmpOp::Is | CmpOp::IsNot], [Expr::NoneLiteral(_)])
            ) =>
            {
                self.expression(left)?;
                let jump_if_none = matches!(&ops[..], [CmpOp::Is]) == wanted;
                let jump = if jump_if_none {
                    Op::PopJumpIfNone(target.0)
                } else {
                    Op::PopJumpIfNotNone(target.0)
                };
                self.emit(jump, range);
                Ok(())
            }
            expression => {
                self.expression(expression)?;
                if !is_bool(expression) {
                    self.emit(Op::ToBool, range);
                }
                self.emit(
                    if wanted {
                        Op::PopJumpIfTrue(target.0)
                    } else {
                        Op::PopJumpIfFalse(target.0)
                    },
                    range,
                );
                Ok(())
            }
        }
    }

    fn call(&mut self, call: &ast::ExprCall) -> Compiled {
        let range = call.range();
        match &*call.func {
            Expr::Attribute(attribute) => {
                self.expression(&attribute.value)?;
                let name = self.name(&attribute.attr.id);
                let imported = attribute
                    .value
                    .as_name_expr()
                    .is_some_and(|name| self.module.imports.contains(name.id.as_str()));
                if imported {
                    self.emit(Op::LoadAttr(name), attribute.range);
                    self.emit(Op::PushNull, attribute.range);
                } else {
                    self.emit(Op::LoadMethod(name), attribute.range);
                }
            }
            function => {
                self.expression(function)?;
                let unit = self.unit();
                match unit.ops.last_mut() {
                    Some(op @ Op::LoadGlobal(_)) if function.is_name_expr() => {
                        if let Op::LoadGlobal(slot) = *op {
                            *op = Op::LoadGlobalNull(slot);
                        }
                    }
                    _ => self.emit(Op::PushNull, function.range()),
                }
            }
        }
        let arguments = &call.arguments;
        if let Some(starred) = arguments
            .args
            .iter()
            .find(|argument| argument.is_starred_expr())
        {
            return self.unsupported(starred.range(), "an argument with *");
        }
        if let Some(keyword) = arguments
            .keywords
            .iter()
            .find(|keyword| keyword.arg.is_none())
        {
            return self.unsupported(keyword.range, "an argument with **");
        }
        if arguments.keywords.len() > MAX_NAMED {
            return self.unsupported(range, "a call with this many keyword arguments");
        }
        let mut names: Vec<&str> = Vec::new();
        self.expressions(&arguments.args)?;
        for keyword in &arguments.keywords {
            let name = keyword.arg.as_ref().map_or("", |name| name.id.as_str());
            if names.contains(&name) {
                return self
                    .syntax_error(keyword.range, &format!("keyword argument repeated: {name}"));
            }
            names.push(name);
            self.expression(&keyword.value)?;
        }
        let count = (arguments.args.len() + arguments.keywords.len()) as u32;
        if names.is_empty() {
            self.emit(Op::Call(count), range);
        } else {
            self.constant(
                Value::tuple(names.into_iter().map(Value::text).collect()),
                range,
            );
            self.emit(Op::CallKw(count), range);
        }
        Ok(())
    }

    fn f_string(&mut self, string: &ast::ExprFString) -> Compiled {
        let mut pieces = Pieces::default();
        for part in &string.value {
            match part {
                ast::FStringPart::Literal(literal) => {
                    self.check_escapes(literal.range)?;
                    pieces.literal.push_str(&literal.value);
                }
                ast::FStringPart::FString(part) => {
                    self.pieces(&part.elements, &mut pieces, string.range)?
                }
            }
        }
        self.join_pieces(pieces, string.range);
        Ok(())
    }

    /// Puts the elements of an f-string or of a format specification on the stack.
    fn pieces(
        &mut self,
        elements: &[InterpolatedStringElement],
        pieces: &mut Pieces,
        whole: TextRange,
    ) -> Compiled {
        for element in elements {
            let field = match element {
                InterpolatedStringElement::Literal(literal) => {
                    self.check_escapes(literal.range)?;
                    pieces.literal.push_str(&literal.value);
                    continue;
                }
                InterpolatedStringElement::Interpolation(field) => field,
            };
            let range = field.range;
            if let Some(debug) = &field.debug_text {
                pieces.literal.push_str(debug.as_str());
            }
            self.flush(pieces, whole);
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
                self.emit(Op::ConvertValue(conversion), range);
            }
            match &field.format_spec {
                Some(spec) => {
                    let mut inner = Pieces::default();
                    self.pieces(&spec.elements, &mut inner, spec.range)?;
                    self.join_pieces(inner, spec.range);
                    self.emit(Op::FormatWithSpec, range);
                }
                None => self.emit(Op::FormatSimple, range),
            }
            pieces.count += 1;
        }
        Ok(())
    }

    fn flush(&mut self, pieces: &mut Pieces, range: TextRange) {
        if !pieces.literal.is_empty() {
            let literal = std::mem::take(&mut pieces.literal);
            self.constant(Value::text(literal), range);
            pieces.count += 1;
        }
    }

    fn join_pieces(&mut self, mut pieces: Pieces, range: TextRange) {
        self.flush(&mut pieces, range);
        match pieces.count {
            0 => self.constant(Value::text(""), range),
            1 => {}
            count => self.emit(Op::BuildString(count), range),
        }
    }

    /// Inlined into its function, as since 3.12 (PEP 709): its names are locals that only it sees.
    fn comprehension(&mut self, comprehension: &ast::ExprListComp) -> Compiled {
        let range = comprehension.range;
        let Some((first, others)) = comprehension.generators.split_first() else {
            return self.unsupported(range, "this comprehension");
        };
        if let Some(generator) = comprehension
            .generators
            .iter()
            .find(|generator| generator.is_async)
        {
            return self.unsupported(generator.range, "async");
        }
        self.iterable(&first.iter)?;
        self.emit(Op::GetIter, first.iter.range());
        let mut names = HashMap::new();
        for name in comprehension
            .generators
            .iter()
            .flat_map(|generator| scope::targets(&generator.target))
        {
            let unit = self.unit();
            names
                .entry(name)
                .or_insert_with_key(|name| unit.hidden_slot(name));
        }
        let mut slots: Vec<u32> = names.values().copied().collect();
        slots.sort_unstable();
        self.unit().inlined.push(names);
        for slot in &slots {
            self.emit(Op::LoadFastAndClear(*slot), range);
        }
        self.emit(Op::Swap(slots.len() as u32 + 1), range);
        self.emit(Op::BuildList(0), range);
        self.emit(Op::Swap(2), range);
        self.generator(first, others, &comprehension.elt, 2)?;
        self.unit().inlined.pop();
        self.emit(Op::Swap(slots.len() as u32 + 1), range);
        for slot in slots.iter().rev() {
            self.emit(Op::StoreFast(*slot), range);
        }
        Ok(())
    }

    /// The loop of one `for … in … if …`; its iterator is on top, the list `depth` slots down.
    fn generator(
        &mut self,
        generator: &ast::Comprehension,
        others: &[ast::Comprehension],
        element: &Expr,
        depth: u32,
    ) -> Compiled {
        let range = generator.iter.range();
        let (next, exhausted) = (self.unit().label(), self.unit().label());
        self.unit().place(next);
        self.emit(Op::ForIter(exhausted.0), range);
        self.store(&generator.target)?;
        let skip = self.unit().label();
        for condition in &generator.ifs {
            self.jump_if(condition, skip, false)?;
        }
        match others.split_first() {
            Some((inner, others)) => {
                self.iterable(&inner.iter)?;
                self.emit(Op::GetIter, inner.iter.range());
                self.generator(inner, others, element, depth + 1)?;
            }
            None => {
                self.expression(element)?;
                self.emit(Op::ListAppend(depth), element.range());
            }
        }
        self.unit().place(skip);
        self.emit(Op::JumpBackward(next.0), range);
        self.end_for(exhausted, range);
        Ok(())
    }
}

/// Parts of an f-string so far: those on the stack, and text that isn't yet.
#[derive(Default)]
struct Pieces {
    count: u32,
    literal: String,
}

fn operator(op: ast::Operator) -> Option<Operator> {
    Some(match op {
        ast::Operator::Add => Operator::Add,
        ast::Operator::Sub => Operator::Sub,
        ast::Operator::Mult => Operator::Mul,
        ast::Operator::MatMult => return None,
        ast::Operator::Div => Operator::TrueDiv,
        ast::Operator::Mod => Operator::Mod,
        ast::Operator::Pow => Operator::Pow,
        ast::Operator::LShift => Operator::LeftShift,
        ast::Operator::RShift => Operator::RightShift,
        ast::Operator::BitOr => Operator::Or,
        ast::Operator::BitXor => Operator::Xor,
        ast::Operator::BitAnd => Operator::And,
        ast::Operator::FloorDiv => Operator::FloorDiv,
    })
}

/// Whether the expression leaves a bool on the stack: it needs no `TO_BOOL`.
fn is_bool(expression: &Expr) -> bool {
    match expression {
        Expr::Compare(comparison) => comparison.ops.len() == 1,
        Expr::UnaryOp(operation) => operation.op == ast::UnaryOp::Not,
        _ => false,
    }
}

fn constants(elements: &[Expr]) -> Option<Vec<Value>> {
    elements.iter().map(constant).collect()
}

/// The value of an expression known before it runs, as CPython folds it (`Python/ast_opt.c`).
fn constant(expression: &Expr) -> Option<Value> {
    match expression {
        Expr::NumberLiteral(literal) => match &literal.value {
            ast::Number::Int(int) => match int.as_i64() {
                Some(value) => Some(Value::Int(value)),
                None => number::parse_int(&int.to_string(), 0).ok().flatten(),
            },
            ast::Number::Float(value) => Some(Value::Float(*value)),
            ast::Number::Complex { .. } => None,
        },
        Expr::StringLiteral(literal) => Some(Value::text(literal.value.to_str())),
        Expr::BooleanLiteral(literal) => Some(Value::Bool(literal.value)),
        Expr::NoneLiteral(_) => Some(Value::None),
        Expr::Name(name) if name.id.as_str() == "__debug__" && name.ctx == ExprContext::Load => {
            Some(Value::Bool(true))
        }
        Expr::Tuple(tuple) => constants(&tuple.elts).map(Value::tuple),
        Expr::UnaryOp(operation) => {
            let operand = constant(&operation.operand)?;
            match operation.op {
                ast::UnaryOp::USub => operators::unary('-', &operand).ok(),
                ast::UnaryOp::UAdd => operators::unary('+', &operand).ok(),
                ast::UnaryOp::Invert => operators::unary('~', &operand).ok(),
                ast::UnaryOp::Not => Some(Value::Bool(!operand.truth())),
            }
        }
        Expr::BinOp(operation) => {
            let operator = operator(operation.op)?;
            let (left, right) = (constant(&operation.left)?, constant(&operation.right)?);
            // A long result is left to the run.
            if folded_bits(operator, number::number(&left)?, number::number(&right)?)
                > MAX_FOLDED_BITS
            {
                return None;
            }
            operators::binary(
                Binary {
                    operator,
                    in_place: false,
                },
                &left,
                &right,
            )
            .ok()
        }
        _ => None,
    }
}

/// How many bits a product, a power or a shift may have; 0 where that doesn't matter.
fn folded_bits(operator: Operator, left: Number, right: Number) -> u64 {
    let (Some(left), Some(right)) = (left.big(), right.big()) else {
        return 0;
    };
    let times = right
        .to_u64()
        .unwrap_or(if right.is_negative() { 0 } else { u64::MAX });
    match operator {
        Operator::Mul => left.bits() + right.bits(),
        Operator::Pow => left.bits().saturating_mul(times),
        Operator::LeftShift => left.bits().saturating_add(times),
        _ => 0,
    }
}

/// Whether an annotation is made of builtin types only, as `list[int]` and `str | None` are.
fn is_type(annotation: &Expr) -> bool {
    match annotation {
        Expr::Name(name) => ANNOTATING.contains(&name.id.as_str()),
        Expr::Subscript(subscript) => {
            let generic = ["dict", "frozenset", "list", "set", "tuple"];
            let of = match &*subscript.slice {
                Expr::Tuple(tuple) => &tuple.elts[..],
                one => std::slice::from_ref(one),
            };
            let named = subscript.value.as_name_expr();
            named.is_some_and(|name| generic.contains(&name.id.as_str()))
                && of.iter().all(|item| {
                    is_type(item) || item.is_none_literal_expr() || item.is_ellipsis_literal_expr()
                })
        }
        Expr::BinOp(operation) if operation.op == ast::Operator::BitOr => {
            is_type(&operation.left)
                && (is_type(&operation.right) || operation.right.is_none_literal_expr())
        }
        _ => false,
    }
}
