//! What the page and the page around it say to each other, when it stands in a frame. The form of
//! the messages is in `docs/embedding.md`.

use js_sys::{JSON, Object};
use protocol::Report;
use serde::Serialize;
use serde_json::{Map, Value};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{MessageEvent, ResizeObserver, Window};

/// Of the messages.
pub const VERSION: u64 = 1;

/// What both sides are called.
const NAME: &str = "gil-playground";

/// What may be set, by the names that the address has for it.
pub const SETTINGS: [&str; 8] = [
    "preset", "cores", "threads", "count", "interval", "repeats", "seed", "httpbin",
];

/// No setting’s text is longer, in bytes.
const LONGEST: usize = 64;

/// What to answer a [`Run`](Incoming::Run) while the address carries a program and the reader has
/// not pressed Run: somebody else’s code never runs before a click.
pub const NEEDS_A_CLICK: &str = "The address carries a program, which runs only after the reader \
                                 has pressed Run once.";

/// What the page around asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// Run the figure, unless [`NEEDS_A_CLICK`].
    Run,
    /// Set these, of [`SETTINGS`], to these texts, which are not looked at yet: they are what the
    /// address may have after the `=`.
    Set(Vec<(&'static str, String)>),
}

/// What the page says to the one around it.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Outgoing<'a> {
    /// The figure can be set and run.
    Ready {
        /// Its name.
        figure: &'a str,
        /// What its place can do: `a` to `d`.
        tier: &'a str,
    },
    /// The page’s content has this height now.
    Height {
        /// In CSS pixels.
        height: f64,
    },
    /// A run has ended.
    Result {
        /// What it measured.
        report: &'a Report,
    },
    /// What was asked for cannot be done.
    Error {
        /// Why: a sentence for people.
        message: &'a str,
    },
}

#[derive(Serialize)]
struct Envelope<'a> {
    source: &'static str,
    version: u64,
    #[serde(flatten)]
    message: &'a Outgoing<'a>,
}

/// Reads a message, written as JSON. `None` if it is none of our business, and a sentence if it
/// is, but makes no sense.
pub fn parse(json: &str) -> Option<Result<Incoming, String>> {
    let Ok(Value::Object(message)) = serde_json::from_str(json) else {
        return None;
    };
    let is_ours = message.get("target")?.as_str()? == NAME;
    is_ours.then(|| parse_ours(&message))
}

fn parse_ours(message: &Map<String, Value>) -> Result<Incoming, String> {
    if message.get("version").and_then(Value::as_u64) != Some(VERSION) {
        return Err(format!("Messages must have the version {VERSION}."));
    }
    match message.get("type").and_then(Value::as_str) {
        Some("run") => Ok(Incoming::Run),
        Some("set") => match message.get("settings") {
            Some(Value::Object(settings)) => settings.iter().map(setting).collect(),
            _ => Err("A message “set” needs “settings”, with a text for each name.".to_owned()),
        }
        .map(Incoming::Set),
        _ => Err("The type of a message must be “run” or “set”.".to_owned()),
    }
}

fn setting((name, value): (&String, &Value)) -> Result<(&'static str, String), String> {
    let Some(name) = SETTINGS.into_iter().find(|known| known == name) else {
        return Err(format!("Only these can be set: {}.", SETTINGS.join(", ")));
    };
    match value.as_str() {
        Some(text) if text.len() <= LONGEST => Ok((name, text.to_owned())),
        _ => Err(format!(
            "{name} must be a text of at most {LONGEST} characters."
        )),
    }
}

impl Outgoing<'_> {
    /// The whole message as JSON; `None` if a number in it is none.
    fn json(&self) -> Option<String> {
        let envelope = Envelope {
            source: NAME,
            version: VERSION,
            message: self,
        };
        serde_json::to_string(&envelope).ok()
    }
}

/// Says something to the page around this one, if there is one. To whichever it is: nothing in
/// these messages is a secret from whoever shows the figure.
pub fn post(message: &Outgoing<'_>) {
    if let Some(parent) = parent()
        && let Some(json) = message.json()
        && let Ok(message) = JSON::parse(&json)
    {
        // Fails only if the page around is gone.
        let _ = parent.post_message(&message, "*");
    }
}

/// Hears what the page around this one says, for as long as this page lives. Nobody else is
/// listened to; what makes no sense is answered.
pub fn listen(mut hear: impl FnMut(Incoming) + 'static) {
    let (Some(window), Some(parent)) = (web_sys::window(), parent()) else {
        return;
    };
    let on_message = Closure::<dyn FnMut(_)>::new(move |event: MessageEvent| {
        if event
            .source()
            .is_none_or(|source| !Object::is(&source, &parent))
        {
            return;
        }
        // Throws for what JSON cannot say, which is nothing that we know.
        let json = JSON::stringify(&event.data()).ok();
        match json.and_then(|json| parse(&json.as_string()?)) {
            Some(Ok(message)) => hear(message),
            Some(Err(sentence)) => post(&Outgoing::Error { message: &sentence }),
            None => {}
        }
    });
    let listener = on_message.as_ref().unchecked_ref();
    // Fails never: the event’s name is an ordinary one.
    let _ = window.add_event_listener_with_callback("message", listener);
    on_message.forget();
}

/// Says how high the page is, now and whenever that changes.
pub fn post_heights() {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    let (Some(root), Some(_)) = (root, parent()) else {
        return;
    };
    let observed = root.clone();
    let on_resize = Closure::<dyn FnMut()>::new(move || {
        let height = observed.get_bounding_client_rect().height();
        post(&Outgoing::Height {
            height: height.ceil(),
        });
    });
    if let Ok(observer) = ResizeObserver::new(on_resize.as_ref().unchecked_ref()) {
        observer.observe(&root);
        on_resize.forget();
    }
}

/// The page around this one.
fn parent() -> Option<Window> {
    let window = web_sys::window()?;
    let parent = window.parent().ok()??;
    (parent != window).then_some(parent)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn parsed(message: Value) -> Option<Result<Incoming, String>> {
        parse(&message.to_string())
    }

    fn ours(kind: &str, settings: Value) -> Option<Result<Incoming, String>> {
        parsed(json!({"target": NAME, "version": 1, "type": kind, "settings": settings}))
    }

    #[test]
    fn run_and_set_are_understood() {
        assert_eq!(ours("run", Value::Null), Some(Ok(Incoming::Run)));
        assert_eq!(
            ours("set", json!({"threads": "4", "preset": "3.13"})),
            Some(Ok(Incoming::Set(vec![
                ("preset", "3.13".to_owned()),
                ("threads", "4".to_owned())
            ])))
        );
        assert_eq!(ours("set", json!({})), Some(Ok(Incoming::Set(vec![]))));
    }

    #[test]
    fn what_is_not_for_us_is_ignored() {
        for message in [
            json!(null),
            json!([]),
            json!("run"),
            json!({}),
            json!({"target": 1}),
            json!({"target": "react-devtools", "version": 1, "type": "run"}),
            json!({"source": NAME, "version": 1, "type": "run"}),
        ] {
            assert_eq!(parsed(message.clone()), None, "{message}");
        }
        assert_eq!(parse(""), None);
        assert_eq!(parse("{"), None);
    }

    #[test]
    fn what_is_for_us_and_makes_no_sense_is_answered() {
        let long = "9".repeat(LONGEST + 1);
        for (message, part) in [
            (json!({"target": NAME}), "version 1"),
            (
                json!({"target": NAME, "version": 2, "type": "run"}),
                "version 1",
            ),
            (
                json!({"target": NAME, "version": "1", "type": "run"}),
                "version 1",
            ),
            (json!({"target": NAME, "version": 1}), "“run” or “set”"),
            (
                json!({"target": NAME, "version": 1, "type": "eval"}),
                "“run” or “set”",
            ),
            (
                json!({"target": NAME, "version": 1, "type": "set"}),
                "“settings”",
            ),
            (
                json!({"target": NAME, "version": 1, "type": "set", "settings": [1]}),
                "“settings”",
            ),
        ] {
            let sentence = parsed(message.clone())
                .expect("ours")
                .expect_err("nonsense");
            assert!(sentence.contains(part), "{message}: {sentence}");
        }
        for (settings, part) in [
            (json!({"threads": 4}), "threads must be"),
            (json!({"threads": long}), "threads must be"),
            (json!({"program": "print()"}), "Only these"),
            (json!({"__proto__": "4"}), "Only these"),
        ] {
            let sentence = ours("set", settings).expect("ours").expect_err("nonsense");
            assert!(sentence.contains(part), "{sentence}");
        }
    }

    #[test]
    fn messages_have_one_form() {
        let said = |message: Outgoing<'_>| message.json().expect("JSON");
        assert_eq!(
            said(Outgoing::Ready {
                figure: "cpu-bound",
                tier: "b"
            }),
            r#"{"source":"gil-playground","version":1,"type":"ready","figure":"cpu-bound","tier":"b"}"#
        );
        assert_eq!(
            said(Outgoing::Height { height: 512.0 }),
            r#"{"source":"gil-playground","version":1,"type":"height","height":512.0}"#
        );
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let word = prop_oneof![
            proptest::sample::select(vec![
                "target", "version", "type", "settings", "run", "set", NAME, "threads", "seed"
            ])
            .prop_map(str::to_owned),
            ".{0,80}",
        ];
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            (0_u64..3).prop_map(Value::from),
            word.clone().prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 64, 8, move |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
                proptest::collection::vec((word.clone(), inner), 0..8)
                    .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in ".*") {
            prop_assert_eq!(parse(&text), None);
        }

        #[test]
        fn only_what_is_addressed_to_us_is_answered(message in any_json()) {
            let is_ours = message.get("target").and_then(Value::as_str) == Some(NAME);
            prop_assert_eq!(parsed(message).is_some(), is_ours);
        }

        #[test]
        fn nothing_but_known_settings_gets_through(settings in any_json(), kind in "run|set|x") {
            if let Some(Ok(Incoming::Set(settings))) = ours(&kind, settings) {
                for (name, text) in settings {
                    prop_assert!(SETTINGS.contains(&name));
                    prop_assert!(text.len() <= LONGEST);
                }
            }
        }

        #[test]
        fn settings_are_passed_on_as_they_are(
            name in proptest::sample::select(SETTINGS.to_vec()),
            text in ".{0,16}",
        ) {
            let heard = ours("set", json!({name: text.clone()}));
            prop_assert_eq!(heard, Some(Ok(Incoming::Set(vec![(name, text)]))));
        }
    }
}
