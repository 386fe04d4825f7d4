//! How the text of a column becomes a value: dates, numbers, codes, drugs, units, and lists of texts.

use super::literal::{PrecisionWord, StringLit, UnitLit, unquote};
use super::name::{Name, NameOrString, Path};
use super::support::{child, children, has_keyword, keywords, token, tokens, view};
use crate::SyntaxKind;
use rowan::TextRange;

view! {
    /// How the text of a column becomes a value.
    Conversion
}

/// Which conversion it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConversionKind {
    /// `as date "yyyyMMdd" or "yyyyMM" precise to month with unknown parts`
    Date {
        /// The forms a date may have, tried in this order.
        formats: Vec<StringLit>,
        /// The precision that is real, and where it is said.
        precise_to: Option<(PrecisionWord, TextRange)>,
        /// The column that says for each date how much of it is real.
        precise_by: Option<PrecisionBy>,
        /// Whether digits that are no month or no day say that this part is unknown.
        unknown_parts: bool,
    },
    /// `as days from anchor`
    DaysFromAnchor,
    /// `as integer`
    Integer,
    /// `as decimal`
    Decimal,
    /// `as text`
    Text,
    /// `as code SYSTEM`
    Code(Option<Name>),
    /// `as code by COLUMN { "ICD-9-CM": ICD9CM }`
    CodeBy {
        /// The column that names the system.
        column: Option<NameOrString>,
        /// The systems that its texts name.
        entries: Vec<MapEntry>,
    },
    /// `as code SYSTEM { "Colon": "C18.9" }`
    CodeList {
        /// The code system.
        system: Option<Name>,
        /// The codes that the texts stand for.
        entries: Vec<MapEntry>,
    },
    /// `as drug name or ATC from std.drugs`
    Drug {
        /// How a drug is looked up, tried in this order; none where any way will do.
        lookups: Vec<DrugLookup>,
        /// The module with the drugs.
        module: Option<Path>,
    },
    /// `{ "1": male, "2": female }`
    Map(Vec<MapEntry>),
    /// `in mg/dL`
    Unit(UnitLit),
    /// `in { haemoglobin: g/dL }`
    UnitByAnalyte(Vec<(Name, UnitLit)>),
    /// `in COLUMN { "g/L": g/L }`
    UnitByColumn {
        /// The column with the unit.
        column: Option<NameOrString>,
        /// What the texts in it mean.
        entries: Vec<(StringLit, UnitLit)>,
    },
}

impl Conversion {
    /// Which conversion it is; none where it is damaged.
    #[must_use]
    pub fn kind(&self) -> Option<ConversionKind> {
        let mut words = keywords(&self.syntax);
        match words.next().as_ref().map(|word| word.text()) {
            Some("as") => match words.next()?.text() {
                "date" => Some(self.date()),
                "days" => Some(ConversionKind::DaysFromAnchor),
                "integer" => Some(ConversionKind::Integer),
                "decimal" => Some(ConversionKind::Decimal),
                "text" => Some(ConversionKind::Text),
                "code" => Some(self.code()),
                "drug" => Some(ConversionKind::Drug {
                    lookups: children(&self.syntax),
                    module: child(&self.syntax),
                }),
                _ => None,
            },
            Some("in") => self.unit(),
            _ => Some(ConversionKind::Map(children(&self.syntax))),
        }
    }

    fn date(&self) -> ConversionKind {
        let precise_to = keywords(&self.syntax)
            .skip_while(|word| word.text() != "to")
            .find_map(|word| Some((PrecisionWord::from_word(word.text())?, word.text_range())));
        ConversionKind::Date {
            formats: children(&self.syntax),
            precise_to,
            precise_by: child(&self.syntax),
            unknown_parts: has_keyword(&self.syntax, "parts"),
        }
    }

    fn code(&self) -> ConversionKind {
        let entries = children(&self.syntax);
        if has_keyword(&self.syntax, "by") {
            let column = child(&self.syntax);
            return ConversionKind::CodeBy { column, entries };
        }
        let system = child(&self.syntax);
        match token(&self.syntax, SyntaxKind::LeftBrace) {
            Some(_) => ConversionKind::CodeList { system, entries },
            None => ConversionKind::Code(system),
        }
    }

    fn unit(&self) -> Option<ConversionKind> {
        if token(&self.syntax, SyntaxKind::LeftBrace).is_none() {
            return child(&self.syntax).map(ConversionKind::Unit);
        }
        let entries: Vec<UnitMapEntry> = children(&self.syntax);
        if let Some(column) = child(&self.syntax) {
            return Some(ConversionKind::UnitByColumn {
                column: Some(column),
                entries: pairs(&entries),
            });
        }
        Some(ConversionKind::UnitByAnalyte(pairs(&entries)))
    }
}

fn pairs<K: super::support::View>(entries: &[UnitMapEntry]) -> Vec<(K, UnitLit)> {
    entries
        .iter()
        .filter_map(|entry| Some((child(entry.syntax())?, child(entry.syntax())?)))
        .collect()
}

view! {
    /// `haemoglobin: g/dL` or `"g/L": g/L`
    UnitMapEntry
}

view! {
    /// `precise by COLUMN { "E": day, "V": missing, blank: day }`
    PrecisionBy
}

impl PrecisionBy {
    /// The column.
    #[must_use]
    pub fn column(&self) -> Option<NameOrString> {
        child(&self.syntax)
    }

    /// What its texts say.
    #[must_use]
    pub fn entries(&self) -> Vec<PrecisionEntry> {
        children(&self.syntax)
    }
}

view! {
    /// `"T": month` or `blank: day`
    PrecisionEntry
}

/// How much of a date is real.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrecisionValue {
    /// This much.
    Word(PrecisionWord),
    /// Nothing.
    Missing,
}

impl PrecisionEntry {
    /// The text in the column.
    #[must_use]
    pub fn key(&self) -> Option<StringLit> {
        child(&self.syntax)
    }

    /// Whether it is about an empty cell.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        has_keyword(&self.syntax, "blank")
    }

    /// What it says about the date.
    #[must_use]
    pub fn value(&self) -> Option<PrecisionValue> {
        keywords(&self.syntax).find_map(|word| match word.text() {
            "missing" => Some(PrecisionValue::Missing),
            other => PrecisionWord::from_word(other).map(PrecisionValue::Word),
        })
    }
}

view! {
    /// `name` or a code system
    DrugLookup
}

impl DrugLookup {
    /// Whether it is by name.
    #[must_use]
    pub fn is_name(&self) -> bool {
        has_keyword(&self.syntax, "name")
    }

    /// The code system it is by.
    #[must_use]
    pub fn system(&self) -> Option<Name> {
        child(&self.syntax)
    }
}

view! {
    /// `"1": male`
    MapEntry
}

/// What a text in a list stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MapValue {
    /// A value of a category, an analyte, a code system.
    Name(String),
    /// A number as written.
    Number(String),
    /// A text, without quotes.
    Text(String),
    /// `true` or `false`
    Boolean(bool),
    /// `missing`
    Missing,
}

impl MapEntry {
    /// The text in the column.
    #[must_use]
    pub fn key(&self) -> Option<StringLit> {
        child(&self.syntax)
    }

    /// The value it stands for, as written but for its quotes.
    #[must_use]
    pub fn value(&self) -> Option<NameOrString> {
        child(&self.syntax)
    }

    /// The value it stands for, as what it is.
    #[must_use]
    pub fn literal(&self) -> Option<MapValue> {
        let value = self.value()?;
        let token = tokens(value.syntax()).next()?;
        let text = token.text();
        Some(match (token.kind(), text) {
            (SyntaxKind::Text, quoted) => MapValue::Text(unquote(quoted)),
            (SyntaxKind::Number, number) => MapValue::Number(number.to_owned()),
            (SyntaxKind::Keyword, "missing") => MapValue::Missing,
            (SyntaxKind::Keyword, word) => MapValue::Boolean(word == "true"),
            (_, name) => MapValue::Name(name.to_owned()),
        })
    }
}
