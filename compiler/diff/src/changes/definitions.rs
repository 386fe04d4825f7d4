//! Definitions, lines of therapy and precision rules: what stands behind names.

use super::{Comparison, certain_edits, direction, subject};
use crate::order::{Order, Side, Test};
use crate::walk::{Cause, Node};
use crate::{Change, Edit, Grade, Kind};
use kohort_semantics::model::AttributeId;
use kohort_semantics::study::{Definition, DefinitionId, EventsBase, ExprKind, Type};

impl Comparison<'_> {
    pub(super) fn definitions(&self) -> Vec<Change> {
        let mut all = Vec::new();
        for (cause, node) in &self.uses.between {
            match cause {
                Cause::Definition(old, new) => all.extend(self.definition(cause, (*old, *new), node)),
                Cause::Precision(old, new) => all.extend(self.precision(cause, (*old, *new), node)),
                _ => {}
            }
        }
        all.extend(self.looks());
        all
    }

    fn definition(
        &self,
        cause: &Cause,
        (old_id, new_id): (DefinitionId, DefinitionId),
        node: &Node,
    ) -> Option<Change> {
        let own = node.own.as_ref()?;
        let old = self.versions.old.of().definition(old_id)?;
        let new = self.versions.new.of().definition(new_id)?;
        let edits = certain_edits(
            &self
                .speech
                .old_clauses(|words| self.old_voice(words).definition(old)),
            &self
                .speech
                .new_clauses(|words| self.new_voice(words).definition(new)),
        );
        let kind = match self.versions.new.of().lines(new_id) {
            Some(_) => Kind::Lines,
            None => Kind::Definition,
        };
        let (_, affects, grade) = self.affected(cause);
        let order = self.order(old, new);
        let mut change = self.changed(grade, subject(kind, &new.name), edits);
        change.direction = order.and_then(direction);
        let lines = self.versions.new.of().lines(new_id);
        change.subject.of = lines.map(|lines| lines.rule_set.path.clone());
        if order == Some(Order::SAME) {
            change.grade = Grade::Cosmetic;
        } else {
            change.affects = affects;
        }
        if let Some(found) = self.uses.causes.get(cause) {
            change.sources = self.in_sources(&own.both(&found.places));
        }
        Some(change)
    }

    /// How much a definition takes in, where it takes in anything: of conditions whom, of events which.
    fn order(&self, old: &Definition, new: &Definition) -> Option<Order> {
        let versions = self.versions;
        if old.value.ty == Type::Boolean && new.value.ty == Type::Boolean {
            return Some(versions.truth(Test::new(&old.value), Test::new(&new.value)));
        }
        let before = &versions.resolved(Side::Old, &old.value).kind;
        let after = &versions.resolved(Side::New, &new.value).kind;
        match (before, after) {
            (ExprKind::Events(old), ExprKind::Events(new))
                if !matches!(old.base, EventsBase::Lines(_)) && !matches!(new.base, EventsBase::Lines(_)) =>
            {
                Some(versions.bag(old, new))
            }
            _ => None,
        }
    }

    fn precision(
        &self,
        cause: &Cause,
        (old, new): (AttributeId, AttributeId),
        node: &Node,
    ) -> Option<Change> {
        let own = node.own.as_ref()?;
        let (before, after) = (self.versions.old.of(), self.versions.new.of());
        let plain = |text: String| (None, text);
        let said = self.speech.old_clauses(|words| match before.precision_rule(old) {
            Some(rule) => words.precision_clauses(rule).into_iter().map(plain).collect(),
            None => Vec::new(),
        });
        let says = self.speech.new_clauses(|words| match after.precision_rule(new) {
            Some(rule) => words.precision_clauses(rule).into_iter().map(plain).collect(),
            None => Vec::new(),
        });
        let (_, affects, grade) = self.affected(cause);
        let name = after.model.attribute_path(new);
        let mut change = self.changed(
            grade,
            subject(Kind::PrecisionRule, &name),
            certain_edits(&said, &says),
        );
        change.happened = match (before.precision_rule(old), after.precision_rule(new)) {
            (None, _) => crate::Happened::Added,
            (_, None) => crate::Happened::Removed,
            _ => crate::Happened::Changed,
        };
        change.affects = affects;
        if let Some(found) = self.uses.causes.get(cause) {
            change.sources = self.in_sources(&own.both(&found.places));
        }
        Some(change)
    }

    /// Declared looks past the index date of definitions that mean the same otherwise: reports repeat them.
    fn looks(&self) -> Vec<Change> {
        let (before, after) = (self.versions.old.of(), self.versions.new.of());
        let mut all = Vec::new();
        for (new_id, new) in (0u32..).map(DefinitionId).zip(&after.definitions) {
            let same = (0u32..)
                .map(DefinitionId)
                .zip(&before.definitions)
                .find(|(old_id, old)| {
                    old.name == new.name
                        && self.versions.old.definition(*old_id) == self.versions.new.definition(new_id)
                });
            let Some((_, old)) = same else { continue };
            if old.looking_ahead == new.looking_ahead {
                continue;
            }
            let edit = Edit {
                old: old
                    .looking_ahead
                    .as_ref()
                    .map(|ahead| self.speech.old.looking_ahead(ahead)),
                new: new
                    .looking_ahead
                    .as_ref()
                    .map(|ahead| self.speech.new.looking_ahead(ahead)),
            };
            all.push(self.changed(Grade::Cosmetic, subject(Kind::Definition, &new.name), vec![edit]));
        }
        all
    }
}
