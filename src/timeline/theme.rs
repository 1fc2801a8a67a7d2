//! The colours of the page, for what is painted and not styled.

use timeline::{Colour, Palette};
use web_sys::{Element, Window};

use super::canvas::Canvas;

/// What a timeline is painted in.
#[derive(Clone, Debug)]
pub struct Theme {
    /// The lanes.
    pub palette: Palette,
    /// Words of the axis, and its lines.
    pub faint: String,
    /// Selection and cursor.
    pub accent: String,
    /// The background.
    pub background: String,
}

impl Theme {
    /// Reads the colours that an element has by now.
    pub fn of(window: &Window, element: &Element, canvas: &Canvas) -> Self {
        let style = window.get_computed_style(element).ok().flatten();
        let read = |name: &str| {
            let value = style.as_ref()?.get_property_value(name).ok()?;
            canvas.colour(value.trim())
        };
        let light = Palette::LIGHT;
        let palette = Palette {
            background: read("--timeline-background").unwrap_or(light.background),
            ink: read("--timeline-ink").unwrap_or(light.ink),
            faint: read("--timeline-faint").unwrap_or(light.faint),
            holding: read("--timeline-holding").unwrap_or(light.holding),
            running: read("--timeline-running").unwrap_or(light.running),
            ready: read("--timeline-ready").unwrap_or(light.ready),
            waiting: read("--timeline-waiting").unwrap_or(light.waiting),
            blocked: read("--timeline-blocked").unwrap_or(light.blocked),
        };
        Self {
            palette,
            faint: css(palette.faint),
            accent: css(read("--timeline-accent").unwrap_or(light.running)),
            background: css(palette.background),
        }
    }
}

fn css([red, green, blue]: Colour) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}
