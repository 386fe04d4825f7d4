//! Literals: numbers, texts, units, durations and dates, as written.
//!
//! Numbers stay text, because their exact value belongs to the layer that has exact decimals.

use super::support::{child, has_keyword, keywords, token, tokens, view};
use crate::{SyntaxKind, SyntaxNode};

/// The text of a node without blanks and comments.
pub(super) fn significant_text(node: &SyntaxNode) -> String {
    tokens(node).map(|token| token.text().to_owned()).collect()
}

/// The text between quotes, with its escapes resolved. A missing closing quote has been reported already.
pub(crate) fn unquote(quoted: &str) -> String {
    let mut characters = quoted.chars();
    let quote = characters.next();
    let mut text = String::with_capacity(quoted.len());
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some(escaped) => text.push(escaped),
                None => {}
            },
            end if Some(end) == quote => break,
            other => text.push(other),
        }
    }
    text
}

view! {
    /// A text in double quotes.
    StringLit
}

impl StringLit {
    /// The text without quotes, with `\"`, `\\`, `\n` and `\t` resolved.
    #[must_use]
    pub fn value(&self) -> String {
        unquote(&significant_text(&self.syntax))
    }
}

view! {
    /// A number that is not part of an expression, possibly with a minus sign.
    NumberLit
}

impl NumberLit {
    /// The number as written: `-2.15`.
    #[must_use]
    pub fn text(&self) -> String {
        significant_text(&self.syntax)
    }
}

view! {
    /// A unit in UCUM, with or without quotes.
    UnitLit
}

impl UnitLit {
    /// The unit without quotes.
    #[must_use]
    pub fn text(&self) -> String {
        match token(&self.syntax, SyntaxKind::Text) {
            Some(quoted) => unquote(quoted.text()),
            None => significant_text(&self.syntax),
        }
    }
}

/// A unit of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum TimeUnit {
    Day,
    Week,
    Month,
    Year,
}

impl TimeUnit {
    pub(super) fn from_word(word: &str) -> Option<Self> {
        match word {
            "day" | "days" => Some(Self::Day),
            "week" | "weeks" => Some(Self::Week),
            "month" | "months" => Some(Self::Month),
            "year" | "years" => Some(Self::Year),
            _ => None,
        }
    }
}

view! {
    /// A length of time: `30 days`, `5 years`.
    DurationLit
}

impl DurationLit {
    /// The number as written.
    #[must_use]
    pub fn number(&self) -> String {
        token(&self.syntax, SyntaxKind::Number)
            .map(|number| number.text().to_owned())
            .unwrap_or_default()
    }

    /// The unit; none where it is missing.
    #[must_use]
    pub fn unit(&self) -> Option<TimeUnit> {
        keywords(&self.syntax).find_map(|word| TimeUnit::from_word(word.text()))
    }
}

/// How exactly a date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum PrecisionWord {
    Day,
    Month,
    Quarter,
    Year,
}

impl PrecisionWord {
    pub(super) fn from_word(word: &str) -> Option<Self> {
        match word {
            "day" => Some(Self::Day),
            "month" => Some(Self::Month),
            "quarter" => Some(Self::Quarter),
            "year" => Some(Self::Year),
            _ => None,
        }
    }
}

view! {
    /// A date of some precision: `2024-06-30`, `2024-06`, `2024-Q2`, `year 2024`.
    DateLit
}

impl DateLit {
    /// The date as written, without the word `year`: `2024-06-30`, `2024`.
    #[must_use]
    pub fn text(&self) -> String {
        tokens(&self.syntax)
            .find(|token| matches!(token.kind(), SyntaxKind::Date | SyntaxKind::Number))
            .map(|token| token.text().to_owned())
            .unwrap_or_default()
    }

    /// The precision its form gives it.
    #[must_use]
    pub fn precision(&self) -> PrecisionWord {
        let text = self.text();
        match text.len() {
            10 => PrecisionWord::Day,
            7 if text.contains('Q') => PrecisionWord::Quarter,
            7 => PrecisionWord::Month,
            _ => PrecisionWord::Year,
        }
    }
}

view! {
    /// A literal as an operand of an expression.
    LiteralExpr
}

/// Which literal it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LiteralKind {
    /// A number without a unit, as written.
    Number(String),
    /// A number with a unit of measurement.
    Quantity {
        /// The number as written.
        number: String,
        /// The unit.
        unit: UnitLit,
    },
    /// A length of time.
    Duration(DurationLit),
    /// A date of some precision.
    Date(DateLit),
    /// A text, without quotes.
    Text(String),
    /// `true` or `false`.
    Boolean(bool),
}

impl LiteralExpr {
    /// Which literal it is.
    #[must_use]
    pub fn kind(&self) -> LiteralKind {
        if let Some(duration) = child(&self.syntax) {
            return LiteralKind::Duration(duration);
        }
        if let Some(date) = child(&self.syntax) {
            return LiteralKind::Date(date);
        }
        if let Some(text) = child::<StringLit>(&self.syntax) {
            return LiteralKind::Text(text.value());
        }
        match token(&self.syntax, SyntaxKind::Number).map(|number| number.text().to_owned()) {
            Some(number) => match child(&self.syntax) {
                Some(unit) => LiteralKind::Quantity { number, unit },
                None => LiteralKind::Number(number),
            },
            None => LiteralKind::Boolean(has_keyword(&self.syntax, "true")),
        }
    }
}
