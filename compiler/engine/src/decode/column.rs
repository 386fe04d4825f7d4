//! One decoded column, made ready once and read batch by batch.

use super::dates::DateReading;
use super::layout::ColumnSpec;
use super::numbers::NumberReading;
use super::quantity::QuantityReading;
use super::rows::Rows;
use super::texts::{Normaliser, listed, read_texts, unknown_texts};
use super::verdicts::Verdicts;
use arrow::array::{ArrayRef, BooleanBuilder, StringBuilder, UInt16Array, UInt32Builder};
use arrow::error::ArrowError;
use kohort_semantics::source::Decode;
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
    Code(Normaliser),
    Number(NumberReading),
    Date(DateReading),
    Quantity(QuantityReading),
}

impl ColumnReader {
    pub(super) fn new(spec: &ColumnSpec) -> Self {
        let unknown = unknown_texts(&spec.reading.unknown);
        let kind = match &spec.reading.decode {
            Decode::Text => Kind::Text,
            Decode::Boolean(map) => Kind::Boolean(listed(map)),
            Decode::Category(map) => Kind::Category(listed(map)),
            Decode::Analyte(map) => Kind::Analyte(listed(map)),
            Decode::Code(system) => Kind::Code(Normaliser::new(*system)),
            Decode::Integer => Kind::Number(NumberReading::new(unknown.clone(), true)),
            Decode::Decimal => Kind::Number(NumberReading::new(unknown.clone(), false)),
            Decode::Date { formats, precision } => {
                Kind::Date(DateReading::new(formats, *precision, unknown.clone()))
            }
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
    ) -> Result<(ArrayRef, Option<UInt16Array>), ArrowError> {
        let missing = || ArrowError::SchemaError("a raw column is missing".to_owned());
        let array = raw.get(self.spec.raw).ok_or_else(missing)?;
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
            Kind::Code(system) => {
                let mut codes = StringBuilder::new();
                read_texts(
                    cells,
                    unknown,
                    verdicts,
                    |text| system.normalise(text),
                    |code| codes.append_option(code),
                )?;
                Arc::new(codes.finish())
            }
            Kind::Number(reading) => Arc::new(reading.read(array, rows, verdicts)?),
            Kind::Date(reading) => Arc::new(reading.read(array, rows, verdicts)?),
            Kind::Quantity(reading) => {
                let units = self.spec.unit.and_then(|unit| raw.get(unit));
                let (values, positions) = reading.read((array, units), rows, analytes, verdicts)?;
                return Ok((Arc::new(values), positions));
            }
        };
        Ok((values, None))
    }
}
