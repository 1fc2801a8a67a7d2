//! Loops that calculate come to the same whether their instructions are fused, translated (`ints.rs`) or run one
//! by one: with a meter nothing is fused.

use std::sync::atomic::AtomicU32;

use proptest::prelude::*;
use python::{Answer, CheckPoints, Costs, Meter, Pause, Request, Thread, Version, World, compile};

/// What a program prints, or its exception, and how often it stopped.
fn run(source: &str, metered: bool, breaker: u32) -> (String, usize) {
    let program = compile(source, "main.py").unwrap_or_else(|error| panic!("{error}\n{source}"));
    let mut thread = Thread::main(&World::new(program, Version::new(3, 13, 0), false));
    let breaker = AtomicU32::new(breaker);
    let mut meter = Meter::new(CheckPoints::BackEdges, &Costs::PYTHON_313);
    let mut printed = String::new();
    let mut stops = 0;
    loop {
        let pause = match metered {
            true => thread.run_metered(&breaker, &mut meter, None),
            false => thread.run(&breaker),
        };
        match pause {
            Pause::Ask(Request::Write { text, .. }) => {
                printed += &text;
                thread.answer(Answer::Done);
            }
            Pause::CheckPoint => stops += 1,
            Pause::Finished => return (printed, stops),
            Pause::Raised(exception) => {
                let error = format!("{}: {}", exception.kind(), exception.message());
                return (printed + &error, stops);
            }
            other => panic!("{other:?}"),
        }
    }
}

/// Variables, constants that may make an int too large, and one that makes it a float.
fn operand() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::sample::select(vec!["a", "b", "c", "d", "i"]).prop_map(str::to_owned),
        4 => (-9_i64..10).prop_map(|value| value.to_string()),
        1 => prop::sample::select(vec![1_i64 << 31, 1 << 40, i64::MAX, i64::MIN + 1])
            .prop_map(|value| value.to_string()),
    ]
}

fn expression() -> impl Strategy<Value = String> {
    let operator = || prop::sample::select(vec!["+", "-", "*", "//", "%", "&", "+", "-"]);
    prop_oneof![
        8 => (operand(), operator(), operand()).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
        3 => (operand(), operator(), operand(), operator(), operand())
            .prop_map(|(a, first, b, second, c)| format!("({a} {first} {b}) {second} {c}")),
        1 => operand(),
        1 => Just("a / 2".to_owned()),
    ]
}

fn condition() -> impl Strategy<Value = String> {
    let compare = prop::sample::select(vec!["<", "<=", ">", ">=", "==", "!="]);
    (operand(), compare, operand()).prop_map(|(a, compare, b)| format!("{a} {compare} {b}"))
}

/// Lines of a loop's body.
fn statement() -> impl Strategy<Value = Vec<String>> {
    let name = || prop::sample::select(vec!["a", "b", "c", "d"]);
    let assign = || (name(), expression()).prop_map(|(to, value)| format!("{to} = {value}"));
    prop_oneof![
        6 => assign().prop_map(|line| vec![line]),
        3 => (name(), operand()).prop_map(|(to, by)| vec![format!("{to} += {by}")]),
        2 => (name(), name()).prop_map(|(a, b)| vec![format!("{a}, {b} = {b}, {a}")]),
        1 => (name(), name()).prop_map(|(a, b)| vec![format!("{a}, {b} = {b}, {a} + {b}")]),
        4 => (condition(), assign(), assign()).prop_map(|(condition, then, other)| vec![
            format!("if {condition}:"),
            format!("    {then}"),
            "else:".to_owned(),
            format!("    {other}"),
        ]),
        2 => (condition(), assign()).prop_map(|(condition, then)| vec![
            format!("if {condition}:"),
            format!("    {then}"),
            "    continue".to_owned(),
        ]),
        1 => condition().prop_map(|condition| vec![
            format!("if {condition} and i > 70:"),
            "    break".to_owned(),
        ]),
        1 => (name(), condition()).prop_map(|(to, condition)| vec![
            format!("{to} = 1 if {condition} else {to}"),
        ]),
    ]
}

fn program() -> impl Strategy<Value = String> {
    let head = prop::sample::select(vec![
        "for i in range(150):",
        "for i in range(100, -50, -1):",
        "while i < 150:\n        i += 1",
    ]);
    let bodies = prop::collection::vec(statement(), 1..6);
    (head, bodies, any::<[i8; 4]>()).prop_map(|(head, body, [a, b, c, d])| {
        let lines: String = body
            .concat()
            .into_iter()
            .map(|line| format!("        {line}\n"))
            .collect();
        // What grows without end is cut, so that nobody multiplies for minutes.
        format!(
            "def run(a, b, c, d):
    i = 0
    {head}
{lines}        if a * a > 1 << 200 or b * b > 1 << 200:
            return a, b
        if c * c > 1 << 200 or d * d > 1 << 200:
            return c, d
    return a, b, c, d, i
try:
    print(run({a}, {b}, {c}, {d}))
except (ArithmeticError, OverflowError) as error:
    print(type(error), error)
"
        )
    })
}

/// The same without what keeps numbers small: nothing but the loop for `ints`.
fn tight_program() -> impl Strategy<Value = String> {
    program().prop_map(|source| {
        let mut kept = String::new();
        let mut lines = source.lines();
        while let Some(line) = lines.next() {
            if line.contains("1 << 200") {
                lines.next();
            } else {
                kept += line;
                kept.push('\n');
            }
        }
        kept.replace('*', "-")
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn fused_or_not(source in prop_oneof![program(), tight_program()]) {
        let (one_by_one, _) = run(&source, true, 0);
        let (fused, _) = run(&source, false, 0);
        prop_assert_eq!(&fused, &one_by_one, "{}", source);
        // Stopped at each check point.
        let (stopped, _) = run(&source, false, 1);
        prop_assert_eq!(&stopped, &one_by_one, "{}", source);
    }
}

#[test]
fn a_loop_over_ints_stops_at_each_check_point() {
    let source = "def run(n):
    total = 0
    for i in range(n):
        total += i
    return total
print(run(1000))
";
    assert_eq!(run(source, false, 0), ("499500\n".to_owned(), 0));
    let (printed, stops) = run(source, false, 1);
    assert_eq!(printed, "499500\n");
    assert!(stops >= 1000, "{stops}");
}
