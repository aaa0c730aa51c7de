//! A draft as the second person reads it, and two versions of one draft side by side.

use maud::{Markup, html};

use super::{act, case};
use crate::desk::drafting::{DraftState, DraftView, EditConflict};
use crate::desk::form::{Field, Fields};
use crate::web::failure;
use crate::web::fields;
use crate::web::frame::{self, Page};

/// The whole text, with the buttons of who may approve.
pub(crate) fn whole(page: &Page, draft: &DraftView) -> Markup {
    let said = |list: &[Field], class: &str| {
        html! {
            dl class=(class) { @for field in list.iter().filter(|field| !field.value.is_empty()) {
                dt { (fields::label(page, field)) @if let Some(article) = &field.article { " " (frame::article(article)) } }
                dd data-said=(field.name) dir="auto" { (value(page, field)) }
            } }
        }
    };
    let chosen: Vec<_> = draft.law.instruments.iter().filter(|instrument| instrument.chosen).collect();
    html! {
        div.stack #review data-draft=(draft.id) data-version=(draft.version) data-kind=(draft.kind) {
            (standing(page, draft))
            @if !chosen.is_empty() {
                section.sheet { h2 { (page.t("case-law")) }
                    ul { @for instrument in chosen { li {
                        (frame::english(&instrument.title)) " "
                        span.badge data-tone=(if instrument.role == "residual" { "warn" } else { "accent" }) { (page.word("instrument-role", &instrument.role)) }
                    } } }
                }
            }
            section.sheet { h2 { (page.t("draft-text")) } (said(&draft.fields, "facts")) }
            @if !draft.contents.is_empty() { section.sheet { h2 { (page.t("draft-contents")) } (said(&draft.contents, "facts long")) } }
            @if !draft.documents.is_empty() {
                section.sheet { h2 { (page.t("documents-title")) } (act::documents(page, &draft.documents, "")) }
            }
            @if !draft.safeguards.is_empty() {
                section.sheet { h2 { (page.t("case-safeguards")) }
                    @for safeguard in &draft.safeguards { (case::safeguard_answer(page, safeguard)) }
                }
            }
            @if !draft.objections.is_empty() {
                section.warning { h2 { (page.t("draft-missing")) } (failure::objections(page, &draft.objections)) }
            }
            @if draft.can_approve { (approval(page, draft)) }
        }
    }
}

fn value(page: &Page, field: &Field) -> String {
    match &field.input {
        crate::desk::form::Input::Choice(_) | crate::desk::form::Input::Tick => {
            if field.value == "yes" {
                page.t("choice-tick-yes")
            } else if let Some(text) = field.words.get(&field.value) {
                page.words.law_text(text).to_owned()
            } else {
                fields::choice(page, &field.name, &field.value)
            }
        }
        _ if field.name == "language" => page.word("language-name", &field.value),
        _ => field.value.clone(),
    }
}

fn standing(page: &Page, draft: &DraftView) -> Markup {
    html! {
        div.note #standing {
            p { (page.t("draft-written-by")) " " bdi dir="auto" { (draft.drafted_by) }
                @if !draft.edited_by.is_empty() { " (" (page.t("draft-edited-by")) " " bdi dir="auto" { (draft.edited_by.join(", ")) } ")" }
            }
            @match draft.state {
                DraftState::Submitted if draft.can_approve => { p { strong { (page.t("review-yours")) } } }
                DraftState::Submitted => { p { (page.t("review-waits")) } }
                DraftState::Sent => { p { (page.t("review-sent")) " "
                    @if let Some(act) = &draft.act { a href={ "/acts/" (act) } { (page.t("review-to-act")) } " · " }
                    a href={ "/cases/" (draft.case) } { (page.t("act-back-to-case")) }
                } }
                DraftState::Editing | DraftState::Returned => { p { (page.t("review-being-written")) } }
                DraftState::Discarded => { p { (page.t("review-discarded")) } }
            }
            @if let Some((by, remark)) = &draft.remark {
                p { strong { (page.tr("draft-returned-by", &[("who", by.into())])) } " " span dir="auto" { (remark) } }
            }
        }
    }
}

fn approval(page: &Page, draft: &DraftView) -> Markup {
    html! {
        section.next-move #approval aria-labelledby="approval-heading" {
            h2 #approval-heading { (page.t("review-heading")) }
            p { (page.t("review-text")) }
            form method="post" action={ "/drafts/" (draft.id) "/approve" } {
                (page.token())
                input type="hidden" name="version" value=(draft.version);
                p.actions { button #approve type="submit" { (page.t("review-approve")) } }
            }
            hr;
            form.form method="post" action={ "/drafts/" (draft.id) "/return" } {
                (page.token())
                input type="hidden" name="version" value=(draft.version);
                div.field {
                    label for="f-remark" { (page.t("review-remark")) }
                    textarea #f-remark name="remark" dir="auto" required {}
                }
                p.actions { button #return.second type="submit" { (page.t("review-return")) } }
            }
        }
    }
}

/// Two people changed one draft: both texts side by side, and a form that carries everything the second one typed.
pub(crate) fn two_versions(page: &Page, draft: &DraftView, conflict: &EditConflict, mine: &Fields) -> Markup {
    let differs = |name: &str| conflict.differing.iter().any(|(differing, _, _)| differing == name);
    html! {
        div.stack #conflict data-draft=(draft.id) data-differing=(conflict.differing.len()) {
            div.warning role="alert" {
                p { strong { (page.tr("conflict-text", &[("who", (&conflict.changed_by).into())])) } }
                p { (page.t("conflict-how")) }
            }
            form.form #conflict-form method="post" enctype="multipart/form-data" action={ "/drafts/" (draft.id) } data-guard="true" {
                div.stack {
                    (page.token())
                    input type="hidden" name="version" value=(conflict.version);
                    @for (name, value) in mine.iter().filter(|(name, _)| !differs(name)) {
                        input type="hidden" name=(name) value=(value);
                    }
                    @for (name, theirs, yours) in &conflict.differing {
                        section.stack-s data-field=(name) {
                            h2 { (heading(page, draft, name)) }
                            div.versions {
                                div.version.theirs {
                                    h3 { (page.tr("conflict-theirs", &[("who", (&conflict.changed_by).into())])) }
                                    pre dir="auto" { (theirs) }
                                    label.tick { input type="checkbox" name="keep" value=(name); span { (page.t("conflict-keep")) } }
                                }
                                div.version.yours {
                                    h3 { label for=(fields::id(name)) { (page.t("conflict-yours")) } }
                                    textarea #(fields::id(name)) name=(name) dir="auto" { "\n" (yours) }
                                }
                            }
                        }
                    }
                    p.actions {
                        button #save-merged type="submit" name="then" value="stay" { (page.t("conflict-save")) }
                        a.button.second href={ "/drafts/" (draft.id) } { (page.t("conflict-drop")) }
                    }
                }
            }
        }
    }
}

fn heading(page: &Page, draft: &DraftView, name: &str) -> Markup {
    draft
        .fields
        .iter()
        .chain(&draft.contents)
        .find(|field| field.name == name)
        .map_or_else(|| html! { (page.word("field", name)) }, |field| fields::label(page, field))
}
