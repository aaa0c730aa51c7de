//! The law: which instruments bind two states on a day and what they ask for, every instrument, pair of states and
//! procedure in full; and the parts of the law that drafts and acts show.

use axum::extract::Path;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use law::check::{Check, OpenFact};
use law::{Facts, InstrumentId, Key, State};
use maud::{Markup, html};

use crate::desk::form::{DeadlineRuleView, ExcludedView, Field, GroundView, LanguageView, Objection};
use crate::desk::{DeskError, Listed, Order};
use crate::web::failure::{Failure, Outcome};
use crate::web::fields::{self, Plain};
use crate::web::frame::{self, Page, Title};
use crate::web::lawbook::{self, InstrumentRow, Place, Reader, Target};
use crate::web::submitted;
use crate::web::table::{self, Asked, Column, List, column, numbers};

/// The columns of the list of instruments.
const COLUMNS: &[Column] = &[
    column("name", "column-instrument"),
    column("title", "column-title"),
    column("kind", "column-kind"),
    column("in-force", "law-in-force"),
    numbers("parties", "column-parties"),
    numbers("declarations", "law-declarations"),
    numbers("rules", "column-rules"),
    numbers("verified", "column-read"),
];

/// The law as this page's reader sees it on a day.
fn reader(page: &Page, on: Option<Date>) -> Reader<'_> {
    let today = page.now.to_zoned_datetime(TimeZone::UTC).date();
    Reader {
        library: page.node.law(),
        words: &page.words,
        on: on.unwrap_or(today),
        dated: on.is_some_and(|on| on != today),
        place: Place::Node,
    }
}

/// What the address says, trimmed; nothing where it is empty.
fn given(page: &Page, name: &str) -> Option<String> {
    let pairs = submitted::pairs(page.query.as_bytes());
    let value = pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value.trim().to_owned());
    value.filter(|value| !value.is_empty())
}

/// The fields of the address whose names begin alike, by the rest of the name; without those that are empty.
fn prefixed(page: &Page, prefix: &str) -> Vec<(String, String)> {
    let pairs = submitted::pairs(page.query.as_bytes()).into_iter();
    let named = pairs.filter_map(|(name, value)| {
        let value = value.trim().to_owned();
        Some((name.strip_prefix(prefix)?.to_owned(), value)).filter(|(_, value)| !value.is_empty())
    });
    named.take(GIVEN_MOST).collect()
}

/// What a form asked, and what is wrong with it by field.
struct Question {
    from: String,
    to: String,
    procedure: String,
    on: String,
    /// What is known of the case, by the keys of the facts.
    facts: Vec<(String, String)>,
    /// When things happened, by the keys of the events.
    events: Vec<(String, String)>,
}

/// What the fields of facts begin with in the address.
const FACT: &str = "fact.";
/// What the fields of events begin with.
const EVENT: &str = "event.";
/// Most facts, and most events, that an address may give.
const GIVEN_MOST: usize = 60;

type Wrong = (String, String);

impl Question {
    fn of(page: &Page) -> Self {
        let own = page.node.authority().state();
        let other = if own == "DE" { "EE" } else { "DE" };
        Self {
            from: given(page, "from").unwrap_or_else(|| own.clone()).to_uppercase(),
            to: given(page, "to").unwrap_or_else(|| other.to_owned()).to_uppercase(),
            procedure: given(page, "procedure").unwrap_or_else(|| "extradition".to_owned()),
            on: given(page, "on").unwrap_or_else(|| reader(page, None).on.to_string()),
            facts: prefixed(page, FACT),
            events: prefixed(page, EVENT),
        }
    }

    fn states(&self) -> Result<(State, State), Wrong> {
        let from = State::parse(&self.from).map_err(|error| ("from".to_owned(), error.to_string()))?;
        let to = State::parse(&self.to).map_err(|error| ("to".to_owned(), error.to_string()))?;
        if from == to {
            return Err(("to".to_owned(), "choose two different states".to_owned()));
        }
        Ok((from, to))
    }

    fn facts(&self) -> Result<Facts, Wrong> {
        let mut facts = Facts::default();
        for (key, value) in &self.facts {
            facts.set(key, value).map_err(|error| (format!("{FACT}{key}"), error.to_string()))?;
        }
        for (key, when) in &self.events {
            let wrong = |text: String| (format!("{EVENT}{key}"), text);
            let event = Key::parse(key).map_err(|error| wrong(error.to_string()))?;
            let moment = when.parse().map_err(|error: law::facts::MomentError| wrong(error.to_string()))?;
            facts.events.insert(event, moment);
        }
        Ok(facts)
    }

    fn day(&self) -> Result<Date, Wrong> {
        day(&self.on).map_err(|message| ("on".to_owned(), message))
    }
}

fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| format!("`{}` is not a day of the calendar; write YYYY-MM-DD", cut(text)))
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}

/// `GET /law`: the question as a form, and its answer when the address asks it.
pub(crate) async fn check(page: Page) -> Outcome {
    let asked = Question::of(&page);
    let answer = given(&page, "from").map(|_| answer(&page, &asked));
    let error = answer.as_ref().and_then(|answer| answer.as_ref().err());
    let body = html! {
        div.stack {
            (reader(&page, None).tabs(Target::Home))
            (fields::plain_summary(&page, error))
            (question(&page, &asked, error))
            (lawbook::unreadable(&reader(&page, None)))
            (lawbook::mistakes(&reader(&page, None), page.node.own_law()))
            @match &answer {
                Some(Ok((reader, check))) => {
                    h2 #answer-heading { (page.tr("law-bind", &[("from", (&page.state(&asked.from)).into()), ("to", (&page.state(&asked.to)).into()), ("on", (&asked.on).into())])) }
                    (facts(&page, &asked, reader, check))
                    (lawbook::answered(reader, check))
                }
                Some(Err(_)) => {}
                None => { p.note { (page.t("law-own-words")) } }
            }
        }
    };
    let title = Title::of("law", page.t("law-title"));
    if error.is_some() { page.show_again(&title, &body) } else { page.show(&title, &body) }
}

fn answer<'a>(page: &'a Page, asked: &Question) -> Result<(Reader<'a>, Check), Wrong> {
    let (from, to) = asked.states()?;
    let procedure =
        Key::parse(&asked.procedure).map_err(|error| ("procedure".to_owned(), error.to_string()))?;
    let reader = reader(page, Some(asked.day()?));
    let check = reader
        .check_with(from, to, &procedure, asked.facts()?)
        .map_err(|error| ("procedure".to_owned(), error.to_string()))?;
    Ok((reader, check))
}

fn question(page: &Page, asked: &Question, error: Option<&Wrong>) -> Markup {
    html! {
        form.form #law-form method="get" action="/law" {
            div.sheet.form {
                div.pair {
                    (state_field(page, "from", "law-from", &asked.from, error))
                    (state_field(page, "to", "law-to", &asked.to, error))
                    div.field {
                        label for="f-procedure" { (page.t("law-procedure")) }
                        select #f-procedure name="procedure" {
                            @for procedure in page.node.law().procedures() {
                                option value=(procedure.key()) selected[procedure.key().as_str() == asked.procedure] {
                                    (page.known("procedure", procedure.key().as_str()).unwrap_or_else(|| procedure.title().to_owned()))
                                }
                            }
                            optgroup label=(page.t("law-further-matters")) {
                                @for (matter, title) in page.node.law().matters() {
                                    option value=(matter) lang="en" selected[matter.as_str() == asked.procedure] { (title) }
                                }
                            }
                        }
                    }
                    (Plain::line("on", "law-on", &asked.on).kind("date", "off").required().error(error).show(page))
                }
                p.actions { button #law-check type="submit" { (page.t("law-check")) } }
                (state_choices(page))
            }
        }
    }
}

/// The facts that were given and those that would change the answer, as a form.
fn facts(page: &Page, asked: &Question, reader: &Reader<'_>, check: &Check) -> Markup {
    let given: Vec<OpenFact> = asked
        .facts
        .iter()
        .filter(|(key, _)| !check.open.iter().any(|open| open.key.as_str() == key))
        .filter_map(|(key, _)| reader.library.question_of(&Key::parse(key).ok()?))
        .collect();
    let value = |fact: &OpenFact| {
        asked.facts.iter().find(|(key, _)| key == fact.key.as_str()).map_or("", |(_, value)| value.as_str())
    };
    let control = |fact: &OpenFact| {
        let name = format!("{FACT}{}", fact.key);
        let id = fields::id(&name);
        html! {
            div.field {
                label for=(id) { (frame::english(&fact.question)) }
                @if fact.values.is_empty() {
                    input #(id) type="text" name=(name) value=(value(fact)) autocomplete="off" maxlength="200";
                } @else {
                    select #(id) name=(name) {
                        option value="" { (page.t("law-fact-unknown")) }
                        @for word in &fact.values { option value=(word) lang="en" selected[word.as_str() == value(fact)] { (word.as_str().replace('-', " ")) } }
                    }
                }
            }
        }
    };
    let mut events: Vec<(&str, &str)> = check
        .deadlines
        .iter()
        .map(|deadline| (deadline.from_event.as_str(), deadline.event.as_str()))
        .collect();
    events.sort_unstable();
    events.dedup_by_key(|(key, _)| *key);
    let when =
        |key: &str| asked.events.iter().find(|(event, _)| event == key).map_or("", |(_, when)| when.as_str());
    html! {
        @if !given.is_empty() || !check.open.is_empty() || !events.is_empty() {
            details.sheet #facts open[!given.is_empty() || !asked.events.is_empty()] {
                summary { (page.tr("law-open-facts", &[("n", check.open.len().into())])) }
                form.form method="get" action="/law" {
                    @for (name, value) in [("from", &asked.from), ("to", &asked.to), ("procedure", &asked.procedure), ("on", &asked.on)] {
                        input type="hidden" name=(name) value=(value);
                    }
                    div.form {
                        (lawbook::open_facts(reader, &given, control))
                        (lawbook::open_facts(reader, &check.open, control))
                        @if !events.is_empty() { fieldset #events {
                            legend { (page.t("law-dates")) }
                            p.hint #events-hint { (page.t("law-dates-hint")) " " bdi dir="ltr" { code { "2026-03-01" } " · " code { "2026-03-01T14:20[Europe/Tallinn]" } } }
                            @for (key, title) in &events {
                                @let name = format!("{EVENT}{key}");
                                div.field {
                                    label for=(fields::id(&name)) { (page.words.law(title)) }
                                    input #(fields::id(&name)) type="text" name=(name) value=(when(key)) dir="ltr" autocomplete="off" maxlength="80" aria-describedby="events-hint";
                                }
                            }
                        } }
                        // Events that no period here begins with, such as what ends a pause, stay given.
                        @for (key, when) in asked.events.iter().filter(|(key, _)| !events.iter().any(|(event, _)| event == key)) {
                            input type="hidden" name={ (EVENT) (key) } value=(when);
                        }
                        p.actions { button.second #law-facts type="submit" { (page.t("law-check-again")) } }
                    }
                }
            }
        }
    }
}

/// A state by its code; browsers offer the names.
fn state_field(page: &Page, name: &str, label: &str, value: &str, error: Option<&Wrong>) -> Markup {
    let id = fields::id(name);
    let notes = format!("{id}-notes");
    let own = error.filter(|(field, _)| field == name).map(|(_, text)| text);
    html! {
        div.field {
            label for=(id) { (page.t(label)) " " span.must { (page.t("field-is-required")) } }
            input #(id) type="text" name=(name) value=(value) list="state-codes" required maxlength="2" size="4"
                autocomplete="off" autocapitalize="characters" aria-invalid=[own.map(|_| "true")] aria-describedby=(notes);
            div #(notes) {
                @if let Some(text) = own { p.field-error { span.visually-hidden { (page.t("error-word")) ": " } (frame::english(text)) } }
                p.hint { @match page.known("state", value) { Some(known) => { (known) } None => { (page.t("law-state-hint")) } } }
            }
        }
    }
}

fn state_choices(page: &Page) -> Markup {
    html! {
        datalist #state-codes {
            @for state in page.node.law().states() { option value=(state) { (page.state(state.as_str())) } }
        }
    }
}

/// `GET /law/instruments`
pub(crate) async fn instruments(page: Page) -> Outcome {
    let asked = Asked::of(&page);
    let mut rows = lawbook::instrument_rows(page.node.law());
    arrange(&mut rows, &asked);
    if let Some(format) = asked.format {
        return table::file("instruments", format, &rows);
    }
    let listed = Listed::of_all(rows, &asked.query);
    let list = List {
        id: "instruments",
        caption: page.t("law-library-caption"),
        columns: COLUMNS,
        empty: page.t("law-no-instruments"),
        searchable: true,
        filters: html! {},
    };
    let reader = reader(&page, None);
    let body = html! {
        div.stack {
            (reader.tabs(Target::Instruments))
            (lawbook::unreadable(&reader))
            (lawbook::mistakes(&reader, page.node.own_law()))
            (table::list(&page, &asked, &list, &listed, |row| lawbook::instrument_cells(&reader, row)))
        }
    };
    page.show(&Title::of("law", page.t("law-library")), &body)
}

/// Leaves what was searched for, in the order that was asked.
fn arrange(rows: &mut Vec<InstrumentRow>, asked: &Asked) {
    let words = asked.query.text.to_lowercase();
    rows.retain(|row| {
        words.split_whitespace().all(|word| {
            [&row.id, &row.short_name, &row.title, &row.kind]
                .iter()
                .any(|cell| cell.to_lowercase().contains(word))
        })
    });
    match asked.query.sort.as_deref() {
        Some("title") => rows.sort_by(|a, b| a.title.cmp(&b.title)),
        Some("kind") => rows.sort_by(|a, b| a.kind.cmp(&b.kind)),
        Some("in-force") => rows.sort_by_key(|row| row.in_force),
        Some("parties") => rows.sort_by_key(|row| row.parties),
        Some("declarations") => rows.sort_by_key(|row| row.declarations),
        Some("rules") => rows.sort_by_key(|row| row.rules),
        Some("verified") => rows.sort_by_key(|row| row.verified),
        _ => rows.sort_by_key(|row| row.short_name.to_lowercase()),
    }
    if asked.query.order == Order::Descending {
        rows.reverse();
    }
}

/// `GET /law/instruments/{id}`
pub(crate) async fn instrument(page: Page, Path(id): Path<String>) -> Outcome {
    let missing = || Failure::from(DeskError::not_found("instrument", cut(&id)));
    let known = InstrumentId::parse(&id).map_err(|_| missing())?;
    let entry = page.node.law().entry(&known).ok_or_else(missing)?;
    let reader = reader(&page, None);
    let title = Title::of("law", entry.short_name)
        .heading(frame::english(entry.title))
        .kicker(lawbook::instrument_kicker(&reader, &entry));
    page.show(&title, &lawbook::instrument(&reader, &entry))
}

/// `GET /law/states`: the choice of two states and a day, and the partners of this node.
pub(crate) async fn states(page: Page) -> Outcome {
    let asked = Question::of(&page);
    let mut error = None;
    if given(&page, "from").is_some() {
        match (asked.states(), asked.day()) {
            (Ok((from, to)), Ok(on)) => {
                let there = reader(&page, Some(on)).address(Target::Pair(from, to));
                return frame::go(there.as_deref().unwrap_or("/law/states"));
            }
            (Err(wrong), _) | (_, Err(wrong)) => error = Some(wrong),
        }
    }
    let own = State::parse(&page.node.authority().state()).ok();
    let partners = crate::desk::directory::partners(&page.node, page.viewer()?).await?;
    let near: std::collections::BTreeSet<State> =
        partners.iter().filter_map(|partner| State::parse(&partner.state).ok()).chain(own).collect();
    let near: Vec<State> = near.into_iter().collect();
    let reader = reader(&page, None);
    let body = html! {
        div.stack {
            (reader.tabs(Target::States))
            (fields::plain_summary(&page, error.as_ref()))
            form.form #pair-form method="get" action="/law/states" {
                div.sheet.form {
                    div.pair {
                        (state_field(&page, "from", "law-from", &asked.from, error.as_ref()))
                        (state_field(&page, "to", "law-to", &asked.to, error.as_ref()))
                        (Plain::line("on", "law-on", &asked.on).kind("date", "off").required().error(error.as_ref()).show(&page))
                    }
                    p.actions { button #show-pair type="submit" { (page.t("law-show-pair")) } }
                    (state_choices(&page))
                }
            }
            @if near.len() > 1 { (lawbook::states(&reader, &near)) }
        }
    };
    let title = Title::of("law", page.t("law-tab-states"));
    if error.is_some() { page.show_again(&title, &body) } else { page.show(&title, &body) }
}

/// `GET /law/states/{from}/{to}`
pub(crate) async fn pair(page: Page, Path((from, to)): Path<(String, String)>) -> Outcome {
    let missing = || Failure::from(DeskError::not_found("pair of states", cut(&format!("{from}/{to}"))));
    let state = |text: &str| State::parse(text).map_err(|_| missing());
    let (from, to) = (state(&from)?, state(&to)?);
    if from == to {
        return Err(missing());
    }
    let asked = given(&page, "on");
    let read = asked.as_deref().map(day).transpose();
    let error = read.as_ref().err().map(|message| ("on".to_owned(), message.clone()));
    let reader = reader(&page, read.ok().flatten());
    let on = asked.unwrap_or_else(|| reader.on.to_string());
    let day = html! {
        (fields::plain_summary(&page, error.as_ref()))
        form.form #pair-day method="get" action={ "/law/states/" (from) "/" (to) } {
            div.rows.day-form {
                (Plain::line("on", "law-on", &on).kind("date", "off").required().error(error.as_ref()).show(&page))
                button.second type="submit" { (page.t("law-other-day")) }
            }
        }
    };
    let title = Title::of("law", lawbook::pair_title(&reader, from, to));
    let body = lawbook::pair(&reader, from, to, &day);
    if error.is_some() { page.show_again(&title, &body) } else { page.show(&title, &body) }
}

/// `GET /law/procedures`
pub(crate) async fn procedures(page: Page) -> Outcome {
    let body = lawbook::procedures(&reader(&page, None));
    page.show(&Title::of("law", page.t("law-tab-procedures")), &body)
}

/// `GET /law/procedures/{key}`
pub(crate) async fn procedure(page: Page, Path(key): Path<String>) -> Outcome {
    let missing = || Failure::from(DeskError::not_found("procedure", cut(&key)));
    let known = Key::parse(&key).map_err(|_| missing())?;
    let entry = page.node.law().procedure_entry(&known).ok_or_else(missing)?;
    let reader = reader(&page, None);
    let title = Title::of("law", entry.title)
        .heading(reader.procedure_name(known.as_str(), entry.title))
        .kicker(lawbook::procedure_kicker(&reader, &entry));
    page.show(&title, &lawbook::procedure(&reader, &entry))
}

/// Instruments that do not bind, folded away.
pub(crate) fn excluded(page: &Page, list: &[ExcludedView]) -> Markup {
    html! {
        @if !list.is_empty() {
            details {
                summary { (page.tr("law-excluded", &[("n", list.len().into())])) }
                ul.stack-s { @for excluded in list { li { a href={ "/law/instruments/" (excluded.id) } { code dir="ltr" { (excluded.id) } } " — " (frame::english(&excluded.why)) } } }
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
                td data-label=(page.t("deadline-from")) { span { (page.words.law(&deadline.from_event)) } }
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
                @for ground in list.iter().filter(|ground| !ground.confidential) {
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
