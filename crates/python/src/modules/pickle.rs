//! `_pickle`: objects to bytes and back (`Modules/_pickle.c`), as far as no class has a say.
//!
//! Both directions work through a state that a list in Python holds, with a stack of what is to be done in place
//! of recursion. What takes Python (how to take an instance apart, where a class is found) goes back to
//! `lib/pickle.py`, which changes the state and comes again. So does what takes long, now and then.

use num_bigint::BigInt;

use crate::builtins::function;
use crate::class::Class;
use crate::dict::{Dict, Table};
use crate::error::{Fault, Outcome};
use crate::function::{Native, Reply, Role};
use crate::instance::{Instance, Payload};
use crate::kind::Kind;
use crate::list::List;
use crate::memory;
use crate::number;
use crate::object::{Guarded, Ref};
use crate::set::Set;
use crate::text::MAX_BYTES;
use crate::thread::Caller;
use crate::value::{ByteArray, Text, Value};

/// Its functions.
pub(super) static FUNCTIONS: &[Native] = &[
    // dump(state) -> None at the end, (object,) that Python has to say how to write, (object, True) about which it
    // is asked, `...` to be called again
    function("dump", |args, caller| match args.positional {
        [Value::List(state)] => dump(state, caller),
        _ => Err(wrong()),
    }),
    // load(state) -> None at the end, an opcode that Python has to do, what is wrong as a str, `...` as above
    function("load", |args, caller| match args.positional {
        [Value::List(state)] => load(state, caller),
        _ => Err(wrong()),
    }),
    // attributes(object) -> a new dict of those that are the object's own and not in declared slots, None if none are
    function("attributes", |args, caller| {
        let pairs = match args.positional {
            [Value::Object(object)] => own(object, caller),
            [_] => Vec::new(),
            _ => return Err(wrong()),
        };
        if pairs.is_empty() {
            return Ok(Value::None.into());
        }
        Ok(Value::Dict(Ref::new(Dict::new(pairs)?)).into())
    }),
    // set_attributes(object, dict) -> whether that is all there is to it
    function("set_attributes", |args, caller| {
        let [Value::Object(object), Value::Dict(dict)] = args.positional else {
            return Ok(Value::bool(false).into());
        };
        let pairs = dict.pairs();
        if !pairs.iter().all(|(name, _)| matches!(name, Value::Str(_))) {
            return Ok(Value::bool(false).into());
        }
        set_own(object, pairs, caller);
        Ok(Value::bool(true).into())
    }),
    // spend(dumped, loaded): so many steps were done. On virtual cores that is what they cost (`cost.rs`).
    function("spend", |_, _| Ok(Value::None.into())),
];

/// After so many steps Python has a look, so that others get their turn and a long one can be cancelled.
const STEPS: i64 = 1 << 22;

/// How many steps lie between two looks at memory and at that.
const LOOKS: i64 = 1 << 16;

/// How many items one opcode adds (`BATCHSIZE`).
const BATCH: i64 = 1000;

/// How long a frame may get before the next one begins (`FRAME_SIZE_TARGET`), and which are not worth one.
const FRAME_LONGEST: usize = 64 * 1024;
const FRAME_SHORTEST: usize = 4;
/// The opcode of a frame and its length.
const FRAME_HEAD: usize = 9;

/// Opcodes (`Lib/pickletools.py` says what they do).
mod op {
    pub(super) const MARK: u8 = b'(';
    pub(super) const STOP: u8 = b'.';
    pub(super) const POP: u8 = b'0';
    pub(super) const POP_MARK: u8 = b'1';
    pub(super) const DUP: u8 = b'2';
    pub(super) const FLOAT: u8 = b'G';
    pub(super) const INT: u8 = b'J';
    pub(super) const INT_1: u8 = b'K';
    pub(super) const INT_2: u8 = b'M';
    pub(super) const NONE: u8 = b'N';
    pub(super) const UNICODE: u8 = b'X';
    pub(super) const APPEND: u8 = b'a';
    pub(super) const APPENDS: u8 = b'e';
    pub(super) const DICT: u8 = b'd';
    pub(super) const EMPTY_DICT: u8 = b'}';
    pub(super) const GET_1: u8 = b'h';
    pub(super) const GET_4: u8 = b'j';
    pub(super) const LIST: u8 = b'l';
    pub(super) const EMPTY_LIST: u8 = b']';
    pub(super) const PUT_1: u8 = b'q';
    pub(super) const PUT_4: u8 = b'r';
    pub(super) const SET_ITEM: u8 = b's';
    pub(super) const SET_ITEMS: u8 = b'u';
    pub(super) const TUPLE: u8 = b't';
    pub(super) const EMPTY_TUPLE: u8 = b')';
    pub(super) const BYTES_1: u8 = b'C';
    pub(super) const BYTES_4: u8 = b'B';
    pub(super) const PROTOCOL: u8 = 0x80;
    pub(super) const TUPLE_1: u8 = 0x85;
    pub(super) const TUPLE_3: u8 = 0x87;
    pub(super) const TRUE: u8 = 0x88;
    pub(super) const FALSE: u8 = 0x89;
    pub(super) const LONG_1: u8 = 0x8a;
    pub(super) const LONG_4: u8 = 0x8b;
    pub(super) const UNICODE_1: u8 = 0x8c;
    pub(super) const UNICODE_8: u8 = 0x8d;
    pub(super) const BYTES_8: u8 = 0x8e;
    pub(super) const EMPTY_SET: u8 = 0x8f;
    pub(super) const ADD_ITEMS: u8 = 0x90;
    pub(super) const FROZEN_SET: u8 = 0x91;
    pub(super) const NEW: u8 = 0x81;
    pub(super) const BUILD: u8 = b'b';
    pub(super) const MEMOIZE: u8 = 0x94;
    pub(super) const FRAME: u8 = 0x95;
    pub(super) const BYTE_ARRAY: u8 = 0x96;
}

/// What is to be done, with two operands: how it is written in the state's stack. `lib/pickle.py` has the same.
mod task {
    /// Write an object, after Python was asked where it wants to be.
    pub(super) const SAVE: i64 = 0;
    /// Write an object.
    pub(super) const SAVE_IT: i64 = 1;
    /// Write these bytes.
    pub(super) const WRITE: i64 = 2;
    /// The object has been written in parts: remember it.
    pub(super) const MEMOIZE: i64 = 3;
    /// The items of a list from a place on; one of them has just been written.
    pub(super) const LIST: i64 = 4;
    pub(super) const LIST_MORE: i64 = 5;
    /// The items of a list that stands for an iterator: they are divided otherwise.
    pub(super) const ITEMS: i64 = 6;
    pub(super) const ITEMS_MORE: i64 = 7;
    /// Pairs of a key and a value, as a list.
    pub(super) const PAIRS: i64 = 8;
    pub(super) const PAIRS_MORE: i64 = 9;
    /// The entries of a dict: place and number in one.
    pub(super) const DICT: i64 = 10;
    pub(super) const DICT_MORE: i64 = 11;
    /// The items of a set, as a list.
    pub(super) const SET: i64 = 12;
    pub(super) const SET_MORE: i64 = 13;
    /// The items of a tuple or of a frozenset, and what comes behind them.
    pub(super) const EACH: i64 = 14;
    pub(super) const TUPLE_END: i64 = 15;
    pub(super) const FROZEN_END: i64 = 16;
}

/// A list's item.
fn at(state: &List, place: usize) -> Outcome<Value> {
    state.get(place).ok_or_else(wrong)
}

fn wrong() -> Box<Fault> {
    Fault::type_error("the library pickles with the wrong arguments")
}

/// The number in a list's item.
fn number_at(state: &List, place: usize) -> Outcome<i64> {
    match at(state, place)? {
        Value::Int(number) => Ok(number),
        _ => Err(wrong()),
    }
}

/// An instance's own attributes that are not in declared slots.
fn own(object: &Ref<Instance>, caller: &Caller) -> Vec<(Value, Value)> {
    let symbols = &caller.world.symbols;
    if object.has_dict() {
        return object.dict(&|symbol| symbols.name(symbol)).pairs();
    }
    let declared = object.class.slots.with(|slots| {
        let declared = slots.iter().take(object.class.declared);
        declared.copied().collect::<Vec<_>>()
    });
    let all = object.own().into_iter();
    all.filter(|(name, _)| !declared.contains(name))
        .map(|(name, value)| (Value::text(&*symbols.name(name)), value))
        .collect()
}

/// Sets attributes that are an instance's own; their names are strs.
fn set_own(object: &Ref<Instance>, pairs: Vec<(Value, Value)>, caller: &Caller) {
    let symbols = &caller.world.symbols;
    for (name, value) in pairs {
        if let Value::Str(name) = &name {
            let symbol = symbols.of(&name.text);
            object.set(symbol, &name.text, value, &|symbol| symbols.name(symbol));
        }
    }
}

/// Whether a class leaves to `object` what these methods do.
fn leaves(class: &Class, names: &[&str], caller: &Caller) -> bool {
    names.iter().all(|name| {
        let found = caller
            .world
            .symbols
            .find(name)
            .and_then(|name| class.find(name));
        match found {
            None => true,
            Some(Value::Native(native)) => matches!(
                native.role,
                Role::Method(Kind::Object) | Role::ClassMethod(Kind::Object)
            ),
            Some(_) => false,
        }
    })
}

/// What a class may say about how its instances are pickled, and read again.
const DUMPED: [&str; 5] = [
    "__reduce_ex__",
    "__reduce__",
    "__getstate__",
    "__getnewargs__",
    "__getnewargs_ex__",
];
const MADE: [&str; 1] = ["__new__"];
const LOADED: [&str; 1] = ["__setstate__"];

/// Classes that were looked at, by their addresses, and what was found.
#[derive(Default)]
struct Looked(Vec<(usize, bool)>);

impl Looked {
    fn is(&mut self, class: &Ref<Class>, look: impl FnOnce() -> bool) -> bool {
        let address = class.address();
        if let Some((_, found)) = self.0.iter().find(|(other, _)| *other == address) {
            return *found;
        }
        let found = look();
        self.0.truncate(15);
        self.0.insert(0, (address, found));
        found
    }
}

/// `state` is `[out, memo, tasks, where the frame begins or -1, protocol, whether Python is asked, steps, whether
/// instances of classes that say nothing need no Python]`. Tasks are three items each.
fn dump(state: &List, caller: &Caller) -> Outcome<Reply> {
    let (Value::ByteArray(out), Value::Dict(memo), Value::List(tasks)) =
        (at(state, 0)?, at(state, 1)?, at(state, 2)?)
    else {
        return Err(wrong());
    };
    let mut pickler = Pickler {
        out: out.0.with(std::mem::take),
        is_shared: memo.is_shared(),
        memo: memo.take(),
        tasks: tasks.take(),
        frame: usize::try_from(number_at(state, 3)?).ok(),
        protocol: number_at(state, 4)?,
        asks: at(state, 5)?.truth(),
        steps: 0,
        takes_instances: at(state, 7)?.truth(),
        looked: Looked::default(),
        caller,
    };
    let end = pickler.run();
    let frame = pickler.frame.map_or(-1, |place| place as i64);
    out.0.with(|bytes| *bytes = pickler.out);
    memo.with(|table| *table = pickler.memo);
    drop(tasks.with(|all| std::mem::replace(all, pickler.tasks)));
    state.set(3, Value::Int(frame))?;
    state.set(6, Value::Int(pickler.steps))?;
    end.map(Reply::Value)
}

struct Pickler<'a> {
    out: Vec<u8>,
    /// What was written so far. An object's number is its place here; its key is its address or, of a str that
    /// CPython would have once, the text.
    memo: Table,
    /// Whether other threads can reach the dict that this is the table of.
    is_shared: bool,
    tasks: Vec<Value>,
    frame: Option<usize>,
    protocol: i64,
    /// Whether Python is asked about each object (`persistent_id`).
    asks: bool,
    steps: i64,
    /// Whether instances of classes that say nothing about it are written here.
    takes_instances: bool,
    looked: Looked,
    caller: &'a Caller<'a>,
}

impl Pickler<'_> {
    fn run(&mut self) -> Outcome<Value> {
        while let (Some(b), Some(a), Some(Value::Int(task))) =
            (self.tasks.pop(), self.tasks.pop(), self.tasks.pop())
        {
            let step = match (task, &a, &b) {
                (task::SAVE, value, _) if self.asks => {
                    return Ok(Value::tuple(vec![value.clone(), Value::bool(true)]));
                }
                (task::SAVE | task::SAVE_IT, value, _) => self.save(value)?,
                (task::WRITE, Value::Bytes(bytes), _) => {
                    self.write(&bytes.0);
                    None
                }
                (task::MEMOIZE, value, _) => {
                    self.made(value)?;
                    None
                }
                (
                    task::LIST
                    | task::LIST_MORE
                    | task::ITEMS
                    | task::ITEMS_MORE
                    | task::PAIRS
                    | task::PAIRS_MORE,
                    Value::List(list),
                    Value::Int(place),
                ) => self.items(task, list, *place)?,
                (task::DICT | task::DICT_MORE, Value::Dict(dict), Value::Int(place)) => {
                    self.entries(task, dict, *place)?
                }
                (task::SET | task::SET_MORE, Value::List(list), Value::Int(place)) => {
                    self.members(task, list, *place)?
                }
                (task::EACH, items, Value::Int(place)) => self.each(items, *place)?,
                (task::TUPLE_END, Value::Tuple(tuple), _) => {
                    self.end_tuple(&a, tuple.0.len())?;
                    None
                }
                (task::FROZEN_END, value, _) => {
                    self.end_frozen(value)?;
                    None
                }
                _ => return Err(wrong()),
            };
            if let Some(value) = step {
                return Ok(Value::tuple(vec![value]));
            }
            if self.out.len() > MAX_BYTES || memory::room() == 0 {
                return Err(Fault::memory());
            }
            if self.steps > STEPS && !self.tasks.is_empty() {
                return Ok(Value::Ellipsis);
            }
        }
        self.end_frame();
        Ok(Value::None)
    }

    fn task(&mut self, task: i64, a: Value, b: i64) {
        self.tasks.extend([Value::Int(task), a, Value::Int(b)]);
    }

    fn write(&mut self, bytes: &[u8]) {
        if self.protocol >= 4 && self.frame.is_none() {
            self.frame = Some(self.out.len());
            self.out.extend([0; FRAME_HEAD]);
        }
        self.out.extend_from_slice(bytes);
    }

    /// Ends a frame: its length is known now.
    fn end_frame(&mut self) {
        let Some(start) = self.frame.take() else {
            return;
        };
        let length = self.out.len().saturating_sub(start + FRAME_HEAD);
        if length < FRAME_SHORTEST {
            self.out
                .drain(start..(start + FRAME_HEAD).min(self.out.len()));
        } else if let Some(head) = self.out.get_mut(start..start + FRAME_HEAD) {
            head.fill(op::FRAME);
            if let Some(place) = head.get_mut(1..) {
                place.copy_from_slice(&(length as u64).to_le_bytes());
            }
        }
    }

    /// Bytes with their length in front, by one of three opcodes; long ones stand outside of frames.
    fn write_long(&mut self, ops: [u8; 3], bytes: &[u8]) {
        let length = bytes.len();
        let [one, four, eight] = ops;
        let (mut head, mut used) = ([0; 9], 9);
        if let (Ok(length), true) = (u8::try_from(length), one != 0) {
            (head[0], head[1], used) = (one, length, 2);
        } else if let (Ok(length), true) = (u32::try_from(length), four != 0) {
            head[0] = four;
            head[1..5].copy_from_slice(&length.to_le_bytes());
            used = 5;
        } else {
            head[0] = eight;
            head[1..].copy_from_slice(&(length as u64).to_le_bytes());
        }
        let head = head.get(..used).unwrap_or_default();
        if length < FRAME_LONGEST {
            self.write(head);
            self.write(bytes);
        } else {
            self.end_frame();
            self.out.extend_from_slice(head);
            self.out.extend_from_slice(bytes);
        }
        self.steps += (length / 64) as i64;
    }

    /// Writes what is over at once and has no identity.
    #[inline]
    fn atom(&mut self, value: &Value) -> bool {
        self.steps += 1;
        match value {
            Value::Int(value) => self.int(*value),
            Value::None => self.write(&[op::NONE]),
            Value::Bool(value) => self.write(&[if value.get() { op::TRUE } else { op::FALSE }]),
            Value::Float(value) => {
                let mut bytes = [op::FLOAT; 9];
                bytes[1..].copy_from_slice(&value.get().to_bits().to_be_bytes());
                self.write(&bytes);
            }
            Value::Big(value) => self.long(&value.0.to_signed_bytes_le()),
            _ => return false,
        }
        true
    }

    #[inline]
    fn int(&mut self, value: i64) {
        let [a, b, c, d, ..] = value.to_le_bytes();
        match value {
            0..=0xff => self.write(&[op::INT_1, a]),
            0x100..=0xffff => self.write(&[op::INT_2, a, b]),
            _ if i32::try_from(value).is_ok() => self.write(&[op::INT, a, b, c, d]),
            _ => self.long(&BigInt::from(value).to_signed_bytes_le()),
        }
    }

    fn long(&mut self, bytes: &[u8]) {
        self.steps += (bytes.len() / 8) as i64;
        match u8::try_from(bytes.len()) {
            Ok(length) => self.write(&[op::LONG_1, length]),
            Err(_) => {
                let [a, b, c, d, ..] = (bytes.len() as u64).to_le_bytes();
                self.write(&[op::LONG_4, a, b, c, d]);
            }
        }
        self.write(bytes);
    }

    /// Writes an object, or what is in front of its items; gives it back if that takes Python.
    fn save(&mut self, value: &Value) -> Outcome<Option<Value>> {
        if self.is_frame_long() {
            self.end_frame();
        }
        if self.atom(value) {
            return Ok(None);
        }
        if let Some(number) = self.number_of(value) {
            self.get(number);
            return Ok(None);
        }
        match value {
            Value::Str(text) => {
                let ops = if self.protocol >= 4 {
                    [op::UNICODE_1, op::UNICODE, op::UNICODE_8]
                } else {
                    [0, op::UNICODE, 0]
                };
                self.write_long(ops, text.text.as_bytes());
                self.memoize(value)?;
            }
            Value::Bytes(bytes) if self.protocol >= 3 => {
                self.write_long([op::BYTES_1, op::BYTES_4, op::BYTES_8], &bytes.0);
                self.memoize(value)?;
            }
            Value::ByteArray(bytes) if self.protocol >= 5 => {
                let bytes = bytes.0.with(|bytes| bytes.clone());
                self.write_long([0, 0, op::BYTE_ARRAY], &bytes);
                self.memoize(value)?;
            }
            Value::List(_) => {
                self.write(&[op::EMPTY_LIST]);
                self.memoize(value)?;
                self.task(task::LIST, value.clone(), 0);
            }
            Value::Dict(_) => {
                self.write(&[op::EMPTY_DICT]);
                self.memoize(value)?;
                self.task(task::DICT, value.clone(), 0);
            }
            Value::Tuple(tuple) if tuple.1.is_none() => {
                if tuple.0.is_empty() {
                    self.write(&[op::EMPTY_TUPLE]);
                    return Ok(None);
                }
                if tuple.0.len() > 3 {
                    self.write(&[op::MARK]);
                }
                self.task(task::TUPLE_END, value.clone(), 0);
                self.task(task::EACH, value.clone(), 0);
            }
            Value::Set(set) if self.protocol >= 4 => {
                let items = Value::list(set.items());
                if set.is_frozen() {
                    self.write(&[op::MARK]);
                    self.task(task::FROZEN_END, value.clone(), 0);
                    self.task(task::EACH, items, 0);
                } else {
                    self.write(&[op::EMPTY_SET]);
                    self.memoize(value)?;
                    if set.len() > 0 {
                        self.task(task::SET, items, 0);
                    }
                }
            }
            Value::Object(object) if self.instance(object)? => {}
            other => return Ok(Some(other.clone())),
        }
        Ok(None)
    }

    /// Writes an instance of a class that was written before, if there is nothing special about it.
    fn instance(&mut self, object: &Ref<Instance>) -> Outcome<bool> {
        let class = &object.class;
        let is_plain = self.takes_instances
            && matches!(object.payload, Payload::Plain)
            && class.is_python
            && class.declared == 0;
        if !is_plain {
            return Ok(false);
        }
        let Some(number) = self.number_of(&Value::Class(class.clone())) else {
            return Ok(false);
        };
        let caller = self.caller;
        if !self.looked.is(class, || leaves(class, &DUMPED, caller)) {
            return Ok(false);
        }
        self.get(number);
        self.write(&[op::EMPTY_TUPLE, op::NEW]);
        self.memoize(&Value::Object(object.clone()))?;
        let state = own(object, caller);
        if !state.is_empty() {
            self.task(task::WRITE, Value::bytes([op::BUILD]), 0);
            let state = Value::Dict(Ref::new(Dict::new(state)?));
            self.task(task::SAVE, state, 0);
        }
        Ok(true)
    }

    /// Writes an item, or gives it back for Python; another task comes behind it.
    #[inline]
    fn item(&mut self, value: &Value, then: (i64, &Value, i64)) -> Outcome<Option<Value>> {
        let (task, a, b) = then;
        self.task(task, a.clone(), b);
        if self.asks {
            self.task(task::SAVE, value.clone(), 0);
            return Ok(None);
        }
        self.save(value)
    }

    /// The items of a list, or the pairs that stand for a dict's.
    fn items(&mut self, task: i64, list: &Ref<List>, mut place: i64) -> Outcome<Option<Value>> {
        let (kind, is_more) = (task & !1, task & 1 == 1);
        let [one, many] = if kind == task::PAIRS {
            [op::SET_ITEM, op::SET_ITEMS]
        } else {
            [op::APPEND, op::APPENDS]
        };
        let length = list.len() as i64;
        // An item that is alone in its batch needs no mark.
        let is_alone = |first: i64| first + 1 == length && (first == 0 || kind != task::LIST);
        let mut is_more = is_more;
        let me = Value::List(list.clone());
        loop {
            if is_more && (place % BATCH == 0 || place >= length) {
                let is_first = (place - 1) % BATCH == 0;
                let end = if is_first && is_alone(place - 1) {
                    one
                } else {
                    many
                };
                self.write(&[end]);
            }
            let Some(item) = usize::try_from(place)
                .ok()
                .and_then(|place| list.get(place))
            else {
                return Ok(None);
            };
            if place % BATCH == 0 && !is_alone(place) {
                self.write(&[op::MARK]);
            }
            place += 1;
            is_more = true;
            if kind == task::PAIRS {
                let Value::Tuple(pair) = &item else {
                    return Err(wrong());
                };
                let [key, value] = &*pair.0 else {
                    return Err(wrong());
                };
                self.task(kind | 1, me, place);
                self.task(task::SAVE, value.clone(), 0);
                self.task(task::SAVE, key.clone(), 0);
                return Ok(None);
            }
            if self.asks || self.is_frame_long() || !self.atom(&item) {
                return self.item(&item, (kind | 1, &me, place));
            }
        }
    }

    #[inline]
    fn is_frame_long(&self) -> bool {
        self.frame
            .is_some_and(|start| self.out.len() - start >= FRAME_LONGEST + FRAME_HEAD)
    }

    /// The entries of a dict. `at` is a place in its order, and how many came before it.
    fn entries(&mut self, task: i64, dict: &Ref<Dict>, at: i64) -> Outcome<Option<Value>> {
        let (place, count) = (at >> 32, at & 0xffff_ffff);
        let length = dict.len() as i64;
        let next = dict.next_from(usize::try_from(place).unwrap_or(0));
        let is_end = |count: i64| count % BATCH == 0 || next.is_none();
        if task == task::DICT_MORE && is_end(count) {
            self.write(&[if length == 1 {
                op::SET_ITEM
            } else {
                op::SET_ITEMS
            }]);
        }
        let Some((place, key, value)) = &next else {
            // CPython looks whether there are more after a full batch, and writes an empty one if not.
            if count % BATCH == 0 && count > 0 && length > 1 {
                self.write(&[op::MARK, op::SET_ITEMS]);
            }
            return Ok(None);
        };
        if count % BATCH == 0 && length != 1 {
            self.write(&[op::MARK]);
        }
        let then = (*place as i64 + 1) << 32 | (count + 1);
        self.task(task::DICT_MORE, Value::Dict(dict.clone()), then);
        self.task(task::SAVE, value.clone(), 0);
        if self.asks {
            self.task(task::SAVE, key.clone(), 0);
            return Ok(None);
        }
        self.save(key)
    }

    /// The items of a set.
    fn members(&mut self, task: i64, list: &Ref<List>, place: i64) -> Outcome<Option<Value>> {
        let next = usize::try_from(place)
            .ok()
            .and_then(|place| list.get(place));
        if task == task::SET_MORE && (place % BATCH == 0 || next.is_none()) {
            self.write(&[op::ADD_ITEMS]);
        }
        let Some(item) = next else {
            if place % BATCH == 0 {
                self.write(&[op::MARK, op::ADD_ITEMS]);
            }
            return Ok(None);
        };
        if place % BATCH == 0 {
            self.write(&[op::MARK]);
        }
        self.item(
            &item,
            (task::SET_MORE, &Value::List(list.clone()), place + 1),
        )
    }

    fn each(&mut self, items: &Value, mut place: i64) -> Outcome<Option<Value>> {
        loop {
            let index = usize::try_from(place).unwrap_or(usize::MAX);
            let item = match items {
                Value::Tuple(tuple) => tuple.0.get(index).cloned(),
                Value::List(list) => list.get(index),
                _ => return Err(wrong()),
            };
            let Some(item) = item else {
                return Ok(None);
            };
            place += 1;
            if self.asks || self.is_frame_long() || !self.atom(&item) {
                return self.item(&item, (task::EACH, items, place));
            }
        }
    }

    /// Its items are written. One of them may have had the tuple inside: then it is there by now.
    fn end_tuple(&mut self, value: &Value, length: usize) -> Outcome<()> {
        let short = u8::try_from(length).ok().filter(|length| *length <= 3);
        if let Some(number) = self.number_of(value) {
            match short {
                Some(_) => (0..length).for_each(|_| self.write(&[op::POP])),
                None => self.write(&[op::POP_MARK]),
            }
            self.get(number);
            return Ok(());
        }
        match short {
            Some(short) => self.write(&[op::TUPLE_1 - 1 + short]),
            None => self.write(&[op::TUPLE]),
        }
        self.memoize(value)
    }

    fn end_frozen(&mut self, value: &Value) -> Outcome<()> {
        match self.number_of(value) {
            Some(number) => {
                self.write(&[op::POP_MARK]);
                self.get(number);
                Ok(())
            }
            None => {
                self.write(&[op::FROZEN_SET]);
                self.memoize(value)
            }
        }
    }

    /// An object that was written before, by its number.
    fn get(&mut self, number: usize) {
        match u8::try_from(number) {
            Ok(number) => self.write(&[op::GET_1, number]),
            Err(_) => {
                let [a, b, c, d, ..] = (number as u64).to_le_bytes();
                self.write(&[op::GET_4, a, b, c, d]);
            }
        }
    }

    fn number_of(&mut self, value: &Value) -> Option<usize> {
        self.memo.place(&key(value)?)
    }

    /// An object has been written in parts. If one of them had it inside, it is there by now.
    fn made(&mut self, value: &Value) -> Outcome<()> {
        match self.number_of(value) {
            Some(number) => {
                self.write(&[op::POP]);
                self.get(number);
                Ok(())
            }
            None => self.memoize(value),
        }
    }

    fn memoize(&mut self, value: &Value) -> Outcome<()> {
        let Some(key) = key(value) else {
            return Ok(());
        };
        let number = self.memo.end();
        if self.protocol >= 4 {
            self.write(&[op::MEMOIZE]);
        } else if let Ok(number) = u8::try_from(number) {
            self.write(&[op::PUT_1, number]);
        } else {
            let [a, b, c, d, ..] = (number as u64).to_le_bytes();
            self.write(&[op::PUT_4, a, b, c, d]);
        }
        // It came out of its dict, which would have seen to this.
        if self.is_shared {
            key.share();
            value.share();
        }
        self.memo.keep(key, value.clone())
    }
}

/// What an object is known by.
fn key(value: &Value) -> Option<Value> {
    match value {
        Value::Str(text) if is_interned(text) => Some(value.clone()),
        Value::Native(native) => Some(Value::Int(std::ptr::from_ref(native.get()).addr() as i64)),
        Value::Ellipsis => Some(Value::Int(-1)),
        Value::NotImplemented => Some(Value::Int(-2)),
        value => Some(Value::Int(value.address()? as i64)),
    }
}

/// Whether CPython would have this text once, wherever it comes from: names, and single characters.
fn is_interned(text: &Text) -> bool {
    let bytes = text.text.as_bytes();
    text.chars <= 1
        || bytes.first().is_some_and(|first| !first.is_ascii_digit())
            && bytes
                .iter()
                .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

/// `state` is `[data, place, stack, marks, memo, steps]`.
fn load(state: &List, caller: &Caller) -> Outcome<Reply> {
    let (Value::Bytes(data), Value::List(stack), Value::List(marks), Value::List(memo)) =
        (at(state, 0)?, at(state, 2)?, at(state, 3)?, at(state, 4)?)
    else {
        return Err(wrong());
    };
    let mut unpickler = Unpickler {
        data: &data.0,
        place: usize::try_from(number_at(state, 1)?).unwrap_or(usize::MAX),
        stack: stack.take(),
        marks: marks.take(),
        memo: memo.take(),
        steps: 0,
        looked: [Looked::default(), Looked::default()],
        caller,
    };
    let end = unpickler.run();
    let place = Value::Int(unpickler.place as i64);
    let steps = Value::Int(unpickler.steps);
    for (list, items) in [
        (&stack, unpickler.stack),
        (&marks, unpickler.marks),
        (&memo, unpickler.memo),
    ] {
        drop(list.with(|all| std::mem::replace(all, items)));
    }
    state.set(1, place)?;
    state.set(5, steps)?;
    match end {
        Ok(end) => Ok(end.into()),
        Err(Stop::Fault(fault)) => Err(fault),
        Err(Stop::Wrong(message)) => Ok(Value::text(message).into()),
    }
}

struct Unpickler<'a> {
    data: &'a [u8],
    place: usize,
    stack: Vec<Value>,
    /// How high the stack was at each mark.
    marks: Vec<Value>,
    memo: Vec<Value>,
    steps: i64,
    /// Classes whose instances are made, and get their attributes, as those of `object`.
    looked: [Looked; 2],
    caller: &'a Caller<'a>,
}

/// Why it does not go on.
enum Stop {
    Fault(Box<Fault>),
    /// The data are not what they should be.
    Wrong(String),
}

impl From<Box<Fault>> for Stop {
    fn from(fault: Box<Fault>) -> Stop {
        Stop::Fault(fault)
    }
}

fn bad<T>(message: &str) -> Result<T, Stop> {
    Err(Stop::Wrong(message.to_owned()))
}

impl<'a> Unpickler<'a> {
    fn run(&mut self) -> Result<Value, Stop> {
        // Long texts are many steps at once: it is not each number that comes by.
        let mut next = LOOKS;
        loop {
            let start = self.place;
            let Some(&code) = self.data.get(start) else {
                return bad("Ran out of input");
            };
            self.place += 1;
            self.steps += 1;
            if self.steps >= next {
                next = self.steps + LOOKS;
                if memory::room() == 0 {
                    return Err(Fault::memory().into());
                }
                if self.steps > STEPS {
                    self.place = start;
                    return Ok(Value::Ellipsis);
                }
            }
            match code {
                op::STOP => return Ok(Value::None),
                op::PROTOCOL => {
                    let [protocol] = self.fixed()?;
                    if protocol > 5 {
                        return Ok(Value::text(format!(
                            "unsupported pickle protocol: {protocol}"
                        )));
                    }
                }
                op::FRAME => {
                    let length = self.length(8)?;
                    if length > self.data.len().saturating_sub(self.place) {
                        return bad("pickle data was truncated");
                    }
                }
                _ => {
                    if !self.value(code)? && !self.build(code)? {
                        return Ok(Value::Int(code.into()));
                    }
                }
            }
        }
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], Stop> {
        let end = self.place.checked_add(length);
        let Some(bytes) = end.and_then(|end| self.data.get(self.place..end)) else {
            return bad("pickle data was truncated");
        };
        self.place += length;
        self.steps += (length / 64) as i64;
        Ok(bytes)
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N], Stop> {
        let bytes = self.take(N)?;
        bytes
            .try_into()
            .or_else(|_| bad("pickle data was truncated"))
    }

    /// A length of so many bytes.
    fn length(&mut self, size: usize) -> Result<usize, Stop> {
        let mut bytes = [0; 8];
        let given = self.take(size)?;
        for (to, from) in bytes.iter_mut().zip(given) {
            *to = *from;
        }
        // What is longer than memory is not there.
        Ok(usize::try_from(u64::from_le_bytes(bytes)).unwrap_or(usize::MAX))
    }

    /// What only pushes a value.
    fn value(&mut self, code: u8) -> Result<bool, Stop> {
        let value = match code {
            op::INT => Value::Int(i32::from_le_bytes(self.fixed()?).into()),
            op::INT_1 => Value::Int(self.fixed::<1>()?[0].into()),
            op::INT_2 => Value::Int(u16::from_le_bytes(self.fixed()?).into()),
            op::NONE => Value::None,
            op::TRUE => Value::bool(true),
            op::FALSE => Value::bool(false),
            op::FLOAT => Value::float(f64::from_be_bytes(self.fixed()?)),
            op::LONG_1 | op::LONG_4 => {
                let length = self.length(if code == op::LONG_1 { 1 } else { 4 })?;
                let bytes = self.take(length)?;
                number::int(BigInt::from_signed_bytes_le(bytes))
            }
            op::UNICODE_1 | op::UNICODE | op::UNICODE_8 => {
                let size = match code {
                    op::UNICODE_1 => 1,
                    op::UNICODE => 4,
                    _ => 8,
                };
                let start = self.place;
                let length = self.length(size)?;
                let Ok(text) = std::str::from_utf8(self.take(length)?) else {
                    // Python says what is wrong with it.
                    self.place = start;
                    return Ok(false);
                };
                Value::text(text)
            }
            op::BYTES_1 | op::BYTES_4 | op::BYTES_8 | op::BYTE_ARRAY => {
                let size = match code {
                    op::BYTES_1 => 1,
                    op::BYTES_4 => 4,
                    _ => 8,
                };
                let length = self.length(size)?;
                let bytes = self.take(length)?;
                if code == op::BYTE_ARRAY {
                    Value::ByteArray(Ref::new(ByteArray(Guarded::new(bytes.to_vec()))))
                } else {
                    Value::bytes(bytes)
                }
            }
            op::EMPTY_LIST => Value::list(Vec::new()),
            op::EMPTY_DICT => Value::Dict(Ref::new(Dict::default())),
            op::EMPTY_TUPLE => Value::tuple(Vec::new()),
            op::EMPTY_SET => Value::Set(Ref::new(Set::new(crate::set::Table::default(), false))),
            op::GET_1 => {
                let number = self.length(1)?;
                self.remembered(number)?
            }
            op::GET_4 => {
                let number = self.length(4)?;
                self.remembered(number)?
            }
            op::DUP => self.top()?.clone(),
            _ => return Ok(false),
        };
        self.stack.push(value);
        Ok(true)
    }

    fn remembered(&self, number: usize) -> Result<Value, Stop> {
        match self.memo.get(number) {
            None | Some(Value::Null) => Err(Stop::Wrong(format!(
                "Memo value not found at index {number}"
            ))),
            Some(value) => Ok(value.clone()),
        }
    }

    fn remember(&mut self, number: usize) -> Result<(), Stop> {
        let value = self.top()?.clone();
        // Each was written by an opcode: numbers beyond that are not from a pickler.
        if number > self.data.len() {
            return bad("Memo index out of range");
        }
        if self.memo.len() <= number {
            self.memo.resize(number + 1, Value::Null);
        }
        if let Some(place) = self.memo.get_mut(number) {
            *place = value;
        }
        Ok(())
    }

    /// The top of the stack, above the last mark.
    fn top(&self) -> Result<&Value, Stop> {
        if self.stack.len() <= self.floor() {
            return self.underflow();
        }
        self.stack
            .last()
            .map_or_else(|| bad("unpickling stack underflow"), Ok)
    }

    fn floor(&self) -> usize {
        match self.marks.last() {
            Some(Value::Int(height)) => usize::try_from(*height).unwrap_or(0),
            _ => 0,
        }
    }

    fn underflow<T>(&self) -> Result<T, Stop> {
        bad(if self.marks.is_empty() {
            "unpickling stack underflow"
        } else {
            "unexpected MARK found"
        })
    }

    /// Where the last mark is.
    fn mark(&self) -> Result<usize, Stop> {
        match self.marks.last() {
            Some(Value::Int(height)) => Ok(usize::try_from(*height).unwrap_or(0)),
            _ => bad("could not find MARK"),
        }
    }

    /// What stands above the last mark, which goes.
    fn above(&mut self) -> Result<Vec<Value>, Stop> {
        let mark = self.mark()?;
        self.marks.pop();
        Ok(self.stack.split_off(mark.min(self.stack.len())))
    }

    fn pop(&mut self, count: usize) -> Result<Vec<Value>, Stop> {
        let rest = self.without(count)?;
        Ok(self.stack.split_off(rest))
    }

    /// The same where nobody wants them.
    fn shed(&mut self, count: usize) -> Result<(), Stop> {
        let rest = self.without(count)?;
        self.stack.truncate(rest);
        Ok(())
    }

    /// How high the stack is without so many values, which stand above the last mark.
    fn without(&self, count: usize) -> Result<usize, Stop> {
        match self.stack.len().checked_sub(count) {
            Some(rest) if rest >= self.floor() => Ok(rest),
            _ => self.underflow(),
        }
    }

    /// What changes what is there. Says whether it has done it: containers of classes are Python's business.
    fn build(&mut self, code: u8) -> Result<bool, Stop> {
        match code {
            op::MARK => self.marks.push(Value::Int(self.stack.len() as i64)),
            op::POP if self.stack.len() == self.floor() && !self.marks.is_empty() => {
                self.marks.pop();
            }
            op::POP => self.shed(1)?,
            op::POP_MARK => drop(self.above()?),
            op::MEMOIZE => self.remember(self.memo.len())?,
            op::PUT_1 | op::PUT_4 => {
                let number = self.length(if code == op::PUT_1 { 1 } else { 4 })?;
                self.remember(number)?;
            }
            op::TUPLE_1..=op::TUPLE_3 => {
                let items = self.pop(usize::from(code - op::TUPLE_1 + 1))?;
                self.stack.push(Value::tuple(items));
            }
            op::TUPLE => {
                let items = self.above()?;
                self.stack.push(Value::tuple(items));
            }
            op::LIST => {
                let items = self.above()?;
                self.stack.push(Value::list(items));
            }
            op::FROZEN_SET => return self.frozen(),
            op::DICT => return self.dict(),
            op::APPEND => {
                let Some(Value::List(list)) = self.below(1) else {
                    return Ok(false);
                };
                self.without(1)?;
                if let Some(item) = self.stack.pop() {
                    list.append(item)?;
                }
            }
            op::APPENDS => {
                let mark = self.mark()?;
                let Some(Value::List(list)) = self.before(mark) else {
                    return Ok(false);
                };
                let items = self.above()?;
                list.extend(items)?;
            }
            op::SET_ITEM => {
                let place = self.stack.len().saturating_sub(2);
                let Some(Value::Dict(dict)) = self.before(place) else {
                    return Ok(false);
                };
                return self.set_items(&dict, place);
            }
            op::SET_ITEMS => {
                let mark = self.mark()?;
                let Some(Value::Dict(dict)) = self.before(mark) else {
                    return Ok(false);
                };
                let is_done = self.set_items(&dict, mark)?;
                if is_done {
                    self.marks.pop();
                }
                return Ok(is_done);
            }
            op::ADD_ITEMS => return self.add_items(),
            op::NEW => return self.new_instance(),
            op::BUILD => return self.attributes(),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// `object.__new__` of a class written in Python.
    fn new_instance(&mut self) -> Result<bool, Stop> {
        let (Some(Value::Class(class)), Some(Value::Tuple(args))) = (self.below(1), self.below(0))
        else {
            return Ok(false);
        };
        let caller = self.caller;
        let is_plain = class.is_python && class.kind == Kind::Object && args.0.is_empty();
        if !is_plain || !self.looked[0].is(&class, || leaves(&class, &MADE, caller)) {
            return Ok(false);
        }
        crate::builtins::object::refuse_abstract(&class)?;
        self.shed(2)?;
        let made = Instance::new(class, Payload::Plain);
        self.stack.push(Value::Object(Ref::new(made)));
        Ok(true)
    }

    /// A dict of attributes for an instance that takes them as they are.
    fn attributes(&mut self) -> Result<bool, Stop> {
        let (Some(Value::Object(object)), Some(Value::Dict(state))) =
            (self.below(1), self.below(0))
        else {
            return Ok(false);
        };
        let caller = self.caller;
        let is_plain = matches!(object.payload, Payload::Plain);
        if !is_plain || !self.looked[1].is(&object.class, || leaves(&object.class, &LOADED, caller))
        {
            return Ok(false);
        }
        let pairs = state.pairs();
        if !pairs.iter().all(|(name, _)| matches!(name, Value::Str(_))) {
            return Ok(false);
        }
        self.shed(1)?;
        set_own(&object, pairs, caller);
        Ok(true)
    }

    /// The value below a place of the stack.
    fn before(&self, place: usize) -> Option<Value> {
        self.stack.get(place.checked_sub(1)?).cloned()
    }

    fn below(&self, count: usize) -> Option<Value> {
        self.before(self.stack.len().checked_sub(count)?)
    }

    /// Moves the keys and values from a place on into a dict; not if a key's hash takes Python.
    fn set_items(&mut self, dict: &Ref<Dict>, place: usize) -> Result<bool, Stop> {
        let pairs = self.stack.get(place..).unwrap_or_default();
        if pairs.len() % 2 == 1 {
            return bad("odd number of items for SETITEMS");
        }
        for pair in pairs.chunks_exact(2) {
            let [key, value] = pair else { continue };
            match dict.set(key.clone(), value.clone()) {
                Err(fault) if fault.is_in_python() => return Ok(false),
                result => result?,
            }
        }
        self.stack.truncate(place);
        Ok(true)
    }

    fn dict(&mut self) -> Result<bool, Stop> {
        let (mark, dict) = (self.mark()?, Ref::new(Dict::default()));
        let is_done = self.set_items(&dict, mark)?;
        if is_done {
            self.marks.pop();
            self.stack.push(Value::Dict(dict));
        }
        Ok(is_done)
    }

    fn frozen(&mut self) -> Result<bool, Stop> {
        let items = self.stack.get(self.mark()?..).unwrap_or_default();
        match Set::of(items.iter().cloned(), true) {
            Err(fault) if fault.is_in_python() => Ok(false),
            set => {
                let set = Value::Set(Ref::new(set?));
                drop(self.above()?);
                self.stack.push(set);
                Ok(true)
            }
        }
    }

    fn add_items(&mut self) -> Result<bool, Stop> {
        let mark = self.mark()?;
        let Some(Value::Set(set)) = self.before(mark) else {
            return Ok(false);
        };
        for item in self.stack.get(mark..).unwrap_or_default() {
            match set.add(item.clone()) {
                Err(fault) if fault.is_in_python() => return Ok(false),
                result => result?,
            }
        }
        drop(self.above()?);
        Ok(true)
    }
}
