//! Periods: from an event to the moment at which they have passed, and dates of entry into force.
//!
//! Which convention holds is for the instrument and the law of the acting state; this module only counts.
//! A period counted `from-moment` ends at the same local time of its last day. One counted `from-day` leaves the
//! day of the event out and ends with its last day, so that it has passed when the next day begins.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{RoundMode, SignedDuration, Span, Timestamp, ZonedDateTime};

use crate::codes::{Counting, CountingRule, Days, Ends, Rounding, Unit};
use crate::facts::Moment;
use crate::holidays::DaysOff;
use crate::instrument::DateRule;

/// A length of time as an instrument gives it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// How many.
    pub length: u32,
    /// Of what.
    pub unit: Unit,
    /// Which days count.
    pub days: Days,
    /// How it begins and ends.
    pub counting: Counting,
    /// Counted back from the event instead of on from it.
    pub backwards: bool,
}

/// When a period ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Its last day, in the zone of the event.
    pub on: Date,
    /// The moment at which it has passed; nothing where neither hour nor zone is known.
    pub at: Option<Timestamp>,
    /// The same moment in local time.
    pub local: Option<String>,
}

/// A period that runs out of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the period ends outside the calendar")]
pub struct OutsideCalendar;

/// How a period is counted beyond its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Convention {
    /// Where it ends when it would end on a day of rest.
    pub ends: Ends,
    /// Whether a period in hours begins with the next full hour.
    pub full_hours: bool,
    /// Whether a period of two days or more has at least two working days.
    pub two_working_days: bool,
}

impl Convention {
    /// The convention of an instrument, with what a rule says for itself.
    pub fn new(rule: CountingRule, own: Option<Ends>) -> Self {
        let union = rule == CountingRule::Eu118271;
        let ends = own.unwrap_or(if union { Ends::NextWorkingDay } else { Ends::AsCounted });
        Self { ends, full_hours: union, two_working_days: union }
    }
}

/// When a period ends, and the day on which it would without moving past days of rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// When it ends.
    pub due: Due,
    /// The earlier day on which it would end if it did not move: whoever acts by then is safe in any case.
    pub safe_on: Option<Date>,
    /// What moved it, in words.
    pub notes: Vec<String>,
}

impl Period {
    /// When the period ends by a convention and with the days off of the acting state.
    pub fn count(
        &self,
        start: &Moment,
        zone: Option<&TimeZone>,
        pauses: &[(Moment, Moment)],
        off: &DaysOff,
        convention: Convention,
    ) -> Result<Option<Counted>, OutsideCalendar> {
        let mut notes = Vec::new();
        let mut start = start.clone();
        if let (Moment::At(at), Unit::Hour, true) = (&start, self.unit, convention.full_hours) {
            // Regulation 1182/71 Art 3(1), (2)(a): the hour of the event does not count.
            let hour =
                at.round(jiff::ZonedDateTimeRound::new().smallest(jiff::Unit::Hour).mode(RoundMode::Trunc));
            let next = hour.and_then(|hour| hour.checked_add(SignedDuration::from_hours(1)));
            start = Moment::At(next.map_err(|_| OutsideCalendar)?);
            notes.push(format!("the hour of the event does not count: it runs from {start}"));
        }
        let Some(due) = self.due_among(&start, zone, pauses, off)? else { return Ok(None) };
        let moves = convention.ends == Ends::NextWorkingDay
            && self.unit != Unit::Hour
            && self.counting != Counting::FromMoment
            && !self.backwards;
        if !moves {
            return Ok(Some(Counted { due, safe_on: None, notes }));
        }
        let first = due.on;
        let mut last = due.on;
        while !off.works(last) {
            last = shift(last, 1)?;
        }
        if last != first {
            let cite = if convention.two_working_days { " (Regulation 1182/71 art. 3(4))" } else { "" };
            notes.push(format!(
                "{first} is {}: it ends with the next working day, {last}{cite}",
                rest(first, off)
            ));
        }
        if convention.two_working_days && self.unit == Unit::Day && self.length >= 2 {
            // Art 3(5): any period of two days or more has at least two working days.
            let begin = day(&start);
            while working_between(begin, last, off)? < 2 {
                last = shift(last, 1)?;
            }
        }
        if last == first {
            return Ok(Some(Counted { due, safe_on: None, notes }));
        }
        let zone = match &start {
            Moment::At(at) => Some(at.time_zone()),
            Moment::Day(_) => zone,
        };
        let due = self.end_of(last, zone)?.ok_or(OutsideCalendar)?;
        Ok(Some(Counted { due, safe_on: Some(first), notes }))
    }

    /// When the period ends that starts with an event. `None` where the unit is a word and gives no date.
    pub fn due(
        &self,
        start: &Moment,
        zone: Option<&TimeZone>,
        pauses: &[(Moment, Moment)],
        holidays: &BTreeSet<Date>,
    ) -> Result<Option<Due>, OutsideCalendar> {
        let off = DaysOff { holidays: holidays.clone(), ..DaysOff::default() };
        self.due_among(start, zone, pauses, &off)
    }

    fn due_among(
        &self,
        start: &Moment,
        zone: Option<&TimeZone>,
        pauses: &[(Moment, Moment)],
        holidays: &DaysOff,
    ) -> Result<Option<Due>, OutsideCalendar> {
        if !matches!(self.unit, Unit::Hour | Unit::Day | Unit::Week | Unit::Month | Unit::Year) {
            return Ok(None);
        }
        match start {
            Moment::At(at) if self.unit == Unit::Hour => {
                let hours = SignedDuration::from_hours(i64::from(self.length));
                let paused = pauses.iter().map(|(from, to)| between(from, to)).sum::<SignedDuration>();
                let end = if self.backwards { at.checked_sub(hours) } else { at.checked_add(hours + paused) };
                end.map(|end| Some(moment(&end))).map_err(|_| OutsideCalendar)
            }
            Moment::At(at) if self.counting == Counting::FromMoment => {
                let last = self.last_day(at.date(), pauses, holidays, 0)?;
                // The same time of the last day; where the clock jumps over it, the first moment after.
                let end = last.to_datetime(at.time()).to_zoned_datetime(at.time_zone().clone());
                end.map(|end| Some(moment(&end))).map_err(|_| OutsideCalendar)
            }
            Moment::At(at) => {
                let last = self.last_day(at.date(), pauses, holidays, self.first_day())?;
                self.end_of(last, Some(at.time_zone()))
            }
            Moment::Day(day) => {
                let first = if self.counting == Counting::FromMoment { 0 } else { self.first_day() };
                let last = self.last_day(*day, pauses, holidays, first)?;
                self.end_of(last, zone)
            }
        }
    }

    /// Whether the day of the event counts as the first.
    fn first_day(&self) -> i64 {
        i64::from(self.counting == Counting::WithDay)
    }

    fn end_of(&self, last: Date, zone: Option<&TimeZone>) -> Result<Option<Due>, OutsideCalendar> {
        let Some(zone) = zone else { return Ok(Some(Due { on: last, at: None, local: None })) };
        // A period counted back must be kept before its day begins; one counted on has passed when the next begins.
        let boundary = if self.backwards { last } else { last.tomorrow().map_err(|_| OutsideCalendar)? };
        let at = boundary.to_zoned_datetime(zone.clone()).map_err(|_| OutsideCalendar)?;
        Ok(Some(Due { on: last, at: Some(at.timestamp()), local: Some(local(&at)) }))
    }

    fn last_day(
        &self,
        start: Date,
        pauses: &[(Moment, Moment)],
        holidays: &DaysOff,
        counted: i64,
    ) -> Result<Date, OutsideCalendar> {
        let paused: i64 = pauses.iter().map(|(from, to)| days_between(day(from), day(to))).sum();
        let sign = if self.backwards { -1 } else { 1 };
        let length = i64::from(self.length);
        let end = match (self.unit, self.days) {
            (Unit::Day, Days::Working) => {
                let end = working_days(start, sign, length - counted, holidays)?;
                return shift(end, paused * sign);
            }
            (Unit::Day, _) => shift(start, sign * (length - counted))?,
            // A length in hours from a day whose hour is not known ends with the day it reaches.
            (Unit::Hour, _) => shift(start, sign * (length + 23).div_euclid(24))?,
            (Unit::Week, _) => shift(start, sign * (7 * length - counted))?,
            (Unit::Month, _) => shift(add(start, Span::new().try_months(sign * length))?, -sign * counted)?,
            (Unit::Year, _) => shift(add(start, Span::new().try_years(sign * length))?, -sign * counted)?,
            _ => start,
        };
        shift(end, paused * sign)
    }
}

impl DateRule {
    /// The date that follows from a deposit or a notice; nothing where the rule is in words alone.
    /// Such dates do not move when they fall on a day of rest.
    pub fn apply(&self, from: Date) -> Result<Option<Date>, OutsideCalendar> {
        let (Some(offset), Some(unit)) = (self.offset, self.unit) else { return Ok(None) };
        let offset = i64::from(offset);
        let end = match unit {
            Unit::Day => shift(from, offset)?,
            Unit::Week => shift(from, 7 * offset)?,
            Unit::Month => add(from, Span::new().try_months(offset))?,
            Unit::Year => add(from, Span::new().try_years(offset))?,
            _ => return Ok(None),
        };
        match self.rounding {
            Rounding::None => Ok(Some(end)),
            Rounding::FirstDayOfMonthFollowing => {
                end.last_of_month().tomorrow().map(Some).map_err(|_| OutsideCalendar)
            }
        }
    }
}

/// Whether people work on a day.
pub fn is_working_day(day: Date, holidays: &BTreeSet<Date>) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !holidays.contains(&day)
}

/// Why people do not work on a day.
fn rest(day: Date, off: &DaysOff) -> &'static str {
    match day.weekday() {
        _ if off.holidays.contains(&day) => "a public holiday",
        Weekday::Saturday => "a Saturday",
        Weekday::Sunday => "a Sunday",
        _ => "a day of rest",
    }
}

/// Working days after the day of the event, up to and with the last.
fn working_between(begin: Date, last: Date, off: &DaysOff) -> Result<usize, OutsideCalendar> {
    let mut day = begin;
    let mut count = 0;
    while day < last && count < 2 {
        day = shift(day, 1)?;
        count += usize::from(off.works(day));
    }
    Ok(count)
}

/// The working day that lies a number of working days after, or before, a day.
pub(crate) fn working_days(
    start: Date,
    sign: i64,
    length: i64,
    holidays: &DaysOff,
) -> Result<Date, OutsideCalendar> {
    let mut day = start;
    let mut left = length;
    while left > 0 {
        day = shift(day, sign)?;
        if holidays.works(day) {
            left -= 1;
        }
    }
    Ok(day)
}

pub(crate) fn shift(day: Date, days: i64) -> Result<Date, OutsideCalendar> {
    add(day, Span::new().try_days(days))
}

fn add(day: Date, span: Result<Span, jiff::Error>) -> Result<Date, OutsideCalendar> {
    span.and_then(|span| day.checked_add(span)).map_err(|_| OutsideCalendar)
}

/// The day of a moment, where it happened.
pub(crate) fn day(moment: &Moment) -> Date {
    match moment {
        Moment::Day(day) => *day,
        Moment::At(at) => at.date(),
    }
}

fn days_between(from: Date, to: Date) -> i64 {
    (to.duration_since(from).as_hours() / 24).max(0)
}

fn between(from: &Moment, to: &Moment) -> SignedDuration {
    match (from, to) {
        (Moment::At(from), Moment::At(to)) => to.duration_since(from).max(SignedDuration::ZERO),
        _ => SignedDuration::from_hours(24 * days_between(day(from), day(to))),
    }
}

fn moment(at: &ZonedDateTime) -> Due {
    Due { on: at.date(), at: Some(at.timestamp()), local: Some(local(at)) }
}

/// Local time to the minute, with offset and zone.
pub(crate) fn local(at: &ZonedDateTime) -> String {
    at.strftime("%Y-%m-%dT%H:%M%:z[%Q]").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Moment {
        Moment::Day(text.parse().unwrap())
    }

    fn at(text: &str) -> Moment {
        Moment::At(text.parse().unwrap())
    }

    fn period(length: u32, unit: Unit, counting: Counting) -> Period {
        Period { length, unit, days: Days::Calendar, counting, backwards: false }
    }

    fn check(period: Period, start: &Moment, on: &str, local: Option<&str>) {
        let due = period.due(start, None, &[], &BTreeSet::new()).unwrap().unwrap();
        assert_eq!(due.on.to_string(), on);
        assert_eq!(due.local.as_deref(), local);
    }

    #[test]
    fn periods_end_where_their_convention_says() {
        let arrest = at("2026-03-01T14:20[Europe/Tallinn]");
        let moment = |length| period(length, Unit::Day, Counting::FromMoment);
        check(moment(18), &arrest, "2026-03-19", Some("2026-03-19T14:20+02:00[Europe/Tallinn]"));
        // Summer time began in between: the hour on the wall stays.
        check(moment(40), &arrest, "2026-04-10", Some("2026-04-10T14:20+03:00[Europe/Tallinn]"));
        let days = |length| period(length, Unit::Day, Counting::FromDay);
        check(days(15), &day("2026-06-01"), "2026-06-16", None);
        check(days(18), &arrest, "2026-03-19", Some("2026-03-20T00:00+02:00[Europe/Tallinn]"));
        check(period(14, Unit::Day, Counting::WithDay), &day("2026-03-02"), "2026-03-15", None);
        check(period(1, Unit::Month, Counting::FromDay), &day("2026-01-31"), "2026-02-28", None);
        check(period(1, Unit::Year, Counting::FromDay), &day("2024-02-29"), "2025-02-28", None);
        check(
            period(8, Unit::Hour, Counting::FromMoment),
            &arrest,
            "2026-03-01",
            Some("2026-03-01T22:20+02:00[Europe/Tallinn]"),
        );
    }

    #[test]
    fn working_days_leave_out_weekends_and_holidays() {
        let period = Period { days: Days::Working, ..period(3, Unit::Day, Counting::FromDay) };
        let holidays = BTreeSet::from(["2026-04-03".parse().unwrap()]);
        let due = period.due(&day("2026-04-02"), None, &[], &holidays).unwrap().unwrap();
        assert_eq!(due.on.to_string(), "2026-04-08");
        let back = Period { backwards: true, ..period };
        assert_eq!(
            back.due(&day("2026-04-08"), None, &[], &holidays).unwrap().unwrap().on.to_string(),
            "2026-04-02"
        );
    }

    #[test]
    fn pauses_are_not_counted() {
        // Consent on 5 March, revoked on 15 March: ten days do not count.
        let pauses = [(day("2026-03-05"), day("2026-03-15"))];
        let due = |length| {
            let period = period(length, Unit::Day, Counting::FromMoment);
            period.due(&day("2026-03-01"), None, &pauses, &BTreeSet::new()).unwrap().unwrap().on.to_string()
        };
        assert_eq!((due(18).as_str(), due(40).as_str()), ("2026-03-29", "2026-04-20"));
    }

    #[test]
    fn dates_of_entry_into_force_follow_the_instruments_rules() {
        let check = |offset, unit, rounding, deposit: &str, expected: &str| {
            let rule = DateRule {
                offset: Some(offset),
                unit: Some(unit),
                from: None,
                rounding,
                article: None,
                note: None,
            };
            assert_eq!(rule.apply(deposit.parse().unwrap()).unwrap().unwrap().to_string(), expected);
        };
        check(3, Unit::Month, Rounding::FirstDayOfMonthFollowing, "2016-07-15", "2016-11-01");
        check(90, Unit::Day, Rounding::None, "1999-12-10", "2000-03-09");
        check(30, Unit::Day, Rounding::None, "2006-10-27", "2006-11-26");
        check(90, Unit::Day, Rounding::None, "2005-09-14", "2005-12-13");
    }

    #[test]
    fn the_end_of_the_calendar_is_an_error() {
        let period = period(100_000, Unit::Year, Counting::FromDay);
        assert_eq!(period.due(&day("2026-01-01"), None, &[], &BTreeSet::new()), Err(OutsideCalendar));
    }
}
