//! One case: where it stands, who acts next, which clocks run, what was done and what can prove it.

use axum::extract::Path;
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use super::cases::{concerning, countdown, status};
use crate::desk::cases::{self, CaseView, DeadlineView, Delivery, Nearness, Said, StepView, TimelineRow};
use crate::desk::form::SafeguardView;
use crate::desk::{drafting, evidence};
use crate::web::failure::Outcome;
use crate::web::frame::{self, Page, Title};
use crate::web::submitted::Submitted;
use crate::web::table;

/// `GET /cases/{id}`
pub(crate) async fn show(page: Page, Path(id): Path<String>) -> Outcome {
    let case = cases::case(&page.node, page.viewer()?, &id).await?;
    let procedures: Vec<String> = case.row.procedures.iter().map(|key| page.word("procedure", key)).collect();
    let concerning = concerning(&page, &case.row);
    let title = Title::of("cases", page.tr("case-title", &[("person", (&concerning).into())]))
        .heading(html! { bdi.person-name dir="auto" { (concerning) } })
        .kicker(html! {
            span { (page.t(if case.row.outgoing { "case-outgoing" } else { "case-incoming" })) }
            (page.route(&case.requesting, &case.requested))
            span { (procedures.join(", ")) }
            span { (page.t("case-number")) " " code dir="ltr" title=(case.row.id) { (case.row.short) } }
        });
    page.show(&title, &whole(&page, &case))
}

fn whole(page: &Page, case: &CaseView) -> Markup {
    html! {
        div.stack #case data-case=(case.row.id) data-status=(case.row.status) {
            div.rows.between {
                p.rows { span.muted { (page.t("column-status")) } span #case-status { (status(page, &case.row.status)) } }
                p.actions {
                    a.button.second #evidence-button href={ "/cases/" (case.row.id) "/evidence" } download { (page.t("case-evidence")) }
                    a.button.second #evidence-court-button href={ "/cases/" (case.row.id) "/evidence?for=court" } download { (page.t("evidence-for-court")) }
                }
            }
            @if let Some(liberty) = &case.row.liberty {
                section.liberty #liberty role=[(liberty.nearness != Nearness::Far).then_some("alert")]
                    data-nearness=(super::cases::nearness(liberty.nearness)) data-must=(liberty.must) aria-labelledby="liberty-heading" {
                    h2 #liberty-heading { (page.t("liberty-heading")) }
                    (super::cases::liberty_alarm(page, &case.row, liberty))
                    p { a href="#clocks" { (page.t("case-clocks")) } }
                }
            }
            (next_move(page, case))
            (clocks(page, &case.deadlines))
            @if !case.absent.is_empty() {
                div.warning #absent-acts role="status" {
                    p { strong { (page.tr("case-absent", &[("n", case.absent.len().into())])) } }
                    ul { @for act in &case.absent { li { (frame::digest(act)) } } }
                }
            }
            section.stack-s aria-labelledby="timeline-heading" {
                h2 #timeline-heading { (page.t("case-timeline")) }
                div aria-live="polite" data-refresh={ "/cases/" (case.row.id) "/timeline" } data-refresh-every="2000" {
                    (timeline(page, case))
                }
            }
            (particulars(page, case))
            (super::letter::beside_case(page, case))
        }
    }
}

fn next_move(page: &Page, case: &CaseView) -> Markup {
    let ours = case.row.our_move;
    html! {
        section.next-move #next-move data-ours=[ours.map(|ours| ours.to_string())] aria-labelledby="next-heading" {
            h2 #next-heading {
                @match ours {
                    Some(true) => { (page.t("case-we-act")) }
                    Some(false) => { (page.tr("case-they-act", &[("who", (&case.row.counterpart_name).into())])) }
                    None => { (page.t("case-nobody-acts")) }
                }
            }
            @if !case.awaited.is_empty() {
                ul { @for what in &case.awaited { li { (page.words.law(what)) } } }
            }
            @if !case.drafts.is_empty() {
                p { (page.t("case-open-drafts")) " "
                    @for (id, kind) in &case.drafts { a.open-draft href={ "/drafts/" (id) } data-kind=(kind) { (act_word(page, kind)) } " " }
                }
            }
            @if !case.steps.is_empty() {
                div.actions #steps {
                    @for (position, step) in case.steps.iter().enumerate() { (step_button(page, &case.row.id, step, position == 0 && ours == Some(true))) }
                }
            }
        }
    }
}

/// What an act is called: a measure by what its procedure calls it.
pub(crate) fn act_word(page: &Page, kind: &str) -> String {
    let measure = kind.strip_prefix("measure.").and_then(|key| law::Key::parse(key).ok());
    match measure.and_then(|key| page.node.law().measure_title(&key).map(str::to_owned)) {
        Some(title) => page.words.law_text(&title).to_owned(),
        None => page.word("act", kind),
    }
}

fn step_button(page: &Page, case: &str, step: &StepView, first: bool) -> Markup {
    let class = if first { "button" } else { "button second" };
    let label = match &step.title {
        Some(title) => html! { (page.t("do-measure-short")) " " (page.words.law(title)) },
        None => html! { (page.known("do", &step.kind).unwrap_or_else(|| page.word("act", &step.kind))) },
    };
    let id = format!("step-{}", step.kind.replace('.', "-"));
    html! {
        @match (&step.draft, step.second_person) {
            (Some(draft), _) => {
                a class=(class) #(id) href={ "/drafts/" (draft) } title=(page.words.law_text(&step.what)) { (label) " · " (page.t("case-draft-open")) }
            }
            (None, true) => {
                form method="post" action={ "/cases/" (case) "/drafts/" (step.kind) } {
                    (page.token())
                    button class=(class) #(id) type="submit" title=(page.words.law_text(&step.what)) { (label) }
                }
            }
            (None, false) => {
                a class=(class) #(id) href={ "/cases/" (case) "/acts/" (step.kind) } title=(page.words.law_text(&step.what)) { (label) }
            }
        }
    }
}

fn clocks(page: &Page, deadlines: &[DeadlineView]) -> Markup {
    let told: Vec<_> = deadlines.iter().filter(|deadline| deadline.state != "waiting").collect();
    let waiting: Vec<_> = deadlines.iter().filter(|deadline| deadline.state == "waiting").collect();
    html! {
        @if !deadlines.is_empty() {
            section.stack-s #clocks aria-labelledby="clocks-heading" {
                h2 #clocks-heading { (page.t("case-clocks")) }
                @if !told.is_empty() { ul.clocks { @for deadline in told { (clock(page, deadline)) } } }
                @if !waiting.is_empty() {
                    details {
                        summary { (page.tr("case-clocks-waiting", &[("n", waiting.len().into())])) }
                        ul.clocks { @for deadline in waiting { (clock(page, deadline)) } }
                    }
                }
            }
        }
    }
}

fn clock(page: &Page, deadline: &DeadlineView) -> Markup {
    let nearness = super::cases::nearness(deadline.nearness);
    html! {
        li.clock data-deadline=(deadline.key) data-state=(deadline.state) data-nearness=(nearness)
            data-due-at=[deadline.due_at.map(|due| page.words.iso(due))] data-frees=[deadline.frees.map(|must| if must { "must" } else { "may" })] {
            @if let Some(must) = deadline.frees {
                p { span.badge data-tone="bad" { (page.t(if must { "liberty-must-short" } else { "liberty-may-short" })) } }
            }
            h3 { (page.word("deadline", &deadline.key)) }
            @match (deadline.due_at, deadline.state.as_str()) {
                (Some(due), "running" | "missed") => {
                    p.clock-left { (countdown(page, due)) }
                    p { (page.t("deadline-due")) " " (page.moment(due)) }
                }
                _ => { p { span.badge data-tone=(if deadline.state == "met" { "good" } else { "" }) { (page.word("deadline-state", &deadline.state)) } } }
            }
            p.muted { (page.t("deadline-obliged")) " " (page.known("who", &deadline.obliged).unwrap_or_else(|| page.state(&deadline.obliged))) @if deadline.ours { " " strong { "(" (page.t("deadline-us")) ")" } } }
            @if let Some(started) = deadline.started_at {
                p.muted { (page.t("deadline-from")) " " (page.words.law_event(page.node.law(), &deadline.event_key, &deadline.from_event)) ", " (page.moment(started)) }
            } @else {
                p.muted { (page.t("deadline-from")) " " (page.words.law_event(page.node.law(), &deadline.event_key, &deadline.from_event)) }
            }
            @if !deadline.consequence.is_empty() { p { (page.t("deadline-consequence")) " " (frame::english(&deadline.consequence)) } }
            p { (frame::article(&deadline.article)) }
        }
    }
}

/// `GET /cases/{id}/timeline`: the part that changes while acts are delivered.
pub(crate) async fn timeline_part(page: Page, Path(id): Path<String>) -> Outcome {
    let case = cases::look(&page.node, page.viewer()?, &id).await?;
    Ok(timeline(&page, &case).into_response())
}

fn timeline(page: &Page, case: &CaseView) -> Markup {
    let settled = !case.timeline.iter().any(|row| matches!(row.delivery, Delivery::Waiting { .. }));
    html! {
        div.stack-s data-complete=(settled) {
            ol.timeline #timeline { @for row in &case.timeline { li { (act_card(page, row)) } } }
            @if !settled { p { a href={ "/cases/" (case.row.id) } { (page.t("refresh")) } } }
        }
    }
}

fn act_card(page: &Page, row: &TimelineRow) -> Markup {
    let code = row.author.split('.').next().unwrap_or_default().to_uppercase();
    html! {
        article.act data-act=(row.act) data-kind=(row.kind) data-ours=(row.ours) data-fault=(row.fault.is_some()) data-state-code=(code) {
            div.rows.between {
                h3 { a href={ "/acts/" (row.act) } { (act_name(page, row)) } }
                (page.moment(row.made_at))
            }
            p.muted {
                bdi dir="auto" { (row.by) } " · " code dir="ltr" { (row.author) }
                @if let Some(second) = &row.approved_by { br; (page.t("act-second-person")) " " bdi dir="auto" { (second) } }
            }
            p { span.badge data-handling=(row.handling) title=(crate::web::fields::choice(page, "handling", &row.handling.to_lowercase())) { (row.handling) }
                @if let Some(conditions) = &row.conditions { " " bdi dir="auto" { (conditions) } }
            }
            // The heading says which measure it is.
            @let what: Vec<Said> = row.what.iter().filter(|said| said.key != "measure").cloned().collect();
            @if !what.is_empty() { (said(page, &what)) }
            @if row.documents > 0 { p { (page.tr("act-documents", &[("n", row.documents.into())])) } }
            @if let Some(fault) = &row.fault {
                p.field-error { (page.t("act-fault")) " " (frame::english(fault)) }
            }
            (delivery(page, &row.delivery))
        }
    }
}

/// What an act is called: a measure by its title.
pub(crate) fn act_name(page: &Page, row: &TimelineRow) -> Markup {
    let measure = row.what.iter().find(|said| row.kind == "measure" && said.key == "measure");
    measure.map_or_else(|| html! { (page.word("act", &row.kind)) }, |said| said_value(page, said))
}

/// What an act says.
pub(crate) fn said(page: &Page, list: &[Said]) -> Markup {
    html! {
        dl.facts {
            @for said in list {
                dt { (said_key(page, said)) }
                dd data-said=(said.key) dir="auto" { (said_value(page, said)) }
            }
        }
    }
}

fn said_key(page: &Page, said: &Said) -> Markup {
    let key = said.key.as_str();
    match page.known("field", key) {
        Some(label) => html! { (label) },
        None => match key.split_once('.') {
            Some(("content" | "about", rest)) => {
                let key = law::Key::parse(rest).ok();
                let own = key.and_then(|key| {
                    let (what, _) = page.node.law().field_words(&key, &said.value);
                    what.map(|what| page.words.law(what))
                });
                own.unwrap_or_else(|| frame::english(&rest.replace('-', " ")))
            }
            _ => html! { (page.word("field", key)) },
        },
    }
}

fn said_value(page: &Page, said: &Said) -> Markup {
    if let Some(key) = said.key.strip_prefix("content.").and_then(|key| law::Key::parse(key).ok()) {
        let (_, chosen) = page.node.law().field_words(&key, &said.value);
        return chosen.map_or_else(|| html! { (said.value) }, |text| page.words.law(text));
    }
    if said.key == "measure" {
        let title = law::Key::parse(&said.value).ok().and_then(|key| page.node.law().measure_title(&key));
        return title.map_or_else(|| html! { (said.value) }, |title| page.words.law(title));
    }
    let family = match said.key.as_str() {
        "outcome" => "choice-outcome",
        "result" => "choice-result",
        "urgency" => "choice-urgency",
        "procedures" => "procedure",
        "language" => "language-name",
        "deadline" => "deadline",
        "counsel" | "speciality-waived" | "revoked" | "force-majeure" => "choice-tick",
        _ => return html! { (said.value) },
    };
    let words: Vec<String> = said
        .value
        .split(", ")
        .map(|value| page.known(family, value).unwrap_or_else(|| value.to_owned()))
        .collect();
    html! { (words.join(", ")) }
}

/// Where an act is: waiting with its cause, or proved by a receipt.
pub(crate) fn delivery(page: &Page, delivery: &Delivery) -> Markup {
    match delivery {
        Delivery::Waiting { attempts, cause, next_attempt } => html! {
            p.receipt data-delivery="waiting" {
                strong { (page.t("delivery-waiting")) } " "
                @if *attempts > 0 { (page.tr("delivery-attempts", &[("n", (*attempts).into())])) " " }
                @if !cause.is_empty() { (page.t("delivery-cause")) " " (frame::english(cause)) ". " }
                @if let Some(next) = next_attempt { (page.t("delivery-next")) " " (page.moment(*next)) }
            }
        },
        Delivery::Receipted { stage, at, leaf } => html! {
            p.receipt data-delivery="receipted" data-stage=(stage) data-leaf=(leaf) {
                strong { (page.word("stage", stage)) } " · " (page.tr("receipt-leaf", &[("leaf", leaf.to_string().as_str().into())])) " · " (page.moment(*at))
            }
        },
        Delivery::Received { at, leaf } => html! {
            p.receipt data-delivery="received" data-leaf=[leaf.map(|leaf| leaf.to_string())] {
                strong { (page.t("receipt-given")) } " "
                @if let Some(leaf) = leaf { "· " (page.tr("receipt-own-leaf", &[("leaf", leaf.to_string().as_str().into())])) " " }
                "· " (page.moment(*at))
            }
        },
    }
}

fn particulars(page: &Page, case: &CaseView) -> Markup {
    html! {
        div.pair {
            @if !case.person.is_empty() {
                section.sheet #case-person aria-labelledby="person-heading" {
                    h2 #person-heading { (page.t("case-person")) }
                    (said(page, &case.person))
                }
            }
            section.sheet #case-law aria-labelledby="law-heading" {
                h2 #law-heading { (page.t("case-law")) }
                ul { @for (id, name) in &case.instruments { li { a href={ "/law/instruments/" (id) } { (frame::english(name)) } } } }
                @if let Some(reason) = &case.residual_reason {
                    div.warning { p { strong { (page.t("case-residual")) } " " span dir="auto" { (reason) } } }
                }
            }
        }
        @if !case.missing.is_empty() {
            section.warning #case-missing aria-labelledby="missing-heading" {
                h2 #missing-heading { (page.t("case-missing")) }
                ul { @for (key, what) in &case.missing { li data-missing=(key) { (frame::english(what)) } } }
            }
        }
        @if !case.amounts.is_empty() {
            section.sheet #case-amounts aria-labelledby="amounts-heading" {
                h2 #amounts-heading { (page.t("case-amounts")) }
                @for one in &case.amounts {
                    h3 { code dir="ltr" { (one.currency) } }
                    dl.facts data-currency=(one.currency) {
                        @for (key, sum) in &one.sums {
                            dt { (page.word("tally", key)) }
                            dd.number data-tally=(key) { bdi dir="ltr" { (sum) } }
                        }
                    }
                }
            }
        }
        @if !case.undertakings.is_empty() {
            section.sheet #case-undertakings aria-labelledby="undertakings-heading" {
                h2 #undertakings-heading { (page.t("case-undertakings")) }
                ul { @for undertaking in &case.undertakings { li { (frame::english(undertaking)) } } }
            }
        }
        @if !case.safeguards.is_empty() {
            @let open = case.safeguards.iter().filter(|safeguard| safeguard.answer.is_empty()).count();
            section.sheet #case-safeguards aria-labelledby="safeguards-heading" data-open=(open) {
                h2 #safeguards-heading { (page.t("case-safeguards")) }
                details {
                    summary {
                        (page.tr("safeguard-answered", &[("n", (case.safeguards.len() - open).into())]))
                        @if open > 0 { ", " (page.tr("safeguard-unanswered", &[("n", open.into())])) }
                    }
                    div.stack { @for safeguard in &case.safeguards { (safeguard_answer(page, safeguard)) } }
                }
            }
        }
    }
}

/// A safeguard with the answer that was given.
pub(crate) fn safeguard_answer(page: &Page, safeguard: &SafeguardView) -> Markup {
    let answer = safeguard.answers.iter().find(|choice| choice.key == safeguard.answer);
    html! {
        div.stack-s data-safeguard=(safeguard.key) data-passes=(safeguard.passes) {
            p { strong { (page.words.law(&safeguard.question)) } " " (frame::article(&safeguard.article)) (frame::verified(page, safeguard.verified)) }
            @if safeguard.answer.is_empty() {
                p.muted { (page.t("safeguard-open")) " (" (page.word("who", &safeguard.who)) ")" }
            } @else {
                p {
                    span.badge data-tone=(if safeguard.passes { "good" } else { "bad" }) {
                        @match answer { Some(choice) => { (page.words.law(&choice.text)) } None => { (safeguard.answer) } }
                    }
                    " " span dir="auto" { (safeguard.reasoning) }
                    @if !safeguard.by.is_empty() { " " small.muted { "— " bdi dir="auto" { (safeguard.by) } } }
                }
            }
        }
    }
}

/// `POST /cases/{id}/drafts/{kind}`: begins, or continues, an act that needs a second person.
pub(crate) async fn begin_draft(
    page: Page,
    Path((id, kind)): Path<(String, String)>,
    _: Submitted,
) -> Outcome {
    let draft = drafting::open_act(&page.node, page.viewer()?, &id, &kind).await?;
    frame::go(&format!("/drafts/{draft}"))
}

/// `GET /cases/{id}/evidence`
pub(crate) async fn evidence_bundle(page: Page, Path(id): Path<String>) -> Outcome {
    let for_court = page.query.split('&').any(|pair| pair == "for=court");
    let bytes = if for_court {
        evidence::bundle_for_court(&page.node, page.viewer()?, &id).await?
    } else {
        evidence::bundle(&page.node, page.viewer()?, &id).await?
    };
    let short: String = id.chars().take(8).collect();
    Ok(table::download(&format!("case-{short}.comity-evidence"), "application/cbor", bytes))
}
