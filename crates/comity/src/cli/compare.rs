//! `comity compare`: scores pairs of names or persons. No node is needed.

use std::path::PathBuf;

use super::{Context, Exit, Failure, batch, files};

/// Score pairs of names or persons; no node is needed
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity compare --pairs pairs.tsv --output scores.tsv\n\n\
The pairs are TSV or CSV with a header: pair_id or id, name_a, name_b, and optionally dob_a, nat_a, doc_a, dob_b, nat_b, \
doc_b. Each line of the output is id<TAB>score, the score in 0 to 1. Refused lines are told and left out.")]
pub struct Args {
    /// Pairs to score
    #[arg(long, value_name = "FILE")]
    pairs: PathBuf,
    /// Where the scores go, as id<TAB>score
    #[arg(long, value_name = "FILE")]
    output: PathBuf,
}

/// Runs the command.
pub async fn run(args: Args, _context: &Context) -> Result<Exit, Failure> {
    let pairs = files::open(&args.pairs)?;
    let out = files::create(&args.output)?;
    let mut teller = batch::Teller::new("pairs");
    let done = search::batch::compare_pairs(pairs, out, &mut |progress| teller.tell(&progress))
        .map_err(|error| batch::failure(&error))?;
    Ok(batch::end(done, "pairs"))
}
