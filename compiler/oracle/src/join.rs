//! Looking rows up in another table.

use crate::fault::Faults;
use crate::relation::{Piece, RawRow, Relation};
use kohort_semantics::source::JoinStep;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The code of a row that refers to a row that is not there.
const ORPHAN: &str = "D0210";
/// The code of a row that refers to several rows where one is expected.
const SEVERAL: &str = "D0211";

/// Each row with the columns of its partner; with `each`, once for each partner. None if a column is missing.
pub(crate) fn joined<'t>(
    rows: &Relation<'t>,
    partners: &Relation<'t>,
    step: &JoinStep,
    faults: &mut Faults,
) -> Option<Relation<'t>> {
    let mut complete = true;
    for (left, right) in &step.on {
        for (relation, column) in [(rows, left), (partners, right)] {
            if relation.place(column).is_none() {
                faults.add("D0102", &relation.name, column, 0);
                complete = false;
            }
        }
    }
    if !complete {
        return None;
    }
    let column = step.on.first().map_or("", |(left, _)| left.as_str());
    // The partners by the texts that must agree, in their order.
    let mut theirs: BTreeMap<Vec<Cow<'_, str>>, Vec<&Vec<Option<Piece<'t>>>>> = BTreeMap::new();
    for (partner, cells) in partners.rows().zip(&partners.rows) {
        if let Some(texts) = keys(partner, step.on.iter().map(|(_, right)| right)) {
            theirs.entry(texts).or_default().push(cells);
        }
    }
    let mut result = Vec::new();
    for (row, cells) in rows.rows().zip(&rows.rows) {
        let texts = keys(row, step.on.iter().map(|(left, _)| left));
        let found = texts.as_ref().and_then(|texts| theirs.get(texts));
        let found = found.map_or(&[][..], Vec::as_slice);
        // A row that refers to nothing has no partner and lacks none; nor does one that refers to a table that the
        // dataset may lack, and lacks.
        let lacking = partners.parts.iter().all(|part| part.columns.is_none());
        let fault = match found.len() {
            0 if texts.is_some() && !step.optional && !lacking => Some(ORPHAN),
            0 | 1 => None,
            _ if step.each => None,
            _ => Some(SEVERAL),
        };
        if let Some(code) = fault {
            faults.row(code, &rows.name, column, row);
            continue;
        }
        let nothing = vec![None; partners.parts.len()];
        let all = if found.is_empty() { &[&nothing] } else { found };
        result.extend(
            all.iter()
                .map(|partner| cells.iter().chain(*partner).cloned().collect()),
        );
    }
    let parts = rows.parts.iter().chain(&partners.parts).cloned().collect();
    Some(Relation::new(&rows.name, parts, result))
}

/// The texts that must agree; none if one of them is missing, which agrees with nothing.
fn keys<'r, 'c>(row: RawRow<'r>, columns: impl Iterator<Item = &'c String>) -> Option<Vec<Cow<'r, str>>> {
    columns.map(|column| row.text(column)).collect()
}
