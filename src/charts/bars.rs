//! Draws the bar chart, and lets the reader draw theirs before it.

use std::rc::Rc;

use web_sys::{Element, KeyboardEvent, MouseEvent, PointerEvent};
use yew::prelude::*;

use super::bar_rows::{Bar, Block, Guess, Panel, Row, SideView, name, panels};
use super::prediction::{Predict, Prediction};
use super::words::{label, lines};

/// What the chart shows.
#[derive(Properties)]
pub struct BarsProps {
    /// The figure's own side first.
    pub sides: Rc<[SideView]>,
    /// What the reader expects.
    pub prediction: Prediction,
    /// The reader expects something else.
    pub on_predict: Callback<Predict>,
    /// Whether they may: before the first run.
    pub may_predict: bool,
    /// What every program should compute, if that is known.
    #[prop_or_default]
    pub answers_expected: Option<String>,
}

impl PartialEq for BarsProps {
    fn eq(&self, other: &Self) -> bool {
        // Reports may carry long ledgers: looking whether they are the same ones is enough.
        Rc::ptr_eq(&self.sides, &other.sides)
            && self.prediction == other.prediction
            && self.on_predict == other.on_predict
            && self.may_predict == other.may_predict
            && self.answers_expected == other.answers_expected
    }
}

/// Heights, in CSS pixels.
const LINE: u32 = 18;
const BAR: u32 = 24;
const GAP: u32 = 12;
const AXIS: u32 = 44;
/// How many characters of the chart's text fit into 320 pixels.
const WIDTH: usize = 44;
/// The longest bar leaves room for half a dot.
const FULL: f64 = 98.5;

/// The timings as bars: the best run is the bar, every run a dot. Before the first run the bars can
/// be dragged to what the reader expects.
#[component]
pub fn Bars(props: &BarsProps) -> Html {
    let panels = panels(
        &props.sides,
        &props.prediction,
        props.may_predict,
        props.answers_expected.as_deref(),
    );
    let predicting = panels.iter().any(|panel| panel.predicting);
    let with_answers = props.answers_expected.is_some();
    html! {
        <div class="chart-bars">
            { for panels.iter().map(|panel| html! {
                <div class="chart-panel">
                    { draw(panel, &props.on_predict, with_answers) }
                    if let Some(limits) = panel.limits {
                        <p class="chart-limits">{ limits }</p>
                    }
                </div>
            }) }
            // In the same place, so that the bars stay where they are.
            if predicting {
                { hint(&props.on_predict) }
            } else {
                <p class="chart-key">
                    { "A bar is the best run, a dot each run, a line across the bar the median, \
                       a dashed line the ideal; × is how many times as fast as the first bar." }
                </p>
            }
        </div>
    }
}

/// That one may say what one expects, and take it back. No more: nobody has to.
fn hint(on_predict: &Callback<Predict>) -> Html {
    let on_clear = on_predict.reform(|_: MouseEvent| Predict::Clear);
    html! {
        <p class="chart-hint">
            { "What do you expect? Drag the bars, or just press Run." }
            <button
                type="button"
                class="quiet"
                data-testid="clear-prediction"
                onclick={on_clear}
            >
                { "Clear" }
            </button>
        </p>
    }
}

fn draw(panel: &Panel, on_predict: &Callback<Predict>, with_answers: bool) -> Html {
    let mut y = 0;
    let mut parts: Vec<Html> = Vec::new();
    for line in lines(&panel.heading, WIDTH) {
        y += LINE;
        parts.push(
            html! { <text class="chart-heading" x="0" y={(y - 4).to_string()}>{ line }</text> },
        );
    }
    let top = y;
    for side in &panel.sides {
        for line in lines(&side.title, WIDTH) {
            y += LINE;
            parts.push(
                html! { <text class="chart-title" x="0" y={(y - 2).to_string()}>{ line }</text> },
            );
        }
        y += GAP / 2;
        let mut rows = Vec::new();
        for row in &side.rows {
            let (drawn, height) = draw_row(side, row, y, on_predict, with_answers);
            rows.push(drawn);
            y += height + GAP;
        }
        parts.push(html! { <g role="list">{ for rows }</g> });
        // Its room is kept before there is anything to say, so that nothing below moves then.
        y += LINE;
        if let Some(everywhere) = &side.everywhere {
            let y = (y - GAP).to_string();
            parts.push(html! { <text class="chart-right" x="0" {y}>{ everywhere }</text> });
        }
    }
    let axis = axis(panel, top, y);
    let height = (y + AXIS).to_string();
    html! {
        <svg class={classes!("chart", panel.predicting.then_some("chart-predicting"))} width="100%" {height} role="group" aria-label={panel.heading.clone()}>
            { axis }
            { for parts }
        </svg>
    }
}

/// The lines behind the bars and the numbers below them; those who cannot see them have the
/// numbers of the bars.
fn axis(panel: &Panel, top: u32, y: u32) -> Html {
    let last = panel.ticks.len().saturating_sub(1);
    let (top, below) = ((top + GAP / 2).to_string(), y.to_string());
    html! {
        <g aria-hidden="true">
            { for panel.ticks.iter().enumerate().map(|(index, tick)| html! {
                <>
                    <line class="chart-grid" x1={x(tick.at)} x2={x(tick.at)} y1={top.clone()} y2={below.clone()} />
                    <text
                        class="chart-tick"
                        x={x(tick.at)}
                        y={(y + 15).to_string()}
                        text-anchor={match index { 0 => "start", i if i == last && tick.at > 0.9 => "end", _ => "middle" }}
                    >
                        { &tick.label }
                    </text>
                </>
            }) }
            <text class="chart-tick" x="0" y={(y + 32).to_string()}>{ panel.unit }</text>
        </g>
    }
}

/// A row, and how high it is.
fn draw_row(
    side: &Block,
    row: &Row,
    y: u32,
    on_predict: &Callback<Predict>,
    with_answers: bool,
) -> (Html, u32) {
    let own = side.index == 0;
    let bar_y = y + LINE + 2;
    let mut below = bar_y + BAR;
    let mut line = |class: &'static str, text: &str| {
        below += LINE - 2;
        html! { <text {class} x="0" y={(below - 2).to_string()}>{ text }</text> }
    };
    // Lines for the note and the answer are kept free, so that nothing moves when they come.
    let mut texts = vec![line("chart-note", &row.note)];
    if let Some(served) = &row.served {
        texts.push(line("chart-note", served));
    }
    if let Some(answer) = &row.answer {
        let class = if answer.right {
            "chart-right"
        } else {
            "chart-is-wrong"
        };
        texts.extend(
            lines(&answer.text, WIDTH)
                .iter()
                .map(|text| line(class, text)),
        );
    } else if with_answers {
        texts.push(line("chart-note", ""));
    }
    if let Some(Guess {
        times: Some(_),
        difference,
        ..
    }) = &row.guess
    {
        texts.push(line(
            "chart-guessed",
            difference.as_deref().unwrap_or_default(),
        ));
    }

    let class = classes!("chart-row", format!("chart-{}", row.way.name()));
    let measured = row.bar.as_ref().ok();
    let label_y = (y + LINE - 4).to_string();
    let html = html! {
        <g
            {class}
            role="listitem"
            data-testid={measured.map(|_| if own { "bar" } else { "bar-other" })}
            data-side={(!own).then(|| side.index.to_string())}
            data-way={row.way.name()}
            data-seconds={measured.map(|bar| bar.seconds.to_string())}
        >
            <text class="chart-label" x="0" y={label_y.clone()}>
                { label(row.way) }
                // A space for those who hear it.
                <tspan class="chart-preset" dx="4">{ format!(" {}", row.preset.name()) }</tspan>
            </text>
            { number(row, label_y) }
            { bars(row, bar_y, on_predict) }
            // In a group of their own: a list that grows must not replace the slider before it.
            <g>{ for texts }</g>
        </g>
    };
    (html, below - y)
}

/// The number of a row, or why there is none.
fn number(row: &Row, y: String) -> Html {
    let guess = row.guess.as_ref().and_then(|guess| guess.times);
    match (&row.bar, guess) {
        (Ok(bar), _) => html! {
            <text class="chart-number" x="100%" {y} text-anchor="end">
                <tspan class="chart-best">{ timeline::units::time(bar.seconds) }</tspan>
                if let Some(speed_up) = bar.speed_up {
                    <tspan class="chart-speed-up" dx="6">{ format!(" {}", times_as_fast(speed_up)) }</tspan>
                }
            </text>
        },
        (Err(_), Some(times)) => html! {
            <text class="chart-number" x="100%" {y} text-anchor="end">{ format!("{times:.2}× as long?") }</text>
        },
        (Err(_), None) if row.measure.is_some() => html! {
            <text class="chart-number" x="100%" {y} text-anchor="end">{ "1×" }</text>
        },
        (Err(why), None) => html! {
            <text class="chart-number chart-unknown" x="100%" {y} text-anchor="end">{ *why }</text>
        },
    }
}

fn times_as_fast(speed_up: f64) -> String {
    if speed_up < 99.95 {
        format!("{speed_up:.2}×")
    } else {
        format!("{}×", timeline::units::rate(speed_up))
    }
}

/// Track, bar, dots and marks of a row.
fn bars(row: &Row, y: u32, on_predict: &Callback<Predict>) -> Html {
    let wrong = row.answer.as_ref().is_some_and(|answer| !answer.right);
    if let (Some(guess), Err(_)) = (&row.guess, &row.bar)
        && guess.difference.is_none()
    {
        return slider(row, guess, y, on_predict);
    }
    let rect = |class: &'static str, length: f64, inset: u32| {
        let (y, height) = ((y + inset).to_string(), (BAR - 2 * inset).to_string());
        html! { <rect {class} x="0" width={x(length)} {y} {height} rx="2" /> }
    };
    let mark = |class: &'static str, at: f64, beyond: u32| {
        let (y1, y2) = ((y - beyond).to_string(), (y + BAR + beyond).to_string());
        html! { <line {class} x1={x(at)} x2={x(at)} {y1} {y2} /> }
    };
    html! {
        <g aria-hidden="true">
            { rect("chart-track", 1.0, 3) }
            if let Some(measure) = row.measure {
                { rect("chart-reference", measure, 3) }
            }
            if let Ok(Bar { length, median, dots, .. }) = &row.bar {
                { rect("chart-bar", *length, 3) }
                if wrong {
                    // Stripes: a dashed line as thick as the bar.
                    <line
                        class="chart-wrong"
                        x1="0"
                        x2={x(*length)}
                        y1={(y + BAR / 2).to_string()}
                        y2={(y + BAR / 2).to_string()}
                    />
                }
                { mark("chart-end", *length, 0) }
                if let Some(median) = median {
                    { mark("chart-median", *median, 0) }
                }
                { for dots.iter().map(|dot| html! {
                    <circle class="chart-dot" cx={x(*dot)} cy={(y + BAR / 2).to_string()} r="4" />
                }) }
            }
            if let Some(ideal) = row.ideal {
                { mark("chart-ideal", ideal, 2) }
            }
            if let Some(guess) = &row.guess {
                { rect("chart-guess", guess.at, 0) }
            }
        </g>
    }
}

/// A bar that the reader can drag.
fn slider(row: &Row, guess: &Guess, y: u32, on_predict: &Callback<Predict>) -> Html {
    let way = row.way;
    let times = guess.times.unwrap_or(1.0);
    let onkeydown = {
        let on_predict = on_predict.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.ctrl_key() || event.alt_key() || event.meta_key() {
                return;
            }
            if let Some(times) = Prediction::after_key(times, &event.key()) {
                event.prevent_default();
                on_predict.emit(Predict::Expect(way, times));
            }
        })
    };
    let drag = {
        let on_predict = on_predict.clone();
        move |event: &PointerEvent| {
            // Only the track takes pointers, so it is what was hit; its width is the whole scale.
            let Some(track) = event.target_dyn_into::<Element>() else {
                return;
            };
            let place = track.get_bounding_client_rect();
            let share = (f64::from(event.client_x()) - place.left()) / place.width();
            on_predict.emit(Predict::Expect(way, share * Prediction::LONGEST));
        }
    };
    let onpointerdown = {
        let drag = drag.clone();
        Callback::from(move |event: PointerEvent| {
            if event.button() != 0 {
                return;
            }
            if let Some(track) = event.target_dyn_into::<Element>() {
                // Refused only for a pointer that is gone already.
                let _ = track.set_pointer_capture(event.pointer_id());
            }
            drag(&event);
        })
    };
    let onpointermove = Callback::from(move |event: PointerEvent| {
        if event.buttons() & 1 != 0 {
            drag(&event);
        }
    });
    let said = match guess.times {
        Some(times) => format!("{times} times the first row"),
        None => "nothing expected yet".to_owned(),
    };
    let (y, height) = (y.to_string(), BAR.to_string());
    html! {
        <g
            class={classes!("chart-slider", guess.times.is_none().then_some("chart-untouched"))}
            role="slider"
            tabindex="0"
            data-testid="guess"
            data-way={way.name()}
            aria-label={format!("How long you expect it to take: {}", name(row))}
            aria-orientation="horizontal"
            aria-valuemin="0"
            aria-valuemax={Prediction::LONGEST.to_string()}
            aria-valuenow={times.to_string()}
            aria-valuetext={said}
            {onkeydown}
            {onpointerdown}
            {onpointermove}
        >
            <rect class="chart-track" x="0" width={x(1.0)} y={y.clone()} height={height.clone()} rx="2" />
            <rect class="chart-guess" x="0" width={x(guess.at)} y={y.clone()} height={height.clone()} rx="2" />
            <rect class="chart-handle" x={x(guess.at)} width="8" {y} {height} rx="3" transform="translate(-4 0)" />
        </g>
    }
}

/// Where a share of the chart's width is.
fn x(share: f64) -> String {
    format!("{:.2}%", share * FULL)
}
