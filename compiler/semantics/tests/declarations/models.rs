//! Models.

use crate::shows;

fn with_patient(entities: &str) -> String {
    format!("model clinic version \"1.0.0\" {{\n  one patient {{ birth_date: Date }}\n{entities}\n}}")
}

shows!(right: [] &with_patient("  many lab dated date {\n    date: Date\n    test: Analyte\n    weight: Quantity in kg\n    value: Quantity of test\n  }"));
shows!(no_patient: ["K0407"] "model clinic version \"1.0.0\" {\n  many visit { note: Text }\n}");
shows!(many_patients: ["K0407"] heals "model clinic version \"1.0.0\" {\n  many patient { sex: Category { female, male } }\n}");
shows!(unknown_type: ["K0407"] heals &with_patient("  many lab { value: Decimel }"));
shows!(unknown_type_without_neighbour: ["K0407"] &with_patient("  many lab { value: Money }"));
shows!(dated_by_nothing: ["K0407"] heals &with_patient("  many visit dated date { dates: Date }"));
shows!(dated_by_a_text: ["K0407"] &with_patient("  many visit dated note { note: Text }"));
shows!(lasts_from_itself: ["K0407"] &with_patient("  many visit dated day to day { day: Date }"));
shows!(quantity_of_no_attribute: ["K0407"] heals &with_patient("  many lab { test: Analyte value: Quantity of tst }"));
shows!(quantity_of_a_text: ["K0407"] &with_patient("  many lab { test: Text value: Quantity of test }"));
shows!(unknown_unit: ["K0304"] heals &with_patient("  many vital { weight: Quantity in Kg }"));
shows!(entity_twice: ["K0202"] &with_patient("  many visit { note: Text }\n  many visit { note: Text }"));
shows!(attribute_twice: ["K0202"] &with_patient("  many visit { note: Text note: Integer }"));
shows!(value_twice: ["K0202"] &with_patient("  many visit { kind: Category { home, clinic, home } }"));
shows!(entity_and_attribute: ["K0202"] &with_patient("  many birth_date { day: Date }"));
