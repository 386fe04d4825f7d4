//! For whom a node has values, and how positions of a larger domain lead to positions of a smaller one.
//!
//! Invariant: a position of a domain stands for a patient, an entry, a record, or a pair of an entry and one of its
//! patient's records; pairs are laid out entry by entry with the records in their own order. The same rules say before a
//! run whether one domain can be read from another ([`readable`]) and build the way in a batch ([`Domains::positions`]).

use super::entries::Entries;
use super::fault::Fault;
use super::layout::Layout;
use kohort_plan::algebra::{CohortIndex, Domain, NodeId, Space};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

/// For whom a node really has values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// One value that everybody shares.
    Everybody,
    /// One value for each position of the domain.
    Each(Domain),
}

/// How positions of one domain lead to positions of another.
#[derive(Debug, Clone)]
pub(crate) enum Positions {
    /// They are the same.
    Same,
    /// All lead to the only one.
    Only,
    /// Each leads to the one named here.
    Through(Arc<[u32]>),
}

impl Positions {
    /// Where a position leads.
    pub(crate) fn lead(&self, position: usize) -> Option<usize> {
        match self {
            Self::Same => Some(position),
            Self::Only => Some(0),
            Self::Through(to) => to.get(position).map(|to| *to as usize),
        }
    }
}

/// The domain of the patients or entries to which a domain's positions belong.
pub(crate) fn owners(domain: Domain) -> Domain {
    Domain {
        cohort: domain.cohort,
        space: None,
    }
}

/// Whether values for each position of `smaller` can be read from each position of `larger`. `native` is the cohort for
/// whose entries the rows of `larger`'s space were made; rows of streams belong to patients.
pub(crate) fn readable(larger: Domain, smaller: Domain, native: Option<CohortIndex>) -> bool {
    let same_or_wider = smaller.cohort == larger.cohort || smaller.cohort.is_none();
    match (larger.space, smaller.space) {
        (_, None) => same_or_wider,
        (Some(of_larger), Some(of_smaller)) => {
            of_larger == of_smaller && same_or_wider && (native.is_none() || smaller.cohort == native)
        }
        (None, Some(_)) => false,
    }
}

/// The domains of one batch.
#[derive(Debug)]
pub(crate) struct Domains {
    patients: usize,
    streams: Vec<Arc<Layout>>,
    entries: BTreeMap<CohortIndex, Arc<Entries>>,
    periods: BTreeMap<NodeId, Rows>,
    pairs: RefCell<BTreeMap<(CohortIndex, Space), Arc<Layout>>>,
    ways: RefCell<Ways>,
}

/// The cohort to whose entries the rows of a space belong (to patients, if absent), and the rows.
type Rows = (Option<CohortIndex>, Arc<Layout>);
/// The ways that were asked for.
type Ways = BTreeMap<(Domain, Domain), Arc<[u32]>>;

impl Domains {
    /// The domains of a batch in which no cohort has its entries yet.
    pub(crate) fn new(patients: usize, streams: Vec<Layout>) -> Self {
        Self {
            patients,
            streams: streams.into_iter().map(Arc::new).collect(),
            entries: BTreeMap::new(),
            periods: BTreeMap::new(),
            pairs: RefCell::default(),
            ways: RefCell::default(),
        }
    }

    /// Makes a cohort's entries known.
    pub(crate) fn add_entries(&mut self, cohort: CohortIndex, entries: Arc<Entries>) {
        self.entries.insert(cohort, entries);
    }

    /// Makes the rows of a space of periods known; they belong to patients or to entries of a cohort.
    pub(crate) fn add_periods(&mut self, node: NodeId, cohort: Option<CohortIndex>, layout: Layout) {
        self.periods.insert(node, (cohort, Arc::new(layout)));
    }

    /// The entries of a cohort.
    pub(crate) fn entries(&self, cohort: CohortIndex) -> Result<&Arc<Entries>, Fault> {
        self.entries
            .get(&cohort)
            .ok_or(Fault::Other("needs the entries of a cohort that has none yet"))
    }

    /// How many patients there are.
    pub(crate) fn patients(&self) -> usize {
        self.patients
    }

    /// How many positions a domain has.
    pub(crate) fn len(&self, domain: Domain) -> Result<usize, Fault> {
        match (domain.space, domain.cohort) {
            (Some(_), _) => Ok(self.layout(domain)?.len()),
            (None, Some(cohort)) => Ok(self.entries(cohort)?.patients.len()),
            (None, None) => Ok(self.patients),
        }
    }

    /// The records or pairs of a domain, grouped by its owners.
    pub(crate) fn layout(&self, domain: Domain) -> Result<Arc<Layout>, Fault> {
        let space = domain.space.ok_or(Fault::Other(
            "ranges over records but has a value for each patient",
        ))?;
        let (native, rows) = self.rows(space)?;
        match domain.cohort {
            cohort if cohort == native => Ok(Arc::clone(rows)),
            Some(cohort) if native.is_none() => {
                if let Some(known) = self.pairs.borrow().get(&(cohort, space)) {
                    return Ok(Arc::clone(known));
                }
                let patients = self.entries(cohort)?.patients.iter();
                let pairs = Arc::new(Layout::from_lengths(
                    patients.map(|patient| rows.range(*patient as usize).len()),
                ));
                self.pairs
                    .borrow_mut()
                    .insert((cohort, space), Arc::clone(&pairs));
                Ok(pairs)
            }
            _ => Err(Fault::Other(
                "uses the periods of one cohort's entries for another's",
            )),
        }
    }

    /// The way from each position of `larger` to a position of `smaller`.
    pub(crate) fn positions(&self, larger: Domain, smaller: Extent) -> Result<Positions, Fault> {
        let smaller = match smaller {
            Extent::Everybody => return Ok(Positions::Only),
            Extent::Each(smaller) if smaller == larger => return Ok(Positions::Same),
            Extent::Each(smaller) => smaller,
        };
        let native = match larger.space {
            Some(space) => self.rows(space)?.0,
            None => None,
        };
        if !readable(larger, smaller, native) {
            return Err(Fault::Other(
                "reads an operand of a domain that does not fit its own",
            ));
        }
        if let Some(known) = self.ways.borrow().get(&(larger, smaller)) {
            return Ok(Positions::Through(Arc::clone(known)));
        }
        let way = self.way(larger, smaller)?;
        self.ways.borrow_mut().insert((larger, smaller), Arc::clone(&way));
        Ok(Positions::Through(way))
    }

    /// The rows of a space, and the cohort to whose entries they belong.
    fn rows(&self, space: Space) -> Result<(Option<CohortIndex>, &Arc<Layout>), Fault> {
        let found = match space {
            Space::Stream(stream) => self.streams.get(stream.0 as usize).map(|rows| (None, rows)),
            Space::Periods(node) => self.periods.get(&node).map(|(cohort, rows)| (*cohort, rows)),
        };
        found.ok_or(Fault::Other("ranges over records that do not exist"))
    }

    fn way(&self, larger: Domain, smaller: Domain) -> Result<Arc<[u32]>, Fault> {
        match (larger.space, larger.cohort) {
            (Some(space), Some(cohort)) if smaller.space.is_some() => {
                let (_, rows) = self.rows(space)?;
                let patients = self.entries(cohort)?.patients.iter();
                let of_patient = patients.flat_map(|patient| rows.range(*patient as usize));
                of_patient
                    .map(|row| u32::try_from(row).map_err(|_| TOO_MANY))
                    .collect()
            }
            (Some(_), _) if smaller == owners(larger) => Ok(self.layout(larger)?.groups().into()),
            (Some(_), Some(cohort)) => {
                let (pairs, entries) = (self.layout(larger)?, self.entries(cohort)?);
                let patient = |entry: &u32| entries.patients.get(*entry as usize).copied();
                let way: Option<Arc<[u32]>> = pairs.groups().iter().map(patient).collect();
                way.ok_or(Fault::Other("has pairs of entries that do not exist"))
            }
            (None, Some(cohort)) => Ok(self.entries(cohort)?.patients.as_slice().into()),
            _ => Err(Fault::Other(
                "reads an operand of a domain that does not fit its own",
            )),
        }
    }
}

const TOO_MANY: Fault = Fault::Other("has more records in one batch than can be counted in 32 bits");

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_plan::algebra::StreamId;

    const COHORT: CohortIndex = CohortIndex(0);
    const STREAM: Space = Space::Stream(StreamId(0));
    const PATIENTS: Domain = Domain {
        cohort: None,
        space: None,
    };
    const ENTRIES: Domain = Domain {
        cohort: Some(COHORT),
        space: None,
    };
    const RECORDS: Domain = Domain {
        cohort: None,
        space: Some(STREAM),
    };
    const PAIRS: Domain = Domain {
        cohort: Some(COHORT),
        space: Some(STREAM),
    };

    /// Three patients with 2, 0 and 1 records; the first has two entries, the others one each.
    fn domains() -> Domains {
        let mut domains = Domains::new(3, vec![Layout::from_lengths([2, 0, 1])]);
        let entries = Entries {
            patients: vec![0, 0, 1, 2],
            index: vec![1, 2, 3, 4],
        };
        domains.add_entries(COHORT, Arc::new(entries));
        domains
    }

    fn way(larger: Domain, smaller: Domain) -> Vec<usize> {
        let domains = domains();
        let positions = domains.positions(larger, Extent::Each(smaller)).unwrap();
        (0..domains.len(larger).unwrap())
            .map(|position| positions.lead(position).unwrap())
            .collect()
    }

    #[test]
    fn every_larger_domain_leads_to_every_smaller_one() {
        assert_eq!(way(ENTRIES, PATIENTS), [0, 0, 1, 2]);
        assert_eq!(way(RECORDS, PATIENTS), [0, 0, 2]);
        assert_eq!(way(PAIRS, ENTRIES), [0, 0, 1, 1, 3]);
        assert_eq!(way(PAIRS, RECORDS), [0, 1, 0, 1, 2]);
        assert_eq!(way(PAIRS, PATIENTS), [0, 0, 0, 0, 2]);
        assert_eq!(way(PAIRS, PAIRS), [0, 1, 2, 3, 4]);
        let only = domains().positions(PAIRS, Extent::Everybody).unwrap();
        assert_eq!(only.lead(4), Some(0));
    }

    #[test]
    fn a_larger_domain_cannot_be_read_from_a_smaller_one() {
        let domains = domains();
        for (larger, smaller) in [
            (PATIENTS, ENTRIES),
            (PATIENTS, RECORDS),
            (RECORDS, PAIRS),
            (ENTRIES, RECORDS),
        ] {
            assert!(
                domains.positions(larger, Extent::Each(smaller)).is_err(),
                "{larger:?} {smaller:?}"
            );
        }
        let other = Domain {
            cohort: Some(CohortIndex(1)),
            space: None,
        };
        assert!(domains.positions(ENTRIES, Extent::Each(other)).is_err());
    }

    #[test]
    fn periods_made_for_entries_stay_with_them() {
        let mut domains = domains();
        let (node, space) = (NodeId::new(7), Space::Periods(NodeId::new(7)));
        domains.add_periods(node, Some(COHORT), Layout::from_lengths([1, 0, 2, 0]));
        let rows = Domain {
            cohort: Some(COHORT),
            space: Some(space),
        };
        assert_eq!(domains.len(rows), Ok(3));
        let positions = domains.positions(rows, Extent::Each(PATIENTS)).unwrap();
        assert_eq!(
            (0..3).map(|row| positions.lead(row).unwrap()).collect::<Vec<_>>(),
            [0, 1, 1]
        );
        assert!(
            domains
                .layout(Domain {
                    cohort: None,
                    space: Some(space)
                })
                .is_err()
        );
    }
}
