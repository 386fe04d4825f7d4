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
    /// Begins an item of a later version of the language.
    Future,
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
}

const fn word(word: &'static str, role: KeywordRole) -> Keyword {
    Keyword {
        word,
        role,
        reserved: false,
    }
}

const fn reserved(word: &'static str, role: KeywordRole) -> Keyword {
    Keyword {
        word,
        role,
        reserved: true,
    }
}

use KeywordRole::{Calendar, Clause, Constant, Entry, Future, Item, Operator, Pick, Type};

/// All words of the language, by role.
pub const KEYWORDS: &[Keyword] = &[
    word("study", Item),
    reserved("use", Item),
    word("parameter", Item),
    word("precision", Item),
    reserved("let", Item),
    word("codes", Item),
    word("analyte", Item),
    word("drug", Item),
    word("drugs", Item),
    word("model", Item),
    word("source", Item),
    word("cohort", Item),
    word("report", Item),
    word("test", Item),
    word("lines", Future),
    word("endpoint", Future),
    word("characteristic", Future),
    word("version", Entry),
    word("as", Entry),
    word("placed", Entry),
    word("otherwise", Entry),
    word("except", Entry),
    word("unit", Entry),
    word("convert", Entry),
    word("plus", Entry),
    word("plausible", Entry),
    word("names", Entry),
    word("class", Entry),
    word("unavailable", Entry),
    word("until", Entry),
    word("one", Entry),
    word("many", Entry),
    word("dated", Entry),
    word("for", Entry),
    word("country", Entry),
    word("minimum_cell", Entry),
    word("period", Entry),
    word("bound", Entry),
    word("kept", Entry),
    word("moved", Entry),
    word("optional", Entry),
    word("table", Entry),
    word("list", Entry),
    word("delimiter", Entry),
    word("encoding", Entry),
    word("header", Entry),
    word("rows", Entry),
    word("opt_out", Entry),
    word("key", Entry),
    word("distinct", Entry),
    word("by", Entry),
    word("derived", Entry),
    word("always", Entry),
    word("absent", Entry),
    word("precise", Entry),
    word("blank", Entry),
    word("with", Entry),
    word("parts", Entry),
    word("name", Entry),
    word("date", Entry),
    word("integer", Entry),
    word("decimal", Entry),
    word("text", Entry),
    word("code", Entry),
    word("index", Entry),
    word("each", Entry),
    reserved("include", Entry),
    reserved("exclude", Entry),
    word("unknown", Entry),
    word("met", Entry),
    word("looking", Entry),
    word("ahead", Entry),
    word("highest", Entry),
    word("lowest", Entry),
    word("attrition", Entry),
    word("patient", Entry),
    word("every", Entry),
    word("times", Entry),
    word("expect", Entry),
    reserved("where", Clause),
    reserved("from", Clause),
    reserved("to", Clause),
    reserved("before", Clause),
    reserved("after", Clause),
    reserved("on", Clause),
    reserved("within", Clause),
    reserved("during", Clause),
    reserved("of", Clause),
    word("joined", Clause),
    reserved("any", Pick),
    reserved("count", Pick),
    reserved("first", Pick),
    reserved("last", Pick),
    reserved("nearest", Pick),
    word("min", Pick),
    word("max", Pick),
    word("sum", Pick),
    word("mean", Pick),
    word("median", Pick),
    word("episodes", Pick),
    word("gap", Pick),
    word("earliest", Pick),
    word("latest", Pick),
    word("start", Pick),
    word("end", Pick),
    word("age", Pick),
    word("at", Pick),
    reserved("and", Operator),
    reserved("or", Operator),
    reserved("not", Operator),
    reserved("in", Operator),
    reserved("is", Operator),
    reserved("if", Operator),
    reserved("else", Operator),
    word("available", Operator),
    word("only", Operator),
    word("overlaps", Operator),
    word("contains", Operator),
    word("starts", Operator),
    word("ends", Operator),
    reserved("true", Constant),
    reserved("false", Constant),
    reserved("missing", Constant),
    reserved("known", Constant),
    word("Boolean", Type),
    word("Integer", Type),
    word("Decimal", Type),
    word("Date", Type),
    word("Text", Type),
    word("Code", Type),
    word("Analyte", Type),
    word("Drug", Type),
    word("Category", Type),
    word("Ordered", Type),
    word("Quantity", Type),
    word("day", Calendar),
    word("days", Calendar),
    word("week", Calendar),
    word("weeks", Calendar),
    word("month", Calendar),
    word("months", Calendar),
    word("quarter", Calendar),
    word("year", Calendar),
    word("years", Calendar),
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
