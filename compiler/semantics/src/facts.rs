//! What the analysis found out about places of a project's own texts: what names stand for, and the types of values.
//!
//! These are notes of lowering itself, taken where it decides; nothing is worked out a second time for an editor. They
//! are taken whether or not the text is right elsewhere. Invariant: they are in the order of places, each once, and none is
//! about a text of the standard library that was only used.

use crate::study::FixedCategory;
use kohort_base::{FileId, Span};
use std::collections::BTreeMap;

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Symbol {
    /// A module, by its path with dots.
    Module(String),
    /// Something that a module declares: a definition, a code list, a drug, a cohort and so on.
    Item {
        /// The module's path.
        module: String,
        /// The declared name.
        name: String,
    },
    /// An entity of a model.
    Entity {
        /// The model: `module.name`.
        model: String,
        /// The entity.
        entity: String,
    },
    /// An attribute of an entity.
    Attribute {
        /// The model: `module.name`.
        model: String,
        /// The entity.
        entity: String,
        /// The attribute.
        attribute: String,
    },
    /// A value of a category of a model.
    Value {
        /// The model: `module.name`.
        model: String,
        /// The entity.
        entity: String,
        /// The attribute.
        attribute: String,
        /// The value.
        value: String,
    },
    /// A class of drugs. It has no declaration: whatever drugs name it are of it.
    Class(String),
    /// A field that the language itself gives to records: of lines of therapy, episodes and gaps.
    Field(RecordOf, String),
    /// A word of a category of the language.
    Word(FixedCategory, String),
    /// A name that only its declaration around it sees: a parameter or a `let` of an endpoint, a column of a mapping.
    Local(Span),
}

/// Of what a record is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RecordOf {
    /// An entity of a model.
    Entity {
        /// The model: `module.name`.
        model: String,
        /// The entity.
        entity: String,
    },
    /// Episodes or gaps.
    Periods,
    /// Lines of therapy.
    Lines,
}

/// The type of a value, complete in itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shape {
    /// As the messages say it: "a value of `haemoglobin` in g/dL".
    pub words: String,
    /// What it is.
    pub sort: Sort,
}

/// What kind of value it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// True or false.
    Boolean,
    /// A whole number.
    Integer,
    /// A decimal.
    Decimal,
    /// A measured quantity.
    Quantity {
        /// The analyte, where it is one.
        analyte: Option<Symbol>,
        /// The units in which it can be written; the one in which it is kept is the first.
        units: Vec<String>,
    },
    /// Completed years.
    Years,
    /// Months.
    Months,
    /// Days.
    Days,
    /// A date.
    Date,
    /// A period.
    Period,
    /// Text.
    Text,
    /// A code.
    Code,
    /// Which analyte.
    Analyte,
    /// Which substance.
    Drug,
    /// A set of substances.
    Drugs,
    /// A value of an attribute's category.
    Category {
        /// The attribute.
        attribute: Symbol,
        /// Its values, in their order.
        values: Vec<String>,
    },
    /// A word of a category of the language.
    Fixed(FixedCategory),
    /// One record.
    Event(RecordOf),
    /// Records.
    Events(RecordOf),
}

/// One note about a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// The name here stands for this.
    Names(Symbol),
    /// The value here has this type.
    Is(Shape),
    /// A value of this type belongs here. The place is empty where nothing is written.
    Wants(Shape),
    /// Inside, the fields of this record can be named.
    Fields(RecordOf),
}

/// The notes of one analysis.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    by_file: BTreeMap<FileId, Vec<(Span, Fact)>>,
}

impl Facts {
    /// Puts notes in order.
    pub(crate) fn new(mut noted: Vec<(Span, Fact)>) -> Self {
        noted.sort();
        noted.dedup();
        let mut by_file: BTreeMap<FileId, Vec<(Span, Fact)>> = BTreeMap::new();
        for (span, fact) in noted {
            by_file.entry(span.file).or_default().push((span, fact));
        }
        Self { by_file }
    }

    /// The files about which there are notes.
    pub fn files(&self) -> impl Iterator<Item = FileId> {
        self.by_file.keys().copied()
    }

    /// The notes about a file, in the order of places.
    pub fn of(&self, file: FileId) -> &[(Span, Fact)] {
        self.by_file.get(&file).map_or(&[], Vec::as_slice)
    }

    /// The notes about places that an offset lies in or touches, the smallest place first.
    pub fn at(&self, file: FileId, offset: u32) -> Vec<(Span, &Fact)> {
        let touched = self.of(file).iter().filter(|(span, _)| span.touches(offset));
        let mut found: Vec<(Span, &Fact)> = touched.map(|(span, fact)| (*span, fact)).collect();
        found.sort_by_key(|(span, _)| span.len());
        found
    }
}
