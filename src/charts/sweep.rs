//! Draws a sweep: two charts of lines, what they say in a sentence, and the same as a table.

use std::rc::Rc;

use protocol::{Sweep, Way};
use yew::prelude::*;

use super::sweep_lines::{Chart, Lines, Reference, Series, lines};
use super::words::label;

/// What the charts show.
#[derive(Properties)]
pub struct SweepChartProps {
    /// What was measured so far.
    pub sweep: Rc<Sweep>,
    /// The ways to be drawn.
    pub ways: Vec<Way>,
    /// What it is about.
    pub title: String,
    /// All values that it goes through, so that the axes need not grow while it does.
    #[prop_or_default]
    pub values: Vec<f64>,
}

impl PartialEq for SweepChartProps {
    fn eq(&self, other: &Self) -> bool {
        // Reports may be long: looking whether they are the same ones is enough.
        Rc::ptr_eq(&self.sweep, &other.sweep)
            && self.ways == other.ways
            && self.title == other.title
            && self.values == other.values
    }
}

/// In CSS pixels.
const TOP: u32 = 30;
const HEIGHT: u32 = 176;
const BOTTOM: u32 = 40;
const KEY_LINE: u32 = 18;
/// In hundredths of the width: where the plot begins, and how wide it is.
const LEFT: f64 = 15.0;
const ACROSS: f64 = 82.0;

/// A sweep as lines: the best run of each value on the line, every run a dot.
#[component]
pub fn SweepChart(props: &SweepChartProps) -> Html {
    let lines = lines(&props.sweep, &props.ways, &props.values);
    html! {
        <div class="chart-sweep" data-testid="sweep-chart" data-points={props.sweep.points.len().to_string()}>
            { key(&props.title, &lines) }
            <div class="chart-pair">
                { for lines.charts.iter().map(|chart| draw(chart, &lines)) }
            </div>
            <p class="chart-summary" data-testid="sweep-summary">
                { &lines.summary }
                if let Some(limits) = lines.limits {
                    { format!(" {limits}") }
                }
            </p>
            { table(&props.title, &lines) }
        </div>
    }
}

/// What the shapes and lines mean. In a chart of its own, so that it can be kept with the others.
fn key(title: &str, lines: &Lines) -> Html {
    let [first, _] = &lines.charts;
    let ways = first.series.iter().map(|series| {
        let class = classes!(format!("chart-{}", series.way.name()));
        let sign = |y: u32| {
            html! {
                <g {class}>
                    <line class="chart-line" x1="0" x2="24" y1={y.to_string()} y2={y.to_string()} />
                    { dot(series.way, "12".to_owned(), y) }
                </g>
            }
        };
        (
            Box::new(sign) as Box<dyn FnOnce(u32) -> Html>,
            label(series.way).to_owned(),
        )
    });
    let references = lines.references.iter().map(|(reference, name)| {
        let class = reference_class(*reference);
        let sign = move |y: u32| {
            let y = y.to_string();
            html! { <line {class} x1="0" x2="24" y1={y.clone()} y2={y} /> }
        };
        (Box::new(sign) as Box<dyn FnOnce(u32) -> Html>, name.clone())
    });
    let mut y = 0;
    let mut parts = Vec::new();
    for (class, text) in [("chart-heading", title), ("chart-title", &lines.heading)] {
        for text in super::words::lines(text, 44) {
            y += KEY_LINE;
            parts.push(html! { <text {class} x="0" y={(y - 4).to_string()}>{ text }</text> });
        }
    }
    for (sign, name) in ways.chain(references) {
        parts.push(sign(y + KEY_LINE / 2));
        for line in super::words::lines(&name, 40) {
            y += KEY_LINE;
            parts.push(html! { <text x="32" y={(y - 4).to_string()}>{ line }</text> });
        }
    }
    html! {
        <svg class="chart chart-lines-key" width="100%" height={(y + 6).to_string()}>{ for parts }</svg>
    }
}

fn reference_class(reference: Reference) -> &'static str {
    match reference {
        Reference::Ideal => "chart-ideal",
        Reference::Amdahl => "chart-amdahl",
    }
}

fn draw(chart: &Chart, lines: &Lines) -> Html {
    let bottom = TOP + HEIGHT;
    let left = format!("{LEFT}%");
    let right = format!("{}%", LEFT + ACROSS);
    html! {
        <svg class="chart" width="100%" height={(bottom + BOTTOM).to_string()} role="img">
            <title>{ format!("{}, against {}", chart.title, chart.unit) }</title>
            <desc>{ &lines.summary }</desc>
            <text class="chart-note" x="0" y="14">{ &chart.title }</text>
            { for chart.up.iter().map(|tick| html! {
                <>
                    <line class="chart-grid" x1={left.clone()} x2={right.clone()} y1={y(tick.at)} y2={y(tick.at)} />
                    <text class="chart-tick" x={format!("{}%", LEFT - 1.5)} y={y(tick.at)} dy="4" text-anchor="end">
                        { &tick.label }
                    </text>
                </>
            }) }
            { for chart.across.iter().map(|tick| html! {
                <>
                    <line
                        class="chart-grid"
                        x1={x(tick.at)} x2={x(tick.at)}
                        y1={bottom.to_string()} y2={(bottom + 4).to_string()}
                    />
                    <text class="chart-tick" x={x(tick.at)} y={(bottom + 17).to_string()} text-anchor="middle">
                        { &tick.label }
                    </text>
                </>
            }) }
            <text class="chart-tick" x={right.clone()} y={(bottom + 34).to_string()} text-anchor="end">
                { chart.unit }
            </text>
            if let Some((at, processors)) = &chart.processors {
                <line class="chart-processors" x1={x(*at)} x2={x(*at)} y1={(TOP - 4).to_string()} y2={bottom.to_string()} />
                <text
                    class="chart-tick"
                    x={x(*at)}
                    y={(TOP - 6).to_string()}
                    dx={if *at > 0.6 { "-4" } else { "4" }}
                    dy="16"
                    text-anchor={if *at > 0.6 { "end" } else { "start" }}
                >
                    { processors }
                </text>
            }
            { for chart.references.iter().map(|(reference, line)| curve(*reference, line)) }
            { for chart.series.iter().map(draw_series) }
        </svg>
    }
}

fn draw_series(series: &Series) -> Html {
    html! {
        <g class={classes!(format!("chart-{}", series.way.name()))}>
            { for series.line.windows(2).map(|ends| piece("chart-line", ends)) }
            // Heights need no fractions of a pixel.
            { for series.dots.iter().map(|(across, up)| dot(series.way, x(*across), whole(*up))) }
        </g>
    }
}

/// A curve in pieces, of which only every second one is drawn if it is dashed: lengths that are
/// percentages have no path.
fn curve(reference: Reference, line: &[(f64, f64)]) -> Html {
    let (class, every) = match reference {
        Reference::Ideal => ("chart-ideal chart-solid", 2),
        Reference::Amdahl => ("chart-amdahl", 1),
    };
    html! { <g>{ for line.windows(2).step_by(every).map(|ends| piece(class, ends)) }</g> }
}

fn piece(class: &'static str, ends: &[(f64, f64)]) -> Html {
    match ends {
        [(x1, y1), (x2, y2)] => html! {
            <line {class} x1={x(*x1)} y1={y(*y1)} x2={x(*x2)} y2={y(*y2)} />
        },
        _ => Html::default(),
    }
}

/// A run. The ways that are drawn together differ in the form of their dots, not only in colour.
fn dot(way: Way, x: String, y: u32) -> Html {
    let hollow = matches!(
        way,
        Way::Sequential
            | Way::Processes
            | Way::Unguarded
            | Way::Biased
            | Way::Quiet
            | Way::BesideTwo
    );
    let class = classes!("chart-point", hollow.then_some("chart-hollow"));
    match way {
        Way::Gil
        | Way::Processes
        | Way::Unguarded
        | Way::Locked
        | Way::BesideTwo
        | Way::BesideFour => html! {
            <rect {class} {x} y={y.to_string()} width="7" height="7" transform="translate(-3.5 -3.5)" />
        },
        Way::Subinterpreters => html! {
            <rect {class} {x} y={y.to_string()} width="11" height="4" transform="translate(-5.5 -2)" />
        },
        Way::Sequential
        | Way::FreeThreaded
        | Way::Atomic
        | Way::Biased
        | Way::Asyncio
        | Way::Quiet
        | Way::BesideOne => html! {
            <circle {class} cx={x} cy={y.to_string()} r="4" />
        },
    }
}

fn table(title: &str, lines: &Lines) -> Html {
    html! {
        <details class="chart-table">
            <summary>{ "The numbers as a table" }</summary>
            <div class="chart-scroll" tabindex="0" role="region" aria-label={format!("Table: {title}")}>
                <table>
                    <thead>
                        <tr>{ for lines.columns.iter().map(|name| html! { <th scope="col">{ name }</th> }) }</tr>
                    </thead>
                    <tbody>
                        { for lines.table.iter().map(|[value, cells @ ..]| html! {
                            <tr>
                                <th scope="row">{ value }</th>
                                { for cells.iter().map(|cell| html! { <td>{ cell }</td> }) }
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </details>
    }
}

/// Where a share of the plot's width is.
fn x(share: f64) -> String {
    format!("{:.2}%", LEFT + share * ACROSS)
}

/// Where a share of the plot's height is.
fn y(share: f64) -> String {
    format!("{:.1}", f64::from(TOP) + (1.0 - share) * f64::from(HEIGHT))
}

fn whole(share: f64) -> u32 {
    TOP + ((1.0 - share) * f64::from(HEIGHT)).round() as u32
}
