//! What programs ask the network, on every way to let time pass.

mod common;
#[path = "common/server.rs"]
mod server;
#[path = "common/way.rs"]
mod way;

use std::sync::mpsc::Receiver;
use std::thread::sleep;
use std::time::{Duration, Instant};

use protocol::{BlockCause, LockEvent, Outcome, Preset, RunReport, Stream};
use runtime::{Address, Completion, Host, Job, NativeHost, NoThread, Options, Run};

use common::{run, start, text};
use server::Server;
use way::{WAYS, Way, options};

/// What programs here begin with.
const HEAD: &str = "
import _http, threading, time
def begin(url, method='GET', headers=[], body=None, timeout=30, redirects=5):
    return _http.begin(method, url, headers, body, timeout, redirects)
def ask(*args, **named):
    exchange = begin(*args, **named)
    assert _http.wait(exchange, 30)
    assert _http.is_complete(exchange)
    return _http.outcome(exchange)
";

const REAL: [Way; 2] = [Way::Threads, Way::Single];

fn program(source: &str) -> String {
    format!("{HEAD}{source}")
}

/// Runs a program that must end well, and gives what it prints.
fn said(source: &str, options: &Options) -> (String, RunReport) {
    let (report, output) = run(&program(source), options);
    let told = text(&output, Stream::Stderr);
    assert_eq!(report.outcome, Outcome::Finished, "{told}");
    (text(&output, Stream::Stdout), report)
}

/// The same on each of these ways, where it must print this.
fn each_prints(ways: &[Way], source: &str, expected: &str) {
    for way in ways {
        for preset in [Preset::Python27, Preset::Python314, Preset::Python314t] {
            let (printed, _) = said(source, &options(*way, preset));
            assert_eq!(printed, expected, "{way:?} {preset:?}");
        }
    }
}

#[test]
fn what_is_asked_and_answered_arrives_whole() {
    let server = Server::start();
    let source = format!(
        "
status, reason, headers, body, url, elapsed, redirected = ask(
    '{0}echo?a=%20b', 'PUT', [('X-One', 'w\\xe4rm'), ('X-One', 'two')], b'\\0body\\xff')
print(status, reason, url == '{0}echo?a=%20b', 0 < elapsed < 20, redirected)
print(dict(headers)['x-own'])
head, _, content = body.partition(b'\\r\\n\\r\\n')
print(head.split(b'\\r\\n')[0], content)
print([line for line in head.split(b'\\r\\n') if line.lower().startswith(b'x-one')])
print(ask('{0}teapot')[:2], ask('{0}missing')[0], ask('{0}missing', 'HEAD')[3])
status, _, _, body, _, elapsed, _ = ask('{0}slow-body')
print(status, body, elapsed < 0.25)
",
        server.url
    );
    let expected = "\
200 Fine True True 0
own value
b'PUT /echo?a=%20b HTTP/1.1' b'\\x00body\\xff'
[b'x-one: w\\xe4rm', b'x-one: two']
(418, 'Short and stout') 404 b''
200 b'first second' True
";
    each_prints(&REAL, &source, expected);
}

#[test]
fn each_kind_of_failure_has_its_name() {
    let server = Server::start();
    let source = format!(
        "
def kind(*args, **named):
    kind, message = ask(*args, **named)
    assert message.endswith('.') and len(message) > 20, message
    return kind
print(kind('{refused}'), kind('{0}nothing'), kind('{0}cut'), kind('{0}cut-chunked'), kind('{0}garbage'))
print(kind('{0}never', timeout=0.1), kind('http://no-such-host.invalid/'), kind('ftp://x/'), kind('http://'))
print(kind('{0}redirect/3', redirects=2), kind('{tls}'), kind('{0}ok', 'BAD METHOD'))
print(kind('{0}ok', headers=[('bad name', 'x')]), kind('{0}ok', headers=[('x', '\\u20ac')]))
",
        server.url,
        refused = Server::refusing(),
        tls = server.url.replace("http:", "https:"),
    );
    let expected = "\
connect connect cut cut protocol
timeout dns url url
redirects tls url
url url
";
    each_prints(&REAL, &source, expected);
}

#[test]
fn redirects_are_followed_as_far_as_asked() {
    let server = Server::start();
    let source = format!(
        "
def short(*args, **named):
    status, _, headers, body, url, _, redirected = ask(*args, **named)
    return status, body[:4], url.removeprefix('{0}'), redirected
print(short('{0}redirect/3'))
print(short('{0}redirect/3', redirects=3))
print(short('{0}redirect/3', redirects=0))
print(short('{0}nowhere'))
print(short('{0}see-other', 'POST', body=b'x'), short('{0}temporary', 'POST', body=b'x'))
",
        server.url
    );
    let expected = "\
(200, b'here', 'redirect/0', 3)
(200, b'here', 'redirect/0', 3)
(302, b'', 'redirect/3', 0)
(302, b'', 'nowhere', 0)
(200, b'GET ', 'echo', 1) (200, b'POST', 'echo', 1)
";
    each_prints(&REAL, &source, expected);
}

#[test]
fn threads_wait_at_the_same_time() {
    let source = "
def fetch():
    assert ask('/api/delay/0.4')[0] == 200
def together(count):
    threads = [threading.Thread(target=fetch) for _ in range(count)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start
start = time.perf_counter()
for _ in range(5):
    fetch()
alone = time.perf_counter() - start
few, many = together(5), together(64)
print(alone >= 2, 0.4 <= few < alone / 2, 0.4 <= many < alone)
";
    for way in WAYS {
        for preset in [Preset::Python27, Preset::Python314, Preset::Python314t] {
            let (printed, report) = said(source, &options(way, preset));
            assert_eq!(printed, "True True True\n", "{way:?} {preset:?}");
            let is_virtual = matches!(way, Way::Virtual(_));
            assert_eq!(report.simulated_network, is_virtual, "{way:?}");
            let ledger = report.ledger.as_ref().expect("it was asked for");
            let waits = LockEvent::Block {
                cause: BlockCause::Network,
            };
            let waits = ledger.events.iter().filter(|event| event.what == waits);
            assert_eq!(waits.count(), 74, "{way:?} {preset:?}");
        }
    }
}

#[test]
fn one_lock_tells_of_a_thousand_exchanges() {
    let source = "
COUNT = 1000
lock = threading.Lock()
lock.acquire()
start = time.perf_counter()
exchanges = [begin(f'/api/delay/{0.2 + i % 10 / 50}?size={i}') for i in range(COUNT)]
for exchange in exchanges:
    _http.notify(exchange, lock)
finished = []
while len(finished) < COUNT:
    assert lock.acquire(timeout=30)
    finished += _http.take_finished(lock)
seconds = time.perf_counter() - start
print(set(finished) == set(exchanges), len(finished), all(map(_http.is_complete, finished)))
print({_http.outcome(exchange)[0] for exchange in finished}, 0.38 <= seconds < 20)
print(_http.take_finished(lock), lock.locked())
# Of one that is complete already it is told at once, and a lock that is free stays so.
_http.notify(exchanges[7], lock)
print(lock.locked(), _http.take_finished(lock)[0] is exchanges[7])
_http.notify(exchanges[8], lock)
print(lock.locked(), len(_http.take_finished(lock)))
";
    let expected = "\
True 1000 True
{200} True
[] True
False True
False 1
";
    for way in WAYS {
        for preset in [Preset::Python314, Preset::Python314t] {
            let (printed, _) = said(source, &options(way, preset));
            assert_eq!(printed, expected, "{way:?} {preset:?}");
        }
    }
}

#[test]
fn who_waits_for_the_lock_is_woken_by_an_exchange() {
    let source = "
lock = threading.Lock()
lock.acquire()
exchange = begin('/api/delay/0.2')
_http.notify(exchange, lock)
start = time.perf_counter()
print(lock.acquire(timeout=30), 0.15 < time.perf_counter() - start < 10)
print(_http.take_finished(lock) == [exchange])
";
    each_prints(&WAYS, source, "True True\nTrue\n");
}

#[test]
fn waiting_can_end_before_the_answer() {
    let source = "
exchange = begin('/api/delay/0.5')
print(_http.wait(exchange, 0), _http.wait(exchange, 0.05), _http.is_complete(exchange))
try:
    _http.outcome(exchange)
except RuntimeError as error:
    print(error)
print(_http.wait(exchange, None), _http.outcome(exchange)[0])
late = ask('/api/delay/5', timeout=0.1)
print(late)
";
    let expected = "\
False False False
the request is still under way
True 200
('timeout', 'There was no whole answer within 0.1 seconds.')
";
    each_prints(&WAYS, source, expected);
}

#[test]
fn what_is_given_up_wakes_who_waits_and_tells_no_lock() {
    let source = "
exchange = begin('/api/delay/9')
lock = threading.Lock()
lock.acquire()
_http.notify(exchange, lock)
start = time.perf_counter()
waiters = [threading.Thread(target=_http.wait, args=(exchange, None)) for _ in range(3)]
for waiter in waiters:
    waiter.start()
_http.cancel(exchange)
for waiter in waiters:
    waiter.join()
print(time.perf_counter() - start < 5, _http.outcome(exchange))
print(lock.locked(), _http.take_finished(lock), lock.acquire(timeout=0.05))
_http.cancel(exchange)
";
    let expected = "\
True ('cancelled', 'The request was given up.')
True [] False
";
    each_prints(&WAYS, source, expected);
}

#[test]
fn answers_may_be_long_and_late_by_chance() {
    let source = "
print(len(ask('/api/delay/0?size=3000000')[3]))
import json
delays = [json.loads(ask('/api/delay/0?jitter=0.01')[3])['delay'] for _ in range(5)]
print(len(set(delays)), all(0 <= delay < 0.01 for delay in delays))
print({ask('/api/delay/0?jitter=0.01&seed=7')[3] for _ in range(2)})
print(ask('/api/delay/0?status=503')[:2], ask('/api/delay/x')[0], ask('/other')[0])
";
    let expected = "\
3000000
5 True
{b'{\"delay\": 0.00001611408544704318}'}
(503, 'Service Unavailable') 400 404
";
    each_prints(&WAYS, source, expected);
}

#[test]
fn httpbin_is_answered_here_and_that_is_said_once() {
    let source = "
for _ in range(3):
    answer = ask('https://httpbin.org/delay/0.05')
print(answer[0], answer[3], answer[4])
";
    for way in WAYS {
        let (report, output) = run(&program(source), &options(way, Preset::Python314));
        assert_eq!(report.outcome, Outcome::Finished);
        let printed = text(&output, Stream::Stdout);
        let expected = "200 b'{\"delay\": 0.05}' https://httpbin.org/delay/0.05\n";
        assert_eq!(printed, expected, "{way:?}");
        let notes = text(&output, Stream::Note);
        assert_eq!(
            notes.matches("httpbin.org is not asked").count(),
            1,
            "{way:?}"
        );
    }
    let virtual_way = Options {
        rewrite_httpbin: false,
        ..options(Way::Virtual(2), Preset::Python314)
    };
    let (printed, _) = said("print(ask('https://httpbin.org/delay/1'))", &virtual_way);
    assert!(
        printed.starts_with("('dns', 'Virtual cores have no network, so httpbin.org "),
        "{printed}"
    );
}

#[test]
fn virtual_cores_answer_the_same_in_every_run() {
    let source = "
def fetch():
    print(ask('/api/delay/1?jitter=1')[5])
threads = [threading.Thread(target=fetch) for _ in range(20)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(time.perf_counter())
";
    for cores in [1, 3] {
        for preset in [Preset::Python314, Preset::Python314t] {
            let began = Instant::now();
            let [one, other] = [0, 0].map(|_| said(source, &options(Way::Virtual(cores), preset)));
            assert_eq!(one.0, other.0);
            assert_eq!(one.1.ledger, other.1.ledger);
            assert!((1.0..2.2).contains(&one.1.wall_seconds));
            assert!(began.elapsed() < Duration::from_secs(20));
        }
    }
}

#[test]
fn who_waits_for_ever_on_virtual_cores_is_told() {
    let source = "
lock = threading.Lock()
lock.acquire()
begin('/api/delay/1')
lock.acquire()
";
    for way in [Way::Virtual(1), Way::Single] {
        let (report, output) = run(&program(source), &options(way, Preset::Python314));
        assert_eq!(report.outcome, Outcome::Cancelled, "{way:?}");
        let notes = text(&output, Stream::Note);
        assert!(
            notes.starts_with("All threads wait for each other"),
            "{notes}"
        );
    }
}

/// Starts a program and waits until it has said something.
fn started(source: &str, way: Way, preset: Preset) -> (Run<NativeHost>, Receiver<RunReport>) {
    let (run, report) = start(NativeHost::new(), &program(source), &options(way, preset));
    let patience = Instant::now() + Duration::from_secs(30);
    while text(&run.take_output(), Stream::Stdout).is_empty() {
        assert!(Instant::now() < patience, "it says nothing");
        sleep(Duration::from_millis(5));
    }
    // It says so just before it waits.
    sleep(Duration::from_millis(50));
    (run, report)
}

#[test]
fn a_cancelled_run_waits_for_nothing_and_leaves_nothing() {
    for way in REAL {
        for preset in [Preset::Python314, Preset::Python314t] {
            let server = Server::start();
            let source = format!(
                "
exchanges = [begin('{0}never', timeout=None) for _ in range(20)]
def fetch():
    _http.wait(begin('{0}never', timeout=None), None)
for _ in range(5):
    threading.Thread(target=fetch).start()
print('waits')
_http.wait(exchanges[0], None)
",
                server.url
            );
            let (run, report) = started(&source, way, preset);
            server.wait_until_open(25);
            run.cancel();
            let report = report
                .recv_timeout(Duration::from_secs(10))
                .expect("it ends");
            assert_eq!(report.outcome, Outcome::Cancelled);
            server.wait_until_open(0);
        }
    }
}

#[test]
fn an_interrupt_reaches_who_waits() {
    let source = "
try:
    print('waits')
    _http.wait(begin('/api/delay/10'), None)
except KeyboardInterrupt:
    print('interrupted')
";
    for way in REAL {
        let (run, report) = started(source, way, Preset::Python314);
        run.interrupt();
        let report = report
            .recv_timeout(Duration::from_secs(5))
            .expect("it ends");
        assert_eq!(report.outcome, Outcome::Finished);
        assert_eq!(text(&run.take_output(), Stream::Stdout), "interrupted\n");
    }
}

#[test]
fn what_nobody_waits_for_ends_with_the_program() {
    let server = Server::start();
    let source = format!("begin('{}never'); time.sleep(0.2)", server.url);
    for way in REAL {
        let began = Instant::now();
        said(&source, &options(way, Preset::Python314));
        assert!(began.elapsed() < Duration::from_secs(10));
        server.wait_until_open(0);
    }
}

/// A place without a slow service, as a sandboxed frame is.
struct Without(NativeHost);

impl Host for Without {
    fn now(&self) -> Duration {
        self.0.now()
    }
    fn wall_clock(&self) -> f64 {
        self.0.wall_clock()
    }
    fn room(&self) -> usize {
        self.0.room()
    }
    fn spawn(&self, job: Job) -> Result<(), NoThread> {
        self.0.spawn(job)
    }
    fn fetch(&self, address: Address, completion: Completion) {
        match address {
            Address::Service(_) => completion.simulate(),
            Address::Outside(_) => self.0.fetch(address, completion),
        }
    }
    fn later(&self, after: Duration, then: Job) {
        self.0.later(after, then);
    }
}

#[test]
fn without_a_slow_service_its_answers_are_simulated_and_the_report_says_so() {
    let source = "
start = time.perf_counter()
print(ask('/api/delay/0.2')[3], 0.2 <= time.perf_counter() - start < 10)
print(ask('/api/delay/5', timeout=0.05)[0])
";
    for way in REAL {
        let options = options(way, Preset::Python314);
        let (run, report) = start(Without(NativeHost::new()), &program(source), &options);
        let report = report
            .recv_timeout(Duration::from_secs(30))
            .expect("it ends");
        let printed = text(&run.take_output(), Stream::Stdout);
        assert_eq!(printed, "b'{\"delay\": 0.2}' True\ntimeout\n");
        assert!(report.simulated_network);
    }
}
