//! What a dataset holds, as it may be shown.
//!
//! Invariant: a [`Report`] is made from a description once, with the smallest count that the source allows, and only
//! reports are shown; exact counts below it exist nowhere else in this crate. Where the records without a value are too few
//! to be shown, those with one are not shown either, since the sum of both is.

mod html;
mod items;
mod text;
mod values;

pub(crate) use html::page;
pub(crate) use text::text;

use crate::report::cell::{Cell, Cells, notice};
use crate::report::quality::{Remark, remarks};
use kohort_engine::describe::{AttributeDescription, Description, EntityDescription};
use kohort_engine::{DataFault, FREQUENT, Quality};
use kohort_semantics::Source;
use kohort_semantics::capability::{Capability, capability};
use kohort_semantics::model::{EntityId, Model};
use serde::Serialize;
use values::Values;

/// The version of the format; it counts up when a field changes its meaning or goes.
const FORMAT_VERSION: u32 = 1;

/// What a dataset holds.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    format_version: u32,
    model: String,
    source: String,
    source_version: String,
    /// The first and the last day that the source says its data cover.
    period: Option<[String; 2]>,
    /// What its dates are counted from, where they are days from a date that is not disclosed.
    #[serde(skip_serializing_if = "Option::is_none")]
    days_from: Option<String>,
    /// What the source is, from its doc comment.
    about: Option<String>,
    country: Option<String>,
    minimum_cell: Option<u32>,
    notice: Vec<String>,
    patients: Cell,
    entities: Vec<EntityReport>,
    /// The entities that the source does not record, with the reasons that it gives.
    not_recorded: Vec<Reason>,
    quality: Vec<Remark>,
    /// What contradicts the source; `run` ends with these.
    faults: Vec<DataFault>,
}

/// The records of one entity.
#[derive(Debug, Serialize)]
struct EntityReport {
    entity: String,
    patients: Cell,
    records: Cell,
    /// Where they come from several tables.
    by_table: Vec<Count>,
    undated: Option<Cell>,
    /// Records whose date certainly lies outside the time that the source says its data cover.
    outside_period: Option<Cell>,
    repeated: Cell,
    /// From when to when, so that as many records as the smallest count are not later than the first, nor earlier than the
    /// last: a month or a year each.
    from: Option<String>,
    to: Option<String>,
    by_year: Vec<Count>,
    /// Where there is no calendar: by days from the date that is not disclosed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    by_days: Vec<Count>,
    attributes: Vec<AttributeReport>,
    /// The attributes that the source does not record.
    not_recorded: Vec<Reason>,
}

/// The values of one attribute.
#[derive(Debug, Serialize)]
struct AttributeReport {
    attribute: String,
    /// Records with a value; nothing where it would give away how many are without.
    known: Option<Cell>,
    /// Per cent of the records, to a tenth.
    known_percent: Option<String>,
    missing: Option<Cell>,
    /// Values of the files that cannot be read and are missing, as the source declares.
    unreadable: Cell,
    /// Of these, the texts that name no drug, no code or nothing that the source lists, the most frequent first; only those
    /// that enough rows have.
    unresolved: Vec<Count>,
    /// How many different such texts of fewer rows there are.
    unresolved_rare: u64,
    #[serde(flatten)]
    values: Values,
}

/// A name with a count.
#[derive(Debug, Clone, Serialize)]
struct Count {
    name: String,
    count: Cell,
}

/// What is not recorded, and why.
#[derive(Debug, Serialize)]
struct Reason {
    name: String,
    reason: String,
}

impl Report {
    pub(crate) fn new(model: &Model, source: &Source, found: Description) -> Self {
        let cells = Cells::new(source.minimum_cell);
        let least = u64::from(source.minimum_cell.unwrap_or(1));
        let quality = Quality {
            opted_out: found.opted_out,
            made_missing: found.unreadable_helpers,
            contradictory_dates: found.contradictory_dates,
            lacking_tables: found.lacking_tables,
            lacking_columns: found.lacking_columns,
            without_patient: found.without_patient,
            ..Quality::default()
        };
        let names = || model.entities.iter().zip((0..).map(EntityId));
        let absent = names().filter(|(_, id)| source.mappings(*id).next().is_none());
        let why = |id: EntityId| source.absent.iter().find(|absent| absent.entity == id);
        let not_recorded = absent.map(|(entity, id)| Reason {
            name: entity.name.clone(),
            reason: why(id)
                .map_or("the source does not map these records", |absent| &absent.reason)
                .to_owned(),
        });
        let entities = found.entities.iter().map(|entity| EntityReport {
            not_recorded: not_recorded_of(model, source, &entity.name),
            ..EntityReport::new(entity, cells, least)
        });
        Self {
            format_version: FORMAT_VERSION,
            model: format!("{}.{} {}", model.module, model.name, model.version),
            source: source.name.clone(),
            source_version: source.version.clone(),
            period: source
                .period
                .map(|(first, last)| [first.to_string(), last.to_string()]),
            days_from: source.anchor.as_ref().map(|anchor| anchor.what.clone()),
            about: source.doc.clone(),
            country: source.country.clone(),
            minimum_cell: source.minimum_cell,
            notice: source
                .minimum_cell
                .map(|minimum| notice(minimum).to_vec())
                .unwrap_or_default(),
            patients: cells.of(found.patients),
            entities: entities.collect(),
            not_recorded: not_recorded.collect(),
            quality: remarks(&quality, cells),
            faults: found.faults,
        }
    }

    /// Whether a run would end with faults of these data.
    pub(crate) fn is_at_fault(&self) -> bool {
        !self.faults.is_empty()
    }

    /// For programs.
    pub(crate) fn json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|json| json + "\n")
    }
}

impl EntityReport {
    fn new(found: &EntityDescription, cells: Cells, least: u64) -> Self {
        let by_year = found.by_year.iter().map(|(year, count)| Count {
            name: year.to_string(),
            count: cells.of(*count),
        });
        let by_days = found.by_days.iter().map(|(first, count)| Count {
            name: format!("{first} to {}", last_of(*first)),
            count: cells.of(*count),
        });
        let by_table = found.by_table.iter().map(|(table, count)| Count {
            name: table.clone(),
            count: cells.of(*count),
        });
        let (from, to) = span(found, least);
        let attributes = found.attributes.iter();
        Self {
            entity: found.name.clone(),
            patients: cells.of(found.patients),
            records: cells.of(found.records),
            by_table: by_table.collect(),
            undated: found.undated.map(|undated| cells.of(undated)),
            outside_period: found.outside_period.map(|outside| cells.of(outside)),
            repeated: cells.of(found.repeated),
            from,
            to,
            by_year: by_year.collect(),
            by_days: by_days.collect(),
            attributes: attributes
                .map(|attribute| AttributeReport::new(attribute, cells, least))
                .collect(),
            not_recorded: Vec::new(),
        }
    }
}

impl AttributeReport {
    fn new(found: &AttributeDescription, cells: Cells, least: u64) -> Self {
        let (known, missing) = (cells.of(found.known), cells.of(found.missing));
        let is_small = |cell: Cell| matches!(cell, Cell::Below(_));
        let both = !is_small(known) && !is_small(missing);
        // Even where small counts may be shown, a rare text may be a remark on a person.
        let frequent = |(_, rows): &&(String, u64)| *rows >= least.max(FREQUENT);
        let unresolved = found
            .unresolved
            .iter()
            .filter(frequent)
            .map(|(text, rows)| Count {
                name: text.clone(),
                count: cells.of(*rows),
            });
        Self {
            attribute: found.name.clone(),
            known: (both || is_small(known)).then_some(known),
            known_percent: both.then(|| percent(found.known, found.missing)).flatten(),
            missing: (both || is_small(missing)).then_some(missing),
            unreadable: cells.of(found.unreadable),
            unresolved: unresolved.collect(),
            unresolved_rare: found.unresolved.iter().filter(|text| !frequent(text)).count() as u64,
            values: Values::new(found, cells, least),
        }
    }
}

/// The attributes of an entity that the source does not record.
fn not_recorded_of(model: &Model, source: &Source, entity: &str) -> Vec<Reason> {
    let Some((id, declared)) = model.entity_named(entity) else {
        return Vec::new();
    };
    let attributes = model.attribute_ids(id).zip(&declared.attributes);
    let absent = attributes.filter_map(|(attribute, declared)| match capability(source, attribute) {
        Capability::Absent { reason } => Some(Reason {
            name: declared.name.clone(),
            reason,
        }),
        _ => None,
    });
    absent.collect()
}

/// The last of the 365 days that begin with a day.
fn last_of(first: i32) -> i32 {
    first.saturating_add(364)
}

/// From when to when there are records: the first and the last month, or year where not all dates are known to the month, or
/// days where there is no calendar, such that at least so many records lie up to it, or from it on.
fn span(found: &EntityDescription, least: u64) -> (Option<String>, Option<String>) {
    let in_months: u64 = found.by_month.iter().map(|(_, count)| count).sum();
    let in_years: u64 = found.by_year.iter().map(|(_, count)| count).sum();
    if !found.by_days.is_empty() {
        let days = found.by_days.iter();
        let first = days
            .clone()
            .map(|(first, count)| (format!("day {first}"), *count));
        let last = days.map(|(first, count)| (format!("day {}", last_of(*first)), *count));
        return (reached(first, least), reached(last.rev(), least));
    }
    let points: Vec<(String, u64)> = if in_months == in_years {
        let months = found.by_month.iter();
        months
            .map(|((year, month), count)| (format!("{year:04}-{month:02}"), *count))
            .collect()
    } else {
        found
            .by_year
            .iter()
            .map(|(year, count)| (format!("{year:04}"), *count))
            .collect()
    };
    (
        reached(points.iter().cloned(), least),
        reached(points.into_iter().rev(), least),
    )
}

/// The first of some points with which at least so many are counted.
fn reached(points: impl Iterator<Item = (String, u64)>, least: u64) -> Option<String> {
    let mut seen = 0;
    let mut points = points.filter(|(_, count)| {
        seen += count;
        seen >= least
    });
    points.next().map(|(point, _)| point)
}

/// Per cent to a tenth; all and nothing are said only where it is so.
fn percent(known: u64, missing: u64) -> Option<String> {
    let all = u128::from(known) + u128::from(missing);
    let tenths = (u128::from(known) * 1000 + all / 2).checked_div(all)?;
    let tenths = match (known, missing) {
        (0, _) => 0,
        (_, 0) => 1000,
        _ => tenths.clamp(1, 999),
    };
    Some(format!("{}.{}", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_and_nothing_are_only_said_where_it_is_so() {
        let of = |known, missing| percent(known, missing).unwrap_or_default();
        assert_eq!(
            [of(1, 2), of(2, 1), of(0, 3), of(3, 0)],
            ["33.3", "66.7", "0.0", "100.0"]
        );
        assert_eq!([of(1, 100_000), of(100_000, 1), of(0, 0)], ["0.1", "99.9", ""]);
    }

    #[test]
    fn the_first_and_last_month_are_never_of_few_records() {
        let entity = |by_month: Vec<((i32, u32), u64)>, by_year| EntityDescription {
            name: String::new(),
            patients: 0,
            records: 0,
            by_table: Vec::new(),
            undated: None,
            outside_period: None,
            repeated: 0,
            by_month,
            by_year,
            by_days: Vec::new(),
            attributes: Vec::new(),
        };
        let some = |text: &str| Some(text.to_owned());
        let found = entity(
            vec![((1999, 1), 1), ((2011, 2), 4), ((2011, 3), 9)],
            vec![(1999, 1), (2011, 13)],
        );
        assert_eq!(span(&found, 1), (some("1999-01"), some("2011-03")));
        assert_eq!(span(&found, 5), (some("2011-02"), some("2011-03")));
        assert_eq!(span(&found, 15), (None, None));
        let anchored = EntityDescription {
            by_days: vec![(-365, 2), (0, 9), (365, 4)],
            ..entity(Vec::new(), Vec::new())
        };
        assert_eq!(span(&anchored, 1), (some("day -365"), some("day 729")));
        assert_eq!(span(&anchored, 5), (some("day 0"), some("day 364")));
        let coarse = entity(vec![((2011, 3), 9)], vec![(2011, 13)]);
        assert_eq!(span(&coarse, 5), (some("2011"), some("2011")));
    }
}
