//! The ways to run a program.

use protocol::{Cores, Preset, Settings};
use runtime::Options;

#[derive(Clone, Copy, Debug)]
pub enum Way {
    Threads,
    Single,
    Virtual(u32),
}

pub const WAYS: [Way; 4] = [Way::Threads, Way::Single, Way::Virtual(1), Way::Virtual(3)];

pub fn options(way: Way, preset: Preset) -> Options {
    let mut settings = Settings::of(preset);
    if let Way::Virtual(cores) = way {
        settings.cores = Cores::Virtual(cores);
    }
    Options {
        single: matches!(way, Way::Single),
        with_ledger: true,
        ..Options::new(settings)
    }
}
