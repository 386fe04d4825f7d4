//! Reports: what is shown, of whom, and how.

use super::expression::Expr;
use super::item::BadEntry;
use super::literal::{DurationLit, TimeUnit};
use super::name::Name;
use super::support::{child, children, doc, keywords, token, tokens, view};
use crate::{SyntaxKind, SyntaxNode, SyntaxToken};
use rowan::TextRange;

view! {
    /// `report { attrition  survival of os by arm at 6, 12 months }`
    ReportDecl
}

impl ReportDecl {
    /// What is reported, in order.
    #[must_use]
    pub fn entries(&self) -> Vec<ReportEntry> {
        children(&self.syntax)
    }

    /// Text that could not be understood.
    #[must_use]
    pub fn bad_entries(&self) -> Vec<BadEntry> {
        children(&self.syntax)
    }

    /// The `///` lines before it, without the marker.
    #[must_use]
    pub fn doc(&self) -> Option<String> {
        doc(&self.syntax)
    }
}

/// What an entry of a report shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ReportKind {
    /// How many each criterion removes.
    Attrition,
    /// Characteristics of the entries of a cohort.
    Baseline,
    /// Regimens by line of therapy.
    Treatments,
    /// The share for which a condition is true.
    Proportion,
    /// Kaplan–Meier estimates.
    Survival,
    /// Cumulative incidence with competing events.
    Incidence,
    /// Events per person-time.
    Rates,
}

view! {
    /// `attrition`, `baseline by age_group of age, sex`, `survival of os at 6, 12 months with rmst at 24 months`
    ReportEntry
}

impl ReportEntry {
    /// The word it begins with, and where it stands.
    #[must_use]
    pub fn word(&self) -> (String, TextRange) {
        let found = self
            .syntax
            .descendants_with_tokens()
            .filter_map(|element| element.into_token());
        found
            .filter(|token| !token.kind().is_trivia())
            .map(|token| (token.text().to_owned(), token.text_range()))
            .next()
            .unwrap_or_else(|| (String::new(), self.range()))
    }

    /// What it shows; none where its word is none of the language.
    #[must_use]
    pub fn kind(&self) -> Option<ReportKind> {
        match keywords(&self.syntax).next()?.text() {
            "attrition" => Some(ReportKind::Attrition),
            "baseline" => Some(ReportKind::Baseline),
            "treatments" => Some(ReportKind::Treatments),
            "proportion" => Some(ReportKind::Proportion),
            "survival" => Some(ReportKind::Survival),
            "incidence" => Some(ReportKind::Incidence),
            "rates" => Some(ReportKind::Rates),
            _ => None,
        }
    }

    /// What else it says, in the order written.
    #[must_use]
    pub fn parts(&self) -> Vec<ReportPart> {
        children(&self.syntax)
    }

    /// What is shown: `of a, b`.
    #[must_use]
    pub fn of(&self) -> Vec<Expr> {
        let found = self.parts().into_iter().find_map(|part| match part.kind() {
            Some(ReportPartKind::Of(items)) => Some(items),
            _ => None,
        });
        found.unwrap_or_default()
    }

    /// The cohorts it is about: `for a, b`. Empty where none is named.
    #[must_use]
    pub fn cohorts(&self) -> Vec<Name> {
        let found = self.parts().into_iter().find_map(|part| match part.kind() {
            Some(ReportPartKind::For(names)) => Some(names),
            _ => None,
        });
        found.unwrap_or_default()
    }

    /// The characteristics that make its groups: `by a, b`.
    #[must_use]
    pub fn by(&self) -> Vec<Name> {
        let found = self.parts().into_iter().find_map(|part| match part.kind() {
            Some(ReportPartKind::By(names)) => Some(names),
            _ => None,
        });
        found.unwrap_or_default()
    }

    /// The first words of parts that are written twice.
    pub(crate) fn repeated(&self) -> Vec<(String, TextRange)> {
        let words: Vec<SyntaxToken> = self
            .parts()
            .iter()
            .filter_map(|part| keywords(&part.syntax).next())
            .collect();
        let repeated = words.iter().enumerate().filter(|(place, word)| {
            words
                .iter()
                .take(*place)
                .any(|before| before.text() == word.text())
        });
        repeated
            .map(|(_, word)| (word.text().to_owned(), word.text_range()))
            .collect()
    }
}

view! {
    /// `of a, b`, `by arm`, `top 10`, …
    ReportPart
}

/// How two or more groups are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `log-rank`
    LogRank,
    /// `cox`
    Cox,
}

/// The scale on which confidence limits are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConfidenceType {
    /// `log-log`
    LogLog,
    /// `log`
    Log,
    /// `plain`
    Plain,
}

/// Which part it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportPartKind {
    /// `of a, b.c`: paths, `lines[1].regimen`, or values in parentheses.
    Of(Vec<Expr>),
    /// `for a, b`: cohorts.
    For(Vec<Name>),
    /// `by a, b`: characteristics.
    By(Vec<Name>),
    /// `top 10`, as written.
    Top(Option<String>),
    /// `at 6, 12, 24 months`
    At(Option<ReportTimes>),
    /// `with rmst at 24 months, follow_up`
    With(Vec<ExtraResult>),
    /// `compared by log-rank`
    Compared(Option<Comparison>),
    /// `stratified by a, b`
    Stratified(Vec<Name>),
    /// `weighted by a`
    Weighted(Vec<Name>),
    /// `adjusted for a, b`
    Adjusted(Vec<Name>),
    /// `standardised to a`
    Standardised(Option<Name>),
    /// `confidence log`
    Confidence(Option<ConfidenceType>),
    /// `per 100 years`
    Per(Option<DurationLit>),
}

impl ReportPart {
    /// Which part it is. Its first word decides, and every part has one.
    #[must_use]
    pub fn kind(&self) -> Option<ReportPartKind> {
        let node = &self.syntax;
        Some(match keywords(node).next()?.text() {
            "of" => ReportPartKind::Of(children(node)),
            "for" => ReportPartKind::For(children(node)),
            "by" => ReportPartKind::By(children(node)),
            "top" => {
                ReportPartKind::Top(token(node, SyntaxKind::Number).map(|number| number.text().to_owned()))
            }
            "at" => ReportPartKind::At(child(node)),
            "with" => ReportPartKind::With(children(node)),
            "compared" => ReportPartKind::Compared(second_word(node, |word| match word {
                "log-rank" => Some(Comparison::LogRank),
                "cox" => Some(Comparison::Cox),
                _ => None,
            })),
            "stratified" => ReportPartKind::Stratified(children(node)),
            "weighted" => ReportPartKind::Weighted(children(node)),
            "adjusted" => ReportPartKind::Adjusted(children(node)),
            "standardised" => ReportPartKind::Standardised(child(node)),
            "confidence" => ReportPartKind::Confidence(second_word(node, |word| match word {
                "log-log" => Some(ConfidenceType::LogLog),
                "log" => Some(ConfidenceType::Log),
                "plain" => Some(ConfidenceType::Plain),
                _ => None,
            })),
            "per" => ReportPartKind::Per(child(node)),
            _ => return None,
        })
    }
}

fn second_word<T>(node: &SyntaxNode, meaning: impl Fn(&str) -> Option<T>) -> Option<T> {
    keywords(node).find_map(|word| meaning(word.text()))
}

view! {
    /// `6, 12, 24 months`
    ReportTimes
}

impl ReportTimes {
    /// The numbers, as written.
    #[must_use]
    pub fn numbers(&self) -> Vec<String> {
        tokens(&self.syntax)
            .filter(|token| token.kind() == SyntaxKind::Number)
            .map(|token| token.text().to_owned())
            .collect()
    }

    /// The unit of them all; none where it is missing.
    #[must_use]
    pub fn unit(&self) -> Option<TimeUnit> {
        keywords(&self.syntax).find_map(|word| TimeUnit::from_word(word.text()))
    }
}

view! {
    /// `rmst at 24 months`, `follow_up`
    ExtraResult
}

impl ExtraResult {
    /// What is shown as well.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        child(&self.syntax)
    }

    /// The time it is for.
    #[must_use]
    pub fn at(&self) -> Option<DurationLit> {
        child(&self.syntax)
    }
}
