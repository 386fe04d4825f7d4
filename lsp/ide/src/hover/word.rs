//! Words that are names by their form and whose meaning the language fixes for one place.

use super::Asked;
use super::page::{Page, code};
use crate::place::enclosing;
use kohort_grammar::{SyntaxKind, SyntaxToken, ast};

impl Asked<'_> {
    /// The page of such a word.
    pub(super) fn fixed_word(&self, token: &SyntaxToken) -> Option<Page> {
        let around = token.parent()?.parent()?;
        let word = token.text();
        let (what, meaning) = match around.kind() {
            SyntaxKind::ExtraResult => ("shown as well", extra_result(word)),
            SyntaxKind::ExpectEntry => ("status that a test expects", status(word)),
            SyntaxKind::CountryEntry => ("country of the source", ""),
            SyntaxKind::UnavailableCountry => ("country", "The drug was never available there."),
            SyntaxKind::TableFile => ("how a file is written", ""),
            SyntaxKind::TypeDecl => ("type of a parameter", parameter_type(word)?),
            SyntaxKind::Path if word == "age" && enclosing(token, ast::ReportEntry::cast).is_some() => {
                ("completed years", "The age at the index date.")
            }
            _ => return None,
        };
        let mut page = Page::new(word, what);
        page.add(meaning);
        if around.kind() == SyntaxKind::ExpectEntry
            && let Some(expected) = ast::ExpectEntry::cast(around)
        {
            page.add(format!("Of {}.", code(&one_line(&expected))));
        }
        Some(page)
    }
}

fn one_line(entry: &ast::ExpectEntry) -> String {
    let text = entry.syntax().text().to_string();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a further result of a report is.
fn extra_result(name: &str) -> &'static str {
    match name {
        "smd" => "Standardised mean differences between the groups.",
        "sequences" => "Which regimen follows which.",
        "time_on_line" => "How long people are treated by each line.",
        "at_risk" => "How many are at risk at each time, counted just before it.",
        "rmst" => "Restricted mean survival time up to a time.",
        "follow_up" => "Median follow-up by the reverse Kaplan–Meier estimate.",
        _ => "",
    }
}

/// What a status means.
fn status(name: &str) -> &'static str {
    match name {
        "event" => "One of the endpoint's events was seen.",
        "censored" => "No event was seen until observation ended.",
        "missing" => "There is no time.",
        _ => "The event of this name was seen first.",
    }
}

fn parameter_type(name: &str) -> Option<&'static str> {
    Some(match name {
        "Duration" => "A length of time, such as `30 days`.",
        "Line" => "A line of therapy, such as `therapy[1]`; time starts with it.",
        _ => return None,
    })
}
