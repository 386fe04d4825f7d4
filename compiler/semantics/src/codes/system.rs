//! The code systems that studies and sources may name.
//!
//! Invariant: a system stands for one written form. Editions that share it (ICD-10-GM of each year) are one system here;
//! which codes an edition has is deliberately not known.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A system of codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum CodeSystem {
    /// ICD-10-CM, the clinical modification of the United States.
    Icd10Cm,
    /// ICD-10 of the World Health Organization, as used in the United Kingdom.
    Icd10,
    /// ICD-10-GM, the German modification.
    Icd10Gm,
    /// ICD-10 (2013), the edition that Japan uses, written without a dot.
    Icd10_2013,
    /// ICD-9-CM diagnoses, used in the United States until September 2015.
    Icd9Cm,
    /// Morphology of ICD-O-3.
    IcdO3Morphology,
    /// Topography of ICD-O-3.
    IcdO3Topography,
    /// ATC, the Anatomical Therapeutic Chemical classification of drugs.
    Atc,
    /// LOINC, identifiers of measurements.
    Loinc,
    /// HCPCS, procedures and drugs in claims of the United States, with CPT as its first level.
    Hcpcs,
    /// NDC, the National Drug Code of the United States.
    Ndc,
    /// YJ, individual drugs in Japan.
    Yj,
    /// JLAC10, laboratory tests in Japan.
    Jlac10,
    /// OPCS-4, procedures in the United Kingdom.
    Opcs4,
    /// OPS, procedures in Germany.
    Ops,
    /// PZN, pharmaceutical products in Germany.
    Pzn,
}

impl CodeSystem {
    /// All systems, in the order of their declaration.
    pub fn all() -> &'static [Self] {
        &[
            Self::Icd10Cm,
            Self::Icd10,
            Self::Icd10Gm,
            Self::Icd10_2013,
            Self::Icd9Cm,
            Self::IcdO3Morphology,
            Self::IcdO3Topography,
            Self::Atc,
            Self::Loinc,
            Self::Hcpcs,
            Self::Ndc,
            Self::Yj,
            Self::Jlac10,
            Self::Opcs4,
            Self::Ops,
            Self::Pzn,
        ]
    }

    /// The name that Kohort uses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Icd10Cm => "ICD10CM",
            Self::Icd10 => "ICD10",
            Self::Icd10Gm => "ICD10GM",
            Self::Icd10_2013 => "ICD10_2013",
            Self::Icd9Cm => "ICD9CM",
            Self::IcdO3Morphology => "ICDO3M",
            Self::IcdO3Topography => "ICDO3T",
            Self::Atc => "ATC",
            Self::Loinc => "LOINC",
            Self::Hcpcs => "HCPCS",
            Self::Ndc => "NDC",
            Self::Yj => "YJ",
            Self::Jlac10 => "JLAC10",
            Self::Opcs4 => "OPCS4",
            Self::Ops => "OPS",
            Self::Pzn => "PZN",
        }
    }

    /// The system of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().iter().copied().find(|system| system.name() == name)
    }

    /// What it is, for readers who do not know the abbreviation.
    pub fn description(self) -> &'static str {
        match self {
            Self::Icd10Cm => "ICD-10-CM, diagnoses in the United States",
            Self::Icd10 => {
                "ICD-10 of the World Health Organization, diagnoses in the United Kingdom and elsewhere"
            }
            Self::Icd10Gm => "ICD-10-GM, diagnoses in Germany",
            Self::Icd10_2013 => "ICD-10 (2013), diagnoses in Japan",
            Self::Icd9Cm => "ICD-9-CM, diagnoses in the United States until September 2015",
            Self::IcdO3Morphology => "ICD-O-3 morphology, histology and behaviour of tumours",
            Self::IcdO3Topography => "ICD-O-3 topography, sites of tumours",
            Self::Atc => "ATC, active substances by anatomical, therapeutic and chemical group",
            Self::Loinc => "LOINC, laboratory and clinical measurements",
            Self::Hcpcs => "HCPCS, procedures and drugs in claims in the United States",
            Self::Ndc => "NDC, drug products in the United States",
            Self::Yj => "YJ code, drug products in Japan",
            Self::Jlac10 => "JLAC10, laboratory tests in Japan",
            Self::Opcs4 => "OPCS-4, procedures in the United Kingdom",
            Self::Ops => "OPS, procedures in Germany",
            Self::Pzn => "PZN, pharmaceutical products in Germany",
        }
    }

    /// Whether a code that begins with another lies below it, so that `*` has a meaning.
    pub fn has_hierarchy(self) -> bool {
        !matches!(self, Self::Loinc | Self::Pzn)
    }
}

impl fmt::Display for CodeSystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl From<CodeSystem> for String {
    fn from(system: CodeSystem) -> Self {
        system.name().to_owned()
    }
}

impl TryFrom<String> for CodeSystem {
    type Error = String;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        Self::from_name(&name).ok_or_else(|| format!("`{name}` is not a code system"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_system_has_its_own_name() {
        for (index, system) in CodeSystem::all().iter().enumerate() {
            assert_eq!(*system as usize, index, "`all` is in declaration order");
            assert_eq!(CodeSystem::from_name(system.name()), Some(*system));
            let text = serde_json::to_string(system).unwrap();
            assert_eq!(text, format!("\"{}\"", system.name()));
            assert_eq!(serde_json::from_str::<CodeSystem>(&text).unwrap(), *system);
        }
        assert_eq!(CodeSystem::from_name("icd10"), None);
        assert!(serde_json::from_str::<CodeSystem>("\"SNOMED\"").is_err());
    }
}
