//! Who a person is, and how long they are seen.
//!
//! Ages, sexes and the shares of the cancers are chosen for variety, not epidemiology. Death of another cause doubles about
//! every eight years of age, as in life tables.

use super::calendar::{day, later, years_before};
use super::chart::Chart;
use super::measure::{Marker, Profile};
use super::{FIRST_DIAGNOSIS, LAST_DIAGNOSIS, end_of_data, order};
use crate::person::{Day, Death, Insurance, Payer, Person, Race, Sex};
use crate::random::Random;

/// The cancers that can be simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cancer {
    /// Of the colon and rectum.
    Colorectal,
    /// Of the lung.
    Lung,
    /// Of the breast.
    Breast,
    /// Of the prostate.
    Prostate,
    /// Of the stomach.
    Gastric,
}

impl Cancer {
    /// All of them.
    pub const ALL: &[Self] = &[
        Self::Colorectal,
        Self::Lung,
        Self::Breast,
        Self::Prostate,
        Self::Gastric,
    ];

    /// The word for the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Colorectal => "colorectal",
            Self::Lung => "lung",
            Self::Breast => "breast",
            Self::Prostate => "prostate",
            Self::Gastric => "gastric",
        }
    }

    /// The cancer of a word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|cancer| cancer.word() == word)
    }

    /// Share among all, mean age and its standard deviation in years, and women in a thousand.
    const fn people(self) -> (u32, i32, i32, u32) {
        match self {
            Self::Colorectal => (250, 67, 12, 450),
            Self::Lung => (270, 68, 10, 420),
            Self::Breast => (200, 61, 14, 990),
            Self::Prostate => (160, 70, 8, 0),
            Self::Gastric => (120, 69, 12, 340),
        }
    }
}

/// One of several cancers, by their shares.
pub(super) fn cancer(cancers: &[Cancer], random: &mut Random) -> Cancer {
    let total: u32 = cancers.iter().map(|cancer| cancer.people().0).sum();
    let mut left = random.below(total);
    for cancer in cancers {
        match left.checked_sub(cancer.people().0) {
            Some(rest) => left = rest,
            None => return *cancer,
        }
    }
    Cancer::Colorectal
}

/// A chart that says who the person is, and the day of diagnosis.
pub(super) fn chart(number: u64, cancer: Cancer, mut random: Random, values: Random) -> (Chart, Day) {
    let (_, age, deviation, women) = cancer.people();
    let sex = if random.chance(women) {
        Sex::Female
    } else {
        Sex::Male
    };
    let date = diagnosis_date(&mut random);
    // In days, so that birthdays lie anywhere; nobody is younger than 18 at diagnosis here.
    let days = random.bell(age * 365 + 180, deviation * 365).max(18 * 366);
    let birth = birth(date, days.min(98 * 365), &mut random);
    let race = random.share(
        &[
            (720, Race::White),
            (100, Race::Black),
            (110, Race::Asian),
            (30, Race::Mixed),
        ],
        Race::Other,
    );
    let deprivation = u8::try_from(random.between(1, 5)).ok();
    let marker = if cancer == Cancer::Prostate {
        Marker::Psa
    } else {
        Marker::Cea
    };
    let mut profiled = values.clone();
    let profile = Profile::of(sex, marker, &mut profiled);
    let end = last_day(date, days / 365, &mut random);
    let ecog = random.share(&[(410, 0), (390, 1), (150, 2), (40, 3)], 4);
    let mut person = Person {
        number,
        birth: Some(birth),
        sex: Some(sex),
        race: Some(race),
        deprivation,
        ..Person::default()
    };
    person.insurance = insurance(date, days / 365, &mut random);
    if end.by_death {
        let cause = random.pick(&["I21.9", "I25.1", "I64", "J18.9"], "J44.9");
        person.death = Some(Death {
            date: end.day,
            cause: Some(cause.to_owned()),
            tumour_related: Some(false),
        });
    }
    let chart = Chart {
        person,
        random,
        values: profiled,
        profile,
        end: end.day,
        tumour: 1,
        regimens: 0,
        ecog,
    };
    (chart, date)
}

/// Any day, and one in twenty times a leap day or the end of a month or year.
fn diagnosis_date(random: &mut Random) -> Day {
    let (first, last) = (day(FIRST_DIAGNOSIS), day(LAST_DIAGNOSIS));
    let usual = Day(random.between(first.0, last.0));
    if !random.chance(50) {
        return usual;
    }
    let edge = random.pick(
        &[
            "2012-02-29",
            "2016-02-29",
            "2020-02-29",
            "2015-09-30",
            "2015-10-01",
            "2017-12-31",
            "2018-01-01",
            "2019-01-31",
            "2021-08-31",
        ],
        "2022-12-31",
    );
    day(edge)
}

/// A birth so many days before a day, one in fifty times on a leap day.
fn birth(date: Day, days: i32, random: &mut Random) -> Day {
    let usual = later(date, -days);
    let (year, _, _) = usual.ymd();
    match random.chance(20) {
        true => Day::from_ymd(year - year % 4, 2, 29).unwrap_or(usual),
        false => usual,
    }
}

struct LastDay {
    day: Day,
    by_death: bool,
}

/// When the history ends if the tumour does not end it.
fn last_day(date: Day, age: i32, random: &mut Random) -> LastDay {
    let median_years = match age {
        ..50 => 45,
        50..58 => 30,
        58..66 => 21,
        66..74 => 14,
        74..82 => 8,
        _ => 5,
    };
    let death = later(date, random.wait(median_years * 365).max(1));
    let leaves = if random.chance(120) {
        later(date, random.wait(1100).max(30))
    } else {
        end_of_data()
    };
    let seen = leaves.min(end_of_data());
    LastDay {
        day: death.min(seen),
        by_death: death <= seen,
    }
}

/// One or two times of cover that begin before diagnosis; most people from 65 on have a public one.
fn insurance(date: Day, age: i32, random: &mut Random) -> Vec<Insurance> {
    let public = if age >= 65 { 850 } else { 250 };
    let mut payer = || {
        let other = random.share(&[(700, Payer::Commercial), (200, Payer::Other)], Payer::SelfPay);
        random.share(&[(public, Payer::Public)], other)
    };
    let (first, second) = (payer(), payer());
    let start = years_before(date, random.between(1, 3));
    let whole = Insurance {
        start,
        end: None,
        payer: first,
    };
    if !random.chance(200) {
        return vec![whole];
    }
    let changed = later(date, random.between(30, 700));
    vec![
        Insurance {
            end: Some(later(changed, -1)),
            ..whole
        },
        Insurance {
            start: changed,
            end: None,
            payer: second,
        },
    ]
}

/// The person, with what lies behind the last day left out and everything in the order of time.
pub(super) fn finish(chart: Chart) -> Person {
    let mut person = chart.person;
    order::keep_until(&mut person, chart.end);
    order::by_time(&mut person);
    if person.death.is_none() {
        person.last_alive = order::last_contact(&person);
    }
    person
}
