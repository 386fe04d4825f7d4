//! Invented people, the same in every run, for R and us to look at.

use crate::support::fraction;
use kohort_stats::{Cause, Count, Mass, Outcome, Rational, Spell, Spells, Weighted};
use std::fmt::Write;

/// One invented person.
pub(crate) struct Person {
    pub(crate) set: &'static str,
    pub(crate) stratum: u32,
    pub(crate) group: u32,
    entry: Option<u32>,
    exit: u32,
    cause: u16,
    /// In tenths.
    x: i64,
    y: i64,
    /// In hundredths.
    weight: i64,
}

/// Random numbers by splitmix64 (Steele, Lea & Flood 2014).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// A number from 0 to `most`.
    pub(crate) fn up_to(&mut self, most: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((mixed ^ (mixed >> 31)) % u64::from(most + 1)).unwrap_or(most)
    }
}

impl Person {
    fn outcome(&self) -> Outcome {
        match self.cause {
            0 => Outcome::Censored,
            cause => Outcome::Event(Cause(cause)),
        }
    }

    pub(crate) fn spell(&self) -> Spell {
        match self.entry {
            None => Spell::new(self.exit, self.outcome()),
            Some(entry) => Spell::delayed(entry, self.exit, self.outcome()).expect("exits are after entries"),
        }
    }

    pub(crate) fn covariates(&self) -> Vec<Rational> {
        vec![self.x(), fraction(self.y, 1)]
    }

    pub(crate) fn x(&self) -> Rational {
        fraction(self.x, 10)
    }

    pub(crate) fn weighted(&self) -> Weighted {
        Weighted::person(fraction(self.weight, 100)).expect("weights are above zero")
    }

    pub(crate) fn is_delayed(&self) -> bool {
        self.entry.is_some()
    }
}

/// Sets with and without many ties and delayed entry.
pub(crate) fn people(seed: u64) -> Vec<Person> {
    let random = &mut Random(seed);
    let mut people = Vec::new();
    for (set, size, longest, delayed) in [
        ("few", 60, 300, false),
        ("ties", 150, 40, false),
        ("many", 800, 1500, false),
        ("entries", 200, 60, true),
        ("entries and few ties", 150, 3000, true),
    ] {
        for _ in 0..size {
            let y = random.up_to(1);
            let x = random.up_to(60);
            let group = random.up_to(2);
            // Groups and covariates shorten times a little, so that tests have something to find.
            let longest = longest * (100 - 8 * group - 15 * y - x / 4) / 100;
            let exit = random.up_to(longest).max(u32::from(delayed));
            let entry = (delayed && random.up_to(2) > 0).then(|| random.up_to(exit - 1) / 2);
            people.push(Person {
                set,
                stratum: random.up_to(1),
                group,
                entry,
                exit,
                cause: u16::try_from(random.up_to(3) % 3).unwrap_or(0),
                x: i64::from(x) - 20,
                y: i64::from(y),
                weight: i64::from(random.up_to(400)) + 20,
            });
        }
    }
    people
}

/// Everybody as the table that the script reads.
pub(crate) fn table(people: &[Person]) -> String {
    let mut text = "set,stratum,group,entry,exit,cause,x,y,weight\n".to_owned();
    for person in people {
        let entry = person.entry.map(|entry| entry.to_string()).unwrap_or_default();
        writeln!(
            text,
            "{},{},{},{entry},{},{},{}e-1,{},{}e-2",
            person.set,
            person.stratum,
            person.group,
            person.exit,
            person.cause,
            person.x,
            person.y,
            person.weight
        )
        .expect("texts can be written to");
    }
    text
}

/// The spells of some people.
pub(crate) fn spells<'a>(people: impl IntoIterator<Item = &'a Person>) -> Spells<Count> {
    gather(people, |_| Count(1))
}

/// The spells of some people with their weights.
pub(crate) fn weighted_spells<'a>(people: impl IntoIterator<Item = &'a Person>) -> Spells<Weighted> {
    gather(people, Person::weighted)
}

fn gather<'a, M: Mass>(
    people: impl IntoIterator<Item = &'a Person>,
    mass: impl Fn(&Person) -> M,
) -> Spells<M> {
    let mut spells = Spells::new();
    for person in people {
        spells.add(person.spell(), &mass(person));
    }
    spells
}
