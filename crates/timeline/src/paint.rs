//! Paints the lanes, pixel by pixel.
//!
//! A picture of a hundred thousand spans is a few thousand columns of pixels, each with its own
//! stack of patterns. As that many calls of a drawing library it would take tens of milliseconds,
//! as a loop over pixels it takes one or two, and it looks the same everywhere.

use crate::lanes::{Request, TakeOver};
use crate::palette::{Colour, Palette};
use crate::spans::Kind;
use crate::view::{Block, Mark, View, What};

/// How high a lane is, in CSS pixels: above its bar is room for marks.
pub const LANE: u32 = 28;
/// Where in its lane the bar begins and ends, in CSS pixels.
pub(crate) const BAR: (u32, u32) = (8, 24);
/// Half the width and the height of a triangle, in CSS pixels.
pub(crate) const TRIANGLE: (u32, u32) = (3, 6);

/// Opaque pixels, row by row, each as red, green, blue and 255.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 4]>,
}

/// A pattern’s side, in device pixels. A power of two.
const TILE: usize = 16;

/// A pattern that repeats in both directions.
type Tile = [[[u8; 4]; TILE]; TILE];

impl Picture {
    /// Its bytes, as a browser’s `ImageData` has them.
    pub fn bytes(&self) -> &[u8] {
        self.pixels.as_flattened()
    }

    /// Its width in pixels.
    pub fn width(&self) -> u32 {
        self.width as u32
    }

    /// Its height in pixels.
    pub fn height(&self) -> u32 {
        self.height as u32
    }

    /// Paints what is in view onto so many pixels. A CSS pixel is `scale` pixels wide and high;
    /// `scrolled` pixels of the lanes are out of sight above. Patterns move along with `moved`, in
    /// pixels: where the beginning of the run is, to the left.
    pub fn paint(
        &mut self,
        view: &View,
        palette: &Palette,
        (width, height): (u32, u32),
        scale: f64,
        scrolled: u32,
        moved: u64,
    ) {
        (self.width, self.height) = (width as usize, height as usize);
        self.pixels.clear();
        let background = opaque(palette.background);
        self.pixels.resize(self.width * self.height, background);
        let scale = if scale.is_finite() {
            scale.clamp(0.25, 8.0)
        } else {
            1.0
        };
        let mut brush = Brush {
            picture: self,
            scale,
            scrolled: i64::from(scrolled),
            // OK because only the place within a tile counts.
            moved: (moved % TILE as u64) as usize,
            ink: opaque(palette.ink),
            faint: opaque(palette.faint),
            background,
            tiles: Kind::ALL.map(|kind| tile(kind, palette, scale)),
        };
        for block in &view.blocks {
            brush.block(block);
        }
        for mark in &view.take_overs {
            brush.take_over(mark);
        }
        for mark in &view.requests {
            brush.request(mark);
        }
    }
}

fn opaque([red, green, blue]: Colour) -> [u8; 4] {
    [red, green, blue, 255]
}

/// What a kind of doing looks like: all differ without their colours, too.
fn tile(kind: Kind, palette: &Palette, scale: f64) -> Tile {
    // Twice as coarse where pixels are finer.
    let unit = if scale < 1.5 { 1 } else { 2 };
    let period = 8 * unit;
    let background = opaque(palette.background);
    let mut tile = [[background; TILE]; TILE];
    for (y, row) in tile.iter_mut().enumerate() {
        for (x, pixel) in row.iter_mut().enumerate() {
            let (colour, is_set) = match kind {
                Kind::Holding => (palette.holding, true),
                Kind::Running => (palette.running, x % period != 0 || y % period >= unit),
                // A chequerboard.
                Kind::Ready => {
                    let odd = (x / (2 * unit) + y / (2 * unit)) % 2 == 1;
                    (palette.ready, odd)
                }
                // Slanting stripes.
                Kind::Waiting => (palette.waiting, (x + y) % period < 3 * unit),
                // Sparse dots.
                Kind::Blocked => {
                    let dot = x % period < unit && y % (period / 2) < unit;
                    (palette.blocked, dot)
                }
            };
            if is_set {
                *pixel = opaque(colour);
            }
        }
    }
    tile
}

struct Brush<'a> {
    picture: &'a mut Picture,
    scale: f64,
    scrolled: i64,
    moved: usize,
    ink: [u8; 4],
    faint: [u8; 4],
    background: [u8; 4],
    tiles: [Tile; Kind::ALL.len()],
}

impl Brush<'_> {
    fn pixels(&self, css: u32) -> i64 {
        (f64::from(css) * self.scale).round() as i64
    }

    /// The row of pixels so many CSS pixels below the top of a lane.
    fn y(&self, lane: u32, css: u32) -> i64 {
        let css = u64::from(lane) * u64::from(LANE) + u64::from(css);
        (css as f64 * self.scale).round() as i64 - self.scrolled
    }

    fn block(&mut self, block: &Block) {
        let (top, bottom) = (self.y(block.lane, BAR.0), self.y(block.lane, BAR.1));
        let (from, to) = (i64::from(block.from), i64::from(block.to));
        let line = self.pixels(1).max(1);
        match block.what {
            What::NotStarted => {
                let middle = (top + bottom) / 2;
                let gap = 4 * line;
                // Not the whole lane: only dots that can be seen.
                let mut x = from + gap;
                while x + line < to {
                    self.fill(x, x + line, middle, middle + line, self.faint);
                    x += 2 * gap;
                }
                return;
            }
            What::One(kind) => {
                self.pattern(kind, from, to, top, bottom);
                if to - from > 4 * line {
                    self.fill(from, from + 1, top, bottom, self.faint);
                }
            }
            What::Mixed(parts) => {
                let height = (bottom - top) as f32;
                let (mut sum, mut y) = (0.0, top);
                for (kind, part) in Kind::ALL.into_iter().zip(parts) {
                    sum += part;
                    let next = bottom.min(top + (height * sum).round() as i64);
                    // What is there is seen, however little it is.
                    let next = if part > 0.0 { next.max(y + 1) } else { next };
                    self.pattern(kind, from, to, y, next.min(bottom));
                    y = next;
                }
            }
        }
        self.fill(from, to, top - line, top, self.faint);
        self.fill(from, to, bottom, bottom + line, self.faint);
    }

    /// A triangle above the bar where the holder was asked to let go; an empty one where nobody was
    /// asked; a line where they are too many.
    fn request(&mut self, mark: &Mark<Request>) {
        let (half, height) = (self.pixels(TRIANGLE.0), self.pixels(TRIANGLE.1));
        let x = i64::from(mark.x);
        let line = self.pixels(1).max(1);
        let bottom = self.y(mark.lane, BAR.0) - line;
        if mark.count > 1 {
            self.fill(x - half, x + half, bottom - 2 * line, bottom, self.faint);
            return;
        }
        for row in 0..height {
            let reach = half * (row + 1) / height;
            let y = bottom - 1 - row;
            self.fill(x - reach, x + reach + 1, y, y + 1, self.ink);
            if mark.first.holder.is_none() && row >= line * 2 && row < height - line {
                let inner = reach - line;
                self.fill(x - inner, x + inner + 1, y, y + 1, self.background);
            }
        }
    }

    /// An arrow from the bar of the thread that let go to the bar of the one that has the lock now;
    /// broken if the one had not been asked to. Too many to be told apart are not drawn: the bars
    /// are mixed there.
    fn take_over(&mut self, mark: &Mark<TakeOver>) {
        if mark.count > 1 {
            return;
        }
        let (from, to) = (mark.first.from, mark.lane);
        let x = i64::from(mark.x);
        let line = self.pixels(1).max(1);
        let (half, height) = (self.pixels(TRIANGLE.0), self.pixels(TRIANGLE.1));
        let is_downwards = from < to;
        let (start, end) = if is_downwards {
            (self.y(from, BAR.1), self.y(to, BAR.0))
        } else {
            (self.y(from, BAR.0), self.y(to, BAR.1))
        };
        let (top, bottom) = (
            start.min(end).max(0),
            start.max(end).min(self.picture.height as i64),
        );
        self.fill(x - line, x + 2 * line, top, bottom, self.background);
        let mut y = top;
        while y < bottom {
            let length = if mark.first.forced {
                bottom - top
            } else {
                3 * line
            };
            self.fill(x, x + line, y, bottom.min(y + length), self.ink);
            y += length + 2 * line;
        }
        for row in 0..height {
            let reach = half * row / height;
            let y = if is_downwards {
                end - 1 - row
            } else {
                end + row
            };
            self.fill(x - reach, x + line + reach, y, y + 1, self.ink);
        }
    }

    /// The part of a rectangle that is in the picture: columns and rows.
    fn clip(&self, from: i64, to: i64, top: i64, bottom: i64) -> (usize, usize, usize, usize) {
        let clip = |value: i64, most: usize| value.clamp(0, most as i64) as usize;
        let (from, to) = (clip(from, self.picture.width), clip(to, self.picture.width));
        let (top, bottom) = (
            clip(top, self.picture.height),
            clip(bottom, self.picture.height),
        );
        (from, to.max(from), top, bottom.max(top))
    }

    fn fill(&mut self, from: i64, to: i64, top: i64, bottom: i64, colour: [u8; 4]) {
        let (from, to, top, bottom) = self.clip(from, to, top, bottom);
        let width = self.picture.width;
        for y in top..bottom {
            let row = self
                .picture
                .pixels
                .get_mut(y * width + from..y * width + to);
            row.unwrap_or_default().fill(colour);
        }
    }

    fn pattern(&mut self, kind: Kind, from: i64, to: i64, top: i64, bottom: i64) {
        let (from, to, top, bottom) = self.clip(from, to, top, bottom);
        let width = self.picture.width;
        let tile = &self.tiles[kind as usize];
        for y in top..bottom {
            let pattern = &tile[y % TILE];
            let row = self
                .picture
                .pixels
                .get_mut(y * width + from..y * width + to);
            for (x, pixel) in (from + self.moved..).zip(row.unwrap_or_default()) {
                *pixel = pattern[x % TILE];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lanes::Lanes;
    use crate::samples;
    use crate::view::Grain;
    use crate::window::Window;

    fn painted(lanes: &Lanes, window: &Window, size: (u32, u32), scale: f64) -> Picture {
        let mut view = View::default();
        let grain = Grain {
            width: size.0,
            marks: 6,
        };
        view.lay_out(lanes, 0..64, window, grain);
        let mut picture = Picture::default();
        picture.paint(&view, &Palette::LIGHT, size, scale, 0, 7);
        picture
    }

    fn at(picture: &Picture, x: usize, y: usize) -> Colour {
        let [red, green, blue, _] = picture.pixels[y * picture.width + x];
        [red, green, blue]
    }

    #[test]
    fn holding_is_solid_and_nothing_is_empty() {
        let lanes = Lanes::of(&samples::forced_switch());
        let picture = painted(&lanes, &Window::whole(9_000), (90, 56), 1.0);
        assert_eq!(picture.bytes().len(), 90 * 56 * 4);
        assert_eq!(at(&picture, 20, 16), Palette::LIGHT.holding);
        assert_eq!(at(&picture, 20, 2), Palette::LIGHT.background);
        let triangle = at(&picture, 50, LANE as usize + 5);
        assert_eq!(triangle, Palette::LIGHT.ink, "the drop request");
    }

    #[test]
    fn patterns_differ_without_their_colours() {
        let all_alike = Palette {
            holding: [0; 3],
            running: [0; 3],
            ready: [0; 3],
            waiting: [0; 3],
            blocked: [0; 3],
            ..Palette::LIGHT
        };
        for scale in [1.0, 2.0] {
            let tiles = Kind::ALL.map(|kind| tile(kind, &all_alike, scale));
            for (index, tile) in tiles.iter().enumerate() {
                assert!(!tiles[index + 1..].contains(tile), "{index}");
            }
        }
    }

    proptest! {
        #[test]
        fn everything_can_be_painted(
            ledger in samples::any_at_all(),
            width in 0..60_u32,
            height in 0..80_u32,
            scale in any::<f64>(),
        ) {
            let lanes = Lanes::of(&ledger);
            painted(&lanes, &Window::whole(lanes.until()), (width, height), scale);
        }
    }
}
