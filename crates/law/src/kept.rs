//! Answers that never leave the node: whether a person is protected, and by which state.
//!
//! Two types keep them apart. A [`SafeguardAnswer`](crate::act::SafeguardAnswer) travels in an act, and its
//! [`SafeguardKey`] cannot name a safeguard whose key begins with `kept-`, neither when it is made nor when it is
//! decoded. A [`KeptAnswer`] can name nothing else, and has no encoding.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::act::{Body, DecisionOutcome};
use crate::check::{End, SafeguardQuestion};
use crate::fold::{CaseState, Objection};
use crate::ids::Key;
use crate::read_procedure::KEPT;

/// The key of a safeguard whose answer may travel.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SafeguardKey(Key);

/// The answer to a safeguard must stay at the node.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the answer to `{0}` stays at the node that gives it and cannot travel")]
pub struct StaysHere(pub Key);

impl SafeguardKey {
    /// Takes the key of a safeguard whose answer may travel.
    pub fn of(key: Key) -> Result<Self, StaysHere> {
        if stays(&key) { Err(StaysHere(key)) } else { Ok(Self(key)) }
    }

    /// The key.
    pub fn key(&self) -> &Key {
        &self.0
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

/// Whether answers to a safeguard stay at the node.
pub fn stays(key: &Key) -> bool {
    key.as_str().starts_with(KEPT)
}

impl fmt::Display for SafeguardKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for SafeguardKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl PartialEq<Key> for SafeguardKey {
    fn eq(&self, other: &Key) -> bool {
        self.0 == *other
    }
}

impl PartialEq<str> for SafeguardKey {
    fn eq(&self, other: &str) -> bool {
        self.0 == *other
    }
}

impl PartialEq<&str> for SafeguardKey {
    fn eq(&self, other: &&str) -> bool {
        self.0 == **other
    }
}

impl Serialize for SafeguardKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SafeguardKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::of(Key::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

/// An answer that stays at the node. It has no encoding, and shows nothing of itself where values are printed.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptAnswer {
    key: Key,
    answer: Key,
    by: String,
}

impl KeptAnswer {
    /// The answer of a named person to a question that stays; nothing where the question's answers may travel.
    pub fn of(question: &SafeguardQuestion, answer: Key, by: &str) -> Option<Self> {
        (question.confidential && stays(&question.key)).then(|| Self {
            key: question.key.clone(),
            answer,
            by: by.to_owned(),
        })
    }
}

impl fmt::Debug for KeptAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeptAnswer({})", self.key)
    }
}

/// What stands against an act among the questions whose answers stay here: each that guards it must be answered by a
/// named person, in a way that lets it pass.
///
/// Only the end that answers can check this; the other end is told neither the answer nor whether there is one.
pub fn check(
    case: &CaseState,
    body: &Body,
    questions: &[SafeguardQuestion],
    end: End,
    kept: &[KeptAnswer],
) -> Vec<Objection> {
    let kind = body.kind();
    let guarded: Vec<&str> = match body {
        // The gate of the measure guards the grant too, where it was never passed.
        Body::Decision(decision) if decision.outcome == DecisionOutcome::Granted => {
            if case.inner.position.accepted { vec![kind] } else { vec![kind, "acceptance"] }
        }
        Body::Decision(_) => return Vec::new(),
        Body::Measure(measure) => vec![measure.measure.as_str()],
        _ => vec![kind],
    };
    let guards = |question: &&SafeguardQuestion| {
        question.confidential
            && question.who == end
            && question.blocks.iter().any(|blocked| guarded.contains(&blocked.as_str()))
    };
    let mut found = Vec::new();
    for question in questions.iter().filter(guards) {
        let given = kept.iter().rev().find(|answer| answer.key == question.key);
        let option =
            given.and_then(|given| question.answers.iter().find(|option| option.key == given.answer));
        let (key, message, remedy) = match (given, option) {
            (Some(given), Some(option)) if option.passes && !given.by.trim().is_empty() => continue,
            (Some(_), Some(option)) if option.passes => {
                ("empty-field", "nobody is named who answered".to_owned(), "name the person who answers")
            }
            (Some(_), Some(_)) => (
                "safeguard-bars",
                format!("the answer does not let a {kind} pass"),
                "refuse on a ground of the instrument, and say nothing of this",
            ),
            (Some(given), None) => (
                "unknown-answer",
                format!("`{}` is no answer to `{}`", given.answer, question.key),
                "choose one of the answers",
            ),
            (None, _) => (
                "safeguard-open",
                format!("not answered: {}", question.question),
                "a named person answers it before the act is made; the answer stays here",
            ),
        };
        found.push(Objection {
            key: crate::objections::key(key),
            field: format!("safeguards.{}", question.key),
            article: format!("{} {}", question.source, question.article),
            message,
            remedy: remedy.to_owned(),
            blocks: true,
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::act::{Acceptance, SafeguardAnswer};
    use crate::check::AnswerOption;

    fn question(confidential: bool, key: &str) -> SafeguardQuestion {
        let option = |key: &str, passes| AnswerOption {
            key: key.parse().unwrap(),
            text: key.to_owned(),
            passes,
            needs_reasoning: false,
            undertaking: None,
        };
        SafeguardQuestion {
            key: key.parse().unwrap(),
            question: "protected?".into(),
            source: "Convention relating to the Status of Refugees".into(),
            article: "33".into(),
            answers: vec![option("clear", true), option("protected", false)],
            who: End::Requested,
            answered_by: None,
            blocks: vec!["acceptance".into()],
            confidential,
            verified: false,
        }
    }

    #[test]
    fn what_stays_cannot_be_put_into_an_act_nor_read_from_one() {
        let key: Key = "kept-refugee".parse().unwrap();
        assert_eq!(SafeguardKey::of(key.clone()), Err(StaysHere(key)));
        let answer = |key: &str| {
            format!(
                "{{\"acceptance\":{{\"safeguards\":[{{\"key\":\"{key}\",\"answer\":\"clear\",\"by\":\"a\"}}]}}}}"
            )
        };
        let error = serde_json::from_str::<Body>(&answer("kept-refugee")).unwrap_err().to_string();
        assert!(error.contains("stays at the node"), "{error}");
        // What was sent before such keys existed is still read.
        assert!(serde_json::from_str::<Body>(&answer("refugee")).is_ok());
        // The same through the encoding that is signed.
        let body = |key: &str| {
            let safeguards = vec![SafeguardAnswer {
                key: SafeguardKey::of(key.parse().unwrap()).unwrap(),
                answer: "clear".parse().unwrap(),
                reasoning: String::new(),
                by: "a".into(),
            }];
            Body::Acceptance(Acceptance { safeguards, order: String::new() })
        };
        let mut bytes = Vec::new();
        ciborium::into_writer(&body("open-refugee"), &mut bytes).unwrap();
        assert!(ciborium::from_reader::<Body, _>(bytes.as_slice()).is_ok());
        let at = bytes.windows(5).position(|window| window == b"open-").unwrap();
        bytes[at..at + 5].copy_from_slice(b"kept-");
        assert!(ciborium::from_reader::<Body, _>(bytes.as_slice()).is_err());
    }

    #[test]
    fn the_gate_needs_the_kept_answer_at_the_end_that_gives_it() {
        let asked = question(true, "kept-refugee");
        let given = |answer: &str| vec![KeptAnswer::of(&asked, answer.parse().unwrap(), "a.first").unwrap()];
        let case = crate::Library::default().fold(&[], jiff::Timestamp::UNIX_EPOCH);
        let gate = Body::Acceptance(Acceptance { safeguards: Vec::new(), order: String::new() });
        let note = Body::Note(crate::act::Note { text: "hello".into() });
        let keys = |kept: &[KeptAnswer], body: &Body, end| -> Vec<String> {
            let found = check(&case, body, std::slice::from_ref(&asked), end, kept);
            found.into_iter().map(|objection| objection.key.to_string()).collect()
        };
        assert_eq!(keys(&[], &gate, End::Requested), ["safeguard-open"]);
        assert_eq!(keys(&given("protected"), &gate, End::Requested), ["safeguard-bars"]);
        assert_eq!(keys(&given("perhaps"), &gate, End::Requested), ["unknown-answer"]);
        assert!(keys(&given("clear"), &gate, End::Requested).is_empty());
        assert!(keys(&[], &gate, End::Requesting).is_empty());
        assert!(keys(&[], &note, End::Requested).is_empty());
        assert_eq!(format!("{:?}", given("protected")), "[KeptAnswer(kept-refugee)]");
        assert!(KeptAnswer::of(&question(false, "minor"), "clear".parse().unwrap(), "a").is_none());
    }
}
