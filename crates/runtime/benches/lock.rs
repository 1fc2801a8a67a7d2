//! What the lock, its ledger and the simulation cost, natively. What is compared runs in turns; the
//! medians are printed beside the bounds that they are to keep.

#[path = "../../../tests/ground_truth/source.rs"]
mod source;

use std::error::Error;
use std::fmt::Display;
use std::fs;
use std::path::Path;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use protocol::{Cores, Outcome, Preset, Program, RunReport, RunRequest, Settings};
use runtime::{NativeHost, Options, Run};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// How often what is compared runs: often and briefly, since no machine is the same for long.
const TURNS: usize = 31;
/// How often the lock is watched.
const WATCHED: usize = 9;
/// How often each virtual run is repeated.
const REPEATS: usize = 7;
/// No program here takes nearly as long.
const TIME_OUT: Duration = Duration::from_secs(60);

fn main() -> Result<()> {
    println!("\nNatively\n");
    println!("| what | measured | bound | |");
    println!("|---|---|---|---|");
    one_thread()?;
    two_threads(0.005, 2.0)?;
    two_threads(0.000_1, 10.0)?;
    hand_overs()?;
    virtual_cores()
}

/// What the lock costs a thread that nobody contends with.
fn one_thread() -> Result<()> {
    let counting = counting(1, 4_000_000);
    let seconds = |preset| {
        let (report, _) = run(&counting, &Options::new(Settings::of(preset)))?;
        Ok(report.wall_seconds)
    };
    let more = percent_more(
        || seconds(Preset::Python314),
        || seconds(Preset::Python314t),
    )?;
    more.row("one thread takes longer with the lock than without by", 1.0);
    Ok(())
}

/// What recording costs two threads that contend.
fn two_threads(switch_interval: f64, bound: f64) -> Result<()> {
    let counting = counting(2, 3_000_000);
    let settings = Settings {
        switch_interval,
        ..Settings::of(Preset::Python314)
    };
    let seconds = |ledger_room| {
        let options = Options {
            ledger_room,
            ..Options::new(settings)
        };
        Ok(run(&counting, &options)?.0.wall_seconds)
    };
    let more = percent_more(|| seconds(RunRequest::LEDGER_ROOM as usize), || seconds(0))?;
    let interval = 1e3 * switch_interval;
    more.row(
        &format!("two threads at {interval} ms take longer with a ledger by"),
        bound,
    );
    Ok(())
}

/// How long the lock is held, and how long nobody holds it.
fn hand_overs() -> Result<()> {
    let counting = counting(2, 20_000_000);
    let (mut slices, mut hand_overs) = (Vec::new(), Vec::new());
    for _ in 0..WATCHED {
        let options = Options::new(Settings::of(Preset::Python314));
        let (report, _) = run(&counting, &options)?;
        slices.push(1e3 * report.lock.slices.median);
        hand_overs.push(1e3 * report.lock.hand_overs.median);
    }
    let slice = median(slices);
    row(
        "a slice at 5 ms",
        format_args!("{slice:.3} ms"),
        "5.0 to 5.3 ms",
        judged((5.0..=5.3).contains(&slice)),
    );
    let hand_over = median(hand_overs);
    row(
        "a hand-over at 5 ms",
        format_args!("{hand_over:.4} ms"),
        "0.05 ms",
        judged(hand_over <= 0.05),
    );
    Ok(())
}

/// How many bytecodes a second the simulation manages.
fn virtual_cores() -> Result<()> {
    let counting = |threads: u32, count: u32| {
        let constants = [("THREADS", threads), ("COUNT", count)];
        program("counting.py", &constants)
    };
    for preset in Preset::ALL {
        let what = format!(
            "{}, counting in 2 threads on 2 virtual cores",
            preset.name()
        );
        bytecodes(&what, &counting(2, 1_000_000)?, preset, 2)?;
    }
    for cores in [4, 64] {
        let what = format!("3.14t, counting in {cores} threads on {cores} virtual cores");
        let source = counting(cores, 4_000_000 / cores)?;
        bytecodes(&what, &source, Preset::Python314t, cores)?;
    }
    for (preset, cores) in [
        (Preset::Python314, 4),
        (Preset::Python314t, 4),
        (Preset::Python314t, 64),
    ] {
        let what = format!(
            "{}, one counter for {cores} threads on {cores} virtual cores",
            preset.name()
        );
        let source = program(
            "updates.py",
            &[("THREADS", cores), ("COUNT", 1_000_000 / cores)],
        )?;
        bytecodes(&what, &source, preset, cores)?;
    }
    Ok(())
}

fn bytecodes(what: &str, source: &str, preset: Preset, cores: u32) -> Result<()> {
    let settings = Settings {
        cores: Cores::Virtual(cores),
        ..Settings::of(preset)
    };
    let mut millions = Vec::new();
    for _ in 0..REPEATS {
        let (report, took) = run(source, &Options::new(settings))?;
        millions.push(report.bytecodes as f64 / took.as_secs_f64() / 1e6);
    }
    let millions = median(millions);
    row(
        what,
        format_args!("{millions:.0} million bytecodes a second"),
        "20 million",
        judged(millions >= 20.0),
    );
    Ok(())
}

/// A program that counts in threads and does nothing else; also one thread is not the main thread.
fn counting(threads: u32, count: u32) -> String {
    format!(
        "\
import threading

def count(n):
    x = 0
    for _ in range(n):
        x += 1

for _ in range({threads}):
    threading.Thread(target=count, args=({count},)).start()
"
    )
}

/// One of the programs of the ground truth, with some of its constants (`NAME = …`) replaced.
fn program(name: &str, constants: &[(&str, u32)]) -> Result<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/ground_truth/programs");
    let mut source = fs::read_to_string(folder.join(name))?;
    for (constant, value) in constants {
        source = source::replaced(&source, constant, &value.to_string())
            .ok_or_else(|| format!("there is no {constant} in {name}"))?;
    }
    Ok(source)
}

/// Runs a program to its end; also says how long that really took.
fn run(source: &str, options: &Options) -> Result<(RunReport, Duration)> {
    let program = Program {
        file: "main.py".into(),
        source: source.into(),
    };
    let (done, ended) = channel();
    let start = Instant::now();
    let run = Run::start(NativeHost::new(), &program, options, move |report| {
        // Nobody listens only after the time-out.
        let _ = done.send((report, start.elapsed()));
    })?;
    let (report, took) = ended.recv_timeout(TIME_OUT)?;
    if report.outcome != Outcome::Finished {
        return Err(format!("it was {:?}: {:?}", report.outcome, run.take_output()).into());
    }
    Ok((report, took))
}

/// By how many percent something takes longer than something else, and than itself.
struct Percents {
    more: f64,
    noise: f64,
}

impl Percents {
    fn row(&self, what: &str, bound: f64) {
        let Self { more, noise } = self;
        let judged = match more {
            more if *more <= bound => "ok",
            more if *more <= bound + noise.abs() => "lost in noise",
            _ => "NOT MET",
        };
        row(
            what,
            format_args!("{more:+.2} % (than itself: {noise:+.2} %)"),
            format_args!("{bound} %"),
            judged,
        );
    }
}

/// By how many percent the one takes longer than the other: the median of all turns.
fn percent_more(
    one: impl Fn() -> Result<f64>,
    other: impl Fn() -> Result<f64>,
) -> Result<Percents> {
    let (mut more, mut noise) = (Vec::new(), Vec::new());
    // The first turn warms up.
    for turn in 0..=TURNS {
        let mut seconds = [0.0; 3];
        for place in 0..3 {
            // Who comes first may have it better, or worse.
            let whose = (turn + place) % 3;
            let took = if whose == 1 { other()? } else { one()? };
            if let Some(seconds) = seconds.get_mut(whose) {
                *seconds = took;
            }
        }
        let [first, other, again] = seconds;
        if turn > 0 {
            more.push(100.0 * (first / other - 1.0));
            noise.push(100.0 * (first / again - 1.0));
        }
    }
    Ok(Percents {
        more: median(more),
        noise: median(noise),
    })
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

fn judged(is_met: bool) -> &'static str {
    if is_met { "ok" } else { "NOT MET" }
}

fn row(what: impl Display, measured: impl Display, bound: impl Display, judged: &str) {
    println!("| {what} | {measured} | {bound} | {judged} |");
}
