//! What to say where a part of a rule about lines of therapy is missing.

use super::{Missing, helped, plain};
use crate::parse::grammar::Rule;

/// The row of a rule of this part of the grammar.
pub(super) fn row(rule: Rule) -> Option<Missing> {
    head(rule).or_else(|| drugs(rule)).or_else(|| course(rule))
}

/// Declarations and uses.
fn head(rule: Rule) -> Option<Missing> {
    match rule {
        Rule::missing_rules => helped(
            "`{` and rules, or `=` and a set of rules",
            "For example `lines therapy = default_lines starting diagnosis.date - 14 days`.",
        ),
        Rule::missing_rule_set => helped("a set of rules", "Name one: `lines therapy = default_lines`."),
        Rule::missing_line_rule => helped(
            "a rule",
            "Each rule after `with` takes the place of the rules of its kind: `with gap > 120 days, look back 14 days`.",
        ),
        Rule::missing_absent_rule => helped(
            "a kind of rule",
            "`no` takes interchange, maintenance, breaker, setting, cycle, discontinuation, added or records.",
        ),
        Rule::missing_line_word => plain("`line` or `lines`"),
        Rule::missing_lines_word => helped("`lines`", "For example `at most 8 lines`."),
        Rule::missing_line_number => helped(
            "the number of a line",
            "Lines are counted from 1: `therapy[1]` is the first.",
        ),
        Rule::missing_close_bracket => plain("`]`"),
        _ => None,
    }
}

/// Drugs, and when they advance a line.
fn drugs(rule: Rule) -> Option<Missing> {
    match rule {
        Rule::missing_drug_set => helped(
            "drugs",
            "Drugs are a drug, a set of drugs, a class or a list: `cisplatin`, `class platinum_compound`, `{ cisplatin, carboplatin }`.",
        ),
        Rule::missing_drug_word => plain("`drug`"),
        Rule::missing_advances => helped(
            "`advances` or `never advances`",
            "For example `new drug advances`, `new drug biologic advances after 180 days` or `new drug biologic never advances`.",
        ),
        Rule::missing_others_stopped => helped(
            "`all others stopped`",
            "For example `new drug biologic advances if all others stopped`.",
        ),
        Rule::missing_after => helped("`after` and a length of time", "For example `after 60 days`."),
        Rule::missing_dropped => helped(
            "`continues` or `advances`",
            "Say what becomes of a line when one of its drugs is no longer given: `dropped drug continues`.",
        ),
        Rule::missing_its_name => helped(
            "`its name`",
            "For example `dropped drug continues without its name`.",
        ),
        Rule::missing_drugs_quantity => helped(
            "`any in`, `any not in`, `all in` or `none in`",
            "For example `therapy[1].drugs has any in platinum and none in taxane`.",
        ),
        Rule::missing_maintenance => helped(
            "`continuation` or `switch`",
            "Continuation goes on with drugs of the line, switch begins others: `maintenance pemetrexed continuation`.",
        ),
        Rule::missing_stopped_for => helped("`stopped for`", "For example `others stopped for 28 days`."),
        Rule::missing_own_line => helped(
            "`a line of its own`",
            "For example `maintenance pemetrexed switch as a line of its own`.",
        ),
        _ => None,
    }
}

/// Time, and what ends or begins a line.
fn course(rule: Rule) -> Option<Missing> {
    match rule {
        Rule::missing_gap_operator => helped(
            "`>`, `>=` or `never`",
            "Say whether a gap of exactly that length ends a line: `gap > 180 days` goes on, `gap >= 180 days` ends it.",
        ),
        Rule::missing_last => plain("`last`"),
        Rule::missing_gap_from => helped(
            "`start` or `covered day`",
            "A gap is measured `from last start` or `from last covered day`.",
        ),
        Rule::missing_covers => plain("`covers`"),
        Rule::missing_covered => helped(
            "how many days are covered",
            "For example `dose covers 28 days for leuprorelin` or `supply covers its days`.",
        ),
        Rule::missing_cycle_within => helped("`within`", "For example `cycle within 4 days`."),
        Rule::missing_breaker_end => helped(
            "`the day before` or `that day`",
            "Say when the line ends: `breaker transplant ends the day before`.",
        ),
        Rule::missing_breaker_exception => helped(
            "`first` or `again within`",
            "For example `except first in line 1`, `except again within 180 days`.",
        ),
        Rule::missing_within_length => {
            helped("`within` and a length of time", "For example `within 180 days`.")
        }
        Rule::missing_separately => plain("`separately`"),
        Rule::missing_setting => helped(
            "`excluded` or `counted separately`",
            "For example `setting { neoadjuvant, adjuvant } excluded`.",
        ),
        Rule::missing_only => helped("`only`", "For example `advances only after progression`."),
        Rule::missing_after_events => helped(
            "`after` and events",
            "For example `advances only within 90 days after progression`.",
        ),
        Rule::missing_confirmed => helped(
            "`confirmed by`",
            "For example `discontinuation confirmed by 90 days`.",
        ),
        Rule::missing_back => helped("`back`", "For example `look back 14 days`."),
        Rule::missing_names_word => helped("`names`", "For example `regimen names std.regimens.colorectal`."),
        Rule::missing_regimens => helped(
            "a module of regimens",
            "For example `regimen names std.regimens.colorectal`.",
        ),
        Rule::missing_most => helped("`most`", "For example `at most 8 lines`."),
        Rule::missing_records_where => helped(
            "`where` and a condition",
            "Say which records of medication count: `records where status != cancelled`.",
        ),
        _ => None,
    }
}
