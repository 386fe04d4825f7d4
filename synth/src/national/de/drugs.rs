//! Substances as the registry's list spells them, with its ATC codes and kinds of therapy.
//!
//! Names, codes and kinds are those of the Robert Koch-Institut's list `substanz.csv` (oBDS-RKI 3.0.0.8a, CC BY 4.0). The
//! codes of earlier years are those of the German registries' substance guide, the antibodies' those that ended with 2021.
//! S-1 is the guide's. What the list does not have is written by its international name.

/// The kind of therapy that a substance belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Chemotherapy,
    Hormones,
    Immune,
    Targeted,
    Other,
}

/// A substance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Substance {
    pub(super) name: String,
    pub(super) kind: Kind,
    now: &'static str,
    earlier: &'static str,
    last_year: i32,
}

impl Substance {
    /// The substance of a drug of `std.drugs`.
    pub(super) fn of(drug: &str) -> Self {
        let known = SUBSTANCES
            .binary_search_by(|(known, ..)| (*known).cmp(drug))
            .ok()
            .and_then(|at| SUBSTANCES.get(at));
        match known {
            Some((_, name, kind, now, earlier, last_year)) => Self {
                name: (*name).to_owned(),
                kind: *kind,
                now,
                earlier,
                last_year: *last_year,
            },
            None => Self {
                name: international(drug),
                kind: Kind::Other,
                now: "",
                earlier: "",
                last_year: 0,
            },
        }
    }

    /// Its ATC code in a year; none if the list has none.
    pub(super) fn code(&self, year: i32) -> Option<&'static str> {
        let code = if year <= self.last_year {
            self.earlier
        } else {
            self.now
        };
        Some(code).filter(|code| !code.is_empty())
    }

    /// The code that was not in use in that year, where there is one.
    pub(super) fn wrong_code(&self, year: i32) -> Option<&'static str> {
        let code = if year <= self.last_year {
            self.now
        } else {
            self.earlier
        };
        Some(code).filter(|code| !code.is_empty())
    }
}

/// The name in `std.drugs` as two words and with a capital.
fn international(drug: &str) -> String {
    let spaced = drug.replace('_', " ");
    let mut letters = spaced.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The therapy's kind by the kinds of its substances: CH, HO, IM, ZS and their combinations.
pub(super) fn therapy(kinds: &[Kind]) -> &'static str {
    let has = |kind| kinds.contains(&kind);
    match (has(Kind::Chemotherapy), has(Kind::Immune), has(Kind::Targeted)) {
        (true, true, true) => "CIZ",
        (true, true, false) => "CI",
        (true, false, true) => "CZ",
        (true, false, false) => "CH",
        (false, true, true) => "IZ",
        (false, true, false) => "IM",
        (false, false, true) => "ZS",
        (false, false, false) if has(Kind::Hormones) => "HO",
        (false, false, false) => "SO",
    }
}

/// Drug, name, kind, code, earlier code and its last year; sorted by drug.
#[rustfmt::skip]
static SUBSTANCES: &[(&str, &str, Kind, &str, &str, i32)] = &[
    ("abarelix", "Abarelix", Kind::Hormones, "L02BX01", "", 0),
    ("abemaciclib", "Abemaciclib", Kind::Targeted, "L01EF03", "L01XE50", 2020),
    ("abiraterone", "Abirateron", Kind::Hormones, "L02BX03", "", 0),
    ("afatinib", "Afatinib", Kind::Targeted, "L01EB03", "", 0),
    ("aflibercept", "Aflibercept", Kind::Targeted, "L01XX44", "", 0),
    ("alectinib", "Alectinib", Kind::Targeted, "L01ED03", "L01XE36", 2020),
    ("alpelisib", "Alpelisib", Kind::Targeted, "L01EM03", "", 0),
    ("amrubicin", "Amrubicin", Kind::Chemotherapy, "L01DB10", "", 0),
    ("anastrozole", "Anastrozol", Kind::Hormones, "L02BG03", "", 0),
    ("apalutamide", "Apalutamid", Kind::Hormones, "L02BB05", "", 0),
    ("atezolizumab", "Atezolizumab", Kind::Immune, "L01FF05", "L01XC32", 2021),
    ("bevacizumab", "Bevacizumab", Kind::Immune, "L01FG01", "L01XC07", 2021),
    ("bicalutamide", "Bicalutamid", Kind::Hormones, "L02BB03", "", 0),
    ("binimetinib", "Binimetinib", Kind::Targeted, "L01EE03", "", 0),
    ("brigatinib", "Brigatinib", Kind::Targeted, "L01ED04", "", 0),
    ("buserelin", "Buserelin", Kind::Hormones, "L02AE01", "", 0),
    ("cabazitaxel", "Cabazitaxel", Kind::Chemotherapy, "L01CD04", "", 0),
    ("capecitabine", "Capecitabin", Kind::Chemotherapy, "L01BC06", "", 0),
    ("capmatinib", "Capmatinib", Kind::Targeted, "L01EX17", "", 0),
    ("carboplatin", "Carboplatin", Kind::Chemotherapy, "L01XA02", "", 0),
    ("cemiplimab", "Cemiplimab", Kind::Immune, "L01FF06", "", 0),
    ("ceritinib", "Ceritinib", Kind::Targeted, "L01ED02", "", 0),
    ("cetuximab", "Cetuximab", Kind::Immune, "L01FE01", "L01XC06", 2021),
    ("ciclosporin", "Ciclosporin", Kind::Other, "L04AD01", "", 0),
    ("cisplatin", "Cisplatin", Kind::Chemotherapy, "L01XA01", "", 0),
    ("clinical_study_drug", "Studienmedikament", Kind::Other, "", "", 0),
    ("crizotinib", "Crizotinib", Kind::Targeted, "L01ED01", "", 0),
    ("cyclophosphamide", "Cyclophosphamid", Kind::Chemotherapy, "L01AA01", "", 0),
    ("cyproterone", "Cyproteron", Kind::Hormones, "", "", 0),
    ("dabrafenib", "Dabrafenib", Kind::Targeted, "L01EC02", "", 0),
    ("darbepoetin_alfa", "Darbepoetin alfa", Kind::Other, "", "", 0),
    ("darolutamide", "Darolutamid", Kind::Hormones, "L02BB06", "", 0),
    ("degarelix", "Degarelix", Kind::Hormones, "L02BX02", "", 0),
    ("denosumab", "Denosumab", Kind::Immune, "", "", 0),
    ("dexamethasone", "Dexamethason", Kind::Other, "", "", 0),
    ("docetaxel", "Docetaxel", Kind::Chemotherapy, "L01CD02", "", 0),
    ("doxorubicin", "Doxorubicin", Kind::Chemotherapy, "L01DB01", "", 0),
    ("doxorubicin_liposomal", "Doxorubicin liposomal", Kind::Chemotherapy, "", "", 0),
    ("doxorubicin_pegylated_liposomal", "Doxorubicin PEG-liposomal", Kind::Chemotherapy, "", "", 0),
    ("durvalumab", "Durvalumab", Kind::Immune, "L01FF03", "L01XC28", 2021),
    ("encorafenib", "Encorafenib", Kind::Targeted, "L01EC03", "", 0),
    ("enzalutamide", "Enzalutamid", Kind::Hormones, "L02BB04", "", 0),
    ("epirubicin", "Epirubicin", Kind::Chemotherapy, "L01DB03", "", 0),
    ("epoetin", "Erythropoetin", Kind::Other, "", "", 0),
    ("eribulin", "Eribulin", Kind::Chemotherapy, "L01XX41", "", 0),
    ("erlotinib", "Erlotinib", Kind::Targeted, "L01EB02", "L01XE03", 2020),
    ("estramustine", "Estramustin", Kind::Chemotherapy, "L01XX11", "", 0),
    ("etoposide", "Etoposid", Kind::Chemotherapy, "L01CB01", "", 0),
    ("everolimus", "Everolimus", Kind::Targeted, "", "", 0),
    ("exemestane", "Exemestan", Kind::Hormones, "L02BG06", "", 0),
    ("filgrastim", "Filgrastim", Kind::Other, "L03AA02", "", 0),
    ("fluorouracil", "Fluorouracil", Kind::Chemotherapy, "L01BC02", "", 0),
    ("flutamide", "Flutamid", Kind::Hormones, "L02BB01", "", 0),
    ("folinic_acid", "Folinsäure", Kind::Other, "V03AF03", "", 0),
    ("fulvestrant", "Fulvestrant", Kind::Hormones, "L02BA03", "", 0),
    ("gefitinib", "Gefitinib", Kind::Targeted, "L01EB01", "", 0),
    ("gemcitabine", "Gemcitabin", Kind::Chemotherapy, "L01BC05", "", 0),
    ("goserelin", "Goserelin", Kind::Hormones, "L02AE03", "", 0),
    ("granulocyte_colony_stimulating_factor", "G-CSF", Kind::Other, "", "", 0),
    ("histrelin", "Histrelin", Kind::Hormones, "L02AE05", "", 0),
    ("hydroxycarbamide", "Hydroxycarbamid", Kind::Chemotherapy, "L01XX05", "", 0),
    ("ipilimumab", "Ipilimumab", Kind::Immune, "L01FX04", "", 0),
    ("irinotecan", "Irinotecan", Kind::Chemotherapy, "L01CE02", "L01XX19", 2020),
    ("lapatinib", "Lapatinib", Kind::Targeted, "L01EH01", "", 0),
    ("lenograstim", "Lenograstim", Kind::Other, "L03AA10", "", 0),
    ("letrozole", "Letrozol", Kind::Hormones, "L02BG04", "", 0),
    ("leuprorelin", "Leuprorelin", Kind::Hormones, "L02AE02", "", 0),
    ("levofolinic_acid", "Calciumlevofolinat", Kind::Other, "", "", 0),
    ("lipegfilgrastim", "Lipegfilgrastim", Kind::Other, "L03AA14", "", 0),
    ("lorlatinib", "Lorlatinib", Kind::Targeted, "L01ED05", "", 0),
    ("lurbinectedin", "Lurbinectedin", Kind::Chemotherapy, "L01XX69", "", 0),
    ("mesna", "Mesna", Kind::Other, "", "", 0),
    ("methotrexate", "Methotrexat", Kind::Chemotherapy, "L01BA01", "", 0),
    ("methylprednisolone", "Methylprednisolon", Kind::Other, "", "", 0),
    ("mitomycin", "Mitomycin", Kind::Chemotherapy, "L01DC03", "", 0),
    ("mitoxantrone", "Mitoxantron", Kind::Chemotherapy, "L01DB07", "", 0),
    ("nab_paclitaxel", "Paclitaxel nab", Kind::Chemotherapy, "", "", 0),
    ("necitumumab", "Necitumumab", Kind::Immune, "L01FE03", "", 0),
    ("neratinib", "Neratinib", Kind::Targeted, "L01EH02", "", 0),
    ("nilutamide", "Nilutamid", Kind::Hormones, "L02BB02", "", 0),
    ("nintedanib", "Nintedanib", Kind::Targeted, "L01EX09", "", 0),
    ("niraparib", "Niraparib", Kind::Targeted, "L01XK02", "", 0),
    ("nivolumab", "Nivolumab", Kind::Immune, "L01FF01", "L01XC17", 2021),
    ("olaparib", "Olaparib", Kind::Targeted, "L01XK01", "L01XX46", 2020),
    ("osimertinib", "Osimertinib", Kind::Targeted, "L01EB04", "L01XE35", 2020),
    ("oxaliplatin", "Oxaliplatin", Kind::Chemotherapy, "L01XA03", "", 0),
    ("paclitaxel", "Paclitaxel", Kind::Chemotherapy, "L01CD01", "", 0),
    ("palbociclib", "Palbociclib", Kind::Targeted, "L01EF01", "L01XE33", 2020),
    ("panitumumab", "Panitumumab", Kind::Immune, "L01FE02", "", 0),
    ("pegfilgrastim", "Pegfilgrastim", Kind::Other, "L03AA13", "", 0),
    ("pembrolizumab", "Pembrolizumab", Kind::Immune, "L01FF02", "L01XC18", 2021),
    ("pemetrexed", "Pemetrexed", Kind::Chemotherapy, "L01BA04", "", 0),
    ("pertuzumab", "Pertuzumab", Kind::Immune, "L01FD02", "", 0),
    ("placebo", "Placebo", Kind::Other, "", "", 0),
    ("prednisolone", "Prednisolon", Kind::Other, "", "", 0),
    ("prednisone", "Prednison", Kind::Other, "", "", 0),
    ("raltitrexed", "Raltitrexed", Kind::Chemotherapy, "L01BA03", "", 0),
    ("ramucirumab", "Ramucirumab", Kind::Immune, "L01FG02", "", 0),
    ("regorafenib", "Regorafenib", Kind::Targeted, "L01EX05", "", 0),
    ("ribociclib", "Ribociclib", Kind::Targeted, "L01EF02", "", 0),
    ("selpercatinib", "Selpercatinib", Kind::Targeted, "L01EX22", "", 0),
    ("talazoparib", "Talazoparib", Kind::Targeted, "L01XK04", "", 0),
    ("tamoxifen", "Tamoxifen", Kind::Hormones, "L02BA01", "", 0),
    ("tegafur_gimeracil_oteracil", "Tegafur, Gimeracil, Oteracil", Kind::Chemotherapy, "L01BC73", "", 0),
    ("topotecan", "Topotecan", Kind::Chemotherapy, "L01CE01", "", 0),
    ("toremifene", "Toremifen", Kind::Hormones, "L02BA02", "", 0),
    ("trametinib", "Trametinib", Kind::Targeted, "L01EE01", "", 0),
    ("trastuzumab", "Trastuzumab", Kind::Immune, "L01FD01", "", 0),
    ("trastuzumab_deruxtecan", "Trastuzumab deruxtecan", Kind::Immune, "L01FD04", "", 0),
    ("trastuzumab_emtansine", "Trastuzumab Emtansin", Kind::Immune, "", "", 0),
    ("tremelimumab", "Tremelimumab", Kind::Immune, "L01FX20", "", 0),
    ("trifluridine_tipiracil", "Trifluridin, Tipiracil", Kind::Chemotherapy, "", "", 0),
    ("triptorelin", "Triptorelin", Kind::Hormones, "L02AE04", "", 0),
    ("tucatinib", "Tucatinib", Kind::Targeted, "L01EH03", "", 0),
    ("vinorelbine", "Vinorelbin", Kind::Chemotherapy, "L01CA04", "", 0),
    ("zoledronic_acid", "Zoledronsäure", Kind::Other, "", "", 0),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_sorted_and_codes_follow_the_year() {
        assert!(SUBSTANCES.is_sorted_by(|left, right| left.0 < right.0));
        let abemaciclib = Substance::of("abemaciclib");
        assert_eq!(
            (abemaciclib.code(2020), abemaciclib.code(2021)),
            (Some("L01XE50"), Some("L01EF03"))
        );
        assert_eq!(
            (abemaciclib.wrong_code(2020), abemaciclib.wrong_code(2021)),
            (Some("L01EF03"), Some("L01XE50"))
        );
        assert_eq!(Substance::of("trastuzumab_nothing").name, "Trastuzumab nothing");
    }

    #[test]
    fn kinds_combine() {
        for (kinds, word) in [
            (&[Kind::Chemotherapy][..], "CH"),
            (&[Kind::Chemotherapy, Kind::Immune, Kind::Other], "CI"),
            (&[Kind::Immune, Kind::Targeted], "IZ"),
            (&[Kind::Hormones, Kind::Targeted], "ZS"),
            (&[Kind::Hormones], "HO"),
            (&[], "SO"),
        ] {
            assert_eq!(therapy(kinds), word);
        }
    }
}
