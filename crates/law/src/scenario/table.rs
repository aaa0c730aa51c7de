//! Tables of cases in words, as lawyers write them: what such a row expects in codes and dates is looked for in the
//! answers to the questions of the scenario of the same name.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::Value;

use crate::articles::Articles;
use crate::ids::{InstrumentId, State};
use crate::library::Library;

/// A row of a table with columns parted by tabulators, whose first line names them. Read are `id`, `instruments`,
/// `dates` and `articles`; the other columns are for people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its name, which the scenario bears too.
    pub id: String,
    /// Identifiers of instruments, with `overlay EE` for the national rules of a state.
    pub instruments: String,
    /// Days, with or without an hour.
    pub dates: String,
    /// Articles.
    pub articles: String,
}

/// Reads a table; lines that are empty are passed over.
pub fn rows(text: &str) -> Vec<Row> {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').map(str::trim).collect();
    let cell = |cells: &[&str], name: &str| {
        let at = header.iter().position(|column| *column == name);
        at.and_then(|at| cells.get(at)).map_or(String::new(), |cell| cell.trim().to_owned())
    };
    lines
        .map(|line| line.split('\t').collect::<Vec<_>>())
        .map(|cells| Row {
            id: cell(&cells, "id"),
            instruments: cell(&cells, "instruments"),
            dates: cell(&cells, "dates"),
            articles: cell(&cells, "articles"),
        })
        .collect()
}

impl Row {
    /// What the row names and no answer holds, in words.
    pub fn missing(&self, library: &Library, answers: &[Value]) -> Vec<String> {
        let mut said = Vec::new();
        answers.iter().for_each(|answer| strings(answer, &mut said));
        let mut missing = Vec::new();
        let named = |id: &str| answers.iter().any(|answer| names(answer, id));
        for id in self.ids(library) {
            if !named(id.as_str()) {
                missing.push(format!("the instrument {id}"));
            }
        }
        for state in self.overlays() {
            let shown = answers.iter().any(|answer| has_overlay(answer, state));
            if !shown {
                missing.push(format!("a national rule of {state}"));
            }
        }
        for day in days(&self.instruments).into_iter().chain(days(&self.dates)) {
            if !said.iter().any(|text| text.contains(&day)) {
                missing.push(format!("the date {day}"));
            }
        }
        for article in articles(&self.articles) {
            if !said.iter().any(|text| holds_article(text, &article)) {
                missing.push(format!("the article {article}"));
            }
        }
        missing
    }

    fn ids(&self, library: &Library) -> BTreeSet<InstrumentId> {
        (self.instruments.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')))
            .filter_map(|word| word.parse::<InstrumentId>().ok())
            .filter(|id| library.instrument(id).is_some())
            .collect()
    }

    fn overlays(&self) -> BTreeSet<State> {
        let words: Vec<&str> = self.instruments.split_whitespace().collect();
        (words.iter().zip(words.iter().skip(1)))
            .filter(|(word, _)| **word == "overlay")
            .filter_map(|(_, state)| {
                State::parse(state.trim_matches(|c: char| !c.is_ascii_alphabetic())).ok()
            })
            .collect()
    }
}

/// Days in a text, as the answers write them: `2026-03-19`, `2026-03-19T14:20`, and `19.03.2026` as the first.
fn days(text: &str) -> BTreeSet<String> {
    let parts = text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | '.' | ':' | 'T')));
    let mut days = BTreeSet::new();
    for part in parts {
        let part = part.trim_matches(['.', ':']);
        let (day, hour) = part.split_once('T').map_or((part, None), |(day, hour)| (day, Some(hour)));
        if let Ok(date) = day.parse::<Date>() {
            days.insert(hour.map_or(date.to_string(), |hour| format!("{date}T{hour}")));
            continue;
        }
        // A stretch `19.03.1995-18.03.2025` is two days.
        for day in part.split('-') {
            let numbers: Vec<&str> = day.split('.').collect();
            if let [day, month, year] = numbers.as_slice()
                && let Ok(date) = format!("{year}-{month}-{day}").parse::<Date>()
            {
                days.insert(date.to_string());
            }
        }
    }
    days
}

/// Articles with their paragraphs, such as `16(4)` and `57(3)(a)`; bare numbers say too little to be looked for.
fn articles(text: &str) -> BTreeSet<String> {
    (text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '-')))
        .filter(|word| {
            word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('(') && word.ends_with(')')
        })
        .map(str::to_owned)
        .collect()
}

/// Whether a text cites an article, alone or in a stretch such as `171(1)-(3)`.
fn holds_article(text: &str, article: &str) -> bool {
    let wanted = Articles::parse(article);
    let begins =
        text.char_indices().zip(std::iter::once(' ').chain(text.chars())).filter(|((_, c), before)| {
            c.is_ascii_digit() && !before.is_alphanumeric() && !matches!(before, '(' | '-' | '.')
        });
    begins
        .filter_map(|((at, _), _)| {
            text.get(at..)?.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')).next()
        })
        .any(|word| word.contains('(') && Articles::parse(word).meets(&wanted))
}

fn names(answer: &Value, id: &str) -> bool {
    ["instruments", "conditional", "excluded", "otherwise"].iter().any(|list| {
        let entries = answer.get(list).and_then(Value::as_array);
        entries.is_some_and(|entries| {
            entries.iter().any(|entry| entry.get("id").and_then(Value::as_str) == Some(id))
        })
    })
}

fn has_overlay(answer: &Value, state: State) -> bool {
    let views = answer.get("declarations").and_then(Value::as_array);
    views.is_some_and(|views| {
        views.iter().any(|view| {
            let is = |field: &str, wanted: &str| view.get(field).and_then(Value::as_str) == Some(wanted);
            is("kind", "national-rule") && is("by", state.as_str())
        })
    })
}

fn strings<'v>(value: &'v Value, found: &mut Vec<&'v str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Object(fields) => fields.values().for_each(|field| strings(field, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_articles_are_found_in_words() {
        let found = days(
            "18-day mark 2026-03-29; 2026-04-10T14:20 must; bilateral 19.03.1995-18.03.2025, RU 09.03.2000.",
        );
        let found: Vec<&str> = found.iter().map(String::as_str).collect();
        assert_eq!(found, ["1995-03-19", "2000-03-09", "2025-03-18", "2026-03-29", "2026-04-10T14:20"]);
        let found = articles("ECE 28(1)-(2), 30; KrMS 447(5); CETS 209 4(5)");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), ["28(1)", "4(5)", "447(5)"]);
        assert!(holds_article("KrMS 447(5): x", "447(5)") && holds_article("KrMS 171(1)-(3)", "171(2)"));
        assert!(!holds_article("ECE 116(4), 16(3) and 16 days", "16(4)"));
    }
}
