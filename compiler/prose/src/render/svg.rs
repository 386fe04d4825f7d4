//! A flow as a drawing: those who are left in a column, those removed beside it.
//!
//! Invariant: texts are broken by their number of letters, so that the drawing is the same on every machine.

use super::html::escaped;
use super::lines;
use crate::flow::{Flow, Node};

/// Letters in a line of a box.
const LETTERS: usize = 46;
/// The width of a box, the space between the columns and the rows, and the height of a line, in pixels.
const WIDTH: usize = 350;
const BETWEEN: usize = 60;
const APART: usize = 26;
const LINE: usize = 18;

/// The drawing.
pub(super) fn drawing(flow: &Flow) -> String {
    let mut y = 4;
    let mut body = String::new();
    let mut above: Option<usize> = None;
    for step in &flow.steps {
        let left = broken(&step.left);
        let removed = step.removed.as_ref().map(broken);
        if let Some(bottom) = above {
            // Those removed leave the line that goes down.
            if let Some(removed) = &removed {
                let middle = bottom + APART + height(removed) / 2;
                body += &arrow(WIDTH / 2, middle, WIDTH + BETWEEN, middle);
                body += &boxed(WIDTH + BETWEEN, bottom + APART, "removed", removed);
                y = bottom + APART + height(removed) + APART;
            } else {
                y = bottom + APART;
            }
            body += &arrow(WIDTH / 2, bottom, WIDTH / 2, y);
        }
        body += &boxed(2, y, "left", &left);
        above = Some(y + height(&left));
    }
    let (wide, high) = (2 * WIDTH + BETWEEN + 4, above.unwrap_or(y) + 4);
    let cohort = escaped(&flow.cohort);
    format!(
        "<svg viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" role=\"img\" aria-label=\"Attrition of {cohort}\">\n{body}</svg>\n"
    )
}

fn height(lines: &[String]) -> usize {
    lines.len() * LINE + 12
}

fn boxed(x: usize, y: usize, class: &str, lines: &[String]) -> String {
    let mut drawn = format!(
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{}\" rx=\"4\"/>\n",
        height(lines)
    );
    for (at, line) in lines.iter().enumerate() {
        drawn += &format!(
            "<text x=\"{}\" y=\"{}\">{}</text>\n",
            x + 10,
            y + 20 + at * LINE,
            escaped(line)
        );
    }
    drawn
}

/// A line with a head at its end, down or to the right.
fn arrow(from_x: usize, from_y: usize, to_x: usize, to_y: usize) -> String {
    let line = format!("<path class=\"arrow\" d=\"M{from_x} {from_y}L{to_x} {to_y}\"/>\n");
    let head = if from_x == to_x {
        format!(
            "M{} {}L{} {}L{to_x} {to_y}Z",
            to_x - 4,
            to_y - 7,
            to_x + 4,
            to_y - 7
        )
    } else {
        format!(
            "M{} {}L{} {}L{to_x} {to_y}Z",
            to_x - 7,
            to_y - 4,
            to_x - 7,
            to_y + 4
        )
    };
    format!("{line}<path class=\"head\" d=\"{head}\"/>\n")
}

/// A box's lines, none too long.
fn broken(node: &Node) -> Vec<String> {
    let mut broken = Vec::new();
    for line in lines(node) {
        let mut current = String::new();
        for word in line.split(' ') {
            let letters = current.chars().count() + 1 + word.chars().count();
            if !current.is_empty() && letters > LETTERS {
                broken.push(std::mem::take(&mut current));
            }
            if !current.is_empty() {
                current.push(' ');
            }
            current += word;
        }
        broken.push(current);
    }
    broken
}
