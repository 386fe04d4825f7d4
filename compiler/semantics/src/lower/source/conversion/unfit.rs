//! A conversion that does not fit the type of its attribute.

use crate::model::{Attribute, AttributeType};
use kohort_base::{Code, Diagnostic, Span};
use kohort_grammar::ast::ConversionKind;

/// The finding, with a conversion that would fit.
pub(in crate::lower::source) fn finding(
    attribute: &Attribute,
    conversion: Option<&ConversionKind>,
    place: Span,
) -> Diagnostic {
    let (is, instead) = words(&attribute.ty);
    let title = match conversion {
        Some(conversion) => {
            format!(
                "`{}` is {is} and cannot be read {}",
                attribute.name,
                written(conversion)
            )
        }
        None => format!(
            "`{}` is {is}, and how its column is written is not said",
            attribute.name
        ),
    };
    let label = if conversion.is_some() {
        "gives something else"
    } else {
        "how is this to be read?"
    };
    Diagnostic::error(Code::K0602, title)
        .at(place, label)
        .and(attribute.span, format!("the model says that it is {is}"))
        .help(instead)
}

fn written(conversion: &ConversionKind) -> &'static str {
    match conversion {
        ConversionKind::Date { .. } => "`as date`",
        ConversionKind::DaysFromAnchor => "`as days from anchor`",
        ConversionKind::Integer => "`as integer`",
        ConversionKind::Decimal => "`as decimal`",
        ConversionKind::Text => "`as text`",
        ConversionKind::Code(_) | ConversionKind::CodeBy { .. } | ConversionKind::CodeList { .. } => {
            "`as code`"
        }
        ConversionKind::Drug { .. } => "`as drug`",
        ConversionKind::Map(_) => "through a list of values",
        ConversionKind::Unit(_) => "in a unit",
        ConversionKind::UnitByAnalyte(_) => "in a unit for each analyte",
        ConversionKind::UnitByColumn { .. } => "in the unit of another column",
    }
}

/// What an attribute is, and how it is read.
pub(in crate::lower::source) fn words(ty: &AttributeType) -> (&'static str, String) {
    match ty {
        AttributeType::Boolean => (
            "true or false",
            String::from("say what its texts mean: `{ \"1\": true, \"0\": false }`"),
        ),
        AttributeType::Integer => ("a whole number", String::from("write `as integer`")),
        AttributeType::Decimal => ("a number", String::from("write `as decimal`")),
        AttributeType::Date => (
            "a date",
            String::from("write for example `as date \"yyyy-MM-dd\"`"),
        ),
        AttributeType::Unknown => ("a value", String::from("correct its type in the model")),
        AttributeType::Text => ("text", String::from("write `as text`")),
        AttributeType::Code => (
            "a code",
            String::from("name the system, for example `as code ICD10GM`"),
        ),
        AttributeType::Analyte => (
            "an analyte",
            String::from("say what its texts mean: `{ \"Hb\": haemoglobin, \"Plt\": platelet_count }`"),
        ),
        AttributeType::Drug => (
            "a drug",
            String::from("say where drugs are declared, for example `as drug from std.drugs`"),
        ),
        AttributeType::Category(category) => {
            let example = category.values.first().map_or("value", String::as_str);
            (
                "a category",
                format!("say what its texts mean: `{{ \"1\": {example}, … }}`"),
            )
        }
        AttributeType::QuantityOf(_) => (
            "a quantity of an analyte",
            String::from(
                "state the units: `in { haemoglobin: g/dL, … }`, or `in COLUMN { \"g/dL\": g/dL, … }`",
            ),
        ),
        AttributeType::QuantityIn(unit) => (
            "a quantity",
            format!("state the unit of the column, for example `in {unit}`"),
        ),
    }
}
