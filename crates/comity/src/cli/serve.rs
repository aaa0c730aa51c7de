//! `comity serve`: runs the node in a folder until it is told to stop.

use tokio::signal::unix::{SignalKind, signal};

use super::terminal::tell;
use super::{Context, Exit, Failure, NodeArg};
use crate::running::Running;

/// Run a node: its pages, its exchange with partners, its deliveries
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  comity serve --node /var/lib/comity\n\nStops cleanly on SIGINT and SIGTERM. \
                        Logs go to standard error; COMITY_LOG=debug shows more.\n\
                        Exit codes: 0 stopped as asked; 2 no usable node in DIR; 3 port taken, disk full or database away."
)]
pub struct Args {
    #[command(flatten)]
    node: NodeArg,
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let node = context.open(&args.node).await?;
    let running = Running::start(node, Vec::new()).await?;
    tell(&format!(
        "{} serves its pages at http://{} and partners at {}",
        running.node().authority(),
        running.web_address(),
        running.peer_address()
    ));
    stopped().await?;
    tell("stopping");
    running.stop().await;
    Ok(Exit::Done)
}

/// Waits until the process is asked to stop.
pub(super) async fn stopped() -> Result<(), Failure> {
    let listen = |kind| {
        signal(kind).map_err(|error| Failure::environment(format!("cannot wait for signals: {error}"), ""))
    };
    let mut interrupt = listen(SignalKind::interrupt())?;
    let mut terminate = listen(SignalKind::terminate())?;
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}
