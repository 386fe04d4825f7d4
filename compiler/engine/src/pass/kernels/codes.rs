//! Whether codes are in a code list.
//!
//! Invariant: a code is compared with patterns of its own system only. Each distinct code of a batch is matched once; codes
//! repeat far more often than they differ.

use super::operand::TextReader;
use kohort_semantics::codes::CodePattern;
use std::collections::HashMap;

/// Whether a code matches one of the patterns and none of the exceptions.
pub(crate) fn in_codes(
    codes: TextReader<'_>,
    patterns: &[CodePattern],
    except: &[CodePattern],
    len: usize,
) -> Vec<Option<bool>> {
    let matches = |patterns: &[CodePattern], system: &str, code: &str| {
        patterns
            .iter()
            .any(|pattern| pattern.system.name() == system && pattern.matches(code))
    };
    let in_list = |written: &str| {
        // A decoded code always names its system.
        written
            .split_once(' ')
            .is_some_and(|(system, code)| matches(patterns, system, code) && !matches(except, system, code))
    };
    let mut known = HashMap::new();
    let mut test = |code| *known.entry(code).or_insert_with(|| in_list(code));
    (0..len).map(|at| codes.at(at).map(&mut test)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pass::kernels::testing::span;
    use crate::pass::kernels::texts::Texts;
    use arrow::array::StringArray;
    use kohort_semantics::codes::CodeSystem;

    #[test]
    fn codes_match_patterns_but_not_exceptions() {
        let pattern = |text: &str| CodePattern::parse(CodeSystem::Icd10Gm, text, span()).unwrap();
        let codes = ["C18", "C18.7", "C19", "C20", "C21.1", "C18.7", "D01"]
            .map(|code| Some(format!("ICD10GM {}", CodeSystem::Icd10Gm.normalise(code)?)));
        let mut codes = codes.to_vec();
        codes.push(None);
        let texts = Texts::of_array(&StringArray::from(codes));
        let (patterns, except) = (["C18.*", "C19", "C21.*"].map(pattern), ["C21.1"].map(pattern));
        let found = in_codes(TextReader::of(&texts), &patterns, &except, 8);
        let expected = [true, true, true, false, false, true, false].map(Some);
        assert_eq!(found, [&expected[..], &[None]].concat());
        assert_eq!(in_codes(TextReader::of(&texts), &[], &[], 8)[0], Some(false));
    }

    #[test]
    fn codes_are_compared_within_their_system() {
        let pattern = |system, text: &str| CodePattern::parse(system, text, span()).unwrap();
        let texts = Texts::of_array(&StringArray::from(vec![
            "ICD10CM C34.1",
            "ICD9CM 162.3",
            "ICD10GM C34.1",
        ]));
        let patterns = [
            pattern(CodeSystem::Icd10Cm, "C34.*"),
            pattern(CodeSystem::Icd9Cm, "162.*"),
        ];
        let found = in_codes(TextReader::of(&texts), &patterns, &[], 3);
        assert_eq!(found, [Some(true), Some(true), Some(false)]);
    }
}
