//! Which constants of the engine only functions of its second part read: they are loaded with these.
//!
//! The linker writes where in functions and in constants it has put addresses (`--emit-relocs`). A constant is for
//! the second part alone if no function that stays names it, and no constant that stays leads to it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use wasmparser::{
    DataKind, FunctionBody, KnownCustom, Linking, Name, Operator, Parser, Payload, RelocationType,
    SymbolInfo, TypeRef,
};

use crate::split::said;
use crate::step::Failure;

/// An address, and what stands there.
pub type Constants = (u32, Vec<u8>);

/// A module as the linker made it, with what it says of addresses.
#[derive(Debug, Default)]
struct Linked<'a> {
    /// Where each function's body lies in the section of them, the numbers of functions, and their names.
    bodies: Vec<Range<usize>>,
    first_body: u32,
    names: HashMap<u32, &'a str>,
    segments: Vec<Segment<'a>>,
    symbols: Vec<Option<Symbol>>,
    /// Where in functions, and where in data, which symbol is named.
    in_code: Vec<(u32, u32)>,
    in_data: Vec<(u32, u32)>,
}

#[derive(Debug)]
struct Segment<'a> {
    name: &'a str,
    data: &'a [u8],
    /// Where it begins in the section of them.
    at: usize,
    address: Option<u32>,
}

#[derive(Clone, Copy, Debug)]
enum Symbol {
    Function(u32),
    Data { segment: u32, start: u32, end: u32 },
}

/// The constants that only functions read that moved. `stays` says of the name of a function whether that is one which
/// stays, or nothing if there is none of this name any more: it has become a part of those that called it. `named` are
/// numbers in functions that stay, which might be addresses.
///
/// # Errors
/// When the module is not as the linker writes it.
pub fn of_rest(
    linked: &[u8],
    stays: impl Fn(&str) -> Option<bool>,
    named: &BTreeSet<u32>,
) -> Result<Vec<Constants>, Failure> {
    let linked = Linked::read(linked)?;
    let stay = linked.staying(stays, named);
    let mut places = Vec::new();
    for (number, segment) in (0..).zip(&linked.segments) {
        let Some(address) = segment.address.filter(|_| segment.name == ".rodata") else {
            continue;
        };
        let mut moves = vec![false; segment.data.len()];
        // One may be the end of another.
        for does_stay in [false, true] {
            for (symbol, known) in (0..).zip(&linked.symbols) {
                if let Some(Symbol::Data {
                    segment,
                    start,
                    end,
                }) = *known
                    && segment == number
                    && stay.contains(&symbol) == does_stay
                    && let Some(bytes) = moves.get_mut(start as usize..end as usize)
                {
                    bytes.fill(!does_stay);
                }
            }
        }
        let mut at = 0;
        for run in moves.chunk_by(|one, next| one == next) {
            if run.first() == Some(&true)
                && let Some(bytes) = segment.data.get(at..at + run.len())
            {
                places.push((address + at as u32, bytes.to_vec()));
            }
            at += run.len();
        }
    }
    Ok(places)
}

/// Where each segment of data comes to lie, if that is known before it runs.
///
/// # Errors
/// When it is no module.
pub fn addresses(wasm: &[u8]) -> Result<BTreeMap<u32, u32>, Failure> {
    let mut addresses = BTreeMap::new();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload.map_err(said)? {
            Payload::CodeSectionEntry(body) => copied(&body, &mut addresses)?,
            Payload::DataSection(reader) => {
                for (number, segment) in (0..).zip(reader) {
                    if let DataKind::Active { offset_expr, .. } = segment.map_err(said)?.kind
                        && let Operator::I32Const { value } =
                            offset_expr.get_operators_reader().read().map_err(said)?
                    {
                        addresses.insert(number, value as u32);
                    }
                }
            }
            _ => {}
        }
    }
    Ok(addresses)
}

/// Where a function copies segments to, if it says so in numbers: from the beginning of each, as the linker does.
fn copied(body: &FunctionBody<'_>, addresses: &mut BTreeMap<u32, u32>) -> Result<(), Failure> {
    let mut last = [None; 3];
    for operator in body.get_operators_reader().map_err(said)? {
        let value = match operator.map_err(said)? {
            Operator::I32Const { value } => Some(value as u32),
            Operator::MemoryInit { data_index, .. } => {
                if let [Some(to), Some(0), Some(_)] = last {
                    addresses.insert(data_index, to);
                }
                None
            }
            _ => None,
        };
        last = [last[1], last[2], value];
    }
    Ok(())
}

impl<'a> Linked<'a> {
    fn read(wasm: &'a [u8]) -> Result<Linked<'a>, Failure> {
        let addresses = addresses(wasm)?;
        let mut linked = Linked::default();
        let mut code = 0;
        for payload in Parser::new(0).parse_all(wasm) {
            match payload.map_err(said)? {
                Payload::ImportSection(reader) => {
                    for import in reader.into_imports() {
                        if let TypeRef::Func(_) = import.map_err(said)?.ty {
                            linked.first_body += 1;
                        }
                    }
                }
                Payload::CodeSectionStart { range, .. } => code = range.start,
                Payload::CodeSectionEntry(body) => {
                    let range = body.range();
                    linked.bodies.push(range.start - code..range.end - code);
                }
                Payload::DataSection(reader) => {
                    let section = reader.range().start;
                    for (number, segment) in (0..).zip(reader) {
                        let segment = segment.map_err(said)?;
                        linked.segments.push(Segment {
                            name: "",
                            data: segment.data,
                            at: segment.range.end - segment.data.len() - section,
                            address: addresses.get(&number).copied(),
                        });
                    }
                }
                Payload::CustomSection(section) => match section.as_known() {
                    KnownCustom::Name(names) => {
                        for part in names {
                            linked.name(part.map_err(said)?)?;
                        }
                    }
                    KnownCustom::Linking(parts) => {
                        for part in parts.subsections() {
                            if let Linking::SymbolTable(symbols) = part.map_err(said)? {
                                for symbol in symbols {
                                    linked.symbols.push(known(&symbol.map_err(said)?));
                                }
                            }
                        }
                    }
                    KnownCustom::Reloc(relocations) => {
                        let named = match section.name() {
                            "reloc.CODE" => &mut linked.in_code,
                            "reloc.DATA" => &mut linked.in_data,
                            _ => continue,
                        };
                        for relocation in relocations.entries() {
                            let relocation = relocation.map_err(said)?;
                            if names_a_symbol(relocation.ty) {
                                named.push((relocation.offset, relocation.index));
                            }
                        }
                    }
                    _ => {}
                },
                _ => {}
            }
        }
        linked.in_data.sort_unstable();
        if linked.symbols.is_empty() || linked.in_code.is_empty() {
            return Err(said("the linker has not said where addresses are"));
        }
        Ok(linked)
    }

    fn name(&mut self, names: Name<'a>) -> Result<(), Failure> {
        match names {
            Name::Function(names) => {
                for name in names {
                    let name = name.map_err(said)?;
                    self.names.insert(name.index, name.name);
                }
            }
            Name::Data(names) => {
                for name in names {
                    let name = name.map_err(said)?;
                    if let Some(segment) = self.segments.get_mut(name.index as usize) {
                        segment.name = name.name;
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// The symbols of the constants that stay.
    fn staying(
        &self,
        stays: impl Fn(&str) -> Option<bool>,
        named: &BTreeSet<u32>,
    ) -> BTreeSet<u32> {
        // What each function names, by its number.
        let mut names: HashMap<u32, Vec<u32>> = HashMap::new();
        for (at, symbol) in &self.in_code {
            let body = self.bodies.partition_point(|body| body.end <= *at as usize);
            names
                .entry(self.first_body + body as u32)
                .or_default()
                .push(*symbol);
        }
        // What has no name stays.
        let stays = |function: u32| {
            self.names
                .get(&function)
                .map_or(Some(true), |name| stays(name))
        };
        let functions = self.first_body..self.first_body + self.bodies.len() as u32;
        let mut seen: BTreeSet<u32> = functions.filter(|it| stays(*it) == Some(true)).collect();
        let mut waiting: Vec<u32> = seen.iter().copied().collect();
        let mut found: BTreeSet<u32> = BTreeSet::new();
        let mut leading = Vec::new();
        while let Some(function) = waiting.pop() {
            for symbol in names.get(&function).into_iter().flatten() {
                match self.symbols.get(*symbol as usize) {
                    // One that is no more is a part of those that call it.
                    Some(Some(Symbol::Function(other)))
                        if stays(*other).is_none() && seen.insert(*other) =>
                    {
                        waiting.push(*other);
                    }
                    Some(Some(Symbol::Data { .. })) => leading.push(*symbol),
                    _ => {}
                }
            }
        }
        for (symbol, known) in (0..).zip(&self.symbols) {
            let Some(Symbol::Data {
                segment,
                start,
                end,
            }) = known
            else {
                continue;
            };
            let Some(segment) = self.segments.get(*segment as usize) else {
                continue;
            };
            // What can be written stays, and what no address is known of.
            let is_named = match segment.address {
                Some(address) if segment.name == ".rodata" => {
                    named.range(address + start..address + end).next().is_some()
                }
                _ => true,
            };
            if is_named {
                leading.push(symbol);
            }
        }
        while let Some(symbol) = leading.pop() {
            if !found.insert(symbol) {
                continue;
            }
            if let Some(Some(Symbol::Data {
                segment,
                start,
                end,
            })) = self.symbols.get(symbol as usize)
                && let Some(segment) = self.segments.get(*segment as usize)
            {
                let (from, to) = (segment.at as u32 + start, segment.at as u32 + end);
                let first = self.in_data.partition_point(|(at, _)| *at < from);
                let named = self.in_data.get(first..).into_iter().flatten();
                leading.extend(
                    named
                        .take_while(|(at, _)| *at < to)
                        .map(|(_, symbol)| *symbol),
                );
            }
        }
        found
    }
}

fn known(symbol: &SymbolInfo<'_>) -> Option<Symbol> {
    match symbol {
        SymbolInfo::Func { index, .. } => Some(Symbol::Function(*index)),
        SymbolInfo::Data {
            symbol: Some(place),
            ..
        } => Some(Symbol::Data {
            segment: place.index,
            start: place.offset,
            end: place.offset + place.size,
        }),
        _ => None,
    }
}

/// Whether what stands there is an address, or a call.
fn names_a_symbol(kind: RelocationType) -> bool {
    use RelocationType as Kind;
    matches!(
        kind,
        Kind::FunctionIndexLeb
            | Kind::MemoryAddrLeb
            | Kind::MemoryAddrSleb
            | Kind::MemoryAddrI32
            | Kind::MemoryAddrRelSleb
            | Kind::MemoryAddrLocrelI32
    )
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, ConstExpr, CustomSection, DataSection, Encode as _, Function, FunctionSection,
        IndirectNameMap, Instruction, LinkingSection, MemorySection, MemoryType, Module, NameMap,
        NameSection, SymbolTable, TypeSection,
    };

    use super::*;

    const ADDRESS: u32 = 1024;

    /// Four constants of four bytes each, of which the third leads to the second; and functions by their names, with
    /// what each of them names: a constant by its number, or a function.
    fn linked(functions: &[(&str, &[u32])]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut kinds = FunctionSection::new();
        let mut code = CodeSection::new();
        let mut names = NameMap::new();
        let mut symbols = SymbolTable::new();
        for constant in 0..4 {
            symbols.data(
                0,
                &constant.to_string(),
                Some(wasm_encoder::DataSymbolDefinition {
                    index: 0,
                    offset: 4 * constant,
                    size: 4,
                }),
            );
        }
        let mut in_code = Vec::new();
        // The number of functions, one byte.
        let mut at = 1;
        for (number, (name, named)) in (0..).zip(functions) {
            kinds.function(0);
            names.append(number, name);
            symbols.function(0, number, Some(name));
            let mut body = Function::new([]);
            // The length and the number of locals.
            at += 2;
            for symbol in *named {
                let kind = if *symbol < 4 { 4 } else { 0 };
                in_code.push((kind, at + 1, *symbol));
                body.instruction(&Instruction::I32Const(0));
                body.instruction(&Instruction::Drop);
                at += 3;
            }
            body.instruction(&Instruction::End);
            at += 1;
            code.function(&body);
        }
        let mut memories = MemorySection::new();
        memories.memory(MemoryType {
            minimum: 1,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        let mut data = DataSection::new();
        data.active(
            0,
            &ConstExpr::i32_const(ADDRESS as i32),
            *b"aaaabbbbccccdddd",
        );
        let mut segments = NameMap::new();
        segments.append(0, ".rodata");
        let mut all = NameSection::new();
        all.functions(&names);
        all.locals(&IndirectNameMap::new());
        all.data(&segments);
        let mut module = Module::new();
        module
            .section(&types)
            .section(&kinds)
            .section(&memories)
            .section(&code)
            .section(&data)
            .section(&all)
            .section(LinkingSection::new().symbol_table(&symbols));
        // The number of segments, and of the segment its kind, its address of four bytes, and its length.
        let third = 1 + 1 + 4 + 1 + 8;
        for (name, section, entries) in [
            ("reloc.CODE", 3, in_code),
            ("reloc.DATA", 4, vec![(5, third, 1)]),
        ] {
            let mut bytes = Vec::new();
            u32::encode(&section, &mut bytes);
            entries.len().encode(&mut bytes);
            for (kind, offset, symbol) in entries {
                bytes.push(kind);
                offset.encode(&mut bytes);
                symbol.encode(&mut bytes);
                if kind != 0 {
                    0u32.encode(&mut bytes);
                }
            }
            module.section(&CustomSection {
                name: name.into(),
                data: bytes.into(),
            });
        }
        module.finish()
    }

    fn moved(functions: &[(&str, &[u32])], named: &[u32]) -> String {
        let stays = |name: &str| match name {
            "stays" => Some(true),
            "moved" => Some(false),
            _ => None,
        };
        let moved = of_rest(&linked(functions), stays, &named.iter().copied().collect());
        let mut text = String::new();
        for (address, bytes) in moved.expect("a module") {
            let place = (address - ADDRESS) as usize;
            assert_eq!(&b"aaaabbbbccccdddd"[place..place + bytes.len()], bytes);
            text += &String::from_utf8(bytes).expect("letters");
            text.push(' ');
        }
        text
    }

    #[test]
    fn what_only_moved_functions_read_moves() {
        assert_eq!(
            moved(&[("stays", &[0]), ("moved", &[3])], &[]),
            "bbbbccccdddd "
        );
        assert_eq!(
            moved(&[("stays", &[1]), ("moved", &[1, 2])], &[]),
            "aaaa ccccdddd "
        );
    }

    #[test]
    fn what_constants_lead_to_stays_with_them() {
        assert_eq!(
            moved(&[("stays", &[2]), ("moved", &[0])], &[]),
            "aaaa dddd "
        );
    }

    #[test]
    fn functions_that_became_parts_of_others_count_as_these() {
        let inlined: (&str, &[u32]) = ("inlined", &[3]);
        assert_eq!(moved(&[("stays", &[5]), inlined], &[]), "aaaabbbbcccc ");
        assert_eq!(moved(&[("moved", &[5]), inlined], &[]), "aaaabbbbccccdddd ");
    }

    #[test]
    fn what_may_be_an_address_counts_as_one() {
        let functions: [(&str, &[u32]); 2] = [("stays", &[]), ("moved", &[3])];
        assert_eq!(moved(&functions, &[ADDRESS + 13]), "aaaabbbbcccc ");
    }
}
