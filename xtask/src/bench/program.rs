//! The programs that show what a lock does.

// The tests' own, so that both mean the same by it.
#[path = "../../../tests/ground_truth/source.rs"]
mod source;

use std::fs;
use std::path::Path;

use self::source::replaced;
use crate::step::{Context, Failure, Result};

/// Constants of a program and what stands in their place.
pub type Constants<'a> = &'a [(&'a str, &'a str)];

/// One of the programs of `tests/ground_truth`, with some of its constants (`NAME = …`) replaced.
///
/// # Errors
/// When there is no such program, or no such constant in it.
pub fn program(root: &Path, name: &str, constants: Constants) -> Result<String> {
    let file = root.join("tests/ground_truth/programs").join(name);
    let source = fs::read_to_string(&file).context(|| format!("Cannot read {}", file.display()))?;
    constants
        .iter()
        .try_fold(source, |source, (constant, value)| {
            replaced(&source, constant, value)
                .ok_or_else(|| Failure::new(format!("There is no {constant} in {name}.")))
        })
}

/// What the programs print: a name and a number a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Said(Vec<(String, f64)>);

impl Said {
    /// Reads a program's output.
    ///
    /// # Errors
    /// When it is something else.
    pub fn read(output: &str) -> Result<Self> {
        let lines = output.lines().map(|line| {
            line.split_once(' ')
                .and_then(|(name, number)| Some((name.to_owned(), number.parse().ok()?)))
                .ok_or_else(|| Failure::new(format!("A program said {line:?}.")))
        });
        Ok(Self(lines.collect::<Result<_>>()?))
    }

    /// The number of that name.
    pub fn number(&self, name: &str) -> Option<f64> {
        self.0
            .iter()
            .find_map(|(said, number)| (said == name).then_some(*number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_replaced_and_nothing_else() {
        let source = "import x\n\nN = 5\nM = N\nprint(N)\n";
        assert_eq!(
            replaced(source, "N", "70").as_deref(),
            Some("import x\n\nN = 70\nM = N\nprint(N)\n")
        );
        assert_eq!(replaced(source, "P", "1"), None);
    }

    #[test]
    fn what_programs_say_is_read() {
        let said = Said::read("sequential 0.5\nthreads 1e-05\n").expect("two numbers");
        assert_eq!(said.number("threads"), Some(1e-5));
        assert_eq!(said.number("lost"), None);
        for strange in ["Traceback (most recent call last):", "one", "one two"] {
            let failure = Said::read(strange).expect_err("no number").to_string();
            assert!(failure.contains(strange), "{failure}");
        }
    }
}
