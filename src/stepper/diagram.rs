//! Draws the lock as a state machine.

use yew::prelude::*;

use super::lock::{Picture, Row, Transition, in_words};

// In the units of the drawing, which is as wide as a narrow phone's screen in pixels.
const WIDTH: usize = 340;
const ROWS: usize = 134;
const ROW: usize = 38;
const PATIENCE: f64 = 116.0;
const TICKS: f64 = 334.0;

/// The two states of the lock with the ways between them, and the threads below.
pub fn diagram(picture: &Picture, old_lock: bool) -> Html {
    let more = usize::from(picture.more > 0) * 18;
    let height = ROWS + picture.rows.len() * ROW + more;
    let way = |is_taken: bool| classes!("way", is_taken.then_some("taken"));
    let takes = picture.transition == Some(Transition::Take);
    let lets_go = match picture.transition {
        Some(way @ Transition::LetGo(_)) => Some(way.name()),
        _ => None,
    };
    let state = |is_current: bool| classes!("state", is_current.then_some("current"));
    let y = |row: usize| ROWS + row * ROW;
    html! {
        <svg
            class="lock"
            viewBox={format!("0 0 {WIDTH} {height}")}
            role="img"
            aria-label={in_words(picture)}
        >
            <g class={state(picture.holder.is_none())}>
                <rect x="3" y="12" width="100" height="48" rx="8" />
                <text x="53" y="41" text-anchor="middle">{ "free" }</text>
            </g>
            <g class={state(picture.holder.is_some())}>
                <rect x="187" y="12" width="150" height="48" rx="8" />
                if let Some(holder) = &picture.holder {
                    <text x="262" y="31" text-anchor="middle">{ "held by" }</text>
                    <text class="name" x="262" y="49" text-anchor="middle">{ holder }</text>
                } else {
                    <text x="262" y="41" text-anchor="middle">{ "held" }</text>
                }
            </g>
            <g class={way(takes)}>
                <path d="M106 27H178" />
                <path class="head" d="M185 27l-9 -5v10z" />
                <text x="145" y="20" text-anchor="middle">{ Transition::Take.name() }</text>
            </g>
            <g class={way(lets_go.is_some())}>
                <path d="M184 46H112" />
                <path class="head" d="M105 46l9 -5v10z" />
                <text x="145" y="75" text-anchor="middle">{ lets_go.unwrap_or("let go") }</text>
            </g>
            <g class="facts">
                { for picture.facts.iter().zip([("3", "start"), ("337", "end")]).map(
                    |(fact, (x, anchor))| html! {
                        <text {x} y="98" text-anchor={anchor}>{ fact }</text>
                    }
                ) }
                if let Some(left) = picture.ticks {
                    <rect class="gauge" x="3" y="105" width={TICKS.to_string()} height="6" />
                    <rect class="rest" x="3" y="105" width={(left * TICKS).to_string()} height="6" />
                }
                <text x="3" y="128">{ "Threads" }</text>
                if !old_lock {
                    <text x="337" y="128" text-anchor="end">{ "drop request" }</text>
                }
            </g>
            { for picture.rows.iter().enumerate().map(|(index, row)| {
                draw_row(row, y(index), picture.transition, old_lock)
            }) }
            if let Some(Transition::Ask(Some((from, to)))) = picture.transition {
                <g class="way taken">
                    <path d={format!("M302 {}H332V{}H328", y(from) + 27, y(to) + 14)} />
                    <path class="head" d={format!("M322 {}l9 -5v10z", y(to) + 14)} />
                </g>
            }
            if picture.more > 0 {
                <text class="faint" x="3" y={(height - 4).to_string()}>
                    { format!("and {} more threads", picture.more) }
                </text>
            }
        </svg>
    }
}

fn draw_row(row: &Row, y: usize, transition: Option<Transition>, old_lock: bool) -> Html {
    let class = classes!(
        "thread",
        row.holds.then_some("holds"),
        row.acts.then_some("acts")
    );
    // The arrows between the states have their names there.
    let between = |what: &Transition| !matches!(what, Transition::Take | Transition::LetGo(_));
    let what = transition.filter(|what| row.acts && between(what));
    html! {
        <g {class}>
            <rect class="back" x="1.5" y={y.to_string()} width="337" height={(ROW - 3).to_string()} rx="4" />
            <text class="name" x="10" y={(y + 15).to_string()}>{ &row.name }</text>
            <text class="doing" x="10" y={(y + 29).to_string()}>{ &row.doing }</text>
            if let Some(patience) = row.patience {
                <rect
                    class="gauge"
                    x="184"
                    y={(y + 6).to_string()}
                    width={PATIENCE.to_string()}
                    height="8"
                />
                <rect
                    class="rest"
                    x="184"
                    y={(y + 6).to_string()}
                    width={(patience * PATIENCE).to_string()}
                    height="8"
                />
            }
            if let Some(what) = what {
                <text class="what" x="300" y={(y + 30).to_string()} text-anchor="end">
                    { what.name() }
                </text>
            }
            if !old_lock {
                <rect
                    class={if row.asked { "bit set" } else { "bit" }}
                    x="308"
                    y={(y + 8).to_string()}
                    width="12"
                    height="12"
                />
                if row.asked {
                    <path class="tick" d={format!("M310.5 {}l3 3.5l5 -7", y + 14)} />
                }
            }
        </g>
    }
}
