//! A server on the loopback interface whose answers are written out byte by byte, also those that are wrong.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

/// Begins to answer, on a thread for each connection, until the process ends. Returns its port.
pub fn start() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(&stream));
        }
    });
    port
}

/// A port where nobody listens.
pub fn dead_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    listener.local_addr().expect("an address").port()
}

/// A request, as far as answers depend on it.
struct Asked {
    method: String,
    target: String,
    headers: Vec<String>,
    body: String,
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        Some(line.trim_end().to_owned())
    };
    let first = line()?;
    let (method, rest) = first.split_once(' ')?;
    let (target, _) = rest.split_once(' ')?;
    let mut headers = Vec::new();
    loop {
        match line()? {
            end if end.is_empty() => break,
            header => headers.push(header),
        }
    }
    let length = headers.iter().find_map(|header| {
        let (name, value) = header.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse().ok())?
    });
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body).ok()?;
    Some(Asked {
        method: method.to_owned(),
        target: target.to_owned(),
        headers,
        body: String::from_utf8_lossy(&body).into_owned(),
    })
}

fn answer(mut stream: &TcpStream) {
    if let Some(asked) = read(stream) {
        // Who has given up does not read it any more.
        let _ = stream.write_all(&bytes(&asked));
    }
    let _ = stream.shutdown(Shutdown::Both);
}

fn bytes(asked: &Asked) -> Vec<u8> {
    const JSON: &str = "Content-Type: application/json\r\n";
    let path = asked.target.split('?').next().unwrap_or_default();
    match path {
        "/text" => whole(
            asked,
            "200 OK",
            "Content-Type: text/plain; charset=utf-8\r\nX-One: 1\r\nx-one: 2\r\n",
            "hello\nwörld\n",
        ),
        "/json" => whole(asked, "200 OK", JSON, "{\"a\": [1, 2, null]}"),
        "/broken" => whole(asked, "200 OK", JSON, "{\"a\": "),
        "/teapot" => whole(asked, "418 Short and Stout", "", "no coffee"),
        "/error" => whole(asked, "500 Internal Server Error", "", "oh"),
        "/cookie" => whole(asked, "200 OK", "Set-Cookie: key=value; Path=/\r\n", ""),
        "/echo" => whole(asked, "200 OK", JSON, &echo(asked)),
        "/slow" => {
            thread::sleep(Duration::from_secs(5));
            whole(asked, "200 OK", "", "late")
        }
        "/once" => whole(asked, "302 Found", "Location: /echo\r\n", ""),
        "/twice" => whole(asked, "301 Moved Permanently", "Location: /once\r\n", ""),
        "/again" => whole(asked, "307 Temporary Redirect", "Location: /echo\r\n", ""),
        "/loop" => whole(asked, "302 Found", "Location: /loop\r\n", ""),
        "/nowhere" => whole(asked, "302 Found", "", "no location"),
        "/ftp" => whole(asked, "302 Found", "Location: ftp://example.org/\r\n", ""),
        "/cut" => b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789".to_vec(),
        "/silent" => Vec::new(),
        "/babble" => b"this is no HTTP\r\n\r\n".to_vec(),
        _ => whole(
            asked,
            "404 Not Found",
            JSON,
            "{\"error\": \"no such thing\"}",
        ),
    }
}

fn whole(asked: &Asked, status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    let body = if asked.method == "HEAD" { "" } else { body };
    format!(
        "HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .into_bytes()
}

/// What was asked, in JSON; of the headers those that a program has given, sorted.
fn echo(asked: &Asked) -> String {
    const KNOWN: [&str; 4] = ["x-", "cookie", "authorization", "content-type"];
    let headers = asked.headers.iter().map(|header| {
        let (name, value) = header.split_once(':').unwrap_or((header, ""));
        format!("{}={}", name.to_ascii_lowercase(), value.trim())
    });
    let is_known = |header: &String| KNOWN.iter().any(|known| header.starts_with(known));
    let mut headers: Vec<_> = headers.filter(is_known).collect();
    headers.sort();
    let text = format!(
        "{} {} {} {}",
        asked.method,
        asked.target,
        headers.join(" "),
        asked.body
    );
    format!("{{\"asked\": {:?}}}", text.trim_end())
}
