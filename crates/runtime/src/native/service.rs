//! The slow service on the loopback interface: one thread, however many wait.

use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpSocket};
use tokio::time::sleep;

use crate::service::{PATH, reply};

/// How many may knock at once before anybody opens.
const BACKLOG: u32 = 4096;
/// When there is no room for another connection, it is tried again after this.
const LATER: Duration = Duration::from_millis(20);

/// On a port of the system's choice.
pub(super) fn bind() -> io::Result<TcpListener> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
    socket.listen(BACKLOG)
}

/// Answers, for ever.
pub(super) async fn serve(listener: TcpListener) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            sleep(LATER).await;
            continue;
        };
        // Else some answers wait until the client has acknowledged their heads.
        let _ = stream.set_nodelay(true);
        let connection =
            http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(answer));
        tokio::spawn(async move {
            // Whoever has asked has gone.
            let _ = connection.await;
        });
    }
}

async fn answer(request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let uri = request.uri();
    let path = uri.path_and_query().map_or("", |path| path.as_str());
    let below = path.find(PATH).and_then(|place| path.get(place..));
    let reply = reply(below.unwrap_or(path.trim_start_matches('/')));
    sleep(reply.delay).await;
    let body = reply.body(request.method().as_str());
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or_default();
    for (name, value) in reply.headers() {
        let headers = response.headers_mut();
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    Ok(response)
}
