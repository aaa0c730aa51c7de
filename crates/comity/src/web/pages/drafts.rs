//! Drafts of acts that need a second person: the list, beginning one, saving, submitting, approving, returning.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use law::procedure::Procedure;
use maud::{Markup, html};

use super::{act, draft_form, draft_review};
use crate::desk::drafting::{self, DraftRow, DraftState, DraftView};
use crate::desk::form::{Fields, Objection};
use crate::desk::{DeskError, Role, person_search};
use crate::web::failure::Outcome;
use crate::web::frame::{self, Page, Title};
use crate::web::submitted::Submitted;
use crate::web::table::{self, Asked, Column, List, column};

const COLUMNS: &[Column] = &[
    column("person", "column-person"),
    column("kind", "column-act"),
    column("partner", "column-partner"),
    column("state", "column-state"),
    column("", "column-drafted-by"),
    column("changed", "column-changed"),
];

/// `GET /drafts`
pub(crate) async fn list(page: Page) -> Outcome {
    let asked = Asked::of(&page);
    let viewer = page.viewer()?;
    if let Some(format) = asked.format {
        let fetch = |query| {
            let node = &page.node;
            async move { drafting::list(node, viewer, &query).await }
        };
        return table::export("drafts", format, &asked, fetch).await;
    }
    let listed = drafting::list(&page.node, viewer, &asked.query).await?;
    let list = List {
        id: "drafts",
        caption: page.t("drafts-caption"),
        columns: COLUMNS,
        empty: page.t("desk-no-drafts"),
        searchable: true,
        filters: html! {},
    };
    let body = html! {
        @if page.has(&[Role::Officer]) {
            p.actions { a.button #new-request href="/drafts/new" { (page.t("drafts-new")) } }
        }
        (table::list(&page, &asked, &list, &listed, |row| cells(&page, row)))
    };
    page.show(&Title::of("drafts", page.t("drafts-title")), &body)
}

/// Rows without tools, for the front page.
pub(crate) fn bare_table(page: &Page, caption: String, rows: &[DraftRow]) -> Markup {
    let list = List {
        id: "drafts",
        caption,
        columns: COLUMNS,
        empty: String::new(),
        searchable: false,
        filters: html! {},
    };
    table::table(page, None, &list, rows, |row| cells(page, row))
}

fn cells(page: &Page, row: &DraftRow) -> Vec<Markup> {
    let person = if row.person.is_empty() { page.t("draft-nobody-yet") } else { row.person.clone() };
    vec![
        html! { a.draft-link href={ "/drafts/" (row.id) } data-draft=(row.id) { bdi.person-name dir="auto" { (person) } } },
        html! { (super::case::act_word(page, &row.kind)) },
        html! { code dir="ltr" { (row.partner) } },
        state_badge(page, row.state),
        html! { bdi dir="auto" { (row.drafted_by) } },
        page.moment(row.changed_at),
    ]
}

/// The key of a state.
pub(crate) fn state_key(state: DraftState) -> &'static str {
    match state {
        DraftState::Editing => "editing",
        DraftState::Submitted => "submitted",
        DraftState::Returned => "returned",
        DraftState::Sent => "sent",
        DraftState::Discarded => "discarded",
    }
}

/// A state as a badge.
pub(crate) fn state_badge(page: &Page, state: DraftState) -> Markup {
    let tone = match state {
        DraftState::Editing | DraftState::Discarded => "",
        DraftState::Submitted => "accent",
        DraftState::Returned => "warn",
        DraftState::Sent => "good",
    };
    html! { span.badge data-tone=(tone) data-draft-state=(state_key(state)) { (page.word("draft-state", state_key(state))) } }
}

/// `GET /drafts/new`: a request about somebody no search has found.
pub(crate) async fn new(page: Page) -> Outcome {
    let partners = person_search::askable(&page.node, page.viewer()?).await?;
    let pairs = super::super::submitted::pairs(page.query.as_bytes());
    let asked = pairs.into_iter().find(|(name, _)| name == "family").map(|(_, value)| value);
    let family = asked.unwrap_or_else(|| "extradition".to_owned());
    let law = page.node.law();
    let offered: Vec<&Procedure> =
        law.procedures().filter(|procedure| procedure.family().as_str() == family).collect();
    let others = law.procedures().filter(|procedure| procedure.family().as_str() != family);
    let body = html! {
        nav.tabs aria-label=(page.t("drafts-other-matter")) {
            @for (family, title) in families(&page, others) {
                a href={ "/drafts/new?family=" (family) } data-family=(family) { (title) }
            }
        }
        form.form #new-request-form method="post" action="/drafts" {
            div.sheet.form.entrance {
                (page.token())
                div.field {
                    label for="f-partner" { (page.t("column-partner")) }
                    select #f-partner name="partner" required {
                        @for partner in &partners { option value=(partner.partner) { (partner.name) " (" (partner.state) ")" } }
                    }
                }
                fieldset {
                    legend { (page.t("drafts-procedures")) }
                    @for procedure in &offered {
                        label.tick { input type="checkbox" name="procedure" value=(procedure.key()) checked[begins(procedure, &offered)]; span { (name(&page, procedure)) } }
                    }
                }
                p.actions { button type="submit" { (page.t("drafts-begin")) } }
            }
        }
    };
    page.show(&Title::of("drafts", page.t("drafts-new")), &body)
}

/// What a procedure is called: in the reader's language, or as its file says.
fn name(page: &Page, procedure: &Procedure) -> Markup {
    match page.known("procedure", procedure.key().as_str()) {
        Some(word) => html! { (word) },
        None => html! { span lang="en" dir="ltr" { (procedure.title()) } },
    }
}

/// Each other family once, with the names of its procedures.
fn families<'p>(
    page: &Page,
    procedures: impl Iterator<Item = &'p Procedure>,
) -> std::collections::BTreeMap<&'p str, Markup> {
    let mut families = std::collections::BTreeMap::new();
    for procedure in procedures {
        families
            .entry(procedure.family().as_str())
            .and_modify(|title: &mut Markup| *title = html! { (title) " · " (name(page, procedure)) })
            .or_insert_with(|| name(page, procedure));
    }
    families
}

/// Whether a procedure is asked for unless its tick is taken away: the usual ones of extradition, or the only one.
fn begins(procedure: &Procedure, offered: &[&Procedure]) -> bool {
    offered.len() == 1 || ["provisional-arrest", "extradition"].contains(&procedure.key().as_str())
}

/// `POST /drafts`
pub(crate) async fn open(page: Page, form: Submitted) -> Outcome {
    let procedures = form.all("procedure");
    let procedures: Vec<&str> = procedures.iter().map(String::as_str).collect();
    let given = |name| Some(form.value(name)).filter(|value: &&str| !value.is_empty());
    let draft = drafting::open_request(
        &page.node,
        page.viewer()?,
        form.value("partner"),
        given("search"),
        given("handle"),
        &procedures,
    )
    .await?;
    frame::go(&format!("/drafts/{draft}"))
}

/// `GET /drafts/{id}`: the form for who writes, the whole text for who approves.
pub(crate) async fn show(page: Page, Path(id): Path<String>) -> Outcome {
    let draft = drafting::draft(&page.node, page.viewer()?, &id).await?;
    let writing = draft.can_edit && matches!(draft.state, DraftState::Editing | DraftState::Returned);
    let body = if writing {
        draft_form::editor(&page, &draft, &[], &Fields::new())
    } else {
        draft_review::whole(&page, &draft)
    };
    let body = html! { (body) (super::letter::beside_draft(&page, &id).await) };
    page.show(&title(&page, &draft), &body)
}

fn title(page: &Page, draft: &DraftView) -> Title {
    Title::of(
        "drafts",
        page.tr("draft-title", &[("act", (&super::case::act_word(page, &draft.kind)).into())]),
    )
    .kicker(html! {
        (state_badge(page, draft.state))
        span { (page.t("act-goes-to")) " " bdi { (draft.partner_name) } }
        (page.route(&draft.requesting, &draft.requested))
        @if draft.kind != "request" { a href={ "/cases/" (draft.case) } { (page.t("act-back-to-case")) } }
    })
}

/// `POST /drafts/{id}`: saves, and then does what the button says.
pub(crate) async fn save(page: Page, Path(id): Path<String>, form: Submitted) -> Outcome {
    let viewer = page.viewer()?;
    let node = &page.node;
    let mut values = form.fields();
    for name in form.all("keep") {
        // Chosen on the page of two versions: what is stored stays.
        values.remove(&name);
    }
    let mut version = match drafting::save_draft(node, viewer, &id, form.version()?, &values).await {
        Ok(version) => version,
        Err(DeskError::Conflict(conflict)) => {
            let draft = drafting::draft(node, viewer, &id).await?;
            let body = draft_review::two_versions(&page, &draft, &conflict, &typed(&values, &form));
            let title = Title::of("drafts", page.t("conflict-title"));
            return Ok((StatusCode::CONFLICT, frame::document(&page, &title, &body)).into_response());
        }
        Err(error) => {
            return again(&page, &id, &typed(&values, &form), vec![act::document_objection(error)?]).await;
        }
    };
    for document in act::new_documents(&form) {
        version = match drafting::add_document(node, viewer, &id, version, document).await {
            Ok(version) => version,
            Err(error) => {
                return again(&page, &id, &typed(&values, &form), vec![act::document_objection(error)?])
                    .await;
            }
        };
    }
    let then = form.value("then");
    if let Some(index) = then.strip_prefix("remove-").and_then(|index| index.parse().ok()) {
        drafting::remove_document(node, viewer, &id, version, index).await?;
        return frame::go(&format!("/drafts/{id}?done=removed#documents"));
    }
    match then {
        "attach" => frame::go(&format!("/drafts/{id}?done=attached#documents")),
        "submit" => match drafting::submit(node, viewer, &id, version).await {
            Ok(_) => frame::go(&format!("/drafts/{id}?done=submitted")),
            Err(DeskError::Objected(objections)) => again(&page, &id, &values, objections).await,
            Err(other) => Err(other.into()),
        },
        _ => frame::go(&format!("/drafts/{id}?done=saved")),
    }
}

/// Everything that was typed, with what is not attached yet.
fn typed(values: &Fields, form: &Submitted) -> Fields {
    values.iter().map(|(name, value)| (name.clone(), value.clone())).chain(form.unattached()).collect()
}

/// The form once more, with what was typed and what is held against it.
async fn again(page: &Page, id: &str, values: &Fields, objections: Vec<Objection>) -> Outcome {
    let mut draft = drafting::draft(&page.node, page.viewer()?, id).await?;
    for field in draft.fields.iter_mut().chain(&mut draft.contents) {
        if let Some(value) = values.get(&field.name) {
            field.value.clone_from(value);
        }
    }
    let blocking: Vec<Objection> = objections.into_iter().filter(|objection| objection.blocks).collect();
    let body = draft_form::editor(page, &draft, &blocking, values);
    page.show_again(&title(page, &draft), &body)
}

/// `POST /drafts/{id}/approve`
pub(crate) async fn approve(page: Page, Path(id): Path<String>, form: Submitted) -> Outcome {
    let viewer = page.viewer()?;
    match drafting::approve(&page.node, viewer, &id, form.version()?).await {
        Ok(_) => {
            let draft = drafting::draft(&page.node, viewer, &id).await?;
            frame::go(&format!("/cases/{}?done=approved", draft.case))
        }
        Err(DeskError::Conflict(_)) => changed_meanwhile(&page, &id).await,
        Err(other) => Err(other.into()),
    }
}

/// `POST /drafts/{id}/return`
pub(crate) async fn send_back(page: Page, Path(id): Path<String>, form: Submitted) -> Outcome {
    let remark = form.value("remark");
    match drafting::return_with_remark(&page.node, page.viewer()?, &id, form.version()?, remark).await {
        Ok(_) => frame::go("/drafts?done=returned"),
        Err(DeskError::Conflict(_)) => changed_meanwhile(&page, &id).await,
        Err(DeskError::Invalid { message, remedy, field }) => {
            let draft = drafting::draft(&page.node, page.viewer()?, &id).await?;
            let objection = Objection { field: Some(field), article: None, message, remedy, blocks: true };
            let body = html! { (crate::web::fields::summary(&page, &[objection])) (draft_review::whole(&page, &draft)) };
            page.show_again(&title(&page, &draft), &body)
        }
        Err(other) => Err(other.into()),
    }
}

/// What the reader approved is no longer what is stored: it has to be read again.
async fn changed_meanwhile(page: &Page, id: &str) -> Outcome {
    let draft = drafting::draft(&page.node, page.viewer()?, id).await?;
    let body = html! {
        div.errors #errors role="alert" { p { (page.t("review-changed")) } }
        (draft_review::whole(page, &draft))
    };
    Ok((StatusCode::CONFLICT, frame::document(page, &title(page, &draft), &body)).into_response())
}

/// `POST /drafts/{id}/discard`
pub(crate) async fn discard(page: Page, Path(id): Path<String>, form: Submitted) -> Outcome {
    drafting::discard(&page.node, page.viewer()?, &id, form.version()?).await?;
    frame::go("/drafts?done=discarded")
}
