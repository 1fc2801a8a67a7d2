//! What happened around the lock: the timeline of one run, and the choice of which.

use protocol::{CoreCount, Cores, Preset, Way};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::charts::label;
use crate::state::{Action, State};
use crate::timeline::{Recording, Timeline};

/// The timeline: of the program that runs, afterwards of the run that the reader chooses.
pub fn recordings(state: &State, dispatch: &Callback<Action>) -> Html {
    let (recordings, shown) = state.recordings();
    let of = match &state.live {
        Some(live) => Some(live.of),
        None => shown,
    };
    let all: Vec<(usize, Way)> = recordings.iter().map(|one| one.of).collect();
    let onchange = {
        let (dispatch, all) = (dispatch.clone(), all.clone());
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let chosen = usize::try_from(select.selected_index()).ok();
            if let Some(&(side, way)) = chosen.and_then(|index| all.get(index)) {
                dispatch.emit(Action::Show(side, way));
            }
        })
    };
    let name = |(side, way): (usize, Way)| match side {
        0 => label(way).to_owned(),
        _ => format!("{}, the other side", label(way)),
    };
    let side = of.and_then(|(side, _)| side_settings(state, side));
    let is_virtual = side.is_some_and(|(_, is_virtual)| is_virtual);
    let recording = match (&state.live, state.recording()) {
        (Some(live), _) => live.recording.clone(),
        (None, Some(kept)) => kept.recording.clone(),
        (None, None) => Recording::default(),
    };
    let has_lock = match (of, side) {
        (Some((_, way)), Some((preset, _))) => way.preset(preset).has_gil(),
        _ => true,
    };
    let threads = state.settings.threads().unwrap_or(1) as usize + 1;
    html! {
        <div class="recordings">
            <div class="recordings-head">
                <h4>{ "Who did what, and when" }</h4>
                if all.len() > 1 && state.live.is_none() {
                    <label>
                        { "of " }
                        <select data-testid="recording" {onchange}>
                            { for all.iter().map(|&one| html! {
                                <option selected={Some(one) == of}>{ name(one) }</option>
                            }) }
                        </select>
                    </label>
                } else if let Some(of) = of {
                    <span>{ name(of) }</span>
                }
            </div>
            <Timeline
                {recording}
                live={state.live.is_some()}
                label={of.map_or_else(|| "Nothing has run yet".to_owned(), name)}
                {is_virtual}
                {has_lock}
                {threads}
            />
        </div>
    }
}

/// The Python of a side, and whether its cores are virtual.
fn side_settings(state: &State, side: usize) -> Option<(Preset, bool)> {
    if let Some(foreign) = &state.imported {
        let report = &foreign.imported.report;
        let side = report.sides().nth(side)?;
        return Some((side.preset, matches!(side.cores, CoreCount::Virtual(_))));
    }
    let chosen = &state.sides.get(side)?.plan.chosen;
    Some((chosen.preset, matches!(chosen.cores, Cores::Virtual(_))))
}
