//! The lists of the law: instruments, states, procedures.

use jiff::civil::Date;
use law::{Library, State};
use maud::{Markup, html};
use serde::Serialize;

use super::{Reader, Target};
use crate::web::frame;

/// A row of the list of instruments, as it is shown and exported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct InstrumentRow {
    /// Its identifier.
    pub id: String,
    /// Its short name.
    pub short_name: String,
    /// Its title.
    pub title: String,
    /// What sort of instrument it is.
    pub kind: String,
    /// When it entered into force.
    pub in_force: Option<Date>,
    /// How many parties it names.
    pub parties: usize,
    /// How many declarations it has.
    pub declarations: usize,
    /// How many rules it has.
    pub rules: usize,
    /// How many of them were read in a text.
    pub verified: usize,
}

/// Every instrument, as rows.
pub(crate) fn instrument_rows(library: &Library) -> Vec<InstrumentRow> {
    let rows = library.instruments().filter_map(|instrument| {
        let counts = instrument.counts();
        let entry = library.entry(instrument.id())?;
        Some(InstrumentRow {
            id: instrument.id().to_string(),
            short_name: instrument.short_name().to_owned(),
            title: instrument.title().to_owned(),
            kind: entry.kind.as_str().to_owned(),
            in_force: entry.in_force,
            parties: counts.parties,
            declarations: counts.declarations,
            rules: entry.chapters.iter().map(|chapter| chapter.rules.len()).sum(),
            verified: counts.verified,
        })
    });
    rows.collect()
}

/// The cells of a row, in the order of the columns: name, title, kind, in force, parties, declarations, rules, read.
pub(crate) fn instrument_cells(reader: &Reader<'_>, row: &InstrumentRow) -> Vec<Markup> {
    vec![
        reader.link(Target::Instrument(&row.id), &frame::english(&row.short_name)),
        frame::english(&row.title),
        html! { (reader.word("instrument-kind", &row.kind)) },
        html! { @match row.in_force { Some(day) => { time datetime=(day) dir="ltr" { (day) } } None => { "—" } } },
        html! { (row.parties) },
        html! { (row.declarations) },
        html! { (row.rules) },
        html! { @if row.rules == 0 { "—" } @else { (row.verified) } },
    ]
}

/// The instruments as a plain table, for a folder of files.
pub(super) fn instruments_table(reader: &Reader<'_>) -> Markup {
    let headings = [
        "column-instrument",
        "column-title",
        "column-kind",
        "law-in-force",
        "column-parties",
        "law-declarations",
        "column-rules",
        "column-read",
    ];
    html! {
        div.table role="group" tabindex="0" aria-label=(reader.t("law-library-caption")) { table.wide #instruments {
            caption { (reader.t("law-library-caption")) }
            thead { tr { @for (position, heading) in headings.iter().enumerate() { th scope="col" class=[(position > 3).then_some("num")] { (reader.t(heading)) } } } }
            tbody { @for row in instrument_rows(reader.library) { tr {
                @for (position, (cell, heading)) in instrument_cells(reader, &row).into_iter().zip(headings).enumerate() {
                    @if position == 0 { th scope="row" { (cell) } }
                    @else { td class=[(position > 3).then_some("num")] data-label=(reader.t(heading)) { span { (cell) } } }
                }
            } } }
        } }
    }
}

/// The pairs of `states` as a table: who asks in the rows, who is asked in the columns.
pub(crate) fn states(reader: &Reader<'_>, states: &[State]) -> Markup {
    html! {
        div.table role="group" tabindex="0" aria-label=(reader.t("law-pairs-caption")) { table.matrix #pairs {
            caption { (reader.t("law-pairs-caption")) }
            thead { tr {
                th scope="col" { (reader.t("law-from")) " \\ " (reader.t("law-to")) }
                @for to in states { th scope="col" { abbr title=(reader.words.state(to.as_str())) { (to) } } }
            } }
            tbody { @for from in states { tr {
                th scope="row" { (reader.words.state(from.as_str())) }
                @for to in states { td {
                    @if from == to { span.muted aria-hidden="true" { "·" } }
                    @else { (reader.link(Target::Pair(*from, *to), &html! { (from) "–" (to) })) }
                } }
            } } }
        } }
    }
}

/// Every procedure with what it is for, family by family.
pub(crate) fn procedures(reader: &Reader<'_>) -> Markup {
    html! {
        div.stack #procedures {
            (reader.tabs(Target::Procedures))
            ul.rules.sheet { @for procedure in reader.library.procedures() {
                li.rule data-procedure=(procedure.key()) {
                    p.rule-text { (reader.link(Target::Procedure(procedure.key().as_str()), &html! { strong { (reader.procedure_name(procedure.key().as_str(), procedure.title())) } })) }
                    p { (reader.words.law(procedure.description())) }
                }
            } }
        }
    }
}

/// What is wrong in the files of the node's folder, each with its place and remedy.
pub(crate) fn mistakes(reader: &Reader<'_>, law: &crate::law_files::NodeLaw) -> Markup {
    html! {
        @if !law.files.is_empty() {
            details.sheet #own-law open[!law.mistakes.is_empty()] data-files=(law.files.len()) data-mistakes=(law.mistakes.len()) {
                summary { (reader.tr("law-own-files", &[("n", law.files.len().into())]))
                    @if !law.mistakes.is_empty() { ", " (reader.tr("law-own-mistakes", &[("n", law.mistakes.len().into())])) }
                }
                p.hint { (reader.t("law-own-hint")) }
                @if law.mistakes.is_empty() {
                    ul { @for file in &law.files { li { code dir="ltr" { (file) } } } }
                }
                @else {
                    ul.stack-s { @for one in &law.mistakes {
                        li data-file=(one.file) data-line=(one.line) {
                            code dir="ltr" { (one.file) ":" (one.line) ":" (one.column) } " "
                            (frame::english(&one.message)) br; span.muted { (frame::english(&one.help)) }
                        }
                    } }
                }
            }
        }
    }
}

/// Instruments whose file has mistakes: named, never silently left out.
pub(crate) fn unreadable(reader: &Reader<'_>) -> Markup {
    let list: Vec<_> = reader.library.unreadable().collect();
    html! {
        @if !list.is_empty() {
            div.warning #unreadable role="status" {
                p { strong { (reader.tr("law-unreadable", &[("n", list.len().into())])) } }
                ul { @for (id, file) in list { li { code dir="ltr" { (id) } " " span lang="en" dir="ltr" { (file) } } } }
            }
        }
    }
}
