//! Code lists, each as the patterns of the systems in which the source records the code; and sets of drugs.
//!
//! Invariant: a plan holds no pattern of another system, and a list without any pattern of the systems is an error rather
//! than a condition that nobody meets.

use super::{BindError, Binder};
use crate::algebra::{NodeId, Operator};
use crate::words::{code_list_name, drug_list_name};
use kohort_base::Span;
use kohort_semantics::codes::{CodePattern, CodeSystem};
use kohort_semantics::source::{Decode, Reading};
use kohort_semantics::study::{CodeListId, DrugListId};
use kohort_semantics::value::Value;
use std::collections::BTreeSet;

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
        let Some(systems) = self.systems_of(value) else {
            return Err(BindError::invalid("a code is not of one system", span));
        };
        let of_systems = |patterns: &[CodePattern]| -> Vec<CodePattern> {
            patterns
                .iter()
                .filter(|pattern| systems.contains(&pattern.system))
                .cloned()
                .collect()
        };
        let patterns = of_systems(&found.entries);
        if patterns.is_empty() && !systems.is_empty() {
            return Err(BindError::NoCodes {
                list: found.name.clone(),
                systems,
                span,
            });
        }
        Ok(Operator::InCodes {
            value,
            list: code_list_name(study, found),
            patterns,
            except: of_systems(&found.except),
        })
    }

    /// The test whether a drug is in a set.
    pub(super) fn in_drugs(
        &self,
        value: NodeId,
        list: DrugListId,
        span: Span,
    ) -> Result<Operator, BindError> {
        let study = self.study;
        let Some(found) = study.drug_lists.get(list.0 as usize) else {
            return Err(BindError::invalid(
                "a set of drugs is not part of the study",
                span,
            ));
        };
        let drugs: BTreeSet<&String> = found.drugs.iter().collect();
        Ok(Operator::InDrugs {
            value,
            list: drug_list_name(study, found),
            names: drugs.iter().map(|drug| self.words.drug(drug)).collect(),
            drugs: drugs.into_iter().cloned().collect(),
        })
    }

    /// The systems of a code, in the order of [`CodeSystem::all`], followed to the columns it is read from; nothing if it
    /// is no code.
    fn systems_of(&self, node: NodeId) -> Option<Vec<CodeSystem>> {
        let mut systems: Vec<CodeSystem> = Vec::new();
        let mut waiting = vec![node];
        while let Some(node) = waiting.pop() {
            match &self.node(node)?.operator {
                Operator::Column(column) => {
                    let records = self.layout.records(column.stream)?;
                    for reading in records.readings(column.index as usize) {
                        systems.extend(systems_read(reading)?);
                    }
                }
                Operator::Constant(Value::Code { system, .. }) => systems.push(*system),
                Operator::Constant(Value::Missing) => {}
                Operator::FieldOf { value, .. } => waiting.push(*value),
                Operator::If { then, otherwise, .. } => waiting.extend([*then, *otherwise]),
                Operator::OrElse(choices) | Operator::ByPart { parts: choices, .. } => {
                    waiting.extend(choices)
                }
                _ => return None,
            }
        }
        let all = CodeSystem::all().iter().copied();
        Some(all.filter(|system| systems.contains(system)).collect())
    }
}

/// The systems of the codes that a reading gives; nothing if it gives none.
pub(super) fn systems_read(reading: &Reading) -> Option<Vec<CodeSystem>> {
    match &reading.decode {
        Decode::Code(found) => Some(found.systems()),
        Decode::Always(Value::Code { system, .. }) => Some(vec![*system]),
        _ => None,
    }
}
