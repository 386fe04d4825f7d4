//! Why something is not renamed, in words for the reader.

/// A rename that is not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refusal(String);

impl Refusal {
    /// The reason.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.0
    }

    pub(super) fn nothing() -> Self {
        Self(String::from(
            "There is no name here that could be changed; put the cursor on a name that this project declares",
        ))
    }

    pub(super) fn of_the_language(name: &str) -> Self {
        Self(format!(
            "`{name}` is a word of the language and has no other name"
        ))
    }

    pub(super) fn a_class(class: &str) -> Self {
        Self(format!(
            "The class `{class}` is declared nowhere: drugs of several modules, also of the standard library, can name it; change it at each drug that is meant"
        ))
    }

    pub(super) fn a_module(module: &str) -> Self {
        Self(format!(
            "The module `{module}` is named by its file; rename the file, and every `use` of it follows"
        ))
    }

    pub(super) fn of_the_standard_library(name: &str, module: &str) -> Self {
        Self(format!(
            "`{name}` is declared in the standard library (`{module}`), which a project does not change; import it under another name: `use {module}.{{{name} as …}}`"
        ))
    }

    pub(super) fn part_of_the_standard_library(name: &str, module: &str) -> Self {
        Self(format!(
            "`{name}` is part of a declaration of the standard library (`{module}`), which a project does not change"
        ))
    }

    pub(super) fn no_name(new: &str) -> Self {
        Self(format!(
            "`{new}` is not a name: a name begins with a letter and has letters, digits and `_`"
        ))
    }

    pub(super) fn reserved(new: &str) -> Self {
        Self(format!(
            "`{new}` is a word of the language and cannot be a name; choose another one"
        ))
    }

    pub(super) fn taken(old: &str, new: &str, path: &str) -> Self {
        Self(format!(
            "`{old}` cannot be called `{new}`: that name has a meaning in {path} already; choose another one"
        ))
    }

    pub(super) fn damaged(old: &str, path: &str, line: usize) -> Self {
        Self(format!(
            "`{old}` is not renamed: {path}, line {line}, could not be read, and a use of the name may be in it; correct that first"
        ))
    }

    pub(super) fn not_understood(old: &str, path: &str, line: usize) -> Self {
        Self(format!(
            "`{old}` is not renamed: what it means in {path}, line {line}, could not be found out; correct that first"
        ))
    }

    pub(super) fn finding(old: &str, new: &str, title: &str, path: &str, line: usize) -> Self {
        Self(format!(
            "`{old}` cannot be called `{new}`: {path}, line {line}, would be wrong then ({title}); choose another name"
        ))
    }

    pub(super) fn other_meaning(old: &str, new: &str, path: &str, line: usize) -> Self {
        Self(format!(
            "`{old}` cannot be called `{new}`: a name in {path}, line {line}, would have another meaning then; choose another one"
        ))
    }
}
