//! Duties beside the instruments, such as telling the member state of a citizen's nationality before extraditing: what
//! courts and statutes ask of one end when the facts are such.

use jiff::civil::Date;
use serde::Serialize;

use crate::codes::EndCode;
use crate::ids::{InstrumentId, Key};
use crate::proviso::Proviso;
use crate::source::{At, Section};

/// A duty beside the instruments.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct DutyText {
    pub(crate) key: Key,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) who: EndCode,
    /// Kinds of act before which it must be done.
    pub(crate) before: Vec<Key>,
    pub(crate) procedures: Vec<Key>,
    /// Instruments with which it goes; all where none is named.
    pub(crate) instruments: Vec<At<InstrumentId>>,
    pub(crate) since: Option<Date>,
    pub(crate) provisos: Vec<Proviso>,
    pub(crate) article: String,
    pub(crate) source: String,
    pub(crate) verified: bool,
}

/// Reads a `[[duty]]`.
pub(crate) fn duty(section: Section<'_, '_>) -> Option<DutyText> {
    let plain = |keys: Vec<At<Key>>| keys.into_iter().map(|key| key.value).collect();
    let duty = DutyText {
        title: section.need_text("title"),
        description: section.need_text("description"),
        before: plain(section.keys("before")),
        procedures: plain(section.keys("procedures")),
        instruments: section.keys("instruments"),
        since: section.date("since"),
        provisos: section.provisos("if"),
        article: section.need_text("article"),
        source: section.need_text("source"),
        verified: section.need_flag("verified"),
        key: section.need_key("key")?.value,
        who: section.need_code("who")?,
    };
    section.finish().then_some(duty)
}
