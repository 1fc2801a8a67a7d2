//! Where the time of a run went, in words and a table: a pure function of its report.

use std::fmt::Write;
use std::time::Duration;

use protocol::{Cores, LockReport, Outcome, Passage, Preset, RunReport, Settings, ThreadReport};
use timeline::units::{count, counted, rate, time};

/// As wide as a terminal is if nobody has changed it.
const WIDTH: usize = 80;
/// How many threads are told of one by one.
const THREADS: usize = 16;
/// As much of a thread's name as leaves room for all the columns.
const NAME: usize = 28;

/// What a run was and what was measured, as lines of at most about 80 characters. `took` is how long
/// it really took, also if its own time was virtual.
pub(crate) fn summary(report: &RunReport, took: Duration) -> String {
    let mut text = format!("{}\n", ran_on(report));
    if let Some(limits) = report.passage.limits() {
        wrap(&mut text, limits);
    }
    text.push('\n');
    if report.threads_started == 0 {
        text.push_str("Nothing ran: the program cannot be compiled.\n");
        return text;
    }
    for (what, told) in facts(report, took) {
        line(&mut text, what, &told);
    }
    text.push('\n');
    table(&mut text, report);
    text
}

/// What a program ran on, in one line.
pub(crate) fn ran_on(report: &RunReport) -> String {
    let Settings {
        preset,
        cores,
        switch_interval,
        seed,
    } = report.settings;
    let mut text = format!("Python {}", preset.name());
    match (report.passage, cores) {
        (Passage::Single, _) => text.push_str(" on one real thread that takes turns"),
        (Passage::Virtual, Cores::Virtual(cores)) => {
            let cores = counted(cores.into(), "virtual core", "virtual cores");
            text += &format!(" on {cores}, seed {seed}");
        }
        (Passage::Threads | Passage::Virtual, _) => text.push_str(" on real threads"),
    }
    if has_lock(report) && preset != Preset::Python27 {
        text += &format!(", switch interval {}", time(switch_interval));
    }
    text
}

/// Whether threads had to wait for each other. Taking turns on one real thread they always have to.
fn has_lock(report: &RunReport) -> bool {
    report.settings.preset.has_gil() || report.passage == Passage::Single
}

fn facts(report: &RunReport, took: Duration) -> Vec<(&'static str, String)> {
    let wall = report.wall_seconds;
    let mut facts = Vec::new();
    match report.outcome {
        Outcome::Finished => {}
        Outcome::Raised => facts.push(("ended", "with an uncaught exception".to_owned())),
        Outcome::Cancelled => facts.push(("ended", "early: it was stopped".to_owned())),
    }
    if report.passage == Passage::Virtual {
        let took = took.as_secs_f64();
        facts.push((
            "time",
            format!("{} virtual, simulated in {} real", time(wall), time(took)),
        ));
        let mut bytecodes = count(report.bytecodes);
        // What took no time to speak of has no speed either.
        if report.bytecodes >= 1_000_000 && took > 0.0 {
            let millions = rate(report.bytecodes as f64 / took / 1e6);
            bytecodes += &format!("; {millions} million a second of real time");
        }
        facts.push(("bytecodes", bytecodes));
    } else {
        facts.push(("time", time(wall)));
    }
    facts.push(("threads", count(report.threads_started.into())));
    if report.simulated_network {
        facts.push(("network", "simulated".to_owned()));
    }
    if has_lock(report) {
        facts.extend(lock_facts(report));
    } else {
        facts.push(("lock", "none".to_owned()));
    }
    facts
}

fn lock_facts(report: &RunReport) -> Vec<(&'static str, String)> {
    let LockReport {
        slices,
        waits,
        hand_overs,
        dropped_events,
    } = report.lock;
    let switches = report.switches;
    let mut told = format!(
        "{} forced, {} voluntary",
        count(switches.forced),
        count(switches.voluntary)
    );
    let all = switches.forced.saturating_add(switches.voluntary);
    if report.wall_seconds > 0.0 && all > 0 {
        let virtual_time = match report.passage {
            Passage::Virtual => " of virtual time",
            Passage::Threads | Passage::Single => "",
        };
        told += &format!(
            "; {} a second{virtual_time}",
            rate(all as f64 / report.wall_seconds)
        );
    }
    let mut facts = vec![("switches", told)];
    if slices.count > 0 {
        let [median, p90, max] = [slices.median, slices.p90, slices.max].map(time);
        facts.push(("slices", format!("median {median}, p90 {p90}, max {max}")));
    }
    if waits.count > 0 {
        let [median, max] = [waits.median, waits.max].map(time);
        facts.push(("waits", format!("median {median}, max {max}")));
    }
    if hand_overs.count > 0 {
        let median = time(hand_overs.median);
        facts.push(("hand-overs", format!("median {median}")));
    }
    if dropped_events > 0 {
        let events = counted(dropped_events, "event", "events");
        facts.push(("missing", format!("{events}, for which there was no room")));
    }
    facts
}

fn line(text: &mut String, what: &str, told: &str) {
    // OK here and below because writing to a string does not fail.
    let _ = writeln!(text, "{what:<12}{told}");
}

/// A share of a thread's life, and what it is called.
type Column = (&'static str, fn(&ThreadReport) -> f64);

fn columns(report: &RunReport) -> Vec<Column> {
    let mut columns: Vec<Column> = Vec::new();
    // Without a lock nothing is held, also where threads take turns.
    let running = if report.settings.preset.has_gil() {
        "holding"
    } else {
        "running"
    };
    columns.push((running, |thread| thread.running_seconds));
    if has_lock(report) {
        columns.push(("waiting", |thread| thread.waiting_seconds));
    }
    columns.push(("blocked", |thread| thread.blocked_seconds));
    if report.passage == Passage::Virtual {
        columns.push(("ready", |thread| thread.ready_seconds));
    }
    columns
}

fn table(text: &mut String, report: &RunReport) {
    let columns = columns(report);
    let threads = || report.threads.iter().take(THREADS);
    let names: Vec<String> = threads().map(|thread| short(&thread.name)).collect();
    let width = names.iter().map(|name| name.chars().count()).max();
    let width = width.unwrap_or(0).max("thread".len());

    let _ = write!(text, "{:width$}  {:>8}", "thread", "lived");
    for (name, _) in &columns {
        let _ = write!(text, "  {name:>8}");
    }
    text.push('\n');
    for (thread, name) in threads().zip(&names) {
        let ThreadReport {
            running_seconds,
            ready_seconds,
            waiting_seconds,
            blocked_seconds,
            ..
        } = thread;
        let lived = running_seconds + ready_seconds + waiting_seconds + blocked_seconds;
        let _ = write!(text, "{name:width$}  {:>8}", time(lived));
        for (_, of) in &columns {
            let share = if lived > 0.0 { of(thread) / lived } else { 0.0 };
            let _ = write!(text, "  {:>7.1}%", 100.0 * share);
        }
        text.push('\n');
    }
    let more = (report.threads_started as usize).saturating_sub(names.len());
    if more > 0 {
        let _ = writeln!(text, "… and {} more", count(more as u64));
    }
}

/// A name that fits into its column. Programs choose names as they like: what is no visible
/// character could do anything to a terminal.
fn short(name: &str) -> String {
    let name = name.replace(char::is_control, " ");
    if name.chars().count() <= NAME {
        return name;
    }
    let mut short: String = name.chars().take(NAME - 1).collect();
    short.push('…');
    short
}

/// Appends a sentence in lines that fit.
fn wrap(text: &mut String, sentence: &str) {
    let mut length = 0;
    for word in sentence.split_whitespace() {
        let longer = length + 1 + word.chars().count();
        if length == 0 {
            length = word.chars().count();
        } else if longer > WIDTH {
            text.push('\n');
            length = word.chars().count();
        } else {
            text.push(' ');
            length = longer;
        }
        text.push_str(word);
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use protocol::{Distribution, Switches};

    use super::*;

    fn thread(name: &str, [running, ready, waiting, blocked]: [f64; 4]) -> ThreadReport {
        ThreadReport {
            name: name.into(),
            interpreter: 0,
            running_seconds: running,
            ready_seconds: ready,
            waiting_seconds: waiting,
            blocked_seconds: blocked,
        }
    }

    fn report(preset: Preset, cores: Cores, passage: Passage) -> RunReport {
        let settings = Settings {
            cores,
            seed: 7,
            ..Settings::of(preset)
        };
        RunReport {
            outcome: Outcome::Finished,
            exit_status: 0,
            wall_seconds: 2.0,
            threads_started: 3,
            threads: vec![
                thread("MainThread", [0.002, 0.0, 0.0, 1.998]),
                thread("Thread-1 (count)", [0.99, 0.1, 0.89, 0.01]),
                thread("Thread-2 (count)", [0.99, 0.1, 0.89, 0.01]),
            ],
            ..RunReport::refused(settings, passage)
        }
    }

    fn with_lock(report: RunReport) -> RunReport {
        let distribution = |median| Distribution {
            count: 400,
            median,
            p90: median * 1.1,
            max: median * 2.0,
            ..Distribution::default()
        };
        RunReport {
            switches: Switches {
                forced: 390,
                voluntary: 10,
            },
            lock: LockReport {
                slices: distribution(0.005),
                waits: distribution(0.005_1),
                hand_overs: distribution(8.2e-6),
                dropped_events: 0,
            },
            ..report
        }
    }

    const TOOK: Duration = Duration::from_millis(500);

    #[test]
    fn real_threads_with_the_lock() {
        let report = with_lock(report(Preset::Python314, Cores::Real, Passage::Threads));
        assert_eq!(
            summary(&report, TOOK),
            "\
Python 3.14 on real threads, switch interval 5.00 ms

time        2.00 s
threads     3
switches    390 forced, 10 voluntary; 200 a second
slices      median 5.00 ms, p90 5.50 ms, max 10.0 ms
waits       median 5.10 ms, max 10.2 ms
hand-overs  median 8.20 µs

thread               lived   holding   waiting   blocked
MainThread          2.00 s      0.1%      0.0%     99.9%
Thread-1 (count)    1.99 s     49.7%     44.7%      0.5%
Thread-2 (count)    1.99 s     49.7%     44.7%      0.5%
"
        );
    }

    #[test]
    fn virtual_time_is_called_so() {
        let report = report(Preset::Python314t, Cores::Virtual(4), Passage::Virtual);
        let report = RunReport {
            bytecodes: 120_000_000,
            ..report
        };
        assert_eq!(
            summary(&report, TOOK),
            "\
Python 3.14t on 4 virtual cores, seed 7
Simulated cores and simulated time: nothing here was timed.

time        2.00 s virtual, simulated in 500 ms real
bytecodes   120,000,000; 240 million a second of real time
threads     3
lock        none

thread               lived   running   blocked     ready
MainThread          2.00 s      0.1%     99.9%      0.0%
Thread-1 (count)    1.99 s     49.7%      0.5%      5.0%
Thread-2 (count)    1.99 s     49.7%      0.5%      5.0%
"
        );
        let report = with_lock(RunReport {
            settings: Settings {
                cores: Cores::Virtual(1),
                ..Settings::of(Preset::Python27)
            },
            ..report
        });
        let summary = summary(&report, TOOK);
        assert!(
            summary.starts_with("Python 2.7 on 1 virtual core, seed 0\n"),
            "{summary}"
        );
        assert!(
            summary.contains("; 200 a second of virtual time\n"),
            "{summary}"
        );
    }

    #[test]
    fn whatever_is_reported_the_lines_fit_and_the_columns_are_straight() {
        for preset in Preset::ALL {
            for (cores, passage) in [
                (Cores::Real, Passage::Threads),
                (Cores::Real, Passage::Single),
                (Cores::Virtual(64), Passage::Virtual),
            ] {
                let mut report = with_lock(report(preset, cores, passage));
                report.settings.seed = u32::MAX;
                report.lock.dropped_events = u64::MAX;
                report.bytecodes = 1_000_000_000_000_000;
                report.threads[0].name = "a \u{1b}[31mred\nname that goes on and on and on".into();
                let summary = summary(&report, TOOK);
                let table: Vec<_> = summary
                    .lines()
                    .skip_while(|line| !line.starts_with("thread "))
                    .map(|line| line.chars().count())
                    .collect();
                assert!(table.iter().all(|width| *width == table[0]), "{summary}");
                for line in summary.lines().skip(1) {
                    assert!(line.chars().count() <= WIDTH, "{line}");
                    assert!(!line.contains(char::is_control), "{line}");
                }
            }
        }
    }

    #[test]
    fn of_many_threads_the_first_ones_are_shown() {
        let mut report = report(Preset::Python314, Cores::Real, Passage::Threads);
        report.threads = vec![thread("T", [0.0; 4]); 1000];
        report.threads_started = 3001;
        let summary = summary(&report, TOOK);
        assert!(summary.ends_with("\n… and 2,985 more\n"), "{summary}");
        assert_eq!(summary.matches("\nT ").count(), THREADS);
        assert!(!summary.contains("NaN") && !summary.contains("inf"));
    }

    #[test]
    fn what_did_not_run_has_no_numbers() {
        let refused = RunReport::refused(Settings::of(Preset::Python39), Passage::Threads);
        let summary = summary(&refused, Duration::ZERO);
        assert!(summary.ends_with("Nothing ran: the program cannot be compiled.\n"));
        assert!(!summary.contains("NaN") && !summary.contains("inf"));
    }

    #[test]
    fn a_run_that_did_not_finish_says_so() {
        let told = |outcome| {
            let mut report = report(Preset::Python314, Cores::Real, Passage::Threads);
            report.outcome = outcome;
            summary(&report, TOOK)
        };
        assert!(!told(Outcome::Finished).contains("\nended "));
        assert!(told(Outcome::Raised).contains("\nended       with an uncaught exception\n"));
        assert!(told(Outcome::Cancelled).contains("\nended       early: it was stopped\n"));
    }
}
