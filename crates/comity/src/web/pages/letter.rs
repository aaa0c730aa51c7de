//! Letters to download: the form beside an act, a case and a draft, and the files.

use axum::extract::Path;
use axum::http::header;
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use crate::desk::cases::CaseView;
use crate::desk::letters::{self, Draught, LetterFile, LetterLanguages};
use crate::web::failure::Outcome;
use crate::web::frame::Page;
use crate::web::submitted;
use crate::web::table;

/// `GET /acts/{act}/letter`
pub(crate) async fn of_act(page: Page, Path(act): Path<String>) -> Outcome {
    let draught = letters::of_act(&page.node, page.viewer()?, &act).await?;
    send(&page, draught).await
}

/// `GET /drafts/{id}/letter`
pub(crate) async fn of_draft(page: Page, Path(id): Path<String>) -> Outcome {
    let draught = letters::of_draft(&page.node, page.viewer()?, &id).await?;
    send(&page, draught).await
}

/// `GET /cases/{id}/letter`: the letter of the act that is chosen, or a reminder.
pub(crate) async fn of_case(page: Page, Path(id): Path<String>) -> Outcome {
    let viewer = page.viewer()?;
    let draught = match asked(&page, "act").as_deref() {
        None | Some("" | "reminder") => letters::reminder(&page.node, viewer, &id).await?,
        Some(act) => letters::of_act(&page.node, viewer, act).await?,
    };
    send(&page, draught).await
}

fn asked(page: &Page, name: &str) -> Option<String> {
    submitted::pairs(page.query.as_bytes()).into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

async fn send(page: &Page, draught: Draught) -> Outcome {
    let language = asked(page, "language");
    let LetterFile { file_name, pdf, language, .. } =
        letters::set(&page.node, page.viewer()?, draught, language.as_deref()).await?;
    let mut response = table::download(&file_name, "application/pdf", pdf);
    response.headers_mut().insert(header::CONTENT_LANGUAGE, header::HeaderValue::from_static(language));
    Ok(response.into_response())
}

/// The form beside an act; nothing where the act has no letter.
pub(crate) async fn beside_act(page: &Page, act: &str) -> Markup {
    let Ok(viewer) = page.viewer() else { return html! {} };
    match letters::of_act(&page.node, viewer, act).await {
        Ok(draught) => form(page, &format!("/acts/{act}/letter"), Some(&draught.languages), html! {}),
        Err(_) => html! {},
    }
}

/// The form beside a draft, whose letter says on every page that it is one.
pub(crate) async fn beside_draft(page: &Page, draft: &str) -> Markup {
    let Ok(viewer) = page.viewer() else { return html! {} };
    match letters::of_draft(&page.node, viewer, draft).await {
        Ok(draught) => {
            let hint = html! { p.muted { (page.t("letter-draft-hint")) } };
            form(page, &format!("/drafts/{draft}/letter"), Some(&draught.languages), hint)
        }
        Err(_) => html! {},
    }
}

/// The form beside a case: any of its acts, or a reminder where something is awaited.
pub(crate) fn beside_case(page: &Page, case: &CaseView) -> Markup {
    let acts: Vec<_> = case.timeline.iter().rev().filter(|row| row.fault.is_none()).collect();
    if acts.is_empty() {
        return html! {};
    }
    let which = html! {
        div.field {
            label for="f-letter-act" { (page.t("letter-which")) }
            select #f-letter-act name="act" {
                @for row in acts { option value=(row.act) { (page.word("act", &row.kind)) " · " (row.made_at.strftime("%Y-%m-%d").to_string()) " · " bdi { (row.author) } } }
                @if !case.awaited.is_empty() { option value="reminder" { (page.t("letter-reminder")) } }
            }
        }
    };
    form(page, &format!("/cases/{}/letter", case.row.id), None, which)
}

fn form(page: &Page, action: &str, languages: Option<&LetterLanguages>, more: Markup) -> Markup {
    let mark =
        |accepted: bool| if accepted { format!(" · {}", page.t("letter-accepted")) } else { String::new() };
    html! {
        section.sheet #letter aria-labelledby="letter-heading" {
            h2 #letter-heading { (page.t("letter-title")) }
            p.muted { (page.t("letter-text")) }
            form.form #letter-form method="get" action=(action) {
                (more)
                div.field {
                    label for="f-letter-language" { (page.t("letter-language")) }
                    select #f-letter-language name="language" {
                        @match languages {
                            Some(languages) => { @for language in &languages.languages {
                                option value=(language.tag) lang=(language.tag) selected[language.tag == languages.usual] { (language.name) (mark(language.accepted)) }
                            } }
                            None => {
                                option value="" { (page.t("letter-usual")) }
                                @for (tag, name) in letters::names() { option value=(tag) lang=(tag) { (name) } }
                            }
                        }
                    }
                }
                @if let Some(languages) = languages && !languages.accepted.is_empty() && !languages.languages.iter().any(|one| one.accepted) {
                    p.warning { (page.tr("letter-not-accepted", &[("languages", (&languages.accepted.join(", ")).into())])) }
                }
                p.actions { button.second #letter-button type="submit" { (page.t("letter-download")) } }
            }
        }
    }
}
