//! What to write where some sources record something and others do not.

use super::Asked;
use super::absent::Missing;
use crate::source::Source;
use crate::study::{Expr, ExprKind, Study, Type};
use crate::study_walk::{Part, walk_study};
use kohort_base::{Diagnostic, Files, Span};
use std::collections::BTreeSet;

/// A longer text is not repeated in a message.
const LONGEST_QUOTED: usize = 48;

/// The ways out.
pub(super) struct Instead {
    /// The sources that record it.
    elsewhere: Vec<String>,
    /// The sources that do not.
    lacking: Vec<String>,
    /// The text that needs it.
    needs: String,
    /// The places to put into `only in`, each with its text; none if they cannot be changed.
    edits: Vec<(Span, String)>,
    /// The place stands in an `only in` already.
    in_only_in: bool,
}

impl Instead {
    pub(super) fn new(
        study: &Study,
        asked: &[Asked<'_>],
        missing: &Missing<'_>,
        recorded: &dyn Fn(&Source) -> bool,
        files: &Files,
    ) -> Self {
        let elsewhere = asked
            .iter()
            .map(|one| one.source)
            .filter(|source| recorded(source))
            .map(|source| source.name.clone())
            .collect();
        let mut values: Vec<Span> = Vec::new();
        let mut in_only_in = false;
        for place in &missing.places {
            let around = Around::of(study, *place);
            in_only_in |= around.only_in;
            let value = around.value.unwrap_or(*place);
            // One value may need it at several places.
            if !values
                .iter()
                .any(|known| contains(*known, value) || contains(value, *known))
            {
                values.push(value);
            }
        }
        let quoted = |place: Span| {
            files
                .text(place.file)
                .get(place.start as usize..place.end as usize)
        };
        let short = |text: &&str| text.chars().count() <= LONGEST_QUOTED && !text.contains('\n');
        let needs = values.first().and_then(|place| quoted(*place)).filter(short);
        // A text of another file may be the standard library's.
        let own = values.iter().all(|place| place.file == study.span.file);
        let edits = values
            .iter()
            .filter_map(|place| Some((*place, quoted(*place)?.to_owned())));
        Self {
            elsewhere,
            lacking: missing.sources.iter().map(|source| source.name.clone()).collect(),
            needs: needs.unwrap_or("…").to_owned(),
            edits: if own { edits.collect() } else { Vec::new() },
            in_only_in,
        }
    }

    pub(super) fn add_to(&self, mut finding: Diagnostic) -> Diagnostic {
        let names: Vec<&str> = self.lacking.iter().map(String::as_str).collect();
        let lacking = listed(&names, "and");
        let needs = &self.needs;
        if self.in_only_in {
            return finding.help(format!(
                "leave {lacking} out of `only in`, so that the value is missing there"
            ));
        }
        let without = format!("run the study without {lacking}");
        if self.elsewhere.is_empty() {
            return finding.help(format!(
                "leave the rule out, use an attribute that every source records, write what counts where it is not recorded: `{needs} if available, else …`, or {without}"
            ));
        }
        let sources = self.elsewhere.join(", ");
        for (place, text) in &self.edits {
            finding = finding.replace(
                *place,
                format!("only in {sources} {{ {text} }}"),
                format!("Ask for it only in {sources}"),
            );
        }
        finding.help(format!(
            "ask for it where it is recorded, it is then missing elsewhere: `only in {sources} {{ {needs} }}`; or write what counts elsewhere: `{needs} if available, else …`; or {without}"
        ))
    }
}

/// What stands around a place.
#[derive(Default)]
struct Around {
    /// The smallest value that contains it: no record and no bag of records.
    value: Option<Span>,
    /// Whether it stands in an `only in`.
    only_in: bool,
}

impl Around {
    fn of(study: &Study, place: Span) -> Self {
        let mut around = Self::default();
        walk_study(study, &mut |part| {
            let Part::Expr(expr, _) = part else { return };
            if !contains(expr.span, place) {
                return;
            }
            around.only_in |= matches!(expr.kind, ExprKind::OnlyIn { .. });
            if is_value(expr) && around.value.is_none_or(|known| contains(known, expr.span)) {
                around.value = Some(expr.span);
            }
        });
        around
    }
}

fn is_value(expr: &Expr) -> bool {
    !matches!(expr.ty, Type::Event(_) | Type::Events(_) | Type::Error)
}

fn contains(outer: Span, inner: Span) -> bool {
    outer.file == inner.file && outer.start <= inner.start && inner.end <= outer.end
}

/// Names as a sentence lists them: `de`, `jp` and `uk`.
pub(super) fn listed(names: &[&str], word: &str) -> String {
    let distinct: BTreeSet<&str> = names.iter().copied().collect();
    let quoted: Vec<String> = distinct.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {word} {last}", others.join(", ")),
        None => String::new(),
    }
}
