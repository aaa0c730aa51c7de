//! The website of the law as a folder of files: which files there are, and what stands in each.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use law::{InstrumentId, Key, Library, State};
use maud::{Markup, html};

use super::document::{Heading, document};
use super::{Place, Reader, Target, answer, file, instrument, lists, pair, procedure};
use crate::web::frame;
use crate::web::statics;
use crate::web::words::{Lang, Words};

/// A folder in the making.
pub(crate) struct Folder<'a> {
    library: &'a Library,
    words: Words,
    on: Date,
    states: BTreeSet<State>,
}

/// A file of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Leaf {
    /// The beginning.
    Home,
    /// The list of instruments.
    Instruments,
    /// An instrument.
    Instrument(InstrumentId),
    /// The table of pairs.
    States,
    /// A pair of states.
    Pair(State, State),
    /// What a request must be.
    Check(State, State, Key),
    /// The list of procedures.
    Procedures,
    /// A procedure.
    Procedure(Key),
    /// A style sheet or picture.
    Static(&'static str),
}

impl<'a> Folder<'a> {
    /// The folder of a library on a day, in a language of the pages (`en`, `ru`, `de`, `ar`), with pages for every
    /// pair of `states`; nothing where the pages do not speak the language.
    pub(crate) fn new(
        library: &'a Library,
        language: &str,
        on: Date,
        states: BTreeSet<State>,
    ) -> Option<Self> {
        let words = Words { lang: Lang::of(language)?, zone: TimeZone::UTC };
        Some(Self { library, words, on, states })
    }

    /// Every file, in the order in which they are written.
    pub(crate) fn leaves(&self) -> Vec<Leaf> {
        let mut leaves = vec![Leaf::Home, Leaf::Instruments, Leaf::States, Leaf::Procedures];
        leaves.extend(["comity.css", "law.css", "icon.svg"].map(Leaf::Static));
        leaves.extend(self.library.procedures().map(|procedure| Leaf::Procedure(procedure.key().clone())));
        leaves.extend(self.library.instruments().map(|instrument| Leaf::Instrument(instrument.id().clone())));
        let reader = self.reader(0);
        for from in &self.states {
            for to in self.states.iter().filter(|to| *to != from) {
                leaves.push(Leaf::Pair(*from, *to));
                for procedure in self.library.procedures() {
                    let check = reader.check(*from, *to, procedure.key());
                    if check.is_ok_and(|check| !check.instruments.is_empty() || !check.conditional.is_empty())
                    {
                        leaves.push(Leaf::Check(*from, *to, procedure.key().clone()));
                    }
                }
            }
        }
        leaves
    }

    /// The path of a file in the folder and what stands in it; nothing where the library has no such thing.
    pub(crate) fn write(&self, leaf: &Leaf) -> Option<(String, String)> {
        if let Leaf::Static(name) = leaf {
            return Some(((*name).to_owned(), statics::text(name)?.to_owned()));
        }
        let path = file(leaf.target()?);
        let reader = self.reader(path.matches('/').count());
        let (heading, body) = self.page(&reader, leaf)?;
        Some((path, document(&reader, &heading, &body)))
    }

    fn reader(&self, depth: usize) -> Reader<'_> {
        Reader {
            library: self.library,
            words: &self.words,
            on: self.on,
            dated: false,
            place: Place::Files { depth, states: &self.states },
        }
    }

    fn page(&self, reader: &Reader<'_>, leaf: &Leaf) -> Option<(Heading, Markup)> {
        let titled = |key: &str| {
            let title = reader.t(key);
            Heading { heading: html! { (title) }, title, kicker: None }
        };
        Some(match leaf {
            Leaf::Home => (titled("law-site-name"), home(reader, &self.states)),
            Leaf::Instruments => {
                let body = html! { div.stack { (reader.tabs(Target::Instruments)) (lists::unreadable(reader)) (lists::instruments_table(reader)) } };
                (titled("law-library"), body)
            }
            Leaf::States => (titled("law-tab-states"), states(reader, &self.states)),
            Leaf::Procedures => (titled("law-tab-procedures"), lists::procedures(reader)),
            Leaf::Instrument(id) => {
                let entry = self.library.entry(id)?;
                let heading = Heading {
                    title: entry.short_name.to_owned(),
                    heading: frame::english(entry.title),
                    kicker: Some(instrument::kicker(reader, &entry)),
                };
                (heading, instrument::whole(reader, &entry))
            }
            Leaf::Procedure(key) => {
                let entry = self.library.procedure_entry(key)?;
                let name = reader.procedure_name(key.as_str(), entry.title);
                let heading = Heading {
                    title: entry.title.to_owned(),
                    heading: name,
                    kicker: Some(procedure::kicker(reader, &entry)),
                };
                (heading, procedure::whole(reader, &entry))
            }
            Leaf::Pair(from, to) => {
                let title = pair::title(reader, *from, *to);
                let heading = Heading { heading: html! { (title) }, title, kicker: None };
                (heading, pair::whole(reader, *from, *to, &html! {}))
            }
            Leaf::Check(from, to, key) => {
                let check = reader.check(*from, *to, key).ok()?;
                let back =
                    reader.link(Target::Pair(*from, *to), &html! { (pair::title(reader, *from, *to)) });
                let heading = Heading {
                    title: pair::check_name(reader, &check),
                    heading: pair::check_title(reader, &check),
                    kicker: Some(back),
                };
                let tabs = reader.tabs(Target::Check(*from, *to, key.as_str()));
                (heading, html! { div.stack { (tabs) (answer::whole(reader, &check)) } })
            }
            Leaf::Static(_) => return None,
        })
    }
}

impl Leaf {
    fn target(&self) -> Option<Target<'_>> {
        Some(match self {
            Leaf::Home => Target::Home,
            Leaf::Instruments => Target::Instruments,
            Leaf::Instrument(id) => Target::Instrument(id.as_str()),
            Leaf::States => Target::States,
            Leaf::Pair(from, to) => Target::Pair(*from, *to),
            Leaf::Check(from, to, key) => Target::Check(*from, *to, key.as_str()),
            Leaf::Procedures => Target::Procedures,
            Leaf::Procedure(key) => Target::Procedure(key.as_str()),
            Leaf::Static(_) => return None,
        })
    }
}

fn home(reader: &Reader<'_>, states: &BTreeSet<State>) -> Markup {
    let tile = |target: Target<'_>, key: &str, n: usize| {
        html! { li { a.tile href=[reader.address(target)] { strong { (n) } span { (reader.t(key)) } } } }
    };
    html! {
        div.stack {
            (reader.tabs(Target::Home))
            p.lead { (reader.t("law-site-lead")) }
            p.note { (reader.t("law-own-words")) }
            (lists::unreadable(reader))
            ul.tiles {
                (tile(Target::Instruments, "law-tab-instruments", reader.library.instruments().count()))
                (tile(Target::Procedures, "law-tab-procedures", reader.library.procedures().count()))
                (tile(Target::States, "law-tab-states", states.len()))
            }
        }
    }
}

fn states(reader: &Reader<'_>, states: &BTreeSet<State>) -> Markup {
    let list: Vec<State> = states.iter().copied().collect();
    html! {
        div.stack {
            (reader.tabs(Target::States))
            @if list.len() < 2 { p.empty { (reader.t("law-no-pairs")) } } @else { (lists::states(reader, &list)) }
        }
    }
}
