//! Conditions in the files of procedures: when a step is open, a field is needed, a period applies.
//!
//! `when = "in-custody and not done handed-over and purpose is enforcement"`: terms joined by `and`, each of which may
//! begin with `not`. What nobody said yet is neither so nor not so.

use serde::{Serialize, Serializer};

use crate::ids::{Key, shorten};

/// One thing that is so or not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Term {
    /// The person is held.
    InCustody,
    /// The full request is there.
    FullRequest,
    /// A question is open.
    QuestionOpen,
    /// The gate of the requested state was passed.
    Accepted,
    /// The person consented.
    Consented,
    /// A measure was taken.
    Done(Key),
    /// A field has this value.
    Is(Key, Key),
}

/// Terms that must all hold; none of them for what always holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct When {
    terms: Vec<(Term, bool)>,
    text: String,
}

const TERMS: &str =
    "in-custody, full-request, question-open, accepted, consented, `done MEASURE` or `FIELD is VALUE`";

impl When {
    /// Reads a condition; the error says what is wrong and what to write.
    pub(crate) fn parse(text: &str) -> Result<Self, (String, String)> {
        let mut terms = Vec::new();
        for part in text.split(" and ") {
            let words: Vec<&str> = part.split_whitespace().collect();
            let (words, wanted) = match words.split_first() {
                Some((&"not", rest)) => (rest, false),
                _ => (words.as_slice(), true),
            };
            let key = |word: &str| {
                Key::parse(word).map_err(|error| (error.to_string(), format!("write terms such as {TERMS}")))
            };
            let term = match words {
                ["in-custody"] => Term::InCustody,
                ["full-request"] => Term::FullRequest,
                ["question-open"] => Term::QuestionOpen,
                ["accepted"] => Term::Accepted,
                ["consented"] => Term::Consented,
                ["done", measure] => Term::Done(key(measure)?),
                [field, "is", value] => Term::Is(key(field)?, key(value)?),
                _ => {
                    return Err((
                        format!("`{}` is no condition", shorten(part.trim())),
                        format!(
                            "join terms by `and`: {TERMS}, each with `not` before it where it must not hold"
                        ),
                    ));
                }
            };
            terms.push((term, wanted));
        }
        Ok(Self { terms, text: text.to_owned() })
    }

    /// Whether all terms hold; nothing where it hangs on what nobody said yet.
    pub(crate) fn holds(&self, is: impl Fn(&Term) -> Option<bool>) -> Option<bool> {
        let mut unknown = false;
        for (term, wanted) in &self.terms {
            match is(term) {
                Some(found) if found != *wanted => return Some(false),
                Some(_) => {}
                None => unknown = true,
            }
        }
        if unknown { None } else { Some(true) }
    }

    pub(crate) fn terms(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter().map(|(term, _)| term)
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn always(&self) -> bool {
        self.terms.is_empty()
    }
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conditions_are_read_and_hold_or_not_or_nobody_knows() {
        let when = When::parse("not in-custody and done frozen and urgency is urgent").unwrap();
        let holds = |custody, done, urgent| {
            when.holds(|term| match term {
                Term::InCustody => custody,
                Term::Done(_) => done,
                _ => urgent,
            })
        };
        assert_eq!(holds(Some(false), Some(true), Some(true)), Some(true));
        assert_eq!(holds(Some(false), Some(true), None), None);
        assert_eq!(holds(Some(true), Some(true), None), Some(false));
        assert_eq!(When::default().holds(|_| None), Some(true));
        for wrong in ["", "held", "done", "done A", "a is", "in-custody or accepted", "not"] {
            assert!(When::parse(wrong).is_err(), "{wrong}");
        }
    }
}
