//! What is to be drawn of the lanes in a window: blocks and marks at whole pixels.

use std::ops::Range;

use crate::lanes::{Lane, Lanes, Request, TakeOver, Times};
use crate::spans::{Kind, Span};
use crate::window::Window;

/// What is to be drawn. Kept from frame to frame, since it would be as large again.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// Lane by lane, each from left to right. They do not overlap.
    pub blocks: Vec<Block>,
    /// Time-outs and drop requests.
    pub requests: Vec<Mark<Request>>,
    /// Switches; none if they are too many for arrows from lane to lane.
    pub take_overs: Vec<Mark<TakeOver>>,
}

/// Some pixels of a lane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Block {
    /// Which lane.
    pub lane: u32,
    /// Its first pixel.
    pub from: u32,
    /// The first pixel after it; it has at least one.
    pub to: u32,
    /// What is there.
    pub what: What,
}

/// What is to be seen in a block.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum What {
    /// The thread had not started yet.
    NotStarted,
    /// One kind of doing.
    One(Kind),
    /// More than can be told apart: which part of this pixel’s time belongs to which kind, by its
    /// index in [`Kind::ALL`]. What they lack to 1 is time before the thread’s start or after its end.
    Mixed([f32; Kind::ALL.len()]),
}

/// Something that happened to a thread, or several such things that are too close to be told apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark<T> {
    /// In which lane.
    pub lane: u32,
    /// At which pixel.
    pub x: u32,
    /// How many they are.
    pub count: u32,
    /// The first of them.
    pub first: T,
}

/// How wide the picture is, and how close marks may be.
#[derive(Clone, Copy, Debug)]
pub struct Grain {
    /// The width of the picture, in pixels.
    pub width: u32,
    /// Marks closer than so many pixels are one.
    pub marks: u32,
}

impl View {
    /// Finds out what is to be drawn of some of the lanes.
    ///
    /// A span of at least a pixel is drawn as it is, up to rounding. In a pixel in which there is a
    /// shorter one, nobody could say what the thread did; such a pixel shows how its time is divided.
    /// So nothing that happened vanishes, and nothing looks longer than it was. Takes time in
    /// proportion to the width, not to the number of spans.
    pub fn lay_out(&mut self, lanes: &Lanes, shown: Range<usize>, window: &Window, grain: Grain) {
        self.blocks.clear();
        self.requests.clear();
        self.take_overs.clear();
        if grain.width == 0 {
            return;
        }
        let scale = Scale {
            start: window.start(),
            pixel: window.length() / f64::from(grain.width),
            width: grain.width,
        };
        let all = (0_u32..).zip(lanes.lanes());
        for (index, lane) in all.skip(shown.start).take(shown.len()) {
            blocks(&mut self.blocks, index, lane, &scale);
            let requests = lane.requests();
            marks(
                &mut self.requests,
                index,
                requests,
                |each| each.at,
                &scale,
                grain,
            );
            let take_overs = lane.take_overs();
            marks(
                &mut self.take_overs,
                index,
                take_overs,
                |each| each.at,
                &scale,
                grain,
            );
        }
        let arrows: u64 = self
            .take_overs
            .iter()
            .map(|mark| u64::from(mark.count))
            .sum();
        if arrows * 2 * u64::from(grain.marks) > u64::from(grain.width) {
            self.take_overs.clear();
        }
    }
}

impl View {
    /// All lanes and all time as one block a column of so many pixels: which part of all threads’
    /// time belongs to which kind. A lane of its own, to be painted like one.
    pub fn overview(&mut self, lanes: &Lanes, width: u32, column: u32) {
        self.blocks.clear();
        self.requests.clear();
        self.take_overs.clear();
        let column = column.max(1);
        let scale = Scale {
            start: 0.0,
            pixel: Window::whole(lanes.until()).length() / f64::from(width.max(1)),
            width,
        };
        let all = lanes.lanes().len().max(1) as f64 * scale.pixel;
        let mut from = 0;
        while from < width {
            let to = width.min(from.saturating_add(column));
            let (start, end) = (scale.time(from), scale.time(to));
            let mut parts = [0.0; Kind::ALL.len()];
            for lane in lanes.lanes() {
                for (part, time) in parts.iter_mut().zip(lane.times(start, end)) {
                    *part += (time as f64 / all / f64::from(to - from)) as f32;
                }
            }
            self.blocks.push(Block {
                lane: 0,
                from,
                to,
                what: What::Mixed(parts),
            });
            from = to;
        }
    }
}

struct Scale {
    start: f64,
    /// How long a pixel is, in nanoseconds.
    pixel: f64,
    width: u32,
}

impl Scale {
    /// Where a time is, in pixels.
    fn x(&self, time: u64) -> f64 {
        (time as f64 - self.start) / self.pixel
    }

    /// When a pixel begins.
    fn time(&self, x: u32) -> u64 {
        (self.start + self.pixel * f64::from(x)) as u64
    }

    fn is_short(&self, span: &Span) -> bool {
        ((span.end - span.start) as f64) < self.pixel
    }
}

fn blocks(blocks: &mut Vec<Block>, lane_index: u32, lane: &Lane, scale: &Scale) {
    let spans = lane.spans();
    let start = scale.time(0);
    let mut index = spans.partition_point(|span| span.end <= start);
    // The first pixel that is still empty. All conversions saturate, so what is out of sight to the
    // left is at 0.
    let mut x = 0_u32;
    let mut push = |from, to, what| {
        blocks.push(Block {
            lane: lane_index,
            from,
            to,
            what,
        });
    };
    let before = spans.first().map_or(scale.width, |first| {
        let x = scale.x(first.start);
        let x = if scale.is_short(first) { x } else { x.round() };
        scale.width.min(x as u32)
    });
    if before > 0 {
        push(0, before, What::NotStarted);
        x = before;
    }
    while let Some(span) = spans.get(index)
        && x < scale.width
    {
        if scale.is_short(span) {
            let pixel = x.max(scale.x(span.start) as u32);
            if pixel >= scale.width {
                break;
            }
            let (from, to) = (scale.time(pixel), scale.time(pixel + 1));
            // Of the spans before, those that reach into this pixel.
            let mut first = index;
            while let Some(before) = first.checked_sub(1)
                && spans.get(before).is_some_and(|span| span.end > from)
            {
                first = before;
            }
            let end = gallop(spans, index, |span| span.start < to);
            let times = lane.times_of(first..end, from, to);
            push(pixel, pixel + 1, What::Mixed(parts(&times, scale.pixel)));
            x = pixel + 1;
            index = gallop(spans, index, |span| span.end <= to);
        } else {
            let from = x.max(scale.x(span.start).round() as u32);
            let mut to = (scale.x(span.end).round() as u32).min(scale.width);
            if let Some(next) = spans.get(index + 1)
                && scale.is_short(next)
            {
                // Whose pixel shows the end of this one, too.
                to = to.min(scale.x(next.start) as u32);
            }
            if from < to {
                push(from, to, What::One(span.doing.kind()));
                x = to;
            }
            index += 1;
        }
    }
}

fn parts(times: &Times, pixel: f64) -> [f32; Kind::ALL.len()] {
    times.map(|time| (time as f64 / pixel).min(1.0) as f32)
}

/// The first index from `from` on where it is no longer true; quick if that is near.
fn gallop<T>(all: &[T], from: usize, is_true: impl Fn(&T) -> bool) -> usize {
    let mut step = 1;
    let mut low = from;
    while let Some(each) = all.get(low + step - 1)
        && is_true(each)
    {
        low += step;
        step *= 2;
    }
    let high = all.len().min(low + step);
    let rest = all.get(low..high).unwrap_or_default();
    low + rest.partition_point(is_true)
}

fn marks<T: Copy>(
    marks: &mut Vec<Mark<T>>,
    lane: u32,
    all: &[T],
    at: impl Fn(&T) -> u64,
    scale: &Scale,
    grain: Grain,
) {
    let start = scale.time(0);
    let mut index = all.partition_point(|each| at(each) < start);
    while let Some(&first) = all.get(index) {
        let x = scale.x(at(&first)) as u32;
        if x >= scale.width {
            break;
        }
        // The pixels are divided evenly, or marks would jump when the window moves by a little.
        let after = (x / grain.marks.max(1) + 1).saturating_mul(grain.marks.max(1));
        let next = gallop(all, index + 1, |each| (scale.x(at(each)) as u32) < after);
        marks.push(Mark {
            lane,
            x,
            count: u32::try_from(next - index).unwrap_or(u32::MAX),
            first,
        });
        index = next;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::samples;

    const GRAIN: Grain = Grain {
        width: 20,
        marks: 3,
    };

    fn view(lanes: &Lanes, window: &Window, grain: Grain) -> View {
        let mut view = View::default();
        view.lay_out(lanes, 0..lanes.lanes().len(), window, grain);
        view
    }

    fn seen(view: &View, lane: u32) -> Vec<(u32, u32, What)> {
        let blocks = view.blocks.iter().filter(|block| block.lane == lane);
        blocks
            .map(|block| (block.from, block.to, block.what))
            .collect()
    }

    #[test]
    fn spans_become_blocks() {
        let lanes = Lanes::of(&samples::forced_switch());
        // 500 ns a pixel.
        let view = view(&lanes, &Window::whole(9_000), Grain { width: 18, ..GRAIN });
        use Kind::{Blocked, Holding, Waiting};
        assert_eq!(
            seen(&view, 0),
            [
                (0, 10, What::One(Holding)),
                (10, 14, What::One(Waiting)),
                (14, 18, What::One(Holding)),
            ]
        );
        assert_eq!(
            seen(&view, 1),
            [
                (0, 10, What::One(Waiting)),
                (10, 12, What::One(Holding)),
                // Ten nanoseconds without the lock.
                (12, 13, What::Mixed([0.0, 0.02, 0.0, 0.0, 0.98])),
                (13, 18, What::One(Blocked)),
            ]
        );
        let request = view
            .requests
            .first()
            .map(|mark| (mark.lane, mark.x, mark.count));
        assert_eq!(request, Some((1, 10, 1)));
        let take_overs = view.take_overs.iter();
        let take_overs: Vec<_> = take_overs.map(|mark| (mark.lane, mark.x)).collect();
        assert_eq!(take_overs, [(0, 14), (1, 10)]);
    }

    #[test]
    fn many_marks_are_one() {
        let lanes = Lanes::of(&samples::ledger(
            1_000_000,
            &(0..1_000)
                .map(|each| (each * 1_000, 0, protocol::LockEvent::TimeOut))
                .collect::<Vec<_>>(),
        ));
        let view = view(&lanes, &Window::whole(1_000_000), GRAIN);
        assert_eq!(view.requests.len(), 7, "one for three pixels");
        let count: u32 = view.requests.iter().map(|mark| mark.count).sum();
        assert_eq!(count, 1_000);
    }

    fn check(lanes: &Lanes, window: &Window) -> Result<(), TestCaseError> {
        let view = view(lanes, window, GRAIN);
        for pair in view.blocks.windows(2) {
            let (a, b) = (pair[0], pair[1]);
            prop_assert!(
                a.lane < b.lane || a.lane == b.lane && a.to <= b.from,
                "{pair:?}"
            );
        }
        for block in &view.blocks {
            prop_assert!(
                block.from < block.to && block.to <= GRAIN.width,
                "{block:?}"
            );
            if let What::Mixed(parts) = block.what {
                let sum: f32 = parts.iter().sum();
                prop_assert!(sum > 0.0 && sum < 1.5, "{block:?}");
            }
        }
        prop_assert!(view.requests.iter().all(|mark| mark.x < GRAIN.width));
        Ok(())
    }

    proptest! {
        #[test]
        fn nothing_vanishes_and_nothing_grows(
            ledger in samples::valid(),
            start in 0..300_u64,
            pixel in 1..40_u32,
        ) {
            let lanes = Lanes::of(&ledger);
            // Not a real window, which would show a microsecond at least: so pixels are whole.
            let scale = Scale { start: start as f64, pixel: f64::from(pixel), width: 20 };
            let end = start + u64::from(pixel) * 20;
            for (index, lane) in (0..).zip(lanes.lanes()) {
                let mut found = Vec::new();
                blocks(&mut found, index, lane, &scale);
                for span in lane.spans() {
                    let (from, to) = (span.start.max(start), span.end.min(end));
                    if from >= to || to - from < u64::from(pixel) && !scale.is_short(span) {
                        // Out of sight, or less than a pixel of it is within.
                        continue;
                    }
                    let x = scale.x(from) as u32;
                    let kind = span.doing.kind();
                    let is_seen = found.iter().any(|block| {
                        block.from <= x + 1 && x <= block.to && match block.what {
                            What::NotStarted => false,
                            What::One(one) => one == kind,
                            What::Mixed(parts) => parts[kind as usize] > 0.0,
                        }
                    });
                    prop_assert!(is_seen, "{span:?} in {found:?}");
                }
                let times = lane.times(start, end);
                for kind in Kind::ALL {
                    let mut drawn = 0.0;
                    let mut ends = 0.0;
                    for block in &found {
                        match block.what {
                            What::One(one) if one == kind => {
                                drawn += f64::from(block.to - block.from);
                                ends += 1.0;
                            }
                            What::One(_) | What::NotStarted => {}
                            What::Mixed(parts) => drawn += f64::from(parts[kind as usize]),
                        }
                    }
                    let expected = times[kind as usize] as f64 / f64::from(pixel);
                    // Half a pixel at each end of a block, and at both ends of the window.
                    prop_assert!((drawn - expected).abs() <= ends + 1.0 + 1e-3,
                        "{kind:?}: {drawn} instead of {expected} in {found:?}");
                }
            }
        }

        #[test]
        fn no_ledger_is_too_much(
            ledger in samples::any_at_all(),
            from in prop_oneof![0..300_u64, any::<u64>()],
            length in prop_oneof![0..300_u64, any::<u64>()],
        ) {
            let lanes = Lanes::of(&ledger);
            check(&lanes, &Window::whole(lanes.until()))?;
            check(&lanes, &Window::between(from, from.saturating_add(length), lanes.until()))?;
        }

        #[test]
        fn the_overview_adds_up(ledger in samples::valid()) {
            let lanes = Lanes::of(&ledger);
            let mut view = View::default();
            view.overview(&lanes, 100, 7);
            let pixel = Window::whole(lanes.until()).length() / 100.0;
            for kind in Kind::ALL {
                let drawn: f64 = view.blocks.iter().map(|block| match block.what {
                    What::Mixed(parts) => {
                        f64::from(parts[kind as usize]) * f64::from(block.to - block.from)
                    }
                    _ => 0.0,
                }).sum();
                let times = lanes.lanes().iter().map(|lane| lane.times(0, u64::MAX));
                let expected: u64 = times.map(|times| times[kind as usize]).sum();
                let expected = expected as f64 / pixel / lanes.lanes().len() as f64;
                prop_assert!((drawn - expected).abs() < 1e-2, "{drawn} {expected}");
            }
        }

        #[test]
        fn galloping_is_searching(all in prop::collection::vec(0..9_u8, 0..90), from in 0..50_usize) {
            let mut all = all;
            all.sort_unstable();
            let from = from.min(all.len());
            let expected = from + all[from..].partition_point(|&each| each < 5);
            prop_assert_eq!(gallop(&all, from, |&each| each < 5), expected);
        }
    }
}
