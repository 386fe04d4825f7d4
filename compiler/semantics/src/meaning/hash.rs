//! Hashes, and how canonical forms are written into them.
//!
//! Invariant: what is written can be told apart whatever it is: every part begins with its length or has a fixed one, so
//! that no two different forms are the same bytes.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A semantic hash: 256 bits, shown as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Hash([u8; 32]);

impl Hash {
    /// The first twelve digits, for people.
    pub fn short(&self) -> String {
        self.to_string().chars().take(12).collect()
    }

    /// Reads what [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        blake3::Hash::from_hex(text)
            .ok()
            .map(|hash| Self(*hash.as_bytes()))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}…", self.short())
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for Hash {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("a hash is 64 hexadecimal digits")
    }
}

/// A canonical form in the making.
pub(super) struct Encoder(blake3::Hasher);

impl Encoder {
    /// A form of this kind.
    pub(super) fn new(kind: &str) -> Self {
        let mut encoder = Self(blake3::Hasher::new_derive_key("kohort 1: what a study means"));
        encoder.text(kind);
        encoder
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.number(text.len() as u64);
        self.0.update(text.as_bytes());
        self
    }

    pub(super) fn number(&mut self, number: u64) -> &mut Self {
        self.0.update(&number.to_le_bytes());
        self
    }

    pub(super) fn signed(&mut self, number: i64) -> &mut Self {
        self.0.update(&number.to_le_bytes());
        self
    }

    pub(super) fn truth(&mut self, truth: bool) -> &mut Self {
        self.number(truth.into())
    }

    pub(super) fn hash(&mut self, hash: Hash) -> &mut Self {
        self.0.update(&hash.0);
        self
    }

    /// Something that may be absent.
    pub(super) fn maybe<T>(
        &mut self,
        value: Option<T>,
        write: impl for<'e> FnOnce(&'e mut Self, T) -> &'e mut Self,
    ) -> &mut Self {
        self.truth(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
        self
    }

    /// Several hashes in their order.
    pub(super) fn hashes(&mut self, hashes: impl IntoIterator<Item = Hash>) -> &mut Self {
        let hashes: Vec<Hash> = hashes.into_iter().collect();
        self.number(hashes.len() as u64);
        for hash in hashes {
            self.hash(hash);
        }
        self
    }

    /// Several hashes whose order means nothing, each as often as it is there.
    pub(super) fn unordered(&mut self, hashes: impl IntoIterator<Item = Hash>) -> &mut Self {
        let mut hashes: Vec<Hash> = hashes.into_iter().collect();
        hashes.sort();
        self.hashes(hashes)
    }

    /// Texts in their order, which may be absent.
    pub(super) fn texts(&mut self, texts: Option<&[String]>) -> &mut Self {
        self.maybe(texts, |encoder, texts| {
            encoder.number(texts.len() as u64);
            for text in texts {
                encoder.text(text);
            }
            encoder
        })
    }

    pub(super) fn finish(&self) -> Hash {
        Hash(*self.0.finalize().as_bytes())
    }
}
