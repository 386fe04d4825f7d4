//! The attrition, and what differs between sources, as CSV.
//!
//! Invariant: one row for each source, cohort and step, or each source and place; a field is quoted only where it must be; a count that is not
//! defined for a step is empty.

use super::Report;
use kohort_engine::StepKind;
use kohort_plan::algebra::Chosen;

const HEAD: &str = "source,cohort,step,kind,before,removed,unknown,after,patients,alone,description";

/// The attrition of all cohorts and sources.
pub(crate) fn attrition(reports: &[Report]) -> String {
    let mut text = format!("{HEAD}\n");
    for report in reports {
        for cohort in &report.cohorts {
            for step in &cohort.steps {
                let fields = [
                    report.source.clone(),
                    cohort.name.clone(),
                    step.step.clone(),
                    kind(step.kind).to_owned(),
                    step.before.to_string(),
                    step.removed.to_string(),
                    step.unknown.to_string(),
                    step.after.to_string(),
                    step.patients.to_string(),
                    step.alone.map(|alone| alone.to_string()).unwrap_or_default(),
                    step.doc.clone().unwrap_or_default(),
                ];
                let fields: Vec<String> = fields.iter().map(|field| quoted(field)).collect();
                text.push_str(&fields.join(","));
                text.push('\n');
            }
        }
    }
    text
}

/// What the study says for some sources only, and what that is for each.
pub(crate) fn adaptations(reports: &[Report]) -> String {
    let mut text = String::from("source,place,chosen,description\n");
    for report in reports {
        for adaptation in &report.adaptations {
            let chosen = match adaptation.chosen {
                Chosen::Asked => "asked",
                Chosen::NotAsked => "not_asked",
                Chosen::Preferred => "preferred",
                Chosen::Fallback => "fallback",
            };
            let fields = [&report.source, &adaptation.place, chosen, &adaptation.text];
            let fields: Vec<String> = fields.iter().map(|field| quoted(field)).collect();
            text.push_str(&fields.join(","));
            text.push('\n');
        }
    }
    text
}

fn kind(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Population => "population",
        StepKind::Index => "index",
        StepKind::Include => "include",
        StepKind::Exclude => "exclude",
    }
}

fn quoted(field: &str) -> String {
    if field.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        assert_eq!(quoted("Aged 18 or over"), "Aged 18 or over");
        assert_eq!(quoted("a \"b\", c"), "\"a \"\"b\"\", c\"");
    }
}
