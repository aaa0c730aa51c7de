//! Keys, witnesses, alarms and overdue receipts.

use axum::extract::Path;
use jiff::Timestamp;
use maud::{Markup, html};

use crate::desk::witnessing::{self, AlarmRow, OverdueRow, Rotation, WitnessView};
use crate::web::failure::Outcome;
use crate::web::frame::{self, Page, Title};
use crate::web::submitted::Submitted;
use crate::web::table::{self, Asked, Column, List, column};

/// `GET /witnesses`
pub(crate) async fn show(page: Page) -> Outcome {
    let view = witnessing::view(&page.node, page.viewer()?).await?;
    let body = html! {
        div.stack {
            (fence(&page, &view))
            (alarms(&page, &view))
            (witnesses(&page, &view))
            (overdue(&page, &view))
            (keys(&page, &view))
        }
    };
    page.show(&Title::of("witnesses", page.t("nav-witnesses")), &body)
}

/// A choice between all rows and those that are still open.
fn open_only(page: &Page, asked: &Asked, label: &'static str) -> Markup {
    html! {
        label.tick { input type="checkbox" name="open" value="yes" checked[asked.filter("open").is_some()]; span { (page.t(label)) } }
    }
}

/// `GET /witnesses/alarms`
pub(crate) async fn alarm_list(page: Page) -> Outcome {
    const COLUMNS: &[Column] = &[
        column("kind", "column-alarm"),
        column("partner", "witness-partner"),
        column("", "column-alarm-detail"),
        column("found", "column-alarm-found"),
        column("", "column-alarm-seen"),
    ];
    let asked = Asked::of(&page);
    let (viewer, open) = (page.viewer()?, asked.filter("open").is_some());
    if let Some(format) = asked.format {
        let node = &page.node;
        let fetch = |query| async move { witnessing::alarms(node, viewer, open, &query).await };
        return table::export("alarms", format, &asked, fetch).await;
    }
    let listed = witnessing::alarms(&page.node, viewer, open, &asked.query).await?;
    let list = List {
        id: "alarms",
        caption: page.t("witness-alarms"),
        columns: COLUMNS,
        empty: page.t("witness-alarms-none"),
        searchable: true,
        filters: open_only(&page, &asked, "witness-alarms-open"),
    };
    let body = table::list(&page, &asked, &list, &listed, |alarm: &AlarmRow| {
        vec![
            html! { span data-alarm=(alarm.kind) { (page.word("alarm", &alarm.kind)) } },
            html! { code dir="ltr" { (alarm.authority) } },
            frame::english(&alarm.detail),
            page.moment(alarm.at),
            html! { @match &alarm.seen_by {
                Some(by) => code dir="ltr" { (by) },
                None => span.badge data-tone="bad" { (page.t("witness-alarm-unseen")) },
            } },
        ]
    });
    let title = Title::of("witnesses", page.t("witness-alarms"))
        .kicker(html! { a href="/witnesses" { (page.t("nav-witnesses")) } });
    page.show(&title, &body)
}

/// `GET /witnesses/overdue`
pub(crate) async fn overdue_list(page: Page) -> Outcome {
    const COLUMNS: &[Column] = &[
        column("partner", "witness-partner"),
        column("", "column-act"),
        column("sent", "witness-sent"),
        column("settled", "witness-settled"),
    ];
    let asked = Asked::of(&page);
    let (viewer, open) = (page.viewer()?, asked.filter("open").is_some());
    if let Some(format) = asked.format {
        let node = &page.node;
        let fetch = |query| async move { witnessing::overdue(node, viewer, open, &query).await };
        return table::export("overdue", format, &asked, fetch).await;
    }
    let listed = witnessing::overdue(&page.node, viewer, open, &asked.query).await?;
    let list = List {
        id: "overdue",
        caption: page.t("witness-overdue-caption"),
        columns: COLUMNS,
        empty: page.t("witness-overdue-none"),
        searchable: true,
        filters: open_only(&page, &asked, "witness-overdue-open"),
    };
    let body = table::list(&page, &asked, &list, &listed, |row: &OverdueRow| {
        vec![
            html! { code dir="ltr" { (row.partner) } },
            frame::digest(&row.act),
            page.moment(row.sent_at),
            match row.settled_at {
                Some(at) => page.moment(at),
                None => html! { span.badge data-tone="bad" { (page.t("witness-unsettled")) } },
            },
        ]
    });
    let title = Title::of("witnesses", page.t("witness-overdue"))
        .kicker(html! { a href="/witnesses" { (page.t("nav-witnesses")) } });
    page.show(&title, &body)
}

/// `POST /witnesses/alarms/{index}/seen`
pub(crate) async fn seen(page: Page, Path(index): Path<u64>, _: Submitted) -> Outcome {
    witnessing::see(&page.node, page.viewer()?, index).await?;
    frame::go("/witnesses?done=saved")
}

fn fence(page: &Page, view: &WitnessView) -> Markup {
    html! {
        section.sheet #fence aria-labelledby="fence-heading" data-signs=(view.signs) {
            h2 #fence-heading { (page.t("witness-fence")) }
            p { span.badge data-tone=(if view.signs { "good" } else { "bad" }) {
                (page.t(if view.signs { "witness-fence-open" } else { "witness-fence-closed" }))
            } }
            dl.facts {
                dt { (page.t("witness-epoch")) } dd { (page.words.number(view.epoch)) }
                @if !view.heard.is_empty() { dt { (page.t("witness-heard")) } dd { code dir="ltr" { (view.heard.join(", ")) } } }
                @if !view.unheard.is_empty() { dt { (page.t("witness-unheard")) } dd { code dir="ltr" { (view.unheard.join(", ")) } } }
                dt { (page.t("witness-quorum")) } dd { (page.words.number(u64::from(view.quorum))) }
                dt { (page.t("ledger-entries")) } dd { (page.words.number(view.size)) }
                dt { (page.t("witness-witnessed")) }
                dd { @match view.witnessed { Some(size) => (page.words.number(size)), None => "—" } }
            }
        }
    }
}

fn alarms(page: &Page, view: &WitnessView) -> Markup {
    html! {
        section.sheet #alarms aria-labelledby="alarms-heading" data-count=(view.alarms.len()) {
            h2 #alarms-heading { (page.t("witness-alarms")) }
            p { a #all-alarms href="/witnesses/alarms" { (page.t("witness-alarms-all")) } }
            @if view.alarms.is_empty() { p.muted { (page.t("witness-alarms-none")) } }
            @for alarm in &view.alarms { (alarm_box(page, alarm)) }
        }
    }
}

fn alarm_box(page: &Page, alarm: &AlarmRow) -> Markup {
    html! {
        article class=(if alarm.seen_by.is_some() { "note" } else { "errors" }) data-alarm=(alarm.kind) {
            h3 { (page.word("alarm", &alarm.kind)) " · " code dir="ltr" { (alarm.authority) } }
            p { (page.word("alarm-text", &alarm.kind)) }
            p { (frame::english(&alarm.detail)) }
            p.muted { (page.moment(alarm.at)) }
            details { summary { (page.t("witness-proof")) } pre.note-text dir="ltr" { (alarm.proof) } }
            @match &alarm.seen_by {
                Some(by) => p.muted { (page.t("witness-seen-by")) " " code dir="ltr" { (by) } },
                None => form method="post" action={ "/witnesses/alarms/" (alarm.id) "/seen" } {
                    (page.token())
                    p.actions { button type="submit" { (page.t("witness-see")) } }
                },
            }
        }
    }
}

fn witnesses(page: &Page, view: &WitnessView) -> Markup {
    html! {
        section.sheet aria-labelledby="witnesses-heading" {
            h2 #witnesses-heading { (page.t("witness-partners")) }
            @if view.witnesses.is_empty() { p.muted { (page.t("witness-partners-none")) } }
            @else { div.table { table #witnesses {
                caption { (page.t("witness-partners-caption")) }
                thead { tr {
                    th scope="col" { (page.t("witness-partner")) }
                    th scope="col" { (page.t("witness-cosigned")) }
                    th scope="col" { (page.t("witness-seen")) }
                    th scope="col" { (page.t("witness-knows")) }
                } }
                tbody { @for row in &view.witnesses { tr {
                    th scope="row" { code dir="ltr" { (row.partner) } }
                    td data-label=(page.t("witness-cosigned")) { (sized(page, row.cosigned)) }
                    td data-label=(page.t("witness-seen")) { (sized(page, row.seen)) }
                    td data-label=(page.t("witness-knows")) {
                        @match row.knows {
                            Some(known) if known >= row.statements => span.badge data-tone="good" { (page.t("witness-knows-all")) },
                            Some(known) => bdi { (page.words.number(known)) " / " (page.words.number(row.statements)) },
                            None => "—",
                        }
                    }
                } } }
            } } }
        }
    }
}

fn sized(page: &Page, seen: Option<(u64, Timestamp)>) -> Markup {
    match seen {
        Some((size, at)) => html! { span { (page.words.number(size)) " · " (page.moment(at)) } },
        None => html! { "—" },
    }
}

fn overdue(page: &Page, view: &WitnessView) -> Markup {
    html! {
        section.sheet aria-labelledby="overdue-heading" {
            h2 #overdue-heading { (page.t("witness-overdue")) }
            p { a #all-overdue href="/witnesses/overdue" { (page.t("witness-overdue-all")) } }
            @if view.overdue.is_empty() { p.muted { (page.t("witness-overdue-none")) } }
            @else { div.table { table #overdue {
                caption { (page.t("witness-overdue-caption")) }
                thead { tr {
                    th scope="col" { (page.t("witness-partner")) }
                    th scope="col" { (page.t("column-act")) }
                    th scope="col" { (page.t("witness-sent")) }
                    th scope="col" { (page.t("witness-settled")) }
                } }
                tbody { @for row in &view.overdue { tr {
                    th scope="row" { code dir="ltr" { (row.partner) } }
                    td data-label=(page.t("column-act")) { (frame::digest(&row.act)) }
                    td data-label=(page.t("witness-sent")) { (page.moment(row.sent_at)) }
                    td data-label=(page.t("witness-settled")) {
                        @match row.settled_at { Some(at) => (page.moment(at)), None => span.badge data-tone="bad" { (page.t("witness-unsettled")) } }
                    }
                } } }
            } } }
        }
    }
}

fn keys(page: &Page, view: &WitnessView) -> Markup {
    html! {
        section.sheet #keys aria-labelledby="keys-heading" {
            h2 #keys-heading { (page.t("witness-keys")) }
            @if view.root_here { p.hint { (page.t("witness-root-here")) } }
            dl.facts {
                dt { (page.t("witness-root")) } dd { bdi { (page.words.number(view.root.0 as u64)) " / " (page.words.number(view.root.1 as u64)) } }
                dt { (page.t("witness-fingerprint")) } dd { code dir="ltr" { (view.fingerprint) } }
                dt { (page.t("witness-words")) } dd { code dir="ltr" { (view.words) } }
                dt { (page.t("witness-next")) } dd #rotation { (rotation(page, view.rotation)) }
            }
            (qr(page, &view.code))
            p.hint { (page.t("witness-compare")) }
            div.table { table {
                caption { (page.t("witness-sets")) }
                thead { tr {
                    th scope="col" { (page.t("witness-set")) }
                    th scope="col" { (page.t("witness-state")) }
                    th scope="col" { (page.t("witness-signs-until")) }
                    th scope="col" { (page.t("witness-seals-until")) }
                    th scope="col" { (page.t("witness-opens-until")) }
                    th scope="col" { (page.t("witness-sealing-key")) }
                } }
                tbody { @for set in &view.sets { tr {
                    th scope="row" { code dir="ltr" { (set.keys) } }
                    td data-label=(page.t("witness-state")) { (page.word("key-state", set.state)) }
                    td data-label=(page.t("witness-signs-until")) { (page.moment(set.signs_until)) }
                    td data-label=(page.t("witness-seals-until")) { (page.moment(set.seals_until)) }
                    td data-label=(page.t("witness-opens-until")) { (page.moment(set.opens_until)) }
                    td data-label=(page.t("witness-sealing-key")) { (page.t(if set.sealing_here { "witness-key-here" } else { "witness-key-destroyed" })) }
                } } }
            } }
        }
    }
}

fn rotation(page: &Page, rotation: Rotation) -> Markup {
    let (key, at) = match rotation {
        Rotation::Later { from } => ("witness-next-later", Some(from)),
        Rotation::Now { until } => ("witness-next-now", Some(until)),
        Rotation::Late => ("witness-next-late", None),
    };
    html! { (page.t(key)) @if let Some(at) = at { " " (page.moment(at)) } " · " code dir="ltr" { "comity keys rotate" } }
}

/// The code as a picture that needs no script and no other file.
pub(crate) fn qr(page: &Page, code: &str) -> Markup {
    let squares = letters::squares(code);
    let size = squares.len() + 4;
    let dark = squares.iter().enumerate().flat_map(|(row, cells)| {
        cells.iter().enumerate().filter(|(_, dark)| **dark).map(move |(column, _)| (row + 2, column + 2))
    });
    let mut path = String::new();
    for (row, column) in dark {
        path.push_str(&format!("M{column} {row}h1v1h-1z"));
    }
    html! {
        svg.qr width="180" height="180" viewBox={ "0 0 " (size) " " (size) } role="img" aria-label=(page.t("witness-code")) shape-rendering="crispEdges" {
            rect width=(size) height=(size) fill="#fff" {}
            path d=(path) fill="#000" {}
        }
    }
}
