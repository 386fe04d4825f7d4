//! The study that most tests read.

use super::builder::*;
use super::project::*;
use kohort_semantics::study::*;
use kohort_semantics::value::Precision;

/// Metastatic disease, with a measurement of each kind, and the women among them.
pub(crate) fn metastatic_study() -> Sample {
    let mut sample = Sample::new();
    sample.precision(
        BIRTH,
        Precision::Year,
        Placement::DayOfYear { month: 7, day: 1 },
        None,
    );
    let last_seen = own(LAST_SEEN, Type::Date);
    sample.precision(
        DEATH_DATE,
        Precision::Month,
        Placement::DayOfMonth(15),
        Some(last_seen),
    );
    let accrual = sample.parameter("accrual", period(date("2015-01-01"), date("2023-12-31")));
    let cutoff = sample.parameter("cutoff", date("2024-06-30"));
    let advanced = compare(
        of_record(STAGE, Type::Category(STAGE)),
        Compare::Ge,
        word(STAGE, 3),
    );
    let metastatic = first(
        all(DIAGNOSIS)
            .that(and(vec![in_codes(0), advanced]))
            .during(accrual),
    );
    let metastatic = sample.define("metastatic", metastatic);
    let mut nearest = |name: &str, analyte_name: &str| {
        let of_analyte = equal(of_record(TEST, Type::Analyte), analyte(analyte_name));
        let labs = all(LAB).that(of_analyte).between(days(index(), -28), index());
        sample.define(name, pick(Pick::Nearest(Box::new(index())), labs, Vec::new()))
    };
    let platelets = nearest("plts", "platelets");
    let bilirubin = nearest("bili", "bilirubin");
    let unread = equal(of_record(TEST, Type::Analyte), analyte("platelets"));
    sample.define("unread", first(all(LAB).that(unread)));
    let egfr = all(BIOMARKER)
        .that(equal(of_record(GENE, Type::Category(GENE)), word(GENE, 0)))
        .between(days(index(), -30), days(index(), 30));
    let egfr = pick(Pick::Last, egfr, vec![TieBreak::ValueFirst(STATUS, 1)]);
    let egfr = sample.define("egfr", field(egfr, STATUS, Type::Category(STATUS)));
    let ahead = LookingAhead {
        days: 30,
        reason: "samples taken before arrive late".into(),
    };
    if let Some(definition) = sample.study.definitions.last_mut() {
        definition.looking_ahead = Some(ahead.clone());
        definition.doc = Some("The last result around the index date.".into());
    }
    let platelets_value = field(platelets, VALUE, Type::Quantity(Measure::Analyte(AnalyteId(0))));
    let bilirubin_value = field(
        bilirubin.clone(),
        VALUE,
        Type::Quantity(Measure::Analyte(AnalyteId(1))),
    );
    let mut adult = include(
        "adult",
        compare(age(index()), Compare::Ge, number(18, Type::Years)),
    );
    adult.doc = Some("Aged 18 or over".into());
    let mut sufficient = include(
        "platelets_sufficient",
        compare(platelets_value, Compare::Ge, measured(100, 0)),
    );
    sufficient.unknown_is_met = Some(true);
    let low = compare(bilirubin_value, Compare::Le, measured(17, 1));
    let mut marker = include("marker", equal(egfr, word(STATUS, 1)));
    marker.looking_ahead = Some(ahead);
    let mut other = exclude(
        "other_primary",
        any(all(DIAGNOSIS)
            .that(and(vec![in_codes(1), not(in_codes(0))]))
            .between(months(index(), -60), days(index(), -1))),
    );
    other.doc = Some("No other cancer in the five years before".into());
    let index_date = Index::One(field(metastatic, DIAGNOSIS_DATE, Type::Date));
    let criteria = vec![
        adult,
        sufficient,
        include("bilirubin_low", or(vec![low, missing(bilirubin)])),
        marker,
        other,
    ];
    sample.cohort("metastatic_crc", None, Some(index_date), criteria);
    sample.study.cohorts[0].doc = Some("Adults with metastatic disease.".into());
    let death = own(DEATH_DATE, Type::Date);
    let alive = or(vec![compare(death.clone(), Compare::Ge, cutoff), missing(death)]);
    let female = equal(own(SEX, Type::Category(SEX)), word(SEX, 0));
    sample.cohort(
        "women",
        Some(0),
        None,
        vec![include("female", female), include("alive", alive)],
    );
    sample
}
