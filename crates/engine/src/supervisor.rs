//! The engine worker's own thread: commands in, events out.

use std::cell::RefCell;

use futures_channel::oneshot;
use gloo_timers::future::TimeoutFuture;
use protocol::{
    Chunk, Command, Event, Ledger, LedgerPart, Outcome, Passage, Preset, Program, RunId, RunReport,
    RunRequest, Settings, Stream, VERSION,
};
use runtime::{LedgerCursor, Options, Run};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::DedicatedWorkerGlobalScope;

use crate::clock::milliseconds_since_epoch;
use crate::here::{Here, PASSAGE, end_run, prepare, start_workers};
use crate::library;

/// Between two progress events: 21 of them a second. More would only take time away from the
/// programs that are timed, since drawing them is work for the same processors.
const TICK_MS: u32 = 46;
/// How many events a progress event brings along at most: 64 kB, which the page has read and drawn
/// long before the next ones come. A program that takes the lock so often is read behind its time.
const NEWS: usize = 64_000 / LedgerPart::EVENT;

#[derive(Default)]
struct Supervisor {
    /// How many Python threads the pool has room for; `None` until it has started.
    room: Option<usize>,
    running: Option<(RunId, Running)>,
}

#[derive(Clone)]
enum Running {
    /// Its program waits for the rest of Python's library, or for what its processes need.
    Soon(Settings),
    Now(Run<Here>),
}

thread_local! {
    // Used on the worker's own thread only; the pool's threads never come here.
    static SUPERVISOR: RefCell<Supervisor> = RefCell::default();
}

pub(crate) fn command(message: JsValue) {
    match serde_wasm_bindgen::from_value(message) {
        Ok(Command::Start { version: _, room }) => spawn_local(start(room as usize)),
        Ok(Command::Run(request)) => run(request),
        Ok(Command::Cancel { run }) => match running(run) {
            Some(Running::Now(running)) => running.interrupt(),
            Some(Running::Soon(settings)) => call_off(run, settings),
            None => {}
        },
        Err(error) => fail(&format!(
            "The engine got a message that it does not understand ({error}). Page and engine \
             may be of different versions: reload the page."
        )),
    }
}

async fn start(room: usize) {
    if let Err(error) = start_workers(room).await {
        return fail(&format!("The engine's threads did not start: {error:?}."));
    }
    warm_up(room).await;
    SUPERVISOR.with_borrow_mut(|supervisor| supervisor.room = Some(room));
    post(&Event::Ready {
        version: VERSION,
        room: room as u32,
        passage: PASSAGE,
    });
}

/// Counts a little until the browser has optimised the interpreter.
///
/// Browsers run WebAssembly in a quickly compiled form at first and swap the optimised one in when
/// it is ready. The first of the programs to be compared would pay for that.
async fn warm_up(room: usize) {
    // It takes 0.15 s in Chromium on a fast machine. If the browser has the optimised form from
    // the beginning, there is no change to be seen, and this ends the waiting.
    const ENOUGH_MS: f64 = 800.0;
    let counting = Program {
        file: "warm-up.py".to_owned(),
        source: "\
def count(n):
    x = 0
    for _ in range(n):
        x += 1

count(50_000)
"
        .to_owned(),
    };
    let started = milliseconds_since_epoch();
    let options = Options {
        // Nobody reads it, and making room for it would take longer than a run.
        ledger_room: 0,
        ..options(Settings::of(Preset::Python314))
    };
    let mut times = Vec::new();
    while milliseconds_since_epoch() - started < ENOUGH_MS {
        let (when_done, done) = oneshot::channel();
        let run = Run::start(Here::with_room(room), &counting, &options, |report| {
            let _ = when_done.send(report);
        });
        let (Ok(_), Ok(report)) = (run, done.await) else {
            return;
        };
        times.push(report.wall_seconds);
        // The first run has to wake the pool. Of the next few the fastest tells what the quickly
        // compiled form can do; the optimised one takes about half of that.
        if let [_, a, b, c, d, .., last] = times[..]
            && last < 0.7 * a.min(b).min(c).min(d)
        {
            return;
        }
    }
}

fn options(settings: Settings) -> Options {
    Options {
        single: PASSAGE == Passage::Single,
        ..Options::new(settings)
    }
}

fn run(request: RunRequest) {
    let run = request.run;
    let Some(room) = SUPERVISOR.with_borrow(|supervisor| supervisor.room) else {
        return fail("The engine was asked to run a program before it had started.");
    };
    if SUPERVISOR.with_borrow(|supervisor| supervisor.running.is_some()) {
        return fail("The engine was asked to run a program while it runs another one.");
    }
    set_running(run, Running::Soon(request.settings));
    spawn_local(watch(run, request.live.then(LedgerCursor::default)));
    if python::wants_more(&request.program.source) {
        spawn_local(load_and_start(request, room));
    } else {
        begin(request, room);
    }
}

/// Loads what the program may import, if it is not there, and what its processes need.
async fn load_and_start(request: RunRequest, room: usize) {
    let loaded = library::load().await;
    if loaded.is_ok() {
        prepare(&request).await;
    }
    if running(request.run).is_none() {
        // It was cancelled meanwhile.
        return;
    }
    match loaded {
        Ok(()) => begin(request, room),
        Err(_) => fail(
            "A module that the program imports cannot be loaded. Check your connection and press \
             Run again.",
        ),
    }
}

/// A program that has not begun yet is cancelled: it does not begin. What is loaded for it stays for the next ones.
fn call_off(run: RunId, settings: Settings) {
    let report = RunReport {
        outcome: Outcome::Cancelled,
        exit_status: RunReport::INTERRUPTED,
        ..RunReport::refused(settings, options(settings).passage())
    };
    end_unbegun(run, report, Vec::new());
}

/// Ends a run whose program has not begun.
fn end_unbegun(run: RunId, report: RunReport, output: Vec<Chunk>) {
    SUPERVISOR.with_borrow_mut(|supervisor| supervisor.running = None);
    post(&Event::Finished {
        run,
        output,
        report: Box::new(report),
        ledger: None,
    });
}

/// A program that wants more bytes than this gets a `MemoryError`. All memory is twice that: a list that
/// grows is there twice for a moment.
pub(crate) const MEMORY: usize = 128 << 20;

fn begin(request: RunRequest, room: usize) {
    let run = request.run;
    runtime::limit_memory(MEMORY);
    let options = Options {
        ledger_room: request.ledger_room.min(RunRequest::MAX_LEDGER_ROOM) as usize,
        with_ledger: request.with_ledger,
        steps: request.steps,
        rewrite_httpbin: request.rewrite_httpbin,
        ..options(request.settings)
    };
    let (when_done, done) = oneshot::channel();
    let started = Run::start(
        Here::with_room(room),
        &request.program,
        &options,
        |report| {
            // Nobody listens only if the supervisor is gone, and then nobody is left to tell.
            let _ = when_done.send(report);
        },
    );
    match started {
        Ok(handle) => {
            set_running(run, Running::Now(handle));
            spawn_local(finish(run, done));
        }
        Err(refused) => {
            let said = Chunk {
                thread: "MainThread".to_owned(),
                stream: Stream::Stderr,
                text: format!("{refused}\n"),
            };
            let report = RunReport::refused(options.settings, options.passage());
            end_unbegun(run, report, vec![said]);
        }
    }
}

/// Waits for the end of a run and sends its report.
async fn finish(run: RunId, done: oneshot::Receiver<RunReport>) {
    let report = done.await;
    let ended = SUPERVISOR.with_borrow_mut(|supervisor| supervisor.running.take());
    end_run();
    match (report, ended) {
        (Ok(mut report), Some((_, Running::Now(handle)))) => {
            let ledger = report.ledger.take();
            post(&Event::Finished {
                run,
                output: handle.take_output(),
                report: Box::new(report),
                ledger: ledger.map(packed),
            });
        }
        _ => fail("The engine lost its program's result."),
    }
}

fn packed(ledger: Ledger) -> LedgerPart {
    let Ledger {
        threads,
        interpreters,
        homes,
        events,
        dropped,
        until,
    } = ledger;
    LedgerPart {
        interpreters,
        homes,
        ..LedgerPart::pack(threads, &events, dropped, until)
    }
}

/// Says how far a run is, until it has ended; also what is new in its ledger, if there is a cursor.
async fn watch(run: RunId, mut cursor: Option<LedgerCursor>) {
    loop {
        TimeoutFuture::new(TICK_MS).await;
        let running = match running(run) {
            Some(Running::Now(running)) => running,
            Some(Running::Soon(_)) => {
                // Something has to be heard of the engine, or it is taken for dead.
                post(&Event::Progress {
                    run,
                    elapsed: 0.0,
                    threads: Vec::new(),
                    output: Vec::new(),
                    ledger: None,
                });
                continue;
            }
            None => return,
        };
        let progress = running.progress();
        running.relay();
        post(&Event::Progress {
            run,
            elapsed: progress.elapsed.as_secs_f64(),
            threads: progress.threads,
            output: running.take_output(),
            ledger: cursor
                .as_mut()
                .map(|cursor| running.ledger_news(cursor, NEWS)),
        });
    }
}

/// Passes on what processes in other workers were asked for.
#[cfg(target_feature = "atomics")]
pub(crate) fn relay() {
    let running = SUPERVISOR.with_borrow(|supervisor| match &supervisor.running {
        Some((_, Running::Now(running))) => Some(running.clone()),
        _ => None,
    });
    if let Some(running) = running {
        running.relay();
    }
}

/// A run, if it still goes on.
fn running(run: RunId) -> Option<Running> {
    SUPERVISOR.with_borrow(|supervisor| match &supervisor.running {
        Some((id, handle)) if *id == run => Some(handle.clone()),
        _ => None,
    })
}

fn set_running(run: RunId, running: Running) {
    SUPERVISOR.with_borrow_mut(|supervisor| supervisor.running = Some((run, running)));
}

fn fail(message: &str) {
    post(&Event::Failed {
        message: message.to_owned(),
    });
}

fn post(event: &Event) {
    // Bytes are the exception: JSON has only lists of numbers for them.
    let serializer =
        serde_wasm_bindgen::Serializer::json_compatible().serialize_bytes_as_arrays(false);
    let message = event.serialize(&serializer);
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    if let Err(error) = message
        .map_err(JsValue::from)
        .and_then(|m| scope.post_message(&m))
    {
        // The bootstrap turns it into a message that surely can be sent.
        wasm_bindgen::throw_val(error);
    }
}
