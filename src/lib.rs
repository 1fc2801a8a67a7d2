//! The page: its text is HTML from the build, its figures come alive here.
//!
//! - [`figures`] says which figures there are. One kind of view serves all of them, [`figure`]; all
//!   that it shows is one [`state`], changed in one place.
//! - `settings`, `program` and `link` are what the reader chose, wrote, and was sent; `plan` makes
//!   runs of it, `measure` does them one after the other on the worker that `engine` speaks to,
//!   when `queue` says that it is this figure’s turn.
//! - `controls`, `editor`, `charts`, `sweeps`, `recordings`, `timeline`, `stepper` and `console` draw.
//!   `words` has the sentences.
//! - `place` is where the page is, `embed` what it says to a page around it, `orders` what others ask
//!   of a figure; `share`, `export` and `import` carry results out and in.

mod browser;
mod charts;
mod console;
mod controls;
mod editor;
mod embed;
mod engine;
mod export;
mod figure;
mod figures;
mod import;
mod life;
mod link;
mod measure;
mod orders;
mod place;
mod plan;
#[cfg(feature = "prerender")]
mod prerender;
mod program;
mod queue;
mod recordings;
mod settings;
mod share;
mod state;
mod stepper;
mod sweeps;
mod theme;
mod timeline;
mod words;
mod worker;

pub use life::begin;
#[cfg(feature = "prerender")]
pub use prerender::figures;
