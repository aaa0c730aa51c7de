//! The pages through their router: who may open what, where forms may come from, what every page keeps to.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use exchange::{ActKind, CaseId, Culprit, Handling, Marks, Onward};
use law::act::{Body as Said, Note};
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use tempfile::TempDir;
use tower::ServiceExt;

use super::site::{Access, Method2};
use super::{guard, router, site};
use crate::clock::Clock;
use crate::config::{Config, ExchangeConfig, FilesConfig, LettersConfig, PeerConfig, StoreConfig, WebConfig};
use crate::desk::{Role, Viewer, account, drafting, officers, registers};
use crate::node::{NewAct, Node};
use crate::peer::partners::{self, PartnerFile};

const PASSWORD: &str = "correct horse battery";

/// A node with an officer for each role, a register, and an accredited partner that does not run.
struct Pages {
    node: Node,
    partner: Node,
    router: Router,
    _dirs: [TempDir; 2],
}

/// What came back.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    #[track_caller]
    fn expect(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }
}

impl Pages {
    async fn open() -> Pages {
        let (own_dir, own) = node("ee.justice", 1).await;
        let (partner_dir, partner) = node("de.bfj", 2).await;
        for (at, whom) in [(&own, &partner), (&partner, &own)] {
            let file = serde_json::to_string(&PartnerFile::of(whom)).unwrap();
            let file = PartnerFile::read(&file).unwrap();
            partners::propose(at, &file, "toomas").await.unwrap();
            partners::accredit(at, &file.authority, &file.fingerprint, "liis").await.unwrap();
        }
        for role in Role::ALL {
            officers::install(&own, role.as_str(), "Mari <Tamm>", &[role], PASSWORD).await.unwrap();
        }
        officers::install(&own, "second", "Jaan Kask", &[Role::Officer], PASSWORD).await.unwrap();
        let admin = viewer("admin", Role::Admin);
        let register =
            registers::create(&own, &admin, "Wanted", "find persons", true, "summary").await.unwrap();
        assert_eq!(register, "wanted");
        Pages { router: router(own.clone()), node: own, partner, _dirs: [own_dir, partner_dir] }
    }

    async fn cookie(&self, login: &str) -> String {
        let signed_in = account::sign_in(&self.node, login, PASSWORD).await.unwrap();
        format!("{}={}", guard::cookie_name(&self.node), signed_in.token)
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 16_000_000).await.unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    async fn post(&self, path: &str, cookie: &str, form: &[(&str, &str)]) -> Answer {
        let pairs: Vec<(String, String)> =
            form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(super::submitted::encode(&pairs)))
            .unwrap();
        self.send(request).await
    }

    /// Posts with a token taken from a page of the session.
    async fn submit(&self, path: &str, cookie: &str, form: &[(&str, &str)]) -> Answer {
        let token = token(&self.get("/help", cookie).await.text);
        let mut form = form.to_vec();
        form.push(("token", &token));
        self.post(path, cookie, &form).await
    }
}

async fn node(authority: &str, seed: u64) -> (TempDir, Node) {
    let dir = TempDir::new().unwrap();
    let config = Config {
        authority: authority.parse().unwrap(),
        name: format!("Authority {authority}"),
        store: StoreConfig { url: "sqlite:comity.sqlite".to_owned(), max_pages: None },
        web: WebConfig { listen: "127.0.0.1:1".parse().unwrap() },
        peer: PeerConfig {
            listen: "127.0.0.1:1".parse().unwrap(),
            address: "127.0.0.1:1".to_owned(),
            allowance_mib: None,
        },
        letters: LettersConfig::default(),
        files: FilesConfig::default(),
        exchange: ExchangeConfig::default(),
        search: Default::default(),
    };
    let rng = ChaCha20Rng::seed_from_u64(seed);
    let node = Node::create(&dir.path().join("node"), &config, Clock::System, rng).await.unwrap();
    (dir, node)
}

fn viewer(login: &str, role: Role) -> Viewer {
    Viewer { login: login.to_owned(), name: login.to_owned(), roles: vec![role], locale: "en".to_owned() }
}

fn token(page: &str) -> String {
    let rest = page.split_once("name=\"token\" value=\"").expect("a form with a token").1;
    rest.split('"').next().unwrap().to_owned()
}

/// A path with something in every place of a parameter.
fn filled(path: &str) -> String {
    path.replace("{index}", "0")
        .replace("{kind}", "note")
        .replace("{id}", "00ff")
        .replace("{register}", "wanted")
        .split('{')
        .enumerate()
        .fold(String::new(), |path, (place, part)| {
            if place == 0 { part.to_owned() } else { format!("{path}x{}", part.split_once('}').unwrap().1) }
        })
}

#[tokio::test]
async fn every_route_asks_for_its_role() {
    let pages = Pages::open().await;
    let mut cookies = Vec::new();
    for role in Role::ALL {
        cookies.push((role, pages.cookie(role.as_str()).await));
    }
    let rules = site().rules;
    assert!(rules.len() > 45);
    for ((path, method), rule) in rules {
        let path = filled(path);
        let ask = async |cookie: &str| match method {
            Method2::Get => pages.get(&path, cookie).await,
            Method2::Post => pages.post(&path, cookie, &[]).await,
        };
        let nobody = ask("").await;
        match (rule.access, method) {
            (Access::Public, Method2::Get) => assert_eq!(nobody.status, StatusCode::OK, "{path}"),
            (Access::Public, Method2::Post) => assert_eq!(nobody.status, StatusCode::FORBIDDEN, "{path}"),
            (_, Method2::Get) => {
                assert_eq!(nobody.status, StatusCode::SEE_OTHER, "{path}");
                assert!(nobody.header(header::LOCATION).starts_with("/sign-in"), "{path}");
            }
            (_, Method2::Post) => assert_eq!(nobody.status, StatusCode::UNAUTHORIZED, "{path}"),
        }
        for (role, cookie) in &cookies {
            let may = match rule.access {
                Access::Public | Access::SignedIn => true,
                Access::Roles(roles) => roles.contains(role),
            };
            let answer = ask(cookie).await;
            match (may, method) {
                (true, Method2::Get) => {
                    assert!(
                        answer.status == StatusCode::OK
                            || answer.status == StatusCode::NOT_FOUND
                            || (path == "/sign-in" && answer.status == StatusCode::SEE_OTHER),
                        "{path} as {role}: {}",
                        answer.status
                    );
                }
                // Without the token of a form nothing is done, whoever asks.
                (true, Method2::Post) => {
                    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} as {role}");
                    assert!(answer.text.contains("did not come from a page"), "{path} as {role}");
                }
                (false, _) => {
                    assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} as {role}");
                    assert!(answer.text.contains("needs another role"), "{path} as {role}");
                }
            }
        }
    }
}

#[tokio::test]
async fn one_signs_in_and_out() {
    let pages = Pages::open().await;
    let entrance = pages.get("/sign-in?next=/cases", "").await.expect(StatusCode::OK);
    let start = entrance.header(header::SET_COOKIE).split(';').next().unwrap().to_owned();
    let token = token(&entrance.text);
    let form = |password| {
        [("login", "officer"), ("password", password), ("token", token.as_str()), ("next", "/cases")]
    };

    let wrong = pages.post("/sign-in", &start, &form("no")).await.expect(StatusCode::UNAUTHORIZED);
    assert!(wrong.text.contains("id=\"errors\""));
    let right = pages.post("/sign-in", &start, &form(PASSWORD)).await.expect(StatusCode::SEE_OTHER);
    assert_eq!(right.header(header::LOCATION), "/cases");
    let cookie = right.header(header::SET_COOKIE);
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    let session = cookie.split(';').next().unwrap();
    let desk = pages.get("/", session).await.expect(StatusCode::OK);
    assert!(desk.text.contains("data-login=\"officer\""));
    assert!(desk.text.contains("Mari &lt;Tamm&gt;") && !desk.text.contains("Mari <Tamm>"));

    pages.submit("/sign-out", session, &[]).await.expect(StatusCode::SEE_OTHER);
    pages.get("/", session).await.expect(StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn signing_in_leads_only_to_pages_of_this_node() {
    let pages = Pages::open().await;
    for (next, expected) in [
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/law?from=EE", "/law?from=EE"),
    ] {
        let entrance = pages.get("/sign-in", "").await;
        let start = entrance.header(header::SET_COOKIE).split(';').next().unwrap().to_owned();
        let token = token(&entrance.text);
        let form = [("login", "officer"), ("password", PASSWORD), ("token", &token), ("next", next)];
        let answer = pages.post("/sign-in", &start, &form).await.expect(StatusCode::SEE_OTHER);
        assert_eq!(answer.header(header::LOCATION), expected, "{next}");
    }
}

#[tokio::test]
async fn forms_from_elsewhere_do_nothing() {
    let pages = Pages::open().await;
    let cookie = pages.cookie("officer").await;
    let token = token(&pages.get("/help", &cookie).await.text);
    let body = format!("token={token}&locale=de&back=/");
    let send = |name: &'static str, value: &'static str| {
        let request = Request::post("/language")
            .header(header::COOKIE, &cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::HOST, "node.example")
            .header(name, value)
            .body(Body::from(body.clone()))
            .unwrap();
        pages.send(request)
    };
    send("sec-fetch-site", "cross-site").await.expect(StatusCode::FORBIDDEN);
    send("origin", "http://evil.example").await.expect(StatusCode::FORBIDDEN);
    send("origin", "http://node.example").await.expect(StatusCode::SEE_OTHER);
    assert!(pages.get("/", &cookie).await.text.contains("<html lang=\"de\""));

    let other = pages.cookie("second").await;
    pages.post("/language", &other, &[("token", &token)]).await.expect(StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn answers_carry_their_headers() {
    let pages = Pages::open().await;
    let cookie = pages.cookie("officer").await;
    let desk = pages.get("/", &cookie).await;
    assert!(desk.header(header::CONTENT_SECURITY_POLICY).contains("default-src 'none'"));
    assert!(!desk.header(header::CONTENT_SECURITY_POLICY).contains("unsafe"));
    assert_eq!(desk.header(header::CACHE_CONTROL), "no-store");
    assert_eq!(desk.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");

    let sheet = pages.get(&super::statics::address("comity.css"), "").await.expect(StatusCode::OK);
    assert!(sheet.header(header::CACHE_CONTROL).contains("immutable"));
    let request = Request::get(super::statics::address("comity.css"))
        .header(header::ACCEPT_ENCODING, "gzip")
        .body(Body::empty())
        .unwrap();
    assert_eq!(pages.send(request).await.header(header::CONTENT_ENCODING), "gzip");
}

#[tokio::test]
async fn errors_say_what_to_do_in_the_readers_language() {
    let pages = Pages::open().await;
    let cookie = pages.cookie("officer").await;
    let missing = pages.get("/nowhere", &cookie).await.expect(StatusCode::NOT_FOUND);
    assert!(missing.text.contains("data-status=\"404\"") && missing.text.contains("start from the desk"));
    let german = pages.get("/nowhere?lang=de", &cookie).await;
    assert!(german.text.contains("<html lang=\"de\" dir=\"ltr\"") && german.text.contains("Nicht gefunden"));
    let arabic = pages.get("/cases/00ff?lang=ar", &cookie).await.expect(StatusCode::NOT_FOUND);
    assert!(arabic.text.contains("<html lang=\"ar\" dir=\"rtl\""));
    let request =
        Request::get("/sign-in").header(header::ACCEPT_LANGUAGE, "ru,en;q=0.5").body(Body::empty()).unwrap();
    assert!(pages.send(request).await.text.contains("<html lang=\"ru\""));
    pages.get("/language", &cookie).await.expect(StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn what_is_too_large_or_unreadable_is_refused() {
    let pages = Pages::open().await;
    let cookie = pages.cookie("officer").await;
    let name = "x".repeat(1_100_000);
    pages.submit("/search", &cookie, &[("name", &name)]).await.expect(StatusCode::PAYLOAD_TOO_LARGE);
    let request = Request::post("/search")
        .header(header::COOKIE, &cookie)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from("--x\r\nbroken"))
        .unwrap();
    pages.send(request).await.expect(StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_search_without_a_name_comes_back_with_its_error() {
    let pages = Pages::open().await;
    let cookie = pages.cookie("officer").await;
    let form = [("name", " "), ("purpose", "arrest"), ("legal-basis", "warrant"), ("born", "1980")];
    let answer = pages.submit("/search", &cookie, &form).await.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text.contains("id=\"errors\"") && answer.text.contains("href=\"#f-name\""));
    assert!(answer.text.contains("value=\"1980\""), "what was typed is still there");
    let form = [("name", "Иван"), ("purpose", "arrest"), ("legal-basis", "warrant"), ("partner", "de.bfj")];
    let taken = pages.submit("/search", &cookie, &form).await.expect(StatusCode::SEE_OTHER);
    let results = pages.get(taken.header(header::LOCATION), &cookie).await.expect(StatusCode::OK);
    assert!(
        results.text.contains("data-partner=\"de.bfj\"") && results.text.contains("data-complete=\"false\"")
    );
    assert!(results.text.contains("http-equiv=\"refresh\""), "a reader without scripts sees news, too");
}

#[tokio::test]
async fn a_request_for_anything_is_begun_with_the_fields_of_its_procedure() {
    let pages = Pages::open().await;
    let cookie = pages.cookie("officer").await;
    let usual = pages.get("/drafts/new", &cookie).await.expect(StatusCode::OK).text;
    assert!(usual.contains("value=\"extradition\" checked") && !usual.contains("value=\"asset-freezing\""));
    for procedure in pages.node.law().procedures() {
        let family = procedure.family();
        assert!(
            family.as_str() == "extradition" || usual.contains(&format!("family={family}\"")),
            "{family}"
        );
    }
    let other = pages.get("/drafts/new?family=asset-freezing", &cookie).await.expect(StatusCode::OK).text;
    assert!(other.contains("value=\"asset-freezing\" checked") && !other.contains("value=\"extradition\""));

    let partner = pages.partner.authority().to_string();
    let form = [("partner", partner.as_str()), ("procedure", "asset-freezing")];
    let begun = pages.submit("/drafts", &cookie, &form).await.expect(StatusCode::SEE_OTHER);
    let path = begun.header(header::LOCATION).to_owned();
    let draft = pages.get(&path, &cookie).await.expect(StatusCode::OK).text;
    assert!(draft.contains("name=\"procedure.asset-freezing\"") && !draft.contains("procedure.extradition"));
    let kind = draft.split_once("name=\"content.asset-kind\"").unwrap().1.split_once("</select>").unwrap().0;
    assert!(kind.contains("value=\"real-estate\""), "{kind}");
    // An account is asked for only where money in an account is what is to be frozen.
    let asked = |text: &str| {
        text.split_once("name=\"content.account\"")
            .unwrap()
            .1
            .split_once('>')
            .unwrap()
            .0
            .contains("aria-required")
    };
    assert!(!asked(&draft));
    let version = draft.split_once("name=\"version\" value=\"").unwrap().1.split('"').next().unwrap();
    let form = [("version", version), ("content.asset-kind", "account"), ("then", "save")];
    pages.submit(&path, &cookie, &form).await.expect(StatusCode::SEE_OTHER);
    assert!(asked(&pages.get(&path, &cookie).await.expect(StatusCode::OK).text));
}

#[tokio::test]
async fn two_officers_see_each_others_text() {
    let pages = Pages::open().await;
    let (first, second) = (pages.cookie("officer").await, pages.cookie("second").await);
    let officer = viewer("officer", Role::Officer);
    let partner = pages.partner.authority().to_string();
    let id =
        drafting::open_request(&pages.node, &officer, &partner, None, None, &["extradition"]).await.unwrap();
    let path = format!("/drafts/{id}");
    let form = pages.get(&path, &first).await.expect(StatusCode::OK);
    let version =
        form.text.split_once("name=\"version\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();

    let save = |names: &'static str, purpose: &'static str| {
        vec![
            ("version", version.clone()),
            ("person.names", names.to_owned()),
            ("purpose", purpose.to_owned()),
        ]
    };
    let send = async |cookie: &str, form: Vec<(&str, String)>| {
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        pages.submit(&path, cookie, &form).await
    };
    send(&first, save("Ivan Petrov", "prosecution")).await.expect(StatusCode::SEE_OTHER);
    let conflict = send(&second, save("Иван Петров", "prosecution")).await.expect(StatusCode::CONFLICT);
    assert!(conflict.text.contains("id=\"conflict\"") && conflict.text.contains("data-differing=\"1\""));
    assert!(conflict.text.contains("Ivan Petrov") && conflict.text.contains("Иван Петров"));

    // Saved over the newer version, on purpose this time.
    let newer = conflict
        .text
        .split_once("name=\"version\" value=\"")
        .unwrap()
        .1
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let mut merged = save("Ivan Petrov\nИван Петров", "prosecution");
    merged[0].1 = newer;
    send(&second, merged).await.expect(StatusCode::SEE_OTHER);
    let stored = pages.get(&path, &first).await.text;
    assert!(stored.contains("Ivan Petrov\nИван Петров"));

    // What is still missing is listed, and keeps it from being submitted.
    assert!(stored.contains("id=\"missing\"") && stored.contains("data-ready=\"false\""));
    let version =
        stored.split_once("name=\"version\" value=\"").unwrap().1.split('"').next().unwrap().to_owned();
    let refused = send(&second, vec![("version", version), ("then", "submit".to_owned())]).await;
    let refused = refused.expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("id=\"errors\"") && refused.text.contains("href=\"#f-"));
}

#[tokio::test]
async fn the_law_counts_from_the_dates_that_are_given() {
    let pages = Pages::open().await;
    let cookie = pages.cookie("officer").await;
    let ask = |query: &str| format!("/law?from=DE&to=FR&procedure=police-information&on=2026-09-04{query}");
    let plain = pages.get(&ask("&fact.urgency=ordinary"), &cookie).await.expect(StatusCode::OK).text;
    assert!(plain.contains("name=\"event.request-received\"") && !plain.contains("2026-09-14"));
    // A matter of the instruments without a procedure is offered too, and answered.
    let matter = pages.node.law().matters().into_keys().next().unwrap();
    let of_matter = pages.get(&format!("/law?from=DE&to=FR&procedure={matter}&on=2026-09-04"), &cookie).await;
    let of_matter = of_matter.expect(StatusCode::OK).text;
    assert!(of_matter.contains(&format!("<option value=\"{matter}\" lang=\"en\" selected")), "{of_matter}");
    assert!(of_matter.contains("law-answer") && !of_matter.contains(&format!("/law/procedures/{matter}\"")));
    // Seven days from a Saturday end on a Saturday, and so on the Monday after.
    let counted = pages.get(&ask("&fact.urgency=ordinary&event.request-received=2026-09-05"), &cookie).await;
    let counted = counted.expect(StatusCode::OK).text;
    assert!(counted.contains("2026-09-14") && counted.contains("2026-09-12"), "{counted}");
    let wrong = pages.get(&ask("&event.request-received=yesterday"), &cookie).await;
    assert!(
        wrong.status != StatusCode::OK && wrong.text.contains("`yesterday` is neither a day"),
        "{}",
        wrong.status
    );
    let unknown = pages.get(&ask("&event.arrest=2026-09-05"), &cookie).await;
    assert!(unknown.text.contains("no event `arrest` is known"), "{}", unknown.text);
}

#[tokio::test]
async fn lists_can_be_kept_as_files() {
    let pages = Pages::open().await;
    for (role, paths) in [
        ("officer", &["/cases", "/drafts", "/partners", "/delivery", "/registers", "/registers/wanted"][..]),
        ("auditor", &["/ledger", "/audit"][..]),
        ("admin", &["/officers"][..]),
    ] {
        let cookie = pages.cookie(role).await;
        for path in paths {
            let csv = pages.get(&format!("{path}?format=csv"), &cookie).await.expect(StatusCode::OK);
            assert!(csv.header(header::CONTENT_TYPE).starts_with("text/csv"), "{path}");
            assert!(csv.header(header::CONTENT_DISPOSITION).starts_with("attachment"), "{path}");
            let json = pages.get(&format!("{path}?format=json"), &cookie).await.expect(StatusCode::OK);
            assert!(serde_json::from_str::<Vec<serde_json::Value>>(&json.text).is_ok(), "{path}");
        }
    }
}

#[tokio::test]
async fn each_failed_delivery_says_whose_turn_it_is_why_and_what_is_next() {
    let pages = Pages::open().await;
    let cookie = &pages.cookie("officer").await;
    let table = async || {
        let page = pages.get("/delivery", cookie).await.expect(StatusCode::OK);
        let page = scraper::Html::parse_document(&page.text);
        let cells = |row: scraper::ElementRef<'_>| {
            let cells = scraper::Selector::parse("td, th").unwrap();
            let text = |cell: scraper::ElementRef<'_>| cell.text().collect::<String>().trim().to_owned();
            row.select(&cells).map(text).collect::<Vec<_>>()
        };
        let rows = scraper::Selector::parse("#failed tbody tr").unwrap();
        page.select(&rows).map(cells).collect::<Vec<_>>()
    };
    assert!(table().await.is_empty());
    let next = Some(pages.node.now() + jiff::SignedDuration::from_mins(5));
    let kinds = [
        (
            Culprit::User,
            next,
            "no address `nowhere`",
            "a person here",
            "Correct the partner’s address or keys.",
        ),
        (
            Culprit::Peer,
            next,
            "no valid receipt",
            "the partner",
            "Call the partner: it must look at its node",
        ),
        (
            Culprit::Passing,
            next,
            "cannot connect",
            "nobody: it passes",
            "Nothing: it is tried again by itself.",
        ),
        (Culprit::Ours, next, "cannot be sealed", "this node", "Show this to whoever runs this node."),
        (Culprit::Ours, None, "malformed", "this node", "Show this to whoever runs this node."),
    ];
    let mut acts = Vec::new();
    for (culprit, next, cause, ..) in &kinds {
        let act = pages.node.send(note_to(&pages.partner)).await.unwrap();
        let failure = &store::Failure { culprit: *culprit, text: (*cause).to_owned() };
        let (next, now) = (*next, pages.node.now());
        let noted = pages.node.store().run_tx("fail", |tx| {
            Box::pin(async move {
                let key = tx.deliveries_of(&act).await?.remove(0).key;
                match next {
                    Some(next) => tx.delivery_failed(&key, failure, next).await,
                    None => tx.delivery_refused(&key, failure, now).await,
                }
            })
        });
        noted.await.unwrap();
        acts.push(act.to_string());
    }
    let rows = table().await;
    assert_eq!(rows.len(), kinds.len(), "{rows:?}");
    for (row, ((_, next, cause, side, step), act)) in rows.iter().zip(kinds.iter().zip(&acts)) {
        let state = if next.is_some() { "waiting" } else { "refused" };
        assert_eq!(
            (row[0].as_str(), row[1].as_str(), row[2].as_str()),
            (&act[..12], "de.bfj", state),
            "{row:?}"
        );
        assert_eq!((row[3].as_str(), row[4].as_str()), (*side, *cause), "{row:?}");
        assert!(row[5].starts_with(step), "{row:?}");
        // What is refused is not tried again.
        assert_eq!(row[6] == "—", next.is_none(), "{row:?}");
    }
}

#[tokio::test]
async fn keys_are_shown_with_their_ends_the_next_step_and_what_is_compared() {
    let pages = Pages::open().await;
    let page = pages.get("/witnesses", &pages.cookie("auditor").await).await.expect(StatusCode::OK).text;
    let own = pages.node.fingerprint();
    let named = pages.node.keys().history().named()[0].clone();
    for part in [own.groups().join(" "), own.words().join(" "), named.fingerprint.short()] {
        assert!(page.contains(&part), "`{part}` is missing");
    }
    for moment in [named.lifetime.signs_until, named.lifetime.seals_until, named.lifetime.opens_until] {
        let day = moment.to_string()[..10].to_owned();
        assert!(page.contains(&format!("datetime=\"{day}")), "{day} is missing: {page}");
    }
    let html = scraper::Html::parse_document(&page);
    let text = |html: &scraper::Html, at: &str| {
        let found = html.select(&scraper::Selector::parse(at).unwrap()).next().expect(at);
        found.text().collect::<String>()
    };
    let next = text(&html, "#rotation");
    assert!(
        next.starts_with("Name new keys from this day on") && next.contains("comity keys rotate"),
        "{next}"
    );
    // Each partner's, as it must be compared: digits, words, and a code of its own.
    let page = pages.get("/partners", &pages.cookie("officer").await).await.expect(StatusCode::OK).text;
    let html = scraper::Html::parse_document(&page);
    let partner = text(&html, "[data-partner='de.bfj']");
    let theirs = pages.partner.fingerprint();
    assert!(partner.contains(&theirs.groups().join(" ")) && partner.contains(&theirs.words().join(" ")));
    let codes: Vec<_> = html
        .select(&scraper::Selector::parse("svg.qr path").unwrap())
        .map(|path| path.value().attr("d").unwrap())
        .collect();
    assert!(codes.len() == 2 && codes[0] != codes[1], "one of this node, one of the partner");
}

fn note_to(partner: &Node) -> NewAct {
    NewAct {
        recipients: vec![partner.authority().clone()],
        case: CaseId::new([8; 16]),
        kind: ActKind::new("note").unwrap(),
        follows: Vec::new(),
        by: exchange::Officer::new("officer", "Mari Tamm").unwrap(),
        approved_by: None,
        purpose: "a test".to_owned(),
        legal_basis: "none".to_owned(),
        handling: Handling::H0,
        onward: Onward::None,
        marks: Marks::default(),
        expires_at: None,
        body: exchange::cbor::to_canonical(&Said::Note(Note { text: "said".to_owned() })).unwrap(),
    }
}

#[tokio::test]
async fn the_auditor_verifies_the_ledger() {
    let pages = Pages::open().await;
    let cookie = pages.cookie("auditor").await;
    let answer = pages.submit("/ledger/verify", &cookie, &[]).await.expect(StatusCode::OK);
    assert!(answer.text.contains("id=\"ledger-report\"") && answer.text.contains("data-holds=\"true\""));
    let entry = pages.get("/ledger/0", &cookie).await.expect(StatusCode::OK);
    assert!(entry.text.contains("data-holds=\"true\""));
}

/// Headings in order, one first heading, unique ids, labelled fields, nothing that the policy would block.
fn well_formed(path: &str, html: &str) {
    let mut last = 0;
    let mut firsts = 0;
    for (open, _) in html.match_indices("<h") {
        if let Some(level) = html[open + 2..].chars().next().and_then(|c| c.to_digit(10)) {
            assert!(level <= last + 1, "{path}: h{level} follows h{last}");
            firsts += u32::from(level == 1);
            last = level;
        }
    }
    assert_eq!(firsts, 1, "{path} has one first heading");
    let mut ids = std::collections::BTreeSet::new();
    for (open, _) in html.match_indices(" id=\"") {
        let id = html[open + 5..].split('"').next().unwrap();
        assert!(ids.insert(id), "{path} has the id `{id}` twice");
    }
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap();
        assert!(
            !tag.contains(" style=") && !tag.contains(" onclick=") && !tag.starts_with("style"),
            "{path}: {tag}"
        );
        assert!(!tag.starts_with("script") || tag.contains("src="), "{path}: {tag}");
        if let Some(target) = tag.strip_prefix("a ").and_then(|tag| tag.split_once("href=\"#")) {
            let target = target.1.split('"').next().unwrap();
            assert!(ids.contains(target), "{path} leads to `#{target}`, which is not there");
        }
        if ["input", "select", "textarea"].iter().any(|name| tag.starts_with(name))
            && !tag.contains("type=\"hidden\"")
        {
            let labelled = match tag.split_once(" id=\"") {
                Some((_, rest)) => html.contains(&format!("for=\"{}\"", rest.split('"').next().unwrap())),
                // A box inside its label.
                None => tag.contains("type=\"checkbox\"") || tag.contains("type=\"radio\""),
            };
            assert!(labelled, "{path} has a field without a label: {tag}");
        }
    }
    assert!(html.contains("href=\"#main\"") && html.contains("<main id=\"main\""), "{path}");
    assert!(!html.contains("\u{fffd}"), "{path}");
}

#[tokio::test]
async fn every_page_is_well_formed_in_every_language() {
    let pages = Pages::open().await;
    let officer = viewer("officer", Role::Officer);
    let partner = pages.partner.authority().to_string();
    let draft =
        drafting::open_request(&pages.node, &officer, &partner, None, None, &["extradition"]).await.unwrap();
    let mut paths: Vec<(String, Access)> = site()
        .rules
        .into_iter()
        .filter(|((path, method), _)| *method == Method2::Get && !path.contains('{') && *path != "/sign-in")
        .map(|((path, _), rule)| (path.to_owned(), rule.access))
        .collect();
    let officers = Access::Roles(&[Role::Officer]);
    for path in [
        format!("/drafts/{draft}"),
        "/law?from=EE&to=RU&procedure=extradition&on=2021-12-01".to_owned(),
        "/law?from=EE&to=XX&procedure=extradition&on=2021-02-31".to_owned(),
        "/law/instruments".to_owned(),
        "/law/instruments/coe-ets-024".to_owned(),
        "/law/states".to_owned(),
        "/law/states/EE/DE".to_owned(),
        "/law/procedures".to_owned(),
        "/law/procedures/extradition".to_owned(),
        "/registers/wanted".to_owned(),
        "/nowhere".to_owned(),
    ] {
        paths.push((path, officers));
    }
    for role in Role::ALL {
        let cookie = pages.cookie(role.as_str()).await;
        for (path, access) in &paths {
            if !matches!(access, Access::Public | Access::SignedIn)
                && !matches!(access, Access::Roles(roles) if roles.contains(&role))
            {
                continue;
            }
            for lang in ["en", "ar"] {
                let joint = if path.contains('?') { '&' } else { '?' };
                let answer = pages.get(&format!("{path}{joint}lang={lang}"), &cookie).await;
                assert!(
                    answer.status != StatusCode::INTERNAL_SERVER_ERROR && !answer.status.is_redirection(),
                    "{path}: {}",
                    answer.status
                );
                well_formed(path, &answer.text);
            }
        }
    }
    well_formed("/sign-in", &pages.get("/sign-in", "").await.text);
}
