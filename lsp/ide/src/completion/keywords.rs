//! Words of the language: those that the grammar allows at the place.
//!
//! Each is tried, so that no list of what may follow what is kept here; [`PHRASES`] only says which words make sense
//! together with others, and what stands in for the rest while they are tried.

use super::asked::Asked;
use super::beginning::beginning;
use super::item::{CompletionKind, Draft, Fit, Near};
use kohort_grammar::{KEYWORDS, Keyword, SyntaxKind, continuation};

/// Words that come together, and a text that begins with them and that the grammar can read.
const PHRASES: &[(&str, &str)] = &[
    ("age at", "age at x"),
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

/// The words that can stand at the place.
pub(super) fn keywords(asked: &Asked<'_>, drafts: &mut Vec<Draft>) {
    let before = beginning(asked.tree.syntax(), asked.cursor.range.start);
    let reads = |phrase: &str, probe: &str| {
        let token = continuation(&before, probe)?;
        let words = phrase.split(' ').count();
        let mut tokens = std::iter::successors(Some(token), |token| token.next_token())
            .filter(|token| !token.kind().is_trivia() && token.kind() != SyntaxKind::Comma);
        let all = (0..words).all(|_| {
            tokens
                .next()
                .is_some_and(|token| token.kind() == SyntaxKind::Keyword)
        });
        all.then_some(())
    };
    let mut found: Vec<&str> = Vec::new();
    for Keyword { word, .. } in KEYWORDS {
        if reads(word, word).is_some() {
            found.push(word);
        }
    }
    for (phrase, probe) in PHRASES {
        if !found.contains(phrase) && reads(phrase, probe).is_some() {
            found.push(phrase);
        }
    }
    for phrase in &found {
        let longer = |other: &&str| {
            other
                .strip_prefix(phrase)
                .is_some_and(|rest| rest.starts_with(' '))
        };
        // `unknown` alone would leave a hole that `unknown is met` fills.
        let first = phrase.split([' ', '-', ',']).next().unwrap_or(phrase);
        let keyword = KEYWORDS.iter().find(|keyword| keyword.word == first);
        let fit = match keyword.map(|keyword| fit(keyword, asked)) {
            Some(fit) => fit,
            None => Fit::Open,
        };
        let draft = Draft::new(*phrase, CompletionKind::Keyword, fit, Near::Keyword)
            .order(usize::from(!found.iter().any(|other| longer(&other))))
            .doc(keyword.map(|keyword| keyword.doc.to_owned()));
        drafts.push(draft);
    }
}

/// Words that are conditions by themselves fit where one is wanted.
fn fit(keyword: &Keyword, asked: &Asked<'_>) -> Fit {
    use kohort_semantics::Sort;
    let Some(wanted) = &asked.wanted else {
        return Fit::Open;
    };
    let makes = match keyword.word {
        "any" | "not" | "true" | "false" | "only" => matches!(wanted.sort, Sort::Boolean),
        "earliest" | "latest" | "start" | "end" => matches!(wanted.sort, Sort::Date),
        "count" | "days" => matches!(wanted.sort, Sort::Integer),
        _ => return Fit::Open,
    };
    if makes { Fit::Exact } else { Fit::Other }
}
