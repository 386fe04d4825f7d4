//! A code that its system cannot contain, and the slip of the pen behind it.

use crate::codes::{CodePattern, CodePatternError, CodeSystem};
use kohort_base::{Code, Diagnostic, Span};

/// Characters that are taken for each other.
const LOOK_ALIKE: [(char, char); 8] = [
    ('O', '0'),
    ('o', '0'),
    ('I', '1'),
    ('l', '1'),
    ('S', '5'),
    ('B', '8'),
    ('0', 'O'),
    ('1', 'I'),
];

/// The finding about a code that does not have its system's written form.
pub(in crate::lower) fn finding(
    system: CodeSystem,
    text: &str,
    quoted: bool,
    error: CodePatternError,
    place: Span,
) -> Diagnostic {
    let mut finding = Diagnostic::error(Code::K0402, format!("`{text}` is not a code of {system}"))
        .at(place, format!("not how {system} writes codes"));
    if error != CodePatternError::Malformed(system) {
        let help = match error {
            CodePatternError::Everything(_) => "name the codes, or a chapter of them such as `C*`",
            _ => "list the codes one by one",
        };
        return finding.note(error.to_string()).help(help);
    }
    finding = finding.note(error.to_string());
    if let Some(digit) = check_digit(system, text) {
        return finding
            .note(format!(
                "the last digit checks the others and would be {digit} here: one of the digits is wrong"
            ))
            .help("compare it with the code in the system's catalogue");
    }
    if let Some(meant) = slip(system, text) {
        let replacement = if quoted {
            format!("\"{meant}\"")
        } else {
            meant.clone()
        };
        return finding.help(format!("did you mean `{meant}`?")).replace(
            place,
            replacement,
            format!("Write `{meant}`"),
        );
    }
    match only_other_system(system, text, place) {
        Some(other) => finding.help(format!(
            "it has the form of {other}; codes stand behind the name of their system"
        )),
        None => finding.help("correct the code, or name the system that it belongs to"),
    }
}

/// The check digit that would make a code right which only has a wrong one.
fn check_digit(system: CodeSystem, text: &str) -> Option<char> {
    if !matches!(system, CodeSystem::Loinc | CodeSystem::Pzn) {
        return None;
    }
    let stem = text.strip_suffix(|last: char| last.is_ascii_digit())?;
    ('0'..='9').find(|digit| system.normalise(&format!("{stem}{digit}")).is_some())
}

/// The code that was meant, if one slip explains the text.
fn slip(system: CodeSystem, text: &str) -> Option<String> {
    let is_code = |candidate: &String| match candidate.strip_suffix('*') {
        Some(prefix) => system.has_hierarchy() && system.normalise_prefix(prefix).is_some(),
        None => system.normalise(candidate).is_some(),
    };
    let look_alikes = text.char_indices().flat_map(|(at, found)| {
        LOOK_ALIKE
            .iter()
            .filter(move |(written, _)| *written == found)
            .filter_map(move |(written, meant)| {
                Some(format!(
                    "{}{meant}{}",
                    text.get(..at)?,
                    text.get(at + written.len_utf8()..)?
                ))
            })
    });
    // German lists write `C18.-` for a category and all below it.
    let dash = text.strip_suffix('-').map(|category| format!("{category}*"));
    // LOINC without its hyphen.
    let hyphen = text
        .char_indices()
        .last()
        .and_then(|(at, last)| Some(format!("{}-{last}", text.get(..at)?)));
    look_alikes.chain(dash).chain(hyphen).find(is_code)
}

fn only_other_system(system: CodeSystem, text: &str, place: Span) -> Option<CodeSystem> {
    let mut fitting = CodeSystem::all()
        .iter()
        .copied()
        .filter(|other| *other != system && CodePattern::parse(*other, text, place).is_ok());
    let only = fitting.next()?;
    fitting.next().is_none().then_some(only)
}
