//! Talks: the list of records, and a new one from a text or a file.

use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use crate::desk::Role;
use crate::desk::talks::{self, Begun, NewReadout, TalksFilter, TalksRow, Unread};
use crate::desk::talks_partner;
use crate::web::failure::Outcome;
use crate::web::frame::{self, Page, Title};
use crate::web::submitted::Submitted;
use crate::web::table::{self, Asked, Column, List, column, numbers};

const COLUMNS: &[Column] = &[
    column("title", "talks-column-meeting"),
    column("held", "talks-column-day"),
    column("author", "talks-column-author"),
    column("", "talks-column-topics"),
    numbers("", "talks-column-promises"),
    column("state", "column-state"),
    column("changed", "column-changed"),
];

/// Where the parts of the talks are.
pub(crate) fn tabs(page: &Page, current: &str) -> Markup {
    html! {
        nav.tabs aria-label=(page.t("talks-tabs")) {
            @for (path, key) in [("/talks", "talks-tab-records"), ("/commitments", "talks-tab-promises"), ("/talks-with", "talks-tab-partners")] {
                a href=(path) aria-current=[(path == current).then_some("page")] { (page.t(key)) }
            }
        }
    }
}

/// `GET /talks`
pub(crate) async fn list(page: Page) -> Outcome {
    let asked = Asked::of(&page);
    let viewer = page.viewer()?;
    let filter = TalksFilter {
        state: asked.filter("state").map(str::to_owned),
        country: asked.filter("country").map(str::to_uppercase),
        ours: asked.filter("whose").map(|whose| whose == "ours"),
    };
    if let Some(format) = asked.format {
        let fetch = |query| {
            let (node, filter) = (&page.node, &filter);
            async move { talks::list(node, viewer, filter, &query).await }
        };
        return table::export("talks", format, &asked, fetch).await;
    }
    let listed = talks::list(&page.node, viewer, &filter, &asked.query).await?;
    let states = talks_partner::partners(&page.node, viewer).await?;
    let list = List {
        id: "talks",
        caption: page.t("talks-caption"),
        columns: COLUMNS,
        empty: page.t("talks-none"),
        searchable: true,
        filters: filters(&page, &filter, &states),
    };
    let body = html! {
        (tabs(&page, "/talks"))
        @if page.has(&[Role::Officer]) {
            p.actions { a.button #new-talks href="/talks/new" { (page.t("talks-new")) } }
        }
        (table::list(&page, &asked, &list, &listed, |row| cells(&page, row)))
    };
    page.show(&Title::of("talks", page.t("talks-title")), &body)
}

fn filters(page: &Page, filter: &TalksFilter, states: &[(String, u64)]) -> Markup {
    html! {
        div.field {
            label for="talks-state" { (page.t("column-state")) }
            select #talks-state name="state" {
                option value="" { (page.t("filter-all")) }
                @for state in ["draft", "signed", "corrected"] {
                    option value=(state) selected[filter.state.as_deref() == Some(state)] { (page.word("talks-state", state)) }
                }
            }
        }
        div.field {
            label for="talks-country" { (page.t("talks-with")) }
            select #talks-country name="country" {
                option value="" { (page.t("filter-all")) }
                @for (state, _) in states {
                    option value=(state) selected[filter.country.as_ref() == Some(state)] { (page.state(state)) }
                }
            }
        }
    }
}

/// Rows without tools, for other pages.
pub(crate) fn bare_table(page: &Page, id: &str, caption: String, rows: &[TalksRow]) -> Markup {
    let list =
        List { id, caption, columns: COLUMNS, empty: String::new(), searchable: false, filters: html! {} };
    table::table(page, None, &list, rows, |row| cells(page, row))
}

fn cells(page: &Page, row: &TalksRow) -> Vec<Markup> {
    let title = if row.title.is_empty() { page.t("talks-untitled") } else { row.title.clone() };
    vec![
        html! { a.talks-link href={ "/talks/" (row.id) } data-talks=(row.id) { bdi dir="auto" { (title) } } },
        html! { @match &row.held_on { Some(day) => bdi dir="ltr" { (day) }, None => span.muted { "—" } } },
        html! { @if row.ours { (page.t("talks-ours")) } @else { code dir="ltr" { (row.author) } } },
        topics(page, &row.topics),
        html! { (page.words.number(row.commitments as u64)) },
        html! {
            (state(page, &row.state))
            @if !row.shared_with.is_empty() { " " span.badge { (page.t(if row.ours { "talks-shared" } else { "talks-received" })) } }
        },
        page.moment(row.changed_at),
    ]
}

fn topics(page: &Page, topics: &[String]) -> Markup {
    let shown: Vec<String> = topics.iter().take(3).map(|topic| page.word("talks-topic", topic)).collect();
    html! {
        (listed(page, shown))
        @if topics.len() > 3 { " " span.muted { "+" (topics.len() - 3) } }
        @if topics.is_empty() { span.muted { "—" } }
    }
}

/// Words one after another, with the comma of the page's language.
pub(crate) fn listed(page: &Page, words: impl IntoIterator<Item = String>) -> String {
    let words: Vec<String> = words.into_iter().collect();
    words.join(&format!("{} ", page.t("talks-comma")))
}

/// A state as a badge.
pub(crate) fn state(page: &Page, state: &str) -> Markup {
    let tone = match state {
        "draft" => "warn",
        "signed" => "good",
        _ => "",
    };
    html! { span.badge data-tone=(tone) data-talks-state=(state) { (page.word("talks-state", state)) } }
}

/// `GET /talks/new`
pub(crate) async fn new(page: Page) -> Outcome {
    let body = form(&page, &NewReadout::default(), None);
    page.show(&Title::of("talks", page.t("talks-new")), &body)
}

fn form(page: &Page, given: &NewReadout, unread: Option<&Unread>) -> Markup {
    let invalid = |field: &str| {
        let field_of = |key: &str| match key {
            "day" => "day",
            "empty" | "both" | "too-long" => "text",
            _ if given.file.is_some() => "file",
            _ => "text",
        };
        unread.filter(|unread| field_of(unread.key) == field).map(|_| "true")
    };
    html! {
        (tabs(page, ""))
        @if let Some(unread) = unread {
            div.errors #errors role="alert" tabindex="-1" data-count="1" data-unread=(unread.key) {
                h2 { (page.tr("errors-heading", &[("n", 1_u64.into())])) }
                p { a href={ "#" (if unread.key == "day" { "f-day" } else { "f-text" }) } { (page.word("talks-unread", unread.key)) } }
                @if unread.key == "damaged" && !unread.detail.is_empty() { p.muted { (frame::english(&unread.detail)) } }
                @if given.file.is_some() { p { (page.t("talks-file-again")) } }
            }
        }
        form.form #talks-form method="post" action="/talks" enctype="multipart/form-data" data-guard {
            div.sheet.form {
                (page.token())
                div.field {
                    label for="f-text" { (page.t("talks-paste")) }
                    textarea #f-text.readout-input name="text" dir="auto" spellcheck="false" aria-describedby="f-text-hint"
                        aria-invalid=[invalid("text")] { "\n" (given.text) }
                    p.hint #f-text-hint { (page.t("talks-paste-hint")) }
                }
                div.field {
                    label for="f-file" { (page.t("talks-upload")) }
                    input #f-file type="file" name="file" accept=".txt,.html,.htm,.pdf,.docx,text/plain,text/html,application/pdf"
                        aria-describedby="f-file-hint" aria-invalid=[invalid("file")];
                    p.hint #f-file-hint { (page.t("talks-upload-hint")) }
                }
                div.pair {
                    div.field {
                        label for="f-day" { (page.t("talks-day")) }
                        input #f-day name="day" value=(given.day) autocomplete="off" dir="ltr" inputmode="numeric" maxlength="10"
                            aria-describedby="f-day-hint" aria-invalid=[invalid("day")];
                        p.hint #f-day-hint { (page.t("talks-day-hint")) }
                    }
                    div.field {
                        label for="f-source" { (page.t("talks-source")) }
                        input #f-source name="source" value=(given.source) autocomplete="off" dir="auto" maxlength="400"
                            aria-describedby="f-source-hint";
                        p.hint #f-source-hint { (page.t("talks-source-hint")) }
                    }
                }
                p.actions { button #read-text type="submit" { (page.t("talks-read")) } }
            }
        }
    }
}

/// `POST /talks`
pub(crate) async fn begin(page: Page, submitted: Submitted) -> Outcome {
    let file = submitted.files.iter().find(|file| file.field == "file");
    let given = NewReadout {
        text: submitted.value("text").replace("\r\n", "\n"),
        file: file.map(|file| (file.name.clone(), file.bytes.clone())),
        source: submitted.value("source").to_owned(),
        day: submitted.value("day").to_owned(),
    };
    match talks::begin(&page.node, page.viewer()?, given.clone()).await? {
        Begun::Draft(id) => frame::go(&format!("/talks/{id}?done=talks-read")),
        Begun::Unread(unread) => {
            // Whatever was pasted comes back as it was.
            let body = form(&page, &given, Some(&unread));
            let title = Title::of("talks", page.t("talks-new"));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, frame::document(&page, &title, &body)).into_response())
        }
    }
}
