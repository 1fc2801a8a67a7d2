//! Operators, subscripts and containment: native where both sides are the language's own, else by the
//! methods that classes have for them.

use std::sync::Arc;

use compiler::{Compare, Op, Operator};

use crate::builtins::{inside, special};
use crate::error::{Fault, Outcome};
use crate::function::{Role, Then};
use crate::instance::Payload;
use crate::meter::Pace;
use crate::operators;
use crate::slow::Flow;
use crate::symbols::Symbol;
use crate::thread::Thread;
use crate::value::Value;
use crate::world::World;

/// A method to ask, and whether the operands change places for it.
#[derive(Clone, Copy)]
struct Candidate {
    name: Symbol,
    reflected: bool,
}

impl Thread {
    /// `BINARY_OP` and `COMPARE_OP`.
    pub(crate) fn operate(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut dyn Pace,
        op: Op,
    ) -> Outcome<Flow> {
        let (a, b) = (self.peek(values, 2).clone(), self.peek(values, 1).clone());
        pace.operands(op, &a, &b);
        if has_methods(&a) || has_methods(&b) {
            let stage = std::mem::take(&mut self.stage);
            return self.operator(world, values, pace, stage);
        }
        let native = match op {
            Op::BinaryOp(binary) => operators::binary(binary, &a, &b),
            Op::CompareOp(compare, _) => operators::compare(compare, &a, &b).map(Value::bool),
            _ => Err(Fault::memory()),
        };
        match native {
            Ok(value) => {
                drop(self.pop(values));
                self.poke(values, 1, value);
                Ok(Flow::Go)
            }
            Err(fault) if fault.is_in_python() => {
                let (function, sign) = match op {
                    Op::CompareOp(compare, _) => ("compare", compare.sign()),
                    Op::BinaryOp(binary) => ("binary", binary.operator.sign()),
                    _ => return Err(fault),
                };
                drop(self.pop(values));
                drop(self.pop(values));
                let args = vec![Value::text(sign), a, b];
                self.call_library(world, values, pace, function, args, Then::Push)
            }
            Err(fault) => Err(fault),
        }
    }

    /// Asks the methods for an operator, from a stage on. The operands stay on the stack meanwhile.
    fn operator(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut dyn Pace,
        stage: u8,
    ) -> Outcome<Flow> {
        let (a, b) = (self.peek(values, 2).clone(), self.peek(values, 1).clone());
        let op = self.current(world);
        let candidates = candidates(world, op, &a, &b);
        for (place, candidate) in candidates.iter().enumerate().skip(stage.into()) {
            let (receiver, other) = if candidate.reflected {
                (&b, &a)
            } else {
                (&a, &b)
            };
            let Some(method) = self.special(world, receiver, candidate.name) else {
                continue;
            };
            let method = match method {
                // `object.__ne__` asks `__eq__`.
                Value::Native(_) if candidate.name == Symbol::NE => {
                    match self.special(world, receiver, Symbol::EQ) {
                        Some(method) => method,
                        None => continue,
                    }
                }
                method => method,
            };
            if matches!(method, Value::Native(_)) {
                // The language's own: done at the end, with what is inside of both.
                continue;
            }
            let args = vec![receiver.clone(), other.clone()];
            let then = Then::Operator(place as u8 + 1);
            return self.call_with(world, values, pace, method, args, then);
        }
        let value = match op {
            Some(Op::BinaryOp(binary)) => {
                let left = inside(&a);
                // Formatting asks the values themselves.
                let formats = binary.operator == Operator::Mod && matches!(left, Value::Str(_));
                let right = if formats { b.clone() } else { inside(&b) };
                match operators::binary(binary, &left, &right) {
                    Err(fault) if fault.is_in_python() => {
                        drop(self.pop(values));
                        drop(self.pop(values));
                        let args = vec![Value::text(binary.operator.sign()), left, b];
                        return self.call_library(world, values, pace, "binary", args, Then::Push);
                    }
                    // What classes are called in messages is not what they are inside.
                    Err(fault) if has_methods(&a) || has_methods(&b) => {
                        Err(operators::unsupported_operands(binary, &a, &b, fault))
                    }
                    result => result,
                }
            }
            Some(Op::CompareOp(compare, _)) => {
                self.compare_inside(compare, &a, &b).map(Value::bool)
            }
            _ => Err(Fault::memory()),
        }?;
        drop(self.pop(values));
        self.poke(values, 1, value);
        Ok(Flow::Go)
    }

    fn compare_inside(&self, compare: Compare, a: &Value, b: &Value) -> Outcome<bool> {
        let (inner_a, inner_b) = (inside(a), inside(b));
        let is_plain = |value: &Value| match value {
            Value::Object(object) => {
                !matches!(object.payload, Payload::Deque(..) | Payload::View(_))
            }
            _ => false,
        };
        if is_plain(&inner_a) || is_plain(&inner_b) {
            return match compare {
                Compare::Eq => Ok(a.is(b)),
                Compare::NotEq => Ok(!a.is(b)),
                _ => Err(operators::not_ordered(compare, a, b)),
            };
        }
        operators::compare(compare, &inner_a, &inner_b)
    }

    /// What a method for an operator has said.
    pub(crate) fn operator_result(
        &mut self,
        world: &Arc<World>,
        values: &mut [Value],
        value: Value,
        stage: u8,
    ) -> Outcome<()> {
        if matches!(value, Value::NotImplemented) {
            // The next one is asked by the instruction itself, which is done over from there.
            self.stage = stage;
            if let Some(frame) = self.frames.last_mut() {
                frame.pc = frame.pc.saturating_sub(1);
            }
            return Ok(());
        }
        let op = self.current(world);
        let to_bool = matches!(op, Some(Op::CompareOp(_, true)));
        let (a, b) = (self.peek(values, 2).clone(), self.peek(values, 1).clone());
        let asked = candidates(world, op, &a, &b)
            .get(usize::from(stage).wrapping_sub(1))
            .copied();
        let by_eq = asked.is_some_and(|asked| {
            let receiver = if asked.reflected { &b } else { &a };
            asked.name == Symbol::NE
                && matches!(
                    self.special(world, receiver, Symbol::NE),
                    Some(Value::Native(_))
                )
        });
        drop(self.pop(values));
        let value = match value {
            value if by_eq => Value::bool(!value.truth()),
            value @ Value::Object(_) => value,
            value if to_bool => Value::bool(value.truth()),
            value => value,
        };
        self.poke(values, 1, value);
        Ok(())
    }

    /// The instruction that is under way.
    fn current(&self, world: &World) -> Option<Op> {
        let frame = self.frames.last()?;
        world
            .code(frame.code?)?
            .code
            .ops
            .get(frame.pc.checked_sub(1)?)
            .copied()
    }

    pub(crate) fn unary(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut dyn Pace,
        sign: char,
        name: Symbol,
    ) -> Outcome<Flow> {
        let value = self.pop(values);
        if let Some(method) = special(world, &value, name) {
            return self.call_with(world, values, pace, method, vec![value], Then::Push);
        }
        let result = operators::unary(sign, &inside(&value))?;
        self.push(values, result);
        Ok(Flow::Go)
    }

    pub(crate) fn contains(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut dyn Pace,
        op: Op,
        inverted: bool,
    ) -> Outcome<Flow> {
        let hay = self.pop(values);
        let needle = self.pop(values);
        pace.operands(op, &needle, &hay);
        if let Some(method) = special(world, &hay, Symbol::CONTAINS) {
            let then = Then::Contains(inverted);
            return self.call_with(world, values, pace, method, vec![hay, needle], then);
        }
        match operators::contains(&inside(&hay), &needle) {
            Ok(found) => {
                self.push(values, Value::bool(found != inverted));
                Ok(Flow::Go)
            }
            Err(fault) if fault.is_in_python() => {
                let (args, then) = (vec![hay, needle], Then::Contains(inverted));
                self.call_library(world, values, pace, "contains", args, then)
            }
            Err(fault) => Err(fault),
        }
    }

    pub(crate) fn subscript(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut dyn Pace,
        op: Op,
    ) -> Outcome<Flow> {
        let (container, index) = (self.peek(values, 2).clone(), self.peek(values, 1).clone());
        pace.operands(op, &container, &index);
        match &container {
            Value::Object(_) => {
                if let Some(method) = special(world, &container, Symbol::GETITEM) {
                    drop(self.pop(values));
                    drop(self.pop(values));
                    let args = vec![container, index];
                    return self.call_with(world, values, pace, method, args, Then::Push);
                }
            }
            Value::Class(class) => {
                drop(self.pop(values));
                drop(self.pop(values));
                let meta = class
                    .meta
                    .as_ref()
                    .and_then(|meta| meta.find(Symbol::GETITEM));
                let (method, args) = match (meta, class.find(Symbol::CLASS_GETITEM)) {
                    (Some(method), _) => (method, vec![container.clone(), index]),
                    (None, Some(method)) => {
                        let method = match crate::attribute::bind(world, method, class) {
                            crate::attribute::Attribute::Value(bound) => bound,
                            crate::attribute::Attribute::Method(function) => {
                                crate::attribute::bound(container.clone(), function)
                            }
                            _ => return Err(Fault::memory()),
                        };
                        (method, vec![index])
                    }
                    (None, None) => {
                        let Some(function) = world.library("subscript_class", Role::Function)
                        else {
                            let name = class.name();
                            return Err(Fault::type_error(format!(
                                "type '{name}' is not subscriptable"
                            )));
                        };
                        (function, vec![container.clone(), index])
                    }
                };
                return self.call_with(world, values, pace, method, args, Then::Push);
            }
            _ => {}
        }
        let native = operators::subscript(&container, &index);
        match native {
            Ok(value) => {
                drop(self.pop(values));
                self.poke(values, 1, value);
                Ok(Flow::Go)
            }
            Err(fault) if fault.is_in_python() => {
                drop(self.pop(values));
                drop(self.pop(values));
                let args = vec![container, index];
                self.call_library(world, values, pace, "getitem", args, Then::Push)
            }
            Err(fault) => Err(fault),
        }
    }

    pub(crate) fn store_subscript(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut dyn Pace,
    ) -> Outcome<Flow> {
        let index = self.pop(values);
        let container = self.pop(values);
        let value = self.pop(values);
        let args = |value: Value| vec![container.clone(), index.clone(), value];
        if let Some(method) = special(world, &container, Symbol::SETITEM) {
            return self.call_with(world, values, pace, method, args(value), Then::Drop);
        }
        // What refuses is called by its own class.
        let inner = match inside(&container) {
            Value::Tuple(_) | Value::Str(_) | Value::Bytes(_) => container.clone(),
            inner => inner,
        };
        let native = operators::store_subscript(&inner, &index, value.clone());
        self.done_or_in_python(world, values, pace, native, "setitem", || args(value))
    }

    pub(crate) fn delete_subscript(
        &mut self,
        world: &Arc<World>,
        values: &mut Vec<Value>,
        pace: &mut dyn Pace,
    ) -> Outcome<Flow> {
        let index = self.pop(values);
        let container = self.pop(values);
        if let Some(method) = special(world, &container, Symbol::DELITEM) {
            let args = vec![container, index];
            return self.call_with(world, values, pace, method, args, Then::Drop);
        }
        let native = operators::delete_subscript(&inside(&container), &index);
        let args = || vec![container, index];
        self.done_or_in_python(world, values, pace, native, "delitem", args)
    }
}

/// Whether its class may say what an operator does.
fn has_methods(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::Class(class) => class.meta.is_some(),
        _ => false,
    }
}

/// The methods for an operator, in the order in which they are asked.
fn candidates(world: &World, op: Option<Op>, a: &Value, b: &Value) -> Vec<Candidate> {
    let own = |name| Candidate {
        name,
        reflected: false,
    };
    let other = |name| Candidate {
        name,
        reflected: true,
    };
    // A class that derives from the other operand's goes first.
    let (class_a, class_b) = (world.class_of(a), world.class_of(b));
    let derived = !class_a.is(class_b) && class_b.is_a(class_a);
    match op {
        Some(Op::BinaryOp(binary)) => {
            let (plain, reflected, in_place) = names(binary.operator);
            let mut all = Vec::with_capacity(3);
            if binary.in_place {
                all.push(own(in_place));
            }
            if derived && class_b.own(reflected).is_some() {
                all.extend([other(reflected), own(plain)]);
            } else if class_a.is(class_b) {
                all.push(own(plain));
            } else {
                all.extend([own(plain), other(reflected)]);
            }
            all
        }
        Some(Op::CompareOp(compare, _)) => {
            let (plain, reflected) = match compare {
                Compare::Eq => (Symbol::EQ, Symbol::EQ),
                Compare::NotEq => (Symbol::NE, Symbol::NE),
                Compare::Less => (Symbol::LT, Symbol::GT),
                Compare::LessEq => (Symbol::LE, Symbol::GE),
                Compare::Greater => (Symbol::GT, Symbol::LT),
                Compare::GreaterEq => (Symbol::GE, Symbol::LE),
            };
            if derived {
                vec![other(reflected), own(plain)]
            } else {
                vec![own(plain), other(reflected)]
            }
        }
        _ => Vec::new(),
    }
}

/// The methods of an operator: its own, for the other operand, in place.
fn names(operator: Operator) -> (Symbol, Symbol, Symbol) {
    match operator {
        Operator::Add => (Symbol::ADD, Symbol::RADD, Symbol::IADD),
        Operator::Sub => (Symbol::SUB, Symbol::RSUB, Symbol::ISUB),
        Operator::Mul => (Symbol::MUL, Symbol::RMUL, Symbol::IMUL),
        Operator::MatMul => (Symbol::MATMUL, Symbol::RMATMUL, Symbol::IMATMUL),
        Operator::TrueDiv => (Symbol::TRUEDIV, Symbol::RTRUEDIV, Symbol::ITRUEDIV),
        Operator::FloorDiv => (Symbol::FLOORDIV, Symbol::RFLOORDIV, Symbol::IFLOORDIV),
        Operator::Mod => (Symbol::MOD, Symbol::RMOD, Symbol::IMOD),
        Operator::Pow => (Symbol::POW, Symbol::RPOW, Symbol::IPOW),
        Operator::LeftShift => (Symbol::LSHIFT, Symbol::RLSHIFT, Symbol::ILSHIFT),
        Operator::RightShift => (Symbol::RSHIFT, Symbol::RRSHIFT, Symbol::IRSHIFT),
        Operator::And => (Symbol::AND, Symbol::RAND, Symbol::IAND),
        Operator::Or => (Symbol::OR, Symbol::ROR, Symbol::IOR),
        Operator::Xor => (Symbol::XOR, Symbol::RXOR, Symbol::IXOR),
    }
}
