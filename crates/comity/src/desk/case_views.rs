//! What pages and commands read about cases: rows, deadlines, the timeline, acts and documents.

use jiff::Timestamp;
use serde::Serialize;

use super::form::{DocumentView, SafeguardView};

/// Filters of the case list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct CaseFilter {
    /// Status, as in [`CaseRow::status`].
    pub status: Option<String>,
    /// Authority id of the counterpart.
    pub counterpart: Option<String>,
    /// `ours` or `theirs`: whose move it is.
    pub next_actor: Option<String>,
    /// Only cases whose nearest deadline is due within so many days (or has passed).
    pub due_within_days: Option<u32>,
    /// Only cases in which a period runs that frees a person.
    pub liberty: bool,
}

/// One row of the case list. Sorts: `person`, `counterpart`, `status`, `due`, `liberty`, `changed` (the default, newest first).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseRow {
    /// Case id, 32 hex digits.
    pub id: String,
    /// First 8 of them.
    pub short: String,
    /// Whom it concerns.
    pub person: String,
    /// Procedures asked for.
    pub procedures: Vec<String>,
    /// Whether we ask (`true`) or are asked.
    pub outgoing: bool,
    /// Authority id of the other side.
    pub counterpart: String,
    /// Its name.
    pub counterpart_name: String,
    /// Status key.
    pub status: String,
    /// Whether the next move is ours; `None` when nobody's.
    pub our_move: Option<bool>,
    /// Key of the nearest running deadline.
    pub deadline: Option<String>,
    /// When it is due.
    pub due_at: Option<Timestamp>,
    /// Whole seconds left, negative when passed.
    pub seconds_left: Option<i64>,
    /// The period that frees a person, where one runs or has passed.
    pub liberty: Option<LibertyView>,
    /// Last act made or arrived.
    pub changed_at: Timestamp,
    /// Whether an incoming act was not opened by any officer yet.
    pub unopened: bool,
}

/// How near a deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nearness {
    /// More than a quarter of the time is left.
    Far,
    /// Less than a quarter, or less than three days, is left.
    Near,
    /// It has passed.
    Passed,
    /// It was met.
    Met,
    /// Its event has not happened.
    NotRunning,
}

/// A deadline of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeadlineView {
    /// Key.
    pub key: String,
    /// Instrument and article.
    pub article: String,
    /// The event it runs from.
    pub from_event: String,
    /// The key of that event.
    pub event_key: String,
    /// When that happened.
    pub started_at: Option<Timestamp>,
    /// When it is due.
    pub due_at: Option<Timestamp>,
    /// Whole days left, rounded down; negative when passed.
    pub days_left: Option<i64>,
    /// Which state must act.
    pub obliged: String,
    /// Whether that is this node's state.
    pub ours: bool,
    /// What follows when it passes.
    pub consequence: String,
    /// `running`, `met`, `missed`, `waiting`.
    pub state: String,
    /// How near it is.
    pub nearness: Nearness,
    /// Where it runs or passed and frees a person: whether the person must be released (`true`) or may be.
    pub frees: Option<bool>,
}

/// A period that frees a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LibertyView {
    /// Key of the period.
    pub key: String,
    /// When it has passed.
    pub at: Timestamp,
    /// Whether the person must be released then; otherwise may be.
    pub must: bool,
    /// How near it is: a week before it is near.
    pub nearness: Nearness,
}

/// Where an act that we sent is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum Delivery {
    /// On its way or waiting for the partner.
    Waiting {
        /// Attempts so far.
        attempts: u32,
        /// Why the last one failed, in words; empty when none did.
        cause: String,
        /// When it is tried again.
        next_attempt: Option<Timestamp>,
    },
    /// The partner's receipt is here and was verified.
    Receipted {
        /// `stored`, `opened`, `accepted`, `refused`.
        stage: String,
        /// When the partner signed it.
        at: Timestamp,
        /// Index of the entry in the partner's ledger.
        leaf: u64,
    },
    /// The act came from the partner; we gave a receipt.
    Received {
        /// When it was stored here.
        at: Timestamp,
        /// Index of the entry in our own ledger.
        leaf: Option<u64>,
    },
}

/// A thing an act says, for showing it: a key and its values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Said {
    /// Key, `ground`, `at`, `place`, `content.<key>`, …
    pub key: String,
    /// Value, as text.
    pub value: String,
}

/// One act on the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimelineRow {
    /// Act id in hex.
    pub act: String,
    /// Kind.
    pub kind: String,
    /// Author authority id.
    pub author: String,
    /// Whether that is us.
    pub ours: bool,
    /// Officer's name.
    pub by: String,
    /// Name of the second person, when one approved.
    pub approved_by: Option<String>,
    /// When the author made it.
    pub made_at: Timestamp,
    /// When it arrived here; for our own acts when it was committed.
    pub arrived_at: Timestamp,
    /// The essentials of what it says.
    pub what: Vec<Said>,
    /// Number of documents attached.
    pub documents: usize,
    /// Where it is.
    pub delivery: Delivery,
    /// Handling code.
    pub handling: String,
    /// The author's conditions.
    pub conditions: Option<String>,
    /// Why it does not fit the procedure, when it does not.
    pub fault: Option<String>,
}

/// A step this viewer could take now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StepView {
    /// Kind of act.
    pub kind: String,
    /// What a measure is called, in English; nothing for other acts.
    pub title: Option<String>,
    /// What it would do, in English.
    pub what: String,
    /// Whether it goes through a draft and a second person ([`super::drafting::open_act`]); otherwise through
    /// [`super::acting::act_form`].
    pub second_person: bool,
    /// A draft of it that is already open.
    pub draft: Option<String>,
}

/// What the case is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseView {
    /// The row of the list.
    pub row: CaseRow,
    /// The requesting state.
    pub requesting: String,
    /// The requested state.
    pub requested: String,
    /// Instruments invoked: id and short name.
    pub instruments: Vec<(String, String)>,
    /// Why a residual instrument was chosen although another governs.
    pub residual_reason: Option<String>,
    /// The person, as key and value.
    pub person: Vec<Said>,
    /// What this viewer can do now.
    pub steps: Vec<StepView>,
    /// What the other side is expected to do, in English.
    pub awaited: Vec<String>,
    /// Deadlines: running ones first, nearest first.
    pub deadlines: Vec<DeadlineView>,
    /// The acts, in the order of the fold.
    pub timeline: Vec<TimelineRow>,
    /// Contents or documents still missing: key and description.
    pub missing: Vec<(String, String)>,
    /// Safeguards and their answers, of both sides.
    pub safeguards: Vec<SafeguardView>,
    /// Undertakings given, in words.
    pub undertakings: Vec<String>,
    /// What the measures come to in money, for each currency.
    pub amounts: Vec<AmountsView>,
    /// Acts that are named but have not arrived, in hex.
    pub absent: Vec<String>,
    /// Drafts of this case that are not finished: id and kind.
    pub drafts: Vec<(String, String)>,
}

/// What the measures of a case come to in one currency, in exact decimals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AmountsView {
    /// The currency.
    pub currency: String,
    /// Each sum by its key: `traced`, `frozen`, …; `still-frozen` and `to-dispose` are what is left.
    pub sums: Vec<(String, String)>,
}

/// One act in full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActView {
    /// Its row on the timeline.
    pub row: TimelineRow,
    /// Case id.
    pub case: String,
    /// Acts it follows, in hex.
    pub follows: Vec<String>,
    /// Recipients.
    pub recipients: Vec<String>,
    /// Purpose.
    pub purpose: String,
    /// Legal basis.
    pub legal_basis: String,
    /// Handling code.
    pub handling: String,
    /// Onward rule.
    pub onward: String,
    /// The author's conditions.
    pub conditions: Option<String>,
    /// The author's evaluation, such as `B2`.
    pub evaluation: Option<String>,
    /// The label of the Traffic Light Protocol.
    pub tlp: String,
    /// Everything it says.
    pub said: Vec<Said>,
    /// Safeguards answered in it.
    pub safeguards: Vec<SafeguardView>,
    /// Documents.
    pub documents: Vec<DocumentView>,
    /// Sender, epoch and sequence of its envelope.
    pub channel: Option<(String, u64, u64)>,
    /// Envelope hash in hex.
    pub envelope: Option<String>,
}

/// A document's bytes for download.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Download {
    /// File name, made of safe characters only.
    pub file_name: String,
    /// Media type.
    pub media_type: String,
    /// Bytes.
    pub bytes: Vec<u8>,
}
