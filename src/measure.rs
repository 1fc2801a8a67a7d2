//! Runs every way as often as asked, and tells the figure.

use std::cell::RefCell;
use std::rc::Rc;

use protocol::{Outcome, RunRequest, Settings, Way};

use crate::engine::{Canceller, Engine, Failure};
use crate::program::Sources;
use crate::state::{Action, Stage, Turn};

/// The engine between two presses of Run, and the means to cancel while it is busy.
#[derive(Clone, Default)]
pub struct Desk(Rc<RefCell<Contents>>);

#[derive(Default)]
struct Contents {
    engine: Option<(Engine, Canceller)>,
    canceller: Option<Canceller>,
}

impl Desk {
    /// Cancels what runs, if anything does.
    pub fn cancel(&self) {
        if let Some(canceller) = &self.0.borrow().canceller {
            canceller.cancel();
        }
    }
}

/// The runs in their order: the ways take turns, so that a machine that gets slower or faster
/// meanwhile does it to all of them.
fn turns(ways: &[Way], repeats: u32) -> impl Iterator<Item = Turn> {
    (1..=repeats).flat_map(move |repeat| {
        ways.iter().map(move |&way| Turn {
            way,
            repeat,
            repeats,
        })
    })
}

/// Measures these ways, `repeats` times each, and ends with [`Action::Stopped`]. A way whose
/// program raises is not run again; the others are.
pub async fn measure(
    desk: Desk,
    sources: Sources,
    ways: &[Way],
    repeats: u32,
    dispatch: impl Fn(Action),
) {
    let stage = match all_turns(&desk, &sources, ways, repeats, &dispatch).await {
        Ok(stage) => stage,
        Err(Failure::Cancelled) => Stage::Cancelled,
        Err(Failure::Broken(message)) => Stage::Failed(message),
    };
    desk.0.borrow_mut().canceller = None;
    dispatch(Action::Stopped(stage));
}

async fn all_turns(
    desk: &Desk,
    sources: &Sources,
    ways: &[Way],
    repeats: u32,
    dispatch: &impl Fn(Action),
) -> Result<Stage, Failure> {
    let kept = desk.0.borrow_mut().engine.take();
    let kept =
        kept.and_then(|(mut engine, canceller)| engine.is_usable().then_some((engine, canceller)));
    let is_new = kept.is_none();
    let (mut engine, canceller) = match kept {
        Some(kept) => kept,
        None => Engine::create()?,
    };
    desk.0.borrow_mut().canceller = Some(canceller.clone());
    if is_new {
        engine.start().await?;
    }
    let stage = run_turns(&mut engine, sources, ways, repeats, dispatch).await?;
    // Only an engine that got this far is worth keeping; a broken one was dropped on the way.
    desk.0.borrow_mut().engine = Some((engine, canceller));
    Ok(stage)
}

async fn run_turns(
    engine: &mut Engine,
    sources: &Sources,
    ways: &[Way],
    repeats: u32,
    dispatch: &impl Fn(Action),
) -> Result<Stage, Failure> {
    let mut raised = Vec::new();
    for turn in turns(ways, repeats) {
        if raised.contains(&turn.way) {
            continue;
        }
        dispatch(Action::Began(turn));
        let request = |run| RunRequest {
            run,
            program: sources.program(turn.way),
            settings: Settings::of(turn.way.preset(protocol::Preset::Python314)),
            ledger_room: RunRequest::LEDGER_ROOM,
            with_ledger: false,
            live: false,
            steps: None,
        };
        let mut heard = 0;
        let (report, output) = engine
            .run(request, |progress| {
                // Every second word is drawn, and what was printed at once: drawing is work for the
                // same processors, and on two of them it cost the programs a twentieth of their speed.
                heard += 1;
                if heard % 2 == 0 && progress.output.is_empty() {
                    return;
                }
                dispatch(Action::Progressed {
                    elapsed: progress.elapsed,
                    threads: progress.threads,
                    output: progress.output,
                    hidden: is_hidden(),
                });
            })
            .await?;
        let outcome = report.outcome;
        dispatch(Action::Ended {
            turn,
            output,
            report,
        });
        if engine.is_cancelled() {
            return Ok(Stage::Cancelled);
        }
        if outcome == Outcome::Raised {
            raised.push(turn.way);
        }
    }
    Ok(match raised.len() {
        0 => Stage::Done,
        1 => Stage::Failed("One program ended with an error; the console has it.".to_owned()),
        n => Stage::Failed(format!(
            "{n} programs ended with an error; the console has them."
        )),
    })
}

/// Whether the page is out of sight, where browsers slow it down. Progress comes so often that
/// looking each time misses nothing that matters.
fn is_hidden() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .is_some_and(|document| document.hidden())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_take_turns() {
        let order: Vec<_> = turns(&crate::chart::COUNTING, 2)
            .map(|turn| (turn.repeat, turn.way))
            .collect();
        assert_eq!(order.len(), 6);
        assert_eq!(order[0], (1, Way::Sequential));
        assert_eq!(order[2], (1, Way::FreeThreaded));
        assert_eq!(order[3], (2, Way::Sequential));
    }
}
