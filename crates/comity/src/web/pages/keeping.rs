//! What the authority keeps: partners and delivery, registers and their subjects, officers.

use axum::extract::Path;
use maud::{Markup, html};

use crate::desk::directory::{self, PartnerRow};
use crate::desk::officers::{self, OfficerRow};
use crate::desk::registers::{self, ImportReport, RegisterRow, SubjectRow};
use crate::desk::why;
use crate::desk::{DeskError, Listed, Role};
use crate::web::failure::{Failure, Outcome};
use crate::web::fields::{self, Plain};
use crate::web::frame::{self, Page, Title};
use crate::web::pages::witnesses;
use crate::web::submitted::Submitted;
use crate::web::table::{self, Asked, Column, List, column, numbers};

/// `GET /partners`
pub(crate) async fn partners(page: Page) -> Outcome {
    let asked = Asked::of(&page);
    let mut rows = directory::partners(&page.node, page.viewer()?).await?;
    let words = asked.query.text.to_lowercase();
    rows.retain(|row| {
        words.split_whitespace().all(|word| {
            [&row.id, &row.name, &row.state, &row.standing]
                .iter()
                .any(|cell| cell.to_lowercase().contains(word))
        })
    });
    if let Some(format) = asked.format {
        return table::file("partners", format, &rows);
    }
    let own = directory::ourselves(&page.node);
    let body = html! {
        div.stack {
            section.sheet #ourselves aria-labelledby="ourselves-heading" {
                h2 #ourselves-heading { (page.t("partners-ourselves")) }
                p { strong { bdi { (own.name) } } " " code dir="ltr" { (own.id) } }
                (fingerprint(&page, &own.fingerprint, &own.words, &own.code))
                p.hint { (page.t("partners-compare")) }
            }
            section.stack-s #partners aria-labelledby="partners-heading" {
                h2 #partners-heading { (page.t("nav-partners")) }
                div.list-tools {
                    form method="get" action="/partners" role="search" {
                        div.field { label for="partners-q" { (page.t("list-search")) } input #partners-q type="search" name="q" value=(asked.query.text) dir="auto"; }
                        button.second type="submit" { (page.t("list-search-button")) }
                    }
                    p.rows { span.muted { (page.t("list-export")) } a href="/partners?format=csv" download { "CSV" } a href="/partners?format=json" download { "JSON" } }
                }
                @for partner in &rows { (partner_card(&page, partner)) }
                @if rows.is_empty() { p.empty { (page.t("partners-none")) } }
                p.hint { (page.t("partners-how")) " " code dir="ltr" { "comity partner" } }
            }
        }
    };
    page.show(&Title::of("partners", page.t("nav-partners")), &body)
}

fn fingerprint(page: &Page, fingerprint: &str, words: &str, code: &str) -> Markup {
    html! {
        dl.facts {
            dt { (page.t("partners-fingerprint")) } dd { code.digest dir="ltr" { (fingerprint) } }
            dt { (page.t("partners-words")) } dd.words lang="en" dir="ltr" { (words) }
        }
        details { summary { (page.t("witness-code")) } (witnesses::qr(page, code)) }
    }
}

fn partner_card(page: &Page, partner: &PartnerRow) -> Markup {
    let tone = match partner.standing.as_str() {
        "accredited" => "good",
        "suspended" => "bad",
        _ => "warn",
    };
    html! {
        article.sheet data-partner=(partner.id) data-standing=(partner.standing) {
            div.rows.between {
                h3 { bdi { (partner.name) } " " span.badge { (partner.state) } }
                span.badge data-tone=(tone) { (page.word("standing", &partner.standing)) }
            }
            (fingerprint(page, &partner.fingerprint, &partner.words, &partner.code))
            dl.facts {
                dt { (page.t("partners-address")) } dd { code dir="ltr" { (partner.id) } " · " code dir="ltr" { (partner.address) } }
                @if let Some(at) = partner.accredited_at { dt { (page.t("partners-since")) } dd { (page.moment(at)) } }
                dt { (page.t("nav-delivery")) } dd { (delivery_words(page, partner)) }
            }
        }
    }
}

fn delivery_words(page: &Page, partner: &PartnerRow) -> Markup {
    html! {
        @if partner.waiting == 0 && partner.cause.is_empty() {
            span.badge data-tone="good" { (page.t("delivery-all-there")) }
        } @else {
            span.badge data-tone="warn" { (page.tr("delivery-waiting-count", &[("n", partner.waiting.into())])) }
            @if !partner.cause.is_empty() { " " (page.t("delivery-cause")) " " (frame::english(&partner.cause)) }
            @if let Some(next) = partner.next_attempt { " · " (page.t("delivery-next")) " " (page.moment(next)) }
        }
        @if let Some(at) = partner.reached_at { " " small.muted { (page.t("delivery-reached")) " " (page.moment(at)) } }
    }
}

/// `GET /delivery`
pub(crate) async fn delivery(page: Page) -> Outcome {
    const COLUMNS: &[Column] = &[
        column("", "column-partner"),
        numbers("", "column-waiting"),
        column("", "column-reached"),
        column("", "column-cause"),
        column("", "column-next-attempt"),
    ];
    const FAILED: &[Column] = &[
        column("", "column-act"),
        column("", "column-partner"),
        column("", "failed-state"),
        column("", "failed-side"),
        column("", "column-cause"),
        column("", "failed-next"),
        column("", "column-next-attempt"),
    ];
    let asked = Asked::of(&page);
    let rows = directory::partners(&page.node, page.viewer()?).await?;
    if let Some(format) = asked.format {
        return table::file("delivery", format, &rows);
    }
    let waiting: u64 = rows.iter().map(|row| row.waiting).sum();
    let list = List {
        id: "delivery",
        caption: page.t("delivery-caption"),
        columns: COLUMNS,
        empty: page.t("partners-none"),
        searchable: false,
        filters: html! {},
    };
    let failures = List {
        id: "failed",
        caption: page.t("failed-caption"),
        columns: FAILED,
        empty: String::new(),
        searchable: false,
        filters: html! {},
    };
    let failed = why::failed(&page.node, page.viewer()?).await?;
    let none = || html! { span.muted { "—" } };
    let body = html! {
        div.stack {
            p.lead #delivery-waiting-total data-waiting=(waiting) {
                @if waiting == 0 { (page.t("delivery-all-there-text")) } @else { (page.tr("delivery-waiting-text", &[("n", waiting.into())])) }
            }
            div.table { (table::table(&page, None, &list, &rows, |row| vec![
                html! { bdi { (row.name) } " " code dir="ltr" { (row.id) } },
                html! { (page.words.number(row.waiting)) },
                row.reached_at.map_or_else(none, |at| page.moment(at)),
                if row.cause.is_empty() { none() } else { frame::english(&row.cause) },
                row.next_attempt.map_or_else(none, |at| page.moment(at)),
            ])) }
            @if !failed.is_empty() {
                h2 { (page.t("failed-heading")) }
                div.table { (table::table(&page, None, &failures, &failed, |row| vec![
                    html! { code dir="ltr" title=(row.act) { (row.act.get(..12).unwrap_or(&row.act)) } },
                    html! { bdi { (row.partner) } },
                    html! { (page.t(&format!("failed-state-{}", row.state))) },
                    html! { (page.t(&format!("failed-side-{}", row.side.as_str()))) },
                    frame::english(&row.cause),
                    html! { (page.t(&format!("failed-next-{}", row.side.as_str()))) },
                    row.next_attempt.map_or_else(none, |at| page.moment(at)),
                ])) }
            }
            p.rows { a href="/delivery" { (page.t("refresh")) } span.muted { (page.t("list-export")) } a href="/delivery?format=csv" download { "CSV" } a href="/delivery?format=json" download { "JSON" } }
        }
    };
    page.show(&Title::of("delivery", page.t("nav-delivery")), &body)
}

/// `GET /registers`
pub(crate) async fn registers_page(page: Page) -> Outcome {
    let asked = Asked::of(&page);
    let rows = registers::list(&page.node, page.viewer()?).await?;
    if let Some(format) = asked.format {
        return table::file("registers", format, &rows);
    }
    let body = registers_body(&page, rows, None);
    page.show(&Title::of("registers", page.t("nav-registers")), &body)
}

fn registers_body(page: &Page, rows: Vec<RegisterRow>, error: Option<&(String, String)>) -> Markup {
    const COLUMNS: &[Column] = &[
        column("", "column-register"),
        column("", "column-purpose"),
        numbers("", "column-subjects"),
        column("", "column-rule"),
    ];
    let list = List {
        id: "registers",
        caption: page.t("registers-caption"),
        columns: COLUMNS,
        empty: page.t("registers-none"),
        searchable: false,
        filters: html! {},
    };
    let asked = Asked::of(page);
    let total = rows.len() as u64;
    let listed = Listed { rows, total, page: 1, pages: 1 };
    html! {
        div.stack {
            (fields::plain_summary(page, error))
            (table::list(page, &asked, &list, &listed, |row| vec![
                html! { a href={ "/registers/" (row.id) } { bdi dir="auto" { (row.name) } } },
                html! { bdi dir="auto" { (row.purpose) } },
                html! { (page.words.number(row.subjects)) },
                rule_words(page, row),
            ]))
            @if page.has(&[Role::Admin]) {
                form.form #new-register method="post" action="/registers" {
                    div.sheet.form {
                        h2 { (page.t("registers-new")) }
                        (page.token())
                        (Plain::line("name", "column-register", "").required().error(error).show(page))
                        (Plain::line("purpose", "column-purpose", "").required().error(error).show(page))
                        (rule_fields(page, false, "hit-only"))
                        p.actions { button type="submit" { (page.t("registers-create")) } }
                    }
                }
            }
        }
    }
}

fn rule_words(page: &Page, row: &RegisterRow) -> Markup {
    html! {
        @if row.searchable_by_partners { (page.t("rule-partners")) " · " (page.word("reveals", &row.reveals)) }
        @else { (page.t("rule-own")) }
    }
}

fn rule_fields(page: &Page, searchable: bool, reveals: &str) -> Markup {
    html! {
        label.tick { input type="checkbox" name="searchable" value="yes" checked[searchable]; span { (page.t("rule-searchable")) } }
        div.field {
            label for="f-reveals" { (page.t("rule-reveals")) }
            select #f-reveals name="reveals" {
                @for choice in ["hit-only", "summary"] { option value=(choice) selected[choice == reveals] { (page.word("reveals", choice)) } }
            }
        }
    }
}

/// `POST /registers`
pub(crate) async fn create_register(page: Page, form: Submitted) -> Outcome {
    let viewer = page.viewer()?;
    let searchable = form.value("searchable") == "yes";
    let created = registers::create(
        &page.node,
        viewer,
        form.value("name"),
        form.value("purpose"),
        searchable,
        form.value("reveals"),
    )
    .await;
    match created {
        Ok(id) => frame::go(&format!("/registers/{id}?done=created")),
        Err(error) => {
            let error = fields::invalid(error)?;
            let rows = registers::list(&page.node, viewer).await?;
            let body = registers_body(&page, rows, Some(&error));
            page.show_again(&Title::of("registers", page.t("nav-registers")), &body)
        }
    }
}

/// `GET /registers/{id}`
pub(crate) async fn register(page: Page, Path(id): Path<String>) -> Outcome {
    show_register(&page, &id, None).await
}

async fn show_register(page: &Page, id: &str, report: Option<&ImportReport>) -> Outcome {
    const COLUMNS: &[Column] = &[
        column("name", "column-name"),
        column("born", "column-born"),
        column("", "column-nationality"),
        column("", "column-schema"),
        column("id", "column-id"),
    ];
    let asked = Asked::of(page);
    let viewer = page.viewer()?;
    if let Some(format) = asked.format {
        let fetch = |query| {
            let node = &page.node;
            async move { registers::subjects(node, viewer, id, &query).await }
        };
        return table::export(&format!("register-{id}"), format, &asked, fetch).await;
    }
    let row = registers::view(&page.node, viewer, id).await?;
    let by_person = registers::by_person(&page.node, viewer, id).await?;
    let listed = registers::subjects(&page.node, viewer, id, &asked.query).await?;
    let list = List {
        id: "subjects",
        caption: page.t("subjects-caption"),
        columns: COLUMNS,
        empty: page.t("subjects-none"),
        searchable: true,
        filters: html! {},
    };
    let title = Title::of("registers", row.name.clone())
        .heading(html! { bdi dir="auto" { (row.name) } })
        .kicker(html! { a href="/registers" { (page.t("nav-registers")) } span { (page.tr("subjects-count", &[("n", row.subjects.into())])) } });
    let body = html! {
        div.stack #register data-register=(id) {
            @if let Some(report) = report { (import_report(page, report)) }
            p { bdi dir="auto" { (row.purpose) } " · " (rule_words(page, &row)) @if by_person && row.searchable_by_partners { " · " (page.t("rule-by-person")) } }
            @if page.has(&[Role::Admin]) {
                div.pair {
                    form.form #import-form method="post" enctype="multipart/form-data" action={ "/registers/" (id) "/import" } {
                        div.sheet.form {
                            h2 { (page.t("import-title")) }
                            (page.token())
                            div.field { label for="f-file" { (page.t("import-file")) } input #f-file type="file" name="file" required aria-describedby="import-hint"; }
                            p.hint #import-hint { (page.t("import-hint")) }
                            p.actions { button #import type="submit" { (page.t("import-button")) } }
                        }
                    }
                    form.form #rule-form method="post" action={ "/registers/" (id) "/rule" } {
                        div.sheet.form {
                            h2 { (page.t("column-rule")) }
                            (page.token())
                            (rule_fields(page, row.searchable_by_partners, &row.reveals))
                            label.tick { input type="checkbox" name="by-person" value="yes" checked[by_person]; span { (page.t("rule-by-person")) } }
                            p.actions { button.second type="submit" { (page.t("rule-save")) } }
                        }
                    }
                }
            }
            (table::list(page, &asked, &list, &listed, |subject| subject_cells(page, id, subject)))
        }
    };
    page.show(&title, &body)
}

fn subject_cells(page: &Page, register: &str, subject: &SubjectRow) -> Vec<Markup> {
    vec![
        html! { a href={ "/registers/" (register) "/subjects/" (subject.id) } {
            bdi.person-name dir="auto" { (subject.names.first().map_or(subject.id.as_str(), String::as_str)) }
        } },
        html! { bdi dir="ltr" { (subject.born.as_deref().unwrap_or("—")) } },
        html! { (subject.nationalities.iter().map(|code| page.state(&code.to_uppercase())).collect::<Vec<_>>().join(", ")) },
        html! { (page.word("schema", &subject.schema.to_lowercase())) },
        html! { code dir="ltr" { (subject.id) } },
    ]
}

fn import_report(page: &Page, report: &ImportReport) -> Markup {
    html! {
        section #import-report class=(if report.refused == 0 { "note" } else { "warning" }) role="status"
            data-added=(report.added) data-changed=(report.changed) data-refused=(report.refused) {
            h2 { (page.t("import-report")) }
            dl.facts {
                dt { (page.t("import-added")) } dd { (page.words.number(report.added)) }
                dt { (page.t("import-changed")) } dd { (page.words.number(report.changed)) }
                dt { (page.t("import-unchanged")) } dd { (page.words.number(report.unchanged)) }
                dt { (page.t("import-refused")) } dd { (page.words.number(report.refused)) }
            }
            @if !report.bad_lines.is_empty() {
                details open {
                    summary { (page.t("import-bad-lines")) }
                    ol.stack-s { @for bad in &report.bad_lines { li value=(bad.line) { (frame::english(&bad.reason)) } } }
                }
            }
        }
    }
}

/// `POST /registers/{id}/import`: the report is shown at once; importing the same file again changes nothing.
pub(crate) async fn import(mut page: Page, Path(id): Path<String>, form: Submitted) -> Outcome {
    let viewer = page.viewer()?.clone();
    let Some(file) = form.files.first() else {
        return Err(DeskError::invalid("file", "no file was chosen, or it is empty", "choose a file").into());
    };
    let report = registers::import(&page.node, &viewer, &id, &file.name, &file.bytes).await?;
    page.path = format!("/registers/{id}");
    show_register(&page, &id, Some(&report)).await
}

/// `POST /registers/{id}/rule`
pub(crate) async fn set_rule(page: Page, Path(id): Path<String>, form: Submitted) -> Outcome {
    let searchable = form.value("searchable") == "yes";
    registers::set_rule(&page.node, page.viewer()?, &id, searchable, form.value("reveals")).await?;
    registers::set_by_person(&page.node, page.viewer()?, &id, form.value("by-person") == "yes").await?;
    frame::go(&format!("/registers/{id}?done=rule"))
}

/// `GET /registers/{id}/subjects/{subject}`
pub(crate) async fn subject(page: Page, Path((register, id)): Path<(String, String)>) -> Outcome {
    let view = registers::subject(&page.node, page.viewer()?, &register, &id).await?;
    let name = view.row.names.first().cloned().unwrap_or_else(|| id.clone());
    let title = Title::of("registers", name.clone())
        .heading(html! { bdi.person-name dir="auto" { (name) } })
        .kicker(html! {
            a href={ "/registers/" (register) } { bdi dir="auto" { (view.register_name) } }
            span { (page.word("schema", &view.row.schema.to_lowercase())) }
            code dir="ltr" { (id) }
        });
    let body = html! {
        div.stack {
            section.sheet #subject { dl.facts {
                @for (property, values) in &view.properties {
                    dt { (page.word("property", &property.to_lowercase())) }
                    dd { @for (position, value) in values.iter().enumerate() { @if position > 0 { br; } bdi dir="auto" { (value) } } }
                }
            } }
            @if page.has(&[Role::Officer]) {
                p.actions { a.button href={ "/search?" (crate::web::submitted::encode(&[
                    ("name".to_owned(), view.row.names.first().cloned().unwrap_or_default()),
                    ("born".to_owned(), view.row.born.clone().unwrap_or_default()),
                ])) } { (page.t("subject-search-partners")) } }
            }
        }
    };
    page.show(&title, &body)
}

/// `GET /officers`
pub(crate) async fn officers_page(page: Page) -> Outcome {
    show_officers(&page, None).await
}

async fn show_officers(page: &Page, error: Option<&(String, String)>) -> Outcome {
    const COLUMNS: &[Column] = &[
        column("login", "column-login"),
        column("name", "column-name"),
        column("", "column-roles"),
        column("", "column-enabled"),
    ];
    let asked = Asked::of(page);
    let viewer = page.viewer()?;
    if let Some(format) = asked.format {
        let fetch = |query| {
            let node = &page.node;
            async move { officers::list(node, viewer, &query).await }
        };
        return table::export("officers", format, &asked, fetch).await;
    }
    let listed = officers::list(&page.node, viewer, &asked.query).await?;
    let list = List {
        id: "officers",
        caption: page.t("officers-caption"),
        columns: COLUMNS,
        empty: page.t("officers-none"),
        searchable: true,
        filters: html! {},
    };
    let body = html! {
        div.stack {
            (fields::plain_summary(page, error))
            (table::list(page, &asked, &list, &listed, |row| officer_cells(page, row)))
            form.form #new-officer method="post" action="/officers" {
                div.sheet.form {
                    h2 { (page.t("officers-new")) }
                    (page.token())
                    div.pair {
                        (Plain::line("login", "column-login", "").required().hint("officers-login-hint").error(error).show(page))
                        (Plain::line("name", "column-name", "").required().error(error).show(page))
                    }
                    (role_boxes(page, "roles", &[]))
                    (Plain::line("password", "sign-in-password", "").kind("password", "new-password").required().hint("account-new-hint").error(error).show(page))
                    p.actions { button type="submit" { (page.t("officers-create")) } }
                }
            }
        }
    };
    let title = Title::of("officers", page.t("nav-officers"));
    if error.is_some() { page.show_again(&title, &body) } else { page.show(&title, &body) }
}

fn role_boxes(page: &Page, legend: &str, held: &[Role]) -> Markup {
    html! {
        fieldset {
            legend { (page.word("column", legend)) }
            div.rows { @for role in Role::ALL { label.tick {
                input type="checkbox" name="role" value=(role.as_str()) checked[held.contains(&role)];
                span { (page.word("role", role.as_str())) }
            } } }
        }
    }
}

fn officer_cells(page: &Page, row: &OfficerRow) -> Vec<Markup> {
    vec![
        html! { code dir="ltr" { (row.login) } },
        html! { bdi dir="auto" { (row.name) } },
        html! { details {
            summary { (row.roles.iter().map(|role| page.word("role", role.as_str())).collect::<Vec<_>>().join(", ")) }
            form method="post" action={ "/officers/" (row.login) "/roles" } {
                (page.token()) (role_boxes(page, "roles", &row.roles))
                button.second type="submit" { (page.t("rule-save")) }
            }
        } },
        html! {
            span.badge data-tone=(if row.enabled { "good" } else { "bad" }) { (page.t(if row.enabled { "officer-enabled" } else { "officer-disabled" })) } " "
            form method="post" action={ "/officers/" (row.login) "/enabled" } {
                (page.token())
                button.link type="submit" name="enabled" value=(if row.enabled { "no" } else { "yes" }) { (page.t(if row.enabled { "officer-disable" } else { "officer-enable" })) }
            }
        },
    ]
}

fn roles(form: &Submitted) -> Result<Vec<Role>, DeskError> {
    form.all("role").iter().map(|role| role.parse()).collect()
}

/// `POST /officers`
pub(crate) async fn create_officer(page: Page, form: Submitted) -> Outcome {
    let created = officers::create(
        &page.node,
        page.viewer()?,
        form.value("login").trim(),
        form.value("name").trim(),
        &roles(&form)?,
        form.value("password"),
    )
    .await;
    match created {
        Ok(()) => frame::go("/officers?done=created"),
        Err(error) => {
            let error = fields::invalid(error)?;
            show_officers(&page, Some(&error)).await
        }
    }
}

/// `POST /officers/{login}/enabled`
pub(crate) async fn set_enabled(page: Page, Path(login): Path<String>, form: Submitted) -> Outcome {
    let enabled = form.value("enabled") == "yes";
    officers::set_enabled(&page.node, page.viewer()?, &login, enabled).await.map_err(Failure::from)?;
    frame::go("/officers?done=saved")
}

/// `POST /officers/{login}/roles`
pub(crate) async fn set_roles(page: Page, Path(login): Path<String>, form: Submitted) -> Outcome {
    officers::set_roles(&page.node, page.viewer()?, &login, &roles(&form)?).await?;
    frame::go("/officers?done=saved")
}
