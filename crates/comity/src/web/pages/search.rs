//! Finding a person: the form, the results of one's own registers, and what each partner has answered so far.

use axum::extract::Path;
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use crate::desk::person_search::{
    self, AskablePartner, HitView, PartnerAnswer, PartnerResult, PersonQuery, SearchView,
};
use crate::web::failure::Outcome;
use crate::web::fields::{self, Plain};
use crate::web::frame::{self, Page, Title};
use crate::web::submitted::{self, Submitted};

/// How long a page waits for partners before it is shown with what there is.
const PAGE_WAIT_MS: u64 = 900;
/// How long a script's question waits for news.
const PART_WAIT_MS: u64 = 5_000;
/// For how long answers are awaited before the page stops asking by itself.
const AWAITED_S: i64 = 120;
/// How many of the viewer's latest searches are listed.
const RECENT: u32 = 8;

/// `GET /search`, with the fields taken from the address when it has them.
pub(crate) async fn form(page: Page) -> Outcome {
    let given = submitted::pairs(page.query.as_bytes());
    let value = |name: &str| {
        given.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let query = PersonQuery {
        name: value("name"),
        born: value("born"),
        nationality: value("nationality"),
        sex: value("sex"),
        birth_place: value("birth-place"),
        father: value("father"),
        mother: value("mother"),
        documents: value("documents"),
        kind: value("kind"),
        purpose: value("purpose"),
        legal_basis: value("legal-basis"),
    };
    let body = search_page(&page, &query, None, None).await?;
    page.show(&Title::of("search", page.t("search-title")), &body)
}

/// `POST /search`
pub(crate) async fn ask(page: Page, form: Submitted) -> Outcome {
    let query = PersonQuery {
        name: form.value("name").trim().to_owned(),
        born: form.value("born").trim().to_owned(),
        nationality: form.value("nationality").trim().to_uppercase(),
        sex: form.value("sex").trim().to_owned(),
        birth_place: form.value("birth-place").trim().to_owned(),
        father: form.value("father").trim().to_owned(),
        mother: form.value("mother").trim().to_owned(),
        documents: form.value("documents").trim().to_owned(),
        kind: form.value("kind").trim().to_owned(),
        purpose: form.value("purpose").trim().to_owned(),
        legal_basis: form.value("legal-basis").trim().to_owned(),
    };
    let (partners, blind) = (form.all("partner"), form.all("blind"));
    match person_search::ask(&page.node, page.viewer()?, &query, &partners, &blind).await {
        Ok(id) => frame::go(&format!("/search/{id}")),
        Err(error) => {
            let error = fields::invalid(error)?;
            let body = search_page(&page, &query, Some(&partners), Some(&error)).await?;
            page.show_again(&Title::of("search", page.t("search-title")), &body)
        }
    }
}

async fn search_page(
    page: &Page,
    query: &PersonQuery,
    chosen: Option<&[String]>,
    error: Option<&(String, String)>,
) -> Result<Markup, crate::web::failure::Failure> {
    let viewer = page.viewer()?;
    let partners = person_search::askable(&page.node, viewer).await?;
    let recent = person_search::recent(&page.node, viewer, RECENT).await?;
    Ok(html! {
        div.beside {
            div.stack {
                (fields::plain_summary(page, error))
                (search_form(page, query, &partners, chosen, error))
            }
            aside.stack-s aria-label=(page.t("search-recent")) {
                h2 { (page.t("search-recent")) }
                @if recent.is_empty() { p.muted { (page.t("search-recent-none")) } }
                ul.stack-s #recent-searches {
                    @for (id, name, at) in &recent {
                        li { a href={ "/search/" (id) } { bdi dir="auto" { (name) } } br; small.muted { (page.moment(*at)) } }
                    }
                }
            }
        }
    })
}

fn search_form(
    page: &Page,
    query: &PersonQuery,
    partners: &[AskablePartner],
    chosen: Option<&[String]>,
    error: Option<&(String, String)>,
) -> Markup {
    let purpose =
        if query.purpose.is_empty() { page.t("search-purpose-usual") } else { query.purpose.clone() };
    let basis =
        if query.legal_basis.is_empty() { page.t("search-basis-usual") } else { query.legal_basis.clone() };
    html! {
        form.form #search-form method="post" action="/search" role="search" {
            div.sheet.form {
                (page.token())
                (Plain::line("name", "search-name", &query.name).hint("search-name-hint").error(error).show(page))
                div.pair {
                    (Plain::line("born", "search-born", &query.born).hint("search-born-hint").error(error).show(page))
                    (Plain::line("nationality", "search-nationality", &query.nationality).hint("search-nationality-hint").error(error).show(page))
                }
                (more_fields(page, query, error))
                div.pair {
                    (Plain::line("purpose", "search-purpose", &purpose).required().hint("search-purpose-hint").error(error).show(page))
                    (Plain::line("legal-basis", "search-basis", &basis).required().error(error).show(page))
                }
                fieldset #search-partners {
                    legend { (page.t("search-partners")) }
                    p.hint { (page.t("search-partners-hint")) }
                    div.rows {
                        @for partner in partners {
                            label.tick {
                                input type="checkbox" name="partner" value=(partner.partner)
                                    checked[chosen.is_none_or(|chosen| chosen.contains(&partner.partner))];
                                span { bdi { (partner.name) } " " span.badge { (partner.state) } }
                            }
                            @if partner.blind {
                                label.tick {
                                    input type="checkbox" name="blind" value=(partner.partner) aria-describedby="blind-hint";
                                    span { (page.tr("search-blind", &[("name", (&partner.name).into())])) }
                                }
                            }
                        }
                        @if partners.is_empty() { p.muted { (page.t("search-no-partners")) } }
                    }
                    @if partners.iter().any(|partner| partner.blind) {
                        p.hint #blind-hint { (page.t("search-blind-hint")) }
                    }
                }
                p.actions { button #search-button type="submit" { (page.t("search-button")) } }
            }
        }
    }
}

/// What else may be known, folded away unless something stands in it.
fn more_fields(page: &Page, query: &PersonQuery, error: Option<&(String, String)>) -> Markup {
    let filled =
        [&query.sex, &query.birth_place, &query.father, &query.mother, &query.documents, &query.kind]
            .iter()
            .any(|text| !text.is_empty());
    let wrong = error.is_some_and(|(field, _)| {
        ["sex", "birth-place", "father", "mother", "documents", "kind"].contains(&field.as_str())
    });
    let documents_error = error.filter(|(field, _)| field == "documents").map(|(_, text)| text.as_str());
    html! {
        details #search-more open[filled || wrong] {
            summary { (page.t("search-more")) }
            div.form {
                div.pair {
                    div.field {
                        label for="f-kind" { (page.t("search-kind")) }
                        select #f-kind name="kind" {
                            @for kind in search::Kind::ALL {
                                option value=(kind.as_str()) selected[query.kind == kind.as_str()] { (page.word("subject-kind", kind.as_str())) }
                            }
                        }
                    }
                    div.field {
                        label for="f-sex" { (page.t("search-sex")) }
                        select #f-sex name="sex" {
                            option value="" { (page.word("sex", "unknown")) }
                            @for sex in ["female", "male", "other"] {
                                option value=(sex) selected[query.sex == sex] { (page.word("sex", sex)) }
                            }
                        }
                    }
                }
                div.field {
                    label for="f-documents" { (page.t("search-documents")) }
                    textarea #f-documents name="documents" rows="3" dir="auto" autocomplete="off" spellcheck="false"
                        aria-invalid=[documents_error.map(|_| "true")] aria-describedby="documents-notes" { (query.documents) }
                    div #documents-notes {
                        @if let Some(error) = documents_error { p.field-error { span.visually-hidden { (page.t("error-word")) ": " } (frame::english(error)) } }
                        p.hint { (page.t("search-documents-hint")) }
                    }
                }
                (Plain::line("birth-place", "search-birth-place", &query.birth_place).error(error).show(page))
                div.pair {
                    (Plain::line("father", "search-father", &query.father).error(error).show(page))
                    (Plain::line("mother", "search-mother", &query.mother).error(error).show(page))
                }
            }
        }
    }
}

/// `GET /search/{id}`
pub(crate) async fn results(page: Page, Path(id): Path<String>) -> Outcome {
    let view = person_search::results(&page.node, page.viewer()?, &id, PAGE_WAIT_MS).await?;
    let asked_s = page.now.duration_since(view.asked_at).as_secs();
    let waiting = view.partners.iter().any(|partner| partner.answer == PartnerAnswer::Waiting);
    let title = Title::of("search", page.tr("search-results-title", &[("name", (&view.query.name).into())]))
        .heading(html! { bdi.person-name #search-name-asked dir="auto" {
            @if view.query.name.is_empty() { (view.query.documents) } @else { (view.query.name) }
        } })
        .kicker(html! {
            span { (page.t("search-results-kicker")) }
            @if !view.query.born.is_empty() { span { (page.t("column-born")) " " (view.query.born) } }
            @if !view.query.nationality.is_empty() { span { (page.state(&view.query.nationality)) } }
            span { (page.moment(view.asked_at)) }
        })
        .wait((waiting && asked_s < 30).then_some(2));
    let again = submitted::encode(&[
        ("name".to_owned(), view.query.name.clone()),
        ("born".to_owned(), view.query.born.clone()),
        ("nationality".to_owned(), view.query.nationality.clone()),
        ("sex".to_owned(), view.query.sex.clone()),
        ("birth-place".to_owned(), view.query.birth_place.clone()),
        ("father".to_owned(), view.query.father.clone()),
        ("mother".to_owned(), view.query.mother.clone()),
        ("documents".to_owned(), view.query.documents.clone()),
        ("kind".to_owned(), view.query.kind.clone()),
        ("purpose".to_owned(), view.query.purpose.clone()),
        ("legal-basis".to_owned(), view.query.legal_basis.clone()),
    ]);
    let body = html! {
        div.rows.between {
            p.muted { (view.query.purpose) " · " (view.query.legal_basis) }
            a.button.second #search-again href={ "/search?" (again) } { (page.t("search-again")) }
        }
        section.stack-s #own-results aria-labelledby="own-heading" data-hits=(view.own.len()) {
            h2 #own-heading { (page.t("search-own")) " " span.badge { (page.tr("search-hits", &[("n", view.own.len().into())])) } }
            @if view.own.is_empty() { p.empty { (page.t("search-own-none")) } }
            (hit_list(&page, &view.own, None))
        }
        section.stack-s aria-labelledby="partners-heading" {
            h2 #partners-heading { (page.t("search-at-partners")) }
            div #partner-results.stack aria-live="polite" data-refresh={ "/search/" (view.id) "/partners" } data-refresh-every="150" {
                (partners(&page, &view))
            }
        }
    };
    page.show(&title, &body)
}

/// `GET /search/{id}/partners`: the part of the page that changes while partners answer.
pub(crate) async fn partners_part(page: Page, Path(id): Path<String>) -> Outcome {
    let view = person_search::results(&page.node, page.viewer()?, &id, PART_WAIT_MS).await?;
    Ok(partners(&page, &view).into_response())
}

fn partners(page: &Page, view: &SearchView) -> Markup {
    let settled = view.complete || page.now.duration_since(view.asked_at).as_secs() > AWAITED_S;
    html! {
        div.stack #partner-answers data-complete=(settled) {
            @for partner in &view.partners { (partner_result(page, view, partner)) }
            @if view.partners.is_empty() { p.empty { (page.t("search-no-partners-asked")) } }
            @if !view.complete {
                p { a #refresh href={ "/search/" (view.id) } { (page.t("refresh")) } }
            }
        }
    }
}

fn partner_result(page: &Page, view: &SearchView, partner: &PartnerResult) -> Markup {
    let (state, tone) = match &partner.answer {
        PartnerAnswer::Waiting => ("waiting", ""),
        PartnerAnswer::Pending { .. } => ("pending", ""),
        PartnerAnswer::Unreachable { .. } => ("unreachable", "warn"),
        PartnerAnswer::NoHit { .. } => ("no-hit", ""),
        PartnerAnswer::Hits { .. } => ("hits", "accent"),
        PartnerAnswer::Declined { .. } => ("declined", "bad"),
    };
    html! {
        article.partner id={ "partner-" (partner.partner.replace('.', "-")) } data-partner=(partner.partner) data-answer=(state) {
            div.partner-head {
                h3 { bdi { (partner.partner_name) } " " span.badge { (partner.state) } }
                span.rows {
                    @if partner.blind { span.badge.blind { (page.t("search-asked-blindly")) } }
                    @if let Some(ms) = partner.took_ms { small.muted { (page.tr("search-took", &[("ms", ms.into())])) } }
                    span.badge data-tone=(tone) {
                        @match &partner.answer {
                            PartnerAnswer::Hits { hits, .. } => { (page.tr("search-hits", &[("n", hits.len().into())])) }
                            _ => { (page.word("answer", state)) }
                        }
                    }
                }
            }
            @match &partner.answer {
                PartnerAnswer::Waiting => { p.waiting { (page.t("answer-waiting-text")) } }
                PartnerAnswer::Pending { at } => { p.muted { (page.t("answer-pending-text")) " " (page.moment(*at)) } }
                PartnerAnswer::Unreachable { cause, next_attempt } => {
                    p { (page.t("answer-unreachable-text")) " " @if !cause.is_empty() { (frame::english(cause)) } }
                    @if let Some(at) = next_attempt { p.muted { (page.t("delivery-next")) " " (page.moment(*at)) } }
                }
                PartnerAnswer::NoHit { at } => { p.muted { (page.t("answer-no-hit-text")) " " (page.moment(*at)) } }
                PartnerAnswer::Declined { reason, .. } => { p { (page.t("answer-declined-text")) " " (frame::english(reason)) } }
                PartnerAnswer::Hits { hits, .. } => { (hit_list(page, hits, Some((view, partner)))) }
            }
        }
    }
}

/// Hits, best first; those that hardly resemble are folded away below the others.
fn hit_list(page: &Page, hits: &[HitView], at_partner: Option<(&SearchView, &PartnerResult)>) -> Markup {
    let (good, weak): (Vec<_>, Vec<_>) = hits.iter().partition(|hit| hit.score_per_mille >= WEAK);
    html! {
        @if !good.is_empty() {
            ol.hits { @for hit in &good { li { (hit_card(page, hit, at_partner)) } } }
        }
        @if !weak.is_empty() {
            details.weak open[good.is_empty()] {
                summary { (page.tr("hits-weak", &[("n", weak.len().into())])) }
                ol.hits { @for hit in &weak { li { (hit_card(page, hit, at_partner)) } } }
            }
        }
    }
}

fn hit_card(page: &Page, hit: &HitView, at_partner: Option<(&SearchView, &PartnerResult)>) -> Markup {
    let (band, words) = band(hit.score_per_mille);
    html! {
        div.hit data-subject=(hit.subject) data-score=(hit.score_per_mille) {
            div.hit-head {
                div {
                    h3.person-name {
                        @if hit.names.is_empty() { (page.t("hit-name-withheld")) }
                        @for (position, name) in hit.names.iter().enumerate() {
                            @if position > 0 { small.muted { " · " bdi dir="auto" { (name) } } } @else { bdi dir="auto" { (name) } }
                        }
                    }
                    p.rows.muted {
                        @if let Some(born) = &hit.born { span { (page.t("column-born")) " " bdi dir="ltr" { (born) } } }
                        @for nationality in &hit.nationalities { span { (page.state(&nationality.to_uppercase())) } }
                        @if !hit.register_name.is_empty() { span { bdi { (hit.register_name) } } }
                    }
                }
                div.score data-band=(band) {
                    p.score-line { strong { (page.words.percent(hit.score_per_mille)) } span { (page.word("score", words)) } }
                    svg.bar viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" {
                        rect width=(hit.score_per_mille) height="10" {}
                    }
                }
            }
            @if !hit.reasons.is_empty() {
                ul.reasons aria-label=(page.t("hit-reasons")) {
                    @for reason in &hit.reasons {
                        li data-for=(reason.weight_per_mille >= 0) data-reason=(reason.kind) {
                            span.visually-hidden { (page.t(if reason.weight_per_mille >= 0 { "reason-for" } else { "reason-against" })) ": " }
                            (reason_words(page, reason))
                        }
                    }
                }
            }
            @match at_partner {
                Some((view, partner)) => {
                    form method="post" action="/drafts" {
                        (page.token())
                        input type="hidden" name="partner" value=(partner.partner);
                        input type="hidden" name="search" value=(view.id);
                        input type="hidden" name="handle" value=(hit.subject);
                        input type="hidden" name="procedure" value="provisional-arrest";
                        input type="hidden" name="procedure" value="extradition";
                        p.actions { button.open-request type="submit" data-partner=(partner.partner) { (page.t("hit-open-request")) } }
                    }
                }
                None => {
                    p { a href={ "/registers/" (hit.register) "/subjects/" (hit.subject) } { (page.t("hit-open-subject")) } }
                }
            }
        }
    }
}

/// Below this, in thousandths, a hit is hardly worth a look.
const WEAK: u16 = 400;

/// The colour and the word for a score.
fn band(per_mille: u16) -> (&'static str, &'static str) {
    match per_mille {
        850.. => ("high", "very-likely"),
        650..850 => ("high", "likely"),
        400..650 => ("mid", "possible"),
        0..400 => ("low", "weak"),
    }
}

fn reason_words(page: &Page, reason: &person_search::ReasonView) -> Markup {
    // A partner may keep to itself what its register says.
    let withheld = page.t("reason-withheld");
    let theirs =
        if reason.theirs.is_empty() && reason.kind.starts_with("born") { &withheld } else { &reason.theirs };
    let args = [("ours", (&reason.ours).into()), ("theirs", theirs.into())];
    let text = page
        .words
        .known_with("reason", &reason.kind, &args)
        .unwrap_or_else(|| format!("{}: {} / {}", reason.kind.replace('-', " "), reason.ours, reason.theirs));
    html! { bdi dir=(page.words.lang.direction()) { (text) } }
}
