//! What to say about text that no rule accepts.
//!
//! Invariant: every function answers with the range it was given, which is not empty, and a code that has a page in
//! `docs/errors`. Words and marks of other languages are in `foreign`, missing things in `message`.

use super::SyntaxError;
use super::grammar::Rule;
use rowan::{TextRange, TextSize};

/// Puts an error together.
pub(super) fn error(code: &'static str, range: TextRange, title: &str, label: &str) -> SyntaxError {
    SyntaxError {
        code,
        range,
        title: title.to_owned(),
        label: label.to_owned(),
        help: None,
        fix: None,
    }
}

impl SyntaxError {
    /// Adds what could be written instead.
    pub(super) fn help(mut self, help: &str) -> Self {
        self.help = Some(help.to_owned());
        self
    }

    /// Adds a replacement that repairs it.
    pub(super) fn fix(mut self, range: TextRange, replacement: impl Into<String>) -> Self {
        self.fix = Some((range, replacement.into()));
        self
    }
}

/// What a block holds, for text in it that is none of it.
struct Place {
    title: &'static str,
    help: &'static str,
    /// The words one of which may have been meant.
    words: &'static [&'static str],
}

fn place(rule: Rule) -> Option<Place> {
    let (title, help, words): (_, _, &[&str]) = match rule {
        Rule::unexpected_item => (
            "Expected an item",
            "A file consists of items that begin with study, use, parameter, precision, let, codes, analyte, drug, \
             drugs, model, source, cohort, lines, endpoint, characteristic, regimen, report or test.",
            &[
                "study",
                "use",
                "parameter",
                "precision",
                "let",
                "codes",
                "analyte",
                "drug",
                "drugs",
                "model",
                "source",
                "cohort",
                "lines",
                "endpoint",
                "characteristic",
                "regimen",
                "report",
                "test",
            ],
        ),
        Rule::unexpected_cohort_entry => (
            "Unexpected text in a cohort",
            "A cohort holds `index …`, `include name: …` and `exclude name: …`.",
            &["index", "include", "exclude"],
        ),
        Rule::unexpected_codes_entry => (
            "Unexpected text in a list of codes",
            "An entry begins with a code system in capitals, such as `ICD10 C18 C19`, or with one of unit, convert, \
             plausible, names, class, unavailable. Codes with blanks, or without a digit, are written in quotes. A time \
             comes after its code: `162.* from 1979-01-01 until 2015-09-30`.",
            &[
                "unit",
                "convert",
                "plausible",
                "names",
                "class",
                "unavailable",
                "except",
                "from",
                "until",
            ],
        ),
        Rule::unexpected_entity => (
            "Unexpected text in a model",
            "A model holds entities: `one patient { … }`, `many visit dated date { … }`.",
            &[],
        ),
        Rule::unexpected_attribute => (
            "Unexpected text in an entity",
            "An entity holds attributes with their types: `birth_date: Date`.",
            &[],
        ),
        Rule::unexpected_source_entry => (
            "Unexpected text in a source",
            "A source holds country, minimum_cell, period, anchored, table, opt_out, bound, and entities such as \
             `visit from visits key patient_id { … }` or `visit absent \"reason\"`.",
            &[
                "country",
                "minimum_cell",
                "anchored",
                "period",
                "optional",
                "table",
                "opt_out",
                "bound",
                "delimiter",
                "encoding",
                "header",
                "rows",
            ],
        ),
        Rule::unexpected_mapping => (
            "Unexpected text in a mapping",
            "An attribute is mapped by `name = column`, `name always value`, `name derived value` or \
             `name absent \"reason\"`.",
            &[],
        ),
        Rule::unexpected_list_row => (
            "Unexpected text in a list",
            "A row of a list is a text and the texts that belong to it: `\"AC\": \"Cyclophosphamid\", \"Doxorubicin\"`.",
            &[],
        ),
        Rule::unexpected_xml_column => (
            "Unexpected text in the columns of a table",
            "A column of an XML file has a name and the path where it stands: `sex = \"person/@sex\"`.",
            &[],
        ),
        Rule::unexpected_test_entry => (
            "Unexpected text in a test",
            "A test holds `patient { … }`, `expect in COHORT`, `expect not in COHORT` and `expect VALUE`.",
            &["patient", "expect"],
        ),
        Rule::unexpected_record => (
            "Unexpected text in a patient",
            "Each line is a record: a kind of record, its date and its values, such as `visit 2020-01-20 kind outpatient`; or \
             attributes of the patient, such as `birth_date 1974-05-02 sex female`.",
            &[],
        ),
        Rule::unexpected_record_value => (
            "Unexpected text in a record",
            "Behind its name a record has dates, numbers, texts and names with blanks between them: \
             `lab 2019-03-01 haemoglobin 8.1 g/dL`.",
            &[],
        ),
        Rule::unexpected_report_entry => (
            "Unexpected text in a report",
            "A report names what it shows: `report { attrition  baseline of age, sex  survival of os by arm }`.",
            &[
                "attrition",
                "baseline",
                "treatments",
                "proportion",
                "survival",
                "incidence",
                "rates",
            ],
        ),
        Rule::unexpected_line_rule => (
            "Unexpected text in a set of rules",
            "A rule begins with drugs, window, gap, dose covers, supply covers, new drug, added, interchange, dropped drug, maintenance, \
             cycle, breaker, setting, advances only, discontinuation, look back, regimen names, records, at most or no.",
            &[
                "drugs",
                "window",
                "gap",
                "dose",
                "supply",
                "new",
                "added",
                "interchange",
                "dropped",
                "maintenance",
                "cycle",
                "breaker",
                "setting",
                "advances",
                "discontinuation",
                "look",
                "regimen",
                "records",
            ],
        ),
        Rule::unexpected_endpoint_entry => (
            "Unexpected text in an endpoint",
            "An endpoint holds let, `event …`, `competing event …`, `censored at …`, `until …`, `entering at …`, `missing when …`, \
             `negative …`, `landmark at …` and `in months`.",
            &[
                "event",
                "competing",
                "censored",
                "until",
                "entering",
                "negative",
                "landmark",
            ],
        ),
        Rule::unexpected_case => (
            "Unexpected text in a characteristic",
            "Each group is a text and what belongs to it: `\"18-49\": 18 to 49`, `\"resected\": surgery is known`, `\"other\": otherwise`.",
            &[],
        ),
        Rule::unexpected_option => (
            "Unexpected text after a comma",
            "After a value's comma comes `unknown is met`, `looking ahead 14 days \"reason\"` or `positive first`; \
             after a column's, `unknown \"99\"`, `otherwise missing` or `optional`; in a precision rule, `placed on …`, \
             `not before …` or `otherwise …`; in a test, `event`, `censored` or `for COHORT`.",
            &[
                "unknown",
                "looking",
                "highest",
                "lowest",
                "otherwise",
                "optional",
                "placed",
            ],
        ),
        _ => return None,
    };
    Some(Place { title, help, words })
}

/// The error for a stretch of text that was skipped by this rule. `text` is the skipped text from its first character
/// that is not blank; `range` is where its first line stands.
pub(super) fn unexpected(rule: Rule, text: &str, range: TextRange) -> SyntaxError {
    let is_end_of_word = |character: char| !character.is_alphanumeric() && character != '_';
    let word = text.split(is_end_of_word).next().unwrap_or_default();
    match rule {
        Rule::too_deep => return too_deep(range),
        _ if text.starts_with('}') => {
            return error("K0102", range, "This `}` closes nothing", "no block is open here");
        }
        _ => {}
    }
    match place(rule) {
        Some(place) => misspelt(word, &place, range)
            .unwrap_or_else(|| error("K0102", range, place.title, "this is not understood here"))
            .help(place.help),
        None => error("K0102", range, "Unexpected text", "this is not understood here"),
    }
}

/// A word that is nearly one of the words of its place.
fn misspelt(word: &str, place: &Place, range: TextRange) -> Option<SyntaxError> {
    let length = word.chars().count();
    let most = if length > 4 { 2 } else { 1 };
    let nearest = place
        .words
        .iter()
        .map(|meant| (strsim::damerau_levenshtein(word, meant), *meant))
        .min();
    let (_, meant) = nearest.filter(|(distance, _)| length > 2 && (1..=most).contains(distance))?;
    let title = format!("`{word}` is not a word of Kohort");
    let found = error("K0102", range, &title, &format!("did you mean `{meant}`?"));
    Some(found.fix(TextRange::at(range.start(), TextSize::of(word)), meant))
}

/// Text on the line of an item that was complete before it.
pub(super) fn continued(range: TextRange) -> SyntaxError {
    error("K0102", range, "Unexpected text", "what stands before this is complete without it").help(
        "Perhaps a word such as `and`, `or`, `where` or `from`, an operator or a comma is missing in front of it.",
    )
}

/// Expressions inside expressions, without end.
pub(super) fn too_deep(range: TextRange) -> SyntaxError {
    error(
        "K0107",
        range,
        "This expression is nested too deeply",
        "more than 128 levels inside each other",
    )
    .help("Give a part of it a name of its own with `let`, and use the name here.")
}

/// A reserved word where a new name belongs.
pub(super) fn reserved_name(word: &str, range: TextRange) -> SyntaxError {
    let title = format!("`{word}` is a word of the language and cannot be a name");
    error("K0108", range, &title, "reserved word")
        .help(&format!("Choose another name, for example `{word}_`."))
        .fix(range, format!("{word}_"))
}

/// A reserved word where a table or column belongs.
pub(super) fn reserved_column(word: &str, range: TextRange) -> SyntaxError {
    let title = format!("`{word}` is a word of the language and cannot be a name");
    error("K0108", range, &title, "reserved word")
        .help("Tables and columns of that name are written in quotes.")
        .fix(range, format!("\"{word}\""))
}

/// A second comparison after a comparison: `a < b < c`.
pub(super) fn chained_comparison(range: TextRange, repeated: Option<&str>) -> SyntaxError {
    let found = error(
        "K0104",
        range,
        "Comparisons cannot be chained",
        "a second comparison",
    )
    .help("Write two comparisons joined by `and`, or a range: `x in 18 to 49`.");
    match repeated {
        Some(operand) => found.fix(TextRange::empty(range.start()), format!("and {operand} ")),
        None => found,
    }
}

/// Clauses after something that cannot have any.
pub(super) fn clause_without_events(range: TextRange) -> SyntaxError {
    error("K0102", range, "This clause follows no events", "there are no events in front of it to narrow").help(
        "Clauses such as `where …` and `from … to …` narrow events. Write what is asked of the events in front: \
         `any lab where …`, `count visit from …`, or put the events with their clauses in parentheses.",
    )
}

/// Something after `in` that holds no values.
pub(super) fn not_a_set(text: &str, range: TextRange) -> SyntaxError {
    error(
        "K0102",
        range,
        "`in` needs a set, a range or a name",
        "not something to be in",
    )
    .help("After `in` comes a set `{ a, b }`, a range `a to b`, or the name of a range or a list of codes.")
    .fix(range, format!("{{ {text} }}"))
}

/// `a to b to c`.
pub(super) fn second_range(range: TextRange) -> SyntaxError {
    error("K0102", range, "A range has only two ends", "a third end").help("A range is written `a to b`.")
}

/// A number and its unit without a blank between them.
pub(super) fn glued_unit(range: TextRange, number_end: TextSize) -> SyntaxError {
    let title = "A blank is missing between the number and its unit";
    error("K0102", range, title, "write a blank before the unit")
        .help("A number and its unit are two words: `8 g/dL`.")
        .fix(TextRange::empty(number_end), " ")
}

/// What is wrong with a word that the grammar accepts only to say so.
pub(super) fn wrong_word(rule: Rule, word: &str, range: TextRange) -> Option<SyntaxError> {
    Some(match rule {
        Rule::wrong_side => error(
            "K0102",
            range,
            "Expected `before` or `after`",
            "neither `before` nor `after`",
        ),
        Rule::wrong_precision => error(
            "K0102",
            range,
            &format!("`{word}` is not a precision"),
            "not a precision",
        )
        .help("A precision is `day`, `month`, `quarter` or `year`."),
        Rule::wrong_month => error("K0102", range, &format!("`{word}` is not a month"), "not a month")
            .help("Months are written in full, in English: `placed on 1 July`."),
        Rule::wrong_time_unit => error(
            "K0102",
            range,
            &format!("`{word}` is not a unit of time"),
            "not a unit of time",
        )
        .help("A length of time is counted in days, weeks, months or years."),
        Rule::nested_nearest => error(
            "K0102",
            range,
            "A `nearest` in a `nearest` needs parentheses",
            "put this in (…)",
        )
        .help("For example `nearest lab to (nearest visit to index).date`."),
        _ => return None,
    })
}
