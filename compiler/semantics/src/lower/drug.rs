//! Drugs: one active substance with its classes, codes and names.

use super::codes::{declared_at, listed_without_exceptions, patterns};
use crate::codes::Drug;
use kohort_base::{Diagnostic, FileId};
use kohort_grammar::ast;

/// Lowers `drug NAME "display" { … }`.
pub fn drug(decl: &ast::DrugDecl, file: FileId, module: &str, out: &mut Vec<Diagnostic>) -> Drug {
    let name = decl.name().map(|name| name.text()).unwrap_or_default();
    let codes = listed_without_exceptions(&decl.codes(), "a drug", file, out);
    Drug {
        qualified: format!("{module}.{name}"),
        display: decl.display().map(|display| display.value()),
        classes: decl.classes().iter().map(|class| class.text()).collect(),
        codes: patterns(codes),
        names: decl.names().iter().map(|name| name.value()).collect(),
        span: declared_at(decl.name(), decl.range(), file),
        name,
    }
}
