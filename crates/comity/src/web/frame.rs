//! The frame around every page: who reads it, the head, the navigation, the main heading.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Redirect};
use jiff::Timestamp;
use maud::{DOCTYPE, Markup, html};
use rand::Rng as _;
use sha2::{Digest as _, Sha256};

use super::failure::{Failure, Fault, Outcome};
use super::site::App;
use super::statics;
use super::words::{Arg, Lang, Words};
use crate::desk::{DeskError, Role, Viewer};
use crate::node::Node;

/// The reader of a page and what the page needs to know. The guard makes it before any handler runs.
#[derive(Clone)]
pub(crate) struct Page {
    /// The node.
    pub node: Node,
    /// Who is signed in.
    pub viewer: Option<Viewer>,
    /// The reader's words.
    pub words: Words,
    /// The path asked for.
    pub path: String,
    /// The query string asked for.
    pub query: String,
    /// What form tokens are derived from: the session's token or, before signing in, a random cookie.
    pub secret: String,
    /// The time of the request.
    pub now: Timestamp,
}

impl Page {
    /// The signed-in reader.
    pub(crate) fn viewer(&self) -> Result<&Viewer, Failure> {
        self.viewer.as_ref().ok_or_else(|| DeskError::NotSignedIn.into())
    }

    /// Whether the reader holds one of `roles`.
    pub(crate) fn has(&self, roles: &[Role]) -> bool {
        self.viewer.as_ref().is_some_and(|viewer| roles.iter().any(|role| viewer.has(*role)))
    }

    /// A word or sentence.
    pub(crate) fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    /// A sentence with values.
    pub(crate) fn tr(&self, key: &str, args: &[(&str, Arg<'_>)]) -> String {
        self.words.tr(key, args)
    }

    /// The word for a key of the desk or the law.
    pub(crate) fn word(&self, family: &str, key: &str) -> String {
        self.words.word(family, key)
    }

    /// The word for a key, when there is one.
    pub(crate) fn known(&self, family: &str, key: &str) -> Option<String> {
        self.words.known(family, key)
    }

    /// A moment in the authority's zone and in UTC.
    pub(crate) fn moment(&self, at: Timestamp) -> Markup {
        self.words.moment(at)
    }

    /// The name of a state in the reader's language, its code in brackets.
    pub(crate) fn state(&self, code: &str) -> String {
        self.words.state(code)
    }

    /// From one state to the other, in the direction of reading.
    pub(crate) fn route(&self, from: &str, to: &str) -> Markup {
        let arrow = if self.words.lang == Lang::Ar { "←" } else { "→" };
        html! { span { (self.state(from)) " " (arrow) " " (self.state(to)) } }
    }

    /// Random bytes in hex.
    pub(crate) fn random_hex(&self, bytes: usize) -> String {
        let mut drawn = vec![0_u8; bytes];
        self.node.rng().fill_bytes(&mut drawn);
        hex::encode(drawn)
    }

    /// The hidden field that proves that a form came from a page of this session. It differs on every page, so that
    /// compressing the page tells nothing about it.
    pub(crate) fn token(&self) -> Markup {
        let nonce = self.random_hex(8);
        html! { input type="hidden" name="token" value={ (nonce) (proof(&self.secret, &nonce)) }; }
    }

    /// Whether `token` came from a page of this session.
    pub(crate) fn accepts(&self, token: &str) -> bool {
        token.len() == 48
            && token.is_ascii()
            && !self.secret.is_empty()
            && token.split_at_checked(16).is_some_and(|(nonce, proved)| {
                let expected = proof(&self.secret, nonce);
                // Both have 32 characters; every one is compared.
                proved.bytes().zip(expected.bytes()).fold(0, |all, (a, b)| all | (a ^ b)) == 0
            })
    }

    /// Answers with a whole page.
    pub(crate) fn show(&self, title: &Title, body: &Markup) -> Outcome {
        Ok(document(self, title, body).into_response())
    }

    /// Answers with a form that came back because something in it must change.
    pub(crate) fn show_again(&self, title: &Title, body: &Markup) -> Outcome {
        Ok((StatusCode::UNPROCESSABLE_ENTITY, document(self, title, body)).into_response())
    }

    /// This page's address with one parameter set to `value`.
    pub(crate) fn with(&self, name: &str, value: &str) -> String {
        let mut pairs = super::submitted::pairs(self.query.as_bytes());
        pairs.retain(|(key, _)| key != name && key != "done");
        pairs.push((name.to_owned(), value.to_owned()));
        format!("{}?{}", self.path, super::submitted::encode(&pairs))
    }
}

/// Sends the browser on after a form was taken.
pub(crate) fn go(to: &str) -> Outcome {
    Ok(Redirect::to(to).into_response())
}

fn proof(secret: &str, nonce: &str) -> String {
    let digest = Sha256::new()
        .chain_update(b"comity form token v1\0")
        .chain_update(secret.as_bytes())
        .chain_update(b"\0")
        .chain_update(nonce.as_bytes())
        .finalize();
    hex::encode(digest.get(..16).unwrap_or_default())
}

impl FromRequestParts<App> for Page {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Failure> {
        parts.extensions.get::<Page>().cloned().ok_or_else(|| Fault::NoPage.into())
    }
}

/// What a page is called.
pub(crate) struct Title {
    text: String,
    heading: Markup,
    kicker: Option<Markup>,
    section: &'static str,
    wait_s: Option<u32>,
}

impl Title {
    /// A page outside the navigation.
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        let text = text.into();
        let heading = html! { (text) };
        Title { text, heading, kicker: None, section: "", wait_s: None }
    }

    /// A page of a section of the navigation.
    pub(crate) fn of(section: &'static str, text: impl Into<String>) -> Self {
        Title { section, ..Title::plain(text) }
    }

    /// With another main heading than the document's title, for a name in its own script.
    pub(crate) fn heading(mut self, heading: Markup) -> Self {
        self.heading = heading;
        self
    }

    /// With a line above the main heading.
    pub(crate) fn kicker(mut self, kicker: Markup) -> Self {
        self.kicker = Some(kicker);
        self
    }

    /// Loaded again after so many seconds where scripts do not run.
    pub(crate) fn wait(mut self, seconds: Option<u32>) -> Self {
        self.wait_s = seconds;
        self
    }
}

struct Place {
    section: &'static str,
    path: &'static str,
    roles: &'static [Role],
}

const READERS: &[Role] = &[Role::Officer, Role::Approver, Role::Auditor];

const PLACES: &[(&str, &[Place])] = &[
    (
        "work",
        &[
            Place { section: "desk", path: "/", roles: &Role::ALL },
            Place { section: "search", path: "/search", roles: &[Role::Officer] },
            Place { section: "cases", path: "/cases", roles: READERS },
            Place { section: "drafts", path: "/drafts", roles: &[Role::Officer, Role::Approver] },
            Place { section: "files", path: "/files", roles: READERS },
            Place {
                section: "partner-queries",
                path: "/partner-queries",
                roles: &[Role::Officer, Role::Auditor, Role::Admin],
            },
            Place { section: "groups", path: "/groups", roles: READERS },
            Place { section: "custody", path: "/custody", roles: READERS },
            Place { section: "talks", path: "/talks", roles: &[Role::Officer, Role::Approver] },
        ],
    ),
    (
        "reference",
        &[
            Place { section: "law", path: "/law", roles: &Role::ALL },
            Place { section: "partners", path: "/partners", roles: &Role::ALL },
            Place { section: "agreements", path: "/agreements", roles: &[Role::Auditor, Role::Admin] },
            Place { section: "delivery", path: "/delivery", roles: &Role::ALL },
            Place {
                section: "registers",
                path: "/registers",
                roles: &[Role::Officer, Role::Auditor, Role::Admin],
            },
        ],
    ),
    (
        "proof",
        &[
            Place { section: "ledger", path: "/ledger", roles: &[Role::Auditor] },
            Place { section: "witnesses", path: "/witnesses", roles: &[Role::Auditor] },
            Place { section: "evidence", path: "/evidence", roles: READERS },
            Place { section: "audit", path: "/audit", roles: &[Role::Auditor] },
            Place { section: "officers", path: "/officers", roles: &[Role::Admin] },
        ],
    ),
];

/// A whole document.
pub(crate) fn document(page: &Page, title: &Title, body: &Markup) -> Markup {
    let lang = page.words.lang;
    let config = page.node.config();
    let state = page.node.authority().state().to_string();
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) dir=(lang.direction()) data-hue=(hue(&page.node.authority().to_string())) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                @if let Some(seconds) = title.wait_s {
                    noscript { meta http-equiv="refresh" content=(seconds); }
                }
                title { (title.text) " · " (state) " · Comity" }
                link rel="stylesheet" href=(statics::address("comity.css"));
                link rel="stylesheet" href=(statics::address("law.css"));
                link rel="stylesheet" href=(statics::address("talks.css"));
                link rel="icon" type="image/svg+xml" href=(statics::address("icon.svg"));
                script defer src=(statics::address("comity.js")) {}
            }
            body data-signed-in=(page.viewer.is_some()) {
                a.skip href="#main" { (page.t("skip-to-content")) }
                header.banner {
                    div.banner-inner {
                        a.authority href="/" {
                            span.stamp aria-hidden="true" { (state) }
                            span.authority-name { bdi { (config.name) } small { "Comity" } }
                        }
                        @if page.viewer.is_some() { (navigation(page, title.section)) }
                        (who(page))
                    }
                }
                main #main tabindex="-1" {
                    (done(page))
                    div.heading {
                        @if let Some(kicker) = &title.kicker { p.kicker { (kicker) } }
                        h1 { (title.heading) }
                    }
                    (body)
                }
                footer.foot {
                    p { (page.t("foot-node")) " " bdi dir="ltr" { code { (page.node.authority()) } } }
                    p { a href="/help" { (page.t("nav-help")) } }
                }
            }
        }
    }
}

fn navigation(page: &Page, current: &str) -> Markup {
    let groups = html! {
        @for (group, places) in PLACES {
            @if places.iter().any(|place| page.has(place.roles)) {
                li.nav-group {
                    span { (page.word("nav-group", group)) }
                    ul {
                        @for place in places.iter().filter(|place| page.has(place.roles)) {
                            li { a #{ "nav-" (place.section) } href=(place.path)
                                aria-current=[(place.section == current).then_some("page")] {
                                (page.word("nav", place.section))
                            } }
                        }
                    }
                }
            }
        }
    };
    // On a phone the list unfolds; on a wide window the style sheet shows it beside the page at all times.
    html! {
        details.menu-fold {
            summary { (page.t("nav-menu")) }
            nav aria-label=(page.t("nav-menu")) { ul.menu { (groups) } }
        }
        nav.menu-wide aria-label=(page.t("nav-label")) { ul.menu { (groups_without_ids(&groups)) } }
    }
}

/// The same entries without their ids, so that each id stays unique in the document.
fn groups_without_ids(groups: &Markup) -> Markup {
    maud::PreEscaped(groups.0.replace(" id=\"nav-", " data-nav=\"nav-"))
}

fn who(page: &Page) -> Markup {
    html! {
        div.who {
            details.language {
                summary { span.visually-hidden { (page.t("language")) ": " } (page.words.lang.name()) }
                ul {
                    @for lang in Lang::ALL {
                        li {
                            @if page.viewer.is_some() {
                                form method="post" action="/language" {
                                    (page.token())
                                    input type="hidden" name="back" value=(page.path);
                                    button.plain type="submit" name="locale" value=(lang.tag()) lang=(lang.tag())
                                        aria-current=[(lang == page.words.lang).then_some("true")] { (lang.name()) }
                                }
                            } @else {
                                a href=(page.with("lang", lang.tag())) lang=(lang.tag()) hreflang=(lang.tag())
                                    aria-current=[(lang == page.words.lang).then_some("true")] { (lang.name()) }
                            }
                        }
                    }
                }
            }
            @if let Some(viewer) = &page.viewer {
                a.officer #account href="/account" data-login=(viewer.login) {
                    strong { bdi { (viewer.name) } }
                    small { (viewer.roles.iter().map(|role| page.word("role", role.as_str())).collect::<Vec<_>>().join(", ")) }
                }
                form #sign-out-form method="post" action="/sign-out" {
                    (page.token())
                    button #sign-out.quiet type="submit" { (page.t("sign-out")) }
                }
            }
        }
    }
}

/// The confirmation of what was just done, named by the address one was sent to.
fn done(page: &Page) -> Markup {
    let done = super::submitted::pairs(page.query.as_bytes())
        .into_iter()
        .find(|(name, _)| name == "done")
        .and_then(|(_, value)| page.known("done", &value).map(|text| (value, text)));
    html! {
        @if let Some((key, text)) = done {
            p.done #done role="status" data-done=(key) { (text) }
        }
    }
}

/// One of six hues for an authority, so that windows of different nodes are not mistaken for each other.
fn hue(authority: &str) -> u8 {
    let sum = authority.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(45).wrapping_add(u32::from(byte)));
    u8::try_from(sum % 6).unwrap_or_default()
}

/// An article, as cited.
pub(crate) fn article(text: &str) -> Markup {
    html! { cite.article lang="en" dir="ltr" { (text) } }
}

/// A text of the law library, which is English.
pub(crate) fn english(text: &str) -> Markup {
    html! { span lang="en" dir="ltr" { (text) } }
}

/// A digest or id: the beginning is shown, all of it can be selected and copied.
pub(crate) fn digest(text: &str) -> Markup {
    html! { code.digest dir="ltr" title=(text) { (text) } }
}

/// The mark of a rule that was recalled and not read in its source.
pub(crate) fn verified(page: &Page, verified: bool) -> Markup {
    unread(&page.words, verified)
}

/// The same for pages that no node serves.
pub(crate) fn unread(words: &Words, verified: bool) -> Markup {
    html! {
        @if !verified {
            " " span.mark-unverified title=(words.t("unverified-title")) { (words.t("unverified")) }
        }
    }
}
