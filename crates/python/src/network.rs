//! Exchanges with the network: what is asked, what comes of it, and who is told.
//!
//! The host does what is asked ([`Request::Begin`](crate::Request::Begin)) and completes the exchange, on
//! whatever thread it likes. Until then it knows of it only what is in here: no Python object.

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::locks::LockObject;
use crate::object::Guarded;
use crate::value::Value;

/// A request and its answer.
pub struct Exchange {
    /// What is asked.
    pub asked: Asked,
    id: u64,
    /// Set after the end is there.
    is_complete: AtomicBool,
    state: Mutex<State>,
}

/// What is asked of the network.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Asked {
    /// `GET`, `POST`, …
    pub method: String,
    /// Absolute, or relative to where the page is.
    pub url: String,
    /// Names and values, in their order.
    pub headers: Vec<(String, String)>,
    /// What is sent along.
    #[serde(with = "serde_bytes")]
    pub body: Option<Vec<u8>>,
    /// How long the whole exchange may take.
    pub timeout: Option<Duration>,
    /// How many redirects are followed.
    pub redirects: u32,
}

/// What comes of an exchange.
pub type End = Result<Response, Failure>;

/// An answer, of whatever status.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Response {
    /// 200, 404, …
    pub status: u16,
    /// What the server calls that.
    pub reason: String,
    /// Names and values, in their order.
    pub headers: Vec<(String, String)>,
    /// Its content.
    #[serde(with = "serde_bytes")]
    pub body: Vec<u8>,
    /// Where it came from in the end.
    pub url: String,
    /// How long it took until the headers were there.
    pub elapsed: Duration,
    /// How many redirects were followed.
    pub redirected: u32,
}

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Of what kind it is.
    pub kind: FailureKind,
    /// A sentence for people.
    pub message: String,
}

impl Failure {
    /// A failure of that kind.
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Failure {
        let message = message.into();
        Failure { kind, message }
    }
}

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FailureKind {
    /// Nobody to be reached there, or the connection was closed without an answer.
    Connect,
    /// The host has no address.
    Dns,
    /// It took too long.
    Timeout,
    /// No encrypted connection.
    Tls,
    /// The connection was closed in the middle of the answer.
    Cut,
    /// The answer is no HTTP.
    Protocol,
    /// Too many redirects.
    Redirects,
    /// The browser does not let this page ask there.
    Refused,
    /// There is no such address.
    Url,
    /// Nobody wants it any more.
    Cancelled,
}

impl FailureKind {
    /// What programs know it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::Dns => "dns",
            Self::Timeout => "timeout",
            Self::Tls => "tls",
            Self::Cut => "cut",
            Self::Protocol => "protocol",
            Self::Redirects => "redirects",
            Self::Refused => "refused",
            Self::Url => "url",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What ends the host's work for an exchange.
pub type Abort = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct State {
    end: Option<Arc<End>>,
    /// Released when there is an end.
    told: Option<Arc<LockObject>>,
    abort: Option<Abort>,
}

impl Exchange {
    /// An exchange that has not begun.
    pub fn new(asked: Asked) -> Arc<Exchange> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Arc::new(Exchange {
            asked,
            // Relaxed: no more is wanted of it than that no two are the same.
            id: NEXT.fetch_add(1, Ordering::Relaxed),
            is_complete: AtomicBool::new(false),
            state: Mutex::default(),
        })
    }

    /// No two exchanges have the same.
    pub fn id(&self) -> u64 {
        self.id
    }

    /// Whether it has come to its end.
    pub fn is_complete(&self) -> bool {
        // Acquire: who sees it sees the end.
        self.is_complete.load(Ordering::Acquire)
    }

    /// What came of it.
    pub fn end(&self) -> Option<Arc<End>> {
        self.state().end.clone()
    }

    /// It has come to its end; a second one does not count. The lock that was to tell it is released, and given
    /// back if somebody waits for it, who is to be woken then.
    pub fn complete(&self, end: End) -> Option<Arc<LockObject>> {
        let mut state = self.state();
        if state.end.is_some() {
            return None;
        }
        state.end = Some(Arc::new(end));
        let abort = state.abort.take();
        let told = state.told.take();
        self.is_complete.store(true, Ordering::Release);
        drop(state);
        // What it holds on to goes outside of the lock; there is nothing to end any more.
        drop(abort);
        told.filter(|lock| self.tell(lock))
    }

    /// Nobody wants it any more: ends the host's work for it, and tells no lock.
    pub fn abandon(&self) {
        let mut state = self.state();
        if state.end.is_some() {
            return;
        }
        let failure = Failure::new(FailureKind::Cancelled, "The request was given up.");
        state.end = Some(Arc::new(Err(failure)));
        let (told, abort) = (state.told.take(), state.abort.take());
        self.is_complete.store(true, Ordering::Release);
        drop(state);
        drop(told);
        if let Some(abort) = abort {
            abort();
        }
    }

    /// Says how to end the host's work; if it is to end already, it does.
    pub fn on_abandon(&self, abort: Abort) {
        let mut state = self.state();
        if state.end.is_none() {
            state.abort = Some(abort);
            return;
        }
        drop(state);
        abort();
    }

    /// Has a lock released when it is complete. If it is already, the lock is given back if somebody waits for it,
    /// who is to be woken then.
    pub(crate) fn notify(&self, lock: &Arc<LockObject>) -> Option<Arc<LockObject>> {
        let mut state = self.state();
        if state.end.is_none() {
            state.told = Some(Arc::clone(lock));
            return None;
        }
        drop(state);
        self.tell(lock).then(|| Arc::clone(lock))
    }

    /// Releases a lock, and says whether somebody waits for it.
    fn tell(&self, lock: &LockObject) -> bool {
        // In this order: who has got the lock finds the exchange among the finished ones.
        lock.finished().push(self.id);
        lock.release() == Some(true)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} {}", self.asked.method, self.asked.url)
    }
}

/// The Python objects of exchanges that a lock is to tell of, by their numbers.
pub(crate) type Told = Guarded<HashMap<u64, Value>>;
