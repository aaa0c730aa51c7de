//! The text of a readout with its findings marked. Every kind has its own line and its own letter, so that no colour is
//! needed to tell them apart, and every mark leads to its entry in the record.

use maud::{Markup, html};

use crate::desk::talks_record::{LISTS, Record, Span};
use crate::web::frame::Page;

/// The kinds in the order of the legend, with the letter that stands at their marks.
pub(crate) const KINDS: [(&str, &str); 8] = [
    ("date", "D"),
    ("places", "L"),
    ("countries", "S"),
    ("bodies", "B"),
    ("people", "P"),
    ("topics", "T"),
    ("mechanisms", "M"),
    ("commitments", "C"),
];

/// A finding where it stands in the text.
struct Mark {
    kind: &'static str,
    /// The entry, such as `topics.2`.
    place: String,
    start: usize,
    end: usize,
}

/// The text with its marks. What the page itself says in it is set apart by `bdi`, so that the text runs the way its own
/// first letter does.
pub(crate) fn text(page: &Page, record: &Record, text: &str) -> Markup {
    let (narrow, wide) = marks(record, text);
    html! {
        div.readout #readout dir="auto" lang=[record.language.as_deref()] tabindex="0" role="group"
            aria-label=(page.t("talks-text")) {
            (stretch(page, text, 0, text.len(), &narrow, &wide))
        }
    }
}

/// The legend: kind, letter and line.
pub(crate) fn legend(page: &Page) -> Markup {
    html! {
        ul.legend aria-label=(page.t("talks-legend")) {
            @for (kind, letter) in KINDS {
                li { mark data-kind=(kind) { (page.word("talks-kind", kind)) } " " bdi.mark-letter dir="ltr" aria-hidden="true" { (letter) } }
            }
        }
    }
}

fn letter(kind: &str) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("", |(_, letter)| letter)
}

/// The id of an entry of the record.
pub(crate) fn entry_id(place: &str) -> String {
    format!("e-{}", place.replace('.', "-"))
}

/// Names, codes and dates, of which no two overlap; and promises, which may be whole sentences.
fn marks(record: &Record, text: &str) -> (Vec<Mark>, Vec<Mark>) {
    let mut narrow = Vec::new();
    let add = |list: &mut Vec<Mark>, kind, place: &str, spans: &[Span]| {
        for (start, end) in spans {
            let (start, end) = (*start as usize, *end as usize);
            if start < end && text.is_char_boundary(start) && text.is_char_boundary(end) && end <= text.len()
            {
                list.push(Mark { kind, place: place.to_owned(), start, end });
            }
        }
    };
    if let Some(date) = &record.date {
        add(&mut narrow, "date", "date", &date.spans);
    }
    for (index, person) in record.people.iter().enumerate() {
        add(&mut narrow, "people", &format!("people.{index}"), &person.spans);
    }
    for kind in LISTS {
        for (index, finding) in record.list(kind).iter().enumerate() {
            add(&mut narrow, kind, &format!("{kind}.{index}"), &finding.spans);
        }
    }
    let mut wide = Vec::new();
    for (index, promise) in record.commitments.iter().enumerate() {
        add(&mut wide, "commitments", &format!("commitments.{index}"), &promise.spans);
    }
    (apart(narrow), joined(apart(wide), text))
}

/// One mark for the stretches of a promise that follow each other.
fn joined(marks: Vec<Mark>, text: &str) -> Vec<Mark> {
    let mut list: Vec<Mark> = Vec::new();
    for mark in marks {
        match list.last_mut() {
            Some(last)
                if last.place == mark.place
                    && text.get(last.end..mark.start).is_some_and(|between| between.trim().is_empty()) =>
            {
                last.end = mark.end;
            }
            _ => list.push(mark),
        }
    }
    list
}

/// The marks by place; of two that overlap the one that begins first stays, and the longer of two that begin together.
fn apart(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by_key(|mark| (mark.start, std::cmp::Reverse(mark.end)));
    let mut end = 0;
    marks.retain(|mark| {
        let free = mark.start >= end;
        if free {
            end = mark.end;
        }
        free
    });
    marks
}

/// A part of the text: promises outside, findings inside them.
fn stretch(page: &Page, text: &str, from: usize, to: usize, narrow: &[Mark], wide: &[Mark]) -> Markup {
    let slice = |start: usize, end: usize| text.get(start..end).unwrap_or_default();
    let Some((first, rest)) = wide.split_first() else {
        return inner(page, text, from, to, narrow);
    };
    html! {
        (inner(page, text, from, first.start, narrow))
        mark data-kind="commitments" data-place=(first.place) {
            a.mark-pin href={ "#" (entry_id(&first.place)) } title=(page.word("talks-kind", "commitments")) {
                bdi.visually-hidden lang=(page.words.lang.tag()) { (page.word("talks-kind", "commitments")) ": " (slice(first.start, first.end).chars().take(60).collect::<String>()) }
                bdi.mark-letter dir="ltr" aria-hidden="true" { "C" }
            }
            (inner(page, text, first.start, first.end.min(to), narrow))
        }
        (stretch(page, text, first.end, to, narrow, rest))
    }
}

fn inner(page: &Page, text: &str, from: usize, to: usize, narrow: &[Mark]) -> Markup {
    let slice = |start: usize, end: usize| text.get(start..end).unwrap_or_default();
    let mut at = from;
    let mut parts = Vec::new();
    for mark in narrow.iter().filter(|mark| mark.end > from && mark.start < to) {
        let (start, end) = (mark.start.max(from), mark.end.min(to));
        parts.push((slice(at, start), slice(start, end), mark));
        at = end;
    }
    let last = slice(at, to);
    html! {
        @for (before, marked, mark) in &parts {
            (before)
            mark data-kind=(mark.kind) data-place=(mark.place) {
                a href={ "#" (entry_id(&mark.place)) } {
                    bdi.visually-hidden lang=(page.words.lang.tag()) { (page.word("talks-kind", mark.kind)) ": " }
                    (marked)
                }
                bdi.mark-letter dir="ltr" aria-hidden="true" { (letter(mark.kind)) }
            }
        }
        (last)
    }
}
