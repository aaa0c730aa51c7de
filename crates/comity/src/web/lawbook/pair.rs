//! The page of a pair of states on a day: what binds them for each procedure, in which language and by which way, until
//! when, what they declared, and why the other instruments do not bind.

use std::collections::{BTreeMap, BTreeSet};

use law::check::{Check, DeclarationView, Excluded, Notice, Role};
use law::{InstrumentId, State};
use maud::{Markup, html};

use super::{Reader, Target, answer};

/// The page below its heading; `day` is the form that asks for another day, where there is one.
pub(crate) fn whole(reader: &Reader<'_>, from: State, to: State, day: &Markup) -> Markup {
    let checks: Vec<Check> = (reader.library.procedures())
        .filter_map(|procedure| reader.check(from, to, procedure.key()).ok())
        .collect();
    let (bound, free): (Vec<&Check>, Vec<&Check>) =
        checks.iter().partition(|check| !check.instruments.is_empty() || !check.conditional.is_empty());
    html! {
        div.stack #pair data-from=(from) data-to=(to) data-on=(reader.on) data-procedures=(bound.len()) {
            (reader.tabs(Target::Pair(from, to)))
            div.rows.between {
                p.rows {
                    span { (reader.tr("law-pair-on", &[("on", reader.on.to_string().as_str().into())])) }
                    (reader.link(Target::Pair(to, from), &html! { (reader.t("law-pair-turned")) }))
                }
            }
            (day)
            p.note { (reader.t("law-own-words")) }
            (notices(reader, &checks))
            (table(reader, &bound))
            @for check in &bound { (procedure(reader, check)) }
            (declarations(reader, &checks))
            @if !free.is_empty() {
                section.sheet #nothing-binds aria-labelledby="free-heading" {
                    h2 #free-heading { (reader.t("law-nothing-binds")) }
                    ul.toc { @for check in &free { li { (name(reader, check)) } } }
                }
            }
            (others(reader, &checks))
        }
    }
}

fn name(reader: &Reader<'_>, check: &Check) -> Markup {
    let title = reader.library.procedure(&check.procedure).map_or("", |procedure| procedure.title());
    reader.procedure_name(check.procedure.as_str(), title)
}

fn of_role(check: &Check, role: Role) -> impl Iterator<Item = &InstrumentId> {
    check.instruments.iter().filter(move |bound| bound.role == role).map(|bound| &bound.id)
}

fn table(reader: &Reader<'_>, bound: &[&Check]) -> Markup {
    let instruments = |check: &Check, role: Role| {
        html! { @for (position, id) in of_role(check, role).enumerate() { @if position > 0 { ", " } (reader.instrument(id)) } }
    };
    html! {
        @if bound.is_empty() {
            p.warning { (reader.t("law-pair-nothing")) }
        } @else {
            div.table role="group" tabindex="0" aria-label=(reader.t("law-pair-caption")) { table.wide #procedures-table {
                caption { (reader.t("law-pair-caption")) }
                thead { tr {
                    th scope="col" { (reader.t("law-procedure")) }
                    th scope="col" { (reader.word("instrument-role", "governs")) }
                    th scope="col" { (reader.word("instrument-role", "supplements")) }
                    th scope="col" { (reader.word("instrument-role", "residual")) }
                    th scope="col" { (reader.t("law-languages")) }
                } }
                tbody { @for check in bound { tr data-procedure=(check.procedure) {
                    th scope="row" { a href={ "#" (check.procedure) } { (name(reader, check)) } }
                    td data-label=(reader.word("instrument-role", "governs")) { span { (instruments(check, Role::Governs)) } }
                    td data-label=(reader.word("instrument-role", "supplements")) { span { (instruments(check, Role::Supplements)) } }
                    td data-label=(reader.word("instrument-role", "residual")) { span { (instruments(check, Role::Residual)) } }
                    td data-label=(reader.t("law-languages")) { span { (languages(reader, check)) } }
                } } }
            } }
        }
    }
}

fn languages(reader: &Reader<'_>, check: &Check) -> String {
    let accepted: BTreeSet<&str> =
        check.languages.iter().flat_map(|rule| rule.accepted.iter().map(String::as_str)).collect();
    accepted.into_iter().map(|language| reader.word("language-name", language)).collect::<Vec<_>>().join(", ")
}

fn procedure(reader: &Reader<'_>, check: &Check) -> Markup {
    let key = check.procedure.as_str();
    html! {
        section.sheet id=(key) aria-labelledby={ (key) "-heading" } data-procedure=(key) {
            div.rows.between {
                h2 id={ (key) "-heading" } { (name(reader, check)) }
                @if let Some(address) = reader.address(Target::Check(check.from, check.to, key)) {
                    a href=(address) { (reader.t("law-whole-answer")) span.visually-hidden { ": " (name(reader, check)) } }
                }
            }
            (answer::binding(reader, check))
            (answer::others(reader, &check.conditional, &check.otherwise))
            @if !check.deadlines.is_empty() { h3 { (reader.t("law-deadlines")) } (answer::deadlines(reader, &check.deadlines)) }
            @if !check.languages.is_empty() {
                h3 { (reader.t("law-languages")) }
                ul.rules { @for rule in &check.languages { (answer::language(reader, rule)) } }
            }
            @if !check.channels.is_empty() {
                h3 { (reader.t("law-channels")) }
                ul.rules { @for rule in &check.channels { (answer::plain(reader, rule)) } }
            }
        }
    }
}

/// What limits the answers, each once.
fn notices(reader: &Reader<'_>, checks: &[Check]) -> Markup {
    let all: BTreeSet<&Notice> = checks.iter().flat_map(|check| &check.notices).collect();
    let all: Vec<Notice> = all.into_iter().cloned().collect();
    answer::notices(reader, &all)
}

/// What the two declared, once, however many procedures it concerns.
fn declarations(reader: &Reader<'_>, checks: &[Check]) -> Markup {
    let mut list: Vec<&DeclarationView> = Vec::new();
    for declaration in checks.iter().flat_map(|check| &check.declarations) {
        if !list.contains(&declaration) {
            list.push(declaration);
        }
    }
    list.sort_by_key(|declaration| (declaration.by, &declaration.instrument));
    html! {
        @if !list.is_empty() {
            section.sheet #pair-declarations aria-labelledby="pair-declarations-heading" {
                h2 #pair-declarations-heading { (reader.t("law-declarations")) " " small.muted { (list.len()) } }
                ul.rules { @for declaration in list { (answer::declaration(reader, declaration)) } }
            }
        }
    }
}

/// Why the other instruments do not bind: each once, with the procedures it was looked at for.
fn others(reader: &Reader<'_>, checks: &[Check]) -> Markup {
    let binding: BTreeSet<&InstrumentId> =
        checks.iter().flat_map(|check| check.instruments.iter().map(|bound| &bound.id)).collect();
    let mut others: BTreeMap<(&InstrumentId, &str), (&Excluded, Vec<&Check>)> = BTreeMap::new();
    for check in checks {
        for excluded in &check.excluded {
            let entry = others.entry((&excluded.id, &excluded.why)).or_insert((excluded, Vec::new()));
            entry.1.push(check);
        }
    }
    html! {
        @if !others.is_empty() {
            section.sheet #others aria-labelledby="others-heading" {
                h2 #others-heading { (reader.t("law-why-not")) " " small.muted { (others.len()) } }
                ul.rules { @for (excluded, looked_at) in others.values() {
                    (answer::why_not(reader, excluded))
                    @if binding.contains(&excluded.id) {
                        li.rule.more { p.rule-source { (reader.t("law-why-not-for")) " "
                            @for (position, check) in looked_at.iter().enumerate() { @if position > 0 { ", " } (name(reader, check)) }
                        } }
                    }
                } }
            }
        }
    }
}

/// What a pair's page is called.
pub(crate) fn title(reader: &Reader<'_>, from: State, to: State) -> String {
    let (from, to) = (reader.words.state(from.as_str()), reader.words.state(to.as_str()));
    reader.tr("law-pair-title", &[("from", (&from).into()), ("to", (&to).into())])
}

/// What a check's page is called: the procedure and the two states.
pub(crate) fn check_title(reader: &Reader<'_>, check: &Check) -> Markup {
    html! { (name(reader, check)) ": " (title(reader, check.from, check.to)) }
}

/// The text alone of the same.
pub(crate) fn check_name(reader: &Reader<'_>, check: &Check) -> String {
    let procedure = reader.words.known("procedure", check.procedure.as_str()).unwrap_or_else(|| {
        reader.library.procedure(&check.procedure).map_or_else(String::new, |known| known.title().to_owned())
    });
    format!("{procedure}: {}", title(reader, check.from, check.to))
}
