//! Forms of what is being written.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test that cannot go on has failed"
)]

mod support;

use kohort_base::MemoryWorld;
use kohort_ide::{Workspace, signature_help};

const HEAD: &str = "\
study s version \"1.0.0\" on std.oncology
use std.codes.cancers.{lung}
use std.lines.{default_lines}
use std.endpoints.{real_world_pfs, time_to_next_treatment}
parameter cutoff = 2024-06-30
";

/// The form at `$0`, with the part that is next in brackets, what it means, and what belongs in the part.
fn shown(piece: &str) -> String {
    let with_mark = format!("{HEAD}{piece}");
    let offset = with_mark.find("$0").unwrap() as u32;
    let text = with_mark.replace("$0", "");
    let world = MemoryWorld::new().with("kohort.toml", "").with("s.kohort", text);
    let mut workspace = Workspace::project(Box::new(world), None);
    let Some(signature) = signature_help(&mut workspace, "s.kohort", offset) else {
        return format!("{piece}\n    (nothing)\n");
    };
    let active = signature.active.map(|active| &signature.parameters[active]);
    let mut label = signature.label.clone();
    if let Some(active) = active {
        label.insert(active.range.end as usize, '⟧');
        label.insert(active.range.start as usize, '⟦');
    }
    let doc = signature.doc.unwrap_or_default();
    let doc = doc.lines().next().unwrap_or_default();
    let part = active
        .map(|active| format!("    {}\n", active.doc))
        .unwrap_or_default();
    format!("{piece}\n    {label}\n    {doc}\n{part}")
}

#[test]
fn forms_of_clauses_and_picks() {
    let pieces = [
        "let a = any visit within $0",
        "let a = any visit within 30 days of $0",
        "let a = any visit from index - 3 days to $0",
        "let a = any visit from index - 3 days to in$0dex",
        "let a = first $0",
        "let a = first diagnosis $0",
        "let a = nearest lab to $0",
        "let a = last lab where $0",
        "let a = age at $0",
        "let a = first diagnosis during $0",
        "cohort c {\n  include a: age at index > 18 years, unknown is $0",
        "cohort c {\n  include a: any visit after index, looking ahead $0",
        "cohort c {\n  include a: any visit after index, looking ahead 30 days $0",
        "let a = 1\n$0",
        "let a = $0",
    ];
    insta::assert_snapshot!(pieces.map(shown).join("\n"));
}

#[test]
fn forms_of_lines_and_endpoints() {
    let pieces = [
        "lines l version \"1.0.0\" {\n  window $0",
        "lines l version \"1.0.0\" {\n  window 28 days for $0",
        "lines l version \"1.0.0\" {\n  gap > $0",
        "lines l version \"1.0.0\" {\n  gap > 120 days from $0",
        "lines l version \"1.0.0\" {\n  dose covers $0",
        "lines l version \"1.0.0\" {\n  new drug $0",
        "lines l version \"1.0.0\" {\n  new drug platinum advances after $0",
        "lines l version \"1.0.0\" {\n  interchange cisplatin with $0",
        "lines l version \"1.0.0\" {\n  maintenance pemetrexed continuation within $0",
        "lines l version \"1.0.0\" {\n  breaker $0",
        "lines therapy = default_lines starting $0",
        "lines therapy = default_lines starting index until $0",
        "lines therapy = default_lines starting index with $0",
        "endpoint e = real_world_pfs($0",
        "endpoint e = real_world_pfs(window: $0",
        "endpoint e = real_world_pfs(last_activity: (last vi$0sit).date) from index",
        "endpoint e = real_world_pfs from $0",
        "endpoint e = real_world_pfs from index until $0",
        "endpoint e = time_to_next_treatment from $0",
        "endpoint e = nothing_known from $0",
    ];
    insta::assert_snapshot!(pieces.map(shown).join("\n"));
}
