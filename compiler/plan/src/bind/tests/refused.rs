//! Studies that no check would pass are refused with the reason; nothing panics.

use crate::bind::{BindError, bind};
use crate::testing::builder::*;
use crate::testing::project::*;
use kohort_semantics::codes::CodeSystem;
use kohort_semantics::source::Availability;
use kohort_semantics::study::*;
use kohort_semantics::value::Precision;

fn diagnosed() -> Option<Index> {
    Some(Index::One(field(
        first(all(DIAGNOSIS)),
        DIAGNOSIS_DATE,
        Type::Date,
    )))
}

fn refused(condition: Expr) -> String {
    let mut sample = Sample::new();
    sample.cohort("c", None, diagnosed(), vec![include("x", condition)]);
    sample.bind().unwrap_err().to_string()
}

#[test]
fn what_the_source_does_not_have() {
    let note = any(all(BIOMARKER).that(missing(of_record(NOTE, Type::Text))));
    let mut sample = Sample::new();
    sample.cohort("c", None, diagnosed(), vec![include("x", note)]);
    let error = sample.bind().unwrap_err();
    let BindError::Absent {
        attribute, reason, ..
    } = &error
    else {
        panic!("{error:?}")
    };
    assert_eq!(
        (attribute.as_str(), reason.as_str()),
        ("biomarker.note", "free text is not released")
    );
    assert_eq!(
        error.to_string(),
        "`biomarker.note` is absent from this source: free text is not released"
    );
    assert_eq!(error.span(), span());
    assert_eq!(refused(any(all(VISIT))), "this source does not record `visit`");
}

#[test]
fn a_code_list_without_codes_of_the_source() {
    let mut sample = Sample::new();
    sample.cohort(
        "c",
        None,
        diagnosed(),
        vec![include("x", any(all(DIAGNOSIS).that(in_codes(2))))],
    );
    let error = sample.bind().unwrap_err();
    assert!(
        matches!(&error, BindError::NoCodes { list, systems, .. } if list == "german" && *systems == [CodeSystem::Icd10Cm])
    );
    assert_eq!(
        error.to_string(),
        "the code list `german` has no code of ICD10CM, in which this source records"
    );
}

#[test]
fn what_only_an_unchecked_study_has() {
    let drug = || of_record(DRUG, Type::Text);
    let texts = vec![
        refused(any(
            all(TREATMENT).that(equal(drug(), of_record(STATUS, Type::Text)))
        )),
        refused(missing(drug())),
        refused(any(all(TREATMENT).that(any(
            all(LAB).between(of_record(DIAGNOSIS_DATE, Type::Date), index())
        )))),
        refused(any(all(TREATMENT).that(any(all(LAB).that(missing(drug())))))),
        refused(expr(
            ExprKind::Any(Box::new(all(PATIENT).between(index(), index()))),
            Type::Boolean,
        )),
        refused(and(vec![])),
        refused(in_set(drug(), vec![])),
        refused(expr(ExprKind::Definition(DefinitionId(7)), Type::Boolean)),
        refused(expr(ExprKind::Local(0), Type::Boolean)),
        refused(expr(
            ExprKind::Any(Box::new(bag(
                EventsBase::Definition(DefinitionId(3)),
                RecordKind::Entity(LAB),
            ))),
            Type::Boolean,
        )),
        refused(field(index(), DRUG, Type::Boolean)),
        refused(missing(part(first(all(LAB)), Field::End, Type::Date))),
        refused(missing(expr(ExprKind::Index, Type::Error))),
        refused(expr(
            ExprKind::InCodes {
                value: Box::new(index()),
                list: CodeListId(0),
            },
            Type::Boolean,
        )),
        refused(expr(
            ExprKind::InCodes {
                value: Box::new(index()),
                list: CodeListId(9),
            },
            Type::Boolean,
        )),
    ];
    assert!(
        texts
            .iter()
            .all(|text| text.starts_with("the study was not checked: ")),
        "{texts:#?}"
    );
    let shown = texts.join("\n");
    insta::assert_snapshot!(shown);
}

#[test]
fn cohorts_that_do_not_stand_by_themselves() {
    let bound = |from, index| {
        let mut sample = Sample::new();
        sample.cohort("c", from, index, Vec::new());
        sample.bind().unwrap_err().to_string()
    };
    assert_eq!(
        bound(None, None),
        "the study was not checked: a cohort has no index date"
    );
    assert_eq!(
        bound(Some(0), None),
        "the study was not checked: a cohort is drawn from a later one"
    );
    assert_eq!(
        bound(None, Some(Index::One(index()))),
        "the study was not checked: an index date belongs to no cohort"
    );
}

#[test]
fn a_date_that_is_placed_by_itself() {
    let mut sample = Sample::new();
    let seen = own(LAST_SEEN, Type::Date);
    sample.precision(
        LAST_SEEN,
        Precision::Month,
        Placement::FirstDay,
        Some(seen.clone()),
    );
    sample.cohort("c", None, Some(Index::One(seen)), Vec::new());
    assert_eq!(
        sample.bind().unwrap_err().to_string(),
        "the study was not checked: `last_seen` depends on itself"
    );
}

#[test]
fn a_quantity_whose_analyte_is_not_read() {
    let mut sample = Sample::new();
    let value = of_record(VALUE, Type::Quantity(Measure::Analyte(AnalyteId(0))));
    sample.cohort(
        "c",
        None,
        diagnosed(),
        vec![include("x", any(all(LAB).that(missing(value))))],
    );
    let mut source = source();
    source.entities[0].attributes[1].availability = Availability::Absent {
        reason: "none".into(),
    };
    let error = bind(&sample.study, &source).unwrap_err().to_string();
    assert!(error.contains("depends on the analyte"), "{error}");
}

#[test]
fn a_source_without_patients() {
    let mut source = source();
    source.entities.retain(|mapping| mapping.entity != PATIENT);
    assert_eq!(
        bind(&Sample::new().study, &source).unwrap_err().to_string(),
        "this source does not record `patient`"
    );
}
