//! Patients who must not be used.

use super::{Context, condition};
use crate::source::{EntityMapping, OptOut, TableId};
use kohort_base::{Code, Diagnostic};
use kohort_grammar::ast;
use std::collections::BTreeSet;

/// The rules that leave patients out.
pub(super) fn opt_outs(
    decl: &ast::SourceDecl,
    entities: &[EntityMapping],
    context: &mut Context<'_>,
) -> Vec<OptOut> {
    let mut opt_outs = Vec::new();
    for written in decl.opt_outs() {
        let Some(name) = written.table() else { continue };
        let Some(table) = context.table(&name) else {
            continue;
        };
        context.table = Some(table);
        let key = match written.key() {
            Some(key) => Some(context.column(&key, false)),
            None => known_key(table, entities),
        };
        let Some(key) = key else {
            let place = context.span(written.range());
            context.report(
                Diagnostic::error(Code::K0602, "An opt-out must say whom it is about")
                    .at(place, "which column holds the patient's key?")
                    .help(format!("name it: `opt_out {} key COLUMN where …`", name.text())),
            );
            continue;
        };
        let written = written.condition();
        if let Some(condition) = written.and_then(|written| condition::condition(&written, context)) {
            opt_outs.push(OptOut {
                table,
                key,
                condition,
            });
        }
    }
    opt_outs
}

/// The key column of a table, where all entities that are read from it agree.
fn known_key(table: TableId, entities: &[EntityMapping]) -> Option<String> {
    let keys: BTreeSet<&String> = entities
        .iter()
        .filter(|mapping| mapping.table == table)
        .map(|mapping| &mapping.key)
        .collect();
    let mut keys = keys.into_iter();
    let key = keys.next()?.clone();
    keys.next().is_none().then_some(key)
}
