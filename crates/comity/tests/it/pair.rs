//! Two running nodes on loopback, accredited to each other, with officers and a register each.

use std::future::Future;
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use comity::clock::Clock;
use comity::config::{
    Config, ExchangeConfig, FilesConfig, LettersConfig, PeerConfig, StoreConfig, WebConfig,
};
use comity::desk::form::Fields;
use comity::desk::{Role, Viewer, agreements, indexing, officers, registers};
use comity::node::Node;
use comity::peer::partners::{self, PartnerFile};
use comity::running::Running;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use tempfile::TempDir;

pub const PASSWORD: &str = "correct horse battery";

pub struct Desk {
    pub node: Node,
    pub officer: Viewer,
    pub approver: Viewer,
    pub auditor: Viewer,
    pub admin: Viewer,
    running: Option<Running>,
    dir: TempDir,
}

pub struct Pair {
    pub ee: Desk,
    pub de: Desk,
}

impl Pair {
    pub async fn start() -> Pair {
        Pair::start_on(["sqlite:comity.sqlite".to_owned(), "sqlite:comity.sqlite".to_owned()]).await
    }

    /// With a store each.
    pub async fn start_on([one, two]: [String; 2]) -> Pair {
        let mut ee = Desk::create_on("ee.justice", 1, one).await;
        let mut de = Desk::create_on("de.bfj", 2, two).await;
        accredit(&ee.node, &de.node).await;
        accredit(&de.node, &ee.node).await;
        agree(&ee, &de.node, "open").await;
        agree(&de, &ee.node, "open").await;
        ee.run().await;
        de.run().await;
        Pair { ee, de }
    }

    pub async fn stop(self) {
        self.ee.stop().await;
        self.de.stop().await;
    }
}

/// Two empty databases on the PostgreSQL server of the tests, when there is one.
pub fn stores(name: &str) -> Option<[String; 2]> {
    let Ok(server) = std::env::var("COMITY_TEST_POSTGRES") else {
        eprintln!("SKIPPED: COMITY_TEST_POSTGRES is not set; bin/with-postgres sets it");
        return None;
    };
    let (base, _) = server.rsplit_once('/').unwrap();
    Some(["one", "two"].map(|which| {
        let database = format!("comity_{name}_{which}_{}", std::process::id());
        let sql = format!("CREATE DATABASE {database}");
        assert!(std::process::Command::new("psql").args([&server, "-qc", &sql]).status().unwrap().success());
        format!("{base}/{database}")
    }))
}

impl Desk {
    pub async fn create(authority: &str, seed: u64) -> Desk {
        Desk::create_on(authority, seed, "sqlite:comity.sqlite".to_owned()).await
    }

    pub async fn create_on(authority: &str, seed: u64, url: String) -> Desk {
        Desk::create_with(authority, seed, url, &[]).await
    }

    /// With files of the law in the node's folder, by their names below `law`.
    pub async fn create_with(authority: &str, seed: u64, url: String, law: &[(String, String)]) -> Desk {
        Desk::create_configured(authority, seed, url, law, |_| ()).await
    }

    /// With what `change` does to the configuration.
    pub async fn create_configured(
        authority: &str,
        seed: u64,
        url: String,
        law: &[(String, String)],
        change: impl FnOnce(&mut Config),
    ) -> Desk {
        let dir = TempDir::new().unwrap();
        for (name, text) in law {
            let path = dir.path().join("node").join("law").join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let peer = free_address();
        let mut config = Config {
            authority: authority.parse().unwrap(),
            name: format!("Authority {authority}"),
            store: StoreConfig { url, max_pages: None },
            web: WebConfig { listen: free_address() },
            peer: PeerConfig { listen: peer, address: peer.to_string(), allowance_mib: None },
            letters: LettersConfig::default(),
            files: FilesConfig::default(),
            exchange: ExchangeConfig::default(),
            search: Default::default(),
        };
        change(&mut config);
        let path = dir.path().join("node");
        let node =
            Node::create(&path, &config, Clock::System, ChaCha20Rng::seed_from_u64(seed)).await.unwrap();
        let mut desk = Desk {
            officer: viewer("olga", &[Role::Officer]),
            approver: viewer("anton", &[Role::Approver]),
            auditor: viewer("udo", &[Role::Auditor]),
            admin: viewer("ada", &[Role::Admin]),
            node,
            running: None,
            dir,
        };
        for viewer in [&desk.officer, &desk.approver, &desk.auditor, &desk.admin] {
            officers::install(&desk.node, &viewer.login, &viewer.name, &viewer.roles, PASSWORD)
                .await
                .unwrap();
        }
        desk.register().await;
        desk.officer = viewer("olga", &[Role::Officer]);
        desk
    }

    async fn register(&self) {
        let id = registers::create(&self.node, &self.admin, "Wanted", "find wanted persons", true, "summary")
            .await
            .unwrap();
        let people = "id\tname\tbirthDate\tnationality\n\
                      p1\tPetr Petrovich Ivanov\t1980-05-17\tru\n\
                      p2\tJaan Tamm\t1975-01-02\tee\n\
                      p3\tKlara Schmidt\t1990-11-30\tde\n";
        let report =
            registers::import(&self.node, &self.admin, &id, "people.tsv", people.as_bytes()).await.unwrap();
        assert_eq!((report.added, report.refused), (3, 0), "{:?}", report.bad_lines);
        indexing::load(&self.node).await.unwrap();
    }

    pub async fn run(&mut self) {
        self.running = Some(Running::start(self.node.clone(), Vec::new()).await.unwrap());
    }

    pub async fn stop(mut self) {
        if let Some(running) = self.running.take() {
            running.stop().await;
        }
    }

    pub fn folder(&self) -> std::path::PathBuf {
        self.dir.path().join("node")
    }
}

pub fn viewer(login: &str, roles: &[Role]) -> Viewer {
    Viewer {
        login: login.to_owned(),
        name: format!("Officer {login}"),
        roles: roles.to_vec(),
        locale: "en".to_owned(),
    }
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

pub async fn accredit(at: &Node, whom: &Node) {
    let file = serde_json::to_string(&PartnerFile::of(whom)).unwrap();
    let partner = PartnerFile::read(&file).unwrap();
    partners::propose(at, &partner, "ada").await.unwrap();
    partners::accredit(at, &partner.authority, &partner.fingerprint, "anton").await.unwrap();
}

/// Lets a partner search at a desk.
pub async fn agree(at: &Desk, whom: &Node, forms: &str) {
    let new = agreements::NewAgreement {
        partner: whom.authority().as_str(),
        forms,
        queries_per_day: 100,
        officer_per_day: 100,
        elements_per_day: 1_200,
        rotate: false,
    };
    agreements::set(&at.node, &at.admin, new).await.unwrap();
}

/// Looks again until there is something, at most ten seconds.
pub async fn eventually<T, F: Future<Output = Option<T>>>(what: &str, look: impl Fn() -> F) -> T {
    for _ in 0..1000 {
        if let Some(found) = look().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("never happened: {what}");
}

pub fn fields<const N: usize>(list: [(&str, &str); N]) -> Fields {
    list.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
