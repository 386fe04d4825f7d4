//! The semantic hash: what keeps it, and what changes it.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on says so"
)]

use kohort_base::{MemoryWorld, render};
use kohort_semantics::meaning::{Hash, ItemKind, Meaning, Meanings};
use kohort_semantics::study::CohortId;
use kohort_semantics::{Options, Study, analyse};
use std::sync::Arc;

const STUDY: &str = r#"/// Who is treated?
study treated version "1.0.0" on std.oncology

use std.codes.cancers.{colorectal, malignant_neoplasm}
use std.endpoints.{overall_survival}
use std.lines.{hess_2021_colorectal}

parameter accrual = 2015-01-01 to 2023-12-31

precision birth_date as year, placed on 1 July
precision death.date as month, placed on day 15, otherwise placed on 1 July
precision diagnosis.date as month, placed on day 15, otherwise missing
precision medication.start as day, otherwise missing
precision medication.end as day, otherwise missing

let last_visit = (last visit).date
let cancer = first diagnosis where code in colorectal during accrual
let blood = nearest lab to index where test = haemoglobin from index - 60 days to index
let seen = any visit from index - 90 days to index

cohort cancers {
  index cancer.date
  /// Aged 18 or over
  include adult: age at index >= 18 years, unknown is not met
  include hb: blood.value >= 8 g/dL, unknown is met
  include engaged: seen, unknown is not met
  exclude other: any diagnosis where code in malignant_neoplasm and code not in colorectal
      from index - 5 years to index - 1 day, unknown is not met
  exclude late: cancer.stage = stage_iv or cancer.stage = stage_iii, unknown is not met
}

lines therapy for cancers = hess_2021_colorectal starting cancer.date - 14 days

characteristic age_group = age at index in { "young": 18 to 49, "old": >= 50 }

endpoint os = overall_survival from index until 2024-06-30

report {
  attrition
  baseline for cancers by age_group of age, sex
  treatments of therapy for cancers top 5
  survival of os for cancers by age_group at 6, 12 months
}
"#;

fn study(text: &str) -> Arc<Study> {
    let mut world = MemoryWorld::new();
    world.insert("clinic.kohort", text);
    world.insert(
        "lists.kohort",
        "library lists\n\nuse std.codes.cancers.{colorectal}\n\ncodes colon { ICD10CM C18.*  ICD10 C18 }\n",
    );
    let options = Options {
        sources: Some(Vec::new()),
    };
    let analysis = analyse(&world, "clinic.kohort", &options).expect("the file is there");
    let rendered = render::terminal(&analysis.diagnostics, &analysis.files, false, 120);
    analysis.study.unwrap_or_else(|| panic!("{rendered}\n{text}"))
}

fn hash(text: &str) -> Hash {
    Meaning::of(&study(text)).study
}

/// The study with one text in place of another, which must be there.
fn with(old: &str, new: &str) -> String {
    assert!(STUDY.contains(old), "{old}");
    STUDY.replace(old, new)
}

#[test]
fn how_it_is_written_is_no_part_of_it() {
    let same = [
        ("a comment", "let last_visit", "// the last\nlet last_visit"),
        (
            "a doc comment",
            "/// Aged 18 or over",
            "/// Eighteen or over at diagnosis",
        ),
        ("the version", "version \"1.0.0\"", "version \"2.0.0\""),
        ("the name", "study treated", "study treatment"),
        ("another unit", "8 g/dL", "80 g/L"),
        (
            "a comparison the other way round",
            "blood.value >= 8 g/dL",
            "8 g/dL <= blood.value",
        ),
        (
            "operands in another order",
            "cancer.stage = stage_iv or cancer.stage = stage_iii",
            "cancer.stage = stage_iii or cancer.stage = stage_iv",
        ),
        (
            "a set for alternatives",
            "cancer.stage = stage_iv or cancer.stage = stage_iii",
            "cancer.stage in { stage_iii, stage_iv }",
        ),
        (
            "a double negation",
            "include engaged: seen",
            "include engaged: not not seen",
        ),
        (
            "an inlined definition",
            "include engaged: seen",
            "include engaged: any visit from index - 90 days to index",
        ),
        (
            "an extracted definition",
            "let seen = any visit from",
            "let visits = visit\nlet seen = any visits from",
        ),
        (
            "an unused definition",
            "let seen",
            "let unused = first lab where test = albumin\nlet seen",
        ),
        (
            "a negated comparison",
            "age at index >= 18 years",
            "not age at index < 18 years",
        ),
        ("a default that is said", "attrition\n", "attrition for cancers\n"),
    ];
    let expected = hash(STUDY);
    for (what, old, new) in same {
        assert_eq!(hash(&with(old, new)), expected, "{what}");
    }
    let renamed = STUDY
        .replace("cancer.", "tumour.")
        .replace("let cancer ", "let tumour ")
        .replace("seen", "noted");
    assert_eq!(hash(&renamed), expected, "renamed definitions");
}

#[test]
fn whatever_can_change_a_result_is_part_of_it() {
    let different = [
        ("a bound", ">= 18 years", ">= 21 years"),
        ("an operator", ">= 18 years", "> 18 years"),
        (
            "a window's end",
            "to index\nlet seen",
            "to index + 1 day\nlet seen",
        ),
        ("unknown", "unknown is met", "unknown is not met"),
        (
            "the kind of a criterion",
            "include engaged: seen",
            "exclude engaged: not seen",
        ),
        (
            "a code list",
            "code in colorectal during",
            "code in malignant_neoplasm during",
        ),
        ("a pick", "first diagnosis", "last diagnosis"),
        ("what is measured", "test = haemoglobin", "test = albumin"),
        (
            "a precision rule",
            "birth_date as year, placed on 1 July",
            "birth_date as year, placed on first day",
        ),
        ("an accrual", "2023-12-31", "2022-12-31"),
        (
            "a rule of lines",
            "cancer.date - 14 days\n",
            "cancer.date - 14 days with gap > 120 days\n",
        ),
        (
            "the start of lines",
            "cancer.date - 14 days",
            "cancer.date - 7 days",
        ),
        ("the cut-off", "2024-06-30", "2024-05-31"),
        ("a label", "\"young\"", "\"younger\""),
        ("a band", "18 to 49", "18 to 39"),
        ("the rows of a table", "of age, sex", "of sex, age"),
        ("how many are shown", "top 5", "top 6"),
        ("the times", "at 6, 12 months", "at 6, 24 months"),
        ("the name of a criterion", "adult:", "grown_up:"),
        (
            "a criterion less",
            "  include engaged: seen, unknown is not met\n",
            "",
        ),
    ];
    let expected = hash(STUDY);
    for (what, old, new) in different {
        let changed = with(old, new);
        assert_ne!(hash(&changed), expected, "{what}");
    }
}

#[test]
fn a_change_reaches_what_depends_on_it_and_nothing_else() {
    let changed_by = |old: &str, new: &str| -> Vec<String> {
        let (before, after) = (Meaning::of(&study(STUDY)), Meaning::of(&study(&with(old, new))));
        let changed = after.items.iter().filter(|item| !before.items.contains(item));
        changed
            .filter(|item| item.kind <= ItemKind::Output)
            .map(|item| format!("{} {}", item.kind.word(), item.name))
            .collect()
    };
    assert_eq!(
        changed_by(
            "cancer.date - 14 days\n",
            "cancer.date - 14 days with window 30 days\n"
        ),
        ["lines therapy", "output 3 treatments"]
    );
    assert_eq!(
        changed_by("until 2024-06-30", "until 2024-05-31"),
        ["endpoint os", "output 4 survival"]
    );
    assert_eq!(
        changed_by("from index - 60 days to index", "from index - 61 days to index"),
        [
            "definition blood",
            "cohort cancers",
            "output 1 attrition",
            "output 2 baseline",
            "output 3 treatments",
            "output 4 survival"
        ]
    );
}

#[test]
fn a_population_does_not_mind_how_its_criteria_are_divided() {
    let population = |text: &str| {
        let study = study(text);
        Meanings::new(&study).population(CohortId(0))
    };
    let split = with(
        "  exclude late: cancer.stage = stage_iv or cancer.stage = stage_iii, unknown is not met\n",
        "  exclude third: cancer.stage = stage_iii, unknown is not met\n  exclude fourth: cancer.stage = stage_iv, unknown is not met\n",
    );
    assert_eq!(population(&split), population(STUDY));
    assert_ne!(hash(&split), hash(STUDY), "the attrition has one step more");
    let chained =
        STUDY.to_owned() + "cohort rest from cancers {\n  include man: sex = male, unknown is not met\n}\n";
    let study = study(&chained);
    let meanings = Meanings::new(&study);
    assert_ne!(meanings.population(CohortId(1)), meanings.population(CohortId(0)));
}

#[test]
fn definitions_that_double_each_other_cost_no_more_than_one() {
    let mut text = STUDY.to_owned();
    text.push_str("let b0 = age at index >= 18 years\nlet n0 = count visit\nlet d0 = last_visit\n");
    for step in 1..60 {
        let last = step - 1;
        text.push_str(&format!(
            "let b{step} = b{last} and b{last} or b{last}\nlet n{step} = n{last} + n{last}\nlet d{step} = earliest(d{last}, d{last})\n"
        ));
    }
    text.push_str("cohort doubled from cancers {\n  include all: b59 and n59 > 1 and d59 is known, unknown is not met\n}\n");
    hash(&text);
}
