//! How the codes of each system are written: for reading them, for showing them, and in words for messages.
//!
//! Invariant: every form has a source beside it. The examples in the words are codes that the source or Kohort's own
//! documentation names; a form says nothing about which codes exist.

use super::CodeSystem;
use super::shape::Shape;

const DOT_AFTER_3: &[(char, usize)] = &[('.', 3)];

/// National Center for Health Statistics, "ICD-10-CM Official Guidelines for Coding and Reporting", section I.A.2: three to
/// seven characters, the first a letter, the second a digit, a point behind the third.
const ICD_10_CM: &[Shape] = &[Shape {
    characters: "@#?????",
    lengths: &[3, 4, 5, 6, 7],
    marks: DOT_AFTER_3,
}];

/// World Health Organization, ICD-10 volume 2, sections 2.4.2 to 2.4.4: a letter and two digits, a point, one more digit,
/// and in some chapters a fifth character. ICD-10-GM has the same form (BfArM, "Aufbau der ICD-10-GM"; the pattern
/// `[A-Z]\d\d(\.\d(\d)?)?` of the federal cancer registry dataset oBDS). Japan's ICD-10 (2013) has it too, and its
/// claims data leave the point out.
const ICD_10: &[Shape] = &[Shape {
    characters: "@####",
    lengths: &[3, 4, 5],
    marks: DOT_AFTER_3,
}];

/// National Center for Health Statistics, ICD-9-CM volume 1: three digits and up to two behind a point; supplementary
/// codes begin with V, or with E and have their point one place later.
const ICD_9_CM: &[Shape] = &[
    Shape {
        characters: "#####",
        lengths: &[3, 4, 5],
        marks: DOT_AFTER_3,
    },
    Shape {
        characters: "V####",
        lengths: &[3, 4, 5],
        marks: DOT_AFTER_3,
    },
    Shape {
        characters: "E####",
        lengths: &[4, 5],
        marks: &[('.', 4)],
    },
];

/// World Health Organization, ICD-O third edition, "Structure and format": four digits of histology, a slash and a digit
/// of behaviour; the pattern `\d\d\d\d/\d` of oBDS.
const ICD_O_3_MORPHOLOGY: &[Shape] = &[Shape {
    characters: "####/#",
    lengths: &[6],
    marks: &[],
}];

/// World Health Organization, ICD-O third edition, "Structure and format": C and two digits, a point, one more digit. The
/// pattern `C\d\d\.\d(\d)?` of oBDS allows a fifth character, and its data also have the bare category.
const ICD_O_3_TOPOGRAPHY: &[Shape] = &[Shape {
    characters: "C####",
    lengths: &[3, 4, 5],
    marks: DOT_AFTER_3,
}];

/// WHO Collaborating Centre for Drug Statistics Methodology, "ATC: Structure and principles": five levels of 1, 3, 4, 5
/// and 7 characters; the pattern `[A-Z]\d\d[A-Z][A-Z]\d\d` of oBDS for the fifth.
const ATC: &[Shape] = &[Shape {
    characters: "@##@@##",
    lengths: &[1, 3, 4, 5, 7],
    marks: &[],
}];

/// LOINC Users' Guide: a number of up to seven digits, a hyphen and a check digit.
const LOINC: &[Shape] = &[
    Shape {
        characters: "#-#",
        lengths: &[3],
        marks: &[],
    },
    Shape {
        characters: "##-#",
        lengths: &[4],
        marks: &[],
    },
    Shape {
        characters: "###-#",
        lengths: &[5],
        marks: &[],
    },
    Shape {
        characters: "####-#",
        lengths: &[6],
        marks: &[],
    },
    Shape {
        characters: "#####-#",
        lengths: &[7],
        marks: &[],
    },
    Shape {
        characters: "######-#",
        lengths: &[8],
        marks: &[],
    },
    Shape {
        characters: "#######-#",
        lengths: &[9],
        marks: &[],
    },
];

/// Centers for Medicare & Medicaid Services, "HCPCS: General Information": level II has a letter and four digits; level I
/// is CPT with five digits, or four and a letter in its categories II and III.
const HCPCS: &[Shape] = &[
    Shape {
        characters: "@####",
        lengths: &[5],
        marks: &[],
    },
    Shape {
        characters: "####?",
        lengths: &[5],
        marks: &[],
    },
];

/// U.S. Food and Drug Administration, "National Drug Code Directory", and the eleven digits (5-4-2) that 45 CFR 162.1002
/// adopts for claims; the shorter labels (4-4-2, 5-3-2, 5-4-1) are padded with zeros when read.
const NDC: &[Shape] = &[Shape {
    characters: "###########",
    lengths: &[11],
    marks: &[('-', 5), ('-', 9)],
}];

/// Medical Information System Development Center (MEDIS-DC) and the HELICS guideline on the individual drug code: twelve
/// characters, four of therapeutic class, three of route and substance, a letter for the dosage form, one for the
/// strength, two for the brand and a check digit. Behind the letter, letters occur once digits are used up.
const YJ: &[Shape] = &[Shape {
    characters: "#######@????",
    lengths: &[12],
    marks: &[],
}];

/// Japanese Society of Laboratory Medicine, JLAC10: analyte (5), identification (4), material (3), method (3) and, for
/// results, result identification (2).
const JLAC_10: &[Shape] = &[Shape {
    characters: "#@###????????????",
    lengths: &[15, 17],
    marks: &[('-', 5), ('-', 9), ('-', 12), ('-', 15)],
}];

/// NHS Data Dictionary, "OPCS-4 CODE" (format an4): a letter, two digits, a point and a digit; the three-character
/// category without the fourth.
const OPCS_4: &[Shape] = &[Shape {
    characters: "@###",
    lengths: &[3, 4],
    marks: DOT_AFTER_3,
}];

/// BfArM, "Kategorie und Kode im OPS": a digit, a hyphen, three more places of which the last may be a letter, and up to
/// two behind a point; codes of fewer than four places cannot be used for coding.
const OPS: &[Shape] = &[Shape {
    characters: "###???",
    lengths: &[4, 5, 6],
    marks: &[('-', 1), ('.', 4)],
}];

/// IFA GmbH, "PZN": eight digits, the last a check digit; the seven digits of before 2013 get a zero in front.
const PZN: &[Shape] = &[Shape {
    characters: "########",
    lengths: &[8],
    marks: &[],
}];

impl CodeSystem {
    /// The shapes that codes of this system have; at most one fits a code.
    pub(super) fn shapes(self) -> &'static [Shape] {
        match self {
            Self::Icd10Cm => ICD_10_CM,
            Self::Icd10 | Self::Icd10Gm | Self::Icd10_2013 => ICD_10,
            Self::Icd9Cm => ICD_9_CM,
            Self::IcdO3Morphology => ICD_O_3_MORPHOLOGY,
            Self::IcdO3Topography => ICD_O_3_TOPOGRAPHY,
            Self::Atc => ATC,
            Self::Loinc => LOINC,
            Self::Hcpcs => HCPCS,
            Self::Ndc => NDC,
            Self::Yj => YJ,
            Self::Jlac10 => JLAC_10,
            Self::Opcs4 => OPCS_4,
            Self::Ops => OPS,
            Self::Pzn => PZN,
        }
    }

    /// How its codes are written, in words and with an example: "a letter, two digits …, such as `C50.4`".
    pub fn written_form(self) -> &'static str {
        match self {
            Self::Icd10Cm => {
                "a letter, a digit, a letter or digit and up to four more, with or without a dot behind the third, \
                 such as `C50.411`"
            }
            Self::Icd10 => {
                "a letter, two digits and up to two more, with or without a dot behind the third, such as `C50.4`; an `X` \
                 that fills the fourth place, as in `C61X`, is ignored"
            }
            Self::Icd10Gm => {
                "a letter, two digits and up to two more, with or without a dot behind the third, such as `C50.4`"
            }
            Self::Icd10_2013 => {
                "a letter, two digits and up to two more, such as `C341`; a dot behind the third is ignored"
            }
            Self::Icd9Cm => {
                "three digits and up to two more, with or without a dot behind the third, such as `153.1`; supplementary \
                 codes begin with `V`, or with `E` and three digits"
            }
            Self::IcdO3Morphology => "four digits, a slash and the behaviour digit, such as `8070/3`",
            Self::IcdO3Topography => {
                "a `C`, two digits and up to two more, with or without a dot behind the third, such as `C34.1`"
            }
            Self::Atc => {
                "a letter, two digits, two letters and two digits, such as `L01FF02`, or the beginning of it that names a group, \
                 such as `L01FF`"
            }
            Self::Loinc => "up to seven digits, a hyphen and the check digit, such as `718-7`",
            Self::Hcpcs => "a letter and four digits, such as `J9271`, or the five characters of a CPT code",
            Self::Ndc => {
                "eleven digits (five, four and two), such as `00002-7597-01`, or the ten digits of a label with their hyphens, \
                 such as `0002-7597-01`"
            }
            Self::Yj => {
                "seven digits, a letter and four more characters, twelve in all, such as `3122007F2039`"
            }
            Self::Jlac10 => {
                "analyte, identification, material, method and result: five, four, three, three and two characters, \
                 such as `5F625-1410-063-190-11`; the result may be left out"
            }
            Self::Opcs4 => {
                "a letter, two digits and one more, with or without a dot behind the third, such as `X70.1`"
            }
            Self::Ops => "a digit, a hyphen, three more places and up to two behind a dot, such as `6-001.f`",
            Self::Pzn => "eight digits of which the last is a check digit, such as `04877800`",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_has_the_form_it_illustrates() {
        for system in CodeSystem::all() {
            let words = system.written_form();
            let example = words
                .split('`')
                .skip_while(|part| !part.ends_with("such as "))
                .nth(1)
                .unwrap();
            let code = system
                .normalise(example)
                .unwrap_or_else(|| panic!("{system}: {example}"));
            assert_eq!(system.display(&code), example, "{system}");
        }
    }

    #[test]
    fn no_code_has_two_shapes() {
        let lengths = |shape: &Shape| shape.lengths.iter().max().copied();
        for system in CodeSystem::all() {
            for shape in system.shapes() {
                assert_eq!(lengths(shape), Some(shape.characters.len()), "{system}");
                assert!(shape.marks.is_sorted_by_key(|(_, behind)| behind), "{system}");
            }
        }
    }
}
