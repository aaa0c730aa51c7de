//! The website of the law: one page for each instrument, for each pair of states and for each procedure.
//!
//! The same code writes the pages that a node serves and those that `comity law site` puts into a folder. A page knows
//! the library, the reader's words and where links lead ([`Place`]), and neither a node nor an officer.

mod answer;
mod document;
mod instrument;
mod lists;
mod pair;
mod procedure;
mod rules;
pub(crate) mod site;

use std::collections::BTreeSet;

use jiff::civil::Date;
use law::check::{Check, CheckError, Question};
use law::{Facts, Key, Library, State};
use maud::{Markup, html};

use super::frame;
use super::words::{Arg, Words};

pub(crate) use answer::{open_facts, whole as answered};
pub(crate) use instrument::{kicker as instrument_kicker, whole as instrument};
pub(crate) use lists::{
    InstrumentRow, instrument_cells, instrument_rows, mistakes, procedures, states, unreadable,
};
pub(crate) use pair::{title as pair_title, whole as pair};
pub(crate) use procedure::{kicker as procedure_kicker, whole as procedure};

/// What a page of the law leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target<'a> {
    /// The beginning.
    Home,
    /// The list of instruments.
    Instruments,
    /// An instrument.
    Instrument(&'a str),
    /// The choice of two states.
    States,
    /// What binds two states.
    Pair(State, State),
    /// What a request of one state to the other must be.
    Check(State, State, &'a str),
    /// The list of procedures.
    Procedures,
    /// A procedure.
    Procedure(&'a str),
}

/// Where links lead.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place<'a> {
    /// To the pages of a node.
    Node,
    /// To files: how many folders deep the page lies, and the states that have pages.
    Files { depth: usize, states: &'a BTreeSet<State> },
}

/// A page of the law in the making: the library, the words and the place.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    /// The law.
    pub library: &'a Library,
    /// The reader's words.
    pub words: &'a Words,
    /// The day that is asked about.
    pub on: Date,
    /// Whether links name that day because it is not today.
    pub dated: bool,
    /// Where links lead.
    pub place: Place<'a>,
}

impl Reader<'_> {
    /// A word or sentence.
    pub(crate) fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    /// A sentence with values.
    pub(crate) fn tr(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.words.tr(key, args)
    }

    /// The word for a key.
    pub(crate) fn word(&self, family: &str, key: &str) -> String {
        self.words.word(family, key)
    }

    /// The address of a page; nothing where it has none.
    pub(crate) fn address(&self, target: Target<'_>) -> Option<String> {
        match self.place {
            Place::Node => Some(self.node_address(target)),
            Place::Files { depth, states } => {
                let known = |state: State| states.contains(&state);
                match target {
                    Target::Pair(from, to) | Target::Check(from, to, _) if !known(from) || !known(to) => None,
                    _ => Some(format!("{}{}", "../".repeat(depth), file(target))),
                }
            }
        }
    }

    fn node_address(&self, target: Target<'_>) -> String {
        let day = if self.dated { format!("on={}", self.on) } else { String::new() };
        match target {
            Target::Home => "/law".to_owned(),
            Target::Instruments => "/law/instruments".to_owned(),
            Target::Instrument(id) => format!("/law/instruments/{id}"),
            Target::States => "/law/states".to_owned(),
            Target::Pair(from, to) if day.is_empty() => format!("/law/states/{from}/{to}"),
            Target::Pair(from, to) => format!("/law/states/{from}/{to}?{day}"),
            Target::Check(from, to, procedure) => {
                format!("/law?from={from}&to={to}&procedure={procedure}&on={}", self.on)
            }
            Target::Procedures => "/law/procedures".to_owned(),
            Target::Procedure(key) => format!("/law/procedures/{key}"),
        }
    }

    /// A link, or the text alone where the page does not exist.
    pub(crate) fn link(&self, target: Target<'_>, text: &Markup) -> Markup {
        match self.address(target) {
            Some(address) => html! { a href=(address) { (text) } },
            None => text.clone(),
        }
    }

    /// The name of an instrument with its link.
    pub(crate) fn instrument(&self, id: &law::InstrumentId) -> Markup {
        match self.library.instrument(id) {
            Some(known) => self.link(Target::Instrument(id.as_str()), &frame::english(known.short_name())),
            None => html! { code dir="ltr" { (id) } },
        }
    }

    /// What a procedure is called.
    pub(crate) fn procedure_name(&self, key: &str, title: &str) -> Markup {
        match self.words.known("procedure", key) {
            Some(name) => html! { (name) },
            None => frame::english(title),
        }
    }

    /// An article, as cited within its instrument.
    pub(crate) fn article(&self, text: &str) -> Markup {
        if text.starts_with(|first: char| first.is_ascii_digit()) {
            frame::article(&format!("Art. {text}"))
        } else {
            frame::article(text)
        }
    }

    /// The mark of what was recalled and not read.
    pub(crate) fn verified(&self, verified: bool) -> Markup {
        frame::unread(self.words, verified)
    }

    /// What the library says about a request between two states on the day, whatever the case.
    pub(crate) fn check(&self, from: State, to: State, procedure: &Key) -> Result<Check, CheckError> {
        self.check_with(from, to, procedure, Facts::default())
    }

    /// The same when something is known of the case.
    pub(crate) fn check_with(
        &self,
        from: State,
        to: State,
        procedure: &Key,
        facts: Facts,
    ) -> Result<Check, CheckError> {
        self.library.check(&Question { from, to, procedure: procedure.clone(), on: self.on, facts })
    }

    /// The ways through the law, above every page of it.
    pub(crate) fn tabs(&self, current: Target<'_>) -> Markup {
        let tabs = [
            (Target::Home, "law-tab-check"),
            (Target::States, "law-tab-states"),
            (Target::Instruments, "law-tab-instruments"),
            (Target::Procedures, "law-tab-procedures"),
        ];
        html! {
            nav.tabs aria-label=(self.t("law-tabs")) {
                @for (target, key) in tabs {
                    a href=[self.address(target)] aria-current=[(target == current).then_some("page")] { (self.t(key)) }
                }
            }
        }
    }
}

/// The file of a page, from the root of the folder.
pub(crate) fn file(target: Target<'_>) -> String {
    match target {
        Target::Home => "index.html".to_owned(),
        Target::Instruments => "instruments/index.html".to_owned(),
        Target::Instrument(id) => format!("instruments/{id}.html"),
        Target::States => "states/index.html".to_owned(),
        Target::Pair(from, to) => format!("states/{from}/{to}/index.html"),
        Target::Check(from, to, procedure) => format!("states/{from}/{to}/{procedure}.html"),
        Target::Procedures => "procedures/index.html".to_owned(),
        Target::Procedure(key) => format!("procedures/{key}.html"),
    }
}

/// An address of the world outside, or plain text where it is none.
pub(crate) fn source(text: &str) -> Markup {
    let address = text.starts_with("https://") || text.starts_with("http://");
    html! {
        @if address && !text.contains(char::is_whitespace) {
            a href=(text) rel="noreferrer external" lang="en" dir="ltr" { (text) }
        } @else {
            (frame::english(text))
        }
    }
}
