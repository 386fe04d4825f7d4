//! Many people, written by several threads in one order.
//!
//! People are made in chunks of a fixed size. Each thread makes every so-manieth chunk, writes its people in each country's
//! form and encodes the rows; the caller takes the encoded chunks in the order of the people. A thread waits until its last
//! chunk was taken, so that no more chunks are held than two a thread.
//!
//! *Invariant:* what the caller gets depends on the seed and the number of people, never on the number of threads.

use crate::national::{Mess, Writer};
use crate::realistic::Realistic;
use crate::rows::{Rows, TableLayout, TableRows};
use crate::simulate::Simulator;
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// People to be made.
#[derive(Debug)]
pub struct People<'a> {
    /// Who makes them.
    pub simulator: &'a Simulator,
    /// How many; they are numbered from 1.
    pub count: u64,
    /// With which defects.
    pub mess: Mess,
    /// In which countries' form.
    pub writers: &'a [&'static dyn Writer],
    /// How many threads make them.
    pub threads: NonZeroUsize,
    /// How many people a chunk has.
    pub chunk: NonZeroUsize,
}

/// Turns the rows of a table into what its file takes.
pub trait Encode: Sync {
    /// Encoded rows.
    type Piece: Send;
    /// Why rows cannot be encoded.
    type Error: Send;

    /// Encodes the rows of one table of one writer, both by position.
    fn encode(
        &self,
        writer: usize,
        table: usize,
        layout: &TableLayout,
        rows: &TableRows,
    ) -> Result<Self::Piece, Self::Error>;
}

/// The people of one chunk, encoded.
#[derive(Debug)]
pub struct Chunk<P> {
    /// For each writer its tables.
    pub tables: Vec<Vec<P>>,
    /// How many people there are so far, with these.
    pub people: u64,
}

/// Why people were not all made.
#[derive(Debug)]
pub enum Stopped<E> {
    /// Rows cannot be encoded, or the caller could not take them.
    Because(E),
    /// A thread ended early, which is a fault of the program.
    Thread,
}

impl<E> From<E> for Stopped<E> {
    fn from(error: E) -> Self {
        Self::Because(error)
    }
}

type Sent<E> = Result<Chunk<<E as Encode>::Piece>, <E as Encode>::Error>;

impl People<'_> {
    /// Makes them all, and hands the chunks to `take` in order.
    pub fn make<E: Encode>(
        &self,
        encode: &E,
        mut take: impl FnMut(Chunk<E::Piece>) -> Result<(), E::Error>,
    ) -> Result<(), Stopped<E::Error>> {
        let threads = self.threads.get();
        std::thread::scope(|scope| {
            let mut receivers: Vec<Receiver<Sent<E>>> = Vec::with_capacity(threads);
            for thread in 0..threads {
                let (sender, receiver) = sync_channel(1);
                receivers.push(receiver);
                scope.spawn(move || self.every(thread, encode, &sender));
            }
            let chunks = self.count.div_ceil(self.chunk_size());
            let in_turn = (0..threads).cycle();
            for (_, thread) in (0..chunks).zip(in_turn) {
                let receiver = receivers.get(thread).ok_or(Stopped::Thread)?;
                let chunk = receiver.recv().map_err(|_| Stopped::Thread)?;
                take(chunk?)?;
            }
            Ok(())
        })
    }

    fn chunk_size(&self) -> u64 {
        u64::try_from(self.chunk.get()).unwrap_or(u64::MAX)
    }

    /// Makes every so-manieth chunk and sends it. A receiver that is gone ends the work.
    fn every<E: Encode>(&self, thread: usize, encode: &E, sender: &SyncSender<Sent<E>>) {
        let mut rows: Vec<Rows> = self
            .writers
            .iter()
            .map(|writer| Rows::of(writer.tables().len()))
            .collect();
        let size = self.chunk_size();
        let chunks = self.count.div_ceil(size);
        for chunk in (0..chunks).skip(thread).step_by(self.threads.get()) {
            let people = chunk * size + 1..=self.count.min((chunk + 1) * size);
            let made = self.chunk(people.clone(), encode, &mut rows);
            if sender.send(made).is_err() {
                return;
            }
        }
    }

    fn chunk<E: Encode>(
        &self,
        people: std::ops::RangeInclusive<u64>,
        encode: &E,
        rows: &mut [Rows],
    ) -> Sent<E> {
        rows.iter_mut().for_each(Rows::clear);
        let last = *people.end();
        for number in people {
            let mut person = self.simulator.person(number);
            if let Mess::Realistic { seed } = self.mess {
                Realistic { seed }.apply(&mut person);
            }
            for (writer, rows) in self.writers.iter().zip(rows.iter_mut()) {
                writer.write(&person, self.mess, rows);
            }
        }
        let encoded = |position: usize, writer: &dyn Writer, rows: &Rows| {
            let tables = writer.tables().iter().zip(rows.tables()).enumerate();
            tables
                .map(|(table, (layout, rows))| encode.encode(position, table, layout, rows))
                .collect::<Result<Vec<_>, _>>()
        };
        let each = self.writers.iter().zip(rows.iter()).enumerate();
        let tables = each.map(|(position, (writer, rows))| encoded(position, *writer, rows));
        let tables = tables.collect::<Result<_, _>>()?;
        Ok(Chunk { tables, people: last })
    }
}
