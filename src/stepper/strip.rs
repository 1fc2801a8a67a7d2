//! All moments at a glance: a lane a thread, aligned with the slider above.

use std::fmt::Write;
use std::rc::Rc;

use protocol::{LockEvent, Step, Steps, ThreadActivity};
use yew::prelude::*;

use super::scene::Scene;
use super::walk::is_event;

/// Height of a lane, in pixels.
const LANE: usize = 16;
/// Width of a moment, so that its middle is a whole number.
const MOMENT: usize = 2;

/// The threads over all recorded moments. Each moment is as wide as every other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Layout {
    /// The events around the lock: ticks above the lanes.
    pub events: String,
    /// Where the lock went from one thread to another.
    pub switches: String,
    /// The lanes.
    pub lanes: Vec<Lane>,
}

/// What one thread does, as paths.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lane {
    /// Its name.
    pub name: String,
    /// It holds the lock, or runs where there is none.
    pub runs: String,
    /// It wants the lock.
    pub waits: String,
    /// It could go on but has no core.
    pub ready: String,
    /// It waits for something else.
    pub blocked: String,
}

/// Lays all moments out.
pub fn layout(steps: &Steps) -> Layout {
    let mut layout = Layout::default();
    let Some(first) = Scene::at(steps, 0) else {
        return layout;
    };
    let scenes = || (0..steps.moments.len()).filter_map(|index| Scene::at(steps, index));
    for (index, scene) in scenes().enumerate() {
        let path = match scene.moment.step {
            Step::Lock(LockEvent::Acquire { from: Some(_) }) => &mut layout.switches,
            ref step if is_event(step) => &mut layout.events,
            _ => continue,
        };
        // Writing to a String cannot fail.
        let _ = write!(path, "M{} 2v{}", middle(index), LANE - 4);
    }
    let (threads, _) = first.threads();
    layout.lanes = threads
        .map(|thread| {
            let mut lane = Lane {
                name: first.name(thread),
                ..Lane::default()
            };
            let y = (thread as usize + 1) * LANE + LANE / 2;
            let mut drawing = None;
            // The end of all moments ends what is drawn last.
            let kinds = scenes().map(|scene| kind(scene, thread)).chain([None]);
            for (index, kind) in kinds.enumerate() {
                if kind == drawing {
                    continue;
                }
                let x = index * MOMENT;
                if let Some(path) = drawing.map(|kind| lane.path(kind)) {
                    let _ = write!(path, "H{x}");
                }
                if let Some(path) = kind.map(|kind| lane.path(kind)) {
                    let _ = write!(path, "M{x} {y}");
                }
                drawing = kind;
            }
            lane
        })
        .collect();
    layout
}

/// Where a moment has its middle.
pub fn middle(index: usize) -> usize {
    index * MOMENT + MOMENT / 2
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Runs,
    Waits,
    Ready,
    Blocked,
}

impl Lane {
    fn path(&mut self, kind: Kind) -> &mut String {
        match kind {
            Kind::Runs => &mut self.runs,
            Kind::Waits => &mut self.waits,
            Kind::Ready => &mut self.ready,
            Kind::Blocked => &mut self.blocked,
        }
    }
}

fn kind(scene: Scene<'_>, thread: u32) -> Option<Kind> {
    if let Some(lock) = scene.lock()
        && lock.holder == Some(thread)
    {
        return Some(Kind::Runs);
    }
    match scene.thread(thread)?.activity {
        ThreadActivity::Running => Some(Kind::Runs).filter(|_| scene.lock().is_none()),
        ThreadActivity::Waiting => Some(Kind::Waits),
        ThreadActivity::Ready => Some(Kind::Ready),
        ThreadActivity::Blocked => Some(Kind::Blocked),
        ThreadActivity::Starting | ThreadActivity::Ended => None,
    }
}

/// What is drawn and where the cursor is.
#[derive(PartialEq, Properties)]
pub struct StripProps {
    /// The moments.
    pub steps: Rc<Steps>,
    /// The one that is shown.
    pub at: usize,
}

/// The strip. Hidden from screen readers: every moment's words say the same.
#[component]
pub fn Strip(props: &StripProps) -> Html {
    let layout = use_memo(props.steps.clone(), |steps| layout(steps));
    let height = (layout.lanes.len() + 1) * LANE;
    // From the middle of the first moment to that of the last, as the slider's thumb goes.
    let width = (props.steps.moments.len().saturating_sub(1) * MOMENT).max(1);
    let x = middle(props.at).to_string();
    let has_lock = Scene::at(&props.steps, 0).is_some_and(|scene| scene.lock().is_some());
    html! {
        <div class="strip" aria-hidden="true">
            <ul>
                <li>{ "lock events" }</li>
                { for layout.lanes.iter().map(|lane| html! { <li>{ &lane.name }</li> }) }
            </ul>
            <svg
                viewBox={format!("{} 0 {width} {height}", MOMENT / 2)}
                height={height.to_string()}
                preserveAspectRatio="none"
            >
                <path class="event" d={layout.events.clone()} />
                <path class="switch" d={layout.switches.clone()} />
                { for layout.lanes.iter().map(|lane| html! {
                    <>
                        <path class="runs" d={lane.runs.clone()} />
                        <path class="waits" d={lane.waits.clone()} />
                        <path class="ready" d={lane.ready.clone()} />
                        <path class="blocked" d={lane.blocked.clone()} />
                    </>
                }) }
                <line class="cursor" x1={x.clone()} x2={x} y1="0" y2={height.to_string()} />
            </svg>
            <p class="legend">
                { format!(
                    "Thick: {} · dashed: wants the lock · dotted: waits for something else · thin: no \
                     core · broad mark: a switch",
                    if has_lock { "has the lock" } else { "runs" },
                ) }
            </p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::hand_over;
    use super::*;

    #[test]
    fn a_lane_has_one_line_for_what_goes_on() {
        let layout = layout(&hand_over());
        let [main, first, second] = layout.lanes.as_slice() else {
            panic!("{layout:?}");
        };
        assert_eq!(main.blocked, "M0 24H26");
        assert_eq!(first.runs, "M0 40H18");
        assert_eq!(first.waits, "M18 40H26");
        assert_eq!(second.waits, "M0 56H24");
        assert_eq!(second.runs, "M24 56H26");
        assert_eq!(layout.switches, "M25 2v12");
    }
}
