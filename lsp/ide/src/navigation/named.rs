//! The name at the cursor.

use super::locate::declared_in;
use super::references::analyses;
use crate::{Range, Workspace};
use kohort_semantics::{Analysis, Fact, Symbol};
use std::rc::Rc;

/// A name and what it stands for.
pub(crate) struct Named {
    /// Where it is written.
    pub(crate) range: Range,
    /// What it stands for.
    pub(crate) symbol: Symbol,
    /// The analysis that says so.
    pub(crate) analysis: Rc<Analysis>,
    /// Whether the name is declared here.
    pub(crate) is_declaration: bool,
}

/// What the name at an offset stands for, or declares.
pub(crate) fn named_at(workspace: &mut Workspace, path: &str, offset: u32) -> Option<Named> {
    let own = workspace.analyse(path).ok()?;
    named_by(workspace, path, offset, own).or_else(|| {
        // What a library says may only be understood in the studies that use it.
        let others = analyses(workspace).into_iter();
        let mut named = others.filter_map(|other| named_by(workspace, path, offset, other));
        named.next()
    })
}

/// The same as one analysis says it.
fn named_by(workspace: &Workspace, path: &str, offset: u32, analysis: Rc<Analysis>) -> Option<Named> {
    let file = analysis.files.find(path)?;
    let declared = declared_in(workspace, &analysis, path);
    let here = declared
        .into_iter()
        .find(|found| found.selection.start <= offset && offset <= found.selection.end);
    // A name of a source may declare an attribute's mapping, and stands for the attribute.
    let noted = analysis
        .facts
        .at(file, offset)
        .into_iter()
        .find_map(|(span, fact)| match fact {
            Fact::Names(symbol) => Some((span, symbol.clone())),
            _ => None,
        });
    match (here, noted) {
        (None, Some((span, symbol))) => Some(Named {
            range: span.start..span.end,
            symbol,
            analysis,
            is_declaration: false,
        }),
        // A `let` behind `with` is the one that it takes the place of.
        (Some(found), Some((span, symbol))) if found.selection == (span.start..span.end) => Some(Named {
            range: found.selection,
            is_declaration: symbol == found.symbol,
            symbol,
            analysis,
        }),
        (Some(found), _) => Some(Named {
            range: found.selection,
            symbol: found.symbol,
            analysis,
            is_declaration: true,
        }),
        (None, None) => None,
    }
}
