//! The client: asks the network, on one thread for all exchanges.

use std::error::Error;
use std::io::{self, ErrorKind};
use std::net::IpAddr;
use std::sync::OnceLock;
use std::time::Instant;

use hyper::ext::ReasonPhrase;
use python::{Asked, End, Failure, FailureKind, Response};
use reqwest::header::{
    AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue,
    LOCATION, TRANSFER_ENCODING,
};
use reqwest::redirect::Policy;
use reqwest::{Method, StatusCode, Url};
use tokio::sync::Semaphore;

/// The longest content of an answer: 64 MiB.
const MOST: usize = 64 << 20;

/// What asks. One for a run, so connections are used again.
pub(super) struct Client {
    /// For this machine: no proxy comes between, and no certificates are needed.
    near: OnceLock<Result<reqwest::Client, String>>,
    far: OnceLock<Result<reqwest::Client, String>>,
    /// How many may have a connection at once; the others wait for one in their order.
    places: Semaphore,
}

impl Client {
    pub(super) fn new(places: usize) -> Self {
        Self {
            near: OnceLock::new(),
            far: OnceLock::new(),
            places: Semaphore::new(places),
        }
    }

    /// Asks, and follows as many redirects as asked for.
    pub(super) async fn exchange(&self, asked: &Asked, url: &str) -> End {
        let started = Instant::now();
        let mut url = Url::parse(url).map_err(|error| {
            let message = format!("{url:?} is no address to ask ({error}).");
            Failure::new(FailureKind::Url, message)
        })?;
        let mut method = Method::from_bytes(asked.method.as_bytes()).map_err(|_| {
            let message = format!("{:?} is no method of HTTP.", asked.method);
            Failure::new(FailureKind::Url, message)
        })?;
        let mut headers = headers(asked)?;
        let mut body = asked.body.clone();
        let mut redirected = 0;
        // Closed never.
        let _place = self.places.acquire().await;
        let response = loop {
            let mut request = self.client(&url)?.request(method.clone(), url.clone());
            request = request.headers(headers.clone());
            if let Some(body) = &body {
                request = request.body(body.clone());
            }
            let sent = request.send().await;
            let response = sent.map_err(|error| failure(&error, &url))?;
            let Some(next) = target(&response).filter(|_| asked.redirects > 0) else {
                break response;
            };
            if redirected == asked.redirects {
                let message = format!("There were more than {redirected} redirects.");
                return Err(Failure::new(FailureKind::Redirects, message));
            }
            redirected += 1;
            // As browsers do (Fetch, HTTP-redirect fetch).
            let status = response.status().as_u16();
            if (matches!(status, 301 | 302) && method == Method::POST)
                || (status == 303 && method != Method::HEAD)
            {
                method = Method::GET;
                body = None;
                for name in [CONTENT_TYPE, CONTENT_LENGTH, TRANSFER_ENCODING] {
                    headers.remove(name);
                }
            }
            if next.origin() != url.origin() {
                headers.remove(AUTHORIZATION);
                headers.remove(COOKIE);
            }
            url = next;
        };
        let elapsed = started.elapsed();
        let mut answer = Response {
            status: response.status().as_u16(),
            reason: reason(&response),
            headers: response.headers().iter().map(pair).collect(),
            body: Vec::new(),
            url: response.url().to_string(),
            elapsed,
            redirected,
        };
        answer.body = content(response).await?;
        Ok(answer)
    }

    fn client(&self, url: &Url) -> Result<&reqwest::Client, Failure> {
        let is_near = url.scheme() == "http" && is_loopback(url);
        let place = if is_near { &self.near } else { &self.far };
        let client = place.get_or_init(|| {
            let mut builder = reqwest::Client::builder().redirect(Policy::none());
            if is_near {
                builder = builder.no_proxy().tls_built_in_root_certs(false);
            }
            builder.build().map_err(|error| sentence(&error))
        });
        client.as_ref().map_err(|why| {
            let message = format!("There is no network to ask: {why}.");
            Failure::new(FailureKind::Connect, message)
        })
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

fn headers(asked: &Asked) -> Result<HeaderMap, Failure> {
    let mut headers = HeaderMap::new();
    for (name, value) in &asked.headers {
        let refused = || {
            let message = format!("{name:?}: {value:?} is no header of HTTP.");
            Failure::new(FailureKind::Url, message)
        };
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused())?;
        // Characters up to 255 are a byte each, as in every HTTP library.
        let bytes: Result<Vec<u8>, _> = value.chars().map(u8::try_from).collect();
        let value = bytes
            .ok()
            .and_then(|bytes| HeaderValue::from_bytes(&bytes).ok());
        headers.append(name, value.ok_or_else(refused)?);
    }
    Ok(headers)
}

fn pair((name, value): (&HeaderName, &HeaderValue)) -> (String, String) {
    let value = value.as_bytes().iter().map(|byte| char::from(*byte));
    (name.as_str().to_owned(), value.collect())
}

/// What the server calls the status; without a word of its own, what everybody calls it.
fn reason(response: &reqwest::Response) -> String {
    match response.extensions().get::<ReasonPhrase>() {
        Some(own) => String::from_utf8_lossy(own.as_bytes()).into_owned(),
        None => response
            .status()
            .canonical_reason()
            .unwrap_or("")
            .to_owned(),
    }
}

/// Where a redirect leads.
fn target(response: &reqwest::Response) -> Option<Url> {
    const REDIRECTS: [StatusCode; 5] = [
        StatusCode::MOVED_PERMANENTLY,
        StatusCode::FOUND,
        StatusCode::SEE_OTHER,
        StatusCode::TEMPORARY_REDIRECT,
        StatusCode::PERMANENT_REDIRECT,
    ];
    let location = response.headers().get(LOCATION)?;
    REDIRECTS.contains(&response.status()).then_some(())?;
    let location = String::from_utf8_lossy(location.as_bytes());
    let next = response.url().join(&location).ok()?;
    matches!(next.scheme(), "http" | "https").then_some(next)
}

async fn content(mut response: reqwest::Response) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    let whole = response.content_length();
    let cut = |message: String| Failure::new(FailureKind::Cut, message);
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > MOST => {
                let megabytes = MOST >> 20;
                return Err(cut(format!("The answer is longer than {megabytes} MB.")));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body),
            Err(error) => {
                // Libraries tell how far it came.
                let whole = whole.map_or(String::new(), |whole| format!(" of {whole}"));
                return Err(cut(format!(
                    "The connection was closed in the middle of the answer, after {}{whole} bytes ({}).",
                    body.len(),
                    sentence(&error)
                )));
            }
        }
    }
}

/// Why there was no answer.
fn failure(error: &reqwest::Error, url: &Url) -> Failure {
    let host = url.host_str().unwrap_or_default();
    let why = sentence(error);
    let told = |kind, what: &str| Failure::new(kind, format!("{host} {what} ({why})."));
    if error.is_builder() || error.is_request() && error.source().is_none() {
        return Failure::new(FailureKind::Url, format!("{url} cannot be asked ({why})."));
    }
    let answers_wrongly = causes(error).any(|cause| {
        let hyper = cause.downcast_ref::<hyper::Error>();
        hyper.is_some_and(hyper::Error::is_parse)
    });
    if answers_wrongly {
        return told(
            FailureKind::Protocol,
            "answers with something that is no HTTP",
        );
    }
    if causes(error).any(|cause| cause.to_string() == "dns error") {
        return told(FailureKind::Dns, "has no address");
    }
    let kinds: Vec<_> = causes(error)
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .flat_map(within)
        .map(io::Error::kind)
        .collect();
    let is_tls = |kind| matches!(kind, ErrorKind::InvalidData | ErrorKind::UnexpectedEof);
    if error.is_connect() && url.scheme() == "https" && kinds.iter().copied().any(is_tls) {
        return told(
            FailureKind::Tls,
            "makes no encrypted connection that can be trusted",
        );
    }
    if kinds.contains(&ErrorKind::ConnectionRefused) {
        return told(FailureKind::Connect, "refuses the connection");
    }
    if error.is_connect() {
        return told(FailureKind::Connect, "cannot be reached");
    }
    told(
        FailureKind::Connect,
        "closed the connection without an answer",
    )
}

fn causes<'a>(error: &'a reqwest::Error) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    let error: &(dyn Error + 'static) = error;
    std::iter::successors(Some(error), |&error| error.source())
}

/// An error and those that it is wrapped around, which are none of its causes.
fn within(error: &io::Error) -> impl Iterator<Item = &io::Error> {
    std::iter::successors(Some(error), |error| error.get_ref()?.downcast_ref())
}

/// What is at the bottom of an error.
fn sentence(error: &reqwest::Error) -> String {
    let innermost = causes(error).last();
    innermost.map(ToString::to_string).unwrap_or_default()
}
