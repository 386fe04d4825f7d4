//! Endpoints and their use. The clauses are in `endpoint_entry`.

use super::endpoint_entry::{EndpointEntry, EnteringEntry};
use super::expression::Expr;
use super::item::named;
use super::lines::UntilPart;
use super::literal::StringLit;
use super::model::TypeDecl;
use super::name::{Name, Path};
use super::support::{child, children, view};

view! {
    /// `endpoint NAME(from: Date) { … }` or `endpoint NAME = PATH from DATE until DATE with …`
    EndpointDecl
}
named!(EndpointDecl);

/// What a declaration of an endpoint holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndpointBody {
    /// Its clauses, in the order written; damaged ones too.
    Entries(Vec<EndpointEntry>),
    /// The use of an endpoint.
    Use(EndpointUse),
}

impl EndpointDecl {
    /// The version of the definition.
    #[must_use]
    pub fn version(&self) -> Option<StringLit> {
        child(&self.syntax)
    }

    /// Its parameters, in order.
    #[must_use]
    pub fn parameters(&self) -> Vec<EndpointParam> {
        children(&self.syntax)
    }

    /// Its clauses, or the use of an endpoint.
    #[must_use]
    pub fn body(&self) -> EndpointBody {
        match child(&self.syntax) {
            Some(used) => EndpointBody::Use(used),
            None => EndpointBody::Entries(children(&self.syntax)),
        }
    }
}

view! {
    /// `from: Date`, `window: Duration = 30 days`
    EndpointParam
}
named!(EndpointParam);

impl EndpointParam {
    /// Its type.
    #[must_use]
    pub fn ty(&self) -> Option<TypeDecl> {
        child(&self.syntax)
    }

    /// The value it has where a use gives none.
    #[must_use]
    pub fn default(&self) -> Option<Expr> {
        child(&self.syntax)
    }
}

view! {
    /// `PATH(name: VALUE) from DATE until DATE entering at DATE with CLAUSE, CLAUSE`
    EndpointUse
}

impl EndpointUse {
    /// The endpoint that is used.
    #[must_use]
    pub fn path(&self) -> Option<Path> {
        child(&self.syntax)
    }

    /// Values for its parameters.
    #[must_use]
    pub fn arguments(&self) -> Vec<EndpointArg> {
        children(&self.syntax)
    }

    /// From where time is counted: a date, or a line of therapy.
    #[must_use]
    pub fn from(&self) -> Option<Expr> {
        child(child::<FromPart>(&self.syntax)?.syntax())
    }

    /// Where observation stops. `until` after `with` is a clause.
    #[must_use]
    pub fn until(&self) -> Option<Expr> {
        child(super::support::child_before::<UntilPart>(&self.syntax, "with")?.syntax())
    }

    /// From when on a patient is at risk. `entering at` after `with` is a clause.
    #[must_use]
    pub fn entering(&self) -> Option<Expr> {
        child(super::support::child_before::<EnteringEntry>(&self.syntax, "with")?.syntax())
    }

    /// The clauses that take the place of those of their kinds.
    #[must_use]
    pub fn with(&self) -> Vec<EndpointEntry> {
        let word = super::support::keywords(&self.syntax).find(|word| word.text() == "with");
        let Some(behind) = word.map(|word| word.text_range().end()) else {
            return Vec::new();
        };
        children::<EndpointEntry>(&self.syntax)
            .into_iter()
            .filter(|entry| entry.range().start() >= behind)
            .collect()
    }
}

view! {
    /// `window: 60 days`
    EndpointArg
}

impl EndpointArg {
    /// The parameter.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        child(&self.syntax)
    }

    /// Its value.
    #[must_use]
    pub fn value(&self) -> Option<Expr> {
        child(&self.syntax)
    }
}

view! {
    /// `from DATE`
    FromPart
}
