//! The settings of treatment that rules leave out or count apart: values of the attributes `setting` and `intent`.

use super::records::{Medication, field, line_attribute, medications};
use super::rule::{Meaning, Rule, SettingRule};
use crate::lower::{Lowering, expr};
use crate::model::{AttributeId, AttributeType, Model};
use crate::study::{Compare, Expr, ExprKind, SetItem, ShiftUnit, Type};
use crate::value::Value;
use kohort_base::{Code, Diagnostic, Span, suggest};

/// The values of one attribute that a setting rule is about.
pub(super) struct Settings {
    pub(super) attribute: AttributeId,
    pub(super) positions: Vec<u32>,
    pub(super) separately: bool,
    pub(super) unless_within: Option<(i64, ShiftUnit)>,
}

impl Lowering<'_> {
    /// What the setting rules say of each value; of several rules that name one, the last.
    pub(super) fn settings(
        &mut self,
        rules: &[Rule],
        medication: Medication,
        place: Span,
    ) -> Option<Vec<Settings>> {
        let mut found: Vec<(AttributeId, u32, SettingRule)> = Vec::new();
        let mut wrong = false;
        for rule in rules {
            let Meaning::Setting(setting) = &rule.meaning else {
                continue;
            };
            for (name, named_at) in &setting.settings {
                match self.setting_value(medication, name) {
                    Some((attribute, position)) => {
                        self.names_value(*named_at, attribute, name);
                        found.retain(|(known, value, _)| (*known, *value) != (attribute, position));
                        found.push((attribute, position, setting.clone()));
                    }
                    None => {
                        let finding = self.unknown_setting(medication, name, *named_at, rule.span, place);
                        self.report(finding);
                        wrong = true;
                    }
                }
            }
        }
        if wrong {
            return None;
        }
        let mut settings: Vec<Settings> = Vec::new();
        for (attribute, position, rule) in found {
            let same = settings.iter_mut().find(|known| {
                known.attribute == attribute
                    && known.separately == rule.separately
                    && known.unless_within == rule.unless_within
            });
            match same {
                Some(known) => known.positions.push(position),
                None => settings.push(Settings {
                    attribute,
                    positions: vec![position],
                    separately: rule.separately,
                    unless_within: rule.unless_within,
                }),
            }
        }
        Some(settings)
    }

    fn setting_value(&self, medication: Medication, name: &str) -> Option<(AttributeId, u32)> {
        let values = setting_values(&self.model, medication);
        let found = values.into_iter().find(|(_, _, value)| value == name);
        found.map(|(attribute, position, _)| (attribute, position))
    }

    fn unknown_setting(
        &self,
        medication: Medication,
        name: &str,
        named_at: Span,
        rule: Span,
        place: Span,
    ) -> Diagnostic {
        let values = setting_values(&self.model, medication);
        if values.is_empty() {
            return self.lacking(medication, "setting", rule, place);
        }
        let names: Vec<&str> = values.iter().map(|(_, _, value)| value.as_str()).collect();
        let finding = Diagnostic::error(Code::K0312, format!("No treatment has the setting `{name}`"))
            .at(named_at, "not one of the model's settings and intents");
        match suggest::nearest(name, names.iter().copied()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")).replace(
                named_at,
                near,
                format!("Write `{near}`"),
            ),
            None => finding.help(format!("they are: {}", names.join(", "))),
        }
    }
}

/// What `setting …` can name where lines are made of a model's records; nothing if none of them, or several, could make
/// lines.
#[must_use]
pub fn line_settings(model: &Model) -> Vec<(AttributeId, String)> {
    let found = medications(model);
    let [(only, _)] = found.as_slice() else {
        return Vec::new();
    };
    let values = setting_values(model, *only).into_iter();
    values.map(|(attribute, _, value)| (attribute, value)).collect()
}

/// The categories of the attributes that say what a treatment is for.
fn setting_values(model: &Model, medication: Medication) -> Vec<(AttributeId, u32, String)> {
    let attributes = ["setting", "intent"]
        .into_iter()
        .filter_map(|name| line_attribute(model, medication, name));
    let values = attributes.flat_map(|(id, attribute)| {
        let values = match &attribute.ty {
            AttributeType::Category(category) => category.values.clone(),
            _ => Vec::new(),
        };
        (0u32..)
            .zip(values)
            .map(move |(position, value)| (id, position, value))
    });
    values.collect()
}

/// Whether a record has one of the settings.
pub(super) fn in_settings(settings: &Settings, place: Span) -> Expr {
    let ty = Type::Category(settings.attribute);
    let item = |position: &u32| {
        let value = ExprKind::Literal(Value::Category(*position));
        SetItem::Value(expr(value, ty.clone(), place))
    };
    let kind = ExprKind::InSet {
        value: Box::new(field(settings.attribute, ty.clone(), place)),
        items: settings.positions.iter().map(item).collect(),
    };
    expr(kind, Type::Boolean, place)
}

/// The record starts at most so long before the lines may start, or later.
pub(super) fn recent(start: AttributeId, starting: &Expr, amount: i64, unit: ShiftUnit, place: Span) -> Expr {
    let earliest = ExprKind::Shift {
        date: Box::new(starting.clone()),
        amount: -amount,
        unit,
    };
    let kind = ExprKind::Compare {
        op: Compare::Ge,
        left: Box::new(field(start, Type::Date, place)),
        right: Box::new(expr(earliest, Type::Date, place)),
    };
    expr(kind, Type::Boolean, place)
}
