//! Loading modules: each text read and parsed once, its declarations and imports gathered, circles reported.
//!
//! Invariant: loading never fails; what cannot be loaded is a diagnostic and is absent from the map.

use super::named::{drug_modules, line_modules, without_last};
use super::{Import, Module, Modules, Parsed, Settled, Standard, Texts, declared_name, span};
use crate::facts::{Fact, Symbol};
use kohort_base::{Code, Diagnostic, FileId, Files, Span, World, suggest};
use kohort_grammar::ast;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

/// Loads modules from a world; diagnostics and texts are gathered on the way.
pub(crate) struct Loader<'w> {
    pub(super) world: &'w dyn World,
    /// Where the modules of `std` come from.
    pub(crate) standard: Standard<'w>,
    /// The texts of everything that was loaded.
    pub(crate) texts: &'w mut Texts,
    /// The modules that need not be loaded again.
    settled: &'w mut Settled,
    /// What was found wrong.
    pub(crate) out: Vec<Diagnostic>,
    /// What names of modules and imports stand for.
    noted: Vec<(Span, Fact)>,
    modules: BTreeMap<String, Rc<Module>>,
    missing: BTreeSet<String>,
    /// The modules being loaded, outermost first.
    pub(super) stack: Vec<Open>,
    /// The module of the file that was asked for.
    root: Option<String>,
}

/// A module that is being loaded.
pub(super) struct Open {
    pub(super) path: String,
    /// The `use` that led to the next one.
    pub(super) via: Option<Span>,
    /// The modules that it needed so far.
    needs: BTreeSet<String>,
}

/// What the `use`s of a module give it, by the names used there.
struct Imported {
    imports: BTreeMap<String, Import>,
    /// The names that are not there.
    missing: BTreeSet<String>,
}

impl<'w> Loader<'w> {
    /// A loader with nothing loaded.
    pub(crate) fn new(world: &'w dyn World, texts: &'w mut Texts, settled: &'w mut Settled) -> Self {
        Self {
            world,
            standard: Standard::of(world),
            texts,
            settled,
            out: Vec::new(),
            noted: Vec::new(),
            modules: BTreeMap::new(),
            missing: BTreeSet::new(),
            stack: Vec::new(),
            root: None,
        }
    }

    /// Loads the module that is asked about; otherwise as [`Self::load_file`].
    pub(crate) fn load_root(&mut self, file: &str) -> Result<String, kohort_base::WorldError> {
        self.root = Some(self.standard.module_path(file));
        self.load_file(file)
    }

    /// Loads the module in a file and all that it uses. Returns its path, or nothing if the file cannot be read.
    pub(crate) fn load_file(&mut self, file: &str) -> Result<String, kohort_base::WorldError> {
        let path = self.standard.module_path(file);
        if !self.modules.contains_key(&path) {
            // What is embedded in the compiler can be asked about like a file of the project.
            let text = match self.world.read_text(file) {
                Ok(text) => text,
                Err(error) if Standard::owns(&path) => match self.standard.text(&path) {
                    Ok((label, text)) if label == file => text,
                    _ => return Err(error),
                },
                Err(error) => return Err(error),
            };
            self.add(path.clone(), file, &text);
        }
        Ok(path)
    }

    /// The module of the model that a loaded file's study is written on.
    pub(crate) fn model_of_study(&self, module: &str) -> Option<String> {
        let module = self.modules.get(module)?;
        let path = module.tree.items().into_iter().find_map(|item| match item {
            ast::Item::Study(decl) => decl.model(),
            _ => None,
        })?;
        Some(match module.imports.get(&path.text()) {
            Some(import) => import.module.clone(),
            None => path.text(),
        })
    }

    /// The names of the sources that the loaded modules declare.
    pub(crate) fn source_names(&self) -> BTreeSet<String> {
        let names = self.modules.values().flat_map(|module| &module.names);
        names
            .filter(|(_, item)| matches!(item, ast::Item::Source(_)))
            .map(|(name, _)| name.clone())
            .collect()
    }

    /// Loads a module that no other module names.
    pub(crate) fn load_named(&mut self, path: &str) {
        if !self.modules.contains_key(path)
            && !self.reuse(path)
            && let Ok((label, text)) = self.module_text(path)
        {
            self.add(path.to_owned(), &label, &text);
        }
    }

    /// The loaded modules.
    pub(crate) fn finish(self) -> (Modules, Files, Vec<Diagnostic>) {
        (
            Modules::new(self.modules).with_notes(self.noted),
            self.texts.files.clone(),
            self.out,
        )
    }

    fn add(&mut self, path: String, label: &str, text: &Arc<str>) {
        let reported = self.out.len();
        let noted = self.noted.len();
        let parsed = self.texts.parse(label, text);
        let Parsed {
            file, tree, names, ..
        } = parsed.as_ref();
        let file = *file;
        self.out.extend(parsed.out.iter().cloned());
        self.stack.push(Open {
            path: path.clone(),
            via: None,
            needs: BTreeSet::new(),
        });
        let Imported { imports, missing } = self.imported(file, tree, names);
        for item in tree.items() {
            let model = match &item {
                ast::Item::Study(decl) => decl.model(),
                ast::Item::Source(decl) => decl.model(),
                _ => None,
            };
            if let Some(model) = model
                && !names.contains_key(&model.text())
                && !imports.contains_key(&model.text())
                && !missing.contains(&model.text())
            {
                self.require(&model.text(), span(file, model.range()));
            }
            if let ast::Item::Endpoint(decl) = &item
                && let ast::EndpointBody::Use(used) = decl.body()
                && let Some(used) = used.path()
                && let Some((module, _)) = used.text().rsplit_once('.')
            {
                self.require(module, span(file, without_last(&used)));
            }
            if let ast::Item::Source(decl) = &item {
                for module in drug_modules(decl) {
                    // A source may declare its drugs in its own file.
                    if module.text() != path {
                        self.require(&module.text(), span(file, module.range()));
                    }
                }
            }
        }
        for (named, range) in line_modules(tree) {
            if named != path {
                self.require(&named, span(file, range));
            }
        }
        let needs = self.stack.pop().map(|open| open.needs).unwrap_or_default();
        let is_settled = |path: &String| self.modules.get(path).is_some_and(|module| module.settled);
        // Notes are taken about the file that was asked for, whatever it is.
        let settled = Standard::owns(&path)
            && self.root.as_ref() != Some(&path)
            && self.out.len() == reported
            && needs.iter().all(is_settled);
        let module = Rc::new(Module {
            path: path.clone(),
            parsed,
            imports,
            missing,
            needs,
            settled,
        });
        if settled {
            // What such a module needs is settled too; the next analysis finds all of it as it is, and notes nothing.
            self.noted.truncate(noted);
            self.settled.insert(path.clone(), Rc::clone(&module));
        }
        self.modules.insert(path, module);
    }

    fn imported(
        &mut self,
        file: FileId,
        tree: &ast::File,
        declared: &BTreeMap<String, ast::Item>,
    ) -> Imported {
        let mut imports: BTreeMap<String, Import> = BTreeMap::new();
        let mut missing = BTreeSet::new();
        for item in tree.items() {
            let ast::Item::Use(decl) = item else { continue };
            let Some(path) = decl.path() else { continue };
            let target = path.text();
            let is_there = self.require(&target, span(file, path.range()));
            for used in decl.names() {
                let Some(name) = used.name() else { continue };
                let here = used.alias().unwrap_or_else(|| name.clone());
                let place = span(file, name.range());
                if !is_there || !self.exports(&target, &name, place) {
                    missing.insert(here.text());
                    continue;
                }
                for place in [place, span(file, here.range())] {
                    self.noted.push((
                        place,
                        Fact::Names(Symbol::Item {
                            module: target.clone(),
                            name: name.text(),
                        }),
                    ));
                }
                let earlier = imports.get(&here.text()).map(|import| import.span).or_else(|| {
                    declared
                        .get(&here.text())
                        .and_then(declared_name)
                        .map(|n| span(file, n.range()))
                });
                if let Some(first) = earlier {
                    self.out.push(
                        Diagnostic::error(
                            Code::K0202,
                            format!("`{}` has two meanings in this file", here.text()),
                        )
                        .at(span(file, here.range()), "imported here")
                        .and(first, "and already named here")
                        .help(format!("import it under another name: `{} as …`", name.text())),
                    );
                    continue;
                }
                imports.insert(
                    here.text(),
                    Import {
                        module: target.clone(),
                        name: name.text(),
                        span: span(file, here.range()),
                    },
                );
            }
        }
        Imported { imports, missing }
    }

    /// Checks that a loaded module declares a name; says so if not.
    fn exports(&mut self, module: &str, name: &ast::Name, place: Span) -> bool {
        let Some(target) = self.modules.get(module) else {
            return false;
        };
        if target.names.contains_key(&name.text()) {
            return true;
        }
        let mut diagnostic = Diagnostic::error(Code::K0210, format!("`{module}` has no `{}`", name.text()))
            .at(place, "not declared in that module");
        match suggest::nearest(&name.text(), target.names.keys().map(String::as_str)) {
            Some(near) => {
                diagnostic = diagnostic.help(format!("did you mean `{near}`?")).replace(
                    place,
                    near,
                    format!("Write `{near}`"),
                );
            }
            None => {
                let names: Vec<&str> = target.names.keys().map(String::as_str).take(12).collect();
                diagnostic = diagnostic.note(format!("it declares: {}", names.join(", ")));
            }
        }
        self.out.push(diagnostic);
        false
    }

    /// Loads a module that another one names. Returns whether it is there.
    fn require(&mut self, path: &str, place: Span) -> bool {
        self.noted
            .push((place, Fact::Names(Symbol::Module(path.to_owned()))));
        if let Some(start) = self.stack.iter().position(|open| open.path == path) {
            self.report_cycle(path, start, place);
            return false;
        }
        if let Some(open) = self.stack.last_mut() {
            open.needs.insert(path.to_owned());
        }
        if self.modules.contains_key(path) || self.reuse(path) {
            return true;
        }
        if self.missing.contains(path) {
            return false;
        }
        if let Some(open) = self.stack.last_mut() {
            open.via = Some(place);
        }
        match self.module_text(path) {
            Ok((label, text)) => {
                self.add(path.to_owned(), &label, &text);
                true
            }
            Err(why) => {
                self.missing.insert(path.to_owned());
                self.report_missing(path, place, why);
                false
            }
        }
    }

    /// Takes a module of the standard library, and what it needs, as it was loaded before. Returns whether it could.
    fn reuse(&mut self, path: &str) -> bool {
        let Some(module) = self.settled.get(path, &self.standard) else {
            return false;
        };
        for need in &module.needs {
            let there = self.modules.get(need).map(|needed| needed.settled);
            if !there.unwrap_or_else(|| self.reuse(need)) {
                return false;
            }
        }
        self.modules.insert(path.to_owned(), module);
        true
    }

    /// The place and the text of a module, or why it cannot be had.
    fn module_text(&self, path: &str) -> Result<(String, Arc<str>), Vec<String>> {
        if Standard::owns(path) {
            return self.standard.text(path);
        }
        let file = format!("{}.kohort", path.replace('.', "/"));
        if self.standard.holds(&file) {
            return Err(vec![format!(
                "`{file}` belongs to this project's standard library, whose modules have one name each"
            )]);
        }
        match self.world.read_text(&file) {
            Ok(text) => Ok((file, text)),
            Err(error) => Err(vec![error.to_string()]),
        }
    }
}
