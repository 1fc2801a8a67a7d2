//! Classes.

use ruff_python_ast as ast;

use crate::code::{Const, Intrinsic1, Op};
use crate::compile::functions::Extras;
use crate::compile::graph::{Action, Loc};
use crate::compile::{Compiler, FrameKind};
use crate::error::Outcome;
use crate::scope::Opens;

impl<'a> Compiler<'a> {
    /// `__build_class__(function of the body, name, *bases, **keywords)`.
    pub(super) fn class(&mut self, class: &'a ast::StmtClassDef) -> Outcome {
        self.decorators(&class.decorator_list)?;
        let (loc, first_line) = self.head(class.range, &class.decorator_list);
        if let Some(generic) = &class.type_params {
            self.enter_types(generic, &class.name, first_line)?;
            self.frame.private = Some(class.name.as_str().into());
            self.type_parameters(generic)?;
            self.store(".type_params", loc)?;
        }
        let (code, frees) = self.class_body(class, first_line)?;
        self.op(Op::LoadBuildClass, loc);
        self.op(Op::PushNull, loc);
        self.make_function(code, &frees, Extras::default(), loc);
        self.load_str(&class.name, loc);
        let (bases, keywords) = match &class.arguments {
            Some(arguments) => (&arguments.args[..], &arguments.keywords[..]),
            None => (&[][..], &[][..]),
        };
        if class.type_params.is_some() {
            self.load(".type_params", loc)?;
            self.op(Op::CallIntrinsic1(Intrinsic1::SubscriptGeneric), loc);
            self.store(".generic_base", loc)?;
            self.call_with(bases, keywords, 2, Some(".generic_base"), loc)?;
            let (code, frees) = self.leave(false);
            self.make_function(code, &frees, Extras::default(), loc);
            self.op(Op::PushNull, loc);
            self.op(Op::Call(0), loc);
        } else {
            self.call_with(bases, keywords, 2, None, loc)?;
        }
        self.decorate(&class.decorator_list);
        self.store(&class.name.id, loc)
    }

    fn class_body(
        &mut self,
        class: &'a ast::StmtClassDef,
        first_line: u32,
    ) -> Outcome<(u32, Vec<Box<str>>)> {
        let scope = self.table.of(class, Opens::Class);
        if let Some(done) = self.done(scope) {
            return Ok(done);
        }
        self.enter(FrameKind::Class, scope, &class.name, first_line);
        self.frame.private = Some(class.name.as_str().into());
        let loc = self.frame.start;
        self.load("__name__", loc)?;
        self.store("__module__", loc)?;
        self.load_const(Const::Str(self.frame.qualname.as_str().into()), loc);
        self.store("__qualname__", loc)?;
        self.load_const(Const::Int(i64::from(first_line)), loc);
        self.store("__firstlineno__", loc)?;
        if class.type_params.is_some() {
            self.load(".type_params", loc)?;
            self.store("__type_params__", loc)?;
        }
        if self.scope().needs_class_dict {
            self.op(Op::LoadLocals, loc);
            let cell = self.frame.cells.get("__classdict__").unwrap_or(0);
            self.op(Op::StoreDeref(cell), loc);
        }
        self.body(&class.body, loc)?;
        let mut attributes = std::mem::take(&mut self.frame.attributes);
        attributes.sort_unstable();
        let attributes = attributes.into_iter().map(Const::Str);
        self.load_const(Const::Tuple(attributes.collect()), Loc::NONE);
        self.store("__static_attributes__", Loc::NONE)?;
        if self.scope().needs_class_dict {
            self.load_cell("__classdict__");
            self.store("__classdictcell__", Loc::NONE)?;
        }
        if self.scope().needs_class_cell {
            self.load_cell("__class__");
            self.op(Op::Copy(1), Loc::NONE);
            self.store("__classcell__", Loc::NONE)?;
        } else {
            self.load_const(Const::None, Loc::NONE);
        }
        self.op(Op::ReturnValue, Loc::NONE);
        Ok(self.leave(true))
    }

    fn load_cell(&mut self, name: &str) {
        let cell = self.frame.cells.get(name).unwrap_or(0);
        self.emit(Action::LoadClosure(cell), Loc::NONE);
    }

    /// A method assigns to an attribute of `self`: the class knows its name.
    pub(super) fn note_attribute(&mut self, name: &str) {
        let mut around = self.around.iter_mut().rev();
        if let Some(class) = around.find(|frame| frame.kind == FrameKind::Class)
            && !class.attributes.iter().any(|known| &**known == name)
        {
            class.attributes.push(name.into());
        }
    }
}
