//! The figures as they look before they come alive: the build puts this into the page, so that it is
//! whole from the beginning and nothing moves when the scripts arrive.

use std::rc::Rc;

use yew::LocalServerRenderer;

use crate::figure::{FigureProps, FigureView};
use crate::figures::Figure;
use crate::place::Place;
use crate::state::State;

/// Each figure’s name and its HTML.
pub async fn figures() -> Vec<(&'static str, String)> {
    let mut figures = Vec::new();
    for figure in Figure::ALL {
        let props = FigureProps {
            state: Rc::new(State::new(figure)),
            place: Place::assumed(),
            alive: false,
        };
        let view = LocalServerRenderer::<FigureView>::with_props(props);
        figures.push((figure.name(), view.hydratable(false).render().await));
    }
    figures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nothing_can_be_pressed_before_the_figure_is_alive() {
        let local = tokio::task::LocalSet::new();
        for (name, html) in local.run_until(figures()).await {
            for part in html.split("<button").skip(1) {
                let (button, _) = part.split_once('>').expect("a whole tag");
                assert!(button.contains("disabled"), "{name}: <button{button}>");
            }
            assert!(html.contains("COUNT = "), "{name} shows its program");
            assert!(
                !html.contains(" style="),
                "{name}: the page allows no inline styles"
            );
        }
    }
}
