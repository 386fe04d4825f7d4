//! Files that are too deep, too large, or only long.

mod common;

use kohort_grammar::ast::Item;
use kohort_grammar::{Parse, parse};

fn codes(parse: &Parse) -> Vec<&'static str> {
    parse.errors().iter().map(|error| error.code).collect()
}

/// Each text says `n` times the same inside itself.
fn nested(n: usize) -> Vec<String> {
    vec![
        format!("let x = {}1{}", "(".repeat(n), ")".repeat(n)),
        format!("let x = {}1{}", "(any a where ".repeat(n), ")".repeat(n)),
        format!("let x = {}1{}", "earliest(".repeat(n), ")".repeat(n)),
        format!("let x = {}1{}", "a in { ".repeat(n), " }".repeat(n)),
        format!(
            "let x = {}1{}",
            "(any a where b = nearest c to ".repeat(n),
            ")".repeat(n)
        ),
        format!("let x = {}1{}", "only in a { ".repeat(n), " }".repeat(n)),
        format!("let x = {}1{}", "any of (".repeat(n), ") is missing".repeat(n)),
        format!("let x = {}1", "not ".repeat(n)),
        format!("let x = {}1", "- ".repeat(n)),
        format!("let x = {}1", "age at ".repeat(n)),
        format!("let x = {}1", "start of ".repeat(n)),
        format!("let x = {}1", "1 + ".repeat(n)),
        format!("let x = {}1", "a if b else ".repeat(n)),
        format!("let x = {}1", "a if available else ".repeat(n)),
        format!("let x = {}1", "(a + ".repeat(n)),
    ]
}

#[test]
fn deep_nesting_is_refused_and_the_next_item_is_read() {
    for n in [200, 10_000] {
        for text in nested(n) {
            let text = format!("{text}\nlet y = 2\n");
            let parse = parse(&text);
            assert_eq!(codes(&parse), ["K0107"], "{}", &text[..40]);
            assert_eq!(parse.syntax().text().to_string(), text);
            let last = parse.tree().items().pop();
            assert!(
                matches!(&last, Some(Item::Let(last)) if last.value().is_some()),
                "{}",
                &text[..40]
            );
        }
    }
}

#[test]
fn moderate_nesting_is_read() {
    for text in nested(40).into_iter().take(14) {
        assert_eq!(codes(&parse(&text)), [""; 0], "{text}");
    }
}

#[test]
fn the_depth_of_a_tree_is_bounded() {
    for text in nested(10_000) {
        let deepest = parse(&text)
            .syntax()
            .descendants()
            .map(|node| node.ancestors().count())
            .max();
        assert!(deepest < Some(1200), "{deepest:?}: {}", &text[..40]);
    }
}

#[test]
fn a_large_file_is_refused() {
    let text = "let x = 1\n".repeat((1 << 20) / 10 + 1);
    let parse = parse(&text);
    assert_eq!(codes(&parse), ["K0109"]);
    assert_eq!(parse.syntax().text().to_string(), text);
}

#[test]
fn a_file_of_the_largest_size_is_read() {
    let text = "let x = any a where b = 1 from c to d + 3 days\n".repeat((1 << 20) / 48);
    let parse = parse(&text);
    assert_eq!(codes(&parse), [""; 0]);
    assert!(kohort_grammar::format(&parse).is_ok_and(|formatted| formatted.len() == text.len()));
}

/// None of these may reach the limit of work, which stands for time.
#[test]
fn long_runs_of_anything_are_read_in_linear_time() {
    for run in [
        "/// a\n",
        "// a\n",
        "{",
        "}",
        "(",
        ")",
        "\"",
        "'",
        "include ",
        "index ",
        "let ",
        "let x = ",
        "cohort ",
        "cohort a {",
        "a ",
        "a b ",
        "1 ",
        "1 a ",
        "a where ",
        "first ",
        "any a where first ",
        "from ",
        "= ",
        "a = ",
        ", ",
        "or ",
        "a or ",
        "a < ",
        "a to ",
        "a.",
        ".",
        "- ",
        "not ",
        "in {",
        "codes a {",
        "A ",
        "A 1 ",
        "source a for b version \"1\" {",
        "a from b key c {",
        "a = b {",
        "report {",
        "\n",
        "test ",
        "lines a ",
        "nearest a to ",
        "a if b else ",
        "else ",
        "if ",
        "x in 1 to ",
        "gap > 1 days in ",
        "episodes of ",
        "age at ",
        "drug\n",
        "one a {",
        "a: Category {",
        "\\",
        "日 ",
        "\u{feff}",
        "end of (",
        "a, ",
        "a, b absent ",
        "only in a, ",
        "only in a { ",
        "a if available else ",
        "drugs a { ",
        "drugs a { b, ",
        "table a = ",
        "table a = list b, c { ",
        "\"a\": ",
        "\"a\": \"b\", ",
        "\"a\", ",
        "or csv \"a\" ",
        "to a on b and c = d, ",
        "a and b = ",
        "where a = \"b\" and ",
        "a always ",
        "bound a on or after ",
        "period ",
        "a from 2010-01-01 until ",
        "test \"a\" { ",
        "patient { ",
        "expect ",
        "expect in a ",
        "a every 1 days times ",
        "unavailable A \"b\", ",
        "name or ",
        "lines a { ",
        "drugs a, ",
        "drugs { ",
        "gap > 1 days for ",
        "interchange a with b, ",
        "with a ",
        "new drug ",
        "added a to b ",
        "maintenance a switch within ",
        "without ",
        "breaker a ",
        "except first ",
        "setting a, ",
        "no ",
        "for lines 1 to ",
        "endpoint a { ",
        "endpoint a = b from c with ",
        "event ",
        "event a, after ",
        "competing event ",
        "missing when a, or ",
        "censored at ",
        "until ",
        "any of a, ",
        "any of ",
        "characteristic a = { ",
        "characteristic a = b in { ",
        "\"a\": b ",
        "\"a\": >= 1, ",
        "a[1].",
        "a[1] ",
        "[ ",
        "has any in a, ",
        "has any in a and ",
        "all in ",
        "survival of a by b ",
        "survival ",
        "at 6, ",
        "by a, ",
        "with a at ",
        "compared by ",
        "from a ",
        "from. ",
        "in months ",
        "a\n",
    ] {
        for start in [
            "",
            "let x = ",
            "cohort a { ",
            "codes a { ",
            "model a version \"1\" { one b { ",
            "source a for b version \"1\" { ",
            "source a for b version \"1\" { table c = ",
            "source a for b version \"1\" { table c = xml \"d\" rows \"e\" { ",
            "source a for b version \"1\" { table c = list d, e { ",
            "source a for b version \"1\" { table c = d joined to e on ",
            "source a for b version \"1\" { c from d key e { ",
            "source a for b version \"1\" { c from d key e where f = \"g\" and ",
            "source a for b version \"1\" { c from d key e { f = g as drug ",
            "source a for b version \"1\" { c from d key e { f = g as date \"h\" precise by i { ",
            "drug a { ",
            "lines a { ",
            "lines a { new drug ",
            "lines a = b with ",
            "endpoint a { ",
            "endpoint a { event b ",
            "endpoint a(",
            "endpoint a = b from c with ",
            "characteristic a = { ",
            "characteristic a = b in { \"c\": ",
            "report { survival of a ",
            "let x = a has any in ",
            "let x = any of ",
            "drugs a { ",
            "test \"a\" { ",
            "test \"a\" { patient { ",
            "test \"a\" { patient { b ",
        ] {
            let text = format!("{start}{}", run.repeat(10_000 / run.len()));
            let parse = parse(&text);
            assert!(!codes(&parse).contains(&"K0109"), "{start}{run}…");
            assert_eq!(parse.syntax().text().to_string(), text);
        }
    }
}
