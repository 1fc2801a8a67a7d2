//! The layout of what was measured for one value after the other: lines, dots, words and a table.

use protocol::{CoreCount, Passage, RunReport, Sweep, SweptSetting, Way, WayReport};
use timeline::units;

use super::bar_rows::{best, ratio, times};
use super::scale::{Decades, Linear, Tick, axis_number, axis_time};
use super::words::{core_count, label, passage};

/// A sweep, ready to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// Real or simulated, in words.
    pub heading: String,
    /// What cannot be seen here: a sentence.
    pub limits: Option<&'static str>,
    /// What the lines show.
    pub charts: [Chart; 2],
    /// What is drawn beside what was measured, with its name.
    pub references: Vec<(Reference, String)>,
    /// What comes out, in a sentence or one for each way.
    pub summary: String,
    /// What the columns of `table` are.
    pub columns: [String; 6],
    /// Every value and way.
    pub table: Vec<[String; 6]>,
}

/// A chart of lines. All places are shares of its width and, upwards, of its height.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What goes upwards.
    pub title: String,
    /// What goes to the right.
    pub unit: &'static str,
    /// Along the lower edge.
    pub across: Vec<Tick>,
    /// Along the left edge.
    pub up: Vec<Tick>,
    /// What was measured.
    pub series: Vec<Series>,
    /// What is drawn beside that.
    pub references: Vec<(Reference, Vec<(f64, f64)>)>,
    /// Where there are as many threads as processors, and how many that are.
    pub processors: Option<(f64, String)>,
}

/// What was measured of a way.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// The way.
    pub way: Way,
    /// A place for every value.
    pub line: Vec<(f64, f64)>,
    /// A place for every run.
    pub dots: Vec<(f64, f64)>,
}

/// A line that was not measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// Every core does its share.
    Ideal,
    /// Some part of the work is done by one thread alone (Amdahl's law).
    Amdahl,
}

/// How finely curves are drawn.
const PIECES: u32 = 48;

/// A value, its way, and what was measured for both.
struct Point<'a> {
    value: f64,
    report: &'a WayReport,
}

/// Lays out a sweep for these ways; `values` are all that it goes through, also those that are
/// still to come.
pub fn lines(sweep: &Sweep, ways: &[Way], values: &[f64]) -> Lines {
    let mut first_run = sweep
        .points
        .iter()
        .flat_map(|point| &point.ways)
        .flat_map(|way| &way.runs);
    let of = match (first_run.next(), sweep.cores) {
        (Some(run), _) => run.passage,
        (None, CoreCount::Real(_)) => Passage::Threads,
        (None, CoreCount::Virtual(_)) => Passage::Virtual,
    };
    let points = |way: Way| {
        let mut points: Vec<_> = sweep
            .points
            .iter()
            .filter(|point| point.value.is_finite() && point.value > 0.0)
            .flat_map(|point| {
                point.ways.iter().map(|report| Point {
                    value: point.value,
                    report,
                })
            })
            .filter(|point| point.report.way == way && best(point.report).is_some())
            .collect();
        points.sort_by(|a, b| a.value.total_cmp(&b.value));
        points
    };
    let measured: Vec<(Way, Vec<Point>)> = ways.iter().map(|way| (*way, points(*way))).collect();
    let reached = measured
        .iter()
        .flat_map(|(_, points)| points)
        .map(|point| point.value);
    let values: Vec<f64> = reached.chain(values.iter().copied()).collect();
    let lines = match sweep.over {
        SweptSetting::Threads => scaling(sweep, of, &measured, &values),
        SweptSetting::SwitchInterval => intervals(sweep, &measured, &values),
    };
    Lines {
        heading: passage(of, Some(sweep.cores)),
        limits: of.limits(),
        ..lines
    }
}

/// Time and speed-up against the number of threads.
fn scaling(sweep: &Sweep, of: Passage, measured: &[(Way, Vec<Point>)], values: &[f64]) -> Lines {
    let across = Linear::filled_by(values.iter().copied().chain([2.0]));
    let most = values
        .iter()
        .copied()
        .filter(|value| value.is_finite())
        .fold(2.0, f64::max);
    let cores = f64::from(core_count(sweep.cores));
    // Against one thread of the same way, so that what is seen is what more threads bring.
    let alone = |points: &[Point]| {
        points
            .first()
            .filter(|point| point.value == 1.0)
            .and_then(|point| best(point.report))
    };
    let could = |way: Way| of != Passage::Single && !matches!(way, Way::Sequential | Way::Gil);
    let parallel = measured.iter().find_map(|(way, points)| {
        let alone = alone(points).filter(|_| could(*way))?;
        Some((*way, alone, parallel_fraction(points, alone, cores)))
    });
    let mut curves: Vec<(Reference, String, Curve)> = Vec::new();
    if let Some((way, _, fraction)) = parallel {
        curves.push((
            Reference::Ideal,
            "ideal: every core does its share".to_owned(),
            Box::new(move |threads| threads.min(cores)),
        ));
        if let Some(fraction) = fraction {
            curves.push((
                Reference::Amdahl,
                format!(
                    "Amdahl’s law with {:.1} % in parallel (derived from {})",
                    fraction * 100.0,
                    label(way).to_ascii_lowercase()
                ),
                Box::new(move |threads| amdahl(fraction, threads.min(cores))),
            ));
        }
    }
    let at = |piece: u32| 1.0 + (most - 1.0) * f64::from(piece) / f64::from(PIECES);
    let chart = |title: &str,
                 up: Linear,
                 ticks: Vec<Tick>,
                 height: &dyn Fn(&[Point], f64) -> Option<f64>,
                 drawn: &dyn Fn(f64) -> Option<f64>| Chart {
        title: title.to_owned(),
        unit: "threads",
        across: thread_ticks(across, most),
        up: ticks,
        series: series(
            measured,
            |value| across.share(value),
            |points, report| {
                let height = |seconds| height(points, seconds).map(|height| up.share(height));
                (
                    best(report).and_then(height),
                    times(report).filter_map(height).collect(),
                )
            },
        ),
        references: curves
            .iter()
            .map(|(reference, _, curve)| {
                let place =
                    |piece| Some((across.share(at(piece)), up.share(drawn(curve(at(piece)))?)));
                (*reference, (0..=PIECES).filter_map(place).collect())
            })
            .collect(),
        processors: (cores <= most).then(|| {
            let what = match sweep.cores {
                CoreCount::Real(_) => units::counted(cores as u64, "processor", "processors"),
                CoreCount::Virtual(_) => {
                    units::counted(cores as u64, "virtual core", "virtual cores")
                }
            };
            (across.share(cores), what)
        }),
    };

    let all_times = measured
        .iter()
        .flat_map(|(_, points)| points)
        .flat_map(|point| times(point.report));
    let seconds = Linear::rounded(all_times, 4);
    let gains = measured.iter().flat_map(|(_, points)| {
        let alone = alone(points);
        points
            .iter()
            .flat_map(|point| times(point.report))
            .filter_map(move |seconds| ratio(alone?, seconds))
    });
    let ideal = curves.iter().map(|(_, _, curve)| curve(most));
    let gain = Linear::rounded(gains.chain(ideal).chain([1.0]), 4);
    let virtual_time = if of == Passage::Virtual {
        "virtual time"
    } else {
        "time"
    };
    let charts = [
        chart(
            virtual_time,
            seconds,
            seconds.ticks(4, axis_time),
            &|_, seconds| Some(seconds),
            &|gain| ratio(parallel?.1, gain),
        ),
        chart(
            "speed-up against one thread",
            gain,
            gain.ticks(4, |gain| format!("{}×", axis_number(gain))),
            &|points, seconds| ratio(alone(points)?, seconds),
            &Some,
        ),
    ];

    let summary = measured.iter().filter_map(|(way, points)| {
        let alone = alone(points)?;
        let gain = |point: &Point| ratio(alone, best(point.report)?);
        // Of several that are as fast, the one with the fewest threads.
        let gains = points.iter().rev();
        let gains = gains.filter_map(|point| Some((point.value, gain(point)?)));
        let (threads, gain) = gains.max_by(|a, b| a.1.total_cmp(&b.1))?;
        let label = label(*way);
        if threads == 1.0 {
            return Some(format!("{label}: none faster than one thread."));
        }
        let threads = units::counted(threads as u64, "thread", "threads");
        Some(format!("{label}: {gain:.2}× at best, with {threads}."))
    });
    let summary = joined(summary);
    Lines {
        references: curves
            .into_iter()
            .map(|(reference, name, _)| (reference, name))
            .collect(),
        charts,
        summary,
        columns: columns("Threads", "Speed-up"),
        table: table(measured, axis_number, |points, report| {
            ratio(alone(points)?, best(report)?)
        }),
        heading: String::new(),
        limits: None,
    }
}

/// A speed-up for a number of threads.
type Curve = Box<dyn Fn(f64) -> f64>;

/// The speed-up by so many cores if this fraction of the work can be shared.
fn amdahl(fraction: f64, cores: f64) -> f64 {
    1.0 / ((1.0 - fraction) + fraction / cores)
}

/// The fraction of the work that the threads share, as far as the measured times tell: the one
/// whose curve of `1 / speed-up` has the least squared distances from theirs.
fn parallel_fraction(points: &[Point], alone: f64, cores: f64) -> Option<f64> {
    // 1 − 1/speed-up = fraction · (1 − 1/n): a line through the origin.
    let (mut products, mut squares) = (0.0, 0.0);
    for point in points.iter().filter(|point| point.value > 1.0) {
        let across = 1.0 - 1.0 / point.value.min(cores);
        let up = 1.0 - ratio(best(point.report)?, alone)?;
        products += across * up;
        squares += across * across;
    }
    let fraction = products / squares;
    (squares > 0.0 && fraction.is_finite()).then(|| fraction.clamp(0.0, 1.0))
}

/// Round numbers of threads, and 1.
fn thread_ticks(across: Linear, most: f64) -> Vec<Tick> {
    // OK because a float that is too large becomes the largest number.
    let mut ticks = across.ticks((most as u32).clamp(1, 8), axis_number);
    if let Some(zero) = ticks.first_mut() {
        *zero = Tick {
            at: across.share(1.0),
            label: "1".to_owned(),
        };
    }
    ticks.dedup_by(|later, earlier| later.label == earlier.label);
    ticks
}

/// Time and switches against the switch interval.
fn intervals(sweep: &Sweep, measured: &[(Way, Vec<Point>)], values: &[f64]) -> Lines {
    let powers = values
        .iter()
        .filter(|value| **value > 0.0)
        .map(|value| value.log10());
    // From a microsecond to a second, and further if need be.
    let least = powers.clone().fold(-6.0, f64::min).floor();
    let most = powers.fold(0.0, f64::max).ceil();
    let across = Decades::new(least.max(-12.0) as i32, most.min(12.0) as i32);
    // The first that was measured is the measure of all: its time is 1.
    let first = measured.iter().find_map(|(way, _)| {
        let mut reports = sweep
            .points
            .iter()
            .flat_map(|point| point.ways.iter().map(|report| (point.value, report)));
        let (value, report) =
            reports.find(|(_, report)| report.way == *way && best(report).is_some())?;
        Some((*way, value, best(report)?))
    });
    let relative = |seconds: f64| ratio(seconds, first?.2);
    let all_times = measured
        .iter()
        .flat_map(|(_, points)| points)
        .flat_map(|point| times(point.report));
    let time = Linear::rounded(all_times.filter_map(relative).chain([1.0]), 4);
    let contended: Vec<_> = measured
        .iter()
        .map(|(way, points)| {
            // Where there is no lock, or nobody else who wants it, nothing switches.
            let points: &[Point] = if matches!(way, Way::Gil) { points } else { &[] };
            (*way, points)
        })
        .collect();
    let rates = contended
        .iter()
        .flat_map(|(_, points)| points.iter())
        .flat_map(|point| switch_rates(point.report));
    let fastest = rates.fold(10.0, f64::max).log10().ceil();
    let rate = Decades::new(-1, fastest.min(12.0) as i32);

    let interval_ticks = || across.ticks(axis_time);
    let charts = [
        Chart {
            title: match first {
                Some((way, value, _)) => format!(
                    "time, against {} at {}",
                    label(way).to_ascii_lowercase(),
                    axis_time(value)
                ),
                None => "time, against the first".to_owned(),
            },
            unit: "switch interval",
            across: interval_ticks(),
            up: time.ticks(4, |times| format!("{}×", axis_number(times))),
            series: series(
                measured,
                |value| across.share(value),
                |_, report| {
                    let height = |seconds| relative(seconds).map(|times| time.share(times));
                    (
                        best(report).and_then(height),
                        times(report).filter_map(height).collect(),
                    )
                },
            ),
            references: Vec::new(),
            processors: None,
        },
        Chart {
            title: "switches a second".to_owned(),
            unit: "switch interval",
            across: interval_ticks(),
            up: rate.ticks(|rate| match rate {
                // What is less, none at all included, stands there too.
                r if r < 0.5 => format!("≤ {}", axis_number(rate)),
                r if r >= 1e6 => format!("{}M", axis_number(rate / 1e6)),
                r if r >= 1e3 => format!("{}k", axis_number(rate / 1e3)),
                _ => axis_number(rate),
            }),
            series: series(
                &contended,
                |value| across.share(value),
                |_, report| {
                    let dots: Vec<_> = switch_rates(report)
                        .map(|switches| rate.share(switches))
                        .collect();
                    (middle(&dots), dots)
                },
            ),
            references: Vec::new(),
            processors: None,
        },
    ];

    let summary = measured.iter().filter_map(|(way, points)| {
        let (shortest, longest) = (points.first()?, points.last()?);
        let times = |point: &Point| relative(best(point.report)?);
        let mut text = format!(
            "{}: from {} to {}, the time goes from {:.2}× to {:.2}× of the first",
            label(*way),
            axis_time(shortest.value),
            axis_time(longest.value),
            times(shortest)?,
            times(longest)?
        );
        let switches = |point: &Point| middle(&switch_rates(point.report).collect::<Vec<_>>());
        if *way == Way::Gil
            && let (Some(most), Some(fewest)) = (switches(shortest), switches(longest))
        {
            text += &format!(
                ", and switches from {} to {} a second",
                units::rate(most),
                units::rate(fewest)
            );
        }
        Some(text + ".")
    });
    Lines {
        summary: joined(summary),
        charts,
        references: Vec::new(),
        columns: columns("Switch interval", "Against the first"),
        table: table(measured, axis_time, |_, report| relative(best(report)?)),
        heading: String::new(),
        limits: None,
    }
}

/// How often the lock changed hands in a second, for every finished run.
fn switch_rates(report: &WayReport) -> impl Iterator<Item = f64> {
    let finished = report
        .runs
        .iter()
        .filter(|run| run.outcome == protocol::Outcome::Finished);
    finished.filter_map(|run: &RunReport| {
        let switches = run.switches.forced.saturating_add(run.switches.voluntary);
        // OK because so many switches need not be exact.
        ratio(switches as f64, run.wall_seconds).filter(|rate| *rate >= 0.0)
    })
}

fn middle(values: &[f64]) -> Option<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// The lines: `place` says where a value is, `heights` how high its line and its runs are.
fn series<'a, P: AsRef<[Point<'a>]>>(
    measured: &[(Way, P)],
    place: impl Fn(f64) -> f64,
    heights: impl Fn(&[Point<'a>], &WayReport) -> (Option<f64>, Vec<f64>),
) -> Vec<Series> {
    let of_way = |(way, points): &(Way, P)| {
        let mut series = Series {
            way: *way,
            line: Vec::new(),
            dots: Vec::new(),
        };
        let points = points.as_ref();
        for point in points {
            let x = place(point.value);
            let (line, dots) = heights(points, point.report);
            series.line.extend(line.map(|y| (x, y)));
            series.dots.extend(dots.into_iter().map(|y| (x, y)));
        }
        series
    };
    let drawn = measured.iter().map(of_way);
    drawn.filter(|series| !series.dots.is_empty()).collect()
}

fn joined(sentences: impl Iterator<Item = String>) -> String {
    let sentences: Vec<_> = sentences.collect();
    if sentences.is_empty() {
        "Nothing has been measured yet.".to_owned()
    } else {
        sentences.join(" ")
    }
}

fn columns(value: &str, against: &str) -> [String; 6] {
    [
        value,
        "Way",
        "Best time",
        against,
        "Switches a second",
        "Every run",
    ]
    .map(str::to_owned)
}

fn table(
    measured: &[(Way, Vec<Point>)],
    value: impl Fn(f64) -> String,
    against: impl Fn(&[Point], &WayReport) -> Option<f64>,
) -> Vec<[String; 6]> {
    let mut rows: Vec<(f64, [String; 6])> = Vec::new();
    for (way, points) in measured {
        for point in points {
            let report = point.report;
            let rates: Vec<_> = switch_rates(report).collect();
            let runs: Vec<_> = times(report).map(units::time).collect();
            let row = [
                value(point.value),
                label(*way).to_owned(),
                best(report).map(units::time).unwrap_or_default(),
                against(points, report).map_or("–".to_owned(), |times| format!("{times:.2}×")),
                middle(&rates)
                    .filter(|_| report.preset.has_gil())
                    .map_or("–".to_owned(), units::rate),
                runs.join(", "),
            ];
            rows.push((point.value, row));
        }
    }
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use protocol::SweepPoint;

    use super::*;
    use crate::charts::samples::{any_ways, sweep};

    const FREE: Way = Way::FreeThreaded;

    #[test]
    fn scaling_against_one_thread_of_the_same_way() {
        let sweep = sweep(
            SweptSetting::Threads,
            &[
                (1.0, &[(FREE, &[1.0, 1.2]), (Way::Gil, &[1.0])]),
                (4.0, &[(FREE, &[0.25, 0.5]), (Way::Gil, &[2.0])]),
                (2.0, &[(FREE, &[0.5])]),
            ],
        );
        let lines = lines(&sweep, &[Way::Gil, FREE], &[8.0]);
        let [time, gain] = &lines.charts;
        assert_eq!(
            time.series[1].line,
            [(0.125, 0.5), (0.25, 0.25), (0.5, 0.125)]
        );
        assert_eq!(time.series[1].dots.len(), 5);
        assert_eq!(
            gain.series[1].line,
            [(0.125, 0.25), (0.25, 0.5), (0.5, 1.0)]
        );
        assert_eq!(gain.processors, Some((0.5, "4 processors".to_owned())));
        assert_eq!(
            lines.references[1].1,
            "Amdahl’s law with 100.0 % in parallel (derived from threads without the lock)"
        );
        assert_eq!(
            lines.summary,
            "Threads behind the lock: none faster than one thread. \
             Threads without the lock: 4.00× at best, with 4 threads."
        );
        assert_eq!(lines.table.len(), 5);
        assert_eq!(
            lines.table[1][1..4],
            ["Threads without the lock", "1.00 s", "1.00×"]
        );
        assert_eq!(lines.table[1][5], "1.00 s, 1.20 s");
    }

    #[test]
    fn the_parallel_fraction_is_found_again() {
        let seconds = |threads: f64| 1.0 / amdahl(0.9, threads.min(4.0));
        let [two, four, eight] = [2.0, 4.0, 8.0].map(seconds);
        let sweep = sweep(
            SweptSetting::Threads,
            &[
                (1.0, &[(FREE, &[1.0])]),
                (2.0, &[(FREE, &[two])]),
                (4.0, &[(FREE, &[four])]),
                (8.0, &[(FREE, &[eight])]),
            ],
        );
        let lines = lines(&sweep, &[FREE], &[]);
        assert!(
            lines.references[1].1.contains("90.0 %"),
            "{:?}",
            lines.references
        );
    }

    #[test]
    fn behind_the_lock_nothing_is_ideal() {
        let sweep = sweep(SweptSetting::Threads, &[(1.0, &[(Way::Gil, &[1.0])])]);
        let lines = lines(&sweep, &[Way::Gil], &[1.0, 2.0]);
        assert_eq!(lines.references, []);
        assert_eq!(lines.charts[0].references, []);
    }

    #[test]
    fn intervals_stand_on_a_log_axis_against_the_first() {
        let mut sweep = sweep(
            SweptSetting::SwitchInterval,
            &[
                (0.001, &[(Way::Gil, &[2.0])]),
                (1e-6, &[(Way::Gil, &[4.0])]),
            ],
        );
        sweep.points[1].ways[0].runs[0].switches.forced = 4000;
        let lines = lines(&sweep, &[Way::Gil], &[]);
        let [time, switches] = &lines.charts;
        assert_eq!(time.title, "time, against threads behind the lock at 1 ms");
        assert_eq!(time.series[0].line, [(0.0, 1.0), (0.5, 0.5)]);
        assert_eq!(switches.series[0].line, [(0.0, 1.0), (0.5, 0.0)]);
        assert_eq!(
            lines.summary,
            "Threads behind the lock: from 1 µs to 1 ms, the time goes from 2.00× to 1.00× of the \
             first, and switches from 1,000 to 0 a second."
        );
    }

    #[test]
    fn before_the_first_point_there_are_axes_and_a_sentence() {
        for over in [SweptSetting::Threads, SweptSetting::SwitchInterval] {
            let lines = lines(&sweep(over, &[]), &[Way::Gil], &[]);
            assert_eq!(lines.summary, "Nothing has been measured yet.");
            assert!(lines.charts.iter().all(|chart| !chart.across.is_empty()));
            assert_eq!(lines.table, [[""; 6]; 0]);
        }
    }

    #[test]
    fn numbers_of_threads_are_whole() {
        let ticks = |most: f64| {
            let axis = Linear::filled_by([most].into_iter());
            let ticks = thread_ticks(axis, most).into_iter();
            ticks.map(|tick| tick.label).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(ticks(2.0), "1 2");
        assert_eq!(ticks(4.0), "1 2 3 4");
        assert_eq!(ticks(16.0), "1 2 4 6 8 10 12 14 16");
        assert_eq!(ticks(64.0), "1 10 20 30 40 50 60");
    }

    proptest! {
        #[test]
        fn whatever_was_swept_everything_is_on_the_chart(
            points in prop::collection::vec((prop_oneof![any::<f64>(), 0.0..70.0, Just(1.0)], any_ways()), 0..6),
            over in prop::sample::select(vec![SweptSetting::Threads, SweptSetting::SwitchInterval]),
            cores in any::<u32>(),
            values in prop::collection::vec(any::<f64>(), 0..3),
        ) {
            let points = points.into_iter().map(|(value, ways)| SweepPoint { value, ways });
            let sweep = Sweep { over, cores: CoreCount::Real(cores), points: points.collect() };
            let lines = lines(&sweep, &Way::ALL, &values);
            for chart in &lines.charts {
                prop_assert!(chart.across.len() + chart.up.len() < 60);
                let mut shares: Vec<f64> = chart.across.iter().chain(&chart.up).map(|tick| tick.at).collect();
                let series = chart.series.iter().flat_map(|series| series.line.iter().chain(&series.dots));
                let references = chart.references.iter().flat_map(|(_, line)| line);
                shares.extend(series.chain(references).flat_map(|(x, y)| [*x, *y]));
                shares.extend(chart.processors.as_ref().map(|(at, _)| *at));
                for share in shares {
                    prop_assert!((0.0..=1.0).contains(&share), "{share}");
                }
            }
            prop_assert!(!lines.summary.contains("NaN") && !lines.summary.contains("inf"));
        }
    }
}
