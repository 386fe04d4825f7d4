//! In which bucket a patient is.
//!
//! Invariant: follows from the key and the number of buckets alone, on every machine and in every version that writes this
//! format. All tables are divided alike, so that a bucket of all tables is a task of its own.

/// How many buckets there are unless the caller says otherwise: enough for the threads of one machine.
pub const BUCKETS: u32 = 32;

/// How many characters of a sort key are the bucket.
pub(super) const PREFIX: usize = 8;

/// The bucket of a patient.
pub(super) fn bucket(key: &str, buckets: u32) -> u32 {
    let hash = blake3::hash(key.as_bytes());
    let [a, b, c, d, ..] = *hash.as_bytes();
    u32::from_le_bytes([a, b, c, d]) % buckets.max(1)
}

/// A text that sorts by bucket and then by key.
pub(super) fn sort_key(key: &str, buckets: u32) -> String {
    format!("{:08x}{key}", bucket(key, buckets))
}

/// The bucket and the key of a [`sort_key`].
pub(super) fn split(sort_key: &str) -> Option<(u32, &str)> {
    let (bucket, key) = sort_key.split_at_checked(PREFIX)?;
    Some((u32::from_str_radix(bucket, 16).ok()?, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_stays_in_its_bucket_for_ever() {
        // These numbers are part of the format. BLAKE3 of nothing begins with af 13 49 b9, of which the last five bits of the
        // first byte remain.
        let buckets: Vec<u32> = ["", "1", "17", "患者"]
            .iter()
            .map(|key| bucket(key, 32))
            .collect();
        assert_eq!(buckets, [15, 22, 11, 24]);
        assert_eq!(bucket("17", 1), 0);
    }

    #[test]
    fn a_sort_key_can_be_split_again() {
        for key in ["", "1", "患者 7", "ffffffff"] {
            assert_eq!(split(&sort_key(key, 7)), Some((bucket(key, 7), key)));
        }
        assert_eq!(split("1"), None);
    }
}
