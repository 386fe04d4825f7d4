//! The tables of England's cancer registry and treatment data sets, and of hospitals: names, files and columns.
//!
//! `sim_*` are the tables of Simulacrum v2, which has the structure of the national data; columns in another case at their end
//! are those of SACT v3 and COSD v9 that Simulacrum leaves out. `cosd_*` are parts of COSD v9 as rows. `hospital_*` and
//! `chart_*` are no national data: a hospital's own system, and what people read out of its notes.

use crate::rows::{Rows, TableLayout, TableRows, TextEncoding};

macro_rules! tables {
    ($($table:ident $name:literal = [$($column:literal),* $(,)?];)*) => {
        /// A table.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Table { $($table),* }
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
    Patient "sim_av_patient" = [
        "PATIENTID", "GENDER", "ETHNICITY", "DEATHCAUSECODE_1A", "DEATHCAUSECODE_1B", "DEATHCAUSECODE_1C", "DEATHCAUSECODE_2",
        "DEATHCAUSECODE_UNDERLYING", "DEATHLOCATIONCODE", "VITALSTATUS", "VITALSTATUSDATE", "LINKNUMBER",
    ];
    Tumour "sim_av_tumour" = [
        "TUMOURID", "PATIENTID", "GENDER", "DIAGNOSISDATEBEST", "SITE_ICD10_O2_3CHAR", "SITE_ICD10_O2",
        "SITE_ICD10R4_O2_FROM2013", "SITE_ICDO3REV2011", "MORPH_ICD10_O2", "BEHAVIOUR_ICD10_O2", "MORPH_ICDO3REV2011",
        "BEHAVIOUR_ICDO3REV2011", "T_BEST", "N_BEST", "M_BEST", "STAGE_BEST", "STAGE_BEST_SYSTEM", "GRADE", "AGE", "CREG_CODE",
        "LATERALITY", "ER_STATUS", "PR_STATUS", "HER2_STATUS", "QUINTILE_2019", "DATE_FIRST_SURGERY", "CANCERCAREPLANINTENT",
        "PERFORMANCESTATUS", "GLEASON_PRIMARY", "GLEASON_SECONDARY", "GLEASON_TERTIARY", "GLEASON_COMBINED",
        "MorphologyIcd-o-3",
    ];
    Gene "sim_av_gene" = [
        "GENEID", "TUMOURID", "PATIENTID", "GENE_DESC", "GENE", "COUNT_TESTS", "COUNT_RESULTS", "COUNT_DATE",
        "ALL_TESTSTATUSES", "OVERALL_TS", "DATE_OVERALL_TS", "MIN_DATE", "MAX_DATE",
    ];
    Regimen "sim_sact_regimen" = [
        "ENCORE_PATIENT_ID", "MERGED_REGIMEN_ID", "HEIGHT_AT_START_OF_REGIMEN", "WEIGHT_AT_START_OF_REGIMEN",
        "INTENT_OF_TREATMENT", "DATE_DECISION_TO_TREAT", "START_DATE_OF_REGIMEN", "MAPPED_REGIMEN", "CLINICAL_TRIAL",
        "CHEMO_RADIATION", "BENCHMARK_GROUP", "LINK_NUMBER", "Adjunctive_Therapy",
    ];
    Cycle "sim_sact_cycle" = [
        "MERGED_REGIMEN_ID", "MERGED_CYCLE_ID", "CYCLE_NUMBER", "START_DATE_OF_CYCLE", "OPCS_PROCUREMENT_CODE",
        "PERF_STATUS_START_OF_CYCLE",
    ];
    Drug "sim_sact_drug_detail" = [
        "MERGED_DRUG_DETAIL_ID", "MERGED_CYCLE_ID", "ACTUAL_DOSE_PER_ADMINISTRATION", "OPCS_DELIVERY_CODE",
        "ADMINISTRATION_ROUTE", "ADMINISTRATION_DATE", "DRUG_GROUP",
    ];
    Outcome "sim_sact_outcome" = [
        "MERGED_REGIMEN_ID", "DATE_OF_FINAL_TREATMENT", "REGIMEN_MOD_DOSE_REDUCTION", "REGIMEN_MOD_TIME_DELAY",
        "REGIMEN_MOD_STOPPED_EARLY", "REGIMEN_OUTCOME_SUMMARY",
    ];
    Episode "sim_rtds_episode" = [
        "PATIENTID", "RADIOTHERAPYEPISODEID", "ATTENDID", "APPTDATE", "LINKCODE", "DECISIONTOTREATDATE",
        "EARLIESTCLINAPPROPDATE", "RADIOTHERAPYPRIORITY", "RADIOTHERAPYINTENT",
    ];
    Prescription "sim_rtds_prescription" = [
        "PATIENTID", "PRESCRIPTIONID", "RTTREATMENTMODALITY", "RTPRESCRIBEDDOSE", "RTPRESCRIBEDFRACTIONS", "RTACTUALDOSE",
        "RTACTUALFRACTIONS", "RTTREATMENTREGION", "RTTREATMENTANATOMICALSITE", "RADIOTHERAPYEPISODEID", "LINKCODE",
        "ATTENDID", "APPTDATE",
    ];
    NonPrimary "cosd_non_primary_pathway" = [
        "PATIENTID", "DateOfNonPrimaryCancerDiagnosisClinicallyAgreed", "ProgressionIcd", "OriginalPrimaryDiagnosisIcd",
    ];
    MetastaticSite "cosd_metastatic_site" = ["PATIENTID", "TUMOURID", "MetastaticDiagnosisDate", "MetastaticSite"];
    OptOut "national_data_opt_out" = ["PATIENTID", "OPT_OUT"];
    HospitalPatient "hospital_patient" = ["PATIENTID", "DATE_OF_BIRTH"];
    HospitalVisit "hospital_visit" = ["PATIENTID", "VISIT_DATE", "VISIT_TYPE"];
    HospitalLab "hospital_lab" = ["PATIENTID", "SAMPLE_DATE", "TEST_NAME", "RESULT", "UNIT"];
    HospitalVital "hospital_vital" = ["PATIENTID", "OBSERVATION_DATE", "OBSERVATION", "RESULT", "UNIT"];
    HospitalPerformance "hospital_performance_status" = ["PATIENTID", "ASSESSMENT_DATE", "PERFORMANCE_STATUS"];
    ChartBiomarker "chart_biomarker" = [
        "PATIENTID", "REPORT_DATE", "GENE", "STATUS", "EXPRESSION", "ASSAY", "SPECIMEN", "COLLECTED_DATE",
    ];
    ChartProgression "chart_progression" = ["PATIENTID", "PROGRESSION_DATE", "EVIDENCE", "PSEUDOPROGRESSION"];
    ChartPhase "chart_disease_status" = ["PATIENTID", "STATUS_DATE", "STATUS"];
    ChartMetastasis "chart_metastasis" = ["PATIENTID", "TUMOURID", "METASTASIS_DATE", "SITE"];
    ChartSurgery "chart_surgery" = ["PATIENTID", "TUMOURID", "SURGERY_DATE", "KIND", "INTENT", "RESIDUAL"];
}
