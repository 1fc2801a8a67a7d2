//! A figure: one kind for all, from the fields to the console.

use std::cell::RefCell;
use std::rc::Rc;

use protocol::{Report, SweptSetting, VERSION, Way};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, FocusEvent, HtmlElement, KeyboardEvent};
use yew::prelude::*;

use crate::browser;
use crate::charts::{Bars, SideView};
use crate::console::ConsoleView;
use crate::controls::Controls;
use crate::editor::Editor;
use crate::embed::{self, Outgoing};
use crate::figures::Figure;
use crate::link;
use crate::measure::{Desk, measure};
use crate::orders::{self, Order};
use crate::place::Place;
use crate::plan::{self, Ability};
use crate::recordings::recordings;
use crate::settings::Chosen;
use crate::share::{FullPage, Share};
use crate::state::{Action, MeasuredSide, State, core_count};
use crate::stepper::Stepper;
use crate::sweeps::{self, sweeps};
use crate::words;

/// What a figure starts with.
#[derive(Clone, PartialEq, Properties)]
pub struct FigureProps {
    /// What it shows at first.
    pub state: Rc<State>,
    /// Where the page is.
    pub place: Place,
    /// Whether it has come alive. What the build puts into the page has not.
    #[prop_or(true)]
    pub alive: bool,
}

/// The figure.
#[component]
pub fn FigureView(props: &FigureProps) -> Html {
    let state = use_reducer({
        let state = props.state.clone();
        move || (*state).clone()
    });
    let figure = state.figure;
    let desk = use_state(Desk::default);
    let most_threads = use_state(|| None);
    let dispatch = {
        let dispatcher = state.dispatcher();
        use_callback((), move |action, ()| dispatcher.dispatch(action))
    };
    let run = {
        let (state, desk, dispatch) = (state.clone(), desk.clone(), dispatch.clone());
        let ability = props.place.ability;
        Callback::from(move |()| run_bars(&state, &desk, &dispatch, ability))
    };
    let sweep = {
        let (state, desk, dispatch) = (state.clone(), desk.clone(), dispatch.clone());
        let place = props.place.clone();
        Callback::from(move |(over, most)| run_sweep(&state, &desk, &dispatch, &place, over, most))
    };
    let on_cancel = {
        let desk = desk.clone();
        use_callback((), move |(), ()| desk.cancel())
    };
    let on_key = {
        let on_cancel = on_cancel.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                on_cancel.emit(());
            }
        })
    };
    let report = use_memo(
        (
            state.stage.clone(),
            state.sides.clone(),
            state.sweeps.clone(),
        ),
        |_| report(&state).map(Rc::new),
    );
    let obey = {
        let (state, run, dispatch) = (state.clone(), run.clone(), dispatch.clone());
        Callback::from(move |order| match order {
            Order::Take(pairs) => dispatch.emit(Action::Take(pairs)),
            Order::Program(text) => dispatch.emit(Action::Foreign(text)),
            Order::Note(sentence) => dispatch.emit(Action::Note(sentence)),
            Order::RunFromOutside if state.is_foreign => {
                embed::post(&Outgoing::Error {
                    message: embed::NEEDS_A_CLICK,
                });
            }
            Order::RunFromOutside => run.emit(()),
        })
    };
    // After each drawing: what a run begins with must be the settings that are shown.
    use_effect(move || orders::hear(figure, obey));
    {
        let tier = props.place.tier.clone();
        use_effect_with((), move |()| {
            let figure = figure.name();
            embed::post(&Outgoing::Ready {
                figure,
                tier: &tier,
            });
        });
    }
    use_effect_with(Rc::clone(&report), |report| {
        if let Some(report) = &**report {
            embed::post(&Outgoing::Result { report });
        }
    });

    let title = format!("{}-title", figure.name());
    let busy = state.is_busy();
    let section = use_node_ref();
    let lost = use_mut_ref(|| None::<Element>);
    {
        let section = section.clone();
        let lost = lost.clone();
        use_effect_with(busy, move |_| keep_focus(&section, &lost));
    }
    let on_focus_lost = {
        let section = section.clone();
        Callback::from(move |event: FocusEvent| give_back_focus(&event, &section, &lost))
    };
    let imported = state
        .imported
        .as_ref()
        .map(|foreign| Rc::clone(&foreign.imported));
    let sides = use_memo(
        (
            state.sides.clone(),
            state.settings.clone(),
            state.other.clone(),
            imported.clone(),
        ),
        |_| side_views(&state, &props.place),
    );
    let shown_report = match &imported {
        Some(imported) => Some(Rc::clone(&imported.report)),
        None => (*report).clone(),
    };
    html! {
        <section
            ref={section}
            class="live"
            aria-labelledby={title.clone()}
            onkeydown={on_key}
            onfocusout={on_focus_lost}
        >
            <div class="figure-head">
                <h3 id={title}>{ figure.title() }</h3>
                <Share
                    state={state.clone()}
                    report={shown_report.clone()}
                    place={props.place.clone()}
                    alive={props.alive}
                    dispatch={dispatch.clone()}
                />
            </div>
            <Controls
                {figure}
                settings={state.settings.clone()}
                other={state.other.clone()}
                asks_network={figure == Figure::IoBound || state.program.text().contains("httpbin.org")}
                {busy}
                alive={props.alive}
                dispatch={dispatch.clone()}
                on_run={run.clone()}
                on_cancel={on_cancel.clone()}
            />
            { less(&props.place, &state) }
            if state.is_foreign {
                <p class="note" role="note" data-testid="foreign">
                    { "The program below came with the address. Somebody else wrote it; nothing of it \
                       runs before you press Run." }
                </p>
            }
            { notes(&state.notes, &dispatch) }
            { status(&state) }
            if let Some(imported) = &imported {
                <div class="note" role="note" data-testid="imported">
                    <p>
                        <strong>{ "Somebody else’s report. " }</strong>
                        { format!("Not measured here, but in {}.", imported.from) }
                    </p>
                    <button type="button" onclick={{
                        let dispatch = dispatch.clone();
                        Callback::from(move |_: MouseEvent| dispatch.emit(Action::CloseImport))
                    }}>{ "Back to this machine" }</button>
                </div>
            }
            if figure.has_bars() {
                <Bars
                    sides={Rc::clone(&*sides)}
                    prediction={state.prediction.clone()}
                    on_predict={dispatch.reform(Action::Predict)}
                    may_predict={!state.has_run() && !busy && imported.is_none() && props.alive}
                    answers_expected={figure.answer().map(str::to_owned)}
                />
            }
            <Measured report={shown_report} is_imported={imported.is_some()} />
            if figure == Figure::Inside {
                <div class="steps">
                    if let Some(recorded) = state.recorded() {
                        <Stepper
                            steps={Rc::clone(&recorded.steps)}
                            source={recorded.source.clone()}
                            old_lock={recorded.preset == protocol::Preset::Python27}
                            label={figure.title()}
                        />
                    } else {
                        <p class="placeholder">
                            { "Press Run: the program is run on virtual cores, its first hand-overs \
                               of the lock are recorded, and you can step through them here." }
                        </p>
                    }
                </div>
            }
            { recordings(&state, &dispatch) }
            if !figure.sweeps().is_empty() {
                { sweeps(&state, &sweeps::Means {
                    most: &most_threads,
                    processors: props.place.processors,
                    ready: props.alive && !busy,
                    on_sweep: &sweep,
                    on_cancel: &on_cancel,
                }) }
            }
            <details class="program" open={!props.place.embed}>
                <summary>{ "The program" }</summary>
                <Editor
                    {figure}
                    program={state.program.clone()}
                    lacks={lacks(&state)}
                    error_line={state.error_line}
                    busy={busy || !props.alive}
                    dispatch={dispatch.clone()}
                />
            </details>
            <ConsoleView console={state.console.clone()} />
        </section>
    }
}

/// What is disabled while it has the focus loses it, and the keys that the reader presses then, like
/// Escape, would come to nobody. The button beside it, which is not, takes it. `lost` is what lost it
/// when there was none.
fn keep_focus(figure: &NodeRef, lost: &RefCell<Option<Element>>) {
    let Some(figure) = figure.cast::<Element>() else {
        return;
    };
    let focused = figure.query_selector(":disabled:focus").ok().flatten();
    let lost = lost.take().filter(|_| is_nowhere(&figure));
    if let Some(element) = focused.or(lost) {
        focus_beside(&figure, &element);
    }
}

/// The same where the browser was faster, and has taken the focus away.
fn give_back_focus(event: &FocusEvent, figure: &NodeRef, lost: &RefCell<Option<Element>>) {
    let element = event.target_dyn_into::<Element>();
    let element = element.filter(|element| element.matches(":disabled").unwrap_or(false));
    if let (Some(element), Some(figure)) = (element, figure.cast::<Element>())
        && !focus_beside(&figure, &element)
    {
        lost.replace(Some(element));
    }
}

/// Whether nothing has the focus.
fn is_nowhere(figure: &Element) -> bool {
    let document = figure.owner_document();
    let active = document.and_then(|document| document.active_element());
    active.is_none_or(|active| active.tag_name() == "BODY")
}

/// Says whether there is somebody to take it.
fn focus_beside(figure: &Element, lost: &Element) -> bool {
    let beside = lost.closest(".buttons").ok().flatten();
    let buttons = beside.as_ref().unwrap_or(figure);
    let button = buttons.query_selector(".buttons button:enabled");
    let button = button
        .ok()
        .flatten()
        .and_then(|button| button.dyn_into::<HtmlElement>().ok());
    button.is_some_and(|button| button.focus().is_ok())
}

/// The reader pressed Run, or the page around this one did.
fn run_bars(state: &State, desk: &Desk, dispatch: &Callback<Action>, ability: Ability) {
    let Some((chosen, other)) = chosen(state).filter(|_| !state.is_busy()) else {
        return;
    };
    let plans = plan::sides(state.figure, chosen, other, ability);
    let jobs = plan::jobs(state.figure, &plans, &state.program);
    dispatch.emit(Action::Start(plans));
    let dispatch = dispatch.clone();
    spawn_local(measure(desk.clone(), jobs, move |action| {
        dispatch.emit(action);
    }));
}

fn run_sweep(
    state: &State,
    desk: &Desk,
    dispatch: &Callback<Action>,
    place: &Place,
    over: SweptSetting,
    most_threads: u32,
) {
    let Some((chosen, _)) = chosen(state).filter(|_| !state.is_busy()) else {
        return;
    };
    let plans = plan::sides(state.figure, chosen, None, place.ability);
    // What is on virtual cores instead of real ones has all the ways.
    let Some(side) = plans.last() else { return };
    let jobs = plan::sweep_jobs(state.figure, over, most_threads, side, &state.program);
    let cores = core_count(side.chosen.cores, place.processors);
    dispatch.emit(Action::Sweep(over, cores));
    let dispatch = dispatch.clone();
    spawn_local(measure(desk.clone(), jobs, move |action| {
        dispatch.emit(action);
    }));
}

/// What the fields mean, if all of them mean something.
fn chosen(state: &State) -> Option<(Chosen, Option<Chosen>)> {
    let other = match &state.other {
        Some(other) => Some(other.chosen()?),
        None => None,
    };
    Some((state.settings.chosen()?, other))
}

/// The line of the program that a field or a way would change, and that is not there.
fn lacks(state: &State) -> Option<&'static str> {
    let missing = state.program.without(state.figure.constants());
    let ways: &[Way] = state
        .settings
        .preset()
        .map_or(&[], |preset| state.figure.ways(preset));
    missing.or_else(|| state.program.without_switch(ways))
}

/// What the bars show: what was measured, before that what will be.
fn side_views(state: &State, place: &Place) -> Rc<[SideView]> {
    if let Some(foreign) = &state.imported {
        let report = &foreign.imported.report;
        return report
            .sides()
            .map(|side| SideView {
                title: words::side_title(state.figure, side),
                passage: words::passage_of(&side.ways),
                rows: side.ways.iter().map(|way| way.way).collect(),
                side: side.clone(),
            })
            .collect();
    }
    let planned: Vec<_>;
    let sides = if state.sides.is_empty() {
        let plans = chosen(state)
            .map(|(chosen, other)| plan::sides(state.figure, chosen, other, place.ability));
        planned = plans
            .unwrap_or_default()
            .into_iter()
            .map(MeasuredSide::planned)
            .collect();
        &planned
    } else {
        &state.sides
    };
    sides
        .iter()
        .map(|measured| {
            let side = measured.report(place.processors);
            SideView {
                title: words::side_title(state.figure, &side),
                passage: measured.plan.passage,
                rows: measured.plan.ways.clone(),
                side,
            }
        })
        .collect()
}

/// The whole report, once something was measured and nothing runs any more.
fn report(state: &State) -> Option<Report> {
    if state.is_busy() || !state.has_run() && state.sweeps.is_empty() {
        return None;
    }
    let environment = browser::environment(&web_sys::window()?, state.hidden_meanwhile);
    let processors = environment.logical_processors;
    let mut sides = state.sides.iter().map(|side| side.report(processors));
    let planned = || {
        let chosen = state.settings.chosen()?;
        let plan = plan::sides(state.figure, chosen, None, Ability::Threads);
        let side = plan.into_iter().next().map(MeasuredSide::planned)?;
        Some(side.report(processors))
    };
    let side = sides.next().or_else(planned)?;
    Some(Report {
        version: VERSION,
        figure: state.figure.name().to_owned(),
        side,
        others: sides.collect(),
        sweeps: state.sweeps.iter().map(|sweep| (**sweep).clone()).collect(),
        programs: vec![protocol::Program {
            file: state.figure.file().to_owned(),
            source: state.program.text().to_owned(),
        }],
        environment,
    })
}

/// What happens just now, in words and as a bar.
fn status(state: &State) -> Html {
    let (stage, busy) = (&state.stage, state.is_busy());
    // A percentage in the words would have screen readers say it 20 times a second.
    html! {
        <div class="status">
            <p role="status" data-testid="status" data-state={words::state_name(stage)}>
                { words::status(stage, state.imported.is_some()) }
            </p>
            <progress
                class={classes!((!busy).then_some("idle"))}
                aria-label="Progress of all runs"
                aria-hidden={(!busy).then_some("true")}
                max="1"
                value={format!("{:.3}", state.progress())}
            ></progress>
            <p class="left" data-testid="left" aria-hidden="true">{ words::time_left(stage) }</p>
        </div>
    }
}

/// What the reader should know, until they have read it.
fn notes(notes: &[String], dispatch: &Callback<Action>) -> Html {
    if notes.is_empty() {
        return html! {};
    }
    let forget = dispatch.reform(|_: MouseEvent| Action::ForgetNotes);
    html! {
        <div class="note" role="status">
            { for notes.iter().map(|note| html! { <p data-testid="note">{ note }</p> }) }
            <button type="button" class="quiet" onclick={forget}>{ "All right" }</button>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct MeasuredProps {
    report: Option<Rc<Report>>,
    is_imported: bool,
}

/// What was measured, in words for people and whole for programs.
#[component]
fn Measured(props: &MeasuredProps) -> Html {
    let Some(report) = &props.report else {
        return html! { <div class="result" aria-live="polite"></div> };
    };
    html! {
        <div class="result" aria-live="polite">
            <p class="verdict">{ words::verdict(report) }</p>
            if !props.is_imported {
                <p class="conditions" data-testid="conditions">{ words::conditions(report) }</p>
                if let Ok(json) = serde_json::to_string(&**report) {
                    <script type="application/json" data-testid="report">{ json }</script>
                }
            }
        </div>
    }
}

/// Why less than everything can be run here, what that means, and a way to where it can.
fn less(place: &Place, state: &State) -> Html {
    let Some((lost, why)) = words::ability(place.ability, &place.reason) else {
        return html! {};
    };
    html! {
        <div class="note less" role="note" data-testid="not-isolated">
            <p><strong>{ lost }</strong></p>
            <p>{ why }</p>
            if place.is_framed {
                <FullPage query={link::query(state, false)} program={state.program.clone()} />
            }
        </div>
    }
}
