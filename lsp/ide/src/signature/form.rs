//! A form: words of the language, and parts between them.
//!
//! Invariant: a part's range lies in the label; which part is meant follows from the words that are already written.

use super::Parameter;

/// Stands for a length among the words that are written, where the next part has no words of its own.
pub(super) const VALUE: &str = "…";

/// A form with its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) label: String,
    pub(super) doc: Option<String>,
    pub(super) parameters: Vec<Parameter>,
    /// The words before each part, since the part before it.
    leads: Vec<Vec<String>>,
}

impl Form {
    /// The form that a pattern writes: `within {LENGTH} of {DATE}`. `doc` says what belongs in a part.
    pub(super) fn of(pattern: &str, doc: Option<&str>, part: &dyn Fn(&str) -> String) -> Self {
        let mut form = Self {
            label: String::new(),
            doc: doc.map(str::to_owned),
            parameters: Vec::new(),
            leads: Vec::new(),
        };
        let mut rest = pattern;
        while let Some((words, behind)) = rest.split_once('{') {
            let (name, behind) = behind.split_once('}').unwrap_or((behind, ""));
            form.push(words, name, &part(name));
            rest = behind;
        }
        form.label.push_str(rest);
        form
    }

    /// Adds words and a part behind them.
    pub(super) fn push(&mut self, words: &str, name: &str, doc: &str) {
        self.label.push_str(words);
        let start = length(&self.label);
        self.label.push_str(name);
        self.parameters.push(Parameter {
            range: start..length(&self.label),
            doc: doc.to_owned(),
        });
        let words = words.replace('(', " ( ").replace(')', " ) ");
        let words = words
            .split_whitespace()
            .map(|word| word.trim_matches(',').to_owned());
        self.leads.push(words.filter(|word| !word.is_empty()).collect());
    }

    /// The part that is next behind some words: the one with the last of its own words among them, counted from the start.
    pub(super) fn active(&self, written: &[String]) -> Option<usize> {
        let mut active = None;
        let mut from = 0;
        for (position, lead) in self.leads.iter().enumerate() {
            let last = match lead.last() {
                Some(last) => last.as_str(),
                None if position > 0 => VALUE,
                None => continue,
            };
            let found = written.iter().skip(from).position(|word| word == last);
            if let Some(found) = found {
                active = Some(position);
                from = from.saturating_add(found).saturating_add(1);
            }
        }
        active.or_else(|| self.leads.first().filter(|lead| lead.is_empty()).map(|_| 0))
    }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_that_are_written_say_which_part_is_next() {
        let form = Form::of("within {LENGTH} of {DATE}", None, &|name| name.to_lowercase());
        assert_eq!(form.label, "within LENGTH of DATE");
        let parts: Vec<&str> = form
            .parameters
            .iter()
            .map(|part| &form.label[part.range.start as usize..part.range.end as usize])
            .collect();
        assert_eq!(parts, ["LENGTH", "DATE"]);
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(form.active(&words(&[])), None);
        assert_eq!(form.active(&words(&["within"])), Some(0));
        assert_eq!(form.active(&words(&["within", "of"])), Some(1));
    }
}
