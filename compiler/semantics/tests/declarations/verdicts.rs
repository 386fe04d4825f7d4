//! What a source says about the attributes that a study reads.

use crate::analysed;
use kohort_semantics::check::availability::{Verdict, used_attributes};
use kohort_semantics::value::Precision;

const TEXT: &str = r#"
study s version "1.0.0" on clinic
precision birth_date as year, placed on 1 July, not before entry
model clinic version "1.0.0" {
  one patient { birth_date: Date  entry: Date  sex: Category { female, male } }
  many stay dated start to end { start: Date  end: Date  ward: Text }
}
source de for clinic version "1.0.0" {
  table people = csv "people.csv"
  patient from people key id {
    let seen = seen as date "yyyy-MM-dd"
    birth_date = born as date "yyyy"
    entry derived seen
    sex absent "not released"
  }
  stay from people key id {
    start = day as date "yyyy-MM-dd"
    end = out as date "yyyy-MM-dd"
    ward = ward as text
  }
}
cohort c {
  index first stay.start
  include adult: age at index >= 18 years, unknown is not met
  include earlier: any stay where period contains (index to index), unknown is not met
}
"#;

#[test]
fn each_attribute_that_the_study_reads_has_a_verdict_in_the_model_s_order() {
    let analysis = analysed(TEXT);
    assert!(!analysis.has_errors(), "{:?}", analysis.diagnostics);
    let verdicts = analysis.verdicts.first().expect("one source");
    let found: Vec<(&str, &Verdict)> = verdicts
        .attributes
        .iter()
        .map(|attribute| (attribute.path.as_str(), &attribute.verdict))
        .collect();
    let expected = [
        ("birth_date", &Verdict::Coarser(Precision::Year)),
        ("entry", &Verdict::Derived),
        ("stay.start", &Verdict::Present),
        ("stay.end", &Verdict::Present),
    ];
    assert_eq!(found, expected);
    let study = analysis.study.as_deref().expect("a right study");
    let paths: Vec<String> = used_attributes(study)
        .keys()
        .map(|id| study.model.attribute_path(*id))
        .collect();
    assert_eq!(paths, expected.map(|(path, _)| path));
}
