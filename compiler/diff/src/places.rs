//! In which sources something holds.

use std::collections::BTreeSet;

/// Sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Places {
    /// All there are.
    Everywhere,
    /// These alone.
    In(BTreeSet<String>),
}

impl Places {
    /// Those among them that are among these.
    pub(crate) fn within(&self, sources: &[String]) -> Self {
        let named = sources.iter().cloned().collect();
        self.both(&Self::In(named))
    }

    /// Those that are in both.
    pub(crate) fn both(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Everywhere, some) | (some, Self::Everywhere) => some.clone(),
            (Self::In(some), Self::In(others)) => Self::In(some.intersection(others).cloned().collect()),
        }
    }

    /// Those that are in one of them.
    pub(crate) fn joined(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Everywhere, _) | (_, Self::Everywhere) => Self::Everywhere,
            (Self::In(some), Self::In(others)) => Self::In(some.union(others).cloned().collect()),
        }
    }

    /// Those of all sources that are meant, in their order.
    pub(crate) fn of<'a>(&self, all: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        let meant = |name: &&str| match self {
            Self::Everywhere => true,
            Self::In(named) => named.contains(*name),
        };
        all.into_iter().filter(meant).map(str::to_owned).collect()
    }
}
