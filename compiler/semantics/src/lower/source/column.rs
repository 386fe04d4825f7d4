//! Columns of the table that a mapping reads.

use super::Context;
use super::table::{Presence, join, presence};
use crate::source::leaves;
use kohort_base::{Code, Diagnostic};
use kohort_grammar::ast;

impl Context<'_> {
    /// A column as the typed source has it: `column`, or `table.column` in a joined table. Reports one that the table
    /// cannot have; an `optional` one may be missing in some forms of the table.
    pub(super) fn column(&mut self, written: &ast::NameOrString, optional: bool) -> String {
        self.note_qualifier(written);
        let Some(table) = self.table else {
            return join::column(written);
        };
        let among = leaves(self.tables, table);
        if let Some(finding) = join::lacking(written, &among, self.tables, self.file) {
            self.report(finding);
            return join::column(written);
        }
        let [only] = among.as_slice() else {
            return join::column(written);
        };
        // Of a table that is not joined, the part before the dot says nothing new.
        let text = written.text();
        if !optional
            && let Some(table) = self.tables.get(only.0 as usize)
            && let Presence::NotIn(path) = presence(table, &text)
        {
            let place = self.span(written.range());
            let finding = Diagnostic::error(Code::K0608, format!("\"{path}\" has no column `{text}`"))
                .at(place, "read from every form of the table")
                .and(table.span, "the columns of each form are written here")
                .help("name the column there too, or let it be missing: `, optional`");
            self.report(finding);
        }
        text
    }
}
