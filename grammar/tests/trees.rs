//! The trees of sound files, as snapshots, and that they have no errors.

mod common;

use common::{SOUND, outline, report};
use kohort_grammar::parse;

#[test]
fn sound_files_have_no_errors() {
    for (name, text) in SOUND {
        let parse = parse(text);
        assert_eq!(report(text, &parse), "", "{name}");
        assert_eq!(parse.syntax().text().to_string(), *text, "{name}");
    }
}

#[test]
fn trees() {
    for (name, text) in SOUND {
        insta::assert_snapshot!(format!("tree_{name}"), outline(&parse(text).syntax()));
    }
}

#[test]
fn a_file_of_blanks_and_comments_is_sound() {
    for text in [
        "",
        " ",
        "\n\n",
        "\u{feff}",
        "// only this",
        "/// described nothing",
        "\u{3000}// wide blank\r\n",
    ] {
        let parse = parse(text);
        assert_eq!(parse.errors(), [], "{text:?}");
        assert_eq!(parse.syntax().text().to_string(), text);
        assert_eq!(parse.tree().items().len(), 0);
    }
}

#[test]
fn blanks_and_line_ends_are_equal() {
    let wide = common::SOUND[1]
        .1
        .replace(" to ", "\r\n\tto\u{3000}")
        .replace(" where ", " // why\n where\n");
    assert_eq!(report(&wide, &parse(&wide)), "");
}
