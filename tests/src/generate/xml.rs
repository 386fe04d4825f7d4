//! A table as an XML document.

use crate::oracle::RawTable;
use std::collections::BTreeMap;
use std::fmt::Write;

/// An element.
#[derive(Default)]
struct Element {
    attributes: BTreeMap<String, String>,
    children: Vec<(String, Element)>,
    text: String,
}

impl Element {
    fn child(&mut self, name: &str) -> &mut Element {
        let place = match self.children.iter().position(|(known, _)| known == name) {
            Some(place) => place,
            None => {
                self.children.push((name.to_owned(), Element::default()));
                self.children.len() - 1
            }
        };
        &mut self.children[place].1
    }

    /// Puts a text at a path that goes down only.
    fn put(&mut self, path: &[&str], text: &str) {
        match path {
            [] | ["."] => self.text.push_str(text),
            [step, rest @ ..] => match step.strip_prefix('@') {
                Some(name) => {
                    self.attributes.insert(name.to_owned(), text.to_owned());
                }
                None => self.child(step).put(rest, text),
            },
        }
    }

    fn write(&self, name: &str, out: &mut String) {
        write!(out, "<{name}").expect("a text grows");
        for (attribute, text) in &self.attributes {
            write!(out, " {attribute}=\"{}\"", escaped(text)).expect("a text grows");
        }
        writeln!(out, ">{}", escaped(&self.text)).expect("a text grows");
        for (child, element) in &self.children {
            element.write(child, out);
        }
        writeln!(out, "</{name}>").expect("a text grows");
    }
}

/// Whether a column is counted from the texts at several paths, as `years(A, B)` is.
pub(super) fn is_counted(path: &str) -> bool {
    path.ends_with(')')
}

/// The document in which every row is an element of its own, in an element of its own as far as the columns look up.
pub(super) fn document(table: &RawTable, rows: &str, columns: &[(String, String)]) -> String {
    let path: Vec<&str> = rows.split('/').filter(|step| !step.is_empty()).collect();
    let ups = |path: &str| path.split('/').take_while(|step| *step == "..").count();
    let up = columns.iter().map(|(_, path)| ups(path)).max().unwrap_or(0);
    assert!(
        up + 1 < path.len(),
        "a row may not look up to the root, which all rows share"
    );
    let (shared, own) = path.split_at(path.len() - 1 - up);
    let mut root = Element::default();
    let mut around = &mut root;
    for step in &shared[1..] {
        around = around.child(step);
    }
    for row in &table.rows {
        let mut top = Element::default();
        top.put(own.get(1..).unwrap_or_default(), "");
        for (column, at) in columns.iter().filter(|(_, path)| !is_counted(path)) {
            let place = table.columns.iter().position(|known| known == column);
            let Some(text) = place.and_then(|place| row[place].as_deref()) else {
                continue;
            };
            let climbed = ups(at);
            let mut full: Vec<&str> = own[1..own.len() - climbed].to_vec();
            full.extend(at.split('/').skip(climbed));
            top.put(&full, text);
        }
        around.children.push((own[0].to_owned(), top));
    }
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    root.write(path[0], &mut text);
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
