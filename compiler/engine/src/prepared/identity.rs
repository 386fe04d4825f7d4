//! Which source model data were prepared with.
//!
//! Invariant: two source models have the same hash if and only if they say the same about the data: places in files and
//! doc comments do not count, everything else does.

use kohort_semantics::{Model, Source};
use serde_json::Value;

/// What a source model and the model that it maps say, as a hash. It can always be told, as both are plain data; a value
/// that could not be written down would be the reason.
pub fn source_hash(model: &Model, source: &Source) -> Result<String, serde_json::Error> {
    let mut hasher = blake3::Hasher::new_derive_key("kohort prepared 1: what a source model says");
    for mut said in [serde_json::to_value(model)?, serde_json::to_value(source)?] {
        without_places(&mut said);
        let text = said.to_string();
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    Ok(hasher.finalize().to_hex().to_string())
}

fn without_places(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| name != "span" && name != "doc");
            fields.values_mut().for_each(without_places);
        }
        Value::Array(items) => items.iter_mut().for_each(without_places),
        _ => {}
    }
}
