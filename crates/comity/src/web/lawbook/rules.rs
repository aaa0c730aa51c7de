//! How a single rule is shown: what it says, its article, whether it was read, and the points it adds.

use law::book::RuleEntry;
use law::codes::RuleKind;
use maud::{Markup, html};

use super::Reader;
use crate::web::frame;

/// The kinds of rules, in the order of the pages.
pub(crate) const KINDS: [(RuleKind, &str); 8] = [
    (RuleKind::Condition, "law-conditions"),
    (RuleKind::Content, "law-contents"),
    (RuleKind::Document, "law-documents"),
    (RuleKind::Language, "law-languages"),
    (RuleKind::Channel, "law-channels"),
    (RuleKind::Deadline, "law-deadlines"),
    (RuleKind::Ground, "law-grounds"),
    (RuleKind::Safeguard, "law-guarantees"),
];

/// Points whose value is a code that the pages have words for.
const CODED: [(&str, &str); 5] = [
    ("effect", "ground-effect"),
    ("counting", "counting"),
    ("nature", "nature"),
    ("reservable", "choice-tick"),
    ("given-by-act", "choice-tick"),
];

/// The rules of one kind in a chapter.
pub(super) fn of_kind(
    reader: &Reader<'_>,
    chapter: &str,
    kind: RuleKind,
    rules: &[&RuleEntry<'_>],
) -> Markup {
    if kind == RuleKind::Deadline {
        return deadlines(reader, chapter, rules);
    }
    html! {
        ul.rules { @for rule in rules { li.rule id=(id(chapter, rule)) data-rule=(rule.kind.as_str()) data-key=(rule.key) {
            p.rule-text { (frame::english(rule.description)) }
            p.rule-source { (reader.article(rule.article)) " " code.rule-key dir="ltr" { (rule.key) } (reader.verified(rule.verified)) }
            (details(reader, rule))
        } } }
    }
}

fn deadlines(reader: &Reader<'_>, chapter: &str, rules: &[&RuleEntry<'_>]) -> Markup {
    html! {
        div.table role="group" tabindex="0" aria-label=(reader.t("law-deadlines")) { table.wide {
            caption.visually-hidden { (reader.t("law-deadlines")) }
            thead { tr {
                th scope="col" { (reader.t("column-deadline")) }
                th scope="col" { (reader.t("column-length")) }
                th scope="col" { (reader.t("column-from")) }
                th scope="col" { (reader.t("column-obliged")) }
                th scope="col" { (reader.t("column-consequence")) }
            } }
            tbody { @for rule in rules {
                @if let Some(period) = &rule.period {
                    tr id=(id(chapter, rule)) data-rule="deadline" data-key=(rule.key) {
                        th scope="row" {
                            (reader.word("deadline", rule.key.as_str())) br;
                            (reader.article(rule.article)) (reader.verified(rule.verified))
                        }
                        td data-label=(reader.t("column-length")) { span { (reader.words.period(period.length, period.unit, period.days)) } }
                        td data-label=(reader.t("column-from")) { span { (reader.words.law(&period.event_text)) } }
                        td data-label=(reader.t("column-obliged")) { span { (reader.word("who", period.obliged)) } }
                        td data-label=(reader.t("column-consequence")) { div {
                            span.badge data-tone=(tone(period.effect)) { (reader.word("deadline-effect", period.effect)) } " "
                            (frame::english(rule.description))
                            (details(reader, rule))
                        } }
                    }
                }
            } }
        } }
    }
}

/// How loud the effect of a deadline is.
pub(super) fn tone(effect: &str) -> &'static str {
    match effect {
        "must-release" | "may-release" => "bad",
        "protection-ends" | "measure-ends" => "warn",
        _ => "",
    }
}

fn details(reader: &Reader<'_>, rule: &RuleEntry<'_>) -> Markup {
    html! {
        @if !rule.details.is_empty() {
            dl.points { @for (name, text) in &rule.details {
                div { dt { (reader.word("point", name)) } dd { (value(reader, name, text)) } }
            } }
        }
    }
}

fn value(reader: &Reader<'_>, name: &str, text: &str) -> Markup {
    match name {
        "accepts" => {
            let languages: Vec<String> =
                text.split(", ").map(|language| reader.word("language-name", language)).collect();
            html! { (languages.join(", ")) }
        }
        "only-if-requested" => {
            let states: Vec<String> = text.split(", ").map(|code| reader.words.state(code)).collect();
            html! { (states.join(", ")) }
        }
        _ => match CODED.iter().find(|(coded, _)| *coded == name) {
            Some((_, family)) => html! { (reader.word(family, text)) },
            None => frame::english(text),
        },
    }
}

fn id(chapter: &str, rule: &RuleEntry<'_>) -> String {
    format!("{chapter}-{}-{}", rule.kind.as_str(), rule.key)
}
