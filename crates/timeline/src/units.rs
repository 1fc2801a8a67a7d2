//! How numbers are written for people, on the page and in the terminal.

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
        let number = three_digits(seconds * factor);
        // As it is written: 999.96 µs would be 1000 µs, and is 1.00 ms.
        let fits = number.parse::<f64>().is_ok_and(|number| number < 1000.0);
        text = format!("{number} {unit}");
        if fits {
            break;
        }
    }
    text
}

/// A number that need not be whole.
pub fn rate(number: f64) -> String {
    if number.abs() < 999.5 {
        three_digits(number)
    } else {
        // OK because a float that is too large becomes the largest number.
        count(number.round() as u64)
    }
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

/// A number of things.
pub fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
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
    fn rates_have_three_digits_or_all() {
        let written = [0.0, 0.25, 203.4, 999.6, 12_345.6].map(rate);
        assert_eq!(written, ["0", "0.25", "203", "1,000", "12,346"]);
    }
}
