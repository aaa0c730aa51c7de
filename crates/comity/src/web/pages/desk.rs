//! The front page: what needs the reader now.

use maud::{Markup, html};

use super::cases;
use crate::desk::cases::{CaseFilter, Nearness, Workload};
use crate::desk::drafting::{self, DraftState};
use crate::desk::{ListQuery, Role, directory, ledger_view, partner_queries};
use crate::web::failure::{Failure, Outcome};
use crate::web::frame::{Page, Title};

/// How many rows each part of the page shows.
const SHOWN: u32 = 8;

/// `GET /`
pub(crate) async fn front(page: Page) -> Outcome {
    let viewer = page.viewer()?;
    let readers = [Role::Officer, Role::Approver, Role::Auditor];
    let work =
        if page.has(&readers) { Some(crate::desk::cases::workload(&page.node, viewer).await?) } else { None };
    // Partners' searches that a person has to decide.
    let asked = if page.has(&[Role::Officer]) {
        let one = ListQuery { per_page: 1, ..ListQuery::default() };
        Some(partner_queries::list(&page.node, viewer, true, &one).await?.total)
    } else {
        None
    };
    let body = html! {
        div.stack {
            @if page.has(&[Role::Officer]) { (search_box(&page)) }
            @if work.is_some() { (liberty(&page).await?) }
            @if let Some(work) = &work {
                (tiles(&page, work, asked))
                (our_move(&page).await?)
            }
            @if page.has(&[Role::Officer, Role::Approver]) { (drafts(&page).await?) }
            @if work.is_some() { (soon(&page).await?) }
            @if page.has(&[Role::Officer, Role::Approver]) { (super::commitments::soon(&page).await?) }
            (waiting(&page).await?)
            @if page.has(&[Role::Auditor]) { (ledger(&page).await?) }
            @if work.is_none() { (keeping(&page)) }
        }
    };
    page.show(&Title::of("desk", page.t("desk-title")).kicker(html! { (page.moment(page.now)) }), &body)
}

fn search_box(page: &Page) -> Markup {
    html! {
        form method="get" action="/search" role="search" {
            div.sheet {
                label for="desk-search" { strong { (page.t("desk-search")) } }
                div.search-box {
                    input #desk-search type="search" name="name" dir="auto" autocomplete="off" required maxlength="200" aria-describedby="desk-search-hint";
                    button type="submit" { (page.t("search-button-short")) }
                }
                p.hint #desk-search-hint { (page.t("search-name-hint")) }
            }
        }
    }
}

fn tiles(page: &Page, work: &Workload, asked: Option<u64>) -> Markup {
    let tile = |id: &str, href: &str, count: u64, label: String, late: bool| {
        let state = if count == 0 {
            "calm"
        } else if late {
            "late"
        } else {
            "act"
        };
        html! {
            li { a.tile #(id) href=(href) data-state=(state) data-count=(count) {
                strong { (page.words.number(count)) } span { (label) }
            } }
        }
    };
    html! {
        section aria-label=(page.t("desk-work")) {
            ul.tiles #workload {
                (tile("tile-our-move", "/cases?next=ours", work.our_move, page.t("desk-our-move"), false))
                (tile("tile-unopened", "/cases?next=ours", work.unopened, page.t("desk-unopened"), false))
                (tile("tile-to-approve", "/drafts", work.to_approve, page.t("desk-to-approve"), false))
                (tile("tile-due-soon", "/cases?due=3&sort=due", work.due_soon, page.t("desk-due-soon"), true))
                @if let Some(asked) = asked {
                    (tile("tile-partner-queries", "/partner-queries?waiting=yes", asked, page.t("desk-partner-queries"), false))
                }
            }
        }
    }
}

/// Periods that free a person stand before everything else.
async fn liberty(page: &Page) -> Result<Markup, Failure> {
    let filter = CaseFilter { liberty: true, ..CaseFilter::default() };
    let query = ListQuery { per_page: SHOWN, sort: Some("liberty".to_owned()), ..ListQuery::default() };
    let listed = crate::desk::cases::list(&page.node, page.viewer()?, &filter, &query).await?;
    let rows: Vec<_> = listed.rows.iter().filter_map(|row| Some((row, row.liberty.as_ref()?))).collect();
    let loud = rows.iter().any(|(_, liberty)| liberty.nearness != Nearness::Far);
    Ok(html! {
        @if !rows.is_empty() {
            section.liberty #liberty role=[loud.then_some("alert")] data-nearness=(if loud { "near" } else { "far" })
                aria-labelledby="liberty-heading" {
                h2 #liberty-heading { (page.t("liberty-heading")) }
                ul.clocks {
                    @for (row, liberty) in rows {
                        li.clock data-nearness=(cases::nearness(liberty.nearness)) data-must=(liberty.must) { (cases::liberty_alarm(page, row, liberty)) }
                    }
                }
                @if listed.pages > 1 { p { a href="/cases?liberty=1&sort=liberty" { (page.tr("desk-all", &[("n", listed.total.into())])) } } }
            }
        }
    })
}

async fn our_move(page: &Page) -> Result<Markup, Failure> {
    let filter = CaseFilter { next_actor: Some("ours".to_owned()), ..CaseFilter::default() };
    let query = ListQuery { per_page: SHOWN, sort: Some("due".to_owned()), ..ListQuery::default() };
    let listed = crate::desk::cases::list(&page.node, page.viewer()?, &filter, &query).await?;
    Ok(html! {
        section.stack-s #needs-us aria-labelledby="needs-us-heading" {
            h2 #needs-us-heading { (page.t("desk-our-move-heading")) }
            @if listed.rows.is_empty() { p.empty { (page.t("desk-nothing")) } }
            @else {
                div.table { (cases::bare_table(page, "our-move", page.t("desk-our-move-heading"), &listed.rows)) }
                @if listed.pages > 1 { p { a href="/cases?next=ours" { (page.tr("desk-all", &[("n", listed.total.into())])) } } }
            }
        }
    })
}

async fn drafts(page: &Page) -> Result<Markup, Failure> {
    let query = ListQuery { per_page: SHOWN, ..ListQuery::default() };
    let listed = drafting::list(&page.node, page.viewer()?, &query).await?;
    let open: Vec<_> = listed
        .rows
        .into_iter()
        .filter(|row| !matches!(row.state, DraftState::Sent | DraftState::Discarded))
        .collect();
    Ok(html! {
        section.stack-s #open-drafts aria-labelledby="drafts-heading" {
            h2 #drafts-heading { (page.t("desk-drafts")) }
            @if open.is_empty() { p.empty { (page.t("desk-no-drafts")) } }
            @else { div.table { (super::drafts::bare_table(page, page.t("desk-drafts"), &open)) } }
        }
    })
}

async fn soon(page: &Page) -> Result<Markup, Failure> {
    let filter = CaseFilter { due_within_days: Some(10), ..CaseFilter::default() };
    let query = ListQuery { per_page: SHOWN, sort: Some("due".to_owned()), ..ListQuery::default() };
    let listed = crate::desk::cases::list(&page.node, page.viewer()?, &filter, &query).await?;
    Ok(html! {
        @if !listed.rows.is_empty() {
            section.stack-s #due-soon aria-labelledby="due-heading" {
                h2 #due-heading { (page.t("desk-due-heading")) }
                div.table { (cases::bare_table(page, "due", page.t("desk-due-heading"), &listed.rows)) }
            }
        }
    })
}

async fn waiting(page: &Page) -> Result<Markup, Failure> {
    let partners = directory::partners(&page.node, page.viewer()?).await?;
    let stuck: Vec<_> =
        partners.iter().filter(|partner| partner.waiting > 0 || !partner.cause.is_empty()).collect();
    Ok(html! {
        @if !stuck.is_empty() {
            section.warning #delivery-waiting aria-labelledby="delivery-heading" {
                h2 #delivery-heading { (page.t("desk-delivery")) }
                ul { @for partner in stuck { li {
                    bdi { (partner.name) } ": " (page.tr("delivery-waiting-count", &[("n", partner.waiting.into())]))
                    @if !partner.cause.is_empty() { " — " (crate::web::frame::english(&partner.cause)) }
                } } }
                p { a href="/delivery" { (page.t("nav-delivery")) } }
            }
        }
    })
}

async fn ledger(page: &Page) -> Result<Markup, Failure> {
    let checkpoint = ledger_view::checkpoint(&page.node, page.viewer()?).await?;
    Ok(html! {
        section.sheet #ledger-short aria-labelledby="ledger-heading" {
            h2 #ledger-heading { (page.t("nav-ledger")) }
            p { (page.tr("ledger-size", &[("n", checkpoint.size.into())])) }
            p.actions {
                a.button href="/ledger" { (page.t("desk-to-ledger")) }
                a.button.second href="/audit" { (page.t("nav-audit")) }
            }
        }
    })
}

fn keeping(page: &Page) -> Markup {
    html! {
        section.stack-s {
            p.lead { (page.t("desk-keeping")) }
            p.actions {
                a.button href="/officers" { (page.t("nav-officers")) }
                a.button.second href="/registers" { (page.t("nav-registers")) }
                a.button.second href="/partners" { (page.t("nav-partners")) }
            }
        }
    }
}
