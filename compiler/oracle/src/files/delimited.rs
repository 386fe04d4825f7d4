//! Delimited text: a line of names, unless the source gives them, and a line for each row.

use crate::raw::RawTable;

/// The rows of a text.
pub(super) fn table(text: &str, delimiter: u8, names: Option<&[String]>) -> Result<RawTable, &'static str> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut lines: Vec<Vec<String>> = Vec::new();
    for line in reader.records() {
        let line = line.map_err(|_| "D0104")?;
        lines.push(line.iter().map(str::to_owned).collect());
    }
    let mut lines = lines.into_iter();
    let columns = match names {
        // Without a line of names, a table without rows is an empty file. Further fields have no name, and a row may end
        // before a column that nobody reads.
        Some(names) => names.to_vec(),
        None => lines.next().ok_or("D0105")?,
    };
    let lines: Vec<Vec<String>> = lines.collect();
    if names.is_none() && lines.iter().any(|line| line.len() != columns.len()) {
        return Err("D0104");
    }
    Ok(RawTable {
        columns,
        rows: lines
            .into_iter()
            .map(|line| line.into_iter().map(Some).collect())
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_the_first_line_or_in_the_source() {
        let with = table("a;b\n1;\"x;y\"\n", b';', None).unwrap();
        assert_eq!(with.columns, ["a", "b"]);
        assert_eq!(with.rows, [[Some("1".to_owned()), Some("x;y".to_owned())]]);
        let names = ["a".to_owned(), "b".to_owned()];
        let without = table("1\t2\t3\n4\t5\t6\n", b'\t', Some(&names)).unwrap();
        assert_eq!(without.columns, names);
        assert_eq!(without.rows.len(), 2);
        assert_eq!(table("", b',', None), Err("D0105"));
        assert_eq!(table("", b',', Some(&names)).unwrap().rows.len(), 0);
        assert_eq!(table("a,b\n1\n", b',', None), Err("D0104"));
        assert_eq!(
            table("1\n", b',', Some(&names)).unwrap().rows,
            [[Some("1".to_owned())]]
        );
    }
}
