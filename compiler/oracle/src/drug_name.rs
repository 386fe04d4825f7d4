//! From a text to a substance.

use crate::raw::composed;
use kohort_semantics::source::DrugLookup;
use unicode_normalization::UnicodeNormalization;

/// The endings after which four lower-case letters behind a hyphen are a biosimilar's meaningless suffix.
const BIOSIMILAR: [&str; 6] = ["mab", "cept", "stim", "tin", "tecan", "alfa"];

/// The qualified name of the drug that a text means, by the first way that knows it.
pub(crate) fn drug(ways: &[DrugLookup], text: &str) -> Option<String> {
    ways.iter().find_map(|way| match way {
        DrugLookup::Name(names) => names.get(&spelling(text)).cloned(),
        DrugLookup::Code(system, codes) => {
            let code = system.normalise(&composed(text))?;
            codes.get(&code).cloned()
        }
    })
}

/// What two spellings of a name have in common: width and case do not count, nor does anything that is no letter and no
/// digit, nor a biosimilar's suffix.
fn spelling(text: &str) -> String {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let folded = folded.trim_end();
    let without_suffix = match folded.rsplit_once('-') {
        Some((name, suffix))
            if suffix.chars().count() == 4
                && suffix.chars().all(|letter| letter.is_ascii_lowercase())
                && BIOSIMILAR.iter().any(|ending| name.ends_with(ending)) =>
        {
            name
        }
        _ => folded,
    };
    let spaced: String = without_suffix
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_semantics::codes::drug_key;

    #[test]
    fn spellings_of_one_drug_agree() {
        for (text, key) in [
            ("Bevacizumab-awwb", "bevacizumab"),
            (" 5-FU ", "5 fu"),
            ("ＦＯＬＦＯＸ４", "folfox4"),
            ("アベマシクリブ", "アベマシクリブ"),
            ("ｱﾍﾞﾏｼｸﾘﾌﾞ", "アベマシクリブ"),
            ("Folinsäure (Ca)", "folinsäure ca"),
            ("nab-Paclitaxel", "nab paclitaxel"),
        ] {
            assert_eq!(spelling(text), key, "{text}");
            assert_eq!(drug_key(text), key, "{text}");
        }
    }
}
