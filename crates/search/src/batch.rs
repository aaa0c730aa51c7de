//! Whole files: match queries against a register, compare pairs.
//!
//! Queries and pairs stream through; only the register is held. Queries are answered by several threads, a few chunks at
//! a time, and written in their order; a run that was cut off goes on where it ended.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};
use std::sync::{Mutex, PoisonError, mpsc};

use names::Name;
use serde::{Deserialize, Serialize};

use crate::born::Born;
use crate::evidence::{self, Facts};
use crate::index::Index;
use crate::query::{Kind, Query, Sex};
use crate::read::{BadLine, Fault, Format, SubjectReader};
use crate::reason::Reason;
use crate::records::{Lines, Table, format_of};
use crate::subject::{RegisterId, SubjectId};

/// What a batch did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Done {
    /// Subjects loaded; none for pairs.
    pub subjects: u64,
    /// Queries or pairs answered.
    pub answered: u64,
    /// Queries that an earlier run had answered.
    pub earlier: u64,
    /// Lines refused in either file.
    pub bad: u64,
}

/// What is reported while a batch runs.
#[derive(Debug)]
pub enum Progress<'a> {
    /// A line of the register was refused.
    BadSubject(&'a BadLine),
    /// The register is loaded; so many subjects.
    Loaded(u64),
    /// A line of the queries or pairs was refused.
    BadQuery(&'a BadLine),
    /// So many queries or pairs are answered.
    Answered(u64),
}

/// Why a batch stopped.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// An input cannot be read any further.
    #[error("{which}: {bad}")]
    Input {
        /// `register`, `queries`, `pairs` or `earlier output`.
        which: &'static str,
        /// The line and what is wrong.
        #[source]
        bad: BadLine,
    },
    /// The output cannot be written.
    #[error("the output cannot be written: {0}")]
    Output(#[source] io::Error),
}

/// After how many answers progress is reported.
const STEP: u64 = 500;

#[derive(Serialize)]
struct Answer<'a> {
    query: &'a str,
    hits: Vec<AnswerHit<'a>>,
    micros: u64,
}

#[derive(Serialize)]
struct AnswerHit<'a> {
    id: &'a str,
    score: f32,
    reasons: &'a [Reason],
}

/// How queries are to be answered.
pub struct Work<'a> {
    /// The most hits for one query.
    pub limit: usize,
    /// Threads that search.
    pub threads: usize,
    /// What an earlier run that was cut off has written, in whole lines; empty for none. Queries it answers are not
    /// answered again.
    pub earlier: &'a mut dyn BufRead,
}

/// Answers each query of a file from the subjects of another, as JSON lines
/// `{"query": id, "hits": [{"id", "score", "reasons": [{"kind","ours","theirs","weight"}]}], "micros": n}`.
///
/// The register may be in any [`Format`]; the queries are TSV or CSV with a header (`query_id` or `id`, `name`, and
/// optionally `dob`, `nationality`, `sex`, `doc`, `birth_place`, `father`, `mother`, `kind`). Queries stream through, and the
/// answers have their order. `now` gives microseconds of any steady clock.
///
/// # Errors
/// When an input cannot be read, the output not be written, or the earlier output is of other queries; bad lines are
/// reported and skipped.
pub fn match_queries(
    register: impl BufRead,
    queries: impl BufRead,
    work: Work<'_>,
    mut out: impl Write,
    now: &(dyn Fn() -> u64 + Sync),
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Done, BatchError> {
    let mut done = Done::default();
    let registers = [RegisterId::new("file")
        .map_err(|wrong| BatchError::Output(io::Error::new(io::ErrorKind::InvalidInput, wrong)))?];
    let [register_id] = &registers;
    let index = Index::new();
    let mut broken = None;
    let subjects = SubjectReader::new(register).filter_map(|item| match item {
        Ok(subject) if broken.is_none() => {
            done.subjects += 1;
            Some(subject)
        }
        Ok(_) => None,
        Err(bad) if bad.is_final() => {
            broken = Some(bad);
            None
        }
        Err(bad) => {
            done.bad += 1;
            progress(Progress::BadSubject(&bad));
            None
        }
    });
    index.load(register_id, subjects);
    if let Some(bad) = broken {
        return Err(BatchError::Input { which: "register", bad });
    }
    progress(Progress::Loaded(done.subjects));

    let mut lines = Lines::new(queries);
    let Some(table) = header(&mut lines, "queries")? else { return Ok(done) };
    let columns = QueryColumns::of(&table).map_err(|bad| BatchError::Input { which: "queries", bad })?;
    let mut earlier = Lines::new(work.earlier);
    let progress = RefCell::new(progress);
    let mut questions = std::iter::from_fn(|| {
        loop {
            let record = table.next(&mut lines)?;
            let read = record
                .and_then(|(line, fields)| columns.query(&fields).map_err(|fault| BadLine { line, fault }));
            let question = match read {
                Ok(question) => question,
                Err(bad) if bad.is_final() => return Some(Err(BatchError::Input { which: "queries", bad })),
                Err(bad) => {
                    done.bad += 1;
                    (progress.borrow_mut())(Progress::BadQuery(&bad));
                    continue;
                }
            };
            match answered_before(&mut earlier, &question.0) {
                Ok(true) => done.earlier += 1,
                Ok(false) => return Some(Ok(question)),
                Err(error) => return Some(Err(error)),
            }
        }
    });
    let mut answered = 0;
    let answers = |chunk: &[(String, Query)]| -> Result<Vec<u8>, io::Error> {
        let mut bytes = Vec::with_capacity(chunk.len() * 2048);
        for (id, query) in chunk {
            answer(&index, &registers, id, query, work.limit, now, &mut bytes)?;
        }
        Ok(bytes)
    };
    let result = in_order(work.threads, &mut questions, &answers, &mut |count, bytes| {
        out.write_all(&bytes).map_err(BatchError::Output)?;
        answered += count;
        (progress.borrow_mut())(Progress::Answered(answered));
        Ok(())
    });
    done.answered = answered;
    result?;
    out.flush().map_err(BatchError::Output)?;
    Ok(done)
}

/// Questions that one thread takes at once.
const CHUNK: usize = 32;
/// Chunks for each thread that are under way, at most: memory does not grow with the file.
const UNDER_WAY: usize = 3;

type Answers<'a, Q> = dyn Fn(&[Q]) -> Result<Vec<u8>, io::Error> + Sync + 'a;

/// Lets threads answer chunks of what `questions` gives and hands the answers on in the order of the questions.
fn in_order<Q: Send>(
    threads: usize,
    questions: &mut dyn Iterator<Item = Result<Q, BatchError>>,
    answers: &Answers<'_, Q>,
    write: &mut dyn FnMut(u64, Vec<u8>) -> Result<(), BatchError>,
) -> Result<(), BatchError> {
    type Done = (u64, u64, Result<Vec<u8>, io::Error>);
    let (to_threads, waiting) = mpsc::channel::<(u64, Vec<Q>)>();
    let (from_threads, ready) = mpsc::channel::<Done>();
    let waiting = Mutex::new(waiting);
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            let (waiting, from_threads) = (&waiting, from_threads.clone());
            scope.spawn(move || {
                loop {
                    let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((number, chunk)) = next else { return };
                    let count = chunk.len() as u64;
                    if from_threads.send((number, count, answers(&chunk))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(from_threads);
        // Dropped with this closure, however it ends: that is what ends the threads.
        let (to_threads, ready) = (to_threads, ready);
        let mut early: BTreeMap<u64, (u64, Vec<u8>)> = BTreeMap::new();
        let (mut sent, mut written) = (0, 0);
        let mut end = false;
        let mut failed = None;
        while !end || written < sent {
            while !end && sent - written < (threads.max(1) * UNDER_WAY) as u64 {
                let mut chunk = Vec::with_capacity(CHUNK);
                while chunk.len() < CHUNK && !end {
                    match questions.next() {
                        Some(Ok(question)) => chunk.push(question),
                        Some(Err(error)) => {
                            failed = Some(error);
                            end = true;
                        }
                        None => end = true,
                    }
                }
                if !chunk.is_empty() {
                    // A thread is there to take it until the sender is dropped.
                    let _ = to_threads.send((sent, chunk));
                    sent += 1;
                }
            }
            if written == sent {
                continue;
            }
            let Ok((number, count, bytes)) = ready.recv() else { break };
            early.insert(number, (count, bytes.map_err(BatchError::Output)?));
            while let Some((count, bytes)) = early.remove(&written) {
                write(count, bytes)?;
                written += 1;
            }
        }
        failed.map_or(Ok(()), Err)
    })
}

/// Whether the next line of an earlier output answers this question. Once the earlier output ends, none does.
fn answered_before(earlier: &mut Lines<&mut dyn BufRead>, id: &str) -> Result<bool, BatchError> {
    #[derive(Deserialize)]
    struct Earlier {
        query: String,
    }
    let wrong = |bad| BatchError::Input { which: "earlier output", bad };
    let Some(line) = earlier.next_text() else { return Ok(false) };
    let (line, text) = line.map_err(wrong)?;
    match serde_json::from_str::<Earlier>(&text) {
        Ok(earlier) if earlier.query == id => Ok(true),
        _ => Err(wrong(BadLine { line, fault: Fault::OtherQuery(id.to_owned()) })),
    }
}

fn answer(
    index: &Index,
    registers: &[RegisterId],
    id: &str,
    query: &Query,
    limit: usize,
    now: &(dyn Fn() -> u64 + Sync),
    out: &mut Vec<u8>,
) -> Result<(), io::Error> {
    let start = now();
    let mut hits = index.search(query, registers, limit);
    let micros = now().saturating_sub(start);
    for weight in hits.iter_mut().flat_map(|hit| &mut hit.reasons).map(|reason| &mut reason.weight) {
        *weight = (*weight * 1000.0).round() / 1000.0;
    }
    let hits = hits.iter().map(|hit| AnswerHit {
        id: hit.subject.as_str(),
        score: hit.score,
        reasons: &hit.reasons,
    });
    let answer = Answer { query: id, hits: hits.collect(), micros };
    serde_json::to_writer(&mut *out, &answer)?;
    out.push(b'\n');
    Ok(())
}

/// Writes `id<TAB>score` for each pair of names (`name_a`, `name_b`) or of persons (also `dob_a`, `nat_a`, `doc_a`,
/// `sex_a` and the same with `_b`). The identifier is that of the column `pair_id` or `id`; a file without one gets the
/// number of the row.
///
/// # Errors
/// When the input cannot be read or the output not be written; bad lines are reported and skipped.
pub fn compare_pairs(
    pairs: impl BufRead,
    mut out: impl Write,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Done, BatchError> {
    let mut done = Done::default();
    let mut lines = Lines::new(pairs);
    let Some(table) = header(&mut lines, "pairs")? else { return Ok(done) };
    let sides = match (PersonColumns::of(&table, "_a"), PersonColumns::of(&table, "_b")) {
        (Some(a), Some(b)) => (a, b),
        (a, _) => {
            let column = if a.is_none() { "name_a" } else { "name_b" };
            return Err(BatchError::Input {
                which: "pairs",
                bad: BadLine { line: 1, fault: Fault::Header(column) },
            });
        }
    };
    let id = table.column(&["pair_id", "id"]);
    let mut row = 0_u64;
    while let Some(record) = table.next(&mut lines) {
        row += 1;
        let read = record.and_then(|(line, fields)| {
            let bad = |fault| BadLine { line, fault };
            let a = sides.0.profile(&fields).map_err(bad)?;
            let b = sides.1.profile(&fields).map_err(|fault| BadLine { line, fault })?;
            let id = id.and_then(|at| fields.get(at)).cloned().unwrap_or_else(|| row.to_string());
            Ok((id, names::probability(weighed(&a, &b))))
        });
        match read {
            Ok((id, score)) => writeln!(out, "{id}\t{score:.6}").map_err(BatchError::Output)?,
            Err(bad) if bad.is_final() => return Err(BatchError::Input { which: "pairs", bad }),
            Err(bad) => {
                done.bad += 1;
                progress(Progress::BadQuery(&bad));
                continue;
            }
        }
        done.answered += 1;
        if done.answered.is_multiple_of(STEP * 20) {
            progress(Progress::Answered(done.answered));
        }
    }
    out.flush().map_err(BatchError::Output)?;
    progress(Progress::Answered(done.answered));
    Ok(done)
}

/// Log-odds that two persons are one.
fn weighed(a: &(Vec<Name>, Facts), b: &(Vec<Name>, Facts)) -> f32 {
    let pairs = a.0.iter().flat_map(|ours| b.0.iter().map(move |theirs| names::log_odds(ours, theirs)));
    // A number may be all that is known.
    let name = pairs.reduce(f32::max).unwrap_or(0.0);
    evidence::combine(name, a.1.as_ref().weight(b.1.as_ref()))
}

fn header<R: BufRead>(lines: &mut Lines<R>, which: &'static str) -> Result<Option<Table>, BatchError> {
    let input = |bad| BatchError::Input { which, bad };
    let Some(first) = lines.next_text() else { return Ok(None) };
    let (line, text) = first.map_err(input)?;
    match format_of(&text) {
        Some(format @ (Format::Csv | Format::Tsv)) => {
            Table::new(&text, format).map(Some).map_err(|fault| input(BadLine { line, fault }))
        }
        _ => Err(input(BadLine { line, fault: Fault::UnknownTable })),
    }
}

/// Where a table has what is known of a person.
struct PersonColumns {
    name: usize,
    born: Option<usize>,
    nationality: Option<usize>,
    sex: Option<usize>,
    document: Option<usize>,
    birth_place: Option<usize>,
    father: Option<usize>,
    mother: Option<usize>,
    kind: Option<usize>,
}

impl PersonColumns {
    fn of(table: &Table, end: &str) -> Option<Self> {
        let column = |names: &[&str]| {
            let named: Vec<String> = names.iter().map(|name| format!("{name}{end}")).collect();
            table.column(&named.iter().map(String::as_str).collect::<Vec<_>>())
        };
        Some(Self {
            name: column(&["name"])?,
            born: column(&["dob", "born", "birthDate", "birth_date"]),
            nationality: column(&["nationality", "nat", "country", "citizenship"]),
            sex: column(&["sex", "gender"]),
            document: column(&["doc", "document", "idNumber", "passportNumber", "id_number"]),
            birth_place: column(&["birth_place", "birthPlace", "place_of_birth"]),
            father: column(&["father", "father_name", "fatherName"]),
            mother: column(&["mother", "mother_name", "motherName"]),
            kind: column(&["kind"]),
        })
    }

    fn query(&self, fields: &[String]) -> Result<Query, Fault> {
        let field = |at: Option<usize>| {
            at.and_then(|at| fields.get(at)).map(|field| field.trim()).filter(|field| !field.is_empty())
        };
        let born = match field(self.born) {
            Some(text) => Some(
                text.parse::<Born>().map_err(|wrong| Fault::Date { property: "dob".to_owned(), wrong })?,
            ),
            None => None,
        };
        let kind = field(self.kind)
            .map(|text| Kind::read(text).ok_or_else(|| Fault::Kind(text.to_owned())))
            .transpose()?;
        Ok(Query {
            name: field(Some(self.name)).unwrap_or_default().to_owned(),
            born,
            nationality: field(self.nationality).map(str::to_owned),
            sex: field(self.sex).and_then(Sex::read),
            birth_place: field(self.birth_place).map(str::to_owned),
            father: field(self.father).map(str::to_owned),
            mother: field(self.mother).map(str::to_owned),
            kind,
            documents: field(self.document)
                .into_iter()
                .flat_map(|text| text.split(';'))
                .map(str::to_owned)
                .collect(),
            ..Query::default()
        })
    }

    fn profile(&self, fields: &[String]) -> Result<(Vec<Name>, Facts), Fault> {
        self.query(fields).map(|query| {
            let names = evidence::names_asked(&query).iter().map(|text| Name::parse(text)).collect();
            (names, Facts::asked(&query))
        })
    }
}

struct QueryColumns {
    id: usize,
    person: PersonColumns,
}

impl QueryColumns {
    fn of(table: &Table) -> Result<Self, BadLine> {
        let missing = |column| BadLine { line: 1, fault: Fault::Header(column) };
        Ok(Self {
            id: table.column(&["query_id", "id"]).ok_or_else(|| missing("id"))?,
            person: PersonColumns::of(table, "").ok_or_else(|| missing("name"))?,
        })
    }

    fn query(&self, fields: &[String]) -> Result<(String, Query), Fault> {
        let id = SubjectId::new(fields.get(self.id).map_or("", String::as_str))?;
        let query = self.person.query(fields)?;
        if query.name.is_empty() && query.documents.is_empty() {
            return Err(Fault::NoName);
        }
        Ok((id.into(), query))
    }
}
