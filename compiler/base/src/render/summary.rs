//! How many findings there are, in words.
//!
//! Invariant: one line without a full stop; nothing for no findings.

use crate::{Diagnostic, Severity};

/// "1 error and 2 warnings"; empty if there are none.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |severity| {
        diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == severity)
            .count()
    };
    let say = |number: usize, noun: &str| match number {
        0 => None,
        1 => Some(format!("1 {noun}")),
        _ => Some(format!("{number} {noun}s")),
    };
    let parts = [
        say(count(Severity::Error), "error"),
        say(count(Severity::Warning), "warning"),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Code;

    #[test]
    fn counts_in_words() {
        let error = Diagnostic::error(Code::K0201, "");
        let warning = Diagnostic::warning(Code::K0206, "");
        assert_eq!(summary(&[]), "");
        assert_eq!(summary(std::slice::from_ref(&error)), "1 error");
        assert_eq!(
            summary(&[warning.clone(), error, warning]),
            "1 error and 2 warnings"
        );
    }
}
