//! Numbered names.

use std::collections::HashMap;

/// Names in order, each only once.
#[derive(Default)]
pub(crate) struct Names {
    pub(crate) names: Vec<Box<str>>,
    index: HashMap<Box<str>, u32>,
}

impl Names {
    pub(crate) fn of(names: Vec<Box<str>>) -> Names {
        let mut all = Names::default();
        for name in names {
            all.add(&name);
        }
        all
    }

    pub(crate) fn get(&self, name: &str) -> Option<u32> {
        self.index.get(name).copied()
    }

    pub(crate) fn add(&mut self, name: &str) -> u32 {
        if let Some(index) = self.get(name) {
            return index;
        }
        let index = self.names.len() as u32;
        self.names.push(name.into());
        self.index.insert(name.into(), index);
        index
    }

    pub(crate) fn len(&self) -> u32 {
        self.names.len() as u32
    }
}
