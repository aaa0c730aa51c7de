//! The law that is loaded: reading files, and finding what is in them.

use std::collections::{BTreeMap, BTreeSet};

use crate::circles::circles;
use crate::diagnostic::Diagnostic;
use crate::duties::{DutyText, duty};
use crate::holidays::{HolidayRules, holidays};
use crate::ids::{InstrumentId, Key, State};
use crate::instrument::Instrument;
use crate::links::Links;
use crate::procedure::{Event, Overlay, Procedure, Safeguard, UndertakingText};
use crate::read_instrument::instrument;
use crate::read_procedure::{catalogue, catalogue_undertakings, events, overlays, procedure};
use crate::source::{Place, Section, Source};
use crate::states::{Membership, StateText, States, membership, state};
use crate::treaties::{OtherTreaty, treaty};
use crate::vocabulary::{FactText, fact};

/// The schema this program reads.
const SCHEMA: u32 = 1;

/// The files of the law as they were when the program was built.
const FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/law_files.rs"));

/// Every instrument, procedure, event and national rule that was read.
#[derive(Debug, Clone, Default)]
pub struct Library {
    pub(crate) instruments: BTreeMap<InstrumentId, Instrument>,
    pub(crate) procedures: BTreeMap<Key, Procedure>,
    pub(crate) events: BTreeMap<Key, Event>,
    pub(crate) overlays: Vec<Overlay>,
    pub(crate) states: States,
    pub(crate) holidays: BTreeMap<State, HolidayRules>,
    pub(crate) facts: BTreeMap<Key, FactText>,
    pub(crate) treaties: Vec<OtherTreaty>,
    pub(crate) duties: Vec<DutyText>,
    /// Instruments whose file has mistakes, with the file: they are named, never silently left out.
    pub(crate) broken: BTreeMap<InstrumentId, String>,
    /// Other files with mistakes: what stands in them may be missing, and every answer says so.
    pub(crate) incomplete: BTreeSet<String>,
}

/// Safeguards and undertakings that procedures share.
#[derive(Debug, Clone, Default)]
pub(crate) struct Catalogue {
    pub(crate) safeguards: Vec<Safeguard>,
    pub(crate) undertakings: Vec<UndertakingText>,
}

enum Parsed {
    Instrument(Box<Instrument>),
    Procedure(Box<Procedure>),
    Holidays(Box<HolidayRules>),
    Lists(Box<Lists>),
    Nothing,
}

/// What a file without a head holds.
#[derive(Default)]
struct Lists {
    events: Vec<Event>,
    overlays: Vec<Overlay>,
    catalogue: Catalogue,
    facts: Vec<FactText>,
    states: Vec<StateText>,
    memberships: Vec<Membership>,
    treaties: Vec<OtherTreaty>,
    duties: Vec<DutyText>,
}

impl Library {
    /// Reads files of the law as `(path, text)`. A file with a mistake is left out, because half a treaty is no law,
    /// and [`Library::check`] names it as unreadable; the other files keep working.
    pub fn read(files: &[(&str, &str)]) -> (Self, Vec<Diagnostic>) {
        let mut library = Self::default();
        let mut diagnostics = Vec::new();
        let mut overlay_files = Vec::new();
        let mut shared = Catalogue::default();
        let mut owed = Vec::new();
        for (path, text) in files {
            let source = Source::new(path, text);
            let parsed = parse(&source, path);
            let clean = source.clean();
            match parsed {
                Parsed::Instrument(read) if clean => library.add_instrument(*read, path, &source),
                Parsed::Instrument(read) => {
                    library.broken.insert(read.id.value, (*path).to_owned());
                }
                Parsed::Procedure(read) if clean => library.add_procedure(*read, &source),
                Parsed::Holidays(read) if clean => library.add_holidays(*read, &source),
                Parsed::Lists(lists) => {
                    // An event is a name: one that can be read is kept beside one that cannot, or a slip here
                    // would take every instrument down with it. The same holds for facts, states and treaties.
                    let Lists { events, overlays, catalogue, facts, states, memberships, treaties, duties } =
                        *lists;
                    library.events.extend(events.into_iter().map(|event| (event.key.value.clone(), event)));
                    library.facts.extend(facts.into_iter().map(|fact| (fact.key.value.clone(), fact)));
                    library.states.known.extend(states.into_iter().map(|state| (state.code, state)));
                    library.states.memberships.extend(memberships);
                    library.treaties.extend(treaties);
                    owed.extend(duties.into_iter().map(|duty| ((*path).to_owned(), duty)));
                    // National rules without a mistake are kept too; the answers say that others are missing.
                    overlay_files.extend(overlays.iter().map(|_| (*path).to_owned()));
                    library.overlays.extend(overlays);
                    if clean {
                        shared.safeguards.extend(catalogue.safeguards);
                        shared.undertakings.extend(catalogue.undertakings);
                    }
                }
                Parsed::Procedure(_) | Parsed::Holidays(_) | Parsed::Nothing => {}
            }
            diagnostics.extend(source.into_diagnostics());
        }
        diagnostics.extend(library.share(&shared));
        let order = files.iter().enumerate().map(|(at, (path, _))| ((*path).to_owned(), at)).collect();
        diagnostics.extend(library.link(&overlay_files, owed, &order));
        diagnostics.extend(library.unsound());
        diagnostics.sort();
        let instruments: BTreeSet<&String> = library.broken.values().collect();
        let wrong = diagnostics.iter().map(|diagnostic| &diagnostic.file);
        library.incomplete = wrong.filter(|file| !instruments.contains(file)).cloned().collect();
        (library, diagnostics)
    }

    /// The law built into the program.
    pub fn embedded() -> Self {
        Self::read(FILES).0
    }

    /// The files built into the program, as `(path, text)`.
    pub fn embedded_files() -> &'static [(&'static str, &'static str)] {
        FILES
    }

    /// The instruments, by identifier.
    pub fn instruments(&self) -> impl Iterator<Item = &Instrument> {
        self.instruments.values()
    }

    /// An instrument.
    pub fn instrument(&self, id: &InstrumentId) -> Option<&Instrument> {
        self.instruments.get(id)
    }

    /// The procedures, by key.
    pub fn procedures(&self) -> impl Iterator<Item = &Procedure> {
        self.procedures.values()
    }

    /// A procedure.
    pub fn procedure(&self, key: &Key) -> Option<&Procedure> {
        self.procedures.get(key)
    }

    fn add_instrument(&mut self, read: Instrument, path: &str, source: &Source<'_>) {
        if let Some(other) = self.instruments.get(read.id()) {
            let message = format!("instrument `{}` is already in {}", read.id(), other.file);
            source.note(read.id.place, message, "give each instrument one file and one identifier");
            return;
        }
        debug_assert_eq!(read.file, path);
        self.instruments.insert(read.id.value.clone(), read);
    }

    fn add_holidays(&mut self, read: HolidayRules, source: &Source<'_>) {
        if let Some(other) = self.holidays.get(&read.state) {
            let message = format!("the holidays of `{}` are already in {}", read.state, other.file);
            source.note(Place { line: 1, column: 1 }, message, "give each state one file of holidays");
            return;
        }
        self.holidays.insert(read.state, read);
    }

    fn add_procedure(&mut self, read: Procedure, source: &Source<'_>) {
        if let Some(other) = self.procedures.get(read.key()) {
            let message = format!("procedure `{}` is already in {}", read.key(), other.file);
            source.note(read.key.place, message, "give each procedure one file and one key");
            return;
        }
        self.procedures.insert(read.key.value.clone(), read);
    }

    /// Checks the links between files; an instrument with a wrong link is left out like any other with a mistake.
    fn link(
        &mut self,
        overlay_files: &[String],
        owed: Vec<(String, DutyText)>,
        order: &BTreeMap<String, usize>,
    ) -> Vec<Diagnostic> {
        let mut links = Links {
            instruments: &self.instruments,
            broken: &self.broken,
            events: &self.events,
            facts: &self.facts,
            diagnostics: Vec::new(),
        };
        for instrument in self.instruments.values() {
            links.instrument(instrument);
        }
        for procedure in self.procedures.values() {
            links.procedure(procedure);
        }
        for (file, overlay) in overlay_files.iter().zip(&self.overlays) {
            links.overlay(file, overlay);
        }
        for (file, duty) in &owed {
            links.duty(file, duty);
        }
        let mut diagnostics = links.diagnostics;
        diagnostics.extend(circles(&self.instruments, order));
        self.duties = owed.into_iter().map(|(_, duty)| duty).collect();
        let wrong = |file: &str| diagnostics.iter().any(|diagnostic| diagnostic.file == file);
        let broken: Vec<(InstrumentId, String)> = (self.instruments.values())
            .filter(|instrument| wrong(&instrument.file))
            .map(|instrument| (instrument.id().clone(), instrument.file.clone()))
            .collect();
        for (id, file) in broken {
            self.instruments.remove(&id);
            self.broken.insert(id, file);
        }
        self.procedures.retain(|_, procedure| !wrong(&procedure.file));
        let mut files = overlay_files.iter();
        self.overlays.retain(|_| files.next().is_none_or(|file| !wrong(file)));
        diagnostics
    }
}

fn parse(source: &Source<'_>, path: &str) -> Parsed {
    let Some(table) = source.parse() else { return Parsed::Nothing };
    let root = Section::root(source, &table, "the file");
    if !root.has("schema") {
        root.note(root.place(), "the file names no schema", "begin it with: schema = 1");
    }
    if let Some(schema) = root.number("schema").filter(|schema| *schema != SCHEMA) {
        root.note(
            root.place_of("schema"),
            format!("schema {schema} is not known"),
            "this program reads schema = 1; a newer file needs a newer program",
        );
        return Parsed::Nothing;
    }
    let parsed = if root.has("instrument") {
        instrument(&root, path).map_or(Parsed::Nothing, |read| Parsed::Instrument(Box::new(read)))
    } else if root.has("procedure") {
        procedure(&root, path).map_or(Parsed::Nothing, |read| Parsed::Procedure(Box::new(read)))
    } else if root.has("holidays") {
        holidays(&root, path).map_or(Parsed::Nothing, |read| Parsed::Holidays(Box::new(read)))
    } else if root.has("scenario") {
        // Worked cases are no law: they are read for their mistakes alone.
        crate::scenario::read_all(&root, path);
        Parsed::Nothing
    } else if LISTS.iter().any(|name| root.has(name)) {
        Parsed::Lists(Box::new(lists(&root)))
    } else {
        root.note(
            root.place(),
            "the file holds no [instrument], [procedure], [holidays], [[event]], [[overlay]], [[safeguard]], [[fact]], \
             [[state]], [[treaty]] or [[duty]]",
            "docs/LAW.md shows a whole file of each",
        );
        return Parsed::Nothing;
    };
    root.finish();
    parsed
}

/// Lists that a file without a head may hold.
const LISTS: [&str; 9] =
    ["event", "overlay", "safeguard", "undertaking", "fact", "state", "member", "treaty", "duty"];

fn lists(root: &Section<'_, '_>) -> Lists {
    Lists {
        events: if root.has("event") { events(root) } else { Vec::new() },
        overlays: if root.has("overlay") { overlays(root) } else { Vec::new() },
        catalogue: Catalogue { safeguards: catalogue(root), undertakings: catalogue_undertakings(root) },
        facts: root.tables("fact", "[[fact]]").into_iter().filter_map(fact).collect(),
        states: root.tables("state", "[[state]]").into_iter().filter_map(state).collect(),
        memberships: root.tables("member", "[[member]]").into_iter().filter_map(membership).collect(),
        treaties: root.tables("treaty", "[[treaty]]").into_iter().filter_map(treaty).collect(),
        duties: root.tables("duty", "[[duty]]").into_iter().filter_map(duty).collect(),
    }
}
