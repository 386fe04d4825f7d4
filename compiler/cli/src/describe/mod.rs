//! How descriptions of sources and datasets are shown.

#[cfg(feature = "run")]
pub(crate) mod data;
pub(crate) mod html;
pub(crate) mod text;
