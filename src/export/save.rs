//! Hands things to the reader's machine.

use gloo_timers::callback::Timeout;
use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Saves a text as a file of this name. `mime` is its type, without a character set.
///
/// # Errors
///
/// A sentence, if the browser cannot do it. One that does not want to says nothing.
pub fn download(name: &str, mime: &str, content: &str) -> Result<(), String> {
    let blob = blob(&format!("{mime};charset=utf-8"), content);
    download_blob(name, &blob.map_err(|_| cannot_save())?)
}

/// Saves a file of this name.
///
/// # Errors
///
/// As [`download`].
pub fn download_blob(name: &str, blob: &Blob) -> Result<(), String> {
    offer(name, blob).map_err(|_| cannot_save())
}

fn cannot_save() -> String {
    "This browser does not let the page save a file.".to_owned()
}

fn offer(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document());
    let document = document.ok_or(JsValue::NULL)?;
    let address = Url::create_object_url_with_blob(blob)?;
    let link: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    link.set_href(&address);
    link.set_download(name);
    link.click();
    // Browsers begin to read after the click; a minute is enough for the slowest of them.
    Timeout::new(60_000, move || {
        let _ = Url::revoke_object_url(&address);
    })
    .forget();
    Ok(())
}

/// A text as a file without a name.
pub fn blob(mime: &str, content: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    Blob::new_with_str_sequence_and_options(&Array::of1(&content.into()), &options)
}

/// Puts a text on the clipboard.
///
/// # Errors
///
/// A sentence, if the page may not; frames often may not. Then the text should be shown, to be
/// copied by hand.
pub async fn copy(text: &str) -> Result<(), String> {
    let denied =
        || "The browser does not let the page copy: select the text and copy it.".to_owned();
    let navigator = web_sys::window().ok_or_else(denied)?.navigator();
    // Pages that came over plain HTTP have no clipboard, and asking it for anything would throw.
    let clipboard = Reflect::get(&navigator, &"clipboard".into());
    if !clipboard.is_ok_and(|clipboard| clipboard.is_object()) {
        return Err(denied());
    }
    let written = JsFuture::from(navigator.clipboard().write_text(text)).await;
    written.map(|_| ()).map_err(|_| denied())
}
