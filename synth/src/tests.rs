//! The way from a seed to bytes: the same for any number of threads, and for a person alone and in a crowd.

use crate::national::{Mess, Writer, writers};
use crate::people::Encode;
use crate::person::{MedicationKind, Person, Sex};
use crate::rows::{Rows, TableLayout, TableRows};
use crate::text::{Text, header};
use crate::{People, Realistic, Simulator};
use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};

/// All tables of all countries as one text each.
fn bytes(threads: usize, chunk: usize, count: u64, mess: Mess) -> Vec<Vec<u8>> {
    let simulator = Simulator::new(11, &[]);
    let people = People {
        simulator: &simulator,
        count,
        mess,
        writers: writers(),
        threads: NonZeroUsize::new(threads).unwrap(),
        chunk: NonZeroUsize::new(chunk).unwrap(),
    };
    let layouts = || writers().iter().flat_map(|writer| writer.tables());
    let mut files: Vec<Vec<u8>> = layouts().map(|layout| header(layout).unwrap()).collect();
    let mut seen = 0;
    people
        .make(&Text, |chunk| {
            assert!(chunk.people > seen);
            seen = chunk.people;
            let pieces = chunk.tables.into_iter().flatten();
            files
                .iter_mut()
                .zip(pieces)
                .for_each(|(file, piece)| file.extend(piece));
            Ok(())
        })
        .unwrap();
    assert_eq!(seen, count);
    files
}

#[test]
fn bytes_do_not_depend_on_threads_or_chunks() {
    for mess in [Mess::Clean, Mess::Realistic { seed: 11 }] {
        let once = bytes(1, 64, 150, mess);
        assert_eq!(bytes(3, 64, 150, mess), once);
        assert_eq!(bytes(2, 7, 150, mess), once);
        assert_eq!(bytes(5, 1000, 150, mess), once);
    }
}

/// A piece that knows how many of its kind there are.
struct Counted<'a>(&'a AtomicUsize);

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Makes counted pieces and remembers the most there were at a time.
struct Counting<'a> {
    now: &'a AtomicUsize,
    most: &'a AtomicUsize,
}

impl<'a> Encode for Counting<'a> {
    type Piece = Counted<'a>;
    type Error = ();

    fn encode(&self, _: usize, _: usize, _: &TableLayout, _: &TableRows) -> Result<Counted<'a>, ()> {
        let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
        Ok(Counted(self.now))
    }
}

#[test]
fn memory_does_not_grow_with_the_number_of_people() {
    let simulator = Simulator::new(11, &[]);
    let (threads, chunks) = (3, 60);
    let (now, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let people = People {
        simulator: &simulator,
        count: chunks,
        mess: Mess::Clean,
        writers: writers(),
        threads: NonZeroUsize::new(threads).unwrap(),
        chunk: NonZeroUsize::MIN,
    };
    let counting = Counting {
        now: &now,
        most: &most,
    };
    let mut taken = 0;
    let took = people.make(&counting, |chunk| {
        taken += 1;
        // A disk that is slower than the threads: they have to wait with their chunks.
        std::thread::sleep(std::time::Duration::from_millis(2));
        drop(chunk);
        Ok(())
    });
    assert!(took.is_ok());
    assert_eq!(taken, chunks);
    let tables: usize = writers().iter().map(|writer| writer.tables().len()).sum();
    // One chunk a thread in the making, one sent, and the one that is being taken.
    let most = most.load(Ordering::SeqCst);
    assert!(
        most <= (2 * threads + 1) * tables,
        "{} chunks at a time",
        most / tables
    );
    assert_eq!(now.load(Ordering::SeqCst), 0);
}

#[test]
fn every_table_of_every_country_has_whole_rows() {
    let mut rows: Vec<Rows> = writers()
        .iter()
        .map(|writer| Rows::of(writer.tables().len()))
        .collect();
    let simulator = Simulator::new(3, &[]);
    for number in 1..=400 {
        let person = simulator.person(number);
        for (writer, rows) in writers().iter().zip(&mut rows) {
            writer.write(&person, Mess::Clean, rows);
        }
    }
    for (writer, rows) in writers().iter().zip(&rows) {
        assert_eq!(writer.tables().len(), rows.tables().len(), "{}", writer.source());
        assert!(
            rows.tables().iter().any(|table| table.len() > 1000),
            "{}",
            writer.source()
        );
        for (table, (layout, rows)) in writer.tables().iter().zip(rows.tables()).enumerate() {
            if let Err(error) = Text.encode(0, table, layout, rows) {
                panic!("{}: {error}", writer.source());
            }
        }
    }
    let names: BTreeSet<&str> = writers().iter().map(|writer| writer.source()).collect();
    assert_eq!(names, BTreeSet::from(["de", "jp", "uk", "us"]));
}

/// Real ones: how many of these people show what.
fn realistic(count: u64) -> Vec<(Person, Person)> {
    let simulator = Simulator::new(5, &[]);
    (1..=count)
        .map(|number| {
            let clean = simulator.person(number);
            let mut person = clean.clone();
            Realistic { seed: 5 }.apply(&mut person);
            (clean, person)
        })
        .collect()
}

#[test]
fn every_defect_of_a_person_occurs_and_most_people_have_few() {
    let people = realistic(3_000);
    let count = |shows: &dyn Fn(&Person) -> bool| people.iter().filter(|(_, person)| shows(person)).count();
    let dies_before = |person: &Person, days: &dyn Fn(&Person) -> Option<crate::person::Day>| {
        person
            .death
            .as_ref()
            .is_some_and(|death| days(person).is_some_and(|day| day > death.date))
    };
    let shown = [
        ("refuses", count(&|p| p.opted_out)),
        ("third sex", count(&|p| p.sex == Some(Sex::Other))),
        ("two primaries", count(&|p| p.diagnoses.len() > 1)),
        (
            "cancelled",
            count(&|p| {
                p.medications
                    .iter()
                    .any(|m| m.cancelled && m.kind == MedicationKind::Order)
            }),
        ),
        (
            "treated before diagnosis",
            count(&|p| {
                let first = p.diagnoses.iter().map(|d| d.date).min();
                p.medications.first().is_some_and(|m| Some(m.start) < first)
            }),
        ),
        (
            "dose on the day of death",
            count(&|p| {
                p.death
                    .as_ref()
                    .is_some_and(|d| p.medications.iter().any(|m| m.start == d.date))
            }),
        ),
        (
            "visit after death",
            count(&|p| dies_before(p, &|p| p.visits.last().map(|v| v.date))),
        ),
        (
            "no stage",
            count(&|p| p.diagnoses.iter().any(|d| d.stage.is_none())),
        ),
        (
            "no cause",
            count(&|p| p.death.as_ref().is_some_and(|d| d.cause.is_none())),
        ),
        (
            "no value",
            count(&|p| p.measurements.iter().any(|m| m.value.is_none())),
        ),
    ];
    for (what, people) in shown {
        assert!((3..1_600).contains(&people), "{what}: {people} of 3000");
    }
    let unchanged = people
        .iter()
        .filter(|(clean, person)| clean.visits.len() == person.visits.len())
        .count();
    assert!(unchanged > 2_800, "{unchanged}");
    assert!(people.iter().all(|(clean, _)| !clean.opted_out));
}

#[test]
fn who_refused_is_not_in_the_rows_of_a_country_without_a_field_for_it() {
    let simulator = Simulator::new(5, &[]);
    let mut person = simulator.person(1);
    person.opted_out = true;
    let kept: Vec<&str> = writers()
        .iter()
        .filter(|writer| {
            let mut rows = Rows::of(writer.tables().len());
            Writer::write(**writer, &person, Mess::Realistic { seed: 5 }, &mut rows);
            rows.tables().iter().any(|table| !table.is_empty())
        })
        .map(|writer| writer.source())
        .collect();
    assert!(!kept.contains(&"us"), "{kept:?}");
}
