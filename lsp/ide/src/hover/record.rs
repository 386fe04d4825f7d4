//! Fields that the language itself gives to records, and its own words for their values.

use super::Asked;
use super::page::{Page, code, codes};
use kohort_grammar::SyntaxToken;
use kohort_semantics::RecordOf;
use kohort_semantics::study::{EndReason, FixedCategory, LineField, LineSetting};

impl Asked<'_> {
    /// The page of a field of lines, episodes or gaps, or of a record that lasts.
    pub(super) fn field(&self, of: &RecordOf, name: &str, token: &SyntaxToken) -> Option<Page> {
        let what = match of {
            RecordOf::Lines => "field of a line of therapy",
            RecordOf::Periods => "field of an episode or gap",
            RecordOf::Entity { .. } => "field of a record that lasts",
        };
        let what = match self.type_at(token) {
            Some(ty) => format!("{what} · {ty}"),
            None => what.to_owned(),
        };
        let mut page = Page::new(name, &what);
        let field = LineField::ALL.into_iter().find(|field| field.word() == name);
        page.add(match (of, field) {
            (RecordOf::Lines, Some(field)) => line_field(field).to_owned(),
            (_, _) => match name {
                "start" => String::from("The first day."),
                "end" => String::from("The last day."),
                "period" => String::from("The whole time, from the first day to the last."),
                _ => String::new(),
            },
        });
        let category = match field {
            Some(LineField::EndReason) => Some(FixedCategory::EndReason),
            Some(LineField::Setting) => Some(FixedCategory::LineSetting),
            _ => None,
        };
        if let (RecordOf::Lines, Some(category)) = (of, category) {
            page.add(format!("Values: {}.", codes(category.words())));
        }
        Some(page)
    }

    /// The page of a word of the language's own categories.
    pub(super) fn word(&self, category: FixedCategory, word: &str) -> Option<Page> {
        let (what, meaning) = match category {
            FixedCategory::EndReason => {
                let reason = EndReason::ALL.into_iter().find(|reason| reason.word() == word)?;
                ("a reason why a line of therapy ended", end_reason(reason))
            }
            FixedCategory::LineSetting => {
                let setting = LineSetting::ALL
                    .into_iter()
                    .find(|setting| setting.word() == word)?;
                ("a setting of lines of therapy", line_setting(setting))
            }
        };
        let mut page = Page::new(word, what);
        page.add(meaning);
        let others = category
            .words()
            .into_iter()
            .filter(|other| *other != word)
            .map(code);
        page.add(format!("The others: {}.", others.collect::<Vec<_>>().join(", ")));
        Some(page)
    }
}

fn line_field(field: LineField) -> &'static str {
    match field {
        LineField::Number => {
            "Its number, from 1. Maintenance has the number of its line, unless a rule says otherwise."
        }
        LineField::Start => "The first day.",
        LineField::End => "The last day.",
        LineField::Regimen => {
            "The name of its drugs together, from the library of regimens, or the names of its drugs."
        }
        LineField::Drugs => "Its substances.",
        LineField::Maintenance => "Whether it is the maintenance part of its line.",
        LineField::EndReason => "Why it ended.",
        LineField::Setting => "Whether its records are of a setting that is counted separately.",
        LineField::LineEnd => "The last day of the whole line, its maintenance included.",
        LineField::NextStart => "The first day of the line with the next number; missing if there is none.",
    }
}

fn end_reason(reason: EndReason) -> &'static str {
    match reason {
        EndReason::NewDrug => "A drug that is not part of the line was given.",
        EndReason::Gap => "No drug of the line was given for longer than the rule allows.",
        EndReason::DroppedDrug => {
            "A drug of the line was no longer given, and the rules say that this begins the next line."
        }
        EndReason::Maintenance => "The line goes on as maintenance.",
        EndReason::Breaker => "A procedure or another event ended it.",
        EndReason::Death => "The patient died.",
        EndReason::DataEnd => "Nothing more is seen.",
    }
}

fn line_setting(setting: LineSetting) -> &'static str {
    match setting {
        LineSetting::Main => "Lines as usual: treatment of advanced disease.",
        LineSetting::Separate => "Lines of the settings that the rules count separately.",
    }
}
