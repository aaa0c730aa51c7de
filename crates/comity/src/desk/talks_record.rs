//! The record of a meeting: what it holds, how an officer changes it, and the bytes that are signed.
//!
//! Every entry knows the stretches of the text that it came from and whether a machine read it, an officer accepted it,
//! or an officer wrote it. What is signed ([`Signed`]) holds the entries, the digest of the text and who signs; the text
//! itself travels beside it, when it does.

use std::collections::BTreeSet;

use exchange::CaseId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use store::{CommitmentId, NewCommitment, TalksId, TalksText};

use super::form::{Fields, Objection};
use super::reading::cut;

/// The most entries of one kind.
pub const ENTRIES_MOST: usize = 200;
/// The most characters of a name, an office, a place or a title.
const LINE_MOST: usize = 400;
/// The most characters of what was promised.
const PROMISE_MOST: usize = 4_000;

/// How an entry came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// Read by the machine; nobody has looked at it yet.
    #[default]
    Read,
    /// Read by the machine and accepted by an officer.
    Accepted,
    /// Written or changed by an officer.
    Written,
}

impl Origin {
    /// The word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Origin::Read => "read",
            Origin::Accepted => "accepted",
            Origin::Written => "written",
        }
    }
}

/// A stretch of the text, in bytes.
pub type Span = (u32, u32);

/// The day, place, state, body, topic or mechanism that an entry names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Finding {
    /// Its code, or its name.
    pub value: String,
    /// How the text stands to it: `agreed`, `discussed`, `existing`, `wished`, `negated`, `mentioned`; empty where
    /// that has no meaning.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub standing: String,
    /// Where the text says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
    /// How sure the machine was, in percent.
    #[serde(default)]
    pub confidence: u8,
    /// How the entry came to be.
    #[serde(default)]
    pub origin: Origin,
}

/// An official.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Official {
    /// The name in every spelling.
    pub names: Vec<String>,
    /// The office, in English.
    pub office: String,
    /// The state served, ISO alpha-2.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Where the text says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
    /// How sure the machine was, in percent.
    #[serde(default)]
    pub confidence: u8,
    /// How the entry came to be.
    #[serde(default)]
    pub origin: Origin,
}

/// Something promised.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Promise {
    /// Its name within the thread of the record; it stays when the record is corrected.
    pub key: String,
    /// `both`, `all`, or codes joined by `+`.
    pub who: String,
    /// What is to be done.
    pub what: String,
    /// Until when: day, month or year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// Where the text says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spans: Vec<Span>,
    /// How sure the machine was, in percent.
    #[serde(default)]
    pub confidence: u8,
    /// How the entry came to be.
    #[serde(default)]
    pub origin: Origin,
}

/// The kinds of entries that are one value each, in the order of the record.
pub const LISTS: [&str; 5] = ["places", "countries", "bodies", "topics", "mechanisms"];

/// The record of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Record {
    /// What the record is called.
    pub title: String,
    /// Why the machine takes the text for no readout of a meeting, when it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_meeting: Option<String>,
    /// Language of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Day, month or year of the meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Finding>,
    /// Cities or sites, or `videoconference`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Finding>,
    /// The states that met.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub countries: Vec<Finding>,
    /// International bodies and standing formats.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bodies: Vec<Finding>,
    /// Officials named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Official>,
    /// What was spoken of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Finding>,
    /// How the authorities work together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mechanisms: Vec<Finding>,
    /// What was promised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commitments: Vec<Promise>,
}

/// What an officer signs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Signed {
    /// Version of this form.
    pub version: u8,
    /// The record.
    pub record: Record,
    /// SHA-256 of the text it was read from, in hex.
    pub text_sha256: String,
    /// SHA-256 of the signed record that this one corrects, in hex.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<String>,
    /// Login and name of the officer.
    pub by: (String, String),
    /// When, in whole microseconds.
    pub at_us: i64,
}

/// The body of an act of kind `talks-record`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct TalksBody {
    /// Canonical bytes of [`Signed`].
    pub(crate) record: exchange::cbor::Bytes,
    /// The text, when it is sent along.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
}

/// The body of an act of kind `commitment`: what an authority says became of a promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct CommitmentBody {
    /// Its name within the thread.
    pub(crate) key: String,
    /// Who was to do it.
    pub(crate) who: String,
    /// What was to be done.
    pub(crate) what: String,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) due: Option<String>,
    /// What became of it.
    pub(crate) state: String,
    /// The words.
    pub(crate) outcome: String,
}

impl Record {
    /// The entries of one kind.
    pub fn list(&self, kind: &str) -> &[Finding] {
        match kind {
            "places" => &self.places,
            "countries" => &self.countries,
            "bodies" => &self.bodies,
            "topics" => &self.topics,
            "mechanisms" => &self.mechanisms,
            _ => &[],
        }
    }

    fn list_mut(&mut self, kind: &str) -> Option<&mut Vec<Finding>> {
        match kind {
            "places" => Some(&mut self.places),
            "countries" => Some(&mut self.countries),
            "bodies" => Some(&mut self.bodies),
            "topics" => Some(&mut self.topics),
            "mechanisms" => Some(&mut self.mechanisms),
            _ => None,
        }
    }

    /// The states that met, sorted, each once.
    pub fn states(&self) -> Vec<String> {
        let codes: BTreeSet<&str> = self.countries.iter().map(|country| country.value.as_str()).collect();
        codes.into_iter().map(str::to_owned).collect()
    }

    /// Day, month or year of the meeting.
    pub fn day(&self) -> Option<&str> {
        self.date.as_ref().map(|date| date.value.as_str()).filter(|value| !value.is_empty())
    }

    /// Entries that nobody has looked at yet.
    pub fn unread(&self) -> usize {
        let lists = LISTS.iter().flat_map(|kind| self.list(kind)).map(|finding| finding.origin);
        let people = self.people.iter().map(|person| person.origin);
        let promises = self.commitments.iter().map(|promise| promise.origin);
        let date = self.date.iter().map(|date| date.origin);
        lists.chain(people).chain(promises).chain(date).filter(|origin| *origin == Origin::Read).count()
    }

    /// A title of what is known: when, who, where.
    pub fn described(&self) -> String {
        let states = self.states().join(" – ");
        let place = self.places.first().map(|place| place.value.as_str()).unwrap_or_default();
        let parts: Vec<&str> = [states.as_str(), place, self.day().unwrap_or_default()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        parts.join(", ")
    }

    /// What the store keeps beside the record.
    pub(crate) fn stored(&self) -> Result<TalksText, super::DeskError> {
        let mut words = Vec::new();
        for person in &self.people {
            words.extend(person.names.iter().map(String::as_str));
            words.push(&person.office);
        }
        words.extend(LISTS.iter().flat_map(|kind| self.list(kind)).map(|finding| finding.value.as_str()));
        words.extend(self.commitments.iter().map(|promise| promise.what.as_str()));
        Ok(TalksText {
            title: if self.title.trim().is_empty() { self.described() } else { self.title.clone() },
            held_on: self.day().map(str::to_owned),
            countries: self.states(),
            record: serde_json::to_string(self).map_err(|error| unreadable(&error))?,
            words: words.join(" "),
        })
    }

    /// Reads what the store keeps.
    pub(crate) fn read(text: &str) -> Result<Self, super::DeskError> {
        serde_json::from_str(text).map_err(|error| unreadable(&error))
    }

    /// Names promises that have no name yet. A name is never given twice in a thread, also when its promise is gone.
    pub(crate) fn name_promises(&mut self, taken: &BTreeSet<String>) {
        let mut taken: BTreeSet<String> =
            taken.iter().cloned().chain(self.commitments.iter().map(|promise| promise.key.clone())).collect();
        let mut next = 1_u32;
        for promise in self.commitments.iter_mut().filter(|promise| promise.key.is_empty()) {
            while taken.contains(&format!("c{next}")) {
                next = next.saturating_add(1);
            }
            promise.key = format!("c{next}");
            taken.insert(promise.key.clone());
        }
    }

    /// The promises as the store keeps them as tasks.
    pub(crate) fn tasks(&self, talks: TalksId, thread: CaseId) -> Vec<NewCommitment> {
        self.commitments
            .iter()
            .map(|promise| NewCommitment {
                id: commitment_id(&thread, &promise.key),
                talks,
                thread,
                key: promise.key.clone(),
                who: promise.who.clone(),
                what: promise.what.clone(),
                due: promise.due.clone(),
                due_on: promise.due.as_deref().and_then(last_day).map(|day| day.to_string()),
                countries: self.states(),
            })
            .collect()
    }

    /// Takes over what a form says. Entries that the form does not name stay as they are; an entry whose value is
    /// emptied is removed; `<kind>.new` adds one. What cannot be taken is told and left as it was.
    pub fn enter(&mut self, fields: &Fields) -> Vec<Objection> {
        let mut against = Vec::new();
        if let Some(title) = fields.get("title") {
            self.title = line(title, "title", &mut against);
        }
        if let Some(day) = fields.get("date") {
            self.enter_day(day.trim(), &mut against);
        }
        for kind in LISTS {
            self.enter_list(kind, fields, &mut against);
        }
        self.enter_people(fields, &mut against);
        self.enter_promises(fields, &mut against);
        against
    }

    fn enter_day(&mut self, day: &str, against: &mut Vec<Objection>) {
        let present = self.day().unwrap_or_default();
        if day == present {
            return;
        }
        if day.is_empty() {
            self.date = None;
        } else if last_day(day).is_none() {
            against.push(objection(
                "date",
                format!("`{}` is no day, month or year", cut(day)),
                "write 2017-11-30, 2017-11 or 2017",
            ));
        } else {
            let spans = self.date.take().map(|date| date.spans).unwrap_or_default();
            self.date = Some(Finding {
                value: day.to_owned(),
                spans,
                confidence: 100,
                origin: Origin::Written,
                ..Finding::default()
            });
        }
    }

    fn enter_list(&mut self, kind: &str, fields: &Fields, against: &mut Vec<Objection>) {
        let Some(list) = self.list_mut(kind) else { return };
        for (index, finding) in list.iter_mut().enumerate() {
            let name = format!("{kind}.{index}.value");
            if let Some(value) = fields.get(&name) {
                let value = value_of(kind, value, &name, against);
                if value != finding.value {
                    finding.value = value;
                    finding.origin = Origin::Written;
                }
            }
            if let Some(standing) = fields.get(&format!("{kind}.{index}.standing"))
                && *standing != finding.standing
                && STANDINGS.contains(&standing.as_str())
            {
                finding.standing.clone_from(standing);
                finding.origin = Origin::Written;
            }
        }
        let name = format!("{kind}.new");
        if let Some(value) = fields.get(&name).filter(|value| !value.trim().is_empty()) {
            let value = value_of(kind, value, &name, against);
            if !value.is_empty() && !list.iter().any(|finding| finding.value == value) {
                list.push(Finding {
                    value,
                    standing: if kind == "mechanisms" { "discussed".to_owned() } else { String::new() },
                    spans: span_of(fields),
                    confidence: 100,
                    origin: Origin::Written,
                });
            }
        }
        // Two entries that were made the same are one.
        let mut seen = BTreeSet::new();
        list.retain(|finding| !finding.value.is_empty() && seen.insert(finding.value.clone()));
        list.truncate(ENTRIES_MOST);
    }

    fn enter_people(&mut self, fields: &Fields, against: &mut Vec<Objection>) {
        for (index, person) in self.people.iter_mut().enumerate() {
            let at = |part: &str| format!("people.{index}.{part}");
            let before = person.clone();
            if let Some(names) = fields.get(&at("names")) {
                person.names = lines(names, &at("names"), against);
            }
            if let Some(office) = fields.get(&at("office")) {
                person.office = line(office, &at("office"), against);
            }
            if let Some(country) = fields.get(&at("country")) {
                let code = value_of("countries", country, &at("country"), against);
                person.country = Some(code).filter(|code| !code.is_empty());
            }
            if *person != before {
                person.origin = Origin::Written;
            }
        }
        if let Some(names) = fields.get("people.new.names").filter(|names| !names.trim().is_empty()) {
            let empty = String::new();
            let country = fields.get("people.new.country").unwrap_or(&empty);
            let country = value_of("countries", country, "people.new.country", against);
            self.people.push(Official {
                names: lines(names, "people.new.names", against),
                office: line(fields.get("people.new.office").unwrap_or(&empty), "people.new.office", against),
                country: Some(country).filter(|code| !code.is_empty()),
                spans: span_of(fields),
                confidence: 100,
                origin: Origin::Written,
            });
        }
        self.people.retain(|person| !person.names.is_empty());
        self.people.truncate(ENTRIES_MOST);
    }

    fn enter_promises(&mut self, fields: &Fields, against: &mut Vec<Objection>) {
        let states = self.states();
        for (index, promise) in self.commitments.iter_mut().enumerate() {
            let at = |part: &str| format!("commitments.{index}.{part}");
            let before = promise.clone();
            if let Some(what) = fields.get(&at("what")) {
                promise.what = bounded(what, PROMISE_MOST, &at("what"), against);
            }
            if let Some(who) = fields.get(&at("who")) {
                promise.who = who_of(who, &states, &at("who"), against).unwrap_or(before.who.clone());
            }
            if let Some(due) = fields.get(&at("due")) {
                promise.due = due_of(due, before.due.as_deref(), &at("due"), against);
            }
            if *promise != before {
                promise.origin = Origin::Written;
            }
        }
        if let Some(what) = fields.get("commitments.new.what").filter(|what| !what.trim().is_empty()) {
            let empty = String::new();
            let who = fields.get("commitments.new.who").unwrap_or(&empty);
            let due = fields.get("commitments.new.due").unwrap_or(&empty);
            self.commitments.push(Promise {
                key: String::new(),
                who: who_of(who, &states, "commitments.new.who", against)
                    .unwrap_or_else(|| "both".to_owned()),
                what: bounded(what, PROMISE_MOST, "commitments.new.what", against),
                due: due_of(due, None, "commitments.new.due", against),
                spans: span_of(fields),
                confidence: 100,
                origin: Origin::Written,
            });
        }
        self.commitments.retain(|promise| !promise.what.is_empty());
        self.commitments.truncate(ENTRIES_MOST);
    }

    /// The field that is emptied to remove the entry that `place` names, such as `topics.2` or `date`.
    pub fn emptied(place: &str) -> String {
        match place.split_once('.') {
            Some(("people", _)) => format!("{place}.names"),
            Some(("commitments", _)) => format!("{place}.what"),
            Some(_) => format!("{place}.value"),
            None => place.to_owned(),
        }
    }

    /// Accepts the entry that `place` names, or everything (`all`) as the machine read it; whether there was one.
    pub fn accept(&mut self, place: &str) -> bool {
        let accept = |origin: &mut Origin| {
            if *origin == Origin::Read {
                *origin = Origin::Accepted;
            }
        };
        if place == "all" {
            self.date.iter_mut().for_each(|date| accept(&mut date.origin));
            for kind in LISTS {
                self.list_mut(kind).into_iter().flatten().for_each(|finding| accept(&mut finding.origin));
            }
            self.people.iter_mut().for_each(|person| accept(&mut person.origin));
            self.commitments.iter_mut().for_each(|promise| accept(&mut promise.origin));
            return true;
        }
        if place == "date" {
            return self.date.as_mut().map(|date| accept(&mut date.origin)).is_some();
        }
        let Some((kind, index)) = place_of(place) else { return false };
        let origin = match kind {
            "people" => self.people.get_mut(index).map(|person| &mut person.origin),
            "commitments" => self.commitments.get_mut(index).map(|promise| &mut promise.origin),
            _ => self.list_mut(kind).and_then(|list| list.get_mut(index)).map(|finding| &mut finding.origin),
        };
        origin.map(accept).is_some()
    }

    /// Without stretches that the text does not have.
    pub(crate) fn checked_spans(mut self, text: &str) -> Self {
        let clean = |spans: &mut Vec<Span>| {
            spans.retain(|span| fits(span, text));
            spans.truncate(ENTRIES_MOST);
        };
        self.date.iter_mut().for_each(|date| clean(&mut date.spans));
        for kind in LISTS {
            self.list_mut(kind).into_iter().flatten().for_each(|finding| clean(&mut finding.spans));
        }
        self.people.iter_mut().for_each(|person| clean(&mut person.spans));
        self.commitments.iter_mut().for_each(|promise| clean(&mut promise.spans));
        self
    }

    /// A record as it came from somebody else: within bounds, spans within the text.
    pub(crate) fn checked(self, text: &str) -> Option<Self> {
        let short = |text: &str, most: usize| text.chars().count() <= most;
        if self.day().is_some_and(|day| last_day(day).is_none()) || !short(&self.title, LINE_MOST) {
            return None;
        }
        for kind in LISTS {
            let list = self.list(kind);
            if list.len() > ENTRIES_MOST || list.iter().any(|finding| !short(&finding.value, LINE_MOST)) {
                return None;
            }
        }
        if self.countries.iter().any(|country| !is_code(&country.value))
            || self.people.len() > ENTRIES_MOST
            || self.commitments.len() > ENTRIES_MOST
        {
            return None;
        }
        let people = self.people.iter().all(|person| {
            person.names.len() <= ENTRIES_MOST
                && person.names.iter().all(|name| short(name, LINE_MOST))
                && short(&person.office, LINE_MOST)
        });
        let mut keys = BTreeSet::new();
        let promises = self.commitments.iter().all(|promise| {
            (1..=32).contains(&promise.key.len())
                && keys.insert(promise.key.clone())
                && short(&promise.what, PROMISE_MOST)
                && short(&promise.who, LINE_MOST)
                && promise.due.as_deref().is_none_or(|due| last_day(due).is_some())
        });
        (people && promises).then(|| self.checked_spans(text))
    }
}

fn fits(span: &Span, text: &str) -> bool {
    let (start, end) = (span.0 as usize, span.1 as usize);
    start < end && end <= text.len() && text.is_char_boundary(start) && text.is_char_boundary(end)
}

/// How a text may stand to a mechanism.
pub const STANDINGS: [&str; 6] = ["agreed", "discussed", "existing", "wished", "negated", "mentioned"];

/// The last day of a day, month or year: `2017-11-30`, `2017-11`, `2017`.
pub fn last_day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |text: &str, digits: usize| -> Option<i16> {
        (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
    };
    match parts.as_slice() {
        [year] => Date::new(number(year, 4)?, 12, 31).ok(),
        [year, month] => {
            let first = Date::new(number(year, 4)?, i8::try_from(number(month, 2)?).ok()?, 1).ok()?;
            Some(first.last_of_month())
        }
        [year, month, day] => Date::new(
            number(year, 4)?,
            i8::try_from(number(month, 2)?).ok()?,
            i8::try_from(number(day, 2)?).ok()?,
        )
        .ok(),
        _ => None,
    }
}

/// The identifier of a promise, the same at both sides.
pub(crate) fn commitment_id(thread: &CaseId, key: &str) -> CommitmentId {
    let digest: [u8; 32] = Sha256::new()
        .chain_update(b"comity commitment v1\0")
        .chain_update(thread.as_bytes())
        .chain_update(key.as_bytes())
        .finalize()
        .into();
    let mut id = [0; 16];
    id.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    CommitmentId::new(id)
}

/// SHA-256 of bytes.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

fn place_of(place: &str) -> Option<(&str, usize)> {
    let (kind, index) = place.split_once('.')?;
    Some((kind, index.parse().ok()?))
}

/// The stretch of the text that was selected when an entry was added.
fn span_of(fields: &Fields) -> Vec<Span> {
    let number = |name: &str| fields.get(name).and_then(|value| value.trim().parse::<u32>().ok());
    match (number("selected.from"), number("selected.to")) {
        (Some(from), Some(to)) if from < to => vec![(from, to)],
        _ => Vec::new(),
    }
}

fn is_code(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn value_of(kind: &str, text: &str, field: &str, against: &mut Vec<Objection>) -> String {
    let value = line(text, field, against);
    match kind {
        "countries" if !value.is_empty() => {
            let code = value.to_uppercase();
            if is_code(&code) {
                code
            } else {
                against.push(objection(
                    field,
                    format!("`{}` is no state", cut(&value)),
                    "write two letters such as EE",
                ));
                String::new()
            }
        }
        _ => value,
    }
}

fn who_of(text: &str, states: &[String], field: &str, against: &mut Vec<Objection>) -> Option<String> {
    let text = text.trim();
    if text == "both" || text == "all" {
        return Some(text.to_owned());
    }
    let codes: BTreeSet<String> =
        text.split(['+', ',', ' ']).filter(|code| !code.is_empty()).map(str::to_uppercase).collect();
    let known = |code: &String| is_code(code) || states.contains(code) || code.len() <= 20 && code.len() > 2;
    if codes.is_empty() || !codes.iter().all(known) {
        if !text.is_empty() {
            against.push(objection(
                field,
                format!("`{}` is nobody who could promise", cut(text)),
                "write both, all, or codes such as DE+FR",
            ));
        }
        return None;
    }
    Some(codes.into_iter().collect::<Vec<_>>().join("+"))
}

fn due_of(text: &str, before: Option<&str>, field: &str, against: &mut Vec<Objection>) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if last_day(text).is_some() {
        return Some(text.to_owned());
    }
    against.push(objection(
        field,
        format!("`{}` is no day, month or year", cut(text)),
        "write 2027-06-30, 2027-06 or 2027",
    ));
    before.map(str::to_owned)
}

fn line(text: &str, field: &str, against: &mut Vec<Objection>) -> String {
    bounded(&text.split_whitespace().collect::<Vec<_>>().join(" "), LINE_MOST, field, against)
}

fn lines(text: &str, field: &str, against: &mut Vec<Objection>) -> Vec<String> {
    let mut names: Vec<String> =
        text.lines().map(|name| line(name, field, against)).filter(|name| !name.is_empty()).collect();
    names.dedup();
    names.truncate(20);
    names
}

fn bounded(text: &str, most: usize, field: &str, against: &mut Vec<Objection>) -> String {
    let text = text.trim();
    if text.chars().nth(most).is_some() {
        against.push(objection(field, format!("more than {most} characters"), "shorten it"));
    }
    text.chars().filter(|char| !char.is_control() || *char == '\n').take(most).collect()
}

fn objection(field: &str, message: String, remedy: &str) -> Objection {
    Objection {
        field: Some(field.to_owned()),
        message,
        remedy: remedy.to_owned(),
        article: None,
        blocks: true,
    }
}

fn unreadable(error: &serde_json::Error) -> super::DeskError {
    super::DeskError::Damaged { what: "record of talks", why: error.to_string() }
}
