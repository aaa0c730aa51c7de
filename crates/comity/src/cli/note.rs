//! `comity note`.

use super::{Context, Exit, Failure};

/// note
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let _ = (args, context);
    unimplemented!()
}
