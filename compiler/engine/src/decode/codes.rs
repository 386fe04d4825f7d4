//! Columns of codes.
//!
//! Invariant: what comes out is the system's name, a blank, and the code in normal form, so that a code of one system is
//! never taken for one of another.

use super::beside::{Beside, Entry};
use super::rows::Rows;
use super::texts::listed;
use super::verdicts::Verdicts;
use super::visit::{Seen, composed, visit};
use crate::fault::values::Part;
use arrow::array::{ArrayRef, StringArray, StringBuilder};
use arrow::error::ArrowError;
use kohort_semantics::codes::CodeSystem;
use kohort_semantics::source::CodeReading;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// More distinct codes than any system's users write; a column with more holds something else.
const REMEMBERED: usize = 1 << 16;

/// How codes are read.
#[derive(Debug)]
pub(super) enum CodesReading {
    /// Codes of one system.
    System(Normaliser),
    /// Codes of the system that another column names.
    ByColumn {
        systems: Beside<CodeSystem>,
        normalisers: BTreeMap<CodeSystem, Normaliser>,
    },
    /// Listed texts.
    Listed(BTreeMap<String, String>),
}

impl CodesReading {
    pub(super) fn new(reading: &CodeReading) -> Self {
        match reading {
            CodeReading::System(system) => Self::System(Normaliser::new(*system)),
            CodeReading::ByColumn { systems, .. } => Self::ByColumn {
                normalisers: systems
                    .values()
                    .map(|system| (*system, Normaliser::new(*system)))
                    .collect(),
                systems: Beside::new(systems, None),
            },
            CodeReading::Listed(system, codes) => {
                let codes = codes
                    .iter()
                    .map(|(text, code)| (text.clone(), written(*system, code)));
                Self::Listed(listed(&codes.collect()))
            }
        }
    }

    /// The codes of some rows; missing elsewhere.
    pub(super) fn read(
        &mut self,
        (array, beside): (&ArrayRef, Option<&ArrayRef>),
        rows: &Rows,
        unknown: &BTreeSet<String>,
        verdicts: &mut Verdicts,
    ) -> Result<StringArray, ArrowError> {
        let named = match (&self, beside) {
            (Self::ByColumn { systems, .. }, Some(beside)) => systems.read(beside, rows)?,
            _ => Vec::new(),
        };
        let mut codes = StringBuilder::new();
        visit(array, rows, |row, seen| {
            let Seen::Text(text) = seen else {
                return codes.append_null();
            };
            let text = composed(text);
            if unknown.contains(text.as_ref()) {
                return codes.append_null();
            }
            let code = match self {
                Self::System(normaliser) => normaliser.normalise(&text),
                Self::Listed(listed) => listed.get(text.as_ref()).map(|code| Arc::from(code.as_str())),
                Self::ByColumn { normalisers, .. } => match named.get(row) {
                    Some(Entry::Known(system)) => normalisers
                        .get_mut(system)
                        .and_then(|normaliser| normaliser.normalise(&text)),
                    Some(Entry::Unlisted(system)) => {
                        verdicts.at_fault(Part::System, system);
                        return codes.append_null();
                    }
                    None => None,
                },
            };
            if code.is_none() {
                verdicts.unlisted(&text);
            }
            codes.append_option(code);
        })?;
        Ok(codes.finish())
    }
}

/// A code as it is decoded.
pub(super) fn written(system: CodeSystem, code: &str) -> String {
    format!("{} {code}", system.name())
}

/// Normalises codes, each distinct text once.
#[derive(Debug)]
pub(super) struct Normaliser {
    system: CodeSystem,
    known: HashMap<String, Option<Arc<str>>>,
}

impl Normaliser {
    fn new(system: CodeSystem) -> Self {
        Self {
            system,
            known: HashMap::new(),
        }
    }

    /// The code as it is decoded, if it is a code.
    fn normalise(&mut self, text: &str) -> Option<Arc<str>> {
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let code = self.system.normalise(text);
        let code: Option<Arc<str>> = code.map(|code| Arc::from(written(self.system, &code)));
        if self.known.len() < REMEMBERED {
            self.known.insert(text.to_owned(), code.clone());
        }
        code
    }
}
