//! Code lists with their codes by system, single codes, and code systems.

use super::Asked;
use super::page::{Page, code, counted};
use crate::place::enclosing;
use crate::{Range, plain};
use kohort_grammar::{SyntaxToken, ast};
use kohort_semantics::codes::{CodeList, CodePattern, CodeSystem};
use kohort_semantics::value::Day;

/// How many codes of a system a page shows.
const SHOWN: usize = 12;

impl Asked<'_> {
    /// The page of a code list.
    pub(super) fn code_list(&self, list: &CodeList) -> Page {
        let systems = list.systems();
        let what = format!(
            "code list · {} in {}",
            counted(list.entries.len(), "code"),
            counted(systems.len(), "system")
        );
        let mut page = Page::new(&list.name, &what);
        page.doc(list.doc.as_deref());
        let rows: Vec<Vec<String>> = systems
            .iter()
            .map(|system| {
                let of = |patterns: &[CodePattern]| -> Vec<String> {
                    let own = patterns.iter().filter(|pattern| pattern.system == *system);
                    own.map(shown).collect()
                };
                let (entries, except) = (of(&list.entries), of(&list.except));
                let mut cell = shortened(&entries);
                if !except.is_empty() {
                    cell = format!("{cell} except {}", shortened(&except));
                }
                vec![code(system.name()), entries.len().to_string(), cell]
            })
            .collect();
        page.table(&["system", "codes", ""], &rows);
        if list.entries.iter().any(|pattern| pattern.wildcard) {
            page.add("`*` stands for the code itself and all codes below it.");
        }
        page
    }

    /// What a code means, in a list or where one is compared.
    pub(super) fn code(&self, token: &SyntaxToken) -> Option<(Range, Page)> {
        let entry = enclosing(token, ast::CodesEntry::cast)?;
        let pattern = enclosing(token, ast::CodePattern::cast)?;
        let system = CodeSystem::from_name(&entry.system()?.text())?;
        let text = pattern.text();
        let mut page = Page::new(&text, &format!("code · {}", system.description()));
        if let Some(start) = text.strip_suffix('*') {
            let start = start.trim_end_matches('.');
            page.add(format!("{} itself and all codes below it.", code(start)));
        } else if system.has_hierarchy() {
            page.add(format!(
                "Just this code; {} would be the codes below it as well.",
                code(&format!("{text}*"))
            ));
        }
        let time = [("from", pattern.from()), ("until", pattern.until())];
        let time = time
            .iter()
            .filter_map(|(word, date)| Some(format!("{word} {}", date.as_ref()?.text())));
        let time: Vec<String> = time.collect();
        if !time.is_empty() {
            page.add(format!("In use {}.", time.join(" ")));
        }
        Some((plain(pattern.code_range()), page))
    }

    /// What a code system is, where a word names one.
    pub(super) fn system(&self, token: &SyntaxToken) -> Option<Page> {
        let system = CodeSystem::from_name(token.text())?;
        let mut page = Page::new(system.name(), &format!("code system · {}", system.description()));
        page.add(match system.has_hierarchy() {
            true => "Codes lie below each other: `*` at the end stands for a code and all below it.",
            false => "Codes have no order in which one lies below another, so each is written out.",
        });
        page.add("Ways to write one code (dots, case, padding) are one code.");
        Some(page)
    }
}

/// A pattern, with the time for which it holds.
fn shown(pattern: &CodePattern) -> String {
    let mut shown = code(&pattern.text);
    let day = |day: Day| {
        let (year, month, day) = day.ymd();
        format!("{year:04}-{month:02}-{day:02}")
    };
    if let Some(from) = pattern.from {
        shown += &format!(" from {}", day(from));
    }
    if let Some(until) = pattern.until {
        shown += &format!(" until {}", day(until));
    }
    shown
}

fn shortened(all: &[String]) -> String {
    let shown: Vec<&str> = all.iter().take(SHOWN).map(String::as_str).collect();
    match all.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// The codes of a thing, a line for each system.
pub(super) fn by_system(patterns: &[CodePattern]) -> Vec<String> {
    let of = |system: &CodeSystem| {
        let own = patterns.iter().filter(|pattern| pattern.system == *system);
        let own: Vec<String> = own.map(shown).collect();
        (!own.is_empty()).then(|| format!("{}: {}", system.name(), shortened(&own)))
    };
    CodeSystem::all().iter().filter_map(of).collect()
}
