//! What can be named in the file that was analysed, for completion and for looking things up.
//!
//! Invariant: these are the declarations that the analysis itself lowered; a module that the file does not reach is not
//! among them.

use crate::codes::{Analyte, CodeList, Drug, DrugList};
use crate::facts::Symbol;
use crate::model::Model;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Declarations by module and name.
pub type Declared<T> = BTreeMap<(String, String), Arc<T>>;

/// Everything that was lowered, by module and name, and the names that the file sees.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// The path of the module that was analysed.
    pub module: String,
    /// The names that it declares or imports, with what each stands for.
    pub names: BTreeMap<String, Symbol>,
    /// The modules whose analytes and drugs have a meaning without a `use`, where one of them is asked for.
    pub without_use: BTreeSet<String>,
    /// The modules that were loaded, by path, each with the path of its text.
    pub modules: BTreeMap<String, String>,
    /// The model that the file is written against, if it could be found.
    pub model: Option<Arc<Model>>,
    /// All models.
    pub models: Declared<Model>,
    /// All code lists.
    pub code_lists: Declared<CodeList>,
    /// All analytes.
    pub analytes: Declared<Analyte>,
    /// All drugs.
    pub drugs: Declared<Drug>,
    /// All sets of drugs.
    pub drug_lists: Declared<DrugList>,
}
