//! What a preset's name stands for.

use protocol::Preset;
use python::{CheckPoints, Costs, Version};

/// The two locks that CPython has had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Generation {
    /// Before 3.2.
    Old,
    /// Since 3.2.
    New,
}

/// A Python: which lock, where the check points are, what a bytecode costs on virtual cores.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Python {
    pub(crate) version: Version,
    /// `None`: free-threaded.
    pub(crate) lock: Option<Generation>,
    pub(crate) check_points: CheckPoints,
    pub(crate) costs: &'static Costs,
}

impl Python {
    pub(crate) fn of(preset: Preset) -> Self {
        let (version, check_points, costs) = match preset {
            Preset::Python27 => (
                Version::new(2, 7, 18),
                CheckPoints::Ticks,
                &Costs::PYTHON_27,
            ),
            Preset::Python39 => (
                Version::new(3, 9, 18),
                CheckPoints::EveryOpcode,
                &Costs::PYTHON_39,
            ),
            Preset::Python313 => (
                Version::new(3, 13, 0),
                CheckPoints::BackEdges,
                &Costs::PYTHON_313,
            ),
            Preset::Python314 => (
                Version::new(3, 14, 0),
                CheckPoints::BackEdges,
                &Costs::PYTHON_313,
            ),
            Preset::Python314t => (
                Version {
                    free_threaded: true,
                    ..Version::new(3, 14, 0)
                },
                CheckPoints::BackEdges,
                &Costs::PYTHON_314T,
            ),
        };
        let lock = match preset {
            Preset::Python27 => Some(Generation::Old),
            Preset::Python39 | Preset::Python313 | Preset::Python314 => Some(Generation::New),
            Preset::Python314t => None,
        };
        Self {
            version,
            lock,
            check_points,
            costs,
        }
    }
}
