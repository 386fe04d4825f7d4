//! A flow as a Mermaid flowchart.
//!
//! Invariant: a label is in quotation marks, with everything in it escaped that Mermaid or HTML could take for its own.

use super::lines;
use crate::flow::{Flow, Node};

/// The source of the diagram.
pub(super) fn source(flow: &Flow) -> String {
    let mut source = String::from("flowchart TD\n");
    for (at, step) in flow.steps.iter().enumerate() {
        source += &format!("  step{at}[\"{}\"]\n", label(&step.left));
        if at > 0 {
            source += &format!("  step{} --> step{at}\n", at - 1);
        }
        if let Some(removed) = &step.removed {
            source += &format!("  removed{at}([\"{}\"])\n", label(removed));
            source += &format!("  step{} -.-> removed{at}\n", at.saturating_sub(1));
        }
    }
    source
}

fn label(node: &Node) -> String {
    let lines: Vec<String> = lines(node).iter().map(|line| escaped(line)).collect();
    lines.join("<br/>")
}

fn escaped(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '"' | '#' | '<' | '>' | '&' | '`' | ';' | '\\' => format!("#{};", u32::from(letter)),
            other => other.to_string(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_label_ends_it() {
        let node = Node {
            text: String::from("at least \"8\" <b> #1;"),
            counts: vec![(String::from("de"), String::from("< 5"))],
        };
        assert_eq!(
            label(&node),
            "at least #34;8#34; #60;b#62; #35;1#59;<br/>de: #60; 5"
        );
    }
}
