//! Standard populations.

/// A standard population: people in bands of age, youngest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Population {
    /// Its name.
    pub name: &'static str,
    /// The first age of each band, in years; a band ends where the next begins, and the last has no end.
    pub from_age: &'static [u8],
    /// People in each band.
    pub people: &'static [u64],
}

const FIVE_YEARS_TO_90: &[u8] = &[
    0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90,
];
const FIVE_YEARS_TO_85: &[u8] = &[
    0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85,
];
const INFANTS_TO_85: &[u8] = &[
    0, 1, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85,
];

/// The European standard population of 2013 (Eurostat, *Revision of the European Standard Population*), up to 90 and over.
pub const EUROPE_2013: Population = Population {
    name: "European standard population 2013",
    from_age: FIVE_YEARS_TO_90,
    people: &[
        5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000, 6500, 6000, 5500, 5000, 4000, 2500,
        1500, 1000,
    ],
};

/// The world standard population of Segi (1960) as modified by Doll (1966), up to 85 and over.
pub const SEGI_DOLL: Population = Population {
    name: "Segi-Doll world standard population",
    from_age: FIVE_YEARS_TO_85,
    people: &[
        12000, 10000, 9000, 9000, 8000, 8000, 6000, 6000, 6000, 6000, 5000, 4000, 4000, 3000, 2000, 1000,
        500, 500,
    ],
};

/// The Japanese model population of 1985, in thousands as published, up to 85 and over.
pub const JAPAN_1985: Population = Population {
    name: "Japanese model population 1985",
    from_age: FIVE_YEARS_TO_85,
    people: &[
        8180, 8338, 8497, 8655, 8814, 8972, 9130, 9289, 9400, 8651, 7616, 6581, 5546, 4511, 3476, 2441, 1406,
        784,
    ],
};

/// The United States standard million of 2000 (Day 1996, Census P25-1130; used by SEER), up to 85 and over.
pub const UNITED_STATES_2000: Population = Population {
    name: "US standard population 2000",
    from_age: INFANTS_TO_85,
    people: &[
        13818, 55317, 72533, 73032, 72169, 66478, 64529, 71044, 80762, 81851, 72118, 62716, 48454, 38793,
        34264, 31773, 26999, 17842, 15508,
    ],
};
