//! Reading a lock.
//!
//! Invariant: another version of the form is refused by its number, before anything else of it is looked at; unknown
//! entries are refused, since a lock that pins what nobody compares would be believed.

use crate::lock::Lock;
use crate::write::HEAD;
use serde::Deserialize;

/// The version of the form that this version of Kohort reads and writes.
pub const FORMAT: u32 = 1;

/// Why a text is no lock.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Another version of the form.
    #[error("it is of format {found}, and this version of Kohort reads format {FORMAT}")]
    Format {
        /// The version that it says.
        found: u32,
    },
    /// Not the TOML of a lock.
    #[error("it is not as `kohort lock` writes it\n{0}")]
    Form(String),
}

#[derive(Deserialize)]
struct Head {
    format: u32,
}

impl Lock {
    /// Reads a lock.
    ///
    /// # Errors
    /// [`ReadError`], if the text is none.
    pub fn read(text: &str) -> Result<Self, ReadError> {
        let form = |error: toml::de::Error| ReadError::Form(error.to_string().trim_end().to_owned());
        let head: Head = toml::from_str(text).map_err(form)?;
        if head.format != FORMAT {
            return Err(ReadError::Format { found: head.format });
        }
        toml::from_str(text).map_err(form)
    }
}

/// Whether a text is a lock of Kohort and not of another program.
pub fn is_lock(text: &str) -> bool {
    text.lines().next().is_some_and(|line| line.starts_with(HEAD))
}
