//! `comity match`: finds each person of one file among the subjects of another. No node is needed.

use std::path::PathBuf;
use std::time::Instant;

use super::{Context, Exit, Failure, batch, files};

/// Find each person of one file among the subjects of another; no node is needed
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  comity match --register register.tsv --queries queries.tsv --limit 10 --output hits.jsonl\n\n\
The register is FollowTheMoney JSON lines, or CSV or TSV with a header (person_id or id, name, dob, nationality, doc); the \
queries are CSV or TSV (query_id or id, name, dob, nationality). Each line of the output is \
{\"query\", \"hits\": [{\"id\", \"score\", \"reasons\"}], \"micros\"}; scores are in 0 to 1. Refused lines are told and left out."
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
}

/// Runs the command.
pub async fn run(args: Args, _context: &Context) -> Result<Exit, Failure> {
    let register = files::open(&args.register)?;
    let queries = files::open(&args.queries)?;
    let out = files::create(&args.output)?;
    let start = Instant::now();
    let now = move || u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX);
    let mut teller = batch::Teller::new("queries");
    let limit = usize::from(args.limit);
    let done = search::batch::match_queries(register, queries, limit, out, &now, &mut |progress| {
        teller.tell(&progress);
    })
    .map_err(|error| batch::failure(&error))?;
    Ok(batch::end(done, "queries"))
}
