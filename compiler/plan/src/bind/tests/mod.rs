//! What binding makes of a study, and what it refuses.

mod refused;
mod shapes;
mod sources;
