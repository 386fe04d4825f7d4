//! One thing that can be written at a place, and its rank.
//!
//! Invariant: the order of things is in their sort keys, and depends on nothing but what they are: first what every source
//! has; of that, what has the type that is wanted; of that, what begins with what is typed; of that, what is nearest.

use crate::Range;

/// Something that can be written at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is shown.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// What is shown beside it: its type, and where it exists.
    pub detail: Option<String>,
    /// What there is to say about it, in Markdown.
    pub documentation: Option<String>,
    /// What is replaced.
    pub range: Range,
    /// By what.
    pub insert: Insertion,
    /// Under what it is found besides its label: synonyms and codes. It begins with the label.
    pub filter: Option<String>,
    /// Its place in the order.
    pub sort: String,
    /// Whether a source that the study is checked against does not have it.
    pub deprecated: bool,
    /// What has to change elsewhere in the text, such as a new `use`.
    pub edits: Vec<(Range, String)>,
}

/// What is inserted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Insertion {
    /// A text.
    Plain(String),
    /// A text with places to fill in, `${1:name}`.
    Snippet(String),
}

/// What can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CompletionKind {
    /// A word of the language.
    Keyword,
    /// A form with places to fill in.
    Snippet,
    /// An entity of the model.
    Entity,
    /// An attribute, or a field of a record.
    Attribute,
    /// A value of a category.
    Value,
    /// A definition, a parameter, or a name of its surroundings.
    Definition,
    /// A cohort.
    Cohort,
    /// A criterion's or a report's further result.
    Result,
    /// Lines of therapy, or rules for them.
    Lines,
    /// An endpoint, or the definition of one.
    Endpoint,
    /// A characteristic.
    Characteristic,
    /// A code list.
    Codes,
    /// A code system.
    System,
    /// An analyte.
    Analyte,
    /// A drug.
    Drug,
    /// A set or a class of drugs.
    Drugs,
    /// A unit, or a length of time.
    Unit,
    /// A model.
    Model,
    /// A table of a source.
    Table,
    /// A module.
    Module,
    /// A type.
    Type,
}

/// How well something fits the type that is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// It has the type.
    Exact,
    /// It may, or it leads to something that does.
    Open,
    /// It has another type.
    Other,
}

/// How near something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Near {
    /// Of the record under test or the declaration around.
    Local,
    /// Declared in the file.
    Own,
    /// Imported by the file.
    Imported,
    /// Of the model or of the language's own categories.
    Model,
    /// Of a module that has to be imported first.
    Library,
    /// A word of the language.
    Keyword,
    /// A form.
    Snippet,
}

/// A thing before it has its place in the text.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) label: String,
    pub(super) kind: CompletionKind,
    pub(super) fit: Fit,
    pub(super) near: Near,
    /// Its place among its like; those of equal place are in alphabetical order.
    pub(super) order: usize,
    pub(super) detail: Option<String>,
    pub(super) documentation: Option<String>,
    /// What is inserted, if not the label.
    pub(super) insert: Option<Insertion>,
    pub(super) also: Vec<String>,
    pub(super) absent: bool,
    /// The module that has to be imported.
    pub(super) import: Option<String>,
}

impl Draft {
    pub(super) fn new(label: impl Into<String>, kind: CompletionKind, fit: Fit, near: Near) -> Self {
        Self {
            label: label.into(),
            kind,
            fit,
            near,
            order: 0,
            detail: None,
            documentation: None,
            insert: None,
            also: Vec::new(),
            absent: false,
            import: None,
        }
    }

    pub(super) fn order(self, order: usize) -> Self {
        Self { order, ..self }
    }

    pub(super) fn detail(self, detail: impl Into<String>) -> Self {
        let detail = Some(detail.into()).filter(|detail| !detail.is_empty());
        Self { detail, ..self }
    }

    pub(super) fn doc(self, documentation: Option<String>) -> Self {
        Self {
            documentation,
            ..self
        }
    }

    pub(super) fn also(self, also: impl IntoIterator<Item = String>) -> Self {
        Self {
            also: also.into_iter().collect(),
            ..self
        }
    }

    pub(super) fn plain(self, text: impl Into<String>) -> Self {
        Self {
            insert: Some(Insertion::Plain(text.into())),
            ..self
        }
    }

    pub(super) fn snippet(self, text: impl Into<String>) -> Self {
        Self {
            insert: Some(Insertion::Snippet(text.into())),
            ..self
        }
    }

    pub(super) fn absent(self, absent: bool) -> Self {
        Self { absent, ..self }
    }

    /// The key that puts it in its place, where this much is typed.
    pub(super) fn sort(&self, typed: &str) -> String {
        format!(
            "{}{}{}{}{:04} {}",
            u8::from(self.absent),
            self.fit as u8,
            u8::from(!self.begins(typed)),
            self.near as u8,
            self.order.min(9999),
            self.label
        )
    }

    /// Whether what is typed leads to it: it begins a word of the label or another name, or its letters begin the label's words
    /// in turn.
    pub(super) fn matches(&self, typed: &str) -> bool {
        let (label, folded) = (fold(&self.label), fold(typed));
        let words = || label.split(['_', ' ', '.']);
        let mut in_turn = words();
        typed.is_empty()
            || label.starts_with(&folded)
            || words().any(|word| word.starts_with(&folded))
            || folded
                .chars()
                .all(|letter| in_turn.next().is_some_and(|word| word.starts_with(letter)))
            || self.known_as(typed).is_some()
    }

    /// Whether the label begins with what is typed.
    pub(super) fn begins(&self, typed: &str) -> bool {
        fold(&self.label).starts_with(&fold(typed))
    }

    /// The other name or code that begins with what is typed, dots aside.
    pub(super) fn known_as(&self, typed: &str) -> Option<&String> {
        let typed = undotted(&fold(typed));
        let begins = |name: &&String| {
            let name = undotted(&fold(name));
            name.starts_with(&typed)
                || name.split([' ', '-', '_']).any(|word| word.starts_with(&typed))
                || name
                    .strip_suffix('*')
                    .is_some_and(|stem| !stem.is_empty() && typed.starts_with(stem))
        };
        self.also.iter().find(begins).filter(|_| !typed.is_empty())
    }
}

fn fold(text: &str) -> String {
    text.to_lowercase()
}

fn undotted(text: &str) -> String {
    text.replace('.', "")
}
