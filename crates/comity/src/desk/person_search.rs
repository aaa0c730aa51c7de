//! Finding a person: in one's own registers at once, and at partners by a signed query they answer by rule.

use jiff::Timestamp;
use serde::Serialize;

use super::{DeskError, Viewer};
use crate::node::Node;

/// What the officer typed, unchecked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct PersonQuery {
    /// The name, in any script and order.
    pub name: String,
    /// Birth date or year: `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, `DD.MM.YYYY`; empty when unknown.
    pub born: String,
    /// Nationality, ISO alpha-2; empty when unknown.
    pub nationality: String,
    /// What the search is for; required.
    pub purpose: String,
    /// The legal basis; required.
    pub legal_basis: String,
}

/// Why a hit scored as it did: one comparison, so that pages can word it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReasonView {
    /// What was compared and how, a key: `name-same`, `name-transliteration`, `born-year`, …
    pub kind: String,
    /// The part asked for.
    pub ours: String,
    /// The part found.
    pub theirs: String,
    /// For (positive) or against (negative), in thousandths.
    pub weight_per_mille: i32,
}

/// One hit, in one's own register or at a partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HitView {
    /// Own subject id, or the partner's opaque handle.
    pub subject: String,
    /// Register id; empty at a partner.
    pub register: String,
    /// Register name; empty at a partner.
    pub register_name: String,
    /// Names; empty when the partner reveals only that there is a hit.
    pub names: Vec<String>,
    /// Birth date or year.
    pub born: Option<String>,
    /// Nationalities.
    pub nationalities: Vec<String>,
    /// How likely the same person, in thousandths.
    pub score_per_mille: u16,
    /// The reasons, strongest first.
    pub reasons: Vec<ReasonView>,
}

/// What a partner has answered so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum PartnerAnswer {
    /// Sent or being sent; nothing back yet.
    Waiting,
    /// The partner cannot be reached; the query waits and is delivered later.
    Unreachable {
        /// What delivery reports.
        cause: String,
        /// When it is tried again.
        next_attempt: Option<Timestamp>,
    },
    /// Answered: nobody.
    NoHit {
        /// When the answer arrived.
        at: Timestamp,
    },
    /// Answered: somebody.
    Hits {
        /// When the answer arrived.
        at: Timestamp,
        /// The hits, best first; `subject` is the handle for [`super::drafting::open_request`].
        hits: Vec<HitView>,
    },
    /// Answered: the partner declines, with its reason.
    Declined {
        /// When the answer arrived.
        at: Timestamp,
        /// The reason.
        reason: String,
    },
}

/// One partner of a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PartnerResult {
    /// Authority id.
    pub partner: String,
    /// Its name.
    pub partner_name: String,
    /// Its state, ISO alpha-2.
    pub state: String,
    /// The answer.
    pub answer: PartnerAnswer,
    /// Milliseconds from the question to the answer's arrival.
    pub took_ms: Option<u64>,
}

/// A search with everything known about it so far.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SearchView {
    /// Id of the search, 32 hex digits.
    pub id: String,
    /// What was asked.
    pub query: PersonQuery,
    /// When.
    pub asked_at: Timestamp,
    /// By whom.
    pub asked_by: String,
    /// Hits in one's own registers.
    pub own: Vec<HitView>,
    /// The partners asked.
    pub partners: Vec<PartnerResult>,
    /// Whether every partner has answered.
    pub complete: bool,
}

/// A partner that can be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskablePartner {
    /// Authority id.
    pub partner: String,
    /// Name.
    pub name: String,
    /// State, ISO alpha-2.
    pub state: String,
}

/// Hits in one's own registers; the search is written to the audit trail.
pub async fn own(
    node: &Node,
    viewer: &Viewer,
    query: &PersonQuery,
    limit: usize,
) -> Result<Vec<HitView>, DeskError> {
    unimplemented!()
}

/// The accredited partners that can be asked.
pub async fn askable(node: &Node, viewer: &Viewer) -> Result<Vec<AskablePartner>, DeskError> {
    unimplemented!()
}

/// Starts a search: one's own registers and one query act to each of `partners` (authority ids; empty: own only).
/// Returns the id for [`results`].
pub async fn ask_partners(
    node: &Node,
    viewer: &Viewer,
    query: &PersonQuery,
    partners: &[String],
) -> Result<String, DeskError> {
    unimplemented!()
}

/// What is known about a search, waiting up to `wait_ms` (at most 10,000) for it to become complete.
pub async fn results(
    node: &Node,
    viewer: &Viewer,
    search: &str,
    wait_ms: u64,
) -> Result<SearchView, DeskError> {
    unimplemented!()
}

/// The viewer's own latest searches, newest first: id, name asked for, when.
pub async fn recent(
    node: &Node,
    viewer: &Viewer,
    limit: u32,
) -> Result<Vec<(String, String, Timestamp)>, DeskError> {
    unimplemented!()
}

/// Checks what was typed, without searching.
pub fn check(query: &PersonQuery) -> Result<(), DeskError> {
    let _ = query;
    unimplemented!()
}
