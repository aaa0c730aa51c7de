//! The law: which instruments bind two states on a day, what they ask for, and every instrument in full.

use axum::extract::Path;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use law::check::Question;
use law::{Facts, InstrumentId, Key, Library, State};
use maud::{Markup, html};

use crate::desk::form::{
    DeadlineRuleView, ExcludedView, Field, Fields, GroundView, LanguageView, LawView, Objection,
};
use crate::desk::{DeskError, content_fields, law_view};
use crate::web::failure::{Failure, Outcome};
use crate::web::fields::{self, Plain};
use crate::web::frame::{self, Page, Title};
use crate::web::submitted;

/// `GET /law`: the question as a form, and its answer when the address asks it.
pub(crate) async fn check(page: Page) -> Outcome {
    let pairs = submitted::pairs(page.query.as_bytes());
    let given =
        |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.trim().to_owned());
    let today = page.now.to_zoned_datetime(TimeZone::UTC).date();
    let own = page.node.authority().state().to_string();
    let asked = Asked {
        from: given("from").unwrap_or(own).to_uppercase(),
        to: given("to").unwrap_or_else(|| "DE".to_owned()).to_uppercase(),
        procedure: given("procedure").unwrap_or_else(|| "extradition".to_owned()),
        on: given("on").filter(|on| !on.is_empty()).unwrap_or_else(|| today.to_string()),
    };
    let answer = given("from").map(|_| answer(page.node.law(), &asked));
    let error = answer.as_ref().and_then(|answer| answer.as_ref().err());
    let body = html! {
        div.stack {
            (fields::plain_summary(&page, error))
            (question(&page, &asked, error))
            @if let Some(Ok((view, contents))) = &answer { (answered(&page, &asked, view, contents)) }
            (instruments(&page))
        }
    };
    let title = Title::of("law", page.t("law-title"));
    if error.is_some() { page.show_again(&title, &body) } else { page.show(&title, &body) }
}

struct Asked {
    from: String,
    to: String,
    procedure: String,
    on: String,
}

fn answer(library: &Library, asked: &Asked) -> Result<(LawView, Vec<Field>), (String, String)> {
    fn wrong(field: &'static str, error: impl ToString) -> (String, String) {
        (field.to_owned(), error.to_string())
    }
    let question = Question {
        from: State::parse(&asked.from).map_err(|error| wrong("from", error))?,
        to: State::parse(&asked.to).map_err(|error| wrong("to", error))?,
        procedure: Key::parse(&asked.procedure).map_err(|error| wrong("procedure", error))?,
        on: asked.on.parse::<Date>().map_err(|_| {
            wrong("on", format!("`{}` is not a day of the calendar; write YYYY-MM-DD", cut(&asked.on)))
        })?,
        facts: Facts::default(),
    };
    let check = library.check(&question).map_err(|error| wrong("to", error))?;
    Ok((law_view(&check, &Fields::new()), content_fields(&check, &Fields::new())))
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}

fn question(page: &Page, asked: &Asked, error: Option<&(String, String)>) -> Markup {
    html! {
        form.form #law-form method="get" action="/law" {
            div.sheet.form {
                div.pair {
                    (Plain::line("from", "law-from", &asked.from).required().hint("law-state-hint").error(error).show(page))
                    (Plain::line("to", "law-to", &asked.to).required().hint("law-state-hint").error(error).show(page))
                    div.field {
                        label for="f-procedure" { (page.t("law-procedure")) }
                        select #f-procedure name="procedure" {
                            @for procedure in page.node.law().procedures() {
                                option value=(procedure.key()) selected[procedure.key().as_str() == asked.procedure] {
                                    (page.known("procedure", procedure.key().as_str()).unwrap_or_else(|| procedure.title().to_owned()))
                                }
                            }
                        }
                    }
                    (Plain::line("on", "law-on", &asked.on).kind("date", "off").required().error(error).show(page))
                }
                p.actions { button #law-check type="submit" { (page.t("law-check")) } }
            }
        }
    }
}

fn answered(page: &Page, asked: &Asked, view: &LawView, contents: &[Field]) -> Markup {
    html! {
        div.stack #law-answer data-instruments=(view.instruments.len()) {
            section.sheet aria-labelledby="bind-heading" {
                h2 #bind-heading { (page.tr("law-bind", &[("from", (&asked.from).into()), ("to", (&asked.to).into()), ("on", (&asked.on).into())])) }
                @if view.instruments.is_empty() { p.warning { (page.t("draft-no-instrument")) } }
                @for instrument in &view.instruments {
                    div.instrument data-instrument=(instrument.id) data-role=(instrument.role) {
                        p { a href={ "/law/" (instrument.id) } { strong { (frame::english(&instrument.short_name)) } } " "
                            span.badge data-tone=(if instrument.role == "governs" { "accent" } else { "" }) { (page.word("instrument-role", &instrument.role)) }
                            (frame::verified(page, instrument.verified)) }
                        p.hint { (frame::english(&instrument.title)) }
                        p { (frame::english(&instrument.why)) @if let Some(since) = instrument.since { " · " (page.t("law-since")) " " bdi dir="ltr" { (since) } } }
                    }
                }
                (excluded(page, &view.excluded))
            }
            (rules(page, "law-contents", contents.iter().map(|field| (field.description.as_str(), field.article.as_deref().unwrap_or_default(), field.verified))))
            (rules(page, "law-documents", view.documents.iter().map(|document| (document.description.as_str(), document.article.as_str(), document.verified))))
            @if !view.languages.is_empty() { section.sheet { h2 { (page.t("law-languages")) } (languages(page, &view.languages)) } }
            @if !view.deadlines.is_empty() { section.sheet { h2 { (page.t("law-deadlines")) } (deadlines(page, &view.deadlines)) } }
            @if !view.grounds.is_empty() { section.sheet { h2 { (page.t("law-grounds")) } (grounds(page, &view.grounds)) } }
            @if !view.declarations.is_empty() {
                section.sheet { h2 { (page.t("law-declarations")) }
                    ul.stack-s { @for declaration in &view.declarations { li {
                        span.badge { (declaration.party) } " " (frame::english(&declaration.description)) " "
                        (frame::article(&format!("{} {}", declaration.instrument, declaration.articles.join(", ")))) (frame::verified(page, declaration.verified))
                    } } }
                }
            }
        }
    }
}

fn rules<'a>(page: &Page, heading: &str, rules: impl Iterator<Item = (&'a str, &'a str, bool)>) -> Markup {
    let rules: Vec<_> = rules.collect();
    html! {
        @if !rules.is_empty() {
            section.sheet { h2 { (page.t(heading)) }
                ul.stack-s { @for (description, article, verified) in rules { li {
                    (frame::english(description)) " " (frame::article(article)) (frame::verified(page, verified))
                } } }
            }
        }
    }
}

/// Instruments that do not bind, folded away.
pub(crate) fn excluded(page: &Page, list: &[ExcludedView]) -> Markup {
    html! {
        @if !list.is_empty() {
            details {
                summary { (page.tr("law-excluded", &[("n", list.len().into())])) }
                ul.stack-s { @for excluded in list { li { a href={ "/law/" (excluded.id) } { code dir="ltr" { (excluded.id) } } " — " (frame::english(&excluded.why)) } } }
            }
        }
    }
}

/// Language rules.
pub(crate) fn languages(page: &Page, list: &[LanguageView]) -> Markup {
    html! {
        ul.hint { @for rule in list { li {
            (rule.languages.iter().map(|language| page.word("language-name", language)).collect::<Vec<_>>().join(", "))
            @if !rule.languages.is_empty() { ": " }
            (frame::english(&rule.description)) " " (frame::article(&rule.article)) (frame::verified(page, rule.verified))
        } } }
    }
}

/// Deadlines as a table.
pub(crate) fn deadlines(page: &Page, list: &[DeadlineRuleView]) -> Markup {
    html! {
        div.table { table {
            caption.visually-hidden { (page.t("law-deadlines")) }
            thead { tr {
                th scope="col" { (page.t("column-deadline")) }
                th scope="col" { (page.t("column-length")) }
                th scope="col" { (page.t("deadline-from")) }
                th scope="col" { (page.t("deadline-obliged")) }
                th scope="col" { (page.t("deadline-consequence")) }
            } }
            tbody { @for deadline in list { tr data-deadline=(deadline.key) {
                th scope="row" { (page.word("deadline", &deadline.key)) br; (frame::article(&deadline.article)) (frame::verified(page, deadline.verified)) }
                td data-label=(page.t("column-length")) { span { (frame::english(&deadline.length)) } }
                td data-label=(page.t("deadline-from")) { span { (frame::english(&deadline.from_event)) } }
                td data-label=(page.t("deadline-obliged")) { span { (page.word("who", &deadline.obliged)) } }
                td data-label=(page.t("deadline-consequence")) { span { (frame::english(&deadline.consequence)) } }
            } } }
        } }
    }
}

fn grounds(page: &Page, list: &[GroundView]) -> Markup {
    html! {
        ul.stack-s.grounds { @for ground in list { li data-ground=(ground.value) {
            span.badge data-tone=(if ground.effect == "mandatory" { "bad" } else { "" }) { (page.word("ground-effect", &ground.effect)) } " "
            (frame::english(&ground.description)) " " (frame::article(&ground.article)) (frame::verified(page, ground.verified))
        } } }
    }
}

/// The ground of a decision: chosen by its article, with every ground's text below.
pub(crate) fn ground_field(page: &Page, field: &Field, list: &[GroundView], errors: &[Objection]) -> Markup {
    let id = fields::id(&field.name);
    let own: Vec<&Objection> =
        errors.iter().filter(|error| error.field.as_deref() == Some(field.name.as_str())).collect();
    html! {
        div.field {
            label for=(id) { (fields::label(page, field)) }
            select #(id) name=(field.name) aria-invalid=[(!own.is_empty()).then_some("true")] {
                option value="" { (page.t("ground-none")) }
                @for ground in list {
                    option value=(ground.value) lang="en" selected[ground.value == field.value] {
                        (ground.article) " — " (ground.description.chars().take(90).collect::<String>())
                    }
                }
            }
            @for objection in own { p.field-error { (frame::english(&objection.message)) } }
            details { summary { (page.tr("ground-all", &[("n", list.len().into())])) } (grounds(page, list)) }
        }
    }
}

fn instruments(page: &Page) -> Markup {
    html! {
        section.stack-s aria-labelledby="library-heading" {
            h2 #library-heading { (page.t("law-library")) }
            div.table { table #instruments-table {
                caption { (page.t("law-library-caption")) }
                thead { tr {
                    th scope="col" { (page.t("column-instrument")) }
                    th scope="col" { (page.t("column-title")) }
                    th.num scope="col" { (page.t("column-parties")) }
                    th.num scope="col" { (page.t("column-rules")) }
                } }
                tbody { @for instrument in page.node.law().instruments() {
                    @let counts = instrument.counts();
                    tr {
                        th scope="row" { a href={ "/law/" (instrument.id()) } { (frame::english(instrument.short_name())) } }
                        td data-label=(page.t("column-title")) { span { (frame::english(instrument.title())) } }
                        td.num data-label=(page.t("column-parties")) { span { (counts.parties) } }
                        td.num data-label=(page.t("column-rules")) { span {
                            (counts.conditions + counts.contents + counts.documents + counts.deadlines + counts.grounds + counts.languages + counts.channels + counts.safeguards)
                        } }
                    }
                } }
            } }
        }
    }
}

/// `GET /law/{instrument}`: the instrument's file, rendered.
pub(crate) async fn instrument(page: Page, Path(id): Path<String>) -> Outcome {
    let missing = || Failure::from(DeskError::not_found("instrument", cut(&id)));
    let known = InstrumentId::parse(&id).map_err(|_| missing())?;
    let instrument = page.node.law().instrument(&known).ok_or_else(missing)?;
    let file = Library::embedded_files()
        .iter()
        .filter_map(|(_, text)| text.parse::<toml::Table>().ok())
        .find(|table| {
            table.get("instrument").and_then(|head| head.get("id")).and_then(toml::Value::as_str)
                == Some(id.as_str())
        })
        .unwrap_or_default();
    let title = Title::of("law", instrument.title())
        .heading(frame::english(instrument.title()))
        .kicker(html! { a href="/law" { (page.t("law-title")) } span { (frame::english(instrument.short_name())) } code dir="ltr" { (id) } });
    let body = html! {
        div.stack #instrument data-instrument=(id) {
            p.note { (page.t("law-own-words")) }
            @if let Some(head) = file.get("instrument").and_then(toml::Value::as_table) {
                section.sheet { h2 { (page.t("law-facts")) } (plain_facts(head)) }
            }
            @for procedure in tables(&file, "procedure") { (procedure_rules(&page, procedure)) }
            @if let Some(parties) = file.get("party") { (parties_list(&page, parties)) }
            @if file.contains_key("declaration") {
                section.sheet { h2 { (page.t("law-declarations")) }
                    ul.stack-s { @for declaration in tables(&file, "declaration") { li {
                        span.badge { (text(declaration, "by")) } " " (frame::english(&text(declaration, "description"))) " "
                        (frame::article(&words(declaration.get("articles")))) (frame::verified(&page, is_verified(declaration)))
                    } } }
                }
            }
            section.sheet { h2 { (page.t("law-sources")) }
                ul { @for source in instrument.sources() { li { a href=(source.url) rel="noreferrer" lang="en" dir="ltr" { (source.url) } @if let Some(covers) = &source.covers { " — " (frame::english(covers)) } } } }
            }
        }
    };
    page.show(&title, &body)
}

fn tables<'a>(table: &'a toml::Table, key: &str) -> impl Iterator<Item = &'a toml::Table> {
    table.get(key).and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_table)
}

fn text(table: &toml::Table, key: &str) -> String {
    words(table.get(key))
}

fn words(value: Option<&toml::Value>) -> String {
    match value {
        None => String::new(),
        Some(toml::Value::String(text)) => text.clone(),
        Some(toml::Value::Array(items)) => {
            items.iter().map(|item| words(Some(item))).collect::<Vec<_>>().join(", ")
        }
        Some(toml::Value::Table(table)) => table
            .iter()
            .map(|(key, value)| format!("{key} {}", words(Some(value))))
            .collect::<Vec<_>>()
            .join(", "),
        Some(other) => other.to_string(),
    }
}

fn is_verified(table: &toml::Table) -> bool {
    table.get("verified").and_then(toml::Value::as_bool).unwrap_or(true)
}

fn plain_facts(table: &toml::Table) -> Markup {
    html! {
        dl.facts lang="en" dir="ltr" { @for (key, value) in table.iter().filter(|(key, _)| *key != "verified") {
            dt { (key.replace('-', " ")) } dd { (words(Some(value))) }
        } }
    }
}

fn procedure_rules(page: &Page, procedure: &toml::Table) -> Markup {
    const KINDS: [(&str, &str); 8] = [
        ("condition", "law-conditions"),
        ("content", "law-contents"),
        ("document", "law-documents"),
        ("language", "law-languages"),
        ("channel", "law-channels"),
        ("deadline", "law-deadlines"),
        ("ground", "law-grounds"),
        ("safeguard", "case-safeguards"),
    ];
    html! {
        section.sheet {
            h2 { (frame::english(&text(procedure, "title"))) " " (frame::article(&text(procedure, "article"))) }
            @for (kind, heading) in KINDS {
                @if procedure.contains_key(kind) {
                    h3 { (page.t(heading)) }
                    ul.stack-s { @for rule in tables(procedure, kind) { li { (rule_line(page, kind, rule)) } } }
                }
            }
        }
    }
}

fn rule_line(page: &Page, kind: &str, rule: &toml::Table) -> Markup {
    let said = if kind == "deadline" {
        format!(
            "{} {} from {}: {}",
            text(rule, "length"),
            text(rule, "unit"),
            text(rule, "event-text"),
            text(rule, "consequence")
        )
    } else {
        text(rule, "description")
    };
    html! { (frame::english(&said)) " " (frame::article(&text(rule, "article"))) (frame::verified(page, is_verified(rule))) }
}

fn parties_list(page: &Page, parties: &toml::Value) -> Markup {
    let rows: Vec<(String, String)> = match parties {
        toml::Value::Table(table) => {
            table.iter().map(|(code, value)| (code.clone(), words(Some(value)))).collect()
        }
        toml::Value::Array(items) => items
            .iter()
            .filter_map(toml::Value::as_table)
            .map(|party| {
                let code = ["state", "code", "party", "by"]
                    .iter()
                    .map(|key| text(party, key))
                    .find(|code| !code.is_empty());
                (code.unwrap_or_default(), text(party, "in-force"))
            })
            .collect(),
        _ => Vec::new(),
    };
    html! {
        section.sheet { h2 { (page.t("law-parties")) }
            ul.toc { @for (code, rest) in rows { li { (page.state(&code)) " " small.muted lang="en" dir="ltr" { (rest) } } } }
        }
    }
}
