//! `only in` and `if available`: what a study asks of which source.

use crate::{analysed, shows};
use kohort_semantics::check::availability::{Chosen, decide, records_all};
use kohort_semantics::study::ExprKind;
use kohort_semantics::study_walk::{Part, walk_study};

/// A study on two sources; `de` records no race, no visits and only German codes.
fn study(rest: &str, condition: &str) -> String {
    format!(
        r#"study s version "1.0.0" on clinic
model clinic version "1.0.0" {{
  one patient {{ birth_date: Date  race: Category {{ white, black }}  sex: Category {{ female, male }} }}
  many visit dated date {{ date: Date }}
  many diagnosis dated date {{ date: Date  code: Code }}
}}
codes american {{ ICD10CM C18.* }}
source de for clinic version "1.0.0" {{
  table people = csv "people.csv"
  patient from people key id {{
    birth_date = born as date "yyyy-MM-dd"
    race absent "must not be collected"
    sex = sex {{ "F": female, "M": male }}
  }}
  diagnosis from people key id {{
    date = day as date "yyyy-MM-dd"
    code = code as code ICD10GM
  }}
  visit absent "only hospital stays"
}}
source us for clinic version "1.0.0" {{
  table people = csv "people.csv"
  patient from people key id {{
    birth_date = born as date "yyyy-MM-dd"
    race = race {{ "w": white, "b": black }}
    sex = sex {{ "F": female, "M": male }}
  }}
  diagnosis from people key id {{
    date = day as date "yyyy-MM-dd"
    code = code as code ICD10CM
  }}
  visit from people key id {{
    date = seen as date "yyyy-MM-dd"
  }}
}}
{rest}
cohort c {{
  index first diagnosis.date
  exclude x: {condition}, unknown is not met
}}
"#
    )
}

shows!(only_where_recorded: [] &study("", "only in us { race } = white"));
shows!(only_where_not_recorded: ["K0701"] &study("", "only in de { race } = white"));
shows!(available_or_else: [] &study("", "race = white if available, else sex = male"));
shows!(else_is_checked: ["K0701"] &study("", "count visit > 1 if available, else race = white"));
shows!(codes_or_else: [] &study("", "any diagnosis where code in american if available, else sex = male"));
shows!(through_definitions: [] &study("let white_race = race = white", "only in us { white_race }"));
shows!(no_such_source: ["K0703"] &study("", "only in uk { sex } = male"));

/// What was decided for each source, in the order of the text, and whether anything undecided is left.
fn chosen(rest: &str, condition: &str) -> Vec<(String, Vec<Chosen>)> {
    let analysis = analysed(&study(rest, condition));
    let shown = kohort_base::render::terminal(&analysis.diagnostics, &analysis.files, false, 100);
    let study = analysis.study.unwrap_or_else(|| panic!("{shown}"));
    let mut all = Vec::new();
    for source in &analysis.sources {
        let decided = decide(&study, source);
        walk_study(&decided.study, &mut |part| {
            if let Part::Expr(expr, _) = part {
                assert!(!matches!(
                    expr.kind,
                    ExprKind::OnlyIn { .. } | ExprKind::IfAvailable { .. }
                ));
            }
        });
        let choices = decided.choices.iter().map(|choice| choice.chosen).collect();
        all.push((source.name.clone(), choices));
    }
    all
}

#[test]
fn each_source_has_its_own_choice() {
    use Chosen::{Asked, Fallback, NotAsked, Preferred};
    for (rest, condition, de, us) in [
        ("", "only in us { race } = white", vec![NotAsked], vec![Asked]),
        (
            "",
            "race = white if available, else sex = male",
            vec![Fallback],
            vec![Preferred],
        ),
        (
            "",
            "any visit if available, else sex = male",
            vec![Fallback],
            vec![Preferred],
        ),
        (
            "",
            "any diagnosis where code in american if available, else sex = male",
            vec![Fallback],
            vec![Preferred],
        ),
        (
            "let white_race = race = white",
            "white_race if available, else sex = male",
            vec![Fallback],
            vec![Preferred],
        ),
        (
            "",
            "only in us { race } = white if available, else sex = male",
            vec![Fallback],
            vec![Preferred, Asked],
        ),
    ] {
        let expected = vec![("de".to_owned(), de), ("us".to_owned(), us)];
        assert_eq!(chosen(rest, condition), expected, "{condition}");
    }
}

#[test]
fn a_definition_that_only_left_out_parts_use_is_asked_of_nobody() {
    let analysis = analysed(&study(
        "let white_race = race = white",
        "only in us { white_race }",
    ));
    let study = analysis.study.as_deref().expect("a right study");
    for source in &analysis.sources {
        let decided = decide(study, source);
        let definition = decided.study.definitions.first().expect("defined");
        assert_eq!(
            matches!(definition.value.kind, ExprKind::Literal(_)),
            source.name == "de",
            "{}",
            source.name
        );
        let criterion = study
            .cohorts
            .first()
            .and_then(|cohort| cohort.criteria.first())
            .expect("one");
        assert_eq!(
            records_all(study, source, &criterion.condition),
            source.name == "us"
        );
    }
}
