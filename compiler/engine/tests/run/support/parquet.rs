//! The tests' data as Parquet files.

use super::data::{Data, Table};
use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float32Array, Float64Array,
    Int64Array, RecordBatch, StringArray, StringViewArray,
};
use datafusion::arrow::datatypes::Int32Type;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::Compression;
use datafusion::parquet::file::properties::WriterProperties;
use kohort_semantics::value::{Day, Number};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

/// The physical type of a column.
#[derive(Debug, Clone, Copy)]
pub enum Type {
    Text,
    View,
    Dictionary,
    Integer,
    Float,
    Float32,
    Decimal(u8),
    Date,
    Boolean,
}

/// Texts as an array; what is not of the type becomes null.
pub fn array(texts: &[Option<&str>], ty: Type) -> ArrayRef {
    let texts = || texts.iter().map(|text| text.filter(|text| !text.is_empty()));
    match ty {
        Type::Text => Arc::new(texts().collect::<StringArray>()),
        Type::View => Arc::new(texts().collect::<StringViewArray>()),
        Type::Dictionary => Arc::new(texts().collect::<DictionaryArray<Int32Type>>()),
        Type::Integer => Arc::new(texts().map(|text| text?.parse().ok()).collect::<Int64Array>()),
        Type::Float => Arc::new(texts().map(|text| text?.parse().ok()).collect::<Float64Array>()),
        Type::Float32 => Arc::new(texts().map(|text| text?.parse().ok()).collect::<Float32Array>()),
        Type::Decimal(scale) => {
            let values = texts().map(|text| Number::parse_decimal(text?)?.to_decimal(scale));
            let array = values
                .collect::<Decimal128Array>()
                .with_precision_and_scale(20, scale as i8);
            Arc::new(array.unwrap())
        }
        Type::Date => Arc::new(
            texts()
                .map(|text| Some(Day::parse_iso(text?)?.0))
                .collect::<Date32Array>(),
        ),
        Type::Boolean => Arc::new(texts().map(|text| text?.parse().ok()).collect::<BooleanArray>()),
    }
}

/// A table as one batch, with all columns that are not named as text.
pub fn batch(table: &Table, types: &[(&str, Type)]) -> RecordBatch {
    let columns = table.columns.iter().enumerate().map(|(position, name)| {
        let texts: Vec<Option<&str>> = table
            .rows
            .iter()
            .map(|row| Some(row[position].as_str()))
            .collect();
        let ty = types
            .iter()
            .find(|(typed, _)| typed == name)
            .map_or(Type::Text, |(_, ty)| *ty);
        (*name, array(&texts, ty), true)
    });
    RecordBatch::try_from_iter_with_nullable(columns).unwrap()
}

/// Writes a batch in row groups of so many rows.
pub fn write(path: &Path, batch: &RecordBatch, codec: Compression, rows: usize) {
    let properties = WriterProperties::builder()
        .set_compression(codec)
        .set_max_row_group_row_count(Some(rows))
        .build();
    let mut writer =
        ArrowWriter::try_new(File::create(path).unwrap(), batch.schema(), Some(properties)).unwrap();
    writer.write(batch).unwrap();
    writer.close().unwrap();
}

/// Writes all tables with their natural types.
pub fn write_typed(data: &Data, folder: &Path, codec: Compression, rows: usize) {
    let types = [
        ("birth_date", Type::Date),
        ("test_date", Type::Date),
        ("sex", Type::Dictionary),
        ("unit", Type::View),
        ("status", Type::Integer),
    ];
    for table in &data.tables {
        write(
            &folder.join(format!("{}.parquet", table.name)),
            &batch(table, &types),
            codec,
            rows,
        );
    }
}
