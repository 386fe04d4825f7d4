//! What regimens are: substances, days and cycles.
//!
//! Only substances that are available in all four countries stand here, so that one person can be written in each of them:
//! no S-1, nedaplatin or amrubicin (Japan), no prednisone (prednisolone instead), no sipuleucel-T (United States).
//! Days and cycle lengths are those of the usual protocols; doses are left out, since the model has none.

/// A regimen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Regimen {
    /// The name as recorded.
    pub(super) name: &'static str,
    /// Days of one cycle.
    pub(super) cycle: i32,
    /// The substances.
    pub(super) parts: &'static [Part],
}

/// A substance of a regimen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    /// The name in `std.drugs`.
    pub(super) drug: &'static str,
    /// How it is given.
    pub(super) form: Form,
}

/// How a substance is given within a cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Into a vein on these days of the cycle, counted from 0.
    Infusion(&'static [i32]),
    /// Under the skin on these days.
    Injection(&'static [i32]),
    /// Into a muscle on these days.
    Muscle(&'static [i32]),
    /// Tablets from the first day of the cycle for so many days.
    Tablets(i32),
    /// Tablets without a break, handed out once a cycle.
    Supply,
}

use Form::{Infusion, Injection, Muscle, Supply, Tablets};

const fn part(drug: &'static str, form: Form) -> Part {
    Part { drug, form }
}

const fn regimen(name: &'static str, cycle: i32, parts: &'static [Part]) -> Regimen {
    Regimen { name, cycle, parts }
}

macro_rules! regimens {
    ($($name:ident = $text:literal every $cycle:literal { $($drug:literal $form:expr),* $(,)? })*) => {
        $(pub(super) static $name: Regimen = regimen($text, $cycle, &[$(part($drug, $form)),*]);)*
    };
}

const FIRST: Form = Infusion(&[0]);

// Colorectal and gastric cancer.
regimens! {
    FOLFOX = "FOLFOX" every 14 { "oxaliplatin" FIRST, "folinic_acid" FIRST, "fluorouracil" FIRST }
    FOLFOX_BEVACIZUMAB = "FOLFOX + Bevacizumab" every 14 { "oxaliplatin" FIRST, "folinic_acid" FIRST, "fluorouracil" FIRST, "bevacizumab" FIRST }
    FOLFOX_PANITUMUMAB = "FOLFOX + Panitumumab" every 14 { "oxaliplatin" FIRST, "folinic_acid" FIRST, "fluorouracil" FIRST, "panitumumab" FIRST }
    FOLFIRI = "FOLFIRI" every 14 { "irinotecan" FIRST, "folinic_acid" FIRST, "fluorouracil" FIRST }
    FOLFIRI_BEVACIZUMAB = "FOLFIRI + Bevacizumab" every 14 { "irinotecan" FIRST, "folinic_acid" FIRST, "fluorouracil" FIRST, "bevacizumab" FIRST }
    FOLFIRI_CETUXIMAB = "FOLFIRI + Cetuximab" every 14 { "irinotecan" FIRST, "folinic_acid" FIRST, "fluorouracil" FIRST, "cetuximab" FIRST }
    CAPOX = "CAPOX" every 21 { "oxaliplatin" FIRST, "capecitabine" Tablets(14) }
    CAPECITABINE = "Capecitabine" every 21 { "capecitabine" Tablets(14) }
    FLUOROURACIL_BEVACIZUMAB = "5-FU/LV + Bevacizumab" every 14 { "folinic_acid" FIRST, "fluorouracil" FIRST, "bevacizumab" FIRST }
    TRIFLURIDINE = "Trifluridine/Tipiracil" every 28 { "trifluridine_tipiracil" Tablets(12) }
    REGORAFENIB = "Regorafenib" every 28 { "regorafenib" Tablets(21) }
    ENCORAFENIB_CETUXIMAB = "Encorafenib + Cetuximab" every 28 { "encorafenib" Supply, "cetuximab" Infusion(&[0, 14]) }
    CISPLATIN_CAPECITABINE = "Cisplatin + Capecitabine" every 21 { "cisplatin" FIRST, "capecitabine" Tablets(14) }
    CISPLATIN_CAPECITABINE_TRASTUZUMAB = "Cisplatin + Capecitabine + Trastuzumab" every 21 { "cisplatin" FIRST, "capecitabine" Tablets(14), "trastuzumab" FIRST }
    FLOT = "FLOT" every 14 { "docetaxel" FIRST, "oxaliplatin" FIRST, "folinic_acid" FIRST, "fluorouracil" FIRST }
    PACLITAXEL_RAMUCIRUMAB = "Paclitaxel + Ramucirumab" every 28 { "paclitaxel" Infusion(&[0, 7, 14]), "ramucirumab" Infusion(&[0, 14]) }
    NIVOLUMAB = "Nivolumab" every 14 { "nivolumab" FIRST }
    IRINOTECAN = "Irinotecan" every 14 { "irinotecan" FIRST }
}

// Lung cancer.
regimens! {
    CARBOPLATIN_PEMETREXED = "Carboplatin + Pemetrexed" every 21 { "carboplatin" FIRST, "pemetrexed" FIRST }
    CISPLATIN_PEMETREXED = "Cisplatin + Pemetrexed" every 21 { "cisplatin" FIRST, "pemetrexed" FIRST }
    CARBOPLATIN_PEMETREXED_PEMBROLIZUMAB = "Carboplatin + Pemetrexed + Pembrolizumab" every 21 { "carboplatin" FIRST, "pemetrexed" FIRST, "pembrolizumab" FIRST }
    PEMETREXED = "Pemetrexed" every 21 { "pemetrexed" FIRST }
    PEMETREXED_PEMBROLIZUMAB = "Pemetrexed + Pembrolizumab" every 21 { "pemetrexed" FIRST, "pembrolizumab" FIRST }
    CARBOPLATIN_PACLITAXEL = "Carboplatin + Paclitaxel" every 21 { "carboplatin" FIRST, "paclitaxel" FIRST }
    CARBOPLATIN_PACLITAXEL_PEMBROLIZUMAB = "Carboplatin + Paclitaxel + Pembrolizumab" every 21 { "carboplatin" FIRST, "paclitaxel" FIRST, "pembrolizumab" FIRST }
    CARBOPLATIN_NAB_PACLITAXEL = "Carboplatin + nab-Paclitaxel" every 21 { "carboplatin" FIRST, "nab_paclitaxel" Infusion(&[0, 7, 14]) }
    CISPLATIN_GEMCITABINE = "Cisplatin + Gemcitabine" every 21 { "cisplatin" FIRST, "gemcitabine" Infusion(&[0, 7]) }
    CISPLATIN_VINORELBINE = "Cisplatin + Vinorelbine" every 21 { "cisplatin" FIRST, "vinorelbine" Infusion(&[0, 7]) }
    CARBOPLATIN_PACLITAXEL_WEEKLY = "Carboplatin + Paclitaxel weekly" every 7 { "carboplatin" FIRST, "paclitaxel" FIRST }
    PEMBROLIZUMAB = "Pembrolizumab" every 21 { "pembrolizumab" FIRST }
    DURVALUMAB = "Durvalumab" every 28 { "durvalumab" FIRST }
    DOCETAXEL = "Docetaxel" every 21 { "docetaxel" FIRST }
    DOCETAXEL_RAMUCIRUMAB = "Docetaxel + Ramucirumab" every 21 { "docetaxel" FIRST, "ramucirumab" FIRST }
    GEMCITABINE = "Gemcitabine" every 28 { "gemcitabine" Infusion(&[0, 7, 14]) }
    CISPLATIN_ETOPOSIDE = "Cisplatin + Etoposide" every 21 { "cisplatin" FIRST, "etoposide" Infusion(&[0, 1, 2]) }
    CARBOPLATIN_ETOPOSIDE = "Carboplatin + Etoposide" every 21 { "carboplatin" FIRST, "etoposide" Infusion(&[0, 1, 2]) }
    CARBOPLATIN_ETOPOSIDE_ATEZOLIZUMAB = "Carboplatin + Etoposide + Atezolizumab" every 21 { "carboplatin" FIRST, "etoposide" Infusion(&[0, 1, 2]), "atezolizumab" FIRST }
    ATEZOLIZUMAB = "Atezolizumab" every 21 { "atezolizumab" FIRST }
    TOPOTECAN = "Topotecan" every 21 { "topotecan" Infusion(&[0, 1, 2, 3, 4]) }
    OSIMERTINIB = "Osimertinib" every 30 { "osimertinib" Supply }
    ERLOTINIB = "Erlotinib" every 30 { "erlotinib" Supply }
    GEFITINIB = "Gefitinib" every 30 { "gefitinib" Supply }
    AFATINIB = "Afatinib" every 28 { "afatinib" Supply }
    CRIZOTINIB = "Crizotinib" every 30 { "crizotinib" Supply }
    ALECTINIB = "Alectinib" every 28 { "alectinib" Supply }
    LORLATINIB = "Lorlatinib" every 30 { "lorlatinib" Supply }
}

// Breast cancer.
regimens! {
    EC = "EC" every 21 { "epirubicin" FIRST, "cyclophosphamide" FIRST }
    AC = "AC" every 21 { "doxorubicin" FIRST, "cyclophosphamide" FIRST }
    TC = "TC" every 21 { "docetaxel" FIRST, "cyclophosphamide" FIRST }
    PACLITAXEL_WEEKLY = "Paclitaxel weekly" every 21 { "paclitaxel" Infusion(&[0, 7, 14]) }
    PACLITAXEL_TRASTUZUMAB = "Paclitaxel + Trastuzumab" every 21 { "paclitaxel" Infusion(&[0, 7, 14]), "trastuzumab" FIRST }
    TRASTUZUMAB = "Trastuzumab" every 21 { "trastuzumab" Injection(&[0]) }
    DOCETAXEL_TRASTUZUMAB_PERTUZUMAB = "Docetaxel + Trastuzumab + Pertuzumab" every 21 { "docetaxel" FIRST, "trastuzumab" FIRST, "pertuzumab" FIRST }
    TRASTUZUMAB_PERTUZUMAB = "Trastuzumab + Pertuzumab" every 21 { "trastuzumab" FIRST, "pertuzumab" FIRST }
    TRASTUZUMAB_EMTANSINE = "Trastuzumab emtansine" every 21 { "trastuzumab_emtansine" FIRST }
    TRASTUZUMAB_DERUXTECAN = "Trastuzumab deruxtecan" every 21 { "trastuzumab_deruxtecan" FIRST }
    LETROZOLE = "Letrozole" every 28 { "letrozole" Supply }
    PALBOCICLIB_LETROZOLE = "Palbociclib + Letrozole" every 28 { "palbociclib" Tablets(21), "letrozole" Supply }
    ABEMACICLIB_FULVESTRANT = "Abemaciclib + Fulvestrant" every 28 { "abemaciclib" Supply, "fulvestrant" Muscle(&[0]) }
    FULVESTRANT = "Fulvestrant" every 28 { "fulvestrant" Muscle(&[0]) }
    EVEROLIMUS_EXEMESTANE = "Everolimus + Exemestane" every 28 { "everolimus" Supply, "exemestane" Supply }
    ERIBULIN = "Eribulin" every 21 { "eribulin" Infusion(&[0, 7]) }
    OLAPARIB = "Olaparib" every 28 { "olaparib" Supply }
}

// Prostate cancer.
regimens! {
    LEUPRORELIN = "Leuprorelin" every 84 { "leuprorelin" Injection(&[0]) }
    GOSERELIN = "Goserelin" every 84 { "goserelin" Injection(&[0]) }
    LEUPRORELIN_BICALUTAMIDE = "Leuprorelin + Bicalutamide" every 84 { "leuprorelin" Injection(&[0]), "bicalutamide" Tablets(28) }
    DEGARELIX = "Degarelix" every 28 { "degarelix" Injection(&[0]) }
    ABIRATERONE = "Abiraterone + Prednisolone" every 30 { "abiraterone" Supply, "prednisolone" Supply }
    ENZALUTAMIDE = "Enzalutamide" every 28 { "enzalutamide" Supply }
    APALUTAMIDE = "Apalutamide" every 30 { "apalutamide" Supply }
    DAROLUTAMIDE = "Darolutamide" every 28 { "darolutamide" Supply }
    DOCETAXEL_PREDNISOLONE = "Docetaxel + Prednisolone" every 21 { "docetaxel" FIRST, "prednisolone" Tablets(21) }
    CABAZITAXEL_PREDNISOLONE = "Cabazitaxel + Prednisolone" every 21 { "cabazitaxel" FIRST, "prednisolone" Tablets(21) }
}
