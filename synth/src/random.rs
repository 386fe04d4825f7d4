//! Chance that can be repeated: numbers that follow from a seed, a person's number and a stream.
//!
//! The generator is SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014): the
//! state counts up by a constant and each number is a mixture of the state. The first state is a mixture of seed, person and
//! stream, so that person 17 is the same person whoever else is made, in any order, on any thread.
//!
//! *Invariant:* integers only. What is drawn from one stream never changes what another gives.

/// What a stream of numbers decides. New ones go to the end: the position is part of the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Who the person is, the tumour and its course.
    History,
    /// Values of measurements.
    Measurements,
    /// Values that stand exactly on a threshold.
    Edges,
    /// A second tumour.
    SecondPrimary,
    /// The defects of real records.
    Mess,
    /// Free for the writers of the countries.
    Writer,
}

/// A stream of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Random {
    state: u64,
}

/// The constant that SplitMix64 counts by: 2^64 divided by the golden ratio.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// The finaliser of SplitMix64.
const fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

impl Random {
    /// The stream of a person.
    pub const fn of(seed: u64, person: u64, stream: Stream) -> Self {
        let seeded = mix(seed.wrapping_add(STEP));
        let owned = mix(seeded ^ person.wrapping_mul(STEP));
        Self {
            state: mix(owned.wrapping_add(stream as u64)),
        }
    }

    /// Any number.
    pub const fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(STEP);
        mix(self.state)
    }

    /// From 0 to below `limit`; 0 if there is nothing below it.
    pub fn below(&mut self, limit: u32) -> u32 {
        // The upper half of the product. Its bias is below 2^-32, less than anything here can show.
        let product = u128::from(self.number()) * u128::from(limit);
        u32::try_from(product >> 64).unwrap_or(0)
    }

    /// From `low` to `high`, both included; `low` if that is nothing.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        let width = u32::try_from(high.saturating_sub(low)).unwrap_or(0);
        low.saturating_add_unsigned(self.below(width.saturating_add(1)))
    }

    /// True so many times in a thousand.
    pub fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    /// One of several, each so many times in a thousand; the rest of the thousand is `otherwise`.
    pub fn share<T: Copy>(&mut self, parts: &[(u32, T)], otherwise: T) -> T {
        let mut left = self.below(1000);
        for (per_mille, value) in parts {
            match left.checked_sub(*per_mille) {
                Some(rest) => left = rest,
                None => return *value,
            }
        }
        otherwise
    }

    /// One of several values or the last, all alike.
    pub fn pick<T: Copy>(&mut self, values: &[T], last: T) -> T {
        let count = u32::try_from(values.len()).unwrap_or(0);
        let position = self.below(count.saturating_add(1)) as usize;
        values.get(position).copied().unwrap_or(last)
    }

    /// Bell-shaped around `middle` with this standard deviation, and never more than 3.4 of them away: the sum of four
    /// even draws (its own standard deviation is a width divided by the square root of three, 0.577).
    pub fn bell(&mut self, middle: i32, deviation: i32) -> i32 {
        let sum: i64 = (0..4).map(|_| i64::from(self.below(20_001)) - 10_000).sum();
        // One width is 20,000; one deviation is therefore 11,547.
        let away = i64::from(deviation) * sum / 11_547;
        middle.saturating_add(i32::try_from(away).unwrap_or(0))
    }

    /// A waiting time without memory, with this median: the median times -log2 of an even draw.
    pub fn wait(&mut self, median: i32) -> i32 {
        let bits = minus_log2(self.number());
        let days = (i64::from(median.max(0)) * i64::from(bits)) >> 16;
        i32::try_from(days).unwrap_or(i32::MAX).min(36_500)
    }
}

/// -log2 of `number / 2^64` in 1/65536, by squaring a mantissa sixteen times.
fn minus_log2(number: u64) -> u32 {
    let number = number.max(1);
    let whole = number.leading_zeros();
    // From 1 (inclusive) to 2 in 1/2^32.
    let mut mantissa = (number << whole) >> 31;
    let mut behind = 0_u32;
    for _ in 0..16 {
        let square = (u128::from(mantissa) * u128::from(mantissa)) >> 32;
        let square = u64::try_from(square).unwrap_or(u64::MAX);
        behind <<= 1;
        if square >= 1 << 33 {
            behind |= 1;
            mantissa = square >> 1;
        } else {
            mantissa = square;
        }
    }
    // log2(number) = 63 - whole + behind / 65536.
    ((whole + 1) << 16).saturating_sub(behind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn streams_are_repeatable_and_apart() {
        let numbers = |seed, person, stream| {
            let mut random = Random::of(seed, person, stream);
            [random.number(), random.number()]
        };
        assert_eq!(numbers(1, 17, Stream::History), numbers(1, 17, Stream::History));
        let mut all: Vec<u64> = Vec::new();
        for seed in 0..20 {
            for person in 0..20 {
                for stream in [Stream::History, Stream::Measurements, Stream::Edges] {
                    all.extend(numbers(seed, person, stream));
                }
            }
        }
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn draws_stay_within_their_limits_and_near_their_middle() {
        let mut random = Random::of(1, 1, Stream::History);
        let draws: Vec<i32> = (0..20_000).map(|_| random.between(-3, 3)).collect();
        assert_eq!((draws.iter().min(), draws.iter().max()), (Some(&-3), Some(&3)));
        assert_eq!(random.between(5, 4), 5);
        assert_eq!(random.below(0), 0);
        let bells: Vec<i32> = (0..20_000).map(|_| random.bell(1000, 100)).collect();
        let mean: i64 = bells.iter().map(|v| i64::from(*v)).sum::<i64>() / 20_000;
        let square: i64 = bells.iter().map(|v| i64::from(*v - 1000).pow(2)).sum::<i64>() / 20_000;
        assert!((997..=1003).contains(&mean), "{mean}");
        assert!((9_500..=10_500).contains(&square), "{square}");
        let mut waits: Vec<i32> = (0..20_001).map(|_| random.wait(300)).collect();
        waits.sort_unstable();
        assert!((285..=315).contains(&waits[10_000]), "{}", waits[10_000]);
        let often = (0..20_000).filter(|_| random.chance(140)).count();
        assert!((2_600..=3_000).contains(&often), "{often}");
    }

    #[test]
    fn logarithms_are_exact_at_powers_of_two() {
        for power in 0..64 {
            assert_eq!(minus_log2(1 << power), (64 - power) << 16);
        }
        // -log2(3/4) = 0.41504
        assert_eq!(minus_log2(3 << 62), 27_200);
    }
}
