//! What a test expects of an endpoint: `expect os = 15.3 months, event`, `expect os is missing`.

use super::super::Lowering;
use crate::facts::Symbol;
use crate::study::{Endpoint, EndpointId, ExpectedOutcome, ExpectedTime};
use kohort_base::{Code, Diagnostic, Span, suggest};
use kohort_grammar::ast;

/// What an expectation says of an endpoint.
pub(super) enum Outcome {
    /// It says this.
    Expected(ExpectedOutcome),
    /// It is about an endpoint, and wrong; that was reported.
    Wrong,
    /// It is about something else.
    None,
}

impl Lowering<'_> {
    /// The outcome that an expectation is about.
    pub(super) fn expected_outcome(
        &mut self,
        written: &ast::Expr,
        status: Option<&ast::Name>,
        endpoints: &[Endpoint],
    ) -> Outcome {
        let Some(name) = subject(written).and_then(|value| self.endpoint_name(value)) else {
            return match status {
                Some(status) => self.status_of_no_endpoint(status, written),
                None => Outcome::None,
            };
        };
        let position = endpoints.iter().position(|endpoint| endpoint.name == name.text());
        let Some((id, endpoint)) = position.and_then(|at| Some((EndpointId(at as u32), endpoints.get(at)?)))
        else {
            return self.not_of_this_study(&name);
        };
        let status = match status {
            Some(status) => match self.status(status, endpoint) {
                Some(status) => Some(status),
                None => return Outcome::Wrong,
            },
            None => None,
        };
        match (self.expected_time(written, &name), &status) {
            (Some(None), Some(_)) => {
                let span = self.span(written.range());
                self.report(
                    Diagnostic::error(Code::K0902, "An outcome that is missing has no status")
                        .at(span, "expected to be missing")
                        .help("leave the status out"),
                );
                Outcome::Wrong
            }
            (Some(time), _) => Outcome::Expected(ExpectedOutcome {
                endpoint: id,
                time,
                status,
            }),
            (None, _) => Outcome::Wrong,
        }
    }

    /// The name of an endpoint that this value is, as far as the file knows.
    fn endpoint_name(&self, value: ast::Expr) -> Option<ast::Name> {
        let ast::Expr::Path(path) = value else {
            return None;
        };
        let segments = path.path().segments();
        let [name] = segments.as_slice() else { return None };
        let found = self.library.modules.find(self.module, &name.text())?;
        self.names_item(self.span(name.range()), found);
        matches!(found.item, ast::Item::Endpoint(_)).then(|| name.clone())
    }

    /// The time that is expected; inside nothing, if the outcome must be missing.
    fn expected_time(&mut self, written: &ast::Expr, name: &ast::Name) -> Option<Option<ExpectedTime>> {
        let time = match written {
            ast::Expr::Compare(found) if found.op() == Some(ast::CompareOp::Eq) => found.right(),
            ast::Expr::Is(found) if !found.negated() => match found.kind() {
                Some(ast::IsKind::Missing) => return Some(None),
                Some(ast::IsKind::Value(value)) => Some(value),
                _ => None,
            },
            _ => None,
        };
        if let Some(ast::Expr::Literal(literal)) = &time
            && let ast::LiteralKind::Duration(duration) = literal.kind()
        {
            let (number, unit) = self.survival_time(&duration)?;
            let text = duration.number();
            let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            return Some(Some(ExpectedTime {
                number,
                decimals: u32::try_from(decimals).unwrap_or(u32::MAX),
                unit,
            }));
        }
        let span = self.span(written.range());
        let name = name.text();
        self.report(
            Diagnostic::error(Code::K0902, format!("What is expected of the endpoint `{name}`?"))
                .at(span, "not a time, and not `is missing`")
                .help(format!(
                    "write the time and what became of it, for example `expect {name} = 15.3 months, event`, or `expect {name} is missing`"
                )),
        );
        None
    }

    fn status(&mut self, written: &ast::Name, endpoint: &Endpoint) -> Option<String> {
        let text = written.text();
        let mut known = vec!["event", "censored"];
        known.extend(endpoint.events.iter().map(|event| event.name.as_str()));
        if known.contains(&text.as_str()) {
            let key = (endpoint.name.clone(), text.clone());
            if let Some(declared) = self.event_names.get(&key) {
                self.names(self.span(written.range()), Symbol::Local(*declared));
            }
            return Some(text);
        }
        let span = self.span(written.range());
        let diagnostic = Diagnostic::error(
            Code::K0902,
            format!("`{}` never ends with `{text}`", endpoint.name),
        )
        .at(span, "not one of its events")
        .and(endpoint.span, "declared here");
        let diagnostic = match suggest::nearest(&text, known.iter().copied()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")).replace(
                span,
                near,
                format!("Write `{near}`"),
            ),
            None => diagnostic.help(format!("it is one of: {}", known.join(", "))),
        };
        self.report(diagnostic);
        None
    }

    fn status_of_no_endpoint(&mut self, status: &ast::Name, written: &ast::Expr) -> Outcome {
        let place = self.span(status.range());
        let value = self.span(written.range());
        self.report(
            Diagnostic::error(
                Code::K0902,
                format!("Only an endpoint ends with `{}`", status.text()),
            )
            .at(place, "what became of a time")
            .and(value, "this is not the time of an endpoint")
            .help("write for example `expect os = 15.3 months, event`"),
        );
        Outcome::Wrong
    }

    /// An endpoint that is a pattern, belongs to another file, or is wrong.
    fn not_of_this_study(&mut self, name: &ast::Name) -> Outcome {
        let text = name.text();
        let own = match self.module.names.get(&text) {
            Some(ast::Item::Endpoint(decl)) => decl.parameters().is_empty(),
            _ => false,
        };
        if !own {
            let span: Span = self.span(name.range());
            self.report(
                Diagnostic::error(Code::K0902, format!("`{text}` is a pattern for endpoints"))
                    .at(span, "does not say from when")
                    .help(format!("declare the endpoint of this study, and name that one: `endpoint NAME = {text} from index`")),
            );
        }
        Outcome::Wrong
    }
}

/// The value of which something is expected.
fn subject(written: &ast::Expr) -> Option<ast::Expr> {
    match written {
        ast::Expr::Compare(found) => found.left(),
        ast::Expr::Is(found) => found.value(),
        ast::Expr::Path(_) => Some(written.clone()),
        _ => None,
    }
}
