//! `only in us, uk { … }`: the names are sources of the study's model.

use crate::study::{ExprKind, Study};
use crate::study_walk::{Part, walk_study};
use kohort_base::{Code, Diagnostic, suggest};

/// Reports names that no source has. `declared` are the names of all sources of the study's model, chosen or not.
pub(crate) fn check(study: &Study, declared: &[&str], out: &mut Vec<Diagnostic>) {
    walk_study(study, &mut |part| {
        let Part::Expr(value, _) = part else { return };
        let ExprKind::OnlyIn { sources, .. } = &value.kind else {
            return;
        };
        for name in sources {
            if declared.contains(&name.as_str()) {
                continue;
            }
            let diagnostic = Diagnostic::error(Code::K0703, format!("There is no source `{name}`"))
                .at(value.span, "asked for in this source only");
            out.push(match suggest::nearest(name, declared.iter().copied()) {
                Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                None if declared.is_empty() => diagnostic.help("no source of this study's model is declared"),
                None => diagnostic.help(format!("there are: {}", declared.join(", "))),
            });
        }
    });
}
