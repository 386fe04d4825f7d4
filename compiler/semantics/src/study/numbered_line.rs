//! `therapy[2]`: what it is lowered to, recognised again by all that put a study into words.

use super::{
    Compare, DefinitionId, Events, EventsBase, Expr, ExprKind, Field, FixedCategory, LineField, LineSetting,
    Pick, Study, TieBreak, Type,
};
use crate::value::{Number, Value};

impl Study {
    /// The lines and the number, if a pick is the first part of a line of the main count: the form that
    /// `LINES[NUMBER]` has in a study. A study may also write that form out; the two mean the same.
    pub fn numbered_line<'e>(
        &self,
        which: &Pick,
        events: &'e Events,
        ties: &[TieBreak],
    ) -> Option<(DefinitionId, &'e Number)> {
        let EventsBase::Definition(id) = &events.base else {
            return None;
        };
        if *which != Pick::First || !ties.is_empty() || !events.windows.is_empty() {
            return None;
        }
        self.lines(*id)?;
        let ExprKind::And(tests) = &events.filter.as_ref()?.kind else {
            return None;
        };
        let [number, setting] = tests.as_slice() else {
            return None;
        };
        let main = Value::Category(LineSetting::Main.position());
        match (equals(number)?, equals(setting)?) {
            ((LineField::Number, Value::Number(number), _), (LineField::Setting, setting, ty))
                if *setting == main
                    && *ty == Type::Fixed(FixedCategory::LineSetting)
                    && *number >= Number::ONE
                    && number.is_integer() =>
            {
                Some((*id, number))
            }
            _ => None,
        }
    }
}

/// A test that a field of a line has a value.
fn equals(test: &Expr) -> Option<(LineField, &Value, &Type)> {
    let ExprKind::Compare {
        op: Compare::Eq,
        left,
        right,
    } = &test.kind
    else {
        return None;
    };
    match (&left.kind, &right.kind) {
        (ExprKind::RecordField(Field::Line(field)), ExprKind::Literal(value)) => {
            Some((*field, value, &right.ty))
        }
        _ => None,
    }
}
