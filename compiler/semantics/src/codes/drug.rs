//! Drugs: one active substance with its classes, codes and names.
//!
//! Invariant: names are kept as declared; how a source's spellings are matched is the source's mapping.

use super::CodePattern;
use kohort_base::Span;
use serde::{Deserialize, Serialize};

/// A declared drug.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Drug {
    /// The declared name.
    pub name: String,
    /// The module and name, for example `std.drugs.pembrolizumab`.
    pub qualified: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// The name that reports show, if another than the declared one.
    pub display: Option<String>,
    /// The classes it belongs to.
    pub classes: Vec<String>,
    /// Its codes in every system, each with the time for which it holds.
    pub codes: Vec<CodePattern>,
    /// Other names, of any country.
    pub names: Vec<String>,
    /// The countries in which it was never available, as upper-case ISO 3166 codes, each with the reason.
    pub unavailable: Vec<(String, String)>,
    /// The declared name's place.
    pub span: Span,
}

/// A declared set of drugs (`drugs platinum { … }`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DrugList {
    /// The declared name.
    pub name: String,
    /// The module that declares it.
    pub module: String,
    /// The doc comment.
    pub doc: Option<String>,
    /// The qualified names of its drugs, sorted, each once.
    pub drugs: Vec<String>,
    /// The declared name's place.
    pub span: Span,
}

/// What two spellings of one drug have in common: NFKC, lower case, runs of anything that is no letter and no digit as one
/// blank, none at the ends, and without the four-letter suffix of a United States biosimilar (`bevacizumab-awwb`).
pub fn drug_key(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let folded: String = text.nfkc().collect::<String>().to_lowercase();
    let mut words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    // The suffix stands behind a hyphen and is meaningless by design: four lower-case letters.
    let suffixed = folded.trim_end().rsplit_once('-').is_some_and(|(name, suffix)| {
        suffix.len() == 4
            && suffix.bytes().all(|byte| byte.is_ascii_lowercase())
            && ["mab", "cept", "stim", "tin", "tecan", "alfa"]
                .iter()
                .any(|ending| name.ends_with(ending))
    });
    if suffixed {
        words.pop();
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_drug_have_one_key() {
        for (text, key) in [
            ("Cisplatin", "cisplatin"),
            ("  CISPLATIN ", "cisplatin"),
            ("nab-Paclitaxel", "nab paclitaxel"),
            ("nab_paclitaxel", "nab paclitaxel"),
            ("Tegafur, Gimeracil, Oteracil", "tegafur gimeracil oteracil"),
            (
                "テガフール・ギメラシル・オテラシル",
                "テガフール ギメラシル オテラシル",
            ),
            (
                "パクリタキセル（アルブミン懸濁型）",
                "パクリタキセル アルブミン懸濁型",
            ),
            ("ｼｽﾌﾟﾗﾁﾝ", "シスプラチン"),
            ("bevacizumab-awwb", "bevacizumab"),
            ("fam-trastuzumab deruxtecan-nxki", "fam trastuzumab deruxtecan"),
            ("pegfilgrastim-JMDB", "pegfilgrastim"),
            ("trastuzumab emtansine", "trastuzumab emtansine"),
            ("interferon alfa-2b", "interferon alfa 2b"),
            ("S-1", "s 1"),
            ("?", ""),
        ] {
            assert_eq!(drug_key(text), key, "{text}");
        }
    }

    #[test]
    fn a_key_is_its_own_key() {
        for text in ["Folinsäure", "5-FU", "レボホリナート", "bevacizumab-awwb"] {
            assert_eq!(drug_key(&drug_key(text)), drug_key(text), "{text}");
        }
    }
}
