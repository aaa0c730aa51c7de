//! The pages of a node: server-rendered, complete without JavaScript, better with it.
//!
//! [`site`] registers every route together with who may use it; [`guard`] stands around all of them; [`frame`] draws
//! what every page has; [`pages`] are the pages themselves, each of which asks [`crate::desk`] and words the answer
//! with [`words`]. Nothing here decides anything about a case.
//!
//! # Hooks for browser tests
//!
//! These ids, names and `data-` attributes stay when texts and looks change. Fields of the desk's forms have
//! `name` = the field's name and `id` = `f-` + the name with every other character than a letter or digit as `-`
//! (`content.offence-statement` → `#f-content-offence-statement`).
//!
//! - everywhere: `main#main`, `#nav-<section>`, `#account[data-login]`, `#sign-out`, `#done[data-done]` after a form was
//!   taken, `#errors[data-count]` with `a[href="#f-…"]` when it was not, `#error[data-status]` on error pages
//! - `/sign-in`: `#sign-in-form`, `[name=login]`, `[name=password]`, `#sign-in`, `#demo-accounts`
//! - `/`: `#desk-search`, `#tile-our-move`, `#tile-unopened`, `#tile-to-approve`, `#tile-due-soon`, `#tile-partner-queries` (`data-count`),
//!   `#needs-us`, `#open-drafts`, `#due-soon`, `#delivery-waiting`
//! - `/search`: `#search-form`, `[name=name|born|nationality|purpose|legal-basis|partner]`, `#search-button`
//! - `/search/{id}`: `#own-results[data-hits]`, `#partner-results`, `#partner-answers[data-complete]`,
//!   `[data-partner="de.bfj"][data-answer=waiting|pending|unreachable|no-hit|hits|declined]`, `.hit[data-subject][data-score]`,
//!   `[data-reason]`, `.open-request[data-partner]` (a button), `#refresh`
//!   On the form `#search-more` with `[name=kind|sex|documents|birth-place|father|mother]`, `[name=blind]`.
//! - `/partner-queries`: `.query-link[data-query][data-state]`, `#partner-uses[data-rows]`; `/partner-queries/{act}`:
//!   `#partner-query[data-state][data-candidates]`, `[name="tell.<n>"]`, `#decide`, `#f-reason`, `#decline`
//! - `/agreements`: `[data-partner][data-forms]` with `[name=forms|queries-per-day|officer-per-day|elements-per-day|rotate]`
//! - `/drafts/{id}` being written: `#draft[data-draft][data-version][data-kind]`, `#draft-form`,
//!   `#missing[data-count][data-ready]`, `.instrument[data-instrument][data-role]` with `[name="instrument.<id>"]`,
//!   `fieldset[data-safeguard]` with radios `safeguard.<key>.answer` and the text `safeguard.<key>.reasoning`,
//!   `li[data-required][data-missing]`, `[name="attach.key|attach.title|attach.language|attach.file|attach.text"]`,
//!   `#attach-button`, `#save-draft`, `#submit-draft`, `#discard-draft`, `#remark`
//! - two versions: `#conflict[data-differing]`, `section[data-field]`, `[name=keep]`, `#save-merged`
//! - `/drafts/{id}` being approved: `#review`, `#approve`, `#f-remark`, `#return`
//! - `/cases`: `.case-link[data-case]`; `/drafts`: `.draft-link[data-draft]`
//! - `/cases/{id}`: `#case[data-case][data-status]`, `#next-move[data-ours]`, `#step-<kind>` (a link or button),
//!   `.clock[data-deadline][data-state][data-nearness][data-due-at]`, `#timeline .act[data-act][data-kind][data-ours][data-fault]`,
//!   `.receipt[data-delivery=waiting|receipted|received][data-stage][data-leaf]`, `#evidence-button`
//! - `/cases/{id}/acts/{kind}`: `#act-form[data-kind]`, `#send-act`
//! - `/acts/{act}`: `#act`, `#act-says`, `#act-documents`, `#act-proof`
//! - `/ledger`: `#checkpoint[data-size]`, `#verify-ledger`, `#ledger-report[data-holds]`; `/ledger/{n}`: `#entry[data-holds]`
//! - `/evidence`: `#f-bundle`, `#check-evidence`, `#evidence-report[data-verifies]`
//! - `/talks`: `#new-talks`, `.talks-link[data-talks]`; `/talks/new`: `#talks-form`, `[name=text|file|day|source]`,
//!   `#read-text`, `#errors[data-unread]`
//! - `/talks/{id}`: `#talks[data-talks][data-version][data-state][data-unread]`, `#readout mark[data-kind][data-place]`,
//!   `#record-form` with `.entry#e-<kind>-<n>[data-origin]`, `[data-accept|data-remove|data-add]` (buttons), `#accept-all`,
//!   `#save-record`, `#to-sign`, `#discard-talks`, `#no-meeting`, `#alike [data-alike][data-percent]`, `.compare-link`,
//!   `#talks-law [data-code] [data-procedure]`, `#tasks`, `#tie-form`, `#share-record`, `#correct-record`
//! - `/talks/{id}/sign`: `#sign-form`, `[name=with]`, `#sign-record`; `/talks/{id}/compare/{other}`:
//!   `#comparison[data-differences][data-contradictions][data-said]`, `.difference[data-field][data-contradicts]`, `#same-meeting`
//! - `/commitments`: `.commitment-link[data-commitment]`, `#calendar`; `/commitments/{id}`: `#commitment[data-outcome]`,
//!   `#plan-form`, `#save-plan`, `#outcome-form`, `#save-outcome`, `#commitment-words[data-contested]`
//! - `/talks-with/{state}`: `#talks-partner`, `[data-outcome][data-count]`, `#topics-over-time`, `#topics-table`
//! - `/files`: `#send-file`, `[data-file][data-state]`, `[name=then][value=cancel|again]`; `/files/new`: `#file-form`, `#f-to`,
//!   `#f-file`, `#send`; `/drafts/{id}`: `#large-form`, `#large-file`, `#attach-large`
//! - `/custody`: `#overdue[data-count]`, `[data-passed]`; `/custody/{act}`: `#custody[data-act]`, `#holders [data-holder]
//!   [data-standing]`, `#forward-form`, `#forward`, `#leave-form`, `#give-leave`, `#recall-form`, `#recall`
//! - `/groups`: `.group-link[data-group]`, `#new-group`, `#found-group`; `/groups/{id}`: `#group[data-group][data-chair]`,
//!   `[data-member][data-present]`, `#group-steps`, `#message-form`, `#send-message`, `[data-message]`, `[data-step][data-void]`
//! - lists: `#<list>-list[data-total]`, `[name=q]`; `/registers/{id}`: `#f-file`, `#import`,
//!   `#import-report[data-added][data-refused]`; `/law`: `#law-check`, `#law-answer`, `[data-instrument][data-role]`

mod failure;
mod fields;
mod frame;
mod guard;
mod law_words;
pub(crate) mod lawbook;
mod pages;
mod site;
mod statics;
mod submitted;
mod table;
mod words;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::middleware;
use tower_http::compression::CompressionLayer;

use self::pages::{
    act, asking, case, cases, commitments, custody, desk, drafts, entrance, files, groups, help, keeping,
    law, letter, proof, search as searching, talks, talks_compare, talks_partner, talks_record, witnesses,
};
use self::site::{Access, App, Site};
use crate::desk::Role;
use crate::node::Node;

/// Families of words whose last part comes from the desk, the law or a form.
#[cfg(test)]
pub(crate) const FAMILIES: &[&str] = &[
    "act",
    "alarm",
    "answer",
    "applies",
    "audited",
    "choice",
    "column",
    "counting",
    "custody-kind",
    "deadline",
    "deadline-state",
    "declaration-effect",
    "declaration-kind",
    "do",
    "done",
    "draft-state",
    "entry",
    "error",
    "error-title",
    "exclusion",
    "failed-next",
    "failed-side",
    "failed-state",
    "field",
    "field-type",
    "file-state",
    "forms",
    "ground-effect",
    "group-form",
    "group-step",
    "group-void",
    "help",
    "hint",
    "holder",
    "instrument-kind",
    "instrument-role",
    "key-state",
    "language-name",
    "law-remark",
    "law-standing",
    "met",
    "nature",
    "nav",
    "nav-group",
    "next",
    "notice",
    "onward",
    "party-standing",
    "period",
    "point",
    "procedure",
    "property",
    "query-state",
    "reason",
    "recall",
    "relation",
    "reveals",
    "role",
    "schema",
    "score",
    "sex",
    "stage",
    "standing",
    "stands",
    "state",
    "status",
    "subject-kind",
    "talks-add",
    "talks-due-within",
    "talks-kind",
    "talks-likeness",
    "talks-mechanism",
    "talks-nearness",
    "talks-origin",
    "talks-outcome",
    "talks-owner",
    "talks-standing",
    "talks-state",
    "talks-topic",
    "talks-unread",
    "talks-who",
    "tally",
    "tell",
    "unit",
    "who",
];

/// An account that the sign-in page of a demonstration names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoAccount {
    /// Login name.
    pub login: String,
    /// Name.
    pub name: String,
    /// Password.
    pub password: String,
    /// The roles it holds.
    pub roles: Vec<Role>,
}

/// The pages of `node`.
pub fn router(node: Node) -> axum::Router {
    router_with_accounts(node, Vec::new())
}

/// The pages of a demonstration node, whose sign-in page names its accounts.
pub fn router_with_accounts(node: Node, accounts: Vec<DemoAccount>) -> axum::Router {
    let site = site();
    let app = App { node, accounts: Arc::new(accounts), rules: Arc::new(site.rules) };
    site.router
        .route("/static/{version}/{name}", axum::routing::get(statics::file))
        .fallback(no_page)
        .layer(middleware::from_fn_with_state(app.clone(), guard::guard))
        .layer(CompressionLayer::new())
        .with_state(app)
}

/// Serves the pages until `stop` is cancelled; open requests are finished.
pub async fn serve(
    node: Node,
    accounts: Vec<DemoAccount>,
    listener: tokio::net::TcpListener,
    stop: tokio_util::sync::CancellationToken,
) -> std::io::Result<()> {
    let pages = router_with_accounts(node, accounts);
    axum::serve(listener, pages).with_graceful_shutdown(stop.cancelled_owned()).await
}

async fn no_page() -> failure::Failure {
    failure::Fault::NoPage.into()
}

const OFFICER: Access = Access::Roles(&[Role::Officer]);
const DRAFTERS: Access = Access::Roles(&[Role::Officer, Role::Approver]);
const APPROVER: Access = Access::Roles(&[Role::Approver]);
const READERS: Access = Access::Roles(&[Role::Officer, Role::Approver, Role::Auditor]);
const AUDITOR: Access = Access::Roles(&[Role::Auditor]);
const QUERIES: Access = Access::Roles(&[Role::Officer, Role::Auditor, Role::Admin]);
const SUPERVISORS: Access = Access::Roles(&[Role::Auditor, Role::Admin]);
const ADMIN: Access = Access::Roles(&[Role::Admin]);

/// The most bytes of a form with documents: several of the largest ones.
const DOCUMENTS_MOST: usize = 8_000_000;
/// The most bytes of a form with a readout: the largest file that is read, and room for a longer one to be told so.
const READOUT_MOST: usize = 26_000_000;
/// The most bytes of a register's file or an evidence bundle.
const FILE_MOST: usize = 128_000_000;

/// Large files are bounded by what the node takes, and never held in memory.
const ANY_LENGTH: usize = usize::MAX;

/// Every route and who may use it.
fn site() -> Site {
    use Access::{Public, SignedIn};
    Site::new()
        .get("/sign-in", Public, entrance::sign_in)
        .post("/sign-in", Public, entrance::enter)
        .post("/sign-out", SignedIn, entrance::leave)
        .post("/language", SignedIn, entrance::language)
        .get("/account", SignedIn, entrance::account_page)
        .post("/account/password", SignedIn, entrance::password)
        .get("/", SignedIn, desk::front)
        .get("/help", Public, help::help)
        .get("/search", OFFICER, searching::form)
        .post("/search", OFFICER, searching::ask)
        .get("/search/{id}", OFFICER, searching::results)
        .get("/search/{id}/partners", OFFICER, searching::partners_part)
        .get("/partner-queries", QUERIES, asking::list)
        .get("/partner-queries/{act}", QUERIES, asking::show)
        .post("/partner-queries/{act}", OFFICER, asking::decide)
        .get("/agreements", SUPERVISORS, asking::agreements_page)
        .post("/agreements", ADMIN, asking::set_agreement)
        .get("/drafts", DRAFTERS, drafts::list)
        .post("/drafts", OFFICER, drafts::open)
        .get("/drafts/new", OFFICER, drafts::new)
        .get("/drafts/{id}", DRAFTERS, drafts::show)
        .upload("/drafts/{id}", OFFICER, DOCUMENTS_MOST, drafts::save)
        .get("/drafts/{id}/letter", DRAFTERS, letter::of_draft)
        .post("/drafts/{id}/approve", APPROVER, drafts::approve)
        .post("/drafts/{id}/return", APPROVER, drafts::send_back)
        .post("/drafts/{id}/discard", DRAFTERS, drafts::discard)
        .get("/cases", READERS, cases::list)
        .get("/cases/{id}", READERS, case::show)
        .get("/cases/{id}/timeline", READERS, case::timeline_part)
        .get("/cases/{id}/letter", READERS, letter::of_case)
        .get("/cases/{id}/evidence", READERS, case::evidence_bundle)
        .post("/cases/{id}/drafts/{kind}", OFFICER, case::begin_draft)
        .get("/cases/{id}/acts/{kind}", OFFICER, act::form)
        .upload("/cases/{id}/acts/{kind}", OFFICER, DOCUMENTS_MOST, act::send)
        .get("/acts/{act}", READERS, act::show)
        .get("/acts/{act}/letter", READERS, letter::of_act)
        .get("/acts/{act}/documents/{index}", READERS, act::document)
        .get("/custody", READERS, custody::overview)
        .get("/custody/{act}", READERS, custody::show)
        .post("/custody/{act}", OFFICER, custody::act)
        .get("/groups", READERS, groups::list)
        .post("/groups", OFFICER, groups::found)
        .get("/groups/{id}", READERS, groups::show)
        .post("/groups/{id}", OFFICER, groups::step)
        .post("/groups/{id}/messages", OFFICER, groups::write)
        .get("/files", READERS, files::list)
        .upload("/files", OFFICER, ANY_LENGTH, files::send)
        .get("/files/new", OFFICER, files::new)
        .get("/files/{act}/{root}", READERS, files::read)
        .post("/files/{act}/{root}/fetch", OFFICER, files::fetch)
        .upload("/drafts/{id}/files", OFFICER, ANY_LENGTH, files::attach)
        .get("/talks", DRAFTERS, talks::list)
        .upload("/talks", OFFICER, READOUT_MOST, talks::begin)
        .get("/talks/new", OFFICER, talks::new)
        .get("/talks/{id}", DRAFTERS, talks_record::show)
        .post("/talks/{id}", OFFICER, talks_record::save)
        .get("/talks/{id}/sign", OFFICER, talks_compare::sign_form)
        .post("/talks/{id}/sign", OFFICER, talks_compare::sign)
        .post("/talks/{id}/correct", OFFICER, talks_record::correct)
        .post("/talks/{id}/cases", OFFICER, talks_record::tie)
        .get("/talks/{id}/compare/{other}", DRAFTERS, talks_compare::compare)
        .post("/talks/{id}/pair", OFFICER, talks_compare::pair)
        .get("/talks-with", DRAFTERS, talks_partner::list)
        .get("/talks-with/{state}", DRAFTERS, talks_partner::show)
        .get("/commitments", DRAFTERS, commitments::list)
        .get("/commitments/{id}", DRAFTERS, commitments::show)
        .post("/commitments/{id}", OFFICER, commitments::plan)
        .post("/commitments/{id}/outcome", OFFICER, commitments::conclude)
        .get("/law", SignedIn, law::check)
        .get("/law/instruments", SignedIn, law::instruments)
        .get("/law/instruments/{id}", SignedIn, law::instrument)
        .get("/law/states", SignedIn, law::states)
        .get("/law/states/{from}/{to}", SignedIn, law::pair)
        .get("/law/procedures", SignedIn, law::procedures)
        .get("/law/procedures/{key}", SignedIn, law::procedure)
        .get("/partners", SignedIn, keeping::partners)
        .get("/delivery", SignedIn, keeping::delivery)
        .get("/registers", SignedIn, keeping::registers_page)
        .post("/registers", ADMIN, keeping::create_register)
        .get("/registers/{id}", SignedIn, keeping::register)
        .upload("/registers/{id}/import", ADMIN, FILE_MOST, keeping::import)
        .post("/registers/{id}/rule", ADMIN, keeping::set_rule)
        .get("/registers/{register}/subjects/{subject}", SignedIn, keeping::subject)
        .get("/officers", ADMIN, keeping::officers_page)
        .post("/officers", ADMIN, keeping::create_officer)
        .post("/officers/{login}/enabled", ADMIN, keeping::set_enabled)
        .post("/officers/{login}/roles", ADMIN, keeping::set_roles)
        .get("/ledger", AUDITOR, proof::ledger)
        .post("/ledger/verify", AUDITOR, proof::verify)
        .get("/ledger/{index}", AUDITOR, proof::entry)
        .get("/witnesses", AUDITOR, witnesses::show)
        .get("/witnesses/alarms", AUDITOR, witnesses::alarm_list)
        .get("/witnesses/overdue", AUDITOR, witnesses::overdue_list)
        .post("/witnesses/alarms/{index}/seen", AUDITOR, witnesses::seen)
        .get("/evidence", READERS, proof::evidence_form)
        .upload("/evidence", READERS, FILE_MOST, proof::evidence_check)
        .get("/audit", AUDITOR, proof::trail)
}
