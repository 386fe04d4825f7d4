//! From the records of each owner to lines, by the kernel of `kohort-lines`.
//!
//! Invariant: owners are walked one after the other with room that is used again, so that memory does not grow with their
//! number but for the lines themselves. Only days are handed over; a date that is not known to the day is missing.

use super::bag::members;
use super::dispatch::{Computed, Made, Scope};
use super::fault::Fault;
use super::layout::Layout;
use super::lines::{LineRow, LineRows, MadeLines};
use super::operand::{NumberReader, Operand, Reader, TextReader};
use super::requirements::walked;
use super::values::Values;
use kohort_lines::{Compiled, DrugBits, History, Part, Record, Scratch, Starting, lines};
use kohort_plan::algebra::{DatedBag, Domain, LinesPlan, NodeId, Space};
use kohort_semantics::value::Date;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

impl Scope<'_> {
    /// The lines that a node made.
    pub(crate) fn made_lines(&self, node: NodeId) -> Result<&LineRows, Fault> {
        self.lines
            .get(&node)
            .ok_or(Fault::Other("reads lines that were not made yet"))
    }

    /// The regimens of each owner's lines in their order.
    pub(crate) fn line_sequence(&self, at: Domain, lines: NodeId) -> Result<Values, Fault> {
        let space = Some(Space::Periods(lines));
        let layout = self.domains.layout(Domain { space, ..at })?;
        Ok(self.made_lines(lines)?.sequences(&layout))
    }

    /// Makes the lines of each patient, or of each entry where something that bounds them is of the entry.
    pub(crate) fn make_lines(&self, id: NodeId, at: Domain, plan: &LinesPlan) -> Result<Computed, Fault> {
        let rules = self.prepared.lines.get(&id);
        let rules = rules.ok_or(Fault::Other("makes lines by rules that were not prepared"))?;
        let records = Records::new(self, at, plan)?;
        let bounds = Bounds::new(self, at, plan)?;
        let events = Events::new(self, at, plan)?;
        let readers = (records.read()?, bounds.read()?, events.read()?);
        let mut maker = Maker::new(rules);
        for (owner, range) in records.layout.ranges().enumerate() {
            maker.owner(owner, range, &readers.0, &readers.1, &readers.2);
        }
        let made = maker.finish();
        // A node that makes rows is itself the bag of all of them.
        let all = Values::Boolean(vec![Some(true); made.rows.rows.len()]);
        Ok(Computed {
            made: Some(Made::Lines(made)),
            ..all.into()
        })
    }
}

/// The records of all owners.
struct Records<'a> {
    layout: Arc<Layout>,
    members: Operand<'a>,
    apart: Option<Operand<'a>>,
    start: Operand<'a>,
    end: Option<Operand<'a>>,
    drug: Operand<'a>,
    supply: Option<Operand<'a>>,
}

/// The same, typed.
struct RecordReaders<'a> {
    members: Reader<'a, bool>,
    apart: Option<Reader<'a, bool>>,
    start: Reader<'a, Date>,
    end: Option<Reader<'a, Date>>,
    drug: TextReader<'a>,
    supply: Option<NumberReader<'a>>,
}

impl<'a> Records<'a> {
    fn new(scope: &'a Scope<'_>, at: Domain, plan: &LinesPlan) -> Result<Self, Fault> {
        let walked = walked(scope.plan, at.cohort, plan.records)?;
        let (layout, members) = scope.bag(at, plan.records)?;
        let optional = |node: Option<NodeId>| node.map(|node| scope.operand(node, walked)).transpose();
        Ok(Self {
            layout,
            members,
            apart: optional(plan.apart)?,
            start: scope.operand(plan.start, walked)?,
            end: optional(plan.end)?,
            drug: scope.operand(plan.drug, walked)?,
            supply: optional(plan.supply)?,
        })
    }

    fn read(&'a self) -> Result<RecordReaders<'a>, Fault> {
        Ok(RecordReaders {
            members: self.members.booleans()?,
            apart: self.apart.as_ref().map(Operand::booleans).transpose()?,
            start: self.start.dates()?,
            end: self.end.as_ref().map(Operand::dates).transpose()?,
            drug: self.drug.texts()?,
            supply: self.supply.as_ref().map(Operand::numbers).transpose()?,
        })
    }
}

/// The dates between which owners are observed.
struct Bounds<'a>([Option<Operand<'a>>; 3]);

type BoundReaders<'a> = [Option<Reader<'a, Date>>; 3];

impl<'a> Bounds<'a> {
    fn new(scope: &'a Scope<'_>, at: Domain, plan: &LinesPlan) -> Result<Self, Fault> {
        let date = |node: Option<NodeId>| node.map(|node| scope.operand(node, at)).transpose();
        Ok(Self([date(plan.starting)?, date(plan.until)?, date(plan.death)?]))
    }

    fn read(&'a self) -> Result<BoundReaders<'a>, Fault> {
        let [starting, until, death] = &self.0;
        let read = |date: &'a Option<Operand<'a>>| date.as_ref().map(Operand::dates).transpose();
        Ok([read(starting)?, read(until)?, read(death)?])
    }
}

/// The events that rules ask about: what breaks lines, progression, and what must not come before maintenance.
struct Events<'a> {
    bags: Vec<(Arc<Layout>, Operand<'a>, Operand<'a>)>,
    breakers: usize,
    progression: usize,
}

/// The same, typed.
struct EventReaders<'a> {
    bags: Vec<(&'a Layout, Reader<'a, bool>, Reader<'a, Date>)>,
    breakers: usize,
    progression: usize,
}

impl<'a> Events<'a> {
    fn new(scope: &'a Scope<'_>, at: Domain, plan: &LinesPlan) -> Result<Self, Fault> {
        let mut bags = Vec::new();
        for DatedBag { bag, date } in plan.breakers.iter().chain(&plan.progression).chain(&plan.without) {
            let (layout, members) = scope.bag(at, *bag)?;
            let dates = scope.operand(*date, walked(scope.plan, at.cohort, *bag)?)?;
            bags.push((layout, members, dates));
        }
        Ok(Self {
            bags,
            breakers: plan.breakers.len(),
            progression: plan.progression.iter().len(),
        })
    }

    fn read(&'a self) -> Result<EventReaders<'a>, Fault> {
        let mut bags = Vec::with_capacity(self.bags.len());
        for (layout, members, dates) in &self.bags {
            bags.push((&**layout, members.booleans()?, dates.dates()?));
        }
        Ok(EventReaders {
            bags,
            breakers: self.breakers,
            progression: self.progression,
        })
    }
}

/// Lines in the making, and the room that is used again for each owner.
struct Maker<'a> {
    rules: &'a Compiled,
    scratch: Scratch,
    records: Vec<Record>,
    apart: Vec<Record>,
    days: Vec<Vec<i32>>,
    parts: Vec<Part>,
    sets: BTreeMap<DrugBits, u32>,
    lengths: Vec<usize>,
    rows: LineRows,
    contradictory: u64,
}

impl<'a> Maker<'a> {
    fn new(rules: &'a Compiled) -> Self {
        Self {
            rules,
            scratch: Scratch::default(),
            records: Vec::new(),
            apart: Vec::new(),
            days: Vec::new(),
            parts: Vec::new(),
            sets: BTreeMap::new(),
            lengths: Vec::new(),
            rows: LineRows::default(),
            contradictory: 0,
        }
    }

    /// Makes the lines of one owner, whose records are these.
    fn owner(
        &mut self,
        owner: usize,
        range: Range<usize>,
        records: &RecordReaders<'_>,
        [starting, until, death]: &BoundReaders<'_>,
        events: &EventReaders<'_>,
    ) {
        self.gather(range, records);
        self.days.resize_with(events.bags.len(), Vec::new);
        for (days, (layout, bag, dates)) in self.days.iter_mut().zip(&events.bags) {
            days.clear();
            let dated = members(*bag, layout.range(owner)).filter_map(|at| day(dates.at(at)));
            days.extend(dated);
        }
        let days: Vec<&[i32]> = self.days.iter().map(Vec::as_slice).collect();
        let (breakers, rest) = days.split_at(events.breakers.min(days.len()));
        let (progression, without) = rest.split_at(events.progression.min(rest.len()));
        let bound = |date: &Option<Reader<'_, Date>>| day(date.as_ref().and_then(|date| date.at(owner)));
        let history = History {
            records: &self.records,
            apart: &self.apart,
            starting: match starting {
                None => Starting::Unbounded,
                Some(date) => day(date.at(owner)).map_or(Starting::Missing, Starting::On),
            },
            until: bound(until),
            death: bound(death),
            breakers,
            progression: progression.first().copied().unwrap_or_default(),
            without,
        };
        self.parts.clear();
        self.contradictory += lines(self.rules, &history, &mut self.scratch, &mut self.parts);
        self.lengths.push(self.parts.len());
        self.add_rows();
    }

    /// The owner's records in the bags, of substances that the rules know.
    fn gather(&mut self, range: Range<usize>, records: &RecordReaders<'_>) {
        self.records.clear();
        self.apart.clear();
        for at in range {
            let main = records.members.at(at) == Some(true);
            let apart = records.apart.is_some_and(|apart| apart.at(at) == Some(true));
            if !main && !apart {
                continue;
            }
            let drug = records.drug.at(at).and_then(|drug| self.rules.drug(drug));
            let Some((start, drug)) = day(records.start.at(at)).zip(drug) else {
                continue;
            };
            let record = Record {
                start,
                end: day(records.end.and_then(|end| end.at(at))),
                drug,
                supply: records.supply.and_then(|supply| supply.at(at)?.to_i64()),
            };
            if main {
                self.records.push(record);
            } else {
                self.apart.push(record);
            }
        }
    }

    fn add_rows(&mut self) {
        for part in &self.parts {
            let same = |other: &&Part| other.number == part.number && other.setting == part.setting;
            let line_start = self.parts.iter().filter(same).map(|other| other.start).min();
            let drugs = match self.sets.get(&part.drugs) {
                Some(known) => *known,
                None => {
                    let next = u32::try_from(self.rows.drugs.len()).unwrap_or(u32::MAX);
                    let texts = self.rules.texts(&part.drugs);
                    self.rows.drugs.push(texts.drugs);
                    self.rows.regimens.push(texts.regimen);
                    self.sets.insert(part.drugs.clone(), next);
                    next
                }
            };
            self.rows.rows.push(LineRow {
                number: part.number,
                start: part.start,
                end: part.end,
                maintenance: part.maintenance,
                end_reason: part.end_reason.position(),
                setting: part.setting.position(),
                line_end: part.line_end,
                next_start: part.next_start,
                line_start: line_start.unwrap_or(part.start),
                drugs,
            });
        }
    }

    fn finish(self) -> MadeLines {
        MadeLines {
            layout: Layout::from_lengths(self.lengths),
            rows: self.rows,
            contradictory: self.contradictory,
        }
    }
}

/// A date that is known to the day, in days since 1970.
fn day(date: Option<Date>) -> Option<i32> {
    date.and_then(Date::as_day).map(|day| day.0)
}
