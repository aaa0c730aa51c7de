//! What the files of the procedures say, in the reader's language: measures, fields, choices, questions, promises, steps.
//!
//! The law's files are written in English. `locales/LANG/law-texts.toml` holds a translation beside each sentence that a
//! case worker reads at the desk; what has none, such as the rules of the instruments, is shown in English and marked so.

use letters::{Language, law_sentence};
use maud::{Markup, html};

use super::frame;
use super::words::{Lang, Words};

impl Words {
    fn translated(&self, text: &str) -> Option<&'static str> {
        let language = match self.lang {
            Lang::En => Language::En,
            Lang::Ru => Language::Ru,
            Lang::De => Language::De,
            Lang::Ar => Language::Ar,
        };
        law_sentence(language, text)
    }

    /// A sentence of the law's files: translated, or in English and marked as such.
    pub(crate) fn law(&self, text: &str) -> Markup {
        match self.translated(text) {
            Some(text) => html! { (text) },
            None => frame::english(text),
        }
    }

    /// An event from which a period runs: as the rule words it, or where that has no translation by the event's own name.
    pub(crate) fn law_event(&self, library: &law::Library, key: &str, text: &str) -> Markup {
        let title = law::Key::parse(key).map(|key| library.event_title(&key)).unwrap_or_default();
        match self.translated(text).or_else(|| self.translated(&title)) {
            Some(text) => html! { (text) },
            None => frame::english(text),
        }
    }

    /// The same without a mark, for where an element bears it: see [`Words::law_language`].
    pub(crate) fn law_text<'t>(&self, text: &'t str) -> &'t str {
        self.translated(text).unwrap_or(text)
    }

    /// The language of what [`Words::law_text`] gives, where it is not the reader's.
    pub(crate) fn law_language(&self, text: &str) -> Option<&'static str> {
        (self.lang != Lang::En && self.translated(text).is_none()).then_some("en")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    const SOURCES: [(Lang, &str); 3] = [
        (Lang::Ru, include_str!("../../../../locales/ru/law-texts.toml")),
        (Lang::De, include_str!("../../../../locales/de/law-texts.toml")),
        (Lang::Ar, include_str!("../../../../locales/ar/law-texts.toml")),
    ];

    /// Every sentence of the law's files that a case worker reads at the desk.
    fn sentences() -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        for (path, text) in law::Library::embedded_files() {
            let named = |name: &str| path.ends_with(name);
            if !path.contains("/procedures/") && !named("safeguards.toml") && !named("events.toml") {
                continue;
            }
            let file: toml::Table = text.parse().unwrap();
            let tables =
                |name: &str| file.get(name).and_then(|list| list.as_array()).cloned().unwrap_or_default();
            let mut take = |table: &toml::Value, field: &str| {
                found.extend(table.get(field).and_then(|text| text.as_str()).map(str::to_owned));
            };
            if let Some(head) = file.get("procedure") {
                ["description", "requesting-role", "requested-role"]
                    .iter()
                    .for_each(|field| take(head, field));
            }
            for (table, field) in [
                ("field", "description"),
                ("document", "description"),
                ("measure", "title"),
                ("step", "what"),
                ("end", "what"),
                ("undertaking", "description"),
                ("safeguard", "question"),
                ("safeguard", "answered-by"),
                ("event", "title"),
            ] {
                for one in tables(table) {
                    take(&one, field);
                    for choices in ["choices", "answers"] {
                        for choice in one.get(choices).and_then(|list| list.as_array()).into_iter().flatten()
                        {
                            take(choice, "text");
                        }
                    }
                }
            }
        }
        found
    }

    #[test]
    fn every_sentence_of_the_procedures_is_there_in_every_language() {
        let wanted = sentences();
        assert!(wanted.len() > 500, "{}", wanted.len());
        for (lang, source) in SOURCES {
            let words = Words { lang, zone: jiff::tz::TimeZone::UTC };
            let texts: BTreeMap<String, String> = toml::from_str(source).unwrap();
            let missing: Vec<&String> = wanted.iter().filter(|text| !texts.contains_key(*text)).collect();
            let spare: Vec<&String> = texts.keys().filter(|text| !wanted.contains(*text)).collect();
            assert!(
                missing.is_empty() && spare.is_empty(),
                "{lang:?} lacks {missing:#?}, has too many {spare:#?}"
            );
            for (text, translated) in &texts {
                assert!(!translated.trim().is_empty() && translated != text, "{lang:?}: {text}");
                assert_eq!(words.law_text(text), translated, "{lang:?}");
            }
        }
    }

    #[test]
    fn every_period_has_a_name() {
        let words = Words { lang: Lang::En, zone: jiff::tz::TimeZone::UTC };
        let library = law::Library::embedded();
        let mut nameless = BTreeSet::new();
        for instrument in library.instruments() {
            let entry = library.entry(instrument.id()).unwrap();
            for rule in entry.chapters.iter().flat_map(|chapter| &chapter.rules) {
                if rule.period.is_some() && words.known("deadline", rule.key.as_str()).is_none() {
                    nameless.insert(rule.key.to_string());
                }
            }
        }
        assert_eq!(nameless, BTreeSet::new());
    }
}
