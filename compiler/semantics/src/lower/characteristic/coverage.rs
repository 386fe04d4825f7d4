//! Which values no band has, which several have, and bands that are empty.
//!
//! The analysis knows bands of written numbers and of categories; of any other it says nothing, nor of very many values.

use super::{Group, Test};
use crate::model::{AttributeType, Model};
use crate::study::{Compare, Expr, ExprKind, SetItem, Type};
use crate::value::{Number, Value};
use kohort_base::{Code, Diagnostic, Span};

/// Of more values than these nothing is said.
const MAX_INTERVALS: usize = 1_000;

/// Values from one number to another. `None` is without bound.
#[derive(Debug, Clone, PartialEq)]
struct Interval {
    low: Option<Edge>,
    high: Option<Edge>,
}

#[derive(Debug, Clone, PartialEq)]
struct Edge {
    at: Number,
    included: bool,
}

/// The values that there are.
struct Domain<'m> {
    /// Only whole numbers.
    whole: bool,
    /// The names of the values, of a category.
    names: Option<&'m [String]>,
}

/// What is wrong with bands of a value of a type.
pub(super) fn check(model: &Model, ty: &Type, groups: &[Group]) -> Vec<Diagnostic> {
    let domain = match ty {
        Type::Integer | Type::Years | Type::Months | Type::Days => Domain {
            whole: true,
            names: None,
        },
        Type::Decimal | Type::Quantity(_) => Domain {
            whole: false,
            names: None,
        },
        Type::Category(attribute) => match model.attribute(*attribute).map(|found| &found.ty) {
            Some(AttributeType::Category(category)) => Domain {
                whole: true,
                names: Some(&category.values),
            },
            _ => return Vec::new(),
        },
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    let mut earlier: Vec<(Interval, Span)> = Vec::new();
    let mut otherwise = false;
    for group in groups {
        let condition = match &group.test {
            Test::Condition(condition) => condition,
            Test::Otherwise => {
                otherwise = true;
                continue;
            }
            Test::Missing(_) => continue,
        };
        let known = domain.intervals(condition).filter(|own| domain.fits(own));
        let Some(own) = known else {
            return Vec::new();
        };
        if own.len() + earlier.len() > MAX_INTERVALS {
            return Vec::new();
        }
        let own: Vec<Interval> = own.into_iter().filter(|one| !domain.is_empty(one)).collect();
        found.extend(domain.against(&own, &earlier, group));
        earlier.extend(own.into_iter().map(|interval| (interval, group.span)));
    }
    if !otherwise && found.is_empty() {
        found.extend(domain.hole(&earlier));
    }
    found
}

impl Domain<'_> {
    /// The values for which a condition of a band is true.
    fn intervals(&self, condition: &Expr) -> Option<Vec<Interval>> {
        match &condition.kind {
            ExprKind::Compare { op, right, .. } => {
                let at = constant(right)?;
                let edge = |included| {
                    Some(Edge {
                        at: at.clone(),
                        included,
                    })
                };
                let interval = |low, high| Interval { low, high };
                Some(match op {
                    Compare::Eq => vec![interval(edge(true), edge(true))],
                    Compare::Ne => vec![interval(None, edge(false)), interval(edge(false), None)],
                    Compare::Lt => vec![interval(None, edge(false))],
                    Compare::Le => vec![interval(None, edge(true))],
                    Compare::Gt => vec![interval(edge(false), None)],
                    Compare::Ge => vec![interval(edge(true), None)],
                })
            }
            ExprKind::InSet { items, .. } => items
                .iter()
                .map(|item| {
                    let (low, high) = match item {
                        SetItem::Value(value) => (value, value),
                        SetItem::Range(low, high) => (low, high),
                    };
                    let edge = |at| Some(Edge { at, included: true });
                    Some(Interval {
                        low: edge(constant(low)?),
                        high: edge(constant(high)?),
                    })
                })
                .collect(),
            _ => None,
        }
    }

    /// Whether all edges are values that there are.
    fn fits(&self, intervals: &[Interval]) -> bool {
        let mut edges = intervals
            .iter()
            .flat_map(|interval| [&interval.low, &interval.high])
            .flatten();
        !self.whole || edges.all(|edge| edge.at.is_integer())
    }

    fn is_empty(&self, interval: &Interval) -> bool {
        let (low, high) = (self.first(interval), self.last(interval));
        match (low, high) {
            (Some(low), Some(high)) => {
                low.at > high.at || (low.at == high.at && !(low.included && high.included))
            }
            _ => false,
        }
    }

    /// The low edge, as the first whole number where there are only such.
    fn first(&self, interval: &Interval) -> Option<Edge> {
        let edge = interval.low.clone()?;
        if !self.whole {
            return Some(edge);
        }
        let at = if edge.included {
            edge.at
        } else {
            edge.at.add(&Number::from_integer(1))
        };
        Some(Edge { at, included: true })
    }

    fn last(&self, interval: &Interval) -> Option<Edge> {
        let edge = interval.high.clone()?;
        if !self.whole {
            return Some(edge);
        }
        let at = if edge.included {
            edge.at
        } else {
            edge.at.sub(&Number::from_integer(1))
        };
        Some(Edge { at, included: true })
    }

    /// What of a set of values is left when some are taken away.
    fn without(&self, from: Vec<Interval>, taken: &Interval) -> Vec<Interval> {
        let mut left = Vec::new();
        for interval in from {
            if let Some(low) = &taken.low {
                let below = Edge {
                    at: low.at.clone(),
                    included: !low.included,
                };
                left.push(Interval {
                    low: interval.low.clone(),
                    high: Some(lower(interval.high.clone(), below)),
                });
            }
            if let Some(high) = &taken.high {
                let above = Edge {
                    at: high.at.clone(),
                    included: !high.included,
                };
                left.push(Interval {
                    low: Some(higher(interval.low, above)),
                    high: interval.high,
                });
            }
        }
        left.retain(|interval| !self.is_empty(interval));
        left
    }

    /// What is wrong with a band, given those before it.
    fn against(&self, own: &[Interval], earlier: &[(Interval, Span)], group: &Group) -> Option<Diagnostic> {
        if own.is_empty() {
            return Some(
                Diagnostic::error(
                    Code::K1201,
                    format!("No value is in the group \"{}\"", group.label),
                )
                .at(group.span, "its last value lies before its first")
                .help("write the smaller number first"),
            );
        }
        let mut left = own.to_vec();
        for (interval, _) in earlier {
            left = self.without(left, interval);
        }
        if left.is_empty() {
            let mut diagnostic = Diagnostic::error(
                Code::K1201,
                format!("Nobody can be in the group \"{}\"", group.label),
            )
            .at(group.span, "groups before it have all of its values")
            .help("the first group that a value belongs to has it; change the bounds or the order");
            for (_, span) in self.sharing(own, earlier) {
                diagnostic = diagnostic.and(span, "has some of them");
            }
            return Some(diagnostic);
        }
        let (shared, other) = self.sharing(own, earlier).into_iter().next()?;
        Some(
            Diagnostic::warning(Code::K1202, format!("Two groups have {}", self.words(&shared)))
                .at(group.span, "never has it, since the group before does")
                .and(other, "the first group that a value belongs to has it")
                .help("let each group begin where the one before it ends"),
        )
    }

    /// The values that a band shares with those before it.
    fn sharing(&self, own: &[Interval], earlier: &[(Interval, Span)]) -> Vec<(Interval, Span)> {
        let mut all = Vec::new();
        for (interval, span) in earlier {
            for one in own {
                let shared = Interval {
                    low: match (one.low.clone(), interval.low.clone()) {
                        (Some(edge), other) => Some(higher(other, edge)),
                        (None, other) => other,
                    },
                    high: match (one.high.clone(), interval.high.clone()) {
                        (Some(edge), other) => Some(lower(other, edge)),
                        (None, other) => other,
                    },
                };
                if !self.is_empty(&shared) {
                    all.push((shared, *span));
                }
            }
        }
        all
    }

    /// Values between bands, or of a category, that no band has.
    fn hole(&self, bands: &[(Interval, Span)]) -> Option<Diagnostic> {
        let whole_number = |at: usize| Number::from_integer(i64::try_from(at).unwrap_or(i64::MAX));
        let all = match self.names {
            Some(names) => Interval {
                low: Some(Edge {
                    at: whole_number(0),
                    included: true,
                }),
                high: Some(Edge {
                    at: whole_number(names.len()),
                    included: false,
                }),
            },
            None => Interval {
                low: bands
                    .iter()
                    .map(|(band, _)| band.low.clone())
                    .reduce(|a, b| Some(lower(Some(a?), b?)))?,
                high: bands
                    .iter()
                    .map(|(band, _)| band.high.clone())
                    .reduce(|a, b| Some(higher(Some(a?), b?)))?,
            },
        };
        let mut left = vec![all];
        for (band, _) in bands {
            left = self.without(left, band);
        }
        let hole = left.first()?;
        let (_, last) = bands.last()?;
        Some(
            Diagnostic::warning(Code::K1202, format!("No group has {}", self.words(hole)))
                .at(*last, "the last of the groups")
                .help("widen a group, or say where the others belong: `\"other\": otherwise`")
                .note("whose value no group has is shown as missing"),
        )
    }

    /// Some values as a reader says them.
    fn words(&self, interval: &Interval) -> String {
        let (low, high) = (self.first(interval), self.last(interval));
        if let Some(names) = self.names {
            let name = |edge: Option<Edge>, none: usize| {
                let at = edge
                    .and_then(|edge| edge.at.to_i64())
                    .and_then(|at| usize::try_from(at).ok());
                names.get(at.unwrap_or(none)).map_or("?", String::as_str)
            };
            let last = names.len().saturating_sub(1);
            let (low, high) = (name(low, 0), name(high, last));
            return if low == high {
                format!("`{low}`")
            } else {
                format!("`{low}` to `{high}`")
            };
        }
        match (low, high) {
            (Some(low), Some(high)) if low.at == high.at => format!("{}", low.at),
            (Some(low), Some(high)) if low.included && high.included => {
                format!("{} to {}", low.at, high.at)
            }
            (Some(low), Some(high)) => format!("what lies between {} and {}", low.at, high.at),
            (Some(low), None) => format!("{} and more", low.at),
            (None, Some(high)) => format!("{} and less", high.at),
            (None, None) => String::from("all values"),
        }
    }
}

/// The lower of two high edges.
fn lower(edge: Option<Edge>, other: Edge) -> Edge {
    match edge {
        Some(edge) if edge.at < other.at || (edge.at == other.at && !edge.included) => edge,
        _ => other,
    }
}

/// The higher of two low edges.
fn higher(edge: Option<Edge>, other: Edge) -> Edge {
    match edge {
        Some(edge) if edge.at > other.at || (edge.at == other.at && !edge.included) => edge,
        _ => other,
    }
}

/// A written number, or the position of a category.
fn constant(value: &Expr) -> Option<Number> {
    match &value.kind {
        ExprKind::Literal(Value::Number(number)) => Some(number.clone()),
        ExprKind::Literal(Value::Category(position)) => Some(Number::from_integer(i64::from(*position))),
        _ => None,
    }
}
