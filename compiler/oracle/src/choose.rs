//! What of a study depends on the source that it runs on: `only in …` and `… if available, else …`.
//!
//! Both are decided by the source model alone, before any data are looked at; what is not chosen is not used at all. The
//! rest of the oracle sees a study in which nothing is left to choose.

use crate::needs::are_recorded;
use crate::{own_form, walk_mut};
use kohort_base::Span;
use kohort_semantics::study::{Expr, ExprKind};
use kohort_semantics::value::Value;
use kohort_semantics::{Source, Study};

/// One place of a study that depends on the source, and what was chosen there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Adaptation {
    /// Where it is written.
    pub span: Span,
    /// What it is.
    pub kind: AdaptationKind,
}

/// What was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AdaptationKind {
    /// `only in …`: whether the value is asked for in this source; otherwise it is missing.
    OnlyIn(bool),
    /// `… if available, else …`: whether the source records what the first value needs; otherwise the second was taken.
    IfAvailable(bool),
}

/// What a study may ask about a source.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Available<'a> {
    pub(crate) study: &'a Study,
    pub(crate) source: &'a Source,
}

impl Available<'_> {
    /// Whether `only in` these sources means this one. The model's own form records everything and stands for every source.
    pub(crate) fn is_asked(&self, sources: &[String]) -> bool {
        sources.contains(&self.source.name) || own_form::is_own_form(self.source)
    }

    /// Whether the source records all that a value needs.
    pub(crate) fn is_available(&self, preferred: &Expr) -> bool {
        are_recorded(self, preferred)
    }
}

/// The study with every choice made, and the choices in the order of the text.
pub(crate) fn chosen(study: &Study, source: &Source) -> (Study, Vec<Adaptation>) {
    let available = Available { study, source };
    let mut result = study.clone();
    let mut adaptations = Vec::new();
    walk_mut::study(&mut result, &mut |expr| {
        decide(expr, &available, &mut adaptations)
    });
    adaptations.sort();
    adaptations.dedup();
    (result, adaptations)
}

/// Puts what is chosen in the place of a choice.
fn decide(expr: &mut Expr, available: &Available<'_>, adaptations: &mut Vec<Adaptation>) {
    loop {
        let span = expr.span;
        let (kind, chosen) = match &expr.kind {
            ExprKind::OnlyIn { sources, value } => {
                let asked = available.is_asked(sources);
                let chosen = asked.then(|| (**value).clone());
                (AdaptationKind::OnlyIn(asked), chosen)
            }
            ExprKind::IfAvailable { preferred, fallback } => {
                let recorded = available.is_available(preferred);
                let chosen = if recorded { preferred } else { fallback };
                (AdaptationKind::IfAvailable(recorded), Some((**chosen).clone()))
            }
            _ => return,
        };
        adaptations.push(Adaptation { span, kind });
        *expr = chosen.unwrap_or_else(|| Expr {
            kind: ExprKind::Literal(Value::Missing),
            ty: expr.ty.clone(),
            span,
        });
    }
}
