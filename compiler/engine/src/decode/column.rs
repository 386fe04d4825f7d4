//! One decoded column, made ready once and read batch by batch.

use super::anchored;
use super::codes::CodesReading;
use super::constant::constant;
use super::dates::DateReading;
use super::decimal;
use super::drugs::DrugReading;
use super::layout::{ColumnSpec, SCALE};
use super::numbers::NumberReading;
use super::quantity::QuantityReading;
use super::rows::Rows;
use super::texts::{listed, read_texts, unknown_texts};
use super::verdicts::Verdicts;
use super::visit::{Seen, composed, visit};
use arrow::array::{ArrayRef, BooleanBuilder, Decimal256Builder, StringBuilder, UInt32Builder};
use arrow::datatypes::{DECIMAL256_MAX_PRECISION, DataType, i256};
use arrow::error::ArrowError;
use kohort_semantics::source::Decode;
use kohort_semantics::value::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A column that is ready to be read.
#[derive(Debug)]
pub(super) struct ColumnReader {
    spec: ColumnSpec,
    unknown: BTreeSet<String>,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Text,
    Boolean(BTreeMap<String, bool>),
    Category(BTreeMap<String, u32>),
    Analyte(BTreeMap<String, String>),
    Texts(BTreeMap<String, String>),
    Drug(DrugReading),
    Code(CodesReading),
    Number(NumberReading),
    Numbers(BTreeMap<String, i256>),
    Date(DateReading),
    /// Days from the anchor.
    Days(NumberReading),
    Quantity(QuantityReading),
    Always(Value),
}

/// What a column was decoded to.
#[derive(Debug, Clone)]
pub(super) struct Decoded {
    /// The values.
    pub(super) values: ArrayRef,
    /// The position of each value's conversion, or the last day of each date.
    pub(super) beside: Option<ArrayRef>,
}

impl From<ArrayRef> for Decoded {
    fn from(values: ArrayRef) -> Self {
        Self { values, beside: None }
    }
}

impl ColumnReader {
    pub(super) fn new(spec: &ColumnSpec) -> Self {
        let unknown = unknown_texts(&spec.reading.unknown);
        let kind = match &spec.reading.decode {
            Decode::Text => Kind::Text,
            Decode::Boolean(map) => Kind::Boolean(listed(map)),
            Decode::Category(map) => Kind::Category(listed(map)),
            Decode::Analyte(map) => Kind::Analyte(listed(map)),
            Decode::Texts(map) => Kind::Texts(listed(map)),
            Decode::Drug(lookups) => Kind::Drug(DrugReading::new(lookups)),
            Decode::Code(code) => Kind::Code(CodesReading::new(code)),
            Decode::Numbers(map) => {
                let numbers = listed(map).into_iter();
                // A number that a source model can write is always one that a column can hold.
                Kind::Numbers(
                    numbers
                        .filter_map(|(text, number)| Some((text, decimal::parse(&number.to_string())?)))
                        .collect(),
                )
            }
            Decode::Always(value) => Kind::Always(value.clone()),
            Decode::Integer => Kind::Number(NumberReading::new(unknown.clone(), true)),
            Decode::Decimal => Kind::Number(NumberReading::new(unknown.clone(), false)),
            Decode::Date {
                formats,
                precision,
                by,
                unknown_parts,
            } => {
                let parts = (by.as_ref(), *unknown_parts);
                Kind::Date(DateReading::new(formats, *precision, parts, unknown.clone()))
            }
            Decode::DaysFromAnchor => Kind::Days(NumberReading::new(unknown.clone(), true)),
            Decode::Quantity(_) => Kind::Quantity(QuantityReading::new(&spec.reading, unknown.clone())),
        };
        Self {
            spec: spec.clone(),
            unknown,
            kind,
        }
    }

    /// Whether it needs another column of the same records to be read first.
    pub(super) fn needs(&self) -> Option<usize> {
        self.spec.analyte
    }

    /// Whether a value that cannot be understood becomes missing.
    pub(super) fn otherwise_missing(&self) -> bool {
        self.spec.reading.otherwise_missing
    }

    /// The values of some rows; missing elsewhere.
    pub(super) fn read(
        &mut self,
        raw: &[ArrayRef],
        rows: &Rows,
        analytes: Option<&ArrayRef>,
        verdicts: &mut Verdicts,
    ) -> Result<Decoded, ArrowError> {
        let missing = || ArrowError::SchemaError("a raw column is missing".to_owned());
        let array = raw.get(self.spec.raw).ok_or_else(missing)?;
        let beside = self.spec.beside.and_then(|beside| raw.get(beside));
        let (cells, unknown) = ((array, rows), &self.unknown);
        let values: ArrayRef = match &mut self.kind {
            Kind::Text => {
                let mut texts = StringBuilder::new();
                read_texts(
                    cells,
                    unknown,
                    verdicts,
                    |text| Some(text.to_owned()),
                    |text| texts.append_option(text),
                )?;
                Arc::new(texts.finish())
            }
            Kind::Boolean(map) => {
                let mut truths = BooleanBuilder::with_capacity(rows.len());
                read_texts(
                    cells,
                    unknown,
                    verdicts,
                    |text| map.get(text).copied(),
                    |truth| truths.append_option(truth),
                )?;
                Arc::new(truths.finish())
            }
            Kind::Category(map) => {
                let mut positions = UInt32Builder::with_capacity(rows.len());
                read_texts(
                    cells,
                    unknown,
                    verdicts,
                    |text| map.get(text).copied(),
                    |at| positions.append_option(at),
                )?;
                Arc::new(positions.finish())
            }
            Kind::Analyte(map) => {
                let mut names = StringBuilder::new();
                read_texts(
                    cells,
                    unknown,
                    verdicts,
                    |text| map.get(text),
                    |name| names.append_option(name),
                )?;
                Arc::new(names.finish())
            }
            Kind::Texts(map) => {
                let mut texts = StringBuilder::new();
                read_texts(
                    cells,
                    unknown,
                    verdicts,
                    |text| map.get(text),
                    |text| texts.append_option(text),
                )?;
                Arc::new(texts.finish())
            }
            Kind::Drug(reading) => {
                let mut names = StringBuilder::new();
                visit(array, rows, |_, seen| {
                    let Seen::Text(text) = seen else {
                        return names.append_null();
                    };
                    let text = composed(text);
                    if unknown.contains(text.as_ref()) {
                        return names.append_null();
                    }
                    let name = reading.read(&text);
                    if name.is_none() {
                        verdicts.unlisted(&text);
                    }
                    names.append_option(name);
                })?;
                Arc::new(names.finish())
            }
            Kind::Numbers(map) => {
                let ty = DataType::Decimal256(DECIMAL256_MAX_PRECISION, SCALE);
                let mut numbers = Decimal256Builder::with_capacity(rows.len()).with_data_type(ty);
                read_texts(
                    cells,
                    unknown,
                    verdicts,
                    |text| map.get(text).copied(),
                    |number| numbers.append_option(number),
                )?;
                Arc::new(numbers.finish())
            }
            Kind::Code(reading) => Arc::new(reading.read((array, beside), rows, unknown, verdicts)?),
            Kind::Number(reading) => Arc::new(reading.read(array, rows, verdicts)?),
            Kind::Days(reading) => Arc::new(anchored::days(&reading.read(array, rows, verdicts)?, verdicts)),
            Kind::Date(reading) => {
                let (first, last) = reading.read((array, beside), rows, verdicts)?;
                return Ok(Decoded {
                    values: Arc::new(first),
                    beside: last.map(|last| Arc::new(last) as ArrayRef),
                });
            }
            Kind::Quantity(reading) => {
                let (values, positions) = reading.read((array, beside), rows, analytes, verdicts)?;
                return Ok(Decoded {
                    values: Arc::new(values),
                    beside: positions.map(|positions| Arc::new(positions) as ArrayRef),
                });
            }
            Kind::Always(value) => {
                let (values, beside) = constant(value, self.spec.ty, rows)?;
                return Ok(Decoded { values, beside });
            }
        };
        Ok(values.into())
    }
}
