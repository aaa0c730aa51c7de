//! Who holds what: the holders of an act with its recall, leave and passing on; what is owed; what was recalled from us.

use axum::extract::Path;
use maud::{Markup, html};

use crate::desk::custody::{self, CustodyView, OwedRow, RecalledRow, Recalling};
use crate::desk::{DeskError, Role, directory};
use crate::web::failure::{Failure, Outcome};
use crate::web::fields;
use crate::web::frame::{self, Page, Title};
use crate::web::submitted::Submitted;
use crate::web::table::{self, Asked, Column, List, column};

/// `GET /custody`: what is owed to us, what was recalled from us, what was passed on.
pub(crate) async fn overview(page: Page) -> Outcome {
    const OWED: &[Column] = &[
        column("act", "column-act"),
        column("partner", "column-partner"),
        column("at", "column-holder-standing"),
    ];
    const RECALLED: &[Column] = &[
        column("", "column-act"),
        column("", "column-partner"),
        column("", "column-recall-how"),
        column("", "column-erased"),
    ];
    let asked = Asked::of(&page);
    let viewer = page.viewer()?;
    if let Some(format) = asked.format {
        let node = &page.node;
        let fetch = |query| async move { custody::owed_list(node, viewer, &query).await };
        return table::export("owed", format, &asked, fetch).await;
    }
    let listed = custody::owed_list(&page.node, viewer, &asked.query).await?;
    let owed = custody::owed(&page.node, viewer).await?;
    let recalled = custody::recalled(&page.node, viewer).await?;
    let passed = custody::passed(&page.node, viewer).await?;
    let overdue = owed.iter().filter(|row| row.standing == "overdue").count();
    let owed_list = List {
        id: "owed",
        caption: page.t("custody-owed"),
        columns: OWED,
        empty: page.t("custody-owed-none"),
        searchable: true,
        filters: html! {},
    };
    let recalled_list = List {
        id: "recalled",
        caption: page.t("custody-recalled"),
        columns: RECALLED,
        empty: page.t("custody-recalled-none"),
        searchable: false,
        filters: html! {},
    };
    let body = html! {
        div.stack {
            @if overdue > 0 { div.warning role="status" { p #overdue data-count=(overdue) { (page.tr("custody-overdue", &[("n", overdue.into())])) } } }
            (table::list(&page, &asked, &owed_list, &listed, |row: &OwedRow| vec![
                html! { a href={ "/custody/" (row.act) } { (kind(&page, &row.kind)) } " " (short(&row.act)) },
                html! { code dir="ltr" { (row.authority) } },
                standing(&page, &row.standing, row.at),
            ]))
            section.stack-s #recalled-here {
                h2 { (page.t("custody-recalled")) }
                @if recalled.is_empty() { p.empty { (page.t("custody-recalled-none")) } }
                @else { div.table { (table::table(&page, None, &recalled_list, &recalled, |row: &RecalledRow| vec![
                    short(&row.act),
                    html! { code dir="ltr" { (row.author) } },
                    html! { (page.word("recall", &row.effect)) ": " bdi dir="auto" { (row.reason) } },
                    row.purged_at.map_or_else(|| html! { (page.t("custody-may-stay")) }, |at| page.moment(at)),
                ])) } }
            }
            section.stack-s #passed-on {
                h2 { (page.t("custody-passed")) }
                @if passed.is_empty() { p.empty { (page.t("custody-passed-none")) } }
                @for view in &passed {
                    article.sheet data-passed=(view.act) {
                        h3 { a href={ "/custody/" (view.act) } { @if view.ours { (page.t("custody-by-us")) } @else { (page.t("custody-to-us")) } " " (short(&view.act)) } }
                        (words_of(&page, view))
                    }
                }
            }
            p.hint { (page.t("custody-how")) }
        }
    };
    page.show(&Title::of("custody", page.t("nav-custody")), &body)
}

fn short(act: &str) -> Markup {
    html! { code dir="ltr" title=(act) { (act.get(..12).unwrap_or(act)) } }
}

fn kind(page: &Page, kind: &str) -> String {
    page.known("act", kind).unwrap_or_else(|| page.word("custody-kind", kind))
}

fn standing(page: &Page, word: &str, at: Option<jiff::Timestamp>) -> Markup {
    let tone = match word {
        "overdue" => "bad",
        "asked" => "warn",
        _ => "good",
    };
    html! {
        span.badge data-tone=(tone) data-standing=(word) { (page.word("holder", word)) }
        @if let Some(at) = at { " " (page.moment(at)) }
    }
}

/// Code, rule, conditions and label, wherever content is shown.
pub(crate) fn terms(
    page: &Page,
    handling: &str,
    onward: &str,
    conditions: Option<&str>,
    tlp: &str,
) -> Markup {
    html! {
        dl.facts.terms data-handling=(handling) {
            dt { (page.t("field-handling")) } dd { (fields::choice(page, "handling", &handling.to_lowercase())) }
            @if !onward.is_empty() { dt { (page.t("act-onward")) } dd { (page.word("onward", onward)) } }
            @if let Some(conditions) = conditions { dt { (page.word("field", "handling-conditions")) } dd dir="auto" { (conditions) } }
            @if !tlp.is_empty() { dt { (page.t("act-tlp")) } dd { code dir="ltr" { (tlp) } } }
        }
    }
}

fn words_of(page: &Page, view: &CustodyView) -> Markup {
    html! {
        (terms(page, &view.handling, &view.onward, view.conditions.as_deref(), &view.tlp))
        @if let Some(forwarded) = &view.forwarded {
            dl.facts {
                dt { (page.t("custody-said-by")) } dd { code dir="ltr" { (forwarded.author) } " · " (kind(page, &forwarded.kind)) " · " (page.moment(forwarded.made_at)) }
                dt { (page.t("custody-signatures")) } dd { @if forwarded.verified { span.badge data-tone="good" { (page.t("custody-verified")) } } @else { span.badge data-tone="warn" { (page.t("custody-unverified")) } } }
                @if !forwarded.note.is_empty() { dt { (page.t("custody-note")) } dd dir="auto" { (forwarded.note) } }
            }
            @if !forwarded.said.is_empty() { (super::case::said(page, &forwarded.said)) }
        }
    }
}

/// `GET /custody/{act}`
pub(crate) async fn show(page: Page, Path(id): Path<String>) -> Outcome {
    show_with(&page, &id, None).await
}

async fn show_with(page: &Page, id: &str, error: Option<&(String, String)>) -> Outcome {
    let viewer = page.viewer()?;
    let view = custody::holders(&page.node, viewer, id).await?;
    let mut partners = directory::partners(&page.node, viewer).await?;
    partners.retain(|partner| partner.standing == "accredited");
    let officer = page.has(&[Role::Officer]);
    let action = format!("/custody/{}", view.act);
    let boxes = |name: &str| {
        html! {
            @for partner in &partners {
                label.tick { input type="checkbox" name=(name) value=(partner.id); span { bdi { (partner.name) } " " code dir="ltr" { (partner.id) } } }
            }
            @if partners.is_empty() { p.muted { (page.t("search-no-partners")) } }
        }
    };
    let body = html! {
        div.stack #custody data-act=(view.act) {
            (fields::plain_summary(page, error))
            section.sheet {
                dl.facts {
                    dt { (page.t("act-id")) } dd { (frame::digest(&view.act)) }
                    dt { (page.t("act-author")) } dd { code dir="ltr" { (view.author) } " · " (page.moment(view.made_at)) }
                }
                (words_of(page, &view))
                @for (effect, reason) in &view.recalls {
                    div.warning data-recall=(effect) { p { strong { (page.word("recall", effect)) } ": " bdi dir="auto" { (reason) } } }
                }
            }
            section.sheet #holders aria-labelledby="holders-heading" {
                h2 #holders-heading { (page.t("custody-who")) }
                ul.stack-s {
                    @for holder in &view.holders {
                        li data-holder=(holder.authority) {
                            code dir="ltr" { (holder.authority) } " "
                            @if !holder.through.is_empty() { small.muted { (page.t("custody-through")) " " code dir="ltr" { (holder.through) } " " } }
                            (standing(page, &holder.standing, holder.at))
                            @if let Some(proof) = &holder.proof { " " small { (page.t("custody-proof")) " " (short(proof)) } }
                        }
                    }
                }
                @if !view.leave.is_empty() || view.court {
                    p #leave-given { (page.t("custody-leave-for")) " " @if view.court { (page.t("custody-court")) " " } code dir="ltr" { (view.leave.join(", ")) } }
                }
            }
            @if officer && view.purged_at.is_none() {
                details.sheet {
                    summary { (page.t("custody-pass-on")) }
                    form.form #forward-form method="post" action=(action) {
                        (page.token())
                        fieldset #f-to.boxed tabindex="-1" { legend { (page.t("files-to-whom")) } (boxes("to")) }
                        div.field { label for="f-note" { (page.t("custody-note")) } textarea #f-note name="note" dir="auto" { "\n" } }
                        p.actions { button #forward type="submit" name="then" value="forward" { (page.t("custody-pass-on")) } }
                    }
                }
            }
            @if officer && view.ours {
                details.sheet {
                    summary { (page.t("custody-give-leave")) }
                    form.form #leave-form method="post" action=(action) {
                        (page.token())
                        p.hint { (page.t("custody-leave-hint")) }
                        label.tick { input type="checkbox" name="court" value="yes"; span { (page.t("custody-court")) } }
                        div.field { label for="f-names" { (page.t("custody-names")) } input #f-names name="names" dir="ltr" autocomplete="off"; p.hint { (page.t("custody-names-hint")) } }
                        p.actions { button #give-leave.second type="submit" name="then" value="leave" { (page.t("custody-give-leave")) } }
                    }
                }
                details.sheet {
                    summary { (page.t("custody-recall")) }
                    form.form #recall-form method="post" action=(action) data-guard="true" {
                        (page.token())
                        p.hint { (page.t("custody-recall-hint")) }
                        @for how in ["withdraw", "correct", "narrow"] {
                            label.tick { input type="radio" name="how" value=(how) checked[how == "withdraw"]; span { (page.word("recall", how)) } }
                        }
                        div.field { label for="f-by" { (page.t("custody-by")) } input #f-by name="by" dir="ltr" autocomplete="off"; }
                        div.field { label for="f-keep" { (page.t("custody-keep")) } input #f-keep name="keep" dir="ltr" autocomplete="off"; p.hint { (page.t("custody-names-hint")) } }
                        div.field { label for="f-reason" { (page.t("custody-reason")) " " span.must { (page.t("field-is-required")) } } input #f-reason name="reason" required dir="auto" autocomplete="off"; }
                        p.actions { button #recall.danger type="submit" name="then" value="recall" { (page.t("custody-recall")) } }
                    }
                }
            }
        }
    };
    let title = Title::of("custody", page.t("custody-title"))
        .kicker(html! { a href="/custody" { (page.t("nav-custody")) } });
    if error.is_some() { page.show_again(&title, &body) } else { page.show(&title, &body) }
}

fn names(text: &str) -> Vec<String> {
    text.split([',', ' ', ';']).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// `POST /custody/{act}`
pub(crate) async fn act(page: Page, Path(id): Path<String>, form: Submitted) -> Outcome {
    let (node, viewer) = (&page.node, page.viewer()?);
    let (done, said) = match form.value("then") {
        "forward" => {
            let to = form.all("to");
            ("passed-on", custody::forward(node, viewer, &id, &to, form.value("note")).await)
        }
        "leave" => {
            let to = names(form.value("names"));
            let court = form.value("court") == "yes";
            ("leave-given", custody::give_leave(node, viewer, &id, &to, court).await)
        }
        "recall" => {
            let how = match form.value("how") {
                "correct" => Recalling::Correct(form.value("by").trim().to_owned()),
                "narrow" => Recalling::Narrow(names(form.value("keep"))),
                _ => Recalling::Withdraw,
            };
            ("recalled", custody::recall(node, viewer, &id, &how, form.value("reason")).await)
        }
        other => {
            let message = format!("`{}` cannot be done", other.chars().take(40).collect::<String>());
            return Err(Failure::from(DeskError::Invalid {
                field: "then".to_owned(),
                message,
                remedy: "use the buttons of the page".to_owned(),
            }));
        }
    };
    match said {
        Ok(_) => frame::go(&format!("/custody/{id}?done={done}")),
        Err(error) => {
            let error = fields::invalid(error)?;
            show_with(&page, &id, Some(&error)).await
        }
    }
}
