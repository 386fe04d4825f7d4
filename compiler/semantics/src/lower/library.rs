//! The declarations of all loaded modules, lowered once each: models, code lists, analytes and drugs.
//!
//! Invariant: every declaration of a loaded module is lowered and checked, whether a study uses it or not, so that a
//! library file can be checked on its own.

use super::expr::seen_from_model;
use super::{analyte, codes, drug, lines, model};
use crate::codes::{Analyte, CodeList, Drug, DrugList};
use crate::facts::{Fact, Symbol};
use crate::model::Model;
use crate::modules::{Found, Module, Modules, declared_name};
use crate::project::Vocabulary;
use crate::study::Regimen;
use kohort_base::{Code, Diagnostic};
use kohort_grammar::ast;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

/// Declarations by module and name.
type Declared<T> = BTreeMap<(String, String), T>;

/// The lowered declarations of some modules.
#[derive(Clone, Default)]
pub(crate) struct Declarations {
    models: Declared<Arc<Model>>,
    code_lists: Declared<Arc<CodeList>>,
    analytes: Declared<Arc<Analyte>>,
    drugs: drug::Declared<Drug>,
    drug_lists: drug::Declared<DrugList>,
    regimens: BTreeMap<String, Vec<Regimen>>,
    rule_sets: Declared<Rc<lines::RuleSet>>,
}

/// The lowered declarations of all loaded modules.
pub(crate) struct Library<'m> {
    /// The modules they come from.
    pub(crate) modules: &'m Modules,
    declared: Declarations,
}

impl<'m> Library<'m> {
    /// Lowers the declarations of those modules of which none are known yet.
    pub(crate) fn new(
        modules: &'m Modules,
        known: Declarations,
        is_known: &dyn Fn(&Module) -> bool,
        out: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut library = Self {
            modules,
            declared: known,
        };
        let modules = modules.iter();
        let new: Vec<&Module> = modules.filter(|module| !is_known(module)).collect();
        for module in &new {
            for item in module.names.values() {
                library.add(module, item, out);
            }
            drug::names_of_two_drugs(module, out);
        }
        // A set may have drugs and sets of any module in it.
        let known = std::mem::take(&mut library.declared.drug_lists);
        library.declared.drug_lists = drug::lists(library.modules, &new, &library.declared.drugs, known, out);
        // Regimens name drugs, and rules of lines name drugs, sets and regimens.
        let regimens = lines::regimens(&library, &new, out);
        library.declared.regimens.extend(regimens);
        let rule_sets = lines::rule_sets(&library, &new, out);
        library.declared.rule_sets.extend(rule_sets);
        library
    }

    /// What can be named in a module.
    pub(crate) fn vocabulary(self, module: &'m Module) -> Vocabulary {
        let own = module.names.keys().map(|name| {
            let symbol = Symbol::Item {
                module: module.path.clone(),
                name: name.clone(),
            };
            (name.clone(), symbol)
        });
        let imported = module.imports.iter().map(|(name, import)| {
            let symbol = Symbol::Item {
                module: import.module.clone(),
                name: import.name.clone(),
            };
            (name.clone(), symbol)
        });
        let names = imported.chain(own).collect();
        let header = module.tree.items().into_iter().find_map(|item| match item {
            ast::Item::Study(header) => header.model(),
            ast::Item::Source(source) => source.model(),
            _ => None,
        });
        let model = match header {
            Some(path) => self.model_at(module, &path.text()),
            None => self.imported_model(module),
        };
        Vocabulary {
            module: module.path.clone(),
            names,
            modules: BTreeMap::new(),
            without_use: model
                .as_ref()
                .map(|(_, module)| seen_from_model(module))
                .unwrap_or_default(),
            model: model.map(|(model, _)| model),
            models: self.declared.models,
            code_lists: self.declared.code_lists,
            analytes: self.declared.analytes,
            drugs: self.declared.drugs,
            drug_lists: self.declared.drug_lists,
        }
    }

    /// The model that a module without a study imports, if it is one only.
    pub(crate) fn imported_model(&self, module: &'m Module) -> Option<(Arc<Model>, &'m Module)> {
        let mut models = module.imports.keys().filter_map(|name| {
            let found = self.modules.find(module, name)?;
            Some((self.model(found)?, found.module))
        });
        let first = models.next()?;
        models.next().is_none().then_some(first)
    }

    /// The declarations, to be known when more modules are lowered.
    pub(crate) fn into_declarations(self) -> Declarations {
        self.declared
    }

    fn add(&mut self, module: &Module, item: &ast::Item, out: &mut Vec<Diagnostic>) {
        let Some(name) = declared_name(item) else { return };
        let key = (module.path.clone(), name.text());
        match item {
            ast::Item::Model(decl) => {
                let model = model::model(decl, module.file, &module.path, out);
                for (place, fact) in model::notes(decl, &model, module) {
                    self.modules.note(place, fact);
                }
                self.declared.models.insert(key, Arc::new(model));
            }
            ast::Item::Codes(decl) => {
                self.declared.code_lists.insert(
                    key,
                    Arc::new(codes::code_list(decl, module.file, &module.path, out)),
                );
            }
            ast::Item::Analyte(decl) => {
                self.declared.analytes.insert(
                    key,
                    Arc::new(analyte::analyte(decl, module.file, &module.path, out)),
                );
            }
            ast::Item::Drug(decl) => {
                for class in decl.classes().iter().filter(|_| !module.settled) {
                    let symbol = Symbol::Class(class.text());
                    self.modules.note(module.span(class.range()), Fact::Names(symbol));
                }
                self.declared
                    .drugs
                    .insert(key, Arc::new(drug::drug(decl, module.file, &module.path, out)));
            }
            _ => {}
        }
    }

    fn key(found: Found<'_>) -> Option<(String, String)> {
        Some((found.module.path.clone(), declared_name(found.item)?.text()))
    }

    /// The code list that a name stands for.
    pub(crate) fn code_list(&self, found: Found<'_>) -> Option<Arc<CodeList>> {
        self.declared.code_lists.get(&Self::key(found)?).cloned()
    }

    /// The analyte that a name stands for.
    pub(crate) fn analyte(&self, found: Found<'_>) -> Option<Arc<Analyte>> {
        self.declared.analytes.get(&Self::key(found)?).cloned()
    }

    /// The model that a name stands for.
    pub(crate) fn model(&self, found: Found<'_>) -> Option<Arc<Model>> {
        self.declared.models.get(&Self::key(found)?).cloned()
    }

    /// The analyte that a bare name stands for, as seen from a module.
    pub(crate) fn find_analyte(&self, from: &Module, name: &str) -> Option<Arc<Analyte>> {
        self.analyte(self.modules.find(from, name)?)
    }

    /// The analyte that a loaded module declares under a name.
    pub(crate) fn analyte_in(&self, module: &str, name: &str) -> Option<Arc<Analyte>> {
        self.declared
            .analytes
            .get(&(module.to_owned(), name.to_owned()))
            .cloned()
    }

    /// The drug that a name stands for.
    pub(crate) fn drug(&self, found: Found<'_>) -> Option<Arc<Drug>> {
        self.declared.drugs.get(&Self::key(found)?).cloned()
    }

    /// The drug that a bare name stands for, as seen from a module.
    pub(crate) fn find_drug(&self, from: &Module, name: &str) -> Option<Arc<Drug>> {
        self.drug(self.modules.find(from, name)?)
    }

    /// The drug that a loaded module declares under a name.
    pub(crate) fn drug_in(&self, module: &str, name: &str) -> Option<Arc<Drug>> {
        self.declared
            .drugs
            .get(&(module.to_owned(), name.to_owned()))
            .cloned()
    }

    /// The drug of a qualified name, for example `std.drugs.cisplatin`.
    pub(crate) fn drug_qualified(&self, qualified: &str) -> Option<Arc<Drug>> {
        let (module, name) = qualified.rsplit_once('.')?;
        self.drug_in(module, name)
    }

    /// The drugs that a loaded module declares, by name; nothing if no such module is loaded.
    pub(crate) fn drugs_of(&self, module: &str) -> Option<Vec<Arc<Drug>>> {
        let module = self.modules.get(module)?;
        let drug = |name: &String| self.drug_in(&module.path, name);
        Some(module.names.keys().filter_map(drug).collect())
    }

    /// The set of drugs that a name stands for.
    pub(crate) fn drug_list(&self, found: Found<'_>) -> Option<Arc<DrugList>> {
        self.declared.drug_lists.get(&Self::key(found)?).cloned()
    }

    /// The drugs of members that stand outside of a declared set, as named in a module. The drugs, sets and classes of the
    /// modules `also` are known there too. Nothing if a member is not understood, which was then reported.
    pub(crate) fn drug_members(
        &self,
        module: &Module,
        also: &[String],
        (written, except): (&[ast::DrugsMember], &[ast::DrugsMember]),
        out: &mut Vec<Diagnostic>,
    ) -> Option<BTreeSet<String>> {
        let known = drug::Known {
            modules: self.modules,
            drugs: &self.declared.drugs,
            lists: &self.declared.drug_lists,
            also,
        };
        drug::members(&known, module, written, except, out)
    }

    /// The regimens that a loaded module declares, in its order; nothing if no such module is loaded.
    pub(crate) fn regimens_of(&self, module: &str) -> Option<&[Regimen]> {
        let module = self.modules.get(module)?;
        Some(
            self.declared
                .regimens
                .get(&module.path)
                .map_or(&[], Vec::as_slice),
        )
    }

    /// The rule set for lines of therapy that a loaded module declares under a name.
    pub(in crate::lower) fn rule_set(&self, module: &str, name: &str) -> Option<Rc<lines::RuleSet>> {
        self.declared
            .rule_sets
            .get(&(module.to_owned(), name.to_owned()))
            .cloned()
    }

    /// The names of the analytes visible from a module.
    pub(crate) fn analyte_names(&self, from: &Module) -> Vec<String> {
        self.names_of(from, &|key| self.declared.analytes.contains_key(key))
    }

    /// The names of the drugs visible from a module.
    pub(crate) fn drug_names(&self, from: &Module) -> Vec<String> {
        self.names_of(from, &|key| self.declared.drugs.contains_key(key))
    }

    /// The names visible from a module that stand for declarations of one kind.
    fn names_of(&self, from: &Module, is_kind: &dyn Fn(&(String, String)) -> bool) -> Vec<String> {
        let declared = from
            .names
            .keys()
            .map(|name| (name, (from.path.clone(), name.clone())));
        let imported = from
            .imports
            .iter()
            .map(|(name, import)| (name, (import.module.clone(), import.name.clone())));
        declared
            .chain(imported)
            .filter(|(_, key)| is_kind(key))
            .map(|(name, _)| name.clone())
            .collect()
    }

    /// The finding about `on PATH` or `for PATH` where [`Self::model_at`] finds no model; nothing if the path leads
    /// nowhere, which was reported.
    pub(crate) fn no_model(&self, from: &Module, path: &ast::Path) -> Option<Diagnostic> {
        let text = path.text();
        let finding = Diagnostic::error(Code::K0212, format!("`{text}` is not a model"));
        let place = from.span(path.range());
        let finding = match self.modules.find(from, &text) {
            Some(found) => {
                let declared = declared_name(found.item)?;
                finding
                    .at(place, "a model is needed here")
                    .and(found.module.span(declared.range()), "declared here")
            }
            None => {
                self.modules.get(&text)?;
                finding.at(place, "a module that does not declare exactly one model")
            }
        };
        Some(
            finding.help("name a module with one `model`, or import the model with `use` and write its name"),
        )
    }

    /// The model that `on PATH` or `for PATH` means, and the module that declares it: a name in scope, else the only
    /// model of the module of that path.
    pub(crate) fn model_at(&self, from: &'m Module, path: &str) -> Option<(Arc<Model>, &'m Module)> {
        if let Some(found) = self.modules.find(from, path)
            && let Some(model) = self.model(found)
        {
            return Some((model, found.module));
        }
        let module = self.modules.get(path)?;
        let mut models = self
            .declared
            .models
            .iter()
            .filter(|((owner, _), _)| owner == path);
        let (_, model) = models.next()?;
        models.next().is_none().then(|| (Arc::clone(model), module))
    }
}
