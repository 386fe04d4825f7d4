//! Windows that contain no day, and what can have been meant by them.

use crate::{analysed, shows};

/// A study with a criterion about visits in a window, and a period.
fn study(window: &str, period: &str) -> String {
    format!(
        "study s version \"1.0.0\" on clinic\n\
         model clinic version \"1.0.0\" {{\n  one patient {{ birth_date: Date }}\n  many visit dated date {{ date: Date }}\n}}\n\
         parameter accrual = {period}\n\
         cohort seen {{\n  index (first visit during accrual).date\n  include visited: any visit {window}\n}}\n"
    )
}

const YEARS: &str = "2015-01-01 to 2020-12-31";

shows!(exchanged_or_turned: ["K0501"] heals &study("from index to index - 28 days", YEARS));
shows!(either_sign: ["K0501"] heals &study("from index + 30 days to index - 30 days", YEARS));
shows!(one_sign_alone: ["K0501"] heals &study("from index + 30 days to index -  7 days", YEARS));
shows!(no_sign_helps: ["K0501"] heals &study("from index - 7 days to index - 30 days", YEARS));
shows!(months: ["K0501"] heals &study("from index + 1 year to index + 6 months", YEARS));
shows!(a_period: ["K0501"] heals &study("during accrual", "2020-12-31 to 2015-01-01"));

/// The choices for a window beside the exchange of its ends.
fn choices(window: &str) -> Vec<String> {
    let analysis = analysed(&study(window, YEARS));
    let fixes = analysis.diagnostics.iter().flat_map(|finding| finding.fixes());
    fixes.skip(1).map(|fix| fix.title.clone()).collect()
}

#[test]
fn an_end_can_belong_on_the_other_side_of_its_date() {
    assert_eq!(
        choices("from index to index - 28 days"),
        ["Write `index + 28 days`"]
    );
    assert_eq!(
        choices("from index + 30 days to index -  7 days"),
        ["Write `index - 30 days`"]
    );
    assert_eq!(
        choices("from index + 1 year to index + 6 months"),
        ["Write `index - 1 year`"]
    );
    // These would leave a single day, or none.
    assert_eq!(choices("from index + 30 days to index - 30 days"), [""; 0]);
    assert_eq!(
        choices("from index - 7 days to index - 30 days"),
        ["Write `index + 30 days`"]
    );
    assert_eq!(
        choices("from index to index - (28 days)"),
        ["Write `index + (28 days)`"]
    );
}
