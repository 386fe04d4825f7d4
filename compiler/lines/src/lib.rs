//! Lines of therapy of one patient after another, from drug records and a rule set.
//!
//! The meaning is that of the language reference, "Lines of therapy" (docs/language/22-lines.md). [`Compiled`] is made once
//! for a plan; [`lines`] is called for each patient.
//!
//! Invariant: no Arrow, no DataFusion and no text of the data in here: days and small numbers come in, days and small
//! numbers go out. Nothing here panics, whatever the records and the rules are.
//!
//! # What it costs
//!
//! Let a patient have *n* records of *k* different drugs.
//!
//! * The records are put in the order of their days, which costs n log n unless they are in it already.
//! * They are walked once. Each step asks tables that are prepared by line number and drug, so that it costs the number of
//!   rules that are written for this drug, not the number of records before it: what the line covers, its cycles and the
//!   pause that would end it are kept up to date with each record. Breakers and progression are found by bisection.
//! * Three rules look ahead (maintenance that bridges a pause, switch maintenance, `if all others stopped`), never further
//!   than the longest window, and stop at the first record that decides.
//! * Two rules need a line's extent and then take a part of it back. Continuation maintenance does so once for a line. A
//!   dropped drug begins a new line inside the extent; a record is then walked again by that new line. It is walked at most
//!   k + 2 times: each time a drug was dropped for good before it, and no drug is dropped twice before one record inside one
//!   extent.
//! * Naming a part looks at its records once more.
//!
//! Memory is that of the longest patient so far: all room is in [`Scratch`] and used again, and sets of up to 256 drugs need
//! none of their own. The cache of names ([`Names`]) forgets when it is full. Nothing grows with the number of patients.

mod breakers;
mod compiled;
mod cycles;
mod doses;
mod dropped;
mod drug_bits;
mod extent;
mod gap;
mod history;
mod last_part;
mod maintenance;
mod names;
mod new_drugs;
mod number_rules;
mod part;
mod patient;
mod progression;
mod substances;
mod walk;
mod walked;

pub use compiled::Compiled;
pub use drug_bits::DrugBits;
pub use history::{History, Record, Starting};
pub use names::{Names, Texts};
pub use part::Part;

use doses::Observation;
use kohort_semantics::study::LineSetting;
use patient::{Patient, Room};

/// Room that is used again for each patient.
#[derive(Debug, Default)]
pub struct Scratch {
    room: Room,
}

/// The parts of a patient's lines, put behind those that `out` has already: in the order of their start, and of parts that
/// start on one day those of the setting `main` first. Returns how many records are left aside since they end before they
/// start.
pub fn lines(compiled: &Compiled, history: &History<'_>, scratch: &mut Scratch, out: &mut Vec<Part>) -> u64 {
    let contradictory = |records: &[Record]| records.iter().filter(|record| record.contradicts()).count();
    let left_aside = contradictory(history.records).saturating_add(contradictory(history.apart));
    if let Some(observation) = Observation::of(compiled, history) {
        let from = out.len();
        let room = &mut scratch.room;
        room.events.gather(compiled, history, &observation);
        for (records, setting) in [
            (history.records, LineSetting::Main),
            (history.apart, LineSetting::Separate),
        ] {
            let doses = doses::gather(compiled, records, &observation, &mut room.doses);
            let patient = Patient {
                compiled,
                doses,
                events: &room.events,
                observation: &observation,
            };
            walk::walk(&patient, &mut room.carried, &mut room.last_covered, setting, out);
        }
        if let Some(parts) = out.get_mut(from..)
            && !parts.is_sorted_by_key(Part::order)
        {
            parts.sort_unstable_by_key(Part::order);
        }
    }
    u64::try_from(left_aside).unwrap_or(u64::MAX)
}
