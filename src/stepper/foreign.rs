//! Steps may come from a file that somebody else wrote: nothing in them may be relied upon.

use std::rc::Rc;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use protocol::{
    BlockCause, Instruction, Listing, LockEvent, LockView, Moment, Place, ReleaseCause, Step,
    Steps, ThreadActivity, ThreadView, Waiter,
};
use yew::Reducible;

use super::scene::Scene;
use super::walk::{Act, Jump, Pace, Walk};
use super::{clock, code, lock, strip, words};

/// Mostly small, so that some of them exist, and sometimes anything.
fn index() -> impl Strategy<Value = u32> {
    prop_oneof![4 => 0..5_u32, 1 => any::<u32>()]
}

fn time() -> impl Strategy<Value = u64> {
    prop_oneof![0..10_000_000_000_u64, any::<u64>()]
}

fn place() -> impl Strategy<Value = Place> {
    (index(), index()).prop_map(|(listing, instruction)| Place {
        listing,
        instruction,
    })
}

fn event() -> impl Strategy<Value = LockEvent> {
    use LockEvent as Event;
    prop_oneof![
        prop::sample::select(vec![
            Event::Start,
            Event::Request,
            Event::TimeOut,
            Event::Wake,
            Event::Preempt,
            Event::Dispatch,
            Event::End,
        ]),
        index().prop_map(|holder| Event::DropRequest { holder }),
        option::of(index()).prop_map(|from| Event::Acquire { from }),
        prop::sample::select(vec![
            ReleaseCause::Forced,
            ReleaseCause::Ticks,
            ReleaseCause::Blocking,
            ReleaseCause::Ended,
        ])
        .prop_map(|cause| Event::Release { cause }),
        prop::sample::select(vec![
            BlockCause::Sleep,
            BlockCause::Join,
            BlockCause::Start,
            BlockCause::Native,
            BlockCause::Lock,
            BlockCause::Network,
            BlockCause::Process,
        ])
        .prop_map(|cause| Event::Block { cause }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => place().prop_map(Step::Bytecode),
        1 => any::<u64>().prop_map(Step::Bytecodes),
        4 => event().prop_map(Step::Lock),
        1 => Just(Step::Denied),
        1 => Just(Step::Asleep),
    ]
}

fn lock_view() -> impl Strategy<Value = LockView> {
    let waiter = (index(), option::of(time())).prop_map(|(thread, patience_until)| Waiter {
        thread,
        patience_until,
    });
    (
        (option::of(index()), option::of(index()), any::<u64>()),
        (vec(waiter, 0..4), vec(index(), 0..3), any::<Option<i32>>()),
    )
        .prop_map(
            |((holder, last_holder, switch_number), (waiters, made_way, ticks))| LockView {
                holder,
                last_holder,
                switch_number,
                waiters,
                made_way,
                ticks,
            },
        )
}

fn thread_view() -> impl Strategy<Value = ThreadView> {
    let activity = prop::sample::select(vec![
        ThreadActivity::Starting,
        ThreadActivity::Running,
        ThreadActivity::Ready,
        ThreadActivity::Waiting,
        ThreadActivity::Blocked,
        ThreadActivity::Ended,
    ]);
    (
        activity,
        any::<bool>(),
        option::of(place()),
        option::of(index()),
    )
        .prop_map(|(activity, drop_request, next, core)| ThreadView {
            activity,
            drop_request,
            next,
            core,
        })
}

fn steps() -> impl Strategy<Value = Steps> {
    let text = "\\PC{0,40}";
    let instruction =
        (text, text, index(), any::<bool>()).prop_map(|(name, argument, line, check_point)| {
            Instruction {
                name,
                argument,
                line,
                check_point,
            }
        });
    let listing = (text, vec(instruction, 0..15)).prop_map(|(name, instructions)| Listing {
        name,
        file: String::new(),
        instructions,
    });
    let moment = (
        (time(), index(), step()),
        option::of(lock_view()),
        vec(thread_view(), 0..5),
    );
    let moment = moment.prop_map(|((at, thread, step), lock, threads)| Moment {
        at,
        thread,
        step,
        lock,
        threads,
    });
    (
        vec(text, 0..12),
        vec(listing, 0..3),
        vec(moment, 0..12),
        any::<bool>(),
    )
        .prop_map(|(threads, listings, moments, cut_short)| Steps {
            threads,
            listings,
            moments,
            cut_short,
        })
}

fn jump() -> impl Strategy<Value = Jump> {
    prop_oneof![
        Just(Jump::First),
        Just(Jump::Back),
        Just(Jump::Forward),
        Just(Jump::Last),
        Just(Jump::PreviousEvent),
        Just(Jump::NextEvent),
        any::<usize>().prop_map(Jump::To),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_the_steps_are_everything_can_be_shown(
        steps in steps(),
        source in "(\\PC{0,20}\n){0,5}",
        old_lock: bool,
    ) {
        for index in 0..steps.moments.len() {
            let scene = Scene::at(&steps, index).unwrap();
            prop_assert!(words::sentence(scene, old_lock).ends_with('.'));
            prop_assert!(!words::title(scene).is_empty());
            prop_assert!(!clock(scene).is_empty());
            if let Some(picture) = lock::picture(scene, old_lock) {
                let shares = picture.rows.iter().map(|row| row.patience);
                for share in shares.chain([picture.ticks]).flatten() {
                    prop_assert!((0.0..=1.0).contains(&share));
                }
                prop_assert!(lock::in_words(&picture).ends_with('.'));
            }
            let (columns, more) = code::columns(scene, &source);
            prop_assert_eq!(columns.len() + more, steps.threads.len());
            for column in columns {
                prop_assert!(column.lines.len() <= code::WINDOW);
            }
        }
        strip::layout(&steps);
    }

    #[test]
    fn no_way_leads_beyond_the_ends(steps in steps(), jumps in vec(jump(), 0..20)) {
        let mut walk = Rc::new(Walk::new(Rc::new(steps)));
        for jump in jumps {
            walk = walk.reduce(Act::Go(jump));
            prop_assert!(walk.at <= walk.last());
            walk = walk.reduce(Act::TogglePlay).reduce(Act::SetPace(Pace::Fast));
            for _ in 0..3 {
                walk = walk.reduce(Act::Tick);
                prop_assert!(walk.at <= walk.last());
                prop_assert!(!walk.playing || walk.at < walk.last());
            }
        }
    }
}
