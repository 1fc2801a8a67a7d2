//! What a figure shows, and the one place where that changes.

use std::rc::Rc;

use protocol::{
    Chunk, CoreCount, Cores, LedgerPart, Outcome, Preset, Report, RunReport, Side, Steps, Stream,
    Sweep, SweepPoint, SweptSetting, ThreadActivity, ThreadProgress, Way, WayReport,
};
use yew::Reducible;

use crate::charts::{Predict, Prediction};
use crate::figures::Figure;
use crate::import::Imported;
use crate::plan::{Purpose, SidePlan, Turn};
use crate::program::{Program, error_line};
use crate::settings::{Setting, Settings};
use crate::timeline::Recording;

/// A figure's whole state.
#[derive(Clone, PartialEq)]
pub struct State {
    /// Which figure.
    pub figure: Figure,
    /// What the fields say.
    pub settings: Settings,
    /// What the fields of the second side say, if two settings are compared.
    pub other: Option<Settings>,
    /// What the program says; the reader may have edited it.
    pub program: Program,
    /// Whether the program is somebody else's and the reader has not run it yet.
    pub is_foreign: bool,
    /// What the reader expects.
    pub prediction: Prediction,
    /// Where the figure is between Run and result.
    pub stage: Stage,
    /// What is measured, or is being measured, for the bars.
    pub sides: Vec<MeasuredSide>,
    /// What was measured for one value after the other.
    pub sweeps: Vec<Rc<Sweep>>,
    /// What happened around the lock in the last run of each way.
    recordings: Vec<Kept>,
    /// Which of them is looked at: a side and a way.
    shown: Option<(usize, Way)>,
    /// What happens around the lock in the program that runs.
    pub live: Option<Live>,
    /// The steps of the last run that recorded some.
    steps: Option<Recorded>,
    /// Whether the page was out of sight while it measured.
    pub hidden_meanwhile: bool,
    /// What the programs printed.
    pub console: Console,
    /// The line of the program that the last error points at.
    pub error_line: Option<u32>,
    /// Somebody else's report, if one is looked at.
    pub imported: Option<Foreign>,
    /// What the reader should know about where the settings come from.
    pub notes: Vec<String>,
}

/// A side with what was measured on it.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredSide {
    /// What it was measured with, which the fields may have left since.
    pub plan: SidePlan,
    /// Its ways, in their order; those that have not ended a run are absent.
    pub ways: Vec<WayReport>,
}

/// What happened around the lock in one run.
#[derive(Clone)]
pub struct Kept {
    /// Which side and which way it is of.
    pub of: (usize, Way),
    /// What happened.
    pub ledger: Rc<protocol::Ledger>,
    /// The same, ready to be drawn.
    pub recording: Recording,
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.of == other.of && Rc::ptr_eq(&self.ledger, &other.ledger)
    }
}

/// What happens around the lock just now.
#[derive(Clone, PartialEq)]
pub struct Live {
    /// Which side and which way.
    pub of: (usize, Way),
    /// What has happened so far.
    pub recording: Recording,
}

/// Somebody else's report.
#[derive(Clone, PartialEq)]
pub struct Foreign {
    /// The report, and whose it is.
    pub imported: Rc<Imported>,
    /// What happened around the lock in its runs, as far as it says so.
    recordings: Vec<Kept>,
    /// Which of them is looked at.
    shown: Option<(usize, Way)>,
    /// The steps that it has.
    pub steps: Option<Recorded>,
    /// Its sweeps.
    sweeps: Vec<Rc<Sweep>>,
}

impl Foreign {
    fn new(imported: Rc<Imported>) -> Self {
        let report = &imported.report;
        let mut recordings = Vec::new();
        let mut steps = None;
        for (index, side) in report.sides().enumerate() {
            for way in &side.ways {
                for run in &way.runs {
                    let of = (index, way.way);
                    if let Some(ledger) = &run.ledger {
                        recordings.retain(|kept: &Kept| kept.of != of);
                        recordings.push(Kept {
                            of,
                            recording: Recording::of(ledger),
                            ledger: Rc::new(ledger.clone()),
                        });
                    }
                    if let Some(recorded) = &run.steps {
                        let program = report.programs.first();
                        steps = Some(Recorded {
                            steps: Rc::new(recorded.clone()),
                            source: program.map_or_else(String::new, |p| p.source.clone()),
                            preset: run.settings.preset,
                        });
                    }
                }
            }
        }
        let gil = recordings.iter().find(|kept| kept.of.1 == Way::Gil);
        let shown = gil.or(recordings.first()).map(|kept| kept.of);
        Self {
            sweeps: report.sweeps.iter().cloned().map(Rc::new).collect(),
            imported,
            recordings,
            shown,
            steps,
        }
    }
}

/// Recorded steps, with the program that they are of.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The steps.
    pub steps: Rc<Steps>,
    /// The source.
    pub source: String,
    /// On which Python.
    pub preset: Preset,
}

impl PartialEq for Recorded {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.steps, &other.steps) && self.preset == other.preset
    }
}

/// Where a figure is between Run and result.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// Nothing has run yet.
    Idle,
    /// Run was pressed, but another figure runs.
    Waiting,
    /// The engine starts.
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
        matches!(self, Self::Waiting | Self::Starting | Self::Running(_))
    }
}

/// The program that runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    /// Which run.
    pub turn: Turn,
    /// How many runs are over.
    pub done: usize,
    /// How many there are in all.
    pub of: usize,
    /// About how many seconds all of them will still take, once that can be said.
    pub seconds_left: Option<f64>,
    /// How far this one is, 0 to 1.
    pub fraction: f64,
    /// Its threads.
    pub threads: Vec<ThreadProgress>,
}

/// What can happen to a figure.
#[derive(Clone)]
pub enum Action {
    /// The reader changed a field, of the second side or of the first.
    Set(bool, Setting, String),
    /// A button in the text, or the page around this one, sets some fields.
    Take(Vec<(Setting, String)>),
    /// Compare with other settings, or do not any more.
    Compare(bool),
    /// The reader changed the program.
    Edit(String),
    /// The reader wants the program back as it was, or their changes after all.
    Reset,
    /// A program came with the address.
    Foreign(String),
    /// The reader expects something else.
    Predict(Predict),
    /// The reader wants to look at another recording.
    Show(usize, Way),
    /// The reader pressed Run: the bars are measured anew.
    Start(Vec<SidePlan>),
    /// The reader wants a sweep.
    Sweep(SweptSetting, CoreCount),
    /// Others run first.
    Queued,
    /// It is this figure's turn; the engine starts.
    Starting,
    /// A program was started, after so many of so many.
    Began(Turn, usize, usize, Option<f64>),
    /// A running program said how far it is.
    Progressed {
        /// Its threads.
        threads: Vec<ThreadProgress>,
        /// What it printed meanwhile.
        output: Vec<Chunk>,
        /// What happened around the lock meanwhile.
        news: Option<LedgerPart>,
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
        /// All that happened around the lock.
        ledger: Option<Rc<protocol::Ledger>>,
        /// The program's source.
        source: String,
    },
    /// It is over.
    Stopped(Stage),
    /// Somebody else's report is to be shown.
    Import(Rc<Imported>),
    /// It is not to be shown any more.
    CloseImport,
    /// Something that the reader should know.
    Note(String),
    /// The reader has read the notes.
    ForgetNotes,
}

impl State {
    /// A figure that nobody has touched.
    pub fn new(figure: Figure) -> Self {
        let mut state = Self {
            figure,
            settings: Settings::of(figure),
            other: None,
            program: Program::of(figure),
            is_foreign: false,
            prediction: Prediction::default(),
            stage: Stage::Idle,
            sides: Vec::new(),
            sweeps: Vec::new(),
            recordings: Vec::new(),
            shown: None,
            live: None,
            steps: None,
            hidden_meanwhile: false,
            console: Console::default(),
            error_line: None,
            imported: None,
            notes: Vec::new(),
        };
        state.put_settings_into_program();
        state
    }

    /// The same figure with these settings.
    pub fn with_settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self.put_settings_into_program();
        self
    }

    /// Whether something runs, or is about to.
    pub fn is_busy(&self) -> bool {
        self.stage.is_busy()
    }

    /// Whether anything was measured yet.
    pub fn has_run(&self) -> bool {
        self.sides.iter().any(|side| !side.ways.is_empty())
    }

    /// How much of all runs is done, 0 to 1.
    pub fn progress(&self) -> f64 {
        match &self.stage {
            Stage::Running(running) => {
                (running.done as f64 + running.fraction) / running.of.max(1) as f64
            }
            _ => 0.0,
        }
    }

    /// The recordings that can be looked at, and which of them is.
    pub fn recordings(&self) -> (&[Kept], Option<(usize, Way)>) {
        match &self.imported {
            Some(foreign) => (&foreign.recordings, foreign.shown),
            None => (&self.recordings, self.shown),
        }
    }

    /// The recording that is looked at.
    pub fn recording(&self) -> Option<&Kept> {
        let (recordings, shown) = self.recordings();
        recordings.iter().find(|one| Some(one.of) == shown)
    }

    /// The sweeps that can be looked at.
    pub fn sweeps(&self) -> &[Rc<Sweep>] {
        match &self.imported {
            Some(foreign) => &foreign.sweeps,
            None => &self.sweeps,
        }
    }

    /// The steps that can be gone through.
    pub fn recorded(&self) -> Option<&Recorded> {
        match &self.imported {
            Some(foreign) => foreign.steps.as_ref(),
            None => self.steps.as_ref(),
        }
    }

    fn put_settings_into_program(&mut self) {
        if let Some(threads) = self.settings.threads() {
            self.program.set_constant("THREADS", threads.into());
        }
        if let Some(count) = self.settings.count() {
            self.program.set_constant("COUNT", count);
        }
    }

    fn took(&mut self, turn: Turn, report: RunReport) {
        match turn.purpose {
            Purpose::Side(index) => {
                if let Some(side) = self.sides.get_mut(index) {
                    let preset = turn.way.preset(side.plan.chosen.preset);
                    record(&mut side.ways, turn.way, preset, report);
                }
            }
            Purpose::Point { over, value } => {
                let Some(sweep) = self.sweeps.iter_mut().find(|sweep| sweep.over == over) else {
                    return;
                };
                let sweep = Rc::make_mut(sweep);
                if sweep.points.last().is_none_or(|point| point.value != value) {
                    sweep.points.push(SweepPoint {
                        value,
                        ways: Vec::new(),
                    });
                }
                if let Some(point) = sweep.points.last_mut() {
                    let preset = report.settings.preset;
                    record(&mut point.ways, turn.way, preset, report);
                }
            }
        }
    }
}

impl MeasuredSide {
    /// A side that nothing was measured on yet.
    pub fn planned(plan: SidePlan) -> Self {
        Self {
            plan,
            ways: Vec::new(),
        }
    }

    /// The side as a report has it; `processors` are those that the browser tells of.
    pub fn report(&self, processors: u32) -> Side {
        let chosen = &self.plan.chosen;
        Side {
            preset: chosen.preset,
            cores: core_count(chosen.cores, processors),
            threads: chosen.threads,
            count: chosen.count,
            repeats: chosen.repeats,
            switch_interval: chosen.interval_seconds(),
            seed: chosen.seed,
            ways: self.ways.clone(),
        }
    }
}

impl State {
    /// Puts the ledgers and steps that were kept into a report, each into the run that it is of.
    pub fn complete(&self, report: &mut Report) {
        for (index, side) in report.sides_mut().enumerate() {
            for way in &mut side.ways {
                // The last run's is kept.
                let Some(run) = way.runs.last_mut() else {
                    continue;
                };
                let kept = self
                    .recordings
                    .iter()
                    .find(|kept| kept.of == (index, way.way));
                run.ledger = kept.map(|kept| (*kept.ledger).clone());
                run.steps = self
                    .steps
                    .as_ref()
                    .map(|recorded| (*recorded.steps).clone());
            }
        }
    }
}

/// What a program runs on, counted.
pub fn core_count(cores: Cores, processors: u32) -> CoreCount {
    match cores {
        Cores::Real => CoreCount::Real(processors),
        Cores::Virtual(cores) => CoreCount::Virtual(cores),
    }
}

/// How far a program is, from its threads' loops. The threads that the main thread started share
/// the work; before it has started any, it does the work itself.
fn fraction(threads: &[ThreadProgress]) -> f64 {
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
    (done / counters.len() as f64).min(1.0)
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = Rc::unwrap_or_clone(self);
        match action {
            Action::Set(is_other, setting, text) => match (&mut state.other, is_other) {
                (Some(other), true) => other.set(setting, text),
                (None, true) => {}
                (_, false) => {
                    state.settings.set(setting, text);
                    state.put_settings_into_program();
                }
            },
            Action::Take(pairs) => {
                state.notes = state.settings.take_all(&pairs);
                state.put_settings_into_program();
            }
            Action::Compare(compare) => state.other = compare.then(|| state.settings.clone()),
            Action::Edit(text) => {
                state.program.edit(text);
                state.error_line = None;
            }
            Action::Reset => {
                state.program.reset();
                state.is_foreign = false;
                state.error_line = None;
                state.put_settings_into_program();
            }
            Action::Foreign(text) => {
                state.program.edit(text);
                state.is_foreign = true;
                state.put_settings_into_program();
            }
            Action::Predict(change) => state.prediction.apply(change),
            Action::Show(side, way) => match &mut state.imported {
                Some(foreign) => foreign.shown = Some((side, way)),
                None => state.shown = Some((side, way)),
            },
            Action::Start(plans) => {
                state.begin();
                state.shown = None;
                state.recordings.clear();
                state.steps = None;
                state.sides = plans.into_iter().map(MeasuredSide::planned).collect();
            }
            Action::Sweep(over, cores) => {
                state.begin();
                state.sweeps.retain(|sweep| sweep.over != over);
                state.sweeps.push(Rc::new(Sweep {
                    over,
                    cores,
                    points: Vec::new(),
                }));
            }
            Action::Queued => state.stage = Stage::Waiting,
            Action::Starting => state.stage = Stage::Starting,
            Action::Began(turn, done, of, seconds_left) => {
                state.console.head(turn);
                if let Purpose::Side(side) = turn.purpose {
                    state.live = Some(Live {
                        of: (side, turn.way),
                        recording: Recording::default(),
                    });
                }
                state.stage = Stage::Running(Running {
                    turn,
                    done,
                    of,
                    seconds_left,
                    fraction: 0.0,
                    threads: Vec::new(),
                });
            }
            Action::Progressed {
                threads,
                output,
                news,
                hidden,
            } => {
                state.hidden_meanwhile |= hidden;
                state.console.print(output);
                if let (Some(live), Some(part)) = (&mut state.live, news)
                    && let Ok(events) = part.unpack()
                {
                    let recording = &mut live.recording;
                    recording.extend(&part.threads, events, part.dropped, part.until);
                }
                if let Stage::Running(running) = &mut state.stage {
                    running.fraction = fraction(&threads).max(running.fraction);
                    running.threads = threads;
                }
            }
            Action::Ended {
                turn,
                output,
                mut report,
                ledger,
                source,
            } => {
                if report.outcome == Outcome::Raised {
                    let told = state.console.text_since_head() + &text_of(&output);
                    state.error_line = error_line(state.figure.file(), &told);
                }
                state.console.print(output);
                if let Some(steps) = report.steps.take() {
                    state.steps = Some(Recorded {
                        steps: Rc::new(steps),
                        source,
                        preset: report.settings.preset,
                    });
                }
                if let (Purpose::Side(side), Some(ledger)) = (turn.purpose, ledger) {
                    let of = (side, turn.way);
                    state.recordings.retain(|one| one.of != of);
                    state.recordings.push(Kept {
                        of,
                        recording: Recording::of(&ledger),
                        ledger,
                    });
                    // The lock is what all this is about.
                    if state.shown.is_none_or(|(_, way)| way != Way::Gil) {
                        state.shown = Some(of);
                    }
                }
                state.took(turn, *report);
            }
            Action::Stopped(stage) => {
                state.stage = stage;
                state.live = None;
            }
            Action::Import(imported) => state.imported = Some(Foreign::new(imported)),
            Action::CloseImport => state.imported = None,
            Action::Note(note) => state.notes.push(note),
            Action::ForgetNotes => state.notes.clear(),
        }
        Rc::new(state)
    }
}

impl State {
    /// Forgets what belongs to the last press of Run.
    fn begin(&mut self) {
        self.is_foreign = false;
        self.imported = None;
        self.error_line = None;
        self.hidden_meanwhile = false;
        self.console = Console::default();
        self.stage = Stage::Starting;
    }
}

/// Files a run under its way, keeping the ways in the order in which they are drawn.
fn record(measured: &mut Vec<WayReport>, way: Way, preset: Preset, report: RunReport) {
    let place = |way: Way| Way::ALL.iter().position(|&w| w == way);
    let index = match measured.binary_search_by_key(&place(way), |m| place(m.way)) {
        Ok(index) => index,
        Err(index) => {
            measured.insert(
                index,
                WayReport {
                    way,
                    preset,
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
        .map(RunReport::seconds)
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
    /// How many runs are kept: a sweep has hundreds.
    const RUNS: usize = 40;

    fn head(&mut self, turn: Turn) {
        let is_head = |entry: &Entry| matches!(entry, Entry::Head(_));
        if self.entries.iter().filter(|entry| is_head(entry)).count() >= Self::RUNS {
            let second = self.entries.iter().skip(1).position(is_head);
            self.entries.drain(..=second.unwrap_or(0));
        }
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

    /// What the last run has printed about errors so far.
    fn text_since_head(&self) -> String {
        let last = self.entries.iter().rev();
        let mut chunks: Vec<_> = last
            .map_while(|entry| match entry {
                Entry::Text(chunk) => Some(chunk.clone()),
                Entry::Head(_) => None,
            })
            .collect();
        chunks.reverse();
        text_of(&chunks)
    }
}

fn text_of(chunks: &[Chunk]) -> String {
    let errors = chunks.iter().filter(|chunk| chunk.stream != Stream::Stdout);
    errors.map(|chunk| chunk.text.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use protocol::Passage;

    use super::*;
    use crate::plan::{Ability, sides};

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
        let state = Rc::new(State::new(Figure::CpuBound));
        let state = actions.into_iter().fold(state, State::reduce);
        Rc::unwrap_or_clone(state)
    }

    fn start() -> Action {
        let figure = Figure::CpuBound;
        let chosen = Settings::of(figure)
            .chosen()
            .expect("defaults mean something");
        Action::Start(sides(figure, chosen, None, Ability::Threads))
    }

    fn ended(turn: Turn, report: RunReport, output: Vec<Chunk>) -> Action {
        Action::Ended {
            turn,
            output,
            report: Box::new(report),
            ledger: None,
            source: String::new(),
        }
    }

    const TURN: Turn = Turn {
        purpose: Purpose::Side(0),
        way: Way::Gil,
        repeat: 2,
        repeats: 3,
    };

    #[test]
    fn the_best_is_the_shortest_of_the_finished_runs() {
        let mut measured = Vec::new();
        let mut file = |way, report| record(&mut measured, way, Preset::Python314, report);
        file(Way::FreeThreaded, run(Outcome::Finished, 2.0));
        file(Way::Sequential, run(Outcome::Raised, 0.1));
        file(Way::FreeThreaded, run(Outcome::Finished, 1.5));
        file(Way::FreeThreaded, run(Outcome::Cancelled, 0.1));
        let ways: Vec<_> = measured.iter().map(|m| (m.way, m.best_seconds)).collect();
        assert_eq!(
            ways,
            [(Way::Sequential, None), (Way::FreeThreaded, Some(1.5))]
        );
        assert_eq!(measured[1].runs.len(), 3, "every single timing is kept");
    }

    #[test]
    fn fields_change_the_program() {
        let state = after([Action::Set(false, Setting::Count, "1000".into())]);
        assert!(state.program.text().contains("\nCOUNT = 1_000\n"));
        let nonsense = after([Action::Set(false, Setting::Count, "1e9".into())]);
        assert!(
            nonsense.program.text().contains("\nCOUNT = 25_000_000\n"),
            "a value that is not accepted leaves the program alone"
        );
    }

    #[test]
    fn an_edited_program_can_be_had_back() {
        let edited = after([
            Action::Edit("print(1)".into()),
            Action::Set(false, Setting::Threads, "4".into()),
        ]);
        assert_eq!(edited.program.text(), "print(1)");
        let back = Rc::new(edited).reduce(Action::Reset);
        assert!(back.program.text().contains("THREADS = 4\n"));
    }

    #[test]
    fn somebody_elses_program_is_foreign_until_it_is_run() {
        let state = after([Action::Foreign("print(1)".into())]);
        assert!(state.is_foreign);
        let run = Rc::new(state).reduce(start());
        assert!(!run.is_foreign);
    }

    #[test]
    fn progress_counts_runs_and_loops() {
        let state = after([
            start(),
            Action::Began(TURN, 4, 9, None),
            Action::Progressed {
                threads: vec![thread(None), thread(Some(0.5)), thread(Some(0.25))],
                output: Vec::new(),
                news: None,
                hidden: false,
            },
        ]);
        let expected = (4.0 + 0.375) / 9.0;
        assert!((state.progress() - expected).abs() < 1e-12);
    }

    #[test]
    fn points_of_a_sweep_are_filed_by_their_values() {
        let over = SweptSetting::Threads;
        let at = |value| Turn {
            purpose: Purpose::Point { over, value },
            ..TURN
        };
        let state = after([
            Action::Sweep(over, CoreCount::Real(2)),
            ended(at(1.0), run(Outcome::Finished, 1.0), Vec::new()),
            ended(at(1.0), run(Outcome::Finished, 0.9), Vec::new()),
            ended(at(2.0), run(Outcome::Finished, 1.1), Vec::new()),
        ]);
        let points = &state.sweeps[0].points;
        assert_eq!(points.len(), 2);
        assert_eq!(points[0].ways[0].best_seconds, Some(0.9));
    }

    #[test]
    fn an_error_points_at_its_line() {
        let traceback = Chunk {
            thread: "MainThread".into(),
            stream: Stream::Stderr,
            text: "  File \"workers.py\", line 7, in <module>\n".into(),
        };
        let state = after([
            start(),
            Action::Began(TURN, 0, 9, None),
            ended(TURN, run(Outcome::Raised, 0.1), vec![traceback]),
        ]);
        assert_eq!(state.error_line, Some(7));
        let edited = Rc::new(state).reduce(Action::Edit(String::new()));
        assert_eq!(edited.error_line, None);
    }

    #[test]
    fn the_console_forgets_the_oldest_runs() {
        let mut console = Console::default();
        for _ in 0..100 {
            console.head(TURN);
            console.print(vec![Chunk {
                thread: "t".into(),
                stream: Stream::Stdout,
                text: "x".into(),
            }]);
        }
        let heads = console
            .entries
            .iter()
            .filter(|e| matches!(e, Entry::Head(_)));
        assert_eq!(heads.count(), Console::RUNS);
        assert!(matches!(console.entries[0], Entry::Head(_)));
    }
}
