//! The elements of an XML file, one after the other, each with everything in it.
//!
//! Invariant: memory is bounded by the largest element that is asked for. Comments, instructions and the document type are
//! passed over; an entity that XML itself does not define is a fault, and nothing outside the file is ever looked at.

use super::xml_path::local;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Error, Reader};
use std::fs::File;
use std::io::{self, BufReader};
use std::path::Path;

/// Attributes of an element.
pub(crate) type Attributes = Vec<(String, String)>;

/// An element of a [`Whole`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Attributes,
    /// Its own text, without that of the elements in it.
    pub(crate) text: String,
    /// The position of the element around it; its own for the outermost.
    pub(crate) parent: usize,
    pub(crate) children: Vec<usize>,
}

/// An element with everything in it, and the attributes of the elements around it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Whole {
    /// The element itself is the first.
    pub(crate) elements: Vec<Element>,
    /// From the root inwards.
    pub(crate) around: Vec<Attributes>,
}

/// Why the elements end too early.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum XmlFault {
    /// It is not well-formed, at this byte.
    Malformed { byte: u64, reason: &'static str },
    /// The root is another element.
    OtherRoot,
    /// The system could not read on.
    Io(io::ErrorKind),
}

/// A file under way.
pub(crate) struct XmlText {
    reader: Reader<BufReader<File>>,
    buffer: Vec<u8>,
    /// The elements that are open, from the root inwards.
    open: Vec<(String, Attributes)>,
    begun: bool,
}

impl XmlText {
    pub(crate) fn open(path: &Path) -> Result<Self, XmlFault> {
        let file = File::open(path).map_err(|error| XmlFault::Io(error.kind()))?;
        Ok(Self {
            reader: Reader::from_reader(BufReader::new(file)),
            buffer: Vec::new(),
            open: Vec::new(),
            begun: false,
        })
    }

    /// Looks whether the root element has this name.
    pub(crate) fn root(&mut self, name: &[String]) -> Result<(), XmlFault> {
        loop {
            match self.event()? {
                Seen::Start(found, _) | Seen::Empty(found, _) => {
                    return match name.first() {
                        Some(name) if *name != found => Err(XmlFault::OtherRoot),
                        _ => Ok(()),
                    };
                }
                Seen::Text(_) => {}
                Seen::End | Seen::Eof => return Err(self.malformed("it has no root element")),
            }
        }
    }

    /// The next element at a path from the root; nothing behind the last.
    pub(crate) fn next(&mut self, path: &[String]) -> Result<Option<Whole>, XmlFault> {
        loop {
            let event = self.event()?;
            let (element, is_empty) = match event {
                Seen::Start(name, attributes) => ((name, attributes), false),
                Seen::Empty(name, attributes) => ((name, attributes), true),
                Seen::End => {
                    self.open.pop();
                    continue;
                }
                Seen::Text(_) => continue,
                Seen::Eof if !self.open.is_empty() || !self.begun => {
                    return Err(self.malformed("it ends before its root element does"));
                }
                Seen::Eof => return Ok(None),
            };
            if self.open.is_empty() && path.first().is_some_and(|root| *root != element.0) {
                return Err(XmlFault::OtherRoot);
            }
            self.begun = true;
            let names = self
                .open
                .iter()
                .map(|(name, _)| name)
                .chain(std::iter::once(&element.0));
            if names.eq(path) {
                let around = self
                    .open
                    .iter()
                    .map(|(_, attributes)| attributes.clone())
                    .collect();
                let mut whole = Whole {
                    elements: vec![Element {
                        name: element.0,
                        attributes: element.1,
                        ..Element::default()
                    }],
                    around,
                };
                if !is_empty {
                    self.fill(&mut whole)?;
                }
                return Ok(Some(whole));
            }
            if !is_empty {
                self.open.push(element);
            }
        }
    }

    /// Reads everything in an element, to its end.
    fn fill(&mut self, whole: &mut Whole) -> Result<(), XmlFault> {
        let mut inside = 0;
        loop {
            match self.event()? {
                Seen::Start(name, attributes) => inside = add(whole, inside, name, attributes),
                Seen::Empty(name, attributes) => {
                    add(whole, inside, name, attributes);
                }
                Seen::Text(text) => {
                    if let Some(element) = whole.elements.get_mut(inside) {
                        element.text.push_str(&text);
                    }
                }
                Seen::End if inside == 0 => return Ok(()),
                Seen::End => inside = whole.elements.get(inside).map_or(0, |element| element.parent),
                Seen::Eof => return Err(self.malformed("it ends in the middle of an element")),
            }
        }
    }

    /// The next thing that matters.
    fn event(&mut self) -> Result<Seen, XmlFault> {
        loop {
            self.buffer.clear();
            let event = match self.reader.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(Error::Io(error)) => return Err(XmlFault::Io(error.kind())),
                Err(_) => {
                    let byte = self.reader.error_position();
                    return Err(XmlFault::Malformed {
                        byte,
                        reason: "an element or a character in it is broken",
                    });
                }
            };
            let seen = match event {
                Event::Start(start) => {
                    element(&start).map(|(name, attributes)| Seen::Start(name, attributes))
                }
                Event::Empty(start) => {
                    element(&start).map(|(name, attributes)| Seen::Empty(name, attributes))
                }
                Event::End(_) => Some(Seen::End),
                Event::Text(text) => Some(Seen::Text(text.xml10_content().into_owned())),
                Event::CData(text) => Some(Seen::Text(text.xml10_content().into_owned())),
                Event::GeneralRef(reference) => {
                    let character = reference.resolve_char_ref().ok().flatten().map(String::from);
                    let entity = reference.xml10_content();
                    let known = character
                        .or_else(|| quick_xml::escape::resolve_predefined_entity(&entity).map(str::to_owned));
                    known.map(Seen::Text)
                }
                Event::Eof => Some(Seen::Eof),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => continue,
            };
            return seen.ok_or_else(|| self.malformed("an attribute is broken, or an entity is not known"));
        }
    }

    fn malformed(&self, reason: &'static str) -> XmlFault {
        XmlFault::Malformed {
            byte: self.reader.buffer_position(),
            reason,
        }
    }
}

/// What matters of a file.
enum Seen {
    Start(String, Attributes),
    Empty(String, Attributes),
    Text(String),
    End,
    Eof,
}

fn add(whole: &mut Whole, parent: usize, name: String, attributes: Attributes) -> usize {
    let position = whole.elements.len();
    whole.elements.push(Element {
        name,
        attributes,
        parent,
        ..Element::default()
    });
    if let Some(parent) = whole.elements.get_mut(parent) {
        parent.children.push(position);
    }
    position
}

/// The name and the attributes of an element; nothing if an attribute is broken.
fn element(start: &BytesStart<'_>) -> Option<(String, Attributes)> {
    let mut attributes = Attributes::new();
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute
            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
            .ok()?;
        attributes.push((local(attribute.key.as_ref()).to_owned(), value.into_owned()));
    }
    Some((local(start.name().as_ref()).to_owned(), attributes))
}
