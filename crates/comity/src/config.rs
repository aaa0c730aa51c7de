//! The node's folder and `comity.toml`: who this node is, where it keeps things, where it listens.
//!
//! The folder holds `comity.toml`, `keys/` (see [`crate::keys`]) and, unless PostgreSQL is used, `comity.sqlite`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use exchange::AuthorityId;
use serde::{Deserialize, Serialize};

/// Name of the configuration file inside a node's folder.
pub const FILE: &str = "comity.toml";

/// What `comity.toml` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Config {
    /// The authority whose node this is.
    pub authority: AuthorityId,
    /// Its name, as colleagues and partners read it.
    pub name: String,
    /// Where data is kept.
    pub store: StoreConfig,
    /// Where officers' browsers connect.
    pub web: WebConfig,
    /// Where partners' nodes connect.
    pub peer: PeerConfig,
    /// How letters are made.
    #[serde(default, skip_serializing_if = "LettersConfig::is_default")]
    pub letters: LettersConfig,
    /// Large files: where they are kept, and how much of them.
    #[serde(default, skip_serializing_if = "FilesConfig::is_default")]
    pub files: FilesConfig,
    /// Keys, witnesses and the ledger.
    #[serde(default, skip_serializing_if = "ExchangeConfig::is_default")]
    pub exchange: ExchangeConfig,
    /// Searches at partners.
    #[serde(default, skip_serializing_if = "SearchConfig::is_default")]
    pub search: SearchConfig,
}

/// Searches at partners.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct SearchConfig {
    /// The most searches at partners of one officer in 24 hours. What a partner allows stands in its terms.
    pub officer_per_day: u64,
}

impl Default for SearchConfig {
    fn default() -> Self {
        Self { officer_per_day: 300 }
    }
}

impl SearchConfig {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Keys, witnesses and the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ExchangeConfig {
    /// File, relative to the node's folder, whose first line opens the keys. Without it: the file that
    /// `COMITY_PASSPHRASE_FILE` names, the credential `comity-passphrase`, `passphrase` in the folder, or the terminal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passphrase_file: Option<PathBuf>,
    /// How many partners must have cosigned a checkpoint, one's own or another's, before it counts as witnessed.
    pub witnesses: u32,
    /// How many witnesses must be heard at a start before anything is signed.
    pub fence: u32,
    /// Longest wait at a start for the witnesses beyond that number, in seconds.
    pub fence_seconds: u32,
    /// How often partners are asked to cosign, and what is new of their keys and ledgers, in seconds: at most 30.
    pub witness_seconds: u32,
    /// After how many hours without a receipt it is overdue.
    pub overdue_hours: u32,
    /// Entries of no meaning that are added to the ledger each hour on average, at moments drawn at random.
    pub fillers_per_hour: u32,
}

impl Default for ExchangeConfig {
    fn default() -> Self {
        Self {
            passphrase_file: None,
            witnesses: 1,
            fence: 0,
            fence_seconds: 10,
            witness_seconds: 20,
            overdue_hours: 24,
            fillers_per_hour: 0,
        }
    }
}

/// Large files: where they are kept, and how much of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct FilesConfig {
    /// The folder of the sealed files; relative to the node's own.
    pub folder: PathBuf,
    /// The largest file that is taken or sent, in bytes.
    pub largest_bytes: u64,
    /// What one partner's files may take here together, in bytes.
    pub quota_bytes: u64,
    /// What stays free on the disk, in bytes.
    pub keep_free_bytes: u64,
    /// Days after which a partner's file is erased here; without it, files stay until they are recalled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention_days: Option<u32>,
    /// Days after which a file that no act or draft names is erased.
    pub orphan_days: u32,
    /// Files that are fetched at the same time, each from another partner.
    pub at_once: u32,
    /// An object store, in which sealed files lie instead of in the folder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_store: Option<ObjectStoreConfig>,
}

/// An S3-compatible object store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ObjectStoreConfig {
    /// Its address: `https://HOST`; `http://` on this machine alone.
    pub endpoint: String,
    /// The region that requests are signed for.
    #[serde(default = "region")]
    pub region: String,
    /// The bucket, which must exist.
    pub bucket: String,
    /// Whether the bucket stands in the path and not in the name of the host.
    #[serde(default)]
    pub path_style: bool,
    /// File with `access-key` and `secret-key`, relative to the node's folder, that its owner alone may read.
    #[serde(default = "credentials_file")]
    pub credentials_file: PathBuf,
    /// PEM file, relative to the node's folder, with the authorities whose certificates are trusted; those of the system
    /// without it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roots: Option<PathBuf>,
}

fn region() -> String {
    "us-east-1".to_owned()
}

fn credentials_file() -> PathBuf {
    PathBuf::from("object-store.toml")
}

impl Default for FilesConfig {
    fn default() -> Self {
        Self {
            folder: PathBuf::from("files"),
            largest_bytes: 64 << 30,
            quota_bytes: 256 << 30,
            keep_free_bytes: 1 << 30,
            retention_days: None,
            orphan_days: 7,
            at_once: 2,
            object_store: None,
        }
    }
}

impl FilesConfig {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl ExchangeConfig {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// What a new node begins with: it waits for a witness at each start, and hides how much it has to say.
    pub fn for_new_node() -> Self {
        Self { fence: 1, fillers_per_hour: 60, ..Self::default() }
    }
}

/// How letters are made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct LettersConfig {
    /// Folders with the font files of letters, in the order in which they are looked into; those of Debian's packages
    /// when there are none: [`crate::typefaces::FOLDERS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fonts: Vec<PathBuf>,
    /// Address, telephone, e-mail: the lines under the authority's name at the head of its letters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address: Vec<String>,
}

impl LettersConfig {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// The folders to look into.
    pub fn folders(&self) -> Vec<PathBuf> {
        if self.fonts.is_empty() {
            crate::typefaces::FOLDERS.iter().map(PathBuf::from).collect()
        } else {
            self.fonts.clone()
        }
    }
}

/// Where data is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct StoreConfig {
    /// `sqlite:FILE` (relative to the folder) or `postgres://…`.
    pub url: String,
    /// Pages of 4 KiB the SQLite file may grow to; without it only the disk is the limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_pages: Option<u32>,
}

/// Where officers' browsers connect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WebConfig {
    /// Address and port.
    pub listen: SocketAddr,
}

/// Where partners' nodes connect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PeerConfig {
    /// Address and port to listen on.
    pub listen: SocketAddr,
    /// `host:port` at which partners reach this node.
    pub address: String,
    /// How many MiB each partner may leave here in a day; 4,096 when nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowance_mib: Option<u64>,
}

impl PeerConfig {
    /// How many bytes each partner may leave here in a day.
    pub fn allowance(&self) -> u64 {
        self.allowance_mib.unwrap_or(4096).saturating_mul(1 << 20)
    }
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// No configuration there.
    #[error("no node in `{}`: `comity init --dir {}` creates one", .0.display(), .0.display())]
    NoNode(PathBuf),
    /// A node is there already.
    #[error("`{}` holds a node already", .0.display())]
    Exists(PathBuf),
    /// The file cannot be read or written.
    #[error("`{}` cannot be accessed", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The file says something that is not understood.
    #[error("`{}` is not understood: {source}", path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Line, column and reason.
        source: toml::de::Error,
    },
    /// The configuration cannot be written down.
    #[error("the configuration cannot be written")]
    Write(#[from] toml::ser::Error),
}

impl Config {
    /// Reads `comity.toml` of a node's folder.
    pub fn read(dir: &Path) -> Result<Config, ConfigError> {
        let path = dir.join(FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(ConfigError::NoNode(dir.to_path_buf()));
            }
            Err(source) => return Err(ConfigError::Io { path, source }),
        };
        toml::from_str(&text).map_err(|source| ConfigError::Syntax { path, source })
    }

    /// Writes `comity.toml` into a folder that holds no node yet.
    pub fn create(&self, dir: &Path) -> Result<(), ConfigError> {
        use std::io::Write;
        let path = dir.join(FILE);
        let text = toml::to_string_pretty(self)?;
        let io = |source| ConfigError::Io { path: path.clone(), source };
        let mut file = match std::fs::File::create_new(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                return Err(ConfigError::Exists(dir.to_path_buf()));
            }
            Err(source) => return Err(io(source)),
        };
        file.write_all(text.as_bytes()).map_err(io)?;
        file.sync_all().map_err(io)
    }

    /// The store's URL with a relative SQLite path resolved against the node's folder.
    pub fn store_url(&self, dir: &Path) -> String {
        match self.store.url.strip_prefix("sqlite:") {
            Some(file) => format!("sqlite:{}", dir.join(file.trim_start_matches("//")).display()),
            None => self.store.url.clone(),
        }
    }
}
