//! Exact decimal numbers of a few digits: what a laboratory writes down.

use std::fmt;

/// `mantissa / 10^scale`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// All digits.
    pub mantissa: i64,
    /// How many of them stand behind the point; at most 18.
    pub scale: u8,
}

impl Decimal {
    /// `mantissa / 10^scale`.
    pub const fn new(mantissa: i64, scale: u8) -> Self {
        Self { mantissa, scale }
    }

    /// The exact product; `None` if it has too many digits.
    pub fn times(self, other: Self) -> Option<Self> {
        Some(Self {
            mantissa: self.mantissa.checked_mul(other.mantissa)?,
            scale: self.scale.checked_add(other.scale).filter(|scale| *scale <= 18)?,
        })
    }

    /// The number a power of ten larger (or smaller, if negative).
    pub fn shifted(self, places: i8) -> Option<Self> {
        let scale = i16::from(self.scale) - i16::from(places);
        if scale >= 0 {
            return Some(Self {
                mantissa: self.mantissa,
                scale: u8::try_from(scale).ok().filter(|scale| *scale <= 18)?,
            });
        }
        let factor = 10_i64.checked_pow(u32::from(scale.unsigned_abs()))?;
        Some(Self::new(self.mantissa.checked_mul(factor)?, 0))
    }
}

/// The shortest decimal text: no zeros at the end, no point without digits behind it.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut mantissa, mut scale) = (self.mantissa, self.scale);
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        let sign = if mantissa < 0 { "-" } else { "" };
        let digits = mantissa.unsigned_abs().to_string();
        if scale == 0 {
            return write!(f, "{sign}{digits}");
        }
        let places = usize::from(scale);
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, behind) = padded.split_at(padded.len() - places);
        write!(f, "{sign}{whole}.{behind}")
    }
}

#[cfg(test)]
mod tests {
    use super::Decimal;

    #[test]
    fn decimals_are_written_shortest() {
        for (mantissa, scale, text) in [
            (805, 1, "80.5"),
            (800, 1, "80"),
            (5, 3, "0.005"),
            (-120, 2, "-1.2"),
            (0, 4, "0"),
        ] {
            assert_eq!(Decimal::new(mantissa, scale).to_string(), text);
        }
    }

    #[test]
    fn products_and_shifts_are_exact() {
        let creatinine = Decimal::new(9, 1).times(Decimal::new(88_403, 3));
        assert_eq!(
            creatinine.map(|value| value.to_string()).as_deref(),
            Some("79.5627")
        );
        assert_eq!(
            Decimal::new(81, 1).shifted(1).map(|v| v.to_string()).as_deref(),
            Some("81")
        );
        assert_eq!(
            Decimal::new(81, 1).shifted(3).map(|v| v.to_string()).as_deref(),
            Some("8100")
        );
        assert_eq!(
            Decimal::new(230, 0).shifted(-1).map(|v| v.to_string()).as_deref(),
            Some("23")
        );
    }
}
