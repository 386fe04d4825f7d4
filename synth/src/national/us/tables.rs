//! The tables of an enhanced datamart of United States community oncology: names, files and columns.
//!
//! Names as published code over such datamarts uses them. No published code shows a progression table of colorectal and
//! prostate cancer, nor any table of gastric cancer; these follow the other diseases.

use crate::rows::{Rows, TableLayout, TableRows, TextEncoding};

macro_rules! tables {
    ($($(#[$doc:meta])* $table:ident $name:literal = [$($column:literal),* $(,)?];)*) => {
        /// A table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Table { $($(#[$doc])* $table),* }
        /// The layouts in the order of [`Table`].
        pub(super) static TABLES: &[TableLayout] = &[$(TableLayout {
            name: $name,
            file: concat!($name, ".csv"),
            columns: &[$($column),*],
            delimiter: b',',
            encoding: TextEncoding::Utf8,
            header: true,
        }),*];
    };
}

/// The rows of a table.
pub(super) fn of(rows: &mut Rows, table: Table) -> &mut TableRows {
    rows.table(table as usize)
}

tables! {
    Demographics "Demographics" = ["PatientID", "BirthYear", "Gender", "Race", "Ethnicity", "State"];
    SocialDeterminants "SocialDeterminantsOfHealth" = ["PatientID", "SESIndex2015_2019"];
    Mortality "Enhanced_Mortality_V2" = ["PatientID", "DateOfDeath"];
    Practice "Practice" = ["PatientID", "PracticeID", "PracticeType", "PrimaryPhysicianID"];
    Insurance "Insurance" = [
        "PatientID", "PracticeID", "PayerCategory", "StartDate", "EndDate", "IsMedicareAdv", "IsMedicareSupp", "IsPartAOnly",
        "IsPartBOnly", "IsPartAandPartB", "IsPartDOnly", "IsManagedGovtPlan", "IsManagedMedicaid", "IsMedicareMedicaid",
    ];
    Diagnosis "Diagnosis" = [
        "PatientID", "PracticeID", "DiagnosisDate", "DiagnosisCode", "DiagnosisCodeSystem", "DiagnosisDescription",
    ];
    Visit "Visit" = ["PatientID", "PracticeID", "VisitDate", "VisitType", "IsVitalsVisit", "IsTreatmentVisit", "IsLabVisit"];
    Telemedicine "Telemedicine" = ["PatientID", "PracticeID", "VisitDate"];
    Administration "MedicationAdministration" = [
        "PatientID", "PracticeID", "OrderID", "DrugName", "CommonDrugName", "Route", "DrugCategory", "DetailedDrugCategory",
        "AdministeredDate", "AdministeredAmount", "AdministeredUnits",
    ];
    Order "MedicationOrder" = [
        "PatientID", "PracticeID", "OrderID", "OrderedDate", "ExpectedStartDate", "OrderedAmount", "OrderedUnits",
        "RelativeOrderedAmount", "RelativeOrderedUnits", "DrugName", "CommonDrugName", "DrugCategory", "DetailedDrugCategory",
        "Route", "Quantity", "QuantityUnits", "Refill", "PlannedCycles", "IsCanceled",
    ];
    Lab "Lab" = [
        "PatientID", "PracticeID", "TestDate", "LOINC", "Test", "LabComponent", "TestBaseName", "LabSource", "TestUnits",
        "ResultDate", "TestResult", "TestResultCleaned", "TestUnitsCleaned", "MinNorm", "MaxNorm", "MinNormCleaned",
        "MaxNormCleaned",
    ];
    Vitals "Vitals" = [
        "PatientID", "PracticeID", "TestDate", "LOINC", "Test", "LabComponent", "TestBaseName", "LabSource", "TestUnits",
        "ResultDate", "TestResult", "TestResultCleaned", "TestUnitsCleaned", "MinNorm", "MaxNorm", "MinNormCleaned",
        "MaxNormCleaned",
    ];
    Ecog "ECOG" = ["PatientID", "PracticeID", "EcogDate", "EcogValue"];
    Colorectal "Enhanced_MetastaticCRC" = ["PatientID", "DiagnosisDate", "MetDiagnosisDate", "GroupStage", "CrcSite"];
    ColorectalOrals "Enhanced_MetCRC_Orals" = ["PatientID", "DrugName", "StartDate", "EndDate", "DateGranularity"];
    ColorectalBiomarkers "Enhanced_MetCRCBiomarkers" = [
        "PatientID", "BiomarkerName", "CellType", "SpecimenCollectedDate", "SpecimenReceivedDate", "ResultDate",
        "BiomarkerStatus", "ExpressionLevel", "BiomarkerDetail", "SampleType", "TissueCollectionSite", "TestType", "LabName",
        "Assay", "IHCClone", "StainingIntensity", "PercentStaining", "CombinedPositiveScore",
    ];
    ColorectalProgression "Enhanced_MetCRC_Progression" = [
        "PatientID", "ProgressionDate", "ProgressionDateGranularity", "IsRadiographicEvidence", "IsPathologicEvidence",
        "IsClinicalAssessmentOnly", "IsMixedResponse", "IsPseudoprogressionMentioned", "LastClinicNoteDate",
    ];
    Lung "Enhanced_AdvancedNSCLC" = [
        "PatientID", "DiagnosisDate", "AdvancedDiagnosisDate", "Histology", "GroupStage", "SmokingStatus",
    ];
    LungOrals "Enhanced_AdvNSCLC_Orals" = ["PatientID", "DrugName", "StartDate", "EndDate", "DateGranularity"];
    LungBiomarkers "Enhanced_AdvNSCLCBiomarkers" = [
        "PatientID", "BiomarkerName", "CellType", "SpecimenCollectedDate", "SpecimenReceivedDate", "ResultDate",
        "BiomarkerStatus", "ExpressionLevel", "BiomarkerDetail", "SampleType", "TissueCollectionSite", "TestType", "LabName",
        "Assay", "IHCClone", "StainingIntensity", "PercentStaining", "CombinedPositiveScore",
    ];
    LungProgression "Enhanced_AdvNSCLC_Progression" = [
        "PatientID", "ProgressionDate", "ProgressionDateGranularity", "IsRadiographicEvidence", "IsPathologicEvidence",
        "IsClinicalAssessmentOnly", "IsMixedResponse", "IsPseudoprogressionMentioned", "LastClinicNoteDate",
    ];
    Breast "Enhanced_MetastaticBreast" = ["PatientID", "DiagnosisDate", "MetDiagnosisDate", "GroupStage"];
    BreastOrals "Enhanced_MetBreast_Orals" = ["PatientID", "DrugName", "StartDate", "EndDate", "DateGranularity"];
    BreastBiomarkers "Enhanced_MetBreastBiomarkers" = [
        "PatientID", "BiomarkerName", "CellType", "SpecimenCollectedDate", "SpecimenReceivedDate", "ResultDate",
        "BiomarkerStatus", "ExpressionLevel", "BiomarkerDetail", "SampleType", "TissueCollectionSite", "TestType", "LabName",
        "Assay", "IHCClone", "StainingIntensity", "PercentStaining", "CombinedPositiveScore",
    ];
    BreastProgression "Enhanced_MetBreast_Progression" = [
        "PatientID", "ProgressionDate", "ProgressionDateGranularity", "IsRadiographicEvidence", "IsPathologicEvidence",
        "IsClinicalAssessmentOnly", "IsMixedResponse", "IsPseudoprogressionMentioned", "LastClinicNoteDate",
    ];
    BreastSites "Enhanced_MetBreastSitesOfMet" = ["PatientID", "DateOfMetastasis", "SiteOfMetastasis"];
    Prostate "Enhanced_MetProstate" = [
        "PatientID", "DiagnosisDate", "MetDiagnosisDate", "CRPCDate", "IsCRPC", "GroupStage", "TStage", "NStage", "MStage",
        "Histology", "GleasonScore", "PSADiagnosis", "PSAMetDiagnosis",
    ];
    ProstateOrals "Enhanced_MetPC_Orals" = ["PatientID", "DrugName", "StartDate", "EndDate", "DateGranularity"];
    ProstateBiomarkers "Enhanced_MetPC_Biomarkers" = [
        "PatientID", "BiomarkerName", "CellType", "SpecimenCollectedDate", "SpecimenReceivedDate", "ResultDate",
        "BiomarkerStatus", "ExpressionLevel", "BiomarkerDetail", "SampleType", "TissueCollectionSite", "TestType", "LabName",
        "Assay", "IHCClone", "StainingIntensity", "PercentStaining", "CombinedPositiveScore",
    ];
    ProstateProgression "Enhanced_MetPC_Progression" = [
        "PatientID", "ProgressionDate", "ProgressionDateGranularity", "IsRadiographicEvidence", "IsPathologicEvidence",
        "IsClinicalAssessmentOnly", "IsMixedResponse", "IsPseudoprogressionMentioned", "LastClinicNoteDate",
    ];
    ProstateAdt "Enhanced_MetPC_ADT" = ["PatientID", "TreatmentType", "StartDate", "EndDate"];
    Gastric "Enhanced_AdvGastric" = ["PatientID", "DiagnosisDate", "MetDiagnosisDate", "GroupStage"];
    GastricOrals "Enhanced_AdvGastric_Orals" = ["PatientID", "DrugName", "StartDate", "EndDate", "DateGranularity"];
    GastricBiomarkers "Enhanced_AdvGastricBiomarkers" = [
        "PatientID", "BiomarkerName", "CellType", "SpecimenCollectedDate", "SpecimenReceivedDate", "ResultDate",
        "BiomarkerStatus", "ExpressionLevel", "BiomarkerDetail", "SampleType", "TissueCollectionSite", "TestType", "LabName",
        "Assay", "IHCClone", "StainingIntensity", "PercentStaining", "CombinedPositiveScore",
    ];
    GastricProgression "Enhanced_AdvGastric_Progression" = [
        "PatientID", "ProgressionDate", "ProgressionDateGranularity", "IsRadiographicEvidence", "IsPathologicEvidence",
        "IsClinicalAssessmentOnly", "IsMixedResponse", "IsPseudoprogressionMentioned", "LastClinicNoteDate",
    ];
}
