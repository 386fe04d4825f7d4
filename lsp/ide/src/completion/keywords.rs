//! Words of the language: those that the grammar allows at the place.
//!
//! Each is tried, so that no list of what may follow what is kept here; [`PHRASES`] only says which words make sense
//! together with others, and what stands in for the rest while they are tried.

use super::asked::Asked;
use super::item::{CompletionKind, Draft, Fit, Near};
use super::place::Place;
use kohort_grammar::{KEYWORDS, Keyword, KeywordRole, SyntaxKind};
use kohort_semantics::Sort;

/// Words that come together, and a text that begins with them and that the grammar can read.
const PHRASES: &[(&str, &str)] = &[
    ("age at", "age at x"),
    ("patient", "patient { }"),
    ("available, else", "available, else x"),
    ("January", "January"),
    ("February", "February"),
    ("March", "March"),
    ("April", "April"),
    ("May", "May"),
    ("June", "June"),
    ("July", "July"),
    ("August", "August"),
    ("September", "September"),
    ("October", "October"),
    ("November", "November"),
    ("December", "December"),
    ("log-rank", "log-rank"),
    ("start of", "start of x"),
    ("end of", "end of x"),
    ("days of", "days of x"),
    ("min of", "min of x"),
    ("max of", "max of x"),
    ("sum of", "sum of x"),
    ("mean of", "mean of x"),
    ("median of", "median of x"),
    ("any of", "any of x, y is missing"),
    ("episodes of", "episodes of x joined within 1 days"),
    ("earliest", "earliest(x, y)"),
    ("latest", "latest(x, y)"),
    ("gap", "gap > 1 days in x"),
    ("only in", "only in x { y }"),
    ("or else", "or else x"),
    ("is missing", "is missing"),
    ("is not missing", "is not missing"),
    ("is known", "is known"),
    ("not in", "not in x"),
    ("starts in", "starts in x"),
    ("ends in", "ends in x"),
    ("overlaps", "overlaps x"),
    ("contains", "contains x"),
    ("has any in", "has any in x"),
    ("has all in", "has all in x"),
    ("has none in", "has none in x"),
    ("all in", "all in x"),
    ("none in", "none in x"),
    ("any in", "any in x"),
    ("if available, else", "if available, else x"),
    ("on or before", "on or before x"),
    ("on or after", "on or after x"),
    ("each line of", "each line of x"),
    ("line of", "line of x"),
    ("unknown is met", "unknown is met"),
    ("unknown is not met", "unknown is not met"),
    ("looking ahead", "looking ahead 1 days \"x\""),
    ("highest", "highest x first"),
    ("lowest", "lowest x first"),
    ("not before", "not before x"),
    ("not after", "not after x"),
    ("placed on", "placed on first day"),
    ("otherwise missing", "otherwise missing"),
    ("otherwise placed on", "otherwise placed on first day"),
    ("first day", "first day"),
    ("last day", "last day"),
    ("regimen names", "regimen names x"),
    ("regimen", "regimen x {"),
    ("drugs", "drugs x {"),
    ("new drug", "new drug advances"),
    ("dropped drug", "dropped drug continues"),
    ("added to", "added to x advances"),
    ("dose covers", "dose covers 1 days"),
    ("supply covers", "supply covers 1 days"),
    ("its days", "its days"),
    ("look back", "look back 1 days"),
    ("at most", "at most 1 lines"),
    ("records where", "records where x"),
    ("cycle within", "cycle within 1 days"),
    (
        "discontinuation confirmed by",
        "discontinuation confirmed by 1 days",
    ),
    ("advances only", "advances only after x"),
    ("never advances", "never advances"),
    ("continues without its name", "continues without its name"),
    ("from last covered day", "from last covered day"),
    ("from last start", "from last start"),
    ("for lines", "for lines 1"),
    ("in line", "in line 1"),
    ("others stopped for", "others stopped for 1 days"),
    ("all others stopped", "all others stopped"),
    ("as a line of its own", "as a line of its own"),
    ("ends the day before", "ends the day before"),
    ("ends that day", "ends that day"),
    ("except first", "except first"),
    ("except again within", "except again within 1 days"),
    ("counted separately", "counted separately"),
    ("competing event", "competing event x"),
    ("censored at", "censored at x"),
    ("entering at", "entering at x"),
    ("landmark at", "landmark at 1 days"),
    ("missing when", "missing when x"),
    ("negative missing", "negative missing"),
    ("negative as zero", "negative as zero"),
    ("in months", "in months"),
    ("in days", "in days"),
    ("in years", "in years"),
    ("compared by", "compared by log-rank"),
    ("stratified by", "stratified by x"),
    ("weighted by", "weighted by x"),
    ("adjusted for", "adjusted for x"),
    ("standardised to", "standardised to x"),
    ("log-rank", "log-rank"),
    ("log-log", "log-log"),
    ("as date", "as date \"x\""),
    ("as code", "as code X_"),
    ("as drug", "as drug from x"),
    ("as days from anchor", "as days from anchor"),
    ("precise to", "precise to month"),
    ("precise by", "precise by x {"),
    ("with unknown parts", "with unknown parts"),
    ("last by", "last by x"),
    ("on or before", "on or before x, otherwise kept"),
    ("kept", "kept"),
    ("anchored on", "anchored on \"x\""),
    ("optional table", "optional table x = csv \"x\""),
    ("joined to", "joined to x on x = x"),
    ("optional", "optional x on x = x"),
    ("each", "each x on x = x"),
    ("Category", "Category { a, b }"),
    ("Ordered", "Ordered { a, b }"),
    ("Quantity of", "Quantity of x"),
    ("Quantity in", "Quantity in mg"),
    ("list", "list x, y {"),
    ("in", "in x"),
    ("every", "every 1 days times 1"),
    ("absent", "absent \"x\""),
];

/// Words and phrases with a place to fill in.
const FILLED: [(&str, &str); 3] = [
    ("earliest", "earliest(${1})"),
    ("latest", "latest(${1})"),
    ("gap", "gap > ${1:90} days in "),
];

/// Words in the order of how often the examples and the standard library use them; others come behind them.
const COMMON: &[&str] = &[
    "in",
    "and",
    "is",
    "where",
    "from",
    "of",
    "to",
    "unknown is met",
    "unknown is not met",
    "let",
    "include",
    "exclude",
    "first",
    "last",
    "any",
    "age at",
    "by",
    "at",
    "for",
    "with",
    "or",
    "not",
    "not in",
    "before",
    "after",
    "on or after",
    "on or before",
    "until",
    "starting",
    "event",
    "nearest",
    "count",
    "within",
    "during",
    "looking ahead",
    "start of",
    "end of",
    "is missing",
    "is known",
    "is not missing",
    "or else",
    "if",
    "else",
    "as",
    "index",
    "cohort",
    "endpoint",
    "lines",
    "characteristic",
    "codes",
    "drugs",
    "use",
    "parameter",
    "precision",
    "test",
    "report",
    "attrition",
    "baseline",
    "survival",
    "treatments",
    "censored at",
    "negative missing",
    "in months",
    "drugs",
    "window",
    "gap",
    "new drug",
    "dropped drug",
    "interchange",
    "maintenance",
    "regimen names",
    "expect",
    "patient",
    "true",
    "false",
];

/// The words that can stand at the place.
pub(super) fn keywords(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    // Behind a dot every word is a name.
    if matches!(
        asked.place,
        Place::Field { .. } | Place::UseName { .. } | Place::Module | Place::Model
    ) {
        return;
    }
    let single = KEYWORDS.iter().map(|keyword| (keyword.word, keyword.word));
    let mut found: Vec<&str> = Vec::new();
    for (phrase, probe) in single.chain(PHRASES.iter().copied()) {
        let draft = Draft::new(phrase, CompletionKind::Keyword, Fit::Open, Near::Keyword);
        if !found.contains(&phrase) && draft.matches(&asked.cursor.typed) && stands(asked, phrase, probe) {
            found.push(phrase);
        }
    }
    for phrase in &found {
        let first = phrase.split([' ', '-', ',']).next().unwrap_or(phrase);
        let keyword = KEYWORDS.iter().find(|keyword| keyword.word == first);
        if keyword.is_some_and(|keyword| is_unit(keyword, asked)) {
            continue;
        }
        let fit = keyword.map_or(Fit::Open, |keyword| fit(keyword, asked));
        // `unknown` alone would leave a hole that `unknown is met` fills.
        let is_cut = found.iter().any(|other| {
            other
                .strip_prefix(phrase)
                .is_some_and(|rest| rest.starts_with(' '))
        });
        let common = COMMON
            .iter()
            .position(|word| word == phrase)
            .unwrap_or(COMMON.len());
        let order = common.saturating_add(if is_cut { COMMON.len() } else { 0 });
        let mut draft = Draft::new(*phrase, CompletionKind::Keyword, fit, Near::Keyword)
            .order(order)
            .doc(keyword.map(|keyword| keyword.doc.to_owned()));
        if let Some((_, text)) = FILLED.iter().find(|(word, _)| word == phrase) {
            draft = draft.snippet(*text);
        }
        drafts.push(draft);
    }
}

/// Whether the grammar reads words as words of the language here.
fn stands(asked: &Asked<'_>, phrase: &str, probe: &str) -> bool {
    let Some(token) = asked.before.continued_by_keyword(probe) else {
        return false;
    };
    let mut tokens = std::iter::successors(Some(token), |token| token.next_token())
        .filter(|token| !token.kind().is_trivia() && token.kind() != SyntaxKind::Comma);
    let words = phrase.split(' ').count();
    (0..words).all(|_| {
        tokens
            .next()
            .is_some_and(|token| token.kind() == SyntaxKind::Keyword)
    })
}

/// Units of time are offered as units behind a number.
fn is_unit(keyword: &Keyword, asked: &Asked<'_>) -> bool {
    matches!(asked.place, Place::Unit | Place::TimeUnit) && keyword.role == KeywordRole::Calendar
}

/// Where a line begins, so does an entry or a declaration. What makes a value of the wanted type fits where one is wanted.
fn fit(keyword: &Keyword, asked: &Asked<'_>) -> Fit {
    let line = asked.before.text().rsplit('\n').next().unwrap_or_default();
    let begins = line.trim().is_empty();
    match keyword.role {
        KeywordRole::Item | KeywordRole::Entry if begins => return Fit::Exact,
        KeywordRole::Pick | KeywordRole::Operator if asked.place == Place::Value => {}
        _ => return Fit::Open,
    }
    let wanted = asked.wanted.as_ref().map(|wanted| &wanted.sort);
    let fits = match (keyword.word, wanted) {
        // A definition or a criterion mostly begins with a pick.
        ("first" | "last" | "nearest" | "any" | "count", None) => true,
        ("any" | "not" | "age" | "only", Some(Sort::Boolean)) => true,
        ("earliest" | "latest" | "start" | "end", Some(Sort::Date)) => true,
        ("count" | "days", Some(Sort::Integer)) => true,
        _ => false,
    };
    if fits { Fit::Exact } else { Fit::Open }
}
