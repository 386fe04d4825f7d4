//! The units that Kohort knows, by their UCUM symbols.
//!
//! Invariant: definitions are acyclic and exact, each written in terms of others of this table as UCUM defines it
//! (unitsofmeasure.org, case-sensitive codes; the seconds, metres and moles behind them are those of the SI Brochure).
//!
//! Two things differ from UCUM on purpose, so that fewer mistakes pass as conversions. The mole is a base unit, not a
//! number, so `mmol/L` does not convert to `10*9/L`; and a microscope's field is a unit of its own. Symbols that are rare
//! in medicine and easily written by mistake (`G`, `T`, `H`, `F`, `u`, `R`, `b`) are deliberately absent.

/// What a symbol stands for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Meaning {
    /// A base unit.
    Base,
    /// So much of another unit.
    Of(&'static str, &'static str),
    /// `value * factor + offset` of a base unit, with the factor as a fraction.
    Affine {
        base: &'static str,
        factor: (i64, i64),
        offset: (i64, i64),
    },
    /// A logarithm. It converts to no other unit.
    Logarithmic,
}

/// A unit with a symbol of its own.
#[derive(Debug, Clone, Copy)]
pub(super) struct Atom {
    pub(super) symbol: &'static str,
    /// Whether it takes prefixes.
    pub(super) metric: bool,
    pub(super) meaning: Meaning,
}

impl Atom {
    /// Whether it may only stand alone, not in a product.
    pub(super) fn is_special(&self) -> bool {
        matches!(self.meaning, Meaning::Affine { .. } | Meaning::Logarithmic)
    }
}

/// The unit with this symbol.
pub(super) fn find(symbol: &str) -> Option<&'static Atom> {
    ATOMS.iter().find(|atom| atom.symbol == symbol)
}

const fn base(symbol: &'static str, metric: bool) -> Atom {
    Atom {
        symbol,
        metric,
        meaning: Meaning::Base,
    }
}

const fn metric(symbol: &'static str, value: &'static str, unit: &'static str) -> Atom {
    Atom {
        symbol,
        metric: true,
        meaning: Meaning::Of(value, unit),
    }
}

const fn plain(symbol: &'static str, value: &'static str, unit: &'static str) -> Atom {
    Atom {
        symbol,
        metric: false,
        meaning: Meaning::Of(value, unit),
    }
}

const fn logarithmic(symbol: &'static str, metric: bool) -> Atom {
    Atom {
        symbol,
        metric,
        meaning: Meaning::Logarithmic,
    }
}

/// All units.
pub(super) const ATOMS: &[Atom] = &[
    // Base units.
    base("m", true),
    base("s", true),
    base("g", true),
    base("rad", true),
    base("K", true),
    base("C", true),
    base("cd", true),
    base("mol", true),
    // Numbers.
    plain("10*", "10", "1"),
    plain("10^", "10", "1"),
    plain(
        "[pi]",
        "3.1415926535897932384626433832795028841971693993751058209749445923",
        "1",
    ),
    plain("%", "1", "10*-2"),
    plain("[ppth]", "1", "10*-3"),
    plain("[ppm]", "1", "10*-6"),
    plain("[ppb]", "1", "10*-9"),
    plain("[pptr]", "1", "10*-12"),
    // Derived units of the SI.
    metric("sr", "1", "rad2"),
    metric("Hz", "1", "s-1"),
    metric("N", "1", "kg.m/s2"),
    metric("Pa", "1", "N/m2"),
    metric("J", "1", "N.m"),
    metric("W", "1", "J/s"),
    metric("A", "1", "C/s"),
    metric("V", "1", "J/C"),
    metric("Ohm", "1", "V/A"),
    metric("S", "1", "Ohm-1"),
    metric("Wb", "1", "V.s"),
    metric("lm", "1", "cd.sr"),
    metric("lx", "1", "lm/m2"),
    metric("Bq", "1", "s-1"),
    metric("Gy", "1", "J/kg"),
    metric("Sv", "1", "J/kg"),
    Atom {
        symbol: "Cel",
        metric: true,
        meaning: Meaning::Affine {
            base: "K",
            factor: (1, 1),
            offset: (27_315, 100),
        },
    },
    // Used with the SI.
    metric("l", "1", "dm3"),
    metric("L", "1", "l"),
    metric("t", "1000", "kg"),
    metric("bar", "100000", "Pa"),
    metric("eV", "1.602176634e-19", "J"),
    plain("deg", "1", "[pi].rad/180"),
    plain("circ", "2", "[pi].rad"),
    plain("min", "60", "s"),
    plain("h", "60", "min"),
    plain("d", "24", "h"),
    plain("wk", "7", "d"),
    plain("a_t", "365.24219", "d"),
    plain("a_j", "365.25", "d"),
    plain("a_g", "365.2425", "d"),
    plain("a", "1", "a_j"),
    plain("mo_s", "29.53059", "d"),
    plain("mo_j", "1", "a_j/12"),
    plain("mo_g", "1", "a_g/12"),
    plain("mo", "1", "mo_j"),
    // Natural and older units.
    metric("[c]", "299792458", "m/s"),
    metric("[e]", "1.602176634e-19", "C"),
    metric("[mu_0]", "4", "[pi].10*-7.N/A2"),
    metric("[g]", "9.80665", "m/s2"),
    metric("[ly]", "1", "[c].a_j"),
    metric("dyn", "1", "g.cm/s2"),
    metric("erg", "1", "dyn.cm"),
    metric("Ci", "37000000000", "Bq"),
    metric("RAD", "100", "erg/g"),
    metric("REM", "1", "RAD"),
    plain("atm", "101325", "Pa"),
    plain("[degR]", "5", "K/9"),
    Atom {
        symbol: "[degF]",
        metric: false,
        meaning: Meaning::Affine {
            base: "K",
            factor: (5, 9),
            offset: (45_967, 180),
        },
    },
    metric("cal_th", "4.184", "J"),
    metric("cal_IT", "4.1868", "J"),
    metric("cal", "1", "cal_th"),
    plain("[Cal]", "1", "kcal_th"),
    // Clinical units.
    metric("m[H2O]", "9.80665", "kPa"),
    metric("m[Hg]", "133.3220", "kPa"),
    plain("[in_i'H2O]", "1", "m[H2O].[in_i]/m"),
    plain("[in_i'Hg]", "1", "m[Hg].[in_i]/m"),
    plain("[PRU]", "1", "mm[Hg].s/ml"),
    plain("[wood'U]", "1", "mm[Hg].min/L"),
    plain("[diop]", "1", "/m"),
    plain("[Ch]", "1", "mm/3"),
    plain("[drp]", "1", "ml/20"),
    plain("[MET]", "3.5", "mL/min/kg"),
    plain("[S]", "1", "10*-13.s"),
    metric("eq", "1", "mol"),
    metric("osm", "1", "mol"),
    metric("kat", "1", "mol/s"),
    metric("U", "1", "umol/min"),
    metric("g%", "1", "g/dl"),
    base("[HPF]", false),
    plain("[LPF]", "100", "[HPF]"),
    // Units that an agreed preparation or procedure defines: each is a kind of its own.
    base("[iU]", true),
    metric("[IU]", "1", "[iU]"),
    base("[arb'U]", false),
    base("[USP'U]", false),
    base("[GPL'U]", false),
    base("[MPL'U]", false),
    base("[APL'U]", false),
    base("[beth'U]", false),
    base("[anti'Xa'U]", false),
    base("[todd'U]", false),
    base("[dye'U]", false),
    base("[smgy'U]", false),
    base("[bdsk'U]", false),
    base("[ka'U]", false),
    base("[knk'U]", false),
    base("[mclg'U]", false),
    base("[tb'U]", false),
    base("[hnsf'U]", false),
    base("[CCID_50]", false),
    base("[TCID_50]", false),
    base("[EID_50]", false),
    base("[PFU]", false),
    base("[FFU]", false),
    base("[CFU]", false),
    base("[BAU]", false),
    base("[AU]", false),
    base("[PNU]", false),
    base("[FEU]", false),
    base("[ELU]", false),
    base("[EU]", false),
    base("[NTU]", false),
    base("[FNU]", false),
    // Logarithms. Without the brackets `pH` would be a picohenry; nobody means that.
    logarithmic("[pH]", false),
    logarithmic("pH", false),
    logarithmic("Np", true),
    logarithmic("B", true),
    logarithmic("B[SPL]", true),
    // Customary lengths, areas, volumes and masses.
    plain("[in_i]", "2.54", "cm"),
    plain("[ft_i]", "12", "[in_i]"),
    plain("[yd_i]", "3", "[ft_i]"),
    plain("[mi_i]", "5280", "[ft_i]"),
    plain("[sin_i]", "1", "[in_i]2"),
    plain("[sft_i]", "1", "[ft_i]2"),
    plain("[syd_i]", "1", "[yd_i]2"),
    plain("[cin_i]", "1", "[in_i]3"),
    plain("[cft_i]", "1", "[ft_i]3"),
    plain("[ft_us]", "1200", "m/3937"),
    plain("[in_us]", "1", "[ft_us]/12"),
    plain("[mi_us]", "5280", "[ft_us]"),
    plain("[gal_us]", "231", "[in_i]3"),
    plain("[qt_us]", "1", "[gal_us]/4"),
    plain("[pt_us]", "1", "[qt_us]/2"),
    plain("[gil_us]", "1", "[pt_us]/4"),
    plain("[foz_us]", "1", "[gil_us]/4"),
    plain("[tbs_us]", "1", "[foz_us]/2"),
    plain("[tsp_us]", "1", "[tbs_us]/3"),
    plain("[cup_us]", "16", "[tbs_us]"),
    plain("[foz_m]", "30", "mL"),
    plain("[cup_m]", "240", "mL"),
    plain("[tsp_m]", "5", "mL"),
    plain("[tbs_m]", "15", "mL"),
    plain("[gal_br]", "4.54609", "l"),
    plain("[qt_br]", "1", "[gal_br]/4"),
    plain("[pt_br]", "1", "[qt_br]/2"),
    plain("[gil_br]", "1", "[pt_br]/4"),
    plain("[foz_br]", "1", "[gil_br]/5"),
    plain("[gr]", "64.79891", "mg"),
    plain("[lb_av]", "7000", "[gr]"),
    plain("[oz_av]", "1", "[lb_av]/16"),
    plain("[stone_av]", "14", "[lb_av]"),
    plain("[lbf_av]", "1", "[lb_av].[g]"),
    plain("[psi]", "1", "[lbf_av]/[in_i]2"),
];
