//! `_hashlib` and the checksums of `zlib`.
//!
//! The state of a hash is a bytearray, which the library keeps, so that it can be copied and dies with its object.

use adler2::Adler32;
use md5::Md5;
use sha1::Sha1;
use sha2::digest::Digest;
use sha2::digest::common::hazmat::{SerializableState, SerializedState};
use sha2::{Sha224, Sha256, Sha384, Sha512};

use crate::builtins::arguments::{at, given, index, one, wrong_receiver};
use crate::builtins::function;
use crate::error::{Fault, Outcome};
use crate::function::{Args, Native, Reply};
use crate::object::{Guarded, Ref};
use crate::operators::bytes_of;
use crate::thread::Caller;
use crate::value::{ByteArray, Value};

/// What is done with a hash.
enum Step<'a> {
    New,
    Update(&'a [u8]),
    Digest,
}

/// The functions of `_hashlib`. A hash is known by the length of its digest.
pub(super) static FUNCTIONS: &[Native] = &[
    // new(length) -> state
    function("new", |args, caller| {
        let state = step(index(caller, one(args, "new")?)?, &[], Step::New)?;
        Ok(Value::ByteArray(Ref::new(ByteArray(Guarded::new(state)))).into())
    }),
    // update(state, length, data)
    function("update", |args, caller| {
        let [Value::ByteArray(state), kind, data] = args.positional else {
            return Err(wrong_receiver());
        };
        let kind = index(caller, kind)?;
        let data = match bytes_of(data) {
            Some(data) => data.into_owned(),
            None if data.as_str().is_some() => {
                return Err(Fault::type_error("Strings must be encoded before hashing"));
            }
            None => {
                return Err(Fault::type_error(
                    "object supporting the buffer API required",
                ));
            }
        };
        state.0.with(|state| {
            *state = step(kind, state, Step::Update(&data))?;
            Ok(Value::None.into())
        })
    }),
    // digest(state, length) -> bytes
    function("digest", |args, caller| {
        let [Value::ByteArray(state), kind] = args.positional else {
            return Err(wrong_receiver());
        };
        let kind = index(caller, kind)?;
        Ok(Value::bytes(state.0.with(|state| step(kind, state, Step::Digest))?).into())
    }),
];

fn step(kind: i64, state: &[u8], step: Step) -> Outcome<Vec<u8>> {
    let run = match kind {
        16 => run::<Md5>,
        20 => run::<Sha1>,
        28 => run::<Sha224>,
        32 => run::<Sha256>,
        48 => run::<Sha384>,
        _ => run::<Sha512>,
    };
    run(state, step).ok_or_else(wrong_receiver)
}

/// The new state, or the digest; nothing if this is no state of such a hash.
fn run<Hash: Digest + SerializableState>(state: &[u8], step: Step) -> Option<Vec<u8>> {
    let read = || Hash::deserialize(&SerializedState::<Hash>::try_from(state).ok()?).ok();
    let hash = match step {
        Step::New => Hash::new(),
        Step::Update(data) => read()?.chain_update(data),
        Step::Digest => return Some(read()?.finalize().to_vec()),
    };
    Some(hash.serialize().to_vec())
}

/// What four bits do to a CRC.
static CRC: [u32; 16] = {
    let mut table = [0; 16];
    let mut at = 0;
    while at < 64 {
        // Four turns each.
        let place = at / 4;
        let value = if at % 4 == 0 {
            place as u32
        } else {
            table[place]
        };
        table[place] = value >> 1 ^ (0xedb8_8320 & (value & 1).wrapping_neg());
        at += 1;
    }
    table
};

/// `zlib.crc32` and `zlib.adler32`.
pub(super) static CHECKSUMS: &[Native] = &[
    function("crc32", |args, caller| {
        checksum(args, caller, "crc32", 0, |value, data| {
            let mut crc = !value;
            for byte in data {
                for half in [byte & 15, byte >> 4] {
                    let place = (crc ^ u32::from(half)) & 15;
                    crc = crc >> 4 ^ CRC.get(place as usize).copied().unwrap_or(0);
                }
            }
            !crc
        })
    }),
    function("adler32", |args, caller| {
        checksum(args, caller, "adler32", 1, |value, data| {
            let mut sum = Adler32::from_checksum(value);
            sum.write_slice(data);
            sum.checksum()
        })
    }),
];

fn checksum(
    args: Args,
    caller: &Caller,
    name: &str,
    start: i64,
    of: fn(u32, &[u8]) -> u32,
) -> Outcome<Reply> {
    let args = given(args, name, 1, 2)?;
    let start = match args.get(1) {
        Some(start) => index(caller, start)?,
        None => start,
    };
    let Some(data) = bytes_of(at(args, 0)) else {
        let kind = at(args, 0).type_name();
        return Err(Fault::type_error(format!(
            "a bytes-like object is required, not '{kind}'"
        )));
    };
    Ok(Value::Int(of(start as u32, &data).into()).into())
}
