//! A ledger as it is drawn: a lane a thread, built while the program still runs.

use std::ops::Range;

use protocol::{Ledger, LedgerEvent, LockEvent};

use crate::lock::{History, Slice};
use crate::order::Order;
use crate::spans::{Kind, Span, Track};

/// What each thread did so far, in a form that is quick to extend, to search and to sum up.
///
/// Its spans are those of [`spans()`](crate::spans()) of all events so far, however these were cut
/// into parts.
#[derive(Clone, Debug, Default)]
pub struct Lanes {
    lanes: Vec<Lane>,
    order: Order,
    pub(crate) history: History,
    has_lock: bool,
    dropped: u64,
    last_event: u64,
    until: u64,
}

/// One thread.
#[derive(Clone, Debug, Default)]
pub struct Lane {
    name: String,
    track: Track,
    /// How many spans of the track are over, and when the last of them ends: what is beyond was
    /// added only to show what is known so far.
    over: (usize, u64),
    /// Until when it is known what the thread does.
    known_until: u64,
    /// For every [`STRIDE`] spans, how much time of which kind there is before them.
    sums: Vec<Times>,
    requests: Vec<Request>,
    take_overs: Vec<TakeOver>,
}

/// How much time of each [`Kind`], by its index in [`Kind::ALL`]: nanoseconds.
pub type Times = [u64; Kind::ALL.len()];

/// A thread’s patience was at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// When: nanoseconds since the start of the run.
    pub at: u64,
    /// Who was asked to let go of the lock; `None` if nobody, because the lock had changed hands
    /// meanwhile.
    pub holder: Option<u32>,
}

/// A thread got the lock after another one: a switch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakeOver {
    /// When it had it: nanoseconds since the start of the run.
    pub at: u64,
    /// Who had it before. Not necessarily a thread that is known.
    pub from: u32,
    /// When that one let go of it, if that is known.
    pub released: Option<u64>,
    /// Whether that one had been asked to.
    pub forced: bool,
}

/// Between two sums. Fewer would cost time, more would cost memory.
const STRIDE: usize = 32;

impl Lanes {
    /// All of a ledger.
    pub fn of(ledger: &Ledger) -> Self {
        let mut lanes = Self::default();
        lanes.extend(
            &ledger.threads,
            ledger.events.iter().copied(),
            ledger.dropped,
            ledger.until,
        );
        lanes
    }

    /// Adds what has happened since: the names of all threads so far, the new events, and how many
    /// were [dropped](Ledger::dropped) and [until when](Ledger::until) it goes by now. Takes time
    /// in proportion to the new events and the threads.
    pub fn extend(
        &mut self,
        threads: &[String],
        events: impl IntoIterator<Item = LedgerEvent>,
        dropped: u64,
        until: u64,
    ) {
        self.lanes.iter_mut().for_each(Lane::reopen);
        let new = threads.iter().skip(self.lanes.len());
        self.lanes.extend(new.map(|name| Lane {
            name: name.clone(),
            ..Lane::default()
        }));
        self.order.name(self.lanes.len());
        self.history.name(self.lanes.len());
        for event in events {
            self.follow(event);
        }
        self.dropped = dropped;
        self.until = until.max(self.last_event);
        for lane in &mut self.lanes {
            lane.settle(if dropped == 0 {
                self.until
            } else {
                lane.track.last_event
            });
        }
    }

    fn follow(&mut self, event: LedgerEvent) {
        let Some(event) = self.order.admit(event) else {
            return;
        };
        self.last_event = self.last_event.max(event.at);
        let known = self.history.hand_overs.len();
        self.history.follow(&event);
        let Some(lane) = self.lanes.get_mut(event.thread as usize) else {
            return;
        };
        lane.track.follow(event.at, event.what);
        match event.what {
            LockEvent::TimeOut => lane.requests.push(Request {
                at: event.at,
                holder: None,
            }),
            LockEvent::DropRequest { holder } => lane.ask(event.at, holder),
            LockEvent::Acquire { from } => {
                self.has_lock = true;
                if let Some(from) = from.filter(|&from| from != event.thread) {
                    let hand_over = self.history.hand_overs.get(known);
                    lane.take_overs.push(TakeOver {
                        at: event.at,
                        from,
                        released: hand_over.map(|hand_over| hand_over.released),
                        forced: hand_over.is_some_and(|hand_over| hand_over.forced),
                    });
                }
            }
            _ => {}
        }
    }

    /// The threads.
    pub fn lanes(&self) -> &[Lane] {
        &self.lanes
    }

    /// The name of a thread, also of one that is not known.
    pub fn name(&self, thread: u32) -> &str {
        let lane = self.lanes.get(thread as usize);
        lane.map_or("an unknown thread", Lane::name)
    }

    /// Until when it goes: nanoseconds since the start of the run.
    pub fn until(&self) -> u64 {
        self.until
    }

    /// How many events there was no room for.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Whether anybody has had the lock: if not, then there is none, or nothing has happened yet.
    pub fn has_lock(&self) -> bool {
        self.has_lock
    }

    /// All slices, also those that may go on, in no particular order.
    pub(crate) fn slices(&self) -> impl Iterator<Item = Slice> {
        let unfinished = self.history.unfinished(self.until).map(|slice| {
            let lane = self.lanes.get(slice.thread as usize);
            let known = lane.map_or(slice.end, |lane| lane.known_until);
            let end = slice.end.min(known).max(slice.start);
            Slice { end, ..slice }
        });
        self.history.slices.iter().copied().chain(unfinished)
    }
}

impl Lane {
    /// The thread’s name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it did: as [`spans()`](crate::spans()) has it.
    pub fn spans(&self) -> &[Span] {
        &self.track.spans
    }

    /// Its time-outs and drop requests, in the order of time. A time-out that became a drop request
    /// is only that.
    pub fn requests(&self) -> &[Request] {
        &self.requests
    }

    /// Each time when it had the lock after another thread, in the order of time.
    pub fn take_overs(&self) -> &[TakeOver] {
        &self.take_overs
    }

    /// The spans that are at least in part between two times.
    pub fn between(&self, from: u64, to: u64) -> Range<usize> {
        let spans = self.spans();
        let first = spans.partition_point(|span| span.end <= from);
        let end = spans.partition_point(|span| span.start < to);
        first..end.max(first)
    }

    /// How it spent the time between two times. Takes time in proportion to the logarithm of the
    /// number of spans, and no more.
    pub fn times(&self, from: u64, to: u64) -> Times {
        self.times_of(self.between(from, to), from, to)
    }

    /// The same, if it is known which spans these are.
    pub(crate) fn times_of(&self, spans: Range<usize>, from: u64, to: u64) -> Times {
        let mut times = if spans.len() <= 2 * STRIDE {
            sum(self.spans().get(spans.clone()).unwrap_or_default())
        } else {
            let (before, mut times) = (self.before(spans.start), self.before(spans.end));
            for (time, before) in times.iter_mut().zip(before) {
                *time -= before;
            }
            times
        };
        let mut cut = |span: Option<&Span>, beyond: &dyn Fn(&Span) -> u64| {
            if let Some(span) = span {
                let time = &mut times[span.doing.kind() as usize];
                *time = time.saturating_sub(beyond(span));
            }
        };
        if let Some(last) = spans.clone().next_back() {
            let first = self.spans().get(spans.start);
            cut(first, &|span| from.saturating_sub(span.start));
            cut(self.spans().get(last), &|span| span.end.saturating_sub(to));
        }
        times
    }

    /// How much time of which kind there is before a span.
    fn before(&self, index: usize) -> Times {
        let stride = (index / STRIDE).min(self.sums.len().saturating_sub(1));
        let mut times = self.sums.get(stride).copied().unwrap_or_default();
        let rest = self.spans().get(stride * STRIDE..index);
        for (time, more) in times.iter_mut().zip(sum(rest.unwrap_or_default())) {
            *time += more;
        }
        times
    }

    fn ask(&mut self, at: u64, holder: u32) {
        // In a whole ledger each drop request follows a time-out, at once.
        if self
            .requests
            .last()
            .is_some_and(|last| last.holder.is_none())
        {
            self.requests.pop();
        }
        self.requests.push(Request {
            at,
            holder: Some(holder),
        });
    }

    /// Forgets what was only added to show what is known so far.
    fn reopen(&mut self) {
        let (count, end) = self.over;
        self.track.spans.truncate(count);
        if let Some(last) = self.track.spans.last_mut() {
            last.end = end;
        }
    }

    /// Sums up what is new, and adds what is known of the span that goes on.
    fn settle(&mut self, known_until: u64) {
        let spans = &self.track.spans;
        // The last one may still grow.
        while self.sums.len() * STRIDE < spans.len() {
            let index = self.sums.len() * STRIDE;
            let mut times = self.sums.last().copied().unwrap_or_default();
            let new = spans.get(index.saturating_sub(STRIDE)..index);
            for (time, more) in times.iter_mut().zip(sum(new.unwrap_or_default())) {
                *time += more;
            }
            self.sums.push(times);
        }
        self.over = (spans.len(), spans.last().map_or(0, |last| last.end));
        self.known_until = known_until;
        self.track.close_for_now(known_until);
    }
}

/// No overflow: spans of one thread do not overlap.
fn sum(spans: &[Span]) -> Times {
    let mut times = Times::default();
    for span in spans {
        times[span.doing.kind() as usize] += span.end - span.start;
    }
    times
}

/// What is to be seen at a place.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Hit {
    /// What the thread did there, if it was one thing.
    pub span: Option<Span>,
    /// How much there is, if it is too much to be told apart: the number of spans, and how long
    /// they are together.
    pub crowd: Option<(usize, Times)>,
    /// A time-out or drop request near by.
    pub request: Option<Request>,
    /// A switch near by.
    pub take_over: Option<TakeOver>,
}

impl Lane {
    /// What is to be seen from `from` up to `to`, usually the width of a pixel, and which marks
    /// are nearest, at most `reach` away.
    pub fn hit(&self, from: u64, to: u64, reach: u64) -> Hit {
        let to = to.max(from.saturating_add(1));
        let spans = self.between(from, to);
        let near = |at: u64| at.abs_diff(from) <= reach;
        let mut hit = Hit {
            request: nearest(&self.requests, from, |request| request.at)
                .filter(|request| near(request.at)),
            take_over: nearest(&self.take_overs, from, |take_over| take_over.at)
                .filter(|take_over| near(take_over.at)),
            ..Hit::default()
        };
        // Where one ends and the next begins there are two of them, and both can be seen.
        if spans.len() <= 2 {
            hit.span = self.spans().get(spans).and_then(<[_]>::first).copied();
        } else {
            hit.crowd = Some((spans.len(), self.times_of(spans, from, to)));
        }
        hit
    }

    /// When the next thing happens to the thread after that.
    pub fn next_event(&self, after: u64) -> Option<u64> {
        let spans = self.spans();
        let span = spans.partition_point(|span| span.start <= after);
        let span = spans.get(span).map(|span| span.start);
        // Where a thread ends, no span begins.
        let end = spans.partition_point(|span| span.end <= after);
        let end = spans.get(end).map(|span| span.end);
        let request = self.requests.partition_point(|each| each.at <= after);
        let request = self.requests.get(request).map(|each| each.at);
        let take_over = self.take_overs.partition_point(|each| each.at <= after);
        let take_over = self.take_overs.get(take_over).map(|each| each.at);
        [span, end, request, take_over].into_iter().flatten().min()
    }

    /// When the last thing happened to the thread before that.
    pub fn previous_event(&self, before: u64) -> Option<u64> {
        fn last<T>(all: &[T], count: usize) -> Option<&T> {
            all.get(count.checked_sub(1)?)
        }
        let spans = self.spans();
        let span = last(spans, spans.partition_point(|span| span.start < before));
        let end = last(spans, spans.partition_point(|span| span.end < before));
        let requests = &self.requests;
        let request = last(requests, requests.partition_point(|each| each.at < before));
        let take_overs = &self.take_overs;
        let take_over = take_overs.partition_point(|each| each.at < before);
        let times = [
            span.map(|span| span.start),
            end.map(|span| span.end),
            request.map(|request| request.at),
            last(take_overs, take_over).map(|take_over| take_over.at),
        ];
        times.into_iter().flatten().max()
    }
}

/// Of things in the order of time, that which is nearest.
fn nearest<T: Copy>(all: &[T], to: u64, at: impl Fn(&T) -> u64) -> Option<T> {
    let after = all.partition_point(|each| at(each) < to);
    let before = after.checked_sub(1).and_then(|index| all.get(index));
    let both = [before, all.get(after)].into_iter().flatten();
    both.min_by_key(|each| at(each).abs_diff(to)).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::samples;
    use crate::{Doing, shares, slices, spans, switches};

    /// The ledger as it would have come in parts that end where `cuts` says.
    fn in_parts(ledger: &Ledger, cuts: &[(usize, u64)]) -> Lanes {
        let mut lanes = Lanes::default();
        let mut done = 0;
        let mut names = 0;
        for &(size, early) in cuts {
            let part = ledger.events.iter().skip(done).take(size);
            let until = part.clone().map(|event| event.at).max().unwrap_or_default();
            // Also news of a time that later events come before, and names that come just in time.
            let last = part.clone().map(|event| event.thread as usize + 1).max();
            names = ledger
                .threads
                .len()
                .min(last.unwrap_or_default().max(names));
            lanes.extend(
                &ledger.threads[..names],
                part.copied(),
                ledger.dropped,
                until.saturating_add(early),
            );
            done += size;
        }
        let rest = ledger.events.iter().skip(done).copied();
        lanes.extend(&ledger.threads, rest, ledger.dropped, ledger.until);
        lanes
    }

    fn cuts() -> impl Strategy<Value = Vec<(usize, u64)>> {
        prop::collection::vec((0..30_usize, 0..9_u64), 0..12)
    }

    fn check_agreement(ledger: &Ledger, lanes: &Lanes) -> Result<(), TestCaseError> {
        let spans = spans(ledger);
        prop_assert_eq!(lanes.lanes().len(), spans.len());
        for (lane, spans) in lanes.lanes().iter().zip(&spans) {
            prop_assert_eq!(lane.spans(), spans);
        }
        let counted = switches(ledger);
        let take_overs = lanes.lanes().iter().flat_map(Lane::take_overs);
        let forced = take_overs.clone().filter(|each| each.forced).count();
        prop_assert_eq!(
            take_overs.count() as u64,
            counted.forced + counted.voluntary
        );
        prop_assert_eq!(forced as u64, counted.forced);
        let all: Vec<Slice> = lanes.slices().collect();
        let over = slices(ledger);
        prop_assert!(over.iter().all(|slice| all.contains(slice)));
        prop_assert!(
            all.len() <= over.len() + spans.len(),
            "a thread is in one at most"
        );
        Ok(())
    }

    #[test]
    fn marks_of_a_forced_switch() {
        let lanes = Lanes::of(&samples::forced_switch());
        let [first, second] = lanes.lanes() else {
            panic!("two threads")
        };
        let asked = Request {
            at: 5_050,
            holder: Some(0),
        };
        assert_eq!(second.requests(), [asked], "one mark, not two");
        assert_eq!(first.requests(), []);
        let take_over = |at, from, released, forced| TakeOver {
            at,
            from,
            released: Some(released),
            forced,
        };
        assert_eq!(second.take_overs(), [take_over(5_110, 0, 5_100, true)]);
        assert_eq!(first.take_overs(), [take_over(7_000, 1, 6_000, false)]);
    }

    #[test]
    fn what_is_under_the_pointer() {
        let lanes = Lanes::of(&samples::forced_switch());
        let [_, second] = lanes.lanes() else {
            panic!("two threads")
        };
        let hit = second.hit(5_000, 5_010, 100);
        assert_eq!(hit.span.map(|span| span.doing), Some(Doing::Waiting));
        assert_eq!(hit.request.map(|request| request.at), Some(5_050));
        assert_eq!(hit.take_over, None, "it is 110 ns away");
        let crowd = second.hit(5_000, 7_000, 0).crowd;
        assert_eq!(crowd, Some((4, [890, 10, 0, 110, 990])));
        assert_eq!(second.hit(0, 50, 10), Hit::default(), "not started");
    }

    #[test]
    fn from_event_to_event() {
        let lanes = Lanes::of(&samples::forced_switch());
        let [_, second] = lanes.lanes() else {
            panic!("two threads")
        };
        let mut forwards = vec![];
        let mut at = 0;
        while let Some(next) = second.next_event(at) {
            forwards.push(next);
            at = next;
        }
        assert_eq!(forwards, [100, 5_050, 5_110, 6_000, 6_010, 9_000]);
        let mut backwards = vec![at];
        while let Some(previous) = second.previous_event(at) {
            backwards.push(previous);
            at = previous;
        }
        backwards.reverse();
        assert_eq!(backwards, forwards);
    }

    proptest! {
        #[test]
        fn parts_agree_with_the_whole(ledger in samples::valid(), cuts in cuts()) {
            check_agreement(&ledger, &in_parts(&ledger, &cuts))?;
        }

        #[test]
        fn no_ledger_is_too_much(ledger in samples::any_at_all(), cuts in cuts()) {
            check_agreement(&ledger, &in_parts(&ledger, &cuts))?;
        }

        #[test]
        fn times_are_sums_of_spans(
            ledger in samples::valid(),
            cuts in cuts(),
            from in 0..400_u64,
            length in 0..400_u64,
        ) {
            let lanes = in_parts(&ledger, &cuts);
            let to = from + length;
            for lane in lanes.lanes() {
                let mut expected = Times::default();
                for span in lane.spans() {
                    let inside = span.end.min(to).saturating_sub(span.start.max(from));
                    expected[span.doing.kind() as usize] += inside;
                }
                prop_assert_eq!(lane.times(from, to), expected);
            }
        }

        #[test]
        fn times_of_everything_are_the_shares(ledger in samples::any_at_all()) {
            let lanes = Lanes::of(&ledger);
            for (lane, shares) in lanes.lanes().iter().zip(shares(&ledger)) {
                let [holding, running, ready, waiting, blocked] = lane.times(0, u64::MAX);
                prop_assert_eq!(
                    [holding, running, ready, waiting, blocked],
                    [shares.holding, shares.running, shares.ready, shares.waiting, shares.blocked]
                );
            }
        }

        #[test]
        fn anything_can_be_asked_for(
            ledger in samples::any_at_all(),
            times in prop::collection::vec(prop_oneof![0..200_u64, any::<u64>()], 3),
        ) {
            for lane in Lanes::of(&ledger).lanes() {
                lane.hit(times[0], times[1], times[2]);
                lane.times(times[0], times[1]);
                prop_assert!(lane.next_event(times[0]).is_none_or(|next| next > times[0]));
                prop_assert!(lane.previous_event(times[0]).is_none_or(|last| last < times[0]));
            }
        }
    }
}
