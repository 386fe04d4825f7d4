//! One file from the pieces of a section.

use super::annotation::{Annotation, split};
use super::block::Block;
use super::section::Section;
use kohort_grammar::ast::{Cardinality, Item, ModelDecl};

/// A file with the way back to the document.
#[derive(Debug, Clone, Default)]
pub(super) struct Assembled {
    /// The text that is checked, without expectations.
    pub(super) text: String,
    /// For each line of the text, its line in the document; none for lines that were added.
    pub(super) lines: Vec<Option<usize>>,
    /// The expected findings with their line in the document.
    pub(super) expected: Vec<(usize, Annotation)>,
    /// The model that the pieces declare, if they declare one.
    pub(super) model: Option<ModelDecl>,
    /// Whether the pieces declare a source.
    pub(super) has_source: bool,
    /// The names of analytes that the pieces declare, with their units.
    pub(super) analytes: Vec<(String, Option<String>)>,
    /// Whether the pieces declare a drug.
    pub(super) declares_drugs: bool,
    /// The code systems that the pieces' code lists name, in their order.
    pub(super) systems: Vec<String>,
}

impl Assembled {
    fn add(&mut self, line: &str, place: Option<usize>) {
        self.text.push_str(line);
        self.text.push('\n');
        self.lines.push(place);
    }
}

/// Joins the pieces; adds a study's header and a cohort around loose criteria where they are wanted.
pub(super) fn assemble(section: &Section) -> Assembled {
    let pieces: String = section
        .pieces()
        .filter(|piece| piece.argument().is_empty())
        .map(Block::text)
        .collect();
    let parsed = kohort_grammar::parse(&pieces).tree();
    let mut file = Assembled::default();
    let mut has_study = false;
    for item in parsed.items() {
        match item {
            Item::Study(_) => has_study = true,
            Item::Source(_) => file.has_source = true,
            Item::Drug(_) => file.declares_drugs = true,
            Item::Model(model) => file.model = Some(model),
            Item::Codes(codes) => {
                let entries = codes.entries().into_iter();
                file.systems
                    .extend(entries.filter_map(|entry| Some(entry.system()?.text())));
            }
            Item::Analyte(analyte) => {
                let unit = analyte.unit().map(|unit| unit.text());
                file.analytes
                    .extend(analyte.name().map(|name| (name.text(), unit)));
            }
            _ => {}
        }
    }
    let model_name = file
        .model
        .as_ref()
        .and_then(ModelDecl::name)
        .map(|name| name.text());
    if let (false, Some(model)) = (has_study, model_name) {
        file.add(&format!("study chapter version \"1\" on {model}"), None);
    }
    for piece in section.pieces() {
        let criteria = piece.argument().strip_prefix("criterion").map(str::trim);
        if let Some(index) = criteria {
            let index = if index.is_empty() {
                default_index(file.model.as_ref())
            } else {
                index.to_owned()
            };
            file.add("cohort c {", None);
            file.add(&format!("  index {index}"), None);
        }
        for (line, number) in piece.lines.iter().zip(piece.first_line..) {
            let (source, annotations) = split(line);
            file.add(&source, Some(number));
            file.expected
                .extend(annotations.into_iter().map(|annotation| (number, annotation)));
        }
        if criteria.is_some() {
            file.add("}", None);
        }
    }
    file
}

/// The date of the first record of the first entity that happens on a day.
fn default_index(model: Option<&ModelDecl>) -> String {
    let dated = model
        .into_iter()
        .flat_map(ModelDecl::entities)
        .find_map(|entity| match entity.cardinality()? {
            Cardinality::Many => Some((entity.name()?.text(), entity.dated()?.text())),
            Cardinality::One => None,
        });
    dated.map_or_else(
        || String::from("2020-01-01"),
        |(entity, date)| format!("(first {entity}).{date}"),
    )
}
