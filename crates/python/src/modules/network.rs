//! `_http`: exchanges with the network, which the host does.

use std::sync::Arc;
use std::time::Duration;

use crate::builtins::arguments::{one, two, wrong_receiver};
use crate::builtins::{function, inside};
use crate::error::{ErrorKind, Fault, Outcome};
use crate::function::{Native, Reply};
use crate::instance::{Instance, Payload};
use crate::iterate;
use crate::kind::Kind;
use crate::locks::LockObject;
use crate::modules::seconds;
use crate::network::{Asked, End, Exchange};
use crate::number::{Number, number};
use crate::object::Ref;
use crate::operators::bytes_of;
use crate::thread::Request;
use crate::value::Value;
use crate::world::World;

/// Its functions.
pub(super) static FUNCTIONS: &[Native] = &[
    // begin(method, url, headers, body, timeout, redirects) -> Exchange
    function("begin", |args, _| {
        let [method, url, headers, body, timeout, redirects] = args.positional else {
            return Err(wrong_receiver());
        };
        let asked = Asked {
            method: text(method)?,
            url: text(url)?,
            headers: pairs(headers)?,
            body: match body {
                Value::None => None,
                body => Some(bytes_of(body).ok_or_else(wrong_receiver)?.into_owned()),
            },
            timeout: length(timeout)?,
            redirects: match number(redirects) {
                Some(Number::Int(count)) => u32::try_from(count).unwrap_or(0),
                _ => return Err(wrong_receiver()),
            },
        };
        Ok(Reply::Ask(Request::Begin(Exchange::new(asked))))
    }),
    // wait(exchange, timeout) -> whether it is complete
    function("wait", |args, _| {
        let (value, timeout) = two(args, "wait")?;
        let (exchange, timeout) = (exchange(value)?, length(timeout)?);
        if exchange.is_complete() || timeout == Some(Duration::ZERO) {
            return Ok(Value::bool(exchange.is_complete()).into());
        }
        Ok(Reply::Ask(Request::Await {
            exchange: Arc::clone(exchange),
            timeout,
        }))
    }),
    // notify(exchange, lock): the lock is released when the exchange is complete
    function("notify", |args, caller| {
        let (value, lock) = two(args, "notify")?;
        let (exchange, lock) = (exchange(value)?, plain_lock(lock)?);
        if caller.world.is_free_threaded {
            value.share();
        }
        let told = &caller.world.told;
        drop(told.with(|told| told.insert(exchange.id(), value.clone())));
        Ok(match exchange.notify(lock) {
            Some(lock) => Reply::Ask(Request::Wake(lock)),
            None => Value::None.into(),
        })
    }),
    // take_finished(lock) -> the exchanges that have released it since the last call
    function("take_finished", |args, caller| {
        let finished = std::mem::take(&mut *plain_lock(one(args, "take_finished")?)?.finished());
        let told = &caller.world.told;
        let finished = told.with(|told| {
            let values = finished.iter().filter_map(|id| told.remove(id));
            values.collect::<Vec<_>>()
        });
        Ok(Value::list(finished).into())
    }),
    function("is_complete", |args, _| {
        let exchange = exchange(one(args, "is_complete")?)?;
        Ok(Value::bool(exchange.is_complete()).into())
    }),
    // outcome(exchange) -> (status, reason, headers, body, url, elapsed, redirected) or (kind, message)
    function("outcome", |args, _| {
        let end = exchange(one(args, "outcome")?)?.end().ok_or_else(|| {
            let message = "the request is still under way";
            Fault::new(ErrorKind::RuntimeError, message)
        })?;
        Ok(outcome(&end).into())
    }),
    // cancel(exchange): nobody wants it any more
    function("cancel", |args, caller| {
        let exchange = exchange(one(args, "cancel")?)?;
        let told = &caller.world.told;
        drop(told.with(|told| told.remove(&exchange.id())));
        if exchange.is_complete() {
            return Ok(Value::None.into());
        }
        Ok(Reply::Ask(Request::Abandon(Arc::clone(exchange))))
    }),
];

/// An exchange as a Python object.
pub(crate) fn value(world: &World, exchange: Arc<Exchange>) -> Value {
    let class = world.class(Kind::Exchange).clone();
    let instance = Instance::new(class, Payload::Exchange(exchange));
    Value::Object(Ref::new(instance))
}

fn outcome(end: &End) -> Value {
    let whole = |number: u32| Value::Int(number.into());
    Value::tuple(match end {
        Ok(response) => {
            let headers = response.headers.iter().map(|(name, value)| {
                Value::tuple(vec![Value::text(&**name), Value::text(&**value)])
            });
            vec![
                whole(response.status.into()),
                Value::text(&*response.reason),
                Value::list(headers.collect()),
                Value::bytes(&*response.body),
                Value::text(&*response.url),
                Value::float(response.elapsed.as_secs_f64()),
                whole(response.redirected),
            ]
        }
        Err(failure) => vec![
            Value::text(failure.kind.name()),
            Value::text(&*failure.message),
        ],
    })
}

fn exchange(value: &Value) -> Outcome<&Arc<Exchange>> {
    match value {
        Value::Object(object) => match &object.payload {
            Payload::Exchange(exchange) => Ok(exchange),
            _ => Err(wrong_receiver()),
        },
        _ => Err(wrong_receiver()),
    }
}

fn plain_lock(value: &Value) -> Outcome<&Arc<LockObject>> {
    match value {
        Value::Object(object) => match &object.payload {
            Payload::Lock(lock) => Ok(lock),
            _ => Err(wrong_receiver()),
        },
        _ => Err(wrong_receiver()),
    }
}

fn text(value: &Value) -> Outcome<String> {
    let value = inside(value);
    Ok(value.as_str().ok_or_else(wrong_receiver)?.to_owned())
}

fn pairs(value: &Value) -> Outcome<Vec<(String, String)>> {
    let pair = |value: &Value| {
        let [name, value] = &iterate::collect(value)?[..] else {
            return Err(wrong_receiver());
        };
        Ok((text(name)?, text(value)?))
    };
    iterate::collect(value)?.iter().map(pair).collect()
}

/// How long at most; nothing for ever, and what is below nothing is nothing.
fn length(value: &Value) -> Outcome<Option<Duration>> {
    if matches!(value, Value::None) {
        return Ok(None);
    }
    let seconds = seconds(value)?.max(0.0);
    Ok(Duration::try_from_secs_f64(seconds).ok())
}
