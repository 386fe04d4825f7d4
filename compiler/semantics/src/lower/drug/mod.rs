//! Drugs: one active substance with its classes, codes and names; and sets of drugs.

mod ambiguous;
mod list;

pub(in crate::lower) use ambiguous::names_of_two_drugs;
pub(in crate::lower) use list::{Declared, Known, lists, members};

use super::codes::{declared_at, listed_without_exceptions, patterns};
use crate::codes::Drug;
use crate::modules::span;
use kohort_base::{Code, Diagnostic, FileId, Span};
use kohort_grammar::ast;
use std::collections::BTreeMap;

/// Lowers `drug NAME "display" { … }`.
pub fn drug(decl: &ast::DrugDecl, file: FileId, module: &str, out: &mut Vec<Diagnostic>) -> Drug {
    let name = decl.name().map(|name| name.text()).unwrap_or_default();
    let codes = listed_without_exceptions(&decl.codes(), "a drug", file, out);
    Drug {
        qualified: format!("{module}.{name}"),
        doc: decl.doc(),
        display: decl.display().map(|display| display.value()),
        classes: decl.classes().iter().map(|class| class.text()).collect(),
        codes: patterns(codes),
        names: decl.names().iter().map(|name| name.value()).collect(),
        unavailable: unavailable(decl, file, out),
        span: declared_at(decl.name(), decl.range(), file),
        name,
    }
}

/// The countries without the drug; reports what is no country, and a country that stands twice.
fn unavailable(decl: &ast::DrugDecl, file: FileId, out: &mut Vec<Diagnostic>) -> Vec<(String, String)> {
    let mut countries: Vec<(String, String)> = Vec::new();
    let mut places: BTreeMap<String, Span> = BTreeMap::new();
    for written in decl.unavailable() {
        let (Some(country), Some(reason)) = (written.country(), written.reason()) else {
            continue;
        };
        let (text, place) = (country.text(), span(file, country.range()));
        if text.len() != 2 || !text.bytes().all(|letter| letter.is_ascii_uppercase()) {
            let mut finding = Diagnostic::error(Code::K0411, format!("`{text}` is not a country code"))
                .at(place, "not two capital letters")
                .help("write the two letters of ISO 3166, for example `JP`, `DE`, `US`, `GB`");
            let capital = text.to_ascii_uppercase();
            if capital.len() == 2 && capital.bytes().all(|letter| letter.is_ascii_uppercase()) {
                finding = finding.replace(place, capital.clone(), format!("Write `{capital}`"));
            }
            out.push(finding);
        } else if let Some(first) = places.get(&text) {
            out.push(
                Diagnostic::error(Code::K0411, format!("`{text}` is named twice"))
                    .at(place, "the second reason")
                    .and(*first, "the first reason")
                    .help("keep one of them"),
            );
        } else {
            places.insert(text.clone(), place);
            countries.push((text, reason.value().trim().to_owned()));
        }
    }
    countries
}
