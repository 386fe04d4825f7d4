//! The words of the language, in one table: for the highlighting of editors, for the documentation, for suggestions.
//!
//! Invariant: every word here is used by `kohort.pest`, and a test holds the two together. A *reserved* word can never be
//! a bare name (after a dot it can); every other word is a keyword only where the grammar looks for it.

/// What part a keyword plays; editors colour by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeywordRole {
    /// Begins an item.
    Item,
    /// Begins an entry of a block, or belongs to the form of one.
    Entry,
    /// Begins a clause that narrows events, or belongs to one.
    Clause,
    /// Makes a value of events.
    Pick,
    /// Joins or turns conditions and values.
    Operator,
    /// Is a value, or says that there is none.
    Constant,
    /// Names a type of an attribute.
    Type,
    /// Names a unit of the calendar or a precision.
    Calendar,
}

/// One word of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Keyword {
    /// The word.
    pub word: &'static str,
    /// What part it plays first of all.
    pub role: KeywordRole,
    /// Whether it can never be a bare name.
    pub reserved: bool,
    /// What it says, in one line.
    pub doc: &'static str,
}

const fn word(word: &'static str, role: KeywordRole, doc: &'static str) -> Keyword {
    Keyword {
        word,
        role,
        reserved: false,
        doc,
    }
}

const fn reserved(word: &'static str, role: KeywordRole, doc: &'static str) -> Keyword {
    Keyword {
        word,
        role,
        reserved: true,
        doc,
    }
}

use KeywordRole::{Calendar, Clause, Constant, Entry, Item, Operator, Pick, Type};

/// All words of the language, by role.
pub const KEYWORDS: &[Keyword] = &[
    word(
        "study",
        Item,
        "The head of a study: its name, version and common model.",
    ),
    reserved("use", Item, "Takes names from a module."),
    word(
        "parameter",
        Item,
        "A value that the study fixes, such as its dates.",
    ),
    word(
        "precision",
        Item,
        "How exactly a date is used, and where it is placed.",
    ),
    reserved("let", Item, "Gives a value a name."),
    word("codes", Item, "A list of codes, by system."),
    word("analyte", Item, "What a laboratory measures, with its units."),
    word("drug", Item, "A drug, or an attribute that is one."),
    word(
        "drugs",
        Item,
        "A set of drugs, or the drugs that make lines of therapy.",
    ),
    word("model", Item, "A common model that studies are written against."),
    word("source", Item, "A dataset and how it maps onto a model."),
    word("cohort", Item, "People, from when on, and by which criteria."),
    word("report", Item, "What the study shows."),
    word("test", Item, "A person and what the study says about them."),
    word("lines", Item, "Lines of therapy: a set of rules, or its use."),
    word("endpoint", Item, "A time to an event: a definition, or its use."),
    word(
        "characteristic",
        Item,
        "A value of each entry of a cohort, or the group it falls into.",
    ),
    word(
        "regimen",
        Item,
        "Drugs that are given together under a name, or where lines have such names from.",
    ),
    word("version", Entry, "The version of what is declared."),
    word(
        "as",
        Entry,
        "How a column is read, how exact a date is, or a name of one's own.",
    ),
    word("placed", Entry, "On which day a coarse date is placed."),
    word("otherwise", Entry, "What holds in all other cases."),
    word("except", Entry, "What is left out again."),
    word("unit", Entry, "The unit that an analyte is shown in."),
    word("convert", Entry, "How another unit is converted."),
    word("plus", Entry, "The constant of a conversion."),
    word("plausible", Entry, "Which values are believed."),
    word(
        "names",
        Entry,
        "The texts that name something in data, or where regimens have their names from.",
    ),
    word("class", Entry, "A class of drugs."),
    word(
        "unavailable",
        Entry,
        "Countries in which a drug was never available.",
    ),
    word(
        "until",
        Entry,
        "The end of a time: of a code's use, of medication, of observation.",
    ),
    word("one", Entry, "An entity that each patient has at most one of."),
    word("many", Entry, "An entity that a patient may have several of."),
    word("dated", Entry, "The attribute that dates an entity."),
    word("for", Entry, "What or whom something is for."),
    word("country", Entry, "The country of a source."),
    word(
        "minimum_cell",
        Entry,
        "The smallest count that a source lets out.",
    ),
    word("period", Entry, "The time that a source covers."),
    word("bound", Entry, "What a source's dates must obey."),
    word("kept", Entry, "A contradicting date stays."),
    word("moved", Entry, "A contradicting date becomes the limit."),
    word("optional", Entry, "What may be absent from a delivery."),
    word("table", Entry, "A table of a source."),
    word("list", Entry, "A table that is written in the source."),
    word("delimiter", Entry, "The mark between the columns of a file."),
    word("encoding", Entry, "The encoding of a file."),
    word("header", Entry, "The columns of a file that does not name them."),
    word("rows", Entry, "Which elements of a file are rows."),
    word("opt_out", Entry, "Which patients are left out of everything."),
    word("key", Entry, "The column that identifies the patient."),
    word("distinct", Entry, "Equal rows are one record."),
    word(
        "by",
        Entry,
        "What rows are ordered, groups are made or results are compared by.",
    ),
    word(
        "derived",
        Entry,
        "An attribute made from others by a written rule.",
    ),
    word(
        "always",
        Entry,
        "An attribute with the same value in all records.",
    ),
    word("absent", Entry, "What a source does not record."),
    word("precise", Entry, "How exact the dates of a column are."),
    word("blank", Entry, "An empty cell."),
    word("with", Entry, "What is changed, or shown as well."),
    word("parts", Entry, "Unknown parts of a date."),
    word("name", Entry, "Drugs are found by name."),
    word("date", Entry, "A column is read as a date."),
    word("integer", Entry, "A column is read as whole numbers."),
    word("decimal", Entry, "A column is read as decimal numbers."),
    word("text", Entry, "A column is read as text."),
    word("code", Entry, "A column is read as codes of a system."),
    word("index", Entry, "The date from which everything is counted."),
    word("each", Entry, "One entry for each event, or for each row."),
    reserved("include", Entry, "A criterion that entries must meet."),
    reserved("exclude", Entry, "A criterion that removes entries."),
    word(
        "unknown",
        Entry,
        "What an unknown criterion counts as, or texts for unknown values.",
    ),
    word("met", Entry, "An unknown criterion counts as met."),
    word("looking", Entry, "How far a value may look beyond index."),
    word("ahead", Entry, "See looking."),
    word("highest", Entry, "Of events that tie, the highest comes first."),
    word("lowest", Entry, "Of events that tie, the lowest comes first."),
    word("attrition", Entry, "How many each criterion removes."),
    word("patient", Entry, "The person of a test."),
    word("every", Entry, "Records repeated at an interval."),
    word("times", Entry, "How often a record is repeated."),
    word("expect", Entry, "What a test expects."),
    word("window", Entry, "How long after its start drugs may join a line."),
    word("dose", Entry, "How many days a dose covers."),
    word("supply", Entry, "How many days a supply covers."),
    word("covers", Entry, "See dose and supply."),
    word(
        "its",
        Entry,
        "The days that a record itself says, or the name of a dropped drug.",
    ),
    word(
        "covered",
        Entry,
        "The last day that is covered, from which a gap is measured.",
    ),
    word(
        "new",
        Entry,
        "Whether a drug that is not part of a line begins the next.",
    ),
    word("added", Entry, "Whether drugs added to some drugs begin a line."),
    word("alone", Entry, "No other drugs."),
    word("advances", Entry, "Begins the next line."),
    word("never", Entry, "Does not, however long it takes."),
    word("others", Entry, "The other drugs of the line."),
    word("stopped", Entry, "No longer given."),
    word("interchange", Entry, "Drugs that count as one."),
    word(
        "dropped",
        Entry,
        "What becomes of a line when one of its drugs is no longer given.",
    ),
    word("continues", Entry, "The line goes on."),
    word("without", Entry, "What must not be there."),
    word("maintenance", Entry, "Drugs that may follow in the same line."),
    word("continuation", Entry, "Maintenance with drugs of the line."),
    word("switch", Entry, "Maintenance with other drugs."),
    word("own", Entry, "Maintenance with a number of its own."),
    word("cycle", Entry, "Doses that belong together, or their number."),
    word("cycles", Entry, "A number of cycles."),
    word("breaker", Entry, "Events that end a line."),
    word("the", Entry, "The day before an event."),
    word("that", Entry, "The day of an event."),
    word("again", Entry, "An event soon after another."),
    word("setting", Entry, "The intent of treatment."),
    word("excluded", Entry, "Treatment that makes no lines."),
    word("counted", Entry, "Treatment whose lines are counted separately."),
    word("separately", Entry, "See counted."),
    word("unless", Entry, "When treatment counts after all."),
    word(
        "discontinuation",
        Entry,
        "How long observation must confirm the end of a line.",
    ),
    word("confirmed", Entry, "See discontinuation."),
    word("look", Entry, "How long before the start medication counts."),
    word("back", Entry, "See look."),
    word("most", Entry, "How many lines are counted at most."),
    word("records", Entry, "Which records of medication count."),
    word("no", Entry, "Leaves rules of a kind out."),
    word(
        "line",
        Entry,
        "Lines of therapy by number, or one entry for each.",
    ),
    word("starting", Entry, "From when on medication counts."),
    word("event", Entry, "The event of an endpoint."),
    word(
        "competing",
        Entry,
        "An event that makes the one of interest impossible.",
    ),
    word("censored", Entry, "The date used where no event is seen."),
    word("entering", Entry, "From when on an entry is at risk."),
    word("when", Entry, "When an endpoint is missing."),
    word("negative", Entry, "What becomes of a time below zero."),
    word("zero", Entry, "A time below zero counts as zero."),
    word(
        "landmark",
        Entry,
        "The time at which the clock begins, for those still at risk.",
    ),
    word("baseline", Entry, "A table of characteristics."),
    word("treatments", Entry, "Regimens by line of therapy."),
    word("proportion", Entry, "The share for which a condition is true."),
    word("survival", Entry, "Kaplan–Meier estimates."),
    word("incidence", Entry, "Cumulative incidence with competing events."),
    word("rates", Entry, "Events per person-time."),
    word("top", Entry, "How many of the commonest are shown."),
    word("compared", Entry, "How groups are compared."),
    word("cox", Entry, "A Cox regression."),
    word("stratified", Entry, "Strata of a comparison."),
    word("weighted", Entry, "Weights of the entries."),
    word("adjusted", Entry, "Covariates of a regression."),
    word(
        "standardised",
        Entry,
        "The population that rates are standardised to.",
    ),
    word("confidence", Entry, "The scale of confidence limits."),
    word("log", Entry, "Confidence limits on the log scale."),
    word("plain", Entry, "Confidence limits without transformation."),
    word("per", Entry, "The person-time of a rate."),
    reserved("where", Clause, "A condition on each event."),
    reserved(
        "from",
        Clause,
        "The beginning of a time; of an endpoint, where its clock starts.",
    ),
    reserved("to", Clause, "The end of a range."),
    reserved("before", Clause, "Before a date, which is excluded."),
    reserved(
        "after",
        Clause,
        "After a date, which is excluded, or after a length of time.",
    ),
    reserved("on", Clause, "On a date."),
    reserved("within", Clause, "At most so far from a date, or so long."),
    reserved("during", Clause, "In a period."),
    reserved("of", Clause, "What a value, a list or a report is made of."),
    word(
        "joined",
        Clause,
        "How close episodes are joined, or what a table is joined to.",
    ),
    reserved("any", Pick, "Whether there is one."),
    reserved("count", Pick, "How many there are."),
    reserved("first", Pick, "The earliest, or which of several comes first."),
    reserved("last", Pick, "The latest."),
    reserved("nearest", Pick, "The one closest to a date."),
    word("min", Pick, "The smallest value."),
    word("max", Pick, "The largest value."),
    word("sum", Pick, "The sum of the values."),
    word("mean", Pick, "The mean of the values."),
    word("median", Pick, "The median of the values."),
    word("episodes", Pick, "Intervals joined where they are close."),
    word(
        "gap",
        Pick,
        "A time without events; in rules, one that ends a line of therapy.",
    ),
    word("earliest", Pick, "The earliest of several dates."),
    word("latest", Pick, "The latest of several dates."),
    word("start", Pick, "The first day of a period, or of the last dose."),
    word("end", Pick, "The last day of a period."),
    word("age", Pick, "Completed years of age."),
    word("at", Pick, "At which date or time."),
    reserved("and", Operator, "Both conditions hold."),
    reserved("or", Operator, "One of the conditions holds."),
    reserved("not", Operator, "The condition does not hold."),
    reserved("in", Operator, "One of a set, a range or a list."),
    reserved("is", Operator, "What a value is said to be."),
    reserved("if", Operator, "The condition under which a value is taken."),
    reserved("else", Operator, "The value where the condition is false."),
    word("available", Operator, "Where all sources have the value."),
    word(
        "only",
        Operator,
        "In some sources only, or only after some events.",
    ),
    word("overlaps", Operator, "Two periods share a day."),
    word("contains", Operator, "A period contains another, or a date."),
    word("starts", Operator, "A period starts in another."),
    word(
        "ends",
        Operator,
        "A period ends in another; in rules, when an event ends a line.",
    ),
    word("has", Operator, "Asks which drugs there are."),
    word("all", Operator, "All drugs are in the sets."),
    word("none", Operator, "No drug is in the sets."),
    reserved("true", Constant, "Yes."),
    reserved("false", Constant, "No."),
    reserved("missing", Constant, "There is no value."),
    reserved("known", Constant, "There is a value."),
    word("Boolean", Type, "Yes or no."),
    word("Integer", Type, "A whole number."),
    word("Decimal", Type, "A decimal number."),
    word("Date", Type, "A date."),
    word("Text", Type, "Any text."),
    word("Code", Type, "A code of a system."),
    word("Analyte", Type, "What was measured."),
    word("Drug", Type, "Which drug."),
    word("Category", Type, "One of several words."),
    word("Ordered", Type, "One of several words in an order."),
    word("Quantity", Type, "A number with a unit."),
    word("day", Calendar, "A day."),
    word("days", Calendar, "Days; also on how many days there are events."),
    word("week", Calendar, "Seven days."),
    word("weeks", Calendar, "Seven days each."),
    word("month", Calendar, "A month."),
    word("months", Calendar, "Months."),
    word("quarter", Calendar, "A quarter of a year."),
    word("year", Calendar, "A year."),
    word("years", Calendar, "Years."),
];

/// The months as they are written in a placement, January first.
pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The number of a month, 1 for January.
pub(crate) fn month_number(word: &str) -> Option<u32> {
    (1..)
        .zip(MONTHS)
        .find_map(|(number, month)| (month == word).then_some(number))
}
