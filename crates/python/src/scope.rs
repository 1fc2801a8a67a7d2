//! Which names a function binds (`Python/symtable.c`).

use std::collections::HashSet;

use ruff_python_ast::visitor::{self, Visitor};
use ruff_python_ast::{Expr, ExprContext, Parameters, Stmt};
use ruff_text_size::{Ranged, TextRange};

/// The names of one function or of the module.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// Bound here, parameters first, in order of appearance.
    pub(crate) locals: Vec<String>,
    /// Declared `global` here.
    pub(crate) globals: HashSet<String>,
    /// Bound by an import.
    pub(crate) imports: HashSet<String>,
}

/// Collects the names a body binds, or finds a misplaced `global`: its place and CPython's message.
pub(crate) fn scope(
    parameters: Option<&Parameters>,
    body: &[Stmt],
) -> Result<Scope, (TextRange, String)> {
    let mut collector = Collector::default();
    for parameter in parameters
        .into_iter()
        .flat_map(|parameters| parameters.iter_non_variadic_params())
    {
        let name = &parameter.parameter.name;
        if !collector.parameters.insert(name.id.to_string()) {
            let message = format!("duplicate argument '{}' in function definition", name.id);
            return Err((name.range(), message));
        }
        collector.bind(&name.id);
    }
    collector.visit_body(body);
    if let Some(error) = collector.error {
        return Err(error);
    }
    let mut scope = collector.scope;
    scope.locals.retain(|name| !scope.globals.contains(name));
    Ok(scope)
}

#[derive(Default)]
struct Collector {
    scope: Scope,
    parameters: HashSet<String>,
    /// What is in `scope.locals`.
    bound: HashSet<String>,
    used: HashSet<String>,
    /// Names of the comprehensions around the current expression.
    hidden: Vec<HashSet<String>>,
    error: Option<(TextRange, String)>,
}

impl Collector {
    fn bind(&mut self, name: &str) {
        if !self.bound.contains(name) {
            self.bound.insert(name.into());
            self.scope.locals.push(name.into());
        }
    }
}

impl<'a> Visitor<'a> for Collector {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        match statement {
            Stmt::FunctionDef(function) => {
                self.bind(&function.name.id);
                for default in function
                    .parameters
                    .iter_non_variadic_params()
                    .filter_map(|param| param.default())
                {
                    self.visit_expr(default);
                }
            }
            Stmt::ClassDef(_) => {}
            Stmt::Import(import) => {
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.bind(&name.id);
                    self.scope.imports.insert(name.id.to_string());
                }
            }
            Stmt::ImportFrom(import) => {
                for alias in &import.names {
                    let name = alias.asname.as_ref().unwrap_or(&alias.name);
                    self.bind(&name.id);
                    self.scope.imports.insert(name.id.to_string());
                }
            }
            Stmt::Global(global) => {
                for name in &global.names {
                    let text = name.id.as_str();
                    let problem = if self.parameters.contains(text) {
                        Some(format!("name '{text}' is parameter and global"))
                    } else if self.used.contains(text) {
                        Some(format!("name '{text}' is used prior to global declaration"))
                    } else if self.bound.contains(text) {
                        Some(format!(
                            "name '{text}' is assigned to before global declaration"
                        ))
                    } else {
                        None
                    };
                    if let Some(message) = problem
                        && self.error.is_none()
                    {
                        self.error = Some((global.range, message));
                    }
                    self.scope.globals.insert(text.into());
                }
            }
            // Annotations are ignored.
            Stmt::AnnAssign(assign) => {
                if let Some(value) = &assign.value {
                    self.visit_expr(value);
                }
                self.visit_expr(&assign.target);
            }
            other => visitor::walk_stmt(self, other),
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        match expression {
            Expr::Name(name) => {
                let text = name.id.as_str();
                if self.hidden.iter().any(|names| names.contains(text)) {
                    return;
                }
                match name.ctx {
                    ExprContext::Store => self.bind(text),
                    _ => {
                        self.used.insert(text.into());
                    }
                }
            }
            Expr::ListComp(comprehension) => {
                if let Some(first) = comprehension.generators.first() {
                    self.visit_expr(&first.iter);
                }
                let targets = comprehension
                    .generators
                    .iter()
                    .flat_map(|generator| targets(&generator.target));
                self.hidden.push(targets.collect());
                for (index, generator) in comprehension.generators.iter().enumerate() {
                    if index > 0 {
                        self.visit_expr(&generator.iter);
                    }
                    for condition in &generator.ifs {
                        self.visit_expr(condition);
                    }
                }
                self.visit_expr(&comprehension.elt);
                self.hidden.pop();
            }
            other => visitor::walk_expr(self, other),
        }
    }
}

/// The names a target binds.
pub(crate) fn targets(target: &Expr) -> Vec<String> {
    match target {
        Expr::Name(name) => vec![name.id.to_string()],
        Expr::Tuple(tuple) => tuple.elts.iter().flat_map(targets).collect(),
        Expr::List(list) => list.elts.iter().flat_map(targets).collect(),
        _ => Vec::new(),
    }
}
