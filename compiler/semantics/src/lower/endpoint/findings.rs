//! What is said about endpoints that cannot be followed.

use super::super::Lowering;
use super::draft::{ClauseKind, Event};
use kohort_base::{Code, Diagnostic, Span};

impl<'m> Lowering<'m> {
    pub(super) fn second_event(&mut self, event: &Event<'m>, first: Span) {
        let place = event.module.span(event.entry.range());
        self.report(
            Diagnostic::error(Code::K0202, format!("Two events are called `{}`", event.name))
                .at(place, "the second one")
                .and(first, "the first one")
                .help("call each of them differently, for example `event NAME: …`; if either is the event, write `event NAME: earliest(…)`"),
        );
    }

    pub(super) fn second_clause(&mut self, kind: ClauseKind, place: Span, first: Span) {
        self.report(
            Diagnostic::error(Code::K0202, format!("`{} …` is said twice", kind.words()))
                .at(place, "said again here")
                .and(first, "first said here")
                .help("keep one of them"),
        );
    }

    pub(super) fn second_name(&mut self, name: &str, place: Span, first: Span) {
        self.report(
            Diagnostic::error(Code::K0202, format!("`{name}` has two meanings in this endpoint"))
                .at(place, "the second one")
                .and(first, "the first one")
                .help("give one of them another name"),
        );
    }

    pub(super) fn nameless_event(&mut self, date: Span) {
        self.report(
            Diagnostic::error(Code::K1101, "What is this event called?")
                .at(date, "a date that suggests no name")
                .help("write a name before it, for example `event progression: …`; results and tests call the event so"),
        );
    }

    pub(super) fn reserved_status(&mut self, name: &str, place: Span) {
        self.report(
            Diagnostic::error(Code::K1101, format!("An event cannot be called `{name}`"))
                .at(place, "this word says what became of the time itself")
                .help("results and tests say `event`, `censored` and `missing` of an endpoint; choose another name"),
        );
    }

    pub(super) fn no_event(&mut self, name: &str, span: Span) {
        self.report(
            Diagnostic::error(Code::K1101, format!("The endpoint `{name}` has no event"))
                .at(span, "a time to what?")
                .help("write at least one, for example `event death.date`"),
        );
    }

    pub(super) fn no_end(&mut self, name: &str, span: Span) {
        self.report(
            Diagnostic::error(Code::K1101, format!("The endpoint `{name}` does not say where observation ends"))
                .at(span, "what becomes of those without an event?")
                .help("write the last day on which an event would have been seen, for example `censored at follow_up.last_alive`, or `until cutoff`")
                .note("without it, everybody without an event would be left out"),
        );
    }

    pub(super) fn no_argument(&mut self, name: &str, declared: Span, used: Span) {
        let diagnostic = if name == "from" {
            Diagnostic::error(Code::K1103, "From which line of therapy?")
                .at(used, "this endpoint starts from a line")
                .and(declared, "declared here")
                .help("name the line behind its path, for example `from therapy[1]`")
        } else {
            Diagnostic::error(Code::K1103, format!("The endpoint needs a value for `{name}`"))
                .at(used, "no value is given")
                .and(declared, "declared here without one")
                .help(format!("write it behind the path, for example `({name}: …)`"))
        };
        self.report(diagnostic);
    }
}
