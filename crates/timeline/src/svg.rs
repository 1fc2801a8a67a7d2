//! The timeline as a file of its own.

use std::fmt::{self, Write};

use crate::lanes::Lanes;
use crate::paint::{BAR, LANE, TRIANGLE};
use crate::palette::{Colour, Palette};
use crate::spans::Kind;
use crate::ticks::ticks;
use crate::view::{Grain, View, What};
use crate::window::Window;

/// What stands in an exported picture beside the lanes.
#[derive(Clone, Copy, Debug)]
pub struct Export<'a> {
    /// Its heading.
    pub title: &'a str,
    /// What was measured, and where; said below.
    pub note: &'a str,
    /// Whether the times are those of virtual cores.
    pub is_virtual: bool,
    /// The colours.
    pub palette: Palette,
}

const NAMES: u32 = 120;
const WIDTH: u32 = 840;
const TOP: u32 = 64;
const MARGIN: u32 = 16;

/// What is to be seen in a window, as SVG that needs nothing else. At most `most` lanes are drawn;
/// if there are more, the picture says so.
pub fn svg(lanes: &Lanes, window: &Window, most: usize, export: &Export) -> String {
    let mut text = String::new();
    // OK because writing to a string does not fail.
    let _ = write_svg(&mut text, lanes, window, most, export);
    text
}

fn write_svg(
    out: &mut String,
    lanes: &Lanes,
    window: &Window,
    most: usize,
    export: &Export,
) -> fmt::Result {
    let count = lanes.lanes().len().min(most);
    let bottom = TOP + LANE * count as u32;
    let (width, height) = (MARGIN + NAMES + WIDTH + MARGIN, bottom + 78);
    let palette = &export.palette;
    let (ink, faint) = (Hex(palette.ink), Hex(palette.faint));
    write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="system-ui, sans-serif" font-size="12" fill="{ink}" color="{faint}">"#
    )?;
    write!(out, "<title>{}</title><defs>", Escaped(export.title))?;
    for kind in Kind::ALL {
        write_pattern(out, kind, palette)?;
    }
    write!(
        out,
        r#"</defs><rect width="{width}" height="{height}" fill="{}"/>"#,
        Hex(palette.background)
    )?;
    let title = Escaped(export.title);
    write!(
        out,
        r#"<text x="{MARGIN}" y="24" font-size="15" font-weight="600">{title}</text>"#
    )?;

    let left = MARGIN + NAMES;
    if export.is_virtual {
        write!(
            out,
            r#"<text x="{MARGIN}" y="{}">virtual time</text>"#,
            TOP - 10
        )?;
    }
    for tick in ticks(window, WIDTH / 100) {
        let x = f64::from(left) + tick.share * f64::from(WIDTH);
        write!(
            out,
            r#"<path d="M{x:.1} {}V{bottom}" stroke="{faint}" stroke-opacity=".3"/><text x="{x:.1}" y="{}" text-anchor="middle" fill="{faint}">{}</text>"#,
            TOP - 4,
            TOP - 10,
            tick.label
        )?;
    }
    for (index, lane) in lanes.lanes().iter().take(count).enumerate() {
        let y = TOP + LANE * index as u32 + BAR.1 - 4;
        let name: String = lane.name().chars().take(18).collect();
        write!(
            out,
            r#"<text x="{MARGIN}" y="{y}">{}</text>"#,
            Escaped(&name)
        )?;
    }

    write!(out, r#"<g transform="translate({left} {TOP})">"#)?;
    let mut view = View::default();
    let grain = Grain {
        width: WIDTH,
        marks: 2 * TRIANGLE.0,
    };
    view.lay_out(lanes, 0..count, window, grain);
    write_blocks(out, &view, palette)?;
    write_marks(out, &view, count as u32, palette)?;
    out.write_str("</g>")?;

    write_legend(out, lanes, bottom + 28)?;
    let hidden = lanes.lanes().len() - count;
    let more = match hidden {
        0 => String::new(),
        1 => " One further thread is not shown.".to_owned(),
        _ => format!(" {hidden} further threads are not shown."),
    };
    write!(
        out,
        r#"<text x="{MARGIN}" y="{}" fill="{faint}">{}{more}</text></svg>"#,
        bottom + 60,
        Escaped(export.note)
    )
}

/// As [`crate::paint`] has it.
fn write_pattern(out: &mut String, kind: Kind, palette: &Palette) -> fmt::Result {
    let colour = Hex(colour(kind, palette));
    let shape = match kind {
        Kind::Holding => "M0 0h8v8h-8z",
        Kind::Running => "M0 1h1v7h-1zM1 0h7v8h-7z",
        Kind::Ready => {
            "M2 0h2v2h-2zM6 0h2v2h-2zM0 2h2v2h-2zM4 2h2v2h-2zM2 4h2v2h-2zM6 4h2v2h-2zM0 6h2v2h-2zM4 6h2v2h-2z"
        }
        Kind::Waiting => "M0 0h3L0 3zM8 0v3L3 8H0z",
        Kind::Blocked => "M0 0h1v1h-1zM0 4h1v1h-1z",
    };
    write!(
        out,
        r#"<pattern id="doing-{}" width="8" height="8" patternUnits="userSpaceOnUse"><path fill="{colour}" d="{shape}"/></pattern>"#,
        kind as usize
    )
}

fn colour(kind: Kind, palette: &Palette) -> Colour {
    match kind {
        Kind::Holding => palette.holding,
        Kind::Running => palette.running,
        Kind::Ready => palette.ready,
        Kind::Waiting => palette.waiting,
        Kind::Blocked => palette.blocked,
    }
}

/// One path for all rectangles of a kind: there may be thousands.
fn write_blocks(out: &mut String, view: &View, palette: &Palette) -> fmt::Result {
    let mut paths: [String; Kind::ALL.len()] = Default::default();
    let (mut outlines, mut empty) = (String::new(), String::new());
    let height = (BAR.1 - BAR.0) as f32;
    for block in &view.blocks {
        let top = block.lane * LANE + BAR.0;
        let (from, width) = (block.from, block.to - block.from);
        match block.what {
            What::NotStarted => {
                let middle = f64::from(top) + f64::from(height) / 2.0;
                write!(empty, "M{from} {middle}h{width}")?;
                continue;
            }
            What::One(kind) => write!(
                paths[kind as usize],
                "M{from} {top}h{width}v{height}h-{width}z"
            )?,
            What::Mixed(parts) => {
                let mut y = top as f32;
                for (path, part) in paths.iter_mut().zip(parts) {
                    if part > 0.0 {
                        let height = part * height;
                        write!(path, "M{from} {y:.1}h{width}v{height:.1}h-{width}z")?;
                        y += height;
                    }
                }
            }
        }
        let bottom = block.lane * LANE + BAR.1;
        write!(outlines, "M{from} {top}h{width}M{from} {bottom}h{width}")?;
    }
    for (kind, path) in paths.iter().enumerate() {
        if !path.is_empty() {
            write!(out, r#"<path fill="url(#doing-{kind})" d="{path}"/>"#)?;
        }
    }
    let faint = Hex(palette.faint);
    write!(
        out,
        r#"<path stroke="{faint}" d="{outlines}"/><path stroke="{faint}" stroke-dasharray="1 7" d="{empty}"/>"#
    )
}

fn write_marks(out: &mut String, view: &View, lanes: u32, palette: &Palette) -> fmt::Result {
    let (half, high) = TRIANGLE;
    let mut triangles = String::new();
    let [mut forced, mut voluntary] = [String::new(), String::new()];
    for mark in view.take_overs.iter().filter(|mark| mark.count == 1) {
        let (from, to, x) = (mark.first.from, mark.lane, mark.x);
        if from >= lanes {
            continue;
        }
        let line = if mark.first.forced {
            &mut forced
        } else {
            &mut voluntary
        };
        let (start, end) = if from < to {
            (from * LANE + BAR.1, to * LANE + BAR.0)
        } else {
            (from * LANE + BAR.0, to * LANE + BAR.1)
        };
        write!(line, "M{x} {start}V{end}")?;
        let sign = if from < to { "-" } else { "" };
        let wide = 2 * half;
        write!(triangles, "M{x} {end}l-{half} {sign}{high}h{wide}z")?;
    }
    let mut empty = String::new();
    for mark in &view.requests {
        let (x, y) = (mark.x, mark.lane * LANE + BAR.0);
        let wide = 2 * half;
        let shapes = if mark.count == 1 && mark.first.holder.is_none() {
            &mut empty
        } else {
            &mut triangles
        };
        match mark.count {
            1 => write!(shapes, "M{x} {y}l-{half} -{high}h{wide}z")?,
            _ => write!(shapes, "M{x} {y}m-{half} 0h{wide}v-2h-{wide}z")?,
        }
    }
    let ink = Hex(palette.ink);
    write!(
        out,
        r#"<path stroke="{ink}" d="{forced}"/><path stroke="{ink}" stroke-dasharray="3 2" d="{voluntary}"/><path d="{triangles}"/><path fill="none" stroke="{ink}" d="{empty}"/>"#
    )
}

fn write_legend(out: &mut String, lanes: &Lanes, y: u32) -> fmt::Result {
    let mut times = crate::lanes::Times::default();
    for lane in lanes.lanes() {
        for (sum, time) in times.iter_mut().zip(lane.times(0, u64::MAX)) {
            *sum = sum.saturating_add(time);
        }
    }
    let seen = Kind::ALL
        .into_iter()
        .filter(|&kind| times[kind as usize] > 0);
    for (place, kind) in (0_u32..).zip(seen) {
        let x = MARGIN + place * 190;
        write!(
            out,
            r#"<g transform="translate({x} {})"><rect width="24" height="16" fill="url(#doing-{})" stroke="currentColor"/></g><text x="{}" y="{y}">{}</text>"#,
            y - 12,
            kind as usize,
            x + 30,
            kind.name()
        )?;
    }
    Ok(())
}

/// A colour as CSS has it.
struct Hex(Colour);

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

/// Text from outside as XML has it.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for each in self.0.chars() {
            match each {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                // Some of them are not allowed in XML, not even escaped.
                each if each.is_control() || matches!(each, '\u{fffe}' | '\u{ffff}') => {
                    f.write_char(' ')?;
                }
                each => f.write_char(each)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::samples;

    const EXPORT: Export<'static> = Export {
        title: "Two threads & one lock",
        note: "Chromium 156, 2 cores",
        is_virtual: true,
        palette: Palette::LIGHT,
    };

    #[test]
    fn it_says_what_it_shows() {
        let lanes = Lanes::of(&samples::forced_switch());
        let text = svg(&lanes, &Window::whole(9_000), 64, &EXPORT);
        for part in [
            "Two threads &amp; one lock",
            "MainThread",
            "Thread-1",
            "virtual time",
            "waiting for the lock",
            "Chromium 156",
            ">2 µs<",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(!text.contains("without a core"), "nobody was");
        let one = svg(&lanes, &Window::whole(9_000), 1, &EXPORT);
        assert!(one.contains("One further thread is not shown."));
    }

    proptest! {
        #[test]
        fn names_cannot_break_out(ledger in samples::any_at_all(), name in any::<String>()) {
            let mut ledger = ledger;
            ledger.threads.push(name);
            let lanes = Lanes::of(&ledger);
            let text = svg(&lanes, &Window::whole(lanes.until()), 64, &EXPORT);
            prop_assert_eq!(text.matches("<svg").count(), 1);
            prop_assert_eq!(text.matches("<text").count(), text.matches("</text>").count());
            prop_assert_eq!(text.matches('<').count(), text.matches('>').count());
            prop_assert!(!text.contains("script"));
            prop_assert!(!text.chars().any(char::is_control));
        }
    }
}
