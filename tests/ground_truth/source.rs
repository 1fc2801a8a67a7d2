//! The source of a program with another constant in it. The benchmarks use it as well as the tests.

/// The source with what follows `CONSTANT = ` at the beginning of a line replaced; `None` if there
/// is no such line.
pub fn replaced(source: &str, constant: &str, value: &str) -> Option<String> {
    let assignment = format!("\n{constant} = ");
    let (before, after) = source.split_once(&assignment)?;
    let (_, after) = after.split_once('\n')?;
    Some(format!("{before}{assignment}{value}\n{after}"))
}
