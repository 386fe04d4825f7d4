//! The form of an endpoint's use, with the parameters that its declaration has.

use super::form::Form;
use super::forms::part;
use crate::declaration::declaration;
use crate::extent::one_line;
use crate::place::Understood;
use kohort_grammar::ast::{self, Item};
use kohort_semantics::Symbol;

/// The form of a use, if the endpoint that it takes is known.
pub(super) fn form(here: &Understood, used: &ast::EndpointUse) -> Option<Form> {
    let path = used.path()?;
    let (_, symbol) = here.symbol(path.range())?;
    let Symbol::Item { module, name } = symbol else {
        return None;
    };
    let found = declaration(&here.analysis, module, name)?;
    let Item::Endpoint(endpoint) = &found.item else {
        return None;
    };
    let parameters = endpoint.parameters();
    let doc = endpoint.doc();
    let mut form = Form::of(&path.text(), doc.as_deref(), &part);
    let from = parameters.iter().find(|parameter| is_from(parameter));
    let others: Vec<&ast::EndpointParam> = parameters
        .iter()
        .filter(|parameter| !is_from(parameter))
        .collect();
    for (position, parameter) in others.iter().enumerate() {
        let lead = if position == 0 { "(" } else { ", " };
        let Some(written) = written(parameter) else {
            continue;
        };
        form.push(lead, &written.0, &written.1);
    }
    if !others.is_empty() {
        form.label.push(')');
    }
    if let Some(from) = from {
        let ty = from
            .ty()
            .map(|ty| ty.syntax().text().to_string().trim().to_owned());
        let doc = match ty.as_deref() {
            Some("Line") => {
                String::from("Time zero: a line of therapy, such as `therapy[1]`. Time starts with the line.")
            }
            _ => format!("Time zero. {}", part("DATE")),
        };
        form.push(
            " from ",
            &ty.map_or_else(|| String::from("DATE"), |ty| ty.to_uppercase()),
            &doc,
        );
    }
    form.push(
        " until ",
        "DATE",
        "Nothing is seen after it, such as the date of the data cut.",
    );
    form.push(
        " entering at ",
        "DATE",
        "From when on an entry is at risk (delayed entry).",
    );
    form.push(
        " with ",
        "CLAUSES",
        "Clauses that take the place of those of their kinds: `censored at cutoff`, `landmark at 6 months`.",
    );
    Some(form)
}

/// The part for the argument that an offset is in, in brackets.
pub(super) fn argument(form: &Form, used: &ast::EndpointUse, offset: u32) -> Option<usize> {
    let arguments = used.arguments();
    let around = arguments.iter().find(|argument| {
        let range = argument.range();
        u32::from(range.start()) <= offset && offset <= u32::from(range.end())
    })?;
    let name = around.name()?.text();
    form.parameters.iter().position(|parameter| {
        let start = usize::try_from(parameter.range.start).unwrap_or(usize::MAX);
        let behind = form
            .label
            .get(start..)
            .and_then(|label| label.strip_prefix(&name));
        behind.is_some_and(|behind| behind.starts_with([':', ' ', ',', ')']))
    })
}

fn is_from(parameter: &ast::EndpointParam) -> bool {
    parameter.name().is_some_and(|name| name.text() == "from")
}

/// A parameter as its declaration writes it, and what belongs there.
fn written(parameter: &ast::EndpointParam) -> Option<(String, String)> {
    let name = parameter.name()?.text();
    let ty = parameter
        .ty()
        .map(|ty| ty.syntax().text().to_string().trim().to_owned());
    let ty = ty.map(|ty| format!(": {ty}")).unwrap_or_default();
    let default = parameter.default().map(|default| one_line(&default));
    let doc = match &default {
        Some(default) => format!("If it is not given: `{default}`."),
        None => String::from("It has to be given."),
    };
    let default = default.map(|default| format!(" = {default}")).unwrap_or_default();
    Some((format!("{name}{ty}{default}"), doc))
}
