//! One finding about a study, a library or a source, as data.
//!
//! Invariant: the severity is the registry's, and the first label is the primary one. How a diagnostic looks is
//! deliberately absent; see [`render`](crate::render). Faults of data have codes here but are no diagnostics: they
//! have a file, a column and a count instead of a span, and belong to the engine.

use serde::Serialize;

use crate::{Code, Severity, Span};

/// A place and what is to be said about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What, in a few words; it stands beside the marked text. May be empty.
    pub message: String,
    /// Whether this is the place to look at first. Other labels give the reason, also in other files.
    pub primary: bool,
}

/// A replacement of some text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// By what.
    pub replacement: String,
}

/// A change that removes the cause, to be applied as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fix {
    /// What the change does, as an editor offers it: "Write `8 g/dL`".
    pub title: String,
    /// The replacements, which do not overlap.
    pub edits: Vec<Edit>,
}

/// A finding with a stable code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// The code; `kohort explain` tells more about it.
    pub code: Code,
    /// The severity of the code.
    pub severity: Severity,
    /// One sentence in the user's words, without a full stop, which stands alone where there is no room for more.
    pub title: String,
    /// Places, the primary one first.
    pub labels: Vec<Label>,
    /// Reasons that belong to no place.
    pub notes: Vec<String>,
    /// What to write instead, in words.
    pub help: Option<String>,
    /// What to write instead, as an edit.
    pub fix: Option<Fix>,
    /// What could be written in its place as well, where the author has to choose; each is enough alone.
    pub alternatives: Vec<Fix>,
    /// The sources (countries) that it concerns; empty if it concerns all.
    pub sources: Vec<String>,
}

impl Diagnostic {
    /// A finding without a place yet.
    pub fn new(code: Code, title: impl Into<String>) -> Self {
        Diagnostic {
            code,
            severity: code.severity(),
            title: title.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
            alternatives: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// [`Diagnostic::new`] for codes that the registry calls errors. The registry decides, not this name.
    pub fn error(code: Code, title: impl Into<String>) -> Self {
        Diagnostic::new(code, title)
    }

    /// [`Diagnostic::new`] for codes that the registry calls warnings. The registry decides, not this name.
    pub fn warning(code: Code, title: impl Into<String>) -> Self {
        Diagnostic::new(code, title)
    }

    /// The place to look at first.
    #[must_use]
    pub fn at(mut self, span: Span, message: impl Into<String>) -> Self {
        let primary = Label {
            span,
            message: message.into(),
            primary: true,
        };
        let first_secondary = self
            .labels
            .iter()
            .position(|label| !label.primary)
            .unwrap_or(self.labels.len());
        self.labels.insert(first_secondary, primary);
        self
    }

    /// A second place, which gives the reason.
    #[must_use]
    pub fn and(mut self, span: Span, message: impl Into<String>) -> Self {
        self.labels.push(Label {
            span,
            message: message.into(),
            primary: false,
        });
        self
    }

    /// A reason that belongs to no place.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// What to write instead, in words.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// One more edit of the fix, which is called `title`; the first title stays.
    #[must_use]
    pub fn replace(mut self, span: Span, replacement: impl Into<String>, title: impl Into<String>) -> Self {
        let fix = self.fix.get_or_insert_with(|| Fix {
            title: title.into(),
            edits: Vec::new(),
        });
        fix.edits.push(Edit {
            span,
            replacement: replacement.into(),
        });
        self
    }

    /// A fix that exchanges two places of a file, each given with its text.
    #[must_use]
    pub fn exchange(
        self,
        (first, text): (Span, impl Into<String>),
        (second, other): (Span, impl Into<String>),
        title: &str,
    ) -> Self {
        self.replace(first, other, title).replace(second, text, title)
    }

    /// One more edit of the alternative that is called `title`, which is a choice beside the fix.
    #[must_use]
    pub fn alternatively(
        mut self,
        span: Span,
        replacement: impl Into<String>,
        title: impl Into<String>,
    ) -> Self {
        let title = title.into();
        let edit = Edit {
            span,
            replacement: replacement.into(),
        };
        match self.alternatives.iter_mut().find(|known| known.title == title) {
            Some(known) => known.edits.push(edit),
            None => self.alternatives.push(Fix {
                title,
                edits: vec![edit],
            }),
        }
        self
    }

    /// All changes of which each removes the cause, the one that is offered first at the front.
    pub fn fixes(&self) -> impl Iterator<Item = &Fix> {
        self.fix.iter().chain(&self.alternatives)
    }

    /// A source that it concerns, named once.
    #[must_use]
    pub fn for_source(mut self, source: impl Into<String>) -> Self {
        let source = source.into();
        if !self.sources.contains(&source) {
            self.sources.push(source);
        }
        self
    }

    /// Whether it stops the study from running.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// The primary place, if it has one.
    pub fn span(&self) -> Option<Span> {
        self.labels
            .iter()
            .find(|label| label.primary)
            .map(|label| label.span)
    }
}
