//! The messages between page and engine.

use serde::{Deserialize, Serialize};

use crate::ledger::LedgerPart;
use crate::preset::{Cores, Preset};
use crate::report::{Passage, RunReport, ThreadActivity};
use crate::steps::StepWindow;

/// Names a run. The page counts them; an answer to an earlier run is recognised by its number.
pub type RunId = u32;

/// Page → engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", try_from = "form::Command")]
pub enum Command {
    /// The first message: get ready to run programs of up to `room` threads at once, the main
    /// thread included. Answered by [`Event::Ready`].
    Start {
        /// The page's [`VERSION`](crate::VERSION).
        version: u32,
        /// How many Python threads there must be room for.
        room: u32,
    },
    /// Run a program. One runs at a time.
    Run(RunRequest),
    /// Stop it: its threads end at their next check point, and the run is reported as cancelled.
    Cancel {
        /// Which one; if it has ended meanwhile, nothing happens.
        run: RunId,
    },
}

/// One program, to be run once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunRequest {
    /// The number that all events of this run carry.
    pub run: RunId,
    /// What to run.
    pub program: Program,
    /// On what.
    pub settings: Settings,
    /// For how many events there is room in the [`Ledger`](crate::Ledger), up to
    /// [`Self::MAX_LEDGER_ROOM`]; 0 for none at all.
    pub ledger_room: u32,
    /// Whether the end of the run is to bring the whole ledger along, not only what follows from it.
    pub with_ledger: bool,
    /// Whether the news of the running program are to bring along what is new in the ledger.
    pub live: bool,
    /// Which steps are to be recorded; on virtual cores only.
    pub steps: Option<StepWindow>,
    /// Whether `https://httpbin.org/delay/…` is answered by the slow service of this playground.
    pub rewrite_httpbin: bool,
}

impl RunRequest {
    /// Room for some minutes at the usual switch interval.
    pub const LEDGER_ROOM: u32 = 1 << 18;
    /// The most room that the engine makes: 64 MiB.
    pub const MAX_LEDGER_ROOM: u32 = 1 << 22;
}

/// What a program runs on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// Which Python.
    pub preset: Preset,
    /// Which cores.
    pub cores: Cores,
    /// The switch interval to begin with, in seconds; a program may set another. It counts in
    /// whole microseconds, and less than one acts as one.
    pub switch_interval: f64,
    /// What chance on virtual cores begins with: the same seed, the same run. Real ones ignore it.
    /// No larger than JavaScript's numbers can tell apart.
    pub seed: u32,
}

impl Settings {
    /// CPython's own switch interval, 5 ms (`DEFAULT_INTERVAL` in `Python/ceval_gil.c`).
    pub const SWITCH_INTERVAL: f64 = 0.005;

    /// A Python as it is by itself, on real cores.
    pub fn of(preset: Preset) -> Self {
        Self {
            preset,
            cores: Cores::Real,
            switch_interval: Self::SWITCH_INTERVAL,
            seed: 0,
        }
    }
}

/// A program's source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// What tracebacks call it.
    pub file: String,
    /// The Python source.
    pub source: String,
}

/// Engine → page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case", try_from = "form::Event")]
pub enum Event {
    /// The engine can run programs.
    Ready {
        /// The engine's [`VERSION`](crate::VERSION).
        version: u32,
        /// How many Python threads there is room for.
        room: u32,
        /// How time passes for programs on real cores.
        passage: Passage,
    },
    /// How far the run is, and what it printed since the last such event. Sent at least 20
    /// times a second while a run goes on, which is also how the page knows that the engine is
    /// alive.
    Progress {
        /// The run.
        run: RunId,
        /// Seconds since it started.
        elapsed: f64,
        /// Its threads, in the order in which they were started; of the ended ones only the
        /// earliest.
        threads: Vec<ThreadProgress>,
        /// What was printed.
        output: Vec<Chunk>,
        /// What is new in the ledger since the last such event, if it was asked for.
        ledger: Option<LedgerPart>,
    },
    /// The run has ended, by itself or because it was cancelled.
    Finished {
        /// The run.
        run: RunId,
        /// What was printed since the last [`Event::Progress`].
        output: Vec<Chunk>,
        /// What was measured. Its own ledger is empty: it comes along packed.
        report: Box<RunReport>,
        /// The whole ledger, if it was asked for.
        ledger: Option<LedgerPart>,
    },
    /// The engine is broken and will answer nothing more; the page should start another one.
    Failed {
        /// A sentence for people.
        message: String,
    },
}

/// One thread of a run that goes on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThreadProgress {
    /// Its Python name.
    pub name: String,
    /// What it is doing.
    pub activity: ThreadActivity,
    /// How far its `for … in range(…)` loops were when it was last asked, 0 to 1; `None` if it
    /// is in none.
    pub loops: Option<f64>,
}

/// Something a thread printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chunk {
    /// The thread's Python name.
    pub thread: String,
    /// Where it went.
    pub stream: Stream,
    /// What it was; not necessarily a whole line.
    pub text: String,
}

/// Where output goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stream {
    /// What the program prints.
    Stdout,
    /// Tracebacks.
    Stderr,
    /// Remarks of this playground, which no Python would print.
    Note,
}

/// What messages look like when they are read. Derived for tagged enums, reading would go through a
/// general value, with code for each type in it, which makes page and engine much larger.
mod form {
    use serde::Deserialize;

    use super::{Chunk, Program, RunId, RunRequest, Settings, StepWindow, ThreadProgress};
    use crate::ledger::LedgerPart;
    use crate::report::{Passage, RunReport};

    const MISSING: &str = "a part of the message is missing";

    #[derive(Deserialize)]
    pub(super) struct Command {
        command: CommandKind,
        version: Option<u32>,
        room: Option<u32>,
        run: Option<RunId>,
        program: Option<Program>,
        settings: Option<Settings>,
        ledger_room: Option<u32>,
        with_ledger: Option<bool>,
        live: Option<bool>,
        steps: Option<StepWindow>,
        rewrite_httpbin: Option<bool>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum CommandKind {
        Start,
        Run,
        Cancel,
    }

    impl TryFrom<Command> for super::Command {
        type Error = &'static str;

        fn try_from(form: Command) -> Result<Self, Self::Error> {
            let read = || {
                Some(match form.command {
                    CommandKind::Start => Self::Start {
                        version: form.version?,
                        room: form.room?,
                    },
                    CommandKind::Run => Self::Run(RunRequest {
                        run: form.run?,
                        program: form.program?,
                        settings: form.settings?,
                        ledger_room: form.ledger_room?,
                        with_ledger: form.with_ledger?,
                        live: form.live?,
                        steps: form.steps,
                        rewrite_httpbin: form.rewrite_httpbin.unwrap_or(true),
                    }),
                    CommandKind::Cancel => Self::Cancel { run: form.run? },
                })
            };
            read().ok_or(MISSING)
        }
    }

    #[derive(Deserialize)]
    pub(super) struct Event {
        event: EventKind,
        version: Option<u32>,
        room: Option<u32>,
        passage: Option<Passage>,
        run: Option<RunId>,
        elapsed: Option<f64>,
        threads: Option<Vec<ThreadProgress>>,
        output: Option<Vec<Chunk>>,
        report: Option<Box<RunReport>>,
        ledger: Option<LedgerPart>,
        message: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum EventKind {
        Ready,
        Progress,
        Finished,
        Failed,
    }

    impl TryFrom<Event> for super::Event {
        type Error = &'static str;

        fn try_from(form: Event) -> Result<Self, Self::Error> {
            let read = || {
                Some(match form.event {
                    EventKind::Ready => Self::Ready {
                        version: form.version?,
                        room: form.room?,
                        passage: form.passage?,
                    },
                    EventKind::Progress => Self::Progress {
                        run: form.run?,
                        elapsed: form.elapsed?,
                        threads: form.threads?,
                        output: form.output?,
                        ledger: form.ledger,
                    },
                    EventKind::Finished => Self::Finished {
                        run: form.run?,
                        output: form.output?,
                        report: form.report?,
                        ledger: form.ledger,
                    },
                    EventKind::Failed => Self::Failed {
                        message: form.message?,
                    },
                })
            };
            read().ok_or(MISSING)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_names_itself() {
        let json = serde_json::to_value(Command::Cancel { run: 7 }).unwrap();
        assert_eq!(json, serde_json::json!({"command": "cancel", "run": 7}));
    }

    #[test]
    fn a_run_request_travels_whole() {
        let command = Command::Run(RunRequest {
            run: 1,
            program: Program {
                file: "main.py".into(),
                source: "print('ä')".into(),
            },
            settings: Settings::of(Preset::Python314t),
            ledger_room: RunRequest::LEDGER_ROOM,
            with_ledger: false,
            live: false,
            steps: None,
            rewrite_httpbin: false,
        });
        let json = serde_json::to_string(&command).unwrap();
        assert!(json.contains(r#""preset":"3.14t""#), "{json}");
        assert_eq!(serde_json::from_str::<Command>(&json).unwrap(), command);
    }

    #[test]
    fn foreign_messages_are_errors_not_guesses() {
        for foreign in [r#"{"command":"reboot"}"#, r#"{"run":1}"#, "[]", "null"] {
            assert!(
                serde_json::from_str::<Command>(foreign).is_err(),
                "{foreign}"
            );
        }
    }
}
