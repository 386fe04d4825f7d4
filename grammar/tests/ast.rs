//! What the typed views say about the sample files.

#![allow(clippy::expect_used, clippy::type_complexity)] // A sample without the part a test looks for is a failed test.

mod common;

use common::SOUND;
use kohort_grammar::ast::*;
use kohort_grammar::parse;

fn file(name: &str) -> Vec<Item> {
    let text = SOUND
        .iter()
        .find(|(other, _)| *other == name)
        .map_or("", |(_, text)| text);
    parse(text).tree().items()
}

/// The value of the `let` of this name in the expressions.
fn value(name: &str) -> Expr {
    let lets = file("expressions").into_iter().filter_map(|item| match item {
        Item::Let(item) if item.name().is_some_and(|found| found.text() == name) => item.value(),
        _ => None,
    });
    lets.last().expect("a value")
}

fn source(expr: &Expr) -> String {
    let range = expr.range() - expr.syntax().text_range().start();
    expr.syntax().text().slice(range).to_string()
}

fn sources(exprs: &[Expr]) -> Vec<String> {
    exprs.iter().map(source).collect()
}

fn names(names: &[Name]) -> Vec<String> {
    names.iter().map(Name::text).collect()
}

fn texts(texts: &[StringLit]) -> Vec<String> {
    texts.iter().map(StringLit::value).collect()
}

#[test]
fn study_use_and_parameters() {
    let items = file("study");
    let Some(Item::Study(study)) = items.first() else {
        panic!("a study")
    };
    assert_eq!(study.name().expect("a name").text(), "early_onset_colorectal");
    assert_eq!(study.version().expect("a version").value(), "1.0.0");
    assert_eq!(study.model().expect("a model").text(), "std.oncology");
    assert!(
        study
            .doc()
            .expect("a description")
            .ends_with("50,\nhow are they treated first, and how long do they live?")
    );
    assert_eq!(
        usize::from(study.range().start()),
        study
            .syntax()
            .text()
            .to_string()
            .find("study early")
            .expect("its place")
    );

    let uses: Vec<UseDecl> = items
        .iter()
        .filter_map(|item| UseDecl::cast(item.syntax().clone()))
        .collect();
    let used: Vec<(String, Vec<(String, Option<String>)>)> = uses
        .iter()
        .map(|item| {
            let names = item
                .names()
                .iter()
                .map(|name| {
                    (
                        name.name().expect("a name").text(),
                        name.alias().map(|alias| alias.text()),
                    )
                })
                .collect();
            (item.path().expect("a path").text(), names)
        })
        .collect();
    assert_eq!(
        used[0],
        (
            "std.codes.cancers".into(),
            vec![
                ("colorectal".into(), None),
                ("malignant_neoplasm".into(), Some("any_cancer".into()))
            ]
        )
    );
    assert_eq!(
        used[1],
        ("std.lines".into(), vec![("colorectal_lines".into(), None)])
    );
    assert_eq!(
        used[2],
        (
            "std.endpoints".into(),
            vec![("overall_survival".into(), Some("os".into()))]
        )
    );

    let precisions: Vec<PrecisionWord> = items
        .iter()
        .filter_map(|item| ParameterDecl::cast(item.syntax().clone())?.value())
        .filter_map(|value| match value {
            Expr::Literal(literal) => match literal.kind() {
                LiteralKind::Date(date) => Some(date.precision()),
                _ => None,
            },
            _ => None,
        })
        .collect();
    assert_eq!(
        precisions,
        [
            PrecisionWord::Day,
            PrecisionWord::Quarter,
            PrecisionWord::Month,
            PrecisionWord::Year
        ]
    );
}

#[test]
fn precision_rules() {
    let rules: Vec<PrecisionDecl> = file("study")
        .iter()
        .filter_map(|item| PrecisionDecl::cast(item.syntax().clone()))
        .collect();
    let death = &rules[0];
    assert_eq!(death.path().expect("a path").text(), "death.date");
    assert_eq!(death.precision(), Some(PrecisionWord::Month));
    assert_eq!(
        death.placement().and_then(|placement| placement.kind()),
        Some(PlacementKind::DayOfMonth(15))
    );
    assert_eq!(source(&death.not_before().expect("a bound")), "last_activity");
    assert_eq!(source(&death.not_after().expect("a bound")), "cutoff");
    assert_eq!(death.otherwise(), None);
    assert_eq!(
        rules[1].placement().and_then(|placement| placement.kind()),
        Some(PlacementKind::DayOfYear { month: 7, day: 1 })
    );
    assert_eq!(
        rules[2].placement().and_then(|placement| placement.kind()),
        Some(PlacementKind::FirstDay)
    );
    let Some(Otherwise::Placed(placement)) = rules[2].otherwise() else {
        panic!("a placement")
    };
    assert_eq!(
        placement.kind(),
        Some(PlacementKind::DayOfYear { month: 3, day: 15 })
    );
    assert_eq!(rules[3].otherwise(), Some(Otherwise::Missing));
    assert_eq!(
        rules[3].placement().and_then(|placement| placement.kind()),
        Some(PlacementKind::LastDay)
    );
}

#[test]
fn cohorts_criteria_and_modifiers() {
    let items = file("study");
    let cohorts: Vec<CohortDecl> = items
        .iter()
        .filter_map(|item| CohortDecl::cast(item.syntax().clone()))
        .collect();
    let criteria: Vec<CriterionEntry> = cohorts[0]
        .entries()
        .into_iter()
        .filter_map(|entry| match entry {
            CohortEntry::Criterion(criterion) => Some(criterion),
            _ => None,
        })
        .collect();
    assert_eq!(
        criteria
            .iter()
            .map(CriterionEntry::is_exclude)
            .collect::<Vec<_>>(),
        [false, false, true, false]
    );
    assert_eq!(
        criteria[0].doc().as_deref(),
        Some("Aged 18 or over at metastatic diagnosis")
    );
    assert_eq!(
        criteria[1].modifiers()[0].kind(),
        Some(ModifierKind::UnknownIs { met: false })
    );
    assert_eq!(
        criteria[3].modifiers()[0].kind(),
        Some(ModifierKind::UnknownIs { met: true })
    );
    assert_eq!(cohorts[1].from().expect("a cohort").text(), "metastatic_crc");
    let CohortEntry::Index(index) = &cohorts[1].entries()[0] else {
        panic!("an index")
    };
    assert!(index.each());

    let egfr = items
        .iter()
        .filter_map(|item| LetDecl::cast(item.syntax().clone()))
        .find(|item| item.name().is_some_and(|name| name.text() == "egfr"));
    let modifiers = egfr.expect("egfr").modifiers();
    let Some(ModifierKind::ValueFirst(first)) = modifiers[0].kind() else {
        panic!("a tie-break")
    };
    assert_eq!(first.text(), "positive");
    let Some(ModifierKind::LookingAhead {
        duration: Some(duration),
        reason: Some(reason),
    }) = modifiers[1].kind()
    else {
        panic!("a look ahead")
    };
    assert_eq!(
        (duration.number().as_str(), duration.unit()),
        ("14", Some(TimeUnit::Day))
    );
    assert!(reason.value().starts_with("results of samples"));

    let Some(Item::Report(report)) = items.last() else {
        panic!("a report")
    };
    let kinds: Vec<Option<ReportKind>> = report.entries().iter().map(ReportEntry::kind).collect();
    assert_eq!(kinds, [Some(ReportKind::Attrition)]);
}

#[test]
fn precedence() {
    let Expr::Or(or) = value("a") else { panic!("or") };
    assert_eq!(sources(&or.operands()), ["b", "c and not d", "e"]);
    let Expr::OrElse(or_else) = value("b") else {
        panic!("or else")
    };
    assert_eq!(sources(&or_else.operands()), ["a", "b", "c + d * -e - f / 2"]);
    let Some(Expr::Binary(minus)) = or_else.operands().pop() else {
        panic!("a difference")
    };
    assert_eq!(minus.op(), Some(ArithmeticOp::Sub));
    assert_eq!(source(&minus.left().expect("left")), "c + d * -e");
    assert_eq!(source(&minus.right().expect("right")), "f / 2");
    let Expr::If(choice) = value("c") else {
        panic!("a choice")
    };
    assert_eq!(source(&choice.then().expect("then")), "x");
    assert_eq!(source(&choice.condition().expect("condition")), "p or q");
    let Some(Expr::If(inner)) = choice.otherwise() else {
        panic!("a choice")
    };
    assert_eq!(source(&inner.then().expect("then")), "y");
    assert_eq!(source(&inner.otherwise().expect("otherwise")), "z");
}

#[test]
fn membership_and_missingness() {
    let Expr::And(and) = value("d") else { panic!("and") };
    let sets: Vec<InExpr> = and
        .operands()
        .iter()
        .filter_map(|operand| InExpr::cast(operand.syntax().clone()))
        .collect();
    let Some(Set::Items(items, _)) = sets[0].set() else {
        panic!("items")
    };
    assert_eq!(sources(&items), ["0", "1", "5 to 7"]);
    assert!(matches!(items[2], Expr::Range(_)));
    assert!(sets[1].negated() && matches!(sets[1].set(), Some(Set::Range(_))));
    let Some(Set::Path(path)) = sets[2].set() else {
        panic!("a path")
    };
    assert_eq!(path.path().text(), "codes_of_interest");
    let Some(Set::Range(range)) = sets[3].set() else {
        panic!("a range")
    };
    assert_eq!(source(&range.high().expect("an end")), "accrual.end");

    let Expr::Or(or) = value("e") else { panic!("or") };
    let said: Vec<(bool, Option<IsKind>)> = or
        .operands()
        .iter()
        .filter_map(|operand| IsExpr::cast(operand.syntax().clone()))
        .map(|is| (is.negated(), is.kind()))
        .collect();
    assert_eq!(said[0], (false, Some(IsKind::Missing)));
    assert_eq!(said[1], (true, Some(IsKind::Missing)));
    assert_eq!(said[2], (false, Some(IsKind::Known)));
    assert!(matches!(&said[4], (true, Some(IsKind::Value(value))) if source(value) == "untested"));

    let Expr::Or(or) = value("f") else { panic!("or") };
    let relations: Vec<Option<Relation>> = or
        .operands()
        .iter()
        .filter_map(|operand| RelationExpr::cast(operand.syntax().clone()))
        .map(|relation| relation.relation())
        .collect();
    assert_eq!(
        relations,
        [
            Some(Relation::Overlaps),
            Some(Relation::Contains),
            Some(Relation::StartsIn),
            Some(Relation::EndsIn)
        ]
    );
}

#[test]
fn picks_aggregates_and_clauses() {
    let Expr::Extreme(earliest) = value("g") else {
        panic!("an extreme")
    };
    assert!(!earliest.is_latest());
    let operands = earliest.operands();
    let Expr::PeriodEnd(start) = &operands[1] else {
        panic!("a start")
    };
    let Some(Expr::Pick(gap)) = start.operand() else {
        panic!("a pick")
    };
    let Some(Expr::Gap(gap)) = gap.events() else {
        panic!("a gap")
    };
    assert_eq!(gap.op(), Some(CompareOp::Gt));
    assert_eq!(source(&gap.events().expect("events")), "visit");

    let Expr::Extreme(latest) = value("h") else {
        panic!("an extreme")
    };
    let Some(Expr::Pick(second)) = latest.operands().pop() else {
        panic!("a pick")
    };
    assert_eq!(second.pick(), Some(PickKind::Nth(2)));
    let Some(Expr::Events(events)) = second.events() else {
        panic!("events")
    };
    assert_eq!(source(&events.base().expect("a base")), "diagnosis.date");
    assert!(matches!(events.clauses()[1].kind(), ClauseKind::After(Some(_))));

    let Expr::Compare(count) = value("j") else {
        panic!("a comparison")
    };
    assert_eq!(count.op(), Some(CompareOp::Ge));
    let Some(Expr::Aggregate(count)) = count.left() else {
        panic!("a count")
    };
    assert_eq!(count.function(), Some(AggregateKind::Count));
    let Some(Expr::Events(events)) = count.events() else {
        panic!("events")
    };
    assert!(matches!(
        events.clauses()[1].kind(),
        ClauseKind::OnOrBefore(Some(_))
    ));

    let Expr::Episodes(episodes) = value("l") else {
        panic!("episodes")
    };
    assert_eq!(episodes.joined_within().expect("a length").number(), "30");
    assert!(matches!(episodes.events(), Some(Expr::Events(_))));

    let Expr::Pick(nearest) = value("s") else {
        panic!("a pick")
    };
    assert_eq!(nearest.pick(), Some(PickKind::Nearest));
    assert_eq!(source(&nearest.events().expect("events")), "lab.value");
    assert_eq!(source(&nearest.nearest_to().expect("a date")), "cancer.date");
    let ClauseKind::Within { duration, of } = nearest.clauses()[1].kind() else {
        panic!("within")
    };
    assert_eq!(duration.expect("a length").unit(), Some(TimeUnit::Day));
    assert_eq!(source(&of.expect("a date")), "cancer.date");

    // Clauses after a condition belong to the outer events.
    let Expr::Aggregate(any) = value("u") else {
        panic!("any")
    };
    let Some(Expr::Events(events)) = any.events() else {
        panic!("events")
    };
    assert_eq!(events.clauses().len(), 2);
}

#[test]
fn fields_quantities_and_other_scripts() {
    let Expr::Compare(compare) = value("n") else {
        panic!("a comparison")
    };
    let Some(Expr::Field(field)) = compare.left() else {
        panic!("a field")
    };
    assert_eq!(field.field().expect("a name").text(), "value");
    assert!(matches!(field.base(), Some(Expr::Paren(_))));
    let Some(Expr::Literal(literal)) = compare.right() else {
        panic!("a literal")
    };
    let LiteralKind::Quantity { number, unit } = literal.kind() else {
        panic!("a quantity")
    };
    assert_eq!((number.as_str(), unit.text().as_str()), ("100", "10*9/L"));
    let Expr::Path(path) = value("q") else {
        panic!("a path")
    };
    assert_eq!(
        names(&path.path().segments()),
        ["diagnosis", "first", "where", "stage"]
    );
    assert!(matches!(value("診断日"), Expr::Path(_)));
    let Expr::Or(or) = value("r") else { panic!("or") };
    let Expr::And(and) = &or.operands()[0] else {
        panic!("and")
    };
    let Expr::Compare(compare) = &and.operands()[1] else {
        panic!("a comparison")
    };
    let Some(Expr::Literal(literal)) = compare.left() else {
        panic!("a literal")
    };
    assert_eq!(literal.kind(), LiteralKind::Text("a \"quoted\" text".to_owned()));
}

#[test]
fn libraries() {
    let items = file("library");
    let Item::Codes(codes) = &items[0] else {
        panic!("codes")
    };
    let entries: Vec<(String, Vec<String>, Vec<String>)> = codes
        .entries()
        .iter()
        .map(|entry| {
            let patterns = |patterns: Vec<CodePattern>| patterns.iter().map(CodePattern::text).collect();
            (
                entry.system().expect("a system").text(),
                patterns(entry.patterns()),
                patterns(entry.except()),
            )
        })
        .collect();
    assert_eq!(
        entries[0],
        (
            "ICD10CM".into(),
            vec!["C18.*".into(), "C19".into(), "C20".into(), "C21.*".into()],
            vec![]
        )
    );
    assert_eq!(
        entries[4],
        (
            "ICD9CM".into(),
            vec!["153.*".into(), "154.*".into()],
            vec!["154.2".into(), "154.3".into()]
        )
    );
    assert_eq!(entries[5].1, ["HHFA001", "HHFA002"]);
    assert_eq!(entries[6].1, ["IIIB", "IV"]);

    let Item::Drug(drug) = &items[1] else {
        panic!("a drug")
    };
    assert_eq!(drug.display().expect("a text").value(), "5-FU");
    assert_eq!(names(&drug.classes()), ["antimetabolite", "cytotoxic"]);
    assert_eq!(drug.codes().len(), 3);
    assert_eq!(texts(&drug.names()), ["5-FU", "Fluorouracil", "フルオロウラシル"]);

    let Item::Analyte(haemoglobin) = &items[3] else {
        panic!("an analyte")
    };
    assert_eq!(haemoglobin.unit().expect("a unit").text(), "g/dL");
    assert_eq!(haemoglobin.conversions().len(), 2);
    let Item::Analyte(hba1c) = &items[4] else {
        panic!("an analyte")
    };
    let conversion = &hba1c.conversions()[0];
    assert_eq!(conversion.unit().expect("a unit").text(), "mmol/mol");
    assert_eq!(conversion.factor().expect("a number").text(), "0.0915");
    assert_eq!(conversion.to_unit().expect("a unit").text(), "%");
    assert_eq!(conversion.offset().expect("a number").text(), "2.15");
    assert_eq!(conversion.offset_unit().expect("a unit").text(), "%");
    let plausible = hba1c.plausible().expect("a range");
    assert_eq!(
        (
            plausible.low().expect("low").text().as_str(),
            plausible.high().expect("high").text().as_str()
        ),
        ("-1", "25")
    );
}

#[test]
fn models() {
    let Some(Item::Model(model)) = file("model").pop() else {
        panic!("a model")
    };
    let entities = model.entities();
    assert_eq!(entities[0].cardinality(), Some(Cardinality::One));
    assert_eq!(entities[0].doc().as_deref(), Some("The person."));
    assert_eq!(entities[1].cardinality(), Some(Cardinality::Many));
    assert_eq!(entities[2].dated().expect("a name").text(), "start");
    assert_eq!(entities[2].dated_to().expect("a name").text(), "end");
    let kind = |entity: usize, attribute: usize| {
        entities[entity].attributes()[attribute]
            .ty()
            .and_then(|ty| ty.kind())
    };
    assert_eq!(kind(0, 0), Some(TypeKind::Date));
    assert!(
        matches!(kind(0, 1), Some(TypeKind::Category(values)) if names(&values) == ["male", "female", "other"])
    );
    assert!(matches!(kind(1, 2), Some(TypeKind::Ordered(values)) if values.len() == 11));
    assert!(matches!(kind(1, 3), Some(TypeKind::QuantityIn(unit)) if unit.text() == "mm"));
    assert!(matches!(kind(3, 2), Some(TypeKind::QuantityOf(attribute)) if attribute.text() == "test"));
}

#[test]
fn sources_and_mappings() {
    let Some(Item::Source(source)) = file("source").pop() else {
        panic!("a source")
    };
    assert_eq!(source.country().expect("a country").text(), "JP");
    assert_eq!(source.minimum_cell().expect("a number").text(), "10");
    assert_eq!(source.model().expect("a model").text(), "std.oncology");
    let tables = source.tables();
    let Some(TableKind::Files(files)) = tables[0].kind() else {
        panic!("files")
    };
    assert_eq!(files[0].format().expect("a format").text(), "csv");
    assert_eq!(files[0].path().expect("a file").value(), "patients.csv");
    assert_eq!(files[0].delimiter().expect("a delimiter").value(), ";");
    assert_eq!(tables[1].name().expect("a name").text(), "lab results");
    let opt_outs = source.opt_outs();
    assert_eq!(opt_outs[0].key().expect("a key").text(), "患者番号");
    let tests = opt_outs[1].condition().expect("a condition").tests();
    assert!(matches!(tests[0].kind(), Some(RowTestKind::In(values)) if texts(&values) == ["1", "2"]));

    let mappings = source.mappings();
    let patient = &mappings[0];
    assert_eq!(patient.entity().expect("an entity").text(), "patient");
    assert_eq!(patient.table().expect("a table").text(), "患者");
    let attributes = patient.attributes();
    let MappingKind::Column {
        column: Some(column),
        conversion: Some(conversion),
        local: false,
    } = attributes[0].kind()
    else {
        panic!("a column")
    };
    assert_eq!(column.text(), "生年月日");
    let Some(ConversionKind::Date {
        formats,
        precise_to: Some((PrecisionWord::Month, _)),
        ..
    }) = conversion.kind()
    else {
        panic!("a date")
    };
    assert_eq!(texts(&formats), ["yyyyMMdd", "yyyyMM"]);
    assert_eq!(texts(&attributes[0].unknown()), ["99999999", "00000000"]);
    assert!(attributes[0].otherwise_missing());
    assert!(!attributes[1].otherwise_missing() && attributes[2].otherwise_missing());
    let MappingKind::Column {
        conversion: Some(conversion),
        ..
    } = attributes[3].kind()
    else {
        panic!("a column")
    };
    let Some(ConversionKind::Map(entries)) = conversion.kind() else {
        panic!("a map")
    };
    let values: Vec<String> = entries
        .iter()
        .filter_map(|entry| entry.value())
        .map(|value| value.text())
        .collect();
    assert_eq!(values, ["true", "false", "missing", "-1.5"]);
    assert!(
        matches!(attributes[4].kind(), MappingKind::Absent(Some(reason)) if reason.value().starts_with("not recorded"))
    );
    assert!(matches!(
        attributes[6].kind(),
        MappingKind::Derived(Some(Expr::Compare(_)))
    ));
    let MappingKind::Column {
        conversion: Some(code),
        local: true,
        ..
    } = attributes[7].kind()
    else {
        panic!("a local value")
    };
    assert!(matches!(code.kind(), Some(ConversionKind::Code(Some(system))) if system.text() == "ICD10_2013"));

    let lab = mappings[1].attributes();
    let conversion = |position: usize| match lab[position].kind() {
        MappingKind::Column {
            conversion: Some(conversion),
            ..
        } => conversion.kind(),
        _ => None,
    };
    assert_eq!(conversion(1), Some(ConversionKind::Text));
    assert_eq!(conversion(2), Some(ConversionKind::Integer));
    assert!(
        matches!(conversion(3), Some(ConversionKind::UnitByColumn { column: Some(column), entries }) if column.text() == "単位" && entries.len() == 2)
    );
    assert!(matches!(conversion(4), Some(ConversionKind::UnitByAnalyte(entries)) if entries.len() == 2));
    assert!(matches!(conversion(5), Some(ConversionKind::Unit(unit)) if unit.text() == "kg"));
    assert_eq!(conversion(6), Some(ConversionKind::Decimal));
}

/// The source of the sample with tables.
fn tables() -> SourceDecl {
    let mut sources = file("tables").into_iter().filter_map(|item| match item {
        Item::Source(source) => Some(source),
        _ => None,
    });
    sources.next().expect("a source")
}

fn columns(columns: &[NameOrString]) -> Vec<String> {
    columns
        .iter()
        .map(|column| match column.qualifier() {
            Some(table) => format!("{table}|{}", column.text()),
            None => column.text(),
        })
        .collect()
}

#[test]
fn tables_and_their_forms() {
    let source = tables();
    let kinds: Vec<TableKind> = source.tables().iter().filter_map(TableDecl::kind).collect();
    let optional: Vec<bool> = source.tables().iter().map(TableDecl::optional).collect();
    assert_eq!(optional.iter().filter(|optional| **optional).count(), 1);
    assert!(optional[1]);

    let TableKind::Files(files) = &kinds[0] else {
        panic!("files")
    };
    assert_eq!(files.len(), 2);
    assert_eq!(files[1].format().expect("a format").text(), "xml");
    assert_eq!(
        files[1].rows().expect("a path").value(),
        "/OBDS_RKI/Menge_Patient/Patient"
    );
    assert!(files[1].has_columns() && !files[0].has_columns() && !files[0].has_header());
    let paths: Vec<(String, String)> = files[1]
        .columns()
        .iter()
        .map(|column| {
            (
                column.name().expect("a name").text(),
                column.path().expect("a path").value(),
            )
        })
        .collect();
    assert_eq!(paths[0], ("PatientId".into(), "@Patient_ID".into()));
    assert_eq!(paths[2], ("Grund des Todes".into(), "Tod/Grund".into()));

    let TableKind::Files(files) = &kinds[2] else {
        panic!("a file")
    };
    assert_eq!(files[0].encoding().expect("an encoding").text(), "cp932");
    assert_eq!(files[0].delimiter().expect("a delimiter").value(), "\t");
    assert_eq!(files[0].header().len(), 6);

    let TableKind::List(list) = &kinds[4] else {
        panic!("a list")
    };
    assert_eq!(columns(&list.columns()), ["Protokoll", "Substanz"]);
    let rows = list.rows();
    assert_eq!(rows[0].key().expect("a key").value(), "FOLFOX4");
    assert_eq!(
        texts(&rows[0].values()),
        ["Fluorouracil", "Folinsäure", "Oxaliplatin"]
    );
    assert_eq!(texts(&rows[1].values()), ["Cyclophosphamid", "Doxorubicin"]);
    assert!(matches!(&kinds[5], TableKind::List(list) if list.rows().len() == 2));
}

#[test]
fn joined_tables() {
    let kinds: Vec<TableKind> = tables().tables().iter().filter_map(TableDecl::kind).collect();
    let joins: Vec<&TableJoin> = kinds
        .iter()
        .filter_map(|kind| match kind {
            TableKind::Joined(join) => Some(join),
            _ => None,
        })
        .collect();
    assert_eq!(joins.len(), 5);
    let shown = |join: &TableJoin| -> Vec<String> {
        let steps = join.steps();
        let step = |step: &JoinStep| {
            let pairs = step.on();
            let pairs = pairs.iter().map(|pair| {
                format!(
                    "{:?}",
                    columns(&[pair.left().expect("left"), pair.right().expect("right")])
                )
            });
            format!(
                "{}{}{} {}",
                if step.optional() { "optional " } else { "" },
                if step.each() { "each " } else { "" },
                step.table().expect("a table").text(),
                pairs.collect::<Vec<_>>().join(" and ")
            )
        };
        steps.iter().map(step).collect()
    };
    assert_eq!(joins[2].base().expect("a table").text(), "protokoll");
    assert_eq!(
        shown(joins[2]),
        [
            r#"syst ["SYSTId", "SYSTId"]"#,
            r#"tumor ["oBDS_RKIPatientTumorId", "oBDS_RKIPatientTumorId"]"#,
            r#"each protokollsubstanz ["Bezeichnung", "Protokoll"]"#
        ]
    );
    assert_eq!(
        shown(joins[3]),
        [
            r#"e ["データ識別番号", "データ識別番号"] and ["順序番号", "順序番号"] and ["a", "b"]"#,
            r#"optional stage ["X", "X"]"#,
            r#"optional each two words ["f|the key", "y"]"#
        ]
    );
    assert_eq!(shown(joins[4]), [r#"optional ["a", "a"]"#, r#"each ["b", "b"]"#]);
}

#[test]
fn what_a_source_says_about_its_data() {
    let source = tables();
    let period = source.period().expect("a period");
    assert_eq!(period.from().expect("a date").text(), "2011-01-01");
    assert_eq!(period.to().expect("a date").text(), "2024-12-31");
    let absent = &source.absent()[0];
    assert_eq!(names(&absent.entities()), ["biomarker", "visit"]);
    assert!(absent.reason().expect("a reason").value().starts_with("not part"));
    let bounds = source.bounds();
    let shown: Vec<(String, Option<bool>, String, Option<BoundOtherwise>)> = bounds
        .iter()
        .map(|bound| {
            let limit = source_of(bound.limit());
            (
                bound.path().expect("a date").text(),
                bound.after(),
                limit,
                bound.otherwise(),
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            (
                "death.date".into(),
                Some(true),
                "(last visit).date".into(),
                Some(BoundOtherwise::Missing)
            ),
            (
                "follow_up.last_alive".into(),
                Some(false),
                "death.date".into(),
                Some(BoundOtherwise::Moved)
            ),
            (
                "birth_date".into(),
                Some(false),
                "first diagnosis.date".into(),
                Some(BoundOtherwise::Kept)
            )
        ]
    );
    assert_eq!(bounds[0].doc().as_deref(), Some("Nobody is seen after death."));
}

fn source_of(expr: Option<Expr>) -> String {
    source(&expr.expect("a value"))
}

#[test]
fn rows_and_records() {
    let mappings = tables().mappings();
    assert_eq!(
        columns(&[mappings[0].key().expect("a key")]),
        ["tumour|PatientId"]
    );
    let tests = mappings[0].condition().expect("a condition").tests();
    let kinds: Vec<RowTestKind> = tests.iter().filter_map(RowTest::kind).collect();
    assert!(matches!(&kinds[0], RowTestKind::In(values) if texts(values) == ["x"]));
    assert!(matches!(&kinds[1], RowTestKind::In(values) if texts(values) == ["y", "z"]));
    assert!(matches!(&kinds[2], RowTestKind::NotIn(values) if texts(values) == ["q"]));
    assert_eq!(kinds[3..], [RowTestKind::Missing, RowTestKind::Known]);
    assert_eq!(
        mappings[0].repeats().map(|option| option.kind()),
        Some(RepeatsKind::Distinct)
    );
    assert!(matches!(
        mappings[1].repeats().map(|option| option.kind()),
        Some(RepeatsKind::LastBy(Some(column))) if column.text() == "退院年月日"
    ));
}

#[test]
fn values_that_are_always_the_same_or_absent() {
    let attributes = tables().mappings()[0].attributes();
    let always: Vec<AlwaysKind> = attributes
        .iter()
        .filter_map(|attribute| match attribute.kind() {
            MappingKind::Always(Some(value)) => value.kind(),
            _ => None,
        })
        .collect();
    assert!(matches!(
        &always[0],
        AlwaysKind::Code { system, code } if system.text() == "ICD10CM" && code.value() == "C34.9"
    ));
    assert!(matches!(&always[1], AlwaysKind::Name(name) if name.text() == "positive"));
    assert_eq!(
        always[2..],
        [
            AlwaysKind::Boolean(false),
            AlwaysKind::Number("-7".into()),
            AlwaysKind::Text("x".into())
        ]
    );
    assert_eq!(attributes[0].name().expect("a name").text(), "code");
    assert_eq!(names(&attributes[5].names()), ["grade", "gleason", "laterality"]);
    assert!(matches!(attributes[5].kind(), MappingKind::Absent(Some(_))));
    assert!(attributes[7].optional() && !attributes[8].optional());
}

#[test]
fn conversions() {
    let mappings = tables().mappings();
    let conversion = |mapping: usize, name: &str| -> ConversionKind {
        let attributes = mappings[mapping].attributes();
        let found = attributes
            .iter()
            .find(|attribute| attribute.name().is_some_and(|found| found.text() == name));
        match found.map(MappingDecl::kind) {
            Some(MappingKind::Column {
                conversion: Some(conversion),
                ..
            }) => conversion.kind().expect("a conversion"),
            other => panic!("{name}: {other:?}"),
        }
    };
    let ConversionKind::Date {
        precise_to: None,
        precise_by: Some(by),
        unknown_parts: false,
        ..
    } = conversion(0, "date")
    else {
        panic!("a date")
    };
    assert_eq!(by.column().expect("a column").text(), "G");
    let entries: Vec<_> = by
        .entries()
        .iter()
        .map(|entry| {
            (
                entry.key().map(|key| key.value()),
                entry.is_blank(),
                entry.value(),
            )
        })
        .collect();
    assert_eq!(
        entries[2..],
        [
            (
                Some("M".into()),
                false,
                Some(PrecisionValue::Word(PrecisionWord::Year))
            ),
            (Some("V".into()), false, Some(PrecisionValue::Missing)),
            (None, true, Some(PrecisionValue::Word(PrecisionWord::Day)))
        ]
    );
    assert!(matches!(
        conversion(0, "era"),
        ConversionKind::Date {
            precise_to: Some((PrecisionWord::Month, _)),
            precise_by: None,
            unknown_parts: true,
            ..
        }
    ));
    let ConversionKind::CodeBy {
        column: Some(column),
        entries,
    } = conversion(1, "code")
    else {
        panic!("a code")
    };
    assert_eq!(columns(&[column]), ["tumour|SYSTEM COLUMN"]);
    assert_eq!(entries[0].literal(), Some(MapValue::Name("ICD9CM".into())));
    let ConversionKind::CodeList {
        system: Some(system),
        entries,
    } = conversion(1, "site")
    else {
        panic!("a code")
    };
    assert_eq!((system.text().as_str(), entries.len()), ("ICD10CM", 2));
    assert_eq!(entries[1].literal(), Some(MapValue::Text("C20".into())));
    assert!(mappings[1].attributes()[1].otherwise_missing());

    let drug = |name| match conversion(1, name) {
        ConversionKind::Drug {
            lookups,
            module: Some(module),
        } => {
            let lookups: Vec<String> = lookups
                .iter()
                .map(|lookup| match lookup.system() {
                    Some(system) => system.text(),
                    None => format!("by name {}", lookup.is_name()),
                })
                .collect();
            (lookups, module.text())
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(drug("drug"), (vec![], "std.drugs".into()));
    assert_eq!(drug("kind"), (vec!["ATC".into()], "std.drugs".into()));
    assert_eq!(
        drug("name"),
        (
            vec!["by name true".into(), "ATC".into(), "HCPCS".into()],
            "std.drugs".into()
        )
    );
    let ConversionKind::Map(entries) = conversion(1, "ecog") else {
        panic!("a list")
    };
    let numbers: Vec<MapValue> = entries.iter().filter_map(MapEntry::literal).collect();
    assert_eq!(
        numbers,
        ["0", "1", "0", "-1.5"].map(|number| MapValue::Number(number.into()))
    );
}

#[test]
fn drugs_and_the_time_of_a_code() {
    let items = file("drugs");
    let Item::Drug(drug) = &items[0] else {
        panic!("a drug")
    };
    let atc = drug.codes()[0].patterns();
    assert_eq!(
        (atc[0].text().as_str(), atc[1].text().as_str()),
        ("L01XE50", "L01EF03")
    );
    assert_eq!(atc[0].until().expect("a date").text(), "2020-12-31");
    assert_eq!(atc[1].from().expect("a date").text(), "2021-01-01");
    assert!(atc[0].from().is_none() && atc[1].until().is_none());
    assert_eq!(usize::from(atc[0].code_range().len()), "L01XE50".len());
    let unavailable: Vec<(String, String)> = drug
        .unavailable()
        .iter()
        .map(|entry| {
            (
                entry.country().expect("a country").text(),
                entry.reason().expect("a reason").value(),
            )
        })
        .collect();
    assert_eq!(
        unavailable,
        [
            ("US".into(), "not approved by the FDA".into()),
            ("DE".into(), "never marketed".into())
        ]
    );

    let Item::Drugs(platinum) = &items[2] else {
        panic!("drugs")
    };
    let shown = |members: Vec<DrugsMember>| -> Vec<(bool, String)> {
        members
            .iter()
            .map(|member| (member.is_class(), member.name().expect("a name").text()))
            .collect()
    };
    assert_eq!(
        shown(platinum.members()),
        [
            (false, "cisplatin".into()),
            (false, "carboplatin".into()),
            (true, "platinum_compound".into())
        ]
    );
    assert_eq!(shown(platinum.except()), [(false, "nedaplatin".into())]);
    assert_eq!(platinum.doc().as_deref(), Some("Platinum compounds."));
    let Item::Drugs(many) = &items[4] else {
        panic!("drugs")
    };
    assert_eq!((many.members().len(), many.except().len()), (11, 4));
}

#[test]
fn values_by_source_and_by_what_is_available() {
    let lets: Vec<Expr> = file("test")
        .iter()
        .filter_map(|item| LetDecl::cast(item.syntax().clone())?.value())
        .collect();
    let Expr::OnlyIn(only) = &lets[0] else {
        panic!("only in")
    };
    assert_eq!(names(&only.sources()), ["us", "uk"]);
    assert_eq!(source_of(only.value()), "patient.race");
    let Expr::IfAvailable(choice) = &lets[1] else {
        panic!("a choice")
    };
    assert!(matches!(choice.preferred(), Some(Expr::Field(_))));
    assert!(matches!(choice.fallback(), Some(Expr::If(_))));
    assert!(matches!(&lets[3], Expr::If(_)));
}

#[test]
fn tests_with_records_and_expectations() {
    let items = file("test");
    let tests: Vec<TestDecl> = items
        .iter()
        .filter_map(|item| TestDecl::cast(item.syntax().clone()))
        .collect();
    assert!(
        tests[0]
            .name()
            .expect("a name")
            .value()
            .starts_with("FOLFOX, then")
    );
    let records = tests[0].patient().expect("a patient").records();
    let heads: Vec<String> = records
        .iter()
        .map(|record| record.head().expect("a head").text())
        .collect();
    assert_eq!(
        heads,
        [
            "birth_date",
            "diagnosis",
            "medication",
            "medication",
            "lab",
            "lab",
            "vital",
            "vital",
            "lab",
            "visit",
            "death",
            "source",
            "drug"
        ]
    );
    let shown = |record: usize| -> Vec<String> {
        let values = records[record].values();
        let value = |value: &RecordValue| {
            let comma = if value.after_comma() { ", " } else { "" };
            let text = match value {
                RecordValue::Dates(dates) if dates.is_period() => {
                    format!(
                        "from {} to {}",
                        dates.from().expect("a date").text(),
                        dates.to().expect("a date").text()
                    )
                }
                RecordValue::Dates(dates) => format!("on {}", dates.from().expect("a date").text()),
                RecordValue::Every(every) => {
                    let interval = every.interval().expect("a length");
                    format!(
                        "every {} {:?} × {}",
                        interval.number(),
                        interval.unit(),
                        every.times().expect("a number")
                    )
                }
                RecordValue::Number(number) => format!("number {}", number.text()),
                RecordValue::Boolean(boolean) => format!("{}", boolean.value()),
                RecordValue::Text(text) => format!("text {}", text.value()),
                RecordValue::Word(word) => word.text(),
                RecordValue::Unit(unit) => format!("unit {}", unit.text()),
            };
            format!("{comma}{text}")
        };
        values.iter().map(value).collect()
    };
    assert_eq!(shown(0), ["on 1974-05-02", "sex", "female"]);
    assert_eq!(
        shown(1),
        ["on 2019-03-04", "code", "ICD10", "text C18.7", "stage_iv"]
    );
    assert_eq!(
        shown(2),
        [
            "on 2019-03-25",
            "oxaliplatin",
            ", fluorouracil",
            ", folinic_acid",
            "every 14 Some(Day) × 12"
        ]
    );
    assert_eq!(
        shown(3),
        [
            "from 2019-11-04 to 2020-01-03",
            "kind",
            "course",
            "capecitabine",
            ", irinotecan"
        ]
    );
    assert_eq!(
        shown(4),
        ["on 2019-03-01", "haemoglobin", "number 8.1", "unit g/dL"]
    );
    assert_eq!(shown(6), ["on 2019", "body_weight", "number 70", "kg"]);
    assert_eq!(records[6].values()[3].unit_text().as_deref(), Some("kg"));

    let expected: Vec<String> = tests[0]
        .expectations()
        .iter()
        .map(|expectation| match expectation.kind() {
            ExpectKind::In { cohort } => format!("in {}", cohort.expect("a cohort").text()),
            ExpectKind::NotIn { cohort } => format!("not in {}", cohort.expect("a cohort").text()),
            ExpectKind::Value { value, cohort, .. } => {
                format!(
                    "{} for {:?}",
                    source_of(value),
                    cohort.map(|cohort| cohort.text())
                )
            }
        })
        .collect();
    assert_eq!(
        expected,
        [
            "in metastatic_crc".to_owned(),
            "not in other_cohort".to_owned(),
            "age at index = 44 years for Some(\"metastatic_crc\")".to_owned(),
            "not (any lab where value > 8 g/dL from index to index + 30 days) for None".to_owned(),
            "index >= 2019-03-04 for None".to_owned(),
        ]
    );
}

#[test]
fn a_parse_can_be_shared_between_threads() {
    fn shareable<T: Send + Sync>() {}
    shareable::<kohort_grammar::Parse>();
}

/// The value of the `let` of this name in a file.
fn let_of(items: &[Item], name: &str) -> Expr {
    let found = items.iter().find_map(|item| match item {
        Item::Let(item) if item.name().is_some_and(|found| found.text() == name) => item.value(),
        _ => None,
    });
    found.expect("a value")
}

fn set(set: &DrugSet) -> String {
    let part = |members: Vec<DrugsMember>| {
        let names: Vec<String> = members
            .iter()
            .map(|member| {
                let name = member.name().expect("a name").text();
                if member.is_class() {
                    format!("class {name}")
                } else {
                    name
                }
            })
            .collect();
        names.join("+")
    };
    match set.value() {
        Some(value) => source(&value),
        None if set.except().is_empty() => part(set.members()),
        None => format!("{}-{}", part(set.members()), part(set.except())),
    }
}

fn sets(sets: &[DrugSet]) -> Vec<String> {
    sets.iter().map(self::set).collect()
}

fn length(length: Option<DurationLit>) -> String {
    length.map_or(String::from("-"), |length| {
        format!("{} {:?}", length.number(), length.unit())
    })
}

fn numbers(lines: Option<LineNumbers>) -> String {
    match lines {
        Some(LineNumbers { from, to: Some(to) }) => format!("{from}..{to}"),
        Some(LineNumbers { from, to: None }) => format!("{from}.."),
        None => String::from("-"),
    }
}

fn after(part: Option<AfterPart>) -> String {
    part.map_or(String::from("-"), |part| {
        format!("{:?} cycles {}", part.cycles(), length(part.length()))
    })
}

/// Every rule as one line.
fn rule(rule: &LineRule) -> String {
    match rule {
        LineRule::Drugs(rule) => format!("drugs {:?} except {:?}", sets(&rule.sets()), sets(&rule.except())),
        LineRule::Records(rule) => format!("records {}", source(&rule.condition().expect("a condition"))),
        LineRule::Window(rule) => format!(
            "window {:?} {} lines {} {:?}",
            rule.op(),
            length(rule.length()),
            numbers(rule.lines()),
            sets(&rule.sets())
        ),
        LineRule::Gap(rule) => format!(
            "gap never={} {:?} {} from {:?} lines {} {:?}",
            rule.is_never(),
            rule.op(),
            length(rule.length()),
            rule.start(),
            numbers(rule.lines()),
            sets(&rule.sets())
        ),
        LineRule::Cover(rule) => format!(
            "cover supply={} {} own={} {:?}",
            rule.is_supply(),
            length(rule.length()),
            rule.own_days(),
            sets(&rule.sets())
        ),
        LineRule::Cycle(rule) => format!("cycle {}", length(rule.length())),
        LineRule::LookBack(rule) => format!("look back {}", length(rule.length())),
        LineRule::NewDrug(rule) => format!(
            "new {:?} never={} after {} others={} lines {} {:?}",
            sets(&rule.sets()),
            rule.never(),
            after(rule.after()),
            rule.if_all_others_stopped(),
            numbers(rule.lines()),
            rule.delays()
                .iter()
                .map(|delay| format!("{} {}", set(&delay.set().expect("a set")), after(delay.after())))
                .collect::<Vec<_>>()
        ),
        LineRule::Added(rule) => format!(
            "added {:?} to {:?} alone={} never={} after {} delays {} others={} lines {}",
            sets(&rule.added()),
            sets(&rule.to()),
            rule.alone(),
            rule.never(),
            after(rule.after()),
            rule.delays().len(),
            rule.if_all_others_stopped(),
            numbers(rule.lines())
        ),
        LineRule::Interchange(rule) => format!(
            "interchange {:?}",
            rule.groups()
                .iter()
                .map(|group| sets(&group.sets()))
                .collect::<Vec<_>>()
        ),
        LineRule::Dropped(rule) => format!(
            "dropped {:?} advances={} after {} unnamed={} lines {}",
            sets(&rule.sets()),
            rule.advances(),
            after(rule.after()),
            rule.without_its_name(),
            numbers(rule.lines())
        ),
        LineRule::Advance(rule) => {
            format!(
                "advance within {} {}",
                length(rule.within()),
                source(&rule.events().expect("events"))
            )
        }
        LineRule::Maintenance(rule) => format!(
            "maintenance {:?} {:?} alone={} after {} within {} lines {} without {:?} stopped {} own={}",
            sets(&rule.sets()),
            rule.kind(),
            rule.alone(),
            after(rule.after()),
            length(rule.within()),
            numbers(rule.lines()),
            rule.without().as_ref().map(source),
            length(rule.others_stopped_for()),
            rule.own_line()
        ),
        LineRule::Breaker(rule) => format!(
            "breaker {} {:?} lines {} {:?}",
            source(&rule.events().expect("events")),
            rule.day(),
            numbers(rule.lines()),
            rule.exceptions()
                .iter()
                .map(|exception| match exception.kind() {
                    Some(BreakerExceptionKind::First(lines)) => format!("first {}", numbers(lines)),
                    Some(BreakerExceptionKind::AgainWithin(time)) => format!("again {}", length(time)),
                    None => String::from("?"),
                })
                .collect::<Vec<_>>()
        ),
        LineRule::Setting(rule) => {
            format!(
                "setting {:?} {:?} unless {}",
                names(&rule.settings()),
                rule.kind(),
                length(rule.unless_within())
            )
        }
        LineRule::Discontinuation(rule) => format!("discontinuation {}", length(rule.length())),
        LineRule::Regimen(rule) => format!("regimen {}", rule.path().expect("a path").text()),
        LineRule::Most(rule) => format!("most {:?}", rule.number()),
        LineRule::Absent(rule) => format!("no {:?}", rule.kind()),
    }
}

#[test]
fn rules_of_lines() {
    let items = file("lines");
    let Some(Item::Lines(all)) = items.first() else {
        panic!("lines")
    };
    assert_eq!(all.version().expect("a version").value(), "2.1.0");
    assert_eq!(
        all.doc().as_deref(),
        Some("Every rule about lines of therapy, in every form.")
    );
    let LinesBody::Rules(rules) = all.body() else {
        panic!("rules")
    };
    let rules: Vec<String> = rules
        .iter()
        .map(|entry| match entry {
            LinesEntry::Rule(found) => rule(found),
            LinesEntry::Bad(_) => String::from("bad"),
        })
        .collect();
    insta::assert_snapshot!("rules_of_lines", rules.join("\n"));
}

#[test]
fn uses_of_lines_and_what_is_asked_of_their_drugs() {
    let items = file("lines");
    let Some(Item::Lines(used)) = items.get(3) else {
        panic!("lines")
    };
    assert_eq!(used.name().expect("a name").text(), "used");
    assert_eq!(used.cohort().expect("a cohort").text(), "metastatic");
    let LinesBody::Use(part) = used.body() else {
        panic!("a use")
    };
    assert_eq!(part.path().expect("a path").text(), "std.lines.all_rules");
    assert_eq!(source(&part.starting().expect("a date")), "index - 14 days");
    assert_eq!(source(&part.until().expect("a date")), "cutoff");
    let with: Vec<String> = part.with().iter().map(rule).collect();
    assert_eq!(
        with,
        [
            "gap never=false Some(Gt) 120 Some(Day) from None lines - []",
            "window Le 30 Some(Day) lines 1..1 []",
            "drugs [\"a\", \"b\"] except [\"c\"]",
            "interchange [[\"a\", \"b\"], [\"c\", \"d\"]]",
            "new [] never=false after - others=false lines - []",
            "no Some(Breaker)",
        ]
    );

    let Expr::Subscript(first) = let_of(&items, "first_line") else {
        panic!("a line")
    };
    assert_eq!(
        (source(&first.base().expect("lines")), first.number()),
        ("used".into(), Some("1".into()))
    );
    let Expr::Field(start) = let_of(&items, "start_of_second") else {
        panic!("a field")
    };
    assert_eq!(start.field().expect("a name").text(), "start");
    assert!(matches!(start.base(), Some(Expr::Subscript(_))));
    let Expr::Has(listed) = let_of(&items, "listed") else {
        panic!("drugs")
    };
    let tests = listed.tests();
    assert_eq!(tests[0].quantity(), Some(DrugsQuantity::AnyNot));
    assert_eq!(sets(&tests[0].sets()), ["b", "class c", "used[1].drugs"]);
    let Expr::And(more) = let_of(&items, "not_more") else {
        panic!("and")
    };
    assert_eq!(
        sources(&more.operands()),
        [
            "a has none in b and any in c",
            "any lab where value > 3 before index"
        ]
    );
    let Some(Expr::Has(two)) = more.operands().first().cloned() else {
        panic!("drugs")
    };
    let quantities: Vec<_> = two.tests().iter().map(DrugsTest::quantity).collect();
    assert_eq!(quantities, [Some(DrugsQuantity::None), Some(DrugsQuantity::Any)]);
    let Expr::Or(complete) = let_of(&items, "complete") else {
        panic!("or")
    };
    let Some(Expr::AnyOf(any)) = complete.operands().first().cloned() else {
        panic!("any of")
    };
    assert!(!any.is_known());
    assert_eq!(
        sources(&any.operands()),
        ["a", "first lab.date", "(last visit).date", "b[1].start"]
    );

    let each: Vec<(bool, bool)> = items
        .iter()
        .filter_map(|item| CohortDecl::cast(item.syntax().clone()))
        .flat_map(|cohort| cohort.entries())
        .filter_map(|entry| match entry {
            CohortEntry::Index(index) => Some((index.each(), index.each_line())),
            _ => None,
        })
        .collect();
    assert_eq!(each, [(true, true), (true, false), (true, false)]);
}

fn clause(entry: &EndpointEntry) -> String {
    let date = |value: Option<Expr>| source(&value.expect("a value"));
    match entry {
        EndpointEntry::Let(entry) => format!(
            "let {} = {}",
            entry.name().expect("a name").text(),
            date(entry.value())
        ),
        EndpointEntry::Event(entry) => format!(
            "event {:?} competing={} {} with {} clauses, {:?}",
            entry.name().map(|name| name.text()),
            entry.is_competing(),
            date(entry.date()),
            entry.clauses().len(),
            entry.doc()
        ),
        EndpointEntry::Censored(entry) => format!("censored {}", date(entry.date())),
        EndpointEntry::Until(entry) => format!("until {}", date(entry.date())),
        EndpointEntry::Entering(entry) => format!("entering {}", date(entry.date())),
        EndpointEntry::Missing(entry) => format!("missing {:?}", sources(&entry.conditions())),
        EndpointEntry::Negative(entry) => format!("negative {:?}", entry.kind()),
        EndpointEntry::Landmark(entry) => format!("landmark {}", length(entry.at())),
        EndpointEntry::Measure(entry) => format!("in {:?}", entry.unit()),
        EndpointEntry::Bad(_) => String::from("bad"),
    }
}

#[test]
fn clauses_of_endpoints() {
    let items = file("endpoints");
    let mut out = Vec::new();
    for item in &items {
        let Item::Endpoint(endpoint) = item else { continue };
        let parameters: Vec<_> = endpoint
            .parameters()
            .iter()
            .map(|parameter| {
                let name = parameter.name().expect("a name").text();
                format!(
                    "{name}: {:?} = {:?}",
                    parameter.ty().map(|ty| ty.kind().is_some()),
                    parameter.default().as_ref().map(source)
                )
            })
            .collect();
        let name = endpoint.name().expect("a name").text();
        out.push(format!(
            "{name} {:?} {parameters:?}",
            endpoint.version().map(|version| version.value())
        ));
        let clauses = match endpoint.body() {
            EndpointBody::Entries(entries) => entries,
            EndpointBody::Use(used) => {
                let arguments: Vec<_> = used
                    .arguments()
                    .iter()
                    .map(|argument| {
                        (
                            argument.name().map(|name| name.text()),
                            argument.value().as_ref().map(source),
                        )
                    })
                    .collect();
                out.push(format!(
                    "  = {} {arguments:?} from {:?} until {:?} entering {:?} with",
                    used.path().expect("a path").text(),
                    used.from().as_ref().map(source),
                    used.until().as_ref().map(source),
                    used.entering().as_ref().map(source)
                ));
                used.with()
            }
        };
        out.extend(clauses.iter().map(|entry| format!("  {}", clause(entry))));
    }
    insta::assert_snapshot!("clauses_of_endpoints", out.join("\n"));
}

#[test]
fn characteristics_and_reports() {
    let items = file("results");
    let mut out = Vec::new();
    for item in &items {
        match item {
            Item::Characteristic(found) => {
                let name = found.name().expect("a name").text();
                out.push(format!("{name}, {} modifiers", found.modifiers().len()));
                match found.kind().expect("a kind") {
                    CharacteristicKind::Value(value) => out.push(format!("  {}", source(&value))),
                    CharacteristicKind::Bands { value, bands } => {
                        out.push(format!("  of {:?}", value.as_ref().map(source)));
                        for band in bands {
                            let kind = match band.kind() {
                                Some(BandKind::Compare(op, value)) => {
                                    format!("{op:?} {:?}", value.as_ref().map(source))
                                }
                                Some(BandKind::Items(items)) => format!("{:?}", sources(&items)),
                                Some(BandKind::Value(value)) => source(&value),
                                other => format!("{other:?}"),
                            };
                            out.push(format!("  {:?} {kind}", band.label().map(|label| label.value())));
                        }
                    }
                    CharacteristicKind::Cases(cases) => {
                        for case in cases {
                            let label = case.label().map(|label| label.value());
                            let condition = case.condition().as_ref().map(source);
                            out.push(format!(
                                "  {label:?} {condition:?} otherwise={}",
                                case.is_otherwise()
                            ));
                        }
                    }
                }
            }
            Item::Report(report) => {
                for entry in report.entries() {
                    out.push(format!(
                        "{} {:?} of {:?} for {:?} by {:?}",
                        entry.word().0,
                        entry.kind(),
                        sources(&entry.of()),
                        names(&entry.cohorts()),
                        names(&entry.by())
                    ));
                    for part in entry.parts() {
                        out.extend(match part.kind().expect("a kind") {
                            ReportPartKind::Of(_) | ReportPartKind::For(_) | ReportPartKind::By(_) => None,
                            ReportPartKind::Top(top) => Some(format!("  top {top:?}")),
                            ReportPartKind::At(times) => {
                                let times = times.expect("times");
                                Some(format!("  at {:?} {:?}", times.numbers(), times.unit()))
                            }
                            ReportPartKind::With(results) => Some(format!(
                                "  with {:?}",
                                results
                                    .iter()
                                    .map(|result| format!(
                                        "{} {}",
                                        result.name().expect("a name").text(),
                                        length(result.at())
                                    ))
                                    .collect::<Vec<_>>()
                            )),
                            ReportPartKind::Compared(how) => Some(format!("  compared {how:?}")),
                            ReportPartKind::Stratified(by) => Some(format!("  stratified {:?}", names(&by))),
                            ReportPartKind::Weighted(by) => Some(format!("  weighted {:?}", names(&by))),
                            ReportPartKind::Adjusted(by) => Some(format!("  adjusted {:?}", names(&by))),
                            ReportPartKind::Standardised(to) => {
                                Some(format!("  standardised {:?}", to.map(|to| to.text())))
                            }
                            ReportPartKind::Confidence(kind) => Some(format!("  confidence {kind:?}")),
                            ReportPartKind::Per(time) => Some(format!("  per {}", length(time))),
                        });
                    }
                }
            }
            Item::Test(test) => {
                for entry in test.expectations() {
                    if let ExpectKind::Value {
                        value,
                        status,
                        cohort,
                    } = entry.kind()
                    {
                        out.push(format!(
                            "expect {:?} {:?} for {:?}",
                            value.as_ref().map(source),
                            status.map(|status| status.text()),
                            cohort.map(|cohort| cohort.text())
                        ));
                    }
                }
            }
            _ => {}
        }
    }
    insta::assert_snapshot!("characteristics_and_reports", out.join("\n"));
}
