//! The article: Markdown to the HTML that the page carries.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, TextMergeStream};

use crate::engine::Engine;
use crate::step::{Context, Failure, Result};

/// All texts the article is made of.
#[derive(Debug, Default)]
struct Texts {
    /// By their files' names, `01-counting.md`, and so in order.
    chapters: BTreeMap<String, String>,
    /// HTML, by names: `counting`.
    figures: BTreeMap<String, String>,
    /// Python, by names: `count`.
    programs: BTreeMap<String, String>,
}

/// Writes the article to `target/site/article.html`, and to `target/site/head.html` what the
/// page must know of the engine.
///
/// # Errors
/// When a file cannot be read or written, or names one that is not there.
pub fn build(root: &Path, engine: &Engine) -> Result<()> {
    let texts = Texts {
        chapters: read_all(&root.join("article"), "md")?,
        figures: stems(read_all(&root.join("article/figures"), "html")?),
        programs: stems(read_all(&root.join("programs"), "py")?),
    };
    let site = root.join("target/site");
    let write = |name: &str, content: String| {
        let file = site.join(name);
        fs::write(&file, content).context(|| format!("Cannot write {}", file.display()))
    };
    write("article.html", article(&texts)?)?;
    write("head.html", head(engine))
}

/// The line of the page's head that tells where the engine is.
fn head(engine: &Engine) -> String {
    format!(
        "<meta name=\"engine\" content=\"{}\">\n",
        escape(&engine.worker)
    )
}

/// The whole article, a section a chapter.
fn article(texts: &Texts) -> Result<String> {
    if texts.chapters.is_empty() {
        return Err(Failure::new(
            "There is no article: put chapters into article/, named like 01-counting.md.",
        ));
    }
    let mut article = String::new();
    let mut names = Vec::new();
    for (file, markdown) in &texts.chapters {
        let name = chapter_name(file).ok_or_else(|| {
            Failure::new(format!(
                "article/{file} needs a name like 01-counting.md: two digits, and a word that \
                 can be linked to."
            ))
        })?;
        if names.contains(&name) {
            return Err(Failure::new(format!(
                "Two chapters are called {name:?}, one of them is article/{file}: links could \
                 not tell them apart."
            )));
        }
        names.push(name);
        let html = chapter(markdown, name, texts)
            .map_err(|wrong| Failure::new(format!("article/{file}: {wrong}")))?;
        article += &format!("<section id=\"{name}\">\n{html}</section>\n");
    }
    Ok(article)
}

/// `counting` of `01-counting.md`.
fn chapter_name(file: &str) -> Option<&str> {
    let (number, name) = file.strip_suffix(".md")?.split_once('-')?;
    let is_number = number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_number && is_word(name)).then_some(name)
}

/// Whether this can be a file's name and an element's id without a second thought.
fn is_word(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte))
}

/// One chapter as HTML, its figures put in.
fn chapter(markdown: &str, name: &str, texts: &Texts) -> Result<String> {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_SMART_PUNCTUATION;
    let mut events = TextMergeStream::new(Parser::new_ext(markdown, options))
        .map(|event| with_own_notes(event, name))
        .peekable();
    let mut out: Vec<Event<'_>> = Vec::new();
    let mut in_code = false;
    while let Some(event) = events.next() {
        match &event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
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
                out.push(Event::Html(CowStr::from(html)));
                continue;
            }
            _ => {}
        }
        out.push(event);
    }
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, out.into_iter());
    Ok(html)
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

/// A figure's HTML, its programs put in.
fn figure_html(name: &str, texts: &Texts) -> Result<String> {
    let Some(html) = texts.figures.get(name) else {
        return Err(Failure::new(format!(
            "there is no figure article/figures/{name}.html."
        )));
    };
    let mut filled = String::new();
    let mut rest = html.as_str();
    while let Some(start) = rest.find("{{") {
        let (before, placeholder) = rest.split_at(start);
        let length = placeholder
            .find("}}")
            .map_or(placeholder.len(), |end| end + 2);
        let (placeholder, after) = placeholder.split_at(length);
        let Some(program) = argument_of("program", placeholder) else {
            return Err(Failure::new(format!(
                "article/figures/{name}.html has {placeholder:?}: only {{{{program NAME}}}} is \
                 replaced in a figure."
            )));
        };
        let Some(python) = texts.programs.get(program) else {
            return Err(Failure::new(format!(
                "article/figures/{name}.html wants programs/{program}.py, which is not there."
            )));
        };
        filled += before;
        filled += &escape(python);
        rest = after;
    }
    filled += rest;
    if !filled.ends_with('\n') {
        filled.push('\n');
    }
    Ok(filled)
}

/// `counting` of `{{figure counting}}`.
fn argument_of<'a>(kind: &str, text: &'a str) -> Option<&'a str> {
    let inside = text.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    let (first, argument) = inside.trim().split_once(' ')?;
    let argument = argument.trim();
    (first == kind && is_word(argument)).then_some(argument)
}

/// Text as HTML, in elements and in attributes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            other => escaped.push(other),
        }
    }
    escaped
}

/// The texts of a folder by their files' names. A folder that is not there has none.
fn read_all(folder: &Path, ending: &str) -> Result<BTreeMap<String, String>> {
    let mut texts = BTreeMap::new();
    if !folder.exists() {
        return Ok(texts);
    }
    let cannot = || format!("Cannot read {}", folder.display());
    for entry in fs::read_dir(folder).context(cannot)? {
        let path = entry.context(cannot)?.path();
        if path.extension().is_none_or(|found| found != ending) {
            continue;
        }
        let text =
            fs::read_to_string(&path).context(|| format!("Cannot read {}", path.display()))?;
        let name = path.file_name().unwrap_or_default();
        texts.insert(name.to_string_lossy().into_owned(), text);
    }
    Ok(texts)
}

/// The same texts by their names without endings.
fn stems(texts: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let stem = |file: String| match file.rsplit_once('.') {
        Some((stem, _)) => stem.to_owned(),
        None => file,
    };
    texts
        .into_iter()
        .map(|(file, text)| (stem(file), text))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(chapters: &[(&str, &str)]) -> Texts {
        fn map(texts: &[(&str, &str)]) -> BTreeMap<String, String> {
            let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
            texts.iter().map(owned).collect()
        }
        Texts {
            chapters: map(chapters),
            figures: map(&[
                ("plain", "<figure>plain</figure>"),
                (
                    "counting",
                    "<pre>{{program count}}</pre>\n<p>{{ program count }}</p>\n",
                ),
                ("lost", "<pre>{{program gone}}</pre>"),
                ("odd", "<pre>{{count}}</pre>"),
                ("open", "<pre>{{program count</pre>"),
            ]),
            programs: map(&[("count", "if a < b & c:\n    print(\"<>\")\n")]),
        }
    }

    fn one(markdown: &str) -> Result<String> {
        article(&texts(&[("01-start.md", markdown)]))
    }

    fn html(markdown: &str) -> String {
        one(markdown).expect("an article")
    }

    fn wrong(markdown: &str) -> String {
        one(markdown).expect_err("a mistake").to_string()
    }

    #[test]
    fn chapters_are_sections_in_order() {
        let article = article(&texts(&[("02-b.md", "two"), ("01-a.md", "one")]));
        assert_eq!(
            article.expect("an article"),
            "<section id=\"a\">\n<p>one</p>\n</section>\n\
             <section id=\"b\">\n<p>two</p>\n</section>\n"
        );
    }

    #[test]
    fn markdown_has_tables_and_smart_punctuation() {
        assert!(html("|a|b|\n|-|-|\n|1|2|\n").contains("<td>1</td>"));
        assert!(html("It's \"so\" -- yes").contains("It’s “so” – yes"));
    }

    #[test]
    fn html_passes_through() {
        assert!(html("<div data-x=\"1\">\n\n*a*\n\n</div>\n").contains("<div data-x=\"1\">"));
        assert!(html("a <kbd>b</kbd>").contains("<p>a <kbd>b</kbd></p>"));
    }

    #[test]
    fn footnotes_of_two_chapters_do_not_meet() {
        let chapter = "a[^1]\n\n[^1]: note\n";
        let article = article(&texts(&[("01-a.md", chapter), ("02-b.md", chapter)]));
        let article = article.expect("an article");
        for expected in ["href=\"#a-1\"", "id=\"a-1\"", "href=\"#b-1\"", "id=\"b-1\""] {
            assert_eq!(
                article.matches(expected).count(),
                1,
                "{expected}: {article}"
            );
        }
    }

    #[test]
    fn a_figure_takes_the_place_of_its_paragraph() {
        assert!(
            html("a\n\n{{figure plain}}\n\nb")
                .contains("<p>a</p>\n<figure>plain</figure>\n<p>b</p>")
        );
    }

    #[test]
    fn programs_are_escaped() {
        let code = "if a &lt; b &amp; c:\n    print(&quot;&lt;&gt;&quot;)\n";
        assert!(
            html("{{figure counting}}").contains(&format!("<pre>{code}</pre>\n<p>{code}</p>\n"))
        );
    }

    #[test]
    fn placeholders_in_code_are_text() {
        assert!(html("`{{figure plain}}`").contains("<code>{{figure plain}}</code>"));
        assert!(html("```\n{{figure plain}}\n```\n").contains("<code>{{figure plain}}\n</code>"));
    }

    #[test]
    fn mistakes_name_their_files() {
        for (markdown, named) in [
            ("{{figure nothing}}", "article/figures/nothing.html"),
            ("{{figure lost}}", "programs/gone.py"),
            ("{{figure lost}}", "article/figures/lost.html"),
            ("{{figure odd}}", "{{count}}"),
            ("{{figure open}}", "article/figures/open.html"),
            ("see {{figure plain}}", "article/01-start.md"),
            ("{{figur plain}}", "article/01-start.md"),
            ("{{figure ../plain}}", "article/01-start.md"),
        ] {
            let told = wrong(markdown);
            assert!(told.contains(named), "{markdown}: {told}");
        }
    }

    #[test]
    fn names_of_chapters_are_checked() {
        assert_eq!(chapter_name("01-free-threading.md"), Some("free-threading"));
        for name in [
            "README.md",
            "1-a.md",
            "001-a.md",
            "01-.md",
            "01-A b.md",
            "01-a.html",
        ] {
            assert_eq!(chapter_name(name), None, "{name}");
        }
        for chapters in [
            &[("README.md", "")][..],
            &[("01-a.md", ""), ("02-a.md", "")],
            &[],
        ] {
            assert!(article(&texts(chapters)).is_err(), "{chapters:?}");
        }
    }

    #[test]
    fn the_head_names_the_worker() {
        let engine = Engine {
            worker: "engine/0123/engine-worker.js".into(),
        };
        assert_eq!(
            head(&engine),
            "<meta name=\"engine\" content=\"engine/0123/engine-worker.js\">\n"
        );
    }
}
