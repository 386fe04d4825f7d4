//! The places at which a study can be changed, in the order of a walk through it.
//!
//! Invariant: two walks through one study meet the same sites in the same order, so that a position names a change.

/// A walk from site to site.
#[derive(Debug)]
pub(crate) struct Sites {
    /// The site at which something is changed.
    wanted: Option<usize>,
    /// The kinds of the sites that were met.
    pub(crate) kinds: Vec<&'static str>,
    /// What was changed, and where.
    pub(crate) done: Option<(&'static str, String)>,
    /// What of the study the walk is in.
    place: String,
}

impl Sites {
    /// A walk that changes nothing.
    pub(crate) fn counting() -> Self {
        Self {
            wanted: None,
            kinds: Vec::new(),
            done: None,
            place: String::new(),
        }
    }

    /// A walk that changes the study at one site.
    pub(crate) fn at(site: usize) -> Self {
        Self {
            wanted: Some(site),
            ..Self::counting()
        }
    }

    /// What of the study follows.
    pub(crate) fn enter(&mut self, place: impl Into<String>) {
        self.place = place.into();
    }

    /// Meets a site: whether the study is to be changed here. After that the walk meets no site any more.
    pub(crate) fn here(&mut self, kind: &'static str) -> bool {
        if self.done.is_some() {
            return false;
        }
        let found = self.wanted == Some(self.kinds.len());
        self.kinds.push(kind);
        if found {
            self.done = Some((kind, self.place.clone()));
        }
        found
    }
}
