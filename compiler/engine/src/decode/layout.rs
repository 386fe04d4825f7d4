//! What is decoded from one file, and the columns that come out.
//!
//! Invariant: plain data that follows from the plan alone. The decoded schema of a scan is `key`, and for each stream `n`
//! of it `s{n}` (whether the row is one of its records; only where that is not every row), `s{n}.c{m}` for each column
//! `m`, and `s{n}.c{m}.unit` with the position of the conversion where a quantity may have several. The decoded schema of
//! an opt-out is `key`; only rows that opt out are kept.

use crate::error::EnvironmentFault;
use crate::fault::log::Input;
use crate::read::accepts::Need;
use crate::read::parquet_file::Wanted;
use crate::units::carries_positions;
use arrow::datatypes::{DECIMAL256_MAX_PRECISION, DataType, Field, Schema, SchemaRef};
use kohort_plan::Plan;
use kohort_plan::algebra::{Stream, ValueType};
use kohort_semantics::source::{Decode, Reading, RowCondition, TableFormat, UnitSpec};
use std::sync::Arc;

/// How many decimal places a decoded number has, and as many digits may stand before the point.
pub const SCALE: i8 = 38;

/// What is decoded from one file.
#[derive(Debug, Clone, PartialEq)]
pub struct DecodeSpec {
    /// Which reading of which file it is.
    pub input: Input,
    /// The table's name in the source model.
    pub table: String,
    /// How the file is written.
    pub format: TableFormat,
    /// The raw columns that are read, each once; the patient key is the first.
    pub raw: Vec<Wanted>,
    /// What the rows are records of.
    pub records: Vec<RecordSpec>,
    /// The decoded columns.
    pub schema: SchemaRef,
}

/// The records of one stream in the rows of a file; or the rows that opt out, which have no columns.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordSpec {
    /// The stream's position in the plan; none for opt-outs.
    pub stream: Option<usize>,
    /// Whether it is the stream of the patients themselves.
    pub patient: bool,
    /// Whether a decoded column says which rows are its records.
    pub flagged: bool,
    /// The raw column and its texts that make a row a record; every row is, if absent.
    pub condition: Option<(usize, Vec<String>)>,
    /// The columns.
    pub columns: Vec<ColumnSpec>,
}

/// One decoded column.
#[derive(Debug, Clone, PartialEq)]
pub struct ColumnSpec {
    /// How it is read.
    pub reading: Reading,
    /// The raw column with the values.
    pub raw: usize,
    /// The raw column with the units, where there is one.
    pub unit: Option<usize>,
    /// The position among the columns of the one that names the record's analyte, where there is one.
    pub analyte: Option<usize>,
}

impl DecodeSpec {
    /// All files that a plan reads: its scans and then its opt-outs.
    pub fn all(plan: &Plan) -> Result<Vec<Arc<Self>>, EnvironmentFault> {
        let scans = (0..plan.scans.len()).map(|position| Self::scan(plan, position));
        let opt_outs = (0..plan.opt_outs.len()).map(|position| Self::opt_out(plan, position));
        scans.chain(opt_outs).map(|spec| spec.map(Arc::new)).collect()
    }

    fn scan(plan: &Plan, position: usize) -> Result<Self, EnvironmentFault> {
        let scan = plan
            .scans
            .get(position)
            .ok_or_else(|| malformed("a scan is missing"))?;
        let streams: Vec<(usize, &Stream)> = plan
            .streams
            .iter()
            .enumerate()
            .filter(|(_, stream)| stream.scan.0 as usize == position)
            .collect();
        let mut raw = Raw::with_key(&scan.key);
        let mut fields = vec![Field::new("key", DataType::Utf8, false)];
        let mut records = Vec::new();
        for (number, stream) in &streams {
            let flagged = stream.condition.is_some() || streams.len() > 1;
            if flagged {
                fields.push(Field::new(format!("s{number}"), DataType::Boolean, false));
            }
            let mut columns = Vec::new();
            for (position, column) in stream.columns.iter().enumerate() {
                let analyte = column.analyte.map(|analyte| analyte as usize);
                if analyte.is_some_and(|analyte| !names_analytes(stream, analyte)) {
                    return Err(malformed(&format!(
                        "`{}` takes its analyte from a column that names none",
                        column.name
                    )));
                }
                fields.push(Field::new(
                    format!("s{number}.c{position}"),
                    data_type(column.ty)?,
                    true,
                ));
                if carries_positions(&column.reading) {
                    fields.push(Field::new(
                        format!("s{number}.c{position}.unit"),
                        DataType::UInt16,
                        true,
                    ));
                }
                columns.push(raw.column(&column.reading, analyte));
            }
            let condition = stream
                .condition
                .as_ref()
                .map(|condition| raw.condition(condition));
            records.push(RecordSpec {
                stream: Some(*number),
                patient: stream.patient,
                flagged,
                condition,
                columns,
            });
        }
        Ok(Self {
            input: Input::Scan(position),
            table: scan.table.clone(),
            format: scan.format,
            raw: raw.0,
            records,
            schema: Arc::new(Schema::new(fields)),
        })
    }

    fn opt_out(plan: &Plan, position: usize) -> Result<Self, EnvironmentFault> {
        let scan = plan
            .opt_outs
            .get(position)
            .ok_or_else(|| malformed("an opt-out is missing"))?;
        let mut raw = Raw::with_key(&scan.key);
        let condition = Some(raw.condition(&scan.condition));
        Ok(Self {
            input: Input::OptOut(position),
            table: scan.table.clone(),
            format: scan.format,
            raw: raw.0,
            records: vec![RecordSpec {
                stream: None,
                patient: false,
                flagged: false,
                condition,
                columns: Vec::new(),
            }],
            schema: Arc::new(Schema::new(vec![Field::new("key", DataType::Utf8, false)])),
        })
    }
}

fn names_analytes(stream: &Stream, position: usize) -> bool {
    stream
        .columns
        .get(position)
        .is_some_and(|column| matches!(column.reading.decode, Decode::Analyte(_)))
}

fn malformed(reason: &str) -> EnvironmentFault {
    EnvironmentFault::Plan(reason.to_owned())
}

/// The Arrow type of decoded values.
fn data_type(ty: ValueType) -> Result<DataType, EnvironmentFault> {
    match ty {
        ValueType::Boolean => Ok(DataType::Boolean),
        ValueType::Number => Ok(DataType::Decimal256(DECIMAL256_MAX_PRECISION, SCALE)),
        ValueType::Date => Ok(DataType::Date32),
        ValueType::Category => Ok(DataType::UInt32),
        ValueType::Text => Ok(DataType::Utf8),
        ValueType::Period | ValueType::Record => Err(malformed("a column cannot hold periods or records")),
    }
}

/// The raw columns, each once.
struct Raw(Vec<Wanted>);

impl Raw {
    fn with_key(key: &str) -> Self {
        Self(vec![Wanted {
            name: key.to_owned(),
            needs: vec![Need::Key],
        }])
    }

    /// The position of a column, which is added if it is new.
    fn position(&mut self, name: &str, need: Need) -> usize {
        let position = self
            .0
            .iter()
            .position(|column| column.name == name)
            .unwrap_or_else(|| {
                self.0.push(Wanted {
                    name: name.to_owned(),
                    needs: Vec::new(),
                });
                self.0.len() - 1
            });
        if let Some(column) = self.0.get_mut(position)
            && !column.needs.contains(&need)
        {
            column.needs.push(need);
        }
        position
    }

    fn condition(&mut self, condition: &RowCondition) -> (usize, Vec<String>) {
        (
            self.position(&condition.column, Need::Listed),
            condition.values.clone(),
        )
    }

    fn column(&mut self, reading: &Reading, analyte: Option<usize>) -> ColumnSpec {
        let unit = match &reading.decode {
            Decode::Quantity(UnitSpec::ByColumn { column, .. }) => Some(self.position(column, Need::Listed)),
            _ => None,
        };
        ColumnSpec {
            raw: self.position(&reading.column, Need::of(reading)),
            reading: reading.clone(),
            unit,
            analyte,
        }
    }
}
