//! What charts say in words.

use protocol::{CoreCount, Passage, Way};
use timeline::units;

/// A way's name for people.
pub fn label(way: Way) -> &'static str {
    match way {
        Way::Sequential => "One after the other",
        Way::Gil => "Threads behind the lock",
        Way::FreeThreaded => "Threads without the lock",
        Way::Unguarded => "No protection",
        Way::Locked => "A lock of its own",
        Way::Atomic => "Atomic",
        Way::Biased => "Biased (PEP 703)",
        Way::Asyncio => "Tasks of asyncio",
        Way::Processes => "Processes",
        Way::Subinterpreters => "Subinterpreters",
        Way::Quiet => "Nobody else",
        Way::BesideOne => "Beside one busy thread",
        Way::BesideTwo => "Beside two busy threads",
        Way::BesideFour => "Beside four busy threads",
    }
}

/// How the time passed that a chart shows; with the number of cores, if all that it shows has the
/// same. Real and simulated must be told apart at first sight, so this is every chart's heading.
pub fn passage(passage: Passage, cores: Option<CoreCount>) -> String {
    let number = match cores {
        Some(CoreCount::Real(number) | CoreCount::Virtual(number)) => Some(number),
        None => None,
    };
    let counted = |one: &str, many: &str| match number {
        Some(number) => units::counted(number.into(), one, many),
        None => many.to_owned(),
    };
    match passage {
        Passage::Threads => format!("Real threads, {}", counted("processor", "processors")),
        Passage::Single => "One real thread that takes turns for all".to_owned(),
        Passage::Virtual => format!(
            "Simulated: {}, virtual time",
            counted("virtual core", "virtual cores")
        ),
    }
}

/// How many cores there are to run at the same time on.
pub fn core_count(cores: CoreCount) -> u32 {
    match cores {
        CoreCount::Real(number) | CoreCount::Virtual(number) => number.max(1),
    }
}

/// A text in lines of at most so many characters, as far as its words allow: SVG breaks no lines. A
/// no-break space is part of a word.
pub fn lines(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::<String>::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simulated_cores_are_called_so() {
        assert_eq!(
            passage(Passage::Virtual, Some(CoreCount::Virtual(2))),
            "Simulated: 2 virtual cores, virtual time"
        );
        assert_eq!(
            passage(Passage::Virtual, None),
            "Simulated: virtual cores, virtual time"
        );
        assert_eq!(
            passage(Passage::Threads, Some(CoreCount::Real(1))),
            "Real threads, 1 processor"
        );
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(lines("one two  three", 7), ["one two", "three"]);
        assert_eq!(lines("unbreakable", 3), ["unbreakable"]);
        assert_eq!(lines(" ", 3), [""; 0]);
    }
}
