//! What the page asks its browser: processors, clock, name.

use js_sys::Reflect;
use protocol::Environment;
use web_sys::Window;

fn flag(window: &Window, name: &str) -> bool {
    Reflect::get(window, &name.into()).is_ok_and(|value| value.is_truthy())
}

/// Milliseconds since the page was opened.
pub fn now() -> f64 {
    web_sys::window()
        .and_then(|window| window.performance())
        .map_or(0.0, |performance| performance.now())
}

/// How many logical processors the browser says that there are; some say more or fewer.
pub fn processors() -> u32 {
    // OK because it is a small whole number; nonsense saturates.
    web_sys::window().map_or(1, |window| window.navigator().hardware_concurrency() as u32)
}

/// Whether the page is out of sight, where browsers slow it down.
pub fn is_hidden() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .is_some_and(|document| document.hidden())
}

/// Where a figure is measured.
pub fn environment(window: &Window, hidden_meanwhile: bool) -> Environment {
    let navigator = window.navigator();
    let user_agent = navigator.user_agent().unwrap_or_default();
    Environment {
        browser: browser_name(&user_agent),
        user_agent,
        logical_processors: processors(),
        isolated: flag(window, "crossOriginIsolated"),
        timer_seconds: timer_step(),
        hidden_meanwhile,
    }
}

/// The smallest step that the clock is seen to take within some milliseconds.
fn timer_step() -> Option<f64> {
    // A coarse clock takes a step a millisecond, a fine one soon has taken some.
    const STEPS: usize = 5;
    const MOST_LOOKS: usize = 20_000;
    let mut last = now();
    let mut steps = (0..MOST_LOOKS).filter_map(|_| {
        let step = now() - last;
        last += step;
        (step > 0.0).then_some(step)
    });
    let first = steps.by_ref().take(STEPS).reduce(f64::min)?;
    Some(first / 1e3)
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
