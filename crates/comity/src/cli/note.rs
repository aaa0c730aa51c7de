//! `comity note`: says something to a partner from the command line.

use exchange::{ActKind, AuthorityId, CaseId, Handling, Officer, Onward};
use law::act::{Body, Note};

use super::terminal::say;
use super::{Context, Exit, Failure, NodeArg};
use crate::node::NewAct;

/// Send a note to a partner; a running node on the same store delivers it
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  comity note --node DIR --to de.bfj --text 'The file is complete.' --by anna\n\n\
                        Prints the act's id as soon as it is kept; nothing printed means nothing was sent.\n\
                        Exit codes: 0 kept for delivery; 2 no accredited partner or unusable text; 3 disk or database failed."
)]
pub struct Args {
    #[command(flatten)]
    node: NodeArg,
    /// The partner, such as de.bfj
    #[arg(long)]
    to: AuthorityId,
    /// What to say
    #[arg(long)]
    text: String,
    /// The case it belongs to, 32 hexadecimal digits; a new one when missing
    #[arg(long)]
    case: Option<CaseId>,
    /// Login of the officer who says it
    #[arg(long, default_value = "operator")]
    by: String,
    /// How often to say it, each as an act of its own
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    repeat: u32,
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let node = context.open_to_sign(&args.node).await?;
    let by = Officer::new(&args.by, &args.by).map_err(|error| Failure::unusable(error.to_string(), ""))?;
    let mut rng = context.rng();
    let case = args.case.unwrap_or_else(|| {
        let mut id = [0; 16];
        rand::Rng::fill_bytes(&mut rng, &mut id);
        CaseId::new(id)
    });
    let kind = ActKind::new("note").map_err(|error| Failure::unusable(error.to_string(), ""))?;
    for number in 1..=args.repeat {
        let text = if args.repeat == 1 { args.text.clone() } else { format!("{} ({number})", args.text) };
        let body = exchange::cbor::to_canonical(&Body::Note(Note { text }))
            .map_err(|error| Failure::unusable(error.to_string(), ""))?;
        let act = node
            .send(NewAct {
                recipients: vec![args.to.clone()],
                case,
                kind: kind.clone(),
                follows: Vec::new(),
                by: by.clone(),
                approved_by: None,
                purpose: "case work".to_owned(),
                legal_basis: "agreement between the authorities".to_owned(),
                handling: Handling::H0,
                onward: Onward::None,
                marks: exchange::Marks::default(),
                expires_at: None,
                body,
            })
            .await?;
        say(&act.to_string());
    }
    node.store().close().await;
    Ok(Exit::Done)
}
