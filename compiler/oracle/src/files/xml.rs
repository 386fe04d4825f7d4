//! XML: every element at a path is a row, and every column the text at a path from it.
//!
//! Names are compared without their namespaces. Of several elements at one path, the first in the document counts.

use crate::calendar::{completed_years, known_day};
use crate::raw::{Cells, RawTable};
use kohort_semantics::value::Date;
use roxmltree::{Document, Node};

/// The rows of a document.
pub(super) fn table(text: &str, rows: &str, columns: &[(String, String)]) -> Result<RawTable, &'static str> {
    if text.trim().is_empty() {
        return Err("D0105");
    }
    let document = Document::parse(text).map_err(|_| "D0104")?;
    let path: Vec<&str> = rows.split('/').filter(|step| !step.is_empty()).collect();
    // The first step names the root itself.
    let mut elements = vec![document.root()];
    for name in path {
        elements = elements
            .iter()
            .flat_map(|element| children(*element, name))
            .collect();
    }
    let cells =
        |element: &Node<'_, '_>| -> Cells { columns.iter().map(|(_, path)| cell(*element, path)).collect() };
    Ok(RawTable {
        columns: columns.iter().map(|(name, _)| name.clone()).collect(),
        rows: elements.iter().map(cells).collect(),
    })
}

fn children<'a, 'i>(of: Node<'a, 'i>, name: &str) -> Vec<Node<'a, 'i>> {
    of.children()
        .filter(|child| child.is_element() && child.tag_name().name() == name)
        .collect()
}

/// The text at a path, or of `years(A, B)` the completed years between the dates at two paths.
fn cell(row: Node<'_, '_>, path: &str) -> Option<String> {
    let Some(inner) = path
        .strip_prefix("years(")
        .and_then(|inner| inner.strip_suffix(')'))
    else {
        return text_at(row, path);
    };
    let (from, to) = inner.split_once(',')?;
    let day = |path: &str| known_day(Date::parse(text_at(row, path.trim())?.trim())?);
    Some(completed_years(day(from)?, day(to)?)?.to_string())
}

/// The text at a path: `a/b` for an element, `@x` for an attribute, `..` for the element around, `.` for the element itself.
fn text_at(row: Node<'_, '_>, path: &str) -> Option<String> {
    let mut elements = vec![row];
    for step in path.split('/').filter(|step| !step.is_empty()) {
        match step {
            "." => {}
            ".." => elements = elements.iter().filter_map(|element| element.parent()).collect(),
            _ => match step.strip_prefix('@') {
                Some(name) => {
                    return elements.iter().find_map(|element| {
                        let mut attributes = element.attributes();
                        attributes
                            .find(|attribute| attribute.name() == name)
                            .map(|attribute| attribute.value().to_owned())
                    });
                }
                None => {
                    elements = elements
                        .iter()
                        .flat_map(|element| children(*element, step))
                        .collect()
                }
            },
        }
    }
    let texts = elements.first()?.children().filter(|child| child.is_text());
    Some(texts.filter_map(|text| text.text()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_rows() {
        let text = r#"<?xml version="1.0"?>
          <A xmlns="urn:x" version="2"><M>
            <P id="1"><S><G>W</G></S><T><D>x</D></T><T><D>y</D></T></P>
            <P id="2"><S/><T>own<!-- not this --> text</T></P>
          </M></A>"#;
        let columns = |paths: &[&str]| -> Vec<(String, String)> {
            paths
                .iter()
                .map(|path| ((*path).to_owned(), (*path).to_owned()))
                .collect()
        };
        let read = |rows: &str, paths: &[&str]| -> Vec<Vec<String>> {
            let table = table(text, rows, &columns(paths)).unwrap();
            let cell = |cell: &Option<String>| cell.clone().unwrap_or_else(|| "-".to_owned());
            table
                .rows
                .iter()
                .map(|row| row.iter().map(cell).collect())
                .collect()
        };
        assert_eq!(read("/A/M/P", &["@id", "S/G"]), [["1", "W"], ["2", "-"]]);
        assert_eq!(
            read("/A/M/P/T", &["../@id", "D", ".", "../../../@version"]),
            [
                ["1", "x", "", "2"],
                ["1", "y", "", "2"],
                ["2", "-", "own text", "2"]
            ]
        );
        assert!(read("/B/M/P", &["@id"]).is_empty());
        let text = "<A><P born='1950-03-02'><T>2020-03-01</T><T>soon</T></P></A>";
        let ages = table(text, "/A/P/T", &columns(&["years(../@born, .)"])).unwrap();
        assert_eq!(ages.rows, [[Some("69".to_owned())], [None]]);
    }
}
