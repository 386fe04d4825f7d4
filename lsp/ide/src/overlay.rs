//! What an editor shows, laid over what a project holds.
//!
//! Invariant: an open text is what the compiler reads, saved or not, and a file that only the editor has is listed like
//! any other. What was read or listed once is not read again before [`Overlay::forget`], so that a key press costs no
//! look at a disk.

use kohort_base::{MAX_FILE_BYTES, World, WorldError, project_path};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

type Read = Result<Arc<str>, WorldError>;
type Listed = Result<Vec<String>, WorldError>;

/// A world with the open texts of an editor in it.
pub(crate) struct Overlay {
    below: Box<dyn World + Send>,
    open: BTreeMap<String, Arc<str>>,
    read: RefCell<BTreeMap<String, Read>>,
    listed: RefCell<BTreeMap<String, Listed>>,
    exist: RefCell<BTreeMap<String, bool>>,
}

impl Overlay {
    /// Nothing open yet.
    pub(crate) fn new(below: Box<dyn World + Send>) -> Self {
        Self {
            below,
            open: BTreeMap::new(),
            read: RefCell::default(),
            listed: RefCell::default(),
            exist: RefCell::default(),
        }
    }

    /// Lays a text over a file.
    pub(crate) fn open(&mut self, path: &str, text: Arc<str>) {
        self.open.insert(path.to_owned(), text);
    }

    /// Takes the text away, so that the file is read as it lies there.
    pub(crate) fn close(&mut self, path: &str) {
        // It may have been saved under this name for the first time.
        self.open.remove(path);
        self.forget();
    }

    /// Lays texts over files for a while. Returns what [`Overlay::put_back`] needs.
    pub(crate) fn lay_over(&mut self, texts: &BTreeMap<String, Arc<str>>) -> BTreeMap<String, Arc<str>> {
        let before = self.open.clone();
        let over = texts.iter().map(|(path, text)| (path.clone(), Arc::clone(text)));
        self.open.extend(over);
        before
    }

    /// The open texts as they were. What lies below an open text is never remembered in its place.
    pub(crate) fn put_back(&mut self, open: BTreeMap<String, Arc<str>>) {
        self.open = open;
    }

    /// The paths of the open texts that are not those of their files.
    pub(crate) fn unsaved(&self) -> Vec<String> {
        let differs = |(path, text): &(&String, &Arc<str>)| {
            self.below.read_text(path).map_or(true, |saved| saved != **text)
        };
        self.open
            .iter()
            .filter(differs)
            .map(|(path, _)| path.clone())
            .collect()
    }

    /// The paths of the open texts.
    pub(crate) fn open_files(&self) -> impl Iterator<Item = &str> {
        self.open.keys().map(String::as_str)
    }

    /// Whether a text is open.
    pub(crate) fn is_open(&self, path: &str) -> bool {
        self.open.contains_key(path)
    }

    /// Forgets what was read and listed.
    pub(crate) fn forget(&mut self) {
        self.read.get_mut().clear();
        self.listed.get_mut().clear();
        self.exist.get_mut().clear();
    }

    /// What the editor adds to a folder: its open files, and the folders on the way to them.
    fn opened_in(&self, folder: &str) -> BTreeSet<String> {
        let prefix = match folder {
            "" => String::new(),
            folder => format!("{folder}/"),
        };
        let inside = self.open.keys().filter_map(|path| path.strip_prefix(&prefix));
        inside
            .map(|rest| match rest.split_once('/') {
                Some((below, _)) => format!("{prefix}{below}/"),
                None => format!("{prefix}{rest}"),
            })
            .collect()
    }
}

impl World for Overlay {
    fn read_text(&self, path: &str) -> Read {
        if let Some(text) = self.open.get(&project_path(path)?) {
            let size = u64::try_from(text.len()).unwrap_or(u64::MAX);
            if size > MAX_FILE_BYTES {
                return Err(WorldError::TooLarge {
                    path: path.to_owned(),
                    size,
                    limit: MAX_FILE_BYTES,
                });
            }
            return Ok(Arc::clone(text));
        }
        let mut read = self.read.borrow_mut();
        read.entry(path.to_owned())
            .or_insert_with(|| self.below.read_text(path))
            .clone()
    }

    fn exists(&self, path: &str) -> bool {
        if project_path(path).is_ok_and(|canonical| self.open.contains_key(&canonical)) {
            return true;
        }
        let mut exist = self.exist.borrow_mut();
        *exist
            .entry(path.to_owned())
            .or_insert_with(|| self.below.exists(path))
    }

    fn list(&self, dir: &str) -> Listed {
        let opened = self.opened_in(&project_path(dir)?);
        let mut listed = self.listed.borrow_mut();
        let below = listed
            .entry(dir.to_owned())
            .or_insert_with(|| self.below.list(dir));
        match below {
            Err(error) if opened.is_empty() => Err(error.clone()),
            Err(_) => Ok(opened.into_iter().collect()),
            Ok(below) if opened.is_empty() => Ok(below.clone()),
            Ok(below) => {
                let mut all = opened;
                all.extend(below.iter().cloned());
                Ok(all.into_iter().collect())
            }
        }
    }

    fn library(&self) -> Option<&str> {
        self.below.library()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_base::MemoryWorld;

    fn overlay() -> Overlay {
        let world = MemoryWorld::new()
            .with("a.kohort", "saved")
            .with("codes/b.kohort", "");
        Overlay::new(Box::new(world))
    }

    #[test]
    fn an_open_text_hides_the_file_until_it_is_closed() {
        let mut overlay = overlay();
        assert_eq!(&*overlay.read_text("a.kohort").unwrap(), "saved");
        overlay.open("a.kohort", "typed".into());
        assert_eq!(&*overlay.read_text("./a.kohort").unwrap(), "typed");
        overlay.close("a.kohort");
        assert_eq!(&*overlay.read_text("a.kohort").unwrap(), "saved");
    }

    #[test]
    fn files_that_only_the_editor_has_are_listed() {
        let mut overlay = overlay();
        overlay.open("new/deep/c.kohort", "".into());
        overlay.open("codes/d.kohort", "".into());
        assert_eq!(overlay.list("").unwrap(), ["a.kohort", "codes/", "new/"]);
        assert_eq!(overlay.list("new").unwrap(), ["new/deep/"]);
        assert_eq!(
            overlay.list("codes").unwrap(),
            ["codes/b.kohort", "codes/d.kohort"]
        );
        assert!(overlay.exists("new/deep/c.kohort") && !overlay.exists("new/deep/e.kohort"));
        assert!(overlay.list("nowhere").is_err());
    }

    #[test]
    fn what_lies_there_is_read_once_until_it_is_forgotten() {
        struct Counting(std::sync::atomic::AtomicUsize);
        impl World for Counting {
            fn read_text(&self, _: &str) -> Read {
                let before = self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                Ok(before.to_string().into())
            }
            fn exists(&self, _: &str) -> bool {
                true
            }
            fn list(&self, _: &str) -> Listed {
                Ok(Vec::new())
            }
        }
        let mut overlay = Overlay::new(Box::new(Counting(0.into())));
        for _ in 0..3 {
            assert_eq!(&*overlay.read_text("a.kohort").unwrap(), "0");
        }
        overlay.forget();
        assert_eq!(&*overlay.read_text("a.kohort").unwrap(), "1");
    }
}
