//! What the reader takes along: numbers as CSV and JSON, a trace for viewers, pictures of charts.
//!
//! `picture` turns live charts into SVG and PNG, `save` hands things to the reader's machine.

mod csv;
mod picture;
mod save;

pub use csv::csv;
pub use picture::{Caption, picture, png};
pub use save::{copy, download, download_blob};

use protocol::{Report, RunReport};

use crate::import::LARGEST;

/// The name of a file about this figure: `gil-playground-cpu-bound.csv`.
pub fn file_name(figure: &str, extension: &str) -> String {
    let plain = |c: &char| c.is_ascii_alphanumeric() || *c == '-';
    let figure: String = figure.chars().filter(plain).take(40).collect();
    if figure.is_empty() {
        format!("gil-playground.{extension}")
    } else {
        format!("gil-playground-{figure}.{extension}")
    }
}

/// The whole report, as [`crate::import`] reads it. Ledgers and steps are left out if they would
/// make it too long for that.
///
/// # Errors
///
/// None that this program can make; they would come from the type of a map's keys.
pub fn json(report: &Report) -> serde_json::Result<String> {
    let json = serde_json::to_string(report)?;
    if json.len() <= LARGEST {
        return Ok(json);
    }
    let mut report = report.clone();
    for run in runs_mut(&mut report) {
        run.ledger = None;
        run.steps = None;
    }
    serde_json::to_string(&report)
}

/// Every run of a report, wherever it stands.
pub fn runs_mut(report: &mut Report) -> impl Iterator<Item = &mut RunReport> {
    let sides = std::iter::once(&mut report.side).chain(&mut report.others);
    let points = report.sweeps.iter_mut().flat_map(|sweep| &mut sweep.points);
    let ways = sides.flat_map(|side| &mut side.ways);
    let ways = ways.chain(points.flat_map(|point| &mut point.ways));
    ways.flat_map(|way| &mut way.runs)
}

#[cfg(test)]
mod tests {
    use protocol::{Ledger, LedgerEvent, LockEvent};

    use super::*;
    use crate::charts::samples;

    #[test]
    fn files_are_named_after_their_figure() {
        assert_eq!(
            file_name("cpu-bound", "csv"),
            "gil-playground-cpu-bound.csv"
        );
        assert_eq!(
            file_name("../../etc/passwd\"", "svg"),
            "gil-playground-etcpasswd.svg"
        );
        assert_eq!(file_name("…", "json"), "gil-playground.json");
    }

    #[test]
    fn a_report_can_be_read_back() {
        let report = samples::report();
        let json = json(&report).unwrap();
        assert_eq!(serde_json::from_str::<Report>(&json).unwrap(), report);
    }

    #[test]
    fn what_is_too_long_goes_without_its_ledgers() {
        let mut report = samples::report();
        let event = LedgerEvent {
            at: 1,
            thread: 0,
            what: LockEvent::Wake,
        };
        report.side.ways[0].runs[0].ledger = Some(Ledger {
            events: vec![event; LARGEST / 30],
            ..Ledger::default()
        });
        let json = json(&report).unwrap();
        assert!(json.len() < 10_000);
    }
}
