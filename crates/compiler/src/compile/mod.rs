//! Syntax tree → bytecode, as CPython 3.13 makes it (`Python/compile.c`).
//!
//! - here: what is compiled at the moment, names, constants, instructions and labels.
//! - [`statements`], [`expressions`], [`strings`]: most of the language.
//! - [`functions`], [`classes`], [`comprehensions`], [`patterns`], [`exceptions`]: one subject each.
//! - [`graph`], [`assemble`]: what happens to the instructions of a function when it is finished.

mod assemble;
mod calls;
mod classes;
mod comprehensions;
pub(crate) mod consts;
mod exceptions;
mod expressions;
mod functions;
mod graph;
mod patterns;
mod statements;
mod strings;

use std::collections::HashSet;

use ruff_python_ast::{ExprContext, Stmt};
use ruff_text_size::{Ranged, TextRange};

use crate::code::{Code, Const, Op, Unit};
use crate::compile::consts::Consts;
use crate::compile::exceptions::Around;
use crate::compile::graph::{Action, Instr, Loc};
use crate::error::{CompileError, Outcome, Problem};
use crate::names::Names;
use crate::scope::{self, Access, Kind, Scope, Table};
use crate::source::Lines;
use crate::syntax;

/// The longest source that is read, in bytes.
const MAX_SOURCE: usize = 256 << 10;

/// The most instructions of a program: a `finally` in a `finally` is compiled four times.
const MAX_INSTRUCTIONS: usize = 1 << 20;

/// CPython builds what has more elements than this piece by piece (`STACK_USE_GUIDELINE`).
const STACK_GUIDELINE: usize = 30;

/// Compiles a source text; `file` is the name that tracebacks show.
///
/// Fails with the error CPython would print, or with `NotImplementedError: … is not supported here`.
pub fn compile(source: &str, file: &str) -> Result<Unit, CompileError> {
    module(source, file, false).map_err(|problem| problem.located(source, file))
}

/// Compiles a single expression, as `eval` does; the unit's body returns its value. It fails as [`compile`] does.
pub fn compile_expression(source: &str, file: &str) -> Result<Unit, CompileError> {
    module(source, file, true).map_err(|problem| problem.located(source, file))
}

fn module(source: &str, file: &str, is_expression: bool) -> Outcome<Unit> {
    if source.len() > MAX_SOURCE {
        let range = TextRange::default();
        return Err(Problem::unsupported(range, "a source of more than 256 KB"));
    }
    let tree = syntax::parse(source)?;
    let (future_annotations, last_future) = statements::future(&tree.body)?;
    let table = Table::new(source, &tree.body, future_annotations)?;
    let mut compiler = Compiler {
        source,
        lines: Lines::new(source),
        table,
        future_annotations,
        unit: Unit {
            file: file.into(),
            source: source.into(),
            codes: vec![Code::default()],
            ..Unit::default()
        },
        globals: Names::default(),
        names: Names::default(),
        frame: Frame::new(FrameKind::Module, 0, "<module>", "<module>".into(), 1),
        around: Vec::new(),
        compiled: Vec::new(),
        instructions: 0,
        last_future,
        parentheses: None,
    };
    compiler.op(
        Op::Resume,
        Loc {
            start: 0,
            end: 0,
            line: 0,
        },
    );
    let loc = tree
        .body
        .first()
        .map_or(Loc::NONE, |first| compiler.loc(first));
    match &tree.body[..] {
        [Stmt::Expr(statement)] if is_expression => compiler.expression(&statement.value)?,
        body if is_expression => {
            let wrong = body
                .iter()
                .find(|statement| !statement.is_expr_stmt())
                .or(body.get(1));
            let range = wrong.map_or(TextRange::default(), |statement| statement.range());
            return Err(Problem::new(range, "invalid syntax"));
        }
        body => {
            compiler.body(body, loc)?;
            compiler.load_const(Const::None, Loc::NONE);
        }
    }
    compiler.op(Op::ReturnValue, Loc::NONE);
    compiler.check_size(TextRange::default())?;
    let code = compiler.assemble(false);
    if let Some(module) = compiler.unit.codes.first_mut() {
        *module = code;
    }
    if compiler.names.len() > u32::from(u16::MAX) {
        let range = TextRange::default();
        return Err(Problem::unsupported(
            range,
            "a program with this many names",
        ));
    }
    let texts = |names: Names| names.names.into_iter().map(String::from).collect();
    compiler.unit.globals = texts(compiler.globals);
    compiler.unit.names = texts(compiler.names);
    Ok(compiler.unit)
}

struct Compiler<'a> {
    source: &'a str,
    lines: Lines,
    table: Table,
    future_annotations: bool,
    unit: Unit,
    /// The unit's globals and names.
    globals: Names,
    names: Names,
    /// What is being compiled,
    frame: Frame<'a>,
    /// and what is around it, the module first.
    around: Vec<Frame<'a>>,
    /// The codes of scopes, with their free variables: a `finally` is compiled more than once.
    compiled: Vec<Option<(u32, Vec<Box<str>>)>>,
    /// How many instructions there have been.
    instructions: usize,
    /// Where the last `from __future__ import` at the beginning is.
    last_future: u32,
    /// Those around the generator expression that comes next.
    parentheses: Option<TextRange>,
}

/// A place to jump to, not known yet.
#[derive(Clone, Copy, PartialEq)]
struct Label(u32);

/// What a frame is the code of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FrameKind {
    Module,
    Class,
    Function,
    AsyncFunction,
    Lambda,
    Comprehension,
    /// Type parameters, their bounds, and type aliases.
    Types,
}

/// One function, class body or module on its way to a `Code`.
struct Frame<'a> {
    kind: FrameKind,
    /// Its scope in the symbol table.
    scope: usize,
    name: String,
    qualname: String,
    /// The class that private names belong to.
    private: Option<Box<str>>,
    argcount: usize,
    posonly: usize,
    kwonly: usize,
    first_line: u32,
    /// Where that line begins.
    start: Loc,
    doc: Option<u32>,
    instrs: Vec<Instr>,
    /// For each label the instruction that it means.
    labels: Vec<u32>,
    consts: Consts,
    variables: Names,
    cells: Names,
    /// Numbered from the number of cells on.
    frees: Names,
    /// Names that are slots in an inlined comprehension of a class body or a module.
    hidden: HashSet<Box<str>>,
    /// The loops, `try`s and `with`s around the current statement.
    blocks: Vec<Around<'a>>,
    /// Within that many inlined comprehensions.
    inlined: usize,
    /// Attributes that the methods of a class assign to.
    attributes: Vec<Box<str>>,
}

impl<'a> Frame<'a> {
    fn new(kind: FrameKind, scope: usize, name: &str, qualname: String, first_line: u32) -> Self {
        Frame {
            kind,
            scope,
            name: name.into(),
            qualname,
            private: None,
            argcount: 0,
            posonly: 0,
            kwonly: 0,
            first_line,
            start: Loc::NONE,
            doc: None,
            instrs: Vec::new(),
            labels: Vec::new(),
            consts: Consts::default(),
            variables: Names::default(),
            cells: Names::default(),
            frees: Names::default(),
            hidden: HashSet::new(),
            blocks: Vec::new(),
            inlined: 0,
            attributes: Vec::new(),
        }
    }
}

impl<'a> Compiler<'a> {
    fn scope(&self) -> &Scope {
        self.table.scope(self.frame.scope)
    }

    /// Begins a function or class body; its instructions come next.
    fn enter(&mut self, kind: FrameKind, scope: usize, name: &str, first_line: u32) {
        let qualname = self.qualname(kind, name);
        let mut frame = Frame::new(kind, scope, name, qualname, first_line);
        frame.private = self.frame.private.clone();
        let of = self.table.scope(scope);
        frame.variables = Names::of(of.parameters.clone());
        frame.cells = Names::of(of.names(Access::Cell, scope::COMPREHENSION_CELL));
        if of.needs_class_cell {
            frame.cells.add("__class__");
        }
        if of.needs_class_dict {
            frame.cells.add("__classdict__");
        }
        frame.frees = Names::of(of.names(Access::Free, scope::FREE_CLASS));
        let start = self.lines.start(first_line);
        frame.start = Loc {
            start,
            end: start,
            line: first_line as i32,
        };
        let around = std::mem::replace(&mut self.frame, frame);
        self.around.push(around);
        self.op(Op::Resume, self.frame.start);
    }

    /// Ends it: gives the index of its code and its free variables.
    fn leave(&mut self, add_none: bool) -> (u32, Vec<Box<str>>) {
        if add_none {
            self.load_const(Const::None, Loc::NONE);
        }
        self.op(Op::ReturnValue, Loc::NONE);
        let frees = self.frame.frees.names.clone();
        let scope = self.frame.scope;
        let code = self.assemble(true);
        self.unit.codes.push(code);
        let done = (self.unit.codes.len() as u32 - 1, frees);
        if self.compiled.len() <= scope {
            self.compiled.resize(scope + 1, None);
        }
        self.compiled[scope] = Some(done.clone());
        done
    }

    /// `co_qualname` of what is begun here.
    fn qualname(&self, kind: FrameKind, name: &str) -> String {
        let mut frames = std::iter::once(&self.frame).chain(self.around.iter().rev());
        let parent = match frames.next() {
            Some(frame) if frame.kind == FrameKind::Types => frames.next(),
            other => other,
        };
        let Some(parent) = parent.filter(|parent| parent.kind != FrameKind::Module) else {
            return name.into();
        };
        let named = matches!(
            kind,
            FrameKind::Function | FrameKind::AsyncFunction | FrameKind::Class
        );
        if named {
            let mangled = scope::mangle(parent.private.as_deref(), name);
            let symbol = self
                .table
                .scope(parent.scope)
                .symbol(mangled.as_deref().unwrap_or(name));
            if symbol.access == Access::GlobalExplicit {
                return name.into();
            }
        }
        match parent.kind {
            FrameKind::Function | FrameKind::AsyncFunction | FrameKind::Lambda => {
                format!("{}.<locals>.{name}", parent.qualname)
            }
            _ => format!("{}.{name}", parent.qualname),
        }
    }

    /// What a scope was compiled to, if it was.
    fn done(&self, scope: usize) -> Option<(u32, Vec<Box<str>>)> {
        self.compiled.get(scope).cloned().flatten()
    }

    fn loc(&self, node: &impl Ranged) -> Loc {
        let (start, end) = (node.start().to_u32(), node.end().to_u32());
        Loc {
            start,
            end,
            line: self.lines.line(start) as i32,
        }
    }

    /// From the beginning of one node to the end of another.
    fn loc_over(&self, first: &impl Ranged, last: &impl Ranged) -> Loc {
        let mut loc = self.loc(first);
        loc.end = last.end().to_u32();
        loc
    }

    fn emit(&mut self, action: Action, loc: Loc) {
        self.instructions += 1;
        // What is too large is refused at the end of its statement.
        if self.instructions < MAX_INSTRUCTIONS {
            self.frame.instrs.push(Instr::new(action, loc));
        }
    }

    fn check_size(&self, range: TextRange) -> Outcome {
        if self.instructions < MAX_INSTRUCTIONS {
            return Ok(());
        }
        Err(Problem::unsupported(
            range,
            "a program with this many bytecodes",
        ))
    }

    fn op(&mut self, op: Op, loc: Loc) {
        self.emit(Action::Op(op), loc);
    }

    fn label(&mut self) -> Label {
        self.frame.labels.push(0);
        Label(self.frame.labels.len() as u32 - 1)
    }

    /// The label means the next instruction.
    fn place(&mut self, label: Label) {
        let at = self.frame.instrs.len() as u32;
        if let Some(place) = self.frame.labels.get_mut(label.0 as usize) {
            *place = at;
        }
    }

    fn jump(&mut self, label: Label, loc: Loc) {
        self.emit(Action::Jump(label.0), loc);
    }

    /// A jump without a check point, which stands at no line.
    fn skip_to(&mut self, label: Label) {
        self.emit(Action::JumpNoInterrupt(label.0), Loc::NONE);
    }

    fn load_const(&mut self, value: Const, loc: Loc) {
        let index = self.frame.consts.add(value);
        self.op(Op::LoadConst(index), loc);
    }

    fn load_str(&mut self, text: &str, loc: Loc) {
        self.load_const(Const::Str(text.into()), loc);
    }

    /// The name as it is private to the class around.
    fn mangled(&self, name: &str) -> Box<str> {
        let only = &self.scope().mangled;
        match scope::mangle(self.frame.private.as_deref(), name) {
            Some(mangled) if only.as_ref().is_none_or(|only| only.contains(name)) => mangled.into(),
            _ => name.into(),
        }
    }

    /// A slot for the name of an attribute or a module.
    fn name(&mut self, name: &str) -> u32 {
        let name = self.mangled(name);
        self.names.add(&name)
    }

    fn global(&mut self, name: &str) -> u32 {
        self.globals.add(name)
    }

    /// A name in a class body, and the global that it may be.
    fn class_name(&mut self, name: &str) -> (u16, u32) {
        // More names than that are refused at the end.
        let slot = self.names.add(name);
        (u16::try_from(slot).unwrap_or(u16::MAX), self.global(name))
    }

    /// Loads, stores or deletes a name.
    fn name_op(&mut self, name: &str, context: ExprContext, loc: Loc) -> Outcome {
        if name == "__debug__" && context != ExprContext::Load {
            let verb = if context == ExprContext::Del {
                "delete"
            } else {
                "assign to"
            };
            return Err(Problem::new(range(loc), format!("cannot {verb} __debug__")));
        }
        let name = &*self.mangled(name);
        let scope = self.scope();
        let (access, kind, sees_class) = (scope.symbol(name).access, scope.kind, scope.sees_class);
        let function_like = scope.is_function_like();
        let op = match access {
            Access::Free | Access::Cell => {
                let slot = match self.frame.cells.get(name) {
                    Some(slot) if access == Access::Cell => slot,
                    _ => self.frame.cells.len() + self.frame.frees.get(name).unwrap_or(0),
                };
                match context {
                    ExprContext::Store => Op::StoreDeref(slot),
                    ExprContext::Del => Op::DeleteDeref(slot),
                    _ if kind == Kind::Class && self.frame.inlined == 0 => {
                        self.op(Op::LoadLocals, loc);
                        Op::LoadFromDictOrDeref(slot)
                    }
                    _ if sees_class => {
                        self.load_class_dict(loc);
                        Op::LoadFromDictOrDeref(slot)
                    }
                    _ => Op::LoadDeref(slot),
                }
            }
            Access::Local if function_like || self.frame.hidden.contains(name) => {
                let slot = self.frame.variables.add(name);
                match context {
                    ExprContext::Store => Op::StoreFast(slot),
                    ExprContext::Del => Op::DeleteFast(slot),
                    _ => Op::LoadFast(slot),
                }
            }
            Access::GlobalImplicit
                if function_like && sees_class && context == ExprContext::Load =>
            {
                self.load_class_dict(loc);
                let (name, slot) = self.class_name(name);
                Op::LoadFromDictOrGlobals(name, slot)
            }
            Access::GlobalExplicit | Access::GlobalImplicit
                if function_like || access == Access::GlobalExplicit =>
            {
                let slot = self.global(name);
                match context {
                    ExprContext::Store => Op::StoreGlobal(slot),
                    ExprContext::Del => Op::DeleteGlobal(slot),
                    _ => Op::LoadGlobal(slot),
                }
            }
            _ if kind == Kind::Class => {
                let (name, slot) = self.class_name(name);
                match context {
                    ExprContext::Store => Op::StoreClassName(u32::from(name)),
                    ExprContext::Del => Op::DeleteClassName(u32::from(name)),
                    _ if self.frame.inlined > 0 => Op::LoadGlobal(slot),
                    _ => Op::LoadClassName(name, slot),
                }
            }
            _ => {
                let slot = self.global(name);
                match context {
                    ExprContext::Store => Op::StoreName(slot),
                    ExprContext::Del => Op::DeleteName(slot),
                    _ => Op::LoadName(slot),
                }
            }
        };
        self.op(op, loc);
        Ok(())
    }

    /// The namespace of the class around, which only its cell leads to.
    fn load_class_dict(&mut self, loc: Loc) {
        let slot = self.frame.frees.get("__classdict__").unwrap_or(0);
        self.op(Op::LoadDeref(self.frame.cells.len() + slot), loc);
    }

    fn load(&mut self, name: &str, loc: Loc) -> Outcome {
        self.name_op(name, ExprContext::Load, loc)
    }

    fn store(&mut self, name: &str, loc: Loc) -> Outcome {
        self.name_op(name, ExprContext::Store, loc)
    }

    fn delete(&mut self, name: &str, loc: Loc) -> Outcome {
        self.name_op(name, ExprContext::Del, loc)
    }

    fn statements(&mut self, body: &'a [Stmt]) -> Outcome {
        body.iter()
            .try_for_each(|statement| self.statement(statement))
    }
}

/// The place in the source, for an error.
fn range(loc: Loc) -> TextRange {
    if loc.start > loc.end || loc == Loc::NONE {
        return TextRange::default();
    }
    TextRange::new(loc.start.into(), loc.end.into())
}
