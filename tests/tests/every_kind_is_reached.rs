//! The purpose-written studies reach every kind of expression, every operator of the plan and every choice inside them.

use kohort_plan::algebra::Operator;
use kohort_semantics::source::{
    Availability, CodeReading, Contradiction, Decode, DrugLookup, Encoding, Origin, Repeats, RowTestKind,
    TableFormat, UnitSpec,
};
use kohort_semantics::study::{
    After, Aggregate, Arithmetic, Compare, Cover, Decision, Dropped, DrugsQuantity, Events, EventsBase, Expr,
    ExprKind, Field, Index, LineField, LineRules, MaintenanceKind, Otherwise, Pick, Placement, Relation,
    SetItem, ShiftUnit, TieBreak,
};
use kohort_tests::oracle::walk::{self, Visitor};
use kohort_tests::projects::{Project, purpose_written, reading};
use std::collections::BTreeSet;

/// Everything that must be reached. The matches below have no wildcard arm, so that a new variant does not compile until
/// it has a name, and the name belongs here.
const KINDS: &[&str] = &[
    "literal",
    "index",
    "definition",
    "attribute",
    "record field",
    "local",
    "field of",
    "not",
    "and",
    "or",
    "compare",
    "in set",
    "in codes",
    "in drugs",
    "has drugs",
    "only in",
    "if available",
    "in period",
    "relation",
    "is missing",
    "or else",
    "if",
    "negate",
    "arithmetic",
    "scale",
    "shift",
    "days between",
    "age",
    "extreme",
    "period",
    "period bound",
    "events",
    "pick",
    "any",
    "count",
    "days of",
    "aggregate",
];
const CHOICES: &[&str] = &[
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "+",
    "-",
    "*",
    "/",
    "overlaps",
    "contains",
    "starts in",
    "ends in",
    "days",
    "months",
    "first",
    "last",
    "nth",
    "nearest",
    "value first",
    "highest first",
    "lowest first",
    "min",
    "max",
    "sum",
    "mean",
    "median",
    "set value",
    "set range",
    "earliest",
    "latest",
    "all records",
    "named bag",
    "nested bag",
    "episodes",
    "gaps >",
    "gaps >=",
    "where",
    "window from included",
    "window from excluded",
    "window to included",
    "window to excluded",
    "field attribute",
    "field start",
    "field end",
    "field period",
    "index one",
    "index each",
    "index inherited",
    "place first day",
    "place last day",
    "place day of month",
    "place day of year",
    "otherwise missing",
    "otherwise placed",
    "not before",
    "not after",
    "unplaced",
    "unknown is met",
    "unknown is not met",
    "include",
    "exclude",
    "any in",
    "any not in",
    "all in",
    "none in",
    "in other drugs",
    "lines",
    "line number",
    "line start",
    "line end",
    "line regimen",
    "line drugs",
    "line maintenance",
    "line end reason",
    "line setting",
    "line line end",
    "line next start",
    "lines apart",
    "lines starting",
    "lines until",
    "lines supply",
    "lines never advances",
    "lines advances",
    "lines advances after cycles",
    "lines advances after days",
    "lines window <=",
    "lines window <",
    "lines gap never",
    "lines gap >=",
    "lines gap >",
    "lines gap from last start",
    "lines dose covers",
    "lines supply covers",
    "lines if all others stopped",
    "lines added alone",
    "lines added",
    "lines dropped continues",
    "lines dropped without its name",
    "lines dropped advances",
    "lines continuation",
    "lines switch",
    "lines maintenance alone",
    "lines maintenance of its own",
    "lines maintenance after cycles",
    "lines maintenance within",
    "lines maintenance without",
    "lines maintenance others stopped",
    "lines breaker that day",
    "lines breaker day before",
    "lines breaker except first",
    "lines breaker except again",
    "lines interchange",
    "lines cycle",
    "lines look back",
    "lines advances only",
    "lines confirmed",
    "lines at most",
    "lines regimens",
];
const OPERATORS: &[&str] = &[
    "constant",
    "index",
    "column",
    "only record",
    "field of",
    "by part",
    "bounded",
    "place",
    "not",
    "and",
    "or",
    "compare",
    "in codes",
    "in drugs",
    "in period",
    "relation",
    "is missing",
    "or else",
    "if",
    "negate",
    "arithmetic",
    "scale",
    "shift",
    "days between",
    "age",
    "extreme",
    "period",
    "period bound",
    "select",
    "episodes",
    "gaps",
    "period of row",
    "pick",
    "any",
    "count",
    "days of",
    "aggregate",
    "has drugs",
    "lines",
    "line field",
    "line days",
    "line sequence",
];

const READING: &[&str] = &[
    "list",
    "join",
    "join each",
    "join optional",
    "join optional each",
    "several forms",
    "parquet",
    "xml",
    "without a header",
    "utf8",
    "cp932",
    "windows1252",
    "optional table",
    "optional column",
    "bound kept",
    "bound missing",
    "bound moved",
    "absent entity",
    "opt-out",
    "where in",
    "where not in",
    "where missing",
    "where known",
    "several mappings",
    "distinct",
    "last by",
    "otherwise missing",
    "unknown",
    "text",
    "integer",
    "decimal",
    "boolean",
    "date",
    "date by precision",
    "date with unknown parts",
    "date in eras",
    "days from anchor",
    "category",
    "numbers",
    "texts",
    "analyte",
    "drug by name",
    "drug by code",
    "code",
    "code by column",
    "code listed",
    "unit",
    "unit by analyte",
    "unit by column",
    "always",
];

#[test]
fn every_kind_of_expression_and_every_choice() {
    let mut reached = Reached::default();
    for project in projects() {
        walk::study(&project.study, &mut reached);
        for source in &project.sources {
            walk::source(source, &mut reached);
        }
        for rule in &project.study.precision {
            reached
                .choices
                .insert(rule.placement.map_or("unplaced", placement));
            reached
                .choices
                .extend(rule.not_before.as_ref().map(|_| "not before"));
            reached
                .choices
                .extend(rule.not_after.as_ref().map(|_| "not after"));
            reached
                .choices
                .extend(rule.otherwise.map(|otherwise| match otherwise {
                    Otherwise::Missing => "otherwise missing",
                    Otherwise::Placed(_) => "otherwise placed",
                }));
        }
        for cohort in &project.study.cohorts {
            reached.choices.insert(match &cohort.index {
                Some(Index::One(_)) => "index one",
                Some(Index::Each(_)) => "index each",
                None => "index inherited",
            });
            for criterion in &cohort.criteria {
                reached
                    .choices
                    .insert(if criterion.exclude { "exclude" } else { "include" });
                reached
                    .choices
                    .extend(criterion.unknown_is_met.map(|met| match met {
                        true => "unknown is met",
                        false => "unknown is not met",
                    }));
            }
        }
    }
    assert_eq!(
        missing(KINDS, &reached.kinds),
        Vec::<&str>::new(),
        "kinds of expressions that no study reaches"
    );
    assert_eq!(
        missing(CHOICES, &reached.choices),
        Vec::<&str>::new(),
        "choices that no study reaches"
    );
}

#[test]
fn every_operator_of_the_plan() {
    let mut reached = BTreeSet::new();
    for project in projects() {
        for source in &project.sources {
            let plan = kohort_plan::bind::bind(&project.study, source).unwrap_or_else(|why| panic!("{why}"));
            reached.extend(plan.graph.node_weights().map(|node| operator(&node.operator)));
        }
    }
    assert_eq!(
        missing(OPERATORS, &reached),
        Vec::<&str>::new(),
        "operators that no plan has"
    );
}

/// The studies that are written for tests.
fn projects() -> Vec<Project> {
    let [written, reading] =
        [purpose_written(), reading()].map(|found| found.unwrap_or_else(|why| panic!("{why}")));
    written.into_iter().chain(reading).collect()
}

#[test]
fn every_way_of_reading() {
    let mut reached = BTreeSet::new();
    for source in projects().iter().flat_map(|project| &project.sources) {
        for table in &source.tables {
            reached.extend(origin(&table.origin));
            reached.extend(table.optional.then_some("optional table"));
        }
        reached.extend(source.bounds.iter().map(|bound| match bound.otherwise {
            Contradiction::Kept => "bound kept",
            Contradiction::Missing => "bound missing",
            Contradiction::Moved => "bound moved",
        }));
        reached.extend(source.absent.iter().map(|_| "absent entity"));
        reached.extend(source.opt_outs.iter().map(|_| "opt-out"));
        let opt_outs = source.opt_outs.iter().map(|opt_out| &opt_out.condition);
        let conditions = source
            .entities
            .iter()
            .filter_map(|mapping| mapping.condition.as_ref());
        for test in opt_outs.chain(conditions).flat_map(|condition| &condition.tests) {
            reached.insert(match test.kind {
                RowTestKind::In(_) => "where in",
                RowTestKind::NotIn(_) => "where not in",
                RowTestKind::Missing => "where missing",
                RowTestKind::Known => "where known",
            });
        }
        for mapping in &source.entities {
            reached.extend((source.mappings(mapping.entity).count() > 1).then_some("several mappings"));
            reached.extend(match mapping.repeats {
                Repeats::Kept => None,
                Repeats::Distinct => Some("distinct"),
                Repeats::LastBy(_) => Some("last by"),
            });
            let attributes = mapping
                .attributes
                .iter()
                .filter_map(|said| match &said.availability {
                    Availability::Present(reading) => Some(reading),
                    Availability::Derived(_) | Availability::Absent { .. } => None,
                });
            for reading in attributes.chain(mapping.locals.iter().map(|local| &local.reading)) {
                reached.extend(reading.optional.then_some("optional column"));
                reached.extend(reading.otherwise_missing.then_some("otherwise missing"));
                reached.extend((!reading.unknown.is_empty()).then_some("unknown"));
                reached.extend(decode(&reading.decode));
            }
        }
    }
    assert_eq!(
        missing(READING, &reached),
        Vec::<&str>::new(),
        "ways of reading that no source needs"
    );
}

fn origin(origin: &Origin) -> Vec<&'static str> {
    match origin {
        Origin::List { .. } => vec!["list"],
        Origin::Joined { steps, .. } => steps
            .iter()
            .map(|step| match (step.each, step.optional) {
                (false, false) => "join",
                (true, false) => "join each",
                (false, true) => "join optional",
                (true, true) => "join optional each",
            })
            .collect(),
        Origin::Files(forms) => {
            let several = (forms.len() > 1).then_some("several forms");
            let forms = forms.iter().flat_map(|form| match &form.format {
                TableFormat::Parquet => vec!["parquet"],
                TableFormat::Xml { .. } => vec!["xml"],
                TableFormat::Csv { encoding, header, .. } => {
                    let encoding = match encoding {
                        Encoding::Utf8 => "utf8",
                        Encoding::Cp932 => "cp932",
                        Encoding::Windows1252 => "windows1252",
                    };
                    header
                        .iter()
                        .map(|_| "without a header")
                        .chain([encoding])
                        .collect()
                }
            });
            forms.chain(several).collect()
        }
    }
}

fn decode(decode: &Decode) -> Vec<&'static str> {
    vec![match decode {
        Decode::Text => "text",
        Decode::Integer => "integer",
        Decode::Decimal => "decimal",
        Decode::Boolean(_) => "boolean",
        Decode::Date { by: Some(_), .. } => "date by precision",
        Decode::Date {
            unknown_parts: true, ..
        } => "date with unknown parts",
        Decode::Date { formats, .. } if formats.iter().any(|form| form.to_string().contains('G')) => {
            "date in eras"
        }
        Decode::Date { .. } => "date",
        Decode::DaysFromAnchor => "days from anchor",
        Decode::Category(_) => "category",
        Decode::Numbers(_) => "numbers",
        Decode::Texts(_) => "texts",
        Decode::Analyte(_) => "analyte",
        Decode::Drug(ways) => {
            let ways = ways.iter().map(|way| match way {
                DrugLookup::Name(_) => "drug by name",
                DrugLookup::Code(..) => "drug by code",
            });
            return ways.collect();
        }
        Decode::Code(CodeReading::System(_)) => "code",
        Decode::Code(CodeReading::ByColumn { .. }) => "code by column",
        Decode::Code(CodeReading::Listed(..)) => "code listed",
        Decode::Quantity(UnitSpec::Fixed(..)) => "unit",
        Decode::Quantity(UnitSpec::ByAnalyte(_)) => "unit by analyte",
        Decode::Quantity(UnitSpec::ByColumn { .. }) => "unit by column",
        Decode::Always(_) => "always",
    }]
}

fn missing(wanted: &[&'static str], reached: &BTreeSet<&'static str>) -> Vec<&'static str> {
    assert!(
        reached.iter().all(|name| wanted.contains(name)),
        "names that are not listed above: {reached:?}"
    );
    wanted
        .iter()
        .filter(|name| !reached.contains(*name))
        .copied()
        .collect()
}

#[derive(Default)]
struct Reached {
    kinds: BTreeSet<&'static str>,
    choices: BTreeSet<&'static str>,
}

impl<'a> Visitor<'a> for Reached {
    fn expr(&mut self, expr: &'a Expr) {
        let choices = &mut self.choices;
        self.kinds.insert(match &expr.kind {
            ExprKind::Literal(_) => "literal",
            ExprKind::Index => "index",
            ExprKind::Definition(_) => "definition",
            ExprKind::Attribute(_) => "attribute",
            ExprKind::RecordField(found) => {
                choices.insert(field(*found));
                "record field"
            }
            ExprKind::Local(_) => "local",
            ExprKind::FieldOf { field: found, .. } => {
                choices.insert(field(*found));
                "field of"
            }
            ExprKind::Not(_) => "not",
            ExprKind::And(_) => "and",
            ExprKind::Or(_) => "or",
            ExprKind::Compare { op, .. } => {
                choices.insert(match op {
                    Compare::Eq => "=",
                    Compare::Ne => "!=",
                    Compare::Lt => "<",
                    Compare::Le => "<=",
                    Compare::Gt => ">",
                    Compare::Ge => ">=",
                });
                "compare"
            }
            ExprKind::InSet { items, .. } => {
                choices.extend(items.iter().map(|item| match item {
                    SetItem::Value(_) => "set value",
                    SetItem::Range(..) => "set range",
                }));
                "in set"
            }
            ExprKind::InCodes { .. } => "in codes",
            ExprKind::InDrugs { .. } => "in drugs",
            ExprKind::HasDrugs { tests, .. } => {
                choices.extend(tests.iter().map(|test| match test.quantity {
                    DrugsQuantity::Any => "any in",
                    DrugsQuantity::AnyNot => "any not in",
                    DrugsQuantity::All => "all in",
                    DrugsQuantity::None => "none in",
                }));
                let values = tests.iter().any(|test| !test.values.is_empty());
                choices.extend(values.then_some("in other drugs"));
                "has drugs"
            }
            ExprKind::OnlyIn { .. } => "only in",
            ExprKind::IfAvailable { .. } => "if available",
            ExprKind::InPeriod { .. } => "in period",
            ExprKind::Relation { relation, .. } => {
                choices.insert(match relation {
                    Relation::Overlaps => "overlaps",
                    Relation::Contains => "contains",
                    Relation::StartsIn => "starts in",
                    Relation::EndsIn => "ends in",
                });
                "relation"
            }
            ExprKind::IsMissing(_) => "is missing",
            ExprKind::OrElse(_) => "or else",
            ExprKind::If { .. } => "if",
            ExprKind::Negate(_) => "negate",
            ExprKind::Arithmetic { op, .. } => {
                choices.insert(match op {
                    Arithmetic::Add => "+",
                    Arithmetic::Subtract => "-",
                    Arithmetic::Multiply => "*",
                    Arithmetic::Divide => "/",
                });
                "arithmetic"
            }
            ExprKind::Scale { .. } => "scale",
            ExprKind::Shift { unit, .. } => {
                choices.insert(match unit {
                    ShiftUnit::Days => "days",
                    ShiftUnit::Months => "months",
                });
                "shift"
            }
            ExprKind::DaysBetween { .. } => "days between",
            ExprKind::Age { .. } => "age",
            ExprKind::Extreme { latest, .. } => {
                choices.insert(if *latest { "latest" } else { "earliest" });
                "extreme"
            }
            ExprKind::Period { .. } => "period",
            ExprKind::PeriodBound { .. } => "period bound",
            ExprKind::Events(_) => "events",
            ExprKind::Pick { which, ties, .. } => {
                choices.insert(match which {
                    Pick::First => "first",
                    Pick::Last => "last",
                    Pick::Nth(_) => "nth",
                    Pick::Nearest(_) => "nearest",
                });
                choices.extend(ties.iter().map(|tie| match tie {
                    TieBreak::ValueFirst(..) => "value first",
                    TieBreak::HighestFirst(_) => "highest first",
                    TieBreak::LowestFirst(_) => "lowest first",
                }));
                "pick"
            }
            ExprKind::Any(_) => "any",
            ExprKind::Count(_) => "count",
            ExprKind::DaysOf(_) => "days of",
            ExprKind::Aggregate {
                function,
                field: found,
                ..
            } => {
                choices.insert(field(*found));
                choices.insert(match function {
                    Aggregate::Min => "min",
                    Aggregate::Max => "max",
                    Aggregate::Sum => "sum",
                    Aggregate::Mean => "mean",
                    Aggregate::Median => "median",
                });
                "aggregate"
            }
        });
    }

    fn events(&mut self, events: &'a Events) {
        if let EventsBase::Lines(lines) = &events.base {
            line_rules(&lines.rules, &mut self.choices);
            self.choices.extend(lines.apart.as_ref().map(|_| "lines apart"));
            self.choices
                .extend(lines.starting.as_ref().map(|_| "lines starting"));
            self.choices.extend(lines.until.as_ref().map(|_| "lines until"));
            self.choices.extend(lines.supply.map(|_| "lines supply"));
        }
        self.choices.insert(match events.base {
            EventsBase::Lines(_) => "lines",
            EventsBase::Entity(_) => "all records",
            EventsBase::Definition(_) => "named bag",
            EventsBase::Nested(_) => "nested bag",
            EventsBase::Episodes { .. } => "episodes",
            EventsBase::Gaps { or_equal: false, .. } => "gaps >",
            EventsBase::Gaps { or_equal: true, .. } => "gaps >=",
        });
        self.choices.extend(events.filter.as_ref().map(|_| "where"));
        for window in &events.windows {
            self.choices
                .extend(window.from.as_ref().map(|bound| match bound.inclusive {
                    true => "window from included",
                    false => "window from excluded",
                }));
            self.choices
                .extend(window.to.as_ref().map(|bound| match bound.inclusive {
                    true => "window to included",
                    false => "window to excluded",
                }));
        }
    }
}

fn field(field: Field) -> &'static str {
    match field {
        Field::Attribute(_) => "field attribute",
        Field::Start => "field start",
        Field::End => "field end",
        Field::Period => "field period",
        Field::Line(field) => match field {
            LineField::Number => "line number",
            LineField::Start => "line start",
            LineField::End => "line end",
            LineField::Regimen => "line regimen",
            LineField::Drugs => "line drugs",
            LineField::Maintenance => "line maintenance",
            LineField::EndReason => "line end reason",
            LineField::Setting => "line setting",
            LineField::LineEnd => "line line end",
            LineField::NextStart => "line next start",
        },
    }
}

/// The kinds of rules, and the choices within them.
fn line_rules(rules: &LineRules, found: &mut BTreeSet<&'static str>) {
    let decision = |decision: &Decision| match decision {
        Decision::Joins => "lines never advances",
        Decision::Advances(After {
            days: None,
            cycles: None,
        }) => "lines advances",
        Decision::Advances(After { cycles: Some(_), .. }) => "lines advances after cycles",
        Decision::Advances(_) => "lines advances after days",
    };
    for rule in &rules.windows {
        found.insert(if rule.inclusive {
            "lines window <="
        } else {
            "lines window <"
        });
    }
    for rule in &rules.gaps {
        found.insert(match rule.limit {
            None => "lines gap never",
            Some(limit) if limit.or_equal => "lines gap >=",
            Some(_) => "lines gap >",
        });
        found.extend(rule.from_last_start.then_some("lines gap from last start"));
    }
    for rule in &rules.covers {
        found.insert(match rule.cover {
            Cover::Days(_) => "lines dose covers",
            Cover::Supply => "lines supply covers",
        });
    }
    for rule in &rules.new_drugs {
        found.insert(decision(&rule.decision));
        found.extend(
            rule.if_all_others_stopped
                .then_some("lines if all others stopped"),
        );
    }
    for rule in &rules.added {
        found.insert(if rule.alone {
            "lines added alone"
        } else {
            "lines added"
        });
    }
    for rule in &rules.dropped {
        found.insert(match rule.meaning {
            Dropped::Continues => "lines dropped continues",
            Dropped::ContinuesWithoutName => "lines dropped without its name",
            Dropped::Advances(_) => "lines dropped advances",
        });
    }
    for rule in &rules.maintenance {
        found.insert(match rule.kind {
            MaintenanceKind::Continuation => "lines continuation",
            MaintenanceKind::Switch => "lines switch",
        });
        found.extend(rule.alone.then_some("lines maintenance alone"));
        found.extend(rule.own_line.then_some("lines maintenance of its own"));
        found.extend(rule.after_cycles.map(|_| "lines maintenance after cycles"));
        found.extend(rule.within.map(|_| "lines maintenance within"));
        found.extend(rule.without.map(|_| "lines maintenance without"));
        found.extend(
            rule.others_stopped_for
                .map(|_| "lines maintenance others stopped"),
        );
    }
    for rule in &rules.breakers {
        found.insert(if rule.ends_that_day {
            "lines breaker that day"
        } else {
            "lines breaker day before"
        });
        found.extend(rule.except_first_in.map(|_| "lines breaker except first"));
        found.extend(rule.except_again_within.map(|_| "lines breaker except again"));
    }
    found.extend((!rules.interchange.is_empty()).then_some("lines interchange"));
    found.extend(rules.cycle_days.map(|_| "lines cycle"));
    found.extend((rules.look_back > 0).then_some("lines look back"));
    found.extend(rules.advances_only.as_ref().map(|_| "lines advances only"));
    found.extend(rules.confirmed_days.map(|_| "lines confirmed"));
    found.extend(rules.at_most.map(|_| "lines at most"));
    found.extend((!rules.regimens.is_empty()).then_some("lines regimens"));
}

fn placement(placement: Placement) -> &'static str {
    match placement {
        Placement::FirstDay => "place first day",
        Placement::LastDay => "place last day",
        Placement::DayOfMonth(_) => "place day of month",
        Placement::DayOfYear { .. } => "place day of year",
    }
}

fn operator(operator: &Operator) -> &'static str {
    match operator {
        Operator::Constant(_) => "constant",
        Operator::Index => "index",
        Operator::Column(_) => "column",
        Operator::OnlyRecord(_) => "only record",
        Operator::FieldOf { .. } => "field of",
        Operator::ByPart { .. } => "by part",
        Operator::Bounded { .. } => "bounded",
        Operator::Place { .. } => "place",
        Operator::Not(_) => "not",
        Operator::And(_) => "and",
        Operator::Or(_) => "or",
        Operator::Compare { .. } => "compare",
        Operator::InCodes { .. } => "in codes",
        Operator::InDrugs { .. } => "in drugs",
        Operator::HasDrugs { .. } => "has drugs",
        Operator::Lines(_) => "lines",
        Operator::LineField { .. } => "line field",
        Operator::LineDays(_) => "line days",
        Operator::LineSequence(_) => "line sequence",
        Operator::InPeriod { .. } => "in period",
        Operator::Relation { .. } => "relation",
        Operator::IsMissing(_) => "is missing",
        Operator::OrElse(_) => "or else",
        Operator::If { .. } => "if",
        Operator::Negate(_) => "negate",
        Operator::Arithmetic { .. } => "arithmetic",
        Operator::Scale { .. } => "scale",
        Operator::Shift { .. } => "shift",
        Operator::DaysBetween { .. } => "days between",
        Operator::Age { .. } => "age",
        Operator::Extreme { .. } => "extreme",
        Operator::Period { .. } => "period",
        Operator::PeriodBound { .. } => "period bound",
        Operator::Select { .. } => "select",
        Operator::Episodes { .. } => "episodes",
        Operator::Gaps { .. } => "gaps",
        Operator::PeriodOfRow(_) => "period of row",
        Operator::Pick { .. } => "pick",
        Operator::Any(_) => "any",
        Operator::Count(_) => "count",
        Operator::DaysOf { .. } => "days of",
        Operator::Aggregate { .. } => "aggregate",
    }
}
