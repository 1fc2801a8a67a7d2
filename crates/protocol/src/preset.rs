//! Which Python a program runs on, and on which cores.

use serde::{Deserialize, Serialize};

/// A Python version: whether there is a lock, which one, and where the check points are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Preset {
    /// Python 3.14: one lock, looked at on function entry, backward jumps and after calls.
    #[serde(rename = "3.14")]
    Python314,
    /// Python 3.14, the free-threaded build (PEP 703, PEP 779): no global lock.
    #[serde(rename = "3.14t")]
    Python314t,
}

impl Preset {
    /// The preset's name, as it stands in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Python314 => "3.14",
            Self::Python314t => "3.14t",
        }
    }

    /// Whether Python threads share a Global Interpreter Lock.
    pub fn has_gil(self) -> bool {
        match self {
            Self::Python314 => true,
            Self::Python314t => false,
        }
    }
}

/// What a program ran on. Results of one kind are never drawn as the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cores {
    /// The machine's own processors, as many as the system says that there are.
    Real(u32),
}
