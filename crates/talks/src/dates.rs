//! The day of the meeting.
//!
//! A text speaks of many days: of the report, of a law, of the last visit. The day of the meeting is the one near the
//! day of the report, early in the text, in a sentence that speaks of meeting; days told from the report ("yesterday",
//! "on Friday") are counted from it.

use std::ops::Range;
use std::sync::OnceLock;

use toml::{Table, Value};

use crate::calendar;
use crate::gazetteer::{Cue, Scan};
use crate::lexicon_fold::{Gap, Words};
use crate::phrases::Phrases;
use crate::reading::{Dated, PartialDate};
use crate::subject::Percent;

struct Vocabulary {
    months: Phrases<u8>,
    /// Of languages without a vocabulary.
    months_elsewhere: Phrases<u8>,
    weekdays: Phrases<i32>,
    relative: Phrases<i32>,
    links: Phrases<()>,
    elsewhere: Phrases<()>,
}

fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    VOCABULARY.get_or_init(|| {
        let table: Table = include_str!("../data/dates.toml").parse().unwrap_or_default();
        let part = |name: &str| table.get(name).and_then(Value::as_table).cloned().unwrap_or_default();
        let mut made = Vocabulary {
            months: Phrases::new(),
            months_elsewhere: Phrases::new(),
            weekdays: Phrases::new(),
            relative: Phrases::new(),
            links: Phrases::new(),
            elsewhere: Phrases::new(),
        };
        for (language, list) in &part("months") {
            for (month, forms) in (1..).zip(list.as_array().into_iter().flatten().filter_map(Value::as_str)) {
                forms.split('|').for_each(|form| made.months.add(language, form, month));
            }
        }
        for (language, list) in &part("months-elsewhere") {
            for (month, forms) in (1..).zip(list.as_array().into_iter().flatten().filter_map(Value::as_str)) {
                forms.split('|').for_each(|form| made.months_elsewhere.add(language, form, month));
            }
        }
        for (language, list) in &part("weekdays") {
            for (day, forms) in (0..).zip(list.as_array().into_iter().flatten().filter_map(Value::as_str)) {
                forms.split('|').for_each(|form| made.weekdays.add(language, form, day));
            }
        }
        for (language, list) in &part("relative") {
            for (form, days) in list.as_table().into_iter().flatten() {
                let days = days.as_integer().and_then(|days| i32::try_from(days).ok()).unwrap_or(0);
                made.relative.add(language, form, days);
            }
        }
        made.links.table(&part("links"), ());
        made.elsewhere.table(&part("elsewhere"), ());
        made
    })
}

/// A date as a text writes it.
#[derive(Clone, Debug)]
struct Written {
    year: Option<u16>,
    month: u8,
    day: Option<u8>,
    first: usize,
    last: usize,
}

/// The most days of one text that are weighed.
const MOST_DATES: usize = 500;

fn number(words: &Words, text: &str, index: usize) -> Option<(u32, usize)> {
    let written = text.get(words.word(index)?.span.clone())?;
    let digits: String = written.chars().map_while(|c| c.to_digit(10).map(|_| c)).collect();
    let rest = written.get(digits.len()..)?;
    let ordinal = rest.is_empty() || matches!(rest, "st" | "nd" | "rd" | "th" | "er" | "го");
    (ordinal && !digits.is_empty() && digits.len() <= 4)
        .then(|| digits.parse().ok().map(|value| (value, digits.len())))?
}

fn day_number(words: &Words, text: &str, index: usize) -> Option<u8> {
    number(words, text, index)
        .filter(|&(value, width)| width <= 2 && (1..=31).contains(&value))
        .and_then(|(value, _)| u8::try_from(value).ok())
}

fn year_number(words: &Words, text: &str, index: usize) -> Option<u16> {
    number(words, text, index)
        .filter(|&(value, width)| width == 4 && (1900..=2100).contains(&value))
        .and_then(|(value, _)| u16::try_from(value).ok())
}

/// A year at or soon after a word, past a link and a comma.
fn year_after(words: &Words, text: &str, index: usize) -> Option<(u16, usize)> {
    (index..index + 2)
        .take_while(|&at| at == index || vocabulary().links.at(words, at - 1, at, None).is_some())
        .find_map(|at| {
            let near = words.word(at).is_some_and(|word| word.gap != Gap::Stop);
            near.then(|| year_number(words, text, at).map(|year| (year, at))).flatten()
        })
}

/// The names of months that are looked for.
struct Months {
    known: &'static Vocabulary,
    elsewhere: bool,
}

impl Months {
    fn at(&self, words: &Words, index: usize, end: usize) -> Option<(usize, u8)> {
        let months = &self.known.months;
        months.at(words, index, end, None).or_else(|| {
            let elsewhere = &self.known.months_elsewhere;
            elsewhere.at(words, index, end, None).filter(|_| self.elsewhere)
        })
    }
}

/// `2024年5月14日`, `2024년 5월 14일`: a sign after each number says what it is.
fn by_signs(words: &Words, text: &str, index: usize) -> Option<Written> {
    let mut at = index;
    let mut part = |signs: [&str; 2], widest: usize| -> Option<u16> {
        let written = text.get(words.word(at)?.span.clone())?;
        let digits = written.trim_end_matches(|c: char| !c.is_ascii_digit());
        let sign = match written.get(digits.len()..).filter(|sign| !sign.is_empty()) {
            Some(sign) => sign,
            None => {
                at += 1;
                text.get(words.word(at)?.span.clone())?
            }
        };
        at += 1;
        let fits = signs.contains(&sign) && digits.len() <= widest;
        fits.then(|| digits.parse().ok()).flatten()
    };
    let year = part(["年", "년"], 4)?;
    let month = part(["月", "월"], 2)?;
    let day = part(["日", "일"], 2)?;
    let date = PartialDate::new(year, u8::try_from(month).ok(), u8::try_from(day).ok())?;
    Some(Written {
        year: Some(date.year()),
        month: date.month()?,
        day: date.day(),
        first: index,
        last: at.saturating_sub(1),
    })
}

/// The full days that a part of a text writes, each with its words. One without a year is the next such day from `now` on.
pub(crate) fn days_within(
    words: &Words,
    text: &str,
    part: Range<usize>,
    now: PartialDate,
) -> Vec<(Range<usize>, PartialDate)> {
    let of = |date: &Written| {
        let in_year = |year| PartialDate::new(year, Some(date.month), Some(date.day?));
        match date.year {
            Some(year) => in_year(year),
            None => {
                let this = in_year(now.year())?;
                if is_past(this, now) { in_year(now.year() + 1) } else { Some(this) }
            }
        }
    };
    written(words, text, part, false)
        .iter()
        .filter_map(|date| Some((date.first..date.last + 1, of(date)?)))
        .collect()
}

/// Whether a full day lies before another date, as far as that one is known.
fn is_past(day: PartialDate, now: PartialDate) -> bool {
    let month = now.month().unwrap_or(1);
    (day.month(), day.day()) < (Some(month), Some(now.day().unwrap_or(1)))
}

/// The dates with a month that begin in a part of a text.
fn written(words: &Words, text: &str, part: Range<usize>, elsewhere: bool) -> Vec<Written> {
    let known = Months { known: vocabulary(), elsewhere };
    let mut found: Vec<Written> = Vec::new();
    let mut index = part.start;
    while index < part.end.min(words.all().len()) && found.len() < MOST_DATES {
        let next = match numeric(words, text, index)
            .or_else(|| day_first(words, text, index, &known))
            .or_else(|| month_first(words, text, index, &known))
            .or_else(|| by_signs(words, text, index))
        {
            Some(date) => {
                let next = date.last + 1;
                found.push(date);
                next
            }
            None => index + 1,
        };
        index = next;
    }
    found
}

/// `16.02.2016`, `16/02/2016`, `2016-02-16`.
fn numeric(words: &Words, text: &str, index: usize) -> Option<Written> {
    let between = |at: usize| {
        let (before, after) = (words.word(at)?, words.word(at + 1)?);
        text.get(before.span.end..after.span.start)
    };
    let mark = between(index)?;
    if !matches!(mark, "." | "/" | "-") || between(index + 1)? != mark {
        return None;
    }
    let of = |at: usize| number(words, text, at);
    let (year, month, day) = match (of(index)?, of(index + 1)?, of(index + 2)?) {
        ((year, 4), (month, 2), (day, 2)) => (year, month, day),
        ((day, 1 | 2), (month, 1 | 2), (year, 4)) => (year, month, day),
        _ => return None,
    };
    let date = PartialDate::new(u16::try_from(year).ok()?, u8::try_from(month).ok(), u8::try_from(day).ok())?;
    Some(Written {
        year: Some(date.year()),
        month: date.month()?,
        day: date.day(),
        first: index,
        last: index + 2,
    })
}

/// `30 November 2017`, `15. und 16. Februar`, `12 de julio de 2020`.
fn day_first(words: &Words, text: &str, index: usize, known: &Months) -> Option<Written> {
    let day = day_number(words, text, index)?;
    let end = words.all().len().min(index + 6);
    let mut at = index + 1;
    while at < end && words.word(at)?.gap != Gap::Stop {
        if let Some((length, month)) = known.at(words, at, end) {
            let last = at + length - 1;
            let year = year_after(words, text, last + 1);
            return Some(Written {
                year: year.map(|(year, _)| year),
                month,
                day: Some(day),
                first: index,
                last: year.map_or(last, |(_, at)| at),
            });
        }
        if known.known.links.at(words, at, end, None).is_none() && day_number(words, text, at).is_none() {
            return None;
        }
        at += 1;
    }
    None
}

/// `November 30, 2017`, `November 2017`.
fn month_first(words: &Words, text: &str, index: usize, known: &Months) -> Option<Written> {
    let (length, month) = known.at(words, index, words.all().len())?;
    let after = index + length;
    let near = words.word(after).is_some_and(|word| word.gap == Gap::Soft);
    let day = day_number(words, text, after).filter(|_| near);
    let past = after + usize::from(day.is_some());
    let year = year_after(words, text, past);
    if day.is_none() && year.is_none() {
        return None;
    }
    let last = year.map_or(past.saturating_sub(1), |(_, at)| at);
    Some(Written { year: year.map(|(year, _)| year), month, day, first: index, last })
}

struct Candidate {
    value: PartialDate,
    weight: i32,
    span: Range<usize>,
}

/// Words that may stand before the date of a dateline: a city, an agency, a number.
const DATELINE: usize = 14;

/// The day of the meeting. `header` is the day that stands outside the text.
pub(crate) fn meeting_day(
    text: &str,
    scan: &Scan,
    header: Option<PartialDate>,
    language: Option<&str>,
) -> Option<Dated> {
    let words = &scan.words;
    let dates = written(words, text, 0..words.all().len(), language.is_none());
    let dateline = dates.iter().find(|date| {
        date.first < DATELINE
            && date.day.is_some()
            && words.word(date.first).is_some_and(|word| word.sentence == 0)
            && words.word(date.last + 1).is_none_or(|word| word.gap == Gap::Stop)
    });
    let year = header.map(PartialDate::year).or_else(|| dates.iter().find_map(|date| date.year));
    let of = |date: &Written| PartialDate::new(date.year.or(year)?, Some(date.month), date.day);
    let reference = dateline.and_then(of).or(header).filter(|date| date.day().is_some());

    let mut candidates: Vec<Candidate> = Vec::new();
    for date in &dates {
        let Some(value) = of(date) else { continue };
        let is_dateline = dateline.is_some_and(|line| line.first == date.first);
        let weight = weigh(scan, date.first, date.last, value, header.or(reference), language)
            - if is_dateline { 3 } else { 0 };
        candidates.push(Candidate { value, weight, span: words.span(date.first, date.last) });
    }
    if let Some(reference) = reference {
        relative(scan, &dates, reference, header, language, &mut candidates);
    }
    candidates.retain(|candidate| match header {
        // What contradicts the header by years is another day.
        Some(header) => {
            candidate.value.year().abs_diff(header.year()) <= 1
                && candidate.value.day().is_some()
                && candidate.value.day().is_some() >= header.day().is_some()
        }
        None => true,
    });
    let mut best: Option<&Candidate> = None;
    for candidate in &candidates {
        if candidate.weight >= 2 && best.is_none_or(|known| candidate.weight > known.weight) {
            best = Some(candidate);
        }
    }
    match (best, header) {
        (Some(best), _) => Some(Dated {
            value: best.value,
            spans: vec![best.span.clone()],
            confidence: Percent::try_from(60 + best.weight.clamp(0, 7) * 5).unwrap_or(90),
        }),
        (None, Some(header)) => Some(Dated { value: header, spans: Vec::new(), confidence: 60 }),
        (None, None) => dateline.and_then(of).map(|value| Dated {
            value,
            spans: dateline.map(|line| words.span(line.first, line.last)).into_iter().collect(),
            confidence: 50,
        }),
    }
}

/// How much speaks for a date being that of the meeting.
fn weigh(
    scan: &Scan,
    first: usize,
    last: usize,
    value: PartialDate,
    near: Option<PartialDate>,
    language: Option<&str>,
) -> i32 {
    let words = &scan.words;
    let sentence = words.sentence_of(first);
    let mut weight = 0;
    if scan.has_cue(Cue::Meeting, sentence.clone()) || scan.has_cue(Cue::Acting, sentence.clone()) {
        weight += 2;
    }
    weight += match words.word(first).map_or(9, |word| word.sentence) {
        0 => 2,
        1 => 1,
        _ => 0,
    };
    match (near.and_then(calendar::number), calendar::number(value)) {
        (Some(near), Some(day)) => {
            weight += match day - near {
                -10..=0 => 3,
                1..=7 => 2,
                -31..=-11 => 0,
                _ => -3,
            }
        }
        (None, Some(_))
            if near.is_some_and(|near| near.month().is_some_and(|month| Some(month) != value.month())) =>
        {
            weight -= 2
        }
        _ => {}
    }
    // Of something else: the words right before it say so.
    let from = first.saturating_sub(4).max(sentence.start);
    if (from..first).any(|at| {
        vocabulary()
            .elsewhere
            .at(words, at, first, language)
            .is_some_and(|(length, ())| at + length + 1 >= first)
    }) {
        weight -= 3;
    }
    if scan.has_cue(Cue::Earlier, sentence.start..last + 1) || scan.has_cue(Cue::AnotherTime, from..last + 1)
    {
        weight -= 1;
    }
    weight
}

/// "Yesterday", "on Friday": counted from the day of the report.
fn relative(
    scan: &Scan,
    dates: &[Written],
    reference: PartialDate,
    header: Option<PartialDate>,
    language: Option<&str>,
    candidates: &mut Vec<Candidate>,
) {
    let words = &scan.words;
    let Some(day) = calendar::number(reference) else { return };
    let count = words.all().len();
    for index in 0..count {
        if candidates.len() > MOST_DATES {
            return;
        }
        let beside = dates.iter().any(|date| date.first <= index + 2 && index <= date.last + 2);
        let told =
            match vocabulary().relative.at(words, index, count, language) {
                Some((length, days)) => Some((length, day + days, 1)),
                None => vocabulary().weekdays.at(words, index, count, language).filter(|_| !beside).map(
                    |(length, weekday)| (length, day - (calendar::weekday(day) - weekday).rem_euclid(7), 0),
                ),
            };
        let Some((length, number, sure)) = told else { continue };
        let Some(value) = calendar::from_number(number) else { continue };
        let last = index + length - 1;
        let near = calendar::from_number(day).or(header);
        candidates.push(Candidate {
            value,
            weight: weigh(scan, index, last, value, near, language) + sure,
            span: words.span(index, last),
        });
    }
}
