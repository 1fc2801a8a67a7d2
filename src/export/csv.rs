//! Numbers for a spreadsheet.

use protocol::{
    CoreCount, Outcome, Passage, Report, RunReport, Served, Side, Sweep, SweptSetting, WayReport,
};

/// What the columns are.
const HEADER: &str = "figure,part,way,preset,passage,cores,threads,count,switch_interval_seconds,\
    seed,repeat,outcome,seconds,answer,threads_started,switches_forced,switches_voluntary,\
    slice_median_seconds,wait_median_seconds,hand_over_median_seconds,bytecodes,request_median_seconds,\
    request_p99_seconds,requests_a_second,browser,\
    logical_processors,isolated,hidden_meanwhile";

/// Every run of a report as a line (RFC 4180), below a line with the columns' names. `part` is
/// `side 1` for the figure's own settings, `side 2` and so on for those beside it, `sweep 1` and so
/// on. `cores` are real or virtual, as `passage` says.
pub fn csv(report: &Report) -> String {
    let mut text = format!("{HEADER}\r\n");
    for (index, side) in report.sides().enumerate() {
        let part = Part {
            name: format!("side {}", index + 1),
            cores: side.cores,
            threads: side.threads.to_string(),
            count: side.count.to_string(),
        };
        part.write(&mut text, report, &side.ways);
    }
    for (index, sweep) in report.sweeps.iter().enumerate() {
        for point in &sweep.points {
            let name = format!("sweep {}", index + 1);
            let part = Part::of_sweep(name, sweep, point.value, &report.side);
            part.write(&mut text, report, &point.ways);
        }
    }
    text
}

/// What the runs of some lines have in common.
struct Part {
    name: String,
    cores: CoreCount,
    threads: String,
    count: String,
}

impl Part {
    fn of_sweep(name: String, sweep: &Sweep, value: f64, side: &Side) -> Self {
        let (threads, count) = match sweep.over {
            // Together they do the same work: how far each counts is another number for each.
            SweptSetting::Threads => (value.to_string(), String::new()),
            SweptSetting::SwitchInterval => (side.threads.to_string(), side.count.to_string()),
        };
        Self {
            name,
            cores: sweep.cores,
            threads,
            count,
        }
    }

    fn write(&self, text: &mut String, report: &Report, ways: &[WayReport]) {
        for way in ways {
            for (index, run) in way.runs.iter().enumerate() {
                let cells = self.cells(report, way, index + 1, run);
                let cells: Vec<_> = cells.iter().map(|cell| quoted(cell)).collect();
                text.push_str(&cells.join(","));
                text.push_str("\r\n");
            }
        }
    }

    fn cells(
        &self,
        report: &Report,
        way: &WayReport,
        repeat: usize,
        run: &RunReport,
    ) -> [String; 28] {
        let (CoreCount::Real(cores) | CoreCount::Virtual(cores)) = self.cores;
        let environment = &report.environment;
        let served = |number: fn(&Served) -> f64| {
            run.served
                .as_ref()
                .map_or_else(String::new, |served| number(served).to_string())
        };
        let median = |lengths: protocol::Distribution| match lengths.count {
            0 => String::new(),
            _ => lengths.median.to_string(),
        };
        [
            report.figure.clone(),
            self.name.clone(),
            way.way.name().to_owned(),
            way.preset.name().to_owned(),
            passage(run.passage).to_owned(),
            cores.to_string(),
            self.threads.clone(),
            self.count.clone(),
            run.settings.switch_interval.to_string(),
            run.settings.seed.to_string(),
            repeat.to_string(),
            outcome(run.outcome).to_owned(),
            run.wall_seconds.to_string(),
            run.answer.clone().unwrap_or_default(),
            run.threads_started.to_string(),
            run.switches.forced.to_string(),
            run.switches.voluntary.to_string(),
            median(run.lock.slices),
            median(run.lock.waits),
            median(run.lock.hand_overs),
            run.bytecodes.to_string(),
            served(|served| served.median),
            served(|served| served.p99),
            served(|served| served.throughput),
            environment.browser.clone(),
            environment.logical_processors.to_string(),
            environment.isolated.to_string(),
            environment.hidden_meanwhile.to_string(),
        ]
    }
}

/// As it stands in reports.
fn passage(passage: Passage) -> &'static str {
    match passage {
        Passage::Threads => "threads",
        Passage::Single => "single",
        Passage::Virtual => "virtual",
    }
}

/// As it stands in reports.
fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Finished => "finished",
        Outcome::Raised => "raised",
        Outcome::Cancelled => "cancelled",
    }
}

/// Whether a cell is a number as Python prints one: `-7`, `-1.5`, `-1e-05`.
fn is_number(cell: &str) -> bool {
    cell.split('e').all(|part| {
        let digits = part.strip_prefix(['+', '-']).unwrap_or(part);
        !digits.is_empty() && digits.bytes().all(|c| c.is_ascii_digit() || c == b'.')
    })
}

/// A cell, in quotation marks if it needs them.
fn quoted(cell: &str) -> String {
    // Spreadsheets run what looks like a formula, and answers are whatever a program says.
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(cell);
    let cell = if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::charts::samples;

    /// The cells of each line, as RFC 4180 has them.
    fn read(text: &str) -> Vec<Vec<String>> {
        let mut lines = Vec::new();
        let (mut line, mut cell, mut in_quotes) = (Vec::new(), String::new(), false);
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' if in_quotes && chars.peek() == Some(&'"') => cell.extend(chars.next()),
                '"' => in_quotes = !in_quotes,
                ',' if !in_quotes => line.push(std::mem::take(&mut cell)),
                '\r' if !in_quotes => {}
                '\n' if !in_quotes => {
                    line.push(std::mem::take(&mut cell));
                    lines.push(std::mem::take(&mut line));
                }
                c => cell.push(c),
            }
        }
        lines
    }

    #[test]
    fn one_line_a_run() {
        let lines = read(&csv(&samples::report()));
        assert_eq!(lines.len(), 1 + 9 + 1 + 2);
        assert!(lines.iter().all(|line| line.len() == 28));
        assert_eq!(
            lines[4][..17],
            [
                "cpu-bound",
                "side 1",
                "gil",
                "3.14",
                "threads",
                "2",
                "2",
                "25000000",
                "0.005",
                "0",
                "1",
                "finished",
                "1.04",
                "50000000",
                "0",
                "200",
                "3"
            ]
        );
        assert_eq!(lines[10][1..6], ["side 2", "gil", "3.14", "virtual", "2"]);
        assert_eq!(
            lines[12][1..8],
            ["sweep 1", "free-threaded", "3.14t", "threads", "4", "2", ""]
        );
    }

    #[test]
    fn nothing_is_a_formula() {
        assert_eq!(quoted("=1+1"), "'=1+1");
        assert_eq!(quoted("@SUM(A1,\"x\")"), "\"'@SUM(A1,\"\"x\"\")\"");
        assert_eq!(quoted("-1+1"), "'-1+1");
        assert_eq!(quoted("-"), "'-");
        for number in ["-7", "-1.5", "-1e-05", "7"] {
            assert_eq!(quoted(number), number);
        }
    }

    proptest! {
        #[test]
        fn any_answer_is_one_cell(answer in any::<String>()) {
            let mut report = samples::report();
            report.side.ways[0].runs[0].answer = Some(answer.clone());
            let lines = read(&csv(&report));
            prop_assert_eq!(lines.len(), 13);
            prop_assert!(lines[1][13].ends_with(&answer));
        }
    }
}
