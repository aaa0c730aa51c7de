//! `comity keys`: the ceremonies of a root and the keys of a node.

use std::path::{Path, PathBuf};

use exchange::{AuthorityId, Fingerprint, KeyHistory, PartnerKeys, Root, RootShare};
use jiff::Timestamp;
use serde::Serialize;

use super::terminal::say;
use super::{Context, Exit, Failure, NodeArg, chain};
use crate::keys::ceremony::{CeremonyError, HolderFile, Request};
use crate::keys::lock::{self, Passphrase};
use crate::keys::token::{Token, TokenPlace};
use crate::keys::{KeyFolder, Signing, Terms, rotation};
use crate::node::Node;
use crate::peer::{keeping, partners::PartnerFile};

/// Hold a root, name new keys, revoke stolen ones, destroy old ones
#[derive(Debug, clap::Args)]
#[command(after_help = "A root that two of three people hold, on machines without a network:\n  \
    1. each holder:  comity keys share --holder 'Anna Tamm' --out anna.share      (writes anna.share.public too)\n  \
    2. together:     comity keys init-root --authority ee.justice --threshold 2 *.public --out root.json\n  \
    3. at the node:  comity init --authority ee.justice --name 'Ministry of Justice' --dir DIR --root root.json\n  \
    4. two holders:  comity keys sign DIR-request.json --share anna.share --out anna.signature\n  \
    5. at the node:  comity keys install --node DIR DIR-request.json anna.signature boris.signature\n\n\
    Later, `rotate` and `revoke` write a request for steps 4 and 5. Files that are carried hold no secret; a share never \
    leaves its holder. With --here a root that was made by `comity init` on this machine signs at once.\n\
    Passphrases come from --passphrase-file or the terminal.\n\n\
    Signing keys in a PKCS#11 token (smart card, hardware module, SoftHSM):\n  \
    comity keys token --node DIR --module LIBRARY.so --label TOKEN --pin-file FILE\n  \
    comity keys rotate --node DIR --in-token --here      (or --request FILE)\n\
    The token has the Ed25519 half of every signature; the ML-DSA-65 half stays in the encrypted folder.\n\n\
    Exit codes: 0 done; 1 refused; 2 a file or argument cannot be used; 3 disk or database failed.")]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Make one holder's share, on a machine without a network
    Share {
        /// Who holds it
        #[arg(long)]
        holder: String,
        /// File to write; the public half goes beside it, with `.public` at its end
        #[arg(long)]
        out: PathBuf,
        /// File whose first line protects the share
        #[arg(long)]
        passphrase_file: Option<PathBuf>,
    },
    /// Put a root together from the public halves of its holders' shares
    InitRoot {
        /// The authority, such as ee.justice
        #[arg(long)]
        authority: AuthorityId,
        /// How many holders must sign
        #[arg(long)]
        threshold: usize,
        /// The `.public` files
        #[arg(required = true)]
        holders: Vec<PathBuf>,
        /// File to write
        #[arg(long)]
        out: PathBuf,
    },
    /// Sign a request as one holder, on a machine without a network
    Sign {
        /// The request
        request: PathBuf,
        /// The holder's share
        #[arg(long)]
        share: PathBuf,
        /// File to write
        #[arg(long)]
        out: PathBuf,
        /// File whose first line protects the share
        #[arg(long)]
        passphrase_file: Option<PathBuf>,
        /// The eight words that the holders compared; asked at the terminal when missing
        #[arg(long)]
        compared: Option<String>,
    },
    /// Name the token that makes and keeps signing keys from the next `rotate --in-token` on
    Token {
        #[command(flatten)]
        node: NodeArg,
        /// The token maker's PKCS#11 library
        #[arg(long)]
        module: PathBuf,
        /// The token's label
        #[arg(long)]
        label: String,
        /// File whose first line is the PIN, readable by its owner alone; without it, the file that
        /// COMITY_TOKEN_PIN_FILE names or the credential `comity-token-pin`
        #[arg(long)]
        pin_file: Option<PathBuf>,
    },
    /// Show the root, every set of keys with its times, and who knows of them
    Show {
        #[command(flatten)]
        node: NodeArg,
        /// Write JSON
        #[arg(long)]
        json: bool,
    },
    /// Make new keys and draw up the statement that names them
    Rotate {
        #[command(flatten)]
        node: NodeArg,
        /// Replace the sealing key and certificate alone, and keep the signing keys
        #[arg(long)]
        sealing_only: bool,
        /// Let the token of `comity keys token` make and keep the Ed25519 key
        #[arg(long, conflicts_with = "sealing_only")]
        in_token: bool,
        /// Days for which the keys sign
        #[arg(long, default_value_t = Terms::default().signs_days)]
        signs_days: u16,
        /// Days for which partners seal to them
        #[arg(long, default_value_t = Terms::default().seals_days)]
        seals_days: u16,
        /// Days after that for which what is under way is still opened
        #[arg(long, default_value_t = Terms::default().grace_days)]
        grace_days: u16,
        #[command(flatten)]
        signs: Signs,
    },
    /// Draw up the statement that revokes keys
    Revoke {
        #[command(flatten)]
        node: NodeArg,
        /// The fingerprint of the keys, or its first digits
        keys: String,
        /// From when; now when missing
        #[arg(long)]
        from: Option<Timestamp>,
        /// Why, as partners read it
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        signs: Signs,
    },
    /// Take up a statement that enough holders signed
    Install {
        #[command(flatten)]
        node: NodeArg,
        /// The request
        request: PathBuf,
        /// The holders' signatures
        #[arg(required = true)]
        signatures: Vec<PathBuf>,
    },
    /// Destroy the secrets of keys: overwritten, removed, entered into the ledger
    Destroy {
        #[command(flatten)]
        node: NodeArg,
        /// The fingerprint of the keys, or its first digits; without it, all whose time is over
        keys: Option<String>,
        /// Even if partners may still have sealed something to them
        #[arg(long)]
        although_needed: bool,
    },
    /// Encrypt the node's keys under another passphrase
    Passphrase {
        #[command(flatten)]
        node: NodeArg,
        /// File whose first line is the new passphrase; asked at the terminal when missing
        #[arg(long)]
        new: Option<PathBuf>,
    },
    /// Show what a partner needs: the file to hand over, the words and the QR code to compare
    Export {
        #[command(flatten)]
        node: NodeArg,
        /// File to write the keys to
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

/// Who signs a statement.
#[derive(Debug, clap::Args)]
struct Signs {
    /// File to write the request to, for the holders of the root
    #[arg(long)]
    request: Option<PathBuf>,
    /// Sign with the root that is on this machine
    #[arg(long, conflicts_with = "request")]
    here: bool,
}

/// Runs the command.
pub async fn run(args: Args, context: &Context) -> Result<Exit, Failure> {
    match args.action {
        Action::Share { holder, out, passphrase_file } => {
            share(context, &holder, &out, passphrase_file.as_deref())
        }
        Action::InitRoot { authority, threshold, holders, out } => {
            init_root(&authority, threshold, &holders, &out)
        }
        Action::Sign { request, share, out, passphrase_file, compared } => {
            sign(&request, &share, &out, passphrase_file.as_deref(), compared)
        }
        Action::Show { node, json } => show(&context.open(&node).await?, json).await,
        Action::Token { node, module, label, pin_file } => {
            let node = context.open(&node).await?;
            name_token(&node, TokenPlace { module, label, pin_file })
        }
        Action::Rotate { node, sealing_only, in_token, signs_days, seals_days, grace_days, signs } => {
            let node = context.open(&node).await?;
            let terms = Terms { signs_days, seals_days, grace_days };
            let new = if in_token { Signing::InToken } else { Signing::New };
            let signing = (!sealing_only).then_some(new);
            let folder = node.key_folder();
            let request =
                rotation::rotate(folder, signing, terms, node.now(), &mut context.rng()).map_err(used)?;
            settle(&node, request, &signs).await
        }
        Action::Revoke { node, keys, from, reason, signs } => {
            let node = context.open(&node).await?;
            let keys = find(&node, &keys)?;
            let from = from.unwrap_or_else(|| node.now());
            let request =
                rotation::revoke(node.key_folder(), keys, from, &reason, node.now()).map_err(used)?;
            settle(&node, request, &signs).await
        }
        Action::Install { node, request, signatures } => install(context, &node, &request, &signatures).await,
        Action::Destroy { node, keys, although_needed } => {
            destroy(&context.open(&node).await?, keys.as_deref(), although_needed).await
        }
        Action::Passphrase { node, new } => passphrase(&context.open(&node).await?, context, new.as_deref()),
        Action::Export { node, out } => export(&context.open(&node).await?, out.as_deref()),
    }
}

fn used(error: crate::keys::KeyError) -> Failure {
    Failure::unusable(chain(&error), "")
}

fn ceremony(error: CeremonyError) -> Failure {
    Failure { exit: Exit::No, message: chain(&error), remedy: String::new() }
}

fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| {
        Failure::unusable(format!("`{}` cannot be read: {}", path.display(), chain(&error)), "")
    })
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    use std::io::Write;
    let failed = |error: std::io::Error| {
        Failure::environment(format!("`{}` cannot be written: {}", path.display(), chain(&error)), "")
    };
    let mut file = std::fs::File::create_new(path).map_err(failed)?;
    file.write_all(format!("{text}\n").as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
}

fn given(file: Option<&Path>, question: &str) -> Result<Passphrase, Failure> {
    match file {
        Some(path) => Passphrase::read(path),
        None => Passphrase::ask(question),
    }
    .map_err(used)
}

fn share(context: &Context, holder: &str, out: &Path, passphrase: Option<&Path>) -> Result<Exit, Failure> {
    let passphrase = given(passphrase, "Passphrase of the share (twelve characters or more): ")?;
    let mut rng = context.rng();
    let share = RootShare::generate(&mut rng).map_err(|error| used(error.into()))?;
    lock::write_alone(out, &share.to_secret_bytes(), &passphrase, &mut rng).map_err(used)?;
    let file = HolderFile::of(&share, holder);
    let public = PathBuf::from(format!("{}.public", out.display()));
    write(&public, &super::json(&file)?)?;
    say(&format!("share        {}   stays with {holder}, on two media in two places", out.display()));
    say(&format!("public half  {}   is carried to whoever puts the root together", public.display()));
    say(&format!("words        {}", file.words));
    say("next         write the words down; they are compared when the root is put together");
    Ok(Exit::Done)
}

fn init_root(
    authority: &AuthorityId,
    threshold: usize,
    files: &[PathBuf],
    out: &Path,
) -> Result<Exit, Failure> {
    let mut keys = Vec::new();
    for path in files {
        let (holder, key) = HolderFile::read(&read(path)?)
            .map_err(|error| Failure::unusable(format!("`{}`: {}", path.display(), chain(&error)), ""))?;
        say(&format!("holder       {holder}   {}", key.fingerprint().words().join(" ")));
        keys.push(key);
    }
    let root = Root::new(authority.clone(), threshold, keys).map_err(|error| used(error.into()))?;
    write(out, &super::json(&RootFile::of(&root))?)?;
    say(&format!("root         {} of {} sign for {authority}", root.threshold(), root.holders().len()));
    say(&format!("fingerprint  {}", root.fingerprint().groups().join(" ")));
    say(&format!("in words     {}", root.fingerprint().words().join(" ")));
    say(
        "check        each holder finds the words of the own share above, and writes down the words of the root",
    );
    say(&format!(
        "next         comity init --authority {authority} --name NAME --dir DIR --root {}",
        out.display()
    ));
    Ok(Exit::Done)
}

/// A root as it is carried.
#[derive(Debug, Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct RootFile {
    comity_root: u8,
    root: String,
}

impl RootFile {
    fn of(root: &Root) -> RootFile {
        use base64::Engine;
        RootFile { comity_root: 1, root: base64::prelude::BASE64_STANDARD.encode(root.to_bytes()) }
    }

    pub(super) fn read(path: &Path) -> Result<Root, Failure> {
        use base64::Engine;
        let wrong = |why: String| Failure::unusable(format!("`{}` holds no root: {why}", path.display()), "");
        let file: RootFile = serde_json::from_str(&read(path)?).map_err(|error| wrong(error.to_string()))?;
        if file.comity_root != 1 {
            return Err(wrong(format!("version {} is not known", file.comity_root)));
        }
        let bytes =
            base64::prelude::BASE64_STANDARD.decode(file.root).map_err(|error| wrong(error.to_string()))?;
        Root::from_bytes(&bytes).map_err(|error| wrong(chain(&error)))
    }
}

fn sign(
    path: &Path,
    share: &Path,
    out: &Path,
    passphrase: Option<&Path>,
    compared: Option<String>,
) -> Result<Exit, Failure> {
    let request = Request::read(&read(path)?).map_err(ceremony)?;
    for line in request.says() {
        say(&line);
    }
    let heard = match compared {
        Some(heard) => heard,
        None => ask("The words after `to compare`, as the other holders read them out: ")?,
    };
    let heard: Vec<&str> = heard.split_whitespace().collect();
    if heard != request.digest().words() {
        return Err(Failure {
            exit: Exit::No,
            message: "the words are not those of this request; nothing was signed".to_owned(),
            remedy: "compare again; if they differ, somebody changed the request on its way".to_owned(),
        });
    }
    let passphrase = given(passphrase, "Passphrase of the share: ")?;
    let secret = lock::read_alone(share, &passphrase).map_err(used)?;
    let share = RootShare::from_secret_bytes(&secret).map_err(|error| used(error.into()))?;
    let signature = request.sign(&share).map_err(ceremony)?;
    write(out, &super::json(&signature)?)?;
    say(&format!("signed       {} as holder {}", out.display(), signature.holder));
    say("next         carry it back to the node: comity keys install");
    Ok(Exit::Done)
}

fn ask(question: &str) -> Result<String, Failure> {
    use std::io::{BufRead, IsTerminal, Write};
    if !std::io::stdin().is_terminal() {
        return Err(Failure::unusable("nobody is at the terminal to compare the words", "use --compared"));
    }
    let mut line = String::new();
    let read = std::io::stderr()
        .write_all(question.as_bytes())
        .and_then(|()| std::io::stderr().flush())
        .and_then(|()| std::io::stdin().lock().read_line(&mut line));
    read.map_err(|error| Failure::environment(chain(&error), ""))?;
    Ok(line)
}

/// Signs a request here, or writes it for the holders.
async fn settle(node: &Node, request: Request, signs: &Signs) -> Result<Exit, Failure> {
    if signs.here {
        let number = request.statement.number;
        let signed = rotation::sign_here(node.key_folder(), request).map_err(ceremony)?;
        rotation::install(node, signed).await?;
        say(&format!("statement {number} holds; a running node tells every partner at once"));
        return Ok(Exit::Done);
    }
    let path = signs.request.clone().ok_or_else(|| {
        Failure::unusable(
            "nobody is named who signs",
            "use --request FILE, or --here for a root on this machine",
        )
    })?;
    write_request(&request, &path)?;
    Ok(Exit::Done)
}

pub(super) fn write_request(request: &Request, path: &Path) -> Result<(), Failure> {
    write(path, &super::json(&request.to_file())?)?;
    for line in request.says() {
        say(&line);
    }
    say(&format!("request      {}", path.display()));
    say(&format!(
        "next         {} of the {} holders compare the words and run: comity keys sign {} --share SHARE --out FILE",
        request.root.threshold(),
        request.root.holders().len(),
        path.display()
    ));
    Ok(())
}

async fn install(
    context: &Context,
    arg: &NodeArg,
    request: &Path,
    signatures: &[PathBuf],
) -> Result<Exit, Failure> {
    let files = signatures.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    let signed =
        Request::read(&read(request)?).and_then(|request| request.complete(&files)).map_err(ceremony)?;
    let (number, by) = (signed.statement().number, signed.signed_by());
    let config =
        crate::config::Config::read(&arg.dir).map_err(|error| Failure::unusable(chain(&error), ""))?;
    let passphrase = Passphrase::find(&arg.dir, config.exchange.passphrase_file.as_deref()).map_err(used)?;
    let folder = KeyFolder::open(&arg.dir, &passphrase).map_err(used)?;
    let first = folder.history().map_err(used)?.number() == 0;
    rotation::write(&folder, signed).map_err(used)?;
    let node = context.open(arg).await?;
    node.enter_own_keys().await?;
    say(&format!("statement {number} holds, signed by {by}; a running node tells every partner at once"));
    if first {
        super::init::first_admin(&node, context, "admin", None).await?;
        say(&format!("next         comity serve --node {}", arg.dir.display()));
    }
    Ok(Exit::Done)
}

fn absolute(path: PathBuf) -> PathBuf {
    std::path::absolute(&path).unwrap_or(path)
}

/// Tries a token and keeps which one it is.
fn name_token(node: &Node, mut place: TokenPlace) -> Result<Exit, Failure> {
    place.module = absolute(place.module);
    place.pin_file = place.pin_file.map(absolute);
    let (_, info) = Token::open(&place).map_err(used)?;
    place.write(node.key_folder().path()).map_err(used)?;
    say(&format!("token        {}   {} {}, serial {}", place.label, info.maker, info.model, info.serial));
    say("in it        the Ed25519 key of new signing keys: made there, never read out");
    say(
        "not in it    their ML-DSA-65 key, the sealing key and the transport key: encrypted in the node's folder",
    );
    say("next         comity keys rotate --in-token, with --here or --request FILE");
    Ok(Exit::Done)
}

fn find(node: &Node, text: &str) -> Result<Fingerprint, Failure> {
    let wanted: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
    let keys = node.keys();
    let found: Vec<Fingerprint> = keys
        .sets()
        .iter()
        .map(|set| set.named.fingerprint)
        .filter(|fingerprint| wanted.len() >= 4 && fingerprint.to_string().starts_with(&wanted))
        .collect();
    match found.as_slice() {
        [one] => Ok(*one),
        _ => Err(Failure::unusable(
            format!("`{text}` does not name one set of keys"),
            "`comity keys show` lists them",
        )),
    }
}

#[derive(Serialize)]
struct Shown {
    authority: AuthorityId,
    root: Fingerprint,
    words: String,
    threshold: usize,
    holders: usize,
    root_on_this_machine: bool,
    statements: u64,
    sets: Vec<ShownSet>,
    partners: Vec<ShownPartner>,
}

#[derive(Serialize)]
struct ShownSet {
    keys: Fingerprint,
    state: &'static str,
    signs_from: Timestamp,
    signs_until: Timestamp,
    seals_until: Timestamp,
    opens_until: Timestamp,
    revoked_from: Option<Timestamp>,
    ed25519_in_token: bool,
    token_fault: Option<String>,
    signing_key_here: bool,
    sealing_key_here: bool,
}

#[derive(Serialize)]
struct ShownPartner {
    partner: AuthorityId,
    knows_statements: Option<u64>,
    at: Option<Timestamp>,
}

async fn show(node: &Node, json: bool) -> Result<Exit, Failure> {
    let (keys, now) = (node.keys(), node.now());
    let history = keys.history();
    let signing = keys.signing(now).map(|set| set.named.fingerprint);
    let sets = keys.sets().iter().map(|set| {
        let named = &set.named;
        let state = if named.revoked.is_some() {
            "revoked"
        } else if Some(named.fingerprint) == signing {
            "signs"
        } else if named.opens_at(now) {
            "opens what is under way"
        } else {
            "over"
        };
        ShownSet {
            keys: named.fingerprint,
            state,
            signs_from: named.lifetime.signs_from,
            signs_until: named.lifetime.signs_until,
            seals_until: named.lifetime.seals_until,
            opens_until: named.lifetime.opens_until,
            revoked_from: named.revoked.as_ref().map(|(from, _)| *from),
            ed25519_in_token: set.token_fault.is_some()
                || set.signing.as_ref().is_some_and(exchange::SigningKeys::in_token),
            token_fault: set.token_fault.clone(),
            signing_key_here: set.signing.is_some() || set.token_fault.is_some(),
            sealing_key_here: set.sealing.is_some(),
        }
    });
    let mut partners = Vec::new();
    for record in crate::peer::partners::all(node).await? {
        let id = &record.partner.authority;
        let known = node
            .store()
            .read("progress of keys", |tx| Box::pin(async move { tx.key_progress(id).await }))
            .await?;
        partners.push(ShownPartner {
            partner: id.clone(),
            knows_statements: known.map(|(known, _)| known),
            at: known.map(|(_, at)| at),
        });
    }
    let shown = Shown {
        authority: node.authority().clone(),
        root: history.root().fingerprint(),
        words: history.root().fingerprint().words().join(" "),
        threshold: history.root().threshold(),
        holders: history.root().holders().len(),
        root_on_this_machine: node.key_folder().share_here().map_err(used)?.is_some(),
        statements: history.number(),
        sets: sets.collect(),
        partners,
    };
    if json {
        say(&super::json(&shown)?);
        return Ok(Exit::Done);
    }
    say(&format!("{}   root: {} of {} holders sign", shown.authority, shown.threshold, shown.holders));
    say(&format!("fingerprint  {}\nin words     {}", shown.root.groups().join(" "), shown.words));
    if shown.root_on_this_machine {
        say(
            "note         the root is on this machine: who takes the machine takes the root; see `comity keys --help`",
        );
    }
    for set in &shown.sets {
        say(&format!("keys {}  {}", set.keys.short(), set.state));
        say(&format!("  sign       {} to {}", set.signs_from, set.signs_until));
        say(&format!("  sealed to  until {}, opened until {}", set.seals_until, set.opens_until));
        if let Some(from) = set.revoked_from {
            say(&format!("  revoked    from {from}"));
        }
        let here = |here| if here { "here" } else { "destroyed" };
        let token = if set.ed25519_in_token { " (Ed25519 in a token)" } else { "" };
        say(&format!(
            "  secrets    signing {}{token}, sealing {}",
            here(set.signing_key_here),
            here(set.sealing_key_here)
        ));
        if let Some(fault) = &set.token_fault {
            say(&format!("  cannot sign: {fault}"));
        }
    }
    for partner in &shown.partners {
        match partner.knows_statements {
            Some(known) if known >= shown.statements => say(&format!("{}  knows all of it", partner.partner)),
            Some(known) => {
                say(&format!("{}  knows {known} of {} statements", partner.partner, shown.statements))
            }
            None => say(&format!("{}  has not been reached yet", partner.partner)),
        }
    }
    Ok(Exit::Done)
}

async fn destroy(node: &Node, keys: Option<&str>, although_needed: bool) -> Result<Exit, Failure> {
    let Some(keys) = keys else {
        let count = keeping::destroy_old(node).await?;
        say(&format!("{count} secrets whose time is over were destroyed"));
        return Ok(Exit::Done);
    };
    let fingerprint = find(node, keys)?;
    let own = node.keys();
    let set = own.sets().iter().find(|set| set.named.fingerprint == fingerprint);
    let needed = set.is_some_and(|set| set.named.opens_at(node.now()) && set.named.revoked.is_none());
    if needed && !although_needed {
        return Err(Failure {
            exit: Exit::No,
            message: format!("partners may still have sealed something to the keys {}", fingerprint.short()),
            remedy: "wait until their time is over, or use --although-needed; senders then seal anew"
                .to_owned(),
        });
    }
    let mut destroyed = Vec::new();
    if node.key_folder().destroy_sealing(&fingerprint).map_err(used)? {
        destroyed.push((fingerprint, "sealing key"));
    }
    let signs = own.signing(node.now()).is_some_and(|set| set.named.fingerprint == fingerprint);
    if !signs && node.key_folder().destroy_signing(&fingerprint).map_err(used)? {
        destroyed.push((fingerprint, "signing keys"));
    }
    keeping::enter_destroyed(node, &destroyed).await?;
    say(&format!(
        "{} secrets of {} were destroyed and entered into the ledger",
        destroyed.len(),
        fingerprint.short()
    ));
    Ok(Exit::Done)
}

fn passphrase(node: &Node, context: &Context, new: Option<&Path>) -> Result<Exit, Failure> {
    let to = given(new, "New passphrase (twelve characters or more): ")?;
    node.key_folder().lock().change(node.key_folder().path(), &to, &mut context.rng()).map_err(used)?;
    say("the keys are encrypted under the new passphrase");
    let drawn = node.dir().join(lock::DRAWN);
    if drawn.exists() {
        say(&format!("next         remove {}: it holds the passphrase of before", drawn.display()));
    }
    Ok(Exit::Done)
}

fn export(node: &Node, out: Option<&Path>) -> Result<Exit, Failure> {
    let keys: PartnerKeys = node.own_keys();
    let fingerprint = keys.fingerprint();
    if let Some(out) = out {
        write(out, &super::json(&PartnerFile::of(node))?)?;
        say(&format!("keys         {}   hand it to the partner over any channel", out.display()));
    }
    say(&format!("authority    {}", node.authority()));
    say(&format!("fingerprint  {}", fingerprint.groups().join(" ")));
    say(&format!("in words     {}", fingerprint.words().join(" ")));
    say(&format!("statements   {}", keys.history().map_or(0, KeyHistory::number)));
    for line in qr(&letters::squares(&comparison(node.authority(), &fingerprint))) {
        say(&line);
    }
    say(
        "to compare   the partner reads its words of your keys back to you over a second channel, or scans the code",
    );
    Ok(Exit::Done)
}

/// What the QR code of a fingerprint says.
pub fn comparison(authority: &AuthorityId, fingerprint: &Fingerprint) -> String {
    format!("comity-root:1/{authority}/{fingerprint}")
}

/// Two rows of squares in each line of text, dark on a light ground of two squares around.
fn qr(squares: &[Vec<bool>]) -> Vec<String> {
    let size = squares.len();
    let dark = |row: usize, column: usize| {
        let inside = row.checked_sub(2).and_then(|row| squares.get(row));
        inside
            .and_then(|cells| column.checked_sub(2).and_then(|column| cells.get(column)))
            .copied()
            .unwrap_or(false)
    };
    (0..size + 4)
        .step_by(2)
        .map(|row| {
            (0..size + 4)
                .map(|column| match (dark(row, column), dark(row + 1, column)) {
                    (false, false) => '█',
                    (false, true) => '▀',
                    (true, false) => '▄',
                    (true, true) => ' ',
                })
                .collect()
        })
        .collect()
}
