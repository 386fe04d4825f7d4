//! The pages about syntax errors: their first example has the error, their second has none.

mod common;

use common::report;
use kohort_grammar::parse;

const PAGES: &[(&str, &str)] = &[
    ("K0101", include_str!("../../docs/errors/K0101.md")),
    ("K0102", include_str!("../../docs/errors/K0102.md")),
    ("K0103", include_str!("../../docs/errors/K0103.md")),
    ("K0104", include_str!("../../docs/errors/K0104.md")),
    ("K0105", include_str!("../../docs/errors/K0105.md")),
    ("K0107", include_str!("../../docs/errors/K0107.md")),
    ("K0108", include_str!("../../docs/errors/K0108.md")),
];

#[test]
fn examples_have_the_error_and_its_repair_has_none() {
    for (code, page) in PAGES {
        let examples: Vec<&str> = page
            .split("```kohort\n")
            .skip(1)
            .filter_map(|rest| rest.split("```").next())
            .collect();
        let [wrong, right] = examples.as_slice() else {
            panic!("{code}: two examples")
        };
        let found = parse(wrong);
        assert!(!found.errors().is_empty(), "{code}");
        assert!(
            found.errors().iter().all(|error| error.code == *code),
            "{code}: {}",
            report(wrong, &found)
        );
        assert_eq!(report(right, &parse(right)), "", "{code}");
    }
}
