//! The slow service: what programs ask in order to wait for a network.
//!
//! `api/delay/SECONDS` answers after that time, up to ten seconds, with a little JSON. In the query may stand
//! `size`, so many bytes long is the answer then; `status`, which it has instead of 200; and `jitter`, so many
//! seconds more at most: how many is left to chance, which begins with `seed`.
//!
//! This is what it answers, and when. Natively `native/service.rs` serves that, on the page `www/sw.js` does the
//! same, and where there is neither, and on virtual cores, nobody is really asked.

use std::time::Duration;

use python::Response;

/// What it answers to one request, and after which time.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reply {
    pub(crate) delay: Duration,
    pub(crate) status: u16,
    content: Content,
    size: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum Content {
    /// So many seconds have passed.
    Delay(f64),
    Error(&'static str),
}

/// Where it is, below wherever it is served.
pub(crate) const PATH: &str = "api/delay/";

/// The longest answer: 8 MiB.
const MOST: usize = 8 << 20;
/// The longest delay, as in httpbin.
const LONGEST: f64 = 10.0;

/// What is answered to a path with its query, which begins with [`PATH`] unless it asks for something else.
pub(crate) fn reply(path: &str) -> Reply {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let refused = |status, error| Reply {
        delay: Duration::ZERO,
        status,
        content: Content::Error(error),
        size: 0,
    };
    let Some(seconds) = path.strip_prefix(PATH) else {
        return refused(404, "There is nothing here but api/delay/SECONDS.");
    };
    let number = |text: &str| {
        let number = text.parse::<f64>().ok();
        number.filter(|number| number.is_finite() && *number >= 0.0)
    };
    let Some(seconds) = number(seconds) else {
        return refused(400, "The delay is a number of seconds from 0 to 10.");
    };
    let (mut size, mut status, mut jitter, mut seed) = (0, 200, 0.0, 0);
    for (name, value) in pairs(query) {
        let known = match name {
            "size" => value
                .parse()
                .ok()
                .filter(|size| *size <= MOST)
                .map(|value| size = value),
            "status" => {
                let value = value.parse().ok();
                value
                    .filter(|value| (200..600).contains(value))
                    .map(|value| status = value)
            }
            "jitter" => number(value).map(|value| jitter = value),
            "seed" => value.parse().ok().map(|value| seed = value),
            _ => Some(()),
        };
        if known.is_none() {
            return refused(
                400,
                "size is a number of bytes up to 8388608, status one from 200 to 599, jitter a number of \
                 seconds, and seed a whole number.",
            );
        }
    }
    let seconds = (seconds + jitter * chance(seed)).min(LONGEST);
    Reply {
        delay: Duration::from_secs_f64(seconds),
        status,
        content: Content::Delay(seconds),
        size,
    }
}

/// The names and values of a query.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// From 0 to below 1, always the same for the same seed. `www/sw.js` has the same numbers.
fn chance(seed: u32) -> f64 {
    let mut bits = seed.wrapping_add(0x9e37_79b9);
    for factor in [0x85eb_ca6b_u32, 0xc2b2_ae35] {
        bits = (bits ^ bits >> 15).wrapping_mul(factor);
    }
    f64::from(bits ^ bits >> 16) / 4_294_967_296.0
}

impl Reply {
    /// Its headers.
    pub(crate) fn headers(&self) -> [(&'static str, &'static str); 3] {
        [
            ("content-type", "application/json"),
            ("cache-control", "no-store"),
            ("access-control-allow-origin", "*"),
        ]
    }

    /// Its content, as it is answered to such a request.
    pub(crate) fn body(&self, method: &str) -> Vec<u8> {
        if method.eq_ignore_ascii_case("HEAD") || matches!(self.status, 204 | 205 | 304) {
            return Vec::new();
        }
        let seconds = match self.content {
            Content::Error(error) => return format!("{{\"error\": \"{error}\"}}").into_bytes(),
            Content::Delay(seconds) => seconds,
        };
        let mut body = format!("{{\"delay\": {seconds}").into_bytes();
        const PADDING: (&[u8], &[u8]) = (b", \"padding\": \"", b"\"}");
        let least = body.len() + PADDING.0.len() + PADDING.1.len();
        if self.size < least {
            body.push(b'}');
            return body;
        }
        body.extend_from_slice(PADDING.0);
        body.resize(self.size - PADDING.1.len(), b'.');
        body.extend_from_slice(PADDING.1);
        body
    }

    /// The answer as if it had come through a network in so long a time.
    pub(crate) fn response(&self, method: &str, url: String, elapsed: Duration) -> Response {
        let body = self.body(method);
        let headers = self.headers().into_iter();
        let length = ("content-length", body.len().to_string());
        let headers = headers
            .map(|(name, value)| (name, value.to_owned()))
            .chain([length]);
        Response {
            status: self.status,
            reason: reason(self.status).to_owned(),
            headers: headers
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            body,
            url,
            elapsed,
            redirected: 0,
        }
    }
}

/// What a status is called (RFC 9110), as far as programs often ask for it.
fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        418 => "I'm a teapot",
        422 => "Unprocessable Entity",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(path: &str) -> String {
        String::from_utf8(reply(path).body("GET")).expect("UTF-8")
    }

    #[test]
    fn it_answers_after_so_many_seconds() {
        for (path, millis) in [
            ("api/delay/0", 0),
            ("api/delay/1", 1000),
            ("api/delay/0.25", 250),
            ("api/delay/10", 10_000),
            ("api/delay/11", 10_000),
            ("api/delay/1e9", 10_000),
            ("api/delay/0.5?unknown=7&also", 500),
        ] {
            let reply = reply(path);
            assert_eq!(reply.delay, Duration::from_millis(millis), "{path}");
            assert_eq!(reply.status, 200, "{path}");
        }
        assert_eq!(body("api/delay/1"), "{\"delay\": 1}");
        assert_eq!(body("api/delay/0.25"), "{\"delay\": 0.25}");
    }

    #[test]
    fn an_answer_is_as_long_as_asked() {
        let padded = "{\"delay\": 1, \"padding\": \"..........\"}";
        assert_eq!(body(&format!("api/delay/1?size={}", padded.len())), padded);
        for size in [30, 100, 1 << 20, MOST] {
            assert_eq!(body(&format!("api/delay/0?size={size}")).len(), size);
        }
        assert_eq!(body("api/delay/1?size=3"), "{\"delay\": 1}");
        assert_eq!(reply(&format!("api/delay/0?size={}", MOST + 1)).status, 400);
    }

    #[test]
    fn what_makes_no_sense_is_refused_at_once() {
        for path in [
            "api/delay/",
            "api/delay/x",
            "api/delay/-1",
            "api/delay/nan",
            "api/delay/inf",
            "api/delay/1/2",
            "api/delay/1?status=100",
            "api/delay/1?status=600",
            "api/delay/1?jitter=-1",
            "api/delay/1?seed=x",
        ] {
            let reply = reply(path);
            assert_eq!((reply.status, reply.delay), (400, Duration::ZERO), "{path}");
            assert!(
                body(path).starts_with("{\"error\": \"The ")
                    || body(path).starts_with("{\"error\": \"size ")
            );
        }
        assert_eq!(reply("index.html").status, 404);
    }

    #[test]
    fn a_status_can_be_asked_for() {
        assert_eq!(reply("api/delay/1?status=503").status, 503);
        assert_eq!(body("api/delay/1?status=204"), "");
        assert!(reply("api/delay/1").body("HEAD").is_empty());
    }

    #[test]
    fn chance_depends_on_the_seed_and_nothing_else() {
        let delays: Vec<_> = (0..200)
            .map(|seed| {
                reply(&format!("api/delay/1?jitter=2&seed={seed}"))
                    .delay
                    .as_secs_f64()
            })
            .collect();
        assert!(delays.iter().all(|delay| (1.0..3.0).contains(delay)));
        let mean = delays.iter().sum::<f64>() / 200.0;
        assert!((1.8..2.2).contains(&mean), "{mean}");
        let longer = delays.iter().filter(|delay| **delay > 2.5).count();
        assert!((30..70).contains(&longer), "{longer}");
        // As `www/sw.js` has them.
        assert_eq!(chance(0), 0.10629183403216302);
        assert_eq!(chance(7), 0.001611408544704318);
    }
}
