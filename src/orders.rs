//! What others ask a figure to do: buttons in the text, the address, the page around this one.

use std::cell::RefCell;

use yew::Callback;

use crate::figures::Figure;
use crate::settings::Setting;

/// What a figure is asked to do.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Set some fields.
    Take(Vec<(Setting, String)>),
    /// Show somebody else's program, and run it only when the reader says so.
    Program(String),
    /// Tell the reader something.
    Note(String),
    /// Run, says the page around this one, which may not run a program that came with the address.
    RunFromOutside,
}

#[derive(Default)]
struct Place {
    /// The figure, once it is alive.
    ear: Option<Callback<Order>>,
    /// What it was asked before.
    waiting: Vec<Order>,
}

thread_local! {
    static PLACES: RefCell<[Place; Figure::ALL.len()]> = RefCell::default();
}

fn index(figure: Figure) -> usize {
    Figure::ALL
        .iter()
        .position(|&one| one == figure)
        .unwrap_or(0)
}

/// Asks a figure to do something. A figure that is not alive yet does it when it is.
pub fn give(figure: Figure, order: Order) {
    let ear = PLACES.with_borrow_mut(|places| {
        let place = &mut places[index(figure)];
        if place.ear.is_none() {
            place.waiting.push(order.clone());
        }
        place.ear.clone()
    });
    // Outside: it may lead to another order.
    if let Some(ear) = ear {
        ear.emit(order);
    }
}

/// The figure is alive and hears what it is asked.
pub fn hear(figure: Figure, ear: Callback<Order>) {
    let waiting = PLACES.with_borrow_mut(|places| {
        let place = &mut places[index(figure)];
        place.ear = Some(ear.clone());
        std::mem::take(&mut place.waiting)
    });
    for order in waiting {
        ear.emit(order);
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;

    #[test]
    fn orders_wait_until_the_figure_is_alive() {
        let heard = Rc::new(RefCell::new(Vec::new()));
        give(Figure::Inside, Order::Note("early".into()));
        let ear = {
            let heard = Rc::clone(&heard);
            Callback::from(move |order| heard.borrow_mut().push(order))
        };
        hear(Figure::Inside, ear);
        give(Figure::Inside, Order::RunFromOutside);
        give(Figure::OneLock, Order::RunFromOutside);
        assert_eq!(
            *heard.borrow(),
            [Order::Note("early".into()), Order::RunFromOutside]
        );
    }
}
