//! A server of HTTP that does what servers should not.

use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{sleep, spawn};
use std::time::{Duration, Instant};

/// On the loopback interface. Its threads end with the tests' process.
pub struct Server {
    /// With a slash at its end.
    pub url: String,
    /// How many connections are waiting for an answer that never comes.
    open: Arc<AtomicUsize>,
}

impl Server {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}/", listener.local_addr().expect("an address"));
        let open = Arc::new(AtomicUsize::new(0));
        let all = Arc::clone(&open);
        spawn(move || {
            for stream in listener.incoming().flatten() {
                let open = Arc::clone(&all);
                // A client that has gone is nothing to complain of.
                spawn(move || drop(answer(stream, &open)));
            }
        });
        Self { url, open }
    }

    /// An address where nobody listens.
    pub fn refusing() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        format!("http://{}/", listener.local_addr().expect("an address"))
    }

    /// Waits until so many clients wait for an answer that never comes.
    pub fn wait_until_open(&self, count: usize) {
        let patience = Instant::now() + Duration::from_secs(20);
        while self.open.load(Ordering::SeqCst) != count {
            let open = self.open.load(Ordering::SeqCst);
            assert!(Instant::now() < patience, "{open} are open, not {count}");
            sleep(Duration::from_millis(5));
        }
    }
}

/// Answers one request on a connection.
fn answer(mut stream: TcpStream, open: &AtomicUsize) -> std::io::Result<()> {
    let (head, body) = request(&mut stream)?;
    let path = head.split(' ').nth(1).unwrap_or_default();
    let path = path
        .trim_start_matches('/')
        .split('?')
        .next()
        .unwrap_or_default();
    let redirect = path
        .strip_prefix("redirect/")
        .and_then(|rest| rest.parse::<u32>().ok());
    match (path, redirect) {
        (_, Some(0)) => write(&mut stream, "200 OK", "", b"here"),
        (_, Some(left)) => {
            let location = format!("Location: /redirect/{}\r\n", left - 1);
            write(&mut stream, "302 Found", &location, b"")
        }
        ("nowhere", _) => write(&mut stream, "302 Found", "", b""),
        ("see-other", _) => write(&mut stream, "303 See Other", "Location: echo\r\n", b""),
        ("temporary", _) => write(
            &mut stream,
            "307 Temporary Redirect",
            "Location: echo\r\n",
            b"",
        ),
        ("teapot", _) => write(&mut stream, "418 Short and stout", "", b""),
        ("echo", _) => {
            let head: Vec<u8> = head.chars().map(|character| character as u8).collect();
            let content = [head, body].concat();
            write(&mut stream, "200 Fine", "X-Own: own value\r\n", &content)
        }
        ("slow-body", _) => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\nfirst ")?;
            sleep(Duration::from_millis(400));
            stream.write_all(b"second")
        }
        ("cut", _) => stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"),
        ("cut-chunked", _) => stream.write_all(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nonly\r\n9\r\nth",
        ),
        ("garbage", _) => stream.write_all(b"220 mail.example.org ESMTP ready\r\n\r\n"),
        ("nothing", _) => Ok(()),
        ("never", _) => {
            open.fetch_add(1, Ordering::SeqCst);
            let end = stream.read(&mut [0]);
            open.fetch_sub(1, Ordering::SeqCst);
            end.map(|_| ())
        }
        _ if head.starts_with("HEAD ") => write(&mut stream, "404 Not Found", "", b""),
        _ => write(&mut stream, "404 Not Found", "", b"missing"),
    }
}

fn write(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) -> std::io::Result<()> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
    );
    stream.write_all(&[head.as_bytes(), body].concat())
}

/// The head of a request, up to and with the empty line, as Latin-1; and its body.
fn request(stream: &mut TcpStream) -> std::io::Result<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(place) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break place + 4;
        }
        more(stream, &mut bytes)?;
        // The first byte of TLS, which is not spoken here.
        if bytes.first() == Some(&22) {
            write(stream, "400 Bad Request", "", b"")?;
            return Err(ErrorKind::InvalidData.into());
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .and_then(|length| length.parse().ok())
        .unwrap_or(0);
    while bytes.len() < end + length {
        more(stream, &mut bytes)?;
    }
    let body = bytes.split_off(end);
    Ok((bytes.into_iter().map(char::from).collect(), body))
}

fn more(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> std::io::Result<()> {
    let mut some = [0; 4096];
    match stream.read(&mut some)? {
        0 => Err(ErrorKind::UnexpectedEof.into()),
        count => {
            bytes.extend_from_slice(&some[..count]);
            Ok(())
        }
    }
}
