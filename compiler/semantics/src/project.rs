//! The entry point: one file, the modules it reaches, and the sources of its project, analysed together.
//!
//! Invariant: a study is handed out only if nothing about it is an error, and a source only if nothing about it is; what
//! is checked against each other is what is handed out.

use crate::check::availability::{self, Verdicts};
use crate::codes::Analyte;
use crate::lower::source::{SourceScope, source};
use crate::lower::{Library, Lowering, RecordScope, study};
use crate::model::{AttributeId, AttributeType, EntityId, Model};
use crate::modules::{Loader, Module, project_files};
use crate::source::Source;
use crate::study::{self, Record, RecordKind, Study, Type};
use kohort_base::{Code, Diagnostic, Files, Severity, World, WorldError, sort_diagnostics, suggest};
use kohort_grammar::ast;
use std::sync::Arc;

/// What to analyse a study against.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The names of the sources to check against; all sources of the study's model, if absent.
    pub sources: Option<Vec<String>>,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Analysis {
    /// The texts, for rendering the diagnostics.
    pub files: Files,
    /// All findings, in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
    /// The study, if the file declares one and nothing about it is an error.
    pub study: Option<Arc<Study>>,
    /// The chosen sources of the study's model, by name.
    pub sources: Vec<Arc<Source>>,
    /// For each of these sources, what it says about the attributes that the study reads.
    pub verdicts: Vec<Verdicts>,
}

impl Analysis {
    /// Whether there is an error among the findings.
    pub fn has_errors(&self) -> bool {
        self.diagnostics
            .iter()
            .any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// Analyses the study, library or source in a file of a project.
///
/// # Errors
/// If the file itself cannot be read. Whatever else is wrong is a diagnostic.
pub fn analyse(world: &dyn World, file: &str, options: &Options) -> Result<Analysis, WorldError> {
    let mut loader = Loader::new(world);
    let root = loader.load_file(file)?;
    load_sources(world, &mut loader, &root);
    let (modules, files, mut diagnostics) = loader.finish();
    let library = Library::new(&modules, &mut diagnostics);
    let Some(module) = modules.by_path.get(&root) else {
        return Ok(Analysis {
            files,
            diagnostics,
            study: None,
            sources: Vec::new(),
            verdicts: Vec::new(),
        });
    };
    let study = study(&library, module, &mut diagnostics);
    let declared = lower_sources(&library, &mut diagnostics);
    let study_is_wrong = diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error);
    let mut sources = choose(study.as_ref(), declared, options, module, &mut diagnostics);
    sources.sort_by(|left, right| left.name.cmp(&right.name));
    let mut verdicts = Vec::new();
    if let Some(study) = &study
        && !study_is_wrong
    {
        for source in &sources {
            verdicts.push(availability::check(study, source, &files, &mut diagnostics));
        }
    }
    sort_diagnostics(&mut diagnostics, &files);
    let wrong = diagnostics
        .iter()
        .any(|diagnostic| diagnostic.severity == Severity::Error);
    Ok(Analysis {
        files,
        study: study.filter(|_| !wrong).map(Arc::new),
        sources,
        verdicts,
        diagnostics,
    })
}

/// Loads the modules of the project that declare sources; nothing `use`s a source, a study is checked against all.
fn load_sources(world: &dyn World, loader: &mut Loader<'_>, root: &str) {
    for file in project_files(world) {
        if crate::modules::module_path(&file) == *root {
            continue;
        }
        let Ok(text) = world.read_text(&file) else {
            continue;
        };
        // Parsing is only worth it where the word stands at all.
        let declares = text.contains("source")
            && kohort_grammar::parse(&text)
                .tree()
                .items()
                .into_iter()
                .any(|item| matches!(item, ast::Item::Source(_)));
        if declares {
            // The file was just read; if it is gone now, there is no source to check against.
            let _ = loader.load_file(&file);
        }
    }
}

fn lower_sources<'m>(library: &'m Library<'m>, out: &mut Vec<Diagnostic>) -> Vec<Arc<Source>> {
    let mut sources = Vec::new();
    for module in library.modules.by_path.values() {
        for item in module.names.values() {
            let ast::Item::Source(decl) = item else { continue };
            let Some(path) = decl.model() else { continue };
            let Some((model, model_module)) = library.model_at(module, &path.text()) else {
                if library.modules.by_path.contains_key(&path.text()) {
                    out.push(
                        Diagnostic::error(Code::K0212, format!("`{}` is not a model", path.text())).at(
                            module.span(path.range()),
                            "a module that does not declare exactly one model",
                        ),
                    );
                }
                continue;
            };
            let mut scope = Scope {
                library,
                module,
                model_module,
                model: Arc::clone(&model),
            };
            let name = format!("{}.{}", model.module, model.name);
            sources.push(Arc::new(source(
                decl,
                module.file,
                &module.path,
                &name,
                &model,
                &mut scope,
                out,
            )));
        }
    }
    sources
}

/// The sources of the study's model that the options ask for.
fn choose(
    study: Option<&Study>,
    declared: Vec<Arc<Source>>,
    options: &Options,
    module: &Module,
    out: &mut Vec<Diagnostic>,
) -> Vec<Arc<Source>> {
    let Some(study) = study else { return declared };
    let model = format!("{}.{}", study.model.module, study.model.name);
    let Some(wanted) = &options.sources else {
        return declared
            .into_iter()
            .filter(|source| source.model == model)
            .collect();
    };
    let mut chosen = Vec::new();
    for name in wanted {
        match declared.iter().find(|source| source.name == *name) {
            Some(source) if source.model == model => chosen.push(Arc::clone(source)),
            Some(source) => out.push(
                Diagnostic::error(
                    Code::K0704,
                    format!("The source `{name}` is not for this study's model"),
                )
                .at(
                    study.span,
                    format!("this study is written against `{}`", study.model.name),
                )
                .and(source.span, format!("this source maps `{}`", source.model))
                .help("choose a source of the same model"),
            ),
            None => {
                let names: Vec<&str> = declared
                    .iter()
                    .filter(|source| source.model == model)
                    .map(|source| source.name.as_str())
                    .collect();
                let mut diagnostic = Diagnostic::error(Code::K0703, format!("There is no source `{name}`"))
                    .at(
                        if study.span.is_empty() {
                            module.span(module.tree.range())
                        } else {
                            study.span
                        },
                        "to check this study against",
                    );
                diagnostic = match suggest::nearest(name, names.iter().copied()) {
                    Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
                    None if names.is_empty() => {
                        diagnostic.help("the project declares no source for this study's model")
                    }
                    None => diagnostic.help(format!("there are: {}", names.join(", "))),
                };
                out.push(diagnostic);
            }
        }
    }
    chosen
}

/// What a source's declaration needs of the rest: analytes by name, and the typing of derived attributes.
struct Scope<'m> {
    library: &'m Library<'m>,
    module: &'m Module,
    model_module: &'m Module,
    model: Arc<Model>,
}

impl SourceScope for Scope<'_> {
    fn analyte(&self, name: &str) -> Option<Arc<Analyte>> {
        self.library
            .find_analyte(self.module, name)
            .or_else(|| self.library.find_analyte(self.model_module, name))
    }

    fn analyte_names(&self) -> Vec<String> {
        let mut names = self.library.analyte_names(self.module);
        names.extend(self.library.analyte_names(self.model_module));
        names.sort();
        names.dedup();
        names
    }

    fn derived(
        &mut self,
        rule: &ast::Expr,
        _model: &Model,
        entity: EntityId,
        locals: &[(String, Type)],
        expected: &AttributeType,
        attribute: AttributeId,
        out: &mut Vec<Diagnostic>,
    ) -> Option<study::Expr> {
        let mut lowering = Lowering::new(
            self.library,
            self.module,
            Arc::clone(&self.model),
            Some(self.model_module),
        );
        lowering.index_allowed = false;
        let record = Record {
            kind: RecordKind::Entity(entity),
            analyte: None,
        };
        lowering.record = Some(RecordScope {
            record,
            locals: locals.to_vec(),
        });
        let ty = lowering.attribute_type(attribute, None);
        let value = lowering.value(rule, ty.as_ref());
        let value = match (expected, ty) {
            (AttributeType::Decimal, _) if value.ty == Type::Integer => Some(value),
            (_, Some(wanted)) => {
                let stand_in = study::Expr {
                    kind: study::ExprKind::Literal(crate::value::Value::Missing),
                    ty: wanted.clone(),
                    span: value.span,
                };
                lowering
                    .unify(stand_in, value, "used as the attribute's value")
                    .map(|(_, value)| value)
            }
            (_, None) => {
                lowering.analyte_not_fixed(attribute, value.span);
                None
            }
        };
        let reaches_out = value.as_ref().is_some_and(reaches_out);
        out.append(&mut lowering.out);
        if reaches_out && let Some(value) = &value {
            out.push(
                Diagnostic::error(Code::K0602, "A derived attribute uses only its own record")
                    .at(value.span, "looks beyond the record")
                    .help("use the record's attributes and the columns named with `let` in this mapping"),
            );
            return None;
        }
        value
    }
}

/// Whether a derived attribute refers to anything but its record.
fn reaches_out(value: &study::Expr) -> bool {
    let mut found = false;
    crate::study_walk::walk(value, &mut |part| {
        found |= matches!(
            part.kind,
            study::ExprKind::Definition(_)
                | study::ExprKind::InCodes { .. }
                | study::ExprKind::Attribute(_)
                | study::ExprKind::Events(_)
                | study::ExprKind::Pick { .. }
                | study::ExprKind::Any(_)
                | study::ExprKind::Count(_)
                | study::ExprKind::DaysOf(_)
                | study::ExprKind::Aggregate { .. }
                | study::ExprKind::Age { .. }
        );
    });
    found
}
