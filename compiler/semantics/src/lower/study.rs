//! A study: its header, definitions, precision rules, cohorts and report.

use super::definitions::is_definition;
use super::removal;
use super::{Library, Lowering};
use crate::check;
use crate::model::Model;
use crate::modules::{Module, declared_name};
use crate::study::Study;
use kohort_base::{Code, Diagnostic, Severity};
use kohort_grammar::ast;
use std::collections::BTreeMap;
use std::sync::Arc;

impl<'m> Lowering<'m> {
    /// The state before anything is lowered.
    pub(crate) fn new(
        library: &'m Library<'m>,
        module: &'m Module,
        model: Arc<Model>,
        model_module: Option<&'m Module>,
    ) -> Self {
        Self {
            library,
            out: Vec::new(),
            module,
            model,
            model_module,
            definitions: Vec::new(),
            states: BTreeMap::new(),
            depth: 0,
            code_lists: Vec::new(),
            analytes: Vec::new(),
            drugs: Vec::new(),
            drug_lists: Vec::new(),
            line_cohorts: Vec::new(),
            event_names: BTreeMap::new(),
            record: None,
            index_allowed: true,
            scope: None,
        }
    }
}

/// The study of a module, if it declares one and its model can be found. Findings go to `out`; a study with errors is
/// still returned as far as it could be understood, and the caller decides by the findings whether it may be used.
pub(crate) fn study<'m>(
    library: &'m Library<'m>,
    module: &'m Module,
    out: &mut Vec<Diagnostic>,
) -> Option<Study> {
    let mut headers = module.tree.items().into_iter().filter_map(|item| match item {
        ast::Item::Study(header) => Some(header),
        _ => None,
    });
    let Some(header) = headers.next() else {
        library_module(library, module, out);
        return None;
    };
    for second in headers {
        let mut diagnostic = Diagnostic::error(Code::K0202, "A file holds one study")
            .at(module.span(second.range()), "a second study")
            .help("move it to a file of its own; what both need can be a module that both `use`");
        if let Some(name) = header.name() {
            diagnostic = diagnostic.and(module.span(name.range()), "the first study");
        }
        out.push(diagnostic);
    }
    let name = header.name()?;
    let path = header.model()?;
    let Some((model, model_module)) = library.model_at(module, &path.text()) else {
        out.extend(library.no_model(module, &path));
        return None;
    };
    let mut lowering = Lowering::new(library, module, Arc::clone(&model), Some(model_module));
    if let Some(found) = library.modules.find(module, &path.text()) {
        lowering.names_item(module.span(path.range()), found);
    }
    lowering.all_definitions();
    let precision = lowering.precision_rules(&module.tree);
    let cohorts = lowering.cohorts(&module.tree);
    let endpoints = lowering.endpoints();
    let (outputs, characteristics) = lowering.outputs(&module.tree, &cohorts, &endpoints);
    let tests = lowering.tests(&module.tree, &cohorts, &endpoints);
    let study = Study {
        name: name.text(),
        version: header
            .version()
            .map(|version| version.value())
            .unwrap_or_default(),
        doc: header.doc(),
        model,
        precision,
        definitions: lowering.definitions,
        cohorts,
        endpoints,
        characteristics,
        outputs,
        code_lists: lowering.code_lists,
        analytes: lowering.analytes,
        drugs: lowering.drugs,
        drug_lists: lowering.drug_lists,
        tests,
        span: module.span(name.range()),
    };
    out.extend(lowering.out);
    check::line_cohorts::check(&study, &lowering.line_cohorts, out);
    check::study(&study, out);
    // What an error kept from being understood may be where a name is used.
    if !out
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error)
    {
        unused(library, module, out);
    }
    Some(study)
}

/// Checks the definitions, endpoints and characteristics of a module without a study, if it imports the model that they are
/// written for.
fn library_module<'m>(library: &'m Library<'m>, module: &'m Module, out: &mut Vec<Diagnostic>) {
    let Some((model, model_module)) = library.imported_model(module) else {
        return;
    };
    let mut lowering = Lowering::new(library, module, model, Some(model_module));
    lowering.all_definitions();
    lowering.endpoints();
    lowering.outputs(&module.tree, &[], &[]);
    out.extend(lowering.out);
}

impl<'m> Lowering<'m> {
    /// Lowers every parameter and definition of the module in its order, used or not, so that all of them are checked.
    fn all_definitions(&mut self) {
        let module = self.module;
        for item in module.tree.items() {
            let Some(name) = declared_name(&item) else {
                continue;
            };
            // A second declaration of a name was reported when the module was loaded; the first one counts.
            if is_definition(&item)
                && let Some(first) = module.names.get(&name.text())
            {
                let span = module.span(name.range());
                self.definition_id(module, first, span);
            }
        }
    }
}

/// Warns of imports and definitions that nothing uses.
fn unused(library: &Library<'_>, module: &Module, out: &mut Vec<Diagnostic>) {
    let is_used = |name: &String| library.modules.is_used(module, name);
    for (name, import) in &module.imports {
        if !is_used(name) {
            let mut finding = Diagnostic::warning(Code::K0206, format!("`{name}` is imported and not used"))
                .at(import.span, "not used in this file")
                .help("leave it out, so that a reader does not look for its effect");
            if let Some(cut) = removal::of_import(module, import.span) {
                finding = finding.replace(cut, "", format!("Remove the import of `{name}`"));
            }
            out.push(finding);
        }
    }
    for (name, item) in &module.names {
        let (what, declared) = match item {
            ast::Item::Parameter(decl) => ("parameter", decl.name()),
            ast::Item::Let(decl) => ("definition", decl.name()),
            ast::Item::Lines(decl) => match decl.body() {
                ast::LinesBody::Use(_) => ("definition", decl.name()),
                ast::LinesBody::Rules(_) => ("rule set", decl.name()),
            },
            _ => continue,
        };
        if let Some(declared) = declared
            && !is_used(name)
        {
            out.push(
                Diagnostic::warning(Code::K0207, format!("The {what} `{name}` is not used"))
                    .at(module.span(declared.range()), "nothing refers to it")
                    .replace(
                        removal::of_item(module, item),
                        "",
                        format!("Remove the {what} `{name}`"),
                    )
                    .help(match what {
                        "rule set" => "leave it out, or make lines of it: `lines therapy = …`",
                        _ => "leave it out, or use it in a criterion",
                    }),
            );
        }
    }
}
