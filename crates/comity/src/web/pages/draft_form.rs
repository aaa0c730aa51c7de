//! The form of a draft: instruments, person, contents, documents, safeguards, and the list of what is missing.

use maud::{Markup, html};

use super::{act, files, law};
use crate::desk::drafting::DraftView;
use crate::desk::form::{Field, Fields, InstrumentView, Objection, RequiredDocumentView, SafeguardView};
use crate::web::fields;
use crate::web::frame::{self, Page};

/// The form, with `errors` when it came back.
pub(crate) fn editor(page: &Page, draft: &DraftView, errors: &[Objection], typed: &Fields) -> Markup {
    let action = format!("/drafts/{}", draft.id);
    let blocking = draft.objections.iter().filter(|objection| objection.blocks).count();
    html! {
        div.stack #draft data-draft=(draft.id) data-version=(draft.version) data-kind=(draft.kind) {
            (fields::summary(page, errors))
            @if let Some((by, remark)) = &draft.remark {
                div.warning #remark role="status" {
                    p { strong { (page.tr("draft-returned-by", &[("who", by.into())])) } }
                    p dir="auto" { (remark) }
                }
            }
            div.beside {
                form.form #draft-form method="post" enctype="multipart/form-data" action=(action) data-guard="true" {
                    div.stack {
                        (page.token())
                        input type="hidden" name="version" value=(draft.version);
                        // Enter in a line saves; it must not remove a document or submit.
                        button.visually-hidden type="submit" name="then" value="stay" tabindex="-1" aria-hidden="true" { (page.t("draft-save")) }
                        @if blocking > 0 {
                            p.narrow-only { a href="#missing" { (page.tr("draft-missing-count", &[("n", blocking.into())])) } }
                        }
                        (sections(page, draft, errors, typed))
                        p.actions {
                            button #save-draft.second type="submit" name="then" value="stay" { (page.t("draft-save")) }
                            @if draft.can_submit {
                                button #submit-draft type="submit" name="then" value="submit" { (page.t("draft-submit")) }
                            }
                        }
                        p.hint { (page.t("draft-submit-hint")) }
                    }
                }
                (missing(page, draft))
            }
            @if draft.can_edit && takes_documents(draft) { (files::attach_form(page, &draft.id, &document_keys(draft))) }
            form method="post" action={ (action) "/discard" } {
                (page.token())
                input type="hidden" name="version" value=(draft.version);
                p.actions { button #discard-draft.danger type="submit" { (page.t("draft-discard")) } }
            }
        }
    }
}

/// What still stands in the way, each linked to its field; stays in sight while the form scrolls.
fn missing(page: &Page, draft: &DraftView) -> Markup {
    let blocking: Vec<&Objection> = draft.objections.iter().filter(|objection| objection.blocks).collect();
    let advice: Vec<&Objection> = draft.objections.iter().filter(|objection| !objection.blocks).collect();
    html! {
        aside.sticky.missing-box #missing aria-labelledby="missing-heading" data-count=(blocking.len()) data-ready=(blocking.is_empty()) {
            h2 #missing-heading { (page.t("draft-missing")) }
            @if blocking.is_empty() {
                p { (page.t("draft-nothing-missing")) }
            } @else {
                p.muted { (page.tr("draft-missing-count", &[("n", blocking.len().into())])) }
                ul { @for objection in &blocking { (missing_line(page, draft, objection)) } }
            }
            @if !advice.is_empty() {
                h3 { (page.t("draft-advice")) }
                ul { @for objection in &advice { (missing_line(page, draft, objection)) } }
            }
        }
    }
}

fn missing_line(page: &Page, draft: &DraftView, objection: &Objection) -> Markup {
    let target = match objection.field.as_deref() {
        Some(name) if name.starts_with("document") => "#documents".to_owned(),
        Some(name) if name.starts_with("instrument") => "#instruments".to_owned(),
        Some(name) if name.starts_with("safeguard.") && !name.ends_with(".reasoning") => {
            format!("#{}", fields::id(name.trim_end_matches(".answer")))
        }
        Some(name) => format!("#{}", fields::id(name)),
        None => "#draft".to_owned(),
    };
    // A field is told by its own name; what has none is told by what is held against the act.
    let known = objection.field.as_deref().and_then(|name| {
        draft
            .fields
            .iter()
            .chain(&draft.contents)
            .find(|field| field.name == name && field.value.trim().is_empty())
    });
    html! {
        li data-field=[objection.field.as_deref()] {
            a href=(target) {
                @match known {
                    Some(field) => { (fields::label(page, field)) }
                    None => { (frame::english(&objection.message)) }
                }
            }
            @if let Some(article) = &objection.article { (frame::article(article)) }
        }
    }
}

fn sections(page: &Page, draft: &DraftView, errors: &[Objection], typed: &Fields) -> Markup {
    let part =
        |prefix: &str| draft.fields.iter().filter(|field| field.name.starts_with(prefix)).collect::<Vec<_>>();
    let person = part("person.");
    let procedures = part("procedure.");
    let has_residual = draft.law.instruments.iter().any(|instrument| instrument.role == "residual");
    let residual: Vec<&Field> = draft
        .fields
        .iter()
        .filter(|field| field.name == "residual-reason" && (has_residual || !field.value.is_empty()))
        .collect();
    let rest: Vec<&Field> = draft
        .fields
        .iter()
        .filter(|field| {
            !field.name.starts_with("person.")
                && !field.name.starts_with("procedure.")
                && field.name != "residual-reason"
        })
        .collect();
    html! {
        @if draft.kind == "request" {
            (section(page, "law", "draft-law", &html! {
                @if !procedures.is_empty() { (group(page, &procedures, errors)) }
                (instruments(page, &draft.law.instruments))
                (group(page, &residual, errors))
                (law::excluded(page, &draft.law.excluded))
            }))
        }
        @if !person.is_empty() { (section(page, "person", "case-person", &group(page, &person, errors))) }
        @if !draft.contents.is_empty() {
            (section(page, "contents", "draft-contents", &html! {
                @for content in &draft.contents { (fields::field(page, content, errors)) }
            }))
        }
        (section(page, "handling", if draft.kind == "request" { "draft-handling" } else { "draft-text" }, &html! {
            @for field in &rest {
                @if field.name == "ground" { (law::ground_field(page, field, &draft.law.grounds, errors)) }
                @else { (fields::field(page, field, errors)) }
                @if field.name == "language" { (law::languages(page, &draft.law.languages)) }
            }
        }))
        @if takes_documents(draft) { (documents(page, draft, typed)) }
        @if !draft.safeguards.is_empty() {
            (section(page, "safeguards", "case-safeguards", &html! {
                (safeguards(page, &draft.safeguards, errors))
            }))
        }
        @if !draft.their_safeguards.is_empty() {
            details.sheet {
                summary { (page.tr("draft-their-safeguards", &[("n", draft.their_safeguards.len().into())])) }
                ul { @for safeguard in &draft.their_safeguards { li { (page.words.law(&safeguard.question)) " " (frame::article(&safeguard.article)) } } }
            }
        }
        @if !draft.law.deadlines.is_empty() {
            details.sheet {
                summary { (page.tr("draft-deadlines", &[("n", draft.law.deadlines.len().into())])) }
                (law::deadlines(page, &draft.law.deadlines))
            }
        }
    }
}

fn section(page: &Page, id: &str, heading: &str, body: &Markup) -> Markup {
    html! {
        section.sheet #(id) aria-labelledby={ (id) "-heading" } tabindex="-1" {
            h2 #{ (id) "-heading" } { (page.t(heading)) }
            div.form { (body) }
        }
    }
}

fn group(page: &Page, list: &[&Field], errors: &[Objection]) -> Markup {
    html! { @for field in list { (fields::field(page, field, errors)) } }
}

/// The instruments that bind, the governing one first; what is left over stands apart with a warning.
fn instruments(page: &Page, list: &[InstrumentView]) -> Markup {
    let residual = list.iter().any(|instrument| instrument.role == "residual");
    html! {
        fieldset #instruments tabindex="-1" {
            legend { (page.t("draft-instruments")) }
            @for instrument in list.iter().filter(|instrument| instrument.role != "residual") { (instrument_choice(page, instrument)) }
            @if list.is_empty() { p.warning { (page.t("draft-no-instrument")) } }
        }
        @if residual {
            fieldset #residual-instruments {
                legend { (page.t("draft-residual")) }
                p.warning { (page.t("draft-residual-warning")) }
                @for instrument in list.iter().filter(|instrument| instrument.role == "residual") { (instrument_choice(page, instrument)) }
            }
        }
    }
}

fn instrument_choice(page: &Page, instrument: &InstrumentView) -> Markup {
    let name = format!("instrument.{}", instrument.id);
    html! {
        div.instrument data-instrument=(instrument.id) data-role=(instrument.role) {
            label.tick for=(fields::id(&name)) {
                input type="hidden" name=(name) value="";
                input #(fields::id(&name)) type="checkbox" name=(name) value="yes" checked[instrument.chosen];
                span {
                    strong { (frame::english(&instrument.short_name)) } " "
                    span.badge data-tone=(if instrument.role == "governs" { "accent" } else { "" }) { (page.word("instrument-role", &instrument.role)) }
                    (frame::verified(page, instrument.verified))
                }
            }
            p.hint { (frame::english(&instrument.why))
                @if let Some(since) = instrument.since { " · " (page.t("law-since")) " " bdi dir="ltr" { (since) } }
            }
        }
    }
}

fn takes_documents(draft: &DraftView) -> bool {
    draft.kind == "request" || !draft.required_documents.is_empty()
}

/// The documents asked for, by key.
fn document_keys(draft: &DraftView) -> Vec<(String, String)> {
    let keys = draft.required_documents.iter();
    keys.map(|document| (document.key.clone(), document.description.clone())).collect()
}

fn documents(page: &Page, draft: &DraftView, typed: &Fields) -> Markup {
    let wanted: Vec<&RequiredDocumentView> = draft.required_documents.iter().collect();
    let keys = document_keys(draft);
    let mut typed = typed.clone();
    let missing = wanted.iter().find(|document| document.missing).map(|document| document.key.clone());
    typed.entry("attach.key".to_owned()).or_insert_with(|| missing.unwrap_or_default());
    section(
        page,
        "documents",
        "documents-title",
        &html! {
            @if !wanted.is_empty() {
                ul.stack-s {
                    @for document in &wanted {
                        li data-required=(document.key) data-missing=(document.missing) {
                            (page.words.law(&document.description)) " "
                            @if document.missing { span.missing-mark { (page.t("field-is-missing")) } }
                            @else { span.badge data-tone="good" { (page.t("documents-there")) } }
                            " " (frame::article(&document.article)) (frame::verified(page, document.verified))
                        }
                    }
                }
            }
            @if !draft.documents.is_empty() {
                div #attached {
                    h3 { (page.t("documents-attached")) }
                    ul.stack-s { @for document in &draft.documents {
                        li data-document=(document.key) {
                            bdi dir="auto" { (document.title) } " "
                            small.muted { (page.words.bytes(document.bytes)) " · " (page.word("language-name", &document.language)) }
                            " " button.link type="submit" name="then" value={ "remove-" (document.index) } {
                                (page.t("documents-remove")) span.visually-hidden { " " (document.title) }
                            }
                        }
                    } }
                }
            }
            (act::document_fields(page, &keys, &typed))
            p.actions { button #attach-button.second type="submit" name="then" value="attach" { (page.t("documents-add")) } }
        },
    )
}

/// The questions that guard an act, each with its answers.
pub(crate) fn safeguards(page: &Page, list: &[SafeguardView], errors: &[Objection]) -> Markup {
    html! {
        p.hint { (page.t("safeguard-hint")) }
        @for safeguard in list { (safeguard_question(page, safeguard, errors)) }
    }
}

fn safeguard_question(page: &Page, safeguard: &SafeguardView, errors: &[Objection]) -> Markup {
    let name = format!("safeguard.{}", safeguard.key);
    let answer = format!("{name}.answer");
    let reasoning = format!("{name}.reasoning");
    let own: Vec<&Objection> = errors
        .iter()
        .filter(|error| error.field.as_deref().is_some_and(|field| field.starts_with(&name)))
        .collect();
    html! {
        fieldset.boxed #(fields::id(&name)) tabindex="-1" data-safeguard=(safeguard.key) aria-invalid=[(!own.is_empty()).then_some("true")] {
            legend { (page.words.law(&safeguard.question)) }
            p.rows { (frame::article(&safeguard.article)) (frame::verified(page, safeguard.verified))
                @if safeguard.blocks { span.must { (page.t("safeguard-blocks")) } }
            }
            @for objection in &own { p.field-error { (frame::english(&objection.message)) } }
            div {
                @for choice in &safeguard.answers {
                    label.tick {
                        input type="radio" name=(answer) value=(choice.key) checked[choice.key == safeguard.answer];
                        span { (page.words.law(&choice.text))
                            @if !choice.passes { " " small.muted { "(" (page.t("safeguard-stops")) ")" } }
                        }
                    }
                }
            }
            div.field {
                label for=(fields::id(&reasoning)) { (page.t("safeguard-reasoning")) }
                @if safeguard.confidential { p.hint { (page.t("safeguard-confidential")) } }
                textarea #(fields::id(&reasoning)) name=(reasoning) dir="auto" { "\n" (safeguard.reasoning) }
            }
            @if !safeguard.by.is_empty() { p.hint { (page.t("safeguard-by")) " " bdi dir="auto" { (safeguard.by) } } }
        }
    }
}
