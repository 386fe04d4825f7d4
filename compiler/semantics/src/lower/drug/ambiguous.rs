//! Names that two drugs of a module share. A source that reads such a name could not tell which drug was given.

use crate::codes::drug_key;
use crate::modules::Module;
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;
use std::collections::BTreeMap;

/// Reports every name that belongs to two drugs of the module, however it is spelt.
pub(in crate::lower) fn names_of_two_drugs(module: &Module, out: &mut Vec<Diagnostic>) {
    let mut known: BTreeMap<String, (String, Span)> = BTreeMap::new();
    for item in module.tree.items() {
        let ast::Item::Drug(decl) = item else { continue };
        let Some(name) = decl.name() else { continue };
        let declared = (name.text(), module.span(name.range()));
        let written = decl.display().into_iter().chain(decl.names());
        let others = written.map(|text| (text.value(), module.span(text.range())));
        for (text, place) in std::iter::once(declared).chain(others) {
            match known.get(&drug_key(&text)) {
                Some((first, _)) if *first == name.text() => {}
                Some((first, first_place)) => {
                    out.push(shared(&text, first, &name.text(), place, *first_place))
                }
                None => {
                    known.insert(drug_key(&text), (name.text(), place));
                }
            }
        }
    }
}

fn shared(text: &str, first: &str, second: &str, place: Span, first_place: Span) -> Diagnostic {
    Diagnostic::error(
        Code::K0409,
        format!("\"{text}\" would be `{first}` and `{second}`"),
    )
    .at(place, format!("a name of `{second}`"))
    .and(first_place, format!("already a name of `{first}`"))
    .note("names are compared without capitals, hyphens and other marks")
    .help("leave it to the drug that is meant where a record says only this")
}
