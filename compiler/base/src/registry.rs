//! The registry: every code that Kohort may report, in one table.
//!
//! Invariant: a code, once released, keeps its meaning for ever; a code that is no longer used leaves a gap. Each code
//! has a page in `docs/errors`, whose first line is the code and title of this table. Codes that start with `K` are
//! findings about what somebody wrote; those that start with `D` are faults of data, which have no spans. The
//! sentences of single findings are deliberately absent; the check that makes a finding words it.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The study cannot run.
    Error,
    /// The study runs, and a careful reader would ask.
    Warning,
}

/// What a code is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CodeKind {
    /// What somebody wrote: a study, a library or a source.
    Study,
    /// What the data of a source hold.
    Data,
}

/// What is known about a code before any finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodeInfo {
    /// The code.
    pub code: Code,
    /// Its name in words, for searching: `unit-mismatch`.
    pub name: &'static str,
    /// Its title, a phrase that fits every finding of this code.
    pub title: &'static str,
    /// The severity of its findings.
    pub severity: Severity,
    /// What it is about.
    pub kind: CodeKind,
    /// Its page in Markdown, as `kohort explain` shows it.
    pub page: &'static str,
}

impl Code {
    /// The entry of the registry.
    pub const fn name(self) -> &'static str {
        self.info().name
    }

    /// The severity of its findings.
    pub const fn severity(self) -> Severity {
        self.info().severity
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// A text that is no code of this version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a code of this version of Kohort")]
pub struct UnknownCode(pub String);

impl FromStr for Code {
    type Err = UnknownCode;

    /// Reads `K0302`, also in lower case.
    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        let found = CODES
            .iter()
            .find(|info| info.code.as_str().eq_ignore_ascii_case(text));
        found
            .map(|info| info.code)
            .ok_or_else(|| UnknownCode(text.to_owned()))
    }
}

macro_rules! registry {
    ($($code:ident $severity:ident $kind:ident $name:literal $title:literal)+) => {
        /// A stable code, shown as `error[K0302]`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub enum Code {
            $(#[doc = $title] $code,)+
        }

        impl Code {
            /// The code as text.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Code::$code => stringify!($code),)+
                }
            }

            /// What is known about the code before any finding.
            pub const fn info(self) -> &'static CodeInfo {
                match self {
                    $(Code::$code => &CodeInfo {
                        code: Code::$code,
                        name: $name,
                        title: $title,
                        severity: Severity::$severity,
                        kind: CodeKind::$kind,
                        page: include_str!(concat!("../../../docs/errors/", stringify!($code), ".md")),
                    },)+
                }
            }
        }

        /// All codes in the order of the table.
        pub static CODES: &[CodeInfo] = &[$(*Code::$code.info()),+];
    };
}

registry! {
    // K01: what is written does not follow the grammar.
    K0101 Error Study "expected-something" "Something is missing here"
    K0102 Error Study "unexpected-text" "Text that does not belong here"
    K0103 Error Study "unclosed" "An opening without its closing"
    K0104 Error Study "chained-comparison" "Two comparisons in one"
    K0105 Error Study "foreign-operator" "A sign from another language"
    K0106 Error Study "not-in-this-version" "Not part of this version of Kohort"
    K0107 Error Study "nested-too-deep" "Nested too deeply"
    K0108 Error Study "reserved-name" "A reserved word as a name"
    K0109 Error Study "file-too-large" "A file that is too large"

    // K02: names.
    K0201 Error Study "unknown-name" "A name that is not known"
    K0202 Error Study "duplicate-name" "Two things of the same name"
    K0203 Error Study "unknown-module" "A module that does not exist"
    K0204 Error Study "cyclic-use" "Modules that use each other in a circle"
    K0205 Error Study "cyclic-definition" "A definition that depends on itself"
    K0206 Warning Study "unused-import" "An import that is not used"
    K0207 Warning Study "unused-definition" "A definition that is not used"
    K0208 Error Study "no-study" "A project without a study"
    K0209 Error Study "unknown-attribute" "An attribute that the model does not have"
    K0210 Error Study "not-exported" "A name that the module does not declare"
    K0211 Error Study "wrong-kind-of-name" "A name of another kind than needed here"
    K0212 Error Study "model-mismatch" "Parts that belong to different models"

    // K03: types, units and values.
    K0301 Error Study "type-mismatch" "A value of the wrong type"
    K0302 Error Study "unit-mismatch" "Units that measure different things"
    K0303 Error Study "bare-number-against-quantity" "A number without its unit"
    K0304 Error Study "unknown-unit" "A unit that is not known"
    K0305 Error Study "wrong-grain" "Many records where one value is needed"
    K0306 Error Study "not-events" "One value where records are needed"
    K0307 Error Study "condition-not-boolean" "A condition that is not true or false"
    K0308 Error Study "unordered-comparison" "A comparison of values that have no order"
    K0309 Error Study "analyte-unknown-for-value" "A laboratory value without its test"
    K0310 Error Study "not-a-number" "Arithmetic with something that is not a number"
    K0311 Error Study "no-such-date" "A date that does not exist"
    K0312 Error Study "unknown-category" "A category that the attribute does not have"
    K0313 Error Study "number-out-of-range" "A number that is too large or too precise"
    K0314 Error Study "tie-break-not-applicable" "A tie-break that cannot apply"
    K0315 Error Study "duration-mismatch" "Durations of different kinds"
    K0316 Error Study "division-by-zero" "A division by zero"

    // K04: codes, drugs, analytes and models.
    K0401 Error Study "unknown-code-system" "A code system that is not known"
    K0402 Error Study "malformed-code" "A code that its system cannot contain"
    K0403 Error Study "empty-code-list" "A code list without codes"
    K0404 Warning Study "duplicate-code" "A code that is listed twice"
    K0405 Warning Study "exception-without-effect" "An exception that excludes nothing"
    K0406 Error Study "bad-conversion" "A unit conversion that cannot be right"
    K0407 Error Study "bad-model" "A data model that cannot work"
    K0408 Error Study "unknown-code-list-use" "A code list used where it cannot be compared"

    K0409 Error Study "ambiguous-drug-name" "A name that two drugs share"
    K0410 Error Study "empty-drug-set" "A set of drugs without drugs"
    K0411 Error Study "bad-validity" "A time or place of validity that cannot be"

    // K05: time, missing values and cohorts.
    K0501 Error Study "window-ends-before-it-starts" "A window that ends before it starts"
    K0502 Warning Study "immortal-time" "A criterion that looks beyond the index date"
    K0503 Warning Study "unknown-not-decided" "A criterion that can be unknown and does not say what then"
    K0504 Error Study "coarse-date-needs-rule" "A date that is not precise enough without a rule"
    K0505 Error Study "misplaced-modifier" "A modifier that has no meaning here"
    K0506 Error Study "precision-rule-wrong" "A precision rule that cannot be followed"
    K0507 Error Study "index-missing" "A cohort without an index date"
    K0508 Error Study "cohort-cycle" "Cohorts that are drawn from each other in a circle"
    K0509 Warning Study "needless-condition" "A condition that is always true or always false"

    // K06: source declarations.
    K0601 Error Study "unknown-table" "A table that the source does not declare"
    K0602 Error Study "bad-source" "A source declaration that contradicts itself"
    K0603 Error Study "attribute-not-mapped" "An attribute that the source does not mention"
    K0604 Error Study "value-not-in-category" "A mapping to a category that the model does not have"
    K0605 Error Study "bad-date-format" "A date format that cannot be read"
    K0606 Error Study "unit-not-convertible" "A unit that cannot be converted to the model's"
    K0607 Error Study "duplicate-mapping" "Two mappings of the same thing"

    K0608 Error Study "unknown-column" "A column that a table does not have"

    // K07: a study meets a source.
    K0701 Error Study "absent-attribute" "An attribute that a source does not record"
    K0702 Error Study "empty-code-expansion" "A code list without codes for a source"
    K0703 Error Study "no-source" "No source for the study's model"
    K0704 Error Study "source-for-other-model" "A source for another model"
    K0705 Warning Study "codes-not-in-use" "Codes that were not in use while a source was recorded"
    K0706 Warning Study "drug-not-available" "A drug that nobody of a source can have been given"
    K0707 Error Study "no-drug-available" "A set of drugs of which nobody of a source can have been given any"
    K0708 Error Study "no-calendar" "A year, a month or a given date where a source has only days"

    // K08: limits.
    K0801 Error Study "limit-exceeded" "A study that exceeds a limit"

    // Tests.
    K0901 Error Study "bad-test-record" "A record of a test that cannot be understood"
    K0902 Error Study "bad-expectation" "An expectation that cannot be tested"

    // K10: lines of therapy.
    K1001 Error Study "incomplete-line-rules" "Rules for lines of therapy that leave something open"
    K1002 Error Study "contradicting-line-rules" "Rules for lines of therapy that contradict each other"
    K1003 Warning Study "line-rule-without-effect" "A rule for lines of therapy that never applies"
    K1004 Error Study "model-without-lines" "A model that does not have what lines of therapy are made of"
    K1005 Error Study "no-such-line" "A line of therapy that there cannot be"
    K1006 Error Study "ambiguous-regimen" "A regimen whose name is not clear"
    K1007 Error Study "lines-of-other-cohort" "Lines of therapy that belong to another cohort"

    // K11: endpoints.
    K1101 Error Study "bad-endpoint" "An endpoint that does not say what it must"
    K1102 Error Study "endpoint-can-be-negative" "An endpoint whose time can be negative"
    K1103 Error Study "bad-endpoint-use" "An endpoint that is used in a way that it does not allow"

    // K12: characteristics and reports.
    K1201 Error Study "bad-group" "A group that nobody can be in"
    K1202 Warning Study "groups-with-holes" "Groups that overlap or leave values out"
    K1203 Error Study "part-does-not-suit" "A part that an entry of a report cannot have"
    K1204 Error Study "value-does-not-suit" "A value that a report cannot show or divide by"
    K1205 Error Study "cohort-not-named" "An entry of a report that does not say of whom"

    // D01: files and columns.
    D0101 Error Data "missing-file" "A data file is missing"
    D0102 Error Data "missing-column" "A column is missing"
    D0103 Error Data "not-utf8" "A data file is not UTF-8 text"
    D0104 Error Data "unreadable-file" "A data file cannot be read"
    D0105 Error Data "empty-file" "A data file is empty"
    D0106 Error Data "not-in-encoding" "A data file is not text in its declared encoding"

    // D02: values.
    D0201 Error Data "unparsable-date" "Dates that cannot be read"
    D0202 Error Data "unmapped-category" "Values that the mapping does not name"
    D0203 Error Data "unknown-unit" "Units that the source does not declare"
    D0204 Error Data "unparsable-number" "Numbers that cannot be read"
    D0205 Error Data "malformed-code-in-data" "Codes that their system cannot contain"
    D0206 Error Data "duplicate-patient-key" "Patients who are listed twice"
    D0207 Error Data "missing-patient-key" "Records without a patient"
    D0209 Error Data "column-of-wrong-type" "A column of the wrong type"
    D0210 Error Data "no-partner" "Rows that refer to a row that is not there"
    D0211 Error Data "several-partners" "Rows that refer to several rows where one is meant"
    D0212 Error Data "unknown-drug" "Texts that name no declared drug"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_names_and_titles_are_unique() {
        for (earlier, later) in CODES.iter().zip(CODES.iter().skip(1)) {
            let key = |info: &CodeInfo| (info.kind, info.code.as_str());
            assert!(
                key(earlier) < key(later),
                "{} stands before {}",
                earlier.code,
                later.code
            );
        }
        for info in CODES {
            let alike = |other: &&CodeInfo| {
                other.kind == info.kind && (other.name == info.name || other.title == info.title)
            };
            assert_eq!(
                CODES.iter().filter(alike).count(),
                1,
                "{}: name or title is not its own",
                info.code
            );
            assert!(
                info.name
                    .chars()
                    .all(|letter| letter.is_ascii_lowercase() || letter == '-' || letter == '8')
            );
            assert_eq!(info.kind == CodeKind::Data, info.code.as_str().starts_with('D'));
        }
    }

    /// The headings of a page, and whether each has text below it.
    fn headings(page: &str) -> Vec<(&str, bool)> {
        let mut headings: Vec<(&str, bool)> = Vec::new();
        for line in page.lines() {
            if line.starts_with('#') {
                headings.push((line, false));
            } else if let Some((_, has_text)) = headings.last_mut() {
                *has_text |= !line.trim().is_empty() && !line.starts_with("```");
            }
        }
        headings
    }

    #[test]
    fn every_code_has_a_page_with_its_title_and_the_usual_headings() {
        let mut wrong = Vec::new();
        for info in CODES {
            let title = format!("# {}: {}", info.code, info.title);
            let expected = [
                (title.as_str(), false),
                ("## What it means", true),
                ("## Why Kohort insists", true),
                ("## Example", true),
                ("## Instead", true),
            ];
            let fences_are_closed = info.page.matches("```").count() % 2 == 0;
            let has_example = info.page.contains("## Example\n\n```kohort\n");
            if headings(info.page) != expected || !fences_are_closed || !has_example {
                wrong.push(info.code.as_str());
            }
        }
        assert_eq!(
            wrong,
            Vec::<&str>::new(),
            "pages in docs/errors without the right headings, text or example"
        );
    }

    #[test]
    fn codes_are_read_back() {
        assert_eq!("k0302".parse(), Ok(Code::K0302));
        assert_eq!(Code::K0206.severity(), Severity::Warning);
        assert_eq!("K9999".parse::<Code>(), Err(UnknownCode("K9999".to_owned())));
    }
}
