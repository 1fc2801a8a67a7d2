//! Live charts as a picture that stands alone.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, CssStyleDeclaration, Element, HtmlCanvasElement,
    HtmlImageElement, Node, Url,
};

use super::save::blob;

/// What stands below a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Caption {
    /// What was measured, in sentences.
    pub what: String,
    /// On what machine, and when if that is known: in sentences.
    pub machine: String,
}

/// An SVG document.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// The document.
    pub svg: String,
    /// In CSS pixels.
    pub width: f64,
    /// In CSS pixels.
    pub height: f64,
}

const MARGIN: f64 = 16.0;
const LINE: f64 = 18.0;

/// All charts (`svg.chart`) within an element as one picture, which looks as they do now.
///
/// # Errors
///
/// A sentence, if there is none that can be seen.
pub fn picture(within: &Element, caption: &Caption) -> Result<Picture, String> {
    let nothing = || "There is no chart to be kept.".to_owned();
    let window = web_sys::window().ok_or_else(nothing)?;
    let charts = within
        .query_selector_all("svg.chart")
        .map_err(|_| nothing())?;
    let charts: Vec<Element> = (0..charts.length())
        .filter_map(|index| charts.get(index)?.dyn_into().ok())
        .collect();
    let left = within.get_bounding_client_rect().left();
    let style = |element: &Element| window.get_computed_style(element).ok().flatten();

    let mut places = Vec::new();
    let mut drawn = Vec::new();
    for chart in &charts {
        let place = chart.get_bounding_client_rect();
        if place.width() < 1.0 || place.height() < 1.0 {
            continue;
        }
        places.push(Place {
            x: place.left() - left,
            y: place.top(),
            width: place.width(),
            height: place.height(),
        });
        let mut inside = String::new();
        write_children(&mut inside, chart, &style);
        drawn.push(inside);
    }
    let first = charts.first().ok_or_else(nothing)?;
    if drawn.is_empty() {
        return Err(nothing());
    }
    let value = |name: &str| {
        style(first)
            .map(|style| property(&style, name))
            .unwrap_or_default()
    };
    let look = Look {
        paper: paper(first, &style),
        ink: value("fill"),
        font: value("font-family"),
    };
    Ok(document(&mut places, &drawn, &look, caption))
}

/// Where a chart is.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Place {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

struct Look {
    paper: String,
    ink: String,
    font: String,
}

/// Puts charts that stood side by side side by side, and the others below each other, without
/// what was between them. Gives the height of all.
fn pack(places: &mut [Place]) -> f64 {
    let mut bottom = MARGIN;
    let mut row: Option<(f64, f64)> = None;
    for place in places {
        let was = place.y;
        match row {
            Some((old, new)) if (was - old).abs() < 4.0 => place.y = new,
            _ => {
                row = Some((was, bottom));
                place.y = bottom;
            }
        }
        place.x += MARGIN;
        bottom = bottom.max(place.y + place.height + MARGIN / 2.0);
    }
    bottom
}

fn document(places: &mut [Place], drawn: &[String], look: &Look, caption: &Caption) -> Picture {
    let below = pack(places);
    let right = places
        .iter()
        .map(|place| place.x + place.width)
        .fold(0.0, f64::max);
    let width = (right + MARGIN).ceil();
    let text = format!("{} {} GIL Playground", caption.what, caption.machine);
    // About as many characters as fit.
    let lines = crate::charts::wrapped(&text, ((width - 2.0 * MARGIN) / 7.0) as usize);
    let height = (below + LINE * lines.len() as f64 + MARGIN).ceil();
    let Look { paper, ink, font } = look;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"{}\" font-size=\"13\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n",
        escaped(font),
        escaped(paper)
    );
    for (place, inside) in places.iter().zip(drawn) {
        let Place {
            x,
            y,
            width,
            height,
        } = place;
        svg += &format!(
            "<svg x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" overflow=\"visible\">{inside}</svg>\n"
        );
    }
    for (index, line) in lines.iter().enumerate() {
        let y = below + LINE * (index as f64 + 0.7);
        svg += &format!(
            "<text x=\"{MARGIN}\" y=\"{y}\" font-size=\"12\" fill=\"{}\">{}</text>\n",
            escaped(ink),
            escaped(line)
        );
    }
    svg += "</svg>\n";
    Picture { svg, width, height }
}

/// What is behind an element: the first colour that can be seen, from there outwards.
fn paper(element: &Element, style: &impl Fn(&Element) -> Option<CssStyleDeclaration>) -> String {
    let mut element = Some(element.clone());
    while let Some(inner) = element {
        let colour = style(&inner).map(|style| property(&style, "background-color"));
        if let Some(colour) = colour
            && !matches!(colour.as_str(), "" | "transparent" | "rgba(0, 0, 0, 0)")
        {
            return colour;
        }
        element = inner.parent_element();
    }
    "white".to_owned()
}

/// What an element looks like through style sheets, as attributes; with what it is without any.
const LOOKS: [(&str, &str); 12] = [
    ("fill", "rgb(0, 0, 0)"),
    ("fill-opacity", "1"),
    ("stroke", "none"),
    ("stroke-width", "1px"),
    ("stroke-dasharray", "none"),
    ("opacity", "1"),
    ("text-anchor", "start"),
    ("font-family", ""),
    ("font-size", ""),
    ("font-weight", "400"),
    ("font-style", "normal"),
    ("visibility", "visible"),
];

fn write_children(
    out: &mut String,
    parent: &Element,
    style: &impl Fn(&Element) -> Option<CssStyleDeclaration>,
) {
    let children = parent.child_nodes();
    for child in (0..children.length()).filter_map(|index| children.get(index)) {
        match child.node_type() {
            Node::TEXT_NODE => *out += &escaped(&child.text_content().unwrap_or_default()),
            Node::ELEMENT_NODE => {
                if let Ok(element) = child.dyn_into::<Element>() {
                    write_element(out, &element, style);
                }
            }
            _ => {}
        }
    }
}

fn write_element(
    out: &mut String,
    element: &Element,
    style: &impl Fn(&Element) -> Option<CssStyleDeclaration>,
) {
    let name = element.tag_name();
    *out += &format!("<{name}");
    for attribute in element
        .get_attribute_names()
        .iter()
        .filter_map(|name| name.as_string())
    {
        // Places and lengths are attributes; the rest is for the page.
        let of_the_page = ["class", "style", "id", "role", "tabindex"]
            .contains(&attribute.as_str())
            || ["data-", "aria-", "on"]
                .iter()
                .any(|start| attribute.starts_with(start))
            || LOOKS.iter().any(|(look, _)| *look == attribute);
        if !of_the_page {
            let value = element.get_attribute(&attribute).unwrap_or_default();
            *out += &format!(" {attribute}=\"{}\"", escaped(&value));
        }
    }
    let is_text = matches!(name.as_str(), "text" | "tspan");
    let is_drawn = is_text || !matches!(name.as_str(), "g" | "svg" | "title" | "desc");
    if is_drawn && let Some(style) = style(element) {
        for (look, plain) in LOOKS {
            let of_text = look.starts_with("font") || look == "text-anchor";
            // A piece of a text that says where it is anchored would be anchored anew.
            if (of_text && !is_text) || (look == "text-anchor" && name == "tspan") {
                continue;
            }
            let value = property(&style, look);
            if !value.is_empty() && value != plain {
                *out += &format!(" {look}=\"{}\"", escaped(&value));
            }
        }
    }
    out.push('>');
    write_children(out, element, style);
    *out += &format!("</{name}>");
}

fn property(style: &CssStyleDeclaration, name: &str) -> String {
    style.get_property_value(name).unwrap_or_default()
}

/// A text as XML has it; characters that XML cannot have are left out.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// The picture as pixels, two for each of CSS’s.
///
/// # Errors
///
/// A sentence, if the browser cannot do it.
pub async fn png(picture: &Picture) -> Result<Blob, String> {
    paint(picture).await.map_err(|_| {
        "This browser cannot turn the chart into a PNG. The SVG has the same picture.".to_owned()
    })
}

async fn paint(picture: &Picture) -> Result<Blob, JsValue> {
    const SCALE: f64 = 2.0;
    let address = Url::create_object_url_with_blob(&blob("image/svg+xml", &picture.svg)?)?;
    let image = HtmlImageElement::new()?;
    image.set_src(&address);
    let decoded = JsFuture::from(image.decode()).await;
    // The address is kept until the picture is drawn, and no longer.
    let drawn = decoded.and_then(|_| {
        let document = web_sys::window().and_then(|window| window.document());
        let document = document.ok_or(JsValue::NULL)?;
        let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
        canvas.set_width((picture.width * SCALE) as u32);
        canvas.set_height((picture.height * SCALE) as u32);
        let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
        let context: CanvasRenderingContext2d = context.dyn_into().map_err(JsValue::from)?;
        let (width, height) = (picture.width * SCALE, picture.height * SCALE);
        context
            .draw_image_with_html_image_element_and_dw_and_dh(&image, 0.0, 0.0, width, height)?;
        Ok(canvas)
    });
    Url::revoke_object_url(&address)?;
    let canvas = drawn?;
    let encoded = Promise::new(&mut |resolve, reject| {
        let encoded =
            Closure::once_into_js(move |blob: JsValue| resolve.call1(&JsValue::NULL, &blob));
        if let Err(why) = canvas.to_blob(encoded.unchecked_ref()) {
            // A promise that is told twice listens once.
            let _ = reject.call1(&JsValue::NULL, &why);
        }
    });
    JsFuture::from(encoded).await?.dyn_into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(x: f64, y: f64, width: f64, height: f64) -> Place {
        Place {
            x,
            y,
            width,
            height,
        }
    }

    #[test]
    fn charts_side_by_side_stay_so_and_gaps_go() {
        let mut places = [
            place(0.0, 500.0, 600.0, 50.0),
            place(0.0, 700.0, 290.0, 200.0),
            place(310.0, 701.0, 290.0, 200.0),
            place(0.0, 1200.0, 600.0, 100.0),
        ];
        let height = pack(&mut places);
        let at = places.map(|place| (place.x, place.y));
        assert_eq!(
            at,
            [(16.0, 16.0), (16.0, 74.0), (326.0, 74.0), (16.0, 282.0)]
        );
        assert_eq!(height, 390.0);
    }

    #[test]
    fn the_document_says_what_it_shows() {
        let look = Look {
            paper: "white".into(),
            ink: "black".into(),
            font: "\"DejaVu Sans\", sans-serif".into(),
        };
        let caption = Caption {
            what: "Two < four.".into(),
            machine: "Firefox 153, 2 processors. 2026-01-01.".into(),
        };
        let mut places = [place(0.0, 9.0, 300.0, 40.0)];
        let picture = document(&mut places, &["<text/>".to_owned()], &look, &caption);
        assert_eq!(picture.width, 332.0);
        assert!(
            picture
                .svg
                .contains("font-family=\"&quot;DejaVu Sans&quot;, sans-serif\"")
        );
        assert!(picture.svg.contains("Two &lt; four. Firefox 153, 2"));
        assert!(picture.svg.contains("GIL Playground</text>"));
        assert_eq!(
            picture.svg.matches("<svg").count(),
            picture.svg.matches("</svg>").count()
        );
    }

    #[test]
    fn texts_are_no_markup() {
        assert_eq!(escaped("a<b>&\"\u{1}\n'"), "a&lt;b&gt;&amp;&quot; '");
    }
}
