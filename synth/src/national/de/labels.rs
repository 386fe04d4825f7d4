//! Words of the registry's code lists.

use crate::person::{Intent, Laterality, MCategory, NCategory, Residual, Setting, Site, Stage, TCategory};

pub(super) fn intent(intent: Option<Intent>) -> &'static str {
    match intent {
        Some(Intent::Curative) => "K",
        Some(Intent::Palliative) => "P",
        None => "X",
    }
}

pub(super) fn setting(setting: Option<Setting>) -> &'static str {
    match setting {
        Some(Setting::Neoadjuvant) => "N",
        Some(Setting::Adjuvant) => "A",
        Some(Setting::Primary) => "O",
        None => "S",
    }
}

pub(super) fn site(site: Option<Site>) -> &'static str {
    match site {
        Some(Site::Lung) => "PUL",
        Some(Site::Bone) => "OSS",
        Some(Site::Liver) => "HEP",
        Some(Site::Brain) => "BRA",
        Some(Site::LymphNodes) => "LYM",
        Some(Site::Marrow) => "MAR",
        Some(Site::Pleura) => "PLE",
        Some(Site::Peritoneum) => "PER",
        Some(Site::Adrenal) => "ADR",
        Some(Site::Skin) => "SKI",
        Some(Site::Other) => "OTH",
        Some(Site::Generalised) => "GEN",
        None => "",
    }
}

pub(super) fn residual(residual: Option<Residual>) -> &'static str {
    match residual {
        Some(Residual::R0) => "R0",
        Some(Residual::R1) => "R1",
        Some(Residual::R2) => "R2",
        None => "RX",
    }
}

pub(super) fn side(side: Option<Laterality>) -> &'static str {
    match side {
        Some(Laterality::Left) => "L",
        Some(Laterality::Right) => "R",
        Some(Laterality::Both) => "B",
        Some(Laterality::Midline) => "M",
        None => "T",
    }
}

pub(super) fn t(t: Option<TCategory>) -> &'static str {
    match t {
        Some(TCategory::T0) => "0",
        Some(TCategory::Tis) => "is",
        Some(TCategory::T1) => "1",
        Some(TCategory::T2) => "2",
        Some(TCategory::T3) => "3",
        Some(TCategory::T4) => "4",
        None => "",
    }
}

pub(super) fn n(n: Option<NCategory>) -> &'static str {
    match n {
        Some(NCategory::N0) => "0",
        Some(NCategory::N1) => "1",
        Some(NCategory::N2) => "2",
        Some(NCategory::N3) => "3",
        None => "",
    }
}

pub(super) fn m(m: Option<MCategory>) -> &'static str {
    match m {
        Some(MCategory::M0) => "0",
        Some(MCategory::M1) => "1",
        None => "",
    }
}

pub(super) fn stage(stage: Option<Stage>) -> &'static str {
    match stage {
        Some(Stage::S0) => "0",
        Some(Stage::I) => "I",
        Some(Stage::IA) => "IA",
        Some(Stage::IB) => "IB",
        Some(Stage::IC) => "IC",
        Some(Stage::II) => "II",
        Some(Stage::IIA) => "IIA",
        Some(Stage::IIB) => "IIB",
        Some(Stage::IIC) => "IIC",
        Some(Stage::III) => "III",
        Some(Stage::IIIA) => "IIIA",
        Some(Stage::IIIB) => "IIIB",
        Some(Stage::IIIC) => "IIIC",
        Some(Stage::IV) => "IV",
        Some(Stage::IVA) => "IVA",
        Some(Stage::IVB) => "IVB",
        Some(Stage::IVC) => "IVC",
        None => "",
    }
}
