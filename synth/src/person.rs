//! A complete history of one person, as no single country records it.
//!
//! It says what `std.oncology` can say, in types. What is `None` is not known of this person; a country's writer leaves out
//! what the country does not record.
//!
//! Invariant: no country, no table and no code system but ICD-10 (WHO) and ICD-O-3 stands here.

pub use crate::decimal::Decimal;
pub use kohort_semantics::value::Day;

/// One person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Person {
    /// The person's number, from 1; the key of all tables derives from it.
    pub number: u64,
    /// The day of birth.
    pub birth: Option<Day>,
    /// Sex as registered.
    pub sex: Option<Sex>,
    /// Race or ethnic group.
    pub race: Option<Race>,
    /// Fifth of deprivation, 1 (most) to 5.
    pub deprivation: Option<u8>,
    /// Whether the person refused the use of their data.
    pub opted_out: bool,
    /// The death.
    pub death: Option<Death>,
    /// The last day on which the person was known to be alive.
    pub last_alive: Option<Day>,
    /// Malignant tumours.
    pub diagnoses: Vec<Diagnosis>,
    /// Distant metastases.
    pub metastases: Vec<Metastasis>,
    /// Doses, courses and regimens.
    pub medications: Vec<Medication>,
    /// Operations.
    pub procedures: Vec<Procedure>,
    /// Courses of radiotherapy.
    pub radiotherapies: Vec<Radiotherapy>,
    /// Laboratory results and body measurements.
    pub measurements: Vec<Measurement>,
    /// Performance status.
    pub performance: Vec<Performance>,
    /// Tests of the tumour.
    pub biomarkers: Vec<Biomarker>,
    /// Progressions.
    pub progressions: Vec<Progression>,
    /// Judgements of response.
    pub responses: Vec<Response>,
    /// Phases of the disease.
    pub phases: Vec<Phase>,
    /// Contacts.
    pub visits: Vec<Visit>,
    /// Insurance.
    pub insurance: Vec<Insurance>,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant),* }
        impl $name {
            /// All values in the order of the model.
            pub const ALL: &[Self] = &[$(Self::$variant),*];
            /// The word of the value in `std.oncology`.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
            /// The value of a word of `std.oncology`.
            pub fn of_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == word)
            }
        }
    };
}

words! {
    /// Sex as registered.
    Sex { /** Female. */ Female = "female", /** Male. */ Male = "male", /** A registered third sex. */ Other = "other" }
}
words! {
    /// Broad group of race or ethnicity.
    Race {
        /** White. */ White = "white", /** Black. */ Black = "black", /** Asian. */ Asian = "asian",
        /** Of mixed groups. */ Mixed = "mixed", /** Any other. */ Other = "other_race",
    }
}
words! {
    /// Group stage.
    Stage {
        /** 0. */ S0 = "stage_0", /** I. */ I = "stage_i", /** IA. */ IA = "stage_ia", /** IB. */ IB = "stage_ib",
        /** IC. */ IC = "stage_ic", /** II. */ II = "stage_ii", /** IIA. */ IIA = "stage_iia", /** IIB. */ IIB = "stage_iib",
        /** IIC. */ IIC = "stage_iic", /** III. */ III = "stage_iii", /** IIIA. */ IIIA = "stage_iiia",
        /** IIIB. */ IIIB = "stage_iiib", /** IIIC. */ IIIC = "stage_iiic", /** IV. */ IV = "stage_iv",
        /** IVA. */ IVA = "stage_iva", /** IVB. */ IVB = "stage_ivb", /** IVC. */ IVC = "stage_ivc",
    }
}
words! {
    /// Primary tumour category.
    TCategory { /** T0. */ T0 = "t0", /** Tis. */ Tis = "tis", /** T1. */ T1 = "t1", /** T2. */ T2 = "t2", /** T3. */ T3 = "t3", /** T4. */ T4 = "t4" }
}
words! {
    /// Lymph node category.
    NCategory { /** N0. */ N0 = "n0", /** N1. */ N1 = "n1", /** N2. */ N2 = "n2", /** N3. */ N3 = "n3" }
}
words! {
    /// Metastasis category.
    MCategory { /** M0. */ M0 = "m0", /** M1. */ M1 = "m1" }
}
words! {
    /// Histology in groups.
    Histology {
        /** Adenocarcinoma. */ Adenocarcinoma = "adenocarcinoma", /** Squamous cell carcinoma. */ SquamousCell = "squamous_cell",
        /** Large cell carcinoma. */ LargeCell = "large_cell", /** Small cell carcinoma. */ SmallCell = "small_cell",
        /** Non-small cell carcinoma, not further specified. */ NonSmallCell = "non_small_cell_unspecified",
        /** Ductal carcinoma. */ Ductal = "ductal", /** Lobular carcinoma. */ Lobular = "lobular",
        /** Signet ring cell carcinoma. */ SignetRing = "signet_ring", /** Any other. */ Other = "other_histology",
    }
}
words! {
    /// Side of a paired organ.
    Laterality { /** Left. */ Left = "left_side", /** Right. */ Right = "right_side", /** Both. */ Both = "both_sides", /** In the middle. */ Midline = "midline" }
}
words! {
    /// Site of a metastasis.
    Site {
        /** Lung. */ Lung = "lung_site", /** Bone. */ Bone = "bone", /** Liver. */ Liver = "liver", /** Brain. */ Brain = "brain",
        /** Lymph nodes. */ LymphNodes = "lymph_nodes", /** Bone marrow. */ Marrow = "bone_marrow", /** Pleura. */ Pleura = "pleura",
        /** Peritoneum. */ Peritoneum = "peritoneum", /** Adrenal gland. */ Adrenal = "adrenal", /** Skin. */ Skin = "skin",
        /** Any other. */ Other = "other_site", /** Generalised. */ Generalised = "generalised",
    }
}
words! {
    /// What a medication record is.
    MedicationKind {
        /** One dose given. */ Administration = "administration", /** An order. */ Order = "order",
        /** A supply handed out. */ Dispensing = "dispensing", /** A course taken at home. */ Course = "course",
        /** A drug of a recorded regimen. */ Regimen = "regimen",
    }
}
words! {
    /// What a treatment is meant to achieve.
    Intent { /** Cure. */ Curative = "curative", /** Relief or time. */ Palliative = "palliative" }
}
words! {
    /// Place beside surgery.
    Setting { /** Before. */ Neoadjuvant = "neoadjuvant", /** After. */ Adjuvant = "adjuvant", /** By itself. */ Primary = "primary_treatment" }
}
words! {
    /// How a drug is given.
    Route {
        /** Into a vein. */ Intravenous = "intravenous", /** By mouth. */ Oral = "oral", /** Under the skin. */ Subcutaneous = "subcutaneous",
        /** Into a muscle. */ Intramuscular = "intramuscular", /** Any other. */ Other = "other_route",
    }
}
words! {
    /// What was done in an operation.
    ProcedureKind {
        /** Removal of the primary tumour. */ PrimaryResection = "primary_resection", /** Removal of a metastasis. */ Metastasectomy = "metastasectomy",
        /** Biopsy. */ Biopsy = "biopsy", /** Any other. */ Other = "other_procedure",
    }
}
words! {
    /// Residual tumour.
    Residual { /** None. */ R0 = "r0", /** Microscopic. */ R1 = "r1", /** Macroscopic. */ R2 = "r2" }
}
words! {
    /// What was tested in the tumour.
    Gene {
        /** EGFR. */ Egfr = "egfr", /** ALK. */ Alk = "alk", /** ROS1. */ Ros1 = "ros1", /** BRAF. */ Braf = "braf", /** KRAS. */ Kras = "kras",
        /** NRAS. */ Nras = "nras", /** KRAS or NRAS. */ Ras = "ras", /** PD-L1. */ PdL1 = "pd_l1", /** HER2. */ Her2 = "her2",
        /** Oestrogen receptor. */ Er = "er", /** Progesterone receptor. */ Pr = "pr", /** BRCA1. */ Brca1 = "brca1", /** BRCA2. */ Brca2 = "brca2",
        /** Microsatellite instability. */ Msi = "msi", /** PIK3CA. */ Pik3ca = "pik3ca", /** MET. */ Met = "met", /** NTRK. */ Ntrk = "ntrk", /** RET. */ Ret = "ret",
    }
}
words! {
    /// The outcome of a test.
    TestStatus { /** Positive. */ Positive = "positive", /** Negative. */ Negative = "negative", /** Without a result. */ Unknown = "unknown_result", /** Not tested. */ Untested = "untested" }
}
words! {
    /// What was tested.
    Specimen { /** Tissue. */ Tissue = "tissue", /** Blood. */ Blood = "blood", /** Any other. */ Other = "other_specimen" }
}
words! {
    /// What a progression rests on.
    Evidence { /** Imaging. */ Radiographic = "radiographic", /** Pathology. */ Pathologic = "pathologic", /** The clinician's judgement. */ Clinical = "clinical" }
}
words! {
    /// Response to treatment.
    ResponseStatus {
        /** Complete. */ Complete = "complete_response", /** Partial. */ Partial = "partial_response",
        /** Stable disease. */ Stable = "stable_disease", /** Progressive disease. */ Progressive = "progressive_disease",
    }
}
words! {
    /// Phase of the disease.
    PhaseStatus {
        /** Locally advanced. */ LocallyAdvanced = "locally_advanced", /** Metastatic. */ Metastatic = "metastatic_disease",
        /** Recurrent. */ Recurrence = "recurrence", /** Castration-resistant. */ CastrationResistant = "castration_resistant",
    }
}
words! {
    /// Where a contact took place.
    VisitKind { /** As an outpatient. */ Outpatient = "outpatient", /** In a bed. */ Inpatient = "inpatient", /** By telephone. */ Telephone = "telephone", /** For treatment. */ Treatment = "treatment_visit" }
}
words! {
    /// Who pays.
    Payer { /** A commercial plan. */ Commercial = "commercial", /** A public one. */ Public = "public", /** Another. */ Other = "other_payer", /** The patient. */ SelfPay = "self_pay" }
}
words! {
    /// What is measured, with the conventional unit in which [`Measurement::value`] is kept.
    Quantity {
        /** g/dL. */ Haemoglobin = "haemoglobin", /** 10*9/L. */ Platelets = "platelet_count", /** 10*9/L. */ WhiteCells = "white_cell_count",
        /** 10*9/L. */ Neutrophils = "neutrophil_count", /** mg/dL. */ Creatinine = "creatinine", /** mg/dL. */ Bilirubin = "bilirubin",
        /** g/dL. */ Albumin = "albumin", /** U/L. */ Alt = "alanine_aminotransferase", /** U/L. */ Ast = "aspartate_aminotransferase", /** U/L. */ Ldh = "lactate_dehydrogenase", /** U/L. */ Alp = "alkaline_phosphatase",
        /** mg/L. */ Crp = "c_reactive_protein", /** ng/mL. */ Psa = "psa", /** ng/mL. */ Cea = "cea", /** ng/dL. */ Testosterone = "testosterone",
        /** kg. */ Weight = "body_weight", /** cm. */ Height = "body_height",
    }
}

impl Histology {
    /// The group's ICD-O-3 code without further specification, as registries write it where only the group is known.
    pub const fn unspecified_morphology(self) -> &'static str {
        match self {
            Self::Adenocarcinoma => "8140/3",
            Self::SquamousCell => "8070/3",
            Self::LargeCell => "8012/3",
            Self::SmallCell => "8041/3",
            Self::NonSmallCell => "8046/3",
            Self::Ductal => "8500/3",
            Self::Lobular => "8520/3",
            Self::SignetRing => "8490/3",
            Self::Other => "8010/3",
        }
    }
}

/// A death.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Death {
    /// The day.
    pub date: Day,
    /// The underlying cause, a dotted ICD-10 code.
    pub cause: Option<String>,
    /// Whether the tumour caused it.
    pub tumour_related: Option<bool>,
}

/// A tumour at diagnosis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    /// The day.
    pub date: Day,
    /// A dotted ICD-10 (WHO) code of at most four characters, for example `C18.7` or `C61`.
    pub code: String,
    /// Group stage.
    pub stage: Option<Stage>,
    /// Edition of TNM.
    pub edition: Option<u8>,
    /// T.
    pub t: Option<TCategory>,
    /// N.
    pub n: Option<NCategory>,
    /// M.
    pub m: Option<MCategory>,
    /// ICD-O-3 morphology, for example `8140/3`.
    pub morphology: Option<String>,
    /// Histology in groups.
    pub histology: Option<Histology>,
    /// Side.
    pub laterality: Option<Laterality>,
    /// 1 to 4.
    pub grade: Option<u8>,
    /// Primary and secondary Gleason pattern.
    pub gleason: Option<(u8, u8)>,
    /// The tumour's number within the person, from 1.
    pub tumour: u32,
}

/// A distant metastasis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metastasis {
    /// The day.
    pub date: Day,
    /// The site.
    pub site: Option<Site>,
    /// The tumour's number.
    pub tumour: u32,
}

/// A dose, course or regimen drug.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Medication {
    /// The (first) day.
    pub start: Day,
    /// The last day of a course or regimen.
    pub end: Option<Day>,
    /// The drug's name in `std.drugs`, for example `oxaliplatin`.
    pub drug: String,
    /// What the record is.
    pub kind: MedicationKind,
    /// Whether it was cancelled.
    pub cancelled: bool,
    /// Intent.
    pub intent: Option<Intent>,
    /// Setting.
    pub setting: Option<Setting>,
    /// The number of the regimen that the dose belongs to within the person, from 1: doses of one regimen share it.
    pub regimen: u32,
    /// The regimen's name, for example `FOLFOX`.
    pub regimen_name: Option<String>,
    /// The number of the cycle within the regimen, from 1.
    pub cycle: u32,
    /// Whether given in a trial.
    pub in_trial: bool,
    /// Route.
    pub route: Option<Route>,
    /// Days of a dispensed supply.
    pub days_supplied: Option<u16>,
    /// The tumour's number.
    pub tumour: u32,
}

/// An operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Procedure {
    /// The day.
    pub date: Day,
    /// What was done.
    pub kind: Option<ProcedureKind>,
    /// Intent.
    pub intent: Option<Intent>,
    /// Residual tumour.
    pub residual: Option<Residual>,
    /// The tumour's number.
    pub tumour: u32,
}

/// A course of radiotherapy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Radiotherapy {
    /// The first day.
    pub start: Day,
    /// The last day.
    pub end: Option<Day>,
    /// Intent.
    pub intent: Option<Intent>,
    /// Gray.
    pub dose: Option<Decimal>,
    /// Fractions.
    pub fractions: Option<u16>,
    /// The tumour's number.
    pub tumour: u32,
}

/// A laboratory result or body measurement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measurement {
    /// The day.
    pub date: Day,
    /// What was measured.
    pub quantity: Quantity,
    /// In the conventional unit that [`Quantity`] names.
    pub value: Option<Decimal>,
}

/// Performance status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Performance {
    /// The day.
    pub date: Day,
    /// ECOG, 0 to 4.
    pub ecog: u8,
}

/// A test of the tumour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Biomarker {
    /// The day of the report.
    pub date: Day,
    /// What was tested.
    pub gene: Gene,
    /// The outcome.
    pub status: TestStatus,
    /// Lower end of the percentage of stained cells, for PD-L1.
    pub percent: Option<u8>,
    /// The specimen.
    pub specimen: Option<Specimen>,
    /// The day of the sample.
    pub collected: Option<Day>,
}

/// A progression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progression {
    /// The day.
    pub date: Day,
    /// What it rests on.
    pub evidence: Option<Evidence>,
    /// Whether pseudoprogression is mentioned.
    pub pseudo: Option<bool>,
}

/// A response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The day.
    pub date: Day,
    /// The judgement.
    pub status: ResponseStatus,
    /// The tumour's number.
    pub tumour: u32,
}

/// A phase of the disease.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phase {
    /// The day from which it holds.
    pub date: Day,
    /// The phase.
    pub status: PhaseStatus,
}

/// A contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// The day.
    pub date: Day,
    /// Where.
    pub kind: Option<VisitKind>,
}

/// A time under one insurance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insurance {
    /// The first day.
    pub start: Day,
    /// The last day.
    pub end: Option<Day>,
    /// Who pays.
    pub payer: Payer,
}
