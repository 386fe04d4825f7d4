//! Characteristics: a value of each entry of a cohort, or the group it falls into.

use super::cohort::Modifier;
use super::expression::Expr;
use super::item::named;
use super::literal::StringLit;
use super::logic::{CompareOp, ItemSet};
use super::support::{child, children, has_keyword, tokens, view};

view! {
    /// `characteristic NAME = VALUE`, `= VALUE in { "18-49": 18 to 49, … }`, `= { "label": CONDITION … }`
    CharacteristicDecl
}
named!(CharacteristicDecl);

/// What a characteristic is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CharacteristicKind {
    /// A value.
    Value(Expr),
    /// The first group that the value belongs to.
    Bands {
        /// The value.
        value: Option<Expr>,
        /// The groups, in order.
        bands: Vec<Band>,
    },
    /// The first group whose condition is true, in order.
    Cases(Vec<Case>),
}

impl CharacteristicDecl {
    /// What it is; none where the value is missing.
    #[must_use]
    pub fn kind(&self) -> Option<CharacteristicKind> {
        if let Some(cases) = child::<CaseList>(&self.syntax) {
            return Some(CharacteristicKind::Cases(children(cases.syntax())));
        }
        let value = child(&self.syntax);
        match child::<BandList>(&self.syntax) {
            Some(bands) => Some(CharacteristicKind::Bands {
                value,
                bands: children(bands.syntax()),
            }),
            None => value.map(CharacteristicKind::Value),
        }
    }

    /// What is said about the value after it.
    #[must_use]
    pub fn modifiers(&self) -> Vec<Modifier> {
        children(&self.syntax)
    }
}

view! {
    /// `{ "label": CONDITION … }`
    CaseList
}

view! {
    /// `"label": CONDITION`, `"label": otherwise`
    Case
}

impl Case {
    /// What the group is called.
    #[must_use]
    pub fn label(&self) -> Option<StringLit> {
        child(&self.syntax)
    }

    /// The condition; none where it is `otherwise`.
    #[must_use]
    pub fn condition(&self) -> Option<Expr> {
        child(&self.syntax)
    }

    /// Whether all belong to it that no group before has.
    #[must_use]
    pub fn is_otherwise(&self) -> bool {
        has_keyword(&self.syntax, "otherwise")
    }
}

view! {
    /// `{ "18-49": 18 to 49, "65+": >= 65 }`
    BandList
}

view! {
    /// `"18-49": 18 to 49`
    Band
}

/// Which values belong to a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BandKind {
    /// `>= 65`
    Compare(CompareOp, Option<Expr>),
    /// `{ 3, 4 }`
    Items(Vec<Expr>),
    /// `18 to 49`, one value, or the name of a range or a list.
    Value(Expr),
    /// `missing`
    Missing,
    /// `otherwise`
    Otherwise,
}

impl Band {
    /// What the group is called.
    #[must_use]
    pub fn label(&self) -> Option<StringLit> {
        child(&self.syntax)
    }

    /// Which values belong to it.
    #[must_use]
    pub fn kind(&self) -> Option<BandKind> {
        if has_keyword(&self.syntax, "otherwise") {
            return Some(BandKind::Otherwise);
        }
        if has_keyword(&self.syntax, "missing") {
            return Some(BandKind::Missing);
        }
        if let Some(items) = child::<ItemSet>(&self.syntax) {
            return Some(BandKind::Items(items.items()));
        }
        match tokens(&self.syntax).find_map(|token| CompareOp::from_kind(token.kind())) {
            Some(op) => Some(BandKind::Compare(op, child(&self.syntax))),
            None => child(&self.syntax).map(BandKind::Value),
        }
    }
}
