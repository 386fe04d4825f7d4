//! Regimens, ends, times and sequences.

use crate::support::{by, category, cell, counted, estimate, labelled, n, report, span, study, value};
use kohort_report::{Content, Report, Spread};
use kohort_semantics::model::{AttributeId, EntityId};
use kohort_semantics::study::{
    Counted, Definition, DefinitionId, EndReason, Events, EventsBase, Expr, ExprKind, LineNumbers, LineRules,
    Lines, MaintenanceKind, MaintenanceRule, Output, Record, RecordKind, RuleSet, Study, TallyValue, Type,
};
use kohort_semantics::study::{DrugSet, LineSetting};

/// A study whose definition `therapy` is lines, of which maintenance has a number of its own or not.
fn therapy(own_line: bool) -> Study {
    let events = |kind, base| Events {
        base,
        filter: None,
        windows: Vec::new(),
        record: Record { kind, analyte: None },
        span: span(),
    };
    let rule = MaintenanceRule {
        text: String::from("maintenance with pemetrexed"),
        drugs: DrugSet {
            text: String::from("pemetrexed"),
            drugs: vec![String::from("std.drugs.pemetrexed")],
        },
        kind: MaintenanceKind::Continuation,
        alone: true,
        after_cycles: None,
        within: None,
        others_stopped_for: None,
        without: None,
        own_line,
        lines: LineNumbers { from: 1, to: None },
    };
    let medication = events(RecordKind::Entity(EntityId(0)), EventsBase::Entity(EntityId(0)));
    let lines = Lines {
        rule_set: RuleSet {
            path: String::from("mine"),
            version: None,
            changed: Vec::new(),
            span: span(),
        },
        rules: LineRules {
            windows: Vec::new(),
            gaps: Vec::new(),
            covers: Vec::new(),
            cycle_days: None,
            look_back: 0,
            new_drugs: Vec::new(),
            added: Vec::new(),
            interchange: Vec::new(),
            dropped: Vec::new(),
            maintenance: vec![rule],
            breakers: Vec::new(),
            advances_only: None,
            confirmed_days: None,
            at_most: None,
            regimens: Vec::new(),
            drug_names: Default::default(),
        },
        records: medication,
        apart: None,
        drug: AttributeId {
            entity: EntityId(0),
            index: 0,
        },
        supply: None,
        starting: None,
        until: None,
        death: None,
        breakers: Vec::new(),
        progression: None,
        without: Vec::new(),
    };
    let record = Record {
        kind: RecordKind::Lines,
        analyte: None,
    };
    let lines_of = events(RecordKind::Lines, EventsBase::Lines(Box::new(lines)));
    let mut study = study();
    study.definitions = vec![Definition {
        name: String::from("therapy"),
        doc: None,
        parameter: false,
        value: Expr {
            kind: ExprKind::Events(Box::new(lines_of)),
            ty: Type::Events(record),
            span: span(),
        },
        looking_ahead: None,
        span: span(),
    }];
    study.characteristics = vec![labelled("age_group", &["<65", "65+"])];
    study
}

fn output(by_age: bool, top: Option<u32>) -> Output {
    Output::Treatments {
        of: by(if by_age { &[0] } else { &[] }),
        lines: DefinitionId(0),
        top,
        sequences: true,
        time_on_line: true,
    }
}

/// `[age group, setting, number, maintenance, regimen, end reason]`.
fn part(
    age: &str,
    setting: LineSetting,
    number: u32,
    maintenance: &str,
    regimen: &str,
    end: EndReason,
) -> Vec<TallyValue> {
    vec![
        value(age),
        category(setting.position()),
        value(&number.to_string()),
        value(maintenance),
        value(regimen),
        category(end.position()),
    ]
}

fn parts() -> Counted {
    use EndReason::{DataEnd, Death, Gap, Maintenance, NewDrug};
    use LineSetting::{Main, Separate};
    counted(vec![
        part("0", Main, 1, "no", "platinum + pemetrexed", Maintenance),
        part("0", Main, 1, "no", "platinum + pemetrexed", Maintenance),
        part("1", Main, 1, "no", "platinum + pemetrexed", NewDrug),
        part("1", Main, 1, "no", "pembrolizumab", DataEnd),
        part("1", Main, 1, "no", "osimertinib", Death),
        part("0", Main, 1, "yes", "pemetrexed", NewDrug),
        part("0", Main, 1, "yes", "pemetrexed", DataEnd),
        part("0", Main, 2, "no", "docetaxel", Gap),
        part("1", Main, 2, "no", "docetaxel", Death),
        part("1", Separate, 1, "no", "cisplatin + vinorelbine", DataEnd),
    ])
}

fn days() -> Counted {
    let main = || category(LineSetting::Main.position());
    let row = |number: &str, maintenance: &str, days: &str| {
        vec![value("0"), main(), value(number), value(maintenance), value(days)]
    };
    counted(vec![
        row("1", "no", "100"),
        row("1", "no", "200"),
        row("1", "no", "300"),
        row("1", "yes", "200"),
        row("2", "no", "21"),
    ])
}

fn sequences() -> Counted {
    let row = |sequence: &str| vec![value("0"), value(sequence)];
    counted(vec![
        row("platinum + pemetrexed > docetaxel"),
        row("platinum + pemetrexed > docetaxel"),
        row("pembrolizumab"),
        row("osimertinib"),
        row("?"),
    ])
}

fn tables(own_line: bool, top: Option<u32>) -> Report {
    report(
        therapy(own_line),
        output(true, top),
        &[parts(), days(), sequences()],
    )
}

#[test]
fn regimens_are_shares_of_the_lines_with_their_number() {
    let report = tables(false, None);
    let table = &report.tables[0];
    assert_eq!(n(cell(table, "line 1", "all", "all")), 5);
    assert_eq!(n(cell(table, "line 1", "all", "65+")), 3);
    let of = |section, label, column| cell(table, section, label, column).content.clone();
    assert_eq!(
        of("line 1", "platinum + pemetrexed", "all"),
        Content::Share { n: 3, of: 5 }
    );
    assert_eq!(
        of("line 1", "platinum + pemetrexed", "65+"),
        Content::Share { n: 1, of: 3 }
    );
    assert_eq!(
        of("line 1", "maintenance: pemetrexed", "all"),
        Content::Share { n: 2, of: 5 }
    );
    assert_eq!(of("line 2", "docetaxel", "all"), Content::Share { n: 2, of: 2 });
    let apart = of("line 1, counted separately", "cisplatin + vinorelbine", "<65");
    assert_eq!(apart, Content::Share { n: 0, of: 0 });
    let labels: Vec<&str> = table.rows.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(
        labels,
        [
            "all",
            "platinum + pemetrexed",
            "osimertinib",
            "pembrolizumab",
            "maintenance: pemetrexed",
            "all",
            "docetaxel",
            "all",
            "cisplatin + vinorelbine"
        ],
        "by number of everybody, then by name"
    );
}

#[test]
fn only_the_commonest_are_named_where_so_many_are_asked_for() {
    let report = tables(false, Some(1));
    let table = &report.tables[0];
    let rest = cell(table, "line 1", "other (2 regimens)", "all");
    assert_eq!(rest.content, Content::Share { n: 2, of: 5 });
    let sequences = &report.tables[3];
    let rest = cell(sequences, "regimens in order", "other (2 sequences)", "all");
    assert_eq!(rest.content, Content::Share { n: 2, of: 5 });
}

#[test]
fn maintenance_with_a_number_of_its_own_counts_as_a_line() {
    let report = tables(true, None);
    assert_eq!(n(cell(&report.tables[0], "line 1", "all", "all")), 7);
    assert_eq!(n(cell(&report.tables[2], "line 1", "lines", "all")), 4);
}

#[test]
fn ends_are_shares_of_the_parts() {
    let report = tables(false, None);
    let table = &report.tables[1];
    let of = |section, label| cell(table, section, label, "all").content.clone();
    assert_eq!(
        of("line 1", "goes on as maintenance"),
        Content::Share { n: 2, of: 5 }
    );
    assert_eq!(of("line 1", "death"), Content::Share { n: 1, of: 5 });
    assert_eq!(
        of("line 1, maintenance", "new drug"),
        Content::Share { n: 1, of: 2 }
    );
    assert_eq!(of("line 2", "gap"), Content::Share { n: 1, of: 2 });
    assert!(table.rows.iter().all(|row| row.label != "dropped drug"), "nobody");
}

/// The days of a line are counted once, with its first part.
#[test]
fn time_on_line() {
    let report = tables(false, None);
    let table = &report.tables[2];
    assert_eq!(n(cell(table, "line 1", "lines", "all")), 3);
    let (median, quartiles) = estimate(cell(table, "line 1", "median [quartiles]", "all"));
    assert_eq!(median, Some(200.0));
    assert_eq!(
        quartiles,
        Some(Spread::Quartiles {
            lower: 100.0,
            upper: 300.0
        })
    );
}

#[test]
fn sequences_are_shares_of_all_entries() {
    let report = tables(false, None);
    let table = &report.tables[3];
    let of = |label| cell(table, "regimens in order", label, "all").content.clone();
    assert_eq!(
        of("platinum + pemetrexed > docetaxel"),
        Content::Share { n: 2, of: 5 }
    );
    assert_eq!(of("no line"), Content::Share { n: 1, of: 5 });
    assert_eq!(n(cell(table, "entries", "", "all")), 5);
}

#[test]
fn how_treatments_look() {
    let report = tables(false, Some(2));
    insta::assert_snapshot!(kohort_report::render::text(
        &report,
        kohort_report::render::Style::default()
    ));
}
