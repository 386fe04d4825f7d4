//! Counts of the values of one attribute.

use super::{Counted, add_all};
use kohort_semantics::model::AttributeType;
use kohort_semantics::value::Precision;
use std::collections::BTreeMap;

/// More different whole numbers than these say nothing as a list.
const NUMBERS: usize = 24;
/// More than the codes of any system that one hospital or registry uses.
const CODES: usize = 1 << 16;
/// More than the drugs and analytes that anybody declares.
const NAMES: usize = 1 << 14;
/// Where texts are more, how many they are says nothing.
const TEXTS: usize = 1 << 12;

/// What the values of an attribute are.
#[derive(Debug, Clone)]
pub(in crate::describe) enum ValueTally {
    Truths {
        yes: u64,
        no: u64,
    },
    Categories(BTreeMap<u32, u64>),
    /// By precision, which is none for dates of some other stretch of time.
    Dates(BTreeMap<Option<Precision>, u64>),
    Whole(Counted<i64>),
    Decimals,
    /// By the qualified name of the analyte, which is empty where there is none.
    Measured(BTreeMap<String, Measured>),
    /// As a plan writes them: `SYSTEM code`.
    Codes(Counted<String>),
    Drugs(Counted<String>),
    Analytes(Counted<String>),
    Texts(Counted<String>),
}

/// Measured values.
#[derive(Debug, Clone, Default)]
pub(in crate::describe) struct Measured {
    pub(in crate::describe) values: u64,
    pub(in crate::describe) below: u64,
    pub(in crate::describe) above: u64,
    /// By the part of the stream, and the position of the conversion among the column's.
    pub(in crate::describe) units: BTreeMap<(u32, u16), u64>,
}

impl ValueTally {
    /// Nothing counted yet.
    pub(in crate::describe) fn new(ty: &AttributeType) -> Self {
        match ty {
            AttributeType::Boolean => Self::Truths { yes: 0, no: 0 },
            AttributeType::Integer => Self::Whole(Counted::new(NUMBERS)),
            AttributeType::Decimal => Self::Decimals,
            AttributeType::Date => Self::Dates(BTreeMap::new()),
            AttributeType::Category(_) => Self::Categories(BTreeMap::new()),
            AttributeType::Code => Self::Codes(Counted::new(CODES)),
            AttributeType::Drug => Self::Drugs(Counted::new(NAMES)),
            AttributeType::Analyte => Self::Analytes(Counted::new(NAMES)),
            AttributeType::QuantityOf(_) | AttributeType::QuantityIn(_) => Self::Measured(BTreeMap::new()),
            AttributeType::Text | AttributeType::Unknown => Self::Texts(Counted::new(TEXTS)),
        }
    }

    pub(super) fn add(&mut self, other: Self) {
        match (self, other) {
            (
                Self::Truths { yes, no },
                Self::Truths {
                    yes: more_yes,
                    no: more_no,
                },
            ) => {
                *yes += more_yes;
                *no += more_no;
            }
            (Self::Categories(sums), Self::Categories(more)) => add_all(sums, more),
            (Self::Dates(sums), Self::Dates(more)) => add_all(sums, more),
            (Self::Whole(sums), Self::Whole(more)) => sums.add(more),
            (Self::Measured(sums), Self::Measured(more)) => {
                for (analyte, more) in more {
                    sums.entry(analyte).or_default().add(more);
                }
            }
            (Self::Codes(sums), Self::Codes(more))
            | (Self::Drugs(sums), Self::Drugs(more))
            | (Self::Analytes(sums), Self::Analytes(more))
            | (Self::Texts(sums), Self::Texts(more)) => sums.add(more),
            // An attribute has one type.
            _ => {}
        }
    }
}

impl Measured {
    fn add(&mut self, other: Self) {
        self.values += other.values;
        self.below += other.below;
        self.above += other.above;
        add_all(&mut self.units, other.units);
    }
}
