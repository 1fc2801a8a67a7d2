//! The constants of one function, each only once.

use std::collections::HashMap;

use crate::code::Const;

#[derive(Default)]
pub(crate) struct Consts {
    values: Vec<Const>,
    known: HashMap<Vec<u8>, u32>,
}

impl Consts {
    /// The index of a constant that is added if it isn't there.
    pub(crate) fn add(&mut self, value: Const) -> u32 {
        let mut key = Vec::new();
        write_key(&value, &mut key);
        let next = self.values.len() as u32;
        let index = *self.known.entry(key).or_insert(next);
        if index == next {
            self.values.push(value);
        }
        index
    }

    pub(crate) fn get(&self, index: u32) -> Option<&Const> {
        self.values.get(index as usize)
    }

    /// The constants in use, and for each former index the new one. The first stays: it may be the
    /// docstring.
    pub(crate) fn used(self, used: &[bool]) -> (Vec<Const>, Vec<u32>) {
        let mut kept = Vec::new();
        let mut moved = Vec::with_capacity(self.values.len());
        for (index, value) in self.values.into_iter().enumerate() {
            moved.push(kept.len() as u32);
            if index == 0 || used.get(index) == Some(&true) {
                kept.push(value);
            }
        }
        (kept, moved)
    }
}

/// What tells a constant from all others: `1`, `True` and `1.0` are equal, but not the same.
fn write_key(value: &Const, key: &mut Vec<u8>) {
    let mut put = |tag: u8, bytes: &[u8]| {
        key.push(tag);
        key.extend((bytes.len() as u32).to_le_bytes());
        key.extend(bytes);
    };
    match value {
        Const::None => put(0, &[]),
        Const::Ellipsis => put(1, &[]),
        Const::Bool(value) => put(2, &[u8::from(*value)]),
        Const::Int(value) => put(3, &value.to_le_bytes()),
        Const::Big(value) => put(4, &value.to_signed_bytes_le()),
        Const::Float(value) => put(5, &value.to_bits().to_le_bytes()),
        Const::Str(text) => put(6, text.as_bytes()),
        Const::Bytes(bytes) => put(7, bytes),
        Const::Code(index) => put(8, &index.to_le_bytes()),
        Const::Tuple(elements) | Const::FrozenSet(elements) => {
            let tag = if matches!(value, Const::Tuple(_)) {
                9
            } else {
                10
            };
            put(tag, &(elements.len() as u32).to_le_bytes());
            for element in elements {
                write_key(element, key);
            }
        }
    }
}
