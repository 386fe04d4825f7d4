//! Drugs: one active substance with its classes, codes and names.
//!
//! Invariant: names are kept as declared; how a source's spellings are matched is the source's mapping.

use super::CodePattern;
use kohort_base::Span;
use serde::{Deserialize, Serialize};

/// A declared drug.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drug {
    /// The declared name.
    pub name: String,
    /// The module and name, for example `std.drugs.pembrolizumab`.
    pub qualified: String,
    /// The name that reports show, if another than the declared one.
    pub display: Option<String>,
    /// The classes it belongs to.
    pub classes: Vec<String>,
    /// Its codes in every system.
    pub codes: Vec<CodePattern>,
    /// Other names, of any country.
    pub names: Vec<String>,
    /// The declared name's place.
    pub span: Span,
}
