//! The index keys by which a subject is found blindly: texts that two nodes make alike without asking each other.
//!
//! They are of the protocol (Protocol §14.1): a change of what is made here is a new version. Each is one of
//!
//! - `n|NUMBER`: a number with look-alikes folded;
//! - `y|A|B|YEAR`: the skeletons of two parts of a name in order, with a year of birth;
//! - `u|A|B`: the same of a subject whose year of birth is not known;
//! - `p|A|B`: the same whatever the year.
//!
//! A name of one part has it twice. A dated question asks for `y` and `u`, an undated one for `p`.

use crate::evidence::{Facts, FactsRef, names_asked, names_of, words};
use crate::numbers;
use crate::query::Query;
use crate::subject::Subject;

/// The most keys of a subject.
pub const MOST: usize = 64;
/// The most keys of a question.
pub const MOST_ASKED: usize = 12;
/// Parts of a name that are paired.
const PARTS: usize = 5;

/// What a key is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlindKind {
    /// A number.
    Number,
    /// Two parts of a name and a year.
    NameYear,
    /// Two parts of a name, the year not being known on one side.
    Name,
}

/// The keys of a subject of a register.
#[must_use]
pub fn of_subject(subject: &Subject) -> Vec<String> {
    let facts = Facts::of(subject);
    let years: Vec<i16> = facts.as_ref().years().collect();
    let mut keys = numbers_of(facts.as_ref());
    for pair in pairs(&names_of(subject)) {
        add(&mut keys, format!("p|{pair}"));
        if years.is_empty() {
            add(&mut keys, format!("u|{pair}"));
        }
        for year in &years {
            add(&mut keys, format!("y|{pair}|{year}"));
        }
    }
    keys.truncate(MOST);
    keys
}

/// The keys of a question, the ones that tell most first.
#[must_use]
pub fn of_query(query: &Query) -> Vec<(BlindKind, String)> {
    let facts = Facts::asked(query);
    let years: Vec<i16> = facts.as_ref().years().collect();
    let pairs = pairs(&names_asked(query));
    let numbers = numbers_of(facts.as_ref()).into_iter().take(3).map(|key| (BlindKind::Number, key));
    let dated = years
        .iter()
        .flat_map(|year| pairs.iter().map(move |pair| (BlindKind::NameYear, format!("y|{pair}|{year}"))));
    let undated = pairs.iter().map(|pair| {
        let sort = if years.is_empty() { 'p' } else { 'u' };
        (BlindKind::Name, format!("{sort}|{pair}"))
    });
    let mut keys: Vec<(BlindKind, String)> = Vec::new();
    for key in numbers.chain(dated).chain(undated) {
        if keys.len() < MOST_ASKED && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

fn add(keys: &mut Vec<String>, key: String) {
    if !keys.contains(&key) {
        keys.push(key);
    }
}

fn numbers_of(facts: FactsRef<'_>) -> Vec<String> {
    facts
        .numbers()
        .filter_map(|(_, number)| std::str::from_utf8(number).ok())
        .map(|number| {
            let folded: String = number
                .chars()
                .map(|c| u8::try_from(u32::from(c)).map_or(c, |byte| char::from(numbers::folded(byte))))
                .collect();
            format!("n|{folded}")
        })
        .collect()
}

/// Pairs of the skeletons of each name, each pair in order.
fn pairs(names: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for name in names {
        let mut parts = words::skeletons(name);
        parts.retain(|part| part.len() >= 2);
        parts.dedup();
        parts.truncate(PARTS);
        if let [only] = parts.as_slice() {
            add(&mut found, format!("{only}|{only}"));
        }
        for (at, x) in parts.iter().enumerate() {
            for y in parts.iter().skip(at + 1) {
                let (x, y) = if x <= y { (x, y) } else { (y, x) };
                add(&mut found, format!("{x}|{y}"));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_nodes_make_the_same_keys() {
        let query = Query { born: "1980-05-17".parse().ok(), ..Query::named("Иванов Пётр") };
        let keys: Vec<String> = of_query(&query).into_iter().map(|(_, key)| key).collect();
        assert_eq!(keys, ["y|avnv|ptr|1980", "u|avnv|ptr"]);
        let table = "id\tname\tdob\tdoc\n1\tPetr Petrovich Ivanov\t1980-05-17\tKNO78805\n";
        let subject = crate::SubjectReader::new(table.as_bytes()).next().unwrap().unwrap();
        let of = of_subject(&subject);
        assert!(of.contains(&keys[0]), "{of:?}");
        assert!(of.contains(&"n|KN078805".to_owned()), "{of:?}");
        assert!(!of.contains(&keys[1]), "its year is known");
        let undated: Vec<String> =
            of_query(&Query::named("Ivanov Petr")).into_iter().map(|(_, key)| key).collect();
        assert!(of.contains(&undated[0]));
        let one = of_query(&Query::named("Suharto"));
        assert_eq!(one, [(BlindKind::Name, "p|shrt|shrt".to_owned())]);
    }

    #[test]
    fn a_question_has_few_keys() {
        let query = Query {
            born: "1980".parse().ok(),
            documents: (0..9).map(|n| format!("AB12345{n}")).collect(),
            ..Query::named("one two three four five six seven eight nine ten")
        };
        assert_eq!(of_query(&query).len(), MOST_ASKED);
    }
}
