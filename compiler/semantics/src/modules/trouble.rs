//! What cannot be loaded: a module that is not there, and modules that use each other in a circle.

use super::{
    Standard,
    loader::{Loader, Open},
    module_path, project_files,
};
use kohort_base::{Code, Diagnostic, Span, suggest};

impl Loader<'_> {
    pub(super) fn report_missing(&mut self, path: &str, place: Span, why: Vec<String>) {
        let mut diagnostic = Diagnostic::error(Code::K0203, format!("There is no module `{path}`"))
            .at(place, "looked for here");
        for note in why {
            diagnostic = diagnostic.note(note);
        }
        if let Some(near) = self.nearest(path) {
            diagnostic = diagnostic.help(format!("did you mean `{near}`?")).replace(
                place,
                &near,
                format!("Write `{near}`"),
            );
        } else {
            diagnostic = diagnostic.help(
                "a module is a `.kohort` file of this project, named by its place with dots, or part of the standard library (`std.…`)",
            );
        }
        self.out.push(diagnostic);
    }

    /// The module that was meant by a path that names none.
    fn nearest(&self, path: &str) -> Option<String> {
        let file = format!("{}.kohort", path.replace('.', "/"));
        if !Standard::owns(path) && self.standard.holds(&file) {
            return Some(self.standard.module_path(&file));
        }
        let mut known = self.standard.modules();
        known.extend(project_files(self.world).iter().map(|file| module_path(file)));
        // What is being loaded would only lead back to itself.
        known.retain(|known| self.stack.iter().all(|open| open.path != *known));
        known.sort();
        suggest::nearest(path, known.iter().map(String::as_str)).map(str::to_owned)
    }

    pub(super) fn report_cycle(&mut self, path: &str, start: usize, place: Span) {
        let ring: Vec<&str> = self
            .stack
            .iter()
            .skip(start)
            .map(|open| open.path.as_str())
            .chain(std::iter::once(path))
            .collect();
        let mut diagnostic = Diagnostic::error(Code::K0204, "Modules use each other in a circle")
            .at(place, format!("leads back to `{path}`"))
            .note(format!("the circle: {}", ring.join(" → ")))
            .help("move what both need into a third module that uses neither");
        for Open { path: open, via, .. } in self.stack.iter().skip(start) {
            if let Some(via) = via
                && *via != place
            {
                diagnostic = diagnostic.and(*via, format!("`{open}` goes on here"));
            }
        }
        self.out.push(diagnostic);
    }
}
