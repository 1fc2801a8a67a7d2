//! Draws the bar chart.

use protocol::WayReport;
use yew::prelude::*;

use crate::chart::{Row, label, rows, seconds};

/// What the chart shows.
#[derive(PartialEq, Properties)]
pub struct BarsProps {
    /// What was measured so far.
    pub measured: Vec<WayReport>,
    /// Whether threads can run at the same time here.
    pub parallel: bool,
}

/// The three timings as bars: the best run is the bar, every single one a dot on it.
#[component]
pub fn Bars(props: &BarsProps) -> Html {
    html! {
        <div class="bars" role="list" aria-label="Time for the same work; shorter is faster">
            { for rows(&props.measured).into_iter().map(|bar| row(bar, props.parallel)) }
        </div>
    }
}

fn row(row: Row, parallel: bool) -> Html {
    let way = row.way.name();
    let name = label(row.way);
    let preset = row.way.preset(protocol::Preset::Python314).name();
    let Some(bar) = row.bar else {
        let text = if row.raised {
            "ended with an error"
        } else if !parallel && !row.way.preset(protocol::Preset::Python314).has_gil() {
            "needs real threads"
        } else {
            "not measured yet"
        };
        return html! {
            <div class={classes!("row", way)} role="listitem">
                <span class="label">{ name }<small>{ preset }</small></span>
                <span class="track"></span>
                <span class="number unknown">{ text }</span>
            </div>
        };
    };
    let percent = |share: f64| format!("{:.2}%", share * 100.0);
    html! {
        <div
            class={classes!("row", way)}
            role="listitem"
            data-testid="bar"
            data-way={way}
            data-seconds={bar.seconds.to_string()}
        >
            <span class="label">{ name }<small>{ preset }</small></span>
            <span class="track" aria-hidden="true">
                <span class="bar" style={format!("width:{}", percent(bar.length))}></span>
                { for bar.dots.iter().map(|&dot| html! {
                    <i class="dot" style={format!("left:{}", percent(dot))}></i>
                }) }
            </span>
            <span class="number">
                <b>{ seconds(bar.seconds) }</b>
                if let Some(speed_up) = bar.speed_up {
                    <span class="speed-up" title="times as fast as one after the other">
                        { format!("{speed_up:.2}×") }
                    </span>
                }
                <small class="spread">
                    if bar.dots.len() > 1 {
                        { format!("worst {}", seconds(bar.worst)) }
                    } else {
                        { "one run" }
                    }
                </small>
            </span>
        </div>
    }
}
