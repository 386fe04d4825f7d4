//! What holds for any data.

use crate::support::{close, fraction};
use kohort_stats::baseline::{Categories, Values, smd_binary, smd_categories, smd_continuous};
use kohort_stats::compare::{log_rank, stratified_log_rank, weighted_log_rank};
use kohort_stats::cox::{CoxData, CoxError, Ties, fit};
use kohort_stats::rate::{Band, PersonTime, directly_standardised};
use kohort_stats::special::{
    chi_square_quantile, chi_square_tail, gamma_lower, normal_quantile, regularised_beta,
};
use kohort_stats::survival::{aalen_johansen, kaplan_meier};
use kohort_stats::{Cause, Confidence, ConfidenceType, Count, Mass, Outcome, Share, Spell, Spells, Weighted};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Entry, length, cause, group, weight in tenths, part of the data.
type Person = (Option<u32>, u32, u16, usize, i64, usize);

const PARTS: usize = 4;

fn person() -> impl Strategy<Value = Person> {
    (
        option::weighted(0.3, 0u32..20),
        1u32..40,
        0u16..3,
        0usize..3,
        1i64..60,
        0..PARTS,
    )
}

fn people() -> impl Strategy<Value = Vec<Person>> {
    vec(person(), 0..60)
}

/// Without delayed entry.
fn from_the_start() -> impl Strategy<Value = Vec<Person>> {
    vec(
        (Just(None), 0u32..40, 0u16..3, 0usize..3, 1i64..60, 0..PARTS),
        1..60,
    )
}

fn spell(person: &Person) -> Spell {
    let outcome = match person.2 {
        0 => Outcome::Censored,
        cause => Outcome::Event(Cause(cause)),
    };
    match person.0 {
        None => Spell::new(person.1, outcome),
        Some(entry) => Spell::delayed(entry, entry + person.1, outcome).expect("a length is above zero"),
    }
}

fn weight(person: &Person) -> Weighted {
    Weighted::person(fraction(person.4, 10)).expect("a weight is above zero")
}

fn ones(spells: &Spells<Count>) -> Spells<Weighted> {
    let mut weighted = Spells::new();
    for (spell, count) in spells.iter() {
        for _ in 0..count.0 {
            weighted.add(
                *spell,
                &Weighted::person(fraction(1, 1)).expect("one is above zero"),
            );
        }
    }
    weighted
}

fn gather<M: Mass>(people: &[Person], mass: impl Fn(&Person) -> M) -> Spells<M> {
    let mut spells = Spells::new();
    for person in people {
        spells.add(spell(person), &mass(person));
    }
    spells
}

fn counts(people: &[Person]) -> Spells<Count> {
    gather(people, |_| Count(1))
}

fn in_group(people: &[Person], group: usize) -> Vec<Person> {
    people
        .iter()
        .copied()
        .filter(|person| person.3 == group)
        .collect()
}

/// The same people divided into parts that are merged as a tree, the last ones first.
fn in_parts<M: Mass>(people: &[Person], mass: impl Fn(&Person) -> M) -> Spells<M> {
    let part = |wanted: usize| {
        let mut part: Vec<Person> = people
            .iter()
            .copied()
            .filter(|person| person.5 == wanted)
            .collect();
        part.reverse();
        gather(&part, &mass)
    };
    let (mut left, mut right) = (part(3), part(1));
    left.merge(&part(2));
    right.merge(&part(0));
    right.merge(&left);
    right
}

fn cox<M: Mass>(people: &[Person], mass: impl Fn(&Person) -> M) -> CoxData<M> {
    let mut data = CoxData::new(2);
    for person in people {
        let covariates = vec![fraction(i64::from(person.3 == 1), 1), fraction(person.4, 7)];
        let stratum = u32::from(person.1 % 2 == 0);
        data.add(stratum, spell(person), covariates, &mass(person))
            .expect("two covariates");
    }
    data
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn parts_of_the_data_may_be_any(people in people()) {
        let (whole, parts) = (counts(&people), in_parts(&people, |_| Count(1)));
        prop_assert_eq!(&whole, &parts);
        prop_assert_eq!(kaplan_meier(&whole.risk_table()), kaplan_meier(&parts.risk_table()));
        let (whole, parts) = (gather(&people, weight), in_parts(&people, weight));
        prop_assert_eq!(&whole, &parts);
        prop_assert_eq!(aalen_johansen(&whole.risk_table()), aalen_johansen(&parts.risk_table()));
    }

    #[test]
    fn parts_of_a_model_may_be_any(people in people()) {
        let mut merged = CoxData::new(2);
        for part in [2, 0, 3, 1] {
            let mut part: Vec<Person> = people.iter().copied().filter(|person| person.5 == part).collect();
            part.reverse();
            merged.merge(&cox(&part, weight)).expect("as wide");
        }
        prop_assert_eq!(fit(&merged, Ties::Efron), fit(&cox(&people, weight), Ties::Efron));
    }

    #[test]
    fn parts_of_a_table_may_be_any(people in people()) {
        let value = |person: &Person| (person.2 > 0).then(|| fraction(i64::from(person.1), 3));
        let mut whole = (Values::new(), Categories::new(), PersonTime::default());
        let mut parts = whole.clone();
        for person in &people {
            whole.0.add(value(person), &weight(person));
            whole.1.add(person.3, &weight(person));
        }
        whole.2 = PersonTime::of(&counts(&people));
        for part in 0..PARTS {
            let members: Vec<Person> = people.iter().copied().filter(|person| person.5 == part).collect();
            let (mut values, mut categories) = (Values::new(), Categories::new());
            for person in members.iter().rev() {
                values.add(value(person), &weight(person));
                categories.add(person.3, &weight(person));
            }
            parts.0.merge(&values);
            parts.1.merge(&categories);
            parts.2.merge(&PersonTime::of(&counts(&members)));
        }
        prop_assert_eq!(whole.0.standard_deviation(), parts.0.standard_deviation());
        prop_assert_eq!(&whole, &parts);
    }

    #[test]
    fn without_censoring_survival_is_a_share(days in vec(0u32..30, 1..50)) {
        let mut spells = Spells::new();
        for day in &days {
            spells.add(Spell::new(*day, Outcome::EVENT), &Count(1));
        }
        let curve = kaplan_meier(&spells.risk_table());
        let n = days.len() as f64;
        for day in 0..31 {
            let share = days.iter().filter(|other| **other > day).count() as f64 / n;
            let point = curve.at(day).expect("all have had the event in the end");
            close(point.survival, share, 1e-13);
            if share > 0.0 {
                close(point.std_error.expect("somebody is left"), f64::sqrt(share * (1.0 - share) / n), 1e-13);
            }
        }
        let horizon = 25;
        let mean = days.iter().map(|day| f64::from(*day.min(&horizon))).sum::<f64>() / n;
        let spread = days.iter().map(|day| (f64::from(*day.min(&horizon)) - mean).powi(2)).sum::<f64>() / n;
        let rmst = curve.rmst(horizon).expect("all have had the event in the end");
        close(rmst.mean, mean, 1e-13);
        // The variance of a mean, with n as divisor.
        close(rmst.std_error, f64::sqrt(spread / n), 1e-12);
    }

    #[test]
    fn those_at_risk_are_those_at_risk(people in people()) {
        let spells = counts(&people);
        for row in spells.risk_table().rows() {
            let at_risk = people.iter().filter(|person| spell(person).at_risk_on(row.day)).count() as u64;
            prop_assert_eq!(row.at_risk, Count(at_risk));
            prop_assert_eq!(spells.at_risk(row.day), Count(at_risk));
            prop_assert!(row.events.0 + row.censored.0 <= at_risk);
        }
    }

    #[test]
    fn incidences_and_survival_add_up_to_one(people in people()) {
        let table = gather(&people, weight).risk_table();
        let (incidence, curve) = (aalen_johansen(&table), kaplan_meier(&table));
        for step in incidence.steps() {
            let sum: f64 = step.by_cause.iter().map(|cause| cause.cumulative).sum();
            close(sum + step.event_free, 1.0, 1e-13);
            close(step.event_free, curve.at(step.day).expect("it is observed").survival, 1e-13);
        }
    }

    #[test]
    fn the_incidence_of_a_single_event_is_what_survival_leaves(people in people()) {
        let table = counts(&people).any_event().risk_table();
        let (incidence, curve) = (aalen_johansen(&table), kaplan_meier(&table));
        for step in incidence.steps() {
            let point = curve.at(step.day).expect("it is observed");
            close(step.by_cause[0].cumulative, 1.0 - point.survival, 1e-13);
            if let Some(error) = point.std_error {
                close(step.by_cause[0].std_error, error, 1e-12);
            }
        }
    }

    #[test]
    fn after_a_landmark_survival_is_conditional(people in from_the_start(), day in 0u32..30) {
        let spells = counts(&people);
        let curve = kaplan_meier(&spells.risk_table());
        let landmark = spells.landmark(day);
        let after = kaplan_meier(&landmark.followed.risk_table());
        let left = landmark.event_before.0 + landmark.censored_before.0 + landmark.followed.everybody().0;
        prop_assert_eq!(left, spells.everybody().0);
        for step in after.steps() {
            let (then, now) = (curve.at(day), curve.at(day + step.day));
            let ratio = now.expect("it is observed").survival / then.expect("it is observed").survival;
            close(step.point.survival, ratio, 1e-12);
        }
    }

    #[test]
    fn limits_enclose_the_estimate(people in people()) {
        for step in kaplan_meier(&counts(&people).risk_table()).steps() {
            for kind in [ConfidenceType::LogLog, ConfidenceType::Log, ConfidenceType::Plain] {
                if let Some(limits) = step.point.limits(Confidence::of(kind)) {
                    let survival = step.point.survival;
                    prop_assert!(0.0 <= limits.lower && limits.lower <= survival + 1e-14);
                    prop_assert!(survival <= limits.upper + 1e-14 && limits.upper <= 1.0);
                }
            }
        }
    }

    #[test]
    fn a_quantile_is_where_the_curve_passes(people in people(), percent in 1u32..100) {
        let share = Share::new(percent, 100).expect("a share");
        let curve = kaplan_meier(&counts(&people).risk_table());
        let quantile = curve.quantile(share, Confidence::default());
        let reached = curve.steps().iter().find(|step| step.point.survival <= 1.0 - share.to_f64() + 1e-12);
        prop_assert_eq!(quantile.time.is_some(), reached.is_some());
        if let (Some(time), Some(step)) = (quantile.time, reached) {
            prop_assert!(time.days() >= f64::from(step.day));
            let next = curve.falls().find(|fall| fall.day > step.day).map_or(curve.last_day(), |fall| Some(fall.day));
            prop_assert!(time.days() <= f64::from(next.expect("the curve has days")));
            prop_assert!(quantile.lower.is_none_or(|lower| lower.days() <= f64::from(step.day)));
            prop_assert!(quantile.upper.is_none_or(|upper| upper.days() >= f64::from(step.day)));
        }
    }

    #[test]
    fn the_log_rank_test_of_two_groups_is_the_sum_over_days(people in people()) {
        let groups = [in_group(&people, 0), in_group(&people, 1)];
        let both: Vec<Person> = groups.concat();
        let mut days: Vec<u32> = both.iter().filter(|person| person.2 > 0).map(|person| spell(person).exit()).collect();
        days.sort();
        days.dedup();
        let (mut difference, mut variance) = (0.0, 0.0);
        for day in days {
            let at_risk = |people: &[Person]| people.iter().filter(|person| spell(person).at_risk_on(day)).count() as f64;
            let events = |people: &[Person]| {
                people.iter().filter(|person| person.2 > 0 && spell(person).exit() == day).count() as f64
            };
            let (n, d, n1) = (at_risk(&both), events(&both), at_risk(&groups[0]));
            difference += events(&groups[0]) - d * n1 / n;
            if n > 1.0 {
                variance += d * (n1 / n) * (1.0 - n1 / n) * (n - d) / (n - 1.0);
            }
        }
        let test = log_rank(&[counts(&groups[0]), counts(&groups[1])]);
        if variance > 1e-9 {
            let test = test.expect("there is a variance");
            close(test.chi_square, difference * difference / variance, 1e-11);
            let turned = log_rank(&[counts(&groups[1]), counts(&groups[0])]).expect("there is a variance");
            close(turned.chi_square, test.chi_square, 1e-11);
            let [one, two] = [ones(&counts(&groups[0])), ones(&counts(&groups[1]))];
            let weighted = weighted_log_rank(&one, &two).expect("there is a variance");
            close(weighted.z * weighted.z, test.chi_square, 1e-11);
            close(weighted.p, test.p, 1e-11);
        } else {
            prop_assert!(test.is_err());
        }
    }

    #[test]
    fn the_order_of_groups_does_not_matter(people in people()) {
        let group = |group| counts(&in_group(&people, group));
        let test = log_rank(&[group(0), group(1), group(2)]);
        let turned = log_rank(&[group(2), group(0), group(1)]);
        if let (Ok(test), Ok(turned)) = (&test, &turned) {
            close(test.chi_square, turned.chi_square, 1e-10);
            let expected: f64 = test.groups.iter().map(|group| group.expected).sum();
            let observed: u64 = test.groups.iter().map(|group| group.observed).sum();
            close(expected, observed as f64, 1e-12);
        }
        // A stratum of its own for nobody changes nothing.
        let empty = vec![Spells::new(), Spells::new(), Spells::new()];
        prop_assert_eq!(stratified_log_rank(&[vec![group(0), group(1), group(2)], empty]), test);
    }

    #[test]
    fn weights_of_one_are_none(people in people()) {
        let spells = counts(&people);
        let weighted = ones(&spells);
        let (curve, other) = (kaplan_meier(&spells.risk_table()), kaplan_meier(&weighted.risk_table()));
        for (step, other) in curve.steps().iter().zip(other.steps()) {
            prop_assert_eq!(step.point, other.point);
            prop_assert_eq!(step.at_risk.0, other.at_risk.people());
        }
        let confidence = Confidence::default();
        prop_assert_eq!(curve.median(confidence), other.median(confidence));
        let (one, other) = (aalen_johansen(&spells.risk_table()), aalen_johansen(&weighted.risk_table()));
        for (step, other) in one.steps().iter().zip(other.steps()) {
            let numbers = |cumulative, error| (cumulative, error);
            let step: Vec<_> = step.by_cause.iter().map(|cause| numbers(cause.cumulative, cause.std_error)).collect();
            let other: Vec<_> = other.by_cause.iter().map(|cause| numbers(cause.cumulative, cause.std_error)).collect();
            prop_assert_eq!(step, other);
        }
        let one = || Weighted::person(fraction(1, 1)).expect("one is above zero");
        prop_assert_eq!(
            fit(&cox(&people, |_| Count(1)), Ties::Efron),
            fit(&cox(&people, |_| one()), Ties::Efron)
        );
    }

    #[test]
    fn whole_weights_estimate_what_copies_estimate(people in people()) {
        let copies = gather(&people, |person| Count(u64::try_from(person.4).unwrap_or(0)));
        let weighted = gather(&people, |person| Weighted::person(fraction(person.4, 1)).expect("above zero"));
        let (copies, weighted) = (kaplan_meier(&copies.risk_table()), kaplan_meier(&weighted.risk_table()));
        for (one, other) in copies.steps().iter().zip(weighted.steps()) {
            prop_assert_eq!(one.point.survival, other.point.survival);
        }
    }

    #[test]
    fn the_score_test_without_ties_is_the_log_rank_test(people in people()) {
        // Everybody leaves on a day of their own, and may have entered late.
        let mut data = CoxData::new(1);
        let mut groups = [Spells::new(), Spells::new()];
        for (place, person) in (0u32..).zip(&people) {
            let exit = 2 * place + 30;
            let outcome = if person.2 > 0 { Outcome::EVENT } else { Outcome::Censored };
            let spell = match person.0 {
                None => Spell::new(exit, outcome),
                Some(entry) => Spell::delayed(entry + place, exit, outcome).expect("entries are early"),
            };
            let group = person.3 % 2;
            groups[group].add(spell, &Count(1));
            data.add(0, spell, vec![fraction(i64::from(group == 1), 1)], &Count(1)).expect("one covariate");
        }
        if let (Ok(model), Ok(test)) = (fit(&data, Ties::Efron), log_rank(&groups)) {
            close(model.score.chi_square, test.chi_square, 1e-10);
            prop_assert_eq!(fit(&data, Ties::Breslow).map(|model| model.coefficients), Ok(model.coefficients));
        }
    }

    #[test]
    fn a_model_has_an_estimate_or_says_why(people in people()) {
        for ties in [Ties::Efron, Ties::Breslow] {
            if let Ok(model) = fit(&cox(&people, weight), ties) {
                for effect in &model.coefficients {
                    prop_assert!(effect.log_hazard_ratio.is_finite());
                    prop_assert!(effect.std_error.is_finite() && effect.std_error > 0.0);
                    prop_assert!(effect.robust_std_error.is_finite());
                }
                prop_assert!(model.log_likelihood >= model.null_log_likelihood - 1e-9);
            }
        }
    }

    #[test]
    fn an_estimate_exists_where_no_direction_separates(
        people in vec((0i64..3, 0i64..3, any::<bool>()), 2..12),
    ) {
        let mut data = CoxData::new(2);
        let mut differences = Vec::new();
        for (place, (x, y, event)) in people.iter().enumerate() {
            let outcome = if *event { Outcome::EVENT } else { Outcome::Censored };
            let spell = Spell::new(u32::try_from(place).unwrap_or(0), outcome);
            data.add(0, spell, vec![fraction(*x, 1), fraction(*y, 1)], &Count(1)).expect("two covariates");
            let later = people.iter().skip(place).filter(|_| *event);
            differences.extend(later.map(|(other_x, other_y, _)| (x - other_x, y - other_y)));
        }
        // The rays that bound the directions in question are perpendicular to differences, which are small.
        let separates = |dx: i64, dy: i64| {
            let along = || differences.iter().map(|(x, y)| x * dx + y * dy);
            along().all(|along| along >= 0) && along().any(|along| along > 0)
        };
        let separated = (-2..3).any(|dx| (-2..3).any(|dy| separates(dx, dy)));
        match fit(&data, Ties::Efron) {
            Ok(_) => prop_assert!(!separated),
            Err(CoxError::Separation { .. } | CoxError::JointSeparation) => prop_assert!(separated),
            Err(CoxError::NotConverged { .. }) => prop_assert!(false, "it always settles"),
            Err(_) => {}
        }
    }

    #[test]
    fn standardising_by_the_own_population_changes_nothing(
        bands in vec((1u64..5000, 0u64..50), 1..12),
        factor in 2u64..9,
    ) {
        let own = |factor: u64| -> Vec<Band> {
            let band = |(persons, events): &(u64, u64)| Band {
                standard: persons * factor,
                events: *events,
                persons: fraction(i64::try_from(*persons).unwrap_or(i64::MAX), 1),
            };
            bands.iter().map(band).collect()
        };
        let unit = fraction(100_000, 1);
        let rate = directly_standardised(&own(1), &unit, Share::P95).expect("nobody is missing");
        let events: u64 = bands.iter().map(|(_, events)| events).sum();
        let persons: u64 = bands.iter().map(|(persons, _)| persons).sum();
        close(rate.rate, 100_000.0 * events as f64 / persons as f64, 1e-13);
        // The limits are then those of the count itself, and only the shape of the standard matters.
        let limits = kohort_stats::rate::poisson_limits(events, Share::P95);
        close(rate.limits.upper, 100_000.0 * limits.upper / persons as f64, 1e-12);
        close(rate.limits.lower, 100_000.0 * limits.lower / persons as f64, 1e-11);
        prop_assert_eq!(directly_standardised(&own(factor), &unit, Share::P95), Ok(rate));
    }

    #[test]
    fn one_rate_in_all_bands_is_the_standardised_rate(
        bands in vec((1u64..5000, 1u64..50), 1..12),
    ) {
        let bands: Vec<Band> = bands
            .into_iter()
            .map(|(standard, events)| Band { standard, events, persons: fraction(i64::try_from(events * 40).unwrap_or(0), 1) })
            .collect();
        let rate = directly_standardised(&bands, &fraction(1000, 1), Share::P95).expect("nobody is missing");
        prop_assert_eq!(rate.rate, 25.0);
        prop_assert!(rate.limits.lower < 25.0 && 25.0 < rate.limits.upper);
    }

    #[test]
    fn distances_have_no_favourite_group(people in people()) {
        let table = |group: usize| {
            let (mut values, mut categories) = (Values::new(), Categories::new());
            for person in in_group(&people, group) {
                values.add(Some(fraction(i64::from(person.1), 1)), &weight(&person));
                categories.add(person.5, &weight(&person));
            }
            (values, categories)
        };
        let ((values, categories), (other_values, other_categories)) = (table(0), table(1));
        let distance = smd_continuous(&values, &other_values);
        prop_assert_eq!(smd_continuous(&other_values, &values), distance.map(|distance| 0.0 - distance));
        let distance = smd_categories(&categories, &other_categories);
        prop_assert_eq!(smd_categories(&other_categories, &categories), distance);
        // Other names in another order: another category is dropped.
        let mut renamed = [Categories::new(), Categories::new()];
        for (group, renamed) in [&categories, &other_categories].into_iter().zip(&mut renamed) {
            for (category, mass) in group.iter() {
                renamed.add(PARTS - category, mass);
            }
        }
        match (distance, smd_categories(&renamed[0], &renamed[1])) {
            (Ok(distance), Ok(renamed)) => close(distance, renamed, 1e-9),
            (distance, renamed) => prop_assert_eq!(distance, renamed),
        }
    }

    #[test]
    fn two_categories_are_one_share(a in 1u64..50, b in 1u64..50, c in 1u64..50, d in 1u64..50) {
        let group = |yes, no| {
            let mut group = Categories::new();
            group.add("yes", &Count(yes));
            group.add("no", &Count(no));
            group
        };
        let (one, other) = (group(a, b), group(c, d));
        let share = |group: &Categories<&'static str, Count>| group.exact_share(&"yes").expect("there are people");
        let binary = smd_binary(&share(&one), &share(&other)).expect("there is a spread");
        close(smd_categories(&one, &other).expect("there is a spread"), binary.abs(), 1e-12);
    }

    #[test]
    fn quantiles_undo_distribution_functions(thousandth in 1u32..1000, degrees in 1u32..400) {
        let p = f64::from(thousandth) / 1000.0;
        close(normal_quantile(p), -normal_quantile(1.0 - p), 1e-12);
        let quantile = chi_square_quantile(p, f64::from(degrees));
        close(chi_square_tail(quantile, degrees), 1.0 - p, 1e-12);
        let shape = f64::from(degrees) / 2.0;
        // P(a + 1, x) = P(a, x) − xᵃ e⁻ˣ / Γ(a + 1), DLMF 8.8.5.
        let x = shape * 2.0 * p;
        let step = (shape * x.ln() - x - libm::lgamma(shape + 1.0)).exp();
        close(gamma_lower(shape + 1.0, x), gamma_lower(shape, x) - step, 1e-12);
        close(regularised_beta(shape, 3.0, p), 1.0 - regularised_beta(3.0, shape, 1.0 - p), 1e-12);
    }
}
