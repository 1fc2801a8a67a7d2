//! Calls.

use std::collections::HashSet;

use ruff_python_ast as ast;
use ruff_python_ast::{Expr, Keyword};
use ruff_text_size::Ranged;

use crate::code::{Const, Op};
use crate::compile::expressions::Sequence;
use crate::compile::graph::Loc;
use crate::compile::{Compiler, STACK_GUIDELINE};
use crate::error::{Outcome, Problem};
use crate::scope::{Access, IMPORTED};

impl<'a> Compiler<'a> {
    pub(super) fn call(&mut self, call: &'a ast::ExprCall) -> Outcome {
        let arguments = &call.arguments;
        check_repeated(&arguments.keywords)?;
        if let Expr::Attribute(attribute) = &*call.func
            && self.is_method_call(attribute, arguments)
        {
            return self.method_call(call, attribute);
        }
        self.expression(&call.func)?;
        let function = self.loc(&*call.func);
        self.op(Op::PushNull, function);
        let loc = self.loc(call);
        self.note_parentheses(arguments);
        self.call_with(&arguments.args, &arguments.keywords, 0, None, loc)
    }

    /// Whether the method needs not be bound first. What is imported mostly is a module.
    fn is_method_call(&self, attribute: &ast::ExprAttribute, arguments: &ast::Arguments) -> bool {
        let imported = attribute
            .value
            .as_name_expr()
            .is_some_and(|name| self.table.scope(0).symbol(&name.id).seen & IMPORTED != 0);
        let keywords = arguments.keywords.len();
        let count = arguments.args.len() + keywords + usize::from(keywords > 0);
        !imported
            && count < STACK_GUIDELINE
            && !arguments.args.iter().any(Expr::is_starred_expr)
            && arguments
                .keywords
                .iter()
                .all(|keyword| keyword.arg.is_some())
    }

    fn method_call(&mut self, call: &'a ast::ExprCall, method: &'a ast::ExprAttribute) -> Outcome {
        let mut loc = self.loc(method);
        if let Some(two) = self.super_call(method) {
            self.super_attribute(method, two, true)?;
            loc = self.at_attribute(loc, method);
        } else {
            self.expression(&method.value)?;
            loc = self.at_attribute(loc, method);
            let name = self.name(&method.attr.id);
            self.op(Op::LoadMethod(name), loc);
        }
        let arguments = &call.arguments;
        self.note_parentheses(arguments);
        self.expressions(&arguments.args)?;
        let keywords = &arguments.keywords;
        let mut count = arguments.args.len() as u32;
        let whole = self.at_attribute(self.loc(call), method);
        if keywords.is_empty() {
            self.op(Op::Call(count), whole);
        } else {
            self.keywords(keywords, loc)?;
            count += keywords.len() as u32;
            self.op(Op::CallKw(count), whole);
        }
        Ok(())
    }

    /// A generator expression that is the only argument has the call's parentheses.
    fn note_parentheses(&mut self, arguments: &ast::Arguments) {
        self.parentheses = match (&arguments.args[..], &arguments.keywords[..]) {
            ([Expr::Generator(of)], []) if !of.parenthesized => Some(arguments.range),
            _ => None,
        };
    }

    /// The values of keyword arguments, and a tuple of their names.
    fn keywords(&mut self, keywords: &'a [Keyword], loc: Loc) -> Outcome {
        let mut names = Vec::new();
        for keyword in keywords {
            self.expression(&keyword.value)?;
            let name = keyword.arg.as_ref().map_or("", |name| name.as_str());
            names.push(Const::Str(name.into()));
        }
        self.load_const(Const::Tuple(names), loc);
        Ok(())
    }

    /// Calls what is on the stack; `pushed` positional arguments are there already. A last one may come
    /// from a name.
    pub(super) fn call_with(
        &mut self,
        args: &'a [Expr],
        keywords: &'a [Keyword],
        pushed: u32,
        injected: Option<&str>,
        loc: Loc,
    ) -> Outcome {
        check_repeated(keywords)?;
        let plain = args.len() + keywords.len() * 2 <= STACK_GUIDELINE
            && !args.iter().any(Expr::is_starred_expr)
            && keywords.iter().all(|keyword| keyword.arg.is_some());
        if plain {
            self.expressions(args)?;
            let mut count = pushed + args.len() as u32;
            if let Some(name) = injected {
                self.load(name, loc)?;
                count += 1;
            }
            if keywords.is_empty() {
                self.op(Op::Call(count), loc);
            } else {
                self.keywords(keywords, loc)?;
                self.op(Op::CallKw(count + keywords.len() as u32), loc);
            }
            return Ok(());
        }
        match args {
            [Expr::Starred(starred)] if pushed == 0 && injected.is_none() => {
                self.expression(&starred.value)?;
            }
            args => self.elements(args, Sequence::Tuple, pushed, injected, loc)?,
        }
        if !keywords.is_empty() {
            let mut built = false;
            let mut first = 0;
            for (index, keyword) in keywords.iter().enumerate() {
                if keyword.arg.is_some() {
                    continue;
                }
                self.keyword_map(&keywords[first..index], &mut built, loc)?;
                first = index + 1;
                if !built {
                    self.op(Op::BuildMap(0), loc);
                    built = true;
                }
                self.expression(&keyword.value)?;
                self.op(Op::DictMerge(1), loc);
            }
            self.keyword_map(&keywords[first..], &mut built, loc)?;
        }
        self.op(Op::CallFunctionEx(!keywords.is_empty()), loc);
        Ok(())
    }

    /// A dict of keyword arguments, merged into the one that there is already.
    fn keyword_map(&mut self, keywords: &'a [Keyword], built: &mut bool, loc: Loc) -> Outcome {
        if keywords.is_empty() {
            return Ok(());
        }
        let count = keywords.len() as u32;
        let big = keywords.len() * 2 > STACK_GUIDELINE;
        if keywords.len() > 1 && !big {
            self.keywords(keywords, loc)?;
            self.op(Op::BuildConstKeyMap(count), loc);
        } else {
            if big {
                self.op(Op::BuildMap(0), Loc::NONE);
            }
            for keyword in keywords {
                let name = keyword.arg.as_ref().map_or("", |name| name.as_str());
                self.load_str(name, loc);
                self.expression(&keyword.value)?;
                if big {
                    self.op(Op::MapAdd(1), Loc::NONE);
                }
            }
            if !big {
                self.op(Op::BuildMap(count), loc);
            }
        }
        if *built {
            self.op(Op::DictMerge(1), loc);
        }
        *built = true;
        Ok(())
    }

    /// Whether the attribute is one of `super()` that needs no `super` object. Gives whether there are
    /// two arguments.
    pub(super) fn super_call(&self, attribute: &ast::ExprAttribute) -> Option<bool> {
        let call = attribute.value.as_call_expr()?;
        let function = call.func.as_name_expr()?;
        if function.id.as_str() != "super"
            || attribute.attr.as_str() == "__class__"
            || !call.arguments.keywords.is_empty()
            || self.scope().symbol("super").access != Access::GlobalImplicit
            || self.table.scope(0).symbol("super").access != Access::Unknown
        {
            return None;
        }
        match &call.arguments.args[..] {
            [] => {
                let has_self = self.frame.argcount > 0;
                let has_class = self.scope().symbol("__class__").access == Access::Free;
                (has_self && has_class).then_some(false)
            }
            [first, second] => {
                let starred = first.is_starred_expr() || second.is_starred_expr();
                (!starred).then_some(true)
            }
            _ => None,
        }
    }

    pub(super) fn super_attribute(
        &mut self,
        attribute: &'a ast::ExprAttribute,
        two: bool,
        method: bool,
    ) -> Outcome {
        let Expr::Call(call) = &*attribute.value else {
            return Ok(());
        };
        let function = self.loc(&*call.func);
        self.load("super", function)?;
        if two {
            self.expressions(&call.arguments.args)?;
        } else {
            let loc = self.loc(call);
            self.load("__class__", loc)?;
            let first = self.frame.variables.names.first().cloned();
            self.load(&first.unwrap_or_default(), loc)?;
        }
        let name = self.name(&attribute.attr.id);
        let loc = self.loc(attribute);
        self.op(Op::LoadSuperAttr { name, method, two }, loc);
        let loc = self.at_attribute(loc, attribute);
        self.op(Op::Nop, loc);
        Ok(())
    }
}

fn check_repeated(keywords: &[Keyword]) -> Outcome {
    let mut seen = HashSet::new();
    for keyword in keywords {
        if keyword
            .arg
            .as_ref()
            .is_some_and(|name| name.as_str() == "__debug__")
        {
            return Err(Problem::new(keyword.range(), "cannot assign to __debug__"));
        }
        if let Some(name) = &keyword.arg
            && !seen.insert(Box::<str>::from(name.as_str()))
        {
            let message = format!("keyword argument repeated: {name}");
            return Err(Problem::new(keyword.range(), message));
        }
    }
    Ok(())
}
