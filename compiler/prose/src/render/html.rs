//! One page for a browser.
//!
//! Invariant: no script, and nothing is loaded from elsewhere; flows are drawn in the page.

use super::{mermaid, svg};
use crate::block::{Block, Entry, Section};
use crate::text::{NAME, OWN, SELF};

/// The whole page.
pub(crate) fn document(title: &str, hash: &str, sections: &[Section]) -> String {
    let mut nav = String::new();
    let mut body = String::new();
    for (at, section) in sections.iter().enumerate() {
        let heading = inline(&section.title);
        if section.level == 2 {
            nav += &format!("<a href=\"#s{at}\">{heading}</a>\n");
        }
        body += &format!("<h{0} id=\"s{at}\">{heading}</h{0}>\n", section.level);
        section
            .blocks
            .iter()
            .for_each(|block| body += &self::block(block));
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <style>\n{style}</style>\n</head>\n<body>\n<h1>{title}</h1>\n<p class=\"hash\">Semantic hash: {hash}</p>\n\
         <nav>\n{nav}</nav>\n{body}</body>\n</html>\n",
        title = inline(title),
        style = include_str!("page.css"),
        hash = escaped(hash),
    )
}

fn block(block: &Block) -> String {
    match block {
        Block::Paragraph(text) => format!("<p>{}</p>\n", inline(text)),
        Block::List(entries) => list(entries),
        Block::Table { head, rows } => {
            let row = |cells: &[String], tag: &str| {
                let cells: String = cells
                    .iter()
                    .map(|cell| format!("<{tag}>{}</{tag}>", inline(cell)))
                    .collect();
                format!("<tr>{cells}</tr>\n")
            };
            let rows: String = rows.iter().map(|cells| row(cells, "td")).collect();
            format!(
                "<div class=\"wide\"><table>\n<thead>{}</thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n",
                row(head, "th").trim_end()
            )
        }
        Block::Flow(flow) => format!(
            "<figure>\n{}<details><summary>Mermaid source</summary><pre class=\"mermaid\">{}</pre></details>\n</figure>\n",
            svg::drawing(flow),
            escaped(&mermaid::source(flow))
        ),
    }
}

fn list(entries: &[Entry]) -> String {
    if entries.is_empty() {
        return String::new();
    }
    let entry = |entry: &Entry| {
        let more = match entry.more.is_empty() {
            true => String::new(),
            false => format!("\n{}", list(&entry.more)),
        };
        format!("<li>{}{more}</li>\n", inline(&entry.text))
    };
    let entries: String = entries.iter().map(entry).collect();
    format!("<ul>\n{entries}</ul>\n")
}

/// A text with its names marked.
fn inline(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            letter if letter == NAME.0 => String::from("<b class=\"name\">"),
            letter if letter == NAME.1 => String::from("</b>"),
            OWN => String::from("its"),
            SELF => String::from("it is"),
            other => escaped_letter(other),
        })
        .collect()
}

/// A text as it stands.
pub(super) fn escaped(text: &str) -> String {
    text.chars().map(escaped_letter).collect()
}

fn escaped_letter(letter: char) -> String {
    match letter {
        '&' => String::from("&amp;"),
        '<' => String::from("&lt;"),
        '>' => String::from("&gt;"),
        '"' => String::from("&quot;"),
        other => other.to_string(),
    }
}
