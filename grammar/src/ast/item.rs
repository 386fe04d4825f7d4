//! The file and its items that have no block: study, use, parameter, let; and what could not be understood.

use super::analyte::AnalyteDecl;
use super::characteristic::CharacteristicDecl;
use super::codes::CodesDecl;
use super::cohort::{CohortDecl, Modifier};
use super::drug::{DrugDecl, DrugsDecl, RegimenDecl};
use super::endpoint::EndpointDecl;
use super::expression::Expr;
use super::lines::LinesDecl;
use super::literal::StringLit;
use super::model::ModelDecl;
use super::name::{Name, Path};
use super::precision::PrecisionDecl;
use super::report::ReportDecl;
use super::source::SourceDecl;
use super::support::{child, child_after, children, doc, view, view_enum};
use super::test::TestDecl;

view! {
    /// A whole file.
    File
}

impl File {
    /// For the root of a tree, which is always a file.
    pub(crate) fn from_root(root: crate::SyntaxNode) -> Self {
        Self { syntax: root }
    }

    /// The items, in order; damaged ones too.
    #[must_use]
    pub fn items(&self) -> Vec<Item> {
        children(&self.syntax)
    }
}

view_enum! {
    /// What stands at the top level of a file.
    Item {
        /// `study …`
        Study(StudyDecl),
        /// `use …`
        Use(UseDecl),
        /// `parameter …`
        Parameter(ParameterDecl),
        /// `precision …`
        Precision(PrecisionDecl),
        /// `let …`
        Let(LetDecl),
        /// `codes …`
        Codes(CodesDecl),
        /// `analyte …`
        Analyte(AnalyteDecl),
        /// `drug …`
        Drug(DrugDecl),
        /// `drugs …`
        Drugs(DrugsDecl),
        /// `regimen …`
        Regimen(RegimenDecl),
        /// `model …`
        Model(ModelDecl),
        /// `source …`
        Source(SourceDecl),
        /// `cohort …`
        Cohort(CohortDecl),
        /// `lines …`
        Lines(LinesDecl),
        /// `endpoint …`
        Endpoint(EndpointDecl),
        /// `characteristic …`
        Characteristic(CharacteristicDecl),
        /// `report …`
        Report(ReportDecl),
        /// `test …`
        Test(TestDecl),
        /// What could not be understood.
        Bad(BadItem),
    }
}

impl Item {
    /// The name that it declares; a test has a text in the place of a name, and other items have none.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        match self {
            Self::Study(view) => view.name(),
            Self::Parameter(view) => view.name(),
            Self::Let(view) => view.name(),
            Self::Codes(view) => view.name(),
            Self::Analyte(view) => view.name(),
            Self::Drug(view) => view.name(),
            Self::Drugs(view) => view.name(),
            Self::Regimen(view) => view.name(),
            Self::Model(view) => view.name(),
            Self::Source(view) => view.name(),
            Self::Cohort(view) => view.name(),
            Self::Lines(view) => view.name(),
            Self::Endpoint(view) => view.name(),
            Self::Characteristic(view) => view.name(),
            Self::Use(_) | Self::Precision(_) | Self::Report(_) | Self::Test(_) | Self::Bad(_) => None,
        }
    }

    /// The `///` lines before an item with a name, without the marker.
    #[must_use]
    pub fn doc(&self) -> Option<String> {
        match self {
            Self::Study(view) => view.doc(),
            Self::Parameter(view) => view.doc(),
            Self::Let(view) => view.doc(),
            Self::Codes(view) => view.doc(),
            Self::Analyte(view) => view.doc(),
            Self::Drug(view) => view.doc(),
            Self::Drugs(view) => view.doc(),
            Self::Regimen(view) => view.doc(),
            Self::Model(view) => view.doc(),
            Self::Source(view) => view.doc(),
            Self::Cohort(view) => view.doc(),
            Self::Lines(view) => view.doc(),
            Self::Endpoint(view) => view.doc(),
            Self::Characteristic(view) => view.doc(),
            Self::Use(_) | Self::Precision(_) | Self::Report(_) | Self::Test(_) | Self::Bad(_) => None,
        }
    }
}

/// Gives a declaration its name and its doc comment.
macro_rules! named {
    ($view:ident) => { $crate::ast::item::named!($view: $crate::ast::Name); };
    ($view:ident: $name:ty) => {
        impl $view {
            /// The name it declares.
            #[must_use]
            pub fn name(&self) -> Option<$name> {
                $crate::ast::support::child(&self.syntax)
            }

            /// The `///` lines before it, without the marker.
            #[must_use]
            pub fn doc(&self) -> Option<String> {
                $crate::ast::support::doc(&self.syntax)
            }
        }
    };
}
pub(super) use named;

view! {
    /// `study NAME version "1.0.0" on PATH`
    StudyDecl
}
named!(StudyDecl);

impl StudyDecl {
    /// The study's version.
    #[must_use]
    pub fn version(&self) -> Option<StringLit> {
        child(&self.syntax)
    }

    /// The common model the study is written against.
    #[must_use]
    pub fn model(&self) -> Option<Path> {
        child(&self.syntax)
    }
}

view! {
    /// `use a.b.{x, y as z}`, `use a.b.x`, `use a.b.x as z`
    UseDecl
}

impl UseDecl {
    /// The module; for `use a.b.x` that is `a.b`.
    #[must_use]
    pub fn path(&self) -> Option<Path> {
        child(&self.syntax)
    }

    /// The names taken from the module.
    #[must_use]
    pub fn names(&self) -> Vec<UseName> {
        children(&self.syntax)
    }

    /// The `///` lines before it, without the marker.
    #[must_use]
    pub fn doc(&self) -> Option<String> {
        doc(&self.syntax)
    }
}

view! {
    /// One name taken from a module, and what it is called here.
    UseName
}

impl UseName {
    /// The name in the module.
    #[must_use]
    pub fn name(&self) -> Option<Name> {
        child(&self.syntax)
    }

    /// The name after `as`.
    #[must_use]
    pub fn alias(&self) -> Option<Name> {
        child_after(&self.syntax, "as")
    }
}

view! {
    /// `parameter NAME = VALUE`
    ParameterDecl
}
named!(ParameterDecl);

impl ParameterDecl {
    /// The value; possibly a range.
    #[must_use]
    pub fn value(&self) -> Option<Expr> {
        child(&self.syntax)
    }
}

view! {
    /// `let NAME = VALUE, MODIFIER …`
    LetDecl
}
named!(LetDecl);

impl LetDecl {
    /// The value.
    #[must_use]
    pub fn value(&self) -> Option<Expr> {
        child(&self.syntax)
    }

    /// What is said about the value after it.
    #[must_use]
    pub fn modifiers(&self) -> Vec<Modifier> {
        children(&self.syntax)
    }
}

view! {
    /// Top-level text that is no item.
    BadItem
}

view! {
    /// Text inside a block that is no entry of it.
    BadEntry
}
