//! The declarations of all loaded modules, lowered once each: models, code lists, analytes and drugs.
//!
//! Invariant: every declaration of a loaded module is lowered and checked, whether a study uses it or not, so that a
//! library file can be checked on its own.

use super::{analyte, codes, drug, lines, model};
use crate::codes::{Analyte, CodeList, Drug, DrugList};
use crate::model::Model;
use crate::modules::{Found, Module, Modules, declared_name};
use crate::study::Regimen;
use kohort_base::Diagnostic;
use kohort_grammar::ast;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

/// The lowered declarations, by module and name.
pub(crate) struct Library<'m> {
    /// The modules they come from.
    pub(crate) modules: &'m Modules,
    models: BTreeMap<(String, String), Arc<Model>>,
    code_lists: BTreeMap<(String, String), Arc<CodeList>>,
    analytes: BTreeMap<(String, String), Arc<Analyte>>,
    drugs: drug::Declared<Drug>,
    drug_lists: drug::Declared<DrugList>,
    regimens: BTreeMap<String, Vec<Regimen>>,
    rule_sets: BTreeMap<(String, String), Rc<lines::RuleSet>>,
}

impl<'m> Library<'m> {
    /// Lowers the declarations of all modules.
    pub(crate) fn new(modules: &'m Modules, out: &mut Vec<Diagnostic>) -> Self {
        let mut library = Self {
            modules,
            models: BTreeMap::new(),
            code_lists: BTreeMap::new(),
            analytes: BTreeMap::new(),
            drugs: BTreeMap::new(),
            drug_lists: BTreeMap::new(),
            regimens: BTreeMap::new(),
            rule_sets: BTreeMap::new(),
        };
        for module in modules.by_path.values() {
            for item in module.names.values() {
                library.add(module, item, out);
            }
            drug::names_of_two_drugs(module, out);
        }
        // A set may have drugs and sets of any module in it.
        library.drug_lists = drug::lists(modules, &library.drugs, out);
        // Regimens name drugs, and rules of lines name drugs, sets and regimens.
        library.regimens = lines::regimens(&library, out);
        library.rule_sets = lines::rule_sets(&library, out);
        library
    }

    fn add(&mut self, module: &Module, item: &ast::Item, out: &mut Vec<Diagnostic>) {
        let Some(name) = declared_name(item) else { return };
        let key = (module.path.clone(), name.text());
        match item {
            ast::Item::Model(decl) => {
                self.models
                    .insert(key, Arc::new(model::model(decl, module.file, &module.path, out)));
            }
            ast::Item::Codes(decl) => {
                self.code_lists.insert(
                    key,
                    Arc::new(codes::code_list(decl, module.file, &module.path, out)),
                );
            }
            ast::Item::Analyte(decl) => {
                self.analytes.insert(
                    key,
                    Arc::new(analyte::analyte(decl, module.file, &module.path, out)),
                );
            }
            ast::Item::Drug(decl) => {
                self.drugs
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
        self.code_lists.get(&Self::key(found)?).cloned()
    }

    /// The analyte that a name stands for.
    pub(crate) fn analyte(&self, found: Found<'_>) -> Option<Arc<Analyte>> {
        self.analytes.get(&Self::key(found)?).cloned()
    }

    /// The model that a name stands for.
    pub(crate) fn model(&self, found: Found<'_>) -> Option<Arc<Model>> {
        self.models.get(&Self::key(found)?).cloned()
    }

    /// The analyte that a bare name stands for, as seen from a module.
    pub(crate) fn find_analyte(&self, from: &Module, name: &str) -> Option<Arc<Analyte>> {
        self.analyte(self.modules.find(from, name)?)
    }

    /// The analyte that a loaded module declares under a name.
    pub(crate) fn analyte_in(&self, module: &str, name: &str) -> Option<Arc<Analyte>> {
        self.analytes.get(&(module.to_owned(), name.to_owned())).cloned()
    }

    /// The drug that a name stands for.
    pub(crate) fn drug(&self, found: Found<'_>) -> Option<Arc<Drug>> {
        self.drugs.get(&Self::key(found)?).cloned()
    }

    /// The drug that a bare name stands for, as seen from a module.
    pub(crate) fn find_drug(&self, from: &Module, name: &str) -> Option<Arc<Drug>> {
        self.drug(self.modules.find(from, name)?)
    }

    /// The drug that a loaded module declares under a name.
    pub(crate) fn drug_in(&self, module: &str, name: &str) -> Option<Arc<Drug>> {
        self.drugs.get(&(module.to_owned(), name.to_owned())).cloned()
    }

    /// The drug of a qualified name, for example `std.drugs.cisplatin`.
    pub(crate) fn drug_qualified(&self, qualified: &str) -> Option<Arc<Drug>> {
        let (module, name) = qualified.rsplit_once('.')?;
        self.drug_in(module, name)
    }

    /// The drugs that a loaded module declares, by name; nothing if no such module is loaded.
    pub(crate) fn drugs_of(&self, module: &str) -> Option<Vec<Arc<Drug>>> {
        let module = self.modules.by_path.get(module)?;
        let drug = |name: &String| self.drug_in(&module.path, name);
        Some(module.names.keys().filter_map(drug).collect())
    }

    /// The set of drugs that a name stands for.
    pub(crate) fn drug_list(&self, found: Found<'_>) -> Option<Arc<DrugList>> {
        self.drug_lists.get(&Self::key(found)?).cloned()
    }

    /// The drugs of members that stand outside of a declared set, as named in a module. The drugs, sets and classes of the
    /// modules `also` are known there too.
    pub(crate) fn drug_members(
        &self,
        module: &Module,
        also: &[String],
        (written, except): (&[ast::DrugsMember], &[ast::DrugsMember]),
        out: &mut Vec<Diagnostic>,
    ) -> BTreeSet<String> {
        let known = drug::Known {
            modules: self.modules,
            drugs: &self.drugs,
            lists: &self.drug_lists,
            also,
        };
        drug::members(&known, module, written, except, out)
    }

    /// The regimens that a loaded module declares, in its order; nothing if no such module is loaded.
    pub(crate) fn regimens_of(&self, module: &str) -> Option<&[Regimen]> {
        let module = self.modules.by_path.get(module)?;
        Some(self.regimens.get(&module.path).map_or(&[], Vec::as_slice))
    }

    /// The rule set for lines of therapy that a loaded module declares under a name.
    pub(in crate::lower) fn rule_set(&self, module: &str, name: &str) -> Option<Rc<lines::RuleSet>> {
        self.rule_sets.get(&(module.to_owned(), name.to_owned())).cloned()
    }

    /// The names of the analytes visible from a module.
    pub(crate) fn analyte_names(&self, from: &Module) -> Vec<String> {
        self.names_of(from, &|key| self.analytes.contains_key(key))
    }

    /// The names of the drugs visible from a module.
    pub(crate) fn drug_names(&self, from: &Module) -> Vec<String> {
        self.names_of(from, &|key| self.drugs.contains_key(key))
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

    /// The model that `on PATH` or `for PATH` means, and the module that declares it: a name in scope, else the only
    /// model of the module of that path.
    pub(crate) fn model_at(&self, from: &'m Module, path: &str) -> Option<(Arc<Model>, &'m Module)> {
        if let Some(found) = self.modules.find(from, path)
            && let Some(model) = self.model(found)
        {
            return Some((model, found.module));
        }
        let module = self.modules.by_path.get(path)?;
        let mut models = self.models.iter().filter(|((owner, _), _)| owner == path);
        let (_, model) = models.next()?;
        models.next().is_none().then(|| (Arc::clone(model), module))
    }
}
