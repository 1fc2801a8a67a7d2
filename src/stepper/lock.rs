//! The lock as a state machine: what the diagram shows of it, no drawing.

use protocol::{LockEvent, ReleaseCause, Step};
use timeline::units;

use super::scene::{Doing, Scene};
use super::words;

/// The diagram of a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Who holds the lock.
    pub holder: Option<String>,
    /// What has just happened to it.
    pub transition: Option<Transition>,
    /// What else it knows: its switch number, who held it last.
    pub facts: Vec<String>,
    /// With the lock before 3.2: what share of the ticks is left.
    pub ticks: Option<f64>,
    /// The threads.
    pub rows: Vec<Row>,
    /// How many more threads there are.
    pub more: usize,
}

/// A way from one state to another, or to the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transition {
    /// From free to held.
    Take,
    /// From held to free.
    LetGo(ReleaseCause),
    /// A waiter asks the holder: from one row to another, if both are drawn.
    Ask(Option<(usize, usize)>),
    /// A waiter's interval has passed.
    TimeOut,
    /// A waiter finds the lock taken.
    Denied,
}

impl Transition {
    /// What stands at the arrow.
    pub fn name(self) -> &'static str {
        match self {
            Self::Take => "take",
            Self::LetGo(ReleaseCause::Forced) => "let go: drop request",
            Self::LetGo(ReleaseCause::Ticks) => "let go: no ticks left",
            Self::LetGo(ReleaseCause::Blocking) => "let go: about to wait",
            Self::LetGo(ReleaseCause::Ended) => "let go: thread ends",
            Self::Ask(_) => "drop request",
            Self::TimeOut => "interval has passed",
            Self::Denied => "finds it taken",
        }
    }
}

/// A thread in the diagram.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// What it does.
    pub doing: String,
    /// What share of its patience is left, while it sleeps.
    pub patience: Option<f64>,
    /// Whether it was asked to let go.
    pub asked: bool,
    /// Whether it holds the lock.
    pub holds: bool,
    /// Whether the step was its own.
    pub acts: bool,
}

/// The diagram of a moment; `None` where there is no lock.
pub fn picture(scene: Scene<'_>, old_lock: bool) -> Option<Picture> {
    let lock = scene.lock()?;
    let (threads, more) = scene.threads();
    let interval = scene.interval();
    let row = |thread: u32| {
        let doing = scene.doing(thread);
        Row {
            name: scene.name(thread),
            doing: words::doing(doing),
            patience: match doing {
                Doing::Asleep { left: Some(left) } => {
                    interval.map(|interval| left.share_of(interval))
                }
                _ => None,
            },
            asked: scene.thread(thread).is_some_and(|view| view.drop_request),
            holds: lock.holder == Some(thread),
            acts: scene.moment.thread == thread,
        }
    };
    let last = match lock.last_holder {
        Some(last) => scene.name(last),
        None => "nobody yet".to_owned(),
    };
    let facts = if old_lock {
        let ticks = lock.ticks.map(|left| match scene.check_interval() {
            Some(all) => format!("ticks left: {} of {all}", left.max(0)),
            None => format!("ticks left: {}", left.max(0)),
        });
        let last = format!("last holder: {last}");
        ticks.into_iter().chain([last]).collect()
    } else {
        vec![
            format!("switch number: {}", units::count(lock.switch_number)),
            format!("last holder: {last}"),
        ]
    };
    Some(Picture {
        holder: lock.holder.map(|holder| scene.name(holder)),
        transition: transition(scene, threads.end as usize),
        facts,
        ticks: lock
            .ticks
            .filter(|_| old_lock)
            .zip(scene.check_interval())
            .map(|(left, all)| (f64::from(left) / f64::from(all)).clamp(0.0, 1.0)),
        rows: threads.map(row).collect(),
        more,
    })
}

fn transition(scene: Scene<'_>, rows: usize) -> Option<Transition> {
    let event = match scene.moment.step {
        Step::Lock(event) => event,
        Step::Denied => return Some(Transition::Denied),
        Step::Bytecode(_) | Step::Bytecodes(_) | Step::Asleep => return None,
    };
    match event {
        LockEvent::Acquire { .. } => Some(Transition::Take),
        LockEvent::Release { cause } => Some(Transition::LetGo(cause)),
        LockEvent::TimeOut => Some(Transition::TimeOut),
        LockEvent::DropRequest { holder } => {
            let (from, to) = (scene.moment.thread as usize, holder as usize);
            let drawn = from < rows && to < rows && from != to;
            Some(Transition::Ask(drawn.then_some((from, to))))
        }
        _ => None,
    }
}

/// The diagram in words, for those who do not see it.
pub fn in_words(picture: &Picture) -> String {
    let mut parts = vec![match &picture.holder {
        Some(holder) => format!("The lock is held by {holder}"),
        None => "The lock is free".to_owned(),
    }];
    parts.extend(picture.facts.iter().cloned());
    for row in &picture.rows {
        let asked = if row.asked {
            ", has a drop request"
        } else {
            ""
        };
        parts.push(format!("{}: {}{asked}", row.name, row.doing));
    }
    parts.join(". ") + "."
}

#[cfg(test)]
mod tests {
    use protocol::Steps;

    use super::super::sample::{battle, hand_over};
    use super::*;

    fn drawn(steps: &Steps, index: usize, old_lock: bool) -> Picture {
        picture(Scene::at(steps, index).unwrap(), old_lock).unwrap()
    }

    #[test]
    fn a_request_goes_from_the_waiter_to_the_holder() {
        let steps = hand_over();
        let picture = drawn(&steps, 5, false);
        assert_eq!(picture.transition, Some(Transition::Ask(Some((2, 1)))));
        assert_eq!(picture.holder.as_deref(), Some("Thread-1"));
        let [main, holder, waiter] = picture.rows.as_slice() else {
            panic!("{picture:?}");
        };
        assert!(!main.asked && holder.asked && holder.holds && !waiter.asked && waiter.acts);
        assert_eq!(waiter.doing, "wants the lock");
    }

    #[test]
    fn patience_shrinks_while_a_thread_sleeps() {
        let steps = hand_over();
        let patience = |index: usize| drawn(&steps, index, false).rows[2].patience;
        assert_eq!(patience(1), Some(1.0));
        assert!(patience(3).is_some_and(|left| left < 0.000_001));
        assert_eq!(patience(4), None);
    }

    #[test]
    fn who_was_made_to_let_go_makes_way() {
        let steps = hand_over();
        let picture = drawn(&steps, 11, false);
        assert_eq!(picture.holder, None);
        assert_eq!(
            in_words(&picture),
            "The lock is free. switch number: 1. last holder: Thread-1. MainThread: waits for \
             something else. Thread-1: makes way for somebody else. Thread-2: is waking up, to look \
             for the lock."
        );
        let taken = drawn(&steps, 12, false);
        assert_eq!(taken.transition, Some(Transition::Take));
        assert_eq!(taken.facts[0], "switch number: 2");
    }

    #[test]
    fn the_old_lock_has_ticks_and_no_patience() {
        let steps = battle();
        let picture = drawn(&steps, 2, true);
        assert_eq!(picture.ticks, Some(0.01));
        assert_eq!(picture.facts[0], "ticks left: 1 of 100");
        assert!(picture.rows.iter().all(|row| row.patience.is_none()));
        assert_eq!(drawn(&steps, 6, true).transition, Some(Transition::Denied));
    }
}
