//! Where an attribute of the common model comes from in a source. How a column is read is in `conversion`.

use super::conversion::Conversion;
use super::expression::Expr;
use super::item::named;
use super::literal::StringLit;
use super::name::{Name, NameOrString};
use super::support::{child, children, has_keyword, tokens, view};
use crate::SyntaxKind;

view! {
    /// `ATTRIBUTE = COLUMN CONVERSION, OPTION …`, `ATTRIBUTE derived VALUE`, `ATTRIBUTE always VALUE`,
    /// `ATTRIBUTE, ATTRIBUTE absent "reason"`
    MappingDecl
}
named!(MappingDecl);

/// Where an attribute's value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MappingKind {
    /// From a column of the table.
    Column {
        /// The column.
        column: Option<NameOrString>,
        /// How the column's text becomes a value.
        conversion: Option<Conversion>,
        /// `let`: a value for other attributes of this mapping, not an attribute itself.
        local: bool,
    },
    /// From other attributes.
    Derived(Option<Expr>),
    /// The same for every record.
    Always(Option<AlwaysValue>),
    /// From nowhere, for this reason.
    Absent(Option<StringLit>),
}

impl MappingDecl {
    /// The attributes it is about; several only where they are absent.
    #[must_use]
    pub fn names(&self) -> Vec<Name> {
        children(&self.syntax)
    }

    /// Where the value comes from.
    #[must_use]
    pub fn kind(&self) -> MappingKind {
        if has_keyword(&self.syntax, "derived") {
            return MappingKind::Derived(child(&self.syntax));
        }
        if has_keyword(&self.syntax, "always") {
            return MappingKind::Always(child(&self.syntax));
        }
        if has_keyword(&self.syntax, "absent") {
            return MappingKind::Absent(child(&self.syntax));
        }
        MappingKind::Column {
            column: child(&self.syntax),
            conversion: child(&self.syntax),
            local: has_keyword(&self.syntax, "let"),
        }
    }

    /// The texts that mean that nothing is known.
    #[must_use]
    pub fn unknown(&self) -> Vec<StringLit> {
        self.options()
            .iter()
            .flat_map(|option| children(option.syntax()))
            .collect()
    }

    /// Whether a text that cannot be read becomes missing, and is counted, instead of stopping the run.
    #[must_use]
    pub fn otherwise_missing(&self) -> bool {
        let in_map =
            child::<Conversion>(&self.syntax).is_some_and(|map| has_keyword(map.syntax(), "otherwise"));
        in_map
            || self
                .options()
                .iter()
                .any(|option| has_keyword(option.syntax(), "otherwise"))
    }

    /// Whether a file may lack the column.
    #[must_use]
    pub fn optional(&self) -> bool {
        self.options()
            .iter()
            .any(|option| has_keyword(option.syntax(), "optional"))
    }

    fn options(&self) -> Vec<MappingOption> {
        children(&self.syntax)
    }
}

view! {
    /// `unknown "99", "98"`, `otherwise missing` or `optional`
    MappingOption
}

view! {
    /// What stands behind `always`.
    AlwaysValue
}

/// The value that an attribute has in every record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlwaysKind {
    /// A value of a category, an analyte, a drug.
    Name(Name),
    /// A number as written.
    Number(String),
    /// A text, without quotes.
    Text(String),
    /// `true` or `false`
    Boolean(bool),
    /// `ICD10CM "C34.9"`
    Code {
        /// The code system.
        system: Name,
        /// The code.
        code: StringLit,
    },
}

impl AlwaysValue {
    /// The value.
    #[must_use]
    pub fn kind(&self) -> Option<AlwaysKind> {
        let text = child::<StringLit>(&self.syntax);
        if let Some(name) = child::<Name>(&self.syntax) {
            return Some(match text {
                Some(code) => AlwaysKind::Code { system: name, code },
                None => AlwaysKind::Name(name),
            });
        }
        if let Some(text) = text {
            return Some(AlwaysKind::Text(text.value()));
        }
        let token = tokens(&self.syntax).next()?;
        match token.kind() {
            SyntaxKind::Number => Some(AlwaysKind::Number(token.text().to_owned())),
            SyntaxKind::Keyword => Some(AlwaysKind::Boolean(token.text() == "true")),
            _ => None,
        }
    }
}
