//! Hashes of texts.
//!
//! Invariant: plain BLAKE3, so that whoever has the text can compare with another program.

/// The BLAKE3 hash of a text, as 64 hexadecimal digits.
pub fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}
