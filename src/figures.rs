//! Which figures there are, what each of them runs, and what it shows.

use std::ops::RangeInclusive;

use protocol::{Cores, Preset, StepWindow, SweptSetting, Way};
use timeline::units;

/// A figure of the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Two threads count, and the lock goes to and fro.
    OneLock,
    /// One after the other, behind the lock, without it, and where each has a lock of its own.
    CpuBound,
    /// A hand-over of the lock, step by step.
    Inside,
    /// Reference counts, guarded in four ways.
    Refcounts,
    /// Slow calls: one after the other, in threads, in tasks, in processes.
    IoBound,
    /// What busy threads do to a handler of requests.
    Convoy,
    /// Hashing, which lets go of the lock if there is enough to hash.
    CCode,
}

/// What a figure is measured on unless the reader says otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Defaults {
    /// The Python of the ways with the lock.
    pub preset: Preset,
    /// Real cores or virtual ones.
    pub cores: Cores,
    /// How many threads there are.
    pub threads: u32,
    /// How far each of them counts.
    pub count: u64,
    /// How often each way is run.
    pub repeats: u32,
}

/// A line of the program, `NAME = …`, that differs between the ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switch {
    /// The name.
    pub name: &'static str,
    /// What is behind the equals sign.
    pub value: &'static str,
}

/// What a figure’s count is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// What stands above it.
    pub label: &'static str,
    /// Which numbers it may be.
    pub range: RangeInclusive<u64>,
    /// How far an arrow key goes.
    pub step: u64,
}

impl Figure {
    /// All of them, in the order of the article.
    pub const ALL: [Self; 7] = [
        Self::OneLock,
        Self::CpuBound,
        Self::Inside,
        Self::Refcounts,
        Self::IoBound,
        Self::Convoy,
        Self::CCode,
    ];

    /// Its name in addresses, in the page and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::OneLock => "one-lock",
            Self::CpuBound => "cpu-bound",
            Self::Inside => "inside",
            Self::Refcounts => "refcounts",
            Self::IoBound => "io-bound",
            Self::Convoy => "convoy",
            Self::CCode => "c-code",
        }
    }

    /// The figure of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.name() == name)
    }

    /// What it is about, in a few words.
    pub fn title(self) -> &'static str {
        match self {
            Self::OneLock => "Two threads, one lock",
            Self::CpuBound => "The same counting, side by side",
            Self::Inside => "One hand-over, step by step",
            Self::Refcounts => "Counting references, four ways",
            Self::IoBound => "Five slow calls",
            Self::Convoy => "A server beside busy threads",
            Self::CCode => "Hashing in threads",
        }
    }

    /// The ways it runs, as far as that Python can: without a lock nobody counts behind it, and older ones
    /// have no module for subinterpreters.
    pub fn ways(self, preset: Preset) -> &'static [Way] {
        use Way::{
            Asyncio, Atomic, BesideFour, BesideOne, BesideTwo, Biased, FreeThreaded, Gil, Locked,
            Processes, Quiet, Sequential, Subinterpreters, Unguarded,
        };
        match (self, preset.has_gil()) {
            (Self::OneLock | Self::CCode, true) => &[Sequential, Gil],
            (Self::CpuBound, true) if preset.has_interpreters() => {
                &[Sequential, Gil, FreeThreaded, Processes, Subinterpreters]
            }
            (Self::CpuBound, true) => &[Sequential, Gil, FreeThreaded, Processes],
            (Self::CpuBound, false) => &[Sequential, FreeThreaded, Processes, Subinterpreters],
            (Self::OneLock | Self::CCode, false) => &[Sequential, FreeThreaded],
            (Self::Inside, true) => &[Gil],
            (Self::Inside, false) => &[FreeThreaded],
            (Self::Refcounts, _) => &[Unguarded, Locked, Atomic, Biased],
            (Self::IoBound, true) => &[Sequential, Gil, Asyncio, Processes],
            (Self::IoBound, false) => &[Sequential, FreeThreaded, Asyncio, Processes],
            (Self::Convoy, _) => &[Quiet, BesideOne, BesideTwo, BesideFour],
        }
    }

    /// The program's file, as tracebacks name it.
    pub fn file(self) -> &'static str {
        match self {
            Self::OneLock => "counting.py",
            Self::CpuBound => "workers.py",
            Self::Inside => "inside.py",
            Self::Refcounts => "refcounts.py",
            Self::IoBound => "calls.py",
            Self::Convoy => "server.py",
            Self::CCode => "hashing.py",
        }
    }

    /// The program, before anybody has changed it.
    pub fn program(self) -> &'static str {
        match self {
            Self::OneLock => include_str!("../programs/counting.py"),
            Self::CpuBound => include_str!("../programs/workers.py"),
            Self::Inside => include_str!("../programs/inside.py"),
            Self::Refcounts => include_str!("../programs/refcounts.py"),
            Self::IoBound => include_str!("../programs/calls.py"),
            Self::Convoy => include_str!("../programs/server.py"),
            Self::CCode => include_str!("../programs/hashing.py"),
        }
    }

    /// The line of the program that makes it this way’s.
    pub fn switch(self, way: Way) -> Option<Switch> {
        let says_how = matches!(self, Self::CpuBound | Self::IoBound);
        let (name, value) = match way {
            Way::Sequential if says_how => ("HOW", "\"in a row\""),
            Way::Gil | Way::FreeThreaded if says_how => ("HOW", "\"threads\""),
            Way::Sequential => ("IN_THREADS", "False"),
            Way::Gil | Way::FreeThreaded if self == Self::Inside => return None,
            Way::Gil | Way::FreeThreaded => ("IN_THREADS", "True"),
            Way::Unguarded => ("Object", "refcounts.Unguarded"),
            Way::Locked => ("Object", "refcounts.Locked"),
            Way::Atomic => ("Object", "refcounts.Atomic"),
            Way::Biased => ("Object", "refcounts.Biased"),
            Way::Asyncio => ("HOW", "\"asyncio\""),
            Way::Processes => ("HOW", "\"processes\""),
            Way::Subinterpreters => ("HOW", "\"subinterpreters\""),
            Way::Quiet => ("BUSY", "0"),
            Way::BesideOne => ("BUSY", "1"),
            Way::BesideTwo => ("BUSY", "2"),
            Way::BesideFour => ("BUSY", "4"),
        };
        Some(Switch { name, value })
    }

    /// What it is measured on at first.
    pub fn defaults(self) -> Defaults {
        let counting = Defaults {
            preset: Preset::Python314,
            cores: Cores::Real,
            threads: 2,
            count: 25_000_000,
            repeats: 3,
        };
        match self {
            Self::OneLock | Self::CpuBound => counting,
            Self::Inside => Defaults {
                cores: Cores::Virtual(2),
                count: 1_000_000,
                repeats: 1,
                ..counting
            },
            Self::Refcounts => Defaults {
                preset: Preset::Python314t,
                count: 5_000_000,
                ..counting
            },
            Self::IoBound => Defaults {
                threads: 5,
                count: 400,
                ..counting
            },
            Self::Convoy => Defaults {
                // The handler and the busy ones: how many there are, the ways say.
                threads: 5,
                count: 40,
                ..counting
            },
            Self::CCode => Defaults {
                count: 1_000_000,
                ..counting
            },
        }
    }

    /// What its count is of.
    pub fn count(self) -> Count {
        let (label, range, step) = match self {
            Self::IoBound => ("Milliseconds a call", 1..=10_000, 100),
            Self::Convoy => ("Requests", 1..=10_000, 10),
            Self::CCode => ("Bytes a piece", 1..=10_000_000, 500),
            _ => ("Count a thread", 1..=1_000_000_000, 1_000_000),
        };
        Count { label, range, step }
    }

    /// What stands above its number of threads; `None` if the ways say how many there are.
    pub fn threads_label(self) -> Option<&'static str> {
        match self {
            Self::IoBound => Some("Calls"),
            Self::Convoy => None,
            _ => Some("Threads"),
        }
    }

    /// How many threads a way’s program has at once, those of its processes and interpreters included.
    pub fn room(self, way: Way, threads: u32) -> u32 {
        match way {
            // Beside the main thread, one of the pool’s looks after the processes.
            Way::Processes => threads + 2,
            // Each thread of the pool waits for the main thread of its interpreter.
            Way::Subinterpreters => 2 * threads + 1,
            // In the convoy it is the handler that is there beside the busy ones.
            _ => threads + 1,
        }
    }

    /// Whether several things have to run at the same time for this way to show what it is about; one worker that
    /// takes turns would show them as slow as one after the other.
    pub fn needs_cores(self, way: Way, preset: Preset) -> bool {
        let has_locks = matches!(way, Way::Processes | Way::Subinterpreters);
        !way.preset(preset).has_gil() || has_locks && self == Self::CpuBound
    }

    /// Its work in a few words.
    pub fn work(self, threads: u32, count: u64) -> String {
        let number = units::count(count);
        match self {
            Self::IoBound => {
                let calls = units::counted(threads.into(), "call", "calls");
                format!("{calls} of {number} ms each")
            }
            Self::Convoy => units::counted(count, "request", "requests"),
            Self::CCode => {
                let threads = units::counted(threads.into(), "thread", "threads");
                let bytes = units::counted(count, "byte", "bytes");
                format!("{threads} hashing pieces of {bytes}")
            }
            _ => {
                let threads = units::counted(threads.into(), "thread", "threads");
                format!("{threads} to {number} each")
            }
        }
    }

    /// The lines `NAME = …` that its fields are written into.
    pub fn constants(self) -> &'static [&'static str] {
        match self {
            Self::Convoy => &["COUNT"],
            _ => &["THREADS", "COUNT"],
        }
    }

    /// What the reader can choose the Python from; if there is only one, there is no choice.
    pub fn presets(self) -> &'static [Preset] {
        match self {
            Self::Refcounts => &[Preset::Python314t],
            _ => &Preset::ALL,
        }
    }

    /// Whether only virtual cores show what it is about.
    pub fn is_virtual(self) -> bool {
        self == Self::Inside
    }

    /// Which steps it records.
    pub fn steps(self) -> Option<StepWindow> {
        (self == Self::Inside).then_some(StepWindow {
            hand_overs: 3,
            around: 10,
        })
    }

    /// Whether it has bars, which compare ways.
    pub fn has_bars(self) -> bool {
        self != Self::Inside
    }

    /// What it goes through if the reader wants that.
    pub fn sweeps(self) -> &'static [SweptSetting] {
        match self {
            Self::CpuBound => &[SweptSetting::Threads, SweptSetting::SwitchInterval],
            Self::Convoy => &[SweptSetting::SwitchInterval],
            _ => &[],
        }
    }

    /// What each way’s program has to compute, if they do not just have to agree.
    pub fn answer(self) -> Option<&'static str> {
        (self == Self::Refcounts).then_some("1")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_found_by_their_names() {
        for figure in Figure::ALL {
            assert_eq!(Figure::named(figure.name()), Some(figure));
        }
        assert_eq!(Figure::named("counting"), None);
    }

    #[test]
    fn programs_have_the_lines_that_the_figures_change() {
        use crate::program::Program;
        for figure in Figure::ALL {
            let program = Program::of(figure);
            assert_eq!(program.without(figure.constants()), None, "{figure:?}");
            for preset in Preset::ALL {
                for switch in figure.ways(preset).iter().filter_map(|&w| figure.switch(w)) {
                    assert_eq!(program.without(&[switch.name]), None, "{figure:?}");
                }
            }
        }
    }

    #[test]
    fn older_pythons_have_no_subinterpreters() {
        let ways = |preset| Figure::CpuBound.ways(preset);
        for preset in Preset::ALL {
            assert!(ways(preset).contains(&Way::Processes), "{preset:?}");
            let could = ways(preset).contains(&Way::Subinterpreters);
            assert_eq!(could, preset.has_interpreters(), "{preset:?}");
        }
    }

    #[test]
    fn defaults_are_among_the_choices() {
        for figure in Figure::ALL {
            assert!(figure.presets().contains(&figure.defaults().preset));
        }
    }
}
