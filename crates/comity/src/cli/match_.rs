//! `comity match`: finds each person of one file among the subjects of another. No node is needed.

use std::path::PathBuf;
use std::time::Instant;

use search::batch::Work;

use super::{Context, Exit, Failure, batch, files};

/// Find each person of one file among the subjects of another; no node is needed
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  comity match --register register.tsv --queries queries.tsv --limit 10 --output hits.jsonl\n\n\
The register is FollowTheMoney JSON lines, or CSV or TSV with a header (person_id or id, name, dob, nationality, doc); the \
queries are CSV or TSV (query_id or id, name, and where known dob, nationality, sex, doc, birth_place, father, mother, kind). Each line of the output is \
{\"query\", \"hits\": [{\"id\", \"score\", \"reasons\"}], \"micros\"}; scores are in 0 to 1, and the lines have the order of the queries. Refused lines are told and left out. With \
--continue a run that was cut off goes on where it ended."
)]
pub struct Args {
    /// Subjects to search among
    #[arg(long, value_name = "FILE")]
    register: PathBuf,
    /// Persons to find
    #[arg(long, value_name = "FILE")]
    queries: PathBuf,
    /// The most hits for one query
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    /// Where the hits go, as JSON lines
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
    /// Go on with an output that was cut off: queries it answers are not answered again
    #[arg(long = "continue")]
    go_on: bool,
    /// Threads that search; as many as there are cores if left out
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
}

/// Runs the command.
pub async fn run(args: Args, _context: &Context) -> Result<Exit, Failure> {
    let register = files::open(&args.register)?;
    let queries = files::open(&args.queries)?;
    let (mut earlier, out) = if args.go_on {
        let (earlier, out) = files::go_on(&args.output)?;
        (Some(earlier), out)
    } else {
        (None, files::create(&args.output)?)
    };
    let threads = args
        .threads
        .map_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get), usize::from);
    let start = Instant::now();
    let now = move || u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    let mut teller = batch::Teller::new("queries");
    let limit = usize::from(args.limit);
    let mut nothing: &[u8] = &[];
    let work = Work { limit, threads, earlier: earlier.as_mut().map_or(&mut nothing, |file| file) };
    let done = search::batch::match_queries(register, queries, work, out, &now, &mut |progress| {
        teller.tell(&progress);
    })
    .map_err(|error| batch::failure(&error))?;
    Ok(batch::end(done, "queries"))
}
