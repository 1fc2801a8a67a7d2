//! Draws what is to be seen of a recording onto two canvases: the lanes, and above them overview and
//! axis.

use timeline::{Grain, LANE, Lanes, Picture, View, Window, ticks};
use wasm_bindgen::JsValue;

use super::canvas::Canvas;
use super::theme::Theme;

/// How many lanes are drawn at most; whoever has more threads looks at the file.
pub const MOST_LANES: usize = 64;
/// How high the overview is, in CSS pixels.
pub const OVERVIEW: f64 = 28.0;
/// How high overview and axis are, in CSS pixels.
const HEAD: f64 = 50.0;
/// Of how many stretches of lanes an overview is made up at most, about.
const OVERVIEW_SUMS: u32 = 4_000;
/// Marks closer than so many CSS pixels are one.
const MARKS: f64 = 6.0;

/// What is to be seen. Lengths are in CSS pixels.
pub struct Scene<'a> {
    pub window: Window,
    /// Which recording, and how far.
    pub revision: u32,
    pub width: f64,
    pub height: f64,
    /// How far the lanes are scrolled.
    pub scrolled: f64,
    /// Device pixels in a CSS pixel.
    pub density: f64,
    /// From when to when, in nanoseconds.
    pub selection: Option<(u64, u64)>,
    /// The lane and the time at which the keyboard is.
    pub cursor: Option<(usize, u64)>,
    /// Where the pointer is.
    pub pointer: Option<f64>,
    /// Whether an overview is worth its while.
    pub overview: bool,
    pub theme: &'a Theme,
}

/// The canvases, and what is kept from one frame to the next.
pub struct Stage {
    pub lanes: Canvas,
    pub head: Canvas,
    view: View,
    picture: Picture,
    overview: Picture,
    /// What the overview was painted for.
    overview_of: Option<(u32, u32)>,
}

impl Stage {
    /// Nothing drawn yet.
    pub fn new(lanes: Canvas, head: Canvas) -> Self {
        Self {
            lanes,
            head,
            view: View::default(),
            picture: Picture::default(),
            overview: Picture::default(),
            overview_of: None,
        }
    }

    /// Has the overview painted again, because its colours have changed.
    pub fn forget_overview(&mut self) {
        self.overview_of = None;
    }

    /// Draws everything.
    pub fn draw(&mut self, lanes: &Lanes, scene: &Scene) -> Result<(), JsValue> {
        // OK because sizes of elements are small and not negative; nonsense saturates.
        let pixels = |css: f64| (css * scene.density).round() as u32;
        let (width, height) = (pixels(scene.width), pixels(scene.height));
        if width == 0 || height == 0 {
            return Ok(());
        }
        self.lanes.resize(width, height);
        let first = (scene.scrolled / f64::from(LANE)) as usize;
        let last = ((scene.scrolled + scene.height) / f64::from(LANE)).ceil() as usize;
        let grain = Grain {
            width,
            marks: pixels(MARKS),
        };
        let shown = first..last.min(MOST_LANES).max(first);
        self.view.lay_out(lanes, shown, &scene.window, grain);
        let pixel = scene.window.length() / f64::from(width);
        self.picture.paint(
            &self.view,
            &scene.theme.palette,
            (width, height),
            scene.density,
            pixels(scene.scrolled),
            (scene.window.start() / pixel).round() as u64,
        );
        self.lanes.put(&self.picture)?;
        self.draw_over_lanes(scene);
        self.draw_head(lanes, scene, (width, pixels(HEAD)))
    }

    fn draw_over_lanes(&self, scene: &Scene) {
        let (width, height) = self.lanes.size();
        let (width, height) = (f64::from(width), f64::from(height));
        let context = self.lanes.context();
        let x = |time: u64| scene.window.share(time) * width;
        let line = scene.density.max(1.0).round();
        if let Some((from, to)) = scene.selection {
            let (from, to) = (x(from).max(-line), x(to).min(width + line));
            context.set_fill_style_str(&scene.theme.accent);
            context.set_global_alpha(0.18);
            context.fill_rect(from, 0.0, to - from, height);
            context.set_global_alpha(1.0);
            for end in [from, to] {
                context.fill_rect(end.round() - line, 0.0, 2.0 * line, height);
            }
        }
        if let Some(pointer) = scene.pointer {
            context.set_fill_style_str(&scene.theme.faint);
            context.fill_rect((pointer * scene.density).round(), 0.0, line, height);
        }
        if let Some((lane, at)) = scene.cursor {
            let lane_height = f64::from(LANE) * scene.density;
            let top = lane as f64 * lane_height - scene.scrolled * scene.density;
            let x = x(at).round();
            context.set_fill_style_str(&scene.theme.accent);
            context.fill_rect(x, 0.0, line, height);
            context.fill_rect(x - line, top, 3.0 * line, lane_height);
            for edge in [top, top + lane_height - line] {
                context.set_global_alpha(0.6);
                context.fill_rect(0.0, edge, width, line);
            }
            context.set_global_alpha(1.0);
        }
    }

    fn draw_head(
        &mut self,
        lanes: &Lanes,
        scene: &Scene,
        (width, height): (u32, u32),
    ) -> Result<(), JsValue> {
        self.head.resize(width, height);
        let context = self.head.context();
        let density = scene.density;
        let (wide, high) = (f64::from(width), f64::from(height));
        context.set_fill_style_str(&scene.theme.background);
        context.fill_rect(0.0, 0.0, wide, high);
        if scene.overview {
            if self.overview_of != Some((scene.revision, width)) {
                // With many lanes coarser, so that it takes no longer.
                let fine = (2.0 * density) as u32;
                let many = u32::try_from(lanes.lanes().len()).unwrap_or(u32::MAX);
                let coarse = width.saturating_mul(many) / OVERVIEW_SUMS;
                self.view.overview(lanes, width, fine.max(coarse));
                let strip = (OVERVIEW * density).round() as u32;
                let palette = &scene.theme.palette;
                self.overview
                    .paint(&self.view, palette, (width, strip), density, 0, 0);
                self.overview_of = Some((scene.revision, width));
            }
            self.head.put(&self.overview)?;
            self.draw_frame(lanes, scene, wide);
        }
        self.draw_axis(scene, wide, high);
        Ok(())
    }

    /// What of the overview is to be seen below.
    fn draw_frame(&self, lanes: &Lanes, scene: &Scene, wide: f64) {
        let whole = Window::whole(lanes.until());
        if scene.window.is_whole(lanes.until()) {
            return;
        }
        let context = self.head.context();
        let line = 2.0 * scene.density;
        let strip = OVERVIEW * scene.density;
        let x = |time: f64| time / whole.length() * wide;
        let (from, to) = (x(scene.window.start()), x(scene.window.end()));
        // Wide enough to be found.
        let to = to.max(from + 2.0 * line);
        context.set_fill_style_str(&scene.theme.background);
        context.set_global_alpha(0.6);
        context.fill_rect(0.0, 0.0, from, strip);
        context.fill_rect(to, 0.0, wide - to, strip);
        context.set_global_alpha(1.0);
        context.set_stroke_style_str(&scene.theme.accent);
        context.set_line_width(line);
        let inset = line / 2.0;
        context.stroke_rect(from + inset, inset, to - from - line, strip - line);
    }

    fn draw_axis(&self, scene: &Scene, wide: f64, high: f64) {
        let context = self.head.context();
        let density = scene.density;
        context.set_fill_style_str(&scene.theme.faint);
        context.set_font(&format!("{}px system-ui, sans-serif", 12.0 * density));
        context.set_text_baseline("bottom");
        context.set_text_align("left");
        let most = (scene.width / 100.0) as u32;
        for tick in ticks(&scene.window, most.max(1)) {
            let x = (tick.share * wide).round();
            context.fill_rect(
                x,
                high - 6.0 * density,
                density.max(1.0).round(),
                6.0 * density,
            );
            // Where there is no room for a label to the right, its tick has to do.
            let beyond = x + tick.label.len() as f64 * 6.5 * density > wide;
            if !beyond {
                let text = context.fill_text(&tick.label, x + 4.0 * density, high - density);
                // OK because a label that cannot be drawn is only missing.
                let _ = text;
            }
        }
    }
}
