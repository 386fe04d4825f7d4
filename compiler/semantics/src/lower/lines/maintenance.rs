//! Rules about maintenance.

use super::read::Reader;
use super::rule::Meaning;
use crate::study::{MaintenanceKind, MaintenanceRule};
use kohort_base::{Code, Diagnostic};
use kohort_grammar::ast;

impl Reader<'_, '_> {
    /// `maintenance { pemetrexed } continuation alone after 4 cycles within 42 days in line 1`
    pub(super) fn maintenance(&mut self, written: &ast::MaintenanceRule, text: &str) -> Option<Vec<Meaning>> {
        let place = self.module.span(written.range());
        let lines = self.lines(written.lines(), place)?;
        let drugs = self.drugs(&written.sets())?;
        let kind = match written.kind()? {
            ast::MaintenanceKind::Continuation => MaintenanceKind::Continuation,
            ast::MaintenanceKind::Switch => MaintenanceKind::Switch,
        };
        let after = self.after(written.after().as_ref())?;
        if after.days.is_some() {
            self.out.push(
                Diagnostic::error(Code::K1001, "Maintenance comes after a number of cycles")
                    .at(place, "counts days")
                    .help("write `after 4 cycles`; `within 42 days` says how soon after the last dose it begins"),
            );
            return None;
        }
        let mut days = |written: Option<ast::DurationLit>, role: &str| match written {
            Some(length) => self.days(&length, role).map(Some),
            None => Some(None),
        };
        let within = days(written.within(), "How soon maintenance begins")?;
        let stopped = days(written.others_stopped_for(), "How long the others have stopped")?;
        if stopped.is_some() && kind == MaintenanceKind::Switch {
            self.out.push(
                Diagnostic::error(Code::K1001, "Switch maintenance does not ask how long the others have stopped")
                    .at(place, "`others stopped for` belongs to continuation maintenance")
                    .help("leave it out: no drug of the line may start with switch maintenance or in the window after it"),
            );
            return None;
        }
        let rule = MaintenanceRule {
            text: text.to_owned(),
            drugs,
            kind,
            alone: written.alone(),
            after_cycles: after.cycles,
            within,
            others_stopped_for: stopped,
            without: None,
            own_line: written.own_line(),
            lines,
        };
        Some(vec![Meaning::Maintenance(rule, written.without())])
    }
}
