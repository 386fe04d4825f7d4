//! Names of regimens, and substances after interchange.

use super::support::{history, with};
use kohort_oracle::lines::lines;
use kohort_semantics::study::{InterchangeRule, LineRules, Regimen};

fn names(rules: &LineRules, doses: &str) -> Vec<String> {
    let lines = lines(rules, &history(doses));
    lines.into_iter().map(|line| line.regimen).collect()
}

fn regimen(name: &str, drugs: &[&str]) -> Regimen {
    Regimen {
        name: name.to_owned(),
        drugs: drugs.iter().map(|drug| (*drug).to_owned()).collect(),
    }
}

#[test]
fn a_regimen_has_the_name_of_just_its_substances_or_of_them_after_interchange() {
    let rules = with(|rules| {
        rules.regimens = vec![
            regimen("CAPOX", &["capecitabine", "oxaliplatin"]),
            regimen("FOLFOX", &["fluorouracil", "oxaliplatin"]),
            regimen("cis-pem", &["cisplatin", "pemetrexed"]),
        ];
        rules.interchange = vec![
            InterchangeRule {
                text: String::new(),
                drugs: vec![String::from("capecitabine"), String::from("fluorouracil")],
            },
            InterchangeRule {
                text: String::new(),
                drugs: vec![String::from("carboplatin"), String::from("cisplatin")],
            },
        ];
    });
    assert_eq!(names(&rules, "0:fluorouracil,oxaliplatin"), ["FOLFOX"]);
    assert_eq!(names(&rules, "0:capecitabine 10:oxaliplatin"), ["CAPOX"]);
    assert_eq!(names(&rules, "0:carboplatin,pemetrexed"), ["cis-pem"]);
    assert_eq!(names(&rules, "0:oxaliplatin"), ["oxaliplatin"]);
}

#[test]
fn other_substances_stand_by_their_names_in_order() {
    let rules = with(|rules| {
        let named = [("std.x.b", "Adriamycin"), ("std.x.a", "Zytiga")];
        rules.drug_names = named
            .map(|(drug, name)| (drug.to_owned(), name.to_owned()))
            .into();
    });
    assert_eq!(
        names(&rules, "0:std.x.a,std.x.b,std.x.m"),
        ["Adriamycin, Zytiga, m"]
    );
}
