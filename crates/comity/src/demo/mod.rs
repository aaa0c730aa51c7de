//! Three nodes in one process, with fictional people, to see what Comity does.
//!
//! The first start creates an Estonian, a German and a Russian authority in one folder, accredits them to each other,
//! fills their registers and draws passwords for their officers. Every later start finds it all as it was. Nothing about
//! the nodes is special: each has its own keys, store, ledger and ports, and `comity serve` could run any of them.

pub mod people;
mod talks;

use std::fs;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use exchange::AuthorityId;
use rand_chacha::ChaCha20Rng;
use search::RegisterId;
use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::config::{Config, ExchangeConfig, FilesConfig, LettersConfig, PeerConfig, StoreConfig, WebConfig};
use crate::desk::{DeskError, Role, Viewer, agreements, officers, registers};
use crate::node::{Node, NodeError};
use crate::passwords;
use crate::peer::partners::{self, PartnerFile, PartnerFileError};
use crate::running::Running;
use crate::web::DemoAccount;
use people::Country;

/// People in each register.
pub const PEOPLE: usize = 5_000;
/// What the people are drawn from.
pub const SEED: u64 = 2_024;
/// The file with the accounts and their passwords. It is written last: with it, the demonstration is complete.
const ACCOUNTS: &str = "accounts.json";
/// Subjects written in one transaction.
const IMPORT: usize = 500;

/// A place of the demonstration.
struct Place {
    country: Country,
    folder: &'static str,
    authority: &'static str,
    name: &'static str,
    register: &'static str,
    purpose: &'static str,
    /// Offset of its ports from the base.
    port: u16,
    /// Login, name and role of its officers.
    staff: [(&'static str, &'static str, Role); 4],
}

const PLACES: [Place; 3] = [
    Place {
        country: Country::Ee,
        folder: "ee",
        authority: "ee.justice",
        name: "Ministry of Justice of Estonia (demonstration)",
        register: "Isikute register",
        purpose: "criminal proceedings and mutual assistance",
        port: 1,
        staff: [
            ("mari.tamm", "Mari Tamm", Role::Officer),
            ("jaan.kask", "Jaan Kask", Role::Approver),
            ("liis.oja", "Liis Oja", Role::Auditor),
            ("toomas.pold", "Toomas Põld", Role::Admin),
        ],
    },
    Place {
        country: Country::De,
        folder: "de",
        authority: "de.bfj",
        name: "Federal Office of Justice of Germany (demonstration)",
        register: "Personenregister",
        purpose: "criminal proceedings and mutual assistance",
        port: 2,
        staff: [
            ("anna.berger", "Anna Berger", Role::Officer),
            ("felix.brandt", "Felix Brandt", Role::Approver),
            ("jutta.lorenz", "Jutta Lorenz", Role::Auditor),
            ("karl.winter", "Karl Winter", Role::Admin),
        ],
    },
    Place {
        country: Country::Ru,
        folder: "ru",
        authority: "ru.genproc",
        name: "Prosecutor General's Office of Russia (demonstration)",
        register: "Реестр лиц",
        purpose: "criminal proceedings and mutual assistance",
        port: 3,
        staff: [
            ("olga.mironova", "Ольга Миронова", Role::Officer),
            ("petr.lazarev", "Пётр Лазарев", Role::Approver),
            ("vera.zimina", "Вера Зимина", Role::Auditor),
            ("anton.gromov", "Антон Громов", Role::Admin),
        ],
    },
];

/// An officer's account with its password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Account {
    /// The authority.
    pub authority: AuthorityId,
    /// Login name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Role, in the store's word.
    pub role: String,
    /// Password.
    pub password: String,
}

/// Why the demonstration cannot run.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// A node fails.
    #[error(transparent)]
    Node(#[from] NodeError),
    /// The desk fails.
    #[error(transparent)]
    Desk(#[from] DeskError),
    /// A partner file is not one.
    #[error(transparent)]
    Partner(#[from] PartnerFileError),
    /// A built-in name is not one.
    #[error("the demonstration is not in order: {0}")]
    Plan(String),
    /// A file cannot be read or written.
    #[error("`{}` cannot be accessed: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The accounts cannot be read.
    #[error("`{}` is damaged: {source}", path.display())]
    Accounts {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        source: serde_json::Error,
    },
}

/// Where the demonstration is kept and where it listens.
#[derive(Debug, Clone)]
pub struct Demo {
    /// Its folder.
    pub dir: PathBuf,
    /// Pages are at this port plus 1 to 3, partners a thousand above.
    pub port_base: u16,
    /// The clock of all nodes.
    pub clock: Clock,
}

impl Demo {
    /// Removes an earlier demonstration. Touches nothing else in the folder.
    pub fn clear(&self) -> Result<(), DemoError> {
        let accounts = self.dir.join(ACCOUNTS);
        remove(&accounts, fs::remove_file(&accounts))?;
        for place in &PLACES {
            let folder = self.dir.join(place.folder);
            remove(&folder, fs::remove_dir_all(&folder))?;
        }
        Ok(())
    }

    /// Prepares the nodes when needed, starts them, and gives them with their accounts. `tell` hears what is going on.
    pub async fn start(
        &self,
        rng: impl Fn() -> ChaCha20Rng,
        tell: impl Fn(&str),
    ) -> Result<(Vec<Running>, Vec<Account>), DemoError> {
        self.ports_are_free()?;
        let known = self.accounts()?;
        let (nodes, accounts) = match known {
            Some(accounts) => (self.open(&rng).await?, accounts),
            None => self.prepare(&rng, &tell).await?,
        };
        self.move_partners(&nodes).await?;
        tell("starting three nodes");
        let starting = nodes.into_iter().map(|node| {
            let accounts = shown(&accounts, &node);
            Running::start(node, accounts)
        });
        let mut running = Vec::new();
        for started in futures_join(starting).await {
            running.push(started?);
        }
        Ok((running, accounts))
    }

    fn config(&self, place: &Place) -> Result<Config, DemoError> {
        let at = |offset: u16| {
            let port = self.port_base.checked_add(offset).ok_or_else(|| {
                DemoError::Plan(format!("port base {} leaves no room for the ports above it", self.port_base))
            })?;
            Ok::<_, DemoError>(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
        };
        let peer = at(place.port.saturating_add(1_000))?;
        Ok(Config {
            authority: authority(place)?,
            name: place.name.to_owned(),
            store: StoreConfig { url: "sqlite:comity.sqlite".to_owned(), max_pages: None },
            web: WebConfig { listen: at(place.port)? },
            peer: PeerConfig { listen: peer, address: peer.to_string(), allowance_mib: None },
            letters: LettersConfig::default(),
            files: FilesConfig::default(),
            exchange: ExchangeConfig::default(),
            search: Default::default(),
        })
    }

    /// A taken port is told before anything is prepared.
    fn ports_are_free(&self) -> Result<(), DemoError> {
        for place in &PLACES {
            let config = self.config(place)?;
            for address in [config.web.listen, config.peer.listen] {
                std::net::TcpListener::bind(address)
                    .map_err(|source| NodeError::Listen { address, source })?;
            }
        }
        Ok(())
    }

    async fn open(&self, rng: &impl Fn() -> ChaCha20Rng) -> Result<Vec<Node>, DemoError> {
        let mut nodes = Vec::new();
        for place in &PLACES {
            let (dir, config) = (self.dir.join(place.folder), self.config(place)?);
            nodes.push(Node::open_with(&dir, config, self.clock.clone(), rng()).await?);
        }
        Ok(nodes)
    }

    /// Creates everything. A preparation that was cut short is started over.
    async fn prepare(
        &self,
        rng: &impl Fn() -> ChaCha20Rng,
        tell: &impl Fn(&str),
    ) -> Result<(Vec<Node>, Vec<Account>), DemoError> {
        self.clear()?;
        tell(&format!(
            "preparing three authorities with {PEOPLE} fictional people each in {}",
            self.dir.display()
        ));
        let preparing = PLACES.iter().map(|place| {
            let (dir, config, clock) = (self.dir.join(place.folder), self.config(place), self.clock.clone());
            let rng = rng();
            async move {
                let node = Node::create(&dir, &config?, clock, rng).await?;
                fill(&node, place).await?;
                Ok::<_, DemoError>(node)
            }
        });
        let mut nodes = Vec::new();
        let mut accounts = Vec::new();
        for (prepared, place) in futures_join(preparing).await.into_iter().zip(&PLACES) {
            let node = prepared?;
            // One after another: a password's hash takes 19 MiB, which each thread would keep.
            let staff = staff(&node, place, &mut rng()).await?;
            tell(&format!("  {} has its keys, its register and {} officers", node.authority(), staff.len()));
            nodes.push(node);
            accounts.extend(staff);
        }
        for (node, place) in nodes.iter().zip(&PLACES) {
            let [_, (approver, ..), _, (admin, ..)] = place.staff;
            for other in nodes.iter().filter(|other| other.authority() != node.authority()) {
                let file = serde_json::to_string(&PartnerFile::of(other))
                    .map_err(|error| DemoError::Plan(error.to_string()))?;
                let partner = PartnerFile::read(&file)?;
                partners::propose(node, &partner, admin).await?;
                partners::accredit(node, &partner.authority, &partner.fingerprint, approver).await?;
                let agreed = agreements::NewAgreement {
                    partner: partner.authority.as_str(),
                    forms: "both",
                    queries_per_day: 200,
                    officer_per_day: 50,
                    elements_per_day: 1_200,
                    rotate: false,
                };
                agreements::set(node, &viewer(admin, admin, Role::Admin), agreed).await?;
            }
        }
        tell("  each authority has accredited the other two and lets them search");
        self.hold_talks(&nodes).await?;
        self.keep(&accounts)?;
        Ok((nodes, accounts))
    }

    /// The Estonian authority has talks to show: four signed records and a draft.
    async fn hold_talks(&self, nodes: &[Node]) -> Result<(), DemoError> {
        if let (Some(node), Some(place)) = (nodes.first(), PLACES.first()) {
            let [(login, name, role), ..] = place.staff;
            talks::fill(node, &viewer(login, name, role)).await?;
        }
        Ok(())
    }

    /// The ports may be others than at the last start.
    async fn move_partners(&self, nodes: &[Node]) -> Result<(), DemoError> {
        for node in nodes {
            for record in partners::all(node).await? {
                let address = nodes
                    .iter()
                    .find(|other| *other.authority() == record.partner.authority)
                    .map(|other| &other.config().peer.address);
                let Some(address) = address.filter(|address| **address != record.partner.endpoint) else {
                    continue;
                };
                let authority = &record.partner.authority;
                node.store()
                    .run_tx("move partner", |tx| {
                        Box::pin(async move { tx.move_partner(authority, address).await })
                    })
                    .await
                    .map_err(NodeError::from)?;
            }
        }
        Ok(())
    }

    fn accounts(&self) -> Result<Option<Vec<Account>>, DemoError> {
        let path = self.dir.join(ACCOUNTS);
        match fs::read(&path) {
            Ok(bytes) => match serde_json::from_slice(&bytes) {
                Ok(accounts) => Ok(Some(accounts)),
                Err(source) => Err(DemoError::Accounts { path, source }),
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(DemoError::Io { path, source }),
        }
    }

    fn keep(&self, accounts: &[Account]) -> Result<(), DemoError> {
        let path = self.dir.join(ACCOUNTS);
        let unfinished = self.dir.join("accounts.json.new");
        let text = serde_json::to_vec_pretty(accounts).map_err(|error| DemoError::Plan(error.to_string()))?;
        let write = || {
            remove_file_if_there(&unfinished)?;
            let mut file =
                fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished)?;
            file.write_all(&text)?;
            file.sync_all()?;
            fs::rename(&unfinished, &path)
        };
        write().map_err(|source| DemoError::Io { path: path.clone(), source })
    }
}

fn remove_file_if_there(path: &Path) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn remove(path: &Path, removed: std::io::Result<()>) -> Result<(), DemoError> {
    match removed {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(DemoError::Io { path: path.to_path_buf(), source })
        }
        _ => Ok(()),
    }
}

fn authority(place: &Place) -> Result<AuthorityId, DemoError> {
    AuthorityId::new(place.authority).map_err(|error| DemoError::Plan(error.to_string()))
}

/// Creates the officers' accounts.
async fn staff(node: &Node, place: &Place, rng: &mut ChaCha20Rng) -> Result<Vec<Account>, DemoError> {
    let mut accounts = Vec::new();
    for (login, name, role) in place.staff {
        accounts.push(Account {
            authority: node.authority().clone(),
            login: login.to_owned(),
            name: name.to_owned(),
            role: role.as_str().to_owned(),
            password: passwords::draw(rng),
        });
    }
    for (account, (_, _, role)) in accounts.iter().zip(place.staff) {
        officers::install(node, &account.login, &account.name, &[role], &account.password).await?;
    }
    Ok(accounts)
}

fn viewer(login: &str, name: &str, role: Role) -> Viewer {
    Viewer { login: login.to_owned(), name: name.to_owned(), roles: vec![role], locale: "en".to_owned() }
}

/// Creates the register and fills it in a few large transactions.
async fn fill(node: &Node, place: &Place) -> Result<(), DemoError> {
    let [.., (login, name, _)] = place.staff;
    let admin = viewer(login, name, Role::Admin);
    let register = registers::create(node, &admin, place.register, place.purpose, true, "summary").await?;
    let register = RegisterId::new(&register).map_err(|error| DemoError::Plan(error.to_string()))?;
    let (register, now) = (&register, node.now());
    let mut people = people::generate(place.country, PEOPLE, SEED);
    loop {
        let batch: &Vec<_> = &people.by_ref().take(IMPORT).collect();
        if batch.is_empty() {
            break;
        }
        node.store()
            .run_tx("import subjects", |tx| {
                Box::pin(async move { tx.put_subjects(register, batch, now).await.map(drop) })
            })
            .await
            .map_err(NodeError::from)?;
    }
    Ok(())
}

/// The accounts that the sign-in page of one node names.
fn shown(accounts: &[Account], node: &Node) -> Vec<DemoAccount> {
    accounts
        .iter()
        .filter(|account| account.authority == *node.authority())
        .map(|account| DemoAccount {
            login: account.login.clone(),
            name: account.name.clone(),
            password: account.password.clone(),
            roles: account.role.parse().into_iter().collect(),
        })
        .collect()
}

/// Runs futures side by side and gives their results in order.
async fn futures_join<F: Future>(futures: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut waiting: Vec<_> = futures.map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|context| {
        let mut pending = false;
        for (future, result) in &mut waiting {
            if result.is_none() {
                match future.as_mut().poll(context) {
                    std::task::Poll::Ready(value) => *result = Some(value),
                    std::task::Poll::Pending => pending = true,
                }
            }
        }
        if pending { std::task::Poll::Pending } else { std::task::Poll::Ready(()) }
    })
    .await;
    waiting.into_iter().filter_map(|(_, result)| result).collect()
}
