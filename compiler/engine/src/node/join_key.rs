//! The function that makes one key of the columns by which rows refer to each other.
//!
//! Invariant: two rows have the same key if all their columns hold the same texts, whatever the physical types; a row with
//! an empty column has none.

use crate::decode::rows::Rows;
use crate::decode::visit::{Seen, composed, visit};
use datafusion::arrow::array::{StringArray, StringBuilder};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::Result;
use datafusion::logical_expr::{ColumnarValue, ScalarFunctionArgs, ScalarUDFImpl, Signature, Volatility};
use std::sync::Arc;

/// Between the texts of two columns; no text of a table holds it.
const SEPARATOR: char = '\u{1f}';

/// See the module.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct JoinKey(Signature);

impl JoinKey {
    pub(crate) fn new() -> Self {
        Self(Signature::variadic_any(Volatility::Immutable))
    }
}

impl ScalarUDFImpl for JoinKey {
    fn name(&self) -> &str {
        "join_key"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let mut keys: Vec<Option<String>> = vec![Some(String::new()); args.number_rows];
        for (number, column) in args.args.into_iter().enumerate() {
            let array = column.into_array(args.number_rows)?;
            visit(&array, &Rows::all(args.number_rows), |row, seen| {
                let Some(place) = keys.get_mut(row) else { return };
                match (seen, place.as_mut()) {
                    (Seen::Text(text), Some(key)) => {
                        if number > 0 {
                            key.push(SEPARATOR);
                        }
                        key.push_str(&composed(text));
                    }
                    _ => *place = None,
                }
            })?;
        }
        let mut texts = StringBuilder::new();
        keys.into_iter().for_each(|key| texts.append_option(key));
        let keys: StringArray = texts.finish();
        Ok(ColumnarValue::Array(Arc::new(keys)))
    }
}
