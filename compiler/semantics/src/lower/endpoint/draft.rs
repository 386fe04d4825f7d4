//! An endpoint put together from its declaration and the changes of those who use it, still as written.
//!
//! Invariant: each clause keeps the module that wrote it, where its names are looked up, and no clause is there twice.

use super::super::Lowering;
use super::scope::{Local, LocalKind, LocalValue};
use crate::facts::Symbol;
use crate::modules::{Found, Module, declared_name};
use crate::study::{EndpointOrigin, Expr};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::{ast, one_line};
use std::collections::BTreeMap;

/// An endpoint before its clauses are understood.
pub(super) struct Draft<'m> {
    /// Its parameters and `let`s; `from` is always among them.
    pub(super) names: BTreeMap<String, Local<'m>>,
    /// Its events in order, each with its status.
    pub(super) events: Vec<Event<'m>>,
    /// Its other clauses, one of a kind.
    pub(super) clauses: BTreeMap<ClauseKind, Clause<'m>>,
    /// The doc comment.
    pub(super) doc: Option<String>,
    /// Where it comes from, if it is not declared in full where it is used.
    pub(super) origin: Option<EndpointOrigin>,
    /// The name under which the first of its declarations stands.
    pub(super) declared: Span,
}

/// An event as written.
#[derive(Clone)]
pub(super) struct Event<'m> {
    pub(super) name: String,
    pub(super) entry: ast::EventEntry,
    pub(super) module: &'m Module,
    /// Where the name is written first, if it is written.
    pub(super) declared: Option<Span>,
}

/// The clauses of which an endpoint has at most one each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ClauseKind {
    Censored,
    Until,
    Entering,
    Missing,
    Negative,
    Landmark,
    Measure,
}

impl ClauseKind {
    /// How the clause begins.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Censored => "censored at",
            Self::Until => "until",
            Self::Entering => "entering at",
            Self::Missing => "missing when",
            Self::Negative => "negative",
            Self::Landmark => "landmark at",
            Self::Measure => "in",
        }
    }
}

/// A clause as written.
#[derive(Clone)]
pub(super) struct Clause<'m> {
    pub(super) content: Content,
    pub(super) module: &'m Module,
    pub(super) span: Span,
}

/// What a clause says.
#[derive(Clone)]
pub(super) enum Content {
    Date(Option<ast::Expr>),
    Conditions(Vec<ast::Expr>),
    Negative(Option<ast::NegativeKind>),
    Landmark(Option<ast::DurationLit>),
    Unit(Option<ast::TimeUnit>),
}

impl<'m> Draft<'m> {
    /// Puts a clause in; the one of its kind that was there before.
    fn put(
        &mut self,
        kind: ClauseKind,
        content: Content,
        module: &'m Module,
        span: Span,
    ) -> Option<Clause<'m>> {
        let clause = Clause {
            content,
            module,
            span,
        };
        self.clauses.insert(kind, clause)
    }

    /// Whether a name is a line of therapy, whose fields and not whose name say what is meant.
    fn is_parameter(&self, name: &str) -> bool {
        self.names
            .get(name)
            .is_some_and(|local| matches!(local.kind, LocalKind::Parameter(_)))
    }
}

/// What kind of clause an entry is, unless it is an event or a `let`.
fn clause(entry: &ast::EndpointEntry) -> Option<(ClauseKind, Content)> {
    Some(match entry {
        ast::EndpointEntry::Censored(found) => (ClauseKind::Censored, Content::Date(found.date())),
        ast::EndpointEntry::Until(found) => (ClauseKind::Until, Content::Date(found.date())),
        ast::EndpointEntry::Entering(found) => (ClauseKind::Entering, Content::Date(found.date())),
        ast::EndpointEntry::Missing(found) => (ClauseKind::Missing, Content::Conditions(found.conditions())),
        ast::EndpointEntry::Negative(found) => (ClauseKind::Negative, Content::Negative(found.kind())),
        ast::EndpointEntry::Landmark(found) => (ClauseKind::Landmark, Content::Landmark(found.at())),
        ast::EndpointEntry::Measure(found) => (ClauseKind::Measure, Content::Unit(found.unit())),
        ast::EndpointEntry::Let(_) | ast::EndpointEntry::Event(_) | ast::EndpointEntry::Bad(_) => {
            return None;
        }
    })
}

impl<'m> Lowering<'m> {
    /// What a declaration says, its own use of another one included. `open` are the declarations that led here.
    pub(super) fn draft(
        &mut self,
        found: Found<'m>,
        decl: &ast::EndpointDecl,
        open: &mut Vec<Span>,
    ) -> Option<Draft<'m>> {
        let span = found.module.span(decl.name()?.range());
        if open.contains(&span) {
            let name = decl.name()?.text();
            self.report(
                Diagnostic::error(Code::K0205, format!("The endpoint `{name}` is made from itself"))
                    .at(span, "leads back to itself")
                    .help("one of the endpoints must say in full what it is: `endpoint NAME { event … }`"),
            );
            return None;
        }
        open.push(span);
        let draft = match decl.body() {
            ast::EndpointBody::Entries(entries) => {
                Some(self.declared_endpoint(found.module, decl, &entries, span))
            }
            ast::EndpointBody::Use(used) => self.used_endpoint(found.module, decl, &used, open),
        };
        open.pop();
        draft
    }

    fn declared_endpoint(
        &mut self,
        module: &'m Module,
        decl: &ast::EndpointDecl,
        entries: &[ast::EndpointEntry],
        declared: Span,
    ) -> Draft<'m> {
        let mut draft = Draft {
            names: BTreeMap::new(),
            events: Vec::new(),
            clauses: BTreeMap::new(),
            doc: decl.doc(),
            origin: None,
            declared,
        };
        for parameter in decl.parameters() {
            self.declare_parameter(module, &parameter, &mut draft);
        }
        draft
            .names
            .entry(String::from("from"))
            .or_insert_with(|| Local::index(declared));
        // Names first: which event an event is may depend on them.
        for entry in entries {
            if let ast::EndpointEntry::Let(found) = entry {
                self.declare_let(module, found, &mut draft);
            }
        }
        for entry in entries {
            if let ast::EndpointEntry::Event(event) = entry {
                let Some(event) = self.named_event(module, event, &draft) else {
                    continue;
                };
                let first = draft.events.iter().find(|known| known.name == event.name);
                if let Some(first) = first {
                    let first = first.module.span(first.entry.range());
                    self.second_event(&event, first);
                } else {
                    draft.events.push(event);
                }
            } else if let Some((kind, content)) = clause(entry) {
                let place = module.span(entry.range());
                if let Some(first) = draft.put(kind, content, module, place) {
                    self.second_clause(kind, place, first.span);
                }
            }
        }
        draft
    }

    fn declare_parameter(&mut self, module: &'m Module, written: &ast::EndpointParam, draft: &mut Draft<'m>) {
        let Some(name) = written.name() else { return };
        let span = module.span(name.range());
        let ty = self.parameter_type(module, written);
        let value = match written.default() {
            Some(default) => LocalValue::Written(default, Vec::new(), module),
            None => LocalValue::Absent,
        };
        let local = Local {
            kind: LocalKind::Parameter(ty),
            value,
            span,
            declared: span,
            doc: None,
        };
        if let Some(first) = draft.names.insert(name.text(), local) {
            self.second_name(&name.text(), span, first.span);
        }
    }

    fn declare_let(&mut self, module: &'m Module, written: &ast::LetDecl, draft: &mut Draft<'m>) {
        let (Some(name), Some(local)) = (written.name(), Local::of_let(module, written)) else {
            return;
        };
        let span = local.span;
        // `from` without a declaration of it has the place of the endpoint's name.
        if let Some(first) = draft.names.insert(name.text(), local) {
            self.second_name(&name.text(), span, first.span);
        }
    }

    /// The use of an endpoint: what that one says, with the values and the changes of the use.
    fn used_endpoint(
        &mut self,
        module: &'m Module,
        decl: &ast::EndpointDecl,
        used: &ast::EndpointUse,
        open: &mut Vec<Span>,
    ) -> Option<Draft<'m>> {
        let path = used.path()?;
        let (found, target) = self.endpoint_at(module, &path)?;
        let mut draft = self.draft(found, &target, open)?;
        let name = declared_name(found.item).map_or_else(String::new, |name| name.text());
        let origin = draft.origin.get_or_insert_with(|| EndpointOrigin {
            path: if found.module.path == module.path {
                name
            } else {
                format!("{}.{name}", found.module.path)
            },
            version: target.version().map(|version| version.value()),
            changed: Vec::new(),
        });
        let mut changed = std::mem::take(&mut origin.changed);
        self.give_arguments(module, used, &mut draft, &mut changed);
        let dates = [
            (ClauseKind::Until, used.until()),
            (ClauseKind::Entering, used.entering()),
        ];
        for (kind, date) in dates {
            let Some(date) = date else { continue };
            let span = module.span(date.range());
            let text = format!("{} {}", kind.words(), one_line(date.syntax()));
            if draft.put(kind, Content::Date(Some(date)), module, span).is_some() {
                changed.push(text);
            }
        }
        for entry in used.with() {
            self.change(module, &entry, &mut draft, &mut changed);
        }
        self.changed_twice(module, used);
        if let Some(origin) = &mut draft.origin {
            origin.changed = changed;
        }
        draft.doc = decl.doc().or(draft.doc);
        Some(draft)
    }

    /// One clause behind `with`.
    fn change(
        &mut self,
        module: &'m Module,
        entry: &ast::EndpointEntry,
        draft: &mut Draft<'m>,
        changed: &mut Vec<String>,
    ) {
        let place = module.span(entry.range());
        match entry {
            ast::EndpointEntry::Let(written) => {
                let (Some(name), Some(local)) = (written.name(), Local::of_let(module, written)) else {
                    return;
                };
                match draft.names.get_mut(&name.text()) {
                    Some(known) if known.kind == LocalKind::Let => {
                        let declared = known.declared;
                        *known = Local { declared, ..local };
                        self.names(module.span(name.range()), Symbol::Local(declared));
                    }
                    _ => {
                        let lets = draft
                            .names
                            .iter()
                            .filter(|(_, local)| local.kind == LocalKind::Let);
                        let lets: Vec<String> = lets.map(|(name, _)| name.clone()).collect();
                        self.no_such_let(&name, module, &lets, draft.declared);
                        return;
                    }
                }
            }
            ast::EndpointEntry::Event(written) => {
                let Some(event) = self.named_event(module, written, draft) else {
                    return;
                };
                match draft.events.iter_mut().find(|known| known.name == event.name) {
                    Some(known) => {
                        let declared = known.declared;
                        *known = Event {
                            declared: declared.or(event.declared),
                            ..event
                        };
                        if let (Some(name), Some(declared)) = (written.name(), declared) {
                            self.names(module.span(name.range()), Symbol::Local(declared));
                        }
                    }
                    None => draft.events.push(event),
                }
            }
            ast::EndpointEntry::Bad(_) => return,
            _ => {
                if let Some((kind, content)) = clause(entry) {
                    draft.put(kind, content, module, place);
                }
            }
        }
        changed.push(one_line(entry.syntax()));
    }

    /// An event with its status: the written name, otherwise the head of its path.
    fn named_event(
        &mut self,
        module: &'m Module,
        entry: &ast::EventEntry,
        draft: &Draft<'m>,
    ) -> Option<Event<'m>> {
        let name = match entry.name() {
            Some(name) => name.text(),
            None => {
                let date = entry.date()?;
                match head(&date, draft) {
                    Some(name) => name,
                    // The parser has said that the records are missing.
                    None if matches!(&date, ast::Expr::Pick(pick) if pick.events().is_none()) => return None,
                    None => {
                        self.nameless_event(module.span(date.range()));
                        return None;
                    }
                }
            }
        };
        Some(Event {
            name,
            declared: entry.name().map(|name| module.span(name.range())),
            entry: entry.clone(),
            module,
        })
    }
}

/// The name that an event suggests: that of what its date is read from.
fn head(date: &ast::Expr, draft: &Draft<'_>) -> Option<String> {
    match date {
        ast::Expr::Path(path) => {
            let segments = path.path().segments();
            let first = segments.first()?.text();
            if draft.is_parameter(&first) {
                return (segments.len() > 1).then(|| segments.last().map(ast::Name::text))?;
            }
            Some(first)
        }
        ast::Expr::Pick(pick) => head(&pick.events()?, draft),
        ast::Expr::Events(events) => head(&events.base()?, draft),
        ast::Expr::Paren(paren) => head(&paren.operand()?, draft),
        ast::Expr::Field(field) => head(&field.base()?, draft),
        ast::Expr::Subscript(subscript) => head(&subscript.base()?, draft),
        _ => None,
    }
}

impl<'m> Local<'m> {
    /// `from` of an endpoint that does not say from when: the index date.
    fn index(span: Span) -> Self {
        let index = Expr {
            kind: crate::study::ExprKind::Index,
            ty: crate::study::Type::Date,
            span,
        };
        Self {
            kind: LocalKind::Parameter(super::parameter::ParameterType::Date),
            value: LocalValue::Done(index),
            span,
            declared: span,
            doc: None,
        }
    }

    fn of_let(module: &'m Module, written: &ast::LetDecl) -> Option<Self> {
        let name = written.name()?;
        let span = module.span(name.range());
        Some(Self {
            kind: LocalKind::Let,
            value: LocalValue::Written(written.value()?, written.modifiers(), module),
            span,
            declared: span,
            doc: written.doc(),
        })
    }
}
