//! Tests of a study: an invented person, record by record, and what must hold of it.
//!
//! Records are flat: only the model says which words are attributes and which are values.

use super::expression::Expr;
use super::item::named;
use super::literal::{DateLit, DurationLit, NumberLit, StringLit, UnitLit};
use super::name::Name;
use super::support::{child, child_after, child_before, children, has_keyword, token, view, view_enum};
use crate::SyntaxKind;

view! {
    /// `test "name" { patient { … } expect … }`
    TestDecl
}
named!(TestDecl: StringLit);

impl TestDecl {
    /// The person: the first block `patient { … }`.
    #[must_use]
    pub fn patient(&self) -> Option<TestPatient> {
        child(&self.syntax)
    }

    /// All blocks `patient { … }`; a test should have one.
    #[must_use]
    pub fn patients(&self) -> Vec<TestPatient> {
        children(&self.syntax)
    }

    /// What must hold, in order.
    #[must_use]
    pub fn expectations(&self) -> Vec<ExpectEntry> {
        children(&self.syntax)
    }
}

view! {
    /// `patient { RECORD … }`, one record on a line
    TestPatient
}

impl TestPatient {
    /// The records, in order.
    #[must_use]
    pub fn records(&self) -> Vec<TestRecord> {
        children(&self.syntax)
    }
}

view! {
    /// `diagnosis 2019-03-04 code ICD10 "C18.7" stage_iv`, `birth_date 1974-05-02 sex female`
    TestRecord
}

impl TestRecord {
    /// The first word: an entity, or an attribute of the patient.
    #[must_use]
    pub fn head(&self) -> Option<Name> {
        child(&self.syntax)
    }

    /// Everything behind the first word, in order.
    #[must_use]
    pub fn values(&self) -> Vec<RecordValue> {
        children(&self.syntax).into_iter().skip(1).collect()
    }
}

view_enum! {
    /// One thing that a record says.
    RecordValue {
        /// `2019-11-04`, `2019-11-04 to 2020-01-03`
        Dates(RecordDates),
        /// `every 14 days times 12`
        Every(RecordEvery),
        /// `8.1`
        Number(NumberLit),
        /// `true`, `false`
        Boolean(RecordBoolean),
        /// `"C18.7"`
        Text(StringLit),
        /// `oxaliplatin`, `kg`
        Word(Name),
        /// `g/dL`: a unit that could not be a name
        Unit(UnitLit),
    }
}

impl RecordValue {
    /// Whether a comma stands before it, so that it goes on with what stands before.
    #[must_use]
    pub fn after_comma(&self) -> bool {
        let mut before = self.syntax().prev_sibling_or_token();
        while let Some(element) = before {
            if !element.kind().is_trivia() {
                return element.kind() == SyntaxKind::Comma;
            }
            before = element.prev_sibling_or_token();
        }
        false
    }

    /// The text as that of a unit, where it can be one.
    #[must_use]
    pub fn unit_text(&self) -> Option<String> {
        match self {
            Self::Word(word) => Some(word.text()),
            Self::Unit(unit) => Some(unit.text()),
            Self::Text(text) => Some(text.value()),
            Self::Dates(_) | Self::Every(_) | Self::Number(_) | Self::Boolean(_) => None,
        }
    }
}

view! {
    /// A date, or the first and the last day of a period.
    RecordDates
}

impl RecordDates {
    /// The date, or the first day.
    #[must_use]
    pub fn from(&self) -> Option<DateLit> {
        child_before(&self.syntax, "to")
    }

    /// The last day of a period.
    #[must_use]
    pub fn to(&self) -> Option<DateLit> {
        child_after(&self.syntax, "to")
    }

    /// Whether it is a period, even one whose last day is missing.
    #[must_use]
    pub fn is_period(&self) -> bool {
        has_keyword(&self.syntax, "to")
    }
}

view! {
    /// `every 14 days times 12`
    RecordEvery
}

impl RecordEvery {
    /// How long after one record the next follows.
    #[must_use]
    pub fn interval(&self) -> Option<DurationLit> {
        child(&self.syntax)
    }

    /// How many records there are, as written.
    #[must_use]
    pub fn times(&self) -> Option<String> {
        token(&self.syntax, SyntaxKind::Number).map(|number| number.text().to_owned())
    }
}

view! {
    /// `true` or `false`
    RecordBoolean
}

impl RecordBoolean {
    /// Whether it is `true`.
    #[must_use]
    pub fn value(&self) -> bool {
        has_keyword(&self.syntax, "true")
    }
}

view! {
    /// `expect in COHORT`, `expect not in COHORT`, `expect VALUE, for COHORT`
    ExpectEntry
}

/// What is expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpectKind {
    /// The person is in the cohort.
    In {
        /// The cohort.
        cohort: Option<Name>,
    },
    /// The person is not in the cohort.
    NotIn {
        /// The cohort.
        cohort: Option<Name>,
    },
    /// A condition is true of the person.
    Value {
        /// The condition.
        value: Option<Expr>,
        /// Of an endpoint, whether its event was seen: `event`, `censored`, or the name of an event.
        status: Option<Name>,
        /// The cohort whose entries it is about; may be left out in a study with one cohort.
        cohort: Option<Name>,
    },
}

impl ExpectEntry {
    /// What is expected.
    #[must_use]
    pub fn kind(&self) -> ExpectKind {
        let cohort = child(&self.syntax);
        match (has_keyword(&self.syntax, "in"), has_keyword(&self.syntax, "not")) {
            (true, false) => ExpectKind::In { cohort },
            (true, true) => ExpectKind::NotIn { cohort },
            _ => ExpectKind::Value {
                value: child(&self.syntax),
                status: child_before::<Name>(&self.syntax, "for"),
                cohort: child_after(&self.syntax, "for"),
            },
        }
    }
}
