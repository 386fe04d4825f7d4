//! What the symbol of a unit stands for.
//!
//! Invariant: a symbol is one unit, or else one prefix and one unit that takes prefixes; the atom table allows no second
//! reading. Definitions are read as units themselves.

use super::atoms::{self, Atom, Meaning};
use super::prefixes::PREFIXES;
use super::term::Term;
use super::{Conversion, Dimension, UnitError, parse};
use crate::value::Number;

/// Definitions are acyclic, and no chain of them comes near this length.
const LONGEST_CHAIN: usize = 48;

/// The unit that a symbol at a place stands for. `depth` is how deep the text that has the symbol is nested already.
pub(super) fn resolve(symbol: &str, at: usize, depth: usize) -> Result<Term, UnitError> {
    let (atom, prefix) =
        find(symbol).ok_or_else(|| UnitError::new(at, format!("`{symbol}` is not a unit")))?;
    let (scale, dimension) = meaning(atom, at, depth)?;
    Ok(Term {
        scale: Conversion::scale(prefix).then(&scale),
        dimension,
        special: atom.is_special().then_some(at),
    })
}

/// A unit by its symbol, or by a prefix and its symbol, and what the prefix stands for.
fn find(symbol: &str) -> Option<(&'static Atom, Number)> {
    let prefixed = |(prefix, exponent): &(&str, i32)| {
        let atom = atoms::find(symbol.strip_prefix(prefix)?).filter(|atom| atom.metric)?;
        Some((atom, Number::from_integer(10).power(*exponent)?))
    };
    atoms::find(symbol)
        .map(|atom| (atom, Number::ONE))
        .or_else(|| PREFIXES.iter().find_map(prefixed))
}

/// How a value in a unit becomes one in base units, and which those are.
fn meaning(atom: &Atom, at: usize, depth: usize) -> Result<(Conversion, Dimension), UnitError> {
    let ratio = |(numerator, denominator)| Number::from_ratio(numerator, denominator).unwrap_or(Number::ONE);
    match atom.meaning {
        Meaning::Base | Meaning::Logarithmic => Ok((Conversion::identity(), Dimension::of(atom.symbol))),
        Meaning::Affine { base, factor, offset } => Ok((
            Conversion {
                factor: ratio(factor),
                offset: ratio(offset),
            },
            Dimension::of(base),
        )),
        Meaning::Of(_, _) if depth >= LONGEST_CHAIN => {
            Err(UnitError::new(at, "units are defined by each other too deeply"))
        }
        Meaning::Of(value, unit) => {
            let unit = parse::read(unit, depth + 1)?;
            let value = Number::parse_decimal(value).unwrap_or(Number::ONE);
            Ok((Conversion::scale(value).then(&unit.scale), unit.dimension))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_definition_is_a_unit_and_no_symbol_means_two_things() {
        for (index, atom) in atoms::ATOMS.iter().enumerate() {
            let exact =
                parse::read(atom.symbol, 0).unwrap_or_else(|error| panic!("{}: {error}", atom.symbol));
            assert!(!exact.scale.factor.is_zero());
            if let Meaning::Of(value, _) = atom.meaning {
                assert!(Number::parse_decimal(value).is_some(), "{}", atom.symbol);
            }
            assert!(
                atoms::ATOMS
                    .iter()
                    .skip(index + 1)
                    .all(|other| other.symbol != atom.symbol),
                "{}",
                atom.symbol
            );
            let readings = PREFIXES.iter().filter(|(prefix, _)| {
                atom.symbol
                    .strip_prefix(prefix)
                    .and_then(atoms::find)
                    .is_some_and(|other| other.metric)
            });
            assert_eq!(readings.count(), 0, "{} is also a prefix and a unit", atom.symbol);
        }
    }

    #[test]
    fn a_prefix_and_a_unit_are_read_in_one_way() {
        for (first, _) in PREFIXES {
            for atom in atoms::ATOMS.iter().filter(|atom| atom.metric) {
                let text = format!("{first}{}", atom.symbol);
                let readings = PREFIXES.iter().filter(|(prefix, _)| {
                    text.strip_prefix(prefix)
                        .and_then(atoms::find)
                        .is_some_and(|other| other.metric)
                });
                let exact = atoms::find(&text).is_some();
                assert_eq!(readings.count() + usize::from(exact), 1, "{text}");
            }
        }
    }
}
