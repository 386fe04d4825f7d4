//! What to say where something is missing: one row for each `missing_…` rule of the grammar.
//!
//! The sentences are read by people who do not program: they name the thing in the field's words and show how it looks.
//! Not here: where the message points, which is the token before the gap for all (see `build`).

mod endpoint;
mod lines;

use super::SyntaxError;
use super::grammar::Rule;
use super::unexpected::error;
use rowan::TextRange;

/// The thing that is missing, as the title says it, and how it could look.
struct Missing {
    /// Completes "Expected …".
    what: &'static str,
    /// What could be written.
    help: Option<&'static str>,
}

const fn plain(what: &'static str) -> Option<Missing> {
    Some(Missing { what, help: None })
}

const fn helped(what: &'static str, help: &'static str) -> Option<Missing> {
    Some(Missing {
        what,
        help: Some(help),
    })
}

/// The row of a rule; none for rules that mark no missing thing.
fn row(rule: Rule) -> Option<Missing> {
    heading(rule)
        .or_else(|| library(rule))
        .or_else(|| entry(rule))
        .or_else(|| source(rule))
        .or_else(|| mapping(rule))
        .or_else(|| expression(rule))
        .or_else(|| test(rule))
        .or_else(|| lines::row(rule))
        .or_else(|| endpoint::row(rule))
}

/// Whether a rule marks a missing thing.
pub(super) fn is_missing(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::missing_close | Rule::missing_close_paren | Rule::missing_time_unit
    ) || row(rule).is_some()
}

/// Something that is missing after the previous token.
pub(super) fn missing(rule: Rule, previous: &str, after: TextRange) -> SyntaxError {
    let Some(missing) = row(rule) else {
        return error("K0101", after, "Something is missing here", "after this");
    };
    let what = missing.what;
    let title = format!("Expected {what} after {}", quoted(previous));
    let found = error("K0101", after, &title, &format!("{what} should follow"));
    match missing.help {
        Some(help) => found.help(help),
        None => found,
    }
}

/// The previous token as a title shows it: a long text by its beginning.
fn quoted(previous: &str) -> String {
    const LONGEST: usize = 24;
    let first_line = previous.lines().next().unwrap_or_default();
    if first_line.chars().count() <= LONGEST {
        return format!("`{first_line}`");
    }
    format!("`{}…`", first_line.chars().take(LONGEST).collect::<String>())
}

/// A block or parenthesis without its end.
pub(super) fn unclosed(mark: &str, opener: TextRange) -> SyntaxError {
    error(
        "K0103",
        opener,
        &format!("A `{mark}` is missing"),
        &format!("what begins here has no `{mark}`"),
    )
}

/// A length of time without its unit: `within 30 of index`.
pub(super) fn missing_time_unit(number: &str, after: TextRange) -> SyntaxError {
    error(
        "K0105",
        after,
        &format!("`{number}` needs a unit of time"),
        "how many what?",
    )
    .help("A length of time is a number with days, weeks, months or years, such as `30 days`.")
    .fix(TextRange::empty(after.end()), " days")
}

/// Names, marks and headings.
fn heading(rule: Rule) -> Option<Missing> {
    match rule {
        Rule::missing_name => plain("a name"),
        Rule::missing_module => helped(
            "a module",
            "Names come from a module: `use std.codes.cancers.{colorectal}`.",
        ),
        Rule::missing_use_names => helped(
            "`.` and the names to use",
            "Write the names after the module: `use std.codes.cancers.{colorectal}`.",
        ),
        Rule::missing_model => helped("a common model", "Name the common model, such as `std.oncology`."),
        Rule::missing_version => helped(
            "`version`",
            "Every study, model and source has one: `version \"1.0.0\"`.",
        ),
        Rule::missing_version_text => helped("a version in quotes", "For example `version \"1.0.0\"`."),
        Rule::missing_text => plain("a text in double quotes"),
        Rule::missing_reason => helped(
            "a reason in double quotes",
            "The reason is repeated wherever it matters: `\"…\"`.",
        ),
        Rule::missing_on => plain("`on`"),
        Rule::missing_as => helped("`as`", "For example `precision death.date as month`."),
        Rule::missing_for => helped(
            "`for`",
            "A source says which common model it is for: `source jp for std.oncology`.",
        ),
        Rule::missing_equal => plain("`=`"),
        Rule::missing_colon => plain("`:`"),
        Rule::missing_comma => plain("`,`"),
        Rule::missing_or => plain("`or`"),
        Rule::missing_by => plain("`by`"),
        Rule::missing_open => plain("`{`"),
        _ => None,
    }
}

/// Codes, units, types and drugs.
fn library(rule: Rule) -> Option<Missing> {
    match rule {
        Rule::missing_code => helped(
            "codes",
            "A code has a digit, such as `C18.*`. Write codes of letters only in quotes: `\"IIIB\"`.",
        ),
        Rule::missing_unit => helped(
            "a unit",
            "Units are written as in UCUM: `g/dL`, `10*9/L`, `mm[Hg]`.",
        ),
        Rule::missing_number => plain("a number"),
        Rule::missing_type => helped(
            "a type",
            "The types are Boolean, Integer, Decimal, Date, Text, Code, Analyte, Drug, Category { a, b }, Ordered { a, b }, \
             Quantity of ATTRIBUTE and Quantity in UNIT.",
        ),
        Rule::missing_quantity_of => helped(
            "`of` and an attribute, or `in` and a unit",
            "For example `Quantity of test` or `Quantity in mg/dL`.",
        ),
        Rule::missing_drug => helped(
            "a drug",
            "A set holds drugs, other sets and classes: `drugs platinum { cisplatin, class platinum_compound }`.",
        ),
        Rule::missing_country => helped(
            "a country and a reason",
            "For example `unavailable US \"not approved by the FDA\"`.",
        ),
        _ => None,
    }
}

/// Criteria, modifiers and precision rules.
fn entry(rule: Rule) -> Option<Missing> {
    match rule {
        Rule::missing_criterion_name => helped(
            "a name and `:`",
            "Every criterion has a name, by which it is reported: `include adult: age at index >= 18 years`.",
        ),
        Rule::missing_modifier => helped(
            "a remark on the value",
            "After a comma comes `unknown is met`, `unknown is not met`, `looking ahead 14 days \"reason\"` or a tie-break such as \
             `positive first`.",
        ),
        Rule::missing_is => helped("`is met` or `is not met`", "For example `unknown is not met`."),
        Rule::missing_met => helped("`met`", "For example `unknown is met`."),
        Rule::missing_ahead => helped(
            "`ahead`",
            "For example `looking ahead 14 days \"results arrive late\"`.",
        ),
        Rule::missing_first => helped(
            "`first`",
            "A tie-break says which event comes first: `positive first`, `highest value first`.",
        ),
        Rule::missing_date_path => helped(
            "a date",
            "Name the date the rule is for: `precision death.date as month`.",
        ),
        Rule::missing_precision => helped(
            "a precision",
            "A precision is `day`, `month`, `quarter` or `year`.",
        ),
        Rule::missing_precision_option => helped(
            "a rule for the date",
            "After a comma comes `placed on …`, `not before …`, `not after …` or `otherwise missing`.",
        ),
        Rule::missing_side => plain("`before` or `after`"),
        Rule::missing_day => plain("`day`"),
        Rule::missing_month => helped(
            "a month",
            "For example `placed on 1 July`, or `placed on day 15` for a day of the month.",
        ),
        Rule::missing_placement => helped(
            "a day",
            "For example `placed on day 15`, `placed on first day`, `placed on last day` or `placed on 1 July`.",
        ),
        Rule::missing_otherwise => helped("`missing` or `placed on …`", "For example `otherwise missing`."),
        Rule::missing_missing => helped(
            "`missing`",
            "Values that cannot be read can only become missing: `otherwise missing`.",
        ),
        _ => None,
    }
}

/// Sources, their tables and which rows are records.
fn source(rule: Rule) -> Option<Missing> {
    match rule {
        Rule::missing_table => helped("a table", "A table is a name, or a text in quotes."),
        Rule::missing_table_format => helped(
            "what the table is read from",
            "A table is a file, such as `csv \"visits.csv\"`, `parquet \"visits.parquet\"` or `xml \"visits.xml\" rows \"/all/visit\" { … }`; \
             other tables, `visits joined to patients on id`; or a list of its own, `list code, drug { … }`.",
        ),
        Rule::missing_file => helped("a file in double quotes", "For example `csv \"visits.csv\"`."),
        Rule::missing_column => helped("a column", "A column is a name, or a text in quotes."),
        Rule::missing_key => helped(
            "`key` and a column",
            "Say which column identifies the patient: `key patient_id`.",
        ),
        Rule::missing_where => helped(
            "`where`",
            "Say which rows are opt-outs: `where consent = \"no\"`.",
        ),
        Rule::missing_row_test => helped(
            "a test of the column",
            "For example `where kind = \"1\"`, `where kind in { \"1\", \"2\" }`, `where kind not in { \"9\" }`, `where kind is known`.",
        ),
        Rule::missing_date => helped("a date", "Dates are written year-month-day: `2011-01-01`."),
        Rule::missing_contradiction => helped(
            "`,` and `otherwise`",
            "Say what becomes of a date that contradicts the bound: `, otherwise missing`.",
        ),
        Rule::missing_kept => helped(
            "`kept`, `missing` or `moved`",
            "A date that contradicts its bound stays (`kept`), becomes missing, or becomes the limit (`moved`).",
        ),
        Rule::missing_encoding => helped(
            "an encoding",
            "The encodings are utf8, cp932 and windows1252; without one a file is utf8.",
        ),
        Rule::missing_row_path => helped(
            "a path in double quotes",
            "Say which elements are the rows: `rows \"/all/visit\"`.",
        ),
        Rule::missing_column_path => helped(
            "a path in double quotes",
            "Say where the column stands in its row: `\"a/b\"` for an element, `\"@x\"` for an attribute.",
        ),
        Rule::missing_join => helped(
            "`to` and a table",
            "For example `visits joined to patients on id, to each labs on visit`.",
        ),
        Rule::missing_join_on => helped(
            "`on` and the columns that agree",
            "For example `joined to patients on id` or `joined to patients on patient = id and site`.",
        ),
        Rule::missing_known => helped("`missing` or `known`", "For example `where kind is known`."),
        Rule::missing_in_texts => helped("`in`", "For example `where kind not in { \"9\" }`."),
        Rule::missing_repeats => helped(
            "`distinct` or `last by` and a column",
            "After a comma, say what several rows of one patient are: `, distinct` or `, last by discharge_date`.",
        ),
        _ => None,
    }
}

/// How attributes are read.
fn mapping(rule: Rule) -> Option<Missing> {
    match rule {
        Rule::missing_mapping_option => helped(
            "what else holds for the column",
            "After a comma comes `unknown \"99\"`, `otherwise missing` or `optional`.",
        ),
        Rule::missing_conversion => helped(
            "how to read the column",
            "A column is read `as date \"yyyy-MM-dd\"`, `as integer`, `as decimal`, `as text`, `as code SYSTEM` \
             or `as drug from MODULE`.",
        ),
        Rule::missing_date_form => helped(
            "the form of the date in quotes",
            "For example `as date \"yyyy-MM-dd\"`.",
        ),
        Rule::missing_anchor_on => helped(
            "`on` and what the days are counted from",
            "For example `anchored on \"the day of diagnosis\"`.",
        ),
        Rule::missing_anchor => helped(
            "what the days are counted from, in quotes",
            "For example `anchored on \"the day of diagnosis\"`.",
        ),
        Rule::missing_from_anchor => helped(
            "`from anchor`",
            "A number of days is read `as days from anchor`, and the source says what that is: `anchored on \"…\"`.",
        ),
        Rule::missing_system => helped("a code system", "For example `as code ICD10`."),
        Rule::missing_analyte => helped(
            "an analyte and its unit",
            "For example `in { haemoglobin: g/dL }`.",
        ),
        Rule::missing_map_entry => helped("a text and what it stands for", "For example `\"1\": male`."),
        Rule::missing_map_value => helped("what the text stands for", "For example `\"1\": male`."),
        Rule::missing_always => helped(
            "a value",
            "For example `status always positive`, `in_trial always false` or `code always ICD10CM \"C34.9\"`.",
        ),
        Rule::missing_absent => helped(
            "`absent`",
            "Several attributes stand together only where they are absent for one reason: `a, b absent \"reason\"`.",
        ),
        Rule::missing_precise => helped(
            "`to` or `by`",
            "For example `precise to month`, or `precise by accuracy { \"E\": day, \"T\": month }`.",
        ),
        Rule::missing_precision_entry => helped(
            "a text and a precision",
            "For example `\"T\": month`, or `blank: day` for empty cells.",
        ),
        Rule::missing_unknown_parts => helped(
            "`unknown parts`",
            "Digits such as 99 for an unknown day are read `with unknown parts`.",
        ),
        Rule::missing_lookup => helped(
            "another way to find the drug",
            "A drug is found by `name` or by a code system: `as drug name or ATC from std.drugs`.",
        ),
        Rule::missing_from => helped(
            "`from` and a module",
            "Say which module declares the drugs: `as drug from std.drugs`.",
        ),
        Rule::missing_drug_module => helped("a module", "For example `as drug from std.drugs`."),
        _ => None,
    }
}

/// Values, events and their clauses.
fn expression(rule: Rule) -> Option<Missing> {
    match rule {
        Rule::missing_value | Rule::missing_operand => plain("a value"),
        Rule::missing_condition => plain("a condition"),
        Rule::missing_else => helped(
            "`else`",
            "Say what holds otherwise: `a if condition, else b`. `else` may not be left out.",
        ),
        Rule::missing_events => helped(
            "events",
            "Name the records meant, such as `visit` or `lab where test = haemoglobin`.",
        ),
        Rule::missing_period => helped(
            "a period",
            "Name a range, or write one in parentheses: `during (2015-01-01 to 2023-12-31)`.",
        ),
        Rule::missing_to => plain("`to`"),
        Rule::missing_in => helped("`in` and events", "For example `gap > 90 days in visit`."),
        Rule::missing_of => helped("`of` and a date", "For example `within 30 days of index`."),
        Rule::missing_within => helped("`within`", "For example `joined within 30 days`."),
        Rule::missing_joined => helped(
            "`joined within` and a length of time",
            "For example `episodes of medication joined within 30 days`.",
        ),
        Rule::missing_length => helped("a length of time", "For example `30 days` or `6 months`."),
        _ => None,
    }
}

/// Tests of a study.
fn test(rule: Rule) -> Option<Missing> {
    match rule {
        Rule::missing_test_name => helped(
            "a name in double quotes",
            "Say what the test shows: `test \"aged 17, so not eligible\" { … }`.",
        ),
        Rule::missing_record_value => helped(
            "a value",
            "A record whose line ends with a comma goes on in the next line.",
        ),
        Rule::missing_times => helped("`times` and a number", "For example `every 14 days times 12`."),
        Rule::missing_cohort => helped("a cohort", "For example `expect in eligible`."),
        Rule::missing_expectation => helped(
            "what must hold",
            "For example `expect in eligible`, `expect not in eligible` or `expect age at index = 44 years`.",
        ),
        Rule::missing_expect_for => helped(
            "`for` and a cohort",
            "For example `expect age at index = 44 years, for eligible`.",
        ),
        _ => None,
    }
}
