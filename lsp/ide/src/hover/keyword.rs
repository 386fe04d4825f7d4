//! A word of the language: what it says, in one sentence, and the chapter of the reference that tells more.
//!
//! Invariant: every word has a sentence ([`kohort_grammar::KEYWORDS`]); the chapter is that of the innermost part of the
//! text that has one.

use super::Asked;
use super::page::Page;
use crate::extent::Extent;
use crate::place::enclosing;
use kohort_grammar::{KEYWORDS, SyntaxKind, SyntaxToken, ast};

/// A chapter of the language reference: its number, its file and its title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Chapter {
    file: &'static str,
    title: &'static str,
}

impl Asked<'_> {
    /// The page of a keyword.
    pub(super) fn keyword(&self, token: &SyntaxToken) -> Option<Page> {
        if let Some(page) = self.system(token) {
            return Some(page);
        }
        if let Some((_, page)) = self.line_rule_around(token) {
            return Some(page);
        }
        let parent = token.parent()?;
        if let Some(criterion) = ast::CriterionEntry::cast(parent.clone())
            && matches!(token.text(), "include" | "exclude")
        {
            return Some(self.criterion(&criterion));
        }
        let mut page = Page::new(token.text(), "keyword");
        page.add(sentence(token)?);
        if let Some(extent) = ast::Clause::cast(parent.clone()).and_then(|clause| Extent::of(&clause)) {
            page.add(format!("Here: {}.", extent.words()));
        }
        if token.text() == "index"
            && let Some(zero) = self.time_zero_around(token)
        {
            page.add(zero);
        }
        if token.text() == "class"
            && let Some(member) = enclosing(token, ast::DrugsMember::cast)
            && let Some(name) = member.name()
            && let Some(class) = self.drug_class(&name.text())
        {
            return Some(class);
        }
        if let Some(chapter) = chapter(token) {
            page.add(format!(
                "*Language reference, {}: {}*",
                chapter
                    .file
                    .get(..2)
                    .map_or("", |number| number.trim_start_matches('0')),
                chapter.title
            ));
        }
        Some(page)
    }
}

/// What a word says, in one sentence.
fn sentence(token: &SyntaxToken) -> Option<&'static str> {
    let known = || KEYWORDS.iter().find(|known| known.word == token.text());
    special(token).or_else(|| known().map(|known| known.doc))
}

/// What a word says in the part of the text where it stands, where that is more than the word alone says.
fn special(token: &SyntaxToken) -> Option<&'static str> {
    let parent = token.parent()?;
    Some(match (parent.kind(), token.text()) {
        (_, "log-rank") => "Groups are compared by the log-rank test.",
        (_, "log-log") => {
            "Confidence limits on the scale of log(-log S), which is also what is used if nothing is said."
        }
        (SyntaxKind::Placement, word) if word.starts_with(char::is_uppercase) => {
            "The month of the day on which a date that is known to the year is placed."
        }
        (SyntaxKind::Modifier, "unknown" | "is" | "met" | "not") => {
            "What an unknown condition counts as. `unknown is met` makes it true, `unknown is not met` makes it false; \
             without either it counts as not met, and `check` warns."
        }
        (SyntaxKind::Modifier, "looking" | "ahead") => {
            "So far after the index date the value may look, and why that is sound; every report repeats the reason. Without \
             it, seeing later than the index date is an error: immortal time."
        }
        (SyntaxKind::CohortDecl, "from") => {
            "The cohort that this one is drawn from: only its members can enter."
        }
        (SyntaxKind::FromPart, _) => {
            "Time zero: the date, or the line of therapy, from which time is counted."
        }
        (SyntaxKind::UntilPart, _) => "Nothing is seen after this date, no event either.",
        (SyntaxKind::StartingPart, _) => {
            "Where observation of lines begins; medication before it does not count."
        }
        (SyntaxKind::EndpointUse | SyntaxKind::LinesUse, "with") => {
            "Clauses that take the place of those of their kinds in what is taken."
        }
        (SyntaxKind::Placement, "on") => "The day on which a date that is known less exactly is placed.",
        (SyntaxKind::InExpr, "not") => "None of the list, the set or the range.",
        (SyntaxKind::PrecisionDecl, "as") => {
            "How exactly the date is used: every source is coarsened to that, so that all are treated alike."
        }
        (SyntaxKind::Clause, "from" | "to") => "From one date to another, both included.",
        (SyntaxKind::Clause, "within" | "of") => {
            "At most so long before or after a date: `within 30 days of d` is `from d - 30 days to d + 30 days`, both ends \
             included."
        }
        (SyntaxKind::Clause, "before") if !has(token, "on") => "Before the date, which is not included.",
        (SyntaxKind::Clause, "after") if !has(token, "on") => "After the date, which is not included.",
        (SyntaxKind::Clause, "on" | "or" | "before") if has(token, "before") => "On the date or before it.",
        (SyntaxKind::Clause, "on" | "or" | "after") if has(token, "after") => "On the date or after it.",
        (SyntaxKind::Clause, "where") => {
            "Takes the records for which the condition is true. Those for which it is unknown are left aside and counted."
        }
        (SyntaxKind::PickExpr, "first" | "last") => {
            "The earliest or latest record by date. Of several on one day, the remaining attributes decide in their order, so \
             that the result never depends on the order of rows."
        }
        (SyntaxKind::PickExpr, "nearest" | "to") => {
            "The record nearest to the date; of two equally near, the earlier."
        }
        (SyntaxKind::AggregateExpr, "any") => {
            "True if there is such a record, false if there is none; unknown if a condition was unknown for some record and \
             true for none."
        }
        (SyntaxKind::AgeAtExpr, _) => {
            "Completed years from birth to the date. Who is born on 29 February completes a year on 1 March."
        }
        (SyntaxKind::OrElseExpr, _) => "The first of the values that is known.",
        (SyntaxKind::IfAvailableExpr, _) => {
            "The first value where the source records all that it needs, and the second elsewhere. Decided for each source, \
             never by data."
        }
        (SyntaxKind::OnlyInExpr, _) => {
            "A value that is asked for in these sources only; missing in all others."
        }
        _ => return None,
    })
}

/// Whether a word stands beside a token.
fn has(token: &SyntaxToken, word: &str) -> bool {
    let siblings = token
        .parent()
        .into_iter()
        .flat_map(|parent| parent.children_with_tokens());
    siblings
        .filter_map(|element| element.into_token())
        .any(|sibling| sibling.text() == word)
}

/// The chapter that tells about the place of a token.
fn chapter(token: &SyntaxToken) -> Option<Chapter> {
    token
        .parent_ancestors()
        .find_map(|node| of(node.kind(), token.text()))
}

fn of(kind: SyntaxKind, word: &str) -> Option<Chapter> {
    use SyntaxKind as K;
    let (file, title) = match kind {
        K::Modifier if matches!(word, "looking" | "ahead") => {
            ("15-time-support.md", "What a criterion can see")
        }
        K::Modifier if matches!(word, "unknown" | "is" | "met" | "not") => {
            ("07-missing-and-unknown.md", "Missing and unknown")
        }
        K::Modifier => ("10-picks.md", "Picks"),
        K::AndExpr | K::OrExpr | K::NotExpr | K::IsExpr | K::OrElseExpr | K::IfExpr | K::AnyOfExpr => {
            ("07-missing-and-unknown.md", "Missing and unknown")
        }
        K::IfAvailableExpr | K::OnlyInExpr => ("20-what-countries-lack.md", "What countries lack"),
        K::AgeAtExpr | K::ExtremeExpr | K::DateLit | K::DurationLit => ("05-dates.md", "Dates and ages"),
        K::PickExpr => ("10-picks.md", "Picks"),
        K::AggregateExpr => ("11-aggregates.md", "Counts and summaries"),
        K::EpisodesExpr | K::GapExpr | K::PeriodEndExpr | K::RelationExpr => {
            ("12-periods.md", "Periods, episodes and gaps")
        }
        K::Clause => match word {
            "where" => ("08-events.md", "Events"),
            _ => ("09-windows.md", "Windows"),
        },
        K::HasExpr | K::DrugSet => ("19-drugs.md", "Drugs"),
        K::InExpr => ("03-values.md", "Values"),
        K::StudyDecl | K::UseDecl | K::ParameterDecl => ("01-study.md", "A first study"),
        K::PrecisionDecl => ("06-precision-rules.md", "Precision rules"),
        K::CodesDecl => ("13-codes.md", "Codes"),
        K::AnalyteDecl => ("04-quantities.md", "Quantities and units"),
        K::DrugDecl | K::DrugsDecl => ("19-drugs.md", "Drugs"),
        K::ModelDecl => ("16-models.md", "Models"),
        K::SourceDecl if matches!(word, "anchored" | "anchor") => {
            ("25-anchored-dates.md", "Days from a date that is not disclosed")
        }
        K::SourceDecl => ("17-sources.md", "Sources"),
        K::CohortDecl => ("14-cohorts.md", "Cohorts"),
        K::LinesDecl | K::RegimenDecl => ("22-lines.md", "Lines of therapy"),
        K::EndpointDecl => ("23-endpoints.md", "Endpoints"),
        K::CharacteristicDecl | K::ReportDecl => ("24-reports.md", "Characteristics and reports"),
        K::TestDecl => ("21-tests.md", "Tests in a study"),
        K::LetDecl => ("01-study.md", "A first study"),
        _ => return None,
    };
    Some(Chapter { file, title })
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_grammar::parse;

    const WORDS: [&str; 5] = ["", "looking", "unknown", "where", "anchored"];
    const ALL: [SyntaxKind; 26] = {
        use SyntaxKind as K;
        [
            K::Modifier,
            K::AndExpr,
            K::OnlyInExpr,
            K::AgeAtExpr,
            K::PickExpr,
            K::AggregateExpr,
            K::GapExpr,
            K::Clause,
            K::HasExpr,
            K::InExpr,
            K::StudyDecl,
            K::PrecisionDecl,
            K::CodesDecl,
            K::AnalyteDecl,
            K::DrugDecl,
            K::ModelDecl,
            K::SourceDecl,
            K::CohortDecl,
            K::LinesDecl,
            K::RegimenDecl,
            K::EndpointDecl,
            K::CharacteristicDecl,
            K::ReportDecl,
            K::TestDecl,
            K::LetDecl,
            K::UseDecl,
        ]
    };

    #[test]
    fn chapters_are_those_of_the_reference() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/language/");
        let readme = std::fs::read_to_string(format!("{folder}README.md")).unwrap();
        let chapters = ALL
            .iter()
            .flat_map(|kind| WORDS.iter().filter_map(|word| of(*kind, word)));
        let mut number = 0;
        for chapter in chapters {
            let link = format!("[{}]({})", chapter.title, chapter.file);
            assert!(readme.contains(&link), "{link}");
            number += 1;
        }
        assert!(number > 30, "{number}");
    }

    #[test]
    fn every_word_of_a_whole_study_has_a_chapter() {
        let text = include_str!("../../../../examples/early_onset_colorectal/early_onset_colorectal.kohort");
        for element in parse(text).syntax().descendants_with_tokens() {
            if let Some(token) = element.into_token()
                && token.kind() == SyntaxKind::Keyword
            {
                assert!(chapter(&token).is_some(), "{token:?}");
                assert!(sentence(&token).is_some(), "{token:?}");
            }
        }
    }
}
