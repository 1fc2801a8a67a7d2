//! What the programs printed.

use protocol::Stream;
use web_sys::Element;
use yew::prelude::*;

use crate::state::{Console, Entry};
use crate::words;

/// What is shown.
#[derive(PartialEq, Properties)]
pub struct ConsoleProps {
    /// The console.
    pub console: Console,
}

/// The console; it follows its end as long as the reader does not scroll up.
#[component]
pub fn ConsoleView(props: &ConsoleProps) -> Html {
    let node = use_node_ref();
    let follows = use_mut_ref(|| true);
    let onscroll = {
        let follows = follows.clone();
        Callback::from(move |event: Event| {
            let element: Element = event.target_unchecked_into();
            let below = element.scroll_height() - element.scroll_top() - element.client_height();
            *follows.borrow_mut() = below < 8;
        })
    };
    {
        let node = node.clone();
        use_effect_with(props.console.clone(), move |_| {
            if let Some(element) = node.cast::<Element>()
                && *follows.borrow()
            {
                element.set_scroll_top(element.scroll_height());
            }
        });
    }
    let empty = props.console.entries.is_empty();
    html! {
        <div
            class="console"
            ref={node}
            data-testid="console"
            role="log"
            aria-label="What the programs print"
            tabindex="0"
            {onscroll}
        >
            if empty {
                <span class="placeholder">{ "What the programs print appears here." }</span>
            }
            { for props.console.entries.iter().enumerate().map(|one| entry(one, &props.console.entries)) }
        </div>
    }
}

/// One entry; the name of a thread stands wherever another one begins to print.
fn entry((index, entry): (usize, &Entry), all: &[Entry]) -> Html {
    match entry {
        Entry::Head(turn) => html! { <div class="head">{ words::turn(turn) }</div> },
        Entry::Text(chunk) => {
            let class = match chunk.stream {
                Stream::Stdout => "stdout",
                Stream::Stderr => "stderr",
                Stream::Note => "note",
            };
            let before = index.checked_sub(1).and_then(|before| all.get(before));
            let goes_on =
                matches!(before, Some(Entry::Text(before)) if before.thread == chunk.thread);
            html! {
                <>
                    if !goes_on {
                        <span class="thread">{ &chunk.thread }</span>
                    }
                    <span {class}>{ &chunk.text }</span>
                </>
            }
        }
    }
}
