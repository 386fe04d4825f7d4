//! Drugs by their names in the United States.
//!
//! Source for what differs from the international name: the United States Adopted Names, as listed beside the names of the
//! other countries in `docs/sources/us.md`.

/// The common name of a drug of `std.drugs`.
pub(super) fn name(drug: &str) -> String {
    let adopted = match drug {
        "folinic_acid" => "leucovorin",
        "levofolinic_acid" => "levoleucovorin",
        "leuprorelin" => "leuprolide",
        "nab_paclitaxel" => "paclitaxel protein-bound",
        "trastuzumab_deruxtecan" => "fam-trastuzumab deruxtecan-nxki",
        "trastuzumab_emtansine" => "ado-trastuzumab emtansine",
        "aflibercept" => "ziv-aflibercept",
        "ciclosporin" => "cyclosporine",
        "hydroxycarbamide" => "hydroxyurea",
        "trifluridine_tipiracil" => "trifluridine/tipiracil",
        "tegafur_gimeracil_oteracil" => "tegafur/gimeracil/oteracil",
        "tegafur_uracil" => "tegafur/uracil",
        "clinical_study_drug" => "Clinical study drug",
        other => return other.replace('_', " "),
    };
    adopted.to_owned()
}

/// The name with the suffix of a biosimilar, for drugs that have one.
pub(super) fn biosimilar(drug: &str) -> Option<&'static str> {
    match drug {
        "bevacizumab" => Some("bevacizumab-awwb"),
        "trastuzumab" => Some("trastuzumab-dkst"),
        _ => None,
    }
}
