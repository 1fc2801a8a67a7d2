//! Functions, lambdas, type parameters and type aliases.

use ruff_python_ast as ast;
use ruff_python_ast::{Decorator, Expr, Parameter, Parameters, TypeParam};
use ruff_text_size::{Ranged, TextRange};

use crate::code::{Const, FunctionAttribute, Intrinsic1, Intrinsic2, Op};
use crate::compile::exceptions::Around;
use crate::compile::graph::{Action, Instr, Loc};
use crate::compile::statements::{clean_doc, docstring};
use crate::compile::{Compiler, FrameKind, Label};
use crate::error::{Outcome, Problem};
use crate::scope::{Access, Kind, Opens};

/// What a new function gets besides its code, in the order of the stack.
#[derive(Clone, Copy, Default)]
pub(super) struct Extras {
    pub(super) defaults: bool,
    pub(super) kw_defaults: bool,
    pub(super) annotations: bool,
}

impl<'a> Compiler<'a> {
    /// A `def` or `class` without its decorators, and the line that the code begins in.
    pub(super) fn head(&self, range: TextRange, decorators: &[Decorator]) -> (Loc, u32) {
        let (Some(first), Some(last)) = (decorators.first(), decorators.last()) else {
            let loc = self.loc(&range);
            return (loc, loc.line as u32);
        };
        let mut start = last.range.end().to_usize();
        // Between the last decorator and the word stand comments and blank lines.
        loop {
            let rest = self.source.get(start..).unwrap_or_default();
            let blank = rest.len() - rest.trim_start().len();
            start += blank;
            let rest = &rest[blank..];
            if !rest.starts_with('#') {
                break;
            }
            start += rest.find(['\n', '\r']).unwrap_or(rest.len());
        }
        let start = start.min(range.end().to_usize()) as u32;
        let loc = self.loc(&TextRange::new(start.into(), range.end()));
        let line = self.lines.line(first.expression.start().to_u32());
        (loc, line)
    }

    pub(super) fn decorators(&mut self, decorators: &'a [Decorator]) -> Outcome {
        let mut expressions = decorators.iter().map(|decorator| &decorator.expression);
        expressions.try_for_each(|expression| self.expression(expression))
    }

    pub(super) fn decorate(&mut self, decorators: &'a [Decorator]) {
        for decorator in decorators.iter().rev() {
            let loc = self.loc(&decorator.expression);
            self.op(Op::Call(0), loc);
        }
    }

    pub(super) fn function(&mut self, function: &'a ast::StmtFunctionDef) -> Outcome {
        self.decorators(&function.decorator_list)?;
        let (loc, first_line) = self.head(function.range, &function.decorator_list);
        let parameters = &*function.parameters;
        let mut extras = self.defaults(parameters, loc)?;
        let mut arguments = 0;
        if let Some(generic) = &function.type_params {
            arguments = u32::from(extras.defaults) + u32::from(extras.kw_defaults);
            if arguments == 2 {
                self.op(Op::Swap(2), loc);
            }
            self.enter_types(generic, &function.name, first_line)?;
            self.frame.argcount = arguments as usize;
            self.type_parameters(generic)?;
            for argument in 0..arguments {
                self.op(Op::LoadFast(argument), loc);
            }
        }
        extras.annotations = self.annotations(parameters, function.returns.as_deref(), loc)?;
        let (code, frees) = self.function_body(function, first_line)?;
        self.make_function(code, &frees, extras, loc);
        if function.type_params.is_some() {
            self.op(Op::Swap(2), loc);
            let set = Op::CallIntrinsic2(Intrinsic2::SetFunctionTypeParams);
            self.op(set, loc);
            let (code, frees) = self.leave(false);
            self.make_function(code, &frees, Extras::default(), loc);
            if arguments > 0 {
                self.op(Op::Swap(arguments + 1), loc);
                self.op(Op::Call(arguments - 1), loc);
            } else {
                self.op(Op::PushNull, loc);
                self.op(Op::Call(0), loc);
            }
        }
        self.decorate(&function.decorator_list);
        self.store(&function.name.id, loc)
    }

    fn function_body(
        &mut self,
        function: &'a ast::StmtFunctionDef,
        first_line: u32,
    ) -> Outcome<(u32, Vec<Box<str>>)> {
        let kind = match function.is_async {
            true => FrameKind::AsyncFunction,
            false => FrameKind::Function,
        };
        let scope = self.table.of(function, Opens::Function);
        if let Some(done) = self.done(scope) {
            return Ok(done);
        }
        self.enter(kind, scope, &function.name, first_line);
        self.count_parameters(&function.parameters);
        let mut body = &function.body[..];
        let doc = docstring(body);
        if let Some(doc) = doc {
            let text = clean_doc(doc.value.to_str());
            self.frame.doc = Some(self.frame.consts.add(Const::Str(text.into())));
            body = body.get(1..).unwrap_or_default();
        } else {
            self.frame.consts.add(Const::None);
        }
        let scope = self.scope();
        let stops = (scope.coroutine || scope.generator).then(|| self.guard_stop());
        if stops.is_some() {
            self.push(Around::Other, Loc::NONE)?;
        }
        self.statements(body)?;
        if let Some(handler) = stops {
            self.end_guard(handler);
            self.pop();
        }
        Ok(self.leave(true))
    }

    /// A `StopIteration` must not leave a generator.
    pub(super) fn guard_stop(&mut self) -> Label {
        let handler = self.label();
        let setup = Instr::new(Action::SetupCleanup(handler.0), Loc::NONE);
        self.frame.instrs.insert(0, setup);
        handler
    }

    pub(super) fn end_guard(&mut self, handler: Label) {
        self.load_const(Const::None, Loc::NONE);
        self.op(Op::ReturnValue, Loc::NONE);
        self.place(handler);
        let error = Op::CallIntrinsic1(Intrinsic1::StopIterationError);
        self.op(error, Loc::NONE);
        self.op(Op::Reraise(1), Loc::NONE);
    }

    pub(super) fn lambda(&mut self, lambda: &'a ast::ExprLambda) -> Outcome {
        let loc = self.loc(lambda);
        let mut extras = Extras::default();
        if let Some(parameters) = &lambda.parameters {
            extras = self.defaults(parameters, loc)?;
        }
        let scope = self.table.of(lambda, Opens::Lambda);
        if let Some((code, frees)) = self.done(scope) {
            self.make_function(code, &frees, extras, loc);
            return Ok(());
        }
        self.enter(FrameKind::Lambda, scope, "<lambda>", loc.line as u32);
        if let Some(parameters) = &lambda.parameters {
            self.count_parameters(parameters);
        }
        self.frame.consts.add(Const::None);
        self.expression(&lambda.body)?;
        let generator = self.scope().generator;
        if !generator {
            let body = self.loc(&*lambda.body);
            self.op(Op::ReturnValue, body);
        }
        let (code, frees) = self.leave(!generator);
        self.make_function(code, &frees, extras, loc);
        Ok(())
    }

    fn count_parameters(&mut self, parameters: &Parameters) {
        self.frame.posonly = parameters.posonlyargs.len();
        self.frame.argcount = parameters.posonlyargs.len() + parameters.args.len();
        self.frame.kwonly = parameters.kwonlyargs.len();
    }

    /// The values of the parameters that have one: a tuple, and a dict of the keyword-only ones.
    fn defaults(&mut self, parameters: &'a Parameters, loc: Loc) -> Outcome<Extras> {
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let mut count = 0;
        for parameter in positional {
            if let Some(default) = &parameter.default {
                self.expression(default)?;
                count += 1;
            }
        }
        if count > 0 {
            self.op(Op::BuildTuple(count), loc);
        }
        let mut names = Vec::new();
        for parameter in &parameters.kwonlyargs {
            if let Some(default) = &parameter.default {
                let name = self.mangled(&parameter.parameter.name.id);
                names.push(Const::Str(name));
                self.expression(default)?;
            }
        }
        let keywords = names.len() as u32;
        if keywords > 0 {
            self.load_const(Const::Tuple(names), loc);
            self.op(Op::BuildConstKeyMap(keywords), loc);
        }
        Ok(Extras {
            defaults: count > 0,
            kw_defaults: keywords > 0,
            annotations: false,
        })
    }

    /// A tuple of names and annotations, if there are any.
    fn annotations(
        &mut self,
        parameters: &'a Parameters,
        returns: Option<&'a Expr>,
        loc: Loc,
    ) -> Outcome<bool> {
        let plain = parameters.args.iter().chain(&parameters.posonlyargs);
        let plain = plain.map(|parameter| &parameter.parameter);
        let keywords = parameters.kwonlyargs.iter();
        let all = plain
            .chain(parameters.vararg.as_deref())
            .chain(keywords.map(|parameter| &parameter.parameter))
            .chain(parameters.kwarg.as_deref());
        let mut count = 0;
        for parameter in all {
            count += self.parameter_annotation(parameter, loc)?;
        }
        if let Some(returns) = returns {
            self.load_str("return", loc);
            self.annotation(returns)?;
            count += 2;
        }
        if count > 0 {
            self.op(Op::BuildTuple(count), loc);
        }
        Ok(count > 0)
    }

    fn parameter_annotation(&mut self, parameter: &'a Parameter, loc: Loc) -> Outcome<u32> {
        let Some(annotation) = &parameter.annotation else {
            return Ok(0);
        };
        let name = self.mangled(&parameter.name.id);
        self.load_str(&name, loc);
        match &**annotation {
            Expr::Starred(starred) if !self.future_annotations => {
                self.expression(&starred.value)?;
                self.op(Op::UnpackSequence(1), loc);
            }
            other => self.annotation(other)?,
        }
        Ok(2)
    }

    /// Makes a function of a code and the cells that it needs.
    pub(super) fn make_function(
        &mut self,
        code: u32,
        frees: &[Box<str>],
        extras: Extras,
        loc: Loc,
    ) {
        for name in frees {
            let scope = self.scope();
            let of_class =
                scope.kind == Kind::Class && matches!(&**name, "__class__" | "__classdict__");
            let is_cell = of_class || scope.symbol(name).access == Access::Cell;
            let cell = self.frame.cells.get(name).filter(|_| is_cell);
            let free = self.frame.cells.len() + self.frame.frees.get(name).unwrap_or(0);
            self.emit(Action::LoadClosure(cell.unwrap_or(free)), loc);
        }
        if !frees.is_empty() {
            self.op(Op::BuildTuple(frees.len() as u32), loc);
        }
        self.load_const(Const::Code(code), loc);
        self.op(Op::MakeFunction, loc);
        for (attribute, is_set) in [
            (FunctionAttribute::Closure, !frees.is_empty()),
            (FunctionAttribute::Annotations, extras.annotations),
            (FunctionAttribute::KwDefaults, extras.kw_defaults),
            (FunctionAttribute::Defaults, extras.defaults),
        ] {
            if is_set {
                self.op(Op::SetFunctionAttribute(attribute), loc);
            }
        }
    }

    /// Begins the scope of type parameters.
    pub(super) fn enter_types(
        &mut self,
        parameters: &'a ast::TypeParams,
        of: &str,
        first_line: u32,
    ) -> Outcome {
        let scope = self.table.of(parameters, Opens::TypeParameters);
        let name = format!("<generic parameters of {of}>");
        self.enter(FrameKind::Types, scope, &name, first_line);
        Ok(())
    }

    /// Makes the type parameters, and a tuple of them.
    pub(super) fn type_parameters(&mut self, parameters: &'a ast::TypeParams) -> Outcome {
        let mut seen_default = false;
        for parameter in &parameters.type_params {
            let loc = self.loc(parameter);
            let name = parameter.name().as_str();
            self.load_str(name, loc);
            let (kind, bound, default) = match parameter {
                TypeParam::TypeVar(variable) => (
                    Intrinsic1::TypeVar,
                    variable.bound.as_deref(),
                    variable.default.as_deref(),
                ),
                TypeParam::TypeVarTuple(variable) => {
                    (Intrinsic1::TypeVarTuple, None, variable.default.as_deref())
                }
                TypeParam::ParamSpec(variable) => {
                    (Intrinsic1::ParamSpec, None, variable.default.as_deref())
                }
            };
            match bound {
                Some(bound) => {
                    self.lazy(bound, name)?;
                    let kind = match bound {
                        Expr::Tuple(_) => Intrinsic2::TypeVarWithConstraints,
                        _ => Intrinsic2::TypeVarWithBound,
                    };
                    self.op(Op::CallIntrinsic2(kind), loc);
                }
                None => self.op(Op::CallIntrinsic1(kind), loc),
            }
            if let Some(default) = default {
                seen_default = true;
                self.lazy(default, name)?;
                let set = Op::CallIntrinsic2(Intrinsic2::SetTypeparamDefault);
                self.op(set, loc);
            } else if seen_default {
                let message =
                    format!("non-default type parameter '{name}' follows default type parameter");
                return Err(Problem::new(parameter.range(), message));
            }
            self.op(Op::Copy(1), loc);
            self.store(name, loc)?;
        }
        if let Some(first) = parameters.type_params.first() {
            let loc = self.loc(first);
            self.op(Op::BuildTuple(parameters.type_params.len() as u32), loc);
        }
        Ok(())
    }

    /// A function that evaluates a bound or a default when it is asked for.
    fn lazy(&mut self, expression: &'a Expr, name: &str) -> Outcome {
        let loc = self.loc(expression);
        let scope = self.table.of(expression, Opens::Bound);
        self.enter(FrameKind::Types, scope, name, loc.line as u32);
        match expression {
            Expr::Starred(starred) => {
                self.expression(&starred.value)?;
                self.op(Op::UnpackSequence(1), loc);
            }
            other => self.expression(other)?,
        }
        self.op(Op::ReturnValue, loc);
        let (code, frees) = self.leave(true);
        self.make_function(code, &frees, Extras::default(), loc);
        Ok(())
    }

    pub(super) fn type_alias(&mut self, alias: &'a ast::StmtTypeAlias) -> Outcome {
        let loc = self.loc(alias);
        let line = loc.line as u32;
        let name = alias
            .name
            .as_name_expr()
            .map_or("", |name| name.id.as_str());
        match &alias.type_params {
            Some(parameters) => {
                self.enter_types(parameters, name, line)?;
                self.load_str(name, loc);
                self.type_parameters(parameters)?;
            }
            None => {
                self.load_str(name, loc);
                self.load_const(Const::None, loc);
            }
        }
        let scope = self.table.of(alias, Opens::TypeAlias);
        self.enter(FrameKind::Types, scope, name, line);
        self.frame.consts.add(Const::None);
        self.expression(&alias.value)?;
        self.op(Op::ReturnValue, loc);
        let (code, frees) = self.leave(false);
        self.make_function(code, &frees, Extras::default(), loc);
        self.op(Op::BuildTuple(3), loc);
        self.op(Op::CallIntrinsic1(Intrinsic1::TypeAlias), loc);
        if alias.type_params.is_some() {
            let (code, frees) = self.leave(false);
            self.make_function(code, &frees, Extras::default(), loc);
            self.op(Op::PushNull, loc);
            self.op(Op::Call(0), loc);
        }
        self.store(name, loc)
    }
}
