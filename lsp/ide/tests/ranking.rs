//! How well things are ranked: words of the example studies are taken out one at a time, and completion is asked for them.
//!
//! The mean of the reciprocal ranks and the share among the first ten are held to a floor, so that they cannot get worse
//! unnoticed. Nothing here is timed. `KOHORT_RANKING=all` asks for every word and prints what was not found.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed; it reads the examples, and how many words are asked for"
)]

use kohort_base::MemoryWorld;
use kohort_grammar::{SyntaxKind, SyntaxToken, parse};
use kohort_ide::{Insertion, Workspace, completions};
use std::collections::BTreeMap;
use std::path::Path;

const STUDIES: [&str; 5] = [
    "early_onset_colorectal",
    "nsclc_rwpfs",
    "nsclc_transportability",
    "prostate_uk_management",
    "tcga_lines",
];

/// Of the words of a study one in so many is asked for.
const EVERY: usize = 9;

/// Whether a word can be asked for: not the names that are being declared, which are new.
fn is_asked_for(token: &SyntaxToken) -> bool {
    let Some(parent) = token.parent() else {
        return false;
    };
    match token.kind() {
        SyntaxKind::Keyword => true,
        SyntaxKind::Unit => true,
        SyntaxKind::Word if parent.kind() == SyntaxKind::Name => {
            let around = parent.parent().unwrap();
            let first = around.children().find(|child| child.kind() == SyntaxKind::Name);
            let declares = matches!(
                around.kind(),
                SyntaxKind::StudyDecl
                    | SyntaxKind::LetDecl
                    | SyntaxKind::ParameterDecl
                    | SyntaxKind::CohortDecl
                    | SyntaxKind::CriterionEntry
                    | SyntaxKind::LinesDecl
                    | SyntaxKind::EndpointDecl
                    | SyntaxKind::CharacteristicDecl
                    | SyntaxKind::CodesDecl
                    | SyntaxKind::DrugsDecl
                    | SyntaxKind::RegimenDecl
            );
            // A path of a module is completed as a whole.
            let in_path = around.kind() == SyntaxKind::Path
                && token.next_token().is_some_and(|next| next.text() == ".")
                && around.parent().is_some_and(|decl| {
                    matches!(
                        decl.kind(),
                        SyntaxKind::UseDecl | SyntaxKind::StudyDecl | SyntaxKind::RegimenRule
                    )
                })
                || around.kind() == SyntaxKind::Path
                    && token.prev_token().is_some_and(|previous| previous.text() == ".")
                    && around.parent().is_some_and(|decl| {
                        matches!(
                            decl.kind(),
                            SyntaxKind::UseDecl | SyntaxKind::StudyDecl | SyntaxKind::RegimenRule
                        )
                    });
            let declared = declares && first.as_ref() == Some(&parent);
            !in_path && !declared
        }
        _ => false,
    }
}

#[derive(Default, Clone, Copy)]
struct Tally {
    asked: u32,
    found: u32,
    reciprocal: f64,
}

impl Tally {
    fn add(&mut self, rank: Option<usize>) {
        self.asked += 1;
        if let Some(rank) = rank {
            self.found += u32::from(rank <= 10);
            self.reciprocal += 1.0 / rank as f64;
        }
    }

    fn mean(self) -> f64 {
        self.reciprocal / f64::from(self.asked.max(1))
    }

    fn share(self) -> f64 {
        f64::from(self.found) / f64::from(self.asked.max(1))
    }
}

/// The rank of a word at the place where it was taken out, where this much of it is typed.
fn rank(
    workspace: &mut Workspace,
    file: &str,
    text: &str,
    token: &SyntaxToken,
    typed: usize,
) -> Option<usize> {
    let range = std::ops::Range::<usize>::from(token.text_range());
    let kept: String = token.text().chars().take(typed).collect();
    let changed = format!("{}{kept}{}", &text[..range.start], &text[range.end..]);
    workspace.open(file, changed.into());
    let offset = u32::try_from(range.start + kept.len()).unwrap();
    let found = completions(workspace, file, offset).unwrap();
    let word = token.text();
    let position = found.items.iter().position(|item| {
        let inserted = match &item.insert {
            Insertion::Plain(text) | Insertion::Snippet(text) => text.as_str(),
        };
        let begins = |text: &str| {
            text == word
                || text
                    .strip_prefix(word)
                    .is_some_and(|rest| rest.starts_with([' ', '(', ',']))
        };
        begins(inserted) || begins(&item.label) || inserted.ends_with(&format!("}} {word}"))
    });
    position.map(|position| position + 1)
}

#[test]
fn words_of_studies_are_found_and_ranked_high() {
    let all = std::env::var("KOHORT_RANKING").is_ok_and(|value| value == "all");
    let every = if all { 1 } else { EVERY };
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut empty: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut letters: BTreeMap<&str, Tally> = BTreeMap::new();
    for study in STUDIES {
        let folder = examples.join(study);
        let mut world = MemoryWorld::new().with("kohort.toml", "[project]\nname = \"p\"\n");
        for file in std::fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "kohort") {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                world = world.with(&name, std::fs::read_to_string(&path).unwrap());
            }
        }
        let file = format!("{study}.kohort");
        let text = std::fs::read_to_string(folder.join(&file)).unwrap();
        let mut workspace = Workspace::project(Box::new(world), None);
        let tree = parse(&text).syntax();
        let tokens = tree
            .descendants_with_tokens()
            .filter_map(|element| element.into_token())
            .filter(is_asked_for);
        for token in tokens.step_by(every) {
            let sort = match token.kind() {
                SyntaxKind::Keyword => "keyword",
                SyntaxKind::Unit => "unit",
                _ => "name",
            };
            let first = rank(&mut workspace, &file, &text, &token, 0);
            let second = rank(&mut workspace, &file, &text, &token, 2);
            empty.entry(sort).or_default().add(first);
            letters.entry(sort).or_default().add(second);
            if all && (second.is_none() || first.is_none()) {
                let start = usize::from(token.text_range().start());
                let line = text[..start].lines().count();
                println!("{study}:{line} {} {first:?} {second:?}", token.text());
            }
        }
    }
    let mut report = String::new();
    for (name, tallies) in [("nothing typed", &empty), ("two letters typed", &letters)] {
        for (sort, tally) in tallies {
            report.push_str(&format!(
                "{name}, {sort}: {} asked, mean reciprocal rank {:.3}, among the first ten {:.3}\n",
                tally.asked,
                tally.mean(),
                tally.share()
            ));
        }
    }
    println!("{report}");
    let floors = [
        (empty["name"], 0.45, 0.75),
        (empty["keyword"], 0.35, 0.70),
        (letters["name"], 0.80, 0.92),
        (letters["keyword"], 0.75, 0.92),
    ];
    for (tally, mean, share) in floors {
        assert!(tally.mean() >= mean && tally.share() >= share, "{report}");
    }
}
