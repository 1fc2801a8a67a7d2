//! The symbol table: which names belong to which scope, and how each is reached (`Python/symtable.c`).

use std::collections::{HashMap, HashSet};

use ruff_python_ast as ast;
use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, ExprContext, Parameters, Pattern, Stmt, TypeParam};
use ruff_text_size::{Ranged, TextRange};

use crate::error::{Outcome, Problem};

/// The most parameters of a function and names of a `global` statement.
pub(crate) const MAX_NAMED: usize = 1000;

/// CPython reads no decimal number with more digits (`sys.int_info.default_max_str_digits`).
const MAX_DIGITS: usize = 4300;

/// All scopes of a module; the module's own is the first.
#[derive(Default)]
pub(crate) struct Table {
    scopes: Vec<Scope>,
    /// The scope that a node of the syntax tree opens, found by the node's address: the tree stays where
    /// it is while this lives.
    nodes: HashMap<(usize, Opens), usize>,
}

/// What a node of the syntax tree opens: nodes of different kinds may have the same address.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Opens {
    Function,
    Class,
    Lambda,
    Comprehension,
    TypeParameters,
    TypeAlias,
    Bound,
}

/// The names of one scope.
pub(crate) struct Scope {
    pub(crate) kind: Kind,
    /// In order of appearance.
    pub(crate) symbols: Vec<(Box<str>, Symbol)>,
    index: HashMap<Box<str>, u32>,
    /// The parameters in CPython's order: positional, keyword-only, `*args`, `**kwargs`.
    pub(crate) parameters: Vec<Box<str>>,
    parent: Option<usize>,
    children: Vec<usize>,
    /// Inside a function.
    pub(crate) nested: bool,
    pub(crate) generator: bool,
    pub(crate) coroutine: bool,
    pub(crate) varargs: bool,
    pub(crate) varkeywords: bool,
    /// The comprehension that this is the scope of.
    pub(crate) comprehension: Option<Comprehension>,
    /// The comprehension is compiled into the function around (PEP 709).
    pub(crate) inlined: bool,
    /// The names of a class body that type parameters and type aliases in it can see.
    pub(crate) sees_class: bool,
    /// A method needs the class: `super()` or `__class__`.
    pub(crate) needs_class_cell: bool,
    /// A type parameter needs the namespace of the class body.
    pub(crate) needs_class_dict: bool,
    /// In the type parameters of a class only these names are made private to it.
    pub(crate) mangled: Option<HashSet<Box<str>>>,
    /// Names of `global` and `nonlocal` statements, with their places.
    directives: Vec<(Box<str>, TextRange)>,
    /// Within the target of a comprehension's `for`.
    in_target: bool,
    /// Within that many iterables of comprehensions.
    in_iterable: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Module,
    Class,
    Function,
    TypeParameters,
    TypeAlias,
    /// The bound or the default of a type parameter.
    Bound,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comprehension {
    List,
    Set,
    Dict,
    Generator,
}

/// What is known of a name in a scope.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Symbol {
    /// What was seen, of the constants below.
    pub(crate) seen: u16,
    /// How the name is reached.
    pub(crate) access: Access,
}

/// How a name is reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Access {
    #[default]
    Unknown,
    Local,
    /// Declared so.
    GlobalExplicit,
    GlobalImplicit,
    /// A cell of a function further out.
    Free,
    /// A cell of this scope, which inner functions share.
    Cell,
}

pub(crate) const GLOBAL: u16 = 1;
pub(crate) const LOCAL: u16 = 2;
pub(crate) const PARAMETER: u16 = 4;
pub(crate) const NONLOCAL: u16 = 8;
pub(crate) const USED: u16 = 16;
/// A class body binds the name, and a method has it from further out.
pub(crate) const FREE_CLASS: u16 = 64;
pub(crate) const IMPORTED: u16 = 128;
pub(crate) const ANNOTATED: u16 = 256;
/// The target of a comprehension's `for`.
const ITERATED: u16 = 512;
const TYPE_PARAMETER: u16 = 1024;
/// A cell in an inlined comprehension.
pub(crate) const COMPREHENSION_CELL: u16 = 2048;
const BOUND: u16 = LOCAL | PARAMETER | IMPORTED | TYPE_PARAMETER;

impl Scope {
    fn new(kind: Kind, parent: Option<usize>) -> Scope {
        Scope {
            kind,
            symbols: Vec::new(),
            index: HashMap::new(),
            parameters: Vec::new(),
            parent,
            children: Vec::new(),
            nested: false,
            generator: false,
            coroutine: false,
            varargs: false,
            varkeywords: false,
            comprehension: None,
            inlined: false,
            sees_class: false,
            needs_class_cell: false,
            needs_class_dict: false,
            mangled: None,
            directives: Vec::new(),
            in_target: false,
            in_iterable: 0,
        }
    }

    /// Whether its locals are slots.
    pub(crate) fn is_function_like(&self) -> bool {
        !matches!(self.kind, Kind::Module | Kind::Class)
    }

    pub(crate) fn symbol(&self, name: &str) -> Symbol {
        let index = self.index.get(name);
        let found = index.and_then(|index| self.symbols.get(*index as usize));
        found.map_or(Symbol::default(), |(_, symbol)| *symbol)
    }

    pub(crate) fn symbol_mut(&mut self, name: &str) -> &mut Symbol {
        let index = match self.index.get(name) {
            Some(index) => *index as usize,
            None => {
                self.index.insert(name.into(), self.symbols.len() as u32);
                self.symbols.push((name.into(), Symbol::default()));
                self.symbols.len() - 1
            }
        };
        &mut self.symbols[index].1
    }

    fn has(&self, name: &str) -> bool {
        self.index.contains_key(name)
    }

    /// The names that are reached so or were seen so, sorted: the order of a code's cells and free
    /// variables.
    pub(crate) fn names(&self, access: Access, seen: u16) -> Vec<Box<str>> {
        let of = self.symbols.iter();
        let mut names: Vec<Box<str>> = of
            .filter(|(_, symbol)| symbol.access == access || symbol.seen & seen != 0)
            .map(|(name, _)| name.clone())
            .collect();
        names.sort_unstable();
        names
    }
}

impl Table {
    /// Reads a module's syntax tree.
    pub(crate) fn new(source: &str, body: &[Stmt], future_annotations: bool) -> Outcome<Table> {
        let mut builder = Builder {
            source,
            table: Table::default(),
            current: 0,
            private: None,
            future_annotations,
            error: None,
        };
        builder.table.scopes.push(Scope::new(Kind::Module, None));
        builder.visit_body(body);
        if let Some(error) = builder.error {
            return Err(error);
        }
        let mut table = builder.table;
        table.analyse(0)?;
        Ok(table)
    }

    /// The scope that a node opens.
    pub(crate) fn of<T>(&self, node: &T, opens: Opens) -> usize {
        let key = (std::ptr::from_ref(node).addr(), opens);
        self.nodes.get(&key).copied().unwrap_or(0)
    }

    /// A scope by its number, and the module's if there is no such scope.
    pub(crate) fn scope(&self, index: usize) -> &Scope {
        self.scopes.get(index).unwrap_or(&self.scopes[0])
    }

    pub(crate) fn scope_mut(&mut self, index: usize) -> &mut Scope {
        let index = if index < self.scopes.len() { index } else { 0 };
        &mut self.scopes[index]
    }

    /// Decides how each name is reached, in a scope and those inside. Gives the names that are to be
    /// found further out.
    fn analyse(&mut self, index: usize) -> Outcome<HashSet<Box<str>>> {
        let mut own = Vec::new();
        for at in 0..self.scope(index).symbols.len() {
            let Some((name, symbol)) = self.scope(index).symbols.get(at).cloned() else {
                break;
            };
            let access = self.access(index, &name, symbol.seen)?;
            if access == Access::Free {
                own.push(name);
            }
            if let Some((_, symbol)) = self.scope_mut(index).symbols.get_mut(at) {
                symbol.access = access;
            }
        }
        let mut free = HashSet::new();
        let mut inlined_cells = HashSet::new();
        let mut children = Vec::new();
        for child in self.scope(index).children.clone() {
            children.push((child, self.analyse(child)?));
        }
        // Only now, since the names of an inlined comprehension are none of its neighbours'.
        for (child, mut child_free) in children {
            let scope = self.scope(child);
            if scope
                .comprehension
                .is_some_and(|kind| kind != Comprehension::Generator)
                && !self.scope(index).sees_class
            {
                self.inline(index, child, &mut child_free, &mut inlined_cells);
                self.scope_mut(child).inlined = true;
            }
            // The smaller set goes into the larger one, so that deep nesting costs little.
            if child_free.len() > free.len() {
                std::mem::swap(&mut child_free, &mut free);
            }
            free.extend(child_free);
        }
        // Those of an inlined comprehension now are this scope's.
        let children = std::mem::take(&mut self.scope_mut(index).children);
        let mut spliced = Vec::new();
        for child in children {
            if self.scope(child).inlined {
                spliced.extend_from_slice(&self.scope(child).children);
            } else {
                spliced.push(child);
            }
        }
        let scope = self.scope_mut(index);
        scope.children = spliced;
        if scope.is_function_like() {
            for (name, symbol) in &mut scope.symbols {
                if symbol.access == Access::Local
                    && (free.contains(name) || inlined_cells.contains(name))
                {
                    symbol.access = Access::Cell;
                    free.remove(name);
                }
            }
        } else if scope.kind == Kind::Class {
            scope.needs_class_cell = free.remove("__class__");
            scope.needs_class_dict = free.remove("__classdict__");
        }
        for name in &inlined_cells {
            if scope.has(name) {
                scope.symbol_mut(name).seen |= COMPREHENSION_CELL;
            }
        }
        let keeps_both = scope.kind == Kind::Class || scope.sees_class;
        if scope.kind != Kind::Module {
            let mut names: Vec<Box<str>> = free.iter().cloned().collect();
            names.sort_unstable();
            for name in names {
                if !scope.has(&name) {
                    scope.symbol_mut(&name).access = Access::Free;
                } else if keeps_both {
                    scope.symbol_mut(&name).seen |= FREE_CLASS;
                }
            }
        }
        // What a class body itself needs from further out is no matter of its own cell.
        free.extend(own);
        Ok(free)
    }

    /// How a name of a scope is reached, by what was seen of it.
    fn access(&self, index: usize, name: &str, seen: u16) -> Outcome<Access> {
        let scope = self.scope(index);
        let place = || {
            let directive = scope.directives.iter().find(|(of, _)| &**of == name);
            directive.map_or(TextRange::default(), |(_, range)| *range)
        };
        if seen & GLOBAL != 0 {
            if seen & NONLOCAL != 0 {
                let message = format!("name '{name}' is nonlocal and global");
                return Err(Problem::new(place(), message));
            }
            return Ok(Access::GlobalExplicit);
        }
        if seen & NONLOCAL != 0 {
            if scope.kind == Kind::Module {
                let message = "nonlocal declaration not allowed at module level";
                return Err(Problem::new(place(), message));
            }
            let Some(binding) = self.binding(index, name) else {
                let message = format!("no binding for nonlocal '{name}' found");
                return Err(Problem::new(place(), message));
            };
            if self.scope(binding).symbol(name).seen & TYPE_PARAMETER != 0 {
                let message = format!("nonlocal binding not allowed for type parameter '{name}'");
                return Err(Problem::new(place(), message));
            }
            return Ok(Access::Free);
        }
        if seen & BOUND != 0 {
            return Ok(Access::Local);
        }
        if scope.sees_class
            && let Some(class) = self.class_around(index)
        {
            // What both the class body and a function around it bind is looked up when it runs, in the
            // class and then among the globals.
            let in_class = self.scope(class).symbol(name).seen;
            if in_class & GLOBAL != 0 {
                return Ok(Access::GlobalExplicit);
            }
            if in_class & BOUND != 0 && in_class & NONLOCAL == 0 {
                return Ok(Access::GlobalImplicit);
            }
        }
        Ok(match self.binding(index, name) {
            Some(_) => Access::Free,
            None => Access::GlobalImplicit,
        })
    }

    /// The class body whose names the scope sees.
    fn class_around(&self, index: usize) -> Option<usize> {
        let mut around = self.scope(index).parent;
        while let Some(index) = around {
            let scope = self.scope(index);
            match scope.kind {
                Kind::Class => return Some(index),
                _ if scope.sees_class => around = scope.parent,
                _ => return None,
            }
        }
        None
    }

    /// The scope further out that binds a name.
    fn binding(&self, index: usize, name: &str) -> Option<usize> {
        let mut around = self.scope(index).parent;
        while let Some(index) = around {
            let scope = self.scope(index);
            let seen = scope.symbol(name).seen;
            match scope.kind {
                Kind::Module => return None,
                // A class body's names are no inner function's, apart from these.
                Kind::Class if matches!(name, "__class__" | "__classdict__") => {
                    return Some(index);
                }
                Kind::Class => {}
                _ if seen & GLOBAL != 0 => return None,
                _ if seen & BOUND != 0 && seen & NONLOCAL == 0 => return Some(index),
                _ => {}
            }
            around = scope.parent;
        }
        None
    }

    /// Adds the names of an inlined comprehension to the scope that it is in.
    fn inline(
        &mut self,
        index: usize,
        child: usize,
        free: &mut HashSet<Box<str>>,
        cells: &mut HashSet<Box<str>>,
    ) {
        let in_class = self.scope(index).kind == Kind::Class;
        let mut without_class_cell = false;
        for (name, symbol) in self.scope(child).symbols.clone() {
            if symbol.seen & PARAMETER != 0 {
                continue;
            }
            if symbol.access == Access::Cell || symbol.seen & COMPREHENSION_CELL != 0 {
                cells.insert(name.clone());
            }
            let mut access = symbol.access;
            if access == Access::Free && in_class && &*name == "__class__" {
                access = Access::GlobalImplicit;
                free.remove(&name);
                without_class_cell = true;
            }
            if self.scope(index).has(&name) {
                let bound = self.scope(index).symbol(&name).seen & BOUND != 0;
                if bound && !in_class && !self.is_free_below(child, &name) {
                    free.remove(&name);
                }
            } else {
                let copy = self.scope_mut(index).symbol_mut(&name);
                copy.seen = symbol.seen;
                copy.access = access;
            }
        }
        if without_class_cell {
            self.scope_mut(child).symbol_mut("__class__").access = Access::GlobalImplicit;
        }
    }

    /// Whether a scope inside this one has the name from further out.
    fn is_free_below(&self, index: usize, name: &str) -> bool {
        let children = &self.scope(index).children;
        children
            .iter()
            .any(|child| self.scope(*child).symbol(name).access == Access::Free)
    }
}

/// The name as a class's private names are: `__x` in class `C` is `_C__x`.
pub(crate) fn mangle(class: Option<&str>, name: &str) -> Option<String> {
    let class = class?.trim_start_matches('_');
    if class.is_empty() || !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return None;
    }
    Some(format!("_{class}{name}"))
}

/// Walks the tree and notes every name.
struct Builder<'s> {
    source: &'s str,
    table: Table,
    current: usize,
    /// The class around, for its private names.
    private: Option<Box<str>>,
    future_annotations: bool,
    error: Option<Box<Problem>>,
}

impl Builder<'_> {
    fn scope(&mut self) -> &mut Scope {
        self.table.scope_mut(self.current)
    }

    fn fail(&mut self, range: TextRange, message: impl Into<String>) {
        if self.error.is_none() {
            self.error = Some(Problem::new(range, message));
        }
    }

    fn enter<T>(&mut self, kind: Kind, node: &T, opens: Opens) {
        let around = self.scope();
        let nested = around.nested || around.is_function_like();
        let index = self.table.scopes.len();
        let mut scope = Scope::new(kind, Some(self.current));
        scope.nested = nested;
        self.table.scopes.push(scope);
        self.scope().children.push(index);
        let key = (std::ptr::from_ref(node).addr(), opens);
        self.table.nodes.insert(key, index);
        self.current = index;
    }

    fn leave(&mut self) {
        self.current = self.scope().parent.unwrap_or(0);
    }

    fn mangled(&mut self, name: &str) -> Box<str> {
        let private = self.private.clone();
        let only = &self.scope().mangled;
        match mangle(private.as_deref(), name) {
            Some(mangled) if only.as_ref().is_none_or(|only| only.contains(name)) => mangled.into(),
            _ => name.into(),
        }
    }

    fn add(&mut self, name: &str, flag: u16, range: TextRange) {
        let current = self.current;
        self.add_to(current, name, flag, range);
    }

    fn add_to(&mut self, index: usize, name: &str, flag: u16, range: TextRange) {
        let mangled = self.mangled(name);
        let scope = self.table.scope_mut(index);
        let in_target = scope.in_target;
        let symbol = scope.symbol_mut(&mangled);
        let before = symbol.seen;
        symbol.seen |= flag;
        if in_target {
            symbol.seen |= ITERATED;
        }
        if flag & PARAMETER != 0 {
            scope.parameters.push(mangled.clone());
        }
        if flag & before & PARAMETER != 0 {
            let message = format!("duplicate argument '{name}' in function definition");
            self.fail(range, message);
        } else if flag & before & TYPE_PARAMETER != 0 {
            self.fail(range, format!("duplicate type parameter '{name}'"));
        } else if in_target && (before | flag) & (GLOBAL | NONLOCAL) != 0 {
            self.fail(
                range,
                format!(
                    "comprehension inner loop cannot rebind assignment expression target '{name}'"
                ),
            );
        }
        if flag & GLOBAL != 0 {
            self.table.scope_mut(0).symbol_mut(&mangled).seen |= flag;
        }
    }

    fn body(&mut self, body: &[Stmt]) {
        for statement in body {
            self.visit_stmt(statement);
        }
    }

    fn defaults(&mut self, parameters: &Parameters) {
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        for parameter in positional.chain(&parameters.kwonlyargs) {
            if let Some(default) = &parameter.default {
                self.visit_expr(default);
            }
        }
    }

    /// A starred annotation is only allowed at `*args`.
    fn annotations(&mut self, parameters: &Parameters, returns: Option<&Expr>) {
        if self.future_annotations {
            return;
        }
        let positional = parameters.posonlyargs.iter().chain(&parameters.args);
        let annotations = positional
            .map(|parameter| &parameter.parameter)
            .chain(parameters.vararg.as_deref())
            .chain(parameters.kwarg.as_deref())
            .chain(
                parameters
                    .kwonlyargs
                    .iter()
                    .map(|parameter| &parameter.parameter),
            )
            .filter_map(|parameter| parameter.annotation.as_deref());
        for annotation in annotations.chain(returns) {
            self.visit_expr(annotation);
        }
    }

    fn parameters(&mut self, parameters: &Parameters) {
        if parameters.len() > MAX_NAMED {
            let problem =
                Problem::unsupported(parameters.range, "a function with this many parameters");
            self.error.get_or_insert(problem);
            return;
        }
        let plain = parameters
            .posonlyargs
            .iter()
            .chain(&parameters.args)
            .chain(&parameters.kwonlyargs)
            .map(|parameter| &parameter.parameter);
        let others = parameters.vararg.iter().chain(&parameters.kwarg);
        for parameter in plain.chain(others.map(|parameter| &**parameter)) {
            if parameter.name.as_str() == "__debug__" {
                self.fail(parameter.range, "cannot assign to __debug__");
            }
            self.add(&parameter.name.id, PARAMETER, parameter.range);
        }
        self.scope().varargs = parameters.vararg.is_some();
        self.scope().varkeywords = parameters.kwarg.is_some();
    }

    fn function(&mut self, function: &ast::StmtFunctionDef) {
        self.add(&function.name.id, LOCAL, function.range);
        self.defaults(&function.parameters);
        for decorator in &function.decorator_list {
            self.visit_expr(&decorator.expression);
        }
        if let Some(parameters) = &function.type_params {
            self.enter_type_parameters(parameters);
            // CPython has this one even when there are none.
            self.add(".defaults", PARAMETER, TextRange::default());
            let keywords = &function.parameters.kwonlyargs;
            if keywords.iter().any(|parameter| parameter.default.is_some()) {
                self.add(".kwdefaults", PARAMETER, TextRange::default());
            }
            self.type_parameters(parameters);
        }
        self.annotations(&function.parameters, function.returns.as_deref());
        self.enter(Kind::Function, function, Opens::Function);
        self.scope().coroutine = function.is_async;
        self.parameters(&function.parameters);
        self.body(&function.body);
        self.leave();
        if function.type_params.is_some() {
            self.leave();
        }
    }

    fn class(&mut self, class: &ast::StmtClassDef) {
        self.add(&class.name.id, LOCAL, class.range);
        for decorator in &class.decorator_list {
            self.visit_expr(&decorator.expression);
        }
        let outer = self.private.clone();
        if let Some(parameters) = &class.type_params {
            self.enter_type_parameters(parameters);
            self.private = Some(class.name.as_str().into());
            self.scope().mangled = Some(HashSet::new());
            for name in [".type_params", ".generic_base"] {
                self.add(name, LOCAL | USED, TextRange::default());
            }
            self.type_parameters(parameters);
        }
        if let Some(arguments) = &class.arguments {
            for base in &arguments.args {
                self.visit_expr(base);
            }
            for keyword in &arguments.keywords {
                self.visit_expr(&keyword.value);
            }
        }
        self.enter(Kind::Class, class, Opens::Class);
        self.private = Some(class.name.as_str().into());
        if class.type_params.is_some() {
            self.add("__type_params__", LOCAL, TextRange::default());
            self.add(".type_params", USED, TextRange::default());
        }
        self.body(&class.body);
        self.leave();
        if class.type_params.is_some() {
            self.leave();
        }
        self.private = outer;
    }

    fn enter_type_parameters(&mut self, parameters: &ast::TypeParams) {
        let in_class = self.scope().kind == Kind::Class;
        self.enter(Kind::TypeParameters, parameters, Opens::TypeParameters);
        self.see_class(in_class);
    }

    fn see_class(&mut self, in_class: bool) {
        if in_class {
            self.scope().sees_class = true;
            self.add("__classdict__", USED, TextRange::default());
        }
    }

    fn type_parameters(&mut self, parameters: &ast::TypeParams) {
        for parameter in &parameters.type_params {
            let name = parameter.name();
            if let Some(mangled) = &mut self.scope().mangled {
                mangled.insert(name.as_str().into());
            }
            self.add(&name.id, TYPE_PARAMETER | LOCAL, parameter.range());
            let (bound, default) = match parameter {
                TypeParam::TypeVar(variable) => (&variable.bound, &variable.default),
                TypeParam::TypeVarTuple(variable) => (&None, &variable.default),
                TypeParam::ParamSpec(variable) => (&None, &variable.default),
            };
            for evaluated in [bound, default].into_iter().flatten() {
                let sees_class = self.scope().sees_class;
                self.enter(Kind::Bound, &**evaluated, Opens::Bound);
                self.see_class(sees_class);
                match &**evaluated {
                    Expr::Starred(starred) => self.visit_expr(&starred.value),
                    other => self.visit_expr(other),
                }
                self.leave();
            }
        }
    }

    fn type_alias(&mut self, alias: &ast::StmtTypeAlias) {
        self.visit_expr(&alias.name);
        let in_class = self.scope().kind == Kind::Class;
        if let Some(parameters) = &alias.type_params {
            self.enter_type_parameters(parameters);
            self.type_parameters(parameters);
        }
        self.enter(Kind::TypeAlias, alias, Opens::TypeAlias);
        self.see_class(in_class);
        self.visit_expr(&alias.value);
        self.leave();
        if alias.type_params.is_some() {
            self.leave();
        }
    }

    fn declare(&mut self, names: &[ast::Identifier], flag: u16, range: TextRange) {
        let word = if flag == GLOBAL { "global" } else { "nonlocal" };
        for name in names {
            let mangled = self.mangled(&name.id);
            let seen = self.scope().symbol(&mangled).seen;
            let name = name.as_str();
            if seen & PARAMETER != 0 {
                self.fail(range, format!("name '{name}' is parameter and {word}"));
            } else if seen & USED != 0 {
                let message = format!("name '{name}' is used prior to {word} declaration");
                self.fail(range, message);
            } else if seen & ANNOTATED != 0 {
                self.fail(range, format!("annotated name '{name}' can't be {word}"));
            } else if seen & LOCAL != 0 {
                let message = format!("name '{name}' is assigned to before {word} declaration");
                self.fail(range, message);
            }
            self.add(name, flag, range);
            self.scope().directives.push((mangled, range));
        }
    }

    fn import(&mut self, names: &[ast::Alias]) {
        for alias in names {
            let name = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
            if name == "*" {
                if self.scope().kind != Kind::Module {
                    self.fail(alias.range, "import * only allowed at module level");
                }
                continue;
            }
            // `import a.b` binds `a`.
            let bound = name.split('.').next().unwrap_or(name);
            self.add(bound, IMPORTED, alias.range);
        }
    }

    fn annotated(&mut self, assign: &ast::StmtAnnAssign) {
        match &*assign.target {
            Expr::Name(name) => {
                let mangled = self.mangled(&name.id);
                let seen = self.scope().symbol(&mangled).seen;
                if seen & (GLOBAL | NONLOCAL) != 0
                    && assign.simple
                    && self.scope().kind != Kind::Module
                {
                    let word = if seen & GLOBAL != 0 {
                        "global"
                    } else {
                        "nonlocal"
                    };
                    let message = format!("annotated name '{}' can't be {word}", name.id);
                    self.fail(assign.range, message);
                }
                if assign.simple {
                    self.add(&name.id, ANNOTATED | LOCAL, name.range);
                } else if assign.value.is_some() {
                    self.add(&name.id, LOCAL, name.range);
                }
            }
            other => self.visit_expr(other),
        }
        if !self.future_annotations {
            self.visit_expr(&assign.annotation);
        }
        if let Some(value) = &assign.value {
            self.visit_expr(value);
        }
    }

    fn named(&mut self, named: &ast::ExprNamed) {
        if self.scope().in_iterable > 0 {
            self.fail(
                named.range,
                "assignment expression cannot be used in a comprehension iterable expression",
            );
        }
        if self.scope().comprehension.is_some()
            && let Expr::Name(target) = &*named.target
        {
            self.extend(target);
        }
        self.visit_expr(&named.value);
        self.visit_expr(&named.target);
    }

    /// In a comprehension `:=` binds its name in the scope around.
    fn extend(&mut self, target: &ast::ExprName) {
        let (name, range) = (target.id.as_str(), target.range);
        let mangled = self.mangled(name);
        let mut around = Some(self.current);
        while let Some(index) = around {
            let scope = self.table.scope(index);
            let seen = scope.symbol(&mangled).seen;
            around = scope.parent;
            if scope.comprehension.is_some() {
                if seen & ITERATED != 0 && seen & LOCAL != 0 {
                    self.fail(
                        range,
                        format!(
                            "assignment expression cannot rebind comprehension iteration variable '{name}'"
                        ),
                    );
                    return;
                }
                continue;
            }
            let place = match scope.kind {
                Kind::Function => {
                    let flag = if seen & GLOBAL != 0 { GLOBAL } else { NONLOCAL };
                    self.add(name, flag, range);
                    self.scope().directives.push((mangled, range));
                    self.add_to(index, name, LOCAL, range);
                    return;
                }
                Kind::Module => {
                    self.add(name, GLOBAL, range);
                    self.scope().directives.push((mangled, range));
                    self.add_to(index, name, GLOBAL, range);
                    return;
                }
                Kind::Class => "in a class body",
                Kind::TypeParameters => "within the definition of a generic",
                Kind::TypeAlias => "in a type alias",
                Kind::Bound => "in a TypeVar bound",
            };
            let message =
                format!("assignment expression within a comprehension cannot be used {place}");
            self.fail(range, message);
            return;
        }
    }

    fn comprehension<T>(
        &mut self,
        node: &T,
        kind: Comprehension,
        generators: &[ast::Comprehension],
        elements: [Option<&Expr>; 2],
    ) {
        let Some((first, others)) = generators.split_first() else {
            return;
        };
        self.scope().in_iterable += 1;
        self.visit_expr(&first.iter);
        self.scope().in_iterable -= 1;
        self.enter(Kind::Function, node, Opens::Comprehension);
        self.scope().comprehension = Some(kind);
        self.scope().coroutine = first.is_async;
        self.add(".0", PARAMETER, TextRange::default());
        self.target(&first.target);
        for condition in &first.ifs {
            self.visit_expr(condition);
        }
        for generator in others {
            self.target(&generator.target);
            self.scope().in_iterable += 1;
            self.visit_expr(&generator.iter);
            self.scope().in_iterable -= 1;
            for condition in &generator.ifs {
                self.visit_expr(condition);
            }
            self.scope().coroutine |= generator.is_async;
        }
        for element in elements.into_iter().flatten() {
            self.visit_expr(element);
        }
        let generator = kind == Comprehension::Generator;
        self.scope().generator = generator;
        let is_async = self.scope().coroutine && !generator;
        self.leave();
        self.scope().coroutine |= is_async;
    }

    fn target(&mut self, target: &Expr) {
        self.scope().in_target = true;
        self.visit_expr(target);
        self.scope().in_target = false;
    }

    /// Refuses numbers that CPython refuses, and those that aren't known here.
    fn check_number(&mut self, number: &ast::ExprNumberLiteral) {
        let range = number.range;
        let problem = match &number.value {
            ast::Number::Complex { .. } => Problem::unsupported(range, "a complex number"),
            ast::Number::Int(int) if int.as_i64().is_none() => {
                let text = int.to_string();
                let decimal = text
                    .bytes()
                    .all(|byte| byte.is_ascii_digit() || byte == b'_');
                let digits = text.bytes().filter(u8::is_ascii_digit).count();
                if !decimal || digits <= MAX_DIGITS {
                    return;
                }
                let message = format!(
                    "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: value has {digits} \
                     digits; use sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal \
                     for huge integer literals to avoid decimal conversion limits."
                );
                Problem::new(range, message)
            }
            _ => return,
        };
        self.error.get_or_insert(problem);
    }

    /// A lone surrogate can't be kept in a Rust string.
    fn check_escapes(&mut self, range: TextRange) {
        let text = self
            .source
            .get(range.start().to_usize()..range.end().to_usize())
            .unwrap_or_default();
        let surrogate = text.match_indices(['u', 'U']).any(|(at, _)| {
            let digits = text.get(at + 1..).unwrap_or_default();
            let digits = digits.trim_start_matches('0').as_bytes();
            text.as_bytes()
                .get(..at)
                .unwrap_or_default()
                .iter()
                .rev()
                .take_while(|byte| **byte == b'\\')
                .count()
                % 2
                == 1
                && matches!(
                    digits,
                    [b'd' | b'D', b'8'..=b'9' | b'a'..=b'f' | b'A'..=b'F', ..]
                )
        });
        if surrogate {
            let problem = Problem::unsupported(range, "a surrogate in a str");
            self.error.get_or_insert(problem);
        }
    }

    /// `yield`, `await` and `:=` aren't allowed everywhere.
    fn check_place(&mut self, what: &str, range: TextRange) {
        let place = match self.scope().kind {
            Kind::TypeParameters => "the definition of a generic",
            Kind::TypeAlias => "a type alias",
            Kind::Bound => "a TypeVar bound",
            _ => return,
        };
        self.fail(range, format!("{what} cannot be used within {place}"));
    }

    fn yields(&mut self, range: TextRange) {
        let place = match self.scope().comprehension {
            None => {
                self.scope().generator = true;
                return;
            }
            Some(Comprehension::List) => "list comprehension",
            Some(Comprehension::Set) => "set comprehension",
            Some(Comprehension::Dict) => "dict comprehension",
            Some(Comprehension::Generator) => "generator expression",
        };
        self.fail(range, format!("'yield' inside {place}"));
    }
}

impl<'a> Visitor<'a> for Builder<'_> {
    fn visit_body(&mut self, body: &'a [Stmt]) {
        self.body(body);
    }

    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(function) => self.function(function),
            Stmt::ClassDef(class) => self.class(class),
            Stmt::TypeAlias(alias) => self.type_alias(alias),
            Stmt::Global(global) => self.declare(&global.names, GLOBAL, global.range),
            Stmt::Nonlocal(nonlocal) => self.declare(&nonlocal.names, NONLOCAL, nonlocal.range),
            Stmt::Import(import) => self.import(&import.names),
            Stmt::ImportFrom(import) => self.import(&import.names),
            Stmt::AnnAssign(assign) => self.annotated(assign),
            Stmt::Assign(assign) => {
                for target in &assign.targets {
                    self.visit_expr(target);
                }
                self.visit_expr(&assign.value);
            }
            Stmt::AugAssign(assign) => {
                self.visit_expr(&assign.target);
                self.visit_expr(&assign.value);
            }
            Stmt::For(statement) => {
                self.visit_expr(&statement.target);
                self.visit_expr(&statement.iter);
                self.body(&statement.body);
                self.body(&statement.orelse);
            }
            Stmt::Try(statement) => {
                self.body(&statement.body);
                self.body(&statement.orelse);
                for ast::ExceptHandler::ExceptHandler(handler) in &statement.handlers {
                    if let Some(of) = &handler.type_ {
                        self.visit_expr(of);
                    }
                    if let Some(name) = &handler.name {
                        self.add(&name.id, LOCAL, handler.range);
                    }
                    self.body(&handler.body);
                }
                self.body(&statement.finalbody);
            }
            other => visitor::walk_stmt(self, other),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) => {
                let flag = match name.ctx {
                    ExprContext::Store | ExprContext::Del => LOCAL,
                    _ => USED,
                };
                self.add(&name.id, flag, name.range);
                if flag == USED && name.id.as_str() == "super" && self.scope().is_function_like() {
                    self.add("__class__", USED, name.range);
                }
            }
            Expr::Named(named) => {
                self.check_place("named expression", named.range);
                self.named(named);
            }
            Expr::Lambda(lambda) => {
                if let Some(parameters) = &lambda.parameters {
                    self.defaults(parameters);
                }
                self.enter(Kind::Function, lambda, Opens::Lambda);
                if let Some(parameters) = &lambda.parameters {
                    self.parameters(parameters);
                }
                self.visit_expr(&lambda.body);
                self.leave();
            }
            Expr::ListComp(comprehension) => self.comprehension(
                comprehension,
                Comprehension::List,
                &comprehension.generators,
                [None, Some(&comprehension.elt)],
            ),
            Expr::SetComp(comprehension) => self.comprehension(
                comprehension,
                Comprehension::Set,
                &comprehension.generators,
                [None, Some(&comprehension.elt)],
            ),
            Expr::DictComp(comprehension) => self.comprehension(
                comprehension,
                Comprehension::Dict,
                &comprehension.generators,
                [Some(&comprehension.value), comprehension.key.as_deref()],
            ),
            Expr::Generator(comprehension) => self.comprehension(
                comprehension,
                Comprehension::Generator,
                &comprehension.generators,
                [None, Some(&comprehension.elt)],
            ),
            Expr::Yield(of) => {
                self.check_place("yield expression", of.range);
                if let Some(value) = &of.value {
                    self.visit_expr(value);
                }
                self.yields(of.range);
            }
            Expr::YieldFrom(of) => {
                self.check_place("yield expression", of.range);
                self.visit_expr(&of.value);
                self.yields(of.range);
            }
            Expr::NumberLiteral(number) => self.check_number(number),
            Expr::StringLiteral(string) => self.check_escapes(string.range),
            Expr::FString(string) => {
                self.check_escapes(string.range);
                visitor::walk_expr(self, expression);
            }
            Expr::Await(of) => {
                self.check_place("await expression", of.range);
                self.visit_expr(&of.value);
                self.scope().coroutine = true;
            }
            other => visitor::walk_expr(self, other),
        }
    }

    fn visit_pattern(&mut self, pattern: &'a Pattern) {
        let name = match pattern {
            Pattern::MatchStar(pattern) => pattern.name.as_ref(),
            Pattern::MatchAs(pattern) => pattern.name.as_ref(),
            Pattern::MatchMapping(pattern) => pattern.rest.as_ref(),
            _ => None,
        };
        visitor::walk_pattern(self, pattern);
        if let Some(name) = name {
            self.add(&name.id, LOCAL, pattern.range());
        }
    }
}
