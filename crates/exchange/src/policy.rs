//! Handling codes, evaluation and onward rules: what the author asks of whoever holds its words, and whether they may
//! leave the holder by one of the ways out.
//!
//! Every way out is a case of [`Exit`]. [`may_leave`] is the only maker of a [`Permit`], and what takes content out asks
//! for one, so that a way out which forgets to ask does not compile.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::act::{Act, Handling, Onward};
use crate::id::{ActId, AuthorityId};

/// How reliable the author's source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Source {
    /// No doubt about the source's authenticity, trustworthiness and competence.
    A,
    /// Mostly reliable.
    B,
    /// Mostly unreliable.
    C,
    /// Reliability cannot be assessed.
    X,
}

impl Source {
    /// All of them, in order.
    pub const ALL: [Source; 4] = [Source::A, Source::B, Source::C, Source::X];

    /// The code as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::X => "X",
        }
    }
}

/// How sure the author is of the information itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub enum Information {
    /// Its accuracy is not in doubt.
    NoDoubt,
    /// Known personally to the source, not to the officer who passes it on.
    KnownToSource,
    /// Not known personally to the source, and corroborated by other information.
    Corroborated,
    /// Not known personally to the source, and not corroborated.
    NotCorroborated,
}

impl Information {
    /// All of them, in order.
    pub const ALL: [Information; 4] = [
        Information::NoDoubt,
        Information::KnownToSource,
        Information::Corroborated,
        Information::NotCorroborated,
    ];

    /// The number as it is written.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::NoDoubt => 1,
            Self::KnownToSource => 2,
            Self::Corroborated => 3,
            Self::NotCorroborated => 4,
        }
    }
}

impl From<Information> for u8 {
    fn from(information: Information) -> Self {
        information.number()
    }
}

impl TryFrom<u8> for Information {
    type Error = PolicyError;

    fn try_from(number: u8) -> Result<Self, PolicyError> {
        Self::ALL.into_iter().find(|one| one.number() == number).ok_or(PolicyError::Information(number))
    }
}

/// What the author thinks of its source and of the information: both, or neither.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluation {
    /// The source.
    pub source: Source,
    /// The information.
    pub information: Information,
}

impl fmt::Display for Evaluation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.source.as_str(), self.information.number())
    }
}

impl std::str::FromStr for Evaluation {
    type Err = PolicyError;

    /// Reads `B2`.
    fn from_str(text: &str) -> Result<Self, PolicyError> {
        let wrong = || PolicyError::Evaluation(text.chars().take(20).collect());
        let mut letters = text.trim().chars();
        let (source, number) = (letters.next().ok_or_else(wrong)?, letters.as_str());
        Ok(Self {
            source: Source::ALL
                .into_iter()
                .find(|one| one.as_str().starts_with(source.to_ascii_uppercase()))
                .ok_or_else(wrong)?,
            information: number.parse::<u8>().map_err(|_| wrong())?.try_into()?,
        })
    }
}

/// What the author marks an act with beside its code and onward rule.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    /// The conditions on which it may be used. H3 cannot be without any.
    pub conditions: Option<String>,
    /// The evaluation, where the content is information.
    pub evaluation: Option<Evaluation>,
}

/// The Traffic Light Protocol's label for a code and an onward rule, for readers who know that better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Tlp {
    /// The community of the recipient may have it.
    #[serde(rename = "TLP:GREEN")]
    Green,
    /// The recipient and those whom it serves, as far as they need it.
    #[serde(rename = "TLP:AMBER")]
    Amber,
    /// The recipient's own organisation alone.
    #[serde(rename = "TLP:AMBER+STRICT")]
    AmberStrict,
    /// The persons addressed alone.
    #[serde(rename = "TLP:RED")]
    Red,
}

impl Tlp {
    /// The label that comes nearest without allowing more. Nothing here is for everybody, so none is clear.
    #[must_use]
    pub const fn of(handling: Handling, onward: Onward) -> Self {
        match (handling, onward) {
            (Handling::H2 | Handling::H3, Onward::None) => Self::Red,
            (Handling::H2 | Handling::H3, Onward::WithConsent | Onward::AuthoritiesOfRecipientState)
            | (Handling::H0 | Handling::H1, Onward::None) => Self::AmberStrict,
            (Handling::H0 | Handling::H1, Onward::WithConsent) => Self::Amber,
            (Handling::H0 | Handling::H1, Onward::AuthoritiesOfRecipientState) => Self::Green,
        }
    }

    /// The label as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Green => "TLP:GREEN",
            Self::Amber => "TLP:AMBER",
            Self::AmberStrict => "TLP:AMBER+STRICT",
            Self::Red => "TLP:RED",
        }
    }
}

/// A way by which content leaves the authority that holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit<'a> {
    /// Into an act to an authority that is the author or has the same act.
    Answer {
        /// To whom.
        to: &'a AuthorityId,
    },
    /// Onward to another authority.
    Forward {
        /// To whom.
        to: &'a AuthorityId,
    },
    /// On paper.
    Letter,
    /// Into a file of rows or a document taken out of the node.
    Export,
    /// Into an evidence bundle for the authority's own review and its supervisors.
    Review,
    /// Into an evidence bundle that is put before a court.
    Court,
    /// Into the answer to somebody's search, or a request made from a hit.
    SearchHit {
        /// To whom.
        to: &'a AuthorityId,
    },
}

impl Exit<'_> {
    /// The word in messages, logs and pages.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Answer { .. } => "answer",
            Self::Forward { .. } => "forward",
            Self::Letter => "letter",
            Self::Export => "export",
            Self::Review => "review",
            Self::Court => "court",
            Self::SearchHit { .. } => "search-hit",
        }
    }
}

/// What an author has allowed afterwards for one of its acts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Leave {
    /// Authorities that may have it.
    pub to: Vec<AuthorityId>,
    /// Whether it may be used before a court.
    pub court: bool,
}

impl Leave {
    /// Adds what another act of leave allows.
    pub fn join(&mut self, other: &Self) {
        self.to.extend(other.to.iter().cloned());
        self.to.sort_unstable();
        self.to.dedup();
        self.court |= other.court;
    }
}

/// Why content may not leave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The code forbids this way out without the author's leave.
    #[error("`{author}` sent this under {handling}: it may not go out as {exit} without the author's leave")]
    Handling {
        /// The author.
        author: AuthorityId,
        /// The code.
        handling: Handling,
        /// The way out.
        exit: &'static str,
    },
    /// The onward rule forbids it.
    #[error("`{author}` sent this under the onward rule `{onward}`: it may not go to `{to}`")]
    Onward {
        /// The author.
        author: AuthorityId,
        /// The rule.
        onward: Onward,
        /// To whom it would have gone.
        to: AuthorityId,
    },
    /// It may not be used any more.
    #[error("`{author}` let this expire on {at}")]
    Expired {
        /// The author.
        author: AuthorityId,
        /// When.
        at: Timestamp,
    },
    /// No such degree of certainty.
    #[error("`{0}` is no evaluation of information: 1 to 4")]
    Information(u8),
    /// No such evaluation.
    #[error("`{0}` is no evaluation: A, B, C or X, and 1 to 4, such as B2")]
    Evaluation(String),
}

/// Proof that the policy was asked about an act and allowed a way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permit {
    act: ActId,
    exit: &'static str,
}

impl Permit {
    /// The act that may leave.
    #[must_use]
    pub const fn act(&self) -> &ActId {
        &self.act
    }

    /// The way out that was asked for.
    #[must_use]
    pub const fn exit(&self) -> &'static str {
        self.exit
    }
}

/// Whether `holder` may let an act out, given what its author has allowed since.
///
/// # Errors
/// Why not.
pub fn may_leave(
    act: &Act,
    holder: &AuthorityId,
    exit: Exit<'_>,
    leave: &Leave,
    now: Timestamp,
) -> Result<Permit, PolicyError> {
    let permit = Permit { act: act.id(), exit: exit.as_str() };
    if act.author == *holder {
        return Ok(permit);
    }
    let knows = |to: &AuthorityId| *to == act.author || act.recipients.contains(to);
    if let Some(at) = act.expires_at.filter(|_| act.expired(now)) {
        return match exit {
            Exit::Answer { to } if *to == act.author => Ok(permit),
            _ => Err(PolicyError::Expired { author: act.author.clone(), at }),
        };
    }
    let coded = |allowed: bool| {
        if allowed {
            Ok(permit.clone())
        } else {
            let (author, handling) = (act.author.clone(), act.handling);
            Err(PolicyError::Handling { author, handling, exit: exit.as_str() })
        }
    };
    let free = match act.handling {
        Handling::H0 | Handling::H1 => true,
        Handling::H2 | Handling::H3 => false,
    };
    match exit {
        Exit::Answer { to } | Exit::Forward { to } | Exit::SearchHit { to } if knows(to) => Ok(permit),
        Exit::Answer { to } | Exit::Forward { to } | Exit::SearchHit { to } => {
            if leave.to.contains(to) {
                return Ok(permit);
            }
            let onward = match act.onward {
                Onward::None | Onward::WithConsent => false,
                Onward::AuthoritiesOfRecipientState => to.state() == holder.state(),
            };
            if onward {
                coded(free)
            } else {
                let (author, onward) = (act.author.clone(), act.onward);
                Err(PolicyError::Onward { author, onward, to: to.clone() })
            }
        }
        Exit::Letter | Exit::Export => coded(free || leave.court),
        // The authority's own review is neither use nor passing on; a supervisor reads what the authority reads.
        Exit::Review => Ok(permit),
        Exit::Court => coded(act.handling == Handling::H0 || leave.court),
    }
}
