//! The page's side of the engine worker: start it, run a program on it, cancel, replace it.

use std::rc::Rc;

use futures_channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures_util::{FutureExt, StreamExt, select_biased};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Reflect, Uint8Array};
use protocol::{
    Chunk, Command, Event, LedgerPart, RunId, RunReport, RunRequest, ThreadProgress, VERSION,
};
use serde::Serialize;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ErrorEvent, HtmlMetaElement, MessageEvent, Worker};

use crate::browser::now;
use crate::worker::engine_worker;

/// Python threads there always is room for: eight, and the main thread. With so few an engine need
/// not be replaced when the reader asks for one more, and each worker takes some time to start.
const LEAST_ROOM: u32 = 9;

/// How long the engine may take to start. Slow phones on slow networks need several seconds.
const START_MS: f64 = 20_000.0;
/// The engine says something 20 times a second while a program runs. After a silence of this
/// length it is taken for dead; a busy machine may well swallow a second.
const SILENCE_MS: f64 = 5_000.0;
/// How long a cancelled program may take to end before its engine is ended for it.
const CANCEL_MS: f64 = 1_000.0;

/// Why the engine did not do what it was asked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The reader cancelled, and the engine had to be ended for it.
    Cancelled,
    /// It is broken: a sentence for people.
    Broken(String),
}

/// An engine worker that has started. Dropping it ends the worker and its nested workers.
pub struct Engine {
    worker: Rc<Worker>,
    inbox: UnboundedReceiver<Message>,
    runs: RunId,
    room: u32,
    cancelled: bool,
    // The worker's handlers live as long as the engine.
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(web_sys::Event)>,
}

/// What a waiting engine can hear.
enum Message {
    Event(Event),
    Broken(String),
    Cancel,
}

/// Cancels whatever the engine does: its start, or the program that runs.
#[derive(Clone)]
pub struct Canceller(UnboundedSender<Message>);

impl Canceller {
    /// Cancels.
    pub fn cancel(&self) {
        // Fails only if the engine is gone, and then there is nothing to cancel.
        let _ = self.0.unbounded_send(Message::Cancel);
    }
}

/// What a running program says of itself.
pub struct Progress {
    /// Its threads.
    pub threads: Vec<ThreadProgress>,
    /// What it printed meanwhile.
    pub output: Vec<Chunk>,
    /// What happened around the lock meanwhile.
    pub ledger: Option<LedgerPart>,
}

impl Engine {
    /// Creates the worker; [`Engine::start`] waits for it. There will be room for that many Python
    /// threads at least. Together with it comes the means to cancel.
    pub fn create(room: u32) -> Result<(Self, Canceller), Failure> {
        let broken = |error: JsValue| {
            Failure::Broken(format!(
                "The engine's worker cannot be created: {}.",
                text_of(&error)
            ))
        };
        let worker = engine_worker(&address()?).map_err(broken)?;
        let (outbox, inbox) = unbounded();

        let sender = outbox.clone();
        let on_message = Closure::new(move |event: MessageEvent| {
            let message = read(&event.data()).map_or_else(
                |error| Message::Broken(format!("The engine said something unheard-of: {error}.")),
                Message::Event,
            );
            // Fails only while the engine is being dropped.
            let _ = sender.unbounded_send(message);
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));

        let sender = outbox.clone();
        let on_error = Closure::new(move |event: web_sys::Event| {
            event.prevent_default();
            // A script that cannot be loaded is a plain event, without any message.
            let message = match event.dyn_ref::<ErrorEvent>() {
                Some(error) => format!(
                    "The engine broke down ({}). Press Run to start a new one.",
                    error.message()
                ),
                None => "The engine cannot be loaded. Check your connection and press Run again."
                    .to_owned(),
            };
            let _ = sender.unbounded_send(Message::Broken(message));
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));

        let engine = Self {
            worker: Rc::new(worker),
            inbox,
            runs: 0,
            room: room.max(LEAST_ROOM),
            cancelled: false,
            _on_message: on_message,
            _on_error: on_error,
        };
        Ok((engine, Canceller(outbox)))
    }

    /// Forgets what arrived while nothing ran, such as a cancellation that came too late, and says
    /// whether the engine is still good for another run.
    pub fn is_usable(&mut self) -> bool {
        self.cancelled = false;
        let mut usable = true;
        while let Some(Some(message)) = self.inbox.next().now_or_never() {
            usable &= !matches!(
                message,
                Message::Broken(_) | Message::Event(Event::Failed { .. })
            );
        }
        usable
    }

    /// For how many Python threads it has room.
    pub fn room(&self) -> u32 {
        self.room
    }

    /// Whether the reader has cancelled. The program that ran may have ended by itself all the
    /// same, just before it heard of it.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled
    }

    /// Waits until the engine is ready to run programs.
    pub async fn start(&mut self) -> Result<(), Failure> {
        self.post(&Command::Start {
            version: VERSION,
            room: self.room,
        })?;
        match self.next(now() + START_MS).await {
            Some(Message::Event(Event::Ready { version, .. })) if version == VERSION => Ok(()),
            Some(Message::Event(Event::Ready { version, .. })) => Err(Failure::Broken(format!(
                "The page and its engine are of different versions ({VERSION} and {version}), \
                 probably because one of them is an old copy. Reload the page."
            ))),
            Some(Message::Event(Event::Failed { message }) | Message::Broken(message)) => {
                Err(Failure::Broken(message))
            }
            Some(Message::Cancel) => Err(Failure::Cancelled),
            Some(Message::Event(_)) => Err(Failure::Broken(
                "The engine's first word was not that it is ready. Reload the page.".to_owned(),
            )),
            None => Err(Failure::Broken(format!(
                "The engine did not start within {} seconds. Try again; if that does not help, \
                 reload the page or close other tabs.",
                START_MS / 1000.0
            ))),
        }
    }

    /// Runs a program to its end, or until it is cancelled: then its report says so.
    pub async fn run(
        &mut self,
        request: impl FnOnce(RunId) -> RunRequest,
        mut on_progress: impl FnMut(Progress),
    ) -> Result<(Box<RunReport>, Vec<Chunk>, Option<LedgerPart>), Failure> {
        self.runs += 1;
        let run = self.runs;
        self.post(&Command::Run(request(run)))?;
        let mut cancel_by = None;
        loop {
            let patience = cancel_by.unwrap_or_else(|| now() + SILENCE_MS);
            match self.next(patience).await {
                Some(Message::Event(Event::Progress {
                    run: id,
                    threads,
                    output,
                    ledger,
                    ..
                })) if id == run => on_progress(Progress {
                    threads,
                    output,
                    ledger,
                }),
                Some(Message::Event(Event::Finished {
                    run: id,
                    output,
                    report,
                    ledger,
                })) if id == run => {
                    // A long report has taken the page's thread a while already: what is made of it is a task of
                    // its own, and the page can answer its reader in between.
                    TimeoutFuture::new(0).await;
                    return Ok((report, output, ledger));
                }
                Some(Message::Event(Event::Failed { message }) | Message::Broken(message)) => {
                    return Err(Failure::Broken(message));
                }
                Some(Message::Cancel) => {
                    self.cancelled = true;
                    self.post(&Command::Cancel { run })?;
                    cancel_by.get_or_insert_with(|| now() + CANCEL_MS);
                }
                // Late news of an earlier run.
                Some(Message::Event(_)) => {}
                None if cancel_by.is_some() => return Err(Failure::Cancelled),
                None => {
                    return Err(Failure::Broken(format!(
                        "The engine has said nothing for {} seconds and was ended. Press Run to \
                         start a new one.",
                        SILENCE_MS / 1000.0
                    )));
                }
            }
        }
    }

    /// The next message, or `None` if none has come by then (in milliseconds of [`now`]).
    async fn next(&mut self, by: f64) -> Option<Message> {
        let left = (by - now()).max(0.0);
        // Biased: what has arrived counts, even if a slowed-down page looks at it late.
        select_biased! {
            message = self.inbox.next() => message,
            () = TimeoutFuture::new(left as u32).fuse() => None,
        }
    }

    fn post(&self, command: &Command) -> Result<(), Failure> {
        let broken = |error: JsValue| {
            Failure::Broken(format!(
                "The engine cannot be spoken to: {}. Reload the page.",
                text_of(&error)
            ))
        };
        let message = command
            .serialize(&serde_wasm_bindgen::Serializer::json_compatible())
            .map_err(|error| broken(error.into()))?;
        self.worker.post_message(&message).map_err(broken)
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// Reads a message of the engine. As JSON: the page reads reports from files that way, too, and has
/// the code for it once. Only the ledger's bytes stay out of that.
fn read(data: &JsValue) -> Result<Event, String> {
    let bytes = take_ledger(data).map_err(|error| text_of(&error))?;
    let json = js_sys::JSON::stringify(data).map_err(|error| text_of(&error))?;
    let json = json.as_string().unwrap_or_default();
    let mut event = serde_json::from_str(&json).map_err(|error| error.to_string())?;
    if let Event::Progress { ledger, .. } | Event::Finished { ledger, .. } = &mut event
        && let Some(ledger) = ledger
    {
        ledger.events = bytes;
    }
    Ok(event)
}

/// Takes the ledger's bytes out of a message.
fn take_ledger(data: &JsValue) -> Result<Vec<u8>, JsValue> {
    let (ledger, events) = (JsValue::from("ledger"), JsValue::from("events"));
    if !data.is_object() {
        return Ok(Vec::new());
    }
    let ledger = Reflect::get(data, &ledger)?;
    if !ledger.is_object() {
        return Ok(Vec::new());
    }
    let bytes = Reflect::get(&ledger, &events)?;
    Reflect::set(&ledger, &events, &js_sys::Array::new())?;
    Ok(bytes
        .dyn_ref::<Uint8Array>()
        .map_or_else(Vec::new, Uint8Array::to_vec))
}

/// Where the engine's script is: the build leaves its address in the page's head.
fn address() -> Result<String, Failure> {
    web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.query_selector("meta[name=engine]").ok()?)
        .and_then(|element| element.dyn_into::<HtmlMetaElement>().ok())
        .map(|meta| meta.content())
        .ok_or_else(|| {
            Failure::Broken(
                "The page does not say where its engine is; it was not built whole. Build it with \
                 `cargo xtask build`."
                    .to_owned(),
            )
        })
}

fn text_of(error: &JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map_or_else(|| format!("{error:?}"), |error| error.message().into())
}
