//! What follows a definition or criterion after a comma: tie-breaks, looking ahead, what an unknown counts as.

use super::super::Lowering;
use crate::model::{AttributeId, AttributeType, EntityId};
use crate::study::{Expr, ExprKind, LookingAhead, RecordKind, TieBreak, Type};
use kohort_base::{Code, Diagnostic, Span, suggest};
use kohort_grammar::ast;

/// The modifiers that do not change the value itself.
#[derive(Debug, Default)]
pub(crate) struct Applied {
    /// `unknown is met` (true) or `unknown is not met`, and where.
    pub(crate) unknown_is: Option<(bool, Span)>,
    /// `looking ahead …`.
    pub(crate) looking_ahead: Option<LookingAhead>,
}

impl Lowering<'_> {
    /// Applies tie-breaks to the pick in `value` and gathers the rest.
    pub(crate) fn modifiers(&mut self, modifiers: &[ast::Modifier], value: &mut Expr) -> Applied {
        let mut applied = Applied::default();
        for modifier in modifiers {
            let span = self.span(modifier.range());
            let Some(kind) = modifier.kind() else { continue };
            match kind {
                ast::ModifierKind::UnknownIs { met } => applied.unknown_is = Some((met, span)),
                ast::ModifierKind::LookingAhead { duration, reason } => {
                    let days = duration
                        .and_then(|duration| self.whole_days(&duration, "How far a study looks ahead"));
                    if let (Some(days), Some(reason)) = (days, reason) {
                        applied.looking_ahead = Some(LookingAhead {
                            days,
                            reason: reason.value(),
                        });
                    }
                }
                ast::ModifierKind::ValueFirst(name) => self.tie(value, &name, span, Self::value_first),
                ast::ModifierKind::HighestFirst(name) => {
                    self.tie(value, &name, span, |lowering, entity, name| {
                        lowering.ordered(entity, name).map(TieBreak::HighestFirst)
                    });
                }
                ast::ModifierKind::LowestFirst(name) => {
                    self.tie(value, &name, span, |lowering, entity, name| {
                        lowering.ordered(entity, name).map(TieBreak::LowestFirst)
                    });
                }
            }
        }
        applied
    }

    fn tie(
        &mut self,
        value: &mut Expr,
        name: &ast::Name,
        span: Span,
        read: impl FnOnce(&mut Self, EntityId, &ast::Name) -> Option<TieBreak>,
    ) {
        if value.ty == Type::Error {
            return;
        }
        let pick = match &mut value.kind {
            ExprKind::FieldOf { event, .. } => &mut event.kind,
            kind => kind,
        };
        if let ExprKind::Pick { events, ties, .. } = pick
            && let RecordKind::Entity(entity) = events.record.kind
        {
            ties.extend(read(self, entity, name));
            return;
        }
        self.report(
            Diagnostic::error(Code::K0314, "Only a pick has ties to break")
                .at(span, "orders records of one day")
                .and(value.span, "this is not one record picked by date")
                .help("write it after `first …`, `last …` or `nearest …` in a `let` of its own"),
        );
    }

    /// `positive first`: the attribute is the one that has this category.
    fn value_first(&mut self, entity: EntityId, name: &ast::Name) -> Option<TieBreak> {
        let found = self.model.entity(entity)?;
        let mut values: Vec<String> = Vec::new();
        for (index, attribute) in found.attributes.iter().enumerate() {
            let AttributeType::Category(category) = &attribute.ty else {
                continue;
            };
            if let Some(position) = category.values.iter().position(|value| *value == name.text()) {
                return Some(TieBreak::ValueFirst(
                    AttributeId {
                        entity,
                        index: index as u32,
                    },
                    position as u32,
                ));
            }
            values.extend(category.values.iter().cloned());
        }
        let span = self.span(name.range());
        let mut diagnostic = Diagnostic::error(
            Code::K0312,
            format!("No attribute of `{}` is ever `{}`", found.name, name.text()),
        )
        .at(span, "not a category of these records")
        .and(found.span, "declared here");
        if let Some(near) = suggest::nearest(&name.text(), values.iter().map(String::as_str)) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?")).replace(
                span,
                near,
                format!("Write `{near}`"),
            );
        }
        self.report(diagnostic);
        None
    }

    /// `highest value first`: an attribute with an order.
    fn ordered(&mut self, entity: EntityId, name: &ast::Name) -> Option<AttributeId> {
        let attribute = self.attribute_of(entity, name)?;
        let span = self.span(name.range());
        match self.model.attribute(attribute).map(|found| &found.ty) {
            Some(
                AttributeType::Code | AttributeType::Analyte | AttributeType::Text | AttributeType::Boolean,
            ) => {
                self.report(
                    Diagnostic::error(
                        Code::K0314,
                        format!("`{}` has no highest or lowest value", name.text()),
                    )
                    .at(span, "has no order that means anything")
                    .help("use a number, a quantity, a date or an ordered category"),
                );
                None
            }
            Some(_) => Some(attribute),
            None => None,
        }
    }
}
