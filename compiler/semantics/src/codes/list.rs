//! Named lists of codes.
//!
//! Invariant: a list may name several systems; a code is compared only with the entries of its own.

use super::{CodePattern, CodeSystem};
use kohort_base::Span;
use serde::{Deserialize, Serialize};

/// A declared list of codes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CodeList {
    /// The declared name.
    pub name: String,
    /// The module that declares it.
    pub module: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// What is in the list.
    pub entries: Vec<CodePattern>,
    /// What is taken out again.
    pub except: Vec<CodePattern>,
    /// The declared name's place.
    pub span: Span,
}

impl CodeList {
    /// Whether a normalised code of a system is in the list.
    pub fn contains(&self, system: CodeSystem, code: &str) -> bool {
        let named = |patterns: &[CodePattern]| patterns.iter().any(|p| p.system == system && p.matches(code));
        named(&self.entries) && !named(&self.except)
    }

    /// The systems it has entries of, in the order of [`CodeSystem::all`].
    pub fn systems(&self) -> Vec<CodeSystem> {
        CodeSystem::all()
            .iter()
            .copied()
            .filter(|system| self.entries.iter().any(|p| p.system == *system))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_base::Files;

    fn list(entries: &[(CodeSystem, &str)], except: &[(CodeSystem, &str)]) -> CodeList {
        let file = Files::default().add("test.kh".into(), "".into());
        let span = Span::new(file, 0, 0);
        let patterns = |codes: &[(CodeSystem, &str)]| {
            codes
                .iter()
                .map(|(system, text)| CodePattern::parse(*system, text, span).unwrap())
                .collect()
        };
        CodeList {
            name: "colorectal".into(),
            module: "test".into(),
            doc: None,
            entries: patterns(entries),
            except: patterns(except),
            span,
        }
    }

    #[test]
    fn a_code_is_compared_within_its_system() {
        use CodeSystem::{Icd9Cm, Icd10, Icd10Cm};
        let list = list(
            &[(Icd10Cm, "C18.*"), (Icd10Cm, "C20"), (Icd9Cm, "154.*")],
            &[(Icd9Cm, "154.2"), (Icd9Cm, "154.3")],
        );
        let contains =
            |system: CodeSystem, code: &str| list.contains(system, &system.normalise(code).unwrap());
        assert!(contains(Icd10Cm, "C18.9"));
        assert!(contains(Icd10Cm, "c189"));
        assert!(contains(Icd10Cm, "C20"));
        assert!(!contains(Icd10Cm, "C20.9"));
        assert!(!contains(Icd10, "C18.9"));
        assert!(contains(Icd9Cm, "154.1"));
        assert!(!contains(Icd9Cm, "154.2"));
        assert_eq!(list.systems(), [Icd10Cm, Icd9Cm]);
    }

    #[test]
    fn lists_read_back_from_their_serialised_form() {
        let list = list(&[(CodeSystem::Icd10Cm, "C18.*")], &[]);
        let text = serde_json::to_string(&list).unwrap();
        assert_eq!(serde_json::from_str::<CodeList>(&text).unwrap(), list);
    }
}
