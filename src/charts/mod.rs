//! Charts: what was measured as bars, what was swept as lines, and what the reader expected.
//!
//! `bar_rows` and `sweep_lines` are pure: reports in, lengths and words out, every length a share
//! of the chart's width or height. [`Bars`] and [`SweepChart`] draw them. What they draw has no
//! `viewBox`: shares become percentages, so that a chart fits any width and its text keeps its size.

mod answers;
mod bar_rows;
mod bars;
mod prediction;
mod scale;
mod sweep;
mod sweep_lines;
mod words;

#[cfg(test)]
pub mod samples;

pub use bar_rows::SideView;
pub use bars::Bars;
pub use prediction::{Predict, Prediction};
pub use sweep::SweepChart;
pub use words::{label, lines as wrapped};

/// Lays out everything that a report has, as its charts would.
#[cfg(test)]
pub fn lay_out(report: &protocol::Report) {
    let sides: Vec<_> = report
        .sides()
        .map(|side| SideView {
            title: String::new(),
            passage: protocol::Passage::Threads,
            side: side.clone(),
            rows: protocol::Way::ALL.to_vec(),
        })
        .collect();
    bar_rows::panels(&sides, &Prediction::default(), false, Some("1"));
    for sweep in &report.sweeps {
        sweep_lines::lines(sweep, &protocol::Way::ALL, &[]);
    }
}
