//! Code lists, each as the patterns of the system in which the source records the code.
//!
//! Invariant: a plan holds no pattern of another system, and a list without any pattern of the system is an error rather
//! than a condition that nobody meets.

use super::{BindError, Binder};
use crate::algebra::{NodeId, Operator};
use kohort_base::Span;
use kohort_semantics::codes::{CodePattern, CodeSystem};
use kohort_semantics::source::Decode;
use kohort_semantics::study::CodeListId;

impl Binder<'_> {
    /// The test whether a code is in a list.
    pub(super) fn in_codes(
        &mut self,
        value: NodeId,
        list: CodeListId,
        span: Span,
    ) -> Result<Operator, BindError> {
        let study = self.study;
        let Some(found) = study.code_lists.get(list.0 as usize) else {
            return Err(BindError::invalid("a code list is not part of the study", span));
        };
        let Some(system) = self.system_of(value) else {
            return Err(BindError::invalid("a code is not of one system", span));
        };
        let of_system = |patterns: &[CodePattern]| -> Vec<CodePattern> {
            patterns
                .iter()
                .filter(|pattern| pattern.system == system)
                .cloned()
                .collect()
        };
        let patterns = of_system(&found.entries);
        if patterns.is_empty() {
            return Err(BindError::NoCodes {
                list: found.name.clone(),
                system,
                span,
            });
        }
        let namesakes = study
            .code_lists
            .iter()
            .filter(|other| other.name == found.name)
            .count();
        let list = if namesakes > 1 {
            format!("{}.{}", found.module, found.name)
        } else {
            found.name.clone()
        };
        Ok(Operator::InCodes {
            value,
            list,
            patterns,
            except: of_system(&found.except),
        })
    }

    /// The system of a code, followed to the columns it is read from; nothing if they are of several.
    fn system_of(&self, node: NodeId) -> Option<CodeSystem> {
        let mut system = None;
        let mut waiting = vec![node];
        while let Some(node) = waiting.pop() {
            match &self.node(node)?.operator {
                Operator::Column(column) => {
                    let Decode::Code(found) = self.layout.column(*column)?.reading.decode else {
                        return None;
                    };
                    if *system.get_or_insert(found) != found {
                        return None;
                    }
                }
                Operator::FieldOf { value, .. } => waiting.push(*value),
                Operator::If { then, otherwise, .. } => waiting.extend([*then, *otherwise]),
                Operator::OrElse(choices) => waiting.extend(choices),
                _ => return None,
            }
        }
        system
    }
}
