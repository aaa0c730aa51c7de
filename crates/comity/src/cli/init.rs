//! `comity init`.

use super::{Context, Exit, Failure};

/// init
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let _ = (args, context);
    unimplemented!()
}
