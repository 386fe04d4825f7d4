//! The outline of a file: what it declares, in the order written.
//!
//! Invariant: every declaration with a name is there, whatever is damaged around it; a symbol's name lies inside its
//! range, and its children inside it. The tables of a source are no symbols: a study never names them.

use crate::{Range, plain};
use kohort_grammar::ast::{self, CohortEntry, Item};
use kohort_grammar::parse;

/// Something that a file declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Symbol {
    /// Its name.
    pub name: String,
    /// The first line of its doc comment, if it has one.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// The whole declaration.
    pub range: Range,
    /// The name alone.
    pub selection: Range,
    /// What it declares in turn.
    pub children: Vec<Symbol>,
}

/// What a declaration declares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SymbolKind {
    /// A study.
    Study,
    /// A parameter.
    Parameter,
    /// A definition.
    Definition,
    /// A code list.
    Codes,
    /// An analyte.
    Analyte,
    /// A drug.
    Drug,
    /// A set of drugs.
    Drugs,
    /// Drugs that are given together under a name.
    Regimen,
    /// A data model.
    Model,
    /// An entity of a data model, or its mapping in a source.
    Entity,
    /// An attribute of an entity, or its mapping in a source.
    Attribute,
    /// A data source.
    Source,
    /// A cohort.
    Cohort,
    /// A criterion of a cohort.
    Criterion,
    /// Lines of therapy.
    Lines,
    /// An endpoint.
    Endpoint,
    /// A characteristic.
    Characteristic,
    /// A test.
    Test,
    /// A value of a category.
    Value,
    /// A table of a source.
    Table,
    /// A name that only the declaration around it sees: a parameter, a `let` or an event of an endpoint, a column of a
    /// mapping.
    Local,
    /// What a report shows.
    Output,
}

/// The outline of a text.
#[must_use]
pub fn document_symbols(text: &str) -> Vec<Symbol> {
    symbols(&parse(text).tree())
}

/// The outline of a tree.
pub(crate) fn symbols(file: &ast::File) -> Vec<Symbol> {
    file.items().iter().filter_map(item).collect()
}

/// A symbol of a view that has a name and a range; the doc comment is given, as not every view has one.
macro_rules! symbol {
    ($view:expr, $kind:ident, $doc:expr, $children:expr) => {
        named($view.name(), SymbolKind::$kind, $doc, $view.range(), $children)
    };
}

fn item(item: &Item) -> Option<Symbol> {
    match item {
        Item::Study(view) => symbol!(view, Study, view.doc(), Vec::new()),
        Item::Parameter(view) => symbol!(view, Parameter, view.doc(), Vec::new()),
        Item::Let(view) => symbol!(view, Definition, view.doc(), Vec::new()),
        Item::Codes(view) => symbol!(view, Codes, view.doc(), Vec::new()),
        Item::Analyte(view) => symbol!(view, Analyte, view.doc(), Vec::new()),
        Item::Drug(view) => symbol!(view, Drug, view.doc(), Vec::new()),
        Item::Drugs(view) => symbol!(view, Drugs, view.doc(), Vec::new()),
        Item::Regimen(view) => symbol!(view, Regimen, view.doc(), Vec::new()),
        Item::Model(view) => {
            let entities = view.entities();
            let entities = entities.iter().filter_map(|entity| {
                let attributes = entity.attributes();
                let attributes = attributes
                    .iter()
                    .filter_map(|part| symbol!(part, Attribute, part.doc(), Vec::new()));
                symbol!(entity, Entity, entity.doc(), attributes.collect())
            });
            symbol!(view, Model, view.doc(), entities.collect())
        }
        Item::Source(view) => {
            let mappings = view.mappings();
            let mappings = mappings.iter().filter_map(|mapping| {
                let attributes = mapping.attributes();
                let attributes = attributes.iter().flat_map(|part| {
                    let names = part.names().into_iter();
                    names.filter_map(|name| {
                        let range = part.range();
                        named(Some(name), SymbolKind::Attribute, None, range, Vec::new())
                    })
                });
                named(
                    mapping.entity(),
                    SymbolKind::Entity,
                    None,
                    mapping.range(),
                    attributes.collect(),
                )
            });
            symbol!(view, Source, view.doc(), mappings.collect())
        }
        Item::Cohort(view) => {
            let entries = view.entries();
            let criteria = entries.iter().filter_map(|entry| match entry {
                CohortEntry::Criterion(criterion) => {
                    symbol!(criterion, Criterion, criterion.doc(), Vec::new())
                }
                CohortEntry::Index(_) | CohortEntry::Bad(_) => None,
            });
            symbol!(view, Cohort, view.doc(), criteria.collect())
        }
        Item::Lines(view) => symbol!(view, Lines, view.doc(), Vec::new()),
        Item::Endpoint(view) => symbol!(view, Endpoint, view.doc(), Vec::new()),
        Item::Characteristic(view) => symbol!(view, Characteristic, view.doc(), Vec::new()),
        Item::Test(view) => {
            let name = view.name()?;
            Some(Symbol {
                name: name.value(),
                detail: first_line(view.doc()),
                kind: SymbolKind::Test,
                range: plain(view.range()),
                selection: plain(name.range()),
                children: Vec::new(),
            })
        }
        Item::Use(_) | Item::Precision(_) | Item::Report(_) | Item::Bad(_) => None,
    }
}

fn named(
    name: Option<ast::Name>,
    kind: SymbolKind,
    doc: Option<String>,
    range: kohort_grammar::TextRange,
    children: Vec<Symbol>,
) -> Option<Symbol> {
    let name = name?;
    Some(Symbol {
        name: name.text(),
        detail: first_line(doc),
        kind,
        range: plain(range),
        selection: plain(name.range()),
        children,
    })
}

fn first_line(doc: Option<String>) -> Option<String> {
    doc.and_then(|doc| doc.lines().next().map(|line| line.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write;

    const STUDY: &str = "\
/// Who is treated?
/// And when?
study s version \"1.0.0\" on clinic
parameter cutoff = 2024-06-30
cohort treated {
  index first_dose
  /// Aged 18 or over
  include adult: age at index >= 18 years
  exclude 12 broken
  exclude late: index > cutoff
}
report { attrition }
/// The oldest who is too young.
test \"aged 17\" {
  patient {
    birth_date 2000-01-02
  }
  expect not in treated
}
";
    const CLINIC: &str = "\
model clinic version \"1.0.0\" {
  one patient {
    birth_date: Date
  }
}
source here for clinic version \"1.0.0\" {
  table people = csv \"people.csv\"
  patient from people key id {
    birth_date = born as date \"yyyy-MM-dd\"
    sex, race absent \"not recorded\"
  }
  visit absent \"not recorded\"
}
/// Platinum compounds.
drugs platinum { cisplatin, carboplatin }
";
    const RESULTS: &str = "\
/// Default rules.
lines therapy = default_lines starting index
endpoint os { event death.date }
characteristic age_group = age at index
";

    fn shown(text: &str, symbols: &[Symbol], depth: usize, out: &mut String) {
        for symbol in symbols {
            let name = &text[symbol.selection.start as usize..symbol.selection.end as usize];
            assert_eq!(name.trim_matches('"'), symbol.name);
            assert!(symbol.range.start <= symbol.selection.start && symbol.selection.end <= symbol.range.end);
            let detail = symbol.detail.as_deref().unwrap_or("-");
            writeln!(out, "{}{:?} {name} {detail}", "  ".repeat(depth), symbol.kind).unwrap();
            shown(text, &symbol.children, depth + 1, out);
        }
    }

    #[test]
    fn the_outline_follows_the_text() {
        let mut out = String::new();
        for text in [STUDY, CLINIC, RESULTS] {
            shown(text, &document_symbols(text), 0, &mut out);
        }
        let outline = "\
Study s Who is treated?
Parameter cutoff -
Cohort treated -
  Criterion adult Aged 18 or over
  Criterion late -
Test \"aged 17\" The oldest who is too young.
Model clinic -
  Entity patient -
    Attribute birth_date -
Source here -
  Entity patient -
    Attribute birth_date -
    Attribute sex -
    Attribute race -
Drugs platinum Platinum compounds.
Lines therapy Default rules.
Endpoint os -
Characteristic age_group -
";
        assert_eq!(out, outline);
    }
}
