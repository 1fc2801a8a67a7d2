//! What was measured.

use serde::{Deserialize, Serialize};

use crate::ledger::Ledger;
use crate::message::{Program, Settings};
use crate::preset::{CoreCount, Preset};
use crate::steps::Steps;

/// Everything that a figure measured: each way, each repeat, each thread, and on what.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Form")]
pub struct Report {
    /// [`VERSION`](crate::VERSION) of this form.
    pub version: u32,
    /// The figure's name, as it stands in addresses: `cpu-bound`.
    pub figure: String,
    /// What was measured with the figure's own settings.
    #[serde(flatten)]
    pub side: Side,
    /// What was measured beside that: with the other settings that the reader compares with, or on
    /// virtual cores because real ones cannot be had.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<Side>,
    /// What was measured for one value after the other.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sweeps: Vec<Sweep>,
    /// What ran.
    pub programs: Vec<Program>,
    /// Where it ran.
    pub environment: Environment,
}

impl Report {
    /// All sides, the figure's own first.
    pub fn sides(&self) -> impl Iterator<Item = &Side> {
        std::iter::once(&self.side).chain(&self.others)
    }

    /// The same, to be changed.
    pub fn sides_mut(&mut self) -> impl Iterator<Item = &mut Side> {
        std::iter::once(&mut self.side).chain(&mut self.others)
    }
}

/// What a report looks like when it is read. Derived for a flattened struct, reading would go through
/// a general value, with code for each type in it, which makes the page much larger.
#[derive(Deserialize)]
struct Form {
    version: u32,
    figure: String,
    preset: Preset,
    cores: CoreCount,
    threads: u32,
    count: u64,
    repeats: u32,
    switch_interval: f64,
    seed: u32,
    ways: Vec<WayReport>,
    #[serde(default)]
    others: Vec<Side>,
    #[serde(default)]
    sweeps: Vec<Sweep>,
    programs: Vec<Program>,
    environment: Environment,
}

impl From<Form> for Report {
    fn from(form: Form) -> Self {
        Self {
            version: form.version,
            figure: form.figure,
            side: Side {
                preset: form.preset,
                cores: form.cores,
                threads: form.threads,
                count: form.count,
                repeats: form.repeats,
                switch_interval: form.switch_interval,
                seed: form.seed,
                ways: form.ways,
            },
            others: form.others,
            sweeps: form.sweeps,
            programs: form.programs,
            environment: form.environment,
        }
    }
}

/// What was measured with the same settings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// The preset of the ways with the lock.
    pub preset: Preset,
    /// What it ran on.
    pub cores: CoreCount,
    /// How many threads count.
    pub threads: u32,
    /// How far each of them counts.
    pub count: u64,
    /// How often each way was run.
    pub repeats: u32,
    /// The switch interval to begin with, in seconds.
    pub switch_interval: f64,
    /// What chance on virtual cores began with.
    pub seed: u32,
    /// The ways, in the order in which they are drawn.
    pub ways: Vec<WayReport>,
}

/// The same program for one value of a setting after the other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sweep {
    /// The setting that changes.
    pub over: SweptSetting,
    /// What it ran on.
    pub cores: CoreCount,
    /// The values with what was measured for them, in the order in which they were measured.
    pub points: Vec<SweepPoint>,
}

/// A setting that a sweep goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SweptSetting {
    /// The number of threads; together they do the same work.
    Threads,
    /// The switch interval, in seconds.
    SwitchInterval,
}

/// One value of a sweep.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SweepPoint {
    /// The value.
    pub value: f64,
    /// What was measured for it.
    pub ways: Vec<WayReport>,
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
    /// Reference counts that nothing protects.
    Unguarded,
    /// Reference counts behind a lock of their own.
    Locked,
    /// Reference counts that are changed atomically.
    Atomic,
    /// Reference counts of PEP 703: the owner's plain, the others' atomic.
    Biased,
    /// In tasks of one thread, which change where one of them awaits.
    Asyncio,
    /// In processes, each of which has an interpreter and a lock of its own.
    Processes,
    /// In subinterpreters, each of which has a lock of its own.
    Subinterpreters,
    /// Requests to a handler that has the lock to itself.
    Quiet,
    /// The same beside one thread that computes.
    BesideOne,
    /// Beside two of them.
    BesideTwo,
    /// Beside four of them.
    BesideFour,
}

impl Way {
    /// All of them, in the order in which they are run and drawn.
    pub const ALL: [Self; 14] = [
        Self::Sequential,
        Self::Gil,
        Self::FreeThreaded,
        Self::Unguarded,
        Self::Locked,
        Self::Atomic,
        Self::Biased,
        Self::Asyncio,
        Self::Processes,
        Self::Subinterpreters,
        Self::Quiet,
        Self::BesideOne,
        Self::BesideTwo,
        Self::BesideFour,
    ];

    /// The name that reports and tests use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sequential => "sequential",
            Self::Gil => "gil",
            Self::FreeThreaded => "free-threaded",
            Self::Unguarded => "unguarded",
            Self::Locked => "locked",
            Self::Atomic => "atomic",
            Self::Biased => "biased",
            Self::Asyncio => "asyncio",
            Self::Processes => "processes",
            Self::Subinterpreters => "subinterpreters",
            Self::Quiet => "quiet",
            Self::BesideOne => "beside-one",
            Self::BesideTwo => "beside-two",
            Self::BesideFour => "beside-four",
        }
    }

    /// The Python it runs on, where the ways with the lock run on `chosen`.
    pub fn preset(self, chosen: Preset) -> Preset {
        match self {
            // Reference counts race only where no lock keeps the threads apart.
            Self::FreeThreaded | Self::Unguarded | Self::Locked | Self::Atomic | Self::Biased => {
                Preset::Python314t
            }
            _ => chosen,
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
    /// The shortest of the finished repeats' times ([`RunReport::seconds`]); `None` if none finished.
    pub best_seconds: Option<f64>,
    /// Every repeat, in order.
    pub runs: Vec<RunReport>,
}

/// One run of one program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunReport {
    /// How it ended.
    pub outcome: Outcome,
    /// What a shell would be told: 0; 1 if the program could not be compiled or its main thread
    /// ended with an uncaught exception; [`RunReport::INTERRUPTED`] if it was cancelled.
    pub exit_status: u8,
    /// What it ran on.
    pub settings: Settings,
    /// How time passed for it. If it is not [`Passage::Threads`], nothing here was measured on
    /// threads that really ran at the same time.
    pub passage: Passage,
    /// From the start of the main thread to the end of the last thread; on virtual cores in
    /// virtual time.
    pub wall_seconds: f64,
    /// How many threads it started, the main thread included.
    pub threads_started: u32,
    /// The first thousand of them, in the order in which they were started; the main thread first.
    pub threads: Vec<ThreadReport>,
    /// The interpreters, the program's own first, if there was more than one: processes and subinterpreters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interpreters: Vec<InterpreterReport>,
    /// How often a lock changed hands, of all interpreters. All zero where there is no lock.
    pub switches: Switches,
    /// How the lock was held and waited for.
    pub lock: LockReport,
    /// How many bytecodes were executed on virtual cores; real ones do not count.
    pub bytecodes: u64,
    /// Whether it asked the network for something, and the answers were simulated: on virtual cores, and where
    /// there is no slow service to be asked.
    #[serde(default)]
    pub simulated_network: bool,
    /// What the program computed: `repr()` of its global `answer`, cut to
    /// [`RunReport::LONGEST_ANSWER`] characters; `None` if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<String>,
    /// How long its requests took, if it served some and left that in its global `served`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub served: Option<Served>,
    /// What happened, if it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ledger: Option<Ledger>,
    /// Some of its steps, if they were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<Steps>,
}

impl RunReport {
    /// How many characters of an answer are kept.
    pub const LONGEST_ANSWER: usize = 200;

    /// What it is compared by: how long a request took, if that is what it was about, else how long the
    /// program ran.
    pub fn seconds(&self) -> f64 {
        self.served
            .map_or(self.wall_seconds, |served| served.median)
    }

    /// The exit status of a program that was cancelled: as a shell tells it of one that was ended by
    /// SIGINT (128 + 2).
    pub const INTERRUPTED: u8 = 130;

    /// The report of a program that could not even be compiled.
    pub fn refused(settings: Settings, passage: Passage) -> Self {
        Self {
            outcome: Outcome::Raised,
            exit_status: 1,
            settings,
            passage,
            wall_seconds: 0.0,
            threads_started: 0,
            threads: Vec::new(),
            interpreters: Vec::new(),
            switches: Switches::default(),
            lock: LockReport::default(),
            bytecodes: 0,
            simulated_network: false,
            answer: None,
            served: None,
            ledger: None,
            steps: None,
        }
    }
}

/// Requests that a program has served: how many, how fast. Times in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Served {
    /// How many.
    pub requests: u64,
    /// How many a second.
    pub throughput: f64,
    /// Half of them took no longer.
    pub median: f64,
    /// 95 of 100 took no longer.
    pub p95: f64,
    /// 99 of 100 took no longer.
    pub p99: f64,
    /// The longest.
    pub worst: f64,
}

/// How time passed for a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Passage {
    /// Real threads, a real lock, the machine's own time.
    Threads,
    /// One real thread that switches between the Python threads by the machine's own clock.
    Single,
    /// Simulated cores and simulated time.
    Virtual,
}

impl Passage {
    /// What a result got this way cannot show: a sentence for people.
    pub fn limits(self) -> Option<&'static str> {
        match self {
            Self::Threads => None,
            Self::Single => Some(
                "One real thread takes turns for all: nothing runs at the same time, also without a \
                 lock, and handing over costs nothing.",
            ),
            Self::Virtual => Some("Simulated cores and simulated time: nothing here was timed."),
        }
    }
}

/// How the lock was held and waited for, from the ledger as far as it goes; what was not over at its
/// end is not in here. All empty where there is no lock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LockReport {
    /// How long it was held in one go, from each taking to the letting go. Giving it up when the
    /// ticks are used up and having it back before anybody else is no letting go.
    pub slices: Distribution,
    /// How long threads waited for it, from wanting it to having it. Having it back after the
    /// ticks is no waiting.
    pub waits: Distribution,
    /// How long nobody held it when it was handed over on request: from the holder's letting go
    /// to the next one's taking.
    pub hand_overs: Distribution,
    /// How many events the ledger had no room for, so that they are missing above.
    pub dropped_events: u64,
}

/// How some lengths of time are distributed. In seconds; all zero if there are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Distribution {
    /// How many there are.
    pub count: u64,
    /// The shortest.
    pub min: f64,
    /// Half of them are no longer.
    pub median: f64,
    /// Nine of ten are no longer.
    pub p90: f64,
    /// 99 of 100 are no longer.
    pub p99: f64,
    /// The longest.
    pub max: f64,
    /// Their sum, divided by their number.
    pub mean: f64,
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

/// One thread of a run: where its time went. The four times add up to its lifetime.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ThreadReport {
    /// Its Python name; in another interpreter than the program's own with that one's.
    pub name: String,
    /// Whose it is: an index into [`RunReport::interpreters`], or 0.
    #[serde(default, skip_serializing_if = "is_first")]
    pub interpreter: u32,
    /// Executing bytecode (and, where there is a lock, holding it).
    pub running_seconds: f64,
    /// Able to execute bytecode but without a core; on virtual cores only.
    pub ready_seconds: f64,
    /// Waiting for the lock.
    pub waiting_seconds: f64,
    /// Waiting for anything else: a sleep, another thread.
    pub blocked_seconds: f64,
}

fn is_first(interpreter: &u32) -> bool {
    *interpreter == 0
}

/// An interpreter of a run: a process, or a subinterpreter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InterpreterReport {
    /// What it is called; the program's own is `MainProcess`.
    pub name: String,
    /// How it came to be: `main`, `fork`, `spawn`, `forkserver`, `interpreter`.
    pub origin: String,
    /// Its number.
    pub pid: u32,
    /// The number of the one that has started it; 0 for none.
    pub parent: u32,
    /// What it ended with: negative if a signal ended it, and it is that signal's number then.
    pub status: Option<i32>,
}

/// Hand-overs of the lock from one thread to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switches {
    /// The holder was asked to let go and did.
    pub forced: u64,
    /// The holder blocked, ended or had used up its ticks, and another thread took the lock next.
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
    /// It could, but has no core; on virtual cores only.
    Ready,
    /// Waiting for the lock.
    Waiting,
    /// Waiting for something else.
    Blocked,
    /// It has ended.
    Ended,
}

/// Where a figure was measured.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Environment {
    /// Browser and version.
    pub browser: String,
    /// The browser's whole description of itself.
    pub user_agent: String,
    /// How many logical processors the browser says that there are; some say more or fewer.
    pub logical_processors: u32,
    /// Whether the page is cross-origin isolated, and so has shared memory.
    pub isolated: bool,
    /// How fine the browser's clock is: the smallest step that it was seen to take, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timer_seconds: Option<f64>,
    /// Whether the page was hidden at some time during the run; browsers slow hidden pages down.
    pub hidden_meanwhile: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_reports_are_the_names_in_code() {
        for preset in Preset::ALL {
            assert_eq!(serde_json::to_value(preset).unwrap(), preset.name());
            assert_eq!(Preset::named(preset.name()), Some(preset));
        }
        assert_eq!(Preset::named("3.12"), None);
        for way in Way::ALL {
            assert_eq!(serde_json::to_value(way).unwrap(), way.name());
        }
        assert_eq!(
            serde_json::to_value(CoreCount::Real(2)).unwrap(),
            serde_json::json!({"real": 2})
        );
    }
}
