//! `_zlib`: compressing, decompressing, checksums (`Modules/zlibmodule.c`). As in CPython nobody needs the
//! lock for it, but for checksums of little.

use std::fmt;

use adler2::Adler32;
use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress, create_comp_flags_from_zip_params,
};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::{
    TINFL_FLAG_HAS_MORE_INPUT, TINFL_FLAG_PARSE_ZLIB_HEADER,
    TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
};
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use crate::builtins::arguments::{at, given, index, wrong_receiver};
use crate::builtins::bytes::no_bytes;
use crate::builtins::function;
use crate::error::{Fault, Outcome};
use crate::function::{Args, Native, Reply};
use crate::memory;
use crate::native::{Input, PIECE, Work, reply, share};
use crate::text::MAX_BYTES;
use crate::thread::Caller;
use crate::value::Value;

/// What it costs to begin, in picoseconds: zlib allocates 256 KB.
const START: u64 = 4_000_000;
/// What a byte to be compressed costs at each level, in picoseconds. Measured with CPython 3.13 on x86-64 Linux,
/// with text that is compressed to an eighth; noise takes half as long again, repetitions a quarter.
const COMPRESS: [u64; 10] = [
    400, 5_900, 6_500, 9_000, 10_000, 14_000, 19_000, 24_000, 50_000, 79_000,
];
/// What a byte that comes out again costs.
const DECOMPRESS: u64 = 2_200;
/// What a byte of a checksum costs.
const CRC_BYTE: u64 = 320;
const ADLER_BYTE: u64 = 500;
/// What is no longer has its checksum made with the lock.
const SHORT: usize = 5 << 10;

/// Its functions.
pub(super) static FUNCTIONS: &[Native] = &[
    // compress(data, level, whether it is raw) -> bytes
    function("compress", |args, _| {
        let [data, Value::Int(level), raw] = args.positional else {
            return Err(wrong_receiver());
        };
        let level = u8::try_from(*level).map_or(6, |level| level.min(9));
        // The sign says whether there is a header.
        let bits = if raw.truth() { -15 } else { 15 };
        let flags = create_comp_flags_from_zip_params(level.into(), bits, 0);
        reply(Compress {
            data: input(data)?,
            state: Box::new(CompressorOxide::new(flags)),
            cost: COMPRESS[usize::from(level)],
            taken: 0,
            out: Vec::new(),
            is_over: false,
        })
    }),
    // decompress(data, whether it is raw) -> (bytes, how many of the data it took), or the number of the error
    function("decompress", |args, _| {
        let [data, raw] = args.positional else {
            return Err(wrong_receiver());
        };
        let data = input(data)?;
        let header = if raw.truth() {
            0
        } else {
            TINFL_FLAG_PARSE_ZLIB_HEADER
        };
        reply(Decompress {
            flags: header | TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF,
            out: vec![0; (data.len().saturating_mul(2)).clamp(64, PIECE)],
            data,
            state: Box::new(DecompressorOxide::new()),
            taken: 0,
            written: 0,
            end: None,
        })
    }),
    function("crc32", |args, caller| {
        checksum(args, caller, "crc32", 0, CRC_BYTE, |value, data| {
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
        checksum(args, caller, "adler32", 1, ADLER_BYTE, |value, data| {
            let mut sum = Adler32::from_checksum(value);
            sum.write_slice(data);
            sum.checksum()
        })
    }),
];

fn input(data: &Value) -> Outcome<Input> {
    Input::of(data).ok_or_else(|| no_bytes(data))
}

struct Compress {
    data: Input,
    state: Box<CompressorOxide>,
    cost: u64,
    taken: usize,
    out: Vec<u8>,
    is_over: bool,
}

impl Work for Compress {
    fn piece(&mut self) -> u64 {
        let start = if self.taken == 0 { START } else { 0 };
        let piece = self.data.piece(self.taken);
        let flush = if self.taken + piece.len() >= self.data.len() {
            TDEFLFlush::Finish
        } else {
            TDEFLFlush::None
        };
        let mut buffer = [0; 16 << 10];
        let mut taken = 0;
        loop {
            let rest = piece.get(taken..).unwrap_or_default();
            let (status, read, wrote) = compress(&mut self.state, rest, &mut buffer, flush);
            self.out
                .extend_from_slice(buffer.get(..wrote).unwrap_or_default());
            taken += read;
            // Nothing that comes in is wrong; what is not done is at its end.
            self.is_over = status != TDEFLStatus::Okay;
            if self.is_over || (taken >= piece.len() && wrote < buffer.len()) {
                break;
            }
        }
        self.taken += taken;
        start + self.cost * taken as u64
    }

    fn is_over(&self) -> bool {
        self.is_over
    }

    fn progress(&self) -> f64 {
        share(self.taken, self.data.len())
    }

    fn result(self: Box<Self>) -> Outcome<Value> {
        Ok(Value::bytes(self.out))
    }
}

struct Decompress {
    data: Input,
    flags: u32,
    state: Box<DecompressorOxide>,
    taken: usize,
    /// Also what is looked back at.
    out: Vec<u8>,
    written: usize,
    end: Option<End>,
}

enum End {
    Done,
    Wrong(i64),
    NoMemory,
}

impl Work for Decompress {
    fn piece(&mut self) -> u64 {
        let start = if self.taken == 0 { START / 4 } else { 0 };
        let piece = self.data.piece(self.taken);
        let more = if self.taken + piece.len() < self.data.len() {
            TINFL_FLAG_HAS_MORE_INPUT
        } else {
            0
        };
        // Not more than this at once, however well it was compressed.
        let room = self.written.saturating_add(16 * PIECE).min(self.out.len());
        let out = self.out.get_mut(..room).unwrap_or_default();
        let flags = self.flags | more;
        let (status, read, wrote) = decompress(&mut self.state, piece, out, self.written, flags);
        self.taken += read;
        self.written += wrote;
        match status {
            TINFLStatus::Done => self.end = Some(End::Done),
            TINFLStatus::HasMoreOutput if room < self.out.len() => {}
            TINFLStatus::HasMoreOutput => {
                let length = self.out.len();
                let wanted = (length * 2).min(MAX_BYTES);
                if wanted > length && wanted - length <= memory::room() {
                    self.out.resize(wanted, 0);
                } else {
                    self.end = Some(End::NoMemory);
                }
            }
            TINFLStatus::NeedsMoreInput if more != 0 && read > 0 => {}
            TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => {
                self.end = Some(End::Wrong(-5));
            }
            _ => self.end = Some(End::Wrong(-3)),
        }
        start + DECOMPRESS * wrote as u64
    }

    fn is_over(&self) -> bool {
        self.end.is_some()
    }

    fn progress(&self) -> f64 {
        share(self.taken, self.data.len())
    }

    fn result(mut self: Box<Self>) -> Outcome<Value> {
        match self.end {
            Some(End::Wrong(number)) => Ok(Value::Int(number)),
            Some(End::NoMemory) => Err(Fault::memory()),
            _ => {
                self.out.truncate(self.written);
                let taken = self.taken as i64;
                Ok(Value::tuple(vec![
                    Value::bytes(self.out),
                    Value::Int(taken),
                ]))
            }
        }
    }
}

impl fmt::Debug for Compress {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "compress {:?}", self.data)
    }
}

impl fmt::Debug for Decompress {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "decompress {:?}", self.data)
    }
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

#[derive(Debug)]
struct Checksum {
    data: Input,
    of: fn(u32, &[u8]) -> u32,
    value: u32,
    cost: u64,
    done: usize,
}

fn checksum(
    args: Args,
    caller: &Caller,
    name: &str,
    start: i64,
    cost: u64,
    of: fn(u32, &[u8]) -> u32,
) -> Outcome<Reply> {
    let args = given(args, name, 1, 2)?;
    let start = match args.get(1) {
        Some(start) => index(caller, start)?,
        None => start,
    };
    reply(Checksum {
        data: input(at(args, 0))?,
        of,
        value: start as u32,
        cost,
        done: 0,
    })
}

impl Work for Checksum {
    fn piece(&mut self) -> u64 {
        let piece = self.data.piece(self.done);
        self.value = (self.of)(self.value, piece);
        self.done += piece.len().max(1);
        self.cost * piece.len() as u64
    }

    fn is_over(&self) -> bool {
        self.done >= self.data.len().max(1)
    }

    fn progress(&self) -> f64 {
        share(self.done, self.data.len())
    }

    fn result(self: Box<Self>) -> Outcome<Value> {
        Ok(Value::Int(self.value.into()))
    }

    fn keeps_lock(&self) -> bool {
        self.data.len() <= SHORT
    }
}
