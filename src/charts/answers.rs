//! Whether all ways have computed the same, and the right thing.

use protocol::{Outcome, Way};
use timeline::units;

use super::bar_rows::{SideView, report};

/// What the answers of a side come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    /// What is to be said of a way.
    pub of: Vec<(Way, Answer)>,
    /// The sentence that all are the same, if they are.
    pub everywhere: Option<String>,
}

/// What a way's answers come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Whether all of its runs have the right one.
    pub right: bool,
    /// The answers in words.
    pub text: String,
}

/// Compares the answers of all finished runs with the expected one; if none is expected, with the
/// first there is.
pub fn answers(side: &SideView, expected: Option<&str>) -> Answers {
    let of_way = |way: Way| {
        let runs = report(&side.side, way).map(|report| report.runs.iter());
        let finished = runs.into_iter().flatten();
        let finished = finished.filter(|run| run.outcome == Outcome::Finished);
        finished.map(|run| run.answer.as_deref())
    };
    let first = side
        .rows
        .iter()
        .find_map(|way| of_way(*way).flatten().next());
    let Some(reference) = expected.or(first) else {
        return Answers::default();
    };
    let mut answers = Answers::default();
    let (mut same, mut runs) = (true, 0);
    for way in &side.rows {
        let all: Vec<_> = of_way(*way).collect();
        let wrong: Vec<_> = all
            .iter()
            .filter(|answer| **answer != Some(reference))
            .collect();
        runs += all.len();
        same &= wrong.is_empty();
        if !wrong.is_empty() {
            let often = match (wrong.len(), all.len()) {
                (wrong, all) if wrong == all => String::new(),
                (wrong, all) => format!(" in {wrong} of {all} runs"),
            };
            let word = if expected.is_some() {
                "wrong"
            } else {
                "different"
            };
            let text = format!(
                "✗ {word}{often}: {} instead of {}",
                list(&wrong),
                shown(reference)
            );
            answers.of.push((*way, Answer { right: false, text }));
        } else if expected.is_some() && !all.is_empty() {
            let text = format!("✓ right: {}", shown(reference));
            answers.of.push((*way, Answer { right: true, text }));
        }
    }
    // One run alone agrees with itself.
    if same && runs > 1 {
        let right = if expected.is_some() { "right" } else { "same" };
        let shown = shown(reference);
        answers.everywhere = Some(format!("✓ The {right} answer everywhere: {shown}"));
    }
    answers
}

/// Different answers, the first two of them.
fn list(answers: &[&Option<&str>]) -> String {
    let mut different: Vec<&Option<&str>> = Vec::new();
    for answer in answers {
        if !different.contains(answer) {
            different.push(answer);
        }
    }
    let text = |answer: &&Option<&str>| answer.map_or("no answer".to_owned(), shown);
    match different.as_slice() {
        [] => String::new(),
        [one] => text(one),
        [one, two] => format!("{} and {}", text(one), text(two)),
        [one, two, more @ ..] => format!("{}, {} and {} more", text(one), text(two), more.len()),
    }
}

/// An answer as it is shown: whole numbers with their thousands set off, everything else cut to
/// what a line can take.
fn shown(answer: &str) -> String {
    const LONGEST: usize = 24;
    let (sign, digits) = match answer.strip_prefix('-') {
        Some(digits) => ("−", digits),
        None => ("", answer),
    };
    if digits.bytes().all(|byte| byte.is_ascii_digit())
        && let Ok(number) = digits.parse()
    {
        return format!("{sign}{}", units::count(number));
    }
    let mut text: String = answer.replace(char::is_control, " ");
    if text.chars().count() > LONGEST {
        text = text.chars().take(LONGEST - 1).collect();
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::charts::samples::{side_view, with_answers};

    fn texts(
        of: &[(Way, &[&str])],
        expected: Option<&str>,
    ) -> (Vec<(Way, String)>, Option<String>) {
        let answers = answers(&side_view(with_answers(of)), expected);
        let of = answers
            .of
            .into_iter()
            .map(|(way, answer)| (way, answer.text));
        (of.collect(), answers.everywhere)
    }

    #[test]
    fn the_same_everywhere() {
        let (of, everywhere) = texts(
            &[
                (Way::Sequential, &["50000000"]),
                (Way::Gil, &["50000000", "50000000"]),
            ],
            None,
        );
        assert_eq!(of, []);
        assert_eq!(
            everywhere.as_deref(),
            Some("✓ The same answer everywhere: 50,000,000")
        );
    }

    #[test]
    fn right_and_wrong_against_what_is_expected() {
        let (of, everywhere) = texts(
            &[
                (Way::Unguarded, &["3412220", "1", "-7"]),
                (Way::Atomic, &["1"]),
            ],
            Some("1"),
        );
        assert_eq!(everywhere, None);
        assert_eq!(
            of[0].1,
            "✗ wrong in 2 of 3 runs: 3,412,220 and −7 instead of 1"
        );
        assert_eq!(of[1].1, "✓ right: 1");
    }

    #[test]
    fn different_from_the_first_row_where_nothing_is_expected() {
        let (of, everywhere) = texts(&[(Way::Sequential, &["4"]), (Way::Gil, &["3"])], None);
        assert_eq!(of, [(Way::Gil, "✗ different: 3 instead of 4".to_owned())]);
        assert_eq!(everywhere, None);
    }

    #[test]
    fn what_nobody_answered_is_not_compared() {
        assert_eq!(texts(&[(Way::Sequential, &[])], None), (vec![], None));
        assert_eq!(
            answers(&side_view(with_answers(&[])), Some("1")),
            Answers::default()
        );
    }

    #[test]
    fn an_answer_fits_into_a_line() {
        assert_eq!(shown(&"x".repeat(200)).chars().count(), 24);
        assert_eq!(shown("'a\nb'"), "'a b'");
        assert_eq!(shown(""), "");
        assert_eq!(shown("-"), "-");
    }
}
