//! The thread on which all exchanges of a run go on.

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};

use super::client::Client;
use super::service;
use crate::host::Job;
use crate::network::{Address, Completion};

/// It ends, and drops what is under way, when this is dropped.
pub(super) struct Io {
    handle: Handle,
    client: Arc<Client>,
    /// Where the slow service is, once it was needed; nothing if there is no port for it.
    service: OnceLock<Option<SocketAddr>>,
    _alive: oneshot::Sender<()>,
}

impl Io {
    pub(super) fn start() -> io::Result<Io> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            // Those that look up names.
            .on_thread_stop(python::end_thread)
            .build()?;
        let handle = runtime.handle().clone();
        let (alive, over) = oneshot::channel();
        thread::Builder::new()
            .name("network".to_owned())
            .spawn(move || {
                // An error: the other end was dropped.
                let _ = runtime.block_on(over);
                // Without waiting for names that are still being looked up.
                runtime.shutdown_background();
                python::end_thread();
            })?;
        Ok(Io {
            handle,
            client: Arc::new(Client::new(places())),
            service: OnceLock::new(),
            _alive: alive,
        })
    }

    pub(super) fn fetch(&self, address: Address, completion: Completion) {
        let url = match address {
            Address::Outside(url) => url,
            Address::Service(path) => match self.service() {
                Some(address) => format!("http://{address}/{path}"),
                None => return completion.simulate(),
            },
        };
        let client = Arc::clone(&self.client);
        let (begin, begun) = oneshot::channel::<Completion>();
        let task = self.handle.spawn(async move {
            let Ok(completion) = begun.await else { return };
            let asked = completion.asked();
            let exchange = client.exchange(asked, &url);
            let end = match asked.timeout {
                None => exchange.await,
                Some(most) => match timeout(most, exchange).await {
                    Ok(end) => end,
                    Err(_) => return completion.time_out(),
                },
            };
            completion.complete(end);
        });
        let abort = task.abort_handle();
        completion.on_abandon(move || abort.abort());
        // Fails only if it was ended already.
        let _ = begin.send(completion);
    }

    pub(super) fn later(&self, after: Duration, then: Job) {
        self.handle.spawn(async move {
            sleep(after).await;
            then();
        });
    }

    fn service(&self) -> Option<SocketAddr> {
        *self.service.get_or_init(|| {
            let _inside = self.handle.enter();
            let listener = service::bind().ok()?;
            let address = listener.local_addr().ok()?;
            self.handle.spawn(service::serve(listener));
            Some(address)
        })
    }
}

/// How many exchanges may have a connection at once: most systems let a process open few files at first, and
/// more if it asks. To the slow service it is the same process that opens the other end.
fn places() -> usize {
    const WANTED: u64 = 5000;
    const OTHERS: u64 = 100;
    let limit = open_files(2 * WANTED + OTHERS);
    let places = limit.saturating_sub(OTHERS) / 2;
    usize::try_from(places.clamp(16, WANTED)).unwrap_or(16)
}

/// How many files this process may open, if it would like to open so many.
#[cfg(unix)]
fn open_files(wanted: u64) -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

    let limit = getrlimit(Resource::Nofile);
    let (current, most) = (
        limit.current.unwrap_or(wanted),
        limit.maximum.unwrap_or(wanted),
    );
    let better = Rlimit {
        current: Some(wanted.min(most)),
        ..limit
    };
    if current < wanted && setrlimit(Resource::Nofile, better).is_ok() {
        return wanted.min(most);
    }
    current
}

#[cfg(not(unix))]
fn open_files(wanted: u64) -> u64 {
    wanted
}
