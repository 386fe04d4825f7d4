//! How an attribute of the common model is read from a source's columns.

use super::expression::Expr;
use super::item::named;
use super::literal::{PrecisionWord, StringLit, UnitLit};
use super::name::{Name, NameOrString};
use super::support::{child, children, has_keyword, keywords, token, view};
use crate::SyntaxKind;
use rowan::TextRange;

view! {
    /// `ATTRIBUTE = COLUMN CONVERSION, OPTION …`, `ATTRIBUTE derived VALUE`, `ATTRIBUTE absent "reason"`
    MappingDecl
}
named!(MappingDecl);

/// Where an attribute's value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MappingKind {
    /// From a column of the table.
    Column {
        /// The column.
        column: Option<NameOrString>,
        /// How the column's text becomes a value.
        conversion: Option<Conversion>,
        /// `let`: a value for other attributes of this mapping, not an attribute itself.
        local: bool,
    },
    /// From other attributes.
    Derived(Option<Expr>),
    /// From nowhere, for this reason.
    Absent(Option<StringLit>),
}

impl MappingDecl {
    /// Where the value comes from.
    #[must_use]
    pub fn kind(&self) -> MappingKind {
        if has_keyword(&self.syntax, "derived") {
            return MappingKind::Derived(child(&self.syntax));
        }
        if has_keyword(&self.syntax, "absent") {
            return MappingKind::Absent(child(&self.syntax));
        }
        MappingKind::Column {
            column: child(&self.syntax),
            conversion: child(&self.syntax),
            local: has_keyword(&self.syntax, "let"),
        }
    }

    /// The texts that mean that nothing is known.
    #[must_use]
    pub fn unknown(&self) -> Vec<StringLit> {
        self.options()
            .iter()
            .flat_map(|option| children(option.syntax()))
            .collect()
    }

    /// Whether a text that cannot be read becomes missing, and is counted, instead of stopping the run.
    #[must_use]
    pub fn otherwise_missing(&self) -> bool {
        let in_map =
            child::<Conversion>(&self.syntax).is_some_and(|map| has_keyword(map.syntax(), "otherwise"));
        in_map
            || self
                .options()
                .iter()
                .any(|option| has_keyword(option.syntax(), "otherwise"))
    }

    fn options(&self) -> Vec<MappingOption> {
        children(&self.syntax)
    }
}

view! {
    /// `unknown "99", "98"` or `otherwise missing`
    MappingOption
}

view! {
    /// How the text of a column becomes a value.
    Conversion
}

/// Which conversion it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConversionKind {
    /// `as date "yyyyMMdd" or "yyyyMM" precise to month`
    Date {
        /// The forms a date may have, tried in this order.
        formats: Vec<StringLit>,
        /// The precision that is real, and where it is said.
        precise_to: Option<(PrecisionWord, TextRange)>,
    },
    /// `as integer`
    Integer,
    /// `as decimal`
    Decimal,
    /// `as text`
    Text,
    /// `as code SYSTEM`
    Code(Option<Name>),
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
                "integer" => Some(ConversionKind::Integer),
                "decimal" => Some(ConversionKind::Decimal),
                "text" => Some(ConversionKind::Text),
                "code" => Some(ConversionKind::Code(child(&self.syntax))),
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
    /// `"1": male`
    MapEntry
}

impl MapEntry {
    /// The text in the column.
    #[must_use]
    pub fn key(&self) -> Option<StringLit> {
        child(&self.syntax)
    }

    /// The value it stands for: a name, `true`, `false`, `missing` or a number.
    #[must_use]
    pub fn value(&self) -> Option<NameOrString> {
        child(&self.syntax)
    }
}
