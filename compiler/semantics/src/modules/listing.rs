//! The `.kohort` files of a project.
//!
//! Invariant: the order is that of the paths. What is another project's, the standard library's, hidden or built is none
//! of the project's own.

use super::Standard;
use kohort_base::World;

/// All `.kohort` files of the project, in order. Those of a standard library that it keeps are not among them: their
/// modules are of `std`, and are loaded when something needs them.
pub fn project_files(world: &dyn World) -> Vec<String> {
    let standard = Standard::of(world);
    files_below(world, "", &|file| !standard.holds(file))
}

/// The `.kohort` files of a project below a folder that are wanted, in order.
pub(crate) fn files_below(world: &dyn World, top: &str, wanted: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![top.to_owned()];
    while let Some(folder) = folders.pop() {
        // A folder that cannot be listed has no modules; the file that needs one of them says so.
        let Ok(entries) = world.list(&folder) else {
            continue;
        };
        // A folder with a manifest of its own is another project, whose modules have names of their own.
        if folder != top && entries.iter().any(|entry| entry.ends_with("/kohort.toml")) {
            continue;
        }
        for entry in entries {
            if entry.ends_with(".kohort") {
                if wanted(&entry) {
                    found.push(entry);
                }
            } else if let Some(sub) = entry.strip_suffix('/')
                && !sub
                    .rsplit('/')
                    .next()
                    .is_some_and(|name| name.starts_with('.') || name == "target")
            {
                folders.push(sub.to_owned());
            }
        }
    }
    found.sort();
    found
}
