//! What all modules declare that a file can use, whether or not it uses them: to find a name, a code or a drug that nobody
//! has imported yet.
//!
//! These are the texts' own words, read off their trees; what a name means where it is used, the compiler says. Invariant:
//! what is kept of a module follows from its text alone.

use kohort_grammar::ast::{self, EndpointBody, Item, LinesBody};
use kohort_semantics::Usable;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// What a module declares.
pub(crate) struct DeclaredIn {
    /// The module's path.
    pub(crate) module: String,
    /// The comment that the file begins with: its first line.
    pub(crate) about: Option<String>,
    /// Its declarations, in the order written.
    pub(crate) items: Vec<Declared>,
}

/// One declaration.
pub(crate) struct Declared {
    pub(crate) name: String,
    pub(crate) doc: Option<String>,
    pub(crate) what: What,
}

/// What is declared.
pub(crate) enum What {
    Parameter,
    Let,
    /// A code list: its codes, each with its system.
    Codes(Vec<(String, String)>),
    /// An analyte: the unit in which it is kept, its codes and its other names.
    Analyte {
        unit: Option<String>,
        also: Vec<String>,
    },
    /// A drug: its classes, its codes and its other names.
    Drug {
        classes: Vec<String>,
        also: Vec<String>,
    },
    Drugs,
    Regimen,
    Model,
    Source,
    Cohort,
    /// Rules for lines of therapy.
    Rules,
    /// Lines of therapy.
    Lines,
    /// The definition of an endpoint, with what it takes.
    EndpointRule(String),
    Endpoint,
    Characteristic,
}

/// What is known of the modules that were looked at.
#[derive(Default)]
pub(crate) struct Declarations {
    by_module: BTreeMap<String, (Arc<str>, Rc<DeclaredIn>)>,
}

impl Declarations {
    /// What modules declare; read again where a text changed.
    pub(crate) fn of(&mut self, modules: Vec<Usable>) -> Vec<Rc<DeclaredIn>> {
        let mut known = std::mem::take(&mut self.by_module);
        let mut all = Vec::new();
        for module in modules {
            let entry = match known.remove(&module.path) {
                Some((text, declared)) if Arc::ptr_eq(&text, &module.text) => (text, declared),
                _ => (Arc::clone(&module.text), Rc::new(read(&module))),
            };
            all.push(Rc::clone(&entry.1));
            self.by_module.insert(module.path, entry);
        }
        all
    }
}

fn read(module: &Usable) -> DeclaredIn {
    let first = module.text.trim_start().lines().next().unwrap_or_default();
    let about = first.strip_prefix("//").filter(|rest| !rest.starts_with('/'));
    DeclaredIn {
        module: module.path.clone(),
        about: about.map(|text| text.trim().to_owned()),
        items: module.tree.items().iter().filter_map(item).collect(),
    }
}

fn item(item: &Item) -> Option<Declared> {
    let what = match item {
        Item::Parameter(_) => What::Parameter,
        Item::Let(_) => What::Let,
        Item::Codes(item) => What::Codes(codes(&item.entries())),
        Item::Analyte(item) => What::Analyte {
            unit: item.unit().map(|unit| unit.text()),
            also: also(&item.codes(), &item.names()),
        },
        Item::Drug(item) => {
            let mut other = also(&item.codes(), &item.names());
            other.extend(item.display().map(|display| display.value()));
            What::Drug {
                classes: item.classes().iter().map(ast::Name::text).collect(),
                also: other,
            }
        }
        Item::Drugs(_) => What::Drugs,
        Item::Regimen(_) => What::Regimen,
        Item::Model(_) => What::Model,
        Item::Source(_) => What::Source,
        Item::Cohort(_) => What::Cohort,
        Item::Lines(item) => match item.body() {
            LinesBody::Rules(_) => What::Rules,
            LinesBody::Use(_) => What::Lines,
        },
        Item::Endpoint(item) => endpoint(item),
        Item::Characteristic(_) => What::Characteristic,
        _ => return None,
    };
    Some(Declared {
        name: item.name()?.text(),
        doc: item.doc(),
        what,
    })
}

fn endpoint(item: &ast::EndpointDecl) -> What {
    match item.body() {
        EndpointBody::Use(_) => What::Endpoint,
        EndpointBody::Entries(_) => {
            let parameters = item.parameters();
            let names = parameters.iter().filter_map(|parameter| parameter.name());
            What::EndpointRule(names.map(|name| name.text()).collect::<Vec<_>>().join(", "))
        }
    }
}

fn codes(entries: &[ast::CodesEntry]) -> Vec<(String, String)> {
    let all = entries.iter().flat_map(|entry| {
        let system = entry.system().map(|system| system.text()).unwrap_or_default();
        let patterns = entry.patterns();
        patterns
            .into_iter()
            .map(move |pattern| (system.clone(), pattern.text()))
    });
    all.collect()
}

/// Codes and other names, as something may also be searched for.
fn also(entries: &[ast::CodesEntry], names: &[ast::StringLit]) -> Vec<String> {
    let codes = codes(entries).into_iter().map(|(_, code)| code);
    names.iter().map(ast::StringLit::value).chain(codes).collect()
}
