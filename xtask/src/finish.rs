//! What Trunk leaves to do: a page whose policy allows no inline script, and the files that hosts
//! and other sites read.

use std::fs;
use std::path::Path;

use crate::engine::hash;
use crate::headers;
use crate::step::{Context, Failure, Result};

/// How Trunk’s own loader begins, the only inline script of the page.
const LOADER: &str = "<script type=\"module\">";
const END: &str = "</script>";

/// Finishes the site in `dist`. `address` is where it will be, if that is known already.
///
/// # Errors
/// When a file cannot be read or written, or the page is not as Trunk leaves it.
pub fn finish(dist: &Path, address: Option<&str>) -> Result<()> {
    let index = dist.join("index.html");
    let (html, loader) = without_loader(&read(&index)?)?;
    write(&dist.join(&loader.name), &loader.content)?;
    let mut html = with_policy(&html)?;
    if let Some(address) = address {
        let oembed = dist.join("oembed.json");
        write(&oembed, &with_address(&read(&oembed)?, address))?;
        html = html.replace(
            "href=\"oembed.json\"",
            &format!("href=\"{address}oembed.json\""),
        );
    }
    write(&index, &html)?;
    write(&dist.join("_headers"), &headers::file(&names(dist)?))
}

/// A script in a file of its own.
#[derive(Debug)]
struct Script {
    name: String,
    content: String,
}

/// The page with its loader in a file.
fn without_loader(html: &str) -> Result<(String, Script)> {
    let parts = html.split_once(LOADER).and_then(|(before, rest)| {
        let (content, after) = rest.split_once(END)?;
        Some((before, content, after))
    });
    let Some((before, content, after)) = parts else {
        return Err(Failure::new(
            "Trunk left no inline script in index.html: look what starts the page now, and at \
             xtask/src/finish.rs.",
        ));
    };
    let script = Script {
        name: format!("start-{}.js", hash(&[content.as_bytes()])),
        content: content.trim_start().to_owned(),
    };
    let html = format!(
        "{before}<script type=\"module\" src=\"./{}\">{END}{after}",
        script.name
    );
    for (inline, what) in [
        ("<script>", "script"),
        (LOADER, "script"),
        ("<style", "style"),
    ] {
        if html.contains(inline) {
            return Err(Failure::new(format!(
                "index.html has an inline {what}, which its policy forbids: put it into a file."
            )));
        }
    }
    Ok((html, script))
}

/// The page with its policy before everything that the policy is about.
fn with_policy(html: &str) -> Result<String> {
    let Some((before, after)) = html.split_once("<head>") else {
        return Err(Failure::new("index.html has no <head>."));
    };
    let policy = headers::POLICY;
    Ok(format!(
        "{before}<head>\n    <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\" \
         />{after}"
    ))
}

/// `oembed.json` with whole addresses: other sites put what it says into their own pages.
fn with_address(oembed: &str, address: &str) -> String {
    oembed.replace("\"./", &format!("\"{address}"))
}

/// An address of the site as it is typed, with its last `/`. The error is a sentence.
pub fn address(typed: &str) -> std::result::Result<String, String> {
    let is_web = typed.starts_with("https://") || typed.starts_with("http://");
    let is_plain = typed
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-._~:/%@[]".contains(&byte));
    if is_web && is_plain {
        return Ok(format!("{}/", typed.trim_end_matches('/')));
    }
    Err(format!(
        "{typed:?} is no address of a site: give one like https://example.org/gil/."
    ))
}

/// The names of the files in the top folder, in order.
fn names(folder: &Path) -> Result<Vec<String>> {
    let cannot = || format!("Cannot read {}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).context(cannot)? {
        let entry = entry.context(cannot)?;
        if entry.path().is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).context(|| format!("Cannot read {}", file.display()))
}

fn write(file: &Path, content: &str) -> Result<()> {
    fs::write(file, content).context(|| format!("Cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head>\n<meta charset=\"utf-8\" />\n\
                        <script src=\"./boot-0123.js\"></script>\n\
                        <link rel=\"alternate\" href=\"oembed.json\" />\n\
                        <script type=\"module\">\nimport init from './a.js';\n</script>\n\
                        </head><body></body></html>";

    fn site() -> tempfile::TempDir {
        let dist = tempfile::tempdir().expect("a folder");
        let oembed = r#"{"html": "<iframe src=\"./?embed=1\"></iframe>", "provider_url": "./"}"#;
        for (name, content) in [("index.html", PAGE), ("oembed.json", oembed), ("sw.js", "")] {
            fs::write(dist.path().join(name), content).expect("a file");
        }
        dist
    }

    #[test]
    fn nothing_inline_is_left_and_the_policy_comes_first() {
        let dist = site();
        finish(dist.path(), None).expect("finished");
        let html = read(&dist.path().join("index.html")).expect("a page");
        assert!(!html.contains("import init"), "{html}");
        let policy = html.find("Content-Security-Policy").expect("a policy");
        assert!(policy < html.find("<script").expect("a script"));
        let names = names(dist.path()).expect("names");
        let start = names
            .iter()
            .find(|name| name.starts_with("start-"))
            .expect("a script");
        assert!(html.contains(&format!("src=\"./{start}\"")), "{html}");
        let script = read(&dist.path().join(start)).expect("a script");
        assert_eq!(script, "import init from './a.js';\n");
        let headers = read(&dist.path().join("_headers")).expect("headers");
        assert!(
            headers.contains(&format!("/{start}\n  Cache-Control: public")),
            "{headers}"
        );
    }

    #[test]
    fn other_sites_get_whole_addresses() {
        let dist = site();
        finish(dist.path(), Some("https://example.org/gil/")).expect("finished");
        let oembed = read(&dist.path().join("oembed.json")).expect("a file");
        assert!(
            oembed.contains(r#"src=\"https://example.org/gil/?embed=1\""#),
            "{oembed}"
        );
        assert!(
            oembed.contains(r#""provider_url": "https://example.org/gil/""#),
            "{oembed}"
        );
        let html = read(&dist.path().join("index.html")).expect("a page");
        assert!(
            html.contains("href=\"https://example.org/gil/oembed.json\""),
            "{html}"
        );
    }

    #[test]
    fn what_the_policy_would_forbid_is_refused() {
        for (page, part) in [
            ("<head></head>".to_owned(), "no inline script"),
            (
                PAGE.replace("<body>", "<body><script>x()</script>"),
                "inline script",
            ),
            (
                PAGE.replace("<body>", "<body><style>p {}</style>"),
                "inline style",
            ),
        ] {
            let told = without_loader(&page).expect_err("refused").to_string();
            assert!(told.contains(part), "{told}");
        }
    }

    #[test]
    fn addresses_are_read() {
        for typed in ["https://example.org/gil", "https://example.org/gil/"] {
            assert_eq!(address(typed).as_deref(), Ok("https://example.org/gil/"));
        }
        for typed in [
            "",
            "example.org",
            "ftp://example.org",
            "https://a\"b",
            "https://a b",
        ] {
            assert!(address(typed).is_err(), "{typed}");
        }
    }
}
