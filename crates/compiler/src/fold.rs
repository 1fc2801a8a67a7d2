//! Expressions that are known before the program runs (`Python/ast_opt.c`).

use num_bigint::BigInt;
use num_traits::ToPrimitive;
use ruff_python_ast as ast;
use ruff_python_ast::{CmpOp, Expr, ExprContext};

use crate::code::{Const, Operator};

/// CPython folds no product, power or shift with more bits (`MAX_INT_SIZE`).
const MAX_BITS: u32 = 128;

/// It folds no tuple with more elements (`MAX_COLLECTION_SIZE`),
const MAX_ELEMENTS: usize = 256;

/// none with more elements in those inside (`MAX_TOTAL_ITEMS`),
const MAX_TOTAL_ELEMENTS: usize = 1024;

/// and no str with more characters (`MAX_STR_SIZE`), when it is repeated.
const MAX_CHARACTERS: usize = 4096;

/// The value of an expression that CPython folds.
pub(crate) fn constant(expression: &Expr) -> Option<Const> {
    match expression {
        Expr::NumberLiteral(literal) => match &literal.value {
            ast::Number::Int(int) => match int.as_i64() {
                Some(value) => Some(Const::Int(value)),
                None => big(&int.to_string()).map(Const::Big),
            },
            ast::Number::Float(value) => Some(Const::Float(*value)),
            ast::Number::Complex { .. } => None,
        },
        Expr::StringLiteral(literal) => Some(Const::Str(literal.value.to_str().into())),
        Expr::BytesLiteral(literal) => Some(Const::Bytes(literal.value.bytes().collect())),
        Expr::BooleanLiteral(literal) => Some(Const::Bool(literal.value)),
        Expr::NoneLiteral(_) => Some(Const::None),
        Expr::EllipsisLiteral(_) => Some(Const::Ellipsis),
        Expr::Name(name) if name.id.as_str() == "__debug__" && name.ctx == ExprContext::Load => {
            Some(Const::Bool(true))
        }
        Expr::Tuple(tuple) if tuple.ctx == ExprContext::Load => {
            constants(&tuple.elts).map(Const::Tuple)
        }
        Expr::UnaryOp(operation) => unary(operation.op, constant(&operation.operand)?),
        Expr::BinOp(operation) => {
            let left = constant(&operation.left)?;
            binary(operator(operation.op), left, constant(&operation.right)?)
        }
        Expr::Subscript(subscript) if subscript.ctx == ExprContext::Load => {
            element(constant(&subscript.value)?, constant(&subscript.slice)?)
        }
        _ => None,
    }
}

/// The values of all elements, if all are known.
pub(crate) fn constants(elements: &[Expr]) -> Option<Vec<Const>> {
    elements.iter().map(constant).collect()
}

/// Whether the expression is no more than a value once it is folded.
pub(crate) fn is_constant(expression: &Expr) -> bool {
    match expression {
        Expr::StringLiteral(_) | Expr::BytesLiteral(_) => true,
        other => constant(other).is_some(),
    }
}

/// What is iterated over, or looked into with `in`: a list may be a tuple there, and a set of constants a
/// frozenset.
pub(crate) fn iterated(expression: &Expr) -> Option<Const> {
    match expression {
        Expr::List(list) => constants(&list.elts).map(Const::Tuple),
        Expr::Set(set) => constants(&set.elts).map(Const::FrozenSet),
        _ => None,
    }
}

/// `not a in b` is `a not in b`.
pub(crate) fn inverted(comparison: &ast::ExprCompare) -> Option<CmpOp> {
    match &comparison.ops[..] {
        [CmpOp::In] => Some(CmpOp::NotIn),
        [CmpOp::NotIn] => Some(CmpOp::In),
        [CmpOp::Is] => Some(CmpOp::IsNot),
        [CmpOp::IsNot] => Some(CmpOp::Is),
        _ => None,
    }
}

pub(crate) fn operator(op: ast::Operator) -> Operator {
    match op {
        ast::Operator::Add => Operator::Add,
        ast::Operator::Sub => Operator::Sub,
        ast::Operator::Mult => Operator::Mul,
        ast::Operator::MatMult => Operator::MatMul,
        ast::Operator::Div => Operator::TrueDiv,
        ast::Operator::Mod => Operator::Mod,
        ast::Operator::Pow => Operator::Pow,
        ast::Operator::LShift => Operator::LeftShift,
        ast::Operator::RShift => Operator::RightShift,
        ast::Operator::BitOr => Operator::Or,
        ast::Operator::BitXor => Operator::Xor,
        ast::Operator::BitAnd => Operator::And,
        ast::Operator::FloorDiv => Operator::FloorDiv,
    }
}

/// What `bool(constant)` gives.
pub(crate) fn truth(constant: &Const) -> bool {
    match constant {
        Const::None => false,
        Const::Bool(value) => *value,
        Const::Int(value) => *value != 0,
        Const::Float(value) => *value != 0.0,
        Const::Str(text) => !text.is_empty(),
        Const::Bytes(bytes) => !bytes.is_empty(),
        Const::Tuple(elements) | Const::FrozenSet(elements) => !elements.is_empty(),
        Const::Big(_) | Const::Ellipsis | Const::Code(_) => true,
    }
}

/// An int of any length, from its digits in the source.
fn big(digits: &str) -> Option<BigInt> {
    let digits = digits.replace('_', "");
    let (radix, digits) = match digits.get(..2) {
        Some("0x" | "0X") => (16, digits.get(2..)?),
        Some("0o" | "0O") => (8, digits.get(2..)?),
        Some("0b" | "0B") => (2, digits.get(2..)?),
        _ => (10, &*digits),
    };
    BigInt::parse_bytes(digits.as_bytes(), radix)
}

fn int_constant(value: i128) -> Const {
    match i64::try_from(value) {
        Ok(value) => Const::Int(value),
        Err(_) => Const::Big(BigInt::from(value)),
    }
}

/// An int that fits: longer ones are left to the run, as are longer results.
fn int(constant: &Const) -> Option<i128> {
    match constant {
        Const::Bool(value) => Some(i128::from(*value)),
        Const::Int(value) => Some(i128::from(*value)),
        Const::Big(value) => value.to_i128(),
        _ => None,
    }
}

/// The number as a float, where no bit is lost.
fn float(constant: &Const) -> Option<f64> {
    const EXACT: i64 = 1 << 53;
    match constant {
        Const::Float(value) => Some(*value),
        Const::Bool(value) => Some(f64::from(u8::from(*value))),
        Const::Int(value) if (-EXACT..=EXACT).contains(value) => Some(*value as f64),
        _ => None,
    }
}

fn unary(op: ast::UnaryOp, operand: Const) -> Option<Const> {
    match op {
        ast::UnaryOp::Not => Some(Const::Bool(!truth(&operand))),
        ast::UnaryOp::Invert => Some(int_constant(!int(&operand)?)),
        ast::UnaryOp::USub => match operand {
            Const::Float(value) => Some(Const::Float(-value)),
            other => match (int(&other), other) {
                (Some(value), _) => Some(int_constant(value.checked_neg()?)),
                // A pattern may need it, however long it is.
                (None, Const::Big(value)) => Some(Const::Big(-value)),
                _ => None,
            },
        },
        ast::UnaryOp::UAdd => match operand {
            Const::Float(value) => Some(Const::Float(value)),
            other => Some(int_constant(int(&other)?)),
        },
    }
}

fn binary(operator: Operator, left: Const, right: Const) -> Option<Const> {
    if let (Some(a), Some(b)) = (int(&left), int(&right)) {
        let bools = matches!((&left, &right), (Const::Bool(_), Const::Bool(_)));
        return match ints(operator, a, b) {
            Some(value)
                if bools && matches!(operator, Operator::And | Operator::Or | Operator::Xor) =>
            {
                Some(Const::Bool(value != 0))
            }
            Some(value) => Some(int_constant(value)),
            None => {
                let negative = operator == Operator::Pow && b < 0;
                if negative || operator == Operator::TrueDiv {
                    floats(operator, float(&left)?, float(&right)?)
                } else {
                    None
                }
            }
        };
    }
    if let (Some(a), Some(b)) = (float(&left), float(&right)) {
        return floats(operator, a, b);
    }
    match (operator, left, right) {
        (Operator::Add, Const::Str(a), Const::Str(b)) => Some(Const::Str(format!("{a}{b}").into())),
        (Operator::Add, Const::Bytes(mut a), Const::Bytes(b)) => {
            a.extend(b);
            Some(Const::Bytes(a))
        }
        (Operator::Add, Const::Tuple(mut a), Const::Tuple(b)) => {
            a.extend(b);
            Some(Const::Tuple(a))
        }
        (Operator::Mul, sequence, times) | (Operator::Mul, times, sequence)
            if int(&times).is_some() =>
        {
            repeated(sequence, int(&times)?)
        }
        _ => None,
    }
}

fn repeated(sequence: Const, times: i128) -> Option<Const> {
    let times = usize::try_from(times).ok()?;
    let fits = |length: usize, most: usize| length == 0 || times <= most / length;
    match sequence {
        Const::Str(text) if fits(text.chars().count(), MAX_CHARACTERS) => {
            Some(Const::Str(text.repeat(times).into()))
        }
        Const::Bytes(bytes) if fits(bytes.len(), MAX_CHARACTERS) => {
            Some(Const::Bytes(bytes.repeat(times)))
        }
        Const::Tuple(elements) if elements.is_empty() => Some(Const::Tuple(elements)),
        Const::Tuple(elements)
            if fits(elements.len(), MAX_ELEMENTS)
                && (times == 0 || total(&elements) <= MAX_TOTAL_ELEMENTS / times) =>
        {
            let all = std::iter::repeat_n(elements, times).flatten();
            Some(Const::Tuple(all.collect()))
        }
        _ => None,
    }
}

/// How many elements there are, with those of tuples inside.
fn total(elements: &[Const]) -> usize {
    let inside = elements.iter().map(|element| match element {
        Const::Tuple(elements) => total(elements),
        _ => 0,
    });
    elements.len() + inside.sum::<usize>()
}

fn ints(operator: Operator, a: i128, b: i128) -> Option<i128> {
    let bits = |value: i128| 128 - value.unsigned_abs().leading_zeros();
    match operator {
        Operator::Add => a.checked_add(b),
        Operator::Sub => a.checked_sub(b),
        Operator::Mul if bits(a) + bits(b) <= MAX_BITS => a.checked_mul(b),
        Operator::FloorDiv => Some(divided(a, b)?.0),
        Operator::Mod => Some(divided(a, b)?.1),
        Operator::Pow => {
            let times = u32::try_from(b).ok()?;
            let fits = times == 0 || bits(a) <= MAX_BITS / times;
            a.checked_pow(times).filter(|_| fits)
        }
        Operator::LeftShift => {
            let by = u32::try_from(b).ok().filter(|by| *by < MAX_BITS)?;
            Some(a << by).filter(|shifted| shifted >> by == a)
        }
        Operator::RightShift if b >= 0 => Some(a >> b.min(127)),
        Operator::And => Some(a & b),
        Operator::Or => Some(a | b),
        Operator::Xor => Some(a ^ b),
        _ => None,
    }
}

/// Quotient and remainder as Python has them: the remainder has the divisor's sign.
fn divided(a: i128, b: i128) -> Option<(i128, i128)> {
    let (quotient, remainder) = (a.checked_div(b)?, a.checked_rem(b)?);
    if remainder != 0 && (remainder < 0) != (b < 0) {
        Some((quotient - 1, remainder + b))
    } else {
        Some((quotient, remainder))
    }
}

fn floats(operator: Operator, a: f64, b: f64) -> Option<Const> {
    let value = match operator {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mul => a * b,
        Operator::TrueDiv if b != 0.0 => a / b,
        Operator::FloorDiv | Operator::Mod if b != 0.0 => {
            let mut remainder = a % b;
            let mut quotient = (a - remainder) / b;
            if remainder == 0.0 {
                remainder = 0.0_f64.copysign(b);
            } else if (remainder < 0.0) != (b < 0.0) {
                remainder += b;
                quotient -= 1.0;
            }
            let floor = quotient.floor();
            match operator {
                Operator::Mod => remainder,
                _ if quotient == 0.0 => 0.0_f64.copysign(a / b),
                _ if quotient - floor > 0.5 => floor + 1.0,
                _ => floor,
            }
        }
        Operator::Pow if a > 0.0 || b.fract() == 0.0 && !(a == 0.0 && b < 0.0) => {
            let value = a.powf(b);
            if value.is_infinite() && a.is_finite() && b.is_finite() {
                return None;
            }
            value
        }
        _ => return None,
    };
    Some(Const::Float(value))
}

fn element(sequence: Const, index: Const) -> Option<Const> {
    let index = i64::try_from(int(&index)?).ok()?;
    let at = |length: usize| {
        let index = if index < 0 {
            index.checked_add(length as i64)?
        } else {
            index
        };
        usize::try_from(index).ok()
    };
    match sequence {
        Const::Str(text) => {
            let letter = text.chars().nth(at(text.chars().count())?)?;
            Some(Const::Str(letter.to_string().into()))
        }
        Const::Bytes(bytes) => Some(Const::Int(i64::from(*bytes.get(at(bytes.len())?)?))),
        Const::Tuple(elements) => {
            let at = at(elements.len())?;
            elements.into_iter().nth(at)
        }
        _ => None,
    }
}
