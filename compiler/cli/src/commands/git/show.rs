//! What is shown of a study that changed.

use super::text::sound;
use crate::failure::Failure;
use crate::revision::StudyAt;
use crate::terminal::Terminal;
use kohort_semantics::meaning::{Item, Meaning};

/// Shows what changed in meaning from one study to another. Where either has errors, that is said instead, and the answer
/// is that nothing was shown.
pub(super) fn show(old: &StudyAt, new: &StudyAt, terminal: &mut Terminal<'_>) -> Result<bool, Failure> {
    let mut sides = Vec::new();
    for (side, study) in [("old", old), ("new", new)] {
        match sound(study)? {
            Some(sound) => sides.push(Meaning::of(&sound)),
            None => {
                writeln!(
                    terminal.out,
                    "  the {side} text has errors (`kohort check`), so that only texts are compared"
                )?;
                return Ok(false);
            }
        }
    }
    let [was, is] = sides.as_slice() else {
        return Ok(false);
    };
    if was.study == is.study {
        writeln!(terminal.out, "  the meaning is the same")?;
        return Ok(true);
    }
    writeln!(
        terminal.out,
        "  meaning {} -> {}",
        was.study.short(),
        is.study.short()
    )?;
    for item in &was.items {
        match same(item, is) {
            None => writeln!(terminal.out, "  - {} `{}`", item.kind.word(), item.name)?,
            Some(now) if now.hash != item.hash => {
                writeln!(terminal.out, "  ~ {} `{}`", item.kind.word(), item.name)?;
            }
            Some(_) => {}
        }
    }
    for item in is.items.iter().filter(|item| same(item, was).is_none()) {
        writeln!(terminal.out, "  + {} `{}`", item.kind.word(), item.name)?;
    }
    Ok(true)
}

/// The item of the other side with the same kind and name.
fn same<'m>(item: &Item, other: &'m Meaning) -> Option<&'m Item> {
    other
        .items
        .iter()
        .find(|there| there.kind == item.kind && there.name == item.name)
}
