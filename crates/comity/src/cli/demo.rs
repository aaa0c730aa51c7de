//! `comity demo`: three nodes with fictional people on this machine; `comity demo people` writes such people as a file.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use super::terminal::{say, tell};
use super::{Context, Exit, Failure, chain, serve};
use crate::demo::people::{self, Country};
use crate::demo::{Account, Demo, DemoError, PEOPLE, SEED};
use crate::node::NodeError;
use crate::running::Running;

/// Run three nodes with fictional people, to see what Comity does
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Example:\n  comity demo\n  comity demo --fresh --dir /tmp/demo --port-base 9000\n\n\
                  Pages are at the port base plus 1 (Estonia), 2 (Germany) and 3 (Russia). Ctrl-C stops it; the next start \
                  finds everything as it was. The accounts are in DIR/accounts.json.\n\
                  Exit codes: 0 stopped as asked; 2 DIR cannot be used; 3 a port is taken or the disk is full."
)]
pub struct Args {
    #[command(subcommand)]
    action: Option<Action>,
    /// Folder to keep the demonstration in
    #[arg(long, default_value = "demo")]
    dir: PathBuf,
    /// Pages are at this port plus 1 to 3, partners a thousand above
    #[arg(long, default_value_t = 8400)]
    port_base: u16,
    /// Remove an earlier demonstration in DIR first
    #[arg(long)]
    fresh: bool,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Write fictional people as FollowTheMoney JSON lines
    People {
        /// Country whose register they stand in: EE, DE or RU
        #[arg(long, default_value = "EE")]
        country: Country,
        /// How many
        #[arg(long, default_value_t = PEOPLE)]
        count: usize,
        /// What they are drawn from: the same seed gives the same people
        #[arg(long, default_value_t = SEED)]
        seed: u64,
        /// File to write; standard output when it is missing
        #[arg(long)]
        output: Option<PathBuf>,
    },
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    if let Some(Action::People { country, count, seed, output }) = args.action {
        return write_people(country, count, seed, output);
    }
    let started = Instant::now();
    let demo = Demo { dir: args.dir, port_base: args.port_base, clock: context.clock.clone() };
    if args.fresh {
        demo.clear()?;
    }
    let (running, accounts) = demo.start(|| context.rng(), tell).await?;
    show(&running, &accounts);
    tell(&format!("ready after {:.1} s; Ctrl-C stops it", started.elapsed().as_secs_f64()));
    serve::stopped().await?;
    tell("stopping");
    for node in running {
        node.stop().await;
    }
    Ok(Exit::Done)
}

fn show(running: &[Running], accounts: &[Account]) {
    for node in running {
        say("");
        say(&format!(
            "http://{}  {}  {}",
            node.web_address(),
            node.node().authority(),
            node.node().config().name
        ));
        for account in accounts.iter().filter(|account| account.authority == *node.node().authority()) {
            say(&format!(
                "    {:<10} {:<16} {}   {}",
                account.role, account.login, account.password, account.name
            ));
        }
    }
    say("");
}

fn write_people(country: Country, count: usize, seed: u64, output: Option<PathBuf>) -> Result<Exit, Failure> {
    let failed =
        |error: std::io::Error| Failure::environment(format!("the people cannot be written: {error}"), "");
    let mut out: Box<dyn Write> = match &output {
        Some(path) => Box::new(std::fs::File::create(path).map_err(failed)?),
        None => Box::new(std::io::stdout().lock()),
    };
    let mut lines = Vec::new();
    for subject in people::generate(country, count, seed) {
        serde_json::to_writer(&mut lines, &subject)
            .map_err(|error| Failure::environment(format!("a person cannot be written: {error}"), ""))?;
        lines.push(b'\n');
    }
    match out.write_all(&lines).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(failed(error)),
        _ => Ok(Exit::Done),
    }
}

impl From<DemoError> for Failure {
    fn from(error: DemoError) -> Failure {
        match error {
            DemoError::Node(error @ NodeError::Listen { .. }) => {
                Failure { remedy: "another --port-base".to_owned(), ..Failure::from(error) }
            }
            DemoError::Node(error) => Failure::from(error),
            DemoError::Desk(error) => Failure::from(error),
            error @ (DemoError::Plan(_) | DemoError::Partner(_)) => Failure::unusable(chain(&error), ""),
            error @ DemoError::Accounts { .. } => Failure::unusable(chain(&error), "--fresh"),
            error @ DemoError::Io { .. } => Failure::environment(chain(&error), ""),
        }
    }
}
