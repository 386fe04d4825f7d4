//! One entry of a code list.
//!
//! Invariant: `code` is a whole code in normal form or, with a wildcard, the normal form of a code's beginning. `C18.*` and
//! `C18*` are one pattern: C18 itself and every code below it. `C18` alone is exactly C18.

use super::CodeSystem;
use super::normalise::plain;
use crate::value::Day;
use kohort_base::Span;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A code, or with a wildcard a code and everything below it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CodePattern {
    /// The system.
    pub system: CodeSystem,
    /// The normal form, without the wildcard.
    pub code: String,
    /// Whether every code that begins so is meant.
    pub wildcard: bool,
    /// The first day on which the code was in use, where it is declared.
    pub from: Option<Day>,
    /// The last day on which the code was in use, where it is declared.
    pub until: Option<Day>,
    /// The pattern as written.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// Why a text is not a pattern of its code system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodePatternError {
    /// It does not have the system's written form.
    Malformed(CodeSystem),
    /// It is a bare `*`.
    Everything(CodeSystem),
    /// The system's codes have no order in which one lies below another.
    NoHierarchy(CodeSystem),
}

impl fmt::Display for CodePatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(system) => write!(f, "a code of {} is {}", system.name(), system.written_form()),
            Self::Everything(system) => write!(f, "`*` alone would be every code of {}", system.name()),
            Self::NoHierarchy(system) => write!(
                f,
                "codes of {} have no hierarchy, so `*` cannot be used",
                system.name()
            ),
        }
    }
}

impl std::error::Error for CodePatternError {}

impl CodePattern {
    /// Understands a code with an optional `*` at its end.
    pub fn parse(system: CodeSystem, text: &str, span: Span) -> Result<Self, CodePatternError> {
        let (code, wildcard) = match plain(text).strip_suffix('*') {
            Some("") => return Err(CodePatternError::Everything(system)),
            Some(_) if !system.has_hierarchy() => return Err(CodePatternError::NoHierarchy(system)),
            Some(prefix) => (system.normalise_prefix(prefix), true),
            None => (system.normalise(text), false),
        };
        let code = code.ok_or(CodePatternError::Malformed(system))?;
        Ok(Self {
            system,
            code,
            wildcard,
            from: None,
            until: None,
            text: text.to_owned(),
            span,
        })
    }

    /// Whether the code was in use on any day of a period, as far as its validity is declared.
    pub fn in_use_during(&self, first: Day, last: Day) -> bool {
        self.from.is_none_or(|from| from <= last) && self.until.is_none_or(|until| until >= first)
    }

    /// Whether a code of the pattern's system, in normal form, is meant.
    pub fn matches(&self, code: &str) -> bool {
        if self.wildcard {
            code.starts_with(&self.code)
        } else {
            code == self.code
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_base::Files;
    use proptest::prelude::*;

    fn parse(system: CodeSystem, text: &str) -> Result<CodePattern, CodePatternError> {
        CodePattern::parse(
            system,
            text,
            Span::new(Files::default().add("test.kh".into(), "".into()), 0, 0),
        )
    }

    fn matches(system: CodeSystem, pattern: &str, code: &str) -> bool {
        parse(system, pattern)
            .unwrap()
            .matches(&system.normalise(code).unwrap())
    }

    #[test]
    fn a_wildcard_means_the_code_and_all_below() {
        for pattern in ["C18.*", "C18*", "c18.*"] {
            assert!(matches(CodeSystem::Icd10Gm, pattern, "C18"), "{pattern}");
            assert!(matches(CodeSystem::Icd10Gm, pattern, "C18.9"), "{pattern}");
            assert!(!matches(CodeSystem::Icd10Gm, pattern, "C19"), "{pattern}");
        }
        assert!(matches(CodeSystem::Icd10Gm, "C18", "C18"));
        assert!(!matches(CodeSystem::Icd10Gm, "C18", "C18.9"));
        assert!(matches(CodeSystem::Atc, "L01F*", "L01FF02"));
        assert!(matches(CodeSystem::IcdO3Morphology, "8070/*", "8070/3"));
        assert!(matches(CodeSystem::IcdO3Morphology, "807*", "8070/3"));
        assert!(matches(CodeSystem::Yj, "3122*", "3122007F2039"));
        assert!(matches(CodeSystem::Ops, "6-00*", "6-001.f"));
        assert!(matches(CodeSystem::Opcs4, "X70*", "X70.1"));
        assert!(matches(CodeSystem::Hcpcs, "J92*", "J9271"));
        assert!(matches(CodeSystem::Jlac10, "5F625*", "5F625-1410-063-190-11"));
        assert!(matches(CodeSystem::Icd10, "C61", "C61X"));
    }

    #[test]
    fn a_pattern_that_no_code_can_match_is_refused() {
        use CodePatternError::{Everything, Malformed, NoHierarchy};
        let error = |system, text| parse(system, text).unwrap_err();
        assert_eq!(error(CodeSystem::Icd10Cm, "*"), Everything(CodeSystem::Icd10Cm));
        assert_eq!(error(CodeSystem::Icd10Cm, "C1.8"), Malformed(CodeSystem::Icd10Cm));
        assert_eq!(error(CodeSystem::Icd10Cm, "18*"), Malformed(CodeSystem::Icd10Cm));
        assert_eq!(
            error(CodeSystem::Icd10Cm, "C18.-"),
            Malformed(CodeSystem::Icd10Cm)
        );
        assert_eq!(error(CodeSystem::Icd10Cm, "C*18"), Malformed(CodeSystem::Icd10Cm));
        assert_eq!(error(CodeSystem::Loinc, "718-8"), Malformed(CodeSystem::Loinc));
        assert_eq!(error(CodeSystem::Loinc, "718*"), NoHierarchy(CodeSystem::Loinc));
        assert_eq!(error(CodeSystem::Atc, "L01FF021"), Malformed(CodeSystem::Atc));
    }

    fn any_system() -> impl Strategy<Value = CodeSystem> {
        prop::sample::select(CodeSystem::all())
    }

    proptest! {
        #[test]
        fn every_code_matches_itself_and_its_own_beginnings(system in any_system(), text in "[A-Z0-9][A-Z0-9./-]{0,12}") {
            if let Some(code) = system.normalise(&text) {
                prop_assert!(parse(system, &text).unwrap().matches(&code));
                if system.has_hierarchy() {
                    prop_assert!(parse(system, &format!("{code}*")).unwrap().matches(&code), "{}", code);
                }
            }
        }

        #[test]
        fn any_text_is_understood_or_refused(system in any_system(), text in "\\PC{0,20}") {
            let _ = parse(system, &text);
        }
    }
}
