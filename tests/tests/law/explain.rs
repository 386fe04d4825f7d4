//! Who breaks the law, and where.

use super::{differ, differ_in};
use kohort_synth::Simulator;
use kohort_synth::national::Mess;
use kohort_synth::person::Person;
use kohort_tests::law::{Case, Country, Records, differing, said_of, shown_person, shown_records, shrunk};
use std::fmt::Write;

/// How many people are named.
const NAMED: usize = 3;

/// Names the first people whose attritions differ between countries, and shows the first of them with as few records as show
/// the difference.
pub(crate) fn explain(case: &Case, seed: u64, people: &[u64]) -> Result<String, String> {
    let mut text = format!(
        "{}: countries do not agree on {} people of seed {seed}\n",
        case.name,
        people.len()
    );
    let groups = differing(people, NAMED, &mut |some| differ(case, seed, some))?;
    let mut shown = false;
    for group in &groups {
        match group.as_slice() {
            [number] => {
                let person = Simulator::new(seed, &[]).person(*number);
                text.push_str(&said_of(case, &person));
                if !shown {
                    text.push_str(&show(case, &person)?);
                    shown = true;
                }
            }
            group => {
                let _ = writeln!(text, "only together: {group:?}");
            }
        }
    }
    if groups.is_empty() {
        text.push_str("nobody differs alone: this depends on how data are read, not on people\n");
    }
    Ok(text)
}

/// Names people by number and says what each country says of the first of them.
pub(crate) fn named(case: &Case, seed: u64, people: &[u64], other: &Country) -> String {
    let first: Vec<&u64> = people.iter().take(20).collect();
    let mut text = format!(
        "{}: members in {} are others than in the first country: {} people of seed {seed}, such as {first:?}\n",
        case.name,
        other.name(),
        people.len()
    );
    for number in people.iter().take(NAMED) {
        text.push_str(&said_of(case, &Simulator::new(seed, &[]).person(*number)));
    }
    text
}

/// A person with the fewest records that show the difference, as invented and in each country's tables.
fn show(case: &Case, person: &Person) -> Result<String, String> {
    let records = |country: &Country, person: &Person| {
        Records::of_people(country.writer, [person.clone()], Mess::Clean)
    };
    let least = shrunk(person, &mut |person| {
        differ_in(case, &|country| records(country, person))
    })?;
    let mut text = format!("the least of {}'s records that shows it\n", person.number);
    text.push_str(&shown_person(&least));
    for country in &case.countries {
        let _ = write!(
            text,
            "as written in {}\n{}",
            country.name(),
            shown_records(&records(country, &least))
        );
    }
    let _ = write!(
        text,
        "what is said of these records alone: {}",
        said_of(case, &least)
    );
    Ok(text)
}
