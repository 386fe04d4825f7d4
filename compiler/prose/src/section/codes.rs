//! Code lists: every code, by system.

use crate::block::Section;
use crate::say::Say;
use crate::text::{capital, plain};
use kohort_semantics::codes::{CodePattern, CodeSystem};
use kohort_semantics::study::CodeListId;

pub(super) fn section(say: &Say<'_>) -> Option<Section> {
    let mut rows = Vec::new();
    for id in (0u32..).take(say.study.code_lists.len()).map(CodeListId) {
        let Some(list) = say.code_list_of(id) else {
            continue;
        };
        for system in CodeSystem::all() {
            let (entries, except) = (of(&list.entries, *system), of(&list.except, *system));
            if entries.is_empty() && except.is_empty() {
                continue;
            }
            rows.push(vec![
                say.code_list(id),
                plain(&list.module),
                system.description().to_owned(),
                entries.join(", "),
                except.join(", "),
            ]);
        }
    }
    if rows.is_empty() {
        return None;
    }
    let mut section = Section::new(2, "Appendix: code lists");
    section.table(&["List", "Library", "System", "Codes", "Except"], rows);
    Some(section)
}

/// The codes of a system, in order, each once.
pub(super) fn of(patterns: &[CodePattern], system: CodeSystem) -> Vec<String> {
    let own = patterns.iter().filter(|pattern| pattern.system == system);
    let mut codes: Vec<String> = own
        .map(|pattern| {
            let star = if pattern.wildcard { "*" } else { "" };
            format!("{}{star}", system.display(&pattern.code))
        })
        .collect();
    codes.sort();
    codes.dedup();
    codes
}

/// The codes of all systems on one line.
pub(super) fn all(patterns: &[CodePattern]) -> String {
    let systems = CodeSystem::all()
        .iter()
        .map(|system| (system, of(patterns, *system)));
    let systems = systems.filter(|(_, codes)| !codes.is_empty());
    let shown: Vec<String> = systems
        .map(|(system, codes)| format!("{} {}", system.name(), codes.join(", ")))
        .collect();
    capital(&shown.join("; "))
}
