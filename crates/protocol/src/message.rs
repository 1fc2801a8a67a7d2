//! The messages between page and engine.

use serde::{Deserialize, Serialize};

use crate::preset::Preset;
use crate::report::{RunReport, ThreadActivity};

/// Names a run. The page counts them; an answer to an earlier run is recognised by its number.
pub type RunId = u32;

/// Page → engine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case")]
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
    /// Which Python to run it on.
    pub preset: Preset,
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
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// The engine can run programs.
    Ready {
        /// The engine's [`VERSION`](crate::VERSION).
        version: u32,
        /// How many Python threads there is room for.
        room: u32,
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
    },
    /// The run has ended, by itself or because it was cancelled.
    Finished {
        /// The run.
        run: RunId,
        /// What was printed since the last [`Event::Progress`].
        output: Vec<Chunk>,
        /// What was measured.
        report: RunReport,
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
            preset: Preset::Python314t,
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
