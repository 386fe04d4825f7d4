//! The normal form of codes: one text for every way of writing one code.
//!
//! Invariant: normalising a normal form changes nothing, and two texts have one normal form only if they are one code.

use super::CodeSystem;
use super::check_digit::{modulus_10, modulus_11};
use unicode_normalization::UnicodeNormalization;

impl CodeSystem {
    /// The normal form of a code; `None` if it does not have the system's written form.
    ///
    /// Full-width characters, lower case, blanks around it, marks that the system writes optionally and padding do not
    /// matter. Check digits are checked where the system has them.
    pub fn normalise(self, text: &str) -> Option<String> {
        let text = plain(text);
        let text = match self {
            Self::Icd10 => without_padding(without_sign(&text)).to_owned(),
            Self::Icd10Gm => without_sign(&text).to_owned(),
            Self::Ndc => padded_ndc(&text)?,
            Self::Pzn => padded_pzn(&text),
            _ => text,
        };
        let code = self.shapes().iter().find_map(|shape| shape.read(&text))?;
        let valid = match self {
            Self::Loinc => !code.starts_with('0') && modulus_10(&code.replace('-', "")),
            Self::Pzn => modulus_11(&code),
            Self::IcdO3Morphology => code.ends_with(['0', '1', '2', '3', '6', '9']),
            _ => true,
        };
        valid.then_some(code)
    }

    /// The normal form of a code's beginning; `None` if no code of the system begins so.
    pub fn normalise_prefix(self, text: &str) -> Option<String> {
        let text = plain(text);
        let text = match self {
            Self::Ndc => padded_ndc(&text)?,
            _ => text,
        };
        self.shapes().iter().find_map(|shape| shape.read_prefix(&text))
    }

    /// A normal form as the system's users write it.
    pub fn display(self, code: &str) -> String {
        let written = self
            .shapes()
            .iter()
            .find_map(|shape| Some(shape.write(&shape.read_prefix(code)?)));
        match (self, written) {
            // Japan writes no dot.
            (Self::Icd10_2013, _) | (_, None) => code.to_owned(),
            (Self::Ops, Some(written)) => written.to_ascii_lowercase(),
            (_, Some(written)) => written,
        }
    }
}

/// Without full-width forms, blanks around it and lower case.
pub(super) fn plain(text: &str) -> String {
    text.nfkc().collect::<String>().trim().to_ascii_uppercase()
}

/// Without the sign that ICD-10 puts behind a code of the dagger and asterisk system, or ICD-10-GM behind a secondary code.
fn without_sign(text: &str) -> &str {
    text.strip_suffix(['†', '+', '*', '!']).unwrap_or(text)
}

/// Without the fillers of the NHS Data Dictionary ("CLINICAL CLASSIFICATION CODE"): an X in the fourth place of an undivided
/// category, a hyphen in an unused fifth, and A or D for asterisk or dagger in the last.
fn without_padding(text: &str) -> &str {
    let places = text.chars().filter(|character| *character != '.').count();
    let text = if places > 4 {
        text.strip_suffix(['A', 'D']).unwrap_or(text)
    } else {
        text
    };
    let text = if places > 4 {
        text.strip_suffix('-').unwrap_or(text)
    } else {
        text
    };
    match text
        .strip_suffix('X')
        .map(|category| category.strip_suffix('.').unwrap_or(category))
    {
        Some(category) if category.len() == 3 => category,
        _ => text,
    }
}

/// The parts of an NDC (or of its beginning) that are followed by a hyphen, padded to five and four digits, and the last
/// part of a whole label to two; a label of ten digits lacks exactly one. Ten digits without hyphens could be any of three
/// codes and are refused by their length.
fn padded_ndc(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split('-').collect();
    match parts.as_slice() {
        [_] => Some(text.to_owned()),
        [labeler, product] => Some(format!("{}{product}", pad(labeler, 4, 5)?)),
        [labeler, product, package] => {
            let digits = labeler.len() + product.len() + package.len();
            let (labeler, product) = (pad(labeler, 4, 5)?, pad(product, 3, 4)?);
            match pad(package, 1, 2) {
                Some(package) if digits >= 10 => Some(format!("{labeler}{product}{package}")),
                None if package.is_empty() => Some(format!("{labeler}{product}")),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Pads with zeros in front; `None` for fewer than `least` characters. Too many are refused by the shape.
fn pad(part: &str, least: usize, width: usize) -> Option<String> {
    (least..=width)
        .contains(&part.len())
        .then(|| format!("{part:0>width$}"))
}

/// Without the letters `PZN` in front, and with the zero that codes of before 2013 get.
fn padded_pzn(text: &str) -> String {
    let digits = text
        .strip_prefix("PZN")
        .unwrap_or(text)
        .trim_start_matches(['-', ' ']);
    if digits.len() == 7 {
        format!("0{digits}")
    } else {
        digits.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use CodeSystem::*;
    use proptest::prelude::*;

    #[test]
    fn the_ways_to_write_a_code_have_one_normal_form() {
        for (system, texts, normal) in [
            (
                Icd10Cm,
                &["C50.411", "C50411", " c50.411 ", "Ｃ５０．４１１"][..],
                "C50411",
            ),
            (
                Icd10,
                &["C61", "C61X", "c61.x", "C61X-", "C61X-D", "C61XD"],
                "C61",
            ),
            (
                Icd10,
                &["C50.4", "C504", "C504-", "C504A", "C504-A", "C50.4†", "C50.4*"],
                "C504",
            ),
            (Icd10Gm, &["C50.4", "C504", "C50.4+", "C50.4!"], "C504"),
            (Icd10_2013, &["C341", "C34.1", "Ｃ３４１"], "C341"),
            (Icd9Cm, &["153.1", "1531"], "1531"),
            (Icd9Cm, &["V58.11", "V5811"], "V5811"),
            (Icd9Cm, &["E933.1", "E9331"], "E9331"),
            (IcdO3Morphology, &["8070/3", "８０７０／３"], "8070/3"),
            (IcdO3Topography, &["C34.1", "C341"], "C341"),
            (Atc, &["L01FF02", "l01ff02"], "L01FF02"),
            (Loinc, &["718-7", "７１８－７"], "718-7"),
            (Hcpcs, &["J9271", "j9271"], "J9271"),
            (
                Ndc,
                &["0002-7597-01", "00002-7597-01", "00002759701"],
                "00002759701",
            ),
            (Ndc, &["50242-040-62", "50242004062"], "50242004062"),
            (Ndc, &["60575-4112-1", "60575411201"], "60575411201"),
            (Yj, &["3122007F2039", "３１２２００７Ｆ２０３９"], "3122007F2039"),
            (
                Jlac10,
                &["5F625-1410-063-190-11", "5F625141006319011"],
                "5F625141006319011",
            ),
            (
                Jlac10,
                &["5F625-1410-063-190", "5F6251410063190"],
                "5F6251410063190",
            ),
            (Opcs4, &["X70.1", "X701"], "X701"),
            (Ops, &["6-001.f", "6-001.F", "6001f"], "6001F"),
            (Ops, &["5-903", "5903"], "5903"),
            (Ops, &["8-01a"], "801A"),
            (
                Pzn,
                &["04877800", "4877800", "PZN-04877800", "PZN 4877800"],
                "04877800",
            ),
        ] {
            for text in texts {
                assert_eq!(system.normalise(text).as_deref(), Some(normal), "{system} {text}");
            }
        }
    }

    #[test]
    fn other_texts_are_not_codes() {
        for (system, texts) in [
            (
                Icd10Cm,
                &[
                    "",
                    "C5",
                    "5C0",
                    "C50.",
                    "C.50",
                    "C50.4111X9",
                    "C50 411",
                    "C18.-",
                    "Ç50",
                ][..],
            ),
            (Icd10, &["C61XX", "X", "C6X", "61X", "C50.4X", "C50.441", "C61A"]),
            (Icd10Gm, &["C61X", "C18.-", "C50.4++"]),
            (Icd9Cm, &["15", "15.31", "E93.31", "V5", "153111"]),
            (
                IcdO3Morphology,
                &["8070", "80703", "8070/4", "M8070/3", "8070/33"],
            ),
            (IcdO3Topography, &["D34.1", "C3"]),
            (Atc, &["L0", "L01FF0", "01FF02"]),
            (Loinc, &["718-8", "7187", "0718-7", "LP12345-6", "12345678-9"]),
            (Hcpcs, &["J927", "JJ271", "J9271-JW"]),
            (
                Ndc,
                &[
                    "0002759701",
                    "0002-759-01",
                    "0002-7597-01-1",
                    "002-7597-01",
                    "000027597011",
                ],
            ),
            (Yj, &["3122007F203", "312200772039"]),
            (Jlac10, &["5F625", "5F6251-410-063-190-11"]),
            (Opcs4, &["X7", "X70.11"]),
            (Ops, &["6-00", "9-99-", "60-01.f", "5-455.411"]),
            (Pzn, &["04877801", "48778000", "487780", "PZN"]),
        ] {
            for text in texts {
                assert_eq!(system.normalise(text), None, "{system} {text}");
            }
        }
    }

    #[test]
    fn codes_are_shown_as_their_users_write_them() {
        for (system, code, shown) in [
            (Icd10Cm, "C50411", "C50.411"),
            (Icd10Cm, "C61", "C61"),
            (Icd10_2013, "C341", "C341"),
            (Icd9Cm, "E9331", "E933.1"),
            (Ndc, "00002759701", "00002-7597-01"),
            (Ops, "6001F", "6-001.f"),
            (Loinc, "718-7", "718-7"),
            (Icd10Cm, "C18", "C18"),
            (Icd10Cm, "not a code", "not a code"),
        ] {
            assert_eq!(system.display(code), shown);
        }
    }

    #[test]
    fn beginnings_of_an_ndc_are_padded_part_by_part() {
        for (text, prefix) in [
            ("0002-7597-", "000027597"),
            ("0002-", "00002"),
            ("0002-75", "0000275"),
            ("000027597", "000027597"),
        ] {
            assert_eq!(Ndc.normalise_prefix(text).as_deref(), Some(prefix), "{text}");
        }
        assert_eq!(Ndc.normalise_prefix("2-"), None);
    }

    fn any_system() -> impl Strategy<Value = CodeSystem> {
        prop::sample::select(CodeSystem::all())
    }

    proptest! {
        #[test]
        fn a_normal_form_is_its_own_and_its_display_reads_back(
            system in any_system(),
            text in "[A-Za-z0-9][A-Za-z0-9]{2}[.-]?[A-Za-z0-9/-]{0,9}|[0-9]{3,7}-[0-9]|[0-9]{7,11}|\\PC{0,12}",
        ) {
            if let Some(code) = system.normalise(&text) {
                let shown = system.display(&code);
                prop_assert_eq!(system.normalise(&code), Some(code.clone()));
                prop_assert_eq!(system.normalise(&shown), Some(code.clone()));
                prop_assert_eq!(system.normalise_prefix(&code), Some(code));
            }
        }

        #[test]
        fn displaying_any_text_is_harmless(system in any_system(), text in "\\PC{0,12}") {
            let _ = (system.display(&text), system.normalise_prefix(&text));
        }
    }
}
