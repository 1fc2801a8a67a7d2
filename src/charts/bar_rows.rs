//! The bar chart's layout: from reports to lengths and words, no drawing.

use protocol::{CoreCount, Outcome, Passage, Preset, RunReport, Side, Way, WayReport};
use timeline::units;

use super::answers::{Answer, answers};
use super::prediction::{Prediction, difference};
use super::scale::{Linear, Tick, axis_time};
use super::words::{core_count, label, passage};

/// What was measured with the same settings, and what is to be drawn of it.
#[derive(Clone, Debug, PartialEq)]
pub struct SideView {
    /// What sets it apart from the other sides; may be empty if there are none.
    pub title: String,
    /// How time passes for its programs, also before any has run.
    pub passage: Passage,
    /// What was measured so far.
    pub side: Side,
    /// The rows, also of what has not been measured yet.
    pub rows: Vec<Way>,
}

/// The sides for which time passes in the same way: they share a scale, and nothing else does.
#[derive(Clone, Debug, PartialEq)]
pub struct Panel {
    /// Real or simulated, in words.
    pub heading: String,
    /// What cannot be seen here: a sentence.
    pub limits: Option<&'static str>,
    /// Whether the reader can say what they expect. Then the scale is in multiples of the first row.
    pub predicting: bool,
    /// The scale.
    pub ticks: Vec<Tick>,
    /// What stands below it.
    pub unit: &'static str,
    /// The sides.
    pub sides: Vec<Block>,
}

/// A side's rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Which of the figure's sides.
    pub index: usize,
    /// What stands above the rows; empty if nothing does.
    pub title: String,
    /// The rows.
    pub rows: Vec<Row>,
    /// The sentence that all answers are the same, if they are.
    pub everywhere: Option<String>,
}

/// A row of the chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The way.
    pub way: Way,
    /// What it ran on, or will.
    pub preset: Preset,
    /// Its timing, or in words why there is none.
    pub bar: Result<Bar, &'static str>,
    /// Where the bar would end if all cores did their share, as a share of the chart's width.
    pub ideal: Option<f64>,
    /// Where the reader expects the bar's end, or can say that they do.
    pub guess: Option<Guess>,
    /// How long the bar is to which the others are compared, while the reader says what they expect.
    pub measure: Option<f64>,
    /// Median, worst and ideal in words; empty if there is nothing to say.
    pub note: String,
    /// What is to be said of requests, if it is about them.
    pub served: Option<String>,
    /// What is to be said of its answers.
    pub answer: Option<Answer>,
}

/// A measured bar. Lengths and places are shares of the chart's width.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The best time, in seconds.
    pub seconds: f64,
    /// The best time's length.
    pub length: f64,
    /// Where the median of several runs stands.
    pub median: Option<f64>,
    /// Where each finished run stands, in their order.
    pub dots: Vec<f64>,
    /// How many times as fast as the first row.
    pub speed_up: Option<f64>,
}

/// A bar's length as the reader expects it.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// Its end, as a share of the chart's width.
    pub at: f64,
    /// As a multiple of the first row's time; `None` if the reader has not said anything yet.
    pub times: Option<f64>,
    /// How far off it was, once that is known.
    pub difference: Option<String>,
}

/// Lays out all sides: those of the same passage in one panel, in the order in which they come.
pub fn panels(
    sides: &[SideView],
    prediction: &Prediction,
    may_predict: bool,
    answers_expected: Option<&str>,
) -> Vec<Panel> {
    let mut passages: Vec<Passage> = Vec::new();
    for side in sides {
        if !passages.contains(&side.passage) {
            passages.push(side.passage);
        }
    }
    let of = |passage: Passage| {
        let sides: Vec<_> = sides
            .iter()
            .enumerate()
            .filter(|(_, side)| side.passage == passage)
            .collect();
        panel(passage, &sides, prediction, may_predict, answers_expected)
    };
    passages.into_iter().map(of).collect()
}

fn panel(
    of: Passage,
    sides: &[(usize, &SideView)],
    prediction: &Prediction,
    may_predict: bool,
    answers_expected: Option<&str>,
) -> Panel {
    let is_measured =
        |side: &SideView| side.side.ways.iter().any(|way| times(way).next().is_some());
    let has_own = sides.iter().any(|(index, _)| *index == 0);
    let predicting = may_predict && has_own && !sides.iter().any(|(_, side)| is_measured(side));

    let guesses = |index: usize, side: &SideView| -> Vec<(Way, Option<f64>)> {
        // What is expected belongs to the figure's own settings, and is relative to the first row.
        let rows = side.rows.iter().skip(1).filter(|_| index == 0);
        rows.map(|way| (*way, prediction.of(*way))).collect()
    };
    let scale = if predicting {
        Linear::filled_by([Prediction::LONGEST].into_iter())
    } else {
        Linear::filled_by(sides.iter().flat_map(|(index, side)| {
            let first = first_best(side);
            let guessed = guesses(*index, side)
                .into_iter()
                .filter_map(|(_, guess)| guess);
            let guessed = guessed.filter_map(move |guess| Some(guess * first?));
            let measured = side.rows.iter().filter_map(|way| report(&side.side, *way));
            measured.flat_map(times).chain(guessed)
        }))
    };
    let same_cores = match sides {
        [(_, first), others @ ..] => {
            let cores = first.side.cores;
            others
                .iter()
                .all(|(_, side)| side.side.cores == cores)
                .then_some(cores)
        }
        [] => None,
    };
    let blocks = sides.iter().map(|&(index, side)| {
        let answers = answers(side, answers_expected);
        let mut guesses = guesses(index, side);
        let rows = side.rows.iter().map(|&way| {
            let guess = guesses.iter_mut().find(|(of, _)| *of == way);
            let guess = guess.map(|(_, guess)| *guess);
            let answer = answers.of.iter().find(|(of, _)| *of == way);
            let answer = answer.map(|(_, answer)| answer.clone());
            row(side, way, scale, (predicting && index == 0, guess), answer)
        });
        let rows = rows.collect();
        Block {
            index,
            title: match (side.title.as_str(), same_cores) {
                (title, Some(_)) => title.to_owned(),
                (title, None) => format!("{title}, {}", cores(side.side.cores))
                    .trim_start_matches(", ")
                    .to_owned(),
            },
            rows,
            everywhere: answers.everywhere,
        }
    });
    Panel {
        heading: passage(of, same_cores),
        limits: of.limits(),
        predicting,
        ticks: match (predicting, sides.iter().any(|(_, side)| is_measured(side))) {
            (true, _) => scale.ticks(3, |times| format!("{times:.0}×")),
            (false, true) => scale.ticks(5, axis_time),
            (false, false) => Vec::new(),
        },
        unit: match (predicting, of) {
            (true, _) => "time, in multiples of the first bar",
            _ if is_about_requests(sides) => "time a request takes, median; shorter is better",
            (false, Passage::Virtual) => "virtual time; shorter is faster",
            (false, Passage::Threads | Passage::Single) => "time; shorter is faster",
        },
        sides: blocks.collect(),
    }
}

/// Whether bars tell of single requests, not of whole runs.
fn is_about_requests(sides: &[(usize, &SideView)]) -> bool {
    let mut rows = sides.iter().flat_map(|(_, side)| &side.rows);
    rows.any(|way| *way == Way::Quiet)
}

fn cores(cores: CoreCount) -> String {
    match cores {
        CoreCount::Real(number) => units::counted(number.into(), "processor", "processors"),
        CoreCount::Virtual(number) => {
            units::counted(number.into(), "virtual core", "virtual cores")
        }
    }
}

fn row(
    side: &SideView,
    way: Way,
    scale: Linear,
    (predicting, guess): (bool, Option<Option<f64>>),
    answer: Option<Answer>,
) -> Row {
    let report = report(&side.side, way);
    let preset = report.map_or(way.preset(side.side.preset), |report| report.preset);
    let first = first_best(side);
    let ideal = first.and_then(|first| ideal(side, way, preset, first));
    let bar = bar(report, first, scale).ok_or_else(|| {
        let ended = |outcome| {
            let mut runs = report.iter().flat_map(|report| &report.runs);
            runs.any(|run| run.outcome == outcome)
        };
        if ended(Outcome::Raised) {
            "ended with an error"
        } else if side.passage == Passage::Single && !preset.has_gil() {
            "needs real threads"
        } else if ended(Outcome::Cancelled) {
            "was cancelled"
        } else {
            "not measured yet"
        }
    });
    let measured = bar.as_ref().ok().map(|bar| bar.seconds);
    let guess = match (guess, first) {
        // A slider that nobody has moved stands at the first row's length.
        (Some(times), _) if predicting => Some(Guess {
            at: scale.share(times.unwrap_or(1.0)),
            times,
            difference: None,
        }),
        (Some(Some(times)), Some(first)) => Some(Guess {
            at: scale.share(times * first),
            times: Some(times),
            difference: measured
                .and_then(|measured| ratio(measured, first))
                .map(|measured| difference(times, measured)),
        }),
        _ => None,
    };
    let is_first = side.rows.first() == Some(&way);
    Row {
        way,
        preset,
        measure: (predicting && is_first).then(|| scale.share(1.0)),
        note: note(report, ideal),
        served: served(side, report),
        bar,
        ideal: ideal.map(|seconds| scale.share(seconds)),
        guess,
        answer,
    }
}

fn bar(report: Option<&WayReport>, first: Option<f64>, scale: Linear) -> Option<Bar> {
    let report = report?;
    let seconds = best(report)?;
    let dots: Vec<_> = times(report).map(|seconds| scale.share(seconds)).collect();
    Some(Bar {
        seconds,
        length: scale.share(seconds),
        median: median(report)
            .filter(|_| dots.len() > 1)
            .map(|seconds| scale.share(seconds)),
        dots,
        speed_up: first.and_then(|first| ratio(first, seconds)),
    })
}

/// The time that a way would take if every core did its share of the first row's work.
fn ideal(side: &SideView, way: Way, preset: Preset, first: f64) -> Option<f64> {
    // Only if the first row does the work alone there is a share of it.
    let alone = side.rows.first() == Some(&Way::Sequential);
    let has_own = matches!(way, Way::Processes | Way::Subinterpreters);
    let could = has_own || way == Way::FreeThreaded && !preset.has_gil();
    // Waiting needs no cores.
    let waits = side.rows.contains(&Way::Asyncio);
    let could = could && !waits && side.passage != Passage::Single;
    let at_once = side.side.threads.min(core_count(side.side.cores)).max(1);
    (alone && could).then(|| first / f64::from(at_once))
}

fn note(report: Option<&WayReport>, ideal: Option<f64>) -> String {
    let mut parts = Vec::new();
    if let Some(report) = report
        && let (Some(median), runs) = (median(report), times(report).count())
    {
        if runs > 1 {
            let worst = times(report).fold(0.0, f64::max);
            parts.push(format!("median {}", units::time(median)));
            parts.push(format!("worst {}", units::time(worst)));
        } else {
            parts.push("one run".to_owned());
        }
        if report.runs.len() > runs {
            let unfinished = (report.runs.len() - runs) as u64;
            parts.push(format!("{} did not finish", units::count(unfinished)));
        }
    }
    if let Some(ideal) = ideal {
        parts.push(format!("ideal {}", units::time(ideal)));
    }
    parts.join(", ")
}

fn served(side: &SideView, report: Option<&WayReport>) -> Option<String> {
    if side.rows.first() != Some(&Way::Quiet) {
        return None;
    }
    let served = report.and_then(|report| report.runs.iter().rev().find_map(|run| run.served));
    Some(served.map_or_else(String::new, |served| {
        let (time, rate) = (units::time(served.p99), units::rate(served.throughput));
        format!("99 % within {time}, {rate} requests a second")
    }))
}

/// What was measured of a way.
pub fn report(side: &Side, way: Way) -> Option<&WayReport> {
    side.ways.iter().find(|report| report.way == way)
}

/// The times of the finished runs. What is no length of time does not count.
pub fn times(report: &WayReport) -> impl Iterator<Item = f64> {
    let finished = report
        .runs
        .iter()
        .filter(|run| run.outcome == Outcome::Finished);
    finished
        .map(RunReport::seconds)
        .filter(|seconds| seconds.is_finite() && *seconds >= 0.0)
}

/// The best time of the finished runs.
pub fn best(report: &WayReport) -> Option<f64> {
    times(report).min_by(f64::total_cmp)
}

fn median(report: &WayReport) -> Option<f64> {
    let mut times: Vec<_> = times(report).collect();
    times.sort_by(f64::total_cmp);
    let upper = *times.get(times.len() / 2)?;
    let lower = *times.get((times.len() - 1) / 2)?;
    Some(lower / 2.0 + upper / 2.0)
}

fn first_best(side: &SideView) -> Option<f64> {
    best(report(&side.side, *side.rows.first()?)?)
}

/// How many times the one is of the other, where that can be said.
pub fn ratio(of: f64, to: f64) -> Option<f64> {
    let ratio = of / to;
    (ratio.is_finite() && to > 0.0).then_some(ratio)
}

/// A row's name with the Python that it runs on, for people who cannot see the chart.
pub fn name(row: &Row) -> String {
    format!("{}, Python {}", label(row.way), row.preset.name())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::charts::prediction::Predict;
    use crate::charts::samples::{any_ways, finished, run, side, side_view, way};

    fn counting(ways: Vec<WayReport>) -> SideView {
        SideView {
            rows: vec![Way::Sequential, Way::Gil, Way::FreeThreaded],
            ..side_view(ways)
        }
    }

    fn rows(side: SideView, prediction: &Prediction, may_predict: bool) -> (Panel, Vec<Row>) {
        let panel = panels(&[side], prediction, may_predict, None).remove(0);
        let rows = panel.sides[0].rows.clone();
        (panel, rows)
    }

    fn expecting(way: Way, times: f64) -> Prediction {
        let mut prediction = Prediction::default();
        prediction.apply(Predict::Expect(way, times));
        prediction
    }

    #[test]
    fn the_longest_timing_fills_the_width() {
        let (_, rows) = rows(
            counting(vec![
                finished(Way::Sequential, &[2.0, 4.0]),
                finished(Way::FreeThreaded, &[1.0]),
            ]),
            &Prediction::default(),
            false,
        );
        let first = rows[0].bar.as_ref().unwrap();
        assert_eq!(
            (first.seconds, first.length, first.median),
            (2.0, 0.5, Some(0.75))
        );
        assert_eq!(first.dots, [0.5, 1.0]);
        assert_eq!(rows[0].note, "median 3.00 s, worst 4.00 s");
        assert_eq!(rows[1].bar, Err("not measured yet"));
        let free = rows[2].bar.as_ref().unwrap();
        assert_eq!(
            (free.length, free.speed_up, free.median),
            (0.25, Some(2.0), None)
        );
        assert_eq!((rows[2].ideal, rows[1].ideal), (Some(0.25), None));
        assert_eq!(rows[2].note, "one run, ideal 1.00 s");
    }

    #[test]
    fn what_did_not_finish_says_why() {
        let ended = |outcome| {
            let gil = way(
                Way::Gil,
                vec![run(Way::Gil, Passage::Threads, outcome, 0.1)],
            );
            rows(counting(vec![gil]), &Prediction::default(), false).1[1].clone()
        };
        assert_eq!(ended(Outcome::Raised).bar, Err("ended with an error"));
        assert_eq!(ended(Outcome::Cancelled).bar, Err("was cancelled"));
        let single = SideView {
            passage: Passage::Single,
            ..counting(Vec::new())
        };
        let (_, rows) = rows(single, &Prediction::default(), false);
        assert_eq!(rows[1].bar, Err("not measured yet"));
        assert_eq!(rows[2].bar, Err("needs real threads"));
    }

    #[test]
    fn real_and_virtual_share_no_panel_and_sides_of_one_passage_share_a_scale() {
        let other = |passage, cores, seconds| SideView {
            title: "other".to_owned(),
            passage,
            side: Side {
                cores,
                ..side(vec![finished(Way::Gil, &[seconds])])
            },
            rows: vec![Way::Gil],
        };
        let panels = panels(
            &[
                counting(vec![finished(Way::Gil, &[1.0])]),
                other(Passage::Virtual, CoreCount::Virtual(4), 8.0),
                other(Passage::Threads, CoreCount::Real(2), 2.0),
                other(Passage::Virtual, CoreCount::Virtual(8), 4.0),
            ],
            &Prediction::default(),
            true,
            None,
        );
        let headings: Vec<_> = panels.iter().map(|panel| panel.heading.as_str()).collect();
        assert_eq!(
            headings,
            [
                "Real threads, 2 processors",
                "Simulated: virtual cores, virtual time"
            ]
        );
        let length = |panel: usize, side: usize, row: usize| {
            panels[panel].sides[side].rows[row]
                .bar
                .as_ref()
                .unwrap()
                .length
        };
        assert_eq!((length(0, 0, 1), length(0, 1, 0)), (0.5, 1.0));
        assert_eq!((length(1, 0, 0), length(1, 1, 0)), (1.0, 0.5));
        assert_eq!(panels[1].sides[1].title, "other, 8 virtual cores");
        assert_eq!(panels[1].sides[1].index, 3);
    }

    #[test]
    fn before_the_first_run_all_but_the_first_row_can_be_guessed() {
        let (panel, rows) = rows(counting(Vec::new()), &expecting(Way::Gil, 1.5), true);
        assert!(panel.predicting);
        assert_eq!((&rows[0].guess, rows[0].measure), (&None, Some(1.0 / 3.0)));
        let guess = |at, times| {
            Some(Guess {
                at,
                times,
                difference: None,
            })
        };
        assert_eq!(rows[1].guess, guess(0.5, Some(1.5)));
        assert_eq!(rows[2].guess, guess(1.0 / 3.0, None));
    }

    #[test]
    fn after_the_run_the_guess_stands_beside_the_result() {
        let (panel, rows) = rows(
            counting(vec![
                finished(Way::Sequential, &[1.0]),
                finished(Way::Gil, &[1.04]),
                finished(Way::FreeThreaded, &[0.5]),
            ]),
            &expecting(Way::Gil, 2.0),
            true,
        );
        assert!(!panel.predicting);
        let guess = rows[1].guess.clone().unwrap();
        assert_eq!(guess.at, 1.0);
        assert_eq!(
            guess.difference.as_deref(),
            Some("you expected 2.00× as long, it was 1.04×")
        );
        assert_eq!(rows[2].guess, None);
    }

    #[test]
    fn nothing_to_draw_is_no_panel() {
        assert_eq!(panels(&[], &Prediction::default(), true, Some("1")), []);
    }

    proptest! {
        #[test]
        fn whatever_was_measured_everything_is_on_the_chart(
            ways in any_ways(),
            guess in any::<f64>(),
            may_predict in any::<bool>(),
            threads in any::<u32>(),
            cores in any::<u32>(),
        ) {
            let mut view = side_view(ways);
            view.side.threads = threads;
            view.side.cores = CoreCount::Real(cores);
            let way = view.rows.get(1).copied().unwrap_or(Way::Gil);
            for panel in panels(&[view], &expecting(way, guess), may_predict, Some("1")) {
                let mut shares: Vec<f64> = panel.ticks.iter().map(|tick| tick.at).collect();
                for row in panel.sides.iter().flat_map(|side| &side.rows) {
                    shares.extend(row.ideal);
                    shares.extend(row.guess.as_ref().map(|guess| guess.at));
                    if let Ok(bar) = &row.bar {
                        shares.extend([bar.length]);
                        shares.extend(bar.median);
                        shares.extend(&bar.dots);
                        prop_assert!(bar.seconds.is_finite());
                        prop_assert!(bar.speed_up.is_none_or(f64::is_finite));
                    }
                    prop_assert!(!row.note.contains("NaN") && !row.note.contains("inf"));
                }
                for share in shares {
                    prop_assert!((0.0..=1.0).contains(&share), "{share}");
                }
            }
        }
    }
}
