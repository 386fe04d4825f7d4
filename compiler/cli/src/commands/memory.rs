//! Amounts of memory as people write them.

/// Reads `2GB`, `512 MiB` or a number of bytes.
pub(crate) fn bytes(text: &str) -> Result<usize, String> {
    let text = text.trim();
    let digits = text
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let factor: usize = match unit.trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        "kib" => 1 << 10,
        "mib" => 1 << 20,
        "gib" => 1 << 30,
        _ => {
            return Err(String::from(
                "write a whole number with KB, MB, GB, KiB, MiB or GiB, such as 2GB",
            ));
        }
    };
    let number: usize = number
        .parse()
        .map_err(|_| String::from("write a whole number, such as 2GB"))?;
    match number.checked_mul(factor) {
        Some(0) => Err(String::from("a run needs some memory")),
        Some(bytes) => Ok(bytes),
        None => Err(String::from("that is more than this machine can address")),
    }
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn reads_what_people_write() {
        assert_eq!(bytes("2GB"), Ok(2_000_000_000));
        assert_eq!(bytes("512 mib"), Ok(512 << 20));
        assert_eq!(bytes("1000"), Ok(1000));
        for wrong in [
            "",
            "GB",
            "1.5GB",
            "-1",
            "2 GB of it",
            "0",
            "99999999999999999999GB",
        ] {
            assert!(bytes(wrong).is_err(), "{wrong}");
        }
    }
}
