//! What the page asks its browser: shared memory, processors, name, address.

use js_sys::{Object, Reflect, WebAssembly};
use protocol::Environment;
use wasm_bindgen::JsValue;
use web_sys::{MessageChannel, Window};

/// Why there is no shared memory here, which real threads need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotIsolated {
    /// The page came over plain HTTP or from a file.
    Insecure,
    /// The page is in a frame of a page that does not let it be isolated.
    Framed,
    /// The server does not send the headers.
    NoHeaders,
    /// The page is isolated, and the browser has no shared WebAssembly memory all the same.
    NoSharedMemory,
}

/// Whether shared memory can be had; tried out, not just asked.
pub fn shared_memory(window: &Window) -> Result<(), NotIsolated> {
    if flag(window, "crossOriginIsolated") {
        return match share_some_memory() {
            Ok(()) => Ok(()),
            Err(_) => Err(NotIsolated::NoSharedMemory),
        };
    }
    Err(if !flag(window, "isSecureContext") {
        NotIsolated::Insecure
    } else if is_framed(window) {
        NotIsolated::Framed
    } else {
        NotIsolated::NoHeaders
    })
}

/// Only sending shared memory away shows whether it may be shared: making some always works.
fn share_some_memory() -> Result<(), JsValue> {
    let descriptor = Object::new();
    for (key, value) in [
        ("initial", JsValue::from(1)),
        ("maximum", JsValue::from(1)),
        ("shared", JsValue::from(true)),
    ] {
        Reflect::set(&descriptor, &key.into(), &value)?;
    }
    let memory = WebAssembly::Memory::new(&descriptor)?;
    let channel = MessageChannel::new()?;
    let sent = channel.port1().post_message(&memory);
    channel.port1().close();
    sent
}

fn is_framed(window: &Window) -> bool {
    // A frame of another origin still may compare its parent with itself.
    window
        .parent()
        .ok()
        .flatten()
        .is_some_and(|parent| !Object::is(&parent, window))
}

fn flag(window: &Window, name: &str) -> bool {
    Reflect::get(window, &name.into()).is_ok_and(|value| value.is_truthy())
}

/// Where a figure is measured.
pub fn environment(window: &Window, hidden_meanwhile: bool) -> Environment {
    let navigator = window.navigator();
    let user_agent = navigator.user_agent().unwrap_or_default();
    Environment {
        browser: browser_name(&user_agent),
        user_agent,
        // OK because it is a small whole number; nonsense saturates.
        logical_processors: navigator.hardware_concurrency() as u32,
        isolated: flag(window, "crossOriginIsolated"),
        hidden_meanwhile,
    }
}

/// Name and main version of a browser, from its description of itself. Most browsers also name
/// others there, for compatibility's sake, so the order matters.
fn browser_name(user_agent: &str) -> String {
    const KNOWN: [(&str, &str); 6] = [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("HeadlessChrome/", "Chromium (headless)"),
        ("Chrome/", "Chromium"),
        ("Version/", "Safari or WebKit"),
    ];
    for (mark, name) in KNOWN {
        if let Some((_, rest)) = user_agent.split_once(mark) {
            let version: String = rest.chars().take_while(char::is_ascii_digit).collect();
            return format!("{name} {version}").trim_end().to_owned();
        }
    }
    "an unknown browser".to_owned()
}

#[cfg(test)]
mod tests {
    use super::browser_name;

    #[test]
    fn browsers_are_called_by_their_names() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) \
                      Chrome/156.0.0.0 Safari/537.36";
        assert_eq!(browser_name(chrome), "Chromium 156");
        assert_eq!(browser_name(&format!("{chrome} Edg/156.0.1")), "Edge 156");
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0";
        assert_eq!(browser_name(firefox), "Firefox 153");
        assert_eq!(browser_name("curl"), "an unknown browser");
    }
}
