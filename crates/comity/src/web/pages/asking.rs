//! What partners ask here: the list of their queries, the decision about one, and what was agreed with each.

use axum::extract::Path;
use maud::{Markup, html};

use crate::desk::Role;
use crate::desk::agreements::{self, AgreementView, NewAgreement};
use crate::desk::partner_queries::{self, QueryRow, Tell, UseRow};
use crate::web::failure::Outcome;
use crate::web::fields;
use crate::web::frame::{self, Page, Title};
use crate::web::submitted::Submitted;
use crate::web::table::{self, Asked, Column, List, column, numbers};

const QUERIES: &[Column] = &[
    column("at", "column-when"),
    column("", "column-partner"),
    column("", "column-asked"),
    column("", "column-query-state"),
    numbers("", "column-told"),
    column("", "column-purpose"),
];

/// `GET /partner-queries`; `waiting=yes` shows those alone that a person has to decide.
pub(crate) async fn list(page: Page) -> Outcome {
    let asked = Asked::of(&page);
    let viewer = page.viewer()?;
    let waiting = asked.filter("waiting") == Some("yes");
    if let Some(format) = asked.format {
        let fetch = |query| {
            let node = &page.node;
            async move { partner_queries::list(node, viewer, waiting, &query).await }
        };
        return table::export("partner-queries", format, &asked, fetch).await;
    }
    let listed = partner_queries::list(&page.node, viewer, waiting, &asked.query).await?;
    let uses = if page.has(&[Role::Auditor, Role::Admin]) {
        partner_queries::uses(&page.node, viewer).await?
    } else {
        Vec::new()
    };
    let list = List {
        id: "partner-queries",
        caption: page.t("partner-queries-caption"),
        columns: QUERIES,
        empty: page.t("partner-queries-none"),
        searchable: true,
        filters: html! {
            label.tick {
                input type="checkbox" name="waiting" value="yes" checked[waiting];
                span { (page.t("partner-queries-waiting")) }
            }
        },
    };
    let body = html! {
        div.stack {
            p.hint { (page.t("partner-queries-hint")) }
            (table::list(&page, &asked, &list, &listed, |row| cells(&page, row)))
            @if !uses.is_empty() { (uses_table(&page, &uses)) }
        }
    };
    page.show(&Title::of("partner-queries", page.word("nav", "partner-queries")), &body)
}

fn cells(page: &Page, row: &QueryRow) -> Vec<Markup> {
    vec![
        html! { a.query-link href={ "/partner-queries/" (row.act) } data-query=(row.act) data-state=(row.state) { (page.moment(row.asked_at)) } },
        html! { bdi { (row.partner_name) } br; small.muted { bdi dir="auto" { (row.officer) } } },
        html! {
            @if row.form == "blind" { span.badge { (page.t("search-asked-blindly")) } }
            @else { bdi dir="auto" { (row.asked) } }
        },
        html! { (page.word("query-state", &row.state)) @if !row.reason.is_empty() { br; small.muted { (frame::english(&row.reason)) } } },
        html! { (page.words.number(u64::from(row.hits))) },
        html! { bdi dir="auto" { (row.purpose) } br; small.muted { bdi dir="auto" { (row.legal_basis) } } },
    ]
}

fn uses_table(page: &Page, uses: &[UseRow]) -> Markup {
    html! {
        section.stack-s #partner-uses aria-labelledby="uses-heading" data-rows=(uses.len()) {
            h2 #uses-heading { (page.t("partner-uses")) }
            p.hint { (page.t("partner-uses-hint")) }
            div.table { table {
                thead { tr {
                    th scope="col" { (page.t("column-partner")) }
                    th scope="col" { (page.t("column-who")) }
                    th scope="col" { (page.t("column-queries")) }
                    th scope="col" { (page.t("column-declined")) }
                    th scope="col" { (page.t("column-elements")) }
                    th scope="col" { (page.t("column-told")) }
                } }
                tbody { @for row in uses {
                    tr {
                        td data-label=(page.t("column-partner")) { code dir="ltr" { (row.partner) } }
                        td data-label=(page.t("column-who")) { bdi dir="auto" { (row.officer) } }
                        td data-label=(page.t("column-queries")) { (page.words.number(row.queries)) " / " (page.words.number(u64::from(row.allowed))) }
                        td data-label=(page.t("column-declined")) { (page.words.number(row.declined)) }
                        td data-label=(page.t("column-elements")) { (page.words.number(row.elements)) }
                        td data-label=(page.t("column-told")) { (page.words.number(row.hits)) }
                    }
                } }
            } }
        }
    }
}

/// `GET /partner-queries/{act}`
pub(crate) async fn show(page: Page, Path(act): Path<String>) -> Outcome {
    show_with(&page, &act, None).await
}

async fn show_with(page: &Page, act: &str, error: Option<&(String, String)>) -> Outcome {
    let view = partner_queries::view(&page.node, page.viewer()?, act).await?;
    let row = &view.row;
    let decides = row.state == "waiting" && page.has(&[Role::Officer]);
    let body = html! {
        div.stack #partner-query data-state=(row.state) data-candidates=(view.candidates.len()) {
            (fields::plain_summary(page, error))
            section.sheet {
                dl.facts {
                    dt { (page.t("column-partner")) } dd { bdi { (row.partner_name) } " · " bdi dir="auto" { (row.officer) } }
                    dt { (page.t("column-when")) } dd { (page.moment(row.asked_at)) }
                    dt { (page.t("search-purpose")) } dd { bdi dir="auto" { (row.purpose) } }
                    dt { (page.t("search-basis")) } dd { bdi dir="auto" { (row.legal_basis) } }
                    dt { (page.t("column-query-state")) } dd { (page.word("query-state", &row.state)) @if !row.reason.is_empty() { " · " (frame::english(&row.reason)) } }
                    @if !row.decided_by.is_empty() { dt { (page.t("column-who")) } dd { bdi { (row.decided_by) } } }
                }
            }
            @if decides {
                form.form #decide-form method="post" action={ "/partner-queries/" (row.act) } {
                    (page.token())
                    @if view.candidates.is_empty() { p { (page.t("partner-query-nobody")) } }
                    @for (place, candidate) in view.candidates.iter().enumerate() {
                        fieldset.sheet {
                            legend { bdi.person-name dir="auto" { (candidate.name) } " · " (page.words.percent(candidate.score_per_mille())) }
                            p.muted { @if let Some(born) = &candidate.born { (page.t("column-born")) " " bdi dir="ltr" { (born) } " · " }
                                a href={ "/registers/" (candidate.register) "/subjects/" (candidate.subject) } { (page.t("hit-open-subject")) } }
                            @for (word, shown) in [("nothing", true), ("hit", true), ("summary", candidate.has_summary())] {
                                @if shown {
                                    label.tick {
                                        input type="radio" name={ "tell." (place) } value=(word) checked[word == "nothing"] required;
                                        span { (page.word("tell", word)) }
                                    }
                                }
                            }
                        }
                    }
                    p.actions { button #decide type="submit" name="do" value="answer" { (page.t("partner-query-answer")) } }
                    div.sheet.form {
                        div.field {
                            label for="f-reason" { (page.t("partner-query-reason")) }
                            input #f-reason name="reason" dir="auto" autocomplete="off" maxlength="1000";
                        }
                        p.actions { button.second #decline type="submit" name="do" value="decline" formnovalidate { (page.t("partner-query-decline")) } }
                    }
                }
            }
        }
    };
    let title = Title::of("partner-queries", page.t("partner-query-title"))
        .heading(html! {
            @if row.form == "blind" { (page.t("search-asked-blindly")) } @else { bdi.person-name dir="auto" { (row.asked) } }
        })
        .kicker(html! { a href="/partner-queries" { (page.word("nav", "partner-queries")) } });
    if error.is_some() { page.show_again(&title, &body) } else { page.show(&title, &body) }
}

/// `POST /partner-queries/{act}`
pub(crate) async fn decide(mut page: Page, Path(act): Path<String>, form: Submitted) -> Outcome {
    let mut tell = Vec::new();
    loop {
        match form.value(&format!("tell.{}", tell.len())) {
            "nothing" => tell.push(Tell::Nothing),
            "hit" => tell.push(Tell::Hit),
            "summary" => tell.push(Tell::Summary),
            _ => break,
        }
    }
    let decline = (form.value("do") == "decline").then(|| form.value("reason").to_owned());
    match partner_queries::decide(&page.node, page.viewer()?, &act, &tell, decline.as_deref()).await {
        Ok(()) => frame::go(&format!("/partner-queries/{act}?done=decided")),
        Err(error) => {
            let error = fields::invalid(error)?;
            page.path = format!("/partner-queries/{act}");
            show_with(&page, &act, Some(&error)).await
        }
    }
}

/// `GET /agreements`
pub(crate) async fn agreements_page(page: Page) -> Outcome {
    show_agreements(&page, None).await
}

async fn show_agreements(page: &Page, error: Option<&(String, String)>) -> Outcome {
    let rows = agreements::list(&page.node, page.viewer()?).await?;
    let body = html! {
        div.stack #agreements {
            (fields::plain_summary(page, error))
            p.hint { (page.t("agreements-hint")) }
            @if rows.is_empty() { p.empty { (page.t("search-no-partners")) } }
            @for row in &rows { (agreement(page, row)) }
        }
    };
    let title = Title::of("agreements", page.word("nav", "agreements"));
    if error.is_some() { page.show_again(&title, &body) } else { page.show(&title, &body) }
}

fn agreement(page: &Page, row: &AgreementView) -> Markup {
    let slug = row.partner.replace('.', "-");
    let quota = |name: &str, key: &str, value: u32| {
        let id = format!("{name}-{slug}");
        html! {
            div.field {
                label for=(id) { (page.t(key)) }
                input #(id) type="number" name=(name) min="0" max="1000000" value=(value) required inputmode="numeric";
            }
        }
    };
    html! {
        section.sheet #{ "agreement-" (slug) } data-partner=(row.partner) data-forms=(row.forms) aria-labelledby={ "heading-" (slug) } {
            h2 #{ "heading-" (slug) } { bdi { (row.partner_name) } " " span.badge { (page.word("forms", &row.forms)) } }
            p.muted {
                @if row.changed_by.is_empty() { (page.t("agreement-none")) }
                @if let Some(at) = row.changed_at { (page.moment(at)) " · " bdi { (row.changed_by) } " · " (page.tr("agreement-key", &[("n", u64::from(row.blind_key).into())])) }
            }
            p.muted { (page.t("agreement-allows-us")) " " (if row.allows_us.is_empty() { page.t("agreement-not-told") } else { page.word("forms", &row.allows_us) }) }
            @if page.has(&[Role::Admin]) {
                form.form method="post" action="/agreements" {
                    (page.token())
                    input type="hidden" name="partner" value=(row.partner);
                    div.field {
                        label for={ "forms-" (slug) } { (page.t("agreement-forms")) }
                        select #{ "forms-" (slug) } name="forms" {
                            @for word in ["none", "open", "blind", "both"] {
                                option value=(word) selected[row.forms == word] { (page.word("forms", word)) }
                            }
                        }
                    }
                    div.pair {
                        (quota("queries-per-day", "agreement-queries", row.queries_per_day))
                        (quota("officer-per-day", "agreement-officer", row.officer_per_day))
                    }
                    (quota("elements-per-day", "agreement-elements", row.elements_per_day))
                    label.tick { input type="checkbox" name="rotate" value="yes"; span { (page.t("agreement-rotate")) } }
                    p.actions { button.second.save-agreement type="submit" { (page.t("agreement-save")) } }
                }
            }
        }
    }
}

/// `POST /agreements`
pub(crate) async fn set_agreement(mut page: Page, form: Submitted) -> Outcome {
    let viewer = &page.viewer()?.clone();
    let number = |name: &str| {
        form.value(name).trim().parse::<u32>().map_err(|_| {
            crate::desk::DeskError::invalid(
                name,
                format!("`{}` is not a number", form.value(name).chars().take(20).collect::<String>()),
                "write a number from 0 to 1000000",
            )
        })
    };
    let set = async {
        let new = NewAgreement {
            partner: form.value("partner"),
            forms: form.value("forms"),
            queries_per_day: number("queries-per-day")?,
            officer_per_day: number("officer-per-day")?,
            elements_per_day: number("elements-per-day")?,
            rotate: form.value("rotate") == "yes",
        };
        agreements::set(&page.node, viewer, new).await
    };
    match set.await {
        Ok(()) => frame::go("/agreements?done=agreed"),
        Err(error) => {
            let error = fields::invalid(error)?;
            "/agreements".clone_into(&mut page.path);
            show_agreements(&page, Some(&error)).await
        }
    }
}
