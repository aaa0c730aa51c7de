//! The words the reader knows: states, cities, bodies, topics, mechanisms and the words around them, read from the files
//! in `data`. What is wrong with a file is reported with its name; the rest of the file still counts.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use toml::{Table, Value};

use crate::lexicon::{ANY, Builder, Hit, Inflection, LANGUAGES, Languages, Lexicon, Marked, OTHER, language};
use crate::lexicon_fold::Words;

/// How a state was named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// `Germany`, `Bundesrepublik Deutschland`.
    Name,
    /// `German`, `deutsche`.
    Adjective,
    /// `Danes`, `узбеки`.
    People,
    /// `FBI`, `Home Office`: an authority that only one state has.
    Authority,
}

/// A word around a finding that tells what it is worth; `data/cues.toml` says which words each one has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cue {
    Agreed,
    Discussed,
    Existing,
    Wished,
    Negated,
    Earlier,
    Planned,
    Authority,
    SpokenOf,
    Whereabouts,
    Acting,
    Joining,
    Meeting,
    At,
    AnotherTime,
    Video,
    OneByVideo,
    NameHead,
    NameLink,
    NameEnd,
}

const CUES: [(&str, Cue); 17] = [
    ("agreed", Cue::Agreed),
    ("discussed", Cue::Discussed),
    ("existing", Cue::Existing),
    ("wished", Cue::Wished),
    ("negated", Cue::Negated),
    ("earlier", Cue::Earlier),
    ("planned", Cue::Planned),
    ("authority", Cue::Authority),
    ("spoken-of", Cue::SpokenOf),
    ("whereabouts", Cue::Whereabouts),
    ("acting", Cue::Acting),
    ("joining", Cue::Joining),
    ("meeting", Cue::Meeting),
    ("at", Cue::At),
    ("another-time", Cue::AnotherTime),
    ("video", Cue::Video),
    ("one-by-video", Cue::OneByVideo),
];

/// What a phrase means. The numbers are places in the lists of [`Gazetteer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    State(u16, Form),
    /// Contains the name of a state without meaning it: `Latin America`, `New Mexico`.
    NoState,
    City(u16),
    Site(u16),
    Body(u16),
    Topic(u16),
    NotTopic(u16),
    Mechanism(u16),
    WeakMechanism(u16),
    NotMechanism(u16),
    Cue(Cue),
}

/// A city or a site where meetings are held.
#[derive(Clone, Debug)]
pub(crate) struct City {
    /// Its usual English form.
    pub(crate) name: String,
    /// The state it is in.
    pub(crate) state: String,
}

/// An international body.
#[derive(Clone, Debug)]
pub(crate) struct BodyEntry {
    pub(crate) code: String,
    pub(crate) mechanism: Option<String>,
    pub(crate) keeps_topics: bool,
}

/// A topic or a mechanism.
#[derive(Clone, Debug)]
pub(crate) struct CodeEntry {
    pub(crate) code: String,
    /// Topics that are set together with it.
    pub(crate) topics: Vec<String>,
    pub(crate) earlier: Option<String>,
    pub(crate) planned: Option<String>,
    pub(crate) regional: bool,
    /// Codes before which its weak phrases fall silent.
    pub(crate) yields: Vec<String>,
}

/// What is wrong with a data file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{file}`: {what}")]
pub struct Fault {
    /// The file.
    pub file: String,
    /// What is wrong.
    pub what: String,
}

/// Everything the reader knows, ready to be found in a text.
pub struct Gazetteer {
    pub(crate) states: Vec<String>,
    /// The first English name of each state, by its code.
    pub(crate) state_names: BTreeMap<String, String>,
    pub(crate) cities: Vec<City>,
    pub(crate) bodies: Vec<BodyEntry>,
    pub(crate) topics: Vec<CodeEntry>,
    pub(crate) mechanisms: Vec<CodeEntry>,
    lexicon: Option<Lexicon<Target>>,
}

/// The words of a text and everything that was found in them.
pub(crate) struct Scan {
    pub(crate) words: Words,
    pub(crate) hits: Vec<Hit<Target>>,
}

impl Scan {
    /// The hits of one kind.
    pub(crate) fn of<'a, T: 'a>(
        &'a self,
        kind: impl Fn(Target) -> Option<T> + 'a,
    ) -> impl Iterator<Item = Hit<T>> + 'a {
        self.hits.iter().filter_map(move |hit| {
            kind(hit.target).map(|target| Hit { target, first: hit.first, last: hit.last })
        })
    }

    /// Whether any hit of a cue lies within these words.
    pub(crate) fn has_cue(&self, cue: Cue, within: std::ops::Range<usize>) -> bool {
        self.cues(cue, within).next().is_some()
    }

    /// The hits of a cue within these words.
    pub(crate) fn cues(
        &self,
        cue: Cue,
        within: std::ops::Range<usize>,
    ) -> impl Iterator<Item = &Hit<Target>> {
        let from = self.hits.partition_point(|hit| hit.first < within.start);
        let until = self.hits.partition_point(|hit| hit.first < within.end);
        self.hits
            .get(from..until)
            .unwrap_or(&[])
            .iter()
            .filter(move |hit| hit.target == Target::Cue(cue) && hit.last < within.end)
    }
}

/// The files built into the program.
pub const EMBEDDED: &[(&str, &str)] = &[
    ("endings.toml", include_str!("../data/endings.toml")),
    ("countries/en.tsv", include_str!("../data/countries/en.tsv")),
    ("countries/ru.tsv", include_str!("../data/countries/ru.tsv")),
    ("countries/de.tsv", include_str!("../data/countries/de.tsv")),
    ("countries/fr.tsv", include_str!("../data/countries/fr.tsv")),
    ("countries/es.tsv", include_str!("../data/countries/es.tsv")),
    ("countries/ro.tsv", include_str!("../data/countries/ro.tsv")),
    ("countries/sr.tsv", include_str!("../data/countries/sr.tsv")),
    ("countries/others.tsv", include_str!("../data/countries/others.tsv")),
    ("countries/authorities.tsv", include_str!("../data/countries/authorities.tsv")),
    ("countries/not.tsv", include_str!("../data/countries/not.tsv")),
    ("cities.tsv", include_str!("../data/cities.tsv")),
    ("sites.tsv", include_str!("../data/sites.tsv")),
    ("bodies.toml", include_str!("../data/bodies.toml")),
    ("topics.toml", include_str!("../data/topics.toml")),
    ("mechanisms.toml", include_str!("../data/mechanisms.toml")),
    ("cues.toml", include_str!("../data/cues.toml")),
    ("names.toml", include_str!("../data/names.toml")),
];

impl Gazetteer {
    /// The files built into the program.
    pub fn embedded() -> &'static Self {
        static EMBEDDED_GAZETTEER: OnceLock<Gazetteer> = OnceLock::new();
        EMBEDDED_GAZETTEER.get_or_init(|| Self::read(EMBEDDED).0)
    }

    /// Reads data files: pairs of a path and its text. A path given twice is read twice, so that files can be added to.
    pub fn read(files: &[(&str, &str)]) -> (Self, Vec<Fault>) {
        let mut loading = Loading {
            gazetteer: Self {
                states: Vec::new(),
                state_names: BTreeMap::new(),
                cities: Vec::new(),
                bodies: Vec::new(),
                topics: Vec::new(),
                mechanisms: Vec::new(),
                lexicon: None,
            },
            builder: Builder::new(),
            faults: Vec::new(),
            file: String::new(),
        };
        // Endings first: all other files speak of them.
        for pass in [true, false] {
            for (path, text) in files {
                if path.ends_with("endings.toml") == pass {
                    (*path).clone_into(&mut loading.file);
                    loading.file(path, text);
                }
            }
        }
        let Loading { mut gazetteer, builder, mut faults, .. } = loading;
        match builder.build() {
            Ok(lexicon) => gazetteer.lexicon = Some(lexicon),
            Err(what) => faults.push(Fault { file: "data".to_owned(), what }),
        }
        (gazetteer, faults)
    }

    /// Reads a text for everything that is known.
    pub(crate) fn scan(&self, words: Words, languages: Languages) -> Scan {
        let Some(lexicon) = &self.lexicon else { return Scan { words, hits: Vec::new() } };
        let marked: Marked = lexicon.mark(&words, languages);
        let hits = lexicon.find(&words, &marked);
        Scan { words, hits }
    }

    pub(crate) fn state(&self, index: u16) -> &str {
        self.states.get(usize::from(index)).map_or("", String::as_str)
    }
}

struct Loading {
    gazetteer: Gazetteer,
    builder: Builder<Target>,
    faults: Vec<Fault>,
    file: String,
}

impl Loading {
    fn file(&mut self, path: &str, text: &str) {
        let name = path.rsplit('/').next().unwrap_or(path);
        match name {
            "endings.toml" => self.toml(text, Self::endings),
            "bodies.toml" => self.toml(text, Self::bodies),
            "topics.toml" => self.toml(text, |loading, table| loading.codes(table, true)),
            "mechanisms.toml" => self.toml(text, |loading, table| loading.codes(table, false)),
            "cues.toml" => self.toml(text, Self::cues),
            "names.toml" => self.toml(text, Self::names),
            "cities.tsv" => self.cities(text),
            "sites.tsv" => self.sites(text),
            "others.tsv" => self.others(text),
            "authorities.tsv" => self.authorities(text),
            "not.tsv" => self.not_states(text),
            _ => match name.strip_suffix(".tsv").and_then(|code| language(code).map(|mask| (code, mask))) {
                Some((code, mask)) => self.states(code, mask, text),
                None => self.fault("no such data file is known".to_owned()),
            },
        }
    }

    fn fault(&mut self, what: String) {
        self.faults.push(Fault { file: self.file.clone(), what });
    }

    fn toml(&mut self, text: &str, read: impl FnOnce(&mut Self, &Table)) {
        match text.parse::<Table>() {
            Ok(table) => read(self, &table),
            Err(error) => self.fault(error.to_string()),
        }
    }

    fn endings(&mut self, table: &Table) {
        for (language, classes) in table {
            for (name, endings) in classes.as_table().into_iter().flatten() {
                self.builder.class(language, name, &strings(endings));
            }
        }
    }

    /// Adds phrases; names of people and places keep their capitals, see [`Builder::phrase`].
    fn phrase(
        &mut self,
        language: &str,
        mask: Languages,
        written: &str,
        inflection: Inflection,
        target: Target,
    ) {
        if let Err(what) = self.builder.phrase(language, mask, written, inflection, target) {
            self.fault(what);
        }
    }

    /// `key = [phrases]` for each language of a table.
    fn phrases(&mut self, table: &Table, target: Target) {
        for (key, value) in table {
            let mask = if key == "any" { Some(ANY) } else { language(key) };
            let (Some(mask), Value::Array(_)) = (mask, value) else { continue };
            for written in strings(value) {
                self.phrase(key, mask, &written, Inflection::Written, target);
            }
        }
    }

    fn bodies(&mut self, table: &Table) {
        for (code, entry) in table {
            let Some(entry) = entry.as_table() else {
                self.fault(format!("`{code}` is no table"));
                continue;
            };
            let index = place(
                &mut self.gazetteer.bodies,
                |known| known.code == *code,
                || BodyEntry { code: code.clone(), mechanism: None, keeps_topics: false },
            );
            if let Some(known) = self.gazetteer.bodies.get_mut(usize::from(index)) {
                if let Some(mechanism) = entry.get("mechanism").and_then(Value::as_str) {
                    known.mechanism = Some(mechanism.to_owned());
                }
                known.keeps_topics |= entry.get("keeps-topics").and_then(Value::as_bool).unwrap_or(false);
            }
            self.keys(code, entry, &["mechanism", "keeps-topics", "any"]);
            self.phrases(entry, Target::Body(index));
        }
    }

    /// Reports keys that are neither a language nor one of the words a table knows.
    fn keys(&mut self, code: &str, entry: &Table, known: &[&str]) {
        for key in entry.keys() {
            if !known.contains(&key.as_str()) && language(key).is_none() {
                self.fault(format!("`{code}` does not know `{key}`"));
            }
        }
    }

    fn codes(&mut self, table: &Table, topics: bool) {
        // Sets first: phrases speak of them.
        for (language, sets) in table.get("sets").and_then(Value::as_table).into_iter().flatten() {
            for (name, words) in sets.as_table().into_iter().flatten() {
                self.builder.set(language, name, strings(words));
            }
        }
        for (code, entry) in table {
            if code == "sets" {
                continue;
            }
            let Some(entry) = entry.as_table() else {
                self.fault(format!("`{code}` is no table"));
                continue;
            };
            self.keys(code, entry, &["except", "implies", "topics", "shift", "regional", "weak", "yields"]);
            let list = if topics { &mut self.gazetteer.topics } else { &mut self.gazetteer.mechanisms };
            let index = place(
                list,
                |known| known.code == *code,
                || CodeEntry {
                    code: code.clone(),
                    topics: Vec::new(),
                    earlier: None,
                    planned: None,
                    regional: false,
                    yields: Vec::new(),
                },
            );
            if let Some(known) = list.get_mut(usize::from(index)) {
                for key in ["implies", "topics"] {
                    known.topics.extend(entry.get(key).map(strings).unwrap_or_default());
                }
                let shift = |to: &str| {
                    entry
                        .get("shift")
                        .and_then(|shift| shift.get(to))
                        .and_then(Value::as_str)
                        .map(str::to_owned)
                };
                known.earlier = shift("earlier").or(known.earlier.take());
                known.planned = shift("planned").or(known.planned.take());
                known.yields.extend(entry.get("yields").map(strings).unwrap_or_default());
                known.regional |= entry.get("regional").and_then(Value::as_bool).unwrap_or(false);
            }
            let (found, except) = match topics {
                true => (Target::Topic(index), Target::NotTopic(index)),
                false => (Target::Mechanism(index), Target::NotMechanism(index)),
            };
            self.phrases(entry, found);
            if let Some(table) = entry.get("except").and_then(Value::as_table) {
                self.phrases(table, except);
            }
            if let Some(table) = entry.get("weak").and_then(Value::as_table) {
                self.phrases(table, Target::WeakMechanism(index));
            }
        }
    }

    fn cues(&mut self, table: &Table) {
        for (name, entry) in table {
            match (CUES.iter().find(|(known, _)| known == name), entry.as_table()) {
                (Some((_, cue)), Some(entry)) => self.phrases(entry, Target::Cue(*cue)),
                _ => self.fault(format!("`{name}` is no cue")),
            }
        }
    }

    fn names(&mut self, table: &Table) {
        for (name, cue) in [("heads", Cue::NameHead), ("links", Cue::NameLink), ("ends", Cue::NameEnd)] {
            if let Some(entry) = table.get(name).and_then(Value::as_table) {
                self.phrases(entry, Target::Cue(cue));
            }
        }
    }

    fn state(&mut self, code: &str) -> Option<u16> {
        if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
            self.fault(format!("`{code}` is no code of a state"));
            return None;
        }
        Some(place(&mut self.gazetteer.states, |known| known == code, || code.to_owned()))
    }

    fn states(&mut self, language: &str, mask: Languages, text: &str) {
        for columns in rows(text) {
            let Some(state) = columns.first().and_then(|code| self.state(code)) else { continue };
            if language == "en"
                && let (Some(code), Some(name)) =
                    (columns.first(), columns.get(1).and_then(|names| forms(names).next()))
            {
                self.gazetteer.state_names.entry((*code).to_owned()).or_insert_with(|| name.to_owned());
            }
            for (column, form) in columns.iter().skip(1).zip([Form::Name, Form::Adjective, Form::People]) {
                for written in forms(column) {
                    self.phrase(language, mask, written, Inflection::Written, Target::State(state, form));
                }
            }
        }
    }

    fn others(&mut self, text: &str) {
        for columns in rows(text) {
            let Some(state) = columns.first().and_then(|code| self.state(code)) else { continue };
            for column in columns.iter().skip(1) {
                match column.split_once('=') {
                    Some((_, name)) => {
                        for written in forms(name) {
                            self.phrase(
                                "",
                                OTHER,
                                written,
                                Inflection::Guessed,
                                Target::State(state, Form::Name),
                            );
                        }
                    }
                    None => self.fault(format!("`{column}` is not `language=name`")),
                }
            }
        }
    }

    fn authorities(&mut self, text: &str) {
        for columns in rows(text) {
            let Some(state) = columns.first().and_then(|code| self.state(code)) else { continue };
            let Some((language, mask)) = columns.get(1).and_then(|code| mask_of(code)) else {
                self.fault(format!("`{}` needs a language or `any`", columns.join(" ")));
                continue;
            };
            for written in columns.get(2).copied().into_iter().flat_map(forms) {
                self.phrase(
                    language,
                    mask,
                    written,
                    Inflection::Written,
                    Target::State(state, Form::Authority),
                );
            }
        }
    }

    fn not_states(&mut self, text: &str) {
        for columns in rows(text) {
            let Some((language, mask)) = columns.first().and_then(|code| mask_of(code)) else {
                self.fault(format!("`{}` needs a language or `any`", columns.join(" ")));
                continue;
            };
            for written in columns.get(1).copied().into_iter().flat_map(forms) {
                self.phrase(language, mask, written, Inflection::Written, Target::NoState);
            }
        }
    }

    fn cities(&mut self, text: &str) {
        for columns in rows(text) {
            let (Some(name), Some(state)) = (columns.first(), columns.get(1)) else { continue };
            let index = place(
                &mut self.gazetteer.cities,
                |known| known.name == *name && known.state == *state,
                || City { name: (*name).to_owned(), state: (*state).to_owned() },
            );
            self.phrase("", ANY, name, Inflection::Written, Target::City(index));
            for (column, language_code) in columns.iter().skip(2).zip(LANGUAGES) {
                for written in forms(column) {
                    let mask = language(language_code).unwrap_or(ANY);
                    self.phrase(language_code, mask, written, Inflection::Written, Target::City(index));
                }
            }
        }
    }

    fn sites(&mut self, text: &str) {
        for columns in rows(text) {
            let (Some(name), Some(state)) = (columns.first(), columns.get(1)) else { continue };
            let index = place(
                &mut self.gazetteer.cities,
                |known| known.name == *name && known.state == *state,
                || City { name: (*name).to_owned(), state: (*state).to_owned() },
            );
            self.phrase("", ANY, name, Inflection::Written, Target::Site(index));
            for (column, language_code) in columns.iter().skip(2).zip(LANGUAGES) {
                for written in forms(column) {
                    let mask = language(language_code).unwrap_or(ANY);
                    self.phrase(language_code, mask, written, Inflection::Written, Target::Site(index));
                }
            }
        }
    }
}

fn mask_of(code: &str) -> Option<(&str, Languages)> {
    if code == "any" { Some(("any", ANY)) } else { language(code).map(|mask| (code, mask)) }
}

/// The rows of a table: no comments, no heading.
fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .filter(|line| {
            !(line.starts_with("code\t") || line.starts_with("name\t") || line.starts_with("language\t"))
        })
        .map(|line| line.trim_end_matches(['\r', '\n']).split('\t').map(str::trim).collect())
}

fn forms(column: &str) -> impl Iterator<Item = &str> {
    column.split(';').map(str::trim).filter(|form| !form.is_empty())
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The place of an entry in a list, which it joins if it is new.
fn place<T>(list: &mut Vec<T>, same: impl Fn(&T) -> bool, new: impl FnOnce() -> T) -> u16 {
    let index = list.iter().position(same).unwrap_or_else(|| {
        list.push(new());
        list.len() - 1
    });
    u16::try_from(index).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_without_faults() {
        let (_, faults) = Gazetteer::read(EMBEDDED);
        let faults: Vec<_> = faults.iter().map(ToString::to_string).collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
}
