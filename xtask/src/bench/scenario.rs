//! What is asked of every Python.

use super::program::{Constants, Said};
use super::subject::Lock;

/// How often the lock may change hands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pace {
    /// As it is by itself.
    Usual,
    /// `sys.setswitchinterval`, which there is since 3.2.
    Interval(&'static str),
    /// `sys.setcheckinterval`, which counted before.
    Ticks(u32),
}

impl Pace {
    /// A program that begins with setting it. An interval need not be set by a program that somebody
    /// starts who can set it, too.
    pub fn prepared(self, program: &str, also_interval: bool) -> String {
        match self {
            Self::Interval(seconds) if also_interval => {
                format!("import sys\nsys.setswitchinterval({seconds})\n{program}")
            }
            Self::Ticks(ticks) => format!("import sys\nsys.setcheckinterval({ticks})\n{program}"),
            Self::Usual | Self::Interval(_) => program.to_owned(),
        }
    }

    /// Whether there is such a pace with this lock.
    pub fn fits(self, lock: Lock) -> bool {
        match self {
            Self::Usual => true,
            Self::Interval(_) => lock == Lock::New,
            Self::Ticks(_) => lock == Lock::Old,
        }
    }
}

/// How far counting programs count, so that each takes some tenths of a second: long enough to be
/// measured.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    pub python: &'static str,
    pub real: &'static str,
    pub on_virtual_cores: &'static str,
}

/// A program and what it shows.
#[derive(Debug)]
pub struct Scenario {
    /// For whoever waits.
    pub name: &'static str,
    /// The program's file.
    pub program: &'static str,
    pub constants: Constants<'static>,
    pub counts: Option<Counts>,
    pub pace: Pace,
    pub quantities: &'static [Quantity],
}

/// Something that a program shows.
#[derive(Debug)]
pub struct Quantity {
    /// With its unit.
    pub title: &'static str,
    pub of: fn(&Said) -> Option<f64>,
    pub decimals: usize,
}

fn ratio(said: &Said) -> Option<f64> {
    Some(said.number("threads")? / said.number("sequential")?)
}

fn switches(said: &Said) -> Option<f64> {
    said.number("switches")
}

fn slice(said: &Said) -> Option<f64> {
    Some(1e3 * said.number("slice")?)
}

fn median(said: &Said) -> Option<f64> {
    Some(1e3 * said.number("median")?)
}

fn longest(said: &Said) -> Option<f64> {
    Some(1e3 * said.number("longest")?)
}

const TWO: Counts = Counts {
    python: "4000000",
    real: "8000000",
    on_virtual_cores: "4000000",
};
const FOUR: Counts = Counts {
    python: "2000000",
    real: "4000000",
    on_virtual_cores: "2000000",
};
/// With ticks it takes several times as long.
const TICKS: Counts = Counts {
    python: "4000000",
    real: "4000000",
    on_virtual_cores: "4000000",
};

/// All of them.
pub const SCENARIOS: [Scenario; 11] = [
    Scenario {
        name: "counting, 2 threads",
        program: "counting.py",
        constants: &[("THREADS", "2")],
        counts: Some(TWO),
        pace: Pace::Usual,
        quantities: &[Quantity {
            title: "2 counting threads: how many times as long as one after the other",
            of: ratio,
            decimals: 2,
        }],
    },
    Scenario {
        name: "counting, 4 threads",
        program: "counting.py",
        constants: &[("THREADS", "4")],
        counts: Some(FOUR),
        pace: Pace::Usual,
        quantities: &[Quantity {
            title: "4 counting threads: how many times as long as one after the other",
            of: ratio,
            decimals: 2,
        }],
    },
    ticks(
        "counting, every 10 ticks",
        10,
        &[Quantity {
            title: "2 counting threads, check interval 10: how many times as long",
            of: ratio,
            decimals: 2,
        }],
    ),
    ticks(
        "counting, every 100 ticks",
        100,
        &[Quantity {
            title: "2 counting threads, check interval 100: how many times as long",
            of: ratio,
            decimals: 2,
        }],
    ),
    ticks(
        "counting, every 10,000 ticks",
        10_000,
        &[Quantity {
            title: "2 counting threads, check interval 10,000: how many times as long",
            of: ratio,
            decimals: 2,
        }],
    ),
    slices(
        "slices at 50 ms",
        "0.05",
        &[("SECONDS", "0.6")],
        &[
            Quantity {
                title: "Switches a second at 50 ms",
                of: switches,
                decimals: 0,
            },
            Quantity {
                title: "Slices at 50 ms: median, in ms",
                of: slice,
                decimals: 2,
            },
        ],
    ),
    slices(
        "slices at 5 ms",
        "0.005",
        &[("SECONDS", "0.4")],
        &[
            Quantity {
                title: "Switches a second at 5 ms",
                of: switches,
                decimals: 0,
            },
            Quantity {
                title: "Slices at 5 ms: median, in ms",
                of: slice,
                decimals: 3,
            },
        ],
    ),
    slices(
        "slices at 1 ms",
        "0.001",
        &[("SECONDS", "0.3")],
        &[
            Quantity {
                title: "Switches a second at 1 ms",
                of: switches,
                decimals: 0,
            },
            Quantity {
                title: "Slices at 1 ms: median, in ms",
                of: slice,
                decimals: 3,
            },
        ],
    ),
    slices(
        "slices at 0.1 ms",
        "0.0001",
        &[("SECONDS", "0.3")],
        &[
            Quantity {
                title: "Switches a second at 0.1 ms",
                of: switches,
                decimals: 0,
            },
            Quantity {
                title: "Slices at 0.1 ms: median, in ms",
                of: slice,
                decimals: 3,
            },
        ],
    ),
    Scenario {
        name: "waking up beside 1 busy thread",
        program: "wake_up.py",
        constants: &[("BUSY", "1")],
        counts: None,
        pace: Pace::Usual,
        quantities: &[Quantity {
            title: "Waking up beside 1 busy thread: how much too late (median), in ms",
            of: median,
            decimals: 2,
        }],
    },
    Scenario {
        name: "waking up beside 4 busy threads",
        program: "wake_up.py",
        constants: &[("BUSY", "4"), ("NAPS", "15")],
        counts: None,
        pace: Pace::Usual,
        quantities: &[
            Quantity {
                title: "Waking up beside 4 busy threads: how much too late (median), in ms",
                of: median,
                decimals: 2,
            },
            Quantity {
                title: "Waking up beside 4 busy threads: how much too late (longest), in ms",
                of: longest,
                decimals: 2,
            },
        ],
    },
];

const fn ticks(name: &'static str, ticks: u32, quantities: &'static [Quantity]) -> Scenario {
    Scenario {
        name,
        program: "counting.py",
        constants: &[("THREADS", "2")],
        counts: Some(TICKS),
        pace: Pace::Ticks(ticks),
        quantities,
    }
}

const fn slices(
    name: &'static str,
    interval: &'static str,
    constants: Constants<'static>,
    quantities: &'static [Quantity],
) -> Scenario {
    Scenario {
        name,
        program: "slices.py",
        constants,
        counts: None,
        pace: Pace::Interval(interval),
        quantities,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::bench::program::program;

    #[test]
    fn the_programs_have_the_constants_and_say_what_is_read() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for scenario in SCENARIOS {
            let count = scenario.counts.map(|counts| ("COUNT", counts.real));
            let constants: Vec<_> = scenario.constants.iter().copied().chain(count).collect();
            let source = program(&root, scenario.program, &constants).expect("a program");
            let printed: String = source
                .split("print(\"")
                .skip(1)
                .filter_map(|printed| Some(format!("{} 1\n", printed.split_once(' ')?.0)))
                .collect();
            let said = Said::read(&printed).expect("numbers");
            for quantity in scenario.quantities {
                assert!((quantity.of)(&said).is_some(), "{}", quantity.title);
            }
        }
    }

    #[test]
    fn a_pace_is_set_where_there_is_one() {
        assert!(Pace::Usual.fits(Lock::None));
        assert!(Pace::Interval("0.1").fits(Lock::New) && !Pace::Interval("0.1").fits(Lock::Old));
        assert!(Pace::Ticks(1).fits(Lock::Old) && !Pace::Ticks(1).fits(Lock::New));
        assert_eq!(Pace::Interval("0.1").prepared("x\n", false), "x\n");
    }
}
