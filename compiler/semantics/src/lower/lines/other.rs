//! The other rules: eligible drugs, breakers, settings, names of regimens.

use super::read::Reader;
use super::rule::{Meaning, SettingRule};
use crate::study::{BreakerRule, DrugSet, Regimen, ShiftUnit, Type};
use kohort_base::{Code, Diagnostic};
use kohort_grammar::ast;

impl Reader<'_, '_> {
    /// `drugs antineoplastic except supportive`
    pub(super) fn eligible(&mut self, written: &ast::DrugsRule) -> Option<DrugSet> {
        let drugs = self.drugs(&written.sets())?;
        let within = self.named().len();
        let except = written.except();
        let except = if except.is_empty() {
            Vec::new()
        } else {
            self.drugs(&except)?.drugs
        };
        let (named, left_out) = self.named().split_at_checked(within)?;
        let both = left_out.iter().find_map(|second| {
            let first = named.iter().find(|first| first.drug == second.drug)?;
            Some((first.span, second.span))
        });
        if let Some((first, second)) = both {
            self.out.push(
                Diagnostic::error(Code::K1002, "A drug is named, and left out again")
                    .at(second, "left out here")
                    .and(first, "named here")
                    .help("keep one of them: does the drug make lines or not?"),
            );
            return None;
        }
        let kept: Vec<String> = drugs
            .drugs
            .into_iter()
            .filter(|drug| !except.contains(drug))
            .collect();
        if kept.is_empty() {
            self.out.push(
                Diagnostic::error(Code::K0410, "No drug is left that could make a line")
                    .at(self.module.span(written.range()), "all drugs are left out again")
                    .help("name drugs, sets of drugs or classes: `drugs antineoplastic except supportive`"),
            );
            return None;
        }
        Some(DrugSet {
            text: drugs.text,
            drugs: kept,
        })
    }

    /// `breaker EVENTS ends the day before except first in line 1`
    pub(super) fn breaker(&mut self, written: &ast::BreakerRule, text: &str) -> Option<Vec<Meaning>> {
        let place = self.module.span(written.range());
        let mut rule = BreakerRule {
            text: text.to_owned(),
            ends_that_day: written.day() == Some(ast::BreakerDay::SameDay),
            except_first_in: None,
            except_again_within: None,
            lines: self.lines(written.lines(), place)?,
        };
        for exception in written.exceptions() {
            let place = self.module.span(exception.range());
            match exception.kind()? {
                ast::BreakerExceptionKind::First(lines) if rule.except_first_in.is_none() => {
                    rule.except_first_in = Some(self.lines(lines, place)?);
                }
                ast::BreakerExceptionKind::AgainWithin(length) if rule.except_again_within.is_none() => {
                    rule.except_again_within = Some(self.days(&length?, "How soon an event comes again")?);
                }
                _ => {
                    self.out.push(
                        Diagnostic::error(Code::K1002, "A breaker has one such exception")
                            .at(place, "a second exception of this kind")
                            .help("keep one of them"),
                    );
                    return None;
                }
            }
        }
        Some(vec![Meaning::Breaker(rule, written.events()?)])
    }

    /// `setting { neoadjuvant, adjuvant } excluded unless within 12 months`
    pub(super) fn setting(&mut self, written: &ast::SettingRule) -> Option<SettingRule> {
        let separately = written.kind()? == ast::SettingKind::CountedSeparately;
        let unless_within = match written.unless_within() {
            Some(length) => {
                let (number, ty) = self.length(&length)?;
                let (unit, factor) = match ty {
                    Type::Months => (ShiftUnit::Months, 1),
                    Type::Years => (ShiftUnit::Months, 12),
                    _ => (ShiftUnit::Days, 1),
                };
                let amount = number.to_i64().filter(|amount| (0..=4_000_000).contains(amount));
                let Some(amount) = amount else {
                    self.out.push(
                        Diagnostic::error(Code::K0313, "A length of time must be a whole number")
                            .at(
                                self.module.span(length.range()),
                                "not a whole number, or too long",
                            )
                            .help("write for example `12 months`"),
                    );
                    return None;
                };
                if separately {
                    self.out.push(
                        Diagnostic::error(
                            Code::K1001,
                            "`unless within …` belongs to settings that are excluded",
                        )
                        .at(self.module.span(length.range()), "these are counted")
                        .help("leave it out, or write `excluded unless within …`"),
                    );
                    return None;
                }
                Some((amount.saturating_mul(factor), unit))
            }
            None => None,
        };
        let settings = written.settings();
        let named = |name: &ast::Name| (name.text(), self.module.span(name.range()));
        Some(SettingRule {
            settings: settings.iter().map(named).collect(),
            separately,
            unless_within,
        })
    }

    /// `regimen names std.regimens.colorectal`
    pub(super) fn regimens(&mut self, written: &ast::RegimenRule) -> Option<Vec<Regimen>> {
        let path = written.path()?;
        let place = self.module.span(path.range());
        // A module that cannot be loaded was reported.
        let regimens = self.library.regimens_of(&path.text())?;
        if regimens.is_empty() {
            self.out.push(
                Diagnostic::error(Code::K0211, format!("`{}` declares no regimens", path.text()))
                    .at(place, "a module without `regimen`")
                    .help("name a module with regimens, such as `std.regimens.colorectal`"),
            );
            return None;
        }
        Some(regimens.to_vec())
    }
}
