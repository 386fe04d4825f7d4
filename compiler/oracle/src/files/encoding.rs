//! The text of a file.

use kohort_semantics::source::Encoding;

/// The bytes that are no characters of Windows code page 1252.
const NOT_IN_1252: [u8; 5] = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/// The text without an optional byte order mark.
pub(super) fn text(encoding: Encoding, bytes: &[u8]) -> Result<String, &'static str> {
    let known = match encoding {
        Encoding::Utf8 => encoding_rs::UTF_8,
        // The Shift JIS of the web is Windows code page 932.
        Encoding::Cp932 => encoding_rs::SHIFT_JIS,
        Encoding::Windows1252 => encoding_rs::WINDOWS_1252,
    };
    let bytes = match encoding {
        Encoding::Utf8 => bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes),
        Encoding::Cp932 | Encoding::Windows1252 => bytes,
    };
    let code = if encoding == Encoding::Utf8 {
        "D0103"
    } else {
        "D0106"
    };
    // The web reads the bytes that are no characters of the code page as control characters.
    let undefined = |byte: &u8| encoding == Encoding::Windows1252 && NOT_IN_1252.contains(byte);
    if bytes.iter().any(undefined) {
        return Err(code);
    }
    match known.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(text.into_owned()),
        None => Err(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_in_their_encoding() {
        assert_eq!(text(Encoding::Utf8, "\u{feff}患者".as_bytes()).unwrap(), "患者");
        assert_eq!(text(Encoding::Cp932, b"\x8a\xb3\x8e\xd2,\xb1").unwrap(), "患者,ｱ");
        assert_eq!(
            text(Encoding::Windows1252, b"m\xe4nnlich \x80").unwrap(),
            "männlich €"
        );
        assert_eq!(text(Encoding::Utf8, b"m\xe4nnlich"), Err("D0103"));
        assert_eq!(text(Encoding::Cp932, b"\x8a"), Err("D0106"));
        assert_eq!(text(Encoding::Windows1252, b"\x81"), Err("D0106"));
    }
}
