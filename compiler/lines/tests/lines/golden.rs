//! The golden timelines: facts of the fixture of Merck's Line-of-Therapy-Algorithm, told anew (design note 4, section 4).
//!
//! P pembrolizumab, X pemetrexed, C carboplatin, S cisplatin, N nivolumab, E erlotinib, T cetuximab, D durvalumab, B
//! bevacizumab, G gefitinib; days from the first dose.

use crate::notation::{dropped, expect, gap_never, interchange, rules};
use kohort_semantics::study::{Dropped, LineRules};

fn lung() -> LineRules {
    let mut rules = rules();
    rules.gaps.push(gap_never("E G"));
    rules.interchange.push(interchange("C S"));
    rules
}

#[test]
fn g1_a_single_dose() {
    expect(&lung(), "0:C", &["1 [0..0] C data_end"]);
}

#[test]
fn g2_new_drugs_after_a_single_agent() {
    expect(
        &lung(),
        "0:P 21:P 40:P 61:P 84:P 105:P 126:P 147:P 168:P 189:P 210:P 231:P 252:P \
         280:C+P+X 301:C+P+X 322:C+P+X 343:C+P+X 364:P+X",
        &["1 [0..252] P new_drug", "2 [280..364] C+P+X data_end"],
    );
}

#[test]
fn g3_four_lines() {
    expect(
        &lung(),
        "0:N 20:N 35:N 49:C+N 63:C+N 77:C+N 90:C+N 105:C+N 120:T 127:T 134:T 141:T 148:T 155:T 302:D 316:D",
        &[
            "1 [0..35] N new_drug",
            "2 [49..105] C+N new_drug",
            "3 [120..155] T gap",
            "4 [302..316] D data_end",
        ],
    );
}

const G4: &str = "0:C+P+X 31:C+P+X 60:P+X 91:P+X 121:P";

#[test]
fn g4_dropping_never_advances() {
    expect(&lung(), G4, &["1 [0..121] C+P+X data_end"]);
}

#[test]
fn g4_dropping_advances_if_the_rules_say_so() {
    let rules = LineRules {
        dropped: vec![dropped("", Dropped::Advances(0))],
        ..lung()
    };
    expect(
        &rules,
        G4,
        &[
            "1 [0..31] C+P+X dropped_drug",
            "2 [60..91] P+X dropped_drug",
            "3 [121..121] P data_end",
        ],
    );
}

#[test]
fn g6_the_gap_rule_divides() {
    expect(
        &lung(),
        "0:N+S 31:N 181:N 212:N 243:N 273:N 365:C+P+X 396:P 547:P 578:P 609:P 639:P",
        &[
            "1 [0..31] N+S gap",
            "2 [181..273] N new_drug",
            "3 [365..396] C+P+X gap",
            "4 [547..639] P data_end",
        ],
    );
}

const G10: &str = "0:E 32:E 61:E 283:E 314:E 500:E";

#[test]
fn g10_exempt_drugs_have_no_gap() {
    expect(&lung(), G10, &["1 [0..500] E data_end"]);
}

#[test]
fn g10_without_the_exemption() {
    expect(
        &rules(),
        G10,
        &["1 [0..61] E gap", "2 [283..314] E gap", "3 [500..500] E data_end"],
    );
}

#[test]
fn g12_two_drugs_on_one_day() {
    expect(&lung(), "0:C+X", &["1 [0..0] C+X data_end"]);
    expect(&lung(), "0:X 0:C", &["1 [0..0] C+X data_end"]);
}
