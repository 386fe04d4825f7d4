//! How the identity source reads one attribute.

use super::assemble::Assembled;
use super::tables::Rows;
use kohort_grammar::ast::{AttributeDecl, Name, TypeKind};

/// The rest of a mapping, behind the attribute's name.
pub(super) fn attribute(declared: &AttributeDecl, rows: &Rows, file: &Assembled) -> String {
    let column = declared.name().map(|name| name.text()).unwrap_or_default();
    let hint = rows.hints.get(&column).map(String::as_str);
    let conversion = match declared.ty().and_then(|ty| ty.kind()) {
        Some(TypeKind::Boolean) => String::from("{ \"true\": true, \"false\": false }"),
        Some(TypeKind::Integer) => String::from("as integer"),
        Some(TypeKind::Decimal) => String::from("as decimal"),
        Some(TypeKind::Text) => String::from("as text"),
        Some(TypeKind::Date) => date(hint),
        Some(TypeKind::Code) => format!("as code {}", hint.unwrap_or(system(file))),
        Some(TypeKind::Category(values) | TypeKind::Ordered(values)) => {
            map(values.iter().map(Name::text).collect())
        }
        Some(TypeKind::Analyte) => {
            let analytes = analytes(rows, &column, file);
            if analytes.is_empty() {
                return String::from("absent \"the chapter declares no analyte\"");
            }
            map(analytes)
        }
        // The drugs that the chapter declares, by any of their names.
        Some(TypeKind::Drug) if file.declares_drugs => format!("as drug from {}", super::analysis::MODULE),
        Some(TypeKind::Drug) => return String::from("absent \"the chapter declares no drug\""),
        Some(TypeKind::QuantityIn(unit)) => format!("in {}", quoted(hint.unwrap_or(&unit.text()))),
        Some(TypeKind::QuantityOf(analyte)) => {
            let units: Vec<String> = analytes(rows, &analyte.text(), file)
                .into_iter()
                .filter_map(|name| {
                    let own = || file.analytes.iter().find(|(known, _)| *known == name)?.1.clone();
                    Some(format!(
                        "{name}: {}",
                        quoted(&hint.map(str::to_owned).or_else(own)?)
                    ))
                })
                .collect();
            if units.is_empty() {
                return String::from("absent \"the chapter declares no analyte\"");
            }
            format!("in {{ {} }}", units.join(", "))
        }
        Some(TypeKind::Unknown(_)) | None => String::from("as text"),
    };
    format!("= {column} {conversion}")
}

/// The system of a column that does not say it: one in which the chapter lists codes.
fn system(file: &Assembled) -> &str {
    const USUAL: &str = "ICD10CM";
    match file.systems.first() {
        Some(first) if !file.systems.iter().any(|system| system == USUAL) => first,
        _ => USUAL,
    }
}

/// A date to the day, unless the header says otherwise.
fn date(hint: Option<&str>) -> String {
    match hint {
        Some("month") => String::from("as date \"yyyy-MM\""),
        Some("quarter") => String::from("as date \"yyyy-MM-dd\" precise to quarter"),
        Some("year") => String::from("as date \"yyyy\""),
        _ => String::from("as date \"yyyy-MM-dd\""),
    }
}

/// The analytes in the rows, or all that the chapter declares.
fn analytes(rows: &Rows, column: &str, file: &Assembled) -> Vec<String> {
    let given = rows.distinct(column);
    if given.is_empty() {
        file.analytes.iter().map(|(name, _)| name.clone()).collect()
    } else {
        given
    }
}

fn map(names: Vec<String>) -> String {
    let entries: Vec<String> = names.iter().map(|name| format!("\"{name}\": {name}")).collect();
    format!("{{ {} }}", entries.join(", "))
}

fn quoted(unit: &str) -> String {
    format!("\"{unit}\"")
}
