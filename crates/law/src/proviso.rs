//! Provisos in the files of the law: under which facts a rule, an instrument or a phase applies.
//!
//! `"offence=corruption|organised-crime"`, `"nationality!=@requested"`, `"maximum-months>=24"`: a fact, what it is
//! compared with, and the values. Several provisos must all hold; ` or ` joins alternatives within one. `@requesting`,
//! `@requested` stand for the two states, `@EU` for every member of the Union on the day, and `@procedure` for what is
//! asked. What the facts do not say is neither so nor not so.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Serialize, Serializer};

use crate::check::Answer;
use crate::facts::Facts;
use crate::ids::{Key, State, shorten};
use crate::states::States;

/// One proviso: alternatives, of which one must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proviso {
    terms: Vec<Term>,
    text: String,
    /// What a reader is told: the text without terms on the procedure, which the reader chose already.
    plain: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    subject: Subject,
    how: How,
    values: Vec<Value>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Subject {
    Requesting,
    Requested,
    Procedure,
    Fact(Key),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Is,
    IsNot,
    AtLeast,
    Below,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Word(String),
    Requesting,
    Requested,
    MemberOf(State),
}

/// What a proviso is held against.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Situation<'a> {
    pub(crate) from: State,
    pub(crate) to: State,
    pub(crate) procedure: &'a Key,
    pub(crate) on: Date,
    pub(crate) facts: &'a Facts,
    pub(crate) states: &'a States,
}

/// Comparisons, the longer ones first.
const COMPARISONS: [(&str, How); 4] =
    [("!=", How::IsNot), (">=", How::AtLeast), ("<", How::Below), ("=", How::Is)];

impl Proviso {
    /// Reads a proviso; the error says what is wrong and what to write.
    pub(crate) fn parse(text: &str) -> Result<Self, (String, String)> {
        let terms = text.split(" or ").map(Term::parse).collect::<Result<Vec<_>, _>>()?;
        let told = |term: &Term| term.subject != Subject::Procedure;
        let plain: Vec<&str> = (text.split(" or ").zip(&terms))
            .filter(|(_, term)| told(term))
            .map(|(part, _)| part.trim())
            .collect();
        let text = text.trim().to_owned();
        let plain = if plain.is_empty() { text.clone() } else { plain.join(" or ") };
        Ok(Self { terms, text, plain })
    }

    /// Whether it holds.
    pub(crate) fn holds(&self, situation: &Situation<'_>) -> Answer {
        let mut answer = Answer::No;
        for term in &self.terms {
            match term.holds(situation) {
                Answer::Yes => return Answer::Yes,
                Answer::Unknown => answer = Answer::Unknown,
                Answer::No => {}
            }
        }
        answer
    }

    /// The facts it asks for.
    pub(crate) fn asks(&self) -> impl Iterator<Item = &Key> {
        self.terms.iter().filter_map(|term| match &term.subject {
            Subject::Fact(key) => Some(key),
            Subject::Requesting | Subject::Requested | Subject::Procedure => None,
        })
    }

    /// The words that facts are compared with, with their fact.
    pub(crate) fn words(&self) -> impl Iterator<Item = (&Key, &str)> {
        self.terms
            .iter()
            .filter_map(|term| match &term.subject {
                Subject::Fact(key) => Some((key, term)),
                Subject::Requesting | Subject::Requested | Subject::Procedure => None,
            })
            .flat_map(|(key, term)| {
                let compared = matches!(term.how, How::Is | How::IsNot);
                term.values.iter().filter(move |_| compared).filter_map(move |value| match value {
                    Value::Word(word) => Some((key, word.as_str())),
                    Value::Requesting | Value::Requested | Value::MemberOf(_) => None,
                })
            })
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

impl Serialize for Proviso {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl Term {
    fn parse(text: &str) -> Result<Self, (String, String)> {
        let help = "write a fact, a comparison and values, as in \"offence=corruption|drugs\", \
                    \"nationality!=@requested\" or \"maximum-months>=24\"";
        let wrong = |what: &str| (format!("`{}` {what}", shorten(text.trim())), help.to_owned());
        let at = text.find(['!', '>', '<', '=']).ok_or_else(|| wrong("compares nothing"))?;
        let (subject, rest) = text.split_at(at);
        let (values, how) = (COMPARISONS.iter())
            .find_map(|(sign, how)| Some((rest.strip_prefix(sign)?, *how)))
            .ok_or_else(|| wrong("has no known comparison"))?;
        let subject = match subject.trim() {
            "@requesting" => Subject::Requesting,
            "@requested" => Subject::Requested,
            "@procedure" => Subject::Procedure,
            key => Subject::Fact(Key::parse(key).map_err(|error| (error.to_string(), help.to_owned()))?),
        };
        let values = values.split('|').map(|value| Value::parse(value.trim())).collect::<Option<Vec<_>>>();
        let values = values.ok_or_else(|| wrong("has a value that cannot be read"))?;
        let numbers = matches!(how, How::AtLeast | How::Below);
        let is_number = |value: &Value| matches!(value, Value::Word(word) if word.parse::<u32>().is_ok());
        if numbers && (values.len() != 1 || !values.iter().all(is_number)) {
            return Err(wrong("compares with no number"));
        }
        Ok(Self { subject, how, values })
    }

    fn holds(&self, situation: &Situation<'_>) -> Answer {
        let found: BTreeSet<String> = match &self.subject {
            Subject::Requesting => BTreeSet::from([situation.from.to_string()]),
            Subject::Requested => BTreeSet::from([situation.to.to_string()]),
            Subject::Procedure => BTreeSet::from([situation.procedure.to_string()]),
            Subject::Fact(key) => match situation.facts.values(key) {
                Some(values) => values,
                None => return Answer::Unknown,
            },
        };
        let matches = |value: &Value| match value {
            Value::Word(word) => found.contains(word),
            Value::Requesting => found.contains(situation.from.as_str()),
            Value::Requested => found.contains(situation.to.as_str()),
            Value::MemberOf(union) => found.iter().any(|code| {
                State::parse(code).is_ok_and(|state| situation.states.is_member(*union, state, situation.on))
            }),
        };
        let any = self.values.iter().any(matches);
        let number = || {
            let limit = self.values.first().and_then(|value| match value {
                Value::Word(word) => word.parse::<u32>().ok(),
                _ => None,
            })?;
            let known = found.iter().filter_map(|text| text.parse::<u32>().ok()).max()?;
            Some(known >= limit)
        };
        let so = match self.how {
            How::Is => Some(any),
            How::IsNot => Some(!any),
            How::AtLeast => number(),
            How::Below => number().map(|reached| !reached),
        };
        so.map_or(Answer::Unknown, Answer::from_bool)
    }
}

impl Value {
    fn parse(text: &str) -> Option<Self> {
        match text.strip_prefix('@') {
            Some("requesting") => Some(Self::Requesting),
            Some("requested") => Some(Self::Requested),
            Some(union) => State::parse(union).ok().map(Self::MemberOf),
            None if text.is_empty() || text.contains(char::is_whitespace) => None,
            None => Some(Self::Word(text.to_owned())),
        }
    }
}

/// Whether several provisos hold together; nothing where there are none.
pub(crate) fn all(provisos: &[Proviso], situation: &Situation<'_>) -> Option<Answer> {
    let answers = provisos.iter().map(|proviso| proviso.holds(situation));
    answers.reduce(|so_far, next| match (so_far, next) {
        (Answer::No, _) | (_, Answer::No) => Answer::No,
        (Answer::Unknown, _) | (_, Answer::Unknown) => Answer::Unknown,
        (Answer::Yes, Answer::Yes) => Answer::Yes,
    })
}

/// The provisos in words.
pub(crate) fn in_words(provisos: &[Proviso]) -> String {
    provisos.iter().map(|proviso| proviso.plain.as_str()).collect::<Vec<_>>().join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, facts: &[(&str, &str)], expected: Answer) {
        let mut known = Facts::default();
        for (key, value) in facts {
            known.set(key, value).unwrap();
        }
        let states = States::for_test(&[("EU", "EE"), ("EU", "LV"), ("EU", "DE")]);
        let procedure = Key::parse("data-disclosure").unwrap();
        let situation = Situation {
            from: "RU".parse().unwrap(),
            to: "EE".parse().unwrap(),
            procedure: &procedure,
            on: "2026-01-01".parse().unwrap(),
            facts: &known,
            states: &states,
        };
        assert_eq!(Proviso::parse(text).unwrap().holds(&situation), expected, "{text}");
    }

    #[test]
    fn provisos_hold_or_not_or_nobody_knows() {
        check("offence=corruption|drugs", &[("offence", "fiscal, drugs")], Answer::Yes);
        check("offence=corruption", &[("offence", "drugs")], Answer::No);
        check("offence=corruption", &[], Answer::Unknown);
        check("offence!=corruption", &[("offence", "drugs")], Answer::Yes);
        check("nationality=@EU", &[("nationality", "LV")], Answer::Yes);
        check("nationality=@EU", &[("nationality", "UA")], Answer::No);
        check("nationality!=@requested", &[("nationality", "EE")], Answer::No);
        check("@requesting!=@EU", &[], Answer::Yes);
        check("@requested=@EU", &[], Answer::Yes);
        check("offence=computer or @procedure=data-disclosure", &[], Answer::Yes);
        check("@procedure=extradition", &[], Answer::No);
        check("maximum-months>=24", &[("maximum-months", "18")], Answer::No);
        check("maximum-months<24", &[("maximum-months", "18")], Answer::Yes);
        check("maximum-months>=24 or offence=drugs", &[("offence", "drugs")], Answer::Yes);
        check("maximum-months>=24 or offence=drugs", &[("maximum-months", "2")], Answer::Unknown);
    }

    #[test]
    fn what_is_no_proviso_is_refused() {
        for wrong in
            ["", "offence", "=a", "offence=", "Offence=a", "a!b", "months>=x", "months>=1|2", "a=@XX"]
        {
            assert!(Proviso::parse(wrong).is_err(), "{wrong}");
        }
    }
}
