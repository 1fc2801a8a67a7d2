//! `serve`: the site on 127.0.0.1, as a host would that sends all headers, or none.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::time::Duration;

use hyper::Request;
use hyper::body::Incoming;
use hyper::header::{HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::runtime;
use tokio::time::sleep;
use tower_http::services::ServeDir;

use crate::headers;
use crate::step::{Context, Failure, Result};

/// The port if none is named.
pub const DEFAULT_PORT: u16 = 8080;

/// What is sent with each file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sends {
    /// All that a host should send.
    Headers,
    /// What the simplest hosts send, to see how the page helps itself.
    FilesOnly,
}

/// Takes a port of 127.0.0.1; 0 takes any free one.
///
/// # Errors
/// When it cannot be had.
pub fn listen(port: u16) -> Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
        let why = match error.kind() {
            io::ErrorKind::AddrInUse => "is in use",
            io::ErrorKind::PermissionDenied => "may be used only by root",
            _ => return Failure::new(format!("Cannot listen on port {port}: {error}.")),
        };
        Failure::new(format!(
            "Port {port} {why}: choose another with `cargo xtask serve --port NUMBER`."
        ))
    })
}

/// Serves a folder until the program is ended.
///
/// # Errors
/// When the system refuses what a server needs.
pub fn serve(listener: TcpListener, folder: &Path, sends: Sends) -> Result<()> {
    let address = listener.local_addr().context(|| "No address".into())?;
    println!("\nhttp://{address}/ – end it with Ctrl+C.");
    answer_all(listener, folder, sends).context(|| format!("Cannot serve {}", folder.display()))
}

fn answer_all(listener: TcpListener, folder: &Path, sends: Sends) -> io::Result<()> {
    let files = TowerToHyperService::new(ServeDir::new(folder));
    let site = service_fn(move |request: Request<Incoming>| {
        let headers = match sends {
            Sends::Headers => headers::of(request.uri().path()),
            Sends::FilesOnly => Vec::new(),
        };
        let answer = files.call(request);
        async move {
            let mut response = answer.await?;
            for (name, value) in headers {
                // Fails for no name of ours, which a test reads from answers.
                if let Ok(name) = HeaderName::try_from(name) {
                    let value = HeaderValue::from_static(value);
                    response.headers_mut().insert(name, value);
                }
            }
            Ok::<_, Infallible>(response)
        }
    });
    // One thread waits for all connections; Tokio has others for reading the files.
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        loop {
            let accepted = listener.accept().await;
            // Else the body of a small file waits 40 ms until the client has acknowledged its head.
            let ready = accepted.and_then(|(stream, _)| stream.set_nodelay(true).and(Ok(stream)));
            let Ok(stream) = ready else {
                // The client has gone, or too many files are open: later there may be fewer.
                sleep(Duration::from_millis(10)).await;
                continue;
            };
            let conversation =
                http1::Builder::new().serve_connection(TokioIo::new(stream), site.clone());
            tokio::spawn(conversation);
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;
    use hyper::body::Bytes;
    use hyper::client::conn::http1::{SendRequest, handshake};
    use hyper::{Request, Response};
    use std::net::SocketAddr;
    use std::{fs, thread};
    use tokio::net::TcpStream;
    use tokio::time::timeout;

    /// A site that is served while a test runs. Its thread ends with the tests' process.
    struct Site {
        address: SocketAddr,
        folder: tempfile::TempDir,
    }

    type Connection = SendRequest<String>;

    impl Site {
        fn new() -> Self {
            Self::sending(Sends::Headers)
        }

        fn sending(sends: Sends) -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            let root = folder.path().join("dist");
            fs::create_dir_all(root.join("sub folder")).expect("a folder");
            fs::create_dir_all(root.join("empty")).expect("a folder");
            for (name, content) in [
                ("dist/index.html", "<p>start</p>"),
                ("dist/engine.wasm", "\0asm"),
                ("dist/engine.js", "export {}"),
                ("dist/sub folder/index.html", "<p>sub</p>"),
                ("secret.txt", "secret"),
            ] {
                fs::write(folder.path().join(name), content).expect("a file");
            }
            let listener = listen(0).expect("a port");
            let address = listener.local_addr().expect("an address");
            thread::spawn(move || answer_all(listener, &root, sends));
            Self { address, folder }
        }

        async fn connect(&self) -> Connection {
            let stream = TcpStream::connect(self.address).await.expect("connected");
            let (requests, connection) = handshake(TokioIo::new(stream)).await.expect("HTTP");
            tokio::spawn(connection);
            requests
        }

        async fn get(&self, target: &str) -> Response<Bytes> {
            ask(&mut self.connect().await, "GET", target).await
        }
    }

    /// One request, its target sent as it is: no client may tidy up what the server has to refuse.
    async fn ask(connection: &mut Connection, method: &str, target: &str) -> Response<Bytes> {
        let request = Request::builder()
            .method(method)
            .uri(target)
            .header("Host", "localhost")
            .body(String::new())
            .expect("a request");
        let answer = async {
            connection.ready().await.expect("an open connection");
            let (head, body) = connection
                .send_request(request)
                .await
                .expect("an answer")
                .into_parts();
            Response::from_parts(head, body.collect().await.expect("a body").to_bytes())
        };
        timeout(Duration::from_secs(20), answer)
            .await
            .expect("an answer in time")
    }

    fn header<'a>(answer: &'a Response<Bytes>, name: &str) -> Option<&'a str> {
        answer.headers().get(name)?.to_str().ok()
    }

    #[tokio::test]
    async fn every_answer_has_its_headers() {
        let site = Site::new();
        for (method, target, status) in [
            ("GET", "/", 200),
            ("GET", "/?figure=cpu-bound", 200),
            ("HEAD", "/engine.js", 200),
            ("GET", "/sub%20folder", 307),
            ("GET", "/missing", 404),
            ("DELETE", "/index.html", 405),
        ] {
            let answer = ask(&mut site.connect().await, method, target).await;
            assert_eq!(answer.status(), status, "{target}");
            let path = target.split('?').next().expect("a path");
            for (name, value) in headers::of(path) {
                assert_eq!(header(&answer, name), Some(value), "{target}");
            }
        }
    }

    #[tokio::test]
    async fn without_headers_there_are_only_files() {
        let site = Site::sending(Sends::FilesOnly);
        let answer = site.get("/").await;
        assert_eq!(answer.body(), "<p>start</p>");
        for (name, _) in headers::of("/") {
            assert_eq!(header(&answer, name), None);
        }
    }

    #[tokio::test]
    async fn files_have_their_types() {
        let site = Site::new();
        for (target, wanted, body) in [
            ("/engine.wasm", "application/wasm", "\0asm"),
            ("/engine.js", "text/javascript", "export {}"),
            ("/engine.js?version=1", "text/javascript", "export {}"),
            ("/index.html", "text/html", "<p>start</p>"),
        ] {
            let answer = site.get(target).await;
            assert_eq!(answer.status(), 200, "{target}");
            assert_eq!(header(&answer, "Content-Type"), Some(wanted), "{target}");
            assert_eq!(answer.body(), body, "{target}");
        }
    }

    #[tokio::test]
    async fn folders_are_their_index() {
        let site = Site::new();
        assert_eq!(site.get("/").await.body(), "<p>start</p>");
        assert_eq!(site.get("/sub%20folder/").await.body(), "<p>sub</p>");
        let moved = site.get("/sub%20folder").await;
        assert_eq!(header(&moved, "Location"), Some("/sub%20folder/"));
    }

    #[tokio::test]
    async fn what_is_missing_is_not_found() {
        let site = Site::new();
        for target in ["/missing.js", "/missing/", "/engine.js/", "/empty/", "/%00"] {
            assert_eq!(site.get(target).await.status(), 404, "{target}");
        }
    }

    #[tokio::test]
    async fn nothing_outside_is_served() {
        let site = Site::new();
        let outside = site.folder.path().join("secret.txt");
        assert!(outside.exists());
        for target in [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/%2E%2E%2Fsecret.txt",
            "/sub%20folder/../../secret.txt",
            "/..%5csecret.txt",
            &format!("/{}", outside.display()),
        ] {
            assert_eq!(site.get(target).await.status(), 404, "{target}");
        }
    }

    #[tokio::test]
    async fn only_reading_is_allowed() {
        let site = Site::new();
        let mut connection = site.connect().await;
        let head = ask(&mut connection, "HEAD", "/engine.wasm").await;
        assert_eq!(header(&head, "Content-Length"), Some("4"));
        assert_eq!(head.body(), "");
        let refused = ask(&mut connection, "DELETE", "/engine.wasm").await;
        assert_eq!(header(&refused, "Allow"), Some("GET,HEAD"));
    }

    #[tokio::test]
    async fn open_connections_hold_up_no_other() {
        let site = Site::new();
        let mut silent = Vec::new();
        let mut open = Vec::new();
        for _ in 0..32 {
            silent.push(site.connect().await);
            open.push(site.connect().await);
        }
        for _ in 0..2 {
            for connection in &mut open {
                let answer = ask(connection, "GET", "/engine.js").await;
                assert_eq!(answer.body(), "export {}");
            }
        }
        assert_eq!(site.get("/").await.status(), 200);
    }

    #[test]
    fn a_port_in_use_is_told_with_what_to_do() {
        let taken = listen(0).expect("a port");
        let port = taken.local_addr().expect("an address").port();
        let told = listen(port).expect_err("in use").to_string();
        assert!(told.contains(&format!("Port {port} is in use")), "{told}");
        assert!(told.contains("--port"), "{told}");
    }
}
