//! What was promised in talks: the list of what falls due, and one promise with its plan and outcome.

use axum::extract::Path;
use maud::{Markup, html};

use super::talks;
use crate::desk::talks_calendar;
use crate::desk::talks_partner;
use crate::desk::talks_tasks::{self, Outcome as Became, TaskFilter, TaskRow, TaskView};
use crate::desk::{ListQuery, Role};
use crate::web::failure::Outcome;
use crate::web::fields::{self, Plain};
use crate::web::frame::{self, Page, Title};
use crate::web::submitted::Submitted;
use crate::web::table::{self, Asked, Column, List, column};

const COLUMNS: &[Column] = &[
    column("what", "talks-column-what"),
    column("who", "talks-column-who"),
    column("due", "talks-column-due"),
    column("owner", "talks-column-owner"),
    column("state", "talks-column-outcome"),
    column("", "talks-column-meeting"),
];
/// What an officer can say became of a promise.
const OUTCOMES: [&str; 5] = ["open", "kept", "partly-kept", "broken", "superseded"];

/// `GET /commitments`
pub(crate) async fn list(page: Page) -> Outcome {
    let asked = Asked::of(&page);
    let viewer = page.viewer()?;
    let filter = TaskFilter {
        state: match asked.filter("state") {
            Some("any") => None,
            Some(state) => Some(state.to_owned()),
            None => Some("open".to_owned()),
        },
        owner: asked.filter("owner").map(str::to_owned),
        country: asked.filter("country").map(str::to_uppercase),
        due_within_days: asked.filter("due").and_then(|days| days.parse().ok()),
        remind: asked.filter("remind") == Some("yes"),
    };
    if let Some(format) = asked.format {
        let fetch = |query| {
            let (node, filter) = (&page.node, &filter);
            async move { talks_tasks::list(node, viewer, filter, &query).await }
        };
        return table::export("commitments", format, &asked, fetch).await;
    }
    if asked.filter("format") == Some("ics") {
        let query = ListQuery { page: 1, per_page: ListQuery::MOST, ..asked.query.clone() };
        let rows = talks_tasks::list(&page.node, viewer, &filter, &query).await?.rows;
        let file = talks_calendar::calendar(&rows, page.node.authority().as_str(), page.now);
        return Ok(table::download("commitments.ics", "text/calendar; charset=utf-8", file));
    }
    let listed = talks_tasks::list(&page.node, viewer, &filter, &asked.query).await?;
    let states = talks_partner::partners(&page.node, viewer).await?;
    let list = List {
        id: "commitments",
        caption: page.t("talks-promises-caption"),
        columns: COLUMNS,
        empty: page.t("talks-no-promises"),
        searchable: true,
        filters: filters(&page, &filter, &asked, &states),
    };
    let body = html! {
        (talks::tabs(&page, "/commitments"))
        (table::list(&page, &asked, &list, &listed, |row| cells(&page, row)))
        p.rows {
            a #calendar href=(page.with("format", "ics")) download { (page.t("talks-calendar")) }
            span.hint { (page.t("talks-calendar-hint")) }
        }
    };
    page.show(&Title::of("talks", page.t("talks-promises-title")), &body)
}

fn filters(page: &Page, filter: &TaskFilter, asked: &Asked, states: &[(String, u64)]) -> Markup {
    html! {
        div.field {
            label for="commitments-state" { (page.t("talks-column-outcome")) }
            select #commitments-state name="state" {
                @for state in OUTCOMES {
                    option value=(state) selected[filter.state.as_deref() == Some(state)] { (page.word("talks-outcome", state)) }
                }
                option value="any" selected[filter.state.is_none()] { (page.t("filter-all")) }
            }
        }
        div.field {
            label for="commitments-due" { (page.t("talks-column-due")) }
            select #commitments-due name="due" {
                option value="" { (page.t("filter-all")) }
                @for days in ["0", "30", "90", "365"] {
                    option value=(days) selected[asked.filter("due") == Some(days)] { (page.word("talks-due-within", days)) }
                }
            }
        }
        div.field {
            label for="commitments-owner" { (page.t("talks-column-owner")) }
            select #commitments-owner name="owner" {
                option value="" { (page.t("filter-all")) }
                @for owner in ["me", "nobody"] {
                    option value=(owner) selected[filter.owner.as_deref() == Some(owner)] { (page.word("talks-owner", owner)) }
                }
            }
        }
        div.field {
            label for="commitments-country" { (page.t("talks-with")) }
            select #commitments-country name="country" {
                option value="" { (page.t("filter-all")) }
                @for (state, _) in states {
                    option value=(state) selected[filter.country.as_ref() == Some(state)] { (page.state(state)) }
                }
            }
        }
        @if filter.remind { input type="hidden" name="remind" value="yes"; }
    }
}

/// Rows without tools, for other pages.
pub(crate) fn bare_table(page: &Page, id: &str, caption: String, rows: &[TaskRow]) -> Markup {
    let list =
        List { id, caption, columns: COLUMNS, empty: String::new(), searchable: false, filters: html! {} };
    table::table(page, None, &list, rows, |row| cells(page, row))
}

fn cells(page: &Page, row: &TaskRow) -> Vec<Markup> {
    vec![
        html! {
            a.commitment-link href={ "/commitments/" (row.id) } data-commitment=(row.id) { bdi dir="auto" { (row.what) } }
            @if row.remind { " " span.badge data-tone="warn" { (page.t("talks-reminder")) } }
        },
        html! { (who(page, &row.who)) },
        due(page, row),
        html! { @match &row.owner { Some(owner) => bdi { (owner) }, None => span.muted { (page.word("talks-owner", "nobody")) } } },
        html! {
            (outcome(page, &row.state))
            @if row.contested { " " span.badge data-tone="warn" { (page.t("talks-contested")) } }
        },
        html! { a href={ "/talks/" (row.talks) } { bdi dir="auto" { (row.meeting) } } },
    ]
}

/// Who promised.
pub(crate) fn who(page: &Page, who: &str) -> String {
    match who {
        "both" | "all" => page.word("talks-who", who),
        codes => talks::listed(
            page,
            codes.split('+').map(|code| page.known("state", code).unwrap_or_else(|| code.to_owned())),
        ),
    }
}

/// What became of it, as a badge.
pub(crate) fn outcome(page: &Page, state: &str) -> Markup {
    let tone = match state {
        "open" => "accent",
        "kept" => "good",
        "partly-kept" => "warn",
        "broken" => "bad",
        _ => "",
    };
    html! { span.badge data-tone=(tone) data-outcome=(state) { (page.word("talks-outcome", state)) } }
}

fn due(page: &Page, row: &TaskRow) -> Markup {
    let tone = match row.nearness {
        "overdue" => "bad",
        "near" => "warn",
        _ => "",
    };
    html! {
        @match &row.due {
            Some(due) => {
                bdi dir="ltr" { (due) }
                @if !tone.is_empty() { " " span.badge data-tone=(tone) data-nearness=(row.nearness) { (page.word("talks-nearness", row.nearness)) } }
            }
            None => { span.muted { "—" } }
        }
    }
}

/// `GET /commitments/{id}`
pub(crate) async fn show(page: Page, Path(id): Path<String>) -> Outcome {
    let task = talks_tasks::task(&page.node, page.viewer()?, &id).await?;
    let body = whole(&page, &task, None);
    page.show(&title(&page), &body)
}

fn title(page: &Page) -> Title {
    Title::of("talks", page.t("talks-promise"))
}

fn whole(page: &Page, task: &TaskView, error: Option<&(String, String)>) -> Markup {
    let row = &task.row;
    html! {
        (talks::tabs(page, ""))
        div.stack #commitment data-commitment=(row.id) data-outcome=(row.state) data-version=(task.version) {
            (fields::plain_summary(page, error))
            section.sheet aria-labelledby="promise-heading" {
                h2.visually-hidden #promise-heading { (page.t("talks-promise")) }
                p.lead dir="auto" { (row.what) }
                dl.facts {
                    dt { (page.t("talks-column-who")) } dd { (who(page, &row.who)) }
                    dt { (page.t("talks-column-due")) } dd { (due(page, row)) }
                    dt { (page.t("talks-column-owner")) } dd { (row.owner.clone().unwrap_or_else(|| page.word("talks-owner", "nobody"))) }
                    dt { (page.t("talks-column-meeting")) } dd { a href={ "/talks/" (row.talks) } { bdi dir="auto" { (row.meeting) } } }
                    dt { (page.t("talks-column-outcome")) }
                    dd {
                        (outcome(page, &row.state))
                        @if !row.outcome.is_empty() { " " bdi dir="auto" { (row.outcome) } }
                        @if let Some((by, at)) = &task.closed { " " small.muted { bdi { (by) } " · " (page.moment(*at)) } }
                    }
                    @if let Some((id, what)) = &task.superseded_by {
                        dt { (page.t("talks-superseded-by")) } dd { a href={ "/commitments/" (id) } { bdi dir="auto" { (what) } } }
                    }
                }
            }
            @if !task.words.is_empty() { (words(page, task)) }
            @if task.can_edit {
                (plan_form(page, task, error))
                (outcome_form(page, task, error))
            }
        }
    }
}

fn words(page: &Page, task: &TaskView) -> Markup {
    html! {
        section.sheet #commitment-words aria-labelledby="words-heading" data-contested=(task.row.contested) {
            h2 #words-heading { (page.t("talks-words")) }
            @if task.row.contested { p.warning { (page.t("talks-contested-text")) } }
            ul.rules { @for word in &task.words { li.rule data-author=(word.author) data-outcome=(word.state) {
                p { code dir="ltr" { (word.author) } " " (outcome(page, &word.state)) " " small.muted { (page.moment(word.at)) } }
                @if !word.outcome.is_empty() { p dir="auto" { (word.outcome) } }
            } } }
        }
    }
}

fn plan_form(page: &Page, task: &TaskView, error: Option<&(String, String)>) -> Markup {
    let row = &task.row;
    html! {
        form.form #plan-form method="post" action={ "/commitments/" (row.id) } {
            div.sheet.form {
                h2 { (page.t("talks-plan")) }
                (page.token())
                input type="hidden" name="version" value=(task.version);
                div.pair {
                    div.field {
                        label for="f-owner" { (page.t("talks-column-owner")) }
                        select #f-owner name="owner" {
                            option value="" { (page.word("talks-owner", "nobody")) }
                            @for (login, name) in &task.officers {
                                option value=(login) selected[row.owner.as_ref() == Some(login)] { (name) }
                            }
                        }
                    }
                    (Plain::line("due", "talks-column-due", row.due.as_deref().unwrap_or_default()).hint("talks-due-hint").error(error).show(page))
                }
                div.field {
                    label for="f-reminders" { (page.t("talks-reminders")) }
                    textarea.short #f-reminders name="reminders" dir="ltr" aria-describedby="f-reminders-hint" { "\n" (row.reminders.join("\n")) }
                    p.hint #f-reminders-hint { (page.t("talks-reminders-hint")) }
                }
                p.actions { button #save-plan type="submit" { (page.t("talks-save")) } }
            }
        }
    }
}

fn outcome_form(page: &Page, task: &TaskView, error: Option<&(String, String)>) -> Markup {
    let row = &task.row;
    let invalid = |name: &str| error.filter(|(field, _)| field == name).map(|_| "true");
    html! {
        form.form #outcome-form method="post" action={ "/commitments/" (row.id) "/outcome" } {
            div.sheet.form {
                h2 { (page.t("talks-what-became")) }
                (page.token())
                input type="hidden" name="version" value=(task.version);
                fieldset {
                    legend { (page.t("talks-column-outcome")) }
                    div.rows {
                        @for state in OUTCOMES {
                            label.tick { input type="radio" name="state" value=(state) checked[row.state == state]; span { (page.word("talks-outcome", state)) } }
                        }
                    }
                }
                div.field {
                    label for="f-outcome" { (page.t("talks-outcome-text")) }
                    textarea.short #f-outcome name="outcome" dir="auto" aria-invalid=[invalid("outcome")] { "\n" (row.outcome) }
                }
                @if !task.others.is_empty() {
                    div.field {
                        label for="f-superseded-by" { (page.t("talks-superseded-by")) }
                        select #f-superseded-by name="superseded-by" {
                            option value="" { (page.t("choose-none")) }
                            @for (id, what) in &task.others {
                                option value=(id) selected[task.superseded_by.as_ref().is_some_and(|(by, _)| by == id)] { (what.chars().take(90).collect::<String>()) }
                            }
                        }
                    }
                }
                @if task.partners.is_empty() {
                    p.hint { (page.t("talks-nobody-has-it")) }
                } @else {
                    fieldset {
                        legend { (page.t("talks-tell")) }
                        label.tick { input type="checkbox" name="share" value="yes"; span { (page.t("talks-tell-partners")) " " @for partner in &task.partners { code dir="ltr" { (partner) } " " } } }
                        div.field {
                            label for="f-legal-basis" { (page.t("search-basis")) }
                            input #f-legal-basis name="legal-basis" dir="auto" value=(page.t("talks-basis-usual")) aria-invalid=[invalid("legal-basis")];
                        }
                    }
                }
                p.actions { button #save-outcome type="submit" { (page.t("talks-conclude")) } }
            }
        }
    }
}

/// `POST /commitments/{id}`
pub(crate) async fn plan(page: Page, Path(id): Path<String>, form: Submitted) -> Outcome {
    let planned = talks_tasks::plan(&page.node, page.viewer()?, &id, form.version()?, &form.fields()).await;
    after(&page, &id, planned, "talks-planned").await
}

/// `POST /commitments/{id}/outcome`
pub(crate) async fn conclude(page: Page, Path(id): Path<String>, form: Submitted) -> Outcome {
    let became = Became {
        state: form.value("state").to_owned(),
        text: form.value("outcome").replace("\r\n", "\n"),
        superseded_by: form.value("superseded-by").to_owned(),
        share: form.value("share") == "yes",
        legal_basis: form.value("legal-basis").to_owned(),
    };
    let done = if became.share { "talks-told" } else { "talks-concluded" };
    let said = talks_tasks::conclude(&page.node, page.viewer()?, &id, form.version()?, &became).await;
    match said {
        Err(error) => {
            let error = fields::invalid(error)?;
            let mut task = talks_tasks::task(&page.node, page.viewer()?, &id).await?;
            // What was typed is still there.
            task.row.state.clone_from(&became.state);
            task.row.outcome.clone_from(&became.text);
            page.show_again(&title(&page), &whole(&page, &task, Some(&error)))
        }
        Ok(()) => frame::go(&format!("/commitments/{id}?done={done}")),
    }
}

async fn after(page: &Page, id: &str, result: Result<(), crate::desk::DeskError>, done: &str) -> Outcome {
    match result {
        Ok(()) => frame::go(&format!("/commitments/{id}?done={done}")),
        Err(error) => {
            let error = fields::invalid(error)?;
            let task = talks_tasks::task(&page.node, page.viewer()?, id).await?;
            page.show_again(&title(page), &whole(page, &task, Some(&error)))
        }
    }
}

/// What falls due, for the front page.
pub(crate) async fn soon(page: &Page) -> Result<Markup, crate::web::failure::Failure> {
    let filter = TaskFilter { due_within_days: Some(30), ..TaskFilter::default() };
    let query = ListQuery { per_page: 6, sort: Some("due".to_owned()), ..ListQuery::default() };
    let listed = talks_tasks::list(&page.node, page.viewer()?, &filter, &query).await?;
    Ok(html! {
        @if !listed.rows.is_empty() && page.has(&[Role::Officer, Role::Approver]) {
            section.stack-s #promises-due aria-labelledby="promises-due-heading" {
                h2 #promises-due-heading { (page.t("talks-promises-due")) }
                div.table { (bare_table(page, "promises-soon", page.t("talks-promises-due"), &listed.rows)) }
                p { a href="/commitments" { (page.t("talks-all-promises")) } }
            }
        }
    })
}
