//! What a study means, apart from how it is written: the semantic hash (language reference, "Identity").
//!
//! A meaning is a hash of a canonical form. Names of definitions are gone, since what they stand for takes their place;
//! operands of commutative operators have no order; nested `and`s and bags of events are flat; a negation stands at the
//! comparison that it negates. What results carry as keys is part of it: the names of cohorts, criteria, endpoints and
//! characteristics. So are the contents of code lists, drugs, analytes and of the model's entities in use.
//!
//! Invariant: two studies with one hash have the same results on any data, since the canonical form holds all that an
//! evaluation looks at. Comments, versions, tests, and definitions that nothing uses are deliberately absent.

mod cohort;
mod condition;
mod endpoint;
mod entity;
mod events;
mod expression;
mod hash;
mod item;
mod joined;
mod lines;
mod output;
mod vocabulary;

pub use cohort::{Keep, Kept};
pub use hash::Hash;
pub use item::{Item, ItemKind, used_definitions};

use crate::study::{CharacteristicId, CohortId, DefinitionId, EndpointId, Study};
use condition::Form;
use events::Flat;
use hash::Encoder;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// The version of the canonical form. A change of what is hashed, or how, raises it, and with it every hash.
pub const VERSION: u32 = 1;

/// The semantic hashes of a study and of what is defined in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meaning {
    /// Of the whole study: all that decides about its results.
    pub study: Hash,
    /// Of each thing that is named in it, by kind and then in the order in which the study has it.
    pub items: Vec<Item>,
}

impl Meaning {
    /// The meaning of a study.
    pub fn of(study: &Study) -> Self {
        let meanings = Meanings::new(study);
        Self {
            study: meanings.study(),
            items: item::items(&meanings),
        }
    }
}

/// The meanings of a study's parts, each worked out once.
#[derive(Debug)]
pub struct Meanings<'s> {
    study: &'s Study,
    definitions: RefCell<BTreeMap<DefinitionId, Hash>>,
    /// The conditions that definitions are, upright and negated.
    conditions: RefCell<BTreeMap<(DefinitionId, bool), Form>>,
    bags: RefCell<BTreeMap<DefinitionId, Flat>>,
    joins: RefCell<joined::Known>,
    drugs: BTreeMap<&'s str, Hash>,
    analytes: BTreeMap<&'s str, Hash>,
    /// The precision rules that are being worked out. One that needs itself was refused before; this ends it all the same.
    rules: RefCell<BTreeMap<usize, Option<Hash>>>,
}

impl<'s> Meanings<'s> {
    /// The meanings of this study's parts.
    pub fn new(study: &'s Study) -> Self {
        let drugs = study.drugs.iter();
        let analytes = study.analytes.iter();
        let meanings = Self {
            study,
            definitions: RefCell::default(),
            conditions: RefCell::default(),
            bags: RefCell::default(),
            joins: RefCell::default(),
            drugs: drugs
                .map(|drug| (drug.qualified.as_str(), vocabulary::drug(drug)))
                .collect(),
            analytes: analytes
                .map(|analyte| (analyte.qualified.as_str(), vocabulary::analyte(analyte)))
                .collect(),
            rules: RefCell::default(),
        };
        // Each definition refers to earlier ones only, so that none has to go deep for another.
        for id in (0u32..).take(study.definitions.len()) {
            meanings.definition(DefinitionId(id));
        }
        meanings
    }

    /// The study.
    pub fn of(&self) -> &'s Study {
        self.study
    }

    /// The meaning of the whole study.
    pub fn study(&self) -> Hash {
        let mut encoder = Encoder::new("study");
        encoder.number(VERSION.into());
        for id in (0u32..).take(self.study.cohorts.len()) {
            encoder.hash(self.cohort(CohortId(id)));
        }
        for output in &self.study.outputs {
            encoder.hash(self.output(output));
        }
        let reasons = self.looks_ahead();
        encoder.number(reasons.len() as u64);
        for (days, reason) in reasons {
            encoder.signed(days).text(reason);
        }
        encoder.finish()
    }

    /// The meaning of a definition's value, whatever its name.
    pub fn definition(&self, id: DefinitionId) -> Hash {
        if let Some(known) = self.definitions.borrow().get(&id) {
            return *known;
        }
        let hash = match self.study.definition(id) {
            Some(definition) => self.expression(&definition.value),
            None => Encoder::new("nothing").finish(),
        };
        self.definitions.borrow_mut().insert(id, hash);
        hash
    }

    /// The meaning of a characteristic: its value and what results call it.
    pub fn characteristic(&self, id: CharacteristicId) -> Hash {
        let Some(characteristic) = self.study.characteristic(id) else {
            return Encoder::new("nothing").finish();
        };
        let mut encoder = Encoder::new("characteristic");
        encoder.text(&characteristic.name);
        encoder.hash(self.expression(&characteristic.value));
        encoder.texts(characteristic.labels.as_deref());
        encoder.finish()
    }

    /// The meaning of an endpoint, with its name, since results carry it.
    pub fn endpoint(&self, id: EndpointId) -> Hash {
        match self.study.endpoint(id) {
            Some(endpoint) => Encoder::new("named endpoint")
                .text(&endpoint.name)
                .hash(self.outcome(endpoint))
                .finish(),
            None => Encoder::new("nothing").finish(),
        }
    }

    /// The declared looks past the index date of all that decides about results: reports repeat them.
    fn looks_ahead(&self) -> BTreeSet<(i64, &'s str)> {
        let used = item::used_definitions(self.study);
        let definitions = used.into_iter().filter_map(|id| self.study.definition(id));
        let definitions = definitions.map(|definition| &definition.looking_ahead);
        let criteria = self.study.cohorts.iter().flat_map(|cohort| &cohort.criteria);
        let criteria = criteria.map(|criterion| &criterion.looking_ahead);
        let characteristics = self.study.characteristics.iter();
        let characteristics = characteristics.map(|characteristic| &characteristic.looking_ahead);
        let all = definitions.chain(criteria).chain(characteristics).flatten();
        all.map(|ahead| (ahead.days, ahead.reason.as_str())).collect()
    }
}
