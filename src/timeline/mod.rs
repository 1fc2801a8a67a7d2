//! The timeline: a lane a thread, drawn while a program runs and looked through afterwards.
//!
//! What is drawn where is decided by the pure functions of the crate `timeline`; here are the
//! component that hears pointer and keyboard, the canvases, and words and tables beside them.

mod canvas;
mod describe;
mod legend;
mod stage;
mod tables;
mod theme;
mod watch;

use std::cell::{Ref, RefCell};
use std::f64::consts::LN_2;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

use gloo_timers::callback::Timeout;
use protocol::{Ledger, LedgerEvent};
use timeline::{LANE, Lanes, Window};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlCanvasElement, HtmlDetailsElement, HtmlElement};
use yew::prelude::*;

use self::canvas::Canvas;
use self::legend::legend;
use self::stage::{MOST_LANES, OVERVIEW, Scene, Stage};
use self::tables::{Statistics, Table};
use self::theme::Theme;
use self::watch::Watch;

/// What happened around the lock so far. Copies of it are the same recording at different times, of
/// which only the latest can still be had.
#[derive(Clone, Debug, Default)]
pub struct Recording {
    lanes: Rc<RefCell<Lanes>>,
    revision: u32,
}

/// Also says whether there is something new to be drawn.
impl PartialEq for Recording {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.lanes, &other.lanes) && self.revision == other.revision
    }
}

impl Recording {
    /// Of a program that has ended.
    pub fn of(ledger: &Ledger) -> Self {
        Self {
            lanes: Rc::new(RefCell::new(Lanes::of(ledger))),
            revision: 0,
        }
    }

    /// Adds what has happened since; see [`Lanes::extend`].
    pub fn extend(
        &mut self,
        threads: &[String],
        events: impl IntoIterator<Item = LedgerEvent>,
        dropped: u64,
        until: u64,
    ) {
        let mut lanes = self.lanes.borrow_mut();
        lanes.extend(threads, events, dropped, until);
        self.revision = self.revision.wrapping_add(1);
    }

    /// What there is by now. Not to be kept.
    pub fn lanes(&self) -> Ref<'_, Lanes> {
        self.lanes.borrow()
    }
}

/// What a timeline shows.
#[derive(PartialEq, Properties)]
pub struct TimelineProps {
    /// What is drawn.
    pub recording: Recording,
    /// Whether the program still runs: then everything so far is shown, and nothing else can be.
    pub live: bool,
    /// What screen readers call it.
    pub label: AttrValue,
    /// Whether the times are those of virtual cores.
    pub is_virtual: bool,
    /// Whether there is a lock.
    pub has_lock: bool,
    /// For how many threads room is kept free from the start.
    pub threads: usize,
    /// Told what is looked at, once it has not moved for a while; at first that is everything.
    #[prop_or_default]
    pub on_window: Callback<Window>,
}

/// What can happen to a timeline.
pub enum Msg {
    /// Time to draw.
    Frame,
    /// A live timeline has rested.
    Rested,
    /// Nothing has moved for a while.
    Settled,
    /// Its size has changed, or how far it is scrolled.
    Resized,
    /// It came into sight, or went out of it.
    Sight(bool),
    /// The page has other colours.
    Theme,
    /// A pointer went down.
    Down(PointerEvent),
    /// A pointer moved.
    Move(PointerEvent),
    /// A pointer went up or away.
    Up(PointerEvent),
    /// No pointer is there any more.
    Leave,
    /// A pointer is on the overview.
    Overview(PointerEvent),
    /// A wheel was turned.
    Wheel(WheelEvent),
    /// A key was pressed.
    Key(KeyboardEvent),
    /// The window gets so many times as long.
    Zoom(f64),
    /// Everything is to be seen.
    ShowAll,
    /// The selection is to be seen.
    ShowSelection,
    /// Dragging selects from now on, or moves.
    ToggleSelecting,
    /// The table was opened or closed.
    Table(bool),
}

/// What a pointer that is down does.
#[derive(Clone, Copy)]
enum Drag {
    /// It moves the window, which was this one when it was at that x.
    Pan(Window, f64),
    /// It selects from this time on.
    Select(u64),
    /// Two of them zoom the window, which was this one when they were at these x.
    Pinch(Window, f64, f64),
}

/// See [`TimelineProps`].
pub struct Timeline {
    window: Window,
    /// Whether everything is shown, also when it becomes more.
    is_whole: bool,
    selection: Option<(u64, u64)>,
    /// Which end of the selection the keyboard does not move.
    anchor: u64,
    selecting: bool,
    cursor: Option<(usize, u64)>,
    /// Where the pointer is, in CSS pixels from the upper left corner of what is to be seen.
    pointer: Option<(f64, f64)>,
    /// The pointers that are down: number and x.
    down: Vec<(i32, f64)>,
    drag: Option<Drag>,
    /// Words for what is under the pointer or the cursor.
    details: String,
    /// The same for screen readers, only after keys.
    said: String,
    table: bool,
    /// The window, for what should not change as often.
    settled: Window,

    /// What the description of its keys is called in the page.
    help: String,
    section: NodeRef,
    scroller: NodeRef,
    lanes: NodeRef,
    head: NodeRef,
    stage: Option<Stage>,
    watch: Option<Watch>,
    theme: Option<Theme>,
    /// Width and height of what is to be seen of the lanes, and how far they are scrolled.
    size: (f64, f64),
    scrolled: f64,
    /// How many threads were there when their names were last written.
    named: usize,
    in_sight: bool,
    frame: Option<i32>,
    /// Made when it is first drawn: the build, which draws figures too, has no closures.
    on_frame: Option<Closure<dyn FnMut()>>,
    /// A frame that is put off.
    pause: Option<Timeout>,
    drawn_at: f64,
    settling: Option<Timeout>,
}

/// How long a live timeline rests after it was drawn, in milliseconds: it takes time from the
/// programs that are being measured.
const LIVE_REST: f64 = 100.0;
/// How long nothing moves before tables are made, in milliseconds.
const SETTLE: u32 = 250;
/// How much a key or a button zooms.
const ZOOM: f64 = 1.5;
/// How near a mark has to be to the pointer, in CSS pixels.
const REACH: f64 = 4.0;

/// How many timelines there have been in this page. `Relaxed` because only the number counts.
static COUNT: AtomicU32 = AtomicU32::new(0);

impl Component for Timeline {
    type Message = Msg;
    type Properties = TimelineProps;

    fn create(ctx: &Context<Self>) -> Self {
        let window = Window::whole(ctx.props().recording.lanes().until());
        Self {
            window,
            is_whole: true,
            selection: None,
            anchor: 0,
            selecting: false,
            cursor: None,
            pointer: None,
            down: Vec::new(),
            drag: None,
            details: String::new(),
            said: String::new(),
            table: false,
            settled: window,
            help: format!("timeline-help-{}", COUNT.fetch_add(1, Ordering::Relaxed)),
            section: NodeRef::default(),
            scroller: NodeRef::default(),
            lanes: NodeRef::default(),
            head: NodeRef::default(),
            stage: None,
            watch: None,
            theme: None,
            size: (0.0, 0.0),
            scrolled: 0.0,
            named: 0,
            in_sight: false,
            frame: None,
            on_frame: None,
            pause: None,
            drawn_at: 0.0,
            settling: None,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &TimelineProps) -> bool {
        let props = ctx.props();
        if !Rc::ptr_eq(&props.recording.lanes, &old.recording.lanes) || props.live && !old.live {
            self.start_again();
        }
        if self.is_whole {
            self.window = Window::whole(props.recording.lanes().until());
            self.settled = self.window;
        }
        if let Some(stage) = &mut self.stage {
            stage.forget_overview();
        }
        self.draw_soon(ctx);
        // While it runs, only the canvas changes, unless there is another thread.
        let is_as_before = self.named == props.recording.lanes().lanes().len();
        !(props.live && old.live && is_as_before)
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Frame => {
                self.frame = None;
                return self.draw(ctx);
            }
            Msg::Rested => self.pause = None,
            Msg::Settled => {
                self.settled = self.window;
                ctx.props().on_window.emit(self.window);
                return self.table;
            }
            Msg::Resized => self.measure(),
            Msg::Sight(in_sight) => self.in_sight = in_sight,
            Msg::Theme => {
                self.theme = None;
                if let Some(stage) = &mut self.stage {
                    stage.forget_overview();
                }
            }
            Msg::Leave => self.pointer = None,
            Msg::Table(is_open) => {
                self.table = is_open;
                self.settled = self.window;
                return true;
            }
            // What follows changes what is looked at, which is possible only at the end.
            _ if ctx.props().live => return false,
            Msg::Down(event) => return self.press(ctx, &event),
            Msg::Move(event) => return self.drag_to(ctx, &event),
            Msg::Up(event) => return self.release(ctx, &event),
            Msg::Overview(event) => self.jump(ctx, &event),
            Msg::Wheel(event) => self.turn(ctx, &event),
            Msg::Key(event) => return self.press_key(ctx, &event),
            Msg::Zoom(times) => {
                self.zoom(ctx, times, self.centre());
                self.say_window(ctx);
                return true;
            }
            Msg::ShowAll => {
                let until = ctx.props().recording.lanes().until();
                self.look_at(ctx, Window::whole(until));
                self.say_window(ctx);
                return true;
            }
            Msg::ShowSelection => {
                if let Some((from, to)) = self.selection {
                    let until = ctx.props().recording.lanes().until();
                    self.look_at(ctx, Window::between(from, to, until));
                    self.say_window(ctx);
                }
                return true;
            }
            Msg::ToggleSelecting => {
                self.selecting = !self.selecting;
                return true;
            }
        }
        self.draw_soon(ctx);
        false
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let link = ctx.link();
        let lanes = props.recording.lanes();
        let until = lanes.until();
        let hidden = lanes.lanes().len().saturating_sub(MOST_LANES);
        let is_empty = until == 0;
        let names = lanes.lanes().iter().take(MOST_LANES);
        let idle = props.live || is_empty;
        // One that is being dragged is summed up when it stays.
        let is_dragged = matches!(self.drag, Some(Drag::Select(_)));
        let selection = self.selection.filter(|_| !props.live && !is_dragged);
        let settled = (self.settled.time(0.0), self.settled.time(1.0).min(until));
        let (from, to) = selection.unwrap_or(settled);
        html! {
            <section
                ref={&self.section}
                class={classes!("timeline", props.live.then_some("live"), self.selecting.then_some("selecting"))}
                aria-label={&props.label}
                data-testid="timeline"
            >
                <div class="timeline-bar">
                    <button type="button" class="quiet" disabled={idle}
                        onclick={link.callback(|_| Msg::Zoom(1.0 / ZOOM))}>{ "Zoom in" }</button>
                    <button type="button" class="quiet" disabled={idle}
                        onclick={link.callback(|_| Msg::Zoom(ZOOM))}>{ "Zoom out" }</button>
                    <button type="button" class="quiet" disabled={idle}
                        onclick={link.callback(|_| Msg::ShowAll)}>{ "Show all" }</button>
                    <button type="button" class="quiet" disabled={idle || selection.is_none()}
                        onclick={link.callback(|_| Msg::ShowSelection)}>{ "Show selection" }</button>
                    <button type="button" class="quiet" disabled={idle}
                        aria-pressed={self.selecting.to_string()}
                        onclick={link.callback(|_| Msg::ToggleSelecting)}>{ "Drag to select" }</button>
                </div>
                <div class="timeline-head">
                    <span class="name">
                        if props.is_virtual {
                            { "virtual time" }
                        } else {
                            { "time" }
                        }
                    </span>
                    <canvas
                        ref={&self.head}
                        aria-hidden="true"
                        onpointerdown={link.callback(Msg::Overview)}
                        onpointermove={link.callback(Msg::Overview)}
                    ></canvas>
                </div>
                <div class="timeline-lanes" ref={&self.scroller} onscroll={link.callback(|_| Msg::Resized)}>
                    <div class="names" aria-hidden="true">
                        { for names.map(|lane| html! {
                            <div class="name" title={lane.name().to_owned()}>{ lane.name() }</div>
                        }) }
                    </div>
                    <canvas
                        ref={&self.lanes}
                        tabindex="0"
                        role="application"
                        aria-roledescription="timeline"
                        aria-label={format!("{}, a lane a thread", props.label)}
                        aria-describedby={self.help.clone()}
                        data-testid="timeline-lanes"
                        onpointerdown={link.callback(Msg::Down)}
                        onpointermove={link.callback(Msg::Move)}
                        onpointerup={link.callback(Msg::Up)}
                        onpointercancel={link.callback(Msg::Up)}
                        onpointerleave={link.callback(|_| Msg::Leave)}
                        onwheel={link.callback(Msg::Wheel)}
                        onkeydown={link.callback(Msg::Key)}
                    ></canvas>
                </div>
                <p class="timeline-details" data-testid="timeline-details">
                    if !self.details.is_empty() {
                        { &self.details }
                    } else if props.live {
                        { "What happened so far. When the program has ended, you can zoom in." }
                    } else {
                        { HINT }
                    }
                </p>
                <p class="timeline-said" role="status">{ &self.said }</p>
                <p class="timeline-said" id={self.help.clone()}>{ HELP }</p>
                if hidden > 0 {
                    <p class="note">
                        { format!("The first {MOST_LANES} threads are shown; {hidden} more are in the file.") }
                    </p>
                }
                if lanes.dropped() > 0 {
                    <p class="note">
                        { format!(
                            "There was no room to record {} further events: where a lane is empty \
                             towards the end, nothing is known.",
                            lanes.dropped()
                        ) }
                    </p>
                }
                if selection.is_some() {
                    <Statistics recording={props.recording.clone()} {from} {to} />
                }
                { legend(props.has_lock, props.is_virtual) }
                <details ontoggle={link.callback(|event: Event| {
                    let details = event.target_dyn_into::<HtmlDetailsElement>();
                    Msg::Table(details.is_some_and(|details| details.open()))
                })}>
                    <summary>{ "The same as a table" }</summary>
                    if self.table && !props.live {
                        <Table recording={props.recording.clone()} {from} {to} />
                    } else if self.table {
                        <p>{ "When the program has ended." }</p>
                    }
                </details>
            </section>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        let lanes = ctx.props().recording.lanes().lanes().len();
        if first || lanes != self.named {
            self.named = lanes;
            let shown = lanes.max(ctx.props().threads).clamp(1, MOST_LANES);
            self.set_style("--timeline-lanes", &shown.to_string());
        }
        if first {
            self.stage = self.set_stage();
            self.watch = self.set_watch(ctx);
            self.measure();
        }
    }

    fn destroy(&mut self, _: &Context<Self>) {
        if let Some(frame) = self.frame
            && let Some(window) = web_sys::window()
        {
            // OK because a frame that cannot be cancelled is over.
            let _ = window.cancel_animation_frame(frame);
        }
    }
}

const HINT: &str = "Point at a lane for details. Drag to move, with Shift to select; zoom with Ctrl \
                    and the wheel, or by keyboard: + − arrows Home End Page Up Page Down Enter.";

const HELP: &str = "Page Down and Page Up go from event to event of a thread, arrow up and down from \
                    thread to thread. Plus and minus zoom, arrow left and right move, Home and End go \
                    to the ends. With Shift, arrow left and right select; Enter selects what is at the \
                    cursor; Escape clears. The same is below as a table.";

/// Starting, measuring, drawing.
impl Timeline {
    fn start_again(&mut self) {
        self.is_whole = true;
        self.selection = None;
        self.cursor = None;
        self.pointer = None;
        self.drag = None;
        self.down.clear();
        self.details.clear();
        self.said.clear();
    }

    fn set_stage(&self) -> Option<Stage> {
        let lanes = Canvas::of(self.lanes.cast::<HtmlCanvasElement>()?)?;
        let head = Canvas::of(self.head.cast::<HtmlCanvasElement>()?)?;
        Some(Stage::new(lanes, head))
    }

    fn set_watch(&self, ctx: &Context<Self>) -> Option<Watch> {
        let window = web_sys::window()?;
        let lanes = self.lanes.cast::<Element>()?;
        let section = self.section.cast::<Element>()?;
        let link = ctx.link();
        let (resized, sight, theme) = (link.clone(), link.clone(), link.clone());
        let watch = Watch::of(
            &window,
            &lanes,
            &section,
            move || resized.send_message(Msg::Resized),
            move |in_sight| sight.send_message(Msg::Sight(in_sight)),
            move || theme.send_message(Msg::Theme),
        );
        watch.ok()
    }

    /// A length that the style sheet cannot know. Not an attribute: those may be forbidden.
    fn set_style(&self, name: &str, value: &str) {
        if let Some(section) = self.section.cast::<HtmlElement>() {
            // OK because without it the timeline only has another size.
            let _ = section.style().set_property(name, value);
        }
    }

    /// Reads its size, which is the style sheet’s decision.
    fn measure(&mut self) {
        let (Some(lanes), Some(scroller)) = (
            self.lanes.cast::<HtmlElement>(),
            self.scroller.cast::<Element>(),
        ) else {
            return;
        };
        let (width, height) = (lanes.offset_width(), scroller.client_height());
        self.size = (f64::from(width), f64::from(height));
        self.scrolled = f64::from(scroller.scroll_top());
        // Overview and axis are as wide, although they have no scroll bar.
        self.set_style("--timeline-width", &format!("{width}px"));
    }

    /// Draws before the next frame is shown, but for a running program, and out of sight.
    fn draw_soon(&mut self, ctx: &Context<Self>) {
        if self.frame.is_some() || self.pause.is_some() || !self.in_sight {
            return;
        }
        let Some(window) = web_sys::window() else {
            return;
        };
        let rest = LIVE_REST - (now() - self.drawn_at);
        if ctx.props().live && rest > 0.0 {
            let link = ctx.link().clone();
            // OK because it is between 0 and 100.
            self.pause = Some(Timeout::new(rest.ceil() as u32, move || {
                link.send_message(Msg::Rested);
            }));
            return;
        }
        let link = ctx.link().clone();
        let on_frame = self
            .on_frame
            .get_or_insert_with(|| Closure::new(move || link.send_message(Msg::Frame)));
        let listener = on_frame.as_ref().unchecked_ref();
        self.frame = window.request_animation_frame(listener).ok();
    }

    /// Draws, and says whether there are other words now.
    fn draw(&mut self, ctx: &Context<Self>) -> bool {
        let Some(window) = web_sys::window() else {
            return false;
        };
        let (Some(stage), Some(section)) = (&mut self.stage, self.section.cast::<Element>()) else {
            return false;
        };
        let props = ctx.props();
        let lanes = props.recording.lanes();
        let theme = self.theme.take();
        let theme = theme.unwrap_or_else(|| Theme::of(&window, &section, &stage.lanes));
        let scene = Scene {
            window: self.window,
            revision: props.recording.revision,
            width: self.size.0,
            height: self.size.1,
            scrolled: self.scrolled,
            density: window.device_pixel_ratio(),
            selection: self.selection,
            cursor: self.cursor,
            pointer: self.pointer.map(|(x, _)| x),
            overview: !props.live,
            theme: &theme,
        };
        // OK because a frame that could not be drawn is only missing.
        let _ = stage.draw(&lanes, &scene);
        self.theme = Some(theme);
        self.drawn_at = now();
        let details = self.details(ctx);
        if self.details == details {
            return false;
        }
        self.details = details;
        true
    }

    /// Words for what is under the pointer, or else under the cursor.
    fn details(&self, ctx: &Context<Self>) -> String {
        let lanes = ctx.props().recording.lanes();
        let resolution = (self.window.length() / self.size.0.max(1.0)) as u64;
        if let Some((x, y)) = self.pointer {
            let lane = ((y + self.scrolled) / f64::from(LANE)) as usize;
            let width = self.size.0.max(1.0);
            let (from, to) = (
                self.window.time(x / width),
                self.window.time((x + 1.0) / width),
            );
            let reach = (resolution as f64 * REACH) as u64;
            return lanes.lanes().get(lane).map_or(String::new(), |shown| {
                let hit = shown.hit(from, to, reach);
                describe::place(&lanes, lane, from, &hit, resolution)
            });
        }
        let Some((lane, at)) = self.cursor else {
            return String::new();
        };
        lanes.lanes().get(lane).map_or(String::new(), |shown| {
            let hit = shown.hit(at, at.saturating_add(1), 0);
            describe::place(&lanes, lane, at, &hit, resolution)
        })
    }

    fn settle_later(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        self.settling = Some(Timeout::new(SETTLE, move || {
            link.send_message(Msg::Settled);
        }));
    }
}

/// Looking through it.
impl Timeline {
    fn look_at(&mut self, ctx: &Context<Self>, window: Window) {
        self.is_whole = window.is_whole(ctx.props().recording.lanes().until());
        self.window = window;
        self.settle_later(ctx);
        self.draw_soon(ctx);
    }

    fn zoom(&mut self, ctx: &Context<Self>, times: f64, share: f64) {
        let until = ctx.props().recording.lanes().until();
        self.look_at(ctx, self.window.zoomed(times, share, until));
    }

    fn pan(&mut self, ctx: &Context<Self>, share: f64) {
        let until = ctx.props().recording.lanes().until();
        self.look_at(ctx, self.window.panned(share, until));
    }

    /// Where keys and buttons zoom: at the cursor if it is in view.
    fn centre(&self) -> f64 {
        let cursor = self.cursor.map(|(_, at)| self.window.share(at));
        cursor
            .filter(|share| (0.0..=1.0).contains(share))
            .unwrap_or(0.5)
    }

    fn say_window(&mut self, ctx: &Context<Self>) {
        self.said = describe::window(&self.window, ctx.props().recording.lanes().until());
    }

    /// Keeps a selection in order and in the run.
    fn select(&mut self, ctx: &Context<Self>, one: u64, other: u64) {
        let until = ctx.props().recording.lanes().until();
        let (from, to) = (one.min(other).min(until), one.max(other).min(until));
        self.selection = (from < to).then_some((from, to));
    }
}

/// Pointers.
impl Timeline {
    fn press(&mut self, ctx: &Context<Self>, event: &PointerEvent) -> bool {
        if event.button() != 0 || self.down.len() >= 2 {
            return false;
        }
        let x = f64::from(event.offset_x());
        if let Some(canvas) = self.lanes.cast::<Element>() {
            // OK because without it only drags that leave the canvas end there.
            let _ = canvas.set_pointer_capture(event.pointer_id());
        }
        self.down.retain(|(id, _)| *id != event.pointer_id());
        self.down.push((event.pointer_id(), x));
        self.drag = Some(match self.down[..] {
            [(_, one), (_, other)] => Drag::Pinch(self.window, one, other),
            _ if event.shift_key() || self.selecting => {
                self.selection = None;
                self.anchor = self.window.time(x / self.size.0.max(1.0));
                Drag::Select(self.anchor)
            }
            _ => Drag::Pan(self.window, x),
        });
        self.draw_soon(ctx);
        true
    }

    fn drag_to(&mut self, ctx: &Context<Self>, event: &PointerEvent) -> bool {
        let (x, y) = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        let width = self.size.0.max(1.0);
        for (id, at) in &mut self.down {
            if *id == event.pointer_id() {
                *at = x;
            }
        }
        self.pointer = Some((x, y));
        let until = ctx.props().recording.lanes().until();
        match self.drag {
            Some(Drag::Pan(window, start)) => {
                self.look_at(ctx, window.panned((start - x) / width, until));
            }
            Some(Drag::Select(start)) => {
                self.select(ctx, start, self.window.time(x / width));
                self.draw_soon(ctx);
                // Statistics are made at the end.
                return false;
            }
            Some(Drag::Pinch(window, one, other)) => {
                if let [(_, first), (_, second)] = self.down[..] {
                    let (before, after) = ((one - other).abs(), (first - second).abs());
                    let times = before.max(1.0) / after.max(1.0);
                    let moved = (one + other - first - second) / 2.0 / width;
                    let zoomed = window.zoomed(times, (one + other) / 2.0 / width, until);
                    self.look_at(ctx, zoomed.panned(moved, until));
                }
            }
            None => self.draw_soon(ctx),
        }
        false
    }

    fn release(&mut self, ctx: &Context<Self>, event: &PointerEvent) -> bool {
        self.down.retain(|(id, _)| *id != event.pointer_id());
        let was_drag = self.drag.take().is_some();
        // Of two fingers, the one that stays goes on moving.
        if let [(_, x)] = self.down[..] {
            self.drag = Some(Drag::Pan(self.window, x));
        }
        if event.pointer_type() == "touch" {
            self.pointer = None;
        }
        self.draw_soon(ctx);
        was_drag
    }

    fn jump(&mut self, ctx: &Context<Self>, event: &PointerEvent) {
        let is_there = f64::from(event.offset_y()) < OVERVIEW;
        if event.buttons() & 1 == 0 || !is_there {
            return;
        }
        let until = ctx.props().recording.lanes().until();
        let share = f64::from(event.offset_x()) / self.size.0.max(1.0);
        let time = Window::whole(until).time(share);
        self.pan(ctx, self.window.share(time) - 0.5);
    }

    fn turn(&mut self, ctx: &Context<Self>, event: &WheelEvent) {
        let width = self.size.0.max(1.0);
        // In lines or pages, not in pixels.
        let unit = [1.0, 30.0, 400.0];
        let unit = unit
            .get(event.delta_mode() as usize)
            .copied()
            .unwrap_or(1.0);
        let (x, y) = (event.delta_x() * unit, event.delta_y() * unit);
        // Pinching a touch pad is a wheel with Ctrl.
        if event.ctrl_key() || event.meta_key() {
            event.prevent_default();
            // Half or twice at most. `exp2` would bring a table of 4 KB into the page.
            let times = ((y / 200.0).clamp(-1.0, 1.0) * LN_2).exp();
            self.zoom(ctx, times, f64::from(event.offset_x()) / width);
        } else if event.shift_key() || x.abs() > y.abs() {
            // Browsers go back in their history by a wheel to the side.
            event.prevent_default();
            let distance = if x == 0.0 { y } else { x };
            self.pan(ctx, distance / width);
        }
        // Anything else scrolls the page.
    }
}

/// Keys.
impl Timeline {
    fn press_key(&mut self, ctx: &Context<Self>, event: &KeyboardEvent) -> bool {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return false;
        }
        let until = ctx.props().recording.lanes().until();
        let mut says_place = false;
        match (event.key().as_str(), event.shift_key()) {
            ("ArrowLeft", false) => self.pan(ctx, -0.1),
            ("ArrowRight", false) => self.pan(ctx, 0.1),
            ("ArrowLeft", true) => self.extend_selection(ctx, -0.02),
            ("ArrowRight", true) => self.extend_selection(ctx, 0.02),
            ("+" | "=", _) => self.zoom(ctx, 1.0 / ZOOM, self.centre()),
            ("-" | "_" | "−", _) => self.zoom(ctx, ZOOM, self.centre()),
            ("Home", _) => self.pan(ctx, self.window.share(0)),
            ("End", _) => self.pan(ctx, self.window.share(until) - 1.0),
            ("ArrowUp", _) => {
                self.step_lane(ctx, -1);
                says_place = true;
            }
            ("ArrowDown", _) => {
                self.step_lane(ctx, 1);
                says_place = true;
            }
            ("PageUp", _) => {
                self.step_event(ctx, false);
                says_place = true;
            }
            ("PageDown", _) => {
                self.step_event(ctx, true);
                says_place = true;
            }
            ("Enter", _) => self.select_span(ctx),
            // Otherwise it is the figure’s.
            ("Escape", _) if self.selection.is_some() || self.cursor.is_some() => {
                event.stop_propagation();
                self.selection = None;
                self.cursor = None;
            }
            _ => return false,
        }
        event.prevent_default();
        self.pointer = None;
        self.details = self.details(ctx);
        if says_place {
            self.said = self.details.clone();
        } else if let Some((from, to)) = self.selection
            && (event.shift_key() || event.key() == "Enter")
        {
            self.said = format!("{} selected.", timeline::duration(to - from));
        } else {
            self.say_window(ctx);
        }
        self.draw_soon(ctx);
        true
    }

    /// The cursor, which begins at the first lane, where the window does.
    fn cursor(&self) -> (usize, u64) {
        self.cursor.unwrap_or((0, self.window.time(0.0)))
    }

    fn step_lane(&mut self, ctx: &Context<Self>, by: isize) {
        let (lane, at) = self.cursor();
        let last = ctx.props().recording.lanes().lanes().len().min(MOST_LANES);
        let lane = match self.cursor {
            // The first step is onto the lane where it begins.
            None => lane,
            Some(_) => lane.saturating_add_signed(by).min(last.saturating_sub(1)),
        };
        self.cursor = Some((lane, at));
        self.scroll_to(lane);
    }

    fn step_event(&mut self, ctx: &Context<Self>, forwards: bool) {
        let (lane, at) = self.cursor();
        let (next, until) = {
            let lanes = ctx.props().recording.lanes();
            let shown = lanes.lanes().get(lane);
            let next = shown.and_then(|shown| {
                if forwards {
                    shown.next_event(at)
                } else {
                    shown.previous_event(at)
                }
            });
            (next.unwrap_or(at), lanes.until())
        };
        self.cursor = Some((lane, next));
        self.look_at(ctx, self.window.showing(next, until));
        self.scroll_to(lane);
    }

    fn select_span(&mut self, ctx: &Context<Self>) {
        let (lane, at) = self.cursor();
        let span = {
            let lanes = ctx.props().recording.lanes();
            let shown = lanes.lanes().get(lane);
            shown.and_then(|shown| shown.hit(at, at.saturating_add(1), 0).span)
        };
        if let Some(span) = span {
            self.cursor = Some((lane, at));
            self.anchor = span.start;
            self.selection = Some((span.start, span.end));
        }
    }

    /// The end that is not the anchor moves by a share of the window.
    fn extend_selection(&mut self, ctx: &Context<Self>, share: f64) {
        let until = ctx.props().recording.lanes().until();
        let moving = match self.selection {
            Some((from, to)) if to == self.anchor => from,
            Some((_, to)) => to,
            None => {
                let centre = self.window.time(self.centre());
                self.anchor = centre;
                centre
            }
        };
        let moved = moving as f64 + share * self.window.length();
        // OK because it saturates at 0.
        let moved = (moved as u64).min(until);
        self.select(ctx, self.anchor, moved);
        self.look_at(ctx, self.window.showing(moved, until));
    }

    fn scroll_to(&mut self, lane: usize) {
        let Some(scroller) = self.scroller.cast::<Element>() else {
            return;
        };
        let top = (lane.min(MOST_LANES) * LANE as usize) as i32;
        let bottom = top + LANE as i32;
        let (seen, height) = (scroller.scroll_top(), scroller.client_height());
        if top < seen {
            scroller.set_scroll_top(top);
        } else if bottom > seen + height {
            scroller.set_scroll_top(bottom - height);
        }
        self.measure();
    }
}

/// Milliseconds since the page was opened.
fn now() -> f64 {
    let performance = web_sys::window().and_then(|window| window.performance());
    performance.map_or(0.0, |performance| performance.now())
}
