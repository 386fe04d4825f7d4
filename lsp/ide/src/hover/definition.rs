//! Named values: `let`, parameters and characteristics, endpoints, and names that only their declaration sees.

use super::Asked;
use super::page::{Page, code, listed};
use crate::declaration::Declaration;
use crate::extent::one_line;
use kohort_base::{FileId, Span};
use kohort_grammar::ast::{self, Item};
use kohort_grammar::{TextRange, parse};
use kohort_prose::Parts;
use kohort_semantics::{Fact, Shape};

/// How many lines of a declaration a page shows.
const LINES: usize = 8;

impl Asked<'_> {
    /// The page of a `let`, a parameter or a characteristic.
    pub(super) fn definition(&self, found: &Declaration) -> Option<Page> {
        let (what, value) = match &found.item {
            Item::Let(view) => ("definition", view.value()),
            Item::Parameter(view) => ("parameter of the study", view.value()),
            Item::Characteristic(_) => ("characteristic", None),
            _ => return None,
        };
        let ty = value.and_then(|value| self.shape_in(found.file, value.range()));
        let what = match ty {
            Some(shape) => format!("{what} · {}", shape.words),
            None => what.to_owned(),
        };
        let mut page = self.plainly(found, &what);
        let name = self.span_in(found.file, found.name.range());
        let said = match &found.item {
            Item::Characteristic(_) => self.draft().and_then(|study| {
                let one = study.characteristics.iter().find(|one| one.span == name)?;
                Parts::of(study).characteristic(one)
            }),
            _ => self
                .draft()
                .and_then(|study| Parts::of(study).definition(self.definition_at(name)?)),
        };
        match said {
            Some(said) if matches!(found.item, Item::Characteristic(_)) => {
                // Its prose has the name and the doc comment already.
                page = Page::new(&found.name.text(), &what);
                page.add(said);
            }
            Some(said) => {
                page.add(said);
            }
            None => {
                page.add(self.written_at(found.file, found.item.range()));
            }
        }
        Some(page)
    }

    /// The page of an endpoint.
    pub(super) fn endpoint(&self, found: &Declaration) -> Option<Page> {
        let Item::Endpoint(view) = &found.item else {
            return None;
        };
        let version = view
            .version()
            .map(|version| format!(", version {}", version.value()));
        let what = format!("endpoint{}", version.unwrap_or_default());
        let name = self.span_in(found.file, found.name.range());
        let said = self.draft().and_then(|study| {
            let one = study.endpoints.iter().find(|one| one.span == name)?;
            Parts::of(study).endpoint(one)
        });
        if let Some(said) = said {
            let mut page = Page::new(&found.name.text(), &what);
            page.add(said);
            return Some(page);
        }
        let mut page = self.plainly(found, &what);
        page.list(view.parameters().iter().filter_map(parameter));
        page.add(self.written_at(found.file, found.item.range()));
        Some(page)
    }

    /// The page of a name that only the declaration around it sees.
    pub(super) fn local(&self, span: Span) -> Option<Page> {
        let text = self.here.analysis.files.text(span.file);
        let root = parse(text).syntax();
        let range = TextRange::new(span.start.into(), span.end.into());
        if !root.text_range().contains_range(range) {
            return None;
        }
        let element = root.covering_element(range);
        let mut around = match element {
            kohort_grammar::SyntaxElement::Node(node) => Some(node),
            kohort_grammar::SyntaxElement::Token(token) => token.parent(),
        };
        while let Some(node) = around {
            if let Some(parameter) = ast::EndpointParam::cast(node.clone()) {
                let name = parameter.name()?.text();
                let ty = parameter
                    .ty()
                    .map(|ty| format!(" · {}", ty.syntax().text().to_string().trim()));
                let mut page = Page::new(
                    &name,
                    &format!("parameter of the endpoint{}", ty.unwrap_or_default()),
                );
                page.add(match (name.as_str(), parameter.default()) {
                    ("from", _) => String::from("Time zero: where the time of the endpoint begins."),
                    (_, Some(default)) => format!("If a study gives none: {}.", code(&one_line(&default))),
                    (_, None) => String::from("A study that takes the endpoint gives it."),
                });
                return Some(page);
            }
            if let Some(inner) = ast::LetDecl::cast(node.clone()) {
                let value = inner.value()?;
                let ty = self.shape_in(span.file, value.range());
                let ty = ty.map(|shape| format!(" · {}", shape.words)).unwrap_or_default();
                let mut page = Page::new(&inner.name()?.text(), &format!("definition{ty}"));
                page.doc(inner.doc().as_deref());
                page.add(self.written_at(span.file, inner.range()));
                return Some(page);
            }
            if let Some(mapping) = ast::MappingDecl::cast(node.clone()) {
                let mut page = Page::new(
                    &slice(text, range),
                    "column of the table, under a name of its own",
                );
                page.add(self.written_at(span.file, mapping.range()));
                return Some(page);
            }
            around = node.parent();
        }
        None
    }

    /// The type of the value at a place of any file that is noted.
    fn shape_in(&self, file: FileId, value: TextRange) -> Option<&Shape> {
        let value = self.span_in(file, value);
        let mut all = self.here.analysis.facts.of(file).iter();
        all.find_map(|(span, fact)| match fact {
            Fact::Is(shape) if *span == value => Some(shape),
            _ => None,
        })
    }

    /// A range of a file as a place.
    pub(super) fn span_in(&self, file: FileId, range: TextRange) -> Span {
        Span::new(file, range.start().into(), range.end().into())
    }

    /// A declaration as it is written, or its beginning.
    pub(super) fn written_at(&self, file: FileId, range: TextRange) -> String {
        let text = slice(self.here.analysis.files.text(file), range);
        // A doc comment stands above already.
        let lines: Vec<&str> = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("///"))
            .collect();
        let indent = lines.iter().skip(1).filter(|line| !line.trim().is_empty());
        let indent = indent
            .map(|line| line.len().saturating_sub(line.trim_start().len()))
            .min()
            .unwrap_or(0);
        let closed = lines.last().is_some_and(|line| line.trim() == "}");
        let cut = if closed { 0 } else { indent.saturating_sub(4) };
        let shown = lines
            .iter()
            .take(LINES)
            .enumerate()
            .map(|(number, line)| match number {
                0 => *line,
                _ => line.get(cut..).unwrap_or(line),
            });
        let mut shown = shown.collect::<Vec<_>>().join("\n");
        if lines.len() > LINES {
            shown += "\n…";
        }
        format!("```kohort\n{shown}\n```")
    }
}

/// A parameter of an endpoint, in words.
pub(super) fn parameter(parameter: &ast::EndpointParam) -> Option<String> {
    let name = code(&parameter.name()?.text());
    let ty = parameter
        .ty()
        .map(|ty| ty.syntax().text().to_string().trim().to_owned());
    let default = parameter
        .default()
        .map(|default| format!("otherwise {}", code(&one_line(&default))));
    let parts: Vec<String> = ty.into_iter().chain(default).collect();
    match parts.is_empty() {
        true => Some(name),
        false => Some(format!(
            "{name}: {}",
            listed(&parts, "or").replace(" or otherwise", ", otherwise")
        )),
    }
}

fn slice(text: &str, range: TextRange) -> String {
    text.get(usize::from(range.start())..usize::from(range.end()))
        .unwrap_or_default()
        .to_owned()
}
