//! Where a column's text is, seen from the element that is its row.
//!
//! Invariant: names are compared without their namespaces. Of several elements at one path the first in the document
//! counts, as everywhere where a path stands for one node.

/// What stands in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum XmlColumn {
    /// The text at a path.
    Text(XmlPath),
    /// `years(A, B)`: the completed years from the date at one path to the date at the other.
    Years(XmlPath, XmlPath),
}

impl XmlColumn {
    /// Understands what a source says of a column.
    pub(crate) fn new(text: &str) -> Self {
        let inner = text
            .strip_prefix("years(")
            .and_then(|inner| inner.strip_suffix(')'));
        match inner.and_then(|inner| inner.split_once(',')) {
            Some((from, to)) => Self::Years(XmlPath::new(from), XmlPath::new(to)),
            None => Self::Text(XmlPath::new(text)),
        }
    }

    /// How many elements around the row's must be known as a whole.
    pub(crate) fn whole(&self) -> usize {
        match self {
            Self::Text(path) => path.whole(),
            Self::Years(from, to) => from.whole().max(to.whole()),
        }
    }
}

/// A path from a row's element: `a/b`, `@x`, `..`, `.`, and what can be put together of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct XmlPath {
    /// How many elements around the row's it goes up first.
    pub(crate) up: usize,
    /// The elements that it then goes down.
    pub(crate) down: Vec<String>,
    /// The attribute at its end; the element's own text, if absent.
    pub(crate) attribute: Option<String>,
}

impl XmlPath {
    /// Understands a path.
    pub(crate) fn new(text: &str) -> Self {
        let mut path = Self {
            up: 0,
            down: Vec::new(),
            attribute: None,
        };
        for step in text
            .split('/')
            .map(str::trim)
            .filter(|step| !step.is_empty() && *step != ".")
        {
            match step.strip_prefix('@') {
                Some(attribute) => path.attribute = Some(local(attribute).to_owned()),
                None if step == ".." && path.down.is_empty() => path.up += 1,
                None if step == ".." => drop(path.down.pop()),
                None => path.down.push(local(step).to_owned()),
            }
        }
        path
    }

    /// How many elements around the row's must be known as a whole: none, if only attributes of them are asked for.
    pub(crate) fn whole(&self) -> usize {
        if self.down.is_empty() && self.attribute.is_some() {
            0
        } else {
            self.up
        }
    }
}

/// The elements from the root to the rows.
pub(crate) fn steps(path: &str) -> Vec<String> {
    let steps = path.split('/').map(str::trim).filter(|step| !step.is_empty());
    steps.map(|step| local(step).to_owned()).collect()
}

/// A name without its namespace.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_a_text_or_the_years_between_two() {
        assert_eq!(XmlColumn::new("a/b"), XmlColumn::Text(XmlPath::new("a/b")));
        let years = XmlColumn::Years(XmlPath::new("../a"), XmlPath::new("@b"));
        assert_eq!(XmlColumn::new("years(../a, @b)"), years);
        assert_eq!(years.whole(), 1);
    }

    #[test]
    fn paths_go_up_and_then_down() {
        let path = |text: &str| {
            let path = XmlPath::new(text);
            (
                path.up,
                path.down.join("/"),
                path.attribute.unwrap_or_default(),
                XmlPath::new(text).whole(),
            )
        };
        assert_eq!(path("a/b"), (0, "a/b".into(), "".into(), 0));
        assert_eq!(path("@x"), (0, "".into(), "x".into(), 0));
        assert_eq!(path("a/@x"), (0, "a".into(), "x".into(), 0));
        assert_eq!(path("."), (0, "".into(), "".into(), 0));
        assert_eq!(path("./n:a"), (0, "a".into(), "".into(), 0));
        assert_eq!(path(".."), (1, "".into(), "".into(), 1));
        assert_eq!(path("../../@x"), (2, "".into(), "x".into(), 0));
        assert_eq!(path("../../a/b"), (2, "a/b".into(), "".into(), 2));
        assert_eq!(steps("/n:A/B"), ["A", "B"]);
    }
}
