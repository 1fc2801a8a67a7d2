//! Which Python a program runs on, and on which cores.

use serde::{Deserialize, Serialize};

/// A Python version: whether there is a lock, which one, where the check points are, and what a
/// bytecode costs on virtual cores. The language is the same in all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Preset {
    /// Python 2.7: the lock before 3.2, given up every 100 ticks and taken again at once.
    #[serde(rename = "2.7")]
    Python27,
    /// Python 3.9: the lock since 3.2, looked at before nearly every bytecode.
    #[serde(rename = "3.9")]
    Python39,
    /// Python 3.13: looked at on function entry, backward jumps and after calls only.
    #[serde(rename = "3.13")]
    Python313,
    /// Python 3.14: as 3.13.
    #[serde(rename = "3.14")]
    Python314,
    /// Python 3.14, the free-threaded build (PEP 703, PEP 779): no global lock.
    #[serde(rename = "3.14t")]
    Python314t,
}

impl Preset {
    /// All of them, the oldest first.
    pub const ALL: [Self; 5] = [
        Self::Python27,
        Self::Python39,
        Self::Python313,
        Self::Python314,
        Self::Python314t,
    ];

    /// The preset's name, as it stands in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Python27 => "2.7",
            Self::Python39 => "3.9",
            Self::Python313 => "3.13",
            Self::Python314 => "3.14",
            Self::Python314t => "3.14t",
        }
    }

    /// The preset of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.name() == name)
    }

    /// Whether Python threads share a Global Interpreter Lock.
    pub fn has_gil(self) -> bool {
        self != Self::Python314t
    }

    /// Whether programs can make interpreters beside their own: `concurrent.interpreters`, since 3.14.
    pub fn has_interpreters(self) -> bool {
        matches!(self, Self::Python314 | Self::Python314t)
    }
}

/// The most virtual cores that a program can be run on.
pub const MAX_VIRTUAL_CORES: u32 = 64;

/// What a figure's programs ran on, and how many of them there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CoreCount {
    /// The machine's own processors, as many as the system says that there are.
    Real(u32),
    /// Simulated ones.
    Virtual(u32),
}

/// What a program is to run on. Results of one kind are never drawn as the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cores {
    /// The machine's own processors, all that there are, and its own time.
    Real,
    /// So many simulated ones, 1 to [`MAX_VIRTUAL_CORES`], and simulated time.
    Virtual(u32),
}
