//! What a figure shows, and the one place where that changes.

use std::rc::Rc;

use protocol::{Chunk, Outcome, RunReport, ThreadActivity, ThreadProgress, Way, WayReport};
use yew::Reducible;

use crate::program::{Source, Sources};
use crate::settings::{Setting, Settings};

/// A figure's whole state.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// What the fields say.
    pub settings: Settings,
    /// What the programs say; the reader may have edited them.
    pub sources: Sources,
    /// Where the figure is between Run and result.
    pub stage: Stage,
    /// The ways that are measured.
    pub ways: &'static [Way],
    /// What was measured, in the order of [`crate::chart::COUNTING`]; ways that have not ended a run are absent.
    pub measured: Vec<WayReport>,
    /// The settings that it was measured with, which the fields may have left since.
    pub measured_with: Option<(u32, u64, u32)>,
    /// Whether the page was out of sight while it measured.
    pub hidden_meanwhile: bool,
    /// What the programs printed.
    pub console: Console,
}

/// Where a figure is between Run and result.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// Nothing has run yet.
    Idle,
    /// Run was pressed, the engine starts.
    Starting,
    /// A program runs.
    Running(Running),
    /// Everything was measured.
    Done,
    /// The reader cancelled.
    Cancelled,
    /// Something went wrong: a sentence for people.
    Failed(String),
}

impl Stage {
    /// Whether something runs, or is about to.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Starting | Self::Running(_))
    }
}

/// The program that runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    /// How often which way is run.
    pub turn: Turn,
    /// Seconds since the program started.
    pub elapsed: f64,
    /// Its threads.
    pub threads: Vec<ThreadProgress>,
}

/// One run among those that were asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The way.
    pub way: Way,
    /// The how manieth of its repeats, from 1.
    pub repeat: u32,
    /// How many repeats there are.
    pub repeats: u32,
}

/// What can happen to a figure.
#[derive(Clone, Debug)]
pub enum Action {
    /// The reader changed a field.
    Set(Setting, String),
    /// The reader changed a program.
    Edit(Source, String),
    /// The reader wants a program back as it was, or their changes after all.
    Reset(Source),
    /// The reader pressed Run.
    Start {
        /// With these threads, this count, these repeats.
        with: (u32, u64, u32),
        /// Which ways can be measured.
        ways: &'static [Way],
    },
    /// A program was started.
    Began(Turn),
    /// A running program said how far it is.
    Progressed {
        /// Seconds since it started.
        elapsed: f64,
        /// Its threads.
        threads: Vec<ThreadProgress>,
        /// What it printed meanwhile.
        output: Vec<Chunk>,
        /// Whether the page is out of sight.
        hidden: bool,
    },
    /// A program ended.
    Ended {
        /// Which run.
        turn: Turn,
        /// What it printed last.
        output: Vec<Chunk>,
        /// What was measured.
        report: Box<RunReport>,
    },
    /// It is over.
    Stopped(Stage),
}

impl State {
    /// A figure that nobody has touched.
    pub fn new(settings: Settings) -> Self {
        let mut state = Self {
            sources: Sources::default(),
            settings,
            stage: Stage::Idle,
            ways: &crate::chart::COUNTING,
            measured: Vec::new(),
            measured_with: None,
            hidden_meanwhile: false,
            console: Console::default(),
        };
        state.put_settings_into_sources();
        state
    }

    /// Whether something runs, or is about to.
    pub fn is_busy(&self) -> bool {
        self.stage.is_busy()
    }

    /// How much of all runs is done, 0 to 1.
    pub fn progress(&self) -> f64 {
        let Stage::Running(running) = &self.stage else {
            return 0.0;
        };
        let Turn {
            way,
            repeat,
            repeats,
        } = running.turn;
        let way = self.ways.iter().position(|&w| w == way).unwrap_or(0) as f64;
        let ways = self.ways.len() as f64;
        let threads = self.measured_with.map_or(1, |(threads, ..)| threads);
        let done = f64::from(repeat - 1) * ways + way + fraction(&running.threads, threads);
        done / (ways * f64::from(repeats))
    }

    fn put_settings_into_sources(&mut self) {
        if let Some(threads) = self.settings.threads() {
            self.sources.set_constant("THREADS", threads.into());
        }
        if let Some(count) = self.settings.count() {
            self.sources.set_constant("COUNT", count);
        }
    }
}

/// How far a program is, from its threads' loops. The threads that the main thread started share
/// the work; before it has started any, it does the work itself.
fn fraction(threads: &[ThreadProgress], expected: u32) -> f64 {
    let Some((main, counters)) = threads.split_first() else {
        return 0.0;
    };
    if counters.is_empty() {
        return main.loops.unwrap_or(0.0);
    }
    let done: f64 = counters
        .iter()
        .map(|thread| match thread.activity {
            ThreadActivity::Ended => 1.0,
            _ => thread.loops.unwrap_or(0.0),
        })
        .sum();
    (done / f64::from(expected.max(counters.len() as u32))).min(1.0)
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = Rc::unwrap_or_clone(self);
        match action {
            Action::Set(setting, text) => {
                state.settings.set(setting, text);
                state.put_settings_into_sources();
            }
            Action::Edit(source, text) => state.sources.edit(source, text),
            Action::Reset(source) => {
                state.sources.reset(source);
                state.put_settings_into_sources();
            }
            Action::Start { with, ways } => {
                state.ways = ways;
                state.stage = Stage::Starting;
                state.measured.clear();
                state.measured_with = Some(with);
                state.hidden_meanwhile = false;
                state.console = Console::default();
            }
            Action::Began(turn) => {
                state.console.head(turn);
                state.stage = Stage::Running(Running {
                    turn,
                    elapsed: 0.0,
                    threads: Vec::new(),
                });
            }
            Action::Progressed {
                elapsed,
                threads,
                output,
                hidden,
            } => {
                state.hidden_meanwhile |= hidden;
                state.console.print(output);
                if let Stage::Running(running) = &mut state.stage {
                    running.elapsed = elapsed;
                    running.threads = threads;
                }
            }
            Action::Ended {
                turn,
                output,
                report,
            } => {
                state.console.print(output);
                record(&mut state.measured, turn.way, *report);
            }
            Action::Stopped(stage) => state.stage = stage,
        }
        Rc::new(state)
    }
}

/// Files a run under its way, keeping the ways in the order in which they are drawn.
fn record(measured: &mut Vec<WayReport>, way: Way, report: RunReport) {
    let place = |way: Way| crate::chart::COUNTING.iter().position(|&w| w == way);
    let index = match measured.binary_search_by_key(&place(way), |m| place(m.way)) {
        Ok(index) => index,
        Err(index) => {
            measured.insert(
                index,
                WayReport {
                    way,
                    preset: way.preset(protocol::Preset::Python314),
                    best_seconds: None,
                    runs: Vec::new(),
                },
            );
            index
        }
    };
    let way = &mut measured[index];
    way.runs.push(report);
    // Runs that raised or were cancelled did not do the work, so their times say nothing.
    way.best_seconds = way
        .runs
        .iter()
        .filter(|run| run.outcome == Outcome::Finished)
        .map(|run| run.wall_seconds)
        .min_by(f64::total_cmp);
}

/// What the programs printed, run by run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Console {
    /// In the order in which it came.
    pub entries: Vec<Entry>,
}

/// One piece of the console.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A run begins here.
    Head(Turn),
    /// Something was printed.
    Text(Chunk),
}

impl Console {
    fn head(&mut self, turn: Turn) {
        self.entries.push(Entry::Head(turn));
    }

    fn print(&mut self, output: Vec<Chunk>) {
        for chunk in output {
            match self.entries.last_mut() {
                // Joined only up to a page or so: what has been drawn should stay as it is.
                Some(Entry::Text(last))
                    if last.stream == chunk.stream
                        && last.thread == chunk.thread
                        && last.text.len() < 4096 =>
                {
                    last.text.push_str(&chunk.text);
                }
                _ => self.entries.push(Entry::Text(chunk)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use protocol::{Passage, Preset, Stream};

    use super::*;

    fn run(outcome: Outcome, wall_seconds: f64) -> RunReport {
        let settings = protocol::Settings::of(Preset::Python314);
        RunReport {
            outcome,
            wall_seconds,
            ..RunReport::refused(settings, Passage::Threads)
        }
    }

    fn thread(loops: Option<f64>) -> ThreadProgress {
        ThreadProgress {
            name: "t".into(),
            activity: ThreadActivity::Running,
            loops,
        }
    }

    fn after(actions: impl IntoIterator<Item = Action>) -> State {
        let state = Rc::new(State::new(Settings::default()));
        let state = actions.into_iter().fold(state, State::reduce);
        Rc::unwrap_or_clone(state)
    }

    const TURN: Turn = Turn {
        way: Way::Gil,
        repeat: 2,
        repeats: 3,
    };

    #[test]
    fn the_best_is_the_shortest_of_the_finished_runs() {
        let mut measured = Vec::new();
        record(
            &mut measured,
            Way::FreeThreaded,
            run(Outcome::Finished, 2.0),
        );
        record(&mut measured, Way::Sequential, run(Outcome::Raised, 0.1));
        record(
            &mut measured,
            Way::FreeThreaded,
            run(Outcome::Finished, 1.5),
        );
        record(
            &mut measured,
            Way::FreeThreaded,
            run(Outcome::Cancelled, 0.1),
        );
        let ways: Vec<_> = measured.iter().map(|m| (m.way, m.best_seconds)).collect();
        assert_eq!(
            ways,
            [(Way::Sequential, None), (Way::FreeThreaded, Some(1.5))]
        );
        assert_eq!(measured[1].runs.len(), 3, "every single timing is kept");
    }

    #[test]
    fn fields_change_the_programs() {
        let state = after([Action::Set(Setting::Count, "1000".into())]);
        for source in Source::ALL {
            assert!(state.sources.text(source).contains("\nCOUNT = 1_000\n"));
        }
        let nonsense = after([Action::Set(Setting::Count, "1e9".into())]);
        assert!(
            nonsense
                .sources
                .text(Source::Threads)
                .contains("\nCOUNT = 25_000_000\n"),
            "a value that is not accepted leaves the program alone"
        );
    }

    #[test]
    fn an_edited_program_can_be_had_back() {
        let edited = after([
            Action::Edit(Source::Threads, "print(1)".into()),
            Action::Set(Setting::Threads, "4".into()),
        ]);
        assert_eq!(edited.sources.text(Source::Threads), "print(1)");
        let back = Rc::new(edited).reduce(Action::Reset(Source::Threads));
        assert!(back.sources.text(Source::Threads).contains("THREADS = 4\n"));
    }

    #[test]
    fn progress_counts_runs_and_loops() {
        let with = (2, 10, 3);
        let state = after([
            Action::Start {
                with,
                ways: &crate::chart::COUNTING,
            },
            Action::Began(TURN),
            Action::Progressed {
                elapsed: 0.1,
                threads: vec![thread(None), thread(Some(0.5)), thread(Some(0.25))],
                output: Vec::new(),
                hidden: false,
            },
        ]);
        // One repeat of three ways, then one way, then (0.5 + 0.25) / 2 of this one.
        let expected = (3.0 + 1.0 + 0.375) / 9.0;
        assert!((state.progress() - expected).abs() < 1e-12);
    }

    #[test]
    fn threads_that_have_not_started_yet_count_as_not_done() {
        assert_eq!(fraction(&[thread(Some(0.5)), thread(Some(1.0))], 4), 0.25);
        assert_eq!(fraction(&[thread(Some(0.5))], 4), 0.5);
        assert_eq!(fraction(&[], 4), 0.0);
    }

    #[test]
    fn the_console_joins_what_belongs_together() {
        let chunk = |thread: &str, stream, text: &str| Chunk {
            thread: thread.into(),
            stream,
            text: text.into(),
        };
        let mut console = Console::default();
        console.head(TURN);
        console.print(vec![chunk("a", Stream::Stdout, "1\n")]);
        console.print(vec![chunk("a", Stream::Stdout, "2\n")]);
        console.print(vec![chunk(
            "a",
            Stream::Stderr,
            "Traceback\nNameError: x\n",
        )]);
        assert_eq!(console.entries.len(), 3);
        assert!(matches!(
            &console.entries[1],
            Entry::Text(chunk) if chunk.text == "1\n2\n"
        ));
    }
}
