//! Text in another encoding, read as UTF-8.
//!
//! Invariant: memory is bounded by a chunk, and no byte is replaced: the reading ends at the first that is no character of
//! the encoding, with its place.

use encoding_rs::{Decoder, DecoderResult, SHIFT_JIS, WINDOWS_1252};
use kohort_semantics::source::Encoding;
use std::fmt;
use std::io::{self, BufRead, Read};

/// How many bytes of UTF-8 are made at once.
const CHUNK: usize = 1 << 16;
/// Bytes that Windows-1252 leaves open; the decoder would make control characters of them.
const NO_CHARACTERS: [u8; 5] = [0x81, 0x8d, 0x8f, 0x90, 0x9d];

/// A byte that is no character of the encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed {
    /// How many bytes of the file are before it.
    pub(crate) byte: u64,
    /// The line, counted from 1.
    pub(crate) line: u64,
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "byte {} is no character", self.byte)
    }
}

impl std::error::Error for Malformed {}

/// A reader of UTF-8 over a reader of bytes in another encoding.
pub(crate) struct Recoded<R> {
    inner: R,
    decoder: Decoder,
    forbidden: &'static [u8],
    text: Vec<u8>,
    taken: usize,
    bytes: u64,
    lines: u64,
    malformed: Option<Malformed>,
    ended: bool,
}

impl<R: BufRead> Recoded<R> {
    /// Reads bytes of an encoding; nothing if they are UTF-8 already.
    pub(crate) fn new(inner: R, encoding: Encoding) -> Result<Self, R> {
        let (encoding, forbidden): (_, &[u8]) = match encoding {
            Encoding::Utf8 => return Err(inner),
            Encoding::Cp932 => (SHIFT_JIS, &[]),
            Encoding::Windows1252 => (WINDOWS_1252, &NO_CHARACTERS),
        };
        Ok(Self {
            inner,
            decoder: encoding.new_decoder_without_bom_handling(),
            forbidden,
            text: Vec::new(),
            taken: 0,
            bytes: 0,
            lines: 0,
            malformed: None,
            ended: false,
        })
    }

    /// Makes more text, as much as there is before the end or a malformed byte.
    fn fill(&mut self) -> io::Result<()> {
        self.taken = 0;
        self.text.clear();
        self.text.resize(CHUNK, 0);
        let chunk = self.inner.fill_buf()?;
        let last = chunk.is_empty();
        let open = chunk.iter().position(|byte| self.forbidden.contains(byte));
        let source = chunk.get(..open.unwrap_or(chunk.len())).unwrap_or(chunk);
        let (result, read, written) =
            self.decoder
                .decode_to_utf8_without_replacement(source, &mut self.text, last);
        let complete = read == source.len();
        self.inner.consume(read);
        self.text.truncate(written);
        self.bytes += read as u64;
        self.lines += self.text.iter().filter(|byte| **byte == b'\n').count() as u64;
        let line = self.lines + 1;
        match result {
            DecoderResult::Malformed(length, behind) => {
                let byte = self.bytes.saturating_sub(u64::from(length) + u64::from(behind));
                self.malformed = Some(Malformed { byte, line });
            }
            _ if open.is_some() && complete => {
                self.malformed = Some(Malformed {
                    byte: self.bytes,
                    line,
                });
            }
            DecoderResult::InputEmpty => self.ended = last,
            DecoderResult::OutputFull => {}
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Recoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken >= self.text.len() {
            match self.malformed {
                Some(malformed) => return Err(io::Error::new(io::ErrorKind::InvalidData, malformed)),
                None if self.ended => return Ok(0),
                None => self.fill()?,
            }
        }
        let mut rest = self.text.get(self.taken..).unwrap_or_default();
        let read = rest.read(buffer)?;
        self.taken += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    /// The text of some bytes, or the place of the first that is no character.
    fn read(bytes: &[u8], encoding: Encoding, chunk: usize) -> Result<String, Malformed> {
        let mut reader = Recoded::new(BufReader::with_capacity(chunk, bytes), encoding)
            .ok()
            .unwrap();
        let mut text = String::new();
        match reader.read_to_string(&mut text) {
            Ok(_) => Ok(text),
            Err(error) => Err(*error.get_ref().unwrap().downcast_ref().unwrap()),
        }
    }

    #[test]
    fn text_is_the_same_in_chunks_of_any_size() {
        let (japanese, _, _) = SHIFT_JIS.encode("施設コード,髙橋,ﾊﾝｶｸ,①\n表,能\\|\n");
        let german = b"Gr\xf6\xdfe;\x80 5\n";
        for chunk in 1..12 {
            let expected = "施設コード,髙橋,ﾊﾝｶｸ,①\n表,能\\|\n";
            assert_eq!(read(&japanese, Encoding::Cp932, chunk).as_deref(), Ok(expected));
            assert_eq!(
                read(german, Encoding::Windows1252, chunk).as_deref(),
                Ok("Größe;€ 5\n")
            );
        }
    }

    #[test]
    fn the_first_byte_that_is_no_character_is_named() {
        for chunk in 1..12 {
            let place = |byte, line| Err(Malformed { byte, line });
            assert_eq!(read(b"ab\ncd\xa0e", Encoding::Cp932, chunk), place(5, 2));
            assert_eq!(read(b"ab\n\x88", Encoding::Cp932, chunk), place(3, 2));
            assert_eq!(read(b"ab\ncd\x81e", Encoding::Windows1252, chunk), place(5, 2));
            assert_eq!(read(b"\x9d", Encoding::Windows1252, chunk), place(0, 1));
        }
    }
}
