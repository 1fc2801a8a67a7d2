//! The links of the text: places on the page, buttons that set a figure, and sources outside.

use std::collections::BTreeMap;

use super::{Texts, escape};
use crate::step::{Failure, Result};

/// Something that figures can be told in an address.
struct Parameter {
    name: &'static str,
    takes: fn(&str) -> bool,
    /// What it takes, in words.
    accepts: &'static str,
}

/// All of them, as the page's own fields have them: a link that the page would refuse is a dead
/// button in the text.
const PARAMETERS: [Parameter; 7] = [
    Parameter {
        name: "preset",
        takes: |value| ["2.7", "3.9", "3.13", "3.14", "3.14t"].contains(&value),
        accepts: "2.7, 3.9, 3.13, 3.14 or 3.14t",
    },
    Parameter {
        name: "cores",
        takes: |value| value == "real" || is_whole(value, 1, 64),
        accepts: "real, or a number of virtual cores from 1 to 64",
    },
    Parameter {
        name: "threads",
        takes: |value| is_whole(value, 1, 64),
        accepts: "a number from 1 to 64",
    },
    Parameter {
        name: "count",
        takes: |value| is_whole(value, 1, 1_000_000_000),
        accepts: "a number from 1 to 1000000000",
    },
    Parameter {
        name: "interval",
        takes: is_interval,
        accepts: "a time from 1us to 1s, like 100us, 5ms or 1s",
    },
    Parameter {
        name: "repeats",
        takes: |value| is_whole(value, 1, 20),
        accepts: "a number from 1 to 20",
    },
    Parameter {
        name: "seed",
        takes: |value| is_whole(value, 0, u64::MAX),
        accepts: "a whole number",
    },
];

/// What the text cites, in the order in which it is first cited.
#[derive(Debug, Default)]
pub struct Sources {
    addresses: Vec<String>,
    /// By addresses: what they are called in the list.
    names: BTreeMap<String, String>,
}

impl Sources {
    /// The number of a source, counted from 1. Its name need be given only once.
    fn number(&mut self, address: &str, name: &str) -> usize {
        if !name.is_empty() {
            self.names.insert(address.to_owned(), name.to_owned());
        }
        let known = self.addresses.iter().position(|other| other == address);
        let index = known.unwrap_or_else(|| {
            self.addresses.push(address.to_owned());
            self.addresses.len() - 1
        });
        index + 1
    }

    /// The list, for the end of the article; nothing if nothing was cited.
    ///
    /// # Errors
    /// When a source has no name.
    pub fn list(&self) -> Result<Option<String>> {
        if self.addresses.is_empty() {
            return Ok(None);
        }
        let mut list = "<ol class=\"sources-list\">\n".to_owned();
        for address in &self.addresses {
            let Some(name) = self.names.get(address) else {
                return Err(Failure::new(format!(
                    "The article links to {address} without saying what that is: give one of the \
                     links a title, [text]({address} \"Author, title, year\")."
                )));
            };
            list += &format!(
                "<li>{}<br><a rel=\"external\" href=\"{1}\">{1}</a></li>\n",
                escape(name),
                escape(address)
            );
        }
        list += "</ol>\n";
        Ok(Some(list))
    }
}

/// The opening tag of a link.
///
/// # Errors
/// When it leads nowhere: to a figure that is not there, with a setting that no figure takes, or by
/// another way than the three that there are.
pub fn opening(address: &str, name: &str, texts: &Texts, sources: &mut Sources) -> Result<String> {
    let href = escape(address);
    if address.starts_with('#') {
        // Whether the place is there can be seen once all chapters are.
        return Ok(format!("<a href=\"{href}\">"));
    }
    if let Some(query) = address.strip_prefix('?') {
        let figure = figure_of(query)
            .map_err(|wrong| Failure::new(format!("the link {address} {wrong}")))?;
        if !texts.figures.contains_key(figure) {
            return Err(Failure::new(format!(
                "the link {address} sets a figure that is not there: {figure}."
            )));
        }
        return Ok(format!(
            "<a class=\"try\" href=\"{href}\" data-set=\"{figure}\">"
        ));
    }
    if address.starts_with("https://") || address.starts_with("http://") {
        let number = sources.number(address, name);
        return Ok(format!(
            "<a rel=\"external\" href=\"{href}\" data-source=\"{number}\">"
        ));
    }
    Err(Failure::new(format!(
        "the link {address} is neither a place on the page (#one-lock), nor a setting of a figure \
         (?figure=one-lock&threads=4), nor a whole address (https://…)."
    )))
}

/// The figure that a query is for, once everything in the query can be taken by a figure.
fn figure_of(query: &str) -> std::result::Result<&str, String> {
    let mut figure = None;
    let mut seen = Vec::new();
    for pair in query.split('&') {
        let (name, value) = pair
            .split_once('=')
            .ok_or_else(|| format!("has {pair:?}, which is no name=value."))?;
        if seen.contains(&name) {
            return Err(format!("says {name} twice."));
        }
        seen.push(name);
        if name == "figure" {
            figure = Some(value);
            continue;
        }
        let Some(parameter) = PARAMETERS.iter().find(|known| known.name == name) else {
            return Err(format!(
                "has {name}, which no figure knows. They know {}.",
                PARAMETERS.map(|known| known.name).join(", ")
            ));
        };
        if !(parameter.takes)(value) {
            let accepts = parameter.accepts;
            return Err(format!("has {name}={value}, but {name} is {accepts}."));
        }
    }
    figure.ok_or_else(|| "does not say for which figure it is: ?figure=….".to_owned())
}

fn is_whole(value: &str, least: u64, most: u64) -> bool {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    digits && value.parse().is_ok_and(|n| (least..=most).contains(&n))
}

fn is_interval(value: &str) -> bool {
    // The longer units first: `us` and `ms` end with `s` too.
    [("us", 1_000_000), ("ms", 1_000), ("s", 1)]
        .into_iter()
        .find_map(|(unit, most)| Some((value.strip_suffix(unit)?, most)))
        .is_some_and(|(number, most)| is_whole(number, 1, most))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Texts {
        let mut texts = Texts::default();
        texts.figures.insert("cpu-bound".into(), String::new());
        texts
    }

    fn open(address: &str, name: &str) -> Result<String> {
        opening(address, name, &texts(), &mut Sources::default())
    }

    #[test]
    fn settings_become_buttons() {
        assert_eq!(
            open("?figure=cpu-bound&threads=4", "").expect("a button"),
            "<a class=\"try\" href=\"?figure=cpu-bound&amp;threads=4\" data-set=\"cpu-bound\">"
        );
        for query in [
            "figure=cpu-bound",
            "figure=cpu-bound&preset=3.14t&cores=real&threads=64&count=1000000000",
            "cores=64&figure=cpu-bound&repeats=20&seed=18446744073709551615",
            "figure=cpu-bound&interval=1us",
            "figure=cpu-bound&interval=5ms",
            "figure=cpu-bound&interval=1s",
        ] {
            assert!(open(&format!("?{query}"), "").is_ok(), "{query}");
        }
    }

    #[test]
    fn settings_that_no_figure_takes_are_named() {
        for (query, named) in [
            ("figure=gone", "gone"),
            ("threads=4", "?figure="),
            ("figure=cpu-bound&thread=4", "thread,"),
            ("figure=cpu-bound&threads=0", "threads=0"),
            ("figure=cpu-bound&threads=65", "threads=65"),
            ("figure=cpu-bound&threads=+4", "threads=+4"),
            ("figure=cpu-bound&threads=4&threads=5", "twice"),
            ("figure=cpu-bound&figure=cpu-bound", "twice"),
            ("figure=cpu-bound&preset=3.12", "preset=3.12"),
            ("figure=cpu-bound&cores=all", "cores=all"),
            ("figure=cpu-bound&count=25_000", "count=25_000"),
            ("figure=cpu-bound&interval=5", "interval=5"),
            ("figure=cpu-bound&interval=2s", "interval=2s"),
            ("figure=cpu-bound&interval=0us", "interval=0us"),
            ("figure=cpu-bound&interval=ms", "interval=ms"),
            ("figure=cpu-bound&seed=", "seed="),
            ("figure=cpu-bound&", "\"\""),
            ("", "\"\""),
        ] {
            let told = open(&format!("?{query}"), "").expect_err(query).to_string();
            assert!(told.contains(named), "{query}: {told}");
            assert!(told.contains(&format!("?{query}")), "{query}: {told}");
        }
    }

    #[test]
    fn links_lead_somewhere() {
        assert_eq!(
            open("#one-lock", "").expect("a place"),
            "<a href=\"#one-lock\">"
        );
        for address in [
            "one-lock",
            "/x",
            "mailto:a@b.c",
            "javascript:1",
            "//b.c",
            "",
        ] {
            assert!(open(address, "").is_err(), "{address}");
        }
    }

    #[test]
    fn sources_are_numbered_once_each() {
        let (texts, mut sources) = (texts(), Sources::default());
        let mut number = |address: &str, name: &str| {
            opening(address, name, &texts, &mut sources).expect("a source")
        };
        assert_eq!(
            number("https://a.b/?x=1&y", ""),
            "<a rel=\"external\" href=\"https://a.b/?x=1&amp;y\" data-source=\"1\">"
        );
        assert!(number("https://c.d", "C & D").contains("\"2\""));
        assert!(number("https://a.b/?x=1&y", "A").contains("\"1\""));
        let list = sources
            .list()
            .expect("all have names")
            .expect("there are some");
        assert!(list.contains("<li>A<br>"), "{list}");
        assert!(list.find("a.b") < list.find("c.d"), "{list}");
        assert!(list.contains("C &amp; D"), "{list}");
    }

    #[test]
    fn a_source_without_a_name_is_told() {
        let mut sources = Sources::default();
        assert_eq!(sources.list().expect("nothing is wrong"), None);
        sources.number("https://a.b", "");
        let told = sources.list().expect_err("it has no name").to_string();
        assert!(told.contains("https://a.b"), "{told}");
    }
}
