//! The page of a record: the text with its findings beside the record itself, each entry of which can be opened,
//! changed, accepted or removed by a click, with or without scripts.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse as _;
use maud::{Markup, html};

use super::{commitments, talks as list, talks_marks as marks};
use crate::desk::form::Objection;
use crate::desk::talks::{self, TalksView, Then};
use crate::desk::talks_links::{self, CaseLink, LawLink};
use crate::desk::talks_pairs::{self, Alike};
use crate::desk::talks_record::{Finding, LISTS, Origin, STANDINGS};
use crate::desk::talks_tasks::{self, TaskRow};
use crate::desk::{DeskError, Role};
use crate::web::failure::Outcome;
use crate::web::fields;
use crate::web::frame::{self, Page, Title};
use crate::web::submitted::Submitted;

/// The codes that a list offers; others can be kept as they are.
const TOPICS: [&str; 35] = [
    "drugs",
    "irregular-migration",
    "migration",
    "migrant-smuggling",
    "trafficking-in-persons",
    "organised-crime",
    "cybercrime",
    "terrorism",
    "extremism",
    "radicalisation",
    "money-laundering",
    "economic-crime",
    "corruption",
    "fraud",
    "firearms",
    "vehicles",
    "smuggling",
    "cultural-property",
    "child-exploitation",
    "document-fraud",
    "identity-documents",
    "border-security",
    "public-order",
    "sports-events",
    "regional-security",
    "hybrid-threats",
    "health-pandemic",
    "police-training",
    "digitalisation",
    "peacekeeping",
    "civil-protection",
    "environmental-crime",
    "wildlife",
    "property-crime",
    "road-safety",
];
/// The ways of working together that a list offers.
const MECHANISMS: [&str; 30] = [
    "liaison-officers",
    "wanted-persons",
    "extradition",
    "surrender-refusals",
    "transfer-of-sentenced-persons",
    "asset-recovery",
    "readmission-return",
    "mutual-legal-assistance",
    "information-exchange",
    "joint-operations",
    "joint-teams",
    "cross-border-police",
    "customs-cooperation",
    "working-group",
    "regional-group",
    "interpol",
    "europol",
    "contact-points",
    "agreement-signed",
    "agreement-planned",
    "agreement-in-force",
    "controlled-delivery",
    "training",
    "technical-assistance",
    "visa",
    "hotline",
    "observers",
    "chairmanship",
    "consultations",
    "passenger-data",
];

/// What stands around a record on its page.
struct Around {
    alike: Vec<Alike>,
    law: Vec<LawLink>,
    cases: Vec<CaseLink>,
    tasks: Vec<TaskRow>,
}

async fn around(page: &Page, view: &TalksView) -> Result<Around, crate::web::failure::Failure> {
    let (node, viewer) = (&page.node, page.viewer()?);
    Ok(Around {
        alike: talks_pairs::alike(node, viewer, &view.id).await?,
        law: talks_links::law(node, &view.record),
        cases: talks_links::cases(node, viewer, &view.id).await?,
        tasks: talks_tasks::of_record(node, viewer, &view.id).await?,
    })
}

/// `GET /talks/{id}`
pub(crate) async fn show(page: Page, Path(id): Path<String>) -> Outcome {
    let view = talks::talks(&page.node, page.viewer()?, &id).await?;
    let around = around(&page, &view).await?;
    page.show(&title(&page, &view), &whole(&page, &view, &around, &[]))
}

/// The heading of a record's pages.
pub(crate) fn title(page: &Page, view: &TalksView) -> Title {
    let text = if view.title.is_empty() { page.t("talks-untitled") } else { view.title.clone() };
    Title::of("talks", text.clone()).heading(html! { bdi dir="auto" { (text) } }).kicker(html! {
        (list::state(page, &view.state))
        span { (page.t("talks-record-of")) " " bdi { (view.author_name) } }
        @if view.ours && view.shared_with.is_empty() && view.state != "draft" { span.badge { (page.t("talks-private")) } }
        @if let Some((by, at)) = &view.signed { span { (page.t("talks-signed-by")) " " bdi { (by) } } (page.moment(*at)) }
    })
}

fn whole(page: &Page, view: &TalksView, around: &Around, objections: &[Objection]) -> Markup {
    html! {
        (list::tabs(page, ""))
        div.stack #talks data-talks=(view.id) data-version=(view.version) data-state=(view.state) data-unread=(view.record.unread()) {
            (fields::summary(page, objections))
            @if let Some(why) = &view.record.no_meeting {
                div.warning #no-meeting role="status" { p { strong { (page.t("talks-no-meeting")) } " " (page.t("talks-no-meeting-text")) } p.muted { (frame::english(why)) } }
            }
            @if view.source.damaged { p.warning #damaged-text { (page.tr("talks-damaged", &[("encoding", (&view.source.encoding).into())])) } }
            (alike(page, view, &around.alike))
            @if let Some((id, state)) = &view.corrected_by {
                p.note #corrected-by { (page.t(if state == "draft" { "talks-correction-open" } else { "talks-corrected-by" })) " " a href={ "/talks/" (id) } { (page.t("talks-open")) } }
            }
            @if let Some(id) = &view.corrects { p.note { (page.t("talks-corrects")) " " a href={ "/talks/" (id) } { (page.t("talks-open")) } } }
            div.reading {
                (text_side(page, view))
                @if view.can_edit { (editor(page, view)) } @else { (record_side(page, view)) }
            }
            (law_section(page, &around.law))
            @if view.state != "draft" { (tasks(page, &around.tasks)) }
            (cases(page, view, &around.cases))
            @if view.state != "draft" { (standing(page, view)) }
        }
    }
}

fn text_side(page: &Page, view: &TalksView) -> Markup {
    html! {
        section.stack-s.text-side aria-labelledby="text-heading" {
            h2 #text-heading { (page.t("talks-text")) }
            @if view.text.is_empty() { p.empty { (page.t("talks-text-not-sent")) } }
            @else {
                (marks::legend(page))
                (marks::text(page, &view.record, &view.text))
            }
            @if !view.source.named.is_empty() || !view.source.file.is_empty() {
                p.hint { (page.t("talks-source")) ": " bdi dir="auto" { (view.source.named) } @if !view.source.file.is_empty() { " · " bdi dir="auto" { (view.source.file) } } }
            }
        }
    }
}

/// How sure the machine was, or who has looked at it.
fn origin(page: &Page, origin: Origin, confidence: u8) -> Markup {
    html! {
        span.origin data-origin=(origin.as_str()) {
            @match origin {
                Origin::Read => { span.visually-hidden { (page.word("talks-origin", "read")) " " } bdi dir="ltr" { (confidence) "\u{202f}%" } }
                Origin::Accepted => { "✓ " (page.word("talks-origin", "accepted")) }
                Origin::Written => { "✎ " (page.word("talks-origin", "written")) }
            }
        }
    }
}

/// The word for the value of an entry.
pub(crate) fn value(page: &Page, kind: &str, value: &str) -> String {
    match kind {
        "countries" => page.state(value),
        "topics" => page.word("talks-topic", value),
        "mechanisms" => page.word("talks-mechanism", value),
        "places" if value == "videoconference" => page.t("talks-videoconference"),
        _ => value.to_owned(),
    }
}

fn buttons(page: &Page, place: &str, origin: Origin) -> Markup {
    html! {
        p.rows.entry-buttons {
            @if origin == Origin::Read {
                button.second type="submit" name="then" value={ "accept:" (place) } data-accept=(place) { (page.t("talks-accept")) }
            }
            button.second type="submit" name="then" value="save" { (page.t("talks-save")) }
            button.danger type="submit" name="then" value={ "remove:" (place) } data-remove=(place) formnovalidate { (page.t("talks-remove")) }
        }
    }
}

fn line(page: &Page, name: &str, label: &str, value: &str, list: Option<&str>) -> Markup {
    let id = fields::id(name);
    html! {
        div.field {
            label for=(id) { (page.t(label)) }
            input #(id) name=(name) value=(value) dir="auto" autocomplete="off" list=[list];
        }
    }
}

/// The record as a form: one list for each kind, one entry to open for each finding.
fn editor(page: &Page, view: &TalksView) -> Markup {
    let record = &view.record;
    let unread = record.unread();
    html! {
        form.form.record-side #record-form method="post" action={ "/talks/" (view.id) } data-guard {
            section.sheet.form aria-labelledby="record-heading" {
                (page.token())
                input type="hidden" name="version" value=(view.version);
                input type="hidden" name="selected.from" value="" data-selected="from";
                input type="hidden" name="selected.to" value="" data-selected="to";
                // Enter in a field saves; it never accepts or removes.
                button.visually-hidden type="submit" name="then" value="save" tabindex="-1" aria-hidden="true" { (page.t("talks-save")) }
                div.rows.between {
                    h2 #record-heading { (page.t("talks-record")) }
                    @if unread > 0 {
                        span.badge data-tone="warn" #unread { (page.tr("talks-unread-count", &[("n", unread.into())])) }
                        button.second type="submit" name="then" value="accept:all" #accept-all { (page.t("talks-accept-all")) }
                    } @else { span.badge data-tone="good" #unread { (page.t("talks-all-read")) } }
                }
                div.selection #selection data-hidden="true" {
                    p.hint { (page.t("talks-selected")) " " bdi.selected-text {} }
                    p.rows {
                        @for (kind, field) in [("places", "places.new"), ("people", "people.new.names"), ("commitments", "commitments.new.what")] {
                            button.second type="button" data-fill=(fields::id(field)) { (page.word("talks-add", kind)) }
                        }
                    }
                }
                (line(page, "title", "talks-column-meeting", &record.title, None))
                (day(page, view))
                @for kind in LISTS { (findings(page, kind, record.list(kind))) @if kind == "bodies" { (people(page, view)) } }
                (promises(page, view))
                p.actions.entry-save {
                    button #save-record type="submit" name="then" value="save" { (page.t("talks-save")) }
                    button #to-sign type="submit" name="then" value="sign" { (page.t("talks-to-sign")) }
                    button.danger #discard-talks type="submit" name="then" value="discard" formnovalidate { (page.t("talks-discard")) }
                }
            }
        }
    }
}

fn day(page: &Page, view: &TalksView) -> Markup {
    let date = view.record.date.clone().unwrap_or_default();
    html! {
        div.entry #e-date data-origin=(date.origin.as_str()) {
            div.field {
                label for="f-date" { (page.t("talks-column-day")) }
                div.rows {
                    input.day #f-date name="date" value=(date.value) dir="ltr" autocomplete="off" maxlength="10" aria-describedby="f-date-hint";
                    @if !date.value.is_empty() { (origin(page, date.origin, date.confidence)) }
                    @if !date.value.is_empty() && date.origin == Origin::Read {
                        button.second type="submit" name="then" value="accept:date" data-accept="date" { (page.t("talks-accept")) }
                    }
                }
                p.hint #f-date-hint { (page.t("talks-due-hint")) }
            }
        }
    }
}

fn heading(page: &Page, kind: &str, count: usize) -> Markup {
    html! {
        h3 #{ "h-" (kind) } {
            mark data-kind=(kind) { (page.word("talks-kind", kind)) } " " small.muted { (count) }
        }
    }
}

fn findings(page: &Page, kind: &'static str, list: &[Finding]) -> Markup {
    html! {
        section.entries data-kind=(kind) aria-labelledby={ "h-" (kind) } {
            (heading(page, kind, list.len()))
            ul.entry-list {
                @for (index, finding) in list.iter().enumerate() {
                    @let place = format!("{kind}.{index}");
                    li.entry #(marks::entry_id(&place)) data-origin=(finding.origin.as_str()) data-value=(finding.value) {
                        details {
                            summary {
                                bdi dir="auto" { (value(page, kind, &finding.value)) }
                                @if !finding.standing.is_empty() { " " small.muted { (page.word("talks-standing", &finding.standing)) } }
                                " " (origin(page, finding.origin, finding.confidence))
                            }
                            div.entry-fields {
                                (control(page, kind, &format!("{place}.value"), &finding.value))
                                @if kind == "mechanisms" {
                                    @let name = format!("{place}.standing");
                                    div.field {
                                        label for=(fields::id(&name)) { (page.t("talks-standing-label")) }
                                        select #(fields::id(&name)) name=(name) {
                                            @for standing in STANDINGS { option value=(standing) selected[finding.standing == standing] { (page.word("talks-standing", standing)) } }
                                        }
                                    }
                                }
                                (buttons(page, &place, finding.origin))
                            }
                        }
                    }
                }
            }
            details.entry-add {
                summary { (page.word("talks-add", kind)) }
                div.entry-fields {
                    (control(page, kind, &format!("{kind}.new"), ""))
                    p { button.second type="submit" name="then" value="save" data-add=(kind) { (page.t("talks-add-button")) } }
                }
            }
        }
    }
}

/// A list for what has codes, a line for what has names.
fn control(page: &Page, kind: &str, name: &str, now: &str) -> Markup {
    let id = fields::id(name);
    let codes: &[&str] = match kind {
        "topics" => &TOPICS,
        "mechanisms" => &MECHANISMS,
        _ => &[],
    };
    html! {
        @if codes.is_empty() {
            (line(page, name, if kind == "countries" { "talks-state-code" } else { "talks-value" }, now, None))
        } @else {
            div.field {
                label for=(id) { (page.t("talks-value")) }
                select #(id) name=(name) {
                    @if now.is_empty() { option value="" selected { (page.t("choose")) } }
                    @if !now.is_empty() && !codes.contains(&now) { option value=(now) selected { (now) } }
                    @for code in codes { option value=(code) selected[*code == now] { (value(page, kind, code)) } }
                }
            }
        }
    }
}

fn area(page: &Page, name: &str, label: &str, value: &str) -> Markup {
    let id = fields::id(name);
    html! {
        div.field {
            label for=(id) { (page.t(label)) }
            textarea.short #(id) name=(name) dir="auto" { "\n" (value) }
        }
    }
}

fn people(page: &Page, view: &TalksView) -> Markup {
    let people = &view.record.people;
    html! {
        section.entries data-kind="people" aria-labelledby="h-people" {
            (heading(page, "people", people.len()))
            ul.entry-list {
                @for (index, person) in people.iter().enumerate() {
                    @let place = format!("people.{index}");
                    li.entry #(marks::entry_id(&place)) data-origin=(person.origin.as_str()) {
                        details {
                            summary {
                                bdi.person-name dir="auto" { (person.names.join(" / ")) }
                                @if let Some(country) = &person.country { " " span.badge { (country) } }
                                " " (origin(page, person.origin, person.confidence))
                                @if !person.office.is_empty() { br; small.muted { bdi dir="auto" { (person.office) } } }
                            }
                            div.entry-fields {
                                (area(page, &format!("{place}.names"), "talks-names", &person.names.join("\n")))
                                (line(page, &format!("{place}.office"), "talks-office", &person.office, None))
                                (line(page, &format!("{place}.country"), "talks-state-code", person.country.as_deref().unwrap_or_default(), None))
                                (buttons(page, &place, person.origin))
                            }
                        }
                    }
                }
            }
            details.entry-add {
                summary { (page.word("talks-add", "people")) }
                div.entry-fields {
                    (area(page, "people.new.names", "talks-names", ""))
                    (line(page, "people.new.office", "talks-office", "", None))
                    (line(page, "people.new.country", "talks-state-code", "", None))
                    p { button.second type="submit" name="then" value="save" data-add="people" { (page.t("talks-add-button")) } }
                }
            }
        }
    }
}

fn promises(page: &Page, view: &TalksView) -> Markup {
    let promises = &view.record.commitments;
    html! {
        section.entries data-kind="commitments" aria-labelledby="h-commitments" {
            (heading(page, "commitments", promises.len()))
            ul.entry-list {
                @for (index, promise) in promises.iter().enumerate() {
                    @let place = format!("commitments.{index}");
                    li.entry #(marks::entry_id(&place)) data-origin=(promise.origin.as_str()) data-key=(promise.key) {
                        details {
                            summary {
                                strong { (commitments::who(page, &promise.who)) ": " } bdi dir="auto" { (promise.what) }
                                @if let Some(due) = &promise.due { " " span.badge { bdi dir="ltr" { (due) } } }
                                " " (origin(page, promise.origin, promise.confidence))
                            }
                            div.entry-fields {
                                (area(page, &format!("{place}.what"), "talks-column-what", &promise.what))
                                (line(page, &format!("{place}.who"), "talks-who-label", &promise.who, None))
                                (line(page, &format!("{place}.due"), "talks-column-due", promise.due.as_deref().unwrap_or_default(), None))
                                (buttons(page, &place, promise.origin))
                            }
                        }
                    }
                }
            }
            details.entry-add {
                summary { (page.word("talks-add", "commitments")) }
                div.entry-fields {
                    (area(page, "commitments.new.what", "talks-column-what", ""))
                    (line(page, "commitments.new.who", "talks-who-label", "", None))
                    (line(page, "commitments.new.due", "talks-column-due", "", None))
                    p { button.second type="submit" name="then" value="save" data-add="commitments" { (page.t("talks-add-button")) } }
                }
            }
        }
    }
}

/// The record for reading.
pub(crate) fn record_side(page: &Page, view: &TalksView) -> Markup {
    let record = &view.record;
    html! {
        section.sheet.record-side #record aria-labelledby="record-heading" {
            h2 #record-heading { (page.t("talks-record")) }
            dl.facts {
                dt { (page.t("talks-column-day")) } dd #e-date { bdi dir="ltr" { (record.day().unwrap_or("—")) } }
                @for kind in LISTS {
                    @if !record.list(kind).is_empty() {
                        dt { (page.word("talks-kind", kind)) }
                        dd { ul.plain-list { @for (index, finding) in record.list(kind).iter().enumerate() {
                            li #(marks::entry_id(&format!("{kind}.{index}"))) data-value=(finding.value) {
                                bdi dir="auto" { (value(page, kind, &finding.value)) }
                                @if !finding.standing.is_empty() { " " small.muted { (page.word("talks-standing", &finding.standing)) } }
                            }
                        } } }
                    }
                }
                @if !record.people.is_empty() {
                    dt { (page.word("talks-kind", "people")) }
                    dd { ul.plain-list { @for (index, person) in record.people.iter().enumerate() {
                        li #(marks::entry_id(&format!("people.{index}"))) {
                            bdi.person-name dir="auto" { (person.names.join(" / ")) }
                            @if !person.office.is_empty() { ", " bdi dir="auto" { (person.office) } }
                            @if let Some(country) = &person.country { " " span.badge { (country) } }
                        }
                    } } }
                }
                @if !record.commitments.is_empty() {
                    dt { (page.word("talks-kind", "commitments")) }
                    dd { ul.plain-list { @for (index, promise) in record.commitments.iter().enumerate() {
                        li #(marks::entry_id(&format!("commitments.{index}"))) {
                            strong { (commitments::who(page, &promise.who)) ": " } bdi dir="auto" { (promise.what) }
                            @if let Some(due) = &promise.due { " " span.badge { bdi dir="ltr" { (due) } } }
                        }
                    } } }
                }
            }
        }
    }
}

fn alike(page: &Page, view: &TalksView, others: &[Alike]) -> Markup {
    let shown: Vec<&Alike> = others.iter().filter(|alike| alike.said != Some(false)).collect();
    html! {
        @if !shown.is_empty() {
            section.note #alike aria-labelledby="alike-heading" {
                h2 #alike-heading { (page.t("talks-alike")) }
                ul.rules { @for alike in shown { li.rule data-alike=(alike.id) data-percent=(alike.likeness.percent) {
                    p {
                        bdi dir="auto" { (alike.title) } " · " code dir="ltr" { (alike.author) }
                        " " span.badge { @if alike.said == Some(true) { (page.t("talks-said-same")) } @else { bdi dir="ltr" { (alike.likeness.percent) "\u{202f}%" } } }
                    }
                    p.muted { (page.t("talks-because")) " " (list::listed(page, alike.likeness.reasons.iter().map(|reason| page.word("talks-likeness", reason)))) }
                    p.rows {
                        a.button.second.compare-link href={ "/talks/" (view.id) "/compare/" (alike.id) } { (page.t("talks-compare")) }
                    }
                } } }
            }
        }
    }
}

fn law_section(page: &Page, links: &[LawLink]) -> Markup {
    let mut codes: Vec<&str> = Vec::new();
    for link in links {
        if !codes.contains(&link.code.as_str()) {
            codes.push(&link.code);
        }
    }
    html! {
        @if !links.is_empty() {
            section.sheet #talks-law aria-labelledby="talks-law-heading" {
                h2 #talks-law-heading { (page.t("talks-law")) }
                p.hint { (page.t("talks-law-text")) }
                ul.rules { @for code in codes { li.rule data-code=(code) {
                    p { strong { (page.known("talks-mechanism", code).unwrap_or_else(|| page.word("talks-topic", code))) } }
                    ul.law-links { @for link in procedures(links, code) { li {
                        (procedure(page, link))
                        @if !link.instruments.is_empty() {
                            ": "
                            @for (position, (id, name)) in link.instruments.iter().enumerate() {
                                @if position > 0 { ", " }
                                a href={ "/law/instruments/" (id) } data-instrument=(id) lang="en" dir="ltr" { (name) }
                            }
                        }
                        @if let (Some(from), Some(to)) = (&link.from, &link.to) {
                            " " a.muted href={ "/law?from=" (from) "&to=" (to) "&procedure=" (link.procedure) "&on=" (link.on) } { (page.tr("talks-law-between", &[("from", from.into()), ("to", to.into())])) }
                        }
                    } } }
                } } }
            }
        }
    }
}

/// The links of a code, each procedure once.
fn procedures<'a>(links: &'a [LawLink], code: &str) -> Vec<&'a LawLink> {
    let mut list: Vec<&LawLink> = Vec::new();
    for link in links.iter().filter(|link| link.code == code) {
        if !list.iter().any(|known| known.procedure == link.procedure) {
            list.push(link);
        }
    }
    list
}

fn procedure(page: &Page, link: &LawLink) -> Markup {
    let name = page.known("procedure", &link.procedure).unwrap_or_else(|| link.title.clone());
    html! { a href={ "/law/procedures/" (link.procedure) } data-procedure=(link.procedure) { (name) } }
}

fn tasks(page: &Page, tasks: &[TaskRow]) -> Markup {
    html! {
        section.stack-s #tasks aria-labelledby="tasks-heading" {
            h2 #tasks-heading { (page.t("talks-follow-up")) }
            @if tasks.is_empty() { p.empty { (page.t("talks-no-promises")) } }
            @else { div.table { (commitments::bare_table(page, "tasks-table", page.t("talks-follow-up"), tasks)) } }
        }
    }
}

fn cases(page: &Page, view: &TalksView, list: &[CaseLink]) -> Markup {
    let officer = page.has(&[Role::Officer]);
    html! {
        @if officer || !list.is_empty() {
            section.sheet #talks-cases aria-labelledby="talks-cases-heading" {
                h2 #talks-cases-heading { (page.t("talks-cases")) }
                @if list.is_empty() { p.muted { (page.t("talks-no-cases")) } }
                ul.rules { @for link in list { li.rule.rows.between {
                    span {
                        a href={ "/cases/" (link.case) } { bdi dir="auto" { (if link.title.is_empty() { &link.case } else { &link.title }) } }
                        " " span.badge { (page.word("status", &link.status)) }
                        @if let Some(promise) = view.record.commitments.iter().find(|promise| promise.key == link.about) { " · " bdi dir="auto" { (promise.what) } }
                    }
                    @if officer {
                        form method="post" action={ "/talks/" (view.id) "/cases" } {
                            (page.token())
                            input type="hidden" name="about" value=(link.about); input type="hidden" name="untie" value=(link.case);
                            button.danger type="submit" { (page.t("talks-untie")) }
                        }
                    }
                } } }
                @if officer {
                    form.form #tie-form method="post" action={ "/talks/" (view.id) "/cases" } {
                        div.pair {
                            (page.token())
                            div.field { label for="f-case" { (page.t("talks-case-number")) } input #f-case name="case" dir="ltr" autocomplete="off" required maxlength="40"; }
                            div.field {
                                label for="f-about" { (page.t("talks-about")) }
                                select #f-about name="about" {
                                    option value="" { (page.t("talks-whole-record")) }
                                    @for promise in &view.record.commitments { option value=(promise.key) { (promise.what.chars().take(80).collect::<String>()) } }
                                }
                            }
                        }
                        p { button.second type="submit" { (page.t("talks-tie")) } }
                    }
                }
            }
        }
    }
}

/// What can be done with a signed record, and what proves it.
fn standing(page: &Page, view: &TalksView) -> Markup {
    html! {
        section.sheet #signed-record aria-labelledby="signed-heading" data-shared=(view.shared_with.len()) {
            h2 #signed-heading { (page.t("talks-signed-title")) }
            dl.facts {
                @if let Some(digest) = &view.digest { dt { (page.t("talks-digest")) } dd { (frame::digest(digest)) } }
                dt { (page.t("talks-who-has-it")) }
                dd {
                    @if view.shared_with.is_empty() { (page.t("talks-private-text")) }
                    @for partner in &view.shared_with { code dir="ltr" data-has=(partner) { (partner) } " " }
                }
                @for act in &view.carried_by { dt { (page.t("talks-act")) } dd { (frame::digest(act)) " " a data-custody=(act) href={ "/custody/" (act) } { (page.t("custody-who")) } } }
            }
            p.actions {
                @if view.can_share { a.button.second #share-record href={ "/talks/" (view.id) "/sign" } { (page.t("talks-share")) } }
                @if view.can_correct {
                    form method="post" action={ "/talks/" (view.id) "/correct" } { (page.token()) button.second #correct-record type="submit" { (page.t("talks-correct")) } }
                }
            }
        }
    }
}

/// `POST /talks/{id}`: saves, and then does what the button says.
pub(crate) async fn save(page: Page, Path(id): Path<String>, form: Submitted) -> Outcome {
    let (node, viewer) = (&page.node, page.viewer()?);
    let word = form.value("then");
    if word == "discard" {
        talks::discard(node, viewer, &id, form.version()?).await?;
        return frame::go("/talks?done=discarded");
    }
    let then = match word.split_once(':') {
        Some(("accept", place)) => Then::Accept(place.to_owned()),
        Some(("remove", place)) => Then::Remove(place.to_owned()),
        _ => Then::Save,
    };
    let values = form.fields();
    match talks::save(node, viewer, &id, form.version()?, &values, &then).await {
        Ok(_) if word == "sign" => frame::go(&format!("/talks/{id}/sign")),
        Ok(_) => {
            let at = match &then {
                Then::Accept(place) if place != "all" => format!("#{}", marks::entry_id(place)),
                Then::Save | Then::Accept(_) | Then::Remove(_) => "#record-form".to_owned(),
            };
            frame::go(&format!("/talks/{id}?done=saved{at}"))
        }
        Err(DeskError::Objected(objections)) => {
            let view = talks::as_entered(node, viewer, &id, &values, &then).await?;
            let around = around(&page, &view).await?;
            page.show_again(&title(&page, &view), &whole(&page, &view, &around, &objections))
        }
        Err(DeskError::Conflict(conflict)) => {
            // What this officer typed is shown beside what the other one saved.
            let mut view = talks::as_entered(node, viewer, &id, &values, &then).await?;
            view.version = conflict.version;
            let around = around(&page, &view).await?;
            let body = html! {
                div.warning #conflict data-differing=(conflict.differing.len()) role="alert" {
                    h2 { (page.t("conflict-title")) }
                    p { (page.tr("talks-conflict", &[("who", (&conflict.changed_by).into())])) }
                    dl.facts { @for (field, theirs, yours) in &conflict.differing {
                        dt { (page.word("talks-kind", field)) }
                        dd { (page.t("talks-theirs")) ": " bdi dir="auto" { (theirs) } "\n" (page.t("talks-yours")) ": " bdi dir="auto" { (yours) } }
                    } }
                }
                (whole(&page, &view, &around, &[]))
            };
            Ok((StatusCode::CONFLICT, frame::document(&page, &title(&page, &view), &body)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// `POST /talks/{id}/correct`
pub(crate) async fn correct(page: Page, Path(id): Path<String>, _form: Submitted) -> Outcome {
    let draft = talks::correct(&page.node, page.viewer()?, &id).await?;
    frame::go(&format!("/talks/{draft}"))
}

/// `POST /talks/{id}/cases`
pub(crate) async fn tie(page: Page, Path(id): Path<String>, form: Submitted) -> Outcome {
    let (node, viewer, about) = (&page.node, page.viewer()?, form.value("about"));
    if !form.value("untie").is_empty() {
        talks_links::untie(node, viewer, &id, about, form.value("untie")).await?;
        return frame::go(&format!("/talks/{id}?done=talks-untied#talks-cases"));
    }
    talks_links::tie(node, viewer, &id, about, form.value("case")).await?;
    frame::go(&format!("/talks/{id}?done=talks-tied#talks-cases"))
}
