//! A person with as few records as still show what countries do not agree on.

use kohort_synth::person::Person;

/// One kind of a person's records: how many there are, and how to take some out.
struct List {
    len: fn(&Person) -> usize,
    cut: fn(&mut Person, std::ops::Range<usize>),
}

macro_rules! lists {
    ($($field:ident),* $(,)?) => {
        &[$(List {
            len: |person| person.$field.len(),
            cut: |person, range| drop(person.$field.drain(range)),
        }),*]
    };
}

/// What is taken away first is what there is most of. Diagnoses stay, since countries that hang all records on a tumour do
/// not have those of a person without one, which would be another difference than the one that is looked for.
const LISTS: &[List] = lists![
    measurements,
    visits,
    medications,
    biomarkers,
    insurance,
    procedures,
    radiotherapies,
    progressions,
    responses,
    performance,
    phases,
    metastases,
];

/// Takes records away as long as `differs` holds, half a kind of them at a time and at last one by one.
///
/// # Errors
/// What `differs` says.
pub fn shrunk<E>(person: &Person, differs: &mut dyn FnMut(&Person) -> Result<bool, E>) -> Result<Person, E> {
    let mut least = person.clone();
    for list in LISTS {
        let mut size = (list.len)(&least);
        while size > 0 {
            let mut from = 0;
            while from < (list.len)(&least) {
                let to = (list.len)(&least).min(from + size);
                let mut fewer = least.clone();
                (list.cut)(&mut fewer, from..to);
                if differs(&fewer)? {
                    least = fewer;
                } else {
                    from = to;
                }
            }
            size /= 2;
        }
    }
    Ok(least)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kohort_synth::Simulator;

    #[test]
    fn what_does_not_matter_goes() {
        let people = (1..).map(|number| Simulator::new(1, &[]).person(number));
        let person = people
            .into_iter()
            .find(|person| person.visits.len() > 9 && person.medications.len() > 3)
            .unwrap();
        let visit = person.visits[5].clone();
        let mut differs = |person: &Person| {
            Ok::<_, String>(person.visits.contains(&visit) && !person.medications.is_empty())
        };
        let least = shrunk(&person, &mut differs).unwrap();
        assert_eq!(least.visits, std::slice::from_ref(&visit));
        assert_eq!(least.medications.len(), 1);
        assert_eq!(least.diagnoses, person.diagnoses);
        assert!(least.measurements.is_empty() && least.biomarkers.is_empty());
    }
}
