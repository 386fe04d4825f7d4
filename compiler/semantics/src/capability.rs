//! What each source records of a model, attribute by attribute: the capability matrix.
//!
//! Invariant: it follows from the source models alone; no data are read. It is the same knowledge by which a study is
//! checked, so that what is printed here is what `check` will say.

use crate::model::{AttributeId, AttributeType, EntityId, Model};
use crate::source::{Availability, Decode, EntityMapping, Reading, Source};
use crate::study::{Expr, ExprKind, Field};
use crate::study_walk::walk;
use crate::value::Precision;
use serde::Serialize;
use std::collections::BTreeSet;

/// What a source says about one attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Capability {
    /// Read from columns, as they are.
    Present {
        /// The columns, as `table.column`, each once, in the order of the source model.
        columns: Vec<String>,
    },
    /// Computed by a written rule, in at least one of the tables.
    Derived {
        /// The columns that the rule reads, and those of tables that have the attribute as it is.
        columns: Vec<String>,
    },
    /// A date that may be known to this precision only.
    Coarser {
        /// The coarsest precision that it may have.
        precision: Precision,
        /// The columns.
        columns: Vec<String>,
    },
    /// Not recorded.
    Absent {
        /// Why, in the words of the source model.
        reason: String,
    },
}

impl Capability {
    /// Whether records can have a value.
    pub fn is_available(&self) -> bool {
        !matches!(self, Self::Absent { .. })
    }

    /// A word or two for a table.
    pub fn word(&self) -> String {
        match self {
            Self::Present { .. } => String::from("present"),
            Self::Derived { .. } => String::from("derived"),
            Self::Coarser { precision, .. } => precision_word(*precision).to_owned(),
            Self::Absent { .. } => String::from("absent"),
        }
    }
}

/// What one source says about one attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// What it says where it records the attribute.
    #[serde(flatten)]
    pub capability: Capability,
    /// The tables whose records do not have it, where others do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_in: Vec<NotIn>,
}

impl Cell {
    /// In which tables the attribute is not recorded although others have it, and why; empty if it is in all.
    pub fn partly(&self) -> String {
        let mut by_reason: Vec<(&str, Vec<&str>)> = Vec::new();
        for not_in in &self.not_in {
            match by_reason.iter_mut().find(|(reason, _)| *reason == not_in.reason) {
                Some((_, tables)) => tables.push(&not_in.table),
                None => by_reason.push((&not_in.reason, vec![&not_in.table])),
            }
        }
        let parts = by_reason
            .iter()
            .map(|(reason, tables)| format!("not in {}: {reason}", tables.join(", ")));
        parts.collect::<Vec<_>>().join("; ")
    }
}

/// A table whose records do not have an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotIn {
    /// The table.
    pub table: String,
    /// Why, in the words of the source model.
    pub reason: String,
}

/// A source, at the head of its column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Head {
    /// The declared name.
    pub name: String,
    /// The declared version.
    pub version: String,
    /// The country, where one is declared.
    pub country: Option<String>,
    /// The source's doc comment.
    pub doc: Option<String>,
    /// What all its dates are counted from, where they are days from a date that is not disclosed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_from: Option<String>,
}

/// One attribute in all sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MatrixRow {
    /// The attribute.
    #[serde(skip)]
    pub attribute: AttributeId,
    /// The entity's name.
    pub entity: String,
    /// What the entity is, from its doc comment.
    #[serde(skip)]
    pub entity_doc: Option<String>,
    /// The attribute's name.
    pub name: String,
    /// Its type, as a model writes it.
    pub ty: String,
    /// The attribute's doc comment.
    pub doc: Option<String>,
    /// What each source says, in the order of [`Matrix::sources`].
    pub cells: Vec<Cell>,
}

/// All attributes of a model in all sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Matrix {
    /// The model's name and version.
    pub model: String,
    /// The sources in the order given.
    pub sources: Vec<Head>,
    /// The attributes in the model's order.
    pub rows: Vec<MatrixRow>,
}

/// The matrix of some sources of a model.
pub fn matrix(model: &Model, sources: &[&Source]) -> Matrix {
    let mut rows = Vec::new();
    for (position, entity) in model.entities.iter().enumerate() {
        let id = EntityId(position as u32);
        for (attribute, declared) in model.attribute_ids(id).zip(&entity.attributes) {
            rows.push(MatrixRow {
                attribute,
                entity: entity.name.clone(),
                entity_doc: entity.doc.clone(),
                name: declared.name.clone(),
                ty: type_words(&declared.ty),
                doc: declared.doc.clone(),
                cells: sources.iter().map(|source| cell(source, attribute)).collect(),
            });
        }
    }
    Matrix {
        model: format!("{}.{} {}", model.module, model.name, model.version),
        sources: sources.iter().map(|source| head(source)).collect(),
        rows,
    }
}

fn head(source: &Source) -> Head {
    Head {
        name: source.name.clone(),
        version: source.version.clone(),
        country: source.country.clone(),
        doc: source.doc.clone(),
        days_from: source.anchor.as_ref().map(|anchor| anchor.what.clone()),
    }
}

/// What one source says about one attribute, and where it does not hold.
pub fn cell(source: &Source, attribute: AttributeId) -> Cell {
    let capability = capability(source, attribute);
    let mut not_in: Vec<NotIn> = Vec::new();
    for mapping in source
        .mappings(attribute.entity)
        .filter(|_| capability.is_available())
    {
        let said = mapping
            .attributes
            .get(attribute.index as usize)
            .map(|entry| &entry.availability);
        if let Some(Availability::Absent { reason }) = said {
            let table = source
                .table(mapping.table)
                .map_or("?", |table| table.name.as_str());
            let found = NotIn {
                table: table.to_owned(),
                reason: reason.clone(),
            };
            if !not_in.contains(&found) {
                not_in.push(found);
            }
        }
    }
    Cell { capability, not_in }
}

/// What one source says about one attribute: the best of its mappings, and of the columns all.
pub fn capability(source: &Source, attribute: AttributeId) -> Capability {
    let mut columns: Vec<String> = Vec::new();
    let (mut present, mut derived) = (false, false);
    let mut reasons: Vec<&str> = Vec::new();
    for mapping in source.mappings(attribute.entity) {
        let Some(entry) = mapping.attributes.get(attribute.index as usize) else {
            continue;
        };
        match &entry.availability {
            Availability::Present(reading) => {
                present = true;
                add(&mut columns, place(source, mapping, reading));
            }
            Availability::Derived(rule) => {
                derived = true;
                let mut seen = BTreeSet::from([attribute.index]);
                read_by(source, mapping, rule, &mut seen, &mut columns);
            }
            Availability::Absent { reason } => {
                if !reasons.contains(&reason.as_str()) {
                    reasons.push(reason);
                }
            }
        }
    }
    match (present, derived, source.precision(attribute)) {
        (true, _, precision @ (Precision::Month | Precision::Quarter | Precision::Year)) => {
            Capability::Coarser { precision, columns }
        }
        (_, true, _) => Capability::Derived { columns },
        (true, false, Precision::Day) => Capability::Present { columns },
        (false, false, _) => {
            let whole = source
                .absent
                .iter()
                .find(|absent| absent.entity == attribute.entity);
            let reason = match (reasons.as_slice(), whole) {
                ([], Some(whole)) => whole.reason.clone(),
                ([], None) => String::from("the source does not map these records"),
                (reasons, _) => reasons.join("; "),
            };
            Capability::Absent { reason }
        }
    }
}

/// The columns that a rule of a source reads: by locals, and by other attributes of the record, which may be derived too.
fn read_by(
    source: &Source,
    mapping: &EntityMapping,
    rule: &Expr,
    seen: &mut BTreeSet<u32>,
    columns: &mut Vec<String>,
) {
    let mut rules = Vec::new();
    walk(rule, &mut |expr| match &expr.kind {
        ExprKind::Local(position) => {
            if let Some(local) = mapping.locals.get(*position as usize) {
                add(columns, place(source, mapping, &local.reading));
            }
        }
        ExprKind::RecordField(Field::Attribute(other)) if seen.insert(other.index) => {
            match mapping
                .attributes
                .get(other.index as usize)
                .map(|entry| &entry.availability)
            {
                Some(Availability::Present(reading)) => add(columns, place(source, mapping, reading)),
                Some(Availability::Derived(rule)) => rules.push(rule),
                Some(Availability::Absent { .. }) | None => {}
            }
        }
        _ => {}
    });
    rules
        .into_iter()
        .for_each(|rule| read_by(source, mapping, rule, seen, columns));
}

/// Where a value is read. What is always the same is read from no column.
fn place(source: &Source, mapping: &EntityMapping, reading: &Reading) -> String {
    let table = source
        .table(mapping.table)
        .map_or("?", |table| table.name.as_str());
    match reading.decode {
        Decode::Always(_) => format!("every record of {table}"),
        _ => format!("{table}.{}", reading.column),
    }
}

fn add(columns: &mut Vec<String>, column: String) {
    if !columns.contains(&column) {
        columns.push(column);
    }
}

fn precision_word(precision: Precision) -> &'static str {
    match precision {
        Precision::Day => "day",
        Precision::Month => "month",
        Precision::Quarter => "quarter",
        Precision::Year => "year",
    }
}

/// A type as a model writes it, without the values of a category.
pub fn type_words(ty: &AttributeType) -> String {
    match ty {
        AttributeType::Boolean => "Boolean".into(),
        AttributeType::Integer => "Integer".into(),
        AttributeType::Decimal => "Decimal".into(),
        AttributeType::Date => "Date".into(),
        AttributeType::Text => "Text".into(),
        AttributeType::Code => "Code".into(),
        AttributeType::Analyte => "Analyte".into(),
        AttributeType::Drug => "Drug".into(),
        AttributeType::Category(category) if category.ordered => "Ordered".into(),
        AttributeType::Category(_) => "Category".into(),
        AttributeType::QuantityOf(_) => "Quantity".into(),
        AttributeType::QuantityIn(unit) => format!("Quantity in {}", unit.text()),
        AttributeType::Unknown => "?".into(),
    }
}
