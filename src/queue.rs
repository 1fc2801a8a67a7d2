//! Only one figure runs at a time, of this page and of other frames and tabs of the same site:
//! programs that are timed on the same processors would disturb each other.
//!
//! The line is a Web Lock. Where there are none (in a sandboxed frame) or they are refused, a figure
//! does not wait.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use futures_channel::oneshot;
use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// The lock's name.
const NAME: &str = "gil-playground-run";
/// How long a figure stands in line before it says that it does: milliseconds. When nobody else
/// runs it has its turn sooner.
const PATIENCE: u32 = 150;

/// A place in the line.
pub struct Ticket {
    granted: Option<oneshot::Receiver<Turn>>,
    left: oneshot::Receiver<()>,
}

/// The means to leave the line.
pub struct Leave(Cell<Option<oneshot::Sender<()>>>);

/// The right to run. Dropping it lets the next one run.
pub struct Turn {
    /// Resolves the promise that holds the lock.
    end: Option<Function>,
}

/// What came of waiting.
pub enum Waited {
    /// It is this figure's turn.
    Turn(Turn),
    /// It left the line.
    Left,
}

impl Leave {
    /// Leaves the line.
    pub fn leave(&self) {
        if let Some(sender) = self.0.take() {
            // Fails only if nobody waits any more.
            let _ = sender.send(());
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(end) = &self.end {
            // Nothing can go wrong in a promise's own function.
            let _ = end.call0(&JsValue::NULL);
        }
    }
}

/// Takes a place in the line.
pub fn stand_in_line() -> (Ticket, Leave) {
    let (leave, left) = oneshot::channel();
    let ticket = Ticket {
        granted: request(),
        left,
    };
    (ticket, Leave(Cell::new(Some(leave))))
}

impl Ticket {
    /// Waits for its turn. `queued` is called if others have to end first.
    pub async fn wait(mut self, queued: impl FnOnce()) -> Waited {
        let unguarded = |_| Turn { end: None };
        let Some(mut granted) = self.granted else {
            return Waited::Turn(Turn { end: None });
        };
        let patience = TimeoutFuture::new(PATIENCE);
        match select(&mut granted, patience).await {
            // Whoever left meanwhile, before there was anything to see, left all the same.
            Either::Left(_) if matches!(self.left.try_recv(), Ok(Some(()))) => return Waited::Left,
            Either::Left((turn, _)) => return Waited::Turn(turn.unwrap_or_else(unguarded)),
            Either::Right(_) => queued(),
        }
        match select(granted, self.left).await {
            // A request that was refused: better to run than to wait for ever.
            Either::Left((turn, _)) => Waited::Turn(turn.unwrap_or_else(unguarded)),
            // When the lock is granted nobody listens, and the turn ends at once.
            Either::Right(_) => Waited::Left,
        }
    }
}

/// Asks for the lock. `None` if there are no locks here.
fn request() -> Option<oneshot::Receiver<Turn>> {
    let navigator: JsValue = web_sys::window()?.navigator().into();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?;
    let request: Function = request.dyn_into().ok()?;
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let on_granted = Closure::once_into_js({
        let sender = Rc::clone(&sender);
        move |_lock: JsValue| -> Promise {
            Promise::new(&mut |resolve, _reject| {
                if let Some(sender) = sender.take() {
                    // If nobody waits any more the turn comes back, and being dropped ends it.
                    drop(sender.send(Turn { end: Some(resolve) }));
                }
            })
        }
    });
    let over = request.call2(&locks, &NAME.into(), &on_granted).ok()?;
    let over: Promise = over.dyn_into().ok()?;
    spawn_local(async move {
        // A refused request never calls back: who waits learns of it by the sender's end.
        let _ = JsFuture::from(over).await;
        sender.take();
    });
    Some(receiver)
}
