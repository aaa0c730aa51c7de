//! `comity verify`: checks an evidence bundle offline. No node is needed.

use std::path::PathBuf;

use super::terminal::{self, say};
use super::{Context, Exit, Failure, files};
use crate::desk::evidence;

const BUNDLE_MOST: u64 = 1024 * 1024 * 1024;

/// Check an evidence bundle offline; no node is needed
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity verify case-1f0c93aa.comity-bundle --trust 3f1a…9c\n\n\
Without --trust the bundle is checked in itself, and the fingerprints of the keys are shown: compare them with those you got \
from the authorities. With --trust every key must be among those named. With --letter the act whose code is printed on a letter, or in its QR \
code, must be in the bundle, by that authority and in that case. With --witnesses every ledger entry must stand in a ledger that so many \
other authorities cosigned. Exit code 1: the bundle does not verify.")]
pub struct Args {
    /// The bundle
    bundle: PathBuf,
    /// Fingerprint (hex) of a key you trust; may be given several times
    #[arg(long, value_name = "FINGERPRINT")]
    trust: Vec<String>,
    /// The code printed on a letter: the act that it names must be in the bundle
    #[arg(long, value_name = "CODE")]
    letter: Option<String>,
    /// How many witnesses must have cosigned the ledgers that the entries stand in
    #[arg(long, value_name = "NUMBER")]
    witnesses: Option<usize>,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub async fn run(args: Args, _context: &Context) -> Result<Exit, Failure> {
    let bundle = files::read(&args.bundle, BUNDLE_MOST)?;
    let mut report = evidence::verify_with(&bundle, &args.trust, args.witnesses.unwrap_or(1).max(1));
    if let Some(quorum) = args.witnesses {
        report.demand_witnesses(quorum);
    }
    if let Some(code) = &args.letter {
        report.hold_against_letter(code);
    }
    if args.json {
        say(&super::json(&report)?);
    } else if report.verifies {
        for warning in &report.warnings {
            terminal::tell(&format!("note: {warning}"));
        }
        let made_at = report.made_at.map(|at| at.to_string()).unwrap_or_default();
        say(&format!("verifies: case {}, exported by {} at {made_at}", report.case, report.made_by));
        for act in &report.acts {
            let receipt = match &act.receipt {
                Some((by, at)) => format!("receipt of {by} at {at}"),
                None => "no receipt".to_owned(),
            };
            let letter = if report.letter.as_ref() == Some(&act.act) { "  <- the letter's act" } else { "" };
            say(&format!(
                "  {}  {:<12} {}  {}  {receipt}  {}{letter}",
                act.made_at, act.kind, act.author, act.handling, act.act
            ));
        }
        let coded = report.acts.iter().filter(|act| act.handling != "H0").count();
        if coded > 0 {
            say(&format!(
                "{coded} of the acts are under H1, H2 or H3: not for use as evidence before a court without their authors' leave"
            ));
        }
        say("witnesses:");
        for ledger in &report.witnesses {
            let by = if ledger.by.is_empty() { "nobody".to_owned() } else { ledger.by.join(", ") };
            say(&format!(
                "  {} of {} entries of the ledger of {} are witnessed; cosigned by {by}",
                ledger.witnessed, ledger.entries, ledger.ledger
            ));
        }
        say("keys:");
        for key in &report.keys {
            let trusted = if key.trusted { "trusted" } else { "compare this fingerprint with the authority" };
            say(&format!("  {}  {}  ({trusted})", key.authority, key.fingerprint));
        }
    } else {
        say(&format!("does not verify: {}", report.why.as_deref().unwrap_or("no reason is known")));
    }
    Ok(if report.verifies { Exit::Done } else { Exit::No })
}
