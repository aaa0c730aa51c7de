//! The commands. One file for each: `Args` says what it takes, `run` does it.
//!
//! Exit codes mean the same in every command: 0 done, 1 a fault was found or the answer is no, 2 the command or its
//! input cannot be used, 3 the environment failed (disk, network, database).

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;

use crate::causes::chain;
use crate::clock::Clock;
use crate::node::{Node, NodeError};

mod batch;
pub mod bench;
pub mod carry;
pub mod case;
pub mod compare;
pub mod custody;
pub mod demo;
pub mod file;
mod files;
pub mod group;
pub mod init;
pub mod keys;
pub mod law;
mod law_calendar;
mod law_check;
mod law_explain;
mod law_files;
mod law_graph;
mod law_scenarios;
mod law_site;
pub mod ledger;
pub mod letter;
pub mod match_;
pub mod note;
pub mod partner;
pub mod readout;
pub mod register;
pub mod search;
pub mod serve;
pub mod terminal;
pub mod verify;
pub mod why;

/// The exchange through which authorities find people and assets and ask each other for help.
#[derive(Debug, Parser)]
#[command(name = "comity", version, about, after_help = EXIT_CODES)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes: 0 done; 1 a fault was found or the answer is no; 2 the command or its input cannot \
be used; 3 the environment failed (disk, network, database).";

/// Each command has a file of its own beside this one.
#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Args),
    Init(init::Args),
    Serve(serve::Args),
    Keys(keys::Args),
    Partner(partner::Args),
    Register(register::Args),
    Search(search::Args),
    Match(match_::Args),
    Compare(compare::Args),
    Law(law::Args),
    Readout(readout::Args),
    Case(case::Args),
    Letter(letter::Args),
    Ledger(ledger::Args),
    Verify(verify::Args),
    Why(why::Args),
    Note(note::Args),
    File(file::Args),
    Carry(carry::Args),
    Custody(custody::Args),
    Group(group::Args),
    Bench(bench::Args),
}

impl Command {
    async fn run(self, context: &Context) -> Result<Exit, Failure> {
        match self {
            Command::Demo(args) => demo::run(args, context).await,
            Command::Init(args) => init::run(args, context).await,
            Command::Serve(args) => serve::run(args, context).await,
            Command::Keys(args) => keys::run(args, context).await,
            Command::Partner(args) => partner::run(args, context).await,
            Command::Register(args) => register::run(args, context).await,
            Command::Search(args) => search::run(args, context).await,
            Command::Match(args) => match_::run(args, context).await,
            Command::Compare(args) => compare::run(args, context).await,
            Command::Law(args) => law::run(args, context).await,
            Command::Readout(args) => readout::run(args, context).await,
            Command::Case(args) => case::run(args, context).await,
            Command::Letter(args) => letter::run(args, context).await,
            Command::Ledger(args) => ledger::run(args, context).await,
            Command::Verify(args) => verify::run(args, context).await,
            Command::Why(args) => why::run(args, context).await,
            Command::Note(args) => note::run(args, context).await,
            Command::File(args) => file::run(args, context).await,
            Command::Carry(args) => carry::run(args, context).await,
            Command::Custody(args) => custody::run(args, context).await,
            Command::Group(args) => group::run(args, context).await,
            Command::Bench(args) => bench::run(args, context).await,
        }
    }
}

/// Which node a command works on; flatten it into a command's `Args`.
#[derive(Debug, Clone, clap::Args)]
pub struct NodeArg {
    /// Folder of the node.
    #[arg(long = "node", value_name = "DIR", env = "COMITY_NODE", default_value = ".")]
    pub dir: PathBuf,
}

/// What commands take from outside: the time and randomness.
#[derive(Debug, Clone)]
pub struct Context {
    /// The clock.
    pub clock: Clock,
}

impl Context {
    /// A generator seeded by the operating system.
    pub fn rng(&self) -> ChaCha20Rng {
        ChaCha20Rng::from_rng(&mut rand::rng())
    }

    /// Opens the node a command works on.
    pub async fn open(&self, node: &NodeArg) -> Result<Node, Failure> {
        Ok(Node::open(&node.dir, self.clock.clone(), self.rng()).await?)
    }

    /// The same for a command that signs something: hears the witnesses first.
    pub async fn open_to_sign(&self, node: &NodeArg) -> Result<Node, Failure> {
        let node = self.open(node).await?;
        crate::peer::fence::ask_once(&node).await?;
        Ok(node)
    }
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// A fault was found or the answer is no.
    No,
    /// The command or its input cannot be used.
    Unusable,
    /// The environment failed.
    Environment,
}

impl Exit {
    /// The process's exit code.
    pub fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::No => 1,
            Exit::Unusable => 2,
            Exit::Environment => 3,
        }
    }
}

/// Why a command stopped, in words for the person who typed it.
#[derive(Debug)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What is wrong.
    pub message: String,
    /// What to do about it; empty when nothing is known.
    pub remedy: String,
}

impl Failure {
    /// The command or its input cannot be used.
    pub fn unusable(message: impl Into<String>, remedy: impl Into<String>) -> Failure {
        Failure { exit: Exit::Unusable, message: message.into(), remedy: remedy.into() }
    }

    /// The environment failed.
    pub fn environment(message: impl Into<String>, remedy: impl Into<String>) -> Failure {
        Failure { exit: Exit::Environment, message: message.into(), remedy: remedy.into() }
    }
}

/// Reads the arguments, runs the command and says how it ended.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            terminal::complain(&format!("cannot start: {error}"), "");
            return ExitCode::from(Exit::Environment.code());
        }
    };
    log(if matches!(cli.command, Command::Serve(_)) { "info" } else { "warn" });
    let context = Context { clock: Clock::System };
    match runtime.block_on(cli.command.run(&context)) {
        Ok(exit) => ExitCode::from(exit.code()),
        Err(failure) => {
            terminal::complain(&failure.message, &failure.remedy);
            ExitCode::from(failure.exit.code())
        }
    }
}

/// Logs go to standard error, as much of them as `COMITY_LOG` asks for, as JSON when `COMITY_LOG_JSON` is set.
fn log(usual: &str) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("COMITY_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(usual));
    let lines =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    if std::env::var_os("COMITY_LOG_JSON").is_some() {
        lines.json().init();
    } else {
        lines.with_ansi(false).init();
    }
}

/// A value as the JSON that a program reads.
fn json(value: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string_pretty(value)
        .map_err(|error| Failure::environment(format!("the result cannot be written as JSON: {error}"), ""))
}

impl From<NodeError> for Failure {
    fn from(error: NodeError) -> Failure {
        let exit = match &error {
            NodeError::Config(_)
            | NodeError::Keys(_)
            | NodeError::Act(_)
            | NodeError::OtherStore { .. }
            | NodeError::KeysPast(_)
            | NodeError::Law(_)
            | NodeError::Bucket(_)
            | NodeError::NotAccredited(_) => Exit::Unusable,
            NodeError::Store(_)
            | NodeError::Envelope(_)
            | NodeError::Key(_)
            | NodeError::Receipt(_)
            | NodeError::Ack(_)
            | NodeError::Proof(_)
            | NodeError::Stopped
            | NodeError::Fenced
            | NodeError::History(_)
            | NodeError::Checkpoint(_)
            | NodeError::Index(_)
            | NodeError::Listen { .. }
            | NodeError::Tls(_) => Exit::Environment,
        };
        Failure { exit, message: chain(&error), remedy: String::new() }
    }
}

impl From<store::StoreError> for Failure {
    fn from(error: store::StoreError) -> Failure {
        Failure::from(NodeError::Store(error))
    }
}

impl From<crate::desk::DeskError> for Failure {
    fn from(error: crate::desk::DeskError) -> Failure {
        let exit = match error.blame() {
            crate::desk::Blame::User => Exit::Unusable,
            crate::desk::Blame::Peer => Exit::No,
            crate::desk::Blame::Passing | crate::desk::Blame::Ours => Exit::Environment,
        };
        Failure { exit, message: chain(&error), remedy: String::new() }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_command_names_an_argument_twice() {
        <super::Cli as clap::CommandFactory>::command().debug_assert();
    }
}
