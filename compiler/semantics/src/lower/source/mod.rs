//! Sources: how the tables of one dataset map onto a model.
//!
//! Invariant: the lowered source has an entry for every attribute of every entity it maps, in the model's order.
//! What was reported is absent in it, and a source with errors is not read.

mod absent;
mod always;
mod attribute;
mod bound;
mod column;
mod condition;
mod conversion;
mod derived;
mod entity;
mod header;
mod limit;
mod lines;
mod local;
mod opt_out;
mod reading;
mod table;
mod unmentioned;

pub(in crate::lower) use header::date;

use super::codes::{declared_at, is_damaged};
use super::qualified_symbol;
use crate::codes::{Analyte, Drug};
use crate::facts::Symbol;
use crate::model::{AttributeId, AttributeType, EntityId, Model};
use crate::modules::span;
use crate::source::{Anchor, EntityMapping, Source, Table, TableId};
use crate::study;
use kohort_base::{Code, Diagnostic, FileId, Span};
use kohort_grammar::{TextRange, ast};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a source needs of the declarations around it.
pub trait SourceScope {
    /// Takes a note about what a name of the source stands for.
    fn note(&self, place: Span, symbol: Symbol);

    /// Whether a name stands for nothing because its import failed, which was reported.
    fn lacks(&self, name: &str) -> bool;

    /// The analyte of a name, as seen from the source.
    fn analyte(&self, name: &str) -> Option<Arc<Analyte>>;

    /// The names of all analytes that the source can see, for suggestions.
    fn analyte_names(&self) -> Vec<String>;

    /// The drug of a name, as seen from the source.
    fn drug(&self, name: &str) -> Option<Arc<Drug>>;

    /// The names of all drugs that the source can see, for suggestions.
    fn drug_names(&self) -> Vec<String>;

    /// The drugs that a module declares; nothing if there is no such module, which was then reported.
    fn drugs_of(&self, module: &str) -> Option<Vec<Arc<Drug>>>;

    /// The date that a bound is about, and its typed limit; nothing if one is wrong, which was then reported.
    fn bound(
        &mut self,
        path: &ast::Path,
        limit: &ast::Expr,
        out: &mut Vec<Diagnostic>,
    ) -> Option<(AttributeId, study::Expr)>;

    /// The typed rule of a derived attribute; nothing if it is wrong, which was then reported.
    #[expect(
        clippy::too_many_arguments,
        reason = "what a rule sees is all of this, and only here"
    )]
    fn derived(
        &mut self,
        rule: &ast::Expr,
        model: &Model,
        entity: EntityId,
        locals: &[(String, study::Type, Span)],
        expected: &AttributeType,
        attribute: AttributeId,
        out: &mut Vec<Diagnostic>,
    ) -> Option<study::Expr>;
}

/// Lowers `source NAME for PATH version "…" { … }`.
pub fn source(
    decl: &ast::SourceDecl,
    file: FileId,
    module: &str,
    model_path: &str,
    model: &Model,
    scope: &mut dyn SourceScope,
    out: &mut Vec<Diagnostic>,
) -> Source {
    let name = decl.name().map(|name| name.text()).unwrap_or_default();
    let place = declared_at(decl.name(), decl.range(), file);
    let country = header::country(decl, file, out);
    let minimum_cell = header::minimum_cell(decl, file, out);
    let period = header::period(decl, file, out);
    let anchor = header::anchor(decl, file, out);
    let tables = table::tables(decl, &name, file, scope, out);
    let analytes = BTreeMap::new();
    let mut context = Context {
        file,
        source: &name,
        model,
        anchor: anchor.as_ref(),
        days_from_nothing: false,
        tables: &tables,
        table: None,
        analytes,
        scope,
        out,
    };
    let entities = entity::entities(decl, &mut context);
    let absent = absent::entities(decl, &entities, &mut context);
    let opt_outs = opt_out::opt_outs(decl, &entities, &mut context);
    let bounds = bound::bounds(decl, &entities, &mut context);
    if !is_damaged(decl.syntax()) {
        without_patients(&entities, place, &mut context);
    }
    Source {
        version: decl.version().map(|version| version.value()).unwrap_or_default(),
        module: module.to_owned(),
        doc: decl.doc(),
        model: model_path.to_owned(),
        country,
        minimum_cell,
        period,
        anchor: anchor.clone(),
        opt_outs,
        entities,
        absent,
        bounds,
        span: place,
        tables,
        name,
    }
}

/// What the lowering of every part of a source needs.
struct Context<'s> {
    file: FileId,
    /// The source's name, for messages.
    source: &'s str,
    model: &'s Model,
    /// What all dates are counted from, if the calendar is not known.
    anchor: Option<&'s Anchor>,
    /// Whether it was reported that days are counted from nothing; one sentence of the source mends all places.
    days_from_nothing: bool,
    tables: &'s [Table],
    /// The table whose columns are meant; none if it is not known, which was reported.
    table: Option<TableId>,
    /// The analytes that the source has named so far, by qualified name.
    analytes: BTreeMap<String, Arc<Analyte>>,
    scope: &'s mut dyn SourceScope,
    out: &'s mut Vec<Diagnostic>,
}

impl Context<'_> {
    fn span(&self, range: TextRange) -> Span {
        span(self.file, range)
    }

    fn report(&mut self, finding: Diagnostic) {
        self.out.push(finding);
    }

    /// Notes what a name stands for.
    fn names(&self, place: Span, symbol: Option<Symbol>) {
        if let Some(symbol) = symbol {
            self.scope.note(place, symbol);
        }
    }

    fn names_qualified(&self, place: Span, qualified: &str) {
        self.names(place, qualified_symbol(qualified));
    }

    /// An analyte by its name; reports one that is not known.
    fn analyte(&mut self, name: &str, place: Span) -> Option<Arc<Analyte>> {
        if let Some(analyte) = self.scope.analyte(name) {
            self.names_qualified(place, &analyte.qualified);
            self.analytes
                .insert(analyte.qualified.clone(), Arc::clone(&analyte));
            return Some(analyte);
        }
        if self.scope.lacks(name) {
            return None;
        }
        let names = self.scope.analyte_names();
        let finding = Diagnostic::error(Code::K0201, format!("There is no analyte `{name}`"))
            .at(place, "not declared, and not imported with `use`");
        let names = names.iter().map(String::as_str);
        self.report(super::model::offer(
            finding,
            place,
            name,
            names,
            "known analytes are",
        ));
        None
    }

    /// A drug by its name; reports one that is not known.
    fn drug(&mut self, name: &str, place: Span) -> Option<Arc<Drug>> {
        let found = self.scope.drug(name);
        if let Some(drug) = &found {
            self.names_qualified(place, &drug.qualified);
        }
        if found.is_none() && !self.scope.lacks(name) {
            let names = self.scope.drug_names();
            let finding = Diagnostic::error(Code::K0201, format!("There is no drug `{name}`"))
                .at(place, "not declared, and not imported with `use`");
            let names = names.iter().map(String::as_str);
            self.report(super::model::offer(
                finding,
                place,
                name,
                names,
                "known drugs are",
            ));
        }
        found
    }

    /// A table by its name; reports one that is not declared.
    fn table(&mut self, name: &ast::NameOrString) -> Option<TableId> {
        let names = self.table_names();
        let names = table::Names {
            source: self.source,
            names: &names,
            file: self.file,
            scope: self.scope,
        };
        names.find(name, self.out)
    }

    /// Notes the table of `TABLE.COLUMN`.
    fn note_qualifier(&self, column: &ast::NameOrString) {
        if column.qualifier().is_some() {
            let names = table::Names {
                source: self.source,
                names: &self.table_names(),
                file: self.file,
                scope: self.scope,
            };
            names.note_qualifier(column);
        }
    }

    fn table_names(&self) -> Vec<(String, Span)> {
        let tables = self.tables.iter();
        tables.map(|table| (table.name.clone(), table.span)).collect()
    }
}

/// Everything is per patient, so a source has patients.
fn without_patients(entities: &[EntityMapping], place: Span, context: &mut Context<'_>) {
    let patient = context
        .model
        .entity_named("patient")
        .map(|(id, entity)| (id, entity.span));
    let Some((patient, declared)) = patient else {
        return;
    };
    if entities.iter().any(|mapping| mapping.entity == patient) {
        return;
    }
    let finding = Diagnostic::error(
        Code::K0602,
        format!("`{}` does not say where its patients are", context.source),
    )
    .at(place, "maps no `patient`")
    .and(declared, "the model's patient")
    .help("map it: `patient from TABLE key COLUMN { … }`, with the table that has one row for each patient");
    context.report(finding);
}
