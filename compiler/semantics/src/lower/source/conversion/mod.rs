//! The conversions, one kind a file, and what is said where one does not fit its attribute.

pub(super) mod analyte_code;
pub(super) mod anchored;
pub(super) mod code_by;
pub(super) mod code_list;
pub(super) mod date;
pub(super) mod drug;
pub(super) mod list;
mod precise_by;
pub(super) mod quantity;
pub(super) mod quantity_of;
pub(super) mod unfit;
