use super::WRITER;
use crate::national::Mess;
use crate::national::rich::{day, rich, shown};
use crate::person::*;

#[test]
fn a_rich_person() {
    insta::assert_snapshot!(shown(&WRITER, &[rich()], Mess::Clean));
}

#[test]
fn a_person_without_a_tumour_is_known_from_form_one() {
    let person = Person {
        number: 9,
        opted_out: true,
        diagnoses: Vec::new(),
        medications: Vec::new(),
        measurements: Vec::new(),
        radiotherapies: Vec::new(),
        ..rich()
    };
    insta::assert_snapshot!(shown(&WRITER, &[person], Mess::Clean));
}

#[test]
fn the_living_have_no_death_and_an_era_of_birth() {
    let mut person = rich();
    person.number = 14;
    person.death = None;
    person.last_alive = Some(day("2024-01-31"));
    let text = shown(&WRITER, &[person], Mess::Clean);
    assert!(text.contains("生年月日=S29.02.28"), "{text}");
    assert!(
        text.contains("生存最終確認日=20240131 | 死亡日=77777777"),
        "{text}"
    );
}

#[test]
fn real_records_repeat_themselves_and_differ_from_clean_ones() {
    let many = |mess| {
        let people: Vec<Person> = (1..1000).map(|number| Person { number, ..rich() }).collect();
        shown(&WRITER, &people, mess)
    };
    let messy = many(Mess::Realistic { seed: 1 });
    assert_eq!(messy, many(Mess::Realistic { seed: 1 }));
    assert_ne!(messy, many(Mess::Realistic { seed: 2 }));
    for text in [
        "診断日=20190399",
        "診断日=20199999",
        "99999999",
        "10^4/μL",
        "IU/L",
        "重複番号=19",
        "行為明細番号=000",
        "ペイロード3=6",
    ] {
        assert!(messy.contains(text), "{text}");
    }
    let clean = many(Mess::Clean);
    for text in ["20190399", "99999999 |", "×10^4", "IU/L", "行為明細番号=000"] {
        assert!(
            !clean.replace("施設コード=999999999", "").contains(text),
            "{text}"
        );
    }
}
