//! The ledger with its proofs, the check of an evidence bundle, and the audit trail.

use axum::extract::Path;
use maud::{Markup, html};

use crate::desk::audit;
use crate::desk::evidence::{self, EvidenceReport};
use crate::desk::ledger_view::{self, EntryRow, LedgerReport};
use crate::web::failure::{Fault, Outcome};
use crate::web::fields::Plain;
use crate::web::frame::{self, Page, Title};
use crate::web::submitted::Submitted;
use crate::web::table::{self, Asked, Column, List, column};

const ENTRIES: &[Column] = &[
    column("index", "column-index"),
    column("", "column-entry-kind"),
    column("", "column-when"),
    column("", "column-digest"),
];

const TRAIL: &[Column] = &[
    column("at", "column-when"),
    column("", "column-who"),
    column("", "column-what"),
    column("", "column-object"),
    column("", "column-detail"),
];

/// `GET /ledger`
pub(crate) async fn ledger(page: Page) -> Outcome {
    show_ledger(&page, None).await
}

/// `POST /ledger/verify`: recomputes everything and shows the report. Nothing is changed, so it is shown at once.
pub(crate) async fn verify(mut page: Page, _: Submitted) -> Outcome {
    let report = ledger_view::verify(&page.node, page.viewer()?).await?;
    page.path = "/ledger".to_owned();
    show_ledger(&page, Some(&report)).await
}

async fn show_ledger(page: &Page, report: Option<&LedgerReport>) -> Outcome {
    let asked = Asked::of(page);
    let viewer = page.viewer()?;
    if let Some(format) = asked.format {
        let fetch = |query| {
            let node = &page.node;
            async move { ledger_view::entries(node, viewer, &query).await }
        };
        return table::export("ledger", format, &asked, fetch).await;
    }
    let checkpoint = ledger_view::checkpoint(&page.node, viewer).await?;
    let listed = ledger_view::entries(&page.node, viewer, &asked.query).await?;
    let list = List {
        id: "entries",
        caption: page.t("ledger-caption"),
        columns: ENTRIES,
        empty: page.t("ledger-empty"),
        searchable: true,
        filters: html! {},
    };
    let body = html! {
        div.stack {
            @if let Some(report) = report { (report_box(page, report)) }
            section.sheet #checkpoint aria-labelledby="checkpoint-heading" data-size=(checkpoint.size) {
                h2 #checkpoint-heading { (page.t("ledger-checkpoint")) }
                dl.facts {
                    dt { (page.t("ledger-origin")) } dd { code dir="ltr" { (checkpoint.origin) } }
                    dt { (page.t("ledger-entries")) } dd { (page.words.number(checkpoint.size)) }
                    dt { (page.t("ledger-root")) } dd { (frame::digest(&checkpoint.root)) }
                    @if let Some(at) = checkpoint.at { dt { (page.t("ledger-signed")) } dd { (page.moment(at)) } }
                }
                details { summary { (page.t("ledger-note")) } pre.note-text dir="ltr" { (checkpoint.note) } }
                form method="post" action="/ledger/verify" {
                    (page.token())
                    p.actions { button #verify-ledger type="submit" { (page.t("ledger-verify")) } }
                }
                p.hint { (page.t("ledger-verify-hint")) }
            }
            (table::list(page, &asked, &list, &listed, |row| entry_cells(page, row)))
        }
    };
    page.show(&Title::of("ledger", page.t("nav-ledger")), &body)
}

fn entry_cells(page: &Page, row: &EntryRow) -> Vec<Markup> {
    vec![
        html! { a href={ "/ledger/" (row.index) } { (row.index) } },
        html! { (page.word("entry", &row.kind)) },
        page.moment(row.at),
        frame::digest(&row.digest),
    ]
}

fn report_box(page: &Page, report: &LedgerReport) -> Markup {
    let holds = report.holds();
    html! {
        section #ledger-report class=(if holds { "note" } else { "errors" }) role="status" data-holds=(holds) {
            h2 { (page.t(if holds { "ledger-holds" } else { "ledger-broken" })) }
            dl.facts {
                dt { (page.t("report-entries")) } dd { (page.words.number(report.entries)) }
                dt { (page.t("report-checkpoints")) } dd { (page.words.number(report.checkpoints)) }
                dt { (page.t("report-matched")) } dd { (page.words.number(report.matched)) }
                dt { (page.t("ledger-root")) } dd { (frame::digest(&report.root)) }
                dt { (page.t("report-took")) } dd { (page.words.number(report.took_ms)) " ms" }
            }
            @if !holds { ul { @for problem in &report.problems { li { (frame::english(problem)) } } } }
        }
    }
}

/// `GET /ledger/{index}`
pub(crate) async fn entry(page: Page, Path(index): Path<u64>) -> Outcome {
    let view = ledger_view::entry(&page.node, page.viewer()?, index).await?;
    let title = Title::of("ledger", page.tr("entry-title", &[("index", index.to_string().as_str().into())]))
        .kicker(html! { a href="/ledger" { (page.t("nav-ledger")) } });
    let body = html! {
        div.stack #entry data-holds=(view.holds) {
            section.sheet { dl.facts {
                dt { (page.t("column-entry-kind")) } dd { (page.word("entry", &view.row.kind)) }
                dt { (page.t("column-when")) } dd { (page.moment(view.row.at)) }
                dt { (page.t("column-digest")) } dd { (frame::digest(&view.row.digest)) }
                dt { (page.t("entry-leaf")) } dd { (frame::digest(&view.row.leaf_hash)) }
            } }
            section.sheet aria-labelledby="proof-heading" {
                h2 #proof-heading { (page.t("entry-proof")) }
                p { span.badge data-tone=(if view.holds { "good" } else { "bad" }) { (page.t(if view.holds { "entry-holds" } else { "entry-fails" })) } }
                p.muted { (page.tr("entry-proof-text", &[("n", view.size.into())])) }
                dl.facts { dt { (page.t("ledger-root")) } dd { (frame::digest(&view.root)) } }
                ol.proofs { @for hash in &view.proof { li { (frame::digest(hash)) } } }
            }
        }
    };
    page.show(&title, &body)
}

/// `GET /evidence`
pub(crate) async fn evidence_form(page: Page) -> Outcome {
    page.show(&Title::of("evidence", page.t("evidence-title")), &bundle_form(&page, None, "", ""))
}

/// `POST /evidence`: checks a bundle without keeping it.
pub(crate) async fn evidence_check(page: Page, form: Submitted) -> Outcome {
    let file = form.files.first().ok_or(Fault::Unreadable)?;
    let typed = form.value("trusted");
    let trusted: Vec<String> = typed
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|t| !t.is_empty())
        .map(str::to_owned)
        .collect();
    let mut report = evidence::verify(&file.bytes, &trusted);
    let letter = form.value("letter").trim();
    if !letter.is_empty() {
        report.hold_against_letter(letter);
    }
    page.show(
        &Title::of("evidence", page.t("evidence-title")),
        &bundle_form(&page, Some(&report), typed, letter),
    )
}

fn bundle_form(page: &Page, report: Option<&EvidenceReport>, trusted: &str, letter: &str) -> Markup {
    html! {
        div.stack {
            @if let Some(report) = report { (evidence_report(page, report)) }
            p.lead { (page.t("evidence-text")) }
            form.form #evidence-form method="post" enctype="multipart/form-data" action="/evidence" {
                div.sheet.form {
                    (page.token())
                    div.field { label for="f-bundle" { (page.t("evidence-file")) } input #f-bundle type="file" name="bundle" required; }
                    (Plain::line("trusted", "evidence-trusted", trusted).hint("evidence-trusted-hint").show(page))
                    (Plain::line("letter", "evidence-letter", letter).hint("evidence-letter-hint").show(page))
                    p.actions { button #check-evidence type="submit" { (page.t("evidence-check")) } }
                }
            }
        }
    }
}

fn evidence_report(page: &Page, report: &EvidenceReport) -> Markup {
    html! {
        section #evidence-report class=(if report.verifies { "note" } else { "errors" }) role="status" data-verifies=(report.verifies) {
            h2 { (page.t(if report.verifies { "evidence-holds" } else { "evidence-fails" })) }
            @if let Some(why) = &report.why { p { (frame::english(why)) } }
            dl.facts {
                @if !report.case.is_empty() { dt { (page.t("case-number")) } dd { (frame::digest(&report.case)) } }
                @if !report.made_by.is_empty() { dt { (page.t("evidence-made-by")) } dd { code dir="ltr" { (report.made_by) } } }
                @if let Some(at) = report.made_at { dt { (page.t("column-when")) } dd { (page.moment(at)) } }
            }
            @if !report.acts.is_empty() {
                div.table { table {
                    caption { (page.t("evidence-acts")) }
                    thead { tr { th scope="col" { (page.t("column-act")) } th scope="col" { (page.t("act-author")) } th scope="col" { (page.t("column-when")) } th scope="col" { (page.t("evidence-receipt")) } } }
                    tbody { @for act in &report.acts { tr {
                        th scope="row" { (page.word("act", &act.kind))
                            @if report.letter.as_ref() == Some(&act.act) { " " span.badge data-tone="good" data-letter="yes" { (page.t("evidence-letter-act")) } } }
                        td data-label=(page.t("act-author")) { code dir="ltr" { (act.author) } }
                        td data-label=(page.t("column-when")) { (page.moment(act.made_at)) }
                        td data-label=(page.t("evidence-receipt")) { span { @if let Some((by, at)) = &act.receipt { code dir="ltr" { (by) } " " (page.moment(*at)) } @else { "—" } } }
                    } } }
                } }
            }
            @for key in &report.keys {
                p { code dir="ltr" { (key.authority) } " " (frame::digest(&key.fingerprint)) " "
                    @if key.trusted { span.badge data-tone="good" { (page.t("evidence-key-trusted")) } } }
            }
        }
    }
}

/// `GET /audit`
pub(crate) async fn trail(page: Page) -> Outcome {
    let asked = Asked::of(&page);
    let viewer = page.viewer()?;
    if let Some(format) = asked.format {
        let fetch = |query| {
            let node = &page.node;
            async move { audit::list(node, viewer, &query).await }
        };
        return table::export("audit", format, &asked, fetch).await;
    }
    let listed = audit::list(&page.node, viewer, &asked.query).await?;
    let list = List {
        id: "audit",
        caption: page.t("audit-caption"),
        columns: TRAIL,
        empty: page.t("audit-empty"),
        searchable: true,
        filters: html! {},
    };
    let body = table::list(&page, &asked, &list, &listed, |row| {
        vec![
            page.moment(row.at),
            html! { code dir="ltr" { (row.by) } },
            html! { (page.word("audited", &row.what)) },
            html! { bdi dir="auto" { (row.object) } },
            html! {
                bdi dir="auto" { (row.detail) }
                @if !row.purpose.is_empty() { br; small.muted dir="auto" { (row.purpose) " · " (row.legal_basis) } }
            },
        ]
    });
    page.show(&Title::of("audit", page.t("nav-audit")), &body)
}
