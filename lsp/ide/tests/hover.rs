//! What hovers say, over the examples and the standard library. The snapshots read like documentation.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed"
)]

mod support;

use kohort_base::MemoryWorld;
use kohort_grammar::{SyntaxKind, parse};
use kohort_ide::{Workspace, hover};
use std::collections::{BTreeMap, BTreeSet};
use support::{examples, marked, offset, text};

const COLORECTAL: &str = "early_onset_colorectal/early_onset_colorectal.kohort";

/// The hovers at some places of a file, one below the other.
fn shown(workspace: &mut Workspace, path: &str, pieces: &[&str]) -> String {
    let text = text(workspace, path);
    let mut out = format!("# {path}\n");
    for piece in pieces {
        let found = hover(workspace, path, offset(&text, piece));
        match found {
            Some(found) => {
                out += &format!("\n{}\n\n{}\n", marked(&text, found.range), found.markdown);
            }
            None => out += &format!("\n{piece}\n\n(nothing)\n"),
        }
        out += "\n----\n";
    }
    out
}

#[test]
fn names_of_a_study() {
    let mut workspace = examples();
    let shown = shown(
        &mut workspace,
        COLORECTAL,
        &[
            "study early$0_onset",
            "on std.oncol$0ogy",
            "use std.codes.canc$0ers",
            "parameter accr$0ual",
            "let can$0cer =",
            "index can$0cer.date",
            "index cancer.da$0te",
            "cohort colorectal_can$0cer",
            "cohort early_onset fr$0om",
            "include adu$0lt",
            "incl$0ude engaged",
            "exclude other_pri$0mary",
            "inde$0x cancer.date",
            "age at ind$0ex >= 18 years",
            "characteristic age_gr$0oup",
            "characteristic metas$0tatic",
            "endpoint o$0s =",
            "lines of_ther$0apy",
            "for colorectal_canc$0er = first",
            "of_therapy$0[1] until",
            "by age_gr$0oup of age",
        ],
    );
    insta::assert_snapshot!(shown);
}

#[test]
fn what_sources_record() {
    let mut workspace = examples();
    let study = shown(
        &mut workspace,
        COLORECTAL,
        &[
            "precision birth_d$0ate",
            "precision death.da$0te",
            "first dia$0gnosis where",
            "where co$0de in colorectal during",
            "nearest lab to index where te$0st =",
            "haemoglobin_at_index.val$0ue",
            "cancer.stage >= stage_$0iv",
            "first_treatment.sta$0rt <= index",
        ],
    );
    let library = shown(
        &mut workspace,
        "std/oncology.kohort",
        &["model onc$0ology", "one pat$0ient", "many lab$0 "],
    );
    let endpoints = shown(&mut workspace, "std/endpoints.kohort", &["event death.da$0te"]);
    insta::assert_snapshot!([study, library, endpoints].join("\n"));
}

#[test]
fn words_of_medicine() {
    let mut workspace = examples();
    let study = shown(
        &mut workspace,
        COLORECTAL,
        &[
            "where code in color$0ectal during",
            "where test = haemo$0globin",
            "value >= 8 g/$0dL",
            "drug in antineo$0plastic",
            "oxali$0platin, fluoro",
            "diagnosis 2019-03-04 code ICD$010",
        ],
    );
    let codes = shown(
        &mut workspace,
        "std/codes/cancers.kohort",
        &["codes lu$0ng", "ICD10$0CM C34", "ICD10CM C34$0.*", "C3$09.9 from"],
    );
    let drugs = shown(
        &mut workspace,
        "std/drugs.kohort",
        &[
            "drug tegafur_gime$0racil_oteracil",
            "drug bevaci$0zumab",
            "drugs plat$0inum",
            "cla$0ss taxane",
        ],
    );
    let analytes = shown(
        &mut workspace,
        "std/analytes.kohort",
        &["analyte creat$0inine", "analyte hba$01c"],
    );
    insta::assert_snapshot!([study, codes, drugs, analytes].join("\n"));
}

#[test]
fn lines_of_therapy() {
    let mut workspace = examples();
    let study = shown(
        &mut workspace,
        COLORECTAL,
        &[
            "= first_days$0_lines starting",
            "with new dr$0ug immune",
            "regimen na$0mes std",
            "std.regimens.color$0ectal",
        ],
    );
    let library = shown(
        &mut workspace,
        "std/lines.kohort",
        &[
            "lines hess_2021_colo$0rectal",
            "win$0dow 28 days",
            "gap > 1$020 days",
            "gap$0 never for nsclc",
            "new dr$0ug advances",
            "new drug immune_or_antibody_ther$0apy, targeted_therapy never advances",
            "interch$0ange cisplatin with carboplatin, fluorouracil",
            "interchange cispl$0atin with carboplatin, fluorouracil",
            "dropped$0 drug",
            "mainten$0ance nsclc_continuation",
            "break$0er medication",
            "breaker medication where dr$0ug in { auto",
            "dose cov$0ers 28",
            "at mo$0st 5 lines",
            "gap >= 9$00 days",
        ],
    );
    insta::assert_snapshot!([study, library].join("\n"));
}

#[test]
fn endpoints() {
    let mut workspace = examples();
    let study = shown(
        &mut workspace,
        COLORECTAL,
        &[
            "endpoint os = overall_surv$0ival",
            "fr$0om index until",
            "unt$0il cutoff\n/// From",
        ],
    );
    let library = shown(
        &mut workspace,
        "std/endpoints.kohort",
        &[
            "endpoint real_world_$0pfs",
            "wind$0ow: Duration",
            "in visit on or after fr$0om",
            "on or before last_s$0een + window",
            "last_seen + wind$0ow",
            "event next_treat$0ment",
            "from.next_st$0art",
            "censo$0red at last",
            "missing wh$0en any",
            "negat$0ive missing\n  in mon",
            "if avail$0able",
        ],
    );
    insta::assert_snapshot!([study, library].join("\n"));
}

#[test]
fn words_of_the_language() {
    let mut workspace = examples();
    let shown = shown(
        &mut workspace,
        COLORECTAL,
        &[
            "neare$0st lab",
            "lab to index wh$0ere",
            "fr$0om index - 60 days",
            "- 6$00 days to",
            "index $0- 60 days",
            "parameter cutoff = 2024-0$06-30",
            "looking ah$0ead 30",
            "any$0 visit",
            "unkn$0own is not met",
            "age a$0t index >= 18",
            "age at index $0>= 18",
            "age at index >= 1$08 years",
            "exclude dead: death.date $0< index",
            "code n$0ot in colorectal",
            "survi$0val of os",
            "expec$0t in early",
            "precis$0ion birth",
            "placed o$0n 1 July",
        ],
    );
    insta::assert_snapshot!(shown);
}

#[test]
fn a_study_with_errors() {
    let study = "\
study s version \"1.0.0\" on std.oncology
use std.codes.cancers.{lung}
use std.analytes.{haemoglobin}
let tumour = first diagnosis where code in lung and
let hb = last lab where test = haemoglobin before index
cohort people {
  index tumour.date
  /// Enough blood
  include hb: hb.value >= 8 g/dL
  exclude early: hb.value < 
  include other: nothing = 3
";
    let mut workspace = Workspace::project(
        Box::new(MemoryWorld::new().with("kohort.toml", "").with("s.kohort", study)),
        None,
    );
    let shown = shown(
        &mut workspace,
        "s.kohort",
        &[
            "let tum$0our",
            "code in lu$0ng and",
            "let h$0b",
            "index tumour.da$0te",
            "include h$0b:",
            "include hb: hb.val$0ue",
            "exclude earl$0y",
            "include oth$0er",
            "include other: noth$0ing",
        ],
    );
    insta::assert_snapshot!(shown);
}

/// Sets of rules belong to no model, so the records that end lines are understood only where the rules are used.
const OF_A_STUDY_ONLY: [&str; 4] = ["ItemSet", "BreakerRule", "EventsExpr", "InExpr"];

#[test]
fn every_name_says_something() {
    let mut workspace = examples();
    let mut files = workspace.files();
    files.extend(kohort_stdlib::modules().map(|module| format!("{}.kohort", module.replace('.', "/"))));
    let mut silent = Vec::new();
    let mut asked = 0;
    for path in files {
        let text = text(&workspace, &path);
        let mut seen = BTreeSet::new();
        let mut kinds: BTreeMap<String, u32> = BTreeMap::new();
        for element in parse(&text).syntax().descendants_with_tokens() {
            let Some(token) = element.into_token() else {
                continue;
            };
            let around = token.parent_ancestors().skip(1).take(2);
            let around: Vec<String> = around.map(|node| format!("{:?}", node.kind())).collect();
            let around = around.join(" < ");
            if token.kind() != SyntaxKind::Word || !seen.insert((around.clone(), token.text().to_owned())) {
                continue;
            }
            // The library has hundreds of drugs; some of each kind of place are enough.
            let number = kinds.entry(around.clone()).or_default();
            *number += 1;
            if *number > 40 {
                continue;
            }
            asked += 1;
            if hover(&mut workspace, &path, token.text_range().start().into()).is_none() {
                silent.push(format!("{path}: {} in {around}", token.text()));
            }
        }
    }
    silent.retain(|one| {
        !(one.starts_with("std/lines.kohort") && OF_A_STUDY_ONLY.iter().any(|kind| one.contains(kind)))
    });
    assert!(asked > 1500, "{asked}");
    assert!(silent.is_empty(), "{silent:#?}");
}
