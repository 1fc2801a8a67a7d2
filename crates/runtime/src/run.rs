//! One run of one program: started, watched, cancelled, reported.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use protocol::{
    Chunk, Cores, Ledger, LedgerPart, MAX_VIRTUAL_CORES, Passage as Kind, Program, RunReport,
    RunRequest, Settings, StepWindow, ThreadProgress,
};
use python::{CompileError, Thread};

use crate::host::{Host, NoThread};
use crate::ledger::LedgerCursor;
use crate::passage::Passage;
use crate::shared::Shared;
use crate::threads::Threads;
use crate::turns::{Single, Virtual};

/// A handle on a program that runs. Its methods may be called from any thread, and none of them
/// waits for the program.
pub struct Run<H> {
    shared: Arc<Shared<H>>,
}

/// What is to be run, and what is to be kept of it.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// What it runs on.
    pub settings: Settings,
    /// If it runs on real cores: whether one thread takes turns for all, because there is no
    /// shared memory for more.
    pub single: bool,
    /// For how many events around the lock there is room in the [`Ledger`]; 0 for none at all.
    pub ledger_room: usize,
    /// Whether the report is to contain the ledger.
    pub with_ledger: bool,
    /// Which steps the report is to contain; on virtual cores only, others have none.
    pub steps: Option<StepWindow>,
    /// Whether `https://httpbin.org/delay/…` is answered by the slow service of our own.
    pub rewrite_httpbin: bool,
    /// How many bytes the program may print; the rest is left out, and the output says so.
    pub output_limit: usize,
}

impl Options {
    /// For a program that is looked at: some minutes of events, and as much output as a page
    /// can show.
    pub fn new(settings: Settings) -> Self {
        Self {
            settings,
            single: false,
            ledger_room: RunRequest::LEDGER_ROOM as usize,
            with_ledger: false,
            steps: None,
            rewrite_httpbin: true,
            output_limit: 64 * 1024,
        }
    }

    /// How time passes with these options.
    pub fn passage(&self) -> Kind {
        match self.settings.cores {
            Cores::Virtual(_) => Kind::Virtual,
            Cores::Real if self.single => Kind::Single,
            Cores::Real => Kind::Threads,
        }
    }
}

/// How far a run is.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// Since its start; on virtual cores in virtual time.
    pub elapsed: Duration,
    /// Its threads, in the order in which they were started, the main thread first; of the ended
    /// ones only the earliest.
    pub threads: Vec<ThreadProgress>,
}

/// Why a program was not even started. As text it is what Python would print.
#[derive(Debug)]
pub enum Refused {
    /// It is no Python program, or one with parts that are not supported.
    NotCompiled(CompileError),
    /// The host has no thread for its main thread.
    NoThread,
    /// There cannot be so many virtual cores.
    Cores(u32),
    /// A switch interval that is not a positive number of seconds.
    SwitchInterval(f64),
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotCompiled(error) => error.fmt(f),
            Self::NoThread => f.write_str(CANNOT_START),
            Self::Cores(cores) => write!(
                f,
                "There can be 1 to {MAX_VIRTUAL_CORES} virtual cores, not {cores}."
            ),
            Self::SwitchInterval(interval) => write!(
                f,
                "A switch interval is a positive number of seconds, not {interval}."
            ),
        }
    }
}

impl Error for Refused {}

/// CPython's own words.
pub(crate) const CANNOT_START: &str = "can't start new thread";

impl<H: Host> Run<H> {
    /// Starts a program. `when_done` gets the report as soon as all of the program's threads have
    /// ended, on a thread of the host.
    pub fn start(
        host: H,
        program: &Program,
        options: &Options,
        when_done: impl FnOnce(RunReport) + Send + 'static,
    ) -> Result<Self, Refused> {
        let Settings {
            cores,
            switch_interval,
            ..
        } = options.settings;
        if let Cores::Virtual(n) = cores
            && !(1..=MAX_VIRTUAL_CORES).contains(&n)
        {
            return Err(Refused::Cores(n));
        }
        // Written so that NaN is refused, too.
        if !(switch_interval > 0.0 && switch_interval.is_finite()) {
            return Err(Refused::SwitchInterval(switch_interval));
        }
        let program =
            python::compile(&program.source, &program.file).map_err(Refused::NotCompiled)?;
        let shared = Arc::new(Shared::new(host, program, options));
        let first = shared.first();
        let Some(main) = first.world().as_ref().map(Thread::main) else {
            return Err(Refused::NoThread);
        };
        let ended = {
            let shared = Arc::clone(&shared);
            Box::new(move || {
                shared.network.abandon_all();
                when_done(shared.report());
            })
        };
        match (options.passage(), cores) {
            (_, Cores::Virtual(cores)) => Virtual { cores }.begin(&shared, first, main, ended),
            (Kind::Single, _) if H::TAKES_TURNS => Single.begin(&shared, first, main, ended),
            (Kind::Threads, _) if H::HAS_THREADS => Threads.begin(&shared, first, main, ended),
            _ => Err(NoThread),
        }
        .map_err(|NoThread| Refused::NoThread)?;
        Ok(Self { shared })
    }

    /// Has the program's main thread raise a `KeyboardInterrupt`, as Ctrl-C does, so that its `finally` runs;
    /// when it has come to its end, the others are stopped. The second time it is [`Run::cancel`].
    pub fn interrupt(&self) {
        self.shared.interrupt();
    }

    /// Stops the run: its threads end at their next check point, blocked ones at once.
    pub fn cancel(&self) {
        self.shared.cancel();
    }

    /// Passes on what threads in the memories of other processes were asked for, with [`Host::poke`].
    pub fn relay(&self) {
        self.shared.relay();
    }

    /// How far the run is. Also asks the running threads to say at their next check point how
    /// far their loops are, for the next call.
    pub fn progress(&self) -> Progress {
        self.shared.progress()
    }

    /// What the program printed since the last call.
    pub fn take_output(&self) -> Vec<Chunk> {
        self.shared.output.take()
    }

    /// What happened around the lock so far.
    pub fn ledger(&self) -> Ledger {
        self.shared.ledger()
    }

    /// What is new in the ledger since the last call with this cursor, at most so many events; the
    /// others come with the next calls. All parts together are [`Run::ledger`], in its order: an event
    /// waits for those before it that are just being written down. A call takes time for what is
    /// new, and who writes the ledger does not notice it.
    pub fn ledger_news(&self, cursor: &mut LedgerCursor, most: usize) -> LedgerPart {
        self.shared.ledger_news(cursor, most)
    }
}

impl<H> Clone for Run<H> {
    fn clone(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
        }
    }
}
