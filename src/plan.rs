//! What pressing Run means: which programs run on what, and in which order.

use protocol::{Cores, Passage, Program as Source, Settings, StepWindow, SweptSetting, Way};

use crate::figures::Figure;
use crate::program::Program;
use crate::settings::Chosen;

/// What can be run where the page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ability {
    /// There is shared memory: real threads.
    Threads,
    /// There is none: one worker takes turns, and what it cannot show runs on virtual cores.
    Single,
    /// The page is in an opaque sandbox: virtual cores only.
    Virtual,
}

/// What is measured with the same settings.
#[derive(Clone, Debug, PartialEq)]
pub struct SidePlan {
    /// The settings.
    pub chosen: Chosen,
    /// How time will pass.
    pub passage: Passage,
    /// Its ways, in the order in which they are drawn.
    pub ways: Vec<Way>,
}

/// One run of one program.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Whose it is.
    pub turn: Turn,
    /// What runs.
    pub program: Source,
    /// On what.
    pub settings: Settings,
    /// How many threads it will have, the main thread included.
    pub room: u32,
    /// Whether httpbin.org itself is asked for its delays.
    pub asks_httpbin: bool,
    /// Whether its ledger is to be kept.
    pub with_ledger: bool,
    /// Which steps are to be recorded.
    pub steps: Option<StepWindow>,
}

/// One run among those that were asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    /// What it is for.
    pub purpose: Purpose,
    /// The way.
    pub way: Way,
    /// The how manieth of its repeats, from 1.
    pub repeat: u32,
    /// How many repeats there are.
    pub repeats: u32,
}

/// What a run is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Purpose {
    /// A bar of this side.
    Side(usize),
    /// A point of a sweep.
    Point {
        /// What changes.
        over: SweptSetting,
        /// What it is just now.
        value: f64,
    },
}

/// The sides of a figure: the reader’s settings, those that they compare with, and what takes the
/// place of real threads where there are none.
pub fn sides(
    figure: Figure,
    chosen: Chosen,
    other: Option<Chosen>,
    ability: Ability,
) -> Vec<SidePlan> {
    let mut sides = Vec::new();
    for chosen in [Some(chosen), other, small(figure, chosen)]
        .into_iter()
        .flatten()
    {
        let ways = figure.ways(chosen.preset);
        let instead = Chosen {
            cores: Cores::Virtual(INSTEAD),
            // The same seed would give the same run each time, and other seeds hardly differ.
            repeats: 1,
            ..chosen
        };
        // Each access to a count that others share is simulated on its own.
        let simulated = |chosen: Chosen| match figure {
            Figure::Refcounts => Chosen {
                count: chosen.count.min(1_000_000),
                ..chosen
            },
            _ => chosen,
        };
        let plan = |chosen: Chosen, passage, ways: &[Way]| SidePlan {
            chosen,
            passage,
            ways: ways.to_vec(),
        };
        match (chosen.cores, ability) {
            (Cores::Virtual(_), _) => sides.push(plan(chosen, Passage::Virtual, ways)),
            (Cores::Real, Ability::Threads) => {
                sides.push(plan(chosen, Passage::Threads, ways));
                if figure == Figure::Refcounts {
                    // What the counts cost, real threads cannot show in WebAssembly, where each
                    // access to shared memory is as dear as an atomic one.
                    sides.push(plan(simulated(instead), Passage::Virtual, ways));
                }
            }
            (Cores::Real, Ability::Virtual) => {
                sides.push(plan(simulated(instead), Passage::Virtual, ways));
            }
            (Cores::Real, Ability::Single) => {
                let (with, without): (Vec<Way>, Vec<Way>) = ways
                    .iter()
                    .partition(|way| !figure.needs_cores(**way, chosen.preset));
                if !with.is_empty() {
                    sides.push(plan(chosen, Passage::Single, &with));
                }
                // What runs beside Python’s own code cannot be seen on one worker either.
                if !without.is_empty() || figure == Figure::CCode {
                    sides.push(plan(simulated(instead), Passage::Virtual, ways));
                }
            }
        }
    }
    sides
}

/// What hashing is compared with: pieces that are too small for it to let go of the lock.
fn small(figure: Figure, chosen: Chosen) -> Option<Chosen> {
    (figure == Figure::CCode && chosen.count >= ENOUGH).then_some(Chosen {
        count: SMALL,
        ..chosen
    })
}

/// From how many bytes on hashing lets go of the lock: `HASHLIB_GIL_MINSIZE` in `Modules/hashlib.h`.
const ENOUGH: u64 = 2048;
/// How many bytes the others have.
const SMALL: u64 = 1000;
/// How many virtual cores take the place of real ones.
const INSTEAD: u32 = 2;

/// The runs for the bars, in their order: sides and ways take turns, so that a machine that gets
/// slower or faster meanwhile does it to all of them.
pub fn jobs(figure: Figure, sides: &[SidePlan], program: &Program) -> Vec<Job> {
    let most = sides.iter().map(|side| side.chosen.repeats).max();
    let mut jobs = Vec::new();
    for repeat in 1..=most.unwrap_or(0) {
        for (index, side) in sides.iter().enumerate() {
            if repeat > side.chosen.repeats {
                continue;
            }
            for &way in &side.ways {
                let turn = Turn {
                    purpose: Purpose::Side(index),
                    way,
                    repeat,
                    repeats: side.chosen.repeats,
                };
                jobs.push(Job {
                    with_ledger: true,
                    steps: figure.steps(),
                    ..job(figure, turn, &side.chosen, program)
                });
            }
        }
    }
    jobs
}

/// The runs of a sweep: all ways at one value, then the next value.
pub fn sweep_jobs(
    figure: Figure,
    over: SweptSetting,
    most_threads: u32,
    side: &SidePlan,
    program: &Program,
) -> Vec<Job> {
    let SidePlan { chosen, ways, .. } = side;
    let mut jobs = Vec::new();
    let mut point = |at: &Chosen, value: f64, ways: &[Way]| {
        for repeat in 1..=at.repeats {
            for &way in ways {
                let turn = Turn {
                    purpose: Purpose::Point { over, value },
                    way,
                    repeat,
                    repeats: at.repeats,
                };
                jobs.push(job(figure, turn, at, program));
            }
        }
    };
    match over {
        SweptSetting::Threads => {
            let all = u64::from(chosen.threads) * chosen.count;
            for threads in thread_numbers(most_threads) {
                let at = Chosen {
                    threads,
                    // The same work in all, so that more threads could be faster.
                    count: (all / u64::from(threads)).max(1),
                    ..*chosen
                };
                point(&at, threads.into(), ways);
            }
        }
        SweptSetting::SwitchInterval => {
            // Where there is no lock, or each has its own, nobody waits for it.
            let alone =
                |way: &Way| *way == Way::Sequential || figure.needs_cores(*way, chosen.preset);
            let ways: Vec<_> = ways.iter().copied().filter(|way| !alone(way)).collect();
            for &interval in intervals(figure) {
                let at = Chosen {
                    interval,
                    // Each has as many times as there are requests.
                    repeats: if figure == Figure::Convoy {
                        1
                    } else {
                        chosen.repeats
                    },
                    ..*chosen
                };
                point(&at, at.interval_seconds(), &ways);
            }
        }
    }
    debug_assert!(figure.sweeps().contains(&over));
    jobs
}

/// All values that a sweep goes through.
pub fn sweep_values(figure: Figure, over: SweptSetting, most_threads: u32) -> Vec<f64> {
    match over {
        SweptSetting::Threads => thread_numbers(most_threads).map(f64::from).collect(),
        SweptSetting::SwitchInterval => {
            let seconds = |micros: &u32| f64::from(*micros) / 1e6;
            intervals(figure).iter().map(seconds).collect()
        }
    }
}

/// The switch intervals of a sweep, in microseconds: CPython’s own first, to which the others are
/// compared.
fn intervals(figure: Figure) -> &'static [u32] {
    match figure {
        // Four busy threads make each request wait for four of them.
        Figure::Convoy => &[5_000, 10, 100, 1_000, 20_000, 100_000],
        _ => &[5_000, 1, 10, 100, 1_000, 20_000, 100_000, 1_000_000],
    }
}

/// The numbers of threads of a sweep: each one to 8, then ever fewer.
fn thread_numbers(most: u32) -> impl Iterator<Item = u32> {
    let numbers = (1..=8).chain([10, 12, 16, 24, 32, 48, 64]);
    numbers
        .take_while(move |&threads| threads < most)
        .chain([most.max(1)])
}

fn job(figure: Figure, turn: Turn, chosen: &Chosen, program: &Program) -> Job {
    Job {
        turn,
        program: program.for_way(turn.way, chosen.threads, chosen.count),
        settings: Settings {
            preset: turn.way.preset(chosen.preset),
            cores: chosen.cores,
            switch_interval: chosen.interval_seconds(),
            // Each repeat on virtual cores has its own: the same one would be the same run.
            seed: chosen.seed.wrapping_add(turn.repeat - 1),
        },
        room: match chosen.cores {
            Cores::Real => figure.room(turn.way, chosen.threads),
            Cores::Virtual(_) => 1,
        },
        asks_httpbin: chosen.asks_httpbin,
        with_ledger: false,
        steps: None,
    }
}

#[cfg(test)]
mod tests {
    use protocol::Preset;

    use super::*;
    use crate::settings::Settings as Fields;

    fn chosen(figure: Figure) -> Chosen {
        Fields::of(figure)
            .chosen()
            .expect("defaults mean something")
    }

    #[test]
    fn the_ways_take_turns() {
        let figure = Figure::CpuBound;
        let sides = sides(figure, chosen(figure), None, Ability::Threads);
        let jobs = jobs(figure, &sides, &Program::of(figure));
        let order: Vec<_> = jobs
            .iter()
            .map(|job| (job.turn.repeat, job.turn.way))
            .collect();
        assert_eq!(order.len(), 15);
        assert_eq!(order[0], (1, Way::Sequential));
        assert_eq!(order[2], (1, Way::FreeThreaded));
        assert_eq!(order[4], (1, Way::Subinterpreters));
        assert_eq!(order[5], (2, Way::Sequential));
        assert_eq!(jobs.iter().map(|job| job.room).max(), Some(5));
    }

    #[test]
    fn without_shared_memory_the_rest_is_simulated() {
        let figure = Figure::CpuBound;
        let plans = sides(figure, chosen(figure), None, Ability::Single);
        let passages: Vec<_> = plans.iter().map(|side| side.passage).collect();
        assert_eq!(passages, [Passage::Single, Passage::Virtual]);
        assert_eq!(plans[0].ways, [Way::Sequential, Way::Gil]);
        assert_eq!(plans[1].ways.len(), 5, "compared among themselves only");
        let figure = Figure::IoBound;
        let plans = sides(figure, chosen(figure), None, Ability::Single);
        assert_eq!(plans.len(), 1, "one worker can wait for several answers");
        let figure = Figure::Refcounts;
        let plans = sides(figure, chosen(figure), None, Ability::Single);
        assert_eq!(plans.len(), 1);
        assert_eq!(plans[0].passage, Passage::Virtual);
    }

    #[test]
    fn an_opaque_sandbox_has_virtual_cores_only() {
        for figure in Figure::ALL {
            for side in sides(figure, chosen(figure), None, Ability::Virtual) {
                assert_eq!(side.passage, Passage::Virtual);
                assert!(matches!(side.chosen.cores, Cores::Virtual(_)));
            }
        }
    }

    #[test]
    fn a_second_side_has_its_own_settings() {
        let figure = Figure::OneLock;
        let other = Chosen {
            preset: Preset::Python314t,
            ..chosen(figure)
        };
        let sides = sides(figure, chosen(figure), Some(other), Ability::Threads);
        assert_eq!(sides[1].ways, [Way::Sequential, Way::FreeThreaded]);
    }

    #[test]
    fn a_sweep_over_threads_shares_the_same_work() {
        let figure = Figure::CpuBound;
        let side = &sides(figure, chosen(figure), None, Ability::Threads)[0];
        let jobs = sweep_jobs(
            figure,
            SweptSetting::Threads,
            16,
            side,
            &Program::of(figure),
        );
        let values: Vec<_> = thread_numbers(16).collect();
        assert_eq!(values, [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16]);
        assert_eq!(jobs.len(), 11 * 3 * 5);
        assert!(jobs[0].program.source.contains("COUNT = 50_000_000\n"));
        assert!(jobs.iter().all(|job| job.room <= 33));
        assert_eq!(thread_numbers(1).collect::<Vec<_>>(), [1]);
        assert_eq!(thread_numbers(64).count(), 15);
    }

    #[test]
    fn a_sweep_over_intervals_is_about_the_lock() {
        let figure = Figure::CpuBound;
        let side = &sides(figure, chosen(figure), None, Ability::Threads)[0];
        let over = SweptSetting::SwitchInterval;
        let jobs = sweep_jobs(figure, over, 16, side, &Program::of(figure));
        assert!(jobs.iter().all(|job| job.turn.way == Way::Gil));
        assert_eq!(
            jobs.first().map(|job| job.settings.switch_interval),
            Some(0.005)
        );
        assert_eq!(
            jobs.last().map(|job| job.settings.switch_interval),
            Some(1.0)
        );
    }
}
