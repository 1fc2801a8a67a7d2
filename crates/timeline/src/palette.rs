//! The colours of a timeline.

/// Red, green, blue.
pub type Colour = [u8; 3];

/// What everything is painted in. What a thread does is told by patterns too, so no two of these
/// need to be told apart; each has to stand out from the background.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// What is behind everything.
    pub background: Colour,
    /// Words, arrows, triangles.
    pub ink: Colour,
    /// What is less important, and outlines.
    pub faint: Colour,
    /// Holding the lock.
    pub holding: Colour,
    /// Running without one.
    pub running: Colour,
    /// Ready, but without a core.
    pub ready: Colour,
    /// Waiting for the lock.
    pub waiting: Colour,
    /// Waiting for something else.
    pub blocked: Colour,
}

impl Palette {
    /// The page’s colours on a light ground.
    pub const LIGHT: Self = Self {
        background: [0xff, 0xff, 0xff],
        ink: [0x1d, 0x27, 0x33],
        faint: [0x5a, 0x66, 0x73],
        holding: [0xd9, 0x82, 0x1b],
        running: [0x2a, 0x86, 0xc7],
        ready: [0x66, 0x71, 0x7d],
        waiting: [0x5a, 0x66, 0x73],
        blocked: [0x5a, 0x66, 0x73],
    };
}
