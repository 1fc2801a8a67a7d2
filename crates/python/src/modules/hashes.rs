//! `_hashlib`. As in CPython the lock is not held while 2048 bytes and more are hashed; the library sees to it
//! that nobody else uses the same hash meanwhile.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use blake2::{Blake2bVarCore, Blake2sVarCore};
use md5::Md5;
use sha1::Sha1;
use sha2::digest::Digest;
use sha2::digest::block_api::{Buffer, BufferKindUser, UpdateCore, VariableOutputCore};
use sha2::digest::common::hazmat::SerializableState;
use sha2::{Sha224, Sha256, Sha384, Sha512};

use crate::builtins::arguments::{at, index, wrong_receiver};
use crate::builtins::function;
use crate::error::{Fault, Outcome};
use crate::function::Native;
use crate::native::{self, Foreign, Input, Origin, Saved, State, Work, share};
use crate::operators::bytes_of;
use crate::snapshot::bytes::{In, Out};
use crate::value::Value;

/// What is shorter is hashed with the lock (`HASHLIB_GIL_MINSIZE`).
const SHORT: usize = 2048;

/// What an update costs whatever its length, in picoseconds.
const START: u64 = 80_000;

/// The functions of `_hashlib`.
pub(super) static FUNCTIONS: &[Native] = &[
    // new(name) -> state, new(name, length, key, salt, person) -> state of a BLAKE2
    function("new", |args, caller| {
        let name = at(args.positional, 0).as_str().unwrap_or_default();
        let hash: Box<dyn Hash> = match name {
            "md5" => plain::<Md5>("md5"),
            "sha1" => plain::<Sha1>("sha1"),
            "sha224" => plain::<Sha224>("sha224"),
            "sha256" => plain::<Sha256>("sha256"),
            "sha384" => plain::<Sha384>("sha384"),
            "sha512" => plain::<Sha512>("sha512"),
            _ => {
                let [_, length, key, salt, person] = args.positional else {
                    return Err(wrong_receiver());
                };
                let length = usize::try_from(index(caller, length)?).unwrap_or(0);
                let [Some(key), Some(salt), Some(person)] = [key, salt, person].map(bytes_of)
                else {
                    return Err(wrong_receiver());
                };
                let wide = name == "blake2b";
                // The crate panics where something is too long.
                let word = if wide { 8 } else { 4 };
                let is_good = (1..=8 * word).contains(&length)
                    && key.len() <= 8 * word
                    && salt.len().max(person.len()) <= 2 * word;
                if !is_good {
                    return Err(wrong_receiver());
                }
                if wide {
                    let core = Blake2bVarCore::new_with_params(&salt, &person, key.len(), length);
                    keyed(core, length, &key, 128)
                } else {
                    let core = Blake2sVarCore::new_with_params(&salt, &person, key.len(), length);
                    keyed(core, length, &key, 64)
                }
            }
        };
        let hasher = Hasher {
            hash: Mutex::new(hash),
            cost: cost(name),
        };
        Ok(State::object(caller.world, hasher).into())
    }),
    // update(state, data)
    function("update", |args, _| {
        let [object, data] = args.positional else {
            return Err(wrong_receiver());
        };
        let hasher = hasher(object)?;
        let data = match Input::of(data) {
            Some(data) => data,
            None if data.as_str().is_some() => {
                return Err(Fault::type_error("Strings must be encoded before hashing"));
            }
            None => {
                return Err(Fault::type_error(
                    "object supporting the buffer API required",
                ));
            }
        };
        let update = Update {
            object: object.clone(),
            hash: hasher.copy(),
            cost: hasher.cost,
            data,
            done: 0,
        };
        native::reply(update)
    }),
    // digest(state) -> bytes
    function("digest", |args, _| {
        let hasher = hasher(at(args.positional, 0))?;
        Ok(Value::bytes(hasher.copy().digest()).into())
    }),
    // copy(state) -> state
    function("copy", |args, caller| {
        let hasher = hasher(at(args.positional, 0))?;
        let copy = Hasher {
            hash: Mutex::new(hasher.copy()),
            cost: hasher.cost,
        };
        Ok(State::object(caller.world, copy).into())
    }),
];

/// What a byte costs, in picoseconds: measured with CPython 3.13 on x86-64 Linux with instructions for SHA.
fn cost(name: &str) -> u64 {
    match name {
        "md5" => 2200,
        "sha1" => 1000,
        "sha224" | "sha256" => 870,
        "blake2b" => 1600,
        "blake2s" => 2700,
        _ => 2000,
    }
}

/// A hash and what was put into it.
struct Hasher {
    hash: Mutex<Box<dyn Hash>>,
    cost: u64,
}

impl Foreign for Hasher {
    fn saved(&self) -> Option<Saved> {
        let (name, state) = self.copy().saved()?;
        let mut own = Out::default();
        own.text(name);
        own.bytes(&state);
        Some(Saved {
            origin: Origin::Hash,
            own,
            common: None,
        })
    }
}

/// A hash that was saved.
pub(crate) fn saved(from: &mut In) -> Option<State> {
    let (name, state) = (from.text()?, from.bytes()?);
    let hash = match name {
        "md5" => again::<Md5>("md5", state),
        "sha1" => again::<Sha1>("sha1", state),
        "sha224" => again::<Sha224>("sha224", state),
        "sha256" => again::<Sha256>("sha256", state),
        "sha384" => again::<Sha384>("sha384", state),
        "sha512" => again::<Sha512>("sha512", state),
        _ => None,
    }?;
    Some(State::new(Hasher {
        hash: Mutex::new(hash),
        cost: cost(name),
    }))
}

impl Hasher {
    fn copy(&self) -> Box<dyn Hash> {
        self.hash
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .copy()
    }
}

fn hasher(value: &Value) -> Outcome<&Hasher> {
    native::state(value).ok_or_else(wrong_receiver)
}

/// `hash.update(data)`: works on a copy, so that the hash is whole when it is cut short.
struct Update {
    object: Value,
    hash: Box<dyn Hash>,
    cost: u64,
    data: Input,
    done: usize,
}

impl Work for Update {
    fn piece(&mut self) -> u64 {
        let start = if self.done == 0 { START } else { 0 };
        let piece = self.data.piece(self.done);
        self.hash.update(piece);
        // Empty data are over, too.
        self.done += piece.len().max(1);
        start + self.cost * piece.len() as u64
    }

    fn is_over(&self) -> bool {
        self.done >= self.data.len().max(1)
    }

    fn progress(&self) -> f64 {
        share(self.done, self.data.len())
    }

    fn result(self: Box<Self>) -> Outcome<Value> {
        let hasher = hasher(&self.object)?;
        *hasher.hash.lock().unwrap_or_else(PoisonError::into_inner) = self.hash;
        Ok(Value::None)
    }

    fn keeps_lock(&self) -> bool {
        self.data.len() < SHORT
    }
}

impl fmt::Debug for Update {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "update with {:?}", self.data)
    }
}

/// A hash under way.
trait Hash: Send {
    fn update(&mut self, data: &[u8]);
    fn copy(&self) -> Box<dyn Hash>;
    fn digest(self: Box<Self>) -> Vec<u8>;

    /// Its name and its state, if these can be had.
    fn saved(&self) -> Option<(&'static str, Vec<u8>)> {
        None
    }
}

/// One whose parameters are its name.
struct Plain<D> {
    name: &'static str,
    hash: D,
}

fn plain<D>(name: &'static str) -> Box<dyn Hash>
where
    D: Digest + SerializableState + Clone + Send + 'static,
{
    let hash = D::new();
    Box::new(Plain { name, hash })
}

/// One with a state that it had.
fn again<D>(name: &'static str, state: &[u8]) -> Option<Box<dyn Hash>>
where
    D: Digest + SerializableState + Clone + Send + 'static,
{
    let hash = D::deserialize(state.try_into().ok()?).ok()?;
    Some(Box::new(Plain { name, hash }))
}

impl<D> Hash for Plain<D>
where
    D: Digest + SerializableState + Clone + Send + 'static,
{
    fn update(&mut self, data: &[u8]) {
        self.hash.update(data);
    }

    fn copy(&self) -> Box<dyn Hash> {
        Box::new(Plain {
            name: self.name,
            hash: self.hash.clone(),
        })
    }

    fn digest(self: Box<Self>) -> Vec<u8> {
        self.hash.finalize().to_vec()
    }

    fn saved(&self) -> Option<(&'static str, Vec<u8>)> {
        Some((self.name, self.hash.serialize().to_vec()))
    }
}

/// A BLAKE2, which can have a key. The crate does not say what its state is, so it is not saved.
struct Keyed<C: BufferKindUser> {
    core: C,
    buffer: Buffer<C>,
    length: usize,
}

fn keyed<C>(core: C, length: usize, key: &[u8], block: usize) -> Box<dyn Hash>
where
    C: VariableOutputCore + UpdateCore + BufferKindUser + Clone + Send + 'static,
    Buffer<C>: Clone + Send,
{
    let mut hash = Keyed {
        core,
        buffer: Buffer::<C>::default(),
        length,
    };
    if !key.is_empty() {
        let mut first = key.to_vec();
        first.resize(block, 0);
        hash.update(&first);
    }
    Box::new(hash)
}

impl<C> Hash for Keyed<C>
where
    C: VariableOutputCore + UpdateCore + BufferKindUser + Clone + Send + 'static,
    Buffer<C>: Clone + Send,
{
    fn update(&mut self, data: &[u8]) {
        let core = &mut self.core;
        self.buffer
            .digest_blocks(data, |blocks| core.update_blocks(blocks));
    }

    fn copy(&self) -> Box<dyn Hash> {
        Box::new(Keyed {
            core: self.core.clone(),
            buffer: self.buffer.clone(),
            length: self.length,
        })
    }

    fn digest(mut self: Box<Self>) -> Vec<u8> {
        let mut out = sha2::digest::Output::<C>::default();
        self.core.finalize_variable_core(&mut self.buffer, &mut out);
        out.iter().copied().take(self.length).collect()
    }
}
