//! Code lists, and the codes of analytes and drugs.
//!
//! Invariant: every code that is kept has its system's written form. Whether a system has the code is not looked
//! at: no catalogue of codes comes with Kohort.

mod entry;
pub(in crate::lower) mod malformed;
mod overlap;

pub(in crate::lower) use entry::{Listed, listed_without_exceptions, read, system, system_of};

use crate::codes::{CodeList, CodePattern};
use crate::modules::span;
use kohort_base::{Code, Diagnostic, FileId, Span};
use kohort_grammar::{SyntaxKind, SyntaxNode, ast};

/// Lowers `codes NAME { … }`.
pub fn code_list(decl: &ast::CodesDecl, file: FileId, module: &str, out: &mut Vec<Diagnostic>) -> CodeList {
    let place = declared_at(decl.name(), decl.range(), file);
    let name = decl.name().map(|name| name.text()).unwrap_or_default();
    let reported = out.len();
    let (mut entries, mut except) = (Vec::new(), Vec::new());
    for written in decl.entries() {
        let entry = read(&written, file, out);
        entries.extend(entry.meant);
        except.extend(entry.left_out);
    }
    let understood = out.len() == reported && !is_damaged(decl.syntax());
    if understood && (entries.is_empty() || overlap::nothing_left(&entries, &except)) {
        out.push(empty(&name, place, !entries.is_empty()));
    } else {
        overlap::listed_twice(&entries, out);
        overlap::listed_twice(&except, out);
        if understood {
            overlap::without_effect(&entries, &except, out);
        }
    }
    CodeList {
        name,
        module: module.to_owned(),
        doc: decl.doc(),
        entries: patterns(entries),
        except: patterns(except),
        span: place,
    }
}

fn empty(name: &str, place: Span, by_exceptions: bool) -> Diagnostic {
    let (title, label) = if by_exceptions {
        (
            format!("The exceptions of `{name}` leave none of its codes"),
            "every code is taken out again",
        )
    } else {
        (
            format!("The code list `{name}` has no codes"),
            "nothing is listed",
        )
    };
    Diagnostic::error(Code::K0403, title)
        .at(place, label)
        .note("no record could match an empty list: an inclusion would remove everybody, an exclusion nobody")
        .help("list the codes, for example `ICD10GM C18.* C19`, or remove the list and what uses it")
}

/// The patterns without the places that their fixes need.
pub(in crate::lower) fn patterns(listed: Vec<Listed>) -> Vec<CodePattern> {
    listed.into_iter().map(|entry| entry.pattern).collect()
}

/// Reports codes that are listed twice.
pub(in crate::lower) fn report_duplicates(listed: &[Listed], out: &mut Vec<Diagnostic>) {
    overlap::listed_twice(listed, out);
}

/// The place of a declared name; the whole declaration if the name is missing, which was then reported.
pub(in crate::lower) fn declared_at(
    name: Option<ast::Name>,
    whole: kohort_grammar::TextRange,
    file: FileId,
) -> Span {
    span(file, name.map_or(whole, |name| name.range()))
}

/// Whether a block has entries that the parser could not understand. What seems to be missing may be in them.
pub(in crate::lower) fn is_damaged(block: &SyntaxNode) -> bool {
    block.children().any(|child| child.kind() == SyntaxKind::BadEntry)
}
