//! `comity partner`: who this node exchanges with, and how two people accredit a partner.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use exchange::{AuthorityId, Fingerprint};
use serde::Serialize;
use store::PartnerRecord;

use super::init::given_password;
use super::terminal::say;
use super::{Context, Exit, Failure, NodeArg, chain};
use crate::desk::{Role, Viewer, account, agreements};
use crate::node::Node;
use crate::peer::partners::{self, PartnerFile};

/// List partners, propose and accredit them, export this node's own keys
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example, at each of the two authorities:\n  comity partner export --node DIR > our.json     (hand it over)\n  \
                        comity partner propose --node DIR their.json --by anna\n  \
                        comity partner accredit --node DIR de.bfj --fingerprint '1f0c 77ab …' --by boris\n\n\
                        Two different admins act; the second compares the fingerprint or the words over the telephone."
)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// List the partners
    List {
        #[command(flatten)]
        node: NodeArg,
        /// Write the list as JSON
        #[arg(long)]
        json: bool,
    },
    /// Show one partner with its fingerprint and words
    Show {
        #[command(flatten)]
        node: NodeArg,
        /// The partner, such as de.bfj
        id: AuthorityId,
        /// Write it as JSON
        #[arg(long)]
        json: bool,
    },
    /// Write this node's public keys as the file to hand to a partner
    Export {
        #[command(flatten)]
        node: NodeArg,
        /// File to write; standard output when it is missing
        #[arg(long)]
        output: Option<PathBuf>,
    },
    /// Enter a partner from its file
    Propose {
        #[command(flatten)]
        node: NodeArg,
        /// The file the partner exported
        file: PathBuf,
        #[command(flatten)]
        who: Who,
    },
    /// Say in which forms and how often a partner may search here; nothing may be asked before
    Allow {
        #[command(flatten)]
        node: NodeArg,
        /// The partner, such as de.bfj
        id: AuthorityId,
        /// In which forms it may ask
        #[arg(long, value_parser = ["none", "open", "blind", "both"])]
        forms: String,
        /// Queries in 24 hours
        #[arg(long, value_name = "N", default_value_t = 200)]
        queries: u32,
        /// Queries of each of its officers in 24 hours
        #[arg(long, value_name = "N", default_value_t = 50)]
        officer: u32,
        /// Blind elements in 24 hours; each blind query has twelve
        #[arg(long, value_name = "N", default_value_t = 1200)]
        elements: u32,
        /// Take a new blind key; handles given under the old one stay valid
        #[arg(long)]
        rotate: bool,
        #[command(flatten)]
        who: Who,
    },
    /// Accredit a proposed partner after comparing fingerprints
    Accredit {
        #[command(flatten)]
        node: NodeArg,
        /// The partner, such as de.bfj
        id: AuthorityId,
        /// The fingerprint the partner read out: 64 hexadecimal digits, or the eight words
        #[arg(long)]
        fingerprint: String,
        #[command(flatten)]
        who: Who,
    },
}

/// The admin who acts, proven by password.
#[derive(Debug, clap::Args)]
struct Who {
    /// Login of the admin who acts; the password comes from --password-file or COMITY_PASSWORD
    #[arg(long)]
    by: String,
    /// File whose first line is the password
    #[arg(long)]
    password_file: Option<PathBuf>,
}

#[derive(Serialize)]
struct Row {
    authority: AuthorityId,
    name: String,
    address: String,
    state: &'static str,
    fingerprint: String,
    words: String,
    proposed_by: String,
    accredited_by: Option<String>,
    accredited_at: Option<jiff::Timestamp>,
    reached_at: Option<jiff::Timestamp>,
}

impl From<PartnerRecord> for Row {
    fn from(record: PartnerRecord) -> Row {
        Row {
            fingerprint: record.partner.fingerprint.groups().join(" "),
            words: record.partner.fingerprint.words().join(" "),
            authority: record.partner.authority,
            name: record.partner.name,
            address: record.partner.endpoint,
            state: record.state.as_str(),
            proposed_by: record.proposed_by,
            accredited_by: record.accredited_by,
            accredited_at: record.accredited_at,
            reached_at: record.reached_at,
        }
    }
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    match args.action {
        Action::List { node, json } => list(&context.open(&node).await?, json).await,
        Action::Show { node, id, json } => show(&context.open(&node).await?, &id, json).await,
        Action::Export { node, output } => export(&context.open(&node).await?, output.as_deref()),
        Action::Propose { node, file, who } => propose(&context.open(&node).await?, &file, &who).await,
        Action::Allow { node, id, forms, queries, officer, elements, rotate, who } => {
            let node = context.open(&node).await?;
            let admin = admin(&node, &who).await?;
            let new = agreements::NewAgreement {
                partner: id.as_str(),
                forms: &forms,
                queries_per_day: queries,
                officer_per_day: officer,
                elements_per_day: elements,
                rotate,
            };
            agreements::set(&node, &admin, new).await?;
            say(&format!("{id} may search here: {forms}"));
            Ok(Exit::Done)
        }
        Action::Accredit { node, id, fingerprint, who } => {
            accredit(&context.open(&node).await?, &id, &fingerprint, &who).await
        }
    }
}

async fn list(node: &Node, json: bool) -> Result<Exit, Failure> {
    let rows: Vec<Row> = partners::all(node).await?.into_iter().map(Row::from).collect();
    if json {
        say(&super::json(&rows)?);
        return Ok(Exit::Done);
    }
    if rows.is_empty() {
        say("no partners yet: `comity partner propose FILE` enters one");
    }
    for row in rows {
        say(&format!("{:<20} {:<11} {:<22} {}", row.authority, row.state, row.address, row.name));
    }
    Ok(Exit::Done)
}

async fn show(node: &Node, id: &AuthorityId, json: bool) -> Result<Exit, Failure> {
    let row = Row::from(find(node, id).await?);
    if json {
        say(&super::json(&row)?);
        return Ok(Exit::Done);
    }
    say(&format!(
        "{}  {}\nstate        {}\naddress      {}",
        row.authority, row.name, row.state, row.address
    ));
    say(&format!("fingerprint  {}\nin words     {}", row.fingerprint, row.words));
    say(&format!("proposed by  {}", row.proposed_by));
    if let (Some(by), Some(at)) = (row.accredited_by, row.accredited_at) {
        say(&format!("accredited   {at} by {by}"));
    }
    if let Some(at) = row.reached_at {
        say(&format!("reached      {at}"));
    }
    Ok(Exit::Done)
}

fn export(node: &Node, output: Option<&Path>) -> Result<Exit, Failure> {
    let file = super::json(&PartnerFile::of(node))?;
    match output {
        None => say(&file),
        Some(path) => std::fs::write(path, format!("{file}\n")).map_err(|error| {
            Failure::environment(format!("`{}` cannot be written: {}", path.display(), chain(&error)), "")
        })?,
    }
    Ok(Exit::Done)
}

async fn propose(node: &Node, file: &Path, who: &Who) -> Result<Exit, Failure> {
    let text = std::fs::read_to_string(file).map_err(|error| {
        Failure::unusable(format!("`{}` cannot be read: {}", file.display(), chain(&error)), "")
    })?;
    let partner = PartnerFile::read(&text).map_err(|error| {
        Failure::unusable(
            format!("`{}`: {}", file.display(), chain(&error)),
            "ask the partner for a new `comity partner export`",
        )
    })?;
    if partner.authority == *node.authority() {
        return Err(Failure::unusable("this is the node's own file", "use the file of the partner"));
    }
    let admin = admin(node, who).await?;
    partners::propose(node, &partner, &admin.login).await?;
    say(&format!("proposed {} ({})", partner.authority, partner.name));
    say(&format!("fingerprint  {}", partner.fingerprint.groups().join(" ")));
    say(&format!("in words     {}", partner.fingerprint.words().join(" ")));
    say("next         another admin compares this over a second channel and runs `comity partner accredit`");
    Ok(Exit::Done)
}

async fn accredit(node: &Node, id: &AuthorityId, heard: &str, who: &Who) -> Result<Exit, Failure> {
    let record = find(node, id).await?;
    let fingerprint = record.partner.fingerprint;
    if !matches(&fingerprint, heard) {
        return Err(Failure {
            exit: Exit::No,
            message: format!("the fingerprint does not match the keys proposed for `{id}`"),
            remedy: "do not accredit; ask the partner for its file over another channel".to_owned(),
        });
    }
    let admin = admin(node, who).await?;
    if admin.login == record.proposed_by {
        return Err(Failure::unusable(
            format!("`{}` proposed this partner", admin.login),
            "let another admin compare the fingerprint and accredit",
        ));
    }
    partners::accredit(node, id, &fingerprint, &admin.login).await?;
    say(&format!("accredited {id}"));
    Ok(Exit::Done)
}

/// Whether what was read out, as digits in any grouping or as words, is the fingerprint.
fn matches(fingerprint: &Fingerprint, heard: &str) -> bool {
    let words: Vec<String> = heard.split_whitespace().map(str::to_lowercase).collect();
    words == fingerprint.words()
        || Fingerprint::from_str(&words.concat())
            .is_ok_and(|fingerprint_heard| fingerprint_heard == *fingerprint)
}

async fn find(node: &Node, id: &AuthorityId) -> Result<PartnerRecord, Failure> {
    partners::all(node)
        .await?
        .into_iter()
        .find(|record| record.partner.authority == *id)
        .ok_or_else(|| Failure::unusable(format!("no partner `{id}` here"), "see `comity partner list`"))
}

/// The admin who acts, when the password is right.
async fn admin(node: &Node, who: &Who) -> Result<Viewer, Failure> {
    let Some(password) = given_password(who.password_file.as_deref())? else {
        return Err(Failure::unusable("no password given", "set COMITY_PASSWORD or use --password-file"));
    };
    let signed_in = account::sign_in(node, &who.by, &password).await?;
    account::sign_out(node, &signed_in.token).await?;
    signed_in.viewer.needs(&[Role::Admin])?;
    Ok(signed_in.viewer)
}
