//! The order of code lists and sets of drugs by what is in them.

use super::{Side, Versions};
use kohort_semantics::codes::{CodeList, CodePattern};

/// Whether every code of one list is in the other, in every system.
pub(crate) fn covers(wide: &CodeList, narrow: &CodeList) -> bool {
    let held = |one: &CodePattern, by: &[CodePattern]| {
        by.iter().any(|other| {
            other.system == one.system
                && if other.wildcard {
                    one.code.starts_with(&other.code)
                } else {
                    !one.wildcard && one.code == other.code
                }
        })
    };
    narrow.entries.iter().all(|one| held(one, &wide.entries))
        && wide.except.iter().all(|one| held(one, &narrow.except))
}

/// Whether every drug of one set is in the other and means the same in both versions.
pub(crate) fn drugs_within(
    versions: &Versions<'_>,
    narrow_side: Side,
    narrow: &[String],
    wide: &[String],
) -> bool {
    let wide_side = match narrow_side {
        Side::Old => Side::New,
        Side::New => Side::Old,
    };
    narrow.iter().all(|drug| {
        wide.contains(drug) && versions.side(narrow_side).drug(drug) == versions.side(wide_side).drug(drug)
    })
}
