//! The entries of a report as outputs.

use super::super::Lowering;
use super::Catalog;
use super::item::Role;
use crate::study::{
    CharacteristicId, CohortId, Compared, ConfidenceKind, DefinitionId, EventsBase, ExprKind, Grouped,
    Output, RecordKind, SurvivalReport, TimeUnit, Type,
};
use crate::value::Number;
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast::{self, ReportKind, ReportPartKind};

/// The person-time that rates are given for, unless an entry says otherwise: 100 years.
const PER: (i64, TimeUnit) = (100, TimeUnit::Years);

impl<'m> Lowering<'m> {
    /// The outputs of one entry: one for each cohort that it is about.
    pub(super) fn entry(&mut self, entry: &ast::ReportEntry, catalog: &mut Catalog<'_>) -> Vec<Output> {
        let Some(kind) = entry.kind() else {
            self.unknown_entry(entry);
            return Vec::new();
        };
        let suits = self.parts_suit(entry, kind);
        let found = match kind {
            ReportKind::Attrition => self
                .named_cohorts(entry, catalog)
                .map(|cohorts| vec![Output::Attrition(cohorts)]),
            ReportKind::Baseline => self.baseline(entry, catalog),
            ReportKind::Proportion => self.proportion(entry, catalog),
            ReportKind::Treatments => self.treatments(entry, catalog),
            ReportKind::Survival | ReportKind::Incidence => self.survival(entry, kind, catalog),
            ReportKind::Rates => self.rates(entry, catalog),
        };
        found.filter(|_| suits).unwrap_or_default()
    }

    /// The entries of each cohort, in groups.
    fn grouped(
        &mut self,
        entry: &ast::ReportEntry,
        implied: Option<CohortId>,
        catalog: &mut Catalog<'_>,
    ) -> Option<Vec<Grouped>> {
        let by = self.all_named(&entry.by(), Role::Groups, catalog);
        let cohorts = self.cohorts_of(entry, implied, catalog)?;
        let by = by?;
        let span = self.span(entry.range());
        let grouped = |cohort| Grouped {
            cohort,
            by: by.clone(),
            span,
        };
        Some(cohorts.into_iter().map(grouped).collect())
    }

    fn baseline(&mut self, entry: &ast::ReportEntry, catalog: &mut Catalog<'_>) -> Option<Vec<Output>> {
        let rows = self.rows(entry, Role::Row, catalog);
        let all = self.grouped(entry, None, catalog)?;
        let smd = extra(entry, "smd");
        if let Some(smd) = &smd
            && entry.by().is_empty()
        {
            self.needs_groups("standardised differences", smd);
            return None;
        }
        let rows = rows?;
        let output = |of| Output::Baseline {
            of,
            rows: rows.clone(),
            smd: smd.is_some(),
        };
        Some(all.into_iter().map(output).collect())
    }

    fn proportion(&mut self, entry: &ast::ReportEntry, catalog: &mut Catalog<'_>) -> Option<Vec<Output>> {
        let rows = self.rows(entry, Role::Share, catalog);
        let all = self.grouped(entry, None, catalog)?;
        let rows = rows?;
        let output = |of| Output::Proportion {
            of,
            rows: rows.clone(),
        };
        Some(all.into_iter().map(output).collect())
    }

    fn rows(
        &mut self,
        entry: &ast::ReportEntry,
        role: Role,
        catalog: &mut Catalog<'_>,
    ) -> Option<Vec<CharacteristicId>> {
        let items = entry.of();
        let mut rows = Vec::new();
        let mut wrong = items.is_empty();
        for item in &items {
            match self.shown(item, role, catalog) {
                Some(id) if rows.contains(&id) => {}
                Some(id) => rows.push(id),
                None => wrong = true,
            }
        }
        (!wrong).then_some(rows)
    }

    fn treatments(&mut self, entry: &ast::ReportEntry, catalog: &mut Catalog<'_>) -> Option<Vec<Output>> {
        let top = entry.parts().iter().find_map(|part| match part.kind() {
            Some(ReportPartKind::Top(number)) => Some((number, self.span(part.range()))),
            _ => None,
        });
        let top = match top {
            Some((number, span)) => Some(self.top(number.as_deref(), span)?),
            None => None,
        };
        let (sequences, time_on_line) = (extra(entry, "sequences"), extra(entry, "time_on_line"));
        let mut outputs = Vec::new();
        for item in entry.of() {
            let implied = match &item {
                ast::Expr::Path(path) => self.cohort_of_lines(&path.path().text(), catalog),
                _ => None,
            };
            let Some(lines) = self.shown_lines(&item) else {
                continue;
            };
            for of in self.grouped(entry, implied, catalog)? {
                outputs.push(Output::Treatments {
                    of,
                    lines,
                    top,
                    sequences: sequences.is_some(),
                    time_on_line: time_on_line.is_some(),
                });
            }
        }
        Some(outputs)
    }

    fn top(&mut self, number: Option<&str>, span: Span) -> Option<u32> {
        let found = number?.parse::<u32>().ok().filter(|number| *number > 0);
        if found.is_none() {
            self.report(
                Diagnostic::error(
                    Code::K0313,
                    "How many regimens are shown is a whole number from 1",
                )
                .at(span, "not such a number")
                .help("write for example `top 10`"),
            );
        }
        found
    }

    /// The definition of the lines of therapy that an item names.
    fn shown_lines(&mut self, written: &ast::Expr) -> Option<DefinitionId> {
        let value = self.value(written, None);
        if value.ty == Type::Error {
            return None;
        }
        let mut found = &value;
        while let ExprKind::Definition(id) = &found.kind {
            let definition = self.definitions.get(id.0 as usize)?;
            if let ExprKind::Events(events) = &definition.value.kind
                && matches!(events.base, EventsBase::Lines(_))
            {
                return Some(*id);
            }
            found = &definition.value;
        }
        let words = self.describe(&value.ty);
        let narrowed = matches!(value.ty, Type::Events(record) if record.kind == RecordKind::Lines);
        let diagnostic = Diagnostic::error(Code::K1204, "`treatments` is of lines of therapy")
            .at(value.span, format!("this is {words}"));
        self.report(if narrowed {
            diagnostic.help(
                "name the `lines` themselves; lines that a where-clause leaves are not reported by line",
            )
        } else {
            diagnostic.help("name what `lines NAME = …` declares, for example `treatments of therapy`")
        });
        None
    }

    fn survival(
        &mut self,
        entry: &ast::ReportEntry,
        kind: ReportKind,
        catalog: &mut Catalog<'_>,
    ) -> Option<Vec<Output>> {
        let (word, _) = entry.word();
        let endpoints = self.shown_endpoints(&entry.of(), &word, catalog);
        let mut report = Parts::default();
        let mut wrong = false;
        for part in entry.parts() {
            let span = self.span(part.range());
            match part.kind() {
                Some(ReportPartKind::At(times)) => {
                    wrong |= self.times(times.as_ref(), span, &mut report).is_none()
                }
                Some(ReportPartKind::Compared(how)) => report.compared = how.map(|how| (how, span)),
                Some(ReportPartKind::Stratified(names)) => {
                    let found = self.all_named(&names, Role::Groups, catalog);
                    wrong |= found.is_none();
                    report.stratified = Some((found.unwrap_or_default(), span));
                }
                Some(ReportPartKind::Adjusted(names)) => {
                    let found = self.all_named(&names, Role::Covariate, catalog);
                    wrong |= found.is_none();
                    report.adjusted = Some((found.unwrap_or_default(), span));
                }
                Some(ReportPartKind::Weighted(names)) => {
                    let found = self.all_named(&names, Role::Weight, catalog);
                    wrong |= found.is_none();
                    report.weighted = found.unwrap_or_default();
                    if let (2.., Some(second)) = (names.len(), names.get(1)) {
                        let place = self.span(second.range());
                        self.two_weights(place);
                        wrong = true;
                    }
                }
                Some(ReportPartKind::Confidence(found)) => {
                    report.confidence = match found {
                        Some(ast::ConfidenceType::Log) => ConfidenceKind::Log,
                        Some(ast::ConfidenceType::Plain) => ConfidenceKind::Plain,
                        Some(ast::ConfidenceType::LogLog) | None => ConfidenceKind::LogLog,
                    };
                }
                _ => {}
            }
        }
        if let Some(extra) = extra(entry, "rmst")
            && let Some(at) = extra.at()
        {
            report.rmst = self.survival_time(&at);
            wrong |= report.rmst.is_none();
        }
        let implied = self.cohort_of_endpoints(endpoints.as_deref().unwrap_or_default(), catalog);
        let all = self.grouped(entry, implied, catalog)?;
        wrong |= self.comparison_is_wrong(&report, entry);
        let endpoints = endpoints?;
        if wrong {
            return None;
        }
        let output = |of| {
            let report = SurvivalReport {
                of,
                endpoints: endpoints.clone(),
                at: report.at.clone(),
                at_unit: report.at_unit.unwrap_or(TimeUnit::Months),
                rmst: report.rmst.clone(),
                follow_up: extra(entry, "follow_up").is_some(),
                at_risk: extra(entry, "at_risk").is_some(),
                compared: report.compared.map(|(how, _)| match how {
                    ast::Comparison::LogRank => Compared::LogRank,
                    ast::Comparison::Cox => Compared::Cox,
                }),
                stratified: report.stratified.clone().map(|(ids, _)| ids).unwrap_or_default(),
                adjusted: report.adjusted.clone().map(|(ids, _)| ids).unwrap_or_default(),
                weighted: report.weighted.first().copied(),
                confidence: report.confidence,
            };
            match kind {
                ReportKind::Incidence => Output::Incidence(report),
                _ => Output::Survival(report),
            }
        };
        Some(all.into_iter().map(output).collect())
    }

    fn times(&mut self, times: Option<&ast::ReportTimes>, span: Span, report: &mut Parts) -> Option<()> {
        let times = times?;
        report.at_unit = Some(self.time_unit(times.unit()?, span)?);
        for number in times.numbers() {
            let number = self.number(&number, span)?;
            if !report.at.contains(&number) {
                report.at.push(number);
            }
        }
        report.at.sort();
        Some(())
    }

    /// A written length as a survival time.
    pub(crate) fn survival_time(&mut self, written: &ast::DurationLit) -> Option<(Number, TimeUnit)> {
        let span = self.span(written.range());
        let unit = self.time_unit(written.unit()?, span)?;
        Some((self.number(&written.number(), span)?, unit))
    }

    /// Reports what a comparison needs and does not have, or what needs a comparison.
    fn comparison_is_wrong(&mut self, report: &Parts, entry: &ast::ReportEntry) -> bool {
        let before = self.out.len();
        match &report.compared {
            None => {
                for (words, part) in [
                    ("stratified by", &report.stratified),
                    ("adjusted for", &report.adjusted),
                ] {
                    if let Some((_, span)) = part {
                        self.report(
                            Diagnostic::error(Code::K1203, format!("`{words} …` belongs to a comparison"))
                                .at(*span, "nothing is compared here")
                                .help("say how the groups are compared: `compared by log-rank` or `compared by cox`"),
                        );
                    }
                }
            }
            Some((how, span)) => {
                let is_cox = *how == ast::Comparison::Cox;
                if entry.by().is_empty() && !(is_cox && report.adjusted.is_some()) {
                    self.report(
                        Diagnostic::error(Code::K1203, "A comparison needs groups")
                            .at(*span, "which groups are compared?")
                            .help("name a characteristic that makes them, for example `by arm`"),
                    );
                }
                if let Some((_, adjusted)) = &report.adjusted
                    && !is_cox
                {
                    self.report(
                        Diagnostic::error(Code::K1203, "A log-rank test is not adjusted")
                            .at(*adjusted, "covariates belong to a Cox model")
                            .and(*span, "compared by a test that has none")
                            .help("write `compared by cox`, or `stratified by …` for groups within which is compared"),
                    );
                }
            }
        }
        self.out.len() > before
    }

    fn rates(&mut self, entry: &ast::ReportEntry, catalog: &mut Catalog<'_>) -> Option<Vec<Output>> {
        let (word, _) = entry.word();
        let endpoints = self.shown_endpoints(&entry.of(), &word, catalog);
        let implied = self.cohort_of_endpoints(endpoints.as_deref().unwrap_or_default(), catalog);
        let all = self.grouped(entry, implied, catalog)?;
        let per = entry.parts().iter().find_map(|part| match part.kind() {
            Some(ReportPartKind::Per(per)) => Some(per),
            _ => None,
        });
        let (per, unit) = match per {
            Some(per) => {
                let per = per?;
                let span = self.span(per.range());
                let found = self.survival_time(&per)?;
                if found.0.is_zero() {
                    self.report(
                        Diagnostic::error(Code::K0313, "A rate is per some time")
                            .at(span, "no time at all")
                            .help("write for example `per 100 years`"),
                    );
                    return None;
                }
                found
            }
            None => (Number::from_integer(PER.0), PER.1),
        };
        let endpoints = endpoints?;
        let output = |of| Output::Rates {
            of,
            endpoints: endpoints.clone(),
            per: per.clone(),
            unit,
        };
        Some(all.into_iter().map(output).collect())
    }

    fn needs_groups(&mut self, what: &str, extra: &ast::ExtraResult) {
        let span = self.span(extra.range());
        self.report(
            Diagnostic::error(Code::K1203, format!("There are no groups for {what}"))
                .at(span, "differences between which groups?")
                .help("name a characteristic that makes them, for example `by arm`"),
        );
    }

    fn two_weights(&mut self, place: Span) {
        self.report(
            Diagnostic::error(Code::K1203, "An entry has one weight")
                .at(place, "a second one")
                .help("multiply them in a `characteristic`, and name that"),
        );
    }
}

/// The parts of an entry about survival that are no lists of what is shown.
#[derive(Default)]
struct Parts {
    at: Vec<Number>,
    at_unit: Option<TimeUnit>,
    rmst: Option<(Number, TimeUnit)>,
    compared: Option<(ast::Comparison, Span)>,
    stratified: Option<(Vec<CharacteristicId>, Span)>,
    adjusted: Option<(Vec<CharacteristicId>, Span)>,
    weighted: Vec<CharacteristicId>,
    confidence: ConfidenceKind,
}

/// A further result that an entry asks for.
fn extra(entry: &ast::ReportEntry, name: &str) -> Option<ast::ExtraResult> {
    let parts = entry.parts().into_iter();
    let extras = parts.filter_map(|part| match part.kind() {
        Some(ReportPartKind::With(extras)) => Some(extras),
        _ => None,
    });
    extras
        .flatten()
        .find(|extra| extra.name().is_some_and(|found| found.text() == name))
}
