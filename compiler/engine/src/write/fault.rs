//! Why a Parquet file was not written.

use datafusion::parquet::errors::ParquetError;
use std::io;
use thiserror::Error;

/// Why a Parquet file was not written. No text of the library's is passed on, since it could quote data.
#[derive(Debug, Error)]
pub enum ParquetFault {
    /// The place cannot be written to.
    #[error("the file cannot be written: {0}")]
    Place(#[from] io::Error),
    /// The cells are no whole rows, which is a fault of who made them.
    #[error("the cells are no whole rows")]
    Cells,
    /// The rows cannot be encoded, which is a fault of the program.
    #[error("the rows cannot be encoded")]
    Encoding,
}

impl From<ParquetError> for ParquetFault {
    fn from(error: ParquetError) -> Self {
        match error {
            ParquetError::External(cause) => match cause.downcast::<io::Error>() {
                Ok(cause) => Self::Place(*cause),
                Err(_) => Self::Encoding,
            },
            _ => Self::Encoding,
        }
    }
}
