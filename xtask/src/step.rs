//! Running other programs: what is said before and after, and what is said when one fails.

use std::fmt;
use std::process::{Command, Stdio};
use std::time::Instant;

/// A sentence for the person at the terminal: what went wrong, and what to do next.
#[derive(Debug)]
pub struct Failure(String);

/// What everything here returns.
pub type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    /// A failure that is told with these words.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Adds what was being done to an error of the system, which tells only what went wrong.
pub trait Context<T> {
    /// `doing` is a beginning of a sentence, like "Cannot read a.txt".
    fn context(self, doing: impl FnOnce() -> String) -> Result<T>;
}

impl<T> Context<T> for std::io::Result<T> {
    fn context(self, doing: impl FnOnce() -> String) -> Result<T> {
        self.map_err(|error| Failure(format!("{}: {error}.", doing())))
    }
}

/// Prints a line about what is going on.
pub fn say(line: &str) {
    println!("   {line}");
}

/// Says what a part of the work does and how long that usually takes, does it, and says how long
/// it took.
pub fn part<T>(
    name: &str,
    does: &str,
    usually: &str,
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    println!("-- {name}: {does} (usually {usually})");
    let start = Instant::now();
    let done = work()?;
    say(&format!("{name}: {:.1} s", start.elapsed().as_secs_f64()));
    Ok(done)
}

/// Runs a program to its end, its output shown as it comes.
///
/// # Errors
/// When it cannot be started or fails; the sentence has its command line.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .context(|| format!("Cannot start `{}`", line(command)))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure(format!("`{}` failed: {status}.", line(command))))
}

/// Runs a program to its end and gives what it wrote to its standard output.
///
/// # Errors
/// When it cannot be started or fails; the sentence has its command line and all it wrote.
pub fn quietly(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .context(|| format!("Cannot start `{}`", line(command)))?;
    let written = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        return Ok(written);
    }
    Err(Failure(format!(
        "`{}` failed: {}.\n{written}{}",
        line(command),
        output.status,
        String::from_utf8_lossy(&output.stderr)
    )))
}

/// The command as one would type it. Variables that were set for it are left out: they are many,
/// and the output of the failed program says more.
fn line(command: &Command) -> String {
    let mut line = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_tells_command_and_code() {
        let mut command = Command::new("sh");
        let failure = run(command.args(["-c", "exit 3"])).expect_err("it exits with 3");
        let told = failure.to_string();
        assert!(told.contains("sh -c exit 3"), "{told}");
        assert!(told.contains("exit status: 3"), "{told}");
    }

    #[test]
    fn a_quiet_failure_shows_what_was_written() {
        let mut command = Command::new("sh");
        let failure = quietly(command.args(["-c", "echo out; echo err >&2; exit 1"]))
            .expect_err("it exits with 1")
            .to_string();
        assert!(failure.contains("out\n"), "{failure}");
        assert!(failure.contains("err\n"), "{failure}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let failure = run(&mut Command::new("no-such-program")).expect_err("it is missing");
        assert!(failure.to_string().contains("no-such-program"));
    }
}
