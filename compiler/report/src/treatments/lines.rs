//! The parts of lines that are counted.

use crate::groups::{Groups, Rest, value};
use kohort_semantics::study::{Counted, EndReason, LineSetting, Lines};
use kohort_semantics::value::Value;

/// Whether maintenance can be a line with a number of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbering {
    /// Maintenance belongs to its line: the line's other part counts the line.
    Shared,
    /// Maintenance may have a number of its own: any part counts as one with that number.
    Own,
}

impl Numbering {
    pub(super) fn of(lines: Option<&Lines>) -> Self {
        let own = lines.is_some_and(|lines| lines.rules.maintenance.iter().any(|rule| rule.own_line));
        if own { Self::Own } else { Self::Shared }
    }

    /// Whether a part counts a line.
    pub(super) fn counts(self, maintenance: bool) -> bool {
        self == Self::Own || !maintenance
    }

    pub(super) fn note(self) -> String {
        String::from(match self {
            Self::Shared => {
                "Percentages are of the lines with that number; maintenance is the second part of a line."
            }
            Self::Own => {
                "Percentages are of the lines with that number, where maintenance may have a number of its own."
            }
        })
    }
}

/// Some parts of lines that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) setting: LineSetting,
    pub(super) number: i64,
    pub(super) maintenance: bool,
    pub(super) regimen: String,
    pub(super) reason: Option<EndReason>,
    pub(super) count: u64,
}

/// The parts in each column.
pub(super) fn parts(groups: &Groups<'_>, counted: &Counted) -> Vec<Vec<Part>> {
    let columns = groups.split(counted);
    columns
        .iter()
        .map(|rows| rows.iter().map(part).collect())
        .collect()
}

fn part((row, count): &Rest<'_>) -> Part {
    let (line, rest) = line(row);
    let mut rest = rest.iter().map(value);
    let regimen = match rest.next() {
        Some(Value::Text(text)) => text.to_string(),
        _ => String::from("not named"),
    };
    let reason = match rest.next() {
        Some(Value::Category(place)) => EndReason::ALL.get(*place as usize).copied(),
        _ => None,
    };
    Part {
        setting: line.setting,
        number: line.number,
        maintenance: line.maintenance,
        regimen,
        reason,
        count: *count,
    }
}

/// Which part of which line a row is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    pub(super) setting: LineSetting,
    pub(super) number: i64,
    pub(super) maintenance: bool,
}

/// The line at the beginning of a row, and what follows.
pub(super) fn line(
    row: &[kohort_semantics::study::TallyValue],
) -> (Line, &[kohort_semantics::study::TallyValue]) {
    let [setting, number, maintenance, rest @ ..] = row else {
        let nowhere = Line {
            setting: LineSetting::Main,
            number: 0,
            maintenance: false,
        };
        return (nowhere, &[]);
    };
    let separate = *value(setting) == Value::Category(LineSetting::Separate.position());
    let number = match value(number) {
        Value::Number(number) => number.to_i64().unwrap_or(0),
        _ => 0,
    };
    let line = Line {
        setting: if separate {
            LineSetting::Separate
        } else {
            LineSetting::Main
        },
        number,
        maintenance: value(maintenance).truth() == Some(true),
    };
    (line, rest)
}

/// The name of a line.
pub(super) fn name(setting: LineSetting, number: i64) -> String {
    match setting {
        LineSetting::Main => format!("line {number}"),
        LineSetting::Separate => format!("line {number}, counted separately"),
    }
}

/// The lines that occur, by setting and number.
pub(super) fn numbers(parts: &[Part]) -> Vec<(LineSetting, i64)> {
    let mut found: Vec<(LineSetting, i64)> = parts.iter().map(|part| (part.setting, part.number)).collect();
    found.sort_unstable();
    found.dedup();
    found
}
