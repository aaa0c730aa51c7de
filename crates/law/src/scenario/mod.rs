//! Worked cases: questions with the answers that a lawyer expects, kept in files and compared with what the law answers.
//!
//! `docs/LAW.md` describes the file. An expectation is one line over the words of the answer itself, as
//! `comity law check --json` prints it, so that whatever an answer says can be expected of it.

mod expectation;
mod read;
mod table;

use jiff::civil::Date;
use serde::Serialize;
use serde_json::Value;

use crate::check::Question;
use crate::ids::InstrumentId;
use crate::library::Library;
pub use expectation::{Expectation, ExpectationError};
pub(crate) use read::read_all;
pub use read::scenarios;
pub use table::{Row, rows};

/// A case with its questions and what is expected of the answers.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// Its name, for example `S02`.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// The file it stands in.
    pub file: String,
    /// The line it begins in.
    pub line: u32,
    /// Questions on the law that applies.
    pub questions: Vec<Asked>,
    /// Questions on dates of entry into force and of denunciation.
    pub dates: Vec<AskedDate>,
}

/// A question and what is expected of its answer.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The question.
    pub question: Question,
    /// What is expected, with the line and column it stands in.
    pub expected: Vec<(Expectation, u32, u32)>,
    line: u32,
    column: u32,
}

/// Which date an instrument's own rule is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOf {
    /// Entry into force for a state that deposits on this day.
    Deposit(Date),
    /// The day from which a denunciation has effect whose notice was received on this day.
    Notice(Date),
}

/// A question on a date that follows from an instrument's own rule.
#[derive(Debug, Clone)]
pub struct AskedDate {
    /// The instrument.
    pub instrument: InstrumentId,
    /// The day of the deposit or of the notice.
    pub of: DateOf,
    /// The day that is expected.
    pub expected: Date,
    line: u32,
    column: u32,
}

/// What came of a scenario.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Outcome {
    /// The scenario.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// How many expectations were compared.
    pub compared: usize,
    /// Those that were not met.
    pub misses: Vec<Miss>,
    /// The answers, as JSON.
    #[serde(skip)]
    pub answers: Vec<Value>,
}

/// An expectation that was not met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Miss {
    /// The file.
    pub file: String,
    /// The line of the expectation, from 1.
    pub line: u32,
    /// Its column, from 1.
    pub column: u32,
    /// The question, in short.
    pub question: String,
    /// What was expected.
    pub expected: String,
    /// What there is instead.
    pub found: String,
}

impl Library {
    /// Asks the questions of a scenario and compares the answers with what is expected.
    pub fn play(&self, scenario: &Scenario) -> Outcome {
        let mut outcome = Outcome {
            id: scenario.id.clone(),
            title: scenario.title.clone(),
            compared: 0,
            misses: Vec::new(),
            answers: Vec::new(),
        };
        let mut miss = |line, column, question: String, expected: String, found: String| {
            outcome.misses.push(Miss {
                file: scenario.file.clone(),
                line,
                column,
                question,
                expected,
                found,
            });
        };
        let mut compared = 0;
        let mut answers = Vec::new();
        for asked in &scenario.questions {
            let Question { from, to, procedure, on, .. } = &asked.question;
            let short = format!("{from} asks {to}: {procedure} on {on}");
            let answer = self
                .check(&asked.question)
                .map_err(|error| error.to_string())
                .and_then(|check| serde_json::to_value(&check).map_err(|error| error.to_string()));
            match answer {
                Ok(answer) => {
                    for (expectation, line, column) in &asked.expected {
                        compared += 1;
                        if let Err(found) = expectation.compare(&answer) {
                            miss(*line, *column, short.clone(), expectation.to_string(), found);
                        }
                    }
                    answers.push(answer);
                }
                Err(error) => {
                    compared += 1;
                    miss(asked.line, asked.column, short, "an answer".to_owned(), error);
                }
            }
        }
        for asked in &scenario.dates {
            compared += 1;
            let (short, found) = self.date(asked);
            let text = found.map_or_else(|| "the rule gives no date".to_owned(), |date| date.to_string());
            if found != Some(asked.expected) {
                miss(asked.line, asked.column, short.clone(), asked.expected.to_string(), text.clone());
            }
            answers.push(serde_json::json!({ "instruments": [{ "id": asked.instrument }], "dates": [text], "asked": short }));
        }
        outcome.compared = compared;
        outcome.answers = answers;
        outcome
    }

    fn date(&self, asked: &AskedDate) -> (String, Option<Date>) {
        let instrument = self.instruments.get(&asked.instrument);
        match asked.of {
            DateOf::Deposit(day) => (
                format!("{}: deposited on {day}, in force from", asked.instrument),
                instrument.and_then(|one| one.enters_into_force(day)),
            ),
            DateOf::Notice(day) => (
                format!("{}: notice received on {day}, with effect from", asked.instrument),
                instrument.and_then(|one| one.denunciation_takes_effect(day)),
            ),
        }
    }
}
