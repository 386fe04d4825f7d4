//! What of a study its cohorts and outputs read, directly or through definitions.
//!
//! Invariant: what is not here can be changed without any result noticing.

use kohort_semantics::Study;
use kohort_semantics::model::{AttributeId, Dated, EntityId};
use kohort_semantics::study::{
    AnalyteId, CharacteristicId, CodeListId, DefinitionId, DrugListId, EndpointId, Events, EventsBase,
    ExprKind, Field, Grouped, Index, LineRules, Lines, Measure, Output, Part as Direct, Pick, Place, Record,
    RecordKind, SurvivalReport, TieBreak, Type,
};
use kohort_semantics::study_walk::{Part, walk_events, walk_parts};
use kohort_semantics::value::Value;
use std::collections::BTreeSet;

/// What is read.
#[derive(Debug, Clone, Default)]
pub struct Used {
    /// Definitions.
    pub definitions: BTreeSet<DefinitionId>,
    /// Endpoints that an output shows.
    pub endpoints: BTreeSet<EndpointId>,
    /// Characteristics that an output shows or divides by.
    pub characteristics: BTreeSet<CharacteristicId>,
    /// Kinds of records.
    pub entities: BTreeSet<EntityId>,
    /// Attributes, the dates of records among them.
    pub attributes: BTreeSet<AttributeId>,
    /// Code lists.
    pub code_lists: BTreeSet<CodeListId>,
    /// Sets of drugs.
    pub drug_lists: BTreeSet<DrugListId>,
    /// Analytes.
    pub analytes: BTreeSet<AnalyteId>,
    /// Substances, by qualified name.
    pub drugs: BTreeSet<String>,
}

impl Used {
    /// What the cohorts and outputs of a study read.
    #[must_use]
    pub fn of(study: &Study) -> Self {
        let mut used = Self::default();
        for cohort in &study.cohorts {
            match &cohort.index {
                Some(Index::One(date)) => walk_parts(date, &mut |part| used.part(study, part)),
                Some(Index::Each(events)) => walk_events(events, &mut |part| used.part(study, part)),
                None => {}
            }
            for criterion in &cohort.criteria {
                walk_parts(&criterion.condition, &mut |part| used.part(study, part));
            }
        }
        for output in &study.outputs {
            used.output(study, output);
        }
        used.bounds_of_dates(study);
        used
    }

    /// Whether results depend on what stands at a place.
    #[must_use]
    pub fn place(&self, study: &Study, place: Place) -> bool {
        match place {
            Place::Definition(id) => self.definitions.contains(&id),
            Place::Precision(at) => {
                let rule = study.precision.get(at);
                rule.is_some_and(|rule| self.attributes.contains(&rule.attribute))
            }
            Place::Index(_) | Place::Criterion(..) => true,
            Place::Endpoint(id) => self.endpoints.contains(&id),
            Place::Characteristic(id) => self.characteristics.contains(&id),
            Place::Test(_) => false,
        }
    }

    /// A precision rule counts where its date is read, and then so does what bounds it.
    fn bounds_of_dates(&mut self, study: &Study) {
        let mut seen = BTreeSet::new();
        loop {
            let next = (0..)
                .zip(&study.precision)
                .find(|(at, rule)| !seen.contains(at) && self.attributes.contains(&rule.attribute));
            let Some((at, rule)) = next else { return };
            seen.insert(at);
            for bound in [&rule.not_before, &rule.not_after].into_iter().flatten() {
                walk_parts(bound, &mut |part| self.part(study, part));
            }
        }
    }

    fn output(&mut self, study: &Study, output: &Output) {
        match output {
            Output::Attrition(_) => {}
            Output::Baseline { of, rows, smd: _ } | Output::Proportion { of, rows } => {
                self.grouped(study, of);
                rows.iter().for_each(|row| self.characteristic(study, *row));
            }
            Output::Treatments {
                of,
                lines,
                top: _,
                sequences: _,
                time_on_line: _,
            } => {
                self.grouped(study, of);
                self.definition(study, *lines);
            }
            Output::Survival(report) | Output::Incidence(report) => self.survival(study, report),
            Output::Rates {
                of,
                endpoints,
                per: _,
                unit: _,
            } => {
                self.grouped(study, of);
                endpoints
                    .iter()
                    .for_each(|endpoint| self.endpoint(study, *endpoint));
            }
        }
    }

    fn survival(&mut self, study: &Study, report: &SurvivalReport) {
        self.grouped(study, &report.of);
        report
            .endpoints
            .iter()
            .for_each(|endpoint| self.endpoint(study, *endpoint));
        let more = report
            .stratified
            .iter()
            .chain(&report.adjusted)
            .chain(&report.weighted);
        more.for_each(|id| self.characteristic(study, *id));
    }

    fn grouped(&mut self, study: &Study, of: &Grouped) {
        of.by.iter().for_each(|id| self.characteristic(study, *id));
    }

    fn characteristic(&mut self, study: &Study, id: CharacteristicId) {
        if self.characteristics.insert(id)
            && let Some(found) = study.characteristic(id)
        {
            walk_parts(&found.value, &mut |part| self.part(study, part));
        }
    }

    fn endpoint(&mut self, study: &Study, id: EndpointId) {
        if self.endpoints.insert(id)
            && let Some(found) = study.endpoint(id)
        {
            found.parts(&mut |part| match part {
                Direct::Operand(value) | Direct::Date(value) | Direct::Filter(value) => {
                    walk_parts(value, &mut |part| self.part(study, part));
                }
                Direct::Events(events) => walk_events(events, &mut |part| self.part(study, part)),
            });
        }
    }

    fn definition(&mut self, study: &Study, id: DefinitionId) {
        if self.definitions.insert(id)
            && let Some(found) = study.definition(id)
        {
            walk_parts(&found.value, &mut |part| self.part(study, part));
        }
    }

    fn part(&mut self, study: &Study, part: Part<'_>) {
        match part {
            Part::Events(events) => self.events(study, events),
            Part::Expr(expr, _) => {
                self.ty(study, &expr.ty);
                self.kind(study, &expr.kind, &expr.ty);
            }
        }
    }

    fn kind(&mut self, study: &Study, kind: &ExprKind, ty: &Type) {
        match kind {
            ExprKind::Literal(Value::Text(text)) if *ty == Type::Drug => {
                self.drugs.insert(text.to_string());
            }
            ExprKind::Literal(Value::Analyte(name)) => {
                let found = (0..)
                    .zip(&study.analytes)
                    .find(|(_, one)| one.qualified == **name);
                self.analytes.extend(found.map(|(at, _)| AnalyteId(at)));
            }
            ExprKind::Definition(id) => self.definition(study, *id),
            ExprKind::Attribute(attribute) => self.attribute(*attribute),
            ExprKind::RecordField(field)
            | ExprKind::FieldOf { field, .. }
            | ExprKind::Aggregate { field, .. } => self.field(*field),
            ExprKind::InCodes { list, .. } => drop(self.code_lists.insert(*list)),
            ExprKind::InDrugs { list, .. } => {
                self.drug_lists.insert(*list);
                let set = study.drug_lists.get(list.0 as usize);
                self.drugs
                    .extend(set.into_iter().flat_map(|set| set.drugs.iter().cloned()));
            }
            ExprKind::HasDrugs { tests, .. } => {
                for test in tests {
                    self.drugs.extend(test.drugs.drugs.iter().cloned());
                }
            }
            ExprKind::Pick {
                which: Pick::First | Pick::Last | Pick::Nth(_) | Pick::Nearest(_),
                ties,
                ..
            } => {
                for tie in ties {
                    let (TieBreak::ValueFirst(attribute, _)
                    | TieBreak::HighestFirst(attribute)
                    | TieBreak::LowestFirst(attribute)) = tie;
                    self.attribute(*attribute);
                }
            }
            _ => {}
        }
    }

    fn events(&mut self, study: &Study, events: &Events) {
        self.record(events.record);
        match &events.base {
            EventsBase::Entity(entity) => {
                self.entities.insert(*entity);
                match study.model.entity(*entity).map(|found| found.dated) {
                    Some(Dated::On(date)) => self.attribute(date),
                    Some(Dated::Span(start, end)) => {
                        [start, end].into_iter().for_each(|date| self.attribute(date))
                    }
                    Some(Dated::Never) | None => {}
                }
            }
            EventsBase::Definition(id) => self.definition(study, *id),
            EventsBase::Lines(lines) => self.lines(lines),
            EventsBase::Nested(_) | EventsBase::Episodes { .. } | EventsBase::Gaps { .. } => {}
        }
    }

    fn lines(&mut self, lines: &Lines) {
        self.attribute(lines.drug);
        lines.supply.iter().for_each(|supply| self.attribute(*supply));
        let LineRules { drug_names, .. } = &lines.rules;
        self.drugs.extend(drug_names.keys().cloned());
    }

    fn ty(&mut self, study: &Study, ty: &Type) {
        match ty {
            Type::Quantity(Measure::Analyte(analyte)) => drop(self.analytes.insert(*analyte)),
            Type::Event(record) | Type::Events(record) => self.record(*record),
            Type::Category(attribute) if study.model.attribute(*attribute).is_some() => {
                self.attribute(*attribute)
            }
            _ => {}
        }
    }

    fn record(&mut self, record: Record) {
        self.analytes.extend(record.analyte);
        match record.kind {
            RecordKind::Entity(entity) => drop(self.entities.insert(entity)),
            RecordKind::Periods | RecordKind::Lines => {}
        }
    }

    fn field(&mut self, field: Field) {
        match field {
            Field::Attribute(attribute) => self.attribute(attribute),
            Field::Start | Field::End | Field::Period | Field::Line(_) => {}
        }
    }

    fn attribute(&mut self, attribute: AttributeId) {
        self.entities.insert(attribute.entity);
        self.attributes.insert(attribute);
    }
}
