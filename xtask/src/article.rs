//! The article: Markdown to the HTML that the page carries.
//!
//! `chapter` translates one chapter, `links` knows what may be linked to; here chapters become one
//! page, with its contents, its sources, and the checks that need the whole of it.
//!
//! What an author may write besides Markdown with tables and footnotes:
//!
//! - `{{figure one-lock}}`, a paragraph of its own: a figure of `src/figures.rs`.
//! - `[4 threads](?figure=one-lock&threads=4)`: a button that sets the figure. It is a link, so
//!   that it works without scripts too.
//! - `[words](https://… "Author, title, year")`: goes to the list of sources under that name. Who
//!   cites a source again may leave out its name.
//! - `[words](#one-lock)`, `[words](#one-lock-how-it-changes-hands)`: a chapter, a heading in it.

mod chapter;
mod links;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::article::chapter::{Chapter, translate};
use crate::article::links::Sources;
use crate::engine::Engine;
use crate::step::{self, Context, Failure, Result};
use crate::tools;

/// All texts the article is made of.
#[derive(Debug, Default)]
struct Texts {
    /// By their files' names, `01-counting.md`, and so in order.
    chapters: BTreeMap<String, String>,
    /// The figures as they look before they come alive: HTML, by names.
    figures: BTreeMap<String, String>,
}

impl Texts {
    fn read(root: &Path) -> Result<Self> {
        Ok(Self {
            chapters: read_all(&root.join("article"), "md")?,
            figures: stems(read_all(&root.join("target/site/figures"), "html")?),
        })
    }
}

/// Writes the article to `target/site/article.html`, and to `target/site/head.html` what the
/// page must know of the engine.
///
/// # Errors
/// When a file cannot be read or written, or names one that is not there.
pub fn build(root: &Path, engine: &Engine) -> Result<()> {
    prerender(root)?;
    let texts = Texts::read(root)?;
    let site = root.join("target/site");
    let write = |name: &str, content: String| {
        let file = site.join(name);
        fs::write(&file, content).context(|| format!("Cannot write {}", file.display()))
    };
    write("article.html", article(&texts)?)?;
    write("head.html", head(engine))
}

/// Writes the figures to `target/site/figures`, as the page draws them at first.
fn prerender(root: &Path) -> Result<()> {
    step::part(
        "article",
        "draws the figures",
        "1 minute the first time",
        || {
            let folder = root.join("target/site/figures");
            tools::remove(&folder)?;
            step::run(
                tools::native_cargo()
                    .args(["run", "--quiet", "--package", "gil-playground"])
                    .args(["--features", "prerender", "--bin", "prerender", "--"])
                    .arg(folder)
                    .current_dir(root),
            )
        },
    )
}

/// The line of the page's head that tells where the engine is.
fn head(engine: &Engine) -> String {
    format!(
        "<meta name=\"engine\" content=\"{}\">\n",
        escape(&engine.worker)
    )
}

/// A part of the page that its contents list and that can be linked to.
struct Part {
    /// What a mistake in it is told of: `article/01-counting.md`.
    file: String,
    name: String,
    chapter: Chapter,
}

/// The whole article: a section a chapter, the contents after the first, the sources at the end.
fn article(texts: &Texts) -> Result<String> {
    if texts.chapters.is_empty() {
        return Err(Failure::new(
            "There is no article: put chapters into article/, named like 01-counting.md.",
        ));
    }
    let mut parts = Vec::new();
    let mut sources = Sources::default();
    for (file, markdown) in &texts.chapters {
        let name = chapter_name(file).ok_or_else(|| {
            Failure::new(format!(
                "article/{file} needs a name like 01-counting.md: two digits, and a word that \
                 can be linked to."
            ))
        })?;
        let file = format!("article/{file}");
        let chapter = translate(markdown, name, texts, &mut sources)
            .map_err(|wrong| Failure::new(format!("{file}: {wrong}")))?;
        parts.push(Part {
            file,
            name: name.to_owned(),
            chapter,
        });
    }
    if let Some(list) = sources.list()? {
        let heading = translate("## Sources", "sources", texts, &mut sources)?;
        parts.push(Part {
            file: "The list of sources".to_owned(),
            name: "sources".to_owned(),
            chapter: Chapter {
                html: heading.html + &list,
                ..heading
            },
        });
    }
    check(&parts)?;

    let mut article = String::new();
    for (index, part) in parts.iter().enumerate() {
        let Part { name, chapter, .. } = part;
        article += &format!("<section id=\"{name}\">\n{}</section>\n", chapter.html);
        if index == 0 {
            article += &contents(&parts);
        }
    }
    Ok(article)
}

/// Links to all chapters but the first, which they stand below. It can be folded, for narrow
/// screens.
fn contents(parts: &[Part]) -> String {
    let mut nav = "<nav class=\"contents\" aria-label=\"Contents\">\n<details open>\n\
                   <summary>Contents</summary>\n<ol>\n"
        .to_owned();
    for Part { name, chapter, .. } in parts.iter().skip(1) {
        let title = escape(&chapter.title);
        nav += &format!("<li><a href=\"#{name}\">{title}</a></li>\n");
    }
    nav + "</ol>\n</details>\n</nav>\n"
}

/// What can be told only of the whole page: that headings make an outline, that each id and each
/// figure is there once, and that links and buttons have something to lead to.
fn check(parts: &[Part]) -> Result<()> {
    let mut ids = BTreeSet::new();
    let mut figures = BTreeSet::new();
    let mut before = 0;
    for Part {
        file,
        name,
        chapter,
    } in parts
    {
        for level in &chapter.levels {
            if *level == 1 && before > 0 {
                return Err(Failure::new(format!(
                    "{file} has a heading of the first level; the page has one already."
                )));
            }
            if *level > before + 1 {
                return Err(Failure::new(format!(
                    "{file} has a heading of level {level} below one of level {before}: an \
                     outline leaves out no level."
                )));
            }
            before = *level;
        }
        let own = attributes(&chapter.html, "id");
        for id in std::iter::once(name.as_str()).chain(own) {
            if !ids.insert(id) {
                return Err(Failure::new(format!(
                    "{file} has the id {id:?}, which is on the page already: links could not tell \
                     them apart."
                )));
            }
        }
        for figure in attributes(&chapter.html, "data-figure") {
            if !figures.insert(figure) {
                return Err(Failure::new(format!(
                    "{file} has the figure {figure:?}, which is on the page already: buttons \
                     could not tell them apart."
                )));
            }
        }
    }
    for Part { file, chapter, .. } in parts {
        for address in attributes(&chapter.html, "href") {
            if address
                .strip_prefix('#')
                .is_some_and(|id| !ids.contains(id))
            {
                return Err(Failure::new(format!(
                    "{file}: the link {address} leads to nothing on the page."
                )));
            }
        }
        for figure in attributes(&chapter.html, "data-set") {
            if !figures.contains(figure) {
                return Err(Failure::new(format!(
                    "{file}: the link ?figure={figure} sets a figure that is in no chapter."
                )));
            }
        }
    }
    Ok(())
}

/// The values of an attribute in HTML that was written here: all have double quotes.
fn attributes<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    html.split(&format!(" {name}=\""))
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect::<Vec<_>>()
        .into_iter()
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

/// A figure as it looks before it comes alive.
fn figure_html(name: &str, texts: &Texts) -> Result<String> {
    let Some(html) = texts.figures.get(name) else {
        return Err(Failure::new(format!(
            "there is no figure {name:?} in src/figures.rs."
        )));
    };
    Ok(format!(
        "<div class=\"figure\" data-figure=\"{name}\">\n\
         <noscript><p class=\"note\">Running this needs JavaScript and WebAssembly.</p></noscript>\n\
         {html}\n</div>\n"
    ))
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

    const TITLE: (&str, &str) = ("00-all.md", "# All\n");

    fn texts(chapters: &[(&str, &str)]) -> Texts {
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        let figure = |name: &str| (name.to_owned(), "<p></p>".to_owned());
        Texts {
            chapters: chapters.iter().map(owned).collect(),
            figures: ["plain", "other"].map(figure).into(),
        }
    }

    fn html(chapters: &[(&str, &str)]) -> String {
        article(&texts(chapters)).expect("an article")
    }

    fn wrong(chapters: &[(&str, &str)]) -> String {
        article(&texts(chapters))
            .expect_err("a mistake")
            .to_string()
    }

    #[test]
    fn chapters_are_sections_in_order() {
        let article = html(&[("02-b.md", "## B\n\ntwo"), ("01-a.md", "## A"), TITLE]);
        let order: Vec<_> = attributes(&article, "id").collect();
        assert_eq!(order, ["all", "a", "b"]);
        assert!(
            article.starts_with("<section id=\"all\">\n<h1>All</h1>\n</section>\n<nav"),
            "{article}"
        );
        assert!(article.ends_with("<p>two</p>\n</section>\n"), "{article}");
    }

    #[test]
    fn contents_list_what_follows_them() {
        let source = "## A `b` & c\n\n[x](https://a.b \"A\")";
        let article = html(&[TITLE, ("01-a.md", source)]);
        let nav = article.split("</nav>").next().expect("contents");
        let listed: Vec<_> = attributes(nav, "href").collect();
        assert_eq!(listed, ["#a", "#sources"]);
        assert!(nav.contains("<a href=\"#a\">A b &amp; c</a>"), "{nav}");
    }

    #[test]
    fn sources_stand_at_the_end() {
        let source = "## A\n\n[x](https://a.b \"A\")";
        let article = html(&[TITLE, ("01-a.md", source)]);
        let (_, sources) = article
            .split_once("<section id=\"sources\">")
            .expect("sources");
        assert!(sources.contains("<h2>Sources</h2>") && sources.contains("<li>A<br>"));
        assert!(wrong(&[TITLE, ("01-a.md", "## A\n\n<https://a.b>")]).contains("https://a.b"));
    }

    #[test]
    fn footnotes_of_two_chapters_do_not_meet() {
        let chapter = "## A\n\na[^1]\n\n[^1]: note\n";
        let article = html(&[TITLE, ("01-a.md", chapter), ("02-b.md", chapter)]);
        for expected in ["href=\"#a-1\"", "id=\"a-1\"", "href=\"#b-1\"", "id=\"b-1\""] {
            assert_eq!(
                article.matches(expected).count(),
                1,
                "{expected}: {article}"
            );
        }
    }

    #[test]
    fn mistakes_name_their_files() {
        for (markdown, named) in [
            ("# Another", "first level"),
            ("## A\n\n#### B", "level 4"),
            ("## A\n\n### B\n\n### B", "\"a-b\""),
            ("## A\n\n<b id=\"all\"></b>", "\"all\""),
            ("## A\n\n[x](#nowhere)", "#nowhere"),
            ("## A\n\n{{figure plain}}\n\n{{figure plain}}", "\"plain\""),
            ("## A\n\n[x](?figure=other)", "?figure=other"),
            ("text", "heading"),
        ] {
            let told = wrong(&[TITLE, ("01-a.md", markdown)]);
            assert!(told.contains(named), "{markdown}: {told}");
            assert!(told.contains("article/01-a.md"), "{markdown}: {told}");
        }
    }

    #[test]
    fn links_may_lead_to_later_chapters() {
        html(&[
            TITLE,
            (
                "01-a.md",
                "## A\n\n[x](#b-c) and [y](?figure=plain&threads=4)",
            ),
            ("02-b.md", "## B\n\n### C\n\n{{figure plain}}"),
        ]);
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
            &[("README.md", "# A")][..],
            &[("01-a.md", "# A"), ("02-a.md", "## A")],
            &[],
        ] {
            assert!(article(&texts(chapters)).is_err(), "{chapters:?}");
        }
    }

    #[test]
    fn the_article_of_the_page_is_sound() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut texts = Texts::read(&root).expect("texts");
        // In the place of those that a build has drawn, or has not: the same on every machine.
        texts.figures = [
            "one-lock",
            "cpu-bound",
            "inside",
            "refcounts",
            "io-bound",
            "convoy",
            "c-code",
        ]
        .map(|figure| (figure.into(), "<p></p>".into()))
        .into();
        article(&texts).expect("an article");
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
