//! What `comity match` and `comity compare` tell while they run, and how they end.

use std::time::{Duration, Instant};

use search::batch::{BatchError, Done, Progress};

use super::{Exit, Failure, terminal};

/// Bad lines told one by one; the rest is counted.
const BAD_LINES_TOLD: u64 = 20;

/// Tells about bad lines and, at most once a second, how far it is.
pub(super) struct Teller {
    told: u64,
    last: Instant,
    word: &'static str,
}

impl Teller {
    /// `word` is what is being answered: `queries` or `pairs`.
    pub(super) fn new(word: &'static str) -> Self {
        Self { told: 0, last: Instant::now(), word }
    }

    /// Takes one report.
    pub(super) fn tell(&mut self, progress: &Progress<'_>) {
        match progress {
            Progress::BadSubject(bad) => self.bad("register", &bad.to_string()),
            Progress::BadQuery(bad) => self.bad(self.word, &bad.to_string()),
            Progress::Loaded(subjects) => terminal::tell(&format!("{subjects} subjects loaded")),
            Progress::Answered(answered) => {
                if self.last.elapsed() >= Duration::from_secs(1) {
                    self.last = Instant::now();
                    terminal::tell(&format!("{answered} {}", self.word));
                }
            }
        }
    }

    fn bad(&mut self, which: &str, what: &str) {
        self.told += 1;
        if self.told <= BAD_LINES_TOLD {
            terminal::tell(&format!("{which}, {what}"));
        } else if self.told == BAD_LINES_TOLD + 1 {
            terminal::tell("further bad lines are counted only");
        }
    }
}

/// Sums up. The command has done its work when anything was answered: refused lines were told one by one.
pub(super) fn end(done: Done, word: &str) -> Exit {
    if done.earlier > 0 {
        terminal::tell(&format!("{} {word} had been answered before", done.earlier));
    }
    terminal::tell(&format!("{} {word} answered, {} lines refused", done.answered, done.bad));
    if done.answered + done.earlier == 0 && done.bad > 0 { Exit::Unusable } else { Exit::Done }
}

/// Why a batch stopped, for the person who typed the command.
pub(super) fn failure(error: &BatchError) -> Failure {
    match error {
        BatchError::Input { bad, .. } => match bad.fault {
            search::Fault::Read(_) => {
                Failure::environment(error.to_string(), "check that the file may be read")
            }
            _ => Failure::unusable(
                error.to_string(),
                "give JSON lines, or CSV or TSV with a header that names the columns",
            ),
        },
        BatchError::Output(_) => Failure::environment(error.to_string(), "make room on the disk"),
    }
}
