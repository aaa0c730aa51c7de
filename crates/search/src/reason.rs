//! Why a hit has its score, in a form that a page can word in any language.

use serde::{Deserialize, Serialize};

/// One reason for a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// What was found when comparing.
    pub kind: ReasonKind,
    /// The value in the question; empty if it has none.
    pub ours: String,
    /// The value in the register; empty if it has none.
    pub theirs: String,
    /// What this adds to the log-odds of one and the same person; below zero it speaks against.
    pub weight: f32,
}

/// The kinds of reasons. Kebab-case in JSON; a page has one wording for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReasonKind {
    /// A part of the name is the same.
    NameSame,
    /// A part of the name is the same in another script or by another rule.
    NameTransliteration,
    /// A part of the name is spelt nearly the same.
    NameSpelling,
    /// A part of the name is a short or familiar form of the other.
    NameNickname,
    /// A part of the name is the initial of the other.
    NameInitial,
    /// A part of the name sounds alike.
    NameSound,
    /// Parts of the name are written together or apart.
    NameJoined,
    /// A part of the name stands on one side only.
    NameMissing,
    /// Parts of the name differ.
    NameAgainst,
    /// The dates of birth are the same day.
    BornSame,
    /// The dates agree as far as the less precise one says.
    BornSameYear,
    /// Day and month are exchanged.
    BornSwapped,
    /// The dates differ in one digit.
    BornDigit,
    /// The years differ by one and the rest is the same.
    BornYearOff,
    /// One date is 1 January of the same year, which often stands for an unknown day.
    BornJanuaryFirst,
    /// The dates of birth are near but differ.
    BornNear,
    /// The dates of birth differ.
    BornDifferent,
    /// The nationality is the same.
    NationalitySame,
    /// The nationalities differ. This weighs little: people have several.
    NationalityDifferent,
    /// The sex is the same.
    SexSame,
    /// The sex differs.
    SexDifferent,
    /// A document number is the same.
    DocumentSame,
    /// A document number differs in characters that are easily mistaken.
    DocumentNear,
    /// Both have document numbers and none agree. This weighs little: people have several.
    DocumentDifferent,
    /// The dates agree as far as another calendar lets one say.
    BornCalendar,
    /// The date inside a national number agrees.
    BornInNumber,
    /// One nationality is of a state that came after the other.
    NationalitySuccessor,
    /// The place of birth is the same.
    PlaceSame,
    /// The places of birth differ. This weighs little: places are written in many ways.
    PlaceDifferent,
    /// A parent's name is the same.
    ParentSame,
    /// The names of the same parent differ.
    ParentDifferent,
    /// A document number differs by one slip.
    DocumentSlip,
    /// Two valid numbers of a kind of which everybody has one.
    DocumentContradicts,
    /// The legal form is the same.
    FormSame,
    /// The legal forms differ.
    FormDifferent,
    /// A person on one side, an organisation or a thing on the other.
    KindDifferent,
}

impl ReasonKind {
    /// The kebab-case word of JSON, usable as a key for wordings.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NameSame => "name-same",
            Self::NameTransliteration => "name-transliteration",
            Self::NameSpelling => "name-spelling",
            Self::NameNickname => "name-nickname",
            Self::NameInitial => "name-initial",
            Self::NameSound => "name-sound",
            Self::NameJoined => "name-joined",
            Self::NameMissing => "name-missing",
            Self::NameAgainst => "name-against",
            Self::BornSame => "born-same",
            Self::BornSameYear => "born-same-year",
            Self::BornSwapped => "born-swapped",
            Self::BornDigit => "born-digit",
            Self::BornYearOff => "born-year-off",
            Self::BornJanuaryFirst => "born-january-first",
            Self::BornNear => "born-near",
            Self::BornDifferent => "born-different",
            Self::NationalitySame => "nationality-same",
            Self::NationalityDifferent => "nationality-different",
            Self::SexSame => "sex-same",
            Self::SexDifferent => "sex-different",
            Self::DocumentSame => "document-same",
            Self::DocumentNear => "document-near",
            Self::DocumentDifferent => "document-different",
            Self::BornCalendar => "born-calendar",
            Self::BornInNumber => "born-in-number",
            Self::NationalitySuccessor => "nationality-successor",
            Self::PlaceSame => "place-same",
            Self::PlaceDifferent => "place-different",
            Self::ParentSame => "parent-same",
            Self::ParentDifferent => "parent-different",
            Self::DocumentSlip => "document-slip",
            Self::DocumentContradicts => "document-contradicts",
            Self::FormSame => "form-same",
            Self::FormDifferent => "form-different",
            Self::KindDifferent => "kind-different",
        }
    }
}

impl From<names::How> for ReasonKind {
    fn from(how: names::How) -> Self {
        match how {
            names::How::Same => Self::NameSame,
            names::How::Transliteration => Self::NameTransliteration,
            names::How::Spelling => Self::NameSpelling,
            names::How::Nickname => Self::NameNickname,
            names::How::Initial => Self::NameInitial,
            names::How::Sound => Self::NameSound,
            names::How::Joined => Self::NameJoined,
            names::How::Missing => Self::NameMissing,
            names::How::Against => Self::NameAgainst,
        }
    }
}
