//! The patients who must not be used.
//!
//! Invariant: their rows are left out before any of their values is looked at, so nothing of them is counted, not even a
//! fault. They are few, so their keys are held in memory; keys leave this module only as a number.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// The keys of patients who opted out, and which of them the patient table lists.
#[derive(Debug, Default)]
pub struct OptedOut {
    listed: HashMap<Box<str>, AtomicBool>,
    count: AtomicU64,
}

impl OptedOut {
    /// Adds a patient.
    pub(crate) fn add(&mut self, key: &str) {
        self.listed.entry(key.into()).or_default();
    }

    /// Whether a patient opted out; `patient_table` says that the question comes from the patient table.
    pub(crate) fn contains(&self, key: &str, patient_table: bool) -> bool {
        let Some(listed) = self.listed.get(key) else {
            return false;
        };
        if patient_table && !listed.swap(true, Ordering::Relaxed) {
            self.count.fetch_add(1, Ordering::Relaxed);
        }
        true
    }

    /// Whether nobody opted out.
    pub(crate) fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// How many patients of the patient table opted out.
    pub(crate) fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }
}
