//! What a host should send with each file: for `serve`, and for hosts that read `_headers`.

/// What the page may load and run: its own files, WebAssembly, and workers made from blobs, which
/// the engine’s threads are.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
                          style-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
                          connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; \
                          base-uri 'none'; form-action 'none'";

/// A header’s name and its value.
pub type Header = (&'static str, &'static str);

/// With every file.
const ALWAYS: [Header; 3] = [
    // In a sandboxed frame the page is nobody’s, so its own files are another origin’s to it:
    // everybody may read them,
    ("Access-Control-Allow-Origin", "*"),
    // and isolated pages may load them.
    ("Cross-Origin-Resource-Policy", "cross-origin"),
    ("X-Content-Type-Options", "nosniff"),
];

/// Makes a page cross-origin isolated, the condition for shared memory. A worker’s script needs the
/// same as the page that starts it.
const ISOLATION: [Header; 2] = [
    ("Cross-Origin-Embedder-Policy", "require-corp"),
    // For pages in frames, which the others do not isolate. Chromium alone has it.
    ("Document-Isolation-Policy", "isolate-and-require-corp"),
];

/// Only for the page itself.
const PAGE: [Header; 2] = [
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Content-Security-Policy", POLICY),
];

/// The name of such a file changes with its content.
const FOR_EVER: Header = ("Cache-Control", "public, max-age=31536000, immutable");
/// Asked for again each time, so that a new build is seen at once.
const ASK_AGAIN: Header = ("Cache-Control", "no-cache");

/// What is sent with the file at a path, which begins with the site’s `/`.
pub fn of(path: &str) -> Vec<Header> {
    [ALWAYS.to_vec(), own(path)].concat()
}

/// What is sent with this file and not with every one.
fn own(path: &str) -> Vec<Header> {
    match path {
        "/" | "/index.html" => [&PAGE[..], &ISOLATION, &[ASK_AGAIN]].concat(),
        _ if path.starts_with("/engine/") => [&ISOLATION[..], &[FOR_EVER]].concat(),
        _ if is_hashed(path) => vec![FOR_EVER],
        _ => vec![ASK_AGAIN],
    }
}

/// Whether a file of the site’s top folder has a name like `style-d82e144b81305406.css`.
fn is_hashed(path: &str) -> bool {
    let name = path.trim_start_matches('/');
    let stem = name.split_once('.').map_or(name, |(stem, _)| stem);
    let hash = stem.trim_end_matches("_bg").rsplit_once('-');
    !name.contains('/')
        && hash.is_some_and(|(_, hash)| {
            hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
}

/// The file `_headers`, as Netlify and Cloudflare Pages read it. They join what several rules say
/// of one header, so here no two do. `files` are those of the top folder.
pub fn file(files: &[String]) -> String {
    let mut rules = vec![("/*".to_owned(), ALWAYS.to_vec())];
    let others = ["/", "/engine/*", "/examples/*"].map(str::to_owned);
    let files = files
        .iter()
        .filter(|name| *name != "_headers")
        .map(|name| format!("/{name}"));
    rules.extend(
        others
            .into_iter()
            .chain(files)
            .map(|path| (path.clone(), own(&path))),
    );
    let rule = |(path, headers): (String, Vec<Header>)| {
        let lines = headers
            .iter()
            .map(|(name, value)| format!("  {name}: {value}\n"));
        format!("{path}\n{}", lines.collect::<String>())
    };
    rules.into_iter().map(rule).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(path: &str, name: &str) -> Option<&'static str> {
        let headers = of(path);
        let found: Vec<_> = headers.iter().filter(|header| header.0 == name).collect();
        assert!(found.len() <= 1, "{path}: {name} twice");
        found.first().map(|header| header.1)
    }

    #[test]
    fn the_page_and_its_workers_are_isolated_and_the_examples_are_not() {
        for (path, isolated) in [
            ("/", true),
            ("/index.html", true),
            ("/engine/0123/engine-worker.js", true),
            ("/examples/blog.html", false),
            ("/embed.js", false),
        ] {
            for (name, _) in ISOLATION {
                assert_eq!(value(path, name).is_some(), isolated, "{path}: {name}");
            }
            assert_eq!(value(path, "Access-Control-Allow-Origin"), Some("*"));
        }
    }

    #[test]
    fn only_what_changes_its_name_is_kept() {
        for (path, kept) in [
            ("/", false),
            ("/index.html", false),
            ("/sw.js", false),
            ("/embed.js", false),
            ("/oembed.json", false),
            ("/examples/blog-0123456789abcdef.html", false),
            ("/style-d82e144b81305406.css", true),
            ("/gil-playground-decf11df56a5ecbc_bg.wasm", true),
            ("/start-decf11df56a5ecbc.js", true),
            ("/engine/178956da172d4883/single/engine.js", true),
        ] {
            let control = value(path, "Cache-Control").expect("one");
            assert_eq!(control.contains("immutable"), kept, "{path}: {control}");
        }
    }

    #[test]
    fn no_two_rules_say_the_same_header_of_a_file() {
        let files = [
            "index.html",
            "sw.js",
            "boot-0123456789abcdef.js",
            "_headers",
        ];
        let text = file(&files.map(str::to_owned));
        assert!(
            text.starts_with("/*\n  Access-Control-Allow-Origin: *\n"),
            "{text}"
        );
        assert!(
            text.contains("\n/sw.js\n  Cache-Control: no-cache\n"),
            "{text}"
        );
        assert!(!text.contains("/_headers"), "{text}");
        for (name, _) in ALWAYS {
            assert_eq!(text.matches(name).count(), 1, "{name}: {text}");
        }
    }
}
