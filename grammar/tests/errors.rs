//! What is said about broken files, and that the rest of them stays intact.

mod common;

use common::{BROKEN, report};
use kohort_grammar::ast::{CohortEntry, Item};
use kohort_grammar::parse;

#[test]
fn messages() {
    for (name, text) in BROKEN {
        insta::assert_snapshot!(format!("errors_{name}"), report(text, &parse(text)));
    }
}

/// The codes of a text's errors, in order.
fn codes(text: &str) -> Vec<&'static str> {
    parse(text).errors().iter().map(|error| error.code).collect()
}

#[test]
fn two_damaged_entries_give_two_errors_and_leave_the_rest_alone() {
    let text = "cohort a {\n  index x.date\n  include one: age >=\n  include two: b\n}\n\
                cohort b from a {\n  inclde three: c\n  exclude four: d\n}\nlet other = 1\n";
    assert_eq!(codes(text), ["K0101", "K0102"]);
    let items = parse(text).tree().items();
    let [Item::Cohort(first), Item::Cohort(second), Item::Let(last)] = items.as_slice() else {
        panic!("{items:?}");
    };
    assert_eq!(first.entries().len(), 3);
    let entries = second.entries();
    let [CohortEntry::Bad(_), CohortEntry::Criterion(four)] = entries.as_slice() else {
        panic!("{entries:?}");
    };
    assert_eq!(four.name().expect("a name").text(), "four");
    assert_eq!(last.name().expect("a name").text(), "other");
}

#[test]
fn an_unfinished_item_does_not_take_the_next() {
    for unfinished in [
        "let x =",
        "let x = a +",
        "let x = first",
        "let x = any lab where",
        "let x = any lab from a to",
        "let x = lab.value in",
        "let x = (",
        "let x = index",
        "parameter p =",
        "precision a.b as",
        "study",
        "use a.{",
        "codes k {",
        "model m",
        "source s for",
        "cohort c {",
        "cohort c from",
        "cohort c { index",
        "cohort c { include",
        "cohort c { include a:",
        "report {",
        "drug d",
        "analyte a { unit",
        "let x = 5",
        "drugs d",
        "drugs d {",
        "drugs d { a,",
        "drug d { unavailable",
        "codes k { ICD10 C18 from",
        "let x = only in a {",
        "let x = a if available, else",
        "test",
        "test \"t\" {",
        "test \"t\" { patient {",
        "test \"t\" { patient { visit 2020-01-01,",
        "test \"t\" { expect",
        "test \"t\" { expect in",
        "test \"t\" { expect a =",
        "source s for m version \"1\" { table t =",
        "source s for m version \"1\" { table t = list a, b {",
        "source s for m version \"1\" { table t = csv \"t.csv\" header",
        "source s for m version \"1\" { table t = xml \"t.xml\" rows \"r\" {",
        "source s for m version \"1\" { table t = a joined to b on",
        "source s for m version \"1\" { bound a on or after",
        "source s for m version \"1\" { period",
        "source s for m version \"1\" { a from b key c where d = \"e\" and",
        "source s for m version \"1\" { a from b key c, last by",
        "source s for m version \"1\" { a from b key c { d always",
        "source s for m version \"1\" { a from b key c { d = e as drug from",
        "source s for m version \"1\" { a from b key c { d = e as code by",
        "let x = a[",
        "let x = a has",
        "let x = a has any in",
        "let x = any of a,",
        "cohort c { index each line of",
        "lines l",
        "lines l version",
        "lines l for",
        "lines l =",
        "lines l = r starting",
        "lines l = r with",
        "lines l = r with gap",
        "lines l {",
        "lines l { drugs",
        "lines l { drugs a except",
        "lines l { window",
        "lines l { gap >",
        "lines l { gap > 1 days from",
        "lines l { gap never for",
        "lines l { dose",
        "lines l { new drug",
        "lines l { new drug a advances after",
        "lines l { added to a",
        "lines l { interchange a with",
        "lines l { dropped",
        "lines l { maintenance a",
        "lines l { maintenance a switch without",
        "lines l { breaker",
        "lines l { breaker a ends",
        "lines l { setting a",
        "lines l { advances only after",
        "lines l { discontinuation",
        "lines l { at most",
        "lines l { no",
        "endpoint e",
        "endpoint e =",
        "endpoint e = f",
        "endpoint e = f from",
        "endpoint e = f from a until",
        "endpoint e = f from a with",
        "endpoint e = f from a with censored",
        "endpoint e {",
        "endpoint e(",
        "endpoint e(a",
        "endpoint e(from:",
        "endpoint e { event",
        "endpoint e { event a after",
        "endpoint e { censored at",
        "endpoint e { missing when",
        "endpoint e { negative",
        "endpoint e { landmark at",
        "characteristic x",
        "characteristic x =",
        "characteristic x = {",
        "characteristic x = { \"a\":",
        "characteristic x = a in {",
        "characteristic x = a in { \"b\": >=",
        "report { survival of",
        "report { survival of a by",
        "report { survival of a at 6",
        "report { survival of a compared",
        "report { survival of a with",
        "test \"t\" { expect a = 1,",
    ] {
        for next in [
            "let y = 1",
            "cohort y { index a }",
            "codes y { ATC L01 }",
            "report { attrition }",
            "use y.z",
            "study y version \"1\" on z",
        ] {
            // A `let` can also belong to the mapping of an entity, or to an endpoint.
            let may_hold_let = unfinished.contains("key c") || unfinished.starts_with("endpoint e {");
            if next.starts_with("let") && may_hold_let {
                continue;
            }
            let text = format!("{unfinished}\n{next}\n");
            let parse = parse(&text);
            let last = parse.tree().items().pop().expect("an item");
            assert_eq!(last.syntax().text().to_string(), next, "{text}");
            let expected = usize::from(!matches!(unfinished, "let x = index" | "let x = 5"));
            assert_eq!(parse.errors().len(), expected, "{text}{}", report(&text, &parse));
        }
    }
}

#[test]
fn an_error_is_never_empty_and_lies_in_the_file() {
    for (name, text) in BROKEN {
        for error in parse(text).errors() {
            assert!(!error.range.is_empty(), "{name}: {error:?}");
            assert!(
                text.get(std::ops::Range::<usize>::from(error.range)).is_some(),
                "{name}: {error:?}"
            );
        }
    }
}

#[test]
fn a_fix_repairs_what_it_is_for() {
    for text in [
        "let a = b == c",
        "let a = b && c",
        "let a = b OR c",
        "let a = NOT b",
        "let a = b <> c",
        "let a = b = null",
        "let a = b is NULL",
        "let a = b between 3 and 5",
        "let a = b = 'c'",
        "let a = any b within 30 of c",
        "let a = b > 8g/dL",
        "let a = b < c < d",
        "let a = b in 5",
        "let first = a",
        "let a = \"b\\c\"",
        "let a = any visit after first diagnosis before index",
        "let a = nearest lab to first diagnosis where test = psa",
        "chort a { index b }",
        "cohort a { inclde b: c }",
        "source a for b version \"1\" { c from d key e { f = to } }",
        "source a for b version \"1\" { opt_out c where d != \"e\" }",
        "source a for b version \"1\" { opt_out c where d = missing }",
        "source a for b version \"1\" { table c = csv \"d\" delimitr \";\" }",
        "test \"a\" { patient { lab 2020-01-01 b 8.1g/dL } }",
        "test \"a\" { patient { lab 2020-01-01 'b' } }",
        "drug a { ATC L01XX01 form 2020-01-01 }",
    ] {
        let parsed = parse(text);
        let [error] = parsed.errors() else {
            panic!("{text}: {}", report(text, &parsed))
        };
        let (range, replacement) = error.fix.clone().unwrap_or_else(|| panic!("{text}: no fix"));
        let mut fixed = text.to_owned();
        fixed.replace_range(std::ops::Range::<usize>::from(range), &replacement);
        assert_eq!(report(&fixed, &parse(&fixed)), "", "{text} became {fixed}");
    }
}
