//! `kohort explain`: the long form of a code.

use crate::failure::{Exit, Failure};
use crate::terminal::Terminal;
use clap::Args;
use kohort_base::{CODES, Code, suggest};
use std::str::FromStr;

/// Tell what a code means, why Kohort insists, and what to write instead.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  kohort explain K0503   the page of one code
  kohort explain         all codes with their titles")]
pub(crate) struct Arguments {
    /// The code, as it stands in brackets in a message
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, terminal: &mut Terminal<'_>) -> Result<Exit, Failure> {
    let Some(wanted) = &arguments.code else {
        for info in CODES {
            writeln!(terminal.out, "{}  {}", info.code, info.title)?;
        }
        return Ok(Exit::Fine);
    };
    match Code::from_str(wanted.trim()) {
        Ok(code) => {
            writeln!(terminal.out, "{}", code.info().page.trim_end())?;
            Ok(Exit::Fine)
        }
        Err(unknown) => {
            let failure = Failure::environment(unknown.to_string());
            Err(match nearest(wanted.trim()) {
                Some(near) => failure.help(format!("the nearest is `{near}`")),
                None => failure.help("`kohort explain` lists all codes"),
            })
        }
    }
}

/// The nearest code; of several, one about the same subject, which the first digits say.
fn nearest(wanted: &str) -> Option<&'static str> {
    let codes = || CODES.iter().map(|info| info.code.as_str());
    let subject = wanted.get(..3).unwrap_or(wanted).to_ascii_uppercase();
    suggest::nearest(wanted, codes().filter(|code| code.starts_with(&subject)))
        .or_else(|| suggest::nearest(wanted, codes()))
}
