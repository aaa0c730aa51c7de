//! The page of a procedure: who does what, what a request says, which questions stand in the way, how it ends.

use law::book::{FieldEntry, MeasureEntry, ProcedureEntry, SafeguardEntry, StepEntry, UndertakingEntry};
use law::fold::Status;
use law::{InstrumentId, Key};
use maud::{Markup, html};

use super::{Reader, Target};
use crate::web::frame;

/// Everything about a procedure below its heading.
pub(crate) fn whole(reader: &Reader<'_>, entry: &ProcedureEntry<'_>) -> Markup {
    html! {
        div.stack #procedure data-procedure=(entry.key) {
            (reader.tabs(Target::Procedure(entry.key.as_str())))
            p.lead { (reader.words.law(entry.description)) }
            div.pair {
                section.sheet { h2 { (reader.word("who", "requesting")) } p { (reader.words.law(entry.requesting_role)) } }
                section.sheet { h2 { (reader.word("who", "requested")) } p { (reader.words.law(entry.requested_role)) } }
            }
            section.sheet { h2 { (reader.t("law-rules-in")) }
                @if entry.instruments.is_empty() { p.muted { (reader.t("draft-no-instrument")) } }
                ul.toc { @for id in &entry.instruments { li { (reader.instrument(id)) } } }
                @if !entry.family.is_empty() {
                    p.rows { span.muted { (reader.t("law-same-family")) }
                        @for key in &entry.family { (reader.link(Target::Procedure(key.as_str()), &html! { (named(reader, key)) })) }
                    }
                }
            }
            (steps(reader, &entry.steps))
            (section(reader, "law-fields", &entry.fields, |one| field(reader, one)))
            (section(reader, "law-documents", &entry.documents, |one| field(reader, one)))
            (section(reader, "law-measures", &entry.measures, |one| measure(reader, one)))
            (section(reader, "law-safeguards", &entry.safeguards, |one| safeguard(reader, entry, one)))
            (section(reader, "law-undertakings", &entry.undertakings, |one| undertaking(reader, one)))
            (section(reader, "law-ends", &entry.ends, |(result, at, when, what)| html! {
                li.rule {
                    p.rule-text { strong { (reader.word("choice-result", result)) } " " (reader.words.law(what)) }
                    p.rule-source { (statuses(reader, at)) @if let Some(when) = when { " " code.rule-key dir="ltr" { (when) } } }
                }
            }))
        }
    }
}

/// What stands above the heading of a procedure.
pub(crate) fn kicker(reader: &Reader<'_>, entry: &ProcedureEntry<'_>) -> Markup {
    html! {
        (reader.link(Target::Procedures, &html! { (reader.t("law-tab-procedures")) }))
        code dir="ltr" { (entry.key) }
    }
}

/// What a measure is called.
fn titled(reader: &Reader<'_>, key: &Key) -> String {
    reader
        .library
        .measure_title(key)
        .map_or_else(|| reader.word("measure", key.as_str()), |title| reader.words.law_text(title).to_owned())
}

fn named(reader: &Reader<'_>, key: &Key) -> Markup {
    let title = reader.library.procedure(key).map_or("", |procedure| procedure.title());
    reader.procedure_name(key.as_str(), title)
}

fn section<T>(reader: &Reader<'_>, heading: &str, list: &[T], row: impl Fn(&T) -> Markup) -> Markup {
    html! {
        @if !list.is_empty() {
            section.sheet { h2 { (reader.t(heading)) " " small.muted { (list.len()) } }
                ul.rules { @for one in list { (row(one)) } }
            }
        }
    }
}

fn statuses(reader: &Reader<'_>, list: &[Status]) -> Markup {
    html! { @for status in list { span.badge { (reader.word("status", status.key())) } " " } }
}

fn cited(reader: &Reader<'_>, from: &str, article: &str) -> Markup {
    let known = InstrumentId::parse(from).ok().filter(|id| reader.library.instrument(id).is_some());
    html! {
        @match known { Some(id) => { (reader.instrument(&id)) } None => { (frame::english(from)) } }
        " " @if !article.is_empty() { (reader.article(article)) }
    }
}

fn steps(reader: &Reader<'_>, list: &[StepEntry<'_>]) -> Markup {
    html! {
        div.table role="group" tabindex="0" aria-label=(reader.t("law-steps")) { table.wide #steps {
            caption { (reader.t("law-steps")) }
            thead { tr {
                th scope="col" { (reader.t("column-what")) }
                th scope="col" { (reader.t("law-when-status")) }
                th scope="col" { (reader.t("column-who")) }
                th scope="col" { (reader.t("column-act")) }
            } }
            tbody { @for step in list { tr data-step=(step.key) {
                th scope="row" { (reader.words.law(step.what)) @if !step.must { " " small.muted { "(" (reader.t("law-optional-step")) ")" } } }
                td data-label=(reader.t("law-when-status")) { span { (statuses(reader, step.statuses))
                    @if let Some(when) = step.when { code.rule-key dir="ltr" { (when) } } } }
                td data-label=(reader.t("column-who")) { span { (reader.word("who", step.by)) } }
                td data-label=(reader.t("column-act")) { span {
                    (step.acts.iter().map(|act| reader.word("act", act)).chain(step.measures.iter().map(|key| titled(reader, key))).collect::<Vec<_>>().join(", "))
                } }
            } } }
        } }
    }
}

fn field(reader: &Reader<'_>, field: &FieldEntry<'_>) -> Markup {
    html! {
        li.rule data-field=(field.key) {
            p.rule-text {
                @match field.description { Some(text) => { (reader.words.law(text)) } None => { span.muted { (reader.t("law-field-of-instrument")) } " " code dir="ltr" { (field.key) } } }
                " " span.badge { (reader.word("field-type", field.kind.as_str())) }
                @if field.required { " " span.must { (reader.t("field-is-required")) } }
                @if field.in_measures { " " span.badge { (reader.t("law-in-measures")) } }
            }
            @if field.source.is_some() || field.when.is_some() || !field.verified {
                p.rule-source {
                    (cited(reader, field.source.unwrap_or_default(), field.article.unwrap_or_default()))
                    @if let Some(when) = field.when { " " (reader.word("point", "when")) " " code.rule-key dir="ltr" { (when) } }
                    @if field.source.is_some() { (reader.verified(field.verified)) }
                }
            }
            @if !field.choices.is_empty() { ul.answers { @for (_, text) in &field.choices { li { (reader.words.law(text)) } } } }
        }
    }
}

fn measure(reader: &Reader<'_>, measure: &MeasureEntry<'_>) -> Markup {
    html! {
        li.rule data-measure=(measure.key) {
            p.rule-text { strong { (reader.words.law(measure.title)) }
                " " span.badge { (reader.word("who", measure.by)) }
                @if measure.coercive { " " span.badge data-tone="warn" { (reader.t("law-second-person")) } }
            }
            dl.points {
                @if let Some(event) = &measure.event { div { dt { (reader.t("law-is-event")) } dd { (reader.words.law(event)) } } }
                @if let Some(status) = measure.moves_to { div { dt { (reader.t("law-moves-to")) } dd { (reader.word("status", status.key())) } } }
                @if let Some(tally) = measure.amounts { div { dt { (reader.t("law-counts-as")) } dd { (reader.word("tally", tally.as_str())) } } }
                @if let Some(requires) = measure.requires { div { dt { (reader.t("law-requires")) } dd { code dir="ltr" { (requires) } } } }
            }
        }
    }
}

fn safeguard(reader: &Reader<'_>, entry: &ProcedureEntry<'_>, safeguard: &SafeguardEntry<'_>) -> Markup {
    let blocked = |key: &Key| {
        if entry.measures.iter().any(|measure| measure.key == key) {
            titled(reader, key)
        } else {
            reader.word("act", key.as_str())
        }
    };
    html! {
        li.rule data-safeguard=(safeguard.key) {
            p.rule-text { strong { (reader.words.law(safeguard.question)) } }
            p.rule-source { (cited(reader, safeguard.source, safeguard.article)) (reader.verified(safeguard.verified))
                " " span.badge { (reader.word("who", safeguard.by)) }
                @if safeguard.confidential { " " span.badge data-tone="warn" { (reader.t("law-stays-here")) } }
            }
            dl.points {
                @if let Some(who) = safeguard.answered_by { div { dt { (reader.t("law-answered-by")) } dd { (reader.words.law(who)) } } }
                @if !safeguard.blocks.is_empty() { div { dt { (reader.t("law-guards")) } dd { (safeguard.blocks.iter().map(blocked).collect::<Vec<_>>().join(", ")) } } }
            }
            ul.answers { @for (text, passes, reasons) in &safeguard.answers {
                li data-passes=(passes) { (reader.words.law(text))
                    @if !passes { " " small.muted { "(" (reader.t("safeguard-stops")) ")" } }
                    @if *reasons { " " small.muted { "(" (reader.t("law-with-reasons")) ")" } }
                }
            } }
        }
    }
}

fn undertaking(reader: &Reader<'_>, undertaking: &UndertakingEntry<'_>) -> Markup {
    html! {
        li.rule data-undertaking=(undertaking.key) {
            p.rule-text { (reader.words.law(undertaking.description)) }
            p.rule-source { (cited(reader, undertaking.source, undertaking.article)) " " span.badge { (reader.word("who", undertaking.by)) } }
            dl.points {
                @if let Some(from) = &undertaking.from { div { dt { (reader.t("law-binds-from")) } dd { (reader.words.law(from)) } } }
                @if undertaking.with_request { div { dt { (reader.t("law-given-with")) } dd { (reader.word("act", "request")) } } }
                @if undertaking.lasting { div { dt { (reader.t("law-lasting")) } dd { (reader.word("choice-tick", "yes")) } } }
            }
        }
    }
}
