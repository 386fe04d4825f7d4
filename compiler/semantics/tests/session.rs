//! A session gives the answers of a session that knows nothing, and computes again only what a change can have affected.

#![allow(clippy::unwrap_used)]

use kohort_base::{MemoryWorld, World};
use kohort_semantics::{Analysis, Options, Session, analyse};
use std::rc::Rc;

const STUDY: &str = "study s version \"1.0.0\" on std.oncology\n\nuse codes.{lung}\n\ncohort c {\n  index (first diagnosis where code in lung).date\n}\n\nreport { attrition }\n";
const OTHER: &str = "study other version \"1.0.0\" on std.oncology\n\ncohort c {\n  index (first diagnosis).date\n}\n\nreport { attrition }\n";
const CODES: &str = "codes lung { ICD10CM C34.* }\n";
const SOURCE: &str = "source clinic for std.oncology version \"1.0.0\" { country de }\n";

fn world() -> MemoryWorld {
    MemoryWorld::new()
        .with("kohort.toml", "")
        .with("s.kohort", STUDY)
        .with("other.kohort", OTHER)
        .with("codes.kohort", CODES)
}

/// All that an analysis says.
fn said(analysis: &Analysis) -> String {
    let spans = analysis.diagnostics.iter().map(|found| {
        let places = found.labels.iter().map(|label| {
            let path = analysis.files.path(label.span.file);
            format!("{path}:{}-{} {}", label.span.start, label.span.end, label.message)
        });
        format!(
            "{} {} {:?}",
            found.code.as_str(),
            found.title,
            places.collect::<Vec<_>>()
        )
    });
    let verdicts = analysis.verdicts.iter().flat_map(|found| {
        let of_source = found.attributes.iter();
        of_source.map(|one| format!("{} {}: {:?}", found.source, one.path, one.verdict))
    });
    let sources = analysis.sources.iter().map(|source| source.name.clone());
    format!(
        "{:?}\n{:?}\n{:?}\n{:?}",
        spans.collect::<Vec<_>>(),
        analysis.study.as_ref().map(|study| study.name.clone()),
        sources.collect::<Vec<_>>(),
        verdicts.collect::<Vec<_>>(),
    )
}

#[test]
fn whatever_changes_the_answer_is_that_of_a_new_session() {
    let changes: [(&str, &str); 12] = [
        ("s.kohort", "study s version \"1.0.0\" on std.oncolog\n"),
        ("s.kohort", STUDY),
        ("codes.kohort", "codes lun { ICD10CM C34.* }\n"),
        ("codes.kohort", "codes lung {"),
        ("codes.kohort", CODES),
        ("clinic.kohort", SOURCE),
        ("clinic.kohort", "// nothing is declared here: no source\n"),
        (
            "clinic.kohort",
            "source us for std.oncology version \"1.0.0\" { country us }\n",
        ),
        ("other.kohort", "use s.{c}\n"),
        ("s.kohort", "use other.{c}\n"),
        ("codes.kohort", "codes lung { ICD10CM C34.* C34.1 }\n"),
        ("s.kohort", STUDY),
    ];
    let options = Options::default();
    let mut session = Session::new();
    let mut world = world();
    for (path, text) in changes {
        world = world.with(path, text);
        for file in ["s.kohort", "other.kohort", "codes.kohort", "clinic.kohort"] {
            if !world.exists(file) {
                continue;
            }
            let kept = session.analyse(&world, file, &options).unwrap();
            let fresh = analyse(&world, file, &options).unwrap();
            assert_eq!(said(&kept), said(&fresh), "{file} after {path} became {text:?}");
        }
    }
}

#[test]
fn what_a_change_cannot_affect_is_remembered() {
    let options = Options::default();
    let mut session = Session::new();
    let mut ask = |world: &MemoryWorld, file: &str| session.analyse(world, file, &options).unwrap();
    let before = world();
    let (study, other) = (ask(&before, "s.kohort"), ask(&before, "other.kohort"));

    let after = world().with("codes.kohort", "codes lung { ICD10CM C34.1 }\n");
    assert!(!Rc::ptr_eq(&study, &ask(&after, "s.kohort")));
    assert!(Rc::ptr_eq(&other, &ask(&after, "other.kohort")));

    let edited = after.with("other.kohort", format!("{OTHER}\n"));
    let study = ask(&edited, "s.kohort");
    assert!(!Rc::ptr_eq(&other, &ask(&edited, "other.kohort")));
    assert!(Rc::ptr_eq(&study, &ask(&edited, "s.kohort")));

    // A source concerns every study of the project.
    let mapped = edited.with("clinic.kohort", SOURCE);
    assert!(!Rc::ptr_eq(&study, &ask(&mapped, "s.kohort")));
}

/// A world with a standard library of its own.
struct Vendored(MemoryWorld);

impl World for Vendored {
    fn read_text(&self, path: &str) -> Result<std::sync::Arc<str>, kohort_base::WorldError> {
        self.0.read_text(path)
    }
    fn exists(&self, path: &str) -> bool {
        self.0.exists(path)
    }
    fn list(&self, dir: &str) -> Result<Vec<String>, kohort_base::WorldError> {
        self.0.list(dir)
    }
    fn library(&self) -> Option<&str> {
        Some("kept")
    }
}

#[test]
fn a_kept_standard_library_is_read_again_when_it_changes() {
    let kept = |values: &str| {
        let model = format!(
            "model tiny version \"1.0.0\" {{ one patient {{ birth_date: Date sex: Category {{ {values} }} }} }}\n"
        );
        let study = "study s version \"1.0.0\" on std.tiny\n\ncohort c {\n  index birth_date\n  include women: sex = female, unknown is met\n}\n\nreport { attrition }\n";
        Vendored(
            MemoryWorld::new()
                .with("kohort.toml", "")
                .with("kept/tiny.kohort", &model)
                .with("s.kohort", study),
        )
    };
    let options = Options::default();
    let mut session = Session::new();
    for values in ["female, male", "f, m", "female, male, diverse", "f, m"] {
        let world = kept(values);
        let found = session.analyse(&world, "s.kohort", &options).unwrap();
        assert_eq!(
            said(&found),
            said(&analyse(&world, "s.kohort", &options).unwrap())
        );
        assert_eq!(found.has_errors(), values.starts_with("f,"), "{values}");
    }
}
