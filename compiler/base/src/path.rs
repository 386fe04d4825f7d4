//! Paths inside a project.
//!
//! Invariant: a path that [`project_path`] returns is relative, `/`-separated, free of `.` and `..`, and so names
//! nothing outside the project, whatever the operating system. Links are deliberately not looked at: they exist only
//! on a disk, and the world that reads from one must refuse those that leave the project.

use crate::{OutsideReason, WorldError};

/// The canonical form of a project-relative path: `./codes//lung.kohort` is `codes/lung.kohort`, the project itself is
/// the empty path.
///
/// # Errors
/// [`WorldError::Outside`] for paths that are absolute, go up, name a drive, or contain a backslash or NUL.
pub fn project_path(path: &str) -> Result<String, WorldError> {
    let refuse = |reason| {
        Err(WorldError::Outside {
            path: path.to_owned(),
            reason,
        })
    };
    if path.contains('\0') {
        return refuse(OutsideReason::Nul);
    }
    if path.contains('\\') {
        return refuse(OutsideReason::Backslash);
    }
    if path.starts_with('/') || names_a_drive(path) {
        return refuse(OutsideReason::Absolute);
    }
    if path.split('/').any(|part| part == "..") {
        return refuse(OutsideReason::GoesUp);
    }
    let parts: Vec<&str> = path
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    Ok(parts.join("/"))
}

fn names_a_drive(path: &str) -> bool {
    let mut characters = path.chars();
    characters
        .next()
        .is_some_and(|letter| letter.is_ascii_alphabetic())
        && characters.next() == Some(':')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn relative_paths_are_made_canonical() {
        assert_eq!(project_path("./codes//lung.kohort").unwrap(), "codes/lung.kohort");
        assert_eq!(project_path("."), Ok(String::new()));
        assert_eq!(project_path("データ/検査.csv").unwrap(), "データ/検査.csv");
        assert_eq!(project_path("a..b/c...").unwrap(), "a..b/c...");
    }

    #[test]
    fn everything_that_could_leave_the_project_is_refused() {
        let refused = |path: &str| match project_path(path) {
            Err(WorldError::Outside { reason, .. }) => reason,
            other => panic!("{path:?} gave {other:?}"),
        };
        assert_eq!(refused("../secrets.csv"), OutsideReason::GoesUp);
        assert_eq!(refused("codes/../../x"), OutsideReason::GoesUp);
        assert_eq!(refused("codes/.."), OutsideReason::GoesUp);
        assert_eq!(refused("/etc/passwd"), OutsideReason::Absolute);
        assert_eq!(refused("C:/data"), OutsideReason::Absolute);
        assert_eq!(refused("c:data"), OutsideReason::Absolute);
        assert_eq!(refused("..\\data"), OutsideReason::Backslash);
        assert_eq!(refused("a\0.kohort"), OutsideReason::Nul);
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_canonical_and_inside(path in "[a./\\\\:\0]{0,12}") {
            if let Ok(canonical) = project_path(&path) {
                prop_assert_eq!(project_path(&canonical), Ok(canonical.clone()));
                prop_assert!(canonical.is_empty() || canonical.split('/').all(|part| !["", ".", ".."].contains(&part)));
            }
        }
    }
}
