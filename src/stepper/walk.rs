//! Where the reader is among the moments, and where the next step leads.

use std::rc::Rc;

use protocol::{Step, Steps};
use yew::Reducible;

/// Where the reader is. Every moment carries its whole state, so to be somewhere is an index.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// What is stepped through.
    pub steps: Rc<Steps>,
    /// Which moment is shown.
    pub at: usize,
    /// Whether it goes on by itself.
    pub playing: bool,
    /// How fast, if so.
    pub pace: Pace,
}

/// How fast it goes on by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// Slow enough to read every sentence.
    Slow,
    /// To follow what happens.
    #[default]
    Usual,
    /// To see the pattern.
    Fast,
}

impl Pace {
    /// All of them, with the name that the reader sees.
    pub const ALL: [(Self, &str); 3] = [
        (Self::Slow, "1 step in 3 s"),
        (Self::Usual, "1 step a second"),
        (Self::Fast, "8 steps a second"),
    ];

    /// How long a moment is shown.
    pub fn milliseconds(self) -> u32 {
        match self {
            Self::Slow => 3_000,
            Self::Usual => 1_000,
            Self::Fast => 125,
        }
    }
}

/// A way from one moment to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Jump {
    /// To the first moment.
    First,
    /// To the one before.
    Back,
    /// To the next.
    Forward,
    /// To the last.
    Last,
    /// To the last event around the lock before.
    PreviousEvent,
    /// To the next event around the lock.
    NextEvent,
    /// To this one.
    To(usize),
}

/// What happens to a walk.
pub enum Act {
    /// There is something else to step through.
    Load(Rc<Steps>),
    /// The reader goes somewhere, which ends playing.
    Go(Jump),
    /// Play or pause.
    TogglePlay,
    /// Another pace.
    SetPace(Pace),
    /// It is time for the next moment.
    Tick,
}

impl Walk {
    /// At the beginning.
    pub fn new(steps: Rc<Steps>) -> Self {
        Self {
            steps,
            at: 0,
            playing: false,
            pace: Pace::default(),
        }
    }

    /// The number of the last moment.
    pub fn last(&self) -> usize {
        self.steps.moments.len().saturating_sub(1)
    }

    /// Where a jump leads from here. Where there is no such event, it leads nowhere.
    pub fn target(&self, jump: Jump) -> usize {
        let is_event =
            |&index: &usize| matches!(self.steps.moments.get(index), Some(m) if is_event(&m.step));
        let target = match jump {
            Jump::First => 0,
            Jump::Back => self.at.saturating_sub(1),
            Jump::Forward => self.at.saturating_add(1),
            Jump::Last => self.last(),
            Jump::PreviousEvent => (0..self.at).rev().find(is_event).unwrap_or(self.at),
            Jump::NextEvent => (self.at.saturating_add(1)..=self.last())
                .find(is_event)
                .unwrap_or(self.at),
            Jump::To(index) => index,
        };
        target.min(self.last())
    }
}

impl Reducible for Walk {
    type Action = Act;

    fn reduce(self: Rc<Self>, act: Act) -> Rc<Self> {
        let mut walk = (*self).clone();
        match act {
            // The same again, as at the first drawing.
            Act::Load(steps) if Rc::ptr_eq(&steps, &walk.steps) => {}
            Act::Load(steps) => {
                walk = Self {
                    pace: walk.pace,
                    ..Self::new(steps)
                };
            }
            Act::Go(jump) => {
                walk.at = walk.target(jump);
                walk.playing = false;
            }
            Act::TogglePlay => {
                walk.playing = !walk.playing && walk.last() > 0;
                if walk.playing && walk.at >= walk.last() {
                    walk.at = 0;
                }
            }
            Act::SetPace(pace) => walk.pace = pace,
            Act::Tick if walk.playing => {
                walk.at = walk.target(Jump::Forward);
                walk.playing = walk.at < walk.last();
            }
            Act::Tick => {}
        }
        walk.into()
    }
}

/// Whether something happened around the lock or to a thread, other than bytecode.
pub fn is_event(step: &Step) -> bool {
    !matches!(step, Step::Bytecode(_) | Step::Bytecodes(_))
}

#[cfg(test)]
mod tests {
    use super::super::sample::hand_over;
    use super::*;

    fn walk() -> Rc<Walk> {
        Rc::new(Walk::new(Rc::new(hand_over())))
    }

    #[test]
    fn steps_and_jumps_lead_where_they_say() {
        let mut walk = walk();
        for (jump, expected) in [
            (Jump::Back, 0),
            (Jump::Forward, 1),
            // Over two steps of bytecode.
            (Jump::NextEvent, 4),
            (Jump::PreviousEvent, 1),
            (Jump::Last, 12),
            (Jump::Forward, 12),
            (Jump::NextEvent, 12),
            (Jump::Back, 11),
            (Jump::First, 0),
            (Jump::PreviousEvent, 0),
            (Jump::To(7), 7),
            (Jump::To(99), 12),
        ] {
            walk = walk.reduce(Act::Go(jump));
            assert_eq!(walk.at, expected, "{jump:?}");
        }
    }

    #[test]
    fn playing_stops_at_the_end_and_by_hand() {
        let mut walk = walk().reduce(Act::Tick);
        assert_eq!(walk.at, 0, "nothing plays yet");
        walk = walk.reduce(Act::TogglePlay).reduce(Act::Tick);
        assert!(walk.playing && walk.at == 1);
        walk = walk.reduce(Act::Go(Jump::Forward));
        assert!(!walk.playing);
        walk = walk.reduce(Act::Go(Jump::To(11))).reduce(Act::TogglePlay);
        walk = walk.reduce(Act::Tick);
        assert!(!walk.playing && walk.at == 12);
        // From the end, it begins again.
        walk = walk.reduce(Act::TogglePlay);
        assert!(walk.playing && walk.at == 0);
    }

    #[test]
    fn other_steps_begin_at_their_beginning() {
        let walk = walk().reduce(Act::Go(Jump::Last));
        let same = walk.clone().reduce(Act::Load(walk.steps.clone()));
        assert_eq!(same.at, 12);
        let other = walk.reduce(Act::Load(Rc::new(Steps::default())));
        assert_eq!((other.at, other.last()), (0, 0));
        assert!(!other.reduce(Act::TogglePlay).playing);
    }
}
