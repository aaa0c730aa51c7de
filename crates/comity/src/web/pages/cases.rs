//! The list of cases.

use maud::{Markup, html};

use crate::desk::cases::{self, CaseFilter, CaseRow, LibertyView, Nearness};
use crate::web::failure::Outcome;
use crate::web::frame::{Page, Title};
use crate::web::table::{self, Asked, Column, List, column};

const COLUMNS: &[Column] = &[
    column("person", "column-person"),
    column("counterpart", "column-counterpart"),
    column("status", "column-status"),
    column("", "column-next"),
    column("due", "column-due"),
    column("changed", "column-changed"),
];

/// The statuses that the filter offers.
const STATUSES: [&str; 13] = [
    "requested",
    "awaiting-supplement",
    "accepted",
    "arrested",
    "released",
    "postponed",
    "granted",
    "in-effect",
    "performed",
    "refused",
    "surrendered",
    "withdrawn",
    "closed",
];

/// `GET /cases`
pub(crate) async fn list(page: Page) -> Outcome {
    let asked = Asked::of(&page);
    let viewer = page.viewer()?;
    let filter = CaseFilter {
        status: asked.filter("status").map(str::to_owned),
        counterpart: asked.filter("counterpart").map(str::to_owned),
        next_actor: asked.filter("next").map(str::to_owned),
        due_within_days: asked.filter("due").and_then(|days| days.parse().ok()),
        liberty: asked.filter("liberty") == Some("1"),
    };
    if let Some(format) = asked.format {
        let fetch = |query| {
            let (node, filter) = (&page.node, &filter);
            async move { cases::list_for_file(node, viewer, filter, &query).await }
        };
        return table::export("cases", format, &asked, fetch).await;
    }
    let listed = cases::list(&page.node, viewer, &filter, &asked.query).await?;
    let list = List {
        id: "cases",
        caption: page.t("cases-caption"),
        columns: COLUMNS,
        empty: page.t("cases-none"),
        searchable: true,
        filters: filters(&page, &filter),
    };
    let body = table::list(&page, &asked, &list, &listed, |row| cells(&page, row));
    page.show(&Title::of("cases", page.t("cases-title")), &body)
}

fn filters(page: &Page, filter: &CaseFilter) -> Markup {
    html! {
        div.field {
            label for="cases-status" { (page.t("column-status")) }
            select #cases-status name="status" {
                option value="" { (page.t("filter-all")) }
                @for status in STATUSES {
                    option value=(status) selected[filter.status.as_deref() == Some(status)] { (page.word("status", status)) }
                }
            }
        }
        div.field {
            label for="cases-next" { (page.t("column-next")) }
            select #cases-next name="next" {
                option value="" { (page.t("filter-all")) }
                @for next in ["ours", "theirs"] {
                    option value=(next) selected[filter.next_actor.as_deref() == Some(next)] { (page.word("next", next)) }
                }
            }
        }
        div.field {
            label for="cases-liberty" { (page.t("liberty-filter")) }
            select #cases-liberty name="liberty" {
                option value="" { (page.t("filter-all")) }
                option value="1" selected[filter.liberty] { (page.t("liberty-filter-only")) }
            }
        }
        @if let Some(days) = filter.due_within_days { input type="hidden" name="due" value=(days); }
    }
}

/// Rows without tools, for the front page.
pub(crate) fn bare_table(page: &Page, id: &str, caption: String, rows: &[CaseRow]) -> Markup {
    let list =
        List { id, caption, columns: COLUMNS, empty: String::new(), searchable: false, filters: html! {} };
    table::table(page, None, &list, rows, |row| cells(page, row))
}

fn cells(page: &Page, row: &CaseRow) -> Vec<Markup> {
    vec![
        html! {
            a.case-link href={ "/cases/" (row.id) } data-case=(row.id) { bdi.person-name dir="auto" { (concerning(page, row)) } }
            " " @if row.unopened { span.badge data-tone="accent" { (page.t("case-new")) } }
            @if let Some(liberty) = &row.liberty { " " (liberty_badge(page, liberty)) }
        },
        html! {
            (page.t(if row.outgoing { "case-outgoing-arrow" } else { "case-incoming-arrow" })) " " bdi { (row.counterpart_name) }
        },
        status(page, &row.status),
        next(page, row.our_move),
        due(page, row),
        page.moment(row.changed_at),
    ]
}

/// Whom a case is about; what it asks for where it is about nobody.
pub(crate) fn concerning(page: &Page, row: &CaseRow) -> String {
    match (row.person.is_empty(), row.procedures.first()) {
        (false, _) => row.person.clone(),
        (true, Some(procedure)) => page.word("procedure", procedure),
        (true, None) => row.short.clone(),
    }
}

/// A status as a badge.
pub(crate) fn status(page: &Page, status: &str) -> Markup {
    let tone = match status {
        "granted" | "in-effect" | "performed" | "surrendered" => "good",
        "refused" | "withdrawn" | "released" => "bad",
        "awaiting-supplement" | "postponed" => "warn",
        "closed" | "new" => "",
        _ => "accent",
    };
    html! { span.badge data-tone=(tone) data-status=(status) { (page.word("status", status)) } }
}

/// That a period frees a person, in a list: louder the nearer it is.
fn liberty_badge(page: &Page, liberty: &LibertyView) -> Markup {
    let tone = match liberty.nearness {
        Nearness::Passed | Nearness::Near => "bad",
        Nearness::Far | Nearness::Met | Nearness::NotRunning => "warn",
    };
    html! {
        span.badge data-tone=(tone) data-liberty=(nearness(liberty.nearness)) title=(page.word("deadline", &liberty.key)) {
            (page.t(if liberty.must { "liberty-must-short" } else { "liberty-may-short" }))
        }
    }
}

/// The cases in which a period frees a person, each as a line that cannot be overlooked.
pub(crate) fn liberty_alarm(page: &Page, row: &CaseRow, liberty: &LibertyView) -> Markup {
    let passed = liberty.nearness == Nearness::Passed;
    let said = match (passed, liberty.must) {
        (true, true) => "liberty-must-passed",
        (true, false) => "liberty-may-passed",
        (false, true) => "liberty-must",
        (false, false) => "liberty-may",
    };
    html! {
        p { a.case-link href={ "/cases/" (row.id) } data-case=(row.id) { bdi.person-name dir="auto" { (concerning(page, row)) } } }
        p { strong { (page.t(said)) } " " (page.moment(liberty.at)) }
        p.clock-left { (countdown(page, liberty.at)) }
        p.muted { (page.word("deadline", &liberty.key)) }
    }
}

pub(crate) fn nearness(nearness: Nearness) -> &'static str {
    match nearness {
        Nearness::Far => "far",
        Nearness::Near => "near",
        Nearness::Passed => "passed",
        Nearness::Met => "met",
        Nearness::NotRunning => "not-running",
    }
}

fn next(page: &Page, our_move: Option<bool>) -> Markup {
    html! {
        @match our_move {
            Some(true) => { strong { (page.t("next-ours")) } }
            Some(false) => { (page.t("next-theirs")) }
            None => { span.muted { "—" } }
        }
    }
}

fn due(page: &Page, row: &CaseRow) -> Markup {
    html! {
        @match row.due_at {
            Some(due) => {
                (countdown(page, due)) br;
                small.muted { (page.words.iso(due)) }
            }
            None => { span.muted { "—" } }
        }
    }
}

/// What is left until a moment, counted on by the script where there is one.
pub(crate) fn countdown(page: &Page, due: jiff::Timestamp) -> Markup {
    html! {
        span.count-down data-due=(page.words.iso(due)) data-left=(page.tr("time-left", &[("duration", "%".into())]))
            data-overdue=(page.tr("time-overdue", &[("duration", "%".into())])) { (page.words.left(page.now, due)) }
    }
}
