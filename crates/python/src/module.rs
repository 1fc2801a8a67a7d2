//! Modules: the program itself, and what it imports.

use crate::attributes::Attributes;
use crate::object::{Guarded, Shared};
use crate::value::Value;

/// A module.
#[derive(Debug)]
pub(crate) struct Module {
    pub(crate) name: Box<str>,
    /// The number of its source among the world's units, if it is written in Python: its globals are there.
    pub(crate) unit: Option<usize>,
    /// What it has besides those.
    pub(crate) attributes: Guarded<Attributes>,
}

impl Module {
    pub(crate) fn new(name: &str, unit: Option<usize>) -> Module {
        Module {
            name: name.into(),
            unit,
            attributes: Guarded::default(),
        }
    }
}

impl Shared for Module {
    fn share(&self, visit: &mut dyn FnMut(&Value)) {
        self.attributes.share();
        self.attributes
            .with(|attributes| attributes.iter().for_each(|(_, value)| visit(value)));
    }
}
