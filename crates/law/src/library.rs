//! The law that is loaded: reading files, and finding what is in them.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::ids::{InstrumentId, Key};
use crate::instrument::Instrument;
use crate::links::Links;
use crate::procedure::{Event, Overlay, Procedure, Safeguard, UndertakingText};
use crate::read_instrument::instrument;
use crate::read_procedure::{catalogue, catalogue_undertakings, events, overlays, procedure};
use crate::source::{Section, Source};

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
    /// Instruments whose file has mistakes, with the file: they are named, never silently left out.
    pub(crate) broken: BTreeMap<InstrumentId, String>,
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
    Lists { events: Vec<Event>, overlays: Vec<Overlay>, catalogue: Catalogue },
    Nothing,
}

impl Library {
    /// Reads files of the law as `(path, text)`. A file with a mistake is left out, because half a treaty is no law,
    /// and [`Library::check`] names it as unreadable; the other files keep working.
    pub fn read(files: &[(&str, &str)]) -> (Self, Vec<Diagnostic>) {
        let mut library = Self::default();
        let mut diagnostics = Vec::new();
        let mut overlay_files = Vec::new();
        let mut shared = Catalogue::default();
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
                Parsed::Lists { events, overlays, catalogue } => {
                    // An event is a name: one that can be read is kept beside one that cannot, or a slip here
                    // would take every instrument down with it.
                    library.events.extend(events.into_iter().map(|event| (event.key.value.clone(), event)));
                    if clean {
                        shared.safeguards.extend(catalogue.safeguards);
                        shared.undertakings.extend(catalogue.undertakings);
                        overlay_files.extend(overlays.iter().map(|_| (*path).to_owned()));
                        library.overlays.extend(overlays);
                    }
                }
                Parsed::Procedure(_) | Parsed::Nothing => {}
            }
            diagnostics.extend(source.into_diagnostics());
        }
        diagnostics.extend(library.share(&shared));
        diagnostics.extend(library.link(&overlay_files));
        diagnostics.extend(library.unsound());
        diagnostics.sort();
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

    fn add_procedure(&mut self, read: Procedure, source: &Source<'_>) {
        if let Some(other) = self.procedures.get(read.key()) {
            let message = format!("procedure `{}` is already in {}", read.key(), other.file);
            source.note(read.key.place, message, "give each procedure one file and one key");
            return;
        }
        self.procedures.insert(read.key.value.clone(), read);
    }

    /// Checks the links between files; an instrument with a wrong link is left out like any other with a mistake.
    fn link(&mut self, overlay_files: &[String]) -> Vec<Diagnostic> {
        let mut links = Links {
            instruments: &self.instruments,
            broken: &self.broken,
            events: &self.events,
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
        links.precedence();
        let diagnostics = links.diagnostics;
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
    } else if root.has("event") || root.has("overlay") || root.has("safeguard") || root.has("undertaking") {
        let catalogue =
            Catalogue { safeguards: catalogue(&root), undertakings: catalogue_undertakings(&root) };
        Parsed::Lists { events: events(&root), overlays: overlays(&root), catalogue }
    } else {
        root.note(
            root.place(),
            "the file holds no [instrument], [procedure], [[event]], [[overlay]] or [[safeguard]]",
            "docs/LAW.md shows a whole file of each",
        );
        return Parsed::Nothing;
    };
    root.finish();
    parsed
}
