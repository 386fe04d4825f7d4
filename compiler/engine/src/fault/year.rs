//! Dates as examples in a message: their form without their year.
//!
//! A full date of birth or death can identify a person; the form, the day and the month are what the reader of a message
//! needs to see why a date was not read. Sentinels such as `99999999` hold no year and stay as they are.

/// A text from a column of dates with each year replaced by `yyyy` (or `yy`).
pub(crate) fn without_year(text: &str) -> String {
    let numbers: Vec<&str> = pieces(text)
        .into_iter()
        .filter(|piece| is_number(piece))
        .collect();
    let short = numbers.len() == 3 && numbers.iter().all(|number| number.len() <= 2);
    let mut left = numbers.len();
    let mut shown = String::new();
    for piece in pieces(text) {
        if !is_number(piece) {
            shown.push_str(piece);
            continue;
        }
        left = left.saturating_sub(1);
        shown.push_str(&if short && left == 0 {
            "y".repeat(piece.len())
        } else {
            hidden(piece)
        });
    }
    shown
}

/// A run of digits without the year at its beginning or end.
fn hidden(run: &str) -> String {
    let is_year = |digits: &str| {
        ["18", "19", "20", "21"]
            .iter()
            .any(|century| digits.starts_with(century))
    };
    match (run.len(), run.split_at_checked(4)) {
        (4 | 6 | 8 | 14, Some((year, rest))) if is_year(year) => format!("yyyy{rest}"),
        (8, Some((days, year))) if is_year(year) => format!("{days}yyyy"),
        _ => run.to_owned(),
    }
}

/// The text cut where digits begin or end.
fn pieces(text: &str) -> Vec<&str> {
    let digit = |letter: &char| letter.is_ascii_digit();
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest
            .char_indices()
            .find(|(_, letter)| digit(letter) != digit(&first))
            .map_or(rest.len(), |(at, _)| at);
        let Some((piece, after)) = rest.split_at_checked(end) else {
            break;
        };
        pieces.push(piece);
        rest = after;
    }
    pieces
}

fn is_number(piece: &str) -> bool {
    piece.starts_with(|letter: char| letter.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::without_year;

    #[test]
    fn a_year_is_hidden_wherever_it_stands() {
        for (text, shown) in [
            ("1955-02-30", "yyyy-02-30"),
            ("03.02.1984", "03.02.yyyy"),
            ("19550230", "yyyy0230"),
            ("30021955", "3002yyyy"),
            ("03/02/84", "03/02/yy"),
            ("2020-1-1", "yyyy-1-1"),
            ("99999999", "99999999"),
            ("0000-00-00", "0000-00-00"),
            ("1955", "yyyy"),
            ("昭和30年2月3日", "昭和30年2月y日"),
            ("unknown", "unknown"),
            ("", ""),
        ] {
            assert_eq!(without_year(text), shown, "{text}");
        }
    }
}
