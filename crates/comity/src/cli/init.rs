//! `comity init`: a folder for a new node, with configuration, keys, store and a first admin.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use exchange::AuthorityId;
use serde::Serialize;

use super::terminal::say;
use super::{Context, Exit, Failure, chain};
use crate::config::{Config, ExchangeConfig, FilesConfig, LettersConfig, PeerConfig, StoreConfig, WebConfig};
use crate::desk::{Role, officers};
use crate::node::Node;
use crate::passwords;

/// Create a node: its folder, configuration, keys, store and first admin
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  comity init --authority ee.justice --name 'Ministry of Justice' --dir /var/lib/comity\n\n\
                        Without --password-file or COMITY_PASSWORD the admin's password is drawn and shown once.\n\
                        Exit codes: 0 created; 2 DIR holds a node already or an argument cannot be used; 3 disk or database failed."
)]
pub struct Args {
    /// Identifier of the authority: state and name, such as ee.justice
    #[arg(long)]
    authority: AuthorityId,
    /// Name of the authority, as partners read it
    #[arg(long)]
    name: String,
    /// Folder to create the node in
    #[arg(long)]
    dir: PathBuf,
    /// Where data is kept: sqlite:FILE or postgres://…
    #[arg(long, default_value = "sqlite:comity.sqlite")]
    store: String,
    /// Address for officers' browsers
    #[arg(long, default_value = "127.0.0.1:8400")]
    web: SocketAddr,
    /// Address for partners' nodes
    #[arg(long, default_value = "127.0.0.1:9400")]
    peer: SocketAddr,
    /// host:port at which partners reach this node, when it is not the address listened on
    #[arg(long)]
    peer_address: Option<String>,
    /// Login of the first admin
    #[arg(long, default_value = "admin")]
    admin: String,
    /// File whose first line is the admin's password
    #[arg(long)]
    password_file: Option<PathBuf>,
    /// File of a root that people hold (`comity keys init-root`); without it a root is made on this machine
    #[arg(long)]
    root: Option<PathBuf>,
    /// File whose first line encrypts the keys; without it, and without COMITY_PASSPHRASE_FILE, one is drawn into DIR/passphrase
    #[arg(long)]
    passphrase_file: Option<PathBuf>,
    /// Write the result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Created<'a> {
    authority: &'a AuthorityId,
    dir: &'a Path,
    fingerprint: String,
    words: String,
    admin: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<&'a str>,
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    let given = given_password(args.password_file.as_deref())?;
    let config = Config {
        authority: args.authority,
        name: args.name,
        store: StoreConfig { url: args.store, max_pages: None },
        web: WebConfig { listen: args.web },
        peer: PeerConfig {
            listen: args.peer,
            address: args.peer_address.unwrap_or_else(|| args.peer.to_string()),
            allowance_mib: None,
        },
        letters: LettersConfig::default(),
        files: FilesConfig::default(),
        exchange: ExchangeConfig { passphrase_file: args.passphrase_file, ..ExchangeConfig::for_new_node() },
        search: Default::default(),
    };
    if let Some(root) = &args.root {
        let root = super::keys::RootFile::read(root)?;
        let request = Node::prepare(&args.dir, &config, root, &context.clock, &mut context.rng())?;
        super::keys::write_request(&request, &PathBuf::from(format!("{}-request.json", args.dir.display())))?;
        return Ok(Exit::Done);
    }
    let mut rng = context.rng();
    let node = Node::create(&args.dir, &config, context.clock.clone(), context.rng()).await?;
    let password = given.clone().unwrap_or_else(|| passwords::draw(&mut rng));
    officers::install(&node, &args.admin, "Administrator", &[Role::Admin], &password).await?;
    let keys = node.own_keys();
    let created = Created {
        authority: node.authority(),
        dir: &args.dir,
        fingerprint: keys.fingerprint().groups().join(" "),
        words: keys.fingerprint().words().join(" "),
        admin: &args.admin,
        password: given.is_none().then_some(password.as_str()),
    };
    if args.json {
        say(&super::json(&created)?);
    } else {
        say(&format!("created the node of {} in {}", created.authority, args.dir.display()));
        say(&format!("fingerprint  {}\nin words     {}", created.fingerprint, created.words));
        match created.password {
            Some(password) => say(&format!("admin        {} (password, shown once: {password})", args.admin)),
            None => say(&format!("admin        {}", args.admin)),
        }
        say(
            "root         made on this machine, by one holder: `comity keys --help` says how several people hold one",
        );
        if args.dir.join(crate::keys::lock::DRAWN).exists() {
            say(&format!(
                "passphrase   {}: move it off this disk, and hand it over as a credential or by COMITY_PASSPHRASE_FILE",
                args.dir.join(crate::keys::lock::DRAWN).display()
            ));
        }
        say(&format!("next         comity serve --node {}", args.dir.display()));
    }
    node.store().close().await;
    Ok(Exit::Done)
}

/// Makes the first admin of a node and shows the password once.
pub(super) async fn first_admin(
    node: &Node,
    context: &Context,
    login: &str,
    password: Option<String>,
) -> Result<(), Failure> {
    let password = password.unwrap_or_else(|| passwords::draw(&mut context.rng()));
    officers::install(node, login, "Administrator", &[Role::Admin], &password).await?;
    say(&format!("admin        {login} (password, shown once: {password})"));
    Ok(())
}

/// The password from a file or `COMITY_PASSWORD`, when one is given.
pub(super) fn given_password(file: Option<&Path>) -> Result<Option<String>, Failure> {
    let Some(file) = file else {
        return Ok(std::env::var("COMITY_PASSWORD").ok().filter(|password| !password.is_empty()));
    };
    let text = std::fs::read_to_string(file).map_err(|error| {
        Failure::unusable(format!("`{}` cannot be read: {}", file.display(), chain(&error)), "")
    })?;
    match text.lines().next() {
        Some(password) if !password.is_empty() => Ok(Some(password.to_owned())),
        _ => Err(Failure::unusable(
            format!("the first line of `{}` is empty", file.display()),
            "write the password there",
        )),
    }
}
