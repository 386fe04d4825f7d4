//! The capability matrix as one page for a browser: no script, nothing loaded from elsewhere.
//!
//! Invariant: every text is escaped, since a source model may hold any.

use crate::failure::Failure;
use kohort_semantics::capability::{self, Capability, Matrix};
use minijinja::{Environment, context};
use serde::Serialize;

/// One cell, in words.
#[derive(Debug, Serialize)]
struct Cell {
    class: &'static str,
    word: String,
    /// The columns that are read, or the reason why there are none.
    detail: String,
    /// In which tables it is not recorded, where it is in others.
    partly: String,
}

#[derive(Debug, Serialize)]
struct Row {
    name: String,
    ty: String,
    doc: Option<String>,
    cells: Vec<Cell>,
}

#[derive(Debug, Serialize)]
struct Entity {
    name: String,
    doc: Option<String>,
    rows: Vec<Row>,
}

/// The page.
pub(crate) fn page(matrix: &Matrix) -> Result<String, Failure> {
    render(
        include_str!("page.html"),
        context! {
            model => matrix.model,
            sources => matrix.sources,
            entities => entities(matrix),
        },
    )
}

/// A template with its values.
pub(super) fn render(template: &str, values: minijinja::Value) -> Result<String, Failure> {
    let mut environment = Environment::new();
    environment.set_keep_trailing_newline(true);
    let fault = |error: minijinja::Error| {
        Failure::environment(format!("the page cannot be written: {error}"))
            .help("this is a fault of Kohort, please report it")
    };
    // The name's ending makes every value escaped.
    environment.add_template("page.html", template).map_err(fault)?;
    let template = environment.get_template("page.html").map_err(fault)?;
    template.render(values).map_err(fault)
}

fn entities(matrix: &Matrix) -> Vec<Entity> {
    let mut entities: Vec<Entity> = Vec::new();
    for row in &matrix.rows {
        if entities.last().is_none_or(|last| last.name != row.entity) {
            entities.push(Entity {
                name: row.entity.clone(),
                doc: row.entity_doc.as_deref().map(plain),
                rows: Vec::new(),
            });
        }
        if let Some(entity) = entities.last_mut() {
            entity.rows.push(Row {
                name: row.name.clone(),
                ty: row.ty.clone(),
                doc: row.doc.as_deref().map(plain),
                cells: row.cells.iter().map(cell).collect(),
            });
        }
    }
    entities
}

/// A doc comment for a reader who does not know its marks: names stand in quotation marks.
pub(super) fn plain(doc: &str) -> String {
    let mut open = false;
    let quoted = doc.chars().map(|letter| match letter {
        '`' => {
            open = !open;
            if open { '\u{201c}' } else { '\u{201d}' }
        }
        other => other,
    });
    quoted.collect()
}

fn cell(cell: &capability::Cell) -> Cell {
    let (class, detail) = match &cell.capability {
        Capability::Present { columns } => ("present", columns.join(", ")),
        Capability::Derived { columns } => ("derived", columns.join(", ")),
        Capability::Coarser { columns, .. } => ("coarser", columns.join(", ")),
        Capability::Absent { reason } => ("absent", reason.clone()),
    };
    Cell {
        class,
        word: cell.capability.word(),
        detail,
        partly: cell.partly(),
    }
}
