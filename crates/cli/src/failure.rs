//! What gilpy says when it cannot do what it was asked to.

use std::fmt;

/// A sentence that says what is wrong and what to do about it.
#[derive(Debug)]
pub(crate) struct Failure {
    sentence: String,
    /// Whether the list of options would help.
    see_help: bool,
}

impl Failure {
    pub(crate) fn new(sentence: impl ToString) -> Self {
        Self {
            sentence: sentence.to_string(),
            see_help: false,
        }
    }

    /// Something is wrong with the command line.
    pub(crate) fn of_usage(sentence: impl ToString) -> Self {
        Self {
            see_help: true,
            ..Self::new(sentence)
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)?;
        if self.see_help {
            f.write_str("\n`gilpy --help` shows what it takes.")?;
        }
        Ok(())
    }
}
