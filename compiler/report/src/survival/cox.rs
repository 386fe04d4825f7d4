//! Hazard ratios.

use super::compared::{Cases, Entries};
use crate::cell::{Cell, Quantity, Spread};
use crate::table::Row;
use crate::words;
use kohort_semantics::study::{Characteristic, Type};
use kohort_semantics::value::{Value, tie_order};
use kohort_stats::cox::{CoxData, CoxError, CoxFit, Ties, Variance, fit};
use kohort_stats::{Mass, Rational, Share};

/// One column of the model.
struct Term<'e> {
    /// What it is, with what it is compared.
    label: String,
    /// Its column of the table.
    column: usize,
    what: What<'e>,
}

enum What<'e> {
    /// The group with this place, against the first.
    Group(usize),
    /// The number that stands in this place of the covariates.
    Number(usize),
    /// Whether the covariate has this value, against its first.
    Level(usize, &'e Value),
}

pub(super) fn rows<M: Mass>(entries: &Entries<'_, M>) -> Vec<Row> {
    let columns = entries.parts.len();
    let cases = entries.cases();
    let terms = terms(entries, &cases);
    let section = match entries.report.stratified.as_slice() {
        [] => String::from("hazard ratio (95 % CI)"),
        strata => format!("hazard ratio (95 % CI), stratified by {}", entries.names(strata)),
    };
    let mut rows: Vec<Row> = entries.left_out_row(&section, &cases).into_iter().collect();
    let blank = || vec![Cell::nothing(); columns];
    let model = match model(&cases, &terms) {
        Ok(model) => model,
        Err(error) => {
            let mut cells = blank();
            if let Some(cell) = cells.last_mut() {
                *cell = Cell::undefined(reason(error, &terms)).resting_on(cases.counts());
            }
            rows.push(Row::new(&section, "", cells));
            return rows;
        }
    };
    let variance = if entries.report.weighted.is_some() {
        Variance::Robust
    } else {
        Variance::Model
    };
    let counts = cases.counts();
    let mut push = |label: &str, cells: [Vec<Cell>; 2]| {
        let [ratios, ps] = cells;
        rows.push(Row::new(&section, label, ratios));
        rows.push(Row::new(&section, &format!("{label}: p"), ps));
    };
    let mut of_groups = [blank(), blank()];
    let mut against = None;
    let mut others = Vec::new();
    for (term, cells) in terms.iter().zip(cells(&model, variance, &counts)) {
        let target = if matches!(term.what, What::Group(_)) {
            against = Some(&term.label);
            &mut of_groups
        } else {
            others.push((&term.label, [blank(), blank()]));
            match others.last_mut() {
                Some((_, target)) => target,
                None => continue,
            }
        };
        for (row, cell) in target.iter_mut().zip(cells) {
            if let Some(place) = row.get_mut(term.column) {
                *place = cell;
            }
        }
    }
    if let Some(label) = against {
        if let (Some(reference), [ratios, _]) = (cases.groups().first(), &mut of_groups)
            && let Some(cell) = ratios.get_mut(*reference)
        {
            *cell = Cell::text("reference");
        }
        push(label, of_groups);
    }
    for (label, cells) in others {
        push(label, cells);
    }
    rows
}

/// The hazard ratio and the p of each term.
fn cells(model: &CoxFit, variance: Variance, counts: &[u64]) -> Vec<[Cell; 2]> {
    let each = model.coefficients.iter().map(|coefficient| {
        let limits = Spread::limits(Some(coefficient.limits(variance, Share::P95)));
        let ratio = Cell::estimate(Quantity::HazardRatio, coefficient.hazard_ratio(), Some(limits));
        let p = Cell::estimate(Quantity::P, coefficient.p(variance), None);
        [ratio, p].map(|cell| cell.resting_on(counts.iter().copied()))
    });
    each.collect()
}

/// The groups against the first, then the covariates: a number as it is, anything else each value against the first.
fn terms<'e, M: Mass>(entries: &Entries<'e, M>, cases: &Cases<'e, M>) -> Vec<Term<'e>> {
    let all = entries.parts.len().saturating_sub(1);
    let mut terms = Vec::new();
    if let Some((reference, others)) = cases.groups().split_first() {
        terms.extend(others.iter().map(|group| Term {
            label: format!("against {}", entries.groups.head(*reference)),
            column: *group,
            what: What::Group(*group),
        }));
    }
    for (place, id) in entries.report.adjusted.iter().enumerate() {
        let Some(characteristic) = entries.study.characteristic(*id) else {
            continue;
        };
        if is_number(characteristic) {
            let unit = words::unit(entries.study, &characteristic.value.ty);
            let unit = unit.map(|unit| format!(" ({unit})")).unwrap_or_default();
            terms.push(Term {
                label: format!("{}, 1 more{unit}", characteristic.name),
                column: all,
                what: What::Number(place),
            });
            continue;
        }
        let mut levels: Vec<&Value> = cases
            .cases
            .iter()
            .filter_map(|case| case.covariates.get(place).copied())
            .collect();
        levels.sort_by(|one, other| tie_order(one, other));
        levels.dedup();
        let word = |value: &Value| words::of_characteristic(entries.study, characteristic, value);
        if let Some((reference, others)) = levels.split_first() {
            terms.extend(others.iter().map(|level| Term {
                label: format!(
                    "{}: {} against {}",
                    characteristic.name,
                    word(level),
                    word(reference)
                ),
                column: all,
                what: What::Level(place, level),
            }));
        }
    }
    terms
}

fn is_number(characteristic: &Characteristic) -> bool {
    characteristic.labels.is_none()
        && matches!(
            characteristic.value.ty,
            Type::Integer | Type::Decimal | Type::Quantity(_) | Type::Years | Type::Months | Type::Days
        )
}

fn model<M: Mass>(cases: &Cases<'_, M>, terms: &[Term<'_>]) -> Result<CoxFit, CoxError> {
    let mut data = CoxData::new(terms.len());
    for case in &cases.cases {
        let values = terms.iter().map(|term| {
            let is = |yes: bool| if yes { Rational::ONE } else { Rational::ZERO };
            match term.what {
                What::Group(group) => is(case.group == group),
                What::Level(place, level) => is(case.covariates.get(place) == Some(&level)),
                What::Number(place) => match case.covariates.get(place) {
                    Some(Value::Number(number)) => number.as_ratio().clone(),
                    _ => Rational::ZERO,
                },
            }
        });
        let stratum = u32::try_from(case.stratum).unwrap_or(u32::MAX);
        data.add(stratum, case.spell, values.collect(), &case.mass)?;
    }
    fit(&data, Ties::Efron)
}

/// Why there is no model, with the covariate's name in place of its number.
fn reason(error: CoxError, terms: &[Term<'_>]) -> String {
    let name = |covariate: usize| terms.get(covariate).map_or("?", |term| term.label.as_str());
    match error {
        CoxError::NoCovariates => String::from("there are no groups to compare"),
        CoxError::Constant { covariate } => format!("`{}` is the same for everybody", name(covariate)),
        CoxError::Collinear { covariate } => {
            format!("`{}` follows from what stands before it", name(covariate))
        }
        CoxError::Separation { covariate } => format!(
            "`{}` separates those with events from those without, so that its ratio is infinite or zero",
            name(covariate)
        ),
        other => other.to_string(),
    }
}
