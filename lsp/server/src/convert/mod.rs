//! Between what the protocol says and what the compiler says.

pub(crate) mod diagnostic;
pub(crate) mod edit;
pub(crate) mod position;
pub(crate) mod uri;
