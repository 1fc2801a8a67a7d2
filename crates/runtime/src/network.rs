//! What goes where: programs' requests, and who answers them.
//!
//! The slow service (`service`) is ours; everything else is the real network, which the host asks. On virtual
//! cores everything is simulated, and nobody is asked.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use protocol::Stream;
use python::processes::Pid;
use python::{Asked, End, Exchange, Failure, FailureKind, LockObject};

use crate::apart::{self, Question, Root, Word};
use crate::host::Host;
use crate::service::{self, PATH, Reply};
use crate::shared::Shared;

/// Who is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// The slow service: a path below its own address, and its query.
    Service(String),
    /// The network: an absolute address.
    Outside(String),
}

/// What a simulated exchange takes besides its delay: a connection within the same machine.
const LATENCY: Duration = Duration::from_micros(500);
/// Where simulated answers of the slow service seem to come from.
const NOWHERE: &str = "http://localhost/";

/// What a run knows of its exchanges.
#[derive(Default)]
pub(crate) struct Network {
    pub(crate) rewrites_httpbin: bool,
    /// What chance begins with.
    seed: u32,
    /// How many requests have left their delay to chance.
    by_chance: AtomicU32,
    /// Whether the output says already that httpbin is not asked.
    is_told: AtomicBool,
    is_simulated: AtomicBool,
    under_way: Arc<UnderWay>,
    /// In the memory of a process apart: what it has asked the root for, by number, and who is to hear of the end.
    afar: Mutex<HashMap<u32, Awaited>>,
    /// At the root: what processes apart have asked for.
    letters: Mutex<HashMap<(Pid, u32), Arc<dyn Arrivals>>>,
    /// What has come of that and was not fetched yet.
    post: Mutex<HashMap<Pid, Vec<Come>>>,
    /// Whether there is any. Stored with `post` held. Relaxed: whoever brings it rings bells after that, and who sees
    /// at its bell that it has been rung, or finds it rung before it falls asleep, sees this as well; who does not
    /// wait looks again soon.
    has_post: AtomicBool,
}

/// The number under which a process apart knows an exchange at the root.
fn afar_number(exchange: &Exchange) -> u32 {
    // They come back long before there are as many as that.
    exchange.id() as u32
}

/// What has come of an exchange, and the number that the process knows it by.
type Come = (u32, Arc<End>);

type Awaited = (Arc<Exchange>, Weak<dyn Arrivals>);

/// The exchanges that have begun and have no end yet, by their numbers.
#[derive(Default)]
pub(crate) struct UnderWay(Mutex<HashMap<u64, Arc<Exchange>>>);

impl UnderWay {
    fn list(&self) -> MutexGuard<'_, HashMap<u64, Arc<Exchange>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Network {
    pub(crate) fn new(rewrites_httpbin: bool, seed: u32) -> Network {
        Network {
            rewrites_httpbin,
            seed,
            ..Network::default()
        }
    }

    /// Whether answers were simulated.
    pub(crate) fn is_simulated(&self) -> bool {
        // Relaxed here and below: nothing else depends on it.
        self.is_simulated.load(Ordering::Relaxed)
    }

    /// Whether any exchange has begun and not ended.
    pub(crate) fn is_busy(&self) -> bool {
        !self.under_way.list().is_empty()
    }

    /// Nobody wants it any more.
    pub(crate) fn abandon(&self, exchange: &Exchange) {
        self.under_way.list().remove(&exchange.id());
        locked(&self.afar).remove(&afar_number(exchange));
        exchange.abandon();
    }

    /// The same of all.
    pub(crate) fn abandon_all(&self) {
        let all = std::mem::take(&mut *self.under_way.list());
        for exchange in all.into_values() {
            exchange.abandon();
        }
    }

    /// A process apart has come to its end: it wants nothing any more.
    pub(crate) fn forget_afar(&self) {
        let all = std::mem::take(&mut *locked(&self.afar));
        for (exchange, _) in all.into_values() {
            exchange.abandon();
        }
    }

    /// Where a request goes, and whether it was meant for somebody else.
    fn way(&self, url: &str) -> Result<(Address, bool), Failure> {
        let url = url.trim();
        let (address, rewritten) = match (scheme(url), httpbin_path(url)) {
            (None, _) => {
                let path = url.trim_start_matches('/').split('#').next();
                (Address::Service(path.unwrap_or_default().to_owned()), false)
            }
            (Some(_), Some(path)) if self.rewrites_httpbin => (Address::Service(path), true),
            (Some("http" | "https"), _) if !host(url).is_empty() => {
                (Address::Outside(url.to_owned()), false)
            }
            (Some("http" | "https"), _) => return Err(no_address(url, "It names no host.")),
            _ => return Err(no_address(url, "It must begin with http:// or https://.")),
        };
        Ok(match address {
            Address::Service(path) => (Address::Service(self.seeded(path)), rewritten),
            outside => (outside, false),
        })
    }

    /// A path of the slow service with a seed, if it leaves something to chance.
    fn seeded(&self, path: String) -> String {
        let query = path.split_once('?').map_or("", |(_, query)| query);
        let has = |wanted: &str| service::pairs(query).any(|(name, _)| name == wanted);
        if !path.starts_with(PATH) || !has("jitter") || has("seed") {
            return path;
        }
        let number = self.by_chance.fetch_add(1, Ordering::Relaxed);
        let seed = self.seed.wrapping_mul(0x0001_0001).wrapping_add(number);
        format!("{path}&seed={seed}")
    }
}

/// `http` of `http://…`, in lower case if it is one of those that there are.
fn scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once("://")?;
    let known = ["http", "https"];
    let known = known
        .into_iter()
        .find(|known| scheme.eq_ignore_ascii_case(known));
    Some(known.unwrap_or(scheme)).filter(|scheme| !scheme.contains(['/', '?', '#']))
}

/// The host of an absolute address, without port and password.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let place = authority.rsplit('@').next().unwrap_or_default();
    match place
        .strip_prefix('[')
        .and_then(|place| place.split_once(']'))
    {
        Some((address, _)) => address,
        None => place.split(':').next().unwrap_or_default(),
    }
}

/// `api/delay/1?…` of `https://httpbin.org/delay/1?…`.
fn httpbin_path(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    let path = path.strip_prefix("delay/")?.split('#').next()?;
    let hosts = ["httpbin.org", "www.httpbin.org"];
    hosts
        .iter()
        .any(|known| host.eq_ignore_ascii_case(known))
        .then(|| format!("{PATH}{path}"))
}

fn no_address(url: &str, why: &str) -> Failure {
    Failure::new(
        FailureKind::Url,
        format!("{url:?} is no address to ask. {why}"),
    )
}

fn timed_out(timeout: Duration) -> Failure {
    let seconds = timeout.as_secs_f64();
    Failure::new(
        FailureKind::Timeout,
        format!("There was no whole answer within {seconds} seconds."),
    )
}

/// What is to be simulated: an end, and when.
pub(crate) struct Simulated {
    pub(crate) after: Duration,
    what: Result<(Reply, String), Failure>,
}

impl Simulated {
    fn new(asked: &Asked, reply: Reply, url: String) -> Simulated {
        let after = reply.delay + LATENCY;
        match asked.timeout {
            Some(timeout) if timeout < after => Simulated {
                after: timeout,
                what: Err(timed_out(timeout)),
            },
            _ => Simulated {
                after,
                what: Ok((reply, url)),
            },
        }
    }

    fn at_once(failure: Failure) -> Simulated {
        Simulated {
            after: LATENCY,
            what: Err(failure),
        }
    }

    pub(crate) fn end(self, asked: &Asked) -> End {
        let (reply, url) = self.what?;
        Ok(reply.response(&asked.method, url, self.after))
    }
}

/// Where an answer of the slow service seems to come from, if nobody was really asked.
fn seeming(asked: &Asked, path: &str) -> String {
    match scheme(&asked.url) {
        Some(_) => asked.url.clone(),
        None => format!("{NOWHERE}{path}"),
    }
}

/// Who is to hear that an exchange has come to its end.
pub(crate) trait Arrivals: Send + Sync {
    /// On whatever thread that was. `released` is a lock that somebody waits for, who is to be woken.
    fn arrived(&self, exchange: &Exchange, released: Option<Arc<LockObject>>);

    /// Nobody wants to hear of it any more.
    fn abandon(&self) {}
}

/// An exchange that a process apart has asked for.
struct Letter<H> {
    shared: Weak<Shared<H>>,
    process: Pid,
    number: u32,
    exchange: Arc<Exchange>,
}

impl<H: Host> Arrivals for Letter<H> {
    fn arrived(&self, exchange: &Exchange, _: Option<Arc<LockObject>>) {
        let (Some(shared), Some(end)) = (self.shared.upgrade(), exchange.end()) else {
            return;
        };
        let network = &shared.network;
        if locked(&network.letters)
            .remove(&(self.process, self.number))
            .is_none()
        {
            return;
        }
        let mut post = locked(&network.post);
        let letters = post.entry(self.process).or_default();
        letters.push((self.number, end));
        network.has_post.store(true, Ordering::Relaxed);
        drop(post);
        for member in shared.members_apart(self.process) {
            member.ring();
        }
    }

    fn abandon(&self) {
        if let Some(shared) = self.shared.upgrade() {
            shared.network.abandon(&self.exchange);
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// How a host says what came of an exchange, from any thread. Dropped without that, the exchange ends as one
/// whose connection was cut.
pub struct Completion {
    exchange: Arc<Exchange>,
    arrivals: Weak<dyn Arrivals>,
    under_way: Arc<UnderWay>,
    simulate: Option<Box<dyn FnOnce(Completion) + Send>>,
    /// What it was asked as, if somebody else is asked in place of that one.
    meant: Option<String>,
}

impl Completion {
    /// What is asked.
    pub fn asked(&self) -> &Asked {
        &self.exchange.asked
    }

    /// Whether anybody still wants to know.
    pub fn is_wanted(&self) -> bool {
        !self.exchange.is_complete()
    }

    /// What came of it.
    pub fn complete(mut self, mut end: End) {
        if let (Ok(response), Some(meant)) = (&mut end, self.meant.take()) {
            response.url = meant;
        }
        self.end(end);
    }

    /// It took as long as it may take at most.
    pub fn time_out(self) {
        let timeout = self.asked().timeout.unwrap_or_default();
        self.complete(Err(timed_out(timeout)));
    }

    /// The host has no slow service to ask: the answer is simulated.
    pub fn simulate(mut self) {
        if let Some(simulate) = self.simulate.take() {
            simulate(self);
        }
    }

    /// What the host is to do when nobody wants the answer any more.
    pub fn on_abandon(&self, abort: impl FnOnce() + Send + 'static) {
        self.exchange.on_abandon(Box::new(abort));
    }

    fn end(&self, end: End) {
        let released = self.exchange.complete(end);
        if let Some(arrivals) = self.arrivals.upgrade() {
            arrivals.arrived(&self.exchange, released);
        }
    }
}

impl Drop for Completion {
    fn drop(&mut self) {
        self.under_way.list().remove(&self.exchange.id());
        if !self.exchange.is_complete() {
            let message = "The connection was given up before the answer was there.";
            self.end(Err(Failure::new(FailureKind::Cut, message)));
        }
    }
}

impl<H: Host> Shared<H> {
    /// Begins an exchange by the real clock.
    pub(crate) fn begin(
        self: &Arc<Self>,
        who: &str,
        exchange: &Arc<Exchange>,
        arrivals: Weak<dyn Arrivals>,
    ) {
        let network = &self.network;
        if let Some(root) = self.host.root() {
            return self.begin_afar(root, who, exchange, arrivals);
        }
        let under_way = Arc::clone(&network.under_way);
        under_way.list().insert(exchange.id(), Arc::clone(exchange));
        let mut completion = Completion {
            exchange: Arc::clone(exchange),
            arrivals,
            under_way,
            simulate: None,
            meant: None,
        };
        let (address, rewritten) = match network.way(&exchange.asked.url) {
            Ok(way) => way,
            Err(failure) => return completion.complete(Err(failure)),
        };
        if rewritten {
            self.tell_of_httpbin(who);
            completion.meant = Some(exchange.asked.url.clone());
        }
        if let Address::Service(path) = &address {
            let (shared, path) = (Arc::downgrade(self), path.clone());
            completion.simulate = Some(Box::new(move |completion| {
                if let Some(shared) = shared.upgrade() {
                    shared.simulate(&path, completion);
                }
            }));
        }
        self.host.fetch(address, completion);
        if self.must_end(&self.first()).is_some() {
            // The run may have been over before this one was among those that are ended with it.
            exchange.abandon();
        }
    }

    /// The same from the memory of a process apart.
    fn begin_afar(
        &self,
        root: &Arc<dyn Root>,
        who: &str,
        exchange: &Arc<Exchange>,
        arrivals: Weak<dyn Arrivals>,
    ) {
        let number = afar_number(exchange);
        locked(&self.network.afar).insert(number, (Arc::clone(exchange), arrivals));
        let hears = Arc::clone(root);
        exchange.on_abandon(Box::new(move || {
            hears.say(Word::Abandon, number, 0.0);
        }));
        let asked = exchange.asked.clone();
        root.ask(&apart::pack(&Question::Fetch(
            who.to_owned(),
            number,
            asked,
        )));
    }

    /// Fetches what has come for this process.
    pub(crate) fn fetch_post(&self, root: &dyn Root) {
        let post: Option<Vec<(u32, End)>> = root.ask_for(&Question::Post);
        for (number, end) in post.unwrap_or_default() {
            let awaited = locked(&self.network.afar).remove(&number);
            if let Some((exchange, arrivals)) = awaited {
                let released = exchange.complete(end);
                if let Some(arrivals) = arrivals.upgrade() {
                    arrivals.arrived(&exchange, released);
                }
            }
        }
    }

    /// At the root: begins an exchange that a process apart has asked for.
    pub(crate) fn begin_for(self: &Arc<Self>, process: Pid, number: u32, who: &str, asked: Asked) {
        let exchange = Exchange::new(asked);
        let letter: Arc<dyn Arrivals> = Arc::new(Letter {
            shared: Arc::downgrade(self),
            process,
            number,
            exchange: Arc::clone(&exchange),
        });
        let arrivals = Arc::downgrade(&letter);
        locked(&self.network.letters).insert((process, number), letter);
        self.begin(who, &exchange, arrivals);
    }

    /// Whether something has come for that process.
    pub(crate) fn has_post(&self, process: Pid) -> bool {
        self.network.has_post.load(Ordering::Relaxed)
            && locked(&self.network.post).contains_key(&process)
    }

    pub(crate) fn take_post(&self, process: Pid) -> Vec<Come> {
        let mut post = locked(&self.network.post);
        let taken = post.remove(&process);
        let is_left = !post.is_empty();
        self.network.has_post.store(is_left, Ordering::Relaxed);
        taken.unwrap_or_default()
    }

    /// A process apart does not want that any more; without a number, it wants nothing.
    pub(crate) fn abandon_for(&self, process: Pid, number: Option<u32>) {
        let mut letters = locked(&self.network.letters);
        let wanted = |key: &(Pid, u32)| key.0 == process && number.is_none_or(|n| n == key.1);
        let keys: Vec<_> = letters.keys().copied().filter(wanted).collect();
        let abandoned: Vec<_> = keys.iter().filter_map(|key| letters.remove(key)).collect();
        drop(letters);
        abandoned.iter().for_each(|letter| letter.abandon());
    }

    /// Answers in place of the slow service.
    fn simulate(&self, path: &str, completion: Completion) {
        self.network.is_simulated.store(true, Ordering::Relaxed);
        let asked = completion.asked();
        let simulated = Simulated::new(asked, service::reply(path), seeming(asked, path));
        let after = simulated.after;
        let arrive = Box::new(move || {
            let end = simulated.end(completion.asked());
            completion.complete(end);
        });
        self.host.later(after, arrive);
    }

    /// What comes of an exchange on virtual cores.
    pub(crate) fn simulated(&self, who: &str, asked: &Asked) -> Simulated {
        self.network.is_simulated.store(true, Ordering::Relaxed);
        match self.network.way(&asked.url) {
            Ok((Address::Service(path), rewritten)) => {
                if rewritten {
                    self.tell_of_httpbin(who);
                }
                Simulated::new(asked, service::reply(&path), seeming(asked, &path))
            }
            Ok((Address::Outside(url), _)) => Simulated::at_once(Failure::new(
                FailureKind::Dns,
                format!(
                    "Virtual cores have no network, so {} cannot be asked: only /api/delay/… answers there.",
                    host(&url)
                ),
            )),
            Err(failure) => Simulated::at_once(failure),
        }
    }

    /// Says once that somebody else answers.
    fn tell_of_httpbin(&self, who: &str) {
        if !self.network.is_told.swap(true, Ordering::Relaxed) {
            let text = "httpbin.org is not asked: a slow service of the playground's own answers in its \
                        place, after the same time.\n";
            self.write(who, Stream::Note, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(url: &str) -> Address {
        Network::new(true, 0).way(url).expect("an address").0
    }

    #[test]
    fn what_is_relative_is_for_the_slow_service() {
        for url in ["/api/delay/1", "api/delay/1", " //api/delay/1#x "] {
            assert_eq!(way(url), Address::Service("api/delay/1".into()), "{url}");
        }
        assert_eq!(
            way("/data.json?a=://b"),
            Address::Service("data.json?a=://b".into())
        );
    }

    #[test]
    fn httpbin_is_answered_here_unless_told_otherwise() {
        for url in [
            "https://httpbin.org/delay/1.5?size=9#top",
            "HTTP://HTTPBIN.org/delay/1.5?size=9",
            "http://www.httpbin.org/delay/1.5?size=9",
        ] {
            assert_eq!(way(url), Address::Service("api/delay/1.5?size=9".into()));
            let (address, rewritten) = Network::new(false, 0).way(url).expect("an address");
            assert_eq!((address, rewritten), (Address::Outside(url.into()), false));
        }
        for url in [
            "https://httpbin.org/get",
            "https://httpbin.org.example/delay/1",
        ] {
            assert_eq!(way(url), Address::Outside(url.into()));
        }
    }

    #[test]
    fn what_is_no_address_is_called_so() {
        for url in [
            "ftp://example.org/",
            "http://",
            "https:///x",
            "http://:80/",
            "://x",
        ] {
            let failure = Network::default().way(url).expect_err(url);
            assert_eq!(failure.kind, FailureKind::Url, "{url}");
        }
    }

    #[test]
    fn hosts_have_neither_ports_nor_passwords() {
        for (url, expected) in [
            ("http://a.b/c", "a.b"),
            ("http://me:pw@a.b:80?c", "a.b"),
            ("http://[::1]:80/", "::1"),
        ] {
            assert_eq!(host(url), expected);
        }
    }

    #[test]
    fn who_leaves_a_delay_to_chance_gets_another_one_each_time() {
        let network = Network::new(true, 1);
        let seeded = |url: &str| network.way(url).expect("an address").0;
        let jitter = "/api/delay/1?jitter=1";
        assert_ne!(seeded(jitter), seeded(jitter));
        let own = "/api/delay/1?jitter=1&seed=3";
        assert_eq!(seeded(own), seeded(own));
        assert_eq!(
            Network::new(true, 1).way(jitter),
            Network::new(true, 1).way(jitter)
        );
        assert_ne!(
            Network::new(true, 1).way(jitter),
            Network::new(true, 2).way(jitter)
        );
    }
}
