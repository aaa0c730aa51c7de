//! One act in full, its documents, and the forms of the acts that one officer can send alone.

use axum::extract::Path;
use maud::{Markup, html};

use super::case;
use crate::desk::DeskError;
use crate::desk::acting::{self, ActForm};
use crate::desk::cases;
use crate::desk::drafting::NewDocument;
use crate::desk::form::{DocumentView, Field, Fields, Objection};
use crate::web::failure::{Failure, Outcome};
use crate::web::fields;
use crate::web::frame::{self, Page, Title};
use crate::web::submitted::{File, Submitted};
use crate::web::table;

/// `GET /acts/{act}`
pub(crate) async fn show(page: Page, Path(id): Path<String>) -> Outcome {
    let act = cases::act(&page.node, page.viewer()?, &id).await?;
    let row = &act.row;
    let title = Title::of("cases", page.word("act", &row.kind)).kicker(html! {
        a href={ "/cases/" (act.case) } { (page.t("act-back-to-case")) }
        span { bdi dir="auto" { (row.by) } " · " code dir="ltr" { (row.author) } }
        span { (page.moment(row.made_at)) }
    });
    let letter = super::letter::beside_act(&page, &row.act).await;
    let body = html! {
        div.stack #act data-act=(row.act) data-kind=(row.kind) {
            @if let Some(fault) = &row.fault {
                div.warning role="status" { p { strong { (page.t("act-fault")) } " " (frame::english(fault)) } }
            }
            section.sheet #act-says aria-labelledby="says-heading" {
                h2 #says-heading { (page.t("act-says")) }
                (case::said(&page, &act.said))
            }
            @if !act.documents.is_empty() {
                section.sheet #act-documents aria-labelledby="documents-heading" {
                    h2 #documents-heading { (page.t("documents-title")) }
                    (documents(&page, &act.documents, &format!("/acts/{}/documents/", row.act)))
                }
            }
            @if !act.safeguards.is_empty() {
                section.sheet #act-safeguards aria-labelledby="act-safeguards-heading" {
                    h2 #act-safeguards-heading { (page.t("case-safeguards")) }
                    @for safeguard in &act.safeguards { (case::safeguard_answer(&page, safeguard)) }
                }
            }
            (letter)
            section.sheet #act-proof aria-labelledby="proof-heading" {
                h2 #proof-heading { (page.t("act-proof")) }
                (case::delivery(&page, &row.delivery))
                dl.facts {
                    dt { (page.t("act-id")) } dd { (frame::digest(&row.act)) }
                    dt { (page.t("act-author")) } dd { bdi dir="auto" { (row.by) } " (" code dir="ltr" { (row.author) } ")" }
                    @if let Some(second) = &row.approved_by {
                        dt { (page.t("act-second-person")) } dd { bdi dir="auto" { (second) } }
                    }
                    dt { (page.t("act-recipients")) } dd { code dir="ltr" { (act.recipients.join(", ")) } }
                    dt { (page.t("act-arrived")) } dd { (page.moment(row.arrived_at)) }
                    dt { (page.t("field-purpose")) } dd dir="auto" { (act.purpose) }
                    dt { (page.t("field-legal-basis")) } dd dir="auto" { (act.legal_basis) }
                    dt { (page.t("field-handling")) } dd { (fields::choice(&page, "handling", &act.handling.to_lowercase())) }
                    dt { (page.t("act-onward")) } dd { (page.word("onward", &act.onward)) }
                    @if let Some(conditions) = &act.conditions { dt { (page.word("field", "handling-conditions")) } dd dir="auto" { (conditions) } }
                    @if let Some(evaluation) = &act.evaluation { dt { (page.word("field", "evaluation")) } dd { (fields::choice(&page, "evaluation", evaluation)) } }
                    dt { (page.t("custody-who")) } dd { a #who-holds href={ "/custody/" (row.act) } { (page.t("custody-who")) } }
                    dt { (page.t("act-tlp")) } dd { code dir="ltr" { (act.tlp) } }
                    @if !act.follows.is_empty() {
                        dt { (page.t("act-follows")) }
                        dd { @for earlier in &act.follows { a href={ "/acts/" (earlier) } { (frame::digest(earlier)) } br; } }
                    }
                    @if let Some((sender, epoch, sequence)) = &act.channel {
                        dt { (page.t("act-channel")) }
                        dd { code dir="ltr" { (sender) } " " (page.tr("act-channel-place", &[("epoch", (*epoch).into()), ("sequence", (*sequence).into())])) }
                    }
                    @if let Some(envelope) = &act.envelope { dt { (page.t("act-envelope")) } dd { (frame::digest(envelope)) } }
                }
            }
        }
    };
    page.show(&title, &body)
}

/// A list of documents with links to their bytes.
pub(crate) fn documents(page: &Page, documents: &[DocumentView], base: &str) -> Markup {
    html! {
        ul.stack-s.documents {
            @for document in documents {
                li data-document=(document.key) {
                    @if base.is_empty() { bdi dir="auto" { (document.title) } }
                    @else if let Some(root) = &document.file {
                        a href={ "/files?q=" (root) } data-root=(root) { bdi dir="auto" { (document.title) } } " " span.badge { (page.t("files-large")) }
                    }
                    @else { a href={ (base) (document.index) } download { bdi dir="auto" { (document.title) } } }
                    br;
                    small.muted {
                        (page.word("language-name", &document.language)) " · " bdi dir="ltr" { (document.media_type) } " · " (page.words.bytes(document.bytes))
                        " · SHA-256 " (frame::digest(&document.sha256))
                    }
                }
            }
        }
    }
}

/// `GET /acts/{act}/documents/{index}`
pub(crate) async fn document(page: Page, Path((act, index)): Path<(String, usize)>) -> Outcome {
    let file = cases::document(&page.node, page.viewer()?, &act, index).await?;
    Ok(table::download(&file.file_name, &file.media_type, file.bytes))
}

/// `GET /cases/{id}/acts/{kind}`
pub(crate) async fn form(page: Page, Path((id, kind)): Path<(String, String)>) -> Outcome {
    let form = acting::act_form(&page.node, page.viewer()?, &id, &kind).await?;
    let body = act_form(&page, &form, &[], &Fields::new());
    page.show(&title(&page, &form), &body)
}

/// `POST /cases/{id}/acts/{kind}`
pub(crate) async fn send(
    page: Page,
    Path((id, kind)): Path<(String, String)>,
    submitted: Submitted,
) -> Outcome {
    let viewer = page.viewer()?;
    let values = submitted.fields();
    let documents = new_documents(&submitted);
    let sent = acting::send_act(&page.node, viewer, &id, &kind, &values, documents).await;
    let objections = match sent {
        Ok(_) => return frame::go(&format!("/cases/{id}?done=sent")),
        Err(DeskError::Objected(objections)) => objections,
        Err(DeskError::Invalid { field, message, remedy }) => {
            vec![Objection { field: Some(field), article: None, message, remedy, blocks: true }]
        }
        Err(other) => return Err(other.into()),
    };
    let form = acting::check_act(&page.node, viewer, &id, &kind, &values).await?;
    let body = act_form(&page, &form, &objections, &submitted.unattached());
    page.show_again(&title(&page, &form), &body)
}

fn title(page: &Page, form: &ActForm) -> Title {
    let heading = match &form.title {
        Some(title) => page.words.law_text(title).to_owned(),
        None => page.known("do", &form.kind).unwrap_or_else(|| page.word("act", &form.kind)),
    };
    Title::of("cases", heading).kicker(html! {
        a href={ "/cases/" (form.case) } { (page.t("act-back-to-case")) }
        span { (page.t("act-goes-to")) " " code dir="ltr" { (form.partner) } }
    })
}

fn act_form(page: &Page, form: &ActForm, objections: &[Objection], typed: &Fields) -> Markup {
    // A rule that does not block is worth knowing before sending, too.
    let warnings: Vec<Objection> =
        form.objections.iter().filter(|objection| !objection.blocks).cloned().collect();
    html! {
        div.stack {
            (fields::summary(page, objections))
            @if !warnings.is_empty() && objections.is_empty() {
                div.warning #warnings { (crate::web::failure::objections(page, &warnings)) }
            }
            form.form #act-form method="post" enctype="multipart/form-data" data-guard="true" data-kind=(form.kind)
                action={ "/cases/" (form.case) "/acts/" (form.kind) } {
                div.sheet.form {
                    (page.token())
                    @if form.kind == "question" && form.fields.iter().any(|field| field.name == "item.1.about" && !field.value.is_empty()) {
                        p.hint #question-precise { (page.t("question-precise")) }
                    }
                    (act_fields(page, &form.fields, objections))
                    @if !form.safeguards.is_empty() { (super::draft_form::safeguards(page, &form.safeguards, objections)) }
                    @if form.takes_documents {
                        @let keys = form.documents.iter().map(|one| (one.key.clone(), one.description.clone())).collect::<Vec<_>>();
                        (document_fields(page, &keys, typed))
                    }
                    p.actions {
                        button #send-act type="submit" { (page.t("act-send")) }
                        a.button.second href={ "/cases/" (form.case) } { (page.t("cancel")) }
                    }
                }
            }
        }
    }
}

/// The fields in their order; the rows of a question are grouped, and all but the first are folded away.
fn act_fields(page: &Page, list: &[Field], objections: &[Objection]) -> Markup {
    let row = |field: &Field| field.name.strip_prefix("item.")?.split('.').next()?.parse::<u32>().ok();
    let rows: Vec<u32> = {
        let mut rows: Vec<u32> = list.iter().filter_map(row).collect();
        rows.dedup();
        rows
    };
    let group = |number: u32| {
        html! {
            fieldset.boxed {
                legend { (page.tr("act-question-number", &[("n", number.into())])) }
                @for field in list.iter().filter(|field| row(field) == Some(number)) { (fields::field(page, field, objections)) }
            }
        }
    };
    let used =
        list.iter().any(|field| row(field).is_some_and(|number| number > 1) && !field.value.is_empty());
    html! {
        @if let Some((first, more)) = rows.split_first() {
            (group(*first))
            @if !more.is_empty() {
                details.form open[used] {
                    summary { (page.t("act-more-questions")) }
                    div.form { @for number in more { (group(*number)) } }
                }
            }
        }
        @for field in list.iter().filter(|field| row(field).is_none()) { (fields::field(page, field, objections)) }
    }
}

/// The fields with which a document is attached: a file, or its text typed here. `typed` is what a form that came
/// back had in them; a browser lets nobody fill in a file again.
pub(crate) fn document_fields(page: &Page, keys: &[(String, String)], typed: &Fields) -> Markup {
    let value = |name: &str| typed.get(name).map_or("", String::as_str);
    let language = if value("attach.language").is_empty() { "en" } else { value("attach.language") };
    html! {
        fieldset.boxed #attach {
            legend { (page.t("documents-attach")) }
            @if !keys.is_empty() {
                div.field {
                    label for="attach-key" { (page.t("documents-which")) }
                    select #attach-key name="attach.key" {
                        option value="" { (page.t("documents-other")) }
                        @for (key, description) in keys { option value=(key) lang=[page.words.law_language(description)] selected[key == value("attach.key")] { (page.words.law_text(description)) } }
                    }
                }
            }
            div.pair {
                div.field {
                    label for="attach-title" { (page.t("documents-name")) }
                    input #attach-title name="attach.title" value=(value("attach.title")) dir="auto" autocomplete="off" maxlength="200";
                }
                div.field {
                    label for="attach-language" { (page.t("field-language")) }
                    input #attach-language name="attach.language" value=(language) maxlength="2" autocomplete="off";
                }
            }
            div.field { label for="attach-file" { (page.t("documents-file")) } input #attach-file type="file" name="attach.file"; }
            div.field {
                label for="attach-text" { (page.t("documents-text")) }
                textarea #attach-text name="attach.text" dir="auto" { "\n" (value("attach.text")) }
            }
        }
    }
}

/// The documents a form attaches: its file, and the text typed instead.
pub(crate) fn new_documents(form: &Submitted) -> Vec<NewDocument> {
    let named = |fallback: &str| {
        let title = form.value("attach.title").trim();
        if title.is_empty() { fallback.to_owned() } else { title.to_owned() }
    };
    let language = form.value("attach.language").trim().to_lowercase();
    let key = form.value("attach.key").to_owned();
    let mut list: Vec<NewDocument> = form
        .files
        .iter()
        .filter(|file| file.field == "attach.file")
        .map(|file: &File| NewDocument {
            key: key.clone(),
            title: named(&file.name),
            language: language.clone(),
            media_type: file.media_type.clone(),
            bytes: file.bytes.clone(),
        })
        .collect();
    let text = form.value("attach.text");
    if !text.trim().is_empty() {
        let first: String = text.lines().next().unwrap_or_default().chars().take(60).collect();
        list.push(NewDocument {
            key,
            title: named(&first),
            language,
            media_type: "text/plain".to_owned(),
            bytes: text.replace("\r\n", "\n").into_bytes(),
        });
    }
    list
}

/// What an invalid document says, as an objection; other errors go on.
pub(crate) fn document_objection(error: DeskError) -> Result<Objection, Failure> {
    match error {
        DeskError::Invalid { field, message, remedy } => {
            Ok(Objection { field: Some(field), article: None, message, remedy, blocks: true })
        }
        other => Err(other.into()),
    }
}
