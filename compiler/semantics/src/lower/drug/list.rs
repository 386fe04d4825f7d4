//! Sets of drugs: `drugs platinum { cisplatin, class platinum_compound, other_set, except nedaplatin }`.
//!
//! Invariant: a set has the drugs of its members and nothing else; which members they came through is not kept. Sets may name
//! sets of any module, so all modules are known before the first is lowered.

use crate::codes::{Drug, DrugList};
use crate::facts::{Fact, Symbol};
use crate::lower::codes::{declared_at, is_damaged};
use crate::lower::item_symbol;
use crate::lower::model::offer;
use crate::modules::{Found, Module, Modules, declared_name};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Declarations by module and name.
pub(in crate::lower) type Declared<T> = BTreeMap<(String, String), Arc<T>>;

/// Lowers the sets of some of the modules, and hands them out with those that are known.
pub(in crate::lower) fn lists(
    modules: &Modules,
    new: &[&Module],
    drugs: &Declared<Drug>,
    known: Declared<DrugList>,
    out: &mut Vec<Diagnostic>,
) -> Declared<DrugList> {
    let mut lowering = Sets {
        modules,
        drugs,
        also: &[],
        done: Cow::Owned(known),
        open: Vec::new(),
        lost: false,
        out,
    };
    for module in new {
        for item in module.names.values() {
            if let ast::Item::Drugs(decl) = item {
                lowering.set(module, decl);
            }
        }
    }
    lowering.done.into_owned()
}

/// What is known when members are named outside of a declared set: in rules, questions and regimens.
pub(in crate::lower) struct Known<'m> {
    /// All modules.
    pub(in crate::lower) modules: &'m Modules,
    /// Their drugs.
    pub(in crate::lower) drugs: &'m Declared<Drug>,
    /// Their sets of drugs.
    pub(in crate::lower) lists: &'m Declared<DrugList>,
    /// The modules whose drugs, sets and classes are known besides those of the module in which they are named.
    pub(in crate::lower) also: &'m [String],
}

/// The drugs of members without the exceptions, as named in a module; nothing if a member is not understood, which was
/// then reported.
pub(in crate::lower) fn members(
    known: &Known<'_>,
    module: &Module,
    written: &[ast::DrugsMember],
    except: &[ast::DrugsMember],
    out: &mut Vec<Diagnostic>,
) -> Option<BTreeSet<String>> {
    let mut sets = Sets {
        modules: known.modules,
        drugs: known.drugs,
        also: known.also,
        done: Cow::Borrowed(known.lists),
        open: Vec::new(),
        lost: false,
        out,
    };
    let mut drugs = sets.members(module, written);
    for left_out in sets.members(module, except) {
        drugs.remove(&left_out);
    }
    (!sets.lost).then_some(drugs)
}

struct Sets<'m, 'o> {
    modules: &'m Modules,
    drugs: &'m Declared<Drug>,
    /// The modules whose names are known besides the one in which a set stands.
    also: &'m [String],
    done: Cow<'m, Declared<DrugList>>,
    /// The sets that are being lowered, outermost first.
    open: Vec<(String, String)>,
    /// Whether a member of the set under way was not understood.
    lost: bool,
    out: &'o mut Vec<Diagnostic>,
}

impl<'m> Sets<'m, '_> {
    fn set(&mut self, module: &Module, decl: &ast::DrugsDecl) -> Option<Arc<DrugList>> {
        let name = decl.name()?.text();
        let key = (module.path.clone(), name.clone());
        if let Some(done) = self.done.get(&key) {
            return Some(Arc::clone(done));
        }
        let around = std::mem::take(&mut self.lost);
        self.open.push(key.clone());
        let mut drugs = self.members(module, &decl.members());
        let listed = drugs.len();
        for left_out in self.members(module, &decl.except()) {
            drugs.remove(&left_out);
        }
        self.open.pop();
        let place = declared_at(decl.name(), decl.range(), module.file);
        // A block without anything in it was reported by the parser.
        let understood = !self.lost && !is_damaged(decl.syntax());
        self.lost |= around;
        if drugs.is_empty() && understood && !decl.members().is_empty() {
            self.out.push(empty(&name, place, listed > 0));
        }
        let list = Arc::new(DrugList {
            name,
            module: module.path.clone(),
            doc: decl.doc(),
            drugs: drugs.into_iter().collect(),
            span: place,
        });
        self.done.to_mut().insert(key, Arc::clone(&list));
        Some(list)
    }

    /// The qualified names of the drugs that members stand for.
    fn members(&mut self, module: &Module, written: &[ast::DrugsMember]) -> BTreeSet<String> {
        let mut drugs = BTreeSet::new();
        let mut places: BTreeMap<(bool, String), Span> = BTreeMap::new();
        for member in written {
            let Some(name) = member.name() else { continue };
            let place = module.span(name.range());
            let key = (member.is_class(), name.text());
            if let Some(first) = places.get(&key) {
                let mut finding =
                    Diagnostic::warning(Code::K0404, format!("`{}` is listed twice", name.text()))
                        .at(place, "the second time")
                        .and(*first, "the first time")
                        .help("remove it, or correct it if another drug was meant");
                if let Some(cut) = kohort_grammar::member_to_remove(member.syntax()) {
                    finding = finding.replace(module.span(cut), "", format!("Remove `{}`", name.text()));
                }
                self.out.push(finding);
                continue;
            }
            places.insert(key, place);
            if member.is_class() {
                drugs.extend(self.class(module, &name.text(), place));
            } else {
                drugs.extend(self.named(module, &name.text(), place));
            }
        }
        drugs
    }

    /// All drugs of the module with a class.
    fn class(&mut self, module: &Module, class: &str, place: Span) -> Vec<String> {
        let of_module = || {
            self.drugs
                .iter()
                .filter(|((path, _), _)| *path == module.path || self.also.contains(path))
                .map(|(_, drug)| drug)
        };
        let found: Vec<String> = of_module()
            .filter(|drug| drug.classes.iter().any(|known| known == class))
            .map(|drug| drug.qualified.clone())
            .collect();
        if !found.is_empty() && !module.settled {
            let symbol = Symbol::Class(class.to_owned());
            self.modules.note(place, Fact::Names(symbol));
        }
        if found.is_empty() {
            let classes: BTreeSet<&str> = of_module()
                .flat_map(|drug| &drug.classes)
                .map(String::as_str)
                .collect();
            let finding = Diagnostic::error(Code::K0201, format!("No drug has the class `{class}`"));
            let finding = if self.also.is_empty() {
                finding
                    .at(place, "no drug of this module is declared with it")
                    .note("a class is that of the drugs of the same module; for others write a set there and name it")
            } else {
                finding.at(place, "no drug that is known here is declared with it")
            };
            self.lose(offer(finding, place, class, classes, "classes are"));
        }
        found
    }

    /// The drug of a name, or those of the set of that name.
    fn named(&mut self, module: &Module, name: &str, place: Span) -> Vec<String> {
        let Some(found) = self.modules.find(module, name).or_else(|| self.elsewhere(name)) else {
            self.lost = true;
            if !module.lacks(name) {
                self.out.push(self.unknown(module, name, place));
            }
            return Vec::new();
        };
        if !module.settled
            && let Some(symbol) = item_symbol(found)
        {
            self.modules.note(place, Fact::Names(symbol));
        }
        match found.item {
            ast::Item::Drug(decl) => {
                let name = decl.name().map(|name| name.text()).unwrap_or_default();
                vec![format!("{}.{name}", found.module.path)]
            }
            ast::Item::Drugs(decl) => self.nested(found, decl, place),
            _ => {
                self.lose(
                    Diagnostic::error(
                        Code::K0211,
                        format!("`{name}` is neither a drug nor a set of drugs"),
                    )
                    .at(place, "cannot be in a set of drugs")
                    .and(declared(found), "declared here")
                    .help("name a drug, a set of drugs, or `class` and a class"),
                );
                Vec::new()
            }
        }
    }

    /// Reports a member that is not understood.
    fn lose(&mut self, finding: Diagnostic) {
        self.lost = true;
        self.out.push(finding);
    }

    /// The drug or set of this name in the modules that are known besides.
    fn elsewhere(&self, name: &str) -> Option<Found<'m>> {
        let modules = self.modules;
        self.also.iter().find_map(|path| {
            let module = modules.get(path)?;
            let item = module.names.get(name)?;
            let is_drugs = matches!(item, ast::Item::Drug(_) | ast::Item::Drugs(_));
            is_drugs.then_some(Found { module, item })
        })
    }

    fn nested(&mut self, found: Found<'_>, decl: &ast::DrugsDecl, place: Span) -> Vec<String> {
        let name = decl.name().map(|name| name.text()).unwrap_or_default();
        let key = (found.module.path.clone(), name.clone());
        if self.open.contains(&key) {
            self.lose(
                Diagnostic::error(Code::K0205, format!("The set of drugs `{name}` contains itself"))
                    .at(place, "leads back to it")
                    .and(declared(found), "declared here")
                    .help("list the drugs that are meant, or move what both sets share into a third one"),
            );
            return Vec::new();
        }
        let drugs = self.set(found.module, decl).map(|list| list.drugs.clone());
        let drugs = drugs.unwrap_or_default();
        // Why it is empty was reported where it is declared.
        self.lost |= drugs.is_empty();
        drugs
    }

    fn unknown(&self, module: &Module, name: &str, place: Span) -> Diagnostic {
        let is_meant = |candidate: &&str| {
            self.modules
                .find(module, candidate)
                .is_some_and(|found| matches!(found.item, ast::Item::Drug(_) | ast::Item::Drugs(_)))
        };
        let others = self.also.iter().filter_map(|path| self.modules.get(path));
        let others = others.flat_map(|module| module.names.keys().map(String::as_str));
        let others = others.filter(|name| self.elsewhere(name).is_some());
        let visible = self.modules.visible(module).filter(is_meant);
        let names: BTreeSet<&str> = visible.chain(others).collect();
        let finding = Diagnostic::error(Code::K0201, format!("There is no drug or set of drugs `{name}`"))
            .at(place, "not declared, and not imported with `use`");
        match self.declaring(name) {
            Some(path) => finding.help(format!(
                "`{path}` declares it; import it: `use {path}.{{{name}}}`"
            )),
            None => offer(finding, place, name, names, "known are"),
        }
    }

    /// A module that declares a drug or a set of this name.
    fn declaring(&self, name: &str) -> Option<&str> {
        let modules = self.modules.iter();
        modules
            .filter(|module| {
                let item = module.names.get(name);
                item.is_some_and(|item| matches!(item, ast::Item::Drug(_) | ast::Item::Drugs(_)))
            })
            .map(|module| module.path.as_str())
            .next()
    }
}

fn declared(found: Found<'_>) -> Span {
    let range = declared_name(found.item).map_or(found.item.range(), |name| name.range());
    found.module.span(range)
}

fn empty(name: &str, place: Span, by_exceptions: bool) -> Diagnostic {
    let (title, label) = if by_exceptions {
        (
            format!("The exceptions of `{name}` leave none of its drugs"),
            "every drug is taken out again",
        )
    } else {
        (
            format!("The set of drugs `{name}` has no drugs"),
            "nothing is listed",
        )
    };
    Diagnostic::error(Code::K0410, title)
        .at(place, label)
        .note("no record could match an empty set: an inclusion would remove everybody, an exclusion nobody")
        .help("list drugs, other sets, or `class` and a class, for example `{ cisplatin, class taxane }`")
}
