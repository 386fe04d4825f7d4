//! Bounds that dates of the data must obey.

use crate::{analysed, shows};
use kohort_semantics::source::Contradiction;

/// A source with a bound.
fn bound(bound: &str) -> String {
    format!(
        r#"
model clinic version "1.0.0" {{
  one patient {{ sex: Category {{ female, male }}  born: Date }}
  one death dated date {{ date: Date }}
  many visit dated date {{ date: Date  kind: Category {{ home, clinic }} }}
  many stay dated date {{ date: Date }}
}}
let anything = 2020-01-01
source here for clinic version "1.0.0" {{
  table people = csv "people.csv"
  table visits = csv "visits.csv"
  patient from people key id {{
    sex = sex {{ "F": female, "M": male }}
    born absent "not kept"
  }}
  death from people key id {{
    date = died as date "yyyy-MM"
  }}
  visit from visits key id {{
    date = day as date "DAY"
    kind = kind {{ "h": home, "c": clinic }}
  }}
  {bound}
}}
"#
    )
    .replace(
        "DAY",
        if bound.contains("coarse") {
            "yyyy-MM"
        } else {
            "yyyy-MM-dd"
        },
    )
}

shows!(limit_no_date: ["K0301"] &bound("bound death.date on or after sex, otherwise kept"));
shows!(not_a_date: ["K0602"] &bound("bound sex on or after death.date, otherwise kept"));
shows!(limit_of_another_record: ["K0305"] &bound("bound visit.date on or before stay.date, otherwise kept"));
shows!(field_of_the_one: ["K0201"] &bound("bound death.date on or after kind, otherwise kept"));
shows!(unknown_date: ["K0209"] heals &bound("bound death.dat on or after (last visit).date, otherwise missing"));
shows!(limit_absent: ["K0602"] &bound("bound death.date on or after born, otherwise missing"));
shows!(limit_of_absent_entity: ["K0602"] &bound("bound death.date on or after (last stay).date, otherwise missing"));
shows!(bounded_absent: ["K0602"] &bound("bound born on or before death.date, otherwise missing"));
shows!(limit_definition: ["K0602"] &bound("bound death.date on or after anything, otherwise missing"));
shows!(twice: ["K0607"] &bound("bound death.date on or after (last visit).date, otherwise missing\n  bound death.date on or after (first visit).date, otherwise kept"));
shows!(limit_coarse: ["K0504"] &bound("bound death.date on or after (last visit).date, otherwise missing // coarse"));
shows!(limit_with_index: ["K0505"] &bound("bound death.date on or after index, otherwise missing"));

#[test]
fn bounds_are_typed_dates_of_the_patient() {
    let analysis = analysed(&bound(
        "bound death.date on or after (last visit where kind = clinic).date, otherwise moved\n  bound death.date on or before 2024-12-31, otherwise kept",
    ));
    let shown = kohort_base::render::terminal(&analysis.diagnostics, &analysis.files, false, 100);
    assert!(analysis.diagnostics.is_empty(), "{shown}");
    let source = analysis.sources.first().expect("one source");
    let found: Vec<(bool, Contradiction)> = source
        .bounds
        .iter()
        .map(|bound| (bound.after, bound.otherwise))
        .collect();
    assert_eq!(
        found,
        [(true, Contradiction::Moved), (false, Contradiction::Kept)]
    );
}
