//! The source that a chapter does not write: each entity a table, each attribute a column of the same name.

use super::assemble::Assembled;
use super::block::Block;
use super::identity_attribute::attribute;
use super::section::Section;
use super::tables::{Rows, rows};
use crate::oracle::{RawTable, Tables};
use kohort_grammar::ast::{EntityDecl, ModelDecl};

/// The name of the source.
pub(super) const NAME: &str = "as_given";
/// The column with the patient key.
const KEY: &str = "patient";

/// A source model and the tables that it maps.
#[derive(Debug, Clone, Default)]
pub(super) struct Identity {
    /// The declaration.
    pub(super) text: String,
    /// The tables.
    pub(super) tables: Tables,
}

/// The source for the model that the pieces declare in a module, with the rows that the section gives.
pub(super) fn identity(
    section: &Section,
    file: &Assembled,
    model: &ModelDecl,
    module: &str,
) -> Result<Identity, (usize, String)> {
    let mut given = Vec::new();
    for entity in model.entities() {
        let Some(name) = entity.name().map(|name| name.text()) else {
            continue;
        };
        let block = section.data(&name);
        let rows = match block {
            Some(block) => rows(block).map_err(|why| (block.first_line, why))?,
            None => Rows {
                table: RawTable {
                    columns: vec![KEY.to_owned()],
                    rows: Vec::new(),
                },
                ..Rows::default()
            },
        };
        check_columns(&entity, &rows, block)?;
        given.push((name, entity, rows));
    }
    for block in section.all_data() {
        if !given.iter().any(|(name, ..)| name == block.argument()) {
            return Err((
                block.first_line,
                format!("the model has no `{}`", block.argument()),
            ));
        }
    }
    let everybody = patients(given.iter().map(|(_, _, rows)| rows));
    let mut source = Identity {
        text: format!("source {NAME} for {module} version \"1\" {{\n  country ZZ\n  minimum_cell 1\n"),
        ..Identity::default()
    };
    for (name, ..) in &given {
        source
            .text
            .push_str(&format!("  table {name} = csv \"{name}.csv\"\n"));
    }
    for (name, entity, mut rows) in given {
        if name == "patient" && section.data(&name).is_none() {
            rows.table.rows = everybody.iter().map(|key| vec![Some(key.clone())]).collect();
        }
        source
            .text
            .push_str(&format!("  {name} from {name} key {KEY} {{\n"));
        for declared in entity.attributes() {
            let Some(column) = declared.name().map(|name| name.text()) else {
                continue;
            };
            let mapping = attribute(&declared, &rows, file);
            source.text.push_str(&format!("    {column} {mapping}\n"));
            rows.ensure(&column);
        }
        source.text.push_str("  }\n");
        source.tables.insert(name, rows.table);
    }
    source.text.push_str("}\n");
    Ok(source)
}

/// A misspelt column would be a column without values.
fn check_columns(entity: &EntityDecl, rows: &Rows, block: Option<&Block>) -> Result<(), (usize, String)> {
    let line = block.map_or(1, |block| block.first_line);
    let known: Vec<String> = entity
        .attributes()
        .iter()
        .filter_map(|attribute| Some(attribute.name()?.text()))
        .collect();
    if !rows.table.columns.iter().any(|column| column == KEY) {
        return Err((line, format!("the column `{KEY}` is missing")));
    }
    match rows
        .table
        .columns
        .iter()
        .find(|column| *column != KEY && !known.contains(*column))
    {
        Some(column) => Err((
            line,
            format!(
                "the model has no attribute `{column}` here; it has: {}",
                known.join(", ")
            ),
        )),
        None => Ok(()),
    }
}

/// Everybody who has a row anywhere.
fn patients<'r>(tables: impl Iterator<Item = &'r Rows>) -> Vec<String> {
    let mut keys: Vec<String> = tables.flat_map(|rows| rows.distinct(KEY)).collect();
    keys.sort();
    keys.dedup();
    keys
}
