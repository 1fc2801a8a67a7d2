//! `format(value, spec)`: the format specification mini-language (`Python/formatter_unicode.c`).

use num_bigint::BigInt;

use crate::error::{Fault, Outcome};
use crate::number::{self, Number};
use crate::text::{self, MAX_BYTES};
use crate::value::{Text, Value};

/// `[[fill]align][sign]["z"]["#"]["0"][width][grouping]["." precision][type]`
struct Spec {
    fill: char,
    align: Option<char>,
    sign: Option<char>,
    no_negative_zero: bool,
    alternate: bool,
    /// `0` before the width, without an explicit alignment.
    zero: bool,
    width: usize,
    grouping: Option<char>,
    precision: Option<usize>,
    kind: Option<char>,
}

/// `format(value, spec)`.
pub(crate) fn format(value: &Value, spec: &str) -> Outcome<Value> {
    if spec.is_empty() {
        return text::display(value);
    }
    let formatted = match value {
        Value::Str(text) => string(text, &parse(spec, value)?)?,
        Value::Float(float) => floating(*float, &parse(spec, value)?, value)?,
        Value::Int(_) | Value::Bool(_) | Value::Big(_) => {
            let parsed = parse(spec, value)?;
            // Only an empty specification shows a bool as a word.
            match number::number(value) {
                Some(number) => integer(number, &parsed, value)?,
                None => String::new(),
            }
        }
        other => {
            let kind = other.type_name();
            return Err(Fault::type_error(format!(
                "unsupported format string passed to {kind}.__format__"
            )));
        }
    };
    Ok(Value::text(formatted))
}

fn parse(spec: &str, value: &Value) -> Outcome<Spec> {
    let characters: Vec<char> = spec.chars().collect();
    let at = |index: usize| characters.get(index).copied();
    let is_align = |character: Option<char>| matches!(character, Some('<' | '>' | '=' | '^'));
    let mut parsed = Spec {
        fill: ' ',
        align: None,
        sign: None,
        no_negative_zero: false,
        alternate: false,
        zero: false,
        width: 0,
        grouping: None,
        precision: None,
        kind: None,
    };
    let mut next = 0;
    let mut filled = false;
    if is_align(at(1)) {
        parsed.fill = at(0).unwrap_or(' ');
        parsed.align = at(1);
        filled = true;
        next = 2;
    } else if is_align(at(0)) {
        parsed.align = at(0);
        next = 1;
    }
    if let Some(sign @ ('+' | '-' | ' ')) = at(next) {
        parsed.sign = Some(sign);
        next += 1;
    }
    if at(next) == Some('z') {
        parsed.no_negative_zero = true;
        next += 1;
    }
    if at(next) == Some('#') {
        parsed.alternate = true;
        next += 1;
    }
    if !filled && at(next) == Some('0') {
        parsed.fill = '0';
        if parsed.align.is_none() && !matches!(value, Value::Str(_)) {
            parsed.zero = true;
        }
        next += 1;
    }
    let number = |next: &mut usize| -> Outcome<Option<usize>> {
        let start = *next;
        let mut value = 0u64;
        while let Some(digit) = at(*next).and_then(|digit| digit.to_digit(10)) {
            value = value.saturating_mul(10).saturating_add(u64::from(digit));
            *next += 1;
        }
        if value > i64::MAX as u64 {
            return Err(Fault::value_error(
                "Too many decimal digits in format string",
            ));
        }
        // Far beyond what is supported, where a `usize` is too small for it.
        Ok((*next > start).then_some(usize::try_from(value).unwrap_or(usize::MAX)))
    };
    parsed.width = number(&mut next)?.unwrap_or(0);
    if parsed.width > MAX_BYTES {
        return Err(Fault::memory());
    }
    if at(next) == Some(',') {
        parsed.grouping = Some(',');
        next += 1;
    }
    if at(next) == Some('_') {
        if parsed.grouping.is_some() {
            return Err(Fault::value_error("Cannot specify both ',' and '_'."));
        }
        parsed.grouping = Some('_');
        next += 1;
    }
    if at(next) == Some(',') && parsed.grouping.is_some() {
        return Err(Fault::value_error(if parsed.grouping == Some('_') {
            "Cannot specify both ',' and '_'."
        } else {
            "Cannot specify ',' with ','."
        }));
    }
    if at(next) == Some('.') {
        next += 1;
        parsed.precision = number(&mut next)?;
        if parsed.precision.is_none() {
            return Err(Fault::value_error("Format specifier missing precision"));
        }
    }
    if characters.len() > next + 1 {
        let kind = value.type_name();
        return Err(Fault::value_error(format!(
            "Invalid format specifier '{spec}' for object of type '{kind}'"
        )));
    }
    parsed.kind = at(next);
    if let Some(grouping) = parsed.grouping {
        let kind = match value {
            Value::Str(_) => parsed.kind.or(Some('s')),
            _ => parsed.kind,
        };
        let fits = match kind {
            None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => true,
            Some('b' | 'o' | 'x' | 'X') => grouping == '_',
            _ => false,
        };
        if !fits {
            let kind = kind.unwrap_or_default();
            return Err(Fault::value_error(format!(
                "Cannot specify '{grouping}' with '{kind}'."
            )));
        }
    }
    Ok(parsed)
}

fn unknown(kind: char, value: &Value) -> Box<Fault> {
    let shown = if kind > ' ' && (kind as u32) < 128 {
        kind.to_string()
    } else {
        format!("\\x{:x}", kind as u32)
    };
    Fault::value_error(format!(
        "Unknown format code '{shown}' for object of type '{}'",
        value.type_name()
    ))
}

fn string(text: &Text, spec: &Spec) -> Outcome<String> {
    if let Some(kind) = spec.kind
        && kind != 's'
    {
        return Err(unknown(kind, &Value::text("")));
    }
    match spec.sign {
        Some(' ') => {
            return Err(Fault::value_error(
                "Space not allowed in string format specifier",
            ));
        }
        Some(_) => {
            return Err(Fault::value_error(
                "Sign not allowed in string format specifier",
            ));
        }
        None => {}
    }
    if spec.no_negative_zero {
        return Err(Fault::value_error(
            "Negative zero coercion (z) not allowed in string format specifier",
        ));
    }
    if spec.alternate {
        return Err(Fault::value_error(
            "Alternate form (#) not allowed in string format specifier",
        ));
    }
    if spec.align == Some('=') {
        return Err(Fault::value_error(
            "'=' alignment not allowed in string format specifier",
        ));
    }
    let shown: String = match spec.precision {
        Some(precision) => text.text.chars().take(precision).collect(),
        None => text.text.to_string(),
    };
    Ok(pad("", "", &shown, spec, '<'))
}

fn integer(value: Number, spec: &Spec, original: &Value) -> Outcome<String> {
    match spec.kind {
        None | Some('d' | 'b' | 'o' | 'x' | 'X' | 'c') => {}
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => {
            return floating(value.float()?, spec, original);
        }
        Some('n') => return Err(Fault::unsupported("format code 'n'")),
        Some(kind) => return Err(unknown(kind, original)),
    }
    if spec.precision.is_some() {
        return Err(Fault::value_error(
            "Precision not allowed in integer format specifier",
        ));
    }
    if spec.no_negative_zero {
        return Err(Fault::value_error(
            "Negative zero coercion (z) not allowed in integer format specifier",
        ));
    }
    let big = value.big().unwrap_or_default();
    if spec.kind == Some('c') {
        if spec.sign.is_some() {
            return Err(Fault::value_error(
                "Sign not allowed with integer format specifier 'c'",
            ));
        }
        if spec.alternate {
            return Err(Fault::value_error(
                "Alternate form (#) not allowed with integer format specifier 'c'",
            ));
        }
        let code = match value {
            Number::Int(code) => u32::try_from(code).ok(),
            _ => return Err(Fault::overflow("Python int too large to convert to C long")),
        };
        return match code {
            Some(0xd800..=0xdfff) => Err(Fault::unsupported("a surrogate in a str")),
            code => match code.and_then(char::from_u32) {
                Some(character) => Ok(pad("", "", &character.to_string(), spec, '>')),
                None => Err(Fault::overflow("%c arg not in range(0x110000)")),
            },
        };
    }
    let radix = match spec.kind {
        Some('b') => 2,
        Some('o') => 8,
        Some('x' | 'X') => 16,
        _ => 10,
    };
    let negative = big.sign() == num_bigint::Sign::Minus;
    let magnitude = BigInt::from(big.magnitude().clone());
    let mut digits = if radix == 10 {
        number::decimal(&magnitude)?
    } else {
        magnitude.to_str_radix(radix)
    };
    let mut prefix = String::new();
    if spec.alternate && radix != 10 {
        prefix = format!("0{}", spec.kind.unwrap_or_default());
    }
    if spec.kind == Some('X') {
        digits = digits.to_uppercase();
    }
    let group = if radix == 10 { 3 } else { 4 };
    Ok(numeric(negative, &prefix, &digits, "", group, spec))
}

fn floating(value: f64, spec: &Spec, original: &Value) -> Outcome<String> {
    let kind = match spec.kind {
        None => None,
        Some(kind @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%')) => Some(kind),
        Some('n') => return Err(Fault::unsupported("format code 'n'")),
        Some(kind) => return Err(unknown(kind, original)),
    };
    let precision = spec.precision;
    if precision.is_some_and(|precision| precision > i32::MAX as usize) {
        return Err(Fault::value_error("precision too big"));
    }
    if precision.is_some_and(|precision| precision > 100_000) {
        return Err(Fault::unsupported("a precision above 100000"));
    }
    let upper = kind.is_some_and(|kind| kind.is_ascii_uppercase());
    let value = if kind == Some('%') {
        value * 100.0
    } else {
        value
    };
    let magnitude = value.abs();
    let mut body = if !value.is_finite() {
        if value.is_nan() { "nan" } else { "inf" }.to_string()
    } else {
        match (kind, precision) {
            (Some('f' | 'F' | '%'), _) => fixed(magnitude, precision.unwrap_or(6), spec.alternate),
            (Some('e' | 'E'), _) => scientific(magnitude, precision.unwrap_or(6), spec.alternate),
            (Some(_), _) => general(
                magnitude,
                precision.unwrap_or(6).max(1),
                spec.alternate,
                false,
            ),
            (None, Some(precision)) => general(magnitude, precision.max(1), spec.alternate, true),
            (None, None) => text::float(magnitude),
        }
    };
    if upper {
        body = body.to_uppercase();
    }
    if kind == Some('%') {
        body.push('%');
    }
    let mut negative = value.is_sign_negative() && !value.is_nan();
    if spec.no_negative_zero && negative {
        let mantissa = body.split(['e', 'E']).next().unwrap_or("");
        negative = mantissa
            .chars()
            .any(|digit| digit.is_ascii_digit() && digit != '0')
            || !value.is_finite();
    }
    let whole = body.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = body.split_at(whole);
    if digits.is_empty() {
        // inf and nan have no digits to group.
        return Ok(numeric(negative, "", "", rest, 3, spec));
    }
    Ok(numeric(negative, "", digits, rest, 3, spec))
}

fn fixed(value: f64, precision: usize, alternate: bool) -> String {
    // No float has more than 1074 decimals; Rust's own limit is not much higher.
    let exact = precision.min(1100);
    let mut text = format!("{value:.exact$}");
    text.extend(std::iter::repeat_n('0', precision - exact));
    if alternate && precision == 0 {
        text.push('.');
    }
    text
}

fn scientific(value: f64, precision: usize, alternate: bool) -> String {
    let exact = precision.min(1100);
    let text = format!("{value:.exact$e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let zeros = "0".repeat(precision - exact);
    let point = if alternate && precision == 0 { "." } else { "" };
    format!(
        "{digits}{zeros}{point}e{}{:02}",
        if exponent < 0 { '-' } else { '+' },
        exponent.abs()
    )
}

/// `g`; `plain` is the type-less form, which keeps one decimal and switches to an exponent one digit
/// earlier.
fn general(value: f64, precision: usize, alternate: bool, plain: bool) -> String {
    let exact = (precision - 1).min(1100);
    let text = format!("{value:.exact$e}");
    let exponent: i64 = text
        .split_once('e')
        .and_then(|(_, exponent)| exponent.parse().ok())
        .unwrap_or(0);
    let limit = precision as i64 - i64::from(plain);
    let trim = |text: String| -> String {
        if alternate || !text.contains('.') {
            return text;
        }
        text.trim_end_matches('0').trim_end_matches('.').to_string()
    };
    if exponent < -4 || exponent >= limit {
        let whole = scientific(value, precision - 1, alternate);
        let (mantissa, exponent) = whole.split_once('e').unwrap_or((&whole, "+00"));
        format!("{}e{exponent}", trim(mantissa.to_string()))
    } else {
        let decimals = (precision as i64 - 1 - exponent).max(0) as usize;
        let text = trim(fixed(value, decimals, alternate));
        if plain && !text.contains('.') {
            text + ".0"
        } else {
            text
        }
    }
}

/// Sign, prefix, grouped digits and the rest, padded to the width.
fn numeric(
    negative: bool,
    prefix: &str,
    digits: &str,
    rest: &str,
    group: usize,
    spec: &Spec,
) -> String {
    let sign = match (negative, spec.sign) {
        (true, _) => "-",
        (false, Some('+')) => "+",
        (false, Some(' ')) => " ",
        _ => "",
    };
    let lead = format!("{sign}{prefix}");
    let inside = spec.zero || spec.align == Some('=') && spec.fill == '0';
    let shown = match spec.grouping {
        Some(separator) => {
            // Zeros that fill the width are grouped with the digits.
            let room = if inside && spec.fill == '0' {
                spec.width.saturating_sub(lead.len() + rest.len())
            } else {
                0
            };
            grouped(digits, separator, group, room)
        }
        None => digits.to_string(),
    };
    pad(&lead, &shown, rest, spec, if spec.zero { '=' } else { '>' })
}

/// Digits with a separator between groups, with leading zeros up to `room` characters.
fn grouped(digits: &str, separator: char, group: usize, room: usize) -> String {
    let mut reversed = Vec::new();
    let mut source = digits.chars().rev();
    let mut count = 0;
    loop {
        let next = source.next();
        if next.is_none() && (digits.is_empty() || reversed.len() >= room) {
            break;
        }
        if count > 0 && count % group == 0 {
            reversed.push(separator);
        }
        reversed.push(next.unwrap_or('0'));
        count += 1;
    }
    reversed.iter().rev().collect()
}

fn pad(lead: &str, digits: &str, rest: &str, spec: &Spec, default: char) -> String {
    let length = lead.len() + digits.len() + rest.chars().count();
    let missing = spec.width.saturating_sub(length);
    let fill = |count: usize| -> String { std::iter::repeat_n(spec.fill, count).collect() };
    match spec.align.unwrap_or(default) {
        '<' => format!("{lead}{digits}{rest}{}", fill(missing)),
        '^' => format!(
            "{}{lead}{digits}{rest}{}",
            fill(missing / 2),
            fill(missing - missing / 2)
        ),
        '=' => format!("{lead}{}{digits}{rest}", fill(missing)),
        _ => format!("{}{lead}{digits}{rest}", fill(missing)),
    }
}
