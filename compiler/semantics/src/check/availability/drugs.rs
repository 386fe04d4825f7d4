//! Drugs that nobody of a source can have been given: not available in its country, or not told apart in its data.
//!
//! Invariant: one finding for each drug or set of drugs, whatever the number of sources; each is named with its reason.

use super::Asked;
use super::instead::listed;
use super::origin::attributes;
use crate::codes::Drug;
use crate::model::AttributeId;
use crate::source::{Availability, Decode, DrugLookup, Source};
use crate::study::{Expr, ExprKind, SetItem, Study, Type};
use crate::study_walk::{Part, walk_parts, walk_study};
use crate::value::Value;
use kohort_base::{Code, Diagnostic, Span};
use std::collections::{BTreeMap, BTreeSet};

/// What is compared with some drugs, and the sources that can have none of them.
struct Lacking<'s> {
    compared: Compared,
    sources: Vec<(&'s Source, Vec<(Drug, Why)>)>,
}

/// One finding for each drug, and for each set of drugs, where it is first compared.
pub(super) fn check(asked: &[Asked<'_>], out: &mut Vec<Diagnostic>) {
    let mut found: BTreeMap<Vec<String>, Lacking<'_>> = BTreeMap::new();
    for one in asked {
        let mut look = |part: Part<'_>| {
            let Some(compared) = compared(&one.study, part) else {
                return;
            };
            let Some(reasons) = reasons(&one.study, one.source, &compared) else {
                return;
            };
            let lacking = found.entry(compared.drugs.clone()).or_insert_with(|| Lacking {
                compared,
                sources: Vec::new(),
            });
            if !lacking
                .sources
                .iter()
                .any(|(known, _)| std::ptr::eq(*known, one.source))
            {
                lacking.sources.push((one.source, reasons));
            }
        };
        walk_study(&one.study, &mut look);
        for rule in &one.study.precision {
            for bound in [&rule.not_before, &rule.not_after].into_iter().flatten() {
                walk_parts(bound, &mut look);
            }
        }
    }
    for lacking in found.values() {
        let others = asked.iter().map(|one| one.source.name.as_str());
        let elsewhere: Vec<&str> = others
            .filter(|name| !lacking.sources.iter().any(|(source, _)| source.name == *name))
            .collect();
        out.extend(finding(lacking, &elsewhere));
    }
}

/// Whether a source can have a drug of the set that a part compares with, if it does.
pub(super) fn recorded(study: &Study, source: &Source, part: Part<'_>) -> bool {
    compared(study, part).is_none_or(|compared| reasons(study, source, &compared).is_none())
}

/// Drugs that something is compared with.
struct Compared {
    /// Their qualified names, sorted.
    drugs: Vec<String>,
    /// What the study calls them: a set has a name, or stands in braces.
    set: Option<(String, Option<Span>)>,
    /// The attributes that are compared.
    attributes: Vec<AttributeId>,
    place: Span,
}

fn compared(study: &Study, part: Part<'_>) -> Option<Compared> {
    let Part::Expr(expr, _) = part else { return None };
    let (drugs, set, value) = match &expr.kind {
        ExprKind::InDrugs { value, list } => {
            let list = study.drug_lists.get(list.0 as usize)?;
            (
                list.drugs.clone(),
                Some((format!("`{}`", list.name), Some(list.span))),
                value,
            )
        }
        ExprKind::InSet { value, items } if value.ty == Type::Drug => {
            let named = items.iter().map(|item| match item {
                SetItem::Value(item) => named(item),
                SetItem::Range(..) => None,
            });
            // What is computed may be any drug.
            let drugs = named.collect::<Option<BTreeSet<String>>>()?;
            (
                drugs.into_iter().collect(),
                Some((String::from("these drugs"), None)),
                value,
            )
        }
        ExprKind::Compare { left, right, .. } if left.ty == Type::Drug => match (named(left), named(right)) {
            (None, Some(drug)) => (vec![drug], None, left),
            (Some(drug), None) => (vec![drug], None, right),
            _ => return None,
        },
        _ => return None,
    };
    Some(Compared {
        drugs,
        set,
        attributes: attributes(study, value),
        place: expr.span,
    })
}

/// The qualified name of a drug that is written.
fn named(value: &Expr) -> Option<String> {
    match (&value.kind, &value.ty) {
        (ExprKind::Literal(Value::Text(name)), Type::Drug) => Some(name.to_string()),
        _ => None,
    }
}

/// Why nobody can have a drug.
enum Why {
    /// It was never available in the country.
    Unavailable(String),
    /// No text of the column means it.
    NotRead,
}

/// Why a source can have none of the drugs; nothing if it can have one.
fn reasons(study: &Study, source: &Source, compared: &Compared) -> Option<Vec<(Drug, Why)>> {
    let read = ReadDrugs::of(source, &compared.attributes);
    let mut reasons = Vec::new();
    for name in &compared.drugs {
        let drug = study.drugs.iter().find(|drug| drug.qualified == *name)?;
        let unavailable = source.country.as_ref().and_then(|country| {
            let found = drug
                .unavailable
                .iter()
                .find(|(where_not, _)| where_not == country);
            found.map(|(_, reason)| reason.clone())
        });
        let why = match (unavailable, &read) {
            (Some(reason), _) => Why::Unavailable(reason),
            (None, Some(read)) if !read.contains(name) => Why::NotRead,
            // One that can be there is enough.
            _ => return None,
        };
        reasons.push((drug.clone(), why));
    }
    (!reasons.is_empty()).then_some(reasons)
}

fn finding(lacking: &Lacking<'_>, elsewhere: &[&str]) -> Option<Diagnostic> {
    let (_, first_reasons) = lacking.sources.first()?;
    let (first, _) = first_reasons.first()?;
    let names: Vec<&str> = lacking
        .sources
        .iter()
        .map(|(source, _)| source.name.as_str())
        .collect();
    let any = listed(&names, "or");
    let compared = &lacking.compared;
    let mut finding = match &compared.set {
        Some((set, _)) => Diagnostic::error(
            Code::K0707,
            format!("Nobody in {any} can have been given any of {set}"),
        ),
        None => Diagnostic::warning(
            Code::K0706,
            format!("Nobody in {any} can have been given `{}`", first.name),
        ),
    }
    .at(
        compared.place,
        format!("finds nobody in {any}, and that says nothing about the patients there"),
    );
    match &compared.set {
        Some((_, Some(declared))) => finding = finding.and(*declared, "the set"),
        Some((_, None)) => {}
        None => finding = finding.and(first.span, "declared here"),
    }
    for (source, reasons) in &lacking.sources {
        finding =
            with_reasons(finding, reasons, source, &compared.attributes).for_source(source.name.as_str());
    }
    let only = match elsewhere {
        [] => String::from("write what counts instead: `… if available, else …`"),
        some => format!(
            "ask {} have been given: `only in {} {{ … }}`, or write what counts elsewhere: `… if available, else …`",
            match compared.set {
                Some(_) => "about them only where they can",
                None => "about it only where it can",
            },
            some.join(", ")
        ),
    };
    Some(finding.help(match compared.set {
        Some(_) => format!(
            "add what is given instead in {}, or {only}",
            listed(&names, "and")
        ),
        None => only,
    }))
}

fn with_reasons(
    mut finding: Diagnostic,
    reasons: &[(Drug, Why)],
    source: &Source,
    attributes: &[AttributeId],
) -> Diagnostic {
    let country = source.country.as_deref().unwrap_or_default();
    let mut not_read: Vec<&str> = Vec::new();
    for (drug, why) in reasons {
        match why {
            Why::Unavailable(reason) => {
                finding = finding.note(format!("`{}` is not available in {country}: {reason}", drug.name));
            }
            Why::NotRead => not_read.push(&drug.name),
        }
    }
    if not_read.is_empty() {
        return finding;
    }
    let name = &source.name;
    let reading = attributes
        .iter()
        .flat_map(|attribute| source.attribute(*attribute))
        .next();
    if let Some(reading) = reading {
        finding = finding.and(reading.span, format!("how `{name}` reads its drugs"));
    }
    finding.note(format!("no text in `{name}` means {}", listed(&not_read, "or")))
}

/// The drugs that the texts of some columns can mean. They are thousands and mostly the first that is asked for is among
/// them, so they are not gathered.
struct ReadDrugs<'s> {
    texts: Vec<&'s BTreeMap<String, String>>,
    always: Vec<&'s str>,
}

impl<'s> ReadDrugs<'s> {
    /// Nothing if that is not limited, or not known.
    fn of(source: &'s Source, attributes: &[AttributeId]) -> Option<Self> {
        let mut read = Self {
            texts: Vec::new(),
            always: Vec::new(),
        };
        let mut any = false;
        for mapping in attributes
            .iter()
            .flat_map(|attribute| source.attribute(*attribute))
        {
            match &mapping.availability {
                Availability::Present(reading) => match &reading.decode {
                    Decode::Drug(ways) => read.texts.extend(ways.iter().map(|way| match way {
                        DrugLookup::Name(texts) | DrugLookup::Code(_, texts) => texts,
                    })),
                    Decode::Always(Value::Text(name)) => read.always.push(name),
                    _ => return None,
                },
                Availability::Derived(_) => return None,
                Availability::Absent { .. } => continue,
            }
            any = true;
        }
        any.then_some(read)
    }

    fn contains(&self, name: &str) -> bool {
        self.always.contains(&name)
            || self
                .texts
                .iter()
                .any(|texts| texts.values().any(|known| known == name))
    }
}
