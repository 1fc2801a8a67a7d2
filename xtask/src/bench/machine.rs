//! Whether the machine is fit for measuring.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use super::subject::Place;
use super::table::median;
use crate::step::{Context, Failure, Result};

/// Two processes on two cores that have nothing else to do get nearly 2.
const FIT: f64 = 1.8;
const ROUNDS: usize = 5;

/// How many cores two processes really get at once: 2, if nothing else runs.
#[derive(Clone, Copy, Debug)]
pub struct Cores(f64);

impl Cores {
    /// Measures it; takes about three seconds.
    ///
    /// # Errors
    /// When `gilpy` cannot be run.
    pub fn of_two_processes(place: &Place) -> Result<Self> {
        let file = place.folder.join("count.py");
        let count = "x = 0\nfor _ in range(10_000_000):\n    x += 1\n";
        fs::write(&file, count).context(|| format!("Cannot write {}", file.display()))?;
        // The first one only finds out where everything is.
        seconds(place, &file, 1)?;
        let cores = (0..ROUNDS).map(|_| {
            let alone = seconds(place, &file, 1)?;
            Ok(2.0 * alone / seconds(place, &file, 2)?)
        });
        Ok(Self(median(cores.collect::<Result<_>>()?).unwrap_or(0.0)))
    }
}

fn seconds(place: &Place, file: &Path, processes: usize) -> Result<f64> {
    let start = Instant::now();
    let cannot = || format!("Cannot start {}", place.gilpy.display());
    let children: Vec<_> = (0..processes)
        .map(|_| {
            let mut gilpy = Command::new(&place.gilpy);
            gilpy.arg(file).stdin(Stdio::null()).spawn()
        })
        .collect();
    for child in children {
        let status = child.and_then(|mut child| child.wait()).context(cannot)?;
        if !status.success() {
            return Err(Failure::new(format!("gilpy could not count: {status}.")));
        }
    }
    Ok(start.elapsed().as_secs_f64())
}

/// What the machine was like before and after, for whoever reads the numbers between.
pub fn condition(before: Cores, after: Cores) -> String {
    let mut told = format!(
        "Two processes at once got {:.2} cores before, and {:.2} after.\n",
        before.0, after.0
    );
    if before.0.min(after.0) < FIT {
        told += "DO NOT TRUST THESE NUMBERS: the machine was busy with something else, or has not \
                 got two cores.\n";
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_machine_is_told_of() {
        assert!(!condition(Cores(1.95), Cores(1.9)).contains("TRUST"));
        assert!(condition(Cores(1.95), Cores(1.5)).contains("TRUST"));
        assert!(condition(Cores(1.0), Cores(1.9)).contains("TRUST"));
    }
}
