//! Numbers and months as all that speak of a study write them.

use super::Number;

impl Number {
    /// Its digits without rounding: a decimal where one is exact, otherwise a fraction such as `1/3`.
    pub fn exact_text(&self) -> String {
        let shown = self.to_string();
        match Self::parse_decimal(&shown).is_some_and(|read| read == *self) {
            true => shown,
            false => self.as_ratio().to_string(),
        }
    }
}

/// `1st`, `2nd`, `3rd`, `4th`.
pub fn ordinal(number: u32) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// The name of a month, 1 for January; a question mark for a number that is none.
pub fn month_name(month: u32) -> &'static str {
    let position = month.checked_sub(1).map(|position| position as usize);
    position
        .and_then(|position| kohort_grammar::MONTHS.get(position))
        .copied()
        .unwrap_or("?")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact() {
        let shown = |number: Option<Number>| number.unwrap().exact_text();
        assert_eq!(shown(Number::parse_decimal("0.0884")), "0.0884");
        assert_eq!(shown(Number::from_ratio(1, 3)), "1/3");
        assert_eq!(shown(Number::from_ratio(-2, 7)), "-2/7");
    }

    #[test]
    fn ordinals_are_in_words() {
        let shown: Vec<String> = [1, 2, 3, 4, 11, 12, 21, 112].into_iter().map(ordinal).collect();
        assert_eq!(
            shown,
            ["1st", "2nd", "3rd", "4th", "11th", "12th", "21st", "112th"]
        );
    }

    #[test]
    fn months_have_names() {
        assert_eq!((month_name(1), month_name(12)), ("January", "December"));
        assert_eq!((month_name(0), month_name(13)), ("?", "?"));
    }
}
