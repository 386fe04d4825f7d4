//! Codes that are listed twice, and exceptions that except nothing.
//!
//! Invariant: the cost grows with the length of a list and not with its square; value sets of ten thousand codes
//! exist.

use super::Listed;
use crate::codes::{CodePattern, CodeSystem};
use kohort_base::{Code, Diagnostic};
use std::collections::BTreeMap;

/// Where patterns stand in a list: by system and code, the first of those alike.
struct Positions<'l> {
    whole: BTreeMap<(CodeSystem, &'l str), usize>,
    wildcards: BTreeMap<(CodeSystem, &'l str), usize>,
}

impl<'l> Positions<'l> {
    fn new(listed: &'l [Listed]) -> Self {
        let mut positions = Self {
            whole: BTreeMap::new(),
            wildcards: BTreeMap::new(),
        };
        for (position, entry) in listed.iter().enumerate() {
            let pattern = &entry.pattern;
            let map = if pattern.wildcard {
                &mut positions.wildcards
            } else {
                &mut positions.whole
            };
            map.entry((pattern.system, pattern.code.as_str()))
                .or_insert(position);
        }
        positions
    }

    /// The widest wildcard that covers a pattern; another one than that at `except`.
    fn wildcard_around(&self, pattern: &CodePattern, except: Option<usize>) -> Option<usize> {
        let ends = (1..=pattern.code.len()).filter_map(|end| pattern.code.get(..end));
        ends.filter_map(|beginning| self.wildcards.get(&(pattern.system, beginning)).copied())
            .find(|position| Some(*position) != except)
    }

    fn equal_code(&self, pattern: &CodePattern) -> Option<usize> {
        if pattern.wildcard {
            return None;
        }
        self.whole.get(&(pattern.system, pattern.code.as_str())).copied()
    }

    /// Whether a pattern and some pattern of the list have a code in common.
    fn touches(&self, pattern: &CodePattern) -> bool {
        let below = |map: &BTreeMap<(CodeSystem, &str), usize>| {
            let mut from = map.range((pattern.system, pattern.code.as_str())..);
            from.next().is_some_and(|((system, code), _)| {
                *system == pattern.system && code.starts_with(&pattern.code)
            })
        };
        self.wildcard_around(pattern, None).is_some()
            || self.equal_code(pattern).is_some()
            || (pattern.wildcard && (below(&self.whole) || below(&self.wildcards)))
    }
}

/// Warns of codes that stand twice in a list, or beside a wildcard that covers them.
pub(super) fn listed_twice(listed: &[Listed], out: &mut Vec<Diagnostic>) {
    let positions = Positions::new(listed);
    for (position, entry) in listed.iter().enumerate() {
        let pattern = &entry.pattern;
        let wider = positions.wildcard_around(pattern, Some(position));
        let equal = positions.equal_code(pattern).filter(|first| *first < position);
        let Some(first) = wider.or(equal).and_then(|first| listed.get(first)) else {
            continue;
        };
        let same = first.pattern.code == pattern.code && first.pattern.wildcard == pattern.wildcard;
        let (title, label) = if same {
            (format!("`{}` is listed twice", pattern.text), "the second time")
        } else {
            (
                format!(
                    "`{}` is already covered by `{}`",
                    pattern.text, first.pattern.text
                ),
                "adds no code",
            )
        };
        let mut finding = Diagnostic::warning(Code::K0404, title)
            .at(pattern.span, label)
            .and(
                first.pattern.span,
                if same { "the first time" } else { "covers it" },
            )
            .help("remove it, or correct it if another code was meant");
        if let Some(removal) = entry.removal {
            finding = finding.replace(removal, "", format!("Remove `{}`", pattern.text));
        }
        out.push(finding);
    }
}

/// Warns of exceptions that share no code with what is listed.
pub(super) fn without_effect(entries: &[Listed], except: &[Listed], out: &mut Vec<Diagnostic>) {
    let positions = Positions::new(entries);
    for exception in except {
        let pattern = &exception.pattern;
        if positions.touches(pattern) {
            continue;
        }
        let mut finding = Diagnostic::warning(
            Code::K0405,
            format!("The exception `{}` excludes nothing", pattern.text),
        )
        .at(
            pattern.span,
            format!("in none of the {} codes of this list", pattern.system),
        )
        .help("widen the pattern that should contain it, or remove the exception");
        if let Some(removal) = exception.removal {
            finding = finding.replace(removal, "", format!("Remove the exception `{}`", pattern.text));
        }
        out.push(finding);
    }
}

/// Whether the exceptions take away every entry.
pub(super) fn nothing_left(entries: &[Listed], except: &[Listed]) -> bool {
    let positions = Positions::new(except);
    entries.iter().all(|entry| {
        positions.wildcard_around(&entry.pattern, None).is_some()
            || positions.equal_code(&entry.pattern).is_some()
    })
}
