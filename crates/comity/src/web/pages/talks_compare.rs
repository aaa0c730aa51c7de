//! Signing and sharing a record, and two readouts of one meeting side by side.

use axum::extract::Path;
use maud::{Markup, html};

use super::talks_record::{record_side, title, value};
use super::{commitments, talks as list, talks_marks as marks};
use crate::desk::talks::{self, Sharing, TalksView};
use crate::desk::talks_pairs::{self, Comparison, Difference};
use crate::desk::{DeskError, Role, person_search};
use crate::web::failure::{Failure, Outcome};
use crate::web::fields;
use crate::web::frame::{self, Page, Title};
use crate::web::submitted::Submitted;

/// `GET /talks/{id}/sign`: the whole record once more, and who is to have it.
pub(crate) async fn sign_form(page: Page, Path(id): Path<String>) -> Outcome {
    let view = talks::talks(&page.node, page.viewer()?, &id).await?;
    let sharing = Sharing {
        purpose: page.t("talks-purpose-usual"),
        legal_basis: page.t("talks-basis-usual"),
        handling: "H0".to_owned(),
        onward: "authorities-of-recipient-state".to_owned(),
        with_text: true,
        ..Sharing::default()
    };
    let body = sign_body(&page, &view, &sharing, None).await?;
    page.show(&title(&page, &view), &body)
}

async fn sign_body(
    page: &Page,
    view: &TalksView,
    sharing: &Sharing,
    error: Option<&(String, String)>,
) -> Result<Markup, Failure> {
    let partners = person_search::askable(&page.node, page.viewer()?).await?;
    let signed = view.state == "signed";
    let unread = view.record.unread();
    let invalid = |name: &str| error.filter(|(field, _)| field == name).map(|_| "true");
    Ok(html! {
        (list::tabs(page, ""))
        div.stack {
            (fields::plain_summary(page, error))
            p { a href={ "/talks/" (view.id) } { (page.t("talks-back")) } }
            @if unread > 0 && !signed { p.warning { (page.tr("talks-unread-sign", &[("n", unread.into())])) } }
            (record_side(page, view))
            form.form #sign-form method="post" action={ "/talks/" (view.id) "/sign" } {
                div.sheet.form {
                    h2 { (page.t(if signed { "talks-share" } else { "talks-sign-title" })) }
                    (page.token())
                    input type="hidden" name="version" value=(view.version);
                    fieldset {
                        legend { (page.t("talks-share-with")) }
                        @if !signed { p.hint { (page.t("talks-private-hint")) } }
                        @for partner in &partners {
                            label.tick {
                                input type="checkbox" name="with" value=(partner.partner) checked[sharing.with.contains(&partner.partner)];
                                span { bdi { (partner.name) } " " code dir="ltr" { (partner.partner) }
                                    @if view.shared_with.contains(&partner.partner) { " " span.badge { (page.t("talks-has-it")) } } }
                            }
                        }
                        @if partners.is_empty() { p.muted { (page.t("search-no-partners")) } }
                    }
                    details open[!sharing.with.is_empty() || error.is_some() || signed] {
                        summary { (page.t("talks-terms")) }
                        div.form {
                            label.tick { input type="checkbox" name="with-text" value="yes" checked[sharing.with_text]; span { (page.t("talks-with-text")) } }
                            div.field { label for="f-purpose" { (page.t("search-purpose")) } input #f-purpose name="purpose" dir="auto" value=(sharing.purpose) aria-invalid=[invalid("purpose")]; }
                            div.field { label for="f-legal-basis" { (page.t("search-basis")) } input #f-legal-basis name="legal-basis" dir="auto" value=(sharing.legal_basis) aria-invalid=[invalid("legal-basis")]; }
                            div.pair {
                                div.field {
                                    label for="f-handling" { (page.word("field", "handling")) }
                                    select #f-handling name="handling" { @for code in ["H0", "H1", "H2", "H3"] {
                                        option value=(code) selected[sharing.handling == code] { (fields::choice(page, "handling", code)) }
                                    } }
                                }
                                div.field {
                                    label for="f-onward" { (page.word("field", "onward")) }
                                    select #f-onward name="onward" { @for rule in ["none", "with-consent", "authorities-of-recipient-state"] {
                                        option value=(rule) selected[sharing.onward == rule] { (fields::choice(page, "onward", rule)) }
                                    } }
                                }
                            }
                            div.field { label for="f-conditions" { (page.word("field", "handling-conditions")) } textarea #f-conditions name="conditions" dir="auto" aria-invalid=[invalid("conditions")] { "\n" (sharing.conditions) } }
                        }
                    }
                    p.actions { button #sign-record type="submit" { (page.t(if signed { "talks-send" } else { "talks-sign" })) } }
                }
            }
        }
    })
}

/// `POST /talks/{id}/sign`
pub(crate) async fn sign(page: Page, Path(id): Path<String>, form: Submitted) -> Outcome {
    let (node, viewer) = (&page.node, page.viewer()?);
    let sharing = Sharing {
        with: form.all("with"),
        purpose: form.value("purpose").to_owned(),
        legal_basis: form.value("legal-basis").to_owned(),
        handling: form.value("handling").to_owned(),
        conditions: form.value("conditions").to_owned(),
        onward: form.value("onward").to_owned(),
        with_text: form.value("with-text") == "yes",
    };
    let view = talks::talks(node, viewer, &id).await?;
    let (done, said) = if view.state == "draft" {
        let said = talks::sign(node, viewer, &id, form.version()?, &sharing).await;
        (if sharing.with.is_empty() { "talks-signed" } else { "talks-signed-sent" }, said)
    } else {
        ("talks-sent", talks::share(node, viewer, &id, &sharing).await)
    };
    match said {
        Ok(()) => frame::go(&format!("/talks/{id}?done={done}")),
        Err(DeskError::Objected(objections)) => {
            let body = html! {
                (fields::summary(&page, &objections))
                p { a.button href={ "/talks/" (id) } { (page.t("talks-back")) } }
                // The field named above is on the page of the draft; here it is told where.
                @for name in objections.iter().filter_map(|objection| objection.field.as_deref()) { span #(fields::id(name)) {} }
            };
            page.show_again(&title(&page, &view), &body)
        }
        Err(error) => {
            let error = fields::invalid(error)?;
            let body = sign_body(&page, &view, &sharing, Some(&error)).await?;
            page.show_again(&title(&page, &view), &body)
        }
    }
}

/// `GET /talks/{id}/compare/{other}`
pub(crate) async fn compare(page: Page, Path((id, other)): Path<(String, String)>) -> Outcome {
    let both = talks_pairs::compare(&page.node, page.viewer()?, &id, &other).await?;
    let body = html! {
        (list::tabs(&page, ""))
        div.stack #comparison data-differences=(both.differences.len()) data-contradictions=(both.differences.iter().filter(|d| d.contradicts).count())
            data-percent=(both.likeness.percent) data-said=[both.said] {
            p.lead {
                (page.tr("talks-likely", &[("percent", u32::from(both.likeness.percent).into())])) " "
                span.muted { (list::listed(&page, both.likeness.reasons.iter().map(|reason| page.word("talks-likeness", reason)))) }
            }
            (verdict(&page, &both))
            (differences(&page, &both))
            div.versions {
                (side(&page, &both.one))
                (side(&page, &both.other))
            }
        }
    };
    page.show(&Title::of("talks", page.t("talks-compare-title")), &body)
}

fn verdict(page: &Page, both: &Comparison) -> Markup {
    html! {
        @if page.has(&[Role::Officer]) {
            form method="post" action={ "/talks/" (both.one.id) "/pair" } {
                div.sheet {
                    (page.token())
                    input type="hidden" name="other" value=(both.other.id);
                    p { @match both.said {
                        Some(true) => { (page.t("talks-said-same")) }
                        Some(false) => { (page.t("talks-said-other")) }
                        None => { (page.t("talks-is-it-same")) }
                    } }
                    p.actions {
                        @if both.said != Some(true) { button #same-meeting type="submit" name="same" value="yes" { (page.t("talks-same")) } }
                        @if both.said != Some(false) { button.second #other-meeting type="submit" name="same" value="no" { (page.t("talks-not-same")) } }
                    }
                }
            }
        }
    }
}

fn differences(page: &Page, both: &Comparison) -> Markup {
    html! {
        section.stack-s #differences aria-labelledby="differences-heading" {
            h2 #differences-heading { (page.t("talks-differences")) }
            @if both.differences.is_empty() { p.empty { (page.t("talks-no-differences")) } }
            @else {
                div.table { table {
                    caption { (page.t("talks-differences")) }
                    thead { tr {
                        th scope="col" { (page.t("talks-field")) }
                        th scope="col" { (page.t("talks-first")) ": " bdi dir="auto" { (both.one.title) } }
                        th scope="col" { (page.t("talks-second")) ": " bdi dir="auto" { (both.other.title) } }
                    } }
                    tbody { @for difference in &both.differences {
                        tr.difference data-field=(difference.field) data-contradicts=(difference.contradicts) {
                            th scope="row" {
                                (page.word("talks-kind", difference.field))
                                @if difference.contradicts { " " span.badge data-tone="bad" { (page.t("talks-contradicts")) } }
                            }
                            td data-label=(page.t("talks-first")) { (said(page, difference, &difference.one)) }
                            td data-label=(page.t("talks-second")) { (said(page, difference, &difference.other)) }
                        }
                    } }
                } }
            }
            @if !both.agree.is_empty() {
                p.muted #agreements { (page.t("talks-agree")) " " (list::listed(page, both.agree.iter().map(|field| page.word("talks-kind", field)))) }
            }
        }
    }
}

fn said(page: &Page, difference: &Difference, text: &str) -> Markup {
    let coded = ["countries", "topics", "mechanisms", "places"].contains(&difference.field);
    html! {
        @if text.is_empty() { span.muted { (page.t("talks-says-nothing")) } }
        @else if coded {
            bdi dir="auto" { (list::listed(page, text.split(", ").map(|code| value(page, difference.field, code)))) }
        } @else if let Some((who, what)) = text.split_once(": ").filter(|_| difference.field == "commitments") {
            span { strong { (commitments::who(page, who)) ": " } bdi dir="auto" { (what) } }
        } @else { bdi dir="auto" { (text) } }
    }
}

fn side(page: &Page, view: &TalksView) -> Markup {
    html! {
        article.version data-side=(view.id) {
            h2 { a href={ "/talks/" (view.id) } { bdi dir="auto" { (view.title) } } }
            p.kicker { (list::state(page, &view.state)) bdi { (view.author_name) } }
            dl.facts {
                dt { (page.t("talks-column-day")) } dd { bdi dir="ltr" { (view.record.day().unwrap_or("—")) } }
                @for (kind, _) in marks::KINDS {
                    @let found = view.record.list(kind);
                    @if !found.is_empty() {
                        dt { (page.word("talks-kind", kind)) }
                        dd { (list::listed(page, found.iter().map(|finding| value(page, kind, &finding.value)))) }
                    }
                }
                @if !view.record.people.is_empty() {
                    dt { (page.word("talks-kind", "people")) }
                    dd { ul.plain-list { @for person in &view.record.people { li { bdi dir="auto" { (person.names.join(" / ")) } } } } }
                }
                @if !view.record.commitments.is_empty() {
                    dt { (page.word("talks-kind", "commitments")) }
                    dd { ul.plain-list { @for promise in &view.record.commitments {
                        li { strong { (commitments::who(page, &promise.who)) ": " } bdi dir="auto" { (promise.what) } @if let Some(due) = &promise.due { " (" bdi dir="ltr" { (due) } ")" } }
                    } } }
                }
            }
            @if !view.text.is_empty() {
                details { summary { (page.t("talks-text")) } pre.document-text dir="auto" { (view.text) } }
            }
        }
    }
}

/// `POST /talks/{id}/pair`
pub(crate) async fn pair(page: Page, Path(id): Path<String>, form: Submitted) -> Outcome {
    let other = form.value("other");
    talks_pairs::pair(&page.node, page.viewer()?, &id, other, form.value("same") == "yes").await?;
    frame::go(&format!("/talks/{id}/compare/{other}?done=saved"))
}
