//! Characteristics: a value, or groups with labels.
//!
//! Invariant: a group is said with the condition under which an entry is in it, in the order in which the groups are asked,
//! which may differ from that of the table; both are said.

use super::Words;
use super::phrase::Level;
use super::small::quoted;
use kohort_semantics::study::{Characteristic, Expr, ExprKind};
use kohort_semantics::value::Value;

impl Words<'_> {
    /// The value of a characteristic, on one line, or a line for each group.
    pub fn characteristic(&self, characteristic: &Characteristic) -> Vec<String> {
        let value = &characteristic.value;
        let grouped = characteristic
            .labels
            .as_ref()
            .and_then(|labels| self.groups(value, labels));
        grouped.unwrap_or_else(|| {
            let labels = characteristic.labels.iter().flatten();
            let labels = labels.map(|label| format!("label {}", quoted(label)));
            std::iter::once(format!("value {}", self.expression(value)))
                .chain(labels)
                .collect()
        })
    }

    /// The labels in the order of the table, and the groups in the order in which they are asked.
    fn groups(&self, value: &Expr, labels: &[String]) -> Option<Vec<String>> {
        let mut asked = Vec::new();
        let mut order = Vec::new();
        let mut rest = value;
        while let ExprKind::If {
            then,
            condition,
            otherwise,
        } = &rest.kind
        {
            let position = position(then)?;
            order.push(position);
            let label = quoted(labels.get(position)?);
            asked.push(format!("{label}: {}", self.at(condition, None, Level::Or)));
            rest = otherwise;
        }
        match (&rest.kind, position(rest)) {
            (ExprKind::Literal(Value::Missing), _) => {}
            (_, Some(position)) => {
                order.push(position);
                asked.push(format!("{}: otherwise", quoted(labels.get(position)?)));
            }
            _ => return None,
        }
        let in_order = order.iter().copied().eq(0..labels.len());
        if !in_order {
            let labels: Vec<String> = labels.iter().map(|label| quoted(label)).collect();
            asked.insert(0, format!("in the order {}", labels.join(", ")));
        }
        Some(asked)
    }
}

/// The position of a label.
fn position(value: &Expr) -> Option<usize> {
    match &value.kind {
        ExprKind::Literal(Value::Number(number)) => usize::try_from(number.to_i64()?).ok(),
        _ => None,
    }
}
