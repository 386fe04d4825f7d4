//! Questions that are about no document: each project is asked.

use super::{Asked, Server};
use crate::convert::position::Positions;
use std::sync::Arc;

impl Server {
    /// Asks each project, in the order of their folders.
    pub(crate) fn in_each_project<T>(&mut self, mut ask: impl FnMut(Asked<'_>) -> T) -> Vec<T> {
        let mut answers = Vec::new();
        for (key, project) in &mut self.projects {
            let asked = Asked::new(
                (key, ""),
                Positions::new("", self.abilities.encoding),
                Arc::from(""),
                project,
                &self.documents,
                &self.abilities,
            );
            answers.push(ask(asked));
        }
        answers
    }
}
