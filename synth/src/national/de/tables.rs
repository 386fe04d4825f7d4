//! The tables of the federal clinical cancer registry dataset, as its sample has them, and what a hospital adds.
//!
//! Columns that oBDS has and the federal sample leaves out stand at the end of a table; so do the modules and the tables of
//! the hospital at the end of the list.

use crate::rows::{Rows, TableLayout, TableRows, TextEncoding};

macro_rules! tables {
    ($($table:ident $name:literal = [$($column:literal),* $(,)?];)*) => {
        /// A table.
        #[allow(dead_code, reason = "no source at hand gives OPS codes of operations; the table is there without rows")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Table { $($table),* }
        /// The layouts in the order of [`Table`].
        pub(super) static TABLES: &[TableLayout] = &[$(TableLayout {
            name: $name,
            file: concat!($name, ".csv"),
            columns: &[$($column),*],
            delimiter: b';',
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
    Patient "patient" = [
        "PatientId", "Geschlecht", "Verstorben", "Datum_Vitalstatus", "Datum_Vitalstatus_Genauigkeit", "Geburtsdatum",
        "Geburtsdatum_Genauigkeit", "Tod_tumorbedingt",
    ];
    Cause "todesursache" = ["TodesursacheId", "Code", "Version", "IsGrundleiden", "oBDS_RKIPatientId"];
    Tumour "tumor" = [
        "oBDS_RKIPatientTumorId", "oBDS_RKIPatientId", "Diagnosejahr", "Diagnosedatum", "Diagnosedatum_Genauigkeit",
        "Diagnosealter", "Agrp05", "Inzidenzort", "Inzidenzort_BL", "Diagnose_ICD10_Code", "Diagnose_ICD10_Version",
        "Morphologie_Code", "Morphologie_Version", "Topographie_Code", "Topographie_Version", "Diagnosesicherung", "Grading",
        "Seitenlokalisation", "TNM_Auflage_c", "y_Symbol_c", "r_Symbol_c", "a_Symbol_c", "m_Symbol_c", "c_p_u_Praefix_T_c",
        "T_c", "c_p_u_Praefix_N_c", "N_c", "c_p_u_Praefix_M_c", "M_c", "L_c", "V_c", "Pn_c", "S_c", "UICC_Stadium_c",
        "TNM_Auflage_p", "y_Symbol_p", "r_Symbol_p", "a_Symbol_p", "m_Symbol_p", "c_p_u_Praefix_T_p", "T_p",
        "c_p_u_Praefix_N_p", "N_p", "c_p_u_Praefix_M_p", "M_p", "L_p", "V_p", "Pn_p", "S_p", "UICC_Stadium_p",
        "LK_befallen", "LK_untersucht", "Anzahl_Tage_Diagnose_Tod", "DCN",
    ];
    Metastasis "fm" = ["fernmetastase_id", "Lokalisation", "Tumor_ID"];
    Surgery "op" = [
        "OPId", "Intention", "Lokale_Beurteilung_Residualstatus", "Anzahl_Tage_Diagnose_OP", "Datum_OP", "Datum_OP_Genauigkeit",
        "oBDS_RKIPatientTumorId",
    ];
    SurgeryCode "ops" = ["OPSId", "Code", "Version", "OPId"];
    Radiation "st" = ["STId", "Intention", "Stellung_OP", "oBDS_RKIPatientTumorId"];
    Field "bestrahlung" = [
        "BestrahlungId", "Anzahl_Tage_Diagnose_ST", "Anzahl_Tage_ST_Dauer", "Datum_Beginn_Bestrahlung",
        "Datum_Beginn_Bestrahlung_Genauigkeit", "STId", "Datum_Ende_Bestrahlung", "Datum_Ende_Bestrahlung_Genauigkeit",
        "Gesamtdosis",
    ];
    Systemic "syst" = [
        "SYSTId", "Intention", "Stellung_OP", "Therapieart", "Anzahl_Tage_Diagnose_SYST", "Anzahl_Tage_SYST_Dauer",
        "Datum_Beginn_SYST", "Datum_Beginn_SYST_Genauigkeit", "oBDS_RKIPatientTumorId", "Datum_Ende_SYST",
        "Datum_Ende_SYST_Genauigkeit",
    ];
    Substance "substanz" = [
        "SubstanzId", "TypOfSYST_TypSubstanz", "Bezeichnung", "SYST_TypSubstanzATC_Code", "SYST_TypSubstanzATC_Version", "SYSTId",
    ];
    Protocol "protokoll" = [
        "SYSTId", "TypeOfProtokoll_Typ", "Bezeichnung", "Protokoll_TypProtokollschluessel_Code",
        "Protokoll_TypProtokollschluessel_Version",
    ];
    Event "folgeereignis" = [
        "FolgeereignisId", "Datum_Folgeereignis", "Datum_Folgeereignis_Genauigkeit", "Gesamtbeurteilung_Tumorstatus",
        "Verlauf_Lokaler_Tumorstatus", "Verlauf_Tumorstatus_Lymphknoten", "Verlauf_Tumorstatus_Fernmetastasen", "TNM_Version",
        "TNM_y_Symbol", "TNM_r_Symbol", "TNM_a_Symbol", "TNM_m_Symbol", "TNM_c_p_u_Praefix_T", "TNM_T", "TNM_c_p_u_Praefix_N",
        "TNM_N", "TNM_c_p_u_Praefix_M", "TNM_M", "TNM_L", "TNM_V", "TNM_Pn", "TNM_S", "TNM_UICC_Stadium",
        "oBDS_RKIPatientTumorId",
    ];
    EventMetastasis "folgeereignis_fm" = ["fernmetastase_id", "Lokalisation", "folgeereignis_id"];
    Breast "modul_mamma" = [
        "oBDS_RKIPatientTumorId", "HormonrezeptorStatus_Oestrogen", "HormonrezeptorStatus_Progesteron", "Her2neuStatus",
    ];
    Bowel "modul_darm" = ["oBDS_RKIPatientTumorId", "RASMutation"];
    Prostate "modul_prostata" = [
        "oBDS_RKIPatientTumorId", "GradPrimaer", "GradSekundaer", "ScoreErgebnis", "PSA", "DatumPSA", "DatumPSA_Genauigkeit",
    ];
    Genetics "genetik" = ["oBDS_RKIPatientTumorId", "Bezeichnung", "Auspraegung", "Datum", "Datum_Genauigkeit"];
    Performance "kis_leistungszustand" = ["PatientId", "Datum", "Allgemeiner_Leistungszustand"];
    Lab "kis_labor" = ["PatientId", "Abnahmedatum", "Analyt", "Wert", "Einheit"];
    Vital "kis_vitalwerte" = ["PatientId", "Datum", "Messung", "Wert", "Einheit"];
    Contact "kis_kontakt" = ["PatientId", "Datum", "Art"];
    Insurance "kis_versicherung" = ["PatientId", "Beginn", "Ende", "Art"];
    Biomarker "kis_biomarker" = [
        "PatientId", "Befunddatum", "Marker", "Ergebnis", "Ausprägung", "Methode", "Probe", "Entnahmedatum",
    ];
    Phase "kis_phase" = ["PatientId", "Datum", "Phase"];
    Objection "kis_widerspruch" = ["PatientId", "Widerspruch"];
}
