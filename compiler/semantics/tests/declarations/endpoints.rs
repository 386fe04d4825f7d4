//! Endpoints: what a declaration and its changes come to, and what is said about those that cannot be followed.

use crate::{analysed, shows};
use kohort_semantics::study::{Endpoint, ExprKind, Landmark, Negative, Study, TimeUnit, Type};
use std::sync::Arc;

fn text(rest: &str) -> String {
    format!(
        r#"study s version "1.0.0" on clinic
model clinic version "1.0.0" {{
  one patient {{ birth_date: Date  arm: Category {{ a, b }} }}
  one death dated date {{ date: Date  cause: Text }}
  many progression dated date {{ date: Date  pseudo: Boolean }}
  many visit dated date {{ date: Date }}
  many treatment dated start to end {{ start: Date  end: Date  kind: Category {{ systemic, local }} }}
}}
parameter cutoff = 2024-06-30
cohort treated {{
  index (first treatment).start
  include recorded: index <= cutoff, unknown is not met
}}
{rest}
"#
    )
}

/// The study of a text that says nothing wrong.
fn study(rest: &str) -> Arc<Study> {
    let analysis = analysed(&text(rest));
    let shown = kohort_base::render::terminal(&analysis.diagnostics, &analysis.files, false, 100);
    analysis.study.unwrap_or_else(|| panic!("{shown}"))
}

fn one(rest: &str, name: &str) -> Endpoint {
    let study = study(rest);
    let found = study.endpoints.iter().find(|endpoint| endpoint.name == name);
    found.expect("the endpoint").clone()
}

const SURVIVAL: &str = "endpoint survival(from: Date, window: Duration = 30 days) version \"2.0\" {\n  \
     let last_seen = earliest(last visit.date, cutoff)\n  \
     event progression.date where pseudo is not true, after from + 14 days, on or before last_seen\n  \
     event death.date on or before last_seen + window\n  \
     censored at last_seen\n  missing when any of from, last_seen is missing, or last_seen <= from\n  \
     negative missing\n  in days\n}\n";

#[test]
fn a_declaration_without_parameters_counts_from_the_index_date() {
    let endpoint = one(
        "endpoint os { event death.date  censored at cutoff  negative as zero }",
        "os",
    );
    assert_eq!(endpoint.from.kind, ExprKind::Index);
    assert_eq!(endpoint.negative, Some(Negative::AsZero));
    assert_eq!(endpoint.unit, TimeUnit::Months);
    assert_eq!(endpoint.origin, None);
    assert_eq!(
        endpoint.events.first().map(|event| event.name.as_str()),
        Some("death")
    );
}

#[test]
fn a_use_takes_all_clauses_and_keeps_the_order_of_events() {
    let endpoint = one(
        &format!("{SURVIVAL}endpoint pfs = survival from index until cutoff"),
        "pfs",
    );
    let names: Vec<&str> = endpoint.events.iter().map(|event| event.name.as_str()).collect();
    assert_eq!(names, ["progression", "death"]);
    assert_eq!(endpoint.missing.len(), 2);
    assert!(endpoint.until.is_some() && endpoint.censored.is_some() && endpoint.entering.is_none());
    let origin = endpoint.origin.expect("an origin");
    assert_eq!(
        (origin.path.as_str(), origin.version.as_deref()),
        ("survival", Some("2.0"))
    );
    assert_eq!(origin.changed, Vec::<String>::new());
    assert_eq!(endpoint.unit, TimeUnit::Days);
}

#[test]
fn changes_take_the_place_of_their_kind_and_are_told() {
    let study = study(&format!(
        "{SURVIVAL}endpoint pfs = survival(window: 60 days) from index until cutoff entering at (first visit).date\n  \
         with event death.date on or before last_seen, competing event loss: (last visit).date after from,\n  \
         let last_seen = (last visit).date, landmark at 2 years, in months"
    ));
    let endpoint = study.endpoints.first().expect("an endpoint");
    let names: Vec<&str> = endpoint.events.iter().map(|event| event.name.as_str()).collect();
    assert_eq!(names, ["progression", "death", "loss"]);
    let competing: Vec<bool> = endpoint.events.iter().map(|event| event.competing).collect();
    assert_eq!(competing, [false, false, true]);
    assert_eq!(endpoint.landmark, Some(Landmark::Months(24)));
    assert_eq!(endpoint.unit, TimeUnit::Months);
    let origin = endpoint.origin.as_ref().expect("an origin");
    assert_eq!(
        origin.changed,
        [
            "window: 60 days",
            "event death.date on or before last_seen",
            "competing event loss: (last visit).date after from",
            "let last_seen = (last visit).date",
            "landmark at 2 years",
            "in months",
        ]
    );
    // The `let` is computed once, however many clauses use it.
    let shared = study
        .definitions
        .iter()
        .filter(|found| found.name == "pfs.last_seen");
    assert_eq!(shared.count(), 1);
}

#[test]
fn a_use_of_a_use_keeps_what_the_first_one_changed() {
    let rest = format!(
        "{SURVIVAL}endpoint pfs = survival from index until cutoff with censored at cutoff\n\
         endpoint strict = pfs from (first visit).date with landmark at 90 days"
    );
    let endpoint = one(&rest, "strict");
    assert!(matches!(endpoint.from.kind, ExprKind::Definition(_)));
    assert_eq!(endpoint.landmark, Some(Landmark::Days(90)));
    let origin = endpoint.origin.expect("an origin");
    assert_eq!(origin.path, "survival");
    assert_eq!(origin.changed, ["censored at cutoff", "landmark at 90 days"]);
}

#[test]
fn what_a_change_makes_superfluous_is_not_computed() {
    let study = study(&format!(
        "{SURVIVAL}endpoint os = survival from index\n  \
         with event progression.date after from, event death.date after from, censored at cutoff, missing when birth_date is missing"
    ));
    assert!(study.definitions.iter().all(|found| found.name != "os.last_seen"));
}

#[test]
fn dates_of_records_are_those_of_the_first_that_fits() {
    let rest = "endpoint e {\n  event begin: treatment.start where kind = systemic, after from\n  \
                event stop: treatment.end where kind = systemic, after from\n  \
                event single: death.date after from\n  event why: death.date where cause = \"x\", after from\n  \
                event paren: (visit where date > cutoff).date\n  censored at cutoff  negative missing }";
    let endpoint = one(rest, "e");
    let kinds: Vec<&str> = endpoint
        .events
        .iter()
        .map(|event| {
            assert_eq!(event.date.ty, Type::Date);
            match &event.date.kind {
                ExprKind::FieldOf { .. } => "first",
                ExprKind::Aggregate { .. } => "earliest of a field",
                ExprKind::If { .. } => "condition",
                _ => "other",
            }
        })
        .collect();
    assert_eq!(
        kinds,
        ["first", "earliest of a field", "condition", "first", "first"]
    );
}

#[test]
fn times_that_cannot_be_negative_need_no_rule() {
    for clauses in [
        "event progression.date after from  censored at latest(from, cutoff)",
        "event progression.date on or after from + 14 days  censored at from + 5 years",
        "event treatment.end where kind = local, on or after from  censored at from",
        "event death.date after from  event visit.date within 3 days of from + 4 days  censored at (first visit on or after from).date",
        "event death.date  event progression.date  censored at cutoff  missing when cutoff < from, or death.date <= from, or first progression.date < from",
        "let later = progression on or after from  event p: later.date  censored at earliest(from + 1 day, (last later).date)",
    ] {
        let shown = analysed(&text(&format!("endpoint e {{ {clauses} }}")));
        let codes: Vec<String> = shown
            .diagnostics
            .iter()
            .map(|found| found.code.to_string())
            .collect();
        let expected: Vec<String> = if clauses.contains("first progression.date < from") {
            // The condition is about another expression than the event, and proves nothing of it.
            vec![String::from("K1102")]
        } else {
            Vec::new()
        };
        assert_eq!(codes, expected, "{clauses}");
    }
}

shows!(negative_event: ["K1102"] &text("endpoint os { event death.date  censored at latest(from, cutoff) }"));
shows!(negative_end: ["K1102"] &text("endpoint pfs { event progression.date after from  censored at cutoff }"));
shows!(negative_window_before_from: ["K1102"] &text(
    "endpoint pfs { event progression.date after from - 14 days  censored at from }"
));
shows!(negative_until: ["K1102"] &text(
    "endpoint pfs { event progression.date after from  censored at from + 1 day  until cutoff }"
));
shows!(nothing_said: ["K1101", "K1101"] &text("endpoint os { }"));
shows!(nameless: ["K1101"] &text(
    "endpoint os { event death.date  event earliest(cutoff, birth_date)  censored at cutoff  negative missing }"
));
shows!(reserved: ["K1101"] &text("endpoint os { event censored: death.date  censored at cutoff  negative missing }"));
shows!(one_name_twice: ["K0202"] &text(
    "endpoint os { event death.date  event death: (first visit).date  censored at cutoff  negative missing }"
));
shows!(clauses_twice: ["K0202", "K0202"] &text(&format!(
    "endpoint os {{ event death.date  censored at cutoff  negative missing  negative as zero }}\n\
     {SURVIVAL}endpoint pfs = survival from index with in days, in months"
)));
shows!(no_dates: ["K0301", "K0301", "K0305"] &text(
    "endpoint os { event birth: arm  event first visit  censored at visit  negative missing }"
));
shows!(landmark: ["K1101", "K0315"] &text(
    "endpoint os { event death.date  censored at cutoff  negative missing  landmark at 1.5 months  in weeks }"
));
shows!(parameters: ["K1103", "K1103", "K0202"] &text(
    "endpoint os(from: Date, next: Lin, why: Reason, next: Date) { event death.date after from  censored at from }"
));
shows!(arguments: ["K1103", "K1103", "K1103", "K0202"] &text(&format!(
    "{SURVIVAL}endpoint a = survival(windw: 3 days) from index\n\
     endpoint b = survival(window: 3) from index\n\
     endpoint c = survival from (first treatment)\n\
     endpoint d = survival(window: 3 days, window: 4 days) from index"
)));
shows!(no_argument: ["K1103", "K1103"] &text(
    "endpoint next(from: Date, other: Date, third: Date) { event death.date after other  censored at third  negative missing }\n\
     endpoint a = next from index"
));
shows!(a_line_is_needed: ["K1103"] &text(
    "endpoint next(from: Line) { event from.next_start  censored at from.line_end }\nendpoint a = next from index"
));
shows!(no_such_let: ["K1103"] &text(&format!(
    "{SURVIVAL}endpoint a = survival from index with let last_sen = cutoff"
)));
shows!(no_such_endpoint: ["K0201", "K0211"] &text(&format!(
    "{SURVIVAL}endpoint a = survivl from index\nendpoint b = cutoff from index"
)));
shows!(circles: ["K0205", "K0205", "K0205"] &text(
    "endpoint a = b from index\nendpoint b = a from index\n\
     endpoint c { let x = y  let y = x  event death.date on or before x  censored at cutoff  negative missing }"
));
shows!(wrong_in_a_pattern: ["K0201"] &text(
    "endpoint p(from: Date) { event death.date after from  censored at nothing }\nendpoint a = p from index"
));
shows!(not_a_value: ["K0211", "K0211"] &text(
    "endpoint os { event death.date after from  censored at from }\ncharacteristic group = { \"a\": arm = a }\n\
     cohort late from treated { include a: os > 3 months  include b: group is known }"
));

#[test]
fn the_library_is_right_for_the_model_that_it_imports() {
    let library = kohort_stdlib::module("std.endpoints").expect("the module");
    let codes = |text: &str| -> Vec<String> {
        let found = analysed(text).diagnostics;
        found.iter().map(|found| found.code.to_string()).collect()
    };
    assert_eq!(codes(library), Vec::<String>::new());
    // It is looked at: a wrong word in each kind of clause is found.
    for (right, wrong) in [
        ("event death.date", "event deth.date"),
        ("censored at last_activity", "censored at last_activty"),
        ("where stopped", "where stoped"),
        ("missing when already", "missing when alredy"),
        ("min of response.status", "min of response.stats"),
    ] {
        assert!(library.contains(right), "{right}");
        assert!(!codes(&library.replacen(right, wrong, 1)).is_empty(), "{wrong}");
    }
}
