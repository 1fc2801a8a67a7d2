//! Exceptions on their way through the frames, to whoever catches them.

use std::mem;
use std::sync::Arc;

use crate::attribute::{self, Attribute};
use crate::error::{Exception, Fault};
use crate::exception::{self, Place, raised};
use crate::function::{Role, Then};
use crate::kind::Kind;
use crate::modules::threading;
use crate::thread::Thread;
use crate::threads::Call;
use crate::traceback;
use crate::value::Value;
use crate::world::World;

impl Thread {
    /// Raises an exception in the uppermost frame: the run goes on where it is caught. If nothing does, the
    /// thread is over.
    #[cold]
    #[expect(clippy::boxed_local, reason = "this is how an exception travels")]
    pub(crate) fn unwind(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        fault: Box<Fault>,
    ) -> Result<(), Exception> {
        let exception = fault.into_value(world);
        let again = mem::take(&mut self.reraises);
        if !again {
            self.chain(&exception);
        }
        let mut is_first = true;
        loop {
            if is_first {
                self.seek_in_self(world, values, &exception);
            }
            let Some(frame) = self.frames.last_mut() else {
                return self.uncaught(world, values, exception);
            };
            let op = frame.pc.saturating_sub(1);
            let code = frame.code;
            let hidden = code
                .and_then(|code| world.unit_of(code))
                .is_none_or(|unit| unit.is_library);
            if let (Some(code), false) = (code, hidden)
                && let Some(raised) = raised(&exception)
            {
                let place = Place {
                    code,
                    op: op as u32,
                };
                if !(again && is_first) {
                    raised.with(|raised| raised.pass(place));
                }
            }
            is_first = false;
            let ready = code.and_then(|code| world.code(code));
            let handlers = ready.map_or(&[][..], |ready| &ready.code.exceptions);
            let handler = handlers
                .iter()
                .find(|handler| (handler.start..handler.end).contains(&(op as u32)));
            if let (Some(handler), Some(ready)) = (handler, ready) {
                let top = ready.code.locals.len() + handler.depth as usize;
                let (from, to) = (frame.base + top, frame.base + frame.size);
                for slot in values.get_mut(from..to.max(from)).unwrap_or_default() {
                    *slot = Value::Null;
                }
                frame.top = top;
                frame.pc = handler.target as usize;
                if handler.push_lasti {
                    self.push(values, Value::Int(op as i64));
                }
                self.push(values, exception);
                self.put_ends_off();
                return Ok(());
            }
            let Some(frame) = self.frames.pop() else {
                return self.uncaught(world, values, exception);
            };
            for slot in values.iter_mut().skip(frame.base).take(frame.size) {
                *slot = Value::Null;
            }
            if frame.then == Then::Import {
                Thread::imported(world, &frame);
            }
            if let Some(generator) = frame.generator {
                let (outer, _) = generator.state.with(|state| state.end());
                self.handled = outer;
            }
            // What the one who called it makes of the exception.
            let kind = world.class_of(&exception).kind;
            match frame.then {
                Then::For(target) if kind == Kind::StopIteration => {
                    drop(self.pop(values));
                    self.jump(target);
                    return Ok(());
                }
                Then::Send(target) if kind == Kind::StopIteration => {
                    self.push(values, exception::first_argument(&exception));
                    self.jump(target);
                    return Ok(());
                }
                Then::Close if matches!(kind, Kind::GeneratorExit | Kind::StopIteration) => {
                    self.push(values, Value::None);
                    return Ok(());
                }
                Then::Init => {
                    let place = self.frames.last().map_or(0, |frame| frame.base + frame.top);
                    if let Some(slot) = values.get_mut(place) {
                        *slot = Value::Null;
                    }
                }
                _ => {}
            }
        }
    }

    /// A name that isn't there may be an attribute of the method's own object.
    fn seek_in_self(&self, world: &World, values: &[Value], exception: &Value) {
        let Some(frame) = self.frames.last() else {
            return;
        };
        let Some(ready) = frame.code.and_then(|code| world.code(code)) else {
            return;
        };
        if ready.code.locals.first().is_none_or(|name| name != "self")
            || !world.class_of(exception).kind.is_a(Kind::NameError)
        {
            return;
        }
        let Some(raised) = raised(exception) else {
            return;
        };
        let object = match values.get(frame.base) {
            Some(Value::Cell(cell)) => cell.get(),
            Some(object) => object.clone(),
            None => return,
        };
        let Some((name, Value::Null)) = raised.with(|raised| raised.missing.clone()) else {
            return;
        };
        let found = attribute::find(world, &object, world.symbols.of(&name));
        if matches!(
            found,
            Attribute::Value(_) | Attribute::Method(_) | Attribute::Getter(_)
        ) {
            if raised.is_shared() {
                object.share();
            }
            raised.with(|raised| raised.missing = Some((name, object)));
        }
    }

    /// Nothing has caught it: the thread is over, unless the program wants to be told.
    fn uncaught(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        exception: Value,
    ) -> Result<(), Exception> {
        let is_main = Arc::ptr_eq(&self.object, world.main_thread());
        let hook = if !is_main && !mem::replace(&mut self.is_hooked, true) {
            threading::own_hook(world)
        } else {
            None
        };
        // The library asks those for their words that have them from Python, and raises it again.
        let asks = hook.is_none()
            && !mem::replace(&mut self.is_told, true)
            && traceback::takes_python(&exception);
        let target = if asks {
            world.library("tell", Role::Function)
        } else {
            hook
        };
        if let Some(target) = target {
            let call = Call {
                target,
                args: vec![exception],
                ..Call::default()
            };
            self.begin(values, call);
            return Ok(());
        }
        Err(traceback::uncaught(world, &exception))
    }

    /// `__context__`: the exception that was being handled when this one was raised.
    fn chain(&self, exception: &Value) {
        if matches!(self.handled, Value::Null) || self.handled.is(exception) {
            return;
        }
        // A chain that leads back to the new exception is cut there (`_PyErr_SetObject`).
        let mut link = self.handled.clone();
        for _ in 0..1000 {
            let Some(inside) = raised(&link) else { break };
            let next = inside.with(|raised| raised.context.clone());
            if next.is(exception) {
                inside.with(|raised| raised.context = Value::Null);
                break;
            }
            link = next;
        }
        if let Some(inside) = raised(exception) {
            if inside.is_shared() {
                self.handled.share();
            }
            let handled = self.handled.clone();
            let old = inside.with(|raised| mem::replace(&mut raised.context, handled));
            drop(old);
        }
    }
}
