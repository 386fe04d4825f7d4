//! Which records of a study's model make lines.

use super::rule::{Meaning, Rule};
use super::settings::{in_settings, recent};
use crate::codes::DrugList;
use crate::lower::{Lowering, expr};
use crate::model::{Attribute, AttributeId, AttributeType, Cardinality, Dated, Entity, EntityId, Model};
use crate::study::{Compare, Events, EventsBase, Expr, ExprKind, Field, Record, RecordKind, Type};
use crate::value::Value;
use kohort_base::{Code, Diagnostic, Span};

/// The records that make lines, and those of settings that are counted separately.
pub(super) struct LineRecords {
    pub(super) main: Events,
    pub(super) apart: Option<Events>,
    pub(super) drug: AttributeId,
}

/// The declaration of lines.
pub(super) struct Declared {
    /// Their name.
    pub(super) name: String,
    /// Where it stands.
    pub(super) place: Span,
    /// Where the rule set is named.
    pub(super) rules_at: Span,
}

/// The model's entity of drugs that were given.
#[derive(Debug, Clone, Copy)]
pub(super) struct Medication {
    pub(super) entity: EntityId,
    drug: AttributeId,
    start: AttributeId,
}

/// The entities of a model whose records could make lines, with their names.
pub(super) fn medications(model: &Model) -> Vec<(Medication, String)> {
    let mut found: Vec<(Medication, String)> = Vec::new();
    for (position, entity) in model.entities.iter().enumerate() {
        let id = EntityId(position as u32);
        let mut drugs = model.attribute_ids(id).filter(|attribute| {
            let declared = model.attribute(*attribute);
            declared.is_some_and(|declared| declared.ty == AttributeType::Drug)
        });
        if let (Cardinality::Many, Dated::Span(start, _)) = (entity.cardinality, entity.dated)
            && let Some(drug) = drugs.next()
            && drugs.next().is_none()
        {
            let medication = Medication {
                entity: id,
                drug,
                start,
            };
            found.push((medication, entity.name.clone()));
        }
    }
    found
}

/// An attribute of the records by its name.
pub(super) fn line_attribute<'a>(
    model: &'a Model,
    medication: Medication,
    name: &str,
) -> Option<(AttributeId, &'a Attribute)> {
    let entity: &Entity = model.entity(medication.entity)?;
    let (index, attribute) = entity.attribute_named(name)?;
    let id = AttributeId {
        entity: medication.entity,
        index,
    };
    Some((id, attribute))
}

impl Lowering<'_> {
    /// The entity whose records make lines; reports a model that has none, or several.
    pub(super) fn medication(&mut self, place: Span) -> Option<Medication> {
        let found = medications(&self.model);
        if let [(only, _)] = found.as_slice() {
            return Some(*only);
        }
        let names: Vec<String> = found.iter().map(|(_, name)| format!("`{name}`")).collect();
        let title = if names.is_empty() {
            format!(
                "The model `{}` has no records that could make lines",
                self.model.name
            )
        } else {
            format!(
                "The model `{}` has several records that could make lines",
                self.model.name
            )
        };
        let mut finding = Diagnostic::error(Code::K1004, title)
            .at(place, "lines are made of drugs that were given from one day to another")
            .and(self.model.span, "the model is declared here")
            .help("a model needs one such entity: `many medication dated start to end { start: Date  end: Date  drug: Drug }`");
        if !names.is_empty() {
            finding = finding.note(format!("these are: {}", names.join(", ")));
        }
        self.report(finding);
        None
    }

    /// An attribute of the records by its name.
    pub(super) fn line_attribute(
        &self,
        medication: Medication,
        name: &str,
    ) -> Option<(AttributeId, &Attribute)> {
        line_attribute(&self.model, medication, name)
    }

    /// The days that a supply lasts; reports a model that does not know them.
    pub(super) fn supply(&mut self, medication: Medication, rule: Span, place: Span) -> Option<AttributeId> {
        match self.line_attribute(medication, "days_supplied") {
            Some((id, attribute)) if attribute.ty == AttributeType::Integer => Some(id),
            _ => {
                let finding = self.lacking(medication, "days_supplied: Integer", rule, place);
                self.report(finding);
                None
            }
        }
    }

    pub(super) fn lacking(&self, medication: Medication, what: &str, rule: Span, place: Span) -> Diagnostic {
        let name = self.entity_name(medication.entity);
        let mut finding = Diagnostic::error(Code::K1004, format!("A rule needs what `{name}` does not say"))
            .at(place, "the rules are used here")
            .and(rule, format!("needs `{what}`"));
        if let Some(entity) = self.model.entity(medication.entity) {
            finding = finding.and(entity.span, "not declared here");
        }
        finding.help("leave the rule out with `with …`, or use a model that has the attribute")
    }

    /// The records that make lines by some rules; `starting` is when they may start.
    pub(super) fn line_records(
        &mut self,
        rules: &[Rule],
        medication: Medication,
        declared: &Declared,
        starting: Option<&Expr>,
    ) -> Option<LineRecords> {
        let place = declared.place;
        let mut main = vec![self.eligible(rules, medication, declared)];
        main.extend(self.counting(rules, medication, declared.rules_at)?);
        let settings = self.settings(rules, medication, place)?;
        let mut separate = Vec::new();
        for setting in &settings {
            let within = in_settings(setting, place);
            if setting.separately {
                separate.push(or_else(within, false, place));
                continue;
            }
            let outside = not(within, place);
            let counts = match (setting.unless_within, starting) {
                (Some((amount, unit)), Some(starting)) => {
                    let recent = recent(medication.start, starting, amount, unit, place);
                    expr(ExprKind::Or(vec![outside, recent]), Type::Boolean, place)
                }
                (Some(_), None) => {
                    self.report(
                        Diagnostic::error(Code::K1001, "A rule counts back from the start, which is not said")
                            .at(place, "has no `starting …`")
                            .note("`excluded unless within …` keeps treatment that began shortly before the lines may start")
                            .help("write `starting …`, for example `starting advanced.date`"),
                    );
                    return None;
                }
                (None, _) => outside,
            };
            // Where a record does not say its setting, nothing speaks against it.
            main.push(or_else(counts, true, place));
        }
        let apart = (!separate.is_empty()).then(|| {
            let mut conditions = main.clone();
            conditions.push(any(separate.clone(), place));
            records(medication.entity, conditions, place)
        });
        if !separate.is_empty() {
            main.push(not(any(separate, place), place));
        }
        Some(LineRecords {
            main: records(medication.entity, main, place),
            apart,
            drug: medication.drug,
        })
    }

    /// Its drug makes lines.
    fn eligible(&mut self, rules: &[Rule], medication: Medication, declared: &Declared) -> Expr {
        let place = declared.place;
        let drugs = super::check::eligible(rules);
        let list = DrugList {
            name: declared.name.clone(),
            module: self.module.path.clone(),
            doc: None,
            drugs: drugs.into_iter().map(str::to_owned).collect(),
            span: place,
        };
        let list = self.intern_drugs(&list);
        let value = Box::new(field(medication.drug, Type::Drug, place));
        expr(ExprKind::InDrugs { value, list }, Type::Boolean, place)
    }

    /// `records where …`; without such a rule, a record counts unless it is known to have been cancelled.
    fn counting(&mut self, rules: &[Rule], medication: Medication, place: Span) -> Option<Option<Expr>> {
        let record = plain(medication.entity);
        let written = rules.iter().find_map(|rule| match &rule.meaning {
            Meaning::Records(condition) => Some((rule, condition)),
            _ => None,
        });
        if let Some((rule, condition)) = written {
            let module = self.library.modules.get(&rule.module)?;
            return self
                .in_module(module, |lowering| {
                    lowering.condition_of_record(record, Some(condition), rule.span)
                })
                .map(Some);
        }
        let cancelled = match self.line_attribute(medication, "cancelled") {
            Some((id, attribute)) if attribute.ty == AttributeType::Boolean => id,
            _ => return Some(None),
        };
        let literal = |truth| expr(ExprKind::Literal(Value::Boolean(truth)), Type::Boolean, place);
        let kept = ExprKind::Compare {
            op: Compare::Ne,
            left: Box::new(field(cancelled, Type::Boolean, place)),
            right: Box::new(literal(true)),
        };
        let preferred = or_else(expr(kept, Type::Boolean, place), true, place);
        // A source that does not say it, because it only has what took place, needs no such condition.
        let kind = ExprKind::IfAvailable {
            preferred: Box::new(preferred),
            fallback: Box::new(literal(true)),
        };
        Some(Some(expr(kind, Type::Boolean, place)))
    }
}

fn plain(entity: EntityId) -> Record {
    Record {
        kind: RecordKind::Entity(entity),
        analyte: None,
    }
}

fn records(entity: EntityId, mut conditions: Vec<Expr>, place: Span) -> Events {
    let filter = if conditions.len() > 1 {
        Some(expr(ExprKind::And(conditions), Type::Boolean, place))
    } else {
        conditions.pop()
    };
    Events {
        base: EventsBase::Entity(entity),
        filter,
        windows: Vec::new(),
        record: plain(entity),
        span: place,
    }
}

/// An attribute of the record under test.
pub(super) fn field(attribute: AttributeId, ty: Type, place: Span) -> Expr {
    expr(ExprKind::RecordField(Field::Attribute(attribute)), ty, place)
}

fn not(condition: Expr, place: Span) -> Expr {
    expr(ExprKind::Not(Box::new(condition)), Type::Boolean, place)
}

/// The condition, and what holds where it is unknown.
fn or_else(condition: Expr, otherwise: bool, place: Span) -> Expr {
    let otherwise = expr(ExprKind::Literal(Value::Boolean(otherwise)), Type::Boolean, place);
    expr(ExprKind::OrElse(vec![condition, otherwise]), Type::Boolean, place)
}

fn any(mut conditions: Vec<Expr>, place: Span) -> Expr {
    match (conditions.len(), conditions.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            conditions.extend(last);
            expr(ExprKind::Or(conditions), Type::Boolean, place)
        }
    }
}
