//! Analytes: units, conversions, plausible values.

use crate::shows;

shows!(right: [] "analyte haemoglobin { LOINC 718-7 20509-6 unit g/dL convert g/L = 0.1 g/dL, mmol/L = 1.6114 g/dL plausible 3 to 250 g/L }");
shows!(affine_and_countable: [] "analyte hba1c { unit mmol/mol convert % = 10.929 mmol/mol plus -23.5 mmol/mol }");
shows!(no_unit: ["K0304"] "analyte haemoglobin { LOINC 718-7 }");
shows!(unknown_unit: ["K0304"] "analyte platelets { unit Gpt/L }");
shows!(unknown_unit_of_a_conversion: ["K0304"] "analyte haemoglobin { unit g/dL convert mmol/LL = 1.6114 g/dL }");
shows!(not_to_the_own_unit: ["K0406"] heals "analyte haemoglobin { unit g/dL convert mmol/L = 16.114 g/L }");
shows!(to_something_else: ["K0406"] "analyte haemoglobin { unit g/dL convert mmol/L = 16.114 U/L }");
shows!(factor_of_zero: ["K0406"] "analyte haemoglobin { unit g/dL convert mmol/L = 0 g/dL }");
shows!(to_itself: ["K0406"] "analyte haemoglobin { unit g/dL convert g/dL = 1 g/dL }");
shows!(against_the_units: ["K0406"] "analyte haemoglobin { unit g/dL convert g/L = 0.01 g/dL }");
shows!(twice: ["K0406"] "analyte haemoglobin { unit g/dL convert mmol/L = 1.6114 g/dL, mmol/L = 1.61 g/dL }");
shows!(against_each_other: ["K0406"] "analyte haemoglobin { unit g/dL convert mmol/L = 1.6114 g/dL, umol/L = 0.016114 g/dL }");
shows!(offset_in_another_unit: ["K0406"] "analyte hba1c { unit mmol/mol convert % = 10.929 mmol/mol plus -23.5 % }");
shows!(plausible_ends_first: ["K0406"] "analyte haemoglobin { unit g/dL plausible 25 to 3 g/dL }");
shows!(plausible_in_another_unit: ["K0302"] "analyte haemoglobin { unit g/dL plausible 3 to 25 U/L }");
