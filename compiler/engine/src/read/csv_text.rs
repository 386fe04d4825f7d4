//! Delimited text, record by record.
//!
//! Invariant: the end of a file is only believed if it lies outside quotation marks. A quotation mark that is never closed
//! would otherwise turn all following rows into one text without a word. It is noticed by a mark of our own behind the
//! file's last byte, which then does not come back as a record of its own.

use super::recoded::{Malformed, Recoded};
use csv::{ErrorKind, Reader, ReaderBuilder, StringRecord};
use kohort_semantics::source::Encoding;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Chain, Read};
use std::path::Path;

/// Ends an unfinished line and follows as a record of its own. No text of a table holds these bytes.
const END: &[u8] = b"\n\0end of the file\0\n";
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
const END_FIELD: &str = "\0end of the file\0";
/// A longer row comes from a quotation mark that is not closed; reading on would fill the memory.
const LONGEST_ROW: u64 = 64 << 20;
/// How much is looked at at once when a byte is searched that is not UTF-8.
const CHUNK: u64 = 1 << 16;

/// The records of one file, the header included.
pub(crate) struct CsvText {
    reader: Reader<Metered<Chain<Bytes, &'static [u8]>>>,
    record: StringRecord,
}

/// A file as UTF-8.
enum Bytes {
    Plain(BufReader<File>),
    Recoded(Box<Recoded<BufReader<File>>>),
}

impl Read for Bytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(file) => file.read(buffer),
            Self::Recoded(file) => file.read(buffer),
        }
    }
}

/// Why the records end too early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum CsvFault {
    /// A byte that is not UTF-8.
    NotUtf8 { byte: u64, line: u64 },
    /// A byte that is no character of the declared encoding.
    NotInEncoding { byte: u64, line: u64 },
    /// A quotation mark is not closed, in the record that begins in this line.
    Unclosed { line: u64 },
    /// The system could not read on.
    Io(io::ErrorKind),
}

impl CsvText {
    pub(crate) fn open(path: &Path, delimiter: u8, encoding: Encoding) -> Result<Self, CsvFault> {
        let file = match encoding {
            Encoding::Utf8 => without_mark(path).map(Bytes::Plain),
            Encoding::Cp932 | Encoding::Windows1252 => recoded(path, encoding),
        };
        let file = file.map_err(|error| CsvFault::Io(error.kind()))?;
        let inner = Metered {
            inner: file.chain(END),
            left: LONGEST_ROW,
        };
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(inner);
        Ok(Self {
            reader,
            record: StringRecord::new(),
        })
    }

    /// The next record and the line in which it begins; `None` behind the last.
    pub(crate) fn next(&mut self, path: &Path) -> Result<Option<(&StringRecord, u64)>, CsvFault> {
        self.reader.get_mut().left = LONGEST_ROW;
        let began = self.reader.position().line();
        match self.reader.read_record(&mut self.record) {
            Ok(true) => {}
            Ok(false) => return Err(CsvFault::Unclosed { line: began }),
            Err(error) => return Err(fault(error.kind(), path, began)),
        }
        let line = self.record.position().map_or(began, csv::Position::line);
        let last = self
            .record
            .len()
            .checked_sub(1)
            .and_then(|position| self.record.get(position))
            .unwrap_or_default();
        if self.record.len() == 1 && last == END_FIELD {
            return Ok(None);
        }
        // The mark came back inside a text.
        if last
            .strip_suffix('\n')
            .is_some_and(|text| text.ends_with(END_FIELD))
        {
            return Err(CsvFault::Unclosed { line });
        }
        Ok(Some((&self.record, line)))
    }
}

/// A file behind its byte order mark, if it has one.
fn without_mark(path: &Path) -> io::Result<BufReader<File>> {
    let mut file = BufReader::new(File::open(path)?);
    if file.fill_buf()?.starts_with(BYTE_ORDER_MARK) {
        file.consume(BYTE_ORDER_MARK.len());
    }
    Ok(file)
}

/// A file in another encoding.
fn recoded(path: &Path, encoding: Encoding) -> io::Result<Bytes> {
    Ok(match Recoded::new(BufReader::new(File::open(path)?), encoding) {
        Ok(recoded) => Bytes::Recoded(Box::new(recoded)),
        Err(plain) => Bytes::Plain(plain),
    })
}

fn fault(kind: &ErrorKind, path: &Path, line: u64) -> CsvFault {
    match kind {
        ErrorKind::Utf8 { .. } => match first_invalid(path) {
            Ok(Some((byte, line))) => CsvFault::NotUtf8 { byte, line },
            // The file changed while it was read.
            Ok(None) => CsvFault::Io(io::ErrorKind::InvalidData),
            Err(error) => CsvFault::Io(error.kind()),
        },
        ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => CsvFault::Unclosed { line },
        ErrorKind::Io(error) => match error.get_ref().and_then(|inner| inner.downcast_ref()) {
            Some(Malformed { byte, line }) => CsvFault::NotInEncoding {
                byte: *byte,
                line: *line,
            },
            None => CsvFault::Io(error.kind()),
        },
        _ => CsvFault::Io(io::ErrorKind::InvalidData),
    }
}

/// The first byte, counted from 0, at which a file stops being UTF-8, and its line, counted from 1.
fn first_invalid(path: &Path) -> io::Result<Option<(u64, u64)>> {
    let mut reader = BufReader::new(File::open(path)?);
    let mut buffer = Vec::new();
    let (mut before, mut line) = (0u64, 1u64);
    loop {
        let read = reader.by_ref().take(CHUNK).read_to_end(&mut buffer)?;
        let (valid, broken) = match std::str::from_utf8(&buffer) {
            Ok(_) => (buffer.len(), false),
            // The last character may only be cut by the buffer's end, unless the file ends there too.
            Err(error) => (error.valid_up_to(), error.error_len().is_some() || read == 0),
        };
        line += buffer.iter().take(valid).filter(|byte| **byte == b'\n').count() as u64;
        before += valid as u64;
        if broken {
            return Ok(Some((before, line)));
        }
        if read == 0 {
            return Ok(None);
        }
        buffer.drain(..valid);
    }
}

/// A reader that refuses to go on when nobody has taken a record for too long.
struct Metered<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let read = self.inner.read(buffer)?;
        self.left = self.left.saturating_sub(read as u64);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use tempfile::NamedTempFile;

    /// The number of records, or why they end too early.
    fn records(content: &[u8]) -> Result<usize, CsvFault> {
        let mut file = NamedTempFile::new().unwrap();
        file.write_all(content).unwrap();
        let mut text = CsvText::open(file.path(), b',', Encoding::Utf8)?;
        let mut records = 0;
        while text.next(file.path())?.is_some() {
            records += 1;
        }
        Ok(records)
    }

    #[test]
    fn every_way_to_end_a_file_is_an_end() {
        for (content, expected) in [
            ("", 0),
            ("\u{feff}", 0),
            ("\n", 0),
            ("a,b", 1),
            ("a,b\n", 1),
            ("a,b\r\n", 1),
            ("a,b\r\n\r\n", 1),
            ("a,\"b\"", 1),
            ("a,\"b\nc\"\nd,e", 2),
            ("\u{feff}\"a\"\n\"\"", 2),
        ] {
            assert_eq!(records(content.as_bytes()), Ok(expected), "{content:?}");
        }
    }

    #[test]
    fn an_open_quotation_mark_is_never_an_end() {
        for content in ["\"", "a,\"b", "a,\"b\n", "a,b\n\"c,d\ne,f\n", "a,\"b\"\"\n"] {
            let line = 1 + u64::from(content.starts_with("a,b\n"));
            assert_eq!(
                records(content.as_bytes()),
                Err(CsvFault::Unclosed { line }),
                "{content:?}"
            );
        }
    }

    #[test]
    fn a_row_without_an_end_does_not_fill_the_memory() {
        let mut content = b"a,b\nc,\"".to_vec();
        content.resize(LONGEST_ROW as usize + (1 << 20), b'x');
        assert_eq!(records(&content), Err(CsvFault::Unclosed { line: 2 }));
    }

    #[test]
    fn a_character_on_the_border_of_two_chunks_is_no_fault() {
        for before in CHUNK as usize - 4..=CHUNK as usize {
            let mut content = vec![b'x'; before];
            content.extend_from_slice("\u{1f9ec}\n".as_bytes());
            let broken = content.len() as u64;
            assert_eq!(records(&content), Ok(1));
            content.push(0xff);
            assert_eq!(
                records(&content),
                Err(CsvFault::NotUtf8 {
                    byte: broken,
                    line: 2
                })
            );
        }
    }
}
