//! Makes the engine’s worker, also where a page may not simply start a script of its own.

use js_sys::Array;
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, Url, Window, Worker, WorkerOptions, WorkerType};

/// A worker that runs the module script at `address`, which may be relative to the page.
///
/// # Errors
/// What the browser throws. A script that cannot be loaded is no error here; it becomes an `error`
/// event of the worker.
pub fn engine_worker(address: &str) -> Result<Worker, JsValue> {
    let window = web_sys::window().ok_or("There is no window.")?;
    if has_origin(&window) {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        return Worker::new_with_options(address, &options);
    }
    let base = window
        .document()
        .ok_or("There is no document.")?
        .base_uri()?
        .ok_or("The page has no address.")?;
    let absolute = Url::new_with_base(address, &base)?.href();
    let options = BlobPropertyBag::new();
    options.set_type("text/javascript");
    let script = Array::of1(&loader(&absolute).into());
    let blob = Blob::new_with_str_sequence_and_options(&script, &options)?;
    // Never revoked: when the worker has read it cannot be seen from here, and it is small.
    Worker::new(&Url::create_object_url_with_blob(&blob)?)
}

/// Whether the page belongs to any site. In a sandboxed frame it does not, and then no script’s
/// address is its own; it may start workers only from blobs, and have them import the script if
/// the host lets everybody read it (`Access-Control-Allow-Origin`).
fn has_origin(window: &Window) -> bool {
    window.origin() != "null"
}

/// A classic script that imports a module and then lets it hear what was said meanwhile. Classic,
/// because Chromium 156 does not load a blob as a module for pages without an origin.
fn loader(address: &str) -> String {
    // An address in its serialised form has neither quotes nor backslashes nor line breaks.
    format!(
        "const early = [];\n\
         const keep = ({{ data }}) => early.push(data);\n\
         addEventListener('message', keep);\n\
         import(\"{address}\").then(() => {{\n\
           removeEventListener('message', keep);\n\
           for (const data of early) dispatchEvent(new MessageEvent('message', {{ data }}));\n\
         }}, (error) => reportError(error));\n"
    )
}

#[cfg(test)]
mod tests {
    use super::loader;

    #[test]
    fn the_loader_imports_the_script() {
        let script = loader("https://example.org/a/engine-worker.js");
        assert!(script.contains("import(\"https://example.org/a/engine-worker.js\")"));
    }
}
