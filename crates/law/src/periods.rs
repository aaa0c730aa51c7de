//! The periods of an answer: their length after declarations and national rules, and the days on which they end.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::answer::Gatherer;
use crate::calendar::{Convention, Counted, Period, day};
use crate::check::{Answer, DeadlineRule, Notice, NoticeKind};
use crate::codes::{Code, Counting, CountingRule, Days, Ends, Obliged, Unit};
use crate::facts::{Facts, Moment};
use crate::holidays::DaysOff;
use crate::ids::{InstrumentId, Key, State};
use crate::instrument::{Change, DeadlineText};
use crate::library::Library;
use crate::precedence::Bound;
use crate::proviso;

/// Where a period ends.
#[derive(Debug, Clone, Default)]
struct Ending {
    counted: Option<Counted>,
    extended: Option<Counted>,
}

/// How far a period may be extended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// To this length at most, in its own unit.
    To(u32),
    /// By this period, from its end.
    More(Period),
}

impl DeadlineText {
    /// How far it may be extended, where that is a length: `40 days` of a period in days, or `30 calendar days more`.
    pub(crate) fn reach(&self) -> Option<Reach> {
        let words: Vec<&str> = self.extendable_to.as_deref()?.split_whitespace().collect();
        let (length, rest) = words.split_first()?;
        let length: u32 = length.parse().ok()?;
        let (days, rest) = match rest.split_first() {
            Some((&"calendar", rest)) => (Some(Days::Calendar), rest),
            Some((&"working", rest)) => (Some(Days::Working), rest),
            _ => (None, rest),
        };
        let (unit, rest) = rest.split_first().map_or((self.unit, rest), |(word, rest)| {
            (Unit::find(word.trim_end_matches('s')).unwrap_or(self.unit), rest)
        });
        match rest.first() {
            Some(&"more") => Some(Reach::More(Period {
                length,
                unit,
                days: days.unwrap_or(Days::Calendar),
                counting: Counting::FromDay,
                backwards: false,
            })),
            None if unit == self.unit && length >= self.length => Some(Reach::To(length)),
            _ => None,
        }
    }
}

impl Gatherer<'_> {
    pub(crate) fn deadline(
        &self,
        instrument: &InstrumentId,
        counts: CountingRule,
        text: &DeadlineText,
        changes: &[(Option<&Change>, String)],
    ) -> DeadlineRule {
        let facts = &self.question.facts;
        let mut period = Period {
            length: text.length,
            unit: text.unit,
            days: text.days,
            counting: text.counting,
            backwards: text.backwards,
        };
        let mut effect = text.effect;
        let mut ends = text.ends;
        let mut notes: Vec<String> = text.rule.note.iter().chain(&text.rule.national).cloned().collect();
        if proviso::all(&text.rule.provisos, &self.situation) == Some(Answer::Unknown) {
            notes.push(format!("applies with {}", proviso::in_words(&text.rule.provisos)));
        }
        for (change, reason) in changes {
            if let Some(change) = change {
                period.length = change.value.unwrap_or(period.length);
                period.counting = change.counting.unwrap_or(period.counting);
                effect = change.deadline_effect.unwrap_or(effect);
                ends = change.ends.or(ends);
            }
            notes.push(reason.clone());
        }
        let convention = Convention::new(counts, ends);
        let elsewhere = (changes.iter())
            .filter_map(|(change, _)| change.as_ref()?.starts_with.as_ref())
            .find_map(|event| Some((&event.value, facts.events.get(&event.value)?)));
        if let Some((event, moment)) = elsewhere {
            notes.push(format!("runs from `{event}`, {moment}"));
        }
        let again = text.restart_event.as_ref().and_then(|event| facts.events.get(&event.value));
        if let Some(moment) = again {
            notes.push(format!("started again on {moment}"));
        }
        let start =
            (again.or(elsewhere.map(|(_, moment)| moment))).or_else(|| facts.events.get(&text.event.value));
        let pauses = self.pauses(instrument, &text.rule.key.value, &mut notes);
        let acting = acting(text.obliged, self.question.from, self.question.to);
        let ending = start.map_or_else(Ending::default, |start| {
            self.ending(start, period, text.reach(), convention, &pauses, acting, &mut notes)
        });
        let Ending { counted, extended } = ending;
        let event = &text.event.value;
        let extension = [&text.extendable_to, &text.extension, &text.extension_condition];
        let extension: Vec<&str> = extension.into_iter().flatten().map(String::as_str).collect();
        DeadlineRule {
            key: text.rule.key.value.clone(),
            instrument: instrument.clone(),
            article: text.rule.article.clone(),
            from_event: event.clone(),
            event: text.event_text.clone().unwrap_or_else(|| self.library.event_title(event)),
            length: period.length,
            unit: period.unit.as_str().to_owned(),
            days: period.days.as_str().to_owned(),
            counting: period.counting.as_str().to_owned(),
            obliged: text.obliged.as_str().to_owned(),
            consequence: text.rule.description.clone(),
            effect: effect.as_str().to_owned(),
            nature: text.nature.map(|nature| nature.as_str().to_owned()),
            extension: (!extension.is_empty()).then(|| extension.join("; ")),
            met_by: text.met_by.iter().map(|event| event.value.clone()).collect(),
            restarts_on: text.restarts_on.clone(),
            started: start.map(ToString::to_string),
            due_on: counted.as_ref().map(|counted| counted.due.on).or(text.date),
            safe_on: counted.as_ref().and_then(|counted| counted.safe_on),
            extended_on: extended.as_ref().map(|extended| extended.due.on),
            extended_safe_on: extended.as_ref().and_then(|extended| extended.safe_on),
            extended_due: extended.as_ref().and_then(|extended| extended.due.at),
            due: counted.as_ref().and_then(|counted| counted.due.at),
            due_local: counted.and_then(|counted| counted.due.local),
            notes,
            verified: text.rule.verified,
        }
    }

    #[expect(clippy::too_many_arguments, reason = "a count has that many parts")]
    fn ending(
        &self,
        start: &Moment,
        period: Period,
        reach_of: Option<Reach>,
        convention: Convention,
        pauses: &[(Moment, Moment)],
        acting: Option<State>,
        notes: &mut Vec<String>,
    ) -> Ending {
        let zone = zone(&self.question.facts);
        let needs = period.days == Days::Working || convention.ends == Ends::NextWorkingDay;
        let years = day(start).year().saturating_sub(1)..=day(start).year().saturating_add(reach(period));
        let off = match (needs, acting) {
            (false, _) => DaysOff::default(),
            (true, Some(state)) => self.library.days_off(state, years),
            (true, None) => DaysOff {
                unknown: vec![
                    "whose public holidays count is not said; only Saturdays and Sundays do".into(),
                ],
                ..DaysOff::default()
            },
        };
        let mut count = |period: Period| {
            period.count(start, zone.as_ref(), pauses, &off, convention).unwrap_or_else(|error| {
                notes.push(error.to_string());
                None
            })
        };
        let counted = count(period);
        let extended = match reach_of {
            Some(Reach::To(length)) => count(Period { length: length.max(period.length), ..period }),
            Some(Reach::More(more)) => counted.as_ref().and_then(|counted| {
                let from = Moment::Day(counted.due.on);
                more.count(&from, zone.as_ref(), &[], &off, convention).ok().flatten()
            }),
            None => None,
        };
        if let Some(counted) = &counted {
            notes.extend(counted.notes.iter().cloned());
            let later = extended.iter().flat_map(|extended| &extended.notes);
            notes.extend(later.map(|note| format!("extended: {note}")));
            if needs && let Some(state) = acting {
                // What is not known of years that the period never reaches is of no account.
                let last = extended.as_ref().map_or(counted.due.on, |later| later.due.on.max(counted.due.on));
                let (first, last) = (day(start).min(counted.due.on), last.max(day(start)));
                notes.extend(self.library.days_off(state, first.year()..=last.year()).unknown);
            } else if needs {
                notes.extend(off.unknown.iter().cloned());
            }
            if needs && let Some(note) = acting.and_then(|state| self.library.holidays_note(state)) {
                notes.push(note);
            }
            if convention.ends == Ends::AsCounted
                && period.counting != Counting::FromMoment
                && period.unit != Unit::Hour
                && !period.backwards
                && let Some(state) = acting
            {
                let last = counted.due.on;
                let (works, _) = self.library.next_working_day(state, last);
                if works != last {
                    notes.push(format!(
                        "{last} is a day of rest in {state} and nothing in the instrument moves it; by the law of {state} \
                         it may end on {works}: {last} is the safe day"
                    ));
                }
            }
            if period.counting == Counting::WithDay {
                let left_out = Period { counting: Counting::FromDay, ..period };
                if let Ok(Some(other)) = left_out.count(start, zone.as_ref(), pauses, &off, convention) {
                    notes.push(format!(
                        "the day of the event is the first day; were it left out, the last day would be {}",
                        other.due.on
                    ));
                }
            }
        }
        Ending { counted, extended }
    }

    /// Stretches that do not count: by safeguards and rules of the instruments in use, and by national rules.
    fn pauses(
        &self,
        instrument: &InstrumentId,
        deadline: &Key,
        notes: &mut Vec<String>,
    ) -> Vec<(Moment, Moment)> {
        let events = &self.question.facts.events;
        let cite =
            |bound: &Bound<'_>, article: &str| format!("{} art. {article}", bound.instrument.short_name);
        let of_safeguards = self.in_use.iter().flat_map(|bound| {
            (bound.instrument.procedures.iter().flat_map(|procedure| &procedure.safeguards)).filter_map(
                move |safeguard| Some((safeguard.pauses.as_ref()?, cite(bound, &safeguard.rule.article))),
            )
        });
        let of_instruments = self.in_use.iter().flat_map(|bound| {
            (bound.instrument.pauses.iter())
                .map(move |pause| (pause, cite(bound, pause.article.as_deref().unwrap_or("–"))))
        });
        let of_states = self.overlays.iter().flat_map(|overlay| {
            overlay.pauses.iter().map(move |pause| (pause, format!("{}, {}", overlay.state, overlay.article)))
        });
        let mut pauses = Vec::new();
        for (pause, cite) in of_safeguards.chain(of_instruments).chain(of_states) {
            let concerns =
                pause.deadlines.is_empty() || pause.deadlines.iter().any(|key| key.value == *deadline);
            if pause.instrument.value != *instrument || !concerns {
                continue;
            }
            let Some(from) = events.get(&pause.from.value) else { continue };
            // What ended an earlier stretch does not end this one.
            match events.get(&pause.until.value).filter(|until| day(from) <= day(until)) {
                Some(until) => {
                    notes.push(format!("{from} to {until} is not counted ({cite})"));
                    pauses.push((from.clone(), until.clone()));
                }
                None => {
                    notes.push(format!("stands still since {from}, until `{}` ({cite})", pause.until.value))
                }
            }
        }
        pauses
    }
}

/// How many years a period may reach on.
fn reach(period: Period) -> i16 {
    let years = match period.unit {
        Unit::Year => i16::try_from(period.length).unwrap_or(i16::MAX),
        _ => 1,
    };
    years.min(50).saturating_add(1)
}

/// The state whose days of rest count: that of the end that must act.
fn acting(obliged: Obliged, from: State, to: State) -> Option<State> {
    match obliged {
        Obliged::Requesting | Obliged::Issuing | Obliged::Person => Some(from),
        Obliged::Requested | Obliged::Executing | Obliged::Enforcing | Obliged::Provider => Some(to),
        Obliged::Locating | Obliged::MemberState | Obliged::Both | Obliged::Either => None,
    }
}

/// The zone in which days end: that of the event, where it is known.
fn zone(facts: &Facts) -> Option<TimeZone> {
    facts.events.values().find_map(|moment| match moment {
        Moment::At(at) => Some(at.time_zone().clone()),
        Moment::Day(_) => None,
    })
}

impl Library {
    /// The public holidays of a state and year, and what is not known of them; nothing where none are known.
    pub fn holidays(&self, state: State, year: i16) -> Option<(Vec<crate::holidays::Holiday>, Vec<String>)> {
        self.holidays.get(&state).map(|rules| rules.year(year))
    }

    /// The days off of a state over some years, and what is not known of them.
    pub fn days_off(&self, state: State, years: std::ops::RangeInclusive<i16>) -> DaysOff {
        let mut off = DaysOff::default();
        match self.holidays.get(&state) {
            Some(rules) => rules.add(years, &mut off),
            None => off.unknown.push(format!(
                "the public holidays of {state} are not known here: only Saturdays and Sundays were left out"
            )),
        }
        off.unknown =
            std::mem::take(&mut off.unknown).into_iter().collect::<BTreeSet<_>>().into_iter().collect();
        off
    }

    /// What is to be said of the table of a state's holidays: what it leaves out and whether it was verified.
    pub fn holidays_note(&self, state: State) -> Option<String> {
        let rules = self.holidays.get(&state)?;
        let unread = if rules.verified {
            String::new()
        } else {
            format!("public holidays of {state}: unverified ({})", rules.source_kind.as_str())
        };
        let suspended = rules.suspended_from.map_or(String::new(), |from| format!("worked since {from}"));
        let parts = [unread, suspended, rules.note.clone().unwrap_or_default()];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }

    /// The states whose public holidays are known.
    pub fn states_with_holidays(&self) -> impl Iterator<Item = State> {
        self.holidays.keys().copied()
    }

    /// The time zone of a state.
    pub fn zone_of(&self, state: State) -> crate::states::Zone {
        self.states.zone(state)
    }

    /// The name of a state in English; its code where none is known.
    pub fn state_name(&self, state: State) -> String {
        self.states.name(state)
    }

    /// The first working day on or after a day, and what is not known of the state's holidays.
    pub fn next_working_day(&self, state: State, from: Date) -> (Date, Vec<String>) {
        let off = self.days_off(state, from.year()..=from.year().saturating_add(1));
        let mut day = from;
        while !off.works(day) {
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        (day, off.unknown)
    }

    /// A notice about holidays.
    pub(crate) fn calendar_notice(text: String) -> Notice {
        Notice { kind: NoticeKind::Calendar, text, verified: false }
    }
}
