//! The clauses of lines of therapy: what each means, what holds where it is not written, and where it comes from.
//!
//! Invariant: the meanings and defaults are those of the chapter on lines of the language reference, every kind of clause
//! has one.

use super::Asked;
use super::page::{Page, code, counted, escaped};
use crate::extent::days;
use crate::place::enclosing;
use crate::{Range, plain};
use kohort_grammar::ast::{self, CompareOp, GapStart, LineRule};
use kohort_grammar::{SyntaxToken, TextRange};

/// A kind of clause.
struct Kind {
    /// Its first words.
    words: &'static str,
    /// How it is written.
    form: &'static str,
    /// What it means.
    meaning: &'static str,
    /// What holds where it is not written.
    default: &'static str,
}

impl Asked<'_> {
    /// The page of the clause around a word or a number of its own, with the place of the whole clause.
    pub(super) fn line_rule_around(&self, token: &SyntaxToken) -> Option<(Range, Page)> {
        let rule = own_rule(token)?;
        let kind = kind(&rule);
        let mut page = Page::new(kind.words, "clause of lines of therapy");
        page.add(kind.meaning);
        page.add(here(&rule));
        page.add(format!("If it is not written: {}.", kind.default));
        page.add(format!("Written {}.", code(kind.form)));
        if let Some(used) = enclosing(token, ast::LinesUse::cast) {
            if let Some(path) = used.path() {
                page.add(format!(
                    "Here it takes the place of the clauses of its kind in {}, for the same drugs and lines.",
                    code(&path.text())
                ));
            }
        } else if let Some(set) = enclosing(token, ast::LinesDecl::cast)
            && let Some(name) = set.name()
        {
            let doc = set.doc();
            let first = doc.as_deref().and_then(|doc| doc.lines().next()).map(escaped);
            let of = first.map(|first| format!(": {first}")).unwrap_or_default();
            page.add(format!("Of the rules {}{of}", code(&name.text())));
            page.add(self.origin(self.here.file, doc.as_deref()));
        }
        Some((plain(rule_range(&rule)), page))
    }
}

/// The clause that a word or number belongs to itself, not as a part of events or conditions in it.
pub(crate) fn own_rule(token: &SyntaxToken) -> Option<LineRule> {
    for node in token.parent_ancestors() {
        if let Some(rule) = LineRule::cast(node.clone()) {
            return Some(rule);
        }
        if ast::Expr::can_cast(node.kind()) || ast::Clause::can_cast(node.kind()) {
            return None;
        }
    }
    None
}

fn rule_range(rule: &LineRule) -> TextRange {
    rule.range()
}

/// What a window or a gap of just this length does on the days around its end.
fn here(rule: &LineRule) -> String {
    match rule {
        LineRule::Window(window) => {
            let Some(days) = window.length().and_then(|length| days(&length)) else {
                return String::new();
            };
            let last = match window.op() {
                CompareOp::Lt => days.saturating_sub(1),
                _ => days,
            };
            format!(
                "Here: day {last} after the line's first day is in, day {} is out.",
                last.saturating_add(1)
            )
        }
        LineRule::Gap(gap) if gap.is_never() => String::from("Here: no pause ends a line."),
        LineRule::Gap(gap) => {
            let Some(days) = gap.length().and_then(|length| days(&length)) else {
                return String::new();
            };
            let least = match gap.op() {
                Some(CompareOp::Ge) => days,
                _ => days.saturating_add(1),
            };
            let from = match gap.start() {
                Some(GapStart::LastStart) => "last start",
                _ => "last covered day",
            };
            format!(
                "Here: {} from the line's {from} to the next start end it, {} do not.",
                counted(usize::try_from(least).unwrap_or(usize::MAX), "day"),
                least.saturating_sub(1)
            )
        }
        _ => String::new(),
    }
}

/// What a clause means, in a sentence or two.
pub(crate) fn meaning(rule: &LineRule) -> &'static str {
    kind(rule).meaning
}

/// What kind of clause it is.
fn kind(rule: &LineRule) -> Kind {
    let (words, form, meaning, default) = match rule {
        LineRule::Drugs(_) => (
            "drugs",
            "drugs SET, SET except SET",
            "The drugs that make lines. Records of other drugs are not looked at.",
            "an error, every set of rules says it",
        ),
        LineRule::Records(_) => (
            "records",
            "records where CONDITION",
            "Which records of medication count. A record for which the condition is unknown is left aside and counted.",
            "records that are not known to be cancelled count",
        ),
        LineRule::Window(_) => (
            "window",
            "window 28 days",
            "A drug that starts at most so long after the line's first day belongs to the line; with `<` the last day is out.",
            "an error, every set of rules says it",
        ),
        LineRule::Gap(_) => (
            "gap",
            "gap > 120 days",
            "A pause that ends a line, measured from its last covered day, or `from last start`. It is one only if it is \
             long enough for each drug of the line.",
            "no pause ends a line",
        ),
        LineRule::Cover(_) => (
            "covers",
            "dose covers 28 days",
            "What a record without an end covers: so many days, or with `supply covers its days` those of its supply.",
            "a record without an end covers its own day",
        ),
        LineRule::Cycle(_) => (
            "cycle",
            "cycle within 4 days",
            "Days with doses so close together are one cycle.",
            "each day with a dose is one cycle",
        ),
        LineRule::LookBack(_) => (
            "look back",
            "look back 14 days",
            "How long before the start of observation (`starting`) lines may start.",
            "lines start with it at the earliest",
        ),
        LineRule::NewDrug(_) => (
            "new drug",
            "new drug SET advances after 180 days",
            "What a drug outside the window does that is not of the line: it begins the next line, or never does and joins, or \
             does after a time or so many cycles. The last that is written for the drug decides.",
            "it begins the next line",
        ),
        LineRule::Added(_) => (
            "added",
            "added SET to SET alone advances after 60 days",
            "What a drug does that is added to certain drugs; asked before `new drug`. With `alone` the line must have no \
             other drugs.",
            "as for any new drug",
        ),
        LineRule::Interchange(_) => (
            "interchange",
            "interchange SET with SET, SET",
            "Drugs that count as one wherever drugs are compared; groups that share a drug are one group.",
            "each substance is a drug of its own",
        ),
        LineRule::Dropped(_) => (
            "dropped drug",
            "dropped drug SET continues",
            "What it means that a drug of the line is no longer given: the line goes on, perhaps without its name, or ends.",
            "the line goes on",
        ),
        LineRule::Advance(_) => (
            "advances only",
            "advances only within 90 days after EVENTS",
            "New drugs, pauses and dropped drugs begin a new line only after such an event.",
            "events are not asked",
        ),
        LineRule::Maintenance(_) => (
            "maintenance",
            "maintenance SET continuation in line 1",
            "Which drugs may follow in the same line: some of its own (`continuation`) or others (`switch`).",
            "there is no maintenance",
        ),
        LineRule::Breaker(_) => (
            "breaker",
            "breaker EVENTS ends the day before",
            "What else ends a line, such as a transplant; on the day before, or with `ends that day` on that day.",
            "nothing else does",
        ),
        LineRule::Setting(_) => (
            "setting",
            "setting { adjuvant } excluded unless within 12 months",
            "Treatment of a setting or intent that makes no lines, or lines of its own. A record that does not say its setting \
             counts.",
            "all settings count",
        ),
        LineRule::Discontinuation(_) => (
            "discontinuation",
            "discontinuation confirmed by 90 days",
            "The end of the last line is one only if so much observation follows it.",
            "observation is not asked",
        ),
        LineRule::Regimen(_) => (
            "regimen names",
            "regimen names MODULE",
            "Where the names of regimens are declared. A line whose drugs are just those of one has its name.",
            "lines are called by their drugs",
        ),
        LineRule::Most(_) => (
            "at most",
            "at most 8 lines",
            "How many lines are counted. The last ends where the next would begin.",
            "all lines are counted",
        ),
        LineRule::Absent(_) => (
            "no",
            "no maintenance",
            "Takes all clauses of a kind away that the set of rules has.",
            "the clauses stay",
        ),
    };
    Kind {
        words,
        form,
        meaning,
        default,
    }
}
