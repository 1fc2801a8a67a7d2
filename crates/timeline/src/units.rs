//! How numbers are written by and for people, on the page and in the terminal.

/// A length of time with three significant digits in the unit that suits it.
pub fn time(seconds: f64) -> String {
    // Virtual time has no trouble with days.
    const UNITS: [(f64, &str); 6] = [
        (1e9, "ns"),
        (1e6, "µs"),
        (1e3, "ms"),
        (1.0, "s"),
        (1.0 / 3600.0, "h"),
        (1.0 / 86_400.0, "days"),
    ];
    let mut text = String::new();
    for (factor, unit) in UNITS {
        let number = seconds * factor;
        text = format!("{} {unit}", three_digits(number));
        if is_short(number) {
            break;
        }
    }
    text
}

/// A number that need not be whole.
pub fn rate(number: f64) -> String {
    if is_short(number) {
        three_digits(number)
    } else {
        // OK because a float that is too large becomes the largest number.
        count(number.round() as u64)
    }
}

/// Whether three digits before the point are enough, as it will be rounded: 999.96 µs would be
/// 1000 µs, and are 1.00 ms.
fn is_short(number: f64) -> bool {
    number.abs() < 999.5
}

fn three_digits(number: f64) -> String {
    // Digits behind the point for 3 significant ones, as it will be rounded.
    let digits = match number.abs() {
        n if n == 0.0 || n >= 99.95 => 0,
        n if n >= 9.995 => 1,
        _ => 2,
    };
    format!("{number:.digits$}")
}

/// A whole number, its thousands set off.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Reads a number as people write it: digits, and perhaps a point with more of them. It need not be
/// right to the last bit, and so spares the page the tables that the standard library has for that:
/// they would be a twentieth of it.
pub fn decimal(text: &str) -> Option<f64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = [whole, part].concat();
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let add = |value, digit| value * 10.0 + f64::from(digit - b'0');
    // What comes later is too small to count, and so many digits could become infinite.
    let part = &part[..part.len().min(17)];
    let behind_point = part.bytes().fold(0.0, add) / 10f64.powi(part.len() as i32);
    Some(whole.bytes().fold(0.0, add) + behind_point)
}

/// A number of things.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_have_the_unit_that_suits_them() {
        let written = [
            (0.0, "0 ns"),
            (2.5e-8, "25.0 ns"),
            (4e-6, "4.00 µs"),
            (5.1e-5, "51.0 µs"),
            (9.9996e-4, "1.00 ms"),
            (0.005, "5.00 ms"),
            (0.05, "50.0 ms"),
            (0.123_456, "123 ms"),
            (0.9999, "1.00 s"),
            (9.996, "10.0 s"),
            (999.4, "999 s"),
            (3725.4, "1.03 h"),
            (1e6, "278 h"),
            (1e8, "1157 days"),
        ];
        for (seconds, text) in written {
            assert_eq!(time(seconds), text);
        }
    }

    #[test]
    fn counts_have_their_thousands_set_off() {
        let written = [0, 7, 999, 1000, 123_456, 25_000_000].map(count);
        let expected = ["0", "7", "999", "1,000", "123,456", "25,000,000"];
        assert_eq!(written, expected);
        assert_eq!(counted(1, "thread", "threads"), "1 thread");
        assert_eq!(counted(1000, "thread", "threads"), "1,000 threads");
    }

    #[test]
    fn decimals_are_read() {
        for text in ["0", "5", "0.1", ".5", "5.", "1234.5", "0.001"] {
            assert_eq!(decimal(text), text.parse().ok(), "{text}");
        }
        for text in [
            "", ".", "1.2.3", "-1", "+1", "1e3", "inf", "NaN", "１", "1 ",
        ] {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(decimal(&"9".repeat(400)), Some(f64::INFINITY));
    }

    proptest! {
        #[test]
        fn decimals_are_read_nearly_to_the_last_bit(text in "[0-9]{1,12}\\.[0-9]{0,30}") {
            let exact: f64 = text.parse().unwrap();
            let read = decimal(&text).unwrap();
            // What is behind the 17th place does not count.
            let allowed = exact * 4.0 * f64::EPSILON + 1e-17;
            prop_assert!((read - exact).abs() <= allowed, "{read} {exact}");
        }
    }

    #[test]
    fn rates_have_three_digits_or_all() {
        let written = [0.0, 0.25, 203.4, 999.6, 12_345.6].map(rate);
        assert_eq!(written, ["0", "0.25", "203", "1,000", "12,346"]);
    }
}
