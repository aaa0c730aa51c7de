//! Measures what the reader finds against labels: used by the test that holds the level and by the example that prints it.
//!
//! Fields of codes are compared as sets. A person counts as found when one entry holds every spelling of the label and an
//! entry counts for one label only. Commitments are compared by meaning, as far as a program can tell: see [`alike`].

#![allow(dead_code, missing_docs, unreachable_pub, reason = "the test and the example use different parts")]
#![allow(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a missing key of JSON is null; labels are files"
)]

mod meaning;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;
use talks::label::Label;
use talks::{Hint, Reader};

/// What was right, what was found and is not there, what is there and was not found.
#[derive(Default, Clone, Copy)]
pub struct Tally {
    pub right: usize,
    pub wrong: usize,
    pub missed: usize,
}

impl Tally {
    pub fn precision(self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    pub fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    pub fn f1(self) -> f64 {
        share(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }

    fn add(&mut self, other: Tally) {
        self.right += other.right;
        self.wrong += other.wrong;
        self.missed += other.missed;
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// The figures of a folder.
#[derive(Default)]
pub struct Figures {
    pub texts: usize,
    /// By field.
    pub fields: BTreeMap<&'static str, Tally>,
    /// Texts whose label has a full day, and those where it was read.
    pub days: (usize, usize),
    /// Of the people found: country right, and office alike.
    pub countries_of_people: (usize, usize),
    pub offices: (usize, usize),
    /// Of the commitments found: owner right, day right.
    pub owners: (usize, usize),
    pub dues: (usize, usize),
    /// One line each.
    pub misses: Vec<String>,
}

/// The labelled texts of a folder, sorted.
pub fn texts(folder: &Path) -> Vec<PathBuf> {
    let mut texts: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    texts.sort();
    texts
}

/// Reads texts and compares.
pub fn measure(texts: &[PathBuf]) -> Result<Figures, String> {
    let mut figures = Figures::default();
    for path in texts {
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or("?").to_owned();
        let said = |error: &dyn std::fmt::Display| format!("{name}: {error}");
        let text = std::fs::read_to_string(path).map_err(|error| said(&error))?;
        let label = std::fs::read_to_string(path.with_extension("json")).map_err(|error| said(&error))?;
        let label: Value = serde_json::from_str(&label).map_err(|error| said(&error))?;
        let reading = Reader::embedded().read(&text, Hint::default()).map_err(|error| said(&error))?;
        figures.text(&name, &label, &Label::of(&reading));
    }
    Ok(figures)
}

impl Figures {
    fn text(&mut self, name: &str, label: &Value, found: &Label) {
        self.texts += 1;
        if let Some(why) = &found.no_meeting {
            self.misses.push(format!("{name} meeting: {why}"));
        }
        let (wanted_date, date) = (label["date"].as_str().unwrap_or(""), found.date.as_deref().unwrap_or(""));
        if wanted_date.len() == 10 {
            self.days.0 += 1;
            self.days.1 += usize::from(wanted_date == date);
        }
        if wanted_date != date {
            self.misses.push(format!("{name} date: -{wanted_date} +{date}"));
        }
        let lists: [(&'static str, &[String]); 5] = [
            ("places", &found.places),
            ("countries", &found.countries),
            ("bodies", &found.bodies),
            ("topics", &found.topics),
            ("mechanisms", &found.mechanisms),
        ];
        for (field, found) in lists {
            let found: BTreeSet<&str> = found.iter().map(String::as_str).collect();
            let wanted: BTreeSet<&str> = list(&label[field]).filter_map(Value::as_str).collect();
            let missed: Vec<_> = wanted.difference(&found).collect();
            let wrong: Vec<_> = found.difference(&wanted).collect();
            self.fields.entry(field).or_default().add(Tally {
                right: wanted.intersection(&found).count(),
                wrong: wrong.len(),
                missed: missed.len(),
            });
            if !missed.is_empty() || !wrong.is_empty() {
                let all = missed
                    .iter()
                    .map(|code| format!("-{code}"))
                    .chain(wrong.iter().map(|code| format!("+{code}")));
                self.misses.push(format!("{name} {field}: {}", all.collect::<Vec<_>>().join(" ")));
            }
        }
        self.people(name, label, found);
        self.commitments(name, label, found);
    }

    fn people(&mut self, name: &str, label: &Value, found: &Label) {
        let mut left: Vec<usize> = (0..found.people.len()).collect();
        let mut tally = Tally::default();
        for wanted in list(&label["people"]) {
            let names: Vec<String> = list(&wanted["names"]).filter_map(Value::as_str).map(plain).collect();
            let at = left.iter().position(|at| {
                let known: Vec<String> = found.people[*at].names.iter().map(|name| plain(name)).collect();
                names.iter().all(|name| known.contains(name))
            });
            match at {
                Some(at) => {
                    let person = &found.people[left.remove(at)];
                    tally.right += 1;
                    self.countries_of_people.0 += 1;
                    let country = wanted["country"].as_str();
                    self.countries_of_people.1 += usize::from(person.country.as_deref() == country);
                    if person.country.as_deref() != country {
                        self.misses.push(format!(
                            "{name} country of {}: -{} +{}",
                            person.names.join(" / "),
                            country.unwrap_or("none"),
                            person.country.as_deref().unwrap_or("none")
                        ));
                    }
                    let office = wanted["office"].as_str().unwrap_or("");
                    self.offices.0 += 1;
                    let same = meaning::alike(office, &person.office);
                    self.offices.1 += usize::from(same);
                    if !same {
                        self.misses.push(format!(
                            "{name} office of {}: -{office} +{}",
                            person.names.join(" / "),
                            person.office
                        ));
                    }
                }
                None => {
                    tally.missed += 1;
                    self.misses.push(format!("{name} people: -{}", names.join(" / ")));
                }
            }
        }
        tally.wrong = left.len();
        for at in left {
            let person = &found.people[at];
            self.misses.push(format!("{name} people: +{} ({})", person.names.join(" / "), person.office));
        }
        self.fields.entry("people").or_default().add(tally);
    }

    fn commitments(&mut self, name: &str, label: &Value, found: &Label) {
        let mut left: Vec<usize> = (0..found.commitments.len()).collect();
        let mut tally = Tally::default();
        for wanted in list(&label["commitments"]) {
            let what = wanted["what"].as_str().unwrap_or("");
            let best = left
                .iter()
                .enumerate()
                .map(|(place, at)| (place, meaning::likeness(what, &found.commitments[*at].what)))
                .max_by(|a, b| a.1.total_cmp(&b.1));
            let near = best.map_or(0.0, |(_, likeness)| likeness);
            let best = best.filter(|(_, likeness)| *likeness >= meaning::ALIKE);
            match best {
                Some((place, _)) => {
                    let promise = &found.commitments[left.remove(place)];
                    tally.right += 1;
                    let who = wanted["who"].as_str().unwrap_or("");
                    self.owners.0 += 1;
                    self.owners.1 += usize::from(who == promise.who);
                    if who != promise.who {
                        self.misses
                            .push(format!("{name} owner of `{}`: -{who} +{}", promise.what, promise.who));
                    }
                    let due = wanted["due"].as_str();
                    self.dues.0 += 1;
                    self.dues.1 += usize::from(due == promise.due.as_deref());
                    if due != promise.due.as_deref() {
                        self.misses.push(format!(
                            "{name} due of `{}`: -{} +{}",
                            promise.what,
                            due.unwrap_or("none"),
                            promise.due.as_deref().unwrap_or("none")
                        ));
                    }
                }
                None => {
                    tally.missed += 1;
                    self.misses.push(format!(
                        "{name} commitments: -{}: {what} (nearest {near:.2})",
                        wanted["who"].as_str().unwrap_or("")
                    ));
                }
            }
        }
        tally.wrong = left.len();
        for at in left {
            let promise = &found.commitments[at];
            self.misses.push(format!("{name} commitments: +{}: {}", promise.who, promise.what));
        }
        self.fields.entry("commitments").or_default().add(tally);
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// A name without case.
fn plain(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
