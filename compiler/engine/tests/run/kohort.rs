//! Sources in Kohort over small files: for how many patients an expression is true.

use kohort_base::{MemoryWorld, Severity};
use kohort_engine::{Results, RunError, RunOptions, run_blocking};
use kohort_plan::Plan;
use kohort_semantics::project::{Options, analyse};
use std::path::Path;
use tempfile::TempDir;

const MODEL: &str = r#"
/// A model with every kind of attribute.
model m version "1.0.0" {
  one patient {
    birth_date : Date
    sex        : Category { female, male }
    origin     : Text
  }
  one death dated date {
    date : Date
  }
  many visit dated date {
    date : Date
  }
  many diagnosis dated date {
    date  : Date
    code  : Code
    stage : Ordered { i, ii, iii, iv }
    ecog  : Integer
    trial : Boolean
    place : Text
  }
  many medication dated date {
    date  : Date
    drug  : Drug
    dose  : Quantity in mg
  }
}

drug oxaliplatin "Oxaliplatin" { class platinum_compound  ATC L01XA03  names "Eloxatin", "オキサリプラチン" }
drug cisplatin "Cisplatin" { class platinum_compound  ATC L01XA01 }
drug fluorouracil "5-FU" { class antimetabolite  ATC L01BC02  names "5-Fluorouracil" }
drugs platinum { oxaliplatin, cisplatin }
codes lung { ICD10CM C34.*  ICD9CM 162.*  ICD10GM C34.* }
codes colon { ICD10CM C18.*  ICD10GM C18.* }
"#;

/// A source, the files of a dataset, and the plan of a study that asks one question after the other.
pub struct Dataset {
    source: String,
    files: Vec<(String, Vec<u8>)>,
}

impl Dataset {
    /// A source with these declarations, in Kohort.
    pub fn of(source: &str) -> Self {
        Self {
            source: format!("source x for m version \"1.0.0\" {{\n  country DE\n{source}\n}}\n"),
            files: Vec::new(),
        }
    }

    /// With a file of text.
    pub fn with(self, file: &str, content: &str) -> Self {
        self.with_bytes(file, content.as_bytes())
    }

    /// With a file.
    pub fn with_bytes(mut self, file: &str, content: &[u8]) -> Self {
        self.files.push((file.to_owned(), content.to_vec()));
        self
    }

    pub fn plan(&self, questions: &[&str]) -> Plan {
        let mut study =
            String::from("study s version \"1.0.0\" on m\n\nuse m.{platinum, oxaliplatin, lung, colon}\n\n");
        for (number, question) in questions.iter().enumerate() {
            study.push_str(&format!(
                "cohort c{number} {{\n  index birth_date\n\n  include q: {question}, unknown is not met, looking ahead 40000 days \"test\"\n}}\n\n"
            ));
        }
        study.push_str("report { attrition }\n");
        let world = MemoryWorld::new()
            .with("m.kohort", MODEL)
            .with("x.kohort", self.source.as_str())
            .with("s.kohort", study.as_str());
        let analysis = analyse(&world, "s.kohort", &Options::default()).unwrap();
        let errors: Vec<String> = analysis
            .diagnostics
            .iter()
            .filter(|found| found.severity == Severity::Error)
            .map(|found| format!("{}: {:?} {:?}", found.title, found.labels, found.help))
            .collect();
        assert!(
            errors.is_empty(),
            "{}\n{}\n{study}",
            errors.join("\n"),
            self.source
        );
        let source = analysis.sources.iter().find(|source| source.name == "x").unwrap();
        let plan = kohort_plan::bind(&analysis.study.unwrap(), source).unwrap();
        kohort_plan::rules::optimise(plan).unwrap()
    }

    fn write(&self, folder: &Path) {
        for (name, content) in &self.files {
            std::fs::write(folder.join(name), content).unwrap();
        }
    }

    /// The results of a study that asks these questions, which do not depend on how it is run.
    pub fn run(&self, questions: &[&str]) -> Result<Results, RunError> {
        let folder = TempDir::new().unwrap();
        self.write(folder.path());
        let plan = self.plan(questions);
        let run = |threads: usize, batch_size: Option<usize>| {
            let options = RunOptions {
                threads,
                batch_size,
                ..RunOptions::new(folder.path())
            };
            run_blocking(&plan, &options)
        };
        let first = run(1, None);
        for (threads, batch_size) in [(1, Some(1)), (3, Some(2)), (2, None)] {
            let again = run(threads, batch_size);
            match (&first, &again) {
                (Ok(first), Ok(again)) => assert_eq!(first, again),
                (first, again) => assert_eq!(shown(first), shown(again)),
            }
        }
        first
    }

    /// For how many patients each question is answered with yes.
    pub fn yes(&self, questions: &[&str]) -> Vec<u64> {
        let results = self.run(questions).unwrap_or_else(|error| panic!("{error}"));
        let last = |cohort: &kohort_engine::CohortResult| cohort.steps.last().unwrap().after;
        results.cohorts.iter().map(last).collect()
    }

    /// The faults of a run that asks this question.
    pub fn faults(&self, question: &str) -> String {
        match self.run(&[question]) {
            Err(error @ RunError::Data(_)) => error.to_string(),
            other => panic!("not faults of data: {other:?}"),
        }
    }
}

fn shown(results: &Result<Results, RunError>) -> String {
    match results {
        Ok(results) => format!("{results:?}"),
        Err(error) => error.to_string(),
    }
}

/// People `p1` to `p4`, born in 1950 to 1953.
pub const PEOPLE: &str = "id,born\np1,1950-01-01\np2,1951-01-01\np3,1952-01-01\np4,1953-01-01\n";

/// How they are read.
pub const PATIENT: &str = r#"
  table people = csv "people.csv"
  patient from people key id {
    birth_date = born as date "yyyy-MM-dd"
    sex, origin absent "not in the tables"
  }
"#;
