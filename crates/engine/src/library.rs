//! Those modules of Python's library that few programs import: a file beside this module's own.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(inline_js = "
const address = new URL('../../../library.txt', import.meta.url);
export async function load_library() {
  const response = await fetch(address);
  if (!response.ok) throw new Error(response.statusText);
  return response.text();
}
export function load_library_now() {
  const request = new XMLHttpRequest();
  request.open('GET', address, false);
  request.send();
  if (request.status !== 200) throw new Error(request.statusText);
  return request.responseText;
}
")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn load_library() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    fn load_library_now() -> Result<String, JsValue>;
}

/// Sees to it that they are there, before the program that wants them runs.
pub(crate) async fn load() -> Result<(), JsValue> {
    if python::has_library() {
        return Ok(());
    }
    let text = load_library().await?;
    python::add_library(text.as_string().unwrap_or_default());
    Ok(())
}

/// The same at once.
#[cfg(target_feature = "atomics")]
pub(crate) fn load_now() {
    if python::has_library() {
        return;
    }
    if let Ok(text) = load_library_now() {
        python::add_library(text);
    }
}

/// Has them loaded by the thread that imports one, if that could not be seen from the program.
pub(crate) fn load_when_wanted() {
    python::set_library_loader(|| load_library_now().ok());
}
