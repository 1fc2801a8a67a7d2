//! What was measured.

use serde::{Deserialize, Serialize};

use crate::preset::{Cores, Preset};

/// Everything that a figure measured: each way, each repeat, each thread, and on what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`VERSION`](crate::VERSION) of this form.
    pub version: u32,
    /// The preset of the ways with the lock.
    pub preset: Preset,
    /// What it ran on.
    pub cores: Cores,
    /// How many threads count.
    pub threads: u32,
    /// How far each of them counts.
    pub count: u64,
    /// How often each way was run.
    pub repeats: u32,
    /// The ways, in the order in which they are drawn.
    pub ways: Vec<WayReport>,
    /// Where it ran.
    pub environment: Environment,
}

/// A way to do the same work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// One after the other, in the main thread, behind the lock that nobody contends for.
    Sequential,
    /// In threads that share the Global Interpreter Lock.
    Gil,
    /// In threads without a global lock.
    FreeThreaded,
}

impl Way {
    /// All of them, in the order in which they are run and drawn.
    pub const ALL: [Self; 3] = [Self::Sequential, Self::Gil, Self::FreeThreaded];

    /// The name that reports and tests use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sequential => "sequential",
            Self::Gil => "gil",
            Self::FreeThreaded => "free-threaded",
        }
    }

    /// The Python it runs on.
    pub fn preset(self) -> Preset {
        match self {
            Self::Sequential | Self::Gil => Preset::Python314,
            Self::FreeThreaded => Preset::Python314t,
        }
    }
}

/// One way, with all its repeats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WayReport {
    /// Which one.
    pub way: Way,
    /// The Python it ran on.
    pub preset: Preset,
    /// The shortest of the finished repeats' wall times; `None` if none finished.
    pub best_seconds: Option<f64>,
    /// Every repeat, in order.
    pub runs: Vec<RunReport>,
}

/// One run of one program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunReport {
    /// How it ended.
    pub outcome: Outcome,
    /// From the start of the main thread to the end of the last thread.
    pub wall_seconds: f64,
    /// How many threads it started, the main thread included.
    pub threads_started: u32,
    /// The first thousand of them, in the order in which they were started; the main thread first.
    pub threads: Vec<ThreadReport>,
    /// How often the lock changed hands. All zero where there is no lock.
    pub switches: Switches,
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// All threads came to their end.
    Finished,
    /// The program could not be compiled, or at least one thread ended with an uncaught
    /// exception. The traceback is in the output.
    Raised,
    /// It was cancelled.
    Cancelled,
}

/// One thread of a run: where its time went. The three times add up to its lifetime.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThreadReport {
    /// Its Python name.
    pub name: String,
    /// Executing bytecode (and, where there is a lock, holding it).
    pub running_seconds: f64,
    /// Waiting for the lock.
    pub waiting_seconds: f64,
    /// Waiting for anything else: a sleep, another thread.
    pub blocked_seconds: f64,
}

/// Hand-overs of the lock from one thread to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switches {
    /// The holder was asked to let go and did.
    pub forced: u64,
    /// The holder blocked or ended, and another thread took the lock next.
    pub voluntary: u64,
}

/// What a thread is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThreadActivity {
    /// It was asked for, but has not begun.
    Starting,
    /// Executing bytecode.
    Running,
    /// Waiting for the lock.
    Waiting,
    /// Waiting for something else.
    Blocked,
    /// It has ended.
    Ended,
}

/// Where a figure was measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    /// Browser and version.
    pub browser: String,
    /// The browser's whole description of itself.
    pub user_agent: String,
    /// How many logical processors the browser says that there are; some say more or fewer.
    pub logical_processors: u32,
    /// Whether the page is cross-origin isolated, and so has shared memory.
    pub isolated: bool,
    /// Whether the page was hidden at some time during the run; browsers slow hidden pages down.
    pub hidden_meanwhile: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_reports_are_the_names_in_code() {
        for way in Way::ALL {
            assert_eq!(serde_json::to_value(way).unwrap(), way.name());
            assert_eq!(
                serde_json::to_value(way.preset()).unwrap(),
                way.preset().name()
            );
        }
        assert_eq!(
            serde_json::to_value(Cores::Real(2)).unwrap(),
            serde_json::json!({"real": 2})
        );
    }
}
