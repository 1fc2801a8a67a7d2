//! Draws each thread's code.

use yew::prelude::*;

use super::code::{Column, Line, Mark, WINDOW};

/// One column a thread.
pub fn columns(columns: &[Column], more: usize, check_point: &'static str) -> Html {
    html! {
        <div class="codes">
            { for columns.iter().map(|it| column(it, check_point)) }
            if more > 0 {
                <p class="faint">{ format!("and {} more threads", more) }</p>
            }
        </div>
    }
}

fn column(column: &Column, check_point: &'static str) -> Html {
    let core = match column.core {
        Some(core) => format!("core {core}"),
        None => "no core".to_owned(),
    };
    // As many lines in every column, so that nothing moves.
    let missing = WINDOW.saturating_sub(column.lines.len());
    let label = format!("Bytecode of {}", column.name);
    html! {
        <section class={classes!("code", column.acts.then_some("acts"))}>
            <p class="who">
                <strong>{ &column.name }</strong>
                <span>{ core }</span>
            </p>
            <p class="doing">{ &column.doing }</p>
            <p class="place">
                { &column.place }
                if let Some(passed) = &column.passed {
                    <em>{ passed }</em>
                }
            </p>
            <p class="text"><code>{ &column.source }</code></p>
            <ol aria-label={label}>
                { for column.lines.iter().map(|it| line(it, check_point)) }
                { for (0..missing).map(|_| html! { <li class="empty" aria-hidden="true"></li> }) }
            </ol>
        </section>
    }
}

fn line(line: &Line, check_point: &'static str) -> Html {
    let is_next = line.mark == Some(Mark::Next);
    let mark = match line.mark {
        Some(Mark::Next) => "▸",
        Some(Mark::Done) => "✓",
        None => "",
    };
    let class = classes!(
        is_next.then_some("next"),
        (line.mark == Some(Mark::Done)).then_some("done"),
        line.in_line.then_some("in-line"),
    );
    html! {
        <li {class} aria-current={is_next.then_some("step")}>
            <span class="mark">{ mark }</span>
            <span class="number">{ line.number }</span>
            <span class="op">
                { &line.name }
                if !line.argument.is_empty() {
                    <span class="argument">{ format!(" {}", line.argument) }</span>
                }
            </span>
            <span class="check">
                if line.check_point {
                    <span title={check_point} role="img" aria-label={check_point}>{ "◆" }</span>
                }
            </span>
        </li>
    }
}
