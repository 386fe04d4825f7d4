//! What can be written at a place: words of the language, names, values, units, codes, drugs, whole forms.
//!
//! The text is analysed with a name at the cursor. The parser then says what the name was taken for ([`place`]), the
//! compiler which type belongs there and which names are in scope, and each kind of thing has a module here that lists
//! what there is of it. Invariants: everything that is offered parses at the place; nothing is hidden because a country
//! lacks it; the order follows from the texts alone.

mod analytes;
mod asked;
mod beginning;
mod countries;
mod cursor;
mod drugs;
mod entities;
mod fields;
mod fit;
mod item;
mod keywords;
mod lengths;
mod lists;
mod locals;
mod modules;
mod names;
mod outcomes;
mod place;
mod records;
mod settings;
mod snippets;
mod types;
mod values;

use crate::Workspace;
use crate::imports::Imports;
use asked::Asked;
use countries::Countries;
use cursor::Cursor;
pub use item::{Completion, CompletionKind, Insertion};
use item::{Draft, Near};
use kohort_base::WorldError;
use kohort_grammar::{Beginning, SyntaxToken};
use kohort_semantics::{Fact, Shape};
use place::Place;
use std::sync::Arc;

/// What can be written at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// In the order in which they are to be shown.
    pub items: Vec<Completion>,
    /// Whether there is more once more is typed, so that it has to be asked for again.
    pub incomplete: bool,
}

/// What can be written at an offset of a file, given what is typed before it.
///
/// # Errors
/// If the file cannot be read.
pub fn completions(workspace: &mut Workspace, path: &str, offset: u32) -> Result<Completions, WorldError> {
    let text = workspace.text(path)?;
    let Some(cursor) = cursor::cursor(&text, offset) else {
        return Ok(Completions::default());
    };
    let Some(marked) = cursor.marked(&text) else {
        return Ok(Completions::default());
    };
    let (analysis, tree) = workspace.analyse_as(path, Arc::from(marked))?;
    let declared = workspace.declared();
    let start = cursor.range.start.into();
    let (Some(file), Some(token)) = (
        analysis.files.find(path),
        tree.syntax().token_at_offset(start).right_biased(),
    ) else {
        return Ok(Completions::default());
    };
    let before = Beginning::new(beginning::beginning(tree.syntax(), cursor.range.start));
    let Some((place, follows)) = place_of(&token, &before) else {
        return Ok(Completions::default());
    };
    let model = analysis.vocabulary.model.clone();
    let countries = Countries::new(&analysis.sources, model.as_deref());
    let mut asked = Asked {
        cursor,
        analysis: &analysis,
        file,
        tree: &tree,
        token,
        place,
        follows,
        before,
        wanted: None,
        model,
        countries,
        declared: &declared,
    };
    asked.wanted = wanted(&asked);
    let mut drafts = Vec::new();
    offer(&asked, &mut drafts);
    keywords::keywords(&asked, &mut drafts);
    snippets::snippets(&asked, &mut drafts);
    Ok(finished(&asked, &text, drafts))
}

/// Forms whose first name is only understood with what follows it.
const NAMED_FIRST: [(&str, &str); 2] = [(" from ", "x key x {"), (" = ", "x")];

/// What a name at the cursor would be, and what has to follow it for that; none where nothing is to be completed.
fn place_of(token: &SyntaxToken, before: &Beginning) -> Option<(Place, &'static str)> {
    let place = place::place(token);
    if place == Place::Nothing {
        return None;
    }
    let stands = before.continued(cursor::MARK);
    match (place, stands) {
        // A name that leaves something missing before it was taken for what follows the missing thing.
        (_, None) => Some((Place::Word, "")),
        (Place::Word, Some(_)) => {
            let understood = NAMED_FIRST.iter().find_map(|(follows, rest)| {
                let token = before.continued(&format!("{}{follows}{rest}", cursor::MARK))?;
                let place = place::place(&token);
                matches!(place, Place::MappedEntity | Place::MappedAttribute).then_some((place, *follows))
            });
            Some(understood.unwrap_or((Place::Word, "")))
        }
        (place, Some(_)) => Some((place, "")),
    }
}

/// The type of the value that the name at the cursor is the whole of.
fn wanted(asked: &Asked<'_>) -> Option<Shape> {
    let facts = asked.analysis.facts.at(asked.file, asked.cursor.range.start);
    let mut expression = asked.token.parent()?;
    // A name is a path; a unit belongs to a literal with its number.
    while let Some(around) = expression.parent() {
        use kohort_grammar::SyntaxKind as K;
        if matches!(
            around.kind(),
            K::Path | K::UnitLit | K::LiteralExpr | K::DurationLit | K::FieldExpr
        ) {
            expression = around;
        } else {
            break;
        }
    }
    let range = crate::plain(expression.text_range());
    facts.into_iter().find_map(|(span, fact)| match fact {
        Fact::Wants(shape) if (span.start, span.end) == (range.start, range.end) => Some(shape.clone()),
        _ => None,
    })
}

/// Everything but words of the language and forms.
fn offer(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    match &asked.place {
        Place::Nothing | Place::Word => lengths::only_lengths(asked, drafts),
        Place::Value => {
            if !names::report_of(asked, drafts) {
                values::values(asked, drafts);
            }
        }
        Place::Set => lists::sets(asked, drafts),
        Place::Events => entities::events(asked, drafts),
        Place::Field { end } => fields::behind_dot(asked, *end, drafts),
        Place::Module => modules::modules(asked, "", &|_| true, drafts),
        Place::UseName { module, grouped } => modules::names(asked, module, *grouped, drafts),
        Place::Model => modules::models(asked, &written_before(asked), drafts),
        Place::Cohort => names::cohorts(asked, drafts),
        Place::Rules => names::rules(asked, drafts),
        Place::EndpointRule => names::endpoint_rules(asked, drafts),
        Place::Regimens => {
            let regimens =
                |item: &crate::declared::Declared| matches!(item.what, crate::declared::What::Regimen);
            modules::modules(asked, &written_before(asked), &regimens, drafts);
        }
        Place::DrugModule => {
            let drugs =
                |item: &crate::declared::Declared| matches!(item.what, crate::declared::What::Drug { .. });
            modules::modules(asked, &written_before(asked), &drugs, drafts);
        }
        Place::DatePath => entities::dates(asked, drafts),
        Place::Drugs { class_only: true } => drugs::drugs(asked, drugs::Which::Classes, drafts),
        Place::Drugs { class_only: false } => drugs::drugs(asked, drugs::Which::All, drafts),
        Place::System => lists::systems(asked, drafts),
        Place::Unit => lengths::units(asked, drafts),
        Place::TimeUnit => lengths::time_units(asked, drafts),
        Place::ReportBy => names::report_by(asked, drafts),
        Place::ExtraResult => names::extras(asked, drafts),
        Place::RecordHead => records::head(asked, drafts),
        Place::RecordValue => records::value(asked, drafts),
        Place::MappedEntity => entities::mapped(asked, drafts),
        Place::MappedAttribute => records::mapped_attribute(asked, drafts),
        Place::MappedValue => records::mapped_value(asked, drafts),
        Place::Analyte => analytes::analytes(asked, drafts),
        Place::Table => records::tables(asked, drafts),
        Place::Type => types::types(asked, drafts),
        Place::Argument => names::arguments(asked, drafts),
        Place::Status => outcomes::statuses(asked, drafts),
        Place::Setting => settings::settings(asked, drafts),
    }
}

/// The part of a path that stands before the name at the cursor.
fn written_before(asked: &Asked<'_>) -> String {
    let path = asked.inside(kohort_grammar::SyntaxKind::Path);
    let whole = path.map(|path| place::significant(&path)).unwrap_or_default();
    let before = whole.split(cursor::MARK).next().unwrap_or_default();
    before.trim_end_matches('.').to_owned()
}

/// The most things of modules that have to be imported, where nothing is typed that narrows them.
const MOST_TO_IMPORT: usize = 40;

/// Things with their places in the text and in the order.
fn finished(asked: &Asked<'_>, text: &str, mut drafts: Vec<Draft>) -> Completions {
    let Cursor { typed, range } = &asked.cursor;
    drafts.retain(|draft| draft.matches(typed));
    drafts.sort_by_cached_key(|draft| (draft.sort(typed), draft.import.clone()));
    drafts.dedup_by(|next, first| next.label == first.label && next.import == first.import);
    let mut to_import = 0_usize;
    let all = drafts.len();
    drafts.retain(|draft| {
        to_import = to_import.saturating_add(usize::from(draft.near == Near::Library));
        draft.near != Near::Library || to_import <= MOST_TO_IMPORT
    });
    let narrowed = drafts.len() < all;
    // What was found by another name than its own may be lost, or others found, with the next letter.
    let by_other_name = drafts
        .iter()
        .any(|draft| !typed.is_empty() && draft.known_as(typed).is_some());
    let tree = kohort_grammar::parse(text).tree();
    let imports = Imports::of(&tree, text);
    let items = drafts.into_iter().map(|draft| {
        let sort = draft.sort(typed);
        let filter = (!draft.also.is_empty()).then(|| {
            // What is typed comes first where it is a code or a synonym, so that every editor finds it.
            let known = draft.known_as(typed).into_iter();
            let names = std::iter::once(&draft.label).chain(&draft.also);
            known
                .chain(names)
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(" ")
        });
        let edits = match &draft.import {
            Some(module) => imports.import(module, &[draft.label.as_str()]),
            None => Vec::new(),
        };
        Completion {
            insert: draft
                .insert
                .unwrap_or_else(|| Insertion::Plain(draft.label.clone())),
            label: draft.label,
            kind: draft.kind,
            detail: draft.detail,
            documentation: draft.documentation,
            range: range.clone(),
            filter,
            sort,
            deprecated: draft.absent,
            edits,
        }
    });
    Completions {
        items: items.collect(),
        incomplete: narrowed || by_other_name,
    }
}
