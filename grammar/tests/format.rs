//! The canonical layout: as snapshots, and its laws.

mod common;

use common::{BROKEN, SOUND, tokens};
use kohort_grammar::{FormatError, format, parse};

#[test]
fn layouts() {
    for (name, text) in SOUND {
        let formatted = format(&parse(text)).expect("a sound file");
        insta::assert_snapshot!(format!("format_{name}"), formatted);
    }
}

#[test]
fn formatting_twice_changes_nothing_more() {
    for (name, text) in SOUND {
        let once = format(&parse(text)).expect("a sound file");
        assert_eq!(format(&parse(&once)), Ok(once.clone()), "{name}");
        assert_eq!(tokens(&parse(text)), tokens(&parse(&once)), "{name}");
    }
}

#[test]
fn lines_are_short_where_they_can_be() {
    for (name, text) in SOUND {
        let formatted = format(&parse(text)).expect("a sound file");
        for line in formatted.lines().filter(|line| !line.contains("//")) {
            assert!(line.chars().count() <= 110, "{name}: {line}");
        }
        assert!(
            !formatted.contains("\n\n\n") && !formatted.contains(" \n") && formatted.ends_with('\n'),
            "{name}"
        );
    }
}

#[test]
fn damaged_files_are_refused() {
    for (name, text) in BROKEN {
        let parse = parse(text);
        assert_eq!(
            format(&parse),
            Err(FormatError::SyntaxErrors(parse.errors().len())),
            "{name}"
        );
    }
}

#[test]
fn long_values_break_before_clauses_and_then_before_operators() {
    let text = "cohort c { include long: any diagnosis where code in malignant_neoplasm and code not in colorectal and stage >= stage_iii and \
                morphology in adenocarcinoma from index - 5 years to index - 1 day or any death_certificate from index to cutoff }";
    let expected = "\
cohort c {
  include long: any diagnosis
      where code in malignant_neoplasm and code not in colorectal and stage >= stage_iii
      and morphology in adenocarcinoma
      from index - 5 years to index - 1 day
      or any death_certificate from index to cutoff
}
";
    assert_eq!(format(&parse(text)).as_deref(), Ok(expected));
}
