//! The act: one thing that one authority says about one case.
//!
//! An act is plain data until it is put into an envelope. Its canonical bytes name it: [`ActId`] is their digest,
//! and later acts name it by that. The body is opaque here; `law` gives it meaning.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::cbor::{self, Bytes, BytesOf, CborError};
use crate::error::Culprit;
use crate::id::{ActId, AuthorityId, CaseId};
use crate::policy::{Evaluation, Marks};
use crate::time::{micros, optional_micros, whole_micros};

/// The longest body of an act.
pub const MAX_BODY: usize = 4 * 1024 * 1024;
/// The longest encoding of an act: a body and everything around it.
pub const MAX_ACT: usize = MAX_BODY + 64 * 1024;
/// The most recipients of one act.
pub const MAX_RECIPIENTS: usize = 64;
/// The most acts that one act can follow.
pub const MAX_FOLLOWS: usize = 256;
/// The longest purpose and the longest legal basis, in bytes.
pub const MAX_TEXT: usize = 4096;
/// The longest name of an officer, in bytes.
pub const MAX_NAME: usize = 200;

/// One thing that one authority says about one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Who says it.
    pub author: AuthorityId,
    /// To whom, all of them; the author is not one of them.
    pub recipients: Recipients,
    /// About which case.
    pub case: CaseId,
    /// What kind of thing, such as `request`.
    pub kind: ActKind,
    /// The acts that it answers or builds on. Their order has no meaning; they are encoded sorted, each once.
    pub follows: Vec<ActId>,
    /// When it was made. Encoded in whole microseconds.
    pub made_at: Timestamp,
    /// The officer who made it.
    pub by: Officer,
    /// The other officer who approved it, where approval is asked.
    pub approved_by: Option<Officer>,
    /// What the content may be used for.
    pub purpose: String,
    /// The provision it rests on.
    pub legal_basis: String,
    /// How closely it must be held.
    pub handling: Handling,
    /// Whether it may be passed on.
    pub onward: Onward,
    /// The author's conditions and its evaluation of the content.
    pub marks: Marks,
    /// When recipients must stop using it.
    pub expires_at: Option<Timestamp>,
    /// The domain content: canonical CBOR, opaque here.
    pub body: Vec<u8>,
}

/// Why an act cannot be sent, or is refused.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// Nobody would receive it.
    #[error("an act needs at least one recipient")]
    NoRecipients,
    /// It has more recipients than an act can have.
    #[error("an act can have {MAX_RECIPIENTS} recipients, not {0}")]
    TooManyRecipients(usize),
    /// Recipients are doubled or not in order.
    #[error("the recipients are not sorted, each once")]
    RecipientsUnsorted,
    /// The author is among the recipients.
    #[error("`{0}` cannot address itself")]
    ToItself(AuthorityId),
    /// A kind is not a short word.
    #[error("`{0}` is not a kind of act: a-z, 0-9 and -, at most 32, beginning with a letter")]
    Kind(String),
    /// A login is not one.
    #[error("`{0}` is not a login: 2 to 32 of a-z, 0-9, . and -")]
    Login(String),
    /// A text is empty where there must be one.
    #[error("the {0} is empty")]
    Empty(&'static str),
    /// A text or the body is too long.
    #[error("the {field} has {length} bytes; {limit} are allowed")]
    TooLong {
        /// Which.
        field: &'static str,
        /// How long it is.
        length: usize,
        /// How long it may be.
        limit: usize,
    },
    /// A text holds control characters, or characters that turn the direction of what follows.
    #[error("the {0} holds characters that cannot be shown")]
    Characters(&'static str),
    /// Conditions are announced and not stated.
    #[error("handling code H3 means conditions, and none are stated")]
    NoConditions,
    /// It follows more acts than an act can.
    #[error("an act can follow {MAX_FOLLOWS} others, not {0}")]
    TooManyFollows(usize),
    /// The acts that it follows are doubled or not in order.
    #[error("the acts followed are not sorted, each once")]
    FollowsUnsorted,
    /// The approver is the officer who made it.
    #[error("`{0}` cannot approve their own act")]
    SelfApproved(String),
    /// It expires before it was made.
    #[error("the act expires before it was made")]
    ExpiresBeforeMade,
    /// The body is not canonical CBOR.
    #[error("the body of the act is not canonical")]
    Body(#[source] CborError),
    /// The bytes are not an act.
    #[error("the bytes are not an act")]
    Encoding(#[from] CborError),
}

impl ActError {
    /// Whose fault it is when the act is being made here. A received act that fails is the sender's fault:
    /// [`crate::EnvelopeError::culprit`] says so.
    #[must_use]
    pub const fn culprit(&self) -> Culprit {
        match self {
            Self::Body(_) => Culprit::Ours,
            Self::Encoding(error) => error.culprit(),
            Self::NoRecipients
            | Self::TooManyRecipients(_)
            | Self::RecipientsUnsorted
            | Self::ToItself(_)
            | Self::Kind(_)
            | Self::Login(_)
            | Self::Empty(_)
            | Self::TooLong { .. }
            | Self::Characters(_)
            | Self::NoConditions
            | Self::TooManyFollows(_)
            | Self::FollowsUnsorted
            | Self::SelfApproved(_)
            | Self::ExpiresBeforeMade => Culprit::User,
        }
    }
}

impl Act {
    /// The act's name: the digest of its canonical bytes.
    #[must_use]
    pub fn id(&self) -> ActId {
        ActId::of(&self.encode())
    }

    /// The act's canonical bytes.
    ///
    /// # Errors
    /// When it breaks a rule that every act keeps.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ActError> {
        self.check()?;
        Ok(self.encode())
    }

    /// Reads an act from its canonical bytes.
    ///
    /// # Errors
    /// When they are not the canonical bytes of an act, or it breaks a rule that every act keeps.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ActError> {
        let wire: Wire = cbor::from_canonical(bytes, MAX_ACT)?;
        if !wire.follows.is_sorted_by(|one, other| one < other) {
            return Err(ActError::FollowsUnsorted);
        }
        let act = Self {
            author: wire.author,
            recipients: wire.recipients,
            case: wire.case,
            kind: wire.kind,
            follows: wire.follows,
            made_at: wire.made_at,
            by: wire.by,
            approved_by: wire.approved_by,
            purpose: wire.purpose,
            legal_basis: wire.legal_basis,
            handling: wire.handling,
            onward: wire.onward,
            marks: Marks { conditions: wire.conditions, evaluation: wire.evaluation },
            expires_at: wire.expires_at,
            body: wire.body.0,
        };
        act.check()?;
        Ok(act)
    }

    /// The act as its bytes say it: followed acts sorted, moments in whole microseconds. The name is the same.
    #[must_use]
    pub fn normalised(mut self) -> Self {
        self.follows.sort_unstable();
        self.follows.dedup();
        self.made_at = whole_micros(self.made_at);
        self.expires_at = self.expires_at.map(whole_micros);
        self
    }

    /// Whether recipients must have stopped using the act at this moment.
    #[must_use]
    pub fn expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|expires_at| expires_at <= now)
    }

    /// Checks the rules that every act keeps.
    ///
    /// # Errors
    /// The first that it breaks.
    pub fn check(&self) -> Result<(), ActError> {
        if self.recipients.contains(&self.author) {
            return Err(ActError::ToItself(self.author.clone()));
        }
        if self.follows.len() > MAX_FOLLOWS {
            return Err(ActError::TooManyFollows(self.follows.len()));
        }
        if let Some(approver) = &self.approved_by
            && approver.login == self.by.login
        {
            return Err(ActError::SelfApproved(approver.login.clone()));
        }
        text("purpose", &self.purpose, MAX_TEXT)?;
        text("legal basis", &self.legal_basis, MAX_TEXT)?;
        match &self.marks.conditions {
            Some(conditions) => text("conditions", conditions, MAX_TEXT)?,
            None if self.handling == Handling::H3 => return Err(ActError::NoConditions),
            None => {}
        }
        if self.expires_at.is_some_and(|expires_at| expires_at <= self.made_at) {
            return Err(ActError::ExpiresBeforeMade);
        }
        if self.body.len() > MAX_BODY {
            return Err(ActError::TooLong { field: "body", length: self.body.len(), limit: MAX_BODY });
        }
        cbor::check(&self.body, MAX_BODY).map_err(ActError::Body)
    }

    fn encode(&self) -> Vec<u8> {
        if !self.is_normal() {
            return self.clone().normalised().encode();
        }
        let wire = WireOf {
            author: &self.author,
            recipients: &self.recipients,
            case: &self.case,
            kind: &self.kind,
            follows: &self.follows,
            made_at: self.made_at,
            by: &self.by,
            approved_by: self.approved_by.as_ref(),
            purpose: &self.purpose,
            legal_basis: &self.legal_basis,
            handling: self.handling,
            onward: self.onward,
            conditions: self.marks.conditions.as_ref(),
            evaluation: self.marks.evaluation.as_ref(),
            expires_at: self.expires_at,
            body: BytesOf(&self.body),
        };
        #[expect(
            clippy::expect_used,
            reason = "text, bytes, 64-bit integers and lists of them always encode"
        )]
        cbor::to_canonical(&wire).expect("an act encodes")
    }

    /// Whether [`Act::normalised`] would change nothing.
    fn is_normal(&self) -> bool {
        let whole = |moment: Timestamp| whole_micros(moment) == moment;
        self.follows.is_sorted_by(|one, other| one < other)
            && whole(self.made_at)
            && self.expires_at.is_none_or(whole)
    }
}

/// The same as [`Wire`], for writing.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct WireOf<'a> {
    author: &'a AuthorityId,
    recipients: &'a Recipients,
    case: &'a CaseId,
    kind: &'a ActKind,
    follows: &'a [ActId],
    #[serde(with = "micros")]
    made_at: Timestamp,
    by: &'a Officer,
    approved_by: Option<&'a Officer>,
    purpose: &'a str,
    legal_basis: &'a str,
    handling: Handling,
    onward: Onward,
    conditions: Option<&'a String>,
    evaluation: Option<&'a Evaluation>,
    #[serde(with = "optional_micros")]
    expires_at: Option<Timestamp>,
    body: BytesOf<'a>,
}

/// Protocol §3: the act as it is encoded.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Wire {
    author: AuthorityId,
    recipients: Recipients,
    case: CaseId,
    kind: ActKind,
    follows: Vec<ActId>,
    #[serde(with = "micros")]
    made_at: Timestamp,
    by: Officer,
    approved_by: Option<Officer>,
    purpose: String,
    legal_basis: String,
    handling: Handling,
    onward: Onward,
    conditions: Option<String>,
    evaluation: Option<Evaluation>,
    #[serde(with = "optional_micros")]
    expires_at: Option<Timestamp>,
    body: Bytes,
}

/// The authorities that an act is addressed to: at least one, sorted, each once. There is no empty one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Vec<AuthorityId>", into = "Vec<AuthorityId>")]
pub struct Recipients(Vec<AuthorityId>);

impl Recipients {
    /// Takes the recipients in any order.
    ///
    /// # Errors
    /// When there are none, or too many.
    pub fn new(mut recipients: Vec<AuthorityId>) -> Result<Self, ActError> {
        recipients.sort_unstable();
        recipients.dedup();
        Self::sorted(recipients)
    }

    /// The one recipient.
    #[must_use]
    pub fn one(recipient: AuthorityId) -> Self {
        Self(vec![recipient])
    }

    fn sorted(recipients: Vec<AuthorityId>) -> Result<Self, ActError> {
        match recipients.len() {
            0 => Err(ActError::NoRecipients),
            1..=MAX_RECIPIENTS => Ok(Self(recipients)),
            more => Err(ActError::TooManyRecipients(more)),
        }
    }

    /// The recipients, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, AuthorityId> {
        self.0.iter()
    }

    /// The recipients, in order.
    #[must_use]
    pub fn as_slice(&self) -> &[AuthorityId] {
        &self.0
    }

    /// Whether this authority is one of them.
    #[must_use]
    pub fn contains(&self, authority: &AuthorityId) -> bool {
        self.0.binary_search(authority).is_ok()
    }
}

impl<'a> IntoIterator for &'a Recipients {
    type Item = &'a AuthorityId;
    type IntoIter = std::slice::Iter<'a, AuthorityId>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl TryFrom<Vec<AuthorityId>> for Recipients {
    type Error = ActError;

    /// Takes recipients as they stand in a message: sorted already, or refused.
    fn try_from(recipients: Vec<AuthorityId>) -> Result<Self, ActError> {
        if recipients.is_sorted_by(|one, other| one < other) {
            Self::sorted(recipients)
        } else {
            Err(ActError::RecipientsUnsorted)
        }
    }
}

impl From<Recipients> for Vec<AuthorityId> {
    fn from(recipients: Recipients) -> Self {
        recipients.0
    }
}

/// What kind of thing an act is: a short word such as `request`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ActKind(String);

impl ActKind {
    /// Takes a kind after checking its form.
    ///
    /// # Errors
    /// When it is not a short word of a-z, 0-9 and -.
    pub fn new(kind: impl Into<String>) -> Result<Self, ActError> {
        let kind = kind.into();
        let fits = kind.len() <= 32
            && kind.starts_with(|c: char| c.is_ascii_lowercase())
            && kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if fits { Ok(Self(kind)) } else { Err(ActError::Kind(excerpt(&kind))) }
    }

    /// The word.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ActKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ActKind {
    type Err = ActError;

    fn from_str(kind: &str) -> Result<Self, ActError> {
        Self::new(kind)
    }
}

impl TryFrom<String> for ActKind {
    type Error = ActError;

    fn try_from(kind: String) -> Result<Self, ActError> {
        Self::new(kind)
    }
}

impl From<ActKind> for String {
    fn from(kind: ActKind) -> Self {
        kind.0
    }
}

/// A person who acts for an authority.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "OfficerWire", into = "OfficerWire")]
pub struct Officer {
    login: String,
    name: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OfficerWire {
    login: String,
    name: String,
}

impl Officer {
    /// Takes an officer's login and name after checking them.
    ///
    /// # Errors
    /// When the login is not 2 to 32 of a-z, 0-9, . and -, or the name is empty, too long or cannot be shown.
    pub fn new(login: impl Into<String>, name: impl Into<String>) -> Result<Self, ActError> {
        let (login, name) = (login.into(), name.into());
        let fits = (2..=32).contains(&login.len())
            && login
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte));
        if !fits {
            return Err(ActError::Login(excerpt(&login)));
        }
        text("officer's name", &name, MAX_NAME)?;
        if name.contains('\n') {
            return Err(ActError::Characters("officer's name"));
        }
        Ok(Self { login, name })
    }

    /// The name that the officer signs in with.
    #[must_use]
    pub fn login(&self) -> &str {
        &self.login
    }

    /// The name that people read.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl TryFrom<OfficerWire> for Officer {
    type Error = ActError;

    fn try_from(wire: OfficerWire) -> Result<Self, ActError> {
        Self::new(wire.login, wire.name)
    }
}

impl From<Officer> for OfficerWire {
    fn from(officer: Officer) -> Self {
        Self { login: officer.login, name: officer.name }
    }
}

/// How closely a recipient must hold the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Handling {
    /// For police and judicial use, without further conditions.
    H0,
    /// Not to be used as evidence in court without the author's leave.
    H1,
    /// Not to be passed on or used without the author's leave.
    H2,
    /// Under conditions that the act states.
    H3,
}

impl Handling {
    /// The code as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::H0 => "H0",
            Self::H1 => "H1",
            Self::H2 => "H2",
            Self::H3 => "H3",
        }
    }
}

impl fmt::Display for Handling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether a recipient may pass the content on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Onward {
    /// To nobody.
    None,
    /// To those for whom the author has consented.
    WithConsent,
    /// To authorities of the recipient's own state.
    AuthoritiesOfRecipientState,
}

impl Onward {
    /// The word as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::WithConsent => "with-consent",
            Self::AuthoritiesOfRecipientState => "authorities-of-recipient-state",
        }
    }
}

impl fmt::Display for Onward {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What an error shows of a text that somebody else chose.
fn excerpt(text: &str) -> String {
    text.chars().take(80).map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

/// Checks a text that people will read on somebody else's screen.
pub(crate) fn text(field: &'static str, text: &str, limit: usize) -> Result<(), ActError> {
    if text.trim().is_empty() {
        return Err(ActError::Empty(field));
    }
    if text.len() > limit {
        return Err(ActError::TooLong { field, length: text.len(), limit });
    }
    // Overrides and isolates could make a page show other words than the ones that were signed.
    let shown = |c: char| {
        c == '\n' || !(c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'))
    };
    if text.chars().all(shown) { Ok(()) } else { Err(ActError::Characters(field)) }
}
