//! One chapter: Markdown to HTML, its figures put in.

use std::iter::Peekable;
use std::vec;

use pulldown_cmark::{
    Alignment, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, TextMergeStream,
};

use super::links::{self, Sources};
use super::{Texts, argument_of, escape, figure_html};
use crate::step::{Failure, Result};

/// A chapter as the page has it.
#[derive(Debug)]
pub struct Chapter {
    /// Of its first heading, without markup.
    pub title: String,
    /// Of all its headings, from 1.
    pub levels: Vec<usize>,
    /// Without the element around it, which has the chapter's name for an id.
    pub html: String,
}

type Events<'a> = Peekable<vec::IntoIter<Event<'a>>>;

/// Translates a chapter. What it cites goes to `sources`.
///
/// # Errors
/// When it does not begin with a heading, or has a placeholder, a link or a footnote that leads
/// nowhere.
pub fn translate(
    markdown: &str,
    name: &str,
    texts: &Texts,
    sources: &mut Sources,
) -> Result<Chapter> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_SMART_PUNCTUATION;
    let events = TextMergeStream::new(Parser::new_ext(markdown, options))
        .map(|event| with_links(with_own_notes(event, name), texts, sources))
        .collect::<Result<Vec<_>>>()?;
    if !matches!(events.first(), Some(Event::Start(Tag::Heading { .. }))) {
        return Err(Failure::new("it has to begin with its heading."));
    }
    let mut events = events.into_iter().peekable();
    let mut chapter = Chapter {
        title: String::new(),
        levels: Vec::new(),
        html: String::new(),
    };
    let mut out: Vec<Event<'_>> = Vec::new();
    let mut in_code = false;
    while let Some(event) = events.next() {
        match &event {
            Event::Start(Tag::Heading { level, .. }) => {
                let level = *level;
                let heading = up_to(&mut events, TagEnd::Heading(level));
                push_heading(level, heading, name, &mut chapter, &mut out);
                continue;
            }
            Event::Start(Tag::Table(alignments)) => {
                let table = up_to(&mut events, TagEnd::Table);
                push_table(alignments, table, &mut out);
                continue;
            }
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(text) if !in_code && text.contains("[^") => {
                return Err(Failure::new(format!(
                    "{text:?} has a footnote without a note."
                )));
            }
            Event::Text(text) if !in_code && text.contains("{{") => {
                let alone = out.last() == Some(&Event::Start(Tag::Paragraph))
                    && events.peek() == Some(&Event::End(TagEnd::Paragraph));
                let Some(figure) = argument_of("figure", text).filter(|_| alone) else {
                    return Err(Failure::new(format!(
                        "{text:?} is no placeholder: only {{{{figure NAME}}}} is one, in a \
                         paragraph of its own."
                    )));
                };
                let html = figure_html(figure, texts)?;
                out.pop();
                events.next();
                out.push(Event::Html(html.into()));
                continue;
            }
            _ => {}
        }
        out.push(event);
    }
    pulldown_cmark::html::push_html(&mut chapter.html, out.into_iter());
    Ok(chapter)
}

/// Footnotes keep to their chapter: all chapters become one page, where each id may stand once.
fn with_own_notes<'a>(event: Event<'a>, chapter: &str) -> Event<'a> {
    match event {
        Event::FootnoteReference(label) => {
            Event::FootnoteReference(format!("{chapter}-{label}").into())
        }
        Event::Start(Tag::FootnoteDefinition(label)) => {
            Event::Start(Tag::FootnoteDefinition(format!("{chapter}-{label}").into()))
        }
        other => other,
    }
}

/// Links as the page has them: see [`links::opening`].
fn with_links<'a>(event: Event<'a>, texts: &Texts, sources: &mut Sources) -> Result<Event<'a>> {
    Ok(match event {
        Event::Start(Tag::Link {
            dest_url, title, ..
        }) => Event::InlineHtml(links::opening(&dest_url, &title, texts, sources)?.into()),
        Event::End(TagEnd::Link) => Event::InlineHtml("</a>".into()),
        other => other,
    })
}

/// The events before this end, which is taken too.
fn up_to<'a>(events: &mut Events<'a>, end: TagEnd) -> Vec<Event<'a>> {
    events
        .take_while(|event| *event != Event::End(end))
        .collect()
}

/// A heading, with a link to itself beside it. Not in it: it would be read out as a part of it.
fn push_heading<'a>(
    level: HeadingLevel,
    heading: Vec<Event<'a>>,
    name: &str,
    chapter: &mut Chapter,
    out: &mut Vec<Event<'a>>,
) {
    let text = plain(&heading);
    let first = chapter.levels.is_empty();
    chapter.levels.push(level as usize);
    let (id, attribute) = if first {
        chapter.title.clone_from(&text);
        (name.to_owned(), String::new())
    } else {
        let id = format!("{name}-{}", slug(&text));
        let attribute = format!(" id=\"{id}\"");
        (id, attribute)
    };
    // Nobody links to the title of the whole page.
    let linked = level != HeadingLevel::H1;
    if linked {
        out.push(Event::Html("<div class=\"heading\">".into()));
    }
    out.push(Event::Html(format!("<{level}{attribute}>").into()));
    out.extend(heading);
    out.push(Event::Html(format!("</{level}>").into()));
    if linked {
        let label = escape(&text);
        out.push(Event::Html(
            format!(
                "<a class=\"anchor\" href=\"#{id}\" aria-label=\"Link to “{label}”\">#</a></div>"
            )
            .into(),
        ));
    }
    out.push(Event::Html("\n".into()));
}

/// A table in a region that scrolls by itself, by keyboard too, where the page is too narrow.
///
/// Its cells are written here: the Markdown writer says on which side they are aligned in `style`
/// attributes, which the page's content security policy forbids.
fn push_table<'a>(alignments: &[Alignment], table: Vec<Event<'a>>, out: &mut Vec<Event<'a>>) {
    let head = table
        .split(|event| *event == Event::End(TagEnd::TableHead))
        .next()
        .unwrap_or_default();
    let names: Vec<String> = head
        .split(|event| *event == Event::End(TagEnd::TableCell))
        .map(plain)
        .filter(|name| !name.is_empty())
        .collect();
    out.push(Event::Html(
        format!(
            "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"Table: {}\">",
            escape(&names.join(", "))
        )
        .into(),
    ));
    out.push(Event::Start(Tag::Table(Vec::new())));
    let mut in_head = false;
    let mut column = 0;
    for event in table {
        let event = match event {
            Event::Start(Tag::TableHead) => {
                (in_head, column) = (true, 0);
                event
            }
            Event::Start(Tag::TableRow) => {
                (in_head, column) = (false, 0);
                event
            }
            Event::Start(Tag::TableCell) => {
                let number = alignments.get(column) == Some(&Alignment::Right);
                let class = if number { " class=\"number\"" } else { "" };
                column += 1;
                Event::InlineHtml(CowStr::from(if in_head {
                    format!("<th scope=\"col\"{class}>")
                } else {
                    format!("<td{class}>")
                }))
            }
            Event::End(TagEnd::TableCell) => {
                Event::InlineHtml(if in_head { "</th>" } else { "</td>" }.into())
            }
            other => other,
        };
        out.push(event);
    }
    out.push(Event::End(TagEnd::Table));
    out.push(Event::Html("</div>\n".into()));
}

/// The words of some events, without their markup.
fn plain(events: &[Event<'_>]) -> String {
    events
        .iter()
        .filter_map(|event| match event {
            Event::Text(text) | Event::Code(text) => Some(&**text),
            Event::SoftBreak | Event::HardBreak => Some(" "),
            _ => None,
        })
        .collect()
}

/// `the-lock-of-2-7` of “The lock of 2.7”.
fn slug(text: &str) -> String {
    let words = text
        .split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Texts {
        let mut texts = Texts::default();
        texts
            .figures
            .insert("plain".into(), "<p>{{plain}}</p>".into());
        texts
    }

    fn one(markdown: &str) -> Result<Chapter> {
        let markdown = format!("## Start\n\n{markdown}");
        translate(&markdown, "start", &texts(), &mut Sources::default())
    }

    fn html(markdown: &str) -> String {
        one(markdown).expect("a chapter").html
    }

    #[test]
    fn markdown_has_smart_punctuation() {
        assert!(html("It's \"so\" -- yes").contains("It’s “so” – yes"));
    }

    #[test]
    fn html_passes_through() {
        assert!(html("<div data-x=\"1\">\n\n*a*\n\n</div>\n").contains("<div data-x=\"1\">"));
        assert!(html("a <kbd>b</kbd>").contains("<p>a <kbd>b</kbd></p>"));
    }

    #[test]
    fn headings_can_be_linked_to() {
        let chapter = one("### The `lock` of 2.7\n\n### B & C\n").expect("a chapter");
        assert_eq!(
            (chapter.title.as_str(), &*chapter.levels),
            ("Start", &[2, 3, 3][..])
        );
        for expected in [
            "<div class=\"heading\"><h2>Start</h2><a class=\"anchor\" href=\"#start\" \
             aria-label=\"Link to “Start”\">#</a></div>\n",
            "<h3 id=\"start-the-lock-of-2-7\">The <code>lock</code> of 2.7</h3>\
             <a class=\"anchor\" href=\"#start-the-lock-of-2-7\"",
            "aria-label=\"Link to “B &amp; C”\"",
        ] {
            assert!(
                chapter.html.contains(expected),
                "{expected}: {}",
                chapter.html
            );
        }
    }

    #[test]
    fn the_first_heading_stands_first() {
        let mut sources = Sources::default();
        for markdown in ["", "text", "text\n\n## Late"] {
            assert!(translate(markdown, "start", &texts(), &mut sources).is_err());
        }
        let title = translate("# *All*", "start", &texts(), &mut sources).expect("a chapter");
        assert_eq!(title.html, "<h1><em>All</em></h1>\n");
        assert_eq!(title.title, "All");
    }

    #[test]
    fn tables_scroll_by_themselves() {
        let html = html("|A \"b\"|*C*|\n|-|-:|\n|1|[x](#start)|\n");
        for expected in [
            "<div class=\"table\" role=\"region\" tabindex=\"0\" \
             aria-label=\"Table: A “b”, C\"><table>",
            "<th scope=\"col\">A “b”</th><th scope=\"col\" class=\"number\"><em>C</em></th>",
            "<td>1</td><td class=\"number\"><a href=\"#start\">x</a></td>",
            "</table>\n</div>",
        ] {
            assert!(html.contains(expected), "{expected}: {html}");
        }
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn a_figure_takes_the_place_of_its_paragraph() {
        assert!(
            html("a\n\n{{figure plain}}\n\nb")
                .contains("<p>a</p>\n<div class=\"figure\" data-figure=\"plain\">")
        );
    }

    #[test]
    fn placeholders_in_code_are_text() {
        assert!(html("`{{figure plain}}`").contains("<code>{{figure plain}}</code>"));
        assert!(html("```\n{{figure plain}}\n```\n").contains("<code>{{figure plain}}\n</code>"));
    }

    #[test]
    fn mistakes_are_named() {
        for (markdown, named) in [
            ("{{figure nothing}}", "nothing"),
            ("see {{figure plain}}", "no placeholder"),
            ("{{figur plain}}", "{{figur plain}}"),
            ("{{figure ../plain}}", "../plain"),
            ("[x](?figure=nothing)", "?figure=nothing"),
            ("[x](elsewhere.html)", "elsewhere.html"),
            ("see[^1]", "[^1]"),
        ] {
            let told = one(markdown).expect_err(markdown).to_string();
            assert!(told.contains(named), "{markdown}: {told}");
        }
    }
}
