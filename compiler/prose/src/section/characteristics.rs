//! Characteristics: what tables show and divide by.

use crate::block::{Entry, Section};
use crate::say::Say;
use crate::text::{doc, ended, name, quoted, sentence};
use kohort_semantics::study::{Characteristic, Expr, ExprKind, Type};
use kohort_semantics::value::Value;

pub(super) fn section(say: &Say<'_>) -> Option<Section> {
    if say.study.characteristics.is_empty() {
        return None;
    }
    let mut section = Section::new(2, "Characteristics");
    section.paragraph("What tables show of each entry, or divide entries by.");
    let all = say.study.characteristics.iter();
    section.list(all.map(|characteristic| entry(say, characteristic)).collect());
    Some(section)
}

/// One of them.
pub(crate) fn entry(say: &Say<'_>, characteristic: &Characteristic) -> Entry {
    let shown = name(&characteristic.name);
    let doc = doc(characteristic.doc.as_deref()).map(|doc| format!(" {doc}"));
    let mut entry = Entry::new(format!("{shown}:{}", doc.unwrap_or_default()));
    match &characteristic.labels {
        Some(labels) => {
            entry.text += " The first of these that applies:";
            cases(say, &characteristic.value, labels, &mut entry.more);
            let labels: Vec<String> = labels.iter().map(|label| quoted(label)).collect();
            entry.more.push(Entry::new(format!(
                "In tables the groups stand in this order: {}.",
                labels.join(", ")
            )));
        }
        None => {
            let said = match &characteristic.value.ty {
                Type::Boolean => format!("true if {}", say.free_clause(&characteristic.value)),
                _ => say.free(&characteristic.value),
            };
            let said = match characteristic.doc {
                Some(_) => sentence(&said),
                None => ended(&said),
            };
            entry.text = format!("{} {said}", entry.text);
        }
    }
    entry
        .more
        .extend(super::definitions::terms(say, &characteristic.name));
    entry
}

/// The cases of a choice of labels, each with its condition; what is no choice is said as it is.
fn cases(say: &Say<'_>, value: &Expr, labels: &[String], entries: &mut Vec<Entry>) {
    if let ExprKind::If {
        then,
        condition,
        otherwise,
    } = &value.kind
    {
        let label = label(then, labels).unwrap_or_else(|| say.free(then));
        entries.push(Entry::new(format!(
            "{label} if {}",
            ended(&say.clause(condition))
        )));
        cases(say, otherwise, labels, entries);
        return;
    }
    let label = label(value, labels).unwrap_or_else(|| say.free(value));
    entries.push(Entry::new(format!("Otherwise {}", ended(&label))));
}

/// The label at a constant position.
fn label(value: &Expr, labels: &[String]) -> Option<String> {
    match &value.kind {
        ExprKind::Literal(Value::Number(position)) => {
            let position = usize::try_from(position.to_i64()?).ok()?;
            labels.get(position).map(|label| quoted(label))
        }
        ExprKind::Literal(Value::Missing) => Some(String::from("unknown")),
        _ => None,
    }
}
