//! `_zlib`: compressing and decompressing (`Modules/zlibmodule.c`).

use miniz_oxide::deflate::{compress_to_vec, compress_to_vec_zlib};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_PARSE_ZLIB_HEADER;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use crate::builtins::arguments::wrong_receiver;
use crate::builtins::function;
use crate::error::{Fault, Outcome};
use crate::function::Native;
use crate::operators::bytes_of;
use crate::text::MAX_BYTES;
use crate::value::Value;

/// Its functions.
pub(super) static FUNCTIONS: &[Native] = &[
    // compress(data, level, whether it is raw) -> bytes
    function("compress", |args, _| {
        let [data, Value::Int(level), raw] = args.positional else {
            return Err(wrong_receiver());
        };
        let data = given(data)?;
        let level = u8::try_from(*level).map_or(6, |level| level.min(9));
        let run = if raw.truth() {
            compress_to_vec
        } else {
            compress_to_vec_zlib
        };
        Ok(Value::bytes(run(&data, level)).into())
    }),
    // decompress(data, whether it is raw) -> (bytes, how many of the data it took), or the number of the error
    function("decompress", |args, _| {
        let [data, raw] = args.positional else {
            return Err(wrong_receiver());
        };
        let data = given(data)?;
        let flags = if raw.truth() {
            0
        } else {
            TINFL_FLAG_PARSE_ZLIB_HEADER
        };
        let mut state = Box::new(DecompressorOxide::new());
        let mut out = vec![0; (data.len() * 2).clamp(64, MAX_BYTES)];
        let (mut taken, mut written) = (0, 0);
        loop {
            let (status, read, wrote) =
                decompress(&mut state, data.get(taken..).unwrap_or_default(), &mut out, written,
                    flags | miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF);
            taken += read;
            written += wrote;
            return Ok(match status {
                TINFLStatus::Done => {
                    out.truncate(written);
                    Value::tuple(vec![Value::bytes(out), Value::Int(taken as i64)])
                }
                TINFLStatus::HasMoreOutput if out.len() < MAX_BYTES => {
                    out.resize((out.len() * 2).min(MAX_BYTES), 0);
                    continue;
                }
                TINFLStatus::HasMoreOutput => return Err(Fault::memory()),
                TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => {
                    Value::Int(-5)
                }
                _ => Value::Int(-3),
            }
            .into());
        }
    }),
];

fn given(data: &Value) -> Outcome<std::borrow::Cow<'_, [u8]>> {
    bytes_of(data).ok_or_else(|| {
        let kind = data.type_name();
        Fault::type_error(format!("a bytes-like object is required, not '{kind}'"))
    })
}
