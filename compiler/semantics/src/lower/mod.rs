//! From trees to the typed study, model and source: one file for each kind of declaration and expression.
//!
//! [`Lowering`] is the state of one analysis: the loaded modules, the library declarations that were needed so far, and
//! the diagnostics. Invariant: whatever is wrong gets exactly one diagnostic; its value has the type `Error`, and nothing
//! that touches such a value is reported again.

pub mod analyte;
mod characteristic;
pub mod codes;
mod cohort;
mod definitions;
mod describe;
pub mod drug;
mod endpoint;
mod expr;
mod library;
mod lines;
pub mod model;
mod noted;
mod precision;
mod removal;
pub mod report;
pub mod source;
mod study;
mod test;

pub(crate) use library::{Declarations, Library};
pub use lines::line_settings;
pub(crate) use noted::{attribute_symbol, entity_symbol, item_symbol, qualified_symbol, value_symbol};
pub(crate) use study::study;

use crate::codes::{Analyte, CodeList, Drug, DrugList};
use crate::model::{EntityId, Model};
use crate::modules::Module;
use crate::study::{
    AnalyteId, CodeListId, Definition, DefinitionId, DrugListId, Expr, ExprKind, Record, Type,
};
use crate::value::Value;
use kohort_base::{Diagnostic, Span};
use kohort_grammar::TextRange;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lowers expressions of one study (or of one source's derived attributes).
pub(crate) struct Lowering<'m> {
    /// Modules and the declarations in them.
    pub(crate) library: &'m Library<'m>,
    /// What was found wrong.
    pub(crate) out: Vec<Diagnostic>,
    /// The module whose text is being lowered.
    pub(crate) module: &'m Module,
    /// The model in force.
    pub(crate) model: Arc<Model>,
    /// The module that declares the model; analyte names are looked up there too.
    pub(crate) model_module: Option<&'m Module>,
    /// The definitions so far, each after those it refers to.
    pub(crate) definitions: Vec<Definition>,
    /// Where each definition stands, by module and name.
    pub(crate) states: BTreeMap<(String, String), DefinitionState>,
    /// How many definitions are open inside each other.
    pub(crate) depth: usize,
    /// The code lists in use.
    pub(crate) code_lists: Vec<CodeList>,
    /// The analytes in use.
    pub(crate) analytes: Vec<Analyte>,
    /// The drugs in use.
    pub(crate) drugs: Vec<Drug>,
    /// The sets of drugs in use.
    pub(crate) drug_lists: Vec<DrugList>,
    /// The cohorts that lines are declared for.
    pub(crate) line_cohorts: Vec<LineCohort>,
    /// Where the events of endpoints have their names written, by endpoint and name.
    pub(crate) event_names: BTreeMap<(String, String), Span>,
    /// The record whose fields bare names may mean: inside a where-clause or a derived attribute.
    pub(crate) record: Option<RecordScope>,
    /// Whether `index` has a meaning here.
    pub(crate) index_allowed: bool,
    /// The names that only the clauses of the endpoint being lowered see.
    pub(crate) scope: Option<endpoint::Scope<'m>>,
}

/// How far a definition is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DefinitionState {
    /// Being lowered; meeting it again is a circle.
    Open(Span),
    /// Lowered.
    Done(DefinitionId),
    /// Reported as wrong.
    Failed,
}

/// Lines that are declared for the people of a cohort.
#[derive(Debug, Clone)]
pub(crate) struct LineCohort {
    /// The name of the lines.
    pub(crate) lines: String,
    /// The name of the cohort.
    pub(crate) cohort: String,
    /// Where the lines are declared.
    pub(crate) span: Span,
}

/// The record under test.
#[derive(Debug, Clone)]
pub(crate) struct RecordScope {
    /// What it is.
    pub(crate) record: Record,
    /// The locals of a source's mapping, in a derived attribute, each with where it is declared.
    pub(crate) locals: Vec<(String, Type, Span)>,
}

impl Lowering<'_> {
    /// A place in the module being lowered.
    pub(crate) fn span(&self, range: TextRange) -> Span {
        self.module.span(range)
    }

    /// What is written at a place of the module being lowered.
    pub(crate) fn text(&self, place: Span) -> Option<&str> {
        let text = self.module.text.get(place.start as usize..place.end as usize)?;
        (place.file == self.module.file).then_some(text)
    }

    /// Reports a finding.
    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.out.push(diagnostic);
    }

    /// Reports a finding and stands in for the value.
    pub(crate) fn fail(&mut self, diagnostic: Diagnostic) -> Expr {
        let span = diagnostic
            .labels
            .first()
            .map_or_else(|| self.span(TextRange::empty(0.into())), |label| label.span);
        self.report(diagnostic);
        failed(span)
    }

    /// The study's own id for a code list.
    pub(crate) fn intern_codes(&mut self, list: &CodeList) -> CodeListId {
        let found = self
            .code_lists
            .iter()
            .position(|known| known.module == list.module && known.name == list.name);
        let position = found.unwrap_or_else(|| {
            self.code_lists.push(list.clone());
            self.code_lists.len().saturating_sub(1)
        });
        CodeListId(position as u32)
    }

    /// The study's own id for an analyte.
    pub(crate) fn intern_analyte(&mut self, analyte: &Analyte) -> AnalyteId {
        let found = self
            .analytes
            .iter()
            .position(|known| known.qualified == analyte.qualified);
        let position = found.unwrap_or_else(|| {
            self.analytes.push(analyte.clone());
            self.analytes.len().saturating_sub(1)
        });
        AnalyteId(position as u32)
    }

    /// Notes that the study uses a drug.
    pub(crate) fn intern_drug(&mut self, drug: &Drug) {
        if !self.drugs.iter().any(|known| known.qualified == drug.qualified) {
            self.drugs.push(drug.clone());
        }
    }

    /// The study's own id for a set of drugs, whose drugs the study then uses too.
    pub(crate) fn intern_drugs(&mut self, list: &DrugList) -> DrugListId {
        for qualified in &list.drugs {
            if let Some(drug) = self.library.drug_qualified(qualified) {
                self.intern_drug(&drug);
            }
        }
        let found = self
            .drug_lists
            .iter()
            .position(|known| known.module == list.module && known.name == list.name);
        let position = found.unwrap_or_else(|| {
            self.drug_lists.push(list.clone());
            self.drug_lists.len().saturating_sub(1)
        });
        DrugListId(position as u32)
    }

    /// The analyte with this id.
    pub(crate) fn analyte(&self, id: AnalyteId) -> Option<&Analyte> {
        self.analytes.get(id.0 as usize)
    }

    /// The name of an entity.
    pub(crate) fn entity_name(&self, id: EntityId) -> String {
        self.model
            .entity(id)
            .map_or_else(String::new, |entity| entity.name.clone())
    }
}

/// The value of something that was already reported.
pub(crate) fn failed(span: Span) -> Expr {
    Expr {
        kind: ExprKind::Literal(Value::Missing),
        ty: Type::Error,
        span,
    }
}

/// A node without children's spans: the usual way to make an expression.
pub(crate) fn expr(kind: ExprKind, ty: Type, span: Span) -> Expr {
    Expr { kind, ty, span }
}
