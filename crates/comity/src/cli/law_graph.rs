//! `comity law graph`: who is bound to whom, as text, for Graphviz, or as JSON.

use std::collections::BTreeSet;

use ::law::graph::{Graph, GraphQuestion};
use ::law::{InstrumentId, Key, Library, State};

use super::law::{day, state};
use super::terminal::say;
use super::{Context, Exit, Failure, json};

/// Show who is bound to whom on a day
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  comity law graph --state EE --on 2026-01-01\n  comity law graph --state EE --state RU\n  \
comity law graph --instrument coe-ets-024 --dot > ece.dot"
)]
pub(super) struct GraphArgs {
    /// Only what binds this state; two or more: only what is between them
    #[arg(long = "state", value_name = "STATE")]
    states: Vec<String>,
    /// Only this instrument; may be repeated
    #[arg(long = "instrument", value_name = "ID")]
    instruments: Vec<String>,
    /// Only instruments with rules on this, such as extradition
    #[arg(long, value_name = "KEY")]
    procedure: Option<String>,
    /// The day, YYYY-MM-DD; today when left out
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
    /// Write the language of Graphviz
    #[arg(long, conflicts_with = "json")]
    dot: bool,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &GraphArgs, library: &Library, context: &Context) -> Result<Exit, Failure> {
    let states = args.states.iter().map(|text| state("--state", text));
    let instruments = args.instruments.iter().map(|text| known(library, text));
    let procedure = args.procedure.as_ref().map(|key| {
        Key::parse(key)
            .map_err(|error| Failure::unusable(format!("--procedure: {error}"), "such as extradition"))
    });
    let question = GraphQuestion {
        on: day("--on", args.on.as_deref(), context)?,
        states: states.collect::<Result<_, _>>()?,
        instruments: instruments.collect::<Result<_, _>>()?,
        procedure: procedure.transpose()?,
    };
    let graph = library.graph(&question);
    if args.json {
        say(&json(&graph)?);
    } else if args.dot {
        say(graph.dot().trim_end());
    } else {
        show(&graph, &question.states);
    }
    Ok(Exit::Done)
}

fn known(library: &Library, text: &str) -> Result<InstrumentId, Failure> {
    let id = InstrumentId::parse(text).ok().filter(|id| library.instrument(id).is_some());
    id.ok_or_else(|| {
        let ids: Vec<&str> = library.instruments().map(|one| one.id().as_str()).collect();
        Failure::unusable(
            format!("no instrument `{text}` is known"),
            format!("name one of {}", ids.join(", ")),
        )
    })
}

fn show(graph: &Graph, asked: &BTreeSet<State>) {
    say(&format!("Bound on {}", graph.on));
    let codes = |states: &[State]| states.iter().map(State::as_str).collect::<Vec<_>>().join(" ");
    if asked.is_empty() {
        for one in &graph.instruments {
            say(&format!("\n{} ({}): {} states", one.id, one.short_name, one.states.len()));
            say(&format!("  {}", codes(&one.states)));
            if !one.unclear.is_empty() {
                say(&format!("  unclear: {}", codes(&one.unclear)));
            }
        }
    }
    for pair in &graph.pairs {
        let ids: Vec<&str> = pair.instruments.iter().map(InstrumentId::as_str).collect();
        say(&format!("{} {}: {}", pair.a, pair.b, ids.join(", ")));
    }
    if !asked.is_empty() && graph.pairs.is_empty() {
        say("nothing here binds them");
    }
    if !graph.relations.is_empty() {
        say("\nRelations");
    }
    for relation in &graph.relations {
        say(&format!("  {} {} {}", relation.from, relation.kind, relation.to));
    }
}
