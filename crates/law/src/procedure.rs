//! Procedures: what can be asked, who acts in each status, what acts say, which measures there are, which safeguards
//! stand in the way, what is promised and what ends it; and the events and national rules that go with the instruments.

use serde::Serialize;

use crate::act::OutcomeResult;
use crate::codes::{
    ActEvent, Cited, CustodyChange, EndCode, FactCode, FieldPlace, FieldType, GrantNeed, OverlayKind,
    PersonNeed, Tally,
};
use crate::condition::When;
use crate::fold::Status;
use crate::ids::{InstrumentId, Key, State};
use crate::instrument::{Change, ConditionText, DeadlineText, GroundText, Pause};
use crate::source::At;

/// What can be asked.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Procedure {
    pub(crate) file: String,
    pub(crate) key: At<Key>,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) requesting_role: String,
    pub(crate) requested_role: String,
    /// Procedures that may stand in one request with it.
    pub(crate) family: Key,
    /// Procedures of the instruments whose rules are asked.
    pub(crate) rules: Vec<At<Key>>,
    /// Whether a request for it is the full one, which the periods of an arrest wait for.
    pub(crate) full_request: bool,
    pub(crate) person: PersonNeed,
    /// What a decision that grants must fix.
    pub(crate) grant_needs: Vec<GrantNeed>,
    pub(crate) steps: Vec<Step>,
    pub(crate) fields: Vec<FieldText>,
    pub(crate) documents: Vec<DocumentText>,
    pub(crate) measures: Vec<MeasureText>,
    pub(crate) deadlines: Vec<DeadlineUse>,
    pub(crate) safeguards: Vec<Safeguard>,
    /// Safeguards of the catalogue, which is read from a file of its own.
    pub(crate) uses: Vec<SafeguardUse>,
    pub(crate) undertakings: Vec<UndertakingText>,
    pub(crate) ends: Vec<EndText>,
    pub(crate) cites: Vec<Cite>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Step {
    pub(crate) key: Key,
    pub(crate) statuses: Vec<Status>,
    pub(crate) by: EndCode,
    pub(crate) acts: Vec<&'static str>,
    pub(crate) measures: Vec<Key>,
    pub(crate) what: String,
    pub(crate) must: bool,
    pub(crate) when: When,
}

/// A field: a content of the instruments given a type, or one of the procedure's own.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct FieldText {
    pub(crate) key: Key,
    pub(crate) kind: FieldType,
    pub(crate) choices: Vec<ChoiceText>,
    pub(crate) place: FieldPlace,
    /// What it is; nothing where the instruments say it.
    pub(crate) description: Option<String>,
    /// Needed always; where neither this nor `when` stands, the instruments decide.
    pub(crate) required: bool,
    /// Needed in this situation.
    pub(crate) when: When,
    pub(crate) fact: Option<FactCode>,
    /// The event whose day or moment it says.
    pub(crate) event: Option<At<Key>>,
    pub(crate) source: Option<String>,
    pub(crate) article: Option<String>,
    pub(crate) verified: bool,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct ChoiceText {
    pub(crate) key: Key,
    pub(crate) text: String,
}

/// A document that the procedure itself wants, or a condition on one of the instruments.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct DocumentText {
    pub(crate) key: Key,
    pub(crate) description: Option<String>,
    pub(crate) required: bool,
    pub(crate) when: When,
    pub(crate) source: Option<String>,
    pub(crate) article: Option<String>,
    pub(crate) verified: bool,
}

/// Something that is done in the procedure.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct MeasureText {
    pub(crate) key: Key,
    pub(crate) title: String,
    pub(crate) by: EndCode,
    /// Whether a second person must approve it.
    pub(crate) coercive: bool,
    /// The event it is, from which periods run or which meets them.
    pub(crate) event: Option<At<Key>>,
    pub(crate) moves_to: Option<Status>,
    pub(crate) custody: Option<CustodyChange>,
    /// The sum its amounts go into.
    pub(crate) tally: Option<Tally>,
    pub(crate) amount_required: bool,
    /// Whether it names a last day.
    pub(crate) until: bool,
    /// Whether its moment may lie ahead: a day that is fixed.
    pub(crate) planned: bool,
    /// Whether it is taken at most once.
    pub(crate) once: bool,
    /// What must hold before it.
    pub(crate) requires: When,
    pub(crate) fields: Vec<At<Key>>,
    pub(crate) documents: Vec<At<Key>>,
    /// Undertakings that it fulfils.
    pub(crate) settles: Vec<At<Key>>,
}

/// When a period of the instruments applies.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct DeadlineUse {
    pub(crate) key: Key,
    pub(crate) instrument: Option<At<InstrumentId>>,
    pub(crate) when: When,
}

/// How the procedure ends.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct EndText {
    pub(crate) result: OutcomeResult,
    pub(crate) statuses: Vec<Status>,
    pub(crate) when: When,
    pub(crate) what: String,
}

/// The article for what the program itself objects to.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Cite {
    pub(crate) of: Cited,
    pub(crate) instrument: At<InstrumentId>,
    pub(crate) article: String,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Safeguard {
    pub(crate) key: At<Key>,
    pub(crate) question: String,
    pub(crate) source: String,
    pub(crate) article: String,
    /// Where else the question comes from, when another instrument governs.
    pub(crate) under: Vec<SourceUnder>,
    pub(crate) by: EndCode,
    /// Who may answer at that end, in words.
    pub(crate) answered_by: Option<String>,
    /// Kinds of act and measures.
    pub(crate) blocks: Vec<Key>,
    pub(crate) confidential: bool,
    /// Only where one of these instruments is relied on; always where empty.
    pub(crate) only_under: Vec<At<InstrumentId>>,
    /// Grounds and safeguards of the instruments that it answers, and from which it takes its article.
    pub(crate) grounds: Vec<Key>,
    /// Only where an instrument relied on has one of the grounds.
    pub(crate) only_with_ground: bool,
    pub(crate) answers: Vec<SafeguardOption>,
    pub(crate) verified: bool,
}

/// A safeguard of the catalogue in a procedure.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct SafeguardUse {
    pub(crate) of: At<Key>,
    pub(crate) blocks: Vec<Key>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct SourceUnder {
    pub(crate) instrument: At<InstrumentId>,
    pub(crate) source: String,
    pub(crate) article: String,
    /// Whether that text was read; as the safeguard's own where nothing is said.
    pub(crate) verified: Option<bool>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct SafeguardOption {
    pub(crate) key: Key,
    pub(crate) text: String,
    pub(crate) passes: bool,
    pub(crate) needs_reasoning: bool,
    pub(crate) undertaking: Option<At<Key>>,
}

#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct UndertakingText {
    pub(crate) key: Key,
    pub(crate) description: String,
    pub(crate) source: String,
    pub(crate) article: String,
    /// Which end owes it.
    pub(crate) by: EndCode,
    /// The event from which it binds; from the act that gives it where nothing is named.
    pub(crate) from: Option<At<Key>>,
    /// Whether it is owed as long as nobody lets the state off: it can be kept, never done with.
    pub(crate) lasting: bool,
    /// Whether every request for the procedure gives it by itself.
    pub(crate) with_request: bool,
}

/// An event from which a period can run.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Event {
    pub(crate) key: At<Key>,
    pub(crate) title: String,
    /// What in a case's acts it is; nothing where a measure is it or only the facts can tell.
    pub(crate) act: Option<ActEvent>,
}

/// A national rule that changes how a rule of an instrument works where that state is asked.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Overlay {
    pub(crate) state: State,
    pub(crate) instrument: At<InstrumentId>,
    pub(crate) kind: OverlayKind,
    pub(crate) key: Key,
    pub(crate) description: String,
    pub(crate) article: String,
    pub(crate) source: String,
    pub(crate) verified: bool,
    pub(crate) changes: Vec<Change>,
    /// The procedures of the instrument to which its own conditions and grounds belong.
    pub(crate) procedures: Vec<Key>,
    pub(crate) conditions: Vec<ConditionText>,
    pub(crate) deadlines: Vec<DeadlineText>,
    pub(crate) grounds: Vec<GroundText>,
    /// Stretches of time that the periods of the instrument leave out.
    pub(crate) pauses: Vec<Pause>,
    /// Matters in which it is the law of the state also where no instrument binds.
    pub(crate) without_treaty: Vec<Key>,
}

impl Procedure {
    /// Its key.
    pub fn key(&self) -> &Key {
        &self.key.value
    }

    /// Its title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What it is for.
    pub fn description(&self) -> &str {
        &self.description
    }

    /// What the requesting state does in it.
    pub fn requesting_role(&self) -> &str {
        &self.requesting_role
    }

    /// What the requested state does in it.
    pub fn requested_role(&self) -> &str {
        &self.requested_role
    }

    /// Whether a request for it is the full one.
    pub fn full_request(&self) -> bool {
        self.full_request
    }

    /// The family: procedures of one family may stand in one request.
    pub fn family(&self) -> &Key {
        &self.family
    }

    /// Whether a request names a person.
    pub fn person(&self) -> PersonNeed {
        self.person
    }

    /// What a decision that grants must fix, such as `surrender-on`.
    pub fn grant_needs(&self) -> impl Iterator<Item = &'static str> {
        self.grant_needs.iter().map(|need| need.as_str())
    }
}
