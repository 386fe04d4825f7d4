//! Rules that measure time: windows, gaps, what a record covers.

use super::read::Reader;
use crate::study::{Cover, CoverRule, GapLimit, GapRule, WindowRule};
use kohort_base::{Code, Diagnostic};
use kohort_grammar::ast::{self, CompareOp};

impl Reader<'_, '_> {
    /// `window 28 days`
    pub(super) fn window(&mut self, written: &ast::WindowRule, text: &str) -> Option<WindowRule> {
        let place = self.module.span(written.range());
        let days = self.days(&written.length()?, "A window")?;
        Some(WindowRule {
            text: text.to_owned(),
            days,
            inclusive: written.op() != CompareOp::Lt,
            drugs: self.some_drugs(&written.sets())?,
            lines: self.lines(written.lines(), place)?,
        })
    }

    /// `gap > 180 days`, `gap never for …`
    pub(super) fn gap(&mut self, written: &ast::GapRule, text: &str) -> Option<GapRule> {
        let place = self.module.span(written.range());
        let limit = if written.is_never() {
            None
        } else {
            Some(GapLimit {
                days: self.days(&written.length()?, "A gap")?,
                or_equal: written.op()? == CompareOp::Ge,
            })
        };
        Some(GapRule {
            text: text.to_owned(),
            limit,
            from_last_start: written.start() == Some(ast::GapStart::LastStart),
            drugs: self.some_drugs(&written.sets())?,
            lines: self.lines(written.lines(), place)?,
        })
    }

    /// `dose covers 28 days`, `supply covers its days`
    pub(super) fn cover(&mut self, written: &ast::CoverRule, text: &str) -> Option<CoverRule> {
        let cover = match (written.own_days(), written.is_supply()) {
            (true, true) => Cover::Supply,
            // A dose has no days of its own but the one on which it is given.
            (true, false) => Cover::Days(1),
            (false, _) => {
                let length = written.length()?;
                let days = self.days(&length, "What a dose covers")?;
                if days == 0 {
                    self.out.push(
                        Diagnostic::error(Code::K0313, "A dose covers at least its own day")
                            .at(self.module.span(length.range()), "covers nothing")
                            .help("write `dose covers 1 day`, or leave the rule out"),
                    );
                    return None;
                }
                Cover::Days(days)
            }
        };
        Some(CoverRule {
            text: text.to_owned(),
            cover,
            drugs: self.some_drugs(&written.sets())?,
        })
    }
}
