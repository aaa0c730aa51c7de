//! Groups: the list, one group with its members and messages, and the forms that change it.

use axum::extract::Path;
use maud::{Markup, html};

use super::custody;
use crate::desk::groups::{self, Doing, GroupRow, GroupView, NewMessage};
use crate::desk::{DeskError, Role, directory};
use crate::web::failure::{Failure, Outcome};
use crate::web::fields::{self, Plain};
use crate::web::frame::{self, Page, Title};
use crate::web::submitted::Submitted;
use crate::web::table::{self, Asked, Column, List, column, numbers};

/// `GET /groups`
pub(crate) async fn list(page: Page) -> Outcome {
    list_with(&page, None).await
}

async fn list_with(page: &Page, error: Option<(&Submitted, &(String, String))>) -> Outcome {
    const COLUMNS: &[Column] = &[
        column("", "column-name"),
        column("", "column-form"),
        column("", "column-chair"),
        numbers("", "column-members"),
        column("", "column-changed"),
    ];
    let asked = Asked::of(page);
    let viewer = page.viewer()?;
    let mut rows = groups::list(&page.node, viewer).await?;
    let words = asked.query.text.to_lowercase();
    rows.retain(|row| {
        let text = format!("{} {} {}", row.name, row.form, row.chair).to_lowercase();
        words.split_whitespace().all(|word| text.contains(word))
    });
    if let Some(format) = asked.format {
        return table::file("groups", format, &rows);
    }
    let mut partners = directory::partners(&page.node, viewer).await?;
    partners.retain(|partner| partner.standing == "accredited");
    let list = List {
        id: "groups",
        caption: page.t("groups-caption"),
        columns: COLUMNS,
        empty: page.t("groups-none"),
        searchable: true,
        filters: html! {},
    };
    let listed = crate::desk::Listed { total: rows.len() as u64, rows, page: 1, pages: 1 };
    let value = |name: &str| error.map(|(form, _)| form.value(name).to_owned()).unwrap_or_default();
    let fault = error.map(|(_, fault)| fault);
    let name = value("name");
    let body = html! {
        div.stack {
            (fields::plain_summary(page, fault))
            (table::list(page, &asked, &list, &listed, |row: &GroupRow| vec![
                html! { a.group-link href={ "/groups/" (row.id) } data-group=(row.id) { bdi dir="auto" { (row.name) } } @if !row.ours { " " span.badge { (page.t("groups-left")) } } },
                html! { (page.word("group-form", &row.form)) },
                html! { code dir="ltr" { (row.chair) } },
                html! { (page.words.number(row.members as u64)) },
                page.moment(row.changed_at),
            ]))
            @if page.has(&[Role::Officer]) {
                form.form #new-group method="post" action="/groups" {
                    div.sheet.form {
                        h2 { (page.t("groups-new")) }
                        (page.token())
                        (Plain::line("name", "column-name", &name).required().error(fault).show(page))
                        div.field {
                            label for="f-form" { (page.t("column-form")) }
                            select #f-form name="form" { @for form in ["multilateral", "regional", "bilateral"] { option value=(form) selected[value("form") == form] { (page.word("group-form", form)) } } }
                        }
                        fieldset #f-members.boxed tabindex="-1" {
                            legend { (page.t("groups-members")) }
                            @for partner in &partners {
                                label.tick { input type="checkbox" name="members" value=(partner.id); span { bdi { (partner.name) } " " code dir="ltr" { (partner.id) } } }
                            }
                        }
                        p.actions { button #found-group type="submit" { (page.t("groups-found")) } }
                    }
                }
            }
        }
    };
    let title = Title::of("groups", page.t("nav-groups"));
    if fault.is_some() { page.show_again(&title, &body) } else { page.show(&title, &body) }
}

/// `POST /groups`
pub(crate) async fn found(page: Page, form: Submitted) -> Outcome {
    let members = form.all("members");
    let found =
        groups::found(&page.node, page.viewer()?, form.value("name"), form.value("form"), &members).await;
    match found {
        Ok(id) => frame::go(&format!("/groups/{id}?done=group-found")),
        Err(error) => {
            let error = fields::invalid(error)?;
            list_with(&page, Some((&form, &error))).await
        }
    }
}

/// `GET /groups/{id}`
pub(crate) async fn show(page: Page, Path(id): Path<String>) -> Outcome {
    show_with(&page, &id, &NewMessage::default(), None).await
}

async fn show_with(page: &Page, id: &str, message: &NewMessage, error: Option<&(String, String)>) -> Outcome {
    let view = groups::view(&page.node, page.viewer()?, id).await?;
    let officer = page.has(&[Role::Officer]);
    let body = html! {
        div.stack #group data-group=(view.row.id) data-chair=(view.row.chair) {
            (fields::plain_summary(page, error))
            section.sheet #members aria-labelledby="members-heading" {
                h2 #members-heading { (page.t("groups-members")) }
                (members(page, &view, officer))
                p.hint #may-read { (page.t("groups-may-read")) }
            }
            @if officer && view.row.ours { (writing(page, &view, message, error)) }
            section.stack-s #messages {
                h2 { (page.t("groups-messages")) }
                @if view.messages.is_empty() { p.empty { (page.t("groups-no-messages")) } }
                @for message in &view.messages {
                    article.sheet data-message=(message.act) {
                        h3 dir="auto" { (message.subject) }
                        p.muted { code dir="ltr" { (message.author) } " · " bdi { (message.by) } " · " (page.moment(message.at)) }
                        (custody::terms(page, &message.handling, "", message.conditions.as_deref(), ""))
                        p.text dir="auto" { (message.text) }
                        p { small.muted { (page.t("groups-sealed-to")) " " code dir="ltr" { (message.to.join(", ")) } } }
                        @if !message.not_to.is_empty() { p { small { (page.t("groups-not-to")) " " code dir="ltr" { (message.not_to.join(", ")) } } } }
                        p { a href={ "/custody/" (message.act) } { (page.t("custody-who")) } }
                    }
                }
            }
            details.sheet #steps {
                summary { (page.t("groups-steps")) }
                ol { @for step in &view.steps {
                    li data-step=(step.step) data-void=(step.void) {
                        (page.word("group-step", &step.step)) " " code dir="ltr" { (step.whom) } " · " code dir="ltr" { (step.author) } " · " (page.moment(step.at))
                        @if !step.void.is_empty() { " " span.badge data-tone="warn" { (page.word("group-void", &step.void)) } }
                    }
                } }
            }
        }
    };
    let title = Title::of("groups", view.row.name.clone())
        .heading(html! { bdi dir="auto" { (view.row.name) } })
        .kicker(html! { a href="/groups" { (page.t("nav-groups")) } span { (page.word("group-form", &view.row.form)) } });
    if error.is_some() { page.show_again(&title, &body) } else { page.show(&title, &body) }
}

fn members(page: &Page, view: &GroupView, officer: bool) -> Markup {
    let action = format!("/groups/{}", view.row.id);
    html! {
        ul.stack-s {
            @for member in &view.members {
                li data-member=(member.authority) data-present=(member.left_at.is_none()) {
                    code dir="ltr" { (member.authority) } " "
                    @if member.chairs { span.badge data-tone="good" { (page.t("groups-chair")) } " " }
                    small.muted { (page.t("groups-since")) " " (page.moment(member.joined_at)) }
                    @if let Some(at) = member.left_at { " " span.badge { (page.t("groups-left")) } " " small.muted { (page.moment(at)) } }
                    @else if !member.reachable { " " span.badge data-tone="warn" { (page.t("groups-not-accredited")) } }
                }
            }
        }
        @if officer && view.row.ours {
            form.rows #group-steps method="post" action=(action) {
                (page.token())
                @if view.chaired {
                    div.field { label for="f-member" { (page.t("groups-member")) }
                        select #f-member name="member" {
                            @for member in view.members.iter().filter(|member| member.left_at.is_none() && !member.chairs) { option value=(member.authority) { (member.authority) } }
                            @for candidate in &view.candidates { option value=(candidate) { (candidate) } }
                        }
                    }
                    div.field { label for="f-reason" { (page.t("custody-reason")) } input #f-reason name="reason" dir="auto" autocomplete="off"; }
                    button.second type="submit" name="then" value="admit" { (page.t("groups-admit")) }
                    button.second type="submit" name="then" value="hand-over" { (page.t("groups-hand-over")) }
                    button.second type="submit" name="then" value="remove" { (page.t("groups-remove")) }
                }
                button.danger type="submit" name="then" value="leave" { (page.t("groups-leave")) }
            }
        }
    }
}

fn writing(page: &Page, view: &GroupView, message: &NewMessage, error: Option<&(String, String)>) -> Markup {
    let handling = if message.handling.is_empty() { "H1" } else { &message.handling };
    let onward = if message.onward.is_empty() { "none" } else { &message.onward };
    html! {
        form.form #message-form method="post" action={ "/groups/" (view.row.id) "/messages" } data-guard="true" {
            div.sheet.form {
                h2 { (page.t("groups-write")) }
                (page.token())
                (Plain::line("subject", "groups-subject", &message.subject).required().error(error).show(page))
                div.field { label for="f-text" { (page.t("groups-text")) } textarea #f-text name="text" dir="auto" required { "\n" (message.text) } }
                details { summary { (page.t("groups-terms")) } (super::files::terms(page, handling, onward, &message.conditions, error)) }
                p.actions { button #send-message type="submit" { (page.t("groups-send")) } }
            }
        }
    }
}

/// `POST /groups/{id}`
pub(crate) async fn step(page: Page, Path(id): Path<String>, form: Submitted) -> Outcome {
    let member = form.value("member").to_owned();
    let doing = match form.value("then") {
        "admit" => Doing::Admit(member),
        "hand-over" => Doing::HandOver(member),
        "remove" => Doing::Remove(member, form.value("reason").to_owned()),
        "leave" => Doing::Leave,
        other => {
            let message = format!("`{}` cannot be done", other.chars().take(40).collect::<String>());
            return Err(Failure::from(DeskError::Invalid {
                field: "then".to_owned(),
                message,
                remedy: "use the buttons of the page".to_owned(),
            }));
        }
    };
    match groups::act(&page.node, page.viewer()?, &id, &doing).await {
        Ok(_) => frame::go(&format!("/groups/{id}?done=group-changed")),
        Err(error) => {
            let error = fields::invalid(error)?;
            show_with(&page, &id, &NewMessage::default(), Some(&error)).await
        }
    }
}

/// `POST /groups/{id}/messages`
pub(crate) async fn write(page: Page, Path(id): Path<String>, form: Submitted) -> Outcome {
    let message = NewMessage {
        subject: form.value("subject").to_owned(),
        text: form.value("text").replace("\r\n", "\n"),
        handling: form.value("handling").to_owned(),
        conditions: form.value("conditions").to_owned(),
        onward: form.value("onward").to_owned(),
    };
    match groups::write(&page.node, page.viewer()?, &id, &message).await {
        Ok(_) => frame::go(&format!("/groups/{id}?done=message-sent")),
        Err(error) => {
            let error = fields::invalid(error)?;
            show_with(&page, &id, &message, Some(&error)).await
        }
    }
}
