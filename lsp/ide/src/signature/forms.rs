//! The forms of clauses, picks, modifiers and rules of lines of therapy.
//!
//! Invariant: each is how the language reference writes it; words that may be left out stand in their order.

use super::form::Form;
use crate::extent::Extent;
use crate::hover::meaning;
use kohort_grammar::ast::{self, ClauseKind, LineRule};
use kohort_grammar::{SyntaxKind, SyntaxNode};

/// The form of a part of the text, if it has one.
pub(super) fn form(node: &SyntaxNode) -> Option<Form> {
    if let Some(rule) = LineRule::cast(node.clone()) {
        return Some(Form::of(rule_form(&rule), Some(meaning(&rule)), &part));
    }
    if let Some(clause) = ast::Clause::cast(node.clone()) {
        return Some(clause_form(&clause));
    }
    let first = first_word(node).unwrap_or_default();
    let (pattern, doc) = match (node.kind(), first.as_str()) {
        (SyntaxKind::PickExpr, "nearest") => (
            "nearest {RECORDS} to {DATE} where {CONDITION} from {DATE} to {DATE}",
            "The record nearest to the date; of two equally near, the earlier.",
        ),
        (SyntaxKind::PickExpr, "last") => (
            "last {RECORDS} where {CONDITION} from {DATE} to {DATE}",
            "The latest record by date; ties are decided by its attributes.",
        ),
        (SyntaxKind::PickExpr, _) => (
            "first {RECORDS} where {CONDITION} from {DATE} to {DATE}",
            "The earliest record by date; ties are decided by its attributes.",
        ),
        (SyntaxKind::AgeAtExpr, _) => ("age at {DATE}", "Completed years from birth to the date."),
        (SyntaxKind::Modifier, "unknown") => (
            "unknown is {MET}",
            "What the condition counts as for those for whom the data do not tell.",
        ),
        (SyntaxKind::Modifier, "looking") => (
            "looking ahead {LENGTH} {REASON}",
            "So far after the index date the value may look. Every report repeats the reason.",
        ),
        (SyntaxKind::Modifier, "highest") => (
            "highest {ATTRIBUTE} first",
            "Of records that tie, the highest comes first.",
        ),
        (SyntaxKind::Modifier, "lowest") => (
            "lowest {ATTRIBUTE} first",
            "Of records that tie, the lowest comes first.",
        ),
        (SyntaxKind::LinesUse, _) => (
            "{RULES} starting {DATE} until {DATE} with {CLAUSES}",
            "Lines of therapy by a set of rules. What stands behind `with` takes the place of clauses of its kind.",
        ),
        (SyntaxKind::EpisodesExpr, _) => (
            "episodes of {RECORDS} joined within {LENGTH}",
            "The times of the records, joined where the next starts at most so long after the last covered day.",
        ),
        (SyntaxKind::GapExpr, _) => (
            "gap > {LENGTH} in {RECORDS}",
            "The times without records that are longer than a length.",
        ),
        _ => return None,
    };
    Some(Form::of(pattern, Some(doc), &part))
}

fn clause_form(clause: &ast::Clause) -> Form {
    let (pattern, doc) = match clause.kind() {
        ClauseKind::Where(_) => (
            "where {CONDITION}",
            "Takes the records for which the condition is true.",
        ),
        ClauseKind::FromTo(..) => (
            "from {DATE} to {DATE}",
            "From one date to another, both included.",
        ),
        ClauseKind::Before(_) => ("before {DATE}", "Before the date, which is not included."),
        ClauseKind::After(_) => ("after {DATE}", "After the date, which is not included."),
        ClauseKind::OnOrBefore(_) => ("on or before {DATE}", "On the date or before it."),
        ClauseKind::OnOrAfter(_) => ("on or after {DATE}", "On the date or after it."),
        ClauseKind::On(_) => ("on {DATE}", "On the date."),
        ClauseKind::Within { .. } => (
            "within {LENGTH} of {DATE}",
            "At most so long before or after the date, both ends included.",
        ),
        ClauseKind::During(_) => (
            "during {PERIOD}",
            "In the period, its first and last day included.",
        ),
    };
    let mut form = Form::of(pattern, Some(doc), &part);
    if let (Some(extent), Some(doc)) = (Extent::of(clause), &mut form.doc) {
        *doc += &format!(" Here: {}.", extent.words());
    }
    form
}

fn rule_form(rule: &LineRule) -> &'static str {
    match rule {
        LineRule::Drugs(_) => "drugs {SET} except {SET}",
        LineRule::Records(_) => "records where {CONDITION}",
        LineRule::Window(_) => "window {DAYS} for {SCOPE}",
        LineRule::Gap(gap) if gap.is_never() => "gap never for {SCOPE}",
        LineRule::Gap(_) => "gap > {DAYS} from {START} for {SCOPE}",
        LineRule::Cover(cover) if cover.is_supply() => "supply covers its days for {SCOPE}",
        LineRule::Cover(_) => "dose covers {DAYS} for {SCOPE}",
        LineRule::Cycle(_) => "cycle within {DAYS}",
        LineRule::LookBack(_) => "look back {DAYS}",
        LineRule::NewDrug(_) => "new drug {SET} advances after {DAYS} for {SCOPE}",
        LineRule::Added(_) => "added {SET} to {SET} alone advances after {DAYS} for {SCOPE}",
        LineRule::Interchange(_) => "interchange {SET} with {SET}",
        LineRule::Dropped(_) => "dropped drug {SET} advances after {DAYS} for {SCOPE}",
        LineRule::Advance(_) => "advances only within {DAYS} after {EVENTS}",
        LineRule::Maintenance(maintenance) => match maintenance.kind() {
            Some(ast::MaintenanceKind::Switch) => "maintenance {SET} switch alone within {DAYS} in {LINES}",
            _ => "maintenance {SET} continuation alone within {DAYS} in {LINES} others stopped for {DAYS}",
        },
        LineRule::Breaker(_) => "breaker {EVENTS} ends {WHEN} except {EXCEPTION}",
        LineRule::Setting(_) => "setting {VALUES} excluded unless within {LENGTH}",
        LineRule::Discontinuation(_) => "discontinuation confirmed by {DAYS}",
        LineRule::Regimen(_) => "regimen names {MODULE}",
        LineRule::Most(_) => "at most {NUMBER} lines",
        LineRule::Absent(_) => "no {KIND}",
    }
}

/// What belongs in a part.
pub(super) fn part(name: &str) -> String {
    String::from(match name {
        "LENGTH" => "A length of time: `30 days`, `4 weeks`, `6 months`, `1 year`.",
        "DAYS" => "A length in days or weeks: `28 days`. Months differ in length.",
        "DATE" => "A date: `index`, `surgery.date`, `index - 28 days`, `2024-06-30`.",
        "PERIOD" => "A period: a parameter such as `accrual`, or `2015-01-01 to 2023-12-31`.",
        "CONDITION" => "What is true for a record, in its attributes: `code in lung and stage >= stage_iv`.",
        "RECORDS" => {
            "Records of the model or a definition of some: `diagnosis`, `lab where test = haemoglobin`."
        }
        "EVENTS" => "Records: `medication where drug in { … }`, `progression`.",
        "MET" => "`met`: an unknown condition counts as true. `not met`: it counts as false.",
        "REASON" => "Why it is sound to look so far, in quotes.",
        "ATTRIBUTE" => "An attribute of the records that has an order.",
        "RULES" => "A set of rules: one of `std.lines`, or one of the project.",
        "CLAUSES" => "Clauses of rules, separated by commas: `gap > 120 days, no maintenance`.",
        "SET" => {
            "A drug, a set, `class …`, or several in braces: `{ cisplatin, class taxane, except nedaplatin }`."
        }
        "SCOPE" => "Drugs, or lines by number: `erlotinib`, `line 1`, `lines 2 to 5`, `lines from 2`.",
        "LINES" => "Lines by number: `line 1`, `lines 2 to 5`, `lines from 2`.",
        "START" => "`last start`: measured from the last start of a record instead of the last covered day.",
        "WHEN" => "`the day before` or `that day`.",
        "EXCEPTION" => "`first in line 1`, or `again within 180 days`.",
        "VALUES" => "Values of the attributes `setting` and `intent`: `{ adjuvant, neoadjuvant }`.",
        "MODULE" => "A module with regimens: `std.regimens.colorectal`.",
        "NUMBER" => "A whole number.",
        "KIND" => {
            "`maintenance`, `breaker`, `interchange`, `setting`, `cycle`, `added`, `discontinuation` or `records`."
        }
        _ => "",
    })
}

fn first_word(node: &SyntaxNode) -> Option<String> {
    let mut tokens = node
        .children_with_tokens()
        .filter_map(|element| element.into_token());
    let first = tokens.find(|token| token.kind() == SyntaxKind::Keyword)?;
    Some(first.text().to_owned())
}
