//! What is said about names that mean nothing, or not what is needed.

use super::super::{Lowering, RecordScope};
use crate::model::{AttributeId, AttributeType, Cardinality};
use crate::modules::Found;
use crate::study::{Expr, FixedCategory, Record, RecordKind};
use kohort_base::{Code, Diagnostic, Span, suggest};
use kohort_grammar::ast;

impl Lowering<'_> {
    pub(super) fn unknown_name(&self, name: &str, span: Span) -> Diagnostic {
        let mut known: Vec<String> = vec![String::from("index")];
        known.extend(self.library.modules.visible(self.module).map(str::to_owned));
        known.extend(self.model.entities.iter().map(|entity| entity.name.clone()));
        if let Some(patient) = self.model.entity(self.model.patient()) {
            known.extend(patient.attributes.iter().map(|attribute| attribute.name.clone()));
        }
        if let Some(RecordScope {
            record:
                Record {
                    kind: RecordKind::Entity(entity),
                    ..
                },
            ..
        }) = &self.record
            && let Some(entity) = self.model.entity(*entity)
        {
            known.extend(entity.attributes.iter().map(|attribute| attribute.name.clone()));
        }
        let diagnostic =
            Diagnostic::error(Code::K0201, format!("`{name}` is not known")).at(span, "no such name");
        match suggest::nearest(name, known.iter().map(String::as_str)) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")).replace(span, near, format!("Write `{near}`")),
            None => diagnostic.help(format!(
                "a name is a definition of this study (`let`, `parameter`), an import (`use`), or part of the model `{}`",
                self.model.name
            )),
        }
    }

    /// The finding about a value that an attribute's category does not have.
    pub(super) fn unknown_category(&self, name: &str, attribute: AttributeId, span: Span) -> Diagnostic {
        let path = self.model.attribute_path(attribute);
        let mut diagnostic = Diagnostic::error(Code::K0312, format!("`{path}` is never `{name}`"))
            .at(span, "not one of its categories");
        let Some(declared) = self.model.attribute(attribute) else {
            return diagnostic;
        };
        diagnostic = diagnostic.and(
            declared.span,
            format!("the categories of `{path}` are declared here"),
        );
        let AttributeType::Category(category) = &declared.ty else {
            return diagnostic;
        };
        match suggest::nearest(name, category.values.iter().map(String::as_str)) {
            Some(near) => diagnostic.help(format!("did you mean `{near}`?")).replace(
                span,
                near,
                format!("Write `{near}`"),
            ),
            None => diagnostic.help(format!("it is one of: {}", category.values.join(", "))),
        }
    }

    pub(super) fn wrong_kind(&mut self, name: &str, found: Found<'_>, span: Span) -> Expr {
        let code = if matches!(found.item, ast::Item::Codes(_)) {
            Code::K0408
        } else {
            Code::K0211
        };
        let (what, help) = match found.item {
            ast::Item::Lines(_) => (
                "a rule set",
                format!("make lines of it: `lines therapy = {name} starting …`"),
            ),
            ast::Item::Endpoint(_) => (
                "an endpoint",
                format!(
                    "report it (`survival of {name}`), or expect it in a test (`expect {name} = 12 months, event`)"
                ),
            ),
            ast::Item::Characteristic(_) => (
                "a characteristic",
                format!(
                    "report it (`baseline of {name}`) or divide by it (`by {name}`); a value that criteria use is a `let`"
                ),
            ),
            ast::Item::Codes(_) => (
                "a list of codes",
                format!("ask whether a code is in it: `code in {name}`"),
            ),
            ast::Item::Analyte(_) => (
                "an analyte",
                format!("choose its records: `lab where test = {name}`"),
            ),
            ast::Item::Drug(_) => (
                "a drug",
                String::from("it can be compared with the drug of a record"),
            ),
            ast::Item::Cohort(_) => (
                "a cohort",
                format!("draw another cohort from it: `cohort … from {name}`"),
            ),
            ast::Item::Model(_) => ("a model", String::from("name one of its entities or attributes")),
            _ => ("not a value", String::from("name a definition or an attribute")),
        };
        let mut diagnostic =
            Diagnostic::error(code, format!("`{name}` is {what}, not a value")).at(span, "used as a value");
        if let Some(declared) = crate::modules::declared_name(found.item) {
            diagnostic = diagnostic.and(found.module.span(declared.range()), "declared here");
        }
        self.fail(diagnostic.help(help))
    }

    /// The finding about a measured value whose analyte is not fixed.
    pub(crate) fn analyte_not_fixed(&mut self, attribute: AttributeId, span: Span) -> Expr {
        let path = self.model.attribute_path(attribute);
        let test = match self.model.attribute(attribute).map(|found| &found.ty) {
            Some(AttributeType::QuantityOf(test)) => {
                self.model.attribute(*test).map(|found| found.name.clone())
            }
            _ => None,
        };
        let test = test.unwrap_or_else(|| String::from("test"));
        self.fail(
            Diagnostic::error(
                Code::K0309,
                format!("`{path}` has no unit until its `{test}` is known"),
            )
            .at(span, "a value of which analyte?")
            .help(format!(
                "choose one analyte in the same where-clause, for example `where {test} = haemoglobin`"
            )),
        )
    }

    /// The finding about a bag of records where one value is needed.
    pub(crate) fn many_records(&self, record: Record, span: Span) -> Diagnostic {
        let words = match record.kind {
            RecordKind::Entity(entity) => {
                let name = self.entity_name(entity);
                let one = self
                    .model
                    .entity(entity)
                    .is_some_and(|found| found.cardinality == Cardinality::One);
                if one {
                    return Diagnostic::error(Code::K0305, format!("`{name}` is a record, not a value"))
                        .at(span, "a whole record stands here")
                        .help(format!("name one of its attributes (`{name}.…`), or ask whether there is one: `any {name}`"));
                }
                format!("`{name}`")
            }
            RecordKind::Periods => String::from("such periods"),
            RecordKind::Lines => String::from("lines of therapy"),
        };
        Diagnostic::error(Code::K0305, format!("A patient may have many records of {words}"))
            .at(span, "one value is needed here")
            .help("say which record: `first …`, `last …`, `nearest … to index`; or summarise them: `any …`, `count …`, `max of …`")
    }
}

/// The finding about a word that a category of the language does not have.
pub(super) fn unknown_word(name: &str, category: FixedCategory, span: Span) -> Diagnostic {
    let words = category.words();
    let what = match category {
        FixedCategory::EndReason => "A line never ends for the reason",
        FixedCategory::LineSetting => "Lines never have the setting",
    };
    let diagnostic = Diagnostic::error(Code::K0312, format!("{what} `{name}`")).at(span, "no such word");
    match suggest::nearest(name, words.iter().copied()) {
        Some(near) => {
            diagnostic
                .help(format!("did you mean `{near}`?"))
                .replace(span, near, format!("Write `{near}`"))
        }
        None => diagnostic.help(format!("it is one of: {}", words.join(", "))),
    }
}
