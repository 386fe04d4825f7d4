//! Forms with places to fill in, where the grammar allows what they begin with.

use super::asked::Asked;
use super::item::{CompletionKind, Draft, Fit, Near};
use kohort_grammar::SyntaxKind;

/// A form: its name, what it is, and its text.
struct Form {
    label: &'static str,
    detail: &'static str,
    /// The shortest text of the form that the grammar reads.
    probe: &'static str,
    text: &'static str,
}

const FORMS: &[Form] = &[
    Form {
        label: "study …",
        detail: "the heading of a study",
        probe: "study x",
        text: "/// ${1:What the study asks.}\nstudy ${2:name} version \"${3:0.1.0}\" on ${4:std.oncology}\n",
    },
    Form {
        label: "cohort …",
        detail: "people, from when on, and by which criteria",
        probe: "cohort x {",
        text: "cohort ${1:name} {\n  index ${2:date}\n\n  /// ${3:What is asked for, in words}\n  include ${4:criterion}: ${5:condition}, unknown is not met\n}\n",
    },
    Form {
        label: "lines = …",
        detail: "lines of therapy by a set of rules",
        probe: "lines x =",
        text: "lines ${1:therapy} = ${2:rules} starting ${3:date} until ${4:cutoff}\n",
    },
    Form {
        label: "lines { … }",
        detail: "rules for lines of therapy",
        probe: "lines x {",
        text: "lines ${1:name} version \"${2:1.0.0}\" {\n  drugs ${3:antineoplastic}\n  window ${4:28} days\n  gap > ${5:120} days\n  new drug advances\n  dropped drug continues\n}\n",
    },
    Form {
        label: "endpoint = …",
        detail: "a time to an event, by a definition",
        probe: "endpoint x =",
        text: "endpoint ${1:os} = ${2:overall_survival} from ${3:index} until ${4:cutoff}\n",
    },
    Form {
        label: "endpoint { … }",
        detail: "the definition of an endpoint",
        probe: "endpoint x {",
        text: "endpoint ${1:name}(from: Date) version \"${2:1.0.0}\" {\n  event ${3:death.date}\n  censored at ${4:date}\n  negative missing\n  in months\n}\n",
    },
    Form {
        label: "characteristic …",
        detail: "a value of each entry, in groups",
        probe: "characteristic x =",
        text: "characteristic ${1:age_group} = ${2:age at index} in { \"${3:18-64}\": ${4:18 to 64}, \"${5:65+}\": ${6:>= 65} }\n",
    },
    Form {
        label: "codes { … }",
        detail: "a code list",
        probe: "codes x {",
        text: "/// ${1:What the codes have in common.}\ncodes ${2:name} {\n  ${3:ICD10} ${4:code}\n}\n",
    },
    Form {
        label: "report { … }",
        detail: "what the study shows",
        probe: "report {",
        text: "report {\n  attrition\n  baseline of ${1:age, sex}\n}\n",
    },
    Form {
        label: "test { … }",
        detail: "a person, and what the study says about them",
        probe: "test \"x\" {",
        text: "test \"${1:what is expected}\" {\n  patient {\n    birth_date ${2:1960-01-01}\n    ${3:visit 2020-01-01}\n  }\n  expect in ${4:cohort}\n}\n",
    },
    Form {
        label: "patient { … }",
        detail: "the person of a test",
        probe: "patient { }",
        text: "patient {\n  birth_date ${1:1960-01-01}\n  ${2:visit 2020-01-01}\n}",
    },
    Form {
        label: "include …",
        detail: "a criterion that entries must meet",
        probe: "include x: x",
        text: "/// ${1:What is asked for, in words}\ninclude ${2:criterion}: ${3:condition}, unknown is not met",
    },
    Form {
        label: "exclude …",
        detail: "a criterion that removes entries",
        probe: "exclude x: x",
        text: "/// ${1:What is asked for, in words}\nexclude ${2:criterion}: ${3:condition}, unknown is not met",
    },
];

/// The forms that can stand at the place.
pub(super) fn snippets(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    let has_study = asked
        .tree
        .items()
        .iter()
        .any(|item| matches!(item, kohort_grammar::ast::Item::Study(_)));
    for (order, form) in FORMS.iter().enumerate() {
        if has_study && form.label == "study …" {
            continue;
        }
        let first = form.label.split(' ').next().unwrap_or(form.label);
        let allowed = asked.before.continued(form.probe).is_some_and(|token| {
            token.kind() == SyntaxKind::Keyword && token.text() == first && begins_line(asked.before.text())
        });
        if allowed {
            drafts.push(
                Draft::new(form.label, CompletionKind::Snippet, Fit::Open, Near::Snippet)
                    .order(order)
                    .detail(form.detail)
                    .snippet(form.text),
            );
        }
    }
}

/// Whether a place is where a line begins; a form elsewhere would be one inside another.
fn begins_line(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.trim().is_empty()
}
