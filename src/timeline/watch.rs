//! What the browser tells about a timeline’s element: its size, whether anybody can see it, and that
//! the colours have changed.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{
    Element, IntersectionObserver, IntersectionObserverEntry, MediaQueryList, MutationObserver,
    MutationObserverInit, ResizeObserver, Window,
};

/// What is watched until this is dropped.
pub struct Watch {
    size: ResizeObserver,
    sight: IntersectionObserver,
    theme: MutationObserver,
    scheme: Option<MediaQueryList>,
    on_theme: Closure<dyn FnMut()>,
    /// Called by the observers as long as they live.
    _on_size: Closure<dyn FnMut()>,
    _on_sight: Closure<dyn FnMut(Array)>,
}

impl Watch {
    /// `sized` are the elements whose size matters, `seen` the one that may be out of sight.
    pub fn of(
        window: &Window,
        sized: &Element,
        seen: &Element,
        size_changed: impl FnMut() + 'static,
        mut sight_changed: impl FnMut(bool) + 'static,
        theme_changed: impl FnMut() + 'static,
    ) -> Result<Self, JsValue> {
        let on_size = Closure::new(size_changed);
        let size = ResizeObserver::new(on_size.as_ref().unchecked_ref())?;
        size.observe(sized);

        let on_sight = Closure::new(move |entries: Array| {
            // The last one is the newest.
            let newest = entries.pop().dyn_into::<IntersectionObserverEntry>();
            if let Ok(newest) = newest {
                sight_changed(newest.is_intersecting());
            }
        });
        let sight = IntersectionObserver::new(on_sight.as_ref().unchecked_ref())?;
        sight.observe(seen);

        let on_theme = Closure::new(theme_changed);
        let theme = MutationObserver::new(on_theme.as_ref().unchecked_ref())?;
        let root = window
            .document()
            .and_then(|document| document.document_element());
        if let Some(root) = root {
            let attributes = MutationObserverInit::new();
            attributes.set_attributes(true);
            attributes.set_attribute_filter(&Array::of1(&"data-theme".into()));
            theme.observe_with_options(&root, &attributes)?;
        }
        let scheme = window.match_media("(prefers-color-scheme: dark)")?;
        if let Some(scheme) = &scheme {
            scheme.add_event_listener_with_callback("change", on_theme.as_ref().unchecked_ref())?;
        }
        Ok(Self {
            size,
            sight,
            theme,
            scheme,
            on_theme,
            _on_size: on_size,
            _on_sight: on_sight,
        })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.size.disconnect();
        self.sight.disconnect();
        self.theme.disconnect();
        if let Some(scheme) = &self.scheme {
            let listener = self.on_theme.as_ref().unchecked_ref();
            // OK because a listener that cannot be removed was not there.
            let _ = scheme.remove_event_listener_with_callback("change", listener);
        }
    }
}
