//! `format(value, spec)`: the format specification mini-language (`Python/formatter_unicode.c`), `str.format`
//! and the `%` of str and bytes.

use compiler::Conversion;
use num_bigint::BigInt;
use num_traits::{Signed, ToPrimitive};

use crate::attribute::{self, Attribute};
use crate::error::{ErrorKind, Fault, Outcome};
use crate::function::Args;
use crate::instance::Payload;
use crate::number::{self, Number};
use crate::operators;
use crate::symbols::Symbol;
use crate::text::{self, MAX_BYTES, says};
use crate::value::{Text, Value};
use crate::world::World;

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

/// `format(value, spec)`. What a class written in Python says takes Python.
pub(crate) fn format(value: &Value, spec: &str) -> Outcome<Value> {
    if let Value::Object(object) = value
        && says(&object.class, Symbol::FORMAT)
    {
        return Err(Fault::in_python());
    }
    if spec.is_empty() {
        return text::display(value);
    }
    let formatted = match value {
        Value::Str(text) => string(text, &parse(spec, value)?)?,
        Value::Float(float) => floating(float.get(), &parse(spec, value)?, value)?,
        Value::Int(_) | Value::Bool(_) | Value::Big(_) => {
            let parsed = parse(spec, value)?;
            // Only an empty specification shows a bool as a word.
            match number::number(value) {
                Some(number) => integer(number, &parsed, value)?,
                None => String::new(),
            }
        }
        Value::Object(object) => match &object.payload {
            Payload::Base(
                base @ (Value::Str(_) | Value::Int(_) | Value::Big(_) | Value::Float(_)),
            ) => {
                return format(base, spec);
            }
            _ => return Err(no_format(value)),
        },
        other => return Err(no_format(other)),
    };
    Ok(Value::text(formatted))
}

fn no_format(value: &Value) -> Box<Fault> {
    let kind = value.type_name();
    Fault::type_error(format!(
        "unsupported format string passed to {kind}.__format__"
    ))
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
    text::fits(parsed.width)?;
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
        None | Some('d' | 'b' | 'o' | 'x' | 'X' | 'c' | 'n') => {}
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => {
            return floating(value.float()?, spec, original);
        }
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
        // Of the locale `C`, the only one there is.
        Some('n') => Some('g'),
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

/// How fields without a name are numbered.
#[derive(Clone, Copy, PartialEq)]
enum Numbering {
    Unknown,
    Manual,
    Automatic(usize),
}

/// `template.format(…)`.
pub(crate) fn template(world: &World, template: &str, args: Args) -> Outcome<Value> {
    let mut numbering = Numbering::Unknown;
    fill(world, template, args, &mut numbering, 2).map(Value::text)
}

fn fill(
    world: &World,
    template: &str,
    args: Args,
    numbering: &mut Numbering,
    depth: u32,
) -> Outcome<String> {
    if depth == 0 {
        return Err(Fault::value_error("Max string recursion exceeded"));
    }
    let mut out = String::new();
    let mut rest = template;
    while !rest.is_empty() {
        let (literal, field) = piece(&mut rest)?;
        out.push_str(literal);
        let Some(field) = field else {
            continue;
        };
        let mut value = get_field(world, field.name, args, numbering)?;
        if let Some(conversion) = field.conversion {
            value = match conversion {
                Conversion::Str => text::display(&value)?,
                Conversion::Repr => Value::text(text::repr(&value)?),
                Conversion::Ascii => Value::text(text::ascii(&value)?),
            };
        }
        let shown = if field.spec.contains(['{', '}']) {
            let spec = fill(world, field.spec, args, numbering, depth - 1)?;
            format(&value, &spec)?
        } else {
            format(&value, field.spec)?
        };
        out.push_str(shown.as_str().unwrap_or_default());
        if out.len() > MAX_BYTES {
            return Err(Fault::memory());
        }
    }
    Ok(out)
}

/// The parts of a template, for the library: literals, each with the name, the conversion and the spec of the field
/// behind it, if there is one.
pub(crate) fn fields(template: &str) -> Outcome<Value> {
    let mut fields = Vec::new();
    let mut literal = String::new();
    let mut rest = template;
    while !rest.is_empty() {
        let (plain, field) = piece(&mut rest)?;
        literal.push_str(plain);
        let Some(field) = field else {
            continue;
        };
        let conversion = field.conversion.map_or(Value::None, |conversion| {
            Value::text(match conversion {
                Conversion::Str => "s",
                Conversion::Repr => "r",
                Conversion::Ascii => "a",
            })
        });
        let literal = Value::text(std::mem::take(&mut literal));
        fields.push(Value::tuple(vec![
            literal,
            Value::text(field.name),
            conversion,
            Value::text(field.spec),
        ]));
    }
    if !literal.is_empty() {
        fields.push(Value::tuple(vec![
            Value::text(literal),
            Value::None,
            Value::None,
            Value::None,
        ]));
    }
    Ok(Value::list(fields))
}

/// The parts of what stands before `%`, for the library: literals, each with the key, the flags and the letter of the
/// directive behind it, if there is one.
pub(crate) fn percents(format: &str) -> Value {
    let mut parts = Vec::new();
    let mut rest = format;
    while let Some((literal, directive)) = rest.split_once('%') {
        let (key, after) = match directive
            .strip_prefix('(')
            .and_then(|after| after.split_once(')'))
        {
            Some((key, after)) => (Value::text(key), after),
            None => (Value::None, directive),
        };
        let is_flag =
            |character: char| character.is_ascii_digit() || "-+ #.*hlL".contains(character);
        let letter = after.trim_start_matches(is_flag);
        let flags = after.get(..after.len() - letter.len()).unwrap_or_default();
        let mut behind = letter.chars();
        let letter = behind.next().map_or_else(String::new, String::from);
        rest = behind.as_str();
        parts.push(Value::tuple(vec![
            Value::text(literal),
            key,
            Value::text(flags),
            Value::text(letter),
        ]));
    }
    parts.push(Value::tuple(vec![
        Value::text(rest),
        Value::None,
        Value::None,
        Value::None,
    ]));
    Value::list(parts)
}

/// What is between braces.
struct Field<'a> {
    name: &'a str,
    conversion: Option<Conversion>,
    spec: &'a str,
}

/// Takes a literal from a template that is not at its end, and the field behind it if there is one. Of two braces
/// that stand for one, this is the end of a literal.
fn piece<'a>(rest: &mut &'a str) -> Outcome<(&'a str, Option<Field<'a>>)> {
    let template = *rest;
    let Some(place) = template.find(['{', '}']) else {
        *rest = "";
        return Ok((template, None));
    };
    let (literal, field) = template.split_at(place);
    if let Some(after) = field
        .strip_prefix("{{")
        .or_else(|| field.strip_prefix("}}"))
    {
        *rest = after;
        return Ok((template.get(..=place).unwrap_or(literal), None));
    }
    let Some(field) = field.strip_prefix('{') else {
        return Err(Fault::value_error(
            "Single '}' encountered in format string",
        ));
    };
    if field.is_empty() {
        return Err(Fault::value_error(
            "Single '{' encountered in format string",
        ));
    }
    let (field, after) = parse_field(field)?;
    *rest = after;
    Ok((literal, Some(field)))
}

/// A field whose opening brace is behind us, and what follows it.
fn parse_field(text: &str) -> Outcome<(Field<'_>, &str)> {
    let mut characters = text.char_indices();
    let mut end = None;
    while let Some((place, character)) = characters.next() {
        match character {
            '{' => return Err(Fault::value_error("unexpected '{' in field name")),
            // Anything may stand between brackets.
            '[' => drop(characters.by_ref().find(|(_, character)| *character == ']')),
            '}' | ':' | '!' => {
                end = Some((place, character));
                break;
            }
            _ => {}
        }
    }
    let Some((end, mark)) = end else {
        return Err(Fault::value_error("expected '}' before end of string"));
    };
    let name = text.get(..end).unwrap_or_default();
    let mut rest = text.get(end + 1..).unwrap_or_default();
    let mut field = Field {
        name,
        conversion: None,
        spec: "",
    };
    if mark == '}' {
        return Ok((field, rest));
    }
    if mark == '!' {
        let mut characters = rest.chars();
        let Some(wanted) = characters.next() else {
            return Err(Fault::value_error(
                "end of string while looking for conversion specifier",
            ));
        };
        let next = characters.next();
        rest = characters.as_str();
        if next.is_some_and(|next| next != '}' && next != ':') {
            return Err(Fault::value_error(
                "expected ':' after conversion specifier",
            ));
        }
        if next.is_none() {
            return Err(Fault::value_error("unmatched '{' in format spec"));
        }
        field.conversion = Some(match wanted {
            's' => Conversion::Str,
            'r' => Conversion::Repr,
            'a' => Conversion::Ascii,
            other => {
                return Err(Fault::value_error(match other {
                    '!'..='~' => format!("Unknown conversion specifier {other}"),
                    other => format!("Unknown conversion specifier \\x{:x}", u32::from(other)),
                }));
            }
        });
        if next == Some('}') {
            return Ok((field, rest));
        }
    }
    let mut open = 1;
    for (place, character) in rest.char_indices() {
        match character {
            '{' => open += 1,
            '}' => open -= 1,
            _ => {}
        }
        if open == 0 {
            field.spec = rest.get(..place).unwrap_or_default();
            return Ok((field, rest.get(place + 1..).unwrap_or_default()));
        }
    }
    Err(Fault::value_error("unmatched '{' in format spec"))
}

/// The value that a field's name means: an argument, and what is behind its dots and brackets.
fn get_field(world: &World, name: &str, args: Args, numbering: &mut Numbering) -> Outcome<Value> {
    let end = name.find(['.', '[']).unwrap_or(name.len());
    let (first, mut rest) = name.split_at(end);
    let number = |text: &str| -> Outcome<Option<usize>> {
        if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(None);
        }
        let too_many = || Fault::value_error("Too many decimal digits in format string");
        text.parse().map(Some).map_err(|_| too_many())
    };
    let place = match (number(first)?, *numbering) {
        (None, _) if !first.is_empty() => None,
        (Some(_), Numbering::Automatic(_)) => {
            return Err(Fault::value_error(
                "cannot switch from automatic field numbering to manual field specification",
            ));
        }
        (None, Numbering::Manual) => {
            return Err(Fault::value_error(
                "cannot switch from manual field specification to automatic field numbering",
            ));
        }
        (Some(place), _) => {
            *numbering = Numbering::Manual;
            Some(place)
        }
        (None, before) => {
            let place = match before {
                Numbering::Automatic(next) => next,
                _ => 0,
            };
            *numbering = Numbering::Automatic(place + 1);
            Some(place)
        }
    };
    let mut value = match place {
        Some(place) => args.positional.get(place).cloned().ok_or_else(|| {
            let message =
                format!("Replacement index {place} out of range for positional args tuple");
            Fault::new(ErrorKind::IndexError, message)
        })?,
        None => {
            let found = args.named().find(|(name, _)| *name == first);
            let found = found.map(|(_, value)| value.clone());
            found.ok_or_else(|| Fault::key(Value::text(first)))?
        }
    };
    while !rest.is_empty() {
        let empty = || Fault::value_error("Empty attribute in format string");
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let (name, after) = after.split_at(end);
            if name.is_empty() {
                return Err(empty());
            }
            value = get_attribute(world, &value, name)?;
            rest = after;
        } else if let Some(after) = rest.strip_prefix('[') {
            let Some((key, after)) = after.split_once(']') else {
                return Err(Fault::value_error("Missing ']' in format string"));
            };
            if key.is_empty() {
                return Err(empty());
            }
            let key = match number(key)? {
                Some(place) => Value::Int(place as i64),
                None => Value::text(key),
            };
            if let Value::Object(object) = &value
                && says(&object.class, Symbol::GETITEM)
            {
                return Err(Fault::in_python());
            }
            value = operators::subscript(&value, &key)?;
            rest = after;
        } else {
            return Err(Fault::value_error(
                "Only '.' or '[' may follow ']' in format field specifier",
            ));
        }
    }
    Ok(value)
}

fn get_attribute(world: &World, value: &Value, name: &str) -> Outcome<Value> {
    let symbol = world.symbols.of(name);
    match attribute::find(world, value, symbol) {
        Attribute::Value(found) => Ok(found),
        Attribute::Method(function) => Ok(attribute::bound(value.clone(), function)),
        Attribute::Missing => Err(attribute::missing(world, value, symbol)),
        _ => Err(Fault::in_python()),
    }
}

/// What stands between a `%` and its letter.
#[derive(Default)]
struct Directive {
    left: bool,
    sign: Option<char>,
    alternate: bool,
    zero: bool,
    width: usize,
    precision: Option<usize>,
}

/// What is left of the values behind a `%`.
struct Arguments<'a> {
    all: &'a Value,
    /// The tuple's items, or the one value.
    items: &'a [Value],
    next: usize,
}

impl Arguments<'_> {
    fn next(&mut self) -> Outcome<Value> {
        self.next += 1;
        let found = self.items.get(self.next - 1).cloned();
        found.ok_or_else(|| Fault::type_error("not enough arguments for format string"))
    }

    /// Whether names can be looked for in it, as `PyMapping_Check` sees it.
    fn is_mapping(&self) -> bool {
        match self.all {
            Value::Dict(_) | Value::List(_) | Value::Range(_) => true,
            Value::Bytes(_) | Value::ByteArray(_) => true,
            Value::Object(object) => match &object.payload {
                _ if says(&object.class, Symbol::GETITEM) => true,
                Payload::DefaultDict(..) | Payload::Deque(..) => true,
                Payload::Base(base) => {
                    matches!(base, Value::Dict(_) | Value::List(_) | Value::Bytes(_))
                }
                _ => false,
            },
            _ => false,
        }
    }
}

/// `format % args`, of a str or of bytes (`PyUnicode_Format`).
pub(crate) fn percent(format: &Value, args: &Value) -> Outcome<Value> {
    let (characters, is_bytes): (Vec<char>, bool) = match format {
        Value::Str(text) => (text.text.chars().collect(), false),
        other => {
            let bytes = operators::bytes_of(other).unwrap_or_default();
            (bytes.iter().map(|byte| char::from(*byte)).collect(), true)
        }
    };
    let inner = crate::builtins::inside(args);
    let items = match &inner {
        Value::Tuple(tuple) => &tuple.0[..],
        _ => std::slice::from_ref(args),
    };
    let mut args = Arguments {
        all: args,
        items,
        next: 0,
    };
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        at += 1;
        if character == '%' {
            directive(&characters, &mut at, is_bytes, &mut args, &mut out)?;
        } else {
            push(&mut out, character, is_bytes);
        }
        if out.len() > MAX_BYTES {
            return Err(Fault::memory());
        }
    }
    if args.next < args.items.len() && !args.is_mapping() {
        let what = if is_bytes { "bytes" } else { "string" };
        return Err(Fault::type_error(format!(
            "not all arguments converted during {what} formatting"
        )));
    }
    Ok(match format {
        Value::ByteArray(_) => {
            let bytes = crate::value::ByteArray(crate::object::Guarded::new(out));
            Value::ByteArray(crate::object::Ref::new(bytes))
        }
        Value::Bytes(_) => Value::bytes(out),
        _ => Value::text(String::from_utf8(out).unwrap_or_default()),
    })
}

fn push(out: &mut Vec<u8>, character: char, is_bytes: bool) {
    if is_bytes {
        // Each stands for one byte.
        out.push(u32::from(character) as u8);
    } else {
        let mut buffer = [0; 4];
        out.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
    }
}

/// What follows a `%`.
fn directive(
    characters: &[char],
    at: &mut usize,
    is_bytes: bool,
    args: &mut Arguments,
    out: &mut Vec<u8>,
) -> Outcome<()> {
    let incomplete = || Fault::value_error("incomplete format");
    let peek = |at: &usize| characters.get(*at).copied();
    if peek(at) == Some('%') {
        *at += 1;
        out.push(b'%');
        return Ok(());
    }
    let mut directive = Directive::default();
    let mut named = None;
    if peek(at) == Some('(') {
        if !args.is_mapping() {
            return Err(Fault::type_error("format requires a mapping"));
        }
        let start = *at + 1;
        let mut open = 0;
        loop {
            match peek(at) {
                Some('(') => open += 1,
                Some(')') => open -= 1,
                Some(_) => {}
                None => return Err(Fault::value_error("incomplete format key")),
            }
            *at += 1;
            if open == 0 {
                break;
            }
        }
        let name = characters.get(start..*at - 1).unwrap_or_default();
        let key = match is_bytes {
            true => Value::bytes(name.iter().map(|name| *name as u8).collect::<Vec<u8>>()),
            false => Value::text(name.iter().collect::<String>()),
        };
        if let Value::Object(object) = args.all
            && says(&object.class, Symbol::GETITEM)
        {
            return Err(Fault::in_python());
        }
        named = Some(operators::subscript(args.all, &key)?);
        // What is taken by name is taken.
        args.next = args.items.len();
    }
    while let Some(flag @ ('-' | '+' | ' ' | '#' | '0')) = peek(at) {
        match flag {
            '-' => directive.left = true,
            '#' => directive.alternate = true,
            '0' => directive.zero = true,
            '+' => directive.sign = Some('+'),
            _ => directive.sign = directive.sign.or(Some(' ')),
        }
        *at += 1;
    }
    let number = |at: &mut usize, args: &mut Arguments, what: &str| -> Outcome<Option<i64>> {
        if peek(at) == Some('*') {
            *at += 1;
            return match args.next()? {
                Value::Int(value) => Ok(Some(value)),
                Value::Bool(value) => Ok(Some(value.into())),
                _ => Err(Fault::type_error("* wants int")),
            };
        }
        let mut value: Option<i64> = None;
        while let Some(digit) = peek(at).and_then(|digit| digit.to_digit(10)) {
            *at += 1;
            let grown = value.unwrap_or(0) * 10 + i64::from(digit);
            if grown > i64::from(i32::MAX) {
                return Err(Fault::value_error(format!("{what} too big")));
            }
            value = Some(grown);
        }
        Ok(value)
    };
    if let Some(width) = number(at, args, "width")? {
        directive.left |= width < 0;
        directive.width = usize::try_from(width.unsigned_abs()).unwrap_or(usize::MAX);
        text::fits(directive.width)?;
    }
    if peek(at) == Some('.') {
        *at += 1;
        let precision = number(at, args, "precision")?.unwrap_or(0).max(0);
        directive.precision = usize::try_from(precision).ok();
    }
    if let Some('h' | 'l' | 'L') = peek(at) {
        *at += 1;
    }
    let kind = peek(at).ok_or_else(incomplete)?;
    *at += 1;
    let value = match named {
        Some(value) => value,
        None => args.next()?,
    };
    let cut = |text: String| -> String {
        match directive.precision {
            Some(precision) => text.chars().take(precision).collect(),
            None => text,
        }
    };
    match kind {
        's' | 'b' if is_bytes => {
            let Some(bytes) = operators::bytes_of(&value) else {
                let kind = value.type_name();
                return Err(Fault::type_error(format!(
                    "%b requires a bytes-like object, or an object that implements __bytes__, not \
                     '{kind}'"
                )));
            };
            let end = directive.precision.unwrap_or(bytes.len()).min(bytes.len());
            let bytes = bytes.get(..end).unwrap_or_default();
            pad_bytes(out, bytes, bytes.len(), &directive);
        }
        's' => {
            let shown = text::display(&value)?
                .as_str()
                .unwrap_or_default()
                .to_owned();
            pad_text(out, &cut(shown), &directive);
        }
        'r' if !is_bytes => pad_text(out, &cut(text::repr(&value)?), &directive),
        'r' | 'a' => pad_text(out, &cut(text::ascii(&value)?), &directive),
        'c' => {
            let text = match (&value, number::number(&value)) {
                (Value::Str(text), _) if text.chars == 1 && !is_bytes => text.text.to_string(),
                (Value::Bytes(bytes), _) if bytes.0.len() == 1 && is_bytes => {
                    pad_bytes(out, &bytes.0, 1, &directive);
                    return Ok(());
                }
                (_, Some(Number::Int(code))) if is_bytes => match u8::try_from(code) {
                    Ok(byte) => {
                        pad_bytes(out, &[byte], 1, &directive);
                        return Ok(());
                    }
                    Err(_) => {
                        return Err(Fault::overflow("%c arg not in range(256)"));
                    }
                },
                (_, Some(Number::Int(code))) => {
                    let character = u32::try_from(code).ok().and_then(char::from_u32);
                    match character {
                        Some(character) => character.to_string(),
                        None => return Err(Fault::overflow("%c arg not in range(0x110000)")),
                    }
                }
                _ if is_bytes => {
                    return Err(Fault::type_error(
                        "%c requires an integer in range(256) or a single byte",
                    ));
                }
                _ => return Err(Fault::type_error("%c requires int or char")),
            };
            pad_text(out, &text, &directive);
        }
        'd' | 'i' | 'u' | 'x' | 'X' | 'o' => {
            let (negative, prefix, digits) = whole(kind, &value, directive.alternate)?;
            let missing = directive
                .precision
                .unwrap_or(0)
                .saturating_sub(digits.len());
            text::fits(missing)?;
            let digits = format!("{}{digits}", "0".repeat(missing));
            pad_number(out, negative, prefix, &digits, &directive);
        }
        'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
            let inner = crate::builtins::inside(&value);
            let Some(number) = number::number(&inner) else {
                if let Value::Object(object) = &value
                    && (says(&object.class, Symbol::FLOAT) || says(&object.class, Symbol::INDEX))
                {
                    return Err(Fault::in_python());
                }
                let kind = value.type_name();
                return Err(Fault::type_error(format!(
                    "must be real number, not {kind}"
                )));
            };
            let float = number.float()?;
            let spec = Spec {
                fill: ' ',
                align: None,
                sign: None,
                no_negative_zero: false,
                alternate: directive.alternate,
                zero: false,
                width: 0,
                grouping: None,
                precision: directive.precision,
                kind: Some(kind),
            };
            let shown = floating(float.abs(), &spec, &inner)?;
            let negative = float.is_sign_negative() && !float.is_nan();
            pad_number(out, negative, "", &shown, &directive);
        }
        other => {
            let code = u32::from(other);
            let shown = if matches!(other, ' '..='~') {
                other
            } else {
                '?'
            };
            return Err(Fault::value_error(format!(
                "unsupported format character '{shown}' (0x{code:x}) at index {}",
                *at - 1
            )));
        }
    }
    Ok(())
}

/// Sign, prefix and digits of an int.
fn whole(kind: char, value: &Value, alternate: bool) -> Outcome<(bool, &'static str, String)> {
    let inner = crate::builtins::inside(value);
    let is_decimal = matches!(kind, 'd' | 'i' | 'u');
    let refused = || {
        if let Value::Object(object) = value
            && (says(&object.class, Symbol::INDEX)
                || is_decimal && says(&object.class, Symbol::INT))
        {
            return Fault::in_python();
        }
        let wanted = if is_decimal {
            "a real number"
        } else {
            "an integer"
        };
        let name = value.type_name();
        Fault::type_error(format!("%{kind} format: {wanted} is required, not {name}"))
    };
    let number = number::number(&inner).ok_or_else(refused)?;
    let whole = match number {
        Number::Float(_) if !is_decimal => return Err(refused()),
        Number::Float(float) if float.is_nan() => {
            return Err(Fault::value_error("cannot convert float NaN to integer"));
        }
        Number::Float(float) if float.is_infinite() => {
            return Err(Fault::overflow("cannot convert float infinity to integer"));
        }
        Number::Float(float) => match number::number(&number::whole(float.trunc())) {
            Some(whole) => whole.big(),
            None => None,
        },
        number => number.big(),
    };
    let whole = whole.unwrap_or_default();
    let magnitude = BigInt::from(whole.magnitude().clone());
    let digits = match (kind, magnitude.to_u64()) {
        ('x', Some(small)) => format!("{small:x}"),
        ('X', Some(small)) => format!("{small:X}"),
        ('o', Some(small)) => format!("{small:o}"),
        (_, Some(small)) if is_decimal => small.to_string(),
        ('x', _) => magnitude.to_str_radix(16),
        ('X', _) => magnitude.to_str_radix(16).to_uppercase(),
        ('o', _) => magnitude.to_str_radix(8),
        _ => number::decimal(&magnitude)?,
    };
    let prefix = match kind {
        'x' if alternate => "0x",
        'X' if alternate => "0X",
        'o' if alternate => "0o",
        _ => "",
    };
    Ok((whole.is_negative(), prefix, digits))
}

fn pad_number(
    out: &mut Vec<u8>,
    negative: bool,
    prefix: &str,
    digits: &str,
    directive: &Directive,
) {
    let sign = match (negative, directive.sign) {
        (true, _) => "-",
        (false, Some('+')) => "+",
        (false, Some(_)) => " ",
        (false, None) => "",
    };
    let length = sign.len() + prefix.len() + digits.len();
    let missing = directive.width.saturating_sub(length);
    if directive.zero && !directive.left {
        let zeros = "0".repeat(missing);
        out.extend_from_slice(format!("{sign}{prefix}{zeros}{digits}").as_bytes());
    } else {
        pad_text(out, &format!("{sign}{prefix}{digits}"), directive);
    }
}

fn pad_text(out: &mut Vec<u8>, text: &str, directive: &Directive) {
    pad_bytes(out, text.as_bytes(), text.chars().count(), directive);
}

fn pad_bytes(out: &mut Vec<u8>, bytes: &[u8], length: usize, directive: &Directive) {
    let missing = directive.width.saturating_sub(length);
    if !directive.left {
        out.resize(out.len() + missing, b' ');
    }
    out.extend_from_slice(bytes);
    if directive.left {
        out.resize(out.len() + missing, b' ');
    }
}
