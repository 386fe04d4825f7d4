//! Whether a code is in a code list, and a substance in a set of drugs (2.1).

use crate::truth::Truth;
use kohort_semantics::codes::{CodeList, CodePattern, CodeSystem, DrugList};
use kohort_semantics::value::Value;

/// Named by an entry of its own system, and by no exception. Unknown if there is no code.
pub(crate) fn in_list(value: &Value, list: &CodeList) -> Truth {
    let Value::Code { system, code } = value else {
        return None;
    };
    let named = |patterns: &[CodePattern]| patterns.iter().any(|pattern| names(pattern, *system, code));
    Some(named(&list.entries) && !named(&list.except))
}

/// Named by its qualified name. Unknown if there is no substance.
pub(crate) fn in_set(value: &Value, list: &DrugList) -> Truth {
    match value {
        Value::Text(name) => Some(list.drugs.iter().any(|drug| **drug == **name)),
        _ => None,
    }
}

/// `C18` names exactly C18; `C18*` and `C18.*` name C18 and every code below it.
fn names(pattern: &CodePattern, system: CodeSystem, code: &str) -> bool {
    if pattern.system != system {
        return false;
    }
    let mut rest = code.chars();
    let begins_alike = pattern.code.chars().all(|wanted| rest.next() == Some(wanted));
    begins_alike && (pattern.wildcard || rest.next().is_none())
}
