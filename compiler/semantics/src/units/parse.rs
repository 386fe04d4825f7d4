//! Reading UCUM's notation.
//!
//! Invariant: `.` and `/` have one precedence and are read from left to right (UCUM section 2.3, clause 7), so `mg/kg.d` is
//! mg/kg times days. No text makes this panic, or recurse beyond [`DEEPEST`].

use super::cursor::Cursor;
use super::resolve::resolve;
use super::term::Term;
use super::{Unit, UnitError, suggest};
use crate::value::Number;

/// Real units are far shorter.
const LONGEST: usize = 200;
/// How deeply parentheses may be nested.
const DEEPEST: usize = 24;
/// Understands a unit, and offers a correction where it can.
pub(super) fn parse(text: &str) -> Result<Unit, UnitError> {
    read(text, 0).map_err(|error| suggest::with_suggestion(text, error))
}

/// Understands a unit.
pub(super) fn read(text: &str, depth: usize) -> Result<Unit, UnitError> {
    if text.len() > LONGEST {
        return Err(UnitError::new(
            0,
            format!("a unit has at most {LONGEST} characters"),
        ));
    }
    let mut parser = Parser {
        cursor: Cursor::new(text),
        depth,
    };
    let term = if text.is_empty() {
        Term::one()
    } else {
        parser.term()?
    };
    match parser.cursor.peek() {
        None => Ok(Unit {
            text: text.to_owned(),
            scale: term.scale,
            dimension: term.dimension,
        }),
        Some(')') => Err(UnitError::new(parser.cursor.at, "this `)` closes nothing")),
        Some(_) => Err(UnitError::new(
            parser.cursor.at,
            "`.` or `/` is needed between two units",
        )),
    }
}

struct Parser<'t> {
    cursor: Cursor<'t>,
    depth: usize,
}

impl Parser<'_> {
    /// `/ component`, or `component`, and then any number of `. component` and `/ component`.
    fn term(&mut self) -> Result<Term, UnitError> {
        let mut product = if self.cursor.peek() == Some('/') {
            Term::one()
        } else {
            self.component()?
        };
        loop {
            let at = self.cursor.at;
            let power = if self.cursor.take_char('.') {
                1
            } else if self.cursor.take_char('/') {
                -1
            } else {
                return Ok(product);
            };
            let factor = self.component()?;
            product = product.times(&factor, power, at)?;
        }
    }

    /// `( term )`, a number, a unit with an optional exponent, or an annotation.
    fn component(&mut self) -> Result<Term, UnitError> {
        let at = self.cursor.at;
        match self.cursor.peek() {
            None => Err(UnitError::new(at, "a unit is missing at the end")),
            Some('(') => self.parenthesised(),
            Some('{') => {
                self.cursor.annotation()?;
                Ok(Term::one())
            }
            Some('.' | '/' | ')') => Err(UnitError::new(at, "a unit is missing here")),
            Some(_) => {
                let term = if self.cursor.at_number() {
                    self.number()?
                } else {
                    self.unit()?
                };
                self.cursor.annotation()?;
                Ok(term)
            }
        }
    }

    fn parenthesised(&mut self) -> Result<Term, UnitError> {
        let at = self.cursor.at;
        if self.depth >= DEEPEST {
            return Err(UnitError::new(at, "parentheses are nested too deeply"));
        }
        self.cursor.take_char('(');
        self.depth += 1;
        let term = self.term()?;
        self.depth -= 1;
        if self.cursor.take_char(')') {
            Ok(term)
        } else {
            Err(UnitError::new(at, "this `(` is not closed"))
        }
    }

    fn number(&mut self) -> Result<Term, UnitError> {
        let at = self.cursor.at;
        let digits = self.cursor.take(|c| c.is_ascii_digit());
        let factor = Number::parse_decimal(digits).filter(|number| !number.is_zero());
        match self.cursor.peek() {
            None | Some('.' | '/' | ')' | '{') => factor
                .map(Term::number)
                .ok_or_else(|| UnitError::new(at, format!("`{digits}` cannot be part of a unit"))),
            Some(_) => Err(UnitError::new(
                at,
                format!("the number `{digits}` needs a `.` or `/` behind it"),
            )),
        }
    }

    /// A symbol with an optional prefix and exponent.
    fn unit(&mut self) -> Result<Term, UnitError> {
        let at = self.cursor.at;
        let symbol = self.cursor.symbol()?;
        let exponent = self.cursor.exponent()?;
        let unit = resolve(symbol, at, self.depth)?;
        match exponent {
            Some(power) => Term::one().times(&unit, power, at),
            None => Ok(unit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn base(text: &str) -> String {
        let unit = parse(text).unwrap();
        format!("{} {}", unit.to_base().factor, unit.dimension())
    }

    fn error(text: &str) -> (usize, String) {
        let error = parse(text).unwrap_err();
        (error.at, error.what)
    }

    #[test]
    fn units_are_reduced_to_base_units() {
        for (text, expected) in [
            ("kg", "1000 g"),
            ("mg/dL", "10 g.m-3"),
            ("10*9/L", "1000000000000 m-3"),
            ("10^9/L", "1000000000000 m-3"),
            ("/uL", "1000000000 m-3"),
            ("{cells}/µL", "1000000000 m-3"),
            ("g{creat}", "1 g"),
            (
                "mL/min/{1.73_m2}",
                "0.00000001666666666666666666666666667… m3.s-1",
            ),
            ("mg/kg.d", "0.0864 s"),
            ("mg/(kg.h.{x})", "0.0000000002777777777777777777777777778… s-1"),
            ("m[IU]/L", "1 [iU].m-3"),
            ("mm[Hg]", "133322 g.m-1.s-2"),
            ("%", "0.01 1"),
            ("", "1 1"),
            ("g.g-1", "1 1"),
        ] {
            assert_eq!(base(text), expected, "{text}");
        }
    }

    #[test]
    fn errors_say_where_and_what() {
        for (text, at, what) in [
            ("mg/", 3, "a unit is missing at the end"),
            ("mg//dL", 3, "a unit is missing here"),
            ("mg/dl)", 5, "this `)` closes nothing"),
            ("mg/(dl", 3, "this `(` is not closed"),
            ("g{creat", 1, "this `{` is not closed"),
            ("g{a b}", 3, "` ` cannot stand in an annotation"),
            ("mm[Hg", 2, "this `[` is not closed"),
            ("m+", 1, "a power is missing behind the sign"),
            ("m101", 1, "the powers in a unit go from -100 to 100"),
            ("m100.m", 4, "the powers in a unit go from -100 to 100"),
            (
                "m99999999999999999999",
                1,
                "the powers in a unit go from -100 to 100",
            ),
            ("g/12h", 2, "the number `12` needs a `.` or `/` behind it"),
            ("g/0", 2, "`0` cannot be part of a unit"),
            (
                "Cel/d",
                0,
                "a unit with an offset or a logarithm must stand alone",
            ),
            ("/Cel", 1, "a unit with an offset or a logarithm must stand alone"),
            ("Cel2", 0, "a unit with an offset or a logarithm must stand alone"),
            ("ug(8.h)", 2, "`.` or `/` is needed between two units"),
            ("mg/xyz", 3, "`xyz` is not a unit"),
            ("kmin", 0, "`kmin` is not a unit"),
            ("+", 0, "`+` cannot stand here"),
        ] {
            assert_eq!(error(text), (at, what.into()), "{text}");
        }
        assert_eq!(error(&"(".repeat(150)).1, "parentheses are nested too deeply");
        assert_eq!(error(&"m".repeat(201)).1, "a unit has at most 200 characters");
        assert_eq!(error("[pi]100").1, "this unit is too large or too small");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_at_a_place_in_it(
            text in "\\PC{0,24}|[mgLdsu/.()0-9{}*^\\[\\]%+-]{0,24}|([mgLd][/.]?|10\\*9|\\(|\\)|\\[iU\\]|Cel|mm\\[Hg\\]){0,12}",
        ) {
            match parse(&text) {
                Ok(unit) => {
                    prop_assert_eq!(unit.text(), &text);
                    prop_assert!(!unit.to_base().factor.is_zero());
                    let stored = serde_json::to_string(&unit).unwrap();
                    prop_assert_eq!(serde_json::from_str::<Unit>(&stored).unwrap(), unit);
                }
                Err(error) => {
                    prop_assert!(text.is_char_boundary(error.at));
                    if let Some(suggestion) = error.suggestion {
                        prop_assert!(read(&suggestion, 0).is_ok(), "{}", suggestion);
                    }
                }
            }
        }

        #[test]
        fn a_product_is_commutative_and_a_quotient_its_inverse(
            a in prop::sample::select(vec!["mg", "dL", "10*9", "mmol", "[iU]", "m2", "d", "%", "kat"]),
            b in prop::sample::select(vec!["g", "L", "uL", "mol", "mm[Hg]", "h", "wk", "{x}"]),
        ) {
            let unit = |text: String| parse(&text).unwrap();
            let commutes = unit(format!("{a}.{b}")).same_as(&unit(format!("{b}.{a}")));
            let undone = unit(format!("{a}.{b}/{b}")).same_as(&unit(a.to_owned()));
            let grouped = unit(format!("{a}/({b}.{b})")).same_as(&unit(format!("{a}/{b}/{b}")));
            prop_assert!(commutes && undone && grouped);
        }
    }
}
