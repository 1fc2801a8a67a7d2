//! Runs one program after the other, and tells the figure.

use std::cell::RefCell;
use std::rc::Rc;

use protocol::{Chunk, Outcome, RunRequest, Stream};

use crate::browser::now;
use crate::engine::{Canceller, Engine, Failure};
use crate::plan::{Job, Purpose};
use crate::queue::{self, Waited};
use crate::state::{Action, Stage};

/// The engine between two presses of Run, and the means to cancel while it is busy.
#[derive(Clone, Default)]
pub struct Desk(Rc<RefCell<Contents>>);

#[derive(Default)]
struct Contents {
    engine: Option<(Engine, Canceller)>,
    cancel: Option<Cancel>,
}

/// What Cancel means just now.
enum Cancel {
    Waiting(queue::Leave),
    Running(Canceller),
}

impl Desk {
    /// Cancels what runs, if anything does.
    pub fn cancel(&self) {
        match &self.0.borrow().cancel {
            Some(Cancel::Waiting(leave)) => leave.leave(),
            Some(Cancel::Running(canceller)) => canceller.cancel(),
            None => {}
        }
    }
}

/// Does these jobs one after the other, and ends with [`Action::Stopped`]. A way whose program
/// raises is not run again; the others are.
pub async fn measure(desk: Desk, jobs: Vec<Job>, dispatch: impl Fn(Action)) {
    let stage = match in_turn(&desk, &jobs, &dispatch).await {
        Ok(stage) => stage,
        Err(Failure::Cancelled) => Stage::Cancelled,
        Err(Failure::Broken(message)) => Stage::Failed(message),
    };
    desk.0.borrow_mut().cancel = None;
    dispatch(Action::Stopped(stage));
}

/// Waits until no other figure runs, here or in another frame: they would disturb each other.
async fn in_turn(desk: &Desk, jobs: &[Job], dispatch: &impl Fn(Action)) -> Result<Stage, Failure> {
    let (ticket, leave) = queue::stand_in_line();
    desk.0.borrow_mut().cancel = Some(Cancel::Waiting(leave));
    let Waited::Turn(_turn) = ticket.wait(|| dispatch(Action::Queued)).await else {
        return Err(Failure::Cancelled);
    };
    dispatch(Action::Starting);
    let room = jobs.iter().map(|job| job.room).max().unwrap_or(1);
    with_engine(desk, room, jobs, dispatch).await
}

async fn with_engine(
    desk: &Desk,
    room: u32,
    jobs: &[Job],
    dispatch: &impl Fn(Action),
) -> Result<Stage, Failure> {
    let kept = desk.0.borrow_mut().engine.take();
    let kept = kept.and_then(|(mut engine, canceller)| {
        (engine.is_usable() && engine.room() >= room).then_some((engine, canceller))
    });
    let is_new = kept.is_none();
    let (mut engine, canceller) = match kept {
        Some(kept) => kept,
        None => Engine::create(room)?,
    };
    desk.0.borrow_mut().cancel = Some(Cancel::Running(canceller.clone()));
    if is_new {
        engine.start().await?;
    }
    let stage = do_all(&mut engine, jobs, dispatch).await?;
    // Only an engine that got this far is worth keeping; a broken one was dropped on the way.
    desk.0.borrow_mut().engine = Some((engine, canceller));
    Ok(stage)
}

async fn do_all(
    engine: &mut Engine,
    jobs: &[Job],
    dispatch: &impl Fn(Action),
) -> Result<Stage, Failure> {
    let started = now();
    let mut raised = Vec::new();
    let mut lacked_room = false;
    for (done, job) in jobs.iter().enumerate() {
        let kind = (side_of(job), job.turn.way);
        if raised.contains(&kind) {
            continue;
        }
        let per_job = (now() - started) / 1e3 / done as f64;
        let seconds_left = (done > 0).then(|| per_job * (jobs.len() - done) as f64);
        dispatch(Action::Began(job.turn, done, jobs.len(), seconds_left));
        let request = |run| RunRequest {
            run,
            program: job.program.clone(),
            settings: job.settings,
            ledger_room: RunRequest::LEDGER_ROOM,
            with_ledger: job.with_ledger,
            live: job.with_ledger,
            steps: job.steps,
            rewrite_httpbin: !job.asks_httpbin,
        };
        let mut heard = 0;
        let (report, output, ledger) = engine
            .run(request, |progress| {
                // Every second word is drawn, and what was printed at once: drawing is work for the
                // same processors, and on two of them it cost the programs a twentieth of their speed.
                heard += 1;
                lacked_room |= lacks_room(&progress.output);
                let has_news = progress
                    .ledger
                    .as_ref()
                    .is_some_and(|part| !part.events.is_empty());
                if heard % 2 == 0 && progress.output.is_empty() && !has_news {
                    return;
                }
                dispatch(Action::Progressed {
                    threads: progress.threads,
                    output: progress.output,
                    news: progress.ledger,
                    hidden: crate::browser::is_hidden(),
                });
            })
            .await?;
        let ledger = ledger.and_then(|part| part.into_ledger().ok()).map(Rc::new);
        let outcome = report.outcome;
        lacked_room |= lacks_room(&output);
        dispatch(Action::Ended {
            turn: job.turn,
            output,
            report,
            ledger,
            source: job.program.source.clone(),
        });
        if engine.is_cancelled() {
            return Ok(Stage::Cancelled);
        }
        if outcome == Outcome::Raised {
            raised.push(kind);
        }
    }
    let mut failed = match raised.len() {
        0 => return Ok(Stage::Done),
        1 => "One program ended with an error; the console has it.".to_owned(),
        n => format!("{n} programs ended with an error; the console has them."),
    };
    if lacked_room {
        failed += &format!(
            " There is room for {} threads at once here, those of all processes together; on virtual cores for more.",
            engine.room()
        );
    }
    Ok(Stage::Failed(failed))
}

/// Whether a program was told that no further thread or process can be started.
fn lacks_room(output: &[Chunk]) -> bool {
    let told = [
        "can't start new thread",
        "[Errno 11] Resource temporarily unavailable",
    ];
    let mut errors = output.iter().filter(|chunk| chunk.stream == Stream::Stderr);
    errors.any(|chunk| told.iter().any(|text| chunk.text.contains(text)))
}

/// A program that raised on one side may still run on the other.
fn side_of(job: &Job) -> usize {
    match job.turn.purpose {
        Purpose::Side(side) => side,
        Purpose::Point { .. } => 0,
    }
}
