//! Which physical types a Parquet column may have for what it is read as.
//!
//! Invariant: a type is accepted only if each of its values has exactly one meaning as what is asked for. A time of day
//! has none as a date, a list has none at all, and a binary float none as a code, since `C50.10` would have become 50.1.

use arrow::datatypes::DataType;
use kohort_semantics::source::{CodeReading, Decode, DrugLookup, Reading};

/// What a column is read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// The patient key.
    Key,
    /// Free text.
    Text,
    /// Texts that a mapping, a condition or a list of units names.
    Listed,
    /// Numbers.
    Number,
    /// Dates.
    Date,
    /// Codes of a system.
    Code,
}

impl Need {
    /// What the values of a reading's own column are read as.
    pub fn of(reading: &Reading) -> Self {
        match &reading.decode {
            Decode::Text | Decode::Always(_) => Self::Text,
            Decode::Boolean(_)
            | Decode::Category(_)
            | Decode::Analyte(_)
            | Decode::Numbers(_)
            | Decode::Texts(_)
            | Decode::Code(CodeReading::Listed(..)) => Self::Listed,
            Decode::Drug(lookups) if lookups.iter().all(|way| matches!(way, DrugLookup::Name(_))) => {
                Self::Text
            }
            Decode::Drug(_) => Self::Code,
            Decode::DaysFromAnchor | Decode::Integer | Decode::Decimal | Decode::Quantity(_) => Self::Number,
            Decode::Date { .. } => Self::Date,
            Decode::Code(_) => Self::Code,
        }
    }

    /// In words, for a message.
    pub fn words(self) -> &'static str {
        match self {
            Self::Key => "a patient key",
            Self::Text => "text",
            Self::Listed => "texts of a mapping",
            Self::Number => "numbers",
            Self::Date => "dates",
            Self::Code => "codes",
        }
    }

    /// Whether a column of this type can be read so.
    pub fn accepts(self, ty: &DataType) -> bool {
        use DataType::*;
        match ty {
            Dictionary(_, values) => self.accepts(values),
            // A column of nothing but nulls has no type of its own.
            Utf8 | LargeUtf8 | Utf8View | Null => true,
            _ if ty.is_integer() => true,
            Decimal32(_, 0) | Decimal64(_, 0) | Decimal128(_, 0) | Decimal256(_, 0) => true,
            Decimal32(..) | Decimal64(..) | Decimal128(..) | Decimal256(..) | Float32 | Float64 => {
                matches!(self, Self::Text | Self::Listed | Self::Number | Self::Date)
            }
            Boolean => matches!(self, Self::Text | Self::Listed),
            Date32 | Date64 => matches!(self, Self::Text | Self::Date),
            _ => false,
        }
    }
}

/// A physical type in words.
pub fn type_words(ty: &DataType) -> String {
    use DataType::*;
    match ty {
        Dictionary(_, values) => type_words(values),
        Utf8 | LargeUtf8 | Utf8View => "text".to_owned(),
        Boolean => "true or false".to_owned(),
        Date32 | Date64 => "dates".to_owned(),
        Timestamp(..) => "times of a day".to_owned(),
        Time32(_) | Time64(_) => "times of day without a date".to_owned(),
        Duration(_) | Interval(_) => "lengths of time".to_owned(),
        Float16 | Float32 | Float64 => "binary floating-point numbers".to_owned(),
        Decimal32(..) | Decimal64(..) | Decimal128(..) | Decimal256(..) => "decimal numbers".to_owned(),
        Binary | LargeBinary | BinaryView | FixedSizeBinary(_) => {
            "bytes that are not marked as text".to_owned()
        }
        List(_) | LargeList(_) | FixedSizeList(..) | ListView(_) | LargeListView(_) => "lists".to_owned(),
        Struct(_) | Map(..) | Union(..) => "nested values".to_owned(),
        _ if ty.is_integer() => "whole numbers".to_owned(),
        _ => "values of another type".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::datatypes::TimeUnit;

    #[test]
    fn a_type_without_one_meaning_is_refused() {
        for (need, ty, accepted) in [
            (Need::Date, DataType::Date32, true),
            (Need::Date, DataType::Int64, true),
            (
                Need::Date,
                DataType::Timestamp(TimeUnit::Millisecond, None),
                false,
            ),
            (Need::Code, DataType::Int32, true),
            (Need::Code, DataType::Float64, false),
            (Need::Code, DataType::Decimal128(5, 1), false),
            (Need::Key, DataType::Float64, false),
            (Need::Key, DataType::Decimal128(18, 0), true),
            (Need::Number, DataType::Float32, true),
            (Need::Number, DataType::Float16, false),
            (Need::Number, DataType::Boolean, false),
            (Need::Listed, DataType::Boolean, true),
            (Need::Text, DataType::Binary, false),
            (
                Need::Text,
                DataType::Dictionary(Box::new(DataType::Int8), Box::new(DataType::Utf8)),
                true,
            ),
            (Need::Number, DataType::Null, true),
        ] {
            assert_eq!(need.accepts(&ty), accepted, "{need:?} {ty}");
        }
    }
}
