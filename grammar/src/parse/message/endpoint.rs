//! What to say where a part of an endpoint, a characteristic or a report is missing.

use super::{Missing, helped, plain};
use crate::parse::grammar::Rule;

/// The row of a rule of this part of the grammar.
pub(super) fn row(rule: Rule) -> Option<Missing> {
    endpoint(rule).or_else(|| result(rule))
}

/// Endpoints.
fn endpoint(rule: Rule) -> Option<Missing> {
    match rule {
        Rule::missing_endpoint_body => helped(
            "`{` and clauses, or `=` and an endpoint",
            "For example `endpoint os = overall_survival from index until cutoff`.",
        ),
        Rule::missing_endpoint => helped(
            "an endpoint",
            "Name one: `endpoint os = overall_survival from index until cutoff`.",
        ),
        Rule::missing_endpoint_from => helped(
            "`from` and a date",
            "Time is counted from a date, or from a line of therapy: `from index`, `from therapy[1]`.",
        ),
        Rule::missing_endpoint_entry => helped(
            "a clause of the endpoint",
            "Each clause after `with` takes the place of the clauses of its kind: `with censored at cutoff`.",
        ),
        Rule::missing_at => plain("`at`"),
        Rule::missing_zero => helped("`zero`", "For example `negative as zero`."),
        Rule::missing_negative => helped(
            "`missing` or `as zero`",
            "Say what becomes of a time below zero: `negative missing` or `negative as zero`.",
        ),
        Rule::missing_known_word => plain("`missing` or `known`"),
        Rule::missing_is_missing => helped(
            "`is missing` or `is known`",
            "For example `any of death.date, last_activity is missing`.",
        ),
        _ => None,
    }
}

/// Characteristics and reports.
fn result(rule: Rule) -> Option<Missing> {
    match rule {
        Rule::missing_band => helped(
            "which values it stands for",
            "For example `18 to 49`, `>= 65`, `{ 3, 4 }`, `missing` or `otherwise`.",
        ),
        Rule::missing_report_item => helped(
            "what is shown",
            "For example `baseline of age, sex` or `survival of os`.",
        ),
        Rule::missing_result => helped(
            "a further result",
            "For example `with rmst at 24 months, follow_up`.",
        ),
        Rule::missing_comparison => helped(
            "`log-rank` or `cox`",
            "For example `survival of os by arm compared by log-rank`.",
        ),
        Rule::missing_adjusted_for => helped("`for`", "For example `adjusted for age, sex`."),
        Rule::missing_confidence => helped(
            "`log-log`, `log` or `plain`",
            "For example `confidence log`; without it the intervals are log-log.",
        ),
        _ => None,
    }
}
