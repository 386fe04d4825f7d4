//! What entries show or divide by: declared characteristics, attributes, definitions, any values.

use super::super::{Lowering, expr};
use super::Catalog;
use crate::study::{Characteristic, CharacteristicId, EndpointId, Expr, ExprKind, Type};
use kohort_base::{Code, Diagnostic, Span, suggest};
use kohort_grammar::{ast, one_line};

/// What a value is needed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A row of a baseline table.
    Row,
    /// A row of proportions.
    Share,
    /// Groups, or the strata of a comparison.
    Groups,
    /// A covariate of a model.
    Covariate,
    /// A weight.
    Weight,
}

impl<'m> Lowering<'m> {
    /// The value of an `of` item.
    pub(super) fn shown(
        &mut self,
        written: &ast::Expr,
        role: Role,
        catalog: &mut Catalog<'_>,
    ) -> Option<CharacteristicId> {
        let span = self.span(written.range());
        let text = match written {
            ast::Expr::Paren(paren) => paren.operand().map(|inner| one_line(inner.syntax())),
            other => Some(one_line(other.syntax())),
        }?;
        if let ast::Expr::Path(path) = written {
            let segments = path.path().segments();
            if let [name] = segments.as_slice() {
                return self.named(&name.text(), span, role, catalog);
            }
        }
        let id = match catalog.written.get(&text) {
            Some(known) => *known,
            None => {
                let value = self.value(written, None);
                let id = catalog.add(self.as_written(text.clone(), value, span));
                catalog.written.insert(text, id);
                id
            }
        };
        self.suitable(id?, span, role, catalog)
    }

    /// The value that a name stands for: a declared characteristic, `age`, or what the name means anywhere else.
    pub(super) fn named(
        &mut self,
        name: &str,
        span: Span,
        role: Role,
        catalog: &mut Catalog<'_>,
    ) -> Option<CharacteristicId> {
        if let Some(found) = self.library.modules.find(self.module, name) {
            self.names_item(span, found);
        }
        if let Some(declared) = self.declared(name, catalog) {
            self.names_declared(span, name);
            return self.suitable(declared?, span, role, catalog);
        }
        let id = match catalog.written.get(name) {
            Some(known) => {
                let known = *known;
                if let Some(first) = known.and_then(|id| catalog.characteristic(id)) {
                    self.names_as_at(span, first.span);
                }
                known
            }
            None => {
                let value = self.meant_by(name, span);
                let mut found = self.as_written(name.to_owned(), value, span);
                if let Some(found) = &mut found
                    && let ExprKind::Definition(id) = &found.value.kind
                {
                    found.doc = self
                        .definitions
                        .get(id.0 as usize)
                        .and_then(|known| known.doc.clone());
                }
                let id = catalog.add(found);
                catalog.written.insert(name.to_owned(), id);
                id
            }
        };
        self.suitable(id?, span, role, catalog)
    }

    fn meant_by(&mut self, name: &str, span: Span) -> Expr {
        let patient = self.model.entity(self.model.patient());
        let is_attribute = patient.is_some_and(|patient| patient.attribute_named(name).is_some());
        let is_known = is_attribute
            || self.model.entity_named(name).is_some()
            || self.library.modules.find(self.module, name).is_some();
        if name == "age" && !is_known {
            let index = expr(ExprKind::Index, Type::Date, span);
            return self.age_on(index, span);
        }
        self.head(name, None, span)
    }

    fn as_written(&mut self, name: String, value: Expr, span: Span) -> Option<Characteristic> {
        (value.ty != Type::Error).then_some(Characteristic {
            name,
            doc: None,
            declared: false,
            value,
            labels: None,
            looking_ahead: None,
            span,
        })
    }

    /// Whether a characteristic can serve; reports one that cannot.
    fn suitable(
        &mut self,
        id: CharacteristicId,
        span: Span,
        role: Role,
        catalog: &Catalog<'_>,
    ) -> Option<CharacteristicId> {
        let found = catalog.characteristic(id)?;
        let ty = &found.value.ty;
        if let Type::Events(record) = ty {
            let diagnostic = self.many_records(*record, span);
            self.report(diagnostic);
            return None;
        }
        let help = match ty {
            Type::Event(_) => {
                Some("name one of the record's attributes, for example `.value`, or ask `… is known`")
            }
            Type::Period => Some("name its `.start` or its `.end`"),
            _ if found.labels.is_some() => {
                let numbered = matches!(role, Role::Share | Role::Weight);
                numbered.then_some("it has groups")
            }
            _ => self.unsuitable(ty, role),
        };
        let Some(help) = help else { return Some(id) };
        let words = if found.labels.is_some() {
            String::from("a characteristic with groups")
        } else {
            self.describe(ty)
        };
        let (title, help) = match role {
            Role::Row => (format!("`{}` cannot be a row of a table", found.name), help),
            Role::Share => (
                format!("`{}` has no proportion", found.name),
                "a proportion is the share of those for whom something is true; write the condition, for example `(ecog <= 1)`",
            ),
            Role::Groups => (format!("`{}` cannot make groups", found.name), help),
            Role::Covariate => (format!("`{}` cannot be a covariate", found.name), help),
            Role::Weight => (
                format!("`{}` cannot be a weight", found.name),
                "a weight is a number for each entry",
            ),
        };
        let mut diagnostic = Diagnostic::error(Code::K1204, title).at(span, format!("this is {words}"));
        if found.declared {
            diagnostic = diagnostic.and(found.span, "declared here");
        }
        self.report(diagnostic.help(help));
        None
    }

    /// Why a type does not serve, in words that help, if it does not.
    fn unsuitable(&self, ty: &Type, role: Role) -> Option<&'static str> {
        const BANDS: &str = "a number or a date differs for nearly everybody: make bands, for example `characteristic NAME = … in { \"low\": < 10, \"high\": >= 10 }`";
        let measured = matches!(
            ty,
            Type::Decimal | Type::Quantity(_) | Type::Years | Type::Months | Type::Days | Type::Date
        );
        match role {
            Role::Row => matches!(ty, Type::Analyte).then_some("name an attribute with a value"),
            Role::Share => (*ty != Type::Boolean).then_some("not a condition"),
            Role::Groups => measured.then_some(BANDS),
            Role::Covariate => {
                let unordered_text = matches!(
                    ty,
                    Type::Text | Type::Code | Type::Analyte | Type::Drugs | Type::Date
                );
                unordered_text.then_some(
                    "a covariate is a number, true or false, or a category; group other values with `characteristic NAME = { … }`",
                )
            }
            Role::Weight => (!matches!(ty, Type::Integer | Type::Decimal)).then_some("not a number"),
        }
    }

    /// The names behind `by`, `stratified by`, `adjusted for` or `weighted by`; nothing if one is wrong.
    pub(super) fn all_named(
        &mut self,
        names: &[ast::Name],
        role: Role,
        catalog: &mut Catalog<'_>,
    ) -> Option<Vec<CharacteristicId>> {
        let mut ids = Vec::new();
        let mut wrong = false;
        for name in names {
            let span = self.span(name.range());
            match self.named(&name.text(), span, role, catalog) {
                Some(id) if ids.contains(&id) => {
                    self.report(
                        Diagnostic::error(Code::K0202, format!("`{}` is named twice", name.text()))
                            .at(span, "named again here")
                            .help("leave it out"),
                    );
                    wrong = true;
                }
                Some(id) => ids.push(id),
                None => wrong = true,
            }
        }
        (!wrong).then_some(ids)
    }

    /// The endpoints that an entry names; nothing if one is wrong.
    pub(super) fn shown_endpoints(
        &mut self,
        items: &[ast::Expr],
        word: &str,
        catalog: &Catalog<'_>,
    ) -> Option<Vec<EndpointId>> {
        let mut ids = Vec::new();
        let mut wrong = items.is_empty();
        for item in items {
            match self.shown_endpoint(item, word, catalog) {
                Some(id) if ids.contains(&id) => {}
                Some(id) => ids.push(id),
                None => wrong = true,
            }
        }
        (!wrong).then_some(ids)
    }

    fn shown_endpoint(
        &mut self,
        written: &ast::Expr,
        word: &str,
        catalog: &Catalog<'_>,
    ) -> Option<EndpointId> {
        let span = self.span(written.range());
        let text = one_line(written.syntax());
        if let Some(found) = self.library.modules.find(self.module, &text) {
            self.names_item(span, found);
        }
        let position = catalog
            .endpoints
            .iter()
            .position(|endpoint| endpoint.name == text);
        if let Some(position) = position {
            return Some(EndpointId(position as u32));
        }
        let named = self.library.modules.find(self.module, &text);
        if let Some(found) = named
            && let ast::Item::Endpoint(decl) = found.item
        {
            let own = found.module.path == self.module.path;
            if own && decl.parameters().is_empty() {
                // It is wrong, which was said where it is declared.
                return None;
            }
            self.report(
                Diagnostic::error(Code::K1204, format!("`{text}` is a pattern for endpoints"))
                    .at(span, "does not say from when")
                    .help(format!("declare the endpoint of this study, and name that one: `endpoint NAME = {text} from index`")),
            );
            return None;
        }
        if self.module.lacks(&text) {
            return None;
        }
        let names = catalog.endpoints.iter().map(|endpoint| endpoint.name.as_str());
        let diagnostic = Diagnostic::error(Code::K0201, format!("There is no endpoint `{text}`"))
            .at(span, format!("`{word}` is of endpoints"));
        let diagnostic = match suggest::nearest(&text, names.clone()) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")).replace(
                span,
                near,
                format!("Write `{near}`"),
            ),
            None if catalog.endpoints.is_empty() => diagnostic
                .help("declare one, for example `endpoint os = overall_survival from index` with `use std.endpoints.{overall_survival}`"),
            None => diagnostic.help(format!(
                "the study has the endpoints {}",
                names.collect::<Vec<_>>().join(", ")
            )),
        };
        self.report(diagnostic);
        None
    }
}
