//! Splits the engine's WebAssembly: what few programs need goes into a second file, which is loaded when
//! one of its functions is called for the first time.
//!
//! The functions that move leave a door behind: it has the second file loaded if it is not there, and calls
//! through the table. The second file shares memory, table and globals with the first one, and gets the
//! functions that it calls there from the table, too; it brings the constants that only its functions read
//! ([`constants`]). Which functions move is a question of size alone: every program runs with any choice.
//! `needed.txt` has the names of those that stay: [`record`] writes it.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::ops::Range;
use std::path::Path;

use wasm_encoder::reencode::{self, Reencode, RoundtripReencoder};
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, Function, FunctionSection, GlobalSection, GlobalType, ImportSection,
    Instruction, Module, TableSection, TypeSection, ValType,
};
use wasmparser::{
    DataKind, ElementItems, ExternalKind, FunctionBody, KnownCustom, Name, Operator, Parser,
    Payload, TypeRef,
};

use crate::compiler::Need;
use crate::constants::{self, Constants};
use crate::step::{self, Context, Failure};
use crate::{browser, site};

/// What comes of it.
#[derive(Debug)]
pub struct Split {
    /// The part that every program needs.
    pub first: Vec<u8>,
    /// The rest.
    pub rest: Vec<u8>,
    /// What loads the rest: the end of the script that loads the first part.
    pub loader: String,
    /// The names of its functions, a line each, if each of them says that it is called.
    pub names: Option<String>,
}

/// What stays in the first part, besides what runs before there is a script to load the rest.
#[derive(Clone, Debug)]
pub enum Stays {
    /// Functions of these names.
    Needed(BTreeSet<String>),
    /// Nothing else; and each function that is called says so.
    Nothing,
}

/// Where the names are, from the project's root.
const NEEDED: &str = "xtask/needed.txt";
/// Parts of the names of functions that may be called or not, as threads meet, hashes collide or memory lies:
/// they always stay.
const BY_CHANCE: [&str; 18] = [
    "bignum::",
    "crossbeam",
    "dlmalloc::",
    "engine::",
    "flt2dec::",
    "futures",
    "gil::",
    "hashbrown::",
    "js_sys::",
    "raw_vec::",
    "rayon",
    "refcount::",
    "runtime::",
    "std::sync::",
    "std::sys::",
    "std::thread",
    "timeline::",
    "wasm_bindgen",
];

/// Of those, parts of the names of functions that belong to what only some programs do: import much, begin processes,
/// ask the network; or to what none does, as rayon's default pool. These stay only if they are needed.
const BY_WISH: [&str; 21] = [
    "DefaultSpawn",
    "_apart",
    "_mail",
    "abandon_for",
    "apart::",
    "arrived",
    "await_end",
    "engine::network",
    "fancy_regex",
    "forget_interpreter",
    "give_up_waiting",
    "httpbin",
    "kernel",
    "load_and_start",
    "numpy",
    "python::network",
    "processes",
    "runtime::network",
    "runtime::service",
    "snapshot",
    "stop_house",
];

/// The script by which each function of the rest tells who listens that it is called for the first time in this
/// worker, and again when that has happened often: by its line in the file of names. A worker that runs Python
/// may not come to do it later: what is told on a channel goes at once.
const SAYS: &str = "const calls = [];
    const channel = new BroadcastChannel('called');
    const { pathname } = new URL('.', import.meta.url);
    f.called = (number) => {
        const count = (calls[number] ?? 0) + 1;
        calls[number] = count;
        if (count === 1) channel.postMessage([pathname, 'called', number]);
        if (count === 100000) channel.postMessage([pathname, 'often', number]);
    };
    ";

impl Stays {
    /// What [`NEEDED`] says.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn needed(root: &Path) -> Result<Stays, Failure> {
        let names = fs::read_to_string(root.join(NEEDED))
            .context(|| format!("Cannot read {NEEDED}: `cargo xtask split` makes it"))?;
        Ok(Stays::Needed(names.lines().map(str::to_owned).collect()))
    }

    /// All that the split depends on.
    pub fn text(&self) -> String {
        match self {
            Stays::Nothing => SAYS.into(),
            Stays::Needed(names) => {
                let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
                names.extend(BY_CHANCE);
                names.extend(BY_WISH);
                names.join("\n")
            }
        }
    }

    fn has(&self, name: &str) -> bool {
        match self {
            Stays::Nothing => false,
            Stays::Needed(names) => {
                let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
                names.contains(name) || has(&BY_CHANCE) && !has(&BY_WISH)
            }
        }
    }
}

/// Runs the page's own programs and those of the benchmark on an engine that says which functions they call,
/// and writes their names to [`NEEDED`]: whatever the former call, and what the latter call often, since a door
/// takes time. The site is built with them then.
///
/// # Errors
/// When the site cannot be built, there is no browser, or the names cannot be written.
pub fn record(root: &Path) -> Result<(), Failure> {
    site::build_with(root, Need::Build, None, &Stays::Nothing)?;
    let mut node = browser::node(root)?;
    node.arg("tests/browser/called.mjs");
    let mut names = String::new();
    step::part("split", "runs what the page runs", "5 minutes", || {
        names = step::quietly(&mut node)?;
        Ok(())
    })?;
    fs::write(root.join(NEEDED), &names).context(|| format!("Cannot write {NEEDED}"))?;
    step::say(&format!("{NEEDED}: {} functions", names.lines().count()));
    site::build(root, Need::Build, None)
}

/// The import that has the rest loaded, as the script names it.
const LOAD: &str = "load_rest";
/// Where scripts that wasm-bindgen makes list what the module imports.
const IMPORTS: &str = "const import0 = {\n        __proto__: null,\n";

/// The script that wasm-bindgen made as a function that makes an engine each time: a worker may need two, on different
/// memories. What it exported are the functions of the first one.
///
/// # Errors
/// When the script is not as wasm-bindgen makes it.
pub fn as_function(script: &str) -> Result<String, Failure> {
    const LAST: &str = "export { initSync, __wbg_init as default };\n";
    let other = || said("wasm-bindgen exports in another way");
    let body = script.find("\n\n").ok_or_else(other)?;
    let (imports, body) = script.split_at(body);
    let (body, loader) = body.split_once(LAST).ok_or_else(other)?;
    let exports = body.lines().filter_map(|line| {
        let (kind, rest) = line.strip_prefix("export ")?.split_once(' ')?;
        let name = rest.split([' ', '(']).next()?;
        ["function", "class"].contains(&kind).then_some(name)
    });
    let exports = exports.chain(["initSync"]).collect::<Vec<_>>().join(", ");
    // As it is made where none is given; without shared memory there never are two.
    let memory = script
        .split_once("new WebAssembly.Memory(")
        .and_then(|(_, rest)| {
            let (limits, _) = rest.split_once(')')?;
            let (initial, maximum) = limits.strip_prefix("{initial:")?.split_once(',')?;
            Some(format!(
                "export const newMemory = (initial = {initial}) => \
                 new WebAssembly.Memory({{ initial, {maximum});\n"
            ))
        });
    let body = body.replace("\nexport ", "\n");
    Ok(format!(
        "{imports}
{}export function engine() {{
{body}{loader}
const place = () => [wasm.__tls_base.value, wasm.__stack_alloc.value];
const destroy = (...place) => wasm.__wbindgen_thread_destroy(...place);
return {{ {exports}, init: __wbg_init, place, destroy }};
}}
export const {{ {exports}, init: default_, destroy }} = engine();
export {{ default_ as default }};
",
        memory.unwrap_or_default()
    ))
}

/// The script that wasm-bindgen made, with a loader of the rest, which lies beside it.
///
/// # Errors
/// When the script is not as wasm-bindgen makes it.
pub fn with_loader(script: &str, loader: &str) -> Result<String, Failure> {
    if script.matches(IMPORTS).count() != 1 {
        return Err(said("wasm-bindgen lists imports in another way"));
    }
    let import = format!("{IMPORTS}        {LOAD}: loadRest,\n");
    Ok(script.replace(IMPORTS, &import) + loader)
}

/// The rest is instantiated at once, in the middle of a call, so all of this is synchronous.
fn loader(tables: usize, globals: usize, calls_at: u64, calls: usize, says: &str) -> String {
    format!(
        "
function loadRest() {{
    const compile = () => {{
        const request = new XMLHttpRequest();
        request.open('GET', new URL('rest.wasm', import.meta.url), false);
        request.responseType = 'arraybuffer';
        request.send();
        if (request.status !== 200) throw new Error('a part of it cannot be loaded: check your connection');
        return new WebAssembly.Module(request.response);
    }};
    const all = (length, get) => Object.assign({{}}, Array.from({{ length }}, (_, number) => get(number)));
    const t = all({tables}, (number) => wasm[`rest_table${{number}}`]);
    const g = all({globals}, (number) => wasm[`rest_global${{number}}`]);
    const f = all({calls}, (number) => t[0].get({calls_at} + number));
    {says}const imports = {{ m: {{ m: wasm.rest_memory }}, t, g, f }};
    new WebAssembly.Instance(self.rest ?? compile(), imports);
}}
"
    )
}

/// What a module says of itself, as far as it matters here.
#[derive(Default)]
struct Parts<'a> {
    imported_functions: u32,
    imported_globals: u32,
    /// The type of each function, the imported ones first.
    types: Vec<u32>,
    parameters: HashMap<u32, Vec<ValType>>,
    bodies: Vec<FunctionBody<'a>>,
    names: HashMap<u32, &'a str>,
    globals: Vec<wasmparser::GlobalType>,
    memory: Option<wasmparser::MemoryType>,
    tables: Vec<wasmparser::TableType>,
    /// What is called other than by name: through the table, or from outside.
    roots: BTreeSet<u32>,
    start: Option<u32>,
}

impl Parts<'_> {
    /// The functions that may be called while the module is instantiated, when the rest cannot be loaded yet;
    /// and those that copy data of the module itself, which the rest has not.
    fn never_moved(&self) -> Result<BTreeSet<u32>, Failure> {
        let mut called = BTreeSet::new();
        let mut waiting: Vec<u32> = self.start.into_iter().collect();
        while let Some(function) = waiting.pop() {
            if !called.insert(function) {
                continue;
            }
            let body = function
                .checked_sub(self.imported_functions)
                .and_then(|place| self.bodies.get(place as usize));
            let Some(body) = body else { continue };
            for operator in body.get_operators_reader().map_err(said)? {
                if let Operator::Call { function_index } = operator.map_err(said)? {
                    waiting.push(function_index);
                }
            }
        }
        for (body, function) in self.bodies.iter().zip(self.imported_functions..) {
            for operator in body.get_operators_reader().map_err(said)? {
                if let Operator::MemoryInit { .. } | Operator::DataDrop { .. } =
                    operator.map_err(said)?
                {
                    called.insert(function);
                }
            }
        }
        Ok(called)
    }

    /// The constants that only functions read that moved.
    fn constants(&self, linked: &[u8], is_moved: &[bool]) -> Result<Vec<Constants>, Failure> {
        let functions =
            (self.imported_functions..).zip(is_moved.iter().skip(self.imported_functions as usize));
        let mut stay = HashMap::new();
        let mut named = BTreeSet::new();
        for ((function, is_moved), body) in functions.zip(&self.bodies) {
            if let Some(name) = self.names.get(&function) {
                stay.insert(*name, !is_moved);
            }
            if *is_moved {
                continue;
            }
            for operator in body.get_operators_reader().map_err(said)? {
                if let Operator::I32Const { value } = operator.map_err(said)? {
                    named.insert(value as u32);
                }
            }
        }
        constants::of_rest(linked, |name| stay.get(name).copied(), &named)
    }
}

pub fn said(error: impl std::fmt::Display) -> Failure {
    Failure::new(format!(
        "The engine's WebAssembly cannot be split (look at xtask/src/split.rs): {error}."
    ))
}

/// Splits a module, which must have the names of its functions as the linker wrote them. `linked` is what the linker
/// made, before other tools changed it.
///
/// # Errors
/// When it is no module, or one with parts that are not expected.
pub fn split(wasm: &[u8], linked: &[u8], stays: &Stays) -> Result<Split, Failure> {
    let parts = parts(wasm)?;
    let count = parts.types.len() as u32;
    let never_moved = parts.never_moved()?;
    let is_moved: Vec<bool> = (0..count)
        .map(|function| {
            function >= parts.imported_functions
                && !never_moved.contains(&function)
                && parts
                    .names
                    .get(&function)
                    .is_some_and(|name| !stays.has(&plain_name(name)))
        })
        .collect();
    let moved = |function: u32| is_moved.get(function as usize).copied().unwrap_or(false);

    // Who calls whom across the border.
    let mut doors = BTreeSet::new();
    let mut called_back = BTreeSet::new();
    doors.extend(
        parts
            .roots
            .iter()
            .copied()
            .filter(|&function| moved(function)),
    );
    for (body, function) in parts.bodies.iter().zip(parts.imported_functions..) {
        for operator in body.get_operators_reader().map_err(said)? {
            let (Operator::Call {
                function_index: other,
            }
            | Operator::RefFunc {
                function_index: other,
            }) = operator.map_err(said)?
            else {
                continue;
            };
            match (moved(function), moved(other)) {
                (false, true) => drop(doors.insert(other)),
                (true, false) => drop(called_back.insert(other)),
                _ => {}
            }
        }
    }
    let table = parts
        .tables
        .iter()
        .position(|table| table.element_type.is_func_ref())
        .ok_or_else(|| said("it has no table of functions"))?;
    let room = parts.tables.get(table).map_or(0, |table| table.initial);
    let constants = match stays {
        Stays::Needed(_) => parts.constants(linked, &is_moved)?,
        Stays::Nothing => Vec::new(),
    };
    let border = Border {
        parts: &parts,
        table: table as u32,
        back: room,
        doors_at: room + called_back.len() as u64,
        called_back: called_back.iter().copied().collect(),
        doors: doors.iter().copied().collect(),
        moved: is_moved,
        constants,
        says: matches!(stays, Stays::Nothing),
    };
    Ok(Split {
        first: border.first(wasm)?,
        rest: border.rest(wasm)?,
        names: border.names(),
        loader: loader(
            parts.tables.len(),
            parts.globals.len(),
            room,
            called_back.len(),
            if border.says { SAYS } else { "" },
        ),
    })
}

/// A name as people read it, without what tells crates of one name apart, or functions: their numbers change with every
/// function that the engine has more or less.
fn plain_name(name: &str) -> String {
    let mut plain = String::new();
    let name = rustc_demangle::demangle(name).to_string();
    let mut rest = name.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        plain += before;
        let hash = after.len()
            - after
                .trim_start_matches(|c: char| c.is_ascii_hexdigit())
                .len();
        match after.get(hash..).and_then(|after| after.strip_prefix(']')) {
            Some(after) if hash >= 8 => rest = after,
            _ => {
                plain.push('[');
                rest = after;
            }
        }
    }
    plain += rest;
    match plain.rsplit_once('.') {
        Some((name, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => name.to_owned(),
        _ => plain,
    }
}

fn parts(wasm: &[u8]) -> Result<Parts<'_>, Failure> {
    let mut parts = Parts::default();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(said)? {
            Payload::TypeSection(reader) => {
                for (number, kind) in (0..).zip(reader.into_iter_err_on_gc_types()) {
                    let kind = kind.map_err(said)?;
                    let parameters = kind
                        .params()
                        .iter()
                        .map(|kind| RoundtripReencoder.val_type(*kind).map_err(said));
                    parts
                        .parameters
                        .insert(number, parameters.collect::<Result<_, _>>()?);
                }
            }
            Payload::ImportSection(reader) => {
                for import in reader.into_imports() {
                    match import.map_err(said)?.ty {
                        TypeRef::Func(kind) => {
                            parts.types.push(kind);
                            parts.imported_functions += 1;
                        }
                        TypeRef::Global(kind) => {
                            parts.globals.push(kind);
                            parts.imported_globals += 1;
                        }
                        TypeRef::Memory(kind) => parts.memory = Some(kind),
                        TypeRef::Table(kind) => parts.tables.push(kind),
                        _ => {}
                    }
                }
            }
            Payload::FunctionSection(reader) => {
                for kind in reader {
                    parts.types.push(kind.map_err(said)?);
                }
            }
            Payload::TableSection(reader) => {
                for table in reader {
                    parts.tables.push(table.map_err(said)?.ty);
                }
            }
            Payload::MemorySection(reader) => {
                for memory in reader {
                    parts.memory = Some(memory.map_err(said)?);
                }
            }
            Payload::GlobalSection(reader) => {
                for global in reader {
                    parts.globals.push(global.map_err(said)?.ty);
                }
            }
            Payload::ExportSection(reader) => {
                for export in reader {
                    let export = export.map_err(said)?;
                    if export.kind == ExternalKind::Func {
                        parts.roots.insert(export.index);
                    }
                }
            }
            Payload::StartSection { func, .. } => {
                parts.start = Some(func);
                parts.roots.insert(func);
            }
            Payload::ElementSection(reader) => {
                for element in reader {
                    match element.map_err(said)?.items {
                        ElementItems::Functions(functions) => {
                            for function in functions {
                                parts.roots.insert(function.map_err(said)?);
                            }
                        }
                        ElementItems::Expressions(..) => {}
                    }
                }
            }
            Payload::CodeSectionEntry(body) => parts.bodies.push(body),
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(names) = section.as_known() {
                    for part in names {
                        if let Name::Function(names) = part.map_err(said)? {
                            for name in names {
                                let name = name.map_err(said)?;
                                parts.names.insert(name.index, name.name);
                            }
                        }
                    }
                }
            }
            _ => {}
        }
    }
    Ok(parts)
}

struct Border<'a> {
    parts: &'a Parts<'a>,
    moved: Vec<bool>,
    /// What only the rest reads.
    constants: Vec<Constants>,
    table: u32,
    /// Where in the table what the rest calls begins.
    back: u64,
    called_back: Vec<u32>,
    /// Where in the table what moved begins, for the doors.
    doors_at: u64,
    doors: Vec<u32>,
    /// Whether each function of the rest says that it is called.
    says: bool,
}

/// Numbers functions anew.
struct Numbers(HashMap<u32, u32>);

impl Reencode for Numbers {
    type Error = Failure;

    fn function_index(&mut self, function: u32) -> Result<u32, reencode::Error<Failure>> {
        let new = self.0.get(&function).copied();
        new.ok_or_else(|| reencode::Error::UserError(said("a function is on the wrong side")))
    }
}

impl Border<'_> {
    fn is_moved(&self, function: u32) -> bool {
        self.moved.get(function as usize).copied().unwrap_or(false)
    }

    fn defined(&self) -> Range<u32> {
        self.parts.imported_functions..self.parts.types.len() as u32
    }

    fn kind(&self, function: u32) -> u32 {
        self.parts
            .types
            .get(function as usize)
            .copied()
            .unwrap_or(0)
    }

    fn body(&self, function: u32) -> Result<&FunctionBody<'_>, Failure> {
        let place = function.checked_sub(self.parts.imported_functions);
        place
            .and_then(|place| self.parts.bodies.get(place as usize))
            .ok_or_else(|| said("a function has no body"))
    }

    fn all_moved(&self) -> impl Iterator<Item = u32> {
        self.defined().filter(|&function| self.is_moved(function))
    }

    /// The names of what moved, a line each, if they are asked for.
    fn names(&self) -> Option<String> {
        let name = |function| self.parts.names.get(&function).copied().unwrap_or("");
        self.says.then(|| {
            self.all_moved()
                .map(|function| plain_name(name(function)) + "\n")
                .collect()
        })
    }

    /// The type of `load_rest` and of what calls it: one more, at the end.
    fn plain(&self) -> u32 {
        self.parts.parameters.len() as u32
    }

    fn first(&self, wasm: &[u8]) -> Result<Vec<u8>, Failure> {
        let imported = self.parts.imported_functions;
        // Those that stay, behind one more import; a door stands in for what it leads to.
        let mut numbers = Numbers((0..imported).map(|number| (number, number)).collect());
        let mut next = imported + 1;
        let mut stay = Vec::new();
        for function in self.defined() {
            if !self.is_moved(function) || self.doors.binary_search(&function).is_ok() {
                numbers.0.insert(function, next);
                stay.push(function);
                next += 1;
            }
        }
        let ensure = next;
        let is_there = self.parts.globals.len() as u32;
        let mut module = Module::new();
        let mut has_code = false;
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.map_err(said)? {
                Payload::TypeSection(reader) => {
                    let mut types = TypeSection::new();
                    numbers
                        .parse_type_section(&mut types, reader)
                        .map_err(said)?;
                    types.ty().function([], []);
                    module.section(&types);
                }
                Payload::ImportSection(reader) => {
                    let mut imports = ImportSection::new();
                    numbers
                        .parse_import_section(&mut imports, reader)
                        .map_err(said)?;
                    imports.import("./engine_bg.js", LOAD, EntityType::Function(self.plain()));
                    module.section(&imports);
                }
                Payload::FunctionSection(_) => {
                    let mut functions = FunctionSection::new();
                    for function in &stay {
                        functions.function(self.kind(*function));
                    }
                    functions.function(self.plain());
                    module.section(&functions);
                }
                Payload::TableSection(reader) => {
                    let mut tables = TableSection::new();
                    for (number, table) in (0..).zip(reader) {
                        let mut kind = numbers.table_type(table.map_err(said)?.ty).map_err(said)?;
                        if number == self.table {
                            kind.minimum = self.doors_at + self.doors.len() as u64;
                            kind.maximum = kind.maximum.map(|most| most.max(kind.minimum));
                        }
                        tables.table(kind);
                    }
                    module.section(&tables);
                }
                Payload::MemorySection(reader) => {
                    let mut memories = wasm_encoder::MemorySection::new();
                    numbers
                        .parse_memory_section(&mut memories, reader)
                        .map_err(said)?;
                    module.section(&memories);
                }
                Payload::GlobalSection(reader) => {
                    let mut globals = GlobalSection::new();
                    numbers
                        .parse_global_section(&mut globals, reader)
                        .map_err(said)?;
                    let kind = GlobalType {
                        val_type: ValType::I32,
                        mutable: true,
                        shared: false,
                    };
                    globals.global(kind, &ConstExpr::i32_const(0));
                    module.section(&globals);
                }
                Payload::ExportSection(reader) => {
                    let mut exports = ExportSection::new();
                    numbers
                        .parse_export_section(&mut exports, reader)
                        .map_err(said)?;
                    exports.export("rest_memory", ExportKind::Memory, 0);
                    for table in 0..self.parts.tables.len() as u32 {
                        exports.export(&format!("rest_table{table}"), ExportKind::Table, table);
                    }
                    for global in 0..self.parts.globals.len() as u32 {
                        exports.export(&format!("rest_global{global}"), ExportKind::Global, global);
                    }
                    module.section(&exports);
                }
                Payload::StartSection { func, .. } => {
                    let function_index = numbers.function_index(func).map_err(said)?;
                    module.section(&wasm_encoder::StartSection { function_index });
                }
                Payload::ElementSection(reader) => {
                    let mut elements = ElementSection::new();
                    numbers
                        .parse_element_section(&mut elements, reader)
                        .map_err(said)?;
                    let back: Result<Vec<u32>, _> = self
                        .called_back
                        .iter()
                        .map(|&function| numbers.function_index(function))
                        .collect();
                    let back = back.map_err(said)?;
                    elements.active(
                        (self.table != 0).then_some(self.table),
                        &ConstExpr::i32_const(self.back as i32),
                        Elements::Functions(back.into()),
                    );
                    module.section(&elements);
                }
                Payload::DataCountSection { count, .. } => {
                    module.section(&wasm_encoder::DataCountSection { count });
                }
                Payload::CodeSectionStart { .. } => has_code = true,
                Payload::CodeSectionEntry(_) => {
                    if !std::mem::take(&mut has_code) {
                        continue;
                    }
                    let mut code = CodeSection::new();
                    for &function in &stay {
                        if let Ok(door) = self.doors.binary_search(&function) {
                            code.function(&self.door(function, door, ensure));
                        } else {
                            let body = self.body(function)?.clone();
                            numbers.parse_function_body(&mut code, body).map_err(said)?;
                        }
                    }
                    let mut body = Function::new([]);
                    body.instruction(&Instruction::GlobalGet(is_there));
                    body.instruction(&Instruction::I32Eqz);
                    body.instruction(&Instruction::If(wasm_encoder::BlockType::Empty));
                    body.instruction(&Instruction::Call(imported));
                    body.instruction(&Instruction::I32Const(1));
                    body.instruction(&Instruction::GlobalSet(is_there));
                    body.instruction(&Instruction::End);
                    body.instruction(&Instruction::End);
                    code.function(&body);
                    module.section(&code);
                }
                Payload::DataSection(reader) => {
                    let addresses = constants::addresses(wasm)?;
                    let mut data = DataSection::new();
                    for (number, segment) in (0..).zip(reader) {
                        let segment = segment.map_err(said)?;
                        let mut bytes = segment.data.to_vec();
                        if let Some(address) = addresses.get(&number) {
                            self.clear(*address, &mut bytes);
                        }
                        match segment.kind {
                            DataKind::Passive => data.passive(bytes),
                            DataKind::Active {
                                memory_index,
                                offset_expr,
                            } => {
                                let offset = numbers.const_expr(offset_expr).map_err(said)?;
                                data.active(memory_index, &offset, bytes)
                            }
                        };
                    }
                    module.section(&data);
                }
                Payload::TagSection(_) => return Err(said("it has exceptions")),
                _ => {}
            }
        }
        Ok(module.finish())
    }

    /// Leaves nothing where the rest puts its constants: that takes no room when it is compressed.
    fn clear(&self, address: u32, bytes: &mut [u8]) {
        for (place, constants) in &self.constants {
            for place in (*place..).take(constants.len()) {
                let byte = place.checked_sub(address);
                if let Some(byte) = byte.and_then(|byte| bytes.get_mut(byte as usize)) {
                    *byte = 0;
                }
            }
        }
    }

    /// Calls what has moved.
    fn door(&self, function: u32, door: usize, ensure: u32) -> Function {
        let kind = self.kind(function);
        let mut body = Function::new([]);
        body.instruction(&Instruction::Call(ensure));
        let parameters = self.parts.parameters.get(&kind).map_or(0, Vec::len);
        for parameter in 0..parameters as u32 {
            body.instruction(&Instruction::LocalGet(parameter));
        }
        body.instruction(&Instruction::I32Const((self.doors_at + door as u64) as i32));
        body.instruction(&Instruction::CallIndirect {
            type_index: kind,
            table_index: self.table,
        });
        body.instruction(&Instruction::End);
        body
    }

    fn rest(&self, wasm: &[u8]) -> Result<Vec<u8>, Failure> {
        let back = self.called_back.iter().copied();
        let moved: Vec<u32> = self.all_moved().collect();
        let called = self.called_back.len() as u32;
        let first = called + u32::from(self.says);
        let moved_numbers = moved.iter().copied().zip(first..);
        let mut numbers = Numbers(back.zip(0..).chain(moved_numbers).collect());
        let mut module = Module::new();
        for payload in Parser::new(0).parse_all(wasm) {
            if let Payload::TypeSection(reader) = payload.map_err(said)? {
                let mut types = TypeSection::new();
                numbers
                    .parse_type_section(&mut types, reader)
                    .map_err(said)?;
                types.ty().function([ValType::I32], []);
                module.section(&types);
            }
        }
        let mut imports = ImportSection::new();
        for (number, function) in self.called_back.iter().enumerate() {
            imports.import(
                "f",
                &number.to_string(),
                EntityType::Function(self.kind(*function)),
            );
        }
        if self.says {
            imports.import("f", "called", EntityType::Function(self.plain()));
        }
        let memory = self.parts.memory.ok_or_else(|| said("it has no memory"))?;
        imports.import("m", "m", numbers.memory_type(memory).map_err(said)?);
        for (number, table) in (0..).zip(&self.parts.tables) {
            let mut kind = numbers.table_type(*table).map_err(said)?;
            if number == self.table {
                kind.minimum = self.doors_at + self.doors.len() as u64;
                kind.maximum = kind.maximum.map(|most| most.max(kind.minimum));
            }
            imports.import("t", &number.to_string(), kind);
        }
        for (number, global) in self.parts.globals.iter().enumerate() {
            imports.import(
                "g",
                &number.to_string(),
                numbers.global_type(*global).map_err(said)?,
            );
        }
        module.section(&imports);
        let mut functions = FunctionSection::new();
        for function in &moved {
            functions.function(self.kind(*function));
        }
        module.section(&functions);
        let mut elements = ElementSection::new();
        let doors: Result<Vec<u32>, _> = self
            .doors
            .iter()
            .map(|&function| numbers.function_index(function))
            .collect();
        elements.active(
            (self.table != 0).then_some(self.table),
            &ConstExpr::i32_const(self.doors_at as i32),
            Elements::Functions(doors.map_err(said)?.into()),
        );
        module.section(&elements);
        let mut code = CodeSection::new();
        for (number, function) in (0..).zip(moved) {
            let body = self.body(function)?.clone();
            if !self.says {
                numbers.parse_function_body(&mut code, body).map_err(said)?;
                continue;
            }
            let mut says = numbers
                .new_function_with_parsed_locals(&body)
                .map_err(said)?;
            says.instruction(&Instruction::I32Const(number));
            says.instruction(&Instruction::Call(called));
            let mut operators = body.get_operators_reader().map_err(said)?;
            while !operators.eof() {
                says.instruction(&numbers.parse_instruction(&mut operators).map_err(said)?);
            }
            code.function(&says);
        }
        module.section(&code);
        // Each worker that loads this writes the same again, which none can see.
        let mut data = DataSection::new();
        for (address, bytes) in &self.constants {
            let offset = ConstExpr::i32_const(*address as i32);
            data.active(0, &offset, bytes.iter().copied());
        }
        module.section(&data);
        Ok(module.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain() {
        assert_eq!(
            plain_name("<python[75de4bf30ae74820]::list::List as [u8]>::sort[2]"),
            "<python::list::List as [u8]>::sort[2]"
        );
        assert_eq!(plain_name("memchr::memchr.1617"), "memchr::memchr");
    }

    #[test]
    fn the_loader_is_imported() {
        let script = format!("let wasm;\n    {IMPORTS}        a: b,\n    }};\n");
        let whole = with_loader(&script, "function loadRest() {}").expect("a script");
        assert!(
            whole.contains("load_rest: loadRest,\n        a: b"),
            "{whole}"
        );
        assert!(with_loader("let wasm;", "").is_err());
    }

    #[test]
    fn an_engine_can_be_made_again() {
        let script = "import a from './a.js'\n\nexport function command(x) {\n}\nexport class Pool {\n}\n\
                      memory || new WebAssembly.Memory({initial:22,maximum:9,shared:true}),\n\
                      export { initSync, __wbg_init as default };\nfunction loadRest() {}";
        let whole = as_function(script).expect("a script");
        let (before, function) = whole
            .split_once("export function engine() {")
            .expect("a function");
        assert!(before.contains("import a"), "{whole}");
        assert!(before.contains("newMemory = (initial = 22) =>"), "{whole}");
        assert!(
            before.contains("{ initial, maximum:9,shared:true})"),
            "{whole}"
        );
        assert!(function.contains("\nfunction command(x)"), "{whole}");
        assert!(
            function.contains("{ command, Pool, initSync, init: "),
            "{whole}"
        );
        assert!(as_function("let wasm;").is_err());
    }
}
