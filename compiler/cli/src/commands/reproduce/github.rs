//! The results as annotations of GitHub Actions: workflow commands, one a line.
//!
//! Invariant: whatever names and values hold, they stay within their command, so that no study can write another one.

use super::outcome::Tally;
use super::text::summary;
use crate::terminal::Terminal;
use std::io;

/// Shows the results.
pub(super) fn show(tally: &Tally, terminal: &mut Terminal<'_>) -> io::Result<()> {
    let out = &mut *terminal.out;
    for outcome in &tally.studies {
        let name = outcome.name.as_deref().unwrap_or(&outcome.file);
        if !outcome.is_fine() {
            let (file, line) = outcome.place();
            let title = format!("{name}: {}", outcome.word());
            command(
                out,
                "error",
                &file,
                Some(line),
                &title,
                &outcome.lines().join("\n"),
            )?;
        }
        let notes = outcome.notes();
        if !notes.is_empty() {
            command(out, "notice", &outcome.lock, None, name, &notes.join("\n"))?;
        }
    }
    for file in &tally.unlocked {
        command(
            out,
            "warning",
            file,
            None,
            "no lock",
            "this study is not compared",
        )?;
    }
    writeln!(out, "{}", summary(tally))
}

fn command(
    out: &mut dyn io::Write,
    kind: &str,
    file: &str,
    line: Option<u32>,
    title: &str,
    message: &str,
) -> io::Result<()> {
    let line = line.map_or_else(String::new, |line| format!(",line={line}"));
    writeln!(
        out,
        "::{kind} file={}{line},title={}::{}",
        property(file),
        property(title),
        data(message)
    )
}

/// The message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command, which ends at a comma or colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leaves_its_command() {
        let mut out = Vec::new();
        command(
            &mut out,
            "error",
            "a,b.kohort",
            Some(3),
            "s: x",
            "100 %\n::error::y",
        )
        .unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "::error file=a%2Cb.kohort,line=3,title=s%3A x::100 %25%0A::error::y\n"
        );
    }
}
